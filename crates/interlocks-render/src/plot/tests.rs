//! Properties of every plot: valid XML, nothing outside the page, one mark per figure.

use proptest::prelude::*;
use resvg::usvg::Tree;
use resvg::usvg::roxmltree::{Document, Node};

use super::*;
use crate::usvg::usvg_options;
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{DayRange, PartialDate};
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BuildOptions, Clock};
use interlocks_measures::rank::{self, rank};
use interlocks_measures::trend::{Interval, TrendOptions, broken_ties, durations, reconstitution, trend};
use interlocks_measures::{Distributions, distributions as counted, stats};

fn bundled() -> BoardGraph {
    BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), BuildOptions::default())
}

fn read(rows: &str) -> BoardGraph {
    let text = format!("person,company,role,start,end\n{rows}");
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let mut data = Dataset::read(stream, "test", DataFormat::Csv, &LoadOptions::default()).unwrap();
    data.title = "<script>alert('&')</script> \u{202e}\"]]>\u{0}".to_owned();
    BoardGraph::new(data, BuildOptions::default())
}

fn at(date: &str, certain_only: bool) -> Query {
    Query { clock: Clock::At(date.parse::<PartialDate>().unwrap().days()), certain_only }
}

/// All plots of a graph.
fn all(graph: &BoardGraph) -> Vec<Plot> {
    let query = Query::default();
    let sure = Query { certain_only: true, ..query };
    let found = Distributions::from(&stats(graph, &query, &[]));
    let rows = |certain_only, full| {
        trend(graph, &TrendOptions { interval: Interval::Year, certain_only, full, ..TrendOptions::default() })
    };
    let window = query.clock.window();
    let every = (Interval::Year, Side::Companies);
    let options = rank::RankOptions { measure: rank::Measure::Degree, ..rank::RankOptions::default() };
    vec![
        distributions(graph, &query, &found, Some(&counted(graph, &sure, &[]))),
        trends(graph, &query, every, &rows(false, false), Some(&rows(true, false))),
        trends(graph, &sure, every, &rows(true, true), None),
        survival(graph, &query, Side::People, &durations(graph, window, Side::People, false)),
        rejoined(graph, &query, 365, &reconstitution(&broken_ties(graph, window, 365, false))),
        ranking(graph, &query, (Side::Companies, rank::Measure::Degree), &rank(graph, &options).unwrap()),
    ]
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).map_or(0.0, |text| text.parse().unwrap())
}

/// The numbers of a path or of a polygon, two by two. Signs of keys go by steps and are left out.
fn corners(text: &str) -> Vec<(f64, f64)> {
    let apart = |c: char| !(c.is_ascii_digit() || c == '.' || c == '-');
    let numbers: Vec<f64> =
        text.split(apart).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect();
    assert_eq!(numbers.len() % 2, 0, "{text}");
    numbers.chunks(2).map(|two| (two[0], two[1])).collect()
}

/// How far the groups around a node move it.
fn moved(node: &Node<'_, '_>) -> (f64, f64) {
    let shifts = node.ancestors().filter_map(|group| group.attribute("transform").map(|text| corners(text)[0]));
    shifts.fold((0.0, 0.0), |(x, y), shift| (x + shift.0, y + shift.1))
}

/// Where something is drawn: two corners or more.
fn extent(node: &Node<'_, '_>) -> Vec<(f64, f64)> {
    let of = |name: &str| number(node, name);
    match node.tag_name().name() {
        "circle" => vec![(of("cx") - of("r"), of("cy") - of("r")), (of("cx") + of("r"), of("cy") + of("r"))],
        "rect" => vec![(of("x"), of("y")), (of("x") + of("width"), of("y") + of("height"))],
        "polygon" => corners(node.attribute("points").unwrap()),
        "path" if node.attribute("d").unwrap().contains('l') => Vec::new(),
        "path" => corners(node.attribute("d").unwrap()),
        "text" => {
            let (x, y, width, size) = (of("x"), of("y"), of("textLength"), of("font-size"));
            let left = match node.attribute("text-anchor") {
                Some("end") => x - width,
                Some(_) => x - width / 2.0,
                None => x,
            };
            vec![(left, y - size), (left + width, y + size * 0.3)]
        }
        _ => Vec::new(),
    }
}

