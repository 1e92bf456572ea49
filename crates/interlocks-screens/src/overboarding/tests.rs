use crate::fixture::{boards, clock, rows_at, rows_for};
use crate::{Answer, Count, Row, Rulebook, Screen, ScreenOptions, Verdict, count, screen};
use interlocks_analysis::Query;
use interlocks_graph::BoardGraph;

/// A graph with companies `listed`, `unlisted`, `unsaid` by the first letter of the id (`l1`, `n1`,
/// `u1`), and the country behind a dash where there is one (`l1-DE`; `l1-` has none), else the United States.
fn register(seats: &str, ties: &str) -> BoardGraph {
    // Somebody else, so that the data describes a day behind all others.
    let seats = &format!("{seats}z,z,observer,2026-01-01,\n");
    let mut ids: Vec<&str> = seats.lines().filter_map(|line| line.split(',').nth(1)).collect();
    ids.extend(ties.lines().flat_map(|line| line.split(',').take(2)));
    ids.sort_unstable();
    ids.dedup();
    let mut companies = "id,name,listed,country,industry\n".to_owned();
    for id in ids {
        let listed = if id.starts_with('l') {
            "yes"
        } else if id.starts_with('n') {
            "no"
        } else {
            ""
        };
        let country = id.split_once('-').map_or("US", |(_, country)| country);
        let industry = if id.contains('b') { "bank" } else { "steel" };
        companies.push_str(&format!("{id},{id},{listed},{country},{industry}\n"));
    }
    let seats = format!("person,company,role,start,end\n{seats}");
    let ties = format!("from,to,kind,start,end,share\n{ties}");
    boards(&[("companies", &companies), ("seats", &seats), ("ties", &ties)])
}

/// Director of some companies from and to a date.
fn directs(companies: &str, from: &str, to: &str) -> String {
    companies.split(' ').map(|company| format!("p,{company},director,{from},{to}\n")).collect()
}

/// The verdict on a limit at a clock, with `?` if it is only possible; `-` if there is no row.
fn verdict_on(graph: &BoardGraph, limit: &str, at: &str) -> String {
    let rows = rows_at(graph, Screen::Overboarding, at);
    let row = rows.iter().find(|row| row.test == limit);
    row.map_or("-".to_owned(), |row| format!("{}{}", row.verdict.as_str(), if row.certain { "" } else { "?" }))
}

fn row(graph: &BoardGraph, limit: &str, at: &str) -> Row {
    rows_at(graph, Screen::Overboarding, at).into_iter().find(|row| row.test == limit).unwrap()
}

const SIX: &str = "l1 l2 l3 l4 l5 l6";

#[test]
fn boards_are_counted_against_the_limit_of_the_day() {
    let five = directs("l1 l2 l3 l4 l5", "2010", "2022-06-01");
    let six = directs(SIX, "2010-01-01", "2022-06-01");
    let seven = directs("l1 l2 l3 l4 l5 l6 l7", "2010-01-01", "2022-06-01");
    let chief = |outside: &str| {
        format!("p,l0,chief executive,2010-01-01,2022-06-01\n{}", directs(outside, "2010-01-01", "2022-06-01"))
    };
    let officer = format!("p,l0,cfo,2010-01-01,2022-06-01\n{}", directs("l1 l2", "2010-01-01", "2022-06-01"));
    for (seats, limit, at, expected) in [
        // Five are allowed, six are not; before 2017 six were.
        (&five, "iss-director-2017", "2018-01-01", "clear"),
        (&six, "iss-director-2017", "2018-01-01", "above policy"),
        (&six, "iss-director-2017", "2017-02-01", "above policy"),
        (&six, "iss-director-2017", "2017-01-31", "-"),
        (&six, "iss-director-pre", "2017-01-31", "clear"),
        (&seven, "iss-director-pre", "2017-01-31", "above policy"),
        (&seven, "iss-director-pre", "2017-02-01", "-"),
        (&six, "iss-director-2017", "2017", "above policy?"),
        (&six, "iss-director-2017", "2022-06-01", "-"),
        (&six, "iss-director-2017", "", "above policy"),
        // A limit of which the year alone is known, in that year and after it.
        (&six, "gl-director-2017", "2017-06-01", "above policy?"),
        (&six, "gl-director-2017", "2018-01-01", "above policy"),
        (&five, "vanguard-dir-2019", "2019-06-01", "above policy"),
        (&five, "vanguard-dir-2019", "2019-03-31", "-"),
        // Executives: their own company counts, on its board or not.
        (&chief("l1 l2"), "iss-ceo", "2018", "clear"),
        (&chief("l1 l2 l3"), "iss-ceo", "2018", "above policy"),
        (&chief("l1 l2"), "cii-ceo", "2018", "above policy"),
        (&chief("l1"), "cii-ceo", "2018", "unknown"),
        (&chief("l1 l2"), "gl-exec-2017", "2018", "above policy"),
        (&chief("l1 l2"), "gl-exec-pre", "2015", "clear"),
        (&chief("l1 l2 l3 l4 l5 l6"), "iss-director-2017", "2018", "-"),
        (&officer, "gl-exec-2017", "2018", "above policy"),
        (&officer, "iss-ceo", "2018", "-"),
        (&officer, "ssga-neo-2020", "2020-03-15", "above policy?"),
        (&officer, "ssga-neo-2020", "2020-04-01", "above policy"),
    ] {
        assert_eq!(verdict_on(&register(seats, ""), limit, at), expected, "{limit} at {at}\n{seats}");
    }
}

