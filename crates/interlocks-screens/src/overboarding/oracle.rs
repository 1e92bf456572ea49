//! The slow and obvious answer: every choice of days inside the stated dates, every choice of what is
//! missing, every day, one by one.

use proptest::prelude::*;

use super::Overboarding;
use crate::fixture::boards;
use crate::{Assess, Context, Rulebook, ScreenOptions, Verdict};
use interlocks_analysis::Query;
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, Clock};

const DAYS: i32 = 7;
const COMPANIES: [&str; 3] = ["a", "b", "c"];
/// A company above others, where nobody sits.
const ABOVE: usize = 3;
/// Role, on the board, executive, chief, chair.
const ROLES: [(&str, bool, bool, bool, bool); 6] = [
    ("director", true, false, false, false),
    ("cfo", false, true, false, false),
    ("chief executive", false, true, true, false),
    ("executive director", true, true, false, false),
    ("chair", true, false, false, true),
    ("executive chair", true, true, false, true),
];
/// Class, most, chair, groups, own.
const LIMITS: [(&str, u32, &str, &str, &str); 15] = [
    ("non-executive director", 1, "", "", ""),
    ("non-executive director", 2, "double", "", ""),
    ("chief executive", 1, "", "", ""),
    ("executive officer", 2, "", "", ""),
    ("full-time executive director", 1, "", "", ""),
    ("board chair or lead director", 2, "double", "", ""),
    ("director", 2, "", "", ""),
    ("director", 1, "", "once", ""),
    ("director", 2, "double", "once", ""),
    ("supervisory board member", 1, "", "", ""),
    ("supervisory board member", 2, "double", "free:1", ""),
    ("management board member", 1, "", "", "outside"),
    ("management board member", 1, "barred", "", "outside"),
    ("retired director", 1, "", "", ""),
    ("independent director", 1, "", "", ""),
];

/// The first and the last day a date may be.
type Date = (i32, i32);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct SeatRow {
    company: usize,
    role: usize,
    start: Date,
    end: Option<Date>,
}

#[derive(Clone, Debug)]
struct TieRow {
    owner: usize,
    company: usize,
    share: Option<u32>,
    start: Date,
}

#[derive(Clone, Debug)]
struct World {
    listed: [Option<bool>; 3],
    seats: Vec<SeatRow>,
    ties: Vec<TieRow>,
    from: Option<Date>,
    to: Option<Date>,
}

fn date() -> impl Strategy<Value = Date> {
    (0..DAYS - 1, 0..4i32).prop_map(|(first, width)| (first, first + width / 2))
}

fn world() -> impl Strategy<Value = World> {
    let seat = (0..3usize, 0..ROLES.len(), date(), prop::option::weighted(0.7, date())).prop_map(
        |(company, role, start, end)| {
            // A spell that can have no day is a problem of the data.
            let end = end.map(|(first, last)| (first.max(start.0), last.max(start.0 + 1)));
            SeatRow { company, role, start, end }
        },
    );
    let tie = (0..=ABOVE, prop::option::of(prop::sample::select(vec![40, 60])), date());
    let listed = prop::option::weighted(0.6, prop::bool::weighted(0.8));
    (
        [listed.clone(), listed.clone(), listed],
        prop::collection::vec(seat, 0..5),
        prop::collection::vec((tie, 0..3usize), 0..3),
        prop::option::of(date()),
        prop::option::of(date()),
    )
        .prop_map(|(listed, mut seats, ties, from, to)| {
            // So is the same row twice.
            seats.sort_unstable();
            seats.dedup();
            let mut rows: Vec<TieRow> = Vec::new();
            for ((owner, share, start), company) in ties {
                // One owner to a company: what several hold together is tested by example.
                if owner != company && rows.iter().all(|row| row.company != company) {
                    rows.push(TieRow { owner, company, share, start });
                }
            }
            World { listed, seats, ties: rows, from, to }
        })
}

fn day(number: i32) -> Day {
    Day::from_ymd(2020, 1, 1).unwrap().plus(number)
}

fn written(date: Option<Date>) -> String {
    date.map_or(String::new(), |(first, last)| format!("{}/{}", day(first), day(last)))
}

