//! A part of the data in which dates are replaced by days, to ask `conflicts` again about one deal and two of its parties.

use std::collections::BTreeSet;

use super::Limits;
use super::fact::{FactKind, Known, cell};
use interlocks_analysis::Evidence;
use interlocks_analysis::conflicts::{ConflictOptions, Finding, Rule, conflicts};
use interlocks_analysis::ownership::owners_at_any_time;
use interlocks_core::model::{Day, DayRange, Ending, PartialDate, Relation, Spell};
use interlocks_dataset::Dataset;
use interlocks_graph::{BoardGraph, BuildOptions, CompanyIx, DealIx, Entity, PersonIx, Revision, TieIx};

/// What tells a finding from others on the same deal, whatever the days.
pub(crate) type Key = Vec<String>;

/// Returns what tells a finding from others, whatever the days: the rule, who is concerned, and which way round. A path is
/// one finding, whoever it leads through.
pub(crate) fn key(finding: &Finding) -> Key {
    let mut key = vec![finding.rule.as_str().to_owned(), finding.deal.id.clone()];
    key.extend(finding.parties.iter().map(|party| party.id.clone()));
    if finding.rule == Rule::IndirectPath {
        return key;
    }
    let mut people: Vec<String> = finding.people.iter().map(|person| person.id.clone()).collect();
    people.sort_unstable();
    key.extend(people);
    for event in &finding.events {
        key.extend([format!("{:?}", event.what), event.person.id.clone(), event.company.id.clone()]);
    }
    if matches!(finding.rule, Rule::ExecutiveOnBoard | Rule::OwnerOnBoard) {
        key.extend(finding.stake.as_ref().map(|stake| stake.owner.id.clone()));
        key.extend(first_party(finding).map(str::to_owned));
    }
    key
}

/// Returns the party where somebody is executive or owner: the owned one, or that of the first row of evidence.
fn first_party(finding: &Finding) -> Option<&str> {
    if let Some(stake) = &finding.stake {
        return Some(&stake.company.id);
    }
    let first = finding.evidence.first()?;
    [&first.to.id, &first.from.id]
        .into_iter()
        .find(|id| finding.parties.iter().any(|party| party.id == **id))
        .map(String::as_str)
}

/// What a cell that is half known may turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Choice {
    /// The date is this day.
    Day(Day),
    /// The seat is on the board, or is not.
    OnBoard(bool),
}

/// A cell of the evidence that is half known, and where it stands in the tables.
struct HalfKnown {
    known: Known,
    place: Cell,
    /// The days that a date may be; `None` for a role.
    days: Option<DayRange>,
}

/// A cell of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    SeatStart(usize),
    SeatEnd(usize),
    SeatRole(usize),
    TieStart(usize),
    TieEnd(usize),
    Deal,
}

/// A part of the data, with the cells that are half known.
pub(crate) struct Tried<'a> {
    data: Dataset,
    build: BuildOptions,
    options: ConflictOptions,
    parties: [&'a str; 2],
    cells: Vec<HalfKnown>,
    /// Days at which an answer may change.
    marks: BTreeSet<Day>,
    /// The window, if a rule has one.
    window: Option<i32>,
}

impl<'a> Tried<'a> {
    /// Takes the part of the data that findings on one deal and pair of parties rest on; `None` if it is too large.
    pub(crate) fn new(
        graph: &BoardGraph,
        findings: &[&'a Finding],
        options: &ConflictOptions,
        limits: Limits,
    ) -> Option<Tried<'a>> {
        let first = findings.first()?;
        let [a, b] = first.parties.as_slice() else { return None };
        let deal = graph.deal_number(&first.deal.id)?;
        let pair = [graph.company_number(&a.id)?, graph.company_number(&b.id)?];
        let rules: BTreeSet<Rule> = findings.iter().map(|finding| finding.rule).collect();
        let part = Part::new(graph, pair, findings, options, limits.entities)?;
        let mut data = graph.part(&part.people, &part.companies, [deal]);
        data.decisions = Default::default();
        let mut tried = Tried {
            data,
            build: graph.options(),
            options: ConflictOptions {
                deal: Some(first.deal.id.clone()),
                between: None,
                rules: rules.into_iter().collect(),
                min_severity: interlocks_analysis::conflicts::Severity::Low,
                certain_only: false,
                ..options.clone()
            },
            parties: [&a.id, &b.id],
            cells: Vec::new(),
            marks: BTreeSet::new(),
            window: None,
        };
        for finding in findings {
            finding.evidence.iter().for_each(|row| tried.add_cells_of(graph, deal, row));
        }
        let has_window = tried.options.rules.iter().any(|rule| rule.has_window());
        tried.window = i32::try_from(options.window).ok().filter(|_| has_window);
        tried.marks = part.marks(graph, deal);
        Some(tried)
    }

