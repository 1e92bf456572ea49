//! The command line. Each command has a file, which parses options, calls the library and prints.
//!
//! It is public for the binary and for the package of Python, which is the same program. It is no part of the API.
#![allow(unreachable_pub, reason = "most of it is used within the command line only")]

mod answer;
pub mod answers;
mod backbone;
mod baseline_args;
mod build;
mod check;
mod conflicts;
mod convert;
mod data_args;
mod deals;
mod decision_args;
mod diff;
pub mod embedded;
mod error;
mod fail_on;
mod files;
mod generate;
mod groups;
mod identity_args;
mod in_memory;
mod inputs;
mod link_choice;
mod manual;
mod mcp;
mod measure_args;
mod message;
mod named;
mod opened;
mod output_args;
mod pairs;
mod panel;
mod path;
mod people;
mod plot_args;
mod progress;
mod proposals;
pub mod questions;
mod rank;
mod render;
mod repeat_block;
mod reply;
mod report;
mod report_lines;
mod reproduce;
mod resolve;
mod review;
mod rules;
mod schema;
mod screen;
mod screen_args;
mod search;
mod serve;
mod settle;
mod show;
mod signals;
mod stats;
mod trend;
mod value_enum;
mod verify;
mod watch;
mod whatif;
mod windows;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use decision_args::DecisionArgs;
pub use error::{CliError, Outcome};
pub use in_memory::InMemory;
pub use message::message;
pub use opened::Opened;
pub use output_args::OutputArgs;
pub use reply::Cut;
pub use signals::remove_temporary_files_on_signals;

/// The headings of the options that all commands share.
const SHARED: [&str; 3] = ["Data", "Time", "Output"];

/// Find interlocking directorates, conflict-of-interest paths and suspicious timing in board seats.
///
/// DATA is a dataset folder, one file in a supported format (tables, JSON, FollowTheMoney, BODS,
/// LittleSis …, also .gz or .zst), a snapshot (.ilk), or - for standard input.
#[derive(Debug, Parser)]
#[command(name = "interlocks", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Examples:
  interlocks check boards/
  interlocks conflicts boards/ --between netflix meta
  interlocks pairs seats.csv --top 20

In all examples, boards/ is a folder with your data; netflix and meta are companies in it. To try
the examples, replace boards/ by datasets/bigtech-boards of the source repository.

Exit codes: 0 done, 1 failure outside the data, 2 wrong usage, 3 data rejected, 4 --fail-on matched.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Show(show::Args),
    Search(search::Args),
    Pairs(pairs::Args),
    People(people::Args),
    Path(path::Args),
    Conflicts(conflicts::Args),
    Screen(screen::Args),
    Rules(rules::Args),
    Settle(settle::Args),
    Resolve(resolve::Args),
    Stats(stats::Args),
    Rank(rank::Args),
    Groups(groups::Args),
    Backbone(backbone::Args),
    Trend(trend::Args),
    Panel(panel::Args),
    Windows(windows::Args),
    Watch(watch::Args),
    Whatif(whatif::Args),
    Diff(diff::Args),
    Report(report::Args),
    Verify(verify::Args),
    Render(render::Args),
    Build(build::Args),
    Convert(convert::Args),
    Serve(serve::Args),
    Mcp(mcp::Args),
    Generate(generate::Args),
    Schema(schema::Args),
    Completions(manual::Completions),
    Man(manual::Man),
}

/// Returns the commands. The short help of a command hides the options that all commands share.
pub fn command() -> clap::Command {
    let cli = Cli::command().mut_subcommand("whatif", whatif::with_own_help);
    cli.mut_subcommands(|command| {
        let shared = |arg: &clap::Arg| {
            !arg.is_required_set() && arg.get_help_heading().is_some_and(|heading| SHARED.contains(&heading))
        };
        if !command.get_arguments().any(shared) {
            return command;
        }
        let note = "Options shared by all commands: see --help.";
        let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        command
            .mut_args(|arg| if shared(&arg) { arg.hide_short_help(true) } else { arg })
            .after_help(format!("{note}\n\n{examples}"))
            .after_long_help(examples)
    })
}

