//! Two executives at each other's companies, and the days on which they set each other's pay.

use crate::VerdictDays;
use crate::reciprocal_seats::ReciprocalPair;
use interlocks_analysis::pairs::DirectedInterlock;
use interlocks_graph::{BoardGraph, CompanyIx, SeatIx, UncertainDays};

/// A paragraph of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Paragraph {
    /// Both executives sit on the committees.
    A,
    /// The registrant's executive is a director of the other company, whose executive is on the registrant's committee.
    B,
    /// The registrant's executive is on the committee of the other company, whose executive is a director of the
    /// registrant.
    C,
}

impl Paragraph {
    pub(crate) const ALL: [Paragraph; 3] = [Paragraph::A, Paragraph::B, Paragraph::C];

    /// Returns the name of the test.
    pub(crate) fn test(self) -> &'static str {
        match self {
            Paragraph::A => "407e4iii-a",
            Paragraph::B => "407e4iii-b",
            Paragraph::C => "407e4iii-c",
        }
    }

    /// Returns the relation as a sentence: registrant and other company, and an executive of each.
    pub(crate) fn sentence(self, [c, x]: [&str; 2], [p, q]: [&str; 2]) -> String {
        let committee = |company: &str| format!("sat on the committee of {company} that sets pay");
        let (first, second) = match self {
            Paragraph::A => (committee(x), committee(c)),
            Paragraph::B => (format!("was a director of {x}"), committee(c)),
            Paragraph::C => (committee(x), format!("was a director of {c}")),
        };
        format!("{p}, an executive of {c}, {first} while {q}, an executive of {x}, {second}")
    }
}

/// Two executives at each other's companies, with their days. The first company is the registrant.
#[derive(Clone, Debug)]
pub(crate) struct Dyad {
    /// The companies and their executives.
    pub(crate) pair: ReciprocalPair,
    /// The registrant's executive at the other company.
    pub(crate) there: DirectedInterlock,
    /// The other's executive at the registrant.
    pub(crate) back: DirectedInterlock,
    /// The days of the years in which both serve.
    pub(crate) years: UncertainDays,
}

impl Dyad {
    /// Returns `None` if there is no year in which both may serve.
    pub(crate) fn new(graph: &BoardGraph, pair: ReciprocalPair) -> Option<Dyad> {
        let ([c, x], [p, q]) = (pair.companies, pair.people);
        let (there, back) = (DirectedInterlock::new(graph, p, c, x), DirectedInterlock::new(graph, q, x, c));
        let years = there.serving().whole_years().meet(&back.serving().whole_years());
        years.is_possible().then_some(Dyad { pair, there, back, years })
    }

    /// Returns the same with the other company as the registrant.
    pub(crate) fn swapped(&self) -> Dyad {
        let ([c, x], [p, q]) = (self.pair.companies, self.pair.people);
        Dyad {
            pair: ReciprocalPair { companies: [x, c], people: [q, p] },
            there: self.back.clone(),
            back: self.there.clone(),
            years: self.years.clone(),
        }
    }

    /// Returns the days on which a paragraph applies: breach if both hold at once, watch if both hold in one year.
    pub(crate) fn verdict_days(&self, paragraph: Paragraph) -> VerdictDays {
        let (there, back) = match paragraph {
            Paragraph::A => (&self.there.pay, &self.back.pay),
            Paragraph::B => (&self.there.board, &self.back.pay),
            Paragraph::C => (&self.there.pay, &self.back.board),
        };
        VerdictDays {
            breach: there.meet(back),
            watch: there.whole_years().meet(&back.whole_years()),
            unknown: UncertainDays::default(),
        }
    }

    /// Returns the days on which the data does not say whether a paragraph applies: both serve, and the members of one of
    /// the committees are not named. A year in which they never serve at once counts as a whole.
    ///
    /// If both serve and one of them sits on a committee, a paragraph applies whatever the other is. So the case is decided
    /// once the members of both committees are named.
    pub(crate) fn undecided(&self, named: &NamedCommittees) -> VerdictDays {
        let (there, back) = (self.there.serving(), self.back.serving());
        let at_once = there.meet(&back);
        let open = at_once.without(&named.there.meet(&named.back));
        let first = there.without(&named.there).whole_years().meet(&back.whole_years());
        let second = there.whole_years().meet(&back.without(&named.back).whole_years());
        let apart = first.join(&second).without(&at_once.whole_years());
        VerdictDays { unknown: open.join(&apart), ..VerdictDays::default() }
    }
}

/// The days on which the data names a member of the committee that sets pay.
#[derive(Clone, Debug)]
pub(crate) struct NamedCommittees {
    /// At the other company.
    pub(crate) there: UncertainDays,
    /// At the registrant.
    pub(crate) back: UncertainDays,
}

impl NamedCommittees {
    pub(crate) fn new(graph: &BoardGraph, pair: &ReciprocalPair) -> NamedCommittees {
        let days = |company: CompanyIx| {
            let seats = graph.company_seats(company).filter(|seat| graph.sets_pay(*seat));
            let seats: Vec<SeatIx> = seats.collect();
            UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)))
        };
        let [c, x] = pair.companies;
        NamedCommittees { there: days(x), back: days(c) }
    }
}
