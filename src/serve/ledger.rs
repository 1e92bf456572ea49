//! Decisions on identity: the one file that the server writes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;

use super::App;
use super::api::json;
use super::problem::{self, problem};
use crate::cli::{CliError, DecisionArgs, OutputArgs};
use interlocks::dataset::DecisionLog;

/// The header that carries the secret of the page: another page cannot know it, nor send it without being asked first.
const SECRET: &str = "x-interlocks-write";

/// The file of decisions.
#[derive(Debug)]
pub struct Ledger {
    /// One row is added at a time.
    file: Mutex<PathBuf>,
    is_read_only: bool,
    secret: String,
}

/// A decision as it is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    a: String,
    b: String,
    decision: String,
    who: String,
    #[serde(default)]
    why: String,
}

impl Ledger {
    /// Returns the file. Who writes has to know `secret`.
    pub fn new(file: PathBuf, is_read_only: bool, secret: String) -> Ledger {
        Ledger { file: Mutex::new(file), is_read_only, secret }
    }

    /// Returns the secret for whoever may read answers; none if nobody may write.
    pub fn secret(&self) -> Option<&str> {
        (!self.is_read_only).then_some(self.secret.as_str())
    }

    /// Adds a decision, and returns a sentence on it.
    fn add(&self, app: &App, stated: Stated) -> Result<String, CliError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Stated { a, b, decision, who, why } = stated;
        let args = DecisionArgs::of_one(file.clone(), [a, b], decision, who, why);
        let output = OutputArgs::silent();
        args.check(&file, &output)?;
        Ok(args.decided(&app.data().any(), &output)?.unwrap_or_default())
    }
}

/// Adds a decision to the file.
pub async fn decide(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let refused = |detail| problem(StatusCode::FORBIDDEN, "not allowed", detail);
    let Some(ledger) = &app.ledger else { return refused("the server was started without --decisions FILE") };
    let Some(secret) = ledger.secret() else { return refused("the server was started with --read-only") };
    let given = headers.get(SECRET).map_or(&[][..], |value| value.as_bytes());
    if !bool::from(given.ct_eq(secret.as_bytes())) {
        return refused("a decision needs the header X-Interlocks-Write with 'write_token' of /api/v1/about");
    }
    let stated: Stated = match serde_json::from_slice(&body) {
        Ok(stated) => stated,
        Err(error) => return problem(StatusCode::BAD_REQUEST, "the decision cannot be read", &error.to_string()),
    };
    let adding = Arc::clone(&app);
    let added = tokio::task::spawn_blocking(move || adding.ledger.as_ref().map(|ledger| ledger.add(&adding, stated)));
    match added.await {
        Ok(Some(Ok(text))) => json(&json!({ "text": text })),
        Ok(Some(Err(error))) => problem::of(&error),
        Ok(None) | Err(_) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the decision could not be added",
            "this is a fault of the program",
        ),
    }
}

/// Lists the pairs that the file decides: of a pair the last row counts.
pub async fn decisions(State(app): State<Arc<App>>) -> Response {
    let Some(ledger) = &app.ledger else { return json(&json!({"notes": [], "results": []})) };
    let file = ledger.file.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if !file.exists() {
        return json(&json!({"notes": [], "results": []}));
    }
    match DecisionLog::open(&file) {
        Ok(log) => {
            let rows: Vec<_> = log.rows().iter().map(|row| [row.pair().0, row.pair().1]).collect();
            json(&json!({"notes": [], "results": rows}))
        }
        Err(error) => problem::of(&error.into()),
    }
}
