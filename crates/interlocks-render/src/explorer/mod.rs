//! One HTML file to explore a picture: to zoom, search, focus, and move through time.
//!
//! The page needs no server: styles, script and data are in the file, its content-security policy allows only these, and
//! nothing is fetched. The script is in `web/`, built by `web/build` from the sources there and from a library pinned by
//! a lock file. Texts of the data reach the page only as JSON.

mod data;

#[cfg(test)]
mod tests;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use self::data::Data;
use super::error::RenderError;
use super::layout::lay_out;
use super::picture::Picture;
use super::svg::PageOptions;
use super::svg::xml::escape;
use super::text::displayable;
use super::timeline::{Timeline, TimelineOptions, timeline_svg};

const TEMPLATE: &str = include_str!("web/template.html");
const STYLE: &str = include_str!("web/explorer.css");
const SCRIPT: &str = include_str!("web/explorer.js");

/// Writes the picture as an HTML page to explore, with a timeline if one is given.
///
/// ```
/// use interlocks_render::{Edge, Node, PageOptions, Picture, explorer};
/// let mut picture = Picture::new("Two boards, one chair");
/// let netflix = picture.add_node(Node::company("netflix", "Netflix"));
/// let hastings = picture.add_node(Node::person("hastings", "Reed Hastings"));
/// picture.add_edge(Edge::new(hastings, netflix));
/// let page = explorer(&picture, None, &PageOptions::default())?;
/// assert!(page.starts_with("<!doctype html>") && page.contains("default-src 'none'"));
/// # Ok::<(), interlocks_render::RenderError>(())
/// ```
///
/// # Errors
/// Returns an error if the picture cannot be laid out.
pub fn explorer(picture: &Picture, timeline: Option<&Timeline>, options: &PageOptions) -> Result<String, RenderError> {
    let layout = lay_out(picture, &options.layout)?;
    let data = serde_json::to_string(&Data::new(picture, &layout, options.theme))
        .map_err(|error| RenderError::Html(error.to_string()))?;
    let drawn = match timeline {
        Some(timeline) => {
            timeline_svg(timeline, &TimelineOptions { theme: options.theme, ..TimelineOptions::default() })?
        }
        None => None,
    };
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data: blob:; base-uri 'none'; form-action 'none'",
        digest(SCRIPT),
        digest(STYLE),
    );
    Ok(filled(|name| match name {
        "title" => escape(&displayable(&picture.title)),
        "csp" => escape(&policy).replace("&#39;", "'"),
        "css" => STYLE.to_owned(),
        "js" => SCRIPT.to_owned(),
        "theme" => options.theme.as_str().to_owned(),
        "timeline" => drawn.clone().unwrap_or_default(),
        // Only `<` could end the script element or begin another.
        "data" => data.replace('<', "\\u003c").replace(['\u{2028}', '\u{2029}'], " "),
        _ => String::new(),
    }))
}

/// The template with a value for each `{{name}}`. Values are not searched for further names.
fn filled(value: impl Fn(&str) -> String) -> String {
    let mut parts = TEMPLATE.split("{{");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or(("", part));
        page.push_str(&value(name));
        page.push_str(rest);
    }
    page
}

/// The hash source of an inline element in a content-security policy.
fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
