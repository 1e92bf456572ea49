//! Tables of names: who is taken for one person, and what is told.

use proptest::prelude::*;

use interlocks_core::model::PartialDate;

use crate::{DataFormat, Dataset, LoadOptions};

fn read_as(text: &str, file: &str, format: DataFormat) -> Dataset {
    Dataset::read(Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), file, format, &LoadOptions::default())
        .unwrap()
}

fn csv(text: &str) -> Dataset {
    read_as(text, "seats.csv", DataFormat::Csv)
}

/// Returns the seats as `person@company`, sorted.
fn seats(data: &Dataset) -> Vec<String> {
    let mut seats: Vec<String> = data.iter_seats().map(|seat| format!("{}@{}", seat.person, seat.company)).collect();
    seats.sort_unstable();
    seats
}

fn people(data: &Dataset) -> Vec<String> {
    let mut ids: Vec<String> = data.iter_people().map(|person| person.id).collect();
    ids.sort_unstable();
    ids
}

const FOUR: &str = "name,company,birth,start\n\
                    John Smith,Acme,1950-03,2001\n\
                    John Smith,Bolt,1982-11,2001\n\
                    \"SMITH, John\",Bolt,1950-03,2001\n\
                    John Smith,Cray,,2001\n";

#[test]
fn four_john_smiths() {
    let data = csv(FOUR);
    assert_eq!(
        seats(&data),
        ["John Smith (1950-03)@Acme", "John Smith (1982-11)@Bolt", "John Smith@Cray", "SMITH, John@Bolt"]
    );
    let notes = data.notes.join("\n");
    assert!(
        notes.contains(
            "the rows of the name 'John Smith' cannot all be of one person, so it stands for 3 people: 'John Smith', \
             'John Smith (1950-03)', 'John Smith (1982-11)'; the rows of 'John Smith' that state less may be of one of the \
             others, and count as somebody else"
        ),
        "{notes}"
    );
    assert!(
        notes.contains(
            "people and companies are identified by name: 2 names such as 'John Smith' and 3 names such as 'Acme'"
        ),
        "{notes}"
    );
    assert!(
        notes.contains("the name of 1 person differs from another only in case, accents, order or a title, such as")
    );
    let smith = data.iter_people().find(|person| person.id == "John Smith (1982-11)").unwrap();
    assert_eq!((smith.name.as_str(), smith.birth.unwrap().to_string()), ("John Smith", "1982-11".to_owned()));
    assert!(data.unused.is_empty(), "{}", data.unused);
}

#[test]
fn names_alone_say_so_and_ids_do_not() {
    let data = csv("person,company\nBrad Smith,Microsoft\nBrad Smith,Intuit\n");
    assert_eq!(people(&data), ["Brad Smith"]);
    assert_eq!(
        data.notes,
        [
            "people and companies are identified by name: 1 name such as 'Brad Smith' and 2 names such as 'Intuit'; a name \
          counts as one person or company unless its rows contradict each other"
        ]
    );
    for text in ["person,company\np1,c1\np1,c2\n", "person_id,person_name,company\n7,Brad Smith,c1\n8,Brad Smith,c2\n"]
    {
        assert_eq!(csv(text).notes, Vec::<String>::new(), "{text}");
    }
    let mixed = csv("person_id,person_name,company\n7,Brad Smith,Intuit\n8,Brad Smith,Microsoft\n");
    assert_eq!(people(&mixed), ["7", "8"]);
    assert!(mixed.notes[0].starts_with("companies are identified by name: 2 names such as 'Intuit'"));
}

#[test]
fn births_nationalities_deaths_and_ids_tell_people_apart() {
    let parted = |rows: &str| people(&csv(&format!("person,company,born,nationality,died,start,person_id\n{rows}")));
    let one = ["A B"].map(str::to_owned).to_vec();
    // Ranges that meet, and nationality alone.
    assert_eq!(parted("A B,x,1950,,,,\nA B,y,1950-03,,,,\n"), one);
    assert_eq!(parted("A B,x,1950,GB,,,\nA B,y,1950,US,,,\n"), one);
    assert_eq!(parted("A B,x,,GB,,,\nA B,y,,US,,,\n"), one);
    assert_eq!(parted("A B,x,1950,British,,,\nA B,y,,GB,,,\n"), one);
    assert_eq!(parted("A B,x,1950,GB,,,\nA B,y,,US,,,\n"), ["A B (1950)", "A B (US)"]);
    assert_eq!(parted("A B,x,1950,,,,\nA B,y,1951,,,,\n"), ["A B (1950)", "A B (1951)"]);
    // One year, and two months of it.
    assert_eq!(
        parted("A B,x,1950,,,,\nA B,y,1950-03,,,,\nA B,z,1950-04,,,,\n"),
        ["A B (1950)", "A B (1950-03)", "A B (1950-04)"]
    );
    // A seat after the death, or before the birth.
    assert_eq!(parted("A B,x,,,1960,1950,\nA B,y,,,,1990,\n"), ["A B", "A B (died 1960)"]);
    assert_eq!(parted("A B,x,1982,,,2010,\nA B,y,,,,1970,\n"), ["A B", "A B (1982)"]);
    assert_eq!(parted("A B,x,,,1960,1950,\nA B,y,,,,1955,\n"), one);
    assert_eq!(parted("A B,x,,,,,7\nA B,y,,,,,8\n"), ["A B (7)", "A B (8)"]);
    assert_eq!(parted("A B,x,1950,,,,7\nA B,y,1951,,,,7\n"), one);
}

