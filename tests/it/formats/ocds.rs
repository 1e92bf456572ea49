//! Releases and records of the Open Contracting Data Standard. Fields are those of
//! <https://standard.open-contracting.org/>; names are invented.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use interlocks::analysis::conflicts::{ConflictOptions, Rule, conflicts};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::graph::{BoardGraph, BuildOptions};
use interlocks::model::Deal;
use interlocks::model::vocabulary::{DealStatus, read_deal_status};
use serde_json::{Value, json};

use super::{problems, read};

/// A release of version 1.1 with one award and its contract.
pub(super) fn release() -> Value {
    json!({"ocid": "ocds-1", "id": "r1", "date": "2016-05-10T09:30:00Z", "tag": ["award", "contract"], "initiationType": "tender",
        "language": "en", "uri": "https://example.org/r1",
        "parties": [
            {"id": "b", "name": "Northern Council", "roles": ["buyer", "procuringEntity"],
                "identifier": {"scheme": "GB-LAC", "id": "E09", "legalName": "Northern Council", "uri": "https://example.org/b"},
                "address": {"streetAddress": "1 Road", "countryName": "United Kingdom"}, "contactPoint": {"name": "Desk"}},
            {"id": "s", "name": "Tin Works", "roles": ["supplier", "tenderer"],
                "identifier": {"scheme": "GB-COH", "id": "7654321", "legalName": "Tin Works Limited"},
                "additionalIdentifiers": [{"scheme": "GB-VAT", "id": "GB1"}], "details": {"scale": "sme"},
                "persons": [{"name": "Ann Lee"}], "beneficialOwners": [{"name": "Bo Ray"}]},
            {"id": "t", "name": "Rope Ltd", "roles": ["tenderer"], "identifier": {"scheme": "GB-COH", "id": "07654322"}}],
        "buyer": {"id": "b", "name": "Northern Council"},
        "planning": {"rationale": "lanes"},
        "tender": {"id": "t1", "title": "Cycle lanes", "status": "complete", "procuringEntity": {"id": "b", "name": "Northern Council"},
            "tenderers": [{"id": "s", "name": "Tin Works"}, {"id": "t", "name": "Rope Ltd"}]},
        "awards": [{"id": "a1", "title": "Lanes", "description": "New lanes", "status": "active", "date": "2016-05-01T00:00:00Z",
            "value": {"amount": 1000, "currency": "GBP"}, "suppliers": [{"id": "s", "name": "Tin Works"}],
            "contractPeriod": {"startDate": "2016-07-01"}, "items": [{"description": "lane"}], "statusDetails": "as planned"}],
        "contracts": [{"id": "c1", "awardID": "a1", "title": "Contract for lanes", "status": "active",
            "dateSigned": "2016-06-10T14:23:12+01:00", "value": {"amount": 1200.5, "currency": "GBP", "amountNet": 1000},
            "period": {"endDate": "2017-06-30"}, "implementation": {"transactions": [{"id": "x"}]}}]})
}

/// The same in version 1.0, in which parties are described where they are named.
fn old_release() -> Value {
    let mut old = release();
    let party = |at: usize| old["parties"][at].clone();
    let (mut buyer, mut supplier) = (party(0), party(1));
    for party in [&mut buyer, &mut supplier] {
        for key in ["id", "roles"] {
            party.as_object_mut().unwrap().remove(key);
        }
    }
    old["buyer"] = buyer.clone();
    old["tender"]["procuringEntity"] = buyer;
    old["awards"][0]["suppliers"] = json!([supplier]);
    old.as_object_mut().unwrap().remove("parties");
    old
}

fn package(releases: &[Value]) -> Value {
    json!({"uri": "https://example.org/p", "version": "1.1", "publishedDate": "2016-06-01T00:00:00Z",
        "publisher": {"name": "P"}, "extensions": [], "releases": releases})
}

fn record_package(records: &[Value]) -> Value {
    json!({"uri": "https://example.org/p", "publishedDate": "2016-06-01T00:00:00Z", "publisher": {"name": "P"},
        "packages": ["https://example.org/p1"], "records": records})
}

fn ocds(value: &Value) -> Dataset {
    read(value.to_string().as_bytes(), "ocds")
}

