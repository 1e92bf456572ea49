//! Finds the fields of the columns of a header.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::headings::{Concept, HeadingKey};
use super::known::{COLUMNS, field_names, names};
use super::{Field, Table};

/// Column names chosen by the user: `person=Officer`.
///
/// One column may be chosen for two fields (`start=year,end=year`), and several for a field that joins them: a person
/// (`person=First name,person=Last name`) or the parties of a deal.
///
/// ```
/// use interlocks_dataset::{ColumnNames, Field, Table};
///
/// let header = || ["Seat holder", "Organisation", "appointed-on"].into_iter();
/// let usual = ColumnNames::default().fields(Table::Seats, header());
/// assert_eq!(usual, [None, Some(Field::Company), Some(Field::Start)]);
///
/// let chosen = ColumnNames::parse(["person=Seat holder"])?.fields(Table::Seats, header());
/// assert_eq!(chosen[0], Some(Field::Person));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ColumnNames {
    chosen: Vec<Chosen>,
    seen: Arc<Mutex<SeenColumns>>,
}

/// A column that was chosen for a field.
#[derive(Clone, Debug)]
struct Chosen {
    field: Field,
    key: HeadingKey,
    column: String,
}

/// The headers that were read.
#[derive(Debug, Default)]
struct SeenColumns {
    /// The numbers of the choices that some header met.
    met: BTreeSet<usize>,
    /// The columns, in the order of reading.
    names: Vec<String>,
}

/// The most columns that a message lists.
const LISTED_COLUMNS: usize = 40;

/// The fields of the columns of a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// The field of each column.
    pub fields: Vec<Option<Field>>,
    /// Further fields of columns that fill two.
    pub also: Vec<(Field, usize)>,
    /// Fields that several columns fill.
    pub joined: Vec<JoinedField>,
    /// A field that no column holds, because the other headings say what it is: the kind of tie in a table of holdings.
    pub implied: Option<(Field, &'static str)>,
}

/// A field that several columns fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JoinedField {
    /// The field.
    pub field: Field,
    /// Its columns.
    pub columns: Vec<usize>,
}

impl ColumnNames {
    /// Parses `field=column` pairs.
    ///
    /// # Errors
    /// A message for the user if a pair has no `=`, if its field is not known, or if a field that takes one column has two.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = &'a str>) -> Result<ColumnNames, String> {
        let mut chosen: Vec<Chosen> = Vec::new();
        for pair in pairs {
            let Some((field, column)) = pair.split_once('=') else {
                return Err(format!("'{pair}' is not FIELD=COLUMN, as in person=Officer"));
            };
            let wanted = HeadingKey::new(field);
            let Some(known) = COLUMNS.iter().find(|column| wanted.is(column.names[0])) else {
                return Err(format!("unknown field '{field}'; use {}", field_names().join(", ")));
            };
            let (field, key) = (known.field, HeadingKey::new(column));
            if !is_joined(field) && chosen.iter().any(|other| other.field == field && other.key != key) {
                return Err(format!("the field {field} has one column, and two were chosen"));
            }
            chosen.push(Chosen { field, key, column: column.trim().to_owned() });
        }
        Ok(ColumnNames { chosen, seen: Arc::default() })
    }

    /// Returns the same choices, none of which was met yet.
    pub(crate) fn fresh(&self) -> ColumnNames {
        ColumnNames { chosen: self.chosen.clone(), seen: Arc::default() }
    }

    /// Returns a message on the first choice that no header met; `None` if all were met.
    pub(crate) fn unmet(&self) -> Option<String> {
        self.unmet_among(|_| true)
    }

    /// Returns a message on the first choice for a field of a table that no header met.
    pub(crate) fn unmet_in(&self, table: Table) -> Option<String> {
        self.unmet_among(|field| has_field(table, field))
    }

    fn unmet_among(&self, is_meant: impl Fn(Field) -> bool) -> Option<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unmet = self.chosen.iter().enumerate().filter(|(at, _)| !seen.met.contains(at));
        let (_, chosen) = unmet.find(|(_, chosen)| is_meant(chosen.field))?;
        let columns = if seen.names.is_empty() {
            "this format has no columns to choose".to_owned()
        } else {
            format!("the columns are {}", seen.names.join(", "))
        };
        let Chosen { field, key, column } = chosen;
        if seen.names.iter().any(|name| HeadingKey::new(name) == *key) {
            return Some(format!("the column '{column}' was not used: no table with it has a field {field}"));
        }
        Some(format!("no table has a column '{column}' for {field}; {columns}"))
    }

    /// Returns the column that was chosen for a field that the table does not have.
    #[cfg(feature = "formats")]
    pub(crate) fn chosen(&self, field: Field, keys: &[HeadingKey]) -> Option<usize> {
        let number = self.chosen.iter().position(|chosen| chosen.field == field)?;
        let at = keys.iter().position(|key| *key == self.chosen[number].key)?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).met.insert(number);
        Some(at)
    }

    /// Returns the field of each column of a header; `None` for an unknown column.
    ///
    /// A chosen name has priority, then the name of the data format, then synonyms in the order of
    /// [`COLUMNS`](super::COLUMNS), then headings in other words and languages. A field is in at most one column.
    pub fn fields<'a>(&self, table: Table, header: impl Iterator<Item = &'a str>) -> Vec<Option<Field>> {
        self.assign(table, header).fields
    }

    /// Returns the fields of a header, with those that share a column or have several.
    pub(crate) fn assign<'a>(&self, table: Table, header: impl Iterator<Item = &'a str>) -> Assignment {
        let header: Vec<&str> = header.collect();
        let mut claims = Claims::new(table, &header);
        self.claim_chosen(&mut claims, &header);
        claims.claim_known();
        claims.claim_headings(|field| self.chosen.iter().any(|chosen| chosen.field == field));
        claims.complete();
        claims.assignment
    }

    fn claim_chosen(&self, claims: &mut Claims, header: &[&str]) {
        if self.chosen.is_empty() {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for name in header {
            if seen.names.len() < LISTED_COLUMNS && !seen.names.iter().any(|seen| seen == name) {
                seen.names.push((*name).to_owned());
            }
        }
        for (at, chosen) in self.chosen.iter().enumerate() {
            if has_field(claims.table, chosen.field) && claims.claim_chosen(chosen) {
                seen.met.insert(at);
            }
        }
    }
}

