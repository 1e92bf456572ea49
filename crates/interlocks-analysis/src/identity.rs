//! What an answer owes to undecided identities: what holds only if two records are one, or only if they are two.
//!
//! No question knows of identities. A question is asked twice for each pair that may be one
//! ([`BoardGraph::possible_identities`]): as things are, and of the graph in which the two are one. What only the second answer
//! says holds if they are one; what only the first says for certain holds if they are two. Chains of such pairs are not
//! followed. See `docs/identity.md`.

mod alternatives;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::question::Evidence;
use interlocks_core::model::EntityKind;
use interlocks_dataset::{Decision, DecisionRow};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, PossibleIdentity};

pub use alternatives::Alternatives;

/// The most possible identities of which an answer says what holds with them: the likeliest.
pub const MOST_LINKS: usize = 200;

/// Two people or companies of which a row of an answer needs that they are one, or that they are two.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// `true` if they have to be one, `false` if they have to be two.
    pub same: bool,
    /// The smaller id of the pair.
    pub a: String,
    /// The larger id.
    pub b: String,
    /// The probability that they are one, if it is stated.
    pub probability: Option<f64>,
    /// `unsure` or `open`.
    pub decision: Decision,
    /// Who was unsure; empty if nobody has looked.
    pub who: String,
    /// The names of both, for sentences.
    #[serde(skip)]
    pub names: [String; 2],
    /// The kind of both.
    #[serde(skip)]
    pub kind: EntityKind,
}

impl Condition {
    /// Returns the condition that the two of a pair are one, or are two.
    pub fn new(graph: &BoardGraph, link: &PossibleIdentity<'_>, same: bool) -> Condition {
        let DecisionRow { a, b, who, .. } = link.row;
        let kind = link.a.kind();
        let name = |id: &str| {
            graph.entity_of_record(kind, id).map_or_else(String::new, |entity| graph.name(entity).into_owned())
        };
        Condition {
            same,
            names: [name(a), name(b)],
            a: a.clone(),
            b: b.clone(),
            probability: link.probability(),
            decision: link.decision(),
            who: who.clone(),
            kind,
        }
    }

    /// Returns the condition as words: `only if A00007 (G. Lem) and R00012 (LEM, Georg Edvard) are one person (0.71, undecided)`.
    pub fn words(&self) -> String {
        let [a, b] = [(&self.a, &self.names[0]), (&self.b, &self.names[1])]
            .map(|(id, name)| if name.is_empty() || name == id { id.clone() } else { format!("{id} ({name})") });
        let what = if self.same { format!("one {}", self.kind) } else { format!("two {}", self.kind.plural()) };
        let state = match (self.decision, self.who.as_str()) {
            (Decision::Unsure, "") => "unsure".to_owned(),
            (Decision::Unsure, who) => format!("{who} is unsure"),
            _ => "undecided".to_owned(),
        };
        let probability = self.probability.map(|number| format!("{number}, ")).unwrap_or_default();
        let of = if self.same || probability.is_empty() { "" } else { "one: " };
        format!("only if {a} and {b} are {what} ({of}{probability}{state})")
    }
}

/// The conditions under which a row of an answer holds. A row with a condition is never certain.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conditions {
    /// The pairs that have to be one, or two: all of them.
    #[serde(rename = "if", skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Condition>,
    /// Whether the row is certain as far as dates go; `None` if it has no condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates_certain: Option<bool>,
}

impl Conditions {
    /// Returns the sentence on the conditions: `Possible: only if … are one person (0.71, undecided); the dates are certain.`
    pub fn sentence(&self) -> Option<String> {
        let words: Vec<String> = self.open.iter().map(Condition::words).collect();
        let dates = match self.dates_certain {
            Some(true) => "; the dates are certain",
            Some(false) => "; the dates leave it open, too",
            None => "",
        };
        (!words.is_empty()).then(|| format!("Possible: {}{dates}.", words.join(", and ")))
    }

    /// Adds a condition to a row; `certain` says whether the row is certain, which it is no longer.
    pub fn add(&mut self, condition: Condition, certain: &mut bool) {
        self.dates_certain.get_or_insert(*certain);
        *certain = false;
        self.open.push(condition);
    }

    /// Returns the factor by which the likeliest reading of the identities lowers a score: 0.4 + 0.3 · probability, as for a window of
    /// days; 1 without a condition. A probability that is not stated counts as 0.
    pub fn factor(&self) -> f64 {
        let probability = |condition: &Condition| match (condition.probability, condition.same) {
            (None, _) => 0.0,
            (Some(one), true) => one,
            (Some(one), false) => 1.0 - one,
        };
        let least = self.open.iter().map(probability).min_by(f64::total_cmp);
        least.map_or(1.0, |least| 0.4 + 0.3 * least)
    }
}

