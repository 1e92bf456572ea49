use proptest::prelude::*;

use crate::fixture::{boards, rows_at};
use crate::{Row, Screen, Verdict};

use Verdict::{Breach, Clear, Unknown};

struct Story<'s> {
    companies: &'s str,
    roles: [&'s str; 2],
    ties: &'s str,
    accounts: &'s str,
}

const LARGE: Story<'static> = Story {
    companies: "a,Alder Bank,US,commercial bank,,\nb,Birch Bank,US,savings bank,,\n",
    roles: ["director", "director"],
    ties: "",
    accounts: "a,2023,20000000000,\nb,2023,20000000000,\na,2022,20000000000,\nb,2022,20000000000,\n",
};

impl Story<'_> {
    fn rows(&self, at: &str) -> Vec<Row> {
        let [here, there] = self.roles;
        let graph = boards(&[
            ("companies", &format!("id,name,country,industry,town,state\nh,Hold,US,,,\n{}", self.companies)),
            ("people", "id,name\nann,Ann\n"),
            (
                "seats",
                &format!(
                    "person,company,role,start,end\nann,a,{here},2010-01-01,2030-01-01\nann,b,{there},2010-01-01,2030-01-01\n"
                ),
            ),
            ("ties", &format!("from,to,kind,start,share\n{}", self.ties)),
            ("financials", &format!("company,year,total_assets,currency\n{}", self.accounts)),
        ]);
        rows_at(&graph, Screen::Dimia, at)
    }

    fn told(&self, at: &str) -> Vec<(Verdict, bool)> {
        let rows = self.rows(at);
        for row in &rows {
            assert_eq!(row.missing.is_empty(), row.verdict != Unknown, "{}: {:?}", row.reason, row.missing);
            assert!(row.recalled.iter().any(|part| part.contains("metropolitan area")), "{:?}", row.recalled);
        }
        rows.iter().map(|row| (row.verdict, row.certain)).collect()
    }
}

#[test]
fn both_must_exceed_ten_billion() {
    let with = |a: &str, b: &str| {
        let accounts: String =
            [2021, 2022, 2023].iter().map(|year| format!("a,{year},{a},\nb,{year},{b},\n")).collect();
        Story { accounts: &accounts, ..LARGE }.told("2024-06-01")
    };
    assert_eq!(with("10000000001", "10000000001"), [(Breach, true)]);
    // At the threshold the area decides, and of that the data has nothing.
    assert_eq!(with("10000000000", "10000000001"), [(Unknown, true)]);
    assert_eq!(with("", "10000000001"), [(Unknown, true)]);
}

#[test]
fn the_thresholds_were_lower_before() {
    let accounts = "a,2018,2500000001,\nb,2018,1500000001,\na,2017,2500000001,\nb,2017,1500000001,\n\
                    a,2016,2500000001,\nb,2016,1500000001,\na,2015,2500000001,\nb,2015,1500000001,\n";
    let story = Story { accounts, ..LARGE };
    assert_eq!(story.told("2019-10-09"), [(Breach, true)]);
    assert_eq!(story.told("2019-10-10"), [(Unknown, true)]);
}

#[test]
fn one_town_is_one_area() {
    for (towns, verdict) in [
        ([",Dover,DE", ",Dover,DE"], Breach),
        ([",Dover,", ",DOVER,"], Breach),
        ([",Dover,DE", ",Dover,NH"], Unknown),
        ([",Dover,DE", ",Camden,DE"], Unknown),
    ] {
        let [x, y] = towns;
        let companies = format!("a,Alder Bank,US,bank{x}\nb,Birch Bank,US,bank{y}\n");
        let story = Story { companies: &companies, accounts: "a,2023,1000,\nb,2023,1000,\n", ..LARGE };
        assert_eq!(story.told("2024-06-01"), [(verdict, true)], "{towns:?}");
    }
}

#[test]
fn whoever_was_chosen_before_the_assets_grew_has_fifteen_months() {
    let accounts = "a,2020,1000,\nb,2020,20000000000,\na,2021,1000,\nb,2021,20000000000,\n\
                    a,2022,20000000000,\nb,2022,20000000000,\na,2023,20000000000,\nb,2023,20000000000,\n";
    let story = Story { accounts, ..LARGE };
    // Until then the area decides, so that the event is not known.
    assert_eq!(story.told("2022-06-01"), [(Unknown, true)]);
    assert_eq!(story.told("2023-01-01"), [(Unknown, false)]);
    assert_eq!(story.told("2024-04-01"), [(Unknown, false)]);
    assert_eq!(story.told("2024-04-02"), [(Breach, true)]);
}

