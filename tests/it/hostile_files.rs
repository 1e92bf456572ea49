//! Files that were changed at random are read or refused, and never end in a panic.
//!
//! Each test runs a fixed number of cases; with `FUZZ_SECONDS=600` it goes on that long, from
//! `FUZZ_SEED` on, and prints how many cases it has run.

use std::time::{Duration, Instant};

use interlocks::analysis::conflicts::{ConflictOptions, conflicts, shared_directors};
use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::analysis::paths::{PathOptions, best, shortest};
use interlocks::analysis::profile::profile;
use interlocks::analysis::{Query, bipartite::BoardLinks, components::components};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::graph::{BoardGraph, BuildOptions, Clock};
use interlocks::model::DaySpan;
use interlocks::screens::rulebook::FILES;
use interlocks::screens::{Rulebook, ScreenOptions, screen};
use interlocks_core::random::SplitMix64;

/// A number below `limit`, or 0 if that is 0.
fn below(random: &mut SplitMix64, limit: usize) -> usize {
    random.below(limit.max(1) as u64) as usize
}

/// Pieces that mean something in one of the formats.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\u0000",
    b"\\",
    b"null",
    b"1e999",
    b"-1",
    b"2001",
    b"9999-12-31",
    b"0001-01-01",
    b"2001-02-30",
    b"2001~",
    b"2001%",
    b"2003/2001",
    b"..",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\0",
    b"\x1f",
    b"person",
    b"company",
    b"board",
    b"seats",
    b"type",
    b"p0000001",
    b"p99999999999999999999",
    "é".as_bytes(),
    "\u{202e}".as_bytes(),
];

