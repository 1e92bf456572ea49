//! The slow and obvious answer: every choice of days inside the stated dates, every choice of what is
//! missing, every day, one by one.

use proptest::prelude::*;

use super::Overboarding;
use crate::fixture::{boards, boards_as_of};
use crate::{Assess, Context, Rulebook, ScreenOptions, Verdict};
use interlocks_analysis::Query;
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, Clock};

const DAYS: i32 = 7;
const COMPANIES: [&str; 3] = ["a", "b", "c"];
/// A company above others, where nobody sits.
const ABOVE: usize = 3;
/// Role, on the board, executive, chief, chair, called independent.
const ROLES: [(&str, bool, bool, bool, bool, bool); 7] = [
    ("director", true, false, false, false, false),
    ("cfo", false, true, false, false, false),
    ("chief executive", false, true, true, false, false),
    ("executive director", true, true, false, false, false),
    ("chair", true, false, false, true, false),
    ("executive chair", true, true, false, true, false),
    ("independent director", true, false, false, false, true),
];

/// A limit as the table states it.
#[derive(Clone, Copy, Debug)]
struct Stated {
    class: &'static str,
    most: u32,
    chair: &'static str,
    groups: &'static str,
    own: &'static str,
    force: &'static str,
    jurisdiction: &'static str,
    place: &'static str,
    executive: u32,
    vote: &'static str,
    condition: &'static str,
    otherwise: Option<u32>,
}

const PLAIN: Stated = Stated {
    class: "director",
    most: 1,
    chair: "",
    groups: "",
    own: "",
    force: "advisory",
    jurisdiction: "",
    place: "",
    executive: 1,
    vote: "",
    condition: "",
    otherwise: None,
};

const LIMITS: [Stated; 37] = [
    Stated { class: "non-executive director", ..PLAIN },
    Stated { class: "non-executive director", most: 2, chair: "double", ..PLAIN },
    Stated { class: "chief executive", ..PLAIN },
    Stated { class: "executive officer", most: 2, ..PLAIN },
    Stated { class: "full-time executive director", ..PLAIN },
    Stated { class: "board chair or lead director", most: 2, chair: "double", ..PLAIN },
    Stated { most: 2, ..PLAIN },
    Stated { groups: "once", ..PLAIN },
    Stated { most: 2, chair: "double", groups: "once", ..PLAIN },
    Stated { class: "supervisory board member", ..PLAIN },
    Stated { class: "supervisory board member", most: 2, chair: "double", groups: "free:1", ..PLAIN },
    Stated { class: "management board member", own: "outside", ..PLAIN },
    Stated { class: "management board member", chair: "barred", own: "outside", ..PLAIN },
    Stated { class: "retired director", ..PLAIN },
    Stated { class: "independent director", ..PLAIN },
    Stated { class: "wizard", ..PLAIN },
    Stated { class: "executive chair", ..PLAIN },
    Stated { class: "executive officer other than an executive chair", ..PLAIN },
    Stated { class: "supervisory board member", groups: "below:1", ..PLAIN },
    Stated { jurisdiction: "US", ..PLAIN },
    Stated { jurisdiction: "US", class: "executive officer", vote: "outside", ..PLAIN },
    Stated { jurisdiction: "US", class: "non-executive director", vote: "not-chaired", ..PLAIN },
    Stated { jurisdiction: "US", force: "binding", ..PLAIN },
    Stated { jurisdiction: "US", force: "binding", place: "world", ..PLAIN },
    Stated { jurisdiction: "US", force: "binding", place: "world", class: "executive officer", ..PLAIN },
    Stated {
        jurisdiction: "US",
        force: "binding",
        class: "management board member",
        own: "outside",
        place: "world",
        ..PLAIN
    },
    Stated { most: 3, executive: 3, chair: "double", ..PLAIN },
    Stated { condition: "it rains", ..PLAIN },
    Stated { class: "chief executive", most: 2, otherwise: Some(1), ..PLAIN },
    Stated { class: "full-time executive director", most: 2, chair: "barred", ..PLAIN },
    Stated { class: "non-executive director", jurisdiction: "US", force: "binding", ..PLAIN },
    Stated { class: "chief executive", own: "outside", ..PLAIN },
    Stated { class: "executive officer", own: "outside", chair: "double", ..PLAIN },
    Stated { class: "full-time executive director", own: "outside", jurisdiction: "US", vote: "outside", ..PLAIN },
    Stated { class: "executive officer other than an executive chair", own: "outside", groups: "once", ..PLAIN },
    Stated { own: "outside", ..PLAIN },
    Stated { class: "independent director", own: "outside", ..PLAIN },
];

