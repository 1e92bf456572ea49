//! Who came or went close to a deal: `appointment-window`, `revolving-door`.

use super::Rule;
use super::finding::{Event, Finding, Lead, Move};
use super::lag::{inside, lag, lag_written, probability, written};
use super::records::Records;
use super::relation::Relation;
use super::stint::Stint;
use super::table::Table;
use interlocks_core::model::{Certainty, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

impl Table<'_> {
    /// Somebody tied to one party who joined the board of the other near the deal.
    ///
    /// Certain when for every choice of days they joined, were tied on that day, and the deal lies
    /// within the window; possible when for some choice they did all three.
    pub(super) fn joining(&self, person: PersonIx, (x, y): (CompanyIx, CompanyIx), findings: &mut Vec<Finding>) {
        let board = Records::seats(self.graph, person, y, BoardGraph::is_board);
        if self.graph.is_undated() || board.is_empty() {
            return;
        }
        let (me, it) = (Entity::Person(person), Entity::Company(x));
        let home =
            Records::seats(self.graph, person, x, |_, _| true)
                .and(Records::ties(self.graph, me, it, |relation| relation != Relation::Opposed));
        let tied = home.stretch();
        let known = self.known(&tied.certain);
        for stint in board.stints() {
            let joined = stint.joined.meet(&tied.possible);
            let Some(near) = inside(&[&joined], self.days, self.options.window) else { continue };
            let sure = stint.surely_joined && stint.joined.meet(&known) == stint.joined && self.is_known(&joined);
            let lag = lag(&joined, self.days);
            let (who, home_name, there) = (self.person(person), self.name(x), self.name(y));
            let what = format!(
                "{who} joined the board of {there} ({}) while tied to {home_name}, {} from the deal",
                written(&joined),
                lag_written(lag)
            );
            let mut lead = Lead::held(Rule::AppointmentWindow, vec![person], (certainty(near, sure), lag), what);
            lead.probability = probability(&[&joined], self.days, self.options.window);
            let company = self.named(Entity::Company(y));
            lead.events = vec![Event::new(Move::Joined, self.named(me), company, &joined, self.days)];
            lead.evidence = home.evidence(self.graph, &joined);
            lead.evidence.extend(board.evidence(self.graph, &joined));
            findings.push(self.finding(lead));
        }
    }

    /// Somebody who left one party and joined the other, both near the deal, in either order.
    pub(super) fn changing(&self, person: PersonIx, (x, y): (CompanyIx, CompanyIx), findings: &mut Vec<Finding>) {
        if self.graph.is_undated() {
            return;
        }
        let seats = |company| Records::seats(self.graph, person, company, |_, _| true);
        let (from, to) = (seats(x), seats(y));
        if from.is_empty() || to.is_empty() {
            return;
        }
        let window = self.options.window;
        let near = |days: &DaySet| inside(&[days], self.days, window).is_some();
        let joinings: Vec<Stint> = to.stints().into_iter().filter(|stint| near(&stint.joined)).collect();
        for leaving in from.stints().into_iter().filter(|stint| near(&stint.left)) {
            for joining in &joinings {
                let (left, joined) = (&leaving.left, &joining.joined);
                let Some(near) = inside(&[left, joined], self.days, window) else { continue };
                let sure = leaving.surely_left && joining.surely_joined && self.is_known(left) && self.is_known(joined);
                let lag = lag(joined, self.days);
                let (who, here, there) = (self.person(person), self.name(x), self.name(y));
                let what = format!(
                    "{who} left {here} ({}) and joined {there} ({}), {} from the deal",
                    written(left),
                    written(joined),
                    lag_written(lag)
                );
                let mut lead = Lead::held(Rule::RevolvingDoor, vec![person], (certainty(near, sure), lag), what);
                lead.probability = probability(&[left, joined], self.days, window);
                let me = self.named(Entity::Person(person));
                let event = |what, company, days| {
                    Event::new(what, me.clone(), self.named(Entity::Company(company)), days, self.days)
                };
                lead.events = vec![event(Move::Left, x, left), event(Move::Joined, y, joined)];
                let before = left.as_slice().iter().map(|span| DaySpan { from: span.from.plus(-1), to: span.to });
                lead.evidence = from.evidence(self.graph, &before.collect());
                lead.evidence.extend(to.evidence(self.graph, joined));
                findings.push(self.finding(lead));
            }
        }
    }
}

/// Near for sure, and everything else for sure.
fn certainty(near: Certainty, sure: bool) -> Certainty {
    if sure { near } else { Certainty::Possible }
}
