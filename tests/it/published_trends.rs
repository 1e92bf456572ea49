//! Figures of the Norwegian boards over time, as published month by month.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::published;
use interlocks::analysis::Query;
use interlocks::analysis::bipartite::BoardLinks;
use interlocks::analysis::pairs::Side;
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Clock, CompanyIx, Entity, PersonIx};
use interlocks::measures::trend::{Figures, TrendOptions, TrendRow, durations, trend};
use interlocks::measures::{Part, Projection};
use interlocks::model::{Day, DayRange, DaySpan};

/// Boards of Norwegian public companies (Seierstad & Opsahl 2011).
fn norway() -> (PathBuf, BoardGraph) {
    let folder = published::folder("norwegian-boards");
    let graph = BoardGraph::new(Dataset::open(&folder).unwrap(), BuildOptions::default());
    (folder, graph)
}

/// Rows of a published monthly panel, by month: pairs of ids.
fn panel(path: &Path) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let file = flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap());
    let mut months: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for row in csv::Reader::from_reader(file).into_records() {
        let row = row.unwrap();
        let [month, a, b] = [0, 1, 2].map(|at| row[at].to_owned());
        assert!(months.entry(month).or_default().insert((a, b)));
    }
    months
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn norwegian_seats_and_projection_are_the_published_ones_in_all_months() {
    let (folder, graph) = norway();
    let two_mode = panel(&folder.join("panel-two-mode.csv.gz"));
    let one_mode = panel(&folder.join("panel-one-mode.csv.gz"));
    assert_eq!((two_mode.len(), one_mode.len()), (112, 112));
    let rows = trend(&graph, &TrendOptions { side: Side::People, ..TrendOptions::default() });
    assert!(rows.iter().map(|row| row.date.to_string()).eq(two_mode.keys().cloned()));
    let person = |number: u32| graph.id(Entity::Person(PersonIx::new(number)));
    for (row, ((month, seats), ties)) in rows.iter().zip(two_mode.iter().zip(one_mode.values())) {
        let query = Query { clock: Clock::At(DayRange::exactly(row.date)), certain_only: true };
        let links = BoardLinks::new(&graph, &query);
        let held =
            (0..links.people() as u32).flat_map(|who| links.boards(who as usize).iter().map(move |at| (who, *at)));
        let held = held.map(|(who, at)| (person(who), graph.id(Entity::Company(CompanyIx::new(at)))));
        assert!(held.collect::<BTreeSet<_>>() == *seats, "seats of {month}");
        let network = Projection::from_links(&links, Side::People, (0..links.people() as u32).collect());
        let tied = (0..network.len()).flat_map(|node| network.neighbours(node).iter().map(move |other| (node, *other)));
        let tied = tied.filter(|(a, b)| *a < *b as usize).map(|(a, b)| (person(a as u32), person(b)));
        assert!(tied.collect::<BTreeSet<_>>() == *ties, "ties of {month}");
        let Figures::Counts(counts) = &row.figures else { panic!("counts were asked for") };
        assert_eq!(counts.two_mode.as_ref().map(|counts| counts.size.seats), Some(seats.len()), "{month}");
        assert_eq!(counts.people.as_ref().map(|counts| counts.ties), Some(ties.len()), "{month}");
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn norwegian_months_have_the_published_figures() {
    let (_, graph) = norway();
    let rows = trend(&graph, &TrendOptions::default());
    let figures = |row: &TrendRow| serde_json::to_value(row).unwrap();
    // People, companies, seats, multiple directors, company ties, person ties.
    let published = [
        ("2002-05-01", [1013, 204, 1130, 95, 113, 3189]),
        ("2004-05-01", [1163, 248, 1320, 126, 164, 3607]),
        ("2006-05-01", [1371, 310, 1585, 155, 253, 3945]),
        ("2008-05-01", [1541, 374, 1897, 236, 460, 4358]),
        ("2009-08-01", [1495, 367, 1834, 240, 442, 4065]),
        ("2010-05-01", [1457, 358, 1780, 229, 401, 3985]),
        ("2011-08-01", [1421, 355, 1746, 233, 421, 3855]),
    ];
    let keys =
        ["two_mode/people", "two_mode/companies", "two_mode/seats", "two_mode/multiple_directors", "companies/ties"];
    for (month, expected) in published {
        let row = figures(rows.iter().find(|row| row.date.to_string() == month).unwrap());
        let found = keys.into_iter().chain(["people/ties"]).map(|key| row.pointer(&format!("/{key}")).unwrap().clone());
        assert_eq!(found.collect::<Vec<_>>(), expected, "{month}");
    }
    // Four-cycles, three-paths and women's shares of May 2002, August 2009 and August 2011.
    let published = [
        ("2002-05-01", 61, 1619, 0.1507103, [0.0859, 0.0867]),
        ("2009-08-01", 108, 4476, 0.09651475, [0.3839, 0.4089]),
        ("2011-08-01", 89, 4188, 0.08500478, [0.3610, 0.3877]),
    ];
    for (month, four_cycles, three_paths, cc4, women) in published {
        let row = &figures(rows.iter().find(|row| row.date.to_string() == month).unwrap())["two_mode"];
        assert_eq!((&row["four_cycles"], &row["three_paths"]), (&four_cycles.into(), &three_paths.into()));
        assert!((row["cc4"].as_f64().unwrap() / cc4 - 1.0).abs() < 1e-6);
        let shares = ["people", "seats"].map(|of| format!("{:.4}", row["women"][of].as_f64().unwrap()));
        assert_eq!(shares, women.map(|share| format!("{share:.4}")), "{month}");
    }
    let sum =
        |pointer: &str| rows.iter().map(|row| figures(row).pointer(pointer).unwrap().as_u64().unwrap()).sum::<u64>();
    assert_eq!((rows.len(), sum("/two_mode/seats"), sum("/companies/ties")), (112, 178_906, 33_922));
    // The largest component of companies needs the whole network.
    for (year, giant) in [(2004, 91), (2006, 116), (2008, 218), (2010, 194)] {
        let day = Day::from_ymd(year, 5, 1).unwrap();
        let during = DaySpan { from: day, to: day.plus(1) };
        let options = TrendOptions { during, parts: vec![Part::Companies], full: true, ..TrendOptions::default() };
        let [row] = &trend(&graph, &options)[..] else { panic!("one month") };
        assert_eq!(figures(row)["companies"]["giant"], giant, "{year}");
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn norwegian_seats_and_ties_have_the_published_spells() {
    let (_, graph) = norway();
    let found = durations(&graph, DaySpan::ALWAYS, Side::Companies, false);
    assert_eq!((found.seats.distinct, found.seats.spells, found.seats.with_gap), (5_598, 5_803, 198));
    assert_eq!((found.ties.distinct, found.ties.spells, found.ties.with_gap), (1_423, 1_555, 118));
    let seated = graph.people().filter(|person| graph.person_seats(*person).len() > 0).count();
    assert_eq!(seated, 4_134);
    // What runs in the last month is censored, what runs in the first may have begun before.
    assert_eq!((found.seats.censored, found.ties.censored), (1_746, 421));
    assert_eq!((found.seats.since_first_day, found.ties.since_first_day), (1_130, 113));
}
