//! The dialogue in which somebody decides on pairs, one after another. It reads lines, so it works at a terminal and through a pipe.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use super::error::CliError;
use super::files::failed;
use crate::output::printable;
use interlocks::dataset::Decision;
use interlocks_core::wording::{and_list, counted};

/// The longest line of an answer, in bytes. A longer one is several.
const LONGEST: u64 = 1 << 16;

/// The question that is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The two records and the reasons.
    pub lines: Vec<String>,
    /// The reason that counts if somebody says `same` and gives no other; empty if there is none.
    pub for_same: String,
    /// The same for `distinct`.
    pub for_distinct: String,
}

/// A decision, and the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `same`, `distinct` or `unsure`.
    pub decision: Decision,
    /// The reason; `unsure` needs none.
    pub why: String,
}

/// The questions, and the file that keeps the answers.
pub trait Questions {
    /// Returns their number.
    fn count(&self) -> usize;

    /// Returns one of them, counted from 0.
    fn question(&self, at: usize) -> Question;

    /// Keeps an answer, and returns once it cannot be lost.
    fn keep(&mut self, at: usize, answer: &Answer) -> Result<(), CliError>;
}

/// A word that may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Decide(Decision),
    Skip,
    Back,
    Quit,
}

impl Word {
    /// Each word with its letter.
    const ALL: [(&str, &str, Word); 6] = [
        ("same", "s", Word::Decide(Decision::Same)),
        ("distinct", "d", Word::Decide(Decision::Distinct)),
        ("unsure", "u", Word::Decide(Decision::Unsure)),
        ("skip", "k", Word::Skip),
        ("back", "b", Word::Back),
        ("quit", "q", Word::Quit),
    ];

    /// Returns the word of a line, in any case.
    fn from_line(line: &str) -> Option<Word> {
        let line = line.to_lowercase();
        Word::ALL.into_iter().find(|(word, letter, _)| [*word, *letter].contains(&line.as_str())).map(|(.., word)| word)
    }

    /// Returns the words with their letters, for people.
    fn list(words: &[(&str, &str, Word)]) -> String {
        words.iter().map(|(word, letter, _)| format!("{word} ({letter})")).collect::<Vec<_>>().join(", ")
    }
}

/// The outcome of asking for a reason.
enum Reason {
    Given(String),
    /// None after all: the question is asked again.
    None,
    Quit,
}

/// A dialogue.
#[derive(Debug)]
pub struct Review<I, O> {
    input: I,
    output: O,
    /// The reason of all answers, so that none is asked for.
    why: Option<String>,
}

impl<I: BufRead, O: Write> Review<I, O> {
    /// Prepares a dialogue. With `why`, that is the reason of every answer; otherwise `same` and `distinct` ask for one.
    pub fn new(input: I, output: O, why: Option<String>) -> Review<I, O> {
        Review { input, output, why }
    }

    /// Asks the questions until all are answered or passed over, or until somebody quits; returns the answers by their questions.
    pub fn run(&mut self, questions: &mut impl Questions) -> Result<BTreeMap<usize, Answer>, CliError> {
        let mut answers: BTreeMap<usize, Answer> = BTreeMap::new();
        let count = questions.count();
        // Whoever has gone back and answers goes on where they were.
        let (mut at, mut next) = (0, 0);
        if count == 0 {
            return Ok(answers);
        }
        loop {
            let question = (at < count).then(|| questions.question(at));
            match &question {
                Some(question) => self.show(at, count, question, answers.get(&at))?,
                None => self.say("\nThat was the last pair.")?,
            }
            let Some(word) = self.word(question.is_some())? else { break };
            match (word, &question) {
                (Word::Quit, _) => break,
                (Word::Back, _) if at == 0 => self.say("This is the first pair.")?,
                (Word::Back, _) => at -= 1,
                (Word::Decide(decision), Some(question)) => {
                    let why = match self.reason(decision, question)? {
                        Reason::Given(why) => why,
                        Reason::None => continue,
                        Reason::Quit => break,
                    };
                    let answer = Answer { decision, why };
                    questions.keep(at, &answer)?;
                    answers.insert(at, answer);
                    (at, next) = (next.max(at + 1), next.max(at + 1));
                }
                _ => (at, next) = (next.max(at + 1), next.max(at + 1)),
            }
        }
        Ok(answers)
    }

    fn show(&mut self, at: usize, count: usize, question: &Question, before: Option<&Answer>) -> Result<(), CliError> {
        self.say(&format!("\nPair {} of {count}", at + 1))?;
        for line in &question.lines {
            self.say(line)?;
        }
        if let Some(Answer { decision, why }) = before {
            let why = if why.is_empty() { String::new() } else { format!(": {why}") };
            self.say(&format!("You said {decision}{why}. Another answer takes its place; skip leaves it."))?;
        }
        Ok(())
    }

