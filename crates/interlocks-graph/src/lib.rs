//! The board graph: people and companies, connected by dated seats, ties and deals. It is built once and then
//! read-only.
//!
//! Start with [`BoardGraph::from_path`], find people and companies with [`BoardGraph::find`], and ask about a time
//! with a [`Clock`]. With the feature `petgraph` (on by default), a [`View`] runs the algorithms of `petgraph` on the
//! graph.
//!
//! People and companies are dense numbers in the order of their ids, so no result
//! depends on the order of rows. Seats are columns sorted by person and
//! company, with a second index by company.

mod accounts;
mod build;
mod clock;
mod entities;
pub mod grouping;
mod identity;
mod ids;
mod industries;
mod links;
mod lookup;
mod open;
mod part;
mod relations;
mod revise;
mod seats;
mod shared_details;
mod snapshot;
mod tenure;
mod ties;
#[cfg(feature = "petgraph")]
mod view;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use interlocks_core::model::vocabulary::{
    CompanyDetail, CountryReading, SectorReading, is_no_value, phrase, read_country,
};
use interlocks_core::model::{Company, Day, DayRange, EntityKind, Person, Place, Source};
use interlocks_core::store::{Archive, BitPacked, DictColumn, PerValue, WordIndex};
use interlocks_dataset::tables::Seats;
use interlocks_dataset::{Decisions, Field, InputFile, Problems, Table, TableCount, Unused};

pub use clock::Clock;
pub use identity::PossibleIdentity;
pub use ids::{AccountsIx, CompanyIx, DealIx, Entity, PersonIx, SeatIx, TieIx};
pub use links::Links;
pub use lookup::{LookupError, fold_name};
pub use open::OpenError;
pub use seats::SeatBlock;
pub use shared_details::MOST_SHARING;
pub use tenure::{Tenure, UncertainDays};
#[cfg(feature = "petgraph")]
pub use view::{EdgeReferences, Edges, Neighbors, Node, NodeReferences, Nodes, SeatEdge, View, VisitedNodes};

pub use interlocks_dataset::{NewSeat, Revision};

use accounts::AccountsTable;
use entities::EntityTable;
use industries::Industries;
use ties::{Deals, Ties};

/// Options for building a graph.
///
/// ```
/// use interlocks_core::model::Day;
/// use interlocks_graph::BuildOptions;
/// let options = BuildOptions::default().undated(true);
/// assert!(options.undated && options.as_of.is_none());
/// let options = BuildOptions::default().as_of(Day::from_ymd(2020, 12, 31));
/// assert_eq!(options.as_of.map(|day| day.to_string()).as_deref(), Some("2020-12-31"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuildOptions {
    /// Ignores dates: every seat and tie counts at all times. The default is `false`.
    pub undated: bool,
    /// The as-of date: the day that the data describes. By default it is the day that the data states, or the newest
    /// past event in it.
    pub as_of: Option<Day>,
    /// The people who link two companies. The default is [`Links::Directors`].
    pub links: Links,
}

impl BuildOptions {
    /// Sets [`undated`](BuildOptions::undated).
    #[must_use]
    pub fn undated(self, undated: bool) -> BuildOptions {
        BuildOptions { undated, ..self }
    }

    /// Sets [`as_of`](BuildOptions::as_of).
    #[must_use]
    pub fn as_of(self, as_of: impl Into<Option<Day>>) -> BuildOptions {
        BuildOptions { as_of: as_of.into(), ..self }
    }

    /// Sets [`links`](BuildOptions::links).
    #[must_use]
    pub fn links(self, links: Links) -> BuildOptions {
        BuildOptions { links, ..self }
    }
}

