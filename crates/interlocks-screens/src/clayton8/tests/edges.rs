//! The edges of years, thresholds and grace.

use super::*;

/// Figures of Alder by year; Birch is always large.
fn alder(years: &[(u16, &str)]) -> String {
    let head = "company,competitor,year,capital_surplus_profits,competitive_sales,total_sales\n".to_owned();
    years.iter().fold(head, |text, (year, capital)| {
        text + &format!("a,b,{year},{capital},50000000,500000000\nb,a,{year},100000000,50000000,500000000\n")
    })
}

fn seats(alder: &str) -> String {
    format!("person,company,role,start,end\n{alder}ann,b,ceo,1990-01-01,2030-01-01\n")
}

fn at(seats: &str, financials: &str, day: &str) -> Row {
    only(rows_at(&case(seats, "from,to,kind,start\na,b,competitor-of,1980-01-01\n", financials), Screen::Clayton8, day))
}

#[test]
fn a_year_without_thresholds_is_between_its_neighbours() {
    // 13,239,000 in 1996 and 18,919,000 in 2003.
    let seats = seats("ann,a,director,1998-06-01,2030-01-01\n");
    for (capital, verdict) in
        [("13239000", Clear), ("13239001", Unknown), ("15000000", Unknown), ("18919000", Unknown), ("18919001", Breach)]
    {
        let row = at(&seats, &alder(&[(1997, capital), (1998, capital)]), "1999-06-01");
        assert_eq!((row.verdict, row.certain), (verdict, true), "{capital}: {}", row.reason);
        assert_eq!(row.missing.len(), usize::from(verdict == Unknown), "{:?}", row.missing);
        assert!(row.missing.iter().all(|input| input.contains("between those of 1996 and 2003")), "{:?}", row.missing);
        assert!(row.recalled.iter().any(|note| note.contains("between those of 1996 and 2003")), "{:?}", row.recalled);
    }
}

#[test]
fn grace_ends_a_year_from_the_event() {
    let grown = alder(&[(2021, "1"), (2022, "1"), (2023, "100000000"), (2024, "100000000")]);
    let seats = seats("ann,a,director,2022-06-01,2030-01-01\n");
    for (day, verdict) in [
        ("2023-12-31", Clear),
        ("2024-01-01", Watch),
        ("2024-12-31", Watch),
        ("2025-01-01", Watch),
        ("2025-01-02", Breach),
    ] {
        let row = at(&seats, &grown, day);
        assert_eq!((row.verdict, row.certain), (verdict, true), "{day}: {}", row.reason);
    }
}

#[test]
fn whoever_is_elected_again_is_chosen_again() {
    let grown = alder(&[(2021, "1"), (2022, "1"), (2023, "100000000"), (2024, "100000000")]);
    let twice = |again: &str| seats(&format!("ann,a,director,2022-06-01,{again}\nann,a,director,{again},2030-01-01\n"));
    for (again, day, verdict, certain) in [
        ("2024-05-15", "2024-05-14", Watch, true),
        ("2024-05-15", "2024-05-15", Breach, true),
        ("2023-05-15", "2024-05-15", Watch, true),
        ("2024-01-01", "2024-01-01", Breach, true),
        ("2023-12-31", "2024-01-01", Watch, true),
        ("2024-05", "2024-05-15", Breach, false),
        ("2024-05", "2024-06-01", Breach, true),
    ] {
        let row = at(&twice(again), &grown, day);
        assert_eq!((row.verdict, row.certain), (verdict, certain), "{again} on {day}: {}", row.reason);
    }
}

#[test]
fn lower_thresholds_give_no_grace() {
    // 38,204,000 in 2020, 37,382,000 from 21 January 2021.
    let steady = |capital: &str| alder(&[(2018, capital), (2019, capital), (2020, capital), (2021, capital)]);
    let seats = seats("ann,a,director,2020-06-01,2030-01-01\n");
    for (capital, day, verdict) in
        [("38000000", "2021-01-20", Clear), ("38000000", "2021-01-21", Breach), ("37382000", "2021-01-21", Clear)]
    {
        let row = at(&seats, &steady(capital), day);
        assert_eq!((row.verdict, row.certain), (verdict, true), "{capital} on {day}: {}", row.reason);
    }
    // Competition that began later is a change of affairs.
    let ties = "from,to,kind,start\na,b,competitor-of,2021-03-01\n";
    let text = steady("38000000").replace("50000000", "");
    let graph = case(&seats, ties, &text);
    let row = only(rows_at(&graph, Screen::Clayton8, "2021-06-01"));
    assert_eq!((row.verdict, row.missing.len()), (Unknown, 2), "{:?}", row.missing);
}

#[test]
fn figures_that_would_settle_grace_are_named() {
    // Whether the ban applied already in 2023 depends on the accounts of 2022.
    let open = alder(&[(2021, "1"), (2023, "100000000"), (2024, "100000000")]);
    let seats = seats("ann,a,director,2022-06-01,2030-01-01\n");
    let row = at(&seats, &open, "2024-06-01");
    assert_eq!(row.verdict, Unknown, "{}", row.reason);
    assert!(!row.missing.is_empty() && row.reason.contains(&row.missing[0]), "{:?} {}", row.missing, row.reason);
    assert!(row.missing.iter().all(|input| input.contains("completed before 2023")), "{:?}", row.missing);
    assert_eq!(at(&seats, &open, "2025-01-02").verdict, Breach);
}

#[test]
fn reasons_name_what_decides() {
    let seats = seats("ann,a,director,2020-06-01,2030-01-01\n");
    let small = at(&seats, &alder(&[(2022, "20000000"), (2023, "20000000")]), "2024-06-01");
    let expected = "the capital, surplus and undivided profits of Alder, 20,000,000 USD, are not above the threshold of 48,559,000 USD";
    assert!(small.reason.contains(expected), "{}", small.reason);
    let large = alder(&[(2022, "90000000"), (2023, "90000000")]);
    let exempt = at(&seats, &large.replace("a,b,2023,90000000,50000000", "a,b,2023,90000000,5000000"), "2024-06-01");
    let expected = "exempt: sales of Alder in competition with Birch, 5,000,000 USD, are below 2 % of its total sales of 500,000,000 USD";
    assert!(exempt.reason.contains(expected), "{}", exempt.reason);
    // A possible breach does not say first that the rule is broken.
    let perhaps = at(&super::edges::seats("ann,a,director,2024,2030-01-01\n"), &large, "2024-06-01");
    assert!(perhaps.verdict == Breach && !perhaps.certain, "{perhaps:?}");
    assert!(!perhaps.reason.contains("Section 8 forbids this on 2024-06-01:"), "{}", perhaps.reason);
}
