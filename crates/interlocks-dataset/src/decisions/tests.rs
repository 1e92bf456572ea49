use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::{Dataset, DatasetError, Decision, DecisionLog, DecisionRow, LoadOptions, Table};
use interlocks_core::model::EntityKind;

const HEADER: &str = "id_a,id_b,decision,probability,who,when,why,keep\n";

/// Writes a folder of tables, each with its name and text.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn open(files: &[(&str, &str)]) -> Dataset {
    Dataset::open(folder(files).path()).unwrap()
}

/// The problems as `file:line:column: message`, the file without its folder.
fn problems(data: &Dataset) -> Vec<String> {
    let listed = data.problems.listed().iter();
    listed
        .map(|it| {
            let file = Path::new(&it.file).file_name().unwrap().to_string_lossy().into_owned();
            format!("{file}:{}:{}: {}: {}", it.line, it.column, it.severity.as_str(), it.message)
        })
        .collect()
}

const SEATS: &str = "person,company,role,start,end\na,acme,director,2001,2003\nb,acme,director,2002,2004\nb,bolt,chair,2005,\nc,bolt,director,,\nd,core,director,2010,\n";

fn same(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn records_that_are_one_become_one_person_and_seats_keep_their_record() {
    let people = "id,name,aliases,birth,gender,nationality,source\n\
                  a,Ann Lee,A. Lee,1960,,GB,s1\nb,\"LEE, Ann\",Annie,1960-05,f,,s2\nc,Cy,,,,,\nd,Di,,,,,\n";
    let ties = "from,to,kind,from_type,to_type\nb,c,spouse,person,person\na,b,sibling,person,person\nb,acme,owns,person,company\na,acme,owns,person,company\n";
    let files = [("people.csv", people), ("seats.csv", SEATS), ("ties.csv", ties)];
    let rows = same("b,a,same,0.98,M. Ode,2026-11-29,signature,\nc,d,distinct,,M. Ode,,births,\n");
    let data = open(&[files.as_slice(), &[("same.csv", &rows)]].concat());
    assert_eq!(data.people.len(), 3);
    let ann = data.people.person(data.people.row("a").unwrap() as usize);
    assert_eq!((ann.name.as_str(), ann.aliases.join("|")), ("Ann Lee", "A. Lee|LEE, Ann|Annie".to_owned()));
    assert_eq!(ann.birth.unwrap().to_string(), "1960-05");
    assert_eq!((ann.gender.as_str(), ann.nationality.as_str(), ann.sources.join("|")), ("f", "GB", "s1|s2".to_owned()));
    let seats: Vec<(String, String, String)> =
        data.iter_seats().map(|seat| (seat.person, seat.record, seat.company)).collect();
    let seat = |person: &str, record: &str, company: &str| (person.to_owned(), record.to_owned(), company.to_owned());
    assert_eq!(
        seats,
        [
            seat("a", "", "acme"),
            seat("a", "b", "acme"),
            seat("a", "b", "bolt"),
            seat("c", "", "bolt"),
            seat("d", "", "core")
        ]
    );
    let ends: Vec<(&str, &str)> = data.ties.iter().map(|tie| (tie.from.id.as_str(), tie.to.id.as_str())).collect();
    assert_eq!(ends, [("a", "c"), ("a", "acme")]);
    assert_eq!(
        problems(&data),
        [
            "ties.csv:3:1: warning: left out: both ends of this tie (sibling) are one person, 'a'",
            "ties.csv:5:1: warning: the row is the same as line 4 once decisions are applied; counted once",
        ]
    );
    let count = data.count(Table::Ties);
    assert_eq!((count.read, count.kept, count.dropped), (4, 2, 2));
    assert_eq!(data.notes, ["2 decisions of same.csv: 2 records are taken as 1 person; 1 pair is distinct"]);

    // Without the row, the data is as before.
    let (taken_back, before) = (open(&[files.as_slice(), &[("same.csv", HEADER)]].concat()), open(&files));
    assert_eq!(taken_back.iter_people().collect::<Vec<_>>(), before.iter_people().collect::<Vec<_>>());
    assert_eq!(taken_back.iter_seats().collect::<Vec<_>>(), before.iter_seats().collect::<Vec<_>>());
    assert_eq!((taken_back.ties, taken_back.notes), (before.ties, before.notes));
}

#[test]
fn faults_of_rows_are_told_with_their_cell() {
    let rows = same(
        "a,a,same,,M,,w,\na,b,maybe,,M,,w,\na,b,same,1.2,M,,w,\na,b,same,,,,w,\na,b,distinct,,M,,,\na,acme,same,,M,,w,\n\
         a,x,same,,M,,w,\nb,c,unsure,,,soon,,d\nb,c,unsure,,,,,\na,,same,,M,,w,\na,b,same,,M,,w,,extra\n",
    );
    let data = open(&[("seats.csv", SEATS), ("same.csv", &rows)]);
    assert_eq!(
        problems(&data),
        [
            "same.csv:2:2: error: id_a and id_b are both 'a'; a decision names two records",
            "same.csv:3:3: error: decision: 'maybe' is not same, distinct or unsure; leave it empty while it is open",
            "same.csv:4:4: error: probability: '1.2' is not a number from 0 to 1",
            "same.csv:5:5: warning: a decision 'same' needs who and why; this row does not count",
            "same.csv:6:7: warning: a decision 'distinct' needs who and why; this row does not count",
            "same.csv:7:2: error: one of 'a' and 'acme' is a person, the other is a company; they cannot be one",
            "same.csv:8:2: warning: no person or company has the id 'x'; the row is kept for data that has it",
            "same.csv:9:6: warning: when: 'soon' is not a date; write it as 2011, 2011-06, 2011-06-23, 2011~ (about) or \
             2011-06/2013-12 (between); it counts as not stated",
            "same.csv:9:8: warning: keep: 'd' is neither id_a nor id_b; it is ignored",
            "same.csv:10:1: warning: the row is the same as line 9; counted once",
            "same.csv:11:2: error: id_b is empty; a decision names two records",
            "same.csv:12:9: error: the row has 9 cells where the header has 8; is a separator inside a cell not quoted?",
        ]
    );
    assert_eq!((data.people.len(), data.decisions.rows().len()), (4, 2));
    assert_eq!(data.notes, ["2 decisions of same.csv: 1 pair is open"]);
}

#[test]
fn a_file_without_the_columns_is_refused() {
    let folder = folder(&[("seats.csv", SEATS), ("same.csv", "id,other,decision\n")]);
    let error = Dataset::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("same.csv:1:1: no column id_a: the header has id, other, decision;"), "{error}");
}