/// Returns `true` if several columns may fill the field.
fn is_joined(field: Field) -> bool {
    matches!(field, Field::Person | Field::PersonName | Field::Name | Field::Parties)
}

/// The ends of headings of numbers in a register, as [`HeadingKey`] compares them.
const NUMBERS: &[&str] = &["number", "nummer", "numero", "nr", "no", "num"];

/// The kind of tie of a table of holdings.
const OWNER: &str = "owner-of";

fn has_field(table: Table, field: Field) -> bool {
    !names(table, field).is_empty()
}

/// The fields that columns of a header have been given so far.
struct Claims {
    table: Table,
    keys: Vec<HeadingKey>,
    claimed: [bool; Field::COUNT],
    assignment: Assignment,
}

impl Claims {
    fn new(table: Table, header: &[&str]) -> Claims {
        let keys: Vec<HeadingKey> = header.iter().map(|name| HeadingKey::new(name)).collect();
        let assignment = Assignment { fields: vec![None; keys.len()], ..Assignment::default() };
        Claims { table, keys, claimed: [false; Field::COUNT], assignment }
    }

    fn is_claimed(&self, field: Field) -> bool {
        self.claimed[field as usize]
    }

    /// Gives a field to a column that has none, unless another column has the field.
    fn claim(&mut self, field: Field, at: usize) {
        if self.assignment.fields[at].is_none() && !self.is_claimed(field) {
            self.assignment.fields[at] = Some(field);
            self.claimed[field as usize] = true;
        }
    }

    /// Gives a field to the column chosen for it. Returns `false` if there is no such column.
    fn claim_chosen(&mut self, chosen: &Chosen) -> bool {
        let Some(at) = self.keys.iter().position(|key| *key == chosen.key) else { return false };
        let field = chosen.field;
        let own = self.assignment.fields.iter().position(|own| *own == Some(field));
        match own {
            Some(own) if own == at => {}
            // A second column of a field that joins them.
            Some(first) => match self.assignment.joined.iter_mut().find(|joined| joined.field == field) {
                Some(joined) => joined.columns.push(at),
                None => self.assignment.joined.push(JoinedField { field, columns: vec![first, at] }),
            },
            None if self.assignment.fields[at].is_some() => {
                self.assignment.also.push((field, at));
                self.claimed[field as usize] = true;
            }
            None => self.claim(field, at),
        }
        true
    }

