//! The API: each command that may be asked is an address, and its options are parameters.

use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::{self, problem};
use super::work::{self, Answered};
use super::{App, Ledger};
use crate::cli::questions::{Asked, Question, ReplyFormat};
use crate::cli::{CliError, Cut};

/// The most rows of a part of a list.
pub const MOST_ROWS: usize = 10_000;

/// Values of parameters, in the order of the address.
type Values = Vec<(String, String)>;

/// Takes a parameter that is not one of the question.
fn taken(values: &mut Values, name: &str) -> Option<String> {
    let at = values.iter().position(|(given, _)| given == name)?;
    Some(values.remove(at).1)
}

fn number(name: &str, text: &str) -> Result<usize, CliError> {
    text.parse().map_err(|_| CliError::Usage(format!("{name}: '{text}' is not a whole number from 0")))
}

/// Returns the format of the answer, and the part of it that is wanted.
fn asked(question: &Question, values: &mut Values) -> Result<Asked, CliError> {
    let formats = question.formats();
    let format: ReplyFormat = match taken(values, "format") {
        None => formats[0],
        Some(name) => *formats.iter().find(|format| format.name == name).ok_or_else(|| {
            let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
            CliError::Usage(format!("format: '{name}' is none of {}", names.join(", ")))
        })?,
    };
    let limit = taken(values, "limit").map(|text| number("limit", &text)).transpose()?;
    let from = taken(values, "cursor").map(|text| number("cursor", &text)).transpose()?;
    if limit.is_none() && from.is_none() {
        return Ok(Asked { format, cut: None });
    }
    if !question.is_list() || !format.name.starts_with("json") {
        return Err(CliError::Usage("limit and cursor are for lists as json or jsonl".to_owned()));
    }
    let limit = limit.unwrap_or(MOST_ROWS);
    if !(1..=MOST_ROWS).contains(&limit) {
        return Err(CliError::Usage(format!("limit: {limit} is not from 1 to {MOST_ROWS}")));
    }
    Ok(Asked { format, cut: Some(Cut { from: from.unwrap_or(0), limit }) })
}

/// Answers a question.
pub async fn ask(
    State(app): State<Arc<App>>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Values>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(name)) = path else { return problem::not_found("the address is not UTF-8") };
    let Some(at) = app.questions.iter().position(|question| question.name == name) else {
        let names: Vec<&str> = app.questions.iter().map(|question| question.name).collect();
        return problem::not_found(&format!("there is no question '{name}'; there are {}", names.join(", ")));
    };
    let Query(mut values) = match query {
        Ok(values) => values,
        Err(error) => return problem(StatusCode::BAD_REQUEST, "the address cannot be read", &error.to_string()),
    };
    let asked = match asked(&app.questions[at], &mut values) {
        Ok(asked) => asked,
        Err(error) => return problem::of(&error),
    };
    let data = app.data();
    let tag = data.tag(&[&name, asked.format.name, &format!("{:?} {values:?}", asked.cut)]);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|old| old.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, text(&tag))]).into_response();
    }
    let Some(turn) = app.work.turn(app.questions[at].is_about_few(&values)).await else {
        let mut busy = problem(StatusCode::SERVICE_UNAVAILABLE, "too many questions", "ask again in a few seconds");
        busy.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        return busy;
    };
    let asking = Arc::clone(&app);
    match work::answer(turn, app.work.switch(), move |out| asking.questions[at].ask(&data, &values, asked, out)).await {
        Answered::Body(body) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(asked.format.media)),
                (header::ETAG, text(&tag)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            ];
            (headers, body).into_response()
        }
        Answered::Failed(error) => problem::of(&error),
        Answered::Lost => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the answer could not be made",
            "this is a fault of the program; the server goes on",
        ),
    }
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""))
}

/// A response with a JSON document.
pub fn json(document: &serde_json::Value) -> Response {
    let media: [(HeaderName, HeaderValue); 1] = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (media, document.to_string()).into_response()
}

/// Describes the data and the server.
pub async fn about(State(app): State<Arc<App>>) -> Response {
    let data = app.data();
    let mut about = data.about();
    about["changed"] = data.is_changed().into();
    about["decisions"] = app.ledger.is_some().into();
    about["write_token"] = app.ledger.as_ref().and_then(Ledger::secret).into();
    about["questions"] = app.questions.iter().map(|question| question.name).collect();
    json(&about)
}

/// Describes the API.
pub async fn openapi(State(app): State<Arc<App>>) -> Response {
    json(&super::openapi::document(&app.questions))
}
