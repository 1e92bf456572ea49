//! Words of the names of companies: what they are written for, how common they are, and which tell companies of a group apart.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The share of a word that the table does not have.
const RARE: f64 = 1e-5;

/// Words that a spelling of a name may leave out.
const SILENT: &[&str] = &["the", "and", "und", "et", "og", "och", "и", "та"];

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// The word that stands for all its spellings.
    full: &'static str,
    /// The share of names with it.
    share: f64,
    /// `true` if it tells companies of one group apart: *Holdings*.
    tells_apart: bool,
}

static WORDS: LazyLock<HashMap<&'static str, Known>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in include_str!("../../tables/company_words.csv").lines().skip(1) {
        let mut cells = line.splitn(4, ',');
        let mut cell = || cells.next().unwrap_or_default();
        let (full, share, tells_apart) = (cell(), cell().parse().unwrap_or(0.0) / 1e6, cell() == "yes");
        let known = Known { full, share, tells_apart };
        words.insert(full, known);
        words.extend(cell().split('|').filter(|word| !word.is_empty()).map(|word| (word, known)));
    }
    words
});

/// Returns the word that an abbreviation is written for, and other words unchanged.
pub(crate) fn full(word: &str) -> &str {
    WORDS.get(word).map_or(word, |known| known.full)
}

/// Returns the share of names that have a word, by the table.
pub(crate) fn reference(word: &str) -> f64 {
    WORDS.get(word).map_or(RARE, |known| known.share)
}

/// Returns `true` for a word that tells companies of one group apart.
pub(crate) fn tells_apart(word: &str) -> bool {
    WORDS.get(word).is_some_and(|known| known.tells_apart)
}

/// Returns `true` for a word that a spelling of a name may leave out.
pub(crate) fn is_silent(word: &str) -> bool {
    SILENT.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_the_table_stands_once() {
        let table = include_str!("../../tables/company_words.csv");
        let mut seen = std::collections::BTreeSet::new();
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            assert!(cells.len() == 4 && cells[1].parse::<f64>().is_ok() && ["", "yes"].contains(&cells[2]), "{line}");
            let spellings = cells[3].split('|').filter(|word| !word.is_empty());
            for word in spellings.chain([cells[0]]) {
                assert!(seen.insert(word), "{word}");
            }
        }
        assert_eq!((full("mfg"), full("acme")), ("manufacturing", "acme"));
    }
}
