//! The rows of `panel`.

use super::cell::Cell;
use super::row::{Row, Tabular};
use super::table::Column;
use interlocks::measures::panel::{PanelOptions, PanelRow};

/// Without the measures, which are columns of their own; see [`panel_columns`].
impl Tabular for PanelRow {
    const COLUMNS: &'static [Column] = &[Column::left("date"), Column::left("id"), Column::left("name")];

    fn fields(&self, row: &mut Row<'_>) {
        row.cell(|| self.date.to_string());
        row.text(&self.id);
        row.text(&self.name);
        for (_, value) in self.values.iter() {
            row.cell(|| value.map_or_else(Cell::default, Cell::number));
        }
    }
}

/// Returns the columns of a panel.
pub fn panel_columns(options: &PanelOptions) -> Vec<Column> {
    let measures = options.columns().into_iter().map(Column::right);
    PanelRow::COLUMNS.iter().copied().chain(measures).collect()
}
