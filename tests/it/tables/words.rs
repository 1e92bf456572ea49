//! Words in cells: for nobody, for "still serving", for no value.

use super::{PAIR, pairs, run};

/// A table of two seats of one name.
fn seats_of(name: &str) -> String {
    format!(
        "person;company;role\n{name};Northern Tin;director\n{name};Western Rope;director\nAnna Quill;Northern Tin;director\n"
    )
}

#[test]
fn a_word_for_nobody_links_no_companies() {
    for name in [
        "N.N.",
        "N. N.",
        "n.n.",
        "N N",
        "NN",
        "Prof. Dr. N.N.",
        "t.b.d.",
        "k.A.",
        "Sans titulaire",
        "Wakat",
        "[vacant]",
    ] {
        assert_eq!(pairs(&seats_of(name)), Vec::<String>::new(), "{name}");
        let checked = run(&[("t.csv", &seats_of(name))], &["check", "t.csv"]);
        assert!(checked.results["problems"].to_string().contains("stands for no person"), "{name}");
    }
    // Other initials may be those of a person.
    for name in ["A.B.", "N. M.", "N. Nolan"] {
        assert_eq!(pairs(&seats_of(name)), [format!("Northern Tin - Western Rope: {name} (possible)")]);
    }
}

#[test]
fn a_word_for_still_serving_is_no_unreadable_end() {
    for end in ["lfd.", "b.a.w.", "tillsvidare", "t.h.", "unlimited", "à durée indéterminée", "do chwili obecnej"] {
        let table = format!(
            "person,company,start,end\nAnna Quill,Northern Tin,2001,{end}\nAnna Quill,Western Rope,2001,{end}\n"
        );
        assert_eq!(pairs(&table), [PAIR], "{end}");
        assert_eq!(run(&[("t.csv", &table)], &["check", "t.csv"]).results["warnings"], 0, "{end}");
    }
    // An end that nobody can read says what to write.
    for table in [
        "person,company,start,end\nAnna Quill,Northern Tin,2001,sometime\n",
        "company,directors,start,end\nNorthern Tin,Anna Quill; Ben Orr,2001,sometime\n",
    ] {
        let checked = run(&[("t.csv", table)], &["check", "t.csv"]);
        let problems = checked.results["problems"].to_string();
        assert!(problems.contains("leave it empty or write 'present' if the seat is still held"), "{problems}");
    }
    let start = run(&[("t.csv", "person,company,start\nAnna Quill,Northern Tin,sometime\n")], &["check", "t.csv"]);
    assert!(!start.results["problems"].to_string().contains("still held"), "a start is no end");
}

#[test]
fn a_role_that_is_a_word_for_no_value_elsewhere_is_a_role() {
    // "SD" is a supervisory director, and "sin datos".
    for role in ["SD", "S.D.", "ED", "NED", "ID"] {
        let table = format!(
            "person,company,role,start,end\nAnna Quill,Northern Tin,{role},2001,sd\nAnna Quill,Western Rope,{role},2001,sd\n"
        );
        assert_eq!(pairs(&table), [PAIR], "{role}");
        let shown = run(&[("t.csv", &table)], &["show", "t.csv", "Anna Quill"]).results.to_string();
        assert!(shown.contains(&format!("\"{role}\"")), "{role}: {shown}");
    }
}

#[test]
fn a_column_of_statuses_is_no_column_of_countries() {
    for (heading, words) in [
        ("State", ["Active", "Dissolved"]),
        ("state", ["aktiv", "in Liquidation"]),
        ("State", ["wykreślona", "w likwidacji"]),
        ("Country", ["Active", "Mothballed"]),
    ] {
        let table = format!(
            "company number,company name,{heading}\n1,Northern Tin,{}\n2,Western Rope,{}\n",
            words[0], words[1]
        );
        let files = [("companies.csv", table.as_str()), ("seats.csv", "person,company\nAnna Quill,1\nAnna Quill,2\n")];
        let checked = run(&files, &["check", "."]);
        let problems = checked.results["problems"].to_string();
        assert!(!problems.contains("country"), "{table}{problems}");
        let paired = run(&files, &["pairs", ".", "--undated"]);
        assert!(paired.has_note("statuses of companies"), "{table}{:?}", paired.notes);
    }
    // States are countries; a status among them is told as an unknown one.
    let table = "company number,company name,State\n1,Northern Tin,Delaware\n2,Western Rope,Active\n";
    let checked = run(
        &[("companies.csv", table), ("seats.csv", "person,company\nAnna Quill,1\nAnna Quill,2\n")],
        &["check", "."],
    );
    assert!(
        checked.results["problems"].to_string().contains("the country 'Active' is not known"),
        "{}",
        checked.results
    );
}