/// Changes bytes here and there.
fn changed(bytes: &[u8], chance: &mut SplitMix64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(chance, 6) {
        let at = below(chance, bytes.len() + 1);
        match below(chance, 6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << below(chance, 8),
            1 => bytes.truncate(at),
            2 => {
                let piece = PIECES[below(chance, PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let piece = PIECES[below(chance, PIECES.len())];
                let end = (at + piece.len()).min(bytes.len());
                bytes.splice(at..end, piece.iter().copied());
            }
            4 => {
                let end = (at + below(chance, 64)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = below(chance, bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            _ => {
                let end = (at + below(chance, 32)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
    bytes
}

/// Runs cases until there were enough or time is up.
fn cases(name: &str, enough: u64, mut case: impl FnMut(&mut SplitMix64)) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse::<u64>().ok());
    let seed = std::env::var("FUZZ_SEED").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    let begun = Instant::now();
    let mut run = 0u64;
    loop {
        let more = seconds.map_or(run < enough, |seconds| begun.elapsed() < Duration::from_secs(seconds));
        if !more {
            break;
        }
        case(&mut SplitMix64::new(seed.wrapping_mul(1 << 32).wrapping_add(run)));
        run += 1;
    }
    println!("{name}: {run} cases in {:.0} s", begun.elapsed().as_secs_f64());
}

/// Asks everything that small data can be asked.
fn asked(graph: &BoardGraph) {
    if graph.seat_count() > 2_000 {
        return;
    }
    pairs(graph, &PairOptions::default());
    conflicts(graph, &ConflictOptions::default());
    shared_directors(graph);
    components(&BoardLinks::new(graph, &Query::default()));
    for industry_digits in [None, Some(2)] {
        let screened = ScreenOptions { industry_digits, ..ScreenOptions::default() };
        screen(graph, Rulebook::bundled(), &screened);
    }
    let ends: Vec<_> = graph.entities().take(3).collect();
    for entity in &ends {
        profile(graph, *entity, &Query::default());
        let _ = graph.find(&graph.name(*entity));
    }
    if let [first, .., last] = ends[..] {
        shortest(graph, first, last, &PathOptions::default());
        for clock in [Clock::Ever, Clock::During(DaySpan::ALWAYS)] {
            let query = Query { clock, certain_only: false };
            best(graph, first, last, &PathOptions { query, explain: true, ..PathOptions::default() });
        }
    }
}

fn read(bytes: Vec<u8>, format: DataFormat) {
    let stream = Box::new(std::io::Cursor::new(bytes));
    if let Ok(data) = Dataset::read(stream, "hostile", format, &LoadOptions::default()) {
        for table in interlocks::dataset::Table::ALL {
            let count = data.count(table);
            assert_eq!(count.read, count.kept + count.dropped);
        }
        let graph = BoardGraph::new(data, BuildOptions::default());
        asked(&graph);
        let mut bytes = Vec::new();
        graph.save(&mut bytes).unwrap();
    }
}

fn table() -> Vec<u8> {
    let seats = std::fs::read("datasets/bigtech-boards/seats.csv").unwrap();
    let end = seats.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(30).unwrap().0;
    seats[..=end].to_vec()
}

const DOCUMENT: &str = r#"{"as_of": "2024-12-31", "empty_end": "unknown",
 "people": [{"id": "ann", "name": "Ann Lee", "birth": "1960"}, {"id": "bo", "name": "Bo"}],
 "companies": [{"id": "acme", "name": "Acme", "aliases": ["A", "B"], "sic": "6020", "country": "IT", "listed": "yes"},
               {"id": "beta", "sic": "60.1", "country": "IT"}],
 "seats": [{"person": "ann", "company": "acme", "role": "director", "start": "2001"},
           {"person": "ann", "company": "beta", "role": "CEO", "start": "2001-05", "end": "2003", "board": "yes"},
           {"person": "bo", "company": "beta", "extra": 1.5, "source": ["s1", "s2"]},
           {"person": "bo", "company": "acme", "start": "2001", "committee": "compensation"}],
 "ties": [{"from": "bo", "to": "acme", "kind": "founder-of", "share": "51%"}, {"from": "bo", "to": "beta", "kind": "owns", "share": 7},
          {"from": "acme", "to": "beta", "kind": "competitor-of", "start": "2000"}, {"from": "ann", "to": "bo", "kind": "sibling"}],
 "financials": [{"company": "acme", "competitor": "beta", "year": 2001, "capital_surplus_profits": 2e7, "competitive_sales": 1e7, "total_sales": 3e7},
                {"company": "beta", "competitor": "acme", "year": "2001-06", "capital_surplus_profits": 2e7, "competitive_sales": 1e7}],
 "deals": [{"id": "d1", "date": "2002", "kind": "contract", "parties": ["acme", "beta"], "amount": 10}]}"#;

const LINES: &str = r#"{"type": "dataset", "empty_end": "unknown"}
{"type": "seat", "person": "ann", "company": "acme", "role": "director", "start": "2001"}
{"type": "seat", "person": "ann", "company": "beta", "start": "2001", "end": "2002-02"}
{"type": "tie", "from": "ann", "to": "acme", "kind": "owns"}
{"type": "deal", "id": "d1", "date": "2001-06", "kind": "contract", "parties": "acme;beta"}
{"type": "tie", "from": "acme", "to": "beta", "kind": "competitor-of", "from_type": "company", "to_type": "company"}
{"type": "financial", "company": "acme", "competitor": "beta", "year": "2001", "competitive_sales": -1}
"#;

#[test]
fn hostile_tables_are_read_or_refused() {
    let table = table();
    cases("tables", 300, |chance| read(changed(&table, chance), DataFormat::Csv));
}

const WIDE: [&str; 4] = [
    "company,directors,start\nacme,ann;bo,2001\nbeta,\"ann;cy\",2002-05\n",
    "person,company1,company2\nann,acme,beta\nbo,acme,\n",
    "person;acme;beta\nann;1;x\nbo;yes;0\n",
    "person,company,2001-01,2001-02,2001-03\nann,acme,1,1,0\nbo,acme,chair,,director\nann,beta,0,1,0\n",
];

const BODS: &str = r#"[{"statementID": "p1", "statementType": "personStatement", "names": [{"fullName": "Ann"}], "birthDate": "1960"},
 {"statementId": "s", "recordId": "e1", "recordType": "entity", "recordStatus": "new", "statementDate": "2020-01-01",
  "recordDetails": {"name": "Acme", "jurisdiction": {"code": "GB"}, "publicListing": {"hasPublicListing": true}}},
 {"statementId": "t", "recordId": "r", "recordType": "relationship", "recordStatus": "closed", "statementDate": "2021",
  "recordDetails": {"subject": "e1", "interestedParty": "p1", "interests": [{"type": "boardMember", "startDate": "2001"},
   {"type": "shareholding", "share": {"minimum": 25, "maximum": 50}, "endDate": "2003-01"}]}},
 {"statementID": "o", "statementType": "ownershipOrControlStatement", "replacesStatements": ["t"],
  "subject": {"describedByEntityStatement": "e1"}, "interestedParty": {"unspecified": {"reason": "unknown"}}}]"#;

#[test]
fn hostile_statements_are_read_or_refused() {
    let format = "bods".parse::<DataFormat>().unwrap();
    cases("bods", 300, |chance| read(changed(BODS.as_bytes(), chance), format));
}

const LITTLESIS: &str = r#"[{"type": "entities", "id": 1, "attributes": {"name": "Ann", "primary_ext": "Person", "start_date": "1960-00-00"}},
 {"type": "entities", "id": 2, "attributes": {"name": "Acme", "primary_ext": "Org", "aliases": ["A"], "types": ["PublicCompany"]}},
 {"type": "relationships", "id": 3, "attributes": {"category_id": 1, "entity1_id": 1, "entity2_id": 2, "is_board": true,
  "start_date": "2001-06-00", "end_date": null, "is_current": null}},
 {"type": "relationships", "id": 4, "attributes": {"category_id": 10, "entity1_id": 1, "entity2_id": 2, "percent_stake": 5}}]"#;

#[test]
fn hostile_resources_are_read_or_refused() {
    let format = "littlesis".parse::<DataFormat>().unwrap();
    cases("littlesis", 300, |chance| read(changed(LITTLESIS.as_bytes(), chance), format));
}

const OCDS: &str = r#"{"publisher": {"name": "P"}, "publishedDate": "2016", "releases": [
 {"ocid": "o-1", "id": "r1", "date": "2016-05-10T09:30:00Z", "tag": ["award"], "buyer": {"id": "b", "name": "Council"},
  "parties": [{"id": "b", "name": "Council", "roles": ["buyer"], "identifier": {"scheme": "GB-COH", "id": "1"}},
   {"id": "s", "name": "Ann Ltd", "roles": ["supplier"], "additionalIdentifiers": [{"scheme": "XI-LEI", "id": "549300EXAMPLE0000012"}]}],
  "awards": [{"id": "a", "status": "active", "date": "2016-05-01", "suppliers": [{"id": "s"}], "value": {"amount": 5.5, "currency": "GBP"}}]},
 {"ocid": "o-1", "id": "r2", "date": "2016-06-10", "tag": ["contract"],
  "contracts": [{"id": "c", "awardID": "a", "status": "terminated", "dateSigned": null, "period": {"endDate": "2017"}}]},
 {"ocid": "o-2", "releases": [], "compiledRelease": {"buyer": {"name": "Acme"}, "contracts": [{"id": 1, "suppliers": [{"name": "B"}]}]}}]}"#;

const ENTITIES: &str = r#"{"id": "p", "schema": "Person", "properties": {"name": ["Ann"], "birthDate": ["1960", "1961-02"]}, "referents": ["q"]}
{"id": "c", "schema": "Company", "properties": {"name": ["Acme"], "jurisdiction": ["gb"]}, "datasets": ["x"]}
{"id": "l", "schema": "LegalEntity", "properties": {"name": ["Bo"]}}
{"id": "d", "schema": "Directorship", "properties": {"director": ["q", "l"], "organization": ["c"], "startDate": ["2001", "2002"]}}
{"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["c"], "percentage": ["51"], "endDate": ["2010-01"]}}
"#;

#[test]
fn hostile_entities_are_read_or_refused() {
    let format = "followthemoney".parse::<DataFormat>().unwrap();
    cases("followthemoney", 300, |chance| read(changed(ENTITIES.as_bytes(), chance), format));
}

const COMPANIES_HOUSE: &str = r#"{"company_number": "1", "data": {"kind": "individual-person-with-significant-control", "name": "Ann", "date_of_birth": {"month": 2, "year": 1977}, "natures_of_control": ["ownership-of-shares-50-to-75-percent"], "notified_on": "2016-04-06", "links": {"self": "/company/1/x/p1"}}}
{"items": [{"name": "Bo", "officer_role": "director", "appointed_before": "1991-10-30", "links": {"self": "/company/2/appointments/a", "officer": {"appointments": "/officers/o/appointments"}}}], "links": {"self": "/company/2/officers"}}
{"name": "Acme", "officer_role": "corporate-secretary", "resigned_on": "2001", "identification": {"registration_number": "12", "place_registered": "uk"}, "links": {"self": "/company/2/appointments/b"}}
{"company_number": "2", "company_name": "Bell", "company_status": "active", "sic_codes": ["1"]}
"#;

const SNAPSHOT: &str = "DDDDSNAP289820241231\n000000011C                      00010005ACME<\n\
    000000012101123456780001        20010203        SW1A 1AA196008          0040MR<ANN<SMITH<OBE<<<<<LONDON<<<BAKER<BRITISH<<\n\
    000000012100123456790001Y       20010203200202  SW1A 1AA                0040<<NOMINEES LTD<<<<<<<<<<<<\n9999999900000003\n";

const GLEIF: &str = "\"Relationship.StartNode.NodeID\",\"Relationship.EndNode.NodeID\",\"Relationship.RelationshipType\",\"Relationship.Period.1.periodType\",\"Relationship.Period.1.startDate\"\n\"A\",\"B\",\"IS_FEEDER_TO\",\"RELATIONSHIP_PERIOD\",\"2012-11-29T00:00:00Z\"\n";

const OPENCORPORATES: [&str; 2] = [
    "id,company_number,jurisdiction_code,name,position,start_date,person_number,type\n1,2,gb,ANN,director,2001-02-03,064559030001,Person\n2,2,gb,\"B, LTD\",agent,,,Company\n",
    r#"{"results": {"officers": [{"officer": {"id": 1, "name": "Ann", "position": "director", "company": {"name": "Acme", "company_number": "1", "jurisdiction_code": "gb"}}}], "page": 1}}"#,
];

const WIKIDATA: [&str; 2] = [
    "person,personLabel,company,start\nhttp://www.wikidata.org/entity/Q1,Ann,http://www.wikidata.org/entity/Q2,2001-01-01T00:00:00Z\n",
    r#"{"head": {"vars": ["person"]}, "results": {"bindings": [{"person": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}, "company": {"type": "uri", "value": "Q2"}, "end": {"type": "bnode", "value": "t"}}]}}"#,
];

const NETWORKS: [(&str, &str); 8] = [
    (
        "pajek",
        "*Network x\n*Vertices 3 2\n1 \"Ann\" 0.1 ic Red [1-2]\n2 Bo\n3 \"Acme\"\n*Arcs :1 \"r\"\n1 3 2 l \"x\" [1996-2000,2004-*]\n*Edgeslist\n2 3\n*Partition p\n*Vertices 3\n1\n2\n3\n",
    ),
    ("pajek", "*Vertices 4 2\n*Matrix\n1 0\n0 2.5\n"),
    (
        "ucinet",
        "dl nr=2, nc=2 nm=2\nrow labels:\nann,bo\ncolumn labels:\nacme,bell\nmatrix labels: x,y\ndata:\n1 0\n0 1\n0 1\n1 0\n",
    ),
    ("ucinet", "dl nr=2 nc=2 format=edgelist2 labels embedded data:\nann acme 1\n\"b o\" bell\n"),
    (
        "graphml",
        "<graphml><key id='k' for='node' attr.name='kind'><default>person</default></key><key id='s' for='edge' attr.name='start'/><graph edgedefault='directed'><node id='a'/><node id='b'><data key='k'>company</data></node><edge source='a' target='b'><data key='s'>2001</data></edge></graph></graphml>",
    ),
    (
        "gexf",
        "<gexf><graph timeformat='date'><attributes class='node'><attribute id='0' title='kind'><default>person</default></attribute></attributes><nodes><node id='a' label='A &amp; B'/><node id='b'><attvalues><attvalue for='0' value='company'/></attvalues></node></nodes><edges><edge id='e' source='a' target='b' end='2004-01-01'><spells><spell start='2001' endopen='2002'/></spells></edge></edges></graph></gexf>",
    ),
    (
        "gml",
        "graph [\n directed 0\n node [ id 1 label \"A\" kind \"person\" graphics [ x 1.5 ] ]\n node [ id 2 kind \"company\" ]\n edge [ source 1 target 2 start \"2001\" ]\n]\n",
    ),
    ("edges", "Source,Target,Type,weight,start\na,b,Directed,1,2001\n\"c, d\",b,Undirected,2,\n"),
];

/// The texts of a format, each of which is changed.
fn texts_of(word: &str) -> Vec<&'static str> {
    let registers = [
        ("companies-house", COMPANIES_HOUSE),
        ("companies-house-snapshot", SNAPSHOT),
        ("gleif", GLEIF),
        ("ocds", OCDS),
    ];
    let all = registers
        .into_iter()
        .chain(OPENCORPORATES.map(|text| ("opencorporates", text)))
        .chain(WIKIDATA.map(|text| ("wikidata", text)))
        .chain(NETWORKS);
    all.filter(|(own, _)| *own == word).map(|(_, text)| text).collect()
}

/// Returns the number of rows and all problems of some bytes as a format, or the error.
fn outcome(bytes: Vec<u8>, word: &str) -> Result<(usize, Vec<String>), String> {
    let format = word.parse::<DataFormat>().unwrap();
    let data = Dataset::read(Box::new(std::io::Cursor::new(bytes)), "x", format, &LoadOptions::default());
    let data = data.map_err(|error| error.to_string())?;
    let rows = [Table::People, Table::Companies, Table::Seats, Table::Ties].map(|table| data.rows(table));
    Ok((rows.iter().sum(), data.problems.listed().iter().map(ToString::to_string).collect()))
}

/// One good file of each foreign format.
fn good_files() -> Vec<(&'static str, &'static str)> {
    let mut files: Vec<(&str, &str)> = NETWORKS.to_vec();
    files.extend([("companies-house", COMPANIES_HOUSE), ("companies-house-snapshot", SNAPSHOT), ("gleif", GLEIF)]);
    files.extend(OPENCORPORATES.map(|text| ("opencorporates", text)));
    files.extend(WIKIDATA.map(|text| ("wikidata", text)));
    files.extend([("bods", BODS), ("littlesis", LITTLESIS), ("followthemoney", ENTITIES), ("ocds", OCDS)]);
    files.extend(WIDE.map(|text| ("wide", text)));
    files.extend(FOLDERS[0].map(|(_, text)| ("icij", text)));
    files
}

#[test]
fn a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_refused() {
    for (word, text) in good_files() {
        let (whole, _) = outcome(text.as_bytes().to_vec(), word).unwrap_or_else(|error| panic!("{word}: {error}"));
        assert!(whole > 0, "{word}");
        for cut in 0..text.len() {
            if let Ok((rows, _)) = outcome(text.as_bytes()[..cut].to_vec(), word) {
                assert!(rows <= whole + 2, "{word} {cut}: {rows} rows of {whole}");
            }
        }
    }
}

#[test]
fn a_file_in_another_encoding_is_decoded() {
    for (word, text) in good_files() {
        let (whole, _) = outcome(text.as_bytes().to_vec(), word).unwrap_or_else(|error| panic!("{word}: {error}"));
        let wide: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let (rows, _) = outcome(wide, word).unwrap_or_else(|error| panic!("{word}: {error}"));
        assert_eq!(rows, whole, "{word}");
        // A letter of a name as Latin-1 has it.
        let name =
            ["Ann", "ann", "ANN", "Acme", "Q1", "LEI", "a"].into_iter().find(|name| text.contains(name)).unwrap();
        let at = text.find(name).unwrap();
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = 0xc9;
        match outcome(bytes, word) {
            Ok((_, answers)) => {
                assert!(answers.iter().any(|problem| problem.contains("is not UTF-8")), "{word}: {answers:?}");
            }
            Err(refused) => assert!(!refused.is_empty()),
        }
    }
}

/// Changes the texts of a format.
fn changed_texts_of(word: &str) {
    let (format, texts) = (word.parse::<DataFormat>().unwrap(), texts_of(word));
    cases(word, 200, |chance| read(changed(texts[below(chance, texts.len())].as_bytes(), chance), format));
}

#[test]
fn hostile_companies_house_is_read_or_refused() {
    changed_texts_of("companies-house");
}

#[test]
fn hostile_snapshots_of_officers_are_read_or_refused() {
    changed_texts_of("companies-house-snapshot");
}

#[test]
fn hostile_opencorporates_is_read_or_refused() {
    changed_texts_of("opencorporates");
}

#[test]
fn hostile_ocds_is_read_or_refused() {
    changed_texts_of("ocds");
}

#[test]
fn hostile_gleif_is_read_or_refused() {
    changed_texts_of("gleif");
}

#[test]
fn hostile_wikidata_is_read_or_refused() {
    changed_texts_of("wikidata");
}

#[test]
fn hostile_pajek_is_read_or_refused() {
    changed_texts_of("pajek");
}

#[test]
fn hostile_ucinet_is_read_or_refused() {
    changed_texts_of("ucinet");
}

#[test]
fn hostile_graphml_is_read_or_refused() {
    changed_texts_of("graphml");
}

#[test]
fn hostile_gexf_is_read_or_refused() {
    changed_texts_of("gexf");
}

#[test]
fn hostile_gml_is_read_or_refused() {
    changed_texts_of("gml");
}

#[test]
fn hostile_edges_are_read_or_refused() {
    changed_texts_of("edges");
}

/// Files that lie in one folder.
const FOLDERS: [[(&str, &str); 3]; 2] = [
    [
        (
            "nodes-entities.csv",
            "node_id,name,former_name,jurisdiction,company_type,incorporation_date,sourceID\n1,Acme,\"B;C\",SAM,,23-MAR-2006,PP\n",
        ),
        ("nodes-officers.csv", "node_id,name,countries,sourceID\n2,Ann,X,PP\n3,Bell Ltd,,PP\n"),
        (
            "relationships.csv",
            "node_id_start,node_id_end,rel_type,link,start_date,end_date,sourceID\n2,1,officer_of,director of,2001-01-01,,PP\n3,1,officer_of,shareholder of,,,PP\n",
        ),
    ],
    [
        (
            "SUBMISSION.tsv",
            "ACCESSION_NUMBER\tFILING_DATE\tPERIOD_OF_REPORT\tNOT_SUBJECT_SEC16\tDOCUMENT_TYPE\tISSUERCIK\tISSUERNAME\na\t22-JUN-2011\t01-JUN-2011\t1\t3\t01\tFB\n",
        ),
        (
            "REPORTINGOWNER.tsv",
            "ACCESSION_NUMBER\tRPTOWNERCIK\tRPTOWNERNAME\tRPTOWNER_RELATIONSHIP\tRPTOWNER_TITLE\na\t02\tANN\tDirector,Officer\tCEO\na\t3\tX LLC\tTenPercentOwner\t\n",
        ),
        ("x.tsv", "ACCESSION_NUMBER\tx\n"),
    ],
];

/// Changes the files of a folder.
fn changed_folder(what: &str, files: [(&str, &str); 3]) {
    cases(what, 100, |chance| {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), changed(text.as_bytes(), chance)).unwrap();
        }
        let _ = Dataset::open(folder.path());
    });
}

