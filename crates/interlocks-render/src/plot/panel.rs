//! One panel: axes, grid and marks, drawn by the plotting library.

use std::collections::BTreeSet;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, Cross, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::Pos;
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::canvas::{Canvas, FINE, Sheet, fine};
use super::scale::{Scale, Way};
use super::{COLORS, Mark, Measure, Panel, Series};
use crate::error::RenderError;
use crate::palette::Legend;
use crate::picture::Color;
use crate::text::{Fonts, Style};

/// Names of ticks and of axes.
pub(crate) const SMALL: Style = Style::regular(11.0);
/// Heights below the axis: names of ticks, and the name of the axis.
const UNDER_TICKS: f64 = 20.0;
const UNDER_NAME: f64 = 17.0;
/// Room that a mark or the name of a tick takes beyond the ends of the axes.
const AIR: f64 = 18.0;
/// Half the width of a bar, in units of its axis.
const HALF_BAR: f64 = 0.4;
const DOT: f64 = 3.0;
const LINE: f64 = 1.8;

type Chart<'a, 'b> = ChartContext<'a, Canvas<'b>, Cartesian2d<Scale, Scale>>;
type Drawn = Result<(), DrawingAreaErrorKind<std::convert::Infallible>>;

/// The colors of the classes of a panel; without classes, the first of the palette.
pub(crate) fn colors(panel: &Panel) -> Legend {
    let nameless = [super::Class::new("")];
    Legend::for_nodes(if panel.classes.is_empty() { &nameless } else { &panel.classes })
}

/// Size of panels and position of their charts, so that their axes are aligned.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub width: f64,
    pub height: f64,
    /// Room for the names of ticks on the left.
    pub left: f64,
}

/// Room that the names of ticks on the left take in a chart of a height.
pub(crate) fn room(panel: &Panel, fonts: &Fonts, height: f64) -> f64 {
    let widest = up(panel, fonts, height).ticks.iter().map(|(_, name)| fonts.width(name, SMALL)).fold(0.0, f64::max);
    widest + 10.0
}

/// The panel's chart in a frame, as SVG.
pub(crate) fn chart(panel: &Panel, fonts: &'static Fonts, frame: Frame) -> Result<String, RenderError> {
    let sheet = Sheet::default();
    drawn(panel, fonts, &sheet, frame).map_err(|error| RenderError::Plot(error.to_string()))?;
    Ok(sheet.drawn())
}

/// Height below the axis.
fn below(panel: &Panel) -> f64 {
    UNDER_TICKS + if panel.x.label.is_empty() { 0.0 } else { UNDER_NAME }
}

/// The axis on the left.
fn up(panel: &Panel, fonts: &Fonts, height: f64) -> Scale {
    let points = panel.series.iter().flat_map(|series| series.runs.iter().flatten());
    let band = panel.series.iter().flat_map(|series| &series.band);
    let heights = points.map(|point| point.1).chain(band.flat_map(|(_, low, high)| [*low, *high]));
    // Bars start at zero.
    let zero = panel.series.iter().any(|series| series.mark == Mark::Bars).then_some(0.0);
    Scale::of(&panel.y, heights.chain(zero), Way::Up(height - below(panel) - AIR), fonts, SMALL)
}

/// The axis below.
fn across(panel: &Panel, fonts: &Fonts, length: f64) -> Scale {
    let points = panel.series.iter().flat_map(|series| series.runs.iter().flatten()).map(|point| point.0);
    let band = panel.series.iter().flat_map(|series| &series.band).map(|band| band.0);
    Scale::of(&panel.x, points.chain(band), Way::Across(length), fonts, SMALL)
}

fn drawn(panel: &Panel, fonts: &'static Fonts, sheet: &Sheet, frame: Frame) -> Drawn {
    let Frame { width, height, left } = frame;
    let (x, y) = (across(panel, fonts, width - left - AIR), up(panel, fonts, height));
    let (across, up) = (x.ticks.clone(), y.ticks.clone());
    let x_name = |value: &f64| Scale::name(&across, *value);
    let y_name = |value: &f64| Scale::name(&up, *value);

    let root = Canvas { sheet, fonts, size: (width, height) }.into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin_top(fine(AIR / 2.0))
        .margin_right(fine(AIR))
        .x_label_area_size(fine(below(panel)))
        .y_label_area_size(fine(left))
        .build_cartesian_2d(x, y)?;
    let line = |of: &str, width: f64| ShapeStyle { color: ink(of).to_rgba(), filled: false, stroke_width: fine(width) };
    let small = text(COLORS.pale);
    let mut mesh = chart.configure_mesh();
    mesh.axis_style(line(COLORS.axis, 1.0))
        .bold_line_style(line(COLORS.tick, 1.0))
        .light_line_style(line(COLORS.tick, 1.0))
        .label_style(small.clone())
        .axis_desc_style(small)
        .x_label_formatter(&x_name)
        .y_label_formatter(&y_name)
        .set_all_tick_mark_size(fine(3.0))
        .x_desc(panel.x.label.as_str());
    if matches!(panel.x.measure, Measure::Bars) {
        mesh.disable_x_mesh();
    }
    mesh.draw()?;
    drop(mesh);
    let legend = colors(panel);
    for series in &panel.series {
        self::series(&mut chart, sheet, series, legend.color(series.class))?;
    }
    root.present()
}

