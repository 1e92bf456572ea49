//! The options that say which data is read, how, and which days count.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use serde_json::{Map, Value};

use super::error::CliError;
use super::files::read_text;
use super::in_memory::InMemory;
use super::link_choice::LinkChoice;
use super::opened::Opened;
use super::output_args::{OutputArgs, start_threads};
use super::value_enum::one_of;
use interlocks::analysis::Query;
use interlocks::dataset::{
    ColumnNames, DataFormat, Dataset, DatasetError, LoadOptions, Problem, Problems, RoleTable, Table, TextEncoding,
    Unused,
};
use interlocks::graph::{BoardGraph, BuildOptions, Clock, Links};
use interlocks::model::vocabulary::{CompanyDetail, DateOrder};
use interlocks::model::{DaySpan, PartialDate};
use interlocks_core::store::ArchiveError;
use interlocks_core::wording::counted;

/// The options for data and time.
#[derive(Clone, Debug, Args)]
pub struct DataArgs {
    /// Dataset folder, file in a supported format, snapshot, or - for standard input
    #[arg(value_name = "DATA")]
    pub(super) data: PathBuf,
    /// Add more data; entities with the same id are merged
    #[arg(long, value_name = "DATA", help_heading = "Data")]
    pub(super) with: Vec<PathBuf>,
    /// Apply decisions on identity: columns id_a, id_b, decision, who and why; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Data")]
    pub(super) same: Vec<PathBuf>,
    /// Read DATA in this format instead of detecting it: folder, csv, json, jsonl, parquet, arrow, workbook,
    /// zip, wide, ocds, followthemoney, bods, littlesis, companies-house, companies-house-snapshot, icij, sec-insiders,
    /// opencorporates, gleif, wikidata, pajek, ucinet, graphml, gexf, gml, edges
    #[arg(long, value_name = "FORMAT", help_heading = "Data")]
    pub(super) from: Option<String>,
    /// Map fields to columns, such as person=Officer,company=Firm, or @FILE with one mapping per line
    #[arg(long, value_name = "FIELD=COLUMN,…", help_heading = "Data")]
    pub(super) columns: Option<String>,
    /// Read roles as this table says: columns role, board and executive, with yes or no; * is any unknown role
    #[arg(long, value_name = "FILE", help_heading = "Data")]
    pub(super) roles: Option<PathBuf>,
    /// Read text in this encoding instead of detecting it: windows-1252, iso-8859-2, windows-1251, utf-16le …
    #[arg(long, value_name = "NAME", help_heading = "Data")]
    pub(super) encoding: Option<TextEncoding>,
    /// Skip the first N rows of tables; without it, titles above the header are found and skipped
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, help_heading = "Data")]
    pub(super) skip_rows: usize,
    /// Read this sheet of a workbook, by its name or number, instead of all that hold a table
    #[arg(long, value_name = "NAME", help_heading = "Data")]
    pub(super) sheet: Option<String>,
    /// Set the order of day and month in dates such as 05/06/2011, which otherwise follows from the other dates
    #[arg(long, value_name = "ORDER", value_parser = ["dmy", "mdy", "ymd"], help_heading = "Data")]
    pub(super) date_order: Option<String>,
    /// Set the day that the data describes, instead of the one stated in the dataset
    #[arg(long, value_name = "DATE", help_heading = "Data")]
    pub(super) as_of: Option<PartialDate>,
    /// Count as a link a board seat at both companies (directors), or also a board seat at one and an executive office at
    /// the other (officers). For path and show, also a weak tie of companies with the same address, phone or agent
    #[arg(
        long,
        value_name = "WHAT,…",
        value_delimiter = ',',
        value_parser = one_of(&LinkChoice::ALL, LinkChoice::as_str),
        help_heading = "Data"
    )]
    pub(super) links: Vec<LinkChoice>,
    /// `true` if the command can use the people of `links`.
    #[arg(skip)]
    pub(super) uses_links: bool,
    /// `true` if the command can use the shared details of `links`.
    #[arg(skip)]
    pub(super) uses_details: bool,
    /// `true` if the command reads details of companies, which are then not told as unused.
    #[arg(skip)]
    reads_details: bool,
    /// Further files of this command that are no data, though they may lie in its folder.
    #[arg(skip)]
    aside: Vec<PathBuf>,
    /// Pairs of ids whose rows `same` are left out.
    #[arg(skip)]
    without_same: Vec<[String; 2]>,
    /// The data, if it is open already.
    #[arg(skip)]
    pub(super) opened: Option<Arc<Opened>>,
    /// The data, if a program has it in memory.
    #[arg(skip)]
    pub(super) in_memory: Option<InMemory>,
    /// Stop with exit code 3 on any problem in the data
    #[arg(long, help_heading = "Data")]
    pub(super) strict: bool,
    /// Ignore dates and count every seat
    #[arg(long, help_heading = "Time")]
    pub(super) undated: bool,
    /// Count only what was true on DATE
    #[arg(long, value_name = "DATE", help_heading = "Time", conflicts_with_all = ["during", "ever", "undated"])]
    pub(super) at: Option<PartialDate>,
    /// Count only what was true on some day from FROM to TO, such as 2011..2013-06
    #[arg(long, value_name = "FROM..TO", help_heading = "Time", conflicts_with_all = ["ever", "undated"])]
    pub(super) during: Option<String>,
    /// Count everything that was true at any time (default)
    #[arg(long, help_heading = "Time")]
    pub(super) ever: bool,
    /// Keep only results that are true whatever the exact dates were
    #[arg(long, help_heading = "Time")]
    pub(super) certain: bool,
}

