use super::*;
use interlocks_core::model::{Day, PartialDate};

fn day(text: &str) -> Day {
    text.parse::<PartialDate>().unwrap().earliest()
}

fn in_force(date: &str) -> (Vec<i16>, bool) {
    let found = Rulebook::bundled().thresholds_on(day(date));
    (
        found
            .candidates
            .iter()
            .flat_map(|standing| [Some(standing.row), standing.next])
            .flatten()
            .map(|row| row.year)
            .collect(),
        found.stand_in,
    )
}

#[test]
fn the_bundled_tables_are_read_in_full() {
    let book = Rulebook::parse([None, None, None]).unwrap();
    assert_eq!(book.thresholds().len(), 26);
    assert_eq!(book.limits().len(), 65);
    assert_eq!(book.statute("uk-code-10").unwrap().number("tenure_years"), Some(9.0));
    assert_eq!(book.number(parameter::ITALY_EUR_SINCE), 30_000_000.0);
    assert!(book.statute("us-s8").unwrap().recalled);
    let find = |id: &str| book.limits().iter().find(|limit| limit.id == id).unwrap();
    assert!(find("de-aktg-100").chair_double && find("de-aktg-100").groups == Groups::FreeBelow(5));
    assert_eq!(find("eu-crd-91").groups, Groups::Once);
    assert!(!find("iss-ceo").recalled && find("fr-l225-94-1").recalled);
    assert!(find("iss-ceo").vote.outside && !find("iss-director-2017").vote.outside);
    assert!(find("de-dcgk-c5").outside && find("de-dcgk-c5").counts == Counts::Listed);
    assert!(find("in-s165").counts == Counts::All && find("in-sebi-17a").counts == Counts::Listed);
    assert!(!find("in-s165").world && find("cii-ceo").world && find("de-dcgk-c4").world);
    assert!(find("cii-ceo").is_policy() && find("cii-ceo").least() == 1 && find("cii-ceo").condition.is_empty());
    assert!(!find("uk-code-15").is_policy() && !find("uk-code-15").condition.is_empty());
    for threshold in book.thresholds() {
        assert_eq!(threshold.sales * 10.0, threshold.capital, "{}", threshold.year);
    }
}

#[test]
fn a_threshold_holds_from_its_publication_to_the_next() {
    for (date, years, stand_in) in [
        ("1990-11-15", vec![], false),
        ("1990-11-16", vec![1990], false),
        ("1990-12-31", vec![1990], false),
        // The years between are between their neighbours.
        ("1991-01-01", vec![1990, 1996], true),
        ("1993-06-01", vec![1990, 1996], true),
        ("1996-03-01", vec![1990, 1996, 1996], true),
        ("1996-03-31", vec![1996], false),
        ("1999-06-01", vec![1996, 2003], true),
        ("2003-01-22", vec![1996, 2003], true),
        ("2003-01-23", vec![2003], false),
        ("2008-01-28", vec![2007], false),
        ("2008-01-29", vec![2008], false),
        ("2009-01-12", vec![2008], false),
        ("2009-01-13", vec![2009], false),
        ("2019-02-18", vec![2018], false),
        ("2019-02-19", vec![2018, 2019], false),
        ("2019-03-03", vec![2018, 2019], false),
        ("2019-03-31", vec![2019], false),
        ("2023-01-15", vec![2022, 2023], false),
        ("2026-06-01", vec![2026], false),
        ("2027-03-01", vec![2026], false),
        ("2027-06-01", vec![2026], true),
    ] {
        assert_eq!(in_force(date), (years, stand_in), "{date}");
    }
}

