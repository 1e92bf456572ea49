//! Kinds of office, of deputy and of company.

use super::*;

/// Ann holds these roles at Alder and Birch; both are large and compete.
fn roles(alder: &str, birch: &str) -> String {
    let seat = |company: &str, role: &str| format!("ann,{company},\"{role}\",2004-01-01,2012-06-01\n");
    format!("person,company,role,start,end\n{}{}", seat("a", alder), seat("b", birch))
}

/// The companies of these names, Alder's and Birch's ids being `a` and `b`.
fn companies(rows: &str, seats: &str, ties: &str) -> BoardGraph {
    let text = financials(LARGE);
    boards(&[("companies", rows), ("people", PEOPLE), ("seats", seats), ("ties", ties), ("financials", &text)])
}

fn found(rows: &[Row]) -> Vec<(Verdict, &str)> {
    rows.iter().map(|row| (row.verdict, row.test.as_str())).collect()
}

#[test]
fn the_board_does_not_choose_every_officer() {
    for (role, verdict) in [
        ("Secretary", Some(Unknown)),
        ("Treasurer", Some(Unknown)),
        ("General Counsel", Some(Unknown)),
        ("Controller", Some(Unknown)),
        ("Vice President Sales", Some(Unknown)),
        ("President and COO", Some(Breach)),
        ("Chair", Some(Breach)),
        ("CFO", Some(Breach)),
        ("Former Treasurer", None),
        ("Manager", None),
    ] {
        let graph = case(&roles(role, "director"), TIES, &financials(LARGE));
        let rows = rows_at(&graph, Screen::Clayton8, "2009-06-01");
        assert_eq!(rows.first().map(|row| row.verdict), verdict, "{role}: {rows:#?}");
        if verdict == Some(Unknown) {
            assert_eq!(rows[0].missing, [format!("whether the board of Alder chose Ann as {role}")]);
        }
    }
    // An office taken after the event ends the grace of an older one only if the board filled it.
    let grown = (2003..2008)
        .fold(financials(LARGE), |text, year| text.replace(&format!("a,b,{year},100000000"), &format!("a,b,{year},1")));
    let later = "person,company,role,start,end\nann,a,director,2004-01-01,2012-06-01\nann,b,ceo,2004-01-01,2012-06-01\n\
                 ann,a,Treasurer,2009-03-01,2012-06-01\n";
    let row = only(rows_at(&case(later, TIES, &grown), Screen::Clayton8, "2009-06-01"));
    assert_eq!((row.verdict, row.missing.len()), (Unknown, 1), "{} {:?}", row.reason, row.missing);
    // Too small is clear, whoever chose her.
    let small = financials(Stated { a: ["1", "1", "1"], ..LARGE });
    let row = only(rows_at(&case(&roles("Secretary", "director"), TIES, &small), Screen::Clayton8, "2009-06-01"));
    assert_eq!(row.verdict, Clear);
}

#[test]
fn banks_are_left_to_other_law() {
    for (rows, verdict) in [
        ("id,name,industry,sic\na,Alder,,6021\nb,Birch,,\n", Clear),
        ("id,name,industry,sic\na,Alder,,7372\nb,Birch,retail banking,\n", Clear),
        ("id,name,industry,nace\na,Alder,,64.19\nb,Birch,,\n", Clear),
        ("id,name,industry,sic\na,First National Bank,,\nb,Birch,,\n", Clear),
        ("id,name,industry,sic\na,City Blood Bank Inc,blood bank services,\nb,Birch,,\n", Breach),
        ("id,name,industry,sic\na,Alder,financial services,\nb,Birch,,\n", Unknown),
    ] {
        let row = only(rows_at(&companies(rows, &roles("director", "director"), TIES), Screen::Clayton8, "2009-06-01"));
        assert_eq!((row.verdict, row.certain), (verdict, true), "{rows}: {}", row.reason);
        let points = row.reason.contains("Depository Institution Management Interlocks Act");
        assert_eq!(points, verdict == Clear, "{}", row.reason);
    }
}

