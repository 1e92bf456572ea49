//! The German ban on crossed seats (AktG s. 100(2) no. 3).
//!
//! A legal representative of one company cannot sit on the supervisory board of another company if a member of that
//! company's management board sits on the supervisory board of the first. If an executive of each sits on the other's board at once, each is barred by
//! the other.
//!
//! A non-executive seat on the board counts as one on the supervisory board. Legal representatives are recognized by
//! their roles; whether another executive (such as a head of sales) is one is unknown.

use super::DatedPair;
use crate::wording::name;
use crate::{Answer, DatedAnswer, Leg, Ruling, Verdict, VerdictDays};
use interlocks_core::model::vocabulary::Country;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

/// Words in the role of a legal representative, in lower case.
const REPRESENTATIVES: &[&str] = &[
    "vorstand",
    "geschäftsführ",
    "geschaeftsfuehr",
    "managing director",
    "management board",
    "executive board",
    "board of management",
];

/// Returns yes if a company is German, unknown if its country is not stated or not known.
pub(crate) fn is_german(graph: &BoardGraph, company: CompanyIx) -> Answer {
    Answer::from(graph.country_reading(company).is(Country::GERMANY))
}

/// Returns the days on which a person is a legal representative of a company, according to roles.
pub(crate) fn representing(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> UncertainDays {
    let represents = |role: &str| {
        let role = role.to_lowercase();
        REPRESENTATIVES.iter().any(|word| role.contains(word))
    };
    let executive = graph.seats_at(person, company).filter(|seat| graph.is_executive(*seat));
    let seats: Vec<_> = executive.filter(|seat| graph.is_chief(*seat) || represents(&graph.seat(*seat).role)).collect();
    UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)))
}

/// Returns the days of each verdict for a pair, or `None` if neither company is known to be German, one is known not to be,
/// or one of the two people never sits with a vote.
pub(super) fn verdict_days(graph: &BoardGraph, dated: &DatedPair) -> Option<VerdictDays> {
    let ([a, b], [p, q]) = (dated.pair.companies, dated.pair.people);
    let (first, second) = (is_german(graph, a), is_german(graph, b));
    let votes = dated.there.board.is_possible() && dated.back.board.is_possible();
    if !votes || first.and(second) == Answer::No || first.or(second) != Answer::Yes {
        return None;
    }
    let maybe = dated.there.board.meet(&dated.back.board);
    let yes = match first.and(second) {
        Answer::Yes => maybe.meet(&representing(graph, p, a)).meet(&representing(graph, q, b)),
        _ => UncertainDays::default(),
    };
    Some(VerdictDays::from(&DatedAnswer { yes, maybe }))
}

/// Adds the legs that the ban asks for beyond the seats, and the missing inputs.
pub(super) fn add_legs(
    graph: &BoardGraph,
    dated: &DatedPair,
    ruling: &Ruling,
    legs: &mut Vec<Leg>,
    missing: &mut Vec<String>,
) {
    let ([a, b], [p, q]) = (dated.pair.companies, dated.pair.people);
    let mut unknown = Vec::new();
    for company in [a, b] {
        let company_name = name(graph, Entity::Company(company));
        let country = graph.country(company);
        let answer = is_german(graph, company);
        if answer == Answer::Unknown {
            unknown.push(format!("country of {company_name}"));
        }
        let stated = if country.is_empty() { "not stated".to_owned() } else { country.to_owned() };
        legs.push(Leg::new("german", answer, format!("country of {company_name}: {stated}")));
    }
    for (person, company) in [(p, a), (q, b)] {
        let (person_name, company_name) = (name(graph, Entity::Person(person)), name(graph, Entity::Company(company)));
        let days = representing(graph, person, company);
        let counts = ruling.verdict == Verdict::Clear || days.possible.meets(&ruling.days.possible);
        let (met, text) = if days.is_possible() && counts {
            (Answer::Yes, format!("{person_name} is a legal representative of {company_name}, according to the role"))
        } else {
            unknown.push(format!("whether {person_name} was a legal representative of {company_name}"));
            let text = format!(
                "the role of {person_name} does not show whether they are a legal representative of {company_name}"
            );
            (Answer::Unknown, text)
        };
        legs.push(Leg::new("legal-representative", met, text));
    }
    if ruling.verdict == Verdict::Unknown {
        missing.extend(unknown);
    }
}
