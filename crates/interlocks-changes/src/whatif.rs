//! The effects of appointments and resignations that have not happened, and of records that are one or two, unlike in the
//! data.
//!
//! A revised graph is built, and both graphs are compared. A resignation ends every seat of the person at the company that
//! may still be held on the day: from that day on it is not held. Seats that would begin later are removed. If dates are
//! ignored, or the data has none, the seats are removed altogether.
//!
//! Two records become one as if a decision said so ([`Plan::with_same`]). To make two of them again, the data is read without
//! the decision ([`Parting`]).

use std::collections::BTreeSet;

use serde::Serialize;

mod pairs;
mod parting;

use super::diff::{self as changes, Causes, Changes, IdentityChange, Screening, compare};
use interlocks_analysis::{Named, Query};
use interlocks_core::model::{DateError, Day, DayRange, EntityKind, PartialDate};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, LookupError, NewSeat, PersonIx, Revision};
use interlocks_screens as screens;

pub use pairs::PairError;
pub use parting::Parting;

/// The reason why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhatIfError {
    /// The text is not a change.
    #[error("'{}': write PERSON@COMPANY[:ROLE[:DATE]] to appoint, PERSON@COMPANY[:DATE] to resign", beginning(.0))]
    Shape(String),
    /// The date cannot be read.
    #[error("'{}': {source}", beginning(.text))]
    Date {
        /// The change.
        text: String,
        /// The reason.
        source: DateError,
    },
    /// The person or company was not found.
    #[error("'{}': {source}{}", beginning(.text), hint(.new))]
    Lookup {
        /// The change.
        text: String,
        /// The reason.
        source: LookupError,
        /// How to write a new person or company; `None` if the change cannot mean a new one.
        new: Option<String>,
    },
    /// The person has no seat to resign from.
    #[error("'{}': {person} holds no seat at {company} on or after {day}", beginning(.text))]
    NoSeat {
        /// The change.
        text: String,
        /// The name of the person.
        person: String,
        /// The name of the company.
        company: String,
        /// The day.
        day: String,
    },
    /// A date is given although dates are ignored.
    #[error("'{}': dates are ignored with --undated; leave the date out", beginning(.0))]
    Undated(String),
    /// The text does not name two records that could be taken as one, or as two.
    #[error("'{}': {reason}", beginning(.text))]
    Pair {
        /// The text.
        text: String,
        /// The reason.
        reason: Box<PairError>,
    },
}

/// Returns the beginning of a change, for messages.
fn beginning(text: &str) -> String {
    text.chars().take(200).collect()
}

fn hint(new: &Option<String>) -> String {
    new.as_ref().map_or_else(String::new, |new| format!("; for one that is not in the data write {}", beginning(new)))
}

/// An appointment or a resignation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// `appoint` or `resign`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["appoint", "resign"])))]
    pub change: &'static str,
    /// The person.
    pub person: Named,
    /// The company.
    pub company: Named,
    /// The role; `None` for a resignation, which ends every seat.
    pub role: Option<String>,
    /// The date as written, or the as-of date.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub date: Option<String>,
    /// `true` if the person is not in the data.
    pub new_person: bool,
    /// `true` if the company is not in the data.
    pub new_company: bool,
}

/// Appointments and resignations, ready to be applied to a graph.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The changes, appointments first.
    pub changes: Vec<Change>,
    /// The records that are taken as one, and those that are taken as two.
    pub identities: Vec<IdentityChange>,
    revision: Revision,
    /// The last day that a change names.
    latest: Option<Day>,
}

impl Plan {
    /// Reads changes written as `PERSON@COMPANY[:ROLE[:DATE]]` (appointments; by default as a director from the as-of date)
    /// and `PERSON@COMPANY[:DATE]` (resignations; by default on the as-of date). Names are those of [`BoardGraph::find`];
    /// `person:ID` and `company:ID` that are not in the data are new.
    ///
    /// # Errors
    /// Returns the first change that cannot be read, with the reason.
    pub fn parse(graph: &BoardGraph, appoint: &[String], resign: &[String]) -> Result<Plan, WhatIfError> {
        let title = "what if".to_owned();
        let mut plan = Plan { revision: Revision { title, ..Revision::default() }, ..Plan::default() };
        for text in appoint {
            plan.appoint(graph, text)?;
        }
        for text in resign {
            plan.resign(graph, text)?;
        }
        for new in [&mut plan.revision.people, &mut plan.revision.companies] {
            new.sort_unstable();
            new.dedup();
        }
        Ok(plan)
    }

