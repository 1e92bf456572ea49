//! Decides what the titles of a role say.

use super::parts::Part;
use super::table::Meaning;
use super::{Known, RoleReading};

const YES: Known = Some(true);
const NO: Known = Some(false);
const UNKNOWN: Known = None;

/// The traits of one title.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    board: Known,
    executive: Known,
    /// `true` if another title of the role may be executive although this one is not.
    is_weak: bool,
    chief: bool,
    chair: bool,
    observer: bool,
    lead: bool,
    /// `true` for the president of a company, who may sit on the board unless another title names the office. A president
    /// is the chief executive of some companies only, so the word does not say it.
    is_president: bool,
}

impl Verdict {
    fn new(board: Known, executive: Known) -> Verdict {
        Verdict {
            board,
            executive,
            is_weak: false,
            chief: false,
            chair: false,
            observer: false,
            lead: false,
            is_president: false,
        }
    }

    /// Neither on the board nor an executive.
    fn neither() -> Verdict {
        Verdict { is_weak: true, ..Verdict::new(NO, NO) }
    }

    fn chief(self, chief: bool) -> Verdict {
        Verdict { chief, ..self }
    }

    fn chair(self, chair: bool) -> Verdict {
        Verdict { chair, ..self }
    }
}

/// Returns what all titles of a role say together.
pub(super) fn evaluate(parts: &[Part]) -> RoleReading {
    let verdicts: Vec<Verdict> = parts.iter().map(verdict).collect();
    let has = |wanted: &[Meaning]| parts.iter().any(|part| part.title.is_some_and(|title| wanted.contains(&title)));
    // "President and chief operating officer" is an office, "President" alone may be a seat on the board.
    let is_officer = has(&[Meaning::Chief, Meaning::Officer, Meaning::BoardChief]);
    let boards = verdicts.iter().map(|v| if v.is_president && is_officer { NO } else { v.board });
    RoleReading {
        board: any(boards),
        executive: executive(&verdicts),
        chief_executive: verdicts.iter().any(|v| v.chief),
        chair: verdicts.iter().any(|v| v.chair),
        observer: verdicts.iter().any(|v| v.observer) && !verdicts.iter().any(|v| v.board == YES),
        lead_director: verdicts.iter().any(|v| v.lead),
    }
}

/// Returns yes if one of several answers is yes, otherwise unknown if one is unknown. No answer is unknown.
fn any(answers: impl Iterator<Item = Known> + Clone) -> Known {
    if answers.clone().any(|answer| answer == YES) {
        YES
    } else if answers.clone().any(|answer| answer == UNKNOWN) || answers.count() == 0 {
        UNKNOWN
    } else {
        NO
    }
}

/// Returns whether any title is executive. A title that rules it out decides before one that does not say it.
fn executive(verdicts: &[Verdict]) -> Known {
    let strong_no = verdicts.iter().any(|v| v.executive == NO && !v.is_weak);
    match any(verdicts.iter().map(|v| v.executive)) {
        UNKNOWN if strong_no => NO,
        answer => answer,
    }
}

/// Returns the body that decides about a title.
fn deciding_body(part: &Part) -> Option<Meaning> {
    let first = part.bodies.first().copied();
    let is_elsewhere = first == Some(Meaning::OtherOrgan) && part.title.is_some_and(|title| title != Meaning::Director);
    if is_elsewhere {
        return first;
    }
    let boards = [Meaning::Organ, Meaning::ExecutiveOrgan];
    boards.into_iter().find(|board| part.bodies.contains(board)).or(first)
}

/// Returns what one title says.
fn verdict(part: &Part) -> Verdict {
    let has = |modifier: Meaning| part.modifiers.contains(&modifier);
    let title = part.title;
    if title == Some(Meaning::Observer) {
        return Verdict { observer: true, ..Verdict::neither() };
    }
    let is_limited = [Meaning::Former, Meaning::Future, Meaning::Honorary].into_iter().any(has);
    if is_limited || matches!(title, Some(Meaning::Adviser | Meaning::Staff)) {
        return Verdict::neither();
    }
    let mut found = seat(part);
    if has(Meaning::OffBoard) {
        (found.board, found.chair, found.is_president) = (NO, false, false);
    }
    found
}

