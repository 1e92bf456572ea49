//! People on both sides on the day of a deal: `shared-director`, `executive-on-board`.

use crate::conflicts::Rule;
use crate::conflicts::account::Deed;
use crate::conflicts::finding::{Finding, Lead};
use crate::conflicts::party_pair::PartyPair;
use crate::conflicts::records::Records;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

impl PartyPair<'_> {
    /// Finds a person on both boards, and an executive of one party on the board of the other, on the deal's date.
    pub(in crate::conflicts) fn shared_director(&self, person: PersonIx, findings: &mut Vec<Finding>) {
        let board = |company| Records::board_seats(self.graph, person, company);
        let (at_a, at_b) = (board(self.a), board(self.b));
        findings.extend(self.two_roles(person, Rule::SharedDirector, (&at_a, self.a), (&at_b, self.b)));
        for (board_seats, (home, other)) in [(&at_b, (self.a, self.b)), (&at_a, (self.b, self.a))] {
            if board_seats.is_empty() {
                continue;
            }
            let executive = Records::seats(self.graph, person, home, BoardGraph::is_executive);
            findings.extend(self.two_roles(person, Rule::ExecutiveOnBoard, (&executive, home), (board_seats, other)));
        }
    }

    fn two_roles(
        &self,
        person: PersonIx,
        rule: Rule,
        (home_seats, home): (&Records, CompanyIx),
        (board_seats, board): (&Records, CompanyIx),
    ) -> Option<Finding> {
        if home_seats.is_empty() || board_seats.is_empty() {
            return None;
        }
        let together = self.together(&[home_seats, board_seats])?;
        let (who, [home, board]) = (self.named(Entity::Person(person)), [home, board].map(|party| self.company(party)));
        let at_home = match rule {
            Rule::ExecutiveOnBoard => Deed::Was { capacity: "an executive".to_owned(), company: home },
            _ => Deed::Sat { company: home },
        };
        let mut lead = Lead::new(rule, vec![person], together);
        lead.account.add(&who, at_home);
        lead.account.add(&who, Deed::Sat { company: board });
        for records in [home_seats, board_seats] {
            lead.evidence.extend(records.evidence_since(self.graph, &self.span()));
        }
        Some(self.finding(lead))
    }
}