/// The data of a text, in the format that its beginning shows.
fn detected(text: &[u8]) -> Dataset {
    let format = DataFormat::from_bytes(text);
    assert_eq!(format, "ocds".parse().ok(), "{}", String::from_utf8_lossy(text));
    Dataset::read(Box::new(std::io::Cursor::new(text.to_vec())), "x", format.unwrap(), &LoadOptions::default()).unwrap()
}

/// Every deal as `id kind date parties amount currency status`, sorted.
fn deals(data: &Dataset) -> Vec<String> {
    let shown = |deal: &Deal| {
        let date = deal.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        let amount = deal.amount.map_or_else(String::new, |amount| amount.to_string());
        let Deal { id, kind, currency, status, .. } = deal;
        format!("{id} {kind} {date} {} {amount} {currency} {status}", deal.parties.join("+")).trim_end().to_owned()
    };
    let mut all: Vec<String> = data.deals.iter().map(shown).collect();
    all.sort();
    all
}

fn statuses(data: &Dataset) -> Vec<(String, DealStatus)> {
    data.deals.iter().map(|deal| (deal.status.clone(), read_deal_status(&deal.status))).collect()
}

const LANES: &str = "ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654321 1200.5 GBP active";

/// The releases in every layout that publishers use.
fn layouts(releases: &[Value]) -> Vec<String> {
    let lines = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap();
    let each = |wrap: &dyn Fn(&Value) -> Value| releases.iter().map(wrap).collect::<Vec<Value>>();
    let single = each(&|one| package(std::slice::from_ref(one)));
    let records = each(&|one| json!({"ocid": one["ocid"], "releases": [one]}));
    let compiled = each(&|one| {
        let mut whole = one.clone();
        whole["tag"] = json!(["compiled"]);
        json!({"ocid": one["ocid"], "releases": [{"url": "https://example.org/r", "date": one["date"], "tag": ["award"]}],
            "compiledRelease": whole, "versionedRelease": {"ocid": one["ocid"]}})
    });
    // A program that sorts keys, and one that does not begin with the id.
    let late = |record: &Value| format!("{{\"releases\": {}, \"ocid\": {}}}", record["releases"], record["ocid"]);
    let mut all = vec![
        lines(releases),
        json!(releases).to_string(),
        pretty(&json!(releases)),
        releases.iter().map(&pretty).collect(),
        package(releases).to_string(),
        pretty(&package(releases)),
        format!("\u{feff}\n{}", pretty(&package(releases))),
        lines(&single),
        json!(single).to_string(),
        single.iter().map(&pretty).collect(),
        pretty(&json!({"results": single, "next": null})),
        json!({"data": releases}).to_string(),
        late(&records[0]) + &records.iter().skip(1).map(late).collect::<String>(),
    ];
    for records in [records, compiled] {
        all.extend([lines(&records), json!(records).to_string(), records.iter().map(&pretty).collect()]);
        all.extend([
            record_package(&records).to_string(),
            pretty(&record_package(&records)),
            lines(&[record_package(&records)]),
        ]);
    }
    all
}

