//! Small random data: three people, three companies, seats and ties with dates of every sort.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

/// The earliest day of a deal, and the widest window around one.
pub const FIRST_DEAL: i32 = 3;
pub const WIDEST_WINDOW: i32 = 4;

/// Days beyond all that is asked: what starts on an unknown day may start on the first, what ends
/// on an unknown day may end by the last, and what still runs ends never. The first is in no window:
/// otherwise every unknown start would be near the earliest deals.
pub const DAWN: i32 = FIRST_DEAL - WIDEST_WINDOW - 1;
pub const HORIZON: i32 = 16;
pub const NEVER: i32 = 1_000;

/// The first day of a spell, and the day after its last.
pub type Days = (i32, i32);

#[derive(Clone, Copy, Debug)]
pub enum When {
    /// From a first day on, so many days more.
    Within(i32, i32),
    Unknown,
    Running,
}

#[derive(Clone, Debug)]
pub struct Row {
    /// Indices of people and companies: `p0` … `p2`, `c0` … `c2`.
    pub from: String,
    pub to: String,
    pub kind: &'static str,
    pub share: Option<f64>,
    pub start: When,
    pub end: When,
}

pub fn day(number: i32) -> String {
    format!("2001-01-{:02}", number + 1)
}

pub fn date(when: When) -> String {
    match when {
        When::Within(first, 0) => day(first),
        When::Within(first, width) => format!("{}/{}", day(first), day(first + width)),
        When::Unknown | When::Running => String::new(),
    }
}

impl Row {
    pub fn is_seat(&self) -> bool {
        matches!(self.kind, "director" | "officer" | "managing" | "observer")
    }

    pub fn is_board(&self) -> bool {
        matches!(self.kind, "director" | "managing")
    }

    pub fn is_executive(&self) -> bool {
        matches!(self.kind, "officer" | "managing")
    }

    pub fn is_founding(&self) -> bool {
        matches!(self.kind, "founder-of" | "co-founder")
    }

    pub fn binds(&self) -> bool {
        self.kind != "competitor-of"
    }

    pub fn is_dated(&self) -> bool {
        !matches!(self.start, When::Unknown) && !matches!(self.counted_end(), When::Unknown)
    }

    /// Siblings are siblings at all times, whatever dates are stated.
    pub fn for_life(&self) -> bool {
        self.kind == "sibling"
    }

    /// The end that counts: a founder has none.
    fn counted_end(&self) -> When {
        if self.is_founding() { When::Running } else { self.end }
    }

    pub fn json(&self) -> Value {
        let status = if matches!(self.end, When::Unknown) { "unknown" } else { "" };
        let (start, end) = (date(self.start), date(self.end));
        if self.is_seat() {
            let yes = |holds| if holds { "yes" } else { "no" };
            json!({"person": self.from, "company": self.to, "role": self.kind, "start": start, "end": end,
                "end_status": status, "board": yes(self.is_board()), "executive": yes(self.is_executive())})
        } else {
            let share = self.share.map_or(String::new(), |share| share.to_string());
            json!({"from": self.from, "to": self.to, "kind": self.kind, "start": start, "end": end,
                "share": share})
        }
    }

    /// Every choice of the first day and the day after the last; an end before the start is a spell
    /// without a day.
    pub fn choices(&self, as_of: i32) -> Vec<Days> {
        let mut choices = Vec::new();
        if self.for_life() {
            return vec![(-NEVER, NEVER)];
        }
        let end = self.counted_end();
        let runs = matches!(end, When::Running);
        let latest = if runs { as_of } else { HORIZON };
        let starts: Vec<i32> = match self.start {
            // What runs on the as-of day began by then, if it may have.
            When::Within(first, width) if runs && first <= as_of => (first..=(first + width).min(as_of)).collect(),
            When::Within(first, width) => (first..=first + width).collect(),
            _ => (DAWN..=latest).collect(),
        };
        for start in starts {
            let ends: Vec<i32> = match end {
                When::Within(first, width) => (first..=first + width).collect(),
                When::Running => vec![NEVER],
                When::Unknown => (start + 1..=HORIZON).chain([NEVER]).collect(),
            };
            let known = matches!(self.start, When::Within(..));
            choices.extend(ends.into_iter().filter(|end| known || start < *end).map(|end| (start, end)));
        }
        choices
    }

    pub fn share_unknown(&self) -> bool {
        self.kind == "owns" && self.share.is_none()
    }

    /// The days the row reaches when tenures are told apart: all that it may cover, but no further
    /// than it must where an end is not known.
    pub fn reach(&self, as_of: i32) -> BTreeSet<i32> {
        if self.for_life() {
            return (DAWN..=HORIZON).collect();
        }
        let covered = |start: i32, end: i32| start..end.min(HORIZON + 1);
        match (self.start, self.counted_end()) {
            (When::Within(first, _), When::Within(end, width)) => covered(first, end + width).collect(),
            (When::Within(first, _), When::Running) => covered(first, NEVER).collect(),
            (When::Within(first, width), When::Unknown) => covered(first, first + width + 1).collect(),
            (_, When::Within(end, width)) => covered(end - 1, end + width).collect(),
            (_, When::Running) => covered(as_of, NEVER).collect(),
            (_, When::Unknown) => (DAWN..=HORIZON).collect(),
        }
    }
}

pub fn covers((start, end): Days, day: i32) -> bool {
    start <= day && day < end
}

pub fn when() -> impl Strategy<Value = (When, When)> {
    (4i32..11, 0i32..3, 1i32..6, 0i32..3, 0u8..12).prop_map(|(start, width, length, end_width, odd)| {
        let end = When::Within((start + length).min(13), end_width.min(2));
        match odd {
            0 => (When::Unknown, end),
            1 => (When::Within(start, width), When::Unknown),
            2 | 3 => (When::Within(start, width), When::Running),
            4 => (When::Unknown, When::Running),
            _ => (When::Within(start, width), end),
        }
    })
}

