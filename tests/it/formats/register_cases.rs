//! Files of registers as people have them: other layouts of a format, other precisions, nested records, what nobody knows.
//! Names are invented.

use std::path::Path;

use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::graph::{BoardGraph, BuildOptions};
use serde_json::{Value, json};

use super::{problems, read, seats};

/// The data of a text, in the format that its beginning shows.
fn detected(text: &str) -> Dataset {
    let format = DataFormat::from_bytes(text.as_bytes());
    assert!(matches!(format, Some(DataFormat::Import(_))), "{format:?}: {text}");
    Dataset::read(
        Box::new(std::io::Cursor::new(text.as_bytes().to_vec())),
        "x",
        format.unwrap(),
        &LoadOptions::default(),
    )
    .unwrap()
}

/// Every pair with its days: certain, then possible.
fn days(data: Dataset) -> Vec<String> {
    let graph = BoardGraph::new(data, BuildOptions::default());
    let found = pairs(&graph, &PairOptions::default());
    let day = |spans: &Value| {
        let spans = spans.as_array().cloned().unwrap_or_default();
        let span = |span: &Value| format!("{}..{}", span["from"].as_str().unwrap(), span["to"].as_str().unwrap_or(""));
        spans.iter().map(span).collect::<Vec<_>>().join(" ")
    };
    let shown = found.iter().map(|pair| {
        let pair = serde_json::to_value(pair).unwrap();
        let name = |side: &str| pair[side]["name"].as_str().unwrap().to_owned();
        format!(
            "{} - {}: {}; {}",
            name("a"),
            name("b"),
            day(&pair["people"][0]["certain"]),
            day(&pair["people"][0]["possible"])
        )
    });
    shown.collect()
}

/// The same records in every layout that publishers use; `key` is that of the list in a page.
fn layouts(records: &[Value], key: &str) -> Vec<String> {
    let page = |records: &[Value]| {
        let mut page = json!({"total": records.len(), "limit": 50});
        page[key] = json!(records);
        page
    };
    let lines = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap();
    let (first, rest) = records.split_at(records.len() / 2);
    vec![
        lines(records),
        json!(records).to_string(),
        pretty(&json!(records)),
        format!("\u{feff}\n{}", records.iter().map(|record| pretty(record) + "\n").collect::<String>()),
        page(records).to_string(),
        pretty(&page(records)),
        lines(&[page(first), page(rest)]),
        format!("{}{}", page(first), page(rest)),
        pretty(&page(first)) + &pretty(&page(rest)),
    ]
}

/// Checks that all layouts of records give the same seats, and returns them.
fn same_seats(layouts: &[String]) -> Vec<String> {
    let mut expected: Option<(Vec<String>, usize)> = None;
    for text in layouts {
        let data = detected(text);
        let found = (seats(&data), data.problems.errors() as usize);
        assert_eq!(expected.get_or_insert_with(|| found.clone()), &found, "{text}");
    }
    expected.unwrap().0
}

fn officer_page() -> Value {
    json!({"active_count": 2, "etag": "x", "items": [
        {"address": {"locality": "Leeds"}, "appointed_on": "2003-05-01", "is_pre_1992_appointment": false,
            "date_of_birth": {"month": 7, "year": 1961}, "links": {"self": "/company/01234567/appointments/aaaa",
            "officer": {"appointments": "/officers/OFF1/appointments"}}, "name": "QUILL, Anna", "nationality": "British",
            "officer_role": "director"},
        {"address": {}, "appointed_before": "1991-06-30", "is_pre_1992_appointment": true,
            "date_of_birth": {"month": 2, "year": 1940}, "links": {"self": "/company/01234567/appointments/bbbb",
            "officer": {"appointments": "/officers/OFF2/appointments"}}, "name": "ORR, Benjamin", "officer_role": "director",
            "resigned_on": "1999-01-05"}],
        "items_per_page": 35, "kind": "officer-list", "links": {"self": "/company/01234567/officers"},
        "resigned_count": 1, "start_index": 0, "total_results": 2})
}

const OFFICERS: [&str; 2] = ["OFF1@01234567 director 2003-05-01", "OFF2@01234567 director 1844/1991-06-30 1999-01-05"];

#[test]
fn officers_are_read_from_any_layout() {
    let page = officer_page();
    let pretty = serde_json::to_string_pretty(&page).unwrap();
    let mut all = vec![page.to_string(), pretty.clone(), json!([page]).to_string(), json!([[page]]).to_string()];
    // An empty page says nothing, but is of the format.
    let mut empty = page.clone();
    empty["items"] = json!([]);
    all.push(format!("{empty}\n{page}\n"));
    all.push(format!("{}\n{pretty}", serde_json::to_string_pretty(&empty).unwrap()));
    all.extend(layouts(page["items"].as_array().unwrap(), "items"));
    assert_eq!(same_seats(&all), OFFICERS);
    // Where a row is from: the line on which its record or its page begins.
    let array = serde_json::to_string_pretty(&page["items"]).unwrap();
    let begins = array.lines().enumerate().filter(|(_, line)| *line == "  {").nth(1).unwrap().0;
    assert_eq!(detected(&array).seat(1).place.line, begins as u64 + 1);
    let broken = pretty.trim_end_matches('}');
    let error = Dataset::read(
        Box::new(std::io::Cursor::new(broken.as_bytes().to_vec())),
        "x",
        "companies-house".parse().unwrap(),
        &LoadOptions::default(),
    );
    assert!(error.unwrap_err().to_string().contains("not JSON: EOF"));
}

