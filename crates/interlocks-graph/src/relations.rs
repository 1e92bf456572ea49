//! The ties and deals of people and companies.

use super::{BoardGraph, CompanyIx, DealIx, Entity, TieIx};
use interlocks_core::model::{DayRange, Deal, Spell, Tie, TieEnd};

impl BoardGraph {
    /// The ties of an entity, in the order of the entities they join.
    pub fn ties(&self, entity: Entity) -> impl Iterator<Item = TieIx> + '_ {
        self.ties.of_entity(self.entity_number(entity)).map(TieIx::new)
    }

    /// Every tie, in the order of the entities they join.
    pub fn all_ties(&self) -> impl ExactSizeIterator<Item = TieIx> + use<> {
        (0..self.ties.len() as u32).map(TieIx::new)
    }

    /// The row a tie was read from.
    pub fn tie(&self, tie: TieIx) -> Tie {
        let (from, to) = self.tie_ends(tie);
        let end = |entity: Entity| TieEnd { id: self.id(entity), kind: Some(entity.kind()) };
        self.ties.tie(tie.number(), end(from), end(to))
    }

    /// What a tie joins: from, to.
    pub fn tie_ends(&self, tie: TieIx) -> (Entity, Entity) {
        let (from, to) = self.ties.ends(tie.number());
        (self.entity(from), self.entity(to))
    }

    /// The kind of a tie.
    pub fn tie_kind(&self, tie: TieIx) -> &str {
        self.ties.kind(tie.number())
    }

    /// The owner's share of a tie in per cent, where one is stated.
    pub fn tie_share(&self, tie: TieIx) -> Option<f64> {
        self.ties.share(tie.number())
    }

    /// When a tie held.
    pub fn tie_spell(&self, tie: TieIx) -> Spell {
        if self.undated { Spell::ALWAYS } else { self.ties.spell(tie.number(), self.about.as_of) }
    }

    /// The deals, in the order of ids.
    pub fn deals(&self) -> impl ExactSizeIterator<Item = DealIx> + use<> {
        (0..self.deals.len() as u32).map(DealIx::new)
    }

    /// The deals of a company, in the order of ids.
    pub fn company_deals(&self, company: CompanyIx) -> impl Iterator<Item = DealIx> + '_ {
        self.deals.of_company(company.number()).map(DealIx::new)
    }

    /// The number of the deal with this very id.
    pub fn deal_number(&self, id: &str) -> Option<DealIx> {
        self.deals.number(id).map(DealIx::new)
    }

    /// The days on which a deal may have been made; none where nothing is known of its date.
    pub fn deal_days(&self, deal: DealIx) -> Option<DayRange> {
        self.deals.days(deal.number())
    }

    /// The parties of a deal, as listed.
    pub fn deal_parties(&self, deal: DealIx) -> impl ExactSizeIterator<Item = CompanyIx> + '_ {
        self.deals.parties(deal.number()).map(CompanyIx::new)
    }

    /// The row a deal was read from.
    pub fn deal(&self, deal: DealIx) -> Deal {
        let parties = self.deal_parties(deal).map(|party| self.id(Entity::Company(party))).collect();
        self.deals.deal(deal.number(), parties)
    }
}
