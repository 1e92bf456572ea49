//! The seats of a generated dataset as one table, as registers and spreadsheets export them: each row names the person and the
//! company again.

use super::world::{Appointment, World};
use interlocks_core::random::hash64;

/// The kind of ids in a single table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// A letter and a number of a fixed width.
    #[default]
    Number,
    /// Random-looking UUIDs.
    Uuid,
    /// No ids: the name is all there is.
    Name,
    /// Ids of several kinds and lengths.
    Mixed,
}

impl Ids {
    /// All kinds.
    pub const ALL: [Ids; 4] = [Ids::Number, Ids::Uuid, Ids::Name, Ids::Mixed];

    /// Returns the name of the kind.
    pub const fn as_str(self) -> &'static str {
        match self {
            Ids::Number => "number",
            Ids::Uuid => "uuid",
            Ids::Name => "name",
            Ids::Mixed => "mixed",
        }
    }

    /// Returns the heading of the table.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Ids::Name => "person_name,company_name,role,start,end",
            _ => "person_id,person_name,company_id,company_name,role,start,end",
        }
    }

    /// Writes the id of a person (`p`) or company (`c`) and a comma; nothing if there are none.
    fn write(self, kind: char, number: u32, out: &mut Vec<u8>) {
        let hash = hash64(u64::from(number) << 8 | u64::from(u32::from(kind)));
        let id = match self {
            Ids::Name => return,
            Ids::Number => format!("{kind}{:07}", number + 1),
            Ids::Uuid => uuid(hash, number),
            Ids::Mixed => match hash % 5 {
                0 => format!("{}", number + 1),
                1 => uuid(hash, number),
                2 => format!("GB-COH-{kind}{:08}", number + 1),
                3 => format!("{}/{:x}", if kind == 'p' { "officers" } else { "companies" }, number),
                _ => format!("{kind}{:07}", number + 1),
            },
        };
        out.extend_from_slice(id.as_bytes());
        out.push(b',');
    }
}

interlocks_core::enum_names!(Ids, "kind of id");

/// Returns a UUID that no other number has.
fn uuid(hash: u64, number: u32) -> String {
    let (a, b) = (hash >> 32, hash & 0xffff_ffff);
    format!(
        "{a:08x}-{:04x}-4{:03x}-a{:03x}-{:04x}{number:08x}",
        b >> 16,
        b >> 4 & 0xfff,
        b & 0xfff,
        hash >> 20 & 0xffff
    )
}

/// Writes a row of the table.
pub(super) fn write_row(world: &World, ids: Ids, seat: &Appointment, out: &mut Vec<u8>) {
    ids.write('p', seat.person, out);
    world.write_person_name(u64::from(seat.person), out);
    let rare = hash64(u64::from(seat.person));
    if !rare.is_multiple_of(20) {
        out.push(b' ');
        write_rare_word(rare, out);
    }
    out.push(b',');
    ids.write('c', seat.company, out);
    write_company_name(world, seat.company, out);
    out.push(b',');
    world.write_role_and_days(seat, out);
    out.push(b'\n');
}

const SYLLABLES: [&str; 32] = [
    "ba", "ber", "chi", "dal", "do", "en", "fa", "gor", "ha", "hol", "in", "jo", "ka", "kin", "le", "lund", "ma",
    "mer", "na", "no", "or", "pa", "qui", "ran", "ro", "sen", "ta", "tor", "u", "ver", "win", "zo",
];

/// Writes a word of three syllables: otherwise most names of a large table would be shared by many.
fn write_rare_word(hash: u64, out: &mut Vec<u8>) {
    for at in 0..3 {
        let syllable = SYLLABLES[(hash >> (8 * at + 8)) as usize % SYLLABLES.len()].as_bytes();
        match (at, syllable) {
            (0, [first, rest @ ..]) => {
                out.push(first.to_ascii_uppercase());
                out.extend_from_slice(rest);
            }
            _ => out.extend_from_slice(syllable),
        }
    }
}

/// Writes the name of a company; one in eight has a comma or quotes.
fn write_company_name(world: &World, company: u32, out: &mut Vec<u8>) {
    let mut name = Vec::new();
    write_rare_word(hash64(u64::from(company) << 1), &mut name);
    name.push(b' ');
    world.write_company_name(u64::from(company), &mut name);
    let quoted: [&[u8]; 3] = match hash64(u64::from(company)) % 16 {
        0 => [b"\"", b", Sons & Co.", b"\""],
        1 => [b"\"The \"\"", b"\"\" Group", b"\""],
        _ => [b"", b"", b""],
    };
    let [before, after, end] = quoted;
    for part in [before, &name, after, end] {
        out.extend_from_slice(part);
    }
}
