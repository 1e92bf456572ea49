//! Deals between companies that related people stand behind: Regulation S-K, Item 404(a), and IAS 24.
//!
//! Every deal is asked about on its own day, of which a range of days may be known.

mod dealt;
mod holdings;
mod household;
mod ias24;
mod item404;
#[cfg(test)]
mod oracle;
mod related;
#[cfg(test)]
mod tests;
mod told;

use rayon::prelude::*;

use super::{Asked, Case, Row, Ruling, Screen, Screening};
use interlocks_graph::{CompanyIx, DealIx, Entity};

use dealt::Dealt;
use ias24::{Parties, Relation};
use item404::{Interest, Transaction};

/// The tests, by number.
const ITEM_404: u16 = 0;
const IAS_24: u16 = 1;

/// The screen at work.
pub struct RelatedParty<'a>(Asked<'a>);

impl<'a> RelatedParty<'a> {
    pub fn new(asked: Asked<'a>) -> RelatedParty<'a> {
        RelatedParty(asked)
    }

    /// Every deal is between pairs of its parties, and each of two may be the registrant.
    fn of_deal(&self, deal: DealIx) -> Vec<Case> {
        let graph = self.0.graph;
        let dealt = Dealt::of(self.0, deal);
        if !dealt.is_asked() {
            return Vec::new();
        }
        let parties = dealt.parties(graph);
        let mut cases = Vec::new();
        for &registrant in parties.iter().filter(|party| graph.is_listed(**party) != Some(false)) {
            for &counterparty in parties.iter().filter(|party| **party != registrant) {
                let transaction = Transaction::between(self.0, dealt, [registrant, counterparty]);
                for person in transaction.people() {
                    let ruling = transaction.ruling(&transaction.interest(person));
                    let concerned =
                        [deal.number(), registrant.number(), counterparty.number(), graph.entity_number(person), 0];
                    cases.extend(self.case(&ruling, ITEM_404, concerned));
                }
            }
        }
        for (at, &a) in parties.iter().enumerate() {
            for &b in &parties[at + 1..] {
                let pair = Parties::of(self.0, dealt, [a, b]);
                let ruling = pair.relation().map(|relation| pair.ruling(&relation));
                cases.extend(
                    ruling.and_then(|ruling| self.case(&ruling, IAS_24, [deal.number(), a.number(), b.number(), 0, 0])),
                );
            }
        }
        cases
    }

    fn case(&self, ruling: &Ruling, test: u16, concerned: [u32; 5]) -> Option<Case> {
        let possible = !ruling.certain;
        let case = Case { verdict: ruling.verdict, possible, screen: Screen::RelatedParty, test, concerned };
        self.0.options.wants(ruling.verdict).then_some(case)
    }

    /// The test of Item 404(a) that a case is about.
    fn item_404(&self, case: &Case) -> (Transaction<'a>, Interest) {
        let [deal, registrant, counterparty, person, _] = case.concerned;
        let parties = [CompanyIx::new(registrant), CompanyIx::new(counterparty)];
        let transaction = Transaction::between(self.0, Dealt::of(self.0, DealIx::new(deal)), parties);
        let interest = transaction.interest(self.0.graph.entity(person));
        (transaction, interest)
    }

    /// The parties, and their relation, that a case of IAS 24 is about.
    fn ias_24(&self, case: &Case) -> (Parties<'a>, Relation) {
        let [deal, a, b, ..] = case.concerned;
        let parties = Parties::of(self.0, Dealt::of(self.0, DealIx::new(deal)), [CompanyIx::new(a), CompanyIx::new(b)]);
        let relation = parties.relation().unwrap_or_default();
        (parties, relation)
    }
}

impl Screening for RelatedParty<'_> {
    fn cases(&self) -> Vec<Case> {
        let deals: Vec<DealIx> = self.0.graph.deals().collect();
        deals.par_iter().flat_map_iter(|deal| self.of_deal(*deal)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [_, a, b, person, _] = case.concerned;
        let mut concerned = vec![Entity::Company(CompanyIx::new(a)), Entity::Company(CompanyIx::new(b))];
        if case.test == IAS_24 {
            let (parties, relation) = self.ias_24(case);
            concerned.extend(related::people(self.0.graph, &parties, &relation).into_iter().map(Entity::Person));
        } else {
            let (transaction, interest) = self.item_404(case);
            concerned.push(self.0.graph.entity(person));
            let family = interest.relatives(&transaction);
            concerned.extend(family.into_iter().map(|member| Entity::Person(member.person)));
        }
        concerned
    }

    fn tell(&self, case: &Case) -> Row {
        let deal = self.0.graph.deal(DealIx::new(case.concerned[0]));
        if case.test == IAS_24 {
            let (parties, relation) = self.ias_24(case);
            let ruling = parties.ruling(&relation);
            return related::Telling { parties: &parties, relation: &relation, ruling, deal }.row();
        }
        let (transaction, interest) = self.item_404(case);
        let ruling = transaction.ruling(&interest);
        told::Telling { transaction: &transaction, interest: &interest, ruling, deal }.row()
    }
}
