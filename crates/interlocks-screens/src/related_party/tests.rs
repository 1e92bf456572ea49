use crate::fixture::{boards, boards_as_of, built, clock, rows_at, rows_for};
use crate::{Answer, Row, Screen, ScreenOptions, Verdict};
use interlocks_analysis::Query;
use interlocks_graph::{BoardGraph, Entity};

/// A registrant, its counterparty, Ann in office at both, and one deal.
struct Story {
    /// Country, listing and CIK of the registrant.
    registrant: &'static str,
    seats: String,
    ties: String,
    deals: String,
}

const ON_BOARD: &str = "ann,r,director,2010,\n";
const DEAL: &str = "d,2015-06-01,contract,r;c,1000000,USD,completed\n";
/// A tie that joins nobody in the story, so that there is a table of ties.
const APART: &str = "x,y,owns,2000,,60\n";

impl Story {
    fn new(seats: &str, ties: &str) -> Story {
        Story {
            registrant: "US,yes,",
            seats: format!("{ON_BOARD}{seats}"),
            ties: format!("{APART}{ties}"),
            deals: DEAL.to_owned(),
        }
    }

    fn deal(self, date: &str, amount: &str, currency: &str) -> Story {
        Story { deals: format!("d,{date},contract,r;c,{amount},{currency},alleged\n"), ..self }
    }

    fn graph(&self) -> BoardGraph {
        let companies = format!("id,country,listed,cik\nr,{}\nc,,no,\nh,,no,\nx,,no,\ny,,no,\n", self.registrant);
        let people = "id\nann\nbob\ncid\ndot\n";
        let tables = [
            ("companies", companies.as_str()),
            ("people", people),
            ("seats", &*format!("person,company,role,start,end\n{}dot,x,director,2010,\n", self.seats)),
            ("ties", &*format!("from,to,kind,start,end,share\n{}", self.ties)),
            ("deals", &*format!("id,date,kind,parties,amount,currency,status\n{}", self.deals)),
        ];
        // That a deal has no date is a warning.
        built(&tables, usize::from(self.deals.starts_with("d,,")))
    }

    /// The rows of one test.
    fn rows(&self, test: &str, at: &str) -> Vec<Row> {
        let mut rows = rows_at(&self.graph(), Screen::RelatedParty, at);
        rows.retain(|row| row.test == test);
        rows
    }

    /// The only row of Item 404(a).
    fn row(&self) -> Row {
        let rows = self.rows("us-item-404a", "");
        assert_eq!(rows.len(), 1, "{:?}", rows.iter().map(|row| &row.reason).collect::<Vec<_>>());
        rows.into_iter().next().unwrap()
    }

    fn verdict_and_certainty(&self) -> Option<(Verdict, bool)> {
        let rows = self.rows("us-item-404a", "");
        assert!(rows.len() < 2, "{:?}", rows.iter().map(|row| &row.reason).collect::<Vec<_>>());
        rows.first().map(|row| (row.verdict, row.certain))
    }
}

const BREACH: Option<(Verdict, bool)> = Some((Verdict::Breach, true));
const MAYBE: Option<(Verdict, bool)> = Some((Verdict::Breach, false));
const WATCH: Option<(Verdict, bool)> = Some((Verdict::Watch, true));
const UNKNOWN: Option<(Verdict, bool)> = Some((Verdict::Unknown, true));
const CLEAR: Option<(Verdict, bool)> = Some((Verdict::Clear, true));

fn met(row: &Row, leg: &str) -> Answer {
    row.legs.iter().find(|found| found.leg == leg).unwrap().met
}

