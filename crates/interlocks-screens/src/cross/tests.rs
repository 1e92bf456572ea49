use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::fixture::{boards, clock, rows_at};
use super::super::{Rulebook, ScreenOptions};
use super::*;
use interlocks_analysis::Named;
use interlocks_analysis::Query;
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::Clock;

/// Rows in brief: `test verdict`, with `?` behind what is only possible.
fn brief(seats: &str, companies: &str, at: &str) -> Vec<String> {
    let seats = format!("person,company,role,start,end\n{seats}");
    let companies = format!("id,country\n{companies}");
    let tables = [("seats", seats.as_str()), ("companies", companies.as_str())];
    let graph = boards(if companies.lines().count() > 1 { &tables } else { &tables[..1] });
    let shown = |row: &Row| format!("{} {}{}", row.test, row.verdict.as_str(), if row.certain { "" } else { "?" });
    rows_at(&graph, Screen::CrossDirectorship, at).iter().map(shown).collect()
}

#[test]
fn who_crosses_and_who_does_not() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "an executive of each on the other's board",
            "p,A,cfo,2001-01-01,2010-01-01\np,B,director,2005-01-01,2008-01-01\n\
             q,B,cfo,2001-01-01,2010-01-01\nq,A,director,2006-01-01,2007-01-01",
            "",
            &["mutual breach"],
        ),
        (
            "both chief executives",
            "p,A,ceo,2001-01-01,\np,B,director,2005-01-01,\nq,B,ceo,2001-01-01,\nq,A,director,2006-01-01,",
            "",
            &["chief-executive breach"],
        ),
        (
            "one of them chief executive only later",
            "p,A,ceo,2001-01-01,\np,B,director,2005-01-01,2008-01-01\nq,B,cfo,2001-01-01,2008-01-01\n\
             q,B,ceo,2008-01-01,\nq,A,director,2006-01-01,",
            "",
            &["mutual breach"],
        ),
        (
            "perhaps chief executives, surely executives",
            "p,A,ceo,2001-01-01,\np,B,director,2005-01-01,2008-06-01\nq,B,cfo,2001-01-01,2009-01-01\n\
             q,B,ceo,2008,\nq,A,director,2006-01-01,",
            "",
            &["mutual breach"],
        ),
        ("one way only", "p,A,ceo,2001-01-01,\np,B,director,2005-01-01,\nq,B,ceo,2001-01-01,", "", &[]),
        (
            "a director of both, and no executive",
            "p,A,director,2001-01-01,\np,B,director,2005-01-01,\nq,B,ceo,2001-01-01,\nq,A,director,2001-01-01,",
            "",
            &[],
        ),
        (
            "one person alone, both ways at different times",
            "p,A,ceo,2001-01-01,2003-01-01\np,B,director,2001-01-01,2003-01-01\n\
             p,B,ceo,2004-01-01,2006-01-01\np,A,director,2004-01-01,2006-01-01",
            "",
            &[],
        ),
        (
            "crossed at different times",
            "p,A,cfo,2001-01-01,2010-01-01\np,B,director,2005-01-01,2006-01-01\n\
             q,B,cfo,2001-01-01,2010-01-01\nq,A,director,2006-01-01,2007-01-01",
            "",
            &["mutual clear"],
        ),
        (
            "a hand-over in a year may leave a day",
            "p,A,cfo,2001-01-01,2010-01-01\np,B,director,2005-01-01,2006\n\
             q,B,cfo,2001-01-01,2010-01-01\nq,A,director,2006,2007-01-01",
            "",
            &["mutual breach?"],
        ),
        (
            "executive of both is sent by neither",
            "p,A,cfo,2001-01-01,\np,B,executive director,2005-01-01,\n\
             q,B,cfo,2001-01-01,\nq,A,director,2006-01-01,",
            "",
            &[],
        ),
        (
            "executive of both for some of the time",
            "p,A,cfo,2001-01-01,\np,B,director,2005-01-01,\np,B,cfo,2007-01-01,\n\
             q,B,cfo,2001-01-01,\nq,A,director,2006-01-01,",
            "2008-01-01",
            &["mutual clear"],
        ),
        (
            "the same before",
            "p,A,cfo,2001-01-01,\np,B,director,2005-01-01,\np,B,cfo,2007-01-01,\n\
             q,B,cfo,2001-01-01,\nq,A,director,2006-01-01,",
            "2006-06-01",
            &["mutual breach"],
        ),
        (
            "an observer",
            "p,A,ceo,2001-01-01,\np,B,observer,2005-01-01,\nq,B,ceo,2001-01-01,\nq,A,director,2006-01-01,",
            "",
            &["mutual watch"],
        ),
        (
            "an observer who became a director",
            "p,A,cfo,2001-01-01,\np,B,observer,2005-01-01,2007-01-01\np,B,director,2007-01-01,\n\
             q,B,cfo,2001-01-01,\nq,A,director,2006-01-01,",
            "2006-06-01",
            &["mutual watch"],
        ),
        (
            "an adviser is no guest",
            "p,A,ceo,2001-01-01,\np,B,adviser,2005-01-01,\nq,B,ceo,2001-01-01,\nq,A,director,2006-01-01,",
            "",
            &[],
        ),
        (
            "before they crossed",
            "p,A,ceo,2001-01-01,\np,B,director,2005-01-01,\nq,B,ceo,2001-01-01,\nq,A,director,2006-01-01,",
            "2005-12-31",
            &["mutual clear"],
        ),
        (
            "two people against one make two rows",
            "p,A,cfo,2001-01-01,\np,B,director,2005-01-01,\nr,A,coo,2001-01-01,\nr,B,director,2005-01-01,\n\
             q,B,cfo,2001-01-01,\nq,A,director,2006-01-01,",
            "",
            &["mutual breach", "mutual breach"],
        ),
        (
            "a start that is not known",
            "p,A,cfo,,2010-01-01\np,B,director,2005-01-01,2008-01-01\n\
             q,B,cfo,2001-01-01,2010-01-01\nq,A,director,2006-01-01,2007-01-01",
            "",
            &["mutual breach?"],
        ),
    ];
    for (name, seats, at, expected) in cases {
        assert_eq!(brief(seats, "", at), *expected, "{name}");
    }
}

