use super::*;
use interlocks_analysis::pairs::{PairOptions, Side, pairs};
use interlocks_core::model::vocabulary::is_no_value;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks_graph::{BoardGraph, BuildOptions};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(bytes: Vec<u8>, word: &str) -> Dataset {
    let format = word.parse::<DataFormat>().unwrap();
    Dataset::read(Box::new(io::Cursor::new(bytes)), "x", format, &LoadOptions::default()).unwrap()
}

fn written(network: &dyn Network, format: NetworkFormat) -> (String, LeftOut) {
    let mut out = Vec::new();
    let left_out = write(network, format, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), left_out)
}

/// The rows of the tables that a network contains, each with its cells sorted by name, except those in `but`. A list
/// in a table is one text with `;` in a network and is read as a list again.
fn export_rows(data: &Dataset, but: &[&str]) -> Vec<Vec<(String, String)>> {
    let mut rows = Vec::new();
    for table in [Table::People, Table::Companies, Table::Seats, Table::Ties] {
        let mut of_table: Vec<Vec<(String, String)>> = (0..data.rows(table))
            .map(|row| {
                let cells = data.export_row(table, row).into_iter().filter(|cell| !but.contains(&cell.0.as_str()));
                let mut cells: Vec<(String, String)> =
                    cells.map(|(name, cell)| (name, text(&cell, &mut LeftOut::new()))).collect();
                cells.sort();
                cells.insert(0, (table.name().to_owned(), String::new()));
                cells
            })
            .collect();
        of_table.sort();
        rows.extend(of_table);
    }
    rows
}

#[test]
fn the_boards_come_back_from_formats_with_attributes() {
    let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
    for (format, word) in [(NetworkFormat::GraphMl, "graphml"), (NetworkFormat::Gexf, "gexf")] {
        let (text, left_out) = written(&Boards::new(&boards), format);
        assert_eq!(left_out, LeftOut::new(), "{word}");
        let copy = read(text.into_bytes(), word);
        assert_eq!(copy.problems.listed(), [], "{word}");
        let (copy, own) = (export_rows(&copy, &["edge_id"]), export_rows(&boards, &["edge_id"]));
        assert_eq!(copy.len(), own.len());
        for (copied, own) in copy.into_iter().zip(own) {
            assert_eq!(copied, own, "{word}");
        }
    }
}

#[test]
fn a_table_of_edges_holds_seats_and_ties() {
    let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
    let (text, left_out) = written(&Boards::new(&boards), NetworkFormat::Edges);
    assert!(left_out.contains_key("names and other attributes of people and companies"));
    let copy = read(text.into_bytes(), "edges");
    let edges = |data: &Dataset| -> Vec<_> {
        export_rows(data, &[]).into_iter().filter(|row| ["seats", "ties"].contains(&row[0].0.as_str())).collect()
    };
    assert_eq!(edges(&copy), edges(&boards));
}

#[test]
fn pajek_holds_who_sat_where_and_in_which_years() {
    let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
    let (text, left_out) = written(&Boards::new(&boards), NetworkFormat::Pajek);
    let copy = read(text.into_bytes(), "pajek");
    let names = |data: &Dataset| -> Vec<(String, String)> {
        let name = |row: usize| {
            let seat = data.seat(row);
            let people = &data.people;
            let companies = &data.companies;
            let person = people.name(people.ids.row(&seat.person).unwrap() as usize).to_owned();
            (person, companies.name(companies.ids.row(&seat.company).unwrap() as usize).to_owned())
        };
        // Lines that state nothing else are the same row, and count once.
        let names: std::collections::BTreeSet<_> = (0..data.rows(Table::Seats)).map(name).collect();
        names.into_iter().collect()
    };
    assert_eq!(names(&copy), names(&boards));
    assert_eq!(left_out["ties, which a two-mode network cannot contain"], boards.ties.len() as u64);
    let hastings = |data: &Dataset| {
        let seats = data
            .iter_seats()
            .filter(|seat| seat.company.contains("eta") && seat.person.to_lowercase().contains("hastings"));
        seats
            .map(|seat| {
                (seat.start.unwrap().earliest(), seat.end.date().map(interlocks_core::model::PartialDate::latest))
            })
            .next()
            .unwrap()
    };
    let (own, copied) = (hastings(&boards), hastings(&copy));
    assert!(copied.0 <= own.0 && own.1.unwrap() <= copied.1.unwrap());
}

