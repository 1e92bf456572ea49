//! The oracle: every choice of days, and every way in which unknown figures may turn out.

use proptest::prelude::*;

use super::*;
use crate::Answer;
use interlocks_core::model::Spell;

const LAST: i32 = 12;
const GRACE: i32 = 3;

fn day(number: i32) -> Day {
    Day::from_number(number)
}

fn range() -> impl Strategy<Value = DayRange> {
    (0..LAST, 0i32..2).prop_map(|(first, width)| DayRange::new(day(first), day((first + width).min(LAST))))
}

/// A spell that has a day for every choice.
fn spell() -> impl Strategy<Value = Spell> {
    (range(), range())
        .prop_map(|(x, y)| if x.first < y.first { Spell::new(x, y) } else { Spell::new(y, x) })
        .prop_filter("a day for every choice", |spell| spell.certain().is_some())
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![5 => Just(Answer::Yes), 4 => Just(Answer::No), 1 => Just(Answer::Unknown)]
}

/// Figures by day. On `thresholds` lower thresholds come into force, on all other days other accounts.
fn readings(answers: &[Answer], thresholds: &[bool]) -> ReadingDays {
    let of = |wanted: Answer| -> DaySet {
        let days = (0..).zip(answers).filter(|(_, answer)| **answer == wanted);
        days.map(|(at, _)| DaySpan { from: day(at), to: day(at + 1) }).collect()
    };
    let (yes, unknown) = (of(Answer::Yes), of(Answer::Unknown));
    let days_with = |kind: bool| (0..).zip(thresholds).filter(|(_, at)| **at == kind).map(|(at, _)| day(at)).collect();
    ReadingDays {
        read: DaySet::from(DaySpan { from: day(0), to: day(LAST) }),
        only_yes: yes.clone(),
        yes,
        only_unknown: unknown.clone(),
        unknown,
        falls: days_with(true),
        accounts: days_with(false),
    }
}

/// The verdict on a day once nothing is left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Breach,
    Grace,
    Free,
}

/// The dates of a choice: the seats at either company, and the days of competition.
struct Dates<'c> {
    seats: [&'c [[i32; 2]]; 2],
    compete: [i32; 2],
}

/// The statute read day by day, for known dates and figures.
fn by_the_letter(dates: &Dates<'_>, figures: &[bool], thresholds: &[bool], at: i32) -> Is {
    let competing = |day: i32| dates.compete[0] <= day && day < dates.compete[1];
    let banned = |day: i32| competing(day) && figures[day as usize];
    let held = |seat: &&[i32; 2]| seat[0] <= at && at < seat[1];
    let in_office = dates.seats.iter().all(|seats| seats.iter().any(|seat| held(&seat)));
    if !(in_office && banned(at)) {
        return Is::Free;
    }
    let event = (0..=at).rev().take_while(|day| banned(*day)).last().unwrap();
    let rechosen = dates.seats.iter().flat_map(|seats| seats.iter()).filter(held).any(|seat| seat[0] >= event);
    let by_thresholds = event > 0 && thresholds[event as usize] && competing(event - 1);
    // A year from the event: its last day is the anniversary.
    if rechosen || by_thresholds || at > event + GRACE { Is::Breach } else { Is::Grace }
}

/// Every way in which the unknown figures may turn out.
fn worlds(answers: &[Answer]) -> Vec<Vec<bool>> {
    answers.iter().fold(vec![Vec::new()], |worlds, answer| {
        let choices: &[bool] = match answer {
            Answer::Yes => &[true],
            Answer::No => &[false],
            Answer::Unknown => &[false, true],
        };
        let with = |world: &Vec<bool>, choice: bool| [&world[..], &[choice]].concat();
        worlds.iter().flat_map(|world| choices.iter().map(|choice| with(world, *choice)).collect::<Vec<_>>()).collect()
    })
}

fn choices(spell: &Spell) -> Vec<[i32; 2]> {
    let days = |range: DayRange| range.first.number()..=range.last.number();
    days(spell.start()).flat_map(|from| days(spell.end()).map(move |to| [from, to])).collect()
}

/// Every choice of days of two seats at one company, one at the other, and of the competition: calls `visit` with each.
fn each_choice(seats: &[Spell; 3], compete: &Spell, mut visit: impl FnMut(&Dates<'_>)) {
    let [first, second, other] = [0, 1, 2].map(|at| choices(&seats[at]));
    for x in &first {
        for y in &second {
            for z in &other {
                for rivals in choices(compete) {
                    visit(&Dates { seats: [&[*x, *y], &[*z]], compete: rivals });
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn grace_is_that_of_every_choice_of_days(
        seats in [spell(), spell(), spell()],
        compete in spell(),
        answers in prop::collection::vec(answer(), LAST as usize),
        thresholds in prop::collection::vec(prop::bool::weighted(0.3), LAST as usize),
    ) {
        let [first, second, other] = &seats;
        let here = UncertainDays::from_spells([*first, *second].into_iter());
        let tenure = Tenure {
            days: here.meet(&UncertainDays::from_spell(other)),
            choosings: seats.iter().filter_map(Choosing::of_spell).collect(),
        };
        let read = readings(&answers, &thresholds);
        let found = verdict_days(&read, &tenure, &UncertainDays::from_spell(&compete), |day| day.plus(GRACE + 1));
        let worlds = worlds(&answers);
        // With both, the day of the event is open, and the answer may be unknown where it could be told.
        let exact = worlds.len() == 1 || !thresholds.contains(&true);
        for at in 0..LAST {
            let (mut breach, mut grace, mut unknown, mut all) = (0, 0, 0, 0);
            each_choice(&seats, &compete, |dates| {
                let is: Vec<Is> =
                    worlds.iter().map(|world| by_the_letter(dates, world, &thresholds, at)).collect();
                let only = |wanted: Is| is.iter().all(|one| *one == wanted);
                all += 1;
                breach += usize::from(only(Is::Breach));
                grace += usize::from(only(Is::Grace));
                unknown += usize::from(is.contains(&Is::Breach) && !only(Is::Breach));
            });
            let on = |spans: &DaySet| spans.covers(DayRange::exactly(day(at)));
            if exact {
                prop_assert_eq!(on(&found.breach.certain), breach == all, "breach for every choice on {}", at);
                prop_assert_eq!(on(&found.breach.possible), breach > 0, "breach for some choice on {}", at);
                prop_assert_eq!(on(&found.watch.certain), grace == all, "grace for every choice on {}", at);
            }
            prop_assert!(!on(&found.breach.certain) || breach == all, "certain on {}", at);
            prop_assert!(!on(&found.breach.possible) || breach > 0, "possible on {}", at);
            prop_assert!(!on(&found.watch.certain) || grace == all, "certain grace on {}", at);
            // Nothing that may be a breach is ever taken for clear or for grace.
            let open = on(&found.unknown.possible) || on(&found.breach.possible);
            prop_assert!(open || breach + unknown == 0, "unknown on {}", at);
            prop_assert!(grace == 0 || on(&found.watch.possible) || open, "grace on {}", at);
        }
    }
}
