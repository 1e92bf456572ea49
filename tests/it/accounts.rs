//! Accounts of companies: read from tables and documents, checked, and kept in snapshots.

use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::graph::{BoardGraph, BuildOptions, Entity};
use interlocks::model::Accounts;

const COMPANIES: &str = "id,name,sic,listed\na,Alder,7370,yes\nb,Birch,,no\nc,Cedar,64.19,\n";
const SEATS: &str = "person,company\nann,a\n";

fn folder(financials: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("companies", COMPANIES), ("seats", SEATS), ("people", "id\nann\n"), ("financials", financials)]
    {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    folder
}

fn rows(graph: &BoardGraph) -> Vec<Accounts> {
    graph.all_accounts().map(|row| graph.accounts(row)).collect()
}

const FINANCIALS: &str = "company,competitor,year,capital_surplus_profits,competitive_sales,total_sales,source,desk\n\
    b,a,2008,-5.5,,300,S1;S2,x\na,b,2008,100,1e6,2500000.25,S1,\na,,2007,99,,,,\n";

#[test]
fn rows_are_kept_in_the_order_of_companies_and_years() {
    let folder = folder(FINANCIALS);
    let data = Dataset::open(folder.path()).unwrap();
    assert_eq!(data.problems.listed(), []);
    assert_eq!(data.count(Table::Financials).kept, 3);
    let graph = BoardGraph::new(data, BuildOptions::default());
    let found = rows(&graph);
    let answers: Vec<(&str, &str, String)> = found
        .iter()
        .map(|row| (row.company.as_str(), row.competitor.as_str(), row.year_end.unwrap().to_string()))
        .collect();
    let year = |text: &str| text.to_owned();
    assert_eq!(answers, [("a", "", year("2007")), ("a", "b", year("2008")), ("b", "a", year("2008"))]);
    assert_eq!(
        (found[1].capital, found[1].competitive_sales, found[1].total_sales),
        (Some(100.0), Some(1e6), Some(2500000.25))
    );
    assert_eq!((found[2].capital, found[2].competitive_sales), (Some(-5.5), None));
    assert_eq!(
        (found[2].sources.as_slice(), found[2].extra.as_slice()),
        (&["S1".to_owned(), "S2".to_owned()][..], &[("desk".to_owned(), "x".to_owned())][..])
    );
    let a = graph.company_number("a").unwrap();
    assert_eq!(graph.company_accounts(a).count(), 2);
    assert_eq!((graph.industry_code(a), graph.is_listed(a)), ("7370", Some(true)));
    let [b, c] = ["b", "c"].map(|id| graph.company_number(id).unwrap());
    assert_eq!((graph.industry_code(b), graph.is_listed(b)), ("", Some(false)));
    assert_eq!((graph.industry_code(c), graph.is_listed(c)), ("64.19", None));
}

#[test]
fn an_industry_that_is_a_code_counts_as_one() {
    let text = r#"{"seats": [{"person": "p", "company": "a"}], "companies": [{"id": "a", "industry": "6211"}, {"id": "b", "industry": "banking"}]}"#;
    let read = Dataset::read(Box::new(text.as_bytes()), "x.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    let graph = BoardGraph::new(read, BuildOptions::default());
    let code = |id: &str| graph.industry_code(graph.company_number(id).unwrap()).to_owned();
    assert_eq!((code("a").as_str(), code("b").as_str()), ("6211", ""));
    assert_eq!(graph.industry(graph.company_number("a").unwrap()), "6211");
}

#[test]
fn documents_hold_accounts_too() {
    let json = r#"{"seats": [], "companies": [{"id": "a"}, {"id": "b"}], "financials": [{"company": "a", "competitor": "b", "fiscal_year": 2008, "revenue": 5, "assets": 7, "premium_income": 3, "fiscal_year_end": "2008-09-27", "currency": "EUR"}]}"#;
    let lines = "{\"type\": \"company\", \"id\": \"a\"}\n{\"type\": \"company\", \"id\": \"b\"}\n{\"type\": \"seat\", \"person\": \"p\", \"company\": \"a\"}\n\
        {\"type\": \"financial\", \"company\": \"a\", \"competitor\": \"b\", \"year\": 2008, \"end\": \"2008-09-27\", \"total_sales\": 5, \"total_assets\": 7, \"premiums\": 3, \"currency\": \"EUR\"}\n";
    for (text, format) in [(json, DataFormat::Json), (lines, DataFormat::Jsonl)] {
        let data = Dataset::read(Box::new(text.as_bytes()), "x", format, &LoadOptions::default()).unwrap();
        assert_eq!(data.problems.listed(), []);
        let row = &data.accounts[0];
        assert_eq!((row.total_sales, row.currency.as_str()), (Some(5.0), "EUR"));
        assert_eq!((row.total_assets, row.premiums), (Some(7.0), Some(3.0)));
        assert_eq!(row.year_end.unwrap().to_string(), "2008-09-27");
    }
}

#[test]
fn what_cannot_be_read_is_said_and_counted() {
    let text = "company,competitor,year,total_sales\nz,,2008,1\na,z,2008,1\na,a,2008,1\na,,,1\na,,2008-13,1\n,,2008,1\na,b,2008,many\n";
    let folder = folder(text);
    let data = Dataset::open(folder.path()).unwrap();
    let said: Vec<(u64, &str)> = data.problems.listed().iter().map(|p| (p.line, p.message.as_str())).collect();
    let find = |line: u64| said.iter().filter(|(at, _)| *at == line).map(|(_, text)| *text).collect::<Vec<_>>();
    assert_eq!(find(2), ["unknown company 'z': the companies table has no such id"]);
    assert_eq!(find(3), ["unknown company 'z': the companies table has no such id"]);
    assert_eq!(find(4), ["company and competitor are the same"]);
    assert!(find(5)[0].starts_with("no year"), "{said:?}");
    assert!(find(6)[0].starts_with("year: "), "{said:?}");
    assert_eq!(find(7), ["no company: the cell is empty or the row has too few cells"]);
    assert_eq!(find(8), ["total_sales: 'many' is not a number; ignored"]);
    let count = data.count(Table::Financials);
    assert_eq!((count.read, count.kept, count.dropped), (7, 1, 6));
}

#[test]
fn a_snapshot_and_a_revised_graph_keep_them() {
    let folder = folder(FINANCIALS);
    let graph = BoardGraph::new(Dataset::open(folder.path()).unwrap(), BuildOptions::default());
    let path = folder.path().join("x.ilk");
    graph.save(&mut std::fs::File::create(&path).unwrap()).unwrap();
    let opened = BoardGraph::open_snapshot(&path, BuildOptions::default()).unwrap();
    opened.check_snapshot().unwrap();
    assert_eq!(rows(&opened), rows(&graph));
    assert_eq!(rows(&opened.revised(&Default::default())), rows(&graph));
    let a = opened.company_number("a").unwrap();
    assert_eq!(opened.name(Entity::Company(a)), "Alder");
}
