//! Tables for engines that query: DuckDB, Polars, DataFusion, Spark and others.
//!
//! An engine should not read names, words and dates by rules of its own. It gets numbers for people and companies, the
//! four days of each spell without nulls, and what our vocabulary says of each role. All tables are Parquet.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;

use interlocks_core::model::{Day, Spell};
use interlocks_core::store::FolderWrite;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, SeatIx};

/// The rows that are converted at a time.
const BATCH: usize = 1 << 16;

/// The seats in one file, so that an engine can read several at once.
const SEATS_IN_A_FILE: usize = 1 << 22;

/// The day that stands for "never ends" and "always began": plus and minus this number. Sums of two still fit 32 bits.
const FAR: i32 = 1 << 30;

/// Writes the tables of a graph to a folder: `seats-0000.parquet` and on, `people.parquet`, `companies.parquet` and
/// `deals.parquet`. Files of an earlier run that have no successor are removed.
///
/// Days are counted from 1970-01-01; ends are excluded. A seat of which it is not known whether it is on the board has a
/// latest start in the far future and an earliest end in the far past, so that no comparison calls it certain.
///
/// # Errors
/// If a file cannot be written.
pub(super) fn write(graph: &BoardGraph, folder: &Path) -> io::Result<()> {
    let mut files = FolderWrite::new(folder)?;
    let seats = graph.seat_count();
    let mut names = Vec::new();
    for (part, from) in (0..seats.max(1)).step_by(SEATS_IN_A_FILE).enumerate() {
        let name = format!("seats-{part:04}.parquet");
        let rows = from..(from + SEATS_IN_A_FILE).min(seats);
        files.add(&name, |file| write_batches(file, rows, |rows| seat_batch(graph, rows)))?;
        names.push(name);
    }
    let [people, companies] = [graph.person_count(), graph.company_count()];
    files.add("people.parquet", |file| {
        let person = |row: usize| Entity::Person(PersonIx::new(row as u32));
        write_batches(file, 0..people, |rows| entity_batch(graph, rows.clone(), rows.map(person)))
    })?;
    files.add("companies.parquet", |file| {
        let company = |row: usize| Entity::Company(CompanyIx::new(row as u32));
        write_batches(file, 0..companies, |rows| entity_batch(graph, rows.clone(), rows.map(company)))
    })?;
    files.add("deals.parquet", |file| {
        let deals: Vec<DealIx> = graph.deals().collect();
        write_batches(file, 0..deals.len(), |rows| deal_batch(graph, &deals[rows]))
    })?;
    files.finish(&stale_parts(folder, &names)?)
}

/// Returns the files of seats that an earlier run left.
fn stale_parts(folder: &Path, names: &[String]) -> io::Result<Vec<PathBuf>> {
    let mut stale = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number = name.strip_prefix("seats-").and_then(|name| name.strip_suffix(".parquet"));
        let is_part =
            number.is_some_and(|number| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()));
        if is_part && !names.iter().any(|own| own == name) {
            stale.push(path);
        }
    }
    Ok(stale)
}

/// Writes rows in batches; one batch at least, which holds the schema.
fn write_batches(
    file: &mut File,
    rows: std::ops::Range<usize>,
    batch: impl Fn(std::ops::Range<usize>) -> io::Result<RecordBatch>,
) -> io::Result<()> {
    let fail = io::Error::other::<ParquetError>;
    let next = |from: usize| from..(from + BATCH).min(rows.end);
    let first = batch(next(rows.start))?;
    let mut writer = ArrowWriter::try_new(file, first.schema(), None).map_err(fail)?;
    writer.write(&first).map_err(fail)?;
    for from in (rows.start..rows.end).step_by(BATCH).skip(1) {
        writer.write(&batch(next(from))?).map_err(fail)?;
    }
    writer.close().map_err(fail)?;
    Ok(())
}

fn table(columns: Vec<(&str, ArrayRef)>) -> io::Result<RecordBatch> {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, false)))
        .map_err(io::Error::other)
}

/// Returns the number of a day; days beyond all are at the same distance for all columns.
fn number(day: Day) -> i32 {
    day.number().clamp(-FAR, FAR)
}

