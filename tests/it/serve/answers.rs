//! The API answers what the commands answer.

use serde_json::Value;

use super::{BOARDS, Server, command};

/// A question on the command line without its data, and as an address.
const QUESTIONS: [(&[&str], &str); 32] = [
    (&["check"], "check"),
    (&["show", "netflix"], "show?entity=netflix"),
    (&["show", "company:meta", "--at", "2013-08"], "show?entity=company:meta&at=2013-08"),
    (&["search", "hastings", "reed"], "search?text=hastings&text=reed"),
    (&["search", "credit", "--top", "1"], "search?text=credit&top=1"),
    (&["pairs"], "pairs"),
    (&["pairs", "--company", "netflix", "--certain"], "pairs?company=netflix&certain=true"),
    (&["pairs", "--company", "netflix", "--company", "meta"], "pairs?company=netflix&company=meta"),
    (&["pairs", "--count", "--undated"], "pairs?count=true&undated=1"),
    (&["pairs", "--links", "officers", "--of", "people", "--top", "9"], "pairs?links=officers&of=people&top=9"),
    (&["pairs", "--as-of", "2013-12-31"], "pairs?as_of=2013-12-31"),
    (&["people", "--min", "4"], "people?min=4"),
    (&["path", "netflix", "meta", "-k", "2"], "path?a=netflix&b=meta&k=2"),
    (&["path", "netflix", "meta", "--max-steps", "3", "--hops"], "path?b=meta&a=netflix&max-steps=3&hops="),
    (&["conflicts"], "conflicts"),
    (&["conflicts", "--between", "netflix", "meta"], "conflicts?between=netflix&between=meta"),
    (&["conflicts", "--each-rule", "--min-severity", "high"], "conflicts?each_rule=true&min_severity=high"),
    (&["conflicts", "--person", "Reed Hastings", "--company", "apple"], "conflicts?person=Reed+Hastings&company=apple"),
    (&["screen", "clayton8", "overboarding"], "screen?rules=clayton8&rules=overboarding"),
    (&["settle", "--deal", "google-uber-invest"], "settle?deal=google-uber-invest"),
    (&["resolve", "--top", "5"], "resolve?top=5"),
    (&["stats", "--only", "companies"], "stats?only=companies"),
    (&["rank", "--by", "degree,constraint", "--at", "2013-08"], "rank?by=degree,constraint&at=2013-08"),
    (&["groups"], "groups"),
    (&["backbone", "--alpha", "0.1"], "backbone?alpha=0.1"),
    (&["trend", "--every", "year", "--during", "2008..2016"], "trend?every=year&during=2008..2016"),
    (&["panel", "--by", "degree", "--during", "2010..2012"], "panel?by=degree&during=2010..2012"),
    (&["windows", "--permutations", "99"], "windows?permutations=99"),
    (&["whatif", "--appoint", "reed hastings@disney"], "whatif?appoint=reed%20hastings%40disney"),
    (&["report", "--between", "netflix", "meta"], "report?between=netflix&between=meta"),
    (&["show", "netflix", "--if-same"], "show?entity=netflix&if_same=true"),
    (&["people", "--top", "0"], "people?top=0"),
];

#[test]
fn each_question_is_answered_as_its_command_does() {
    let server = Server::start(&[BOARDS]);
    for (words, address) in QUESTIONS {
        let [name, rest @ ..] = words else { panic!() };
        let mut expected = command(&[&[*name, BOARDS], rest].concat());
        let response = server.get(&format!("/api/v1/{address}"));
        assert_eq!((response.status, response.header("content-type")), (200, Some("application/json")), "{address}");
        let mut found = response.json();
        if *name == "report" {
            // The page says how it is made again, which is not the same command.
            for document in [&mut expected, &mut found] {
                document["options"]["arguments"] = Value::Null;
                document["results"]["repeat"] = Value::Null;
            }
        }
        assert_eq!(found, expected, "{address}");
    }
    // Every question but pictures has been asked.
    let about = server.get("/api/v1/about").json();
    for name in about["questions"].as_array().unwrap().iter().filter(|name| *name != "render") {
        assert!(QUESTIONS.iter().any(|(words, _)| *name == words[0]), "{name} is not asked");
    }
}

#[test]
fn other_formats_are_those_of_the_command() {
    let server = Server::start(&[BOARDS]);
    for (address, words, media) in [
        ("pairs?format=csv", &["pairs", BOARDS, "-f", "csv"][..], "text/csv; charset=utf-8"),
        ("people?format=jsonl&top=3", &["people", BOARDS, "-f", "jsonl", "--top", "3"], "application/jsonl"),
        ("groups?format=md", &["groups", BOARDS, "-f", "md"], "text/markdown; charset=utf-8"),
        ("report?between=netflix&between=meta&format=html", &[], "text/html; charset=utf-8"),
        ("render?ego=netflix", &[], "image/svg+xml"),
        ("render?path=netflix&path=meta&format=png", &[], "image/png"),
        ("render?timeline=netflix&timeline=meta&format=pdf", &[], "application/pdf"),
        ("render?ego=netflix&hops=1&format=dot", &[], "text/vnd.graphviz; charset=utf-8"),
    ] {
        let response = server.get(&format!("/api/v1/{address}"));
        assert_eq!((response.status, response.header("content-type")), (200, Some(media)), "{address}");
        assert!(!response.body.is_empty(), "{address}");
        if !words.is_empty() {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_interlocks")).args(words).output().unwrap();
            assert!(response.body == output.stdout, "{address}");
        }
    }
}

