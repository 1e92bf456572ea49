//! The binary: parses arguments, runs the command, maps errors to exit codes.
#![allow(unreachable_pub, reason = "nothing is exported from here")]

mod cli;
mod mcp;
mod output;
mod serve;

use std::process::ExitCode;

use cli::{Cli, Outcome, message, remove_temporary_files_on_signals};

/// Large columns are allocated and freed often; this allocator keeps their memory.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    remove_temporary_files_on_signals();
    match Cli::from_args().run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Matched) => ExitCode::from(4),
        Ok(Outcome::Rejected) => ExitCode::from(3),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            error.messages().iter().for_each(|text| message(text));
            ExitCode::from(error.exit_code())
        }
    }
}