/// Returns the earliest and latest start, and the earliest and latest end.
fn four_days(spell: &Spell) -> [i32; 4] {
    let [earliest_start, latest_start, earliest_end, latest_end] =
        [spell.earliest_start, spell.latest_start, spell.earliest_end, spell.latest_end].map(number);
    if spell.is_doubtful {
        [earliest_start, FAR, -FAR, latest_end]
    } else {
        [earliest_start, latest_start, earliest_end, latest_end]
    }
}

fn seat_batch(graph: &BoardGraph, rows: std::ops::Range<usize>) -> io::Result<RecordBatch> {
    let seats: Vec<SeatIx> = rows.map(|row| SeatIx::new(row as u32)).collect();
    let days: Vec<[i32; 4]> = seats.iter().map(|seat| four_days(&graph.spell(*seat))).collect();
    let person = seats.iter().map(|seat| graph.seat_person(*seat).index() as i64);
    let company = seats.iter().map(|seat| graph.seat_company(*seat).index() as i64);
    let column = |at: usize| -> ArrayRef { Arc::new(Int32Array::from_iter_values(days.iter().map(|days| days[at]))) };
    let flag = |of: fn(&BoardGraph, SeatIx) -> bool| -> ArrayRef {
        Arc::new(BooleanArray::from(seats.iter().map(|seat| of(graph, *seat)).collect::<Vec<bool>>()))
    };
    table(vec![
        ("person", Arc::new(Int64Array::from_iter_values(person))),
        ("company", Arc::new(Int64Array::from_iter_values(company))),
        ("start_earliest", column(0)),
        ("start_latest", column(1)),
        ("end_earliest", column(2)),
        ("end_latest", column(3)),
        ("board", flag(BoardGraph::is_board)),
        ("executive", flag(BoardGraph::is_executive)),
    ])
}

fn entity_batch(
    graph: &BoardGraph,
    rows: std::ops::Range<usize>,
    entities: impl Iterator<Item = Entity> + Clone,
) -> io::Result<RecordBatch> {
    table(vec![
        ("number", Arc::new(Int64Array::from_iter_values(rows.map(|row| row as i64)))),
        ("id", Arc::new(StringArray::from_iter_values(entities.clone().map(|entity| graph.id(entity))))),
        ("name", Arc::new(StringArray::from_iter_values(entities.map(|entity| graph.name(entity))))),
    ])
}