    fn appoint(&mut self, graph: &BoardGraph, text: &str) -> Result<(), WhatIfError> {
        let (person, place) = split_person(text)?;
        let (company, rest) = company_and_rest(graph, place, 2).ok_or_else(|| WhatIfError::Shape(text.to_owned()))?;
        let (role, date) = (rest.first().map_or("", |role| role.trim()), rest.get(1).map(|date| date.trim()));
        let start = date_of(graph, text, date)?;
        let (person, new_person) = self.person(graph, text, person)?;
        let (company, new_company) = self.company(graph, text, company)?;
        self.latest = self.latest.max(start.map(|date| date.latest()));
        let seat = NewSeat { person: person.id.clone(), company: company.id.clone(), role: role.to_owned(), start };
        self.revision.seats.push(seat);
        self.changes.push(Change {
            change: "appoint",
            person,
            company,
            role: Some(if role.is_empty() { "director" } else { role }.to_owned()),
            date: start.map(|date| date.to_string()),
            new_person,
            new_company,
        });
        Ok(())
    }

    fn resign(&mut self, graph: &BoardGraph, text: &str) -> Result<(), WhatIfError> {
        let (person, place) = split_person(text)?;
        let (company, rest) = company_and_rest(graph, place, 1).ok_or_else(|| WhatIfError::Shape(text.to_owned()))?;
        let date = date_of(graph, text, rest.first().map(|date| date.trim()))?;
        let lookup = |source| WhatIfError::Lookup { text: text.to_owned(), source, new: None };
        let person = graph.find_person(person).map_err(lookup)?;
        let company = graph.find_company(company).map_err(lookup)?;
        let before = (self.revision.ends.len(), self.revision.dropped.len());
        for seat in graph.seats_at(person, company) {
            let (row, spell) = (seat.index(), graph.spell(seat));
            match date {
                None => self.revision.dropped.push(row),
                Some(date) if spell.latest_end <= date.earliest() => {}
                Some(date) if spell.earliest_start >= date.latest() => self.revision.dropped.push(row),
                Some(date) => self.revision.ends.push((row, date)),
            }
        }
        let named = |entity| Named::new(graph, entity);
        let (person, company) = (named(Entity::Person(person)), named(Entity::Company(company)));
        if before == (self.revision.ends.len(), self.revision.dropped.len()) {
            let day = date.map_or_else(|| "any day".to_owned(), |date| date.to_string());
            let (person, company) = (person.name, company.name);
            return Err(WhatIfError::NoSeat { text: text.to_owned(), person, company, day });
        }
        self.latest = self.latest.max(date.map(|date| date.latest()));
        self.changes.push(Change {
            change: "resign",
            person,
            company,
            role: None,
            date: date.map(|date| date.to_string()),
            new_person: false,
            new_company: false,
        });
        Ok(())
    }

    fn person(&mut self, graph: &BoardGraph, text: &str, name: &str) -> Result<(Named, bool), WhatIfError> {
        let found = graph.find_person(name).map(|person: PersonIx| Named::new(graph, Entity::Person(person)));
        self.found_or_new(text, name, "person:", found, |revision| &mut revision.people)
    }

    fn company(&mut self, graph: &BoardGraph, text: &str, name: &str) -> Result<(Named, bool), WhatIfError> {
        let found = graph.find_company(name).map(|company: CompanyIx| Named::new(graph, Entity::Company(company)));
        self.found_or_new(text, name, "company:", found, |revision| &mut revision.companies)
    }

