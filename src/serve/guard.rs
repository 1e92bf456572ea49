//! Who may ask: other pages in the browser may not, and nobody on the network without the token.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq;

use super::App;
use super::problem::problem;

/// The longest address that is read, in bytes.
const LONGEST_ADDRESS: usize = 8 << 10;

/// Returns `true` if an address answers with data, and not with a file of the page.
fn has_data(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with(super::AGENTS)
}

/// The rules for requests.
#[derive(Debug)]
pub struct Guard {
    /// The names under which a page of this machine may call the server; empty if any name will do, because the token decides.
    hosts: Vec<String>,
    /// What every request for data must carry; none on this machine.
    token: Option<String>,
}

impl Guard {
    /// Returns the rules of a server at an address. One that other machines can reach needs a token.
    pub fn new(address: SocketAddr, token: Option<String>) -> Guard {
        let port = address.port();
        let hosts = match token {
            None => vec![
                format!("localhost:{port}"),
                format!("127.0.0.1:{port}"),
                format!("[::1]:{port}"),
                address.to_string(),
            ],
            Some(_) => Vec::new(),
        };
        Guard { hosts, token }
    }

    /// Returns a random token.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random_token() -> Result<String, getrandom::Error> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)?;
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Returns what is wrong with a request, if anything is.
    fn refusal(&self, path: &str, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).unwrap_or_default().to_ascii_lowercase();
        // A name that somebody else lets point at this machine is not one of ours.
        if !self.hosts.is_empty() && !self.hosts.contains(&host) {
            return Some((StatusCode::MISDIRECTED_REQUEST, "this server does not answer under this name of a host"));
        }
        if headers.contains_key(header::ORIGIN) && text(header::ORIGIN) != Some(format!("http://{host}").as_str()) {
            return Some((StatusCode::FORBIDDEN, "another page may not ask"));
        }
        let [site, mode] = ["sec-fetch-site", "sec-fetch-mode"].map(|name| text(HeaderName::from_static(name)));
        if site.is_some_and(|site| site != "same-origin" && site != "none") && mode != Some("navigate") {
            return Some((StatusCode::FORBIDDEN, "another page may not ask"));
        }
        let token = self.token.as_ref().filter(|_| has_data(path))?;
        let given = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let is_it: bool = given.as_bytes().ct_eq(token.as_bytes()).into();
        (!is_it).then_some((StatusCode::UNAUTHORIZED, "the token that the server printed is missing or wrong"))
    }
}

/// The policy for the page: nothing but its own files.
const OF_PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The policy for answers, which may be pages and pictures: no origin, so no request in the name of the reader.
const OF_ANSWERS: &str = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; \
    style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// Refuses requests that nobody may make, and adds the headers that every response has.
pub async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_embedded =
        path == "/" && request.uri().query().is_some_and(|query| query.split('&').any(|one| one == "embed=1"));
    let is_long = request.uri().to_string().len() > LONGEST_ADDRESS;
    let mut response = if is_long {
        problem(StatusCode::URI_TOO_LONG, "address too long", "an address has 8,192 bytes at most")
    } else {
        match app.guard.refusal(&path, request.headers()) {
            Some((status, detail)) => problem(status, "not allowed", detail),
            None => next.run(request).await,
        }
    };
    let embedded = OF_PAGE.replace("frame-ancestors 'none'", "frame-ancestors *");
    let policy = match (has_data(&path), is_embedded) {
        (true, _) => OF_ANSWERS,
        (false, true) => embedded.as_str(),
        (false, false) => OF_PAGE,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if !is_embedded {
        set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    }
    response
}