    /// Asks until a line is a word; `None` at the end of the input. After the last question there is nothing to decide.
    fn word(&mut self, has_question: bool) -> Result<Option<Word>, CliError> {
        let words = if has_question { &Word::ALL[..] } else { &Word::ALL[4..] };
        let list = Word::list(words);
        self.say(&format!("{list}?"))?;
        loop {
            let Some(line) = self.line()? else { return Ok(None) };
            match Word::from_line(&line).filter(|word| words.iter().any(|(.., own)| own == word)) {
                Some(word) => return Ok(Some(word)),
                None => {
                    let shown: String = line.chars().take(40).collect();
                    self.say(&format!("'{shown}' is no answer here; write one of {list}"))?;
                }
            }
        }
    }

    /// Returns the reason for a decision, and asks for it if it is needed and not given.
    fn reason(&mut self, decision: Decision, question: &Question) -> Result<Reason, CliError> {
        if let Some(why) = &self.why {
            return Ok(Reason::Given(why.clone()));
        }
        let offered = match decision {
            Decision::Same => &question.for_same,
            Decision::Distinct => &question.for_distinct,
            Decision::Unsure | Decision::Open => return Ok(Reason::Given(String::new())),
        };
        self.say(&match offered.as_str() {
            "" => format!("Why are they {decision}?"),
            offered => format!("Why are they {decision}? Enter alone takes: {offered}"),
        })?;
        loop {
            let Some(line) = self.line()? else {
                self.say(&format!("The answer '{decision}' has no reason, so it was not written."))?;
                return Ok(Reason::Quit);
            };
            match (line.as_str(), Word::from_line(&line)) {
                ("", _) if offered.is_empty() => {
                    self.say("A decision needs a reason; write some words, or back (b)")?;
                }
                ("", _) => return Ok(Reason::Given(offered.clone())),
                (_, Some(Word::Quit)) => return Ok(Reason::Quit),
                (_, Some(Word::Back)) => return Ok(Reason::None),
                // Whoever types ahead must not have an answer taken for a reason.
                (_, Some(_)) => {
                    self.say(&format!("'{line}' is an answer and no reason; write some words, or back (b)"))?;
                }
                (_, None) => return Ok(Reason::Given(line)),
            }
        }
    }

    /// Returns the next line without spaces around it; `None` at the end.
    fn line(&mut self) -> Result<Option<String>, CliError> {
        let mut bytes = Vec::new();
        let read = self.input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
        let read = read.map_err(|source| CliError::Read { path: "standard input".to_owned(), source })?;
        let text = printable(&String::from_utf8_lossy(&bytes));
        Ok((read > 0).then(|| text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()))
    }

    fn say(&mut self, text: &str) -> Result<(), CliError> {
        let lines: Vec<String> = text.split('\n').map(printable).collect();
        let written = writeln!(self.output, "{}", lines.join("\n")).and_then(|()| self.output.flush());
        written.map_err(|source: io::Error| failed(Path::new("standard output"), source))
    }