    /// Returns the entity that was found, or a new one if none was found and the text begins with its kind.
    fn found_or_new(
        &mut self,
        text: &str,
        name: &str,
        prefix: &str,
        found: Result<Named, LookupError>,
        list: fn(&mut Revision) -> &mut Vec<String>,
    ) -> Result<(Named, bool), WhatIfError> {
        let new = name.trim().strip_prefix(prefix).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
        match (found, new) {
            (Ok(named), _) => Ok((named, false)),
            (Err(LookupError::NotFound { .. }), Some(id)) => {
                list(&mut self.revision).push(id.clone());
                Ok((Named { name: id.clone(), id }, true))
            }
            (Err(source), new) => {
                let missing = matches!(source, LookupError::NotFound { .. }) && new.is_none();
                let new = missing.then(|| format!("{prefix}{}", name.trim()));
                Err(WhatIfError::Lookup { text: text.to_owned(), source, new })
            }
        }
    }

    /// Returns the default clock: the as-of date, or the last day that a change names if that is later.
    pub fn clock(&self, graph: &BoardGraph) -> Clock {
        match graph.as_of().max(self.latest.filter(|_| !graph.is_undated())) {
            Some(day) => Clock::At(DayRange::exactly(day)),
            None => Clock::Ever,
        }
    }

    /// Takes more people, or companies, as one: pairs written as `A=B`, ids or names of two people or of two companies. Of all
    /// the ways to part a text at `=`, exactly one must name two. Records that other decisions make one with either of them
    /// are one with both.
    ///
    /// # Errors
    /// Returns the first pair that cannot be one, with the reason.
    pub fn with_same(mut self, graph: &BoardGraph, pairs: &[String]) -> Result<Plan, WhatIfError> {
        for text in pairs {
            self.identities.push(pairs::two_as_one(graph, text)?);
        }
        Ok(self)
    }

    /// Returns a sentence for each pair taken as one that a row of decisions says to be two.
    pub fn contradicted(&self, graph: &BoardGraph) -> Vec<String> {
        let same = self.identities.iter().filter(|identity| identity.change == "same");
        same.flat_map(|one| pairs::contradicted(graph, one)).collect()
    }

    /// Applies the changes and returns the interlocks, findings and verdicts of screens that are added, removed or changed,
    /// each with the seat or the identity that caused it. Screens are run for the people and companies that change; if records
    /// become one or two, for all.
    ///
    /// Only interlocks of companies with seats of the changed people can differ, so only those are compared. All deals are
    /// compared. Rows that differ only in the id of records that become one, or in the decisions that they rest on, are equal.
    ///
    /// Cost: building the graph once for the seats and once for each pair of records, and computing the answers twice.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_changes::whatif::Plan;
    /// use interlocks_dataset::Dataset;
    /// use interlocks_graph::{BoardGraph, BuildOptions};
    ///
    /// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
    /// let plan = Plan::parse(&graph, &["reed-hastings@disney".to_owned()], &[])?;
    /// let found = plan.outcome(&graph, plan.clock(&graph), &Default::default());
    /// assert!(found.added.iter().all(|row| row.cause[0].to.as_ref().is_some_and(|to| to.id == "disney")));
    ///
    /// let one = Plan::default().with_same(&graph, &["brad-smith-intuit=brad-smith-microsoft".to_owned()])?;
    /// let found = one.outcome(&graph, one.clock(&graph), &Default::default());
    /// assert!(found.added.iter().all(|row| row.cause[0].change == "same"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn outcome(&self, graph: &BoardGraph, clock: Clock, options: &changes::DiffOptions) -> Changes {
        self.outcome_apart(graph, graph, clock, options)
    }

    /// Compares a graph with another, `apart`, to which the changes are applied: the same data read without some decisions;
    /// see [`Parting`]. The changes must have been read for `apart`.
    pub fn outcome_apart(
        &self,
        graph: &BoardGraph,
        apart: &BoardGraph,
        clock: Clock,
        options: &changes::DiffOptions,
    ) -> Changes {
        let people: BTreeSet<String> = self.changes.iter().map(|change| change.person.id.clone()).collect();
        let revised = (!self.changes.is_empty()).then(|| apart.revised(&self.revision));
        let revised = revised.as_ref().unwrap_or(apart);
        let causes = Causes::of_seats(apart, revised, &people);
        let mut one: Option<BoardGraph> = None;
        for IdentityChange { kind, a, b, .. } in self.identities.iter().filter(|identity| identity.change == "same") {
            one = Some(one.as_ref().unwrap_or(revised).with_identity(*kind, &a.id, &b.id));
        }
        let after = one.as_ref().unwrap_or(revised);
        let causes = causes.with_identities(&self.identities, graph, after);
        let companies = [graph, after].into_iter().flat_map(|graph| {
            let known = people.iter().filter_map(|id| graph.person_number(id)).map(Entity::Person);
            concerned(graph, known.chain(causes.shared().entities(graph)).collect())
        });
        let companies = Some(companies.collect());
        let query = Query { clock, ..options.query };
        let screening = options.screening.clone().map(|screening| self.screening(screening, query));
        let diff_options = changes::DiffOptions { query, companies, screening, ..options.clone() };
        let mut found = Changes::default();
        compare(graph, after, &diff_options, &causes, &mut found);
        found
    }
}

