//! `interlocks completions` and `interlocks man`: made from the commands themselves.

use clap::{Args, CommandFactory};

use super::Cli;
use super::context::{CliError, Outcome, print};

/// Shell completions, to standard output
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell to complete for
    shell: clap_complete::Shell,
}

/// The manual page, or that of one command, to standard output
#[derive(Debug, Args)]
pub struct Man {
    /// A command, such as conflicts
    command: Option<String>,
}

pub fn completions(args: &Completions) -> Result<Outcome, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "interlocks", &mut text);
    print(&text)?;
    Ok(Outcome::Done)
}

pub fn man(args: &Man) -> Result<Outcome, CliError> {
    let mut cli = Cli::command();
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
