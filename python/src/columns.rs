//! Rows of JSON as columns of Arrow. The types follow from the values: flags, whole numbers, numbers, texts, lists and records; a value
//! that is missing or null is null. A column whose values have nothing in common is one of texts, in which other values are JSON.

use std::fmt;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, NullArray, RecordBatch, RecordBatchOptions,
    StringArray, StructArray, new_null_array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Schema};
use interlocks_core::stop::Stop;
use rayon::prelude::*;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The rows of a batch.
const ROWS: usize = 1 << 14;

/// All rows of an answer.
#[derive(Clone)]
pub(crate) struct Batches {
    pub(crate) schema: Arc<Schema>,
    pub(crate) batches: Vec<RecordBatch>,
}

/// Makes columns of lines, each of which is an object of JSON and ends where `ends` says.
pub(crate) fn to_batches(bytes: &[u8], ends: &[usize], stop: &Stop) -> Result<Batches, String> {
    let read = |block: usize| {
        let mut rows = Column::default();
        let mut start = if block == 0 { 0 } else { ends[block * ROWS - 1] };
        for end in ends.iter().skip(block * ROWS).take(ROWS) {
            if stop.is_stopped() {
                return Err("stopped".to_owned());
            }
            let line = bytes.get(start..*end).unwrap_or_default();
            let mut reader = serde_json::Deserializer::from_slice(line);
            Push(&mut rows).deserialize(&mut reader).map_err(|error| error.to_string())?;
            start = *end;
        }
        Ok(rows)
    };
    let blocks: Vec<Column> = (0..ends.len().div_ceil(ROWS)).into_par_iter().map(read).collect::<Result<_, _>>()?;
    let kind = blocks.iter().fold(DataType::Null, |all, block| joined(&all, &block.kind()));
    let DataType::Struct(fields) = kind else {
        return match kind {
            DataType::Null => Ok(Batches { schema: Arc::new(Schema::empty()), batches: Vec::new() }),
            _ => Err("the answer is not made of rows".to_owned()),
        };
    };
    let schema = Arc::new(Schema::new(fields.clone()));
    let batches = blocks.into_par_iter().map(|block| {
        let rows = block.len;
        let array = fitted(&block.into_array(), &DataType::Struct(fields.clone()));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(Arc::clone(&schema), array.as_struct().columns().to_vec(), &options)
    });
    let batches = batches.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    Ok(Batches { schema, batches })
}

/// Returns the type that has the values of two types.
fn joined(a: &DataType, b: &DataType) -> DataType {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (DataType::Null, other) | (other, DataType::Null) => other.clone(),
        (DataType::Int64, DataType::Float64) | (DataType::Float64, DataType::Int64) => DataType::Float64,
        (DataType::List(a), DataType::List(b)) => list_of(joined(a.data_type(), b.data_type())),
        (DataType::Struct(a), DataType::Struct(b)) => {
            let mut all: Vec<Arc<Field>> = a.iter().cloned().collect();
            for field in b {
                match all.iter_mut().find(|known| known.name() == field.name()) {
                    Some(known) => *known = field_of(field.name(), joined(known.data_type(), field.data_type())),
                    None => all.push(Arc::clone(field)),
                }
            }
            DataType::Struct(all.into())
        }
        _ => DataType::Utf8,
    }
}

fn field_of(name: &str, kind: DataType) -> Arc<Field> {
    Arc::new(Field::new(name, kind, true))
}

fn list_of(items: DataType) -> DataType {
    DataType::List(field_of("item", items))
}

/// Returns the same values as a type that has them.
fn fitted(array: &ArrayRef, kind: &DataType) -> ArrayRef {
    match (array.data_type(), kind) {
        (own, kind) if own == kind => Arc::clone(array),
        (DataType::Null, kind) => new_null_array(kind, array.len()),
        (DataType::Int64, DataType::Float64) => {
            let numbers = array.as_primitive::<Int64Type>();
            Arc::new(numbers.iter().map(|number| number.map(|number| number as f64)).collect::<Float64Array>())
        }
        (DataType::List(_), DataType::List(field)) => {
            let list = array.as_list::<i32>();
            let items = fitted(list.values(), field.data_type());
            Arc::new(ListArray::new(Arc::clone(field), list.offsets().clone(), items, list.nulls().cloned()))
        }
        (DataType::Struct(_), DataType::Struct(fields)) => {
            let own = array.as_struct();
            let columns = fields.iter().map(|field| match own.column_by_name(field.name()) {
                Some(column) => fitted(column, field.data_type()),
                None => new_null_array(field.data_type(), array.len()),
            });
            Arc::new(StructArray::new(fields.clone(), columns.collect(), own.nulls().cloned()))
        }
        _ => Arc::new((0..array.len()).map(|row| text_of(&value_of(array, row))).collect::<StringArray>()),
    }
}

