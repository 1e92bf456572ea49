//! Deals of a size that needs an approval: AktG s. 111b, and UK Companies Act 2006, s. 190.
//!
//! - `de-aktg-111b`: a listed German company and a related party (IAS 24), above 1.5 % of the fixed and current assets, the deals
//!   of a calendar year taken together. The supervisory board must approve.
//! - `uk-ca-190`: a company of the United Kingdom and a body connected with a director of it or of its holding company, for a
//!   non-cash asset above 100,000 GBP, or above 5,000 GBP and 10 % of the net assets. The members must approve.
//!
//! No table says whether the approval was given, so a deal above the limit is to watch.

mod size;
mod write_up;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::cross::german::is_german;
use super::independence::household::Member;
use super::related_party::dated_deal::DatedDeal;
use super::related_party::holdings::Limit;
use super::related_party::household::Household;
use super::related_party::ias24::{Parties, Relation};
use super::rulebook::parameter;
use super::{Answer, Assess, CaseVerdict, Context, DatedAnswer, Row, Ruling, Screen, VerdictDays};
use interlocks_core::model::vocabulary::{Country, TieKind};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, UncertainDays};

use size::{Size, aktg_size, is_non_cash, uk_size};

/// The ids of the rules, which are the names of the tests.
const AKTG: &str = "de-aktg-111b";
const UK: &str = "uk-ca-190";

/// A case. The order of variants and fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// A company and a related party.
    German { deal: DealIx, company: CompanyIx, other: CompanyIx },
    /// A company, and a body connected with a director; no director if the data has no owners.
    British { deal: DealIx, company: CompanyIx, other: CompanyIx, director: Option<PersonIx> },
}

/// The screen for one question.
pub(crate) struct DealSize<'a> {
    context: Context<'a>,
}

/// A company, a related party, and the size of the deals.
struct German<'a> {
    parties: Parties<'a>,
    relation: Relation,
    listed: Answer,
    size: Size,
    ruling: Ruling,
}

/// A company, a connected body, and the size of the deal.
struct British {
    dated_deal: DatedDeal,
    /// In office at the company, or at a company that controls it.
    director: DatedAnswer,
    /// The director and family hold enough of the other company.
    connected: DatedAnswer,
    non_cash: Answer,
    size: Size,
    ruling: Ruling,
}

impl<'a> DealSize<'a> {
    pub(crate) fn new(context: Context<'a>) -> DealSize<'a> {
        DealSize { context }
    }

    /// Returns the percentage of a company from which it is connected with a director who holds it.
    fn connected_percent(&self) -> f64 {
        self.context.rules.number(parameter::UK_254_SHARE) * 100.0
    }

    fn cases_of(&self, deal: DealIx) -> Vec<CaseVerdict<Case>> {
        check();
        let graph = self.context.graph;
        let dated_deal = DatedDeal::new(self.context, deal);
        if !dated_deal.is_asked_about() {
            return Vec::new();
        }
        let parties = dated_deal.parties(graph);
        let mut cases = Vec::new();
        for &company in &parties {
            for &other in parties.iter().filter(|other| **other != company) {
                if is_german(graph, company) == Answer::Yes && graph.is_listed(company) != Some(false) {
                    let found = self.german(deal, company, other);
                    cases.extend(found.map(|own| CaseVerdict::new(&own.ruling, Case::German { deal, company, other })));
                }
                if graph.country_reading(company).is(Country::UNITED_KINGDOM) == Some(true) {
                    for director in self.directors(&dated_deal, company, other) {
                        let case = Case::British { deal, company, other, director };
                        let ruling = self.british(deal, company, other, director).ruling;
                        cases.push(CaseVerdict::new(&ruling, case));
                    }
                }
            }
        }
        cases
    }

    /// Returns a company and a party that may be related; `None` if nothing joins them on the days of the deal.
    fn german(&self, deal: DealIx, company: CompanyIx, other: CompanyIx) -> Option<German<'a>> {
        let graph = self.context.graph;
        let parties = Parties::new(self.context, DatedDeal::new(self.context, deal), [company, other]);
        let relation = parties.relation()?;
        let percent = self.context.rules.number(parameter::AKTG_111B_PERCENT);
        let size = aktg_size(self.context, &parties.dated_deal, [company, other], percent);
        let listed = Answer::from(graph.is_listed(company));
        let met = relation.verdict_days.met().and(&DatedAnswer::constant(listed.and(size.above)));
        let ruling = parties.dated_deal.ruling(self.context, &to_watch(&met));
        Some(German { parties, relation, listed, size, ruling })
    }

