use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::fixture::{boards, rows_at, rows_for};
use super::super::{Rulebook, ScreenOptions};
use super::*;
use interlocks_analysis::Named;
use interlocks_analysis::Query;
use interlocks_core::model::{Day, DayRange, DaySpan, PartialDate};
use interlocks_graph::{BoardGraph, Clock};

/// Rows in brief: `paragraph registrant verdict`, with `?` behind what is only possible.
fn brief(rows: &[Row]) -> Vec<String> {
    let shown = |row: &Row| {
        let paragraph = row.test.strip_prefix("407e4iii").unwrap_or("?");
        let sure = if row.certain { "" } else { "?" };
        format!("{paragraph} {} {}{sure}", row.companies[0].id, row.verdict.as_str())
    };
    let mut shown: Vec<String> = rows.iter().map(shown).collect();
    shown.sort();
    shown
}

fn graph(seats: &str) -> BoardGraph {
    graph_of("US,yes,", "US,yes,", seats)
}

/// The graph in which C and X have a country, a listing and an industry.
fn graph_of(c: &str, x: &str, seats: &str) -> BoardGraph {
    let companies = format!("id,country,listed,industry\nC,{c}\nX,{x}\nc0,{c}\nc1,{x}\nZ,,,\n");
    let seats = format!("person,company,role,committee,start,end\n{seats}");
    boards(&[("companies", &companies), ("seats", &seats)])
}

/// Chief executives of C and X; who sits where else is what a case adds.
const CHIEFS: &str = "p,C,ceo,,2001-01-01,\nq,X,ceo,,2001-01-01,\n";
/// Others on the committees, so that these are known.
const KNOWN: &str = "r,C,director,compensation,2001-01-01,\ns,X,director,remuneration,2001-01-01,\n";

#[test]
fn who_sets_whose_pay() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "both on the committees",
            "p,X,director,compensation,2005-01-01,\nq,C,director,compensation,2006-01-01,",
            "",
            &["-a C breach", "-a X breach"],
        ),
        (
            "the other's executive on the committee, ours a director",
            "p,X,director,audit,2005-01-01,\nq,C,director,compensation,2006-01-01,",
            "",
            &["-b C breach", "-c X breach"],
        ),
        (
            "our executive on the committee, theirs a director",
            "p,X,director,compensation,2005-01-01,\nq,C,director,,2006-01-01,",
            "",
            &["-b X breach", "-c C breach"],
        ),
        ("directors only", "p,X,director,,2005-01-01,\nq,C,director,,2006-01-01,", "", &[" C clear", " X clear"]),
        ("one way only", "p,X,director,compensation,2005-01-01,", "", &[]),
        (
            "on a committee without a seat on the board",
            "p,X,secretary,compensation,2005-01-01,\nq,C,secretary,compensation,2006-01-01,",
            "",
            &["-a C breach", "-a X breach"],
        ),
        (
            "the full board does the work",
            "p,X,director,full board,2005-01-01,\nq,C,director,audit,2006-01-01,",
            "",
            &["-b X breach", "-c C breach"],
        ),
        (
            "in one year, not at once",
            "p,X,director,compensation,2005-01-01,2006-03-01\nq,C,director,compensation,2006-03-01,2007-01-01",
            "",
            &["-a C watch", "-a X watch"],
        ),
        (
            "asked for that year",
            "p,X,director,compensation,2005-01-01,2006-03-01\nq,C,director,compensation,2006-03-01,2007-01-01",
            "2006",
            &["-a C watch", "-a X watch"],
        ),
        (
            "asked for the year after",
            "p,X,director,compensation,2005-01-01,2006-03-01\nq,C,director,compensation,2006-03-01,2007-06-01",
            "2007-02-01",
            &[],
        ),
        (
            "in years that follow each other",
            "p,X,director,compensation,2005-01-01,2006-01-01\nq,C,director,compensation,2006-01-01,2007-01-01",
            "",
            &[],
        ),
        (
            "a year may be the same",
            "p,X,director,compensation,2005-01-01,2006\nq,C,director,compensation,2007-01-01,2008-01-01",
            "",
            &[],
        ),
        (
            "a day may be the same",
            "p,X,director,compensation,2005-01-01,2006\nq,C,director,compensation,2006-06-01,2008-01-01",
            "",
            &["-a C breach?", "-a X breach?"],
        ),
        (
            "surely a director, perhaps on the committee",
            "p,X,director,,2005-01-01,\np,X,secretary,compensation,2006,2006\nq,C,director,compensation,2004-01-01,",
            "",
            &["-a C breach?", "-a X breach?", "-b C breach", "-c X breach"],
        ),
        (
            "no longer an executive when on the committee",
            "p,X,director,compensation,2005-01-01,\nt,X,ceo,,2001-01-01,2003-01-01\nt,C,director,compensation,2003-01-01,",
            "",
            &[],
        ),
        (
            "on another committee that bears a like name",
            "p,X,director,payments,2005-01-01,\nq,C,director,audit; nomination,2006-01-01,",
            "",
            &[" C clear", " X clear"],
        ),
    ];
    for (name, seats, at, expected) in cases {
        let graph = graph(&format!("{CHIEFS}{KNOWN}{seats}\n"));
        assert_eq!(brief(&rows_at(&graph, Screen::Compensation, at)), *expected, "{name}");
    }
}

