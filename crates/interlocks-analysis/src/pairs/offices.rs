//! The executive offices of shared people: each, or only the days of all of them together.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use interlocks_graph::{BoardGraph, PersonIx, SeatIx, UncertainDays};

/// The executive offices that pairs are completed with.
#[derive(Clone, Debug)]
pub(super) enum Offices {
    /// Each, with its company.
    Each,
    /// The days in any of them.
    Together(OfficeDays),
}

/// The executives among all people, and the days of those with many seats.
#[derive(Clone, Debug)]
pub(super) struct OfficeDays {
    /// One bit for each person who is an executive of any company at any time; `None` if that is looked up when needed.
    executives: Option<Vec<u64>>,
    /// The days of people with many seats; those of others are worked out when needed.
    of_hubs: HashMap<PersonIx, UncertainDays>,
}

/// People with more seats are hubs: going through all their seats for each of their pairs would cost the cube of their number.
const HUB_SEATS: usize = 16;

impl Offices {
    /// Goes through all people.
    pub(super) fn together(graph: &BoardGraph) -> Offices {
        let people = graph.person_count();
        let is_executive = |person: PersonIx| graph.person_seats(person).any(|seat| graph.is_executive(seat));
        let word = |first: usize| {
            let in_word = (first..(first + 64).min(people)).filter(|at| is_executive(PersonIx::new(*at as u32)));
            in_word.fold(0u64, |word, at| word | 1 << (at - first))
        };
        let executives = Some((0..people).into_par_iter().step_by(64).map(word).collect());
        let hubs = (0..people as u32).into_par_iter().map(PersonIx::new);
        let hubs = hubs.filter(|person| graph.person_seats(*person).len() > HUB_SEATS);
        let of_hubs = hubs.map(|person| (person, executive_days(graph, person))).collect();
        Offices::Together(OfficeDays { executives, of_hubs })
    }

    /// Looks everything up when it is needed: for few pairs.
    pub(super) fn together_of_few() -> Offices {
        Offices::Together(OfficeDays { executives: None, of_hubs: HashMap::new() })
    }

    /// Returns `false` if it is known that a person is never an executive.
    pub(super) fn may_have(&self, person: PersonIx) -> bool {
        let Offices::Together(OfficeDays { executives: Some(executives), .. }) = self else { return true };
        let word = executives.get(person.index() / 64).copied().unwrap_or_default();
        word >> (person.index() % 64) & 1 == 1
    }

    /// Returns the days on which a person is an executive of any company; `None` if offices are wanted one by one.
    pub(super) fn together_of(&self, graph: &BoardGraph, person: PersonIx) -> Option<Cow<'_, UncertainDays>> {
        let Offices::Together(OfficeDays { of_hubs, .. }) = self else { return None };
        let known = of_hubs.get(&person).map(Cow::Borrowed);
        Some(known.unwrap_or_else(|| Cow::Owned(executive_days(graph, person))))
    }
}

fn executive_days(graph: &BoardGraph, person: PersonIx) -> UncertainDays {
    let seats: Vec<SeatIx> = graph.person_seats(person).filter(|seat| graph.is_executive(*seat)).collect();
    UncertainDays::from_spells(seats.iter().map(|seat| graph.stated_spell(*seat)))
}
