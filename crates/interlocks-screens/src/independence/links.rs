//! Links outside the board that codes of governance ask about: business relationships, cross-directorships, shared boards, and
//! significant shareholders.

use super::board::Colleague;
use super::circumstance::{Circumstance, DirectorCheck, Explanation, Grade, Proof, Question, executive_days};
use super::household::Bond;
use super::lookback::event;
use super::rule::CrossYears;
use crate::Figure;
use crate::wording::Years;
use interlocks_analysis::ownership::{owner_tie, stated_share, states_control};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, DealIx, Entity, SeatIx, TieIx, UncertainDays};

/// Selects all seats.
fn any(_: &BoardGraph, _: SeatIx) -> bool {
    true
}

/// Adds deals of the company with bodies of which the director is, or within the years of the rule was, an executive,
/// partner or owner; or where the director sits on the board or works, which the board must judge.
pub(crate) fn business(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let (graph, director) = (check.graph(), check.director);
    let Some(span) = check.rule.business_years else { return };
    let years = Years(span);
    for body in check.other_parties(director) {
        let tenure = director.tenure_of(graph, body);
        let owns = |bond: Bond| matches!(bond, Bond::Partner | Bond::Owner(_));
        let near = executive_days(tenure.as_ref()).join(&director.bond_days(graph, body, owns)).lasting(span);
        let board = tenure.map(|tenure| tenure.board).unwrap_or_default();
        let works = |bond: Bond| matches!(bond, Bond::Employee | Bond::Representative);
        let far = board.join(&director.bond_days(graph, body, works)).lasting(span).without(&near);
        let deals = check.board.deals_with(body);
        if graph.deal_count() == 0 {
            check.note(circumstances, Question::Business, Grade::MissingInput, &near.join(&far), || Explanation {
                text: "the data has no deals".to_owned(),
                missing: vec![format!(
                    "whether {} has, or within {years} had, a material business relationship with {} (deals)",
                    check.name(check.company()),
                    check.name(body)
                )],
                ..Explanation::default()
            });
            if check.is_all_said(circumstances) {
                return;
            }
        }
        let made = deals.iter().fold(UncertainDays::default(), |days, deal| days.join(&dealt(graph, *deal, span)));
        for (grade, role) in [(Grade::Counts, &near), (Grade::BoardJudges, &far)] {
            check.note(circumstances, Question::Business, grade, &role.meet(&made), || {
                let position =
                    if grade == Grade::Counts { "an executive, partner or shareholder" } else { "a director" };
                Explanation {
                    text: format!(
                        "{} is, or within {years} was, {position} of {}, which did business with {} ({}); the board \
                         must judge whether this is material",
                        check.who(director),
                        check.name(body),
                        check.name(check.company()),
                        deals_phrase(graph, deals)
                    ),
                    proof: deals
                        .iter()
                        .map(|deal| Proof::Deal(*deal, body))
                        .chain(check.position_proof(director, body, any))
                        .collect(),
                    ..Explanation::default()
                }
            });
        }
    }
}

/// Returns the days on which a deal lies no more than some years back.
fn dealt(graph: &BoardGraph, deal: DealIx, years: i32) -> UncertainDays {
    if graph.is_undated() {
        return UncertainDays::always();
    }
    event(graph.deal_days(deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX)), years)
}

/// Returns deals as a phrase, with the status of the first.
fn deals_phrase(graph: &BoardGraph, deals: &[DealIx]) -> String {
    let Some(first) = deals.first().map(|deal| graph.deal(*deal)) else { return String::new() };
    let kind = if first.kind.is_empty() { "deal" } else { &first.kind };
    let status = if first.status.is_empty() { String::new() } else { format!(", {}", first.status) };
    let more = if deals.len() > 1 { format!(" and {} more", deals.len() - 1) } else { String::new() };
    format!("{kind} {}{status}{more}", first.id)
}

