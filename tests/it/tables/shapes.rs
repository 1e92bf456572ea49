//! Shapes: several people in a row or in a cell, and several rows for a seat.

use super::{PAIR, pairs, run};

#[test]
fn several_names_in_a_cell_are_split_where_the_column_shows_it() {
    for [first, second] in [
        ["\"Anna Quill\nBen Orr\nCy Poe\"", "\"Anna Quill\nDi Ray\""],
        ["\"Anna Quill; Ben Orr\"", "\"Di Ray; Anna Quill\""],
        ["\"Anna Quill, Ben Orr and Cy Poe\"", "\"Anna Quill, Di Ray\""],
        ["Anna Quill | Ben Orr", "Di Ray | Anna Quill"],
        ["Anna Quill / Ben Orr", "Di Ray / Anna Quill"],
        ["• Anna Quill • Ben Orr", "• Anna Quill"],
    ] {
        for heading in ["directors", "board members", "Aufsichtsrat", "administrateurs", "board"] {
            let table = format!("company,{heading}\nNorthern Tin,{first}\nWestern Rope,{second}\n");
            assert_eq!(pairs(&table), [format!("{PAIR} (possible)")], "{table}");
        }
        let table = format!("company,director\nNorthern Tin,{first}\nWestern Rope,{second}\n");
        let is_sure = first.contains(['\n', ';', '|', '•']);
        assert_eq!(pairs(&table).len(), usize::from(is_sure), "one name a cell, unless it shows several: {table}");
    }
    let roles = "company,directors\nNorthern Tin,Anna Quill (Chair); Ben Orr\nWestern Rope,Di Ray; Anna Quill (CEO)\n";
    for role in ["CEO", "NED"] {
        let told = "whoever is listed among the directors is one, whatever the office";
        assert_eq!(pairs(&roles.replace("CEO", role)), [format!("{PAIR} (possible)")], "{role}: {told}");
    }
    assert_eq!(pairs(&roles.replace("CEO", "Observer")).len(), 0);
    // A last name before a comma is no list; many commas are told.
    let table = "company,directors\nNorthern Tin,\"Quill, Anna\"\nWestern Rope,\"Quill, Anna\"\n";
    assert_eq!(pairs(table), ["Northern Tin - Western Rope: Quill, Anna (possible)"]);
    let doubtful = "company,directors\nNorthern Tin,\"Quill, Anna, Orr, Ben\"\n";
    let checked = run(&[("d.csv", doubtful)], &["check", "d.csv"]);
    assert!(checked.results["problems"].to_string().contains("several commas"), "{}", checked.results);
}

#[test]
fn columns_whose_heading_is_a_role_hold_members_of_the_board() {
    for headings in [
        "Chairman,CEO,Director1,Director2",
        "Vorsitzender,Vorstand,Mitglied1,Mitglied2",
        "Chair,Chief Executive,NED 1,NED 2",
    ] {
        let table = format!(
            "Company,{headings}\nNorthern Tin,Anna Quill,Ben Orr,Cy Poe,\nWestern Rope,Cy Poe,Di Ray,Anna Quill,\n"
        );
        let checked = run(&[("b.csv", &table)], &["check", "b.csv"]);
        assert_eq!(checked.results["seats"], 6, "{headings}: {}", checked.told);
        assert_eq!(pairs(&table), ["Northern Tin - Western Rope: Anna Quill, Cy Poe (possible)"], "{headings}");
    }
    // A column of marks or of dates is no column of people.
    for column in ["Chairman,yes,no", "CEO,2001,2002"] {
        let [heading, first, second] = column.split(',').collect::<Vec<_>>()[..] else { panic!() };
        let table =
            format!("company,person,{heading}\nNorthern Tin,Anna Quill,{first}\nWestern Rope,Anna Quill,{second}\n");
        let checked = run(&[("b.csv", &table)], &["check", "b.csv"]);
        assert_eq!(checked.results["seats"], 2, "{column}: {}", checked.told);
        assert!(run(&[("b.csv", &table)], &["pairs", "b.csv"]).has_note(heading), "{column}");
    }
}