/// Metadata of the data, and the result of reading it.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the dataset; empty if it has none.
    pub title: String,
    /// The as-of date: the day that the data describes, as stated, set by the caller, or guessed from the newest event.
    pub as_of: Option<Day>,
    /// `true` if the as-of date is the newest day in the data because none is stated.
    pub is_as_of_guessed: bool,
    /// The files that were read; [`Place::file`] is an index into this list.
    pub files: Vec<String>,
    /// The rows of tables that were read from each of [`files`](About::files); `None`, or no item, if they were not counted.
    pub file_rows: Vec<Option<u64>>,
    /// The files that a snapshot was built from, with their checksums; empty if that is not known.
    pub built_from: Vec<InputFile>,
    /// The sources that rows refer to.
    pub sources: Vec<Source>,
    /// The decisions on identity that were applied.
    pub decisions: Decisions,
    /// For each table of [`Table::ALL`], the number of rows that were read, kept and dropped.
    pub counts: [TableCount; Table::ALL.len()],
    /// The problems found in the data.
    pub problems: Problems,
    /// How files were read where a reader may want to know it, a sentence each.
    pub notes: Vec<String>,
    /// The columns and files that were not used.
    pub unused: Unused,
}

impl About {
    fn rename_files(&mut self, rename: impl Fn(&str) -> String) {
        // The longest first: a name may begin with another.
        let mut names = self.files.clone();
        names.extend(self.unused.files.iter().cloned());
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let in_text = |text: &mut String| {
            for name in names.iter().filter(|name| !name.is_empty()) {
                if text.contains(name.as_str()) {
                    *text = text.replace(name.as_str(), &rename(name));
                }
            }
        };
        self.notes.iter_mut().for_each(in_text);
        self.problems.for_each_mut(|problem| {
            problem.file = rename(&problem.file);
            in_text(&mut problem.message);
        });
        self.unused.columns.iter_mut().for_each(|table| table.file = rename(&table.file));
        self.unused.files.iter_mut().for_each(|name| *name = rename(name));
        self.built_from.iter_mut().for_each(|file| file.name = rename(&file.name));
        self.files.iter_mut().for_each(|name| *name = rename(name));
    }

    /// Returns the sources by id; if several have the same id, the first.
    pub fn sources_by_id(&self) -> BTreeMap<&str, &Source> {
        self.sources.iter().rev().map(|source| (source.id.as_str(), source)).collect()
    }
}

/// The board graph: people and companies, with their dated seats, ties, deals and accounts. Read-only, and safe to
/// share between threads.
///
/// Every analysis of `interlocks` takes a `&BoardGraph`. Build one from data or a snapshot with
/// [`from_path`](BoardGraph::from_path), or from a [`Dataset`](interlocks_dataset::Dataset) with
/// [`new`](BoardGraph::new).
///
/// People, companies, seats, ties, deals and rows of accounts have dense numbers ([`PersonIx`], [`CompanyIx`],
/// [`SeatIx`] …) in the order of their ids, which are valid for this graph only. [`find`](BoardGraph::find) turns the
/// text that a user types into an [`Entity`]; [`id`](BoardGraph::id) and [`name`](BoardGraph::name) turn it back.
///
/// Dates may be known only in part. [`spell`](BoardGraph::spell) returns the period of one seat, and
/// [`tenure_at`](BoardGraph::tenure_at) the days of one person at one company as [`UncertainDays`]. A [`Clock`] then
/// answers whether they held a seat at that time: certainly, possibly, or not.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_core::model::{Certainty, PartialDate};
/// use interlocks_dataset::LoadOptions;
/// use interlocks_graph::{BoardGraph, BuildOptions, Clock, Entity};
///
/// let graph = BoardGraph::from_path("datasets/bigtech-boards", &LoadOptions::default(), BuildOptions::default())?;
///
/// // Who was on the boards of both companies on the day of their deal, and how certain is it?
/// let [netflix, meta] = [graph.find_company("Netflix")?, graph.find_company("meta")?];
/// let clock = Clock::At("2013-08".parse::<PartialDate>()?.days());
/// let mut found = Vec::new();
/// for person in graph.shared_people(netflix, meta) {
///     let days = graph.tenure_at(person, netflix).board.meet(&graph.tenure_at(person, meta).board);
///     if let Some(certainty) = clock.holds(&days.certain, &days.possible, graph.as_of()) {
///         found.push((graph.name(Entity::Person(person)).into_owned(), certainty));
///     }
/// }
/// assert!(found.contains(&("Reed Hastings".to_owned(), Certainty::Certain)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Layout
///
/// Seats are bit-packed columns sorted by person, then company, then time, so the seats of a person are one range. A
/// second index lists the people of each company. Both are compressed sparse rows (CSR). All columns may be
/// memory-mapped from a snapshot; the graph is used in the same way. Lookups by person or company are O(1) plus the
/// size of the result; [`seat_person`](BoardGraph::seat_person) and [`seats_at`](BoardGraph::seats_at) are binary
/// searches.
#[derive(Debug, Default)]
pub struct BoardGraph {
    about: About,
    undated: bool,
    links: Links,
    people: EntityTable,
    companies: EntityTable,
    /// Seats by person, then company, then time.
    seats: Seats,
    /// CSR offsets: the seats of person `p` are `by_person[p]..by_person[p + 1]`.
    by_person: BitPacked,
    /// CSR offsets: the people of company `c` are `company_people[by_company[c]..by_company[c + 1]]`.
    by_company: BitPacked,
    /// For each company and each seat at it, in the order of people, the person who holds it.
    company_people: BitPacked,
    ties: Ties,
    deals: Deals,
    accounts: AccountsTable,
    /// The reading of each different country of a company; read when it is first asked for.
    countries: OnceLock<Vec<CountryReading>>,
    industries: OnceLock<Industries>,
    /// The words of deals; built for the first search.
    deal_index: OnceLock<WordIndex>,
    /// For each different text for the committees of a seat, whether one of them sets pay; read when it is first asked for.
    pay_committees: OnceLock<Vec<bool>>,
    audit_committees: OnceLock<Vec<bool>>,
    /// The snapshot that the columns are mapped from, if any.
    archive: Option<Archive>,
}

