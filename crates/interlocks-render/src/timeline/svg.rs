//! Writes a timeline that was laid out. Color never stands alone: labels say where a seat is,
//! outlines are dashed where dates are not settled, and doubtful deals are hollow.

use std::fmt::Write;

use super::layout::{HALF, Label, Layout, Part, PlacedMark};
use super::legend::Item;
use super::{Side, Timeline, TimelineOptions};
use crate::layout::Rect;
use crate::svg::xml::{self, Anchor, escape, num};
use crate::text::{FAMILIES, displayable};
use crate::theme::{Theme, ThemeColors};

/// Fill and outline of the bars of a side: dark, middling and pale, apart without color too.
fn colors(theme: Theme, side: Side) -> (&'static str, &'static str) {
    match (theme, side) {
        (Theme::Light, Side::A) => ("#0072b2", "#00446b"),
        (Theme::Light, Side::B) => ("#f0ad2e", "#8a5d00"),
        (Theme::Light, Side::Other) => ("#dde1e6", "#6b727c"),
        (Theme::Dark, Side::A) => ("#2f95d3", "#a9d6f2"),
        (Theme::Dark, Side::B) => ("#f0ad2e", "#ffe0a3"),
        (Theme::Dark, Side::Other) => ("#3d4651", "#98a1ac"),
        (Theme::Print, Side::A) => ("#3a3a3a", "#000000"),
        (Theme::Print, Side::B) => ("#a9a9a9", "#000000"),
        (Theme::Print, Side::Other) => ("#f1f1f1", "#555555"),
    }
}

/// The shades behind the lanes of somebody who is on both sides at the same time: where that is certain, and the
/// lines where it is possible.
fn shading(theme: Theme) -> (&'static str, &'static str) {
    match theme {
        Theme::Light => ("#f3d9c6", "#c9a48a"),
        Theme::Dark => ("#4b3426", "#8a6a52"),
        Theme::Print => ("#d9d9d9", "#a0a0a0"),
    }
}

fn word(side: Side) -> &'static str {
    match side {
        Side::A => "a",
        Side::B => "b",
        Side::Other => "c",
    }
}

/// The document.
pub(crate) fn write(timeline: &Timeline, layout: &Layout, options: &TimelineOptions) -> String {
    let (w, h, ids) = (num(layout.width), num(layout.height), options.ids);
    let (theme, colors) = (options.theme, options.theme.colors());
    let (title, description) = (displayable(&timeline.title), displayable(&timeline.description));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         aria-labelledby=\"{ids}-title {ids}-desc\" font-family=\"{FAMILIES}\">\n\
         <title id=\"{ids}-title\">{}</title>\n<desc id=\"{ids}-desc\">{}</desc>",
        escape(&title),
        escape(&description),
    );
    definitions(&mut out, ids, theme);
    let _ = writeln!(out, "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>", colors.paper);
    for shade in &layout.shades {
        let rect = shade.rect;
        both(&mut out, (ids, theme), &rect, shade.certain);
    }
    ground(&mut out, layout, colors);
    bars(&mut out, timeline, layout, (ids, theme));
    for &(x, y) in &layout.arrows {
        arrow(&mut out, colors, x, y);
    }
    for placed in &layout.marks {
        mark(&mut out, colors, timeline, layout, placed);
    }
    for (item, rect) in &layout.legend {
        swatch(&mut out, (ids, theme), *item, rect);
    }
    for label in &layout.labels {
        write_label(&mut out, label);
    }
    out.push_str("</svg>\n");
    out
}