impl DataArgs {
    /// Returns the names of columns, as given or as listed in a file.
    fn column_names(&self) -> Result<ColumnNames, CliError> {
        let columns = self.columns.as_deref().unwrap_or_default();
        let Some(path) = columns.strip_prefix('@') else {
            let pairs = columns.split(',').filter(|pair| !pair.is_empty());
            return Ok(ColumnNames::parse(pairs).map_err(DatasetError::Columns)?);
        };
        let text = read_text(Path::new(path))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(ColumnNames::parse(lines).map_err(|error| DatasetError::Columns(format!("{path}: {error}")))?)
    }

    /// Returns the file of `--roles`; `check --roles` without one only lists roles.
    fn role_file(&self) -> Option<&Path> {
        self.roles.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Returns the table of roles.
    fn role_table(&self) -> Result<RoleTable, CliError> {
        let Some(path) = self.role_file() else { return Ok(RoleTable::default()) };
        let text = read_text(path)?;
        RoleTable::parse(&text).map_err(|error| CliError::Usage(format!("--roles {}: {error}", path.display())))
    }

    /// Returns the same options for a command that can use `--links`; all others refuse it.
    #[must_use]
    pub fn with_links(&self) -> DataArgs {
        DataArgs { uses_links: true, ..self.clone() }
    }

    /// Returns the same options for a command that can use ties of companies that share an address, a telephone or an agent.
    #[must_use]
    pub fn with_shared_details(&self) -> DataArgs {
        DataArgs { uses_details: true, ..self.clone() }
    }

    /// Returns the same options for a command that reads addresses and other details of companies.
    #[must_use]
    pub fn with_details(&self) -> DataArgs {
        DataArgs { reads_details: true, ..self.clone() }
    }

    /// Returns the same options for a command with further files that are no data.
    #[must_use]
    pub fn without_files<'a>(&self, files: impl IntoIterator<Item = &'a Path>) -> DataArgs {
        DataArgs { aside: files.into_iter().map(Path::to_owned).collect(), ..self.clone() }
    }

    /// Returns the files that are no data: what options are read from.
    fn aside(&self) -> Vec<PathBuf> {
        let columns = self.columns.as_deref().and_then(|columns| columns.strip_prefix('@')).map(Path::new);
        let own = columns.into_iter().chain(self.role_file()).map(Path::to_owned);
        own.chain(self.aside.iter().cloned()).collect()
    }

