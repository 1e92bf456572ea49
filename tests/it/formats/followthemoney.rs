//! Entities of FollowTheMoney. Schemata and properties are those of
//! <https://followthemoney.tech/explorer/>.

use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::model::Ending;
use serde_json::{Value, json};

use super::{case, problems, read, seats, shared_boards};

fn case_as_entities() -> Vec<Value> {
    let case = case();
    let mut entities = Vec::new();
    for (at, seat) in case.iter_seats().enumerate() {
        let schema = if seat.board == Some(true) { "Directorship" } else { "Employment" };
        let (who, whose) =
            if seat.board == Some(true) { ("director", "organization") } else { ("employee", "employer") };
        let mut properties = json!({"role": [seat.role]});
        properties[who] = json!([seat.person]);
        properties[whose] = json!([seat.company]);
        properties["startDate"] = seat.start.map_or(json!([]), |date| json!([date.to_string()]));
        properties["endDate"] = seat.end.date().map_or(json!([]), |date| json!([date.to_string()]));
        entities
            .push(json!({"id": format!("seat-{at}"), "schema": schema, "properties": properties, "datasets": ["x"]}));
    }
    for person in case.iter_people() {
        entities.push(
            json!({"id": person.id, "caption": person.name, "schema": "Person", "properties": {"name": [person.name]}}),
        );
    }
    for company in case.iter_companies() {
        entities.push(
            json!({"id": company.id, "schema": "Company", "properties": {"name": [company.name]}, "referents": []}),
        );
    }
    entities
}

fn lines(entities: &[Value]) -> String {
    entities.iter().map(|entity| format!("{entity}\n")).collect()
}

#[test]
fn the_case_has_the_same_pairs() {
    let data = read(lines(&case_as_entities()).as_bytes(), "followthemoney");
    assert_eq!(problems(&data), Vec::<String>::new());
    assert_eq!(shared_boards(data), shared_boards(case()));
}

#[test]
fn properties_fill_what_they_say() {
    let entities = [
        json!({"id": "p", "schema": "Person", "properties": {"name": ["Ann Lee", "Ann M. Lee"], "alias": ["Annie"],
            "birthDate": ["1960-05", "1960-05-17"], "nationality": ["dk"], "topics": ["role.pep", "x;y"],
            "sourceUrl": ["https://example.org/a", "https://example.org/b"]}, "datasets": ["one", "two"], "target": true}),
        json!({"id": "c", "schema": "Company", "referents": ["old-c", "c"], "properties": {"name": ["Acme"], "country": ["dk"],
            "registrationNumber": ["1"], "leiCode": ["L"], "incorporationDate": ["1990-01-01T00:00:00", "1991"]}}),
        json!({"id": "l", "schema": "LegalEntity", "properties": {"name": ["Bo"], "country": ["no"]}}),
        json!({"id": "m", "schema": "LegalEntity", "properties": {"name": ["Corp"], "registrationNumber": ["2"]}}),
        json!({"id": "n", "schema": "LegalEntity", "properties": {"name": ["Someone"]}}),
        json!({"id": "d1", "schema": "Directorship", "properties": {"director": ["l"], "organization": ["old-c"], "startDate": ["2001", "2003-06"], "position": ["at the table"]}}),
        json!({"id": "d2", "schema": "Directorship", "properties": {"director": ["m"], "organization": ["c"], "role": ["Corporate director"],
            "status": ["former"]}}),
        json!({"id": "o", "schema": "Ownership", "properties": {"owner": ["p", "m"], "asset": ["old-c"], "percentage": ["12.5"]}}),
        json!({"id": "f", "schema": "Family", "properties": {"person": ["p"], "relative": ["l"], "relationship": ["sister"], "role": ["sister"]}}),
        json!({"id": "v", "schema": "Vessel", "properties": {"name": ["Ship"]}}),
        json!({"id": "w", "schema": "Vessel", "properties": {}}),
        json!({"id": "b", "schema": "Directorship", "properties": {"director": ["p"]}}),
        json!({"schema": "Person"}),
    ];
    let data = read(lines(&entities).as_bytes(), "followthemoney");
    let ann = data.people.person(data.people.row("p").unwrap() as usize);
    assert_eq!((ann.name.as_str(), ann.aliases), ("Ann Lee", vec!["Ann M. Lee".to_owned(), "Annie".to_owned()]));
    assert_eq!((ann.birth.unwrap().to_string(), ann.nationality.as_str()), ("1960-05-17".to_owned(), "dk"));
    assert_eq!(ann.sources, ["https://example.org/a", "https://example.org/b"]);
    for (name, text) in [("datasets", "one\u{1f}two"), ("target", "yes"), ("topics", "role.pep\u{1f}x;y")] {
        assert!(ann.extra.contains(&(name.to_owned(), text.to_owned())), "{name}: {:?}", ann.extra);
    }
    let acme = data.companies.company(data.companies.row("c").unwrap() as usize);
    assert_eq!((acme.country.as_str(), acme.number.as_str(), acme.lei.as_str()), ("dk", "1", "L"));
    assert_eq!(acme.founded.unwrap().to_string(), "1990-01-01/1991-12-31");
    let bo = data.people.person(data.people.row("l").unwrap() as usize);
    assert_eq!((bo.name.as_str(), bo.nationality.as_str()), ("Bo", "no"), "whoever holds a directorship is a person");
    assert!(data.companies.row("m").is_some() && data.companies.row("n").is_some());
    // In our tables `position` is a role; what was none must not become one when it is read again.
    assert!(data.seat(0).extra.contains(&("position_original".to_owned(), "at the table".to_owned())));
    assert_eq!(seats(&data), ["l@c director 2001-01-01/2003-06-30"]);
    let ties: Vec<String> =
        data.ties.iter().map(|tie| format!("{} {} {} {:?}", tie.from.id, tie.kind, tie.to.id, tie.share)).collect();
    for tie in ["m Corporate director c None", "p owns c Some(12.5)", "m owns c Some(12.5)", "p family l None"] {
        assert!(ties.contains(&tie.to_owned()), "{tie}: {ties:?}");
    }
    assert!(data.ties.iter().any(|tie| tie.kind == "Corporate director" && tie.end == Ending::Unknown));
    assert_eq!(
        problems(&data),
        [
            "x:10:1: warning: left out: entities of the schema 'Vessel' (2 in this file), because the data model has no field for them",
            "x:12:1: error: the Directorship has no organization",
            "x:13:1: error: the entity has no id",
        ]
    );
}