#[test]
fn a_person_with_more_companies_than_bits_in_a_word_is_counted() {
    // One company after another, then the last ones at once, whose numbers are on both sides of 64.
    let alone: String =
        (10..70).map(|at| directs(&format!("l{at}"), &format!("{}", 1900 + at), &format!("{}", 1901 + at))).collect();
    for (last, expected) in [(74, "clear"), (75, "above policy")] {
        let together: Vec<String> = (70..=last).map(|at| format!("l{at}")).collect();
        let seats = format!("{alone}{}", directs(&together.join(" "), "2018-01-01", "2022-06-01"));
        assert_eq!(verdict_on(&register(&seats, ""), "iss-director-2017", ""), expected, "{last}");
    }
}

#[test]
fn only_listed_companies_count_and_unknown_is_never_clear() {
    for (companies, expected) in [
        ("l1 l2 l3 l4 l5 l6", "above policy"),
        ("l1 l2 l3 l4 l5 n6", "clear"),
        ("l1 l2 l3 l4 l5 u6", "unknown"),
        ("l1 l2 l3 l4 l5 l6 u7", "above policy"),
        ("l1 l2 l3 l4 n5 u6", "clear"),
        ("u1 u2 u3 u4 u5 u6", "unknown"),
        ("n1 n2 n3 n4 n5 n6", "-"),
        ("l1", "-"),
    ] {
        let graph = register(&directs(companies, "2018-01-01", "2022-06-01"), "");
        assert_eq!(verdict_on(&graph, "iss-director-2017", "2019"), expected, "{companies}");
    }
    let row = row(&register(&directs("l1 l2 l3 l4 u5 u6", "2018-01-01", ""), ""), "iss-director-2017", "2019");
    assert_eq!(row.missing, ["whether u5 is listed", "whether u6 is listed"]);
    assert_eq!(row.legs[3].met, Answer::Unknown);
    assert_eq!((row.companies.len(), row.evidence.len()), (6, 6));
    // Without a column nothing is known.
    let seats = format!("person,company,role,start,end\n{}", directs(SIX, "2018-01-01", "2020"));
    assert_eq!(verdict_on(&boards(&[("seats", &seats)]), "iss-director-2017", "2019"), "unknown");
}

#[test]
fn an_employer_of_unknown_listing_leaves_the_class_unknown_where_it_matters() {
    let at = |home: &str, outside: &str| {
        let outside = directs(outside, "2018-01-01", "2022-06-01");
        register(&format!("p,{home},chief executive,2018-01-01,2022-06-01\n{outside}"), "")
    };
    for (home, outside, limit, expected) in [
        ("l0", "l1 l2 l3", "iss-ceo", "above policy"),
        ("u0", "l1 l2 l3", "iss-ceo", "unknown"),
        ("n0", "l1 l2 l3", "iss-ceo", "-"),
        ("u0", "l1 l2", "iss-ceo", "clear"),
        ("l0", SIX, "iss-director-2017", "-"),
        ("u0", SIX, "iss-director-2017", "unknown"),
        ("n0", SIX, "iss-director-2017", "above policy"),
        ("u0", "l1 l2 l3 l4 l5", "iss-director-2017", "clear"),
    ] {
        assert_eq!(verdict_on(&at(home, outside), limit, "2019"), expected, "{home} {outside} {limit}");
    }
    let row = row(&at("u0", SIX), "iss-director-2017", "2019");
    assert_eq!(row.missing, ["whether u0 is listed"]);
    assert_eq!((row.legs[1].met, row.legs[3].met), (Answer::Unknown, Answer::Yes));
}

