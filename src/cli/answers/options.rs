//! What `options` of an answer says: the options that shaped the results, and what was counted on the way.

use clap::Arg;
use clap::builder::PossibleValue;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::output::json_schema::list_of;
use interlocks::changes::diff::{IdentityChange, RowKind};
use interlocks::changes::whatif::Change;
use interlocks::model::Day;
use interlocks::settle::LeftOut;

/// The value of an option.
#[derive(Clone, Copy)]
enum Takes {
    /// A text, or one of the words of the option.
    Text,
    /// A text, or null.
    TextOrNull,
    /// Such texts.
    Texts,
    /// One of them or several.
    TextOrTexts,
    /// `true`; the option is left out otherwise.
    Flag,
    /// `true` or `false`.
    Bool,
    /// A whole number from 0.
    Count,
    /// A number.
    Number,
    /// A number, or null.
    NumberOrNull,
    /// A value of this type.
    Of(fn(&mut SchemaGenerator) -> Value),
    /// A list of values of one of these types.
    ListOf(fn(&mut SchemaGenerator) -> Value),
}

/// An entry of `options`.
struct Entry {
    name: &'static str,
    takes: Takes,
    /// `true` if every answer of the command has it.
    always: bool,
    /// What it is; empty if the help of the option says it.
    about: &'static str,
}

const fn always(name: &'static str, takes: Takes) -> Entry {
    Entry { name, takes, always: true, about: "" }
}

const fn given(name: &'static str, takes: Takes) -> Entry {
    Entry { name, takes, always: false, about: "" }
}

impl Entry {
    const fn is(self, about: &'static str) -> Entry {
        Entry { about, ..self }
    }
}

/// The entries of every command that reads data.
const OF_DATA: &[Entry] = &[
    given("at", Takes::Text),
    given("during", Takes::Text),
    given("links", Takes::Of(|_| json!({"type": "string"}))).is("The values of --links, joined by commas."),
    given("undated", Takes::Flag),
    given("certain", Takes::Flag),
];

/// The entries of every command that screens.
const OF_SCREENS: &[Entry] = &[
    given("rules", Takes::Text),
    given("add_rules", Takes::Text),
    given("industry_digits", Takes::Count),
    given("ahead", Takes::Text).is("The value of --ahead, if it is not one year."),
];

/// The entries of the commands with measures.
const OF_MEASURES: &[Entry] = &[
    always("of", Takes::Text),
    always("by", Takes::TextOrTexts),
    given("beta", Takes::Number),
    given("damping", Takes::Number),
    given("weight", Takes::Text),
];

const IF_SAME: &[Entry] = &[given("if_same", Takes::Flag)];
const WINDOW: &[Entry] = &[always("window", Takes::Count)];
const ACCEPTED: &[Entry] =
    &[given("accepted", Takes::Count).is("The number of rows that are left out because --baseline accepts them.")];
const NOT_LISTED: &[Entry] = &[given("not_listed", Takes::Count).is("The number of rows that are not listed.")];

const SEARCH: &[Entry] = &[always("text", Takes::Text).is("The words that are looked for.")];

const PAIRS: &[Entry] = &[
    always("of", Takes::Text),
    always("weight", Takes::Text),
    given("sort", Takes::Text).is("The value of --sort, if it is not 'weight'."),
    given("max_boards", Takes::Count),
    given("left_out", Takes::Count)
        .is("The number of people (with --of people: companies) that --max-boards leaves out."),
];

// Without DATA, --explain-strength has no options.
const PATH: &[Entry] = &[
    given("k", Takes::Count).is("The value of -k: the number of paths for each pair."),
    given("max_steps", Takes::Count),
    given("via", Takes::Texts),
    given("avoid", Takes::Texts),
    given("only", Takes::Texts),
    given("hops", Takes::Flag),
    given("strengths", Takes::Text),
    given("pairs", Takes::Count).is("With --to or --between: the number of pairs that were searched."),
    given("not_joined", Takes::ListOf(|_| list_of(json!({"type": "string"}))))
        .is("With --to or --between: the pairs of ids without a path."),
];

