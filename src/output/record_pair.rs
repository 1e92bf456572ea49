//! Two records side by side, with the reasons for and against their being one person, for somebody who has to decide it.

use std::collections::BTreeMap;

use super::layout::{lay_out, printable, wrap};
use super::table::{Column, Table};
use interlocks::graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx};
use interlocks::identity::{Explained, Reason};
use interlocks::model::{Company, Day, Ending, PartialDate, Person, Seat};
use interlocks_core::wording::counted;

/// The most companies of two people, or people of two companies, of a kind that are listed: those of both, of one, of the other.
const MOST_LISTED: usize = 12;

/// The least weight of a reason, in bits, that is offered as the reason for a decision.
const WORTH_TELLING: f64 = 0.5;

/// Two records that may be one person or one company.
#[derive(Debug)]
pub struct RecordPair<'a> {
    /// The data.
    pub graph: &'a BoardGraph,
    /// The people, or the companies.
    pub records: [Entity; 2],
    /// The reasons for and against their being one.
    pub row: &'a Explained,
}

/// A line of the table: the label, and a cell for each record.
type Line = (String, [String; 2]);

/// The seats of two people at one company, or of one person at two companies.
#[derive(Default)]
struct Board {
    first: Option<Day>,
    seats: [Vec<String>; 2],
}

