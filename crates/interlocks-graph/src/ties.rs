//! The table of ties, in the order of the entities that they join, and the table of deals, in the order of ids.

use std::cmp::Ordering;

use interlocks_core::model::vocabulary::{TieReading, read_tie};
use interlocks_core::model::{
    Confidence, Day, DayRange, Deal, Ending, EntityKind, Lasting, PartialDate, Spell, Tie, TieEnd,
};
use interlocks_core::store::{
    Archive, ArchiveError, ArchiveWriter, BitPacked, DictColumn, Interner, StringColumn, merge_texts,
};
use interlocks_dataset::Field;
use interlocks_dataset::tables::{Attributes, ColumnName, Dates, Places};

/// Index from an entity to the rows that mention it; looked up by binary search.
#[derive(Debug, Default)]
struct RowsByEntity {
    entity: BitPacked,
    row: BitPacked,
}

impl RowsByEntity {
    fn new(mut pairs: Vec<(u32, u32)>) -> RowsByEntity {
        pairs.sort_unstable();
        pairs.dedup();
        let (entity, row): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
        RowsByEntity { entity: BitPacked::from_slice(&entity), row: BitPacked::from_slice(&row) }
    }

    fn rows(&self, entity: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.entity.partition_point(0, self.entity.len(), |other| other < entity);
        let end = self.entity.partition_point(first, self.entity.len(), |other| other <= entity);
        self.row.range(first, end)
    }

    fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.add_bit_packed(&format!("{name}.entity"), &self.entity);
        out.add_bit_packed(&format!("{name}.row"), &self.row);
    }

    fn load(name: &str, archive: &Archive) -> Result<RowsByEntity, ArchiveError> {
        let (entity, row) =
            (archive.bit_packed(&format!("{name}.entity"))?, archive.bit_packed(&format!("{name}.row"))?);
        if entity.len() != row.len() {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(RowsByEntity { entity, row })
    }
}

/// Builds the text columns of a table.
pub(super) struct AttributeColumns<'a, T> {
    rows: &'a [T],
    columns: Vec<(ColumnName, DictColumn)>,
}

