//! Answers of every command, of every shape, and of data in which much is open, are what the schema says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use super::{check, faults};
use crate::cli::{BOARDS, interlocks, ran};
use crate::identity::worlds;
use crate::undecided::{links, with_rows};

/// Asks a question in both formats, and checks the answers. Returns the answer, if there is one.
fn asked(args: &[&str]) -> Option<Value> {
    for format in ["jsonl", "json"] {
        let args = [args, &["-f", format]].concat();
        let output = interlocks(&args).output().unwrap();
        let (out, message) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(matches!(output.status.code(), Some(0 | 3 | 4)), "{args:?}: {message}");
        check(&args, &out);
        if format == "json" {
            return Some(serde_json::from_str(&out).unwrap());
        }
    }
    None
}

/// Questions about data with two companies and a person: DATA, A, B and P stand for them.
const QUESTIONS: &[&str] = &[
    "check DATA",
    "check DATA --roles",
    "show DATA A",
    "show DATA A --at 2012",
    "show DATA P",
    "show DATA P --undated",
    "show DATA A --links officers,address --certain",
    "search DATA",
    "search DATA nobody-of-this-name",
    "pairs DATA",
    "pairs DATA --of people --sort ids",
    "pairs DATA --weight newman --top 3 --links officers",
    "pairs DATA --count",
    "pairs DATA --count --max-boards 1",
    "pairs DATA --max-boards 1 --certain --at 2012",
    "people DATA",
    "people DATA --at 2012 --certain",
    "path DATA A B",
    "path DATA A B -v --during 2005..2013",
    "path DATA A B --hops --via P",
    "path DATA A --to B,P --avoid P --only seats,ties",
    "path DATA --between A,B,P --if-same",
    "path --explain-strength",
    "conflicts DATA",
    "conflicts DATA --each-rule --if-same",
    "conflicts DATA --explain --min-severity low",
    "conflicts DATA --explain --each-rule --during 2000..2020",
    "conflicts DATA --top 1 --max-steps 6 --window 3000",
    "screen DATA all",
    "screen DATA all --at 2012 --ahead 5y --industry-digits 2",
    "screen DATA all --count",
    "screen DATA overboarding clayton8 --top 1 --if-same",
    "settle DATA",
    "settle DATA --top 1 --no-screens",
    "resolve DATA --review-at 0.0001",
    "resolve DATA --review-at 0.0001 --order impact --population 1000",
    "resolve DATA --of companies --review-at 0.0001 --order impact",
    "resolve DATA --count --no-fit",
    "resolve DATA --of companies --count",
    "stats DATA",
    "stats DATA --at 2012 --only people --certain",
    "stats DATA --undated --if-same",
    "rank DATA --by betweenness",
    "rank DATA --by boards,degree,strength,out-degree,in-degree,betweenness,closeness,harmonic,eigenvector,bonacich,pagerank,core,constraint,broker,broker-coordinator,broker-liaison,articulation",
    "rank DATA --of people --by betweenness,boards --samples 10 --if-same --at 2012",
    "rank DATA --by constraint --reverse --top 2",
    "groups DATA",
    "groups DATA --of people --unweighted",
    "groups DATA --by bipartite --at 2012",
    "groups DATA --by slices",
    "groups DATA --by bicore",
    "groups DATA --by components --undated",
    "backbone DATA --all",
    "backbone DATA --all --of people --model sdsm --undated",
    "backbone DATA --all --model fdsm --samples 9",
    "backbone DATA --all --model disparity --correct bh",
    "trend DATA --every year",
    "trend DATA --every year --full --of people",
    "trend DATA --every quarter --only people",
    "trend DATA --spells",
    "trend DATA --spells --of people --during 2010..2012",
    "trend DATA --broken --within 30",
    "panel DATA --by degree,core,betweenness,constraint --bounds",
    "panel DATA --by boards,betweenness --of people --samples 10 --certain",
    "windows DATA --permutations 9",
    "windows DATA --permutations 9 --window 3000 --certain",
    "watch DATA --list LIST",
    "watch DATA --list LIST --each-rule --verdict unknown --verdict clear",
    "watch DATA --list LIST --since OLD",
    "watch DATA --list LIST --since OLD --each-rule --min-severity high",
    "watch DATA --list LIST --baseline ACCEPTED",
    "whatif DATA --appoint P@B",
    "whatif DATA --appoint person:zzz-nobody@company:zzz-firm:chair:2010-05 --resign P@A",
    "whatif DATA --resign P@A:2012 --ever",
    "diff OLD DATA",
    "diff DATA OLD --kind seat --kind pair --kind screen --screen overboarding",
    "diff OLD DATA --count",
    "diff OLD DATA --baseline ACCEPTED",
    "report DATA --between A B",
    "report DATA --between A B --undated",
    "report DATA --between A B --during 2011..2012 -k 1 --window 10",
];

