//! What the UK Code asks of boards and owners elsewhere: business, cross-directorships, shared boards,
//! significant shareholders.

use super::board::Colleague;
use super::circumstance::{Circumstance, Grade, Look, Proof, Question, Words, executive};
use super::household::Bond;
use super::lookback::event;
use crate::Figure;
use crate::rulebook::parameter;
use interlocks_analysis::ownership::{owner_tie, stated_share};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, DealIx, Entity, SeatIx, TieIx, UncertainDays};

fn any(_: &BoardGraph, _: SeatIx) -> bool {
    true
}

/// Deals of the company with bodies where the director is, or within the years of the rule was,
/// executive, partner or owner; or sits on the board or works, which is left to judgement.
pub fn business(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    let (graph, director) = (look.graph(), look.director);
    let span = look.rule.other_years(look.asked.rules);
    for body in director.elsewhere(look.company()) {
        let service = director.tenure_of(body);
        let owns = |bond: Bond| matches!(bond, Bond::Partner | Bond::Owner(_));
        let near = executive(service).join(&director.bound(graph, body, owns)).lasting(span);
        let board = service.map_or_else(UncertainDays::default, |service| service.board.clone());
        let works = |bond: Bond| matches!(bond, Bond::Employee | Bond::Representative);
        let far = board.join(&director.bound(graph, body, works)).lasting(span).without(&near);
        let deals = look.board.deals_with(body);
        if graph.deal_count() == 0 {
            look.note(found, (Question::Business, Grade::Untold), &near.join(&far), || Words {
                text: "the data has no deals".to_owned(),
                missing: vec![format!(
                    "whether {} has, or within {span} years had, a material business relationship with {} (deals)",
                    look.name(look.company()),
                    look.name(body)
                )],
                ..Words::default()
            });
        }
        let made = deals.iter().fold(UncertainDays::default(), |days, deal| days.join(&dealt(graph, *deal, span)));
        for (grade, role) in [(Grade::Counts, &near), (Grade::Judge, &far)] {
            look.note(found, (Question::Business, grade), &role.meet(&made), || {
                let position =
                    if grade == Grade::Counts { "an executive, partner or shareholder" } else { "a director" };
                Words {
                    text: format!(
                        "{} is, or within {span} years was, {position} of {}, which did business with {} ({}); whether \
                         that is material is for the board to judge",
                        look.who(director),
                        look.name(body),
                        look.name(look.company()),
                        listed(graph, deals)
                    ),
                    proof: deals
                        .iter()
                        .map(|deal| Proof::Deal(*deal, body))
                        .chain(look.position_proof(director, body, any))
                        .collect(),
                    ..Words::default()
                }
            });
        }
    }
}

/// The days on which a deal lies no more than some years back.
fn dealt(graph: &BoardGraph, deal: DealIx, years: i32) -> UncertainDays {
    if graph.is_undated() {
        return UncertainDays::always();
    }
    event(graph.deal_days(deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX)), years)
}

/// Deals in a few words, with what the data says of their standing.
fn listed(graph: &BoardGraph, deals: &[DealIx]) -> String {
    let Some(first) = deals.first().map(|deal| graph.deal(*deal)) else { return String::new() };
    let kind = if first.kind.is_empty() { "deal" } else { &first.kind };
    let standing = if first.status.is_empty() { String::new() } else { format!(", {}", first.status) };
    let more = if deals.len() > 1 { format!(" and {} more", deals.len() - 1) } else { String::new() };
    format!("{kind} {}{standing}{more}", first.id)
}

/// The director is executive of a company on whose board an executive director sits; or sits with
/// another director on a board elsewhere, which is left to judgement.
pub fn cross_directorships(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    for (other, service) in look.director.tenures.iter().filter(|(other, _)| *other != look.company()) {
        let mut shared = UncertainDays::default();
        let mut with: Vec<&Colleague> = Vec::new();
        for colleague in look.board.colleagues_at(*other, look.director.person) {
            let here = &colleague.here;
            let at_work = here.board.meet(&here.executive).meet(&service.executive).meet(&colleague.there.board);
            look.note(found, (Question::CrossDirectorship, Grade::Counts), &at_work, || Words {
                text: format!(
                    "{} is an executive of {}, on whose board {} sits, an executive director of {}",
                    look.who(look.director),
                    look.name(*other),
                    look.person(colleague.person),
                    look.name(look.company())
                ),
                proof: look
                    .seats(look.director.person, *other, BoardGraph::is_executive)
                    .chain(look.seats(colleague.person, *other, BoardGraph::is_board))
                    .chain(look.seats(colleague.person, look.company(), any))
                    .collect(),
                ..Words::default()
            });
            let together = here.board.meet(&service.board).meet(&colleague.there.board).without(&at_work);
            if together.is_possible() {
                shared = shared.join(&together);
                with.push(colleague);
            }
        }
        look.note(found, (Question::CrossDirectorship, Grade::Judge), &shared, || {
            let Some(first) = with.first() else { return Words::default() };
            let more = if with.len() > 1 { format!(" and {} more", with.len() - 1) } else { String::new() };
            let seats = with.iter().flat_map(|c| look.seats(c.person, *other, BoardGraph::is_board));
            Words {
                text: format!(
                    "{} sits with {}{more} of the same board on that of {}, too; whether the link is significant is for \
                     the board to judge",
                    look.who(look.director),
                    look.person(first.person),
                    look.name(*other)
                ),
                proof: look.seats(look.director.person, *other, BoardGraph::is_board).chain(seats).collect(),
                ..Words::default()
            }
        });
    }
}

