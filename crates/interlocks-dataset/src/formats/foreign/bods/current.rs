//! Selects the current statements of a file and turns them into rows.

use std::collections::{HashMap, HashSet};

use super::super::row_sink::{Position, RowSink, list};
use super::statement::{Cells, Content, Interest, Relation, Statement};
use crate::columns::{Field, Table};
use crate::items;

/// The most replacements of one statement that are followed; a cycle would have no end.
const MAX_REPLACEMENTS: usize = 1_000;

/// All statements of a file.
#[derive(Default)]
pub(crate) struct StatementLog {
    statements: Vec<Statement>,
}

impl StatementLog {
    /// Adds a statement.
    pub(crate) fn push(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    /// Adds the rows of the current statements: the latest of each record that was not replaced.
    pub(crate) fn finish(mut self, sink: &mut RowSink<'_>) {
        let current = CurrentStatements::new(&self.statements);
        let mut earlier: HashMap<String, String> = HashMap::new();
        let mut further_names: HashMap<String, Vec<String>> = HashMap::new();
        for at in 0..self.statements.len() {
            let statement = &mut self.statements[at];
            if !current.indices.contains(&at) {
                sink.skip_unused("statements that were replaced by later ones", statement.at);
                let before = earlier.entry(statement.record.clone()).or_default();
                *before = std::mem::take(before).max(statement.date.clone());
                continue;
            }
            if let Some(same) = current.same_company.get(&statement.record) {
                let name = company_name(statement);
                if !name.is_empty() {
                    further_names.entry(same.clone()).or_default().push(name.to_owned());
                }
                sink.skip_unused("companies with the register number of another, which are one company", statement.at);
            }
        }
        for at in current.in_order() {
            let statement = &self.statements[at];
            match &statement.content {
                Content::Entity(_) if current.same_company.contains_key(&statement.record) => {}
                Content::Entity(cells) => {
                    let names = further_names.remove(&statement.record).unwrap_or_default();
                    push_company(sink, statement, cells, &names);
                }
                Content::Person(cells) => push_entity(sink, Table::People, statement, cells),
                Content::Relation(_) => {}
                Content::Other(kind) => sink.skip(kind, statement.at),
            }
        }
        for at in current.in_order() {
            let statement = &self.statements[at];
            if let Content::Relation(relation) = &statement.content {
                let before = earlier.get(&statement.record).map_or("", String::as_str);
                CurrentRelation { statement, relation, before, current: &current }.push(sink);
            }
        }
    }
}

/// The current statements, and the records that references lead to.
struct CurrentStatements {
    /// The indices of the current statements.
    indices: HashSet<usize>,
    /// The id of the replacement, by the id of the replaced statement.
    replaced: HashMap<String, String>,
    /// The record of each statement.
    record: HashMap<String, String>,
    people: HashSet<String>,
    /// The first company with the same number in a register, by the record of another.
    same_company: HashMap<String, String>,
}

impl CurrentStatements {
    fn new(statements: &[Statement]) -> CurrentStatements {
        let mut replaced = HashMap::new();
        let mut record = HashMap::new();
        let mut latest: HashMap<&str, usize> = HashMap::new();
        for (at, statement) in statements.iter().enumerate() {
            for old in statement.replaces.iter().filter(|old| **old != statement.id) {
                replaced.insert(old.clone(), statement.id.clone());
            }
            record.insert(statement.id.clone(), statement.record.clone());
            // Of two statements of one day, the later one in the file counts.
            let last = latest.entry(&statement.record).or_insert(at);
            if statement.date >= statements[*last].date {
                *last = at;
            }
        }
        let indices: HashSet<usize> =
            latest.into_values().filter(|at| !replaced.contains_key(&statements[*at].id)).collect();
        let is_person = |at: &&usize| matches!(statements[**at].content, Content::Person(_));
        let people = indices.iter().filter(is_person).map(|at| statements[*at].record.clone()).collect();
        let same_company = same_companies(statements, &indices);
        CurrentStatements { indices, replaced, record, people, same_company }
    }

    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = self.indices.iter().copied().collect();
        order.sort_unstable();
        order
    }

    /// Returns the record for a reference to a record, to a statement, or to a replaced statement.
    fn resolve(&self, reference: &str) -> String {
        let mut id = reference;
        for _ in 0..MAX_REPLACEMENTS {
            match self.replaced.get(id) {
                Some(newer) => id = newer,
                None => break,
            }
        }
        let record = self.record.get(id).map_or(id, String::as_str);
        self.same_company.get(record).map_or(record, String::as_str).to_owned()
    }
}

/// Returns the companies that have a number in a register which an earlier one in the file has, each with the first. A
/// company with several numbers joins the others only if no two of them differ in a register.
fn same_companies(statements: &[Statement], indices: &HashSet<usize>) -> HashMap<String, String> {
    let mut order: Vec<usize> = indices.iter().copied().collect();
    order.sort_unstable();
    let mut first: HashMap<&str, &Statement> = HashMap::new();
    let mut same = HashMap::new();
    let scheme = |number: &str| number.split(' ').next().unwrap_or_default().to_owned();
    for statement in order.into_iter().map(|at| &statements[at]) {
        let known = statement.register_numbers.iter().find_map(|number| first.get(number.as_str()).copied());
        let differs = |one: &Statement| {
            let numbers = &one.register_numbers;
            statement
                .register_numbers
                .iter()
                .any(|number| !numbers.contains(number) && numbers.iter().any(|other| scheme(other) == scheme(number)))
        };
        match known.filter(|one| one.record != statement.record && !differs(one)) {
            Some(one) => _ = same.insert(statement.record.clone(), one.record.clone()),
            None => statement.register_numbers.iter().for_each(|number| {
                first.entry(number).or_insert(statement);
            }),
        }
    }
    same
}

