//! Payments against a slow answer that goes through every choice of days, amounts and revenues.

use proptest::prelude::*;

use super::Data;
use crate::fixture::rows_at;
use crate::{Answer, Row, Screen, Verdict};

/// A deal of 2011 to 2013: the days between which it was made, and its amount where it is stated.
#[derive(Clone, Copy, Debug)]
struct Deal {
    first: usize,
    last: usize,
    amount: Option<u32>,
}

/// Days on both sides of the turns of years, and of each other.
const DAYS: [(&str, i32); 6] = [
    ("2011-12-30", 2011),
    ("2011-12-31", 2011),
    ("2012-01-01", 2012),
    ("2012-06-01", 2012),
    ("2012-12-31", 2012),
    ("2013-01-01", 2013),
];
const AMOUNTS: [u32; 4] = [100_000, 700_000, 1_000_000, 1_400_000];
const REVENUES: [u32; 2] = [1_000, 60_000_000];

fn deals() -> impl Strategy<Value = Vec<Deal>> {
    let amount = prop_oneof![4 => prop::sample::select(&AMOUNTS[..]).prop_map(Some), 1 => Just(None)];
    let deal = (0..DAYS.len(), 0usize..3, amount).prop_map(|(first, width, amount)| Deal {
        first,
        last: (first + width).min(DAYS.len() - 1),
        amount,
    });
    prop::collection::vec(deal, 1..4)
}

/// Every choice of a day and an amount for every deal. What is missing may be nothing or very much.
fn choices(deals: &[Deal]) -> Vec<Vec<(usize, u32)>> {
    deals.iter().fold(vec![Vec::new()], |all, deal| {
        let amounts = deal.amount.map_or_else(|| vec![0, 900_000_000], |amount| vec![amount]);
        let mut more = Vec::new();
        for before in &all {
            for day in deal.first..=deal.last {
                more.extend(amounts.iter().map(|amount| [before.as_slice(), &[(day, *amount)]].concat()));
            }
        }
        more
    })
}

/// The rule of NYSE on one choice, with the revenues of 2011, 2012 and 2013: in one of the three years
/// before this one, more than a million and two per cent.
fn counts(paid: &[(usize, u32)], revenues: [u32; 3], year: i32) -> bool {
    (year - 3..year).any(|back| {
        let of_year = paid.iter().filter(|(day, _)| DAYS[*day].1 == back);
        let sum: f64 = of_year.map(|(_, amount)| f64::from(*amount)).sum();
        let revenue = usize::try_from(back - 2011).ok().and_then(|at| revenues.get(at)).copied().unwrap_or(0);
        sum > 1_000_000.0 && sum > 0.02 * f64::from(revenue)
    })
}

fn met(row: &Row) -> Answer {
    row.legs.iter().find(|leg| leg.leg == "payments").map(|leg| leg.met).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn payments_ask_every_choice_of_days_and_of_what_is_missing(
        deals in deals(),
        known in prop::array::uniform3(prop::option::weighted(0.7, prop::sample::select(&REVENUES[..]))),
    ) {
        let rows: Vec<String> = deals.iter().enumerate().map(|(at, deal)| {
            let amount = deal.amount.map_or_else(String::new, |amount| amount.to_string());
            format!("d{at},{}/{},supply,acme;corp,{amount},USD", DAYS[deal.first].0, DAYS[deal.last].0)
        }).collect();
        let accounts: Vec<String> = (2011..).zip(known).filter_map(|(year, revenue)| {
            revenue.map(|revenue| format!("corp,{year},{revenue},USD"))
        }).collect();
        let (rows, accounts) = (rows.join(" | "), accounts.join(" | "));
        let data = Data { seats: "ann,corp,cfo,2010-01-01,,", deals: &rows, accounts: &accounts, ..Data::default() };
        let ways = known.iter().fold(vec![Vec::new()], |all: Vec<Vec<u32>>, revenue| {
            let choices = revenue.map_or_else(|| vec![0, 4_000_000_000], |revenue| vec![revenue]);
            all.iter().flat_map(|before| choices.iter().map(move |r| [before.as_slice(), &[*r]].concat())).collect()
        });
        let graph = data.graph("US,yes");
        for year in 2012..=2017 {
            let found = rows_at(&graph, Screen::Independence, &format!("{year}-02-01"));
            let row = found.iter().find(|row| row.test == "nyse-303a02").unwrap();
            let breach = row.verdict == Verdict::Breach;
            let all: Vec<Vec<bool>> = choices(&deals).iter().map(|paid| {
                ways.iter().map(|way| counts(paid, [way[0], way[1], way[2]], year)).collect()
            }).collect();
            // Missing inputs are chosen for and against the director.
            let surely = |holds: &Vec<bool>| holds.iter().all(|holds| *holds);
            if breach && row.certain {
                prop_assert!(all.iter().all(surely), "{} certain of {:?} {:?}", year, deals, known);
            }
            if deals.iter().all(|deal| deal.amount.is_some()) {
                prop_assert_eq!(breach, all.iter().any(surely), "{} {:?} {:?}", year, deals, known);
            }
            // Several deals may make it certain together, where no year does.
            if deals.len() == 1 && deals[0].amount.is_some() {
                prop_assert_eq!(breach && row.certain, all.iter().all(surely), "{} {:?} {:?}", year, deals, known);
            }
            // If nothing is found, no choice exceeds the limit.
            if met(row) == Answer::No {
                prop_assert!(!all.iter().flatten().any(|holds| *holds), "{} none of {:?} {:?}", year, deals, known);
            }
        }
    }
}
