//! Rows of the data in two graphs: which rows correspond, and which differ.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde::Serialize;

use super::{Alteration, Changes, Difference, Row, SharedIds, differing};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{Confidence, Deal, Place, Seat};
use interlocks_graph::{BoardGraph, DealIx, Entity, PersonIx, SeatIx, TieIx};

/// A seat as the data states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeatRow {
    /// The dataset's id of the row; empty when it has none.
    pub id: String,
    /// The person.
    pub person: Named,
    /// The company.
    pub company: Named,
    /// The role.
    pub role: String,
    /// The start; null if not stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub start: Option<String>,
    /// The end; null if not stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub end: Option<String>,
    /// `ended`, `ongoing` or `unknown`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["ended", "ongoing", "unknown"])))]
    pub end_status: &'static str,
    /// `true` for a seat on the board; null if the words for the role do not say it.
    pub board: Option<bool>,
    /// `true` for an executive.
    pub executive: bool,
    /// `true` for an observer of the board.
    pub observer: bool,
    /// The committee; empty if none.
    pub committee: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// How sure the dataset is of the row, if it says so.
    pub confidence: Option<Confidence>,
    /// `file:line` of the row.
    pub place: String,
}

/// A tie as the data states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TieRow {
    /// The dataset's id of the row; empty when it has none.
    pub id: String,
    /// The first end.
    pub from: Named,
    /// The second end.
    pub to: Named,
    /// The kind of tie.
    pub relation: String,
    /// The start; null if not stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub start: Option<String>,
    /// The end; null if not stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub end: Option<String>,
    /// `ended`, `ongoing` or `unknown`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["ended", "ongoing", "unknown"])))]
    pub end_status: &'static str,
    /// The share in percent; null if not stated.
    pub share: Option<f64>,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// How sure the dataset is of the row, if it says so.
    pub confidence: Option<Confidence>,
    /// `file:line` of the row.
    pub place: String,
}

/// A deal as the data states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealRow {
    /// The dataset's id of the deal.
    pub id: String,
    /// The date; null if not stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub date: Option<String>,
    /// The kind of deal.
    pub kind: String,
    /// The parties.
    pub parties: Vec<Named>,
    /// The amount; null if not stated.
    pub amount: Option<f64>,
    /// The currency; empty if not stated.
    pub currency: String,
    /// The status, such as `completed`; empty if not stated.
    pub status: String,
    /// The description.
    pub text: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// How sure the dataset is of the row, if it says so.
    pub confidence: Option<Confidence>,
    /// `file:line` of the row.
    pub place: String,
}

