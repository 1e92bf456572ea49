//! The programs in `examples/` print what they should.

#[path = "../../examples/conflicts_of_a_case.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod conflicts_of_a_case;
#[path = "../../examples/custom_rule.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod custom_rule;
#[path = "../../examples/interlocks_of_a_csv.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod interlocks_of_a_csv;
#[path = "../../examples/own_algorithm.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod own_algorithm;
#[path = "../../examples/picture.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod picture;

use std::io::Write;

use interlocks::Error;

fn printed(run: fn(&mut dyn Write) -> Result<(), Error>) -> String {
    let mut out = Vec::new();
    run(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn findings_name_their_rows() {
    let text = printed(conflicts_of_a_case::run);
    assert!(text.starts_with("high, executive-on-board: Reed Hastings "), "{text}");
    assert!(text.contains("    datasets/bigtech-boards/seats.csv:"), "{text}");
}

#[test]
fn a_spreadsheet_has_interlocks() {
    assert_eq!(
        printed(interlocks_of_a_csv::run),
        "Acme and Beta certainly shared Ann Lee\nAcme and Gamma certainly shared Bo Ray\n"
    );
}

#[test]
fn algorithms_of_petgraph_run_on_boards() {
    let text = printed(own_algorithm::run);
    assert!(text.contains("\ndirectors of Netflix, Inc.: "), "{text}");
}

#[test]
fn a_picture_is_drawn() {
    let text = printed(picture::run);
    assert!(text.starts_with("<svg") && text.contains("Reed Hastings"));
}

#[test]
fn a_rule_of_ones_own_finds_the_founding_case() {
    let text = printed(custom_rule::run);
    assert!(
        text.contains("certain: Reed Hastings, chief executive of Netflix, Inc., director of Meta Platforms, Inc."),
        "{text}"
    );
}
