//! The row of a case of too many boards.

use std::collections::BTreeSet;

use super::board_timeline::{ActiveSeat, BoardTimeline, seat_bits};
use super::groups::Control;
use super::limit_check::{Choice, CountedBoard, LimitCheck, Quantifier};
use super::prepared_limit::PreparedLimit;
use super::{Case, LaidOut, Overboarding, Screen, ruling};
use crate::rulebook::class::Class;
use crate::rulebook::{Counts, Groups};
use crate::wording::{counted, each_once, list, name, on_day, with_article};
use crate::{Answer, Figure, Leg, Row, RowBuilder, Ruling, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// A case and what its row is made from.
pub(super) struct WriteUp<'a> {
    graph: &'a BoardGraph,
    check: LimitCheck<'a>,
    person: PersonIx,
    timeline: BoardTimeline,
    control: Control<'a>,
    ruling: Ruling,
    /// The choices of what is unknown for which the verdict holds.
    quantifier: Quantifier,
    /// The days of the verdict; if clear, those on which the limit is in force.
    days: DaySet,
}

/// The boards of the day that the row describes.
struct DayCount<'t> {
    day: Day,
    active_seats: &'t [ActiveSeat],
    /// The boards that certainly count.
    known: u32,
    /// The boards that may count.
    at_worst: u32,
    /// Yes if the person is of the class.
    class: Answer,
}

impl<'a> Overboarding<'a> {
    /// Works a case out again.
    pub(super) fn write_up<'s>(&'s self, case: &Case) -> WriteUp<'s> {
        // Cases are made from limits in force, so there is one.
        let at = self.limits.iter().position(|limit| limit.number == case.limit).unwrap_or(0);
        let (limit, person) = (&self.limits[at], case.person);
        let number = person.index();
        let block = self.graph().seat_block(number..number + 1);
        let mut timeline = BoardTimeline::default();
        if let Some(fewest) = self.load(&mut timeline, &block, 0, person) {
            timeline.lay_out(fewest, &[]);
        }
        let grouped = limit.rule.groups != Groups::Each;
        let control = if grouped { self.with_groups(&mut timeline).control } else { None };
        let laid_out = LaidOut { timeline: &timeline, control };
        let ruling = ruling(self.context, self.days(&laid_out, limit, false), limit);
        let quantifier = match (ruling.verdict, ruling.certain) {
            _ if ruling.only_coming().is_some() => Quantifier::POSSIBLE,
            (Verdict::Breach | Verdict::AbovePolicy, true) => Quantifier::CERTAIN,
            (Verdict::Breach | Verdict::AbovePolicy, false) => Quantifier::POSSIBLE,
            (Verdict::Unknown, true) => Quantifier::CERTAIN_AT_WORST,
            _ => Quantifier::POSSIBLE_AT_WORST,
        };
        let days = match (ruling.verdict, ruling.certain) {
            _ if ruling.only_coming().is_some() => ruling.coming.clone().unwrap_or_default().possible,
            (Verdict::Clear, _) => limit.in_force.possible.within(self.period.asked),
            (_, true) => ruling.days.certain.clone(),
            (_, false) => ruling.days.possible.clone(),
        };
        let control = laid_out.control.unwrap_or_else(|| Control::above(self.graph(), &[], 0.0));
        WriteUp { graph: self.graph(), check: self.check(limit), person, timeline, control, ruling, quantifier, days }
    }
}

/// The words after the number of boards, for a limit that does not count the own company.
const APART: &str = " other than at their own company";

/// Returns a number of boards with their weight, if it is another number: `3 boards that count as 6`.
fn boards_phrase(companies: &[CountedBoard], weight: u32) -> String {
    match companies.len() == weight as usize {
        true => counted(weight, "board"),
        false => format!("{} that count as {weight}", counted(companies.len() as u32, "board")),
    }
}