    /// Returns the people who link companies; an error for options that the command cannot use.
    fn people_of_links(&self) -> Result<Links, CliError> {
        let people: Vec<Links> = self.links.iter().filter_map(|choice| choice.people()).collect();
        if people.iter().any(|links| *links != people[0]) {
            return Err(CliError::Usage("--links takes directors or officers, not both".to_owned()));
        }
        if !people.is_empty() && !self.uses_links {
            let message = "--links cannot be used here; pairs, show, stats, groups, rank and convert --of can use it";
            return Err(CliError::Usage(message.to_owned()));
        }
        match self.links.iter().find(|choice| choice.detail().is_some()) {
            // The days of such a tie are unknown, and without dates it would count as certain.
            Some(choice) if self.undated => Err(CliError::Usage(format!(
                "--links {} cannot be used with --undated: such a tie is never certain",
                choice.as_str()
            ))),
            Some(choice) if !self.uses_details => Err(CliError::Usage(format!(
                "--links {} cannot be used here; path and show can use it",
                choice.as_str()
            ))),
            _ => Ok(people.first().copied().unwrap_or_default()),
        }
    }

    /// Returns the details of which `--links` makes ties, each once.
    pub(super) fn shared_details(&self) -> Vec<CompanyDetail> {
        let mut details: Vec<CompanyDetail> = self.links.iter().filter_map(|choice| choice.detail()).collect();
        details.sort_unstable();
        details.dedup();
        details
    }

    /// Returns what was not used, without the columns that this command reads.
    fn unused(&self, graph: &BoardGraph) -> Unused {
        let mut unused = graph.about().unused.clone();
        let links = self.shared_details();
        let is_read = |name: &String| {
            let detail = CompanyDetail::from_heading(name).filter(|_| graph.company_column(name).is_some());
            detail.is_some_and(|detail| self.reads_details && detail != CompanyDetail::Agent || links.contains(&detail))
        };
        for table in &mut unused.columns {
            table.names.retain(|name| graph.person_column(name).is_some() || !is_read(name));
        }
        unused.columns.retain(|table| !table.names.is_empty());
        unused
    }

    /// Returns the options of reading.
    fn load_options(&self, output: &OutputArgs) -> Result<LoadOptions, CliError> {
        let format = match self.from.as_deref() {
            None => None,
            Some(name) => {
                Some(name.parse::<DataFormat>().map_err(|error| CliError::Usage(format!("--from {name}: {error}")))?)
            }
        };
        Ok(LoadOptions {
            format,
            columns: self.column_names()?,
            roles: self.role_table()?,
            encoding: self.encoding,
            sheet: self.sheet.clone(),
            skip_rows: self.skip_rows,
            date_order: match self.date_order.as_deref() {
                Some("dmy") => Some(DateOrder::DayFirst),
                Some("mdy") => Some(DateOrder::MonthFirst),
                _ => None,
            },
            as_of: self.as_of,
            same: self.same.clone(),
            aside: self.aside(),
            without_same: self.without_same.clone(),
            strict: self.strict,
            progress: output.progress(),
            ..LoadOptions::default()
        })
    }

    /// Reads the data.
    fn load(&self, output: &OutputArgs) -> Result<Dataset, CliError> {
        let options = self.load_options(output)?;
        if let Some(in_memory) = &self.in_memory {
            return Ok(in_memory.read(&options)?);
        }
        let data = if self.data == Path::new("-") {
            let fail = |source| CliError::Read { path: "standard input".to_owned(), source };
            let mut beginning = Vec::new();
            io::stdin().take(DataFormat::SNIFFED_BYTES).read_to_end(&mut beginning).map_err(fail)?;
            let Some(format) = options.format.or_else(|| DataFormat::from_bytes(&beginning)) else {
                return Err(CliError::Usage(
                    "cannot detect the format of standard input; add --from csv, json, jsonl …".to_owned(),
                ));
            };
            if !self.with.is_empty() {
                return Err(CliError::Usage("--with cannot be used together with standard input".to_owned()));
            }
            let whole = io::Cursor::new(beginning).chain(io::BufReader::new(io::stdin()));
            Dataset::read(Box::new(whole), "standard input", format, &options)?
        } else {
            let paths: Vec<&Path> = std::iter::once(&self.data).chain(&self.with).map(PathBuf::as_path).collect();
            Dataset::open_all(&paths, &options)?
        };
        Ok(data)
    }

