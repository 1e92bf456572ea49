//! Lines of text above and below a drawing.

use super::xml::{Anchor, text};
use crate::text::{Fonts, Style, Wrapped, wrap_within};
use crate::theme::ThemeColors;

/// More lines than this are cut.
const MOST_LINES: usize = 5;

/// A block of wrapped text and the style it is set in.
pub(crate) struct Block {
    text: Wrapped,
    style: Style,
    ink: &'static str,
    /// Space above.
    above: f64,
}

impl Block {
    /// Text in a style, wrapped to a width.
    pub(crate) fn new(fonts: &Fonts, text: &str, style: Style, ink: &'static str, width: f64) -> Block {
        Block { text: wrap_within(fonts, text, style, width, MOST_LINES), style, ink, above: 0.0 }
    }

    /// The headline; `unit` is the factor by which the page is larger than usual.
    pub(crate) fn headline(fonts: &Fonts, colors: &ThemeColors, text: &str, width: f64, unit: f64) -> Block {
        Block::new(fonts, text, Style::bold(23.0 * unit), colors.headline, width)
    }

    /// The line below the headline.
    pub(crate) fn subtitle(fonts: &Fonts, colors: &ThemeColors, text: &str, width: f64, unit: f64) -> Block {
        Block { above: 4.0 * unit, ..Block::new(fonts, text, Style::regular(14.5 * unit), colors.pale, width) }
    }

    /// A footer line.
    pub(crate) fn note(fonts: &Fonts, colors: &ThemeColors, text: &str, width: f64, unit: f64) -> Block {
        Block { above: 2.0 * unit, ..Block::new(fonts, text, Style::regular(11.0 * unit), colors.note, width) }
    }

    /// Height with the space above; none without text.
    pub(crate) fn height(&self) -> f64 {
        if self.text.lines.is_empty() { 0.0 } else { self.above + self.text.height(self.style) }
    }

    /// Writes it with its upper left corner at a place.
    pub(crate) fn write(&self, out: &mut String, x: f64, y: f64) {
        for (i, (line, width)) in self.text.lines.iter().enumerate() {
            let baseline = y + self.above + self.style.line_height() * i as f64 + self.style.size;
            text(out, line, *width, (x, baseline), self.style, Anchor::Start, self.ink);
        }
    }
}
