//! Writers of the formats of this project: a folder of tables, one JSON document, JSON lines.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::jsonl::OWN_TYPE;
use super::table_folder::TableFolder;
use crate::Dataset;
use crate::columns::Table;
use crate::export::{Cell, CellKind, ExportColumn, ExportColumns, ExportRow, join_items};
use crate::loader::OTHER_COLUMNS;
use interlocks_core::names::UnknownName;

/// A format in which a dataset is written completely. Its `FromStr` takes the names that `--to` takes.
///
/// ```
/// use interlocks_dataset::WholeFormat;
/// assert_eq!("ndjson".parse(), Ok(WholeFormat::Jsonl));
/// assert_eq!(WholeFormat::Jsonl.as_str(), "jsonl");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WholeFormat {
    /// A folder of CSV tables with a `datapackage.json`.
    Folder,
    /// One JSON document with one list per table.
    Json,
    /// One JSON object per line, with its `type`.
    Jsonl,
    /// A folder with one Parquet file per table.
    Parquet,
}

impl WholeFormat {
    /// All formats.
    pub const ALL: [WholeFormat; 4] =
        [WholeFormat::Folder, WholeFormat::Json, WholeFormat::Jsonl, WholeFormat::Parquet];

    /// Returns the name of the format.
    pub fn as_str(self) -> &'static str {
        match self {
            WholeFormat::Folder => "folder",
            WholeFormat::Json => "json",
            WholeFormat::Jsonl => "jsonl",
            WholeFormat::Parquet => "parquet",
        }
    }
}

interlocks_core::display_name!(WholeFormat);

impl FromStr for WholeFormat {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<WholeFormat, UnknownName> {
        let known = WholeFormat::ALL.map(WholeFormat::as_str);
        match name {
            "ndjson" => Ok(WholeFormat::Jsonl),
            _ => WholeFormat::ALL.into_iter().find(|format| format.as_str() == name).ok_or_else(|| UnknownName {
                what: "dataset format",
                name: name.to_owned(),
                known: known.to_vec(),
            }),
        }
    }
}

/// The changes that a format made necessary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportLosses {
    /// The number of list items in which `;`, the separator of items in a table, was replaced by a comma.
    pub items: u64,
}

impl Dataset {
    /// Writes the dataset as a folder of tables. They replace all tables in the folder together. Tables without rows are
    /// omitted, except `seats.csv`.
    ///
    /// # Errors
    /// An error of writing.
    pub fn write_folder(&self, folder: &Path) -> io::Result<ExportLosses> {
        let mut tables = TableFolder::new(folder)?;
        let mut losses = ExportLosses::default();
        for table in self.written_tables() {
            let columns = self.columns_of(table)?;
            let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
            tables.add(table, "csv", names, |file| {
                let mut out = BufWriter::with_capacity(1 << 18, file);
                self.write_table(table, &columns, &mut out, &mut losses)?;
                out.flush()
            })?;
        }
        tables.finish(self.settings())?;
        Ok(losses)
    }

