//! The command line: one file a command; each parses, calls the library and prints.

mod backbone;
mod build;
mod check;
mod conflicts;
mod context;
mod convert;
mod diff;
mod generate;
mod groups;
mod manual;
mod pairs;
mod path;
mod people;
mod plotted;
mod progress;
mod rank;
mod render;
mod repeat;
mod report;
mod screen;
mod show;
mod stats;
mod trend;
mod watch;
mod whatif;
mod windows;
mod words;

use clap::{Parser, Subcommand};

pub use context::{CliError, Outcome};

/// Find interlocking boards, conflict-of-interest paths and suspicious timing.
///
/// DATA is a dataset folder, one file of any format that is read (tables, JSON, FollowTheMoney, BODS,
/// LittleSis …, also .gz or .zst), a snapshot (.ilk), or - for standard input.
#[derive(Debug, Parser)]
#[command(name = "interlocks", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  interlocks check datasets/bigtech-boards\n  interlocks conflicts datasets/bigtech-boards --between netflix meta\n  interlocks pairs seats.csv --top 20\n\nExit codes: 0 done, 1 failure outside the data, 2 wrong usage, 3 data rejected, 4 --fail-on matched."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Show(show::Args),
    Pairs(pairs::Args),
    People(people::Args),
    Path(path::Args),
    Conflicts(conflicts::Args),
    Screen(screen::Args),
    Stats(stats::Args),
    Rank(rank::Args),
    Groups(groups::Args),
    Backbone(backbone::Args),
    Trend(trend::Args),
    Windows(windows::Args),
    Watch(watch::Args),
    Whatif(whatif::Args),
    Diff(diff::Args),
    Report(report::Args),
    Render(render::Args),
    Build(build::Args),
    Convert(convert::Args),
    Generate(generate::Args),
    Completions(manual::Completions),
    Man(manual::Man),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// What went wrong, with the exit code the contract gives it.
    pub fn run(&self) -> Result<Outcome, CliError> {
        match &self.command {
            Command::Check(args) => check::run(args),
            Command::Show(args) => show::run(args),
            Command::Pairs(args) => pairs::run(args),
            Command::People(args) => people::run(args),
            Command::Path(args) => path::run(args),
            Command::Conflicts(args) => conflicts::run(args),
            Command::Screen(args) => screen::run(args),
            Command::Stats(args) => stats::run(args),
            Command::Rank(args) => rank::run(args),
            Command::Groups(args) => groups::run(args),
            Command::Backbone(args) => backbone::run(args),
            Command::Trend(args) => trend::run(args),
            Command::Windows(args) => windows::run(args),
            Command::Watch(args) => watch::run(args),
            Command::Whatif(args) => whatif::run(args),
            Command::Diff(args) => diff::run(args),
            Command::Report(args) => report::run(args),
            Command::Render(args) => render::run(args),
            Command::Build(args) => build::run(args),
            Command::Convert(args) => convert::run(args),
            Command::Generate(args) => generate::run(args),
            Command::Completions(args) => manual::completions(args),
            Command::Man(args) => manual::man(args),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use clap::CommandFactory;

    use super::Cli;

    /// `UPDATE_PAGES=1` writes the page instead.
    #[test]
    fn the_command_reference_is_what_help_says() {
        let mut cli = Cli::command().term_width(100);
        cli.build();
        let mut made = String::from(
            "# Commands\n\nMade from the help texts; `interlocks COMMAND --help` prints the same. `interlocks man COMMAND` is the manual page.\n",
        );
        write!(made, "\n```text\n{}\n```\n", cli.render_long_help().to_string().trim_end()).unwrap();
        for command in cli.get_subcommands_mut().filter(|command| command.get_name() != "help") {
            let help = command.clone().term_width(100).render_help().to_string();
            write!(made, "\n## {}\n\n```text\n{}\n```\n", command.get_name(), help.trim_end()).unwrap();
        }
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
