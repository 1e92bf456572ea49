use crate::fixture::{assert_quoted, boards, boards_of_page, rows_at};
use crate::{Answer, Row, Screen, Verdict};
use interlocks_graph::BoardGraph;

/// Ann is on the audit committee of Alder, with more rows of one's own.
fn graph(alder: &str, seats: &str, ties: &str, deals: &str) -> BoardGraph {
    let companies = format!("id,name,country,listed\na,Alder,{alder}\nlaw,Law LLP,US,no\nh,Holding,US,no\nz,Zeta,,\n");
    let seats = format!(
        "person,company,role,committee,start,end\nann,a,director,audit; pay,2010-01-01,\nzed,z,director,,2000-01-01,2030-01-01\n{seats}"
    );
    let ties = format!("from,to,kind,start,end,share\nzed,yam,friend,2000,,\n{ties}");
    let deals = format!("id,date,kind,parties\nzz,2001,loan,z;h\n{deals}");
    boards(&[
        ("companies", &companies),
        ("people", "id,name\nann,Ann\nzed,Zed\nyam,Yam\n"),
        ("seats", &seats),
        ("ties", &ties),
        ("deals", &deals),
    ])
}

fn rows(graph: &BoardGraph, at: &str) -> Vec<Row> {
    rows_at(graph, Screen::AuditCommittee, at)
}

#[test]
fn no_fees_through_a_firm_and_no_affiliates() {
    let partner = "ann,law,partner-of,2011-01-01,2015-01-01,\n";
    let advises = format!("{partner}law,a,adviser-of,2005,,\n");
    for (seats, ties, at, expected) in [
        ("", "", "2013-01-01", "unknown"),
        ("", advises.as_str(), "2013-01-01", "breach fee"),
        // There is no look-back.
        ("", advises.as_str(), "2015-01-01", "unknown"),
        ("", advises.as_str(), "2010-06-01", "unknown"),
        ("", partner, "2013-01-01", "unknown"),
        ("", "ann,law,employee-of,2011,,\nlaw,a,adviser-of,2005,,\n", "2013-01-01", "unknown"),
        ("ann,law,managing partner,,2011-01-01,\n", "law,a,adviser-of,2005,,\n", "2013-01-01", "breach fee"),
        ("", "ann,a,adviser-of,2011,,\n", "2013-01-01", "breach fee"),
        ("", "a,law,adviser-of,2005,,\nann,law,partner-of,2011,,\n", "2013-01-01", "unknown"),
        ("ann,a,cfo,,2012-01-01,2014-01-01\n", "", "2013-01-01", "breach affiliate"),
        ("ann,a,cfo,,2012-01-01,2014-01-01\n", "", "2014-01-01", "unknown"),
        ("ann,h,cfo,,2012-01-01,\n", "h,a,owns,2005,,60\n", "2013-01-01", "breach affiliate"),
        ("ann,h,cfo,,2012-01-01,\n", "a,h,owns,2005,,60\n", "2013-01-01", "breach affiliate"),
        ("ann,h,director,,2012-01-01,\n", "h,a,owns,2005,,60\n", "2013-01-01", "unknown"),
        ("ann,h,cfo,,2012-01-01,\n", "h,a,owns,2005,,10\n", "2013-01-01", "unknown"),
        ("ann,h,cfo,,2012-01-01,\n", "h,a,owns,2005,,10.01\n", "2013-01-01", "watch affiliate?"),
        ("", "ann,a,owns,2005,,10.01\n", "2013-01-01", "watch affiliate?"),
        ("", "ann,a,owns,2005,,10\n", "2013-01-01", "unknown"),
        ("", "ann,a,owns,2005,,\n", "2013-01-01", "unknown affiliate?"),
    ] {
        let rows = rows(&graph("US,yes", seats, ties, ""), at);
        assert_eq!(rows.len(), 1, "{seats} {ties}");
        let mut brief = rows[0].verdict.as_str().to_owned();
        for leg in rows[0].legs.iter().skip(2) {
            match leg.met {
                Answer::Yes => brief.push_str(&format!(" {}", leg.leg)),
                Answer::Unknown if leg.leg == "affiliate" => brief.push_str(&format!(" {}?", leg.leg)),
                _ => {}
            }
        }
        assert_eq!(brief, expected, "{seats} {ties} {at}: {}", rows[0].reason);
        assert_eq!(rows[0].missing.is_empty(), rows[0].verdict != Verdict::Unknown);
    }
}

#[test]
fn deals_on_advice_ask_who_was_paid() {
    let partner = "ann,law,partner-of,2011-01-01,2015-01-01,\n";
    let row = |deal: &str| rows(&graph("US,yes", "", partner, deal), "2013").remove(0);
    assert_eq!(
        row("d,2013-06-01,legal advice,a;law\n").missing[0],
        "whether Alder paid Law LLP a fee for advice in the deal d"
    );
    assert_eq!(row("d,2013-06-01,supply,a;law\n").missing.len(), 1);
    assert_eq!(row("d,2016-06-01,legal advice,a;law\n").missing.len(), 1);
}

#[test]
fn the_rule_is_put_to_companies_listed_in_the_united_states() {
    let ties = "ann,law,partner-of,2011-01-01,2015-01-01,\nlaw,a,adviser-of,2005,,\n";
    for (alder, expected) in
        [("US,yes", Some(Verdict::Breach)), ("DE,yes", None), ("US,no", None), (",yes", Some(Verdict::Unknown))]
    {
        let rows = rows(&graph(alder, "", ties, ""), "2013-01-01");
        assert_eq!(rows.first().map(|row| row.verdict), expected, "{alder}");
    }
    let rows = rows(&graph("US,yes", "", ties, ""), "");
    assert_eq!(
        rows[0].reason,
        "Ann is on the audit committee of Alder, and not independent for it, from 2011-01-01 to 2014-12-31: Ann is a partner or \
         executive of Law LLP, which advises Alder."
    );
    assert_eq!((rows[0].evidence.len(), rows[0].citation.as_str()), (3, "Exchange Act Rule 10A-3(b)(1)"));
}

/// The example of the page.
#[test]
fn the_example_is_what_the_page_shows() {
    let page = include_str!("../../../../docs/rules/audit-committee.md");
    let rows = rows_at(&boards_of_page(page, &["companies", "seats", "ties"]), Screen::AuditCommittee, "2013-01-01");
    assert_eq!(rows.len(), 2);
    assert_quoted(page, &rows);
}
