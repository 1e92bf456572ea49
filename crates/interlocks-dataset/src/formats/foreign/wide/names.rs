//! Splits a cell with several names.

use interlocks_core::model::vocabulary::read_role;

use super::super::mode::Mode;

/// How the names of a column are joined, beyond what always separates them.
///
/// A line end, a semicolon, a bar and a bullet always separate names. A comma may also stand between the last and the first
/// name of one person, so it separates names only where the column shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Joiner {
    comma: bool,
    slash: bool,
    and: bool,
}

/// Signs that always separate names.
pub(super) const ALWAYS: &[char] = &['\n', '\r', ';', '|', '•', '；', '、', '\u{1f}'];

/// Words for "and" between the last two names of a list.
const AND: &[&str] =
    &[" and ", " & ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " ja ", " i ", " и ", " та "];

impl Joiner {
    /// Detects how the names of columns are joined by some of their cells.
    pub(crate) fn detect<'c>(of: Mode, cells: impl Iterator<Item = &'c str>) -> Joiner {
        let parts: Vec<&str> = cells.flat_map(always).collect();
        let lists = || parts.iter().filter(|part| part.contains([',', '，']));
        // In "Anna Quill, Ben Orr" every part has two words; in "Quill, Anna" none has.
        let is_whole = |name: &str| name.split_whitespace().count() > 1;
        let comma = of == Mode::People
            && lists().next().is_some()
            && lists().all(|list| split_at_commas(list).all(|name| and(name).all(is_whole)));
        let slash = parts.iter().any(|part| part.contains(" / "));
        let mut joined = parts.iter().filter(|part| !part.contains(',') && and(part).count() > 1).peekable();
        let only_and = of == Mode::People && joined.peek().is_some() && joined.all(|part| and(part).all(is_whole));
        Joiner { comma, slash, and: comma || only_and }
    }

    /// Returns the names in a cell.
    pub(crate) fn names(self, cell: &str) -> Vec<&str> {
        let mut names: Vec<&str> = always(cell).collect();
        if self.slash {
            names = names.into_iter().flat_map(|part| part.split(" / ")).collect();
        }
        if self.comma {
            names = names.into_iter().flat_map(split_at_commas).collect();
        }
        if self.and {
            names = names.into_iter().flat_map(and).collect();
        }
        names.iter_mut().for_each(|name| *name = name.trim());
        names.retain(|name| !name.is_empty());
        names
    }

    /// Returns `true` if a name may be several that are joined by commas, which nothing shows.
    pub(crate) fn is_doubtful(self, name: &str) -> bool {
        !self.comma && name.matches([',', '，']).count() > 1
    }
}

/// Splits a role in brackets off a name: `Anna Quill (Chair)`.
pub(crate) fn with_role(name: &str) -> (&str, Option<&str>) {
    let split = || {
        let (person, role) = name.strip_suffix(')')?.rsplit_once('(')?;
        (read_role(role).says_office() && !person.trim().is_empty()).then(|| (person.trim(), Some(role.trim())))
    };
    split().unwrap_or((name, None))
}

fn always(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(ALWAYS).map(str::trim).filter(|part| !part.is_empty())
}

fn split_at_commas(part: &str) -> impl Iterator<Item = &str> {
    part.split([',', '，']).map(str::trim).filter(|name| !name.is_empty())
}

/// Splits a text at its last word for "and".
fn and(part: &str) -> impl Iterator<Item = &str> {
    let found = AND.iter().filter_map(|word| Some((part.rfind(word)?, word.len()))).max();
    let (first, last) = match found {
        Some((at, length)) => (&part[..at], Some(&part[at + length..])),
        None => (part, None),
    };
    std::iter::once(first).chain(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(cells: &[&'static str]) -> Vec<Vec<&'static str>> {
        let joiner = Joiner::detect(Mode::People, cells.iter().copied());
        cells.iter().map(|cell| joiner.names(cell)).collect()
    }

    #[test]
    fn names_are_split_where_the_column_shows_it() {
        for cell in [
            "Anna Quill\nBen Orr",
            "Anna Quill; Ben Orr",
            "Anna Quill | Ben Orr",
            "Anna Quill, Ben Orr",
            "Anna Quill / Ben Orr",
            "Anna Quill and Ben Orr",
            "• Anna Quill • Ben Orr",
            "Anna Quill、Ben Orr",
            "Anna Quill und Ben Orr",
            "Anna Quill\r\nBen Orr\r\n",
        ] {
            assert_eq!(split(&[cell]), [["Anna Quill", "Ben Orr"]], "{cell:?}");
        }
        assert_eq!(split(&["Anna Quill, Ben Orr and Cy Poe"]), [["Anna Quill", "Ben Orr", "Cy Poe"]]);
        assert_eq!(split(&["Quill, Anna; Orr, Ben"]), [["Quill, Anna", "Orr, Ben"]]);
        assert_eq!(split(&["Quill, Anna"]), [["Quill, Anna"]]);
        assert_eq!(split(&[" ; "]), [Vec::<&str>::new()]);
    }

    #[test]
    fn a_role_in_brackets_is_no_part_of_a_name() {
        assert_eq!(with_role("Anna Quill (Chair)"), ("Anna Quill", Some("Chair")));
        assert_eq!(with_role("Anna Quill (Leeds)"), ("Anna Quill (Leeds)", None));
        assert_eq!(with_role("(Chair)"), ("(Chair)", None));
    }

    #[test]
    fn commas_that_nothing_shows_are_doubtful() {
        let joiner = Joiner::detect(Mode::People, ["Quill, Anna, Orr, Ben"].into_iter());
        assert_eq!(joiner.names("Quill, Anna, Orr, Ben").len(), 1);
        assert!(joiner.is_doubtful("Quill, Anna, Orr, Ben") && !joiner.is_doubtful("Quill, Anna"));
    }

    #[test]
    fn companies_may_have_commas_and_ands() {
        let joiner = Joiner::detect(Mode::Companies, ["Smith and Sons, Inc."].into_iter());
        assert_eq!(joiner.names("Smith and Sons, Inc.; North / West"), ["Smith and Sons, Inc.", "North / West"]);
    }
}
