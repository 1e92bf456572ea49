//! A case in full.

use super::item404::{Interest, Transaction};
use crate::course::DatedAnswer;
use crate::row::{Row, Subject};
use crate::rulebook::parameter;
use crate::{Answer, Figure, Leg, Ruling, Screen, Verdict};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::Deal;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, SeatIx, TieIx, UncertainDays};

/// A row of Item 404(a) being told.
pub struct Telling<'t, 'a> {
    pub transaction: &'t Transaction<'a>,
    pub interest: &'t Interest,
    pub ruling: Ruling,
    pub deal: Deal,
}

pub fn name(graph: &BoardGraph, entity: Entity) -> String {
    Named::new(graph, entity).name
}

/// A deal in words: `the contract d1 of 2004-05, as alleged`.
pub fn called(deal: &Deal) -> String {
    let (named, status) = parts(deal);
    format!("the {named}{status}")
}

/// A deal by kind, id and date; and what is known of it, where it is not completed.
fn parts(deal: &Deal) -> (String, String) {
    let kind = if deal.kind.is_empty() { "deal" } else { &deal.kind };
    let date = deal.date.as_ref().map_or_else(|| "of an unknown day".to_owned(), |date| format!("of {date}"));
    let status = match deal.status.trim() {
        "" => String::new(),
        done if done.eq_ignore_ascii_case("completed") => String::new(),
        status => format!(", as {status}"),
    };
    (format!("{kind} {} {date}", deal.id), status)
}

impl Telling<'_, '_> {
    fn graph(&self) -> &BoardGraph {
        self.transaction.asked.graph
    }

    fn company(&self, company: CompanyIx) -> String {
        name(self.graph(), Entity::Company(company))
    }

    fn who(&self) -> String {
        name(self.graph(), self.interest.household.principal)
    }

    /// Whether something may hold on the days the deal may have been made.
    fn on_the_day(&self, days: &UncertainDays) -> bool {
        !days.possible.within(self.transaction.dealt.days).is_empty()
    }

    pub fn row(&self) -> Row {
        let (graph, transaction) = (self.graph(), self.transaction);
        let person = self.interest.household.principal;
        let parties = [transaction.registrant, transaction.counterparty];
        let statute = transaction.asked.rules.statute("us-item-404a");
        let recalled = statute.filter(|statute| statute.recalled);
        let missing = if self.ruling.verdict == Verdict::Unknown { self.missing() } else { Vec::new() };
        let mut people: Vec<Entity> = vec![person];
        people.extend(self.interest.relatives(self.transaction).iter().map(|member| Entity::Person(member.person)));
        people.retain(|entity| matches!(entity, Entity::Person(_)));
        people.dedup();
        Row {
            rule: Screen::RelatedParty,
            test: "us-item-404a".to_owned(),
            verdict: self.ruling.verdict,
            certain: self.ruling.certain,
            subject: vec![Subject::of(graph, Entity::Company(transaction.registrant)), Subject::of(graph, person)],
            people: people.into_iter().map(|entity| Named::new(graph, entity)).collect(),
            companies: parties.iter().map(|party| Named::new(graph, Entity::Company(*party))).collect(),
            deal: Some(self.deal.id.clone()),
            spells: self.ruling.days.possible.clone(),
            certain_spells: self.ruling.days.certain.clone(),
            reason: self.reason(&missing),
            legs: self.legs(),
            missing,
            citation: statute.map_or_else(String::new, |statute| statute.rule.clone()),
            recalled: recalled.map(|statute| statute.rule.clone()).into_iter().collect(),
            evidence: self.evidence(),
        }
    }

    /// What makes the person a related one, in words.
    fn standing(&self) -> String {
        let standing = &self.interest.standing;
        let percent = self.transaction.number(parameter::ITEM_404_HOLDER_PERCENT);
        let all = [
            (self.on_the_day(&standing.director), "director".to_owned()),
            (self.on_the_day(&standing.executive), "executive".to_owned()),
            (self.on_the_day(&standing.holder.maybe), format!("holder of more than {percent} %")),
        ];
        let words: Vec<String> = all.into_iter().filter(|(there, _)| *there).map(|(_, word)| word).collect();
        if words.is_empty() { "in office at another time of the year".to_owned() } else { words.join(" and ") }
    }

    /// By what the person has an interest, in words.
    fn grounds(&self) -> Vec<String> {
        let (interest, percent) = (self.interest, self.transaction.number(parameter::ITEM_404_PERCENT));
        let all = [
            (interest.itself, "it is the other party itself".to_owned()),
            (self.on_the_day(&interest.places.executive), "executive there".to_owned()),
            (self.on_the_day(&interest.places.partner), "partner there".to_owned()),
            (self.on_the_day(&interest.owner.yes), format!("related persons together own {percent} % of it or more")),
        ];
        all.into_iter().filter(|(there, _)| *there).map(|(_, word)| word).collect()
    }

