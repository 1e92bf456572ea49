//! Members of audit committees of companies listed in the United States (Exchange Act Rule 10A-3(b)(1)).
//!
//! A member may not take a consulting, advisory or other fee from the company, also through a firm of which they are a partner or
//! an officer, and may not be an affiliate. There is one verdict per member and company. Fees that the company pays to the
//! member directly are in no table, so no row is ever clear. There is no look-back.

mod circumstances;
mod write_up;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::rulebook::parameter;
use super::sec_filer::SecFiler;
use super::{Answer, Assess, CaseVerdict, Context, Row, Ruling, Screen, Verdict, VerdictDays};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, UncertainDays};

use circumstances::{Circumstance, Weight, circumstances};

/// The id of the rule in the tables, which is the name of the test.
const RULE: &str = "us-10a-3";

/// The screen for one question.
pub(crate) struct AuditCommittee<'a> {
    context: Context<'a>,
    /// The percentage of a holder above which there is no safe harbour.
    holder_percent: f64,
}

/// A case: a member of the audit committee of a company. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    person: PersonIx,
    company: CompanyIx,
}

/// A case with what its verdict rests on.
struct Judged {
    case: Case,
    filer: SecFiler,
    /// The days on the committee.
    member: UncertainDays,
    circumstances: Vec<Circumstance>,
    ruling: Ruling,
}

impl<'a> AuditCommittee<'a> {
    pub(crate) fn new(context: Context<'a>) -> AuditCommittee<'a> {
        AuditCommittee { context, holder_percent: context.rules.number(parameter::RULE_10A_3_PERCENT) }
    }

    fn judged(&self, case: Case) -> Option<Judged> {
        check();
        let graph = self.context.graph;
        let filer = SecFiler::new(graph, case.company);
        if filer.files() == Answer::No || graph.is_listed(case.company) == Some(false) {
            return None;
        }
        let seats: Vec<SeatIx> = audit_seats(graph, case).collect();
        let member = UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)));
        self.context.holds(&member)?;
        let found = circumstances(graph, case.person, case.company, self.holder_percent);
        let of = |weight: Weight| {
            let some = found.iter().filter(|own| own.weight == weight);
            some.fold(UncertainDays::default(), |days, own| days.join(&own.days)).meet(&member)
        };
        let mut days =
            VerdictDays { breach: of(Weight::Counts), watch: of(Weight::Judged), unknown: of(Weight::MissingInput) };
        if filer.files() == Answer::Unknown {
            let open = days.breach.join(&days.watch).join(&days.unknown);
            days = VerdictDays { unknown: open, ..VerdictDays::default() };
        }
        let ruling = days.ruling(self.context);
        // Fees that the company pays directly are an open question on every member, and would hide cases to watch.
        let ruling = match ruling.verdict {
            Verdict::Clear => VerdictDays { unknown: member.clone(), ..VerdictDays::default() }.ruling(self.context),
            _ => ruling,
        };
        Some(Judged { case, filer, member, circumstances: found, ruling })
    }
}

/// Returns the seats of a person on the audit committee of a company.
fn audit_seats(graph: &BoardGraph, case: Case) -> impl Iterator<Item = SeatIx> + '_ {
    graph.seats_at(case.person, case.company).filter(|seat| graph.is_on_audit_committee(*seat))
}

impl Assess for AuditCommittee<'_> {
    const SCREEN: Screen = Screen::AuditCommittee;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let graph = self.context.graph;
        if !graph.names_committees() {
            return Vec::new();
        }
        let seats = (0..graph.seat_count()).into_par_iter().with_min_len(1 << 14);
        let seats = seats.map(|seat| SeatIx::new(seat as u32));
        let on_committee = seats.filter(|seat| graph.is_on_audit_committee(*seat));
        let mut cases: Vec<Case> = on_committee
            .map(|seat| Case { person: graph.seat_person(seat), company: graph.seat_company(seat) })
            .collect();
        cases.par_sort_unstable();
        cases.dedup();
        let judged = cases.par_iter().filter_map(|case| self.judged(*case));
        judged.map(|judged| CaseVerdict::new(&judged.ruling, judged.case)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        vec![Entity::Person(case.person), Entity::Company(case.company)]
    }

    fn explain(&self, case: &Case) -> Row {
        self.write_up(*case)
    }
}