#[test]
fn appointments_control_and_profiles_are_read_from_any_layout() {
    let appointments: Vec<Value> = ["01234567", "SC000009"]
        .iter()
        .map(|number| {
            json!({"name": "Anna QUILL", "officer_role": "director", "appointed_on": "2001-02-03",
                "appointed_to": {"company_number": number, "company_name": format!("CO {number}"), "company_status": "active"},
                "links": {"company": format!("/company/{number}"), "officer": {"appointments": "/officers/OFF1/appointments"}}})
        })
        .collect();
    assert_eq!(
        same_seats(&layouts(&appointments, "items")),
        ["OFF1@01234567 director 2001-02-03", "OFF1@SC000009 director 2001-02-03"]
    );
    let owners: Vec<Value> = ["01234567", "SC000009"]
        .iter()
        .map(|number| {
            json!({"company_number": number, "data": {"kind": "individual-person-with-significant-control",
                "links": {"self": format!("/company/{number}/persons-with-significant-control/individual/{number}")},
                "name": "Ms Anna Quill", "natures_of_control": ["ownership-of-shares-25-to-50-percent"],
                "notified_on": "2016-04-06"}})
        })
        .collect();
    for text in layouts(&owners, "items") {
        let data = detected(&text);
        let ties: Vec<(&str, &str)> = data.ties.iter().map(|tie| (tie.kind.as_str(), tie.to.id.as_str())).collect();
        assert_eq!(ties, [("owns", "01234567"), ("owns", "SC000009")], "{text}");
    }
    let mut profile = json!({"company_number": "01234567", "company_name": "NORTHERN TIN LIMITED",
        "company_status": "active", "previous_company_names": [{"name": "OLD TIN LIMITED", "ceased_on": "2001-01-01"},
        {"name": "OLDER TIN LIMITED"}]});
    for list in [officer_page(), officer_page()["items"].clone()] {
        profile["officers"] = list;
        for text in layouts(std::slice::from_ref(&profile), "items") {
            let data = detected(&text);
            assert_eq!(seats(&data), OFFICERS, "{text}");
            assert_eq!(data.companies.company(0).aliases, ["OLD TIN LIMITED", "OLDER TIN LIMITED"]);
        }
    }
}

fn entities() -> Vec<Value> {
    vec![
        json!({"id": "p1", "schema": "Person", "properties": {"name": ["Anna Quill"]}}),
        json!({"id": "c1", "schema": "Company", "properties": {"name": ["Northern Tin"]}}),
        json!({"id": "c2", "schema": "Company", "properties": {"name": ["Western Rope"]}}),
        json!({"id": "d1", "schema": "Directorship", "properties": {"director": ["p1"], "organization": ["c1"],
            "startDate": ["2003-05-01", "2003"], "endDate": ["2009-04-30"]}}),
        json!({"id": "d2", "schema": "Directorship", "properties": {"director": ["p1"], "organization": ["c2"],
            "startDate": ["2001-01-01"], "endDate": ["2015-01-01"]}}),
    ]
}

#[test]
fn other_formats_are_read_from_any_layout() {
    let expected = ["p1@c1 director 2003-05-01 2009-04-30", "p1@c2 director 2001-01-01 2015-01-01"];
    assert_eq!(same_seats(&layouts(&entities(), "results")), expected);
    let statements = [
        json!({"statementId": "s1", "recordId": "p", "recordType": "person", "statementDate": "2020-01-01",
            "recordDetails": {"personType": "knownPerson", "names": [{"fullName": "Anna Quill"}]}}),
        json!({"statementId": "s2", "recordId": "c", "recordType": "entity", "statementDate": "2020-01-01",
            "recordDetails": {"name": "Northern Tin", "entityType": {"type": "registeredEntity"}}}),
        json!({"statementId": "s3", "recordId": "r", "recordType": "relationship", "statementDate": "2020-01-01",
            "recordDetails": {"subject": "c", "interestedParty": "p",
            "interests": [{"type": "boardMember", "startDate": "2003-05-01"}]}}),
    ];
    assert_eq!(same_seats(&layouts(&statements, "statements")), ["p@c board member 2003-05-01"]);
    let officers: Vec<Value> = (1..3)
        .map(|at| {
            json!({"officer": {"id": at, "name": "Anna Quill", "position": "director", "person_uid": "7",
                "start_date": "2003-05-01", "opencorporates_url": "https://opencorporates.com/officers/1",
                "company": {"name": "Tin", "jurisdiction_code": "gb", "company_number": format!("0000000{at}")}}})
        })
        .collect();
    let expected = ["gb/7@gb/00000001 director 2003-05-01", "gb/7@gb/00000002 director 2003-05-01"];
    assert_eq!(same_seats(&layouts(&officers, "officers")[..4]), expected);
    let pages: Vec<String> = [officers.clone(), vec![]]
        .map(|officers| json!({"api_version": "0.4", "results": {"page": 1, "officers": officers}}))
        .iter()
        .map(|page| serde_json::to_string_pretty(page).unwrap())
        .collect();
    assert_eq!(same_seats(&[pages.concat(), pages.join("\n")]), expected);
}

