//! The answer of `check`: how much data there is, over what time, and what is wrong with it.

use schemars::JsonSchema;
use serde::Serialize;

use super::identity::CheckedIdentity;
use super::names_as_ids::NamesAsIds;
use interlocks::dataset::{Problem, RoleCount, Table, Unused};
use interlocks::graph::{About, BoardGraph};
use interlocks::model::Day;
use interlocks_core::wording::counted;

/// The answer of `check`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Checked {
    /// The title of the dataset.
    pub title: String,
    /// The number of people.
    pub people: usize,
    /// The number of companies.
    pub companies: usize,
    /// The number of seats.
    pub seats: usize,
    /// The number of ties.
    pub ties: usize,
    /// The number of deals.
    pub deals: usize,
    /// The number of sources.
    pub sources: usize,
    /// The day that the data describes.
    pub as_of: Option<Day>,
    /// The first day that any seat states.
    pub first: Option<Day>,
    /// The last day that any seat states.
    pub last: Option<Day>,
    /// Rows read, kept and dropped, by table.
    #[schemars(with = "std::collections::BTreeMap<String, interlocks::dataset::TableCount>")]
    pub rows: serde_json::Map<String, serde_json::Value>,
    /// The number of errors.
    pub errors: u64,
    /// The number of warnings.
    pub warnings: u64,
    /// The problems that are listed.
    pub problems: Vec<Problem>,
    /// The number of further problems.
    pub problems_not_listed: u64,
    /// The columns and files that were not used.
    pub unused: Unused,
    /// The names that stand for people or companies without another id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identified_by_name: Option<NamesAsIds>,
    /// What decisions on identity settle, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<CheckedIdentity>,
    /// The roles of seats and how each was read, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleCount>>,
}

impl Checked {
    /// Counts what is in the data.
    pub fn from_graph(graph: &BoardGraph) -> Checked {
        let about = graph.about();
        let (starts, ends) = graph.stated_days();
        let (mut first, mut last) = (None, None);
        for days in starts {
            first = Some(first.map_or(days.first, |first: Day| first.min(days.first)));
            last = last.max(Some(days.last));
        }
        let last = ends.map(|days| days.last).chain(last).filter(|day| day.is_calendar()).max();
        let rows = Table::ALL.into_iter().zip(about.counts).map(|(table, count)| {
            let row = serde_json::json!({"read": count.read, "kept": count.kept, "dropped": count.dropped});
            (table.name().to_owned(), row)
        });
        Checked {
            title: about.title.clone(),
            people: graph.person_count(),
            companies: graph.company_count(),
            seats: graph.seat_count(),
            ties: graph.tie_count(),
            deals: graph.deal_count(),
            sources: about.sources.len(),
            as_of: about.as_of,
            first,
            last,
            rows: rows.collect(),
            errors: about.problems.errors(),
            warnings: about.problems.warnings(),
            problems: about.problems.listed().to_vec(),
            problems_not_listed: about.problems.unlisted(),
            unused: about.unused.clone(),
            identified_by_name: NamesAsIds::from_graph(graph),
            identity: CheckedIdentity::from_graph(graph),
            roles: None,
        }
    }

    /// Returns the sentences that `check` prints below the problems.
    pub fn summary(&self, about: &About) -> Vec<String> {
        let counts = [
            counted(self.people, "person"),
            counted(self.companies, "company"),
            counted(self.seats, "seat"),
            counted(self.ties, "tie"),
            counted(self.deals, "deal"),
            counted(self.sources, "source"),
        ];
        let mut lines = vec![counts.join(", "), self.dates()];
        for (table, count) in Table::ALL.into_iter().zip(about.counts) {
            if count.read > 0 {
                let (kept, dropped) = (count.kept, count.dropped);
                let read = counted(count.read, "row");
                lines.push(format!("{}: {read} read, {kept} kept, {dropped} dropped", table.name()));
            }
        }
        lines.extend(about.notes.iter().cloned());
        lines.extend(self.identified_by_name.iter().flat_map(NamesAsIds::lines));
        lines.extend(self.identity.iter().flat_map(CheckedIdentity::summary));
        if !self.unused.is_empty() {
            lines.push(self.unused.to_string());
        }
        let (errors, warnings) = (self.errors as usize, self.warnings as usize);
        lines.push(format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")));
        if self.problems_not_listed > 0 {
            lines.push(format!("{} more problems are not listed", self.problems_not_listed));
        }
        lines
    }

    /// Returns the sentence on the days of the data.
    fn dates(&self) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
        match (self.as_of, self.first, self.last) {
            (None, None, None) => "no dates in the data".to_owned(),
            (as_of, None, None) => format!("data as of {}; no seat has a date", day(as_of)),
            (as_of, first, last) => {
                format!("data as of {}; seats from {} to {}", day(as_of), day(first), day(last))
            }
        }
    }
}