impl Stated {
    fn is_policy(&self) -> bool {
        self.force == "advisory"
    }

    /// Boards of the whole world count.
    fn is_world(&self) -> bool {
        self.place == "world" || (self.place.is_empty() && self.is_policy())
    }

    /// The class follows from a seat of a certain kind.
    fn is_by_seat(&self) -> bool {
        ["chief", "executive officer", "executive chair", "full-time", "board chair", "management"]
            .iter()
            .any(|word| self.class.starts_with(word))
    }
}

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
    /// In the United States, or elsewhere.
    home: [Option<bool>; 3],
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
        ([listed.clone(), listed.clone(), listed.clone()], [listed.clone(), listed.clone(), listed]),
        prop::collection::vec(seat, 0..5),
        prop::collection::vec((tie, 0..3usize), 0..3),
        prop::option::of(date()),
        prop::option::of(date()),
    )
        .prop_map(|((listed, home), mut seats, ties, from, to)| {
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
            // A limit that ends before it begins is an error of the table.
            let to = to.map(|(first, last): Date| (first, last.max(from.map_or(first, |(first, _)| first))));
            World { listed, home, seats, ties: rows, from, to }
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
        boards(&self.tables().each_ref().map(|(name, text)| (*name, text.as_str())))
    }

    /// Returns the graph as of a day, so that some seats are announced.
    fn graph_as_of(&self, as_of: i32) -> BoardGraph {
        let tables = self.tables();
        boards_as_of(&tables.each_ref().map(|(name, text)| (*name, text.as_str())), &day(as_of).to_string())
    }

    fn tables(&self) -> [(&'static str, String); 3] {
        let mut companies = "id,listed,country\nx,no,\nz,no,\n".to_owned();
        for ((id, listed), home) in COMPANIES.iter().zip(self.listed).zip(self.home) {
            let listed = listed.map_or("", |listed| if listed { "yes" } else { "no" });
            let country = home.map_or("", |home| if home { "US" } else { "DE" });
            companies.push_str(&format!("{id},{listed},{country}\n"));
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
        [("companies", companies), ("seats", seats), ("ties", ties)]
    }

    fn rules(&self) -> Rulebook {
        let mut limits =
            "rule_id,body,force,jurisdiction,from,to,applies_to,max_total_boards,chair,groups,counts,own,where,\
                          executive,vote,condition,allowed_if,otherwise\n"
                .to_owned();
        for (number, limit) in LIMITS.iter().enumerate() {
            let (from, to) = (written(self.from), written(self.to));
            let Stated {
                class, most, chair, groups, own, force, jurisdiction, place, executive, vote, condition, ..
            } = limit;
            let (allowed_if, otherwise) =
                limit.otherwise.map_or_else(Default::default, |number| ("it snows", number.to_string()));
            limits.push_str(&format!(
                "{number},X,{force},{jurisdiction},{from},{to},{class},{most},{chair},{groups},listed,{own},{place},\
                 {executive},{vote},{condition},{allowed_if},{otherwise}\n"
            ));
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
    home: Vec<bool>,
    /// Directors who are not called independent are.
    independent: bool,
    /// Owner and company of control.
    control: Vec<(usize, usize)>,
}

impl Settled<'_> {
    fn has(&self, company: usize, what: impl Fn(&(&str, bool, bool, bool, bool, bool)) -> bool) -> bool {
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

    /// Returns `true` if one company controls another, directly or through others.
    fn controls(&self, owner: usize, company: usize) -> bool {
        owner == company
            || self.control.iter().any(|(above, below)| *below == company && self.reaches(owner, *above, 4))
    }

    fn reaches(&self, owner: usize, company: usize, depth: usize) -> bool {
        let through = || self.control.iter().filter(|(_, below)| *below == company).map(|(above, _)| *above);
        owner == company || (depth > 0 && through().any(|above| self.reaches(owner, above, depth - 1)))
    }

    /// Returns the total of the boards under a limit (`None` if the person is not of the class, or the limit does not apply), the
    /// number of boards, and whether the data can decide the class.
    fn total(&self, limit: &Stated) -> (Option<u32>, usize, bool) {
        let Stated { class, most, chair, groups, .. } = *limit;
        let abroad_too = limit.is_world() || limit.jurisdiction.is_empty();
        let counts = |company: &usize| self.listed[*company] && (abroad_too || self.home[*company]);
        let listed = || (0..3).filter(counts);
        let by_seat = limit.is_by_seat() && limit.is_world() && !limit.is_policy() && !limit.jurisdiction.is_empty();
        // The seat that puts the person into the class.
        let own = || listed().filter(|company| !by_seat || self.home[*company]);
        let board = |company: &usize| self.has(*company, |role| role.1);
        let outside = |company: &usize| self.has(*company, |role| role.1 && !role.2);
        let executive = |company: &usize| self.has(*company, |role| role.2);
        let chief = |company: &usize| self.has(*company, |role| role.3);
        let chairs = |company: &usize| self.has(*company, |role| role.4);
        let independent =
            |company: &usize| self.has(*company, |role| role.1 && !role.2 && (role.5 || self.independent));
        let (is, counted): (bool, Vec<usize>) = match class {
            "non-executive director" | "retired director" => {
                (!listed().any(|c| executive(&c)), listed().filter(board).collect())
            }
            "chief executive" => (own().any(|c| chief(&c)), listed().filter(|c| board(c) || chief(c)).collect()),
            "executive officer" => {
                (own().any(|c| executive(&c)), listed().filter(|c| board(c) || executive(c)).collect())
            }
            "executive chair" => {
                (own().any(|c| executive(&c) && chairs(&c)), listed().filter(|c| board(c) || executive(c)).collect())
            }
            "executive officer other than an executive chair" => {
                (own().any(|c| executive(&c) && !chairs(&c)), listed().filter(|c| board(c) || executive(c)).collect())
            }
            "full-time executive director" => {
                (own().any(|c| executive(&c) && board(&c)), listed().filter(board).collect())
            }
            "board chair or lead director" => (own().any(|c| chairs(&c)), listed().filter(board).collect()),
            "supervisory board member" => (listed().any(|c| outside(&c)), listed().filter(outside).collect()),
            "management board member" => {
                (own().any(|c| executive(&c)), listed().filter(|c| outside(c) && !executive(c)).collect())
            }
            "independent director" => (listed().any(|c| independent(&c)), listed().filter(independent).collect()),
            _ => (listed().any(|c| board(&c)), listed().filter(board).collect()),
        };
        let apart = limit.own == "outside";
        let counted: Vec<usize> =
            counted.into_iter().filter(|company| !apart || (outside(company) && !executive(company))).collect();
        let votes = |company: &usize| {
            self.home[*company]
                && (limit.vote != "outside" || (outside(company) && !executive(company)))
                && (limit.vote != "not-chaired" || !chairs(company))
        };
        let everywhere = limit.jurisdiction.is_empty() || !limit.is_world() || by_seat;
        let applies = everywhere || counted.iter().any(votes);
        let supervisory = ["supervisory", "management", "independent", "non-executive"];
        let supervisory = supervisory.iter().any(|word| class.contains(word));
        let boards = counted.len();
        let mut weights: Vec<(usize, usize, u32)> = Vec::new();
        for company in counted {
            let leads = self.has(company, |role| role.4 && !((supervisory || apart) && role.2));
            let leads_outside = self.has(company, |role| role.4 && !role.2);
            let mut weight = match chair {
                "double" if leads => 2,
                "barred" if leads_outside => most + 1,
                _ => 1,
            };
            if executive(&company) {
                weight = weight.max(limit.executive);
            }
            weights.push((self.group(company), company, weight));
        }
        weights.sort_by_key(|(group, _, weight)| (*group, std::cmp::Reverse(*weight)));
        let own: Vec<usize> = (0..3).filter(executive).collect();
        let free = |group: usize, company: usize| match groups {
            "free:1" => own.iter().any(|own| self.group(*own) == group),
            "below:1" => own.iter().any(|own| self.controls(*own, company)),
            _ => false,
        };
        if groups == "once" {
            weights.dedup_by_key(|(group, ..)| *group);
        }
        let within = weights.iter().enumerate().filter(|(_, (group, company, _))| free(*group, *company));
        if let Some(at) = within.max_by_key(|(_, (.., weight))| *weight).map(|(at, _)| at) {
            weights.remove(at);
        }
        let decidable = !matches!(class, "retired director" | "wizard") && limit.condition.is_empty();
        ((is && applies).then_some(weights.iter().map(|(.., weight)| weight).sum()), boards, decidable)
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
        let home = self.home.iter().map(|home| home.map_or(vec![true, false], |home| vec![home]));
        let shares = self.ties.iter().map(|tie| tie.share.map_or(vec![true, false], |share| vec![share > 50]));
        let inputs = product(&listed.chain(home).chain([vec![true, false]]).chain(shares).collect::<Vec<Vec<bool>>>());
        for spells in product(&dates) {
            for day in 0..DAYS {
                let is_held = |at: usize| spells[at].0 <= day && day < spells[at].1;
                let mut above = [(false, true); LIMITS.len()];
                for input in &inputs {
                    let seats = self.seats.iter().enumerate().filter(|(at, _)| is_held(*at)).map(|(_, seat)| seat);
                    let ties = self.ties.iter().enumerate();
                    let control = ties.filter(|(at, _)| is_held(self.seats.len() + at) && input[7 + at]);
                    let settled = Settled {
                        seats: seats.collect(),
                        listed: input[..3].to_vec(),
                        home: input[3..6].to_vec(),
                        independent: input[6],
                        control: control.map(|(_, tie)| (tie.owner, tie.company)).collect(),
                    };
                    for ((limit, above), found) in LIMITS.iter().zip(&mut above).zip(&mut found) {
                        let (total, boards, decidable) = settled.total(limit);
                        let over = |most: u32| total.is_some_and(|total| total > most);
                        let least = limit.otherwise.unwrap_or(limit.most);
                        *above = (above.0 | over(least), above.1 & over(limit.most) & decidable);
                        let by_executive = ["chief", "executive officer", "executive chair", "full-time", "management"];
                        let by_executive = by_executive.iter().any(|word| limit.class.starts_with(word));
                        let several = if limit.own == "outside" && by_executive { 1 } else { 2 };
                        found[day as usize].several |= total.is_some() && boards >= several;
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
        let ruling = |(limit, on): (&Stated, &Vec<OnDay>)| {
            let on = &on[first as usize..=last as usize];
            let sure = |certain: fn(&OnDay) -> bool| match days {
                Some(_) => on.iter().all(certain),
                None => on.iter().any(certain),
            };
            if on.iter().any(|on| on.breach.0) {
                let met = if limit.is_policy() { Verdict::AbovePolicy } else { Verdict::Breach };
                return Some((met, sure(|on| on.breach.1)));
            }
            if on.iter().any(|on| on.at_worst.0) {
                return Some((Verdict::Unknown, sure(|on| on.at_worst.1)));
            }
            on.iter().any(|on| on.several).then_some((Verdict::Clear, true))
        };
        LIMITS.iter().zip(answers).map(ruling).collect()
    }
}

/// Compares the search at any time with all days, laid out.
fn assert_days_agree(context: Context<'_>) {
    let cases = |one_day_decides| {
        let screen = Overboarding { one_day_decides, ..Overboarding::new(context) };
        let mut cases: Vec<_> = screen.cases().iter().map(|case| (case.case, case.verdict, case.possible)).collect();
        cases.sort_unstable();
        cases
    };
    assert_eq!(cases(true), cases(false));
}

fn screened(graph: &BoardGraph, rules: &Rulebook, clock: Clock) -> Vec<Option<(Verdict, bool)>> {
    let options = ScreenOptions { query: Query { clock, certain_only: false }, ..ScreenOptions::default() };
    if clock == Clock::Ever {
        assert_days_agree(Context { graph, rules, options: &options });
    }
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
    let verdicts = vec![Verdict::Breach, Verdict::AbovePolicy, Verdict::Watch, Verdict::Unknown];
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

    #[test]
    fn a_search_at_any_time_finds_what_all_days_show(world in world(), as_of in 0..DAYS, ahead in 0..3i32, grave: bool) {
        let (graph, rules) = (world.graph_as_of(as_of), world.rules());
        let ahead = format!("{ahead}d").parse().unwrap();
        let verdicts = if grave { vec![Verdict::Breach, Verdict::Watch] } else { Vec::new() };
        assert_days_agree(Context { graph: &graph, rules: &rules, options: &ScreenOptions { verdicts, ahead, ..ScreenOptions::default() } });
    }
}
