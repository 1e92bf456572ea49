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
        "b.csv:2:7: max_total_boards: 'many' is not a whole number of 0 or more"
    );
    let rules = "rule_id,rule,parameter\nus-s8,Section 8,grace_days=a\n";
    assert!(
        said([None, None, Some(("c.csv", rules))])
            .starts_with("c.csv:2:3: parameter: 'grace_days=a': 'a' is not a number")
    );
    let rules = "rule_id,rule,parameter\nown,Own,lookback_years=2\n";
    assert!(
        said([None, None, Some(("c.csv", rules))]).starts_with("c.csv:2:3: parameter: 'lookback_years' does not say")
    );
    let rules = "rule_id,rule,parameter,jurisdiction\nx,X,tenure_years=2,Utopia\n";
    let message = said([None, None, Some(("c.csv", rules))]);
    assert_eq!(message, "c.csv:2:4: jurisdiction: 'Utopia' is no country, EU or IFRS");
}

#[test]
fn rows_can_be_added_to_the_bundled_ones_or_take_their_place() {
    let limits = "rule_id,body,force,applies_to,max_total_boards\niss-ceo,ISS,advisory,chief executive,2\nx,X,investor,director,4\n";
    let thresholds =
        "year,effective,capital_surplus_profits_usd,competitive_sales_usd\n2026,2026-02,1,1\n2030,2030,2,2\n";
    let tables = [Some(("t.csv", thresholds)), Some(("l.csv", limits)), None];
    let (added, bundled) = (Rulebook::parse_added(tables).unwrap(), Rulebook::bundled());
    let ids = |book: &Rulebook| book.limits().iter().map(|limit| limit.id.clone()).collect::<Vec<String>>();
    assert_eq!(ids(&added), [ids(bundled), vec!["x".to_owned()]].concat());
    assert_eq!(added.limits().iter().find(|limit| limit.id == "iss-ceo").unwrap().most, 2);
    assert_eq!(added.thresholds().len(), bundled.thresholds().len() + 1);
    assert_eq!(added.thresholds_on(day("2026-06-01")).candidates[0].row.capital, 1.0);
    assert_eq!(Rulebook::parse_added([None, None, None]).unwrap().limits(), bundled.limits());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILES[1]), limits).unwrap();
    std::fs::write(folder.path().join("companies.csv"), "id\n").unwrap();
    assert_eq!(Rulebook::open(folder.path()).unwrap().limits().len(), 2);
    assert_eq!(Rulebook::open_added(folder.path()).unwrap().limits().len(), bundled.limits().len() + 1);
    std::fs::write(folder.path().join("conflict_rule.csv"), "rule_id\n").unwrap();
    let said = Rulebook::open(folder.path()).unwrap_err().to_string();
    assert!(said.ends_with("no table of rules has this name; did you mean 'conflict_rules.csv'?"), "{said}");
}

