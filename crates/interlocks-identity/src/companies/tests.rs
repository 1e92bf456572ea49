//! Kinds of pairs of companies, and the oracle that compares all pairs.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use interlocks_core::model::EntityKind;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BoardGraph, BuildOptions, Entity};

use super::compare::{Comparison, tied};
use super::directors::Directors;
use super::frequencies::Frequencies;
use super::records::Companies;
use super::{CompanyOptions, resolve_companies};
use crate::decided::Decided;
use crate::explain::Explained;
use crate::resolve::Band;

fn graph(document: &Value) -> BoardGraph {
    let text = std::io::Cursor::new(document.to_string());
    let data = Dataset::read(Box::new(text), "x", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default())
}

/// Returns the rows of some companies among eight others.
fn resolved(companies: &[Value], seats: &[[&str; 4]]) -> Vec<Explained> {
    let mut all = companies.to_vec();
    for (at, name) in [
        "Delta Mining",
        "Orchard Foods",
        "Kestrel Air",
        "Lumen Works",
        "Tarn Water",
        "Quay Bank",
        "Vale Steel",
        "Birch",
    ]
    .iter()
    .enumerate()
    {
        all.push(json!({"id": format!("z{at}"), "name": format!("{name} Ltd"), "country": if at % 2 == 0 { "GB" } else { "FR" }}));
    }
    let mut names: Vec<&str> = seats.iter().map(|seat| seat[0]).collect();
    names.sort_unstable();
    names.dedup();
    let people: Vec<Value> = names.iter().map(|name| json!({"id": format!("p-{name}"), "name": name})).collect();
    let seats: Vec<Value> = seats
        .iter()
        .map(|[person, company, start, end]| {
            json!({"person": format!("p-{person}"), "company": company, "role": "director", "start": start, "end": end})
        })
        .collect();
    let graph = graph(&json!({"people": people, "companies": all, "seats": seats}));
    let found = resolve_companies(&graph, &CompanyOptions::default());
    found.proposals.iter().map(|proposal| found.explain(proposal)).collect()
}

/// Returns the row of a pair, which must be listed.
fn row(companies: &[Value], seats: &[[&str; 4]]) -> Explained {
    let rows = resolved(companies, seats);
    assert_eq!(rows.len(), 1, "{rows:?}");
    let sum: f64 = rows[0].features.iter().map(|reason| reason.bits).sum();
    assert!((sum - rows[0].bits).abs() < 1e-9, "{rows:?}");
    rows.into_iter().next().unwrap()
}

fn vetoes(row: &Explained) -> Vec<&'static str> {
    row.vetoes.iter().map(|veto| veto.as_str()).collect()
}

#[test]
fn spellings_of_one_company_are_merged() {
    for [a, b] in [
        ["Acme Trading Ltd", "ACME TRADING LIMITED"],
        ["Bell & Sons plc", "Bell and Sons Public Limited Company"],
        ["Marlow Intl. Mfg. Ltd", "Marlow International Manufacturing Limited"],
        ["Farthing Bros Ltd", "Farthing Brothers Ltd."],
        ["Muster Vertriebs GmbH", "MUSTER VERTRIEBS Gesellschaft mit beschränkter Haftung"],
        ["ООО «Шевчук Агро»", "OOO Shevchuk Agro"],
        ["ООО Ромашка", "Romashka LLC"],
    ] {
        let seats = [["Ann Quill", "a", "2001", "2009"], ["Anna Quill", "b", "2004", "2006"]];
        let named = |id: &str, name: &str| json!({"id": id, "name": name, "country": "GB"});
        let found = row(&[named("a", a), named("b", b)], &seats);
        assert_eq!((found.band, found.vetoes.len()), (Band::Merge, 0), "{found:?}");
    }
}

#[test]
fn other_spellings_and_orders_are_found() {
    for [a, b] in [
        ["Щербаков Сталь ООО", "Schtscherbakow Stal"],
        ["Trading House Marlow Ltd", "Marlow Trading House Ltd"],
        ["Face Book Inc", "Facebook Inc."],
        ["Pettifer Minerals Ltd", "Pettifer Minerlas Ltd"],
        ["Whitcombe", "Whitcome"],
    ] {
        let found = row(&[json!({"id": "a", "name": a}), json!({"id": "b", "name": b})], &[]);
        assert!(found.vetoes.is_empty(), "{found:?}");
    }
}

