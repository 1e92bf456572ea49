//! The drawings of a page: the timeline, and a picture of each path.

use crate::analysis::paths::Path;
use crate::analysis::report::{Binder, Dealt, Dossier, Held, Side};
use crate::model::{Day, DayRange};
use crate::render::error::RenderError;
use crate::render::timeline::{self, Finish, Group, Lane, Mark, Timeline, TimelineOptions, timeline_svg};
use crate::render::{LayoutOptions, Picture, scenes, svg};

/// The timeline of a dossier; none where nothing is dated or dates are ignored.
pub fn timeline(dossier: &Dossier) -> Result<Option<String>, RenderError> {
    if dossier.undated {
        return Ok(None);
    }
    let (a, b) = (&dossier.a.name, &dossier.b.name);
    let mut timeline = Timeline::new(format!("Timeline of {a} and {b}"), [a, b]);
    timeline.description = described(dossier);
    timeline.as_of = dossier.as_of;
    timeline.groups = dossier.people.iter().map(group).collect();
    timeline.marks = dossier.deals.iter().filter_map(mark).collect();
    let undated: Vec<&str> = dossier
        .deals
        .iter()
        .filter(|deal| deal.first.is_none() || deal.last.is_none())
        .map(|deal| deal.number.as_str())
        .collect();
    if !undated.is_empty() {
        timeline.notes.push(format!("Not drawn, for their days are not known: {}.", undated.join(", ")));
    }
    timeline_svg(&timeline, &TimelineOptions::default())
}

fn described(dossier: &Dossier) -> String {
    let seats: usize = dossier.people.iter().map(|binder| binder.held.len()).sum();
    format!(
        "One bar for each of {seats} seats and ties of {} people, and a mark for each of {} deals; the table of events below says the same.",
        dossier.people.len(),
        dossier.deals.len()
    )
}

fn group(binder: &Binder) -> Group {
    Group {
        label: binder.person.name.clone(),
        lanes: binder.held.iter().map(|held| lane(held, &binder.person.id)).collect(),
        both_certain: binder.both_certain.clone(),
        both_possible: binder.both_possible.clone(),
    }
}

fn lane(held: &Held, person: &str) -> Lane {
    let side = match held.side {
        Side::A => timeline::Side::A,
        Side::B => timeline::Side::B,
        Side::Other => timeline::Side::Other,
    };
    let (relation, other) = (&held.row.relation, &held.row.to.name);
    let label = match held.row.kind {
        // A tie reads as a sentence, from whichever end it begins.
        "tie" if held.row.to.id == person => format!("{} {}", held.row.from.name, relation.replace(['-', '_'], " ")),
        "tie" => format!("{} {other}", relation.replace(['-', '_'], " ")),
        _ => format!("{relation}, {other}"),
    };
    let dates = format!("{} – {}", held.row.start.as_deref().unwrap_or("?"), held.row.end.as_deref().unwrap_or("…"));
    let mut lane = Lane::new(label, side, held.spell);
    lane.finish = match held.ending {
        "ongoing" => Finish::Running,
        "unknown" => Finish::Unknown,
        _ => Finish::Ended,
    };
    lane.tooltip = format!("{}, {}, {}: {dates}", held.row.from.name, held.row.relation, held.row.to.name);
    lane
}

fn mark(deal: &Dealt) -> Option<Mark> {
    let days = DayRange::new(deal.first?, deal.last.unwrap_or(Day::MAX));
    days.last.is_calendar().then(|| Mark {
        label: format!("{} {}", deal.number, deal.kind.replace(['-', '_'], " ")),
        days,
        doubtful: deal.is_doubtful(),
        tooltip: format!("{}, {}: {}", deal.id, deal.row.start.as_deref().unwrap_or("?"), deal.row.relation),
    })
}

/// A path as a chain of boxes, without a headline: the page has one.
pub fn path(path: &Path) -> Result<String, RenderError> {
    let picture = scenes::chain(path);
    svg(&Picture { subtitle: None, ..picture }, &LayoutOptions::default())
}
