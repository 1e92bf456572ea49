//! Messy dates and every rule of deal screening: renamed companies, gaps, unknown ends,
//! dates known to the year, and hand-overs on one day.

use interlocks::analysis::conflicts::{ConflictOptions, Finding, Rule, conflicts};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions};
use serde_json::{Value, json};

/// A start and an end; an end of `?` is unknown.
type Spell = (&'static str, &'static str);

fn dated(mut row: Value, (start, end): Spell) -> Value {
    row["start"] = start.into();
    row["end"] = if end == "?" { "" } else { end }.into();
    row["end_status"] = if end == "?" { "unknown" } else { "" }.into();
    row
}

fn seat(person: &str, company: &str, role: &str, spell: Spell) -> Value {
    let (board, executive) = match role {
        "director" => ("yes", "no"),
        "officer" => ("no", "yes"),
        _ => ("no", "no"),
    };
    dated(json!({"person": person, "company": company, "role": role, "board": board, "executive": executive}), spell)
}

fn tie(from: &str, to: &str, kind: &str, spell: Spell) -> Value {
    dated(json!({"from": from, "to": to, "kind": kind, "share": if kind == "owns" { "30" } else { "" }}), spell)
}

/// The deal of two companies; acme was called Old Acme before.
fn graph(seats: Vec<Value>, ties: Vec<Value>, deal: &str) -> BoardGraph {
    let text = json!({
        "people": [{"id": "ann"}, {"id": "bob"}],
        "companies": [{"id": "acme", "name": "Acme plc", "aliases": "Old Acme;Acme Works"}, {"id": "beta"}],
        "seats": seats, "ties": ties,
        "deals": [{"id": "d", "date": deal, "kind": "contract", "status": "alleged", "parties": "acme;beta", "source": "S1"}],
    });
    let stream = Box::new(std::io::Cursor::new(text.to_string().into_bytes()));
    let options = LoadOptions { as_of: "2020".parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(stream, "deal.json", DataFormat::Json, &options).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems.listed());
    BoardGraph::new(data, BuildOptions::default())
}

fn found(graph: &BoardGraph, rule: Rule, options: &ConflictOptions) -> Vec<Finding> {
    let mut findings = conflicts(graph, options);
    findings.retain(|finding| finding.rule == rule);
    findings
}

const LONG: Spell = ("1999-01-01", "2019-01-01");

/// The rules that ask what held on the day of the deal.
const HELD: [Rule; 5] =
    [Rule::SharedDirector, Rule::ExecutiveOnBoard, Rule::OwnerOnBoard, Rule::RelatedPerson, Rule::IndirectPath];

/// A case of a rule that holds while Ann is at acme (`here`) and somebody is at beta (`there`), and
/// of no rule that comes before it.
fn held(rule: Rule, here: &[Spell], there: Spell, deal: &str) -> BoardGraph {
    let at_acme = |role| here.iter().map(|spell| seat("ann", "acme", role, *spell)).collect::<Vec<Value>>();
    let mut seats = vec![seat(if rule == Rule::RelatedPerson { "bob" } else { "ann" }, "beta", "director", there)];
    let mut ties = Vec::new();
    match rule {
        Rule::ExecutiveOnBoard => seats.extend(at_acme("officer")),
        Rule::OwnerOnBoard => ties.extend(here.iter().map(|spell| tie("ann", "acme", "owns", *spell))),
        Rule::RelatedPerson => {
            seats.extend(at_acme("director"));
            ties.push(tie("ann", "bob", "spouse", ("1999-01-01", "")));
        }
        Rule::IndirectPath => seats.extend(at_acme("observer")),
        _ => seats.extend(at_acme("director")),
    }
    graph(seats, ties, deal)
}

/// Certain, possible or no.
fn answer(findings: &[Finding]) -> Option<bool> {
    assert!(findings.len() <= 1, "{findings:?}");
    findings.first().map(|finding| finding.certain)
}

fn held_answer(rule: Rule, here: &[Spell], there: Spell, deal: &str) -> Option<bool> {
    answer(&found(&held(rule, here, there, deal), rule, &ConflictOptions { window: 3, ..ConflictOptions::default() }))
}