/// Data to ask.
struct Data<'a> {
    data: &'a str,
    old: &'a str,
    list: &'a str,
    accepted: &'a str,
    names: [&'a str; 3],
    /// Options of every question.
    more: &'a [&'a str],
}

/// Asks all questions, and returns the answers.
fn ask_all(of: &Data<'_>) -> Vec<(String, Value)> {
    let [a, b, person] = of.names;
    let mut answers = Vec::new();
    for question in QUESTIONS {
        let names = |word: &str| -> String {
            let listed = word.split(',').map(|name| {
                // A date may follow.
                let (name, date) = name.find(':').map_or((name, ""), |colon| name.split_at(colon));
                let id = match name {
                    "A" => a,
                    "B" => b,
                    "P" => person,
                    other => other,
                };
                format!("{id}{date}")
            });
            listed.collect::<Vec<String>>().join(",")
        };
        let word = |word: &str| match word {
            "DATA" => of.data.to_owned(),
            "OLD" => of.old.to_owned(),
            "LIST" => of.list.to_owned(),
            "ACCEPTED" => of.accepted.to_owned(),
            _ => word.split('@').map(names).collect::<Vec<String>>().join("@"),
        };
        let mut words: Vec<String> = question.split(' ').map(word).collect();
        if question.contains("DATA") {
            words.extend(of.more.iter().map(|word| (*word).to_owned()));
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        answers.extend(asked(&words).map(|answer| ((*question).to_owned(), answer)));
    }
    answers
}

/// Writes files into a folder.
fn write(folder: &Path, files: &[(&str, &str)]) -> String {
    fs::create_dir_all(folder).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    folder.display().to_string()
}

const SEATS: &str = "\
person,company,role,start,end,end_status,committee,source,confidence,note
ann,acme,director,1999,2004-06,,,s1,high,
ann,acme,chair,2010~,,,compensation,,low,as alleged
ann,beta,director,2001-05-03/2003,..,unknown,audit,s1;s2,,
bob,acme,chief executive,2005,2020,,,,,
bob,beta,director,2009-05,2013?,,compensation,,,
cid,beta,chief executive and director,../2006,,,,,,
cid,acme,director,2008,2015-03-01,,compensation,,,
dee,acme,wizard,2011,,,,,,
dee,gama,director,2011,,,,,,
ann2,gama,director,2012,,,,,medium,
ann2,delta,observer,2012,,,,,,
eve,delta,director,,,,,,,
";

const MADE: &[(&str, &str)] = &[
    ("datapackage.json", r#"{"title": "Made", "as_of": "2016-03-05"}"#),
    (
        "people.csv",
        "id,name,birth,gender,nationality,aliases\nann,Ann Lee,1950-05,female,GB,A. Lee;Anne Lee\nann2,Ann Lee,1950,female,,\nbob,Bob Ray,,male,,\ncid,Cid Fox,,,,\ndee,Dee Poe,,,,\neve,Eve Orr,,,,\n",
    ),
    (
        "companies.csv",
        "id,name,country,industry,number,founded,strange\nacme,Acme plc,GB,6419,123,1990,x\nbeta,Beta Inc,US,6411,,1991-02,y\ngama,Gama SpA,IT,6419,,,\ndelta,Delta AG,DE,,,,\ngama2,Gama S.p.A.,IT,6419,,,\n",
    ),
    ("seats.csv", SEATS),
    (
        "ties.csv",
        "from,to,from_type,to_type,kind,share,start,end,source\nann,bob,person,person,spouse,,2000,,s1\nfund,acme,company,company,owns,30,2001,,\nfund,beta,company,company,owns,,2001,2014~,\ncid,beta,person,company,owns,60,2000,,s2\ndee,fund,person,company,director,,2002,,\nacme,beta,company,company,competitor-of,,,,\n",
    ),
    (
        "deals.csv",
        "id,date,kind,parties,status,text,amount,currency,source\nd1,2012-05,loan,acme;beta,completed,A loan,1000000,USD,s1\nd2,2010-01-02/2011,merger,acme;gama,alleged,,,,\nd3,,contract,beta;gama;acme,,,,,\nd4,2002,contract,acme;beta,,,,,\n",
    ),
    (
        "financials.csv",
        "company,year,revenue,currency,competitor,competitive_sales\nacme,2011,5000000000,USD,beta,100000000\nbeta,2011,6000000000,USD,,\n",
    ),
    ("sources.csv", "id,title,url,date\ns1,A register,https://example.org,2015-06\n"),
];

const DECISIONS: &str = "\
id_a,id_b,decision,probability,who,when,why
ann,ann2,unsure,0.4,Lee,2020-01-02,births
bob,dee,same,,Lee,2020,register
cid,eve,distinct,,Lee,,other birth
gama,gama2,open,0.9,,,
";

/// A file of accepted findings without a row.
const ACCEPTED: &str = "what,rule,test,people,companies,deal,owner,accepted,certainty,who,when,why\n";

#[test]
fn answers_about_the_bundled_boards() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    write(folder.path(), &[("list.txt", "netflix\nReed Hastings\n"), ("accepted.csv", ACCEPTED)]);
    let (list, accepted) = (path("list.txt"), path("accepted.csv"));
    let of = Data {
        data: BOARDS,
        old: "datasets/southern-women",
        list: &list,
        accepted: &accepted,
        names: ["netflix", "meta", "reed-hastings"],
        more: &[],
    };
    let answers = ask_all(&of);
    let commands: BTreeSet<&str> = answers.iter().filter_map(|(_, answer)| answer["command"].as_str()).collect();
    assert_eq!(commands.len(), 21, "all but verify: {commands:?}");
}

#[test]
fn answers_about_data_in_which_much_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let data = write(&folder.path().join("new"), MADE);
    let mut old = MADE.to_vec();
    let seats = SEATS.replace("dee,gama,director,2011,,,,,,\n", "").replace("2008,2015-03-01", "2008,2014");
    old[3] = ("seats.csv", &seats);
    let old = write(&folder.path().join("old"), &old);
    write(folder.path(), &[("list.txt", "acme\nann\nnobody\n"), ("same.csv", DECISIONS), ("accepted.csv", ACCEPTED)]);
    let (list, accepted, same) = (path("list.txt"), path("accepted.csv"), path("same.csv"));
    let names = ["acme", "beta", "ann"];
    for more in [&[][..], &["--same", &same]] {
        ask_all(&Data { data: &data, old: &old, list: &list, accepted: &accepted, names, more });
    }
    for question in ["pairs", "people", "stats", "show", "screen"] {
        let named: &[&str] = match question {
            "show" => &["acme"],
            "screen" => &["all"],
            _ => &[],
        };
        asked(&[&[question, &data], named, &["--same", &same, "--if-same"]].concat());
    }
    asked(&["whatif", &data, "--same", "ann=ann2"]);
    asked(&["whatif", &data, "--same", &same, "--distinct", "bob=dee"]);
    // Who is who is known.
    let truth = path("truth.csv");
    fs::write(&truth, "id,entity\nann,1\nann2,1\nbob,2\ncid,3\n").unwrap();
    asked(&["resolve", &data, "--truth", &truth]);
    fs::write(&truth, "id,entity\nacme,1\ngama,2\ngama2,2\n").unwrap();
    asked(&["resolve", &data, "--of", "companies", "--truth", &truth]);
    // Findings are accepted, then left out.
    let consent = ["--accept", "--who", "Lee", "--why", "known"];
    for question in [&["conflicts", &data][..], &["screen", &data, "all"]] {
        ran(&[question, &["--baseline", &accepted], &consent].concat());
        let answer = asked(&[question, &["--baseline", &accepted]].concat()).unwrap();
        assert!(answer["options"]["accepted"].as_u64() > Some(0), "{answer}");
    }
}

