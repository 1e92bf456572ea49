//! Names: differences that nobody sees, two names of one id, other orders of words, names from other tables, and lives.

use super::{PAIR, pairs, run};

#[test]
fn differences_that_nobody_sees_do_not_count() {
    for other in [
        "Anna\u{a0}Quill",
        "Anna  Quill",
        " Anna Quill ",
        "Anna\u{2009}Quill",
        "An\u{ad}na Quill",
        "Anna\u{200b} Quill",
    ] {
        let table = format!("person,company,start\n{other},Northern Tin,2001\nAnna Quill,Western Rope,2001\n");
        assert_eq!(pairs(&table), [PAIR], "{other:?}");
        let json = format!(
            "{{\"person\":\"Anna Quill\",\"company\":\"Northern Tin\",\"start\":\"2001\"}}\n{{\"person\":\"{other}\",\"company\":\"Western Rope\",\"start\":\"2001\"}}\n"
        );
        assert_eq!(run(&[("s.jsonl", &json)], &["pairs", "s.jsonl"]).pairs(), [PAIR], "{other:?}");
    }
    let composed = "person,company,start\nJosé,Northern Tin,2001\nJose\u{301},Western Rope,2001\n";
    assert_eq!(pairs(composed).len(), 1);
    // Ids, ties and deals are cleaned alike; what was done is said.
    let files = [
        ("x/companies.csv", "id,name\nnorthern  tin,Northern Tin\nwestern rope,Western Rope\n"),
        ("x/seats.csv", "person,company,start\nAnna Quill,northern tin,2001\nAnna Quill,western\u{a0}rope,2001\n"),
        ("x/deals.csv", "id,date,parties\nd,2005,northern\u{a0}tin;western rope\n"),
        ("x/ties.csv", "from,to,kind,share\nnorthern tin,western  rope,owner,30\n"),
    ];
    let checked = run(&files, &["check", "x"]);
    assert_eq!(
        (checked.code, &checked.results["deals"], &checked.results["ties"]),
        (0, &1.into(), &1.into()),
        "{}",
        checked.told
    );
    assert!(run(&files, &["pairs", "x"]).has_note("4 cells had doubled or no-break blanks"));
}

#[test]
fn one_id_with_two_names_is_told() {
    let rounded = "director_id,director_name,firm_id,firm_name,start\n\
                   2.16931E+05,Anna Quill,2.89745E+08,Northern Tin,2001\n\
                   2.16944E+05,Ben Orr,2.89745E+08,East Clay,2001\n";
    let checked = run(&[("b.csv", rounded)], &["check", "b.csv"]);
    let message = checked.results["problems"][0]["message"].as_str().unwrap();
    assert!(message.contains("'Northern Tin' and 'East Clay'") && message.contains("rounded"), "{message}");
    for (name, text) in [
        ("p.csv", "person_id,person_name,company,start\n1,Anna Quill,Northern Tin,2001\n1,Ben Orr,Western Rope,2001\n"),
        (
            "p.jsonl",
            "{\"person\":\"1\",\"person_name\":\"Anna Quill\",\"company\":\"Northern Tin\"}\n{\"person\":\"1\",\"person_name\":\"Ben Orr\",\"company\":\"Western Rope\"}\n",
        ),
    ] {
        let checked = run(&[(name, text)], &["check", name]);
        assert!(checked.results["problems"][0]["message"].as_str().unwrap().contains("two names"), "{name}");
    }
    // Case and accents make no other name.
    let same = "person_id,person_name,company\n1,ANNA QUILL,Northern Tin\n1,Anna Quill,Western Rope\n";
    assert_eq!(run(&[("s.csv", same)], &["check", "s.csv"]).results["warnings"], 0);
}

#[test]
fn a_name_is_found_in_any_order_of_its_words() {
    let table = "person,company,start\n\"QUILL, Anna Maria\",Northern Tin,2001\n\"ORR, Ben\",Northern Tin,2001\n";
    for name in ["anna maria quill", "Quill Anna Maria", "anna quill", "quill, anna", "maria anna"] {
        let shown = run(&[("s.csv", table)], &["show", "s.csv", name]);
        assert_eq!(
            (shown.code, shown.results["name"].as_str()),
            (0, Some("QUILL, Anna Maria")),
            "{name}: {}",
            shown.told
        );
    }
    let missed = run(&[("s.csv", table)], &["show", "s.csv", "ana quil"]);
    assert!(missed.code == 2 && missed.told.contains("did you mean QUILL, Anna Maria"), "{}", missed.told);
}

