//! Whether the item is put to a registrant about another company.

use super::exempt::is_exempt;
use crate::sec_filer::SecFiler;
use crate::wording::name;
use crate::{Answer, Leg, VerdictDays};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, UncertainDays};

/// Whether the registrant files with the Commission, and whether the other company is an entity in the sense of the item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Application {
    filer: SecFiler,
    other: CompanyIx,
    /// Yes if the other company is presumed exempt under section 501(c)(3).
    pub(super) exempt: Answer,
}

impl Application {
    pub(super) fn new(graph: &BoardGraph, [registrant, other]: [CompanyIx; 2]) -> Application {
        Application { filer: SecFiler::new(graph, registrant), other, exempt: is_exempt(graph, other) }
    }

    /// Returns `true` if the company may be a registrant.
    pub(super) fn may_file(&self) -> bool {
        self.filer.files() != Answer::No
    }

    fn applies(&self) -> Answer {
        self.filer.files().and(self.exempt.negated())
    }

    /// Returns the days of each verdict, given those of a registrant: unknown if it is not known whether the item is put.
    pub(super) fn days(&self, days: VerdictDays) -> VerdictDays {
        match self.applies() {
            Answer::Yes => days,
            Answer::No => VerdictDays::default(),
            Answer::Unknown => VerdictDays {
                unknown: days.breach.join(&days.watch).join(&days.unknown),
                breach: UncertainDays::default(),
                watch: UncertainDays::default(),
            },
        }
    }

    /// Returns the questions whose answers would decide whether the item is put.
    pub(super) fn missing(&self, graph: &BoardGraph) -> Vec<String> {
        let other = name(graph, Entity::Company(self.other));
        let exempt = format!("whether {other} is exempt under section 501(c)(3)");
        let exempt = (self.exempt == Answer::Unknown).then_some(exempt);
        self.filer.question(graph).into_iter().chain(exempt).collect()
    }

    pub(super) fn legs(&self, graph: &BoardGraph) -> [Leg; 2] {
        let other = name(graph, Entity::Company(self.other));
        let text = match self.exempt {
            Answer::Yes => {
                format!("{other} is presumed exempt under section 501(c)(3), by its name or line of business")
            }
            Answer::No => format!("nothing in the data says that {other} is exempt under section 501(c)(3)"),
            Answer::Unknown => format!("the data leaves open whether {other} is exempt under section 501(c)(3)"),
        };
        [self.filer.leg(graph), Leg::new("entity", self.exempt.negated(), text)]
    }
}
