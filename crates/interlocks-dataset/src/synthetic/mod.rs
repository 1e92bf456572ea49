//! Generates datasets of realistic shape and any size, for benchmarks and experiments.
//!
//! Seats per person have a heavy tail (four in five people have one, an eighth have two, few up to 25, and some
//! nominees hundreds to thousands), board sizes are log-normal, people mostly serve within one community of
//! companies, and half the deals are between companies that share a person. All people and companies are invented.
//! The same seed gives the same bytes on any machine and any number of threads: all random numbers are integers,
//! hashed from the seed and their purpose.

mod single_table;
mod words;
mod world;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

pub use single_table::Ids;
use world::World;

use crate::columns::Table;
use crate::formats::table_folder::TableFolder;
use interlocks_core::store::atomic_write;

/// The options of a generated dataset.
#[derive(Clone, Copy, Debug)]
pub struct Synthetic {
    /// The number of seats, exactly.
    pub seats: u32,
    /// The seed of the random numbers.
    pub seed: u64,
    /// `true` if all dates are known to the day; else most are known to the month or the year.
    pub exact: bool,
}

/// The numbers of rows and bytes that were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyntheticCounts {
    /// People.
    pub people: u64,
    /// Companies.
    pub companies: u64,
    /// Seats.
    pub seats: u64,
    /// Deals.
    pub deals: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// The number of rows that one thread makes at a time.
const BLOCK: u64 = 1 << 15;

impl Synthetic {
    /// Writes a dataset folder. Its tables replace all tables in the folder together.
    ///
    /// # Errors
    /// If the folder cannot be created or written to.
    pub fn write(self, folder: &Path) -> io::Result<SyntheticCounts> {
        let mut tables = TableFolder::new(folder)?;
        let world = World::new(self);
        let mut written = SyntheticCounts {
            people: world.people(),
            companies: world.companies(),
            seats: u64::from(self.seats),
            deals: world.deals(),
            bytes: 0,
        };
        let mut add = |table: Table, head: &str, rows: u64, row: &(dyn Fn(u64, &mut Vec<u8>) + Sync)| {
            let columns = head.split(',').map(str::to_owned);
            written.bytes += tables.add(table, "csv", columns, |file| write_table(file, head, rows, row))?;
            io::Result::Ok(())
        };
        add(Table::Companies, "id,name,country,industry", world.companies(), &|at, out| world.write_company(at, out))?;
        add(Table::People, "id,name,gender", world.people(), &|at, out| world.write_person(at, out))?;
        let seats = world.seats_by_company();
        add(Table::Seats, "person,company,role,start,end,source", seats.len() as u64, &|at, out| {
            world.write_seat(&seats[at as usize], out);
        })?;
        add(Table::Deals, "id,date,kind,parties,source", world.deals(), &|at, out| world.write_deal(at, out))?;
        let settings = [
            ("name", "synthetic".to_owned()),
            ("title", format!("{} generated seats, seed {}", self.seats, self.seed)),
            ("as_of", "2024-12-31".to_owned()),
        ];
        let settings = settings.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
        written.bytes += tables.finish(settings)?;
        Ok(written)
    }

    /// Writes the seats as one CSV file, with the names of people and companies in every row, and without deals. The file replaces
    /// one that is there.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_single_table(self, path: &Path, ids: Ids) -> io::Result<SyntheticCounts> {
        let world = World::new(self);
        let seats = world.seats_by_company();
        let mut bytes = 0;
        atomic_write(path, |file| {
            let row = |at: u64, out: &mut Vec<u8>| single_table::write_row(&world, ids, &seats[at as usize], out);
            write_table(file, ids.heading(), seats.len() as u64, &row)?;
            bytes = file.metadata()?.len();
            Ok(())
        })?;
        let (people, companies) = (world.people(), world.companies());
        Ok(SyntheticCounts { people, companies, seats: seats.len() as u64, deals: 0, bytes })
    }
}

/// Writes a table: makes blocks of rows in parallel and writes them in order.
fn write_table(out: &mut File, head: &str, rows: u64, row: &(dyn Fn(u64, &mut Vec<u8>) + Sync)) -> io::Result<()> {
    writeln!(out, "{head}")?;
    let blocks: Vec<u64> = (0..rows.div_ceil(BLOCK)).collect();
    for wave in blocks.chunks(4 * rayon::current_num_threads()) {
        let made: Vec<Vec<u8>> = wave
            .par_iter()
            .map(|block| {
                let mut text = Vec::with_capacity(BLOCK as usize * 56);
                for at in block * BLOCK..((block + 1) * BLOCK).min(rows) {
                    row(at, &mut text);
                }
                text
            })
            .collect();
        for text in made {
            out.write_all(&text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dataset;

    fn made(seats: u32, exact: bool, threads: usize) -> (tempfile::TempDir, Vec<Vec<u8>>) {
        let folder = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Synthetic { seats, seed: 7, exact }.write(folder.path()).unwrap());
        let names = ["companies.csv", "people.csv", "seats.csv", "deals.csv"];
        let texts = names.map(|name| std::fs::read(folder.path().join(name)).unwrap());
        (folder, texts.into())
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
        assert_eq!(made(100_000, false, 1).1, made(100_000, false, 3).1);
        let text = |seed| {
            let folder = tempfile::tempdir().unwrap();
            Synthetic { seats: 500, seed, exact: true }.write(folder.path()).unwrap();
            std::fs::read(folder.path().join("seats.csv")).unwrap()
        };
        assert_ne!(text(1), text(2));
    }

    #[test]
    fn a_single_table_has_the_seats_of_the_folder_under_ids_of_each_kind() {
        let (folder, _) = made(5_000, false, 2);
        let expected = Dataset::open(folder.path()).unwrap();
        for ids in Ids::ALL {
            let path = folder.path().join(format!("{ids}.csv"));
            let counts = Synthetic { seats: 5_000, seed: 7, exact: false }.write_single_table(&path, ids).unwrap();
            assert_eq!((counts.seats, counts.bytes), (5_000, std::fs::metadata(&path).unwrap().len()));
            let data = Dataset::open(&path).unwrap();
            if ids == Ids::Name {
                // People of one name are one person, unless their seats say otherwise.
                assert!(data.people.len() < expected.people.len() && data.people.len() > 1_000);
                continue;
            }
            assert_eq!(data.problems.listed(), [], "{ids}");
            assert_eq!(data.seats.len(), expected.seats.len(), "{ids}");
            assert_eq!(data.people.len(), expected.people.len(), "{ids}");
        }
    }

    #[test]
    fn what_is_generated_has_the_shape_and_loads_without_a_problem() {
        for (seats, exact) in [(1, true), (20_000, false), (20_000, true)] {
            let (folder, _) = made(seats, exact, 2);
            let data = Dataset::open(folder.path()).unwrap();
            assert_eq!(data.problems.listed(), []);
            assert_eq!(data.seats.len() as u32, seats);
            if seats > 1 {
                let share = data.people.len() as f64 / f64::from(seats);
                assert!((0.45..0.65).contains(&share), "{share}");
                assert!(data.deals.len() > 100);
            }
        }
    }
}
