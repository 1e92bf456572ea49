//! Replays against networks rebuilt at each date, and spells against days counted one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::Projection;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::InterlockKind;
use interlocks_core::model::PartialDate;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BuildOptions, CompanyIx, PersonIx};

/// Spells as they may be written: exact, incomplete, without start or end, partly reversed.
const SPELLS: [&str; 14] = [
    "2001-01-05,2001-02-10",
    "2001-01-20,2001-04",
    "2001-02,2001-05-03",
    "2001-02-10,2001-03-01",
    "2001-03-01,",
    "2001,2001-06-15",
    "2001-04~,2001-07",
    ",2001-03-15",
    ",",
    "2001-05-01,2001-05-02",
    "2001-05,2001-05",
    "2001-03-05/2001-04-10,2001-06",
    "2001-06-02,2002",
    "2001-01-01,2001-01-05",
];
const AS_OF: &str = "2001-07-02";

type Rows = Vec<(u8, u8, u8, u8)>;

fn read(text: String) -> BoardGraph {
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let data = Dataset::read(stream, "test", DataFormat::Csv, &LoadOptions::default()).unwrap();
    let as_of = AS_OF.parse::<PartialDate>().unwrap().latest();
    BoardGraph::new(data, BuildOptions { as_of: Some(as_of), ..BuildOptions::default() })
}

fn graph(rows: &Rows) -> BoardGraph {
    let mut text = "person,company,role,start,end\n".to_owned();
    for (person, company, role, spell) in rows {
        let role = ["director", "director", "director", "managing director", "cfo"][usize::from(role % 5)];
        let spell = SPELLS[usize::from(*spell) % SPELLS.len()];
        text += &format!("p{person},c{company},{role},{spell}\n");
    }
    // A hub that sits on every board and joins them at different times.
    for company in 0..4 {
        text += &format!("hub,c{company},director,2001-0{}-01,2001-05\n", company + 1);
    }
    read(text)
}

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec((0u8..9, 0u8..6, 0u8..5, 0u8..14), 0..26)
}

fn at(day: Day, certain_only: bool) -> Query {
    Query { clock: Clock::At(DayRange::exactly(day)), certain_only }
}

/// Returns the ties of a day, by numbers in the graph.
fn ties(graph: &BoardGraph, query: &Query, side: Side) -> BTreeSet<(u32, u32)> {
    let links = BoardLinks::new(graph, query);
    let count = if side == Side::People { links.people() } else { links.nodes() - links.people() };
    let network = Projection::from_links(&links, side, (0..count as u32).collect());
    let row = |node: usize| network.neighbours(node).iter().map(move |other| (node as u32, *other));
    (0..network.len()).flat_map(row).filter(|(a, b)| a < b).collect()
}

/// Returns `true` if everything in `part` is also in `whole`.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| is_part(value, other)))
        }
        _ => part == whole,
    }
}

fn as_json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

