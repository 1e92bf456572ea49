//! The page in both formats: all that has to be on it, nothing that data could smuggle in.

use resvg::usvg::roxmltree::Document;

use super::*;
use interlocks_analysis::report::{Repeat, ReportOptions, dossier};
use interlocks_dataset::{Dataset, Inputs};
use interlocks_graph::{BoardGraph, BuildOptions};

fn founding_case() -> Dossier {
    let graph = BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), BuildOptions::default());
    let [a, b] = ["netflix", "meta"].map(|name| graph.find_company(name).unwrap());
    let repeat = Repeat::new("interlocks report x --between netflix meta", Inputs::default());
    dossier(&graph, a, b, &ReportOptions::default(), repeat)
}

const HOSTILE: &str = "<script>alert('1')</script> \"|`*_[x](javascript:1)` & \u{202e}evil\u{0} -->";

/// Two companies, a person, a source and a deal whose every text is hostile.
fn hostile() -> Dossier {
    let folder = tempfile::tempdir().unwrap();
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace('\u{0}', ""));
    let (name, two) = (cell(HOSTILE), cell(&format!("{HOSTILE}\n\n# heading\n- item\n\nשלום")));
    let write = |file: &str, text: String| std::fs::write(folder.path().join(file), text).unwrap();
    write("companies.csv", format!("id,name\nacme,{name}\nbeta,{two}\n"));
    write("people.csv", format!("id,name\nann,{two}\n"));
    write(
        "seats.csv",
        format!(
            "person,company,role,start,end,source,note\nann,acme,{name},2001,,S<1>,{name}\nann,beta,director,2002,,S<1>,\n"
        ),
    );
    write("deals.csv", format!("id,date,kind,parties,status,text,source\nd,2005,{name},acme;beta,{name},{two},S<1>\n"));
    write("sources.csv", format!("id,title,url\nS<1>,{name},\"javascript:alert(1)\"\n"));
    let graph = BoardGraph::new(Dataset::open(folder.path()).unwrap(), BuildOptions::default());
    let [a, b] = ["acme", "beta"].map(|name| graph.find_company(name).unwrap());
    dossier(&graph, a, b, &ReportOptions::default(), Repeat::new(HOSTILE, Inputs::default()))
}

/// The page as XML: ours is written so that it is that too, but for its first line and `meta`.
fn parsed(page: &str) -> String {
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let mut out = String::new();
    for line in body.lines() {
        let line = if line.starts_with("<meta ") { line.replace('>', "/>") } else { line.to_owned() };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

#[test]
fn html_is_well_formed_and_has_landmarks_headings_and_unique_ids() {
    for dossier in [founding_case(), hostile()] {
        let page = html(&dossier).unwrap();
        let text = parsed(&page);
        let document = Document::parse(&text).unwrap();
        let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        for name in ["header", "nav", "main", "footer", "h1"] {
            assert_eq!(count(name), 1, "{name}");
        }
        assert_eq!(count("h2"), 10);
        let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id stands twice");
        for link in document.descendants().filter_map(|node| node.attribute("href")) {
            match link.strip_prefix('#') {
                Some(id) => assert!(ids.contains(&id), "{link} leads nowhere"),
                None => assert!(link.starts_with("http"), "{link}"),
            }
        }
    }
}

#[test]
fn html_asks_for_nothing_and_runs_nothing() {
    for dossier in [founding_case(), hostile()] {
        let page = html(&dossier).unwrap();
        let text = parsed(&page);
        let document = Document::parse(&text).unwrap();
        for node in document.descendants().filter(roxmltree_element) {
            let name = node.tag_name().name();
            assert!(!["script", "link", "img", "iframe", "object", "form", "base"].contains(&name), "{name}");
            for attribute in node.attributes() {
                assert!(
                    !attribute.name().starts_with("on") && attribute.name() != "src" && attribute.name() != "style"
                );
            }
        }
        assert!(page.contains("default-src 'none'; style-src 'sha256-"));
        assert!(!page.contains("style-src 'unsafe-inline'"));
    }
}

fn roxmltree_element(node: &resvg::usvg::roxmltree::Node<'_, '_>) -> bool {
    node.is_element()
}

#[test]
fn hostile_text_means_nothing_in_html() {
    let page = html(&hostile()).unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
    assert!(!page.contains('\u{202e}') && !page.contains('\u{0}'));
    assert!(!page.contains("href=\"javascript"));
    assert!(page.contains("<bdi>"));
}

#[test]
fn hostile_text_means_nothing_in_markdown() {
    let page = markdown(&hostile()).unwrap();
    assert!(!page.contains('\u{202e}') && !page.contains('\u{0}'));
    let mut fenced = false;
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // No heading, list or HTML of the data: newlines in it are gone and its signs are escaped.
        assert!(!line.starts_with("# heading") && !line.starts_with("- item"), "{line}");
        let bare = line.replace("\\\\", "").replace("\\<", "").replace("\\`", "").replace("\\|", "").replace("\\[", "");
        assert!(!bare.contains("<script") && !bare.contains("[x"), "{line}");
        if line.starts_with("| ") {
            let columns = bare.matches('|').count();
            assert!([4, 6, 7, 9, 10].contains(&columns), "{columns} in {line}");
        }
    }
    assert!(!fenced);
}

#[test]
fn both_formats_have_all_of_the_founding_case() {
    let dossier = founding_case();
    let (page, text) = (html(&dossier).unwrap(), markdown(&dossier).unwrap());
    for words in [
        "Netflix, Inc. and Meta Platforms, Inc.",
        "2024-12-31",
        "Reed Hastings",
        "fb-nflx-inbox-api-claim",
        "alleged-in-press",
        "appointment window",
        "shared director",
        "To check:",
        "SEED24",
        "Events in order of time",
        "Path 1",
        "not an accusation",
        "interlocks report x --between netflix meta",
        env!("CARGO_PKG_VERSION"),
        "standard input",
    ] {
        assert!(page.contains(words), "HTML lacks {words}");
        assert!(text.contains(words), "Markdown lacks {words}");
    }
    for answers in &dossier.findings {
        assert!(page.contains(&crate::svg::xml::escape(&answers.explanation.shows.join(" "))));
    }
    assert_eq!(page.matches("<svg ").count(), 1 + dossier.paths.len());
    assert!(!text.contains("<svg"));
}

#[test]
fn only_addresses_of_the_web_become_links() {
    assert!(is_web_address("https://example.org/a?b=c&d=e#f"));
    for address in ["javascript:alert(1)", "https://a b", "http://x\"y", "ftp://x", "", "https://é", "https://x>y"] {
        assert!(!is_web_address(address), "{address}");
    }
}