/// A deal and two of its parties; a deal without a date may have happened on any day.
fn deal_batch(graph: &BoardGraph, deals: &[DealIx]) -> io::Result<RecordBatch> {
    let (mut numbers, mut ids, mut days, mut parties) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for deal in deals {
        let compared = graph.compared_parties(*deal);
        let id = graph.deal(*deal).id;
        let (first, last) = graph.deal_days(*deal).map_or((-FAR, FAR), |days| (number(days.first), number(days.last)));
        for (at, a) in compared.iter().enumerate() {
            for b in &compared[at + 1..] {
                numbers.push(deal.index() as i64);
                ids.push(id.clone());
                days.push([first, last]);
                parties.push([a.min(b), a.max(b)].map(|company| company.index() as i64));
            }
        }
    }
    let day = |at: usize| -> ArrayRef { Arc::new(Int32Array::from_iter_values(days.iter().map(|days| days[at]))) };
    let party = |at: usize| -> ArrayRef { Arc::new(Int64Array::from_iter_values(parties.iter().map(|two| two[at]))) };
    table(vec![
        ("deal", Arc::new(Int64Array::from_iter_values(numbers))),
        ("id", Arc::new(StringArray::from_iter_values(ids))),
        ("day_earliest", day(0)),
        ("day_latest", day(1)),
        ("a", party(0)),
        ("b", party(1)),
    ])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Int32Type, Int64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use proptest::prelude::*;

    use super::*;
    use interlocks_analysis::pairs::{PairOptions, pairs};
    use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
    use interlocks_graph::BuildOptions;

    fn rows(path: &Path) -> Vec<RecordBatch> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
        reader.map(Result::unwrap).collect()
    }

    type SeatRow = (i64, i64, [i32; 4], bool);

    fn seats(folder: &Path) -> Vec<SeatRow> {
        let mut all = Vec::new();
        for batch in rows(&folder.join("seats-0000.parquet")) {
            assert!(batch.columns().iter().all(|column| column.null_count() == 0));
            let whole = |at: usize| batch.column(at).as_primitive::<Int64Type>();
            let day = |at: usize| batch.column(at).as_primitive::<Int32Type>();
            let board = batch.column(6).as_boolean();
            for row in 0..batch.num_rows() {
                let days = [2, 3, 4, 5].map(|at| day(at).value(row));
                all.push((whole(0).value(row), whole(1).value(row), days, board.value(row)));
            }
        }
        all
    }

    /// The pairs of companies with a shared person, with the number of people and whether one of them is certain: by every
    /// two rows.
    fn slow_pairs(seats: &[SeatRow]) -> BTreeMap<(i64, i64), (usize, bool)> {
        let mut people: BTreeMap<(i64, i64), BTreeMap<i64, bool>> = BTreeMap::new();
        for (person, a, one, _) in seats.iter().filter(|seat| seat.3) {
            for (other, b, two, _) in seats.iter().filter(|seat| seat.3) {
                let is_possible = one[0].max(two[0]) < one[3].min(two[3]);
                if person == other && a < b && is_possible {
                    let is_certain = one[1].max(two[1]) < one[2].min(two[2]);
                    *people.entry((*a, *b)).or_default().entry(*person).or_default() |= is_certain;
                }
            }
        }
        people.into_iter().map(|(pair, of)| (pair, (of.len(), of.values().any(|certain| *certain)))).collect()
    }

    fn check(data: Dataset) {
        let graph = BoardGraph::new(data, BuildOptions::default());
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("seats-0007.parquet"), "of an earlier run").unwrap();
        std::fs::write(folder.path().join("seats-2024.csv"), "of the user").unwrap();
        write(&graph, folder.path()).unwrap();
        assert!(!folder.path().join("seats-0007.parquet").exists() && folder.path().join("seats-2024.csv").exists());
        let number = |id: &str| graph.company_number(id).unwrap().index() as i64;
        let found: BTreeMap<(i64, i64), (usize, bool)> = pairs(&graph, &PairOptions::default())
            .into_iter()
            .map(|pair| {
                let (a, b) = (number(&pair.a.id), number(&pair.b.id));
                ((a.min(b), a.max(b)), (pair.shared, pair.certain))
            })
            .collect();
        assert_eq!(slow_pairs(&seats(folder.path())), found);
        for (name, count) in [("people", graph.person_count()), ("companies", graph.company_count())] {
            let batches = rows(&folder.path().join(format!("{name}.parquet")));
            assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), count);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn the_rows_give_the_pairs_of_the_graph(rows in prop::collection::vec(
            ("[pq]", "[abc]", "director|chair|advisor|member|", "|2001|2003-05|2005-05-05|2001/2006|2004~", "|2006|2007-02|2009-09-09|unknown"),
            0..14,
        )) {
            let mut text = "person,company,role,start,end\nx,z,director,2001,2002\n".to_owned();
            for (person, company, role, start, end) in rows {
                text += &format!("{person},{company},{role},{start},{end}\n");
            }
            let source = Box::new(io::Cursor::new(text.into_bytes()));
            check(Dataset::read(source, "x.csv", DataFormat::Csv, &LoadOptions::default()).unwrap());
        }
    }

    #[test]
    fn the_boards_of_the_readme() {
        let data = || Dataset::open("../../datasets/bigtech-boards").unwrap();
        check(data());
        let graph = BoardGraph::new(data(), BuildOptions::default());
        let folder = tempfile::tempdir().unwrap();
        write(&graph, folder.path()).unwrap();
        let deals = rows(&folder.path().join("deals.parquet"));
        let pairs: usize = graph.deals().map(|deal| graph.compared_parties(deal).len()).map(|n| n * (n - 1) / 2).sum();
        assert_eq!(deals.iter().map(RecordBatch::num_rows).sum::<usize>(), pairs);
    }

    #[test]
    fn no_data_is_a_table_without_rows() {
        let graph = BoardGraph::default();
        let folder = tempfile::tempdir().unwrap();
        write(&graph, folder.path()).unwrap();
        assert!(seats(folder.path()).is_empty());
    }
}
