//! Companies House. Fields of the JSON are those of <https://developer-specs.company-information.service.gov.uk/>
//! (officer list, appointment list, company profile, persons with significant control, streaming API); columns of
//! the snapshot those of the specification of product 195, as
//! <https://github.com/mrbrianevans/ch-guide> tells them too.

use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::model::Ending;
use serde_json::{Value, json};

use super::{case, problems, read, seats, shared_boards};

fn only_addresses(data: &Dataset) {
    let answers = problems(data);
    assert!(answers.iter().all(|problem| problem.contains("addresses and countries of residence")), "{answers:?}");
}

/// The case as the officer list of each company, a page a line.
fn officer_lists() -> String {
    let case = case();
    let mut lines = String::new();
    for company in case.iter_companies() {
        let items: Vec<Value> = case
            .iter_seats()
            .enumerate()
            .filter(|(_, seat)| seat.company == company.id)
            .map(|(at, seat)| {
                let name = case.iter_people().find(|person| person.id == seat.person).unwrap().name;
                let role = if seat.board == Some(true) { "director" } else { "managing-officer" };
                let mut item = json!({"name": name, "officer_role": role, "nationality": "American",
                    "date_of_birth": {"month": 8, "year": 1960}, "occupation": seat.role,
                    "address": {"locality": "London"}, "country_of_residence": "England",
                    "links": {"self": format!("/company/{}/appointments/{at}", company.id),
                        "officer": {"appointments": format!("/officers/{}/appointments", seat.person)}}});
                item["appointed_on"] = seat.start.map_or(Value::Null, |date| date.to_string().into());
                if let Some(end) = seat.end.date() {
                    item["resigned_on"] = end.to_string().into();
                }
                item
            })
            .collect();
        let profile = json!({"company_number": company.id, "company_name": company.name, "company_status": "active",
            "type": "plc", "date_of_creation": "1990-01-02", "jurisdiction": "england-wales", "sic_codes": ["62012"],
            "links": {"self": format!("/company/{}", company.id)}});
        let list = json!({"items": items, "kind": "officer-list", "items_per_page": 35, "start_index": 0,
            "links": {"self": format!("/company/{}/officers", company.id)}});
        lines += &format!("{profile}\n{list}\n");
    }
    lines
}

#[test]
fn the_case_has_the_same_pairs() {
    let data = read(officer_lists().as_bytes(), "companies-house");
    only_addresses(&data);
    assert_eq!((data.rows(Table::People), data.rows(Table::Companies)), (8, 6));
    assert_eq!(data.people.person(0).birth.unwrap().to_string(), "1960-08");
    assert_eq!(data.companies.company(0).industry_code, "62012");
    assert_eq!(shared_boards(data), shared_boards(case()));
}

