//! The results of each command.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use crate::cli::pairs::CountedPairs;
use crate::cli::proposals::{Measured, Weights};
use crate::cli::resolve::CountedCandidates;
use crate::cli::verify::Verified;
use crate::output::{Checked, Explained};
use interlocks::analysis::Found;
use interlocks::analysis::conflicts::{Finding, GroupRow};
use interlocks::analysis::event_study::Study;
use interlocks::analysis::pairs::Pair;
use interlocks::analysis::paths::Path;
use interlocks::analysis::paths::strength::StrengthRow;
use interlocks::analysis::people::Director;
use interlocks::analysis::profile::Profile;
use interlocks::analysis::report::Dossier;
use interlocks::changes::diff::{Changes, KindCount};
use interlocks::changes::watch::{News, NewsGroup};
use interlocks::identity;
use interlocks::measures::Stats;
use interlocks::measures::backbone::BackboneTie;
use interlocks::measures::groups::Group;
use interlocks::measures::panel::PanelRow;
use interlocks::measures::rank::Ranked;
use interlocks::measures::trend::{Durations, Reconstitution, TrendRow};
use interlocks::screens;
use interlocks::settle::FactRow;

/// The commands that answer with JSON, in the order of the help.
pub const ANSWERING: [&str; 22] = [
    "check",
    "show",
    "search",
    "pairs",
    "people",
    "path",
    "conflicts",
    "screen",
    "settle",
    "resolve",
    "stats",
    "rank",
    "groups",
    "backbone",
    "trend",
    "panel",
    "windows",
    "watch",
    "whatif",
    "diff",
    "report",
    "verify",
];

/// One shape of results: a list of rows, or one object.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The options that the shape belongs to; empty if there is no other shape.
    pub when: &'static str,
    /// `true` for a list.
    pub is_list: bool,
    /// The schema of a row, or of the object.
    pub schema: Value,
}

/// The shapes of the results of a command, that of a plain question first.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    /// The shapes.
    pub shapes: Vec<Shape>,
    /// The schema of `model`, if the answer has it.
    pub model: Option<Value>,
    /// `true` if the results may be given twice, with `if_same`.
    pub twice: bool,
}

/// Returns the shapes of the results of a command; none for one that does not answer with JSON.
pub fn shapes_of(command: &str, generator: &mut SchemaGenerator) -> Shapes {
    let mut of = Of { generator, found: Shapes::default() };
    match command {
        "check" => of.object::<Checked>(""),
        "show" => of.object::<Profile>(""),
        "search" => of.list::<Found>(""),
        "pairs" => {
            of.list::<Pair>("Without --count: pairs, in the order of --sort.");
            of.object::<CountedPairs>("With --count.");
        }
        "people" => of.list::<Director>(""),
        "path" => {
            of.list::<Path>("Without --explain-strength: paths, the strongest first.");
            of.list::<StrengthRow>("With --explain-strength: the table of strengths.");
        }
        "conflicts" => {
            of.list::<GroupRow>("A row for each person and deal.");
            of.list::<Finding>("With --each-rule: a row for each finding.");
            of.list::<Explained<GroupRow>>("With --explain.");
            of.list::<Explained<Finding>>("With --explain and --each-rule.");
        }
        "screen" => {
            of.list::<screens::Row>("Without --count: verdicts, the gravest first.");
            of.list::<screens::Count>("With --count: a row for each rule.");
        }
        "settle" => of.list::<FactRow>(""),
        "resolve" => {
            of.list::<identity::Explained>("Pairs of records, in the order of --order.");
            of.object::<CountedCandidates>("With --count.");
            of.object::<Measured>("With --truth.");
            of.found.model = Some(of.generator.subschema_for::<Weights>().to_value());
        }
        "stats" => {
            of.object::<Stats>("");
            of.found.twice = true;
        }
        "rank" => {
            of.list::<Ranked>("");
            of.found.twice = true;
        }
        "groups" => of.list::<Group>(""),
        "backbone" => of.list::<BackboneTie>(""),
        "trend" => {
            of.list::<TrendRow>("Without --spells and --broken: a row for each date.");
            of.object::<Durations>("With --spells.");
            of.list::<Reconstitution>("With --broken.");
        }
        "panel" => of.list::<PanelRow>(""),
        "windows" => of.list::<Study>(""),
        "watch" => {
            of.list::<NewsGroup>("Without --each-rule: a row for the same people and the same deal.");
            of.list::<News>("With --each-rule: a row for each finding and each verdict.");
        }
        "whatif" => of.object::<Changes>(""),
        "diff" => {
            of.object::<Changes>("Without --count.");
            of.list::<KindCount>("With --count: a row for each kind.");
        }
        "report" => of.object::<Dossier>(""),
        "verify" => of.object::<Verified>(""),
        _ => {}
    }
    of.found
}

/// Collects shapes.
struct Of<'g> {
    generator: &'g mut SchemaGenerator,
    found: Shapes,
}

impl Of<'_> {
    /// Adds a list of rows of a type.
    fn list<T: JsonSchema>(&mut self, when: &'static str) {
        self.add::<T>(when, true);
    }

    /// Adds an object of a type.
    fn object<T: JsonSchema>(&mut self, when: &'static str) {
        self.add::<T>(when, false);
    }

    fn add<T: JsonSchema>(&mut self, when: &'static str, is_list: bool) {
        let schema = self.generator.subschema_for::<T>().to_value();
        self.found.shapes.push(Shape { when, is_list, schema });
    }
}
