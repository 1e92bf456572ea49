//! ImportFormat formats: what is read from them is what the same rows say in our own.

mod bods;
mod companies_house;
mod followthemoney;
mod journeys;
mod littlesis;
mod network_cases;
mod networks;
mod ocds;
mod register_cases;
mod registers;
mod table_cases;
mod wide;

use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::graph::{BoardGraph, BuildOptions};
use interlocks::model::PartialDate;
use serde_json::json;

/// Bytes read as a format.
pub fn read(bytes: &[u8], word: &str) -> Dataset {
    read_with(bytes, word, &LoadOptions::default())
}

/// Bytes read as a format, with options.
pub fn read_with(bytes: &[u8], word: &str, options: &LoadOptions) -> Dataset {
    let format = word.parse::<DataFormat>().unwrap();
    Dataset::read(Box::new(std::io::Cursor::new(bytes.to_vec())), "x", format, options).unwrap()
}

/// The messages of all problems.
pub fn problems(data: &Dataset) -> Vec<String> {
    data.problems.listed().iter().map(ToString::to_string).collect()
}

/// Every seat as `person@company role start end`, sorted.
pub fn seats(data: &Dataset) -> Vec<String> {
    let mut seats: Vec<String> = (0..data.rows(Table::Seats))
        .map(|row| {
            let seat = data.seat(row);
            let start = seat.start.map_or(String::new(), |date| date.to_string());
            let end = seat.end.date().map_or(String::new(), ToString::to_string);
            format!("{}@{} {} {start} {end}", seat.person, seat.company, seat.role).trim_end().to_owned()
        })
        .collect();
    seats.sort();
    seats
}

/// The people who sat on two of six boards of the bundled case, and their seats there, as rows of our own.
pub fn case() -> Dataset {
    const BOARDS: [&str; 6] = ["netflix", "meta", "microsoft", "apple", "alphabet", "disney"];
    const PEOPLE: [&str; 8] = [
        "reed-hastings",
        "sheryl-sandberg",
        "ann-mather",
        "steve-jobs",
        "eric-schmidt",
        "arthur-levinson",
        "bob-iger",
        "monica-lozano",
    ];
    let all = Dataset::open("datasets/bigtech-boards").unwrap();
    let mut lines = String::new();
    for person in all.iter_people().filter(|person| PEOPLE.contains(&person.id.as_str())) {
        lines += &json!({"type": "person", "id": person.id, "name": person.name}).to_string();
        lines.push('\n');
    }
    for company in all.iter_companies().filter(|company| BOARDS.contains(&company.id.as_str())) {
        lines += &json!({"type": "company", "id": company.id, "name": company.name}).to_string();
        lines.push('\n');
    }
    for seat in all.iter_seats().filter(|s| BOARDS.contains(&s.company.as_str()) && PEOPLE.contains(&s.person.as_str()))
    {
        let date = |date: Option<&PartialDate>| date.map_or(String::new(), ToString::to_string);
        let seat = json!({"type": "seat", "person": seat.person, "company": seat.company, "role": seat.role,
            "start": date(seat.start.as_ref()), "end": date(seat.end.date()), "board": seat.board,
            "executive": seat.executive});
        lines += &seat.to_string();
        lines.push('\n');
    }
    read(lines.as_bytes(), "jsonl")
}

/// Every pair of boards with whom they share and when: certainly, and possibly.
pub fn shared_boards(data: Dataset) -> Vec<String> {
    let as_of = "2024-12-31".parse().ok().map(|date: PartialDate| date.latest());
    let graph = BoardGraph::new(data, BuildOptions { as_of, ..BuildOptions::default() });
    let found = pairs(&graph, &PairOptions::default());
    assert!(found.len() > 5);
    let answers = found.iter().map(|pair| {
        let pair = serde_json::to_value(pair).unwrap();
        // In the order of ids: names differ between formats.
        let mut people: Vec<&str> =
            pair["people"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        people.sort_unstable();
        format!("{} {} {people:?} {}", pair["a"]["id"], pair["b"]["id"], pair["spells"])
    });
    let mut answers: Vec<String> = answers.collect();
    answers.sort();
    answers
}

/// A published data set.
pub fn shared(name: &str) -> Dataset {
    Dataset::open(crate::published::folder(name)).unwrap()
}