/// Every deal as `id kind date parties amount currency status text`.
fn deals(data: &Dataset) -> Vec<String> {
    let shown = data.deals.iter().map(|deal| {
        let date = deal.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        let amount = deal.amount.map_or_else(String::new, |amount| amount.to_string());
        let parties = deal.parties.join("+");
        format!("{} {} {date} {parties} {amount} {} {} {}", deal.id, deal.kind, deal.currency, deal.status, deal.text)
    });
    let mut all: Vec<String> = shown.map(|deal| deal.trim_end().to_owned()).collect();
    all.sort();
    all
}

fn company(id: &str) -> Value {
    json!({"id": id, "schema": "Company", "properties": {"name": [id.to_uppercase()]}})
}

#[test]
fn contracts_payments_and_projects_are_deals() {
    let mut entities = vec![
        json!({"id": "k", "schema": "Contract", "properties": {"authority": ["a"], "title": ["Lanes"], "contractDate": ["2016-06-10"],
            "amount": ["1200.5"], "currency": ["GBP"], "status": ["cancelled"], "procedureNumber": ["7"]}}),
        json!({"id": "w", "schema": "ContractAward", "properties": {"contract": ["k"], "supplier": ["b", "c"], "lotNumber": ["2"]}}),
        json!({"id": "y", "schema": "Payment", "properties": {"payer": ["a"], "beneficiary": ["b"], "date": ["2017-01"], "amount": ["5"],
            "currency": ["EUR"], "purpose": ["rope"]}}),
        json!({"id": "j1", "schema": "ProjectParticipant", "properties": {"project": ["j"], "participant": ["a"], "role": ["coordinator"],
            "startDate": ["2019"]}}),
        json!({"id": "j2", "schema": "ProjectParticipant", "properties": {"project": ["j"], "participant": ["b", "a"]}}),
        json!({"id": "j", "schema": "Project", "properties": {"name": ["Tin"], "projectId": ["X-7"], "startDate": ["2018-03"], "endDate": ["2020"],
            "amount": ["9"], "currency": ["EUR"], "status": ["planned"]}}),
        json!({"id": "l1", "schema": "ProjectParticipant", "properties": {"project": ["l"], "participant": ["a"]}}),
        json!({"id": "l", "schema": "Project", "properties": {"name": ["Alone"]}}),
        json!({"id": "m", "schema": "Project", "properties": {"name": ["Nobody"]}}),
        json!({"id": "n", "schema": "Contract", "properties": {"authority": ["a"], "title": ["Unawarded"]}}),
        json!({"id": "o1", "schema": "ProjectParticipant", "properties": {"project": ["o"], "participant": ["b", "c"], "status": ["ended"]}}),
        json!({"id": "q", "schema": "ProjectParticipant", "properties": {"participant": ["b"]}}),
    ];
    entities.extend(["a", "b", "c"].map(company));
    let expected = [
        "j project 2018-03 a+b 9 EUR planned Tin",
        "o project ? b+c",
        "w contract 2016-06-10 a+b+c 1200.5 GBP cancelled Lanes",
        "y payment 2017-01 a+b 5 EUR  rope",
    ];
    let few = "warning: left out: projects with fewer than two participants (2 in this file)";
    for entities in [entities.clone(), entities.iter().rev().cloned().collect()] {
        let data = read(lines(&entities).as_bytes(), "followthemoney");
        let mut found = deals(&data);
        // Of participants without an order of their own, that of the file counts.
        found.iter_mut().for_each(|deal| *deal = deal.replace("b+a", "a+b"));
        assert_eq!(found, expected);
        let said = problems(&data);
        for part in [
            few,
            "left out: contracts without an award",
            "error: the ProjectParticipant has no project",
            "the deal has no date",
        ] {
            assert!(said.iter().any(|problem| problem.contains(part)), "{part}: {said:?}");
        }
        assert_eq!(said.len(), 4, "{said:?}");
        let extra = |id: &str, name: &str| {
            let deal = data.deals.iter().find(|deal| deal.id == id).unwrap();
            deal.extra.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        assert_eq!(
            [extra("j", "roles"), extra("j", "projectId"), extra("w", "procedureNumber"), extra("w", "lotNumber")],
            ["a: coordinator", "X-7", "7", "2"]
        );
    }
}

#[test]
fn people_are_no_parties_of_deals() {
    let participant = |id: &str| json!({"id": format!("j-{id}"), "schema": "ProjectParticipant", "properties": {"project": ["j"], "participant": [id]}});
    let mut entities = vec![
        json!({"id": "p", "schema": "Person", "properties": {"name": ["Ann Lee"]}}),
        json!({"id": "y", "schema": "Payment", "properties": {"payer": ["a"], "beneficiary": ["p"], "date": ["2017"]}}),
        json!({"id": "j", "schema": "Project", "properties": {"name": ["Tin"], "startDate": ["2018"]}}),
    ];
    entities.extend(["a", "b", "p"].map(participant));
    entities.extend(["a", "b"].map(company));
    let data = read(lines(&entities).as_bytes(), "followthemoney");
    assert_eq!(deals(&data), ["j project 2018 a+b    Tin"]);
    assert!(data.deals[0].extra.contains(&("natural_persons".to_owned(), "p".to_owned())));
    assert_eq!(
        problems(&data),
        [
            "x:2:1: warning: left out: a deal with the person 'p', because the parties of a deal are companies",
            "x:3:1: warning: left out: the person 'p' among the parties of a deal, because these are companies",
        ]
    );
}

#[test]
fn threads_change_nothing() {
    let entities = lines(&case_as_entities()).repeat(200);
    let answers = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let data = pool.install(|| read(entities.as_bytes(), "followthemoney"));
        let rows = |table| (0..data.rows(table)).map(|row| data.export_row(table, row)).collect::<Vec<_>>();
        (Table::ALL.map(rows), problems(&data))
    };
    assert!(answers(1) == answers(3));
}

