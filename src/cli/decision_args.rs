//! The options by which somebody decides on pairs, and the file that keeps the decisions.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;

use super::error::CliError;
use super::files::{failed, print};
use super::output_args::OutputArgs;
use super::proposals::Proposals;
use super::review::{Answer, Question, Questions, Review};
use crate::output::{RecordPair, printable};
use interlocks::dataset::{Decision, DecisionLog, DecisionRow};
use interlocks::graph::{BoardGraph, Entity, LookupError};
use interlocks::identity::Explained;
use interlocks::model::{Day, EntityKind, PartialDate};

/// The options for decisions.
#[derive(Debug, Args)]
pub struct DecisionArgs {
    /// Ask about each pair of the band 'review' that FILE does not decide, and add the answers to FILE
    #[arg(
        long,
        value_name = "FILE",
        requires = "who",
        conflicts_with_all = ["truth", "count", "explain", "fail_on"],
        help_heading = "Decisions"
    )]
    review: Option<PathBuf>,
    /// Add one decision to the FILE of --review, and ask nothing: same, distinct or unsure, on the ids A and B
    #[arg(
        long,
        num_args = 3,
        value_names = ["A", "B", "DECISION"],
        allow_hyphen_values = true,
        requires = "review",
        conflicts_with_all = ["band", "person", "company", "top", "order"],
        help_heading = "Decisions"
    )]
    decide: Option<Vec<String>>,
    /// State who decides
    #[arg(long, value_name = "NAME", requires = "review", help_heading = "Decisions")]
    who: Option<String>,
    /// State why; with --review alone, the reason of all answers, which are then asked for none
    #[arg(long, value_name = "TEXT", requires = "review", help_heading = "Decisions")]
    why: Option<String>,
    /// State when; the default is today, by the clock of the machine in universal time
    #[arg(long, value_name = "DATE", requires = "review", help_heading = "Decisions")]
    when: Option<PartialDate>,
}

impl DecisionArgs {
    /// Returns the file to which decisions are added.
    pub fn file(&self) -> Option<&Path> {
        self.review.as_deref()
    }

    /// Refuses what cannot be meant, before any data is read.
    pub fn check(&self, data: &Path, output: &OutputArgs) -> Result<(), CliError> {
        if self.review.is_none() {
            return Ok(());
        }
        output.refuse_format(if self.decide.is_some() { "--decide" } else { "--review" })?;
        if self.decide.is_none() && data == Path::new("-") {
            let message = "--review reads answers from standard input, so DATA cannot be -; name a file or a folder";
            return Err(CliError::Usage(message.to_owned()));
        }
        for (option, text) in [("--who", &self.who), ("--why", &self.why)] {
            if text.as_ref().is_some_and(|text| one_line(text).is_empty()) {
                return Err(CliError::Usage(format!("{option} is empty")));
            }
        }
        if let Some((_, decision)) = self.pair()?
            && decision != Decision::Unsure
            && self.why.is_none()
        {
            return Err(CliError::Usage(format!("a decision '{decision}' needs a reason: add --why TEXT")));
        }
        Ok(())
    }

    /// Returns the ids and the decision of `--decide`.
    fn pair(&self) -> Result<Option<([&str; 2], Decision)>, CliError> {
        let Some([a, b, word]) = self.decide.as_deref() else { return Ok(None) };
        let decision = word.to_lowercase().parse::<Decision>().ok().filter(|decision| *decision != Decision::Open);
        let Some(decision) = decision else {
            return Err(CliError::Usage(format!("--decide: '{word}' is not same, distinct or unsure")));
        };
        Ok(Some(([a.trim(), b.trim()], decision)))
    }

    /// Returns a row with what the options state.
    fn row(&self, ids: [&str; 2], answer: &Answer) -> Result<DecisionRow, CliError> {
        Ok(DecisionRow {
            who: one_line(self.who.as_deref().unwrap_or_default()),
            when: self.when.map_or_else(today, |date| Ok(date.to_string()))?,
            why: one_line(&answer.why),
            ..DecisionLog::row_of(ids, answer.decision)
        })
    }

    /// Opens the file, and tells its rows that cannot be read.
    fn open(&self, path: &Path, output: &OutputArgs) -> Result<DecisionLog, CliError> {
        let log = DecisionLog::open(path)?;
        log.errors().for_each(|problem| output.note(&problem.to_string()));
        Ok(log)
    }

    /// Returns the options for one decision on two ids that a program states.
    pub fn of_one(file: PathBuf, [a, b]: [String; 2], decision: String, who: String, why: String) -> DecisionArgs {
        let why = Some(why).filter(|why| !one_line(why).is_empty());
        DecisionArgs { review: Some(file), decide: Some(vec![a, b, decision]), who: Some(who), why, when: None }
    }

    /// Adds the decision of `--decide` and prints it; `false` without one.
    pub fn decide(&self, graph: &BoardGraph, output: &OutputArgs) -> Result<bool, CliError> {
        let Some(text) = self.decided(graph, output)? else { return Ok(false) };
        print(format!("{text}\n").as_bytes())?;
        Ok(true)
    }

