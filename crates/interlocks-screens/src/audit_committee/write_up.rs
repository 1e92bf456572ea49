//! The row of a member of an audit committee.

use std::collections::BTreeSet;

use super::circumstances::{Circumstance, Question, Weight};
use super::{AuditCommittee, Case, Judged, RULE, audit_seats};
use crate::sec_filer::SecFiler;
use crate::wording::{days_phrase, each_once, name, possibly};
use crate::{Answer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_graph::{Entity, SeatIx, TieIx, UncertainDays};

impl AuditCommittee<'_> {
    /// Returns the row of a case.
    pub(super) fn write_up(&self, case: Case) -> Row {
        let graph = self.context.graph;
        let judged = self.judged(case).unwrap_or_else(|| Judged {
            case,
            filer: SecFiler::new(graph, case.company),
            member: UncertainDays::default(),
            circumstances: Vec::new(),
            ruling: Ruling::clear(),
        });
        RowBuilder::new(graph, Screen::AuditCommittee, RULE, &judged.ruling)
            .subject([Entity::Person(case.person), Entity::Company(case.company)])
            .people([case.person])
            .companies([case.company])
            .reason(self.reason(&judged))
            .coming_reason(|day| self.coming_reason(&judged, day))
            .legs(self.legs(&judged))
            .missing(self.missing(&judged))
            .rule(self.context.rules, RULE)
            .evidence(self.evidence(&judged))
            .build()
    }

    fn who(&self, case: Case) -> [String; 2] {
        let graph = self.context.graph;
        [name(graph, Entity::Person(case.person)), name(graph, Entity::Company(case.company))]
    }

    /// Returns the texts of circumstances of a weight that hold on the days of the ruling; of a ruling on days to come, all.
    fn texts(judged: &Judged, weights: &[Weight]) -> String {
        let days = &judged.ruling.days.possible;
        let holds = |own: &&Circumstance| days.is_empty() || own.days.possible.meets(days);
        let some = judged.circumstances.iter().filter(|own| weights.contains(&own.weight)).filter(holds);
        let texts: BTreeSet<&str> = some.map(|own| own.text.as_str()).collect();
        texts.into_iter().collect::<Vec<&str>>().join("; ")
    }

    fn reason(&self, judged: &Judged) -> String {
        let [who, of] = self.who(judged.case);
        let days = days_phrase(&judged.ruling.days.possible);
        let possibly = possibly(judged.ruling.certain);
        let head = format!("{who} is on the audit committee of {of}");
        match judged.ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => {
                format!(
                    "{head}, and {possibly}not independent for it, {days}: {}.",
                    Self::texts(judged, &[Weight::Counts])
                )
            }
            Verdict::Watch => format!("{head}, {days}: {}.", Self::texts(judged, &[Weight::Judged])),
            Verdict::Unknown => {
                let open = Self::texts(judged, &[Weight::Counts, Weight::Judged, Weight::MissingInput]);
                let open = if open.is_empty() { "nothing in the data speaks against it".to_owned() } else { open };
                format!("{head}: {open}. It is not known {}.", self.missing(judged).join(", nor "))
            }
            Verdict::Clear => format!("{head}, but not in the period asked about."),
        }
    }

    fn coming_reason(&self, judged: &Judged, day: &str) -> String {
        let [who, of] = self.who(judged.case);
        let because = Self::texts(judged, &[Weight::Counts]);
        format!(
            "If nothing changes, {who} is not independent for the audit committee of {of} from {day} on: {because}."
        )
    }

    fn legs(&self, judged: &Judged) -> Vec<Leg> {
        let graph = self.context.graph;
        let [who, of] = self.who(judged.case);
        let limit = Figure::new("safe harbour", Some(self.holder_percent), "percent");
        vec![
            judged.filer.leg(graph),
            Leg::new(
                "member",
                Answer::from(judged.member.is_possible()),
                format!("{who} on the audit committee of {of}, {}", days_phrase(&judged.member.possible)),
            ),
            // A fee that the company pays to the member is in no table.
            Self::leg(
                judged,
                Question::Fee,
                "fee",
                Answer::Unknown,
                "no table says whether the company pays the member a fee",
            ),
            Self::leg(
                judged,
                Question::Affiliate,
                "affiliate",
                Answer::No,
                "no office in the group, and no large holding",
            )
            .with(limit),
        ]
    }

    /// Returns the leg of a question, answered by the circumstances on the days of the ruling.
    fn leg(judged: &Judged, question: Question, leg: &'static str, otherwise: Answer, text: &str) -> Leg {
        let days =
            if judged.ruling.days.is_possible() { &judged.ruling.days.possible } else { &judged.member.possible };
        let of = |weight: Weight| {
            let own = judged.circumstances.iter().filter(move |own| own.question == question && own.weight == weight);
            own.filter(|own| own.days.possible.meets(days))
        };
        let counts = of(Weight::Counts).next().map(|own| (Answer::Yes, own));
        let open = of(Weight::Judged).chain(of(Weight::MissingInput)).next().map(|own| (Answer::Unknown, own));
        counts
            .or(open)
            .map_or_else(|| Leg::new(leg, otherwise, text), |(met, own)| Leg::new(leg, met, own.text.as_str()))
    }

    /// Returns the questions that are open; none if the test is met.
    fn missing(&self, judged: &Judged) -> Vec<String> {
        if judged.ruling.verdict != Verdict::Unknown {
            return Vec::new();
        }
        let [who, of] = self.who(judged.case);
        let days = &judged.ruling.days.possible;
        let open = judged.circumstances.iter().filter(|own| own.days.possible.meets(days));
        let mut missing: Vec<String> = judged.filer.question(self.context.graph).into_iter().collect();
        missing.extend(open.filter_map(|own| own.missing.clone()));
        missing.push(format!("whether {who} takes a fee from {of} other than for the board and its committees"));
        each_once(missing)
    }

    fn evidence(&self, judged: &Judged) -> Vec<Evidence> {
        let graph = self.context.graph;
        let days = &judged.ruling.days.possible;
        let decisive = judged.circumstances.iter().filter(|own| days.is_empty() || own.days.possible.meets(days));
        let (mut seats, mut ties, mut deals) = (Vec::<SeatIx>::new(), BTreeSet::<TieIx>::new(), BTreeSet::new());
        seats.extend(audit_seats(graph, judged.case));
        for own in decisive {
            seats.extend(own.seats.iter().filter(|seat| !audit_seats(graph, judged.case).any(|own| own == **seat)));
            ties.extend(&own.ties);
            deals.extend(&own.deals);
        }
        seats.dedup();
        let seats = seats.into_iter().map(|seat| Evidence::from_seat(graph, seat));
        let ties = ties.into_iter().map(|tie| Evidence::from_tie(graph, tie));
        let deals = deals
            .into_iter()
            .map(|(deal, firm)| Evidence::from_deal(graph, &graph.deal(deal), [judged.case.company, firm]));
        seats.chain(ties).chain(deals).collect()
    }
}
