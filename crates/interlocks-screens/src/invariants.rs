//! What holds of the rows of screens whatever the data says.

use proptest::prelude::*;

use super::{Ahead, Row, Rulebook, Screen, ScreenOptions, Verdict, count, screen};
use crate::fixture::clock;
use interlocks_analysis::Query;
use interlocks_core::model::PartialDate;
use interlocks_dataset::Dataset;
use interlocks_graph::{BoardGraph, BuildOptions};

/// The screens whose rows are looked at.
const SCREENS: [Screen; 7] = [
    Screen::Independence,
    Screen::Compensation,
    Screen::CrossDirectorship,
    Screen::RelatedParty,
    Screen::SupervisoryBoard,
    Screen::AuditCommittee,
    Screen::DealSize,
];

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

fn date() -> impl Strategy<Value = &'static str> {
    one_of(&["", "2008", "2009-06-01", "2010-03", "2012-01-01", "2013-02-01/2014-05-01"])
}

fn end() -> impl Strategy<Value = &'static str> {
    one_of(&["", "", "2014-06-01", "2014/2015", "2016-06-01", "2019"])
}

fn company() -> impl Strategy<Value = &'static str> {
    one_of(&["a", "b", "c", "d"])
}

fn person() -> impl Strategy<Value = &'static str> {
    one_of(&["p", "q", "r"])
}

/// Rows of the tables of companies, seats, ties, deals and accounts.
type Tables = [Vec<String>; 5];

fn tables() -> impl Strategy<Value = Tables> {
    let country = one_of(&["US", "DE", "GB", "FR", "HK", ""]);
    let name = one_of(&["Alpha AG", "Heal Foundation", "Beta GmbH", "Gamma"]);
    let companies = prop::collection::vec(
        (name, country, one_of(&["yes", "no", ""]), one_of(&["", "1234"]))
            .prop_map(|(name, country, listed, cik)| format!("{name},{country},{listed},{cik}")),
        4,
    );
    let role = one_of(&["director", "ceo", "Interim CEO", "chair", "Aufsichtsrat", "Vorstand", "cfo", "observer"]);
    let committee = one_of(&["", "audit", "compensation", "audit;pay"]);
    let seat = (person(), company(), role, committee, date(), end());
    let seats = prop::collection::vec(
        seat.prop_map(|(person, company, role, committee, start, end)| {
            format!("{person},{company},{role},{committee},{start},{end}")
        }),
        1..14,
    );
    let share = one_of(&["", "5", "12", "25", "60"]);
    let between = (company(), one_of(&["owns", "parent-of", "auditor-of", "adviser-of"]), company(), share);
    let of_person =
        (person(), one_of(&["owns", "employee-of", "partner-of", "representative-of"]), company(), share_of_person());
    let kin = (person(), one_of(&["spouse-of", "son-of"]), person(), Just(""));
    let tie = prop_oneof![
        between.prop_map(|(a, kind, b, share)| (a, kind, b, share)),
        of_person.prop_map(|(a, kind, b, share)| (a, kind, b, share)),
        kin.prop_map(|(a, kind, b, share)| (a, kind, b, share)),
    ];
    let ties = prop::collection::vec(
        (tie, date(), date())
            .prop_map(|((a, kind, b, share), start, end)| format!("{a},{b},{kind},{start},{end},{share}")),
        0..10,
    );
    let kind = one_of(&["sale", "legal advice", "supply", "loan"]);
    let amount = one_of(&["", "4000", "150000", "3000000"]);
    let deal = (prop_oneof![date(), end()], kind, company(), company(), amount, one_of(&["USD", "EUR", "GBP", ""]));
    let deals = prop::collection::vec(
        deal.prop_map(|(date, kind, a, b, amount, currency)| format!("{date},{kind},{a};{b},{amount},{currency}")),
        0..5,
    );
    let accounts =
        (company(), one_of(&["2009", "2012", "2015"]), one_of(&["USD", "EUR", "GBP"]), one_of(&["", "1000000"]));
    let accounts = prop::collection::vec(
        accounts.prop_map(|(company, year, currency, amount)| {
            format!("{company},{year},{currency},{amount},{amount},{amount}")
        }),
        0..4,
    );
    (companies, seats, ties, deals, accounts).prop_map(|(a, b, c, d, e)| [a, b, c, d, e])
}

