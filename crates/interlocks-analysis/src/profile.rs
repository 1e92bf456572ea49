//! Everything on one person or one company.

use std::collections::BTreeMap;

use serde::Serialize;

use super::identity::{Answered, Condition, Conditional, Conditions, Fact, OneId, Part};
use super::ownership::{self, Deputation, DeputyOptions, Holding, deputies};
use super::question::{Evidence, Named, Query};
use interlocks_core::model::{Deal, EntityKind};
use interlocks_core::wording::iso_days;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, SeatIx, UncertainDays};

/// A fellow director with the shared companies, or a company with the shared directors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acquaintance {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// The shared companies, or the shared people.
    pub through: Vec<Named>,
    /// What has to be one for the two to be acquainted; see [`identity`](crate::identity).
    #[serde(flatten)]
    pub conditions: Conditions,
}

/// A deal of a company, or of the companies of a person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealLine {
    /// The id in the data.
    pub id: String,
    /// The date as the data states it; `None` if it states none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub date: Option<String>,
    /// The kind of deal.
    pub kind: String,
    /// Ids of the parties.
    pub parties: Vec<String>,
    /// The status of the deal: `completed`, `alleged` …
    pub status: String,
    /// The description in the data.
    pub text: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// A person or a company with everything in the data on it at the clock.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// Person or company.
    pub kind: EntityKind,
    /// Other names.
    pub aliases: Vec<String>,
    /// The seats, in the order of time.
    pub seats: Vec<Evidence>,
    /// Fellow directors of a person, those with most shared boards first.
    pub fellows: Vec<Acquaintance>,
    /// Companies that share directors with a company, those that share most first.
    pub interlocked: Vec<Acquaintance>,
    /// The ties.
    pub ties: Vec<Evidence>,
    /// The day of `owners` and `owns`; see [`ownership::day_of`].
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub owned_at: Option<String>,
    /// The owners of a company, the largest first.
    pub owners: Vec<Holding>,
    /// The companies that the entity owns, the largest first.
    pub owns: Vec<Holding>,
    /// Owners with people on the board of the company and on that of another.
    pub deputies: Vec<Deputation>,
    /// Deals of a company; for a person, of the companies where they have had a seat.
    pub deals: Vec<DealLine>,
}

/// Returns the seats of a person, or at a company, that are true at the clock, in the order of time.
pub fn seats(graph: &BoardGraph, entity: Entity, query: &Query) -> Vec<SeatIx> {
    let mut seats: Vec<SeatIx> = match entity {
        Entity::Person(person) => graph.person_seats(person).collect(),
        Entity::Company(company) => graph.company_seats(company).collect(),
    };
    seats.retain(|seat| query.holds(graph, &UncertainDays::from_spell(&graph.spell(*seat))).is_some());
    seats.sort_by_key(|seat| (graph.spell(*seat), *seat));
    seats
}

/// Returns everything on an entity at the clock.
pub fn profile(graph: &BoardGraph, entity: Entity, query: &Query) -> Profile {
    let seats = seats(graph, entity, query);
    let Named { id, name } = Named::new(graph, entity);
    let day = ownership::day_of(graph, query.clock);
    let ownership_options =
        ownership::OwnershipOptions { certain_only: query.certain_only, ..ownership::OwnershipOptions::new(day) };
    let (fellows, interlocked, owners, deputies) = match entity {
        Entity::Person(person) => (fellows(graph, person, query), Vec::new(), Vec::new(), Vec::new()),
        Entity::Company(company) => {
            let deputy_options = DeputyOptions { query: *query, company: Some(company), ..DeputyOptions::default() };
            let owners = ownership::owners(graph, company, &ownership_options);
            (Vec::new(), interlocked(graph, company, query), owners, deputies(graph, &deputy_options))
        }
    };
    Profile {
        id,
        name,
        kind: entity.kind(),
        aliases: graph.aliases(entity),
        seats: seats.into_iter().map(|seat| Evidence::from_seat(graph, seat)).collect(),
        fellows,
        interlocked,
        ties: graph
            .ties(entity)
            .filter(|tie| query.holds(graph, &UncertainDays::from_spell(&graph.tie_spell(*tie))).is_some())
            .map(|tie| Evidence::from_tie(graph, tie))
            .collect(),
        owned_at: (!graph.is_undated()).then(|| iso_days(day)),
        owners,
        owns: ownership::holdings(graph, entity, &ownership_options),
        deputies,
        deals: deals(graph, entity),
    }
}

