//! Folders of exports: tables of several programs that name the same people and companies in different ways.

use super::{pairs, run};

/// Two boards with one director, and a contract between the two companies.
fn boards(company: [&str; 2], in_list: [&str; 2], in_deal: [&str; 2]) -> [(&'static str, String); 3] {
    let list = format!("Company number;Company name\n{};Aldgate Ltd\n{};Birch Ltd\n", in_list[0], in_list[1]);
    let officers = format!(
        "Officer;Company number;Role;Appointed\nRuth Harker;{};Director;2010\nRuth Harker;{};Director;2011\n",
        company[0], company[1]
    );
    let contracts = format!("Date;Customer;Contractor\n2014-05-12;{};{}\n", in_deal[0], in_deal[1]);
    [("list of companies.csv", list), ("officers.csv", officers), ("contracts.csv", contracts)]
}

/// The rules of the findings in a folder.
fn rules(files: &[(&'static str, String)]) -> (Vec<String>, Vec<String>) {
    let files: Vec<(String, &str)> = files.iter().map(|(name, text)| (format!("x/{name}"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let answered = run(&files, &["conflicts", "x", "--each-rule"]);
    assert_eq!(answered.code, 0, "{}", answered.told);
    let rows = answered.results.as_array().cloned().unwrap_or_default();
    (rows.iter().map(|row| row["rule"].as_str().unwrap().to_owned()).collect(), answered.notes)
}

#[test]
fn numbers_join_whatever_became_of_their_leading_zeros() {
    let whole = ["01234567", "00876543"];
    for (seats, list, deal) in [
        (["1234567", "876543"], whole, whole),
        (whole, ["1234567", "876543"], whole),
        (whole, whole, ["1234567", "876543"]),
        (["1234567.0", "876543.0"], whole, ["1234567", "00876543"]),
        (whole, ["001234567", "000876543"], ["1234567", "876543"]),
    ] {
        let (found, notes) = rules(&boards(seats, list, deal));
        assert_eq!(found, ["shared-director"], "{seats:?} {list:?} {deal:?}");
        assert!(notes.iter().any(|note| note.contains("with other leading zeros")), "{notes:?}");
    }
    let (found, notes) = rules(&boards(whole, whole, whole));
    assert_eq!(found, ["shared-director"]);
    assert!(!notes.iter().any(|note| note.contains("leading zeros")), "{notes:?}");
}

#[test]
fn a_number_that_may_be_two_ids_joins_neither() {
    let files = [
        ("x/companies list.csv", "Company number;Company name\n007;Aldgate Ltd\n07;Birch Ltd\n"),
        ("x/officers.csv", "Officer;Company number;Role\nRuth;7;Director\n"),
    ];
    assert_eq!(run(&files, &["check", "x"]).results["companies"], 3);
    let answered = run(&files, &["pairs", "x"]);
    assert!(answered.has_note("1 company of seats is in no table of companies, such as '7'"), "{:?}", answered.notes);
}

#[test]
fn people_and_companies_that_no_table_lists_are_told() {
    let whole = ["01234567", "00876543"];
    for seats in [["CO-01234567", "CO-00876543"], ["A", "B"]] {
        let (_, notes) = rules(&boards(seats, whole, whole));
        let told = format!("2 companies of seats are in no table of companies, such as '{}'", seats[0].min(seats[1]));
        assert!(notes.iter().any(|note| note.contains(&told)), "{notes:?}");
    }
    // Names are known, too.
    let (found, notes) = rules(&boards(["Aldgate Ltd", "BIRCH LTD"], whole, whole));
    assert_eq!(found, ["shared-director"]);
    assert!(!notes.iter().any(|note| note.contains("in no table")), "{notes:?}");
}

#[test]
fn a_list_of_owners_is_one_of_ties() {
    let whole = ["01234567", "00876543"];
    for (header, owner, owned) in [
        ("Shareholder;Company;Stake", "Ruth Harker", "Birch Ltd"),
        ("Owner;Owned;Share", "ruth harker", "00876543"),
        ("Gesellschafter;Beteiligung;Anteil in %", "Ruth Harker", "876543"),
        ("Actionnaire;Société;Part (%)", "RUTH HARKER", "birch ltd"),
        ("Accionista;Participada;Porcentaje", "Ruth Harker", "Birch Ltd"),
        ("Aandeelhouder;Dochtermaatschappij;Belang", "Ruth Harker", "Birch Ltd"),
        ("Akcjonariusz;Spółka;Udział", "Ruth Harker", "Birch Ltd"),
        ("from;to;share", "Ruth Harker", "Birch Ltd"),
        ("from;to;Stake in %", "Ruth Harker", "Birch Ltd"),
    ] {
        let mut files = boards(whole, whole, whole).to_vec();
        files.push(("holdings.csv", format!("{header}\n{owner};{owned};30 %\n")));
        let (found, notes) = rules(&files);
        assert_eq!(found, ["owner-on-board", "shared-director"], "{header}: {notes:?}");
    }
}

#[test]
fn a_list_of_owners_makes_no_directors_and_says_whom_it_does_not_know() {
    let officers = "Officer;Company;Role;Appointed\nRuth;Aldgate;Director;2010\nJo;Corbel;Director;2010\n";
    for holdings in [
        "from;to;share;since\nRuth;Corbel;30 %;2012\nCorbel;Aldgate;5 %;2012\n",
        "Shareholder;Company;Stake\nRuth;Corbel;30 %\nCorbel;Aldgate;5 %\n",
        "Parent;Subsidiary;%\nRuth;Corbel;30\nCorbel;Aldgate;5\n",
    ] {
        let files = [("x/officers.csv", officers), ("x/holdings.csv", holdings)];
        assert_eq!(run(&files, &["pairs", "x"]).pairs(), Vec::<String>::new(), "{holdings}");
        let checked = run(&files, &["check", "x"]).results;
        assert_eq!([&checked["people"], &checked["seats"], &checked["ties"]], [2, 2, 2], "{holdings}");
    }
    let files = [("x/officers.csv", officers), ("x/holdings.csv", "Owner;Company;Share\nNobody Known;Corbel;30\n")];
    let answered = run(&files, &["check", "x"]);
    assert_eq!(answered.code, 3);
    let message = answered.results["problems"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("Nobody Known") && message.contains("from_type"), "{message}");
    // A column of roles makes it a table of seats.
    let roles = "Gesellschafter;Firma;Funktion\nRuth;Aldgate;Vorstand\nRuth;Corbel;Aufsichtsrat\n";
    assert_eq!(pairs(roles), ["Aldgate - Corbel: Ruth (possible)"]);
}

#[test]
fn another_format_in_the_folder_changes_no_names() {
    let whole = ["01234567", "00876543"];
    for (name, text) in [
        ("panel.csv", "company,directors\nCorbel,Jo;Al\nDunbar,Jo\n"),
        ("edges.csv", "source,target\nJo,Corbel\nAl,Corbel\n"),
    ] {
        let mut files = boards(["Aldgate Ltd", "Birch Ltd"], whole, whole).to_vec();
        files.push((name, text.to_owned()));
        assert_eq!(rules(&files).0, ["shared-director"], "{name}");
    }
}

#[test]
fn whoever_is_listed_as_a_member_of_the_board_sits_on_it() {
    for heading in ["Board members", "Directors", "Vorstandsmitglieder", "Membres du conseil", "Consiglieri"] {
        let table = format!(
            "Company,{heading}\nSued AG,\"Peters, A. (CEO); Kranz, U.\"\nWest AG,\"Peters, A.; Adam, B. (Chair)\"\n"
        );
        assert_eq!(pairs(&table), ["Sued AG - West AG: Peters, A. (possible)"], "{heading}");
        let table = table.replace("(CEO)", "(Secretary)");
        assert_eq!(pairs(&table), Vec::<String>::new(), "{heading}: a secretary is no member");
    }
}

#[test]
fn the_newest_year_of_a_panel_is_the_day_of_the_data() {
    let long = "Company,Year,Director,Role\nA,2013,X,NED\nA,2014,X,NED\nA,2015,X,NED\nB,2013,X,NED\nB,2014,X,NED\nB,2015,X,NED\n";
    let days = long.replace("Year", "AnnualReportDate").replace(",201", ",30 June 201");
    let wide = "Person,Company,2013,2014,2015\nX,A,1,1,1\nX,B,1,1,1\n";
    for (table, as_of) in [(long, "2015-12-31"), (days.as_str(), "2015-06-30"), (wide, "2015-12-31")] {
        let answered = run(&[("table.csv", table)], &["pairs", "table.csv", "--at", "2014"]);
        assert_eq!(answered.pairs(), ["A - B: X"], "{table}");
        assert!(answered.has_note(&format!("data as of {as_of}")), "{:?}", answered.notes);
    }
    // Of the last year it is only known that the seats were held on some day.
    for table in [long, wide] {
        let answered = run(&[("table.csv", table)], &["pairs", "table.csv", "--at", "2015-12-31"]);
        assert_eq!(answered.pairs(), ["A - B: X (possible)"], "{table}");
    }
}

#[test]
fn a_director_of_both_is_not_told_as_an_executive_passed_over() {
    for dates in [("", ""), ("2001", "2005"), ("2001~", ""), ("2001-02-03", "2009")] {
        let (start, end) = dates;
        let table = format!(
            "person,company,role,start,end\nX,A,Vorstand,{start},{end}\nX,B,Aufsichtsrat,{start},{end}\nX,A,CFO,{start},{end}\n"
        );
        let answered = run(&[("table.csv", &table)], &["pairs", "table.csv"]);
        assert_eq!(answered.results.as_array().unwrap().len(), 1);
        assert!(!answered.has_note("without a seat on its board"), "{dates:?}: {:?}", answered.notes);
    }
}
