//! A second, slow reading of the contract, written from its pages alone.
//!
//! Whoever changes an answer changes the page first, then this reading, and never looks at the program for it. Not drawn
//! yet, because the vocabulary and the lives of entities are still to be mended: the role Vorstand, deaths and dissolutions.
//!
//! Random small datasets are put to the program, and its answers are set against brute force over all
//! days and all choices of days. Relations between answers are checked as well, such as that the order
//! of rows changes nothing. A difference is shrunk until it shows only what matters.

mod answers;
mod ask;
mod clock;
mod compare;
mod dataset;
mod dates;
mod generator;
mod program;
mod question;
mod random;
mod reading;
mod relations;
mod shrink;

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use self::{
    dataset::Dataset,
    program::Program,
    question::{Command, Question},
    random::Random,
    relations::Relation,
};

/// One way in which the program and the pages disagree.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Differences of one kind are told once.
    pub kind: String,
    /// The seed of the dataset that showed it first.
    pub seed: u64,
    /// The command line, with DATA for the folder.
    pub command: String,
    /// The files of the folder.
    pub files: String,
    /// The sentence that the expected answer follows.
    pub sentence: &'static str,
    /// Where in `results` the two differ.
    pub place: String,
    pub ours: String,
    pub theirs: String,
    /// How often the same kind of difference was seen.
    pub times: usize,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "interlocks {}   (seed {}, seen {} times, kind {})",
            self.command, self.seed, self.times, self.kind
        )?;
        writeln!(f, "  {}", self.sentence)?;
        writeln!(f, "  at     {}", self.place)?;
        writeln!(f, "  ours   {}", self.ours)?;
        writeln!(f, "  theirs {}", self.theirs)?;
        for line in self.files.lines() {
            writeln!(f, "    {line}")?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Default)]
pub struct Report {
    pub datasets: usize,
    pub answers_compared: usize,
    /// Questions to which the pages give no answer; only relations were checked.
    pub left_open: usize,
    /// Answers compared by command or relation.
    pub by_kind: BTreeMap<String, usize>,
    pub differences: Vec<Difference>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} datasets, {} answers compared, {} left open, {} kinds of difference",
            self.datasets,
            self.answers_compared,
            self.left_open,
            self.differences.len()
        )?;
        self.differences.iter().try_for_each(|difference| writeln!(f, "\n{difference}"))
    }
}

impl Report {
    fn add(&mut self, other: Self) {
        self.datasets += other.datasets;
        self.answers_compared += other.answers_compared;
        self.left_open += other.left_open;
        for (kind, times) in other.by_kind {
            *self.by_kind.entry(kind).or_default() += times;
        }
        for difference in other.differences {
            match self.differences.iter_mut().find(|known| known.kind == difference.kind) {
                Some(known) => known.times += difference.times,
                None => self.differences.push(difference),
            }
        }
    }
}

/// How many processes run at a time.
const WORKERS: u64 = 2;
/// Questions put to each dataset.
const QUESTIONS: usize = 12;