/// A table in columns, changed and read as a file, for its end is looked at first.
#[cfg(feature = "columnar")]
#[test]
fn hostile_columns_are_read_or_refused() {
    let line = r#"{"type":"seat","person":"ann","company":"acme","role":"director","start":"2001","source":["a","b"]}
        {"type":"seat","person":"bo","company":"acme","board":"observer","shoe size":"7"}"#;
    let stream = Box::new(std::io::Cursor::new(line.as_bytes().to_vec()));
    let data = Dataset::read(stream, "x", DataFormat::Jsonl, &LoadOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    data.write_parquet_folder(folder.path()).unwrap();
    let good = std::fs::read(folder.path().join("seats.parquet")).unwrap();
    let path = folder.path().join("changed.parquet");
    cases("columns", 300, |chance| {
        let mut bytes = if below(chance, 4) == 0 { changed(&good, chance) } else { good.clone() };
        for _ in 0..=below(chance, 4) {
            let at = below(chance, bytes.len().max(1));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = chance.next_u64() as u8;
            }
        }
        std::fs::write(&path, bytes).unwrap();
        let _ = Dataset::open(&path);
    });
}

#[test]
fn hostile_leaks_are_read_or_refused() {
    changed_folder("icij", FOLDERS[0]);
}

#[test]
fn hostile_filings_are_read_or_refused() {
    changed_folder("sec-insiders", FOLDERS[1]);
}

