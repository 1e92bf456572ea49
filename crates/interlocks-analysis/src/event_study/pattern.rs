//! The joint history of two companies as a sequence of days, some of which lie near an appointment.
//!
//! Days are counted from the first of the history. A day that is known only as a range is any day of the range, each
//! equally likely, and independent of all other days.

use interlocks_core::random::SplitMix64;

/// A day known as a range of days of the history, both ends included, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryDays {
    /// The first day of the range.
    pub first: usize,
    /// The last day of the range.
    pub last: usize,
}

impl HistoryDays {
    fn width(self) -> f64 {
        (self.last - self.first + 1) as f64
    }

    /// Returns the number of its days from `from` to `to`, both included; they may lie outside the history.
    fn days_from(self, from: i64, to: i64) -> f64 {
        ((self.last as i64).min(to) - (self.first as i64).max(from) + 1).max(0) as f64
    }
}

/// An appointment of the pair, placed in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedAppointment {
    /// The day of the appointment.
    pub day: HistoryDays,
    /// `true` if it is an appointment for every choice of days.
    pub certain: bool,
}

/// A number of days or deals near an appointment.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NearCount {
    /// For every choice of days.
    pub certain: usize,
    /// For some choice of days.
    pub possible: usize,
    /// The average over all choices.
    pub expected: f64,
}

/// The days of a history, each with the probability that it lies near an appointment.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// HistoryDays the window of an appointment.
    pub near: Vec<f64>,
    /// The probability that a day is one of an appointment, or lies within the window after one.
    pub after: Vec<f64>,
    /// The probability that a day lies within the window before an appointment.
    pub before: Vec<f64>,
    /// `true` for the days near an appointment for every choice of days.
    sure: Vec<bool>,
    /// The fewest days near an appointment, over all choices of days.
    pub fewest: f64,
    /// The most days near an appointment, over all choices of days.
    pub most: f64,
}

impl Pattern {
    /// Returns the pattern of a history of `days` days with appointments in it, and a window of `window` days before and
    /// after each.
    pub fn new(days: usize, joined: &[PlacedAppointment], window: i64) -> Pattern {
        let mut sure = vec![false; days];
        let inside = |from: i64, to: i64| from.max(0) as usize..(to + 1).clamp(0, days as i64) as usize;
        for PlacedAppointment { day, .. } in joined.iter().filter(|joined| joined.certain) {
            let covered = inside(day.last as i64 - window, day.first as i64 + window);
            if covered.start < covered.end {
                sure[covered].fill(true);
            }
        }
        let near = chances(days, joined, -window, window);
        let length = |day: usize| {
            let covered = inside(day as i64 - window, day as i64 + window);
            covered.len() as f64
        };
        let (mut fewest, mut total) = (sure.iter().filter(|day| **day).count() as f64, 0.0f64);
        for PlacedAppointment { day, certain } in joined {
            if *certain {
                fewest = fewest.max(length(day.first).min(length(day.last)));
            }
            // The length rises to the middle of the history and falls after it.
            total += length((days / 2).clamp(day.first, day.last));
        }
        let possible = near.iter().filter(|chance| **chance > 0.0).count() as f64;
        Pattern {
            after: chances(days, joined, -window, 0),
            before: chances(days, joined, 1, window),
            near,
            sure,
            fewest,
            most: total.min(possible),
        }
    }

    /// Returns the number of days.
    pub fn days(&self) -> usize {
        self.near.len()
    }

    /// Returns the expected number of days near an appointment.
    pub fn expected(&self) -> f64 {
        self.near.iter().sum()
    }

    /// Returns the average of the probabilities of a range: the probability that a day known as this range is near.
    pub fn chance(chances: &[f64], day: HistoryDays) -> f64 {
        chances[day.first..=day.last].iter().sum::<f64>() / day.width()
    }