#[test]
fn the_interest_of_a_director_is_what_instruction_6_leaves() {
    for (seats, ties, expected) in [
        ("ann,c,director,2010,\n", "", CLEAR),
        ("ann,c,chief executive,2010,\n", "", BREACH),
        ("ann,c,executive director,2010,\n", "", BREACH),
        ("ann,c,chief financial officer,2010,2015-06-01\n", "", None),
        ("ann,c,chief financial officer,2010,2015-06-02\n", "", BREACH),
        ("ann,c,board observer,2010,\n", "", WATCH),
        ("", "ann,c,employee-of,2010,,\n", WATCH),
        ("", "ann,c,partner-of,2010,,\n", BREACH),
        ("", "ann,c,owns,2010,,9.99\n", CLEAR),
        ("", "ann,c,owns,2010,,10\n", BREACH),
        ("ann,c,director,2010,\n", "ann,c,owns,2010,,9.99\n", CLEAR),
        ("", "c,ann,owned-by,2010,,10\n", BREACH),
        ("", "ann,c,owns,2010,2015-06-01,10\n", None),
        ("", "ann,c,owns,2010,,\n", UNKNOWN),
        ("", "ann,c,owns,2010,,\nbob,c,owns,2010,,90.01\n", CLEAR),
        ("", "ann,c,owns,2010,,\nbob,c,owns,2010,,90\n", UNKNOWN),
        ("ann,c,chief executive,2010,\n", "ann,c,owns,2010,,\n", BREACH),
        ("", "", None),
    ] {
        // A position that ended before the deal, in its year, makes a row that is clear.
        let expected = expected.or(if seats.is_empty() && ties.is_empty() { None } else { CLEAR });
        assert_eq!(Story::new(seats, ties).verdict_and_certainty(), expected, "{seats} {ties}");
    }
    let row = Story::new("ann,c,director,2010,\n", "").row();
    assert_eq!((met(&row, "instruction-6"), met(&row, "executive")), (Answer::Yes, Answer::No));
    let row = Story::new("", "ann,c,owns,2010,,\n").row();
    assert_eq!(row.missing, ["the share that joins ann and c (owns)"]);
}

#[test]
fn related_persons_own_together() {
    for (ties, expected) in [
        // Bob holds more than 5 % of the registrant, and so is related, too.
        ("ann,c,owns,2010,,6\nbob,c,owns,2010,,4\nbob,r,owns,2010,,5.01\n", Verdict::Breach),
        ("ann,c,owns,2010,,6\nbob,c,owns,2010,,4\nbob,r,owns,2010,,5\n", Verdict::Clear),
        ("ann,c,owns,2010,,6\nbob,c,owns,2010,,3.99\nbob,r,owns,2010,,5.01\n", Verdict::Clear),
        ("ann,c,owns,2010,,6\nbob,c,owns,2010,,4\nann,bob,sibling-of,,,\n", Verdict::Breach),
        ("ann,c,owns,2010,,6\nbob,c,owns,2010,,4\nann,bob,cousin-of,,,\n", Verdict::Clear),
        // Through a company that she controls, all of it; through one she does not, her part.
        ("ann,h,owns,2010,,51\nh,c,owns,2010,,10\n", Verdict::Breach),
        ("ann,h,owns,2010,,50\nh,c,owns,2010,,19.9\n", Verdict::Clear),
        ("ann,h,owns,2010,,50\nh,c,owns,2010,,20\n", Verdict::Breach),
        // Not counted twice: the holding company is related itself.
        ("ann,h,owns,2010,,60\nh,c,owns,2010,,9.9\nh,r,owns,2010,,6\n", Verdict::Clear),
    ] {
        let rows = Story::new("", ties).rows("us-item-404a", "");
        let ann = rows.iter().find(|row| row.people.first().is_some_and(|person| person.id == "ann"));
        assert_eq!(ann.map(|row| row.verdict), Some(expected), "{ties}");
    }
}

#[test]
fn holders_are_related_persons_above_five_per_cent() {
    for (ties, expected) in [
        ("bob,r,owns,2010,,5\n", None),
        ("bob,r,owns,2010,,5.01\n", BREACH),
        ("bob,r,owns,2010,,\n", UNKNOWN),
        ("bob,r,owns,2015-06-01,,6\n", BREACH),
        ("bob,r,owns,2015-06-02,,6\n", None),
        ("bob,r,owns,2015-06,,6\n", MAYBE),
        ("c,r,owns,2010,,5.01\n", BREACH),
        ("c,r,owns,2010,,5\n", None),
        ("h,r,owns,2010,,6\nh,c,owns,2010,,10\n", BREACH),
        ("h,r,owns,2010,,6\nh,c,owns,2010,,9\n", CLEAR),
    ] {
        let seats = if ties.starts_with("bob") { "bob,c,chief executive,2010,\n" } else { "" };
        assert_eq!(Story::new(seats, ties).verdict_and_certainty(), expected, "{ties}");
    }
}