const RING: &str = "p,A,cfo,2001-01-01,\np,B,director,2005-01-01,\nq,B,cfo,2001-01-01,\nq,C,director,2006-01-01,\n\
                    r,C,cfo,2001-01-01,\n";

#[test]
fn chains_of_three_that_close() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("closed", "r,A,director,2007-01-01,", "", &["circle watch"]),
        ("closed, asked before", "r,A,director,2007-01-01,", "2006-06-01", &["circle clear"]),
        ("open", "r,D,director,2007-01-01,", "", &[]),
        ("closed by an observer", "r,A,observer,2007-01-01,", "", &[]),
        ("closed before it began", "r,A,director,2001-01-01,2004-01-01", "", &["circle clear"]),
        ("perhaps closed in time", "r,A,director,2001-01-01,2006", "", &["circle watch?"]),
        ("closed by one who is in it", "q,A,director,2007-01-01,", "", &["mutual breach"]),
    ];
    for (name, last, at, expected) in cases {
        assert_eq!(brief(&format!("{RING}{last}"), "", at), *expected, "{name}");
    }
}

#[test]
fn the_german_ban_asks_for_country_and_office() {
    let crossed = |office: &str| {
        format!(
            "p,A,{office},2001-01-01,\np,B,Aufsichtsrat,2005-01-01,\n\
             q,B,Vorstand,2001-01-01,\nq,A,Aufsichtsrat,2006-01-01,2010-01-01"
        )
    };
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("Vorstand", "A,DE\nB,DE", "", &["mutual breach", "de-aktg-100-3 breach"]),
        ("Vorstandsvorsitzender", "A,Germany\nB,Deutschland", "", &["mutual breach", "de-aktg-100-3 breach"]),
        ("Geschäftsführer", "A,DE\nB,DE", "", &["mutual breach", "de-aktg-100-3 breach"]),
        ("cfo", "A,DE\nB,DE", "", &["mutual breach", "de-aktg-100-3 unknown"]),
        ("Vorstand", "A,DE\nB,", "", &["mutual breach", "de-aktg-100-3 unknown"]),
        ("Vorstand", "A,\nB,", "", &["mutual breach"]),
        ("Vorstand", "A,DE\nB,FR", "", &["mutual breach"]),
        ("Vorstand", "A,FR\nB,", "", &["mutual breach"]),
        ("Vorstand", "A,FR\nB,US", "", &["mutual breach"]),
        ("Vorstand", "A,DE\nB,DE", "2010-01-01", &["mutual clear", "de-aktg-100-3 clear"]),
        ("Vorstand", "A,DE\nB,DE", "2009-12-31", &["mutual breach", "de-aktg-100-3 breach"]),
    ];
    for (office, companies, at, expected) in cases {
        let mut shown = brief(&crossed(office), companies, at);
        shown.sort_by_key(|row| row.starts_with("de"));
        assert_eq!(shown, *expected, "{office} {companies} {at}");
    }
}