#[test]
fn half_known_dates_make_what_is_possible_and_not_certain() {
    for (sixth, at, expected) in [
        ("p,l6,director,2019-05,2021", "2019-05-15", "above policy?"),
        ("p,l6,director,2019-05,2021", "2019-06-01", "above policy"),
        ("p,l6,director,2019-05,2021", "2019-04-30", "clear"),
        ("p,l6,director,2019-05,2021", "2021-06-01", "above policy?"),
        ("p,l6,director,2019-05,2021", "2021-12-31", "clear"),
        ("p,l6,director,2019,2019", "", "above policy?"),
        ("p,l6,director,,2019-02-01", "2019-01-31", "above policy"),
        ("p,l6,director,,2019-02-01", "2018-06-01", "above policy?"),
        // Twice on one board is once; one board after the other is never both.
        ("p,l5,chair,2018-01-01,", "2019-06-01", "clear"),
        ("p,l6,observer,2018-01-01,", "2019-06-01", "clear"),
    ] {
        let graph = register(&format!("{}{sixth}\n", directs("l1 l2 l3 l4 l5", "2018-01-01", "")), "");
        assert_eq!(verdict_on(&graph, "iss-director-2017", at), expected, "{sixth} at {at}");
    }
    let seats = format!(
        "{}p,l6,director,2017-03-01,2018-01-01\np,l7,director,2018-01-01,2019-01-01\n",
        directs("l1 l2 l3 l4 l5", "2017-03-01", "2020-01-01")
    );
    let row = row(&register(&seats, ""), "iss-director-2017", "");
    assert_eq!(row.spells.as_slice().len(), 1);
    assert_eq!(row.companies.len(), 6);
}

#[test]
fn law_and_codes_count_the_companies_of_their_jurisdiction() {
    let many = |country: &str, count: usize, listed: &str| {
        (1..=count).map(|at| format!("{listed}{at}{country}")).collect::<Vec<String>>().join(" ")
    };
    for (companies, limit, expected) in [
        (many("-DE", 10, "n"), "de-aktg-100", "clear"),
        (many("-DE", 11, "n"), "de-aktg-100", "breach"),
        (many("-DE", 11, "u"), "de-aktg-100", "breach"),
        (many("-FR", 11, "n"), "de-aktg-100", "-"),
        (many("-", 11, "n"), "de-aktg-100", "unknown"),
        // Codes and European law count the boards of the whole world.
        (format!("{} {}", many("-DE", 3, "l"), "l4-CH l5-CH l6-CH"), "de-dcgk-c4", "breach"),
        (many("-CH", 6, "l"), "de-dcgk-c4", "-"),
        ("b1-DE n2 n3 n4 n5".to_owned(), "eu-crd-91", "unknown"),
        // The policies for a market are not put to boards elsewhere.
        (many("-DE", 6, "l"), "iss-director-2017", "-"),
        (format!("l9 {}", many("-DE", 5, "l")), "iss-director-2017", "above policy"),
        (format!("l9- {}", many("-DE", 5, "l")), "iss-director-2017", "unknown"),
        (many("-IN", 11, "n"), "in-s165-public", "unknown"),
        (many("-IN", 11, "l"), "in-s165-public", "breach"),
        (many("-DE", 6, "l"), "de-dcgk-c4", "breach"),
        (many("-DE", 6, "n"), "de-dcgk-c4", "-"),
        (many("-DE", 6, "u"), "de-dcgk-c4", "unknown"),
        (many("-France", 6, "n"), "fr-l225-21", "breach"),
        (many("-FR", 5, "n"), "fr-l225-21", "clear"),
        (many("-IN", 21, "n"), "in-s165", "breach"),
        (many("-IN", 20, "n"), "in-s165", "clear"),
        (many("-IN", 8, "l"), "in-sebi-17a", "breach"),
        (many("-IN", 8, "n"), "in-sebi-17a", "-"),
        (many("-IT", 5, "b"), "eu-crd-91", "unknown"),
        (many("-IT", 5, "n"), "eu-crd-91", "-"),
        (many("-US", 5, "b"), "eu-crd-91", "-"),
        (many("-IT", 4, "b"), "eu-crd-91", "clear"),
    ] {
        let graph = register(&directs(&companies, "2021-01-01", ""), "");
        assert_eq!(verdict_on(&graph, limit, "2022"), expected, "{companies} {limit}");
    }
    let row = row(&register(&directs(&many("-", 11, "n"), "2021-01-01", ""), ""), "de-aktg-100", "2022");
    assert_eq!(row.missing.first().map(String::as_str), Some("the country of n1-"));
}

