use super::{Data, brief, seats};
use crate::fixture::{rows_at, rows_for};
use crate::{Screen, ScreenOptions, Verdict};
use interlocks_analysis::Query;

const NAMES: [&str; 3] = ["nyse-303a02", "nasdaq-5605", "uk-code-10"];

#[test]
fn a_company_is_put_to_the_rules_of_its_country_and_only_where_it_may_be_listed() {
    let rules = |acme: &str| -> Vec<String> {
        let mut rules: Vec<String> =
            rows_at(&seats("").graph(acme), Screen::Independence, "2013").into_iter().map(|row| row.test).collect();
        rules.sort();
        rules
    };
    assert_eq!(rules("US,yes"), ["nasdaq-5605", "nyse-303a02"]);
    assert_eq!(rules("United States,yes"), ["nasdaq-5605", "nyse-303a02"]);
    assert_eq!(rules("GB,yes"), ["uk-code-10"]);
    assert_eq!(rules("uk,yes"), ["uk-code-10"]);
    // Any rule of a country possibly applies where the country is not stated; that of Hong Kong is about the years later on.
    assert_eq!(rules(",yes"), ["de-dcgk-c7", "fr-afep-medef-10", "nasdaq-5605", "nyse-303a02", "uk-code-10"]);
    assert_eq!(rules("DE,yes"), ["de-dcgk-c7"]);
    assert_eq!(rules("FR,yes"), ["fr-afep-medef-10"]);
    assert_eq!(rules("JP,yes"), [""; 0]);
    assert_eq!(rules("US,no"), [""; 0]);
    assert_eq!(rules(",no"), [""; 0]);
}

#[test]
fn where_it_is_not_known_whether_the_company_is_listed_the_row_says_so() {
    let left = seats("ann,acme,ceo,2005-01-01,2012-06-01, | ann,acme,director,2005-01-01,,");
    for (rule, country) in NAMES.into_iter().zip(["US", "US", "GB"]) {
        let row = left.row(",", rule, "2013-01-01").unwrap();
        assert_eq!(brief(Some(&row)), "unknown listed=unknown employee=yes", "{rule}");
        assert_eq!(row.missing[1], "the country of Acme (country)");
        let row = left.row(&format!("{country},"), rule, "2013-01-01").unwrap();
        assert_eq!(brief(Some(&row)), "breach listed=unknown employee=yes", "{rule}");
        assert!(row.missing[0].starts_with("whether Acme is listed on"), "{:?}", row.missing);
        assert!(row.reason.contains("Ann Lee was an executive of Acme"), "{}", row.reason);
    }
}

#[test]
fn what_is_missing_can_be_sent_to_a_company_secretary() {
    let data = Data {
        seats: "ann,corp,ceo,2010-01-01,, | cid,acme,cfo,2008-01-01,, | cid,corp,director,2010-01-01,,",
        deals: "d,2012-05-01,supply,acme;corp,1500000,USD | e,2012-05-01,supply,acme;corp,,",
        ..Data::default()
    };
    let row = data.row("US,yes", "nyse-303a02", "2013-01-01").unwrap();
    assert_eq!(
        row.missing,
        [
            "whether Ann Lee or close family received more than 120,000 USD in direct pay from Acme in any 12 months of the \
             last 3 years, not counting board fees",
            "who audits Acme, and whether Ann Lee or close family is, or within 3 years was, a partner or employee there",
            "whether Cid Ray is, or within 3 years was, on the pay committee of Corp (committee)",
            "revenues of Corp in 2012 in USD (total_sales)",
            "amount of the deal e in USD",
        ]
    );
    assert_eq!(
        row.legs.iter().map(|leg| leg.leg).collect::<Vec<_>>(),
        ["listed", "employee", "direct-pay", "family", "auditor", "pay-committee", "payments"]
    );
    let row = data.row("GB,yes", "uk-code-10", "2013-01-01").unwrap();
    assert_eq!(row.legs.len(), 8);
    assert!(row.missing[0].contains("share options"));
}

#[test]
fn a_breach_names_its_days_its_rows_and_its_rule() {
    let left = seats("ann,acme,ceo,2005-01-01,2012-06-01, | ann,acme,director,2005-01-01,,");
    let row = left.row("US,yes", "nyse-303a02", "").unwrap();
    assert_eq!(row.verdict, Verdict::Breach);
    assert_eq!(
        row.reason,
        "NYSE 303A.02(b) does not count Ann Lee as independent of Acme: Ann Lee was an executive of Acme within 3 years."
    );
    let days: Vec<(String, String)> =
        row.spells.as_slice().iter().map(|span| (span.from.to_string(), span.to.to_string())).collect();
    assert_eq!(days, [("2012-06-01".to_owned(), "2015-06-01".to_owned())]);
    assert_eq!(row.spells, row.certain_spells);
    assert_eq!(row.evidence.len(), 2);
    assert_eq!(row.citation, "NYSE Listed Company Manual 303A.02(b)");
    assert_eq!(row.recalled, ["the whole test of nyse-303a02"]);
}

