use crate::fixture::{assert_quoted, boards, boards_of_page, rows_at};
use crate::{Row, Screen, Verdict};
use interlocks_graph::BoardGraph;

/// Alpha and Beta make deals. Ann sits on the board of Alpha, with more rows of one's own.
struct Story<'t> {
    alpha: &'t str,
    ties: &'t str,
    deals: &'t str,
    accounts: &'t str,
}

const AG: &str = "DE,yes";
const CONTROL: &str = "h,a,owns,2010,,60\nh,b,owns,2010,,60\n";
const DEAL: &str = "d,2015-06-01,sale of land,a;b,2000000,EUR\n";
const ACCOUNTS: &str = "a,2014,EUR,100000000,\n";

impl Story<'_> {
    fn graph(&self) -> BoardGraph {
        let companies = format!("id,name,country,listed\na,Alpha,{}\nb,Beta,,no\nh,Holding,,no\n", self.alpha);
        let seats = "person,company,role,start,end\nann,a,director,2010,\nzed,h,director,2010,2020-01-01\n";
        let ties = format!("from,to,kind,start,end,share\nzed,yam,friend,2000,,\n{}", self.ties);
        let deals = format!("id,date,kind,parties,amount,currency\n{}", self.deals);
        let accounts = format!("company,year,currency,total_assets,capital\nb,2000,EUR,1,1\n{}", self.accounts);
        boards(&[
            ("companies", &companies),
            ("people", "id,name\nann,Ann\nbob,Bob\nzed,Zed\nyam,Yam\n"),
            ("seats", seats),
            ("ties", &ties),
            ("deals", &deals),
            ("financials", &accounts),
        ])
    }

    fn rows(&self, test: &str) -> Vec<Row> {
        let mut rows = rows_at(&self.graph(), Screen::DealSize, "");
        rows.retain(|row| row.test == test);
        assert!(rows.iter().all(|row| row.missing.is_empty() == (row.verdict != Verdict::Unknown)));
        rows
    }

    fn verdict(&self, test: &str) -> Option<Verdict> {
        let rows = self.rows(test);
        assert!(rows.len() < 2, "{:?}", rows.iter().map(|row| &row.reason).collect::<Vec<_>>());
        rows.first().map(|row| row.verdict)
    }
}

#[test]
fn deals_with_related_parties_above_a_part_of_the_assets_need_the_supervisory_board() {
    let (watch, unknown, clear) = (Some(Verdict::Watch), Some(Verdict::Unknown), Some(Verdict::Clear));
    let two = "d,2015-06-01,supply,a;b,1000000,EUR\n";
    let three = format!("{two}e,2015-12-31,supply,a;b,500001,EUR\n");
    let apart = format!("{two}e,2016-01-01,supply,a;b,500001,EUR\n");
    for (alpha, ties, deals, accounts, expected) in [
        (AG, CONTROL, DEAL, ACCOUNTS, watch),
        (AG, CONTROL, two, ACCOUNTS, clear),
        (AG, CONTROL, "d,2015-06-01,supply,a;b,1500000,EUR\n", ACCOUNTS, clear),
        (AG, CONTROL, "d,2015-06-01,supply,a;b,1500000.01,EUR\n", ACCOUNTS, watch),
        (AG, CONTROL, "d,2015-06-01,supply,a;b,,EUR\n", ACCOUNTS, unknown),
        (AG, CONTROL, "d,2015-06-01,supply,a;b,2000000,USD\n", ACCOUNTS, unknown),
        (AG, CONTROL, DEAL, "", unknown),
        (AG, CONTROL, DEAL, "a,2012,EUR,100000000,\n", unknown),
        (AG, "h,a,owns,2010,,60\nh,b,owns,2010,,\n", DEAL, ACCOUNTS, unknown),
        (AG, "h,a,owns,2010,,60\nh,b,owns,2010,,10\n", DEAL, ACCOUNTS, clear),
        (AG, "", DEAL, ACCOUNTS, None),
        ("DE,no", CONTROL, DEAL, ACCOUNTS, None),
        ("DE,", CONTROL, DEAL, ACCOUNTS, unknown),
        ("FR,yes", CONTROL, DEAL, ACCOUNTS, None),
        (",yes", CONTROL, DEAL, ACCOUNTS, None),
    ] {
        let story = Story { alpha, ties, deals, accounts };
        assert_eq!(story.verdict("de-aktg-111b"), expected, "{alpha} {ties} {deals} {accounts}");
    }
    for (deals, expected) in [(&three, [Verdict::Watch; 2]), (&apart, [Verdict::Clear; 2])] {
        let accounts = "a,2014,EUR,100000000,\na,2015,EUR,100000000,\n";
        let rows = Story { alpha: AG, ties: CONTROL, deals, accounts }.rows("de-aktg-111b");
        assert_eq!(rows.iter().map(|row| row.verdict).collect::<Vec<_>>(), expected, "{deals}");
    }
    let row = Story { alpha: AG, ties: CONTROL, deals: DEAL, accounts: "" }.rows("de-aktg-111b").remove(0);
    assert_eq!(
        row.missing,
        ["the fixed and current assets of Alpha in the last annual accounts before the deal, in EUR (total_assets)"]
    );
    let row = Story { alpha: AG, ties: CONTROL, deals: two, accounts: ACCOUNTS }.rows("de-aktg-111b").remove(0);
    assert!(row.reason.contains("deals of the year 1,000,000 EUR, total assets 100,000,000 EUR"), "{}", row.reason);
}

