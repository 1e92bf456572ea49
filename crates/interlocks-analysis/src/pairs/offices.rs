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
    Together {
        /// The days of people with many seats; those of others are worked out when needed.
        of_hubs: HashMap<PersonIx, UncertainDays>,
    },
}

/// People with more seats are hubs: going through all their seats for each of their pairs would cost the cube of their number.
const HUB_SEATS: usize = 16;

impl Offices {
    /// Works out the days of hubs.
    pub(super) fn together(graph: &BoardGraph) -> Offices {
        let people = (0..graph.person_count() as u32).into_par_iter().map(PersonIx::new);
        let hubs = people.filter(|person| graph.person_seats(*person).len() > HUB_SEATS);
        Offices::Together { of_hubs: hubs.map(|person| (person, executive_days(graph, person))).collect() }
    }

    /// Returns the days on which a person is an executive of any company; `None` if offices are wanted one by one.
    pub(super) fn together_of(&self, graph: &BoardGraph, person: PersonIx) -> Option<Cow<'_, UncertainDays>> {
        let Offices::Together { of_hubs } = self else { return None };
        let known = of_hubs.get(&person).map(Cow::Borrowed);
        Some(known.unwrap_or_else(|| Cow::Owned(executive_days(graph, person))))
    }
}

fn executive_days(graph: &BoardGraph, person: PersonIx) -> UncertainDays {
    let seats: Vec<SeatIx> = graph.person_seats(person).filter(|seat| graph.is_executive(*seat)).collect();
    UncertainDays::from_spells(seats.iter().map(|seat| graph.stated_spell(*seat)))
}
