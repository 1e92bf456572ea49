//! Fees through a firm, and affiliation.

use std::collections::BTreeSet;

use crate::group::{control_question, parents, subsidiaries};
use crate::independence::household::{Bond, Member};
use crate::wording::name;
use interlocks_analysis::ownership::{owner_tie, stated_share, states_control};
use interlocks_core::model::vocabulary::{TieKind, phrase};
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// A leg of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Takes a fee, also through a firm.
    Fee,
    /// Works for the company, or for a company of its group, or holds much of it.
    Affiliate,
}

/// The weight of a circumstance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// The rule names it.
    Counts,
    /// It has to be judged.
    Judged,
    /// An input is missing.
    MissingInput,
}

/// A fact about a member.
#[derive(Clone, Debug)]
pub(super) struct Circumstance {
    pub(super) question: Question,
    pub(super) weight: Weight,
    pub(super) days: UncertainDays,
    pub(super) text: String,
    pub(super) missing: Option<String>,
    pub(super) seats: Vec<SeatIx>,
    pub(super) ties: Vec<TieIx>,
    pub(super) deals: Vec<(DealIx, CompanyIx)>,
}

/// Words for advice in the kind of a deal.
const ADVICE: &[&str] = &[
    "advice",
    "advisory",
    "adviser",
    "advisor",
    "banking",
    "consultancy",
    "consulting",
    "counsel",
    "legal",
    "underwriting",
];

/// The member at whose positions the rule looks.
struct MemberCheck<'g> {
    graph: &'g BoardGraph,
    member: Member,
    company: CompanyIx,
    holder_percent: f64,
}

/// Returns what the rule asks about a member of the audit committee of a company.
pub(super) fn circumstances(
    graph: &BoardGraph,
    person: PersonIx,
    company: CompanyIx,
    holder_percent: f64,
) -> Vec<Circumstance> {
    let check = MemberCheck { graph, member: Member::director(graph, person), company, holder_percent };
    let mut found = Vec::new();
    check.advisers(&mut found);
    check.deals(&mut found);
    check.own_employment(&mut found);
    check.group(&mut found);
    check.holders(&mut found);
    found
}

