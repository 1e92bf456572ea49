//! `interlocks completions` and `interlocks man`, both generated from the commands.

use clap::Args;

use super::command;
use super::error::{CliError, Outcome};
use super::files::print;

/// Print shell completions
#[derive(Debug, Args)]
pub struct Completions {
    /// Print completions for this shell
    shell: clap_complete::Shell,
}

/// Print the manual page of interlocks or of one command
#[derive(Debug, Args)]
pub struct Man {
    /// Print the page of this command, such as conflicts
    command: Option<String>,
}

pub fn completions(args: &Completions) -> Result<Outcome, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "interlocks", &mut text);
    print(&text)?;
    Ok(Outcome::Done)
}

pub fn man(args: &Man) -> Result<Outcome, CliError> {
    let mut cli = command();
    cli.build();
    let command = match &args.command {
        None => cli,
        Some(name) => match cli.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                return Err(CliError::Usage(format!("there is no command '{name}'; 'interlocks --help' lists them")));
            }
        },
    };
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(command).render(&mut page);
    written.map_err(|source| CliError::Write { path: "the manual page".to_owned(), source })?;
    print(&page)?;
    Ok(Outcome::Done)
}