impl<'a, T> AttributeColumns<'a, T> {
    pub(super) fn new(rows: &'a [T]) -> AttributeColumns<'a, T> {
        AttributeColumns { rows, columns: Vec::new() }
    }

    /// Adds the column of a known field.
    pub(super) fn add(&mut self, field: Field, text: impl Fn(&T) -> String) {
        let column = dict_column(self.rows.iter().map(text));
        self.columns.push((ColumnName::Known(field), column));
    }

    /// Adds a column for each unknown column of the input, in the order of first occurrence.
    pub(super) fn extra(&mut self, extra: impl Fn(&T) -> &[(String, String)]) {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(&extra) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        for name in names {
            let text = |row| extra(row).iter().find(|(own, _)| own == name).map_or("", |(_, text)| text).to_owned();
            let column = dict_column(self.rows.iter().map(text));
            self.columns.push((ColumnName::Extra(name.to_owned()), column));
        }
    }

    pub(super) fn finish(self) -> Attributes {
        Attributes::new(self.columns)
    }
}

/// Collects texts into a dictionary column.
fn dict_column(texts: impl Iterator<Item = String>) -> DictColumn {
    let mut interner = Interner::default();
    let codes: Vec<u32> = texts.map(|text| interner.intern(&text)).collect();
    let (words, moved) = merge_texts(&[&interner.into_texts()]);
    let codes: Vec<u32> = codes.into_iter().map(|code| moved[0][code as usize]).collect();
    DictColumn { codes: BitPacked::from_slice(&codes), words }
}

/// Returns the distinct dates of some rows, and for each date column the number of the date in each row.
pub(super) fn intern_dates<const N: usize>(
    rows: impl Iterator<Item = [Option<PartialDate>; N]>,
) -> (Dates, [Vec<Option<u32>>; N]) {
    let mut interner = Interner::default();
    let mut columns: [Vec<Option<u32>>; N] = std::array::from_fn(|_| Vec::new());
    for row in rows {
        for (column, date) in columns.iter_mut().zip(row) {
            column.push(date.map(|date| interner.intern(&date.to_string())));
        }
    }
    let (words, moved) = merge_texts(&[&interner.into_texts()]);
    for number in columns.iter_mut().flatten().flatten() {
        *number = moved[0][*number as usize];
    }
    (Dates::new(words), columns)
}

/// Joins the ids of sources as in a cell of a CSV file.
pub(super) fn sources_cell(sources: &[String]) -> String {
    sources.join(";")
}

fn confidence_cell(confidence: Option<Confidence>) -> String {
    confidence.map_or("", Confidence::as_str).to_owned()
}

/// The table of ties.
#[derive(Debug, Default)]
pub(super) struct Ties {
    from: BitPacked,
    to: BitPacked,
    start: BitPacked,
    end: BitPacked,
    dates: Dates,
    attributes: Attributes,
    /// The reading of each different kind.
    readings: Vec<TieReading>,
    places: Places,
    by_entity: RowsByEntity,
}

fn readings(attributes: &Attributes) -> Vec<TieReading> {
    attributes.column(Field::Kind).map_or(Vec::new(), |kinds| kinds.words.iter().map(read_tie).collect())
}

/// Orders two ties between the same two entities by everything that their rows state.
fn tie_order(a: &Tie, b: &Tie) -> Ordering {
    let spell = |tie: &Tie| tie.end.spell(tie.start.as_ref(), None);
    let stated = |tie: &Tie| (tie.start.map(|date| date.to_string()), tie.end.date().map(ToString::to_string));
    let share = |tie: &Tie| tie.share.unwrap_or(-1.0);
    (&a.kind, &a.id)
        .cmp(&(&b.kind, &b.id))
        .then_with(|| (spell(a), stated(a)).cmp(&(spell(b), stated(b))))
        .then_with(|| share(a).total_cmp(&share(b)))
        .then_with(|| (&a.sources, a.confidence, &a.note).cmp(&(&b.sources, b.confidence, &b.note)))
        .then_with(|| a.extra.cmp(&b.extra))
}

impl Ties {
    /// Sorts ties by the entities that they join. `ends` has the two entities of each tie.
    pub(super) fn new(ties: Vec<Tie>, ends: &[(u32, u32)]) -> Ties {
        let mut rows: Vec<((u32, u32), Tie)> = ends.iter().copied().zip(ties).collect();
        rows.sort_by(|(x, a), (y, b)| x.cmp(y).then_with(|| tie_order(a, b)));
        let mut columns = AttributeColumns::new(&rows);
        columns.add(Field::Id, |row| row.1.id.clone());
        columns.add(Field::Kind, |row| row.1.kind.clone());
        columns.add(Field::Share, |row| row.1.share.map(|share| share.to_string()).unwrap_or_default());
        columns.add(Field::Source, |row| sources_cell(&row.1.sources));
        columns.add(Field::Confidence, |row| confidence_cell(row.1.confidence));
        columns.add(Field::Note, |row| row.1.note.clone());
        columns.extra(|row| &row.1.extra);
        let attributes = columns.finish();
        let (dates, [starts, ends]) = intern_dates(rows.iter().map(|(_, tie)| [tie.start, tie.end.date().copied()]));
        let start: Vec<u32> =
            starts.into_iter().map(|start| start.map_or(Dates::NO_START, Dates::start_number)).collect();
        let end = ends.into_iter().zip(&rows).map(|(end, (_, tie))| match (end, tie.end) {
            (Some(date), _) => Dates::end_number(date),
            (None, Ending::Running) => Dates::RUNNING,
            (None, _) => Dates::UNKNOWN,
        });
        let joined = rows.iter().zip(0u32..).flat_map(|(((from, to), _), row)| [(*from, row), (*to, row)]);
        Ties {
            by_entity: RowsByEntity::new(joined.collect()),
            from: BitPacked::from_slice(&rows.iter().map(|row| row.0.0).collect::<Vec<u32>>()),
            to: BitPacked::from_slice(&rows.iter().map(|row| row.0.1).collect::<Vec<u32>>()),
            start: BitPacked::from_slice(&start),
            end: BitPacked::from_slice(&end.collect::<Vec<u32>>()),
            dates,
            readings: readings(&attributes),
            attributes,
            places: Places::new(rows.iter().map(|(_, tie)| tie.place)),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.from.len()
    }

    /// Returns the ties of an entity, in order.
    pub(super) fn of_entity(&self, entity: u32) -> impl Iterator<Item = u32> + '_ {
        self.by_entity.rows(entity)
    }