#[test]
fn projections_keep_weights_and_spells() {
    let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
    let graph = BoardGraph::new(boards.clone(), BuildOptions::default());
    for side in [Side::Companies, Side::People] {
        let found = pairs(&graph, &PairOptions { side, ..PairOptions::default() });
        let network = Projection::new(&boards, side, &found);
        let count = if side == Side::Companies { boards.companies.len() } else { boards.people.len() };
        assert_eq!(network.size().0, count);
        let mut edges = Vec::new();
        let mut take = |edge| {
            edges.push(edge);
            Ok(())
        };
        network.for_each_edge(&mut take).unwrap();
        assert_eq!(edges.len(), found.len());
        for (edge, pair) in edges.iter().zip(&found) {
            assert_eq!((&edge.ids[0], &edge.ids[1], edge.weight), (&pair.a.id, &pair.b.id, pair.weight));
            assert_eq!(edge.spells.len(), pair.spells.as_slice().len());
        }
        let (text, _) = written(&network, NetworkFormat::Gexf);
        let copy = read(text.into_bytes(), "gexf");
        let spells: usize = found.iter().map(|pair| pair.spells.as_slice().len()).sum();
        assert_eq!((copy.rows(Table::Ties), copy.rows(Table::Seats)), (spells, 0));
        let (text, _) = written(&network, NetworkFormat::Pajek);
        assert_eq!(
            text.lines().filter(|line| line.split(' ').count() >= 3 && line.ends_with(']')).count(),
            found.len()
        );
    }
}

#[test]
fn an_id_of_a_person_and_a_company_is_told_apart() {
    let text = "{\"type\":\"seat\",\"person\":\"ford\",\"company\":\"ford\"}\n{\"type\":\"seat\",\"person\":\"ford\",\"company\":\"bell\"}";
    let data = read(text.as_bytes().to_vec(), "jsonl");
    for format in [NetworkFormat::GraphMl, NetworkFormat::Gexf] {
        let copy = read(
            written(&Boards::new(&data), format).0.into_bytes(),
            if format == NetworkFormat::Gexf { "gexf" } else { "graphml" },
        );
        let mut ids: Vec<String> = copy.iter_companies().map(|firm| firm.id).collect();
        ids.sort();
        assert_eq!((ids, copy.rows(Table::Seats)), (vec!["bell".to_owned(), "ford (company)".to_owned()], 2));
    }
    let graph = BoardGraph::new(data.clone(), BuildOptions::default());
    let found = pairs(&graph, &PairOptions::default());
    let (text, _) = written(&Projection::new(&data, Side::Companies, &found), NetworkFormat::GraphMl);
    assert!(text.contains("<node id=\"ford\">") && text.contains("<edge source=\"bell\" target=\"ford\">"), "{text}");
}

#[test]
fn neo4j_gets_one_table_per_label() {
    let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
    let folder = tempfile::tempdir().unwrap();
    write_folder(&Boards::new(&boards), NetworkFormat::Neo4j, folder.path()).unwrap();
    let table = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.path().join(name)).unwrap();
        (
            reader.headers().unwrap().iter().map(str::to_owned).collect::<Vec<_>>(),
            reader.records().map(Result::unwrap).count(),
        )
    };
    let (heading, rows) = table("person.csv");
    assert_eq!(
        (&heading[..3], rows),
        (&["id:ID(Person)", "name", ":LABEL"].map(str::to_owned)[..], boards.people.len())
    );
    let (heading, rows) = table("person-company.csv");
    assert!(
        heading.contains(&":START_ID(Person)".to_owned()) && heading.contains(&"executive:boolean".to_owned()),
        "{heading:?}"
    );
    assert!(rows >= boards.seats.len());
    let command = std::fs::read_to_string(folder.path().join("import.txt")).unwrap();
    assert!(command.contains("--relationships=person-company.csv"), "{command}");
}

#[test]
fn dot_escapes_what_means_something() {
    let text = "{\"type\":\"person\",\"id\":\"a\\\"b\\\\\",\"name\":\"A \\\"B\\\" \\\\n\",\"shape\":\"star\"}\n{\"type\":\"seat\",\"person\":\"a\\\"b\\\\\",\"company\":\"c\",\"role\":\"x\\ny\"}";
    let (text, _) = written(&Boards::new(&read(text.as_bytes().to_vec(), "jsonl")), NetworkFormat::Dot);
    let parsed = graphviz_rust::parse(&text);
    assert!(parsed.is_ok(), "{parsed:?}\n{text}");
    assert!(text.contains("\"data_shape\"=\"star\""), "{text}");
}

