//! The one place that writes to standard error, beside the progress bar and the usage errors of clap.

use std::io::Write;

use crate::output::printable;

/// Writes a message to standard error. Names and cells in it come from data, so control characters,
/// which could command the terminal, become spaces: a message is one line.
pub fn message(text: &str) {
    // Standard error may be closed; a message is not worth failing for.
    let _ = writeln!(std::io::stderr(), "interlocks: {}", printable(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(printable("no \u{1b}[31mred\u{7}\u{9b}2J\r\nline"), "no  [31mred  2J  line");
        assert_eq!(printable("\u{202e}olleh\u{202c} zero\u{200b}width"), "olleh zerowidth");
    }
}
