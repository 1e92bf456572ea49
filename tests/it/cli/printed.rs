//! The printed output, compared with reviewed files: the help of every command, a table of every command in a pipe and
//! on a terminal, and the main error messages.
//!
//! `INSTA_UPDATE=always cargo test --test it printed` writes the files in `snapshots/`; review them with `git diff`.

use super::{BOARDS, interlocks, on_terminal, ran};

const WOMEN: &str = "datasets/southern-women";

#[test]
fn the_help_of_every_command() {
    let (_, help, _) = ran(&["--help"]);
    insta::assert_snapshot!("help", help);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), 33, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        let (code, long, _) = ran(&[name, "--help"]);
        assert_eq!(code, 0);
        let (_, short, _) = ran(&[name, "-h"]);
        insta::assert_snapshot!(format!("help_{name}"), format!("{short}\n\n{}\n\n{long}", "=".repeat(100)));
    }
}

/// A question for each command with a table.
fn questions() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("check", vec!["check", BOARDS]),
        ("show", vec!["show", BOARDS, "charter"]),
        ("pairs", vec!["pairs", BOARDS, "--top", "5"]),
        ("people", vec!["people", BOARDS, "--min", "4"]),
        ("path", vec!["path", BOARDS, "netflix", "meta", "-k", "2"]),
        ("conflicts", vec!["conflicts", BOARDS, "--between", "netflix", "meta", "--min-severity", "high"]),
        ("conflicts_each_rule", vec!["conflicts", BOARDS, "--deal", "fb-nflx-titan-api", "--each-rule"]),
        ("conflicts_explain", vec!["conflicts", BOARDS, "--deal", "orcl-netsuite", "--explain"]),
        ("screen", vec!["screen", BOARDS, "clayton8", "--company", "nextdoor", "--at", "2023-06-01"]),
        ("screen_count", vec!["screen", BOARDS, "clayton8", "cross-directorship", "--at", "2012", "--count"]),
        ("settle", vec!["settle", BOARDS, "--deal", "google-uber-invest"]),
        ("stats", vec!["stats", WOMEN, "--undated", "--only", "companies"]),
        ("rank", vec!["rank", BOARDS, "--by", "betweenness", "--at", "2013-08", "--top", "5"]),
        ("groups", vec!["groups", WOMEN, "--undated", "--by", "slices", "--of", "people", "--min", "4"]),
        ("backbone", vec!["backbone", WOMEN, "--undated", "--of", "people", "--alpha", "0.01"]),
        ("trend", vec!["trend", BOARDS, "--every", "year", "--during", "2008..2016"]),
        (
            "panel",
            vec!["panel", "docs/examples/rules.json", "--by", "degree,core", "--bounds", "--during", "2019..2022"],
        ),
        ("windows", vec!["windows", BOARDS, "--company", "meta", "--permutations", "99"]),
        (
            "watch",
            vec![
                "watch",
                BOARDS,
                "--list",
                "docs/examples/follow.txt",
                "--min-severity",
                "high",
                "--screen",
                "clayton8",
            ],
        ),
        ("whatif", vec!["whatif", BOARDS, "--appoint", "reed hastings@disney", "--screen", "clayton8"]),
        ("diff", vec!["diff", WOMEN, WOMEN]),
        ("resolve", vec!["resolve", "docs/examples/records"]),
        ("resolve_explain", vec!["resolve", "docs/examples/records", "--band", "merge", "--explain"]),
    ]
}

#[test]
fn a_table_of_every_command_in_a_pipe() {
    for (name, args) in questions() {
        let (code, table, message) = ran(&args);
        assert_eq!(code, 0, "{name}: {message}");
        insta::assert_snapshot!(format!("pipe_{name}"), table);
    }
}

#[test]
#[cfg(unix)]
fn a_table_of_every_command_on_a_terminal_of_80_columns() {
    for (name, args) in questions() {
        let table = on_terminal(&[&args[..], &["--color", "never"]].concat(), 80);
        insta::assert_snapshot!(format!("terminal_{name}"), table);
    }
}

