//! Owners and founders of one party on the board of the other: `owner-on-board`.
//!
//! An owner holds a large enough share of the party, by its own ties or through chains of companies, or controls it. A
//! company that is an owner acts through its executives and directors: one of them on the other board is a finding, too.

use std::collections::BTreeMap;

use crate::Evidence;
use crate::conflicts::Rule;
use crate::conflicts::account::Deed;
use crate::conflicts::finding::{Finding, Lead, OwnerStake};
use crate::conflicts::party_pair::PartyPair;
use crate::conflicts::records::Records;
use crate::ownership::{Owners, OwnershipSpells, ShareRange, ends_of_chain, links_between, owns_anything};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx};

/// The owners of a party, and when each held enough of it: computed once per owner.
struct OwnersOfParty<'t> {
    owners: Option<Owners<'t>>,
    spells_by_owner: BTreeMap<Entity, OwnershipSpells>,
    min_share: f64,
}

impl OwnersOfParty<'_> {
    /// Returns when an entity held enough of the party, if it possibly did.
    fn spells(&mut self, graph: &BoardGraph, owner: Entity) -> Option<&OwnershipSpells> {
        let owners = self.owners.as_ref().filter(|owners| owns_anything(graph, owner) && owners.contains(owner))?;
        let min_share = self.min_share;
        let spells = self.spells_by_owner.entry(owner).or_insert_with(|| owners.ownership_spells(owner, min_share));
        spells.days.is_possible().then_some(spells)
    }
}

impl PartyPair<'_> {
    /// Finds owners and founders of `owned` on the board of `board`. `people` are those with a seat at one of the two
    /// and a seat at, or a tie to, the other: only chains of owners lead to anybody else.
    pub(in crate::conflicts) fn owner_on_board(
        &self,
        (owned, board): (CompanyIx, CompanyIx),
        people: &[PersonIx],
        findings: &mut Vec<Finding>,
    ) {
        let owners = Owners::find(self.graph, owned);
        let candidates: Vec<PersonIx> = match owners {
            Some(_) => self.graph.company_people(board).collect(),
            None => people.to_vec(),
        };
        let mut holders = OwnersOfParty { owners, spells_by_owner: BTreeMap::new(), min_share: self.options.min_share };
        for person in candidates.into_iter().filter(|person| self.sat(*person, board)) {
            findings.extend(self.person_as_owner(person, (owned, board), &mut holders));
            if holders.owners.is_some() {
                self.person_of_owner(person, (owned, board), &mut holders, findings);
            }
        }
    }

    /// Finds a person who is an owner or a founder.
    fn person_as_owner(
        &self,
        person: PersonIx,
        (owned, board): (CompanyIx, CompanyIx),
        holders: &mut OwnersOfParty<'_>,
    ) -> Option<Finding> {
        let founding = Records::founding(self.graph, person, owned);
        let owner = Entity::Person(person);
        let shares =
            holders.spells(self.graph, owner).map(|spells| Records::from_spells(&spells.spells)).unwrap_or_default();
        let share_days = shares.uncertain_days().possible;
        let owner_rows = founding.clone().and(shares.clone());
        if owner_rows.is_empty() {
            return None;
        }
        let board_seats = Records::board_seats(self.graph, person, board);
        let together = self.together(&[&owner_rows, &board_seats])?;
        let mut lead = Lead::new(Rule::OwnerOnBoard, vec![person], together);
        lead.evidence = founding.evidence_since(self.graph, &self.span());
        if share_days.meets(&self.span()) {
            self.add_stake(owner, owned, (holders, &shares), &mut lead);
        }
        lead.evidence.extend(board_seats.evidence_since(self.graph, &self.span()));
        let what = if founding.is_empty() { "an owner" } else { "an owner or founder" };
        let chain = lead.stake.as_ref().map(share_and_chain).unwrap_or_default();
        let who = self.named(Entity::Person(person));
        let capacity = if chain.is_empty() { what.to_owned() } else { format!("{what} ({chain})") };
        lead.account.add(&who, Deed::Was { capacity, company: self.company(owned) });
        lead.account.add(&who, Deed::Sat { company: self.company(board) });
        Some(self.finding(lead))
    }

    /// Finds a person who is an executive or director of companies that are owners.
    fn person_of_owner(
        &self,
        person: PersonIx,
        (owned, board): (CompanyIx, CompanyIx),
        holders: &mut OwnersOfParty<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let acts_for = |graph: &BoardGraph, seat: SeatIx| graph.is_board(seat) || graph.is_executive(seat);
        let mut companies: Vec<CompanyIx> =
            self.graph.person_seats(person).map(|seat| self.graph.seat_company(seat)).collect();
        companies.dedup();
        // The people of an owner on its own board are no link to the other party.
        for company in companies.into_iter().filter(|company| *company != owned && *company != board) {
            let owner = Entity::Company(company);
            let shares = holders.spells(self.graph, owner).map(|spells| Records::from_spells(&spells.spells));
            let Some(shares) = shares else { continue };
            let owner_seats = Records::seats(self.graph, person, company, acts_for);
            let board_seats = Records::board_seats(self.graph, person, board);
            let Some(together) = self.together(&[&shares, &owner_seats, &board_seats]) else { continue };
            let mut lead = Lead::new(Rule::OwnerOnBoard, vec![person], together);
            lead.evidence = owner_seats.evidence_since(self.graph, &self.span());
            self.add_stake(owner, owned, (holders, &shares), &mut lead);
            lead.evidence.extend(board_seats.evidence_since(self.graph, &self.span()));
            let chain = lead.stake.as_ref().map(share_and_chain).unwrap_or_default();
            let who = self.named(Entity::Person(person));
            let (owner, owned) = (self.company(company), self.company(owned));
            let owner = format!("{owner} (an owner of {owned}: {chain})");
            lead.account.add(&who, Deed::Was { capacity: "an executive or director".to_owned(), company: owner });
            lead.account.add(&who, Deed::Sat { company: self.company(board) });
            findings.push(self.finding(lead));
        }
    }

    /// Adds the ties that make an entity an owner, and the share that they add up to.
    fn add_stake(
        &self,
        owner: Entity,
        owned: CompanyIx,
        (holders, shares): (&OwnersOfParty<'_>, &Records),
        lead: &mut Lead,
    ) {
        let Some((owners, spells)) = holders.owners.as_ref().zip(holders.spells_by_owner.get(&owner)) else { return };
        let (ties, _) = owners.chains(owner, &shares.days_since(&self.span()));
        let (_, chain) = owners.chains(owner, &self.span());
        let (chain, chain_not_listed) = ends_of_chain(chain);
        lead.evidence.extend(ties.into_iter().map(|tie| Evidence::from_tie(self.graph, tie)));
        lead.stake = Some(OwnerStake {
            owner: self.named(owner),
            company: self.named(Entity::Company(owned)),
            share: spells.share(self.days),
            chain: chain.into_iter().map(|entity| self.named(entity)).collect(),
            chain_not_listed,
        });
    }
}

/// Writes the share and the companies between: `6 %, through Holding`.
fn share_and_chain(stake: &OwnerStake) -> String {
    let ShareRange { min, max } = stake.share;
    let share = if min == max { format!("{max} %") } else { format!("{min} to {max} %") };
    match links_between(&stake.chain, stake.chain_not_listed).as_slice() {
        [] => share,
        between => format!("{share}, through {}", between.join(", ")),
    }
}