    /// Gives fields to columns with the names of the data format, then to those with synonyms.
    fn claim_known(&mut self) {
        let here = || COLUMNS.iter().filter(|column| column.tables.contains(&self.table));
        let own: Vec<(Field, &str)> = here().map(|column| (column.field, column.names[0])).collect();
        let synonyms =
            here().flat_map(|column| column.names[1..].iter().map(|name| (column.field, *name))).collect::<Vec<_>>();
        for (field, name) in own.into_iter().chain(synonyms) {
            if let Some(at) = self.keys.iter().position(|key| key.is(name)) {
                self.claim(field, at);
            }
        }
    }

    /// Gives fields to columns with other headings. Where the user chose the column of people or of companies, no other column
    /// is guessed to have their names.
    fn claim_headings(&mut self, is_chosen: impl Fn(Field) -> bool) {
        let is_settled = |field: Field| match (self.table, field) {
            (Table::Seats, Field::PersonName) => is_chosen(Field::Person),
            (Table::Seats, Field::CompanyName) => is_chosen(Field::Company),
            _ => false,
        };
        let settled = [Field::PersonName, Field::CompanyName].map(|field| is_settled(field).then_some(field));
        for at in 0..self.keys.len() {
            if self.assignment.fields[at].is_some() {
                continue;
            }
            let table = self.table;
            let fields: Vec<Field> = self.keys[at].concepts().filter_map(|concept| concept.field(table)).collect();
            // Beside a seat, the country where somebody lives is that of the person, and people have no country here.
            let is_residence = table == Table::Seats && self.keys[at].is_of_residence();
            let free = |field: &Field| {
                has_field(table, *field)
                    && !settled.contains(&Some(*field))
                    && !(is_residence && *field == Field::Country)
            };
            for field in fields.into_iter().filter(free) {
                self.claim(field, at);
            }
        }
    }

    /// Finds the required fields that no column of their own holds: a name serves as the id, a number as the id of a company.
    fn complete(&mut self) {
        match self.table {
            Table::Seats => {
                self.join_names(Field::PersonName);
                self.promote(Field::PersonName, Field::Person);
                self.promote(Field::CompanyName, Field::Company);
                // Beside a person, a column `board` may name the board instead of saying yes or no.
                if self.is_claimed(Field::Person) {
                    self.promote(Field::Board, Field::Company);
                }
                self.claim_keys();
            }
            Table::People => {
                self.join_names(Field::Name);
                self.share(Field::Name, Field::Id);
            }
            Table::Companies => {
                for field in [Field::Number, Field::Lei, Field::Cik, Field::Name] {
                    self.share(field, Field::Id);
                }
            }
            Table::Deals => self.join_parties(),
            Table::Ties => self.complete_holdings(),
            Table::Financials | Table::Sources => {}
        }
    }

    /// Finds the ids of people and companies in a table of seats that has other columns for the people and companies
    /// themselves: a register number beside the name.
    fn claim_keys(&mut self) {
        for at in 0..self.keys.len() {
            if self.assignment.fields[at].is_some() || self.is_joined(at) {
                continue;
            }
            let key = &self.keys[at];
            let means = |concept: Concept, table: Table| {
                key.means(concept) || names(table, Field::Id).iter().any(|name| key.is(name) && name.ends_with("_id"))
            };
            let is_number = NUMBERS.iter().any(|end| key.ends_with(end));
            if means(Concept::PersonId, Table::People) {
                self.claim(Field::PersonKey, at);
            } else if means(Concept::CompanyId, Table::Companies) {
                self.claim(if is_number { Field::Number } else { Field::CompanyKey }, at);
            }
        }
    }

    fn is_joined(&self, at: usize) -> bool {
        self.assignment.joined.iter().any(|joined| joined.columns.contains(&at))
    }