impl WriteUp<'_> {
    fn limit(&self) -> &PreparedLimit<'_> {
        self.check.limit
    }

    fn company(&self, company: u32) -> String {
        name(self.graph, Entity::Company(CompanyIx::new(company)))
    }

    fn person(&self) -> String {
        name(self.graph, Entity::Person(self.person))
    }

    /// Returns the names of the companies whose boards count, as a list; those that count more than once say so.
    fn names(&self, boards: &[CountedBoard]) -> String {
        let name = |board: &CountedBoard| match board.weight {
            1 => self.company(board.company),
            _ if self.limit().rule.chair_barred => format!("{} (as its chair)", self.company(board.company)),
            weight => format!("{} (counts as {weight})", self.company(board.company)),
        };
        list(&boards.iter().map(name).collect::<Vec<String>>())
    }

    fn count(&self, active_seats: &[ActiveSeat], quantifier: Quantifier, day: Day) -> (bool, u32) {
        self.check.total_of_groups(active_seats, quantifier, day, &self.control)
    }

    /// Returns the boards that count on a day, in the order of companies.
    fn counted_boards(&self, active_seats: &[ActiveSeat]) -> Vec<CountedBoard> {
        let mut boards = Vec::new();
        self.check.weigh(active_seats, self.quantifier, |board| boards.push(board));
        boards.sort_unstable_by_key(|board| board.company);
        boards
    }

    /// Returns the intervals of the days the row is about, with their seats.
    fn intervals(&self) -> impl Iterator<Item = (DaySpan, &[ActiveSeat])> {
        self.timeline.intervals().filter_map(|(span, active_seats)| {
            let first = self.days.within(span).as_slice().first().copied()?;
            Some((first, active_seats))
        })
    }

    /// Returns the companies whose boards count on any day the row is about.
    pub(super) fn companies(&self) -> BTreeSet<u32> {
        let boards = self.intervals().flat_map(|(_, active_seats)| self.counted_boards(active_seats));
        boards.map(|board| board.company).collect()
    }

    /// Returns the first day with the most boards.
    fn day_count(&self) -> Option<DayCount<'_>> {
        let total = |span: &DaySpan, active_seats: &[ActiveSeat]| {
            let (is_of_class, total) = self.count(active_seats, self.quantifier, span.from);
            is_of_class.then_some(total)
        };
        let totals =
            self.intervals().filter_map(|(span, active_seats)| Some((total(&span, active_seats)?, span, active_seats)));
        let (_, span, active_seats) = totals.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let with_inputs = |inputs| self.count(active_seats, self.quantifier.with_inputs(inputs), span.from);
        let (known_class, known) = with_inputs(Choice::All);
        let (class, at_worst) = with_inputs(Choice::Any);
        let class = match (known_class, class) {
            (true, _) => Answer::Yes,
            (false, true) => Answer::Unknown,
            (false, false) => Answer::No,
        };
        Some(DayCount { day: span.from, active_seats, known, at_worst, class })
    }

    /// Returns the row of the case.
    pub(super) fn row(&self) -> Row {
        let rule = self.limit().rule;
        let recalled = rule.recalled.then(|| format!("{}: at most {}", rule.id, rule.most));
        let row = RowBuilder::new(self.graph, Screen::Overboarding, rule.id.clone(), &self.ruling)
            .subject([Entity::Person(self.person)])
            .people([self.person])
            .citation(self.citation())
            .recalled(recalled);
        let Some(day_count) = self.day_count() else { return row.build() };
        let companies = self.counted_boards(day_count.active_seats);
        let (missing, open) =
            if self.ruling.verdict == Verdict::Unknown { self.missing(&day_count) } else { Default::default() };
        row.companies(companies.iter().map(|board| CompanyIx::new(board.company)))
            .reason(self.reason(&day_count, &companies, &missing))
            .coming_reason(|day| self.coming_reason(&day_count, &companies, day))
            .legs(self.legs(&day_count, &companies))
            .missing(missing)
            .evidence(self.evidence(&day_count, &companies, &open))
            .build()
    }

    fn citation(&self) -> String {
        let rule = self.limit().rule;
        let from = rule.from.map_or_else(String::new, |date| format!(", from {date}"));
        let to = rule.to.map_or_else(String::new, |date| format!(", to {date}"));
        let force = if rule.force.is_empty() { String::new() } else { format!(" ({})", rule.force) };
        format!("{}: limit for {}{from}{to}{force}", rule.body, with_article(&rule.applies_to))
    }

    fn reason(&self, day_count: &DayCount<'_>, companies: &[CountedBoard], missing: &[String]) -> String {
        let rule = self.limit().rule;
        let (person, names) = (self.person(), self.names(companies));
        let day = on_day(day_count.day);
        let boards = |count: u32| boards_phrase(companies, count);
        let allowed = self.allowed();
        let outside = if rule.outside { APART } else { "" };
        let mut reason = match (self.ruling.verdict, self.ruling.certain) {
            (Verdict::Breach | Verdict::AbovePolicy, true) => {
                format!("{person} had {}{outside}{day}: {names}. {allowed}.", boards(day_count.known))
            }
            (Verdict::Breach | Verdict::AbovePolicy, false) => {
                format!("{person} may have had {}{outside}{day}: {names}. {allowed}.", boards(day_count.known))
            }
            (Verdict::Clear, _) => {
                let boards = boards(day_count.at_worst);
                let example = if day.is_empty() { names } else { format!("as{day}: {names}") };
                format!("{person} never had more than {boards}{outside} ({example}). {allowed}.")
            }
            _ => format!(
                "{person} may have had {}{outside}{day}: {names}; {} of them certainly count. {allowed}. Missing: {}.",
                boards(day_count.at_worst),
                day_count.known,
                list(missing)
            ),
        };
        if self.ruling.verdict == Verdict::AbovePolicy {
            reason.push_str(&self.consequence());
        }
        if !rule.condition.is_empty() {
            reason.push_str(&format!(" The limit only applies if {}.", rule.condition));
        }
        reason
    }

    /// Returns what the limit allows.
    fn allowed(&self) -> String {
        let rule = self.limit().rule;
        let boards = counted(rule.most, "board");
        let allowed = format!("{} allows {} at most {boards}", rule.body, with_article(&rule.applies_to));
        match &rule.allowed_if {
            Some(further) => format!("{allowed}, and more than {} only if {}", further.otherwise, further.condition),
            None => allowed,
        }
    }

    /// Returns what follows from being above a policy.
    fn consequence(&self) -> String {
        let rule = self.limit().rule;
        let body = if rule.force == "investor" { "investor" } else { "adviser" };
        let vote = if rule.vote.may { "may vote" } else { "votes" };
        let at = match (rule.vote.outside, rule.vote.not_chaired) {
            (true, _) => " at the outside boards",
            (false, true) => " at the boards that they do not chair",
            (false, false) => "",
        };
        format!(" That is no breach of law: the {body} {vote} against the director{at}.")
    }

    /// Returns the reason of a case to watch only for what is to come.
    fn coming_reason(&self, day_count: &DayCount<'_>, companies: &[CountedBoard], day: &str) -> String {
        format!(
            "{} will have {}{} on {day}, if nothing changes: {}. {}.",
            self.person(),
            boards_phrase(companies, day_count.known),
            if self.limit().rule.outside { APART } else { "" },
            self.names(companies),
            self.allowed()
        )
    }

    fn legs(&self, day_count: &DayCount<'_>, companies: &[CountedBoard]) -> Vec<Leg> {
        let rule = self.limit().rule;
        let in_force = match (rule.from, rule.to) {
            (None, None) => "on every day".to_owned(),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("to {to}"),
            (Some(from), Some(to)) => format!("from {from} to {to}"),
        };
        let certain = self.limit().in_force.certain.covers(DayRange::exactly(day_count.day));
        let doubt = "; because its dates are not exact, it is uncertain whether it was in force on that day";
        let doubt = if certain { "" } else { doubt };
        let (names, day) = (self.names(companies), on_day(day_count.day));
        let above = Answer::from(match () {
            () if day_count.known > rule.most => Some(true),
            () if day_count.at_worst > rule.least() => None,
            () => Some(false),
        });
        let counts = if day_count.known == day_count.at_worst { Answer::Yes } else { Answer::Unknown };
        let figure = |name: &str, value: u32| Figure::new(name, Some(f64::from(value)), "boards");
        let class = format!("the limit is for {}{day}", with_article(&rule.applies_to));
        let mut legs = vec![
            Leg::new("in-force", Answer::Yes, format!("the limit is in force {in_force}{doubt}")),
            Leg::new("class", day_count.class, class),
            Leg::new("counted-boards", counts, format!("{names}{day}"))
                .with(figure("certainly counted", day_count.known))
                .with(figure("possibly counted", day_count.at_worst)),
            Leg::new("limit-exceeded", above, format!("at most {}", counted(rule.most, "board")))
                .with(figure("limit", rule.most)),
        ];
        if !rule.condition.is_empty() {
            let text = format!("the limit only applies if {}; the data does not say so", rule.condition);
            legs.push(Leg::new("condition", Answer::Unknown, text));
        }
        legs
    }

    /// Returns the missing inputs of a day, and the companies they are about.
    fn missing(&self, day_count: &DayCount<'_>) -> (Vec<String>, Vec<u32>) {
        let (limit, mut missing, mut open) = (self.limit(), Vec::new(), Vec::new());
        let eligibility = self.check.eligibility;
        let concerned = |seat: &&ActiveSeat| seat.possible & (seat_bits::COUNTED | seat_bits::EXECUTIVE) != 0;
        for seat in day_count.active_seats.iter().filter(concerned) {
            let company = CompanyIx::new(seat.company);
            let unknown = |scope: &usize| eligibility.answer(*scope, seat.company) == Answer::Unknown;
            for scope in limit.scopes().filter(unknown).map(|scope| eligibility.scope(scope)) {
                open.push(seat.company);
                let name = self.company(seat.company);
                if scope.listed(self.graph, company) == Answer::Unknown {
                    let public = if scope.counts == Counts::Public { "a public company" } else { "listed" };
                    missing.push(format!("whether {name} is {public}"));
                }
                if scope.within(self.graph.country_reading(company)) == Answer::Unknown {
                    missing.push(format!("the country of {name}"));
                }
            }
            let maybe = seat.possible & seat_bits::MAYBE_INDEPENDENT != 0;
            if limit.class == Class::Independent && maybe && seat.certain & seat_bits::INDEPENDENT == 0 {
                let (person, company) = (self.person(), self.company(seat.company));
                missing.push(format!("whether {person} is an independent director of {company}"));
            }
        }
        let mut missing = each_once(missing);
        let conditions =
            [Some(&limit.rule.condition), limit.rule.allowed_if.as_ref().map(|further| &further.condition)];
        let conditions = conditions.into_iter().flatten().filter(|condition| !condition.is_empty());
        missing.extend(conditions.map(|condition| format!("whether {condition}")));
        match limit.class {
            Class::Retired => missing.push(format!("whether {} is retired", self.person())),
            Class::Other => {
                missing.push(format!("whether {} is {}", self.person(), with_article(&limit.rule.applies_to)));
            }
            Class::Bank { .. } => {
                let counts =
                    |seat: &&ActiveSeat| self.check.eligibility.answer(limit.scope, seat.company) != Answer::No;
                let banks = day_count.active_seats.iter().filter(concerned).filter(counts);
                let banks = banks.filter(|seat| self.check.eligibility.may_be_bank(seat.company));
                missing
                    .extend(banks.map(|seat| format!("whether {} is a significant bank", self.company(seat.company))));
            }
            _ => {}
        }
        if limit.rule.groups != Groups::Each {
            let (_, unstated) = self.control.ties_on(day_count.day);
            let shares = unstated.into_iter().filter_map(|tie| self.control.names(tie));
            missing.extend(shares.map(|(owner, company)| format!("the share of {owner} in {company}")));
        }
        (missing, open)
    }

    /// Returns the seats that count, or may count, on the day, and the ties that form groups.
    fn evidence(&self, day_count: &DayCount<'_>, companies: &[CountedBoard], open: &[u32]) -> Vec<Evidence> {
        let day = DaySpan::from(DayRange::exactly(day_count.day));
        let holds = |spell: Spell| spell.possible().is_some_and(|span| span.meet(day).is_some());
        let counted = companies.iter().map(|board| board.company);
        let mut wanted: BTreeSet<u32> = counted.chain(open.iter().copied()).collect();
        let home = |seat: &&ActiveSeat| seat.possible & seat_bits::EXECUTIVE != 0;
        wanted.extend(day_count.active_seats.iter().filter(home).map(|seat| seat.company));
        let seats = wanted.into_iter().flat_map(|company| self.graph.seats_at(self.person, CompanyIx::new(company)));
        let seats = seats.filter(|seat| self.graph.is_board(*seat) || self.graph.is_executive(*seat));
        let seats = seats.filter(|seat| holds(self.graph.spell(*seat)));
        let mut evidence: Vec<Evidence> = seats.map(|seat| Evidence::from_seat(self.graph, seat)).collect();
        if self.limit().rule.groups != Groups::Each {
            let (stated, unstated) = self.control.ties_on(day_count.day);
            evidence.extend(stated.into_iter().chain(unstated).map(|tie| Evidence::from_tie(self.graph, tie)));
        }
        evidence
    }
}