/// A decision that makes one of records whose rows a finding joins.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RestsOn {
    /// The smaller id of the pair.
    pub a: String,
    /// The larger id.
    pub b: String,
    /// Who decided it.
    pub who: String,
    /// When, as written; empty if it is not stated.
    pub when: String,
    /// Why.
    pub why: String,
    /// The file of the row.
    pub file: String,
    /// The line of the row.
    pub line: u64,
    /// The name of the one that they are.
    #[serde(skip)]
    pub name: String,
    /// The kind of both.
    #[serde(skip)]
    pub kind: EntityKind,
}

impl RestsOn {
    /// Returns the decisions that make one of several records that hold a person's seats on some boards.
    pub fn of_seats(graph: &BoardGraph, person: PersonIx, boards: impl IntoIterator<Item = CompanyIx>) -> Vec<RestsOn> {
        let id = graph.id(Entity::Person(person));
        let seats = boards.into_iter().flat_map(|board| graph.seats_at(person, board));
        let records = seats.map(|seat| graph.seat(seat).record);
        let records = records.map(|record| if record.is_empty() { id.clone() } else { record }).collect();
        RestsOn::of(graph, EntityKind::Person, &id, &records)
    }

    /// Returns the decisions that make some records of a person or company one, if they are several.
    fn of(graph: &BoardGraph, kind: EntityKind, id: &str, records: &BTreeSet<String>) -> Vec<RestsOn> {
        let decisions = graph.identity_decisions();
        let Some(group) = decisions.group(kind, id).filter(|_| records.len() > 1) else { return Vec::new() };
        let name = graph.entity_of_record(kind, id).map_or_else(String::new, |one| graph.name(one).into_owned());
        let rows = group.rows.iter().filter_map(|row| decisions.rows().get(*row));
        let mut rows: Vec<&DecisionRow> = rows.filter(|row| row.decision == Decision::Same).collect();
        // A row that leads only to other records joins none of these.
        loop {
            let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
            rows.iter().flat_map(|row| [&row.a, &row.b]).for_each(|id| *ends.entry(id).or_default() += 1);
            let is_loose = |id: &String| ends.get(id.as_str()) == Some(&1) && !records.contains(id);
            let (before, joining) = (rows.len(), rows.iter().filter(|row| ![&row.a, &row.b].into_iter().any(is_loose)));
            rows = joining.copied().collect();
            if rows.len() == before {
                break;
            }
        }
        let rows = rows.into_iter();
        rows.map(|row| RestsOn {
            a: row.a.clone(),
            b: row.b.clone(),
            who: row.who.clone(),
            when: row.when.clone(),
            why: row.why.clone(),
            file: graph.about().files.get(row.place.file as usize).cloned().unwrap_or_default(),
            line: row.place.line,
            name: name.clone(),
            kind,
        })
        .collect()
    }

    /// Returns the decisions that make one of several records whose seats are evidence.
    pub fn of_evidence(graph: &BoardGraph, evidence: &[Evidence]) -> Vec<RestsOn> {
        if graph.identity_decisions().groups().is_empty() {
            return Vec::new();
        }
        let mut records: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for row in evidence.iter().filter(|row| row.kind == "seat") {
            let record = if row.record.is_empty() { &row.from.id } else { &row.record };
            records.entry(&row.from.id).or_default().insert(record.clone());
        }
        let people = records.into_iter();
        people.flat_map(|(person, records)| RestsOn::of(graph, EntityKind::Person, person, &records)).collect()
    }

    /// Returns the decision as a sentence: `A3 and R12 are taken as one person, Georg Lem (M. Lee, 2026-11-29: signature).`
    pub fn sentence(&self) -> String {
        let RestsOn { a, b, who, when, why, name, kind, .. } = self;
        let day = if when.is_empty() { String::new() } else { format!(", {when}") };
        let named = if name.is_empty() || [a, b].contains(&name) { String::new() } else { format!(", {name}") };
        format!("{a} and {b} are taken as one {kind}{named} ({who}{day}: {why}).")
    }
}

/// Something that a row of an answer says, with two ids taken as one.
pub type Fact = Vec<String>;

/// Two ids that are taken as one.
#[derive(Clone, Debug)]
pub struct OneId {
    kind: EntityKind,
    ids: [String; 2],
    /// The id of the one that they make.
    one: String,
}

impl OneId {
    /// Returns an id, or for both ids that of the one that they make.
    pub fn id(&self, kind: EntityKind, id: &str) -> String {
        let is_either = kind == self.kind && self.ids.iter().any(|own| own == id);
        if is_either { self.one.clone() } else { id.to_owned() }
    }
}

/// What an answer says for certain only if two are two.
#[derive(Clone, Debug)]
pub struct OnlyIfTwo {
    /// The two, as one.
    pub one: OneId,
    /// What the answer no longer says for certain if they are one.
    pub lost: BTreeSet<Fact>,
    /// The condition that they are two.
    pub condition: Condition,
}

