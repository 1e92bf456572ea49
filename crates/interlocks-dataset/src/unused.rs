//! The parts of the data that were not used: columns that no field takes, and files of no known format.

/// The columns and files that were not used.
///
/// ```
/// use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
///
/// let table = "person,company,strat\nann,acme,2001\n";
/// let data = Dataset::read(Box::new(table.as_bytes()), "seats.csv", DataFormat::Csv, &LoadOptions::default())?;
/// assert_eq!(data.unused.to_string(), "1 column was not used: strat (seats.csv)");
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unused {
    /// The tables with columns that no field takes. Their cells are kept with the rows.
    pub columns: Vec<UnusedColumns>,
    /// Files in a folder that were not read.
    pub files: Vec<String>,
}

/// The columns of one table that no field takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnusedColumns {
    /// The file.
    pub file: String,
    /// The names of the columns.
    pub names: Vec<String>,
}

/// The most columns or files that a line lists.
const LISTED: usize = 8;

impl Unused {
    /// Returns `true` if everything was used.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.files.is_empty()
    }

    /// Adds columns of a file.
    pub(crate) fn add_columns(&mut self, file: &str, names: impl IntoIterator<Item = String>) {
        let names: Vec<String> = names.into_iter().collect();
        if !names.is_empty() {
            self.columns.push(UnusedColumns { file: file.to_owned(), names });
        }
    }
}

impl std::fmt::Display for Unused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns: Vec<String> = self.columns.iter().flat_map(UnusedColumns::listed).collect();
        let files: Vec<String> = self.files.iter().map(|file| short_name(file).to_owned()).collect();
        let parts = [("column", columns), ("file", files)].into_iter().filter(|(_, names)| !names.is_empty());
        let lines = parts.map(|(what, names)| {
            let (count, shown) = (names.len(), names[..names.len().min(LISTED)].join(", "));
            let rest = if count > LISTED { format!(" and {} more", count - LISTED) } else { String::new() };
            let verb = if count == 1 { "was" } else { "were" };
            format!("{} {verb} not used: {shown}{rest}", interlocks_core::wording::counted(count as u64, what))
        });
        f.write_str(&lines.collect::<Vec<_>>().join("; "))
    }
}

impl UnusedColumns {
    fn listed(&self) -> impl Iterator<Item = String> {
        self.names.iter().map(|name| {
            let shown: String = name.chars().take(40).collect();
            format!("{shown} ({})", short_name(&self.file))
        })
    }
}

/// Returns the name of a file without its folder.
fn short_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
