//! `--plot`: answers as plots.

use std::path::Path;

use super::{BOARDS, ran};

/// The commands that have plots.
const COMMANDS: [&[&str]; 5] = [
    &["stats", BOARDS, "--at", "2013-08"],
    &["trend", BOARDS, "--every", "year"],
    &["trend", BOARDS, "--spells"],
    &["trend", BOARDS, "--broken"],
    &["rank", BOARDS, "--by", "degree"],
];

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_plot_is_written_beside_the_answer_and_does_not_change_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plot.svg");
    for command in COMMANDS {
        let (code, out, message) = ran(&[command, &["--plot", text(&file)]].concat());
        assert_eq!(code, 0, "{message}");
        assert_eq!(out, ran(command).1);
        let page = std::fs::read_to_string(&file).unwrap();
        assert!(page.starts_with("<svg") && page.ends_with("</svg>\n"), "{command:?}");
        assert!(page.contains("<title>") && page.contains("<desc>") && page.contains("</text>"), "{command:?}");
        assert!(page.contains("2024-12-31"), "{command:?} says what day the data describes");
        // The file is written anew, whole, and the same for any number of threads.
        assert_eq!(ran(&[command, &["--plot", text(&file), "--threads", "1"]].concat()).0, 0);
        assert_eq!(page, std::fs::read_to_string(&file).unwrap());
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_certain_and_what_is_possible_stand_beside_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plot.svg");
    for command in [COMMANDS[0], COMMANDS[1]] {
        ran(&[command, &["--plot", text(&file)]].concat());
        let page = std::fs::read_to_string(&file).unwrap();
        assert!(page.contains(" certain\">") && page.contains(" possible\">") && page.contains("stroke-dasharray"));
        ran(&[command, &["--certain", "--plot", text(&file)]].concat());
        let page = std::fs::read_to_string(&file).unwrap();
        assert!(!page.contains(" possible\">") && page.contains("for every choice of days"));
    }
}

#[test]
fn a_plot_is_an_image_where_the_ending_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plot.png");
    assert_eq!(ran(&["stats", BOARDS, "--only", "companies", "--plot", text(&file)]).0, 0);
    assert!(std::fs::read(&file).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_plot_needs_a_place_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let answer = folder.path().join("answer.svg");
    for (args, said) in [
        (vec!["--plot", "plot.gif"], "use .svg, .png or .pdf"),
        (vec!["--plot", "plot.dot"], "plots can only be .svg, .png or .pdf"),
        (vec!["--plot", "-"], "both go to standard output"),
        (vec!["--plot", "-", "-o", "-"], "both go to standard output"),
        (vec!["--plot", text(&answer), "-o", text(&answer)], "need different files"),
    ] {
        let (code, out, message) = ran(&[&["stats", BOARDS], &args[..]].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?} {message}");
        assert!(message.contains(said), "{args:?} {message}");
    }
    assert!(!answer.exists());
    let answer = folder.path().join("answer.json");
    let (code, out, _) = ran(&["stats", BOARDS, "--plot", "-", "-o", text(&answer)]);
    assert_eq!(code, 0);
    assert!(out.starts_with("<svg") && answer.exists());
}