    /// Adds the decision of `--decide` and returns a sentence on it; `None` without one.
    pub fn decided(&self, graph: &BoardGraph, output: &OutputArgs) -> Result<Option<String>, CliError> {
        let (Some(path), Some((ids, decision))) = (self.file(), self.pair()?) else { return Ok(None) };
        let [a, b] = [entity(graph, ids[0])?, entity(graph, ids[1])?];
        if a.kind() != b.kind() {
            return Err(CliError::Usage(format!(
                "one of '{}' and '{}' is a person, the other is a company; they cannot be one",
                ids[0], ids[1]
            )));
        }
        if ids[0] == ids[1] {
            return Err(CliError::Usage(format!("--decide names '{}' twice; a decision names two records", ids[0])));
        }
        let mut log = self.open(path, output)?;
        let before = log.last(ids).map(|row| row.decision);
        let answer = Answer { decision, why: self.why.clone().unwrap_or_default() };
        let row = self.row(ids, &answer)?;
        let is_added = log.add(&row).map_err(|source| failed(path, source))?;
        let (shown, [a, b]) = (path.display(), [(ids[0], a), (ids[1], b)].map(|(id, entity)| named(graph, id, entity)));
        let text = if is_added {
            let day = &row.when;
            let why = if row.why.is_empty() { String::new() } else { format!(": {}", row.why) };
            let before = before.map(|before| format!("; it was {before} before")).unwrap_or_default();
            format!("{shown}: {a} and {b} are now {decision} ({}, {day}{why}){before}", row.who)
        } else {
            format!("{shown}: {a} and {b} are {decision} already, in the same words; nothing was added")
        };
        Ok(Some(printable(&text)))
    }

    /// Asks about proposals, the first `top` that the file does not decide.
    pub fn review<P: Proposals>(
        &self,
        path: &Path,
        graph: &BoardGraph,
        found: &P,
        pairs: Vec<&P::Pair>,
        top: Option<usize>,
        output: &OutputArgs,
    ) -> Result<(), CliError> {
        let log = self.open(path, output)?;
        let decided = decided(graph, &log);
        let all = pairs.len();
        let mut pairs = pairs;
        pairs.retain(|pair| !decided.contains(&P::records(pair)));
        let open = pairs.len();
        pairs.truncate(top.unwrap_or(usize::MAX));
        let before = all - open;
        if before > 0 {
            output.note(&format!("{before} of {all} pairs are decided in {} and not asked again", path.display()));
        }
        let mut asked = Asked { args: self, path, log, graph, found, pairs, width: output.width() };
        let mut review = Review::new(io::stdin().lock(), io::stdout().lock(), self.why.clone());
        let answers = review.run(&mut asked)?;
        review.conclude(&answers, path, open - answers.len())
    }
}

/// The proposals that somebody is asked about.
struct Asked<'a, P: Proposals> {
    args: &'a DecisionArgs,
    path: &'a Path,
    log: DecisionLog,
    graph: &'a BoardGraph,
    found: &'a P,
    pairs: Vec<&'a P::Pair>,
    width: Option<usize>,
}

impl<P: Proposals> Asked<'_, P> {
    fn explained(&self, at: usize) -> Explained {
        let pair = self.pairs[at];
        Explained { impact: Some(self.found.impact(pair)), ..self.found.explain(pair) }
    }
}

impl<P: Proposals> Questions for Asked<'_, P> {
    fn count(&self) -> usize {
        self.pairs.len()
    }

    fn question(&self, at: usize) -> Question {
        let row = self.explained(at);
        Question {
            lines: RecordPair { graph: self.graph, records: P::records(self.pairs[at]), row: &row }.lines(self.width),
            for_same: RecordPair::reasons(&row, true),
            for_distinct: RecordPair::reasons(&row, false),
        }
    }

    fn keep(&mut self, at: usize, answer: &Answer) -> Result<(), CliError> {
        let row = self.explained(at);
        let stated = self.args.row([&row.a.id, &row.b.id], answer)?;
        let stated = DecisionRow { probability: Some(row.probability), ..stated };
        self.log.add(&stated).map_err(|source| failed(self.path, source))?;
        Ok(())
    }
}

/// Returns the pairs of people and of companies that a file decides. Of a pair of records the last row counts.
fn decided(graph: &BoardGraph, log: &DecisionLog) -> BTreeSet<[Entity; 2]> {
    let last: BTreeMap<_, _> = log.rows().iter().map(|row| (row.pair(), row.decision)).collect();
    let pairs = last.into_iter().filter(|(_, decision)| *decision != Decision::Open).flat_map(|((a, b), _)| {
        EntityKind::ALL.into_iter().filter_map(move |kind| {
            let (a, b) = (graph.entity_of_record(kind, a)?, graph.entity_of_record(kind, b)?);
            Some([a.min(b), a.max(b)])
        })
    });
    pairs.collect()
}

/// Returns the person or company of a record. A decision rests on ids, so a name is refused with the ids that it may stand for.
fn entity(graph: &BoardGraph, id: &str) -> Result<Entity, CliError> {
    if let Some(found) = EntityKind::ALL.into_iter().find_map(|kind| graph.entity_of_record(kind, id)) {
        return Ok(found);
    }
    let found = graph.find(id)?;
    let closest = vec![named(graph, &graph.id(found), found)];
    Err(LookupError::NotFound { kind: "person or company with the id", name: id.to_owned(), closest }.into())
}

/// Returns an id with the name: `A3 (John Smith)`.
fn named(graph: &BoardGraph, id: &str, entity: Entity) -> String {
    let name = graph.name(entity);
    if name == id { id.to_owned() } else { format!("{id} ({name})") }
}

/// Returns a text as a cell of one line.
pub fn one_line(text: &str) -> String {
    printable(text).trim().to_owned()
}

/// Returns the day of the clock of the machine, in universal time.
pub fn today() -> Result<String, CliError> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let day = i32::try_from(seconds / 86_400).ok().map(Day::from_number).filter(|day| day.is_calendar());
    let wrong = || CliError::Usage("the clock of the machine shows no date; add --when DATE".to_owned());
    day.map(|day| day.to_string()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_a_date() {
        let day = today().unwrap();
        assert!(day.parse::<PartialDate>().is_ok() && day.as_str() > "2020", "{day}");
    }
}