/// Returns a value as JSON.
fn value_of(array: &ArrayRef, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            (0..items.len()).map(|at| value_of(&items, at)).collect()
        }
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(array.as_struct().columns());
            let known = columns.filter(|(_, column)| column.is_valid(row));
            Value::Object(known.map(|(field, column)| (field.name().clone(), value_of(column, row))).collect())
        }
        _ => Value::Null,
    }
}

/// Returns a text as it is, and any other value as JSON.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// The values of a column so far.
#[derive(Default)]
struct Column {
    len: usize,
    values: Values,
}

#[derive(Default)]
enum Values {
    /// Nulls only.
    #[default]
    Nothing,
    Flags(Vec<Option<bool>>),
    Whole(Vec<Option<i64>>),
    Numbers(Vec<Option<f64>>),
    Texts(Texts),
    List {
        ends: Vec<i32>,
        there: Vec<bool>,
        items: Box<Column>,
    },
    Record {
        fields: Vec<(String, Column)>,
        there: Vec<bool>,
    },
}

/// Texts, one behind the other.
#[derive(Default)]
struct Texts {
    bytes: String,
    ends: Vec<i32>,
    there: Vec<bool>,
}

impl Texts {
    fn push(&mut self, text: Option<&str>) -> Result<(), TooLong> {
        self.bytes.push_str(text.unwrap_or_default());
        self.ends.push(i32::try_from(self.bytes.len()).map_err(|_| TooLong)?);
        self.there.push(text.is_some());
        Ok(())
    }
}

/// More than 2 GiB of texts in the rows of one batch.
struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the texts of a column are too long for Arrow")
    }
}

fn offsets(ends: Vec<i32>) -> OffsetBuffer<i32> {
    let all: Vec<i32> = std::iter::once(0).chain(ends).collect();
    OffsetBuffer::new(all.into())
}

impl Column {
    /// Returns the type of the values.
    fn kind(&self) -> DataType {
        match &self.values {
            Values::Nothing => DataType::Null,
            Values::Flags(_) => DataType::Boolean,
            Values::Whole(_) => DataType::Int64,
            Values::Numbers(_) => DataType::Float64,
            Values::Texts(_) => DataType::Utf8,
            Values::List { items, .. } => list_of(items.kind()),
            Values::Record { fields, .. } => {
                DataType::Struct(fields.iter().map(|(name, column)| field_of(name, column.kind())).collect())
            }
        }
    }

    fn into_array(self) -> ArrayRef {
        let kind = self.kind();
        match (self.values, kind) {
            (Values::Flags(flags), _) => Arc::new(BooleanArray::from(flags)),
            (Values::Whole(numbers), _) => Arc::new(Int64Array::from(numbers)),
            (Values::Numbers(numbers), _) => Arc::new(Float64Array::from(numbers)),
            (Values::Texts(Texts { bytes, ends, there }), _) => {
                Arc::new(StringArray::new(offsets(ends), bytes.into_bytes().into(), Some(there.into())))
            }
            (Values::List { ends, there, items }, DataType::List(field)) => {
                Arc::new(ListArray::new(field, offsets(ends), items.into_array(), Some(there.into())))
            }
            (Values::Record { fields, there }, DataType::Struct(types)) => {
                let columns = fields.into_iter().map(|(_, column)| column.into_array()).collect();
                let there = Some(there.into());
                match types.is_empty() {
                    true => Arc::new(StructArray::new_empty_fields(self.len, there)),
                    false => Arc::new(StructArray::new(types, columns, there)),
                }
            }
            _ => Arc::new(NullArray::new(self.len)),
        }
    }

    fn push_null<E: Error>(&mut self) -> Result<(), E> {
        self.len += 1;
        match &mut self.values {
            Values::Nothing => {}
            Values::Flags(flags) => flags.push(None),
            Values::Whole(numbers) => numbers.push(None),
            Values::Numbers(numbers) => numbers.push(None),
            Values::Texts(texts) => texts.push(None).map_err(E::custom)?,
            Values::List { ends, there, .. } => {
                ends.push(ends.last().copied().unwrap_or_default());
                there.push(false);
            }
            Values::Record { fields, there } => {
                there.push(false);
                fields.iter_mut().try_for_each(|(_, column)| column.push_null())?;
            }
        }
        Ok(())
    }

    /// Makes a column of nulls only one of values.
    fn begin(&mut self, values: impl FnOnce(usize) -> Values) {
        if matches!(self.values, Values::Nothing) {
            self.values = values(self.len);
        }
    }

