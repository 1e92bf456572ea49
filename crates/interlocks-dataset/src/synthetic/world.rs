//! The people, companies, seats and deals of a generated dataset: each is a function of its number.

use std::io::Write;

use interlocks_core::model::Day;

use super::Synthetic;
use super::words;
use interlocks_core::random::KeyedRandom;

/// The day that the data describes, 2024-12-31, and the first day of appointments.
const AS_OF: i64 = 20_088;
const FIRST_DAY: i64 = 3_652;

/// Companies in a community.
const COMMUNITY: u64 = 300;

/// One in this many people is a nominee, with hundreds of seats, or in few cases thousands.
const PEOPLE_PER_NOMINEE: u64 = 60_000;

/// Relative board sizes at 32 even quantiles of a log-normal with σ = 0.8.
const SIZES: [u64; 32] = [
    18, 26, 32, 37, 42, 47, 52, 57, 62, 67, 72, 78, 84, 91, 98, 105, 113, 121, 130, 140, 152, 164, 178, 194, 212, 234,
    260, 293, 335, 396, 498, 784,
];

/// Tenure in days at 16 even quantiles of an exponential with a mean of six years.
const TENURES: [i64; 16] = [69, 215, 373, 542, 726, 926, 1145, 1387, 1658, 1964, 2317, 2734, 3241, 3886, 4779, 6900];

/// One appointment: person, company, and the index among the seats of the person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appointment {
    pub person: u32,
    pub company: u32,
    pub nth: u32,
}

/// The facts of one generated dataset.
#[derive(Debug)]
pub(crate) struct World {
    chance: [KeyedRandom; 7],
    options: Synthetic,
    people: u64,
    companies: u64,
}

const SEATS: usize = 0;
const BOARDS: usize = 1;
const TIME: usize = 2;
const ROLES: usize = 3;
const NAMES: usize = 4;
const FIRMS: usize = 5;
const DEALS: usize = 6;

impl World {
    pub(crate) fn new(options: Synthetic) -> World {
        let chance = std::array::from_fn(|purpose| KeyedRandom::new(options.seed, purpose as u64));
        let mut world = World { chance, options, people: 0, companies: (u64::from(options.seats) * 24 / 100).max(2) };
        let mut given = 0;
        while given < u64::from(options.seats) {
            given += world.seats_of(world.people);
            world.people += 1;
        }
        world
    }

    pub(crate) fn people(&self) -> u64 {
        self.people
    }

    pub(crate) fn companies(&self) -> u64 {
        self.companies
    }

    pub(crate) fn deals(&self) -> u64 {
        u64::from(self.options.seats) / 100
    }

    /// Returns the number of seats of a person.
    fn seats_of(&self, person: u64) -> u64 {
        let chance = self.chance[SEATS];
        if chance.below(PEOPLE_PER_NOMINEE, person, 1) == 0 {
            let most = (u64::from(self.options.seats) / 2_000).clamp(3, 5_000);
            // The cube of a uniform number: most have hundreds, few have thousands.
            let draw = chance.below(1_000, person, 2);
            return 100.min(most) + (most - 100.min(most)) * draw * draw * draw / 1_000_000_000;
        }
        match chance.below(1_000, person, 0) {
            0..800 => 1,
            800..920 => 2,
            _ => {
                let draw = chance.below(1_000, person, 3);
                3 + 22 * draw * draw / 1_000_000
            }
        }
    }

    /// Returns the company of the `nth` seat of a person: mostly in their community, larger boards more often.
    fn company_of(&self, person: u64, nth: u64, seats: u64) -> u32 {
        let chance = self.chance[BOARDS];
        let communities = self.companies.div_ceil(COMMUNITY);
        // Nominees serve everywhere.
        let at_home = seats < 50 && chance.happens(850, person, 1_000 * nth + 1);
        let draw = if at_home { 0 } else { 1_000 * nth + 2 };
        let first = chance.below(communities, person, draw) * COMMUNITY;
        let size = COMMUNITY.min(self.companies - first);
        let mut company = first;
        for attempt in 0..40 {
            company = first + chance.below(size, person, 1_000 * nth + 10 + 2 * attempt);
            let weight = SIZES[self.chance[FIRMS].below(32, company, 0) as usize];
            if chance.below(800, person, 1_000 * nth + 11 + 2 * attempt) < weight {
                break;
            }
        }
        company as u32
    }