#[test]
fn hostile_wide_tables_are_read_or_refused() {
    let format = "wide".parse::<DataFormat>().unwrap();
    cases("wide", 300, |chance| {
        let text = WIDE[below(chance, WIDE.len())];
        read(changed(text.as_bytes(), chance), format);
    });
}

#[test]
fn hostile_json_is_read_or_refused() {
    cases("json", 600, |chance| {
        let lines = below(chance, 2) == 0;
        let (text, format) = if lines { (LINES, DataFormat::Jsonl) } else { (DOCUMENT, DataFormat::Json) };
        read(changed(text.as_bytes(), chance), format);
    });
}

#[test]
fn hostile_tables_of_rules_are_read_or_refused() {
    let tables = FILES.map(|name| std::fs::read(format!("crates/interlocks-screens/rules/{name}")).unwrap());
    cases("rules", 300, |chance| {
        let texts = [0, 1, 2].map(|at: usize| String::from_utf8_lossy(&changed(&tables[at], chance)).into_owned());
        let named = [0, 1, 2].map(|at: usize| (below(chance, 2) == 0).then_some((FILES[at], texts[at].as_str())));
        let _ = Rulebook::parse(named);
    });
}

/// Changes a snapshot, and mends its checksums so that the changes are believed.
fn forged(bytes: &[u8], chance: &mut SplitMix64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(chance, 8) {
        let at = 64 + below(chance, bytes.len() - 64);
        bytes[at] = chance.next_u64() as u8;
    }
    let end = u64::from_le_bytes(bytes[16..24].try_into().unwrap()) as usize;
    let pages: Vec<u32> = bytes[64..end].chunks(1 << 16).map(crc32).collect();
    for (at, sum) in pages.into_iter().enumerate() {
        bytes[end + 4 * at..end + 4 * at + 4].copy_from_slice(&sum.to_le_bytes());
    }
    let index = crc32(&bytes[end..]);
    bytes[32..36].copy_from_slice(&index.to_le_bytes());
    let header = crc32(&bytes[..36]);
    bytes[36..40].copy_from_slice(&header.to_le_bytes());
    bytes
}