/// Compares answers until `budget` is spent. The same seed draws the same datasets and questions.
pub fn run(binary: &Path, scratch: &Path, seed: u64, budget: Duration) -> Report {
    let end = Instant::now() + budget;
    let reports: Vec<Report> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|worker| {
                let scratch = scratch.join(format!("worker-{worker}"));
                scope.spawn(move || {
                    Worker {
                        program: Program { binary: binary.to_owned() },
                        scratch,
                        report: Report::default(),
                        end,
                        seen: BTreeMap::new(),
                    }
                    .work(seed.wrapping_mul(1_000_003).wrapping_add(worker))
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut report = Report::default();
    reports.into_iter().for_each(|other| report.add(other));
    report
}

struct Worker {
    program: Program,
    scratch: PathBuf,
    report: Report,
    /// No more processes are started to shrink a difference after this.
    end: Instant,
    /// The difference of each kind that was shrunk.
    seen: BTreeMap<String, usize>,
}

/// What one check found: the kind of the difference, and both sides.
pub struct Mismatch {
    pub kind: String,
    pub sentence: &'static str,
    pub place: String,
    pub ours: String,
    pub theirs: String,
}

/// What is checked of a question.
#[derive(Clone, Copy, Debug)]
enum Check {
    Answer,
    Relation(Relation),
}

enum Outcome {
    Same {
        empty: bool,
    },
    /// The pages leave the answer open, or the relation says nothing about the question.
    Open,
    Differs(Mismatch),
}

impl Worker {
    fn work(mut self, first: u64) -> Report {
        let mut seed = first;
        let links = self.program.knows("--links");
        while Instant::now() < self.end {
            let mut random = Random::new(seed);
            let data = generator::dataset(&mut random);
            self.report.datasets += 1;
            for _ in 0..QUESTIONS {
                let question = ask::question(&mut random, &data, links);
                self.check(seed, &data, &question, Check::Answer);
                if random.chance(40) {
                    let relation = *random.pick(relations::ALL);
                    self.check(seed, &data, &question, Check::Relation(relation));
                }
                if Instant::now() >= self.end {
                    break;
                }
            }
            seed = seed.wrapping_add(WORKERS);
        }
        self.report
    }

    fn check(&mut self, seed: u64, data: &Dataset, question: &Question, check: Check) {
        let outcome = outcome(&self.program, &self.scratch, data, question, check);
        let name = match check {
            Check::Answer => format!("{:?}", question.command),
            Check::Relation(relation) => format!("{relation:?}"),
        };
        match outcome {
            Outcome::Open => self.report.left_open += 1,
            Outcome::Same { empty } => {
                self.report.answers_compared += 1;
                let name = if empty { format!("{name} (empty)") } else { name };
                *self.report.by_kind.entry(name).or_default() += 1;
            }
            Outcome::Differs(mismatch) => {
                self.report.answers_compared += 1;
                *self.report.by_kind.entry(name).or_default() += 1;
                self.differs(seed, data, question, check, mismatch);
            }
        }
    }

    fn differs(&mut self, seed: u64, data: &Dataset, question: &Question, check: Check, mismatch: Mismatch) {
        if let Some(&at) = self.seen.get(&mismatch.kind) {
            self.report.differences[at].times += 1;
            return;
        }
        let (program, scratch, end) = (&self.program, &self.scratch, self.end);
        let (data, question) = shrink::shrink(data, question, |data, question| {
            Instant::now() < end
                && matches!(outcome(program, scratch, data, question, check), Outcome::Differs(found) if found.kind == mismatch.kind)
        });
        let found = match outcome(program, scratch, &data, &question, check) {
            Outcome::Differs(found) => found,
            _ => mismatch,
        };
        self.seen.insert(found.kind.clone(), self.report.differences.len());
        let command = question.arguments("DATA").join(" ");
        let command = match check {
            Check::Answer => command,
            Check::Relation(relation) => format!("{command}   [{}]", relation.sentence()),
        };
        self.report.differences.push(Difference {
            kind: found.kind.clone(),
            seed,
            command,
            files: data.show(),
            sentence: found.sentence,
            place: found.place,
            ours: found.ours,
            theirs: found.theirs,
            times: 1,
        });
    }
}

fn outcome(program: &Program, scratch: &Path, data: &Dataset, question: &Question, check: Check) -> Outcome {
    match check {
        Check::Answer => answer(program, scratch, data, question),
        Check::Relation(relation) => relations::check(program, scratch, data, question, relation),
    }
}

/// Sets one answer of the program against the slow reading.
fn answer(program: &Program, scratch: &Path, data: &Dataset, question: &Question) -> Outcome {
    let folder = scratch.join("data");
    let differs = |sentence, place: String, ours: String, theirs: String, kind: String| {
        Outcome::Differs(Mismatch { kind: format!("{:?} {kind}", question.command), sentence, place, ours, theirs })
    };
    let stated = question.as_of.as_ref().or(data.as_of.as_ref()).and_then(|text| dates::parse(text));
    let Some(known) = stated.or_else(|| guessed(data)) else { return Outcome::Open };
    if question.expect(data, known.latest).is_none() {
        return Outcome::Open;
    }
    if let Err(error) = data.write(&folder) {
        return differs("", String::new(), String::new(), error.to_string(), "write".to_owned());
    }
    let theirs = match program.json(&question.arguments(&program::text(&folder))) {
        Ok(theirs) => theirs,
        Err(error) => {
            let kind = error.chars().take(40).collect();
            let ours = "an answer".to_owned();
            return differs("every question has an answer", "exit".to_owned(), ours, error, kind);
        }
    };
    // Without a stated day, the day that the program took is used; `check` compares that day.
    let took = theirs["as_of"].as_str().and_then(dates::parse);
    let as_of = match (stated, question.command) {
        (None, command) if command != Command::Check => took.unwrap_or(known),
        _ => known,
    };
    let Some((ours, sentence)) = question.expect(data, as_of.latest) else { return Outcome::Open };
    let ours = match question.command {
        Command::Trend => answers::trend::align(&ours, &theirs["results"]),
        _ => ours,
    };
    match compare::difference(&ours, &question.prepare(&theirs["results"])) {
        None => Outcome::Same { empty: ours.as_array().is_some_and(Vec::is_empty) },
        Some(place) => {
            let tag = format!("{}{}", place.kind(), features(data, question, as_of.latest));
            differs(sentence, place.pointer.clone(), place.ours.to_string(), place.theirs.to_string(), tag)
        }
    }
}

/// What sets differences at one place apart, so that a known one does not hide another.
fn features(data: &Dataset, question: &Question, as_of: dates::Day) -> String {
    let mut tags = String::new();
    let mut tag = |holds: bool, word: &str| {
        if holds {
            tags += word;
        }
    };
    tag(question.certain, " --certain");
    tag(question.officers, " --links officers");
    tag(data.has_duplicates(), " (rows twice)");
    let reading = reading::Reading::new(data, &question.clock, as_of);
    tag(reading.is_some_and(|reading| reading.reaches_beyond), " (beyond the as-of date)");
    tags
}

/// "The newest past event in the data: a start, an end that is no sentinel and no term still to come, a
/// deal." Dates are taken at their latest day.
fn guessed(data: &Dataset) -> Option<dates::Range> {
    let seats = data.seats.iter().flat_map(|seat| [&seat.start, &seat.end]);
    let ties = data.ties.iter().flat_map(|tie| [&tie.start, &tie.end]);
    let deals = data.deals.iter().map(|deal| &deal.date);
    let known = seats.chain(ties).chain(deals).filter(|text| !dates::is_sentinel(text));
    known.filter_map(|text| dates::parse(text)).max_by_key(|range| range.latest)
}

/// The seconds that the comparison takes; an hour on request: `SECOND_READING_SECONDS=3600`.
fn budget() -> Duration {
    let seconds = std::env::var("SECOND_READING_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(15))
}

#[test]
fn answers_agree_with_a_second_reading_of_the_pages() {
    let scratch = tempfile::tempdir().unwrap();
    let seed = std::env::var("SECOND_READING_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let report = run(Path::new(env!("CARGO_BIN_EXE_interlocks")), scratch.path(), seed, budget());
    println!("{report}");
    assert!(report.differences.is_empty(), "{report}");
    assert!(report.answers_compared > 50, "{report}");
}