    /// Finds what is owned beside an owner, and the kind of tie that a column of owners or of shares implies.
    fn complete_holdings(&mut self) {
        let from = self.assignment.fields.iter().position(|own| *own == Some(Field::From));
        let names_owner = from.is_some_and(|at| self.keys[at].means(Concept::Owner));
        if names_owner {
            let is_company = |key: &HeadingKey| {
                let known = names(Table::Seats, Field::Company).iter().any(|name| key.is(name));
                known || key.means(Concept::Company) || key.means(Concept::CompanyId)
            };
            let free = |at: &usize| self.assignment.fields[*at].is_none();
            if let Some(at) = (0..self.keys.len()).filter(free).find(|at| is_company(&self.keys[*at])) {
                self.claim(Field::To, at);
            }
        }
        let is_holding = names_owner || (from.is_some() && self.is_claimed(Field::Share));
        if is_holding && self.is_claimed(Field::To) && !self.is_claimed(Field::Kind) {
            self.assignment.implied = Some((Field::Kind, OWNER));
        }
    }

    /// Joins columns of single parties: `Party A` and `Party B`, `Buyer` and `Supplier`.
    fn join_parties(&mut self) {
        let is_party = |at: &usize| {
            let key = self.keys[*at].without_number();
            let means = |key: &HeadingKey| key.means(Concept::Field(Field::Parties));
            match self.assignment.fields[*at] {
                Some(field) => field == Field::Parties,
                None => means(&key) || key.without_letter().is_some_and(|key| means(&key)),
            }
        };
        let columns: Vec<usize> = (0..self.keys.len()).filter(is_party).collect();
        let is_chosen = self.assignment.joined.iter().any(|joined| joined.field == Field::Parties);
        if columns.len() > 1 && !is_chosen {
            self.claimed[Field::Parties as usize] = true;
            self.assignment.joined.push(JoinedField { field: Field::Parties, columns });
        }
    }

    /// Joins a column of first names and one of last names, unless another column has whole names. A heading such as `Name`
    /// is that of last names beside one of first names.
    fn join_names(&mut self, field: Field) {
        let whole = self.assignment.fields.iter().position(|own| *own == Some(field));
        let is_free = |at: &usize| self.assignment.fields[*at].is_none() || Some(*at) == whole;
        let with = |concept: Concept, not: Option<usize>| {
            (0..self.keys.len()).filter(is_free).find(|at| Some(*at) != not && self.keys[*at].means(concept))
        };
        let Some(first) = with(Concept::FirstName, None) else { return };
        let Some(last) = with(Concept::LastName, Some(first)) else { return };
        let is_person = |at: &usize| self.assignment.fields[*at] == Some(Field::Person);
        let has_person = (0..self.keys.len()).filter(is_person).any(|at| self.keys[at].means(Concept::Person));
        let has_whole = whole.is_none() && self.is_claimed(field) || whole.is_some_and(|at| at != first && at != last);
        if has_whole || has_person {
            return;
        }
        if let Some(whole) = whole {
            self.assignment.fields[whole] = None;
        }
        self.claimed[field as usize] = true;
        self.assignment.joined.push(JoinedField { field, columns: vec![first, last] });
    }

    /// Turns the column of one field into that of another that has none.
    fn promote(&mut self, from: Field, to: Field) {
        if self.is_claimed(to) || !self.is_claimed(from) {
            return;
        }
        let fields = self.assignment.fields.iter_mut().filter(|field| **field == Some(from));
        fields.for_each(|field| *field = Some(to));
        let joined = self.assignment.joined.iter_mut().filter(|joined| joined.field == from);
        joined.for_each(|joined| joined.field = to);
        self.claimed[from as usize] = false;
        self.claimed[to as usize] = true;
    }

