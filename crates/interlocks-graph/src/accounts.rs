//! The annual accounts of companies, in the order of companies and years.

use super::ties::{AttributeColumns, column_with_len, intern_dates, sources_cell};
use super::{AccountsIx, BoardGraph, CompanyIx, Entity};
use interlocks_core::model::{Accounts, DayRange};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked};
use interlocks_dataset::Field;
use interlocks_dataset::tables::{Attributes, Dates, Places};

/// The table of accounts.
#[derive(Debug, Default)]
pub(super) struct AccountsTable {
    company: BitPacked,
    /// The number of the competitor plus 1; 0 for none.
    competitor: BitPacked,
    /// Indexes into `dates`, as the starts of seats are.
    year_end: BitPacked,
    dates: Dates,
    attributes: Attributes,
    places: Places,
}

impl AccountsTable {
    /// Sorts rows by company, year and competitor. `company` returns the number of the company with an id.
    pub(super) fn new(rows: Vec<Accounts>, company: impl Fn(&str) -> Option<u32>) -> AccountsTable {
        // All references were resolved when the dataset was read, so nothing is dropped here.
        let number = |row: Accounts| {
            let competitor = company(&row.competitor).map_or(0, |competitor| competitor + 1);
            Some((company(&row.company)?, competitor, row))
        };
        let mut rows: Vec<(u32, u32, Accounts)> = rows.into_iter().filter_map(number).collect();
        rows.sort_by_key(|(company, competitor, row)| {
            let end = row.year_end.map(|date| (date.latest(), date.earliest()));
            (*company, end, *competitor, row.sources.clone(), row.note.clone(), row.place)
        });
        let mut columns = AttributeColumns::new(&rows);
        for (field, value) in [
            (Field::Capital, (|row| row.capital) as fn(&Accounts) -> Option<f64>),
            (Field::CompetitiveSales, |row| row.competitive_sales),
            (Field::TotalSales, |row| row.total_sales),
            (Field::TotalAssets, |row| row.total_assets),
            (Field::Premiums, |row| row.premiums),
        ] {
            columns.add(field, |row| value(&row.2).map(|value| value.to_string()).unwrap_or_default());
        }
        columns.add(Field::Currency, |row| row.2.currency.clone());
        columns.add(Field::Source, |row| sources_cell(&row.2.sources));
        columns.add(Field::Note, |row| row.2.note.clone());
        columns.extra(|row| &row.2.extra);
        let attributes = columns.finish();
        let (dates, [ends]) = intern_dates(rows.iter().map(|(_, _, row)| [row.year_end]));
        let ends: Vec<u32> = ends.into_iter().map(|end| end.map_or(Dates::NO_START, Dates::start_number)).collect();
        AccountsTable {
            company: BitPacked::from_slice(&rows.iter().map(|row| row.0).collect::<Vec<u32>>()),
            competitor: BitPacked::from_slice(&rows.iter().map(|row| row.1).collect::<Vec<u32>>()),
            year_end: BitPacked::from_slice(&ends),
            dates,
            attributes,
            places: Places::new(rows.iter().map(|row| row.2.place)),
        }
    }

    pub(super) fn save(&self, out: &mut ArchiveWriter) {
        for (name, column) in
            [("company", &self.company), ("competitor", &self.competitor), ("year_end", &self.year_end)]
        {
            out.add_bit_packed(&format!("accounts.{name}"), column);
        }
        self.dates.save("accounts.dates", out);
        self.attributes.save("accounts", out);
        self.places.save("accounts.places", out);
    }

    pub(super) fn load(archive: &Archive) -> Result<AccountsTable, ArchiveError> {
        let company = archive.bit_packed("accounts.company")?;
        Ok(AccountsTable {
            competitor: column_with_len(archive, "accounts.competitor", company.len())?,
            year_end: column_with_len(archive, "accounts.year_end", company.len())?,
            dates: Dates::load("accounts.dates", archive)?,
            attributes: Attributes::load("accounts", company.len(), archive)?,
            places: Places::load("accounts.places", company.len(), archive)?,
            company,
        })
    }
}

impl BoardGraph {
    /// Returns the number of rows of accounts.
    pub fn accounts_count(&self) -> usize {
        self.accounts.company.len()
    }

    /// Returns all rows of accounts, in the order of companies and years.
    pub fn all_accounts(&self) -> impl ExactSizeIterator<Item = AccountsIx> + use<> {
        (0..self.accounts_count() as u32).map(AccountsIx::new)
    }

    /// Returns the accounts of a company, in the order of years.
    pub fn company_accounts(&self, company: CompanyIx) -> impl Iterator<Item = AccountsIx> + use<> {
        let (column, len) = (&self.accounts.company, self.accounts.company.len());
        let first = column.partition_point(0, len, |other| other < company.number());
        let end = column.partition_point(first, len, |other| other <= company.number());
        (first as u32..end as u32).map(AccountsIx::new)
    }

    /// Returns the company of a row of accounts.
    pub fn accounts_company(&self, row: AccountsIx) -> CompanyIx {
        CompanyIx::new(self.accounts.company.get(row.index()))
    }

    /// Returns the competitor that the competitive sales of a row refer to, if it names one.
    pub fn accounts_competitor(&self, row: AccountsIx) -> Option<CompanyIx> {
        self.accounts.competitor.get(row.index()).checked_sub(1).map(CompanyIx::new)
    }

    /// Returns the days on which the fiscal year of a row may have ended.
    pub fn accounts_year_end(&self, row: AccountsIx) -> Option<DayRange> {
        self.accounts.dates.start_days(self.accounts.year_end.get(row.index()))
    }

    /// Returns a row of accounts as it was read.
    pub fn accounts(&self, row: AccountsIx) -> Accounts {
        let (table, at) = (&self.accounts, row.index());
        let number = |field| table.attributes.text(field, at).parse().ok();
        let competitor = self.accounts_competitor(row);
        Accounts {
            company: self.id(Entity::Company(CompanyIx::new(table.company.get(at)))),
            competitor: competitor.map_or_else(String::new, |company| self.id(Entity::Company(company))),
            year_end: table.dates.start(table.year_end.get(at)),
            capital: number(Field::Capital),
            competitive_sales: number(Field::CompetitiveSales),
            total_sales: number(Field::TotalSales),
            total_assets: number(Field::TotalAssets),
            premiums: number(Field::Premiums),
            currency: table.attributes.string(Field::Currency, at),
            sources: table.attributes.list(Field::Source, at),
            note: table.attributes.string(Field::Note, at),
            extra: table.attributes.extra(at),
            place: table.places.get(at),
        }
    }
}
