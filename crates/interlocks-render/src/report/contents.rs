//! The contents of a dossier's page, in reading order.

use super::{Block, Line, Span, Table, drawings, text};
use crate::error::RenderError;
use interlocks_analysis::pairs::Pair;
use interlocks_analysis::paths::Path;
use interlocks_analysis::report::{CitedSource, Dossier, ExplainedFinding};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{DaySet, EntityKind};
use interlocks_core::wording::{counted, first_to_last};
use interlocks_dataset::Inputs;

/// The largest number of findings that are listed. Further findings are only counted, so that the page stays readable.
const MOST_FINDINGS: usize = 200;

/// The blocks of the page.
pub(crate) fn blocks(dossier: &Dossier, drawn: bool) -> Result<Vec<Block>, RenderError> {
    let mut page = Page { dossier, drawn, blocks: Vec::new() };
    page.summary();
    page.timeline()?;
    page.deals();
    page.findings();
    page.paths()?;
    page.interlock();
    page.owners();
    page.sources();
    page.problems();
    page.repeat();
    Ok(page.blocks)
}

struct Page<'a> {
    dossier: &'a Dossier,
    drawn: bool,
    blocks: Vec<Block>,
}

fn strong(text: impl Into<String>) -> Span {
    Span::Strong(text.into())
}

fn plain(text: impl Into<String>) -> Span {
    Span::Text(text.into())
}

/// A cell that may be unknown.
fn known(cell: Option<&str>) -> Line {
    text(cell.unwrap_or("not stated"))
}

fn names(named: &[Named]) -> String {
    named.iter().map(|one| one.name.as_str()).collect::<Vec<&str>>().join("; ")
}

/// Spans with their first and last days: `2011-06-30 to 2019-05-29`.
fn spans(spans: &DaySet) -> String {
    let spans: Vec<String> = spans.as_slice().iter().map(first_to_last).collect();
    if spans.is_empty() { "never".to_owned() } else { spans.join("; ") }
}

fn sure(certain: bool) -> &'static str {
    if certain { "certain" } else { "possible" }
}

