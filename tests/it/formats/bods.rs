//! Statements of the Beneficial Ownership Data Standard. Fields are those of its schemas,
//! <https://standard.openownership.org/>.

use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use serde_json::{Value, json};

use super::{case, problems, read, seats, shared_boards};

/// The bundled case as 0.4 says it: records of people, of companies and of relationships. Dates of
/// interests are days there, so only what is known to the day can be held exactly; readers take months too.
fn case_as_records() -> Vec<Value> {
    let record = |id: &str, kind: &str, details: Value| {
        json!({"statementId": format!("statement-of-{id}"), "declarationSubject": id, "statementDate": "2024-12-31",
            "recordId": id, "recordType": kind, "recordStatus": "new", "recordDetails": details,
            "publicationDetails": {"publicationDate": "2024-12-31", "bodsVersion": "0.4", "publisher": {"name": "Desk"}}})
    };
    let case = case();
    let mut records = Vec::new();
    for (at, seat) in case.iter_seats().enumerate() {
        let mut interest = json!({"type": match (seat.board == Some(true), seat.role.contains("chair")) {
            (true, true) => "boardChair",
            (true, false) => "boardMember",
            (false, _) => "seniorManagingOfficial",
        }, "directOrIndirect": "direct"});
        if let Some(start) = seat.start {
            interest["startDate"] = start.to_string().into();
        }
        if let Some(end) = seat.end.date() {
            interest["endDate"] = end.to_string().into();
        }
        let id = format!("{}-{}-{at}", seat.person, seat.company);
        let details = json!({"isComponent": false, "subject": seat.company, "interestedParty": seat.person,
            "interests": [interest]});
        records.push(record(&id, "relationship", details));
    }
    for person in case.iter_people() {
        let details = json!({"isComponent": false, "personType": "knownPerson",
            "names": [{"type": "individual", "fullName": person.name}]});
        records.push(record(&person.id, "person", details));
    }
    for company in case.iter_companies() {
        let details = json!({"isComponent": false, "entityType": {"type": "registeredEntity"}, "name": company.name});
        records.push(record(&company.id, "entity", details));
    }
    records
}

#[test]
fn the_case_has_the_same_pairs() {
    let records = case_as_records();
    let array = serde_json::to_string_pretty(&records).unwrap();
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    for text in [array, lines] {
        let data = read(text.as_bytes(), "bods");
        assert_eq!(problems(&data), Vec::<String>::new());
        assert_eq!(shared_boards(data), shared_boards(case()));
    }
}

/// A file of version 0.2, with every kind of interest it has that leads somewhere of its own.
const OLD: &str = r#"[
{"statementID": "p1", "statementType": "personStatement", "personType": "knownPerson", "statementDate": "2020-01-31",
 "names": [{"type": "individual", "givenName": "Ann", "familyName": "Lee"}, {"type": "former", "fullName": "Ann Low"}],
 "nationalities": [{"name": "Denmark", "code": "DK"}], "birthDate": "1960-05"},
{"statementID": "e1", "statementType": "entityStatement", "entityType": "registeredEntity", "name": "Acme",
 "incorporatedInJurisdiction": {"name": "Denmark", "code": "DK"}, "foundingDate": "1978-12-05T00:00:00Z",
 "identifiers": [{"scheme": "DK-CVR", "id": "123"}, {"scheme": "XI-LEI", "id": "L1"}]},
{"statementID": "e2", "statementType": "entityStatement", "entityType": "legalEntity", "name": "Fund"},
{"statementID": "o1", "statementType": "ownershipOrControlStatement", "subject": {"describedByEntityStatement": "e1"},
 "interestedParty": {"describedByPersonStatement": "p1"}, "interests": [
  {"type": "shareholding", "interestLevel": "direct", "share": {"exact": 51, "minimum": 51, "maximum": 51}, "startDate": "2016-04-06"},
  {"type": "voting-rights", "share": {"minimum": 25, "exclusiveMaximum": 50}, "startDate": "2016-04-06", "endDate": "2018-01-01"}],
 "source": {"type": ["officialRegister"], "url": "https://example.org/1;a", "description": "A register"}},
{"statementID": "o2", "statementType": "ownershipOrControlStatement", "subject": {"describedByEntityStatement": "e1"},
 "interestedParty": {"describedByEntityStatement": "e2"}, "interests": [{"type": "appointment-of-board"}]},
{"statementID": "o3", "statementType": "ownershipOrControlStatement", "subject": {"describedByEntityStatement": "e2"},
 "interestedParty": {"unspecified": {"reason": "noBeneficialOwners"}}, "interests": []},
{"statementID": "x1", "statementType": "somethingElse"}
]"#;

