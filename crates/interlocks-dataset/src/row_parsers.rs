//! Parses the cells of a row into a record: one function per table.

use interlocks_core::model::{Accounts, Deal, EntityKind, PartialDate, Source, Tie, TieEnd};

use interlocks_core::model::vocabulary::{is_no_value, read_role};

use super::RoleTable;
use super::columns::Field;
use super::record::{RowReader, yes_or_no};
use super::tables::Capacity;

/// The dates of people and companies.
pub(super) const ENTITY_DATES: [Field; 4] = [Field::Founded, Field::Dissolved, Field::Birth, Field::Death];

/// Checks the cells of a person or a company and leaves a problem for each unreadable one.
/// Returns `true` if the cell `listed` is readable.
pub(super) fn entity(r: &mut RowReader) -> bool {
    r.required(Field::Id);
    for date in ENTITY_DATES {
        if r.row.header.has(date) {
            r.date(date);
        }
    }
    r.flag(Field::Listed).is_some()
}

/// Checks that the start is before the end.
pub(super) fn check_order(r: &mut RowReader, start: Option<&PartialDate>, end: Option<&PartialDate>) {
    let (Some(start), Some(end)) = (start, end) else { return };
    if end.latest() < start.earliest() {
        r.error(Field::End, format!("the end {end} is before the start {start}"));
    } else if end.latest() == start.earliest() {
        r.warning(
            Field::End,
            format!("start and end are both {start}: the spell has no days, because the end day does not count"),
        );
    }
}

/// Combines a role, the table of roles, and the cells `board` and `executive` into a capacity; also returns the messages on
/// unreadable cells. The cells decide before the table, and the table before the words.
pub(super) fn capacity<'a>(
    role: &'a str,
    board: &str,
    executive: &str,
    roles: &RoleTable,
) -> (Capacity<'a>, Vec<(Field, String)>) {
    let written = read_role(role);
    // A word for "no value" is an empty cell, unless it is a seat too: "SD" is a supervisory director.
    let is_empty = is_no_value(role) && written.board != Some(true) && roles.get(role, false).is_none();
    let role = if is_empty { "" } else { role };
    // A list of people and companies without roles is a list of directors.
    let read = if role.is_empty() { read_role("director") } else { written };
    let stated = roles.get(role, read.board.is_none());
    let mut unread = Vec::new();
    let mut flag = |field: Field, text: &str| match yes_or_no(text) {
        Ok(value) => value,
        Err(shown) => {
            unread.push((field, format!("{field}: '{shown}' is not yes or no; ignored")));
            None
        }
    };
    let board = if board.eq_ignore_ascii_case("observer") {
        Some(None)
    } else {
        flag(Field::Board, board).map(Some).or(stated.and_then(|stated| stated.board))
    };
    let (board, observer) = match board {
        Some(None) => (Some(false), true),
        // Whoever has a seat with a vote is no observer, whatever the role is called.
        Some(Some(board)) => (Some(board), read.observer && !board),
        None => (read.board, read.observer),
    };
    let stated = flag(Field::Executive, executive).or(stated.and_then(|stated| stated.executive));
    let executive = stated.or(read.executive).unwrap_or(false);
    let chief = executive && read.chief_executive;
    (Capacity { role, board, executive, chief, observer }, unread)
}

fn entity_kind(r: &mut RowReader, field: Field) -> Option<EntityKind> {
    match r.row.text(field).to_lowercase().as_str() {
        "person" => Some(EntityKind::Person),
        "company" => Some(EntityKind::Company),
        "" => None,
        _ => {
            r.error(field, format!("{field}: use person or company"));
            None
        }
    }
}

pub(super) fn tie(r: &mut RowReader) -> Tie {
    let row = r.row;
    let start = r.start();
    let end = r.ending();
    check_order(r, start.as_ref(), end.date());
    Tie {
        id: row.string(Field::Id),
        from: TieEnd { id: r.required_id(Field::From), kind: entity_kind(r, Field::FromType) },
        to: TieEnd {
            id: r.required_id(Field::To),
            // What has owners is a company.
            kind: entity_kind(r, Field::ToType).or(row.header.is_of_holdings().then_some(EntityKind::Company)),
        },
        kind: r.required(Field::Kind).to_owned(),
        start,
        end,
        share: r.number(Field::Share),
        sources: row.list(Field::Source),
        confidence: r.confidence(),
        note: row.string(Field::Note),
        extra: row.extra(),
        place: row.place,
    }
}