    /// Writes the dataset as a folder with one Parquet file per table. Lists, flags and numbers keep their types; dates
    /// are texts, because they may be partial.
    ///
    /// # Errors
    /// An error of writing; always in a build without the feature `columnar`.
    pub fn write_parquet_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(feature = "columnar")]
        return self.write_parquet(folder);
        #[cfg(not(feature = "columnar"))]
        Err(io::Error::new(io::ErrorKind::Unsupported, format!("{}: {}", folder.display(), super::NOT_BUILT)))
    }

    /// Writes the dataset as one JSON document, one row per line.
    ///
    /// # Errors
    /// An error of the writer.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{")?;
        for (key, value) in self.document_settings() {
            write!(out, "{}: {value},\n ", Value::from(key))?;
        }
        for (at, table) in self.written_tables().into_iter().enumerate() {
            write!(out, "{}{}: [", if at == 0 { "" } else { ",\n " }, Value::from(table.name()))?;
            let mut first = true;
            self.for_each_row(table, |row| {
                let comma = if std::mem::take(&mut first) { "\n  " } else { ",\n  " };
                write!(out, "{comma}{}", Value::Object(object(row)))
            })?;
            write!(out, "]")?;
        }
        writeln!(out, "}}")
    }

    /// Writes the dataset as JSON lines.
    ///
    /// # Errors
    /// An error of the writer.
    pub fn write_jsonl(&self, out: &mut dyn Write) -> io::Result<()> {
        let typed = |row_type: &str, mut rest: Map<String, Value>| {
            if let Some(own) = rest.shift_remove("type") {
                rest.insert(OWN_TYPE.to_owned(), own);
            }
            let mut line = Map::new();
            line.insert("type".to_owned(), row_type.into());
            line.append(&mut rest);
            Value::Object(line)
        };
        writeln!(out, "{}", typed("dataset", self.document_settings()))?;
        for table in Table::ALL {
            let row_type = table.row_type();
            self.for_each_row(table, |row| writeln!(out, "{}", typed(row_type, object(row))))?;
        }
        Ok(())
    }

    /// Returns the title and the day that the data describes, where they are known.
    pub(super) fn settings(&self) -> Map<String, Value> {
        let mut settings = Map::new();
        if !self.title.is_empty() {
            settings.insert("title".to_owned(), self.title.as_str().into());
        }
        if let Some(as_of) = self.as_of {
            settings.insert("as_of".to_owned(), as_of.to_string().into());
        }
        settings
    }

    /// Returns the settings of a JSON document, with the names of the columns that no field takes: whoever reads it knows that
    /// these are no misspelt fields.
    fn document_settings(&self) -> Map<String, Value> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for attributes in [&self.people.attributes, &self.companies.attributes, &self.seats.attributes] {
            names.extend(attributes.extra_names());
        }
        let extras = self.ties.iter().map(|tie| &tie.extra).chain(self.deals.iter().map(|deal| &deal.extra));
        let extras = extras.chain(self.accounts.iter().map(|row| &row.extra));
        for extra in extras.chain(self.sources.iter().map(|source| &source.extra)) {
            names.extend(extra.iter().map(|(name, _)| name.as_str()));
        }
        let mut settings = self.settings();
        if !names.is_empty() {
            settings.insert(OTHER_COLUMNS.to_owned(), names.into_iter().collect::<Vec<_>>().into());
        }
        settings
    }

    fn write_table(
        &self,
        table: Table,
        columns: &[ExportColumn],
        out: &mut dyn Write,
        losses: &mut ExportLosses,
    ) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(columns.iter().map(|column| &column.name))?;
        let mut cells: Vec<String> = Vec::with_capacity(columns.len());
        self.for_each_row(table, |row| {
            cells.clear();
            cells.resize(columns.len(), String::new());
            for (name, cell) in row {
                if let Some(at) = columns.iter().position(|column| column.name == name) {
                    cells[at] = text(cell, losses);
                }
            }
            writer.write_record(&cells)?;
            Ok(())
        })?;
        writer.flush()
    }

    /// Returns the tables that are written: those with rows, and seats.
    pub(super) fn written_tables(&self) -> Vec<Table> {
        Table::ALL.into_iter().filter(|table| *table == Table::Seats || self.rows(*table) > 0).collect()
    }

    /// Returns the columns of a table in which some row has a value.
    pub(super) fn columns_of(&self, table: Table) -> io::Result<Vec<ExportColumn>> {
        let mut met = ExportColumns::default();
        self.for_each_row(table, |row| {
            met.add(&row);
            Ok(())
        })?;
        let mut columns = met.sorted();
        if table == Table::Seats && columns.is_empty() {
            let named = |name: &str| ExportColumn { name: name.to_owned(), kind: CellKind::Text };
            columns = ["person", "company"].map(named).to_vec();
        }
        Ok(columns)
    }
}

/// Converts a cell to the text of a table.
fn text(cell: Cell, losses: &mut ExportLosses) -> String {
    match cell {
        Cell::List(items) => {
            let (text, odd) = join_items(&items);
            losses.items += odd;
            text
        }
        cell => cell.into_text(),
    }
}

