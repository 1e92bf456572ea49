//! From the cells of a row to the noun it tells of: one function a table.

use crate::model::{Company, Deal, Ending, EntityKind, PartialDate, Person, Seat, Source, Tie, TieEnd, role_traits};

use super::cells::Reading;
use super::columns::Field;

pub(super) fn company(r: &mut Reading) -> Company {
    let row = r.row;
    let id = r.necessary(Field::Id);
    let name = row.text(Field::Name);
    Company {
        name: if name.is_empty() { id.clone() } else { name.to_owned() },
        id,
        aliases: row.list(Field::Aliases),
        country: row.string(Field::Country),
        industry: row.string(Field::Industry),
        founded: r.date(Field::Founded),
        dissolved: r.date(Field::Dissolved),
        listed: r.flag(Field::Listed),
        lei: row.string(Field::Lei),
        cik: row.string(Field::Cik),
        ticker: row.string(Field::Ticker),
        isin: row.string(Field::Isin),
        number: row.string(Field::Number),
        sources: row.list(Field::Source),
        extra: row.extra(),
        place: row.place,
    }
}

pub(super) fn person(r: &mut Reading) -> Person {
    let row = r.row;
    let id = r.necessary(Field::Id);
    let name = row.text(Field::Name);
    Person {
        name: if name.is_empty() { id.clone() } else { name.to_owned() },
        id,
        aliases: row.list(Field::Aliases),
        birth: r.date(Field::Birth),
        death: r.date(Field::Death),
        gender: row.string(Field::Gender),
        nationality: row.string(Field::Nationality),
        sources: row.list(Field::Source),
        extra: row.extra(),
        place: row.place,
    }
}

/// Start before end, or the row tells of no time at all.
fn check_order(r: &mut Reading, start: Option<&PartialDate>, end: &Ending) {
    let (Some(start), Some(end)) = (start, end.date()) else { return };
    if end.latest() < start.earliest() {
        r.error(Field::End, format!("the end {end} is before the start {start}"));
    } else if end.latest() == start.earliest() {
        r.warning(
            Field::End,
            format!("start and end are both {start}: the spell has no day, for the day of leaving is not counted"),
        );
    }
}

pub(super) fn seat(r: &mut Reading) -> Seat {
    let row = r.row;
    let role = row.string(Field::Role);
    // A list of people and companies without roles is a list of directors.
    let mut traits = role_traits(if role.is_empty() { "director" } else { &role });
    if row.text(Field::Board).eq_ignore_ascii_case("observer") {
        (traits.board, traits.observer) = (false, true);
    } else if let Some(board) = r.flag(Field::Board) {
        traits.board = board;
    }
    if let Some(executive) = r.flag(Field::Executive) {
        traits.executive = executive;
    }
    let start = r.date(Field::Start);
    let end = r.ending();
    check_order(r, start.as_ref(), &end);
    Seat {
        id: row.string(Field::Id),
        person: r.necessary(Field::Person),
        company: r.necessary(Field::Company),
        role,
        start,
        end,
        board: traits.board,
        observer: traits.observer,
        executive: traits.executive,
        committee: row.string(Field::Committee),
        sources: row.list(Field::Source),
        confidence: r.confidence(),
        note: row.string(Field::Note),
        extra: row.extra(),
        place: row.place,
    }
}

fn entity_kind(r: &mut Reading, field: Field) -> Option<EntityKind> {
    match r.row.text(field).to_lowercase().as_str() {
        "person" => Some(EntityKind::Person),
        "company" => Some(EntityKind::Company),
        "" => None,
        _ => {
            r.error(field, format!("{field} is neither person nor company"));
            None
        }
    }
}

pub(super) fn tie(r: &mut Reading) -> Tie {
    let row = r.row;
    let start = r.date(Field::Start);
    let end = r.ending();
    check_order(r, start.as_ref(), &end);
    Tie {
        id: row.string(Field::Id),
        from: TieEnd { id: r.necessary(Field::From), kind: entity_kind(r, Field::FromType) },
        to: TieEnd { id: r.necessary(Field::To), kind: entity_kind(r, Field::ToType) },
        kind: r.necessary(Field::Kind),
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

/// The date of a deal: the earliest and the latest where both columns are there, else the date.
fn deal_date(r: &mut Reading) -> Option<PartialDate> {
    let date = r.date(Field::Date);
    let (earliest, latest) = (r.date(Field::DateEarliest).or(date)?, r.date(Field::DateLatest).or(date)?);
    PartialDate::interval(earliest, latest).map_err(|error| r.error(Field::DateLatest, format!("date: {error}"))).ok()
}

pub(super) fn deal(r: &mut Reading) -> Deal {
    let row = r.row;
    let mut parties: Vec<String> = Vec::new();
    for party in row.list(Field::Parties) {
        if parties.contains(&party) {
            r.warning(Field::Parties, format!("the party {party} is listed twice; counted once"));
        } else {
            parties.push(party);
        }
    }
    if parties.is_empty() {
        r.error(Field::Parties, "no parties: name the companies, joined by ;".to_owned());
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
        r.warning(Field::Date, "the deal has no date: whatever it meets is only possible".to_owned());
    }
    Deal {
        id: r.necessary(Field::Id),
        date,
        kind: row.string(Field::Kind),
        parties,
        currency: if dollars.is_some() { "USD".to_owned() } else { row.string(Field::Currency) },
        amount: dollars.or_else(|| r.number(Field::Amount)),
        status: row.string(Field::Status),
        text: row.string(Field::Text),
        sources: row.list(Field::Source),
        confidence: r.confidence(),
        extra,
        place: row.place,
    }
}

pub(super) fn source(r: &mut Reading) -> Source {
    let row = r.row;
    Source {
        id: r.necessary(Field::Id),
        title: row.string(Field::Title),
        url: row.string(Field::Url),
        date: r.date(Field::Date),
        extra: row.extra(),
        place: row.place,
    }
}