    /// Adds the cells of a row that are half known.
    fn add_cells_of(&mut self, graph: &BoardGraph, deal: DealIx, row: &Evidence) {
        let found: Vec<(FactKind, Cell, Option<DayRange>)> = match row.kind {
            "deal" => {
                let days = graph.deal_days(deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX));
                vec![(FactKind::Date, Cell::Deal, Some(days))]
            }
            "seat" => self.seat_cells(row),
            "tie" => self.tie_dates(graph, row),
            _ => Vec::new(),
        };
        for (kind, place, days) in found {
            let is_known = days.is_some_and(DayRange::is_one_day);
            if !is_known && !self.cells.iter().any(|known| known.place == place) {
                self.cells.push(HalfKnown { known: cell(row, kind), place, days });
            }
        }
    }

    fn seat_cells(&self, row: &Evidence) -> Vec<(FactKind, Cell, Option<DayRange>)> {
        let is_it = |at: &usize| {
            let seat = self.data.seat(*at);
            let role = if seat.role.is_empty() { "director" } else { &seat.role };
            let dates = (seat.start.map(|date| date.to_string()), seat.end.date().map(ToString::to_string));
            (&seat.person, &seat.company, &seat.id, role) == (&row.from.id, &row.to.id, &row.id, row.relation.as_str())
                && dates == (row.start.clone(), row.end.clone())
                && place(&self.data, seat.place) == row.place
        };
        let Some(at) = (0..self.data.seats.len()).find(is_it) else { return Vec::new() };
        let dates = &self.data.seats.dates;
        let spell = dates.spell(self.data.seats.start.get(at), self.data.seats.end.get(at), self.data.as_of);
        let mut cells = edges(&spell, Cell::SeatStart(at), Cell::SeatEnd(at));
        if self.data.seats.capacities.is_board_unknown(self.data.seats.capacity.get(at)) {
            cells.push((FactKind::Role, Cell::SeatRole(at), None));
        }
        cells
    }

    fn tie_dates(&self, graph: &BoardGraph, row: &Evidence) -> Vec<(FactKind, Cell, Option<DayRange>)> {
        let is_it = |at: &usize| {
            let Some(tie) = self.data.ties.get(*at) else { return false };
            let dates = (tie.start.map(|date| date.to_string()), tie.end.date().map(ToString::to_string));
            (&tie.from.id, &tie.to.id, &tie.id, &tie.kind) == (&row.from.id, &row.to.id, &row.id, &row.relation)
                && dates == (row.start.clone(), row.end.clone())
                && place(&self.data, tie.place) == row.place
        };
        let Some(at) = (0..self.data.ties.len()).find(is_it) else { return Vec::new() };
        // The spell depends on the kind of tie; the graph reads it.
        let ends = |tie: TieIx| {
            let tie = graph.tie(tie);
            Some(&tie) == self.data.ties.get(at)
        };
        let entity = |id: &str| {
            let person = graph.person_number(id).map(Entity::Person);
            person.into_iter().chain(graph.company_number(id).map(Entity::Company))
        };
        let spell = entity(&row.from.id).flat_map(|entity| graph.ties(entity)).find(|tie| ends(*tie));
        let Some(spell) = spell.map(|tie| graph.tie_spell(tie)) else { return Vec::new() };
        edges(&spell, Cell::TieStart(at), Cell::TieEnd(at))
    }

    /// Returns the number of questions that may be asked: fewer, the more rows each of them reads.
    pub(crate) fn questions(&self, limits: Limits) -> usize {
        let rows = self.data.seats.len() + self.data.ties.len();
        limits.questions.min(limits.rows / rows.max(1))
    }

    /// Returns the number of cells that are half known.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Returns a cell as a fact.
    pub(crate) fn fact(&self, number: usize) -> Option<Known> {
        self.cells.get(number).map(|cell| cell.known.clone())
    }

    /// Returns the numbers of the cells of a finding's evidence.
    pub(crate) fn facts_of(&self, finding: &Finding) -> Vec<usize> {
        let kinds = [FactKind::Date, FactKind::Start, FactKind::End, FactKind::Role];
        let known: Vec<_> =
            finding.evidence.iter().flat_map(|row| kinds.map(|kind| cell(row, kind).identity)).collect();
        (0..self.cells.len()).filter(|number| known.contains(&self.cells[*number].known.identity)).collect()
    }

    /// Returns what has to be tried of a cell. Of a role, both answers. Of a date, its first and last, those at which an answer may change, and the
    /// days before and after these. A rule with a window also changes as far from each day. Of several dates that vary
    /// together, one moves by the distance between two others, so also twice as far.
    pub(crate) fn choices(&self, number: usize, together: usize) -> Vec<Choice> {
        let Some(cell) = self.cells.get(number) else { return Vec::new() };
        let Some(DayRange { first, last }) = cell.days else { return [false, true].map(Choice::OnBoard).to_vec() };
        let times = if self.window.is_none() { 0 } else { 2.min(together) as i32 };
        let shifts: Vec<i32> =
            (-times..=times).map(|times| self.window.unwrap_or_default().saturating_mul(times)).collect();
        let marks = self.marks.iter().flat_map(|mark| shifts.iter().map(|shift| mark.plus(*shift)));
        let near = marks.flat_map(|mark| [mark.plus(-1), mark, mark.plus(1)]);
        let days: BTreeSet<Day> = near.chain([first, last]).filter(|day| first <= *day && *day <= last).collect();
        days.into_iter().filter(|day| exactly(*day).is_some()).map(Choice::Day).collect()
    }

    /// Returns the findings that are still open with some choices.
    pub(crate) fn open_with(&self, choices: &[(usize, Choice)]) -> BTreeSet<Key> {
        let graph = BoardGraph::new(self.with(choices), self.build);
        let [a, b] = self.parties.map(|id| graph.company_number(id));
        let options = ConflictOptions { between: a.zip(b), ..self.options.clone() };
        conflicts(&graph, &options).iter().filter(|finding| !finding.certain).map(key).collect()
    }

    /// Returns the tables with choices in the place of some cells.
    fn with(&self, choices: &[(usize, Choice)]) -> Dataset {
        let (mut data, mut revision) = (self.data.clone(), Revision::default());
        for (number, choice) in choices {
            let Some(place) = self.cells.get(*number).map(|cell| cell.place) else { continue };
            let date = match choice {
                Choice::OnBoard(on_board) => {
                    if let Cell::SeatRole(at) = place {
                        revision.boards.push((at, *on_board));
                    }
                    continue;
                }
                Choice::Day(day) => exactly(*day),
            };
            let Some(date) = date else { continue };
            match place {
                Cell::SeatStart(at) => revision.starts.push((at, date)),
                Cell::SeatEnd(at) => revision.ends.push((at, date)),
                Cell::SeatRole(_) => {}
                Cell::TieStart(at) => data.ties.iter_mut().skip(at).take(1).for_each(|tie| tie.start = Some(date)),
                Cell::TieEnd(at) => data.ties.iter_mut().skip(at).take(1).for_each(|tie| tie.end = Ending::On(date)),
                Cell::Deal => data.deals.iter_mut().for_each(|deal| deal.date = Some(date)),
            }
        }
        let seats = [revision.starts.len(), revision.ends.len(), revision.boards.len()];
        if seats == [0; 3] { data } else { data.revised(&revision) }
    }
}