/// A row of an answer, as far as it rests on who is who.
pub trait Conditional: Clone {
    /// Returns the conditions under which the row holds.
    fn conditions(&self) -> &Conditions;

    /// Returns all that the row says.
    fn says(&self, one: &OneId) -> Vec<Fact>;

    /// Returns what the row says for certain.
    fn says_for_certain(&self, one: &OneId) -> Vec<Fact>;

    /// Adds a condition, with which the row is no longer certain.
    fn add(&mut self, condition: Condition);

    /// Weakens a row by what it says for certain only if two are two; `said` is the row before that. Returns `false` if the row is to
    /// be left out, because only certain rows are wanted.
    fn weaken(&mut self, said: &Self, two: &OnlyIfTwo, certain_only: bool) -> bool {
        let is_lost = said.says_for_certain(&two.one).iter().any(|fact| two.lost.contains(fact));
        if is_lost {
            self.add(two.condition.clone());
        }
        !is_lost || !certain_only
    }
}

/// How much of the graph a question is asked of for each possible identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The boards of the two: enough for what rests on seats alone.
    Around,
    /// All of it.
    Whole,
}

/// An answer, with what possible identities change in it.
#[derive(Clone, Debug)]
pub struct Answered<R> {
    /// The rows as things are; those that hold only if two records are two are possible.
    pub rows: Vec<R>,
    /// The rows that hold only if two records are one, in the order of pairs.
    pub if_same: Vec<R>,
    /// The number of possible identities that were left out; see [`MOST_LINKS`].
    pub left_out: usize,
}

impl<R: Conditional> Answered<R> {
    /// Returns an answer without possible identities.
    pub fn settled(rows: Vec<R>) -> Answered<R> {
        Answered { rows, if_same: Vec::new(), left_out: 0 }
    }

    /// Asks a question, and asks it again for each possible identity. `rows` is the answer as things are, with all rows.
    pub fn new(
        graph: &BoardGraph,
        mut rows: Vec<R>,
        part: Part,
        certain_only: bool,
        ask: impl Fn(&BoardGraph) -> Vec<R>,
    ) -> Answered<R> {
        let (links, left_out) = followed(graph);
        let (mut if_same, mut only_if_two) = (Vec::new(), Vec::new());
        for link in &links {
            let (kind, ids) = (link.a.kind(), [link.a, link.b].map(|entity| graph.id(entity)));
            let around = (part == Part::Around).then(|| graph.around(&[link.a, link.b]));
            let apart = around.as_ref().unwrap_or(graph);
            let before = if around.is_some() { ask(apart) } else { rows.clone() };
            let together = apart.with_identity(kind, &ids[0], &ids[1]);
            let merged = together.entity_of_record(kind, &ids[0]).map(|entity| together.id(entity));
            let (after, one) = (ask(&together), OneId { kind, one: merged.unwrap_or_default(), ids });
            let facts = |rows: &[R], says: fn(&R, &OneId) -> Vec<Fact>| -> BTreeSet<Fact> {
                rows.iter().flat_map(|row| says(row, &one)).collect()
            };
            let mut lost = facts(&before, R::says_for_certain);
            for fact in facts(&after, R::says_for_certain) {
                lost.remove(&fact);
            }
            let known = facts(&before, R::says);
            let is_new = |row: &R| row.says(&one).iter().any(|fact| !known.contains(fact));
            if !certain_only {
                for mut row in after.into_iter().filter(is_new) {
                    row.add(Condition::new(graph, link, true));
                    if_same.push(row);
                }
            }
            if !lost.is_empty() {
                only_if_two.push(OnlyIfTwo { one, lost, condition: Condition::new(graph, link, false) });
            }
        }
        if !only_if_two.is_empty() {
            rows.retain_mut(|row| {
                let said = row.clone();
                only_if_two.iter().all(|two| row.weaken(&said, two, certain_only))
            });
        }
        Answered { rows, if_same, left_out }
    }
}

/// Returns the possible identities that answers follow, in order, and the number of those left out: all but the likeliest.
fn followed(graph: &BoardGraph) -> (Vec<PossibleIdentity<'_>>, usize) {
    let links = graph.possible_identities();
    let left_out = links.len().saturating_sub(MOST_LINKS);
    let mut numbered: Vec<(usize, PossibleIdentity<'_>)> = links.into_iter().enumerate().collect();
    let probability = |link: &PossibleIdentity<'_>| link.probability().unwrap_or(0.0);
    numbered.sort_by(|(_, x), (_, y)| probability(y).total_cmp(&probability(x)));
    numbered.truncate(MOST_LINKS);
    numbered.sort_unstable_by_key(|(at, _)| *at);
    (numbered.into_iter().map(|(_, link)| link).collect(), left_out)
}
