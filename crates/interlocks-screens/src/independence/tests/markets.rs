//! Groups, interim offices, and the rules that the tables alone state.

use super::{Data, brief, check, seats, ties};
use crate::fixture::rows_at;
use crate::{Rulebook, Screen, ScreenOptions, Verdict, screen};
use interlocks_analysis::Query;

const NYSE: &str = "nyse-303a02";
const NASDAQ: &str = "nasdaq-5605";

#[test]
fn the_company_means_its_parent_and_its_subsidiaries() {
    let cfo = "ann,corp,cfo,2009-01-01,2013-01-01,";
    let group = |ties: &'static str| Data { seats: cfo, ties, ..Data::default() };
    let parent = "corp,acme,owns,2005,,60";
    let son = Data {
        seats: "bob,corp,cfo,2009-01-01,,",
        ties: "corp,acme,owns,2005,,60 | bob,ann,son-of,,,",
        ..Data::default()
    };
    for rule in [NYSE, NASDAQ] {
        check(
            "US,yes",
            rule,
            &[
                (group(parent), "2012-01-01", "breach employee=yes"),
                (group(parent), "2015-12-31", "breach employee=yes"),
                (group(parent), "2016-01-01", "unknown"),
                (group("corp,acme,parent-of,2005,,"), "2012-01-01", "breach employee=yes"),
                (group("acme,corp,owned-by,2005,,"), "2012-01-01", "unknown employee=unknown"),
                (group("acme,corp,owns,2005,,50.01"), "2012-01-01", "breach employee=yes"),
                (group("acme,other,owns,2005,,60 | other,corp,owns,2005,,60"), "2012-01-01", "breach employee=yes"),
                (group("corp,acme,owns,2005,,50"), "2012-01-01", "unknown"),
                (group("corp,acme,owns,2005,,"), "2012-01-01", "unknown employee=unknown"),
                // A sister is neither parent nor subsidiary.
                (group("other,acme,owns,2005,,60 | other,corp,owns,2005,,60"), "2012-01-01", "unknown"),
                // Corp was sold before Ann worked there.
                (group("corp,acme,owns,2005,2008-06-01,60"), "2012-01-01", "unknown"),
                (group("corp,acme,owns,2005,2010-06-01,60"), "2012-01-01", "breach employee=yes"),
                (ties("corp,acme,owns,2005,,60 | ann,corp,employee-of,2009,,"), "2012-01-01", "breach employee=yes"),
                (son, "2012-01-01", "breach family=yes"),
            ],
        );
    }
    let row = group(parent).row("US,yes", NYSE, "2012-01-01").unwrap();
    assert!(row.reason.contains("an executive or employee of Corp, the parent of Acme"), "{}", row.reason);
    assert!(
        row.legs[0].text.contains("; controlled by Corp, and a controlled company need not have"),
        "{}",
        row.legs[0].text
    );
    let row = group("corp,acme,owns,2005,,").row("US,yes", NYSE, "2012-01-01").unwrap();
    assert!(row.missing.contains(&"whether Corp controls Acme (share)".to_owned()), "{:?}", row.missing);
}

#[test]
fn an_interim_office_counts_less_afterwards() {
    let former =
        |role: &str, start: &str, end: &str| format!("ann,acme,{role},{start},{end}, | ann,acme,director,2005-01-01,,");
    for (role, end, nyse, nasdaq) in [
        ("interim ceo", "2012-03-01", "unknown", "unknown employee=unknown"),
        ("Acting Chief Executive Officer", "2012-03-01", "unknown", "unknown employee=unknown"),
        ("Interim Executive Chair", "2012-03-01", "unknown", "unknown employee=unknown"),
        ("ceo", "2012-03-01", "breach employee=yes", "breach employee=yes"),
        // A year is not longer than a year.
        ("interim ceo", "2012-06-01", "unknown", "unknown employee=unknown"),
        ("interim ceo", "2012-06-02", "unknown", "breach employee=yes"),
        ("interim ceo", "2012-06", "unknown", "unknown employee=unknown"),
    ] {
        let rows = former(role, "2011-06-01", end);
        let data = seats(&rows);
        assert_eq!(brief(data.row("US,yes", NYSE, "2013-01-01").as_ref()), nyse, "{role} {end}");
        assert_eq!(brief(data.row("US,yes", NASDAQ, "2013-01-01").as_ref()), nasdaq, "{role} {end}");
    }
}