    /// Returns the graph for questions about all of the data.
    pub fn graph(&self, output: &OutputArgs) -> Result<Arc<BoardGraph>, CliError> {
        let graph = self.open(output)?;
        output.read_from(|| self.read_files(&graph, false));
        self.note_reading(&graph, output);
        self.check_whole(&graph)?;
        Ok(graph)
    }

    /// Returns the graph to be changed and kept.
    pub fn graph_to_keep(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        let graph = self.read(output)?;
        self.note_reading(&graph, output);
        self.check_whole(&graph)?;
        Ok(graph)
    }

    /// Returns the graph for questions about a small part of it: only that part of a snapshot is read and
    /// checked. [`answer`](super::answer::answer) refuses to write results from a damaged part.
    pub fn graph_in_part(&self, output: &OutputArgs) -> Result<Arc<BoardGraph>, CliError> {
        let graph = self.open(output)?;
        output.read_from(|| self.read_files(&graph, true));
        self.note_reading(&graph, output);
        Ok(graph)
    }

    /// Says how the data was read.
    fn note_reading(&self, graph: &BoardGraph, output: &OutputArgs) {
        self.note_missing_dates(graph, output);
        let about = graph.about();
        if let (true, Some(as_of)) = (about.is_as_of_guessed, about.as_of) {
            output.note(&format!("data as of {as_of}, its newest day; --as-of sets another"));
        }
        about.notes.iter().for_each(|note| output.note(note));
        let unused = self.unused(graph);
        if !unused.is_empty() {
            output.note(&unused.to_string());
        }
        report_problems(&about.problems, output);
    }

    /// Splits what `--same` names: files, and pairs `A=B`, which are what has an `=` and is no file.
    #[must_use]
    pub fn without_pairs(&self) -> (DataArgs, Vec<String>) {
        let is_pair = |path: &PathBuf| path.to_str().is_some_and(|text| text.contains('=')) && !path.exists();
        let (pairs, same): (Vec<PathBuf>, Vec<PathBuf>) = self.same.iter().cloned().partition(is_pair);
        let pairs = pairs.into_iter().map(|pair| pair.display().to_string()).collect();
        (DataArgs { same, ..self.clone() }, pairs)
    }

    /// Refuses data that can be read only once, for an option that reads it twice.
    pub fn refuse_standard_input(&self, option: &str) -> Result<(), CliError> {
        if self.data == Path::new("-") {
            return Err(CliError::Usage(format!(
                "{option} reads the data twice, and standard input can be read only once; name a file or a folder"
            )));
        }
        Ok(())
    }

    /// Reads the data again, without the rows `same` of some pairs of ids.
    pub fn graph_without(&self, pairs: Vec<[String; 2]>, output: &OutputArgs) -> Result<Arc<BoardGraph>, CliError> {
        let graph = DataArgs { without_same: pairs, opened: None, ..self.clone() }.open(output)?;
        self.check_whole(&graph)?;
        Ok(graph)
    }

    /// Returns the graph for a command that lists the problems itself.
    pub fn graph_without_problems(&self, output: &OutputArgs) -> Result<Arc<BoardGraph>, CliError> {
        let graph = self.open(output)?;
        output.read_from(|| self.read_files(&graph, false));
        self.note_missing_dates(&graph, output);
        self.check_whole(&graph)?;
        Ok(graph)
    }

    fn note_missing_dates(&self, graph: &BoardGraph, output: &OutputArgs) {
        if !self.undated && graph.seat_count() > 0 && !graph.is_dated() {
            output.note("no seat has a date, so every overlap is only possible; add --undated to count all seats");
        }
    }

    pub(super) fn check_whole(&self, graph: &BoardGraph) -> Result<(), CliError> {
        if self.opened.is_some() {
            // It was checked when it was opened.
            return Ok(());
        }
        graph.check_snapshot().map_err(|source| self.snapshot_error(source))
    }

    fn snapshot_error(&self, source: ArchiveError) -> CliError {
        CliError::Snapshot { path: self.data.display().to_string(), source }
    }

