//! Measures text with the fonts that the pictures are drawn with.
//!
//! Widths are sums of glyph advances, without kerning: kerning changes a name by
//! less than one per cent, and the SVG carries the measured width as `textLength`,
//! so what is drawn is exactly as wide as what was laid out.

mod wrap;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ttf_parser::Face;

use super::error::RenderError;
use super::picture::Picture;

pub use interlocks_core::text::displayable;
pub use wrap::{Wrapped, wrap, wrap_within};

/// Latin, Greek and Cyrillic.
pub(crate) const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
/// The same, bold.
pub(crate) const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");
/// Fonts for characters that Noto Sans lacks: Chinese and Japanese, then Korean syllables.
#[cfg(feature = "cjk-fonts")]
pub(crate) const FALLBACKS: &[&[u8]] =
    &[include_bytes!("../fonts/DroidSansFallbackFull.ttf"), include_bytes!("../fonts/NanumSquareR.ttf")];
/// Without the feature `cjk-fonts` there are no fallback fonts: [`missing_characters`] reports the characters.
#[cfg(not(feature = "cjk-fonts"))]
pub(crate) const FALLBACKS: &[&[u8]] = &[];
/// Family names in the order in which the writers ask for them.
pub(crate) const FAMILIES: &str =
    "'Noto Sans', 'Droid Sans Fallback', NanumSquare, 'Helvetica Neue', Arial, sans-serif";

/// Width, in em, of a character that no embedded font has.
const MISSING_ADVANCE: f64 = 0.6;

/// Weight of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// Headlines, emphasized nodes.
    Bold,
}

/// Size and weight of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Font size in user units (pixels at scale 1).
    pub size: f64,
    /// Weight.
    pub weight: Weight,
}

impl Style {
    /// Regular text of a size.
    pub const fn regular(size: f64) -> Self {
        Style { size, weight: Weight::Regular }
    }

    /// Bold text of a size.
    pub const fn bold(size: f64) -> Self {
        Style { size, weight: Weight::Bold }
    }

    /// Distance from one baseline to the next.
    pub fn line_height(&self) -> f64 {
        self.size * 1.22
    }
}

/// The embedded fonts, parsed once.
#[derive(Debug)]
pub struct Fonts {
    regular: Face<'static>,
    bold: Face<'static>,
    fallbacks: Vec<Face<'static>>,
}

/// The embedded fonts. Cost: one parse per process.
pub fn fonts() -> Result<&'static Fonts, RenderError> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    FONTS
        .get_or_init(Fonts::parse)
        .as_ref()
        .ok_or(RenderError::Font { name: "Noto Sans, Droid Sans Fallback or NanumSquare" })
}

impl Fonts {
    fn parse() -> Option<Fonts> {
        Some(Fonts {
            regular: Face::parse(REGULAR, 0).ok()?,
            bold: Face::parse(BOLD, 0).ok()?,
            fallbacks: FALLBACKS.iter().map(|data| Face::parse(data, 0).ok()).collect::<Option<_>>()?,
        })
    }

    /// Width of a line of text in user units. Cost: O(characters).
    pub fn width(&self, text: &str, style: Style) -> f64 {
        let em: f64 = text.chars().map(|c| self.advance(c, style.weight)).sum();
        em * style.size
    }

    fn advance(&self, c: char, weight: Weight) -> f64 {
        let first = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        for face in std::iter::once(first).chain(&self.fallbacks) {
            if let Some(glyph) = face.glyph_index(c) {
                let advance = face.glyph_hor_advance(glyph).unwrap_or(0);
                return f64::from(advance) / f64::from(face.units_per_em());
            }
        }
        if is_invisible(c) { 0.0 } else { MISSING_ADVANCE }
    }

    fn has(&self, c: char) -> bool {
        std::iter::once(&self.regular).chain(&self.fallbacks).any(|face| face.glyph_index(c).is_some())
    }
}

/// Returns the characters of `text` that no embedded font can draw, sorted, each once.
/// White space, controls and joiners are not reported.
pub fn missing_characters(text: &str) -> Result<Vec<char>, RenderError> {
    let fonts = fonts()?;
    let missing: BTreeSet<char> =
        displayable(text).chars().filter(|c| !c.is_whitespace() && !is_invisible(*c) && !fonts.has(*c)).collect();
    Ok(missing.into_iter().collect())
}

/// Returns the characters of all texts in a picture that no embedded font can draw. Tooltips are drawn by the viewer and
/// do not count.
pub fn missing_in_picture(picture: &Picture) -> Result<Vec<char>, RenderError> {
    let mut all = picture.title.clone();
    let labels = picture.nodes.iter().map(|n| n.label.as_str());
    let on_edges = picture.edges.iter().filter_map(|e| e.label.as_deref());
    let classes = picture.node_classes.iter().chain(&picture.edge_classes);
    let around = [&picture.subtitle, &picture.weight_label];
    for text in labels
        .chain(on_edges)
        .chain(classes.map(|c| c.name.as_str()))
        .chain(picture.notes.iter().map(String::as_str))
        .chain(around.into_iter().flatten().map(String::as_str))
    {
        all.push_str(text);
    }
    missing_characters(&all)
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_cover_the_scripts_of_the_registers() {
        let text = "Ångström Škoda Łódź Đặng Газпром ΑΘΗΝΑ – € “”";
        assert_eq!(missing_characters(text).unwrap(), Vec::<char>::new());
        let missing = missing_characters("株式会社トヨタ 삼성전자 中国石油").unwrap();
        assert_eq!(missing.is_empty(), cfg!(feature = "cjk-fonts"));
    }

    #[test]
    fn a_character_no_font_has_is_named() {
        assert_eq!(missing_characters("a\u{1F600}b\n").unwrap(), ['\u{1F600}']);
    }

    #[test]
    fn widths_grow_with_size_and_weight() {
        let fonts = fonts().unwrap();
        let plain = fonts.width("Netflix", Style::regular(10.0));
        assert!((fonts.width("Netflix", Style::regular(20.0)) - 2.0 * plain).abs() < 1e-9);
        assert!(fonts.width("Netflix", Style::bold(10.0)) > plain);
        assert_eq!(fonts.width("", Style::regular(10.0)), 0.0);
    }

    #[test]
    fn overrides_and_controls_do_not_reach_the_page() {
        assert_eq!(displayable("a\u{202E}b\u{0}\n\t c "), "ab c");
    }
}