#[test]
fn names_come_from_other_tables() {
    let officers = "person,company,start\nOFF3,01234567,2003-05-01\nOFF3,01234568,2005-05-01\n";
    let expected = "NORTHERN TIN LIMITED - WESTERN ROPE LIMITED: OFF3";
    for (name, table) in [
        ("companies.csv", "id,name\n01234567,NORTHERN TIN LIMITED\n01234568,WESTERN ROPE LIMITED\n"),
        ("x.csv", "CompanyNumber,CompanyName\n01234567,NORTHERN TIN LIMITED\n01234568,WESTERN ROPE LIMITED\n"),
        ("x.csv", "company_id;name;country\n01234567;NORTHERN TIN LIMITED;GB\n01234568;WESTERN ROPE LIMITED;GB\n"),
        ("Unternehmen.csv", "id;name\n01234567;NORTHERN TIN LIMITED\n01234568;WESTERN ROPE LIMITED\n"),
    ] {
        let answered = run(&[("s.csv", officers), (name, table)], &["pairs", "s.csv", "--with", name]);
        assert_eq!(answered.pairs(), [expected], "{name}: {}", answered.told);
        // In the other order too.
        let answered = run(&[("s.csv", officers), (name, table)], &["pairs", name, "--with", "s.csv"]);
        assert_eq!(answered.pairs(), [expected], "{name}: {}", answered.told);
    }
    let people = "person_id,full name,date of birth\nOFF3,Anna Quill,1960\n";
    let answered = run(&[("s.csv", officers), ("p.csv", people)], &["pairs", "s.csv", "--with", "p.csv"]);
    assert_eq!(answered.pairs(), ["01234567 - 01234568: Anna Quill"], "{}", answered.told);
}

#[test]
fn a_death_and_a_dissolution_end_seats() {
    let seats = "person,company,start,end\nann,tin,2001,\nann,rope,2002,\nben,tin,2003,\nben,rope,2012,\n";
    let pairs = |people: &str, companies: &str| {
        let files = [("x/seats.csv", seats), ("x/people.csv", people), ("x/companies.csv", companies)];
        let answered = run(&files, &["pairs", "x"]);
        assert_eq!(answered.code, 0, "{}", answered.told);
        (answered.pairs(), answered.has_note("ended with the death"))
    };
    let people = "id,death\nann,\nben,\n";
    let companies = "id,dissolved\ntin,\nrope,\n";
    assert_eq!(pairs(people, companies), (vec!["rope - tin: ann, ben".to_owned()], false));
    assert_eq!(pairs(people, "id,dissolved\ntin,2010-02-03\nrope,\n").0, ["rope - tin: ann"]);
    // Ann may have died before she could sit on both.
    assert_eq!(
        pairs("id,death\nann,2002\nben,2004\n", companies),
        (vec!["rope - tin: ann (possible)".to_owned()], true)
    );
    // Nothing is known of 2001 to the day, so the shared time before her death is only possible.
    let files =
        [("x/seats.csv", seats), ("x/people.csv", "id,died\nann,4 March 2009\nben,\n"), ("x/companies.csv", companies)];
    let rows = run(&files, &["people", "x", "--at", "2011-06-01"]);
    assert!(!rows.results.to_string().contains("\"ann\""), "{}", rows.results);
}

#[test]
fn spellings_that_may_be_one_name_are_told_and_count_apart() {
    for [one, other] in [
        ["Hélène LEFÈVRE", "Hélène Lefèvre"],
        ["Vogt, Dr. Sabine", "Dr. Sabine Vogt"],
        ["Jürgen Müller", "MÜLLER JÜRGEN"],
        ["Quill, Anna", "anna quill"],
    ] {
        let table =
            format!("name;company;role;start\n\"{one}\";A Ltd;director;2001\n\"{other}\";B Ltd;director;2001\n");
        for (name, text) in [("t.csv", table.clone()), ("t.tsv", table.replace(';', "\t"))] {
            let answered = run(&[(name, &text)], &["pairs", name]);
            assert_eq!(answered.pairs(), Vec::<String>::new());
            assert!(answered.has_note("the name of 1 person differs from another only in"), "{:?}", answered.notes);
        }
    }
    for [one, other] in [["ACME LTD", "Acme Limited"], ["Größe AG", "Grosse Aktiengesellschaft"]] {
        let table = format!("name,company,start\nAnn,{one},2001\nAnn,{other},2001\n");
        let answered = run(&[("t.csv", &table)], &["pairs", "t.csv"]);
        assert!(answered.has_note("the name of 1 company differs from another only in"), "{:?}", answered.notes);
    }
    // Ids tell people apart, and other names are not told.
    for table in ["id,name\np1,Ann Lee\np2,ANN LEE\n", "id,name\nAnn Lee,\nAnna Lee,\n"] {
        let seats = "person,company\np1,A\nAnna Lee,A\n".replace(
            if table.contains("p1") { "Anna Lee" } else { "p1" },
            if table.contains("p1") { "p2" } else { "Ann Lee" },
        );
        let files = [("people.csv", table), ("seats.csv", seats.as_str())];
        let answered = run(&files, &["pairs", "."]);
        assert!(!answered.has_note("only in case"), "{:?}", answered.notes);
    }
}