/// Checks a page as a whole, and gives it back.
fn sound(plot: &Plot) -> String {
    let page = plot.svg().unwrap();
    assert_eq!(page, plot.svg().unwrap());
    Tree::from_str(&page, &usvg_options()).expect("an image");
    let document = Document::parse(&page).expect("well-formed XML");
    let root = document.root_element();
    let (width, height) = (number(&root, "width"), number(&root, "height"));
    let answers = |name: &str| root.children().any(|node| node.tag_name().name() == name && node.text().is_some());
    assert!(answers("title") && answers("desc"));
    for node in document.descendants().filter(Node::is_element) {
        let shift = moved(&node);
        for (x, y) in extent(&node) {
            let (x, y) = (x + shift.0, y + shift.1);
            assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{x} {y} {:?}\n{page}", node.tag_name());
        }
    }
    assert!(!page.contains("NaN") && !page.contains("inf") && !page.contains("<script"), "{page}");
    page
}

/// The text of the groups of one class.
fn group<'a>(page: &'a str, class: &str) -> Vec<&'a str> {
    let opening = format!("<g class=\"{class}\">");
    page.split(&opening).skip(1).map(|rest| rest.split("</g>").next().unwrap()).collect()
}

#[test]
fn every_plot_of_any_data_is_sound() {
    let long: String = (0..300).map(|at| format!("p{at},c{},director,2001-01-{:02},\n", at % 7, at % 28 + 1)).collect();
    for rows in [
        "",
        "ann,acme,director,2001-03-05,2001-03-20\n",
        "ann,acme,director,,\n",
        "ann,acme,director,2001,2003\nann,beta,director,2001-02,2002\nbob,beta,director,1990,\n",
        "ann,<b>&\"',director,2001-01-05,2004-03-01\n",
        long.as_str(),
    ] {
        let graph = read(rows);
        all(&graph).iter().for_each(|plot| _ = sound(plot));
    }
}

#[test]
fn there_are_as_many_marks_as_values() {
    let graph = bundled();
    let query = at("2013-08", false);
    let shown = Distributions::from(&stats(&graph, &query, &[]));
    let certain = counted(&graph, &at("2013-08", true), &[]);
    let plot = distributions(&graph, &query, &shown, Some(&certain));
    let page = sound(&plot);
    let all = |of: &Distributions| -> Vec<usize> {
        let parts = [&of.board_sizes, &of.seats_held, &of.company_degrees, &of.person_degrees];
        parts.into_iter().map(|counts| counts.as_ref().unwrap().len()).collect()
    };
    let drawn = |class: &str| -> Vec<usize> {
        group(&page, class).into_iter().map(|group| group.matches("<rect").count()).collect()
    };
    assert_eq!((drawn("bars possible"), drawn("bars certain")), (all(&shown), all(&certain)));
    assert!(group(&page, "bars possible").iter().all(|group| group.contains("stroke-dasharray")));
    assert!(!group(&page, "bars certain").iter().any(|group| group.contains("stroke-dasharray")));
}

#[test]
fn wide_distributions_are_drawn_by_ratios_and_none_is_told() {
    let counts = |pairs: &[(usize, usize)]| Some(pairs.iter().copied().collect());
    let shown =
        Distributions { person_degrees: counts(&[(0, 1234), (1, 900), (3, 70), (400, 1)]), ..Default::default() };
    let plot = distributions(&bundled(), &Query::default(), &shown, None);
    let page = sound(&plot);
    assert_eq!(plot.panels.len(), 1);
    assert_eq!(group(&page, "dots certain")[0].matches("<circle").count(), 3);
    assert!(page.contains("not drawn: 1,234 with none"), "{page}");
}

