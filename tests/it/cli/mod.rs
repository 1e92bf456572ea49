//! The binary as a user meets it.

mod backbone;
mod broken_input;
mod changes;
mod conflicts;
mod contract;
mod convert;
mod documents;
mod groups;
mod hostile;
mod owners;
mod paths;
mod plots;
mod rank;
mod report;
mod screens;
mod snapshots;
mod timelines;
mod trend;
mod windows;

use assert_cmd::Command;

/// The bundled case.
pub const BOARDS: &str = "datasets/bigtech-boards";

/// The binary, run at the top of the project.
pub fn interlocks(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_interlocks"));
    command.args(args).env_remove("NO_COLOR");
    command
}

/// Exit code, standard output and standard error of a run.
pub fn ran(args: &[&str]) -> (i32, String, String) {
    let output = interlocks(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