#[test]
fn a_row_says_who_sent_whom_and_rests_on_the_seats() {
    let graph = boards(&[(
        "seats",
        "person,company,role,start,end\nAnn,Alpha,ceo,2001-01-01,\nAnn,Beta,director,2005-01-01,2009-01-01\n\
         Bob,Beta,ceo,2001-01-01,\nBob,Alpha,director,2006-01-01,\nBob,Alpha,observer,2003-01-01,2004-01-01\n",
    )]);
    let rows = rows_at(&graph, Screen::CrossDirectorship, "");
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(
        row.reason,
        "Ann, chief executive of Alpha, sits on the board of Beta, while Bob, chief executive of Beta, sits on the board \
         of Alpha, from 2006-01-01 to 2008-12-31."
    );
    let subject: Vec<&str> = row.subject.iter().map(|subject| subject.id.as_str()).collect();
    assert_eq!(subject, ["Alpha", "Beta", "Ann", "Bob"]);
    // Not the seat as an observer, which was over by then.
    assert_eq!(row.evidence.len(), 4);
    assert!(row.legs.iter().all(|leg| leg.met == Answer::Yes));
    assert_eq!(row.recalled.len(), 1);
}

#[test]
fn who_is_not_followed_round_a_circle_is_said() {
    let graph = boards(&[("seats", &format!("person,company,role,start,end\n{RING}r,A,director,2007-01-01,\n"))]);
    let options = ScreenOptions::default();
    let mut cross = Cross::new(Context { graph: &graph, rules: Rulebook::bundled(), options: &options });
    cross.limits.circle_seats = 1;
    let cases = cross.cases();
    let [case] = &cases[..] else { panic!("{cases:?}") };
    let row = cross.explain(&case.case);
    assert_eq!((row.verdict, row.people.len()), (Verdict::Unknown, 3));
    assert_eq!(row.missing, ["circles through people with more than 1 seats"]);
    assert_eq!(cross.concerned(&case.case).len(), 3);
}

#[test]
fn nobody_at_all_is_no_case() {
    let graph = boards(&[("seats", "person,company,role,start,end\n")]);
    assert_eq!(rows_at(&graph, Screen::CrossDirectorship, ""), []);
}

const FIRST: i32 = 15_034; // 2011-03-01
const DAYS: i32 = 10;

/// A seat with the ranges of its start and end, in days from the first; none where it is not known,
/// or still runs.
#[derive(Clone, Debug)]
struct TestSeat {
    person: usize,
    company: usize,
    role: &'static str,
    start: Option<(i32, i32)>,
    end: Option<(i32, i32)>,
}

const ROLES: [&str; 5] = ["cfo", "ceo", "director", "observer", "executive director"];