/// Fades of each side, and the hatching of what is only possible.
fn definitions(out: &mut String, ids: &str, theme: Theme) {
    out.push_str("<defs>\n");
    for side in [Side::A, Side::B, Side::Other] {
        for (way, from, to) in [("in", "0.08", "1"), ("out", "1", "0.08")] {
            let fill = colors(theme, side).0;
            let _ = writeln!(
                out,
                "<linearGradient id=\"{ids}-{way}-{}\"><stop offset=\"0\" stop-color=\"{fill}\" stop-opacity=\"{from}\"/>\
                 <stop offset=\"1\" stop-color=\"{fill}\" stop-opacity=\"{to}\"/></linearGradient>",
                word(side),
            );
        }
    }
    let _ = writeln!(
        out,
        "<pattern id=\"{ids}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <path d=\"M0 0V6\" stroke=\"{}\" stroke-width=\"1.6\"/></pattern>\n</defs>",
        shading(theme).1,
    );
}

fn both(out: &mut String, (ids, theme): (&str, Theme), rect: &Rect, certain: bool) {
    if certain {
        xml::rect(out, rect, &format!("fill=\"{}\"", shading(theme).0));
    } else {
        xml::rect(out, rect, &format!("fill=\"url(#{ids}-hatch)\""));
    }
}

fn line(out: &mut String, (x, y): (f64, f64), (to_x, to_y): (f64, f64), attributes: &str) {
    let _ =
        writeln!(out, "<path d=\"M{} {}L{} {}\" fill=\"none\" {attributes}/>", num(x), num(y), num(to_x), num(to_y));
}

/// Lines of the axis, between groups, and of the as-of day.
fn ground(out: &mut String, layout: &Layout, colors: &ThemeColors) {
    let plot = layout.plot;
    let bottom = plot.y + plot.h;
    for &x in &layout.ticks {
        line(out, (x, plot.y - 3.0), (x, bottom + 3.0), &format!("stroke=\"{}\"", colors.tick));
    }
    for &y in &layout.rules {
        line(out, (14.0, y), (plot.x + plot.w, y), &format!("stroke=\"{}\"", colors.rule));
    }
    for y in [plot.y, bottom] {
        line(out, (plot.x, y), (plot.x + plot.w, y), &format!("stroke=\"{}\"", colors.axis));
    }
    if let Some(x) = layout.as_of {
        line(out, (x, plot.y), (x, bottom + 3.0), &format!("stroke=\"{}\" stroke-dasharray=\"2 3\"", colors.pale));
    }
}

/// The parts of lanes; what one lane is made of hangs together and carries one tooltip.
fn bars(out: &mut String, timeline: &Timeline, layout: &Layout, look: (&str, Theme)) {
    for parts in layout.bars.chunk_by(|x, y| x.lane == y.lane) {
        out.push_str("<g>\n");
        let lanes = timeline.groups.iter().filter(|group| !group.lanes.is_empty());
        let lane = parts.first().and_then(|bar| lanes.clone().nth(bar.lane.0)?.lanes.get(bar.lane.1));
        if let Some(lane) = lane.filter(|lane| !lane.tooltip.is_empty()) {
            xml::title(out, &lane.tooltip);
        }
        for bar in parts {
            part(out, look, bar.part, bar.side, &bar.rect);
        }
        out.push_str("</g>\n");
    }
}

fn part(out: &mut String, (ids, theme): (&str, Theme), part: Part, side: Side, rect: &Rect) {
    let (fill, stroke) = colors(theme, side);
    let side = word(side);
    let paint = match part {
        Part::Solid => format!("fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"0.8\""),
        Part::FadeIn => dashed(&format!("url(#{ids}-in-{side})"), stroke),
        Part::FadeOut => dashed(&format!("url(#{ids}-out-{side})"), stroke),
        Part::Vague => format!("{} fill-opacity=\"0.3\"", dashed(fill, stroke)),
    };
    xml::rect(out, rect, &paint);
}

fn dashed(fill: &str, stroke: &str) -> String {
    format!("fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"0.8\" stroke-dasharray=\"3 2\"")
}

fn arrow(out: &mut String, colors: &ThemeColors, x: f64, y: f64) {
    let (left, tip, top, bottom) = (num(x + 1.0), num(x + 8.0), num(y - 5.0), num(y + 5.0));
    let fill = colors.pale;
    let _ = writeln!(out, "<path d=\"M{left} {top}L{tip} {}L{left} {bottom}Z\" fill=\"{fill}\"/>", num(y));
}