#[test]
fn a_table_of_ones_own_takes_the_place_of_the_bundled_one() {
    let rules = "rule_id,rule,parameter\nus-s8,Section 8,grace_years=2\n";
    let book = Rulebook::parse([None, None, Some(("own.csv", rules))]).unwrap();
    assert_eq!(book.number(parameter::GRACE_YEARS), 2.0);
    assert_eq!(book.number(parameter::EACH_PERCENT), 4.0);
    // The rules that it does not have are the bundled ones; so are the numbers that a row does not state.
    assert!(book.statute("us-s8").unwrap().rule == "Section 8" && book.statute("ias-24").is_some());
    let rules = "rule_id,rule,parameter\nnyse-303a02,NYSE,employee_years=2\n";
    let book = Rulebook::parse([None, None, Some(("own.csv", rules))]).unwrap();
    let number = |name: &str| book.statute("nyse-303a02").unwrap().number(name);
    assert_eq!((number("employee_years"), number("family_years")), (Some(2.0), Some(3.0)));
    assert_eq!(book.statute("nyse-303a02").unwrap().jurisdiction, "US");
    // Years that are not named, as other tables have them.
    let rules = "rule_id,rule,parameter\nnyse-303a02,NYSE,lookback_years=2\nuk-code-10,UK,lookback_years=4;2;8\n";
    let book = Rulebook::parse([None, None, Some(("own.csv", rules))]).unwrap();
    let number = |id: &str, name: &str| book.statute(id).unwrap().number(name).unwrap();
    let nyse = ["employee_years", "auditor_years", "payments_years", "payments_percent"];
    assert_eq!(nyse.map(|name| number("nyse-303a02", name)), [2.0, 2.0, 2.0, 2.0]);
    let uk = ["employee_years", "business_years", "tenure_years", "cross_years", "family_board_years"];
    assert_eq!(uk.map(|name| number("uk-code-10", name)), [4.0, 2.0, 8.0, 0.0, 0.0]);
    let limits = "rule_id,body,force,from,to,applies_to,max_total_boards,note\nx,X,advisory,,,director,3,chair counts double; group seats count once\n";
    let book = Rulebook::parse([None, Some(("own.csv", limits)), None]).unwrap();
    let limit = &book.limits()[0];
    assert!(limit.chair_double && limit.groups == Groups::Once && limit.most == 3 && limit.recalled);
    assert_eq!(limit.counts, Counts::Listed);
    // What a table has no columns for is read in its notes.
    let limits = "rule_id,body,force,from,to,applies_to,max_total_boards,note\n\
                  a,A,binding,,,director,3,\nb,B,binding,,,director of listed entities,3,\n\
                  c,C,comply-or-explain,,,management board member,2,outside supervisory seats\n\
                  d,D,advisory,,,chief executive,2,own company in the top half of its peers\n";
    let book = Rulebook::parse([None, Some(("own.csv", limits)), None]).unwrap();
    let said: Vec<_> = book.limits().iter().map(|l| (l.counts, l.outside, l.allowed_if.is_none())).collect();
    let (listed, all) = (Counts::Listed, Counts::All);
    assert_eq!(said, [(all, false, true), (listed, false, true), (listed, true, true), (listed, false, false)]);
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_place() {
    let said = |tables: [Option<(&str, &str)>; 3]| Rulebook::parse(tables).unwrap_err().to_string();
    let thresholds = "year,effective,capital_surplus_profits_usd,competitive_sales_usd\n2008,2008-01-32,1,1\n";
    assert!(said([Some(("a.csv", thresholds)), None, None]).starts_with("a.csv:2:2: effective: "));
    let thresholds = "year,effective,capital_surplus_profits_usd\n";
    assert_eq!(
        said([Some(("a.csv", thresholds)), None, None]),
        "a.csv:1:1: there is no column 'competitive_sales_usd'"
    );
    let limits = "rule_id,body,force,from,to,applies_to,max_total_boards\nx,X,advisory,,,director,many\n";
    assert_eq!(
        said([None, Some(("b.csv", limits)), None]),
        "b.csv:2:7: max_total_boards: 'many' is not a whole number"
    );
    let rules = "rule_id,rule,parameter\nus-s8,Section 8,grace_days=a\n";
    assert!(said([None, None, Some(("c.csv", rules))]).starts_with("c.csv:2:3: 'grace_days=a' is not"));
    let rules = "rule_id,rule,parameter\nown,Own,lookback_years=2\n";
    assert!(said([None, None, Some(("c.csv", rules))]).starts_with("c.csv:2:3: 'lookback_years' does not say"));
    let rules = "rule_id,rule,parameter,jurisdiction\nx,X,tenure_years=2,Utopia\n";
    let message = said([None, None, Some(("c.csv", rules))]);
    assert_eq!(message, "c.csv:2:4: jurisdiction: 'Utopia' is no country, EU or IFRS");
}
