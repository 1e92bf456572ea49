//! Decisions on identity: a file of decisions gives the answers that the data gives with its ids replaced by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::cli::ran;

/// A seat: the record, the company, the role, the first year and the years it lasts, and how the dates are written.
type SeatRow = (usize, usize, usize, u16, u16, usize);
/// A tie: the record it goes from, another record or a company, and the kind.
type TieRow = (usize, usize, usize);

/// Records of people, of which several are of one person.
#[derive(Clone, Debug)]
pub struct World {
    /// For each record, its person.
    person_of: Vec<usize>,
    /// For each record, how its birth is written: not, as a year, as a month, or as a day.
    births: Vec<usize>,
    /// For each record, whether it has a name.
    named: Vec<bool>,
    seats: Vec<SeatRow>,
    ties: Vec<TieRow>,
    deals: Vec<(usize, usize, u16)>,
}

pub const RECORDS: usize = 8;
pub const COMPANIES: usize = 5;

pub fn worlds() -> impl Strategy<Value = World> {
    let seat = (0..RECORDS, 0..COMPANIES, 0usize..4, 2000u16..2012, 0u16..8, 0usize..4);
    let tie = (0..RECORDS, 0..RECORDS + COMPANIES, 0usize..3);
    let deal = (0..COMPANIES, 0..COMPANIES, 2001u16..2014);
    (
        prop::collection::vec(0usize..5, RECORDS),
        prop::collection::vec(0usize..4, RECORDS),
        prop::collection::vec(any::<bool>(), RECORDS),
        prop::collection::vec(seat, 4..24),
        prop::collection::vec(tie, 0..8),
        prop::collection::vec(deal, 0..4),
    )
        .prop_map(|(person_of, births, named, seats, ties, deals)| World {
            person_of,
            births,
            named,
            seats,
            ties,
            deals,
        })
}

impl World {
    /// The records of the person of a record, in order.
    fn records(&self, record: usize) -> Vec<usize> {
        (0..RECORDS).filter(|other| self.person_of[*other] == self.person_of[record]).collect()
    }

    /// The id of a record, or that of its person.
    fn id(&self, record: usize, by_hand: bool) -> String {
        if by_hand { format!("r{}", self.records(record)[0]) } else { format!("r{record}") }
    }

    fn birth(&self, record: usize) -> String {
        let day = format!("19{}-05-1{}", 50 + self.person_of[record], self.person_of[record]);
        day[..[0, 4, 7, 10][self.births[record]]].to_owned()
    }

    fn people(&self, by_hand: bool) -> String {
        let mut text = "id,name,birth\n".to_owned();
        for record in 0..RECORDS {
            let own = if by_hand { self.records(record) } else { vec![record] };
            if own[0] == record {
                let name =
                    own.iter().find(|record| self.named[**record]).map_or(String::new(), |it| format!("Name {it}"));
                let birth = own.iter().map(|record| self.birth(*record)).max_by_key(String::len).unwrap_or_default();
                writeln!(text, "r{record},{name},{birth}").unwrap();
            }
        }
        text
    }

    fn seats(&self, by_hand: bool) -> String {
        let roles = ["director", "chief executive and director", "chair", "chief executive"];
        let mut text = "person,company,role,start,end,note\n".to_owned();
        for (at, (record, company, role, start, years, written)) in self.seats.iter().enumerate() {
            let (id, role, end) = (self.id(*record, by_hand), roles[*role], start + years);
            let (start, end) = match written {
                0 => (format!("{start}"), format!("{end}-12")),
                1 => (format!("{start}-03"), format!("{end}-04-05")),
                2 => (format!("{start}-01-02"), String::new()),
                _ => (String::new(), format!("{end}")),
            };
            writeln!(text, "{id},c{company},{role},{start},{end},row {at}").unwrap();
        }
        text
    }

    /// Ties from a person to themselves come last, so that no line moves when they are left out by hand.
    fn ties(&self, by_hand: bool) -> String {
        let is_self = |tie: &&TieRow| tie.1 < RECORDS && self.person_of[tie.0] == self.person_of[tie.1];
        let mut text = "from,to,from_type,to_type,kind,share,note\n".to_owned();
        let selves: Vec<&TieRow> = if by_hand { Vec::new() } else { self.ties.iter().filter(is_self).collect() };
        let others = self.ties.iter().filter(|tie| !is_self(tie));
        for (at, (from, to, kind)) in others.chain(selves).enumerate() {
            let from = self.id(*from, by_hand);
            match to.checked_sub(RECORDS) {
                Some(company) => {
                    let share = 3 + 2 * kind;
                    writeln!(text, "{from},c{company},person,company,owns,{share},tie {at}").unwrap();
                }
                None => {
                    let (to, kind) = (self.id(*to, by_hand), ["spouse", "sibling", "friend"][*kind]);
                    writeln!(text, "{from},{to},person,person,{kind},,tie {at}").unwrap();
                }
            }
        }
        text
    }