#[test]
fn a_committee_that_nobody_is_named_for_is_unknown() {
    let crossed = "p,X,director,,2005-01-01,\nq,C,director,,2006-01-01,\n";
    let rows = rows_at(&graph(&format!("{CHIEFS}{crossed}")), Screen::Compensation, "");
    assert_eq!(brief(&rows), [" C unknown"]);
    let who = |company: &str| format!("who sits on the compensation committee of {company}");
    assert_eq!(rows[0].missing, [who("C"), who("X")]);
    assert_eq!(rows[0].people.len(), 2);
    // Of one company it is known.
    let rows = rows_at(&graph(&format!("{CHIEFS}{crossed}r,C,director,pay,2001-01-01,\n")), Screen::Compensation, "");
    assert_eq!((brief(&rows), rows[0].missing.clone()), (vec![" C unknown".to_owned()], vec![who("X")]));
    // It is known for some of the time.
    let some = "r,C,director,pay,2001-01-01,2008-01-01\ns,X,director,pay,2001-01-01,\nz,Z,cfo,,,2012-01-01\n";
    let graph_of_some = graph(&format!("{CHIEFS}{crossed}{some}"));
    assert_eq!(brief(&rows_at(&graph_of_some, Screen::Compensation, "2007-06-01")), [" C clear", " X clear"]);
    assert_eq!(brief(&rows_at(&graph_of_some, Screen::Compensation, "2008-06-01")), [" C unknown"]);
    // What is known settles it: one of them on a committee makes a paragraph apply.
    let rows = rows_at(&graph(&format!("{CHIEFS}{crossed}q,C,secretary,pay,2006-01-01,\n")), Screen::Compensation, "");
    assert_eq!(brief(&rows), ["-b C breach", "-c X breach"]);
    assert!(rows.iter().all(|row| row.missing.is_empty()));
    assert!(rows[0].legs.iter().any(|leg| leg.met == Answer::Unknown));
    // Two people make one question.
    let more = "t,C,cfo,,2001-01-01,\nt,X,director,,2005-01-01,\n";
    let rows = rows_at(&graph(&format!("{CHIEFS}{crossed}{more}")), Screen::Compensation, "");
    assert_eq!((brief(&rows), rows[0].people.len()), (vec![" C unknown".to_owned()], 3));
}

#[test]
fn the_last_fiscal_year_is_asked_for_as_a_window() {
    let seats = "p,X,director,compensation,2005-01-01,2006-03-01\nq,C,director,compensation,2005-03-01,2007-01-01\n";
    let graph = graph(&format!("{CHIEFS}{KNOWN}{seats}"));
    let during = |year: &str| {
        let days = year.parse::<PartialDate>().unwrap().days();
        let query = Query { clock: Clock::During(DaySpan::from(days)), certain_only: false };
        let rows =
            rows_for(&graph, &ScreenOptions { query, screens: vec![Screen::Compensation], ..ScreenOptions::default() });
        brief(&rows)
    };
    assert_eq!(during("2004"), Vec::<String>::new());
    assert_eq!(during("2006"), ["-a C breach", "-a X breach"]);
    assert_eq!(during("2007"), Vec::<String>::new());
}