#[test]
fn companies_are_told_apart_by_their_numbers() {
    let companies = |rows: &str| {
        let data = csv(&format!("person_id,company,company_number,lei,country\n{rows}"));
        let mut ids: Vec<String> = data.iter_companies().map(|company| company.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(companies("1,Acme Ltd,007,,\n2,Acme Ltd,7,,\n"), ["Acme Ltd"]);
    assert_eq!(companies("1,Acme Ltd,7,,GB\n2,Acme Ltd,,,US\n"), ["Acme Ltd"]);
    assert_eq!(companies("1,Acme Ltd,7,,GB\n2,Acme Ltd,8,,US\n"), ["Acme Ltd (7)", "Acme Ltd (8)"]);
    assert_eq!(companies("1,Acme Ltd,7,X1,\n2,Acme Ltd,8,X1,\n"), ["Acme Ltd"]);
    assert_eq!(companies("1,Acme Ltd,,X1,\n2,Acme Ltd,,X2,\n"), ["Acme Ltd (LEI X1)", "Acme Ltd (LEI X2)"]);
    // A company that took the number of another keeps its own name, and another legal form is another name.
    assert_eq!(companies("1,Acme Ltd,7,,\n2,Bolt Ltd,7,,\n"), ["Acme Ltd", "Bolt Ltd"]);
    assert_eq!(companies("1,Acme Ltd,,,\n2,Acme plc,,,\n"), ["Acme Ltd", "Acme plc"]);
    let data = csv("person_id,company,company_number,lei,country\n1,Acme Ltd,007,,GB\n2,Acme Ltd,7,X1,\n");
    let acme = data.iter_companies().next().unwrap();
    assert_eq!([acme.number, acme.lei, acme.country], ["007", "X1", "GB"].map(str::to_owned));
}

#[test]
fn an_id_is_an_id_and_its_contradictions_are_told() {
    let data = csv("person_id,person_name,company,birth\np1,John Smith,c1,1950\np1,John Smith,c2,1982\n");
    assert_eq!(people(&data), ["p1"]);
    let told: Vec<&str> = data.problems.listed().iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["the rows of the id 'p1' contradict each other (birth 1950 and 1982); an id is one person"]);
    assert_eq!(data.problems.listed()[0].line, 3);
}

#[test]
fn headings_in_other_languages_and_other_formats_give_the_same() {
    for header in ["Name;Gesellschaft;Geburtsdatum", "nom;société;date de naissance", "name;company;dob"] {
        let data = csv(&format!("{header}\nJohn Smith;Acme;1950-03\nJohn Smith;Bolt;11/1982\n"));
        assert_eq!(people(&data), ["John Smith (1950-03)", "John Smith (1982-11)"], "{header}");
    }
    let json = r#"{"seats": [{"person": "John Smith", "company": "Acme", "birth": "1950-03"},
        {"person": "John Smith", "company": "Bolt", "birth": "1982-11"}]}"#;
    assert_eq!(people(&read_as(json, "x.json", DataFormat::Json)), ["John Smith (1950-03)", "John Smith (1982-11)"]);
}

#[cfg(feature = "formats")]
#[test]
fn wide_tables_and_edges_give_the_same() {
    let wide =
        "person,birth,company1,company2\nJohn Smith,1950-03,Acme,Cray\nJohn Smith,1982-11,Bolt,\nAnn Lee,1960,,\n";
    let data = read_as(wide, "x.csv", "wide".parse().unwrap());
    assert_eq!(people(&data), ["Ann Lee", "John Smith (1950-03)", "John Smith (1982-11)"]);
    assert_eq!(seats(&data), ["John Smith (1950-03)@Acme", "John Smith (1950-03)@Cray", "John Smith (1982-11)@Bolt"]);
    let edges = "source,target,source_type,target_type,birth\nJohn Smith,Acme,person,company,1950-03\n\
                 John Smith,Bolt,person,company,1982-11\n";
    let data = read_as(edges, "x.csv", "edges".parse().unwrap());
    assert_eq!(people(&data), ["John Smith (1950-03)", "John Smith (1982-11)"]);
    assert_eq!(seats(&data), ["John Smith (1950-03)@Acme", "John Smith (1982-11)@Bolt"]);
}