impl BoardGraph {
    /// Returns the metadata of the data, and the result of reading it.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Returns the graph with other names of the files that were read: each as `rename` returns it, wherever [`About`] names it.
    #[must_use]
    pub fn with_file_names(mut self, rename: impl Fn(&str) -> String) -> BoardGraph {
        self.about.rename_files(rename);
        self
    }

    /// Returns the different days that the starts of seats state, and the different days that their ends state.
    pub fn stated_days(&self) -> (impl Iterator<Item = DayRange> + '_, impl Iterator<Item = DayRange> + '_) {
        self.seats.stated_days()
    }

    /// Returns `true` if any seat states a date.
    pub fn is_dated(&self) -> bool {
        self.seats.is_dated()
    }

    /// Returns `true` if dates are ignored ([`BuildOptions::undated`]).
    pub fn is_undated(&self) -> bool {
        self.undated
    }

    /// Returns the as-of date, the day that the data describes; `None` if dates are ignored or there are none.
    pub fn as_of(&self) -> Option<Day> {
        self.about.as_of.filter(|_| !self.undated)
    }

    /// Returns the number of people.
    pub fn person_count(&self) -> usize {
        self.people.len()
    }

    /// Returns the number of companies.
    pub fn company_count(&self) -> usize {
        self.companies.len()
    }

    /// Returns the number of seats.
    pub fn seat_count(&self) -> usize {
        self.seats.len()
    }

    /// Returns the number of ties.
    pub fn tie_count(&self) -> usize {
        self.ties.len()
    }

    /// Returns the number of deals.
    pub fn deal_count(&self) -> usize {
        self.deals.len()
    }

