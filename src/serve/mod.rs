//! `interlocks serve`: a web page and an API over data that is open.
//!
//! [`api`] answers by the functions of the command line, [`guard`] decides who may ask, [`page`] has the files of the page,
//! and [`connections`] holds what one reader may take of the machine.

mod api;
mod connections;
mod guard;
mod ledger;
mod openapi;
mod page;
mod problem;
mod work;

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::net::TcpListener;

use crate::cli::questions::{self, Question};
use crate::cli::{CliError, Opened};
use crate::mcp::Tools;

pub use connections::until_stopped;
pub use guard::Guard;
pub use ledger::Ledger;
pub use openapi::schema_of;
pub use work::Work;

/// The address of the tools for agents.
const AGENTS: &str = "/mcp";

/// The longest call of a tool, and the longest decision, in bytes.
const LONGEST_CALL: usize = 256 << 10;

/// What the server knows.
#[derive(Debug)]
pub struct App {
    /// The data; replaced as a whole if it is read anew.
    data: RwLock<Arc<Opened>>,
    questions: Arc<Vec<Question>>,
    work: Arc<Work>,
    guard: Guard,
    ledger: Option<Ledger>,
}

impl App {
    /// Returns a server for data that is open.
    pub fn new(data: Opened, work: Work, guard: Guard, ledger: Option<Ledger>) -> Arc<App> {
        let data = Arc::new(data);
        data.prepare_search();
        let data = RwLock::new(data);
        Arc::new(App { data, questions: Arc::new(questions::all()), work: Arc::new(work), guard, ledger })
    }

    /// Returns the data.
    pub fn data(&self) -> Arc<Opened> {
        Arc::clone(&self.data.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the data anew if it has changed on the disk, and says whether it did. Questions go on with the old until then.
    ///
    /// # Errors
    /// When the data cannot be read; then the old stays.
    pub fn refresh(&self) -> Result<bool, CliError> {
        let old = self.data();
        if !old.is_changed() {
            return Ok(false);
        }
        let new = Arc::new(old.read_again()?);
        new.prepare_search();
        *self.data.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(true)
    }

    /// Returns the tools for agents over HTTP. Each request stands alone, so that nothing is kept of those who leave.
    fn agents(self: &Arc<App>) -> StreamableHttpService<Tools, LocalSessionManager> {
        let app = Arc::clone(self);
        let tools = move || Ok(Tools::new(app.data(), Arc::clone(&app.questions), Arc::clone(&app.work)));
        // The guard has looked at Host and Origin.
        let config = StreamableHttpServerConfig::default()
            .disable_allowed_hosts()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_max_request_body_bytes(LONGEST_CALL);
        StreamableHttpService::new(tools, Arc::default(), config)
    }

    /// Returns the routes.
    pub fn router(self: &Arc<App>) -> Router {
        let guarded = axum::middleware::from_fn_with_state(Arc::clone(self), guard::check);
        Router::new()
            .route("/api/v1/about", get(api::about))
            .route("/api/v1/openapi.json", get(api::openapi))
            .route("/api/v1/decisions", get(ledger::decisions))
            .route("/api/v1/decide", post(ledger::decide))
            .route("/api/v1/{question}", get(api::ask))
            .nest_service(AGENTS, self.agents())
            .route("/", get(page::index))
            .route("/page/{file}", get(page::file))
            .fallback(|| async { problem::not_found("there is nothing at this address; the page is at /") })
            .method_not_allowed_fallback(|| async { problem::method_not_allowed() })
            .layer(DefaultBodyLimit::max(LONGEST_CALL))
            .layer(guarded)
            .with_state(Arc::clone(self))
    }
}

/// Listens at an address; port 0 takes a free one.
///
/// # Errors
/// When the address cannot be used.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(address).await.map_err(|source| CliError::Listen { address, source })
}