impl SeatRow {
    fn new(graph: &BoardGraph, seat: SeatIx) -> SeatRow {
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
    fn new(graph: &BoardGraph, tie: TieIx) -> TieRow {
        let row = graph.tie(tie);
        let Evidence { id, from, to, relation, start, end, sources, confidence, place, .. } =
            Evidence::from_tie(graph, tie);
        let (end_status, share) = (row.end.as_str(), row.share);
        TieRow { id, from, to, relation, start, end, end_status, share, sources, confidence, place }
    }
}

impl DealRow {
    fn new(graph: &BoardGraph, deal: DealIx) -> DealRow {
        let parties = graph.deal_parties(deal).map(|party| Named::new(graph, Entity::Company(party))).collect();
        let Deal { id, date, kind, amount, currency, status, text, sources, confidence, place, .. } = graph.deal(deal);
        let (date, place) = (date.map(|date| date.to_string()), graph.place(place));
        DealRow { id, date, kind, parties, amount, currency, status, text, sources, confidence, place }
    }
}

/// The differing rows of one kind.
#[derive(Debug)]
pub(super) struct RowDiff<T> {
    pub(super) added: Vec<T>,
    pub(super) removed: Vec<T>,
    /// Before and after.
    pub(super) changed: Vec<(T, T)>,
}

impl<T> Default for RowDiff<T> {
    fn default() -> RowDiff<T> {
        RowDiff { added: Vec::new(), removed: Vec::new(), changed: Vec::new() }
    }
}

/// All differing rows of the data of two graphs.
#[derive(Debug, Default)]
pub(super) struct DataDiff {
    pub(super) seats: RowDiff<SeatRow>,
    pub(super) ties: RowDiff<TieRow>,
    pub(super) deals: RowDiff<DealRow>,
}

/// Compares seats, ties and deals.
pub(super) fn data_diff(before: &BoardGraph, after: &BoardGraph) -> DataDiff {
    DataDiff { seats: seats(before, after), ties: ties(before, after), deals: deals(before, after) }
}

/// Compares only the seats of some people.
pub(super) fn data_diff_of_seats(before: &BoardGraph, after: &BoardGraph, people: &BTreeSet<String>) -> DataDiff {
    let mut diff = DataDiff::default();
    for id in people {
        diff.seats.add_person(before, before.person_number(id), after, after.person_number(id));
    }
    diff
}

/// Compares the seats person by person, in the order of ids.
fn seats(before: &BoardGraph, after: &BoardGraph) -> RowDiff<SeatRow> {
    let mut diff = RowDiff::default();
    let (mut old, mut new) = (before.people().peekable(), after.people().peekable());
    loop {
        let id = |graph: &BoardGraph, person: Option<&PersonIx>| person.map(|person| graph.id(Entity::Person(*person)));
        let order = match (id(before, old.peek()), id(after, new.peek())) {
            (None, None) => return diff,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.cmp(&new),
        };
        let one = if order == Ordering::Greater { None } else { old.next() };
        let other = if order == Ordering::Less { None } else { new.next() };
        diff.add_person(before, one, after, other);
    }
}

impl RowDiff<SeatRow> {
    /// Compares the seats of one person in both graphs.
    fn add_person(&mut self, before: &BoardGraph, one: Option<PersonIx>, after: &BoardGraph, other: Option<PersonIx>) {
        if let (Some(one), Some(other)) = (one, other)
            && all_equal(before, one, after, other)
        {
            return;
        }
        let (mut old, new) = (rows_by_company(before, one), rows_by_company(after, other));
        for (company, new) in new {
            self.match_rows(old.remove(&company).unwrap_or_default(), new, SEAT_KEYS, Row::Seat);
        }
        for old in old.into_values() {
            self.match_rows(old, Vec::new(), SEAT_KEYS, Row::Seat);
        }
    }
}

/// Returns `true` if the seats of a person are equal in both graphs, one by one. Most are, and need not be matched.
fn all_equal(before: &BoardGraph, one: PersonIx, after: &BoardGraph, other: PersonIx) -> bool {
    let without_remarks = |graph: &BoardGraph, seat: SeatIx| Seat {
        place: Place::default(),
        note: String::new(),
        extra: Vec::new(),
        ..graph.seat(seat)
    };
    let (old, new) = (before.person_seats(one), after.person_seats(other));
    old.len() == new.len() && old.zip(new).all(|(old, new)| without_remarks(before, old) == without_remarks(after, new))
}

fn rows_by_company(graph: &BoardGraph, person: Option<PersonIx>) -> BTreeMap<String, Vec<SeatRow>> {
    let mut by_company: BTreeMap<String, Vec<SeatRow>> = BTreeMap::new();
    for seat in person.into_iter().flat_map(|person| graph.person_seats(person)) {
        let row = SeatRow::new(graph, seat);
        by_company.entry(row.company.id.clone()).or_default().push(row);
    }
    by_company
}

fn ties(before: &BoardGraph, after: &BoardGraph) -> RowDiff<TieRow> {
    let rows = |graph: &BoardGraph| {
        let mut by_ends: BTreeMap<(String, String), Vec<TieRow>> = BTreeMap::new();
        for row in graph.all_ties().map(|tie| TieRow::new(graph, tie)) {
            by_ends.entry((row.from.id.clone(), row.to.id.clone())).or_default().push(row);
        }
        by_ends
    };
    let (mut old, new) = (rows(before), rows(after));
    let mut diff = RowDiff::default();
    for (ends, new) in new {
        diff.match_rows(old.remove(&ends).unwrap_or_default(), new, TIE_KEYS, Row::Tie);
    }
    for old in old.into_values() {
        diff.match_rows(old, Vec::new(), TIE_KEYS, Row::Tie);
    }
    diff
}

fn deals(before: &BoardGraph, after: &BoardGraph) -> RowDiff<DealRow> {
    let rows = |graph: &BoardGraph| graph.deals().map(|deal| DealRow::new(graph, deal)).collect();
    let mut diff = RowDiff::default();
    diff.match_rows(rows(before), rows(after), &[|deal| Some(deal.id.clone())], Row::Deal);
    diff
}

/// Returns a key that corresponding rows share, or `None` if a row has no such key.
type RowKey<T> = fn(&T) -> Option<String>;

/// The keys by which the seats of one person at one company are matched, the most reliable first: the id of the row; role
/// and dates; role and start; the role alone; the start alone. Equal keys are matched in order of time.
const SEAT_KEYS: &[RowKey<SeatRow>] = &[
    |seat| (!seat.id.is_empty()).then(|| seat.id.clone()),
    |seat| Some(format!("{}\0{:?}\0{:?}\0{}", seat.role, seat.start, seat.end, seat.end_status)),
    |seat| Some(format!("{}\0{:?}", seat.role, seat.start)),
    |seat| Some(seat.role.clone()),
    |seat| seat.start.clone(),
];

/// The keys by which the ties of two entities are matched.
const TIE_KEYS: &[RowKey<TieRow>] = &[
    |tie| (!tie.id.is_empty()).then(|| tie.id.clone()),
    |tie| Some(format!("{}\0{:?}\0{:?}\0{:?}", tie.relation, tie.start, tie.end, tie.share)),
    |tie| Some(format!("{}\0{:?}", tie.relation, tie.start)),
    |tie| Some(tie.relation.clone()),
];

impl<T: Clone + PartialEq> RowDiff<T> {
    /// Matches rows key by key. Rows left over are added or removed.
    fn match_rows(&mut self, old: Vec<T>, new: Vec<T>, keys: &[RowKey<T>], row: fn(T) -> Row) {
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
                    && !differing(&row(before.clone()), &row(after.clone()), &SharedIds::default()).is_empty()
                {
                    self.changed.push((before, after));
                }
            }
        }
        self.removed.extend(old.into_iter().flatten());
        self.added.extend(new.into_iter().flatten());
    }

    fn add_to(self: &RowDiff<T>, row: fn(T) -> Row, changes: &mut Changes) {
        let differences = |rows: &[T]| -> Vec<Difference> {
            rows.iter().map(|one| Difference { row: row(one.clone()), cause: Vec::new() }).collect()
        };
        changes.added.extend(differences(&self.added));
        changes.removed.extend(differences(&self.removed));
        changes.changed.extend(self.changed.iter().map(|(before, after)| {
            let (before, after) = (row(before.clone()), row(after.clone()));
            Alteration { differs: differing(&before, &after, &SharedIds::default()), before, after, cause: Vec::new() }
        }));
    }
}

impl DataDiff {
    /// Adds the rows to an answer.
    pub(super) fn add_to(&self, changes: &mut Changes) {
        self.seats.add_to(Row::Seat, changes);
        self.ties.add_to(Row::Tie, changes);
        self.deals.add_to(Row::Deal, changes);
    }
}
