//! Family, friends and co-founders on the boards of two parties: `related-person`.

use std::collections::{BTreeMap, BTreeSet};

use crate::conflicts::Rule;
use crate::conflicts::account::Deed;
use crate::conflicts::finding::{Finding, Lead};
use crate::conflicts::party_pair::PartyPair;
use crate::conflicts::records::{Records, is_in_service};
use crate::question::Evidence;
use crate::tenure::{Lag, ServiceSpell, SpellOnRecord, service_spells};
use interlocks_core::model::{Certainty, Relation, Spell};
use interlocks_graph::{BoardGraph, Entity, PersonIx, TieIx, UncertainDays};

/// A relation between two people, by one tie or by a company that both founded.
struct PersonalBond {
    relation: Relation,
    spell: Spell,
    rows: Vec<TieIx>,
}

impl PersonalBond {
    fn on_record(&self) -> SpellOnRecord {
        SpellOnRecord { spell: self.spell, sure: true }
    }
}

impl PartyPair<'_> {
    /// Finds two people close to each other, one on each board, on the deal's date.
    pub(in crate::conflicts) fn related_person(&self, findings: &mut Vec<Finding>) {
        if self.graph.tie_count() == 0 {
            return;
        }
        let mut pairs: BTreeSet<(PersonIx, PersonIx)> = BTreeSet::new();
        for here in self.graph.company_people(self.a).filter(|person| self.sat(*person, self.a)) {
            let others = close_to(self.graph, here).into_iter().filter(|there| self.sat(*there, self.b));
            pairs.extend(others.map(|there| (here.min(there), here.max(there))));
        }
        findings.extend(pairs.into_iter().filter_map(|(p, q)| self.related_pair(p, q)));
    }

    fn related_pair(&self, p: PersonIx, q: PersonIx) -> Option<Finding> {
        let bonds = bonds(self.graph, p, q);
        let (certainty, lag, seatings) = self.seated(p, q, &bonds)?;
        // The closest relation that alone would make a finding as certain as this one.
        let mut kinds: Vec<Relation> = bonds.iter().map(|bond| bond.relation).collect();
        kinds.sort_unstable_by_key(|kind| closeness(*kind));
        let alone = |kind: Relation| {
            let own = bonds.iter().filter(|bond| bond.relation == kind).map(|bond| bond.spell);
            let own: Vec<PersonalBond> =
                own.map(|spell| PersonalBond { relation: kind, spell, rows: Vec::new() }).collect();
            self.seated(p, q, &own).is_some_and(|(sure, ..)| sure == certainty)
        };
        let kind = kinds.iter().copied().find(|kind| alone(*kind)).or(kinds.last().copied())?;
        let word = match kind {
            Relation::Kin | Relation::Family => "family",
            Relation::CoFounder => "co-founders",
            _ => "friends",
        };
        let first = seatings.first()?;
        let (here, there) = if first.swapped { (q, p) } else { (p, q) };
        let mut lead = Lead::new(Rule::RelatedPerson, vec![here, there], (certainty, lag));
        for (person, board) in [(here, self.a), (there, self.b)] {
            lead.account.add(&self.named(Entity::Person(person)), Deed::Sat { company: self.company(board) });
        }
        lead.account.remark(format!("According to the data, they are {word}"));
        lead.relation = Some(kind);
        for seating in &seatings {
            for seats in &seating.seats {
                lead.evidence.extend(seats.evidence_since(self.graph, &self.span()));
            }
        }
        let services = service_spells(bonds.iter().map(PersonalBond::on_record));
        let stated = bonds.iter().filter(|bond| is_in_service(&services, &bond.on_record(), &self.span()));
        let rows: BTreeSet<TieIx> = stated.flat_map(|bond| &bond.rows).copied().collect();
        lead.evidence.extend(rows.into_iter().map(|tie| Evidence::from_tie(self.graph, tie)));
        Some(self.finding(lead))
    }

    /// Returns how certain it is that two people sat on the two boards, either way round, while one of these relations
    /// was true; with the days until the deal and the ways in which they sat.
    fn seated(&self, p: PersonIx, q: PersonIx, bonds: &[PersonalBond]) -> Option<(Certainty, Lag, Vec<Seating>)> {
        let spells: Vec<Spell> = bonds.iter().map(|bond| bond.spell).collect();
        let (mut all, mut lag, mut seatings) = (UncertainDays::default(), None, Vec::new());
        for (here, there, swapped) in [(p, q, false), (q, p, true)] {
            let board = |person, company| Records::board_seats(self.graph, person, company);
            let seats = [board(here, self.a), board(there, self.b)];
            let days = seats[0]
                .uncertain_days()
                .meet(&seats[1].uncertain_days())
                .meet(&UncertainDays::from_spells(spells.iter().copied()));
            if self.holds(&days).is_none() {
                continue;
            }
            let sides: Vec<Vec<ServiceSpell>> = vec![
                seats[0].service_spells(),
                seats[1].service_spells(),
                service_spells(spells.iter().map(|spell| SpellOnRecord { spell: *spell, sure: true })),
            ];
            let since = self.since(&sides);
            lag = Some(lag.map_or(since, |before: Lag| before.hull(since)));
            all.certain = all.certain.as_slice().iter().chain(days.certain.as_slice()).copied().collect();
            all.possible = all.possible.as_slice().iter().chain(days.possible.as_slice()).copied().collect();
            seatings.push(Seating { swapped, seats });
        }
        Some((self.holds(&all)?, lag?, seatings))
    }
}

