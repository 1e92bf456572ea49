//! The board graph: people and companies, joined by dated seats; built once, then only read.
//!
//! People and companies are dense numbers in the order of their ids, so that nothing that is
//! computed from the graph depends on the order of rows. Seats are columns sorted by person and
//! company, with a second index by company.
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

mod accounts;
mod build;
mod clock;
mod entities;
pub mod grouping;
mod ids;
mod lookup;
mod relations;
mod revise;
mod seats;
mod snapshot;
mod tenure;
mod ties;
#[cfg(feature = "petgraph")]
mod view;

use std::borrow::Cow;
use std::collections::BTreeMap;

use interlocks_core::model::{Company, Day, DayRange, Person, Place, Source};
use interlocks_core::store::{Archive, BitPacked, PerValue};
use interlocks_dataset::tables::Seats;
use interlocks_dataset::{Field, Problems, Table, TableCount};

pub use clock::Clock;
pub use ids::{AccountsIx, CompanyIx, DealIx, Entity, PersonIx, SeatIx, TieIx};
pub use lookup::{LookupError, folded};
pub use seats::SeatBlock;
pub use tenure::{Tenure, UncertainDays};
#[cfg(feature = "petgraph")]
pub use view::{Node, SeatEdge, View};

pub use interlocks_dataset::{NewSeat, Revision};

use accounts::AccountsTable;
use entities::EntityTable;
use ties::{Deals, Ties};

/// How to build the graph.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions {
    /// Ignore dates altogether: every seat counts at all times.
    pub undated: bool,
    /// The day the data describes, whatever the data says; of a snapshot, where the data is read
    /// no more.
    pub as_of: Option<Day>,
}

/// What the data says of itself, and how reading it went.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the dataset, empty when it has none.
    pub title: String,
    /// The day the data describes: stated, or the newest day in it.
    pub as_of: Option<Day>,
    /// The files read; [`Place::file`] counts in this list.
    pub files: Vec<String>,
    pub sources: Vec<Source>,
    pub counts: [TableCount; Table::ALL.len()],
    pub problems: Problems,
}

impl About {
    /// The sources by id; of several with one id the first.
    pub fn sources_by_id(&self) -> BTreeMap<&str, &Source> {
        self.sources.iter().rev().map(|source| (source.id.as_str(), source)).collect()
    }
}

/// People, companies, dated seats, ties, deals and accounts, ready to be asked.
#[derive(Debug, Default)]
pub struct BoardGraph {
    about: About,
    undated: bool,
    people: EntityTable,
    companies: EntityTable,
    /// Seats by person, then company, then time.
    seats: Seats,
    /// Where the seats of each person begin; one more at the end.
    by_person: BitPacked,
    /// Where the people of each company begin; one more at the end.
    by_company: BitPacked,
    /// For each seat at a company, in the order of people, who holds it.
    company_people: BitPacked,
    ties: Ties,
    deals: Deals,
    accounts: AccountsTable,
    /// The snapshot the columns are mapped from, if they are.
    archive: Option<Archive>,
}

impl BoardGraph {
    /// What the data says of itself, and how reading it went.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The days that the starts, and the ends, of seats state.
    pub fn stated_days(&self) -> (impl Iterator<Item = DayRange> + '_, impl Iterator<Item = DayRange> + '_) {
        self.seats.stated_days()
    }

    /// Whether any seat states a date.
    pub fn is_dated(&self) -> bool {
        self.seats.is_dated()
    }

    /// Whether dates are ignored.
    pub fn is_undated(&self) -> bool {
        self.undated
    }

    /// The day the data describes; none when dates are ignored or there are none.
    pub fn as_of(&self) -> Option<Day> {
        self.about.as_of.filter(|_| !self.undated)
    }

    /// How many people there are.
    pub fn person_count(&self) -> usize {
        self.people.len()
    }

    /// How many companies there are.
    pub fn company_count(&self) -> usize {
        self.companies.len()
    }

    /// How many seats there are.
    pub fn seat_count(&self) -> usize {
        self.seats.len()
    }

    /// How many ties there are.
    pub fn tie_count(&self) -> usize {
        self.ties.len()
    }

    /// How many deals there are.
    pub fn deal_count(&self) -> usize {
        self.deals.len()
    }