pub fn rows() -> impl Strategy<Value = Vec<Row>> {
    let seat = (0u8..3, 0u8..3, 0usize..6, when()).prop_map(|(person, company, kind, (start, end))| Row {
        from: format!("p{person}"),
        to: format!("c{company}"),
        kind: ["director", "director", "director", "officer", "managing", "observer"][kind],
        share: None,
        start,
        end,
    });
    let tie = (0u8..3, 0u8..3, 0usize..12, when()).prop_map(|(one, other, kind, (start, end))| {
        let (kind, share) = [
            ("founder-of", None),
            ("owns", None),
            ("owns", Some(3.0)),
            ("owns", Some(20.0)),
            ("adviser-to", None),
            ("friend", None),
            ("sibling", None),
            ("co-founder", None),
            ("competitor-of", None),
            ("owns", Some(60.0)),
            ("subsidiary", None),
            ("subsidiary", Some(60.0)),
        ][kind];
        let (from, to) = match kind {
            // No company owns itself through others: rings have an oracle of their own.
            "subsidiary" => (format!("c{}", one.max(other % 2 + 1)), format!("c{}", one.max(other % 2 + 1) - 1)),
            "friend" | "sibling" | "co-founder" => (format!("p{one}"), format!("p{}", (one + 1 + other % 2) % 3)),
            "competitor-of" => (format!("c{one}"), format!("c{}", (one + 1 + other % 2) % 3)),
            _ => (format!("p{one}"), format!("c{other}")),
        };
        let kind = if kind == "subsidiary" { "owns" } else { kind };
        // The end of a tie is a date, or it runs.
        let end = if matches!(end, When::Unknown) { When::Running } else { end };
        Row { from, to, kind, share, start, end }
    });
    (prop::collection::vec(seat, 1..6), prop::collection::vec(tie, 0..4))
        .prop_map(|(seats, ties)| seats.into_iter().chain(ties).collect())
}

/// Two people who may sit on the boards of two companies, and what may bind them.
pub fn two_boards() -> impl Strategy<Value = Vec<Row>> {
    let seat = |from: &'static str, to: &'static str| row(from, to, "director");
    let tie = (0usize..5, when()).prop_map(|(kind, (start, end))| {
        let kind = ["friend", "sibling", "co-founder", "adviser-to", "sibling"][kind];
        let end = if matches!(end, When::Unknown) { When::Running } else { end };
        Row { from: "p0".to_owned(), to: "p1".to_owned(), kind, share: None, start, end }
    });
    let founded =
        (row("p0", "c2", "founder-of"), row("p1", "c2", "founder-of")).prop_map(|(one, other)| vec![one, other]);
    let more = prop_oneof![
        Just(Vec::new()),
        seat("p0", "c1").prop_map(|row| vec![row]),
        seat("p1", "c0").prop_map(|row| vec![row])
    ];
    let bonds = prop_oneof![prop::collection::vec(tie, 1..3), founded];
    (seat("p0", "c0"), seat("p1", "c1"), more, bonds)
        .prop_map(|(one, other, more, bonds)| [vec![one, other], more, bonds].concat())
}

/// Somebody on the board of one company who may own another through a third, or lead the third that
/// does, and what else is owned.
pub fn chains_of_owners() -> impl Strategy<Value = Vec<Row>> {
    let owns = |from: &'static str, to: &'static str| {
        let share = prop_oneof![Just(None), (0usize..4).prop_map(|n| Some([3.0, 20.0, 55.0, 60.0][n]))];
        (row(from, to, "owns"), share).prop_map(|(row, share)| Row { share, ..row })
    };
    let head = prop_oneof![owns("p0", "c2"), row("p0", "c2", "officer"), row("p0", "c2", "director")];
    let more = prop_oneof![
        owns("p0", "c0"),
        owns("p1", "c0"),
        owns("p1", "c2"),
        owns("c2", "c0"),
        owns("c2", "c1"),
        owns("c1", "c0"),
        row("p0", "c2", "director"),
        row("p0", "c1", "director"),
    ];
    (head, owns("c2", "c0"), row("p0", "c1", "director"), prop::collection::vec(more, 0..3))
        .prop_map(|(head, owns, seat, more)| [vec![head, owns, seat], more].concat())
}

/// Seats and ties that hardly any rule but that of paths finds.
pub fn rows_beside_boards() -> impl Strategy<Value = Vec<Row>> {
    let one = (0u8..3, 0u8..3, 0usize..4, when()).prop_map(|(from, to, kind, (start, end))| {
        let kind = ["observer", "adviser-to", "friend", "competitor-of"][kind];
        let (from, to) = match kind {
            "friend" => (format!("p{from}"), format!("p{}", (from + 1 + to % 2) % 3)),
            "competitor-of" => (format!("c{from}"), format!("c{}", (from + 1 + to % 2) % 3)),
            _ => (format!("p{from}"), format!("c{to}")),
        };
        let end = if matches!(end, When::Unknown) && kind != "observer" { When::Running } else { end };
        Row { from, to, kind, share: None, start, end }
    });
    prop::collection::vec(one, 1..7)
}

fn row(from: &'static str, to: &'static str, kind: &'static str) -> impl Strategy<Value = Row> {
    when().prop_map(move |(start, end)| {
        let seat = matches!(kind, "director" | "officer");
        let end = if matches!(end, When::Unknown) && !seat { When::Running } else { end };
        Row { from: from.to_owned(), to: to.to_owned(), kind, share: None, start, end }
    })
}