impl World {
    fn graph(&self) -> BoardGraph {
        let mut companies = "id,listed\nx,no\nz,no\n".to_owned();
        for (id, listed) in COMPANIES.iter().zip(self.listed) {
            let listed = listed.map_or("", |listed| if listed { "yes" } else { "no" });
            companies.push_str(&format!("{id},{listed}\n"));
        }
        // Somebody else, so that the data describes a day behind all others.
        let mut seats = "person,company,role,start,end\nz,z,observer,2021-01-01,\n".to_owned();
        for SeatRow { company, role, start, end } in &self.seats {
            let (start, end) = (written(Some(*start)), written(*end));
            seats.push_str(&format!("p,{},{},{start},{end}\n", COMPANIES[*company], ROLES[*role].0));
        }
        let name = |company: usize| COMPANIES.get(company).copied().unwrap_or("x");
        let mut ties = "from,to,kind,share,start\n".to_owned();
        for tie in &self.ties {
            let share = tie.share.map_or(String::new(), |share| share.to_string());
            let (owner, company) = (name(tie.owner), name(tie.company));
            ties.push_str(&format!("{owner},{company},owns,{share},{}\n", written(Some(tie.start))));
        }
        boards(&[("companies", &companies), ("seats", &seats), ("ties", &ties)])
    }

    fn rules(&self) -> Rulebook {
        let mut limits = "rule_id,body,force,from,to,applies_to,max_total_boards,chair,groups,own\n".to_owned();
        for (number, (class, most, chair, groups, own)) in LIMITS.iter().enumerate() {
            let (from, to) = (written(self.from), written(self.to));
            limits.push_str(&format!("{number},X,advisory,{from},{to},{class},{most},{chair},{groups},{own}\n"));
        }
        Rulebook::parse([None, Some(("limits.csv", &limits)), None]).unwrap()
    }
}

/// Every way to take one of each.
fn product<T: Clone>(choices: &[Vec<T>]) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    for some in choices {
        let longer = |taken: &Vec<T>| {
            some.iter().map(|one| taken.iter().cloned().chain([one.clone()]).collect()).collect::<Vec<Vec<T>>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

fn days_of((first, last): Date) -> Vec<i32> {
    (first..=last).collect()
}

/// One choice of everything, on one day.
struct Settled<'w> {
    seats: Vec<&'w SeatRow>,
    listed: Vec<bool>,
    /// Owner and company of control.
    control: Vec<(usize, usize)>,
}

impl Settled<'_> {
    fn has(&self, company: usize, what: impl Fn(&(&str, bool, bool, bool, bool)) -> bool) -> bool {
        self.seats.iter().any(|seat| seat.company == company && what(&ROLES[seat.role]))
    }

    fn group(&self, company: usize) -> usize {
        let mut group = [0, 1, 2, 3];
        for _ in 0..4 {
            for (a, b) in &self.control {
                let low = group[*a].min(group[*b]);
                (group[*a], group[*b]) = (low, low);
            }
        }
        group[company]
    }

    /// Returns the total of the boards under a limit (`None` if the person is not of the class), the number of boards, and
    /// whether the data can decide the class.
    fn total(&self, (class, most, chair, groups, _): &(&str, u32, &str, &str, &str)) -> (Option<u32>, usize, bool) {
        let listed = || (0..3).filter(|company| self.listed[*company]);
        let board = |company: &usize| self.has(*company, |role| role.1);
        let outside = |company: &usize| self.has(*company, |role| role.1 && !role.2);
        let executive = |company: &usize| self.has(*company, |role| role.2);
        let chief = |company: &usize| self.has(*company, |role| role.3);
        let (is, counted): (bool, Vec<usize>) = match *class {
            "non-executive director" | "retired director" => {
                (!listed().any(|c| executive(&c)), listed().filter(board).collect())
            }
            "chief executive" => (listed().any(|c| chief(&c)), listed().filter(|c| board(c) || chief(c)).collect()),
            "executive officer" => {
                (listed().any(|c| executive(&c)), listed().filter(|c| board(c) || executive(c)).collect())
            }
            "full-time executive director" => {
                (listed().any(|c| executive(&c) && board(&c)), listed().filter(board).collect())
            }
            "board chair or lead director" => {
                (listed().any(|c| self.has(c, |role| role.4)), listed().filter(board).collect())
            }
            "supervisory board member" => (listed().any(|c| outside(&c)), listed().filter(outside).collect()),
            "management board member" => {
                (listed().any(|c| executive(&c)), listed().filter(|c| outside(c) && !executive(c)).collect())
            }
            _ => (listed().any(|c| board(&c)), listed().filter(board).collect()),
        };
        let supervisory = class.contains("supervisory") || class.contains("management");
        let boards = counted.len();
        let mut weights: Vec<(usize, u32)> = Vec::new();
        for company in counted {
            let leads = self.has(company, |role| role.4 && !(supervisory && role.2));
            let weight = match *chair {
                "double" if leads => 2,
                "barred" if leads => most + 1,
                _ => 1,
            };
            weights.push((self.group(company), weight));
        }
        weights.sort_by_key(|(group, weight)| (*group, std::cmp::Reverse(*weight)));
        match *groups {
            "once" => weights.dedup_by_key(|(group, _)| *group),
            "free:1" => {
                let own: Vec<usize> = (0..3).filter(executive).map(|company| self.group(company)).collect();
                let within = weights.iter().enumerate().filter(|(_, (group, _))| own.contains(group));
                if let Some(at) = within.max_by_key(|(_, (_, weight))| *weight).map(|(at, _)| at) {
                    weights.remove(at);
                }
            }
            _ => {}
        }
        let decidable = !matches!(*class, "retired director" | "independent director");
        (is.then_some(weights.iter().map(|(_, weight)| weight).sum()), boards, decidable)
    }
}

