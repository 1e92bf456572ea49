//! Ties in the order of what they join, and deals in the order of their ids.

use interlocks_core::model::{Confidence, Day, DayRange, Deal, Ending, PartialDate, Place, Spell, Tie, TieEnd};
use interlocks_core::store::{
    Archive, ArchiveError, ArchiveWriter, BitPacked, DictColumn, Interner, StringColumn, merged,
};
use interlocks_dataset::Field;
use interlocks_dataset::tables::{Attributes, ColumnName, Dates, Places};

/// Rows by the entities they concern, found by halving.
#[derive(Debug, Default)]
struct Concerns {
    entity: BitPacked,
    row: BitPacked,
}

impl Concerns {
    fn of(mut pairs: Vec<(u32, u32)>) -> Concerns {
        pairs.sort_unstable();
        pairs.dedup();
        let (entity, row): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
        Concerns { entity: BitPacked::of(&entity), row: BitPacked::of(&row) }
    }

    fn rows(&self, entity: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.entity.partition_point(0, self.entity.len(), |other| other < entity);
        let end = self.entity.partition_point(first, self.entity.len(), |other| other <= entity);
        self.row.range(first, end)
    }

    fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.packed(&format!("{name}.entity"), &self.entity);
        out.packed(&format!("{name}.row"), &self.row);
    }

    fn load(name: &str, archive: &Archive) -> Result<Concerns, ArchiveError> {
        let (entity, row) = (archive.packed(&format!("{name}.entity"))?, archive.packed(&format!("{name}.row"))?);
        if entity.len() != row.len() {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(Concerns { entity, row })
    }
}

/// Columns of texts being gathered row by row.
pub(super) struct Columns<'a, T> {
    pub rows: &'a [T],
    pub columns: Vec<(ColumnName, DictColumn)>,
}

impl<T> Columns<'_, T> {
    pub fn add(&mut self, field: Field, text: impl Fn(&T) -> String) {
        let column = coded(self.rows.iter().map(text));
        self.columns.push((ColumnName::Known(field), column));
    }

    pub fn extra(&mut self, extra: impl Fn(&T) -> &[(String, String)]) {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(&extra) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        for name in names {
            let text = |row| extra(row).iter().find(|(own, _)| own == name).map_or("", |(_, text)| text).to_owned();
            let column = coded(self.rows.iter().map(text));
            self.columns.push((ColumnName::Extra(name.to_owned()), column));
        }
    }

    pub fn done(self) -> Attributes {
        Attributes::new(self.columns)
    }
}

fn coded(texts: impl Iterator<Item = String>) -> DictColumn {
    let mut interner = Interner::default();
    let codes: Vec<u32> = texts.map(|text| interner.number(&text)).collect();
    let (words, moved) = merged(&[&interner.into_texts()]);
    let codes: Vec<u32> = codes.into_iter().map(|code| moved[0][code as usize]).collect();
    DictColumn { codes: BitPacked::of(&codes), words }
}

/// The different dates of some rows, and the numbers of those of each column.
pub(super) fn dated<const N: usize>(
    rows: impl Iterator<Item = [Option<PartialDate>; N]>,
) -> (Dates, [Vec<Option<u32>>; N]) {
    let mut interner = Interner::default();
    let mut columns: [Vec<Option<u32>>; N] = std::array::from_fn(|_| Vec::new());
    for row in rows {
        for (column, date) in columns.iter_mut().zip(row) {
            column.push(date.map(|date| interner.number(&date.to_string())));
        }
    }
    let (words, moved) = merged(&[&interner.into_texts()]);
    for number in columns.iter_mut().flatten().flatten() {
        *number = moved[0][*number as usize];
    }
    (Dates::new(words), columns)
}

pub(super) fn sources_cell(sources: &[String]) -> String {
    sources.join(";")
}

fn confidence_cell(confidence: Option<Confidence>) -> String {
    confidence.map_or("", Confidence::as_str).to_owned()
}

fn places(rows: impl Iterator<Item = Place>) -> Places {
    Places::new(rows)
}

/// Ties by number.
#[derive(Debug, Default)]
pub(super) struct Ties {
    from: BitPacked,
    to: BitPacked,
    start: BitPacked,
    end: BitPacked,
    dates: Dates,
    attributes: Attributes,
    places: Places,
    concerns: Concerns,
}

