//! `interlocks mcp`: the questions as tools for agents (Model Context Protocol).
//!
//! A tool is a command, its input the options that [`questions`] offers, and its answer the JSON of the command,
//! bounded by [`bounded`]. [`resources`] has people, companies and sources by their addresses.

mod bounded;
mod resources;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};

use crate::cli::questions::{self, Asked, Question};
use crate::cli::{CliError, Cut, Opened};
use crate::serve::{Work, schema_of};

/// The commands that are tools.
const TOOLS: [&str; 8] = ["search", "show", "pairs", "path", "conflicts", "screen", "report", "settle"];
/// The rows of an answer, if the agent does not say how many it wants.
const ROWS: usize = 20;
/// The most rows of an answer.
const MOST_ROWS: usize = 500;

/// What an agent has to know before it asks.
const INSTRUCTIONS: &str = "\
Board seats, ties and deals with dates, from the data that was opened. Ask 'search' first for the id of a person or \
company. 'certain' holds for every choice of the days that dates leave open; otherwise a row is only possible, and has \
to be told as possible. Nothing is certain after the day as_of. No row is no proof that there is no connection: the data \
may lack it. Every finding is a lead to check, not an accusation; quote its sources. Lists are cut: page.of is the number \
of all rows, and page.next the cursor of the next part.";

/// What has to be told with an answer.
const CAVEAT: &str =
    "Every row is a lead to check in its sources, not an accusation. Rows that are not 'certain' are only possible.";

/// The tools over data that is open.
#[derive(Clone, Debug)]
pub struct Tools {
    data: Arc<Opened>,
    questions: Arc<Vec<Question>>,
    work: Arc<Work>,
}

/// Keeps what is written.
#[derive(Clone, Debug, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the values of parameters, as an address would have them.
fn values(arguments: JsonObject) -> Result<Vec<(String, String)>, CliError> {
    let mut values = Vec::new();
    for (name, value) in arguments {
        let all = match value {
            Value::Array(items) => items,
            one => vec![one],
        };
        for item in all {
            let text = match item {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Bool(_) | Value::Number(_) => item.to_string(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(CliError::Usage(format!(
                        "{name}: write a text, a number, true or false, or a list of texts"
                    )));
                }
            };
            values.push((name.clone(), text));
        }
    }
    Ok(values)
}

/// Takes a whole number out of the values.
fn taken(values: &mut Vec<(String, String)>, name: &str) -> Result<Option<usize>, CliError> {
    let Some(at) = values.iter().position(|(given, _)| given == name) else { return Ok(None) };
    let (_, text) = values.remove(at);
    let number = text.parse().map_err(|_| CliError::Usage(format!("{name}: '{text}' is not a whole number from 0")))?;
    Ok(Some(number))
}

impl Tools {
    /// Returns the tools over data. They wait for their turns in `work`.
    pub fn new(data: Arc<Opened>, questions: Arc<Vec<Question>>, work: Arc<Work>) -> Tools {
        Tools { data, questions, work }
    }

    /// Returns the questions that are tools.
    fn offered(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| TOOLS.contains(&question.name))
    }

    fn is_about_few(&self, name: &str, arguments: &JsonObject) -> bool {
        let names: Vec<(String, String)> = arguments.keys().map(|name| (name.clone(), String::new())).collect();
        self.offered().find(|question| question.name == name).is_none_or(|question| question.is_about_few(&names))
    }

    fn tool(question: &Question) -> Tool {
        let mut properties = JsonObject::new();
        for parameter in &question.parameters {
            let mut schema = schema_of(parameter);
            schema["description"] = parameter.help.as_str().into();
            properties.insert(parameter.name.clone(), schema);
        }
        if question.is_list() {
            let limit = json!({"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS, "description": "Return at most so many rows"});
            properties.insert("limit".to_owned(), limit);
            let cursor = json!({"type": "integer", "minimum": 0, "description": "Begin with this row: page.next of the answer before"});
            properties.insert("cursor".to_owned(), cursor);
        }
        let required: Vec<&str> =
            question.parameters.iter().filter(|one| one.required).map(|one| one.name.as_str()).collect();
        let mut schema = JsonObject::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), properties.into());
        schema.insert("required".to_owned(), required.into());
        schema.insert("additionalProperties".to_owned(), false.into());
        let hints = ToolAnnotations::from_raw(None, Some(true), Some(false), Some(true), Some(false));
        Tool::new(question.name, format!("{}. {CAVEAT}", question.about), schema).with_annotations(hints)
    }

    /// Returns the answer of a tool, cut to what a model can read.
    fn answer(&self, name: &str, arguments: JsonObject) -> Result<Value, CliError> {
        let Some(question) = self.offered().find(|question| question.name == name) else {
            return Err(CliError::Usage(format!("there is no tool '{name}'; there are {}", TOOLS.join(", "))));
        };
        let mut values = values(arguments)?;
        let mut cut = None;
        if question.is_list() {
            let limit = taken(&mut values, "limit")?.unwrap_or(ROWS);
            if !(1..=MOST_ROWS).contains(&limit) {
                return Err(CliError::Usage(format!("limit: {limit} is not from 1 to {MOST_ROWS}")));
            }
            cut = Some(Cut { from: taken(&mut values, "cursor")?.unwrap_or(0), limit });
        }
        let kept = Kept::default();
        let asked = Asked { format: questions::JSON, cut };
        question.ask(&self.data, &values, asked, Box::new(kept.clone()))?;
        let bytes = std::mem::take(&mut *kept.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut document: Value = serde_json::from_slice(&bytes)?;
        if let Some(object) = document.as_object_mut() {
            // The files are told by the resource of the data, once.
            object.shift_remove("inputs");
            object.insert("caveat".to_owned(), CAVEAT.into());
        }
        bounded::bound(&mut document);
        Ok(document)
    }
}

/// Runs work that may take long on a thread of its own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ErrorData> {
    let lost = |_| ErrorData::internal_error("the answer could not be made; this is a fault of the program", None);
    tokio::task::spawn_blocking(work).await.map_err(lost)
}

impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        let can = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let name = Implementation::new("interlocks", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(can).with_server_info(name).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.offered().map(Tools::tool).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tools = self.clone();
        let arguments = request.arguments.unwrap_or_default();
        let Some(turn) = self.work.turn(self.is_about_few(&request.name, &arguments)).await else {
            let busy = "too many questions wait; ask again in a few seconds";
            return Ok(CallToolResult::error(vec![ContentBlock::text(busy)]).into());
        };
        let switch = self.work.switch();
        let stop = switch.stop();
        let answered = apart(move || turn.run(&stop, || tools.answer(&request.name, arguments)));
        let answered = tokio::select! {
            answered = answered => answered?,
            // The switch stops the work when it is dropped.
            () = context.ct.cancelled() => return Err(ErrorData::internal_error("the question was stopped", None)),
        };
        let answered = answered.unwrap_or_else(|_| Err(switch.error()));
        let result = match answered {
            Ok(document) => CallToolResult::structured(document),
            Err(error) => CallToolResult::error(vec![ContentBlock::text(error.messages().join("\n"))]),
        };
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        resources::list(&self.data, request)
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let tools = self.clone();
        apart(move || resources::read(&tools, &request.uri)).await?.map(Into::into)
    }
}