fn text(of: &str) -> TextStyle<'static> {
    let font = FontDesc::new(FontFamily::SansSerif, SMALL.size * FINE, FontStyle::Normal);
    TextStyle { font, color: ink(of).to_backend_color(), pos: Pos::default() }
}

/// An ink of the pages as the library wants it.
fn ink(hex: &str) -> RGBColor {
    let rgb = u32::from_str_radix(hex.trim_start_matches('#'), 16).unwrap_or(0);
    rgb_of(Color::hex(rgb))
}

fn rgb_of(color: Color) -> RGBColor {
    RGBColor(color.r, color.g, color.b)
}

fn series(chart: &mut Chart<'_, '_>, sheet: &Sheet, series: &Series, color: Color) -> Drawn {
    let (mark, sure) = (word(series.mark), if series.possible { "possible" } else { "certain" });
    sheet.write(&format!("<g class=\"{mark} {sure}\">\n"));
    sheet.dash(series.possible && series.mark != Mark::Dots);
    let rgb = rgb_of(color);
    if let Some(band) = outline(&series.band) {
        chart.draw_series([Polygon::new(band, rgb.mix(0.18).filled())])?;
    }
    let stroke = ShapeStyle { color: rgb.to_rgba(), filled: false, stroke_width: fine(LINE) };
    for run in &series.runs {
        match series.mark {
            Mark::Dots => dots(chart, run, rgb, series.possible)?,
            Mark::Bars => bars(chart, run, color, series.possible)?,
            Mark::Crosses => {
                _ = chart.draw_series(run.iter().map(|point| Cross::new(*point, fine(DOT + 1.0), stroke)))?;
            }
            // A line of one point would not be seen.
            Mark::Line if run.len() == 1 => dots(chart, run, rgb, series.possible)?,
            Mark::Line => _ = chart.draw_series([PathElement::new(run.clone(), stroke)])?,
            Mark::Steps => _ = chart.draw_series([PathElement::new(steps(run), stroke)])?,
        }
    }
    sheet.dash(false);
    sheet.write("</g>\n");
    Ok(())
}

fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::Dots => "dots",
        Mark::Crosses => "crosses",
        Mark::Bars => "bars",
        Mark::Line => "line",
        Mark::Steps => "steps",
    }
}

/// Dots that would lie on one another are drawn once.
fn dots(chart: &mut Chart<'_, '_>, run: &[(f64, f64)], rgb: RGBColor, hollow: bool) -> Drawn {
    let mut seen = BTreeSet::new();
    let fresh: Vec<(f64, f64)> = run.iter().copied().filter(|point| seen.insert(chart.backend_coord(point))).collect();
    let circle = |point: (f64, f64), size: f64, style: ShapeStyle| Circle::new(point, fine(size), style);
    let line = ShapeStyle { color: rgb.to_rgba(), filled: false, stroke_width: fine(1.3) };
    if hollow {
        chart.draw_series(fresh.into_iter().map(|point| circle(point, DOT + 0.6, line)))?;
    } else {
        chart.draw_series(fresh.into_iter().map(|point| circle(point, DOT, rgb.filled())))?;
    }
    Ok(())
}

fn bars(chart: &mut Chart<'_, '_>, run: &[(f64, f64)], color: Color, hollow: bool) -> Drawn {
    let line = ShapeStyle { color: rgb_of(color).to_rgba(), filled: false, stroke_width: fine(1.3) };
    let style = if hollow { line } else { rgb_of(color.tint(0.25)).filled() };
    chart.draw_series(run.iter().map(|(x, y)| Rectangle::new([(x - HALF_BAR, 0.0), (x + HALF_BAR, *y)], style)))?;
    Ok(())
}

/// The corners of a line that is level from each point to the x of the next.
pub(crate) fn steps(run: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let corners = run.windows(2).flat_map(|two| [(two[1].0, two[0].1), two[1]]);
    run.first().copied().into_iter().chain(corners).collect()
}

/// A polygon along the upper bounds and back along the lower ones; empty if there is no area.
fn outline(band: &[(f64, f64, f64)]) -> Option<Vec<(f64, f64)>> {
    if band.len() < 2 {
        return None;
    }
    let side = |bound: fn(&(f64, f64, f64)) -> f64| {
        steps(&band.iter().map(|step| (step.0, bound(step))).collect::<Vec<(f64, f64)>>())
    };
    let (upper, lower) = (side(|step| step.2), side(|step| step.1));
    Some(upper.into_iter().chain(lower.into_iter().rev()).collect())
}
