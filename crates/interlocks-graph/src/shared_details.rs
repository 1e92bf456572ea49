//! Ties between companies that share an address, a telephone number or an agent.

use std::collections::BTreeMap;

use super::{BoardGraph, CompanyIx, Entity};
use interlocks_core::model::vocabulary::{CompanyDetail, fold, is_no_value};
use interlocks_core::model::{Confidence, Ending, EntityKind, Place, Tie, TieEnd};
use interlocks_core::wording::counted;

/// The most companies of one value that are tied to each other. An address of more is that of an agent who forms companies.
pub const MOST_SHARING: usize = 50;

/// The most values that are told one by one.
const MOST_TOLD: usize = 20;

/// The companies of a value, with the value as the first of them states it.
type Sharing<'g> = BTreeMap<String, (&'g str, Vec<CompanyIx>)>;

impl BoardGraph {
    /// Returns the graph with a tie between every two companies that share one of these details. Such a tie is weak evidence: it
    /// says nothing of who the companies are, and its days are unknown, so it is never certain. A value that more than
    /// [`MOST_SHARING`] companies have makes no ties. Notes tell both, each value with its companies.
    ///
    /// Cost: that of building the graph from its tables, and of the ties.
    ///
    /// ```
    /// use interlocks_core::model::vocabulary::CompanyDetail;
    /// use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
    /// use interlocks_graph::{BoardGraph, BuildOptions};
    ///
    /// let text = r#"{"people": [], "seats": [], "companies": [
    ///     {"id": "acme", "registered_address": "1 High Street, Leeds"},
    ///     {"id": "beta", "registered_address": "1 HIGH STREET LEEDS"}]}"#;
    /// let data = Dataset::read(Box::new(text.as_bytes()), "x", DataFormat::Json, &LoadOptions::default())?;
    /// let graph = BoardGraph::new(data, BuildOptions::default()).with_shared_details(&[CompanyDetail::Address]);
    /// let tie = graph.tie(graph.all_ties().next().unwrap());
    /// assert_eq!(tie.kind, "shared address (1 High Street, Leeds)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_shared_details(self, details: &[CompanyDetail]) -> BoardGraph {
        let (mut ties, mut notes, mut files) = (Vec::new(), Vec::new(), Vec::new());
        for detail in details {
            let file = u32::try_from(self.about.files.len() + files.len()).unwrap_or(u32::MAX);
            files.push(format!("shared {detail}"));
            self.add_ties(*detail, file, &mut ties, &mut notes);
        }
        let build = self.build_options();
        let is_guessed = self.about.is_as_of_guessed;
        let mut data = self.to_dataset();
        data.ties.extend(ties);
        data.notes.extend(notes);
        data.files.extend(files);
        let mut graph = BoardGraph::new(data, build);
        graph.about.is_as_of_guessed = is_guessed;
        graph
    }

    fn add_ties(&self, detail: CompanyDetail, file: u32, ties: &mut Vec<Tie>, notes: &mut Vec<String>) {
        let sharing = self.sharing(detail);
        let (few, many): (Vec<_>, Vec<_>) = sharing
            .values()
            .filter(|(_, companies)| companies.len() > 1)
            .partition(|(_, companies)| companies.len() <= MOST_SHARING);
        if few.is_empty() && many.is_empty() {
            notes.push(format!("no two companies share a value of {detail}"));
        }
        for ((text, companies), line) in few.iter().zip(1..) {
            for (at, a) in companies.iter().enumerate() {
                ties.extend(
                    companies[at + 1..].iter().map(|b| self.shared(detail, text, [*a, *b], Place { file, line })),
                );
            }
        }
        let told = |(text, companies): &&(&str, Vec<CompanyIx>)| {
            let names: Vec<_> = companies.iter().take(3).map(|company| self.name(Entity::Company(*company))).collect();
            let rest = companies.len() - names.len();
            let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            format!("shared {detail} '{text}', which is no identity and no certain tie: {}{rest}", names.join(", "))
        };
        notes.extend(few.iter().take(MOST_TOLD).map(told));
        if let more @ 1.. = few.len().saturating_sub(MOST_TOLD) {
            notes.push(format!("{} of {detail} that companies share", counted(more, "more value")));
        }
        notes.extend(many.iter().take(MOST_TOLD).map(|(text, companies)| {
            let count = counted(companies.len(), "company");
            format!("no ties for the {detail} '{text}': {count} share it, and at most {MOST_SHARING} are tied")
        }));
        if let more @ 1.. = many.len().saturating_sub(MOST_TOLD) {
            notes.push(format!("no ties for {} of {detail}", counted(more, "more value")));
        }
    }

    /// Returns the companies by their values of a detail, without case, accents and signs. Of a telephone number the last nine
    /// digits count, so that the code of the country does not matter.
    fn sharing(&self, detail: CompanyDetail) -> Sharing<'_> {
        let mut sharing = Sharing::new();
        for column in self.company_details(detail) {
            for company in self.companies() {
                let text = column.get(company.index());
                let key = key(detail, text);
                if !key.is_empty() {
                    let (_, companies) = sharing.entry(key).or_insert((text, Vec::new()));
                    companies.push(company);
                }
            }
        }
        for (_, companies) in sharing.values_mut() {
            companies.sort_unstable();
            companies.dedup();
        }
        sharing
    }

    fn shared(&self, detail: CompanyDetail, text: &str, companies: [CompanyIx; 2], place: Place) -> Tie {
        let end = |company| TieEnd { id: self.id(Entity::Company(company)), kind: Some(EntityKind::Company) };
        let [from, to] = companies.map(end);
        Tie {
            from,
            to,
            kind: format!("shared {detail} ({text})"),
            end: Ending::Unknown,
            confidence: Some(Confidence::Low),
            place,
            ..Tie::default()
        }
    }
}