#[test]
fn a_row_names_the_paragraph_and_rests_on_the_seats() {
    let seats = "p,X,director,compensation,2005-01-01,2008-01-01\nq,C,director,compensation,2006-01-01,\n";
    let rows = rows_at(&graph(&format!("{CHIEFS}{seats}")), Screen::Compensation, "");
    assert_eq!(
        rows[0].reason,
        "p, an executive of C, sat on the committee of X that sets pay while q, an executive of X, sat on the committee \
         of C that sets pay, from 2006-01-01 to 2007-12-31: C must disclose this under paragraph (A)."
    );
    assert_eq!(rows[0].evidence.len(), 4);
    assert_eq!(rows[0].citation, "SEC Regulation S-K Item 407(e)(4)(iii)");
    assert_eq!(rows_at(&graph("p,C,ceo,,2001-01-01,\n"), Screen::Compensation, ""), []);
    assert_eq!(rows_at(&graph(""), Screen::Compensation, ""), []);
}

#[test]
fn the_item_is_put_to_registrants_about_entities() {
    let on_committees = "p,X,director,compensation,2005-01-01,\nq,C,director,compensation,2006-01-01,\n";
    let seats = format!("{CHIEFS}{on_committees}");
    let sec = |company: &str| format!("whether {company} files with the SEC (country, listed or cik)");
    for (c, x, expected, missing) in [
        ("DE,no,", "DE,no,", vec![], vec![]),
        ("DE,yes,", "DE,yes,", vec![], vec![]),
        ("US,no,", "US,yes,", vec!["-a X breach"], vec![]),
        (",,", ",,", vec!["-a C unknown", "-a X unknown"], vec![sec("C")]),
        (",yes,", "DE,yes,", vec!["-a C unknown"], vec![sec("C")]),
        ("US,yes,", "US,no,charity", vec![" C clear"], vec![]),
        ("US,yes,", "US,,charity", vec![" C clear", "-a X unknown"], vec![]),
        (
            "US,yes,",
            "US,no,education",
            vec!["-a C unknown"],
            vec!["whether X is exempt under section 501(c)(3)".to_owned()],
        ),
    ] {
        let rows = rows_at(&graph_of(c, x, &seats), Screen::Compensation, "");
        assert_eq!(brief(&rows), expected, "{c} {x}");
        let of_c = rows.iter().find(|row| row.companies[0].id == "C");
        assert_eq!(of_c.map(|row| row.missing.clone()).unwrap_or_default(), missing, "{c} {x}");
        assert!(rows.iter().all(|row| row.missing.is_empty() == (row.verdict != Verdict::Unknown)));
    }
    let rows = rows_at(&graph_of("US,yes,", "US,no,charity", &seats), Screen::Compensation, "");
    assert!(rows[0].reason.starts_with("X is presumed exempt under section 501(c)(3), and so no entity for the item"));
    // Unknown committees, and an unknown registrant.
    let crossed = format!("{CHIEFS}p,X,director,,2005-01-01,\nq,C,director,,2006-01-01,\n");
    let rows = rows_at(&graph_of(",,", "DE,,", &crossed), Screen::Compensation, "");
    assert_eq!(rows[0].missing.last(), Some(&sec("C")));
    assert_eq!(rows_at(&graph_of("DE,,", "DE,,", &crossed), Screen::Compensation, ""), []);
}

/// 2011-12-27: the days of the oracle lie on both sides of a turn of the year.
const FIRST: i32 = 15_335;
const DAYS: i32 = 10;
/// The days before the turn.
const YEAR: u32 = 0b11111;