impl Ties {
    /// Orders ties by the entities they join. `ends` are the two entities of each.
    pub fn of(ties: Vec<Tie>, ends: &[(u32, u32)]) -> Ties {
        let mut rows: Vec<((u32, u32), Tie)> = ends.iter().copied().zip(ties).collect();
        rows.sort_by(|(x, a), (y, b)| x.cmp(y).then_with(|| (&a.kind, &a.id).cmp(&(&b.kind, &b.id))));
        let mut columns = Columns { rows: &rows, columns: Vec::new() };
        columns.add(Field::Id, |row| row.1.id.clone());
        columns.add(Field::Kind, |row| row.1.kind.clone());
        columns.add(Field::Share, |row| row.1.share.map(|share| share.to_string()).unwrap_or_default());
        columns.add(Field::Source, |row| sources_cell(&row.1.sources));
        columns.add(Field::Confidence, |row| confidence_cell(row.1.confidence));
        columns.add(Field::Note, |row| row.1.note.clone());
        columns.extra(|row| &row.1.extra);
        let attributes = columns.done();
        let (dates, [starts, ends]) = dated(rows.iter().map(|(_, tie)| [tie.start, tie.end.date().copied()]));
        let start: Vec<u32> =
            starts.into_iter().map(|start| start.map_or(Dates::NO_START, Dates::start_number)).collect();
        let end = ends.into_iter().zip(&rows).map(|(end, (_, tie))| match (end, tie.end) {
            (Some(date), _) => Dates::end_number(date),
            (None, Ending::Running) => Dates::RUNNING,
            (None, _) => Dates::UNKNOWN,
        });
        let joined = rows.iter().zip(0u32..).flat_map(|(((from, to), _), row)| [(*from, row), (*to, row)]);
        Ties {
            concerns: Concerns::of(joined.collect()),
            from: BitPacked::of(&rows.iter().map(|row| row.0.0).collect::<Vec<u32>>()),
            to: BitPacked::of(&rows.iter().map(|row| row.0.1).collect::<Vec<u32>>()),
            start: BitPacked::of(&start),
            end: BitPacked::of(&end.collect::<Vec<u32>>()),
            dates,
            attributes,
            places: places(rows.iter().map(|(_, tie)| tie.place)),
        }
    }

    pub fn len(&self) -> usize {
        self.from.len()
    }

    pub fn of_entity(&self, entity: u32) -> impl Iterator<Item = u32> + '_ {
        self.concerns.rows(entity)
    }

    /// The two entities of a tie.
    pub fn ends(&self, tie: u32) -> (u32, u32) {
        (self.from.get(tie as usize), self.to.get(tie as usize))
    }

    pub fn spell(&self, tie: u32, as_of: Option<Day>) -> Spell {
        self.dates.spell(self.start.get(tie as usize), self.end.get(tie as usize), as_of)
    }

    pub fn kind(&self, tie: u32) -> &str {
        self.attributes.text(Field::Kind, tie as usize)
    }

    pub fn share(&self, tie: u32) -> Option<f64> {
        self.attributes.text(Field::Share, tie as usize).parse().ok()
    }

    pub fn tie(&self, tie: u32, from: TieEnd, to: TieEnd) -> Tie {
        let row = tie as usize;
        let text = |field| self.attributes.string(field, row);
        Tie {
            id: text(Field::Id),
            from,
            to,
            kind: text(Field::Kind),
            start: self.dates.start(self.start.get(row)),
            end: self.dates.end(self.end.get(row)),
            share: self.share(tie),
            sources: self.attributes.list(Field::Source, row),
            confidence: Confidence::from_word(self.attributes.text(Field::Confidence, row)),
            note: text(Field::Note),
            extra: self.attributes.extra(row),
            place: self.places.get(row),
        }
    }

    pub fn save(&self, out: &mut ArchiveWriter) {
        for (name, column) in [("from", &self.from), ("to", &self.to), ("start", &self.start), ("end", &self.end)] {
            out.packed(&format!("ties.{name}"), column);
        }
        self.dates.save("ties.dates", out);
        self.attributes.save("ties", out);
        self.places.save("ties.places", out);
        self.concerns.save("ties.of", out);
    }

    pub fn load(archive: &Archive) -> Result<Ties, ArchiveError> {
        let from = archive.packed("ties.from")?;
        let column = |name: &str| column_of(archive, name, from.len());
        Ok(Ties {
            to: column("ties.to")?,
            start: column("ties.start")?,
            end: column("ties.end")?,
            dates: Dates::load("ties.dates", archive)?,
            attributes: Attributes::load("ties", from.len(), archive)?,
            places: Places::load("ties.places", from.len(), archive)?,
            concerns: Concerns::load("ties.of", archive)?,
            from,
        })
    }
}

/// A column of a table of `len` rows.
pub(super) fn column_of(archive: &Archive, name: &str, len: usize) -> Result<BitPacked, ArchiveError> {
    let column = archive.packed(name)?;
    if column.len() == len { Ok(column) } else { Err(ArchiveError::Section(name.to_owned())) }
}