/// Seats of any role, and pairs of seats of an executive at home and at the next company.
fn register_of_some() -> impl Strategy<Value = Vec<TestSeat>> {
    let roles = ("(cfo|ceo)", "(director|director|observer)");
    let outside_days =
        (0..4usize, 0..3usize, 1..3usize, days(), days(), roles).prop_map(|(person, home, on, x, y, roles)| {
            let role = |word: &str| ROLES.into_iter().find(|role| *role == word).unwrap_or("director");
            [test_seat(person, home, role(&roles.0), x), test_seat(person, (home + on) % 3, role(&roles.1), y)]
        });
    let loose = (0..4usize, 0..3usize, prop::sample::select(&ROLES[..]), days())
        .prop_map(|(person, company, role, days)| test_seat(person, company, role, days));
    (prop::collection::vec(outside_days, 0..9), prop::collection::vec(loose, 0..4))
        .prop_map(|(outside_days, loose)| outside_days.into_iter().flatten().chain(loose).collect())
}

type Days = (Option<(i32, i32)>, Option<(i32, i32)>);

fn days() -> impl Strategy<Value = Days> {
    let start = prop_oneof![6 => (0..5i32, 0..2i32).prop_map(Some), 1 => Just(None)];
    let end = prop_oneof![4 => (1..5i32, 0..2i32).prop_map(Some), 2 => Just(None)];
    (start, end)
}

fn test_seat(person: usize, company: usize, role: &'static str, (start, end): Days) -> TestSeat {
    let start = start.map(|(first, width)| (first, first + width));
    let from = start.map_or(3, |start| start.1);
    // No end is later than the day that the data describes.
    let day = |number: i32| number.min(DAYS - 1);
    let end = end.map(|(after, width)| (day(from + after), day(from + after + width)));
    TestSeat { person, company, role, start, end }
}

fn date(range: Option<(i32, i32)>) -> String {
    let day = |number: i32| Day::from_number(FIRST + number).to_string();
    match range {
        None => String::new(),
        Some((first, last)) if first == last => day(first),
        Some((first, last)) => format!("{}/{}", day(first), day(last)),
    }
}

fn register(seats: &[TestSeat]) -> BoardGraph {
    // A seat that ends on the last day, so that this is the day the data describes.
    let last = date(Some((DAYS - 1, DAYS - 1)));
    let mut text = format!("person,company,role,start,end\nz,Z,director,2011-03-01,{last}\n");
    for TestSeat { person, company, role, start, end } in seats {
        text += &format!("p{person},c{company},{role},{},{}\n", date(*start), date(*end));
    }
    // One more seat for each, so that numbers follow from ids in every register.
    for number in 0..4 {
        text += &format!("p{number},y{number},director,{last},\n");
        text += &format!("y{number},c{number},director,{last},\n");
    }
    boards(&[("seats", &text)])
}

fn bit(day: i32) -> u32 {
    1 << (day + 1)
}

/// Every choice of the days of a seat, one bit per day; the lowest bit means all days before the first.
fn choices(test_seat: &TestSeat) -> Vec<u32> {
    let (first, last) = test_seat.start.unwrap_or((-1, test_seat.end.map_or(DAYS - 1, |end| end.1 - 1)));
    let (from, to) = test_seat.end.unwrap_or((31, 31));
    let cover = |start: i32, end: i32| (start..end).fold(0, |days, day| days | bit(day));
    (first..=last).flat_map(|start| (from..=to).map(move |end| cover(start, end))).collect()
}