#[test]
fn companies_with_their_officers_are_read() {
    let company = |number: &str, name: &str| {
        json!({"company_number": number, "jurisdiction_code": "de", "name": name, "current_status": "currently registered",
            "all_attributes": {"_registerArt": "HRB", "additional_data": {"AD": true}}, "previous_names": [{"company_name": "Alt GmbH"}],
            "officers": [{"name": "Anna Quill", "position": "Geschäftsführer", "start_date": "2018-02-06", "type": "person",
                "other_attributes": {"city": "Hamburg", "flag": "einzelvertretungsberechtigt"}},
                {"name": "Rope Verwaltungs GmbH", "position": "Liquidator", "type": "company"}]})
    };
    let companies = [company("K1101R_HRB1", "Zinn GmbH"), company("K1101R_HRB2", "Seil GmbH")];
    for text in layouts(&companies, "companies") {
        let data = detected(&text);
        let expected = ["K1101R_HRB1", "K1101R_HRB2"]
            .map(|number| format!("Anna Quill (Hamburg)@de/{number} Geschäftsführer 2018-02-06"));
        assert_eq!(seats(&data), expected, "{text}");
        assert_eq!((data.rows(Table::Companies), data.ties.len()), (3, 2));
        let firm = data.iter_companies().find(|firm| firm.id == "de/K1101R_HRB1").unwrap();
        assert_eq!((firm.name.as_str(), firm.aliases), ("Zinn GmbH", vec!["Alt GmbH".to_owned()]));
        assert!(firm.extra.contains(&("all_attributes.additional_data.AD".to_owned(), "true".to_owned())));
        assert!(data.seat(0).extra.contains(&("other_attributes.city".to_owned(), "Hamburg".to_owned())));
    }
}

#[test]
fn of_dates_that_agree_the_finest_counts() {
    let lines: String = entities().iter().map(|entity| format!("{entity}\n")).collect();
    assert_eq!(days(detected(&lines)), ["Northern Tin - Western Rope: 2003-05-01..2009-04-30; 2003-05-01..2009-04-30"]);
    for (dates, expected) in [
        (json!(["2003", "2003-05", "2003-05-01T00:00:00"]), "2003-05-01"),
        (json!(["2003", "2004"]), "2003-01-01/2004-12-31"),
        (json!(["2003-05-01", "2004", "2003"]), "2003-05-01/2004-12-31"),
        (json!(["n/a", "2003"]), "2003"),
        (json!("2003"), "2003"),
    ] {
        let mut all = entities();
        all[3]["properties"]["startDate"] = dates;
        let lines: String = all.iter().map(|entity| format!("{entity}\n")).collect();
        let data = detected(&lines);
        assert_eq!(data.seat(0).start.unwrap().to_string(), expected);
        assert_eq!(problems(&data), Vec::<String>::new());
    }
    // OpenCorporates gives a date of birth in two columns.
    let text = "id,company_number,jurisdiction_code,name,position,partial_date_of_birth,date_of_birth\n\
        1,7,gb,Anna Quill,director,1961-07,1961-07-03\n";
    assert_eq!(detected(text).people.person(0).birth.unwrap().to_string(), "1961-07-03");
}

/// The rows of one query, in every form that the query service offers.
fn downloads() -> Vec<String> {
    let address = |number: &str| format!("http://www.wikidata.org/entity/{number}");
    let rows = [
        [
            ("company", address("Q100")),
            ("companyLabel", "Northern Tin".into()),
            ("person", address("Q900")),
            ("personLabel", "Anna \"A\" Quill".into()),
            ("start", "2003-05-02T00:00:00Z".into()),
            ("end", String::new()),
        ],
        [
            ("company", address("Q101")),
            ("companyLabel", "Western Rope".into()),
            ("person", address("Q900")),
            ("personLabel", "Anna \"A\" Quill".into()),
            ("start", "2005-01-02T00:00:00Z".into()),
            ("end", "2012-01-02T00:00:00Z".into()),
        ],
    ];
    let simple: Vec<Value> = rows
        .iter()
        .map(|row| {
            let bound = row.iter().filter(|cell| !cell.1.is_empty());
            Value::Object(bound.map(|(name, text)| ((*name).to_owned(), json!(text))).collect())
        })
        .collect();
    let typed = |name: &str, text: &str| {
        let kind = if text.starts_with("http") { "uri" } else { "literal" };
        (name.to_owned(), json!({"type": kind, "value": text}))
    };
    let bindings: Vec<Value> = rows
        .iter()
        .map(|row| Value::Object(row.iter().filter(|cell| !cell.1.is_empty()).map(|(n, t)| typed(n, t)).collect()))
        .collect();
    let names = rows[0].each_ref().map(|cell| cell.0);
    let verbose = json!({"head": {"vars": names}, "results": {"bindings": bindings}});
    let term = |(name, text): &(&str, String)| match *name {
        _ if text.is_empty() => String::new(),
        "start" | "end" => format!("\"{text}\"^^<http://www.w3.org/2001/XMLSchema#dateTime>"),
        "companyLabel" | "personLabel" => format!("\"{}\"@en", text.replace('"', "\\\"")),
        _ => format!("<{text}>"),
    };
    let table = |heading: String, separator: &str, cell: &dyn Fn(&(&str, String)) -> String| {
        let lines = rows.iter().map(|row| row.each_ref().map(cell).join(separator));
        std::iter::once(heading).chain(lines).collect::<Vec<_>>().join("\n") + "\n"
    };
    let quoted = |(_, text): &(&str, String)| format!("\"{}\"", text.replace('"', "\"\""));
    let mut all = vec![
        verbose.to_string(),
        serde_json::to_string_pretty(&verbose).unwrap(),
        table(names.join(","), ",", &quoted),
        table(names.join("\t"), "\t", &|(_, text)| text.clone()),
        table(names.map(|name| format!("?{name}")).join("\t"), "\t", &term),
    ];
    all.extend([json!(simple).to_string(), serde_json::to_string_pretty(&simple).unwrap()]);
    all.push(simple.iter().map(|row| format!("{row}\n")).collect());
    all
}

