//! Two executives at each other's companies: who sets whose pay, and when.

use super::super::Outcome;
use super::super::crossings::Crossing;
use interlocks_analysis::pairs::{DirectedInterlock, sets_pay};
use interlocks_graph::{BoardGraph, CompanyIx, SeatIx, UncertainDays};

/// A paragraph of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paragraph {
    /// Both on the committees.
    A = 0,
    /// The registrant's executive a director of the other, whose executive is on the registrant's
    /// committee.
    B = 1,
    /// The registrant's executive on the committee of the other, whose executive is a director of the
    /// registrant.
    C = 2,
}

impl Paragraph {
    pub const ALL: [Paragraph; 3] = [Paragraph::A, Paragraph::B, Paragraph::C];

    /// The word for the test.
    pub fn test(self) -> &'static str {
        match self {
            Paragraph::A => "407e4iii-a",
            Paragraph::B => "407e4iii-b",
            Paragraph::C => "407e4iii-c",
        }
    }

    /// What it says of a registrant, another company, and an executive of each.
    pub fn says(self, [c, x]: [&str; 2], [p, q]: [&str; 2]) -> String {
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
pub struct Dyad {
    pub crossing: Crossing,
    /// The registrant's executive at the other company.
    pub there: DirectedInterlock,
    /// The other's executive at the registrant.
    pub back: DirectedInterlock,
    /// Years in which both serve.
    pub years: UncertainDays,
}

impl Dyad {
    /// None where there is no year in which both may serve.
    pub fn of(graph: &BoardGraph, crossing: Crossing) -> Option<Dyad> {
        let ([c, x], [p, q]) = (crossing.companies, crossing.people);
        let (there, back) = (DirectedInterlock::new(graph, p, c, x), DirectedInterlock::new(graph, q, x, c));
        let years = there.serving().whole_years().meet(&back.serving().whole_years());
        years.is_possible().then_some(Dyad { crossing, there, back, years })
    }

    /// The same with the other company as the registrant.
    pub fn turned(&self) -> Dyad {
        let ([c, x], [p, q]) = (self.crossing.companies, self.crossing.people);
        Dyad {
            crossing: Crossing { companies: [x, c], people: [q, p] },
            there: self.back.clone(),
            back: self.there.clone(),
            years: self.years.clone(),
        }
    }

    /// When a paragraph applies: both at once, or both in a year.
    pub fn outcome(&self, paragraph: Paragraph) -> Outcome {
        let (there, back) = match paragraph {
            Paragraph::A => (&self.there.pay, &self.back.pay),
            Paragraph::B => (&self.there.board, &self.back.pay),
            Paragraph::C => (&self.there.pay, &self.back.board),
        };
        Outcome {
            breach: there.meet(back),
            watch: there.whole_years().meet(&back.whole_years()),
            unknown: UncertainDays::default(),
        }
    }

    /// Days on which nobody can say whether a paragraph applies: both serve, and who sits on one of
    /// the committees is not known. A year in which they never serve at once is taken as a whole.
    ///
    /// Where both serve, any of them on a committee makes a paragraph apply, whatever the other is; so
    /// what is known of both committees settles the question.
    pub fn unsettled(&self, known: &Known) -> Outcome {
        let (there, back) = (self.there.serving(), self.back.serving());
        let at_once = there.meet(&back);
        let open = at_once.without(&known.there.meet(&known.back));
        let first = there.without(&known.there).whole_years().meet(&back.whole_years());
        let second = there.whole_years().meet(&back.without(&known.back).whole_years());
        let apart = first.join(&second).without(&at_once.whole_years());
        Outcome { unknown: open.join(&apart), ..Outcome::default() }
    }
}

/// Days on which the data names somebody for the committee that sets pay.
#[derive(Clone, Debug)]
pub struct Known {
    /// At the other company, where the registrant's executive serves.
    pub there: UncertainDays,
    /// At the registrant.
    pub back: UncertainDays,
}

impl Known {
    pub fn of(graph: &BoardGraph, crossing: &Crossing) -> Known {
        let named = |company: CompanyIx| {
            let seats = graph.company_seats(company).filter(|seat| sets_pay(graph.committee(*seat)));
            let seats: Vec<SeatIx> = seats.collect();
            UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)))
        };
        let [c, x] = crossing.companies;
        Known { there: named(x), back: named(c) }
    }
}
