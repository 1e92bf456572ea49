//! Makes one row of the rows of several records.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use interlocks_core::model::vocabulary::fold;
use interlocks_core::model::{DayRange, PartialDate};
use interlocks_core::store::StringColumn;
use interlocks_core::wording::and_list;

use super::settle::quoted_list;
use crate::columns::Field;
use crate::ids::Ids;
use crate::loader::shortened;
use crate::record::{ITEM_SEPARATOR, items};
use crate::tables::{ColumnName, Entities};

/// The rows of records that become one.
pub(super) struct RecordRows {
    /// The rows: that of the kept id first, the others in the order of ids.
    pub rows: Vec<u32>,
    /// The id of the one row.
    pub kept: String,
}

/// A table in which several records became one row.
pub(super) struct Merged {
    pub entities: Entities,
    /// For each old row, its new one.
    pub renumbered: Vec<u32>,
    /// For each group, a sentence on what its records contradict each other in.
    pub warnings: Vec<Vec<String>>,
}

/// Makes one row of the rows of each group. Names and aliases of the others become aliases, dates intersect, sources are
/// joined, and empty cells are filled from the others.
pub(super) fn merge(entities: &Entities, groups: &[RecordRows]) -> Merged {
    let dropped: BTreeSet<u32> = groups.iter().flat_map(|group| group.rows.iter().skip(1).copied()).collect();
    let order: Vec<u32> = (0..entities.len() as u32).filter(|row| !dropped.contains(row)).collect();
    let mut renumbered = vec![0u32; entities.len()];
    for (new, old) in (0u32..).zip(&order) {
        renumbered[*old as usize] = new;
    }
    let mut cells = Cells::default();
    let mut warnings = Vec::with_capacity(groups.len());
    let (mut ids, mut names) = (Vec::new(), Vec::new());
    for group in groups {
        let Some(&first) = group.rows.first() else { continue };
        let new = renumbered[first as usize];
        group.rows.iter().for_each(|row| renumbered[*row as usize] = new);
        ids.push((new, group.kept.as_str()));
        names.push((new, cells.merge_names(entities, group, new)));
        warnings.push(cells.merge_columns(entities, group, new));
    }
    let text = |own: &StringColumn, new: &[(u32, &str)]| {
        let mut new: Vec<(u32, &str)> = new.to_vec();
        new.sort_unstable();
        let mut next = new.into_iter().peekable();
        let texts = (0u32..).zip(&order).map(|(at, old)| {
            next.next_if(|(row, _)| *row == at).map_or_else(|| own.get(*old as usize), |(_, text)| text)
        });
        StringColumn::from_iter(texts.collect::<Vec<&str>>())
    };
    let names: Vec<(u32, &str)> = names.iter().map(|(row, name)| (*row, name.as_str())).collect();
    let merged = Entities {
        ids: Arc::new(Ids::new(text(&entities.ids.texts, &ids)).0),
        names: text(&entities.names, &names),
        attributes: entities.attributes.reordered(&order).with_cells(order.len(), cells.0),
        places: entities.places.clone().mapped(|lines| lines.reordered_wide(&order)),
    };
    Merged { entities: merged, renumbered, warnings }
}

/// The cells of the new rows that differ from those of the kept record.
#[derive(Default)]
struct Cells(Vec<(ColumnName, u32, String)>);

impl Cells {
    /// Returns the name of a group; other names and all aliases become its aliases.
    fn merge_names(&mut self, entities: &Entities, group: &RecordRows, new: u32) -> String {
        let rows = || group.rows.iter().map(|row| *row as usize);
        let name = rows().map(|row| entities.names.get(row)).find(|name| !name.is_empty()).unwrap_or_default();
        let shown = if name.is_empty() { &group.kept } else { name };
        let (mut aliases, mut seen) = (Vec::new(), HashSet::new());
        for row in rows() {
            let own = std::iter::once(entities.name(row).to_owned());
            for alias in own.chain(entities.attributes.list(Field::Aliases, row)) {
                if alias != shown && alias != group.kept && seen.insert(alias.clone()) {
                    aliases.push(alias);
                }
            }
        }
        self.put_list(Field::Aliases, new, &aliases);
        name.to_owned()
    }