    fn deals(&self) -> String {
        let mut text = "id,date,kind,parties\n".to_owned();
        let different = self.deals.iter().enumerate().filter(|(_, deal)| deal.0 != deal.1);
        for (at, (a, b, year)) in different {
            writeln!(text, "d{at},{year}-06,contract,c{a};c{b}").unwrap();
        }
        text
    }

    /// The decisions: each record is one with the next of its person, and not one with the first of another.
    fn decisions(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for record in 0..RECORDS {
            let own = self.records(record);
            if let Some(next) = own.iter().find(|other| **other > record) {
                rows.push(format!("r{next},r{record},same,,M. Ode,2026-11-29,signature"));
            }
            if let Some(other) = (0..RECORDS).find(|other| self.person_of[*other] != self.person_of[record]) {
                rows.push(format!("r{record},r{other},distinct,,M. Ode,,births"));
            }
        }
        rows
    }

    pub fn write(&self, folder: &Path, by_hand: bool, is_reversed: bool) {
        let turned = |text: String| {
            let mut lines: Vec<&str> = text.lines().collect();
            if is_reversed {
                lines[1..].reverse();
            }
            format!("{}\n", lines.join("\n"))
        };
        let companies = (0..COMPANIES).fold("id,name\n".to_owned(), |text, at| format!("{text}c{at},Company {at}\n"));
        for (name, text) in [
            ("companies.csv", companies),
            ("people.csv", self.people(by_hand)),
            ("seats.csv", self.seats(by_hand)),
            ("ties.csv", self.ties(by_hand)),
            ("deals.csv", self.deals()),
            ("datapackage.json", r#"{"as_of": "2015-12-31"}"#.to_owned()),
        ] {
            let text = if name.ends_with(".csv") { turned(text) } else { text };
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// The questions whose answers are compared.
const QUESTIONS: [&[&str]; 6] = [
    &["pairs"],
    &["pairs", "--weight", "days", "--at", "2006-06"],
    &["people"],
    &["conflicts"],
    &["screen", "overboarding"],
    &["stats"],
];

/// The results of a question, without the ids of records.
pub fn results(question: &[&str], data: &Path, more: &[&str]) -> Value {
    let folder = data.to_str().unwrap();
    let mut args = vec![question[0], folder];
    args.extend(&question[1..]);
    args.extend(more);
    args.extend(["-f", "json"]);
    let (code, out, message) = ran(&args);
    assert!(code == 0, "{args:?}: {message}");
    let mut answer: Value = serde_json::from_str(&out).unwrap();
    let mut results = answer["results"].take();
    without_records(&mut results);
    results
}

/// The same without the decisions that rows rest on.
fn results_alone(question: &[&str], data: &Path, more: &[&str]) -> Value {
    let mut results = results(question, data, more);
    for row in results.as_array_mut().into_iter().flatten() {
        row.as_object_mut().unwrap().remove("rests_on");
    }
    results
}

fn without_records(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_records),
        Value::Object(fields) => {
            fields.remove("record");
            // The folder differs, and the line does not.
            if let Some(Value::String(place)) = fields.get_mut("place") {
                *place = place.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            }
            fields.values_mut().for_each(without_records);
        }
        _ => {}
    }
}

fn write_decisions(path: &Path, rows: &[String]) {
    let text = format!("id_a,id_b,decision,probability,who,when,why\n{}\n", rows.join("\n"));
    fs::write(path, text).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn decisions_answer_as_data_with_the_ids_replaced_by_hand(world in worlds()) {
        let (apart, by_hand, turned) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        world.write(apart.path(), false, false);
        world.write(by_hand.path(), true, false);
        world.write(turned.path(), false, true);
        let (same, snapshot) = (apart.path().join("decisions.txt"), apart.path().join("plain.ilk"));
        let mut rows = world.decisions();
        write_decisions(&same, &rows);
        rows.reverse();
        write_decisions(&turned.path().join("same.csv"), &rows);
        prop_assert_eq!(ran(&["build", apart.path().to_str().unwrap(), "-o", snapshot.to_str().unwrap()]).0, 0);
        let option = ["--same", same.to_str().unwrap()];
        for question in QUESTIONS {
            let expected = results_alone(question, by_hand.path(), &[]);
            prop_assert_eq!(&results_alone(question, apart.path(), &option), &expected, "{:?}", question);
            prop_assert_eq!(&results_alone(question, &snapshot, &option), &expected, "{:?} of a snapshot", question);
            if !matches!(question[0], "conflicts" | "screen") {
                prop_assert_eq!(&results_alone(question, turned.path(), &[]), &expected, "{:?} in another order", question);
            }
        }
    }
}
