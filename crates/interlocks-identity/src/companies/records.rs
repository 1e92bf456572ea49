//! The records that are compared: for each company its names, numbers, dates and details.

use std::collections::HashMap;

use rayon::prelude::*;

use interlocks_core::model::vocabulary::{CompanyDetail, CompanyForm, CountryReading, fold, read_country};
use interlocks_core::model::{DayRange, PartialDate};
use interlocks_core::store::DictColumn;
use interlocks_dataset::Field;
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

use super::columns::{domain, phone, plain, postcode};
use super::identifiers::{Identifier, Kind, read};
use super::name::ParsedName;
use super::words::tells_apart;
use crate::name::spelling_class;

/// Texts with numbers; 0 is the empty text.
#[derive(Debug)]
pub(crate) struct Texts {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Default for Texts {
    fn default() -> Texts {
        Texts { numbers: HashMap::from([(String::new(), 0)]), texts: vec![String::new()] }
    }
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

/// A name as it is compared. Words and classes are numbers.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// The words in their order, and in the order of their numbers.
    pub words: Vec<u32>,
    pub sorted: Vec<u32>,
    /// The spelling classes of the words, and of those that do not tell companies of a group apart.
    pub classes: Vec<u32>,
    pub core: Vec<u32>,
    /// All words written as one, and the class of that.
    pub joined: u32,
    pub joined_class: u32,
    /// The words written as one before abbreviations were written in full.
    pub written: u32,
    /// The numbers in the name.
    pub numbers: u32,
    pub form: Option<CompanyForm>,
    /// The words and numbers as they are shown.
    pub shown: u32,
    /// The words in the order of their texts, with the numbers: the same for all orders.
    pub key: u32,
}

/// A detail that two companies may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Address,
    Postcode,
    Town,
    Phone,
    Domain,
    Country,
    Part,
}

impl Detail {
    pub(crate) const ALL: [Detail; 7] =
        [Detail::Address, Detail::Postcode, Detail::Town, Detail::Phone, Detail::Domain, Detail::Country, Detail::Part];
}

/// The records.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    pub texts: Texts,
    pub words: Texts,
    /// The spelling class of each word.
    class: Vec<u32>,
    names: Vec<Vec<Name>>,
    identifiers: Vec<Vec<Identifier>>,
    /// The text of each detail, by company; none if no company has it.
    details: [Vec<u32>; Detail::ALL.len()],
    pub founded: Vec<Option<DayRange>>,
    pub dissolved: Vec<Option<DayRange>>,
}

impl Companies {
    /// Takes the companies of a graph.
    pub(crate) fn new(graph: &BoardGraph) -> Companies {
        let len = graph.company_count();
        let mut found = Companies {
            founded: days(graph, Field::Founded),
            dissolved: days(graph, Field::Dissolved),
            ..Companies::default()
        };
        found.founded.resize(len, None);
        found.dissolved.resize(len, None);
        found.read_details(graph);
        found.read_identifiers(graph);
        found.read_names(graph);
        found
    }

    fn read_details(&mut self, graph: &BoardGraph) {
        for (detail, heading, value) in [
            (Detail::Address, CompanyDetail::Address, plain as fn(&str) -> String),
            (Detail::Postcode, CompanyDetail::Postcode, postcode),
            (Detail::Town, CompanyDetail::Town, plain),
            (Detail::Phone, CompanyDetail::Phone, phone),
            (Detail::Domain, CompanyDetail::Website, domain),
            (Detail::Domain, CompanyDetail::Email, domain),
            (Detail::Part, CompanyDetail::Subdivision, plain),
        ] {
            for column in graph.company_details(heading) {
                self.complete(detail, column, value);
            }
        }
        if let Some(column) = graph.company_column(Field::Country.name()) {
            self.complete(Detail::Country, column, country);
            self.complete(Detail::Part, column, part);
        }
    }

    /// Fills what is not known of a detail from a column.
    fn complete(&mut self, detail: Detail, column: &DictColumn, value: impl Fn(&str) -> String) {
        let values: Vec<u32> = column.words.iter().map(|text| self.texts.number(&value(text))).collect();
        let own = &mut self.details[detail as usize];
        own.resize(column.codes.len(), 0);
        for (row, own) in own.iter_mut().enumerate().filter(|(_, own)| **own == 0) {
            *own = values[column.codes.get(row) as usize];
        }
    }

