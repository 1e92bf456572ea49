//! The option for what undecided identities leave open.

use clap::Args;
use interlocks::analysis::identity::{Answered, Conditional};
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

    /// Returns the rows that are wanted, and the notes that go below a table for people. In other formats notes go to standard
    /// error, and into JSON.
    pub fn rows<R: Conditional>(
        self,
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