impl Page<'_> {
    fn section(&mut self, anchor: &str, title: &str) {
        self.blocks.push(Block::Section { anchor: anchor.to_owned(), title: title.to_owned() });
    }

    fn paragraph(&mut self, line: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text(line)));
    }

    fn table(&mut self, caption: &str, columns: &[&'static str], rows: Vec<Vec<Line>>) {
        let (caption, columns) = (caption.to_owned(), columns.to_vec());
        self.blocks.push(Block::Table(Table { caption, columns, anchors: None, rows }));
    }

    fn summary(&mut self) {
        self.section("summary", "Summary");
        let as_of = self.dossier.as_of.map_or_else(|| "not stated".to_owned(), |day| day.to_string());
        self.blocks.push(Block::Paragraph(vec![strong("As of: "), plain(as_of)]));
        let sentences = self.dossier.summary.iter().map(text).collect();
        self.blocks.push(Block::List(sentences));
    }

    fn timeline(&mut self) -> Result<(), RenderError> {
        self.section("timeline", "Timeline");
        if self.dossier.people.is_empty() && self.dossier.deals.is_empty() {
            self.paragraph("The data has no seat, tie or deal that links the two companies.");
            return Ok(());
        }
        if self.dossier.undated {
            self.paragraph("Dates are ignored, so there is no timeline. The dates below are those in the data.");
        } else if self.drawn {
            match drawings::timeline(self.dossier)? {
                Some(svg) => self.blocks.push(Block::Drawing(svg)),
                None => self.paragraph("No seat and no deal has a date, so there is no timeline."),
            }
        }
        let rows = self.dossier.events.iter().map(|moment| {
            vec![
                known(moment.date.as_deref()),
                text(moment.what.as_str()),
                text(&moment.who),
                text(&moment.text),
                self.cited(&moment.sources),
                vec![Span::Code(moment.place.clone())],
            ]
        });
        let rows = rows.collect();
        self.table("Events in order of time", &["Date", "Event", "Who", "Role or deal", "Sources", "Row"], rows);
        Ok(())
    }

    /// Ids of sources, each with a link to its row.
    fn cited(&self, ids: &[String]) -> Line {
        if ids.is_empty() {
            return text("no source");
        }
        let mut line = Line::new();
        for (at, id) in ids.iter().enumerate() {
            if at > 0 {
                line.push(plain("; "));
            }
            match self.dossier.sources.iter().position(|source| source.id == *id) {
                Some(number) => line.push(Span::Leads { to: format!("source-{}", number + 1), text: id.clone() }),
                None => line.push(plain(id)),
            }
        }
        line
    }

    fn deals(&mut self) {
        self.section("deals", "Deals between them");
        if self.dossier.deals.is_empty() {
            self.paragraph("The data lists no deal between them.");
            return;
        }
        let rows = self.dossier.deals.iter().map(|deal| {
            let status = if deal.status.is_empty() { "not stated" } else { &deal.status };
            let note =
                if deal.row.note.is_empty() { String::new() } else { format!(" (the data notes: {})", deal.row.note) };
            vec![
                text(&deal.number),
                vec![Span::Code(deal.id.clone())],
                known(deal.row.start.as_deref()),
                text(deal.kind.replace(['-', '_'], " ")),
                text(status),
                text(names(&deal.parties)),
                text(format!("{}{note}", deal.text)),
                self.cited(&deal.row.sources),
            ]
        });
        let rows = rows.collect();
        let columns = ["No.", "Id", "Date", "Kind", "Status", "Parties", "What the data says", "Sources"];
        self.table("Deals to which both companies are parties", &columns, rows);
    }

    fn findings(&mut self) {
        self.section("findings", "Findings");
        if self.dossier.findings.is_empty() {
            self.paragraph(
                "There are none. The reason may be missing data: this does not show that there is no connection.",
            );
            return;
        }
        self.paragraph(
            "The most severe come first. Each finding is a lead to check, not an accusation. \"Certain\" means true for \
             every choice of days within the stated dates. \"Possible\" means that the dates neither confirm nor \
             exclude it.",
        );
        for (number, answers) in self.dossier.findings.iter().take(MOST_FINDINGS).enumerate() {
            self.finding(number + 1, answers);
        }
        let more = self.dossier.findings.len().saturating_sub(MOST_FINDINGS);
        if more > 0 {
            let verb = if more == 1 { "is" } else { "are" };
            let more = counted(more, "more finding");
            self.paragraph(format!(
                "{more}, none more severe than these, {verb} not listed here. 'interlocks conflicts --between' lists all."
            ));
        }
    }

    fn finding(&mut self, number: usize, answers: &ExplainedFinding) {
        let finding = &answers.finding;
        let status = if finding.deal.status.is_empty() { "" } else { &finding.deal.status };
        let status = if status.is_empty() { String::new() } else { format!(", {status}") };
        self.blocks.push(Block::Heading(format!(
            "{number}. {}: {} severity ({:.2}), {}; deal {}{status}",
            finding.rule.as_str().replace('-', " "),
            finding.severity.as_str(),
            finding.score,
            sure(finding.certain),
            answers.deal_number,
        )));
        self.paragraph(answers.explanation.shows.join(" "));
        if !answers.explanation.check.is_empty() {
            self.blocks.push(Block::Paragraph(vec![strong("To check:")]));
            self.blocks.push(Block::List(answers.explanation.check.iter().map(text).collect()));
        }
        self.evidence(&finding.evidence);
    }

    fn evidence(&mut self, rows: &[Evidence]) {
        let rows = rows.iter().map(|row| {
            let note = match (row.confidence, row.note.as_str()) {
                (None, note) => note.to_owned(),
                (Some(word), "") => format!("confidence {}", word.as_str()),
                (Some(word), note) => format!("confidence {}; {note}", word.as_str()),
            };
            let end = if row.kind == "deal" { text("") } else { text(row.end.as_deref().unwrap_or("…")) };
            vec![
                text(row.kind),
                text(&row.from.name),
                text(&row.relation),
                text(&row.to.name),
                known(row.start.as_deref()),
                end,
                self.cited(&row.sources),
                vec![Span::Code(row.place.clone())],
                text(note),
            ]
        });
        let rows = rows.collect();
        let columns = ["Kind", "Who", "As", "Of", "From", "To", "Sources", "Row", "Note"];
        self.table("Evidence", &columns, rows);
    }

    fn paths(&mut self) -> Result<(), RenderError> {
        self.section("paths", "Best paths between them");
        if self.dossier.paths.is_empty() {
            let steps = counted(self.dossier.max_steps, "step");
            self.paragraph(format!("No path of at most {steps} joins them at the time asked about."));
        }
        for (number, path) in self.dossier.paths.iter().enumerate() {
            let strength = path.strength.map_or_else(String::new, |strength| format!(", strength {strength}"));
            let steps = counted(path.steps.len(), "step");
            self.blocks.push(Block::Heading(format!("Path {}: {steps}{strength}", number + 1)));
            self.paragraph(together(path));
            if self.drawn {
                self.blocks.push(Block::Drawing(drawings::path(path)?));
            }
            self.steps(path);
        }
        Ok(())
    }

    fn steps(&mut self, path: &Path) {
        let rows = path.steps.iter().map(|step| {
            let kind = |kind: EntityKind| if kind == EntityKind::Person { "person" } else { "company" };
            let sources: Vec<String> = step.source.split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect();
            vec![
                text(format!("{} ({})", step.from.name, kind(step.from.kind))),
                text(step.label()),
                text(format!("{} ({})", step.to.name, kind(step.to.kind))),
                text(step.start.as_deref().unwrap_or("?")),
                text(step.end.as_deref().unwrap_or("…")),
                text(sure(step.certain)),
                self.cited(&sources),
                vec![Span::Code(step.place.clone())],
            ]
        });
        let rows = rows.collect();
        self.table("Steps", &["From", "As", "To", "Start", "End", "Certainty", "Sources", "Row"], rows);
    }

    fn interlock(&mut self) {
        self.section("interlocks", "Shared directors");
        let Some(pair) = &self.dossier.interlock else {
            self.paragraph("For the time asked about, the data shows nobody on both boards at once.");
            return;
        };
        let kinds: Vec<&str> = pair.kinds.iter().map(|kind| kind.as_str()).collect();
        self.paragraph(format!("Kinds: {}.", kinds.join(", ")));
        self.directors(pair);
        if !pair.officers.is_empty() {
            let rows = pair.officers.iter().map(|officer| {
                let cells = [&officer.name, self.name(&officer.from), self.name(&officer.to)];
                let mut row: Vec<Line> = cells.into_iter().map(text).collect();
                row.extend([text(spans(&officer.certain)), text(spans(&officer.possible))]);
                row
            });
            let rows = rows.collect();
            let columns = ["Who", "Executive of", "On the board of", "Certainly", "Possibly"];
            self.table("Executives of one on the board of the other", &columns, rows);
        }
    }

    /// The name of one of the two by its id; of a third company its id.
    fn name<'b>(&'b self, id: &'b String) -> &'b String {
        let ends = [&self.dossier.a, &self.dossier.b];
        ends.into_iter().find(|end| end.id == *id).map_or(id, |end| &end.name)
    }

    fn directors(&mut self, pair: &Pair) {
        let rows = pair.people.iter().map(|link| {
            let from: Vec<&str> = link.from.iter().map(|id| self.name(id).as_str()).collect();
            let from = if from.is_empty() { "–".to_owned() } else { from.join("; ") };
            vec![
                text(&link.name),
                text(link.kind.as_str()),
                text(from),
                text(spans(&link.certain)),
                text(spans(&link.possible)),
            ]
        });
        let rows = rows.collect();
        self.table(
            "People on both boards",
            &["Who", "Kind", "Executive of", "Certainly on both", "Possibly on both"],
            rows,
        );
    }

    fn owners(&mut self) {
        self.section("owners", "Common owners");
        if self.dossier.owners.is_empty() {
            self.paragraph(
                "For the time asked about, the data shows no owner of both companies with people on both boards at once.",
            );
            return;
        }
        self.paragraph(
            "People of one owner are on both boards. Somebody who works for an owner is not necessarily on a board on \
             its behalf.",
        );
        for found in &self.dossier.owners {
            let [x, y] = &found.seats;
            let answers = format!(
                "{}: {} at {} and {} at {}, {}",
                found.owner.name,
                x.person.name,
                x.company.name,
                y.person.name,
                y.company.name,
                sure(found.certain)
            );
            self.blocks.push(Block::Heading(answers));
            self.paragraph(format!("Certainly: {}. Possibly: {}.", spans(&found.certain_spells), spans(&found.spells)));
            self.evidence(&found.evidence);
        }
    }

    fn sources(&mut self) {
        self.section("sources", "Sources");
        if self.dossier.sources.is_empty() {
            self.paragraph("No row on this page names a source.");
        } else {
            let rows = self.dossier.sources.iter().map(source_row).collect();
            let columns = ["Id", "Title", "Date", "Address", "Cited for"].to_vec();
            let (caption, anchors) = ("Sources cited".to_owned(), Some("source"));
            self.blocks.push(Block::Table(Table { caption, columns, anchors, rows }));
        }
        if !self.dossier.unsourced.is_empty() {
            self.blocks.push(Block::Paragraph(vec![strong("Without a source:")]));
            let rows = self.dossier.unsourced.iter();
            let rows = rows.map(|row| vec![plain(format!("{} ", row.what)), Span::Code(row.place.clone())]).collect();
            self.blocks.push(Block::List(rows));
        }
    }

    fn problems(&mut self) {
        self.section("problems", "Problems in the data that concern this page");
        let problems = &self.dossier.problems;
        if problems.listed.is_empty() {
            self.paragraph("No problem is known.");
        } else {
            let rows = problems.listed.iter().map(|problem| {
                let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
                vec![text(problem.severity.as_str()), vec![Span::Code(place)], text(&problem.message)]
            });
            let rows = rows.collect();
            self.table("An error drops its row; a warning keeps it", &["Severity", "Place", "Problem"], rows);
        }
        if problems.others > 0 {
            let unread = if problems.rows_read {
                ""
            } else {
                " Their rows could not be read again, so one of them may name somebody on this page."
            };
            let others = counted(problems.others, "other problem");
            self.paragraph(format!("The data has {others}; 'interlocks check' lists them.{unread}"));
        }
        if problems.not_kept > 0 {
            let verb = if problems.not_kept == 1 { "was" } else { "were" };
            let more = counted(problems.not_kept, "problem");
            self.paragraph(format!("{more} beyond these {verb} not checked."));
        }
    }

    fn repeat(&mut self) {
        self.section("repeat", "How to make this page again");
        let repeat = &self.dossier.repeat;
        self.paragraph(format!("interlocks {} made this page with:", repeat.version));
        self.blocks.push(Block::Listing(repeat.command.clone()));
        self.inputs(&repeat.inputs);
    }

    fn inputs(&mut self, inputs: &Inputs) {
        let Some(sum) = &inputs.sha256 else {
            self.paragraph("The SHA-256 of the data is not known: it came from standard input or a pipe.");
            return;
        };
        let how = match inputs.files.len() {
            1 => "",
            _ => ", the sum of what 'sha256sum' prints for these files, named without their folders and in this order",
        };
        self.blocks.push(Block::Paragraph(vec![
            plain("SHA-256 of the data: "),
            Span::Code(sum.clone()),
            plain(format!("{how}.")),
        ]));
        let rows = inputs.files.iter().map(|file| {
            vec![
                vec![Span::Code(file.name.clone())],
                text(file.bytes.to_string()),
                vec![Span::Code(file.sha256.clone())],
            ]
        });
        self.table("Files read", &["File", "Bytes", "SHA-256"], rows.collect());
    }
}

fn together(path: &Path) -> String {
    match (&path.certain, &path.common) {
        (Some(days), _) => format!("All steps are certainly true together: {}.", spans(&DaySet::from(*days))),
        (None, Some(days)) => format!("All steps may be true together: {}.", spans(&DaySet::from(*days))),
        (None, None) => "There is no day on which all steps are true together.".to_owned(),
    }
}

fn source_row(source: &CitedSource) -> Vec<Line> {
    let unlisted = if source.listed { "no title" } else { "not in the table of sources" };
    let title = if source.title.is_empty() { unlisted } else { &source.title };
    let address = if source.url.is_empty() { text("none") } else { vec![Span::Address(source.url.clone())] };
    vec![
        vec![Span::Code(source.id.clone())],
        text(title),
        known(source.date.as_deref()),
        address,
        text(source.used_for.join("; ")),
    ]
}
