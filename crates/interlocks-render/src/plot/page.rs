//! Panels side by side, under a headline and above notes.

use std::fmt::Write;

use super::panel::{Frame, SMALL, chart, colors, room};
use super::{COLORS, Mark, Measure, Panel, Plot};
use crate::error::RenderError;
use crate::palette::PLAIN_NODE;
use crate::svg::xml::{Anchor, num, text};
use crate::svg::{Block, DASHES, Page, rule, whole};
use crate::text::{Fonts, Style, displayable, fonts};

/// Width of what is on a page.
const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 26.0;
/// Space between panels.
const GAP: f64 = 30.0;
const PANEL_TITLE: Style = Style::bold(14.0);
const KEY: Style = Style::regular(12.0);
/// Width of a sign of the key, with the space after it.
const SIGN: f64 = 32.0;

/// The page of a plot.
pub(crate) fn page(plot: &Plot) -> Result<Page, RenderError> {
    let fonts = fonts()?;
    let mut body = String::new();
    let mut y = MARGIN;
    let head = [
        Block::headline(fonts, COLORS, &plot.title, WIDTH, 1.0),
        Block::subtitle(fonts, COLORS, &plot.subtitle, WIDTH, 1.0),
    ];
    stack(&mut body, &head, &mut y);
    let doubtful = doubtful(plot);
    if !doubtful.is_empty() {
        y += 12.0;
        certainty(&mut body, fonts, &doubtful, y);
        y += KEY.line_height();
    }
    let columns = plot.columns.max(1);
    let width = (WIDTH - GAP * (columns - 1) as f64) / columns as f64;
    let lefts = plot.panels.iter().map(|panel| room(panel, fonts, chart_height(panel, width)));
    let left = lefts.fold(0.0, f64::max);
    for row in plot.panels.chunks(columns) {
        y += 22.0;
        let height = row.iter().map(|panel| chart_height(panel, width)).fold(0.0, f64::max);
        y = self::row(&mut body, row, fonts, Frame { width, height, left }, y)?;
    }
    y += 16.0;
    if !plot.notes.is_empty() {
        rule(&mut body, COLORS, MARGIN, y, WIDTH);
        y += 7.0;
        let foot: Vec<Block> = plot.notes.iter().map(|note| Block::note(fonts, COLORS, note, WIDTH, 1.0)).collect();
        stack(&mut body, &foot, &mut y);
    }
    let (w, h) = (WIDTH + 2.0 * MARGIN, y + MARGIN * 0.8);
    let titles: Vec<&str> = plot.panels.iter().map(|panel| panel.title.as_str()).collect();
    let answers = format!("{} Panels: {}.", plot.subtitle, titles.join("; "));
    Ok(Page { svg: whole((&plot.title, &answers), &body, (w, h), None, COLORS), width: w, height: h })
}

fn stack(out: &mut String, blocks: &[Block], y: &mut f64) {
    for block in blocks {
        block.write(out, MARGIN, *y);
        *y += block.height();
    }
}

/// Panels of one height, their charts on one line; returns where they end.
fn row(out: &mut String, panels: &[Panel], fonts: &'static Fonts, frame: Frame, top: f64) -> Result<f64, RenderError> {
    let width = frame.width;
    let heads: Vec<[Block; 2]> = panels
        .iter()
        .map(|panel| {
            let title = Block::new(fonts, &panel.title, PANEL_TITLE, COLORS.headline, width);
            [title, Block::new(fonts, &panel.y.label, SMALL, COLORS.pale, width)]
        })
        .collect();
    let keys = if panels.iter().any(|panel| panel.classes.len() > 1) { KEY.line_height() + 3.0 } else { 0.0 };
    let tallest = heads.iter().map(|head| head[0].height() + head[1].height()).fold(0.0, f64::max) + keys;
    for (at, (panel, head)) in panels.iter().zip(&heads).enumerate() {
        let x = MARGIN + (width + GAP) * at as f64;
        let mut y = top;
        for block in head {
            block.write(out, x, y);
            y += block.height();
        }
        if panel.classes.len() > 1 {
            classes(out, fonts, panel, (x, y + 3.0));
        }
        let _ = writeln!(out, "<g transform=\"translate({} {})\">", num(x), num(top + tallest));
        out.push_str(&chart(panel, fonts, frame)?);
        out.push_str("</g>\n");
    }
    Ok(top + tallest + frame.height)
}