fn diamond(out: &mut String, colors: &ThemeColors, (x, y): (f64, f64), doubtful: bool) {
    let (ink, fill) = (colors.ink, hollow(colors, doubtful));
    let (left, right, top, bottom) = (num(x - HALF), num(x + HALF), num(y - HALF), num(y + HALF));
    let (x, y) = (num(x), num(y));
    let _ = writeln!(
        out,
        "<path d=\"M{left} {y}L{x} {top}L{right} {y}L{x} {bottom}Z\" fill=\"{fill}\" stroke=\"{ink}\" stroke-width=\"1.3\"/>"
    );
}

/// The fill of a mark: that of the paper, where it is alleged or reported only.
fn hollow(colors: &ThemeColors, doubtful: bool) -> String {
    if doubtful { colors.paper.to_string() } else { colors.ink.to_owned() }
}

fn bracket(out: &mut String, colors: &ThemeColors, (from, to): (f64, f64), y: f64, doubtful: bool) {
    let (ink, fill) = (colors.ink, hollow(colors, doubtful));
    let rect = Rect { x: from, y: y - 2.0, w: to - from, h: 4.0 };
    xml::rect(out, &rect, &format!("fill=\"{fill}\" stroke=\"{ink}\" stroke-width=\"1\""));
}

/// A mark, and below it a line through the lanes where its day is known well enough.
fn mark(out: &mut String, colors: &ThemeColors, timeline: &Timeline, layout: &Layout, placed: &PlacedMark) {
    let Some(mark) = timeline.marks.get(placed.mark) else { return };
    let middle = (placed.from + placed.to) / 2.0;
    out.push_str("<g>\n");
    if !mark.tooltip.is_empty() {
        xml::title(out, &mark.tooltip);
    }
    if placed.narrow {
        let bottom = layout.plot.y + layout.plot.h;
        line(
            out,
            (middle, placed.y),
            (middle, bottom),
            &format!("stroke=\"{}\" stroke-opacity=\"0.45\" stroke-dasharray=\"1 3\"", colors.ink),
        );
    }
    // Lines of marks above go behind the label, not through it.
    xml::rect(out, &placed.label, &format!("fill=\"{}\" fill-opacity=\"0.88\"", colors.paper));
    if placed.narrow {
        diamond(out, colors, (middle, placed.y), mark.doubtful);
    } else {
        bracket(out, colors, (placed.from, placed.to), placed.y, mark.doubtful);
    }
    out.push_str("</g>\n");
}

fn swatch(out: &mut String, look: (&str, Theme), item: Item, rect: &Rect) {
    let colors = look.1.colors();
    let bar = Rect { x: rect.x, y: rect.y + 2.0, w: rect.w, h: rect.h - 3.0 };
    let (middle, y) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0 + 0.5);
    match item {
        Item::Seat(side) => part(out, look, Part::Solid, side, &bar),
        Item::Fade => part(out, look, Part::FadeIn, Side::A, &bar),
        Item::Vague => part(out, look, Part::Vague, Side::A, &bar),
        Item::Running => arrow(out, colors, middle - 4.0, y),
        Item::Both { certain } => both(out, look, &bar, certain),
        Item::Day => diamond(out, colors, (middle, y), false),
        Item::Bracket => bracket(out, colors, (rect.x, rect.x + rect.w), y, false),
        Item::Doubtful => diamond(out, colors, (middle, y), true),
    }
}

fn write_label(out: &mut String, label: &Label) {
    let at = (label.rect.x, label.rect.y + label.style.size);
    match &label.full {
        None => xml::text(out, &label.text, label.rect.w, at, label.style, Anchor::Start, label.ink),
        Some(full) => {
            out.push_str("<g>\n");
            xml::title(out, full);
            xml::text(out, &label.text, label.rect.w, at, label.style, Anchor::Start, label.ink);
            out.push_str("</g>\n");
        }
    }
}
