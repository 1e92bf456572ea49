use crate::fixture::{assert_quoted, boards, boards_of_page, rows_at};
use crate::{Row, Screen, Verdict};
use interlocks_graph::BoardGraph;

/// Ann sits on the supervisory board of Alpha AG, with more rows of one's own.
fn graph(alpha: &str, seats: &str, ties: &str) -> BoardGraph {
    let companies = format!("id,name,country,listed\na,{alpha}\nb,Beta GmbH,DE,no\nc,Gamma Ltd,GB,no\nz,Zeta,,\n");
    let seats = format!("person,company,role,start,end\nzed,z,director,2000-01-01,2030-01-01\n{seats}");
    let ties = format!("from,to,kind,start,end,share\nx,y,friend,2000,,\n{ties}");
    boards(&[("companies", &companies), ("people", "id\nann\nzed\nx\ny\n"), ("seats", &seats), ("ties", &ties)])
}

fn brief(rows: &[Row]) -> Vec<String> {
    let shown = |row: &Row| {
        assert_eq!(row.missing.is_empty(), row.verdict != Verdict::Unknown, "{}", row.reason);
        let sure = if row.certain { "" } else { "?" };
        format!("{} {}{sure}", row.test.trim_start_matches("de-aktg-"), row.verdict.as_str())
    };
    rows.iter().map(shown).collect()
}

const SEAT: &str = "ann,a,Mitglied des Aufsichtsrats,2010-01-01,\n";
const HEAD: &str = "ann,b,Geschäftsführerin,2012-01-01,2015-01-01\n";
const AG: &str = "Alpha AG,DE,yes";

#[test]
fn a_representative_of_a_dependent_company_is_no_member() {
    for (alpha, seats, ties, at, expected) in [
        (AG, HEAD, "a,b,owns,2005,,60\n", "2013-01-01", vec!["100-2-2 breach"]),
        (AG, HEAD, "a,b,parent-of,2005,,\n", "2013-01-01", vec!["100-2-2 breach"]),
        (AG, HEAD, "a,b,owns,2005,,50\n", "2013-01-01", vec![]),
        (AG, HEAD, "a,b,owns,2005,,\n", "2013-01-01", vec!["100-2-2 unknown"]),
        (AG, HEAD, "b,a,owns,2005,,60\n", "2013-01-01", vec![]),
        (AG, HEAD, "a,c,owns,2005,,60\nc,b,owns,2005,,60\n", "2013-01-01", vec!["100-2-2 breach"]),
        (AG, HEAD, "a,b,owns,2005,,60\n", "2015-01-01", vec![]),
        (AG, HEAD, "a,b,owns,2005,2014-01-01,60\n", "2014-01-01", vec![]),
        (AG, HEAD, "a,b,owns,2013,,60\n", "2013-06-01", vec!["100-2-2 breach?"]),
        // A head of sales may not be a legal representative.
        (AG, "ann,b,Chief Sales Officer,2012-01-01,\n", "a,b,owns,2005,,60\n", "2013-01-01", vec!["100-2-2 unknown"]),
        (AG, "ann,b,Prokurist,2012-01-01,\n", "a,b,owns,2005,,60\n", "2013-01-01", vec![]),
        ("Alpha GmbH,DE,no", HEAD, "a,b,owns,2005,,60\n", "2013-01-01", vec!["100-2-2 unknown"]),
        ("Alpha AG,CH,yes", HEAD, "a,b,owns,2005,,60\n", "2013-01-01", vec![]),
        ("Alpha,,yes", HEAD, "a,b,owns,2005,,60\n", "2013-01-01", vec![]),
    ] {
        let rows = rows_at(&graph(alpha, &format!("{SEAT}{seats}"), ties), Screen::SupervisoryBoard, at);
        assert_eq!(brief(&rows), expected, "{alpha} {seats} {ties} {at}");
    }
    let rows = rows_at(&graph(AG, &format!("{SEAT}{HEAD}"), "a,b,owns,2005,,60\n"), Screen::SupervisoryBoard, "");
    assert_eq!(
        rows[0].reason,
        "ann sits on the supervisory board of Alpha AG, although ann is a legal representative of Beta GmbH, which depends on \
         Alpha AG; from 2012-01-01 to 2014-12-31."
    );
    assert_eq!((rows[0].evidence.len(), rows[0].citation.as_str()), (3, "German AktG s. 100(2) sentence 1 no. 2"));
}

#[test]
fn two_years_lie_between_the_boards_of_a_listed_company() {
    let left = "ann,a,Vorstand,2005-01-01,2012-06-01\nann,a,Aufsichtsrat,2012-06-01,\n";
    for (alpha, at, expected) in [
        (AG, "2012-06-01", vec!["100-2-4 unknown"]),
        (AG, "2014-05-31", vec!["100-2-4 unknown"]),
        (AG, "2014-06-01", vec![]),
        (AG, "2012-05-31", vec![]),
        ("Alpha AG,DE,no", "2012-06-01", vec![]),
        ("Alpha AG,DE,", "2012-06-01", vec!["100-2-4 unknown"]),
    ] {
        let rows = rows_at(&graph(alpha, left, ""), Screen::SupervisoryBoard, at);
        assert_eq!(brief(&rows), expected, "{alpha} {at}");
        if let Some(row) = rows.first() {
            assert!(
                row.missing
                    .iter()
                    .any(|missing| missing.contains("proposed by holders of more than 25 % of the votes"))
            );
            assert_eq!(row.missing.iter().any(|missing| missing.contains("is listed")), alpha.ends_with(','));
        }
    }
}

#[test]
fn nobody_is_on_both_boards_of_a_company() {
    for (seats, expected) in [
        ("ann,a,Vorstand,2011-01-01,\n", vec!["105 breach"]),
        ("ann,a,CEO,2011-01-01,2012-01-01\n", vec![]),
        ("ann,a,Prokurist,2011-01-01,\n", vec!["105 breach"]),
        ("ann,a,Chief Sales Officer,2011-01-01,\n", vec!["105 unknown"]),
        ("ann,a,Interim CEO,2011-01-01,\n", vec!["105 unknown"]),
    ] {
        let rows = rows_at(&graph(AG, &format!("{SEAT}{seats}"), ""), Screen::SupervisoryBoard, "2013-06-01");
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.test == "de-aktg-105").collect();
        assert_eq!(brief(&rows), expected, "{seats}");
    }
    // "Director" does not say which board.
    let rows =
        rows_at(&graph(AG, "ann,a,director,2010-01-01,\nann,a,CEO,2010-01-01,\n", ""), Screen::SupervisoryBoard, "");
    assert_eq!(brief(&rows), ["105 unknown"]);
    assert!(rows[0].missing[0].contains("is on its supervisory board (role)"), "{:?}", rows[0].missing);
}

/// The example of the page.
#[test]
fn the_example_is_what_the_page_shows() {
    let page = include_str!("../../../../docs/rules/supervisory-board.md");
    let rows = rows_at(&boards_of_page(page, &["companies", "seats", "ties"]), Screen::SupervisoryBoard, "");
    assert_eq!(rows.len(), 2);
    assert_quoted(page, &rows);
}