#[test]
fn firms_that_are_no_corporations_are_to_watch() {
    for (rows, verdict) in [
        ("id,name\na,Alder LLC\nb,Birch\n", Watch),
        ("id,name\na,Alder\nb,Birch Energy L.P.\n", Watch),
        ("id,name,legal_form\na,Alder,limited partnership\nb,Birch,corporation\n", Watch),
        ("id,name\na,Alder Inc.\nb,Birch Corp.\n", Breach),
    ] {
        let row = only(rows_at(&companies(rows, &roles("director", "director"), TIES), Screen::Clayton8, "2009-06-01"));
        assert_eq!((row.verdict, row.certain), (verdict, true), "{rows}: {}", row.reason);
        assert_eq!(row.reason.contains("consent order"), verdict == Watch, "{}", row.reason);
    }
}

#[test]
fn an_observer_who_became_a_director_is_one_case_at_a_time() {
    let seats = "person,company,role,start,end\nann,a,observer,2004,2008-01-01\nann,a,director,2008-01-01,2012\n\
                 ann,b,director,2004,2012\n";
    let graph = case(seats, TIES, &financials(LARGE));
    assert_eq!(found(&rows_at(&graph, Screen::Clayton8, "2006-06-01")), [(Watch, "section-8-observer")]);
    assert_eq!(found(&rows_at(&graph, Screen::Clayton8, "2009-06-01")), [(Breach, "section-8")]);
}

#[test]
fn deputies_may_be_officers_or_observers() {
    let seats =
        |ann: &str, bob: &str| format!("person,company,role,start,end\nann,a,{ann},2004,2012\nbob,b,{bob},2004,2012\n");
    let ties = format!("{TIES}ann,f,represents,2001,\nbob,f,represents,2001,\n");
    for (ann, bob, verdict) in [
        ("director", "director", Breach),
        ("director", "ceo", Breach),
        ("director", "observer", Watch),
        ("observer", "observer", Watch),
        ("director", "General Counsel", Unknown),
    ] {
        let rows = rows_at(&case(&seats(ann, bob), &ties, &financials(LARGE)), Screen::Clayton8, "2009-06-01");
        assert_eq!(found(&rows), [(verdict, "section-8-deputation")], "{ann} {bob}: {rows:#?}");
        let reason = &rows[0].reason;
        assert!(reason.contains("has the tie 'represents' to Fund"), "{reason}");
        assert_eq!(reason.contains("as the agencies read it"), verdict != Watch, "{reason}");
    }
}

#[test]
fn deputies_of_presumed_competitors_need_no_stake() {
    let seats = "person,company,role,start,end\nann,a,director,2004,2012\nbob,b,director,2004,2012\n";
    let ties = "from,to,kind,start,end\nann,f,represents,2001,\nbob,f,represents,2001,\n";
    let query = Query { clock: clock("2009-06-01"), certain_only: false };
    let options = ScreenOptions::default().screen(Screen::Clayton8).query(query).industry_digits(2);
    let rows = rows_for(&case(seats, ties, ""), &options);
    assert_eq!(found(&rows), [(Unknown, "section-8-deputation")], "{rows:#?}");
    assert!(rows[0].reason.contains("presumed to compete"), "{}", rows[0].reason);
}

#[test]
fn the_board_of_a_parent_is_to_watch() {
    let seats = "person,company,role,start,end\nann,f,director,2004,2012\nann,b,director,2004,2012\n";
    let owned =
        |share: &str| format!("from,to,kind,start,end,share\na,b,competitor-of,2000-01-01,,\nf,a,owns,2001,,{share}\n");
    for (share, expected) in [("60", Some(Watch)), ("40", None)] {
        let rows = rows_at(&case(seats, &owned(share), &financials(LARGE)), Screen::Clayton8, "2009-06-01");
        assert_eq!(rows.first().map(|row| row.verdict), expected, "{share}: {rows:#?}");
        assert!(rows.iter().all(|row| row.test == "section-8-parent" && row.reason.contains("the parent of Alder")));
    }
    // A group does not compete with itself.
    let both = owned("60") + "f,b,owns,2001,,60\n";
    let rows = rows_at(&case(seats, &both, &financials(LARGE)), Screen::Clayton8, "2009-06-01");
    assert!(rows.is_empty(), "{rows:#?}");
}
