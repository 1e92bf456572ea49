//! Industries and their codes as they were read, each different text once.

use interlocks_core::model::vocabulary::{CodeScheme, CountryReading, IndustryReading, SectorReading, read_industry};
use interlocks_core::store::DictColumn;
use interlocks_dataset::Field;
use interlocks_dataset::tables::Attributes;

/// The readings of the industries of all companies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Industries {
    /// The reading of no text.
    unstated: IndustryReading,
    /// The readings of the industries in words, by the number of the word.
    words: Vec<IndustryReading>,
    /// For each value of the column of schemes, the number of its scheme.
    scheme_of: Vec<u32>,
    /// For each scheme, the readings of the codes, by the number of the code. The first scheme is that of companies that
    /// name none; a code that no company states with a scheme has no reading there.
    codes: Vec<Vec<Option<IndustryReading>>>,
}

impl Industries {
    /// Reads the columns of a table of companies.
    pub(crate) fn new(companies: &Attributes) -> Industries {
        let [words, codes, schemes] =
            [Field::Industry, Field::IndustryCode, Field::IndustryScheme].map(|field| companies.column(field));
        let mut all = Industries::default();
        if let Some(column) = words {
            all.words = column.words.iter().map(|word| read_cell(word, None)).collect();
        }
        let Some(codes) = codes else { return all };
        let mut known: Vec<Option<CodeScheme>> = vec![None];
        for stated in schemes.map(|column| column.words.iter()).into_iter().flatten() {
            let scheme = CodeScheme::read(stated);
            let number = known.iter().position(|other| *other == scheme).unwrap_or_else(|| {
                known.push(scheme);
                known.len() - 1
            });
            all.scheme_of.push(number as u32);
        }
        all.codes = vec![vec![None; codes.words.len()]; known.len()];
        let Some(schemes) = schemes else {
            all.codes[0] = codes.words.iter().map(|code| Some(read_cell(code, None))).collect();
            return all;
        };
        for row in 0..codes.codes.len() {
            let (scheme, code) = (all.scheme(schemes, row), codes.codes.get(row) as usize);
            let reading = &mut all.codes[scheme][code];
            if reading.is_none() {
                *reading = Some(read_cell(codes.words.get(code), known[scheme]));
            }
        }
        all
    }

    /// Returns the number of the scheme that a company names.
    fn scheme(&self, schemes: &DictColumn, company: usize) -> usize {
        self.scheme_of.get(schemes.codes.get(company) as usize).map_or(0, |number| *number as usize)
    }

    /// Returns the readings of a company in a country, given the table that was read.
    pub(crate) fn of(&self, companies: &Attributes, company: usize, country: CountryReading) -> SectorReading<'_> {
        let number = |field: Field| companies.column(field).map(|column| column.codes.get(company) as usize);
        let industry = number(Field::Industry).and_then(|word| self.words.get(word));
        let code = number(Field::IndustryCode).and_then(|code| {
            let scheme = companies.column(Field::IndustryScheme).map_or(0, |schemes| self.scheme(schemes, company));
            self.codes.get(scheme)?.get(code)?.as_ref()
        });
        let [industry, code] = [industry, code].map(|reading| reading.unwrap_or(&self.unstated));
        SectorReading { industry, code, country }
    }
}

/// Reads an industry or a code; an empty cell states nothing.
fn read_cell(text: &str, scheme: Option<CodeScheme>) -> IndustryReading {
    if text.is_empty() { IndustryReading::default() } else { read_industry(text, scheme) }
}
