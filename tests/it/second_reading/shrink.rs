//! Makes the dataset and the question of a difference as small as they can be.

use super::{
    clock::Clock,
    dataset::{Dataset, Seat},
    dates::{iso, parse},
    question::Question,
};

/// The smallest dataset and question found on which `differs` is still true.
pub fn shrink(
    data: &Dataset,
    question: &Question,
    mut differs: impl FnMut(&Dataset, &Question) -> bool,
) -> (Dataset, Question) {
    let (mut data, mut question) = (data.clone(), question.clone());
    for _ in 0..8 {
        let before = (data.clone(), question.clone());
        for other in questions(&question) {
            if differs(&data, &other) {
                question = other;
            }
        }
        let mut step = 0;
        while let Some(other) = smaller(&data, step) {
            if other != data && differs(&other, &question) {
                data = other;
            } else {
                step += 1;
            }
        }
        if before == (data.clone(), question.clone()) {
            break;
        }
    }
    (data, question)
}

fn questions(question: &Question) -> Vec<Question> {
    let mut others: Vec<Question> = question.options.iter().map(|(name, _)| question.without(name)).collect();
    others.push(Question { clock: Clock::Ever, ..question.clone() });
    others.push(Question { certain: false, ..question.clone() });
    others.push(Question { officers: false, ..question.clone() });
    others.push(Question { as_of: None, ..question.clone() });
    others.retain(|other| other != question);
    others
}

/// The dataset with one thing less; None when there are no more things to try.
fn smaller(data: &Dataset, step: usize) -> Option<Dataset> {
    let mut other = data.clone();
    let mut at = step;
    macro_rules! rows {
        ($table:ident) => {
            if at < other.$table.len() {
                other.$table.remove(at);
                return Some(other);
            }
            at -= other.$table.len();
        };
    }
    rows!(seats);
    rows!(ties);
    rows!(deals);
    if at == 0 {
        other.people.clear();
        other.companies.clear();
        return Some(other);
    }
    if at == 1 {
        other.empty_end_unknown = false;
        return Some(other);
    }
    if at == 2 {
        other.as_of = Some("2006-12-31".to_owned());
        return Some(other);
    }
    at -= 3;
    const CELLS: usize = 9;
    if at < other.seats.len() * CELLS {
        simplify(&mut other.seats[at / CELLS], at % CELLS);
        return Some(other);
    }
    at -= other.seats.len() * CELLS;
    if at < other.ties.len() * 4 {
        let tie = &mut other.ties[at / 4];
        match at % 4 {
            0 => tie.start = exact(&tie.start),
            1 => tie.end.clear(),
            2 => tie.end = exact(&tie.end),
            _ => tie.share.clear(),
        }
        return Some(other);
    }
    at -= other.ties.len() * 4;
    if at < other.deals.len() {
        other.deals[at].date = exact(&other.deals[at].date);
        return Some(other);
    }
    None
}

fn simplify(seat: &mut Seat, cell: usize) {
    match cell {
        0 => seat.role = "director".to_owned(),
        1 => seat.end.clear(),
        2 => seat.end_status.clear(),
        3 => seat.board.clear(),
        4 => seat.executive.clear(),
        5 => seat.committee.clear(),
        6 => seat.start = "2001-01-01".to_owned(),
        7 => seat.start = exact(&seat.start),
        _ => seat.end = exact(&seat.end),
    }
}

/// The first day of a date, written as a day.
fn exact(text: &str) -> String {
    match parse(text) {
        Some(range) if range.earliest.abs() < 1_000_000 => iso(range.earliest),
        _ => text.to_owned(),
    }
}