#[test]
fn roles_make_the_class() {
    let uk = "p,l0-GB,chief executive director,2021-01-01,\n";
    let chair = "p,l1,chair,2021-01-01,\n";
    let vorstand = "p,l0-DE,Vorstand,2021-01-01,\n";
    let vice = "p,l1,vice chair,2021-01-01,\n";
    let elsewhere = |companies: &str| directs(companies, "2021-01-01", "");
    for (own, others, limit, expected) in [
        (uk, "l1-GB l2-GB", "uk-code-15", "unknown"),
        (uk, "l1-GB l2-US", "uk-code-15", "clear"),
        (uk, "l1-GB u2-GB", "uk-code-15", "unknown"),
        (chair, "l2 l3 l4", "ssga-chair-2020", "above policy"),
        (chair, "l2 l3", "ssga-chair-2020", "clear"),
        (vice, "l2 l3 l4", "ssga-chair-2020", "-"),
        ("p,l1,lead independent director,2021-01-01,\n", "l2 l3 l4", "ssga-chair-2020", "above policy"),
        // The own company does not count for the management board, and no chair is allowed outside.
        (vorstand, "l1-DE l2-DE", "de-dcgk-c5", "clear"),
        (vorstand, "l1-DE l2-DE l3-DE", "de-dcgk-c5", "breach"),
        (
            "p,l0-DE,Vorstand,2021-01-01,\np,l4-DE,Aufsichtsratsvorsitzender,2021-01-01,\n",
            "n1-DE",
            "de-dcgk-c5",
            "breach",
        ),
        ("", "l1 l2 l3 l4 l5 l6 l7", "nacd-1996-retired", "unknown"),
        ("p,l0,cfo,2021-01-01,\n", "l1 l2 l3 l4 l5 l6 l7", "nacd-1996-retired", "-"),
        ("p,l0,cfo,2021-01-01,\n", "l1 l2 l3 l4", "nacd-1996-exec", "above policy"),
        ("p,l0,cfo,2021-01-01,\n", "l1 l2 l3", "nacd-1996-exec", "clear"),
    ] {
        let graph = register(&format!("{own}{}", elsewhere(others)), "");
        assert_eq!(verdict_on(&graph, limit, "2022"), expected, "{own} {others} {limit}");
    }
}

