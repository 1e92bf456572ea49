//! Properties of every timeline: nothing covers a label, and nothing leaves the canvas.

use proptest::prelude::*;
use resvg::usvg::Tree;

use super::layout::{HALF, Layout, Part, lay_out};
use super::*;
use crate::layout::Rect;
use crate::theme::Theme;
use crate::usvg::usvg_options;
use interlocks_core::model::{Ending, PartialDate};

fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn spell(start: &str, end: &str) -> Spell {
    Ending::On(date(end)).spell(Some(&date(start)), None)
}

fn timeline(lanes: Vec<Lane>, marks: Vec<Mark>) -> Timeline {
    let mut timeline = Timeline::new("Acme and Beta", ["Acme", "Beta"]);
    timeline.groups.push(Group { label: "Ann Lee".to_owned(), lanes, ..Group::default() });
    timeline.marks = marks;
    timeline.as_of = Some(date("2024").latest());
    timeline
}

fn mark(label: &str, days: &str) -> Mark {
    Mark { label: label.to_owned(), days: date(days).days(), doubtful: false, tooltip: String::new() }
}

fn within(canvas: &Rect, rect: &Rect) -> bool {
    let finite = [rect.x, rect.y, rect.w, rect.h].iter().all(|value| value.is_finite());
    finite && rect.x >= 0.0 && rect.y >= 0.0 && rect.right() <= canvas.w && rect.bottom() <= canvas.h
}

/// Lays out and asks for all that must hold; the layout, if there is one.
fn sound(timeline: &Timeline, options: &TimelineOptions) -> Option<Layout> {
    let layout = lay_out(timeline, options).unwrap()?;
    let canvas = Rect { x: 0.0, y: 0.0, w: layout.width, h: layout.height };
    for (at, label) in layout.labels.iter().enumerate() {
        assert!(within(&canvas, &label.rect), "{label:?} leaves {canvas:?}");
        for other in &layout.labels[..at] {
            assert!(!label.rect.overlaps(&other.rect), "{label:?} covers {other:?}");
        }
        for bar in &layout.bars {
            assert!(!label.rect.overlaps(&bar.rect), "{label:?} covers {bar:?}");
        }
        for placed in &layout.marks {
            let half = if placed.narrow { HALF } else { 2.0 };
            let middle = (placed.from + placed.to) / 2.0;
            let (from, to) = if placed.narrow { (middle - HALF, middle + HALF) } else { (placed.from, placed.to) };
            let drawn = Rect { x: from, y: placed.y - half, w: to - from, h: 2.0 * half };
            assert!(within(&canvas, &drawn) && !label.rect.overlaps(&drawn), "{label:?} covers {placed:?}");
        }
        for (item, sign) in &layout.legend {
            assert!(within(&canvas, sign) && !label.rect.overlaps(sign), "{label:?} covers {item:?}");
        }
    }
    let (left, right) = (layout.plot.x, layout.plot.right());
    let drawn = layout.bars.iter().map(|bar| bar.rect).chain(layout.shades.iter().map(|shade| shade.rect));
    for rect in drawn {
        assert!(within(&canvas, &rect) && rect.x >= left - 1e-6 && rect.right() <= right + 1.0, "{rect:?}");
    }
    assert!(layout.ticks.windows(2).all(|two| two[1] - two[0] >= 50.0), "{:?}", layout.ticks);
    assert!(layout.arrows.iter().all(|(x, _)| x + 8.0 <= canvas.w));
    let page = timeline_svg(timeline, options).unwrap().unwrap();
    assert_eq!(page, timeline_svg(timeline, options).unwrap().unwrap());
    Tree::from_str(&page, &usvg_options()).expect("well-formed SVG");
    Some(layout)
}

fn parts(layout: &Layout) -> Vec<Part> {
    layout.bars.iter().map(|bar| bar.part).collect()
}

#[test]
fn a_start_known_to_the_year_fades_in_over_that_year() {
    let lane = Lane::new("director, Acme", Side::A, spell("2003", "2009-05-07"));
    let layout = sound(&timeline(vec![lane], vec![]), &TimelineOptions::default()).unwrap();
    assert_eq!(parts(&layout), [Part::FadeIn, Part::Solid]);
    let [fade, solid] = [&layout.bars[0].rect, &layout.bars[1].rect];
    // 364 of the 2,318 days from 1 January 2003 to 7 May 2009 lie before the last possible start.
    let days = |from: &str, to: &str| date(to).earliest().since(date(from).earliest()) as f64;
    let expected = days("2003-01-01", "2003-12-31") / days("2003-01-01", "2009-05-07");
    assert!((fade.w / (fade.w + solid.w) - expected).abs() < 1e-6);
    assert!((fade.right() - solid.x).abs() < 1e-9);
}