    /// Lets the columns of one field fill another that has none.
    fn share(&mut self, from: Field, to: Field) {
        if self.is_claimed(to) || !self.is_claimed(from) {
            return;
        }
        self.claimed[to as usize] = true;
        let joined = self.assignment.joined.iter().find(|joined| joined.field == from).cloned();
        if let Some(joined) = joined {
            self.assignment.joined.push(JoinedField { field: to, ..joined });
        } else if let Some(at) = self.assignment.fields.iter().position(|field| *field == Some(from)) {
            self.assignment.also.push((to, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(table: Table, header: &[&str]) -> Vec<Option<Field>> {
        ColumnNames::default().fields(table, header.iter().copied())
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        use Field::*;
        assert_eq!(
            fields(Table::Seats, &["End", "company", "PERSON", "shoe size"]),
            [Some(End), Some(Company), Some(Person), None]
        );
        assert_eq!(
            fields(Table::Seats, &["Officer Name", "Organisation", "Appointed", "resigned-on"]),
            [Some(Person), Some(Company), Some(Start), Some(End)]
        );
        assert_eq!(
            fields(Table::Seats, &["person_id", "person_name", "company_id"]),
            [Some(Person), Some(PersonName), Some(Company)]
        );
        assert_eq!(fields(Table::Seats, &["Director Name", "Company Name"]), [Some(Person), Some(Company)]);
        assert_eq!(fields(Table::Seats, &["name", "company"]), [Some(Person), Some(Company)]);
        assert_eq!(fields(Table::Seats, &["director", "board"]), [Some(Person), Some(Company)]);
        // In a table of ties "from" is an entity; in a table of seats it is a date.
        assert_eq!(fields(Table::Ties, &["from", "to", "kind"]), [Some(From), Some(To), Some(Kind)]);
        assert_eq!(
            fields(Table::Seats, &["person", "company", "from", "to"]),
            [Some(Person), Some(Company), Some(Start), Some(End)]
        );
    }

    #[test]
    fn a_chosen_name_comes_first() {
        let names = ColumnNames::parse(["person=Officer", "company=Body Corporate"]).unwrap();
        let found = names.fields(Table::Seats, ["person", "Officer", "body corporate"].into_iter());
        assert_eq!(found, [None, Some(Field::Person), Some(Field::Company)]);
        assert!(ColumnNames::parse(["nonsense=x"]).is_err());
        assert!(ColumnNames::parse(["person"]).is_err());
    }

    #[test]
    fn a_column_may_have_two_fields_and_a_field_two_columns() {
        let names = ColumnNames::parse(["start=yr", "end=yr", "person=First", "person=Last"]).unwrap();
        let found = names.assign(Table::Seats, ["Last", "First", "company", "yr"].into_iter());
        assert_eq!(found.also, [(Field::End, 3)]);
        assert_eq!(found.joined, [JoinedField { field: Field::Person, columns: vec![1, 0] }]);
        assert_eq!(names.unmet(), None);
        assert!(ColumnNames::parse(["start=a", "start=b"]).is_err());
    }

    #[test]
    fn a_column_that_is_not_there_is_named() {
        let names = ColumnNames::parse(["person=who", "company=compny"]).unwrap();
        names.assign(Table::Seats, ["who", "company"].into_iter());
        assert_eq!(names.unmet().unwrap(), "no table has a column 'compny' for company; the columns are who, company");
        assert!(names.fresh().unmet().unwrap().contains("'who'"));
    }

    #[test]
    fn first_and_last_names_are_joined_and_names_serve_as_ids() {
        let names = ColumnNames::default();
        let found = names.assign(Table::Seats, ["Vorname", "Nachname", "Gesellschaft"].into_iter());
        assert_eq!(found.joined, [JoinedField { field: Field::Person, columns: vec![0, 1] }]);
        for [first, last] in [["Vorname", "Name"], ["Prénom", "Nom"], ["Nome", "Cognome"], ["Nombre", "Apellidos"]] {
            for header in [[first, last, "company"], [last, first, "company"]] {
                let found = names.assign(Table::Seats, header.into_iter());
                let columns = header.map(|name| name == first);
                let expected = if columns[0] { vec![0, 1] } else { vec![1, 0] };
                assert_eq!(found.joined, [JoinedField { field: Field::Person, columns: expected }], "{header:?}");
            }
        }
        // Whole names stay.
        let found = names.assign(Table::Seats, ["full_name", "first_name", "last_name", "company"].into_iter());
        assert!(found.joined.is_empty() && found.fields[0] == Some(Field::Person));
        let found = names.assign(Table::Companies, ["Company number", "Company name"].into_iter());
        assert_eq!(found.fields, [Some(Field::Number), Some(Field::Name)]);
        assert_eq!(found.also, [(Field::Id, 0)]);
    }

    #[test]
    fn every_field_has_a_name() {
        for column in COLUMNS {
            assert!(!column.names.is_empty() && !column.field.name().is_empty());
            assert!(column.names.iter().all(|name| HeadingKey::new(name).is(name)));
        }
    }
}