#[test]
fn a_former_name_or_an_alias_is_a_name() {
    let new = "Cobalt Ventures plc";
    for other in ["aliases", "former_name", "Previous names", "Früherer Name"] {
        let found = row(
            &[
                json!({"id": "a", "name": new, "country": "GB", other: "Tollgate Widgets Ltd"}),
                json!({"id": "b", "name": "Tollgate Widgets Limited", "country": "GB"}),
            ],
            &[["Ann Quill", "a", "2001", "2009"], ["Ann Quill", "b", "2001", "2009"]],
        );
        assert_eq!(found.band, Band::Merge, "{other} {found:?}");
        assert_eq!(found.features[1].level, "same, by another name");
    }
    // Without it they are not listed.
    let rows =
        resolved(&[json!({"id": "a", "name": new}), json!({"id": "b", "name": "Tollgate Widgets Limited"})], &[]);
    assert!(rows.is_empty(), "{rows:?}");
}

#[test]
fn the_same_name_in_two_countries_is_for_review() {
    for [a, b] in [["GB", "Ireland"], ["US-DE", "us_nv"], ["Deutschland", "AT"]] {
        let found = row(
            &[
                json!({"id": "a", "name": "Acme Trading Ltd", "country": a, "address": "1 High Street, Leeds"}),
                json!({"id": "b", "name": "Acme Trading Ltd", "country": b, "address": "1 High Street, Leeds"}),
            ],
            &[],
        );
        assert_eq!((found.band, vetoes(&found)), (Band::Review, vec!["country"]), "{found:?}");
    }
}

#[test]
fn another_legal_form_is_another_company_unless_an_alias_says_so() {
    for [a, b] in [["Acme Trading Ltd", "Acme Trading plc"], ["Muster Agrar GmbH", "Muster Agrar AG"]] {
        let company = |id: &str, name: &str, alias: &str| json!({"id": id, "name": name, "country": "GB", "phone": "0113 4960000", "aliases": alias});
        let found = row(&[company("a", a, ""), company("b", b, "")], &[]);
        assert_eq!((found.band, vetoes(&found)), (Band::Review, vec!["form"]), "{found:?}");
        let found = row(&[company("a", a, b), company("b", b, "")], &[]);
        assert_eq!((found.band, vetoes(&found)), (Band::Merge, vec![]), "{found:?}");
    }
}

#[test]
fn numbers_in_names_tell_funds_apart() {
    let fund = |id: &str, name: &str| json!({"id": id, "name": name, "country": "GB", "address": "1 High Street, Leeds", "phone": "0113 4960000"});
    let seats = [
        ["Ann Quill", "a", "2001", "2009"],
        ["Ann Quill", "b", "2001", "2009"],
        ["Bo Fell", "a", "2001", "2009"],
        ["Bo Fell", "b", "2001", "2009"],
    ];
    for [a, b] in [["Marlow Fund II LP", "Marlow Fund III LP"], ["Marlow Fund 1 LP", "Marlow Fund 2 LP"]] {
        let rows = resolved(&[fund("a", a), fund("b", b)], &seats);
        assert!(rows.iter().all(|found| found.band == Band::Review && vetoes(found).contains(&"number")), "{rows:?}");
        // Nothing but the names: they are not even listed.
        assert!(resolved(&[json!({"id": "a", "name": a}), json!({"id": "b", "name": b})], &[]).is_empty());
    }
    let found = row(&[fund("a", "Marlow Fund II LP"), fund("b", "Marlow Fund No. 2, L.P.")], &seats);
    assert_eq!(found.band, Band::Merge, "{found:?}");
}

#[test]
fn one_number_is_one_company_and_two_numbers_of_one_register_are_two() {
    for (field, same, other) in [
        ("number", ["00102498", "102498"], "00999123"),
        ("lei", ["549300ABCDEFGHIJKL12", "549300abcdefghijkl12"], "549300ZZZZZZZZZZZZ99"),
        ("cik", ["0000320193", "320193"], "789019"),
        ("vat_number", ["GB 123 4567 82", "GB123456782"], "GB999999973"),
        ("ИНН", ["7707083893", "7707083893.0"], "7707000000"),
    ] {
        let company =
            |id: &str, name: &str, number: &str| json!({"id": id, "name": name, "country": "GB", field: number});
        let found =
            row(&[company("a", "Tollgate Widgets Ltd", same[0]), company("b", "Cobalt Ventures Ltd", same[1])], &[]);
        assert_eq!(found.band, Band::Merge, "{found:?}");
        let found = row(
            &[
                json!({"id": "a", "name": "Tollgate Widgets Ltd", "country": "GB", field: same[0], "website": "tollgate.example"}),
                json!({"id": "b", "name": "Tollgate Widgets Ltd", "country": "GB", field: other, "email": "info@tollgate.example"}),
            ],
            &[["Ann Quill", "a", "2001", "2009"], ["Ann Quill", "b", "2001", "2009"]],
        );
        assert_eq!((found.band, vetoes(&found)), (Band::Review, vec!["identifier"]), "{field} {found:?}");
    }
    // Registers of two countries give the same numbers.
    let company =
        |id: &str, name: &str, country: &str| json!({"id": id, "name": name, "country": country, "number": "102498"});
    assert!(resolved(&[company("a", "Tollgate Ltd", "GB"), company("b", "Cobalt Ltd", "FR")], &[]).is_empty());
}

