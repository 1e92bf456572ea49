//! What undecided identities change in pairs; see [`identity`](crate::identity).

use std::collections::BTreeSet;

use super::{InterlockKind, Link, Officer, Pair, PairKey, PairOptions, PairOrder, Side, interlocks};
use crate::identity::{Answered, Condition, Conditional, Conditions, Fact, OneId, OnlyIfTwo, Part, RestsOn};
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// Returns the pairs, and what possible identities change in them. [`PairOptions::top`] applies to the rows as things are and to
/// those that hold only if two are one, each.
///
/// Cost: the pairs, and twice the pairs of the boards of each possible identity.
pub fn pairs_with_identities(graph: &BoardGraph, options: &PairOptions) -> Answered<Pair> {
    if graph.possible_identities().is_empty() {
        return Answered::settled(interlocks(graph, options).pairs);
    }
    let most = options.top.unwrap_or(usize::MAX);
    let all = PairOptions { top: None, ..options.clone() };
    let chosen = ChosenIds::new(graph, options);
    let ask = |graph: &BoardGraph| {
        let options = chosen.options(graph, &all);
        options.map_or_else(Vec::new, |options| interlocks(graph, &options).pairs)
    };
    let rows = interlocks(graph, &all).pairs;
    let mut answered = Answered::new(graph, rows, Part::Around, options.query.certain_only, ask);
    answered.rows.truncate(most);
    let ids = |x: &Pair, y: &Pair| (&x.a.id, &x.b.id).cmp(&(&y.a.id, &y.b.id));
    let names = |x: &Pair, y: &Pair| (&x.a.name, &x.b.name).cmp(&(&y.a.name, &y.b.name)).then_with(|| ids(x, y));
    answered.if_same.sort_by(|x, y| match options.order {
        PairOrder::Weight => y.weight.total_cmp(&x.weight).then_with(|| names(x, y)),
        PairOrder::Ids | PairOrder::None => ids(x, y),
    });
    answered.if_same.truncate(most);
    answered
}

/// The ids of the companies and people that options name: in another graph they have other numbers.
struct ChosenIds {
    companies: Vec<String>,
    people: Vec<String>,
}

impl ChosenIds {
    fn new(graph: &BoardGraph, options: &PairOptions) -> ChosenIds {
        let company = |company: &CompanyIx| graph.id(Entity::Company(*company));
        let person = |person: &PersonIx| graph.id(Entity::Person(*person));
        ChosenIds {
            companies: options.companies.iter().map(company).collect(),
            people: options.people.iter().map(person).collect(),
        }
    }

    /// Returns the same options for another graph; `None` if it has no pair that they ask for.
    fn options(&self, graph: &BoardGraph, options: &PairOptions) -> Option<PairOptions> {
        let companies: BTreeSet<Entity> =
            self.companies.iter().filter_map(|id| graph.entity_of_record(EntityKind::Company, id)).collect();
        let people: BTreeSet<Entity> =
            self.people.iter().filter_map(|id| graph.entity_of_record(EntityKind::Person, id)).collect();
        let companies_found = (companies.len(), self.companies.len());
        let people_found = (people.len(), self.people.len());
        let (ends, through) = match options.side {
            Side::Companies => (companies_found, people_found),
            Side::People => (people_found, companies_found),
        };
        // No list means all, and a list of one end all pairs with it: what is left of a longer list must not mean that.
        let has_pairs = ends.0 >= ends.1.min(2) && through.0 >= through.1.min(1);
        has_pairs.then(|| PairOptions {
            companies: companies.into_iter().filter_map(as_company).collect(),
            people: people.into_iter().filter_map(as_person).collect(),
            ..options.clone()
        })
    }
}

fn as_company(entity: Entity) -> Option<CompanyIx> {
    match entity {
        Entity::Company(company) => Some(company),
        Entity::Person(_) => None,
    }
}

fn as_person(entity: Entity) -> Option<PersonIx> {
    match entity {
        Entity::Person(person) => Some(person),
        Entity::Company(_) => None,
    }
}