proptest! {
    // Each case rebuilds the network of many days.
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_replay_is_what_rebuilding_at_every_date_gives(rows in rows(), certain_only: bool, people: bool, part in 0usize..4) {
        let graph = graph(&rows);
        let of = if people { Side::People } else { Side::Companies };
        let parts: Vec<Part> = Part::ALL.get(part).copied().into_iter().collect();
        let options = TrendOptions { certain_only, side: of, parts: parts.clone(), ..TrendOptions::default() };
        let found = trend(&graph, &options);
        let full = trend(&graph, &TrendOptions { full: true, ..options.clone() });
        prop_assert_eq!(found.len(), full.len());
        let mut before: Option<(Day, BTreeSet<(u32, u32)>)> = None;
        for (row, full) in found.iter().zip(&full) {
            let query = at(row.date, certain_only);
            let slow = stats(&graph, &query, &parts);
            prop_assert!(is_part(&as_json(&row.figures), &as_json(&slow)), "{:?} {:?}", row, slow);
            prop_assert_eq!(&full.figures, &Figures::Full(Box::new(slow)));
            prop_assert_eq!((full.date, full.turnover), (row.date, row.turnover));
            let now = ties(&graph, &query, of);
            if let Some((date, before)) = before {
                prop_assert_eq!(date.plus_months(1), Some(row.date));
                let kept = before.intersection(&now).count() as u64;
                let (broken, new) = (before.len() as u64 - kept, now.len() as u64 - kept);
                prop_assert_eq!([row.turnover.kept, row.turnover.broken, row.turnover.new], [Some(kept), Some(broken), Some(new)]);
                let all = kept + broken + new;
                prop_assert_eq!(row.turnover.jaccard, (all > 0).then(|| kept as f64 / all as f64));
            } else {
                prop_assert_eq!(row.turnover, Turnover::default());
            }
            before = Some((row.date, now));
        }
        // Each month with a seat has a row.
        let dates: BTreeSet<Day> = found.iter().map(|row| row.date).collect();
        for month in 1..=7 {
            let date = Day::from_ymd(2001, month, 1).unwrap();
            let links = BoardLinks::new(&graph, &at(date, certain_only));
            let seats = (0..links.people()).map(|person| links.boards(person).len()).sum::<usize>();
            prop_assert!(seats == 0 || dates.contains(&date), "{date}");
        }
        let ends = [found.first(), found.last()];
        for row in ends.into_iter().flatten() {
            let links = BoardLinks::new(&graph, &at(row.date, certain_only));
            prop_assert!((0..links.people()).any(|person| !links.boards(person).is_empty()));
        }
    }

    #[test]
    fn the_product_limit_counts_who_is_there_age_by_age(lives in prop::collection::vec((0i64..12, 1i64..12, any::<bool>()), 0..20)) {
        let lives: Vec<Observation> = lives.iter().map(|&(entry, lasts, ended)| Observation { entry, exit: entry + lasts, ended }).collect();
        let curve = kaplan_meier(&lives);
        let (mut survival, mut variance) = (1.0, 0.0);
        let mut steps = curve.iter();
        for age in 0..30 {
            let at_risk = lives.iter().filter(|life| life.entry < age && age <= life.exit).count();
            let ended = lives.iter().filter(|life| life.exit == age && life.ended).count();
            let exits = lives.iter().filter(|life| life.exit == age).count();
            if exits == 0 {
                continue;
            }
            survival *= (at_risk - ended) as f64 / at_risk as f64;
            if ended > 0 {
                variance += ended as f64 / (at_risk as f64 * (at_risk - ended) as f64);
            }
            let step = steps.next().unwrap();
            prop_assert_eq!((step.days, step.at_risk, step.ended, step.censored), (age, at_risk, ended, exits - ended));
            prop_assert!((step.survival - survival).abs() < 1e-12);
            match step.error {
                Some(error) => prop_assert!((error - survival * f64::sqrt(variance)).abs() < 1e-9),
                None => prop_assert!(survival == 0.0),
            }
        }
        prop_assert!(steps.next().is_none());
        let below = curve.iter().filter(|step| step.survival <= 0.5 + 1e-12).map(|step| step.days).min();
        prop_assert_eq!(median(&curve), below);
    }

    #[test]
    fn spells_are_runs_of_days(rows in rows(), certain_only: bool, people: bool, opens in 0u8..5) {
        let graph = graph(&rows);
        let side = if people { Side::People } else { Side::Companies };
        let window = DaySpan { from: if opens == 0 { Day::MIN } else { Day::from_ymd(2001, opens, 10).unwrap() }, to: Day::MAX };
        let found = durations(&graph, window, side, certain_only);
        let as_of = graph.as_of().unwrap();
        // Seats and ties of each day, starting long before the first date.
        let first = Day::from_ymd(2000, 6, 1).unwrap();
        let mut seats: BTreeMap<(u32, u32), Vec<Day>> = BTreeMap::new();
        let mut tied = seats.clone();
        for day in (0..=as_of.since(first) as i32 + 1).map(|days| first.plus(days)) {
            let links = BoardLinks::new(&graph, &at(day, certain_only));
            for person in 0..links.people() {
                links.boards(person).iter().for_each(|board| seats.entry((person as u32, *board)).or_default().push(day));
            }
            ties(&graph, &at(day, certain_only), side).into_iter().for_each(|pair| tied.entry(pair).or_default().push(day));
        }
        for (days, spells) in [(&seats, &found.seats), (&tied, &found.ties)] {
            let mut expected = SpellStats::default();
            let mut sums = (0, 0);
            for days in days.values() {
                let unions: Vec<&[Day]> = days.chunk_by(|x, y| x.plus(1) == *y)
                    .filter(|run| run[0] <= as_of && run[run.len() - 1] >= window.from).collect();
                expected.distinct += usize::from(!unions.is_empty());
                expected.spells += unions.len();
                expected.with_gap += usize::from(unions.len() > 1);
                for run in unions {
                    if run[0] == first {
                        expected.unknown_start += 1;
                        continue;
                    }
                    let last = run[run.len() - 1].min(as_of);
                    sums.0 += last.since(run[0]) + 1;
                    sums.1 += 1;
                    expected.left_truncated += usize::from(window.from > run[0]);
                    expected.ended += usize::from(run[run.len() - 1] < as_of);
                }
            }
            prop_assert_eq!(
                (spells.distinct, spells.spells, spells.with_gap, spells.unknown_start, spells.left_truncated),
                (expected.distinct, expected.spells, expected.with_gap, expected.unknown_start, expected.left_truncated)
            );
            // A seat that is no longer certain may still be held.
            prop_assert!(spells.ended == expected.ended || certain_only && spells.ended < expected.ended);
            prop_assert_eq!(spells.ended + spells.censored, sums.1);
            let exits = spells.curve.iter().map(|step| step.days * (step.ended + step.censored) as i64).sum::<i64>();
            prop_assert_eq!(exits, sums.0);
            prop_assert_eq!(spells.median, median(&spells.curve));
        }
    }

    #[test]
    fn broken_ties_are_followed_day_by_day(rows in rows(), within in 0i32..50) {
        let graph = graph(&rows);
        let found = broken_ties(&graph, DaySpan::ALWAYS, within, false);
        let slow = slow_breaks(&graph, within);
        prop_assert_eq!(found.len(), slow.len());
        for (one, other) in found.iter().zip(&slow) {
            prop_assert_eq!(&BrokenTie { expected: 0.0, ..one.clone() }, &BrokenTie { expected: 0.0, ..other.clone() });
            prop_assert!((one.expected - other.expected).abs() < 1e-12, "{:?} {:?}", one, other);
        }
        let rows = reconstitution(&found);
        let all = rows.last().unwrap();
        prop_assert_eq!((all.kind, all.multiplicity, all.broken), ("all", Multiplicity::Any, found.len()));
        prop_assert_eq!(all.broken, all.dissolved + all.unfollowed + all.followed);
        let kinds: usize = rows.iter().filter(|row| row.kind != "all" && row.multiplicity != Multiplicity::Any).map(|row| row.rejoined).sum();
        prop_assert_eq!(kinds, all.rejoined);
    }
}

