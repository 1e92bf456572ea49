//! Errors as problem details (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::cli::CliError;
use interlocks::graph::LookupError;

/// An error as it is sent.
#[derive(Debug, Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
}

/// Returns an error.
pub fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let body = Problem { r#type: "about:blank", title, status: status.as_u16(), detail };
    let text = serde_json::to_string(&body).unwrap_or_default();
    let media = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, media)], text).into_response()
}

/// Returns the error for an address without an answer.
pub fn not_found(detail: &str) -> Response {
    problem(StatusCode::NOT_FOUND, "not found", detail)
}

/// Returns the error for a method other than GET and HEAD.
pub fn method_not_allowed() -> Response {
    let detail = "this address does not answer to this method";
    problem(StatusCode::METHOD_NOT_ALLOWED, "method not allowed", detail)
}

/// Returns the error for a command that failed.
pub fn of(error: &CliError) -> Response {
    let (status, title) = match error {
        CliError::Lookup(LookupError::Ambiguous { .. }) => (StatusCode::CONFLICT, "more than one has this name"),
        CliError::Lookup(_) => (StatusCode::NOT_FOUND, "nobody has this name"),
        CliError::Changed => (StatusCode::CONFLICT, "the data has changed"),
        CliError::TooLong(_) => (StatusCode::SERVICE_UNAVAILABLE, "the question takes too long"),
        error if error.exit_code() == 2 => (StatusCode::BAD_REQUEST, "the question cannot be asked so"),
        error if error.exit_code() == 3 => (StatusCode::UNPROCESSABLE_ENTITY, "the data is damaged"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made"),
    };
    // What failed on the machine is told to whoever runs the server, not to whoever asks.
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        error.messages().iter().for_each(|text| crate::cli::message(text));
        return problem(status, title, "the server has written the reason to its standard error");
    }
    problem(status, title, &error.messages().join("\n"))
}