#[test]
fn every_download_of_a_query_says_the_same() {
    let expected = ["Q900@Q100 director 2003-05-02", "Q900@Q101 director 2005-01-02 2012-01-02"];
    for text in downloads() {
        let data = detected(&text);
        let found: Vec<String> = seats(&data).iter().map(|seat| seat.replace("  ", " director ")).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(data.people.person(0).name, "Anna \"A\" Quill", "{text}");
        assert_eq!(days(data), ["Northern Tin - Western Rope: 2005-01-02..2012-01-02; 2005-01-02..2012-01-02"]);
    }
}

#[test]
fn a_precision_is_as_coarse_as_it_says() {
    let header = "person,personLabel,company,companyLabel,birth,birthPrecision,start,startPrecision,end,endPrecision\n";
    let row = |company: &str, birth: &str, start: &str, end: &str| {
        format!(
            "http://www.wikidata.org/entity/Q900,Anna Quill,http://www.wikidata.org/entity/{company},Firm {company},{birth},{start},{end}\n"
        )
    };
    let seat = |start: &str, end: &str| {
        let text = header.to_owned() + &row("Q100", "1950-01-01T00:00:00Z,8", start, end);
        let tabs = text.replace(',', "\t");
        let (data, same) = (detected(&text), detected(&tabs));
        assert_eq!(seats(&data), seats(&same));
        assert_eq!(data.people.person(0).birth.unwrap().to_string(), "1950/1959");
        (seats(&data)[0].split("  ").nth(1).unwrap_or("").to_owned(), problems(&data).len())
    };
    let day = "1995-06-01T00:00:00Z,11";
    for (start, expected, said) in [
        ("1990-01-01T00:00:00Z,8", "1990/1999 1995-06-01", 0),
        ("1901-01-01T00:00:00Z,7", "1901/2000 1995-06-01", 0),
        ("1900-01-01T00:00:00Z,7", "1801/1999 1995-06-01", 0),
        ("1990-01-01T00:00:00Z,6", "1001/2000 1995-06-01", 0),
        ("1990-01-01T00:00:00Z,9", "1990 1995-06-01", 0),
        ("1990-01-01T00:00:00Z,4", " 1995-06-01", 1),
        ("-0500-01-01T00:00:00Z,9", " 1995-06-01", 1),
        ("1990-01-01T00:00:00Z,decade", "1990/1999 1995-06-01", 0),
        ("1990-01-01T00:00:00Z,roughly", "1990 1995-06-01", 1),
    ] {
        assert_eq!(seat(start, day), (expected.to_owned(), said), "{start}");
    }
    let both = header.to_owned()
        + &row("Q100", ",", "1990-01-01T00:00:00Z,8", "1995-06-01T00:00:00Z,11")
        + &row("Q101", ",", "1991-03-04T00:00:00Z,11", "1992-03-04T00:00:00Z,11");
    assert_eq!(days(detected(&both)), ["Firm Q100 - Firm Q101: ; 1991-03-04..1992-03-04"]);
    // Ids without addresses: the precision and the time show what it is.
    let plain = both.replace("http://www.wikidata.org/entity/", "");
    assert_eq!(days(detected(&plain)), days(detected(&both)));
}

#[test]
fn nested_entities_are_read() {
    let director = |id: &str, start: &str| {
        json!({"id": id, "caption": "Directorship", "schema": "Directorship", "properties": {"role": ["Director"],
            "startDate": [start], "director": [{"id": "NK-a", "caption": "Anna Quill", "schema": "Person",
            "properties": {"name": ["Anna Quill"], "addressEntity": [{"id": "ad", "schema": "Address", "properties": {}}]}}]}})
    };
    let company = |id: &str, name: &str, seat: Value| {
        json!({"id": id, "caption": name, "schema": "Company", "target": true, "properties": {"name": [name],
            "directorshipOrganization": [seat]}, "datasets": ["x"]})
    };
    let mut targets = vec![
        company("NK-b", "Northern Tin", director("d1", "2003-05-01")),
        company("NK-c", "Western Rope", director("d2", "2005-05-01")),
    ];
    for text in layouts(&targets, "results") {
        let data = detected(&text);
        assert_eq!((data.rows(Table::People), data.rows(Table::Companies)), (1, 2), "{text}");
        assert!(data.companies.company(0).extra.iter().all(|cell| cell.0 != "directorshipOrganization"));
        let said = problems(&data);
        assert!(said.len() == 1 && said[0].contains("entities of the schema 'Address' (2 in this file)"), "{said:?}");
        assert_eq!(days(data), ["Northern Tin - Western Rope: 2005-05-01..; 2005-05-01.."]);
    }
    // The same from the other end, and a link between companies.
    let seat = json!({"id": "d1", "caption": "Directorship", "schema": "Directorship", "properties": {"role": ["Director"], "startDate": ["2003-05-01"],
        "organization": [{"id": "NK-b", "schema": "Company", "properties": {"name": ["Northern Tin"],
        "ownershipAsset": [{"id": "o1", "schema": "Ownership", "properties": {"percentage": ["30"],
        "owner": [{"id": "NK-c", "schema": "Company", "properties": {"name": ["Western Rope"]}}]}}]}}]}});
    targets.push(json!({"id": "NK-a", "schema": "Person", "target": true,
        "properties": {"name": ["Anna Quill"], "directorshipDirector": [seat]}}));
    let lines: String = targets.iter().map(|target| format!("{target}\n")).collect();
    let data = detected(&lines);
    assert_eq!(seats(&data), ["NK-a@NK-b Director 2003-05-01", "NK-a@NK-c Director 2005-05-01"]);
    assert_eq!((data.ties[0].from.id.as_str(), data.ties[0].to.id.as_str()), ("NK-c", "NK-b"));
    assert_eq!(data.ties[0].share, Some(30.0));
    // Nesting has a limit.
    let deep = (0..60).fold(json!({"id": "p", "schema": "Person", "properties": {"name": ["P"]}}), |inner, at| {
        json!({"id": format!("c{at}"), "schema": "Company", "properties": {"name": ["C"], "parent": [inner]}})
    });
    let data = read(format!("{lines}{deep}\n").as_bytes(), "followthemoney");
    assert!(problems(&data).iter().any(|said| said.contains("recursion limit")), "{:?}", problems(&data));
}