/// A seat: who, where, as what, on a committee that sets pay or not, and when.
#[derive(Clone, Debug)]
struct TestSeat {
    person: usize,
    company: usize,
    role: &'static str,
    pay: bool,
    start: (i32, i32),
    end: (i32, i32),
}

/// Seats of executives, seats that they have elsewhere, and others on committees.
fn some() -> impl Strategy<Value = Vec<TestSeat>> {
    let outside_days = (0..3usize, 0..2usize, days(), days(), any::<bool>(), any::<bool>());
    let outside_days = outside_days.prop_map(|(person, home, x, y, board, pay)| {
        [
            test_seat(person, home, "ceo", false, x),
            test_seat(person, 1 - home, if board { "director" } else { "secretary" }, pay, y),
        ]
    });
    let roles = prop::sample::select(&["ceo", "director", "executive director", "secretary"][..]);
    let loose = (0..4usize, 0..2usize, roles, any::<bool>(), days())
        .prop_map(|(person, company, role, pay, days)| test_seat(person, company, role, pay, days));
    (prop::collection::vec(outside_days, 0..7), prop::collection::vec(loose, 0..4))
        .prop_map(|(outside_days, loose)| outside_days.into_iter().flatten().chain(loose).collect())
}

fn days() -> impl Strategy<Value = [i32; 4]> {
    (0..6i32, 0..2i32, 1..6i32, 0..2i32).prop_map(|(start, width, length, late)| [start, width, length, late])
}

fn test_seat(
    person: usize,
    company: usize,
    role: &'static str,
    pay: bool,
    [start, width, length, late]: [i32; 4],
) -> TestSeat {
    let end = start + width + length;
    TestSeat { person, company, role, pay, start: (start, start + width), end: (end, end + late) }
}

/// What the data says of a company: whether it files with the SEC, and whether it is exempt.
const KINDS: [(&str, Answer, Answer); 6] = [
    ("US,yes,", Answer::Yes, Answer::No),
    ("US,,", Answer::Unknown, Answer::No),
    ("DE,yes,", Answer::No, Answer::No),
    ("US,no,charity", Answer::No, Answer::Yes),
    ("US,,charity", Answer::Unknown, Answer::Yes),
    ("US,,education", Answer::Unknown, Answer::Unknown),
];

fn register(seats: &[TestSeat], kinds: [usize; 2]) -> BoardGraph {
    let day = |number: i32| Day::from_number(FIRST + number).to_string();
    let date =
        |(first, last): (i32, i32)| if first == last { day(first) } else { format!("{}/{}", day(first), day(last)) };
    let mut text = format!("z,Z,director,,{},{}\n", day(0), day(2 * DAYS));
    for TestSeat { person, company, role, pay, start, end } in seats {
        let committee = if *pay { "pay" } else { "audit" };
        text += &format!("p{person},c{company},{role},{committee},{},{}\n", date(*start), date(*end));
    }
    let [c, x] = kinds.map(|kind| KINDS[kind].0);
    graph_of(c, x, &text)
}

/// Every choice of the days of a seat, a bit a day.
fn choices(seat: &TestSeat) -> Vec<u32> {
    let cover = |from: i32, to: i32| (from..to).fold(0, |days, day| days | 1 << day);
    let ends = |from: i32| (seat.end.0..=seat.end.1).map(move |to| cover(from, to));
    (seat.start.0..=seat.start.1).flat_map(ends).collect()
}

/// Days in some choice and in every choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slow {
    some: u32,
    every: u32,
}

impl Slow {
    fn of(choices: impl Iterator<Item = u32> + Clone) -> Slow {
        Slow { some: choices.clone().fold(0, |x, y| x | y), every: choices.fold(u32::MAX, |x, y| x & y) }
    }

    fn map(self, change: impl Fn(u32) -> u32) -> Slow {
        Slow { some: change(self.some), every: change(self.every) }
    }

    fn meet(self, other: Slow) -> Slow {
        Slow { some: self.some & other.some, every: self.every & other.every }
    }

    fn join(self, other: Slow) -> Slow {
        Slow { some: self.some | other.some, every: self.every | other.every }
    }