/// Days sent with a vote, as chief executive, or as an observer at least: for every choice.
fn every_way(seats: &[TestSeat], person: usize, home: usize, board: usize) -> BTreeSet<[u32; 3]> {
    let own: Vec<&TestSeat> =
        seats.iter().filter(|seat| seat.person == person && [home, board].contains(&seat.company)).collect();
    // The days of each role at each of the two, for every choice.
    let mut ways: BTreeSet<[u32; 6]> = BTreeSet::from([[0; 6]]);
    for seat in own {
        let role = |roles: &[&str]| roles.contains(&seat.role);
        let at_home = seat.company == home;
        let kinds = [
            at_home && role(&["cfo", "ceo", "executive director"]),
            at_home && role(&["ceo"]),
            !at_home && role(&["director", "executive director"]),
            !at_home && role(&["observer"]),
            !at_home && role(&["cfo", "ceo", "executive director"]),
            false,
        ];
        let add = |way: &[u32; 6], days: u32| {
            let mut way = *way;
            way.iter_mut().zip(kinds).filter(|(_, kind)| *kind).for_each(|(own, _)| *own |= days);
            way
        };
        let days = choices(seat);
        ways = ways.iter().flat_map(|way| days.iter().map(move |days| add(way, *days))).collect();
    }
    let outside_days = |[executive, chief, board, observing, both, _]: [u32; 6]| {
        [executive & board & !both, chief & board & !both, executive & (board | observing) & !both]
    };
    ways.into_iter().map(outside_days).collect()
}

/// Days in some choice, and in every choice, on which all ways hold: with a vote, as chiefs, seated.
fn meeting(ways: &[&BTreeSet<[u32; 3]>]) -> [(u32, u32); 3] {
    let met = |kind: usize| {
        let mut all = BTreeSet::from([u32::MAX]);
        for way in ways {
            all = all.iter().flat_map(|days| way.iter().map(move |choice| days & choice[kind])).collect();
        }
        let some = all.iter().fold(0, |days, choice| days | choice);
        (some, all.iter().fold(u32::MAX, |days, choice| days & choice))
    };
    [met(0), met(1), met(2)]
}

/// Returns whether days hold at a day, or ever, and whether certainly.
fn holds((some, every): (u32, u32), at: Option<i32>) -> Option<bool> {
    match at {
        None => (some != 0).then_some(every != 0),
        Some(day) => (some & bit(day) != 0).then_some(every & bit(day) != 0 && day < DAYS),
    }
}

type Found = (Option<PairTest>, Verdict, bool, Vec<usize>, Vec<usize>);

fn slow(seats: &[TestSeat], at: Option<i32>) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    let way = |person: usize, home: usize, board: usize| every_way(seats, person, home, board);
    let ever = |days: [(u32, u32); 3], kind: usize| days[kind].0 != 0;
    for (a, b, p, q) in quadruples() {
        let (there, back) = (way(p, a, b), way(q, b, a));
        if p == q || a >= b || !ever(meeting(&[&there]), 2) || !ever(meeting(&[&back]), 2) {
            continue;
        }
        let [board, chief, seated] = meeting(&[&there, &back]).map(|days| holds(days, at));
        let shown = match (board, chief, seated) {
            (Some(certain), Some(chief), _) if chief || !certain => (PAIR_OF_CHIEFS, Verdict::Breach, chief),
            (Some(certain), ..) => (MUTUAL_PAIR, Verdict::Breach, certain),
            (None, _, Some(certain)) => (MUTUAL_PAIR, Verdict::Watch, certain),
            (None, _, None) => (MUTUAL_PAIR, Verdict::Clear, true),
        };
        found.insert((shown.0, shown.1, shown.2, vec![a, b], vec![p, q]));
    }
    for [a, b, c] in [[0, 1, 2], [0, 2, 1]] {
        for (p, q, r) in triples().filter(|(p, q, r)| p != q && q != r && r != p) {
            let ways = [way(p, a, b), way(q, b, c), way(r, c, a)];
            if ways.iter().all(|way| ever(meeting(&[way]), 0)) {
                let [board, ..] = meeting(&[&ways[0], &ways[1], &ways[2]]).map(|days| holds(days, at));
                let (verdict, certain) = board.map_or((Verdict::Clear, true), |certain| (Verdict::Watch, certain));
                found.insert((IN_CIRCLE, verdict, certain, vec![a, b, c], vec![p, q, r]));
            }
        }
    }
    found
}