/// Converts a row to a JSON object.
fn object(row: ExportRow) -> Map<String, Value> {
    let value = |cell| match cell {
        Cell::Text(text) => Value::from(text),
        Cell::Flag(yes) => Value::from(yes),
        Cell::Number(number) => Value::from(number),
        Cell::List(items) => Value::from(items),
    };
    row.into_iter().map(|(name, cell)| (name, value(cell))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataFormat;
    use crate::LoadOptions;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(bytes: Vec<u8>, format: DataFormat) -> Dataset {
        Dataset::read(Box::new(io::Cursor::new(bytes)), "x", format, &LoadOptions::default()).unwrap()
    }

    /// All rows of a dataset, table by table.
    fn rows(data: &Dataset) -> Vec<Vec<ExportRow>> {
        let rows = |table| (0..data.rows(table)).map(|row| data.export_row(table, row)).collect();
        Table::ALL.into_iter().map(rows).collect()
    }

    /// The dataset written and read again in each format.
    fn copies(data: &Dataset) -> Vec<Dataset> {
        let (mut json, mut jsonl, folder) = (Vec::new(), Vec::new(), tempfile::tempdir().unwrap());
        data.write_json(&mut json).unwrap();
        data.write_jsonl(&mut jsonl).unwrap();
        assert_eq!(data.write_folder(folder.path()).unwrap(), ExportLosses::default());
        let mut copies =
            vec![read(json, DataFormat::Json), read(jsonl, DataFormat::Jsonl), Dataset::open(folder.path()).unwrap()];
        let columns = tempfile::tempdir().unwrap();
        if cfg!(feature = "columnar") {
            data.write_parquet_folder(columns.path()).unwrap();
            copies.push(Dataset::open(columns.path()).unwrap());
        }
        copies
    }

    #[test]
    fn the_boards_come_back_as_they_were() {
        let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
        for copy in copies(&boards) {
            for (copied, own) in rows(&copy).into_iter().flatten().zip(rows(&boards).into_iter().flatten()) {
                assert_eq!(copied, own);
            }
            assert_eq!(rows(&copy).concat().len(), rows(&boards).concat().len());
            assert_eq!((copy.title.as_str(), copy.as_of), (boards.title.as_str(), boards.as_of));
            assert_eq!(copy.problems.errors(), 0);
        }
    }

    #[test]
    fn an_item_that_a_table_cannot_hold_is_counted() {
        let line = r#"{"type":"person","id":"ann","aliases":["a;b","c"]}
            {"type":"seat","person":"ann","company":"acme"}"#;
        let data = read(line.as_bytes().to_vec(), DataFormat::Jsonl);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(data.write_folder(folder.path()).unwrap(), ExportLosses { items: 1 });
        assert_eq!(Dataset::open(folder.path()).unwrap().people.person(0).aliases, ["a,b", "c"]);
    }

    /// Texts with characters that need escaping, but no surrounding space and no control characters.
    fn text() -> impl Strategy<Value = String> {
        "[a-z\"',<&\\\\ \n=@\u{5d0}\u{1f600}é-]{1,8}".prop_map(|text| format!("x{}", text.trim()).replace('\r', ""))
    }

    fn date() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", "1999", "2001-04", "2001-04-05", "2003~", "2004/2006", "1990-01-31"])
    }

    prop_compose! {
        fn seat()(who in 0usize..3, at in 0usize..3, role in text(), start in date(), open in 0u8..3, board in 0u8..4,
                  note in text(), further in text()) -> Value {
            let mut row = json!({"type": "seat", "person": format!("p{who}"), "company": format!("c{at}"),
                "role": role, "start": start, "note": note, "further column": further});
            row["board"] = ["", "yes", "no", "observer"][board as usize].into();
            match open {
                0 => row["end"] = "2010-01".into(),
                1 => row["end_status"] = "unknown".into(),
                _ => {}
            }
            row
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_written_is_read_again(
            names in prop::collection::vec((text(), text(), date()), 3),
            seats in prop::collection::vec(seat(), 1..6),
            share in 0.0f64..100.0,
            (kind, word) in (text(), text()),
        ) {
            let mut lines: Vec<Value> = Vec::new();
            for (at, (name, alias, birth)) in names.iter().enumerate() {
                lines.push(json!({"type": "person", "id": format!("p{at}"), "name": name, "aliases": [alias, "z"], "birth": birth}));
                lines.push(json!({"type": "company", "id": format!("c{at}"), "name": name, "listed": at == 1, "odd": word}));
            }
            lines.extend(seats);
            lines.push(json!({"type": "tie", "from": "c0", "to": "c1", "kind": kind, "share": share, "end": ".."}));
            lines.push(json!({"type": "deal", "id": "d", "parties": ["c0", "c2"], "date": "2005", "amount": share, "text": word}));
            lines.push(json!({"type": "financial", "company": "c1", "year": "2004", "total_sales": share, "total_assets": share, "premiums": share}));
            lines.push(json!({"type": "source", "id": "s", "title": word, "date": "2011-02"}));
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let data = read(text.into_bytes(), DataFormat::Jsonl);
            prop_assert_eq!(data.problems.errors(), 0, "{:?}", data.problems.listed());
            for copy in copies(&data) {
                prop_assert_eq!(rows(&copy), rows(&data));
            }
        }
    }
}
