//! The pages keep their word: every example in them is run, every generated part is made anew.
//!
//! With `UPDATE_PAGES=1` the tests write what they would compare.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use interlocks::dataset::{COLUMNS, Table};
use interlocks::screens::Screen;

/// Every page of the documentation.
fn pages() -> Vec<PathBuf> {
    let folders = [".", "docs", "docs/rules", "docs/formats", "docs/decisions", "tests"];
    let folders = folders.map(|folder| std::fs::read_dir(folder).unwrap());
    let mut pages: Vec<PathBuf> = folders.into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.sort();
    pages
}

/// Returns the output of a shell for a command line, with the binary under test as `interlocks`.
fn printed(line: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_interlocks"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh").args(["-c", &format!("{line} 2>&1")]).env("PATH", path).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A page with the output of every `console` block made anew. A last line `…` in a block says
/// that only the beginning is shown.
fn played(page: &str) -> String {
    let mut made = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        made += line;
        made.push('\n');
        if line != "```console" {
            continue;
        }
        while let Some(command) = lines.next_if(|line| *line != "```") {
            let Some(run) = command.strip_prefix("$ ") else { panic!("a block begins with $: {command}") };
            let mut shown = Vec::new();
            while let Some(line) = lines.next_if(|line| *line != "```" && !line.starts_with("$ ")) {
                shown.push(line);
            }
            let text = printed(run);
            let text: Vec<&str> = text.lines().collect();
            let kept =
                if shown.last() == Some(&"…") { &text[..(shown.len() - 1).min(text.len())] } else { &text[..] };
            writeln!(made, "{command}").unwrap();
            for line in kept {
                writeln!(made, "{line}").unwrap();
            }
            if kept.len() < text.len() {
                made += "…\n";
            }
        }
    }
    made
}

fn agrees(path: &Path, page: &str, made: &str) {
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(path, made).unwrap();
    } else {
        assert!(page == made, "{} is out of step; UPDATE_PAGES=1 cargo test --test it writes it", path.display());
    }
}

#[test]
#[cfg(unix)]
fn every_example_prints_what_the_pages_show() {
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        agrees(&path, &page, &played(&page));
    }
}

#[test]
fn the_column_names_are_those_of_the_code() {
    let path = Path::new("docs/data-format.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- columns: made from the code -->\n", "<!-- end of columns -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let mut made = format!("{before}{begin}");
    for table in Table::ALL {
        write!(made, "\n### {}.csv\n\n| column | also read as |\n|---|---|\n", table.name()).unwrap();
        for column in COLUMNS.iter().filter(|column| column.tables.contains(&table)) {
            let others: Vec<String> = column.names[1..].iter().map(|name| format!("`{name}`")).collect();
            writeln!(made, "| `{}` | {} |", column.names[0], others.join(", ")).unwrap();
        }
    }
    write!(made, "\n{end}{after}").unwrap();
    agrees(path, &page, &made);
}

#[test]
fn every_rule_has_a_page_that_says_it_is_no_advice() {
    for screen in Screen::ALL {
        let path = Path::new("docs/rules").join(format!("{}.md", screen.as_str()));
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(page.starts_with("*Not legal advice.*\n"), "{}", path.display());
    }
}

#[test]
fn no_link_between_pages_is_broken() {
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") {
                let full = path.parent().unwrap().join(target);
                assert!(full.exists(), "{}: {link}", path.display());
            }
        }
    }
}