    /// Makes a column of anything one of texts.
    fn as_texts<E: Error>(&mut self) -> Result<&mut Texts, E> {
        if !matches!(self.values, Values::Texts(_)) {
            let array = std::mem::take(self).into_array();
            self.len = array.len();
            let mut texts = Texts::default();
            for row in 0..array.len() {
                texts.push(text_of(&value_of(&array, row)).as_deref()).map_err(E::custom)?;
            }
            self.values = Values::Texts(texts);
        }
        match &mut self.values {
            Values::Texts(texts) => Ok(texts),
            _ => Err(E::custom("a column of texts is not one")),
        }
    }

    /// Adds a value that fits no other.
    fn push_other<E: Error>(&mut self, value: &Value) -> Result<(), E> {
        self.as_texts()?.push(text_of(value).as_deref()).map_err(E::custom)?;
        self.len += 1;
        Ok(())
    }

    fn push_text<E: Error>(&mut self, text: &str) -> Result<(), E> {
        self.as_texts()?.push(Some(text)).map_err(E::custom)?;
        self.len += 1;
        Ok(())
    }

    fn push_flag<E: Error>(&mut self, flag: bool) -> Result<(), E> {
        self.begin(|len| Values::Flags(vec![None; len]));
        match &mut self.values {
            Values::Flags(flags) => flags.push(Some(flag)),
            _ => return self.push_other(&flag.into()),
        }
        self.len += 1;
        Ok(())
    }

    fn push_whole<E: Error>(&mut self, number: i64) -> Result<(), E> {
        self.begin(|len| Values::Whole(vec![None; len]));
        match &mut self.values {
            Values::Whole(numbers) => numbers.push(Some(number)),
            Values::Numbers(numbers) => numbers.push(Some(number as f64)),
            _ => return self.push_other(&number.into()),
        }
        self.len += 1;
        Ok(())
    }

    fn push_number<E: Error>(&mut self, number: f64) -> Result<(), E> {
        self.begin(|len| Values::Numbers(vec![None; len]));
        if let Values::Whole(numbers) = &self.values {
            let numbers = numbers.iter().map(|number| number.map(|number| number as f64));
            self.values = Values::Numbers(numbers.collect());
        }
        match &mut self.values {
            Values::Numbers(numbers) => numbers.push(Some(number)),
            _ => return self.push_other(&number.into()),
        }
        self.len += 1;
        Ok(())
    }
}

/// Adds the next value to a column.
struct Push<'c>(&'c mut Column);

impl<'de> DeserializeSeed<'de> for Push<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Push<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.push_null()
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.0.push_flag(flag)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.0.push_whole(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.0.push_whole(number),
            Err(_) => self.0.push_number(number as f64),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.0.push_number(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.push_text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.begin(|len| Values::List { ends: vec![0; len], there: vec![false; len], items: Box::default() });
        let Values::List { ends, there, items } = &mut self.0.values else {
            return self.0.push_other(&Value::deserialize(SeqAccessDeserializer::new(list))?);
        };
        while list.next_element_seed(Push(items))?.is_some() {}
        ends.push(i32::try_from(items.len).map_err(|_| A::Error::custom(TooLong))?);
        there.push(true);
        self.0.len += 1;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut record: A) -> Result<(), A::Error> {
        self.0.begin(|len| Values::Record { fields: Vec::new(), there: vec![false; len] });
        let row = self.0.len;
        let Values::Record { fields, there } = &mut self.0.values else {
            return self.0.push_other(&Value::deserialize(MapAccessDeserializer::new(record))?);
        };
        let mut next = 0;
        while let Some(at) = record.next_key_seed(Key { fields, next, row })? {
            let Some((_, column)) = fields.get_mut(at) else { continue };
            if column.len > row {
                return Err(A::Error::custom("a name occurs twice"));
            }
            record.next_value_seed(Push(column))?;
            next = at + 1;
        }
        for (_, column) in fields.iter_mut().filter(|(_, column)| column.len <= row) {
            column.push_null()?;
        }
        there.push(true);
        self.0.len += 1;
        Ok(())
    }
}

/// Finds the place of a name among the fields, or adds it. Rows mostly have the same names in the same order.
struct Key<'f> {
    fields: &'f mut Vec<(String, Column)>,
    next: usize,
    row: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let Key { fields, next, row } = self;
        if fields.get(next).is_some_and(|(known, _)| known == name) {
            return Ok(next);
        }
        if let Some(at) = fields.iter().position(|(known, _)| known == name) {
            return Ok(at);
        }
        fields.push((name.to_owned(), Column { len: row, values: Values::Nothing }));
        Ok(fields.len() - 1)
    }
}