#[test]
fn days_that_are_known_give_one_solid_bar() {
    let lane = Lane::new("director, Acme", Side::A, spell("2003-01-02", "2009-05-07"));
    assert_eq!(parts(&sound(&timeline(vec![lane], vec![]), &TimelineOptions::default()).unwrap()), [Part::Solid]);
}

#[test]
fn what_still_runs_ends_on_the_as_of_day_with_an_arrow() {
    let running = Ending::Running.spell(Some(&date("2003-01-02")), Some(date("2024").latest()));
    let layout =
        sound(&timeline(vec![Lane::new("chair", Side::B, running)], vec![]), &TimelineOptions::default()).unwrap();
    let end = layout.bars.iter().map(|bar| bar.rect.right()).fold(0.0, f64::max);
    assert!((end - layout.as_of.unwrap()).abs() < 1e-9);
    assert_eq!(layout.arrows.len(), 1);
}

#[test]
fn an_unknown_end_is_a_fade_and_a_question_mark_not_a_running_seat() {
    let unknown = Ending::Unknown.spell(Some(&date("2003-01-02")), None);
    let layout =
        sound(&timeline(vec![Lane::new("chair", Side::B, unknown)], vec![]), &TimelineOptions::default()).unwrap();
    assert!(layout.arrows.is_empty());
    assert_eq!(layout.bars.last().unwrap().part, Part::FadeOut);
    assert_eq!(layout.labels.iter().filter(|label| label.text == "?").count(), 1);
}

#[test]
fn a_seat_that_may_not_have_been_is_drawn_as_such() {
    let lane = Lane::new("director", Side::Other, spell("2003", "2003"));
    assert_eq!(parts(&sound(&timeline(vec![lane], vec![]), &TimelineOptions::default()).unwrap()), [Part::Vague]);
}

#[test]
fn marks_on_one_day_take_a_row_each() {
    let marks: Vec<Mark> = (1..=12).map(|n| mark(&format!("D{n} data sharing"), "2011-06-23")).collect();
    let lane = Lane::new("director, Acme", Side::A, spell("2003", "2009"));
    let layout = sound(&timeline(vec![lane], marks), &TimelineOptions::default()).unwrap();
    let mut rows: Vec<i64> = layout.marks.iter().map(|placed| (placed.y * 100.0) as i64).collect();
    rows.dedup();
    assert_eq!(rows.len(), 12);
}

#[test]
fn marks_far_apart_share_a_row() {
    let layout =
        sound(&timeline(vec![], vec![mark("D1", "2001-01-01"), mark("D2", "2015-01-01")]), &TimelineOptions::default());
    let marks = layout.unwrap().marks;
    assert_eq!(marks[0].y, marks[1].y);
}

#[test]
fn without_any_date_there_is_nothing_to_draw() {
    let options = TimelineOptions::default();
    assert_eq!(timeline_svg(&Timeline::default(), &options).unwrap(), None);
    let lane = Lane::new("director", Side::A, Spell::ALWAYS);
    assert_eq!(timeline_svg(&timeline(vec![lane], vec![]), &options).unwrap(), None);
}

#[test]
fn what_is_left_out_is_counted_in_a_note() {
    let lanes: Vec<Lane> = (0..300).map(|n| Lane::new(format!("seat {n}"), Side::A, spell("2003", "2009"))).collect();
    let marks: Vec<Mark> = (0..61).map(|n| mark(&format!("D{n}"), "2005")).collect();
    let layout = sound(&timeline(lanes, marks), &TimelineOptions::default()).unwrap();
    let text = "Not drawn, for want of room: 220 seats and 1 deal.";
    assert!(layout.labels.iter().any(|label| label.text == text));
    assert_eq!(layout.marks.len(), 60);
}

#[test]
fn a_name_of_any_length_is_cut_and_told_in_full_on_hovering() {
    let name = "Gesellschaft für Verwaltung und Beteiligung ".repeat(9);
    let lane = Lane::new(&name, Side::A, spell("2003", "2009"));
    let drawn = timeline(vec![lane], vec![mark(&name, "2004")]);
    let layout = sound(&drawn, &TimelineOptions { headline: true, ..TimelineOptions::default() }).unwrap();
    let cut = layout.labels.iter().filter(|label| label.full.as_deref() == Some(name.trim())).count();
    assert_eq!(cut, 2);
}

/// A date of any precision, or none; also at the ends of the calendar.
fn stated() -> impl Strategy<Value = Option<PartialDate>> {
    let year = prop_oneof![8 => 1990i32..2030, 1 => Just(1i32), 1 => Just(9999i32)];
    let text = (year, 1..=12u8, 1..=28u8, 0..4u8).prop_map(|(year, month, day, precision)| match precision {
        0 => format!("{year:04}"),
        1 => format!("{year:04}-{month:02}"),
        2 => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}~"),
    });
    prop::option::weighted(0.85, text.prop_map(|text| text.parse().ok())).prop_map(Option::flatten)
}

