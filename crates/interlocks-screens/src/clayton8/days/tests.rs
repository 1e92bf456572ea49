//! The oracle: every choice of days, and every way in which unknown figures may turn out.

use proptest::prelude::*;

use super::*;
use crate::Answer;
use interlocks_core::model::Spell;

const LAST: i32 = 14;
const GRACE: i32 = 3;

fn day(number: i32) -> Day {
    Day::from_number(number)
}

fn range() -> impl Strategy<Value = DayRange> {
    (0..LAST, 0i32..3).prop_map(|(first, width)| DayRange::new(day(first), day((first + width).min(LAST))))
}

/// A spell that has a day for every choice.
fn spell() -> impl Strategy<Value = Spell> {
    (range(), range())
        .prop_map(|(x, y)| if x.first < y.first { Spell::new(x, y) } else { Spell::new(y, x) })
        .prop_filter("a day for every choice", |spell| spell.certain().is_some())
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![3 => Just(Answer::Yes), 3 => Just(Answer::No), 1 => Just(Answer::Unknown)]
}

fn readings(answers: &[Answer]) -> ReadingDays {
    let of = |wanted: Answer| -> DaySet {
        let days = (0..).zip(answers).filter(|(_, answer)| **answer == wanted);
        days.map(|(at, _)| DaySpan { from: day(at), to: day(at + 1) }).collect()
    };
    let (yes, unknown) = (of(Answer::Yes), of(Answer::Unknown));
    ReadingDays { only_yes: yes.clone(), yes, only_unknown: unknown.clone(), unknown }
}

/// The verdict on a day once nothing is left open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Breach,
    Grace,
    Free,
}

/// The statute read day by day, for known dates and figures.
fn by_the_letter(service: [i32; 2], compete: [i32; 2], figures: &[bool], at: i32) -> Is {
    let banned = |day: i32| compete[0] <= day && day < compete[1] && figures[day as usize];
    if !(service[0] <= at && at < service[1] && banned(at)) {
        return Is::Free;
    }
    let event = (service[0]..=at).rev().take_while(|day| banned(*day)).last().unwrap();
    if event > service[0] && at < event + GRACE { Is::Grace } else { Is::Breach }
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

proptest! {
    #[test]
    fn grace_is_that_of_every_choice_of_days(
        service in spell(), compete in spell(), answers in prop::collection::vec(answer(), LAST as usize)
    ) {
        let found = verdict_days(&readings(&answers), &UncertainDays::from_spell(&service), &UncertainDays::from_spell(&compete), |day| day.plus(GRACE));
        let worlds = worlds(&answers);
        for at in 0..LAST {
            let (mut breach, mut grace, mut unknown, mut all) = (0, 0, 0, 0);
            for held in choices(&service) {
                for rivals in choices(&compete) {
                    let is: Vec<Is> = worlds.iter().map(|world| by_the_letter(held, rivals, world, at)).collect();
                    let only = |wanted: Is| is.iter().all(|one| *one == wanted);
                    all += 1;
                    breach += usize::from(only(Is::Breach));
                    grace += usize::from(only(Is::Grace));
                    unknown += usize::from(is.contains(&Is::Breach) && !only(Is::Breach));
                }
            }
            let on = |spans: &DaySet| spans.covers(DayRange::exactly(day(at)));
            prop_assert_eq!(on(&found.breach.certain), breach == all, "breach for every choice on {}", at);
            prop_assert_eq!(on(&found.breach.possible), breach > 0, "breach for some choice on {}", at);
            prop_assert_eq!(on(&found.watch.certain), grace == all, "grace for every choice on {}", at);
            // Nothing that may be a breach is ever taken for clear.
            prop_assert!(unknown == 0 || on(&found.unknown.possible) || on(&found.breach.possible), "unknown on {}", at);
            prop_assert!(grace == 0 || on(&found.watch.possible) || on(&found.unknown.possible), "grace on {}", at);
        }
    }
}