/// Returns the ids of the companies whose interlocks can change with some people and companies: those with seats of the
/// people, and of everybody at the companies.
fn concerned(graph: &BoardGraph, entities: Vec<Entity>) -> BTreeSet<String> {
    let mut people: BTreeSet<PersonIx> = BTreeSet::new();
    let mut companies: BTreeSet<CompanyIx> = BTreeSet::new();
    for entity in entities {
        match entity {
            Entity::Person(person) => drop(people.insert(person)),
            Entity::Company(company) => {
                companies.insert(company);
                people.extend(graph.company_people(company));
            }
        }
    }
    companies
        .extend(people.into_iter().flat_map(|person| graph.person_seats(person)).map(|seat| graph.seat_company(seat)));
    companies.into_iter().map(|company| graph.id(Entity::Company(company))).collect()
}

impl Plan {
    /// Returns a screening of the people and companies that change, at the clock of the change. Records that become one, or
    /// two, concern all who have a tie or a board in common with them, so then everybody is screened.
    fn screening(&self, screening: Screening, query: Query) -> Screening {
        let options = screens::ScreenOptions { query, ..screening.options };
        if !self.identities.is_empty() {
            return Screening { options, ..screening };
        }
        let concerned = self.changes.iter().flat_map(|change| {
            [(EntityKind::Person, change.person.id.clone()), (EntityKind::Company, change.company.id.clone())]
        });
        Screening { options, concerning: concerned.collect(), ..screening }
    }
}

/// Splits a change into person and the rest after `@`.
fn split_person(text: &str) -> Result<(&str, &str), WhatIfError> {
    let named = |text: &str, kind: &str| !text.trim().strip_prefix(kind).unwrap_or(text).trim().is_empty();
    let parts = text.rsplit_once('@').filter(|(person, place)| named(person, "person:") && named(place, "company:"));
    parts.ok_or_else(|| WhatIfError::Shape(text.to_owned()))
}

/// Returns the company that a text begins with, and at most `most` parts behind it. Ids may contain colons: the longest
/// beginning that is an id counts, otherwise the text before the first colon.
fn company_and_rest<'a>(graph: &BoardGraph, place: &'a str, most: usize) -> Option<(&'a str, Vec<&'a str>)> {
    let kind = if place.starts_with("company:") { "company:".len() } else { 0 };
    let colons = place[kind..].match_indices(':').map(|(at, _)| kind + at);
    let ends: Vec<usize> = colons.chain([place.len()]).collect();
    let fewest = ends.len().saturating_sub(most + 1);
    let known = |end: &&usize| graph.company_number(place[kind..**end].trim()).is_some();
    let end = *ends[fewest..].iter().rev().find(known).or_else(|| ends.first().filter(|_| fewest == 0))?;
    let rest = place.get(end + 1..).map_or_else(Vec::new, |rest| rest.split(':').collect());
    Some((&place[..end], rest))
}

/// Returns the date of a change: as written, or the as-of date. `None` if there is neither.
fn date_of(graph: &BoardGraph, text: &str, written: Option<&str>) -> Result<Option<PartialDate>, WhatIfError> {
    match written.filter(|date| !date.is_empty()) {
        Some(_) if graph.is_undated() => Err(WhatIfError::Undated(text.to_owned())),
        Some(date) => date.parse().map(Some).map_err(|source| WhatIfError::Date { text: text.to_owned(), source }),
        // Every written day can be parsed again.
        None => Ok(graph.as_of().and_then(|day| day.to_string().parse().ok())),
    }
}

#[cfg(test)]
mod tests;