#[test]
fn what_lies_ahead_is_not_told_as_past() {
    let tables = [
        ("companies", "id,name,country,listed\nacme,Acme,US,yes\n"),
        ("seats", "person,company,role,start,end\nann,acme,ceo,2012-03-01,2012-06-01\nann,acme,director,2005-01-01,\n"),
    ];
    let graph = crate::fixture::boards_as_of(&tables, "2012-01-01");
    let rows = rows_at(&graph, Screen::Independence, "");
    assert!(rows.iter().any(|row| row.coming.is_some()), "{rows:?}");
    for row in rows.iter().filter(|row| row.coming.is_some()) {
        assert!(
            row.reason.starts_with("ann will have been an executive of Acme within 3 years on 2012-06-01, if"),
            "{}",
            row.reason
        );
    }
    assert!(rows.iter().all(|row| row.verdict != Verdict::Breach), "{rows:?}");
}

#[test]
fn the_nine_years_of_a_chair_are_provision_19() {
    let chair = "ann,acme,chair,2010-01-01,,";
    let later = "ann,acme,director,2010-01-01,, | ann,acme,chair,2015-01-01,,";
    for (rows, at, of_10, of_19) in [
        (chair, "2020-06-01", "unknown", "breach tenure=yes"),
        (chair, "2019-01-01", "unknown", "clear"),
        (chair, "2019-01-02", "unknown", "breach tenure=yes"),
        (later, "2020-06-01", "unknown", "breach tenure=yes"),
        (later, "2014-06-01", "unknown", "no candidate"),
        ("ann,acme,director,2010-01-01,,", "2020-06-01", "breach tenure=yes", "no candidate"),
        ("ann,acme,deputy chair,2010-01-01,,", "2020-06-01", "breach tenure=yes", "no candidate"),
        ("ann,acme,chair,,,", "2020-06-01", "unknown?", "unknown? tenure=unknown"),
    ] {
        let data = seats(rows);
        assert_eq!(brief(data.row("GB,yes", "uk-code-10", at).as_ref()), of_10, "{rows} {at}");
        assert_eq!(brief(data.row("GB,yes", "uk-code-19", at).as_ref()), of_19, "{rows} {at}");
    }
    let row = seats(chair).row("GB,yes", "uk-code-19", "2020-06-01").unwrap();
    assert_eq!(
        row.reason,
        "Ann Lee should not remain chair of Acme under provision 19 of the UK Code: Ann Lee has been on the board of Acme \
         for more than 9 years, since 2010-01-01."
    );
    let row = seats(chair).row("GB,yes", "uk-code-19", "2018-06-01").unwrap();
    assert_eq!((row.verdict, row.missing.is_empty()), (Verdict::Clear, true));
    assert!(
        row.reason.starts_with("Nothing that provision 19 of the UK Code asks about speaks against"),
        "{}",
        row.reason
    );
}