fn share_of_person() -> impl Strategy<Value = &'static str> {
    one_of(&["", "3", "11", "20"])
}

/// The graph of some rows. Rows that no data should have (an end before the start) may be among them.
fn graph([companies, seats, ties, deals, accounts]: &Tables, as_of: &str) -> BoardGraph {
    let folder = tempfile::tempdir().unwrap();
    let numbered = |rows: &[String], ids: &[&str]| -> String {
        rows.iter()
            .enumerate()
            .map(|(at, row)| format!("{},{row}\n", ids.get(at).map_or_else(|| format!("x{at}"), |id| (*id).to_owned())))
            .collect()
    };
    let plain = |rows: &[String]| rows.iter().map(|row| format!("{row}\n")).collect::<String>();
    for (name, text) in [
        ("companies", format!("id,name,country,listed,cik\n{}", numbered(companies, &["a", "b", "c", "d"]))),
        ("people", "id\np\nq\nr\n".to_owned()),
        (
            "seats",
            format!("person,company,role,committee,start,end\np,d,director,,2001-01-01,2002-01-01\n{}", plain(seats)),
        ),
        ("ties", format!("from,to,kind,start,end,share\n{}", plain(ties))),
        ("deals", format!("id,date,kind,parties,amount,currency\n{}", numbered(deals, &[]))),
        ("financials", format!("company,year,currency,total_sales,capital,total_assets\n{}", plain(accounts))),
    ] {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    let data = Dataset::open(folder.path()).unwrap();
    let as_of = as_of.parse::<PartialDate>().unwrap().latest();
    BoardGraph::new(data, BuildOptions::default().as_of(as_of))
}

fn is_sound(row: &Row) -> Result<(), TestCaseError> {
    prop_assert!(!row.reason.is_empty() && !row.citation.is_empty() && !row.legs.is_empty(), "{:?}", row);
    prop_assert!(row.verdict != Verdict::Unknown || !row.missing.is_empty(), "{} {}", row.test, row.reason);
    prop_assert!(row.verdict != Verdict::Clear || row.missing.is_empty(), "{} {}", row.test, row.reason);
    prop_assert!(row.missing.iter().all(|missing| !missing.trim().is_empty()));
    prop_assert!(row.coming.is_none() || row.reason.contains("f nothing changes"), "{}", row.reason);
    prop_assert!(!row.reason.contains("  ") && !row.reason.contains(": ."), "{}", row.reason);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rows_say_what_is_missing_and_counts_are_those_of_rows(
        tables in tables(),
        as_of in one_of(&["2011-06-01", "2014", "2020"]),
        at in one_of(&["", "2010-06-01", "2013", "2021-01-01"]),
    ) {
        let graph = graph(&tables, as_of);
        let query = Query { clock: clock(at), certain_only: false };
        for rule in SCREENS {
            let options =
                ScreenOptions { query, screens: vec![rule], ahead: Ahead::ONE_YEAR, ..ScreenOptions::default() };
            let rows = screen(&graph, Rulebook::bundled(), &options).rows;
            rows.iter().try_for_each(is_sound)?;
            let counted = count(&graph, Rulebook::bundled(), &options).remove(0);
            let of = |verdict: Verdict| rows.iter().filter(|row| row.verdict == verdict).count() as u64;
            prop_assert_eq!(
                (counted.breach, counted.watch, counted.unknown, counted.clear),
                (of(Verdict::Breach), of(Verdict::Watch), of(Verdict::Unknown), of(Verdict::Clear)),
                "{}", rule
            );
        }
    }
}