#[test]
#[cfg(unix)]
fn no_line_is_wider_than_the_terminal() {
    for (name, args) in questions() {
        for columns in [40, 60, 120, 200] {
            let table = on_terminal(&[&args[..], &["--color", "never"]].concat(), columns);
            for line in table.lines() {
                assert!(line.chars().count() <= usize::from(columns), "{name} at {columns}: {line}");
            }
        }
    }
    // COLUMNS wins, and headings are bold on a terminal.
    let mut command = super::terminal_command(&["people", BOARDS, "--min", "4"]);
    command.env("COLUMNS", "50");
    let table = super::output_on_terminal(command, 120);
    assert!(table.starts_with("\u{1b}[1mname"), "{table}");
    assert!(table.lines().skip(1).all(|line| line.chars().count() <= 50), "{table}");
}

#[test]
fn a_pipe_has_one_line_per_row_whatever_the_terminal() {
    let output = interlocks(&["pairs", BOARDS]).env("COLUMNS", "40").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), ran(&["pairs", BOARDS]).1);
}

#[test]
fn the_main_error_messages() {
    let mut shown = String::new();
    for args in [
        &["nonsense"][..],
        &["pairs", "no/such/folder"],
        &["pairs", BOARDS, "--weigth", "days"],
        &["pairs", BOARDS, "--kind", "cousins"],
        &["pairs", BOARDS, "--from", "excel"],
        &["pairs", BOARDS, "--during", "2013..2011"],
        &["pairs", BOARDS, "--at", "soon"],
        &["show", BOARDS, "netflx"],
        &["show", BOARDS, "brad smith"],
        &["conflicts", BOARDS, "--between", "meta", "company:meta"],
        &["conflicts", BOARDS, "--deal", "netsuite"],
        &["conflicts", BOARDS, "--deal", "nothing like it"],
        &["path", BOARDS, "netflix"],
        &["path", BOARDS, "--between", "apple,apple"],
        &["path", BOARDS, "netflix", "meta", "--only", "wizardry"],
        &["render", BOARDS, "--ego", "meta"],
        &["render", BOARDS, "--ego", "meta", "-o", "x.bmp"],
        &["render", BOARDS, "--path", "netflix", "skillsoft", "-o", "x.svg"],
        &["build", BOARDS],
        &["convert", BOARDS, "x.docx"],
        &["groups", BOARDS, "--by", "leiden", "--min", "3"],
        &["trend", BOARDS, "--at", "2011"],
        &["whatif", BOARDS],
        &["report", BOARDS, "--between", "meta", "netflix", "-f", "csv"],
        &["screen", BOARDS, "clayton9"],
    ] {
        let (code, _, message) = ran(args);
        shown += &format!("$ interlocks {}\n{message}[exit code {code}]\n\n", args.join(" "));
    }
    insta::assert_snapshot!("messages", shown);
}

#[test]
fn escape_sequences_in_data_do_not_reach_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seats.csv");
    let path = file.to_str().unwrap();
    // In the header, in a cell that is not a date, in a name that is looked up, in an id.
    std::fs::write(&file, "person,comp\u{1b}]0;owned\u{7}any\nann,acme\n").unwrap();
    let header = ran(&["pairs", path]);
    std::fs::write(&file, "person,company,start\nann,acme,2001\nbob,acme,\u{1b}[2Jsoon\u{9b}31m\n").unwrap();
    let cell = ran(&["pairs", path]);
    std::fs::write(&file, "person,company\na1,ac\u{1b}[31mme\na2,ac\u{1b}[32mme\n").unwrap();
    let name = ran(&["show", path, "company:ac"]);
    for (what, (_, _, message)) in [("header", header), ("cell", cell), ("name", name)] {
        assert!(message.starts_with("interlocks: "), "{what}: {message:?}");
        assert!(message.chars().all(|c| c == '\n' || !c.is_control()), "{what}: {message:?}");
    }
}
