//! The rows of deals that need an approval.

use std::collections::BTreeSet;

use super::{AKTG, British, DealSize, German, UK};
use crate::related_party::deal_text::{DealText, share_of_tie};
use crate::related_party::holdings::Holdings;
use crate::rulebook::parameter;
use crate::wording::{name, possibly, whole_amount};
use crate::{Answer, DatedAnswer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::DaySpan;
use interlocks_graph::{CompanyIx, DealIx, Entity, PersonIx, TieIx, UncertainDays};

impl DealSize<'_> {
    fn company(&self, company: CompanyIx) -> String {
        name(self.context.graph, Entity::Company(company))
    }

    fn row(&self, rule: &'static str, ruling: &Ruling, companies: [CompanyIx; 2], deal: DealIx) -> RowBuilder<'_> {
        RowBuilder::new(self.context.graph, Screen::DealSize, rule, ruling)
            .subject(companies.map(Entity::Company))
            .companies(companies)
            .deal(self.context.graph.deal(deal).id)
            .rule(self.context.rules, rule)
    }

    /// Returns the shares that are not stated and may decide, as questions.
    fn unstated_shares(&self, above: &[&Holdings], days: DaySpan) -> Vec<String> {
        let graph = self.context.graph;
        let ties: BTreeSet<TieIx> = above.iter().flat_map(|above| above.ties(days)).collect();
        ties.into_iter().filter(|tie| graph.tie_share(*tie).is_none()).map(|tie| share_of_tie(graph, tie)).collect()
    }

    /// Returns the row of a company and a related party.
    pub(super) fn write_up_german(&self, deal: DealIx, company: CompanyIx, other: CompanyIx) -> Row {
        let graph = self.context.graph;
        let [x, y] = [company, other].map(|company| self.company(company));
        let Some(German { parties, relation, listed, size, ruling }) = self.german(deal, company, other) else {
            return self.row(AKTG, &Ruling::clear(), [company, other], deal).build();
        };
        let days = parties.dated_deal.days;
        let related = relation.verdict_days.met().answer(days);
        let mut missing = Vec::new();
        if ruling.verdict == Verdict::Unknown {
            if listed == Answer::Unknown {
                missing.push(format!("whether {x} is listed (listed)"));
            }
            if related == Answer::Unknown {
                let without = format!("who owns {x} and {y} (ties)");
                missing.extend((graph.tie_count() == 0).then_some(without));
                missing.extend(self.unstated_shares(&[&parties.above[0], &parties.above[1]], days));
            }
            missing.extend(size.missing.iter().cloned());
        }
        let head = format!("{x} and {y} are parties to the {}", DealText::new(&graph.deal(deal)));
        let percent = self.context.rules.number(parameter::AKTG_111B_PERCENT);
        let figures = || size_text(&size.figures, "EUR");
        let reason = match ruling.verdict {
            Verdict::Unknown => format!("{head}; cannot be decided without {}", missing.join(", ")),
            Verdict::Clear if related == Answer::No => {
                format!("{head}; they are not related parties on its day (IAS 24).")
            }
            Verdict::Clear if size.above == Answer::No => {
                format!(
                    "{head}; their deals of the year are not above {percent} % of the fixed and current assets: {}.",
                    figures()
                )
            }
            Verdict::Clear => format!("{head}; the law does not ask for an approval."),
            _ => format!(
                "{head}; they are {}related (IAS 24), and their deals of the year are above {percent} % of the fixed and current \
                 assets of {x}: {}. The supervisory board must approve, unless it is ordinary business on market terms \
                 (s. 111a); the data does not say whether it did.",
                possibly(ruling.certain),
                figures()
            ),
        };
        let mut above =
            Leg::new("above-limit", size.above, format!("deals of the year above {percent} % of the assets of {x}"));
        above.figures.clone_from(&size.figures);
        let legs = vec![
            Leg::new("listed", listed, format!("{x} is a listed German company: {listed}")),
            Leg::new("related-party", related, format!("{x} and {y} are related parties by IAS 24: {related}")),
            above,
        ];
        let deals = size.deals.iter().map(|deal| Evidence::from_deal(graph, &graph.deal(*deal), [company, other]));
        let ties: BTreeSet<TieIx> = parties.above.iter().flat_map(|above| above.ties(days)).collect();
        let ties = ties.into_iter().map(|tie| Evidence::from_tie(graph, tie));
        let accounts = size.accounts.iter().map(|row| Evidence::from_accounts(graph, *row));
        let evidence = deals.chain(ties).chain(accounts).collect();
        self.row(AKTG, &ruling, [company, other], deal)
            .reason(reason)
            .legs(legs)
            .missing(missing)
            .evidence(evidence)
            .build()
    }

    /// Returns the row of a company and a body connected with a director.
    pub(super) fn write_up_british(&self, deal: DealIx, companies: [CompanyIx; 2], director: Option<PersonIx>) -> Row {
        let graph = self.context.graph;
        let [x, y] = companies.map(|company| self.company(company));
        let case = self.british(deal, companies[0], companies[1], director);
        let who = director.map_or_else(|| "a director".to_owned(), |person| name(graph, Entity::Person(person)));
        let missing = self.missing_british(&case, (deal, companies, director));
        let British { dated_deal, director: office, connected, non_cash, size, ruling } = case;
        let days = dated_deal.days;
        let head = format!("{x} and {y} are parties to the {}", DealText::new(&graph.deal(deal)));
        let share = self.connected_percent();
        let figures = || size_text(&size.figures, "GBP");
        let reason = match ruling.verdict {
            Verdict::Unknown => format!("{head}; cannot be decided without {}", missing.join(", ")),
            Verdict::Clear if non_cash == Answer::No => {
                format!("{head}; by its kind it is on no asset other than cash.")
            }
            Verdict::Clear if size.above == Answer::No => format!("{head}; it is not above the limit: {}.", figures()),
            Verdict::Clear => format!("{head}; {who} is not connected with {y} on its day."),
            _ => format!(
                "{head}; {who}, a director of {x} or of its holding company, {}holds {share} % of {y} or more with close family, \
                 and the deal is on a substantial asset: {}. The members must approve; the data does not say whether they did.",
                possibly(ruling.certain),
                figures()
            ),
        };
        let mut above =
            Leg::new("substantial", size.above, "above the amount, or above the floor and the part of the net assets");
        above.figures.clone_from(&size.figures);
        let legs = vec![
            Leg::new("director", office.answer(days), format!("{who} is a director of {x} or of its holding company")),
            Leg::new(
                "connected-body",
                connected.answer(days),
                format!("{who} holds {share} % of {y} or more with close family"),
            )
            .with(Figure::new("limit", Some(share), "percent")),
            Leg::new(
                "non-cash-asset",
                non_cash,
                format!("by its kind the deal is on an asset other than cash: {non_cash}"),
            ),
            above,
        ];
        let seats = director.into_iter().flat_map(|person| graph.person_seats(person));
        let on_the_day = |days: &UncertainDays| !days.possible.within(dated_deal.days).is_empty();
        let seats =
            seats.filter(|seat| graph.is_board(*seat) && on_the_day(&UncertainDays::from_spell(&graph.spell(*seat))));
        let holdings = Holdings::new(graph, companies[1]);
        let ties: BTreeSet<TieIx> = holdings.ties(days).collect();
        let evidence = std::iter::once(Evidence::from_deal(graph, &graph.deal(deal), companies))
            .chain(seats.map(|seat| Evidence::from_seat(graph, seat)))
            .chain(ties.into_iter().map(|tie| Evidence::from_tie(graph, tie)))
            .chain(size.accounts.iter().map(|row| Evidence::from_accounts(graph, *row)))
            .collect();
        self.row(UK, &ruling, companies, deal)
            .people(director)
            .reason(reason)
            .legs(legs)
            .missing(missing)
            .evidence(evidence)
            .build()
    }

    fn missing_british(
        &self,
        case: &British,
        (deal, [company, other], director): (DealIx, [CompanyIx; 2], Option<PersonIx>),
    ) -> Vec<String> {
        if case.ruling.verdict != Verdict::Unknown {
            return Vec::new();
        }
        let graph = self.context.graph;
        let days = case.dated_deal.days;
        let open = |answer: &DatedAnswer| answer.answer(days) == Answer::Unknown;
        let mut missing = Vec::new();
        if director.is_none() {
            missing.push(format!("who owns {} (ties)", self.company(other)));
        } else {
            let asked = [(open(&case.connected), other), (open(&case.director), company)].into_iter();
            let above: Vec<Holdings> =
                asked.filter(|(open, _)| *open).map(|(_, company)| Holdings::new(graph, company)).collect();
            missing.extend(self.unstated_shares(&above.iter().collect::<Vec<_>>(), days));
        }
        if case.non_cash == Answer::Unknown {
            missing.push(format!("whether the deal {} is on an asset other than cash (kind)", graph.deal(deal).id));
        }
        missing.extend(case.size.missing.iter().cloned());
        missing
    }
}

/// Returns the figures in a currency that are known, as a phrase: `amount 120,000 GBP, limit 100,000 GBP`.
fn size_text(figures: &[Figure], currency: &str) -> String {
    let text = |figure: &Figure| match figure.value {
        Some(value) if figure.unit == currency => Some(format!("{} {} {currency}", figure.name, whole_amount(value))),
        _ => None,
    };
    figures.iter().filter_map(text).collect::<Vec<String>>().join(", ")
}
