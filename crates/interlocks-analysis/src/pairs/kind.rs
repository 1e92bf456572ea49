//! The kinds of interlock that people make, and which of them are certain.

use serde::Serialize;

use super::offices::Offices;
use super::{DirectedInterlock, SharedEntity, holds_together};
use crate::question::{Query, up_to};
use interlocks_core::model::{Certainty, DaySet};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, Tenure, UncertainDays};

/// The kind of an interlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum InterlockKind {
    /// A person is on both boards at the same time.
    Direct,
    /// An executive of each is on the other's board at the same time; they are different people.
    Mutual,
    /// Mutual, and both are chief executives.
    ChiefExecutiveCross,
    /// An executive of each is on the other's compensation committee at the same time.
    CompensationCommitteeCross,
    /// The shared person is an executive of both.
    ExecutiveExecutive,
    /// The shared person is an executive of one of the two.
    Primary,
    /// The shared person is an executive of a third company.
    Induced,
    /// The shared person is not an executive of any known company.
    Neutral,
}

impl InterlockKind {
    /// Every kind, strongest first after `direct`.
    pub const ALL: [InterlockKind; 8] = [
        InterlockKind::Direct,
        InterlockKind::Mutual,
        InterlockKind::ChiefExecutiveCross,
        InterlockKind::CompensationCommitteeCross,
        InterlockKind::ExecutiveExecutive,
        InterlockKind::Primary,
        InterlockKind::Induced,
        InterlockKind::Neutral,
    ];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            InterlockKind::Direct => "direct",
            InterlockKind::Mutual => "mutual",
            InterlockKind::ChiefExecutiveCross => "chief-executive-cross",
            InterlockKind::CompensationCommitteeCross => "compensation-committee-cross",
            InterlockKind::ExecutiveExecutive => "executive-executive",
            InterlockKind::Primary => "primary",
            InterlockKind::Induced => "induced",
            InterlockKind::Neutral => "neutral",
        }
    }
}

interlocks_core::enum_names!(InterlockKind, "kind of interlock");

/// The kind of interlock that one person makes.
pub(super) struct LinkKind {
    pub kind: InterlockKind,
    /// The home companies: one for `primary`, both for `executive-executive`, the third companies for `induced`.
    pub from: Vec<CompanyIx>,
    /// `true` if it is this kind for every choice of days.
    pub certain: bool,
}

impl LinkKind {
    /// Creates the kind that says only that somebody is on both boards.
    pub(super) fn direct() -> LinkKind {
        LinkKind { kind: InterlockKind::Direct, from: Vec::new(), certain: true }
    }

    /// Returns the kind of interlock that a person makes at the clock while on both boards.
    pub(super) fn new(
        graph: &BoardGraph,
        clock: Clock,
        person: PersonIx,
        [(a, first), (b, second)]: [(CompanyIx, &Tenure); 2],
        both: &UncertainDays,
        offices: &Offices,
    ) -> LinkKind {
        if !offices.may_have(person) {
            return LinkKind { kind: InterlockKind::Neutral, from: Vec::new(), certain: true };
        }
        let while_both = |days: &UncertainDays| holds(graph, clock, &days.meet(both));
        let is_certain = |answer: Option<Certainty>| answer == Some(Certainty::Certain);
        let (home_a, home_b) = (while_both(&first.executive), while_both(&second.executive));
        if home_a.is_some()
            && home_b.is_some()
            && let Some(answer) = while_both(&first.executive.meet(&second.executive))
        {
            let (kind, certain) = (InterlockKind::ExecutiveExecutive, answer.is_certain());
            return LinkKind { kind, from: vec![a, b], certain };
        }
        if home_a.is_some() || home_b.is_some() {
            let homes = [(home_a, a), (home_b, b)].into_iter().filter(|(home, _)| home.is_some());
            let certain = is_certain(home_a.max(home_b));
            return LinkKind {
                kind: InterlockKind::Primary,
                from: homes.map(|(_, company)| company).collect(),
                certain,
            };
        }
        if let Some(elsewhere) = offices.together_of(graph, person) {
            // Days as an executive of the two would have made another kind.
            let answer = while_both(&elsewhere);
            let kind = if answer.is_some() { InterlockKind::Induced } else { InterlockKind::Neutral };
            return LinkKind { kind, from: Vec::new(), certain: answer.is_none_or(Certainty::is_certain) };
        }
        let homes = graph.person_seats(person).filter(|seat| graph.is_executive(*seat));
        let mut third: Vec<CompanyIx> = homes.map(|seat| graph.seat_company(seat)).collect();
        third.dedup();
        third.retain(|home| *home != a && *home != b);
        let mut elsewhere = UncertainDays::default();
        third.retain(|home| {
            let executive = graph.tenure_at(person, *home).executive;
            let counts = while_both(&executive).is_some();
            if counts {
                elsewhere = elsewhere.join(&executive);
            }
            counts
        });
        if third.is_empty() {
            return LinkKind { kind: InterlockKind::Neutral, from: third, certain: true };
        }
        LinkKind { kind: InterlockKind::Induced, from: third, certain: is_certain(while_both(&elsewhere)) }
    }

    /// Returns the kind as far as it is certain.
    #[must_use]
    pub(super) fn certain_only(self) -> LinkKind {
        if self.certain { self } else { LinkKind::direct() }
    }
}

fn holds(graph: &BoardGraph, clock: Clock, days: &UncertainDays) -> Option<Certainty> {
    Query::new(clock).holds(graph, days)
}

