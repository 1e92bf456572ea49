//! Registers and leaks that come as tables: GLEIF, OpenCorporates, ICIJ, the SEC, Wikidata. Columns are those
//! of their documentation, which is named with each reader.

use std::fmt::Write;
use std::path::Path;

use interlocks::dataset::{DataFormat, Dataset, Table};
use interlocks::model::Ending;
use serde_json::{Value, json};

use super::{case, problems, read, seats, shared_boards};
use crate::tables::folder_of as folder;

fn quoted(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    cells.join(",") + "\n"
}

/// The spells of a seat as texts; nothing where the seat is running.
fn spell(seat: &interlocks::model::Seat) -> (String, String) {
    (seat.start.map_or(String::new(), |d| d.to_string()), seat.end.date().map_or(String::new(), ToString::to_string))
}

// GLEIF, <https://www.gleif.org/en/lei-data/gleif-golden-copy>.

#[test]
fn who_consolidates_whom() {
    let header = [
        "Relationship.StartNode.NodeID",
        "Relationship.StartNode.NodeIDType",
        "Relationship.EndNode.NodeID",
        "Relationship.EndNode.NodeIDType",
        "Relationship.RelationshipType",
        "Relationship.RelationshipStatus",
        "Relationship.Period.1.startDate",
        "Relationship.Period.1.endDate",
        "Relationship.Period.1.periodType",
        "Relationship.Period.2.startDate",
        "Relationship.Period.2.endDate",
        "Relationship.Period.2.periodType",
        "Relationship.Qualifiers.1.QualifierDimension",
        "Relationship.Qualifiers.1.QualifierCategory",
        "Relationship.Quantifiers.1.MeasurementMethod",
        "Relationship.Quantifiers.1.QuantifierAmount",
        "Relationship.Quantifiers.1.QuantifierUnits",
        "Registration.InitialRegistrationDate",
        "Registration.RegistrationStatus",
        "Registration.ManagingLOU",
    ];
    let rows = [
        [
            "CHILD",
            "LEI",
            "PARENT",
            "LEI",
            "IS_DIRECTLY_CONSOLIDATED_BY",
            "ACTIVE",
            "2018-01-01T00:00:00.000Z",
            "2018-12-31T00:00:00.000Z",
            "ACCOUNTING_PERIOD",
            "2012-11-29T00:00:00.000Z",
            "",
            "RELATIONSHIP_PERIOD",
            "ACCOUNTING_STANDARD",
            "US_GAAP",
            "ACCOUNTING_CONSOLIDATION",
            "75.5",
            "PERCENTAGE",
            "2012-11-29",
            "PUBLISHED",
            "EVK",
        ],
        [
            "CHILD",
            "LEI",
            "TOP",
            "LEI",
            "IS_ULTIMATELY_CONSOLIDATED_BY",
            "INACTIVE",
            "2010-01-01T00:00:00Z",
            "",
            "RELATIONSHIP_PERIOD",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "2012-11-29",
            "LAPSED",
            "EVK",
        ],
        ["CHILD", "LEI", "X", "LEI", "IS_COUSIN_OF", "ACTIVE", "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
    ];
    let text: String = std::iter::once(quoted(&header)).chain(rows.iter().map(|row| quoted(row))).collect();
    let data = read(text.as_bytes(), "gleif");
    let answers: Vec<String> =
        data.ties.iter().map(|tie| format!("{} {} {}", tie.from.id, tie.kind, tie.to.id)).collect();
    assert_eq!(answers, ["CHILD subsidiary-of PARENT", "CHILD ultimately-consolidated-by TOP"]);
    assert_eq!((data.ties[0].share, data.ties[0].start.unwrap().to_string().as_str()), (Some(75.5), "2012-11-29"));
    assert!(matches!((data.ties[0].end, data.ties[1].end), (Ending::Running, Ending::Unknown)));
    assert!(
        data.ties[0].extra.contains(&("Relationship.Qualifiers.1.QualifierCategory".to_owned(), "US_GAAP".to_owned()))
    );
    let answers = problems(&data);
    assert!(answers.len() == 1 && answers[0].contains("relationships of the type 'IS_COUSIN_OF'"), "{answers:?}");

    let entities = quoted(&[
        "LEI",
        "Entity.LegalName",
        "Entity.LegalJurisdiction",
        "Entity.EntityCreationDate",
        "Entity.EntityStatus",
    ]) + &quoted(&["CHILD", "Child, Inc.", "US-DE", "1999-02-03T00:00:00+00:00", "ACTIVE"]);
    let both = folder(&[("lei2.csv", &entities), ("rr.csv", &text)]);
    let data = Dataset::open(both.path()).unwrap();
    let child = data.iter_companies().find(|firm| firm.id == "CHILD").unwrap();
    assert_eq!(
        (child.name.as_str(), child.lei.as_str(), child.founded.unwrap().to_string().as_str()),
        ("Child, Inc.", "CHILD", "1999-02-03")
    );
    assert_eq!((data.rows(Table::Companies), data.rows(Table::Ties)), (3, 2));
}

// OpenCorporates, <https://api.opencorporates.com/documentation/API-Reference>.

#[test]
fn the_case_as_officers_of_opencorporates_has_the_same_pairs() {
    let case = case();
    let mut csv = "id,company_number,jurisdiction_code,name,title,first_name,last_name,position,start_date,person_number,person_uid,\
        end_date,current_status,occupation,nationality,country_of_residence,partial_date_of_birth,type,address.in_full,\
        address.street_address,address.locality,address.region,address.postal_code,address.country,retrieved_at,source_url\n".to_owned();
    let mut officers = Vec::new();
    for (at, seat) in case.iter_seats().enumerate() {
        let (start, end) = spell(&seat);
        let name = case.iter_people().find(|person| person.id == seat.person).unwrap().name;
        writeln!(csv, "{at},{},us,{name},,,,\"{}\",{start},,{},{end},,,,,1960-08,Person,,,,,,,2020-10-01 00:00:00 UTC,https://x.org/{at}",
            seat.company, seat.role, seat.person).unwrap();
        let or_null = |text: String| if text.is_empty() { Value::Null } else { text.into() };
        officers.push(json!({"officer": {"id": at, "uid": null, "name": name, "position": seat.role, "person_uid": seat.person,
            "start_date": or_null(start), "end_date": or_null(end), "occupation": null, "inactive": false, "current_status": null,
            "opencorporates_url": format!("https://opencorporates.com/officers/{at}"),
            "company": {"name": seat.company, "jurisdiction_code": "us", "company_number": seat.company,
                "opencorporates_url": format!("https://opencorporates.com/companies/us/{}", seat.company)}}}));
    }
    let pages =
        json!({"api_version": "0.4", "results": {"page": 1, "per_page": 30, "total_pages": 1, "officers": officers}});
    let pretty = serde_json::to_string_pretty(&pages).unwrap();
    let expected = shared_boards(case);
    for text in [csv, pages.to_string(), pretty] {
        let data = read(text.as_bytes(), "opencorporates");
        assert_eq!(problems(&data), Vec::<String>::new());
        let mut found: Vec<String> = shared_boards(data).iter().map(|line| line.replace("us/", "")).collect();
        found.sort();
        assert_eq!(found, expected);
    }
}

#[test]
fn officers_of_opencorporates_keep_what_they_say() {
    let text = "id,company_number,jurisdiction_code,name,position,start_date,end_date,person_number,current_status,type,occupation,address.in_full\n\
        1,00102498,gb,ANN SMITH,director,2001-02-03,,064559030001,,Person,baker,1 High St\n\
        2,05149111,gb,ANN SMITH,secretary,,,064559030002,inactive,,,\n\
        3,05149111,gb,NOMINEES LTD,director,,,,,Company,,\n\
        4,,gb,NOBODY,director,,,,,,,\n";
    let data = read(text.as_bytes(), "opencorporates");
    assert_eq!(seats(&data), ["gb/06455903@gb/00102498 director 2001-02-03", "gb/06455903@gb/05149111 secretary"]);
    assert!(matches!(data.seat(1).end, Ending::Unknown));
    assert_eq!(
        data.seat(0).extra,
        [("person_number".to_owned(), "064559030001".to_owned()), ("occupation".to_owned(), "baker".to_owned())]
    );
    assert_eq!((data.ties[0].from.id.as_str(), data.ties[0].to.id.as_str()), ("officer/3", "gb/05149111"));
    let answers = problems(&data);
    assert_eq!(answers.len(), 2, "{answers:?}");

    let company = json!({"results": {"company": {"name": "BARCLAYS", "company_number": "00102498", "jurisdiction_code": "gb",
        "opencorporates_url": "https://opencorporates.com/companies/gb/00102498",
        "officers": [{"officer": {"id": 9, "name": "BOB", "position": "director", "inactive": true}}]}}});
    let data = read(company.to_string().as_bytes(), "opencorporates");
    assert_eq!(seats(&data), ["officer/9@gb/00102498 director"]);
    assert_eq!(data.companies.company(0).name, "BARCLAYS");
}

// ICIJ, <https://offshoreleaks.icij.org/pages/database>.

#[test]
fn the_case_as_a_leak_has_the_same_pairs() {
    let case = case();
    let number = |id: &str| id.bytes().fold(7u32, |sum, byte| (sum * 31 + u32::from(byte)) % 1_000_003);
    let mut entities = "node_id,name,original_name,former_name,jurisdiction,jurisdiction_description,company_type,address,internal_id,\
        incorporation_date,inactivation_date,struck_off_date,dorm_date,status,service_provider,ibcRUC,country_codes,countries,sourceID,\
        valid_until,note\n".to_owned();
    let mut officers = "node_id,name,countries,country_codes,sourceID,valid_until,note\n".to_owned();
    let mut relationships = "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n".to_owned();
    let mut own = String::new();
    for firm in case.iter_companies() {
        writeln!(
            entities,
            "{},\"{}\",,,SAM,Samoa,,,1,23-MAR-1976,,,,Active,,7,HKG,Hong Kong,Panama Papers,2015,",
            number(&firm.id),
            firm.name
        )
        .unwrap();
    }
    for person in case.iter_people() {
        writeln!(officers, "{},{},,,Panama Papers,2015,", number(&person.id), person.name).unwrap();
    }
    for seat in case.iter_seats() {
        let (start, end) = spell(&seat);
        let (person, company) = (number(&seat.person), number(&seat.company));
        let role = if seat.board == Some(true) { "director" } else { "officer" };
        writeln!(relationships, "{person},{company},officer_of,{role} of,,{start},{end},Panama Papers").unwrap();
        let row = json!({"type": "seat", "person": person.to_string(), "company": company.to_string(), "role": role,
            "start": start, "end": end, "end_status": "unknown"});
        writeln!(own, "{row}").unwrap();
    }
    let leak = folder(&[
        ("nodes-entities.csv", &entities),
        ("nodes-officers.csv", &officers),
        ("relationships.csv", &relationships),
    ]);
    let data = Dataset::open(leak.path()).unwrap();
    assert_eq!(problems(&data), Vec::<String>::new());
    assert_eq!(data.companies.company(0).founded.unwrap().to_string(), "1976-03-23");
    assert_eq!(shared_boards(data), shared_boards(read(own.as_bytes(), "jsonl")));
}

#[test]
fn links_of_a_leak_are_offices_or_stakes() {
    let leak = folder(&[
        (
            "nodes-officers.csv",
            "node_id,name,countries,country_codes,sourceID,valid_until,note\n1,KIM SOO IN,South Korea,KOR,PP,2015,\n2,Portcullis Limited,,,PP,2015,\n",
        ),
        (
            "nodes-intermediaries.csv",
            "node_id,name,status,internal_id,address,countries,country_codes,sourceID,valid_until,note\n3,Orion,ACTIVE,9,Road 1,X,XX,PP,2015,\n",
        ),
        (
            "nodes-addresses.csv",
            "node_id,address,name,countries,country_codes,sourceID,valid_until,note\n4,Road 1,,X,XX,PP,2015,\n",
        ),
        (
            "nodes-others.csv",
            "node_id,name,type,incorporation_date,struck_off_date,closed_date,jurisdiction,sourceID\n5,The Trust of Y,TRUST,,,,NZL,PP\n",
        ),
        (
            "relationships.csv",
            "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n\
            1,5,officer_of,shareholder of,,05-JAN-2005,13/13/2009,PP\n1,5,officer_of,President - Director of,,,,PP\n\
            2,5,officer_of,director of,,2001-01-01,,PP\n3,5,intermediary_of,intermediary of,,,,PP\n\
            1,4,registered_address,registered address,,,,PP\n1,1,same_name_as,same name as,,,,PP\n",
        ),
    ]);
    let data = Dataset::open(leak.path()).unwrap();
    assert_eq!(seats(&data), ["1@5 president - director"]);
    assert!(data.seat(0).board == Some(true) && data.seat(0).sources == ["PP"]);
    let mut answers: Vec<String> =
        data.ties.iter().map(|tie| format!("{} {} {}", tie.from.id, tie.kind, tie.to.id)).collect();
    answers.sort();
    // That a record has the name of another is no tie.
    assert_eq!(answers, ["1 shareholder-of 5", "2 director 5", "3 intermediary-of 5"]);
    let stake = data.ties.iter().find(|tie| tie.kind == "shareholder-of").unwrap();
    assert_eq!((stake.start.unwrap().to_string().as_str(), stake.end), ("2005-01-05", Ending::Unknown));
    assert!(stake.extra.contains(&("end_unread".to_owned(), "13/13/2009".to_owned())));
    let answers = problems(&data);
    for part in [
        "left out: addresses",
        "registered addresses",
        "countries of residence of officers",
        "end: not a date, treated as unknown",
    ] {
        assert!(answers.iter().any(|problem| problem.contains(part)), "{part}: {answers:?}");
    }
}

// SEC, <https://www.sec.gov/data-research/sec-markets-data/insider-transactions-data-sets>.

const SUBMISSION: &str = "ACCESSION_NUMBER\tFILING_DATE\tPERIOD_OF_REPORT\tDATE_OF_ORIG_SUB\tNO_SECURITIES_OWNED\tNOT_SUBJECT_SEC16\t\
    FORM3_HOLDINGS_REPORTED\tFORM4_TRANS_REPORTED\tDOCUMENT_TYPE\tISSUERCIK\tISSUERNAME\tISSUERTRADINGSYMBOL\tREMARKS\n";
const OWNER: &str = "ACCESSION_NUMBER\tRPTOWNERCIK\tRPTOWNERNAME\tRPTOWNER_RELATIONSHIP\tRPTOWNER_TITLE\tRPTOWNER_TXT\t\
    RPTOWNER_STREET1\tRPTOWNER_STREET2\tRPTOWNER_CITY\tRPTOWNER_STATE\tRPTOWNER_ZIPCODE\tRPTOWNER_STATE_DESC\tFILE_NUMBER\n";

#[test]
fn spells_are_inferred_from_filings() {
    let filing = |accession: &str, date: &str, form: &str, over: &str| {
        format!("{accession}\t{date}\t01-JUN-2011\t\t\t{over}\t\t\t{form}\t0001326801\tFacebook Inc\tFB\tsaid \"so\n")
    };
    let owner = |accession: &str, cik: &str, name: &str, relationship: &str, title: &str| {
        format!("{accession}\t{cik}\t{name}\t{relationship}\t{title}\t\t1 \"Hacker Way\tx\tx\tCA\t9\t\t001-35551\n")
    };
    let first =
        [SUBMISSION.to_owned(), filing("a1", "22-JUN-2011", "3", ""), filing("a2", "05-JUL-2012", "4", "")].concat();
    let second = [
        SUBMISSION.to_owned(),
        filing("b1", "10-MAY-2018", "4", ""),
        filing("b2", "31-MAY-2019", "4/A", "1"),
        filing("b3", "01-JUN-2019", "4", ""),
    ]
    .concat();
    let of_first = [
        OWNER.to_owned(),
        owner("a1", "0001033331", "HASTINGS REED", "Director", ""),
        owner("a2", "0001033331", "HASTINGS REED", "Director", ""),
    ]
    .concat();
    let of_second = [
        OWNER.to_owned(),
        owner("b2", "1033331", "HASTINGS REED", "DIRECTOR", ""),
        owner("b1", "1548760", "ZUCKERBERG MARK", "Director,Officer,TenPercentOwner", "COB and CEO"),
        owner("b1", "1", "BIG FUND LP", "TenPercentOwner,Other", ""),
        owner("b3", "9", "NEW ANN", "Director", ""),
        owner("zz", "9", "LOST", "Director", ""),
        owner("b1", "1033331", "HASTINGS REED", "Director", ""),
    ]
    .concat();
    let quarters = folder(&[
        ("2011q2/SUBMISSION.tsv", &first),
        ("2011q2/REPORTINGOWNER.tsv", &of_first),
        ("2019q2/SUBMISSION.tsv", &second),
        ("2019q2/REPORTINGOWNER.tsv", &of_second),
        ("2019q2/NONDERIV_TRANS.tsv", "ACCESSION_NUMBER\tNONDERIV_TRANS_SK\nb1\t1\n"),
    ]);
    let data = Dataset::open(quarters.path()).unwrap();
    assert_eq!(
        seats(&data),
        [
            // The first form says since when, and the last that it is over.
            "1033331@1326801 director 2011-06-01 2018-05-10/2019-05-31",
            "1548760@1326801 COB and CEO 2018-05-10 2018-05-10/9999",
            "1548760@1326801 director 2018-05-10 2018-05-10/9999",
            "9@1326801 director 2019-06-01 2019-06-01/9999",
        ]
    );
    let hastings = data.iter_seats().find(|seat| seat.person == "1033331").unwrap();
    assert_eq!(hastings.sources, ["a1", "b2"]);
    assert_eq!(hastings.extra, [("inferred".to_owned(), "end".to_owned())]);
    assert_eq!(data.as_of.unwrap().to_string(), "2019-06-01");
    let mut answers: Vec<String> =
        data.ties.iter().map(|tie| format!("{} {} {}", tie.from.id, tie.kind, tie.to.id)).collect();
    answers.sort();
    assert_eq!(answers, ["1 owns 1326801", "1548760 owns 1326801"]);
    let facebook = data.companies.company(0);
    assert_eq!((facebook.cik.as_str(), facebook.ticker.as_str()), ("1326801", "FB"));
    let answers = problems(&data);
    assert!(answers.iter().any(|problem| problem.contains("filing zz is not in the SUBMISSION table")), "{answers:?}");
    assert!(answers.iter().any(|problem| problem.contains("filings with the relationship 'Other'")), "{answers:?}");
    // One table alone says nothing.
    assert!(
        Dataset::open(quarters.path().join("2011q2/SUBMISSION.tsv"))
            .unwrap_err()
            .to_string()
            .contains("can only be read together")
    );
}

#[test]
fn the_case_as_filings_has_the_same_pairs_of_boards() {
    let case = case();
    let (mut submissions, mut owners) = (SUBMISSION.to_owned(), OWNER.to_owned());
    let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    for (at, seat) in case.iter_seats().enumerate().filter(|(_, seat)| seat.board == Some(true)) {
        let first = seat.start.map(|date| date.earliest());
        let last = seat.end.date().map(|date| date.earliest().plus(-1));
        for (which, day) in [first, last].into_iter().flatten().enumerate() {
            let text = day.to_string();
            let month: usize = text[5..7].parse().unwrap();
            let date = format!("{}-{}-{}", &text[8..], months[month - 1], &text[..4]);
            writeln!(
                submissions,
                "f{at}-{which}\t{date}\t{date}\t\t\t\t\t\t4\t{}\t{}\tX\t",
                seat.company, seat.company
            )
            .unwrap();
            writeln!(owners, "f{at}-{which}\t{}\t{}\tDirector\t\t\t\t\t\t\t\t\t", seat.person, seat.person).unwrap();
        }
    }
    let quarter = folder(&[("SUBMISSION.tsv", &submissions), ("REPORTINGOWNER.tsv", &owners)]);
    let data = Dataset::open(quarter.path()).unwrap();
    assert_eq!(problems(&data), Vec::<String>::new());
    let boards = |lines: Vec<String>| -> Vec<String> {
        lines.iter().map(|line| line.split('[').next().unwrap().to_owned()).collect()
    };
    // Whoever was on two boards is in both, whenever that was: only days are less certain.
    let found = boards(shared_boards(data));
    for pair in boards(shared_boards(case)) {
        assert!(found.contains(&pair), "{pair} is not among {found:?}");
    }
}

// Wikidata, <https://www.w3.org/TR/sparql11-results-json/>.

#[test]
fn the_case_as_results_of_a_query_has_the_same_pairs() {
    let case = case();
    let entity = |id: &str| json!({"type": "uri", "value": format!("http://www.wikidata.org/entity/{id}")});
    let label = |text: &str| json!({"type": "literal", "xml:lang": "en", "value": text});
    let mut bindings = Vec::new();
    let mut csv =
        "person,personLabel,company,companyLabel,roleLabel,role,start,startPrecision,end,endPrecision\r\n".to_owned();
    for seat in case.iter_seats() {
        let (start, end) = spell(&seat);
        let precision = |date: &str| match date.len() {
            4 => "9",
            7 => "10",
            10 => "11",
            _ => "",
        };
        let full = |date: &str| {
            if date.is_empty() || date.contains('/') {
                date.to_owned()
            } else {
                format!("{date}{}T00:00:00Z", &"-01-01"[date.len() - 4..])
            }
        };
        let mut binding = json!({"person": entity(&seat.person), "personLabel": label(&seat.person), "company": entity(&seat.company),
            "companyLabel": label(&seat.company), "role": entity("Q1"), "roleLabel": label(&seat.role)});
        for (name, date) in [("start", &start), ("end", &end)].into_iter().filter(|(_, date)| !date.is_empty()) {
            binding[name] = json!({"datatype": "http://www.w3.org/2001/XMLSchema#dateTime", "type": "literal", "value": full(date)});
            binding[format!("{name}Precision")] = json!({"datatype": "http://www.w3.org/2001/XMLSchema#integer", "type": "literal", "value": precision(date)});
        }
        bindings.push(binding);
        write!(csv, "http://www.wikidata.org/entity/{},{},http://www.wikidata.org/entity/{},{},\"{}\",http://www.wikidata.org/entity/Q1,{},{},{},{}\r\n",
            seat.person, seat.person, seat.company, seat.company, seat.role, full(&start), precision(&start), full(&end), precision(&end)).unwrap();
    }
    let json = json!({"head": {"vars": ["person", "personLabel"]}, "results": {"bindings": bindings}});
    for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap(), csv] {
        assert_eq!(DataFormat::from_bytes(text.as_bytes()), "wikidata".parse().ok());
        let data = read(text.as_bytes(), "wikidata");
        assert_eq!(problems(&data), Vec::<String>::new());
        assert_eq!(shared_boards(data), shared_boards(self::case()));
    }
}

