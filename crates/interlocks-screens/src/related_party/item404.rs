//! Regulation S-K, Item 404(a): transactions in which a related person has an interest.
//!
//! The item is put to companies that file with the SEC. A row is about one related person: whoever was a director or an
//! executive at any time of the fiscal year of the deal, read as a calendar year, or is a holder on its day. Positions of
//! immediate family count as theirs.
//! Under Instruction 6 a person has no interest who is only a director of the other party, or owns less than a tenth of it
//! together with all other related persons.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};

use super::dated_deal::DatedDeal;
use super::holdings::{Holdings, Limit, ShareChoice};
use super::household::{Household, Positions};
use crate::figures::deal_amount;
use crate::independence::household::{Member, family};
use crate::rulebook::{Parameter, parameter};
use crate::sec_filer::SecFiler;
use crate::verdict::begun_by;
use crate::{Answer, Context, DatedAnswer, Ruling, VerdictDays};
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

/// A deal, from the side of one party.
pub(crate) struct Transaction<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) dated_deal: DatedDeal,
    pub(crate) registrant: CompanyIx,
    pub(crate) counterparty: CompanyIx,
    pub(crate) above_registrant: Holdings,
    pub(crate) above_counterparty: Holdings,
    /// In USD.
    pub(crate) amount: Option<f64>,
    /// The positions at the registrant that were asked for. Many people and owners are asked about several times.
    statuses: RefCell<HashMap<Entity, RelatedStatus>>,
    /// The days on which all related persons together own enough of the counterparty.
    together: OnceCell<DatedAnswer>,
}

/// The days on which a person or company is a related person of the registrant.
#[derive(Clone, Debug, Default)]
pub(crate) struct RelatedStatus {
    pub(crate) director: UncertainDays,
    pub(crate) executive: UncertainDays,
    pub(crate) holder: DatedAnswer,
    /// The last day of which the data tells; an office that begins later does not count yet.
    known_to: Option<Day>,
}

impl RelatedStatus {
    /// Returns the days in office.
    pub(crate) fn office(&self) -> UncertainDays {
        self.director.join(&self.executive)
    }

    /// Returns the days of the calendar years in which they have been in office. An office that is to begin does not count.
    fn office_years(&self) -> UncertainDays {
        begun_by(&self.office(), self.known_to).whole_years()
    }

    /// Returns the days on which they are a related person themselves: those of the years of an office, and those as a holder.
    pub(crate) fn days(&self) -> DatedAnswer {
        DatedAnswer::known(self.office_years()).or(&self.holder)
    }
}

/// The interest of a related person in a transaction.
pub(crate) struct Interest {
    pub(crate) household: Household,
    pub(crate) related_status: RelatedStatus,
    pub(crate) positions: Positions,
    /// They own part of the counterparty, and all related persons together own enough.
    pub(crate) owner: DatedAnswer,
    /// They own part of the counterparty.
    pub(crate) owns: UncertainDays,
    /// `true` if the related person is the counterparty.
    pub(crate) itself: bool,
    pub(crate) amount: Answer,
    /// Whether the registrant files with the SEC.
    pub(crate) files: Answer,
    pub(crate) verdict_days: VerdictDays,
}

impl Interest {
    /// Returns the days of an interest that Instruction 6 does not except.
    pub(crate) fn days(&self) -> DatedAnswer {
        let itself = DatedAnswer::constant(Answer::from(self.itself));
        DatedAnswer::known(self.positions.executive.join(&self.positions.partner)).or(&self.owner).or(&itself)
    }

    /// Returns the family members with a position, share or tie at the counterparty.
    pub(crate) fn relatives(&self, transaction: &Transaction<'_>) -> Vec<&Member> {
        let joined = |member: &&Member| {
            let owner = transaction.above_counterparty.contains(Entity::Person(member.person));
            let tied = self.positions.ties.iter().any(|tie| Some(*tie) == member.family_tie);
            owner || tied || member.has_seat_at(transaction.context.graph, transaction.counterparty)
        };
        self.household.members.iter().skip(1).filter(joined).collect()
    }
}

