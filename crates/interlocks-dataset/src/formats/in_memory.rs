//! Tables in memory, as Arrow has them.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::columnar::{Batches, Unread, read_batches};
use crate::columns::Table;
use crate::error::DatasetError;
use crate::loader::Loader;
use crate::{Dataset, LoadOptions};

/// A table in memory, as Arrow has it.
///
/// It is for the package of Python; its types are those of another crate, so it is no part of the stable API.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct ArrowTable {
    /// The name for messages.
    pub name: String,
    /// What its rows are.
    pub table: Table,
    /// The columns.
    pub schema: Arc<Schema>,
    /// The rows.
    pub batches: Vec<RecordBatch>,
}

impl Dataset {
    /// Reads tables in memory as one dataset. Texts are read where they lie. Of a row, the line in messages is its number, from 1.
    ///
    /// # Errors
    /// As [`Dataset::open_all`].
    #[doc(hidden)]
    pub fn from_arrow(tables: &[ArrowTable], options: &LoadOptions) -> Result<Dataset, DatasetError> {
        let mut loader = Loader::new(options);
        let mut tables: Vec<&ArrowTable> = tables.iter().collect();
        tables.sort_by_key(|table| table.table);
        for ArrowTable { name, table, schema, batches } in tables {
            let batches = batches.clone().into_iter().map(Ok);
            let batches = Batches::new(Arc::clone(schema), Box::new(batches));
            read_batches(&mut loader, *table, name, batches).map_err(|error| match error {
                Unread::Batch(message) => DatasetError::Rejected { file: name.clone(), line: 1, column: 1, message },
                Unread::Table(error) => error,
            })?;
        }
        let decisions = loader.decision_files(options);
        loader.finish(options)?.with_decisions(&decisions, options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::builder::{FixedSizeListBuilder, LargeListBuilder, ListBuilder, StringBuilder};
    use arrow_array::{ArrayRef, LargeStringArray, StringArray, StringViewArray};

    fn table(table: Table, columns: Vec<(&str, ArrayRef)>) -> ArrowTable {
        let batch =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)));
        let batch = batch.unwrap();
        // Empty batches and small ones are as good as a large one.
        let parts = (0..batch.num_rows()).map(|row| batch.slice(row, 1));
        let batches = std::iter::once(batch.slice(0, 0)).chain(parts).collect();
        ArrowTable { name: table.name().to_owned(), table, schema: batch.schema(), batches }
    }

    fn read(tables: &[ArrowTable]) -> Dataset {
        Dataset::from_arrow(tables, &LoadOptions::default()).unwrap()
    }

    #[test]
    fn texts_of_any_kind_are_texts_and_rows_have_their_numbers() {
        let people: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(vec![Some(" ann "), None, Some("bo")])),
            Arc::new(LargeStringArray::from(vec![Some(" ann "), None, Some("bo")])),
            Arc::new(StringViewArray::from(vec![Some(" ann "), None, Some("bo")])),
        ];
        for person in people {
            let firms: ArrayRef = Arc::new(StringArray::from(vec!["acme", "bolt", "acme"]));
            let data = read(&[table(Table::Seats, vec![("Director", person), ("company", firms)])]);
            let kept: Vec<String> = data.iter_seats().map(|seat| seat.person).collect();
            assert_eq!(kept, ["ann", "bo"]);
            assert_eq!(data.count(Table::Seats).dropped, 1);
            let first = &data.problems.listed()[0];
            assert_eq!((first.file.as_str(), first.line), ("seats", 2));
        }
    }

    #[test]
    fn lists_of_any_kind_are_lists() {
        let item = |builder: &mut StringBuilder| ["A;B", "Annie"].map(|alias| builder.append_value(alias));
        let mut list = ListBuilder::new(StringBuilder::new());
        item(list.values());
        list.append(true);
        let mut large = LargeListBuilder::new(StringBuilder::new());
        item(large.values());
        large.append(true);
        let mut fixed = FixedSizeListBuilder::new(StringBuilder::new(), 2);
        item(fixed.values());
        fixed.append(true);
        let aliases: [ArrayRef; 3] = [Arc::new(list.finish()), Arc::new(large.finish()), Arc::new(fixed.finish())];
        for aliases in aliases {
            let one = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
            let seats = table(Table::Seats, vec![("person", one("ann")), ("company", one("acme"))]);
            let people = table(Table::People, vec![("id", one("ann")), ("aliases", aliases)]);
            // The tables may come in any order.
            let data = read(&[seats, people]);
            assert_eq!(data.people.person(0).aliases, ["A;B", "Annie"]);
        }
    }

    #[test]
    fn a_table_without_its_columns_is_refused() {
        let column: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
        let refused = Dataset::from_arrow(&[table(Table::Seats, vec![("who", column)])], &LoadOptions::default());
        assert!(refused.unwrap_err().to_string().starts_with("seats:1:1: "));
    }
}
