//! Three-valued answers (Kleene 1952), and the legs of a test.

use serde::Serialize;

/// Yes, no, or unknown because an input is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LegAnswer"))]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// No, whatever the missing inputs are.
    No,
    /// Yes or no, depending on a missing input.
    Unknown,
    /// Yes, whatever the missing inputs are.
    Yes,
}

impl Answer {
    /// Returns yes if both are yes, no if one of them is no.
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

    /// Returns yes if one of them is yes, no if both are no.
    #[must_use]
    pub fn or(self, other: Answer) -> Answer {
        self.max(other)
    }

    /// Returns no for yes, and yes for no.
    #[must_use]
    pub fn negated(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        }
    }

    /// Returns the name: `yes`, `no` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Unknown => "unknown",
        }
    }
}

interlocks_core::display_name!(Answer);

impl From<bool> for Answer {
    fn from(known: bool) -> Answer {
        if known { Answer::Yes } else { Answer::No }
    }
}

/// `None` is an unknown answer.
impl From<Option<bool>> for Answer {
    fn from(known: Option<bool>) -> Answer {
        known.map_or(Answer::Unknown, Answer::from)
    }
}

/// The answers that the readings of a day allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenAnswers {
    /// `true` if some reading says yes.
    pub(crate) yes: bool,
    /// `true` if some reading says no.
    pub(crate) no: bool,
    /// `true` if some reading lacks an input.
    pub(crate) unknown: bool,
}

impl OpenAnswers {
    /// Adds the answer of a reading.
    pub(crate) fn add(&mut self, answer: Answer) {
        match answer {
            Answer::Yes => self.yes = true,
            Answer::No => self.no = true,
            Answer::Unknown => self.unknown = true,
        }
    }

    /// Returns `true` if all readings say yes.
    pub(crate) fn only_yes(self) -> bool {
        self.yes && !self.no && !self.unknown
    }

    /// Returns `true` if all readings lack an input.
    pub(crate) fn only_unknown(self) -> bool {
        self.unknown && !self.yes && !self.no
    }
}

/// A number that a leg compares.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    /// The name, such as `threshold`.
    pub name: String,
    /// The value; `None` (null) if unknown.
    pub value: Option<f64>,
    /// The unit: `USD`, `EUR`, `percent`, `boards`, `days` …
    pub unit: String,
}

impl Figure {
    /// Returns a named number with its unit.
    pub fn new(name: impl Into<String>, value: Option<f64>, unit: impl Into<String>) -> Figure {
        Figure { name: name.into(), value, unit: unit.into() }
    }
}

/// One leg of a test, and whether it is met.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leg {
    /// The name of the leg: one or two words with hyphens.
    pub leg: &'static str,
    /// Yes if the leg is met. If an exception is met, there is no breach.
    pub met: Answer,
    /// The facts that were compared, in a sentence.
    pub text: String,
    /// The numbers that were compared.
    pub figures: Vec<Figure>,
}

impl Leg {
    /// Returns a leg without figures.
    pub fn new(leg: &'static str, met: Answer, text: impl Into<String>) -> Leg {
        Leg { leg, met, text: text.into(), figures: Vec::new() }
    }

    /// Returns the leg with another figure.
    #[must_use]
    pub fn with(mut self, figure: Figure) -> Leg {
        self.figures.push(figure);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Answer::{self, No, Unknown, Yes};

    /// The oracle: tries both values of each unknown.
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
