use crate::fixture::{boards, rows_at};
use crate::{Row, Rulebook, Screen, ScreenOptions, Verdict, screen};
use interlocks_graph::BoardGraph;

use Verdict::{Breach, Clear, Unknown, Watch};

/// Ann at Alder and Birch, which compete, for many years.
struct Story<'s> {
    countries: [&'s str; 2],
    roles: [&'s str; 2],
    ties: &'s str,
    accounts: &'s str,
}

const CHILE: Story<'static> = Story {
    countries: ["CL", "CL"],
    roles: ["director", "director"],
    ties: "",
    accounts: "a,2021,100001,CLF\na,2022,100001,UF\na,2023,100001,CLF\nb,2022,200000,CLF\nb,2023,200000,CLF\n",
};

impl Story<'_> {
    fn graph(&self) -> BoardGraph {
        let [x, y] = self.countries;
        let [here, there] = self.roles;
        boards(&[
            ("companies", &format!("id,name,country\na,Alder,{x}\nb,Birch,{y}\nh,Hold,{x}\n")),
            ("people", "id,name\nann,Ann\n"),
            (
                "seats",
                &format!(
                    "person,company,role,start,end\nann,a,{here},2015-01-01,2030-01-01\nann,b,{there},2015-01-01,2030-01-01\n"
                ),
            ),
            ("ties", &format!("from,to,kind,start,share\na,b,competitor-of,2010-01-01,\n{}", self.ties)),
            ("financials", &format!("company,year,total_sales,currency\n{}", self.accounts)),
        ])
    }

    fn rows(&self, at: &str) -> Vec<Row> {
        rows_at(&self.graph(), Screen::Competitors, at)
    }

    fn told(&self, at: &str) -> Vec<(Verdict, bool)> {
        self.rows(at).iter().map(|row| (row.verdict, row.certain)).collect()
    }
}

#[test]
fn ninety_days_are_left_after_the_year_in_which_both_passed_the_limit() {
    // Both passed it in 2022.
    for (at, verdict) in [
        ("2022-06-01", Unknown),
        ("2023-03-31", Unknown),
        ("2023-04-01", Breach),
        ("2023-12-31", Breach),
        ("2024-02-01", Breach),
        ("2025-02-01", Unknown),
    ] {
        let rows = CHILE.rows(at);
        assert_eq!(rows.len(), 1, "{rows:#?}");
        assert_eq!((rows[0].verdict, rows[0].test.as_str()), (verdict, "cl-dl211-3d"), "{at}: {}", rows[0].reason);
        assert_eq!(rows[0].missing.is_empty(), verdict != Unknown, "{at}: {:?}", rows[0].missing);
        assert!(rows[0].recalled.iter().any(|part| part.contains("first day recalled")), "{:?}", rows[0].recalled);
    }
    let accounts = "a,2021,1,CLF\na,2022,100001,UF\nb,2021,200000,CLF\nb,2022,200000,CLF\n";
    let passed = Story { accounts, ..CHILE };
    for (at, verdict) in [("2022-06-01", Clear), ("2023-01-01", Watch), ("2023-03-31", Watch), ("2023-04-01", Breach)] {
        assert_eq!(passed.told(at), [(verdict, true)], "{at}");
    }
    // The day before the law.
    assert_eq!(Story { accounts: "a,2015,1e6,CLF\nb,2015,1e6,CLF\n", ..CHILE }.told("2017-02-25"), [(Clear, true)]);
}

#[test]
fn revenue_is_asked_for_in_its_currency_and_of_the_group() {
    let with = |accounts: &str| Story { accounts, ..CHILE }.told("2023-06-01");
    assert_eq!(with("a,2022,100000,CLF\nb,2022,200000,CLF\n"), [(Clear, true)]);
    assert_eq!(with("a,2022,9000000000,CLP\nb,2022,200000,CLF\n"), [(Unknown, true)]);
    assert_eq!(with("a,2022,9000000000,\nb,2022,200000,CLF\n"), [(Unknown, true)]);
    assert_eq!(with("a,2022,9000000000,CLP\nb,2022,1,CLF\n"), [(Clear, true)]);
    // The owner's other firms may sell more.
    let owned = Story { ties: "h,a,owns,2010,60\n", accounts: "a,2022,1,CLF\nb,2022,200000,CLF\n", ..CHILE };
    assert_eq!(owned.told("2023-06-01"), [(Unknown, true)]);
    let one_group = Story { ties: "h,a,owns,2010,60\nh,b,owns,2010,60\n", ..CHILE };
    assert_eq!(one_group.told("2023-06-01"), [(Clear, true)]);
}

