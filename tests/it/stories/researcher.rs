//! A researcher computes figures of a network, compares them with the literature, and goes on in another program.

use super::rows;
use crate::cli::ran;

const WOMEN: &str = "datasets/southern-women";

#[test]
fn published_figures_come_out() {
    let stats = &rows(&["stats", WOMEN, "--undated"])[0];
    // Opsahl 2013, table 2, to the digits printed there.
    let clustering = stats["two_mode"]["opsahl"]["people"].as_f64().unwrap();
    assert!((clustering - 0.7718968).abs() < 1e-7, "{clustering}");
    assert_eq!(stats["two_mode"]["seats"], 89);
}

#[test]
fn a_table_for_statistics_has_a_row_for_each_node() {
    let (code, csv, message) = ran(&["rank", WOMEN, "--undated", "--of", "people", "--by", "betweenness", "-f", "csv"]);
    assert_eq!(code, 0, "{message}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert!(reader.headers().unwrap().iter().any(|column| column == "value"));
    assert_eq!(reader.records().map(Result::unwrap).count(), 18);
}

#[test]
fn the_network_goes_on_to_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("women.graphml");
    let (code, _, message) = ran(&["convert", WOMEN, path.to_str().unwrap(), "--of", "people", "--undated"]);
    assert_eq!(code, 0, "{message}");
    let xml = std::fs::read_to_string(path).unwrap();
    let edges = xml.matches("<edge ").count();
    // Davis, Gardner and Gardner: 139 pairs of women met at some event.
    assert_eq!((xml.matches("<node ").count(), edges), (18, 139));
}
