use proptest::prelude::*;

use super::days::{Term, joint};
use crate::fixture::{boards, rows_at};
use crate::{Row, Screen, Verdict};
use interlocks_core::model::{Day, DayRange, Spell};

/// Two banks that compete, Ann in office at both.
struct Story {
    companies: String,
    ties: String,
    accounts: String,
    seats: String,
}

impl Story {
    fn new() -> Story {
        Story {
            companies: "a,IT,bank\nb,IT,insurance\nh,IT,holding\n".to_owned(),
            ties: "a,b,competitor,2009,\n".to_owned(),
            accounts: "a,2011,50000000,EUR\na,2012,50000000,EUR\nb,2012,1,EUR\na,2017,50000000,EUR\nb,2017,1,EUR\n"
                .to_owned(),
            seats: "ann,a,director,2010-01-01,\nann,b,director,2013-01-01,2013-12-01\n".to_owned(),
        }
    }

    fn rows(&self, at: &str) -> Vec<Row> {
        // A turnover is a tenth of the total assets of a bank, and the premiums of an insurer.
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let assets = cells[2].parse::<f64>().map_or(String::new(), |turnover| (turnover * 10.0).to_string());
            format!("{},{},{assets},{},{}\n", cells[0], cells[1], cells[2], cells[3])
        };
        let accounts: String = self.accounts.lines().map(row).collect();
        let graph = boards(&[
            ("companies", &format!("id,country,industry\n{}", self.companies)),
            ("ties", &format!("from,to,kind,start,share\n{}", self.ties)),
            ("financials", &format!("company,year_end,total_assets,premiums,currency\n{accounts}")),
            ("seats", &format!("person,company,role,start,end\n{}", self.seats)),
        ]);
        rows_at(&graph, Screen::Italy36, at)
    }

    fn seats(seats: &str) -> Story {
        Story { seats: seats.to_owned(), ..Story::new() }
    }
}

fn told(rows: &[Row]) -> Option<(Verdict, bool)> {
    assert!(rows.len() < 2);
    rows.first().map(|row| (row.verdict, row.certain))
}

const BREACH: Option<(Verdict, bool)> = Some((Verdict::Breach, true));
const WATCH: Option<(Verdict, bool)> = Some((Verdict::Watch, true));
const CLEAR: Option<(Verdict, bool)> = Some((Verdict::Clear, true));

#[test]
fn the_choice_is_due_ninety_days_after_the_later_appointment() {
    for (at, expected) in [
        ("2012-12-31", None),
        ("2013-01-01", WATCH),
        ("2013-03-31", WATCH),
        ("2013-04-01", WATCH),
        ("2013-04-02", BREACH),
        ("2013-11-30", BREACH),
        ("2013-12-01", None),
        ("", BREACH),
    ] {
        assert_eq!(told(&Story::new().rows(at)), expected, "{at}");
    }
}

#[test]
fn half_known_appointments_make_it_possible() {
    let half = Story::seats("ann,a,director,2010,\nann,b,director,2013-01,2013-12-01\n");
    for (at, expected) in [
        ("2013-04-01", WATCH),
        ("2013-04-02", Some((Verdict::Breach, false))),
        ("2013-05-01", Some((Verdict::Breach, false))),
        ("2013-05-02", BREACH),
    ] {
        assert_eq!(told(&half.rows(at)), expected, "{at}");
    }
}

#[test]
fn offices_held_when_the_law_came_have_longer() {
    let story = Story::seats("ann,a,director,2010-01-01,\nann,b,director,2010-01-01,2013-12-01\n");
    for (at, expected) in [("2011-12-27", None), ("2012-01-01", WATCH), ("2012-04-26", WATCH), ("2012-04-27", BREACH)] {
        assert_eq!(told(&story.rows(at)), expected, "{at}");
    }
}