    fn without(self, other: Slow) -> Slow {
        Slow { some: self.some & !other.every, every: self.every & !other.some }
    }

    fn years(self) -> Slow {
        self.map(|days| {
            let year = |year: u32| if days & year == 0 { 0 } else { year };
            year(YEAR) | year(!YEAR)
        })
    }

    fn holds(self, at: Option<i32>) -> Option<bool> {
        let clock_days = at.map_or(u32::MAX, |day| 1 << day);
        (self.some & clock_days != 0).then_some(self.every & clock_days != 0)
    }
}

const EXECUTIVE: [&str; 2] = ["ceo", "executive director"];
const BOARD: [&str; 2] = ["director", "executive director"];

/// Days on the committee, on the board, and on either, as an executive at home: of every choice.
fn outside_days(seats: &[TestSeat], person: usize, home: usize) -> [Slow; 3] {
    let mut ways = BTreeSet::from([[0u32; 3]]);
    for seat in seats.iter().filter(|seat| seat.person == person) {
        let at_home = seat.company == home;
        let kinds =
            [at_home && EXECUTIVE.contains(&seat.role), !at_home && seat.pay, !at_home && BOARD.contains(&seat.role)];
        let add = |way: &[u32; 3], days: u32| {
            let mut way = *way;
            way.iter_mut().zip(kinds).filter(|(_, kind)| *kind).for_each(|(own, _)| *own |= days);
            way
        };
        let days = choices(seat);
        ways = ways.iter().flat_map(|way| days.iter().map(move |days| add(way, *days))).collect();
    }
    let days = |wanted: fn(&[u32; 3]) -> u32| Slow::of(ways.iter().map(wanted));
    [days(|way| way[0] & way[1]), days(|way| way[0] & way[2]), days(|way| way[0] & (way[1] | way[2]))]
}

fn named(seats: &[TestSeat], company: usize) -> Slow {
    let mut ways = BTreeSet::from([0u32]);
    for seat in seats.iter().filter(|seat| seat.company == company && seat.pay) {
        let days = choices(seat);
        ways = ways.iter().flat_map(|way| days.iter().map(move |days| way | days)).collect();
    }
    Slow::of(ways.iter().copied())
}

type Found = (u16, Verdict, bool, Vec<usize>, Vec<usize>);

