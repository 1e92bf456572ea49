//! A director and their family, and what each is elsewhere.

use interlocks_analysis::conflicts::{Relation, relation};
use interlocks_analysis::ownership::{owner_tie, stated_share};
use interlocks_core::model::{DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, Tenure, TieIx, UncertainDays};

/// What a tie makes of a person at a company.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bond {
    Employee,
    Partner,
    Representative,
    /// An owner, of a share in per cent where one is stated.
    Owner(Option<f64>),
}

/// Words for ties of a person with a company, without an ending such as `-of`.
const BONDS: &[(Bond, &[&str])] = &[
    (Bond::Employee, &["employee", "employed", "employed-by", "works", "worked", "works-for", "worked-for"]),
    (Bond::Partner, &["partner", "general-partner", "managing-partner"]),
    (Bond::Representative, &["representative", "represents", "nominee", "appointed-by", "nominated-by"]),
];

/// Relatives that are no immediate family: the rules name parents, children, siblings, spouses and
/// in-laws, and whoever lives in one's home, which no tie says.
const DISTANT: &[&str] =
    &["cousin", "uncle", "aunt", "nephew", "niece", "grandparent", "grandchild", "godparent", "ex-spouse"];

/// The director, or somebody of their family.
#[derive(Debug)]
pub struct Member {
    pub person: PersonIx,
    /// The tie that makes them family; none of the director.
    pub by: Option<TieIx>,
    /// The days on which they are: all days of the director and of kin.
    pub days: UncertainDays,
    pub tenures: Vec<(CompanyIx, Tenure)>,
    pub bonds: Vec<(CompanyIx, Bond, TieIx)>,
}

impl Member {
    fn new(graph: &BoardGraph, person: PersonIx, by: Option<TieIx>, days: UncertainDays) -> Member {
        let tenures = graph.tenures(person);
        Member { person, by, days, tenures, bonds: bonds(graph, person) }
    }

    /// The director themselves.
    pub fn director(graph: &BoardGraph, person: PersonIx) -> Member {
        Member::new(graph, person, None, UncertainDays::always())
    }

    pub fn is_director(&self) -> bool {
        self.by.is_none()
    }

    /// What they are at a company by seats.
    pub fn tenure_of(&self, company: CompanyIx) -> Option<&Tenure> {
        self.tenures.binary_search_by_key(&company, |(company, _)| *company).ok().map(|at| &self.tenures[at].1)
    }

    /// The days of their ties of some kinds with a company.
    pub fn bound(&self, graph: &BoardGraph, company: CompanyIx, wanted: impl Fn(Bond) -> bool) -> UncertainDays {
        let ties = self.bonds.iter().filter(|(to, bond, _)| *to == company && wanted(*bond));
        UncertainDays::from_spells(ties.map(|(.., tie)| graph.tie_spell(*tie)).collect::<Vec<_>>().into_iter())
    }

    /// The companies where they hold a seat or to which they have such a tie, but one.
    pub fn elsewhere(&self, company: CompanyIx) -> Vec<CompanyIx> {
        let seats = self.tenures.iter().map(|(company, _)| *company);
        let mut companies: Vec<CompanyIx> = seats.chain(self.bonds.iter().map(|(company, ..)| *company)).collect();
        companies.retain(|other| *other != company);
        companies.sort_unstable();
        companies.dedup();
        companies
    }
}

/// The days on which somebody sits on a board and is no executive there.
///
/// What is stated alike happened on one day: who is on the board and chief executive since 2011 was
/// not one without the other for some days of that year.
pub fn out_of_office(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> UncertainDays {
    let spells = |wanted: fn(&BoardGraph, SeatIx) -> bool| -> Vec<Spell> {
        graph.seats_at(person, company).filter(|seat| wanted(graph, *seat)).map(|seat| graph.spell(seat)).collect()
    };
    let (board, executive) = (spells(BoardGraph::is_board), spells(BoardGraph::is_executive));
    let office = UncertainDays::from_spells(executive.iter().copied());
    let mut days = UncertainDays {
        certain: UncertainDays::from_spells(board.iter().copied()).certain,
        ..UncertainDays::default()
    };
    for seat in &board {
        let alike = executive.iter().flat_map(|spell| {
            let starts = (seat.start() == spell.start()).then(|| DaySpan::new(seat.earliest_start, seat.latest_start));
            let ends = (seat.end() == spell.end()).then(|| DaySpan::new(seat.earliest_end, seat.latest_end));
            [starts.flatten(), ends.flatten()].into_iter().flatten()
        });
        let possible: DaySet = seat.possible().into_iter().collect();
        days.possible = days.possible.join(&possible.without(&alike.collect()));
    }
    days.without(&office)
}

/// The family of somebody, in the order of people.
pub fn family(graph: &BoardGraph, person: PersonIx) -> Vec<Member> {
    let mut found: Vec<(PersonIx, TieIx, UncertainDays)> = Vec::new();
    for tie in graph.ties(Entity::Person(person)) {
        let (Entity::Person(a), Entity::Person(b)) = graph.tie_ends(tie) else { continue };
        let other = if a == person { b } else { a };
        let kind = bare(graph.tie_kind(tie));
        let days = match relation(&kind) {
            Relation::Kin => UncertainDays::always(),
            Relation::Family => UncertainDays::from_spell(&graph.tie_spell(tie)),
            _ => continue,
        };
        if other != person && !DISTANT.contains(&kind.as_str()) {
            found.push((other, tie, days));
        }
    }
    found.sort_by_key(|(other, tie, _)| (*other, *tie));
    found
        .chunk_by(|a, b| a.0 == b.0)
        .map(|ties| {
            let days = ties.iter().fold(UncertainDays::default(), |days, (.., more)| days.join(more));
            Member::new(graph, ties[0].0, Some(ties[0].1), days)
        })
        .collect()
}

/// The ties of a person with companies that make them something there.
fn bonds(graph: &BoardGraph, person: PersonIx) -> Vec<(CompanyIx, Bond, TieIx)> {
    let of = |tie: TieIx| {
        let company = match graph.tie_ends(tie) {
            (Entity::Company(company), Entity::Person(_)) | (Entity::Person(_), Entity::Company(company)) => company,
            _ => return None,
        };
        let share = || stated_share(graph, tie).map(|share| share * 100.0);
        let owner = owner_tie(graph, tie).map(|_| Bond::Owner(share()));
        let kind = bare(graph.tie_kind(tie));
        let word = || BONDS.iter().find(|(_, words)| words.contains(&kind.as_str())).map(|(bond, _)| *bond);
        Some((company, owner.or_else(word)?, tie))
    };
    let mut bonds: Vec<(CompanyIx, Bond, TieIx)> = graph.ties(Entity::Person(person)).filter_map(of).collect();
    bonds.sort_by_key(|(company, _, tie)| (*company, *tie));
    bonds
}

/// The word for a kind of tie without an ending.
pub fn bare(kind: &str) -> String {
    let word = kind.trim().to_lowercase().replace([' ', '_'], "-");
    ["-of", "-to", "-at", "-with"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(&word).to_owned()
}