#[test]
fn a_chair_counts_double_and_groups_as_the_rule_says() {
    let ten = (1..=9).map(|at| format!("n{at}-DE")).collect::<Vec<String>>().join(" ");
    let chair = |role: &str| format!("{}p,n10-DE,{role},2020-01-01,\n", directs(&ten, "2020-01-01", ""));
    let home = format!("{}p,n0-DE,Vorstand,2020-01-01,\n", chair("chair"));
    for (seats, ties, expected) in [
        (chair("director"), "", "clear"),
        (chair("chair"), "", "breach"),
        // Seats within the group of one's own company: a parent, or more than half.
        (home.clone(), "", "breach"),
        (home.clone(), "n0-DE,n1-DE,parent-of,2019,,\n", "clear"),
        (home.clone(), "n0-DE,n1-DE,owns,2019,,50.1\n", "clear"),
        (home.clone(), "n0-DE,n1-DE,owns,2019,,50\n", "breach"),
        (home.clone(), "n0-DE,n1-DE,owns,2019,,\n", "unknown"),
        (home.clone(), "n0-DE,n1-DE,owns,2022,,60\n", "breach?"),
        (home.clone(), "n0-DE,n99,owns,2019,,60\nn99,n1-DE,owns,2019,,60\n", "clear"),
        // Together with what it controls.
        (home.clone(), "n0-DE,n99,owns,2019,,60\nn99,n1-DE,owns,2019,,30\nn0-DE,n1-DE,owns,2019,,30\n", "clear"),
        // Sister companies are not free: the own company does not control them.
        (home.clone(), "n98,n0-DE,owns,2019,,60\nn98,n1-DE,owns,2019,,60\n", "breach"),
        (chair("chair"), "n2-DE,n1-DE,owns,2019,,60\n", "breach"),
    ] {
        assert_eq!(verdict_on(&register(&seats, ties), "de-aktg-100", "2022-06-01"), expected, "{ties}");
    }
    // More seats within the group than are free.
    let ties: String = (1..=9).map(|at| format!("n0-DE,n{at}-DE,owns,2019,,100\n")).collect();
    let more = (11..=17).map(|at| format!("n{at}-DE")).collect::<Vec<String>>().join(" ");
    assert_eq!(verdict_on(&register(&home, &ties), "de-aktg-100", "2022"), "clear");
    let seats = format!("{home}{}", directs(&more, "2020-01-01", ""));
    assert_eq!(verdict_on(&register(&seats, &ties), "de-aktg-100", "2022"), "breach");
    let row = row(&register(&seats, &ties), "de-aktg-100", "2022");
    assert!(row.recalled.is_empty() && row.evidence.iter().any(|evidence| evidence.kind == "tie"));
    // Once a group, with shares that nobody states.
    let banks = directs("b1-IT b2-IT b3-IT b4-IT b5-IT", "2020-01-01", "");
    for (ties, expected) in
        [("", "unknown"), ("b1-IT,b2-IT,owns,2019,,60\n", "clear"), ("b1-IT,b2-IT,owns,2019,,\n", "unknown")]
    {
        assert_eq!(verdict_on(&register(&banks, ties), "eu-crd-91", "2022"), expected, "{ties}");
    }
}

#[test]
fn a_row_says_what_was_counted_and_why() {
    let seats = format!("p,l0,chief executive,2018-01-01,\n{}", directs("l1 l2 l3", "2019-01-01", ""));
    let row = row(&register(&seats, ""), "iss-ceo", "");
    assert_eq!(
        row.reason,
        "p had 4 boards on 2019-01-01: l0, l1, l2 and l3. ISS allows a chief executive at most 3 boards. That is no \
         breach of law: the adviser votes against the director at the outside boards."
    );
    assert_eq!(
        row.legs.iter().map(|leg| leg.leg).collect::<Vec<_>>(),
        ["in-force", "class", "counted-boards", "limit-exceeded"]
    );
    assert_eq!(row.legs[2].figures[0].value, Some(4.0));
    assert_eq!((row.subject[0].id.as_str(), row.companies.len(), row.evidence.len()), ("p", 4, 4));
    assert!(row.recalled.is_empty() && row.missing.is_empty());
    assert_eq!(row.citation, "ISS: limit for a chief executive (advisory)");
    let graph = register(&seats, "");
    let cii = rows_at(&graph, Screen::Overboarding, "").into_iter().find(|row| row.test == "cii-ceo").unwrap();
    let allowed = "allows a chief executive at most 2 boards, and more than 1 only if the own company is in the top half of \
                   its peers.";
    assert!(cii.reason.contains(allowed), "{}", cii.reason);
    let one = format!("p,l0,chief executive,2018-01-01,\n{}", directs("l1", "2019-01-01", ""));
    let cii =
        rows_at(&register(&one, ""), Screen::Overboarding, "").into_iter().find(|row| row.test == "cii-ceo").unwrap();
    assert_eq!(cii.missing, ["whether the own company is in the top half of its peers"]);
}

#[test]
fn a_table_with_a_class_nobody_knows_is_never_clear_above_its_limit() {
    let limits = "rule_id,body,force,from,to,applies_to,max_total_boards\nx,X,advisory,,,wizard,2\n\
                  y,Y,advisory,,,director,0\n";
    let rules = Rulebook::parse([None, Some(("own.csv", limits)), None]).unwrap();
    let graph = register(&directs("l1 l2 l3", "2019-01-01", ""), "");
    let options = ScreenOptions { screens: vec![Screen::Overboarding], ..ScreenOptions::default() };
    let rows = screen(&graph, &rules, &options).rows;
    let verdict_on: Vec<_> = rows.iter().map(|row| (row.test.as_str(), row.verdict)).collect();
    assert_eq!(verdict_on, [("y", Verdict::AbovePolicy), ("x", Verdict::Unknown)]);
    assert_eq!(rows[1].missing, ["whether p is a wizard"]);
}

