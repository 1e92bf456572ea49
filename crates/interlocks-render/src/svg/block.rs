//! Lines of text above and below a drawing.

use super::xml::{Anchor, text};
use crate::text::{Fonts, Style, Wrapped, wrap_within};
use crate::theme::ThemeColors;

/// More lines than this are cut.
const MOST_LINES: usize = 5;

/// A block of wrapped text and the style it is set in.
pub struct Block {
    text: Wrapped,
    style: Style,
    ink: &'static str,
    /// Space above.
    above: f64,
}

impl Block {
    /// Text in a style, wrapped to a width.
    pub fn new(fonts: &Fonts, text: &str, style: Style, ink: &'static str, width: f64) -> Block {
        Block { text: wrap_within(fonts, text, style, width, MOST_LINES), style, ink, above: 0.0 }
    }

    /// What a page is about; `unit` is how much larger than usual the page is.
    pub fn headline(fonts: &Fonts, inks: &ThemeColors, text: &str, width: f64, unit: f64) -> Block {
        Block::new(fonts, text, Style::bold(23.0 * unit), inks.headline, width)
    }

    /// The sentence below.
    pub fn subtitle(fonts: &Fonts, inks: &ThemeColors, text: &str, width: f64, unit: f64) -> Block {
        Block { above: 4.0 * unit, ..Block::new(fonts, text, Style::regular(14.5 * unit), inks.pale, width) }
    }

    /// A line of the foot.
    pub fn note(fonts: &Fonts, inks: &ThemeColors, text: &str, width: f64, unit: f64) -> Block {
        Block { above: 2.0 * unit, ..Block::new(fonts, text, Style::regular(11.0 * unit), inks.note, width) }
    }

    /// Height with the space above; none without text.
    pub fn height(&self) -> f64 {
        if self.text.lines.is_empty() { 0.0 } else { self.above + self.text.height(self.style) }
    }

    /// Writes it with its upper left corner at a place.
    pub fn write(&self, out: &mut String, x: f64, y: f64) {
        for (i, (line, width)) in self.text.lines.iter().enumerate() {
            let baseline = y + self.above + self.style.line_height() * i as f64 + self.style.size;
            text(out, line, *width, (x, baseline), self.style, Anchor::Start, self.ink);
        }
    }
}