/// The members of every board on each day.
struct Days<'g> {
    graph: &'g BoardGraph,
    first: Day,
    links: Vec<BoardLinks>,
}

impl Days<'_> {
    fn members(&self, company: CompanyIx, day: Day) -> BTreeSet<u32> {
        let links = &self.links[day.since(self.first) as usize];
        links.members(company.index()).iter().copied().collect()
    }

    fn shared(&self, [a, b]: [CompanyIx; 2], day: Day) -> BTreeSet<u32> {
        self.members(a, day).intersection(&self.members(b, day)).copied().collect()
    }

    fn homes(&self, person: PersonIx, day: Day) -> Vec<CompanyIx> {
        let tenures = self.graph.tenures(person).into_iter();
        tenures
            .filter(|(_, service)| service.executive.possible.covers(DayRange::exactly(day)))
            .map(|(company, _)| company)
            .collect()
    }

    fn sends(&self, pair: [CompanyIx; 2], person: u32, day: Day) -> [bool; 2] {
        let homes = self.homes(PersonIx::new(person), day);
        pair.map(|company| homes.contains(&company))
    }

    /// Returns the newcomers to a board within a window who were not on it on the day before.
    fn newcomers(&self, board: CompanyIx, day: Day, within: i32) -> BTreeSet<u32> {
        let before = self.members(board, day.plus(-1));
        let all = (0..=within).flat_map(|days| self.members(board, day.plus(days)));
        all.filter(|person| !before.contains(person)).collect()
    }

    fn expected(&self, pair: [CompanyIx; 2], day: Day, within: i32) -> f64 {
        let mut pool: BTreeSet<u32> = BTreeSet::new();
        for days in -1..=within {
            self.graph.companies().for_each(|company| pool.extend(self.members(company, day.plus(days))));
        }
        let before = pair.map(|company| self.members(company, day.plus(-1)));
        let missed = |board: usize| {
            let candidates: BTreeSet<u32> = pool.difference(&before[board]).copied().collect();
            let hits = candidates.intersection(&before[1 - board]).count();
            let drawn = self.newcomers(pair[board], day, within).len();
            // The number of draws that miss, divided by the number of all draws.
            choose(candidates.len() - hits, drawn) / choose(candidates.len(), drawn)
        };
        1.0 - missed(0) * missed(1)
    }
}