#[test]
fn occupancies_payments_and_contracts_are_read() {
    let all = [
        json!({"id": "o", "schema": "Occupancy", "properties": {"holder": ["p"], "post": ["pos"], "startDate": ["2001"],
            "status": ["ended"]}}),
        json!({"id": "o2", "schema": "Occupancy", "properties": {"holder": ["p"], "post": ["mp"]}}),
        json!({"id": "pos", "schema": "Position", "properties": {"name": ["Member of the board"], "organization": ["c1"]}}),
        json!({"id": "mp", "schema": "Position", "properties": {"name": ["Member of Parliament"]}}),
        json!({"id": "p", "schema": "Person", "properties": {"name": ["Anna Quill"]}}),
        json!({"id": "c1", "schema": "PublicBody", "properties": {"name": ["Northern Office"]}}),
        json!({"id": "c2", "schema": "Company", "properties": {"name": ["Western Rope"]}}),
        json!({"id": "y", "schema": "Payment", "properties": {"payer": ["c1"], "beneficiary": ["c2"],
            "date": ["2011-06-23", "2011-06"], "amount": ["1000.5"], "currency": ["EUR"], "purpose": ["rope"]}}),
        json!({"id": "a", "schema": "ContractAward", "properties": {"supplier": ["c2"], "contract": ["k"], "amount": ["7"]}}),
        json!({"id": "a2", "schema": "ContractAward", "properties": {"supplier": ["c2"], "contract": ["nowhere"]}}),
        json!({"id": "k", "schema": "Contract", "properties": {"authority": ["c1"], "title": ["Rope for 2012"],
            "contractDate": ["2012-02-03"], "currency": ["EUR"]}}),
        json!({"id": "l", "schema": "Debt", "properties": {"debtor": ["c2"], "creditor": ["c1"], "startDate": ["2013"]}}),
        json!({"id": "s", "schema": "Succession", "properties": {"predecessor": ["c2"], "successor": ["c1"]}}),
        json!({"id": "pp", "schema": "ProjectParticipant", "properties": {"participant": ["c2"], "project": ["x"]}}),
    ];
    let data = detected(&all.iter().map(|entity| format!("{entity}\n")).collect::<String>());
    assert_eq!(seats(&data), ["p@c1 Member of the board 2001"]);
    let mut deals: Vec<String> = data
        .deals
        .iter()
        .map(|deal| {
            let date = deal.date.map_or(String::new(), |date| date.to_string());
            format!(
                "{} {} {} {date} {:?} {} {}",
                deal.id,
                deal.kind,
                deal.parties.join("+"),
                deal.amount,
                deal.currency,
                deal.text
            )
        })
        .collect();
    deals.sort();
    assert_eq!(
        deals,
        [
            "a contract c1+c2 2012-02-03 Some(7.0)  Rope for 2012",
            "l loan c2+c1 2013 None  ",
            "y payment c1+c2 2011-06-23 Some(1000.5) EUR rope"
        ]
    );
    assert_eq!((data.ties[0].kind.as_str(), data.ties[0].from.id.as_str()), ("predecessor-of", "c2"));
    let said = problems(&data);
    for part in [
        "occupancies of positions that name no organisation",
        "awards of contracts without an authority",
        "projects with fewer than two participants",
    ] {
        assert!(said.iter().any(|problem| problem.contains(part)), "{part}: {said:?}");
    }
}

fn leak(files: &[(&str, &str)]) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Dataset::open(Path::new(folder.path())).unwrap()
}

/// An edge of a leak: its ends, their kinds, and what it says.
type Edge<'e> = (&'e str, &'e str, &'e str, &'e str, &'e str, &'e str);