/// Returns a day as a date; `None` outside the years that a date can state.
fn exactly(day: Day) -> Option<PartialDate> {
    PartialDate::from_days(DayRange::exactly(day))
}

fn place(data: &Dataset, place: interlocks_core::model::Place) -> String {
    format!("{}:{}", data.file(place), place.line)
}

fn edges(spell: &Spell, start: Cell, end: Cell) -> Vec<(FactKind, Cell, Option<DayRange>)> {
    vec![(FactKind::Start, start, Some(spell.start())), (FactKind::End, end, Some(spell.end()))]
}

fn is_founding(graph: &BoardGraph, tie: TieIx) -> bool {
    matches!(graph.tie_relation(tie), Relation::Founder | Relation::CoFounder)
}

/// The people and companies that findings on two parties depend on.
struct Part {
    people: BTreeSet<PersonIx>,
    companies: BTreeSet<CompanyIx>,
}

impl Part {
    /// Returns the people of the findings at the two parties, with the companies that they founded; for owners also everybody
    /// who owns a party through any chain, and for paths also everybody within half the steps of a path. `None` if they are
    /// too many.
    fn new(
        graph: &BoardGraph,
        pair: [CompanyIx; 2],
        findings: &[&Finding],
        options: &ConflictOptions,
        most: usize,
    ) -> Option<Part> {
        let people = findings.iter().flat_map(|finding| &finding.people);
        let people = people.filter_map(|person| graph.person_number(&person.id)).collect();
        let mut part = Part { people, companies: pair.into_iter().collect() };
        let ties: Vec<TieIx> =
            part.people.iter().flat_map(|person| graph.ties(Entity::Person(*person)).collect::<Vec<TieIx>>()).collect();
        for tie in ties.into_iter().filter(|tie| is_founding(graph, *tie)) {
            for end in <[Entity; 2]>::from(graph.tie_ends(tie)) {
                part.add(end);
            }
        }
        if findings.iter().any(|finding| finding.rule == Rule::OwnerOnBoard) {
            part.add_owners(graph, pair, most)?;
        }
        if findings.iter().any(|finding| finding.rule == Rule::IndirectPath) {
            part.add_around(graph, pair, options.max_steps / 2, most)?;
        }
        (part.len() <= most).then_some(part)
    }