fn choose(n: usize, k: usize) -> f64 {
    if k > n { 0.0 } else { (0..k).map(|i| (n - i) as f64 / (k - i) as f64).product() }
}

fn slow_breaks(graph: &BoardGraph, within: i32) -> Vec<BrokenTie> {
    let (first, as_of) = (Day::from_ymd(2000, 11, 1).unwrap(), graph.as_of().unwrap());
    let count = as_of.since(first) as i32 + within + 2;
    let links = (0..count).map(|days| BoardLinks::new(graph, &at(first.plus(days), false))).collect();
    let days = Days { graph, first, links };
    let mut found = Vec::new();
    for a in graph.companies() {
        for b in graph.companies().filter(|b| a < *b) {
            let pair = [a, b];
            for day in (1..=as_of.since(first) as i32).map(|days| first.plus(days)) {
                let before = days.shared(pair, day.plus(-1));
                for person in before.difference(&days.shared(pair, day)).copied() {
                    let senders = days.sends(pair, person, day.plus(-1));
                    let kind = match senders {
                        [true, true] => InterlockKind::ExecutiveExecutive,
                        [true, false] | [false, true] => InterlockKind::Primary,
                        _ if days.homes(PersonIx::new(person), day.plus(-1)).is_empty() => InterlockKind::Neutral,
                        _ => InterlockKind::Induced,
                    };
                    let mut fate = Fate::NotRejoined;
                    for later in (0..=within).map(|days| day.plus(days)) {
                        let came = days.shared(pair, later);
                        for other in came.difference(&days.shared(pair, later.plus(-1))) {
                            if before.contains(other) {
                                continue;
                            }
                            let same = kind == InterlockKind::Primary && days.sends(pair, *other, later) == senders;
                            let directional = same || fate == Fate::Rejoined { directional: true };
                            fate = Fate::Rejoined { directional };
                        }
                    }
                    if pair.iter().any(|company| days.members(*company, day).is_empty()) {
                        fate = Fate::Dissolved;
                    } else if day.plus(within) > as_of {
                        fate = Fate::Unfollowed;
                    }
                    let expected = days.expected(pair, day, within);
                    let shared = before.len();
                    found.push(BrokenTie { a, b, person: PersonIx::new(person), day, kind, shared, fate, expected });
                }
            }
        }
    }
    found
}

#[test]
fn nothing_has_no_trend() {
    let empty = read("person,company,start,end\n".to_owned());
    assert_eq!(trend(&empty, &TrendOptions::default()), []);
    assert_eq!(durations(&empty, DaySpan::ALWAYS, Side::Companies, false).ties, SpellStats::default());
    assert_eq!(broken_ties(&empty, DaySpan::ALWAYS, 365, false), []);
    assert!(reconstitution(&[]).iter().all(|row| row.rate.is_none() && row.expected.is_none()));
}