/// Slips of the pen that a reader made, and what is said about each.
#[test]
fn a_slip_in_a_table_is_an_error_and_not_another_rule() {
    let head = "rule_id,body,force,jurisdiction,from,to,applies_to,max_total_boards,counts,where,own,chair,vote,groups,text_seen";
    let limit = |cells: &str| {
        let text = format!("{head}\n{cells}\n");
        Rulebook::parse([None, Some(("l.csv", &text)), None]).map(|_| ()).unwrap_err().to_string()
    };
    for (cells, said) in [
        (
            "x,X,investr,,,,director,4,,,,,,,",
            "2:3: force: 'investr' is none of binding, comply-or-explain, advisory and investor; did you mean 'investor'?",
        ),
        ("x,X,,,,,director,4,,,,,,,", "2:3: force: the cell is empty"),
        ("x,X,binding,XX,,,director,4,,,,,,,", "2:4: jurisdiction: 'XX' is no country and not EU"),
        ("x,X,binding,,2020,2019,director,4,,,,,,,", "2:6: to: the limit ends on 2019, before it begins on 2020"),
        (
            "x,X,binding,,,,dircetor,4,,,,,,,",
            "2:7: applies_to: 'dircetor' is no class of directors; did you mean 'director'?",
        ),
        ("x,X,binding,,,,,4,,,,,,,", "2:7: applies_to: '' is no class of directors"),
        ("x,X,binding,,,,director,-1,,,,,,,", "2:8: max_total_boards: '-1' is not a whole number of 0 or more"),
        (
            "x,X,binding,,,,director,4,listd,,,,,,",
            "2:9: counts: 'listd' is none of listed, public and all; did you mean 'listed'?",
        ),
        ("x,X,binding,,,,director,4,,hoem,,,,,", "2:10: where: 'hoem' is none of home and world; did you mean 'home'?"),
        ("x,X,binding,,,,director,4,,,outsde,,,,", "2:11: own: 'outsde' is none of outside; did you mean 'outside'?"),
        (
            "x,X,binding,,,,director,4,,,,dubble,,,",
            "2:12: chair: 'dubble' is none of double and barred; did you mean 'double'?",
        ),
        (
            "x,X,binding,,,,director,4,,,,,notchaired,,",
            "2:13: vote: 'notchaired' is none of outside, not-chaired and may; did you mean 'not-chaired'?",
        ),
        (
            "x,X,binding,,,,director,4,,,,,,onec,",
            "2:14: groups: 'onec' is none of once, free:NUMBER and below:NUMBER; did you mean 'once'?",
        ),
        ("x,X,binding,,,,director,4,,,,,,,maybe", "2:15: text_seen: 'maybe' is none of yes, no and partly"),
        (
            "x,X, s. 12,binding,,,,director,4,,,,,,,,",
            "2:16: the row has 17 cells, and there are 15 columns; put a text with commas in quotes",
        ),
        ("x,X,binding,,,,director,4\nx,X,binding,,,,director,5", "3:1: rule_id: 'x' is in line 2 already"),
        (",X,binding,,,,director,4", "2:1: rule_id: the cell is empty"),
    ] {
        let found = limit(cells);
        assert!(found.starts_with(&format!("l.csv:{said}")), "{cells}: {found}");
    }
    let columns = |header: &str| {
        let text = format!("{header}\n");
        Rulebook::parse([None, Some(("l.csv", &text)), None]).unwrap_err().to_string()
    };
    let required = "rule_id,body,force,applies_to,max_total_boards";
    let said = columns(&format!("{required},cuonts"));
    assert!(
        said.starts_with(
            "l.csv:1:6: this table has no column 'cuonts'; did you mean 'counts'? Its columns are rule_id, body"
        ),
        "{said}"
    );
    assert!(
        columns(&format!("{required},colour"))
            .starts_with("l.csv:1:6: this table has no column 'colour'. Its columns are")
    );
    assert_eq!(columns(&format!("{required},body")), "l.csv:1:6: the column 'body' is there twice");
    assert_eq!(columns("rule_id,body,force"), "l.csv:1:1: there are no columns 'applies_to' and 'max_total_boards'");

    let parameter = |id: &str, cell: &str| {
        let text = format!("rule_id,rule,jurisdiction,parameter\n{id},Code,PT,{cell}\n");
        match Rulebook::parse([None, None, Some(("r.csv", &text))]) {
            Ok(book) => Ok(book.statute(id).unwrap().clone()),
            Err(error) => Err(error.to_string()),
        }
    };
    for (id, cell, said) in [
        (
            "pt",
            "employe_years=4",
            "no rule of this kind has the number 'employe_years'; did you mean 'employee_years'?",
        ),
        (
            "nyse-303a02",
            "employe_years=4",
            "no rule of this kind has the number 'employe_years'; did you mean 'employee_years'?",
        ),
        ("pt", "turnover_eur=4", "no rule of this kind has the number 'turnover_eur'; it may have auditor_all, "),
        ("pt", "employee_years =4", "'=4' is not NAME=NUMBER; write it without blanks around the sign"),
        ("pt", "employee_years 4", "'employee_years' has no number; write NAME=NUMBER without blanks"),
        ("nyse-303a02", "employee_years 4", "'employee_years' has no number; write NAME=NUMBER without blanks"),
        ("pt", "tenure_years=9 employee", "'employee' is no NAME=NUMBER and none of competitors"),
        ("pt", "employee_years=-4", "'employee_years=-4': '-4' is not a number of 0 or more"),
        ("pt", "employee_years=NaN", "'employee_years=NaN': 'NaN' is not a number of 0 or more"),
        (
            "pt",
            "employee_years=4;auditor_years=2",
            "'employee_years=4;auditor_years=2' has two names; put a blank between two parameters",
        ),
        ("pt", "employee_years=4 employee_years=5", "'employee_years' is there twice"),
        ("pt", "tenure_years=9 from_day=2018", "'from_day=2018': '2018' is no day; write it as 20250701 or 2025-07-01"),
        ("pt", "tenure_years=9 from_day=20181301", "'from_day=20181301': '20181301' is no day"),
        (
            "pt",
            "tenure_years=9 from_day=2018-01-02 to_day=20180101",
            "the rule ends on 20180101, before it begins on 20180102",
        ),
        ("pt", "", "the row asks nothing: name a look-back or a limit"),
        ("pt", "auditor_employees=1", "the row asks nothing: name a look-back or a limit"),
        ("pt", "competitors here:directr", "'directr' is none of director, chief, office; did you mean 'director'?"),
        (
            "pt",
            "competitors tenure_years=9",
            "no rule of this kind has the number 'tenure_years'; it may have days and from_day",
        ),
        (
            "pt",
            "competitor days=9",
            "'competitor' is no NAME=NUMBER and none of competitors, waiver, here:OFFICE, there:OFFICE, where:both and where:here; did you mean 'competitors'?",
        ),
    ] {
        let found = parameter(id, cell).unwrap_err();
        assert!(found.starts_with(&format!("r.csv:2:4: parameter: {said}")), "{cell}: {found}");
    }
    for (cell, day) in [
        ("tenure_years=9 from_day=2018-01-31", "2018-01-31"),
        ("competitors from_day=20180131 revenue_eur>5", "2018-01-31"),
    ] {
        assert_eq!(parameter("pt", cell).unwrap().day("from_day").unwrap().to_string(), day);
    }
}
