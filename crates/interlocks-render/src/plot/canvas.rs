//! The canvas of the plotting library: SVG written by us, so that text is measured with the embedded
//! fonts and written as on every other page.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use crate::picture::Color;
use crate::svg::DASHES;
use crate::svg::xml::{Anchor, num, text};
use crate::text::{Fonts, Style, displayable};

/// The library's pixels are whole numbers; this many of them make one unit of the page.
pub(crate) const FINE: f64 = 10.0;

/// A length of the page in the library's pixels.
pub(crate) fn fine(length: f64) -> u32 {
    (length * FINE).round().max(0.0) as u32
}

/// The SVG so far, and the style of what is drawn next; the plotting library has no dashes.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    out: RefCell<String>,
    dashed: Cell<bool>,
}

impl Sheet {
    /// Sets whether the following lines are dashed.
    pub(crate) fn dash(&self, dashed: bool) {
        self.dashed.set(dashed);
    }

    /// Writes as it is.
    pub(crate) fn write(&self, markup: &str) {
        self.out.borrow_mut().push_str(markup);
    }

    /// All that was drawn.
    pub(crate) fn drawn(self) -> String {
        self.out.into_inner()
    }
}

/// A sheet as the library sees it.
pub(crate) struct Canvas<'a> {
    pub sheet: &'a Sheet,
    pub fonts: &'static Fonts,
    /// In units of the page.
    pub size: (f64, f64),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn unit(pixels: i32) -> f64 {
    f64::from(pixels) / FINE
}

fn picture_color(of: BackendColor) -> Color {
    let (r, g, b) = of.rgb;
    Color { r, g, b }
}

impl Canvas<'_> {
    fn line<S: BackendStyle>(&self, points: impl IntoIterator<Item = BackendCoord>, style: &S) -> Drawn {
        let mut path = String::new();
        for (at, (x, y)) in points.into_iter().enumerate() {
            let _ = write!(path, "{}{} {}", if at == 0 { "M" } else { "L" }, num(unit(x)), num(unit(y)));
        }
        self.sheet.write(&format!("<path d=\"{path}\" fill=\"none\"{}/>\n", self.stroke(style)));
        Ok(())
    }

    fn stroke<S: BackendStyle>(&self, style: &S) -> String {
        let dashes = if self.sheet.dashed.get() { format!(" stroke-dasharray=\"{DASHES}\"") } else { String::new() };
        let width = num(f64::from(style.stroke_width()) / FINE);
        format!(
            " stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes}{}",
            picture_color(style.color()),
            opacity("stroke", style.color()),
        )
    }

    fn paint<S: BackendStyle>(&self, style: &S, fill: bool) -> String {
        if fill {
            return format!(" fill=\"{}\"{}", picture_color(style.color()), opacity("fill", style.color()));
        }
        format!(" fill=\"none\"{}", self.stroke(style))
    }
}

fn opacity(of: &str, color: BackendColor) -> String {
    if color.alpha < 1.0 { format!(" {of}-opacity=\"{}\"", num(color.alpha)) } else { String::new() }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (fine(self.size.0), fine(self.size.1))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.fill_polygon([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], &color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.line([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.line(path, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.sheet.write(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>\n",
            num(unit(left)),
            num(unit(top)),
            num(unit(right - left).max(0.0)),
            num(unit(bottom - top).max(0.0)),
            self.paint(style, fill),
        ));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let (x, y, r) = (num(unit(x)), num(unit(y)), num(f64::from(radius) / FINE));
        self.sheet.write(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{}/>\n", self.paint(style, fill)));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        let corners: Vec<String> =
            corners.into_iter().map(|(x, y)| format!("{},{}", num(unit(x)), num(unit(y)))).collect();
        self.sheet.write(&format!("<polygon points=\"{}\"{}/>\n", corners.join(" "), self.paint(style, true)));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, words: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let set = Style::regular(style.size() / FINE);
        let words = displayable(words);
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        // Ascent, height of a figure and descent of the embedded font, in em.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.86,
            VPos::Center => 0.36,
            VPos::Bottom => -0.24,
        };
        let at = (unit(x), unit(y) + down * set.size);
        let ink = picture_color(style.color()).to_string();
        let width = self.fonts.width(&words, set);
        text(&mut self.sheet.out.borrow_mut(), &words, width, at, set, anchor, &ink);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        words: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let set = Style::regular(style.size() / FINE);
        Ok((fine(self.fonts.width(&displayable(words), set)), fine(set.line_height())))
    }
}
