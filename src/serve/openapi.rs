//! The description of the API (OpenAPI 3.1), made from the options of the commands.

use serde_json::{Map, Value, json};

use super::api::MOST_ROWS;
use crate::cli::answers::{ANSWERING, Part, Schemas, schemas};
use crate::cli::questions::{Parameter, Question, Takes};
use crate::output::json_schema::move_references;

/// Where OpenAPI keeps schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// Returns the schema of one value of a parameter.
pub fn schema_of(parameter: &Parameter) -> Value {
    let mut schema = match &parameter.takes {
        Takes::Flag => json!({"type": "boolean"}),
        Takes::Count => json!({"type": "integer"}),
        Takes::OneOf(words) => json!({"type": "string", "enum": words}),
        Takes::Text => json!({"type": "string"}),
    };
    if let Some(default) = &parameter.default {
        schema["default"] = match (&parameter.takes, default.parse::<i64>()) {
            (Takes::Count, Ok(number)) => number.into(),
            _ => default.as_str().into(),
        };
    }
    if parameter.repeats {
        let mut list = json!({"type": "array", "items": schema});
        if let Some(count) = parameter.values {
            list["maxItems"] = count.into();
        }
        return list;
    }
    schema
}

fn parameter_object(parameter: &Parameter) -> Value {
    json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.help,
        "required": parameter.required,
        "explode": true,
        "schema": schema_of(parameter),
    })
}

fn path(question: &Question) -> Value {
    let mut parameters: Vec<Value> = question.parameters.iter().map(parameter_object).collect();
    let formats: Vec<&str> = question.formats().iter().map(|format| format.name).collect();
    parameters.push(json!({
        "name": "format", "in": "query", "description": "The format of the answer", "required": false,
        "schema": {"type": "string", "enum": formats, "default": formats[0]},
    }));
    if question.is_list() {
        parameters.push(json!({
            "name": "limit", "in": "query", "description": "Return at most so many rows of the list; for json and jsonl",
            "required": false, "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        }));
        parameters.push(json!({
            "name": "cursor", "in": "query", "description": "Begin with this row: 'page.next' of the answer before",
            "required": false, "schema": {"type": "integer", "minimum": 0},
        }));
    }
    let content: Map<String, Value> = question
        .formats()
        .iter()
        .map(|format| {
            let schema = match format.name {
                "json" => json!({"$ref": format!("{SCHEMAS}{}", Part::Answer.type_name(question.name))}),
                "jsonl" => {
                    let row = Part::Row.type_name(question.name);
                    json!({"type": "string", "description": format!("A line for each row, as {SCHEMAS}{row} describes it")})
                }
                _ => json!({"type": "string"}),
            };
            (format.media.to_owned(), json!({"schema": schema}))
        })
        .collect();
    let problem = || json!({"$ref": "#/components/responses/Problem"});
    json!({"get": {
        "operationId": question.name,
        "summary": question.about,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer, with the rows of the command of the same name", "content": content},
            "304": {"description": "The answer is the one that If-None-Match names"},
            "400": problem(), "404": problem(), "409": problem(), "422": problem(), "503": problem(),
        },
    }})
}

/// Returns the schemas of the answers and of the rows of questions, and of their types.
fn schemas_of(questions: &[Question]) -> Map<String, Value> {
    let asked = |command: &&str| questions.iter().any(|question| question.name == *command);
    let commands: Vec<&'static str> = ANSWERING.into_iter().filter(asked).collect();
    let mut all = Map::new();
    for part in [Part::Answer, Part::Row] {
        let Schemas { commands, types } = schemas(&commands, part);
        all.extend(commands.into_iter().map(|(command, schema)| (part.type_name(command), schema)));
        all.extend(types);
    }
    all.values_mut().for_each(|schema| move_references(schema, SCHEMAS));
    all
}

/// Returns the description of the API.
pub fn document(questions: &[Question]) -> Value {
    let problem = json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    });
    let mut schemas = schemas_of(questions);
    schemas.insert("HttpProblem".to_owned(), problem);
    let mut paths: Map<String, Value> =
        questions.iter().map(|question| (format!("/api/v1/{}", question.name), path(question))).collect();
    let about = json!({"get": {
        "operationId": "about",
        "summary": "Describe the data and the server",
        "responses": {"200": {
            "description": "The data",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }},
    }});
    paths.insert("/api/v1/about".to_owned(), about);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "interlocks",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The questions of the command line, asked of data that is open. Every finding is a lead to check, not an accusation.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "The question cannot be answered",
                    "content": {"application/problem+json": {"schema": {"$ref": format!("{SCHEMAS}HttpProblem")}}},
                },
            },
        },
    })
}