#[test]
fn a_row_settles_which_person_of_a_table_is_meant() {
    let text = |rows: &str| {
        let people = r#"[{"id": "p1", "name": "John Smith", "birth": "1950-03"}, {"id": "p2", "name": "John Smith", "birth": "1982-11"}]"#;
        format!(r#"{{"people": {people}, "seats": [{{"person": "p1", "company": "z"}}, {rows}]}}"#)
    };
    let read = |rows: &str| read_as(&text(rows), "x.json", DataFormat::Json);
    let data = read(r#"{"person": "John Smith", "company": "c", "birth": "1982"}"#);
    assert_eq!(seats(&data), ["p1@z", "p2@c"]);
    assert_eq!(data.problems.errors(), 0);
    let data = read(r#"{"person": "John Smith", "company": "c", "birth": ""}"#);
    assert_eq!(
        data.problems.listed()[0].message,
        "'John Smith' is the name of several rows of the people table, and the row does not say which person is meant: use the id"
    );
}

#[test]
fn a_name_that_stands_for_several_is_no_party_and_no_end_of_a_tie() {
    let json = r#"{"seats": [{"person": "John Smith", "company": "Acme Ltd", "company_number": "7", "birth": "1950"},
        {"person": "John Smith", "company": "Acme Ltd", "company_number": "8", "birth": "1982"}],
        "ties": [{"from": "John Smith", "to": "Bolt", "kind": "friend"}],
        "deals": [{"date": "2001", "parties": "Acme Ltd;Bolt"}]}"#;
    let data = read_as(json, "x.json", DataFormat::Json);
    let told: Vec<&str> = data.problems.listed().iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told[0],
        "'John Smith' is the name of several people, such as 'John Smith (1950)' and 'John Smith (1982)'; it stands for none of \
         them: use the id"
    );
    assert!(
        told.iter()
            .any(|message| message.starts_with("'Acme Ltd' is the name of several companies, such as 'Acme Ltd (7)'")),
        "{told:?}"
    );
}

/// Returns rows of one or two names with births, in a table.
fn rows() -> impl Strategy<Value = Vec<(bool, u8, &'static str, &'static str)>> {
    let birth = prop::sample::select(vec!["", "1950", "1950-03", "1950-04", "1950-03-02", "1951", "1950~"]);
    let nation = prop::sample::select(vec!["", "", "GB", "US", "GB; US"]);
    prop::collection::vec((any::<bool>(), 0u8..4, birth, nation), 1..8)
}

fn table(rows: &[(bool, u8, &str, &str)]) -> String {
    let lines = rows.iter().map(|(smith, company, birth, nation)| {
        let name = if *smith { "John Smith" } else { "Ann Lee" };
        format!("{name},Company {company},{birth},{nation}\n")
    });
    format!("name,company,birth,nationality\n{}", lines.collect::<String>())
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter_and_nothing_is_joined_that_names_do_not_join(
        rows in rows(),
        by in any::<prop::sample::Index>(),
    ) {
        let mut turned = rows.clone();
        turned.rotate_left(by.index(rows.len()));
        turned.reverse();
        let (data, other) = (csv(&table(&rows)), csv(&table(&turned)));
        let described = |data: &Dataset| {
            let mut people: Vec<String> = data
                .iter_people()
                .map(|person| {
                    format!("{} {} {:?} {}", person.id, person.name, person.birth.map(|birth| birth.to_string()), person.nationality)
                })
                .collect();
            people.sort_unstable();
            let mut seats = seats(data);
            seats.dedup();
            (people, seats)
        };
        prop_assert_eq!(described(&data), described(&other));
        prop_assert_eq!(&data.notes, &other.notes);
        // People of one name are only ever parted, so what links two companies with births links them without.
        let plain: Vec<_> = rows.iter().map(|row| (row.0, row.1, "", "")).collect();
        let by_name = |data: &Dataset| {
            let name = |id: &str| data.people.name(data.people.row(id).unwrap() as usize).to_owned();
            let mut seats: Vec<String> =
                data.iter_seats().map(|seat| format!("{}@{}", name(&seat.person), seat.company)).collect();
            seats.sort_unstable();
            seats.dedup();
            seats
        };
        prop_assert_eq!(by_name(&data), by_name(&csv(&table(&plain))));
        // Everybody's births fit each other.
        for person in data.iter_people() {
            let births: Vec<PartialDate> = rows
                .iter()
                .filter(|row| row.2.parse::<PartialDate>().is_ok_and(|birth| Some(birth) == person.birth))
                .filter_map(|row| row.2.parse().ok())
                .collect();
            prop_assert_eq!(births.is_empty(), person.birth.is_none());
        }
    }
}