#[test]
fn immediate_family_counts_as_the_person() {
    for (seat, tie, expected) in [
        ("bob,c,chief executive,2010,\n", "ann,bob,spouse-of,2012,,\n", BREACH),
        ("bob,c,chief executive,2010,\n", "bob,ann,spouse-of,2012,,\n", BREACH),
        ("bob,c,chief executive,2010,\n", "ann,bob,spouse-of,2012,2014,\n", None),
        ("bob,c,chief executive,2010,\n", "ann,bob,spouse-of,2015,,\n", MAYBE),
        ("bob,c,chief executive,2010,\n", "ann,bob,sibling-of,,,\n", BREACH),
        ("bob,c,chief executive,2010,\n", "ann,bob,brother-in-law-of,2000,,\n", BREACH),
        ("bob,c,chief executive,2010,\n", "ann,bob,cousin-of,,,\n", None),
        ("bob,c,chief executive,2010,\n", "ann,bob,friend-of,2000,,\n", None),
        ("bob,c,director,2010,\n", "ann,bob,spouse-of,2012,,\n", CLEAR),
        ("", "ann,bob,spouse-of,2012,,\nbob,c,partner-of,2012,,\n", BREACH),
        ("", "ann,bob,spouse-of,2012,,\nbob,c,owns,2012,,10\n", BREACH),
        ("", "ann,bob,spouse-of,2012,,\nbob,c,owns,2012,,5\nann,c,owns,2012,,5\n", BREACH),
        ("", "ann,bob,spouse-of,2012,,\nbob,c,owns,2012,,5\nann,c,owns,2012,,4.99\n", CLEAR),
    ] {
        let story = Story::new(seat, tie);
        assert_eq!(story.verdict_and_certainty(), expected, "{seat} {tie}");
        if expected == BREACH {
            let row = story.row();
            assert_eq!(row.people[0].id, "ann");
            assert!(row.people.iter().any(|person| person.id == "bob"), "{tie}");
            assert!(row.evidence.iter().any(|row| row.kind == "tie"));
        }
    }
}

#[test]
fn the_amount_is_above_the_threshold_in_dollars() {
    let executive = || Story::new("ann,c,chief executive,2010,\n", "");
    for (amount, currency, expected) in [
        ("120000", "USD", CLEAR),
        ("120000.01", "USD", BREACH),
        ("120000.01", "", BREACH),
        ("120000.01", "usd", BREACH),
        ("120000.01", "EUR", UNKNOWN),
        ("1", "EUR", UNKNOWN),
        ("", "USD", UNKNOWN),
        ("", "", UNKNOWN),
        ("0", "USD", CLEAR),
    ] {
        let story = executive().deal("2015-06-01", amount, currency);
        assert_eq!(story.verdict_and_certainty(), expected, "{amount} {currency}");
        let row = story.row();
        assert_eq!(row.missing.len(), usize::from(expected == UNKNOWN));
        assert!(row.reason.contains(", as alleged"), "{}", row.reason);
    }
    // Without an interest the amount does not matter.
    let director = Story::new("ann,c,director,2010,\n", "").deal("2015-06-01", "", "");
    assert_eq!(director.verdict_and_certainty(), CLEAR);
}

