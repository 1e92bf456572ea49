//! A slow reading of a dataset: for every day, which seats are held for every choice of days, and
//! which for some choice.
//!
//! Time is cut at every day that any row, the as-of date or the clock names. Between two cuts nothing
//! changes, so each piece stands for all of its days, and every question is put to every piece.

use super::{
    clock::{Clock, Quantifier},
    dataset::{Dataset, Seat, Tie},
    dates::{Day, FAR_FUTURE, FAR_PAST, Range, is_sentinel, iso, parse},
};

/// One truth value for each piece of time.
pub type Days = Vec<bool>;

/// The days of a statement: for every choice of days, and for some choice.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Also after the as-of date, because an end that is not known yet is printed as no end.
    pub certain: Days,
    pub possible: Days,
}

/// A seat or a tie with its days.
#[derive(Clone, Debug)]
pub struct Spell {
    pub start: Range,
    pub end: Range,
    pub runs: bool,
}

impl Spell {
    /// True if the start was cut at the as-of day, because the seat runs.
    fn spell_start_is_cut(&self, start: &str) -> bool {
        parse(start).is_none_or(|range| range.latest != self.start.latest)
    }

    /// "A seat ends at the latest when its person dies or its company is dissolved."
    fn ends_by(mut self, last: Range, as_of: Day) -> Self {
        self.runs &= last.earliest > as_of;
        self.end.earliest = self.end.earliest.min(last.earliest);
        self.end.latest = self.end.latest.min(last.latest);
        self
    }

    /// Reads the start and end of a row.
    pub fn read(start: &str, end: &str, unknown_end: bool, as_of: Day) -> Option<Self> {
        let runs = end == ".." || is_sentinel(end) || (end.is_empty() && !unknown_end);
        let mut from = match start {
            // "Empty start = unknown, may be any day before end", "`..` as a start is an unknown earlier day"
            "" | ".." => Range { earliest: FAR_PAST, latest: FAR_FUTURE },
            text => parse(text)?,
        };
        let to = if runs {
            Range { earliest: FAR_FUTURE, latest: FAR_FUTURE }
        } else if end.is_empty() {
            // "A seat whose end is unknown may have ended on any day after its start."
            let earliest = if from.earliest == FAR_PAST { FAR_PAST } else { from.earliest + 1 };
            Range { earliest, latest: FAR_FUTURE }
        } else {
            parse(end)?
        };
        // "An end before its start is a data error": such rows are not generated.
        if to.latest < from.earliest {
            return None;
        }
        // "A running seat was held on the as-of day: a start whose earliest day is not after it is
        // cut there."
        if runs && from.earliest <= as_of {
            from.latest = from.latest.min(as_of);
        }
        if from.latest == FAR_FUTURE {
            from.latest = to.latest.saturating_sub(1);
        }
        Some(Self { start: from, end: to, runs })
    }
}

/// What the words of a row say about a seat.
#[derive(Clone, Copy, Debug, Default)]
pub struct Office {
    pub board: bool,
    pub executive: bool,
    pub chief: bool,
    pub pay_committee: bool,
    pub observer: bool,
    /// The columns `board` and `executive` say more than the role.
    pub overridden: bool,
}

impl Office {
    fn read(seat: &Seat) -> Self {
        // "`board` and `executive` are yes/no; where absent they follow from the role." Roles whose
        // meaning is not said on the pages are not generated.
        let role = seat.role.as_str();
        // "In two-tier systems the management board is a board (Vorstand …: board and executive)."
        let both = matches!(role, "CEO and director" | "executive director" | "Vorstand");
        let mut office = Self {
            board: both
                || matches!(
                    role,
                    "" | "director" | "chair" | "independent director" | "non-executive director" | "trustee"
                ),
            executive: both || matches!(role, "CEO" | "chief executive" | "CFO"),
            chief: matches!(role, "CEO" | "chief executive" | "CEO and director"),
            pay_committee: seat.committee == "compensation",
            observer: role == "observer",
            overridden: !(seat.board.is_empty() && seat.executive.is_empty()),
        };
        match seat.board.as_str() {
            "yes" => office.board = true,
            "no" => office.board = false,
            // "In `board`, `observer` means that the person attends the board without a vote."
            "observer" => (office.board, office.observer) = (false, true),
            _ => {}
        }
        match seat.executive.as_str() {
            "yes" => office.executive = true,
            "no" => office.executive = false,
            _ => {}
        }
        office.chief &= office.executive;
        office
    }
}

