//! The German ban on crossed seats (AktG s. 100(2) no. 3).
//!
//! Nobody can sit on the supervisory board of a company who is a legal representative of another
//! one whose supervisory board has a member of the first one's management board. Where an executive
//! of each sits on the other's board at once, each of the two is barred by the other.
//!
//! A seat on the board that is no executive's is one on the supervisory board. Legal representatives
//! are told by their roles; whether another executive is one (a head of sales may be, and may not)
//! is not known.

use super::super::{Answer, Leg, Outcome, Row, Verdict};
use super::Crossed;
use interlocks_analysis::Named;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

/// Words in the role of a legal representative, in small letters.
const REPRESENTATIVES: &[&str] = &[
    "vorstand",
    "geschäftsführ",
    "geschaeftsfuehr",
    "managing director",
    "management board",
    "executive board",
    "board of management",
];

/// Words for the country, in small letters.
const GERMANY: &[&str] = &["de", "deu", "germany", "deutschland"];

/// Whether a company is German; unknown where the data does not state its country.
fn is_german(graph: &BoardGraph, company: CompanyIx) -> Answer {
    match graph.country(company).trim() {
        "" => Answer::Unknown,
        country => Answer::of(Some(GERMANY.contains(&country.to_lowercase().as_str()))),
    }
}

/// Days on which somebody represents a company, as far as roles tell.
fn representing(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> UncertainDays {
    let represents = |role: &str| {
        let role = role.to_lowercase();
        REPRESENTATIVES.iter().any(|word| role.contains(word))
    };
    let executive = graph.seats_at(person, company).filter(|seat| graph.is_executive(*seat));
    let seats: Vec<_> = executive.filter(|seat| graph.is_chief(*seat) || represents(&graph.seat(*seat).role)).collect();
    UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)))
}

/// How the ban bears on a crossing; none where neither company is known to be German, or one is known
/// not to be, or nobody ever sits with a vote.
pub fn outcome(graph: &BoardGraph, crossed: &Crossed) -> Option<Outcome> {
    let ([a, b], [p, q]) = (crossed.crossing.companies, crossed.crossing.people);
    let (first, second) = (is_german(graph, a), is_german(graph, b));
    let votes = crossed.there.board.is_possible() && crossed.back.board.is_possible();
    if !votes || first.and(second) == Answer::No || first.or(second) != Answer::Yes {
        return None;
    }
    let unknown = crossed.there.board.meet(&crossed.back.board);
    let breach = match first.and(second) {
        Answer::Yes => unknown.meet(&representing(graph, p, a)).meet(&representing(graph, q, b)),
        _ => UncertainDays::default(),
    };
    Some(Outcome { breach, unknown, watch: UncertainDays::default() })
}

/// Adds to a row what the ban asks beyond a crossing.
pub fn tell(graph: &BoardGraph, crossed: &Crossed, row: &mut Row) {
    let ([a, b], [p, q]) = (crossed.crossing.companies, crossed.crossing.people);
    let name = |entity| Named::new(graph, entity).name;
    let mut missing = Vec::new();
    for company in [a, b] {
        let called = name(Entity::Company(company));
        let country = graph.country(company);
        let answer = is_german(graph, company);
        if answer == Answer::Unknown {
            missing.push(format!("country of {called}"));
        }
        let stated = if country.is_empty() { "not stated".to_owned() } else { country.to_owned() };
        row.legs.push(Leg::new("german", answer, format!("country of {called}: {stated}")));
    }
    for (person, company) in [(p, a), (q, b)] {
        let (called, at) = (name(Entity::Person(person)), name(Entity::Company(company)));
        let days = representing(graph, person, company);
        let ruled = row.verdict == Verdict::Clear || days.possible.meets(&row.spells);
        let represents = days.is_possible() && ruled;
        let met = if represents { Answer::Yes } else { Answer::Unknown };
        let text = match met {
            Answer::Yes => format!("{called} represents {at}, by the role"),
            _ => format!("the role of {called} does not tell whether they represent {at}"),
        };
        if met == Answer::Unknown {
            missing.push(format!("whether {called} was a legal representative of {at}"));
        }
        row.legs.push(Leg::new("legal-representative", met, text));
    }
    if row.verdict == Verdict::Unknown {
        row.missing = missing;
    }
}