#[test]
fn a_company_that_took_the_number_of_another_is_for_review_and_says_why() {
    for (first, second) in [
        (json!({"founded": "1950", "dissolved": "1987-03"}), json!({"founded": "1994-06-01"})),
        (json!({"dissolved": "1987-03"}), json!({"founded": "1994"})),
        (json!({"founded": "1950"}), json!({"founded": "1994"})),
    ] {
        let company = |id: &str, name: &str, dates: &Value| {
            let mut row = json!({"id": id, "name": name, "country": "GB", "number": "00102498"});
            row.as_object_mut().unwrap().extend(dates.as_object().unwrap().clone());
            row
        };
        let found =
            row(&[company("a", "Tollgate Widgets Ltd", &first), company("b", "Cobalt Ventures Ltd", &second)], &[]);
        assert_eq!((found.band, vetoes(&found)), (Band::Review, vec!["dates", "reused"]), "{found:?}");
        let text = found.paragraph();
        assert!(
            text.contains("a number may have been given to another company later: the names have nothing in common, and the dates are apart"),
            "{text}"
        );
    }
}

#[test]
fn companies_of_one_group_are_not_merged() {
    let at_one_place = |id: &str, name: &str| json!({"id": id, "name": name, "country": "GB", "address": "1 High St", "phone": "0113 4960000", "website": "marlow.example"});
    let seats = [["Ann Quill", "a", "2001", "2009"], ["Ann Quill", "b", "2001", "2009"]];
    let found = row(&[at_one_place("a", "Marlow Ltd"), at_one_place("b", "Marlow Holdings Ltd")], &seats);
    assert_eq!((found.band, vetoes(&found)), (Band::Review, vec!["word"]), "{found:?}");
    let rows = resolved(&[at_one_place("a", "Marlow Ltd"), at_one_place("b", "Cobalt Ventures Ltd")], &seats);
    assert!(rows.iter().all(|found| found.band == Band::Review && vetoes(found) == ["name"]), "{rows:?}");
    // A stated tie says that they are two.
    let companies = json!([at_one_place("a", "Marlow Ltd"), at_one_place("b", "Marlow Limited")]);
    let ties = json!([{"from": "a", "to": "b", "kind": "owner"}]);
    let graph = graph(&json!({"people": [], "seats": [], "companies": companies, "ties": ties}));
    let found = resolve_companies(&graph, &CompanyOptions::default());
    let vetoes: Vec<_> = found.proposals.iter().map(|pair| vetoes(&found.explain(pair))).collect();
    assert_eq!(vetoes, [["tied"]]);
}

#[test]
fn a_value_of_too_many_companies_is_told() {
    let companies: Vec<Value> = (0..super::MOST_IN_BLOCK + 1)
        .map(|at| json!({"id": format!("c{at:05}"), "name": format!("Firm{at} Alpha{at} Ltd"), "address": "PO Box 1, Tortola"}))
        .collect();
    let graph = graph(&json!({"people": [], "seats": [], "companies": companies}));
    let found = resolve_companies(&graph, &CompanyOptions::default());
    let [over] = found.passed_over.as_slice() else { panic!("{:?}", found.passed_over) };
    assert_eq!((over.key, over.companies), ("address", 1_001));
    assert_eq!(graph.id(Entity::Company(over.example)), "c00000");
}

/// Names, countries, numbers, founded, address, phone, boards.
type Row = (String, usize, usize, usize, usize, usize, Vec<usize>);

const WORDS: [&str; 9] =
    ["Acme", "Akme", "Trading", "Bell & Sons", "Intl", "International", "Holdings", "Шевчук", "Shevchuk"];