/// A start and an end in one form: `..` and an empty start are unknown, and a seat without an end has several forms too.
fn meant_days(start: &str, end: &str, unknown: bool) -> (String, String) {
    let start = if start == ".." { "" } else { start };
    let end = match end {
        "" if unknown => "unknown",
        "" | ".." => "..",
        end if is_sentinel(end) => "..",
        end => end,
    };
    (start.to_owned(), end.to_owned())
}

fn meant_seat(seat: &Seat, empty_end_unknown: bool) -> Seat {
    let unknown = empty_end_unknown || seat.end_status == "unknown";
    let (start, end) = meant_days(&seat.start, &seat.end, unknown);
    let office = Office::read(seat);
    let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let (board, executive) = (yes(office.board), yes(office.executive));
    Seat { start, end, end_status: String::new(), board, executive, ..seat.clone() }
}

fn meant_tie(tie: &Tie, empty_end_unknown: bool) -> Tie {
    let (start, end) = meant_days(&tie.start, &tie.end, empty_end_unknown);
    Tie { start, end, ..tie.clone() }
}

#[derive(Clone, Debug)]
pub struct ReadSeat {
    pub person: usize,
    pub company: usize,
    pub office: Office,
    pub spell: Spell,
    pub days: Answer,
}

#[derive(Clone, Debug)]
pub struct ReadTie {
    pub row: usize,
    pub spell: Spell,
    pub days: Answer,
}

/// A dataset as one clock sees it.
pub struct Reading<'a> {
    pub data: &'a Dataset,
    pub as_of: Day,
    pub people: Vec<String>,
    pub companies: Vec<String>,
    pub seats: Vec<ReadSeat>,
    pub ties: Vec<ReadTie>,
    /// Piece `i` of time is `[cuts[i], cuts[i + 1])`.
    pub cuts: Vec<Day>,
    /// The pieces within the clock.
    pub window: Days,
    pub quantifier: Quantifier,
    pub undated: bool,
    /// "`--links officers` counts them (one end a board seat, the other a board seat or an executive office)."
    pub officers: bool,
    /// `--at` and `--during` ask for one day, `--ever` does not.
    pub one_day: bool,
    /// Some row may begin after the as-of date, or the clock reaches beyond it.
    pub reaches_beyond: bool,
}