#[test]
fn older_layouts_of_a_leak_are_read_in_full() {
    let entities = "\"node_id\",\"name\",\"jurisdiction\",\"incorporation_date\",\"company_type\",\"sourceID\",\"valid_until\"\n\
        \"10000001\",\"NORTHERN TIN CO., LTD.\",\"SAM\",\"23-MAR-2001\",\"\",\"Panama Papers\",\"2015\"\n\
        \"10000002\",\"WESTERN ROPE S.A.\",\"PMA\",\"01-JAN-2000\",\"\",\"Panama Papers\",\"2015\"\n";
    let officers = "\"node_id\",\"name\",\"country_codes\",\"countries\",\"sourceID\",\"valid_until\"\n\
        \"12000001\",\"QUILL ANNA\",\"\",\"\",\"Panama Papers\",\"2015\"\n";
    let rows = [
        ("12000001", "officer_of", "10000001", "director of", "25-MAR-2001", "12-FEB-2010"),
        ("12000001", "officer_of", "10000002", "director of", "25-MAR-2005", ""),
        ("12000001", "officer_of", "10000002", "shareholder of", "", ""),
    ];
    let table = |header: &str, row: &dyn Fn(&Edge<'_>) -> String| {
        rows.iter().fold(format!("{header}\n"), |text, cells| text + &row(cells) + "\n")
    };
    let dated = table("START_ID,TYPE,END_ID,link,start_date,end_date,sourceID,valid_until", &|(
        from,
        kind,
        to,
        link,
        start,
        end,
    )| {
        format!("{from},{kind},{to},{link},{start},{end},PP,2015")
    });
    let prefixed = table("node_1,rel_type,node_2,r.link,r.start_date,r.end_date,r.sourceID", &|(
        from,
        kind,
        to,
        link,
        start,
        end,
    )| {
        format!("{from},{kind},{to},{link},{start},{end},PP")
    });
    let first = table("node_1,rel_type,node_2", &|(from, _, to, link, ..)| format!("{from},{link},{to}"));
    let expected = ["12000001@10000001 director 2001-03-25 2010-02-12", "12000001@10000002 director 2005-03-25"];
    for edges in [&dated, &prefixed] {
        let data = leak(&[
            ("panama_papers.edges.csv", edges),
            ("panama_papers.nodes.entity.csv", entities),
            ("panama_papers.nodes.officer.csv", officers),
        ]);
        assert_eq!(problems(&data), Vec::<String>::new());
        assert_eq!((seats(&data), data.ties.len()), (expected.map(str::to_owned).to_vec(), 1));
    }
    let named =
        |text: &str| text.replacen("\"node_id\"", "\"labels(n)\",\"n.node_id\"", 1).replace("\n\"1", "\n\"[]\",\"1");
    let data = leak(&[
        ("all_edges.csv", &first),
        ("Entities.csv", &named(entities).replace("\"name\"", "\"n.name\"").replace("\"sourceID\"", "\"n.sourceID\"")),
        ("Officers.csv", officers),
    ]);
    assert_eq!(seats(&data), ["12000001@10000001 director", "12000001@10000002 director"]);
    assert_eq!(data.ties[0].kind, "shareholder-of");
    assert_eq!(data.companies.company(0).name, "NORTHERN TIN CO., LTD.");
}

#[test]
fn a_corporate_officer_is_the_company_of_its_number() {
    let lines = |identification: Value| {
        let corporate = json!({"appointed_on": "2003-05-01", "links": {"self": "/company/01234567/appointments/c1",
            "officer": {"appointments": "/officers/OFF3/appointments"}}, "name": "TIN HOLDINGS LIMITED",
            "officer_role": "corporate-director", "identification": identification});
        let person = json!({"appointed_on": "2003-05-01", "links": {"self": "/company/07654321/appointments/c4",
            "officer": {"appointments": "/officers/OFF6/appointments"}}, "name": "QUILL, Anna", "officer_role": "director"});
        let owner = json!({"company_number": "01234567", "data": {"kind": "corporate-entity-person-with-significant-control",
            "name": "Tin Holdings Limited", "identification": identification, "natures_of_control":
            ["ownership-of-shares-75-to-100-percent"], "links": {"self": "/company/01234567/persons-with-significant-control/corporate-entity/k"}}});
        format!("{corporate}\n{person}\n{owner}\n")
    };
    for (identification, from) in [
        (json!({"identification_type": "uk-limited-company", "registration_number": "07654321"}), ["07654321"; 2]),
        (json!({"identification_type": "uk-limited-company", "registration_number": "7654321"}), ["07654321"; 2]),
        (json!({"place_registered": "Companies House, Cardiff", "registration_number": " 0765 4321"}), ["07654321"; 2]),
        (json!({"country_registered": "Scotland", "registration_number": "sc 4321"}), ["SC004321"; 2]),
        (json!({"identification_type": "non-eea", "registration_number": "07654321"}), ["OFF3", "k"]),
        (
            json!({"country_registered": "Gibraltar", "place_registered": "Companies House", "registration_number": "7654321"}),
            ["OFF3", "k"],
        ),
        (json!({"country_registered": "England", "registration_number": "none"}), ["OFF3", "k"]),
        (json!({"registration_number": "07654321"}), ["OFF3", "k"]),
    ] {
        let data = detected(&lines(identification.clone()));
        let mut ends: Vec<&str> = data.ties.iter().map(|tie| tie.from.id.as_str()).collect();
        ends.sort_unstable();
        assert_eq!(ends, from, "{identification}");
        assert_eq!(data.rows(Table::People), 1);
    }
}

#[test]
fn companies_of_bods_with_one_register_number_are_one() {
    let entity = |record: &str, name: &str, scheme: &str, number: &str| {
        json!({"statementId": format!("s-{record}"), "recordId": record, "recordType": "entity", "statementDate": "2020-01-01",
            "recordDetails": {"name": name, "entityType": {"type": "registeredEntity"},
            "identifiers": [{"scheme": scheme, "id": number}, {"schemeName": "Own list", "id": "1"}]}})
    };
    let seat = |record: &str, company: &str| {
        json!({"statementId": format!("r-{record}"), "recordId": record, "recordType": "relationship",
            "statementDate": "2020-01-01", "recordDetails": {"subject": company, "interestedParty": "p",
            "interests": [{"type": "boardMember"}]}})
    };
    let all = [
        entity("c1", "Northern Tin", "GB-COH", "07654321"),
        entity("c2", "NORTHERN TIN LTD", "gb-coh", "0765 4321"),
        entity("c3", "Northern Tin (Jersey)", "JE-FSC", "07654321"),
        entity("c4", "Northern Tin 4", "MISC-X", "07654321"),
        entity("c5", "Northern Tin 5", "", "07654321"),
        entity("c6", "Northern Tin 6", "GB-COH", "none"),
        entity("c7", "Northern Tin 7", "GB-COH", "none"),
        json!({"statementId": "s-p", "recordId": "p", "recordType": "person", "statementDate": "2020-01-01",
            "recordDetails": {"personType": "knownPerson", "names": [{"fullName": "Anna Quill"}]}}),
        seat("r1", "c1"),
        seat("r2", "c2"),
        seat("r3", "c3"),
    ];
    let data = detected(&all.iter().map(|statement| format!("{statement}\n")).collect::<String>());
    let expected = ["p@c1 board member", "p@c1 board member", "p@c3 board member"];
    assert_eq!((seats(&data), data.rows(Table::Companies)), (expected.map(str::to_owned).to_vec(), 6));
    assert_eq!(data.companies.company(0).aliases, ["NORTHERN TIN LTD"]);
    let said = problems(&data);
    assert!(said.iter().any(|problem| problem.contains("register number of another")), "{said:?}");
}

