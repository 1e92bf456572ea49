//! Options of [`pairs`](super::pairs()): the clock, the side, the weight, and which pairs are wanted.

use interlocks_graph::{CompanyIx, PersonIx};

use super::super::question::Query;
use super::InterlockKind;

/// The weight of an interlock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The number of shared people.
    #[default]
    Count,
    /// The sum of 1/(n − 1) over shared people with n boards (Newman 2001).
    Newman,
    /// Shared people divided by the people on either board (Jaccard).
    Jaccard,
    /// Shared people divided by the square root of the product of the board sizes (Ochiai).
    Cosine,
    /// Days on which at least one shared person is certainly on both boards: their union, not their sum over people.
    Days,
}

impl Weight {
    /// Every weight.
    pub const ALL: [Weight; 5] = [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine, Weight::Days];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Weight::Count => "count",
            Weight::Newman => "newman",
            Weight::Jaccard => "jaccard",
            Weight::Cosine => "cosine",
            Weight::Days => "days",
        }
    }
}

interlocks_core::enum_names!(Weight, "weight");

/// The order of pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PairOrder {
    /// The heaviest first, then by names, then by ids.
    #[default]
    Weight,
    /// By the id of the first end, then of the second.
    Ids,
    /// As they are found, which costs least. It depends on the data alone.
    None,
}

impl PairOrder {
    /// Every order.
    pub const ALL: [PairOrder; 3] = [PairOrder::Weight, PairOrder::Ids, PairOrder::None];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            PairOrder::Weight => "weight",
            PairOrder::Ids => "ids",
            PairOrder::None => "none",
        }
    }
}

interlocks_core::enum_names!(PairOrder, "order");

/// The kind of entities that are paired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Pairs of companies that share people.
    #[default]
    Companies,
    /// Pairs of people that share companies.
    People,
}

impl Side {
    /// Both sides.
    pub const ALL: [Side; 2] = [Side::Companies, Side::People];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Companies => "companies",
            Side::People => "people",
        }
    }
}

interlocks_core::enum_names!(Side, "side");

/// Options of [`pairs`](super::pairs()). By default: all pairs of companies at any time, weighted by shared people.
///
/// ```
/// use interlocks_analysis::Query;
/// use interlocks_analysis::pairs::{InterlockKind, PairOptions, Weight};
/// let options = PairOptions::default()
///     .query(Query::default().certain_only(true))
///     .weight(Weight::Newman)
///     .kind(InterlockKind::Primary)
///     .top(10);
/// assert_eq!((options.top, options.min), (Some(10), 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct PairOptions {
    /// The clock. Default: any time.
    pub query: Query,
    /// The weight, by which pairs are sorted. Default: the number of shared people.
    pub weight: Weight,
    /// The order. Default: by weight.
    pub order: PairOrder,
    /// Companies or people. Default: companies.
    pub side: Side,
    /// Only pairs with this company; with several, only pairs among them. Default: empty, which means all.
    pub companies: Vec<CompanyIx>,
    /// For pairs of companies: only those that share one of these people. For pairs of people: as `companies`. Default:
    /// empty, which means all.
    pub people: Vec<PersonIx>,
    /// Only pairs of this kind. Default: all kinds.
    pub kind: Option<InterlockKind>,
    /// Only pairs that share at least this many people. Default: 0, which means all.
    pub min: usize,
    /// Only this many pairs, the first in the order: the heaviest, unless another order is asked for. Default: all.
    pub top: Option<usize>,
    /// Leaves out people on more boards than this (for pairs of people, companies with more members); they are counted in
    /// [`Interlocks::left_out`](super::Interlocks::left_out). Default: nobody is left out.
    pub max_boards: Option<usize>,
}

impl PairOptions {
    /// Sets the clock.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    /// Sets the weight, by which pairs are sorted.
    #[must_use]
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Sets whether companies or people are paired.
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    /// Asks only for pairs with this company; with several, only for pairs among them.
    #[must_use]
    pub fn companies(mut self, companies: impl IntoIterator<Item = CompanyIx>) -> Self {
        self.companies = companies.into_iter().collect();
        self
    }

    /// Asks only for pairs of companies that share one of these people; for pairs of people, as
    /// [`PairOptions::companies`].
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = PersonIx>) -> Self {
        self.people = people.into_iter().collect();
        self
    }

    /// Asks only for pairs of a kind.
    #[must_use]
    pub fn kind(mut self, kind: InterlockKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Asks only for pairs that share at least this many people.
    #[must_use]
    pub fn min(mut self, shared: usize) -> Self {
        self.min = shared;
        self
    }

    /// Sets the order.
    #[must_use]
    pub fn order(mut self, order: PairOrder) -> Self {
        self.order = order;
        self
    }

    /// Asks only for this many pairs, the first in the order.
    #[must_use]
    pub fn top(mut self, count: usize) -> Self {
        self.top = Some(count);
        self
    }

    /// Leaves out people on more boards than this (for pairs of people, companies with more members).
    #[must_use]
    pub fn max_boards(mut self, boards: usize) -> Self {
        self.max_boards = Some(boards);
        self
    }

    /// Returns `true` if the pair of two ends is asked for.
    pub(super) fn wants_ends(&self, a: u32, b: u32) -> bool {
        fn chosen<T: Copy>(chosen: &[T], number: impl Fn(T) -> u32, a: u32, b: u32) -> bool {
            let has = |end: u32| chosen.iter().any(|one| number(*one) == end);
            match chosen.len() {
                0 => true,
                1 => has(a) || has(b),
                _ => has(a) && has(b),
            }
        }
        match self.side {
            Side::Companies => chosen(&self.companies, CompanyIx::number, a, b),
            Side::People => chosen(&self.people, PersonIx::number, a, b),
        }
    }

    /// Returns `true` if only pairs that share one of some chosen entities are asked for.
    pub(super) fn asks_through(&self) -> bool {
        match self.side {
            Side::Companies => !self.people.is_empty(),
            Side::People => !self.companies.is_empty(),
        }
    }

    pub(super) fn asks_for_all(&self) -> bool {
        self.people.is_empty() && self.companies.is_empty()
    }

    /// Returns `true` if the entities through which a pair is linked include one of those asked for.
    pub(super) fn wants_through(&self, through: impl Iterator<Item = u32>) -> bool {
        !self.asks_through() || { through }.any(|through| match self.side {
            Side::Companies => self.people.contains(&PersonIx::new(through)),
            Side::People => self.companies.contains(&CompanyIx::new(through)),
        })
    }
}