#[test]
fn country_industry_office_and_affiliation_are_asked_for() {
    let told = |companies: &str, roles: [&'static str; 2], ties: &str| {
        let accounts = "a,2021,2e10,\nb,2021,2e10,\na,2022,2e10,\nb,2022,2e10,\na,2023,2e10,\nb,2023,2e10,\n";
        Story { companies, roles, ties, accounts }.told("2024-06-01").first().map(|found| found.0)
    };
    let directors = ["director", "director"];
    for (companies, roles, ties, expected) in [
        ("a,Alder,US,bank,,\nb,Birch,US,bank,,\n", directors, "", Some(Breach)),
        ("a,Alder,US,bank,,\nb,Birch,US,bank,,\n", ["ceo", "director"], "", Some(Breach)),
        ("a,Alder,US,bank,,\nb,Birch,US,bank,,\n", ["General Counsel", "director"], "", Some(Unknown)),
        ("a,Alder,US,bank,,\nb,Birch,US,bank,,\n", ["adviser", "director"], "", None),
        ("a,Alder,US,bank,,\nb,Birch,,bank,,\n", directors, "", Some(Unknown)),
        ("a,Alder,US,bank,,\nb,Birch,IT,bank,,\n", directors, "", None),
        ("a,Alder,US,bank,,\nb,Birch,US,software,,\n", directors, "", None),
        ("a,First National Bank,US,,,\nb,Birch,US,bank,,\n", directors, "", Some(Breach)),
        ("a,Alder,US,bank,,\nb,Birch,US,bank,,\n", directors, "h,a,owns,2009,60\nh,b,owns,2009,60\n", Some(Clear)),
        ("a,Alder,US,bank,,\nb,Birch,US,bank,,\n", directors, "h,a,owns,2009,\nh,b,owns,2009,60\n", Some(Unknown)),
    ] {
        assert_eq!(told(companies, roles, ties), expected, "{companies} {roles:?} {ties}");
    }
}

#[test]
fn the_example_of_the_page_is_told_as_there() {
    let data = interlocks_dataset::Dataset::open("../../docs/examples/dimia.json").unwrap();
    let graph = interlocks_graph::BoardGraph::new(data, interlocks_graph::BuildOptions::default());
    let rows = rows_at(&graph, Screen::Dimia, "2024-06-01");
    assert_eq!(rows.iter().map(|row| (row.verdict, row.certain)).collect::<Vec<_>>(), [(Breach, true)]);
}

/// The Act for one town or none, and known assets of every year: day by day.
fn by_the_letter(assets: &[[u64; 2]], chosen: [usize; 2], at: usize, town: bool) -> Verdict {
    let large = |year: usize| year > 0 && assets[year - 1].iter().all(|assets| *assets > 10);
    if town {
        return Breach;
    }
    if !large(at) {
        return Unknown;
    }
    // The area of every year is open, so the event is, until the time after its last possible day is over.
    let since = (0..=at).rev().take_while(|year| large(*year)).last().unwrap_or(at);
    if at > since || since <= chosen[0].max(chosen[1]) { Breach } else { Unknown }
}

proptest! {
    #[test]
    fn every_year_of_assets_is_that_of_the_letter(
        assets in prop::collection::vec([9u64..13, 9u64..13], 5),
        chosen in [0usize..3, 0usize..3],
        town in prop::bool::ANY,
    ) {
        let mut accounts = String::new();
        for (at, [x, y]) in assets.iter().enumerate() {
            accounts += &format!("a,{0},{x}000000000,\nb,{0},{y}000000000,\n", 2020 + at);
        }
        let place = if town { "Dover,DE" } else { "," };
        let graph = boards(&[
            ("companies", &format!("id,name,country,industry,town,state\na,A,US,bank,{place}\nb,B,US,bank,{place}\n")),
            ("seats", &format!(
                "person,company,role,start,end\nann,a,director,{}-01-01,2030-01-01\nann,b,director,{}-01-01,2030-01-01\n",
                2020 + chosen[0], 2020 + chosen[1],
            )),
            ("financials", &format!("company,year,total_assets,currency\n{accounts}")),
        ]);
        // Seen in June, the time after the first day of a year is either running or over.
        for at in chosen[0].max(chosen[1]).max(1)..=5 {
            let rows = rows_at(&graph, Screen::Dimia, &format!("{}-06-01", 2020 + at));
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].verdict, by_the_letter(&assets, chosen, at, town), "{}: {}", at, &rows[0].reason);
        }
    }
}
