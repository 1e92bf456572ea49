//! Industries and their codes as they were read, each different text once.

use std::collections::HashMap;

use interlocks_core::model::vocabulary::{CodeScheme, CountryReading, IndustryReading, SectorReading, read_industry};
use interlocks_core::store::DictColumn;
use interlocks_dataset::Field;
use interlocks_dataset::tables::Attributes;

/// The readings of the industries of all companies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Industries {
    /// The readings; the first is that of no text.
    readings: Vec<IndustryReading>,
    /// For each company, the numbers of the readings of its industry and of its code.
    of: Vec<[u32; 2]>,
}

impl Industries {
    /// Reads the columns of a table of companies.
    pub(crate) fn new(companies: &Attributes) -> Industries {
        let [words, codes, schemes] =
            [Field::Industry, Field::IndustryCode, Field::IndustryScheme].map(|field| companies.column(field));
        let rows = [words, codes].into_iter().flatten().map(|column| column.codes.len()).max().unwrap_or(0);
        let scheme_of: Vec<Option<CodeScheme>> =
            schemes.map(|column| column.words.iter().map(CodeScheme::read).collect()).unwrap_or_default();
        let mut all = Industries { readings: vec![IndustryReading::default()], of: Vec::with_capacity(rows) };
        let mut numbers: HashMap<(&str, Option<CodeScheme>), u32> = HashMap::new();
        let text =
            |column: Option<&'_ DictColumn>, row: usize| column.map_or(0, |column| column.codes.get(row)) as usize;
        for row in 0..rows {
            let scheme = scheme_of.get(text(schemes, row)).copied().flatten();
            let cells = [(words, None), (codes, scheme)];
            all.of.push(cells.map(|(column, scheme)| {
                let word = column.map_or("", |column| column.words.get(text(Some(column), row)));
                if word.is_empty() {
                    return 0;
                }
                *numbers.entry((word, scheme)).or_insert_with(|| {
                    all.readings.push(read_industry(word, scheme));
                    all.readings.len() as u32 - 1
                })
            }));
        }
        all
    }

    /// Returns the readings of a company in a country.
    pub(crate) fn of(&self, company: usize, country: CountryReading) -> SectorReading<'_> {
        let [industry, code] =
            self.of.get(company).copied().unwrap_or_default().map(|number| &self.readings[number as usize]);
        SectorReading { industry, code, country }
    }
}
