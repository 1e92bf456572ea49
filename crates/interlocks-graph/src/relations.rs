//! Access to the ties and deals of people and companies.

use super::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, TieIx};
use interlocks_core::model::vocabulary::{TieKind, TieReading};
use interlocks_core::model::{DayRange, Deal, Relation, Spell, Tie, TieEnd};

impl BoardGraph {
    /// Returns the ties of an entity, in the order of the entities that they join.
    pub fn ties(&self, entity: Entity) -> impl Iterator<Item = TieIx> + '_ {
        self.ties.of_entity(self.entity_number(entity)).map(TieIx::new)
    }

    /// Returns all ties, in the order of the entities that they join.
    pub fn all_ties(&self) -> impl ExactSizeIterator<Item = TieIx> + use<> {
        (0..self.ties.len() as u32).map(TieIx::new)
    }

    /// Returns a tie as it was read.
    pub fn tie(&self, tie: TieIx) -> Tie {
        let (from, to) = self.tie_ends(tie);
        let end = |entity: Entity| TieEnd { id: self.id(entity), kind: Some(entity.kind()) };
        self.ties.tie(tie.number(), end(from), end(to))
    }

    /// Returns the two entities that a tie joins, as stated: from, to.
    pub fn tie_ends(&self, tie: TieIx) -> (Entity, Entity) {
        let (from, to) = self.ties.ends(tie.number());
        (self.entity(from), self.entity(to))
    }

    /// Returns the kind of a tie, as stated.
    pub fn tie_kind(&self, tie: TieIx) -> &str {
        self.ties.kind(tie.number())
    }

    /// Returns the owner's share of a tie in per cent, if one is stated.
    pub fn tie_share(&self, tie: TieIx) -> Option<f64> {
        self.ties.share(tie.number())
    }

    /// Returns the different kinds of ties, as stated. Evaluate a kind for each of them, not for each tie.
    pub fn kinds_of_ties(&self) -> impl Iterator<Item = &str> {
        self.ties.kinds()
    }

    /// Returns the position of the kind of a tie in [`kinds_of_ties`](BoardGraph::kinds_of_ties).
    pub fn tie_kind_number(&self, tie: TieIx) -> Option<usize> {
        self.ties.kind_number(tie.number())
    }

    /// Returns what the kind of a tie says.
    pub fn tie_reading(&self, tie: TieIx) -> TieReading {
        self.ties.reading(tie.number())
    }

    /// Returns the relation that the kind of a tie states.
    pub fn tie_relation(&self, tie: TieIx) -> Relation {
        self.tie_reading(tie).relation()
    }

    /// Returns what a tie is, and its two entities in the order of [`TieKind`]: the owner before what is owned, whichever of
    /// `owns` and `owned by` the row states.
    pub fn directed_tie(&self, tie: TieIx) -> (TieKind, Entity, Entity) {
        let reading = self.tie_reading(tie);
        let (first, second) = reading.in_order(self.tie_ends(tie));
        (reading.kind, first, second)
    }

    /// Returns what a tie is between a person and a company, in whichever order the row names them; `None` for other ties.
    pub fn tie_at_company(&self, tie: TieIx) -> Option<(TieKind, PersonIx, CompanyIx)> {
        match self.tie_ends(tie) {
            (Entity::Person(person), Entity::Company(company)) | (Entity::Company(company), Entity::Person(person)) => {
                Some((self.tie_reading(tie).kind, person, company))
            }
            _ => None,
        }
    }

    /// Returns the spell of a tie. Relatives by descent are so for life, and founders from the start of the tie on, whatever
    /// else the row states.
    pub fn tie_spell(&self, tie: TieIx) -> Spell {
        if self.undated {
            return Spell::ALWAYS;
        }
        let (from, to) = self.tie_ends(tie);
        self.ties.spell(tie.number(), [from, to].map(Entity::kind), self.about.as_of)
    }

    /// Returns all deals, in the order of ids.
    pub fn deals(&self) -> impl ExactSizeIterator<Item = DealIx> + use<> {
        (0..self.deals.len() as u32).map(DealIx::new)
    }

    /// Returns the deals of a company, in the order of ids.
    pub fn company_deals(&self, company: CompanyIx) -> impl Iterator<Item = DealIx> + '_ {
        self.deals.of_company(company.number()).map(DealIx::new)
    }

    /// Returns the deal with exactly this id.
    pub fn deal_number(&self, id: &str) -> Option<DealIx> {
        self.deals.number(id).map(DealIx::new)
    }

    /// Returns the days on which a deal may have been made; `None` if its date is unknown.
    pub fn deal_days(&self, deal: DealIx) -> Option<DayRange> {
        self.deals.days(deal.number())
    }

    /// Returns the parties of a deal, as listed.
    pub fn deal_parties(&self, deal: DealIx) -> impl ExactSizeIterator<Item = CompanyIx> + '_ {
        let last = self.last_company();
        self.deals.parties(deal.number()).map(move |party| CompanyIx::new(party.min(last)))
    }

    /// Returns the parties of a deal whose pairs are compared, in order: none if the deal has more than
    /// [`Deal::MOST_PARTIES`]. Reading the data warns of such deals.
    pub fn compared_parties(&self, deal: DealIx) -> Vec<CompanyIx> {
        let parties = self.deal_parties(deal);
        if parties.len() > Deal::MOST_PARTIES {
            return Vec::new();
        }
        let mut parties: Vec<CompanyIx> = parties.collect();
        parties.sort_unstable();
        parties
    }

    /// Returns a deal as it was read.
    pub fn deal(&self, deal: DealIx) -> Deal {
        let parties = self.deal_parties(deal).map(|party| self.id(Entity::Company(party))).collect();
        self.deals.deal(deal.number(), parties)
    }
}