    fn read_identifiers(&mut self, graph: &BoardGraph) {
        let len = graph.company_count();
        self.identifiers = vec![Vec::new(); len];
        let mut registers = vec![0u32; len];
        for column in graph.company_details(CompanyDetail::Register) {
            for (row, register) in registers.iter_mut().enumerate().filter(|(_, register)| **register == 0) {
                *register = self.texts.number(&plain(column.get(row)));
            }
        }
        let fields = [
            (Kind::Register, Field::Number),
            (Kind::Lei, Field::Lei),
            (Kind::Cik, Field::Cik),
            (Kind::Isin, Field::Isin),
        ];
        let known = fields.into_iter().filter_map(|(kind, field)| Some((kind, graph.company_column(field.name())?)));
        let vat = graph.company_details(CompanyDetail::VatNumber).map(|column| (Kind::Vat, column));
        let tax = graph.company_details(CompanyDetail::TaxNumber).map(|column| (Kind::Tax, column));
        for (kind, column) in known.chain(vat).chain(tax) {
            for (row, named) in registers.iter().enumerate() {
                // The country stands for its register where none is named. Taxes are a matter of the country.
                let register = match kind {
                    Kind::Register if *named != 0 => *named,
                    _ if kind.is_local() => self.detail(Detail::Country, row),
                    _ => 0,
                };
                for text in column.get(row).split([';', '|']) {
                    if let Some((value, is_exclusive)) = read(kind, text) {
                        let value = self.texts.number(&value);
                        self.identifiers[row].push(Identifier { kind, register, value, is_exclusive });
                    }
                }
            }
        }
    }

    fn read_names(&mut self, graph: &BoardGraph) {
        let further: Vec<&DictColumn> = graph.company_details(CompanyDetail::FormerName).collect();
        let parsed: Vec<Vec<ParsedName>> = (0..graph.company_count())
            .into_par_iter()
            .map(|row| {
                let company = Entity::Company(CompanyIx::new(row as u32));
                let former = further.iter().flat_map(|column| column.get(row).split([';', '|']));
                let others = graph.aliases(company).into_iter().chain(former.map(str::to_owned));
                let mut names: Vec<ParsedName> = Vec::new();
                for text in std::iter::once(graph.name(company).into_owned()).chain(others) {
                    let name = ParsedName::new(&text);
                    if !name.words.is_empty() && !names.contains(&name) {
                        names.push(name);
                    }
                }
                names
            })
            .collect();
        let mut classes = Texts::default();
        self.names = parsed
            .into_iter()
            .map(|names| names.into_iter().map(|name| self.name(&name, &mut classes)).collect())
            .collect();
    }

    fn name(&mut self, name: &ParsedName, classes: &mut Texts) -> Name {
        self.class.resize(self.words.len(), 0);
        let mut words = Vec::with_capacity(name.words.len());
        for text in &name.words {
            let word = self.words.number(text);
            if word as usize == self.class.len() {
                self.class.push(classes.number(&spelling_class(text)));
            }
            words.push(word);
        }
        let class = |word: &u32| self.class[*word as usize];
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let mut own: Vec<u32> = words.iter().map(class).collect();
        own.sort_unstable();
        let speaks = |word: &&u32| !tells_apart(self.words.text(**word));
        let mut core: Vec<u32> = words.iter().filter(speaks).map(class).collect();
        core.sort_unstable();
        let joined = name.words.concat();
        let numbers = name.numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        let mut ordered: Vec<&str> = name.words.iter().map(String::as_str).collect();
        ordered.sort_unstable();
        let shown = [name.words.join(" "), numbers.clone()].join(" ");
        Name {
            words,
            sorted,
            classes: own,
            core,
            joined: self.texts.number(&joined),
            joined_class: classes.number(&spelling_class(&joined)),
            written: self.texts.number(&name.written),
            numbers: self.texts.number(&numbers),
            form: name.form,
            shown: self.texts.number(shown.trim()),
            key: self.texts.number(&[ordered.join(" "), numbers].join(" ")),
        }
    }

    /// Returns the number of companies.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns the names of a company, its own first.
    pub(crate) fn names(&self, company: usize) -> &[Name] {
        &self.names[company]
    }

    /// Returns the numbers that registers gave to a company.
    pub(crate) fn identifiers(&self, company: usize) -> &[Identifier] {
        &self.identifiers[company]
    }

    /// Returns the number of the text of a detail; 0 if it is not known.
    pub(crate) fn detail(&self, detail: Detail, company: usize) -> u32 {
        self.details[detail as usize].get(company).copied().unwrap_or_default()
    }
}

/// Returns the code of a country, or the words of a text that is no known country.
fn country(text: &str) -> String {
    match read_country(text) {
        CountryReading::Known(country) => country.code().to_owned(),
        CountryReading::Unknown | CountryReading::Unstated => String::new(),
    }
}

/// Returns the code of the part of a country: `de` of `US-DE`.
fn part(text: &str) -> String {
    let folded = fold(text.trim());
    let Some((country, part)) = folded.split_once(['-', '_']) else { return String::new() };
    let is_code =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if country.len() == 2 && is_code(country, 2) && is_code(part, 3) { part.to_owned() } else { String::new() }
}

fn days(graph: &BoardGraph, field: Field) -> Vec<Option<DayRange>> {
    let Some(column) = graph.company_column(field.name()) else { return Vec::new() };
    let read = |text: &str| text.parse::<PartialDate>().ok().map(|date| date.days());
    let dates: Vec<Option<DayRange>> = column.words.iter().map(read).collect();
    (0..column.codes.len()).map(|row| dates[column.codes.get(row) as usize]).collect()
}
