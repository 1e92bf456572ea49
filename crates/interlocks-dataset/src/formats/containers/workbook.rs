//! The sheets of a workbook, each as a table of comma-separated values.

use std::io::{Cursor, Read};

use calamine::{Data, Dimensions, Range, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};

use super::rejected;
use crate::columns::{Concept, Field, HeadingKey};
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::formats::without_panic;
use crate::loader::Loader;

/// The largest workbook, in bytes: its sheets are in memory.
const LARGEST: u64 = 1 << 29;

/// The most bytes to which the parts of a workbook may decompress.
const LARGEST_UNPACKED: u64 = 1 << 32;

/// Returns the sheets of a workbook that have cells; only the chosen one if one was chosen.
///
/// # Errors
/// If the workbook is too large, damaged or has a password, or if it has no sheet of the chosen name.
pub(crate) fn sheets(loader: &Loader, file: &DataFile) -> Result<Vec<DataFile>, DatasetError> {
    let Some(path) = file.path() else {
        return Err(rejected(file, "a workbook inside an archive is not read; unpack it first"));
    };
    let fail = |source| DatasetError::Read { path: file.name().to_owned(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(fail)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > LARGEST {
        return Err(rejected(
            file,
            format!("the workbook has more than {LARGEST} bytes; save its sheets as CSV UTF-8"),
        ));
    }
    refuse_bomb(file, &bytes, loader.limits.ratio)?;
    let damaged = |error: String| {
        rejected(file, format!("not a workbook, damaged, or with a password: {error}; save the sheet as CSV UTF-8"))
    };
    let mut workbook =
        without_panic(|| open_workbook_auto_from_rs(Cursor::new(bytes.as_slice())).map_err(|error| error.to_string()))
            .map_err(damaged)?;
    let mut found = Vec::new();
    for name in chosen_sheets(&workbook, file, loader.sheet.as_deref())? {
        let range =
            without_panic(|| workbook.worksheet_range(&name).map_err(|error| error.to_string())).map_err(damaged)?;
        let merged = without_panic(|| Ok(merged_cells(&mut workbook, &name))).unwrap_or_default();
        if !range.is_empty() {
            found.push(DataFile::in_memory(format!("{}#{name}", file.name()), csv_of(range, &merged)));
        }
    }
    if found.is_empty() {
        return Err(rejected(file, "the workbook has no sheet with cells"));
    }
    Ok(found)
}

/// Refuses a workbook whose parts decompress to far more than its size: they are decompressed as a whole.
fn refuse_bomb(file: &DataFile, bytes: &[u8], ratio: u64) -> Result<(), DatasetError> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let most = (bytes.len() as u64).saturating_mul(ratio).clamp(1 << 26, LARGEST_UNPACKED);
    let mut total = 0;
    for number in 0..archive.len() {
        let Ok(part) = archive.by_index(number) else { continue };
        // The sizes that an archive states may be wrong, so the bytes are counted.
        total += std::io::copy(&mut part.take(most + 1), &mut std::io::sink()).unwrap_or(0);
        if total > most {
            return Err(rejected(
                file,
                format!("the workbook decompresses to more than {most} bytes; save its sheets as CSV UTF-8"),
            ));
        }
    }
    Ok(())
}

/// Returns the names of the sheets to read, in the order of the workbook: the chosen one, by its name or its number from 1, or
/// all visible ones.
fn chosen_sheets<R: Read + std::io::Seek>(
    workbook: &Sheets<R>,
    file: &DataFile,
    chosen: Option<&str>,
) -> Result<Vec<String>, DatasetError> {
    let all = workbook.sheets_metadata();
    let Some(chosen) = chosen else {
        let visible = all.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        return Ok(visible.map(|sheet| sheet.name.clone()).collect());
    };
    let numbered = chosen.parse::<usize>().ok().and_then(|number| all.get(number.checked_sub(1)?));
    let named = all
        .iter()
        .find(|sheet| sheet.name == chosen)
        .or_else(|| all.iter().find(|sheet| sheet.name.to_lowercase() == chosen.to_lowercase()));
    match named.or(numbered) {
        Some(sheet) => Ok(vec![sheet.name.clone()]),
        None => {
            let names: Vec<&str> = all.iter().map(|sheet| sheet.name.as_str()).collect();
            Err(rejected(file, format!("there is no sheet '{chosen}'; the sheets are {}", names.join(", "))))
        }
    }
}

/// Returns the places of cells that were merged with others, for the formats that tell them.
fn merged_cells<R: Read + std::io::Seek>(workbook: &mut Sheets<R>, sheet: &str) -> Vec<Dimensions> {
    match workbook {
        Sheets::Xlsx(workbook) => workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Fills cells that are merged over several rows with the value that the first of them has: it stands for all of these rows.
fn fill_merged(range: &mut Range<Data>, merged: &[Dimensions]) {
    let Some(last_row) = range.end().map(|(row, _)| row) else { return };
    for cells in merged.iter().filter(|cells| cells.start.0 < cells.end.0 && cells.start.1 == cells.end.1) {
        let Some(value) = range.get_value(cells.start).cloned() else { continue };
        for row in cells.start.0 + 1..=cells.end.0.min(last_row) {
            range.set_value((row, cells.start.1), value.clone());
        }
    }
}

/// Writes the cells of a sheet as comma-separated values. Rows and columns keep their places.
fn csv_of(mut range: Range<Data>, merged: &[Dimensions]) -> Vec<u8> {
    fill_merged(&mut range, merged);
    let mut is_date = vec![false; range.width()];
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let first = range.start().map_or(0, |(row, _)| row);
    for _ in 0..first {
        // Rows above the first cell count as lines, so that messages name the row of the sheet.
        let _ = out.write_record([""]);
    }
    for row in range.rows() {
        let cells: Vec<String> = row.iter().zip(&is_date).map(|(cell, is_date)| text_of(cell, *is_date)).collect();
        for (at, cell) in cells.iter().enumerate() {
            is_date[at] |= names_a_date(cell);
        }
        // Memory is the only thing that writing to a vector can lack.
        let _ = out.write_record(&cells);
    }
    out.into_inner().unwrap_or_default()
}

/// Returns `true` if a cell is the heading of a column of dates.
fn names_a_date(cell: &str) -> bool {
    use Field::{Birth, Date, Death, Dissolved, End, Founded, Start};
    let key = HeadingKey::new(cell);
    cell.len() < 60
        && [Start, End, Date, Birth, Death, Founded, Dissolved]
            .into_iter()
            .any(|field| key.means(Concept::Field(field)))
}

/// Numbers of days that are read as dates in a column of dates whose cells are formatted as numbers: 1927 to 2100.
const SERIALS: std::ops::RangeInclusive<f64> = 10_000.0..=73_415.0;

/// Returns the text of a cell. Dates are written as in ISO 8601, whole numbers without a fraction.
fn text_of(cell: &Data, in_dates: bool) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::Int(number) if in_dates && SERIALS.contains(&(*number as f64)) => date_of(*number as f64),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if in_dates && number.fract() == 0.0 && SERIALS.contains(number) => date_of(*number),
        Data::Float(number) => number.to_string(),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(duration) => duration.as_f64().to_string(),
    }
}

/// Returns the date of a serial number of a spreadsheet, which counts days from 1899-12-30.
fn date_of(serial: f64) -> String {
    interlocks_core::model::Day::from_number(serial as i32 - 25_569).to_string()
}