#[test]
fn releases_are_read_from_any_layout_and_version() {
    let mut other = old_release();
    other["ocid"] = json!("ocds-2");
    for text in layouts(&[release(), other]) {
        let data = detected(text.as_bytes());
        assert_eq!(deals(&data), [LANES.to_owned(), LANES.replace("ocds-1", "ocds-2")], "{text}");
        assert_eq!(data.problems.errors(), 0, "{text}: {:?}", problems(&data));
        assert_eq!(
            (data.rows(Table::Companies), data.rows(Table::People), data.rows(Table::Seats)),
            (2, 0, 0),
            "{text}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("releases.json.gz");
    let mut gz = flate2::write::GzEncoder::new(std::fs::File::create(&file).unwrap(), flate2::Compression::default());
    gz.write_all(package(&[release()]).to_string().as_bytes()).unwrap();
    gz.finish().unwrap();
    assert_eq!(DataFormat::from_path(&file), "ocds".parse().ok());
    assert_eq!(deals(&Dataset::open(&file).unwrap()), [LANES]);
}

#[test]
fn fields_fill_what_they_say() {
    let data = ocds(&release());
    let deal = &data.deals[0];
    assert_eq!(
        (deal.text.as_str(), deal.sources.as_slice()),
        ("Contract for lanes", &["ocds-1".to_owned(), "https://example.org/r1".to_owned()][..])
    );
    for (name, text) in [
        ("award.status", "active"),
        // `award.date` is a heading of the date of a deal.
        ("award.date_original", "2016-05-01T00:00:00Z"),
        ("award.value", "1000 GBP"),
        ("award.title", "Lanes"),
        ("award.statusDetails", "as planned"),
        ("contract.id", "c1"),
        ("contract.period.endDate", "2017-06-30"),
        ("tender.title", "Cycle lanes"),
        ("release", "r1"),
    ] {
        assert!(deal.extra.contains(&(name.to_owned(), text.to_owned())), "{name}: {:?}", deal.extra);
    }
    let tin = data.companies.company(data.companies.row("07654321").unwrap() as usize);
    assert_eq!(
        (tin.name.as_str(), tin.aliases, tin.number.as_str()),
        ("Tin Works", vec!["Tin Works Limited".to_owned()], "07654321")
    );
    let council = data.companies.company(data.companies.row("GB-LAC-E09").unwrap() as usize);
    assert_eq!((council.country.as_str(), council.number.as_str()), ("United Kingdom", "E09"));
    assert!(data.companies.row("07654322").is_none(), "a tenderer that did not win is no party");
    let left_out =
        |what: &str| format!("x:1:1: warning: left out: {what}, because the data model has no field for them");
    let mut expected = vec![
        left_out("fields 'amountNet' of values"),
        left_out("fields 'beneficialOwners' of organisations"),
        left_out("fields 'contactPoint' of organisations"),
        left_out("fields 'implementation' of contracts"),
        left_out("fields 'items' of awards"),
        left_out("fields 'persons' of organisations"),
        left_out("fields 'planning' of releases"),
        left_out("fields of the 'address' of organisations other than the country"),
        left_out("fields of the 'tender' other than its title and its procuring entity"),
    ];
    expected
        .push("x:1:1: warning: left out: items of 'parties' that are neither buyer nor supplier of a deal".to_owned());
    assert_eq!(problems(&data), expected);
}

#[test]
fn an_award_and_its_contracts_are_one_deal_each() {
    // Changes to the release, and the deals that it then has.
    let cases: Vec<(&str, Value, Vec<&str>)> = vec![
        ("/contracts", json!([]), vec!["ocds-1/award/a1 award 2016-05-01 GB-LAC-E09+07654321 1000 GBP awarded"]),
        ("/awards", json!([]), vec!["ocds-1/contract/c1 contract 2016-06-10 GB-LAC-E09+07654321 1200.5 GBP active"]),
        // A contract that names no award is that of the only one.
        ("/contracts/0/awardID", Value::Null, vec![LANES]),
        (
            "/contracts/0/awardID",
            json!("a7"),
            vec!["ocds-1/award/a1 award 2016-05-01 GB-LAC-E09+07654321 1000 GBP awarded"],
        ),
        (
            "/contracts",
            json!([{"id": 1, "awardID": "a1", "dateSigned": "2016-06-01"}, {"id": "2", "awardID": "a1", "status": "pending"}]),
            vec![
                "ocds-1/award/a1/contract/1 contract 2016-06-01 GB-LAC-E09+07654321 1000 GBP signed",
                "ocds-1/award/a1/contract/2 contract 2016-05-01 GB-LAC-E09+07654321 1000 GBP pending",
            ],
        ),
        (
            "/awards/0/suppliers",
            json!([{"id": "s"}, {"id": "t", "name": "Rope Ltd"}]),
            vec!["ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654321+07654322 1200.5 GBP active"],
        ),
        // A contract may name its own parties.
        (
            "/contracts/0/suppliers",
            json!([{"id": "t"}]),
            vec!["ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654322 1200.5 GBP active"],
        ),
        (
            "/contracts/0/buyer",
            json!({"name": "Port", "identifier": {"scheme": "XI-LEI", "id": "549300EXAMPLE0000012"}}),
            vec!["ocds-1/award/a1 contract 2016-06-10 549300EXAMPLE0000012+07654321 1200.5 GBP active"],
        ),
        // The buyer and the supplier may be known by their roles alone.
        ("/buyer", Value::Null, vec![LANES]),
        ("/awards/0/suppliers", json!([]), vec![LANES]),
        ("/parties/0/roles", json!(["procuringEntity"]), vec![LANES]),
        ("/parties/0/roles", json!("Buyer"), vec![LANES]),
        // Dates, and values.
        (
            "/contracts/0/dateSigned",
            Value::Null,
            vec!["ocds-1/award/a1 contract 2016-05-01 GB-LAC-E09+07654321 1200.5 GBP active"],
        ),
        (
            "/contracts/0/dateSigned",
            json!("soon"),
            vec!["ocds-1/award/a1 contract 2016-05-01 GB-LAC-E09+07654321 1200.5 GBP active"],
        ),
        (
            "/contracts/0/value",
            Value::Null,
            vec!["ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654321 1000 GBP active"],
        ),
        (
            "/contracts/0/value/amount",
            json!("1,200"),
            vec!["ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654321 1200 GBP active"],
        ),
        // Ids that are numbers, or that are missing.
        ("/awards/0/id", json!(7), vec!["ocds-1/award/7 award 2016-05-01 GB-LAC-E09+07654321 1000 GBP awarded"]),
        ("/contracts/0/id", Value::Null, vec![LANES]),
    ];
    for (path, value, expected) in cases {
        let mut changed = release();
        let (parent, key) = path.rsplit_once('/').unwrap();
        let parent = changed.pointer_mut(parent).unwrap();
        match key.parse::<usize>() {
            Ok(at) => parent[at] = value.clone(),
            Err(_) => parent[key] = value.clone(),
        }
        assert_eq!(deals(&ocds(&changed)), expected, "{path} {value}");
    }
    let mut without = release();
    without["awards"][0]["date"] = Value::Null;
    without["contracts"] = json!([]);
    let data = ocds(&without);
    assert_eq!(
        deals(&data),
        ["ocds-1/award/a1 award ? GB-LAC-E09+07654321 1000 GBP awarded"],
        "the date of a release is not that of its award"
    );
    assert!(problems(&data).iter().any(|problem| problem.contains("the deal has no date")));
}

#[test]
fn statuses_say_whether_the_deal_was_made() {
    for (award, contract, expected) in [
        (json!("active"), json!("active"), Some(DealStatus::Completed)),
        (json!("active"), json!("ACTIVE"), Some(DealStatus::Completed)),
        (json!("active"), json!("terminated"), Some(DealStatus::Completed)),
        (json!("active"), json!(" Terminated "), Some(DealStatus::Completed)),
        (json!("active"), json!("pending"), Some(DealStatus::Pending)),
        (json!("active"), json!("cancelled"), Some(DealStatus::Cancelled)),
        (json!("active"), json!("Canceled"), Some(DealStatus::Cancelled)),
        (json!("active"), json!("flurbed"), Some(DealStatus::Unknown)),
        (json!("active"), Value::Null, Some(DealStatus::Announced)),
        (json!("pending"), json!("active"), Some(DealStatus::Completed)),
        (json!("cancelled"), Value::Null, Some(DealStatus::Cancelled)),
        (json!("unsuccessful"), json!("active"), Some(DealStatus::Completed)),
    ] {
        let mut changed = release();
        changed["awards"][0]["status"] = award.clone();
        changed["contracts"][0]["status"] = contract.clone();
        let found = statuses(&ocds(&changed));
        assert_eq!(found.first().map(|status| status.1), expected, "{award} {contract}: {found:?}");
    }
    for (award, expected) in [
        (json!("active"), Some(DealStatus::Announced)),
        (json!("Active"), Some(DealStatus::Announced)),
        (json!("pending"), Some(DealStatus::Pending)),
        (json!("CANCELLED"), Some(DealStatus::Cancelled)),
        (Value::Null, Some(DealStatus::Unstated)),
        (json!("zzqx"), Some(DealStatus::Unknown)),
        (json!("unsuccessful"), None),
        (json!("Unsuccessful"), None),
    ] {
        let mut changed = release();
        changed["awards"][0]["status"] = award.clone();
        changed["contracts"] = json!([]);
        let data = ocds(&changed);
        assert_eq!(statuses(&data).first().map(|status| status.1), expected, "{award}");
        let said = problems(&data);
        assert_eq!(said.iter().any(|problem| problem.contains("'unsuccessful', which nobody won")), expected.is_none());
        assert_eq!(said.iter().any(|problem| problem.contains("zzqx")), award == "zzqx", "{said:?}");
    }
}

#[test]
fn a_later_release_says_what_changed() {
    let mut first = release();
    first["contracts"] = Value::Null;
    first["awards"][0]["status"] = json!("pending");
    let mut second = json!({"ocid": "ocds-1", "id": "r2", "date": "2016-06-11T00:00:00Z", "tag": ["contract"],
        "awards": [{"id": "a1", "status": "active"}],
        "contracts": [{"id": "c1", "awardID": "a1", "status": "active", "dateSigned": "2016-06-10"}]});
    let third = json!({"ocid": "ocds-1", "id": "r3", "date": "2016-06-12T00:00:00Z", "tag": ["contractAmendment"],
        "contracts": [{"id": "c1", "value": {"amount": 2000, "currency": "GBP"}}]});
    let changed = "ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654321 2000 GBP active";
    let all = [first.clone(), second.clone(), third.clone()];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let lines: String = order.iter().map(|at| format!("{}\n", all[*at])).collect();
        let data = detected(lines.as_bytes());
        assert_eq!(deals(&data), [changed], "{order:?}");
        // The line of the release that last says something of the contract.
        let line = 1 + order.iter().position(|at| *at == 2).unwrap() as u64;
        assert_eq!(data.deals[0].place.line, line, "{order:?}");
    }
    // Where the day is the same, the later line counts; a null takes something back.
    second["contracts"][0]["dateSigned"] = Value::Null;
    second["date"] = json!("2016-06-12T00:00:00Z");
    let taken_back = "ocds-1/award/a1 contract 2016-05-01 GB-LAC-E09+07654321 2000 GBP active";
    let lines: String = [&first, &third, &second].iter().map(|one| format!("{one}\n")).collect();
    assert_eq!(deals(&detected(lines.as_bytes())), [taken_back]);
    // A compiled release says all, whatever releases stand beside it.
    let mut compiled = first.clone();
    compiled["tag"] = json!(["compiled"]);
    let alone = "ocds-1/award/a1 award 2016-05-01 GB-LAC-E09+07654321 1000 GBP pending";
    let lines: String = [&third, &compiled, &second].iter().map(|one| format!("{one}\n")).collect();
    assert_eq!(deals(&detected(lines.as_bytes())), [alone]);
    let record = json!({"ocid": "ocds-1", "releases": all, "compiledRelease": compiled});
    assert_eq!(deals(&ocds(&record_package(std::slice::from_ref(&record)))), [alone]);
    // Of two, the newer counts.
    let mut newer = release();
    newer["date"] = json!("2018-01-01");
    let lines = format!("{}\n{}\n", json!({"ocid": "ocds-1", "compiledRelease": newer}), record);
    let data = detected(lines.as_bytes());
    assert_eq!(deals(&data), [LANES]);
    assert!(
        problems(&data)
            .iter()
            .any(|problem| problem.contains("compiled releases of processes that a later one describes"))
    );
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_files_of_a_folder_are_read_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = release();
    first["contracts"] = json!([]);
    let later = json!({"ocid": "ocds-1", "id": "r2", "date": "2016-07-01", "tag": ["contract"],
        "contracts": [{"id": "c1", "awardID": "a1", "status": "active", "dateSigned": "2016-06-10"}]});
    write(folder.path(), "b-may.json", &package(&[first]).to_string());
    let june = write(folder.path(), "a-june.jsonl", &format!("{later}\n"));
    let data = Dataset::open(folder.path()).unwrap();
    assert_eq!(deals(&data), ["ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654321 1000 GBP active"]);
    assert!(data.files[data.deals[0].place.file as usize].ends_with(june.file_name().unwrap().to_str().unwrap()));
}

#[test]
fn local_ids_say_nothing_beyond_their_process() {
    let process = |ocid: &str, supplier: &str| {
        json!({"ocid": ocid, "id": "r", "date": "2016", "tag": ["award"], "buyer": {"id": "1", "name": "Council"},
            "parties": [{"id": "1", "name": "Council", "roles": ["buyer"]}, {"id": "2", "name": supplier, "roles": ["supplier"]}],
            "awards": [{"id": "a", "status": "active", "date": "2016", "suppliers": [{"id": "2"}]}]})
    };
    let lines = format!("{}\n{}\n", process("o-1", "Tin"), process("o-2", "Rope"));
    let data = read(lines.as_bytes(), "ocds");
    assert_eq!(
        deals(&data),
        ["o-1/award/a award 2016 Council+Tin   awarded", "o-2/award/a award 2016 Council+Rope   awarded"]
    );
    assert_eq!(
        problems(&data),
        [
            "x:1:1: warning: left out: local ids of organisations that state no id of a register; their names are their ids (4 in this file)"
        ]
    );
    // One organisation under two names and with two sets of details.
    let mut other = release();
    other["ocid"] = json!("ocds-2");
    other["parties"][1]["name"] = json!("TIN WORKS LTD");
    other["parties"][1]["address"] = json!({"country": "GB"});
    let data = read(format!("{}\n{other}\n", release()).as_bytes(), "ocds");
    let tin = data.companies.company(data.companies.row("07654321").unwrap() as usize);
    assert_eq!((tin.name.as_str(), tin.country.as_str()), ("Tin Works", "GB"));
    assert_eq!(tin.aliases, ["Tin Works Limited", "TIN WORKS LTD"]);
}

#[test]
fn natural_persons_are_no_companies() {
    let mut all = release();
    all["parties"][1]["details"] = json!({"scale": "selfEmployed"});
    let data = ocds(&all);
    assert_eq!((data.deals.len(), data.rows(Table::Companies), data.rows(Table::People)), (0, 0, 0));
    assert!(problems(&data).iter().any(|problem| problem.contains("awards and contracts with natural persons")));
    all["awards"][0]["suppliers"] = json!([{"id": "s"}, {"id": "t"}]);
    let data = ocds(&all);
    assert_eq!(deals(&data), ["ocds-1/award/a1 contract 2016-06-10 GB-LAC-E09+07654322 1200.5 GBP active"]);
    assert!(data.deals[0].extra.contains(&("natural_persons".to_owned(), "Tin Works".to_owned())));
    assert!(problems(&data).iter().any(|problem| problem.contains("natural persons among the parties of deals")));
}

#[test]
fn what_is_no_deal_is_counted() {
    for (path, value, expected) in [
        ("/awards/0/suppliers", json!([{"id": "b"}]), "awards and contracts whose buyer is their supplier"),
        ("/awards", json!("zzqx"), "fields 'awards' of releases that are no list"),
        ("/awards", json!([5]), "items of 'awards' that are no objects"),
        ("/awards/0/title", json!({"en": "Lanes"}), "fields 'title' of awards that are no text"),
        ("/awards/0/value", json!(5), "fields 'value' of awards that are no object"),
        ("/awards/0/suppliers", json!("Tin"), "fields 'suppliers' of awards that are no list"),
        ("/buyer", json!("Council"), "fields 'buyer' of releases that are no object"),
        ("/parties/1/identifier", json!("07654321"), "fields 'identifier' of organisations that are no object"),
        ("/ocid", json!({"a": "b"}), "the release has no ocid"),
        ("/ocid", Value::Null, "the release has no ocid"),
        ("/tag", json!([{"releaseID": "1", "value": ["award"]}]), "versioned releases"),
    ] {
        let mut changed = release();
        *changed.pointer_mut(path).unwrap() = value.clone();
        let said = problems(&ocds(&changed));
        assert!(said.iter().any(|problem| problem.contains(expected)), "{path} {value}: {said:?}");
    }
    let mut planned = release();
    for key in ["awards", "contracts"] {
        planned.as_object_mut().unwrap().remove(key);
    }
    for (value, expected) in [
        (planned.clone(), "processes without an award or a contract"),
        (
            json!({"ocid": "o", "versionedRelease": {"ocid": "o"}}),
            "records without a compiled release and without releases",
        ),
        (json!({"ocid": "o", "releases": [{"url": "https://example.org"}]}), "releases that a record only links to"),
        (json!({"compiledRelease": {"id": "r"}}), "the record has no ocid"),
        (json!({"hat": "green"}), "the release has no ocid"),
        (json!([[5]]), "not a JSON object"),
        (
            json!({"ocid": "o", "awards": [{"id": "a", "suppliers": [{"name": "Tin"}]}]}),
            "awards and contracts without a buyer",
        ),
        (
            json!({"ocid": "o", "buyer": {"name": "C"}, "awards": [{"id": "a"}]}),
            "awards and contracts without a supplier",
        ),
    ] {
        let said = problems(&ocds(&value));
        assert!(said.iter().any(|problem| problem.contains(expected)), "{value}: {said:?}");
    }
    let lines = format!("{}\n{{\"ocid\": \n{}\n", release(), release().to_string().replace("ocds-1", "ocds-2"));
    let data = read(lines.as_bytes(), "ocds");
    assert_eq!(data.deals.len(), 2);
    assert!(problems(&data).iter().any(|problem| problem.starts_with("x:2:")), "{:?}", problems(&data));
}

#[test]
fn very_many_suppliers_names_and_roles_take_no_time() {
    let mut all = release();
    let many: Vec<Value> = (0..200_000).map(|at| json!({"name": format!("S{at}")})).collect();
    all["awards"][0]["suppliers"] = json!(many);
    let data = ocds(&all);
    assert!(
        problems(&data).iter().any(|problem| problem.contains("200001 parties, more than 10000")),
        "{:?}",
        problems(&data)
    );
    let lines: String = (0..20_000)
        .map(|at| {
            let supplier = json!({"name": format!("S{at}"), "identifier": {"scheme": "GB-COH", "id": "7654321"}, "roles": [format!("r{at}")]});
            let process = json!({"ocid": format!("o-{at}"), "buyer": {"name": "Council"}, "awards": [{"id": "a", "suppliers": [supplier]}]});
            format!("{process}\n")
        })
        .collect();
    let data = read(lines.as_bytes(), "ocds");
    assert_eq!((data.deals.len(), data.rows(Table::Companies)), (20_000, 2));
    let tin = data.companies.company(data.companies.row("07654321").unwrap() as usize);
    assert_eq!((tin.name.as_str(), tin.aliases.len()), ("S0", 19_999));
}

#[test]
fn threads_change_nothing() {
    let lines: String = (0..3_000)
        .map(|at| {
            let text = release().to_string().replace("ocds-1", &format!("ocds-{}", at % 1_000));
            text.replace("2016-05-10T09:30:00Z", &format!("2016-05-{:02}", 1 + at % 28)) + "\n"
        })
        .collect();
    let answers = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let data = pool.install(|| read(lines.as_bytes(), "ocds"));
        let rows = |table| (0..data.rows(table)).map(|row| data.export_row(table, row)).collect::<Vec<_>>();
        (Table::ALL.map(rows), problems(&data), deals(&data))
    };
    let one = answers(1);
    assert_eq!(one.2.len(), 1_000);
    assert!(one == answers(4));
}