/// Adds cross-directorships: the director is an executive of a company on whose board an executive director sits; or the
/// director sits with another director on another board, which the board must judge.
pub(crate) fn cross_directorships(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let Some(CrossYears { years: span, shared_boards }) = check.rule.cross else { return };
    let years = Years(span);
    for other in check.board.shared() {
        let Some(tenure) = check.director.tenure_of(check.graph(), *other) else { continue };
        let mut shared = UncertainDays::default();
        let mut with: Vec<&Colleague> = Vec::new();
        for colleague in check.board.colleagues_at(*other, check.director.person) {
            let here = &colleague.here;
            // Where shared boards are judged too, only executive directors count.
            let executive = if shared_boards { here.board.meet(&here.executive) } else { here.executive.clone() };
            let cross_seated = executive.lasting(span).meet(&tenure.executive).meet(&colleague.there.board);
            check.note(circumstances, Question::CrossDirectorship, Grade::Counts, &cross_seated, || Explanation {
                text: format!(
                    "{} is an executive of {}, on whose board {} sits, {} of {}",
                    check.who(check.director),
                    check.name(*other),
                    check.person(colleague.person),
                    match (shared_boards, span) {
                        (true, 0) => "an executive director".to_owned(),
                        (_, 0) => "an executive".to_owned(),
                        _ => format!("who is, or within {years} was, an executive"),
                    },
                    check.name(check.company())
                ),
                proof: check
                    .seats(check.director.person, *other, BoardGraph::is_executive)
                    .chain(check.seats(colleague.person, *other, BoardGraph::is_board))
                    .chain(check.seats(colleague.person, check.company(), any))
                    .collect(),
                ..Explanation::default()
            });
            let together = here.board.meet(&tenure.board).meet(&colleague.there.board).without(&cross_seated);
            if shared_boards && together.is_possible() {
                shared = shared.join(&together);
                with.push(colleague);
            }
        }
        check.note(circumstances, Question::CrossDirectorship, Grade::BoardJudges, &shared, || {
            let Some(first) = with.first() else { return Explanation::default() };
            let company = check.name(check.company());
            let more = match with.len() - 1 {
                0 => String::new(),
                1 => format!(" (and 1 more director of {company})"),
                more => format!(" (and {more} more directors of {company})"),
            };
            let seats = with.iter().flat_map(|c| check.seats(c.person, *other, BoardGraph::is_board));
            Explanation {
                text: format!(
                    "{} and {}{more} also sit together on the board of {}; the board must judge whether this link is \
                     significant",
                    check.who(check.director),
                    check.person(first.person),
                    check.name(*other)
                ),
                proof: check.seats(check.director.person, *other, BoardGraph::is_board).chain(seats).collect(),
                ..Explanation::default()
            }
        });
    }
}

/// Adds shareholders: the director is a significant shareholder, or an executive or representative of one; or sits on its
/// board, which the board must judge.
pub(crate) fn shareholders(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let graph = check.graph();
    if graph.tie_count() == 0 {
        check.note(circumstances, Question::Shareholder, Grade::NoData, check.days, || Explanation {
            text: "the data has no owners".to_owned(),
            missing: vec![format!(
                "whether {} represents a significant shareholder of {} (ties with shares)",
                check.who(check.director),
                check.name(check.company())
            )],
            ..Explanation::default()
        });
    }
    for tie in graph.ties(Entity::Company(check.company())) {
        if let Some((owner, owned)) = owner_tie(graph, tie)
            && owned == check.company()
        {
            shareholder(check, circumstances, owner, tie);
        }
    }
}

/// Adds the relation of the director to an owner of the company.
fn shareholder(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>, owner: Entity, tie: TieIx) {
    let (graph, director) = (check.graph(), check.director);
    let Some(limit) = check.rule.shareholder else { return };
    let share = stated_share(graph, tie).map(|share| share * 100.0);
    // A parent has control, whatever the share.
    let parent = states_control(graph, tie);
    let grade = |met: Grade| match share {
        _ if parent => Some(met),
        Some(share) if limit.is_met(share) => Some(met),
        Some(_) => None,
        None => Some(Grade::MissingInput),
    };
    let owned = UncertainDays::from_spell(&graph.tie_spell(tie));
    let (acts, sits) = match owner {
        Entity::Person(person) if person == director.person => (UncertainDays::always(), UncertainDays::default()),
        Entity::Person(_) => return,
        Entity::Company(firm) => {
            let tenure = director.tenure_of(graph, firm);
            let bond_days = director.bond_days(graph, firm, |bond| !matches!(bond, Bond::Owner(_)));
            let acts = executive_days(tenure.as_ref()).join(&bond_days);
            let board = tenure.map(|tenure| tenure.board).unwrap_or_default();
            (acts.clone(), board.without(&acts))
        }
    };
    for (met, days, verb) in [(Grade::Counts, acts, "acts for"), (Grade::BoardJudges, sits, "sits on the board of")] {
        let Some(grade) = grade(met) else { continue };
        check.note(circumstances, Question::Shareholder, grade, &days.meet(&owned), || Explanation {
            text: shareholder_text(check, verb, owner, share, grade),
            missing: if grade == Grade::MissingInput {
                vec![format!("what share of {} {} holds (share)", check.name(check.company()), graph.name(owner))]
            } else {
                Vec::new()
            },
            figures: vec![Figure::new("share", share, "percent"), Figure::new("limit", Some(limit.percent), "percent")],
            proof: match owner {
                Entity::Company(firm) => check.position_proof(director, firm, any),
                Entity::Person(_) => Vec::new(),
            }
            .into_iter()
            .chain([Proof::Tie(tie)])
            .collect(),
        });
    }
}

/// Returns the relation of the director to an owner; `verb` is used for an owner that is a company.
fn shareholder_text(check: &DirectorCheck<'_>, verb: &str, owner: Entity, share: Option<f64>, grade: Grade) -> String {
    let holds = share.map_or_else(|| "an unstated share".to_owned(), |share| format!("{share} %"));
    let (who, of) = (check.who(check.director), check.name(check.company()));
    let name = check.graph().name(owner);
    let position = match owner {
        Entity::Person(_) => format!("{who} holds {holds} of {of}"),
        Entity::Company(_) => format!("{who} {verb} {name}, which holds {holds} of {of}"),
    };
    match grade {
        Grade::BoardJudges => format!("{position}; the board must judge whether {who} represents this shareholder"),
        _ => position,
    }
}