    /// Merges all other columns of a group, and returns sentences on contradictions.
    fn merge_columns(&mut self, entities: &Entities, group: &RecordRows, new: u32) -> Vec<String> {
        let (mut warnings, mut differing) = (Vec::new(), Vec::new());
        for (name, column) in entities.attributes.columns() {
            let texts: Vec<&str> = group.rows.iter().map(|row| column.get(*row as usize)).collect();
            match name {
                ColumnName::Known(Field::Aliases) => {}
                ColumnName::Known(Field::Source) => {
                    let mut seen = HashSet::new();
                    let sources = texts.iter().flat_map(|text| items(text));
                    let sources: Vec<String> = sources.filter(|source| seen.insert(source.clone())).collect();
                    self.put_list(Field::Source, new, &sources);
                }
                ColumnName::Known(field @ (Field::Birth | Field::Death | Field::Founded | Field::Dissolved)) => {
                    let (date, warning) = merge_dates(*field, &texts);
                    warnings.extend(warning);
                    self.0.push((name.clone(), new, date));
                }
                _ => {
                    let stated = || texts.iter().copied().filter(|text| !text.is_empty());
                    let different: BTreeSet<String> = stated().map(fold).collect();
                    if let (ColumnName::Known(field), 2..) = (name, different.len()) {
                        differing.push(field.name());
                    }
                    self.0.push((name.clone(), new, stated().next().unwrap_or_default().to_owned()));
                }
            }
        }
        if !differing.is_empty() {
            let kept = shortened(&group.kept);
            let verb = if differing.len() == 1 { "differs" } else { "differ" };
            warnings.push(format!(
                "{} {verb} among the records of '{kept}'; the first one stated is used",
                and_list(&differing)
            ));
        }
        warnings
    }

    fn put_list(&mut self, field: Field, row: u32, list: &[String]) {
        let separator = if list.iter().any(|item| item.contains(';')) { ITEM_SEPARATOR } else { ';' };
        // A single item with a semicolon needs a separator, too, to be read as one.
        let end =
            if list.len() == 1 && separator == ITEM_SEPARATOR { ITEM_SEPARATOR.to_string() } else { String::new() };
        let text = format!("{}{end}", list.join(&separator.to_string()));
        self.0.push((ColumnName::Known(field), row, text));
    }
}

/// Returns the days that all dates of one event may be. If there are none, the most precise date, with a sentence that says so.
fn merge_dates(field: Field, texts: &[&str]) -> (String, Option<String>) {
    let dates: Vec<(&str, DayRange)> =
        texts.iter().filter_map(|text| Some((*text, text.parse::<PartialDate>().ok()?.days()))).collect();
    let common = |(first, last), (_, days): &(&str, DayRange)| (days.first.max(first), days.last.min(last));
    let Some((_, days)) = dates.first() else { return Default::default() };
    let (first, last) = dates.iter().fold((days.first, days.last), common);
    if first <= last {
        let common = DayRange::new(first, last);
        let written = dates.iter().find(|(_, days)| *days == common).map(|(text, _)| (*text).to_owned());
        let text = written.or_else(|| PartialDate::from_days(common).map(|date| date.to_string()));
        return (text.unwrap_or_else(|| dates[0].0.to_owned()), None);
    }
    let most_precise = dates.iter().min_by_key(|(_, days)| days.width()).map_or("", |(text, _)| text);
    let different: BTreeSet<&str> = dates.iter().map(|(text, _)| *text).collect();
    let sentence =
        format!("{}: {} cannot be one day; '{most_precise}' is used", field.name(), quoted_list(different.into_iter()));
    (most_precise.to_owned(), Some(sentence))
}
