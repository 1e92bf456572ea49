//! The shape of what each command answers, as JSON Schema. It is made from the types that are written.

mod options;
mod shapes;

use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::output::Document;
use crate::output::json_schema::{finish, generator, list_of, reference};
pub use options::is_option;
pub use shapes::ANSWERING;
use shapes::{Shape, Shapes, shapes_of};

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An answer of `-f json`.
    Answer,
    /// A line of `-f jsonl`.
    Row,
}

impl Part {
    /// Returns the name of the type of an answer, or of a row, among other types: `PairsAnswer`.
    pub fn type_name(self, command: &str) -> String {
        let mut name = command.to_owned();
        name[..1].make_ascii_uppercase();
        name + match self {
            Part::Answer => "Answer",
            Part::Row => "Row",
        }
    }
}

/// Schemas with the types that they refer to.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// A schema for each command, in the order of the commands.
    pub commands: Vec<(&'static str, Value)>,
    /// The types.
    pub types: Map<String, Value>,
}

/// Returns the schemas of commands.
pub fn schemas(commands: &[&'static str], part: Part) -> Schemas {
    let mut generator = generator();
    let helps = super::command();
    let mut commands: Vec<(&'static str, Value)> = commands
        .iter()
        .map(|command| {
            let schema = match part {
                Part::Answer => answer(command, &helps, &mut generator),
                Part::Row => row(command, &mut generator),
            };
            (*command, schema)
        })
        .collect();
    let mut types = generator.take_definitions(false);
    finish(commands.iter_mut().map(|(_, schema)| schema), &mut types);
    Schemas { commands, types }
}

/// Returns the schema of one command, or of all, as a document of its own.
pub fn document(command: Option<&'static str>, part: Part) -> Value {
    let mut document = Map::from_iter([("$schema".to_owned(), DIALECT.into())]);
    let Schemas { commands, mut types } = schemas(command.as_ref().map_or(&ANSWERING, std::slice::from_ref), part);
    match (command, <[_; 1]>::try_from(commands)) {
        (Some(_), Ok([(_, Value::Object(schema))])) => document.extend(schema),
        (_, commands) => {
            let what = if part == Part::Answer { "An answer of '-f json'" } else { "A line of '-f jsonl'" };
            let commands = commands.map_or_else(|commands| commands, Vec::from);
            let names = commands.iter().map(|(command, _)| part.type_name(command));
            document.insert("title".to_owned(), "interlocks".into());
            document.insert("description".to_owned(), format!("{what} of any command.").into());
            document.insert("anyOf".to_owned(), names.clone().map(|name| reference(&name)).collect());
            let all = names.zip(commands.iter().map(|(_, schema)| schema.clone())).collect::<Map<String, Value>>();
            types = all.into_iter().chain(types).collect();
        }
    }
    document.insert("$defs".to_owned(), types.into());
    document.into()
}

/// Returns the schema of an answer.
fn answer(command: &str, helps: &clap::Command, generator: &mut SchemaGenerator) -> Value {
    let Shapes { shapes, model, twice } = shapes_of(command, generator);
    let help = helps.find_subcommand(command);
    let about = help.and_then(clap::Command::get_about).map(ToString::to_string).unwrap_or_default();
    let about = format!("The answer of 'interlocks {command} -f json'. {about}.");
    let mut schema = titled(command, about, <Document<'_> as schemars::JsonSchema>::json_schema(generator).to_value());
    let is_list = shapes.iter().any(|shape| shape.is_list);
    let Some(fields) = schema["properties"].as_object_mut() else { return schema };
    let describe = |fields: &mut Map<String, Value>, name: &str, mut schema: Value| {
        schema["description"] = fields[name]["description"].clone();
        fields.insert(name.to_owned(), schema);
    };
    describe(fields, "command", json!({"const": command}));
    describe(fields, "options", options::schema(command, help, generator));
    describe(fields, "results", any_of(shapes.iter().map(Shape::results).collect()));
    let may_have: [(&str, Option<Value>); 3] = [
        ("model", model),
        ("page", is_list.then(|| fields["page"].clone())),
        ("if_same", twice.then(|| shapes[0].results())),
    ];
    for (name, schema) in may_have {
        match schema {
            Some(schema) => describe(fields, name, schema),
            None => _ = fields.shift_remove(name),
        }
    }
    schema
}

/// Returns the schema of a line.
fn row(command: &str, generator: &mut SchemaGenerator) -> Value {
    let Shapes { shapes, twice, .. } = shapes_of(command, generator);
    let mut rows: Vec<Value> = shapes.iter().map(Shape::row).collect();
    if twice {
        let about = "With --if-same: a row with all records taken as one that may be one. These lines come last.";
        let mut same = shapes[0].row();
        same["description"] = "The row.".into();
        let properties = json!({"if_same": same});
        rows.push(json!({"description": about, "type": "object", "properties": properties, "required": ["if_same"]}));
    }
    titled(command, format!("A line of 'interlocks {command} -f jsonl'."), any_of(rows))
}

/// Returns the schema of a command with what it is about in front.
fn titled(command: &str, about: String, schema: Value) -> Value {
    let mut titled = json!({"title": format!("interlocks {command}"), "description": about});
    if let (Value::Object(titled), Value::Object(schema)) = (&mut titled, schema) {
        titled.extend(schema.into_iter().filter(|(key, _)| key != "description"));
    }
    titled
}

/// Returns the schema of one of several.
fn any_of(mut schemas: Vec<Value>) -> Value {
    if schemas.len() == 1 { schemas.remove(0) } else { json!({"anyOf": schemas}) }
}

impl Shape {
    /// Returns the schema of the results.
    fn results(&self) -> Value {
        self.described(if self.is_list { list_of(self.schema.clone()) } else { self.schema.clone() })
    }

    /// Returns the schema of a line.
    fn row(&self) -> Value {
        self.described(self.schema.clone())
    }

    fn described(&self, mut schema: Value) -> Value {
        if !self.when.is_empty() {
            schema["description"] = self.when.into();
        }
        schema
    }
}
