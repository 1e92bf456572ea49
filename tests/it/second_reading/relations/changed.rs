//! The same data with other ids, other years, or somebody who has nothing to do with the rest.

use super::super::{
    clock::Clock,
    dataset::{Dataset, Entity, Seat},
    dates::shift_years,
    question::{Command, Question},
};
use super::{
    Scene, Sides,
    values::{map_texts, shift_dates, without_draws},
};

impl Scene<'_> {
    /// Ids with another letter in them, in the same order.
    pub(super) fn renamed(&self) -> Result<Sides, String> {
        let rename = |id: &str| match id.split_at_checked(1) {
            Some((letter @ ("p" | "c"), rest)) if rest.parse::<u32>().is_ok() => format!("{letter}x{rest}"),
            _ => id.to_owned(),
        };
        let back = |text: &str| {
            let mut out = text.to_owned();
            for number in 0..10 {
                out = out.replace(&format!("px{number}"), &format!("p{number}"));
                out = out.replace(&format!("cx{number}"), &format!("c{number}"));
            }
            out
        };
        let mut other = self.data.clone();
        other.people.iter_mut().chain(&mut other.companies).for_each(|row| row.id = rename(&row.id));
        for seat in &mut other.seats {
            (seat.person, seat.company) = (rename(&seat.person), rename(&seat.company));
        }
        for tie in &mut other.ties {
            (tie.from, tie.to) = (rename(&tie.from), rename(&tie.to));
        }
        for deal in &mut other.deals {
            deal.parties.iter_mut().for_each(|party| *party = rename(party));
        }
        let mut question = self.question.clone();
        question.places.iter_mut().for_each(|place| *place = rename(place));
        question.options.iter_mut().for_each(|(_, value)| *value = rename(value));
        if question.command == Command::Check {
            return Ok(None);
        }
        let left = self.results(self.data, self.question)?;
        let right = self.results(&other, &question)?;
        Ok(Some((without_draws(&left), without_draws(&map_texts(&right, &back)))))
    }

    /// Every date 28 years later: the same days of the week and leap years.
    pub(super) fn shifted(&self) -> Result<Sides, String> {
        const YEARS: i32 = 28;
        // The rules of law change over the years.
        if matches!(self.question.command, Command::CrossDirectorship | Command::Check) {
            return Ok(None);
        }
        let later = |text: &mut String| *text = shift_years(text, YEARS);
        let mut other = self.data.clone();
        for seat in &mut other.seats {
            later(&mut seat.start);
            later(&mut seat.end);
        }
        for tie in &mut other.ties {
            later(&mut tie.start);
            later(&mut tie.end);
        }
        other.deals.iter_mut().for_each(|deal| later(&mut deal.date));
        other.as_of.iter_mut().for_each(later);
        let mut question = self.question.clone();
        question.as_of.iter_mut().for_each(later);
        match &mut question.clock {
            Clock::At(date) => later(date),
            Clock::During(from, to) => {
                later(from);
                later(to);
            }
            _ => {}
        }
        let left = self.results(self.data, self.question)?;
        let right = self.results(&other, &question)?;
        let back = |text: &str| shift_dates(text, -YEARS);
        Ok(Some((left, map_texts(&right, &back))))
    }

    pub(super) fn another_company(&self) -> Result<Sides, String> {
        let rests = matches!(
            self.question.command,
            Command::Pairs
                | Command::PairsCount
                | Command::PeoplePairs
                | Command::Path
                | Command::Conflicts
                | Command::Show
                | Command::Windows
                | Command::CrossDirectorship
        );
        let Some(first) = self.data.seats.first() else { return Ok(None) };
        if !rests {
            return Ok(None);
        }
        let mut other = self.data.clone();
        other.seats.push(Seat { person: "p9".into(), company: "c9".into(), ..first.clone() });
        for (table, id) in [(&mut other.people, "p9"), (&mut other.companies, "c9")] {
            if !table.is_empty() {
                table.push(Entity { id: id.into(), name: "Nobody Else".into(), end: String::new() });
            }
        }
        self.against(&other, |value| value)
    }

    /// The as-of day given by the option or by the dataset.
    pub(super) fn as_of_option(&self) -> Result<Sides, String> {
        if self.question.command == Command::Check {
            return Ok(None);
        }
        let day = "2004-08-15".to_owned();
        let with_option = Question { as_of: Some(day.clone()), ..self.question.clone() };
        let without = Question { as_of: None, ..self.question.clone() };
        let stated = Dataset { as_of: Some(day), ..self.data.clone() };
        Ok(Some((self.results(self.data, &with_option)?, self.results(&stated, &without)?)))
    }

    pub(super) fn undated(&self) -> Result<Sides, String> {
        let counts = matches!(
            self.question.command,
            Command::Pairs
                | Command::PairsCount
                | Command::PeoplePairs
                | Command::People
                | Command::Stats
                | Command::RankDegree
                | Command::RankStrength
                | Command::RankOut
                | Command::RankIn
                | Command::RankBoards
                | Command::Components
                | Command::Backbone
        );
        if !counts {
            return Ok(None);
        }
        let question = Question { clock: Clock::Undated, as_of: None, ..self.question.clone() };
        let mut bare = Dataset { as_of: None, deals: vec![], ..self.data.clone() };
        for seat in &mut bare.seats {
            seat.start.clear();
            seat.end.clear();
        }
        bare.seats.dedup();
        Ok(Some((self.results(self.data, &question)?, self.results(&bare, &question)?)))
    }

    pub(super) fn unknown_ends(&self) -> Result<Sides, String> {
        let open_tie = self.data.ties.iter().any(|tie| tie.end.is_empty());
        if open_tie || self.question.command == Command::Check {
            return Ok(None);
        }
        let whole = Dataset { empty_end_unknown: true, ..self.data.clone() };
        let mut rows = Dataset { empty_end_unknown: false, ..self.data.clone() };
        for seat in rows.seats.iter_mut().filter(|seat| seat.end.is_empty()) {
            seat.end_status = "unknown".to_owned();
        }
        Ok(Some((self.results(&whole, self.question)?, self.results(&rows, self.question)?)))
    }
}