#[test]
fn the_german_code_doubts_former_managers_business_family_and_twelve_years() {
    let left = "ann,acme,vorstand,2005-01-01,2012-06-01, | ann,acme,aufsichtsrat,2013-06-01,,";
    let late = "ann,acme,vorstand,2005-01-01,2012-06-01, | ann,acme,aufsichtsrat,2014-06-01,,";
    let year = "ann,acme,vorstand,2005-01-01,2012, | ann,acme,aufsichtsrat,2014-06-01,,";
    let old = "ann,acme,aufsichtsrat,2000-01-01,,";
    let son = |seats: &'static str| Data { seats, ties: "bob,ann,son-of,,,", ..Data::default() };
    let business =
        |seats: &'static str| Data { seats, deals: "d,2012-05-01,supply,acme;corp,9,EUR", ..Data::default() };
    check(
        "DE,yes",
        "de-dcgk-c7",
        &[
            (seats(left), "2013-05-31", "no candidate"),
            // The two years lie before the election, so the doubt lasts as long as the seat.
            (seats(left), "2013-06-01", "breach employee=yes"),
            (seats(left), "2020-06-01", "breach employee=yes"),
            (seats(late), "2014-06-01", "clear"),
            (seats(year), "2014-06-01", "breach? employee=yes"),
            (ties("ann,acme,employee-of,2008,,"), "2013-01-01", "clear"),
            (seats(old), "2012-01-01", "clear"),
            (seats(old), "2012-01-02", "breach tenure=yes"),
            (son("bob,acme,vorstand,2009-01-01,2012-06-01,"), "2012-01-01", "breach family=yes"),
            (son("bob,acme,vorstand,2009-01-01,2012-06-01,"), "2012-06-01", "clear"),
            (son("bob,acme,aufsichtsrat,2009-01-01,,"), "2012-01-01", "clear"),
            (business("ann,corp,ceo,2009-01-01,,"), "2013-05-01", "breach business-relationship=yes"),
            (business("ann,corp,ceo,2009-01-01,,"), "2013-05-02", "clear"),
            (business("ann,corp,director,2009-01-01,,"), "2013-05-01", "watch business-relationship=yes"),
            (ties("none"), "2013-01-01", "unknown family=unknown"),
        ],
    );
    assert_eq!(seats(old).row("DE,", "de-dcgk-c7", "2012-01-01").map(|row| row.verdict), Some(Verdict::Clear));
    let verdict = |acme: &str, day: &str| seats(old).row(acme, "de-dcgk-c7", day).map(|row| row.verdict);
    assert_eq!(verdict(",yes", "2012-01-01"), Some(Verdict::Clear));
    assert_eq!(verdict(",yes", "2012-01-02"), Some(Verdict::Unknown));
    assert_eq!(verdict("DE,", "2012-01-02"), Some(Verdict::Breach));
}

#[test]
fn the_french_code_looks_back_five_years() {
    let left = "ann,acme,ceo,2005-01-01,2012-06-01, | ann,acme,director,2005-01-01,,";
    let auditor = |tie: &'static str| ties(tie);
    let cross = "ann,corp,ceo,2011-01-01,, | cid,acme,cfo,2008-01-01,2012-01-01, | cid,corp,director,2010-01-01,,";
    let third = "ann,corp,director,2011-01-01,, | cid,acme,director,2008-01-01,, | cid,corp,director,2010-01-01,,";
    check(
        "FR,yes",
        "fr-afep-medef-10",
        &[
            (seats(left), "2017-05-31", "breach employee=yes tenure=yes"),
            (seats(left), "2016-12-31", "breach employee=yes"),
            (seats(left), "2017-06-01", "breach tenure=yes"),
            (auditor("other,acme,auditor-of,2005,, | ann,other,partner-of,2005,,"), "2013-01-01", "breach auditor=yes"),
            (
                auditor("other,acme,auditor-of,2005,, | ann,other,partner-of,2005,2012-06-01,"),
                "2017-05-31",
                "unknown auditor=unknown",
            ),
            (auditor("other,acme,auditor-of,2005,, | ann,other,partner-of,2005,2012-06-01,"), "2017-06-01", "clear"),
            (seats(cross), "2012-01-01", "breach cross-directorship=yes"),
            (seats(cross), "2016-12-31", "breach cross-directorship=yes"),
            (seats(cross), "2017-01-01", "unknown"),
            (seats(third), "2012-01-01", "unknown"),
            (ties("ann,acme,owns,2005,,10"), "2013-01-01", "unknown"),
            (ties("ann,acme,owns,2005,,10.01"), "2013-01-01", "breach significant-shareholder=yes"),
            (
                ties("corp,acme,owns,2005,,60 | ann,corp,employee-of,2005,,"),
                "2013-01-01",
                "breach employee=yes significant-shareholder=yes",
            ),
        ],
    );
}

