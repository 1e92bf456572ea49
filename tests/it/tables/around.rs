//! The surroundings of the rows: titles, footers, and headings that are dates.

use super::{PAIR, run};

/// The header and two rows of a table.
const ROWS: &str = "person;company;start;end\nAnna Quill;Northern Tin;2001;\nAnna Quill;Western Rope;2001;\n";

#[test]
fn a_footer_is_no_row() {
    for footer in [
        "Quelle: Geschäftsbericht;;;",
        "Quelle: Geschäftsbericht",
        "Source: annual reports;;;",
        "Fuente: CNMV;;;",
        "\"Note: ends are approximate\";;;",
        "Total;;;2",
        ";;;\nŹródło: GPW;;;\nRazem;;2;",
    ] {
        let table = format!("{ROWS}{footer}\n");
        let checked = run(&[("t.csv", &table)], &["check", "t.csv"]);
        assert_eq!((checked.code, &checked.results["errors"]), (0, &0.into()), "{footer}: {}", checked.results);
        let paired = run(&[("t.csv", &table)], &["pairs", "t.csv"]);
        let two = footer.contains("Razem");
        let told = if two { "left out 2 lines that are no rows" } else { "left out 1 line that is no row" };
        assert!(paired.has_note(told), "{footer}: {:?}", paired.notes);
        assert_eq!(paired.pairs(), [PAIR], "{footer}");
    }
    // Wide tables have footers too.
    let wide = "company;directors\nNorthern Tin;Anna Quill, Ben Orr, Cy Poe\nWestern Rope;Anna Quill, Di Ray\nSource: reports;\n";
    let paired = run(&[("w.csv", wide)], &["pairs", "w.csv"]);
    assert_eq!((paired.pairs().len(), paired.has_note("such as 'Source: reports'")), (1, true), "{:?}", paired.notes);
    // A row that lacks its company is a fault, and named as one.
    let fault = run(&[("t.csv", &format!("{ROWS}Ben Orr;;;\n"))], &["check", "t.csv"]);
    assert_eq!(fault.results["errors"], 1, "{}", fault.results);
}

#[test]
fn a_title_or_a_footer_states_the_day_of_the_data() {
    for line in [
        "Stand: 31.12.2013",
        "as of 31 December 2013",
        "Organes, liste arrêtée au 31 décembre 2013",
        "stan na 31.12.2013",
    ] {
        for table in [format!("{line};;;\n{ROWS}"), format!("{ROWS}{line};;;\n")] {
            let paired = run(&[("t.csv", &table)], &["pairs", "t.csv"]);
            assert!(paired.has_note("as of 2013-12-31"), "{table}{:?}", paired.notes);
            // What the user says comes first.
            let told = run(&[("t.csv", &table)], &["pairs", "t.csv", "--as-of", "2014-06-30"]);
            assert!(!told.has_note("as of 2013-12-31"), "{table}{:?}", told.notes);
        }
    }
    let two = format!("Stand: 31.12.2013;;;\n{ROWS}Stand: 31.12.2014;;;\n");
    assert!(run(&[("t.csv", &two)], &["pairs", "t.csv"]).has_note("--as-of says which counts"));
}

#[test]
fn headings_that_are_years_make_a_panel() {
    for [a, b, c] in [
        ["2008", "2009", "2010"],
        ["2008.0", "2009.0", "2010.0"],
        ["Y2008", "Y2009", "Y2010"],
        ["FY2008", "FY2009", "FY2010"],
        ["FY 2008", "FY 2009", "FY 2010"],
        ["31.12.2008", "31.12.2009", "31.12.2010"],
        ["Dec-08", "Dec-09", "Dec-10"],
        ["Dec 2008", "Dec 2009", "Dec 2010"],
        ["2008/09", "2009/10", "2010/11"],
        ["2008-09", "2009-10", "2010-11"],
    ] {
        let table =
            format!("person;company;{a};{b};{c}\nAnna Quill;Northern Tin;0;1;1\nAnna Quill;Western Rope;0;1;1\n");
        let paired = run(&[("w.csv", &table)], &["pairs", "w.csv"]);
        // Financial years share a calendar year, so that no day of two of them is certain.
        let is_financial = a.contains("08/09") || a == "2008-09";
        let pair = if is_financial { format!("{PAIR} (possible)") } else { PAIR.to_owned() };
        assert_eq!((paired.code, paired.pairs()), (0, vec![pair]), "{table}{}", paired.told);
        assert_eq!(paired.has_note("financial years"), is_financial, "{table}{:?}", paired.notes);
    }
    let table = "person;company;N2008;N2009\nAnna Quill;Northern Tin;0;1\nAnna Quill;Western Rope;0;1\n";
    let unread = run(&[("w.csv", table)], &["pairs", "w.csv"]);
    assert!(unread.has_note("rename 'N2008' to 2008"), "{:?}", unread.notes);
}

#[test]
fn dates_of_deals_have_many_headings() {
    for heading in [
        "Date of signature",
        "Contract date",
        "Award date",
        "Effective date",
        "Signing date",
        "Signed on",
        "Vertragsdatum",
        "Datum der Unterzeichnung",
        "Date de signature",
        "Fecha de firma",
        "Data di stipula",
        "Data zawarcia umowy",
        "Datum ondertekening",
        "Data de assinatura",
        "Дата заключения договора",
    ] {
        let deals = format!("id,parties,{heading},amount\nd1,Northern Tin;Western Rope,2005-05-01,350 TEUR\n");
        let seats = "person,company,start\nAnna Quill,Northern Tin,2001\nAnna Quill,Western Rope,2001\n";
        let checked = run(&[("x/deals.csv", &deals), ("x/seats.csv", seats)], &["check", "x"]);
        assert_eq!(checked.results["warnings"], 0, "{heading}: {}", checked.results);
    }
}
