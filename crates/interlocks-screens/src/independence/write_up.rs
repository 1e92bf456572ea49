//! The row of a case of independence.

use super::circumstance::{Circumstance, DirectorCheck, Grade, Proof, Question, evidence, leg};
use super::tenure::not_yet_passed;
use crate::wording::{each_once, list};
use crate::{Answer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_graph::{BoardGraph, Entity};

/// The highest number of circumstances in a reason; further ones are only counted.
const MOST_NAMED: usize = 2;

/// A case and what its row is made from.
pub(crate) struct WriteUp<'l> {
    pub(crate) check: DirectorCheck<'l>,
    pub(crate) ruling: Ruling,
    pub(crate) circumstances: Vec<Circumstance>,
}

impl WriteUp<'_> {
    /// Returns the row.
    pub(crate) fn row(self) -> Row {
        let check = &self.check;
        let (person, company, rule) = (check.director.person, check.company(), check.rule);
        let recalled = rule.recalled.then(|| format!("the whole test of {}", rule.id));
        RowBuilder::new(check.graph(), Screen::Independence, rule.id.as_str(), &self.ruling)
            .subject([Entity::Person(person), Entity::Company(company)])
            .people([person])
            .companies([company])
            .reason(self.reason())
            .coming_reason(|day| self.coming_reason(day))
            .legs(self.legs())
            .missing(self.missing())
            .citation(rule.citation.as_str())
            .recalled(recalled)
            .evidence(self.evidence())
            .build()
    }

    /// Returns the circumstances on which the verdict rests.
    fn decisive(&self) -> Vec<&Circumstance> {
        let coming = self.ruling.only_coming().is_some();
        let grade = |grade: Grade| {
            self.circumstances.iter().filter(move |c| c.grade == grade && c.coming == coming).collect::<Vec<_>>()
        };
        match self.ruling.verdict {
            _ if coming => grade(Grade::Counts),
            Verdict::Breach | Verdict::AbovePolicy => grade(Grade::Counts),
            Verdict::Watch => grade(Grade::BoardJudges),
            Verdict::Unknown | Verdict::Clear => {
                let counts = grade(Grade::Counts);
                if counts.is_empty() { grade(Grade::MissingInput) } else { counts }
            }
        }
    }

    fn reason(&self) -> String {
        let check = &self.check;
        let (rule, who, of) = (&check.rule.name, check.who(check.director), check.name(check.company()));
        let decisive = self.decisive();
        let mut texts: Vec<&str> = decisive.iter().map(|circumstance| circumstance.explanation.text.as_str()).collect();
        texts.dedup();
        let more = texts.len().saturating_sub(MOST_NAMED);
        texts.truncate(MOST_NAMED);
        let mut because = texts.join("; ");
        if more > 0 {
            because = format!("{because}; and {more} more");
        }
        let possible = if self.ruling.certain { "" } else { " (possible only: the dates are not exact)" };
        let unlisted = format!(" The data does not say whether {of} is listed, and so whether the rule applies.");
        let unlisted = if self.is_listed() { String::new() } else { unlisted };
        match self.ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => {
                let doubt = match check.rule.doubts {
                    _ if check.rule.is_of_chair() => format!("{who} should not remain chair of {of} under {rule}"),
                    false => format!("{rule} does not count {who} as independent of {of}"),
                    true => format!("Under {rule}, the independence of {who} from {of} is in doubt"),
                };
                format!("{doubt}{possible}: {because}.{unlisted}")
            }
            Verdict::Watch => {
                format!("The board must judge whether {who} is independent of {of}{possible}: {because}.{unlisted}")
            }
            Verdict::Clear => {
                let what = if check.rule.is_of_chair() {
                    format!("{who} remaining chair of {of}")
                } else {
                    format!("the independence of {who} from {of}")
                };
                let legs: Vec<String> = self.legs().into_iter().skip(1).map(|leg| leg.text).collect();
                format!("Nothing that {rule} asks about speaks against {what}: {}.", legs.join("; "))
            }
            Verdict::Unknown if because.is_empty() => format!(
                "Nothing in the data speaks against the independence of {who} from {of} under {rule}, but some of the \
                 information it requires is missing.{unlisted}"
            ),
            Verdict::Unknown => {
                format!("Under {rule} it is not known whether {who} is independent of {of}: {because}.{unlisted}")
            }
        }
    }

    /// Returns the reason of a case to watch only for what is to come.
    fn coming_reason(&self, day: &str) -> String {
        let check = &self.check;
        let (rule, who, of) = (&check.rule.name, check.who(check.director), check.name(check.company()));
        let decisive = self.decisive();
        let texts: Vec<&str> = decisive.iter().map(|circumstance| circumstance.explanation.text.as_str()).collect();
        let because = texts.join("; ");
        let then = match check.rule.is_of_chair() {
            true => format!("{who} should not remain chair of {of}"),
            false => format!("the independence of {who} from {of} is in doubt"),
        };
        format!("{because} on {day}, if nothing changes. From then on {then} under {rule}.")
    }

    fn is_listed(&self) -> bool {
        self.check.graph().is_listed(self.check.company()) == Some(true)
    }

    fn legs(&self) -> Vec<Leg> {
        let check = &self.check;
        let mut listed = match self.is_listed() {
            true => Leg::new("listed", Answer::Yes, "a listed company; the data does not say on which exchange"),
            false => Leg::new("listed", Answer::Unknown, "the data does not say whether the company is listed"),
        };
        let in_control = check.board.parents.iter().filter(|parent| parent.control.yes.meet(check.days).is_possible());
        let in_control: Vec<String> = in_control.map(|parent| check.name(parent.company)).collect();
        if check.rule.controlled_free && !in_control.is_empty() {
            let who = list(&in_control);
            listed.text.push_str(&format!(
                "; controlled by {who}, and a controlled company need not have a majority of independent directors"
            ));
        }
        let questions = check.rule.questions().map(|question| match question {
            Question::Pay => {
                let pay = Figure::new("limit", check.rule.pay.map(|(usd, _)| usd), "USD");
                Leg::new(question.leg(), Answer::Unknown, "the data has no information on pay").with(pay)
            }
            Question::Remuneration => Leg::new(question.leg(), Answer::Unknown, "the data has no information on pay"),
            question => {
                let mut leg = leg(question, &self.circumstances);
                if let Some(since) =
                    not_yet_passed(check).filter(|_| question == Question::Tenure && leg.met == Answer::No)
                {
                    leg.text = since;
                }
                leg
            }
        });
        std::iter::once(listed).chain(questions).collect()
    }

    /// Returns the missing inputs, each once.
    fn missing(&self) -> Vec<String> {
        let check = &self.check;
        let (who, of) = (check.who(check.director), check.name(check.company()));
        let mut missing = Vec::new();
        if self.ruling.verdict == Verdict::Clear {
            return missing;
        }
        if !self.is_listed() {
            let market = check.rule.market.map(|market| format!(" on {market}")).unwrap_or_default();
            missing.push(format!("whether {of} is listed{market} (listed)"));
        }
        if !check.is_of_market() {
            missing.push(format!("the country of {of} (country)"));
        }
        for question in check.rule.questions() {
            match question {
                Question::Pay => missing.extend(check.rule.pay_question(&who, &of)),
                Question::Remuneration => missing.push(format!(
                    "whether {who} receives pay from {of} other than a director's fee, has share options or \
                     performance-related pay, or is a member of its pension scheme"
                )),
                question => {
                    let open = self.circumstances.iter().filter(|c| c.question == question);
                    missing.extend(open.flat_map(|c| c.explanation.missing.iter().cloned()));
                }
            }
        }
        each_once(missing)
    }

    /// Returns the seats on the board, then what the verdict rests on.
    fn evidence(&self) -> Vec<Evidence> {
        let check = &self.check;
        let seats = check.seats(check.director.person, check.company(), BoardGraph::is_board);
        let proof = self.decisive().into_iter().flat_map(|c| c.explanation.proof.clone());
        evidence(check.graph(), check.company(), seats.chain(proof.collect::<Vec<Proof>>()))
    }
}
