//! Undecided identities in the answers: what an answer says with an open pair follows from two answers without it, that of the
//! data as it is, and that of the data in which the pair is one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::cli::ran;
use crate::identity::{COMPANIES, RECORDS, World, results, worlds};

pub const HEADER: &str = "id_a,id_b,decision,probability,who,when,why";

/// An open pair: the smaller id, and the larger one.
pub type Link = (String, String);

pub fn links() -> impl Strategy<Value = Vec<Link>> {
    let person = (0..RECORDS, 0..RECORDS).prop_map(|(a, b)| (format!("r{}", a.min(b)), format!("r{}", a.max(b))));
    let company = (0..COMPANIES, 0..COMPANIES).prop_map(|(a, b)| (format!("c{}", a.min(b)), format!("c{}", a.max(b))));
    let link = prop_oneof![4 => person, 1 => company];
    prop::collection::vec(link.prop_filter("two", |(a, b)| a != b), 1..3)
}

/// Writes the folder of a world with a row for each of some pairs.
pub fn with_rows(world: &World, links: &[Link], row: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    world.write(folder.path(), false, false);
    let rows: Vec<String> = links.iter().map(|(a, b)| format!("{a},{b},{row}")).collect();
    fs::write(folder.path().join("same.csv"), format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
    folder
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(row: &'a Value, key: &str) -> &'a [Value] {
    row[key].as_array().map_or(&[], Vec::as_slice)
}

/// The id of an entity once a pair is one: the smaller id is kept.
fn merged(id: &str, (a, b): &Link) -> String {
    if id == b { a.clone() } else { id.to_owned() }
}

fn ends(row: &Value, link: &Link) -> [String; 2] {
    let mut ends = ["a", "b"].map(|end| merged(text(&row[end], "id"), link));
    ends.sort();
    ends
}

fn shared(row: &Value) -> impl Iterator<Item = &Value> {
    list(row, "people").iter().chain(list(row, "companies"))
}

/// The ends of a pair with each shared entity and each kind.
fn facts(row: &Value, link: &Link) -> BTreeSet<(String, String, String)> {
    let [a, b] = ends(row, link);
    let ids = shared(row).map(|one| merged(text(one, "id"), link));
    let kinds = list(row, "kinds").iter().map(|kind| format!("kind {kind}"));
    ids.chain(kinds).map(|what| (a.clone(), b.clone(), what)).collect()
}

fn certain_count(row: &Value) -> usize {
    shared(row).filter(|one| !list(one, "certain").is_empty()).count()
}

/// Returns `true` if a pair is certain only if a link is of two: the answer in which it is one does not bear it out.
fn needs_two(row: &Value, as_one: &[Value], link: &Link) -> bool {
    let Some(other) = as_one.iter().find(|other| ends(other, link) == ends(row, link)) else { return true };
    let of_two = ["mutual", "chief-executive-cross", "compensation-committee-cross"];
    let lost = |kind: &&Value| !list(other, "certain_kinds").contains(kind);
    let kinds = list(row, "certain_kinds").iter().filter(lost).any(|kind| of_two.contains(&kind.as_str().unwrap()));
    other["certain"] == false || certain_count(other) < certain_count(row) || kinds
}

/// A row without what only undecided identities and decisions change.
fn plain(row: &Value) -> Value {
    let mut row = row.clone();
    let fields = row.as_object_mut().unwrap();
    for key in ["if", "dates_certain", "certain", "certain_kinds", "rests_on"] {
        fields.remove(key);
    }
    for one in fields.get_mut("people").and_then(Value::as_array_mut).into_iter().flatten() {
        one.as_object_mut().unwrap().remove("kind_certain");
    }
    row
}

const QUESTIONS: [&[&str]; 10] = [
    &["pairs"],
    &["pairs", "--weight", "jaccard", "--at", "2006-06"],
    &["pairs", "--weight", "days", "--during", "2004..2008"],
    &["pairs", "--of", "people"],
    &["pairs", "--kind", "mutual"],
    &["pairs", "--min", "2", "--weight", "newman"],
    &["pairs", "--links", "officers"],
    &["pairs", "--company", "c0"],
    &["pairs", "--max-boards", "3", "--weight", "cosine"],
    &["pairs", "--of", "people", "--max-boards", "3", "--weight", "cosine"],
];

fn rows(question: &[&str], data: &Path, more: &[&str]) -> Vec<Value> {
    results(question, data, more).as_array().unwrap().clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn pairs_with_an_open_identity_follow_from_two_answers_without_it(world in worlds(), links in links()) {
        let links: Vec<Link> = links.into_iter().collect::<BTreeSet<Link>>().into_iter().collect();
        let apart = with_rows(&world, &[], "");
        let open = with_rows(&world, &links, "unsure,0.7,M. Ode,,");
        let one: Vec<_> = links.iter().map(|link| with_rows(&world, std::slice::from_ref(link), "same,,M. Ode,,signature")).collect();
        for question in QUESTIONS {
            let settled = rows(question, apart.path(), &[]);
            let answer = rows(question, open.path(), &["--if-same"]);
            let as_one: Vec<Vec<Value>> = one.iter().map(|folder| rows(question, folder.path(), &[])).collect();
            let (own, more) = answer.split_at(settled.len());
            prop_assert_eq!(rows(question, open.path(), &[]), own, "{:?}: the same without --if-same", question);
            // What holds as things are stays; it is weaker where one of the links has to be of two.
            for (row, before) in own.iter().zip(&settled) {
                prop_assert_eq!(plain(row), plain(before));
                let is_certain = before["certain"] == true;
                let needed: Vec<&Link> =
                    links.iter().zip(&as_one).filter(|(link, rows)| is_certain && needs_two(before, rows, link)).map(|(link, _)| link).collect();
                prop_assert_eq!(row["certain"].as_bool(), Some(is_certain && needed.is_empty()), "{:?}: {}", question, row);
                let told: BTreeSet<(&str, &str)> =
                    list(row, "if").iter().map(|it| (text(it, "a"), text(it, "b"))).collect();
                prop_assert_eq!(told, needed.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<BTreeSet<_>>());
                prop_assert!(list(row, "if").iter().all(|it| it["same"] == false && it["probability"] == 0.7 && it["who"] == "M. Ode"));
            }
            // What is new if the two are one is listed, each row with its link.
            let mut expected = Vec::new();
            for (link, rows) in links.iter().zip(&as_one) {
                let known: BTreeSet<_> = settled.iter().flat_map(|row| facts(row, link)).collect();
                expected.extend(rows.iter().filter(|row| !facts(row, link).is_subset(&known)).map(|row| (link.clone(), plain(row), row["certain"].clone())));
            }
            let mut listed: Vec<_> = more
                .iter()
                .map(|row| {
                    let condition = &row["if"][0];
                    assert!(row["certain"] == false && condition["same"] == true && list(row, "if").len() == 1, "{row}");
                    ((text(condition, "a").to_owned(), text(condition, "b").to_owned()), plain(row), row["dates_certain"].clone())
                })
                .collect();
            let order = |row: &(Link, Value, Value)| (row.0.clone(), row.1.to_string());
            expected.sort_by_key(order);
            listed.sort_by_key(order);
            prop_assert_eq!(listed, expected, "{:?}", question);
            // Nothing that is certain with the link is not certain without it.
            let certain = rows(question, apart.path(), &["--certain"]);
            for row in rows(question, open.path(), &["--certain", "--if-same"]) {
                prop_assert!(row["certain"] == true && row.get("if").is_none());
                prop_assert!(certain.iter().any(|other| ends(other, &links[0]) == ends(&row, &links[0])), "{}", row);
            }
        }
    }
}

/// What a finding or a verdict is about, with a pair taken as one, and without days, names and sentences.
fn subject(row: &Value, link: &Link) -> Value {
    let ids = |rows: &[Value]| {
        rows.iter().map(|one| merged(text(one, "id"), link)).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    let events = list(row, "events").iter().map(|event| {
        let who = ["person", "company"].map(|key| merged(text(&event[key], "id"), link));
        format!("{} {who:?}", event["what"])
    });
    serde_json::json!([
        [text(row, "rule"), text(row, "test"), text(row, "verdict")],
        [row["deal"]["id"], ids(list(row, "parties")), ids(list(row, "people")), ids(list(row, "subject"))],
        merged(text(&row["stake"]["owner"], "id"), link),
        events.collect::<Vec<_>>(),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn findings_and_verdicts_are_not_stronger_for_an_open_identity(world in worlds(), links in links()) {
        let link = links[0].clone();
        let apart = with_rows(&world, &[], "");
        let open = with_rows(&world, &links[..1], "unsure,0.7,M. Ode,,");
        let one = with_rows(&world, &links[..1], "same,,M. Ode,,signature");
        for question in [&["conflicts", "--each-rule"][..], &["screen", "compensation", "overboarding", "--at", "2008-06"], &["people"]] {
            let key = |row: &Value| match question[0] {
                "people" => serde_json::json!([merged(text(row, "id"), &link), row["boards"]]),
                "conflicts" => subject(row, &link),
                _ => subject(&serde_json::json!({
                    "rule": row["rule"], "test": row["test"], "verdict": row["verdict"], "subject": row["subject"]
                }), &link),
            };
            let settled = rows(question, apart.path(), &[]);
            let answer = rows(question, open.path(), &["--if-same"]);
            let as_one = rows(question, one.path(), &[]);
            let (own, more) = answer.split_at(settled.len());
            let count = |rows: &[Value]| { let mut keys: Vec<String> = rows.iter().map(|row| key(row).to_string()).collect(); keys.sort(); keys };
            prop_assert_eq!(count(own), count(&settled), "{:?}: no row comes or goes", question);
            let certain = |rows: &[Value]| count(&rows.iter().filter(|row| row["certain"] == true).cloned().collect::<Vec<_>>());
            let before = certain(&settled);
            prop_assert!(certain(own).iter().all(|key| before.contains(key)));
            // What is still certain is certain, too, if the two are one; unless another rule says more.
            let after = certain(&as_one);
            if question[0] == "screen" {
                prop_assert!(certain(own).iter().all(|key| after.contains(key)), "{:?}", question);
            }
            for row in own {
                prop_assert_eq!(row.get("if").is_some(), row.get("dates_certain").is_some());
                prop_assert!(row.get("if").is_none() || row["certain"] == false);
            }
            // Every row that holds only if they are one is a row of the data in which they are.
            let (known, all) = (count(&settled), count(&as_one));
            let listed = count(more);
            prop_assert!(listed.iter().all(|key| all.contains(key) && !known.contains(key)), "{:?}: {:?}", question, listed);
            if question[0] != "people" {
                let is_told = |row: &&Value| row["verdict"] != "clear" && !known.contains(&key(row).to_string());
                let expected: Vec<Value> = as_one.iter().filter(is_told).cloned().collect();
                prop_assert_eq!(listed, count(&expected), "{:?}", question);
            }
        }
    }
}

/// A folder with these tables.
pub fn folder(tables: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn answer(args: &[&str], data: &Path) -> (String, String) {
    let mut whole = vec![args[0], data.to_str().unwrap()];
    whole.extend(&args[1..]);
    let (code, out, message) = ran(&whole);
    assert!(code == 0, "{message}");
    (out, message)
}

const SMITHS: &str = "person,company,role,start,end\nbrad-smith-microsoft,microsoft,president and director,2015,2024\n\
                      brad-smith-intuit,intuit,chief executive and director,2008,2019\n\
                      eve-burton,microsoft,director,2012,2020\neve-burton,netflix,director,2012,2020\n";

#[test]
fn brad_smith_of_microsoft_and_of_intuit_link_the_two_only_if_they_are_one() {
    let same = format!("{HEADER}\nbrad-smith-intuit,brad-smith-microsoft,unsure,0.3,M. Ode,,\n");
    let data = folder(&[("seats.csv", SMITHS), ("same.csv", &same)]);
    let (out, _) = answer(&["pairs"], data.path());
    assert!(!out.contains("Intuit") && !out.contains("intuit"), "{out}");
    assert!(
        out.ends_with("1 more row holds only if two records are one, which is undecided; --if-same lists them\n"),
        "{out}"
    );
    let (out, _) = answer(&["pairs", "--if-same"], data.path());
    assert!(
        out.contains("only if brad-smith-intuit and brad-smith-microsoft are one person (0.3, M. Ode is unsure)"),
        "{out}"
    );
    let (out, _) = answer(&["pairs", "-f", "json"], data.path());
    let json: Value = serde_json::from_str(&out).unwrap();
    assert!(
        json["results"].as_array().unwrap().len() == 1 && json["notes"].to_string().contains("--if-same"),
        "{json}"
    );
    let (out, _) = answer(&["pairs", "--if-same", "-f", "csv"], data.path());
    assert!(out.lines().next().unwrap().ends_with(",if") && out.lines().count() == 3, "{out}");
    // A row 'distinct' settles it, and so does a row without a probability: nothing is asked.
    for row in ["distinct,,M. Ode,,births", ",,,,"] {
        fs::write(data.path().join("same.csv"), format!("{HEADER}\nbrad-smith-intuit,brad-smith-microsoft,{row}\n"))
            .unwrap();
        let (out, _) = answer(&["pairs", "--if-same"], data.path());
        assert!(!out.contains("only if"), "{out}");
    }
}

#[test]
fn father_and_son_count_as_two_only_if_they_are() {
    let seats = "person,company,start,end\njohn-lee,acme,2001,2010\njohn-lee-jr,acme,2001,2010\n\
                 john-lee,bolt,2001,2010\njohn-lee-jr,bolt,2001,2010\nann,acme,2001,2010\nann,core,2001,2010\n";
    let same = format!("{HEADER}\njohn-lee,john-lee-jr,,0.6,,,\n");
    let data = folder(&[("seats.csv", seats), ("same.csv", &same)]);
    let found = rows(&["pairs"], data.path(), &[]);
    let [both, other] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&both["shared"], &both["certain"], &both["dates_certain"]), (&2.into(), &false.into(), &true.into()));
    assert_eq!(both["if"][0]["same"], false);
    assert!(other["certain"] == true && other.get("if").is_none());
    let (out, _) = answer(&["pairs"], data.path());
    assert!(out.contains("only if john-lee and john-lee-jr are two people (one: 0.6, undecided)"), "{out}");
    assert_eq!(rows(&["pairs"], data.path(), &["--certain"]).len(), 1);
    // As a pair of people they sit together, which nobody does with themselves.
    let people = rows(&["pairs", "--of", "people"], data.path(), &[]);
    let pair = people.iter().find(|row| row["b"]["id"] == "john-lee-jr" && row["a"]["id"] == "john-lee").unwrap();
    assert_eq!((&pair["certain"], &pair["if"][0]["same"]), (&false.into(), &false.into()));
}

#[test]
fn a_nominee_crosses_two_boards_only_if_they_are_two() {
    let seats = "person,company,role,start,end\na.fell,acme,chief executive and director,2001,2010\n\
                 a.fell,bolt,director,2001,2010\nadrian.fell,bolt,chief executive and director,2001,2010\n\
                 adrian.fell,acme,director,2001,2010\n";
    let same = format!("{HEADER}\na.fell,adrian.fell,unsure,,M. Ode,,\n");
    let data = folder(&[("seats.csv", seats), ("same.csv", &same)]);
    let found = rows(&["pairs"], data.path(), &[]);
    let kinds = found[0]["kinds"].to_string();
    assert!(kinds.contains("mutual") && kinds.contains("chief-executive-cross"), "{kinds}");
    assert!(found[0]["certain"] == false && !found[0]["certain_kinds"].to_string().contains("mutual"), "{found:?}");
    // Settled as one, the row says what that rests on.
    fs::write(
        data.path().join("same.csv"),
        format!("{HEADER}\na.fell,adrian.fell,same,,M. Ode,2026-11-29,signature\n"),
    )
    .unwrap();
    let more =
        "a.fell,a-fell-3,same,,M. Ode,2026-11-29,signature\na-fell-3,a-fell-4,same,,M. Ode,2026-11-29,signature\n";
    let people = "id,name\na.fell,\nadrian.fell,\na-fell-3,\na-fell-4,\n";
    fs::write(data.path().join("people.csv"), people).unwrap();
    let text_of = fs::read_to_string(data.path().join("same.csv")).unwrap();
    fs::write(data.path().join("same.csv"), format!("{text_of}{more}")).unwrap();
    let found = rows(&["pairs"], data.path(), &[]);
    // Decisions on records without a seat here join nothing.
    assert_eq!(list(&found[0], "rests_on").len(), 1, "{found:?}");
    let rests = &found[0]["rests_on"][0];
    assert_eq!(
        (text(rests, "a"), text(rests, "who"), text(rests, "when"), text(rests, "why")),
        ("a.fell", "M. Ode", "2026-11-29", "signature")
    );
    assert!(
        text(rests, "file").ends_with("same.csv") && rests["line"] == 2 && found[0]["certain"] == true,
        "{found:?}"
    );
}

#[test]
fn a_finding_tells_what_it_rests_on_and_on_what_it_depends() {
    let seats = "person,company,role,start,end\na.fell,acme,director,2001,2015\nadrian.fell,bolt,director,2003,2015\n\
                 ann,acme,director,2001,2015\nbea,bolt,director,2001,2015\n";
    let (deals, ties) = ("id,date,kind,parties\nd1,2010-06-01,contract,acme;bolt\n", "from,to,kind\nann,bea,sibling\n");
    let same = |row: &str| format!("{HEADER}\na.fell,adrian.fell,{row}\nann,bea,unsure,0.2,M. Ode,,\n");
    let data =
        folder(&[("seats.csv", seats), ("deals.csv", deals), ("ties.csv", ties), ("same.csv", &same(",0.8,,,"))]);
    let found = rows(&["conflicts", "--each-rule"], data.path(), &["--if-same"]);
    let of = |rule: &str| found.iter().find(|row| row["rule"] == rule).unwrap_or_else(|| panic!("{rule}: {found:?}"));
    // Related people are two only if they are; a shared director is one only if both records are.
    let (related, shared) = (of("related-person"), of("shared-director"));
    assert_eq!((&related["if"][0]["same"], &shared["if"][0]["same"]), (&false.into(), &true.into()));
    assert_eq!((&related["score"], &shared["score"]), (&0.512.into(), &0.384.into()));
    assert!(
        text(shared, "text").contains(
            "Possible: only if a.fell and adrian.fell are one person (0.8, undecided); the dates are certain."
        )
    );
    let (out, _) = answer(&["conflicts", "--explain"], data.path());
    assert!(
        out.contains("only if ann and bea are two people (one: 0.2, M. Ode is unsure)")
            && !out.contains("shared-director"),
        "{out}"
    );
    assert!(
        out.contains("more rows hold only if two records are one") || out.contains("1 more row holds only if"),
        "{out}"
    );
    fs::write(data.path().join("same.csv"), same("same,,M. Lee,2026-11-29,same signature")).unwrap();
    let (out, _) = answer(&["conflicts", "--explain"], data.path());
    assert!(
        out.contains("a.fell and adrian.fell are taken as one person (M. Lee, 2026-11-29: same signature)."),
        "{out}"
    );
    let (out, _) = answer(&["people", "--if-same", "-f", "json"], data.path());
    assert!(out.contains("\"rests_on\""), "{out}");
}

#[test]
fn a_profile_shows_whom_somebody_would_sit_with() {
    let same = format!("{HEADER}\nbrad-smith-intuit,brad-smith-microsoft,unsure,0.3,M. Ode,,\n");
    let data = folder(&[("seats.csv", SMITHS), ("same.csv", &same)]);
    let (out, _) = answer(&["show", "brad-smith-intuit"], data.path());
    assert!(!out.contains("eve-burton") && out.contains("--if-same lists them"), "{out}");
    let data = data.path().to_str().unwrap();
    let (_, out, _) = ran(&["show", data, "brad-smith-intuit", "--if-same"]);
    assert!(
        out.contains("eve-burton") && out.contains("only if brad-smith-intuit and brad-smith-microsoft are one person"),
        "{out}"
    );
}

#[test]
fn a_path_leads_from_one_to_another_that_may_be_the_same() {
    let same = format!("{HEADER}\nbrad-smith-intuit,brad-smith-microsoft,unsure,0.3,M. Ode,,\n");
    let data = folder(&[("seats.csv", SMITHS), ("same.csv", &same)]);
    let ask = ["path", "intuit", "netflix"];
    assert!(rows(&ask[..1], data.path(), &["intuit", "netflix"]).is_empty());
    let found = rows(&ask[..1], data.path(), &["intuit", "netflix", "--if-same"]);
    let [path] = found.as_slice() else { panic!("{found:?}") };
    let steps = list(path, "steps");
    let step = steps.iter().find(|step| step["relation"] == "same as").unwrap();
    assert_eq!(
        (&step["certain"], &step["if"]["probability"], &path["certain"]),
        (&false.into(), &0.3.into(), &Value::Null)
    );
    assert!(text(step, "place").ends_with("same.csv:2"), "{step}");
    // The strength of the step is the probability: that of the path is 0.3 of that with a certain identity.
    fs::write(data.path().join("same.csv"), same.replace("0.3", "1")).unwrap();
    let sure = rows(&ask[..1], data.path(), &["intuit", "netflix", "--if-same"]);
    let [strength, of_sure] = [path, &sure[0]].map(|path| path["strength"].as_f64().unwrap());
    assert!((strength - 0.3 * of_sure).abs() < 1e-5 * of_sure, "{strength} {of_sure}");
    assert!(rows(&ask[..1], data.path(), &["intuit", "netflix", "--if-same", "--certain"]).is_empty());
    let (out, _) = answer(&["path", "intuit", "netflix", "--if-same"], data.path());
    assert!(out.contains("same as? 1"), "{out}");
}

#[test]
fn a_picture_joins_whom_it_shows_and_who_may_be_one() {
    let same =
        format!("{HEADER}\nbrad-smith-intuit,brad-smith-microsoft,unsure,0.3,M. Ode,,\nintuit,netflix,,0.1,,,\n");
    let data = folder(&[("seats.csv", SMITHS), ("same.csv", &same)]);
    let path = data.path().to_str().unwrap();
    let drawn = |more: &[&str]| ran(&[&["render", path, "-o", "-"], more].concat()).1;
    for subject in [&["--seats"][..], &["--seats", "--undated"]] {
        assert!(!drawn(subject).contains("same as"));
        let dot = drawn(&[subject, &["--if-same"]].concat());
        let lines: Vec<&str> = dot.lines().filter(|line| line.contains("label=\"same as? ")).collect();
        assert!(
            lines.len() == 2
                && lines.iter().all(|line| line.contains("style=dashed") || line.contains("style=\"dashed\"")),
            "{dot}"
        );
        assert!(dot.contains("same as?: may be one, which is undecided"), "{dot}");
    }
    // A line that a path takes is drawn once.
    let dot = drawn(&["--path", "intuit", "microsoft", "--if-same"]);
    assert_eq!(dot.matches("label=\"same as? 0.3").count(), 1, "{dot}");
    let svg = data.path().join("picture.svg");
    assert_eq!(ran(&["render", path, "--ego", "intuit", "--if-same", "-o", svg.to_str().unwrap()]).0, 0);
    let (code, _, message) = ran(&["render", path, "--pairs", "--if-same", "-o", svg.to_str().unwrap()]);
    assert!(code == 0 && message.contains("nobody in the picture may be one"), "{message}");
}

#[test]
fn of_alternatives_that_exclude_each_other_at_most_one_holds() {
    let seats = "person,company\nr,acme\np,bolt\nq,core\ns,dale\n";
    let people = |births: [&str; 3]| format!("id,birth\nr,\np,{}\nq,{}\ns,{}\n", births[0], births[1], births[2]);
    let open = "p,r,unsure,0.5,M. Ode,,\nq,r,,0.3,,,\nr,s,,0.2,,,\n";
    let notes = |births: [&str; 3], more: &str| {
        let same = format!("{HEADER}\n{open}{more}");
        let data = folder(&[("seats.csv", seats), ("people.csv", &people(births)), ("same.csv", &same)]);
        let (out, _) = answer(&["pairs", "--if-same", "--undated", "-f", "json"], data.path());
        let json: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(json["results"].as_array().unwrap().len(), 3);
        let notes = list(&json, "notes").iter().filter_map(Value::as_str);
        notes.filter(|note| note.contains("at most one")).map(str::to_owned).collect::<Vec<String>>()
    };
    let none: [String; 0] = [];
    assert_eq!(notes(["1950", "1950-03", ""], ""), none);
    let of = |ids: &[&str]| {
        let each: Vec<String> = ids.iter().map(|id| format!("r and {id} are one person (1 row)")).collect();
        format!("at most one of these holds: {}", each.join(", "))
    };
    assert_eq!(notes(["1950", "1961-03", ""], ""), [of(&["p", "q"])]);
    assert_eq!(notes(["1950", "1961", "1970"], ""), [of(&["p", "q", "s"])]);
    assert_eq!(
        notes(["1950", "", "1950"], "p,q,distinct,,M. Ode,,births\nq,s,distinct,,M. Ode,,births\n"),
        [of(&["p", "q"]), of(&["q", "s"])]
    );
}
