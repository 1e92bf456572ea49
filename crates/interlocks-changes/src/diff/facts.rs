//! What the data says, row by row, in one graph and in another: which rows are the same one.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde::Serialize;

use super::{Alteration, Changes, Difference, Row, differing};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{Confidence, Deal, Place, Seat};
use interlocks_graph::{BoardGraph, DealIx, Entity, PersonIx, SeatIx, TieIx};

/// A seat as the data states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeatRow {
    /// The dataset's id of the row; empty when it has none.
    pub id: String,
    pub person: Named,
    pub company: Named,
    pub role: String,
    pub start: Option<String>,
    pub end: Option<String>,
    /// `ended`, `ongoing` or `unknown`.
    pub end_status: &'static str,
    pub board: bool,
    pub executive: bool,
    pub observer: bool,
    pub committee: String,
    pub sources: Vec<String>,
    pub confidence: Option<Confidence>,
    /// `file:line` of the row.
    pub place: String,
}

/// A tie as the data states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TieRow {
    pub id: String,
    pub from: Named,
    pub to: Named,
    pub relation: String,
    pub start: Option<String>,
    pub end: Option<String>,
    pub end_status: &'static str,
    /// In per cent.
    pub share: Option<f64>,
    pub sources: Vec<String>,
    pub confidence: Option<Confidence>,
    pub place: String,
}

/// A deal as the data states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealRow {
    pub id: String,
    pub date: Option<String>,
    pub kind: String,
    pub parties: Vec<Named>,
    pub amount: Option<f64>,
    pub currency: String,
    pub status: String,
    pub text: String,
    pub sources: Vec<String>,
    pub confidence: Option<Confidence>,
    pub place: String,
}

impl SeatRow {
    fn of(graph: &BoardGraph, seat: SeatIx) -> SeatRow {
        let row = graph.seat(seat);
        SeatRow {
            person: Named::new(graph, Entity::Person(graph.seat_person(seat))),
            company: Named::new(graph, Entity::Company(graph.seat_company(seat))),
            start: row.start.as_ref().map(ToString::to_string),
            end: row.end.date().map(ToString::to_string),
            end_status: row.end.as_str(),
            id: row.id,
            role: row.role,
            board: row.board,
            executive: row.executive,
            observer: row.observer,
            committee: row.committee,
            sources: row.sources,
            confidence: row.confidence,
            place: graph.place(row.place),
        }
    }
}

impl TieRow {
    fn of(graph: &BoardGraph, tie: TieIx) -> TieRow {
        let row = graph.tie(tie);
        let Evidence { id, from, to, relation, start, end, sources, confidence, place, .. } =
            Evidence::from_tie(graph, tie);
        let (end_status, share) = (row.end.as_str(), row.share);
        TieRow { id, from, to, relation, start, end, end_status, share, sources, confidence, place }
    }
}

impl DealRow {
    fn of(graph: &BoardGraph, deal: DealIx) -> DealRow {
        let parties = graph.deal_parties(deal).map(|party| Named::new(graph, Entity::Company(party))).collect();
        let Deal { id, date, kind, amount, currency, status, text, sources, confidence, place, .. } = graph.deal(deal);
        let (date, place) = (date.map(|date| date.to_string()), graph.place(place));
        DealRow { id, date, kind, parties, amount, currency, status, text, sources, confidence, place }
    }
}

/// Rows of one kind in two graphs.
#[derive(Debug)]
pub struct Compared<T> {
    pub added: Vec<T>,
    pub removed: Vec<T>,
    /// Before and after.
    pub changed: Vec<(T, T)>,
}

impl<T> Default for Compared<T> {
    fn default() -> Compared<T> {
        Compared { added: Vec::new(), removed: Vec::new(), changed: Vec::new() }
    }
}

/// All that the data of two graphs does not say alike.
#[derive(Debug, Default)]
pub struct Facts {
    pub seats: Compared<SeatRow>,
    pub ties: Compared<TieRow>,
    pub deals: Compared<DealRow>,
}

/// Compares seats, ties and deals.
pub fn compared(before: &BoardGraph, after: &BoardGraph) -> Facts {
    Facts { seats: seats(before, after), ties: ties(before, after), deals: deals(before, after) }
}

/// Compares the seats of some people alone.
pub fn compared_seats(before: &BoardGraph, after: &BoardGraph, people: &BTreeSet<String>) -> Facts {
    let mut facts = Facts::default();
    for id in people {
        facts.seats.people(before, before.person_number(id), after, after.person_number(id));
    }
    facts
}

/// Compares the seats person by person, in the order of ids.
fn seats(before: &BoardGraph, after: &BoardGraph) -> Compared<SeatRow> {
    let mut compared = Compared::default();
    let (mut old, mut new) = (before.people().peekable(), after.people().peekable());
    loop {
        let id = |graph: &BoardGraph, person: Option<&PersonIx>| person.map(|person| graph.id(Entity::Person(*person)));
        let order = match (id(before, old.peek()), id(after, new.peek())) {
            (None, None) => return compared,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.cmp(&new),
        };
        let one = if order == Ordering::Greater { None } else { old.next() };
        let other = if order == Ordering::Less { None } else { new.next() };
        compared.people(before, one, after, other);
    }
}

impl Compared<SeatRow> {
    /// Compares the seats of one person in both graphs.
    fn people(&mut self, before: &BoardGraph, one: Option<PersonIx>, after: &BoardGraph, other: Option<PersonIx>) {
        if let (Some(one), Some(other)) = (one, other)
            && all_alike(before, one, after, other)
        {
            return;
        }
        let (mut old, new) = (rows_by_company(before, one), rows_by_company(after, other));
        for (company, new) in new {
            self.match_up(old.remove(&company).unwrap_or_default(), new, SEAT_KEYS, Row::Seat);
        }
        for old in old.into_values() {
            self.match_up(old, Vec::new(), SEAT_KEYS, Row::Seat);
        }
    }
}