#[test]
fn an_end_that_nobody_knows_is_an_end() {
    let text = json!({"head": {"vars": []}, "results": {"bindings": [
        {"director": {"type": "uri", "value": "http://www.wikidata.org/entity/Q2"}, "directorLabel": {"type": "literal", "value": "Ann"},
         "company": {"type": "uri", "value": "http://www.wikidata.org/entity/Q3"}, "companyLabel": {"type": "literal", "value": "Q3"},
         "end": {"type": "bnode", "value": "t1"}, "start": {"type": "literal", "value": "2001-01-01T00:00:00Z"},
         "website": {"type": "uri", "value": "https://x.org"}},
        {"x": {"type": "literal", "value": "y"}}]}});
    let data = read(text.to_string().as_bytes(), "wikidata");
    assert_eq!(seats(&data), ["Q2@Q3  2001"]);
    assert!(matches!(data.seat(0).end, Ending::Unknown));
    assert_eq!(data.people.person(0).name, "Ann");
    assert_eq!(data.seat(0).extra, [("website".to_owned(), "https://x.org".to_owned())]);
    assert!(problems(&data)[0].contains("no variables for person and company among x"), "{:?}", problems(&data));
}

// Folders of files of others.

#[test]
fn a_folder_may_hold_files_of_others() {
    let files = folder(&[
        ("b.json", "{\"id\": \"p\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Ann\"]}}\n"),
        ("a.jsonl", "{\"id\": \"c\", \"schema\": \"Company\", \"properties\": {\"name\": [\"Acme\"]}}\n"),
        ("readme.txt", "hello there\n"),
        (".hidden", "x"),
    ]);
    let data = Dataset::open(files.path()).unwrap();
    assert_eq!((data.rows(Table::People), data.rows(Table::Companies)), (1, 1));
    assert!(problems(&data).is_empty());
    assert!(data.unused.files.len() == 1 && data.unused.files[0].ends_with("readme.txt"), "{:?}", data.unused);
    let nothing = folder(&[("readme.txt", "hello there\n")]);
    assert!(Dataset::open(nothing.path()).unwrap_err().to_string().contains("no seats.csv"));
    assert_eq!(DataFormat::from_path(Path::new("datasets/bigtech-boards")), Some(DataFormat::Folder));
}