#[test]
fn turnover_is_asked_of_one_and_later_of_both() {
    let seats = "ann,a,director,2010-01-01,\nann,b,director,2013-01-01,\n";
    for (a, b, at, expected) in [
        ("47000000", "1", "2018-12-20", BREACH),
        ("46999999.99", "1", "2018-12-20", CLEAR),
        ("47000000", "1", "2018-12-21", CLEAR),
        ("30000000.01", "30000000.01", "2018-12-20", CLEAR),
        ("30000000.01", "30000000.01", "2018-12-21", BREACH),
        ("30000000", "30000000.01", "2018-12-21", CLEAR),
        ("", "47000000", "2018-12-20", BREACH),
        ("", "47000000", "2018-12-21", Some((Verdict::Unknown, true))),
        ("", "30000000", "2018-12-21", CLEAR),
        ("", "30000000", "2018-12-20", Some((Verdict::Unknown, true))),
    ] {
        let accounts = format!("a,2017,{a},EUR\nb,2017,{b},EUR\n");
        let story = Story { accounts, ..Story::seats(&format!("{seats}x,h,director,2019-01-01,\n")) };
        let rows = story.rows(at);
        assert_eq!(told(&rows), expected, "{a} {b} {at}");
        let named = rows[0].missing.iter().any(|missing| missing.starts_with("total assets of a "));
        assert_eq!(named, rows[0].verdict == Verdict::Unknown);
    }
}

#[test]
fn sales_are_no_turnover_of_a_bank() {
    let of = |accounts: &str| {
        let graph = boards(&[
            ("companies", "id,country,industry\na,IT,bank\nb,IT,insurance\n"),
            ("ties", "from,to,kind,start\na,b,competitor,2009\n"),
            ("financials", &format!("company,year,total_sales,total_assets,premiums,currency\n{accounts}")),
            (
                "seats",
                "person,company,role,start,end\nann,a,director,2019,2026-01-01\nann,b,director,2019,2026-01-01\n",
            ),
        ]);
        let mut rows = rows_at(&graph, Screen::Italy36, "2024-06-01");
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    };
    for (a, b, verdict, said) in [
        // Half a billion of assets, and hardly any sales.
        ("20000000,500000000,", ",,40000000", Verdict::Breach, "the time to choose is over"),
        ("20000000,,", ",,40000000", Verdict::Unknown, "total assets of a in EUR"),
        ("900000000,,", ",,40000000", Verdict::Unknown, "total assets of a in EUR"),
        (",500000000,", "40000000,,", Verdict::Unknown, "premiums of b in EUR"),
        // Whatever the bank has, the insurer is too small.
        (
            ",,",
            ",,30000000",
            Verdict::Clear,
            "the turnover is too small: turnover of a not stated, turnover of b 30,000,000 EUR",
        ),
        (",300000000,", ",,40000000", Verdict::Clear, "the turnover is too small"),
    ] {
        let row = of(&format!("a,2023,{a},EUR\nb,2023,{b},EUR\n"));
        assert!(row.verdict == verdict && row.reason.contains(said), "{a} {b}: {} {}", row.verdict, row.reason);
        assert_eq!(row.missing.is_empty(), verdict != Verdict::Unknown);
        assert!(row.recalled.iter().all(|part| part.len() < 140), "{:?}", row.recalled);
    }
}

#[test]
fn control_exempts_and_an_unstated_share_leaves_it_open() {
    let rival = "a,b,competitor,2009,\n";
    for (ties, expected) in [
        ("a,b,owns,2009,50", BREACH),
        ("a,b,owns,2009,50.01", CLEAR),
        ("h,a,owns,2009,60\nh,b,owns,2009,60", CLEAR),
        ("h,a,owns,2009,60\nh,b,owns,2009,50", BREACH),
        ("a,b,owns,2009,", Some((Verdict::Unknown, true))),
        ("a,b,owns,2013,60", Some((Verdict::Breach, false))),
    ] {
        let story = Story { ties: format!("{rival}{ties}\n"), ..Story::new() };
        assert_eq!(told(&story.rows("2013-06-01")), expected, "{ties}");
    }
}

