//! Owners and founders of one party on the board of the other: `owner-on-board`.
//!
//! An owner is whoever holds a large enough share of the party, by its own ties or through chains
//! of companies, or controls it. A company that is one acts through its executives and directors:
//! one of them on the other board is a finding, too.

use std::collections::BTreeMap;

use super::Rule;
use super::finding::{Finding, Lead, Stake};
use super::records::Records;
use super::table::Table;
use crate::ownership::{Owners, OwnershipSpells, Portion, owns_anything};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx};

/// The owners of a party, and what each held of it, worked out once.
struct Holders<'t> {
    owners: Option<Owners<'t>>,
    tenures: BTreeMap<Entity, OwnershipSpells>,
    min_share: f64,
}

impl Holders<'_> {
    /// What somebody held, if it may be anything.
    fn tenure(&mut self, graph: &BoardGraph, owner: Entity) -> Option<&OwnershipSpells> {
        let owners = self.owners.as_ref().filter(|owners| owns_anything(graph, owner) && owners.contains(owner))?;
        let tenure = self.tenures.entry(owner).or_insert_with(|| owners.tenure(owner, self.min_share));
        tenure.days.is_possible().then_some(tenure)
    }
}

impl Table<'_> {
    /// Owners and founders of `x` on the board of `y`. `people` are those with a seat at one of
    /// the two and a seat at, or a tie to, the other: only chains of owners lead to anybody else.
    pub(super) fn owning(&self, (x, y): (CompanyIx, CompanyIx), people: &[PersonIx], findings: &mut Vec<Finding>) {
        let owners = Owners::of(self.graph, x);
        let board: Vec<PersonIx> = match owners {
            Some(_) => self.graph.company_people(y).collect(),
            None => people.to_vec(),
        };
        let mut holders = Holders { owners, tenures: BTreeMap::new(), min_share: self.options.min_share };
        for person in board.into_iter().filter(|person| self.sat(*person, y)) {
            findings.extend(self.own(person, (x, y), &mut holders));
            if holders.owners.is_some() {
                self.sent(person, (x, y), &mut holders, findings);
            }
        }
    }

    /// Somebody who is an owner or a founder.
    fn own(&self, person: PersonIx, (x, y): (CompanyIx, CompanyIx), holders: &mut Holders<'_>) -> Option<Finding> {
        let founding = Records::founding(self.graph, person, x, self.options.min_share);
        let me = Entity::Person(person);
        let held = holders.tenure(self.graph, me).map(|tenure| Records::held(&tenure.spells)).unwrap_or_default();
        let through = held.stretch().possible;
        let home = founding.clone().and(held);
        if home.is_empty() {
            return None;
        }
        let board = Records::seats(self.graph, person, y, BoardGraph::is_board);
        let held_together = self.together(&[&home, &board])?;
        let mut lead = Lead::held(Rule::OwnerOnBoard, vec![person], held_together, String::new());
        lead.evidence = founding.evidence(self.graph, &self.span());
        if through.meets(&self.span()) {
            self.stake(me, x, holders, &mut lead);
        }
        lead.evidence.extend(board.evidence(self.graph, &self.span()));
        let what = if founding.is_empty() { "an owner" } else { "an owner or founder" };
        let chain = lead.stake.as_ref().map(through_whom).unwrap_or_default();
        let (who, x, y) = (self.person(person), self.name(x), self.name(y));
        lead.what = format!("{who} was {what} of {x}{chain} and sat on the board of {y}");
        Some(self.finding(lead))
    }

    /// Somebody who is an executive or director of companies that are owners.
    fn sent(
        &self,
        person: PersonIx,
        (x, y): (CompanyIx, CompanyIx),
        holders: &mut Holders<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let leads = |graph: &BoardGraph, seat: SeatIx| graph.is_board(seat) || graph.is_executive(seat);
        let mut companies: Vec<CompanyIx> =
            self.graph.person_seats(person).map(|seat| self.graph.seat_company(seat)).collect();
        companies.dedup();
        // That an owner's people sit on its own board says nothing.
        for company in companies.into_iter().filter(|company| *company != x && *company != y) {
            let owner = Entity::Company(company);
            let Some(held) = holders.tenure(self.graph, owner).map(|tenure| Records::held(&tenure.spells)) else {
                continue;
            };
            let post = Records::seats(self.graph, person, company, leads);
            let board = Records::seats(self.graph, person, y, BoardGraph::is_board);
            let Some(held_together) = self.together(&[&held, &post, &board]) else { continue };
            let mut lead = Lead::held(Rule::OwnerOnBoard, vec![person], held_together, String::new());
            lead.evidence = post.evidence(self.graph, &self.span());
            self.stake(owner, x, holders, &mut lead);
            lead.evidence.extend(board.evidence(self.graph, &self.span()));
            let chain = lead.stake.as_ref().map(through_whom).unwrap_or_default();
            let (who, owner, x, y) = (self.person(person), self.name(company), self.name(x), self.name(y));
            lead.what = format!(
                "{who} was an executive or director of {owner}, an owner of {x}{chain}, and sat on the board of {y}"
            );
            findings.push(self.finding(lead));
        }
    }

    /// Adds the ties that make somebody an owner, and what they come to.
    fn stake(&self, owner: Entity, x: CompanyIx, holders: &Holders<'_>, lead: &mut Lead) {
        let Some((owners, tenure)) = holders.owners.as_ref().zip(holders.tenures.get(&owner)) else { return };
        let (ties, chain) = owners.chains(owner, &self.span());
        lead.evidence.extend(ties.into_iter().map(|tie| crate::Evidence::tie(self.graph, tie)));
        lead.stake = Some(Stake {
            owner: self.named(owner),
            company: self.named(Entity::Company(x)),
            share: tenure.share(self.days),
            chain: chain.into_iter().map(|entity| self.named(entity)).collect(),
        });
    }
}

/// The share and the companies between, as a part of a sentence.
fn through_whom(stake: &Stake) -> String {
    let Portion { min, max } = stake.share;
    let share = if min == max { format!("{max} %") } else { format!("{min} to {max} %") };
    let between: Vec<&str> = stake.chain.iter().map(|named| named.name.as_str()).collect();
    match between.as_slice() {
        [_, between @ .., _] if !between.is_empty() => format!(" ({share}, through {})", between.join(", ")),
        _ => format!(" ({share})"),
    }
}