#[test]
fn boards_are_screened_against_contracts() {
    let folder = tempfile::tempdir().unwrap();
    let mut deal = release();
    deal["parties"][0]["identifier"] = json!({"scheme": "GB-COH", "id": "SC 1234"});
    let contracts = write(folder.path(), "contracts.json", &package(&[deal]).to_string());
    // Company numbers as the register has them, in a table of seats.
    let seats = "person,company,role,start,end\nAnn Lee,07654321,director,2010-01-01,\nAnn Lee,SC001234,director,2015-01-01,2017-01-01\n\
        Bo Ray,07654321,director,2010-01-01,\nBo Ray,SC001234,director,2010-01-01,2016-06-10\n";
    let seats = write(folder.path(), "seats.csv", seats);
    for files in [[&seats, &contracts], [&contracts, &seats]] {
        let data = Dataset::open_all(&files.map(PathBuf::as_path), &LoadOptions::default()).unwrap();
        assert_eq!(data.rows(Table::Companies), 2, "{:?}", problems(&data));
        let graph = BoardGraph::new(data, BuildOptions::default());
        let found = conflicts(&graph, &ConflictOptions::default());
        let shared: Vec<&str> = found
            .iter()
            .filter(|finding| finding.rule == Rule::SharedDirector)
            .flat_map(|finding| finding.people.iter().map(|person| person.id.as_str()))
            .collect();
        // On the day, Bo Ray had left the board of the buyer.
        assert_eq!(shared, ["Ann Lee"]);
    }
    // The officers of the register have the same ids of companies.
    let officers: String = ["07654321", "SC001234"]
        .iter()
        .map(|number| {
            let officer = json!({"name": "LEE, Ann", "officer_role": "director", "appointed_on": "2012-01-01",
                "links": {"self": format!("/company/{number}/appointments/a"), "officer": {"appointments": "/officers/OFF1/appointments"}}});
            format!("{officer}\n")
        })
        .collect();
    let officers = write(folder.path(), "officers.jsonl", &officers);
    let data = Dataset::open_all(&[officers.as_path(), &contracts], &LoadOptions::default()).unwrap();
    let graph = BoardGraph::new(data, BuildOptions::default());
    assert!(conflicts(&graph, &ConflictOptions::default()).iter().any(|finding| finding.rule == Rule::SharedDirector));
}
