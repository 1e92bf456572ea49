//! The program that is asked: one process a question.

use std::{
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Program {
    pub binary: PathBuf,
}

/// What one run of the program printed.
#[derive(Clone, Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: String,
}

impl Program {
    pub fn run(&self, arguments: &[String]) -> io::Result<Run> {
        let output = Command::new(&self.binary).args(arguments).env("NO_COLOR", "1").stdin(Stdio::null()).output()?;
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Run { code: output.status.code(), out: output.stdout, err })
    }

    /// True if the help of `pairs` names an option.
    pub fn knows(&self, option: &str) -> bool {
        let help = self.run(&["pairs", "--help"].map(str::to_owned));
        help.is_ok_and(|run| String::from_utf8_lossy(&run.out).contains(option))
    }

    /// The whole JSON answer, or what went wrong.
    pub fn json(&self, arguments: &[String]) -> Result<Value, String> {
        let mut arguments = arguments.to_vec();
        arguments.extend(["-q", "-f", "json", "--threads", "1"].map(str::to_owned));
        let run = self.run(&arguments).map_err(|error| error.to_string())?;
        if run.code != Some(0) {
            return Err(format!("exit code {:?}: {}", run.code, run.err));
        }
        serde_json::from_slice(&run.out).map_err(|error| format!("no JSON: {error}"))
    }
}

/// The name of a scratch folder as it is written on a command line.
pub fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