#[test]
fn a_message_is_not_cut_off_within_a_word() {
    let text = json!({"company_number": "01234567", "data": {"kind": "individual-person-with-significant-control",
        "name": "Ms Anna Quill", "country_of_residence": "England", "natures_of_control": ["voting-rights-75-to-100-percent"]}});
    let said = problems(&detected(&text.to_string()));
    assert!(said[0].contains("of persons with significant control, because"), "{said:?}");
    let long = json!({"id": "x", "schema": "Unheard ".repeat(100), "properties": {}});
    let said = problems(&read(format!("{long}\n").as_bytes(), "followthemoney"));
    assert!(said[0].contains("Unheard …, because"), "{said:?}");
}

#[test]
fn files_that_are_cut_off_are_read_or_refused() {
    let page = officer_page();
    let mut texts: Vec<(String, &str)> = downloads().into_iter().map(|text| (text, "wikidata")).collect();
    texts.extend(layouts(page["items"].as_array().unwrap(), "items").into_iter().map(|text| (text, "companies-house")));
    texts.extend(layouts(&entities(), "results").into_iter().map(|text| (text, "followthemoney")));
    for (text, format) in texts {
        let format = format.parse::<DataFormat>().unwrap();
        for cut in (0..text.len()).step_by(11) {
            let bytes = text.as_bytes()[..cut].to_vec();
            _ = DataFormat::from_bytes(&bytes);
            _ = Dataset::read(Box::new(std::io::Cursor::new(bytes)), "x", format, &LoadOptions::default());
        }
    }
}

/// A word that nobody knows.
const UNKNOWN: &str = "zzqx";

/// Puts the unknown word into one leaf after the other.
fn with_unknown(value: &Value) -> Vec<(String, Value)> {
    fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                object.iter().for_each(|(key, value)| leaves(value, &format!("{path}/{key}"), found));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), found));
            }
            _ => found.push(path.to_owned()),
        }
    }
    let mut paths = Vec::new();
    leaves(value, "", &mut paths);
    let changed = |path: String| {
        let mut changed = value.clone();
        *changed.pointer_mut(&path)? = UNKNOWN.into();
        Some((path, changed))
    };
    paths.into_iter().filter_map(changed).collect()
}

/// Checks that an unknown word in any place is kept in the data or makes a problem. `silent` are the ends of paths that
/// carry nothing about people and companies.
fn is_kept_or_said(records: &[Value], format: &str, silent: &[&str]) {
    let text = |records: &Value| {
        records.as_array().unwrap().iter().map(|record| format!("{record}\n")).collect::<String>().into_bytes()
    };
    let all = json!(records);
    let before = problems(&read(&text(&all), format));
    let mut lost = Vec::new();
    for (path, changed) in with_unknown(&all) {
        if silent.iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let format = format.parse::<DataFormat>().unwrap();
        let stream = Box::new(std::io::Cursor::new(text(&changed)));
        let Ok(data) = Dataset::read(stream, "x", format, &LoadOptions::default()) else { continue };
        let mut out = Vec::new();
        data.write_jsonl(&mut out).unwrap();
        let is_kept = String::from_utf8(out).unwrap().contains(UNKNOWN);
        // A field that is left out is named, or the field that it is in.
        let mut names = path.split('/').skip(1).map(|name| format!("'{name}'"));
        let said = problems(&data);
        let is_said = said != before || names.any(|name| said.iter().any(|problem| problem.contains(&name)));
        if !(is_kept || is_said) {
            lost.push(path);
        }
    }
    assert_eq!(lost, Vec::<String>::new(), "{format}");
}