/// An executive of one company on the other's board; the executive need not be on the home's own board.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Officer {
    /// The id of the executive.
    pub id: String,
    /// The name of the executive.
    pub name: String,
    /// The id of the home company.
    pub from: String,
    /// The id of the other company.
    pub to: String,
    /// Days on the other's board for every choice of days.
    pub certain: DaySet,
    /// Days on the other's board for some choice of days.
    pub possible: DaySet,
}

impl Officer {
    fn new(graph: &BoardGraph, directed: &DirectedInterlock, from: CompanyIx, to: CompanyIx) -> Officer {
        let company_id = |company: CompanyIx| graph.id(Entity::Company(company));
        Officer {
            id: graph.id(Entity::Person(directed.person)),
            name: graph.name(Entity::Person(directed.person)).into_owned(),
            from: company_id(from),
            to: company_id(to),
            certain: up_to(graph.as_of(), &directed.board.certain),
            possible: directed.board.possible.clone(),
        }
    }
}

/// The kinds of a pair of companies, and the executives of one on the board of the other.
pub(super) struct PairKinds {
    /// All kinds, in order.
    pub possible: Vec<InterlockKind>,
    /// The kinds that the pair has for every choice of days.
    pub certain: Vec<InterlockKind>,
    pub officers: Vec<Officer>,
}

impl PairKinds {
    /// Returns the kinds of a pair of people.
    pub(super) fn direct(certain: bool) -> PairKinds {
        let possible = vec![InterlockKind::Direct];
        PairKinds { certain: possible.iter().copied().filter(|_| certain).collect(), possible, officers: Vec::new() }
    }

    /// Returns the kinds of a pair of companies at the clock. `people` have seats at both, at any time; `links` are those who link
    /// them at the clock.
    pub(super) fn new(
        graph: &BoardGraph,
        query: &Query,
        [a, b]: [CompanyIx; 2],
        (people, links): (&[PersonIx], &[SharedEntity]),
        offices: &Offices,
    ) -> PairKinds {
        let executives: Vec<PersonIx> = people.iter().copied().filter(|person| offices.may_have(*person)).collect();
        let directed = |home, board| directed_interlocks(graph, query, &executives, home, board);
        let (there, back) = (directed(a, b), directed(b, a));
        let crossed = |days: fn(&DirectedInterlock) -> UncertainDays| {
            let crossings = there.iter().flat_map(|x| back.iter().map(move |y| (x, y)));
            let different = crossings.filter(|(x, y)| x.person != y.person);
            different.filter_map(|(x, y)| holds(graph, query.clock, &days(x).meet(&days(y)))).max()
        };
        let direct = holds_together(graph, query.clock, links.iter().map(|link| &link.on_both));
        let (mut possible, mut certain) = (KindSet::default(), KindSet::default());
        let mut add = |kind: InterlockKind, is_certain: bool| {
            possible.add(kind);
            if is_certain {
                certain.add(kind);
            }
        };
        if let Some(answer) = direct {
            add(InterlockKind::Direct, answer.is_certain());
        }
        links.iter().for_each(|link| add(link.kind.kind, link.certain && link.kind.certain));
        for (kind, answer) in [
            (InterlockKind::Mutual, crossed(|directed| directed.board.clone())),
            (InterlockKind::ChiefExecutiveCross, crossed(|directed| directed.chief.clone())),
            // The members of a committee of the board are members of the board.
            (InterlockKind::CompensationCommitteeCross, crossed(|directed| directed.pay.meet(&directed.board))),
        ] {
            if let Some(answer) = answer {
                add(kind, answer.is_certain());
            }
        }
        let named = |directed: &[DirectedInterlock], from: CompanyIx, to: CompanyIx| {
            let mut officers: Vec<Officer> = directed.iter().map(|one| Officer::new(graph, one, from, to)).collect();
            officers.sort_by(|x, y| (&x.name, &x.id).cmp(&(&y.name, &y.id)));
            officers
        };
        let officers = match offices {
            Offices::Each => [named(&there, a, b), named(&back, b, a)].concat(),
            Offices::Together(_) => Vec::new(),
        };
        PairKinds { possible: possible.in_order(), certain: certain.in_order(), officers }
    }
}

/// A set of kinds: one bit for each, by its place in [`InterlockKind::ALL`].
#[derive(Clone, Copy, Debug, Default)]
struct KindSet(u8);

impl KindSet {
    fn add(&mut self, kind: InterlockKind) {
        self.0 |= 1 << kind as u8;
    }

    fn in_order(self) -> Vec<InterlockKind> {
        InterlockKind::ALL.into_iter().filter(|kind| self.0 >> *kind as u8 & 1 == 1).collect()
    }
}

/// Returns the executives of one company on the board of another, at the clock, of the people with seats at both. Whoever is an
/// executive of both is sent by neither.
fn directed_interlocks(
    graph: &BoardGraph,
    query: &Query,
    people: &[PersonIx],
    home: CompanyIx,
    board: CompanyIx,
) -> Vec<DirectedInterlock> {
    let is_executive = |person: &PersonIx| graph.seats_at(*person, home).any(|seat| graph.is_executive(seat));
    let directed = people
        .iter()
        .copied()
        .filter(is_executive)
        .map(|person| DirectedInterlock::one_way(graph, person, home, board));
    directed.filter(|directed| query.holds(graph, &directed.board).is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_kinds_is_in_order(places in prop::collection::vec(0..InterlockKind::ALL.len(), 0..12)) {
            let mut set = KindSet::default();
            let mut kinds: Vec<InterlockKind> = places.iter().map(|at| InterlockKind::ALL[*at]).collect();
            kinds.iter().for_each(|kind| set.add(*kind));
            kinds.sort_unstable();
            kinds.dedup();
            prop_assert_eq!(set.in_order(), kinds);
        }
    }
}