#[test]
fn answers_about_a_report_that_holds_and_one_that_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let data = write(&folder.path().join("data"), MADE);
    let report = path("report.json");
    let (code, _, message) = ran(&["report", &data, "--between", "acme", "beta", "-o", &report]);
    assert_eq!(code, 0, "{message}");
    assert_eq!(asked(&["verify", &report]).unwrap()["results"]["holds"], true);
    let other = asked(&["verify", &report, "--data", &data]);
    assert!(other.is_some());
    let seats = SEATS.replace("cid,acme,director,2008", "cid,acme,director,2009");
    fs::write(folder.path().join("data/seats.csv"), seats).unwrap();
    assert_eq!(asked(&["verify", &report, "--data", &data]).unwrap()["results"]["holds"], false);
}

#[test]
fn answers_about_data_with_errors_and_about_none() {
    let folder = tempfile::tempdir().unwrap();
    for (name, seats) in [
        ("empty", "person,company,role,start,end\n"),
        (
            "broken",
            "person,company,role,start,end,other\nann,acme,,soon,2011,1\n,beta,,,,\nAnn,acme,,2012,2011,\nann,beta,,,,\n",
        ),
    ] {
        let data = write(&folder.path().join(name), &[("seats.csv", seats)]);
        for question in QUESTIONS {
            // Nobody has a name.
            if question.split([' ', ',', '@', ':']).any(|word| ["A", "B", "P", "OLD", "LIST"].contains(&word)) {
                continue;
            }
            let words: Vec<&str> = question.split(' ').map(|word| if word == "DATA" { &data } else { word }).collect();
            asked(&words);
        }
        asked(&["diff", &data, &data]);
        asked(&["check", "datasets/southern-women", "--with", &data]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn answers_about_random_data((world, links) in (worlds(), links())) {
        let folder = with_rows(&world, &links, "unsure,0.5,Lee,2020,births");
        let data = folder.path().display().to_string();
        let same = folder.path().join("same.csv").display().to_string();
        for question in [
            "check DATA", "pairs DATA --if-same", "pairs DATA --of people --if-same", "people DATA --if-same", "conflicts DATA --if-same",
            "conflicts DATA --explain --each-rule", "screen DATA all --if-same", "settle DATA", "search DATA", "resolve DATA --review-at 0.0001",
            "stats DATA --if-same", "trend DATA --every year --full", "trend DATA --spells", "trend DATA --broken", "windows DATA --permutations 9",
            "panel DATA --by degree,constraint --bounds", "path DATA --between c0,c1,r0,r1", "groups DATA", "backbone DATA --all",
            "whatif DATA --appoint person:x@company:c0",
        ] {
            let words: Vec<&str> = question.split(' ').map(|word| if word == "DATA" { &data } else { word }).collect();
            let words = [&words[..], &["--same", &same]].concat();
            for format in ["json", "jsonl"] {
                let words = [&words[..], &["-f", format]].concat();
                let (_, out, _) = ran(&words);
                check(&words, &out);
            }
        }
    }
}

/// Adds a field to each object of a value, one at a time, and calls a function with each of these values.
fn with_a_field(value: &Value, each: &mut dyn FnMut(&str, Value)) {
    fn walk(at: &str, root: &Value, value: &Value, each: &mut dyn FnMut(&str, Value)) {
        match value {
            Value::Object(fields) => {
                let mut changed = root.clone();
                changed.pointer_mut(at).unwrap()["a_field_of_no_schema"] = 1.into();
                each(at, changed);
                fields.iter().for_each(|(name, value)| walk(&format!("{at}/{name}"), root, value, each));
            }
            // One row of a kind is enough.
            Value::Array(items) => {
                items
                    .iter()
                    .take(2)
                    .enumerate()
                    .for_each(|(item, value)| walk(&format!("{at}/{item}"), root, value, each));
            }
            _ => {}
        }
    }
    walk("", value, value, each);
}

#[test]
fn an_answer_with_another_field_or_without_one_is_not_what_the_schema_says() {
    let folder = tempfile::tempdir().unwrap();
    let data = write(&folder.path().join("data"), MADE);
    let same = folder.path().join("same.csv").display().to_string();
    fs::write(&same, DECISIONS).unwrap();
    let mut tried = 0;
    for question in [
        &["check", &data, "--roles"][..],
        &["show", &data, "acme"],
        &["search", &data],
        &["pairs", &data, "--if-same", "--top", "2"],
        &["people", &data],
        &["path", &data, "acme", "beta", "-v"],
        &["conflicts", &data, "--explain"],
        &["screen", &data, "all", "--top", "3"],
        &["settle", &data],
        &["resolve", &data],
        &["stats", &data],
        &["rank", &data, "--by", "degree,core"],
        &["groups", &data],
        &["backbone", &data, "--all"],
        &["trend", &data, "--spells"],
        &["panel", &data, "--by", "degree"],
        &["windows", &data, "--permutations", "9"],
        &["whatif", &data, "--appoint", "ann@gama"],
        &["report", &data, "--between", "acme", "beta"],
    ] {
        let answer = asked(&[question, &["--same", &same]].concat()).unwrap();
        with_a_field(&answer, &mut |at, changed| {
            tried += 1;
            assert!(
                !faults(&[question[0]], &changed).is_empty(),
                "{question:?}: a field is added at {at}, which the schema allows"
            );
        });
        // Every field of the answer itself is needed, and of a row those that every row has.
        for name in answer.as_object().unwrap().keys().filter(|name| *name != "model") {
            let mut changed = answer.clone();
            changed.as_object_mut().unwrap().remove(name);
            assert!(!faults(&[question[0]], &changed).is_empty(), "{question:?}: without {name}");
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn a_row_without_a_field_or_with_another_type_is_not_what_the_schema_says() {
    let pairs = asked(&["pairs", BOARDS, "--top", "1"]).unwrap();
    for (at, value) in [
        ("/results/0/shared", Value::Null),
        ("/results/0/shared", (-1).into()),
        ("/results/0/kinds/0", "cousins".into()),
        ("/results/0/people/0/certain/0/from", "2011-06".into()),
        ("/results/0/people/0/certain/0/to", 2011.into()),
        ("/command", "people".into()),
        ("/options/weight", "mass".into()),
    ] {
        let mut changed = pairs.clone();
        *changed.pointer_mut(at).unwrap() = value;
        assert!(!faults(&["pairs"], &changed).is_empty(), "{at}");
    }
    let mut row = pairs["results"][0].clone();
    assert!(faults(&["pairs", "--rows"], &row).is_empty());
    for name in ["a", "shared", "weight", "kinds", "certain", "spells"] {
        let mut without = row.clone();
        without.as_object_mut().unwrap().remove(name);
        assert!(!faults(&["pairs", "--rows"], &without).is_empty(), "without {name}");
    }
    row["if_same"] = Value::Null;
    assert!(!faults(&["pairs", "--rows"], &row).is_empty());
}