/// The director is a significant shareholder, or an executive or representative of one; or sits on
/// its board, which is left to judgement.
pub fn shareholders(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    let graph = look.graph();
    if graph.tie_count() == 0 {
        look.note(found, (Question::Shareholder, Grade::Open), look.days, || Words {
            text: "the data has no owners".to_owned(),
            missing: vec![format!(
                "whether {} represents a significant shareholder of {} (ties with shares)",
                look.who(look.director),
                look.name(look.company())
            )],
            ..Words::default()
        });
    }
    for tie in graph.ties(Entity::Company(look.company())) {
        if let Some((owner, held)) = owner_tie(graph, tie)
            && held == look.company()
        {
            shareholder(look, found, owner, tie);
        }
    }
}

fn shareholder(look: &Look<'_>, found: &mut Vec<Circumstance>, owner: Entity, tie: TieIx) {
    let (graph, director) = (look.graph(), look.director);
    let limit = look.asked.rules.number(parameter::UK_SIGNIFICANT_PERCENT);
    let share = stated_share(graph, tie).map(|share| share * 100.0);
    // A parent has control, whatever its share.
    let parent = ["parent", "subsidiary"].iter().any(|word| graph.tie_kind(tie).starts_with(word));
    let grade = |met: Grade| match share {
        _ if parent => Some(met),
        Some(share) if share >= limit => Some(met),
        Some(_) => None,
        None => Some(Grade::Untold),
    };
    let owned = UncertainDays::from_spell(&graph.tie_spell(tie));
    let (acts, sits) = match owner {
        Entity::Person(person) if person == director.person => (UncertainDays::always(), UncertainDays::default()),
        Entity::Person(_) => return,
        Entity::Company(firm) => {
            let service = director.tenure_of(firm);
            let bound = director.bound(graph, firm, |bond| !matches!(bond, Bond::Owner(_)));
            let acts = executive(service).join(&bound);
            let board = service.map_or_else(UncertainDays::default, |service| service.board.clone());
            (acts.clone(), board.without(&acts))
        }
    };
    for (met, days, what) in [(Grade::Counts, acts, "acts for"), (Grade::Judge, sits, "sits on the board of")] {
        let Some(grade) = grade(met) else { continue };
        look.note(found, (Question::Shareholder, grade), &days.meet(&owned), || Words {
            text: shareholder_text(look, (what, owner), share, grade),
            missing: if grade == Grade::Untold {
                vec![format!("what share of {} {} holds (share)", look.name(look.company()), graph.name(owner))]
            } else {
                Vec::new()
            },
            figures: vec![Figure::new("share", share, "percent"), Figure::new("limit", Some(limit), "percent")],
            proof: match owner {
                Entity::Company(firm) => look.position_proof(director, firm, any),
                Entity::Person(_) => Vec::new(),
            }
            .into_iter()
            .chain([Proof::Tie(tie)])
            .collect(),
        });
    }
}

fn shareholder_text(look: &Look<'_>, (what, owner): (&str, Entity), share: Option<f64>, grade: Grade) -> String {
    let holds = share.map_or_else(|| "an unstated share".to_owned(), |share| format!("{share} %"));
    let (who, of) = (look.who(look.director), look.name(look.company()));
    let name = look.graph().name(owner);
    let held = match owner {
        Entity::Person(_) => format!("{who} holds {holds} of {of}"),
        Entity::Company(_) => format!("{who} {what} {name}, which holds {holds} of {of}"),
    };
    let judged = "whether that is to represent it is for the board to judge";
    if grade == Grade::Judge { format!("{held}; {judged}") } else { held }
}