#[test]
fn hong_kong_has_nine_years_in_phases() {
    let table: Vec<(Data<'_>, &str, &str)> = [
        ("2025-06-30", "no candidate"),
        ("2025-07-01", "watch tenure=yes"),
        ("2031-06-30", "watch tenure=yes"),
        ("2031-07-01", "breach tenure=yes"),
    ]
    .into_iter()
    .map(|(at, expected)| (seats(""), at, expected))
    .collect();
    for (data, at, expected) in &table {
        assert_eq!(brief(data.row("HK,yes", "hk-ined-9", at).as_ref()), *expected, "{at}");
    }
    let young = seats("ann,acme,director,2020-01-01,,");
    assert_eq!(brief(young.row("HK,yes", "hk-ined-9", "2026-01-01").as_ref()), "clear");
    let row = seats("").row("HK,yes", "hk-ined-9", "2026-01-01").unwrap();
    assert!(row.reason.contains("the rule comes in phases, up to 2031-07-01"), "{}", row.reason);
}

/// The row of docs/rules/README.md.
#[test]
fn a_row_of_a_table_is_enough_for_a_rule_of_ones_own() {
    let page = include_str!("../../../../../docs/rules/README.md");
    let (_, rest) = page.split_once("conflict_rules.csv\n\n").unwrap();
    let table: String =
        rest.lines().take_while(|line| line.starts_with("    ")).map(|line| format!("{}\n", line.trim())).collect();
    let rules = Rulebook::parse([None, None, Some(("own.csv", &table))]).unwrap();
    let left = seats("ann,acme,ceo,2005-01-01,2012-06-01, | ann,acme,director,2005-01-01,,");
    let found = |acme: &str, at: &str| {
        let query = Query { clock: crate::fixture::clock(at), certain_only: false };
        let options = ScreenOptions { query, screens: vec![Screen::Independence], ..ScreenOptions::default() };
        let rows = screen(&left.graph(acme), &rules, &options).rows;
        let row = rows.into_iter().find(|row| row.people[0].id == "ann" && row.test == "es-cnmv-529")?;
        assert_eq!(row.citation, "Spanish Companies Act, article 529 duodecies");
        Some(brief(Some(&row)))
    };
    assert_eq!(found("ES,yes", "2016-12-31").as_deref(), Some("breach employee=yes"));
    assert_eq!(found("ES,yes", "2017-01-01").as_deref(), Some("breach employee=yes"));
    assert_eq!(found("ES,yes", "2017-06-01").as_deref(), Some("breach tenure=yes"));
    assert_eq!(found("US,yes", "2016-12-31"), None);
    // A rule of no country is put to companies of every country.
    let house = "rule_id,rule,parameter\nhouse,Our policy,tenure_years=5\n";
    let rules = Rulebook::parse([None, None, Some(("own.csv", house))]).unwrap();
    let options = ScreenOptions { screens: vec![Screen::Independence], ..ScreenOptions::default() };
    let rows = screen(&left.graph("JP,yes"), &rules, &options).rows;
    assert!(rows.iter().any(|row| row.test == "house" && row.companies[0].id == "acme"));
    // The bundled rules are still there, and are not put to Spain.
    let rows = rows_at(&left.graph("ES,yes"), Screen::Independence, "2016");
    assert!(rows.iter().all(|row| row.companies[0].id != "acme"));
}