#[test]
fn the_last_row_of_a_pair_counts_also_of_several_files() {
    let folder = folder(&[
        ("seats.csv", SEATS),
        ("same.csv", &same("a,b,same,,M,,w,\nc,d,distinct,,M,,w,\n")),
        ("later.csv", "ID_B;ID_A;Decision;Who;Why;colour\na;b;distinct;M;other signature;red\nd;c;SAME;M;met them;\n"),
    ]);
    let later = folder.path().join("later.csv");
    let twice = LoadOptions::default().with_same(vec![later.clone(), folder.path().join("same.csv"), later]);
    let data = Dataset::open_all(&[folder.path()], &twice).unwrap();
    let groups: Vec<&[String]> = data.decisions.groups().iter().map(|group| group.ids.as_slice()).collect();
    assert_eq!(groups, [["c", "d"]]);
    assert_eq!(problems(&data), Vec::<String>::new());
    assert_eq!(data.notes, ["2 decisions of later.csv: 2 records are taken as 1 person; 1 pair is distinct"]);
}

#[test]
fn the_kept_id_is_the_one_that_is_named_or_else_the_smallest() {
    let kept = |rows: &str| {
        let data = open(&[("seats.csv", SEATS), ("same.csv", &same(rows))]);
        let kept: Vec<String> = data.decisions.groups().iter().map(|group| group.kept.clone()).collect();
        assert!(kept.iter().all(|id| data.people.row(id).is_some()));
        (kept.join(" "), problems(&data))
    };
    assert_eq!(kept("a,b,same,,M,,w,\nb,c,same,,M,,w,\n"), ("a".to_owned(), vec![]));
    assert_eq!(kept("a,b,same,,M,,w,\nb,c,same,,M,,w,c\n"), ("c".to_owned(), vec![]));
    let warning = "same.csv:3:8: warning: keep: 'b' and 'c' are one of the people; 'b' is kept".to_owned();
    assert_eq!(kept("a,b,same,,M,,w,b\nb,c,same,,M,,w,c\n"), ("b".to_owned(), vec![warning]));
}

