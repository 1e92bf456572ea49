//! The binary as a user meets it.

mod backbone;
mod broken_input;
mod changes;
mod companies;
mod conflicts;
mod contract;
mod convert;
mod documents;
mod groups;
mod hostile;
mod identity;
mod inputs;
mod killed;
mod links;
mod nightly;
mod owners;
mod paths;
mod plots;
mod printed;
mod rank;
mod report;
mod review;
mod rows;
mod screens;
mod settle;
mod snapshots;
mod timelines;
mod trend;
mod verify;
mod whatif_records;
mod windows;

use assert_cmd::Command;

use crate::schema;

/// The bundled case.
pub const BOARDS: &str = "datasets/bigtech-boards";

/// The binary, run at the top of the project.
pub fn interlocks(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_interlocks"));
    command.args(args).env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

/// Exit code, standard output and standard error of a run. An answer is as its schema says.
pub fn ran(args: &[&str]) -> (i32, String, String) {
    let output = interlocks(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (code, out, message) = (output.status.code().unwrap(), text(output.stdout), text(output.stderr));
    schema::check(args, &out);
    (code, out, message)
}

/// The result of a run without the files that JSON names: they differ where the same data lies elsewhere.
pub fn without_inputs((code, out, message): (i32, String, String)) -> (i32, String, String) {
    match serde_json::from_str::<serde_json::Value>(&out) {
        Ok(serde_json::Value::Object(mut answer)) => {
            answer.remove("inputs");
            (code, serde_json::Value::Object(answer).to_string(), message)
        }
        _ => (code, out, message),
    }
}

/// Returns the output of a command on a terminal with this many columns.
#[cfg(unix)]
pub fn on_terminal(args: &[&str], columns: u16) -> String {
    output_on_terminal(terminal_command(args), columns)
}

/// A command whose width is that of its terminal.
#[cfg(unix)]
pub fn terminal_command(args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_interlocks"));
    command.args(args).env_remove("COLUMNS").env_remove("NO_COLOR").env("TERM", "xterm");
    command
}

/// Runs a command with standard output on a pseudo-terminal.
#[cfg(unix)]
pub fn output_on_terminal(mut command: std::process::Command, columns: u16) -> String {
    use std::io::Read;
    use std::process::Stdio;

    use rustix::fs::{Mode, OFlags};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};

    let reader = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&reader).unwrap();
    unlockpt(&reader).unwrap();
    let name = ptsname(&reader, Vec::new()).unwrap();
    let terminal = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    tcsetwinsize(&terminal, Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::from(terminal)).stderr(Stdio::null()).spawn().unwrap();
    // It has the terminal open; the read below ends once nobody has.
    drop(command);
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let mut reader = std::fs::File::from(reader);
    while let Ok(length @ 1..) = reader.read(&mut chunk) {
        bytes.extend_from_slice(&chunk[..length]);
    }
    child.wait().unwrap();
    String::from_utf8(bytes).unwrap().replace('\r', "")
}