#[test]
fn country_sector_competition_and_office_are_asked_for() {
    let unknown = Some((Verdict::Unknown, true));
    let with = |companies: &str, ties: &str, role: &str| {
        let seats = format!("ann,a,director,2010-01-01,\nann,b,{role},2013-01-01,2013-12-01\n");
        let companies = format!("{companies}h,IT,holding\n");
        told(&Story { companies, ties: ties.to_owned(), ..Story::seats(&seats) }.rows("2013-06-01"))
    };
    let rival = "a,b,competitor,2009,\n";
    for (companies, ties, role, expected) in [
        ("a,IT,bank\nb,FR,bank\n", rival, "director", None),
        ("a,IT,bank\nb,,bank\n", rival, "director", unknown),
        ("a,IT,bank\nb,,bank\n", "", "director", None),
        ("a,IT,bank\nb,IT,\n", rival, "director", unknown),
        ("a,IT,bank\nb,IT,6512\n", rival, "director", unknown),
        ("a,IT,bank\nb,IT,software\n", rival, "director", None),
        ("a,IT,bank\nb,IT,bank\n", "", "director", unknown),
        ("a,IT,bank\nb,IT,bank\n", rival, "sindaco effettivo", BREACH),
        ("a,IT,bank\nb,IT,bank\n", rival, "sindaco supplente", None),
        ("a,IT,bank\nb,IT,bank\n", rival, "Presidente", BREACH),
        ("a,IT,bank\nb,IT,bank\n", rival, "direttore generale", BREACH),
        ("a,IT,bank\nb,IT,bank\n", rival, "chief executive", BREACH),
        ("a,IT,bank\nb,IT,bank\n", rival, "board observer", None),
    ] {
        assert_eq!(with(companies, ties, role), expected, "{companies} {ties} {role}");
    }
}

#[test]
fn the_example_of_the_page_is_told_as_there() {
    let data = interlocks_dataset::Dataset::open("../../docs/examples/italy.json").unwrap();
    let graph = interlocks_graph::BoardGraph::new(data, interlocks_graph::BuildOptions::default());
    for (at, expected) in [("2024-08-04", WATCH), ("2024-08-05", BREACH)] {
        assert_eq!(told(&rows_at(&graph, Screen::Italy36, at)), expected, "{at}");
    }
}

/// A choice of days for two offices, and whether the choice is overdue on a day of it: the slow way,
/// day by day back to the beginning.
fn overdue(choice: &[(i32, i32); 2], day: i32, term: Term) -> Option<bool> {
    let both = |day: i32| choice.iter().all(|(from, to)| (*from..*to).contains(&day));
    if !both(day) || day < term.law.number() {
        return None;
    }
    let start = (0..=day).rev().take_while(|day| both(*day)).last()?;
    let until = if start < term.law.number() { term.law.number() + term.at_first } else { start + term.days };
    Some(day > until)
}

fn range(first: i32, wide: i32) -> DayRange {
    DayRange::new(Day::from_number(first), Day::from_number(first + wide))
}

proptest! {
    #[test]
    fn every_choice_of_days_is_asked(
        starts in [(1i32..12, 0i32..4), (1i32..12, 0i32..4)],
        lengths in [(5i32..14, 0i32..4), (5i32..14, 0i32..4)],
        law in 0i32..14, days in 0i32..4, more in 0i32..4,
    ) {
        let term = Term { law: Day::from_number(law), days, at_first: days + more };
        let ends = [0, 1].map(|at| (starts[at].0 + lengths[at].0, lengths[at].1));
        let spells = [0, 1].map(|at| Spell::new(range(starts[at].0, starts[at].1), range(ends[at].0, ends[at].1)));
        let found = joint(&spells[..1], &spells[1..], term);
        let mut choices = Vec::new();
        for s in 0..=starts[0].1 { for t in 0..=starts[1].1 { for e in 0..=ends[0].1 { for f in 0..=ends[1].1 {
            choices.push([(starts[0].0 + s, ends[0].0 + e), (starts[1].0 + t, ends[1].0 + f)]);
        }}}}
        for day in 0..36 {
            let answers: Vec<Option<bool>> = choices.iter().map(|choice| overdue(choice, day, term)).collect();
            let on = DayRange::exactly(Day::from_number(day));
            let all = |wanted: fn(&Option<bool>) -> bool| answers.iter().all(wanted);
            let any = |wanted: fn(&Option<bool>) -> bool| answers.iter().any(wanted);
            prop_assert_eq!(found.both.certain.covers(on), all(std::option::Option::is_some), "both {}", day);
            prop_assert_eq!(found.both.possible.covers(on), any(std::option::Option::is_some), "both {}", day);
            prop_assert_eq!(found.overdue.certain.covers(on), all(|answer| *answer == Some(true)), "{}", day);
            prop_assert_eq!(found.overdue.possible.covers(on), any(|answer| *answer == Some(true)), "{}", day);
        }
    }
}
