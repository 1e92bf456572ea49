//! A case in full.

use super::circumstance::{Circumstance, Grade, Look, Proof, Question, evidence, leg};
use super::rule::Rule;
use crate::rulebook::parameter;
use crate::{Answer, Figure, Leg, Row, Ruling, Screen, Subject, Verdict};
use interlocks_analysis::{Evidence, Named};
use interlocks_graph::{BoardGraph, Entity};

/// Circumstances named in a reason; of more the number is told.
const NAMED: usize = 2;

/// One case told in words.
pub struct Telling<'l> {
    pub look: Look<'l>,
    pub ruling: Ruling,
    pub found: Vec<Circumstance>,
}

impl Telling<'_> {
    pub fn row(self) -> Row {
        let (look, graph) = (&self.look, self.look.graph());
        let statute = look.asked.rules.statute(look.rule.id());
        let [person, company] = [Entity::Person(look.director.person), Entity::Company(look.company())];
        Row {
            rule: Screen::Independence,
            test: look.rule.id().to_owned(),
            verdict: self.ruling.verdict,
            certain: self.ruling.certain,
            subject: vec![Subject::of(graph, person), Subject::of(graph, company)],
            people: vec![Named::new(graph, person)],
            companies: vec![Named::new(graph, company)],
            deal: None,
            spells: self.ruling.days.possible.clone(),
            certain_spells: self.ruling.days.certain.clone(),
            reason: self.reason(),
            legs: self.legs(),
            missing: self.missing(),
            citation: statute.map_or_else(|| look.rule.name().to_owned(), |statute| statute.rule.clone()),
            recalled: statute
                .filter(|statute| statute.recalled)
                .map(|statute| format!("the whole test of {}", statute.id))
                .into_iter()
                .collect(),
            evidence: self.evidence(),
        }
    }

    /// The circumstances on which the verdict rests.
    fn decisive(&self) -> Vec<&Circumstance> {
        let grade = |grade: Grade| self.found.iter().filter(move |c| c.grade == grade).collect::<Vec<_>>();
        match self.ruling.verdict {
            Verdict::Breach => grade(Grade::Counts),
            Verdict::Watch => grade(Grade::Judge),
            Verdict::Unknown | Verdict::Clear => {
                let counts = grade(Grade::Counts);
                if counts.is_empty() { grade(Grade::Untold) } else { counts }
            }
        }
    }

    fn reason(&self) -> String {
        let look = &self.look;
        let (rule, who, of) = (look.rule.name(), look.who(look.director), look.name(look.company()));
        let decisive = self.decisive();
        let mut texts: Vec<&str> = decisive.iter().map(|circumstance| circumstance.words.text.as_str()).collect();
        texts.dedup();
        let more = texts.len().saturating_sub(NAMED);
        texts.truncate(NAMED);
        let mut because = texts.join("; ");
        if more > 0 {
            because = format!("{because}; and {more} more");
        }
        let verb = look.rule.verb();
        let independent = match look.rule {
            Rule::Nyse | Rule::Nasdaq => format!("{rule} {verb} {who} as independent of {of}"),
            Rule::UkCode => format!("{rule} {verb} that {who} is independent of {of}"),
        };
        let may = if self.ruling.certain { "" } else { ", for some choice of days inside the stated dates" };
        let listed = format!(" Whether {of} is listed, and the rule applies, is not stated.");
        let listed = if self.is_listed() { String::new() } else { listed };
        match self.ruling.verdict {
            Verdict::Breach => format!("{independent}{may}: {because}.{listed}"),
            Verdict::Watch => {
                format!("Whether {who} is independent of {of} is for the board to judge{may}: {because}.{listed}")
            }
            Verdict::Unknown | Verdict::Clear => match because.is_empty() {
                true => format!(
                    "Nothing in the data speaks against {who} as independent of {of} by {rule}, but not all that it \
                         asks is known.{listed}"
                ),
                false => {
                    format!("By {rule} it cannot be told whether {who} is independent of {of}: {because}.{listed}")
                }
            },
        }
    }

    fn is_listed(&self) -> bool {
        self.look.graph().is_listed(self.look.company()) == Some(true)
    }

    fn legs(&self) -> Vec<Leg> {
        let look = &self.look;
        let listed = match self.is_listed() {
            true => Leg::new("listed", Answer::Yes, "a listed company; on which exchange no table says"),
            false => Leg::new("listed", Answer::Unknown, "whether the company is listed is not stated"),
        };
        let questions = Question::of(look.rule).iter().map(|question| match question {
            Question::Pay => {
                let pay = Figure::new("limit", Some(self.pay_limit()), "USD");
                Leg::new(question.leg(), Answer::Unknown, "no table states pay").with(pay)
            }
            Question::Remuneration => Leg::new(question.leg(), Answer::Unknown, "no table states pay"),
            question => leg(*question, &self.found),
        });
        std::iter::once(listed).chain(questions).collect()
    }

    fn pay_limit(&self) -> f64 {
        let parameter = if self.look.rule == Rule::Nyse { parameter::NYSE_PAY_USD } else { parameter::NASDAQ_PAY_USD };
        self.look.asked.rules.number(parameter)
    }

    /// What one would have to ask of the company, each question once.
    fn missing(&self) -> Vec<String> {
        let look = &self.look;
        let (who, of) = (look.who(look.director), look.name(look.company()));
        let mut missing = Vec::new();
        if !self.is_listed() {
            missing.push(format!("whether {of} is listed on {} (listed)", look.rule.market()));
        }
        for question in Question::of(look.rule) {
            match question {
                Question::Pay => missing.push(format!(
                    "whether {who} or close family got more than {} USD in direct pay from {of} in any 12 months of the \
                     last {} years, beside fees for the board",
                    super::payments::whole(self.pay_limit()),
                    look.rule.other_years(look.asked.rules)
                )),
                Question::Remuneration => missing.push(format!(
                    "whether {who} gets pay from {of} beside the fee of a director, has share options or pay by \
                     performance, or is in its pension scheme"
                )),
                question => {
                    let untold = self.found.iter().filter(|c| c.question == *question);
                    missing.extend(untold.flat_map(|c| c.words.missing.iter().cloned()));
                }
            }
        }
        let mut once = std::collections::BTreeSet::new();
        missing.retain(|question| once.insert(question.clone()));
        missing
    }

    /// The seats by which somebody is asked about, then what the verdict rests on.
    fn evidence(&self) -> Vec<Evidence> {
        let look = &self.look;
        let seats = look.seats(look.director.person, look.company(), BoardGraph::is_board);
        let proof = self.decisive().into_iter().flat_map(|c| c.words.proof.clone());
        evidence(look.graph(), look.company(), seats.chain(proof.collect::<Vec<Proof>>()))
    }
}
