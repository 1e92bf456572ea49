//! One meaning of a word for every rule: kinds of tie, countries, sectors, statuses and committees in any spelling, language and
//! direction give the same answers; a word that nobody knows is named by `check`.

use interlocks::analysis::conflicts::{ConflictOptions, conflicts};
use interlocks::analysis::ownership::owner_tie;
use interlocks::analysis::paths::{PathOptions, shortest};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Clock, Entity};
use interlocks::model::PartialDate;
use interlocks::model::vocabulary::{Sector, SectorSet};
use interlocks::screens::{Row, Rulebook, Screen, ScreenOptions, Verdict, screen};
use serde_json::{Value, json};

/// Reads tables; returns the graph and the warnings.
fn read(tables: &Value) -> (BoardGraph, Vec<String>) {
    let stream = Box::new(std::io::Cursor::new(tables.to_string().into_bytes()));
    let data = Dataset::read(stream, "words.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    let problems = data.problems.listed().iter().map(|problem| problem.message.clone()).collect();
    (BoardGraph::new(data, BuildOptions::default()), problems)
}

fn graph(tables: &Value) -> BoardGraph {
    read(tables).0
}

fn screened(graph: &BoardGraph, of: Screen, at: &str) -> Vec<Row> {
    let mut options = ScreenOptions { screens: vec![of], ..ScreenOptions::default() };
    options.query.clock = Clock::At(at.parse::<PartialDate>().unwrap().days());
    screen(graph, Rulebook::bundled(), &options).rows
}

/// The test, verdict and companies of each row.
fn verdicts(rows: &[Row]) -> Vec<(String, Verdict, Vec<String>)> {
    let ids = |row: &Row| row.companies.iter().map(|company| company.id.clone()).collect();
    rows.iter().map(|row| (row.test.clone(), row.verdict, ids(row))).collect()
}

fn seat(person: &str, company: &str, role: &str, start: &str, end: &str) -> Value {
    json!({"person": person, "company": company, "role": role, "start": start, "end": end})
}

/// Ann was chief executive until 2010 and is a director since.
fn former_chief(country: &str) -> Value {
    json!({
        "companies": [{"id": "acme", "name": "Acme plc", "country": country, "listed": "yes"}],
        "seats": [
            seat("ann", "acme", "ceo", "2000-01-01", "2010-01-01"),
            seat("ann", "acme", "director", "2010-01-02", ""),
            seat("bob", "acme", "ceo", "2010-01-02", ""),
        ],
    })
}

#[test]
fn a_country_is_the_same_in_every_register() {
    let rows = |country: &str| verdicts(&screened(&graph(&former_chief(country)), Screen::Independence, "2011-06-01"));
    for (plain, others) in [
        (
            "GB",
            &["england-wales", "gb-sct", "Scotland", "UK", "GBR", "Großbritannien", "Royaume-Uni", "England & Wales"][..],
        ),
        ("US", &["US-DE", "us_de", "Delaware", "USA", "U.S.", "Vereinigte Staaten", "Dover, Delaware"]),
        ("FR", &["Frankreich", "fra", "FR-75"]),
    ] {
        let expected = rows(plain);
        assert!(!expected.is_empty(), "{plain}");
        for country in others {
            assert_eq!(rows(country), expected, "{country}");
        }
    }
    // A country that nobody knows is like one that is not stated, and is named.
    assert_eq!(rows("Narnia"), rows(""));
    assert!(!rows("Narnia").is_empty());
    let (_, problems) = read(&former_chief("Narnia"));
    assert!(problems.iter().any(|problem| problem.contains("the country 'Narnia' is not known")), "{problems:?}");
    assert_eq!(read(&former_chief("us_de")).1, Vec::<String>::new());
}

#[test]
fn german_companies_are_german_in_any_spelling() {
    let rows = |country: &str| {
        let company = |id: &str| json!({"id": id, "name": id, "country": country, "listed": "yes"});
        let companies: Vec<Value> = ["a", "b"].into_iter().map(company).collect();
        let seats = [
            seat("ann", "a", "Vorstand", "2010-01-01", ""),
            seat("ann", "b", "Aufsichtsrat", "2010-01-01", ""),
            seat("bob", "b", "Vorstand", "2010-01-01", ""),
            seat("bob", "a", "Aufsichtsrat", "2010-01-01", ""),
        ];
        let graph = graph(&json!({"companies": companies, "seats": seats}));
        let of = |screen| verdicts(&screened(&graph, screen, "2012-01-01"));
        (of(Screen::CrossDirectorship), of(Screen::Overboarding))
    };
    let expected = rows("DE");
    assert!(expected.0.iter().any(|(_, verdict, _)| *verdict == Verdict::Breach), "{expected:?}");
    for country in ["DE-BY", "de_by", "Bayern", "Deutschland", "Allemagne", "deu", "München, Germany"] {
        assert_eq!(rows(country), expected, "{country}");
    }
}

/// A tie between two companies with directors.
fn tied(from: &str, to: &str, kind: &str) -> Value {
    json!({
        "companies": [{"id": "hold", "name": "Hold SA"}, {"id": "acme", "name": "Acme plc"}],
        "seats": [seat("bob", "acme", "director", "2010-01-02", ""), seat("bob", "hold", "director", "2010-01-02", "")],
        "ties": [{"from": from, "to": to, "kind": kind, "start": "2000-01-01", "share": "60"}],
    })
}

#[test]
fn an_owner_is_one_in_any_spelling_language_and_direction() {
    let owner = |from: &str, to: &str, kind: &str| {
        let graph = graph(&tied(from, to, kind));
        let tie = graph.all_ties().next().unwrap();
        owner_tie(&graph, tie).map(|(owner, company)| (graph.id(owner), graph.id(Entity::Company(company))))
    };
    let expected = Some(("hold".to_owned(), "acme".to_owned()));
    for kind in [
        "owns",
        "owner-of",
        "Owns",
        "owner of",
        "owner_of",
        "OWNERS",
        "OwnerOf",
        "Eigentümer von",
        "actionnaire de",
        "parent_of",
    ] {
        assert_eq!(owner("hold", "acme", kind), expected, "{kind}");
    }
    for kind in ["owned by", "OWNED_BY", "is owned by", "subsidiary of", "Subsidiary_Of", "filiale de", "child of"] {
        assert_eq!(owner("acme", "hold", kind), expected, "{kind}");
    }
    for kind in ["lender to", "former owner of", "flurb"] {
        assert_eq!(owner("hold", "acme", kind), None, "{kind}");
    }
}

#[test]
fn competitors_are_competitors_in_any_spelling() {
    let answers = |kind: &str| {
        let graph = graph(&tied("hold", "acme", kind));
        let rivals = verdicts(&screened(&graph, Screen::Clayton8, "2012-01-01"));
        let only_tie = json!({
            "companies": [{"id": "hold"}, {"id": "acme"}],
            "seats": [seat("ann", "hold", "director", "2000", ""), seat("bob", "acme", "director", "2000", "")],
            "ties": [{"from": "hold", "to": "acme", "kind": kind, "start": "2000-01-01"}],
        });
        let graph = self::graph(&only_tie);
        let ends = ["hold", "acme"].map(|id| graph.company_number(id).map(Entity::Company).unwrap());
        (rivals, shortest(&graph, ends[0], ends[1], &PathOptions::default()).is_some())
    };
    let expected = answers("competitor-of");
    assert!(!expected.0.is_empty() && !expected.1, "{expected:?}");
    for kind in
        ["competitor_of", "Competitor of", "competitors", "COMPETES WITH", "rival", "Konkurrent", "concurrent de"]
    {
        assert_eq!(answers(kind), expected, "{kind}");
    }
    // An opponent is no competitor, and no step of a path either.
    assert_eq!(answers("lawsuit against"), (Vec::new(), false));
    assert!(answers("alliance with").1);
}

#[test]
fn a_founder_is_one_from_both_ends() {
    let rules = |from: &str, to: &str, kind: &str| -> Vec<String> {
        let tables = json!({
            "companies": [{"id": "acme"}, {"id": "beta"}],
            "seats": [seat("ann", "beta", "director", "2001-01-01", "")],
            "ties": [{"from": from, "to": to, "kind": kind, "start": "1999-01-01"}],
            "deals": [{"id": "d", "date": "2005-05-05", "kind": "contract", "parties": "acme;beta"}],
        });
        let found = conflicts(&graph(&tables), &ConflictOptions::default());
        found.iter().map(|finding| finding.rule.as_str().to_owned()).collect()
    };
    let expected = rules("ann", "acme", "founder-of");
    assert!(!expected.is_empty());
    for kind in ["Founded", "founders of", "Gründer von", "fondateur de"] {
        assert_eq!(rules("ann", "acme", kind), expected, "{kind}");
    }
    for kind in ["founded_by", "Founded by", "was founded by"] {
        assert_eq!(rules("acme", "ann", kind), expected, "{kind}");
    }
}

#[test]
fn a_word_that_nobody_knows_is_named_with_its_number() {
    let ties: Vec<Value> = [("flurb of", "2001"), ("flurb of", "2002"), ("owns", "2003")]
        .map(|(kind, start)| json!({"from": "a", "to": "b", "kind": kind, "start": start}))
        .into();
    let (_, problems) = read(&json!({
        "companies": [{"id": "a"}, {"id": "b"}],
        "seats": [seat("ann", "a", "director", "2000", "")],
        "ties": ties,
        "deals": [
            {"id": "d", "date": "2005", "parties": "a;b", "status": "flurbed"},
            {"id": "e", "date": "2005", "parties": "a;b", "status": "abgesagt"},
        ],
    }));
    let named = |text: &str| problems.iter().filter(|problem| problem.contains(text)).count();
    assert_eq!(named("'flurb of' is not known: 2 ties"), 1, "{problems:?}");
    assert_eq!(named("the status 'flurbed' is not known"), 1, "{problems:?}");
    assert_eq!(problems.iter().filter(|problem| problem.contains("not known")).count(), 2, "{problems:?}");
}

/// Ann is in office at two Italian firms that compete, `a` and `b`; `b` has the line of business that is given.
fn italian_firms(industry: &str, code: (&str, &str)) -> Value {
    json!({
        "as_of": "2020-12-31",
        "companies": [
            {"id": "a", "country": "IT", "industry": "banca"},
            {"id": "b", "country": "IT", "industry": industry, code.0: code.1},
        ],
        "seats": [seat("ann", "a", "director", "2000-01-01", ""), seat("ann", "b", "director", "2000-01-01", "")],
        "ties": [{"from": "a", "to": "b", "kind": "competitor-of", "start": "2000-01-01"}],
        "financials": [
            {"company": "a", "year": 2019, "total_sales": 900_000_000, "total_assets": 9_000_000_000_i64,
             "premiums": 900_000_000, "currency": "EUR"},
            {"company": "b", "year": 2019, "total_sales": 900_000_000, "total_assets": 9_000_000_000_i64,
             "premiums": 900_000_000, "currency": "EUR"},
        ],
    })
}

#[test]
fn a_financial_firm_is_one_in_any_words_and_classification() {
    let rows = |industry: &str, code: (&str, &str)| {
        let rows = screened(&graph(&italian_firms(industry, code)), Screen::Italy36, "2020-06-01");
        let missing: Vec<String> = rows.iter().flat_map(|row| row.missing.clone()).collect();
        (rows.first().map(|row| row.verdict), missing)
    };
    let (breach, no_row) = ((Some(Verdict::Breach), Vec::new()), (None, Vec::new()));
    let unknown = (Some(Verdict::Unknown), vec!["the industry of b".to_owned()]);
    const NONE: (&str, &str) = ("industry_code", "");
    for industry in [
        "bank",
        "BANKS",
        "banca",
        "Banche popolari",
        "Bankwesen",
        "assicurazioni",
        "Insurance",
        "riassicurazione",
        "SIM",
        "Servizi finanziari",
        "Financial services",
        "Fondi comuni di investimento",
        "K64.19",
        "NACE 65.12",
        "SIC 6021",
        "NAICS 524113",
        "64.19 - Altre intermediazioni monetarie",
    ] {
        assert_eq!(rows(industry, NONE), breach, "{industry}");
    }
    for code in [
        ("nace", "6512"),
        ("NACE Rev. 2", "64.19"),
        ("ateco", "64.19.10"),
        ("sic", "6021"),
        ("naics", "522110"),
        ("isic", "6419"),
        ("gics", "40101010"),
        ("industry_code", "64.19"),
        ("industry_code", "6021 National banks"),
    ] {
        assert_eq!(rows("", code), breach, "{code:?}");
    }
    for (industry, code) in [
        ("software", NONE),
        ("banca dati", NONE),
        ("software bancario", NONE),
        ("siderurgia", NONE),
        ("", ("sic", "6512")),
        ("", ("nace", "62.01")),
        ("", ("naics", "511210")),
        ("Insurance claims software", NONE),
    ] {
        assert_eq!(rows(industry, code), no_row, "{industry} {code:?}");
    }
    for (industry, code) in [
        ("", NONE),
        ("n/a", NONE),
        ("flurb", NONE),
        ("holding", NONE),
        ("leasing", NONE),
        // Insurance in NACE, real estate in SIC.
        ("6512", NONE),
        ("", ("industry_code", "6512")),
        // The words and the code contradict each other.
        ("software", ("nace", "64.19")),
    ] {
        assert_eq!(rows(industry, code), unknown, "{industry} {code:?}");
    }
    // What one column leaves open, the other decides.
    assert_eq!(rows("assicurazioni", ("industry_code", "6512")), breach);
    assert_eq!(rows("flurb", ("nace", "65.12")), breach);
}

#[test]
fn a_bank_is_not_subject_to_section_8() {
    let rows = |industry: &str, code: (&str, &str)| {
        let tables = json!({
            "companies": [
                {"id": "a", "industry": "software"},
                {"id": "b", "industry": industry, "country": "US", code.0: code.1},
            ],
            "seats": [seat("ann", "a", "director", "2009-02-01", ""), seat("ann", "b", "director", "2009-02-01", "")],
            "ties": [{"from": "a", "to": "b", "kind": "competitor-of", "start": "2009-02-01"}],
            "financials": [
                {"company": "a", "competitor": "b", "year": 2008, "capital_surplus_profits": 100_000_000,
                 "competitive_sales": 50_000_000, "total_sales": 500_000_000},
                {"company": "b", "competitor": "a", "year": 2008, "capital_surplus_profits": 100_000_000,
                 "competitive_sales": 50_000_000, "total_sales": 500_000_000},
            ],
        });
        let rows = screened(&graph(&tables), Screen::Clayton8, "2009-06-01");
        let row = rows.first()?;
        assert_eq!(row.reason.contains("Depository Institution"), row.verdict == Verdict::Clear, "{}", row.reason);
        Some(row.verdict)
    };
    const NONE: (&str, &str) = ("industry_code", "");
    for (industry, code) in [
        ("steel", NONE),
        ("Insurance", NONE),
        ("blood bank", NONE),
        ("", NONE),
        ("", ("sic", "7372")),
        ("", ("naics", "511210")),
    ] {
        assert_eq!(rows(industry, code), Some(Verdict::Breach), "{industry} {code:?}");
    }
    // A bank is taken out for certain.
    for (industry, code) in [
        ("bank", NONE),
        ("Retail banking", NONE),
        ("Kreditinstitut", NONE),
        ("trust company", NONE),
        ("", ("sic", "6021")),
        ("", ("naics", "522110")),
        ("", ("gics", "40101010")),
        ("", ("industry_code", "SIC 6022")),
        ("6022", NONE),
        ("", ("nace", "64.19")),
    ] {
        assert_eq!(rows(industry, code), Some(Verdict::Clear), "{industry} {code:?}");
    }
    for (industry, code) in [
        ("Financial services", NONE),
        ("savings bank", NONE),
        ("bank holding company", NONE),
        ("Investment banking", NONE),
        ("flurb", NONE),
        ("software", ("sic", "6021")),
    ] {
        assert_eq!(rows(industry, code), Some(Verdict::Unknown), "{industry} {code:?}");
    }
}

#[test]
fn a_bank_that_may_be_significant_is_one_in_any_words() {
    let rows = |industry: &str, code: (&str, &str)| {
        let ids = ["a", "b", "c", "d", "e"];
        let companies: Vec<Value> = ids
            .iter()
            .map(|id| json!({"id": id, "country": "IT", "listed": "no", "industry": industry, code.0: code.1}))
            .collect();
        let seats: Vec<Value> = ids.iter().map(|id| seat("ann", id, "director", "2015-01-01", "")).collect();
        let rows =
            screened(&graph(&json!({"companies": companies, "seats": seats})), Screen::Overboarding, "2020-06-01");
        rows.iter().find(|row| row.test == "eu-crd-91").map(|row| row.verdict)
    };
    const NONE: (&str, &str) = ("industry_code", "");
    for (industry, code) in [
        ("bank", NONE),
        ("Banche", NONE),
        ("Sparkasse", NONE),
        ("Financial services", NONE),
        ("", NONE),
        ("flurb", NONE),
        ("", ("nace", "64.19")),
        ("", ("sic", "6022")),
        ("", ("industry_code", "6022")),
        ("银行", NONE),
        ("Банки", NONE),
    ] {
        assert_eq!(rows(industry, code), Some(Verdict::Unknown), "{industry} {code:?}");
    }
    for (industry, code) in [
        ("steel", NONE),
        ("food bank", NONE),
        ("Bankruptcy services", NONE),
        ("assicurazioni", NONE),
        ("Datenbank", NONE),
        ("", ("nace", "60.20")),
        ("", ("sic", "6411")),
        ("", ("nace", "64.30")),
    ] {
        assert_eq!(rows(industry, code), None, "{industry} {code:?}");
    }
}

#[test]
fn an_industry_that_nobody_knows_is_named() {
    let company = |id: &str, industry: &str, code: &str| json!({"id": id, "industry": industry, "nace": code});
    let (_, problems) = read(&json!({
        "companies": [
            company("a", "flurb", "64.19"),
            company("b", "flurb", "04.10"),
            company("c", "Flurbs and blurbs", ""),
            company("d", "Retail banking", "K65.12"),
            company("e", "n/a", ""),
            company("f", "7", ""),
            company("g", "software, flurb", ""),
        ],
        "seats": [seat("ann", "a", "director", "2000", "")],
    }));
    let expected = [
        "the industry 'flurb' is not known: 2 companies count as of a sector that is not stated",
        "the industry 'Flurbs and blurbs' is not known: 1 company counts as of a sector that is not stated",
        "the industry code '04.10' is not known: 1 company counts as of a sector that is not stated",
        "the industry 'software, flurb' is not known: 1 company counts as of a sector that is not stated",
    ];
    for text in expected {
        assert_eq!(problems.iter().filter(|problem| problem.contains(text)).count(), 1, "{text}: {problems:?}");
    }
    assert_eq!(problems.iter().filter(|problem| problem.contains("not known")).count(), 4, "{problems:?}");
}

#[test]
fn the_classification_of_codes_is_kept() {
    let tables = json!({
        "companies": [{"id": "a", "sic": "6021"}, {"id": "b", "industry_code": "6021"}],
        "seats": [seat("ann", "a", "director", "2000", ""), seat("ann", "b", "director", "2000", "")],
    });
    let bank = SectorSet::of(&[Sector::Bank]);
    let is_bank = |graph: &BoardGraph| {
        ["a", "b"].map(|id| graph.sector_reading(graph.company_number(id).unwrap()).is(bank, SectorSet::NONE))
    };
    let built = graph(&tables);
    assert_eq!(is_bank(&built), [Some(true), None]);
    // A snapshot reads the same.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sectors.ilk");
    built.save(&mut std::fs::File::create(&path).unwrap()).unwrap();
    assert_eq!(is_bank(&BoardGraph::open_snapshot(&path, BuildOptions::default()).unwrap()), [Some(true), None]);
    let company = built.company(built.company_number("a").unwrap());
    assert_eq!((company.industry_code.as_str(), company.industry_scheme.as_str()), ("6021", "SIC"));
}

#[test]
fn spellings_of_an_industry_are_one_and_unknown_ones_are_never_the_same() {
    let tables = |industry: [&str; 2], code: [&str; 2]| {
        let company =
            |id: &str, industry: &str, code: &str| json!({"id": id, "industry": industry, "industry_code": code});
        graph(&json!({
            "companies": [company("a", industry[0], code[0]), company("b", industry[1], code[1])],
            "seats": [seat("ann", "a", "director", "2000", ""), seat("ann", "b", "director", "2000", "")],
        }))
    };
    let are_one = |industry: [&str; 2], code: [&str; 2]| {
        let graph = tables(industry, code);
        let [a, b] = ["a", "b"].map(|id| graph.industry_key(graph.company_number(id).unwrap()));
        a.is_some() && a == b
    };
    assert!(are_one(["Real estate", "real-estate"], ["", ""]) && are_one(["BANQUE privée", "banque privee"], ["", ""]));
    assert!(are_one(["", ""], ["6021", "6021"]) && are_one(["n/a", "-"], ["6021", "6021"]));
    assert!(
        !are_one(["", ""], ["", ""]) && !are_one(["n/a", "n/a"], ["", ""]) && !are_one(["steel", "banks"], ["", ""])
    );
    // The same digits with and without dots and letters are the same beginning of a code.
    let presumed = |code: [&str; 2]| {
        let mut options =
            ScreenOptions { screens: vec![Screen::Clayton8], ..ScreenOptions::default() }.industry_digits(3);
        options.query.clock = Clock::At("2005-01-01".parse::<PartialDate>().unwrap().days());
        !screen(&tables(["", ""], code), Rulebook::bundled(), &options).rows.is_empty()
    };
    assert!(presumed(["45.11", "4519"]) && presumed(["G45.11", "45.19"]) && presumed(["7370", "7372"]));
    assert!(!presumed(["", ""]) && !presumed(["n/a", "n/a"]) && !presumed(["45.11", "46.11"]));
}
