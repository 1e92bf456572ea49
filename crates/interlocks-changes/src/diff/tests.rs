use proptest::prelude::*;

use super::*;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

fn graph(text: &str) -> BoardGraph {
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "boards.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems);
    BoardGraph::new(data, BuildOptions::default())
}

fn with(seats: &[&str], rest: &str) -> BoardGraph {
    graph(&format!(r#"{{"as_of": "2010-12-31", "seats": [{}]{rest}}}"#, seats.join(",")))
}

fn data_rows() -> DiffOptions {
    DiffOptions::default().data_rows(true)
}

/// The differences as words: change, kind of row, and the keys or ids.
fn differences(before: &BoardGraph, after: &BoardGraph) -> Vec<String> {
    let found = changes(before, after, &data_rows());
    let row = |row: &Row| match row {
        Row::Seat(seat) => format!("seat {}@{}", seat.person.id, seat.company.id),
        Row::Tie(tie) => format!("tie {} {}", tie.from.id, tie.to.id),
        Row::Deal(deal) => format!("deal {}", deal.id),
        Row::Pair(pair) => format!("pair {} {}", pair.a.id, pair.b.id),
        Row::Conflict(finding) => format!("{} {}", finding.rule.as_str(), finding.people[0].id),
        Row::Screen(row) => format!("{} {}", row.verdict.as_str(), row.test),
    };
    let cause = |cause: &[Cause]| {
        let end =
            |named: &Option<interlocks_analysis::Named>| named.as_ref().map_or(String::new(), |named| named.id.clone());
        cause.iter().map(|c| format!(" <- {} {} {} {}", c.change, c.kind, end(&c.from), end(&c.to))).collect::<String>()
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(found.added.iter().map(|d| format!("+ {}{}", row(&d.row), cause(&d.cause))));
    lines.extend(found.removed.iter().map(|d| format!("- {}{}", row(&d.row), cause(&d.cause))));
    lines.extend(
        found.changed.iter().map(|c| format!("~ {} {}{}", row(&c.after), c.differs.join(","), cause(&c.cause))),
    );
    lines
}

const ANN_ACME: &str = r#"{"id": "s1", "person": "ann", "company": "acme", "role": "director", "start": "2001"}"#;
const ANN_BOLT: &str = r#"{"id": "s2", "person": "ann", "company": "bolt", "role": "director", "start": "2003"}"#;
const ENDED: &str =
    r#"{"id": "s2", "person": "ann", "company": "bolt", "role": "director", "start": "2003", "end": "2005"}"#;

#[test]
fn an_end_that_was_filled_in_is_a_change() {
    let (before, after) = (with(&[ANN_ACME, ANN_BOLT], ""), with(&[ENDED, ANN_ACME], ""));
    assert_eq!(
        differences(&before, &after),
        ["~ seat ann@bolt end,end_status", "~ pair acme bolt people,spells <- changed seat ann bolt"]
    );
    // Without ids it is the same seat by its role and its start.
    let bare = |text: &str| text.replace(r#""id": "s2", "#, "");
    let (before, after) = (with(&[ANN_ACME, &bare(ANN_BOLT)], ""), with(&[ANN_ACME, &bare(ENDED)], ""));
    assert_eq!(differences(&before, &after)[0], "~ seat ann@bolt end,end_status");
    // An id that went to another person makes no seat of hers.
    let other = ENDED.replace("ann", "bob");
    let found = differences(&with(&[ANN_ACME, ANN_BOLT], ""), &with(&[ANN_ACME, &other], ""));
    assert_eq!(found, ["+ seat bob@bolt", "- seat ann@bolt", "- pair acme bolt <- removed seat ann bolt"]);
}

#[test]
fn rows_in_another_order_are_the_same_rows() {
    let (before, after) = (with(&[ANN_ACME, ANN_BOLT], ""), with(&[ANN_BOLT, ANN_ACME], ""));
    assert!(differences(&before, &after).is_empty());
    assert!(differences(&BoardGraph::default(), &BoardGraph::default()).is_empty());
    let all = differences(&BoardGraph::default(), &before);
    assert_eq!(
        all,
        ["+ seat ann@acme", "+ seat ann@bolt", "+ pair acme bolt <- added seat ann acme <- added seat ann bolt"]
    );
}

#[test]
fn a_new_name_is_no_change() {
    let called = |name: &str| {
        let deal = r#""deals": [{"id": "d1", "date": "2004-05-05", "kind": "loan", "parties": "acme;bolt"}]"#;
        let companies = format!(r#""companies": [{{"id": "acme", "name": "{name}"}}, {{"id": "bolt"}}]"#);
        with(&[ANN_ACME, ANN_BOLT], &format!(", {companies}, {deal}"))
    };
    assert!(differences(&called("Acme"), &called("Zenith")).is_empty());
}

#[test]
fn findings_name_the_seat_the_tie_or_the_deal_that_caused_them() {
    let deal = r#", "deals": [{"id": "d1", "date": "2004-05-05", "kind": "loan", "parties": "acme;bolt"}]"#;
    let (quiet, loud) = (with(&[ANN_ACME, ANN_BOLT], ""), with(&[ANN_ACME, ANN_BOLT], deal));
    assert_eq!(differences(&quiet, &loud), ["+ deal d1", "+ shared-director ann <- added deal acme bolt"]);
    let alone = with(&[ANN_ACME, r#"{"person": "bob", "company": "bolt"}"#], deal);
    let found = differences(&loud, &alone);
    assert!(found.contains(&"- shared-director ann <- removed seat ann bolt".to_owned()), "{found:?}");
    let renamed = deal.replace("loan", "contract");
    let found = differences(&loud, &with(&[ANN_ACME, ANN_BOLT], &renamed));
    assert_eq!(found[0], "~ deal d1 kind");
    assert!(
        found[1].starts_with("~ shared-director ann deal") && found[1].ends_with("<- changed deal acme bolt"),
        "{found:?}"
    );
    let tie =
        |end: &str| format!(r#", "ties": [{{"from": "acme", "to": "bolt", "kind": "owns", "start": "2001"{end}}}]"#);
    let found =
        differences(&with(&[ANN_ACME, ANN_BOLT], &tie("")), &with(&[ANN_ACME, ANN_BOLT], &tie(r#", "end": "2002""#)));
    assert_eq!(found, ["~ tie acme bolt end,end_status"]);
}

#[test]
fn a_home_that_was_given_up_changes_the_kind_of_an_interlock() {
    let home = r#"{"person": "ann", "company": "core", "role": "chief executive", "start": "2001"}"#;
    let (before, after) = (with(&[ANN_ACME, ANN_BOLT, home], ""), with(&[ANN_ACME, ANN_BOLT], ""));
    assert_eq!(
        differences(&before, &after),
        ["- seat ann@core", "~ pair acme bolt kinds,certain_kinds,people <- removed seat ann core"]
    );
}

/// A seat of few people at few companies, with dates of every precision.
fn seat() -> impl Strategy<Value = String> {
    let start = prop_oneof![Just("".to_owned()), (2001u32..2006).prop_map(|year| format!(r#", "start": "{year}""#))];
    let end = prop_oneof![Just("".to_owned()), (2006u32..2009).prop_map(|year| format!(r#", "end": "{year}-03""#))];
    let role = prop_oneof![Just("director"), Just("chief executive"), Just("chair")];
    (0u32..4, 0u32..4, role, start, end).prop_map(|(person, company, role, start, end)| {
        format!(r#"{{"person": "p{person}", "company": "c{company}", "role": "{role}"{start}{end}}}"#)
    })
}

fn random(seats: &[String]) -> BoardGraph {
    let seats: Vec<&str> = seats.iter().map(String::as_str).collect();
    let companies = r#", "companies": [{"id": "c0"}, {"id": "c1"}, {"id": "c2"}, {"id": "c3"}]"#;
    let deals = r#", "deals": [{"id": "d1", "date": "2004-05", "kind": "loan", "parties": "c0;c1;c2"}]"#;
    with(&seats, &format!("{companies}{deals}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_left_after_matching_is_what_the_lists_do_not_share(old in prop::collection::vec(seat(), 0..8), new in prop::collection::vec(seat(), 0..8), turn in 0usize..8) {
        // The same row twice counts once.
        let [old, new] = [old, new].map(|rows| rows.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
        let (before, after) = (random(&old), random(&new));
        let found = changes(&before, &after, &data_rows());
        let seats = |rows: &[Difference]| rows.iter().filter(|d| matches!(d.row, Row::Seat(_))).count();
        let altered = found.changed.iter().filter(|c| matches!(c.after, Row::Seat(_))).count();
        // Oracle: rows that both lists have are the same; what is left is matched or not.
        let mut left = old.clone();
        let shared = new.iter().filter(|row| left.iter().position(|other| other == *row).map(|at| left.remove(at)).is_some()).count();
        prop_assert_eq!(seats(&found.removed) + altered, old.len() - shared);
        prop_assert_eq!(seats(&found.added) + altered, new.len() - shared);
        // Of one person and company there are none both added and removed that could be one seat.
        for gone in &found.removed {
            for come in &found.added {
                if let (Row::Seat(x), Row::Seat(y)) = (&gone.row, &come.row) {
                    prop_assert!(x.person != y.person || x.company != y.company || x.role != y.role);
                }
            }
        }
        let mut turned = old.clone();
        turned.rotate_left(turn.min(old.len()));
        prop_assert!(changes(&before, &random(&turned), &data_rows()).is_empty());
    }

    #[test]
    fn interlocks_and_findings_gained_and_lost_are_the_differences_of_the_sets(old in prop::collection::vec(seat(), 0..8), new in prop::collection::vec(seat(), 0..8)) {
        let (before, after) = (random(&old), random(&new));
        let found = changes(&before, &after, &data_rows());
        let sets = |graph: &BoardGraph| {
            let pairs = pairs::pairs(graph, &pairs::PairOptions::default());
            pairs.into_iter().map(|pair| (pair.a.id, pair.b.id)).collect::<BTreeSet<_>>()
        };
        let differences = |rows: &[Difference]| {
            let ids = rows.iter().filter_map(|d| match &d.row { Row::Pair(pair) => Some((pair.a.id.clone(), pair.b.id.clone())), _ => None });
            ids.collect::<BTreeSet<_>>()
        };
        let (x, y) = (sets(&before), sets(&after));
        prop_assert_eq!(differences(&found.added), y.difference(&x).cloned().collect::<BTreeSet<_>>());
        prop_assert_eq!(differences(&found.removed), x.difference(&y).cloned().collect::<BTreeSet<_>>());
        let findings = |rows: &[Difference]| rows.iter().filter(|d| matches!(d.row, Row::Conflict(_))).count();
        let count = |graph: &BoardGraph| conflicts::conflicts(graph, &conflicts::ConflictOptions::default()).len();
        prop_assert_eq!(count(&before) + findings(&found.added), count(&after) + findings(&found.removed));
        // Whatever is gained or lost rests on a row that differs.
        for row in found.added.iter().chain(&found.removed).filter(|d| matches!(d.row, Row::Pair(_) | Row::Conflict(_))) {
            prop_assert!(!row.cause.is_empty());
        }
    }
}