#[test]
fn both_are_asked_of_on_the_day_of_the_deal() {
    for (date, seats, expected) in [
        ("2015-06-01", "ann,c,chief executive,2015-06-01,\n", BREACH),
        ("2015-06-01", "ann,c,chief executive,2015-06,\n", MAYBE),
        ("2015-06", "ann,c,chief executive,2015-06-01,\n", BREACH),
        ("2015-06", "ann,c,chief executive,2015-06-02,\n", MAYBE),
        ("2015", "ann,c,chief executive,2014,\n", BREACH),
        ("2015", "ann,c,chief executive,2015,\n", MAYBE),
        ("2015", "ann,c,chief executive,2016,\n", None),
        ("2015", "ann,c,chief executive,2010,2014\n", None),
        ("", "ann,c,chief executive,2000,\n", MAYBE),
        ("", "ann,c,director,2000,\n", CLEAR),
    ] {
        let seats = format!("{seats}cid,x,director,2000,2020-01-01\n");
        assert_eq!(
            Story::new(&seats, "").deal(date, "200000", "USD").verdict_and_certainty(),
            expected,
            "{date} {seats}"
        );
    }
}

#[test]
fn an_office_at_any_time_of_the_year_counts() {
    for (start, end, expected) in [
        ("2010", "2015-06-01", BREACH),
        ("2010", "2015-04-01", BREACH),
        ("2010", "2015-06-02", BREACH),
        ("2015-06-02", "", BREACH),
        ("2010", "2015-01-01", None),
        ("2010", "2014-12-31", None),
        ("2016-01-01", "", None),
        ("2015-12-31", "", BREACH),
    ] {
        let seats =
            format!("ann,r,director,{start},{end}\nann,c,chief executive,2010,\ncid,x,director,2000,2020-01-01\n");
        let story = Story { seats, ..Story::new("", "") };
        assert_eq!(story.verdict_and_certainty(), expected, "{start} {end}");
    }
    // Two months before the deal.
    let seats = "ann,r,director,2010,2015-04-01\nann,c,chief executive,2010,\n".to_owned();
    let story = Story { seats, ..Story::new("", "") };
    assert!(story.row().reason.contains("is a related person of r (director at another time of the year) and has"));
    // An office that lies ahead is not told as one held.
    let seats = "ann,r,director,2015-09-01,\nann,c,chief executive,2010,\nzed,c,clerk,2010,\n";
    let rows = |as_of: &str| {
        let tables = [
            ("companies", "id,country,listed\nr,US,yes\nc,,no\n"),
            ("seats", &*format!("person,company,role,start,end\n{seats}")),
            ("ties", "from,to,kind,start\nann,zed,friend,2010\n"),
            ("deals", "id,date,kind,parties,amount\nd,2015-06-01,contract,r;c,1000000\n"),
        ];
        let graph = boards_as_of(&tables, as_of);
        rows_at(&graph, Screen::RelatedParty, "").into_iter().find(|row| row.test == "us-item-404a").unwrap()
    };
    assert_eq!(rows("2015-10-01").verdict, Verdict::Breach);
    let ahead = rows("2015-07-01");
    assert_eq!(ahead.verdict, Verdict::Watch);
    assert!(ahead.reason.contains("(will be in office later in the year, if nothing changes)"), "{}", ahead.reason);
    // A holder counts on the day only, and with that person's shares the others in office do.
    let holder = Story::new("bob,c,chief executive,2010,\n", "bob,r,owns,2010,2015-04-01,6\n");
    assert_eq!(holder.verdict_and_certainty(), None);
}

#[test]
fn who_does_not_file_with_the_sec_is_no_registrant() {
    for (registrant, expected) in [
        ("US,yes,", BREACH),
        ("US,,", UNKNOWN),
        ("US,,320193", BREACH),
        (",yes,", UNKNOWN),
        (",yes,320193", BREACH),
        ("US,no,", None),
        ("DE,yes,", None),
        ("DE,,", None),
        ("IE,yes,1613103", UNKNOWN),
    ] {
        let story = Story { registrant, ..Story::new("ann,c,chief executive,2010,\n", "") };
        assert_eq!(story.verdict_and_certainty(), expected, "{registrant}");
        if expected == UNKNOWN {
            assert!(story.row().missing[0].starts_with("whether r files with the SEC"), "{registrant}");
            assert_eq!(met(&story.row(), "registrant"), Answer::Unknown);
        }
    }
    // Without an interest it does not matter.
    let story = Story { registrant: ",yes,", ..Story::new("ann,c,director,2010,\n", "") };
    assert_eq!(story.verdict_and_certainty(), CLEAR);
}

