//! A journalist has a spreadsheet of seats and a list of deals, and wants to know who stood on both sides.

use super::{file, rows};
use crate::cli::ran;

const SEATS: &str = "Director;Company;Role;From;To
Ann Lee;Hafenbank;Chief Executive;2004-05;
Ann Lee;Nordwerft;Director;2009;2013-06-30
Bo Ray;Nordwerft;Chair;2008-01-01;
";
const DEALS: &str = "id;date;kind;parties;status
credit-line;2010-03-15;credit;\"Hafenbank;Nordwerft\";reported
early-loan;2009;credit;\"Hafenbank;Nordwerft\";reported
";

#[test]
fn a_spreadsheet_and_a_list_of_deals_give_findings_with_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let seats = file(folder.path(), "seats.csv", SEATS);
    file(folder.path(), "deals.csv", DEALS);
    let data = folder.path().to_str().unwrap();

    // Is the file understood?
    let check = &rows(&["check", &seats])[0];
    assert_eq!((&check["seats"], &check["people"]), (&3.into(), &2.into()));

    // Who stood on both sides? The date of one deal is known to the day, that of the other to the year.
    let findings = rows(&["conflicts", data, "--rule", "executive-on-board"]);
    let answer = |deal: &str| findings.iter().find(|row| row["deal"]["id"] == deal).unwrap()["certain"].clone();
    assert_eq!((answer("credit-line"), answer("early-loan")), (true.into(), false.into()));

    // Each line names the rows of the spreadsheet.
    let places: Vec<&str> =
        findings[0]["evidence"].as_array().unwrap().iter().map(|row| row["place"].as_str().unwrap()).collect();
    assert!(places.iter().any(|place| place.ends_with("seats.csv:2")), "{places:?}");
}

#[test]
fn one_page_on_two_companies_can_go_to_the_editor() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), "seats.csv", SEATS);
    file(folder.path(), "deals.csv", DEALS);
    let page = folder.path().join("report.html");
    let (data, page) = (folder.path().to_str().unwrap(), page.to_str().unwrap());
    let (code, _, message) = ran(&["report", data, "--between", "hafenbank", "nordwerft", "-o", page]);
    assert_eq!(code, 0, "{message}");
    let html = std::fs::read_to_string(page).unwrap();
    assert!(html.contains("Ann Lee") && html.contains("seats.csv:2"));
    // Nothing on the page leaves the machine.
    assert!(!html.contains("src=\"http"));
}