impl<'a> Reading<'a> {
    /// None if a date of the dataset cannot be read.
    pub fn new(data: &'a Dataset, clock: &Clock, as_of: Day) -> Option<Self> {
        let undated = *clock == Clock::Undated;
        let spell = |start: &str, end: &str, unknown: bool| {
            if undated {
                let always = Range { earliest: FAR_PAST, latest: FAR_PAST };
                let never = Range { earliest: FAR_FUTURE, latest: FAR_FUTURE };
                return Some(Spell { start: always, end: never, runs: true });
            }
            Spell::read(start, end, unknown, as_of)
        };
        let mut spells = Vec::new();
        // "The same row twice counts once", however it is written.
        let meant: Vec<Seat> = data.seats.iter().map(|seat| meant_seat(seat, data.empty_end_unknown)).collect();
        let seats: Vec<(usize, &Seat)> =
            data.seats.iter().enumerate().filter(|(at, _)| !meant[..*at].contains(&meant[*at])).collect();
        let meant: Vec<Tie> = data.ties.iter().map(|tie| meant_tie(tie, data.empty_end_unknown)).collect();
        let ties: Vec<(usize, &Tie)> =
            data.ties.iter().enumerate().filter(|(at, _)| !meant[..*at].contains(&meant[*at])).collect();
        for (_, seat) in &seats {
            let unknown = data.empty_end_unknown || seat.end_status == "unknown";
            let mut read = spell(&seat.start, &seat.end, unknown)?;
            for id in [&seat.person, &seat.company] {
                if let Some(last) = data.end_of(id).filter(|_| !undated) {
                    // A seat that runs into a death known only in part is left open.
                    if read.runs && last.earliest <= as_of && read.spell_start_is_cut(&seat.start) {
                        return None;
                    }
                    read = read.ends_by(last, as_of);
                }
            }
            spells.push(read);
        }
        for (_, tie) in &ties {
            // "Founder and kin are facts without an end (a stated end is ignored, with a warning)";
            // relatives by descent "are related for life, so the tie needs no dates".
            spells.push(match tie.kind.as_str() {
                "sibling" => {
                    let life = Range { earliest: FAR_PAST, latest: FAR_PAST };
                    let end = Range { earliest: FAR_FUTURE, latest: FAR_FUTURE };
                    Spell { start: life, end, runs: true }
                }
                "founder-of" => spell(&tie.start, "..", false)?,
                _ => spell(&tie.start, &tie.end, data.empty_end_unknown)?,
            });
        }
        let (from, to) = clock.window();
        let mut cuts = vec![FAR_PAST, FAR_FUTURE, from, to, as_of, as_of + 1];
        for spell in &spells {
            let Range { earliest, latest } = spell.start;
            cuts.extend([earliest, latest, spell.end.earliest, spell.end.latest]);
        }
        cuts.retain(|cut| (FAR_PAST..=FAR_FUTURE).contains(cut));
        cuts.sort_unstable();
        cuts.dedup();
        let pieces =
            |from: Day, to: Day| -> Days { cuts.windows(2).map(|piece| from <= piece[0] && piece[1] <= to).collect() };
        let days = |spell: &Spell| Answer {
            certain: pieces(spell.start.latest, spell.end.earliest),
            possible: pieces(spell.start.earliest, spell.end.latest),
        };
        let (people, companies) = (data.person_ids(), data.company_ids());
        let place = |ids: &[String], id: &str| ids.iter().position(|other| other == id);
        let reaches_beyond = !undated
            && (spells.iter().any(|spell| {
                let may_be_later = spell.start.earliest > FAR_PAST || spell.end.latest < FAR_FUTURE;
                spell.start.latest > as_of && may_be_later
            }) || (*clock != Clock::Ever && to > as_of + 1));
        let read_seats = seats
            .iter()
            .zip(&spells)
            .map(|(&(_, seat), spell)| {
                Some(ReadSeat {
                    person: place(&people, &seat.person)?,
                    company: place(&companies, &seat.company)?,
                    office: Office::read(seat),
                    days: days(spell),
                    spell: spell.clone(),
                })
            })
            .collect::<Option<Vec<_>>>()?;
        let read_ties = ties
            .iter()
            .zip(&spells[seats.len()..])
            .map(|(&(row, _), spell)| ReadTie { row, days: days(spell), spell: spell.clone() })
            .collect();
        Some(Self {
            data,
            as_of: if undated { FAR_FUTURE } else { as_of },
            people,
            companies,
            seats: read_seats,
            ties: read_ties,
            window: pieces(from, to),
            cuts: cuts.clone(),
            quantifier: clock.quantifier(),
            undated,
            officers: false,
            reaches_beyond,
            one_day: matches!(clock, Clock::At(_) | Clock::During(..)),
        })
    }

    pub fn pieces(&self) -> usize {
        self.cuts.len() - 1
    }

    /// "Nothing is certain about a day after the as-of date."
    pub fn is_past(&self, piece: usize) -> bool {
        self.undated || self.cuts[piece + 1] <= self.as_of + 1
    }

    pub fn none(&self) -> Days {
        vec![false; self.pieces()]
    }