#[test]
fn the_clock_chooses_deals() {
    let story = |date: &str| Story::new("ann,c,chief executive,2010,\n", "").deal(date, "200000", "USD");
    for (date, at, expected) in [
        ("2015-06-01", "2015-06-01", BREACH),
        ("2015-06-01", "2015", BREACH),
        ("2015-06-01", "2015-06-02", None),
        ("2015-06", "2015-06-02", MAYBE),
        ("2015-06", "2015", BREACH),
        ("2015", "2016", None),
        ("", "2016", MAYBE),
    ] {
        let rows = story(date).rows("us-item-404a", at);
        assert_eq!(rows.first().map(|row| (row.verdict, row.certain)), expected, "{date} {at}");
    }
    let options = ScreenOptions {
        query: Query { clock: clock("2015-06-02"), certain_only: true },
        screens: vec![Screen::RelatedParty],
        ..ScreenOptions::default()
    };
    assert!(rows_for(&story("2015-06").graph(), &options).iter().all(|row| row.test != "us-item-404a"));
}

#[test]
fn without_ties_nobody_knows_who_owns() {
    let story = |role: &str| {
        let graph = boards(&[
            ("companies", "id,country,listed\nr,US,yes\nc,,no\n"),
            ("seats", &format!("person,company,role,start,end\nann,r,director,2010,\nann,c,{role},2010,\n")),
            ("deals", "id,date,parties,amount\nd,2010-06-01,r;c,200000\n"),
        ]);
        let rows = rows_at(&graph, Screen::RelatedParty, "");
        rows.into_iter().find(|row| row.test == "us-item-404a").map(|row| (row.verdict, row.missing))
    };
    assert_eq!(story("director"), Some((Verdict::Unknown, vec!["who owns c (ties)".to_owned()])));
    assert_eq!(story("chief executive").map(|(verdict, _)| verdict), Some(Verdict::Breach));
}

/// The verdict on the two parties by IAS 24.
fn ias_24(story: &Story) -> Option<(Verdict, bool)> {
    let rows = story.rows("ias-24", "");
    assert!(rows.len() < 2);
    rows.first().map(|row| (row.verdict, row.certain))
}

#[test]
fn parties_are_related_by_control_influence_and_who_controls() {
    for (seats, ties, expected) in [
        ("", "", None),
        ("ann,c,director,2010,\n", "", CLEAR),
        ("ann,c,chief executive,2010,\n", "", CLEAR),
        ("", "r,c,owns,2010,,50.01\n", BREACH),
        ("", "c,r,owns,2010,,20\n", BREACH),
        ("", "r,c,owns,2010,,19.99\n", CLEAR),
        ("", "r,c,owns,2010,,\n", UNKNOWN),
        ("", "r,c,owns,2010,,\nx,c,owns,2010,,80\n", UNKNOWN),
        ("", "r,c,owns,2010,,\nx,c,owns,2010,,80.01\n", CLEAR),
        ("", "r,c,owns,2015-06,,60\n", MAYBE),
        ("", "r,c,owns,2015-06-02,,60\n", None),
        ("", "r,c,owns,2010,2015-06-01,60\n", None),
        // One owner of both.
        ("", "h,r,owns,2010,,50.01\nh,c,owns,2010,,50.01\n", BREACH),
        ("", "h,r,owns,2010,,50.01\nh,c,owns,2010,,20\n", BREACH),
        ("", "h,r,owns,2010,,50.01\nh,c,owns,2010,,19.99\n", CLEAR),
        ("", "h,r,owns,2010,,50\nh,c,owns,2010,,50\n", CLEAR),
        ("", "h,r,owns,2010,,60\nh,c,owns,2010,,\n", UNKNOWN),
        ("", "y,r,owns,2010,,60\nx,c,owns,2010,,60\n", BREACH), // x owns 60 % of y
        // Key management of one, with close family, in control of the other.
        ("", "ann,c,owns,2010,,50.01\n", BREACH),
        ("", "ann,c,owns,2010,,50\n", CLEAR),
        ("", "bob,c,owns,2010,,60\nann,bob,spouse-of,2012,,\n", BREACH),
        ("", "bob,c,owns,2010,,30\nann,c,owns,2010,,30\nann,bob,spouse-of,2012,,\n", BREACH),
        ("", "bob,c,owns,2010,,60\nann,bob,cousin-of,2012,,\n", None),
        ("bob,c,director,2010,\n", "bob,r,owns,2010,,60\n", BREACH),
        ("bob,c,director,2010,\n", "bob,r,owns,2010,,50\n", CLEAR),
        ("bob,c,director,2015-06-02,\n", "bob,r,owns,2010,,60\n", None),
        ("bob,c,board observer,2010,\n", "bob,r,owns,2010,,60\n", None),
        // Key management of the parent of one, in control of the other.
        ("bob,h,director,2010,\n", "h,r,owns,2010,,60\nbob,c,owns,2010,,60\n", BREACH),
        ("bob,h,cfo,2010,\n", "h,x,parent-of,2010,,\nx,r,owns,2010,,60\nbob,c,owns,2010,,60\n", BREACH),
        ("bob,h,director,2010,\n", "h,r,owns,2010,,50\nbob,c,owns,2010,,60\n", None),
        ("bob,h,director,2010,\n", "h,r,owns,2010,,\nbob,c,owns,2010,,60\n", UNKNOWN),
        ("bob,h,director,2010,\n", "h,r,owns,2010,,60\nbob,c,owns,2010,,50\n", CLEAR),
        ("bob,h,director,2015-06-02,\n", "h,r,owns,2010,,60\nbob,c,owns,2010,,60\n", None),
        ("", "h,r,parent-of,2010,,\nh,c,owns,2010,,60\n", BREACH),
        ("", "r,c,parent-of,2010,,\n", BREACH),
    ] {
        assert_eq!(ias_24(&Story::new(seats, ties)), expected, "{seats} {ties}");
    }
}

