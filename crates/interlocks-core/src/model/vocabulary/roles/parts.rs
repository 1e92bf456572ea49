//! Assigns the qualifying words of a title to what they qualify.

use super::table::{Chunk, Found, Joint, Meaning};

/// One title of a role with what qualifies it: "Chair of the Audit Committee" in "Director and Chair of the Audit
/// Committee".
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// `None` if the part only names a body or has a modifier: "Non-executive", "Board of Directors".
    pub title: Option<Meaning>,
    /// Deputy, executive, non-executive, former, future, honorary, off the board.
    pub modifiers: Vec<Meaning>,
    /// Boards, other bodies and committees.
    pub bodies: Vec<Meaning>,
    /// `true` if a department or region qualifies it.
    pub has_department: bool,
    /// `true` if a word qualifies it that the table does not have.
    pub has_unknown: bool,
}

impl Meaning {
    fn is_body(self) -> bool {
        matches!(self, Meaning::Organ | Meaning::ExecutiveOrgan | Meaning::OtherOrgan | Meaning::Committee)
    }

    fn is_modifier(self) -> bool {
        use Meaning::{Deputy, Executive, Former, Future, Honorary, NonExecutive, OffBoard};
        matches!(self, Deputy | Executive | NonExecutive | Former | Future | Honorary | OffBoard)
    }

    fn is_title(self) -> bool {
        let is_qualifier =
            matches!(self, Meaning::Department | Meaning::Neutral | Meaning::Representative | Meaning::Unknown);
        !(self.is_body() || self.is_modifier() || is_qualifier)
    }

    /// Returns `true` for titles that name the body after them: "Chair of the Board".
    fn takes_body(self) -> bool {
        use Meaning::{Adviser, Alternate, DeputyChair, Head, Member, Observer, President, Staff};
        matches!(self, Staff | Head | DeputyChair | President | Member | Alternate | Observer | Adviser)
    }

    /// Returns `true` for modifiers that say when, or how really, an office is held.
    fn limits_office(self) -> bool {
        matches!(self, Meaning::Former | Meaning::Future | Meaning::Honorary)
    }
}

impl Part {
    fn add(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Department => self.has_department = true,
            Meaning::Unknown => self.has_unknown = true,
            meaning if meaning.is_body() => self.bodies.push(meaning),
            meaning if meaning.is_modifier() => self.modifiers.push(meaning),
            _ => {}
        }
    }

    /// Takes over the bodies and modifiers of another part.
    fn absorb(&mut self, other: Part) {
        self.bodies.extend(other.bodies);
        self.modifiers.extend(other.modifiers);
    }
}

/// An item of a group of chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Word(Meaning),
    /// A chunk was appended here.
    Bar,
}

/// The most telling kind of word in a group of chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Title,
    Body,
    Neither,
}

/// Chunks that are about the same titles.
#[derive(Debug)]
struct Group {
    joint: Joint,
    items: Vec<Item>,
}

impl Group {
    fn words(&self) -> impl DoubleEndedIterator<Item = Meaning> + '_ {
        self.items.iter().filter_map(|item| match item {
            Item::Word(meaning) => Some(*meaning),
            Item::Bar => None,
        })
    }

    fn has(&self, wanted: Meaning) -> bool {
        self.words().any(|meaning| meaning == wanted)
    }

    fn content(&self) -> Content {
        if self.words().any(Meaning::is_title) {
            Content::Title
        } else if self.words().any(Meaning::is_body) {
            Content::Body
        } else {
            Content::Neither
        }
    }

    fn append(&mut self, other: Group, bar: bool) {
        self.items.extend(bar.then_some(Item::Bar));
        self.items.extend(other.items);
    }
}

/// Returns the titles of a role.
pub(super) fn parts(chunks: &[Chunk]) -> Vec<Part> {
    let groups = chunks.iter().map(|chunk| Group { joint: chunk.joint, items: without_subordinates(&chunk.found) });
    let mut groups: Vec<Group> = groups.filter(|group| !group.items.is_empty()).collect();
    let for_all = last_remark(&mut groups);
    let mut parts: Vec<Part> = Vec::new();
    let mut inherited: Vec<Meaning> = Vec::new();
    for group in merged(groups) {
        let mut own = parts_of(&group);
        if group.joint == Joint::And && !inherited.is_empty() {
            own.iter_mut().for_each(|part| part.modifiers.extend(&inherited));
        } else {
            // "Former chairman and chief executive": both are former.
            inherited = group.words().take(1).filter(|meaning| meaning.limits_office()).collect();
        }
        parts.extend(own);
    }
    parts.iter_mut().for_each(|part| part.modifiers.extend(&for_all));
    parts
}

/// Removes words without influence, the titles of those whom somebody assists or advises ("assistant to the managing
/// director"), and the boards for which somebody works without a seat ("representative of the management board").
fn without_subordinates(found: &[Found]) -> Vec<Item> {
    let (mut items, mut ruling, mut is_linked) = (Vec::new(), None, false);
    for Found { meaning, is_link, is_genitive } in found {
        if *meaning == Meaning::Neutral {
            is_linked |= is_link;
            continue;
        }
        let is_of = is_linked || *is_link || *is_genitive;
        if meaning.is_body() && is_of && works_for_a_body(&mut items) {
            is_linked = false;
            continue;
        }
        if meaning.is_title() {
            if ruling == Some(Meaning::Adviser) || (ruling == Some(Meaning::Staff) && is_linked) {
                is_linked = false;
                continue;
            }
            ruling = Some(*meaning);
        }
        is_linked = false;
        items.push(Item::Word(*meaning));
    }
    items.retain(|item| *item != Item::Word(Meaning::Representative));
    items
}

