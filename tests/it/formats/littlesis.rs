//! Entities and relationships of LittleSis. Fields are those of <https://littlesis.org/api>.

use interlocks::dataset::Table;
use interlocks::model::Ending;
use serde_json::{Value, json};

use super::{case, problems, read, seats, shared_boards};

/// The bundled case as resources. Dates of LittleSis have zeros for what is not known.
fn resources() -> Vec<Value> {
    let case = case();
    let number = |id: &str| id.bytes().fold(0u32, |sum, byte| (sum * 31 + u32::from(byte)) % 1_000_003);
    let filled = |date: String| format!("{date}{}", &"-00-00"[date.len().saturating_sub(4).min(6)..]);
    let mut resources = Vec::new();
    for (id, name, kind) in case
        .iter_people()
        .map(|person| (person.id, person.name, "Person"))
        .chain(case.iter_companies().map(|company| (company.id, company.name, "Org")))
    {
        resources.push(json!({"type": "entities", "id": number(&id), "attributes": {"id": number(&id), "name": name,
            "primary_ext": kind, "types": ["Organization"], "aliases": [name, id], "updated_at": "2024-01-01"}}));
    }
    for (at, seat) in case.iter_seats().enumerate() {
        let end = seat.end.date().map(ToString::to_string);
        resources.push(json!({"type": "relationships", "id": at, "attributes": {"id": at, "category_id": 1,
            "entity1_id": number(&seat.person), "entity2_id": number(&seat.company), "description1": seat.role,
            "start_date": seat.start.map(|date| filled(date.to_string())), "end_date": end.clone().map(filled),
            "is_current": if end.is_none() { json!(true) } else { json!(null) },
            "is_board": seat.board, "is_executive": seat.executive}}));
    }
    resources
}

#[test]
fn the_case_has_the_same_pairs() {
    let names = |lines: Vec<String>| -> Vec<String> {
        // Ids are numbers there, so what is compared is how many share whom and when.
        let mut spells: Vec<String> = lines.iter().map(|line| line[line.find('[').unwrap()..].to_owned()).collect();
        spells
            .iter_mut()
            .for_each(|line| *line = format!("{} {}", line.matches(',').count(), &line[line.find('{').unwrap()..]));
        spells.sort();
        spells
    };
    let resources = resources();
    let page = json!({"data": resources, "meta": {"apiVersion": "2.0"}}).to_string();
    let pretty = serde_json::to_string_pretty(&json!({"meta": {}, "data": resources})).unwrap();
    let lines: String = resources.iter().map(|resource| format!("{resource}\n")).collect();
    for text in [serde_json::to_string(&resources).unwrap(), page, pretty, lines] {
        let data = read(text.as_bytes(), "littlesis");
        assert_eq!(problems(&data), Vec::<String>::new());
        assert_eq!((data.rows(Table::People), data.rows(Table::Companies)), (8, 6));
        assert_eq!(names(shared_boards(data)), names(shared_boards(case())));
    }
}

#[test]
fn categories_and_dates_are_what_they_say() {
    let relationship = |id: u32, category: u32, rest: Value| {
        let mut attributes = json!({"category_id": category, "entity1_id": 1, "entity2_id": 2});
        attributes.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        json!({"type": "relationships", "id": id, "attributes": attributes})
    };
    let resources = json!([
        {"type": "entities", "id": 1, "attributes": {"name": "Ann", "primary_ext": "Person", "start_date": "1960-00-00"}},
        {"type": "entities", "id": 2, "attributes": {"name": "Acme", "primary_ext": "Org", "types": ["Business", "PublicCompany"],
            "start_date": "1990-05-00", "blurb": "makes things"}},
        relationship(10, 1, json!({"start_date": "2001-06-00", "end_date": "0000-00-00", "is_current": null, "is_board": true})),
        relationship(11, 1, json!({"description1": "Chief Executive Officer", "start_date": "2002-00-00", "is_current": true,
            "category_attributes": {"is_board": false, "is_executive": true}})),
        relationship(12, 10, json!({"percent_stake": 12.5, "is_current": false})),
        relationship(13, 11, json!({"amount": 100})),
        relationship(14, 77, json!({})),
        {"type": "lists", "id": 3, "attributes": {}},
        {"nothing": 1},
    ]);
    let data = read(resources.to_string().as_bytes(), "littlesis");
    assert_eq!(data.people.person(0).birth.unwrap().to_string(), "1960");
    let acme = data.companies.company(0);
    assert_eq!((acme.founded.unwrap().to_string(), acme.listed), ("1990-05".to_owned(), Some(true)));
    assert!(acme.extra.contains(&("blurb".to_owned(), "makes things".to_owned())));
    assert_eq!(seats(&data), ["1@2 Chief Executive Officer 2002", "1@2 board member 2001-06"]);
    assert!(matches!((data.seat(0).end, data.seat(1).end), (Ending::Unknown, Ending::Running)));
    assert!(data.seat(0).board == Some(true) && data.seat(1).board == Some(false) && data.seat(1).executive);
    let ties: Vec<_> = data.ties.iter().map(|tie| (tie.kind.as_str(), tie.share, tie.end)).collect();
    assert_eq!(ties, [("owns", Some(12.5), Ending::Unknown), ("subsidiary-of", None, Ending::Unknown)]);
    let answers = problems(&data);
    assert_eq!(answers.len(), 3, "{answers:?}");
    for part in ["the category '77'", "the type 'lists'", "a resource must be an object with attributes"] {
        assert!(answers.iter().any(|problem| problem.contains(part)), "{part}: {answers:?}");
    }
}