    fn len(&self) -> usize {
        self.people.len() + self.companies.len()
    }

    fn has(&self, entity: Entity) -> bool {
        match entity {
            Entity::Person(person) => self.people.contains(&person),
            Entity::Company(company) => self.companies.contains(&company),
        }
    }

    fn add(&mut self, entity: Entity) -> bool {
        match entity {
            Entity::Person(person) => self.people.insert(person),
            Entity::Company(company) => self.companies.insert(company),
        }
    }

    /// Adds the owners of the parties and of their owners.
    fn add_owners(&mut self, graph: &BoardGraph, pair: [CompanyIx; 2], most: usize) -> Option<()> {
        let (mut seen, mut waiting) = (BTreeSet::from(pair), pair.to_vec());
        while let Some(company) = waiting.pop() {
            for owner in owners_at_any_time(graph, company) {
                self.add(owner);
                if let Entity::Company(owner) = owner
                    && seen.insert(owner)
                {
                    waiting.push(owner);
                }
            }
            if self.len() > most {
                return None;
            }
        }
        Some(())
    }

    /// Adds everybody within some steps of the parties along seats and ties.
    fn add_around(&mut self, graph: &BoardGraph, pair: [CompanyIx; 2], steps: usize, most: usize) -> Option<()> {
        let mut reached: BTreeSet<Entity> = pair.into_iter().map(Entity::Company).collect();
        let mut ring: Vec<Entity> = reached.iter().copied().collect();
        for _ in 0..steps {
            let mut next = Vec::new();
            for entity in ring {
                let by_tie = graph.ties(entity).flat_map(|tie| <[Entity; 2]>::from(graph.tie_ends(tie)));
                let by_seat: Vec<Entity> = match entity {
                    Entity::Person(person) => {
                        graph.person_seats(person).map(|seat| Entity::Company(graph.seat_company(seat))).collect()
                    }
                    Entity::Company(company) => graph.company_people(company).map(Entity::Person).collect(),
                };
                for other in by_tie.chain(by_seat) {
                    if reached.insert(other) {
                        next.push(other);
                    }
                }
                if reached.len() > most {
                    return None;
                }
            }
            ring = next;
        }
        reached.into_iter().for_each(|entity| _ = self.add(entity));
        Some(())
    }

    /// Returns the days at which an answer about the deal may change: those at which a date of the part begins or ends.
    fn marks(&self, graph: &BoardGraph, deal: DealIx) -> BTreeSet<Day> {
        let seats = self.people.iter().flat_map(|person| graph.person_seats(*person));
        let seats = seats.filter(|seat| self.companies.contains(&graph.seat_company(*seat)));
        let ties = self
            .people
            .iter()
            .map(|one| Entity::Person(*one))
            .chain(self.companies.iter().map(|one| Entity::Company(*one)));
        let ties = ties.flat_map(|entity| graph.ties(entity).collect::<Vec<TieIx>>());
        let ties = ties.filter(|tie| <[Entity; 2]>::from(graph.tie_ends(*tie)).iter().all(|end| self.has(*end)));
        let ties = ties.map(|tie| graph.tie_spell(tie));
        let spells = seats.map(|seat| graph.spell(seat)).chain(ties);
        let days =
            spells.flat_map(|spell| [spell.earliest_start, spell.latest_start, spell.earliest_end, spell.latest_end]);
        let deal = graph.deal_days(deal).map(|days| [days.first, days.last]);
        let all = days.chain(deal.into_iter().flatten()).chain(graph.as_of()).filter(|day| day.is_calendar());
        let mut marks: BTreeSet<Day> = all.collect();
        if marks.is_empty() {
            marks.extend(Day::from_ymd(2000, 1, 1));
        }
        marks
    }
}