impl<'a> Transaction<'a> {
    /// Collects the owners above both parties of a deal.
    pub(crate) fn new(
        context: Context<'a>,
        dated_deal: DatedDeal,
        [registrant, counterparty]: [CompanyIx; 2],
    ) -> Transaction<'a> {
        let graph = context.graph;
        Transaction {
            context,
            dated_deal,
            registrant,
            counterparty,
            above_registrant: Holdings::new(graph, registrant),
            above_counterparty: Holdings::new(graph, counterparty),
            amount: deal_amount(graph, dated_deal.deal, "USD"),
            statuses: RefCell::default(),
            together: OnceCell::new(),
        }
    }

    /// Returns the related persons who, or whose family, are joined to the counterparty in the year of the deal.
    pub(crate) fn people(&self) -> Vec<Entity> {
        let graph = self.context.graph;
        let mut joined: BTreeSet<Entity> = graph
            .company_people(self.counterparty)
            .map(Entity::Person)
            .chain(self.above_counterparty.owners())
            .collect();
        for tie in graph.ties(Entity::Company(self.counterparty)) {
            let (from, to) = graph.tie_ends(tie);
            joined.extend([from, to].into_iter().filter(|end| matches!(end, Entity::Person(_))));
        }
        let relatives = |entity: &Entity| match entity {
            Entity::Person(person) => family(graph, *person).into_iter().map(|m| Entity::Person(m.person)).collect(),
            Entity::Company(_) => Vec::new(),
        };
        let related: Vec<Entity> = joined.iter().flat_map(relatives).collect();
        joined.extend(related);
        joined.insert(Entity::Company(self.counterparty));
        joined.remove(&Entity::Company(self.registrant));
        joined.into_iter().filter(|entity| self.is_candidate(*entity)).collect()
    }

    /// Returns `true` if a person or company may be a related person, and joined to the counterparty, in the year of the
    /// deal.
    fn is_candidate(&self, entity: Entity) -> bool {
        let related_status = self.related_status(entity);
        let in_year = |days: &UncertainDays| !days.possible.within(self.dated_deal.years).is_empty();
        if !in_year(&related_status.office()) && !in_year(&related_status.holder.maybe) {
            return false;
        }
        if entity == Entity::Company(self.counterparty) {
            return true;
        }
        let household = Household::new(self.context.graph, entity);
        in_year(&household.positions(self.context.graph, self.counterparty).any)
            || in_year(&self.owns(&household, self.dated_deal.years))
    }

    /// Returns the position of a person or company at the registrant, without family.
    fn related_status(&self, entity: Entity) -> RelatedStatus {
        if let Some(known) = self.statuses.borrow().get(&entity) {
            return known.clone();
        }
        let status = self.compute_related_status(entity);
        self.statuses.borrow_mut().insert(entity, status.clone());
        status
    }

    fn compute_related_status(&self, entity: Entity) -> RelatedStatus {
        let graph = self.context.graph;
        let known_to = graph.as_of().filter(|_| !graph.is_undated());
        let mut related_status = RelatedStatus { known_to, ..RelatedStatus::default() };
        if let Entity::Person(person) = entity {
            let tenure = graph.tenure_at(person, self.registrant);
            (related_status.director, related_status.executive) = (tenure.board, tenure.executive);
        }
        if self.above_registrant.contains(entity) {
            let limit = Limit::Above(self.number(parameter::ITEM_404_HOLDER_PERCENT));
            related_status.holder =
                self.above_registrant.days_of_share(self.dated_deal.days, limit, &[], &|owner, _, _| owner == entity);
        }
        related_status
    }

    /// Returns the days on which a household owns part of the counterparty.
    fn owns(&self, household: &Household, window: DaySpan) -> UncertainDays {
        let owners = household.entities().into_iter().filter(|entity| self.above_counterparty.contains(*entity));
        owners.fold(UncertainDays::default(), |days, entity| {
            let holding = self.above_counterparty.days_of_any_share(window, &|owner| owner == entity);
            days.join(&holding.meet(&household.days(entity).unwrap_or_default()))
        })
    }

    /// Returns a number of the rules.
    pub(crate) fn number(&self, parameter: Parameter) -> f64 {
        self.context.rules.number(parameter)
    }

    /// Returns the owners of the counterparty who are related persons of the registrant, with the days.
    fn related_owners(&self) -> Vec<(Entity, DatedAnswer)> {
        let owners = self.above_counterparty.owners().filter(|owner| *owner != Entity::Company(self.registrant));
        let related = owners.map(|owner| {
            let own = self.related_status(owner).days();
            let Entity::Person(person) = owner else { return (owner, own) };
            (owner, self.by_family(person).or(&own))
        });
        related.filter(|(_, days)| days.maybe.is_possible()).collect()
    }

    fn by_family(&self, person: PersonIx) -> DatedAnswer {
        family(self.context.graph, person).iter().fold(DatedAnswer::default(), |days, member| {
            let theirs = self.related_status(Entity::Person(member.person)).days();
            days.or(&theirs.and(&DatedAnswer::known(member.days.clone())))
        })
    }

    /// Returns the days on which all related persons together own enough of the counterparty.
    fn days_of_all_related_owners(&self) -> DatedAnswer {
        let related = self.related_owners();
        let among = |owner: Entity, day: Day, choice: ShareChoice| {
            // Owners are in order.
            let place = related.binary_search_by_key(&owner, |(entity, _)| *entity).ok();
            let days = place.map(|place| choice.of(&related[place].1));
            days.is_some_and(|days| days.covers(DayRange::exactly(day)))
        };
        let spans = related.iter().flat_map(|(_, days)| ShareChoice::ALL.map(|choice| choice.of(days).as_slice()));
        let turns: Vec<Day> = spans.flatten().flat_map(|span| [span.from, span.to]).collect();
        let limit = Limit::AtLeast(self.number(parameter::ITEM_404_PERCENT));
        self.above_counterparty.days_of_share(self.dated_deal.days, limit, &turns, &among)
    }

    /// Returns the interest of one related person.
    pub(crate) fn interest(&self, person: Entity) -> Interest {
        let graph = self.context.graph;
        let household = Household::new(graph, person);
        let related_status = self.related_status(person);
        let positions = household.positions(graph, self.counterparty);
        let owns = self.owns(&household, self.dated_deal.days);
        let owner = if graph.tie_count() == 0 {
            // Without a table of ties the owners are unknown.
            DatedAnswer::constant(Answer::Unknown)
        } else if owns.is_possible() {
            DatedAnswer::known(owns.clone()).and(self.together.get_or_init(|| self.days_of_all_related_owners()))
        } else {
            DatedAnswer::default()
        };
        let limit = self.number(parameter::ITEM_404_USD);
        let amount = Answer::from(self.amount.map(|amount| amount > limit));
        let itself = person == Entity::Company(self.counterparty);
        let mut interest = Interest {
            household,
            related_status,
            positions,
            owner,
            owns,
            itself,
            amount,
            files: SecFiler::new(graph, self.registrant).files(),
            verdict_days: VerdictDays::default(),
        };
        interest.verdict_days = verdict_days(&interest);
        interest
    }

    /// Returns the verdict on the day of the deal.
    pub(crate) fn ruling(&self, interest: &Interest) -> Ruling {
        self.dated_deal.ruling(self.context, &interest.verdict_days)
    }
}

/// Returns the days of each verdict. Breach: related in the year of the deal. Watch: in another position at the counterparty,
/// which Instruction 6 does not except, or to be in office later in the year.
fn verdict_days(interest: &Interest) -> VerdictDays {
    let asked = DatedAnswer::constant(interest.amount.and(interest.files));
    let (related, interested) = (interest.related_status.days(), interest.days());
    let met = related.and(&interested).and(&asked);
    let planned = DatedAnswer::known(interest.related_status.office().whole_years());
    let elsewhere = related.and(&DatedAnswer::known(interest.positions.other.clone()));
    let near = planned.and(&interested).or(&elsewhere).and(&asked);
    VerdictDays { breach: met.yes.clone(), watch: near.yes.clone(), unknown: met.unknown().join(&near.unknown()) }
}