#[test]
fn companies_are_merged_with_their_seats_deals_and_accounts() {
    let companies = "id,name,founded,country\nacme,Acme,1990,GB\nacme2,ACME plc,,\nbolt,Bolt,,\n";
    let seats = "person,company\na,acme\na,acme2\nb,bolt\n";
    let deals = "id,date,parties\nd1,2001,acme2;bolt\nd2,2002,acme;acme2\nd3,2003,acme;acme2;bolt\n";
    let accounts = "company,competitor,year,total_sales\nacme2,bolt,2001,5\nacme,acme2,2001,6\n";
    let data = open(&[
        ("companies.csv", companies),
        ("seats.csv", seats),
        ("deals.csv", deals),
        ("financials.csv", accounts),
        ("same.csv", &same("acme,acme2,same,,M,,one LEI,acme2\n")),
    ]);
    let company = data.companies.company(data.companies.row("acme2").unwrap() as usize);
    assert_eq!(
        (company.name.as_str(), company.aliases.join("|"), company.country.as_str()),
        ("ACME plc", "Acme".to_owned(), "GB")
    );
    let parties: Vec<String> = data.deals.iter().map(|deal| deal.parties.join(" ")).collect();
    assert_eq!(parties, ["acme2 bolt", "acme2 bolt"]);
    assert_eq!(data.accounts.iter().map(|row| row.company.as_str()).collect::<Vec<_>>(), ["acme2"]);
    assert_eq!(data.iter_seats().map(|seat| seat.company).collect::<Vec<_>>(), ["acme2", "acme2", "bolt"]);
    assert_eq!(
        problems(&data),
        [
            "deals.csv:3:1: warning: left out: the parties of this deal are one company, 'acme2'",
            "financials.csv:3:1: warning: left out: the company and its competitor are one company, 'acme2'",
        ]
    );
    assert_eq!(data.notes, ["1 decision of same.csv: 2 records are taken as 1 company"]);
}

#[test]
fn births_that_cannot_be_one_day_are_told_and_the_more_precise_one_counts() {
    let people = "id,name,birth,gender\na,Ann,1960,f\nb,Ann,1961-05-03,m\nc,Cy,1960~,\nd,Di,1961-02,\n";
    let rows = same("a,b,same,,M,,w,\nc,d,same,,M,,w,\n");
    let data = open(&[("people.csv", people), ("seats.csv", SEATS), ("same.csv", &rows)]);
    let birth = |id: &str| data.people.person(data.people.row(id).unwrap() as usize).birth.unwrap().to_string();
    assert_eq!((birth("a"), birth("c")), ("1961-05-03".to_owned(), "1961-02".to_owned()));
    assert_eq!(
        problems(&data),
        [
            "same.csv:2:1: warning: birth: '1960' and '1961-05-03' cannot be one day; '1961-05-03' is used",
            "same.csv:2:1: warning: gender differs among the records of 'a'; the first one stated is used",
        ]
    );
}

#[test]
fn a_seat_before_the_birth_that_another_record_states_is_told() {
    let people = "id,birth,death\na,,\nb,2010,\nc,,\nd,,2005\n";
    let rows = same("a,b,same,,M,,w,\nc,d,same,,M,,w,\n");
    let data = open(&[("people.csv", people), ("seats.csv", SEATS), ("same.csv", &rows)]);
    assert_eq!(
        problems(&data),
        [
            "seats.csv:3:1: warning: the seat of b starts before their birth (2010)",
            "seats.csv:4:1: warning: the seat of b starts before their birth (2010)",
            "seats.csv:6:1: warning: the seat continues after the person's death (2005)",
            "seats.csv:2:1: warning: the seat of a starts before their birth (2010), which another record of the person or \
             company states",
        ]
    );
}

