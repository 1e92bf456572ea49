//! The search against an enumeration of every path, and against petgraph.

use proptest::prelude::*;

use super::step_rules::{BoardSizes, Link, LinkDays, StepRules};
use super::*;
use interlocks_core::model::{Day, DayRange, DaySet};
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BuildOptions, Clock, UncertainDays};

/// Kinds that are followed, and one that is not.
const KINDS: [&str; 5] = ["spouse", "owns", "friend", "competitor-of", "owes a favour"];
const DATES: [&str; 7] = ["", "2001", "2001-05", "2001-05-17", "2003~", "2003-07-01", "2004-02/2005-01"];

/// Person, company, start, end, role.
type SeatRow = (u8, u8, usize, usize, u8);
/// From, to, kind, start, end.
type TieRow = (u8, u8, usize, usize, usize);

fn graph(seats: &[SeatRow], ties: &[TieRow]) -> BoardGraph {
    let date = |number: usize| DATES.get(number).copied().unwrap_or_default();
    let status = |number: usize| if number > DATES.len() { "unknown" } else { "" };
    let seat = |(person, company, start, end, role): &SeatRow| {
        let role = ["director", "chief executive", "observer", "cfo and director"][usize::from(role % 4)];
        let (start, status, end) = (date(*start), status(*end), date(*end));
        format!(
            r#"{{"person": "p{person}", "company": "c{company}", "role": "{role}", "start": "{start}", "end": "{end}", "end_status": "{status}"}}"#
        )
    };
    // All people have a seat, so that every tie leads to an entity; entities 0 to 5 are people.
    let named = |number: u8| if number < 6 { format!("p{number}") } else { format!("c{}", number - 6) };
    let tie = |(from, to, kind, start, end): &TieRow| {
        let (from, to, kind) = (named(*from), named(*to), KINDS[*kind]);
        let (start, end) = (date(*start), date(*end));
        format!(
            r#"{{"from": "{from}", "to": "{to}", "kind": "{kind}", "start": "{start}", "end": "{end}", "share": "40"}}"#
        )
    };
    let people: Vec<String> = (0..6).map(|n| format!(r#"{{"id": "p{n}", "name": "P{n}"}}"#)).collect();
    let companies: Vec<String> = (0..6).map(|n| format!(r#"{{"id": "c{n}", "name": "C{n}"}}"#)).collect();
    let seats: Vec<String> =
        seats.iter().map(seat).chain([r#"{"person": "p0", "company": "c0"}"#.to_owned()]).collect();
    let ties: Vec<String> = ties.iter().filter(|tie| tie.0 != tie.1).map(tie).collect();
    let [people, companies, seats, ties] = [people, companies, seats, ties].map(|rows| rows.join(","));
    let text = format!(r#"{{"people": [{people}], "companies": [{companies}], "seats": [{seats}], "ties": [{ties}]}}"#);
    let options = LoadOptions { as_of: "2005-06-30".parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(Box::new(std::io::Cursor::new(text.into_bytes())), "test", DataFormat::Json, &options);
    BoardGraph::new(data.unwrap(), BuildOptions::default())
}

fn rows() -> impl Strategy<Value = (Vec<SeatRow>, Vec<TieRow>)> {
    let seats = prop::collection::vec((0u8..6, 0u8..6, 0usize..7, 0usize..9, any::<u8>()), 1..16);
    let ties = prop::collection::vec((0u8..12, 0u8..12, 0usize..5, 0usize..7, 0usize..7), 0..6);
    (seats, ties)
}

fn clocks() -> impl Strategy<Value = Clock> {
    let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
    prop::sample::select(vec![
        Clock::Ever,
        Clock::At(DayRange::exactly(day(2001, 5, 17))),
        Clock::At(DayRange::new(day(2003, 7, 1), day(2003, 7, 31))),
        Clock::At(DayRange::exactly(day(2009, 1, 1))),
        Clock::During(DaySpan { from: day(2001, 3, 1), to: day(2003, 7, 1) }),
        Clock::During(DaySpan { from: day(2004, 1, 1), to: Day::MAX }),
        Clock::During(DaySpan::ALWAYS),
    ])
}

/// A path as the oracle sees it: cost, steps, nodes, links.
type OraclePath = (Cost, usize, Vec<u32>, Vec<Link>);

/// Every choice of links along every path, one after the other.
fn every_path(rules: &StepRules<'_>, from: u32, to: u32) -> Vec<OraclePath> {
    let (graph, options) = (rules.graph, rules.options);
    let mut links: Vec<(u32, u32, Link)> = Vec::new();
    for person in graph.people() {
        for seat in graph.person_seats(person) {
            let company = graph.entity_number(Entity::Company(graph.seat_company(seat)));
            links.push((person.number(), company, Link::Seat(seat)));
        }
    }
    for node in 0..(graph.person_count() + graph.company_count()) as u32 {
        for tie in graph.ties(graph.entity(node)) {
            let (a, b) = graph.tie_ends(tie);
            links.push((graph.entity_number(a), graph.entity_number(b), Link::Tie(tie)));
        }
    }
    links.retain(|(_, _, link)| match (link, &options.only[..]) {
        (Link::Identity(_), _) => false,
        (Link::Seat(_), only) => only.is_empty() || only.contains(&Only::Seats),
        (Link::Tie(tie), []) => graph.tie_kind(*tie) != "competitor-of",
        (Link::Tie(tie), only) => {
            let kind = graph.tie_kind(*tie);
            (only.contains(&Only::Ties) && kind != "competitor-of")
                || only.iter().any(|only| *only == Only::Kind(kind.to_owned()))
        }
    });
    let mut found = Vec::new();
    let mut open = vec![(vec![from], Vec::new(), Cost::NOTHING, DaySet::from(options.query.clock.window()))];
    while let Some((nodes, taken, cost, days)) = open.pop() {
        let at = nodes[nodes.len() - 1];
        if at == to {
            found.push((cost, taken.len(), nodes, taken));
            continue;
        }
        if taken.len() == options.max_steps {
            continue;
        }
        for (a, b, link) in &links {
            let next = if *a == at { *b } else { *a };
            if (*a != at && *b != at) || nodes.contains(&next) || rules.avoids(next) {
                continue;
            }
            let days_of_link = UncertainDays::from_spell(&rules.spell(*link));
            let Some(certainty) = options.query.holds(graph, &days_of_link) else { continue };
            let own = if options.query.certain_only { &days_of_link.certain } else { &days_of_link.possible };
            let met = if options.query.clock == Clock::Ever { days.clone() } else { days.meet(own) };
            let hull = own.within(options.query.clock.window()).hull();
            let Some(own) = hull.filter(|_| !met.is_empty()) else { continue };
            let own = if options.query.clock == Clock::Ever { DaySpan::ALWAYS } else { own };
            let link_days = LinkDays { days: own, certain: certainty.is_certain() };
            let step = rules.factors(*link, link_days, &mut BoardSizes::default()).cost();
            let step = if options.hops { Cost::NOTHING } else { step };
            let (nodes, taken) = ([&nodes[..], &[next]].concat(), [&taken[..], &[*link]].concat());
            open.push((nodes, taken, cost + step, met));
        }
    }
    found.retain(|(_, _, nodes, _)| options.via.iter().all(|via| nodes.contains(&graph.entity_number(*via))));
    found.sort();
    found.dedup_by(|a, b| a.2 == b.2);
    // Of one path the cheapest links came first, but others of the same path may lie between.
    let mut seen: Vec<Vec<u32>> = Vec::new();
    found.retain(|(_, _, nodes, _)| {
        let new = !seen.contains(nodes);
        seen.push(nodes.clone());
        new
    });
    found
}

fn agrees(graph: &BoardGraph, options: &PathOptions) -> Result<(), TestCaseError> {
    let rules = StepRules::new(graph, options);
    let nodes = (graph.person_count() + graph.company_count()) as u32;
    let mut marks = Marks::new();
    for (from, to) in
        [(0, 6), (1, 7), (0, 11), (6, 9), (2, 3)].map(|(a, b): (u32, u32)| (a.min(nodes - 1), b.min(nodes - 1)))
    {
        let blocked = from == to || rules.avoids(from) || rules.avoids(to);
        let mut expected = if blocked { Vec::new() } else { every_path(&rules, from, to) };
        expected.truncate(options.k);
        let found = nodes_between(&rules, &mut marks, from, to);
        let all: Vec<&Vec<u32>> = expected.iter().map(|path| &path.2).collect();
        prop_assert_eq!(found.iter().collect::<Vec<_>>(), all);
        prop_assert!(marks.iter().all(|mark| *mark == 0));
        let answer = best(graph, graph.entity(from), graph.entity(to), options);
        prop_assert_eq!(answer.len(), expected.len());
        for (path, (cost, steps, _, links)) in answer.iter().zip(&expected) {
            prop_assert_eq!((path.cost, path.steps.len()), (*cost, *steps));
            let spell = |certain: bool| {
                links.iter().fold(DaySet::from(DaySpan::ALWAYS), |days, link| {
                    let spell = rules.spell(*link);
                    let own = if certain { spell.certain() } else { spell.possible() };
                    days.meet(&own.into_iter().collect())
                })
            };
            // Nothing is certain after the as-of date; a period without an end keeps having none.
            let known = |days: DaySpan| {
                let end = graph.as_of().map_or(Day::MAX, |day| day.plus(1));
                let to = if days.to == Day::MAX { days.to } else { days.to.min(end) };
                (days.from < end).then_some(DaySpan { from: days.from, to })
            };
            prop_assert_eq!(path.certain, spell(true).hull().and_then(known));
            prop_assert_eq!(path.common, spell(false).hull());
            let inside = path.common.and_then(|common| common.meet(options.query.clock.window()));
            prop_assert!(inside.is_some() || options.query.clock == Clock::Ever);
            let places: Vec<String> = links
                .iter()
                .map(|link| match link {
                    Link::Seat(seat) => graph.place(graph.seat(*seat).place),
                    Link::Tie(tie) => graph.place(graph.tie(*tie).place),
                    Link::Identity(_) => String::new(),
                })
                .collect();
            prop_assert_eq!(path.steps.iter().map(|step| step.place.clone()).collect::<Vec<String>>(), places);
        }
    }
    Ok(())
}

/// People p0 to p5 and ties between them: from, to, kind, years.
fn of_ties(ties: &[(usize, usize, &str, &str)]) -> BoardGraph {
    let rows: Vec<String> = ties
        .iter()
        .map(|(from, to, kind, years)| {
            let (start, end) = years.split_once('-').unwrap();
            format!(r#"{{"from": "p{from}", "to": "p{to}", "kind": "{kind}", "start": "{start}", "end": "{end}"}}"#)
        })
        .collect();
    let people: Vec<String> = (0..6).map(|n| format!(r#"{{"id": "p{n}", "name": "P{n}"}}"#)).collect();
    let text = format!(
        r#"{{"people": [{}], "seats": [{{"person": "p0", "company": "c0"}}], "ties": [{}]}}"#,
        people.join(","),
        rows.join(",")
    );
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default())
}

/// The ids of the best path from p0 to p5.
fn best_of(graph: &BoardGraph, options: &PathOptions) -> Vec<String> {
    let ends = ["p0", "p5"].map(|id| graph.find(id).unwrap());
    let path = best(graph, ends[0], ends[1], options).into_iter().next();
    path.into_iter().flat_map(|path| path.steps).map(|step| step.to.id).collect()
}

#[test]
fn a_way_of_fewer_steps_is_kept_for_a_long_way_round() {
    // The short ending from p2 holds on none of the days of the ways to it. The strong way to p2
    // leaves too few steps for the other.
    let years = "2001-2004";
    let graph = of_ties(&[
        (0, 1, "spouse", years),
        (1, 2, "spouse", years),
        (0, 2, "friend", years),
        (2, 5, "spouse", "2008-2010"),
        (2, 3, "spouse", years),
        (3, 4, "spouse", years),
        (4, 5, "spouse", years),
    ]);
    let window = DaySpan { from: Day::from_ymd(2001, 1, 1).unwrap(), to: Day::from_ymd(2011, 1, 1).unwrap() };
    let query = Query { clock: Clock::During(window), certain_only: false };
    let options = |max_steps| PathOptions { query, max_steps, ..PathOptions::default() };
    assert_eq!(best_of(&graph, &options(4)), ["p2", "p3", "p4", "p5"]);
    assert_eq!(best_of(&graph, &options(5)), ["p1", "p2", "p3", "p4", "p5"]);
    assert!(best_of(&graph, &options(3)).is_empty());
    assert_eq!(best_of(&graph, &PathOptions { max_steps: 2, ..PathOptions::default() }), ["p2", "p5"]);
}

#[test]
fn a_way_that_spares_an_entity_is_kept_for_passing_it_later() {
    // The strong way to p2 uses up p1, through which the way back from p3 has to go.
    let years = "2001-2004";
    let graph = of_ties(&[
        (0, 1, "spouse", years),
        (1, 2, "spouse", years),
        (0, 4, "friend", years),
        (4, 2, "friend", years),
        (2, 3, "spouse", years),
        (3, 1, "friend", years),
        (1, 5, "spouse", years),
    ]);
    let p3 = graph.find("p3").unwrap();
    let options = PathOptions { via: vec![p3], ..PathOptions::default() };
    assert_eq!(best_of(&graph, &PathOptions::default()), ["p1", "p5"]);
    assert_eq!(best_of(&graph, &options), ["p4", "p2", "p3", "p1", "p5"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_best_paths_are_the_best_of_all((seats, ties) in rows(), clock in clocks(), certain_only: bool, hops: bool, k in 0usize..8, max_steps in 0usize..8) {
        let graph = graph(&seats, &ties);
        let options = PathOptions { query: Query { clock, certain_only }, hops, k, max_steps, ..PathOptions::default() };
        agrees(&graph, &options)?;
    }

    #[test]
    fn the_best_paths_through_and_around_some_are_the_best_of_all_such((seats, ties) in rows(), clock in clocks(), hops: bool, via in prop::collection::vec(0u32..12, 0..3), avoid in prop::collection::vec(0u32..12, 0..3), only in 0usize..5) {
        let graph = graph(&seats, &ties);
        let entities = |numbers: &[u32]| numbers.iter().map(|number| graph.entity(*number)).collect::<Vec<Entity>>();
        let only = [
            vec![],
            vec![Only::Seats],
            vec![Only::Ties],
            vec![Only::Kind("competitor-of".to_owned()), Only::Kind("spouse".to_owned())],
            vec![Only::Seats, Only::Kind("owes a favour".to_owned())],
        ][only].clone();
        let query = Query { clock, certain_only: false };
        let options = PathOptions { query, hops, via: entities(&via), avoid: entities(&avoid), only, k: 4, ..PathOptions::default() };
        agrees(&graph, &options)?;
    }

    #[test]
    fn a_board_is_counted_as_asking_everybody_counts_it((seats, ties) in rows(), clock in clocks()) {
        let graph = graph(&seats, &ties);
        let options = PathOptions { query: Query { clock, certain_only: false }, ..PathOptions::default() };
        let rules = StepRules::new(&graph, &options);
        for seat in graph.people().flat_map(|person| graph.person_seats(person)) {
            let spell = graph.spell(seat);
            if rules.link_days(&spell).is_none() {
                continue;
            }
            // The last day of the seat that the clock looks at and that is not after the as-of date.
            let days = spell.possible().and_then(|days| days.meet(clock.window())).unwrap();
            let day = days.to.plus(-1).min(graph.as_of().unwrap()).max(days.from);
            let sits = |person| graph.seats_at(person, graph.seat_company(seat)).any(|seat| {
                graph.is_board(seat) && graph.spell(seat).at(DayRange::exactly(day)).is_some()
            });
            let members = graph.people().filter(|person| sits(*person)).count().max(1);
            prop_assert_eq!(BoardSizes::default().members(&rules, seat, &spell), members);
        }
    }

    #[test]
    fn costs_are_those_of_petgraph(links in prop::collection::vec((0u8..25, 0u8..25, 0u8..3), 20..90), k in 1usize..6) {
        let seats: Vec<String> = links.iter().map(|(person, company, role)| {
            let role = ["director", "chief executive", "observer"][usize::from(*role)];
            format!(r#"{{"person": "p{person:02}", "company": "c{company:02}", "role": "{role}"}}"#)
        }).collect();
        let text = format!(r#"{{"seats": [{}]}}"#, seats.join(","));
        let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
        let data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
        let graph = BoardGraph::new(data, BuildOptions { undated: true, ..BuildOptions::default() });
        let options = PathOptions { k, max_steps: 60, ..PathOptions::default() };
        let rules = StepRules::new(&graph, &options);
        let mut theirs = petgraph::graph::UnGraph::<(), u64>::new_undirected();
        let nodes: Vec<_> = graph.entities().map(|_| theirs.add_node(())).collect();
        for person in graph.people() {
            let mut companies: Vec<_> = graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
            companies.dedup();
            for company in companies {
                let node = graph.entity_number(Entity::Company(company));
                let cost = |(link, days)| rules.factors(link, days, &mut BoardSizes::default()).cost().micronats();
                let cost = rules.links_between(person.number(), node, &[]).into_iter().map(cost).min().unwrap();
                theirs.add_edge(nodes[person.index()], nodes[node as usize], cost);
            }
        }
        let from = graph.entities().next().unwrap();
        for to in graph.entities().skip(1) {
            let (a, b) = (nodes[0], nodes[graph.entity_number(to) as usize]);
            let ours: Vec<u64> = best(&graph, from, to, &options).iter().map(|path| path.cost.micronats()).collect();
            let shortest = petgraph::algo::astar(&theirs, a, |node| node == b, |edge| *edge.weight(), |_| 0);
            prop_assert_eq!(ours.first().copied(), shortest.map(|(cost, _)| cost));
            // Petgraph's k-th way may go in circles, so it is never longer than the k-th path.
            for (number, cost) in ours.iter().enumerate() {
                let way = petgraph::algo::k_shortest_path(&theirs, a, Some(b), number + 1, |edge| *edge.weight());
                prop_assert!(way.get(&b).is_some_and(|way| way <= cost && (number > 0 || way == cost)));
            }
            prop_assert!(ours.is_sorted());
        }
    }

    #[test]
    fn any_number_of_threads_finds_the_same((seats, ties) in rows(), clock in clocks()) {
        let graph = graph(&seats, &ties);
        let options = PathOptions { query: Query { clock, certain_only: false }, ..PathOptions::default() };
        let entities: Vec<Entity> = graph.entities().collect();
        let pairs: Vec<(Entity, Entity)> = entities.iter().flat_map(|a| entities.iter().map(|b| (*a, *b))).collect();
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| serde_json::to_string(&best_of_each(&graph, &pairs, &options)).unwrap())
        };
        let one = with(1);
        prop_assert_eq!(&one, &with(3));
        let alone: Vec<Vec<Path>> = pairs.iter().map(|(a, b)| best(&graph, *a, *b, &options)).collect();
        prop_assert_eq!(one, serde_json::to_string(&alone).unwrap());
    }
}
