use proptest::prelude::*;

use super::*;
use crate::picture::Class;

/// Returns `true` if a label has no quote, bracket, bar, tag or directive.
fn is_label(text: &str) -> bool {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c == '#' {
            let Some(end) = rest.find(';') else { return false };
            if end < 2 || !rest[1..end].chars().all(|c| c.is_ascii_alphanumeric()) {
                return false;
            }
            end + 1
        } else if c.is_control() || (c.is_ascii_punctuation() && !",.()-'".contains(c)) {
            return false;
        } else {
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    !text.is_empty()
}

fn number(text: &str, letter: char) -> bool {
    text.strip_prefix(letter).is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

fn is_between(text: &str, begin: &str, end: &str) -> bool {
    text.strip_prefix(begin).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_label)
}

fn is_node(line: &str) -> bool {
    let Some(at) = line.find(['(', '[']) else { return false };
    number(&line[..at], 'n') && (is_between(&line[at..], "[\"", "\"]") || is_between(&line[at..], "([\"", "\"])"))
}

fn is_edge(line: &str) -> bool {
    let Some((from, rest)) = line.split_once(' ') else { return false };
    let Some((middle, to)) = rest.rsplit_once(' ') else { return false };
    let plain = ["-.->", "-.-", "---", "-->"].into_iter().find_map(|line| middle.strip_prefix(line));
    number(from, 'n') && number(to, 'n') && plain.is_some_and(|text| text.is_empty() || is_between(text, "|\"", "\"|"))
}

fn is_style(line: &str) -> bool {
    let words = ["classDef ", "class ", "linkStyle "];
    words.iter().any(|word| line.starts_with(word))
        && line.chars().all(|c| c.is_ascii_alphanumeric() || " ,:#.-".contains(c))
}

fn is_other(line: &str) -> bool {
    let subgraph = line
        .strip_prefix("subgraph ")
        .and_then(|rest| rest.split_once('['))
        .is_some_and(|(name, text)| number(name, 'g') && is_between(text, "\"", "\"]"));
    let comment = line.strip_prefix("%% ").is_some_and(|text| !text.contains(['%', '{', '}', '<', '"']));
    let link = line.strip_prefix("click ").and_then(|rest| rest.split_once(' ')).is_some_and(|(node, link)| {
        let address = link.strip_prefix("href \"http").and_then(|l| l.strip_suffix("\" _blank"));
        number(node, 'n') && address.is_some_and(|a| a.chars().all(|c| c.is_ascii_graphic() && !"\"<>{};".contains(c)))
    });
    matches!(line, "end" | "flowchart LR" | "flowchart TB") || subgraph || comment || link
}

fn hostile(texts: &[String], ties: &[(usize, usize, bool, bool)]) -> Picture {
    let text = |at: usize| texts[at % texts.len()].clone();
    let mut picture = Picture::new(text(0)).subtitle(text(1)).note(text(2)).note(text(3));
    picture.node_classes = (0..2).map(|at| Class::new(text(at))).collect();
    picture.groups = vec![text(2), text(3)];
    for at in 0..6 {
        let label = text(at);
        let node =
            if at % 2 == 0 { Node::company(format!("{at}"), label) } else { Node::person(format!("{at}"), label) };
        picture.add_node(Node {
            group: (at % 3).checked_sub(1),
            rank: (at > 3).then_some(at),
            url: Some(format!("https://a.b/{}", text(at))),
            emphasis: at == 1,
            dimmed: at == 2,
            class: at % 3,
            ..node
        });
    }
    for (at, &(from, to, directed, possible)) in ties.iter().enumerate() {
        let label = (at % 3 > 0).then(|| text(at));
        picture.add_edge(Edge { directed, possible, label, weight: at as f64, ..Edge::new(from % 6, to % 6) });
    }
    picture
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn no_text_breaks_out_of_its_label(
        texts in prop::collection::vec("(\\PC|[\\x00-\\x1f\\\\\"'<>&;#%{}|`\\[\\]()]|end|%%\\{init|---|\u{202e}|\u{fffe}|&lt;|1\\. ){0,12}", 4..7),
        ties in prop::collection::vec((0usize..6, 0usize..6, any::<bool>(), any::<bool>()), 0..12),
    ) {
        let picture = hostile(&texts, &ties);
        let text = mermaid(&picture).unwrap();
        let mut lines = text.lines().peekable();
        if lines.next_if_eq(&"---").is_some() {
            let title = lines.next().unwrap();
            let quoted = title.strip_prefix("title: \"").and_then(|t| t.strip_suffix('"'));
            prop_assert!(quoted.is_some_and(|t| !t.contains(['"', '<', '{', '#', '%'])), "{title}");
            prop_assert_eq!(lines.next(), Some("---"));
        }
        let lines: Vec<&str> = lines.map(str::trim_start).collect();
        for line in &lines {
            let kinds = [is_node(line), is_edge(line), is_style(line), is_other(line)];
            prop_assert_eq!(kinds.iter().filter(|kind| **kind).count(), 1, "{}", line);
        }
        prop_assert_eq!(lines.iter().filter(|line| is_node(line)).count(), 6);
        prop_assert_eq!(lines.iter().filter(|line| is_edge(line)).count(), ties.len());
        prop_assert!(lines.first().is_some_and(|line| line.starts_with("flowchart")));
    }
}

#[test]
fn lists_of_markdown_do_not_begin_in_a_name() {
    assert_eq!(label("1. FC Köln"), "1#46; FC Köln");
    assert_eq!(label("- x"), "#45; x");
    assert_eq!(label("3.14 a-b"), "3#46;14 a-b");
    assert_eq!(label(" \u{0}"), " ");
}

#[test]
fn a_large_picture_is_refused_with_what_to_do() {
    let mut picture = Picture::new("t");
    for at in 0..=MOST_NODES {
        picture.add_node(Node::company(format!("{at}"), "x"));
    }
    let error = mermaid(&picture).unwrap_err().to_string();
    assert!(error.contains("201 nodes") && error.contains("--max-nodes") && error.contains(".svg"), "{error}");
    picture.nodes.pop();
    assert!(mermaid(&picture).is_ok());
    picture.edges = (0..=MOST_EDGES).map(|_| Edge::new(0, 1)).collect();
    assert!(matches!(mermaid(&picture), Err(RenderError::TooLargeForMermaid { edges: 401, .. })));
    picture.edges.clear();
    picture.nodes[0].label = "x".repeat(MOST_CHARACTERS);
    assert!(matches!(mermaid(&picture), Err(RenderError::TooLargeForMermaid { .. })));
}
