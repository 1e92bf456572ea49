//! The words of two reports, compared line by line.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::output::{Column, Row, Tabular};

/// A line that only one of two reports has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Differing {
    /// `added` if only the new report has it, `removed` if only the old one has it.
    #[schemars(extend("enum" = ["added", "removed"]))]
    pub change: &'static str,
    /// The title of its section.
    pub section: String,
    /// The words of the line.
    pub text: String,
}

impl Tabular for Differing {
    const COLUMNS: &'static [Column] =
        &[Column::left("change"), Column::left("section"), Column::left("text").essential()];

    fn fields(&self, row: &mut Row<'_>) {
        row.text(self.change);
        row.text(&self.section);
        row.text(&self.text);
    }
}

/// The words of a report, line by line, each with the title of its section.
pub struct Lines(Vec<(String, String)>);

/// The section on how the page was made, which names paths and checksums.
const REPEAT: &str = "How to make this page again";

impl Lines {
    /// Returns the lines of a page in HTML or Markdown, without markup, and if wanted those on how it was made.
    pub fn of_page(text: &str, with_repeat: bool) -> Lines {
        let (mut section, mut lines) = (String::new(), Vec::new());
        for line in text.lines() {
            let words = without_markup(line);
            if line.starts_with("<h2") || line.starts_with("## ") {
                words.trim_start_matches("## ").clone_into(&mut section);
            }
            if !words.is_empty() && (with_repeat || section != REPEAT) {
                lines.push((section.clone(), words));
            }
        }
        Lines(lines)
    }

    /// Returns the values of a report in JSON.
    pub fn of_json(text: &str, with_repeat: bool) -> Lines {
        let document: Value = serde_json::from_str(text).unwrap_or_default();
        Lines::of_results(&document["results"], with_repeat)
    }

    /// Returns the values of a report in JSON, each with the path of its keys.
    pub fn of_results(results: &Value, with_repeat: bool) -> Lines {
        fn walk(section: &str, path: &str, value: &Value, lines: &mut Vec<(String, String)>) {
            match value {
                Value::Object(object) => {
                    object.iter().for_each(|(key, value)| walk(section, &format!("{path}.{key}"), value, lines));
                }
                Value::Array(list) => {
                    let item = |(at, value)| walk(section, &format!("{path}[{at}]"), value, lines);
                    list.iter().enumerate().for_each(item);
                }
                other => lines.push((section.to_owned(), format!("{path} {other}"))),
            }
        }
        let mut lines = Vec::new();
        for (key, value) in results.as_object().into_iter().flatten().filter(|(key, _)| with_repeat || *key != "repeat")
        {
            walk(key, key, value, &mut lines);
        }
        Lines(lines)
    }

    /// Leaves out the name of data with which the places of rows begin.
    pub fn without_data(&mut self, name: &str) {
        let name = name.trim_end_matches('/');
        if !name.is_empty() {
            for (_, text) in &mut self.0 {
                *text = text.replace(&format!("{name}/"), "").replace(&format!("{name}:"), ":");
            }
        }
    }

    /// Returns the lines that only one of two reports has, those of the old one first.
    pub fn differs(&self, new: &Lines) -> Vec<Differing> {
        let only = |these: &Lines, others: &Lines, change: &'static str| {
            let mut left: BTreeMap<(String, String), usize> = BTreeMap::new();
            others.0.iter().for_each(|line| *left.entry(line.clone()).or_default() += 1);
            let mut rows = Vec::new();
            for line in &these.0 {
                match left.get_mut(line) {
                    Some(count) if *count > 0 => *count -= 1,
                    _ => rows.push(Differing { change, section: line.0.clone(), text: line.1.clone() }),
                }
            }
            rows
        };
        let mut differs = only(self, new, "removed");
        differs.extend(only(new, self, "added"));
        differs
    }
}

/// Returns a line without tags and with its entities read, in single spaces.
fn without_markup(line: &str) -> String {
    let mut words = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let end = tag.find('>').filter(|_| is_tag);
        words.push_str(before);
        match end {
            Some(end) => {
                words.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                words.push('<');
                rest = &tag[1..];
            }
        }
    }
    words.push_str(rest);
    let words = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(words, |words, (entity, sign)| words.replace(entity, sign));
    words.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_compared_without_markup_and_with_their_section() {
        let old = Lines::of_page(
            "<h2 id=\"a\">Deals</h2>\n<td>a &amp; b &lt; c</td><td>x</td>\n<p>same</p>\n<p>same</p>\n",
            true,
        );
        assert_eq!(old.0[1], ("Deals".to_owned(), "a & b < c x".to_owned()));
        let new = Lines::of_page("<h2>Deals</h2>\n<p>same</p>\n<p>1 < 2</p>\n", true);
        let differs = old.differs(&new);
        let told: Vec<(&str, &str)> = differs.iter().map(|row| (row.change, row.text.as_str())).collect();
        assert_eq!(told, [("removed", "a & b < c x"), ("removed", "same"), ("added", "1 < 2")]);
        assert!(old.differs(&old).is_empty());
    }
}