#[test]
fn property_of_a_connected_body_above_the_limit_needs_the_members() {
    let (watch, unknown, clear) = (Some(Verdict::Watch), Some(Verdict::Unknown), Some(Verdict::Clear));
    let deal = |kind: &str, amount: &str, currency: &str| format!("d,2015-06-01,{kind},a;b,{amount},{currency}\n");
    let own = "ann,b,owns,2010,,20\n";
    let net = "a,2014,GBP,,500000\n";
    let sale = |amount: &str| deal("sale", amount, "GBP");
    for (alpha, ties, deals, accounts, expected) in [
        ("GB,no", own, sale("100000.01"), "", watch),
        ("GB,no", own, sale("100000"), "", unknown),
        ("GB,no", own, sale("50000.01"), net, watch),
        ("GB,no", own, sale("50000"), net, clear),
        ("GB,no", own, sale("5000"), "", clear),
        ("GB,no", own, sale("5000.01"), "", unknown),
        ("GB,no", own, sale(""), "", unknown),
        ("GB,no", own, deal("sale", "200000", "EUR"), "", unknown),
        ("GB,no", own, deal("loan", "200000", "GBP"), "", clear),
        ("GB,no", own, deal("contract", "200000", "GBP"), "", unknown),
        ("GB,no", "ann,b,owns,2010,,19.99\n", sale("200000"), "", None),
        ("GB,no", "ann,b,owns,2010,,\n", sale("200000"), "", unknown),
        ("GB,no", "bob,b,owns,2010,,20\nann,bob,spouse-of,2005,,\n", sale("200000"), "", watch),
        ("GB,no", "bob,b,owns,2010,,20\nbob,ann,son-of,,,\n", sale("200000"), "", watch),
        ("GB,no", "bob,b,owns,2010,,20\nbob,ann,sibling-of,,,\n", sale("200000"), "", None),
        // A director of the holding company.
        ("GB,no", "h,a,owns,2010,,60\nzed,b,owns,2010,,20\n", sale("200000"), "", watch),
        ("GB,no", "h,a,owns,2010,,50\nzed,b,owns,2010,,20\n", sale("200000"), "", None),
        ("DE,no", own, sale("200000"), "", None),
        (",", own, sale("200000"), "", None),
    ] {
        let story = Story { alpha, ties, deals: &deals, accounts };
        assert_eq!(story.verdict("uk-ca-190"), expected, "{alpha} {ties} {deals} {accounts}");
    }
    let row = Story { alpha: "GB,no", ties: own, deals: &sale("200000"), accounts: "" }.rows("uk-ca-190").remove(0);
    assert_eq!((row.people.len(), row.deal.as_deref()), (1, Some("d")));
    assert!(row.reason.contains("amount 200,000 GBP, limit 100,000 GBP, floor 5,000 GBP"), "{}", row.reason);
}

#[test]
fn without_ties_nobody_knows_who_is_connected() {
    let graph = boards(&[
        ("companies", "id,country\na,GB\nb,\n"),
        ("seats", "person,company,role,start\nann,a,director,2010\n"),
        ("deals", "id,date,kind,parties,amount,currency\nd,2010-06-01,sale,a;b,200000,GBP\n"),
    ]);
    let rows = rows_at(&graph, Screen::DealSize, "");
    assert_eq!((rows.len(), rows[0].verdict), (1, Verdict::Unknown));
    assert_eq!(rows[0].missing, ["who owns b (ties)"]);
}

/// The example of the page.
#[test]
fn the_example_is_what_the_page_shows() {
    let page = include_str!("../../../../docs/rules/deal-size.md");
    let rows =
        rows_at(&boards_of_page(page, &["companies", "seats", "ties", "deals", "financials"]), Screen::DealSize, "");
    assert_eq!(rows.len(), 2);
    assert_quoted(page, &rows);
}