fn triples() -> impl Iterator<Item = (usize, usize, usize)> {
    (0..4).flat_map(|p| (0..4).flat_map(move |q| (0..4).map(move |r| (p, q, r))))
}

fn quadruples() -> impl Iterator<Item = (usize, usize, usize, usize)> {
    let people = || (0..4usize).flat_map(|p| (0..4usize).map(move |q| (p, q)));
    (0..3usize).flat_map(move |a| (0..3usize).flat_map(move |b| people().map(move |(p, q)| (a, b, p, q))))
}

const PAIR_OF_CHIEFS: Option<PairTest> = Some(PairTest::ChiefExecutive);
const MUTUAL_PAIR: Option<PairTest> = Some(PairTest::Mutual);
const IN_CIRCLE: Option<PairTest> = None;

fn test(case: &Case) -> Option<PairTest> {
    match case {
        Case::Pair { test, .. } => Some(*test),
        Case::Circle { .. } | Case::LeftOut => IN_CIRCLE,
    }
}

fn fast(graph: &BoardGraph, at: Option<i32>, limits: SearchLimits) -> BTreeSet<Found> {
    let day = |day: i32| DayRange::exactly(Day::from_number(FIRST + day));
    let query = Query { clock: at.map_or(Clock::Ever, |at| Clock::At(day(at))), certain_only: false };
    let options = ScreenOptions { query, ..ScreenOptions::default() };
    let cross = Cross { limits, ..Cross::new(Context { graph, rules: Rulebook::bundled(), options: &options }) };
    let number = |id: &str| id[1..].parse::<usize>().unwrap();
    let cases = cross.cases().into_iter().filter(|case| case.case != Case::LeftOut);
    let shown = cases.map(|case| {
        let row = cross.explain(&case.case);
        assert_eq!((row.verdict, !row.certain), (case.verdict, case.possible));
        assert_eq!(row.subject.len(), cross.concerned(&case.case).len());
        assert_eq!(row.spells.is_empty(), row.verdict == Verdict::Clear);
        let numbers = |named: &[Named]| named.iter().map(|one| number(&one.id)).collect::<Vec<usize>>();
        (test(&case.case), row.verdict, row.certain, numbers(&row.companies), numbers(&row.people))
    });
    let all: Vec<Found> = shown.collect();
    let count = all.len();
    let all: BTreeSet<Found> = all.into_iter().collect();
    assert_eq!(all.len(), count, "told twice");
    all
}

proptest! {
    #[test]
    fn crossings_are_those_that_some_choice_of_days_makes(
        seats in register_of_some(),
        at in prop::option::of(0..DAYS + 2),
        hub_seats in 0..6usize,
    ) {
        let graph = register(&seats);
        let expected = slow(&seats, at);
        prop_assert_eq!(&fast(&graph, at, SearchLimits { hub_seats: 100, circle_seats: 100 }), &expected);
        // Whoever has many seats is looked up instead; no crossing is lost, and no circle of the rest.
        let found = fast(&graph, at, SearchLimits { hub_seats, circle_seats: 100 });
        let pairs = |found: &BTreeSet<Found>| found.iter().filter(|one| one.0 != IN_CIRCLE).cloned().collect::<Vec<Found>>();
        prop_assert_eq!(pairs(&found), pairs(&expected));
        let few = |person: &usize| graph.person_number(&format!("p{person}")).is_some_and(|p| graph.person_seats(p).len() <= hub_seats);
        let circles = |found: &BTreeSet<Found>, followed: bool| {
            let among = found.iter().filter(|one| one.0 == IN_CIRCLE && (!followed || one.4.iter().all(few)));
            among.cloned().collect::<Vec<Found>>()
        };
        prop_assert_eq!(circles(&found, false), circles(&expected, true));
    }
}

#[test]
fn a_clock_of_a_day_is_read() {
    assert_eq!(clock("2011-03-01"), Clock::At(DayRange::exactly(Day::from_number(FIRST))));
}
