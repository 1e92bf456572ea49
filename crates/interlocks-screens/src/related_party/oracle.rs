//! The slow and obvious answer to Item 404(a): every choice of days inside the stated dates, and of
//! what is not stated, one by one.

use proptest::prelude::*;

use crate::fixture::{boards, rows_at};
use crate::{Answer, Screen, Verdict};
use interlocks_core::model::Day;

/// The first and the last day a date may be.
type Date = (i32, i32);

/// Ann in office at the registrant and in a place at the counterparty, of which she and a stranger
/// own parts.
#[derive(Clone, Debug)]
struct World {
    deal: Date,
    amount: Option<u32>,
    office: (Date, Option<Date>),
    place: Option<(bool, Date)>,
    stake: Option<(Option<u32>, Date)>,
    stranger: Option<(u32, Date)>,
    /// Of the registrant: without one it is unknown whether it files with the SEC.
    country: &'static str,
}

fn date() -> impl Strategy<Value = Date> {
    (0..8i32, 0..3i32).prop_map(|(first, width)| (first, first + width))
}

fn world() -> impl Strategy<Value = World> {
    let office = (date(), prop::option::of(date())).prop_map(|(start, end)| {
        // A spell that can have no day is a problem of the data.
        (start, end.map(|(first, last)| (first.max(start.1 + 1), last.max(start.1 + 1))))
    });
    let share = prop::option::weighted(0.6, prop::sample::select(vec![4, 9, 10]));
    (
        date(),
        prop::option::weighted(0.8, prop::sample::select(vec![120_000, 120_001])),
        office,
        prop::option::of((any::<bool>(), date())),
        prop::option::of((share, date())),
        prop::option::of((prop::sample::select(vec![40, 90]), date())),
        prop::sample::select(vec!["US", "US", "US", ""]),
    )
        .prop_map(|(deal, amount, office, place, stake, stranger, country)| World {
            country,
            deal,
            amount,
            office,
            place,
            stake,
            stranger,
        })
}

/// Days on both sides of a change of the year.
fn day(number: i32) -> Day {
    Day::from_ymd(2019, 12, 28).unwrap().plus(number)
}

fn year(number: i32) -> i32 {
    if number < 4 { 2019 } else { 2020 }
}

fn written(date: Date) -> String {
    format!("{}/{}", day(date.0), day(date.1))
}

fn choices(date: Date) -> impl Iterator<Item = i32> + Clone {
    date.0..=date.1
}

impl World {
    fn found(&self) -> (Verdict, bool) {
        let (start, end) = (written(self.office.0), self.office.1.map_or(String::new(), written));
        let mut seats = format!("person,company,role,start,end\nann,r,director,{start},{end}\n");
        seats += "dot,x,director,2010,2021-01-01\n";
        if let Some((executive, start)) = self.place {
            let role = if executive { "chief executive" } else { "director" };
            seats += &format!("ann,c,{role},{},\n", written(start));
        }
        let mut ties = "from,to,kind,start,share\nx,y,owns,2000,60\n".to_owned();
        if let Some((share, start)) = self.stake {
            let share = share.map_or(String::new(), |share| share.to_string());
            ties += &format!("ann,c,owns,{},{share}\n", written(start));
        }
        if let Some((share, start)) = self.stranger {
            ties += &format!("eve,c,owns,{},{share}\n", written(start));
        }
        let amount = self.amount.map_or(String::new(), |amount| amount.to_string());
        let graph = boards(&[
            ("companies", &format!("id,country,listed\nr,{},yes\nc,,no\nx,,no\ny,,no\n", self.country)),
            ("people", "id\nann\ndot\neve\n"),
            ("seats", &seats),
            ("ties", &ties),
            ("deals", &format!("id,date,parties,amount\nd,{},r;c,{amount}\n", written(self.deal))),
        ]);
        let rows = rows_at(&graph, Screen::RelatedParty, "");
        let row = rows.iter().find(|row| row.test == "us-item-404a");
        row.map_or((Verdict::Clear, true), |row| (row.verdict, row.certain))
    }

    /// For every choice of days, whether the test is met with an office at any time of the year of the deal.
    fn answers(&self) -> Vec<Answer> {
        let never = (i32::MAX, i32::MAX);
        let mut answers = Vec::new();
        for deal in choices(self.deal) {
            for start in choices(self.office.0) {
                for end in choices(self.office.1.unwrap_or((1000, 1000))) {
                    for place in choices(self.place.map_or(never, |(_, start)| start)) {
                        for stake in choices(self.stake.map_or(never, |(_, start)| start)) {
                            for stranger in choices(self.stranger.map_or(never, |(_, start)| start)) {
                                let in_year = (start..end.min(20)).any(|day| year(day) == year(deal));
                                let interest = self.interest(place <= deal, stake <= deal, stranger <= deal);
                                let amount = Answer::from(self.amount.map(|amount| amount > 120_000));
                                let files = if self.country.is_empty() { Answer::Unknown } else { Answer::Yes };
                                answers.push(Answer::from(in_year).and(interest).and(amount).and(files));
                            }
                        }
                    }
                }
            }
        }
        answers
    }

    /// Unstated shares are tried at their lowest and highest values.
    fn interest(&self, placed: bool, staked: bool, strange: bool) -> Answer {
        let executive = placed && self.place.is_some_and(|(executive, _)| executive);
        let Some((share, _)) = self.stake.filter(|_| staked) else { return Answer::from(executive) };
        let left = 100 - self.stranger.filter(|_| strange).map_or(0, |(share, _)| share);
        let tried = share.map_or(vec![1, left], |share| vec![share]);
        let met: Vec<bool> = tried.into_iter().map(|share| executive || share >= 10).collect();
        Answer::from(met.iter().all(|other| *other == met[0]).then_some(met[0]))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn every_choice_is_asked(world in world()) {
        let (verdict, certain) = world.found();
        let answers = world.answers();
        let expected = if answers.contains(&Answer::Yes) {
            Verdict::Breach
        } else if answers.contains(&Answer::Unknown) {
            Verdict::Unknown
        } else {
            Verdict::Clear
        };
        prop_assert_eq!(verdict, expected);
        if expected == Verdict::Breach {
            prop_assert_eq!(certain, answers.iter().all(|met| *met == Answer::Yes));
        }
    }
}