#[test]
fn one_director_alone_has_figures_and_no_ties() {
    let graph = read("person,company,start,end\nann,acme,2001-02-10,2001-04-20\n".to_owned());
    let rows = trend(&graph, &TrendOptions::default());
    let dates: Vec<String> = rows.iter().map(|row| row.date.to_string()).collect();
    assert_eq!(dates, ["2001-03-01", "2001-04-01"]);
    let found = as_json(&rows[1]);
    assert_eq!(found["two_mode"]["seats"], 1);
    assert_eq!(found["companies"]["isolates"], 1);
    assert_eq!((&found["kept"], &found["jaccard"]), (&0.into(), &Value::Null));
}

#[test]
fn an_end_that_may_lie_ahead_is_no_end() {
    // Ann certainly sits until the end of 2000 and may sit longer.
    let text = "person,company,start,end\nann,acme,2000-01-01,2001\nbob,acme,2000-01-01,2000-12-31\n";
    let found = durations(&read(text.to_owned()), DaySpan::ALWAYS, Side::Companies, true);
    assert_eq!((found.seats.ended, found.seats.censored), (1, 1));
    let [bob, ann] = found.seats.curve.as_slice() else { panic!("{:?}", found.seats.curve) };
    assert_eq!((bob.days, bob.ended, ann.days, ann.censored), (365, 1, 366, 1));
}

#[test]
fn who_is_replaced_by_another_is_told_apart_from_who_is_not() {
    // Ann, chief executive of acme, leaves the board of bolt; Carl, an officer of acme, joins a month later.
    let text = "person,company,role,start,end\n\
        ann,acme,ceo,2000-01-01,\nann,acme,director,2000-01-01,\nann,bolt,director,2000-01-01,2001-02-01\n\
        carl,acme,cfo,2000-01-01,\ncarl,acme,director,2000-01-01,\ncarl,bolt,director,2001-03-01,\n\
        dora,bolt,director,2000-01-01,\nedna,core,director,2000-01-01,\n";
    let graph = read(text.to_owned());
    let [one] = &broken_ties(&graph, DaySpan::ALWAYS, 60, false)[..] else { panic!("one tie breaks") };
    assert_eq!((one.kind, one.shared, one.fate), (InterlockKind::Primary, 1, Fate::Rejoined { directional: true }));
    // One newcomer to bolt, drawn from Carl and Edna: one half.
    assert!((one.expected - 0.5).abs() < 1e-12);
    let fate = |within| broken_ties(&graph, DaySpan::ALWAYS, within, false)[0].fate;
    assert_eq!((fate(27), fate(28), fate(151), fate(152)), (Fate::NotRejoined, one.fate, one.fate, Fate::Unfollowed));
    let rows = reconstitution(&broken_ties(&graph, DaySpan::ALWAYS, 60, false));
    let primary = rows.iter().find(|row| row.kind == "primary" && row.multiplicity == Multiplicity::One).unwrap();
    assert_eq!((primary.rate, primary.rate_directional, primary.expected), (Some(1.0), Some(1.0), Some(0.5)));
}

#[test]
fn bounds_of_a_survival_curve_are_shares_around_it() {
    let seen = |exit, ended| Observation { entry: 0, exit, ended };
    let curve = kaplan_meier(&[seen(10, true), seen(20, false), seen(30, true), seen(40, true)]);
    // By hand: σ = 0.75·√(1/12), ln S = −0.28768; 1.96·σ / (0.75·0.28768) = 1.96676.
    let (low, high) = curve[0].interval(1.96).unwrap();
    assert!((low - 0.12794).abs() < 5e-5 && (high - 0.96055).abs() < 5e-5, "{low} {high}");
    assert_eq!(curve[3].interval(1.96), None, "nothing lasts longer");
    assert_eq!(kaplan_meier(&[seen(5, false)])[0].interval(1.96), None, "nothing has ended");
}
