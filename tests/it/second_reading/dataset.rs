//! A dataset as its rows are written, before anybody reads a meaning into them.

use std::{fmt::Write as _, fs, io, path::Path};

use super::dates::{Range, parse};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    pub id: String,
    pub name: String,
    /// The death of a person, the dissolution of a company.
    pub end: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    pub person: String,
    pub company: String,
    pub role: String,
    pub start: String,
    pub end: String,
    pub end_status: String,
    pub board: String,
    pub executive: String,
    pub committee: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tie {
    pub from: String,
    pub to: String,
    pub kind: String,
    pub start: String,
    pub end: String,
    pub share: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deal {
    pub id: String,
    pub date: String,
    pub kind: String,
    pub parties: Vec<String>,
}

/// All tables of one folder. Ids of people begin with `p`, ids of companies with `c`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    pub people: Vec<Entity>,
    pub companies: Vec<Entity>,
    pub seats: Vec<Seat>,
    pub ties: Vec<Tie>,
    pub deals: Vec<Deal>,
    pub as_of: Option<String>,
    /// `"empty_end": "unknown"` in `datapackage.json`.
    pub empty_end_unknown: bool,
}

/// One file of a folder: its name and its text.
pub type File = (&'static str, String);

impl Dataset {
    /// The files of the folder, as docs/data-format.md describes them.
    pub fn files(&self) -> Vec<File> {
        let mut files = vec![("seats.csv", self.seats_csv())];
        let mut keys = Vec::new();
        if let Some(as_of) = &self.as_of {
            keys.push(format!("\"as_of\": \"{as_of}\""));
        }
        if self.empty_end_unknown {
            keys.push("\"empty_end\": \"unknown\"".to_owned());
        }
        if !keys.is_empty() {
            files.push(("datapackage.json", format!("{{{}}}\n", keys.join(", "))));
        }
        let tables = [("people.csv", &self.people, "death"), ("companies.csv", &self.companies, "dissolved")];
        for (name, entities, end) in tables {
            if !entities.is_empty() {
                let rows = entities.iter().map(|row| vec![row.id.as_str(), row.name.as_str(), row.end.as_str()]);
                files.push((name, csv(&["id", "name", end], rows)));
            }
        }
        if !self.ties.is_empty() {
            files.push(("ties.csv", self.ties_csv()));
        }
        if !self.deals.is_empty() {
            files.push(("deals.csv", self.deals_csv()));
        }
        files
    }

    fn seats_csv(&self) -> String {
        let header = ["person", "company", "role", "start", "end", "end_status", "board", "executive", "committee"];
        let rows = self.seats.iter().map(|seat| {
            [
                &seat.person,
                &seat.company,
                &seat.role,
                &seat.start,
                &seat.end,
                &seat.end_status,
                &seat.board,
                &seat.executive,
                &seat.committee,
            ]
            .map(String::as_str)
            .to_vec()
        });
        csv(&header, rows)
    }

    fn ties_csv(&self) -> String {
        let rows = self
            .ties
            .iter()
            .map(|tie| [&tie.from, &tie.to, &tie.kind, &tie.start, &tie.end, &tie.share].map(String::as_str).to_vec());
        csv(&["from", "to", "kind", "start", "end", "share"], rows)
    }

    fn deals_csv(&self) -> String {
        let parties: Vec<String> = self.deals.iter().map(|deal| deal.parties.join(";")).collect();
        let rows = self
            .deals
            .iter()
            .zip(&parties)
            .map(|(deal, parties)| vec![&*deal.id, &*deal.date, &*deal.kind, parties.as_str()]);
        csv(&["id", "date", "kind", "parties"], rows)
    }

    /// Writes the folder anew.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        for (name, text) in self.files() {
            fs::write(folder.join(name), text)?;
        }
        Ok(())
    }

    /// True if a seat or a tie stands twice.
    pub fn has_duplicates(&self) -> bool {
        let twice = |at: usize| self.seats[..at].contains(&self.seats[at]);
        (0..self.seats.len()).any(twice) || (0..self.ties.len()).any(|at| self.ties[..at].contains(&self.ties[at]))
    }

    /// The folder as text, to be read by whoever repeats a difference.
    pub fn show(&self) -> String {
        let mut text = String::new();
        for (name, content) in self.files() {
            let _ = write!(text, "--- {name}\n{content}");
        }
        text
    }

    /// Ids of all people, in the order of ids.
    pub fn person_ids(&self) -> Vec<String> {
        self.ids(&self.people, |seat| &seat.person, 'p')
    }

    /// Ids of all companies, in the order of ids.
    pub fn company_ids(&self) -> Vec<String> {
        self.ids(&self.companies, |seat| &seat.company, 'c')
    }

    /// "If there is no `people.csv` or `companies.csv`, the name in `seats.csv` is the id."
    fn ids(&self, listed: &[Entity], of: fn(&Seat) -> &String, letter: char) -> Vec<String> {
        let mut ids: Vec<String> = listed.iter().map(|entity| entity.id.clone()).collect();
        if listed.is_empty() {
            ids.extend(self.seats.iter().map(|seat| of(seat).clone()));
        }
        ids.retain(|id| id.starts_with(letter));
        ids.sort();
        ids.dedup();
        ids
    }

    /// The days on which a person dies, or a company is dissolved.
    pub fn end_of(&self, id: &str) -> Option<Range> {
        let row = self.people.iter().chain(&self.companies).find(|entity| entity.id == id)?;
        parse(&row.end)
    }

    /// The name of an entity: that of its row, or its id.
    pub fn name_of(&self, id: &str) -> String {
        self.people
            .iter()
            .chain(&self.companies)
            .find(|entity| entity.id == id)
            .map_or_else(|| id.to_owned(), |entity| entity.name.clone())
    }
}

fn csv<'a>(header: &[&str], rows: impl Iterator<Item = Vec<&'a str>>) -> String {
    let rows: Vec<Vec<&str>> = rows.collect();
    // An empty column is left out, so that a shrunk dataset shows only what matters.
    let needed = 2;
    let keep: Vec<usize> =
        (0..header.len()).filter(|&at| at < needed || rows.iter().any(|row| !row[at].is_empty())).collect();
    let mut text = keep.iter().map(|&at| header[at]).collect::<Vec<_>>().join(",");
    text.push('\n');
    for row in rows {
        text += &keep.iter().map(|&at| row[at]).collect::<Vec<_>>().join(",");
        text.push('\n');
    }
    text
}