    /// Returns the directors who, with family, may hold enough of another company on the days of a deal.
    fn directors(&self, dated_deal: &DatedDeal, company: CompanyIx, other: CompanyIx) -> Vec<Option<PersonIx>> {
        let graph = self.context.graph;
        if graph.tie_count() == 0 {
            return vec![None];
        }
        let parties = Parties::new(self.context, *dated_deal, [company, other]);
        let people: BTreeSet<PersonIx> = parties.people(0).collect();
        let may_be = |person: &PersonIx| {
            let household = connected_household(graph, *person);
            let connected = self.connected(&parties, &household);
            let window = dated_deal.days;
            director_days(&parties, *person).and(&connected).maybe.within(window).is_possible()
        };
        people.into_iter().filter(may_be).map(Some).collect()
    }

    /// Returns the days on which a household holds enough of the other party of a deal.
    fn connected(&self, parties: &Parties<'_>, household: &Household) -> DatedAnswer {
        parties.days_of_share(household, 1, Limit::AtLeast(self.connected_percent()))
    }

    fn british(&self, deal: DealIx, company: CompanyIx, other: CompanyIx, director: Option<PersonIx>) -> British {
        let graph = self.context.graph;
        let parties = Parties::new(self.context, DatedDeal::new(self.context, deal), [company, other]);
        let unknown = || DatedAnswer::constant(Answer::Unknown);
        let (office, connected) = match director {
            Some(person) => {
                (director_days(&parties, person), self.connected(&parties, &connected_household(graph, person)))
            }
            None => (unknown(), unknown()),
        };
        let limits = [parameter::UK_191_GBP, parameter::UK_191_FLOOR_GBP, parameter::UK_191_PERCENT];
        let limits = limits.map(|limit| self.context.rules.number(limit));
        let size = uk_size(self.context, &parties.dated_deal, company, limits);
        let non_cash = is_non_cash(&graph.deal(deal).kind);
        let met = office.and(&connected).and(&DatedAnswer::constant(non_cash.and(size.above)));
        let ruling = parties.dated_deal.ruling(self.context, &to_watch(&met));
        British { dated_deal: parties.dated_deal, director: office, connected, non_cash, size, ruling }
    }
}

/// Returns the days on which a person is a director of the first party, or of a company that controls it.
fn director_days(parties: &Parties<'_>, person: PersonIx) -> DatedAnswer {
    let board = |company| DatedAnswer::known(parties.context.graph.tenure_at(person, company).board);
    let own = board(parties.both[0]);
    parties.parents[0].iter().fold(own, |days, parent| days.or(&board(parent.company).and(&parent.control)))
}

/// Returns the days of a test that is to watch if it is met.
fn to_watch(met: &DatedAnswer) -> VerdictDays {
    VerdictDays { breach: UncertainDays::default(), watch: met.yes.clone(), unknown: met.unknown() }
}

/// Returns a person with the family whom the Act connects with a director: spouse, children and parents.
fn connected_household(graph: &BoardGraph, person: PersonIx) -> Household {
    let household = Household::new(graph, Entity::Person(person));
    let is_connected = |member: &Member| {
        let kind = member.family_tie.map(|tie| graph.tie_reading(tie).kind);
        matches!(kind, None | Some(TieKind::Parent | TieKind::Spouse | TieKind::Partner))
    };
    Household { principal: household.principal, members: household.members.into_iter().filter(is_connected).collect() }
}

impl Assess for DealSize<'_> {
    const SCREEN: Screen = Screen::DealSize;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        if self.context.graph.company_column("country").is_none() {
            return Vec::new();
        }
        let deals: Vec<DealIx> = self.context.graph.deals().collect();
        deals.par_iter().flat_map_iter(|deal| self.cases_of(*deal)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let (Case::German { company, other, .. } | Case::British { company, other, .. }) = *case;
        let director = if let Case::British { director, .. } = *case { director } else { None };
        let companies = [company, other].map(Entity::Company);
        companies.into_iter().chain(director.map(Entity::Person)).collect()
    }

    fn explain(&self, case: &Case) -> Row {
        match *case {
            Case::German { deal, company, other } => self.write_up_german(deal, company, other),
            Case::British { deal, company, other, director } => self.write_up_british(deal, [company, other], director),
        }
    }
}