const CONFLICTS: &[Entry] =
    &[always("max_steps", Takes::Count), always("min_share", Takes::Number), given("each_rule", Takes::Flag)];

const SCREEN: &[Entry] = &[given("notes", Takes::Texts).is("What the data lacks for these rules.")];

const SETTLE: &[Entry] = &[
    always("open", Takes::Count).is("The number of findings and verdicts that are open."),
    always("left_out", Takes::Of(of_type::<LeftOut>)).is("What is open and no fact is told for."),
];

const RESOLVE: &[Entry] = &[
    given("of", Takes::Text).is("'companies'; for people it is left out."),
    given("order", Takes::Text).is("'impact'; otherwise it is left out."),
    always("merge_at", Takes::Number),
    always("review_at", Takes::Number),
    given("also", Takes::Texts),
    given("population", Takes::Count),
    given("no_fit", Takes::Flag),
];

const RANK: &[Entry] = &[
    always("on", Takes::Text).is("The network that the measure is computed on."),
    given("unknown_industry", Takes::Count)
        .is("With a measure of brokers: the number of companies without a known industry."),
    given("without_value", Takes::Count)
        .is("With constraint: the number of those without neighbours, who have no value."),
    given("samples", Takes::Count).is("If betweenness is estimated: the number of random shortest paths."),
    given("error", Takes::Number).is("If betweenness is estimated: the error that no value exceeds."),
    given("confidence", Takes::Number)
        .is("If betweenness is estimated: the probability that no value exceeds the error."),
    given("seed", Takes::Count).is("If betweenness is estimated: the value of --seed."),
];

const GROUPS: &[Entry] = &[
    always("by", Takes::Text),
    given("of", Takes::Text),
    given("weighted", Takes::Bool).is("`false` with --unweighted."),
    given("resolution", Takes::Number),
    given("seed", Takes::Count),
    given("min", Takes::Count),
    given("alpha", Takes::Count),
    given("beta", Takes::Count),
    given("modularity", Takes::NumberOrNull).is("The modularity; null if there are no ties."),
    always("groups", Takes::Count).is("The number of all groups, listed or not."),
    always("members", Takes::Count).is("The number of the members of all groups."),
];

const BACKBONE: &[Entry] = &[
    always("of", Takes::Text),
    always("model", Takes::Text),
    always("weight", Takes::Text),
    always("correct", Takes::Text),
    always("alpha", Takes::Number),
    always("all", Takes::Bool),
    given("samples", Takes::Count),
    given("seed", Takes::Count),
    given("resolution", Takes::Number).is("With fdsm: the least p that so many samples can give."),
    always("tests", Takes::Count).is("The number of pairs that p is corrected for."),
    always("tied", Takes::Count).is("The number of pairs that share anybody."),
];

const TREND: &[Entry] = &[given("every", Takes::Text), given("of", Takes::Text), given("within", Takes::Count)];

const PANEL: &[Entry] = &[always("every", Takes::Text), always("bounds", Takes::Bool)];

const WINDOWS: &[Entry] = &[
    always("permutations", Takes::Count),
    always("seed", Takes::Count),
    always("level", Takes::Number).is("The level of the confidence intervals."),
];

const WATCH: &[Entry] = &[
    always("watched", Takes::Count).is("The number of people and companies on the list."),
    always("since", Takes::Of(of_type::<Option<Day>>))
        .is("The day that the older dataset describes; null without one."),
];

const WHATIF: &[Entry] = &[always(
    "changes",
    Takes::ListOf(|generator| json!({"anyOf": [of_type::<Change>(generator), of_type::<IdentityChange>(generator)]})),
)
.is("The changes whose effect is shown.")];

const DIFF: &[Entry] = &[
    always("old_as_of", Takes::Of(of_type::<Option<Day>>))
        .is("The day that the old dataset describes; null if it is not known."),
    given("kinds", Takes::ListOf(of_type::<RowKind>)).is("The kinds of rows that are compared, if --kind names any."),
];

const REPORT: &[Entry] = &[
    always("k", Takes::Count).is("The value of -k: the most paths that the report has."),
    always("arguments", Takes::Texts).is("The words after 'interlocks report' that make the report again."),
];