    /// Returns the two entities of a tie.
    pub(super) fn ends(&self, tie: u32) -> (u32, u32) {
        (self.from.get(tie as usize), self.to.get(tie as usize))
    }

    /// Returns the spell of a tie between two entities of these kinds; the same as [`Tie::spell`].
    pub(super) fn spell(&self, tie: u32, kinds: [EntityKind; 2], as_of: Option<Day>) -> Spell {
        let (start, end) = (self.start.get(tie as usize), self.end.get(tie as usize));
        match self.reading(tie).relation().lasts(kinds.map(Some)) {
            Lasting::ForLife => Spell::ALWAYS,
            Lasting::FromItsStart => self.dates.spell(start, Dates::RUNNING, as_of),
            Lasting::AsStated => self.dates.spell(start, end, as_of),
        }
    }

    /// Returns the different kinds, as stated.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.attributes.column(Field::Kind).into_iter().flat_map(|kinds| kinds.words.iter())
    }

    /// Returns the position of the kind of a tie in [`Ties::kinds`].
    pub(super) fn kind_number(&self, tie: u32) -> Option<usize> {
        self.attributes.column(Field::Kind).map(|kinds| kinds.codes.get(tie as usize) as usize)
    }

    /// Returns what the kind of a tie says.
    pub(super) fn reading(&self, tie: u32) -> TieReading {
        self.kind_number(tie).and_then(|kind| self.readings.get(kind)).copied().unwrap_or_default()
    }

    pub(super) fn kind(&self, tie: u32) -> &str {
        self.attributes.text(Field::Kind, tie as usize)
    }

    pub(super) fn share(&self, tie: u32) -> Option<f64> {
        self.attributes.text(Field::Share, tie as usize).parse().ok()
    }

    pub(super) fn tie(&self, tie: u32, from: TieEnd, to: TieEnd) -> Tie {
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
            confidence: self.attributes.text(Field::Confidence, row).parse().ok(),
            note: text(Field::Note),
            extra: self.attributes.extra(row),
            place: self.places.get(row),
        }
    }

    pub(super) fn save(&self, out: &mut ArchiveWriter) {
        for (name, column) in [("from", &self.from), ("to", &self.to), ("start", &self.start), ("end", &self.end)] {
            out.add_bit_packed(&format!("ties.{name}"), column);
        }
        self.dates.save("ties.dates", out);
        self.attributes.save("ties", out);
        self.places.save("ties.places", out);
        self.by_entity.save("ties.of", out);
    }

    pub(super) fn load(archive: &Archive) -> Result<Ties, ArchiveError> {
        let from = archive.bit_packed("ties.from")?;
        let column = |name: &str| column_with_len(archive, name, from.len());
        let attributes = Attributes::load("ties", from.len(), archive)?;
        Ok(Ties {
            to: column("ties.to")?,
            start: column("ties.start")?,
            end: column("ties.end")?,
            dates: Dates::load("ties.dates", archive)?,
            readings: readings(&attributes),
            attributes,
            places: Places::load("ties.places", from.len(), archive)?,
            by_entity: RowsByEntity::load("ties.of", archive)?,
            from,
        })
    }
}

/// Loads a column that must have `len` rows.
pub(super) fn column_with_len(archive: &Archive, name: &str, len: usize) -> Result<BitPacked, ArchiveError> {
    let column = archive.bit_packed(name)?;
    if column.len() == len { Ok(column) } else { Err(ArchiveError::Section(name.to_owned())) }
}

/// The table of deals.
#[derive(Debug, Default)]
pub(super) struct Deals {
    ids: StringColumn,
    /// Indexes into `dates`, as the starts of seats are.
    date: BitPacked,
    dates: Dates,
    /// CSR offsets: the parties of deal `d` are `parties[starts[d]..starts[d + 1]]`.
    starts: BitPacked,
    parties: BitPacked,
    attributes: Attributes,
    places: Places,
    by_entity: RowsByEntity,
}