#[test]
fn statements_of_0_2_are_read() {
    let data = read(OLD.as_bytes(), "bods");
    let ann = data.people.person(0);
    assert_eq!((ann.id.as_str(), ann.name.as_str(), ann.aliases), ("p1", "Ann Lee", vec!["Ann Low".to_owned()]));
    assert_eq!((ann.birth.unwrap().to_string(), ann.nationality), ("1960-05".to_owned(), "DK".to_owned()));
    let acme = data.companies.company(0);
    assert_eq!((acme.country.as_str(), acme.number.as_str(), acme.lei.as_str()), ("DK", "123", "L1"));
    assert_eq!(acme.founded.unwrap().to_string(), "1978-12-05");
    let ties: Vec<String> = data
        .ties
        .iter()
        .map(|tie| {
            let start = tie.start.map_or(String::new(), |date| date.to_string());
            format!("{} {} {} {:?} {start} {:?}", tie.from.id, tie.kind, tie.to.id, tie.share, tie.end.date().is_some())
        })
        .collect();
    assert_eq!(
        ties,
        [
            "p1 owns e1 Some(51.0) 2016-04-06 false",
            "p1 voting-rights e1 None 2016-04-06 true",
            "e2 appointment-of-board e1 None  false",
        ]
    );
    assert_eq!(data.ties[0].sources, ["https://example.org/1;a"]);
    let further = |name: &str| data.ties[1].extra.iter().find(|cell| cell.0 == name).map(|cell| cell.1.as_str());
    assert_eq!((further("share_minimum"), further("share_below")), (Some("25"), Some("50")));
    assert_eq!(
        problems(&data),
        [
            "x:16:1: warning: left out: relationships with nobody specified (noBeneficialOwners)",
            "x:18:1: warning: left out: statements of the type 'somethingElse', because the data model has no field for them",
        ]
    );
}

#[test]
fn what_was_replaced_does_not_hold_and_is_counted() {
    let text = r#"{"statementID":"a","statementType":"personStatement","personType":"knownPerson","names":[{"fullName":"Old"}]}
{"statementID":"e","statementType":"entityStatement","entityType":"registeredEntity","name":"Acme"}
{"statementID":"o","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e"},"interestedParty":{"describedByPersonStatement":"a"},"interests":[{"type":"shareholding"}]}
{"statementID":"b","statementType":"personStatement","personType":"knownPerson","names":[{"fullName":"New"}],"replacesStatements":["a"]}"#;
    let data = read(text.as_bytes(), "bods");
    assert_eq!((data.rows(Table::People), data.people.name(0)), (1, "New"));
    assert_eq!(data.ties[0].from.id, "b", "what refers to the old statement means the new one");
    assert_eq!(problems(&data), ["x:1:1: warning: left out: statements that were replaced by later ones"]);
    // A ring of statements that replace each other holds nothing, and ends.
    let ring = text.replace("\"a\",\"statementType\"", "\"a\",\"replacesStatements\":[\"b\"],\"statementType\"");
    assert_eq!(read(ring.as_bytes(), "bods").ties.len(), 0);
}

#[test]
fn a_closed_record_ended_between_its_last_two_statements() {
    let record = |date: &str, status: &str| {
        json!({"statementId": format!("s{date}"), "declarationSubject": "acme", "recordId": "r", "recordType": "relationship",
            "recordStatus": status, "statementDate": date, "recordDetails": {"isComponent": false, "subject": "acme",
            "interestedParty": "ann", "interests": [{"type": "boardMember", "startDate": "2001-02-03"}]}})
    };
    let people = json!({"statementId": "p", "declarationSubject": "acme", "recordId": "ann", "recordType": "person",
        "recordDetails": {"personType": "knownPerson", "names": []}});
    let text = format!(
        "{people}\n{}\n{}\n{}\n",
        record("2005-06-07T08:09:10Z", "closed"),
        record("2001-03-01", "new"),
        record("2004-01-01", "updated")
    );
    let data = read(text.as_bytes(), "bods");
    assert_eq!(seats(&data), ["ann@acme board member 2001-02-03 2004-01-01/2005-06-07"]);
    assert!(problems(&data)[0].ends_with("(2 in this file)"));
}

#[test]
fn hostile_statements_are_said_with_their_place() {
    let options = LoadOptions::default();
    let format = "bods".parse::<DataFormat>().unwrap();
    let refused = |text: &[u8]| {
        Dataset::read(Box::new(std::io::Cursor::new(text.to_vec())), "x", format, &options).unwrap_err().to_string()
    };
    assert_eq!(refused(&OLD.as_bytes()[..700]), "x:8:78: not JSON: EOF while parsing a string");
    assert!(refused(b"[{\"\xc3\xa9\": \"\xff\"}]").contains("invalid unicode"));
    assert!(refused("[".repeat(9_999).as_bytes()).contains("recursion limit"));
    let data = read(b"[3, {\"recordType\": \"person\"}, {\"statementID\": \"a\", \"statementType\": \"ownershipOrControlStatement\"}]", "bods");
    assert_eq!(
        problems(&data),
        [
            "x:1:2: error: a statement must be a JSON object",
            "x:1:5: error: the statement has no recordId",
            "x:1:31: error: the relationship has no subject",
        ]
    );
}
