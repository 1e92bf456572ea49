//! Breaks a label into a few lines of even width.

use super::{Fonts, Style, displayable};

/// A label broken into lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wrapped {
    /// The lines, each with its width.
    pub lines: Vec<(String, f64)>,
    /// `true` if text was cut; the last line then ends in an ellipsis.
    pub cut: bool,
}

impl Wrapped {
    /// Width of the widest line.
    pub fn width(&self) -> f64 {
        self.lines.iter().fold(0.0, |widest, line| widest.max(line.1))
    }

    /// Height of all lines, baseline to baseline.
    pub fn height(&self, style: Style) -> f64 {
        style.line_height() * self.lines.len() as f64
    }
}

/// Factor by which a single word may be wider than a line before it is broken: a wide box is
/// better than "Константинопольска-я".
const TOLERANCE: f64 = 1.35;

/// A piece that is not broken further.
struct Piece {
    text: String,
    spaced: bool,
}

/// Breaks `text` at words (after hyphens and slashes too, between any two Chinese or
/// Japanese characters, and inside a word only if it alone is wider than a line) into
/// at most `max_lines` lines of about `max_width` units; what is left is cut with
/// an ellipsis. Lines are balanced: the smallest width that needs no more lines is used,
/// so that "Warner Bros. Discovery" does not end in an orphan.
/// Cost: O(characters · log(width)).
pub fn wrap(fonts: &Fonts, text: &str, style: Style, max_width: f64, max_lines: usize) -> Wrapped {
    broken(fonts, text, style, (max_width, TOLERANCE), max_lines)
}

/// Like [`wrap`], but no line is wider than `max_width`, even for a long word: for pages of a given width.
pub fn wrap_within(fonts: &Fonts, text: &str, style: Style, max_width: f64, max_lines: usize) -> Wrapped {
    broken(fonts, text, style, (max_width, 1.0), max_lines)
}

fn broken(fonts: &Fonts, text: &str, style: Style, (max_width, tolerance): (f64, f64), max_lines: usize) -> Wrapped {
    let pieces = pieces(fonts, &displayable(text), style, max_width * tolerance);
    let greedy = fill(fonts, &pieces, style, max_width);
    if greedy.len() > max_lines {
        return cut(fonts, greedy, style, max_width, max_lines);
    }
    let widest = greedy.iter().fold(max_width, |w, line| w.max(line.1));
    let (mut low, mut high) = (0.0, widest);
    while high - low > 1.0 {
        let middle = (low + high) / 2.0;
        let lines = fill(fonts, &pieces, style, middle);
        let fits = lines.len() <= greedy.len() && lines.iter().all(|l| l.1 <= middle);
        if fits { high = middle } else { low = middle }
    }
    Wrapped { lines: fill(fonts, &pieces, style, high), cut: false }
}

fn pieces(fonts: &Fonts, text: &str, style: Style, widest: f64) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        // A dash between words ends a line and does not begin one.
        if let ("–" | "—" | "-" | "&", Some(last)) = (word, pieces.last_mut()) {
            last.text.push(' ');
            last.text.push_str(word);
            continue;
        }
        let mut piece = Piece { text: String::new(), spaced: true };
        for c in word.chars() {
            let too_wide = fonts.width(&piece.text, style) + fonts.width(c.encode_utf8(&mut [0; 4]), style) > widest;
            // Not before a digit: a date or a span of years stays in one piece.
            let after_break = c.is_alphabetic() && piece.text.ends_with(['-', '/', '–', '—']);
            if !piece.text.is_empty() && (too_wide || after_break || breaks_before(&piece.text, c)) {
                pieces.push(piece);
                piece = Piece { text: String::new(), spaced: false };
            }
            piece.text.push(c);
        }
        pieces.push(piece);
    }
    pieces
}

/// Returns `true` if a line may end between `text` and `c` because one of them is ideographic.
fn breaks_before(text: &str, c: char) -> bool {
    let closing = matches!(c, '、' | '。' | '，' | '」' | '』' | '）' | 'ー' | '・' | ')' | ',' | '.');
    let ideographic = |c: char| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}');
    !closing && (ideographic(c) || text.chars().next_back().is_some_and(ideographic))
}

fn fill(fonts: &Fonts, pieces: &[Piece], style: Style, width: f64) -> Vec<(String, f64)> {
    let space = fonts.width(" ", style);
    let mut lines: Vec<(String, f64)> = Vec::new();
    for piece in pieces {
        let own = fonts.width(&piece.text, style);
        let gap = if piece.spaced { space } else { 0.0 };
        match lines.last_mut() {
            Some((line, used)) if *used + gap + own <= width => {
                if piece.spaced {
                    line.push(' ');
                }
                line.push_str(&piece.text);
                *used += gap + own;
            }
            _ => lines.push((piece.text.clone(), own)),
        }
    }
    lines
}

fn cut(fonts: &Fonts, mut lines: Vec<(String, f64)>, style: Style, max_width: f64, max_lines: usize) -> Wrapped {
    lines.truncate(max_lines);
    if let Some((line, used)) = lines.last_mut() {
        line.push('…');
        while fonts.width(line, style) > max_width && line.chars().count() > 2 {
            line.pop();
            line.pop();
            let end = line.trim_end().len();
            line.truncate(end);
            line.push('…');
        }
        *used = fonts.width(line, style);
    }
    Wrapped { lines, cut: true }
}

#[cfg(test)]
mod tests {
    use super::super::fonts;
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let style = Style::regular(13.0);
        let wrapped = wrap(fonts().unwrap(), text, style, 130.0, 3);
        wrapped.lines.into_iter().map(|l| l.0).collect()
    }

    #[test]
    fn lines_are_even_and_break_at_words() {
        assert_eq!(lines("Warner Bros. Discovery"), ["Warner Bros.", "Discovery"]);
        assert_eq!(lines("Netflix"), ["Netflix"]);
        assert!(lines("  ").is_empty());
    }

    #[test]
    fn what_does_not_fit_in_three_lines_ends_in_an_ellipsis() {
        let text = "Gesellschaft zur Förderung der angewandten Forschung und Entwicklung im Maschinenbau";
        let lines = lines(text);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…'));
    }

    #[test]
    fn a_word_wider_than_a_line_and_text_without_spaces_are_broken() {
        assert!(lines("Donaudampfschifffahrtsgesellschaft").len() > 1);
        assert!(lines("中国石油天然气股份有限公司北京销售分公司").len() > 1);
    }
}