    /// Returns whether a day known as a range lies near an appointment for every choice of days, and for some.
    pub fn answer(&self, day: HistoryDays) -> (bool, bool) {
        let days = day.first..=day.last;
        (self.sure[days.clone()].iter().all(|sure| *sure), self.near[days].iter().any(|chance| *chance > 0.0))
    }

    /// Counts how many of some days lie near an appointment.
    pub fn count(&self, days: &[HistoryDays]) -> NearCount {
        let mut counted = NearCount::default();
        for &day in days {
            let (certain, possible) = self.answer(day);
            counted.certain += usize::from(certain);
            counted.possible += usize::from(possible);
            counted.expected += Pattern::chance(&self.near, day);
        }
        counted
    }

    /// Returns the share of shifted histories with at least as many days near an appointment: (1 + as many or more) /
    /// (1 + shifts).
    ///
    /// A shift moves every appointment by the same number of days, cyclically. Appointments keep their distances and
    /// deals their days; only the connection between the two is removed.
    pub fn permutation(&self, days: &[HistoryDays], shifts: u32, mut random: SplitMix64) -> f64 {
        let sums = self.sums();
        let seen = self.shifted(&sums, days, 0);
        let length = self.days() as u64;
        let more =
            (0..shifts).filter(|_| self.shifted(&sums, days, random.below(length) as usize) >= seen - 1e-9).count();
        (1.0 + more as f64) / (1.0 + f64::from(shifts))
    }

    /// Returns the prefix sums of the probabilities.
    fn sums(&self) -> Vec<f64> {
        let mut sums = Vec::with_capacity(self.days() + 1);
        sums.push(0.0);
        let mut sum = 0.0;
        for chance in &self.near {
            sum += chance;
            sums.push(sum);
        }
        sums
    }

    /// Returns the expected number of some days near an appointment if every appointment were `shift` days later.
    fn shifted(&self, sums: &[f64], days: &[HistoryDays], shift: usize) -> f64 {
        let length = self.days();
        let until = |day: usize| {
            let turned = day + length - shift;
            if turned < length { sums[turned] } else { sums[length] + sums[turned - length] }
        };
        days.iter().map(|day| (until(day.last + 1) - until(day.first)) / day.width()).sum()
    }
}