fn any_lane() -> impl Strategy<Value = Lane> {
    let names =
        prop_oneof![Just("director, Acme".to_owned()), Just("取締役, 三菱商事株式会社".to_owned()), "\\PC{0,60}"];
    (names, stated(), stated(), 0..4u8, 0..3u8).prop_map(|(label, start, end, ending, side)| {
        let ending = match (ending, end) {
            (0, _) | (_, None) => Ending::Unknown,
            (1, _) => Ending::Running,
            (_, Some(end)) => Ending::On(end),
        };
        let side = [Side::A, Side::B, Side::Other][side as usize];
        Lane::new(label, side, ending.spell(start.as_ref(), None))
    })
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let label = prop_oneof![Just("D1 data sharing".to_owned()), "\\PC{0,50}"];
    (label, stated(), any::<bool>()).prop_map(|(label, date, doubtful)| {
        let days = date.map_or(DayRange::exactly(Day::from_number(15_000)), |date| date.days());
        Mark { label, days, doubtful, tooltip: "a deal".to_owned() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn nothing_covers_a_label_and_nothing_leaves_the_canvas(
        groups in prop::collection::vec((prop::collection::vec(any_lane(), 0..7), "\\PC{0,70}"), 0..6),
        marks in prop::collection::vec(any_mark(), 0..14),
        as_of in stated(),
        width in 300.0..1600.0f64,
        headline in any::<bool>(),
    ) {
        let mut drawn = Timeline::new("Any seats", ["Acme", "三菱商事株式会社"]);
        for (lanes, label) in groups {
            let both: Vec<DaySet> = [Spell::certain, Spell::possible]
                .map(|days| lanes.iter().filter_map(|lane| days(&lane.spell)).collect()).into();
            let [both_certain, both_possible] = [both[0].clone(), both[1].clone()];
            drawn.groups.push(Group { label, lanes, both_certain, both_possible });
        }
        drawn.marks = marks;
        drawn.as_of = as_of.map(|date| date.latest());
        sound(&drawn, &TimelineOptions { width, headline, most_lanes: 12, most_marks: 9, theme: Theme::Dark, ids: "t" });
    }
}

#[test]
fn timelines_of_everybody_in_the_bundled_boards_are_sound() {
    use interlocks_analysis::Query;
    use interlocks_dataset::Dataset;
    use interlocks_graph::{BoardGraph, BuildOptions};
    let graph = BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), BuildOptions::default());
    let options = TimelineOptions { headline: true, ..TimelineOptions::default() };
    let drawn = graph
        .entities()
        .filter(|entity| sound(&scenes::of_one(&graph, *entity, &Query::default()), &options).is_some())
        .count();
    assert!(drawn > 300, "{drawn}");
}

#[test]
fn an_end_that_may_be_ages_away_does_not_stretch_the_axis() {
    let lane =
        Lane::new("director, Acme", Side::A, Ending::On(date("2018-05-10/9999")).spell(Some(&date("2011")), None));
    let drawn = sound(&timeline(vec![lane], Vec::new()), &TimelineOptions::default()).unwrap();
    let years: Vec<&str> =
        drawn.labels.iter().map(|label| label.text.as_str()).filter(|text| text.parse::<u16>().is_ok()).collect();
    assert!(years.contains(&"2020") && !years.iter().any(|year| *year > "2030"), "{years:?}");
    assert!(drawn.bars.iter().any(|bar| bar.part == Part::FadeOut));
    assert!(drawn.labels.iter().any(|label| label.text == "?"));
}

#[test]
fn where_there_is_no_room_for_all_both_sides_are_drawn() {
    let day = |text: &str| text.parse::<PartialDate>().unwrap().days();
    let spell = Spell::new(day("2001"), day("2009"));
    let mut timeline = Timeline::new("crowded", ["A", "B"]);
    let lanes = (0..30).map(|at| Lane::new(format!("seat {at}"), if at < 25 { Side::A } else { Side::B }, spell));
    timeline.groups.push(Group { label: "somebody".to_owned(), lanes: lanes.collect(), ..Group::default() });
    let layout = lay_out(&timeline, &TimelineOptions { most_lanes: 6, ..TimelineOptions::default() }).unwrap().unwrap();
    let of = |side: Side| {
        let mut lanes: Vec<usize> = layout.bars.iter().filter(|bar| bar.side == side).map(|bar| bar.lane.1).collect();
        lanes.dedup();
        lanes
    };
    assert_eq!((of(Side::A), of(Side::B)), (vec![0, 1, 2], vec![25, 26, 27]));
}