    /// Returns the graph that is open already, or reads it.
    fn open(&self, output: &OutputArgs) -> Result<Arc<BoardGraph>, CliError> {
        match &self.opened {
            Some(opened) => opened.graph(self, output),
            None => self.read(output).map(Arc::new),
        }
    }

    /// Returns the graph of the data, with the ties that `--links` asks for.
    pub(super) fn read(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        let graph = self.read_as_stated(output)?;
        let details = self.shared_details();
        if details.is_empty() {
            return Ok(graph);
        }
        self.check_whole(&graph)?;
        Ok(graph.with_shared_details(&details))
    }

    /// Returns the options for building the graph.
    pub(super) fn build_options(&self) -> Result<BuildOptions, CliError> {
        let links = self.people_of_links()?;
        if let Some(as_of) = self.as_of.filter(|date| !date.latest().is_calendar()) {
            return Err(CliError::Usage(format!("--as-of {as_of}: the date must have a last day")));
        }
        Ok(BuildOptions { undated: self.undated, as_of: self.as_of.as_ref().map(PartialDate::latest), links })
    }

    /// Opens a snapshot, or reads the data and builds the graph.
    fn read_as_stated(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        output.check_format()?;
        start_threads(output.threads)?;
        if let Some(path) = &output.output {
            self.refuse_to_overwrite(path)?;
        }
        let options = self.build_options()?;
        let start = Instant::now();
        if self.is_snapshot() {
            if !self.with.is_empty() {
                return Err(CliError::Usage(
                    "--with cannot add to a snapshot; build a new snapshot from all the data".to_owned(),
                ));
            }
            if self.role_file().is_some() {
                return Err(CliError::Usage(
                    "--roles cannot change a snapshot; build a new snapshot with --roles".to_owned(),
                ));
            }
            let graph = BoardGraph::open_snapshot(&self.data, options).map_err(|source| self.snapshot_error(source))?;
            output.detail(&format!("snapshot opened in {:.3} s", start.elapsed().as_secs_f64()));
            if self.same.is_empty() {
                return Ok(graph);
            }
            self.check_whole(&graph)?;
            return Ok(graph.with_decisions(&self.same, &self.load_options(output)?)?);
        }
        let data = self.load(output)?;
        let read = start.elapsed();
        let graph = BoardGraph::new(data, options);
        let rows = graph.about().counts.iter().map(|count| count.read).sum::<u64>();
        output.detail(&format!(
            "{rows} rows read in {:.3} s, graph built in {:.3} s",
            read.as_secs_f64(),
            (start.elapsed() - read).as_secs_f64()
        ));
        Ok(graph)
    }

    /// Refuses an output that is a file of the data: the answer would take the place of what it was made from.
    pub fn refuse_to_overwrite(&self, output: &Path) -> Result<(), CliError> {
        let Ok(target) = output.canonicalize() else { return Ok(()) };
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = name.split('.').next().unwrap_or_default();
        let is_table = ["datapackage.json", "same.csv"].contains(&name.as_str())
            || Table::ALL.iter().any(|table| table.name() == stem);
        let is_read = |data: &PathBuf| {
            let Ok(data) = data.canonicalize() else { return false };
            data == target || (is_table && target.parent() == Some(&data))
        };
        let aside = self.aside();
        let mut read = std::iter::once(&self.data).chain(&self.with).chain(&self.same).chain(&aside);
        if (target.is_file() || target.is_dir()) && read.any(is_read) {
            let (shown, kind) = (output.display(), if target.is_dir() { "folder" } else { "file" });
            return Err(CliError::Usage(format!("{shown} is a {kind} of the data; write to another {kind}")));
        }
        Ok(())
    }

    /// Refuses a file for decisions that is a file of the data; one of `--same` is what it may be.
    pub fn refuse_to_overwrite_but_same(&self, file: &Path) -> Result<(), CliError> {
        DataArgs { same: Vec::new(), ..self.clone() }.refuse_to_overwrite(file)
    }

    /// Returns `true` if DATA is a snapshot, by its name or its first bytes.
    pub fn is_snapshot(&self) -> bool {
        if self.in_memory.is_some() {
            return false;
        }
        let named = self.data.extension().is_some_and(|ending| ending == "ilk");
        self.from.is_none() && self.data.is_file() && (named || BoardGraph::is_snapshot(&self.data))
    }

