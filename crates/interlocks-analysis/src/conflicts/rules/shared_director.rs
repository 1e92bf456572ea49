//! Who stood on both sides on the day of a deal: `shared-director`, `executive-on-board`.

use super::Rule;
use super::finding::{Finding, Lead};
use super::records::Records;
use super::table::Table;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx};

impl Table<'_> {
    /// Somebody who held two roles on the deal's date.
    pub(super) fn sitting(&self, person: PersonIx, findings: &mut Vec<Finding>) {
        let board = |company| Records::seats(self.graph, person, company, BoardGraph::is_board);
        let (at_a, at_b) = (board(self.a), board(self.b));
        findings.extend(self.both(person, Rule::SharedDirector, (&at_a, self.a), (&at_b, self.b)));
        for (there, (x, y)) in [(&at_b, (self.a, self.b)), (&at_a, (self.b, self.a))] {
            if there.is_empty() {
                continue;
            }
            let executive = Records::seats(self.graph, person, x, BoardGraph::is_executive);
            findings.extend(self.both(person, Rule::ExecutiveOnBoard, (&executive, x), (there, y)));
        }
    }

    fn both(
        &self,
        person: PersonIx,
        rule: Rule,
        (home, x): (&Records, CompanyIx),
        (there, y): (&Records, CompanyIx),
    ) -> Option<Finding> {
        if home.is_empty() || there.is_empty() {
            return None;
        }
        let held = self.together(&[home, there])?;
        let role = match rule {
            Rule::ExecutiveOnBoard => "was an executive of",
            _ => "sat on the board of",
        };
        let (who, x, y) = (self.person(person), self.name(x), self.name(y));
        let what = format!("{who} {role} {x} and sat on the board of {y}");
        let mut lead = Lead::held(rule, vec![person], held, what);
        for records in [home, there] {
            lead.evidence.extend(records.evidence(self.graph, &self.span()));
        }
        Some(self.finding(lead))
    }
}