    /// Everybody, in the order of ids.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = PersonIx> + ExactSizeIterator + use<> {
        (0..self.person_count() as u32).map(PersonIx::new)
    }

    /// Every company, in the order of ids.
    pub fn companies(&self) -> impl DoubleEndedIterator<Item = CompanyIx> + ExactSizeIterator + use<> {
        (0..self.company_count() as u32).map(CompanyIx::new)
    }

    /// Everybody, then every company.
    pub fn entities(&self) -> impl Iterator<Item = Entity> + use<> {
        self.people().map(Entity::Person).chain(self.companies().map(Entity::Company))
    }

    /// The number of an entity among all: people first, then companies.
    pub fn entity_number(&self, entity: Entity) -> u32 {
        match entity {
            Entity::Person(person) => person.number(),
            Entity::Company(company) => self.person_count() as u32 + company.number(),
        }
    }

    /// The entity with a number among all.
    pub fn entity(&self, number: u32) -> Entity {
        match number.checked_sub(self.person_count() as u32) {
            None => Entity::Person(PersonIx::new(number)),
            Some(company) => Entity::Company(CompanyIx::new(company)),
        }
    }

    /// All that is known of a person. Where its row was read is not kept.
    pub fn person(&self, person: PersonIx) -> Person {
        let (row, entity) = (person.index(), Entity::Person(person));
        self.people.attributes.person(row, self.id(entity), self.name(entity).into_owned(), Place::default())
    }

    /// All that is known of a company. Where its row was read is not kept.
    pub fn company(&self, company: CompanyIx) -> Company {
        let (row, entity) = (company.index(), Entity::Company(company));
        self.companies.attributes.company(row, self.id(entity), self.name(entity).into_owned(), Place::default())
    }

    /// The number of the person with this very id.
    pub fn person_number(&self, id: &str) -> Option<PersonIx> {
        self.people.ids.position(id).map(|number| PersonIx::new(number as u32))
    }

    /// The number of the company with this very id.
    pub fn company_number(&self, id: &str) -> Option<CompanyIx> {
        self.companies.ids.position(id).map(|number| CompanyIx::new(number as u32))
    }

    fn table(&self, entity: Entity) -> (&EntityTable, usize) {
        match entity {
            Entity::Person(person) => (&self.people, person.index()),
            Entity::Company(company) => (&self.companies, company.index()),
        }
    }

    /// The id of an entity.
    pub fn id(&self, entity: Entity) -> String {
        let (table, number) = self.table(entity);
        table.ids.get(number)
    }

    /// The name of an entity.
    pub fn name(&self, entity: Entity) -> Cow<'_, str> {
        let (table, number) = self.table(entity);
        table.name(number)
    }

    /// A question put to every text of a column of companies once, to be answered company by company;
    /// none where no company has such a text.
    pub fn ask_companies<T>(&self, field: Field, question: impl Fn(&str) -> T) -> Option<PerValue<'_, T>> {
        self.companies.attributes.column(field).map(|column| column.asked(question))
    }

    /// The industry of a company, empty when none is stated.
    pub fn industry(&self, company: CompanyIx) -> &str {
        self.companies.attributes.text(Field::Industry, company.index())
    }

    /// The code of a company's line of business: that of a column for codes, or the industry itself
    /// where it begins with a digit; empty when there is neither.
    pub fn industry_code(&self, company: CompanyIx) -> &str {
        let code = self.companies.attributes.text(Field::IndustryCode, company.index());
        let coded = |text: &&str| text.starts_with(|first: char| first.is_ascii_digit());
        if code.is_empty() { Some(self.industry(company)).filter(coded).unwrap_or_default() } else { code }
    }

    /// The gender of a person, empty when none is stated.
    pub fn gender(&self, person: PersonIx) -> &str {
        self.people.attributes.text(Field::Gender, person.index())
    }

    /// The country of a company, empty when none is stated.
    pub fn country(&self, company: CompanyIx) -> &str {
        self.companies.attributes.text(Field::Country, company.index())
    }

    /// Whether the shares of a company are listed; none where the data does not say.
    pub fn is_listed(&self, company: CompanyIx) -> Option<bool> {
        self.companies.attributes.flag(Field::Listed, company.index())
    }

    /// Whether companies are listed, for work that goes through all of them; none where no row says so.
    pub fn listings(&self) -> Option<PerValue<'_, Option<bool>>> {
        self.companies.attributes.flags(Field::Listed)
    }

    /// The other names of an entity.
    pub fn aliases(&self, entity: Entity) -> Vec<String> {
        let (table, number) = self.table(entity);
        table.attributes.list(Field::Aliases, number)
    }

    /// `file:line` of a row.
    pub fn place(&self, place: Place) -> String {
        format!("{}:{}", self.about.files.get(place.file as usize).map_or("", String::as_str), place.line)
    }
}