impl Deals {
    /// Sorts deals by id. `company` returns the number of the company with an id.
    pub(super) fn new(mut deals: Vec<Deal>, company: impl Fn(&str) -> Option<u32>) -> Deals {
        deals.sort_by(|a, b| a.id.cmp(&b.id));
        let mut columns = AttributeColumns::new(&deals);
        columns.add(Field::Kind, |deal| deal.kind.clone());
        columns.add(Field::Amount, |deal| deal.amount.map(|amount| amount.to_string()).unwrap_or_default());
        columns.add(Field::Currency, |deal| deal.currency.clone());
        columns.add(Field::Status, |deal| deal.status.clone());
        columns.add(Field::Text, |deal| deal.text.clone());
        columns.add(Field::Source, |deal| sources_cell(&deal.sources));
        columns.add(Field::Confidence, |deal| confidence_cell(deal.confidence));
        columns.extra(|deal| &deal.extra);
        let attributes = columns.finish();
        let (dates, [date]) = intern_dates(deals.iter().map(|deal| [deal.date]));
        let date: Vec<u32> = date.into_iter().map(|date| date.map_or(Dates::NO_START, Dates::start_number)).collect();
        let (mut starts, mut parties, mut pairs) = (vec![0u32], Vec::new(), Vec::new());
        for (deal, number) in deals.iter().zip(0u32..) {
            // All references were resolved when the dataset was read, so nothing is dropped here.
            parties.extend(deal.parties.iter().filter_map(|id| company(id)));
            pairs.extend(parties[starts[number as usize] as usize..].iter().map(|party| (*party, number)));
            starts.push(parties.len() as u32);
        }
        Deals {
            ids: StringColumn::from_iter(deals.iter().map(|deal| deal.id.as_str())),
            date: BitPacked::from_slice(&date),
            dates,
            starts: BitPacked::from_slice(&starts),
            parties: BitPacked::from_slice(&parties),
            attributes,
            places: Places::new(deals.iter().map(|deal| deal.place)),
            by_entity: RowsByEntity::new(pairs),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns the deals of a company, in order.
    pub(super) fn of_company(&self, company: u32) -> impl Iterator<Item = u32> + '_ {
        self.by_entity.rows(company)
    }

    /// Returns the days on which a deal may have been made; `None` if its date is unknown.
    pub(super) fn days(&self, deal: u32) -> Option<DayRange> {
        self.dates.start_days(self.date.get(deal as usize))
    }

    /// Returns the companies that are parties, as listed.
    pub(super) fn parties(&self, deal: u32) -> impl ExactSizeIterator<Item = u32> + '_ {
        let (from, to) = (self.starts.get(deal as usize), self.starts.get(deal as usize + 1));
        self.parties.range(from as usize, to as usize)
    }

    /// Returns the number of the deal with this id.
    pub(super) fn number(&self, id: &str) -> Option<u32> {
        self.ids.position(id).map(|number| number as u32)
    }

    pub(super) fn deal(&self, deal: u32, parties: Vec<String>) -> Deal {
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
            confidence: self.attributes.text(Field::Confidence, row).parse().ok(),
            extra: self.attributes.extra(row),
            place: self.places.get(row),
        }
    }

    pub(super) fn save(&self, out: &mut ArchiveWriter) {
        out.add_string_column("deals.ids", &self.ids);
        out.add_bit_packed("deals.date", &self.date);
        out.add_bit_packed("deals.starts", &self.starts);
        out.add_bit_packed("deals.parties", &self.parties);
        self.dates.save("deals.dates", out);
        self.attributes.save("deals", out);
        self.places.save("deals.places", out);
        self.by_entity.save("deals.of", out);
    }

    pub(super) fn load(archive: &Archive) -> Result<Deals, ArchiveError> {
        let ids = archive.string_column("deals.ids")?;
        Ok(Deals {
            date: column_with_len(archive, "deals.date", ids.len())?,
            dates: Dates::load("deals.dates", archive)?,
            starts: column_with_len(archive, "deals.starts", ids.len() + 1)?,
            parties: archive.bit_packed("deals.parties")?,
            attributes: Attributes::load("deals", ids.len(), archive)?,
            places: Places::load("deals.places", ids.len(), archive)?,
            by_entity: RowsByEntity::load("deals.of", archive)?,
            ids,
        })
    }
}
