//! Three-valued answers to the legs of a test (Kleene 1952), and what a leg says of itself.

use serde::Serialize;

/// Yes, no, or not to be told from what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    No,
    Unknown,
    Yes,
}

impl Answer {
    /// The answer to a question about something that may not be known.
    pub fn of(known: Option<bool>) -> Answer {
        match known {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None => Answer::Unknown,
        }
    }

    /// Yes where both are; no where either is not.
    ///
    /// ```
    /// use interlocks_screens::Answer::{No, Unknown, Yes};
    /// assert_eq!(Unknown.and(No), No);
    /// assert_eq!(Unknown.and(Yes), Unknown);
    /// assert_eq!(Unknown.or(Yes), Yes);
    /// ```
    #[must_use]
    pub fn and(self, other: Answer) -> Answer {
        self.min(other)
    }

    /// Yes where either is; no where neither is.
    #[must_use]
    pub fn or(self, other: Answer) -> Answer {
        self.max(other)
    }

    /// Yes for no, no for yes.
    #[must_use]
    pub fn negated(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Unknown => "unknown",
        }
    }
}

interlocks_core::display_name!(Answer);

/// A number a leg looks at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    pub name: String,
    /// Null where it is not known.
    pub value: Option<f64>,
    /// `USD`, `percent`, `boards`, `days` …
    pub unit: String,
}

impl Figure {
    /// A named number with its unit.
    pub fn new(name: impl Into<String>, value: Option<f64>, unit: impl Into<String>) -> Figure {
        Figure { name: name.into(), value, unit: unit.into() }
    }
}

/// One leg of a test: whether what it asks for is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Leg {
    /// What is asked, in a word or two with hyphens.
    pub leg: &'static str,
    /// Whether it is met. That an exception is met speaks against a breach.
    pub met: Answer,
    /// What it looked at, in a sentence.
    pub text: String,
    pub figures: Vec<Figure>,
}

impl Leg {
    /// A leg without figures.
    pub fn new(leg: &'static str, met: Answer, text: impl Into<String>) -> Leg {
        Leg { leg, met, text: text.into(), figures: Vec::new() }
    }

    /// The leg with a figure more.
    #[must_use]
    pub fn with(mut self, figure: Figure) -> Leg {
        self.figures.push(figure);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Answer::{self, No, Unknown, Yes};

    /// The oracle: what an unknown turns out to be is tried both ways.
    fn either(inputs: [Answer; 2], question: impl Fn(bool, bool) -> bool) -> Answer {
        let choices = |answer: Answer| match answer {
            Yes => vec![true],
            No => vec![false],
            Unknown => vec![true, false],
        };
        let mut outcomes = Vec::new();
        for x in choices(inputs[0]) {
            outcomes.extend(choices(inputs[1]).into_iter().map(|y| question(x, y)));
        }
        match (outcomes.contains(&true), outcomes.contains(&false)) {
            (true, false) => Yes,
            (false, _) => No,
            (true, true) => Unknown,
        }
    }

    #[test]
    fn an_answer_is_known_where_no_choice_of_the_unknown_changes_it() {
        for x in [Yes, No, Unknown] {
            for y in [Yes, No, Unknown] {
                assert_eq!(x.and(y), either([x, y], |x, y| x && y));
                assert_eq!(x.or(y), either([x, y], |x, y| x || y));
            }
            assert_eq!(x.negated(), either([x, No], |x, _| !x));
        }
    }
}