#[test]
fn contradictory_words_merge_nothing_and_list_their_chain() {
    let rows = same("a,b,same,,M,,w,\nb,c,same,,M,,w,\na,c,distinct,,N,,w,\nc,d,same,,M,,w,\n");
    let files = folder(&[("seats.csv", SEATS), ("same.csv", &rows)]);
    let data = Dataset::open(files.path()).unwrap();
    assert_eq!((data.people.len(), data.decisions.groups().len()), (4, 0));
    let message = "'a' and 'c' are distinct here, and one by 'a' = 'b' (line 2), 'b' = 'c' (line 3); all 3 rows 'same' of \
                   these records count as unsure until one row changes";
    assert_eq!(problems(&data), [format!("same.csv:4:3: error: {message}")]);
    assert_eq!(data.decisions.open().map(|row| row.decision).collect::<Vec<_>>(), [Decision::Same; 3]);
    assert_eq!(data.notes, ["4 decisions of same.csv: 3 pairs are open; 1 pair is contradicted by others"]);
    let strict = Dataset::open_all(&[files.path()], &LoadOptions::default().with_strict(true)).unwrap_err();
    assert!(matches!(strict, DatasetError::Strict { count: 1, .. }) && strict.is_rejection());
}

#[test]
fn an_id_that_no_record_has_may_join_two_that_do() {
    let data = open(&[("seats.csv", SEATS), ("same.csv", &same("a,x,same,,M,,w,x\nb,x,same,,M,,w,\n"))]);
    assert_eq!(data.decisions.groups()[0].ids, ["a", "b"]);
    assert_eq!((data.people.row("b"), data.decisions.kept_id(EntityKind::Person, "b")), (None, "a"));
}

#[test]
fn no_group_rests_on_a_row_that_leads_to_no_record() {
    let rows = same("a,b,same,,M,,w,\nb,x,same,,M,,w,x\nx,y,same,,M,,w,\nc,z,same,,M,,w,\nd,z,same,,M,,w,\n");
    let data = open(&[("seats.csv", SEATS), ("same.csv", &rows)]);
    let lines = |group: &crate::IdentityGroup| -> Vec<u64> {
        group.rows.iter().map(|row| data.decisions.rows()[*row].place.line).collect()
    };
    assert_eq!(data.decisions.groups().iter().map(lines).collect::<Vec<_>>(), [vec![2], vec![5, 6]]);
}

/// A random ledger: pairs of eight people with a decision.
fn ledgers() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    let row = (0usize..8, 0usize..8, 0usize..4);
    prop::collection::vec(row, 0..14).prop_map(|rows| rows.into_iter().filter(|(a, b, _)| a != b).collect())
}

fn text_of(rows: &[(usize, usize, usize)]) -> String {
    let words = ["same", "distinct", "unsure", ""];
    same(&rows.iter().map(|(a, b, word)| format!("p{a},p{b},{},,M,,w,\n", words[*word])).collect::<String>())
}

fn eight_people() -> String {
    (0..8).fold("person,company\n".to_owned(), |text, person| format!("{text}p{person},c{person}\n"))
}