/// Deals by number.
#[derive(Debug, Default)]
pub(super) struct Deals {
    pub ids: StringColumn,
    /// Numbers of starts in the dates.
    date: BitPacked,
    dates: Dates,
    /// Where the parties of each deal begin; one more at the end.
    starts: BitPacked,
    parties: BitPacked,
    attributes: Attributes,
    places: Places,
    concerns: Concerns,
}

impl Deals {
    /// Orders deals by id. `company` answers the number of a party.
    pub fn of(mut deals: Vec<Deal>, company: impl Fn(&str) -> Option<u32>) -> Deals {
        deals.sort_by(|a, b| a.id.cmp(&b.id));
        let mut columns = Columns { rows: &deals, columns: Vec::new() };
        columns.add(Field::Kind, |deal| deal.kind.clone());
        columns.add(Field::Amount, |deal| deal.amount.map(|amount| amount.to_string()).unwrap_or_default());
        columns.add(Field::Currency, |deal| deal.currency.clone());
        columns.add(Field::Status, |deal| deal.status.clone());
        columns.add(Field::Text, |deal| deal.text.clone());
        columns.add(Field::Source, |deal| sources_cell(&deal.sources));
        columns.add(Field::Confidence, |deal| confidence_cell(deal.confidence));
        columns.extra(|deal| &deal.extra);
        let attributes = columns.done();
        let (dates, [date]) = dated(deals.iter().map(|deal| [deal.date]));
        let date: Vec<u32> = date.into_iter().map(|date| date.map_or(Dates::NO_START, Dates::start_number)).collect();
        let (mut starts, mut parties, mut pairs) = (vec![0u32], Vec::new(), Vec::new());
        for (deal, number) in deals.iter().zip(0u32..) {
            // The dataset has settled the parties: all are there.
            parties.extend(deal.parties.iter().filter_map(|id| company(id)));
            pairs.extend(parties[starts[number as usize] as usize..].iter().map(|party| (*party, number)));
            starts.push(parties.len() as u32);
        }
        Deals {
            ids: StringColumn::of(deals.iter().map(|deal| deal.id.as_str())),
            date: BitPacked::of(&date),
            dates,
            starts: BitPacked::of(&starts),
            parties: BitPacked::of(&parties),
            attributes,
            places: places(deals.iter().map(|deal| deal.place)),
            concerns: Concerns::of(pairs),
        }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn of_company(&self, company: u32) -> impl Iterator<Item = u32> + '_ {
        self.concerns.rows(company)
    }

    /// The days on which a deal may have been made; none where nothing is known of its date.
    pub fn days(&self, deal: u32) -> Option<DayRange> {
        self.dates.start_days(self.date.get(deal as usize))
    }

    /// The companies that are parties, as listed.
    pub fn parties(&self, deal: u32) -> impl ExactSizeIterator<Item = u32> + '_ {
        let (from, to) = (self.starts.get(deal as usize), self.starts.get(deal as usize + 1));
        self.parties.range(from as usize, to as usize)
    }

    /// The number of the deal with this id.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.ids.position(id).map(|number| number as u32)
    }

    pub fn deal(&self, deal: u32, parties: Vec<String>) -> Deal {
        let row = deal as usize;
        let text = |field| self.attributes.string(field, row);
        Deal {
            id: self.ids.get(row).to_owned(),
            date: self.dates.start(self.date.get(row)),
            kind: text(Field::Kind),
            parties,
            amount: self.attributes.text(Field::Amount, row).parse().ok(),
            currency: text(Field::Currency),
            status: text(Field::Status),
            text: text(Field::Text),
            sources: self.attributes.list(Field::Source, row),
            confidence: Confidence::from_word(self.attributes.text(Field::Confidence, row)),
            extra: self.attributes.extra(row),
            place: self.places.get(row),
        }
    }

    pub fn save(&self, out: &mut ArchiveWriter) {
        out.texts("deals.ids", &self.ids);
        out.packed("deals.date", &self.date);
        out.packed("deals.starts", &self.starts);
        out.packed("deals.parties", &self.parties);
        self.dates.save("deals.dates", out);
        self.attributes.save("deals", out);
        self.places.save("deals.places", out);
        self.concerns.save("deals.of", out);
    }

    pub fn load(archive: &Archive) -> Result<Deals, ArchiveError> {
        let ids = archive.texts("deals.ids")?;
        Ok(Deals {
            date: column_of(archive, "deals.date", ids.len())?,
            dates: Dates::load("deals.dates", archive)?,
            starts: column_of(archive, "deals.starts", ids.len() + 1)?,
            parties: archive.packed("deals.parties")?,
            attributes: Attributes::load("deals", ids.len(), archive)?,
            places: Places::load("deals.places", ids.len(), archive)?,
            concerns: Concerns::load("deals.of", archive)?,
            ids,
        })
    }
}