/// Returns for each day the probability that some appointment lies from `from` to `to` days after it.
fn chances(days: usize, joined: &[PlacedAppointment], from: i64, to: i64) -> Vec<f64> {
    let mut none = vec![1.0; days];
    for PlacedAppointment { day, .. } in joined {
        let first = (day.first as i64 - to).max(0);
        let last = (day.last as i64 - from).min(days as i64 - 1);
        for at in first..=last {
            none[at as usize] *= 1.0 - day.days_from(at + from, at + to) / day.width();
        }
    }
    none.into_iter().map(|none| 1.0 - none).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAYS: usize = 14;

    fn within() -> impl Strategy<Value = HistoryDays> {
        (0..DAYS, 0usize..4).prop_map(|(first, width)| HistoryDays { first, last: (first + width).min(DAYS - 1) })
    }

    fn joined() -> impl Strategy<Value = PlacedAppointment> {
        (within(), any::<bool>()).prop_map(|(day, certain)| PlacedAppointment { day, certain })
    }

    /// Every choice of one day from each range.
    fn choices(ranges: &[HistoryDays]) -> Vec<Vec<usize>> {
        ranges.iter().fold(vec![Vec::new()], |all, range| {
            let longer = |choice: &Vec<usize>| {
                let choice = choice.clone();
                (range.first..=range.last).map(move |day| [choice.as_slice(), &[day]].concat())
            };
            all.iter().flat_map(longer).collect()
        })
    }

    fn near(day: usize, appointments: &[usize], window: i64) -> bool {
        appointments.iter().any(|joined| (*joined as i64 - day as i64).abs() <= window)
    }

    proptest! {
        #[test]
        fn counts_ask_every_choice_of_days(joined in prop::collection::vec(joined(), 0..3), deal in within(), window in 0i64..5) {
            let pattern = Pattern::new(DAYS, &joined, window);
            let ranges: Vec<HistoryDays> = joined.iter().map(|joined| joined.day).collect();
            let all: Vec<Vec<usize>> = choices(&ranges);
            // Oracle: what is possible counts all appointments, what is certain only the certain ones.
            let hits: Vec<bool> = all
                .iter()
                .flat_map(|days| (deal.first..=deal.last).map(|day| near(day, days, window)))
                .collect();
            let certain: Vec<HistoryDays> = joined.iter().filter(|joined| joined.certain).map(|joined| joined.day).collect();
            let every = choices(&certain).iter().all(|days| (deal.first..=deal.last).all(|day| near(day, days, window)));
            prop_assert_eq!(pattern.answer(deal), (every, hits.contains(&true)));
            let share = hits.iter().filter(|hit| **hit).count() as f64 / hits.len() as f64;
            prop_assert!((Pattern::chance(&pattern.near, deal) - share).abs() < 1e-9);
            let covered = |days: &Vec<usize>| (0..DAYS).filter(|day| near(*day, days, window)).count() as f64;
            let mean = all.iter().map(covered).sum::<f64>() / all.len() as f64;
            prop_assert!((pattern.expected() - mean).abs() < 1e-9);
            for days in &all {
                prop_assert!(covered(days) <= pattern.most + 1e-9);
            }
            for days in choices(&certain) {
                prop_assert!(covered(&days) >= pattern.fewest - 1e-9);
            }
            let after = |days: &Vec<usize>, day: usize| days.iter().any(|joined| day >= *joined && (day - joined) as i64 <= window);
            let mean = all.iter().map(|days| (0..DAYS).filter(|day| after(days, *day)).count()).sum::<usize>() as f64 / all.len() as f64;
            prop_assert!((pattern.after.iter().sum::<f64>() - mean).abs() < 1e-9);
            let before = |days: &Vec<usize>, day: usize| days.iter().any(|joined| day < *joined && (joined - day) as i64 <= window);
            let mean = all.iter().map(|days| (0..DAYS).filter(|day| before(days, *day)).count()).sum::<usize>() as f64 / all.len() as f64;
            prop_assert!((pattern.before.iter().sum::<f64>() - mean).abs() < 1e-9);
        }

        #[test]
        fn a_shift_turns_the_covered_days(joined in prop::collection::vec(joined(), 0..3), deals in prop::collection::vec(within(), 0..4), shift in 0..DAYS) {
            let pattern = Pattern::new(DAYS, &joined, 2);
            let turned: Vec<f64> = (0..DAYS).map(|day| pattern.near[(day + DAYS - shift) % DAYS]).collect();
            let expected: f64 = deals.iter().map(|deal| Pattern::chance(&turned, *deal)).sum();
            prop_assert!((pattern.shifted(&pattern.sums(), &deals, shift) - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn the_permutation_nears_the_share_of_all_shifts() {
        let joined = [PlacedAppointment { day: HistoryDays { first: 50, last: 50 }, certain: true }];
        let deals = [45, 52, 55, 90].map(|day| HistoryDays { first: day, last: day });
        let pattern = Pattern::new(100, &joined, 5);
        let sums = pattern.sums();
        let seen = pattern.shifted(&sums, &deals, 0);
        assert_eq!(seen, 3.0);
        let exact = (0..100).filter(|shift| pattern.shifted(&sums, &deals, *shift) >= seen).count() as f64 / 100.0;
        let found = pattern.permutation(&deals, 20_000, SplitMix64::for_pair(7, "a", "b"));
        assert!((found - exact).abs() < 0.003, "{found} for {exact}");
        assert_eq!(found, pattern.permutation(&deals, 20_000, SplitMix64::for_pair(7, "a", "b")));
        assert_ne!(found, pattern.permutation(&deals, 20_000, SplitMix64::for_pair(8, "a", "b")));
    }
}