/// Texts with characters that need escaping and that XML can represent. A name like `xx` says that there is none: a network
/// is read with the id in its place.
fn words() -> impl Strategy<Value = String> {
    "[a-z\"',<&>\\\\ \n\t=@\u{5d0}\u{1f600}é-]{1,8}"
        .prop_map(|text| format!("x{}", text.trim()))
        .prop_filter("a word for no value", |text| !is_no_value(text))
}

fn date() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "1999", "2001-04", "2001-04-05", "2003~", "2004/2006", "1990-01-31"])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read_again(
        names in prop::collection::vec((words(), words(), date()), 3),
        seats in prop::collection::vec((0usize..3, 0usize..3, words(), date(), 0u8..3, 0u8..4, words()), 0..6),
        share in 0.0f64..100.0,
        kind in "q[a-z]{2,7}q", // no word for a seat
    ) {
        let mut lines: Vec<Value> = Vec::new();
        for (at, (name, alias, birth)) in names.iter().enumerate() {
            let alias = alias.replace(';', "");
            lines.push(json!({"type": "person", "id": format!("p{at}"), "name": name, "aliases": [alias, "z"], "birth": birth}));
            lines.push(json!({"type": "company", "id": format!("c{at}"), "name": name, "listed": at == 1, "odd": alias}));
        }
        for (who, at, role, start, open, board, note) in seats {
            let board = ["", "yes", "no", "observer"][board as usize];
            let mut row = json!({"type": "seat", "person": format!("p{who}"), "company": format!("c{at}"), "role": role,
                "start": start, "note": note, "further column": note, "board": board});
            match open {
                0 => row["end"] = "2010-01".into(),
                1 => row["end_status"] = "unknown".into(),
                _ => {}
            }
            lines.push(row);
        }
        lines.push(json!({"type": "tie", "from": "c0", "to": "c1", "kind": kind, "share": share, "start": "2001"}));
        lines.push(json!({"type": "tie", "from": "p0", "to": "c1", "kind": kind, "end": "2004"}));
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let data = read(text.into_bytes(), "jsonl");
        prop_assert_eq!(data.problems.errors(), 0, "{:?}", data.problems.listed());
        for (format, word) in [(NetworkFormat::GraphMl, "graphml"), (NetworkFormat::Gexf, "gexf")] {
            let (text, _) = written(&Boards::new(&data), format);
            let copy = read(text.clone().into_bytes(), word);
            prop_assert_eq!(export_rows(&copy, &["edge_id"]), export_rows(&data, &[]), "{}", text);
        }
        // A table of edges contains the edges.
        let edges = |data: &Dataset| -> Vec<_> {
            export_rows(data, &[]).into_iter().filter(|row| ["seats", "ties"].contains(&row[0].0.as_str())).collect()
        };
        let copy = read(written(&Boards::new(&data), NetworkFormat::Edges).0.into_bytes(), "edges");
        prop_assert_eq!(edges(&copy), edges(&data));
        // Pajek contains the seats; equal names are made unique. Of seats that differ only in what it cannot hold one is left.
        let copy = read(written(&Boards::new(&data), NetworkFormat::Pajek).0.into_bytes(), "pajek");
        let held = |data: &Dataset| {
            data.iter_seats().map(|seat| (seat.person, seat.company)).collect::<std::collections::BTreeSet<_>>().len()
        };
        prop_assert_eq!(held(&copy), held(&data));
        prop_assert!(copy.rows(Table::Seats) <= data.rows(Table::Seats));
        prop_assert_eq!(copy.rows(Table::People) + copy.rows(Table::Companies), data.people.len() + data.companies.len());
    }
}

#[test]
fn days_of_presence_are_within() {
    let dates = |start: &str, end: &str| {
        let Presence { first, last } = Presence::from_dates(start, end);
        [first, last].map(|day| day.map_or("-".to_owned(), |day| day.to_string())).join(" ")
    };
    assert_eq!(LAST_YEAR.to_string(), "9999-01-01");
    assert_eq!(dates("2011", "2019-05-30"), "2011-01-01 2019-05-29");
    assert_eq!(dates("2011-06-22", ""), "2011-06-22 -");
    assert_eq!(dates("", "2004"), "- 2004-12-30");
    assert_eq!(dates("2018-05-10", "2018-05-10/9999"), "2018-05-10 -");
    // An empty period becomes one day, because the format has no empty periods.
    assert_eq!(dates("2011-06-22", "2011-06-22"), "2011-06-22 2011-06-22");
}