#[test]
fn distributions_alone_are_those_of_the_figures() {
    let graph = bundled();
    for query in [Query::default(), at("2013-08", false), at("2013-08", true), at("1900", false)] {
        assert_eq!(Distributions::from(&stats(&graph, &query, &[])), counted(&graph, &query, &[]));
    }
    let part = [interlocks_measures::Part::Companies];
    assert_eq!(
        Distributions::from(&stats(&graph, &Query::default(), &part)),
        counted(&graph, &Query::default(), &part)
    );
}

#[test]
fn a_line_has_a_point_for_every_date() {
    let graph = bundled();
    let rows = |certain_only| {
        trend(&graph, &TrendOptions { interval: Interval::Year, certain_only, ..TrendOptions::default() })
    };
    let (possible, certain) = (rows(false), rows(true));
    let plot = trends(&graph, &Query::default(), (Interval::Year, Side::Companies), &possible, Some(&certain));
    let page = sound(&plot);
    let people = &plot.panels[0];
    assert_eq!(people.title, "People");
    let points = |runs: &[Vec<(f64, f64)>]| runs.iter().map(Vec::len).sum::<usize>();
    assert_eq!((points(&people.series[0].runs), points(&people.series[1].runs)), (certain.len(), possible.len()));
    for (class, rows) in [("line certain", &certain), ("line possible", &possible)] {
        let first = group(&page, class)[0];
        let path = first.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(corners(path).len(), rows.len());
        assert_eq!(first.contains("stroke-dasharray"), class.contains("possible"));
    }
    // The later the date, the further to the right; days lie evenly.
    let axis = plot.panels.iter().map(|panel| panel.x.ends).collect::<Vec<_>>();
    assert!(axis.windows(2).all(|two| two[0] == two[1]));
    assert!(plot.panels.iter().any(|panel| panel.title == "Ties broken and new" && panel.classes.len() == 2));
}

#[test]
fn a_survival_curve_never_rises_and_lies_within_its_bounds() {
    let graph = bundled();
    let found = durations(&graph, Query::default().clock.window(), Side::Companies, false);
    let plot = survival(&graph, &Query::default(), Side::Companies, &found);
    let page = sound(&plot);
    for (panel, spells) in plot.panels.iter().zip([&found.seats, &found.ties]) {
        let series = &panel.series[0];
        assert_eq!(series.runs[0].len(), spells.curve.len() + 1);
        let survival = |age: f64| series.runs[0].iter().rfind(|point| point.0 <= age).unwrap().1;
        // The last bounds are those of the step before.
        let bounds = series.band.iter().take(series.band.len() - 1);
        assert!(bounds.clone().count() > 10);
        for (age, low, high) in bounds {
            assert!((0.0..=*high).contains(low) && *high <= 1.0);
            assert!((*low..=*high).contains(&survival(*age)), "{age}");
        }
    }
    for (drawn, spells) in group(&page, "steps certain").into_iter().zip([&found.seats, &found.ties]) {
        assert!(drawn.contains("<polygon"));
        let path = drawn.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
        let path = corners(path);
        assert_eq!(path.len(), 2 * spells.curve.len() + 1);
        for two in path.windows(2) {
            assert!(two[0].0 <= two[1].0 && two[0].1 <= two[1].1, "{two:?}");
            assert!(two[0].0 == two[1].0 || two[0].1 == two[1].1, "steps are level or upright: {two:?}");
        }
    }
}

#[test]
fn rates_and_what_chance_makes_of_them_differ_by_more_than_color() {
    let graph = bundled();
    let rows = reconstitution(&broken_ties(&graph, Query::default().clock.window(), 365, false));
    let page = sound(&rejoined(&graph, &Query::default(), 365, &rows));
    let answers = rows.iter().filter(|row| row.rate.is_some()).count();
    assert_eq!(group(&page, "dots certain")[0].matches("<circle").count(), answers);
    // A cross is two lines.
    let expected = rows.iter().filter(|row| row.expected.is_some()).count();
    assert_eq!(group(&page, "crosses certain")[0].matches("<path").count(), 2 * expected);
}