    /// Returns all people, in the order of ids.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = PersonIx> + ExactSizeIterator + use<> {
        (0..self.person_count() as u32).map(PersonIx::new)
    }

    /// Returns all companies, in the order of ids.
    pub fn companies(&self) -> impl DoubleEndedIterator<Item = CompanyIx> + ExactSizeIterator + use<> {
        (0..self.company_count() as u32).map(CompanyIx::new)
    }

    /// Returns all people, then all companies.
    pub fn entities(&self) -> impl Iterator<Item = Entity> + use<> {
        self.people().map(Entity::Person).chain(self.companies().map(Entity::Company))
    }

    /// Returns the people, or the companies, whose id begins with their name, in the order of ids; those without a name are
    /// among them. Cost: linear in the people or companies, in parallel.
    pub fn named_by_id(&self, kind: EntityKind) -> Vec<Entity> {
        let (table, entity): (_, fn(u32) -> Entity) = match kind {
            EntityKind::Person => (&self.people, |number| Entity::Person(PersonIx::new(number))),
            EntityKind::Company => (&self.companies, |number| Entity::Company(CompanyIx::new(number))),
        };
        table.named_by_id().into_iter().map(entity).collect()
    }

    /// Returns the number of an entity among all entities: people first, then companies.
    pub fn entity_number(&self, entity: Entity) -> u32 {
        match entity {
            Entity::Person(person) => person.number(),
            Entity::Company(company) => self.person_count() as u32 + company.number(),
        }
    }

    /// Returns the entity with a number among all entities; the inverse of
    /// [`entity_number`](BoardGraph::entity_number).
    pub fn entity(&self, number: u32) -> Entity {
        match number.checked_sub(self.person_count() as u32) {
            None => Entity::Person(PersonIx::new(number)),
            Some(company) => Entity::Company(CompanyIx::new(company.min(self.last_company()))),
        }
    }

    /// Returns a person as it was read. The place where the row was read is lost.
    pub fn person(&self, person: PersonIx) -> Person {
        let (row, entity) = (person.index(), Entity::Person(person));
        self.people.attributes.person(row, self.id(entity), self.name(entity).into_owned(), Place::default())
    }

    /// Returns a company as it was read. The place where the row was read is lost.
    pub fn company(&self, company: CompanyIx) -> Company {
        let (row, entity) = (company.index(), Entity::Company(company));
        self.companies.attributes.company(row, self.id(entity), self.name(entity).into_owned(), Place::default())
    }

    /// Returns the person with exactly this id.
    pub fn person_number(&self, id: &str) -> Option<PersonIx> {
        self.people.ids.position(id).map(|number| PersonIx::new(number as u32))
    }

    /// Returns the company with exactly this id.
    pub fn company_number(&self, id: &str) -> Option<CompanyIx> {
        self.companies.ids.position(id).map(|number| CompanyIx::new(number as u32))
    }

    fn table(&self, entity: Entity) -> (&EntityTable, usize) {
        match entity {
            Entity::Person(person) => (&self.people, person.index()),
            Entity::Company(company) => (&self.companies, company.index()),
        }
    }

    /// Calls `each` with the number, id and name of every person, or company, of a range of numbers, in order; much faster than
    /// [`id`](BoardGraph::id) and [`name`](BoardGraph::name) for each.
    pub fn for_each_named(&self, kind: EntityKind, numbers: Range<usize>, each: impl FnMut(usize, &str, &str)) {
        let table = match kind {
            EntityKind::Person => &self.people,
            EntityKind::Company => &self.companies,
        };
        table.for_each(numbers.start, numbers.end, each);
    }

    /// Returns the id of an entity.
    pub fn id(&self, entity: Entity) -> String {
        let (table, number) = self.table(entity);
        table.ids.get(number)
    }

    /// Returns the name of an entity, or its id if it has no name.
    pub fn name(&self, entity: Entity) -> Cow<'_, str> {
        let (table, number) = self.table(entity);
        table.name(number)
    }

    /// Evaluates `f` once for each distinct text of a column of companies, and returns a view of the results by
    /// company; `None` if the data has no such column.
    pub fn map_company_column<T>(&self, field: Field, f: impl Fn(&str) -> T) -> Option<PerValue<'_, T>> {
        self.companies.attributes.column(field).map(|column| column.map_values(f))
    }

    /// Returns the industry of a company; empty if none is stated.
    pub fn industry(&self, company: CompanyIx) -> &str {
        self.companies.attributes.text(Field::Industry, company.index())
    }

    /// Returns the industry of a company, or its code if it has none, as spellings of one are compared: folded to words. `None`
    /// if neither is stated.
    pub fn industry_key(&self, company: CompanyIx) -> Option<String> {
        let stated = [self.industry(company), self.industry_code(company)];
        let mut stated = stated.into_iter().filter(|text| !is_no_value(text)).map(phrase);
        stated.find(|key| !key.is_empty())
    }

    /// Returns the industry code of a company, or its industry if that begins with a digit; empty if there is neither.
    pub fn industry_code(&self, company: CompanyIx) -> &str {
        let code = self.companies.attributes.text(Field::IndustryCode, company.index());
        let is_code = |text: &&str| text.starts_with(|first: char| first.is_ascii_digit());
        if code.is_empty() { Some(self.industry(company)).filter(is_code).unwrap_or_default() } else { code }
    }

    /// Returns what the industry of a company and its code say on its sector.
    pub fn sector_reading(&self, company: CompanyIx) -> SectorReading<'_> {
        let industries = self.industries.get_or_init(|| Industries::new(&self.companies.attributes));
        industries.of(&self.companies.attributes, company.index(), self.country_reading(company))
    }

    /// Returns a column of people, by its name in the data format or by its heading; `None` if no person has a value. Case and
    /// everything but letters and digits do not matter.
    pub fn person_column(&self, name: &str) -> Option<&DictColumn> {
        self.people.attributes.named(name)
    }

    /// Returns a column of companies, by its name in the data format or by its heading; `None` if no company has a value. Case
    /// and everything but letters and digits do not matter.
    pub fn company_column(&self, name: &str) -> Option<&DictColumn> {
        self.companies.attributes.named(name)
    }

    /// Returns the columns of companies whose headings mean a detail, such as their addresses; none if no company has one.
    pub fn company_details(&self, detail: CompanyDetail) -> impl Iterator<Item = &DictColumn> {
        let columns = self.companies.attributes.extra_columns();
        columns
            .filter(move |(heading, _)| CompanyDetail::from_heading(heading) == Some(detail))
            .map(|(_, column)| column)
    }

    /// Returns the sources of each seat, as the cells state them; `None` if no seat states any.
    pub fn seat_sources(&self) -> Option<&DictColumn> {
        self.seats.attributes.column(Field::Source)
    }

    /// Returns the gender of a person; empty if none is stated.
    pub fn gender(&self, person: PersonIx) -> &str {
        self.people.attributes.text(Field::Gender, person.index())
    }

    /// Returns what the country of a company says.
    pub fn country_reading(&self, company: CompanyIx) -> CountryReading {
        let Some(column) = self.companies.attributes.column(Field::Country) else { return CountryReading::Unstated };
        let readings = self.countries.get_or_init(|| column.words.iter().map(read_country).collect());
        readings.get(column.codes.get(company.index()) as usize).copied().unwrap_or_default()
    }

    /// Returns the country of a company, as stated; empty if none is.
    pub fn country(&self, company: CompanyIx) -> &str {
        self.companies.attributes.text(Field::Country, company.index())
    }

    /// Returns `true` if the shares of a company are listed; `None` if the data does not say.
    pub fn is_listed(&self, company: CompanyIx) -> Option<bool> {
        self.companies.attributes.flag(Field::Listed, company.index())
    }

    /// Returns [`is_listed`](BoardGraph::is_listed) of all companies, as a view by company; `None` if the data has no such
    /// column.
    pub fn listings(&self) -> Option<PerValue<'_, Option<bool>>> {
        self.companies.attributes.flags(Field::Listed)
    }

    /// Returns the other names of an entity.
    pub fn aliases(&self, entity: Entity) -> Vec<String> {
        let (table, number) = self.table(entity);
        table.attributes.list(Field::Aliases, number)
    }

    /// Formats a place as `file:line`.
    pub fn place(&self, place: Place) -> String {
        format!("{}:{}", self.about.files.get(place.file as usize).map_or("", String::as_str), place.line)
    }
}