impl MemberCheck<'_> {
    fn who(&self) -> String {
        name(self.graph, Entity::Person(self.member.person))
    }

    fn name(&self, company: CompanyIx) -> String {
        name(self.graph, Entity::Company(company))
    }

    /// Returns a circumstance that rests on the member's positions at a company.
    fn circumstance(&self, question: Question, weight: Weight, days: UncertainDays, at: CompanyIx) -> Circumstance {
        let ties = self.member.bonds.iter().filter(|(to, ..)| *to == at).map(|(.., tie)| *tie).collect();
        let seats = self.graph.seats_at(self.member.person, at).filter(|seat| self.graph.is_executive(*seat));
        let (text, missing, deals) = Default::default();
        Circumstance { question, weight, days, text, missing, seats: seats.collect(), ties, deals }
    }

    /// Returns the days as an executive at a company.
    fn executive_days(&self, company: CompanyIx) -> UncertainDays {
        self.member.tenure_of(self.graph, company).map(|tenure| tenure.executive).unwrap_or_default()
    }

    /// Returns the days as a partner, an executive or an owner in control of a firm.
    fn firm_days(&self, firm: CompanyIx) -> UncertainDays {
        let partner = self.member.bond_days(self.graph, firm, |bond| match bond {
            Bond::Partner => true,
            Bond::Owner(share) => share.is_some_and(|share| share > 50.0),
            Bond::Employee | Bond::Representative => false,
        });
        partner.join(&self.executive_days(firm))
    }

    /// Returns the days as an executive or employee of a company.
    fn employed_days(&self, company: CompanyIx) -> UncertainDays {
        let employed = self.member.bond_days(self.graph, company, |bond| bond == Bond::Employee);
        self.executive_days(company).join(&employed)
    }

    /// Adds firms that advise the company, and the member as its adviser.
    fn advisers(&self, found: &mut Vec<Circumstance>) {
        let graph = self.graph;
        for tie in graph.ties(Entity::Company(self.company)) {
            let (kind, adviser, client) = graph.directed_tie(tie);
            if kind != TieKind::Adviser || client != Entity::Company(self.company) {
                continue;
            }
            let advises = UncertainDays::from_spell(&graph.tie_spell(tie));
            let (of, who) = (self.name(self.company), self.who());
            let (days, at, text) = match adviser {
                Entity::Person(person) if person == self.member.person => {
                    (advises, self.company, format!("{who} is an adviser of {of}"))
                }
                Entity::Person(_) => continue,
                Entity::Company(firm) => {
                    let text = format!("{who} is a partner or executive of {}, which advises {of}", self.name(firm));
                    (self.firm_days(firm).meet(&advises), firm, text)
                }
            };
            if days.is_possible() {
                let mut own = self.circumstance(Question::Fee, Weight::Counts, days, at);
                own.text = text;
                own.ties.push(tie);
                found.push(own);
            }
        }
    }

    /// Adds deals on advice with firms of the member. Who was paid is not stated.
    fn deals(&self, found: &mut Vec<Circumstance>) {
        let graph = self.graph;
        let of_firm = |firm: &CompanyIx| *firm != self.company && self.member.is_at(self.graph, *firm);
        let parties: BTreeSet<CompanyIx> =
            graph.company_deals(self.company).flat_map(|deal| graph.deal_parties(deal)).filter(of_firm).collect();
        for firm in parties {
            let position = self.firm_days(firm);
            if !position.is_possible() {
                continue;
            }
            let with_firm =
                graph.company_deals(self.company).filter(|deal| graph.deal_parties(*deal).any(|party| party == firm));
            for deal in with_firm {
                let row = graph.deal(deal);
                let kind = phrase(&row.kind);
                if !kind.split(' ').any(|word| ADVICE.contains(&word)) {
                    continue;
                }
                let ever = DayRange::new(Day::MIN, Day::MAX);
                let on = if graph.is_undated() { ever } else { graph.deal_days(deal).unwrap_or(ever) };
                // The fee of a deal of one day is taken on it; asked about other days, it is past.
                let days = UncertainDays { certain: Default::default(), possible: DaySpan::from(on).into() };
                let days = days.meet(&position);
                if days.is_possible() {
                    let mut own = self.circumstance(Question::Fee, Weight::MissingInput, days, firm);
                    let (of, other) = (self.name(self.company), self.name(firm));
                    own.text = format!(
                        "{} is a partner or executive of {other}, a party to the {} {} with {of}",
                        self.who(),
                        row.kind,
                        row.id
                    );
                    own.missing = Some(format!("whether {of} paid {other} a fee for advice in the deal {}", row.id));
                    own.deals.push((deal, firm));
                    found.push(own);
                }
            }
        }
    }

    fn own_employment(&self, found: &mut Vec<Circumstance>) {
        let days = self.employed_days(self.company);
        if days.is_possible() {
            let mut own = self.circumstance(Question::Affiliate, Weight::Counts, days, self.company);
            own.text = format!("{} is an executive or employee of {}", self.who(), self.name(self.company));
            found.push(own);
        }
    }

    /// Adds offices at companies that control the company or that it controls.
    fn group(&self, found: &mut Vec<Circumstance>) {
        let graph = self.graph;
        for (relatives, is_parent) in [(parents(graph, self.company), true), (subsidiaries(graph, self.company), false)]
        {
            for relative in relatives {
                let offices = self.employed_days(relative.company);
                let (other, of) = (self.name(relative.company), self.name(self.company));
                let kind = if is_parent { "controls" } else { "is controlled by" };
                for (weight, control) in
                    [(Weight::Counts, relative.control.yes.clone()), (Weight::MissingInput, relative.control.unknown())]
                {
                    let days = offices.meet(&control);
                    if !days.is_possible() {
                        continue;
                    }
                    let mut own = self.circumstance(Question::Affiliate, weight, days, relative.company);
                    let may = if weight == Weight::MissingInput { "may be so that it " } else { "" };
                    own.text = format!("{} is an executive or employee of {other}; it {may}{kind} {of}", self.who());
                    if weight == Weight::MissingInput {
                        let [parent, below] =
                            if is_parent { [relative.company, self.company] } else { [self.company, relative.company] };
                        own.missing = Some(control_question(graph, parent, below));
                    }
                    found.push(own);
                }
            }
        }
    }

    /// Adds holdings above the safe harbour, of the member and of companies whose executive the member is.
    fn holders(&self, found: &mut Vec<Circumstance>) {
        let graph = self.graph;
        for tie in graph.ties(Entity::Company(self.company)) {
            let Some((owner, owned)) = owner_tie(graph, tie) else { continue };
            if owned != self.company || states_control(graph, tie) {
                continue;
            }
            let share = stated_share(graph, tie).map(|share| share * 100.0);
            let weight = match share {
                Some(share) if share > self.holder_percent => Weight::Judged,
                Some(_) => continue,
                None => Weight::MissingInput,
            };
            let holds = share.map_or_else(|| "an unstated share".to_owned(), |share| format!("{share} %"));
            let (who, of, limit) = (self.who(), self.name(self.company), self.holder_percent);
            let held = UncertainDays::from_spell(&graph.tie_spell(tie));
            let (days, at, text) = match owner {
                Entity::Person(person) if person == self.member.person => {
                    (held, self.company, format!("{who} holds {holds} of {of}"))
                }
                Entity::Person(_) => continue,
                Entity::Company(firm) => {
                    let text = format!("{who} is an executive of {}, which holds {holds} of {of}", self.name(firm));
                    (self.executive_days(firm).meet(&held), firm, text)
                }
            };
            if days.is_possible() {
                let mut own = self.circumstance(Question::Affiliate, weight, days, at);
                own.text = match weight {
                    Weight::MissingInput => text,
                    _ => format!(
                        "{text}; above {limit} % there is no safe harbour, and whether this is control is to be judged"
                    ),
                };
                own.missing = (weight == Weight::MissingInput)
                    .then(|| format!("what share of {of} {} holds (share)", name(graph, owner)));
                own.ties.push(tie);
                found.push(own);
            }
        }
    }
}