/// Returns the fellow directors of a person, or the companies interlocked with a company, and who would be more of them if possible
/// identities hold.
pub fn acquaintances_with_identities(graph: &BoardGraph, entity: Entity, query: &Query) -> Answered<Acquaintance> {
    let (kind, id) = (entity.kind(), graph.id(entity));
    let ask = |graph: &BoardGraph| match graph.entity_of_record(kind, &id) {
        Some(Entity::Person(person)) => fellows(graph, person, query),
        Some(Entity::Company(company)) => interlocked(graph, company, query),
        None => Vec::new(),
    };
    Answered::new(graph, ask(graph), Part::Around, query.certain_only, ask)
}

impl Conditional for Acquaintance {
    fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// Nobody has themselves for a fellow director, so ids of people and companies are not mixed up.
    fn says(&self, one: &OneId) -> Vec<Fact> {
        let id = |id: &str| one.id(EntityKind::Company, &one.id(EntityKind::Person, id));
        self.through.iter().map(|through| vec![id(&self.id), id(&through.id)]).collect()
    }

    /// A profile says nothing on certainty.
    fn says_for_certain(&self, _: &OneId) -> Vec<Fact> {
        Vec::new()
    }

    fn add(&mut self, condition: Condition) {
        self.conditions.open.push(condition);
    }
}

/// Converts shared entities to a list, most shared first.
fn acquaintances(graph: &BoardGraph, met: BTreeMap<Entity, Vec<Entity>>) -> Vec<Acquaintance> {
    let mut list: Vec<Acquaintance> = met
        .into_iter()
        .map(|(entity, through)| {
            let Named { id, name } = Named::new(graph, entity);
            let through = through.into_iter().map(|e| Named::new(graph, e)).collect();
            Acquaintance { id, name, through, conditions: Conditions::default() }
        })
        .collect();
    list.sort_by(|x, y| y.through.len().cmp(&x.through.len()).then_with(|| (&x.name, &x.id).cmp(&(&y.name, &y.id))));
    list
}

fn fellows(graph: &BoardGraph, person: PersonIx, query: &Query) -> Vec<Acquaintance> {
    let mut met: BTreeMap<Entity, Vec<Entity>> = BTreeMap::new();
    for (company, service) in graph.tenures(person) {
        for other in graph.company_people(company) {
            let together = graph.linking_days(&service, &graph.tenure_at(other, company));
            if other != person && query.holds(graph, &together).is_some() {
                met.entry(Entity::Person(other)).or_default().push(Entity::Company(company));
            }
        }
    }
    acquaintances(graph, met)
}

fn interlocked(graph: &BoardGraph, company: CompanyIx, query: &Query) -> Vec<Acquaintance> {
    let mut met: BTreeMap<Entity, Vec<Entity>> = BTreeMap::new();
    for person in graph.company_people(company) {
        let here = graph.tenure_at(person, company);
        for (other, service) in graph.tenures(person) {
            if other != company && query.holds(graph, &graph.linking_days(&here, &service)).is_some() {
                met.entry(Entity::Company(other)).or_default().push(Entity::Person(person));
            }
        }
    }
    acquaintances(graph, met)
}

fn deals(graph: &BoardGraph, entity: Entity) -> Vec<DealLine> {
    let companies: Vec<CompanyIx> = match entity {
        Entity::Company(company) => vec![company],
        Entity::Person(person) => graph.tenures(person).into_iter().map(|(company, _)| company).collect(),
    };
    let mut deals: Vec<DealIx> = companies.into_iter().flat_map(|company| graph.company_deals(company)).collect();
    deals.sort_unstable();
    deals.dedup();
    let line = |deal: Deal| DealLine {
        id: deal.id,
        date: deal.date.map(|date| date.to_string()),
        kind: deal.kind,
        parties: deal.parties,
        status: deal.status,
        text: deal.text,
        sources: deal.sources,
    };
    deals.into_iter().map(|deal| line(graph.deal(deal))).collect()
}
