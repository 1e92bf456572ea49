//! Tables of registers, leaks and researchers in which one cell has what nobody knows: it is kept, or it is said.
//! Names are invented.

use std::collections::BTreeMap;

use interlocks::dataset::{DataFormat, Dataset, DatasetError, LoadOptions};

use super::problems;

/// A word that nobody knows.
const UNKNOWN: &str = "zzqx";

/// A table of a format with headings and rows of cells, separated by bars.
struct Sheet {
    name: &'static str,
    separator: char,
    headings: &'static str,
    rows: &'static [&'static str],
    /// The headings of columns that are not read, or whose cells do not count in some row.
    silent: &'static str,
}

type Cells = Vec<Vec<String>>;

impl Sheet {
    /// Returns the cells, the headings first.
    fn cells(&self) -> Cells {
        let lines = std::iter::once(&self.headings).chain(self.rows);
        lines.map(|line| line.split('|').map(str::to_owned).collect()).collect()
    }

    fn text(&self, cells: &Cells) -> String {
        let quoted = |cell: &String| {
            let needs = self.separator != '\t' && cell.contains(['"', ',', ';', '\n']);
            if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        let line = |cells: &Vec<String>| cells.iter().map(quoted).collect::<Vec<_>>().join(&self.separator.to_string());
        cells.iter().map(|cells| line(cells) + "\n").collect()
    }

    /// Returns the cells with the unknown word in the place of one, for each cell in turn; then those with an unknown column,
    /// and with a cell beyond the last heading. Each has a name.
    fn changed(&self) -> Vec<(String, Cells)> {
        let plain = self.cells();
        let mut all = Vec::new();
        let is_silent = |heading: &String| self.silent.split('|').any(|silent| silent == heading);
        for line in 1..plain.len() {
            for (column, heading) in plain[0].iter().enumerate().filter(|(_, heading)| !is_silent(heading)) {
                let mut cells = plain.clone();
                cells[line][column] = UNKNOWN.to_owned();
                all.push((format!("{heading} of row {line}"), cells));
            }
        }
        let mut cells = plain.clone();
        cells[0].push("hat".to_owned());
        cells[1].push(UNKNOWN.to_owned());
        all.push(("an unknown column".to_owned(), cells));
        let mut cells = plain;
        cells[1].push(UNKNOWN.to_owned());
        all.push(("a cell beyond the last heading".to_owned(), cells));
        all
    }
}

/// Reads files of a format together from a folder, or a single one by itself.
fn opened(files: &[(&str, String)], format: &str) -> Result<Dataset, DatasetError> {
    let options = LoadOptions::default();
    if let [(name, text)] = files {
        let format: DataFormat = format.parse().unwrap();
        return Dataset::read(Box::new(std::io::Cursor::new(text.clone().into_bytes())), name, format, &options);
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Dataset::open_all(&[folder.path()], &options)
}

/// What is said about a file: problems, notes and what was not used, without the folder.
fn said(data: &Dataset) -> Vec<String> {
    let mut said = problems(data);
    said.extend(data.notes.iter().cloned());
    said.push(data.unused.to_string());
    said.into_iter().map(|line| line.rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

/// The number of times that something is counted, by the words for it.
fn is_said_more(before: &[String], after: &[String]) -> bool {
    let counts = |lines: &[String]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        lines.iter().for_each(|line| *counts.entry(line.clone()).or_default() += 1);
        counts
    };
    let before = counts(before);
    counts(after).iter().any(|(line, count)| !line.is_empty() && before.get(line).is_none_or(|known| known < count))
}

/// Checks that an unknown word in any cell is kept in the data or makes a problem or a note.
fn is_kept_or_said(format: &str, sheets: &[Sheet]) {
    let plain: Vec<(&str, String)> = sheets.iter().map(|sheet| (sheet.name, sheet.text(&sheet.cells()))).collect();
    let good = opened(&plain, format).unwrap();
    let before = said(&good);
    let errors = good.problems.errors();
    assert_eq!(errors, 0, "{format}: {before:?}");
    let mut lost = Vec::new();
    let mut count = 0;
    for (at, sheet) in sheets.iter().enumerate() {
        for (what, cells) in sheet.changed() {
            let mut files = plain.clone();
            files[at].1 = sheet.text(&cells);
            count += 1;
            let Ok(data) = opened(&files, format) else { continue };
            let mut out = Vec::new();
            data.write_jsonl(&mut out).unwrap();
            let is_kept = String::from_utf8(out).unwrap().contains(UNKNOWN);
            if !(is_kept || is_said_more(&before, &said(&data))) {
                lost.push(format!("{}: {what}", sheet.name));
            }
        }
    }
    println!("{format}: {count} files");
    assert_eq!(lost, Vec::<String>::new(), "{format}: {before:?}");
}

#[test]
fn cells_of_a_leak_are_kept_or_said() {
    is_kept_or_said(
        "icij",
        &[
            Sheet {
                name: "nodes-entities.csv",
                separator: ',',
                headings: "node_id|name|original_name|former_name|jurisdiction|jurisdiction_description|company_type|\
             address|internal_id|incorporation_date|inactivation_date|struck_off_date|dorm_date|status|\
             service_provider|ibcRUC|country_codes|countries|sourceID|valid_until|note|closed_date",
                rows: &[
                    "1|NORTHERN TIN LTD|Old Tin|Older Tin|BVI|British Virgin Islands|Standard|Road 1|77|23-MAR-2006|\
             18-FEB-2013|15-FEB-2014|01-JAN-2012|Defaulted|Provider|25249|HKG|Hong Kong|Leak|2015|a note|\
             01-MAR-2014",
                    "2|WESTERN ROPE LTD|||||||||||||||||Leak|||",
                ],
                silent: "",
            },
            Sheet {
                name: "nodes-officers.csv",
                separator: ',',
                headings: "node_id|name|countries|country_codes|sourceID|valid_until|note",
                rows: &["10|ANNA QUILL|||Leak|2015|n", "11|ROPE NOMINEES LIMITED|||Leak|2015|"],
                silent: "",
            },
            Sheet {
                name: "nodes-intermediaries.csv",
                separator: ',',
                headings: "node_id|name|status|internal_id|address|countries|country_codes|sourceID|valid_until|note",
                rows: &["20|ORION|ACTIVE|9|Road 1|Spain|ESP|Leak|2015|n"],
                silent: "",
            },
            Sheet {
                name: "nodes-others.csv",
                separator: ',',
                headings: "node_id|name|type|incorporation_date|struck_off_date|closed_date|jurisdiction|countries|\
             sourceID",
                rows: &["30|THE TRUST OF Y|TRUST|01-JAN-2001|02-JAN-2002|03-JAN-2003|NZL|Spain|Leak"],
                silent: "",
            },
            Sheet {
                name: "relationships.csv",
                separator: ',',
                headings: "node_id_start|node_id_end|rel_type|link|status|start_date|end_date|sourceID",
                rows: &[
                    "10|1|officer_of|director of|s|01-JAN-2001|02-JAN-2002|Leak",
                    "10|2|officer_of|shareholder of|s|01-JAN-2001||Leak",
                    "20|1|intermediary_of|intermediary of||||Leak",
                ],
                silent: "",
            },
        ],
    );
}

#[test]
fn cells_of_filings_of_insiders_are_kept_or_said() {
    is_kept_or_said(
        "sec-insiders",
        &[
            Sheet {
                name: "SUBMISSION.tsv",
                separator: '\t',
                headings: "ACCESSION_NUMBER|FILING_DATE|PERIOD_OF_REPORT|DATE_OF_ORIG_SUB|NO_SECURITIES_OWNED|\
             NOT_SUBJECT_SEC16|FORM3_HOLDINGS_REPORTED|FORM4_TRANS_REPORTED|DOCUMENT_TYPE|ISSUERCIK|\
             ISSUERNAME|ISSUERTRADINGSYMBOL|REMARKS",
                rows: &[
                    "a1|22-JUN-2011|20-JUN-2011|21-JUN-2011|0|0|0|1|3|0000000007|Northern Tin|TIN|r",
                    "a2|05-JUL-2012|04-JUL-2012||0|1|0|1|4|0000000007|Northern Tin|TIN|",
                ],
                silent: "ISSUERTRADINGSYMBOL|PERIOD_OF_REPORT|NO_SECURITIES_OWNED|FORM3_HOLDINGS_REPORTED|FORM4_TRANS_REPORTED|REMARKS|DATE_OF_ORIG_SUB",
            },
            Sheet {
                name: "REPORTINGOWNER.tsv",
                separator: '\t',
                headings: "ACCESSION_NUMBER|RPTOWNERCIK|RPTOWNERNAME|RPTOWNER_RELATIONSHIP|RPTOWNER_TITLE|RPTOWNER_TXT|\
             RPTOWNER_STREET1|RPTOWNER_STREET2|RPTOWNER_CITY|RPTOWNER_STATE|RPTOWNER_ZIPCODE|\
             RPTOWNER_STATE_DESC|FILE_NUMBER",
                rows: &[
                    "a1|0000000009|Quill Anna|Director,Officer|CFO||Road 1||Leeds|CA|1|d|001-1",
                    "a2|0000000008|Orr Ben|TenPercentOwner|||Road 1||Leeds|CA|1|d|001-1",
                ],
                silent: "RPTOWNER_STREET1|RPTOWNER_STREET2|RPTOWNER_CITY|RPTOWNER_STATE|RPTOWNER_ZIPCODE|RPTOWNER_STATE_DESC|FILE_NUMBER",
            },
        ],
    );
}

#[test]
fn cells_of_identifiers_of_companies_are_kept_or_said() {
    is_kept_or_said(
        "gleif",
        &[Sheet {
            name: "rr.csv",
            separator: ',',
            headings: "Relationship.StartNode.NodeID|Relationship.StartNode.NodeIDType|Relationship.EndNode.NodeID|\
             Relationship.EndNode.NodeIDType|Relationship.RelationshipType|Relationship.RelationshipStatus|\
             Relationship.Period.1.startDate|Relationship.Period.1.endDate|Relationship.Period.1.periodType|\
             Relationship.Period.2.startDate|Relationship.Period.2.endDate|Relationship.Period.2.periodType|\
             Relationship.Quantifiers.1.MeasurementMethod|Relationship.Quantifiers.1.QuantifierAmount|\
             Relationship.Quantifiers.1.QuantifierUnits|Registration.InitialRegistrationDate",
            rows: &[
                "A|LEI|B|LEI|IS_DIRECTLY_CONSOLIDATED_BY|ACTIVE|2012-11-29T00:00:00Z|2013-11-29T00:00:00Z|\
             RELATIONSHIP_PERIOD|2012-01-01T00:00:00Z|2012-12-31T00:00:00Z|ACCOUNTING_PERIOD|m|51|\
             PERCENTAGE|2014-01-01",
                "B|LEI|C|LEI|IS_FUND-MANAGED_BY|INACTIVE||||||||||",
            ],
            silent: "",
        }],
    );
    is_kept_or_said(
        "gleif",
        &[Sheet {
            name: "lei2.csv",
            separator: ',',
            headings: "LEI|Entity.LegalName|Entity.LegalJurisdiction|Entity.EntityCategory|Entity.EntityStatus|\
             Entity.EntityCreationDate|Entity.RegistrationAuthority.RegistrationAuthorityEntityID|\
             Entity.LegalAddress.City|Registration.RegistrationStatus",
            rows: &["A|Northern Tin|GB|GENERAL|ACTIVE|2001-02-03T00:00:00Z|7|Leeds|ISSUED"],
            silent: "",
        }],
    );
}

#[test]
fn cells_of_officers_and_of_queries_are_kept_or_said() {
    is_kept_or_said(
        "opencorporates",
        &[Sheet {
            name: "officers.csv",
            separator: ',',
            headings: "id|company_number|jurisdiction_code|name|title|first_name|last_name|position|start_date|\
             person_number|person_uid|end_date|source_url|current_status|nationality|country_of_residence|\
             occupation|partial_date_of_birth|date_of_birth|type|address.in_full|address.locality|\
             retrieved_at|inactive|opencorporates_url|uid",
            rows: &[
                "1|02|gb|ANNA QUILL|MS|ANNA|QUILL|director|2001-02-03|064559030001||2004-05-06|http://s|CURRENT|\
             British||Engineer|1961-07|1961-07-03|Person|||2015-01-01|false|http://o|55",
                "2|02|gb|ROPE LTD||||secretary|2001-02-03||77|||||||||Company||||||",
            ],
            silent: "",
        }],
    );
    is_kept_or_said(
        "wikidata",
        &[Sheet {
            name: "query.csv",
            separator: ',',
            headings: "person|personLabel|company|companyLabel|position|positionLabel|start|startPrecision|end|\
             endPrecision|birth|birthPrecision|founded|country",
            rows: &[
                "http://www.wikidata.org/entity/Q900|Anna Quill|http://www.wikidata.org/entity/Q100|\
             Northern Tin|http://www.wikidata.org/entity/Q7|director|2003-05-01T00:00:00Z|11|\
             2004-05-01T00:00:00Z|9|1950-01-01T00:00:00Z|9|1900-01-01T00:00:00Z|Spain",
                "http://www.wikidata.org/entity/Q900|Anna Quill|http://www.wikidata.org/entity/Q101|\
             Western Rope|||2003-05-01T00:00:00Z|||||||",
            ],
            // The label of a position counts in place of its item.
            silent: "position",
        }],
    );
}

#[test]
fn cells_of_tables_of_researchers_are_kept_or_said() {
    let sheet = |headings, rows| Sheet { name: "boards.csv", separator: ',', headings, rows, silent: "" };
    for sheet in [
        sheet(
            "company|directors|start|end|role|source|industry",
            &["Northern Tin|Anna Quill; Ben Orr|2001|2004-05|director|s|i", "Western Rope|Anna Quill|2002||||"],
        ),
        sheet("person|company1|company2|start", &["Anna Quill|Tin|Rope|2001", "Ben Orr|Tin||"]),
        sheet(
            "company|Chairman|CEO|Director 1|Director 2",
            &["Tin|Anna Quill|Ben Orr|Cy Poe|", "Rope|Cy Poe|Di Ray|Anna Quill|"],
        ),
        sheet("person|Tin|Rope", &["Anna Quill|1|x", "Ben Orr|yes|0", "Cy Poe|1|1"]),
        sheet("person|company|2001-01|2001-02|2001-03", &["Anna Quill|Tin|1|1|0", "Anna Quill|Rope||chair|director"]),
        sheet(
            "year|person|company|role|note",
            &["2001|Anna Quill|Tin|director|n", "2002|Anna Quill|Tin|director|", "2002|Anna Quill|Rope||"],
        ),
    ] {
        is_kept_or_said("wide", &[sheet]);
    }
    for sheet in [
        sheet(
            "source|target|source_type|target_type|label|start|end|weight|timeset|Type|colour",
            &[
                "Anna|Tin|person|company|chair|2001|2002|2||Directed|red",
                "Anna|Rope||company|||||<[2001,2002]>|Undirected|",
            ],
        ),
        sheet("Officer|Company|strength", &["Anna|Tin|2", "Ben|Tin|3"]),
        sheet(
            "_id|_labels|name|_start|_end|_type|since",
            &["0|:Company|Tin||||", "1|:Person|Anna||||", "|||1|0|BOARD_MEMBER|2003"],
        ),
    ] {
        is_kept_or_said("edges", &[sheet]);
    }
}

/// A snapshot of officers: `§` encloses its fields. Some have a fixed width.
const SNAPSHOT: &str = "DDDDSNAP2898§20241231§\n00000001§1§§C§                              0005§ACME§<\n\
    00000001§2§§1§§01§§123456780001§        §20010203§§20040506§SW1A 1AA§196008  §        0040§MR§<§ANN§<§SMITH§<§OBE§\
    <§§<<<<<<<§BAKER§<§BRITISH§<§§<\n99999999§00000002§\n";

#[test]
fn fields_of_a_snapshot_of_officers_are_kept_or_said() {
    let format = "companies-house-snapshot";
    let parts: Vec<&str> = SNAPSHOT.split('§').collect();
    let good = opened(&[("x.dat", parts.concat())], format).unwrap();
    assert_eq!(good.problems.errors(), 0, "{:?}", problems(&good));
    let before = said(&good);
    let mut lost = Vec::new();
    for at in (1..parts.len()).step_by(2) {
        let is_fixed = parts[at].starts_with(|sign: char| sign.is_ascii_digit()) || parts[at] == "C";
        let word = if is_fixed { UNKNOWN.repeat(3)[..parts[at].len()].to_owned() } else { UNKNOWN.to_owned() };
        let mut changed = parts.clone();
        changed[at] = &word;
        let Ok(data) = opened(&[("x.dat", changed.concat())], format) else { continue };
        let mut out = Vec::new();
        data.write_jsonl(&mut out).unwrap();
        let quoted = format!("\"{word}\"");
        let is_kept = String::from_utf8(out).unwrap().contains(if word.len() < 4 { &quoted } else { &word });
        if !(is_kept || is_said_more(&before, &said(&data))) {
            lost.push(format!("'{}' at {at}", parts[at]));
        }
    }
    assert_eq!(lost, Vec::<String>::new(), "{before:?}");
}