/// Wide panels are taller, and words up an axis need a line each.
fn chart_height(panel: &Panel, width: f64) -> f64 {
    match &panel.y.measure {
        Measure::Names(names) => 70.0 + 24.0 * names.len() as f64,
        _ => (width * 0.56).clamp(170.0, 420.0),
    }
}

/// The marks of what is only possible.
fn doubtful(plot: &Plot) -> Vec<Mark> {
    let series = plot.panels.iter().flat_map(|panel| &panel.series).filter(|series| series.possible);
    let mut marks = Vec::new();
    for series in series {
        if !marks.contains(&series.mark) {
            marks.push(series.mark);
        }
    }
    marks
}

/// Writes a legend of solid and of dashed or hollow marks.
fn certainty(out: &mut String, fonts: &Fonts, marks: &[Mark], y: f64) {
    let mut x = MARGIN;
    for (possible, words) in [(false, "certain"), (true, "possible: the known dates allow it")] {
        for mark in marks {
            sign(out, *mark, possible, (x, y + KEY.size * 0.6));
            x += SIGN;
        }
        let width = fonts.width(words, KEY);
        text(out, words, width, (x, y + KEY.size), KEY, Anchor::Start, COLORS.label);
        x += width + 20.0;
    }
}

fn sign(out: &mut String, mark: Mark, possible: bool, (x, y): (f64, f64)) {
    let ink = PLAIN_NODE;
    let dashes = if possible { format!(" stroke-dasharray=\"{DASHES}\"") } else { String::new() };
    let (from, to, middle, line) = (num(x), num(x + 24.0), num(x + 14.0), num(y));
    let paint = |fill: bool| if fill { format!("fill=\"{ink}\"") } else { format!("fill=\"none\" stroke=\"{ink}\"") };
    let _ = match mark {
        Mark::Dots | Mark::Crosses => {
            let fill = paint(!possible);
            writeln!(out, "<ellipse cx=\"{middle}\" cy=\"{line}\" rx=\"4\" ry=\"4\" {fill} stroke-width=\"1.3\"/>")
        }
        Mark::Bars => {
            let (top, fill) = (num(y - 6.0), paint(!possible));
            writeln!(
                out,
                "<rect x=\"{from}\" y=\"{top}\" width=\"22\" height=\"12\" {fill}{dashes} stroke-width=\"1.3\"/>"
            )
        }
        Mark::Line | Mark::Steps => {
            writeln!(out, "<path d=\"M{from} {line}L{to} {line}\" {} stroke-width=\"1.8\"{dashes}/>", paint(false))
        }
    };
}

/// The legend of one panel.
fn classes(out: &mut String, fonts: &Fonts, panel: &Panel, (left, y): (f64, f64)) {
    let legend = colors(panel);
    let cross = |class: usize| panel.series.iter().any(|series| series.class == class && series.mark == Mark::Crosses);
    let mut x = left;
    for (at, class) in panel.classes.iter().enumerate() {
        let (side, words, color) = (9.0, displayable(&class.name), legend.color(at));
        let (from, top) = (num(x), num(y + 2.5));
        let _ = if cross(at) {
            let (back, down) = (num(-side), num(side));
            writeln!(
                out,
                "<path d=\"M{from} {top}l{down} {down}m{back} 0l{down} {back}\" fill=\"none\" stroke=\"{color}\" \
                 stroke-width=\"1.8\"/>"
            )
        } else {
            let size = format!("width=\"{side}\" height=\"{side}\" rx=\"2\"");
            writeln!(out, "<rect x=\"{from}\" y=\"{top}\" {size} fill=\"{color}\"/>")
        };
        let width = fonts.width(&words, SMALL);
        text(out, &words, width, (x + side + 5.0, y + SMALL.size), SMALL, Anchor::Start, COLORS.label);
        x += side + 5.0 + width + 14.0;
    }
}
