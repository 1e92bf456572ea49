//! Properties of every page, for any picture.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{Edge, Node};

/// Returns the part of a page between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap().1;
    rest.split_once(to).unwrap().0
}

fn named(text: &str) -> Picture {
    let mut picture = Picture::new(text).subtitle(text).note(text);
    let a = picture.add_node(Node::company(format!("a{text}"), text).tooltip(text).emphasized());
    let b = picture.add_node(Node::person("b", text));
    picture.add_edge(Edge::new(a, b).label(text).tooltip(text).possible());
    picture
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_text_of_the_data_leaves_its_element(text in "(\\PC|</script>|<!--|\\{\\{js\\}\\}|[\\x00-\\x1f'\"<>&\u{202e}]){0,12}") {
        let plain = explorer(&named("x"), None, &PageOptions::default()).unwrap();
        let page = explorer(&named(&text), None, &PageOptions::default()).unwrap();
        for tag in ["<script", "</script", "<style", "<!--", "<meta", "<img"] {
            let count = |page: &str| page.to_lowercase().matches(tag).count();
            prop_assert_eq!(count(&page), count(&plain), "{}", tag);
        }
        let data: Value = serde_json::from_str(between(&page, "id=\"data\">", "</script>")).unwrap();
        let label = data["nodes"][0]["label"].as_str().unwrap();
        let whole = displayable(&text).replace(['\u{2028}', '\u{2029}'], " ");
        match label.strip_suffix('…') {
            Some(cut) if label.chars().count() == 91 => prop_assert!(whole.starts_with(cut)),
            _ => prop_assert_eq!(label, whole),
        }
    }
}

#[test]
fn the_policy_names_the_very_style_and_script_of_the_page() {
    let page = explorer(&named("x"), None, &PageOptions::default()).unwrap();
    let style = between(&page, "<style id=\"__________cytoscape_stylesheet\">", "</style>");
    let script = page.rsplit_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\">");
    assert!(policy.contains(&format!("style-src '{}'", digest(style))));
    assert!(policy.contains(&format!("script-src '{}'", digest(script))));
}

#[test]
fn the_page_fetches_nothing() {
    for (kind, asset) in [("style", STYLE), ("script", SCRIPT)] {
        for word in
            ["fetch(", "XMLHttpRequest", "WebSocket", "import(", "@import", "url(http", "sourceMappingURL", "</script"]
        {
            assert!(!asset.contains(word), "{kind}: {word}");
        }
    }
}

#[test]
fn every_value_of_the_template_is_filled() {
    let page = explorer(&named("x"), None, &PageOptions::default()).unwrap();
    let own = page.replace(SCRIPT, "").replace(STYLE, "");
    assert!(!own.contains("{{") && !own.contains("}}"), "a value was left empty");
}