#[test]
fn a_gap_breaks_what_held() {
    let here = [("2001-01-01", "2003-01-01"), ("2005-01-01", "2007-01-01")];
    for rule in HELD {
        for (deal, expected) in
            [("2002-06-15", Some(true)), ("2004-06-15", None), ("2006-06-15", Some(true)), ("2002/2006", Some(false))]
        {
            assert_eq!(held_answer(rule, &here, LONG, deal), expected, "{rule:?} {deal}");
        }
    }
}

#[test]
fn an_unknown_end_is_possible_and_never_no() {
    for rule in HELD {
        for (deal, expected) in
            [("2001-05-05", Some(true)), ("2003-06-15", Some(false)), ("2018", Some(false)), ("2000-12-31", None)]
        {
            // The end of a tie cannot be unknown: its start is, which is the same the other way round.
            let (spell, deal) = match (rule, deal) {
                (Rule::OwnerOnBoard, "2001-05-05") => (("", "2010-01-01"), "2009-12-31"),
                (Rule::OwnerOnBoard, "2000-12-31") => (("", "2010-01-01"), "2010-01-01"),
                (Rule::OwnerOnBoard, "2018") => (("", "2010-01-01"), "2005"),
                (Rule::OwnerOnBoard, other) => (("", "2010-01-01"), other),
                (_, other) => (("2001-05-05", "?"), other),
            };
            assert_eq!(held_answer(rule, &[spell], LONG, deal), expected, "{rule:?} {deal}");
        }
    }
}

#[test]
fn an_owner_whose_end_on_the_other_board_is_unknown_is_possible() {
    for (deal, expected) in
        [("2001-05-05", Some(true)), ("2003-06-15", Some(false)), ("2018", Some(false)), ("2001-05-04", None)]
    {
        assert_eq!(held_answer(Rule::OwnerOnBoard, &[LONG], ("2001-05-05", "?"), deal), expected, "{deal}");
    }
}

#[test]
fn a_date_known_to_the_year_is_every_day_of_it() {
    for rule in HELD {
        for (deal, expected) in [
            ("2002-12-31", None),
            ("2003-06-15", Some(false)),
            ("2004-02-01", Some(true)),
            ("2004", Some(true)),
            ("2003/2004", Some(false)),
            ("2005-07-01", Some(false)),
            ("2006-01-01", None),
        ] {
            assert_eq!(held_answer(rule, &[("2003", "2005")], LONG, deal), expected, "{rule:?} {deal}");
        }
    }
}

#[test]
fn a_hand_over_on_one_day_is_no_double_role() {
    for rule in HELD {
        let here = [("2001-01-01", "2004-03-01")];
        for (deal, expected) in [("2004-02-29", None), ("2004-03-01", None)] {
            assert_eq!(held_answer(rule, &here, ("2004-03-01", "2008"), deal), expected, "{rule:?} {deal}");
        }
        // Somebody who moves that day is found by the rule on joining, and then no path is looked for.
        let met = |certain| if rule == Rule::IndirectPath { None } else { Some(certain) };
        let later = [("2001-01-01", "2004-03-02")];
        assert_eq!(held_answer(rule, &later, ("2004-03-01", "2008"), "2004-03-01"), met(true), "{rule:?}");
        // Known to the month, the two may or may not have met.
        let month = [("2001-01-01", "2004-03")];
        assert_eq!(held_answer(rule, &month, ("2004-03", "2008"), "2004-03-15"), met(false), "{rule:?}");
    }
}

#[test]
fn a_renamed_company_is_found_by_every_name() {
    for rule in Rule::ALL {
        let graph = match rule {
            Rule::AppointmentWindow | Rule::RevolvingDoor => {
                let (from, to) = (("2001-01-01", "2005-01-02"), ("2005-01-01", "2009-01-01"));
                graph(
                    vec![seat("ann", "acme", "officer", from), seat("ann", "beta", "director", to)],
                    vec![],
                    "2005-01-20",
                )
            }
            _ => held(rule, &[LONG], LONG, "2005-01-20"),
        };
        for name in ["acme", "Old Acme", "ACME Works", "Acme plc"] {
            let between = Some((graph.find_company(name).unwrap(), graph.find_company("beta").unwrap()));
            let findings = found(&graph, rule, &ConflictOptions { between, ..ConflictOptions::default() });
            assert_eq!(findings.len(), 1, "{rule:?} {name}");
            assert_eq!(findings[0].parties[0].name, "Acme plc");
            assert_eq!((findings[0].share, findings[0].deal.status.as_str()), (1.0, "alleged"));
        }
    }
}