fn key(detail: CompanyDetail, text: &str) -> String {
    if is_no_value(text) {
        return String::new();
    }
    if detail == CompanyDetail::Phone {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        return if digits.len() < 6 { String::new() } else { digits[digits.len().saturating_sub(9)..].to_owned() };
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Clock};
    use interlocks_dataset::{DataFormat, Dataset, LoadOptions};

    fn graph(companies: &[String]) -> BoardGraph {
        let text = format!(r#"{{"people": [], "seats": [], "as_of": "2020", "companies": [{}]}}"#, companies.join(","));
        let text = std::io::Cursor::new(text);
        let data = Dataset::read(Box::new(text), "x", DataFormat::Json, &LoadOptions::default()).unwrap();
        BoardGraph::new(data, BuildOptions::default())
    }

    fn kinds(graph: &BoardGraph) -> Vec<String> {
        graph.all_ties().map(|tie| graph.tie(tie).kind).collect()
    }

    #[test]
    fn what_companies_share_is_a_weak_tie_that_is_never_certain() {
        for (heading, a, b, detail) in [
            ("address", "1 High St., Leeds", "1 HIGH ST LEEDS", CompanyDetail::Address),
            ("Anschrift", "Hauptstraße 1", "HAUPTSTRASSE 1", CompanyDetail::Address),
            ("Telefon", "+44 113 496 0000", "0113 4960000", CompanyDetail::Phone),
            ("registered_agent", "Harbour Agents Ltd", "HARBOUR AGENTS LTD.", CompanyDetail::Agent),
        ] {
            let rows = [("a", a), ("b", b), ("c", "n/a"), ("d", "")];
            let rows = rows.map(|(id, text)| format!(r#"{{"id": "{id}", "{heading}": "{text}"}}"#));
            let plain = graph(&rows);
            assert_eq!(plain.tie_count(), 0);
            let shared = plain.with_shared_details(&[detail]);
            assert_eq!(kinds(&shared), [format!("shared {detail} ({a})")]);
            let spell = shared.tie_spell(shared.all_ties().next().unwrap());
            for clock in [Clock::Ever, Clock::At("2019".parse::<interlocks_core::model::PartialDate>().unwrap().days())]
            {
                let days = crate::UncertainDays::from_spell(&spell);
                let found = clock.holds(&days.certain, &days.possible, shared.as_of());
                assert_eq!(found, Some(interlocks_core::model::Certainty::Possible));
            }
            let note = shared.about().notes.last().unwrap();
            assert!(note.contains(a) && note.ends_with("which is no identity and no certain tie: a, b"), "{note}");
        }
    }

    #[test]
    fn a_value_of_many_companies_makes_no_ties_and_is_told() {
        let rows = |count: usize| -> Vec<String> {
            (0..count).map(|at| format!(r#"{{"id": "c{at:03}", "agent": "Harbour Agents"}}"#)).collect()
        };
        let shared = graph(&rows(MOST_SHARING)).with_shared_details(&[CompanyDetail::Agent]);
        assert_eq!(shared.tie_count(), MOST_SHARING * (MOST_SHARING - 1) / 2);
        let shared = graph(&rows(MOST_SHARING + 1)).with_shared_details(&[CompanyDetail::Agent]);
        assert_eq!(shared.tie_count(), 0);
        let note = shared.about().notes.last().unwrap();
        assert_eq!(note, "no ties for the agent 'Harbour Agents': 51 companies share it, and at most 50 are tied");
        let note = graph(&rows(1)).with_shared_details(&[CompanyDetail::Phone]).about().notes.clone();
        assert_eq!(note, ["no two companies share a value of phone"]);
    }
}