#[test]
fn options_leave_out_what_is_not_wanted() {
    let seats = format!("{}q,l1,director,2019,\nq,l2,director,2019,\n", directs(SIX, "2019-01-01", ""));
    let graph = register(&seats, "");
    let base = ScreenOptions { screens: vec![Screen::Overboarding], ..ScreenOptions::default() };
    let wanted =
        ScreenOptions { verdicts: vec![Verdict::Breach, Verdict::AbovePolicy, Verdict::Unknown], ..base.clone() };
    let rows = rows_for(&graph, &wanted);
    assert!(
        rows.iter().all(|row| row.verdict != Verdict::Clear) && rows.iter().any(|row| row.test == "iss-director-2017")
    );
    let q = graph.entities().find(|entity| graph.id(*entity) == "q").unwrap();
    let about = rows_for(&graph, &ScreenOptions { concerning: [q].into(), ..base.clone() });
    assert!(!about.is_empty() && about.iter().all(|row| row.verdict == Verdict::Clear && row.people[0].id == "q"));
    let counted = count(&graph, Rulebook::bundled(), &base);
    let all = rows_for(&graph, &base);
    let of = |verdict| all.iter().filter(|row| row.verdict == verdict).count() as u64;
    let Count { breach, above_policy, unknown, clear, .. } = counted[0];
    assert_eq!((breach, above_policy), (of(Verdict::Breach), of(Verdict::AbovePolicy)));
    assert_eq!((unknown, clear), (of(Verdict::Unknown), of(Verdict::Clear)));
    assert_eq!(clock(""), interlocks_graph::Clock::Ever);
}

#[test]
fn nothing_at_all_is_no_row() {
    assert_eq!(
        rows_for(
            &BoardGraph::default(),
            &ScreenOptions { screens: vec![Screen::Overboarding], ..ScreenOptions::default() }
        ),
        []
    );
}

#[test]
fn independent_directors_audit_committees_and_bodies_of_control_are_counted_by_what_they_count() {
    let seats = |role: &str, country: &str, count: usize, committee: &str| {
        let row = |at: usize| format!("p,l{at}-{country},{role},2024-01-01,,{committee}\n");
        let header = "person,company,role,start,end,committee\nz,z,observer,2029-01-01,,\n".to_owned();
        let rows: String = (1..=count).map(row).collect();
        let companies: String = (1..=count).map(|at| format!("l{at}-{country},yes,{country}\n")).collect();
        boards(&[
            ("seats", &format!("{header}{rows}")),
            ("companies", &format!("id,listed,country\nz,no,\n{companies}")),
        ])
    };
    for (role, country, count, committee, limit, expected) in [
        ("Independent director", "CN", 4, "", "cn-independent-3", "breach"),
        ("Independent director", "CN", 3, "", "cn-independent-3", "clear"),
        ("director", "CN", 4, "", "cn-independent-3", "unknown"),
        ("non-independent director", "CN", 4, "", "cn-independent-3", "-"),
        ("director", "US", 4, "audit", "nyse-303a07", "unknown"),
        ("director", "US", 3, "audit", "nyse-303a07", "clear"),
        ("director", "US", 4, "pay", "nyse-303a07", "-"),
        ("sindaco effettivo", "IT", 6, "", "it-144-terdecies", "breach"),
        ("sindaco supplente", "IT", 6, "", "it-144-terdecies", "-"),
        // An executive seat counts as three in Europe, a chair as two.
        ("executive director", "FR", 2, "", "iss-eu", "above policy"),
        ("chair", "FR", 3, "", "iss-eu", "above policy"),
        ("director", "FR", 5, "", "iss-eu", "clear"),
    ] {
        let graph = seats(role, country, count, committee);
        assert_eq!(verdict_on(&graph, limit, "2025-06-01"), expected, "{role} {count} {limit}");
    }
    let row = row(&seats("director", "CN", 4, ""), "cn-independent-3", "2025-06-01");
    assert_eq!(row.missing[0], "whether p is an independent director of l1-CN");
}

