//! People who joined or left close to a deal: `appointment-window`, `revolving-door`.

use crate::conflicts::Rule;
use crate::conflicts::account::Deed;
use crate::conflicts::finding::{Event, Finding, Lead, Move};
use crate::conflicts::party_pair::PartyPair;
use crate::conflicts::records::Records;
use crate::tenure::{Lag, ServiceSpell, distance_text, is_within_window, joining_probability, lag, move_probability};
use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan, Relation};
use interlocks_core::wording::on_days;
use interlocks_graph::{CompanyIx, Entity, PersonIx};

impl PartyPair<'_> {
    /// Finds a person tied to one party who joined the board of the other near the deal.
    ///
    /// Certain if, for every choice of days, the person joined, was tied on that day, and the deal lies within the
    /// window; possible if all three are true for some choice.
    pub(in crate::conflicts) fn appointment_window(
        &self,
        person: PersonIx,
        (home, board): (CompanyIx, CompanyIx),
        findings: &mut Vec<Finding>,
    ) {
        let board_seats = Records::board_seats(self.graph, person, board);
        if self.graph.is_undated() || board_seats.is_empty() {
            return;
        }
        let person_entity = Entity::Person(person);
        let home_ties = Records::ties(self.graph, person_entity, Entity::Company(home), Relation::binds);
        let home_rows = Records::seats(self.graph, person, home, |_, _| true).and(home_ties);
        let tied = home_rows.uncertain_days();
        let known = self.known(&tied.certain);
        let board_rows = board_seats.on_record();
        for service in board_seats.service_spells() {
            let joined = service.joined.meet(&tied.possible);
            let Some(near) = is_within_window(&[&joined], self.days, self.options.window) else { continue };
            let sure = service.surely_joined && service.joined.meet(&known) == service.joined && self.is_known(&joined);
            let lag = lag(&joined, self.days);
            let what = format!(
                "the board of {} {} while tied to {}, {} the deal",
                self.company(board),
                days_text(&joined),
                self.company(home),
                lag_text(lag)
            );
            let mut lead = Lead::new(Rule::AppointmentWindow, vec![person], (certainty(near, sure), lag));
            let who = self.named(person_entity);
            lead.account.add(&who, Deed::Joined(what));
            let tied = home_rows.spells();
            lead.probability = joining_probability((&service, &board_rows), &tied, self.days, self.options.window);
            let company = self.named(Entity::Company(board));
            lead.events = vec![Event::new(Move::Joined, who, company, &joined, self.days)];
            lead.evidence = home_rows.evidence(self.graph, &joined);
            lead.evidence.extend(board_seats.evidence(self.graph, &joined));
            findings.push(self.finding(lead));
        }
    }

    /// Finds a person who left one party and joined the other, both near the deal, in either order.
    pub(in crate::conflicts) fn revolving_door(
        &self,
        person: PersonIx,
        (from, to): (CompanyIx, CompanyIx),
        findings: &mut Vec<Finding>,
    ) {
        if self.graph.is_undated() {
            return;
        }
        let seats = |company| Records::seats(self.graph, person, company, |_, _| true);
        let (from_seats, to_seats) = (seats(from), seats(to));
        if from_seats.is_empty() || to_seats.is_empty() {
            return;
        }
        let window = self.options.window;
        let is_near = |days: &DaySet| is_within_window(&[days], self.days, window).is_some();
        let joinings: Vec<ServiceSpell> =
            to_seats.service_spells().into_iter().filter(|service| is_near(&service.joined)).collect();
        for leaving in from_seats.service_spells().into_iter().filter(|service| is_near(&service.left)) {
            for joining in &joinings {
                let (left, joined) = (&leaving.left, &joining.joined);
                let Some(near) = is_within_window(&[left, joined], self.days, window) else { continue };
                let sure = leaving.surely_left && joining.surely_joined && self.is_known(left) && self.is_known(joined);
                let lag = lag(joined, self.days);
                let named_person = self.named(Entity::Person(person));
                let mut lead = Lead::new(Rule::RevolvingDoor, vec![person], (certainty(near, sure), lag));
                lead.account.add(&named_person, Deed::Left(format!("{} {}", self.company(from), days_text(left))));
                let what = format!("{} {}, {} the deal", self.company(to), days_text(joined), lag_text(lag));
                lead.account.add(&named_person, Deed::Joined(what));
                let (from_rows, to_rows) = (from_seats.on_record(), to_seats.on_record());
                lead.probability = move_probability((&leaving, &from_rows), (joining, &to_rows), self.days, window);
                let event = |what, company, days| {
                    Event::new(what, named_person.clone(), self.named(Entity::Company(company)), days, self.days)
                };
                lead.events = vec![event(Move::Left, from, left), event(Move::Joined, to, joined)];
                let before = left.as_slice().iter().map(|span| DaySpan { from: span.from.plus(-1), to: span.to });
                lead.evidence = from_seats.evidence(self.graph, &before.collect());
                lead.evidence.extend(to_seats.evidence(self.graph, joined));
                findings.push(self.finding(lead));
            }
        }
    }
}

/// Returns how certain it is that the events are near the deal, which needs everything else to be sure.
fn certainty(near: Certainty, sure: bool) -> Certainty {
    if sure { near } else { Certainty::Possible }
}

/// Writes days from the first to the last: `in June 2011`, `on 2011-06-23`.
fn days_text(days: &DaySet) -> String {
    on_days(days.hull().map_or(DayRange::new(Day::MIN, Day::MAX), |hull| DayRange::new(hull.from, hull.to.plus(-1))))
}

/// Writes how far before or after the deal an event lies.
fn lag_text(lag: Lag) -> String {
    distance_text(lag.min, lag.max, ["before", "after"])
}