const VERIFY: &[Entry] = &[
    always("report", Takes::Text).is("The file of the report."),
    always("data", Takes::TextOrNull).is("The value of --data; null without it."),
    always("made_by", Takes::Text).is("The version of the program that made the report."),
];

/// Returns the entries of a command.
fn entries(command: &str) -> Vec<&'static [Entry]> {
    let own: &[&'static [Entry]] = match command {
        "show" | "people" | "stats" => &[IF_SAME],
        "search" => &[SEARCH],
        "pairs" => &[PAIRS, IF_SAME],
        "path" => &[PATH, IF_SAME],
        "conflicts" => &[ACCEPTED, IF_SAME, WINDOW, CONFLICTS, NOT_LISTED],
        "screen" => &[OF_SCREENS, IF_SAME, SCREEN, ACCEPTED, NOT_LISTED],
        "settle" => &[OF_SCREENS, WINDOW, SETTLE, NOT_LISTED],
        "resolve" => &[RESOLVE],
        "rank" => &[OF_MEASURES, RANK, IF_SAME],
        "groups" => &[GROUPS],
        "backbone" => &[BACKBONE],
        "trend" => &[TREND],
        "panel" => &[OF_MEASURES, PANEL],
        "windows" => &[WINDOW, WINDOWS],
        "watch" => &[OF_SCREENS, WATCH, ACCEPTED],
        "whatif" => &[OF_SCREENS, WINDOW, WHATIF],
        "diff" => &[OF_SCREENS, WINDOW, DIFF, ACCEPTED],
        "report" => &[WINDOW, REPORT],
        "verify" => return vec![VERIFY],
        _ => &[],
    };
    [&[OF_DATA], own].concat()
}

/// Returns `true` if the schema of a command has such an entry.
pub fn is_option(command: &str, name: &str) -> bool {
    entries(command).into_iter().flatten().any(|entry| entry.name == name)
}

/// Returns the schema of `options`. `help` is the command, whose help says what its options are.
pub fn schema(command: &str, help: Option<&clap::Command>, generator: &mut SchemaGenerator) -> Value {
    let entries: Vec<&Entry> = entries(command).into_iter().flatten().collect();
    let properties: Map<String, Value> = entries
        .iter()
        .map(|entry| {
            let long = entry.name.replace('_', "-");
            let option = help.and_then(|help| help.get_arguments().find(|arg| arg.get_long() == Some(&long)));
            let mut schema = entry.takes.schema(option, generator);
            let help = option.and_then(Arg::get_help).map(ToString::to_string);
            let about = if entry.about.is_empty() { help.map(|help| help + ".") } else { Some(entry.about.to_owned()) };
            if let Some(about) = about {
                schema["description"] = about.into();
            }
            (entry.name.to_owned(), schema)
        })
        .collect();
    let required: Vec<&str> = entries.iter().filter(|entry| entry.always).map(|entry| entry.name).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

fn of_type<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

impl Takes {
    fn schema(self, option: Option<&Arg>, generator: &mut SchemaGenerator) -> Value {
        let words = option.map(Arg::get_possible_values).unwrap_or_default();
        let words: Vec<&str> = words.iter().map(PossibleValue::get_name).collect();
        let text = match words.is_empty() {
            true => json!({"type": "string"}),
            false => json!({"type": "string", "enum": words}),
        };
        match self {
            Takes::Text => text,
            Takes::TextOrNull => json!({"type": ["string", "null"]}),
            Takes::Texts => list_of(text),
            Takes::TextOrTexts => json!({"anyOf": [text, list_of(text.clone())]}),
            Takes::Flag => json!({"const": true}),
            Takes::Bool => json!({"type": "boolean"}),
            Takes::Count => json!({"type": "integer", "minimum": 0}),
            Takes::Number => json!({"type": "number"}),
            Takes::NumberOrNull => json!({"type": ["number", "null"]}),
            Takes::Of(schema) => schema(generator),
            Takes::ListOf(schema) => list_of(schema(generator)),
        }
    }
}