#[test]
fn executive_chairs_have_a_limit_of_their_own_and_policies_end() {
    let home = |role: &str| format!("p,l0,{role},2021-01-01,\n{}", directs("l1 l2", "2021-01-01", ""));
    for (role, limit, at, expected) in [
        ("cfo", "gl-exec-2023", "2024-06-01", "above policy"),
        ("executive chair", "gl-exec-2023", "2024-06-01", "-"),
        ("executive chair", "gl-exec-chair-2023", "2024-06-01", "clear"),
        ("executive chair", "gl-exec-2017", "2022-06-01", "above policy"),
        ("cfo", "ssga-neo-2020", "2025-02-28", "above policy"),
        ("cfo", "ssga-neo-2020", "2025-03-01", "-"),
        ("cfo", "vanguard-exec-2026", "2026-01-01", "above policy"),
    ] {
        assert_eq!(verdict_on(&register(&home(role), ""), limit, at), expected, "{role} {limit} {at}");
    }
    let row = row(&register(&home("cfo"), ""), "vanguard-exec-2026", "2026-01-01");
    assert!(
        row.reason.ends_with("the investor may vote against the director at the outside boards."),
        "{}",
        row.reason
    );
}

#[test]
fn what_is_to_come_is_watched_with_its_day() {
    let seats = "person,company,role,start,end\nz,z,observer,2018-01-01,\n".to_owned();
    let five: String = (1..=5).map(|at| format!("p,l{at},director,2018-01-01,\n")).collect();
    let companies: String = (1..=6).map(|at| format!("l{at},yes,US\n")).collect();
    let companies = format!("id,listed,country\nz,no,\n{companies}");
    for (start, expected) in [("2018-06-01", "watch?"), ("2019-06-01", "-"), ("2018-01-01", "above policy")] {
        let seats = format!("{seats}{five}p,l6,director,{start},\n");
        let package = r#"{"as_of": "2018-03-01"}"#;
        let graph = crate::fixture::as_of(&[("seats", &seats), ("companies", &companies)], package);
        let options =
            ScreenOptions::default().screen(Screen::Overboarding).verdict(Verdict::AbovePolicy).verdict(Verdict::Watch);
        let rows = rows_for(&graph, &options);
        let row = rows.iter().find(|row| row.test == "iss-director-2017");
        let found =
            row.map_or("-".to_owned(), |row| format!("{}{}", row.verdict.as_str(), if row.certain { "" } else { "?" }));
        assert_eq!(found, expected, "{start}");
        if expected == "watch?" {
            let row = row.unwrap();
            assert!(row.spells.is_empty() && row.coming.is_some_and(|coming| coming.earliest == coming.latest));
            assert_eq!(
                row.reason,
                "p will have 6 boards on 2018-06-01, if nothing changes: l1, l2, l3, l4, l5 and l6. ISS allows a non-executive \
                 director at most 5 boards."
            );
        }
    }
}

/// The worked example of docs/rules/overboarding.md.
#[test]
fn the_page_about_the_rule_tells_what_comes_out() {
    let companies = "id,name,listed,country\na,Alder,yes,US\nb,Birch,yes,US\nc,Cedar,,US\nd,Dogwood,yes,US\n";
    let seats = "person,company,role,start,end\nann,a,chief executive,2018-01-01,\nann,b,director,2018-05,\n\
                 ann,c,director,2019-01-01,2021\nann,d,director,2020-03-01,\n";
    let graph = boards(&[("companies", companies), ("seats", seats)]);
    let page = include_str!("../../../../docs/rules/overboarding.md");
    assert!(page.starts_with("*Not legal advice.*\n\n# "));
    for row in rows_at(&graph, Screen::Overboarding, "")
        .iter()
        .filter(|row| ["iss-ceo", "cii-ceo"].contains(&row.test.as_str()))
    {
        let certain = if row.certain { "certain" } else { "possible" };
        let verdict_on = format!("{} {} ({certain})\n{}\n", row.verdict.as_str(), row.test, row.reason);
        assert!(page.contains(&verdict_on), "not on the page:\n{verdict_on}");
        row.missing.iter().for_each(|missing| assert!(page.contains(&format!("missing: {missing}\n")), "{missing}"));
    }
}

