//! How verdicts of screens read as rows.

use super::rows::{names, yes};
use super::table::{Align, Align::Left, Align::Right, Tabular};
use interlocks::screens::{Count, Row};

impl Tabular for Row {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("verdict", Left),
        ("sure", Left),
        ("rule", Left),
        ("test", Left),
        ("people", Left),
        ("companies", Left),
        ("from", Left),
        ("to", Left),
        ("reason", Left),
        ("missing", Left),
        ("sources", Left),
    ];

    fn cells(&self) -> Vec<String> {
        let mut sources: Vec<&str> = self.evidence.iter().flat_map(|row| &row.sources).map(String::as_str).collect();
        sources.sort_unstable();
        sources.dedup();
        let hull = self.spells.hull();
        let day = |day: interlocks::model::Day| if day.is_calendar() { day.to_string() } else { "..".to_owned() };
        vec![
            self.verdict.as_str().to_owned(),
            yes(self.certain),
            self.rule.as_str().to_owned(),
            self.test.clone(),
            names(&self.people),
            names(&self.companies),
            hull.map_or_else(String::new, |hull| day(hull.from)),
            hull.map_or_else(String::new, |hull| day(hull.to)),
            self.reason.clone(),
            self.missing.join("; "),
            sources.join("; "),
        ]
    }
}

impl Tabular for Count {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("rule", Left),
        ("breach", Right),
        ("possible", Right),
        ("watch", Right),
        ("unknown", Right),
        ("clear", Right),
    ];

    fn cells(&self) -> Vec<String> {
        let counts = [self.breach, self.possible, self.watch, self.unknown, self.clear];
        std::iter::once(self.rule.as_str().to_owned()).chain(counts.map(|count| count.to_string())).collect()
    }
}