fn slow(seats: &[TestSeat], at: Option<i32>, kinds: [usize; 2]) -> BTreeSet<Found> {
    let mut found: BTreeSet<Found> = BTreeSet::new();
    let mut open: Option<(bool, BTreeSet<usize>)> = None;
    let known = named(seats, 0).meet(named(seats, 1));
    // Whether the item is put to each company as the registrant, and why not.
    let files = kinds.map(|kind| KINDS[kind].1);
    let exempt = [KINDS[kinds[1]].2, KINDS[kinds[0]].2];
    for (p, q) in (0..4).flat_map(|p| (0..4).map(move |q| (p, q))).filter(|(p, q)| p != q) {
        let (there, back) = (outside_days(seats, p, 0), outside_days(seats, q, 1));
        let years = there[2].years().meet(back[2].years());
        if years.some == 0 || years.holds(at).is_none() {
            continue;
        }
        let mut shown: [Vec<Found>; 2] = Default::default();
        for (side, (companies, people, there, back)) in
            [([0, 1], [p, q], there, back), ([1, 0], [q, p], back, there)].into_iter().enumerate()
        {
            let mut both = (Verdict::Clear, false);
            for (test, x, y) in [(0, there[0], back[0]), (1, there[1], back[0]), (2, there[0], back[1])] {
                let (day, year) = (x.meet(y).holds(at), x.years().meet(y.years()).holds(at));
                let (verdict, certain) = match (day, year) {
                    (Some(certain), _) => (Verdict::Breach, certain),
                    (None, Some(certain)) => (Verdict::Watch, certain),
                    (None, None) => continue,
                };
                if test == 0 {
                    both = (verdict, !certain);
                }
                if test == 0 || (verdict, !certain) < both {
                    // Where it is not known whether the item is put, all that would be told is unknown.
                    let unknown = [day, year].contains(&Some(true));
                    let told = match files[side].and(exempt[side].negated()) {
                        Answer::Yes => (verdict, certain),
                        _ => (Verdict::Unknown, unknown),
                    };
                    shown[side].push((test, told.0, told.1, companies.to_vec(), people.to_vec()));
                }
            }
        }
        let at_once = there[2].meet(back[2]);
        let lacking = |outside_days: Slow, company: usize| outside_days.without(named(seats, company)).years();
        let apart = lacking(there[2], 1).meet(back[2].years()).join(there[2].years().meet(lacking(back[2], 0)));
        let unknown = at_once.without(known).join(apart.without(at_once.years()));
        let days = |x: Slow, y: Slow| x.meet(y).holds(at).is_some();
        let breach = days(there[0], back[0]) || days(there[1], back[0]) || days(there[0], back[1]);
        let is_open = unknown.holds(at).filter(|_| !breach);
        let mut asked = false;
        for side in [0, 1] {
            if files[side] == Answer::No {
                continue;
            }
            let (companies, people) = if side == 0 { (vec![0, 1], vec![p, q]) } else { (vec![1, 0], vec![q, p]) };
            if exempt[side] == Answer::Yes || shown[side].is_empty() && is_open.is_none() {
                found.insert((3, Verdict::Clear, true, companies, people));
                continue;
            }
            asked = true;
            found.extend(shown[side].drain(..));
        }
        if let Some(certain) = is_open.filter(|_| asked) {
            let open = open.get_or_insert((false, BTreeSet::new()));
            open.0 |= certain;
            open.1.extend([p, q]);
        }
    }
    found
        .extend(open.map(|(certain, people)| (3, Verdict::Unknown, certain, vec![0, 1], people.into_iter().collect())));
    found
}

/// The paragraph as a number, 3 for none of them.
fn test_number(case: &Case) -> u16 {
    match case {
        Case::Paragraph { paragraph, .. } => *paragraph as u16,
        Case::NoParagraph { .. } | Case::Unknown { .. } => 3,
    }
}

fn fast(graph: &BoardGraph, at: Option<i32>, hub_seats: usize) -> BTreeSet<Found> {
    let day = |day: i32| DayRange::exactly(Day::from_number(FIRST + day));
    let query = Query { clock: at.map_or(Clock::Ever, |at| Clock::At(day(at))), certain_only: false };
    let options = ScreenOptions { query, ..ScreenOptions::default() };
    let screen = Compensation {
        hub_seats,
        ..Compensation::new(Context { graph, rules: Rulebook::bundled(), options: &options })
    };
    let numbers = |named: &[Named]| named.iter().map(|one| one.id[1..].parse().unwrap()).collect::<Vec<usize>>();
    let cases = screen.cases();
    let shown = cases.iter().map(|case| {
        let row = screen.explain(&case.case);
        assert_eq!((row.verdict, !row.certain), (case.verdict, case.possible));
        assert_eq!(row.subject.len(), screen.concerned(&case.case).len());
        assert_eq!(row.missing.is_empty(), row.verdict != Verdict::Unknown);
        (test_number(&case.case), row.verdict, row.certain, numbers(&row.companies), numbers(&row.people))
    });
    let all: BTreeSet<Found> = shown.collect();
    assert_eq!(all.len(), cases.len(), "told twice");
    all
}

proptest! {
    #[test]
    fn who_sets_whose_pay_is_what_every_choice_of_days_tells(
        seats in some(),
        at in prop::option::of(0..DAYS),
        hub_seats in 0..6usize,
        kinds in prop::array::uniform2(prop_oneof![2 => Just(0), 1 => 0..KINDS.len()]),
    ) {
        let graph = register(&seats, kinds);
        let expected = slow(&seats, at, kinds);
        prop_assert_eq!(&fast(&graph, at, 100), &expected);
        prop_assert_eq!(&fast(&graph, at, hub_seats), &expected);
    }
}