/// The example of docs/rules/README.md.
#[test]
fn a_row_of_a_table_is_enough_for_a_limit_of_ones_own() {
    let page = include_str!("../../../../docs/rules/README.md");
    let (_, example) = page.split_once("\noverboarding_limits.csv\n\n").unwrap();
    let table: String =
        example.lines().take_while(|line| line.starts_with("    ")).map(|line| format!("{}\n", line.trim())).collect();
    let (_, tables) = example.split_once("```text\n").unwrap();
    let rows = tables.lines().skip(1).take_while(|line| *line != "```").filter_map(|line| line.split_once("  "));
    let (companies, seats): (Vec<&str>, Vec<&str>) = rows.map(|(left, right)| (left, right.trim())).unzip();
    let graph = boards(&[("companies", &companies.join("\n")), ("seats", &seats.join("\n"))]);
    let rules = Rulebook::parse([None, Some(("own.csv", &table)), None]).unwrap();
    let query = Query { clock: clock("2021-02-01"), certain_only: false };
    let options = ScreenOptions { query, screens: vec![Screen::Overboarding], ..ScreenOptions::default() };
    let rows = crate::screen(&graph, &rules, &options).rows;
    assert_eq!(rows.len(), 3);
    for row in rows {
        let certain = if row.certain { "certain" } else { "possible" };
        let said = format!("{} {} ({certain})\n{}\n", row.verdict.as_str(), row.test, row.reason);
        assert!(page.contains(&said), "not on the page:\n{said}");
    }
}

/// A limit that begins after the as-of date, and a seat that is announced, say nothing of what was.
#[test]
fn a_clear_case_is_about_days_up_to_the_as_of_date() {
    let companies = "id,listed,country\na,yes,US\nb,yes,US\nc,yes,US\n";
    let seats =
        "person,company,role,start,end\nann,a,director,2018,\nann,b,director,2018,\nann,c,director,2025-01-01,\n";
    let graph = crate::fixture::boards_as_of(&[("companies", companies), ("seats", seats)], "2020-12-31");
    let table = "rule_id,body,force,from,applies_to,max_total_boards\nnow,Now,advisory,,director,2\nlater,Later,advisory,2024-01-01,director,1\n";
    let rules = Rulebook::parse([None, Some(("own.csv", table)), None]).unwrap();
    let rows = |ahead: &str| {
        let (screens, ahead) = (vec![Screen::Overboarding], ahead.parse().unwrap());
        let options = ScreenOptions { screens, ahead, ..ScreenOptions::default() };
        let rows = screen(&graph, &rules, &options).rows;
        rows.into_iter().map(|row| (row.test, row.verdict, row.reason)).collect::<Vec<_>>()
    };
    let clear = rows("1y");
    assert_eq!(clear.len(), 1);
    assert_eq!((clear[0].0.as_str(), clear[0].1), ("now", Verdict::Clear));
    assert!(clear[0].2.starts_with("ann never had more than 2 boards"), "{}", clear[0].2);
    let verdicts: Vec<(String, Verdict)> = rows("9y").into_iter().map(|(test, verdict, _)| (test, verdict)).collect();
    assert_eq!(verdicts, [("now".to_owned(), Verdict::Watch), ("later".to_owned(), Verdict::Watch)]);
}

#[test]
fn one_board_beside_an_own_company_that_does_not_count_is_worth_a_row() {
    let companies = "id,listed,country\na,yes,US\nb,yes,US\n";
    let seats =
        "person,company,role,start,end\nann,a,chief executive,2018,\nann,b,director,2018,\nbob,b,director,2018,\n";
    let graph = boards(&[("companies", companies), ("seats", seats)]);
    let table = "rule_id,body,force,applies_to,max_total_boards,own\nx,X,investor,executive officer,1,outside\n";
    let rules = Rulebook::parse([None, Some(("own.csv", table)), None]).unwrap();
    let options = ScreenOptions { screens: vec![Screen::Overboarding], ..ScreenOptions::default() };
    let rows = screen(&graph, &rules, &options).rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].verdict, Verdict::Clear);
    assert!(
        rows[0].reason.starts_with("ann never had more than 1 board other than at their own company"),
        "{}",
        rows[0].reason
    );
}