#[test]
fn parts_of_a_list_make_the_list() {
    let server = Server::start(&[BOARDS]);
    for question in [
        "pairs?",
        "people?min=2&",
        "conflicts?each_rule=true&",
        "screen?rules=overboarding&",
        "path?a=netflix&b=meta&",
        "search?text=an&",
    ] {
        let whole = server.get(&format!("/api/v1/{}", question.trim_end_matches(['?', '&']))).json();
        let (mut rows, mut from) = (Vec::new(), Some(0));
        while let Some(cursor) = from {
            let part = server.get(&format!("/api/v1/{question}limit=7&cursor={cursor}")).json();
            let own = part["results"].as_array().unwrap();
            assert!(own.len() <= 7 && part["page"]["rows"] == own.len() && part["page"]["from"] == cursor);
            // The heaviest pairs are found without the others, so these are not counted.
            let is_counted = question != "pairs?" || part["page"]["next"].is_null();
            let all = Some(whole["results"].as_array().unwrap().len()).filter(|_| is_counted);
            assert_eq!(part["page"]["of"], serde_json::json!(all), "{question}");
            rows.extend(own.clone());
            from = part["page"]["next"].as_u64();
        }
        assert_eq!(Value::Array(rows), whole["results"], "{question}");
        assert_eq!(whole.get("page"), None);
    }
    let beyond = server.get("/api/v1/pairs?limit=5&cursor=1000000").json();
    assert_eq!((beyond["results"].as_array().unwrap().len(), &beyond["page"]["next"]), (0, &Value::Null));
}

#[test]
fn what_cannot_be_answered_is_a_problem_with_a_reason() {
    let server = Server::start(&[BOARDS]);
    for (address, status, reason) in [
        ("nosuch", 404, "there is no question 'nosuch'"),
        ("show?entity=zzzz", 404, "no person or company is called 'zzzz'"),
        ("show", 400, "ENTITY"),
        ("show?entity=smith", 409, "smith"),
        ("pairs?bogus=1", 400, "pairs has no parameter 'bogus'"),
        ("pairs?min=x", 400, "'x'"),
        ("pairs?certain=maybe", 400, "neither true nor false"),
        ("pairs?kind=strange", 400, "strange"),
        ("pairs?at=2013&during=2012..2013", 400, "cannot be used with"),
        ("pairs?at=2013-13", 400, "2013-13"),
        ("pairs?format=docx", 400, "format"),
        ("pairs?limit=0", 400, "limit"),
        ("pairs?limit=10001", 400, "limit"),
        ("pairs?limit=-1", 400, "limit"),
        ("pairs?limit=5&format=csv", 400, "json or jsonl"),
        ("stats?limit=5", 400, "limit"),
        ("people?links=officers", 400, "links"),
        ("conflicts?between=netflix", 400, "between"),
        ("conflicts?between=--deal&between=x", 400, "hyphen"),
        ("whatif", 400, "appoint"),
        ("render", 400, ""),
        ("pairs?company=%FF", 404, "no company"),
    ] {
        let response = server.get(&format!("/api/v1/{address}"));
        assert_eq!(
            (response.status, response.header("content-type")),
            (status, Some("application/problem+json")),
            "{address}"
        );
        let problem = response.json();
        assert_eq!(problem["status"], status, "{address}");
        assert!(problem["detail"].as_str().unwrap().contains(reason), "{address}: {problem}");
    }
}

#[test]
fn an_answer_that_has_not_changed_is_not_sent_again() {
    let server = Server::start(&[BOARDS]);
    let first = server.get("/api/v1/pairs?top=3");
    let tag = first.header("etag").unwrap().to_owned();
    let again = server.send("GET", "/api/v1/pairs?top=3", &[&format!("If-None-Match: {tag}")]);
    assert_eq!((again.status, again.header("etag"), again.body.len()), (304, Some(tag.as_str()), 0));
    assert_ne!(server.get("/api/v1/pairs?top=4").header("etag"), Some(tag.as_str()));
}

#[test]
fn the_description_names_every_question_and_parameter() {
    let server = Server::start(&[BOARDS]);
    let document = server.get("/api/v1/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let mut listed = String::new();
    for (path, item) in paths {
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let names: Vec<&str> = parameters.iter().map(|one| one["name"].as_str().unwrap()).collect();
        listed.push_str(&format!("{path}: {}\n", names.join(" ")));
        for parameter in &parameters {
            assert!(!parameter["description"].as_str().unwrap().is_empty(), "{path}: {parameter}");
        }
    }
    // Whoever adds a parameter looks at this list: none may name a file of the machine.
    insta::assert_snapshot!("parameters", listed);
}
