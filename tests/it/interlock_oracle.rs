//! Interlocks against an oracle that asks every day, and petgraph on the same view.

use std::collections::{BTreeMap, BTreeSet};

use ::interlocks::analysis::Query;
use ::interlocks::analysis::pairs::{
    InterlockKind, Pair, PairBlocks, PairCount, PairOptions, PairOrder, Side, Weight, count_pairs, interlocks, pairs,
};
use ::interlocks::analysis::paths::{self, shortest};
use ::interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use ::interlocks::graph::{BoardGraph, BuildOptions, Clock, CompanyIx, Entity, Links, PersonIx, UncertainDays, View};
use ::interlocks::model::{Day, DaySet, Seat};
use proptest::prelude::*;

/// One seat: person, company, days of start and end in 2001, precision of each, executive.
type Row = (u8, u8, u16, u16, u8, bool);

fn date(day: u16, precision: u8) -> String {
    let text = Day::from_ymd(2001, 1, 1).unwrap().plus(i32::from(day)).to_string();
    match precision % 3 {
        0 => text,
        1 => text[..7].to_owned(),
        _ => text + "~",
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = "person,company,role,start,end,board,executive\n".to_owned();
    for &(person, company, start, length, precision, executive) in rows {
        let end = if length > 300 { String::new() } else { date(start + length, precision / 3) };
        // An executive of the first two companies has no vote; of the third, nobody knows.
        let (role, board) = match (company, executive) {
            (0 | 1, true) => ("", "no"),
            (2, true) => ("zorgel", ""),
            _ => ("", "yes"),
        };
        let executive = if executive { "yes" } else { "no" };
        text += &format!("p{person},c{company},{role},{},{end},{board},{executive}\n", date(start, precision));
    }
    text
}

fn graph(text: &str, reversed: bool) -> Option<BoardGraph> {
    linked_graph(text, reversed, Links::Directors)
}

fn linked_graph(text: &str, reversed: bool, links: Links) -> Option<BoardGraph> {
    let mut lines: Vec<&str> = text.lines().collect();
    if reversed {
        lines[1..].reverse();
    }
    let bytes = (lines.join("\n") + "\n").into_bytes();
    let options = LoadOptions { as_of: "2002".parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(Box::new(std::io::Cursor::new(bytes)), "test", DataFormat::Csv, &options).ok()?;
    Some(BoardGraph::new(data, BuildOptions::default().links(links)))
}

/// Days of 2000 to 2002 on which a person certainly, or possibly, held some seat at a company that is wanted: asked seat
/// by seat and day by day.
fn days(graph: &BoardGraph, person: &str, company: &str, certain: bool, wanted: Wanted) -> BTreeSet<i32> {
    let (first, last) = (Day::from_ymd(2000, 1, 1).unwrap(), Day::from_ymd(2002, 12, 31).unwrap());
    let all = graph.people().flat_map(|person| graph.person_seats(person)).map(|seat| graph.seat(seat));
    let seats = all.filter(|seat| wanted(seat, certain) && seat.person == person && seat.company == company);
    let mut found = BTreeSet::new();
    for seat in seats {
        let start = seat.start.unwrap();
        let (earliest_end, latest_end) = seat.end.date().map_or((Day::MAX, Day::MAX), |d| (d.earliest(), d.latest()));
        for number in first.number()..=last.number() {
            let day = Day::from_number(number);
            let (from, to) = if certain { (start.latest(), earliest_end) } else { (start.earliest(), latest_end) };
            if from <= day && day < to {
                found.insert(number);
            }
        }
    }
    found
}

fn listed(spans: &DaySet) -> BTreeSet<i32> {
    let last = Day::from_ymd(2002, 12, 31).unwrap().number() + 1;
    spans.as_slice().iter().flat_map(|span| span.from.number()..span.to.number().min(last)).collect()
}

/// Returns whether a seat certainly, or possibly, counts.
type Wanted = fn(&Seat, bool) -> bool;

fn sits(seat: &Seat, certain: bool) -> bool {
    seat.board.unwrap_or(!certain)
}

fn sits_or_manages(seat: &Seat, certain: bool) -> bool {
    sits(seat, certain) || seat.executive
}

/// The days on which a person links two companies: on one board, and on the other or, with officers, an executive there.
fn linking(graph: &BoardGraph, person: &str, [a, b]: [&str; 2], certain: bool) -> BTreeSet<i32> {
    let ends: &[[Wanted; 2]] = match graph.links() {
        Links::Directors => &[[sits, sits]],
        Links::Officers => &[[sits, sits_or_manages], [sits_or_manages, sits]],
    };
    let both = ends.iter().flat_map(|[at_a, at_b]| {
        let there = days(graph, person, a, certain, *at_a);
        there.intersection(&days(graph, person, b, certain, *at_b)).copied().collect::<Vec<i32>>()
    });
    both.collect()
}

fn links() -> impl Strategy<Value = Links> {
    prop::sample::select(Links::ALL.to_vec())
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0u8..5, 0u8..5, 0u16..300, 0u16..330, 0u8..9, any::<bool>()), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn shared_people_and_their_days_are_what_asking_every_day_gives(rows in rows(), links in links()) {
        let Some(graph) = linked_graph(&table(&rows), false, links) else { return Ok(()) };
        let mut expected = BTreeMap::new();
        let ids = |kind: char| (0..5).map(move |n| format!("{kind}{n}"));
        for a in ids('c') {
            for b in ids('c').filter(|b| a < *b) {
                for person in ids('p') {
                    let both = |certain| linking(&graph, &person, [&a, &b], certain);
                    let possible = both(false);
                    if !possible.is_empty() {
                        let certain = both(true);
                        expected.insert((a.clone(), b.clone(), person), (certain, possible));
                    }
                }
            }
        }
        let mut found = BTreeMap::new();
        for pair in pairs(&graph, &PairOptions::default()) {
            prop_assert_eq!(pair.certain, pair.people.iter().any(|link| !link.certain.is_empty()));
            for link in pair.people {
                let key = (pair.a.id.clone(), pair.b.id.clone(), link.id.clone());
                found.insert(key, (listed(&link.certain), listed(&link.possible)));
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn at_any_clock_the_product_finds_the_pairs_that_asking_everybody_finds(rows in rows(), day in 0u16..365, width in 0u16..80, clock in 0u8..4, certain_only: bool, links in links()) {
        let Some(graph) = linked_graph(&table(&rows), false, links) else { return Ok(()) };
        let first = Day::from_ymd(2001, 1, 1).unwrap().plus(i32::from(day));
        let range = ::interlocks::model::DayRange::new(first, first.plus(i32::from(width)));
        let clock = match clock {
            0 => Clock::Ever,
            1 => Clock::At(::interlocks::model::DayRange::exactly(first)),
            2 => Clock::At(range),
            _ => Clock::During(::interlocks::model::DaySpan::from(range)),
        };
        let query = Query { clock, certain_only };
        let (mut expected, mut people, mut shared) = (BTreeMap::new(), BTreeSet::new(), 0);
        for a in graph.companies() {
            for b in graph.companies().filter(|b| a < *b) {
                let sits = |person| {
                    let (here, there) = (graph.tenure_at(person, a), graph.tenure_at(person, b));
                    let officer = here.board.meet(&there.executive).join(&here.executive.meet(&there.board));
                    let both = here.board.meet(&there.board);
                    if links == Links::Officers { both.join(&officer) } else { both }
                };
                let may = query.certain_only(false);
                let both: Vec<_> = graph.people().filter(|p| may.holds(&graph, &sits(*p)).is_some()).collect();
                // A pair is certain if its people together link it; what a kept pair shares does not change.
                let together = both.iter().fold(UncertainDays::default(), |all, person| all.join(&sits(*person)));
                if !both.is_empty() && query.holds(&graph, &together).is_some() {
                    shared += both.len() as u64;
                    expected.insert((graph.id(Entity::Company(a)), graph.id(Entity::Company(b))), both.len());
                    people.extend(both);
                }
            }
        }
        for side in [Side::Companies, Side::People] {
            let options = PairOptions { query, side, ..PairOptions::default() };
            let all = pairs(&graph, &options);
            if side == Side::Companies {
                let found: BTreeMap<_, _> =
                    all.iter().map(|pair| ((pair.a.id.clone(), pair.b.id.clone()), pair.shared)).collect();
                prop_assert_eq!(&found, &expected);
                let counted = count_pairs(&graph, &options).0;
                prop_assert_eq!(counted, PairCount { pairs: found.len() as u64, shared, people: people.len() as u64 });
            }
            // A table has all but the offices.
            let mut without_offices = all.clone();
            for pair in &mut without_offices {
                pair.officers.clear();
                let induced = pair.people.iter_mut().filter(|link| link.kind == InterlockKind::Induced);
                induced.for_each(|link| link.from.clear());
            }
            let found: Vec<Pair> = PairBlocks::new(&graph, &options).without_offices().flatten().collect();
            prop_assert_eq!(found, without_offices);
            // Counting and choosing the heaviest agree with telling all.
            let answers: u64 = all.iter().map(|pair| pair.shared as u64).sum();
            let counted = count_pairs(&graph, &options).0;
            prop_assert_eq!((counted.pairs, counted.shared), (all.len() as u64, answers));
            for weight in [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine, Weight::Days] {
                let options = PairOptions { weight, ..options.clone() };
                let text = |pairs: &[Pair]| serde_json::to_string(pairs).unwrap();
                let all = pairs(&graph, &options);
                for top in [0, 1, 2, 5] {
                    let heaviest = pairs(&graph, &PairOptions { top: Some(top), ..options.clone() });
                    prop_assert_eq!(text(&heaviest), text(&all[..top.min(all.len())]));
                }
                let sorted = all.windows(2).all(|w| {
                    let key = |p: &Pair| (p.a.name.clone(), p.b.name.clone());
                    w[0].weight > w[1].weight || (w[0].weight == w[1].weight && key(&w[0]) <= key(&w[1]))
                });
                prop_assert!(sorted);
                // Another order has the same pairs.
                let mut by_ids = all.clone();
                let ids = |pair: &Pair| (pair.a.id.clone(), pair.b.id.clone());
                by_ids.sort_by_key(ids);
                let ordered = |order: PairOrder| pairs(&graph, &PairOptions { order, ..options.clone() });
                prop_assert_eq!(text(&ordered(PairOrder::Ids)), text(&by_ids));
                let mut found = ordered(PairOrder::None);
                found.sort_by_key(ids);
                prop_assert_eq!(text(&found), text(&by_ids));
            }
        }
    }

    #[test]
    fn pairs_of_named_entities_are_those_of_all_pairs(rows in rows(), day in 0u16..365, dated: bool, certain_only: bool, links in links(), [x, y, z] in [0u32..5, 0u32..5, 0u32..5], min in 0usize..3) {
        let Some(graph) = linked_graph(&table(&rows), false, links) else { return Ok(()) };
        let day = Day::from_ymd(2001, 1, 1).unwrap().plus(i32::from(day));
        let clock = if dated { Clock::At(::interlocks::model::DayRange::exactly(day)) } else { Clock::Ever };
        let query = Query { clock, certain_only };
        let companies = |numbers: &[u32]| -> Vec<CompanyIx> {
            let last = graph.company_count() as u32;
            numbers.iter().filter(|number| **number < last).map(|number| CompanyIx::new(*number)).collect()
        };
        let people = |numbers: &[u32]| -> Vec<PersonIx> {
            let last = graph.person_count() as u32;
            numbers.iter().filter(|number| **number < last).map(|number| PersonIx::new(*number)).collect()
        };
        let text = |pairs: &[Pair]| serde_json::to_string(pairs).unwrap();
        for side in [Side::Companies, Side::People] {
            for weight in [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Days] {
                let all = PairOptions { query, side, weight, min, ..PairOptions::default() };
                let of_all = pairs(&graph, &all);
                for named in [
                    PairOptions { companies: companies(&[x]), ..all.clone() },
                    PairOptions { companies: companies(&[x, y, z]), ..all.clone() },
                    PairOptions { people: people(&[x]), ..all.clone() },
                    PairOptions { people: people(&[x, y]), ..all.clone() },
                    PairOptions { companies: companies(&[x]), people: people(&[y, z]), ..all.clone() },
                    PairOptions { companies: companies(&[x, y]), people: people(&[z]), top: Some(1), ..all.clone() },
                ] {
                    let has = |id: &str, named: &[String]| named.iter().any(|one| one == id);
                    let names = |entities: Vec<Entity>| -> Vec<String> { entities.into_iter().map(|one| graph.id(one)).collect() };
                    let of_companies = names(named.companies.iter().map(|one| Entity::Company(*one)).collect());
                    let of_people = names(named.people.iter().map(|one| Entity::Person(*one)).collect());
                    let (ends, through) = if side == Side::Companies { (of_companies, of_people) } else { (of_people, of_companies) };
                    let different: BTreeSet<&String> = ends.iter().collect();
                    let mut expected = of_all.clone();
                    expected.retain(|pair| {
                        let both = [has(&pair.a.id, &ends), has(&pair.b.id, &ends)];
                        // The same company twice is several, too.
                        let of_ends = match ends.len() {
                            0 => true,
                            1 => both[0] || both[1],
                            _ => different.len() > 1 && both[0] && both[1],
                        };
                        let links = pair.people.iter().chain(&pair.companies);
                        of_ends && (through.is_empty() || { links }.any(|link| has(&link.id, &through)))
                    });
                    expected.truncate(named.top.unwrap_or(usize::MAX));
                    prop_assert_eq!(text(&pairs(&graph, &named)), text(&expected));
                    prop_assert_eq!(count_pairs(&graph, &named).0, PairCount::of(&expected));
                }
            }
        }
    }

    #[test]
    fn leaving_out_people_on_many_boards_is_as_if_they_were_not_there(rows in rows(), most in 1usize..4, certain_only: bool) {
        let Some(whole) = graph(&table(&rows), false) else { return Ok(()) };
        let boards = |person: u8| -> usize {
            let Some(number) = whole.person_number(&format!("p{person}")) else { return 0 };
            whole.tenures(number).iter().filter(|(_, service)| service.board.is_possible()).count()
        };
        let kept: Vec<Row> = rows.iter().copied().filter(|row| boards(row.0) <= most).collect();
        let left_out = (0..5).filter(|person| boards(*person) > most).count();
        let query = Query::default().certain_only(certain_only);
        let options = PairOptions { max_boards: Some(most), query, ..PairOptions::default() };
        let found = interlocks(&whole, &options);
        prop_assert_eq!(found.left_out, left_out);
        prop_assert_eq!(count_pairs(&whole, &options).0.pairs as usize, found.pairs.len());
        let asked = PairOptions::default().query(query);
        let rest = graph(&table(&kept), false).map(|rest| pairs(&rest, &asked)).unwrap_or_default();
        let plain = |pairs: &[Pair]| -> Vec<(String, String, usize)> {
            pairs.iter().map(|pair| (pair.a.id.clone(), pair.b.id.clone(), pair.shared)).collect()
        };
        prop_assert_eq!(plain(&found.pairs), plain(&rest));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows()) {
        let text = table(&rows);
        let answer = |reversed| graph(&text, reversed).map(|graph| {
            serde_json::to_string(&pairs(&graph, &PairOptions::default())).unwrap()
        });
        prop_assert_eq!(answer(false), answer(true));
    }

    #[test]
    fn shortest_paths_are_as_short_as_petgraphs(rows in rows(), day in 0u16..365) {
        // Board seats alone: then our path and petgraph's run on the same edges.
        let board_only: Vec<Row> = rows.into_iter().map(|row| (row.0, row.1, row.2, row.3, row.4, false)).collect();
        let Some(graph) = graph(&table(&board_only), false) else { return Ok(()) };
        let day = Day::from_ymd(2001, 1, 1).unwrap().plus(i32::from(day));
        let clock = Clock::At(::interlocks::model::DayRange::exactly(day));
        let options = paths::PathOptions { query: Query { clock, certain_only: true }, max_steps: 20, ..Default::default() };
        let view = View::new(&graph, clock).certain_only(true);
        for from in graph.entities() {
            let distances = petgraph::algo::dijkstra(&view, from, None, |_| 1usize);
            for to in graph.entities().filter(|to| *to != from) {
                let ours = shortest(&graph, from, to, &options).map(|path| path.steps.len());
                prop_assert_eq!(ours, distances.get(&to).copied());
            }
        }
    }
}

#[test]
fn a_hub_on_every_board_joins_all_pairs_and_empty_data_none() {
    let rows: String = (0..60).map(|n| format!("hub,c{n:02},2001,2005\n")).collect();
    let hub = graph(&format!("person,company,start,end\n{rows}"), false).unwrap();
    assert_eq!(pairs(&hub, &PairOptions::default()).len(), 60 * 59 / 2);
    let one = graph("person,company\nann,acme\n", false).unwrap();
    assert!(pairs(&one, &PairOptions::default()).is_empty());
    assert!(
        shortest(
            &one,
            Entity::Person(::interlocks::graph::PersonIx::new(0)),
            Entity::Person(::interlocks::graph::PersonIx::new(0)),
            &paths::PathOptions::default()
        )
        .is_none()
    );
    let none = graph("person,company\n", false).unwrap();
    assert!(pairs(&none, &PairOptions::default()).is_empty());
}