/// Ann at acme, and on the board of beta, near a deal.
fn near(rule: Rule, here: &[Spell], there: &[Spell], deal: &str, window: i64) -> Vec<Finding> {
    let here = here.iter().map(|spell| seat("ann", "acme", "adviser", *spell));
    let there = there.iter().map(|spell| seat("ann", "beta", "director", *spell));
    let options = ConflictOptions { window, ..ConflictOptions::default() };
    found(&graph(here.chain(there).collect(), vec![], deal), rule, &options)
}

#[test]
fn coming_back_after_a_gap_is_a_joining_and_a_new_role_is_none() {
    let back = [("2001-01-01", "2003-01-01"), ("2005-01-01", "2007-01-01")];
    let joined = near(Rule::AppointmentWindow, &[LONG], &back, "2005-02-01", 90);
    assert_eq!((answer(&joined), joined[0].days), (Some(true), 31));
    assert_eq!(answer(&near(Rule::AppointmentWindow, &[LONG], &back, "2004-06-15", 90)), None);
    let role = [("2001-01-01", "2005-01-01"), ("2005-01-01", "2007-01-01")];
    assert_eq!(answer(&near(Rule::AppointmentWindow, &[LONG], &role, "2005-02-01", 90)), None);
    // Not tied to acme while away.
    let away = [("1999-01-01", "2004-12-01"), ("2005-02-01", "2019-01-01")];
    assert_eq!(answer(&near(Rule::AppointmentWindow, &away, &back, "2005-01-15", 30)), None);
    // The leaving before a gap is a leaving too.
    let twice = [("2001-01-01", "2003-01-01"), ("2004-01-01", "2005-01-01")];
    let one = near(Rule::RevolvingDoor, &twice, &[("2005-01-20", "2009")], "2005-01-10", 30);
    assert_eq!((answer(&one), one[0].days), (Some(true), -10));
    let both = near(Rule::RevolvingDoor, &twice, &[("2005-01-20", "2009")], "2004-06-01", 600);
    assert_eq!(both.len(), 2);
}

#[test]
fn somebody_whose_leaving_is_unknown_may_have_left() {
    let open = [("2001-05-05", "?")];
    let joined = near(Rule::AppointmentWindow, &open, &[("2005-01-01", "2009")], "2005-02-01", 90);
    assert_eq!(answer(&joined), Some(false));
    let left = near(Rule::RevolvingDoor, &open, &[("2005-01-01", "2009")], "2005-01-10", 90);
    assert_eq!((answer(&left), left[0].probability), (Some(false), None));
    // A later seat on the same board may be a return, where the end of the first is not known.
    let again = [("2001-05-05", "?"), ("2005-01-01", "2009")];
    assert_eq!(answer(&near(Rule::AppointmentWindow, &[LONG], &again, "2005-02-01", 90)), Some(false));
    // What still runs has not been left.
    assert_eq!(answer(&near(Rule::RevolvingDoor, &[("2001", "")], &[("2005-01-01", "2009")], "2005-01-10", 90)), None);
}

#[test]
fn a_joining_known_to_the_year_falls_inside_a_window_by_a_share_of_its_days() {
    let joined = |deal, window| near(Rule::AppointmentWindow, &[LONG], &[("2005", "2009")], deal, window);
    let may = joined("2005-06-15", 30);
    assert_eq!(answer(&may), Some(false));
    // 61 of the 365 days of 2005 lie within 30 days of 15 June.
    assert_eq!(may[0].probability, Some(0.1671));
    assert_eq!((may[0].days_min, may[0].days_max), (Some(-199), Some(165)));
    let sure = joined("2005-06-15", 199);
    assert_eq!((answer(&sure), sure[0].probability), (Some(true), Some(1.0)));
    assert_eq!(answer(&joined("2006-03-01", 30)), None);
    let moved = |window| near(Rule::RevolvingDoor, &[("2001", "2005")], &[("2005", "2009")], "2005-07-01", window);
    assert_eq!((answer(&moved(30)), answer(&moved(400))), (Some(false), Some(true)));
    // Both must lie within: the product of 61 of 365 days for each.
    assert_eq!(moved(30)[0].probability, Some(0.0279));
}

