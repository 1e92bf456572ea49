use proptest::prelude::*;

use super::*;

const HEADER: &str = "what,rule,test,people,companies,deal,owner,accepted,certainty,who,when,why\n";

fn read(text: &str) -> Result<Baseline, DatasetError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accepted.csv");
    std::fs::write(&path, text).unwrap();
    Baseline::open(&path)
}

/// A verdict on `ann` at a company.
fn verdict(company: &str, verdict: Verdict, certain: bool) -> Acceptable {
    let cells = ["overboarding", "iss", "ann", company, "", ""].map(str::to_owned);
    Acceptable { key: Key { what: RowKind::Screen, cells }, grade: Grade::Verdict(verdict), certain }
}

#[test]
fn what_became_graver_comes_back() {
    let text = format!("{HEADER}screen,overboarding,iss,ann,acme,,,watch,possible,M. Lee,2026-11-30,known\n");
    let baseline = read(&text).unwrap();
    assert!(baseline.problems().is_empty());
    for (row, covered) in [
        (verdict("acme", Verdict::Watch, false), true),
        (verdict("acme", Verdict::Unknown, true), true),
        (verdict("acme", Verdict::Clear, true), true),
        (verdict("acme", Verdict::Watch, true), false),
        (verdict("acme", Verdict::Breach, false), false),
        (verdict("beta", Verdict::Watch, false), false),
    ] {
        assert_eq!(baseline.covers(&row), covered, "{row:?}");
    }
    // Without a word on certainty, any is accepted.
    assert!(read(&text.replace("possible", "")).unwrap().covers(&verdict("acme", Verdict::Watch, true)));
}

#[test]
fn columns_and_ids_may_be_in_any_order_and_the_last_row_counts() {
    let text = "Who;why;note;people;companies;accepted;what;rule;test;deal;owner;certainty;when\n\
                M;w;;bo;\"beta; acme \";High;Conflict;shared-director;;d1;;;\n\
                M;;;cy;acme;High;conflict;shared-director;;d1;;;\n\
                ;;;bo;acme;;conflict;shared-director;;d2;;;\n";
    let baseline = read(text).unwrap();
    let row = |people: &str, companies: &str, deal: &str| {
        let cells = ["shared-director", "", people, companies, deal, ""].map(str::to_owned);
        let grade = Grade::Severity(Severity::Medium);
        Acceptable { key: Key { what: RowKind::Conflict, cells }, grade, certain: true }
    };
    assert!(baseline.covers(&row("bo", "acme;beta", "d1")));
    assert!(!baseline.covers(&row("cy", "acme", "d1")), "without a reason it does not count");
    assert!(!baseline.covers(&row("bo", "acme", "d2")), "an empty cell accepts nothing");
    assert_eq!(baseline.problems().iter().map(|problem| problem.line).collect::<Vec<_>>(), [3]);
}

#[test]
fn wrong_rows_are_told_with_their_cell() {
    for (row, place, message) in [
        ("seat,,,ann,acme,,,yes,,M,,w", "2:1", "'seat' is not pair, conflict or screen"),
        ("screen,overbording,,ann,acme,,,watch,,M,,w", "2:2", "there is no screen 'overbording'"),
        ("screen,overboarding,iss,,,,,watch,,M,,w", "2:4", "neither people nor companies"),
        ("screen,overboarding,iss,ann,acme,,,high,,M,,w", "2:8", "there is no verdict 'high'"),
        ("conflict,shared-director,,ann,acme;beta,d,,breach,,M,,w", "2:8", "there is no severity 'breach'"),
        ("pair,,,ann,acme;beta,,,no,,M,,w", "2:8", "'no' is not yes"),
        ("pair,,,ann,acme;beta,,,yes,perhaps,M,,w", "2:9", "'perhaps' is not certain or possible"),
        ("pair,,,ann,acme;beta,,,yes,,,,w", "2:10", "needs who and why"),
        ("pair,,,ann,acme;beta,,,yes,,M,soon,w", "2:11", "'soon' is not a date"),
        ("pair,,,ann,acme;beta,,,yes,,M,,w,x", "2:13", "13 cells where the header has 12"),
    ] {
        let baseline = read(&format!("{HEADER}{row}\n")).unwrap();
        let told: Vec<String> = baseline.problems().iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].contains(&format!("accepted.csv:{place}: ")), "{row}: {told:?}");
        assert!(told[0].contains(message), "{row}: {told:?}");
    }
    let text = "screen,overboarding,iss,ann,acme,,,breach,,M,,w\nscreen,overboarding,iss,ann,acme,,,watch,,M,,w\n";
    let narrowed = read(&format!("{HEADER}{text}")).unwrap();
    assert!(narrowed.problems()[0].to_string().contains(":3:8: warning: watch is accepted here, and breach on line 2"));
    assert!(!narrowed.covers(&verdict("acme", Verdict::Breach, false)));
    let error = read("what,rule\n").unwrap_err().to_string();
    assert!(error.contains("no column test") && error.contains("certainty, who, when, why"), "{error}");
}

