//! The binary: parse arguments, run, map errors to exit codes.

mod cli;
mod output;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Outcome};

/// Tables are made of large columns that come and go: this allocator keeps their memory at hand.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Matched) => ExitCode::from(4),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "interlocks: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