/// The answers for one limit on one day: exceeded for some, and every, choice of days whatever the missing inputs are; the
/// same if they are as bad as can be; and several boards at all.
#[derive(Clone, Copy, Debug)]
struct OnDay {
    breach: (bool, bool),
    at_worst: (bool, bool),
    several: bool,
}

impl World {
    fn in_force(&self) -> Vec<(bool, bool)> {
        let from = self.from.map_or(vec![i32::MIN], days_of);
        let to = self.to.map_or(vec![i32::MAX], days_of);
        let is_held = |day: i32| {
            let all: Vec<bool> = from.iter().flat_map(|a| to.iter().map(move |b| *a <= day && day <= *b)).collect();
            (all.contains(&true), !all.contains(&false))
        };
        (0..DAYS).map(is_held).collect()
    }

    /// By limit, then by day.
    fn answers(&self) -> Vec<Vec<OnDay>> {
        let start = OnDay { breach: (false, true), at_worst: (false, true), several: false };
        let mut found = vec![vec![start; DAYS as usize]; LIMITS.len()];
        let seats = self.seats.iter().map(|seat| {
            let ends = seat.end.map_or(vec![i32::MAX], days_of);
            product(&[days_of(seat.start), ends]).into_iter().map(|days| (days[0], days[1])).collect()
        });
        let ties = self.ties.iter().map(|tie| days_of(tie.start).into_iter().map(|from| (from, i32::MAX)).collect());
        let dates: Vec<Vec<(i32, i32)>> = seats.chain(ties).collect();
        let listed = self.listed.iter().map(|listed| listed.map_or(vec![true, false], |listed| vec![listed]));
        let shares = self.ties.iter().map(|tie| tie.share.map_or(vec![true, false], |share| vec![share > 50]));
        let inputs = product(&listed.chain(shares).collect::<Vec<Vec<bool>>>());
        for spells in product(&dates) {
            for day in 0..DAYS {
                let is_held = |at: usize| spells[at].0 <= day && day < spells[at].1;
                let mut above = [(false, true); LIMITS.len()];
                for input in &inputs {
                    let seats = self.seats.iter().enumerate().filter(|(at, _)| is_held(*at)).map(|(_, seat)| seat);
                    let ties = self.ties.iter().enumerate();
                    let control = ties.filter(|(at, _)| is_held(self.seats.len() + at) && input[3 + at]);
                    let settled = Settled {
                        seats: seats.collect(),
                        listed: input[..3].to_vec(),
                        control: control.map(|(_, tie)| (tie.owner, tie.company)).collect(),
                    };
                    for ((limit, above), found) in LIMITS.iter().zip(&mut above).zip(&mut found) {
                        let (total, boards, decidable) = settled.total(limit);
                        let over = total.is_some_and(|total| total > limit.1);
                        *above = (above.0 | over, above.1 & over & decidable);
                        found[day as usize].several |= total.is_some() && boards >= 2;
                    }
                }
                for (above, found) in above.iter().zip(&mut found) {
                    let on = &mut found[day as usize];
                    on.breach = (on.breach.0 | above.1, on.breach.1 & above.1);
                    on.at_worst = (on.at_worst.0 | above.0, on.at_worst.1 & above.0);
                }
            }
        }
        let in_force = self.in_force();
        for on in found.iter_mut().flat_map(|days| days.iter_mut().zip(&in_force)) {
            let (on, (may, surely)) = on;
            on.breach = (on.breach.0 && *may, on.breach.1 && *surely);
            on.at_worst = (on.at_worst.0 && *may, on.at_worst.1 && *surely);
            on.several &= *may;
        }
        found
    }