#[test]
fn what_nobody_knows_is_kept_or_said() {
    is_kept_or_said(&entities(), "followthemoney", &[]);
    is_kept_or_said(
        &[
            json!({"id": "c1", "schema": "Company", "properties": {"name": "C", "jurisdiction": "gb", "status": "s",
                "directorshipOrganization": [{"id": "d", "schema": "Directorship", "properties": {"startDate": "2001", "endDate": "2002",
                    "status": "ended", "role": "director", "director": {"id": "p", "schema": "Person", "properties":
                    {"name": "P", "birthDate": "1960", "gender": "f"}}}}]}}),
            json!({"id": "c2", "schema": "Company", "properties": {"name": "D"}}),
            json!({"id": "y", "schema": "Payment", "properties": {"payer": "c1", "beneficiary": "c2", "date": "2001",
                "amount": "5", "currency": "EUR", "amountEur": "6"}}),
            json!({"id": "k", "schema": "Contract", "properties": {"authority": "c1", "title": "t", "contractDate": "2001",
                "procedureNumber": "9", "amount": "7", "status": "signed"}}),
            json!({"id": "a", "schema": "ContractAward", "properties": {"supplier": "c2", "contract": "k"}}),
            json!({"id": "j", "schema": "Project", "properties": {"name": "n", "projectId": "7", "startDate": "2001", "endDate": "2002",
                "amount": "5", "currency": "EUR", "status": "planned"}}),
            json!({"id": "j1", "schema": "ProjectParticipant", "properties": {"project": "j", "participant": "c1", "role": "lead",
                "startDate": "2001", "summary": "s"}}),
            json!({"id": "j2", "schema": "ProjectParticipant", "properties": {"project": "j", "participant": "c2"}}),
            json!({"id": "s", "schema": "Position", "properties": {"name": "director", "organization": "c1"}}),
            json!({"id": "h", "schema": "Occupancy", "properties": {"holder": "p", "post": "s"}}),
        ],
        "followthemoney",
        &[],
    );
    let mut officers = officer_page()["items"].as_array().unwrap().clone();
    officers.push(json!({"company_number": "01234567", "company_name": "TIN", "company_status": "active",
        "date_of_creation": "1990-01-01", "jurisdiction": "england-wales", "sic_codes": ["1", "2"]}));
    is_kept_or_said(&officers, "companies-house", &["/is_pre_1992_appointment", "/locality", "/appointments", "/self"]);
    is_kept_or_said(
        &[json!({"company_number": "01234567", "data": {"kind": "individual-person-with-significant-control",
            "links": {"self": "/company/01234567/persons-with-significant-control/individual/k"}, "name": "P",
            "date_of_birth": {"month": 2, "year": 1977}, "nationality": "British", "notified_on": "2016-04-06",
            "ceased_on": "2017-01-01", "natures_of_control": ["voting-rights-75-to-100-percent"]}})],
        "companies-house",
        &["/self", "/0/company_number"],
    );
    is_kept_or_said(
        &[
            json!({"statementId": "s1", "recordId": "p", "recordType": "person", "statementDate": "2020-01-01",
                "recordDetails": {"personType": "knownPerson", "names": [{"fullName": "P"}], "birthDate": "1960-05-01",
                "nationalities": [{"code": "GB"}], "addresses": [{"type": "service", "address": "a"}], "hat": "green"}}),
            json!({"statementId": "s2", "recordId": "c", "recordType": "entity", "statementDate": "2020-01-01",
                "recordDetails": {"name": "C", "jurisdiction": {"code": "GB"}, "foundingDate": "1990-01-01",
                "entityType": {"type": "registeredEntity"}, "identifiers": [{"id": "7", "scheme": "GB-COH"}]}}),
            json!({"statementId": "s3", "recordId": "r", "recordType": "relationship", "statementDate": "2020-01-01",
                "recordDetails": {"subject": "c", "interestedParty": "p", "interests": [{"type": "boardMember",
                "startDate": "2003-05-01", "endDate": "2004-05-01", "details": "d"}]}}),
        ],
        "bods",
        &["/0/type", "/0/address", "/2/recordId"],
    );
    is_kept_or_said(
        &[
            json!({"type": "entities", "id": 1, "attributes": {"id": 1, "name": "P", "primary_ext": "Person",
                "start_date": "1950-00-00", "blurb": "b", "tags": [{"name": "t"}]}}),
            json!({"type": "entities", "id": 2, "attributes": {"id": 2, "name": "C", "primary_ext": "Org", "types": ["x"]}}),
            json!({"type": "relationships", "id": 3, "attributes": {"id": 3, "category_id": 1, "entity1_id": 1, "entity2_id": 2,
                "start_date": "2001-02-00", "end_date": "2002", "description1": "d", "is_current": false,
                "category_attributes": {"is_board": true, "is_executive": false, "compensation": 7}}}),
        ],
        "littlesis",
        &["/1/id", "/0/id", "/attributes/id", "/is_current"],
    );
    is_kept_or_said(
        &[json!({"officer": {"id": 1, "name": "P", "position": "director", "start_date": "2001", "end_date": "2002",
            "occupation": "o", "source": {"publisher": "s"}, "company": {"name": "C", "jurisdiction_code": "gb", "company_number": "7"}}})],
        "opencorporates",
        &[],
    );
    is_kept_or_said(
        &[super::ocds::release()],
        "ocds",
        &["/tag/0", "/tag/1", "/language", "/initiationType", "/identifier/uri"],
    );
    is_kept_or_said(
        &[
            json!({"ocid": "o", "records": "r", "compiledRelease": {"date": "2001", "tender": {"procuringEntity": {"name": "C"}},
                "awards": [{"id": "a", "date": "2001", "suppliers": [{"name": "S", "address": {"country": "GB", "region": "r"}}]}]},
                "versionedRelease": {"id": "v"}}),
            json!({"ocid": "p", "buyer": {"name": "D"}, "date": "2001", "x_note": "n", "tender": {"procuringEntity": {"name": "E"}},
                "contracts": [{"id": "c", "suppliers": [{"name": "S", "details": {"legalEntityTypeDetail": {"description": "d"}}}]}]}),
        ],
        "ocds",
        &["/versionedRelease/id", "/procuringEntity/name"],
    );
    let bindings = [json!({"person": "http://www.wikidata.org/entity/Q900", "personLabel": "P", "company":
        "http://www.wikidata.org/entity/Q100", "companyLabel": "C", "start": "2003-05-01T00:00:00Z", "startPrecision": "9",
        "end": "2004-05-01T00:00:00Z", "endPrecision": "11", "birth": "1950-01-01T00:00:00Z", "birthPrecision": "9", "other": "x"})];
    is_kept_or_said(&bindings, "wikidata", &[]);
}