/// Two people on two boards: the first person at the first company, or the other way round.
struct Seating {
    swapped: bool,
    seats: [Records; 2],
}

/// Ranks relations, the closest first.
fn closeness(relation: Relation) -> u8 {
    match relation {
        Relation::Kin => 0,
        Relation::Family => 1,
        Relation::CoFounder => 2,
        _ => 3,
    }
}

fn other_end(graph: &BoardGraph, tie: TieIx, me: Entity) -> Entity {
    let (from, to) = graph.tie_ends(tie);
    if from == me { to } else { from }
}

fn is_founding(graph: &BoardGraph, tie: TieIx) -> bool {
    matches!(graph.tie_relation(tie), Relation::Founder | Relation::CoFounder)
}

/// Returns the people whom ties make family, friends or co-founders of a person.
fn close_to(graph: &BoardGraph, person: PersonIx) -> BTreeSet<PersonIx> {
    let me = Entity::Person(person);
    let mut found = BTreeSet::new();
    for tie in graph.ties(me) {
        match other_end(graph, tie, me) {
            Entity::Person(other) if graph.tie_relation(tie).is_close() => _ = found.insert(other),
            company @ Entity::Company(_) if is_founding(graph, tie) => {
                let founders = graph.ties(company).filter(|tie| is_founding(graph, *tie));
                found.extend(founders.filter_map(|tie| match other_end(graph, tie, company) {
                    Entity::Person(other) => Some(other),
                    Entity::Company(_) => None,
                }));
            }
            _ => {}
        }
    }
    found.remove(&person);
    found
}

/// Returns the relations that make two people family, friends or co-founders.
fn bonds(graph: &BoardGraph, p: PersonIx, q: PersonIx) -> Vec<PersonalBond> {
    let (p, q) = (Entity::Person(p), Entity::Person(q));
    let mut bonds = Vec::new();
    let mut founded: BTreeMap<Entity, Vec<TieIx>> = BTreeMap::new();
    for tie in graph.ties(p) {
        let (other, kind) = (other_end(graph, tie, p), graph.tie_relation(tie));
        if other == q && kind.is_close() {
            bonds.push(PersonalBond { relation: kind, spell: graph.tie_spell(tie), rows: vec![tie] });
        } else if matches!(other, Entity::Company(_)) && is_founding(graph, tie) {
            founded.entry(other).or_default().push(tie);
        }
    }
    for tie in graph.ties(q).filter(|tie| is_founding(graph, *tie)) {
        for mine in founded.get(&other_end(graph, tie, q)).into_iter().flatten() {
            let spell = graph.tie_spell(*mine).meet(&graph.tie_spell(tie));
            bonds.push(PersonalBond { relation: Relation::CoFounder, spell, rows: vec![*mine, tie] });
        }
    }
    bonds
}
