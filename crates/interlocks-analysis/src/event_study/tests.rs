use super::*;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

fn graph(deals: &str) -> BoardGraph {
    let text = format!(
        r#"{{"as_of": "2010-12-31",
        "companies": [{{"id": "acme", "founded": "2001-01-01"}}, {{"id": "bolt", "founded": "2000"}}, {{"id": "core"}}],
        "seats": [
            {{"person": "ann", "company": "acme", "role": "chief executive", "executive": "yes", "start": "2001-01-01"}},
            {{"person": "ann", "company": "bolt", "role": "director", "start": "2005-06-01"}},
            {{"person": "ann", "company": "bolt", "role": "chair", "start": "2006-06-01"}},
            {{"person": "bob", "company": "core", "role": "director", "start": "2002-01-01"}}],
        "deals": [{deals}]}}"#
    );
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let data = Dataset::read(stream, "windows.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems);
    BoardGraph::new(data, BuildOptions::default())
}

fn deal(id: &str, date: &str) -> String {
    format!(r#"{{"id": "{id}", "date": "{date}", "kind": "contract", "parties": "acme;bolt", "status": "alleged"}}"#)
}

fn deals(dates: &[&str]) -> String {
    let rows = dates.iter().enumerate().map(|(number, date)| deal(&format!("d{number}"), date));
    rows.collect::<Vec<String>>().join(",")
}

fn studied(dates: &[&str]) -> Vec<Study> {
    studies(&graph(&deals(dates)), &EventStudyOptions { permutations: 999, ..EventStudyOptions::default() })
}

#[test]
fn deals_near_an_appointment_are_set_against_the_rest_of_the_joint_history() {
    let found = studied(&["2005-05-20", "2005-06-01", "2005-08-30", "2005-08-31", "2008-01-01"]);
    let [study] = found.as_slice() else { panic!("{found:?}") };
    // From the later founding to the as-of date: ten years, two or three of them leap years.
    assert_eq!((study.history.span.from.to_string(), study.history.days), ("2001-01-01".to_owned(), 3_652));
    assert_eq!(study.near, NearCount { certain: 3, possible: 3, expected: 3.0 });
    assert_eq!((study.after, study.before, study.elsewhere), (2.0, 1.0, 2.0));
    assert_eq!(study.near_days, NearDays { min: 181.0, max: 181.0, expected: 181.0 });
    let ratio: f64 = (3.0 / 181.0) / (2.0 / 3_471.0);
    assert!((study.rate_ratio.unwrap() - ratio).abs() < 1e-4);
    assert!(study.interval.low < ratio && study.interval.high.unwrap() > ratio && study.interval.low > 1.0);
    assert!((study.p_exact - binomial_tail(3, 5, 181.0 / 3_652.0)).abs() < 1e-6);
    assert_eq!((study.p_holm, study.q_bh), (study.p_permutation, study.p_permutation));
    // A new role on the same board is no appointment.
    assert_eq!(study.appointments.len(), 1);
    assert_eq!((study.appointments[0].person.id.as_str(), study.appointments[0].certain), ("ann", true));
    assert_eq!(study.deals[0].status, "alleged");
}

#[test]
fn a_date_known_in_part_counts_by_its_probability() {
    let found = studied(&["2005", "2005-06/2005-07", "2001-05-05"]);
    let study = &found[0];
    assert_eq!((study.near.certain, study.near.possible), (1, 2));
    // Of the days of 2005, 3 March to 30 August lie near.
    assert!((study.near.expected - 1.0 - 181.0 / 365.0).abs() < 1e-5, "{:?}", study.near);
    let near: Vec<&str> = study.deals.iter().map(|deal| deal.near).collect();
    assert_eq!(near, ["no", "possible", "certain"]);
}

#[test]
fn what_has_no_date_or_lies_outside_is_counted_as_left_out() {
    let text = deals(&["2005-07-01", "2012-01-01"])
        + r#", {"id": "x", "kind": "contract", "parties": "acme;bolt"}, {"id": "y", "date": "2005", "kind": "contract", "parties": "acme;core"}"#;
    let found = studies(&graph(&text), &EventStudyOptions { permutations: 9, ..EventStudyOptions::default() });
    assert_eq!(found.len(), 1, "no appointment joins acme and core");
    assert_eq!((found[0].left_out, found[0].deals.len()), (LeftOut { appointments: 0, deals: 2 }, 1));
    let during = DaySpan { from: Day::from_ymd(2007, 1, 1).unwrap(), to: Day::MAX };
    assert!(studies(&graph(&text), &EventStudyOptions { during, ..EventStudyOptions::default() }).is_empty());
    assert!(studied(&[]).is_empty());
    let undated = BuildOptions::default().undated(true);
    assert!(studies(&BoardGraph::new(Dataset::default(), undated), &EventStudyOptions::default()).is_empty());
    assert!(studies(&BoardGraph::default(), &EventStudyOptions::default()).is_empty());
}

#[test]
fn an_endless_ratio_is_null_and_a_window_over_all_days_says_nothing() {
    let found = studied(&["2005-06-02"]);
    assert_eq!((found[0].rate_ratio, found[0].interval.high), (None, None));
    let all = studies(
        &graph(&deals(&["2005-06-02"])),
        &EventStudyOptions { window: 36_525, permutations: 9, ..EventStudyOptions::default() },
    );
    assert_eq!((all[0].rate_elsewhere, all[0].p_exact, all[0].p_permutation), (None, 1.0, 1.0));
    assert_eq!(all[0].interval, Interval { low: 0.0, high: None });
}

#[test]
fn a_seat_after_one_with_an_unknown_end_is_possibly_an_appointment() {
    let text = r#"{"as_of": "2015-12-31", "companies": [{"id": "acme", "founded": "2000"}, {"id": "bolt", "founded": "2000"}],
        "seats": [
            {"person": "ann", "company": "acme", "role": "chief executive", "start": "2000-01-01"},
            {"person": "ann", "company": "bolt", "role": "director", "start": "2001-01-01", "end_status": "unknown"},
            {"person": "ann", "company": "bolt", "role": "director", "start": "2012-06-01"}],
        "deals": [{"id": "d", "date": "2012-06-15", "kind": "contract", "parties": "acme;bolt"}]}"#;
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "windows.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    let graph = BoardGraph::new(data, BuildOptions::default());
    let found = studies(&graph, &EventStudyOptions::default().window(45).permutations(9));
    let appointments: Vec<(String, String, bool)> =
        found[0].appointments.iter().map(|a| (a.first.to_string(), a.last.to_string(), a.certain)).collect();
    let on = |day: &str, certain: bool| (day.to_owned(), day.to_owned(), certain);
    assert_eq!(appointments, [on("2001-01-01", true), on("2012-06-01", false)]);
    assert_eq!((found[0].near.certain, found[0].near.possible, found[0].deals[0].near), (0, 1, "possible"));
    // The rule on deals sees the same appointment.
    let options =
        crate::conflicts::ConflictOptions::default().window(45).rules([crate::conflicts::Rule::AppointmentWindow]);
    let findings = crate::conflicts::conflicts(&graph, &options);
    let events: Vec<(String, bool)> =
        findings.iter().map(|f| (f.events[0].first.unwrap().to_string(), f.certain)).collect();
    assert_eq!(events, [("2012-06-01".to_owned(), false)]);
    assert!(findings[0].text.contains("14 days before the deal"), "{}", findings[0].text);
}