#[test]
fn a_hand_over_on_one_day_is_a_revolving_door_and_no_tie_while_joining() {
    let (here, there) = ([("2001-01-01", "2005-01-01")], [("2005-01-01", "2009-01-01")]);
    assert_eq!(answer(&near(Rule::AppointmentWindow, &here, &there, "2005-01-01", 90)), None);
    let moved = near(Rule::RevolvingDoor, &here, &there, "2005-01-01", 0);
    assert_eq!((answer(&moved), moved[0].days), (Some(true), 0));
    assert_eq!(moved[0].events.len(), 2);
    assert_eq!(answer(&near(Rule::RevolvingDoor, &here, &there, "2005-01-02", 0)), None);
}

#[test]
fn owners_count_from_the_share_that_was_asked_for() {
    let owner = |share: &str, min_share: f64| {
        let mut owns = tie("ann", "acme", "owns", LONG);
        owns["share"] = share.into();
        let graph = graph(vec![seat("ann", "beta", "director", LONG)], vec![owns], "2005-01-20");
        answer(&found(&graph, Rule::OwnerOnBoard, &ConflictOptions { min_share, ..ConflictOptions::default() }))
    };
    assert_eq!((owner("5", 5.0), owner("4.9", 5.0), owner("4.9", 4.0)), (Some(true), None, Some(true)));
    assert_eq!(owner("", 5.0), Some(false), "a share nobody states may be large");
    let founder =
        graph(vec![seat("ann", "beta", "director", LONG)], vec![tie("ann", "acme", "founder-of", LONG)], "2005");
    assert_eq!(answer(&found(&founder, Rule::OwnerOnBoard, &ConflictOptions::default())), Some(true));
}

#[test]
fn a_finding_says_how_many_of_the_parties_it_covers() {
    let mut text = json!({"seats": [seat("ann", "acme", "director", LONG), seat("ann", "beta", "director", LONG),
        seat("bob", "gamma", "director", LONG)],
        "deals": [{"id": "d", "date": "2005", "kind": "loan", "parties": "acme;beta;gamma"}]});
    text["companies"] = json!([{"id": "acme"}, {"id": "beta"}, {"id": "gamma"}]);
    let stream = Box::new(std::io::Cursor::new(text.to_string().into_bytes()));
    let data = Dataset::read(stream, "deal.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    let findings = conflicts(&BoardGraph::new(data, BuildOptions::default()), &ConflictOptions::default());
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].share, findings[0].deal.parties), (0.6667, 3));
    assert!(findings[0].text.contains("Parties: 2 of 3."));
}

#[test]
fn without_dates_what_ever_held_counts_and_windows_have_no_meaning() {
    let text = json!({"seats": [seat("ann", "acme", "director", ("2001", "2002")), seat("ann", "beta", "director", ("2010", "2012"))],
        "deals": [{"id": "d", "date": "2005", "kind": "loan", "parties": "acme;beta"}]});
    let stream = Box::new(std::io::Cursor::new(text.to_string().into_bytes()));
    let data = Dataset::read(stream, "deal.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    let undated = BuildOptions { undated: true, ..BuildOptions::default() };
    let findings = conflicts(&BoardGraph::new(data, undated), &ConflictOptions::default());
    let rules: Vec<Rule> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::SharedDirector]);
    assert!(findings[0].certain);
}

#[test]
fn nothing_after_the_as_of_date_is_certain() {
    for rule in HELD {
        assert_eq!(held_answer(rule, &[("2001", "")], ("2001", ""), "2020-12-30"), Some(true), "{rule:?}");
        assert_eq!(held_answer(rule, &[("2001", "")], ("2001", ""), "2021-01-01"), Some(false), "{rule:?}");
    }
}