/// Parses the date of a deal: the interval from the earliest to the latest day, each of which defaults to the date.
fn deal_date(r: &mut RowReader) -> Option<PartialDate> {
    let date = r.date(Field::Date);
    let (earliest, latest) = (r.date(Field::DateEarliest).or(date)?, r.date(Field::DateLatest).or(date)?);
    PartialDate::interval(earliest, latest).map_err(|error| r.error(Field::DateLatest, format!("date: {error}"))).ok()
}

/// Returns the id of a deal; in a table without a column of ids, one made of the name of the file and the line.
fn deal_id(r: &mut RowReader) -> String {
    if r.row.header.has(Field::Id) {
        return r.required(Field::Id).to_owned();
    }
    let file = r.row.file.rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{}:{}", file.split('.').next().unwrap_or(file), r.row.place.line)
}

pub(super) fn deal(r: &mut RowReader) -> Deal {
    let row = r.row;
    let mut parties: Vec<String> = Vec::new();
    for party in row.list(Field::Parties) {
        let party = r.clean(&party);
        if parties.contains(&party) {
            r.warning(Field::Parties, format!("party '{party}' is listed twice; counted once"));
        } else {
            parties.push(party);
        }
    }
    if parties.is_empty() {
        r.error(Field::Parties, "no parties: list the companies, separated by ;".to_owned());
    }
    if parties.len() > Deal::MOST_PARTIES {
        let (count, most) = (parties.len(), Deal::MOST_PARTIES);
        r.warning(
            Field::Parties,
            format!("{count} parties: pairs of parties are compared only in deals of up to {most}"),
        );
    }
    let dollars = r.number(Field::AmountUsd);
    let mut extra = row.extra();
    for kept in [Field::End, Field::Note] {
        if !row.text(kept).is_empty() {
            extra.push((kept.name().to_owned(), row.string(kept)));
        }
    }
    let date = deal_date(r);
    if date.is_none() && !r.failed {
        r.warning(Field::Date, "the deal has no date, so every finding on it is only possible".to_owned());
    }
    let amount = if dollars.is_some() { None } else { r.amount(Field::Amount) };
    let stated = [row.text(Field::Currency), amount.as_ref().and_then(|amount| amount.currency).unwrap_or_default()];
    let currency = stated.into_iter().find(|currency| !currency.is_empty()).unwrap_or_default();
    Deal {
        id: deal_id(r),
        date,
        kind: row.string(Field::Kind),
        parties,
        currency: if dollars.is_some() { "USD" } else { currency }.to_owned(),
        amount: dollars.or(amount.map(|amount| amount.value)),
        status: row.string(Field::Status),
        text: row.string(Field::Text),
        sources: row.list(Field::Source),
        confidence: r.confidence(),
        extra,
        place: row.place,
    }
}

/// Parses the date on which the fiscal year of a row ended: the stated end, or any day of the year.
fn year_end(r: &mut RowReader) -> Option<PartialDate> {
    let (year, end) = (r.date(Field::Year), r.date(Field::End));
    if year.or(end).is_none() && !r.failed {
        r.error(
            Field::Year,
            "no year: give the year in which the fiscal year ended (year), or the day (end)".to_owned(),
        );
    }
    end.or(year)
}

pub(super) fn accounts(r: &mut RowReader) -> Accounts {
    let row = r.row;
    Accounts {
        company: r.required_id(Field::Company),
        competitor: r.clean(row.text(Field::Competitor)),
        year_end: year_end(r),
        capital: r.number(Field::Capital),
        competitive_sales: r.number(Field::CompetitiveSales),
        total_sales: r.number(Field::TotalSales),
        total_assets: r.number(Field::TotalAssets),
        premiums: r.number(Field::Premiums),
        currency: row.string(Field::Currency),
        sources: row.list(Field::Source),
        note: row.string(Field::Note),
        extra: row.extra(),
        place: row.place,
    }
}

pub(super) fn source(r: &mut RowReader) -> Source {
    let row = r.row;
    Source {
        id: r.required(Field::Id).to_owned(),
        title: row.string(Field::Title),
        url: row.string(Field::Url),
        date: r.date(Field::Date),
        extra: row.extra(),
        place: row.place,
    }
}
