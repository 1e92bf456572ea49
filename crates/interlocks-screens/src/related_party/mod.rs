//! Deals with related parties: Regulation S-K, Item 404(a), and IAS 24.
//!
//! Each deal is judged on its own day, which may be known as a range of days.

pub(super) mod dated_deal;
pub(super) mod deal_text;
pub(super) mod holdings;
pub(super) mod household;
pub(super) mod ias24;
mod ias24_write_up;
mod item404;
mod item404_write_up;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::sec_filer::SecFiler;
use super::{Answer, Assess, CaseVerdict, Context, Row, Ruling, Screen};
use interlocks_core::stop::check;
use interlocks_graph::{CompanyIx, DealIx, Entity};

use dated_deal::DatedDeal;
use ias24::{Parties, Relation};
use item404::{Interest, Transaction};

/// The screen for one question.
pub(crate) struct RelatedParty<'a> {
    context: Context<'a>,
}

/// A case: one test of a deal. The order of variants and fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// Item 404(a): a related person of the registrant.
    Item404 { deal: DealIx, registrant: CompanyIx, counterparty: CompanyIx, person: Entity },
    /// IAS 24: two parties.
    Ias24 { deal: DealIx, parties: [CompanyIx; 2] },
}

impl<'a> RelatedParty<'a> {
    pub(crate) fn new(context: Context<'a>) -> RelatedParty<'a> {
        RelatedParty { context }
    }

    /// Returns the cases of a deal. Each two of its parties are compared, and each of the two may be the registrant.
    fn cases_of(&self, deal: DealIx) -> Vec<CaseVerdict<Case>> {
        check();
        let graph = self.context.graph;
        let dated_deal = DatedDeal::new(self.context, deal);
        if !dated_deal.is_asked_about() {
            return Vec::new();
        }
        let parties = dated_deal.parties(graph);
        let mut cases = Vec::new();
        for &registrant in parties.iter().filter(|party| SecFiler::new(graph, **party).files() != Answer::No) {
            for &counterparty in parties.iter().filter(|party| **party != registrant) {
                let transaction = Transaction::new(self.context, dated_deal, [registrant, counterparty]);
                for person in transaction.people() {
                    let ruling = transaction.ruling(&transaction.interest(person));
                    let case = Case::Item404 { deal, registrant, counterparty, person };
                    cases.extend(self.if_wanted(&ruling, case));
                }
            }
        }
        for (at, &a) in parties.iter().enumerate() {
            for &b in &parties[at + 1..] {
                let pair = Parties::new(self.context, dated_deal, [a, b]);
                if let Some(relation) = pair.relation() {
                    cases.extend(self.if_wanted(&pair.ruling(&relation), Case::Ias24 { deal, parties: [a, b] }));
                }
            }
        }
        cases
    }

    fn if_wanted(&self, ruling: &Ruling, case: Case) -> Option<CaseVerdict<Case>> {
        self.context.options.wants(ruling.verdict).then(|| CaseVerdict::new(ruling, case))
    }

    fn item_404(&self, deal: DealIx, parties: [CompanyIx; 2], person: Entity) -> (Transaction<'a>, Interest) {
        let transaction = Transaction::new(self.context, DatedDeal::new(self.context, deal), parties);
        let interest = transaction.interest(person);
        (transaction, interest)
    }

    fn ias_24(&self, deal: DealIx, parties: [CompanyIx; 2]) -> (Parties<'a>, Relation) {
        let parties = Parties::new(self.context, DatedDeal::new(self.context, deal), parties);
        let relation = parties.relation().unwrap_or_default();
        (parties, relation)
    }
}

impl Assess for RelatedParty<'_> {
    const SCREEN: Screen = Screen::RelatedParty;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let deals: Vec<DealIx> = self.context.graph.deals().collect();
        deals.par_iter().flat_map_iter(|deal| self.cases_of(*deal)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        match *case {
            Case::Item404 { deal, registrant, counterparty, person } => {
                let (transaction, interest) = self.item_404(deal, [registrant, counterparty], person);
                let family = interest.relatives(&transaction);
                let family = family.into_iter().map(|member| Entity::Person(member.person));
                [Entity::Company(registrant), Entity::Company(counterparty), person].into_iter().chain(family).collect()
            }
            Case::Ias24 { deal, parties } => {
                let (pair, relation) = self.ias_24(deal, parties);
                let people = ias24_write_up::people(self.context.graph, &pair, &relation);
                parties.map(Entity::Company).into_iter().chain(people.into_iter().map(Entity::Person)).collect()
            }
        }
    }

    fn explain(&self, case: &Case) -> Row {
        let graph = self.context.graph;
        match *case {
            Case::Item404 { deal, registrant, counterparty, person } => {
                let (transaction, interest) = self.item_404(deal, [registrant, counterparty], person);
                let ruling = transaction.ruling(&interest);
                let deal = graph.deal(deal);
                item404_write_up::WriteUp { transaction: &transaction, interest: &interest, ruling, deal }.row()
            }
            Case::Ias24 { deal, parties } => {
                let (parties, relation) = self.ias_24(deal, parties);
                let ruling = parties.ruling(&relation);
                let deal = graph.deal(deal);
                ias24_write_up::WriteUp { parties: &parties, relation: &relation, ruling, deal }.row()
            }
        }
    }
}