    /// Writes what was decided and what is left.
    pub fn conclude(&mut self, answers: &BTreeMap<usize, Answer>, file: &Path, left: usize) -> Result<(), CliError> {
        let each = [Decision::Same, Decision::Distinct, Decision::Unsure].map(|decision| {
            let count = answers.values().filter(|answer| answer.decision == decision).count();
            (count > 0).then(|| format!("{count} {decision}"))
        });
        let each: Vec<String> = each.into_iter().flatten().collect();
        let each = if each.is_empty() { String::new() } else { format!(" ({})", and_list(&each)) };
        let decided = counted(answers.len(), "pair");
        let left = match left {
            0 => "none is left".to_owned(),
            1 => "1 is left".to_owned(),
            left => format!("{left} are left"),
        };
        self.say(&format!("\n{decided} decided{each} in {}; {left}", file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Questions whose answers are kept in a list.
    struct Deck {
        count: usize,
        kept: Vec<(usize, Decision, String)>,
    }

    impl Questions for Deck {
        fn count(&self) -> usize {
            self.count
        }

        fn question(&self, at: usize) -> Question {
            let for_distinct = if at == 0 { String::new() } else { "birth: apart".to_owned() };
            Question { lines: vec![format!("records {at}")], for_same: "family: same".to_owned(), for_distinct }
        }

        fn keep(&mut self, at: usize, answer: &Answer) -> Result<(), CliError> {
            self.kept.push((at, answer.decision, answer.why.clone()));
            Ok(())
        }
    }

    /// Returns what is kept, as `0 same why`, and what is said.
    fn talk(count: usize, input: &[u8], why: Option<&str>) -> (Vec<String>, String) {
        let mut deck = Deck { count, kept: Vec::new() };
        let mut said = Vec::new();
        let mut review = Review::new(input, &mut said, why.map(str::to_owned));
        let answers = review.run(&mut deck).unwrap();
        review.conclude(&answers, Path::new("same.csv"), count - answers.len()).unwrap();
        let kept = deck.kept.iter().map(|(at, decision, why)| format!("{at} {decision} {why}"));
        (kept.collect(), String::from_utf8(said).unwrap())
    }

    #[test]
    fn words_and_letters_in_any_case_decide() {
        for input in ["same\ndistinct\nunsure\nskip\nquit\n", "s\nd\nu\nk\nq", "  S \r\nDistinct\r\nU\r\nSKIP\r\nQ\r\n"]
        {
            let (kept, said) = talk(5, input.as_bytes(), Some("seen"));
            assert_eq!(kept, ["0 same seen", "1 distinct seen", "2 unsure seen"]);
            assert!(
                said.ends_with("\n3 pairs decided (1 same, 1 distinct and 1 unsure) in same.csv; 2 are left\n"),
                "{said}"
            );
            assert!(said.contains("Pair 5 of 5") && said.contains("records 4"), "{said}");
        }
    }

    #[test]
    fn other_words_are_asked_again() {
        let (kept, said) = talk(1, b"\nyes\nsame person\nss\n\xff\x1b[2J\nu\n", None);
        assert_eq!(kept, ["0 unsure "]);
        for word in ["''", "'yes'", "'same person'", "'ss'", "'\u{fffd} [2J'"] {
            assert!(said.contains(&format!("{word} is no answer here")), "{word}: {said}");
        }
        assert_eq!(said.matches("Pair 1 of 1").count(), 1);
    }

    #[test]
    fn a_reason_is_typed_taken_or_asked_for_again() {
        assert_eq!(talk(1, b"s\nsame signature\n", None).0, ["0 same same signature"]);
        assert_eq!(talk(1, b"s\n\n", None).0, ["0 same family: same"]);
        // Nothing speaks for two: an empty line decides nothing.
        let (kept, said) = talk(1, b"d\n\nbirths differ\n", None);
        assert_eq!(kept, ["0 distinct births differ"]);
        assert!(said.contains("A decision needs a reason; write some words"), "{said}");
        // Words that are answers are no reasons, so that answers typed ahead decide nothing wrong.
        let (kept, said) = talk(3, b"s\nd\nu\n", None);
        assert!(kept.is_empty() && said.contains("'d' is an answer and no reason"), "{said}");
        assert!(said.contains("The answer 'same' has no reason, so it was not written."), "{said}");
        assert_eq!(talk(1, b"s\nb\nu\n", None).0, ["0 unsure "]);
        assert_eq!(talk(2, b"s\nq\nu\n", None).0, [""; 0]);
    }

    #[test]
    fn back_takes_another_answer_and_goes_on_where_it_was() {
        let (kept, said) = talk(4, b"s\ns\nb\nb\nd\nu\nq\n", Some("w"));
        assert_eq!(kept, ["0 same w", "1 same w", "0 distinct w", "2 unsure w"]);
        assert!(said.contains("You said same: w. Another answer takes its place; skip leaves it."), "{said}");
        assert!(said.contains("3 pairs decided (1 same, 1 distinct and 1 unsure) in same.csv; 1 is left"), "{said}");
        // At the first pair, after the last one, and over a pair that was passed over.
        assert!(talk(1, b"b\nq\n", None).1.contains("This is the first pair."));
        assert_eq!(talk(1, b"s\nd\nb\nd\nq\n", Some("w")).0, ["0 same w", "0 distinct w"]);
        assert_eq!(talk(2, b"k\nb\ns\nk\n", Some("w")).0, ["0 same w"]);
        let (kept, _) = talk(2, b"s\nb\nk\nu\n", Some("w"));
        assert_eq!(kept, ["0 same w", "1 unsure w"]);
    }

    #[test]
    fn the_end_of_input_ends_the_dialogue() {
        for input in [&b""[..], b"\n", b"k\n"] {
            let (kept, said) = talk(2, input, Some("w"));
            assert!(kept.is_empty() && said.contains("0 pairs decided in same.csv; 2 are left"), "{said}");
        }
        assert!(talk(0, b"s\n", Some("w")).1.contains("0 pairs decided in same.csv; none is left"));
        assert_eq!(talk(1, b"u", None).0, ["0 unsure "]);
    }
}
