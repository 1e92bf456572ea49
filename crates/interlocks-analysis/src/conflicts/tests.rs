//! Findings on small data, and their sentences.

use super::*;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

fn graph(text: &str) -> BoardGraph {
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "deals.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems);
    BoardGraph::new(data, BuildOptions::default())
}

#[test]
fn a_seat_after_one_with_an_unknown_end_is_possibly_an_appointment() {
    let graph = graph(
        r#"{"as_of": "2015-12-31", "seats": [
            {"person": "ann", "company": "acme", "role": "chief executive", "start": "2000-01-01"},
            {"person": "ann", "company": "bolt", "role": "director", "start": "2001-01-01", "end_status": "unknown"},
            {"person": "ann", "company": "bolt", "role": "director", "start": "2012-06-01"}],
        "deals": [{"id": "d", "date": "2012-06-15", "kind": "contract", "parties": "acme;bolt"}]}"#,
    );
    let options = ConflictOptions::default().window(45).rules([Rule::AppointmentWindow]);
    let findings = conflicts(&graph, &options);
    assert_eq!((findings.len(), findings[0].days, findings[0].certain), (1, 14, false));
    assert!(
        findings[0].text.starts_with(
            "ann joined the board of bolt on 2012-06-01 while tied to acme, 14 days before the deal. The deal"
        ),
        "{}",
        findings[0].text
    );
    let shows = explain(&findings[0]).shows;
    assert_eq!(
        shows[0],
        "ann was chief executive of acme (since 2000-01-01) [no source], was a director of bolt (from 2001-01-01, end \
         unknown) [no source] and of bolt (since 2012-06-01) [no source], and joined the board of bolt on 2012-06-01."
    );
    assert!(shows[1].contains("is dated 2012-06-15, 14 days after the joining; all dates are known to the day"));
}

#[test]
fn every_person_has_a_sentence() {
    let graph = graph(
        r#"{"as_of": "2020-12-31", "seats": [
            {"person": "ann", "company": "acme", "role": "director", "start": "2010", "end": "2015"},
            {"person": "ann", "company": "core", "role": "director", "start": "2011"},
            {"person": "bob", "company": "core", "role": "director", "start": "2011-05"},
            {"person": "bob", "company": "bolt", "role": "president", "start": "2012"}],
        "deals": [{"id": "d", "date": "2013-06", "kind": "contract", "parties": "acme;bolt", "status": "alleged"}]}"#,
    );
    let findings = conflicts(&graph, &ConflictOptions::default().rules([Rule::IndirectPath]));
    let shows = explain(&findings[0]).shows;
    assert_eq!(
        shows[0],
        "No other rule applies, but a path of 4 steps joins the parties: ann was a director of acme (2010–2015) [no \
         source] and of core (since 2011) [no source]. bob was a director of core (since 2011-05) [no source] and was \
         president of bolt (since 2012) [no source]."
    );
    assert!(shows[1].ends_with("known only to the year [no source]. Status in the data: alleged."), "{}", shows[1]);
    assert!(shows[2].starts_with("On that date, all of this had been true for 152 to "), "{}", shows[2]);
    assert!(explain(&findings[0]).check.contains(&"whether the path had any influence on the deal".to_owned()));
}

#[test]
fn a_person_and_a_deal_are_one_row_with_one_sentence() {
    let graph = graph(
        r#"{"as_of": "2020-12-31", "seats": [
            {"person": "ann", "company": "acme", "role": "chief executive and director", "start": "2010", "end": "2015"},
            {"person": "ann", "company": "bolt", "role": "director", "start": "2011"},
            {"person": "bob", "company": "acme", "role": "director", "start": "2011"},
            {"person": "bob", "company": "bolt", "role": "director", "start": "2012-01-01"}],
        "ties": [{"from": "ann", "to": "acme", "kind": "owner", "share": 30, "start": "2012"},
                 {"from": "ann", "to": "bob", "kind": "sibling"}],
        "deals": [{"id": "d", "date": "2012-06-01", "kind": "loan", "parties": "acme;bolt;core"}],
        "companies": [{"id": "acme"}, {"id": "bolt"}, {"id": "core"}]}"#,
    );
    let groups = group_findings(conflicts(&graph, &ConflictOptions::default()));
    let rows: Vec<GroupRow> = groups.iter().map(FindingGroup::row).collect();
    let rules = |row: &GroupRow| row.rules.iter().map(|met| met.rule).collect::<Vec<Rule>>();
    let people =
        |row: &GroupRow| row.finding.people.iter().map(|one| one.id.clone()).collect::<Vec<String>>().join("+");
    let told: Vec<(String, Vec<Rule>)> = rows.iter().map(|row| (people(row), rules(row))).collect();
    assert_eq!(
        told,
        [
            ("ann".to_owned(), vec![Rule::ExecutiveOnBoard, Rule::OwnerOnBoard, Rule::SharedDirector]),
            ("ann+bob".to_owned(), vec![Rule::RelatedPerson]),
            ("bob".to_owned(), vec![Rule::SharedDirector]),
        ]
    );
    assert_eq!(
        rows[0].finding.text,
        "ann was an executive of acme and sat on the boards of bolt and acme. Possible, as the dates leave it open: ann \
         was an owner (0 to 30 %) of acme. The deal d (loan) is dated 2012-06-01. Parties: 2 of 3. A lead to check, not an \
         accusation."
    );
    assert!(rows[1].finding.text.starts_with(
        "ann sat on the board of acme. bob sat on the board of bolt. According to the data, they are family. The deal"
    ));
    let shows = explain_group(&groups[0]).shows;
    assert_eq!(shows.len(), 4);
    assert!(shows[2].starts_with("Rules met: executive-on-board (acme and bolt, "), "{}", shows[2]);
    assert_eq!(shows[0].matches("ann ").count(), 1, "{}", shows[0]);
}

#[test]
fn findings_about_somebody_are_those_of_all_findings() {
    let data = Dataset::open("../../datasets/bigtech-boards").unwrap();
    let graph = BoardGraph::new(data, BuildOptions::default());
    let all = conflicts(&graph, &ConflictOptions::default());
    let about = |finding: &Finding, entity: Entity| {
        let among = match entity {
            Entity::Person(_) => &finding.people,
            Entity::Company(_) => &finding.parties,
        };
        among.iter().any(|one| one.id == graph.id(entity))
    };
    let (mut people, mut companies) = (0, 0);
    let entities: Vec<Entity> = graph.entities().collect();
    for pair in entities.windows(2) {
        for asked in [&pair[..1], pair] {
            let expected: Vec<Finding> =
                all.iter().filter(|finding| asked.iter().any(|one| about(finding, *one))).cloned().collect();
            let found = conflicts(&graph, &ConflictOptions::default().concerning(asked.iter().copied()));
            assert_eq!(serde_json::to_value(&found).unwrap(), serde_json::to_value(expected).unwrap(), "{asked:?}");
            let found = usize::from(!found.is_empty());
            if matches!(pair[0], Entity::Person(_)) { people += found } else { companies += found }
        }
    }
    assert!(people > 20 && companies > 20, "{people} {companies}");
}