#[test]
fn an_alleged_deal_keeps_its_standing() {
    let graph = crate::fixture::boards(&[
        ("companies", "id,name,country,listed\nacme,Acme,GB,yes\ncorp,Corp,GB,no\n"),
        ("seats", "person,company,role,start,end\nann,acme,director,2010-01-01,\nann,corp,ceo,2010-01-01,\n"),
        ("deals", "id,date,kind,parties,status\nd,2012-05-01,supply,acme;corp,alleged\n"),
    ]);
    let rows = rows_at(&graph, Screen::Independence, "2012-05-01");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].reason.contains("supply d, alleged"), "{}", rows[0].reason);
    assert!(rows[0].evidence.iter().any(|row| row.relation == "supply (alleged)"));
}

#[test]
fn nobody_is_clear_and_a_question_about_some_gives_the_same_rows() {
    let data = seats("cid,acme,director,2012,, | dot,acme,ceo,2011,, | dot,acme,director,2011,,");
    let graph = data.graph(",yes");
    let all = rows_at(&graph, Screen::Independence, "");
    assert!(all.iter().all(|row| row.verdict != Verdict::Clear || !NAMES.contains(&row.test.as_str())));
    assert!(all.iter().all(|row| row.people[0].id != "dot"));
    let cid = graph.find("cid").unwrap();
    let options = ScreenOptions {
        query: Query::default(),
        screens: vec![Screen::Independence],
        concerning: [cid].into(),
        ..ScreenOptions::default()
    };
    let some = rows_for(&graph, &options);
    assert_eq!(some.len(), 6);
    assert_eq!(some, all.into_iter().filter(|row| row.people[0].id == "cid").collect::<Vec<_>>());
}

#[test]
fn who_took_board_and_office_in_one_year_was_never_there_without_the_office() {
    let brief = |rows: &str| brief(seats(rows).row("US,yes", "nyse-303a02", "2011").as_ref());
    assert_eq!(brief("ann,acme,director,2011,, | ann,acme,ceo,2011,,"), "no candidate");
    assert_eq!(brief("ann,acme,managing director,2011,,"), "no candidate");
    assert_eq!(brief("ann,acme,managing director,2005,2011,"), "no candidate");
    assert_eq!(brief("ann,acme,director,2005,2011, | ann,acme,ceo,2005,2011,"), "no candidate");
    // The office may have begun later in the year than the board, or on its first day.
    assert_eq!(brief("ann,acme,director,2011-01,, | ann,acme,ceo,2011,,"), "unknown?");
    assert_eq!(brief("ann,acme,director,2005,, | ann,acme,ceo,2011,2013, | ann,acme,chair,2011,,"), "unknown?");
    // An end after which the seat on the board went on.
    assert_eq!(brief("ann,acme,managing director,2005,2011, | ann,acme,director,2005,,"), "breach? employee=yes");
}

#[test]
fn without_dates_nothing_is_said_of_years() {
    let graph = interlocks_graph::BoardGraph::new(
        seats("").graph("GB,yes").to_dataset(),
        interlocks_graph::BuildOptions { undated: true, ..Default::default() },
    );
    let rows = rows_at(&graph, Screen::Independence, "");
    let ann = rows.iter().find(|row| row.people[0].id == "ann").unwrap();
    assert_eq!(brief(Some(ann)), "unknown tenure=unknown");
}

/// The tables and the answer of docs/rules/independence.md.
#[test]
fn the_worked_example_is_what_the_page_shows() {
    let page = include_str!("../../../../../docs/rules/independence.md");
    let graph = crate::fixture::boards_of_page(page, &["companies", "seats", "ties", "deals", "financials"]);
    let rows = rows_at(&graph, Screen::Independence, "2012-06-01");
    for row in rows.iter().filter(|row| row.people[0].id == "Ann Lee") {
        assert!(page.contains(&row.reason), "{}", row.reason);
        for text in row.legs.iter().map(|leg| &leg.text).chain(&row.missing) {
            assert!(page.contains(text.as_str()), "{text}");
        }
    }
    assert_eq!(brief(rows.iter().find(|row| row.test == "nyse-303a02")), "breach payments=yes");
    assert_eq!(brief(rows.iter().find(|row| row.test == "nasdaq-5605")), "unknown payments=unknown");
}
