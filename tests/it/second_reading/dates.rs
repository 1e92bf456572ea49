//! Days, and the ranges of days that a date stands for.
//!
//! "A date is a closed range of days [earliest, latest]; a year is 366 or 365 days wide, `~` and `?`
//! widen it by one unit of the given precision on each side."

/// Days since 1970-01-01.
pub type Day = i32;

/// Earlier than every day of the data; stands for an unknown start.
pub const FAR_PAST: Day = -4_000_000;
/// Later than every day of the data; stands for no end.
pub const FAR_FUTURE: Day = 4_000_000;

/// Howard Hinnant's count of days in the proleptic Gregorian calendar.
pub fn day(year: i32, month: i32, dom: i32) -> Day {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + dom - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// Year, month and day of the month.
pub fn civil(day: Day) -> (i32, i32, i32) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i32::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

pub fn iso(day: Day) -> String {
    let (y, m, d) = civil(day);
    format!("{y:04}-{m:02}-{d:02}")
}

/// A closed range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    pub earliest: Day,
    pub latest: Day,
}

impl Range {
    pub fn exact(self) -> bool {
        self.earliest == self.latest
    }
}

/// The range of a date as the data format writes it, or none if the text is no date.
pub fn parse(text: &str) -> Option<Range> {
    let text = text.trim();
    if let Some((from, to)) = text.split_once('/') {
        // "`2001/..` a day in or after 2001."
        let earliest = if from == ".." { FAR_PAST } else { parse(from)?.earliest };
        let latest = if to == ".." { FAR_FUTURE } else { parse(to)?.latest };
        return Some(Range { earliest, latest });
    }
    let plain = text.trim_end_matches(['~', '?']);
    let wide = i32::from(plain.len() != text.len());
    let parts: Vec<i32> = plain.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year] => Some(Range { earliest: day(year - wide, 1, 1), latest: day(year + wide + 1, 1, 1) - 1 }),
        [year, month] => {
            Some(Range { earliest: month_start(year, month - wide), latest: month_start(year, month + wide + 1) - 1 })
        }
        [year, month, dom] => {
            let at = day(year, month, dom);
            Some(Range { earliest: at - wide, latest: at + wide })
        }
        _ => None,
    }
}

fn month_start(year: i32, month: i32) -> Day {
    let months = year * 12 + month - 1;
    day(months.div_euclid(12), months.rem_euclid(12) + 1, 1)
}

/// "A day that stands for 'no end' (9999-12-31, 2999-12-31 and their like) is an open end."
pub fn is_sentinel(text: &str) -> bool {
    matches!(text, "9999-12-31" | "2999-12-31")
}

/// The text of a date moved by whole years. Every precision keeps its form.
pub fn shift_years(text: &str, years: i32) -> String {
    if text.is_empty() || text == ".." || is_sentinel(text) {
        return text.to_owned();
    }
    if let Some((from, to)) = text.split_once('/') {
        return format!("{}/{}", shift_years(from, years), shift_years(to, years));
    }
    match text.get(..4).and_then(|year| year.parse::<i32>().ok()) {
        Some(year) => format!("{:04}{}", year + years, &text[4..]),
        None => text.to_owned(),
    }
}