const ENDS: [&str; 8] = ["", "Ltd", "Limited", "plc", "II", "III Ltd", "ООО", "LLC"];
const COUNTRIES: [&str; 4] = ["", "GB", "US-DE", "US-NV"];
const NUMBERS: [&str; 5] = ["", "", "0102", "102", "2203"];
const DATES: [&str; 5] = ["", "1950", "1950-03-01", "1951-02", "1994"];
const PLACES: [&str; 4] = ["", "", "1 High Street", "2 Low Road"];
const PHONES: [&str; 3] = ["", "0113 4960000", "0113 4960001"];
const PEOPLE: [&str; 4] = ["Ann Quill", "Anna Quill", "Bo Fell", "Cy Dunn"];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let word = || 0..WORDS.len();
    let name = (word(), prop::option::of(word()), 0..ENDS.len());
    let name = name.prop_map(|(one, other, end)| {
        let other = other.map_or("", |other| WORDS[other]);
        format!("{} {other} {}", WORDS[one], ENDS[end]).trim().to_owned()
    });
    let boards = prop::collection::vec(0..PEOPLE.len(), 0..3);
    let row = (name, 0..COUNTRIES.len(), 0..NUMBERS.len(), 0..DATES.len(), 0..PLACES.len(), 0..3usize, boards);
    prop::collection::vec(row, 0..10)
}

fn graph_of(rows: &[Row], shift: usize) -> BoardGraph {
    let (mut companies, mut seats) = (Vec::new(), Vec::new());
    for (at, (name, country, number, date, place, phone, boards)) in rows.iter().enumerate() {
        companies.push(json!({
            "id": format!("c{at}"), "name": name, "country": COUNTRIES[*country], "number": NUMBERS[*number],
            "founded": DATES[*date], "address": PLACES[*place], "phone": PHONES[*phone],
        }));
        for person in boards {
            seats.push(json!({"person": format!("p{person}"), "company": format!("c{at}"), "role": "director",
                              "start": (2000 + at).to_string(), "end": (2003 + at).to_string()}));
        }
    }
    for list in [&mut companies, &mut seats] {
        let by = shift % list.len().max(1);
        list.rotate_left(by);
    }
    let people: Vec<Value> =
        PEOPLE.iter().enumerate().map(|(at, name)| json!({"id": format!("p{at}"), "name": name})).collect();
    graph(&json!({"people": people, "companies": companies, "seats": seats}))
}

fn said(graph: &BoardGraph) -> String {
    let found = resolve_companies(graph, &CompanyOptions::default());
    let mut text = format!("{} {:?}\n", found.expected, found.work);
    for proposal in &found.proposals {
        writeln!(text, "{:?}", found.explain(proposal)).unwrap();
    }
    text
}

proptest! {
    /// The oracle compares all pairs, without keys.
    #[test]
    fn keys_lose_no_pair(rows in rows(), floor in prop::sample::select(vec![-9_000, -2_000, 3_000])) {
        let graph = graph_of(&rows, 0);
        let companies = Companies::new(&graph);
        let frequencies = Frequencies::new(&companies);
        let directors = Directors::new(&graph);
        let decided = Decided::new(&graph, EntityKind::Company);
        let comparison = Comparison {
            companies: &companies, frequencies: &frequencies, directors: &directors, decided: &decided,
            tied: tied(&graph), population: companies.len() as f64,
        };
        let found: Vec<(u32, u32, i32)> =
            comparison.candidates(floor).pairs.iter().map(|pair| (pair.a, pair.b, pair.compared.sum())).collect();
        let len = companies.len() as u32;
        let all = (0..len).flat_map(|a| (a + 1..len).map(move |b| (a, b)));
        let right: Vec<(u32, u32, i32)> = all
            .filter_map(|(a, b)| comparison.candidate(a, b, floor))
            .map(|pair| (pair.a, pair.b, pair.compared.sum()))
            .collect();
        prop_assert_eq!(found, right);
    }

    #[test]
    fn threads_and_the_order_of_rows_do_not_matter(rows in rows(), shift in 0usize..10) {
        let with_threads = |threads: usize, shift: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| said(&graph_of(&rows, shift)))
        };
        let one = with_threads(1, 0);
        prop_assert_eq!(&one, &with_threads(2, shift));
        prop_assert_eq!(&one, &with_threads(8, shift / 2));
    }

    #[test]
    fn reasons_add_up_and_nothing_with_a_veto_is_merged(rows in rows()) {
        let graph = graph_of(&rows, 0);
        let found = resolve_companies(&graph, &CompanyOptions::default());
        for proposal in &found.proposals {
            let row = found.explain(proposal);
            let sum: f64 = row.features.iter().map(|reason| reason.bits).sum();
            prop_assert!((sum - row.bits).abs() < 1e-9, "{:?}", row);
            prop_assert!(row.band == Band::Review || row.vetoes.is_empty(), "{:?}", row);
        }
    }
}
