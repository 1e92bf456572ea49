//! Data that is opened once and asked many times.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::data_args::DataArgs;
use super::error::CliError;
use super::inputs::ReadFile;
use super::output_args::OutputArgs;
use crate::output::{InputRow, without_folders};
use interlocks::graph::{BoardGraph, BuildOptions};
use interlocks::model::vocabulary::CompanyDetail;

/// The most graphs that are kept: one for each choice of as-of day, links and `undated` that was asked for last.
const MOST_KEPT: usize = 4;

/// What a graph depends on beside the data.
type Choice = (BuildOptions, Vec<CompanyDetail>);

/// Data that is open.
#[derive(Debug)]
pub struct Opened {
    /// How the data is read.
    args: DataArgs,
    /// The files that were read, with their checksums. Paths are shortened to what may be told.
    inputs: Arc<[InputRow]>,
    /// The length and time of each file when it was read.
    stamps: Vec<(PathBuf, Option<Stamp>)>,
    /// `true` if those who ask may not learn the folders of the machine.
    hides_folders: bool,
    /// The graphs, the one that was used last at the end.
    kept: Mutex<Vec<(Choice, Arc<BoardGraph>)>>,
}

type Stamp = (u64, Option<SystemTime>);

fn stamp(path: &PathBuf) -> Option<Stamp> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.len(), file.modified().ok()))
}

impl Opened {
    /// Reads the data for others, who learn no folder of the machine.
    ///
    /// # Errors
    /// When it cannot be read, or a snapshot is damaged.
    pub fn open(args: &DataArgs, output: &OutputArgs) -> Result<Opened, CliError> {
        let (opened, files) = Opened::read(args, output, true)?;
        let mut sums = super::inputs::InputSums::default();
        sums.add(files);
        let mut inputs = sums.rows();
        inputs.iter_mut().for_each(InputRow::hide_folders);
        Ok(Opened { inputs: inputs.into(), ..opened })
    }

    /// Reads the data for the program itself. Its answers have the names of files as they were given, and no checksums.
    ///
    /// # Errors
    /// As [`Opened::open`].
    pub fn open_here(args: &DataArgs, output: &OutputArgs) -> Result<Opened, CliError> {
        Ok(Opened::read(args, output, false)?.0)
    }

    /// Reads the data, and returns its files.
    fn read(args: &DataArgs, output: &OutputArgs, hides_folders: bool) -> Result<(Opened, Vec<ReadFile>), CliError> {
        let args = args.with_links().with_shared_details();
        let graph = args.graph_to_keep(output)?;
        let files = args.read_files(&graph, false);
        let stamps = files.iter().filter_map(|file| file.path().cloned());
        let stamps = stamps.map(|path| (path.clone(), stamp(&path))).collect();
        let choice = (args.build_options()?, args.shared_details());
        let opened = Opened { args, inputs: Arc::default(), stamps, hides_folders, kept: Mutex::default() };
        opened.keep(&mut opened.kept(), choice, graph);
        Ok((opened, files))
    }

    /// Returns the graphs that are kept.
    fn kept(&self) -> MutexGuard<'_, Vec<(Choice, Arc<BoardGraph>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `true` if those who ask may not learn the folders of the machine.
    pub fn hides_folders(&self) -> bool {
        self.hides_folders
    }

    /// Keeps a graph, with the names of files as they may be told: of a path that begins at the root of the machine, the last
    /// part. The one that was not used for longest goes.
    fn keep(&self, kept: &mut Vec<(Choice, Arc<BoardGraph>)>, choice: Choice, graph: BoardGraph) -> Arc<BoardGraph> {
        let graph = match self.hides_folders {
            true => graph.with_file_names(|name| without_folders(name).to_owned()),
            false => graph,
        };
        let graph = Arc::new(graph);
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push((choice, Arc::clone(&graph)));
        graph
    }

    /// Returns the files that were read. A path that begins at the root of the machine has only its last part.
    pub fn inputs(&self) -> Arc<[InputRow]> {
        Arc::clone(&self.inputs)
    }

    /// Returns `true` if a file of the data is no longer what it was when it was read.
    pub fn is_changed(&self) -> bool {
        self.stamps.iter().any(|(path, old)| stamp(path) != *old)
    }

    /// Reads the same data again.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn read_again(&self) -> Result<Opened, CliError> {
        Opened::open(&self.args, &OutputArgs::silent())
    }

    /// Returns a graph of the data, for what all of them have in common.
    pub fn any(&self) -> Arc<BoardGraph> {
        let kept = self.kept();
        kept.last().map_or_else(Arc::default, |(_, graph)| Arc::clone(graph))
    }

    /// Sorts the names for searches, on a thread of its own. Searches meanwhile are answered, but later.
    pub fn prepare_search(&self) {
        let graph = self.any();
        // Without a thread searches stay as they are.
        let _ = std::thread::Builder::new().name("names".to_owned()).spawn(move || graph.sort_names());
    }

    /// Describes the data.
    pub fn about(&self) -> Value {
        let graph = self.any();
        let about = graph.about();
        json!({
            "tool": {"name": "interlocks", "version": env!("CARGO_PKG_VERSION")},
            "title": about.title,
            "as_of": about.as_of,
            "is_as_of_guessed": about.is_as_of_guessed,
            "people": graph.person_count(),
            "companies": graph.company_count(),
            "seats": graph.seat_count(),
            "ties": graph.tie_count(),
            "deals": graph.deal_count(),
            "errors": about.problems.errors(),
            "warnings": about.problems.warnings(),
            "inputs": &*self.inputs,
        })
    }

    /// Returns a tag of the answer to a question, which differs when the data, the program or the question does.
    pub fn tag(&self, question: &[&str]) -> String {
        let inputs = serde_json::to_string(&*self.inputs).unwrap_or_default();
        let all = [&[env!("CARGO_PKG_VERSION"), inputs.as_str()], question].concat();
        let digest = Sha256::digest(all.join("\0"));
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("\"{hex}\"")
    }

    /// Returns the options for reading the same data for a question with options of its own for time and links.
    pub fn args(self: &Arc<Opened>, asked: &DataArgs) -> DataArgs {
        let mut args = self.args.clone();
        args.as_of = asked.as_of.or(args.as_of);
        args.undated |= asked.undated;
        args.certain |= asked.certain;
        args.same.extend(asked.same.iter().cloned());
        if asked.names_a_clock() {
            (args.at, args.during, args.ever) = (asked.at, asked.during.clone(), asked.ever);
        }
        args.links.clone_from(&asked.links);
        (args.uses_links, args.uses_details) = (false, false);
        args.opened = Some(Arc::clone(self));
        args
    }

    /// Returns the graph for a question.
    ///
    /// # Errors
    /// When the options cannot be used, or the data has to be read again and has changed or cannot be read.
    pub fn graph(&self, asked: &DataArgs, output: &OutputArgs) -> Result<Arc<BoardGraph>, CliError> {
        let choice = (asked.build_options()?, asked.shared_details());
        let mut kept = self.kept();
        if let Some(at) = kept.iter().position(|(of, _)| *of == choice) {
            let found = kept.remove(at);
            let graph = Arc::clone(&found.1);
            kept.push(found);
            return Ok(graph);
        }
        if self.is_changed() {
            return Err(CliError::Changed);
        }
        let mut args = asked.clone();
        args.opened = None;
        let graph = args.read(output)?;
        args.check_whole(&graph)?;
        Ok(self.keep(&mut kept, choice, graph))
    }
}