/// Returns `true` if the words before the name of a body are a function for that body, not a seat on it. Only the title of a
/// member, a leader or a director says that somebody sits on the body after it.
fn works_for_a_body(items: &mut [Item]) -> bool {
    let last = items.iter().rposition(|item| {
        !matches!(item, Item::Word(meaning) if matches!(meaning, Meaning::Department | Meaning::Unknown) || meaning.is_modifier())
    });
    match last.and_then(|at| items.get_mut(at)) {
        Some(item @ Item::Word(Meaning::Representative)) => {
            *item = Item::Word(Meaning::Staff);
            true
        }
        Some(Item::Word(Meaning::Officer | Meaning::FunctionDirector)) => true,
        Some(_) => false,
        // A word that the table does not have may be the title of anybody.
        None => items.contains(&Item::Word(Meaning::Unknown)),
    }
}

/// Removes a remark at the end that is about the whole role, such as "(retired)", and returns its modifiers.
fn last_remark(groups: &mut Vec<Group>) -> Vec<Meaning> {
    let is_remark = |meaning: Meaning| meaning.limits_office() || meaning == Meaning::OffBoard;
    let Some([.., last]) = groups.get(1..) else { return Vec::new() };
    let is_about_all = last.joint == Joint::Break
        && last.words().any(is_remark)
        && last.words().all(|meaning| is_remark(meaning) || meaning == Meaning::Unknown);
    if !is_about_all {
        return Vec::new();
    }
    groups.pop().map(|group| group.words().filter(|meaning| is_remark(*meaning)).collect()).unwrap_or_default()
}

/// Joins chunks to the chunk that they qualify.
fn merged(groups: Vec<Group>) -> Vec<Group> {
    let mut merged: Vec<Group> = Vec::new();
    for group in groups {
        let Some(last) = merged.last_mut() else {
            merged.push(group);
            continue;
        };
        let first_title = group.words().find(|meaning| meaning.is_title());
        match (group.content(), last.content()) {
            (Content::Neither, content) if group.has(Meaning::NonExecutive) && content != Content::Title => {
                merged.push(group);
            }
            (Content::Neither, Content::Neither) => merged.push(group),
            (Content::Neither, _) => last.append(group, true),
            // "Non-executive, Chair": the first is a seat of its own.
            (_, Content::Neither) if last.has(Meaning::NonExecutive) && group.joint == Joint::Break => {
                merged.push(group);
            }
            (_, Content::Neither) => last.append(group, false),
            (Content::Body, Content::Title) => {
                let takes_body = last.words().rfind(|meaning| meaning.is_title()).is_some_and(Meaning::takes_body);
                if takes_body { last.append(group, true) } else { merged.push(group) }
            }
            (Content::Title, Content::Body) => {
                let names_no_body = !group.words().any(Meaning::is_body);
                let follows = first_title
                    .is_some_and(|title| title.takes_body() && !matches!(title, Meaning::Staff | Meaning::Adviser));
                if names_no_body && follows { last.append(group, false) } else { merged.push(group) }
            }
            (Content::Title, Content::Title) | (Content::Body, Content::Body) => merged.push(group),
        }
    }
    merged
}

/// Splits a group into its titles, and assigns the words between them.
fn parts_of(group: &Group) -> Vec<Part> {
    let titles: Vec<(usize, Meaning)> = group
        .items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| match item {
            Item::Word(meaning) if meaning.is_title() => Some((at, *meaning)),
            _ => None,
        })
        .collect();
    if titles.is_empty() {
        let mut part = Part::default();
        group.words().for_each(|meaning| part.add(meaning));
        return vec![part];
    }
    let mut parts: Vec<Part> =
        titles.iter().map(|(_, title)| Part { title: Some(*title), ..Part::default() }).collect();
    let mut after_bar = false;
    for (at, item) in group.items.iter().enumerate() {
        match *item {
            Item::Bar => after_bar = true,
            Item::Word(meaning) if meaning.is_title() => after_bar = false,
            Item::Word(meaning) => {
                let next = titles.partition_point(|(title, _)| *title < at);
                let part = owner(&parts, next, meaning, after_bar);
                parts[part].add(meaning);
            }
        }
    }
    only_weakest(parts)
}

/// Returns the number of the title that a word qualifies, given the number of the title after it.
fn owner(parts: &[Part], next: usize, meaning: Meaning, after_bar: bool) -> usize {
    let Some(before) = next.checked_sub(1) else { return 0 };
    if next == parts.len() {
        return before;
    }
    let previous = &parts[before];
    let wants_body = previous.title.is_some_and(Meaning::takes_body) && previous.bodies.is_empty();
    let belongs_to_next = (meaning.is_modifier() && !after_bar) || (meaning.is_body() && !wants_body);
    if belongs_to_next { next } else { before }
}

/// Of several titles of one chunk keeps only the observer or the alternate, if there is one: "alternate director".
fn only_weakest(parts: Vec<Part>) -> Vec<Part> {
    let place = |wanted: Meaning| parts.iter().position(|part| part.title == Some(wanted));
    let weakest = place(Meaning::Observer).or(place(Meaning::Alternate));
    let (Some(weakest), None, true) = (weakest, place(Meaning::Staff), parts.len() > 1) else { return parts };
    let mut parts = parts;
    let mut kept = parts.remove(weakest);
    parts.into_iter().for_each(|other| kept.absorb(other));
    vec![kept]
}
