//! Two records side by side, with the reasons for and against their being one person, for somebody who has to decide it.

use std::collections::BTreeMap;

use super::layout::{lay_out, printable, wrap};
use super::table::{Column, Table};
use interlocks::graph::{BoardGraph, CompanyIx, Entity, PersonIx};
use interlocks::identity::{Explained, Reason};
use interlocks::model::{Day, Ending, PartialDate, Person, Seat};
use interlocks_core::wording::counted;

/// The most companies of a kind that are listed: those of both, of one, of the other.
const MOST_COMPANIES: usize = 12;

/// The least weight of a reason, in bits, that is offered as the reason for a decision.
const WORTH_TELLING: f64 = 0.5;

/// Two records that may be one person.
#[derive(Debug)]
pub struct RecordPair<'a> {
    /// The data.
    pub graph: &'a BoardGraph,
    /// The people.
    pub people: [PersonIx; 2],
    /// The reasons for and against their being one.
    pub row: &'a Explained,
}

/// The seats of the two at one company.
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
        let people = self.people.map(|person| self.graph.person(person));
        let mut add = |label: &str, cells: [String; 2]| {
            if cells.iter().any(|cell| !cell.is_empty()) {
                let [a, b] = cells;
                table.rows.push(vec![label.into(), a.into(), b.into()]);
            }
        };
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        add("id", [self.row.a.id.clone(), self.row.b.id.clone()]);
        add("name", [self.row.a.name.clone(), self.row.b.name.clone()]);
        let each = |cell: &dyn Fn(&Person) -> String| [cell(&people[0]), cell(&people[1])];
        add("other names", each(&|person| person.aliases.join("; ")));
        add("birth", each(&|person| date(person.birth)));
        add("death", each(&|person| date(person.death)));
        add("gender", each(&|person| person.gender.clone()));
        add("nationality", each(&|person| person.nationality.clone()));
        add("sources", each(&|person| person.sources.join("; ")));
        for (label, cells) in self.boards() {
            add(&label, cells);
        }
        table
    }

    /// Returns a row for each company: first those of both records, then those of one, by their days.
    fn boards(&self) -> Vec<(String, [String; 2])> {
        let mut boards: BTreeMap<CompanyIx, Board> = BTreeMap::new();
        for (side, person) in self.people.into_iter().enumerate() {
            for seat in self.graph.person_seats(person) {
                let board = boards.entry(self.graph.seat_company(seat)).or_default();
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
        let mut ordered: Vec<(CompanyIx, Board)> = boards.into_iter().collect();
        // Seats without a start come last.
        ordered.sort_by_key(|(company, board)| (kind(board), board.first.is_none(), board.first, *company));
        let mut rows = Vec::new();
        for group in ordered.chunk_by(|x, y| kind(&x.1) == kind(&y.1)) {
            for (company, board) in group.iter().take(MOST_COMPANIES) {
                let name = self.graph.name(Entity::Company(*company)).into_owned();
                rows.push((name, board.seats.each_ref().map(|seats| seats.join("; "))));
            }
            if let more @ 1.. = group.len().saturating_sub(MOST_COMPANIES) {
                let text = format!("and {}", counted(more, "more company"));
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
        let silent: &[&str] = if same { &["prior", "alternatives"] } else { &["prior", "alternatives", "boards"] };
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
