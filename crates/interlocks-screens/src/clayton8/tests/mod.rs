//! Examples of section 8.

mod edges;
mod kinds;

use crate::fixture::{boards, clock, rows_at, rows_for};
use crate::{Answer, Row, Screen, ScreenOptions, Verdict};
use interlocks_analysis::Query;
use interlocks_graph::BoardGraph;

use Verdict::{Breach, Clear, Unknown, Watch};

const COMPANIES: &str = "id,name,industry,sic\na,Alder,software,7370\nb,Birch,software,7372\nf,Fund,private equity,\n";
const PEOPLE: &str = "id,name\nann,Ann\nbob,Bob\n";

/// Ann, director of one and chief executive of the other since before the two competed.
const SEATS: &str = "person,company,role,start,end\nann,a,director,2005-06-01,2012-06-01\nann,b,chief executive,2004-01-01,2012-06-01\n";
const TIES: &str = "from,to,kind,start,end\na,b,competitor-of,2000-01-01,\n";

/// The figures of both companies for every year from 2003 on: capital, competitive sales, all sales.
#[derive(Clone, Copy)]
struct Stated<'s> {
    a: [&'s str; 3],
    b: [&'s str; 3],
}

const LARGE: Stated<'static> =
    Stated { a: ["100000000", "50000000", "500000000"], b: ["100000000", "50000000", "500000000"] };

fn financials(stated: Stated<'_>) -> String {
    let mut text = "company,competitor,year,capital_surplus_profits,competitive_sales,total_sales\n".to_owned();
    for year in 2003..2012 {
        let ([ca, sa, ta], [cb, sb, tb]) = (stated.a, stated.b);
        text.push_str(&format!("a,b,{year},{ca},{sa},{ta}\nb,a,{year},{cb},{sb},{tb}\n"));
    }
    text
}

fn case(seats: &str, ties: &str, financials: &str) -> BoardGraph {
    let tables = [("companies", COMPANIES), ("people", PEOPLE), ("seats", seats), ("ties", ties)];
    let accounts = [("financials", financials)];
    boards(&if financials.is_empty() { tables.to_vec() } else { [&tables[..], &accounts[..]].concat() })
}

fn only(rows: Vec<Row>) -> Row {
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows.into_iter().next().unwrap()
}

fn met(row: &Row, leg: &str) -> Answer {
    row.legs.iter().find(|own| own.leg == leg).unwrap().met
}

#[test]
fn every_exemption_is_tried_on_both_sides_of_its_line() {
    let a = |a: [&'static str; 3]| Stated { a, ..LARGE };
    for (label, stated, at, verdict) in [
        ("both large", LARGE, "2009-06-01", Breach),
        ("capital at the threshold of 2009", a(["26161000", "50000000", "500000000"]), "2009-06-01", Clear),
        ("capital above it", a(["26161001", "50000000", "500000000"]), "2009-06-01", Breach),
        ("the day before that of 2009 is published", a(["25500000", "50000000", "500000000"]), "2009-01-12", Breach),
        ("the day it is published", a(["25500000", "50000000", "500000000"]), "2009-01-13", Clear),
        ("sales below the threshold", a(["100000000", "2616099", "50000000"]), "2009-06-01", Clear),
        ("sales at the threshold", a(["100000000", "2616100", "50000000"]), "2009-06-01", Breach),
        ("sales below that of 2009, not that of 2008", a(["100000000", "2600000", "50000000"]), "2009-01-12", Breach),
        ("sales below it once published", a(["100000000", "2600000", "50000000"]), "2009-01-13", Clear),
        ("below two per cent of its sales", a(["100000000", "9999999", "500000000"]), "2009-06-01", Clear),
        ("two per cent of its sales", a(["100000000", "10000000", "500000000"]), "2009-06-01", Breach),
        (
            "both below four per cent",
            Stated { a: ["100000000", "19999999", "500000000"], b: ["100000000", "19999999", "500000000"] },
            "2009-06-01",
            Clear,
        ),
        (
            "one at four per cent",
            Stated { a: ["100000000", "19999999", "500000000"], b: ["100000000", "20000000", "500000000"] },
            "2009-06-01",
            Breach,
        ),
        ("all sales unknown, capital too small", a(["1000000", "", ""]), "2009-06-01", Clear),
        ("capital unknown, sales small", a(["", "1000000", "50000000"]), "2009-06-01", Clear),
        ("capital unknown, sales large", a(["", "50000000", "500000000"]), "2009-06-01", Unknown),
        ("competitive sales unknown", a(["100000000", "", "500000000"]), "2009-06-01", Unknown),
        ("all sales of one unknown", a(["100000000", "50000000", ""]), "2009-06-01", Unknown),
        ("no accounts of the year before", LARGE, "2003-06-01", Unknown),
    ] {
        let seats = "person,company,role,start,end\nann,a,director,2002-06-01,2012-06-01\nann,b,chief executive,2001-01-01,2012-06-01\n";
        let graph = case(seats, TIES, &financials(stated));
        // Whoever was chosen when figures were unknown may have been eligible; that is long ago.
        let row = only(rows_at(&graph, Screen::Clayton8, at));
        assert_eq!((row.verdict, row.certain), (verdict, true), "{label}: {}", row.reason);
        assert_eq!(row.missing.is_empty(), verdict != Unknown, "{label}: {:?}", row.missing);
    }
}

#[test]
fn what_is_missing_is_named() {
    let graph = case(SEATS, TIES, &financials(Stated { b: ["", "50000000", ""], ..LARGE }));
    let row = only(rows_at(&graph, Screen::Clayton8, "2009-06-01"));
    assert_eq!(
        row.missing,
        [
            "capital, surplus and undivided profits of Birch for the fiscal year that ended 2008-12-31",
            "total sales of Birch for the fiscal year that ended 2008-12-31"
        ]
    );
    let graph = case(SEATS, TIES, "");
    let row = only(rows_at(&graph, Screen::Clayton8, "2009-06-01"));
    assert_eq!((row.verdict, row.missing.len()), (Unknown, 6));
    let text = "company,competitor,year,capital_surplus_profits,competitive_sales,total_sales,currency\n";
    let euros = format!("{text}a,b,2008,100000000,50000000,500000000,EUR\nb,a,2008,100000000,50000000,500000000,usd\n");
    let row = only(rows_at(&case(SEATS, TIES, &euros), Screen::Clayton8, "2009-06-01"));
    assert!(row.verdict == Unknown && row.missing.iter().all(|input| input.contains("in USD, not in EUR")));
    let twice = format!("{}a,,2008,99,,\n", financials(LARGE));
    let row = only(rows_at(&case(SEATS, TIES, &twice), Screen::Clayton8, "2009-06-01"));
    assert!(row.verdict == Unknown && row.missing[0].ends_with("rows state different figures"), "{:?}", row.missing);
    // Before the first threshold of the table the test was another.
    let seats = "person,company,role,start,end\nann,a,director,1980,1990\nann,b,director,1980,1990\n";
    let ties = "from,to,kind,start,end\na,b,competitor-of,1970,\n";
    let row = only(rows_at(&case(seats, ties, &financials(LARGE)), Screen::Clayton8, "1985"));
    assert!(row.missing.iter().any(|input| input.starts_with("the thresholds in force")), "{:?}", row.missing);
    // A bank is left to other law.
    let companies = COMPANIES.replace("a,Alder,software", "a,Alder,retail banking");
    let tables =
        [("companies", companies.as_str()), ("seats", SEATS), ("ties", TIES), ("financials", &financials(LARGE))];
    let row = only(rows_at(&boards(&tables), Screen::Clayton8, "2009-06-01"));
    assert_eq!((row.verdict, met(&row, "commerce")), (Unknown, Answer::Unknown));
}

#[test]
fn whoever_was_eligible_when_chosen_has_a_year() {
    // Alder passes the threshold with the year that ends in February 2009.
    let grown = |ends: &str| {
        let head = "company,competitor,year,end,capital_surplus_profits,competitive_sales,total_sales\n".to_owned();
        (2003..2012).fold(head, |text, year| {
            let capital = if year < 2009 { "1" } else { "100000000" };
            let alder = format!("a,b,{year},{year}-{ends},{capital},50000000,500000000\n");
            text + &alder + &format!("b,a,{year},,100000000,50000000,500000000\n")
        })
    };
    let seats = |start: &str| {
        format!("person,company,role,start,end\nann,a,director,{start},2012-06-01\nann,b,ceo,2004-01-01,2012-06-01\n")
    };
    for (label, chosen, ends, at, verdict, certain) in [
        ("before", "2005-06-01", "02-28", "2009-02-28", Clear, true),
        ("in the year of grace", "2005-06-01", "02-28", "2009-03-01", Watch, true),
        ("its last day", "2005-06-01", "02-28", "2010-02-28", Watch, true),
        ("one year from the event", "2005-06-01", "02-28", "2010-03-01", Watch, true),
        ("the day after", "2005-06-01", "02-28", "2010-03-02", Breach, true),
        ("the year ended some day of a month", "2005-06-01", "02", "2009-02-15", Watch, false),
        ("grace may be over", "2005-06-01", "02", "2010-02-15", Breach, false),
        ("grace is over", "2005-06-01", "02", "2010-03-02", Breach, true),
        ("chosen when it was there", "2009-03-01", "02-28", "2009-03-01", Breach, true),
        ("chosen the day before", "2009-02-28", "02-28", "2009-03-01", Watch, true),
        ("chosen about then", "2009", "02-28", "2009-12-31", Breach, false),
    ] {
        let row = only(rows_at(&case(&seats(chosen), TIES, &grown(ends)), Screen::Clayton8, at));
        assert_eq!((row.verdict, row.certain), (verdict, certain), "{label}: {}", row.reason);
    }
    // The ban may also come with growth.
    let mut text = financials(LARGE);
    text = text.replace("a,b,2007,100000000", "a,b,2007,1").replace("a,b,2006,100000000", "a,b,2006,1");
    text = text.replace("a,b,2005,100000000", "a,b,2005,1").replace("a,b,2004,100000000", "a,b,2004,1");
    let graph = case(SEATS, TIES, &text);
    let verdict = |at: &str| only(rows_at(&graph, Screen::Clayton8, at)).verdict;
    assert_eq!([verdict("2008-12-31"), verdict("2009-01-01"), verdict("2010-01-01")], [Clear, Watch, Watch]);
    assert_eq!(verdict("2010-01-02"), Breach);
    // If the figures of that time are unknown, so is eligibility.
    let unknown = text.replace("a,b,2004,1", "a,b,2004,").replace("a,b,2005,1", "a,b,2005,");
    let unknown = unknown.replace("a,b,2006,1", "a,b,2006,").replace("a,b,2007,1", "a,b,2007,");
    let graph = case(SEATS, TIES, &unknown);
    let verdict = |at: &str| only(rows_at(&graph, Screen::Clayton8, at)).verdict;
    assert_eq!([verdict("2008-12-31"), verdict("2009-06-01"), verdict("2010-01-02")], [Unknown, Unknown, Breach]);
}

#[test]
fn half_known_dates_make_a_breach_possible() {
    let seats = |start: &str, end: &str| {
        format!("person,company,role,start,end\nann,a,director,{start},{end}\nann,b,director,2004-01-01,2012-06-01\n")
    };
    for (start, end, at, verdict, certain) in [
        ("2008", "2012", "2008-06-01", Some(Breach), false),
        ("2008", "2012", "2009-06-01", Some(Breach), true),
        ("2008", "2012", "2008", Some(Breach), false),
        ("2008", "2009", "2009-06-01", Some(Breach), false),
        ("", "2009-07-01", "2009-06-30", Some(Breach), true),
        ("2008", "2009-06-01", "2009-06-01", None, true),
    ] {
        let graph = case(&seats(start, end), TIES, &financials(LARGE));
        let rows = rows_at(&graph, Screen::Clayton8, at);
        assert_eq!(rows.first().map(|row| row.verdict), verdict, "{start} to {end} at {at}: {rows:#?}");
        assert!(rows.iter().all(|row| row.certain == certain), "{start} to {end} at {at}: {rows:#?}");
    }
}

#[test]
fn observers_are_watched_and_advisers_are_not() {
    for (roles, verdict, test) in [
        (["director", "officer"], Some(Breach), "section-8"),
        (["cfo", "coo"], Some(Breach), "section-8"),
        (["observer", "director"], Some(Watch), "section-8-observer"),
        (["observer", "observer"], Some(Watch), "section-8-observer"),
        (["director", "adviser"], None, ""),
    ] {
        let [x, y] = roles;
        let seats = format!(
            "person,company,role,start,end\nann,a,{x},2004-06-01,2012-06-01\nann,b,{y},2004-01-01,2012-06-01\n"
        );
        let rows = rows_at(&case(&seats, TIES, &financials(LARGE)), Screen::Clayton8, "2009-06-01");
        assert_eq!(rows.first().map(|row| row.verdict), verdict, "{roles:?}");
        assert!(rows.iter().all(|row| row.test == test), "{roles:?}");
    }
}

#[test]
fn a_firm_acts_through_its_people() {
    let both = "person,company,role,start,end\nann,a,director,2004,2012\nbob,b,director,2004,2012\n";
    let seats = |ann: &str, bob: &str| format!("{both}{ann}{bob}");
    let owned = format!("{TIES}f,a,owns,2001,\nf,b,owns,2001,\n");
    let tied = format!("{TIES}ann,f,represents,2001,\nbob,f,nominee-of,2001,\n");
    let half = format!("{TIES}ann,f,represents,2001,\nbob,f,employee-of,2001,\n");
    let appointed = format!("{TIES}ann,f,appointed-by,2001,\nf,bob,appointed,2001,\n");
    let (officers, directors) = (
        ["ann,f,officer,2003,2012\n", "bob,f,ceo,2003,2012\n"],
        ["ann,f,director,2003,2012\n", "bob,f,director,2003,2012\n"],
    );
    for (label, seats, ties, found) in [
        (
            "officers of one firm",
            seats(officers[0], officers[1]),
            TIES.to_owned(),
            // Nothing states a right to appoint them.
            Some((Watch, "section-8-deputation")),
        ),
        ("said to represent it", both.to_owned(), tied, Some((Breach, "section-8-deputation"))),
        ("said to be appointed by it", both.to_owned(), appointed, Some((Breach, "section-8-deputation"))),
        ("only one represents it", both.to_owned(), half, Some((Watch, "section-8-deputation"))),
        ("outside directors of one firm", seats(directors[0], directors[1]), TIES.to_owned(), None),
        (
            "outside directors of an owner of both",
            seats(directors[0], directors[1]),
            owned.clone(),
            Some((Watch, "section-8-owner")),
        ),
        (
            "officers of an owner of both",
            seats(officers[0], officers[1]),
            owned,
            Some((Breach, "section-8-deputation")),
        ),
        ("strangers", both.to_owned(), TIES.to_owned(), None),
        (
            "officers at different times",
            seats("ann,f,officer,2003,2005\n", "bob,f,officer,2006,2012\n"),
            TIES.to_owned(),
            None,
        ),
    ] {
        let rows = rows_at(&case(&seats, &ties, &financials(LARGE)), Screen::Clayton8, "2009-06-01");
        let verdicts: Vec<(Verdict, &str)> = rows.iter().map(|row| (row.verdict, row.test.as_str())).collect();
        assert_eq!(verdicts, found.into_iter().collect::<Vec<_>>(), "{label}");
    }
    // An officer of one of the two companies is not its deputy.
    let own = seats("ann,b,officer,2003,2012\n", "");
    let rows = rows_at(&case(&own, TIES, &financials(LARGE)), Screen::Clayton8, "2009-06-01");
    assert_eq!(rows.iter().map(|row| row.test.as_str()).collect::<Vec<_>>(), ["section-8"]);
}

#[test]
fn competition_is_stated_or_presumed() {
    let none = "from,to,kind,start,end\n";
    let at = |graph: &BoardGraph, digits: Option<usize>| {
        let query = Query { clock: clock("2009-06-01"), certain_only: false };
        let screens = vec![Screen::Clayton8];
        rows_for(graph, &ScreenOptions { query, screens, industry_digits: digits, ..ScreenOptions::default() })
    };
    let plain = case(SEATS, none, "");
    assert!(at(&plain, None).is_empty());
    assert!(at(&plain, Some(4)).is_empty());
    let row = only(at(&plain, Some(3)));
    assert!(row.verdict == Unknown && row.reason.contains("presumed"), "{}", row.reason);
    assert!(row.legs[1].text.starts_with("presumed"), "{:?}", row.legs);
    // Sales in competition with each other state it.
    let row = only(at(&case(SEATS, none, &financials(LARGE)), None));
    assert!(row.verdict == Breach && row.legs[1].text.starts_with("accounts state"), "{row:#?}");
    let over = "from,to,kind,start,end\na,b,competitor-of,2000,2008-06-01\n";
    assert!(at(&case(SEATS, over, ""), None).is_empty());
}

#[test]
fn the_year_of_accounts_is_the_last_one_completed() {
    let head = "company,competitor,year,end,capital_surplus_profits,competitive_sales,total_sales\n";
    let small_since = |end: &str| {
        let rows = format!("a,b,2008,{end},1,50000000,500000000\nb,a,2008,,100000000,50000000,500000000\n");
        format!(
            "{head}a,b,2007,2007-09-29,100000000,50000000,500000000\nb,a,2007,,100000000,50000000,500000000\n{rows}"
        )
    };
    let verdict =
        |end: &str, at: &str| only(rows_at(&case(SEATS, TIES, &small_since(end)), Screen::Clayton8, at)).verdict;
    assert_eq!(verdict("2008-09-27", "2008-09-27"), Unknown); // eligible when chosen? no figures of 2004
    assert_eq!(verdict("2008-09-27", "2008-09-28"), Clear);
    assert_eq!(verdict("2008-09", "2008-10-01"), Clear);
}

#[test]
fn the_example_of_the_page_is_told_as_there() {
    let data = interlocks_dataset::Dataset::open("../../docs/examples/rules.json").unwrap();
    let graph = BoardGraph::new(data, interlocks_graph::BuildOptions::default());
    let row = only(rows_at(&graph, Screen::Clayton8, "2024-06-01"));
    assert_eq!((row.verdict, row.certain), (Watch, true), "{}", row.reason);
    let legs: Vec<(&str, Answer)> = row.legs.iter().map(|leg| (leg.leg, leg.met)).collect();
    let (yes, no) = (Answer::Yes, Answer::No);
    let expected = [
        ("offices", yes),
        ("competitors", yes),
        ("commerce", yes),
        ("size", yes),
        ("exempt-small", no),
        ("exempt-either", no),
        ("exempt-each", no),
        ("corporations", yes),
        ("grace", yes),
    ];
    assert_eq!(legs, expected);
    let ever = only(rows_at(&graph, Screen::Clayton8, ""));
    assert_eq!((ever.verdict, ever.certain), (Unknown, true), "{}", ever.reason);
    let said = "Ann Lee holds an office at both Alder Software and Birch Systems while they compete. To decide whether \
                section 8 forbids this on 2019-05-10, give: ";
    assert!(ever.reason.starts_with(said), "{}", ever.reason);
    assert_eq!(ever.spells.hull().map(|span| span.to.plus(-1).to_string()).as_deref(), Some("2022-12-31"));
}
