//! The bundled datasets hold what their origins hold.

use std::collections::HashMap;

use crate::published;
use interlocks::dataset::{Dataset, Table};
use interlocks::model::{Ending, Seat};

fn rows(table: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(published::folder("bigtech-boards").join(table)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn nothing_is_lost_and_nothing_is_wrong() {
    let data = Dataset::open("datasets/bigtech-boards").unwrap();
    let counts = [
        data.people.len(),
        data.companies.len(),
        data.seats.len(),
        data.ties.len(),
        data.deals.len(),
        data.sources.len(),
    ];
    assert_eq!(counts, [266, 82, 505, 162, 39, 67]);
    assert_eq!(data.problems.listed(), []);
    for table in Table::ALL {
        let count = data.count(table);
        assert_eq!(count.read, count.kept + count.dropped);
    }
    let women = Dataset::open("datasets/southern-women").unwrap();
    assert_eq!((women.people.len(), women.companies.len(), women.seats.len()), (18, 14, 89));
    assert_eq!(women.problems.listed(), []);
}

fn ending(row: &HashMap<String, String>) -> Ending {
    match (row["end"].as_str(), row["end_status"].as_str()) {
        ("", "unknown") => Ending::Unknown,
        ("", "ongoing") => Ending::Running,
        (end, "ended") => Ending::On(end.parse().unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn the_converted_seats_equal_the_shared_ones() {
    let data = Dataset::open("datasets/bigtech-boards").unwrap();
    let origin = rows("seats.csv");
    assert_eq!(origin.len(), data.seats.len());
    for (row, seat) in origin.iter().zip(data.iter_seats()) {
        let Seat { id, person, company, role, note, .. } = &seat;
        let texts = [id, person, company, role, note].map(String::as_str);
        let expected = ["seat_id", "person_id", "company_id", "role", "note"].map(|key| row[key].as_str());
        assert_eq!(texts, expected);
        assert_eq!(seat.start.map(|date| date.to_string()).unwrap_or_default(), row["start"], "{id}");
        assert_eq!(seat.end, ending(row), "{id}");
        assert_eq!(
            (seat.board, seat.observer),
            (Some(row["board_seat"] == "yes"), row["board_seat"] == "observer"),
            "{id}"
        );
        assert_eq!(seat.executive, row["executive"] == "yes", "{id}");
        assert_eq!(seat.sources.join(";"), row["source_ids"], "{id}");
        assert_eq!(format!("{:?}", seat.confidence.unwrap()).to_lowercase(), row["confidence"], "{id}");
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn ties_and_deals_keep_their_sources_and_the_status_of_allegations() {
    let data = Dataset::open("datasets/bigtech-boards").unwrap();
    for (row, tie) in rows("ties.csv").iter().zip(&data.ties) {
        assert_eq!(
            [&tie.id, &tie.kind, &tie.from.id, &tie.to.id, &tie.note],
            ["tie_id", "kind", "a_id", "b_id", "note"].map(|key| &row[key])
        );
        assert_eq!(tie.sources.join(";"), row["source_ids"]);
    }
    for (row, deal) in rows("deals.csv").iter().zip(&data.deals) {
        assert_eq!(
            [&deal.id, &deal.kind, &deal.status, &deal.text],
            ["deal_id", "kind", "status", "description"].map(|key| &row[key])
        );
        assert_eq!(deal.parties.join(";"), row["party_ids"]);
        assert_eq!(deal.sources.join(";"), row["source_ids"]);
        let date = deal.date.unwrap();
        let bound = |key: &str| row[key].parse::<interlocks::model::PartialDate>().unwrap();
        assert_eq!(
            (date.earliest(), date.latest()),
            (bound("date_earliest").earliest(), bound("date_latest").latest()),
            "{}",
            deal.id
        );
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn the_shared_folder_opens_as_it_is_through_column_synonyms() {
    let path = published::folder("bigtech-boards");
    let (ours, theirs) = (Dataset::open("datasets/bigtech-boards").unwrap(), Dataset::open(path).unwrap());
    assert_eq!(theirs.problems.listed(), []);
    let plain = |data: &Dataset| -> Vec<Seat> {
        data.iter_seats().map(|seat| Seat { extra: Vec::new(), place: Default::default(), ..seat }).collect()
    };
    assert_eq!(plain(&ours), plain(&theirs));
}
