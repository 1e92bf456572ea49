//! `interlocks show`: everything about one person or company.

use clap::Args as ClapArgs;

use crate::output::profile_table;
use interlocks::graph::Entity;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::IdentityArgs;
use super::output_args::OutputArgs;
use interlocks::analysis::profile::{acquaintances_with_identities, profile};

/// Show everything about one person or company
///
/// The rows are seats by date, ties, fellow directors, interlocked companies, owners and deals.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks show boards/ 'Reed Hastings'\n  interlocks show boards/ company:meta --at 2013-08"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Show the person or company with this id, name, alias or unique part of a name; the prefix person:
    /// or company: says which of the two it is
    entity: String,
    #[command(flatten)]
    identity: IdentityArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.with_links().with_shared_details().graph_in_part(&args.output)?;
    let entity = graph.find(&args.entity)?;
    let mut profile = profile(&graph, entity, &query);
    let mut notes = Vec::new();
    if !graph.possible_identities().is_empty() {
        let answered = acquaintances_with_identities(&graph, entity, &query);
        let acquaintances = match entity {
            Entity::Person(_) => &mut profile.fellows,
            Entity::Company(_) => &mut profile.interlocked,
        };
        (*acquaintances, notes) = args.identity.rows(&graph, answered, query.certain_only, &args.output);
    }
    let mut echo = args.data.echo();
    args.identity.echo(&mut echo);
    let mut table = profile_table(&profile);
    table.notes.extend(notes);
    args.output.write(&answer("show", &graph, echo, &profile, table)?)?;
    Ok(Outcome::Done)
}