impl RecordPair<'_> {
    /// Returns the records and the reasons as lines.
    pub fn lines(&self, width: Option<usize>) -> Vec<String> {
        let mut lines: Vec<String> = lay_out(&self.table(), width).into_iter().map(|line| line.text).collect();
        lines.push(String::new());
        let paragraph = printable(&self.row.paragraph());
        lines.extend(wrap(&paragraph, width.unwrap_or(usize::MAX), 0));
        lines
    }

    fn table(&self) -> Table {
        let mut table = Table { columns: ["record", "a", "b"].map(Column::left).to_vec(), ..Table::default() };
        let rows = match self.records {
            [Entity::Person(a), Entity::Person(b)] => self.of_people([a, b]),
            [Entity::Company(a), Entity::Company(b)] => self.of_companies([a, b]),
            // A person and a company are never proposed.
            _ => Vec::new(),
        };
        let names = [
            ("id".to_owned(), [self.row.a.id.clone(), self.row.b.id.clone()]),
            ("name".to_owned(), [self.row.a.name.clone(), self.row.b.name.clone()]),
        ];
        for (label, [a, b]) in names.into_iter().chain(rows) {
            if !a.is_empty() || !b.is_empty() {
                table.rows.push(vec![label.into(), a.into(), b.into()]);
            }
        }
        table
    }

    fn of_people(&self, people: [PersonIx; 2]) -> Vec<Line> {
        let both = people.map(|person| self.graph.person(person));
        let each = |label: &str, cell: &dyn Fn(&Person) -> String| (label.to_owned(), [cell(&both[0]), cell(&both[1])]);
        let mut lines = vec![
            each("other names", &|person| person.aliases.join("; ")),
            each("birth", &|person| date(person.birth)),
            each("death", &|person| date(person.death)),
            each("gender", &|person| person.gender.clone()),
            each("nationality", &|person| person.nationality.clone()),
            each("sources", &|person| person.sources.join("; ")),
        ];
        let seats = people.map(|person| {
            self.graph.person_seats(person).map(|seat| (Entity::Company(self.graph.seat_company(seat)), seat)).collect()
        });
        lines.extend(self.seats(seats, "company"));
        lines
    }

    fn of_companies(&self, companies: [CompanyIx; 2]) -> Vec<Line> {
        let both = companies.map(|company| self.graph.company(company));
        let each =
            |label: &str, cell: &dyn Fn(&Company) -> String| (label.to_owned(), [cell(&both[0]), cell(&both[1])]);
        let mut lines = vec![
            each("other names", &|company| company.aliases.join("; ")),
            each("country", &|company| company.country.clone()),
            each("number", &|company| company.number.clone()),
            each("lei", &|company| company.lei.clone()),
            each("cik", &|company| company.cik.clone()),
            each("isin", &|company| company.isin.clone()),
            each("founded", &|company| date(company.founded)),
            each("dissolved", &|company| date(company.dissolved)),
            each("industry", &|company| company.industry.clone()),
        ];
        // Further columns in the order of the first record that has them: the same for any order of rows.
        let mut headings: Vec<&String> = Vec::new();
        for (heading, _) in both.iter().flat_map(|company| &company.extra) {
            if !headings.contains(&heading) {
                headings.push(heading);
            }
        }
        for heading in headings {
            let cell = |company: &Company| {
                let own = company.extra.iter().find(|(own, _)| own == heading);
                own.map(|(_, text)| text.clone()).unwrap_or_default()
            };
            lines.push(each(heading, &cell));
        }
        lines.push(each("sources", &|company| company.sources.join("; ")));
        let seats = companies.map(|company| {
            self.graph.company_seats(company).map(|seat| (Entity::Person(self.graph.seat_person(seat)), seat)).collect()
        });
        lines.extend(self.seats(seats, "person"));
        lines
    }

    /// Returns a line for each company of two people, or for each person of two companies: first those of both records, then those
    /// of one, by their days.
    fn seats(&self, seats: [Vec<(Entity, SeatIx)>; 2], what: &str) -> Vec<Line> {
        let mut boards: BTreeMap<Entity, Board> = BTreeMap::new();
        for (side, seats) in seats.into_iter().enumerate() {
            for (other, seat) in seats {
                let board = boards.entry(other).or_default();
                let seat = self.graph.seat(seat);
                let start = seat.start.map(|date| date.earliest());
                board.first = [board.first, start].into_iter().flatten().min();
                board.seats[side].push(held(&seat));
            }
        }
        let kind = |board: &Board| match board.seats.each_ref().map(Vec::is_empty) {
            [false, false] => 0,
            [false, true] => 1,
            [true, _] => 2,
        };
        let mut ordered: Vec<(Entity, Board)> = boards.into_iter().collect();
        // Seats without a start come last.
        ordered.sort_by_key(|(other, board)| (kind(board), board.first.is_none(), board.first, *other));
        let mut rows = Vec::new();
        for group in ordered.chunk_by(|x, y| kind(&x.1) == kind(&y.1)) {
            for (other, board) in group.iter().take(MOST_LISTED) {
                rows.push((self.graph.name(*other).into_owned(), board.seats.each_ref().map(|seats| seats.join("; "))));
            }
            if let more @ 1.. = group.len().saturating_sub(MOST_LISTED) {
                let text = format!("and {}", counted(more, &format!("more {what}")));
                let sides = group[0].1.seats.each_ref();
                rows.push((
                    String::new(),
                    sides.map(|seats| if seats.is_empty() { String::new() } else { text.clone() }),
                ));
            }
        }
        rows
    }

    /// Returns the reasons that speak for the records being one person, or two, in words; empty if there are none.
    pub fn reasons(row: &Explained, same: bool) -> String {
        // Other boards are no reason for two: directors have several.
        let silent: &[&str] =
            if same { &["prior", "alternatives"] } else { &["prior", "alternatives", "boards", "directors"] };
        let sign = if same { 1.0 } else { -1.0 };
        let speaks =
            |reason: &&Reason| !silent.contains(&reason.feature.as_ref()) && reason.bits * sign >= WORTH_TELLING;
        let mut features: Vec<&Reason> = row.features.iter().filter(speaks).collect();
        features.sort_by(|x, y| y.bits.abs().total_cmp(&x.bits.abs()));
        let features = features.into_iter().map(|reason| format!("{}: {}", reason.feature, reason.level));
        let vetoes = row.vetoes.iter().filter(|_| !same).map(|veto| veto.reason().to_owned());
        vetoes.chain(features).collect::<Vec<String>>().join("; ")
    }
}

/// Returns a date as text; empty without one.
fn date(date: Option<PartialDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Returns a seat as words: `director 2004-07-01 to 2010-08-01 (register)`.
fn held(seat: &Seat) -> String {
    let days = match (&seat.start, &seat.end) {
        (Some(start), Ending::On(end)) => format!("{start} to {end}"),
        (Some(start), Ending::Running) => format!("since {start}"),
        (Some(start), Ending::Unknown) => format!("{start} to unknown"),
        (None, Ending::On(end)) => format!("until {end}"),
        (None, Ending::Running | Ending::Unknown) => "no dates".to_owned(),
    };
    let role = if seat.role.is_empty() { "seat" } else { &seat.role };
    let sources = if seat.sources.is_empty() { String::new() } else { format!(" ({})", seat.sources.join(", ")) };
    format!("{role} {days}{sources}")
}
