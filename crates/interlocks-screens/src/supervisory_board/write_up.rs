//! The row of a case of the supervisory board.

use super::offices::{executive_seats, says_supervisory, supervisory_seats};
use super::{Case, Judged, SupervisoryBoard, Test};
use crate::group::control_question;
use crate::wording::{Years, days_phrase, name, possibly};
use crate::{Answer, DatedAnswer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_analysis::ownership::owner_tie;
use interlocks_core::model::DaySpan;
use interlocks_graph::{CompanyIx, Entity, SeatIx, TieIx, UncertainDays};

impl SupervisoryBoard<'_> {
    /// Returns the row of a case.
    pub(super) fn write_up(&self, case: Case) -> Row {
        let judged = self.judged(case, self.control(case));
        let ruling = self.ruling(&judged);
        let missing = if ruling.verdict == Verdict::Unknown { self.missing(&judged, &ruling) } else { Vec::new() };
        let companies = [Some(case.company), case.dependent].into_iter().flatten();
        RowBuilder::new(self.context.graph, Screen::SupervisoryBoard, case.test.id(), &ruling)
            .subject([Entity::Person(case.person), Entity::Company(case.company)])
            .people([case.person])
            .companies(companies)
            .reason(self.reason(&judged, &ruling, &missing))
            .legs(self.legs(&judged, &ruling))
            .missing(missing)
            .rule(self.context.rules, case.test.id())
            .evidence(self.evidence(&judged, &ruling))
            .build()
    }

    fn company(&self, company: CompanyIx) -> String {
        name(self.context.graph, Entity::Company(company))
    }

    fn who(&self, case: Case) -> String {
        name(self.context.graph, Entity::Person(case.person))
    }

    /// Returns the days that a row speaks of: those of the ruling, or of the clock.
    fn span(&self, ruling: &Ruling) -> DaySpan {
        let first = ruling.days.possible.as_slice().first().copied();
        first.unwrap_or_else(|| self.context.options.query.clock.window())
    }

    /// Returns the office that bars from the supervisory board, as a clause.
    fn barring_office(&self, case: Case) -> String {
        let (who, of) = (self.who(case), self.company(case.company));
        match (case.test, case.dependent) {
            (Test::Dependent, Some(dependent)) => {
                let below = self.company(dependent);
                format!("{who} is a legal representative of {below}, which depends on {of}")
            }
            (Test::Former, _) => {
                let years = Years(self.cooling_years);
                format!("{who} was on the management board of {of} within the last {years}")
            }
            _ => format!("{who} is on the management board of {of}"),
        }
    }

    fn reason(&self, judged: &Judged, ruling: &Ruling, missing: &[String]) -> String {
        let case = judged.case;
        let (who, of) = (self.who(case), self.company(case.company));
        let days = days_phrase(&ruling.days.possible);
        let possibly = possibly(ruling.certain);
        let seat = format!("{who} sits on the supervisory board of {of}");
        match ruling.verdict {
            Verdict::Unknown => {
                let office = match (case.test, case.dependent) {
                    (Test::Dependent, Some(dependent)) => format!("has an office at {}", self.company(dependent)),
                    (Test::Former, _) => {
                        format!("had an executive office there within the last {}", Years(self.cooling_years))
                    }
                    _ => "has an executive office there".to_owned(),
                };
                format!(
                    "{who} sits on the board of {of} and {office}, {days}. It is not known {}.",
                    missing.join(", nor ")
                )
            }
            Verdict::Clear => {
                format!("{seat}, but on no day of the period asked about is it so that {}.", self.barring_office(case))
            }
            _ => format!("{seat}, although {}; {possibly}{days}.", self.barring_office(case)),
        }
    }

    fn legs(&self, judged: &Judged, ruling: &Ruling) -> Vec<Leg> {
        let (case, span) = (judged.case, self.span(ruling));
        let of = self.company(case.company);
        let known = |days: &UncertainDays| DatedAnswer::known(days.clone()).answer(span);
        let mut legs = vec![
            Leg::new("german", Answer::Yes, format!("country of {of}: {}", self.context.graph.country(case.company))),
            Leg::new(
                "stock-corporation",
                judged.stock_corporation,
                format!("{of} is listed, or an AG, SE or KGaA by its name: {}", judged.stock_corporation),
            ),
            Leg::new(
                "supervisory-board",
                known(&judged.supervising),
                format!(
                    "{} on the board of {of} without an executive office, {}",
                    self.who(case),
                    days_phrase(&judged.supervising.possible)
                ),
            ),
        ];
        let office = judged.barring.answer(span);
        let text = format!("{}: {office}", self.barring_office(case));
        match case.test {
            Test::Dependent => {
                legs.push(Leg::new("legal-representative", office, text));
                legs.push(Leg::new(
                    "dependent",
                    judged.control.answer(span),
                    "more than half is held, or a tie says parent",
                ));
            }
            Test::Former => {
                let years = Figure::new("cooling-off", Some(f64::from(self.cooling_years)), "years");
                legs.push(Leg::new(
                    "listed",
                    judged.listed,
                    format!("the shares of {of} are listed: {}", judged.listed),
                ));
                legs.push(Leg::new("former-manager", office, text).with(years));
                let limit = Figure::new("limit", Some(self.proposal_percent), "percent of the votes");
                legs.push(Leg::new("proposal", Answer::Unknown, "no table says who proposed the member").with(limit));
            }
            Test::BothBoards => legs.push(Leg::new("management-board", office, text)),
        }
        legs
    }

    /// Returns the questions whose answers would decide.
    fn missing(&self, judged: &Judged, ruling: &Ruling) -> Vec<String> {
        let (graph, case, span) = (self.context.graph, judged.case, self.span(ruling));
        let (who, of) = (self.who(case), self.company(case.company));
        let mut missing = Vec::new();
        if judged.stock_corporation == Answer::Unknown {
            missing
                .push(format!("whether {of} has a supervisory board under the Stock Corporation Act (its legal form)"));
        }
        if judged.listed == Answer::Unknown {
            missing.push(format!("whether {of} is listed (listed)"));
        }
        let is_open = |answer: &DatedAnswer| answer.unknown().possible.meets(&span.into());
        if let Some(dependent) = case.dependent {
            if is_open(&judged.control) {
                missing.push(control_question(graph, case.company, dependent));
            }
            if is_open(&judged.barring) {
                missing.push(format!("whether {who} is a legal representative of {} (role)", self.company(dependent)));
            }
        }
        match case.test {
            Test::Dependent => {}
            Test::Former => missing.push(format!(
                "whether {who} was on the management board of {of}, and was proposed by holders of more than {} % of the votes",
                self.proposal_percent
            )),
            Test::BothBoards if is_open(&judged.barring) => {
                let mut seats = supervisory_seats(graph, case.person, case.company);
                if !seats.any(|seat| says_supervisory(&graph.seat(seat).role)) {
                    missing.push(format!("whether the seat of {who} at {of} is on its supervisory board (role)"));
                }
                missing.push(format!(
                    "whether {who} is on the management board of {of} (role), and not for up to a year as a deputy (s. 105(2))"
                ));
            }
            Test::BothBoards => {}
        }
        missing
    }

    fn evidence(&self, judged: &Judged, ruling: &Ruling) -> Vec<Evidence> {
        let (graph, case) = (self.context.graph, judged.case);
        let office = executive_seats(graph, case.person, case.dependent.unwrap_or(case.company));
        let mut seats: Vec<SeatIx> = supervisory_seats(graph, case.person, case.company).collect();
        if case.test != Test::Former {
            // Seats that overlap with the days of the ruling; a former office never does.
            let spell = |seat: &SeatIx| UncertainDays::from_spell(&graph.spell(*seat)).possible;
            seats.retain(|seat| spell(seat).meets(&ruling.days.possible) || ruling.days.possible.is_empty());
        }
        let dependent = case.dependent.map(Entity::Company);
        let ties: Vec<TieIx> = dependent
            .into_iter()
            .flat_map(|below| {
                graph
                    .ties(below)
                    .filter(move |tie| owner_tie(graph, *tie).is_some_and(|(_, own)| Entity::Company(own) == below))
            })
            .collect();
        let seats = seats.into_iter().chain(office).map(|seat| Evidence::from_seat(graph, seat));
        seats.chain(ties.into_iter().map(|tie| Evidence::from_tie(graph, tie))).collect()
    }
}