proptest! {
    #[test]
    fn a_ledger_settles_what_the_closure_of_its_rows_says(rows in ledgers()) {
        let data = open(&[("seats.csv", &eight_people()), ("same.csv", &text_of(&rows))]);
        // Oracle: the last row of a pair; the closure of `same` by repetition; then a look for `distinct` within.
        let mut last = BTreeMap::new();
        for (a, b, word) in &rows {
            last.insert((*a.min(b), *a.max(b)), *word);
        }
        let pairs = |word: usize| last.iter().filter(move |(_, own)| **own == word).map(|(pair, _)| *pair);
        let mut one: BTreeSet<(usize, usize)> = (0..8).map(|person| (person, person)).collect();
        pairs(0).for_each(|(a, b)| one.extend([(a, b), (b, a)]));
        for middle in 0..8 {
            for a in 0..8 {
                for b in 0..8 {
                    if one.contains(&(a, middle)) && one.contains(&(middle, b)) {
                        one.insert((a, b));
                    }
                }
            }
        }
        let contradicted: BTreeSet<(usize, usize)> = pairs(1).filter(|pair| one.contains(pair)).collect();
        let is_contradictory = |person: usize| contradicted.iter().any(|(a, _)| one.contains(&(person, *a)));
        let is_one = |a: usize, b: usize| a == b || (one.contains(&(a, b)) && !is_contradictory(a));
        let first = |person: usize| (0..8).find(|other| is_one(person, *other)).unwrap();
        for person in 0..8 {
            let id = format!("p{person}");
            prop_assert_eq!(data.decisions.kept_id(EntityKind::Person, &id), format!("p{}", first(person)));
        }
        let left: BTreeSet<usize> = (0..8).map(first).collect();
        prop_assert_eq!(data.people.len(), left.len());
        prop_assert_eq!(data.decisions.contradictions().len(), contradicted.len());
        let apart = |a: usize, b: usize| {
            let is_two = |(x, y): (usize, usize)| (is_one(a, x) && is_one(b, y)) || (is_one(a, y) && is_one(b, x));
            pairs(1).filter(|pair| !contradicted.contains(pair)).any(is_two)
        };
        let is_open = |(a, b): &(usize, usize), word: usize| word != 1 && !is_one(*a, *b) && !apart(*a, *b);
        let open = last.iter().filter(|(pair, word)| is_open(pair, **word));
        prop_assert_eq!(data.decisions.open().len(), open.count());
        for found in data.decisions.contradictions() {
            let row = &data.decisions.rows()[found.distinct];
            let mut at = row.a.as_str();
            for link in &found.chain {
                let link = &data.decisions.rows()[*link];
                prop_assert_eq!(link.decision, Decision::Same);
                at = if link.a == at { &link.b } else { &link.a };
            }
            prop_assert_eq!(at, row.b.as_str());
        }
    }

    #[test]
    fn the_order_of_pairs_changes_nothing(rows in ledgers(), order in prop::collection::vec(0u32..1000, 14)) {
        // Rows of one pair stay in their order.
        let mut shuffled: Vec<(u32, usize, (usize, usize, usize))> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let first = rows.iter().position(|other| (other.0.min(other.1), other.0.max(other.1)) == (row.0.min(row.1), row.0.max(row.1)));
            shuffled.push((order[first.unwrap()], at, *row));
        }
        shuffled.sort_unstable();
        let shuffled: Vec<(usize, usize, usize)> = shuffled.into_iter().map(|(_, _, row)| row).collect();
        let [one, other] = [&rows, &shuffled].map(|rows| open(&[("seats.csv", &eight_people()), ("same.csv", &text_of(rows))]));
        prop_assert_eq!(one.iter_people().collect::<Vec<_>>(), other.iter_people().collect::<Vec<_>>());
        prop_assert_eq!(one.iter_seats().collect::<Vec<_>>(), other.iter_seats().collect::<Vec<_>>());
        prop_assert_eq!(one.decisions.groups(), other.decisions.groups());
        prop_assert_eq!(one.notes, other.notes);
    }
}

/// Opens a file with this text to add rows to it, and returns its message or its text after a row was added.
fn added_to(text: &[u8]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("same.csv");
    fs::write(&path, text).unwrap();
    let opened = DecisionLog::open(&path);
    assert!(!fs::read(&path).unwrap().is_empty());
    let mut log = opened.map_err(|error| {
        assert_eq!(fs::read(&path).unwrap(), text, "a refused file stays as it is");
        error.to_string()
    })?;
    let count = log.rows().len();
    let row = DecisionRow {
        probability: Some(0.25),
        who: "M. Ode".to_owned(),
        when: "2026-11-30".to_owned(),
        why: "a, \"b\"; c".to_owned(),
        ..DecisionLog::row_of(["y", "x"], Decision::Same)
    };
    assert!(log.add(&row).unwrap());
    assert!(!log.add(&row).unwrap(), "the same row twice");
    let again = DecisionLog::open(&path).unwrap();
    assert_eq!(again.rows().len(), count + 1);
    assert_eq!(again.last(["x", "y"]).unwrap(), &DecisionRow { place: again.last(["x", "y"]).unwrap().place, ..row });
    let now = fs::read_to_string(&path).unwrap();
    assert!(now.as_bytes().starts_with(text), "{now}");
    Ok(now)
}