#[test]
fn hostile_lines_are_said_with_their_place() {
    let good = r#"{"id":"d","schema":"Directorship","properties":{"director":["a"],"organization":["c"]}}"#;
    let text = [
        good.as_bytes(),
        b"\n{\"id\":\"a\",\"schema\":",
        b"\n{\"\xc3\xa9\":1,\"id\":\"\xff\"}\n[]\n",
        "[".repeat(5_000).as_bytes(),
    ]
    .concat();
    let data = read(&text, "followthemoney");
    assert_eq!(seats(&data), ["a@c director"]);
    let answers = problems(&data);
    assert_eq!(answers.len(), 4, "{answers:?}");
    for (problem, part) in answers.iter().zip(["x:2:19: error: not an entity: EOF", "x:3:", "x:4:", "x:5:"]) {
        assert!(problem.starts_with(part), "{problem}");
    }
}

#[test]
fn one_entity_that_joins_very_many_is_rejected_and_a_long_list_takes_no_time() {
    let many: Vec<String> = (0..20_000).map(|at| format!("p{at}")).collect();
    let entities = [
        json!({"id": "d", "schema": "Directorship", "properties": {"director": many, "organization": many}}),
        json!({"id": "p", "schema": "Person", "properties": {"name": many, "topics": many}}),
        json!({"id": "e", "schema": "Directorship", "properties": {"director": ["p"], "organization": ["c"]}}),
    ];
    let data = read(lines(&entities).as_bytes(), "followthemoney");
    assert_eq!(problems(&data), ["x:1:1: error: the Directorship joins 400000000 pairs, more than 10000"]);
    assert_eq!(data.people.person(0).aliases.len(), 19_999);
}

#[test]
fn a_file_of_too_many_names_is_refused_by_any_threads() {
    let text: String = (0..1_030)
        .map(|at| {
            format!(
                "{{\"id\":\"p{at}\",\"schema\":\"Person\",\"properties\":{{\"odd{at}\":[\"{}\"]}}}}\n",
                "x".repeat(2_000)
            )
        })
        .collect();
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let format = "followthemoney".parse::<DataFormat>().unwrap();
        let stream = Box::new(std::io::Cursor::new(text.clone().into_bytes()));
        let read = pool.install(|| Dataset::read(stream, "x", format, &LoadOptions::default()));
        assert!(read.unwrap_err().to_string().starts_with("x:1:1: more than 1024 different column names"));
    }
}

#[test]
fn entities_are_known_by_their_beginning() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["entities.ftm.json", "x.jsonl", "x.ijson"] {
        let file = folder.path().join(name);
        std::fs::write(&file, lines(&case_as_entities())).unwrap();
        assert_eq!(DataFormat::from_path(&file), "followthemoney".parse().ok(), "{name}");
        assert_eq!(Dataset::open_all(&[file.as_path()], &LoadOptions::default()).unwrap().rows(Table::People), 8);
    }
}