/// Returns what a title says that is held now.
fn seat(part: &Part) -> Verdict {
    let has = |modifier: Meaning| part.modifiers.contains(&modifier);
    let executive = if has(Meaning::NonExecutive) {
        NO
    } else if has(Meaning::Executive) {
        YES
    } else {
        UNKNOWN
    };
    let is_deputy = has(Meaning::Deputy);
    let body = deciding_body(part);
    let on_board = matches!(body, Some(Meaning::Organ | Meaning::ExecutiveOrgan));
    let board_if_named = if on_board { YES } else { NO };
    match part.title {
        Some(Meaning::Alternate) => Verdict::new(UNKNOWN, UNKNOWN),
        Some(Meaning::DeputyChair) => leader(part, Meaning::Head, body, executive, true),
        Some(title @ (Meaning::Head | Meaning::President)) => leader(part, title, body, executive, is_deputy),
        Some(Meaning::Member) if is_deputy => Verdict::new(UNKNOWN, UNKNOWN),
        None | Some(Meaning::Member) => member(part, body, executive),
        Some(Meaning::Director) => director(part, body, executive, is_deputy),
        Some(Meaning::Board) => Verdict::new(if is_deputy { UNKNOWN } else { YES }, executive),
        Some(Meaning::BoardExecutive) => Verdict::new(YES, YES),
        Some(Meaning::BoardChief) if part.has_department || is_deputy => {
            Verdict::new(if on_board { YES } else { UNKNOWN }, YES)
        }
        Some(Meaning::BoardChief) => Verdict::new(YES, YES).chief(true),
        Some(Meaning::Chair) => Verdict::new(YES, executive).chair(!is_deputy),
        Some(Meaning::ExecutiveChair) => Verdict::new(YES, YES).chair(!is_deputy),
        Some(Meaning::ChairChief) if is_deputy => Verdict::new(UNKNOWN, YES),
        Some(Meaning::ChairChief) => Verdict::new(YES, YES).chief(true).chair(true),
        Some(Meaning::Lead) => Verdict { lead: true, ..Verdict::new(YES, NO) },
        Some(Meaning::Chief) => Verdict::new(board_if_named, YES).chief(!is_deputy && !part.has_department),
        Some(Meaning::Officer) => Verdict::new(board_if_named, YES),
        Some(Meaning::FunctionDirector) if on_board => Verdict::new(YES, YES),
        Some(Meaning::FunctionDirector) if executive != UNKNOWN => Verdict::new(YES, executive),
        Some(Meaning::FunctionDirector) if is_deputy || part.has_department => Verdict::neither(),
        Some(Meaning::FunctionDirector) => Verdict::new(UNKNOWN, YES),
        Some(_) => Verdict::neither(),
    }
}

/// A chair or president, of the body named beside the title.
fn leader(part: &Part, title: Meaning, body: Option<Meaning>, executive: Known, is_deputy: bool) -> Verdict {
    let is_president = title == Meaning::President;
    match body {
        Some(Meaning::Organ) => Verdict::new(YES, executive).chair(!is_deputy),
        Some(Meaning::ExecutiveOrgan) => Verdict::new(YES, YES).chief(!is_deputy),
        Some(Meaning::Committee) => committee(executive),
        Some(_) => Verdict::neither(),
        None if is_president && is_deputy => Verdict::neither(),
        None if part.has_department => Verdict::new(NO, if is_president { YES } else { UNKNOWN }),
        None if is_president && executive == NO => Verdict::new(YES, NO).chair(true),
        None if is_president => Verdict { is_president: true, ..Verdict::new(UNKNOWN, YES) },
        None if part.has_unknown && executive == UNKNOWN => Verdict::new(UNKNOWN, UNKNOWN),
        None => Verdict::new(YES, executive).chair(!is_deputy),
    }
}

/// A member of the body named beside the title, or a body named alone.
fn member(part: &Part, body: Option<Meaning>, executive: Known) -> Verdict {
    match body {
        Some(Meaning::Organ) => Verdict::new(YES, executive),
        Some(Meaning::ExecutiveOrgan) if part.title.is_none() && executive == NO => Verdict::new(YES, NO),
        Some(Meaning::ExecutiveOrgan) => Verdict::new(YES, YES),
        Some(Meaning::OtherOrgan) => Verdict::neither(),
        _ => committee(executive),
    }
}

/// Somebody of whom only a committee, or nothing, is known: a non-executive sits on the board.
fn committee(executive: Known) -> Verdict {
    Verdict::new(if executive == NO { YES } else { UNKNOWN }, executive)
}

/// The English word "director".
fn director(part: &Part, body: Option<Meaning>, executive: Known, is_deputy: bool) -> Verdict {
    match body {
        Some(Meaning::Organ) => Verdict::new(YES, executive),
        Some(Meaning::ExecutiveOrgan) => Verdict::new(YES, YES),
        _ if executive != UNKNOWN => Verdict::new(YES, executive),
        _ if is_deputy || part.has_department => Verdict::neither(),
        _ if part.has_unknown => Verdict::new(UNKNOWN, UNKNOWN),
        _ => Verdict::new(YES, UNKNOWN),
    }
}