#[test]
fn a_common_director_alone_is_told_as_no_relation() {
    let rows = Story::new("ann,c,director,2010,\n", "").rows("ias-24", "");
    assert_eq!(met(&rows[0], "common-manager"), Answer::Yes);
    assert!(rows[0].legs.iter().filter(|leg| leg.leg != "common-manager").all(|leg| leg.met == Answer::No));
    assert_eq!(rows[0].people[0].id, "ann");
    let rows = Story::new("", "r,c,owns,2010,,\n").rows("ias-24", "");
    assert_eq!(rows[0].missing, ["the share that joins r and c (owns)"]);
    let parent = "h,r,owns,2010,,60\nbob,c,owns,2010,,60\n";
    let rows = Story::new("bob,h,director,2010,\n", parent).rows("ias-24", "");
    assert!(rows[0].reason.contains("key management of the other or of its parent (h, parent of r): bob"));
    let rows = Story::new("", "c,r,owns,2010,,20\n").rows("ias-24", "");
    assert!(rows[0].reason.contains("holds 20 % of the other or more, which is presumed to be significant influence"));
    // Whatever it is worth, and in whatever currency.
    let story = Story::new("", "r,c,owns,2010,,20\n").deal("2015", "", "");
    assert_eq!(ias_24(&story), BREACH);
    // A deal of which no day is known is never more than possible.
    let story = Story::new("", "r,c,owns,2010,,20\n").deal("", "", "");
    assert_eq!(ias_24(&story), MAYBE);
}

#[test]
fn a_case_concerns_the_person_their_family_and_both_parties() {
    let graph = Story::new("bob,c,chief executive,2010,\n", "ann,bob,spouse-of,2012,,\n").graph();
    for (id, expected) in [("ann", 2), ("bob", 2), ("dot", 0), ("r", 2), ("c", 2), ("x", 0)] {
        let person = graph.person_number(id).map(Entity::Person);
        let entity = person.or_else(|| graph.company_number(id).map(Entity::Company)).unwrap();
        let options = ScreenOptions {
            screens: vec![Screen::RelatedParty],
            concerning: [entity].into_iter().collect(),
            ..ScreenOptions::default()
        };
        assert_eq!(rows_for(&graph, &options).len(), expected, "{id}");
    }
}