    /// Returns the expected verdict on each limit, or `None` if there is no row.
    fn rulings(&self, answers: &[Vec<OnDay>], days: Option<(i32, i32)>) -> Vec<Option<(Verdict, bool)>> {
        let (first, last) = days.unwrap_or((0, DAYS - 1));
        let ruling = |on: &Vec<OnDay>| {
            let on = &on[first as usize..=last as usize];
            let sure = |certain: fn(&OnDay) -> bool| match days {
                Some(_) => on.iter().all(certain),
                None => on.iter().any(certain),
            };
            if on.iter().any(|on| on.breach.0) {
                return Some((Verdict::Breach, sure(|on| on.breach.1)));
            }
            if on.iter().any(|on| on.at_worst.0) {
                return Some((Verdict::Unknown, sure(|on| on.at_worst.1)));
            }
            on.iter().any(|on| on.several).then_some((Verdict::Clear, true))
        };
        answers.iter().map(ruling).collect()
    }
}

fn screened(graph: &BoardGraph, rules: &Rulebook, clock: Clock) -> Vec<Option<(Verdict, bool)>> {
    let options = ScreenOptions { query: Query { clock, certain_only: false }, ..ScreenOptions::default() };
    let screen = Overboarding::new(Context { graph, rules, options: &options });
    let mut found_verdicts = vec![None; LIMITS.len()];
    for case in screen.cases() {
        assert_eq!(found_verdicts[case.case.limit as usize].replace((case.verdict, !case.possible)), None);
        let row = screen.explain(&case.case);
        assert_eq!((row.verdict, row.certain), (case.verdict, !case.possible));
        assert_eq!(
            (row.verdict == Verdict::Unknown, row.verdict == Verdict::Clear),
            (!row.missing.is_empty(), row.spells.is_empty())
        );
        assert!(!row.reason.is_empty() && !row.evidence.is_empty() && !row.companies.is_empty());
        let concerned = screen.concerned(&case.case);
        let decidable = row.companies.iter().chain(&row.people).map(|named| &named.id);
        assert!(decidable.clone().all(|id| concerned.iter().any(|entity| graph.id(*entity) == *id)));
    }
    // Verdicts are the same if clear ones are not wanted.
    let verdicts = vec![Verdict::Breach, Verdict::Watch, Verdict::Unknown];
    let options = ScreenOptions { verdicts, ..options };
    let mut brief = vec![None; LIMITS.len()];
    for case in Overboarding::new(Context { graph, rules, options: &options }).cases() {
        assert_eq!(brief[case.case.limit as usize].replace((case.verdict, !case.possible)), None);
    }
    let grave: Vec<_> = found_verdicts
        .iter()
        .map(|found_verdicts| found_verdicts.filter(|(verdict, _)| *verdict != Verdict::Clear))
        .collect();
    assert_eq!(brief, grave);
    found_verdicts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn every_choice_of_days_and_inputs_was_tried(world in world(), first in 0..DAYS, width in 0..4i32) {
        let (graph, rules, answers) = (world.graph(), world.rules(), world.answers());
        prop_assert_eq!(screened(&graph, &rules, Clock::Ever), world.rulings(&answers, None), "ever");
        let last = (first + width).min(DAYS - 1);
        for (first, last) in [(first, first), (first, last)] {
            let clock = Clock::At(DayRange::new(day(first), day(last)));
            prop_assert_eq!(screened(&graph, &rules, clock), world.rulings(&answers, Some((first, last))), "at {} to {}", first, last);
        }
    }
}