#[test]
fn a_rule_of_ones_own_may_ask_for_any_position_at_the_auditor_or_for_partners_only_and_may_end() {
    let head = "rule_id,rule,jurisdiction,parameter\n";
    let found = |parameter: &str, bond: &str, at: &str| {
        let table = format!("{head}pt,Code,PT,auditor_years=2 {parameter}\n");
        let rules = Rulebook::parse([None, None, Some(("own.csv", &table))]).unwrap();
        let ties = format!("ann,corp,{bond},2005-01-01,2011-06-01, | corp,acme,auditor-of,2000-01-01,,");
        let query = Query { clock: crate::fixture::clock(at), certain_only: false };
        let options = ScreenOptions { query, screens: vec![Screen::Independence], ..ScreenOptions::default() };
        let rows = screen(&super::ties(&ties).graph("PT,yes"), &rules, &options).rows;
        let row = rows.into_iter().find(|row| row.people[0].id == "ann" && row.test == "pt");
        row.map(|row| (row.verdict, row.reason))
    };
    let verdict = |parameter: &str, bond: &str, at: &str| found(parameter, bond, at).map(|(verdict, _)| verdict);
    let (breach, unknown, clear) = (Some(Verdict::Breach), Some(Verdict::Unknown), Some(Verdict::Clear));
    for bond in ["partner-of", "employee-of"] {
        assert_eq!(verdict("", bond, "2013-06-01").or(clear), clear, "{bond}");
        assert_eq!(verdict("", bond, "2013-05-31"), unknown, "{bond}");
        assert_eq!(verdict("auditor_all=1", bond, "2013-05-31"), breach, "{bond}");
        assert_eq!(verdict("auditor_all=1", bond, "2013-06-01"), clear, "{bond}");
    }
    assert_eq!(verdict("auditor_partners=1", "employee-of", "2011-05-01"), clear);
    assert_eq!(verdict("auditor_partners=1", "partner-of", "2011-05-01"), breach);
    assert_eq!(verdict("auditor_partners=1 auditor_all=1", "employee-of", "2013-05-31"), clear);
    assert_eq!(verdict("auditor_all=1 to_day=2012-12-31", "partner-of", "2012-12-31"), breach);
    assert_eq!(verdict("auditor_all=1 to_day=2012-12-31", "partner-of", "2013-01-01"), None);
    let reason = found("auditor_all=1 auditor_partners=1", "partner-of", "2013-05-31").unwrap().1;
    assert!(reason.contains("Ann Lee is, or within 2 years was, a partner of "), "{reason}");
}

/// A former manager against every choice of days: the office has ended, and the seat began before the two years were over.
mod before_appointment {
    use proptest::prelude::*;

    use super::*;
    use interlocks_core::model::{Day, PartialDate};

    fn day(text: &str) -> Day {
        text.parse::<PartialDate>().unwrap().earliest()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_choice_of_days_is_asked(
            end in (-3i32..3, 0i32..3),
            start in (-3i32..3, 0i32..3),
            at in -4i32..8,
        ) {
            let (left, joined) = (day("2012-06-01"), day("2014-06-01"));
            let range = |day: Day, (first, width): (i32, i32)| format!("{}/{}", day.plus(first), day.plus(first + width));
            let rows = format!(
                "ann,acme,vorstand,2005-01-01,{}, | ann,acme,aufsichtsrat,{},,",
                range(left, end),
                range(joined, start)
            );
            let on = joined.plus(at);
            let row = seats(&rows).row("DE,yes", "de-dcgk-c7", &on.to_string());
            let choices = (end.0..=end.0 + end.1).flat_map(|e| (start.0..=start.0 + start.1).map(move |s| (e, s)));
            let met: Vec<Option<bool>> = choices
                .map(|(e, s)| (joined.plus(s) <= on).then(|| joined.plus(s) < left.plus(e).plus_years(2)))
                .collect();
            let breach = row.as_ref().is_some_and(|row| row.verdict == Verdict::Breach);
            prop_assert_eq!(breach, met.contains(&Some(true)), "{} {}", rows, on);
            if breach {
                let certain = row.is_some_and(|row| row.certain);
                prop_assert_eq!(certain, met.iter().all(|met| *met == Some(true)), "{} {}", rows, on);
            }
        }
    }
}
