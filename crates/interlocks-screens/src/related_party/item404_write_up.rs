//! The row of a case of Item 404(a).

use super::deal_text::{DealText, share_of_tie};
use super::item404::{Interest, Transaction};
use crate::rulebook::parameter;
use crate::sec_filer::SecFiler;
use crate::wording::{name, possibly, whole_amount};
use crate::{Answer, DatedAnswer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::Deal;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// The parts of a row of Item 404(a).
pub(super) struct WriteUp<'t, 'a> {
    pub(super) transaction: &'t Transaction<'a>,
    pub(super) interest: &'t Interest,
    pub(super) ruling: Ruling,
    pub(super) deal: Deal,
}

impl WriteUp<'_, '_> {
    fn graph(&self) -> &BoardGraph {
        self.transaction.context.graph
    }

    fn company(&self, company: CompanyIx) -> String {
        name(self.graph(), Entity::Company(company))
    }

    /// Returns the name of the related person.
    fn who(&self) -> String {
        name(self.graph(), self.interest.household.principal)
    }

    /// Returns the names of the related person and of family joined to the counterparty.
    fn who_or_family(&self) -> String {
        let relatives = self.interest.relatives(self.transaction);
        let family: Vec<String> =
            relatives.iter().map(|member| name(self.graph(), Entity::Person(member.person))).collect();
        let who = self.who();
        if family.is_empty() { who } else { format!("{who} or family ({})", family.join(", ")) }
    }

    /// Returns `true` if something may hold on the days on which the deal may have been made.
    fn on_the_day(&self, days: &UncertainDays) -> bool {
        !days.possible.within(self.transaction.dated_deal.days).is_empty()
    }

    /// Returns the row.
    pub(super) fn row(&self) -> Row {
        let (graph, transaction) = (self.graph(), self.transaction);
        let person = self.interest.household.principal;
        let statute = transaction.context.rules.statute("us-item-404a");
        let recalled = statute.filter(|statute| statute.recalled);
        let missing = if self.ruling.verdict == Verdict::Unknown { self.missing() } else { Vec::new() };
        let principal = if let Entity::Person(person) = person { Some(person) } else { None };
        let relatives = self.interest.relatives(transaction);
        let relatives = relatives.iter().map(|member| member.person);
        let mut people: Vec<PersonIx> = principal.into_iter().chain(relatives).collect();
        people.dedup();
        RowBuilder::new(graph, Screen::RelatedParty, "us-item-404a", &self.ruling)
            .subject([Entity::Company(transaction.registrant), person])
            .people(people)
            .companies([transaction.registrant, transaction.counterparty])
            .deal(self.deal.id.clone())
            .reason(self.reason(&missing))
            .legs(self.legs())
            .missing(missing)
            .citation(statute.map_or("", |statute| statute.rule.as_str()))
            .recalled(recalled.map(|statute| statute.rule.clone()))
            .evidence(self.evidence())
            .build()
    }

    /// Returns `true` if something may hold in the years of the deal.
    fn in_year(&self, days: &UncertainDays) -> bool {
        !days.possible.within(self.transaction.dated_deal.years).is_empty()
    }

    /// Returns what makes the person a related person.
    fn status(&self) -> String {
        let status = &self.interest.related_status;
        let percent = self.transaction.number(parameter::ITEM_404_HOLDER_PERCENT);
        let all = [
            (self.on_the_day(&status.director), "director".to_owned()),
            (self.on_the_day(&status.executive), "executive".to_owned()),
            (self.on_the_day(&status.holder.maybe), format!("holder of more than {percent} %")),
        ];
        let words: Vec<String> = all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect();
        let another = |office: &str| format!("{office} at another time of the year");
        let related = self.interest.related_status.days().answer(self.transaction.dated_deal.days);
        match (self.in_year(&status.director), self.in_year(&status.executive)) {
            _ if !words.is_empty() => words.join(" and "),
            _ if related == Answer::No => "will be in office later in the year, if nothing changes".to_owned(),
            (true, true) => another("director and executive"),
            (true, false) => another("director"),
            _ => another("executive"),
        }
    }

    /// Returns what gives the person an interest.
    fn grounds(&self) -> Vec<String> {
        let (interest, percent) = (self.interest, self.transaction.number(parameter::ITEM_404_PERCENT));
        let (who, company) = (self.who_or_family(), self.company(self.transaction.counterparty));
        let owners = format!("related persons together own {percent} % of {company} or more");
        let all = [
            (interest.itself, "it is the other party itself".to_owned()),
            (self.on_the_day(&interest.positions.executive), format!("{who} is an executive of {company}")),
            (self.on_the_day(&interest.positions.partner), format!("{who} is a partner in {company}")),
            (self.on_the_day(&interest.owner.yes), owners),
        ];
        all.into_iter().filter(|(holds, _)| *holds).map(|(_, ground)| ground).collect()
    }

    fn legs(&self) -> Vec<Leg> {
        let (transaction, interest) = (self.transaction, self.interest);
        let days = transaction.dated_deal.days;
        let related = interest.related_status.days().answer(days);
        let holds = |days: &UncertainDays| Answer::from(self.on_the_day(days));
        let (registrant, company) = (self.company(transaction.registrant), self.company(transaction.counterparty));
        let (who, who_or_family) = (self.who(), self.who_or_family());
        let owner = interest.owner.answer(days);
        let percent = transaction.number(parameter::ITEM_404_PERCENT);
        let positions = &interest.positions;
        let excepted = holds(&positions.director).or(holds(&interest.owns));
        let only = interest.days().answer(days).negated().and(excepted);
        let limit = transaction.number(parameter::ITEM_404_USD);
        vec![
            SecFiler::new(self.graph(), transaction.registrant).leg(self.graph()),
            Leg::new(
                "related-person",
                related,
                format!("{who} is a related person of {registrant}: {}", self.status()),
            ),
            Leg::new("executive", holds(&positions.executive), format!("{who_or_family} is an executive of {company}")),
            Leg::new("partner", holds(&positions.partner), format!("{who_or_family} is a partner in {company}")),
            Leg::new(
                "owner",
                owner,
                format!(
                    "{who_or_family} owns part of {company}, and all related persons together own {percent} % or more"
                ),
            )
            .with(Figure::new("owned together that matters", Some(percent), "percent")),
            Leg::new("party-itself", Answer::from(interest.itself), format!("the related person is {company} itself")),
            Leg::new(
                "instruction-6",
                only,
                format!(
                    "only a director of {company}, or an owner of less than {percent} % together; this is not an interest"
                ),
            ),
            Leg::new("amount", interest.amount, format!("the deal is worth more than {} USD", whole_amount(limit)))
                .with(Figure::new("amount", transaction.amount, "USD"))
                .with(Figure::new("threshold", Some(limit), "USD")),
        ]
    }

    fn missing(&self) -> Vec<String> {
        let (transaction, interest) = (self.transaction, self.interest);
        let graph = self.graph();
        let mut missing: Vec<String> =
            SecFiler::new(graph, transaction.registrant).question(graph).into_iter().collect();
        if interest.amount == Answer::Unknown {
            missing.push(format!("the amount of the {} in USD", DealText::new(&self.deal)));
        }
        let days = transaction.dated_deal.days;
        if graph.tie_count() == 0 {
            missing.push(format!("who owns {} (ties)", self.company(transaction.counterparty)));
        }
        let open = |answer: &DatedAnswer| self.on_the_day(&answer.unknown());
        let mut shares = Vec::new();
        if open(&interest.owner) {
            shares.extend(transaction.above_counterparty.ties(days));
        }
        if open(&interest.related_status.holder) || open(&interest.owner) {
            shares.extend(transaction.above_registrant.ties(days));
        }
        let unstated = shares.into_iter().filter(|tie| graph.tie_share(*tie).is_none());
        missing.extend(unstated.map(|tie| share_of_tie(graph, tie)));
        missing
    }

    fn reason(&self, missing: &[String]) -> String {
        let transaction = self.transaction;
        let (registrant, company) = (self.company(transaction.registrant), self.company(transaction.counterparty));
        let (who, deal) = (self.who(), DealText::new(&self.deal));
        let possibly = possibly(self.ruling.certain);
        let comma = if deal.status.is_empty() { "" } else { "," };
        let status = self.status();
        let head = format!(
            "The {deal}{comma} is between {registrant} and {company}. {who} is a related person of {registrant} ({status})"
        );
        let limit = whole_amount(transaction.number(parameter::ITEM_404_USD));
        let grounds = self.grounds();
        match self.ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => {
                let grounds = grounds.join(", ");
                format!(
                    "{head} and {possibly}has an interest: {grounds}. The deal is above {limit} USD and must be disclosed."
                )
            }
            Verdict::Watch if grounds.is_empty() => {
                let who = self.who_or_family();
                format!(
                    "{head}; {who} {possibly}has another position at {company}, which Instruction 6 does not except"
                )
            }
            Verdict::Watch => {
                let grounds = grounds.join(", ");
                format!("{head} and {possibly}has an interest: {grounds}")
            }
            Verdict::Unknown => format!("{head}; cannot be decided without {}", missing.join(", ")),
            Verdict::Clear if self.interest.amount == Answer::No => {
                let amount =
                    transaction.amount.map_or_else(String::new, |amount| format!(" of {} USD", whole_amount(amount)));
                format!("{head}; the deal{amount} is not above {limit} USD")
            }
            Verdict::Clear => format!("{head}; on its day {who} has no interest that counts (Instruction 6)"),
        }
    }

    fn evidence(&self) -> Vec<Evidence> {
        let (graph, transaction, interest) = (self.graph(), self.transaction, self.interest);
        let years = transaction.dated_deal.years;
        let mut seats: Vec<SeatIx> = interest.positions.seats.clone();
        if let Entity::Person(person) = interest.household.principal {
            seats.extend(graph.seats_at(person, transaction.registrant));
        }
        let mut ties: Vec<TieIx> = interest.positions.ties.clone();
        ties.extend(interest.relatives(transaction).iter().filter_map(|member| member.family_tie));
        if self.on_the_day(&interest.owns) {
            ties.extend(transaction.above_counterparty.ties(transaction.dated_deal.days));
        }
        if self.on_the_day(&interest.related_status.holder.maybe) {
            ties.extend(transaction.above_registrant.ties(transaction.dated_deal.days));
        }
        seats.sort_unstable();
        seats.dedup();
        ties.sort_unstable();
        ties.dedup();
        seats.retain(|seat| !UncertainDays::from_spell(&graph.spell(*seat)).possible.within(years).is_empty());
        let deal = Evidence::from_deal(graph, &self.deal, [transaction.registrant, transaction.counterparty]);
        let seats = seats.into_iter().map(|seat| Evidence::from_seat(graph, seat));
        std::iter::once(deal).chain(seats).chain(ties.into_iter().map(|tie| Evidence::from_tie(graph, tie))).collect()
    }
}