/// CRC-32 bit by bit, as ISO 3309 has it: independent of the crate that the code uses.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0u32, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[test]
fn hostile_snapshots_are_refused_or_answered_without_a_panic() {
    let stream = Box::new(std::io::Cursor::new(DOCUMENT.as_bytes().to_vec()));
    let data = Dataset::read(stream, "x", DataFormat::Json, &LoadOptions::default()).unwrap();
    let mut good = Vec::new();
    BoardGraph::new(data, BuildOptions::default()).save(&mut good).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.ilk");
    cases("snapshots", 600, |chance| {
        let bytes = if below(chance, 4) == 0 { changed(&good, chance) } else { forged(&good, chance) };
        // A new file each time: one that is open is never written into.
        let _ = std::fs::remove_file(&path);
        std::fs::write(&path, bytes).unwrap();
        let Ok(graph) = BoardGraph::open_snapshot(&path, BuildOptions::default()) else { return };
        if graph.seat_count() < 1_000 && graph.person_count() < 1_000 && graph.company_count() < 1_000 {
            for entity in graph.entities().take(3) {
                profile(&graph, entity, &Query::default());
            }
            if graph.check_snapshot().is_ok() {
                asked(&graph);
            }
        }
    });
}

/// Writes good files of every format as the first inputs of the fuzz targets; see fuzz/README.md.
#[test]
#[ignore = "writes into fuzz/corpus"]
fn write_the_fuzz_corpora() {
    let write = |target: &str, inputs: Vec<Vec<u8>>| {
        let folder = std::path::Path::new("fuzz/corpus").join(target);
        std::fs::create_dir_all(&folder).unwrap();
        for (number, input) in inputs.iter().enumerate() {
            std::fs::write(folder.join(format!("good-{number}")), input).unwrap();
        }
    };
    let texts = |formats: &[&str]| -> Vec<Vec<u8>> {
        let chosen = good_files().into_iter().filter(|(name, _)| formats.contains(name));
        chosen.map(|(_, text)| text.as_bytes().to_vec()).collect()
    };
    let dates = ["2011", "2011-06", "2011-06-23", "2011~", "2011?", "2011-06/2013-12", "2003/..", "2001%"];
    write("partial_date", dates.map(|date| date.as_bytes().to_vec()).to_vec());
    let people = "id,name\nann,Ann Lee\n";
    write("csv_folder", vec![[table(), b"\x0c".to_vec(), people.as_bytes().to_vec()].concat()]);
    write("json_document", vec![DOCUMENT.as_bytes().to_vec(), LINES.as_bytes().to_vec()]);
    let data = Dataset::open("datasets/southern-women").unwrap();
    let mut snapshot = Vec::new();
    BoardGraph::new(data, BuildOptions::default()).save(&mut snapshot).unwrap();
    write("snapshot_open", vec![snapshot]);
    write("xml_networks", texts(&["graphml", "gexf"]));
    let chosen = |first: u8, format: &str| -> Vec<Vec<u8>> {
        texts(&[format]).into_iter().map(|text| [vec![first], text].concat()).collect()
    };
    write("pajek_dl_gml", [chosen(0, "pajek"), chosen(1, "ucinet"), chosen(2, "gml")].concat());
    write("followthemoney", texts(&["followthemoney"]));
    let numbered = |number: usize, bytes: &[u8]| [&[number as u8], bytes].concat();
    let all = |formats: &[&str]| -> Vec<Vec<u8>> {
        let of =
            |(number, format): (usize, &&str)| texts(&[format]).into_iter().map(move |text| (number, text)).collect();
        let files: Vec<Vec<(usize, Vec<u8>)>> = formats.iter().enumerate().map(of).collect();
        files.concat().iter().map(|(number, text)| numbered(*number, text)).collect()
    };
    let headings = [
        "Name;Gesellschaft;Funktion;von;bis\nAnna;Tin;Vorstand;1.5.2003;heute\n",
        "year,person,company\n2001,a,b\n2002,a,b\n",
    ];
    write(
        "tables",
        [
            all(&["csv", "wide", "edges", "icij"]),
            vec![numbered(0, headings[0].as_bytes()), numbered(1, headings[1].as_bytes())],
        ]
        .concat(),
    );
    let words = [
        "12-Mar-2013",
        "c. 2001",
        "Q3 2011",
        "1990s",
        "FY2011",
        "80 Mio. EUR",
        "$1.5bn",
        "Mitglied des Vorstands",
        "owner of 25 %",
    ];
    write("words", words.map(|word| word.as_bytes().to_vec()).to_vec());
    let containers = crate::tables::good_containers();
    write("containers", containers.iter().enumerate().map(|(number, (_, bytes))| numbered(number, bytes)).collect());
    write(
        "json_records",
        all(&["followthemoney", "companies-house", "bods", "littlesis", "opencorporates", "wikidata", "ocds"]),
    );
    let times = ["2001.0|2005-05-01", "<[2001.0, 2005.0]; [2007, 2009)>|", "2004-12-31T10:00:00|Infinity", "1-2,5-*|"];
    write("network_times", times.map(|time| time.as_bytes().to_vec()).to_vec());
    let names = ["netflix", "Reed Hastings", "person:hastings", "company:meta", "jurgen", "é"];
    write("name_lookup", names.map(|name| name.as_bytes().to_vec()).to_vec());
    let decisions = b"id_a,id_b,decision,probability,who,when,why,keep\na,b,same,0.9,M,2026,signature,b\nb,c,distinct,,M,,births,\n";
    write("decisions", vec![decisions.to_vec()]);
    write("edit_revision", vec![b"ann@gamma:director:2005\n-bo@beta:2010".to_vec()]);
}