impl Cli {
    /// Parses the words of a command line, the first of which is the name of the program; ends the process after help, the
    /// version, or a usage error.
    fn from_words(words: Vec<OsString>) -> Cli {
        let colourless = words.iter().any(|word| word == "--color=never")
            || words.windows(2).any(|pair| pair[0] == "--color" && pair[1] == "never");
        let choice = if colourless { clap::ColorChoice::Never } else { clap::ColorChoice::Auto };
        let mut command = command().color(choice);
        match command.try_get_matches_from_mut(words).and_then(|matches| Cli::from_arg_matches(&matches)) {
            Ok(cli) => cli,
            Err(error) => error.format(&mut command).exit(),
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    /// When the command fails; the error has the exit code of the contract.
    pub fn run(&self) -> Result<Outcome, CliError> {
        match &self.command {
            Command::Check(args) => check::run(args),
            Command::Show(args) => show::run(args),
            Command::Search(args) => search::run(args),
            Command::Pairs(args) => pairs::run(args),
            Command::People(args) => people::run(args),
            Command::Path(args) => path::run(args),
            Command::Conflicts(args) => conflicts::run(args),
            Command::Screen(args) => screen::run(args),
            Command::Rules(args) => rules::run(args),
            Command::Settle(args) => settle::run(args),
            Command::Resolve(args) => resolve::run(args),
            Command::Stats(args) => stats::run(args),
            Command::Rank(args) => rank::run(args),
            Command::Groups(args) => groups::run(args),
            Command::Backbone(args) => backbone::run(args),
            Command::Trend(args) => trend::run(args),
            Command::Panel(args) => panel::run(args),
            Command::Windows(args) => windows::run(args),
            Command::Watch(args) => watch::run(args),
            Command::Whatif(args) => whatif::run(args),
            Command::Diff(args) => diff::run(args),
            Command::Report(args) => report::run(args),
            Command::Verify(args) => verify::run(args),
            Command::Render(args) => render::run(args),
            Command::Build(args) => build::run(args),
            Command::Convert(args) => convert::run(args),
            Command::Serve(args) => serve::run(args),
            Command::Mcp(args) => mcp::run(args),
            Command::Generate(args) => generate::run(args),
            Command::Schema(args) => schema::run(args),
            Command::Completions(args) => manual::completions(args),
            Command::Man(args) => manual::man(args),
        }
    }
}

/// Runs the command of a command line, prints its errors, and returns its exit code. Ends the process after help, the version,
/// or a usage error. The first of the words is the name of the program.
pub fn main(words: Vec<OsString>) -> u8 {
    remove_temporary_files_on_signals();
    match Cli::from_words(words).run() {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Matched) => 4,
        Ok(Outcome::Rejected) => 3,
        Err(error) if error.is_closed_pipe() => 0,
        Err(error) => {
            error.messages().iter().for_each(|text| message(text));
            error.exit_code()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use clap::Args;

    use super::data_args::DataArgs;
    use super::output_args::OutputArgs;

    /// `UPDATE_PAGES=1` writes the page instead.
    #[test]
    fn the_command_reference_is_what_help_says() {
        let mut cli = super::command().term_width(100);
        cli.build();
        let mut made = String::from(
            "# Commands\n\nThis page is generated from the help texts. `interlocks COMMAND -h` prints the options of one command,\n`interlocks COMMAND --help` prints the shared options too, and `interlocks man COMMAND` prints the manual page.\n",
        );
        write!(made, "\n```text\n{}\n```\n", cli.render_long_help().to_string().trim_end()).unwrap();
        for command in cli.get_subcommands_mut().filter(|command| command.get_name() != "help") {
            let help = command.clone().term_width(100).render_help().to_string();
            write!(made, "\n## {}\n\n```text\n{}\n```\n", command.get_name(), help.trim_end()).unwrap();
        }
        let shared = OutputArgs::augment_args(DataArgs::augment_args(clap::Command::new("interlocks COMMAND")));
        let shared = shared.about("These options are shared by all commands that read data.");
        let help = shared.disable_help_flag(true).term_width(100).render_help().to_string();
        write!(made, "\n## Shared options\n\n```text\n{}\n```\n", help.trim_end()).unwrap();
        let path = Path::new("docs/commands.md");
        let made: String = made.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        if std::env::var_os("UPDATE_PAGES").is_some() {
            std::fs::write(path, made).unwrap();
        } else {
            let page = std::fs::read_to_string(path).unwrap_or_default();
            assert!(page == made, "docs/commands.md is out of step; UPDATE_PAGES=1 cargo test writes it");
        }
    }
}
