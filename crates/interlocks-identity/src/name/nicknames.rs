//! Short and foreign forms of given names.
//!
//! The table is the list of nicknames and diminutives by Carlton Northern and others (Apache-2.0), with forms of other
//! languages added.

use std::collections::HashMap;
use std::sync::LazyLock;

static NICKNAMES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, full) in
        include_str!("../../tables/nicknames.csv").lines().skip(1).filter_map(|line| line.split_once(','))
    {
        table.entry(name).or_default().push(full);
    }
    table
});

/// Returns the names that a folded name may stand for, in alphabetical order.
pub(crate) fn stands_for(name: &str) -> &'static [&'static str] {
    NICKNAMES.get(name).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nickname_stands_for_several_names() {
        assert!(stands_for("ted").contains(&"edward") && stands_for("ted").contains(&"theodore"));
        assert!(stands_for("pepe").contains(&"jose"));
        assert!(stands_for("quillan").is_empty());
    }
}