    fn appointments_of(&self, person: u64) -> impl Iterator<Item = Appointment> + '_ {
        let seats = self.seats_of(person);
        (0..seats).map(move |nth| Appointment {
            person: person as u32,
            company: self.company_of(person, nth, seats),
            nth: nth as u32,
        })
    }

    /// Returns all appointments sorted by company, as registers list them.
    pub(crate) fn seats_by_company(&self) -> Vec<Appointment> {
        use rayon::prelude::*;
        let people: Vec<u64> = (0..self.people).collect();
        let mut all: Vec<Appointment> =
            people.par_chunks(4096).flat_map_iter(|some| some.iter().flat_map(|p| self.appointments_of(*p))).collect();
        all.truncate(self.options.seats as usize);
        all.par_sort_unstable_by_key(|seat| (seat.company, seat.person, seat.nth));
        all
    }

    pub(crate) fn write_company(&self, company: u64, out: &mut Vec<u8>) {
        let chance = self.chance[FIRMS];
        let word = |list, draw| chance.pick(list, company, draw);
        append(out, format_args!("c{:07},", company + 1));
        self.write_company_name(company, out);
        append(out, format_args!(",{},", word(words::COUNTRIES, 6)));
        append(out, format_args!("{}\n", 1 + chance.below(99, company, 7)));
    }

    pub(super) fn write_company_name(&self, company: u64, out: &mut Vec<u8>) {
        let chance = self.chance[FIRMS];
        let word = |list, draw| chance.pick(list, company, draw);
        append(out, format_args!("{} {}", word(words::PLACES, 1), word(words::TRADES, 2)));
        if chance.happens(600, company, 3) {
            append(out, format_args!(" {}", word(words::TRADES, 4)));
        }
        if chance.happens(300, company, 8) {
            append(out, format_args!(" {}", 1 + chance.below(99, company, 9)));
        }
        append(out, format_args!(" {}", word(words::FORMS, 5)));
    }

    pub(crate) fn write_person(&self, person: u64, out: &mut Vec<u8>) {
        let chance = self.chance[NAMES];
        append(out, format_args!("p{:07},", person + 1));
        self.write_person_name(person, out);
        out.extend_from_slice([",female\n", ",male\n"][usize::from(chance.happens(700, person, 6))].as_bytes());
    }

    pub(super) fn write_person_name(&self, person: u64, out: &mut Vec<u8>) {
        let chance = self.chance[NAMES];
        append(out, format_args!("{}", chance.pick(words::GIVEN, person, 0)));
        if chance.happens(500, person, 1) {
            append(out, format_args!(" {}.", char::from(b'A' + chance.below(26, person, 2) as u8)));
        }
        append(out, format_args!(" {}", chance.pick(words::FAMILY, person, 3)));
        if chance.happens(150, person, 4) {
            append(out, format_args!("-{}", chance.pick(words::FAMILY, person, 5)));
        }
    }

    pub(crate) fn write_seat(&self, seat: &Appointment, out: &mut Vec<u8>) {
        let (person, nth, time) = (u64::from(seat.person), u64::from(seat.nth), self.chance[TIME]);
        append(out, format_args!("p{:07},c{:07},", seat.person + 1, seat.company + 1));
        self.write_role_and_days(seat, out);
        append(out, format_args!(",R{}\n", 1 + time.below(500, person, 8 * nth + 7)));
    }

    /// Writes the role, the start and the end of a seat.
    pub(super) fn write_role_and_days(&self, seat: &Appointment, out: &mut Vec<u8>) {
        let (person, nth) = (u64::from(seat.person), u64::from(seat.nth));
        let (time, roles) = (self.chance[TIME], self.chance[ROLES]);
        let list = match roles.below(100, person, 2 * nth) {
            0..80 => words::DIRECTOR_ROLES,
            80..92 => words::OFFICER_ROLES,
            _ => words::CHIEF_ROLES,
        };
        append(out, format_args!("{},", roles.pick(list, person, 2 * nth + 1)));
        // The later half of the years has two thirds of the appointments.
        let span = (AS_OF - FIRST_DAY) as u64;
        let start = (0..2).map(|n| time.below(span, person, 8 * nth + n)).max().unwrap_or(0) as i64 + FIRST_DAY;
        let quantile = time.below(16, person, 8 * nth + 2) as usize;
        let shortest = if quantile == 0 { 1 } else { TENURES[quantile - 1] };
        let end = start + shortest + time.below((TENURES[quantile] - shortest) as u64, person, 8 * nth + 3) as i64;
        let unknown = !self.options.exact && time.happens(20, person, 8 * nth + 4);
        // If only the year is known, an end in the same year could appear to be before the start.
        if !unknown {
            self.write_date(start, time.below(1_000, person, 8 * nth + 5), out);
        }
        out.push(b',');
        if end <= AS_OF {
            self.write_date(end, time.below(1_000, person, 8 * nth + 6), out);
        }
    }

    pub(crate) fn write_deal(&self, deal: u64, out: &mut Vec<u8>) {
        let chance = self.chance[DEALS];
        let (mut a, mut b) = (chance.below(self.companies, deal, 0), chance.below(self.companies, deal, 1));
        if chance.happens(500, deal, 2) {
            // Look for a person with several seats; a few attempts are usually enough.
            let joined = (0..64).find_map(|attempt| {
                let person = chance.below(self.people, deal, 10 + attempt);
                let boards: Vec<u64> = if self.seats_of(person) < 2 {
                    Vec::new()
                } else {
                    self.appointments_of(person).map(|s| u64::from(s.company)).collect()
                };
                let other = boards.iter().find(|company| **company != *boards.first().unwrap_or(company))?;
                Some((boards[0], *other))
            });
            (a, b) = joined.unwrap_or((a, b));
        }
        if a == b {
            b = (a + 1) % self.companies;
        }
        let day = FIRST_DAY + chance.below((AS_OF - FIRST_DAY) as u64, deal, 3) as i64;
        append(out, format_args!("d{:06},", deal + 1));
        self.write_date(day, chance.below(1_000, deal, 4), out);
        append(out, format_args!(",{},c{:07};c{:07},", chance.pick(words::DEAL_KINDS, deal, 5), a + 1, b + 1));
        append(out, format_args!("R{}\n", 1 + chance.below(500, deal, 6)));
    }

    /// Writes a day as the dataset knows it: exact, to the month, to the year, or approximate.
    fn write_date(&self, day: i64, known: u64, out: &mut Vec<u8>) {
        let text = Day::from_number(day as i32).to_string();
        let (year, month) = (&text[..4], &text[..7]);
        match (self.options.exact, known) {
            (true, _) | (_, 0..400) => append(out, format_args!("{text}")),
            (_, 400..650) => append(out, format_args!("{month}")),
            (_, 650..980) => append(out, format_args!("{year}")),
            (_, 980..990) => append(out, format_args!("{year}~")),
            _ => append(out, format_args!("{month}?")),
        }
    }
}

fn append(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    let _ = out.write_fmt(text);
}