#[test]
fn rows_are_added_once_and_the_gravest_of_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accepted.csv");
    let consent = Consent { who: "M, Lee".into(), when: "2026-11-30".into(), why: "a \"b\"; c".into() };
    let rows = [
        verdict("acme", Verdict::Watch, true),
        verdict("acme", Verdict::Breach, false),
        verdict("acme", Verdict::Breach, true),
        verdict("b;a", Verdict::Unknown, true),
    ];
    let rows = rows
        .map(|row| Acceptable { key: Key { cells: row.key.cells.map(|cell| ids([cell.as_str()])), ..row.key }, ..row });
    assert_eq!(Baseline::open_to_add(&path).unwrap().add(&rows, &consent).unwrap(), 2);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut again = Baseline::open_to_add(&path).unwrap();
    assert_eq!((again.add(&rows, &consent).unwrap(), again.rows()), (0, 2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "nothing is added twice");
    assert!(text.starts_with(HEADER) && again.problems().is_empty(), "{text}");
    assert!(rows.iter().all(|row| again.covers(row)));
    assert!(Baseline::open(&path).unwrap().add(&rows, &consent).is_err(), "it was opened only to be read");
}

/// A row of a file, or of an answer: one of few keys.
fn any_row() -> impl Strategy<Value = (usize, Verdict, Option<bool>)> {
    (0..3usize, prop::sample::select(&Verdict::ALL[..]), prop::option::of(any::<bool>()))
}

proptest! {
    /// The oracle reads the file from its end.
    #[test]
    fn a_row_is_covered_by_the_last_row_about_the_same(
        accepted in prop::collection::vec((any_row(), prop::bool::weighted(0.8)), 0..8),
        asked in any_row(),
    ) {
        const COMPANIES: [&str; 3] = ["acme", "beta", "zeta"];
        let mut text = HEADER.to_owned();
        for ((company, verdict, certain), is_accepted) in &accepted {
            let word = if *is_accepted { verdict.as_str() } else { "" };
            let certainty = certain.map_or("", |certain| if certain { "certain" } else { "possible" });
            text += &format!("screen,overboarding,iss,ann,{},,,{word},{certainty},M,,w\n", COMPANIES[*company]);
        }
        let (company, asked_verdict, certain) = (asked.0, asked.1, asked.2 == Some(true));
        let gravity = |verdict: Verdict| Verdict::ALL.iter().position(|one| *one == verdict);
        let last = accepted.iter().rev().find(|((one, _, _), _)| *one == company);
        let expected = match last {
            None | Some((_, false)) => false,
            Some(((_, verdict, stated), true)) if asked_verdict == *verdict => !(certain && *stated == Some(false)),
            Some(((_, verdict, _), true)) => gravity(asked_verdict) > gravity(*verdict),
        };
        prop_assert_eq!(read(&text).unwrap().covers(&verdict(COMPANIES[company], asked_verdict, certain)), expected);
    }
}
