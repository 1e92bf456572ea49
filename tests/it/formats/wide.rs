//! Tables with several seats a row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::model::Day;

use super::{problems, read, read_with, seats, shared};

#[test]
fn a_row_a_board_a_row_a_person_and_a_column_a_board_say_the_same() {
    let expected = ["ann@acme", "ann@bell", "bob@acme", "cy@bell"];
    for text in [
        "company,directors\nacme,ann;bob\nbell, cy ; ann\n",
        "company;director 1;director 2\nacme;ann;bob\nbell;ann;cy\n",
        "person,boards\nann,acme;bell\nbob,acme\ncy,bell\n",
        "person,company1,company2\nann,acme,bell\nbob,,acme\ncy,bell,\n",
        "person,acme,bell\nann,1,1\nbob,1,0\ncy,0,1\n",
        ",acme,bell\nann,x,x\nbob,x,\ncy,,x\n",
        "company,ann,bob,cy\nacme,yes,yes,no\nbell,yes,no,yes\n",
        "\u{feff}name\tacme\tbell\r\nann\t1\t1\r\nbob\t1\t0\r\ncy\t0\t1\r\n",
    ] {
        let data = read(text.as_bytes(), "wide");
        assert_eq!(seats(&data), expected, "{text}");
        assert_eq!(problems(&data), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn rows_to_skip_end_with_any_line_end() {
    let options = LoadOptions::default().with_skip_rows(2);
    for line_end in ["\n", "\r\n", "\r"] {
        let text = "Board,members,2024\nrow,,\nname,acme,bell\nann,1,1\nbob,1,0\ncy,0,1\n".replace('\n', line_end);
        let data = read_with(text.as_bytes(), "wide", &options);
        assert_eq!(seats(&data), ["ann@acme", "ann@bell", "bob@acme", "cy@bell"], "{line_end:?}");
        assert_eq!(problems(&data), Vec::<String>::new(), "{line_end:?}");
    }
}

#[test]
fn what_a_row_says_beside_its_seats_is_said_of_each() {
    let data = read(b"company,directors,start,shoe size\nacme,ann;bob,2001,7\n", "wide");
    assert_eq!(seats(&data), ["ann@acme  2001", "bob@acme  2001"]);
    assert_eq!(data.seat(1).extra, [("shoe size".to_owned(), "7".to_owned())]);
    let data = read(b"person,company,2001,2002,2003\nann,acme,1,chair,chair\n", "wide");
    assert_eq!(
        seats(&data),
        ["ann@acme  2001 2001-01-02/2002-01-01", "ann@acme chair 2002-01-01/2002-12-31 2003-01-02/.."]
    );
    assert_eq!(data.seat(0).extra, [("inferred".to_owned(), "start".to_owned())]);
}

#[test]
fn boards_without_anybody_and_people_without_a_seat_are_there() {
    let data = read(b"company,directors\nacme,ann\nbell,\n", "wide");
    assert_eq!((data.rows(Table::Seats), data.rows(Table::Companies)), (1, 2));
    let data = read(b"person,acme,bell\nann,1,0\nbob,0,0\n", "wide");
    assert_eq!((data.rows(Table::People), data.rows(Table::Companies)), (2, 2));
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let data = read(b"person,acme,bell\n\xc3\xa9va,1,0\nbob,1,0\ncy,1,1\nd\xff,1,1\n", "wide");
    assert_eq!(problems(&data), ["x:5:1: error: the cell is not UTF-8; save the file as UTF-8"]);
    let mut text = "person,acme,bell\n".to_owned();
    (0..60).for_each(|at| writeln!(text, "p{at},1,0").unwrap());
    text += "q,perhaps,1\nr,1,1,1\n";
    let data = read(text.as_bytes(), "wide");
    assert_eq!(
        problems(&data),
        [
            "x:62:1: error: 'perhaps' is not a mark; use 1 or 0, x or an empty cell, yes or no",
            "x:63:1: warning: left out: cells beyond the last heading",
        ]
    );
    let refused = Dataset::read(
        Box::new(std::io::Cursor::new(b"a,b\nc,d\n".to_vec())),
        "x",
        "wide".parse::<DataFormat>().unwrap(),
        &interlocks::dataset::LoadOptions::default(),
    );
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("x:1:1: the table fits none of the layouts with several seats per row")
    );
}

#[test]
fn a_table_of_one_seat_a_row_is_none_of_these() {
    let folder = tempfile::tempdir().unwrap();
    for (text, word) in [
        ("person,company,role\nann,acme,chair\n", "csv"),
        ("person,company\nann,acme\n", "csv"),
        ("person,company,2001-01,2001-02\nann,acme,1,0\n", "wide"),
        ("company,members\nacme,ann;bob\n", "wide"),
    ] {
        let file = folder.path().join("x.csv");
        std::fs::write(&file, text).unwrap();
        assert_eq!(DataFormat::from_path(&file), word.parse().ok(), "{text}");
        assert!(Dataset::open(&file).unwrap().rows(Table::Seats) > 0);
    }
}

/// For every day who sits where: whoever certainly does, and whoever possibly does.
fn sitting(data: &Dataset, days: &[Day]) -> Vec<[BTreeSet<(String, String)>; 2]> {
    let mut sitting = vec![[BTreeSet::new(), BTreeSet::new()]; days.len()];
    for seat in data.iter_seats() {
        let Some(start) = &seat.start else { continue };
        let end = seat.end.date().map_or([Day::MAX; 2], |end| [end.earliest(), end.latest()]);
        let key = (seat.person.clone(), seat.company.clone());
        for (day, [certain, possible]) in days.iter().zip(&mut sitting) {
            if start.latest() <= *day && *day < end[0] {
                certain.insert(key.clone());
            }
            if start.earliest() <= *day && *day < end[1] {
                possible.insert(key.clone());
            }
        }
    }
    sitting
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn the_norwegian_boards_as_a_panel_are_the_same_in_every_month() {
    let boards = shared("norwegian-boards");
    let first = Day::from_ymd(2002, 5, 1).unwrap();
    let months: Vec<Day> = (0..112).map(|month| first.plus_months(month).unwrap()).collect();
    let sat: Vec<BTreeSet<(String, String)>> =
        sitting(&boards, &months).into_iter().map(|[certain, _]| certain).collect();
    let mut rows: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (month, seats) in sat.iter().enumerate() {
        seats.iter().for_each(|seat| rows.entry(seat.clone()).or_default().push(month));
    }
    assert_eq!(rows.values().map(Vec::len).sum::<usize>(), 178_906, "the published panel has so many rows");
    let mut text = "person,company".to_owned();
    months.iter().for_each(|day| write!(text, ",{day}").unwrap());
    for ((person, company), held) in &rows {
        write!(text, "\n{person},{company}").unwrap();
        (0..months.len()).for_each(|month| text += if held.contains(&month) { ",1" } else { ",0" });
    }
    let panel = read(text.as_bytes(), "wide");
    assert_eq!(panel.problems.errors(), 0);
    for ((day, seats), again) in months.iter().zip(&sat).zip(sitting(&panel, &months)) {
        assert_eq!(again, [seats.clone(), seats.clone()], "{day}");
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn scottish_and_club_boards_are_the_same_in_every_layout() {
    for name in ["scottish-companies-1904", "ceos-and-clubs"] {
        let data = shared(name);
        let people: Vec<String> = data.iter_people().map(|person| person.id).collect();
        let companies: Vec<String> = data.iter_companies().map(|company| company.id).collect();
        let held: BTreeSet<(String, String)> = data.iter_seats().map(|seat| (seat.person, seat.company)).collect();
        let mut marks = format!("person,{}", companies.join(","));
        for person in &people {
            let row =
                companies.iter().map(|company| u8::from(held.contains(&(person.clone(), company.clone()))).to_string());
            write!(marks, "\n{person},{}", row.collect::<Vec<_>>().join(",")).unwrap();
        }
        let mut lists = "company,directors".to_owned();
        for company in &companies {
            let members = held.iter().filter(|seat| seat.1 == *company).map(|seat| seat.0.as_str());
            write!(lists, "\n{company},{}", members.collect::<Vec<_>>().join(";")).unwrap();
        }
        for text in [marks, lists] {
            let again = read(text.as_bytes(), "wide");
            assert_eq!(again.problems.errors(), 0);
            assert_eq!((again.rows(Table::People), again.rows(Table::Companies)), (people.len(), companies.len()));
            assert_eq!(again.iter_seats().map(|seat| (seat.person, seat.company)).collect::<BTreeSet<_>>(), held);
        }
    }
}