/// Returns the name of a company.
fn company_name(statement: &Statement) -> &str {
    match &statement.content {
        Content::Entity(cells) => cells.known.iter().find(|cell| cell.0 == Field::Name).map_or("", |cell| &cell.1),
        _ => "",
    }
}

/// Adds a company; `names` are those of other records of it.
fn push_company(sink: &mut RowSink<'_>, statement: &Statement, cells: &Cells, names: &[String]) {
    let own = company_name(statement);
    let known = cells.known.iter().find(|cell| cell.0 == Field::Aliases).map(|cell| items(&cell.1)).unwrap_or_default();
    let all = known.iter().chain(names).map(String::as_str).filter(|name| *name != own);
    let aliases = list(all);
    let known = [(Field::Id, statement.record.as_str()), (Field::Aliases, &*aliases)];
    push_row(sink, Table::Companies, statement.at, &known, &[], cells);
}

fn push_entity(sink: &mut RowSink<'_>, table: Table, statement: &Statement, cells: &Cells) {
    push_row(sink, table, statement.at, &[(Field::Id, statement.record.as_str())], &[], cells);
}

/// Adds a row with its own cells and the cells of the statement.
fn push_row(
    sink: &mut RowSink<'_>,
    table: Table,
    at: Position,
    own: &[(Field, &str)],
    extra: &[(String, String)],
    cells: &Cells,
) {
    let given = cells.known.iter().map(|(field, text)| (*field, text.as_str()));
    let known: Vec<(Field, &str)> = own.iter().copied().chain(given).collect();
    let extra = extra.iter().chain(&cells.extra).map(|(name, text)| (name.as_str(), text.as_str()));
    sink.push(table, at, &known, &extra.collect::<Vec<_>>());
}

/// A relationship that is current, or was until its record was closed.
struct CurrentRelation<'a> {
    statement: &'a Statement,
    relation: &'a Relation,
    /// The latest date of an earlier statement of the record; empty if there is none.
    before: &'a str,
    current: &'a CurrentStatements,
}

impl CurrentRelation<'_> {
    fn push(&self, sink: &mut RowSink<'_>) {
        let CurrentRelation { statement, relation, .. } = self;
        if relation.party.is_empty() {
            let reason = if relation.unspecified.is_empty() { "no reason" } else { &relation.unspecified };
            sink.skip_unused(&format!("relationships with nobody specified ({reason})"), statement.at);
            return;
        }
        if relation.interests.is_empty() {
            self.push_interest(sink, &Interest { kind: "unknownInterest".to_owned(), ..Interest::default() });
        }
        relation.interests.iter().for_each(|interest| self.push_interest(sink, interest));
    }

    fn push_interest(&self, sink: &mut RowSink<'_>, interest: &Interest) {
        let CurrentRelation { statement, relation, current, .. } = self;
        let (party, subject) = (current.resolve(&relation.party), current.resolve(&relation.subject));
        let end = self.end(interest);
        let status = if end.is_empty() && statement.is_closed { "unknown" } else { "" };
        let spell = [(Field::Start, interest.start.as_str()), (Field::End, &end), (Field::EndStatus, status)];
        let mut extra = interest.extra.clone();
        extra.push(("interest".to_owned(), interest.kind.clone()));
        if statement.is_closed {
            extra.push(("closed".to_owned(), statement.date.clone()));
        }
        let seat = match interest.kind.as_str() {
            "boardMember" => Some(("board member", "yes", "")),
            "boardChair" => Some(("chair of the board", "yes", "")),
            "seniorManagingOfficial" => Some(("senior managing official", "no", "yes")),
            _ => None,
        };
        let is_person = current.people.contains(&party);
        if let Some((role, board, executive)) = seat {
            let mut own = vec![(Field::Person, party.as_str()), (Field::Company, &subject), (Field::Role, role)];
            own.extend([(Field::Board, board), (Field::Executive, executive)]);
            own.extend(spell);
            push_row(sink, Table::Seats, statement.at, &own, &extra, &relation.cells);
            return;
        }
        let kind = match interest.kind.as_str() {
            "shareholding" => "owns".to_owned(),
            "" => "unknown-interest".to_owned(),
            code => kebab_case(code),
        };
        let mut own = vec![(Field::From, party.as_str()), (Field::To, &subject), (Field::Kind, &kind)];
        own.extend([(Field::FromType, if is_person { "person" } else { "" }), (Field::ToType, "company")]);
        own.push((Field::Share, &interest.share));
        own.extend(spell);
        push_row(sink, Table::Ties, statement.at, &own, &extra, &relation.cells);
    }

    /// Returns the end of an interest. If it is not stated and the record was closed, the end is between the last
    /// statement before the closing one and the closing one.
    fn end(&self, interest: &Interest) -> String {
        let CurrentRelation { statement, before, .. } = self;
        if !interest.end.is_empty() || !statement.is_closed || statement.date.is_empty() {
            return interest.end.clone();
        }
        let least = interest.start.as_str().max(before);
        if least.is_empty() || least >= statement.date.as_str() {
            return String::new();
        }
        format!("{least}/{}", statement.date)
    }
}

/// Returns the kind of a tie for a code: `voting-rights` for `votingRights`.
fn kebab_case(code: &str) -> String {
    let mut words = String::new();
    for letter in code.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