#[test]
fn officers_of_the_stream_and_of_appointment_lists() {
    let lines = [
        json!({"resource_kind": "company-officers", "resource_uri": "/company/00000006/appointments/a1",
            "resource_id": "a1", "event": {"timepoint": 1, "type": "changed"}, "data": {"name": "SMITH, Ann",
            "officer_role": "director", "is_pre_1992_appointment": true, "appointed_before": "1991-10-30",
            "former_names": [{"forenames": "Ann", "surname": "BROWN"}],
            "links": {"officer": {"appointments": "/officers/o1/appointments"}, "self": "/company/00000006/appointments/a1"}}}),
        json!({"items": [{"name": "SMITH, Ann", "officer_role": "secretary", "appointed_on": "2001-02-03",
            "resigned_on": "2004-05-06", "appointed_to": {"company_number": "SC000009", "company_name": "NINE LTD",
            "company_status": "active"}, "links": {"company": "/company/SC000009"}}], "kind": "personal-appointment",
            "links": {"self": "/officers/o1/appointments"}}),
        json!({"name": "NINE LTD", "officer_role": "corporate-director", "appointed_on": "2002-01-01",
            "identification": {"identification_type": "uk-limited-company", "registration_number": "sc000009",
            "place_registered": "Companies House, Edinburgh"},
            "links": {"self": "/company/00000006/appointments/a3", "officer": {"appointments": "/officers/o3/appointments"}}}),
        json!({"name": "Bob", "officer_role": "king", "links": {"self": "/company/00000006/appointments/a4"}}),
        json!({"kind": "searchresults#company", "title": "x"}),
        json!([1]),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let data = read(text.as_bytes(), "companies-house");
    assert_eq!(
        seats(&data),
        ["Bob@00000006 king", "o1@00000006 director 1844/1991-10-30", "o1@SC000009 secretary 2001-02-03 2004-05-06",]
    );
    assert!(data.iter_seats().all(|seat| seat.board != Some(seat.role == "secretary") || seat.role == "king"));
    let ann = data.iter_people().find(|person| person.id == "o1").unwrap();
    assert_eq!(ann.aliases, ["Ann BROWN"]);
    // A company that is a director has its own number, so that its own directors are found.
    let tie = &data.ties[0];
    assert_eq!(
        (tie.from.id.as_str(), tie.to.id.as_str(), tie.start.unwrap().to_string()),
        ("SC000009", "00000006", "2002-01-01".to_owned())
    );
    let answers = problems(&data);
    assert_eq!(answers.len(), 3, "{answers:?}");
    assert!(
        answers[0].contains("records of the kind 'searchresults#company'") && answers[1].contains("not a JSON object")
    );
    assert!(answers[2].contains("the role 'king' does not say whether it is on the board"), "{answers:?}");
}

#[test]
fn control_is_owned_voted_or_appointed() {
    let record = |data: Value| json!({"company_number": "09145694", "data": data}).to_string();
    let text = [
        record(json!({"address": {"locality": "Harlow"}, "ceased_on": "2018-05-14", "country_of_residence": "England",
            "date_of_birth": {"month": 2, "year": 1977}, "etag": "5b", "kind": "individual-person-with-significant-control",
            "links": {"self": "/company/09145694/persons-with-significant-control/individual/p1"}, "name": "Mrs Nga Wild",
            "name_elements": {"forename": "Nga", "surname": "Wild", "title": "Mrs"}, "nationality": "Vietnamese",
            "natures_of_control": ["ownership-of-shares-50-to-75-percent", "voting-rights-75-to-100-percent"],
            "notified_on": "2016-04-06"})),
        record(json!({"kind": "corporate-entity-person-with-significant-control", "name": "Holding Ltd",
            "identification": {"country_registered": "England And Wales", "legal_form": "Limited", "registration_number": "123456"},
            "natures_of_control": ["right-to-appoint-and-remove-directors"], "notified_on": "2017-01-01",
            "links": {"self": "/company/09145694/persons-with-significant-control/corporate-entity/c1"}})),
        record(json!({"kind": "legal-person-person-with-significant-control", "name": "State of X",
            "identification": {"country_registered": "Xland", "registration_number": "77"},
            "natures_of_control": ["significant-influence-or-control"],
            "links": {"self": "/company/09145694/persons-with-significant-control/legal-person/l1"}})),
        record(json!({"kind": "super-secure-person-with-significant-control", "description": "super-secure-persons-with-significant-control"})),
        record(json!({"kind": "persons-with-significant-control-statement", "statement": "no-individual-or-entity-with-signficant-control"})),
        json!({"data": {"kind": "totals#persons-of-significant-control-snapshot", "persons_of_significant_control_count": 4,
            "statements_count": 1, "exemptions_count": 0, "generated_at": "2024-01-01T00:00:00Z"}}).to_string(),
    ].join("\n");
    let data = read(text.as_bytes(), "companies-house");
    let answers: Vec<String> =
        data.ties.iter().map(|tie| format!("{} {} {}", tie.from.id, tie.kind, tie.to.id)).collect();
    assert_eq!(
        answers,
        [
            "p1 owns 09145694",
            "p1 voting-rights 09145694",
            "00123456 appointment-of-board 09145694",
            "l1 influence-or-control 09145694",
        ]
    );
    let owns = &data.ties[0];
    assert_eq!((owns.share, owns.start.unwrap().to_string().as_str()), (None, "2016-04-06"));
    assert!(matches!(owns.end, Ending::On(_)) && matches!(data.ties[2].end, Ending::Running));
    for cell in
        [("share_above", "50"), ("share_below", "75"), ("nature_of_control", "ownership-of-shares-50-to-75-percent")]
    {
        assert!(owns.extra.contains(&(cell.0.to_owned(), cell.1.to_owned())), "{:?}", owns.extra);
    }
    assert_eq!(problems(&data).len(), 3, "{:?}", problems(&data));
}

/// The case as a snapshot: dates known to the month or the year cannot be held, so they are filled up, and
/// the same is done to what it is compared with.
fn snapshot() -> (String, Dataset) {
    let case = case();
    let day = |date: String| format!("{date}{}", &"-01-01"[date.len().saturating_sub(4).min(6)..]);
    let digits = |date: Option<String>| date.map_or(" ".repeat(8), |date| day(date).replace('-', ""));
    let (mut lines, mut own) = (vec!["DDDDSNAP289820241231".to_owned()], String::new());
    let firms: Vec<_> = case.iter_companies().collect();
    let persons: Vec<_> = case.iter_people().collect();
    for (at, company) in firms.iter().enumerate() {
        let name = format!("{}<", company.name);
        lines.push(format!("{:08}1 {}{:04}{:04}{name}", at + 1, " ".repeat(22), 0, name.len()));
        for seat in case.iter_seats().filter(|seat| seat.company == company.id) {
            let person = persons.iter().position(|person| person.id == seat.person).unwrap();
            let (start, end) =
                (seat.start.map(|d| d.to_string()), seat.end.date().map(std::string::ToString::to_string));
            let code = match (seat.board == Some(true), end.is_some()) {
                (true, false) => "01",
                (true, true) => "03",
                (false, false) => "00",
                (false, true) => "02",
            };
            let variable =
                format!("MR<{}<<<<<1 High St<<London<<England<{}<American<England<", persons[person].name, seat.role);
            lines.push(format!(
                "{:08}21{code}{:08}0001{}{}{}{}SW1A 1AA196008  {}{:04}{variable}",
                at + 1,
                person + 1,
                " ",
                " ".repeat(7),
                digits(start.clone()),
                digits(end.clone()),
                " ".repeat(8),
                variable.len()
            ));
            let row = json!({"type": "seat", "person": format!("{:08}", person + 1), "company": format!("{:08}", at + 1),
                "role": "director", "board": seat.board, "start": start.map(day), "end": end.map(day)});
            own += &format!("{row}\n");
        }
    }
    lines.push(format!("99999999{:08}", lines.len() - 1));
    (lines.join("\n") + "\n", read(own.as_bytes(), "jsonl"))
}

#[test]
fn the_case_as_a_snapshot_has_the_same_pairs() {
    let (text, own) = snapshot();
    let data = read(text.as_bytes(), "companies-house-snapshot");
    only_addresses(&data);
    assert_eq!(data.as_of.unwrap().to_string(), "2024-12-31");
    assert_eq!(data.people.person(0).birth.unwrap().to_string(), "1960-08");
    assert_eq!(shared_boards(data), shared_boards(own));
}

#[test]
fn a_snapshot_that_is_cut_or_odd_is_told() {
    let (text, _) = snapshot();
    let lines: Vec<&str> = text.lines().collect();
    let cut = read(lines[..lines.len() - 1].join("\n").as_bytes(), "companies-house-snapshot");
    assert!(problems(&cut).iter().any(|problem| problem.contains("there is no trailer")));
    let odd = [&lines[..5], &["000000012", "00000001299x", "short", "99999999xxxxxxxx"], &lines[lines.len() - 1..]]
        .concat()
        .join("\n");
    let answers = problems(&read(odd.as_bytes(), "companies-house-snapshot"));
    for part in ["has 1 parts ended by <", "neither of a company nor of a person", "the trailer states"] {
        assert!(answers.iter().any(|problem| problem.contains(part)), "{part}: {answers:?}");
    }
    let corporate =
        "000000012101123456780001Y       20010203        SW1A 1AA                0040<<NOMINEES LTD<<<<<<<<<<<<";
    let latin = [
        lines[0].as_bytes(),
        b"\n",
        corporate.as_bytes(),
        b"\n",
        &corporate
            .replace("NOMINEES", "CAFE")
            .replace("12345678", "22345678")
            .bytes()
            .map(|byte| if byte == b'E' { 0xc9 } else { byte })
            .collect::<Vec<u8>>(),
        b"\n",
    ]
    .concat();
    let data = read(&latin, "companies-house-snapshot");
    assert_eq!(
        data.iter_companies().map(|firm| firm.name).collect::<Vec<_>>(),
        ["NOMINEES LTD", "CAF\u{c9} LTD", "00000001"]
    );
    let updates = Box::new(std::io::Cursor::new(b"DDDDUPDT289820241231\n9999999900000000\n"));
    let format = "companies-house-snapshot".parse::<DataFormat>().unwrap();
    let refused = Dataset::read(updates, "x", format, &LoadOptions::default()).unwrap_err();
    assert!(refused.to_string().contains("a file of updates"), "{refused}");
}