#[test]
fn places_of_a_ranking_are_one_dot_each() {
    let graph = bundled();
    let options = rank::RankOptions { measure: rank::Measure::Degree, ..rank::RankOptions::default() };
    let found = rank(&graph, &options).unwrap();
    let plot = ranking(&graph, &options.query, (Side::Companies, rank::Measure::Degree), &found);
    sound(&plot);
    let values: Vec<f64> = plot.panels[0].series[0].runs[0].iter().map(|point| point.1).collect();
    assert_eq!(values, found.rows.iter().map(|row| row.value).collect::<Vec<f64>>());
}

fn measure() -> impl Strategy<Value = Measure> {
    let names = vec!["a".to_owned(), "<b>".to_owned(), "ccc".to_owned()];
    prop::sample::select(vec![
        Measure::Number,
        Measure::Count,
        Measure::Whole,
        Measure::Bars,
        Measure::Share,
        Measure::Log,
        Measure::Names(names),
    ])
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![Just(0.0), Just(1.0), 1e-9f64..1e-3, 0.0f64..3.0, 1.0f64..1e4, 1e9f64..1e15];
    prop::collection::vec(value, 0..12)
}

fn days() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((-700_000i32..2_900_000).prop_map(f64::from), 0..12)
}

/// The quantity of an axis, and values on it.
type Numbers = (Measure, Vec<f64>);

fn axis_and_values() -> impl Strategy<Value = Numbers> {
    let numbers = (measure(), values()).prop_map(|(measure, values)| match measure {
        Measure::Names(_) => (measure, values.iter().map(|value| value % 3.0).map(f64::floor).collect()),
        Measure::Log => (measure, values.into_iter().filter(|value| *value > 0.0).collect()),
        Measure::Bars | Measure::Whole | Measure::Count => {
            (measure, values.iter().map(|value| value.round()).collect())
        }
        _ => (measure, values),
    });
    prop_oneof![4 => numbers, 1 => days().prop_map(|days| (Measure::Days, days))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn any_numbers_on_any_axes_stay_on_the_page(
        panels in prop::collection::vec((axis_and_values(), axis_and_values(), 0usize..5, any::<bool>()), 0..4),
        columns in 0usize..4,
    ) {
        let marks = [Mark::Dots, Mark::Crosses, Mark::Line, Mark::Steps, Mark::Bars];
        let panel = |((x, xs), (y, ys), mark, possible): (Numbers, Numbers, usize, bool)| {
            // Bars stand beside one another, and on zero, which has no logarithm.
            let upright = y != Measure::Log && matches!(x, Measure::Bars);
            let mark = if upright { marks[mark] } else { marks[mark % 4] };
            let run = xs.into_iter().zip(ys).collect();
            let series = Series { mark, possible, runs: vec![run], ..Series::default() };
            Panel { title: "T".to_owned(), x: Axis::new("x", x), y: Axis::new("y", y), classes: vec![], series: vec![series] }
        };
        sound(&Plot { title: "A plot".to_owned(), panels: panels.into_iter().map(panel).collect(), columns, ..Plot::default() });
    }
}

#[test]
fn days_that_are_one_have_an_axis_too() {
    let day = DayRange::exactly("2010-05-05".parse::<PartialDate>().unwrap().earliest()).first;
    let point = (f64::from(day.number()), 3.0);
    let series = Series { mark: Mark::Line, runs: vec![vec![point]], ..Series::default() };
    let panel = Panel { x: Axis::new("", Measure::Days), series: vec![series], ..Panel::default() };
    let page = sound(&Plot { title: "One day".to_owned(), panels: vec![panel], columns: 1, ..Plot::default() });
    assert!(page.contains(">2010</text>") || page.contains(">2010-05</text>"), "{page}");
    assert_eq!(page.matches("<circle").count(), 1);
}