/// Returns the decisions on identity that a pair rests on: those of people who have seats of several records at its ends.
pub(super) fn rests_on(
    graph: &BoardGraph,
    side: Side,
    key: &PairKey,
    shared: &[Link],
    officers: &[Officer],
) -> Vec<RestsOn> {
    if graph.identity_decisions().groups().is_empty() {
        return Vec::new();
    }
    let ids: BTreeSet<&String> = shared.iter().map(|link| &link.id).chain(officers.iter().map(|one| &one.id)).collect();
    match side {
        Side::Companies => {
            let people = ids.into_iter().filter_map(|id| graph.person_number(id));
            people.flat_map(|person| RestsOn::of_seats(graph, person, [key.a, key.b].map(CompanyIx::new))).collect()
        }
        Side::People => {
            let boards: Vec<CompanyIx> = ids.into_iter().filter_map(|id| graph.company_number(id)).collect();
            let people = [key.a, key.b].into_iter().map(PersonIx::new);
            people.flat_map(|person| RestsOn::of_seats(graph, person, boards.iter().copied())).collect()
        }
    }
}

/// Kinds that two people make: they are certain only if the two are.
const KINDS_OF_TWO: [InterlockKind; 3] =
    [InterlockKind::Mutual, InterlockKind::ChiefExecutiveCross, InterlockKind::CompensationCommitteeCross];

impl Pair {
    /// Returns the beginning of all facts of the pair.
    fn ends(&self, one: &OneId) -> Fact {
        let kind = if self.companies.is_empty() { EntityKind::Company } else { EntityKind::Person };
        let mut ends = [&self.a, &self.b].map(|end| one.id(kind, &end.id)).to_vec();
        ends.sort_unstable();
        ends
    }

    fn fact(&self, one: &OneId, what: &[&str]) -> Fact {
        let mut fact = self.ends(one);
        fact.extend(what.iter().map(|&word| word.to_owned()));
        fact
    }
}

impl Conditional for Pair {
    fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    fn says(&self, one: &OneId) -> Vec<Fact> {
        let people = self.people.iter().map(|link| (EntityKind::Person, link));
        let companies = self.companies.iter().map(|link| (EntityKind::Company, link));
        let through = people.chain(companies).map(|(kind, link)| self.fact(one, &["via", &one.id(kind, &link.id)]));
        let kinds = self.kinds.iter().map(|kind| self.fact(one, &["kind", kind.as_str()]));
        through.chain(kinds).collect()
    }

    fn says_for_certain(&self, one: &OneId) -> Vec<Fact> {
        if !self.certain {
            return Vec::new();
        }
        let kinds = self.certain_kinds.iter().map(|kind| self.fact(one, &["kind", kind.as_str()]));
        let links = self.people.iter().chain(&self.companies).filter(|link| !link.certain.is_empty());
        let count = links.enumerate().map(|(at, _)| self.fact(one, &["count", &at.to_string()]));
        kinds.chain(count).chain([self.fact(one, &["linked"])]).collect()
    }

    fn add(&mut self, condition: Condition) {
        self.conditions.add(condition, &mut self.certain);
    }

    /// A pair stays certain if only a kind that one person makes is no longer so: the two are linked in any case.
    fn weaken(&mut self, said: &Pair, two: &OnlyIfTwo, certain_only: bool) -> bool {
        let OnlyIfTwo { one, lost, condition } = two;
        let facts: Vec<Fact> = said.says_for_certain(one).into_iter().filter(|fact| lost.contains(fact)).collect();
        let is_lost = |kind: &InterlockKind| facts.contains(&said.fact(one, &["kind", kind.as_str()]));
        let lost_kinds: Vec<InterlockKind> = said.certain_kinds.iter().copied().filter(is_lost).collect();
        let is_kind = |fact: &Fact| fact.get(2).is_some_and(|what| what == "kind");
        let needs_two = lost_kinds.iter().any(|kind| KINDS_OF_TWO.contains(kind) && !certain_only);
        self.certain_kinds.retain(|kind| !lost_kinds.contains(kind));
        for link in self.people.iter_mut().filter(|link| lost_kinds.contains(&link.kind)) {
            link.kind_certain = false;
            if certain_only {
                (link.kind, link.from) = (InterlockKind::Direct, Vec::new());
            }
        }
        if certain_only {
            self.kinds.retain(|kind| !lost_kinds.contains(kind));
        }
        if needs_two || facts.iter().any(|fact| !is_kind(fact)) {
            self.conditions.add(condition.clone(), &mut self.certain);
            return !certain_only;
        }
        true
    }
}
