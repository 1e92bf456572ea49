//! Family, friends and co-founders on the boards of two parties: `related-person`.

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;
use super::finding::{Finding, Lead};
use super::lag::Lag;
use super::records::{Records, tie_spell};
use super::relation::{Relation, relation};
use super::stint::{Claim, Stint, stints};
use super::table::Table;
use crate::question::Evidence;
use interlocks_core::model::{Certainty, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, TieIx, UncertainDays};

/// What joins two people, by one tie, or by a company both founded.
struct Bond {
    relation: Relation,
    spell: Spell,
    rows: Vec<TieIx>,
}

impl Table<'_> {
    /// Two people close to each other, one on each board on the deal's date.
    pub(super) fn related(&self, findings: &mut Vec<Finding>) {
        if self.graph.tie_count() == 0 {
            return;
        }
        let mut pairs: BTreeSet<(PersonIx, PersonIx)> = BTreeSet::new();
        for here in self.graph.company_people(self.a).filter(|person| self.sat(*person, self.a)) {
            let others = close_to(self.graph, here).into_iter().filter(|there| self.sat(*there, self.b));
            pairs.extend(others.map(|there| (here.min(there), here.max(there))));
        }
        findings.extend(pairs.into_iter().filter_map(|(p, q)| self.pair(p, q)));
    }

    /// Whether a person may have sat on a board on the day of the deal.
    pub(super) fn sat(&self, person: PersonIx, company: CompanyIx) -> bool {
        let mut seats = self.graph.seats_at(person, company);
        seats.any(|seat| self.graph.is_board(seat) && self.graph.spell(seat).at(self.days).is_some())
    }

    fn pair(&self, p: PersonIx, q: PersonIx) -> Option<Finding> {
        let bonds = bonds(self.graph, p, q);
        let (certainty, lag, ways) = self.seated(p, q, &bonds)?;
        // The closest relation that would make as sure a finding alone.
        let mut kinds: Vec<Relation> = bonds.iter().map(|bond| bond.relation).collect();
        kinds.sort_unstable_by_key(|kind| closeness(*kind));
        let alone = |kind: Relation| {
            let own = bonds.iter().filter(|bond| bond.relation == kind).map(|bond| bond.spell);
            let own: Vec<Bond> = own.map(|spell| Bond { relation: kind, spell, rows: Vec::new() }).collect();
            self.seated(p, q, &own).is_some_and(|(sure, ..)| sure == certainty)
        };
        let kind = kinds.iter().copied().find(|kind| alone(*kind)).or(kinds.last().copied())?;
        let word = match kind {
            Relation::Kin | Relation::Family => "family",
            Relation::CoFounder => "co-founders",
            _ => "friends",
        };
        let first = ways.first()?;
        let (here, there) = if first.swapped { (q, p) } else { (p, q) };
        let what = format!(
            "{} sat on the board of {} and {} on that of {}; the data calls them {word}",
            self.person(here),
            self.name(self.a),
            self.person(there),
            self.name(self.b)
        );
        let mut lead = Lead::held(Rule::RelatedPerson, vec![here, there], (certainty, lag), what);
        lead.relation = Some(kind);
        for way in &ways {
            for seats in &way.seats {
                lead.evidence.extend(seats.evidence(self.graph, &self.span()));
            }
        }
        let held = bonds.iter().filter(|bond| bond.spell.at(self.days).is_some());
        let rows: BTreeSet<TieIx> = held.flat_map(|bond| &bond.rows).copied().collect();
        lead.evidence.extend(rows.into_iter().map(|tie| Evidence::tie(self.graph, tie)));
        Some(self.finding(lead))
    }

    /// Whether two people sat on the two boards, either way round, while these bonds held.
    fn seated(&self, p: PersonIx, q: PersonIx, bonds: &[Bond]) -> Option<(Certainty, Lag, Vec<Way>)> {
        let spells: Vec<Spell> = bonds.iter().map(|bond| bond.spell).collect();
        let (mut all, mut lag, mut ways) = (UncertainDays::default(), None, Vec::new());
        for (here, there, swapped) in [(p, q, false), (q, p, true)] {
            let board = |person, company| Records::seats(self.graph, person, company, BoardGraph::is_board);
            let seats = [board(here, self.a), board(there, self.b)];
            let days =
                seats[0].stretch().meet(&seats[1].stretch()).meet(&UncertainDays::from_spells(spells.iter().copied()));
            if self.holds(&days).is_none() {
                continue;
            }
            let sides: Vec<Vec<Stint>> = vec![
                seats[0].stints(),
                seats[1].stints(),
                stints(spells.iter().map(|spell| Claim { spell: *spell, sure: true })),
            ];
            let since = self.since(&sides);
            lag = Some(lag.map_or(since, |before: Lag| before.or(since)));
            all.certain = all.certain.as_slice().iter().chain(days.certain.as_slice()).copied().collect();
            all.possible = all.possible.as_slice().iter().chain(days.possible.as_slice()).copied().collect();
            ways.push(Way { swapped, seats });
        }
        Some((self.holds(&all)?, lag?, ways))
    }
}

/// Two people on two boards: the first of them at the first company, or the other way round.
struct Way {
    swapped: bool,
    seats: [Records; 2],
}

/// Closest first.
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
    matches!(relation(graph.tie_kind(tie)), Relation::Founder | Relation::CoFounder)
}

/// Everybody whom ties make family, friend or co-founder of a person.
fn close_to(graph: &BoardGraph, person: PersonIx) -> BTreeSet<PersonIx> {
    let me = Entity::Person(person);
    let mut found = BTreeSet::new();
    for tie in graph.ties(me) {
        match other_end(graph, tie, me) {
            Entity::Person(other) if relation(graph.tie_kind(tie)).is_close() => _ = found.insert(other),
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

/// All that makes two people family, friends or co-founders.
fn bonds(graph: &BoardGraph, p: PersonIx, q: PersonIx) -> Vec<Bond> {
    let (p, q) = (Entity::Person(p), Entity::Person(q));
    let mut bonds = Vec::new();
    let mut founded: BTreeMap<Entity, Vec<TieIx>> = BTreeMap::new();
    for tie in graph.ties(p) {
        let (other, kind) = (other_end(graph, tie, p), relation(graph.tie_kind(tie)));
        if other == q && kind.is_close() {
            bonds.push(Bond { relation: kind, spell: tie_spell(graph, tie), rows: vec![tie] });
        } else if matches!(other, Entity::Company(_)) && is_founding(graph, tie) {
            founded.entry(other).or_default().push(tie);
        }
    }
    for tie in graph.ties(q).filter(|tie| is_founding(graph, *tie)) {
        for mine in founded.get(&other_end(graph, tie, q)).into_iter().flatten() {
            let spell = tie_spell(graph, *mine).meet(&tie_spell(graph, tie));
            bonds.push(Bond { relation: Relation::CoFounder, spell, rows: vec![*mine, tie] });
        }
    }
    bonds
}
