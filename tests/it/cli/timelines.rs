//! `render --timeline`: who sat where when, and what happened meanwhile.

use super::{BOARDS, ran};

/// The timeline as SVG.
fn drawn(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let out = folder.path().join("timeline.svg").to_str().unwrap().to_owned();
    let (code, printed, message) = ran(&[&["render", BOARDS, "--timeline"], arguments, &["-o", &out]].concat());
    assert_eq!((code, printed, message), (0, String::new(), format!("interlocks: wrote {out}\n")), "{arguments:?}");
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn the_founding_case_is_seen_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let page = drawn(&folder, &["netflix", "meta"]);
    for part in [
        "Timeline of Netflix, Inc. and Meta Platforms, Inc.",
        "Reed Hastings",
        "data sharing",
        "at both at the same time",
        "alleged or reported",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("the table of events below"), "there is no page around it");
    assert_eq!(page, drawn(&folder, &["netflix", "meta", "--threads", "1"]));
}

#[test]
fn one_person_and_one_company_have_lanes_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let person = drawn(&folder, &["reed-hastings"]);
    for part in ["Timeline of Reed Hastings", "Microsoft Corporation", "on the board", "another role"] {
        assert!(person.contains(part), "{part}");
    }
    let company = drawn(&folder, &["meta"]);
    assert!(company.contains("Sheryl Sandberg") && company.contains("data sharing: Netflix<"));
    // A clock leaves out who was not there.
    let then = drawn(&folder, &["meta", "--at", "2006-06"]);
    assert!(then.contains("Peter Thiel") && !then.contains("Sheryl Sandberg"));
    assert!(drawn(&folder, &["meta", "--width", "1600"]).contains("width=\"1600"));
}

#[test]
fn a_timeline_is_an_image_too_and_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let image = file("x.png");
    assert_eq!(ran(&["render", BOARDS, "--timeline", "meta", "-o", &image, "--scale", "0.5"]).0, 0);
    assert!(std::fs::read(&image).unwrap().starts_with(b"\x89PNG"));
    for (arguments, part) in [
        (&["--timeline", "meta", "-o", &file("x.dot")][..], "a timeline can only be .svg, .png or .pdf"),
        (&["--timeline", "meta", "--undated", "-o", &file("x.svg")], "leave --undated out"),
        (&["--timeline", "meta", "--pairs", "-o", &file("x.svg")], "cannot be used with"),
        (&["--timeline", "reed-hastings", "meta", "-o", &file("x.svg")], "reed-hastings"),
    ] {
        let (code, _, message) = ran(&[&["render", BOARDS], arguments].concat());
        assert!(code == 2 && message.contains(part), "{arguments:?}: {code} {message}");
    }
}