    fn legs(&self) -> Vec<Leg> {
        let (transaction, interest) = (self.transaction, self.interest);
        let days = transaction.dealt.days;
        let related = interest.standing.days().answer(days);
        let held = |stretch: &UncertainDays| Answer::of(Some(self.on_the_day(stretch)));
        let (r, c) = (self.company(transaction.registrant), self.company(transaction.counterparty));
        let who = self.who();
        let family: Vec<String> = self
            .interest
            .relatives(self.transaction)
            .iter()
            .map(|member| name(self.graph(), Entity::Person(member.person)))
            .collect();
        let of_whom = if family.is_empty() { who.clone() } else { format!("{who} or family ({})", family.join(", ")) };
        let owner = interest.owner.answer(days);
        let percent = transaction.number(parameter::ITEM_404_PERCENT);
        let only = interest.days().answer(days).negated().and(held(&interest.places.director).or(held(&interest.owns)));
        let limit = transaction.number(parameter::ITEM_404_USD);
        let listed = Answer::of(self.graph().is_listed(transaction.registrant));
        vec![
            Leg::new("registrant", listed, format!("the shares of {r} are listed: {}", listed.as_str())),
            Leg::new("related-person", related, format!("{who} is a related person of {r}: {}", self.standing())),
            Leg::new("executive", held(&interest.places.executive), format!("{of_whom} is an executive of {c}")),
            Leg::new("partner", held(&interest.places.partner), format!("{of_whom} is a partner in {c}")),
            Leg::new(
                "owner",
                owner,
                format!("{of_whom} owns part of {c}, and all related persons {percent} % or more"),
            )
            .with(Figure::new("owned together that matters", Some(percent), "percent")),
            Leg::new("party-itself", Answer::of(Some(interest.itself)), format!("the related person is {c} itself")),
            Leg::new(
                "instruction-6",
                only,
                format!("only a director of {c}, or an owner of less than {percent} % together; this is no interest"),
            ),
            Leg::new("amount", interest.amount, format!("the deal is worth more than {limit} USD"))
                .with(Figure::new("amount", transaction.amount, "USD"))
                .with(Figure::new("threshold", Some(limit), "USD")),
        ]
    }

    fn missing(&self) -> Vec<String> {
        let (transaction, interest) = (self.transaction, self.interest);
        let graph = self.graph();
        let mut missing = Vec::new();
        if interest.amount == Answer::Unknown {
            missing.push(format!("the amount of {} in USD", called(&self.deal)));
        }
        let days = transaction.dealt.days;
        if graph.tie_count() == 0 {
            missing.push(format!("who owns {} (ties)", self.company(transaction.counterparty)));
        }
        let open = |course: &DatedAnswer| self.on_the_day(&course.unknown());
        let mut shares = Vec::new();
        if open(&interest.owner) {
            shares.extend(transaction.above_counterparty.ties(days));
        }
        if open(&interest.standing.holder) || open(&interest.owner) {
            shares.extend(transaction.above_registrant.ties(days));
        }
        missing.extend(shares.into_iter().filter(|tie| graph.tie_share(*tie).is_none()).map(|tie| {
            let (from, to) = graph.tie_ends(tie);
            format!("the share that joins {} and {} ({})", name(graph, from), name(graph, to), graph.tie_kind(tie))
        }));
        missing
    }

    fn reason(&self, missing: &[String]) -> String {
        let transaction = self.transaction;
        let (r, c) = (self.company(transaction.registrant), self.company(transaction.counterparty));
        let (who, (deal, status)) = (self.who(), parts(&self.deal));
        let may = if self.ruling.certain { "" } else { "possibly " };
        let comma = if status.is_empty() { "" } else { "," };
        let head = format!(
            "The {deal}{status}{comma} joins {r} and {c}; {who} is a related person of {r} ({})",
            self.standing()
        );
        let limit = transaction.number(parameter::ITEM_404_USD);
        let family: Vec<String> = self
            .interest
            .relatives(self.transaction)
            .iter()
            .map(|member| name(self.graph(), Entity::Person(member.person)))
            .collect();
        let by = if family.is_empty() { String::new() } else { format!(", also through {}", family.join(", ")) };
        match self.ruling.verdict {
            Verdict::Breach => {
                let grounds = self.grounds().join(", ");
                format!(
                    "{head} and {may}has an interest{by}: {grounds}; it is above {limit} USD and is to be disclosed"
                )
            }
            Verdict::Watch if self.grounds().is_empty() => {
                format!("{head} with {may}another place at {c}{by}, which Instruction 6 does not except")
            }
            Verdict::Watch => {
                let grounds = self.grounds().join(", ");
                format!("{head}, {may}not on the day of the deal, with an interest{by}: {grounds}")
            }
            Verdict::Unknown => format!("{head}; not to be told without {}", missing.join(", ")),
            Verdict::Clear if self.interest.amount == Answer::No => format!("{head}; it is not above {limit} USD"),
            Verdict::Clear => format!("{head}; there is no interest that counts on its day (Instruction 6)"),
        }
    }

    fn evidence(&self) -> Vec<Evidence> {
        let (graph, transaction, interest) = (self.graph(), self.transaction, self.interest);
        let years = transaction.dealt.years;
        let mut seats: Vec<SeatIx> = interest.places.seats.clone();
        if let Entity::Person(person) = interest.household.principal {
            seats.extend(graph.seats_at(person, transaction.registrant));
        }
        let mut ties: Vec<TieIx> = interest.places.ties.clone();
        ties.extend(interest.relatives(transaction).iter().filter_map(|member| member.by));
        if self.on_the_day(&interest.owns) {
            ties.extend(transaction.above_counterparty.ties(transaction.dealt.days));
        }
        if self.on_the_day(&interest.standing.holder.maybe) {
            ties.extend(transaction.above_registrant.ties(transaction.dealt.days));
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