    /// Returns the same options for other data.
    pub fn instead(&self, data: PathBuf) -> Result<DataArgs, CliError> {
        if self.with.is_empty() {
            return Ok(DataArgs { data, ..self.clone() });
        }
        Err(CliError::Usage(
            "--with is ambiguous for a command that compares two datasets; put the files of each in one folder"
                .to_owned(),
        ))
    }

    /// Refuses the options for time in a command that answers for all of the data.
    pub fn refuse_time(&self, command: &str) -> Result<(), CliError> {
        let given = [
            ("--at", self.at.is_some()),
            ("--during", self.during.is_some()),
            ("--ever", self.ever),
            ("--certain", self.certain),
        ];
        match given.iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => {
                Err(CliError::Usage(format!("{command} is about all of the data, so {option} cannot be used")))
            }
            None => Ok(()),
        }
    }

    /// Returns `true` if the options name a clock.
    pub fn names_a_clock(&self) -> bool {
        self.at.is_some() || self.during.is_some() || self.ever
    }

    /// Returns the clock and the certainty that the options name.
    pub fn query(&self) -> Result<Query, CliError> {
        let clock = match (&self.at, &self.during) {
            (Some(at), _) => Clock::At(at.days()),
            (None, Some(window)) => Clock::During(during(window)?),
            (None, None) => Clock::Ever,
        };
        Ok(Query { clock, certain_only: self.certain })
    }

    /// Returns the options that shape results, for the head of the JSON.
    pub fn echo(&self) -> Map<String, Value> {
        let mut options = Map::new();
        if let Some(at) = &self.at {
            options.insert("at".to_owned(), at.to_string().into());
        }
        if let Some(window) = &self.during {
            options.insert("during".to_owned(), window.as_str().into());
        }
        if !self.links.is_empty() {
            let links: Vec<&str> = self.links.iter().map(|choice| choice.as_str()).collect();
            options.insert("links".to_owned(), links.join(",").into());
        }
        for (name, set) in [("undated", self.undated), ("certain", self.certain)] {
            if set {
                options.insert(name.to_owned(), true.into());
            }
        }
        options
    }
}

fn during(text: &str) -> Result<DaySpan, CliError> {
    let wrong = || {
        CliError::Usage(format!(
            "--during {text}: write FROM..TO with FROM before TO, such as 2011..2013-06; either end may be left out"
        ))
    };
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    let date = |text: &str| text.parse::<PartialDate>().map_err(|error| CliError::Usage(format!("--during: {error}")));
    let mut window = DaySpan::ALWAYS;
    if !from.is_empty() {
        window.from = date(from)?.earliest();
    }
    if !to.is_empty() {
        window.to = date(to)?.latest().plus(1);
    }
    if window.from < window.to { Ok(window) } else { Err(wrong()) }
}

/// Writes the first problems in the data to standard error; `check` lists them all.
fn report_problems(problems: &Problems, output: &OutputArgs) {
    const SHOWN: usize = 5;
    let (errors, warnings) = (problems.errors(), problems.warnings());
    if errors + warnings == 0 {
        return;
    }
    // Rows with the same problem are one line, so that other problems are seen, too.
    let mut different: Vec<(&Problem, bool)> = Vec::new();
    for problem in problems.listed() {
        let same = |first: &Problem| (first.severity, &first.message) == (problem.severity, &problem.message);
        let is_full = different.len() == SHOWN;
        match different.iter_mut().find(|(first, _)| same(first)) {
            Some((_, is_repeated)) => *is_repeated = true,
            None if !is_full => different.push((problem, false)),
            None => {}
        }
    }
    for (problem, is_repeated) in different {
        output.note(&format!("{problem}{}", if is_repeated { " (and in other rows)" } else { "" }));
    }
    let dropped = (errors > 0).then(|| format!("{} (rows dropped)", counted(errors, "error")));
    let warned = (warnings > 0).then(|| counted(warnings, "warning"));
    let parts: Vec<String> = dropped.into_iter().chain(warned).collect();
    output.note(&format!("{} in the data; 'interlocks check' lists them", parts.join(" and ")));
}