#[test]
fn each_rule_names_its_offices_and_its_country() {
    let told = |countries: [&str; 2], roles: [&str; 2]| -> Vec<(String, Verdict)> {
        let rows = Story { countries, roles, ..CHILE }.rows("2023-06-01");
        rows.into_iter().map(|row| (row.test, row.verdict)).collect()
    };
    let chile = |verdict| vec![("cl-dl211-3d".to_owned(), verdict)];
    let one = |test: &str| vec![(test.to_owned(), Unknown)];
    for (countries, roles, expected) in [
        (["CL", "CL"], ["ceo", "director"], chile(Breach)),
        (["CL", "CL"], ["General Counsel", "director"], chile(Unknown)),
        (["CL", "CL"], ["adviser", "director"], vec![]),
        (["CL", "CL"], ["board observer", "director"], vec![]),
        (["CL", "AR"], ["director", "director"], vec![]),
        (["BR", "US"], ["director", "ceo"], one("br-6404-147")),
        (["BR", "US"], ["ceo", "director"], vec![]),
        (["BR", "US"], ["ceo", "ceo"], vec![]),
        (["IT", "FR"], ["director", "ceo"], one("it-cc-2390")),
        (["IT", "FR"], ["director", "CFO"], vec![]),
        (["IT", "FR"], ["director", "director"], one("it-cc-2390")),
        (["FR", "FR"], ["director", "director"], vec![]),
    ] {
        let found = told(countries, roles);
        assert_eq!(found, expected, "{countries:?} {roles:?}");
    }
    let rows = Story { countries: ["IT", "FR"], ..CHILE }.rows("2023-06-01");
    assert_eq!(rows[0].missing, ["whether the general meeting allowed it"]);
}

#[test]
fn a_row_of_the_table_makes_a_rule() {
    let rules = "rule_id,rule,jurisdiction,parameter,note,text_seen\n\
                 xx-1,Some Act,FR,competitors here:director there:office where:both revenue_eur>1000 days=0,,yes\n";
    let book = Rulebook::parse([None, None, Some(("own.csv", rules))]).unwrap();
    let accounts = "a,2022,1001,EUR\nb,2022,1001,EUR\n";
    let story = Story { countries: ["FR", "FR"], roles: ["director", "cfo"], accounts, ..CHILE };
    let graph = story.graph();
    let query = interlocks_analysis::Query { clock: crate::fixture::clock("2023-01-01"), certain_only: false };
    let options = ScreenOptions::default().screen(Screen::Competitors).query(query);
    let rows = screen(&graph, &book, &options).rows;
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert_eq!((rows[0].test.as_str(), rows[0].verdict), ("xx-1", Breach), "{}", rows[0].reason);
    let wrong = "rule_id,rule,parameter\nxx-1,Some Act,competitors here:boss\n";
    assert!(
        Rulebook::parse([None, None, Some(("own.csv", wrong))]).unwrap_err().to_string().contains("'boss' is none of")
    );
}

#[test]
fn the_example_of_the_page_is_told_as_there() {
    let data = interlocks_dataset::Dataset::open("../../docs/examples/competitors.json").unwrap();
    let graph = BoardGraph::new(data, interlocks_graph::BuildOptions::default());
    for (at, verdict) in [("2023-03-31", Watch), ("2023-04-01", Breach)] {
        let rows = rows_at(&graph, Screen::Competitors, at);
        assert_eq!(rows.iter().map(|row| (row.verdict, row.certain)).collect::<Vec<_>>(), [(verdict, true)], "{at}");
    }
}