/// A panel with these headings, and years made of numbers by a function.
fn panel(headings: &str, year: impl Fn(u16) -> String) -> String {
    let rows = [
        (2003, "Anna Quill,Northern Tin"),
        (2004, "Anna Quill,Northern Tin"),
        (2006, "Anna Quill,Western Rope"),
        (2003, "Ben Orr,Western Rope"),
        (2003, "Ben Orr,Northern Tin"),
    ];
    let rows: Vec<String> = rows.iter().map(|(at, row)| format!("{},{row}", year(*at))).collect();
    format!("{headings}\n{}\n", rows.join("\n"))
}

/// Headings, and how a year is written below them.
type Spelled = (&'static str, fn(u16) -> String);

#[test]
fn a_row_per_person_company_and_year_is_a_panel() {
    let spelled: [Spelled; 7] = [
        ("year,director,company", |year| year.to_string()),
        ("fyear,directorname,conm", |year| format!("{year}.0")),
        ("Jahr,Name,Gesellschaft", |year| year.to_string()),
        ("exercice,administrateur,société", |year| year.to_string()),
        ("Fiscal Year,person,firm", |year| format!("FY{year}")),
        ("AnnualReportDate,DirectorName,CompanyName", |year| format!("{year}-12-31")),
        ("Stichtag,Mitglied,Firma", |year| format!("31.12.{year}")),
    ];
    for (headings, year) in spelled {
        let table = panel(headings, year);
        // The day of a report is a day on which both seats were held.
        let certain = if year(2003).len() > 6 { "" } else { " (possible)" };
        assert_eq!(pairs(&table), [format!("Northern Tin - Western Rope: Ben Orr{certain}")], "{headings}");
        let asked = |at: &str| run(&[("p.csv", &table)], &["pairs", "p.csv", "--at", at]).pairs().len();
        assert_eq!((asked("2003"), asked("2004"), asked("2006")), (1, 0, 0), "{headings}");
        assert!(run(&[("p.csv", &table)], &["pairs", "p.csv"]).has_note("5 rows of a panel are 4 seats"), "{headings}");
    }
    // A row for every year between is a certain seat on the days between; a missing year is a gap.
    let rows = "year,person,company\n2001,ann,acme\n2002,ann,acme\n2003,ann,acme\n2001,ann,beta\n2003,ann,beta\n2002,ann,beta\n2005,ann,acme\n";
    let found = run(&[("p.csv", rows)], &["pairs", "p.csv", "--at", "2002"]);
    assert_eq!(found.pairs(), ["acme - beta: ann"]);
    assert_eq!(run(&[("p.csv", rows)], &["pairs", "p.csv", "--at", "2004"]).pairs().len(), 0);
    // The day of a report is certain.
    let reports = "AnnualReportDate,person,company\n2017-12-31,ann,acme\n2017-12-31,ann,beta\n";
    assert_eq!(run(&[("p.csv", reports)], &["pairs", "p.csv", "--at", "2017-12-31"]).pairs(), ["acme - beta: ann"]);
    // Several names in a cell, or a chosen column of years, make a panel too.
    let lists = "company,year,directors\nacme,2012,ann; bob\nbeta,2014,ann; cy\nbeta,2012,cy; bob\n";
    assert_eq!(pairs(lists), ["acme - beta: bob (possible)"]);
    let chosen = "person,company,zz\nann,acme,2012\nann,beta,2014\n";
    let found = run(&[("p.csv", chosen)], &["pairs", "p.csv", "--columns", "year=zz", "--from", "wide"]);
    assert_eq!((found.code, found.pairs().len()), (0, 0), "{}", found.told);
    // A year that nobody can read leaves the seat, with its dates unknown.
    let odd = "year,person,company\n2001,ann,acme\nlater,ann,beta\n";
    let found = run(&[("p.csv", odd)], &["pairs", "p.csv"]);
    assert_eq!(found.pairs(), ["acme - beta: ann (possible)"], "{}", found.told);
    assert!(found.told.contains("years that cannot be read"), "{}", found.told);
}
