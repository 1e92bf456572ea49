//! Each rule by a table of cases, and the texts of rows.

mod markets;
mod nasdaq;
mod nyse;
mod oracle;
mod rows;
mod uk;

use crate::fixture::{boards, rows_at};
use crate::{Answer, Row, Screen, Verdict};
use interlocks_graph::BoardGraph;

/// Tables in which Ann has sat on the board of Acme since 2010, with more rows of one's own.
#[derive(Clone, Copy, Debug, Default)]
struct Data<'t> {
    /// Rows of `person,company,role,start,end,committee`.
    seats: &'t str,
    /// Rows of `from,to,kind,start,end,share`.
    ties: &'t str,
    /// Rows of `id,date,kind,parties,amount,currency`.
    deals: &'t str,
    /// Rows of `company,year,total_sales,currency`.
    accounts: &'t str,
}

const ANN: &str = "ann,acme,director,2010-01-01,,";
/// Ties, deals and a seat of others: so there are such tables, and there is a day after all that is
/// asked about.
const TIE: &str = "zed,yam,friend,2000,,";
const SEAT: &str = "zed,third,director,2000-01-01,2035-01-01,";
const DEAL: &str = "later,2035-01-01,loan,other;third,1,USD";

impl Data<'_> {
    /// The graph, with Acme in a country, listed or not.
    fn graph(&self, acme: &str) -> BoardGraph {
        let table = |header: &str, base: &str, rows: &str| format!("{header}\n{base}\n{}\n", rows.replace(" | ", "\n"));
        let companies =
            format!("id,name,country,listed\nacme,Acme,{acme}\ncorp,Corp,,no\nother,Other,,no\nthird,Third,,no\n");
        let people = "id,name\nann,Ann Lee\nbob,Bob Lee\ncid,Cid Ray\ndot,Dot May\nzed,Zed\nyam,Yam\n".to_owned();
        let ann = if self.seats.starts_with("ann,acme,") { "" } else { ANN };
        let base = format!("{SEAT}\n{ann}");
        let mut tables = vec![
            ("companies", companies),
            ("people", people),
            ("seats", table("person,company,role,start,end,committee", &base, self.seats).replace("\n\n", "\n")),
        ];
        if self.ties != "none" {
            tables.push(("ties", table("from,to,kind,start,end,share", TIE, self.ties)));
        }
        if self.deals != "none" {
            tables.push(("deals", table("id,date,kind,parties,amount,currency", DEAL, self.deals)));
        }
        if !self.accounts.is_empty() {
            tables.push(("financials", table("company,year,total_sales,currency", "third,2000,1,USD", self.accounts)));
        }
        let tables: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (*name, text.as_str())).collect();
        boards(&tables)
    }

    /// Returns the row of a rule on Ann at Acme.
    fn row(&self, acme: &str, rule: &str, at: &str) -> Option<Row> {
        let rows = rows_at(&self.graph(acme), Screen::Independence, at);
        rows.into_iter().find(|row| row.test == rule && row.people[0].id == "ann" && row.companies[0].id == "acme")
    }
}

/// A row in a line: the verdict, with a question mark where it is only possible, and the legs that are
/// not answered by no, but those that no table answers.
fn brief(row: Option<&Row>) -> String {
    let Some(row) = row else { return "no candidate".to_owned() };
    let mut text = row.verdict.as_str().to_owned();
    if !row.certain {
        text.push('?');
    }
    let always = ["direct-pay", "remuneration"];
    for leg in &row.legs {
        let silent = leg.met == Answer::No
            || always.contains(&leg.leg)
            || (leg.leg == "listed" && leg.met == Answer::Yes)
            || (leg.leg == "auditor" && leg.text == "the data names no auditor");
        if !silent {
            text.push_str(&format!(" {}={}", leg.leg, leg.met.as_str()));
        }
    }
    text
}

/// Goes through a table: rows of the data, the day, and what is to come out.
fn check(acme: &str, rule: &str, table: &[(Data<'_>, &str, &str)]) {
    assert!(table.len() >= 12);
    let mut wrong = Vec::new();
    for (data, at, expected) in table {
        let row = data.row(acme, rule, at);
        let found = brief(row.as_ref());
        if found != *expected {
            wrong.push(format!("at {at}: {found}, not {expected}: {data:?}"));
        }
        if let Some(row) = row {
            let has_open_questions = ["nyse-303a02", "nasdaq-5605", "uk-code-10"].contains(&rule);
            assert!(!has_open_questions || row.verdict != Verdict::Clear);
            assert!(row.verdict != Verdict::Unknown || !row.missing.is_empty());
            assert_eq!(row.recalled.is_empty(), rule == "de-dcgk-c7");
        }
    }
    assert!(wrong.is_empty(), "{rule}\n{}", wrong.join("\n"));
}

fn seats(seats: &str) -> Data<'_> {
    Data { seats, ..Data::default() }
}

fn ties(ties: &str) -> Data<'_> {
    Data { ties, ..Data::default() }
}
