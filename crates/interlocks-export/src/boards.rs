//! The boards themselves: people and companies, with one edge per seat or tie.

use std::collections::HashSet;
use std::io;

use super::{Edge, Network, Node, Presence};
use interlocks_core::model::{EntityKind, Tie, TieEnd};
use interlocks_dataset::{Cell, Dataset, ExportRow, Table, cell_text};

/// The network of people and companies of a dataset. It does not contain deals, accounts and sources.
#[derive(Debug)]
pub struct Boards<'d> {
    data: &'d Dataset,
    /// Ids that belong to both a person and a company.
    shared: HashSet<String>,
    is_dated: bool,
}

impl<'d> Boards<'d> {
    /// Builds the network of a dataset.
    pub fn new(data: &'d Dataset) -> Boards<'d> {
        let companies = (0..data.companies.len()).map(|row| data.companies.id(row));
        let shared = companies.filter(|id| data.people.ids.row(id).is_some()).map(str::to_owned).collect();
        Boards { data, shared, is_dated: true }
    }

    /// Removes the spells of edges, for programs that cannot read them.
    #[must_use]
    pub fn undated(self) -> Boards<'d> {
        Boards { is_dated: false, ..self }
    }

    fn spells(&self, cells: &ExportRow) -> Vec<Presence> {
        if self.is_dated { vec![presence(cells, "start", "end")] } else { Vec::new() }
    }

    /// Returns the number of deals, accounts and sources, which are not part of the network.
    pub fn left_out(&self) -> u64 {
        [Table::Deals, Table::Financials, Table::Sources].into_iter().map(|table| self.data.rows(table) as u64).sum()
    }

    /// Returns the number and the id of a node by its row. If a person has the same id, ` (company)` is added.
    fn node(&self, kind: EntityKind, row: usize) -> (usize, String) {
        match kind {
            EntityKind::Person => (row, self.data.people.id(row).to_owned()),
            EntityKind::Company => {
                let id = self.data.companies.id(row);
                let id = if self.shared.contains(id) { format!("{id} (company)") } else { id.to_owned() };
                (self.data.people.len() + row, id)
            }
        }
    }

    fn end(&self, end: &TieEnd) -> Option<(EntityKind, usize, String)> {
        let kind = end.kind?;
        let entities = if kind == EntityKind::Person { &self.data.people } else { &self.data.companies };
        let (number, id) = self.node(kind, entities.ids.row(&end.id)? as usize);
        Some((kind, number, id))
    }

    fn tie(&self, number: usize, tie: &Tie, mut cells: ExportRow) -> Option<Edge> {
        let (from, to) = (self.end(&tie.from)?, self.end(&tie.to)?);
        let kind = take_text(&mut cells, "kind");
        ["from", "from_type", "to", "to_type"].into_iter().for_each(|name| drop(take_text(&mut cells, name)));
        let spells = self.spells(&cells);
        Some(Edge {
            number,
            ends: [from.1, to.1],
            ids: [from.2, to.2],
            kinds: [from.0, to.0],
            kind,
            weight: 1.0,
            cells,
            spells,
        })
    }
}

/// Removes a cell from a row and returns its text.
fn take_text(cells: &mut ExportRow, name: &str) -> String {
    let Some(at) = cells.iter().position(|cell| cell.0 == name) else { return String::new() };
    match cells.remove(at).1 {
        Cell::Text(text) => text,
        _ => String::new(),
    }
}

/// Returns the period given by two cells of a row.
pub(super) fn presence(cells: &ExportRow, start: &str, end: &str) -> Presence {
    Presence::from_dates(cell_text(cells, start), cell_text(cells, end))
}

impl Network for Boards<'_> {
    fn title(&self) -> String {
        self.data.title.clone()
    }

    fn size(&self) -> (usize, usize) {
        (self.data.people.len() + self.data.companies.len(), self.data.people.len())
    }

    fn is_two_mode(&self) -> bool {
        true
    }

    fn for_each_node(&self, visit: &mut dyn FnMut(Node) -> io::Result<()>) -> io::Result<()> {
        for (table, kind) in [(Table::People, EntityKind::Person), (Table::Companies, EntityKind::Company)] {
            for row in 0..self.data.rows(table) {
                let mut cells = self.data.export_row(table, row);
                take_text(&mut cells, "id");
                let name = take_text(&mut cells, "name");
                let (number, id) = self.node(kind, row);
                visit(Node { number, id, name, kind, cells })?;
            }
        }
        Ok(())
    }

    fn for_each_edge(&self, visit: &mut dyn FnMut(Edge) -> io::Result<()>) -> io::Result<()> {
        let data = self.data;
        for row in 0..data.seats.len() {
            let mut cells = data.export_row(Table::Seats, row);
            ["person", "company"].into_iter().for_each(|name| drop(take_text(&mut cells, name)));
            let (person, person_id) = self.node(EntityKind::Person, data.seats.person.get(row) as usize);
            let (company, company_id) = self.node(EntityKind::Company, data.seats.company.get(row) as usize);
            let spells = self.spells(&cells);
            visit(Edge {
                number: row,
                ends: [person, company],
                ids: [person_id, company_id],
                kinds: [EntityKind::Person, EntityKind::Company],
                kind: "seat".to_owned(),
                weight: 1.0,
                cells,
                spells,
            })?;
        }
        for (row, tie) in data.ties.iter().enumerate() {
            if let Some(edge) = self.tie(data.seats.len() + row, tie, data.export_row(Table::Ties, row)) {
                visit(edge)?;
            }
        }
        Ok(())
    }
}