/// Whether the seats of a person say the same in both graphs, one by one: most do, and need not be
/// laid out and matched.
fn all_alike(before: &BoardGraph, one: PersonIx, after: &BoardGraph, other: PersonIx) -> bool {
    let said = |graph: &BoardGraph, seat: SeatIx| Seat {
        place: Place::default(),
        note: String::new(),
        extra: Vec::new(),
        ..graph.seat(seat)
    };
    let (old, new) = (before.person_seats(one), after.person_seats(other));
    old.len() == new.len() && old.zip(new).all(|(old, new)| said(before, old) == said(after, new))
}

fn rows_by_company(graph: &BoardGraph, person: Option<PersonIx>) -> BTreeMap<String, Vec<SeatRow>> {
    let mut by_company: BTreeMap<String, Vec<SeatRow>> = BTreeMap::new();
    for seat in person.into_iter().flat_map(|person| graph.person_seats(person)) {
        let row = SeatRow::of(graph, seat);
        by_company.entry(row.company.id.clone()).or_default().push(row);
    }
    by_company
}

fn ties(before: &BoardGraph, after: &BoardGraph) -> Compared<TieRow> {
    let rows = |graph: &BoardGraph| {
        let mut by_ends: BTreeMap<(String, String), Vec<TieRow>> = BTreeMap::new();
        for row in graph.all_ties().map(|tie| TieRow::of(graph, tie)) {
            by_ends.entry((row.from.id.clone(), row.to.id.clone())).or_default().push(row);
        }
        by_ends
    };
    let (mut old, new) = (rows(before), rows(after));
    let mut compared = Compared::default();
    for (ends, new) in new {
        compared.match_up(old.remove(&ends).unwrap_or_default(), new, TIE_KEYS, Row::Tie);
    }
    for old in old.into_values() {
        compared.match_up(old, Vec::new(), TIE_KEYS, Row::Tie);
    }
    compared
}

fn deals(before: &BoardGraph, after: &BoardGraph) -> Compared<DealRow> {
    let rows = |graph: &BoardGraph| graph.deals().map(|deal| DealRow::of(graph, deal)).collect();
    let mut compared = Compared::default();
    compared.match_up(rows(before), rows(after), &[|deal| Some(deal.id.clone())], Row::Deal);
    compared
}

/// What two rows have in common that are the same one; none where a row has nothing of the kind.
type RowKey<T> = fn(&T) -> Option<String>;

/// How the seats of one person at one company are matched, the surest first: by the id of the row;
/// by all the rest; by role and start; by role alone, and by start alone, in order of time.
const SEAT_KEYS: &[RowKey<SeatRow>] = &[
    |seat| (!seat.id.is_empty()).then(|| seat.id.clone()),
    |seat| Some(format!("{}\0{:?}\0{:?}\0{}", seat.role, seat.start, seat.end, seat.end_status)),
    |seat| Some(format!("{}\0{:?}", seat.role, seat.start)),
    |seat| Some(seat.role.clone()),
    |seat| seat.start.clone(),
];

/// How ties of one entity to another are matched.
const TIE_KEYS: &[RowKey<TieRow>] = &[
    |tie| (!tie.id.is_empty()).then(|| tie.id.clone()),
    |tie| Some(format!("{}\0{:?}\0{:?}\0{:?}", tie.relation, tie.start, tie.end, tie.share)),
    |tie| Some(format!("{}\0{:?}", tie.relation, tie.start)),
    |tie| Some(tie.relation.clone()),
];

impl<T: Clone + PartialEq> Compared<T> {
    /// Matches rows key by key; what is left is added or removed.
    fn match_up(&mut self, old: Vec<T>, new: Vec<T>, keys: &[RowKey<T>], row: fn(T) -> Row) {
        let (mut old, mut new): (Vec<Option<T>>, Vec<Option<T>>) =
            (old.into_iter().map(Some).collect(), new.into_iter().map(Some).collect());
        for key in keys {
            let mut waiting: HashMap<String, VecDeque<usize>> = HashMap::new();
            for (at, row) in old.iter().enumerate() {
                if let Some(key) = row.as_ref().and_then(key) {
                    waiting.entry(key).or_default().push_back(at);
                }
            }
            for slot in &mut new {
                let partner = slot.as_ref().and_then(key).and_then(|key| waiting.get_mut(&key)?.pop_front());
                if let Some(before) = partner.and_then(|at| old[at].take())
                    && let Some(after) = slot.take()
                    && before != after
                    && !differing(&row(before.clone()), &row(after.clone())).is_empty()
                {
                    self.changed.push((before, after));
                }
            }
        }
        self.removed.extend(old.into_iter().flatten());
        self.added.extend(new.into_iter().flatten());
    }

    fn tell(self: &Compared<T>, row: fn(T) -> Row, changes: &mut Changes) {
        let told = |rows: &[T]| -> Vec<Difference> {
            rows.iter().map(|one| Difference { row: row(one.clone()), cause: Vec::new() }).collect()
        };
        changes.added.extend(told(&self.added));
        changes.removed.extend(told(&self.removed));
        changes.changed.extend(self.changed.iter().map(|(before, after)| {
            let (before, after) = (row(before.clone()), row(after.clone()));
            Alteration { differs: differing(&before, &after), before, after, cause: Vec::new() }
        }));
    }
}

impl Facts {
    /// Tells them as rows of an answer.
    pub fn tell(&self, changes: &mut Changes) {
        self.seats.tell(Row::Seat, changes);
        self.ties.tell(Row::Tie, changes);
        self.deals.tell(Row::Deal, changes);
    }
}
