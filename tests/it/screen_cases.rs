//! The best-known cases in which authorities acted on shared directors, screened against the rule
//! with the thresholds of their year.
//!
//! The bundled data has no accounts. Those here are made up, of a plausible size, to see which way
//! the screen turns.

use std::path::Path;

use interlocks::analysis::Query;
use interlocks::dataset::{Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Clock, Entity};
use interlocks::model::PartialDate;
use interlocks::screens::{Row, Rulebook, Screen, ScreenOptions, Verdict, screen};

use Verdict::{Breach, Clear, Unknown};

const BOARDS: &str = "datasets/bigtech-boards";

/// Accounts of one company against another for every year from 2003 to 2024, in USD.
fn accounts(company: &str, competitor: &str, [capital, competitive, total]: [u64; 3]) -> Vec<String> {
    let row = |year: u32| {
        format!(
            r#"{{"company": "{company}", "competitor": "{competitor}", "year": {year}, "capital_surplus_profits": {capital}, "competitive_sales": {competitive}, "total_sales": {total}}}"#
        )
    };
    (2003..2025).map(row).collect()
}

/// The bundled boards with accounts added.
fn boards(rows: &[Vec<String>]) -> BoardGraph {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.json");
    std::fs::write(&file, format!(r#"{{"seats": [], "financials": [{}]}}"#, rows.concat().join(","))).unwrap();
    let data = Dataset::open_all(&[Path::new(BOARDS), &file], &LoadOptions::default()).unwrap();
    assert_eq!(data.problems.listed(), []);
    BoardGraph::new(data, BuildOptions::default())
}

/// Returns the verdicts of section 8 on two companies at a clock.
fn section_8(graph: &BoardGraph, [a, b]: [&str; 2], at: &str) -> Vec<Row> {
    let clock = if at.is_empty() { Clock::Ever } else { Clock::At(at.parse::<PartialDate>().unwrap().days()) };
    let options = ScreenOptions {
        query: Query { clock, certain_only: false },
        screens: vec![Screen::Clayton8],
        concerning: [Entity::Company(graph.company_number(a).unwrap())].into(),
        ..ScreenOptions::default()
    };
    let mut rows = screen(graph, Rulebook::bundled(), &options).rows;
    rows.retain(|row| row.companies.iter().any(|company| company.id == b));
    rows
}

fn verdicts<'r>(rows: &'r [Row], test: &str) -> Vec<(&'r str, Verdict, bool)> {
    let of = rows.iter().filter(|row| row.test == test);
    of.map(|row| (row.people[0].id.as_str(), row.verdict, row.certain)).collect()
}

const BOTH: [&str; 2] = ["apple", "alphabet"];
const LARGE: [u64; 3] = [10_000_000_000, 1_000_000_000, 20_000_000_000];

fn apple_and_alphabet(apple: [u64; 3], alphabet: [u64; 3]) -> BoardGraph {
    boards(&[accounts("apple", "alphabet", apple), accounts("alphabet", "apple", alphabet)])
}

#[test]
fn apple_and_google_are_unknown_without_their_sales() {
    let rows = section_8(&boards(&[]), BOTH, "2009-06-01");
    let found = verdicts(&rows, "section-8");
    assert_eq!(found, [("arthur-levinson", Unknown, true), ("eric-schmidt", Unknown, true)]);
    for row in &rows {
        assert_eq!(row.missing.len(), 6, "{:?}", row.missing);
        assert!(row.missing[0].starts_with("capital, surplus and undivided profits of Alphabet Inc."));
        assert!(row.evidence.iter().any(|row| row.kind == "tie" && row.sources.contains(&"ISOURCE09".to_owned())));
    }
}

#[test]
fn apple_and_google_are_a_breach_with_large_sales() {
    let graph = apple_and_alphabet(LARGE, LARGE);
    let breach = [("arthur-levinson", Breach, true), ("eric-schmidt", Breach, true)];
    for at in ["2006-12-01", "2008-06-01", "2009-06-01"] {
        let rows = section_8(&graph, BOTH, at);
        assert_eq!(verdicts(&rows, "section-8"), breach, "{at}");
    }
    // Schmidt joined on 29 August 2006; they left on 3 August and 12 October 2009.
    assert_eq!(verdicts(&section_8(&graph, BOTH, "2006-08-28"), "section-8"), [("arthur-levinson", Breach, true)]);
    assert_eq!(verdicts(&section_8(&graph, BOTH, "2009-08-03"), "section-8"), [("arthur-levinson", Breach, true)]);
    assert_eq!(verdicts(&section_8(&graph, BOTH, "2009-10-12"), "section-8"), []);
    let ever = section_8(&graph, BOTH, "");
    let schmidt = ever.iter().find(|row| row.people[0].id == "eric-schmidt").unwrap();
    let spell = schmidt.certain_spells.hull().unwrap();
    assert_eq!((spell.from.to_string(), spell.to.to_string()), ("2006-08-29".to_owned(), "2009-08-03".to_owned()));
    assert!(schmidt.recalled.iter().any(|figure| figure.contains("2006")), "{:?}", schmidt.recalled);
}

#[test]
fn apple_and_google_are_clear_under_each_exemption() {
    // The thresholds of 2009 are 26,161,000 and 2,616,100 USD.
    for (apple, alphabet, verdict) in [
        ([26_161_000, 1_000_000_000, 20_000_000_000], LARGE, Clear),
        ([26_161_001, 1_000_000_000, 20_000_000_000], LARGE, Breach),
        ([10_000_000_000, 2_616_099, 60_000_000], LARGE, Clear),
        ([10_000_000_000, 2_616_100, 60_000_000], LARGE, Breach),
        ([10_000_000_000, 399_999_999, 20_000_000_000], LARGE, Clear),
        ([10_000_000_000, 400_000_000, 20_000_000_000], LARGE, Breach),
        ([10_000_000_000, 799_999_999, 20_000_000_000], [10_000_000_000, 799_999_999, 20_000_000_000], Clear),
        ([10_000_000_000, 799_999_999, 20_000_000_000], [10_000_000_000, 800_000_000, 20_000_000_000], Breach),
    ] {
        let rows = section_8(&apple_and_alphabet(apple, alphabet), BOTH, "2009-06-01");
        let found = verdicts(&rows, "section-8");
        assert_eq!(found, [("arthur-levinson", verdict, true), ("eric-schmidt", verdict, true)], "{apple:?}");
    }
}

#[test]
fn pinterest_directors_had_to_leave_nextdoor() {
    let both = ["pinterest", "nextdoor"];
    let two = |verdict| [("andrea-wishom", verdict, true), ("leslie-kilgore", verdict, true)];
    assert_eq!(verdicts(&section_8(&boards(&[]), both, "2023-06-01"), "section-8"), two(Unknown));
    // The thresholds of 2023 are 45,257,000 and 4,525,700 USD.
    let with = |capital: u64, sales: u64| {
        let small = [capital, sales, 200_000_000];
        boards(&[accounts("nextdoor", "pinterest", small), accounts("pinterest", "nextdoor", LARGE)])
    };
    for (capital, sales, verdict) in [
        (45_257_001, 100_000_000, Breach),
        (45_257_000, 100_000_000, Clear),
        (600_000_000, 4_525_700, Breach),
        (600_000_000, 4_525_699, Clear),
    ] {
        // Four million are above two per cent of two hundred.
        let found = section_8(&with(capital, sales), both, "2023-06-01");
        assert_eq!(verdicts(&found, "section-8"), two(verdict), "{capital} {sales}");
    }
    assert!(section_8(&with(600_000_000, 100_000_000), both, "2023-08-02").is_empty());
}

#[test]
fn advance_sat_on_two_boards_through_its_people() {
    let both = ["wbd", "charter"];
    let rows = section_8(&boards(&[]), both, "2024-01-15");
    assert_eq!(verdicts(&rows, "section-8"), [("steven-miron", Unknown, true)]);
    let firms: Vec<&str> =
        rows.iter().filter(|r| r.test == "section-8-deputation").map(|r| r.subject[0].id.as_str()).collect();
    assert_eq!(firms, ["advance", "advance", "advance"]);
    assert!(verdicts(&rows, "section-8-deputation").iter().all(|(_, verdict, _)| *verdict == Unknown));
    let large = boards(&[accounts("wbd", "charter", LARGE), accounts("charter", "wbd", LARGE)]);
    let rows = section_8(&large, both, "2024-01-15");
    assert!(rows.iter().all(|row| (row.verdict, row.certain) == (Breach, true)), "{rows:#?}");
    let newhouse =
        rows.iter().find(|row| row.people.len() == 2 && row.people.iter().all(|p| p.id.ends_with("newhouse")));
    let kinds: Vec<&str> = newhouse.unwrap().evidence.iter().map(|row| row.kind).collect();
    assert!(kinds.contains(&"seat") && kinds.contains(&"tie") && kinds.contains(&"accounts"), "{kinds:?}");
    assert!(section_8(&large, both, "2024-04-01").is_empty());
}