const BY_NAME: &str = "people and companies are identified by name: 1 name such as 'Brad Smith' and 2 names such as 'Intuit'; a name \
                       counts as one person or company unless its rows contradict each other";

#[test]
fn a_table_of_names_says_that_people_are_identified_by_name() {
    let plain = "director,company,start,end\nBrad Smith,Microsoft,2015-09,\nBrad Smith,Intuit,2008,2022\n";
    let answered = run(&[("b.csv", plain)], &["pairs", "b.csv"]);
    assert_eq!(answered.pairs().len(), 1);
    assert_eq!(answered.notes.iter().filter(|note| note.as_str() == BY_NAME).count(), 1, "{:?}", answered.notes);
    assert_eq!(answered.told.matches("identified by name").count(), 1, "{}", answered.told);
    // Births tell them apart, and no interlock is left.
    let born =
        "director,company,start,end,born\nBrad Smith,Microsoft,2015-09,,1959-01\nBrad Smith,Intuit,2008,2022,1964\n";
    let answered = run(&[("b.csv", born)], &["pairs", "b.csv"]);
    assert_eq!(answered.pairs(), Vec::<String>::new());
    assert!(
        answered.has_note(
            "the rows of the name 'Brad Smith' cannot all be of one person, so it stands for 2 people: 'Brad Smith (1959-01)', \
             'Brad Smith (1964)'"
        ),
        "{:?}",
        answered.notes
    );
    // Ids are no names.
    let ids = "director_id,director_name,company_id,start\n1,Brad Smith,msft,2015\n2,Brad Smith,intu,2008\n";
    let answered = run(&[("b.csv", ids)], &["pairs", "b.csv"]);
    assert!(!answered.has_note("identified by name") && answered.pairs().is_empty(), "{:?}", answered.notes);
}

#[test]
fn a_father_and_a_son_of_one_name_on_one_board_are_two() {
    let table = "name,company,birth,start,end\nPaul Orr,Northern Tin,1930,1970,1999\nPaul Orr,Northern Tin,1961,1990,2010\n\
                 Paul Orr,Western Rope,1961-05,1995,2000\nAnna Quill,Northern Tin,,1990,2010\n";
    let people = run(&[("b.csv", table)], &["people", "b.csv", "--min", "1"]);
    let ids: Vec<&str> = people.results.as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, ["Paul Orr (1961-05)", "Anna Quill", "Paul Orr (1930)"]);
    let shown = run(&[("b.csv", table)], &["show", "b.csv", "Paul Orr (1930)"]);
    assert_eq!(shown.code, 0, "{}", shown.told);
    // The name alone is that of two.
    let shown = run(&[("b.csv", table)], &["show", "b.csv", "Paul Orr"]);
    assert_eq!(shown.code, 2);
    assert!(shown.told.contains("Paul Orr (1930)") && shown.told.contains("Paul Orr (1961-05)"), "{}", shown.told);
}

#[test]
fn check_lists_the_names_in_doubt() {
    let table = "name,company,birth,nationality,start\nJohn Smith,Acme,1950-03,,2001\nJohn Smith,Bolt,1982-11,,2001\n\
                 \"SMITH, John\",Bolt,1950-03,,2001\nJohn Smith,Cray,,,2001\nAnn Lee,Acme,,GB,2001\nAnn Lee,Bolt,,US,2002\n\
                 Bob Ray,Acme,,,1890\nBob Ray,Bolt,,,2002\n";
    let checked = run(&[("b.csv", table)], &["check", "b.csv"]);
    let names = &checked.results["identified_by_name"];
    let listed = |list: &str| {
        names[list]["first"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        listed("parted"),
        ["'John Smith' stands for 'John Smith', 'John Smith (1950-03)', 'John Smith (1982-11)'"]
    );
    assert_eq!(
        listed("may_be_several"),
        [
            "'Ann Lee': its rows state several nationalities (GB; US)",
            "'Bob Ray': its seats begin 112 years apart, from 1890-12-31 to 2002-01-01"
        ]
    );
    assert_eq!(listed("may_be_one"), ["'John Smith' and 'SMITH, John'"]);
    let ids = run(&[("b.csv", "person,company\np1,c1\np1,c2\n")], &["check", "b.csv"]);
    assert!(ids.results["identified_by_name"].is_null(), "{}", ids.results);
}
