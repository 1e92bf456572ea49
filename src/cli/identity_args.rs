//! The options for what undecided identities leave open.

use clap::Args;
use interlocks::analysis::identity::{Alternatives, Answered, Conditional};
use interlocks::dataset::DecisionRow;
use interlocks::graph::BoardGraph;
use interlocks_core::wording::counted;
use serde_json::{Map, Value};

use super::output_args::OutputArgs;

/// The option that lists what holds only if records are one.
#[derive(Clone, Copy, Debug, Args)]
pub struct IdentityArgs {
    /// List also what holds only if two records are one that the decisions on identity leave open
    #[arg(long)]
    if_same: bool,
}

impl IdentityArgs {
    /// Adds the option to those that shape results.
    pub fn echo(self, options: &mut Map<String, Value>) {
        if self.if_same {
            options.insert("if_same".to_owned(), true.into());
        }
    }

    /// Returns `true` if rows that hold only if two records are one are listed.
    pub fn lists_if_same(self) -> bool {
        self.if_same
    }

    /// Returns the rows that are wanted, and the notes that go below a table for people. In other formats notes go to standard
    /// error, and into JSON.
    pub fn rows<R: Conditional>(
        self,
        graph: &BoardGraph,
        answered: Answered<R>,
        certain_only: bool,
        output: &OutputArgs,
    ) -> (Vec<R>, Vec<String>) {
        let Answered { mut rows, if_same, left_out } = answered;
        let mut notes = Vec::new();
        if left_out > 0 {
            let links = counted(left_out, "undecided identity");
            notes.push(format!("{links} not looked at: only the likeliest are"));
        }
        if self.if_same {
            let conditions = if_same.iter().flat_map(|row| &row.conditions().open);
            notes.extend(Alternatives::among(graph, conditions).iter().map(Alternatives::sentence));
            rows.extend(if_same);
        } else if let (count @ 1.., false) = (if_same.len(), certain_only) {
            let verb = if count == 1 { "holds" } else { "hold" };
            let rows = counted(count, "more row");
            notes.push(format!("{rows} {verb} only if two records are one, which is undecided; --if-same lists them"));
        }
        if output.is_for_people() {
            return (rows, notes);
        }
        notes.iter().for_each(|note| output.note(note));
        (rows, Vec::new())
    }
}

/// The option that gives figures a second time, with all records taken as one that may be one.
#[derive(Clone, Copy, Debug, Args)]
pub struct TwiceArgs {
    /// Give the figures twice: as things are, and with all records taken as one that the decisions on identity leave open
    #[arg(long)]
    if_same: bool,
}

impl TwiceArgs {
    /// Adds the option to those that shape results.
    pub fn echo(self, options: &mut Map<String, Value>) {
        if self.if_same {
            options.insert("if_same".to_owned(), true.into());
        }
    }

    /// Returns the graph of the second figures, if they are wanted, and what has to be said of it.
    pub fn graph_if_same(self, graph: &BoardGraph) -> (Option<BoardGraph>, Vec<String>) {
        let open = graph.possible_identities().len();
        if !self.if_same {
            let verb = if open == 1 { "is" } else { "are" };
            let note = format!(
                "{} of records that may be one {verb} undecided and counted as two; --if-same gives the figures with all of them as one, too",
                counted(open, "pair")
            );
            return (None, if open == 0 { Vec::new() } else { vec![note] });
        }
        let (as_one, rows) = graph.with_open_rows();
        let mut notes = vec![match rows.taken.len() {
            0 => "if same: no pair of records is taken as one, so the figures are equal".to_owned(),
            1 => "if same: 1 pair of records that may be one is taken as one".to_owned(),
            count => format!("if same: {count} pairs of records that may be one are taken as one, in chains, too"),
        }];
        if !rows.left_out.is_empty() {
            const LISTED: usize = 5;
            let words = |row: &DecisionRow| format!("{} and {} ({})", row.a, row.b, graph.place(row.place));
            let mut listed: Vec<String> = rows.left_out.iter().take(LISTED).map(words).collect();
            if let more @ 1.. = rows.left_out.len().saturating_sub(LISTED) {
                listed.push(format!("{more} more"));
            }
            notes.push(format!(
                "{} left out, because as one they would contradict a row 'distinct': {}",
                counted(rows.left_out.len(), "pair"),
                listed.join("; ")
            ));
        }
        (Some(as_one), notes)
    }
}