    /// The days on which a person holds a seat of some kind at a company.
    pub fn held(&self, person: usize, company: usize, what: fn(&Office) -> bool) -> Answer {
        let mut answer = Answer { certain: self.none(), possible: self.none() };
        for seat in &self.seats {
            if seat.person == person && seat.company == company && what(&seat.office) {
                answer = answer.or(&seat.days);
            }
        }
        answer
    }

    pub fn board(&self, person: usize, company: usize) -> Answer {
        self.held(person, company, |office| office.board)
    }

    /// The days on which a person links two companies: a board seat at both or, with `--links officers`, a
    /// board seat at one and a board seat or an executive office at the other.
    pub fn link(&self, person: usize, a: usize, b: usize) -> Answer {
        let boards = self.board(person, a).and(&self.board(person, b));
        if !self.officers {
            return boards;
        }
        let office = |company: usize| self.held(person, company, |office| office.executive);
        boards.or(&self.board(person, a).and(&office(b))).or(&office(a).and(&self.board(person, b)))
    }

    /// True on some day of the clock for some choice of days.
    pub fn possibly(&self, days: &Days) -> bool {
        (0..self.pieces()).any(|piece| self.window[piece] && days[piece])
    }

    /// True of the clock for every choice of days.
    pub fn certainly(&self, days: &Days) -> bool {
        let holds = |piece: usize| days[piece] && self.is_past(piece);
        let mut asked = (0..self.pieces()).filter(|&piece| self.window[piece]);
        match self.quantifier {
            Quantifier::Some => asked.any(holds),
            Quantifier::Each => asked.all(holds),
        }
    }

    /// The number of days of the clock, up to the as-of date.
    pub fn count(&self, days: &Days) -> i64 {
        (0..self.pieces())
            .filter(|&piece| self.window[piece] && days[piece] && self.is_past(piece))
            .map(|piece| i64::from(self.cuts[piece + 1] - self.cuts[piece]))
            .sum()
    }

    /// The longest unbroken runs of days: first day and first day after, null for no limit.
    pub fn runs(&self, days: &Days) -> Vec<(Option<String>, Option<String>)> {
        let mut runs: Vec<(Day, Day)> = Vec::new();
        for piece in (0..self.pieces()).filter(|&piece| days[piece]) {
            let (from, to) = (self.cuts[piece], self.cuts[piece + 1]);
            match runs.last_mut() {
                Some(run) if run.1 == from => run.1 = to,
                _ => runs.push((from, to)),
            }
        }
        let text = |at: Day| (FAR_PAST < at && at < FAR_FUTURE).then(|| iso(at));
        runs.into_iter().map(|(from, to)| (text(from), text(to))).collect()
    }

    /// The runs of certain days as they are told: none begins after the as-of date, and one that has
    /// no end yet is told without an end.
    pub fn certain_runs(&self, days: &Days) -> Vec<(Option<String>, Option<String>)> {
        let open_end = days.last().copied().unwrap_or(false);
        let last_gap = (0..self.pieces()).rev().find(|&piece| !days[piece]);
        let told = (0..self.pieces())
            .map(|piece| {
                // The last run keeps its open end only if it began by the as-of date.
                let in_last = open_end && last_gap.is_none_or(|gap| piece > gap);
                let began = open_end && last_gap.is_none_or(|gap| self.is_past(gap + 1));
                days[piece] && (self.is_past(piece) || (in_last && began))
            })
            .collect();
        self.runs(&told)
    }
}

impl Answer {
    pub fn or(&self, other: &Self) -> Self {
        let join = |a: &Days, b: &Days| a.iter().zip(b).map(|(a, b)| *a || *b).collect();
        Self { certain: join(&self.certain, &other.certain), possible: join(&self.possible, &other.possible) }
    }

    /// Both, on the same day. Right only where no one seat can decide both.
    pub fn and(&self, other: &Self) -> Self {
        Self { certain: both(&self.certain, &other.certain), possible: both(&self.possible, &other.possible) }
    }
}

pub fn both(a: &Days, b: &Days) -> Days {
    a.iter().zip(b).map(|(a, b)| *a && *b).collect()
}