#[test]
fn a_log_adds_rows_in_the_layout_of_its_file() {
    let row = "x,y,same,0.2500,M. Ode,2026-11-30,\"a, \"\"b\"\"; c\",";
    for (text, expected) in [
        (String::new(), format!("{HEADER}{row}\n")),
        (HEADER.to_owned(), format!("{HEADER}{row}\n")),
        (HEADER.trim_end().to_owned(), format!("{HEADER}{row}\n")),
        (same("a,b,unsure,,,,,"), format!("{HEADER}a,b,unsure,,,,,\n{row}\n")),
        (same("a,b,unsure\n").replace('\n', "\r\n"), format!("{HEADER}a,b,unsure\n{row}\n").replace('\n', "\r\n")),
        (format!("\u{feff}{HEADER}"), format!("\u{feff}{HEADER}{row}\n")),
        (
            "decision;id_b;id_a;who;why;note;when;probability\n;a;b;;;;;\n".to_owned(),
            "decision;id_b;id_a;who;why;note;when;probability\n;a;b;;;;;\nsame;y;x;M. Ode;\"a, \"\"b\"\"; c\";;2026-11-30;0.2500\n".to_owned(),
        ),
        (
            "id_a\tid_b\tdecision\tprobability\twho\twhen\twhy\tkeep\n".to_owned(),
            "id_a\tid_b\tdecision\tprobability\twho\twhen\twhy\tkeep\nx\ty\tsame\t0.2500\tM. Ode\t2026-11-30\t\"a, \"\"b\"\"; c\"\t\n".to_owned(),
        ),
    ] {
        assert_eq!(added_to(text.as_bytes()), Ok(expected));
    }
}

#[test]
fn a_log_refuses_what_is_no_file_of_decisions_and_leaves_it_as_it_is() {
    for (text, message) in [
        ("id,name,birth\na,Ann,1960\n".as_bytes().to_vec(), "the header lacks id_a, id_b, decision"),
        (b"id_a,id_b,decision\n".to_vec(), "the header lacks probability, who, when, why: id_a, id_b, decision."),
        (HEADER.replace("keep", "why").into_bytes(), "the header has a column twice"),
        (b"{\"id_a\": 1}\n".to_vec(), "rows can be added only to a file of decisions"),
        (b"\n\n".to_vec(), "rows can be added only to a file of decisions"),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), "is not UTF-8"),
        (same("a,b,unsure,,\"M. Le").into_bytes(), "is a quote above not closed?"),
        (same("a,b,unsure,,\"M. Lee,,,\nc,d,unsure,,,,,\n").into_bytes(), "same.csv:4:1: a row added here"),
    ] {
        let found = added_to(&text).unwrap_err();
        assert!(found.contains(message), "{found}");
    }
    let folder = tempfile::tempdir().unwrap();
    let error = DecisionLog::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("this is not a file that rows can be added to"), "{error}");
    assert!(DecisionLog::open(&folder.path().join("no/same.csv")).is_err());
}

#[test]
fn a_log_tells_rows_that_cannot_be_read_and_counts_the_last_row_of_a_pair() {
    let folder = folder(&[("same.csv", &same("a,b,unsure,,,,,\nb,a,perhaps,,,,,\nb,a,same,,M,,w,\na,c,same,,,,,\n"))]);
    let log = DecisionLog::open(&folder.path().join("same.csv")).unwrap();
    assert_eq!(log.rows().len(), 2, "a row without who and why does not count");
    assert_eq!(log.last(["a", "b"]).unwrap().decision, Decision::Same);
    assert!(log.last(["a", "c"]).is_none());
    assert_eq!(log.errors().map(|problem| problem.line).collect::<Vec<_>>(), [3]);
}
