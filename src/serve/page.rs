//! The files of the page, which the binary embeds.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::problem;

/// A file of the page: its name, media type and contents.
type File = (&'static str, &'static str, &'static [u8]);

const INDEX: &[u8] = include_bytes!("page/index.html");
const FILES: [File; 2] = [
    ("page.js", "text/javascript; charset=utf-8", include_bytes!("page/page.js")),
    ("page.css", "text/css; charset=utf-8", include_bytes!("page/page.css")),
];

fn sent(media: &'static str, contents: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, contents).into_response()
}

/// Sends the page.
pub async fn index() -> Response {
    sent("text/html; charset=utf-8", INDEX)
}

/// Sends a file of the page.
pub async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(of, ..)| *of == name) {
        Some((_, media, contents)) => sent(media, contents),
        None => problem::not_found("the page has no such file"),
    }
}
