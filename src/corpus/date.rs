//! Dates as precise as they were written, and the date on which a corpus is judged.

use std::num::NonZeroI16;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::source::Bilingual;

/// A date as precise as it was written: a year, a month or a day.
///
/// It stands for all days that it may mean; two of them are compared conservatively, so that
/// `2015` is neither before nor after `2015-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    year: NonZeroI16,
    /// 0 where only the year is known.
    month: u8,
    /// 0 where only the month is known.
    day: u8,
}

impl PartialDate {
    /// Reads `2015`, `2015-09`, `2015-09-15`, and what catalogues write beside them: `2015/9/15`,
    /// `2015.09`, `20150915`, `2015年9月15日`, `15 September 2015`, a time after the day. `None`
    /// for anything else, such as `202x`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = text.as_bytes();
        if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
            return Self::of(&text[..4], &text[4..6], &text[6..]);
        }
        if bytes.first().is_some_and(u8::is_ascii_digit) && bytes.get(..4).is_some_and(all_digits) {
            return Self::numeric(text);
        }
        Self::in_words(text)
    }

    /// The day.
    #[must_use]
    pub fn of_day(date: Date) -> Option<Self> {
        let small = |n: i8| u8::try_from(n).ok();
        Some(Self {
            year: NonZeroI16::new(date.year())?,
            month: small(date.month())?,
            day: small(date.day())?,
        })
    }

    /// A whole year.
    #[must_use]
    pub fn of_year(year: u16) -> Option<Self> {
        let year = NonZeroI16::new(i16::try_from(year).ok()?)?;
        (1..=9999).contains(&year.get()).then_some(Self { year, month: 0, day: 0 })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year.get()
    }

    /// The first day that it may mean.
    #[must_use]
    pub fn first(self) -> Date {
        let known = |n: u8| i8::try_from(n.max(1)).unwrap_or(1);
        Date::new(self.year(), known(self.month), known(self.day)).unwrap_or(Date::MIN)
    }

    /// The last day that it may mean.
    #[must_use]
    pub fn last(self) -> Date {
        match (self.month, self.day) {
            (0, _) => Date::new(self.year(), 12, 31).unwrap_or(Date::MAX),
            (_, 0) => self.first().last_of_month(),
            _ => self.first(),
        }
    }

    /// Every day that it may mean lies before every day that `other` may mean.
    #[must_use]
    pub fn surely_before(self, other: Self) -> bool {
        self.last() < other.first()
    }

    /// Whether this came out before `other` did, or on the same day: of two documents of one month
    /// (or year) nothing tells which was first.
    #[must_use]
    pub fn known_by(self, other: Self) -> bool {
        self.surely_by(other) && (self != other || self.day != 0)
    }

    /// It lies on or before `other`, whichever days the two mean.
    #[must_use]
    pub fn surely_by(self, other: Self) -> bool {
        self == other || self.last() <= other.first()
    }

    /// Years from this to another, at least: from its last day to the first of the other.
    #[must_use]
    pub fn years_to(self, other: Self) -> f64 {
        let (from, to) = (self.last(), other.first());
        let months = (f64::from(to.year()) - f64::from(from.year())) * 12.0
            + (f64::from(to.month()) - f64::from(from.month()));
        let days = f64::from(to.day()) - f64::from(from.day());
        (months + days / 31.0) / 12.0
    }

    fn numeric(text: &str) -> Option<Self> {
        // a time after the day (`2015-09-15T00:00:00Z`) says nothing about the date
        let text = text.split(['T', ' ']).next().unwrap_or(text);
        let text = text.trim_end_matches(['日', '号', '.']);
        let mut parts = text.split(['-', '/', '.', '年', '月', '‐', '–', '—']);
        let year = parts.next()?;
        let month = parts.next().unwrap_or("");
        let day = parts.next().unwrap_or("");
        if parts.any(|rest| !rest.is_empty()) {
            return None;
        }
        Self::of(year, month, day)
    }

    /// `15 September 2015`, `September 2015`, `September 15, 2015`.
    fn in_words(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let (mut year, mut month, mut day) = ("", 0_u8, "");
        for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
            let lower = word.to_ascii_lowercase();
            if word.len() == 4 && all_digits(word.as_bytes()) && year.is_empty() {
                year = word;
            } else if word.len() <= 2 && all_digits(word.as_bytes()) && day.is_empty() {
                day = word;
            } else if let Some(at) = MONTHS.iter().position(|name| lower.starts_with(name))
                && month == 0
            {
                month = u8::try_from(at + 1).ok()?;
            } else {
                return None;
            }
        }
        if month == 0 && !day.is_empty() {
            return None;
        }
        let month = if month == 0 { String::new() } else { month.to_string() };
        Self::of(year, &month, day)
    }

    fn of(year: &str, month: &str, day: &str) -> Option<Self> {
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        let number = |text: &str| match text {
            "" => Some(0),
            text if all_digits(text.as_bytes()) => text.parse::<u8>().ok(),
            _ => None,
        };
        let year = all_digits(year.as_bytes()).then(|| year.parse::<i16>().ok()).flatten()?;
        let date = Self { year: NonZeroI16::new(year)?, month: number(month)?, day: number(day)? };
        let shape_is_right = (date.month != 0 || month.is_empty())
            && (date.day != 0 || day.is_empty())
            && (date.day == 0 || date.month != 0);
        let check = |n: u8| i8::try_from(n.max(1)).ok();
        (shape_is_right && Date::new(year, check(date.month)?, check(date.day)?).is_ok())
            .then_some(date)
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

fn all_digits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

/// The date on which a corpus is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// One day for all.
    Date(Date),
    /// Each standard is judged on its own date of publication.
    Publication,
}

impl AsOf {
    /// The present day.
    #[must_use]
    pub fn today() -> Self {
        Self::Date(jiff::Zoned::now().date())
    }
}

impl std::str::FromStr for AsOf {
    type Err = Bilingual;

    /// Reads a day (`2026-11-23`) or the word `publication`.
    fn from_str(text: &str) -> Result<Self, Bilingual> {
        if text == "publication" {
            return Ok(Self::Publication);
        }
        text.parse::<Date>().ok().filter(|_| text.len() == 10).map(Self::Date).ok_or_else(|| {
            bilingual!(
                "`{text}` is no date: write YYYY-MM-DD, or `publication`",
                "“{text}”不是日期：请写 YYYY-MM-DD 或 publication"
            )
        })
    }
}

impl std::fmt::Display for AsOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Publication => f.write_str("publication"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn reads_what_catalogues_write() {
        for (written, read) in [
            ("2015", "2015"),
            ("2015-09", "2015-09"),
            ("2015-09-15", "2015-09-15"),
            ("2015/9/5", "2015-09-05"),
            ("2015.09", "2015-09"),
            ("20150915", "2015-09-15"),
            ("2015年9月15日", "2015-09-15"),
            ("2015年9月", "2015-09"),
            ("2015年", "2015"),
            ("15 September 2015", "2015-09-15"),
            ("September 2015", "2015-09"),
            ("Sept. 15, 2015", "2015-09-15"),
            ("2015-09-15T00:00:00Z", "2015-09-15"),
        ] {
            assert_eq!(date(written).to_string(), read, "{written}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for written in [
            "",
            "202x",
            "2015-13",
            "2015-02-30",
            "2015-00",
            "0000",
            "15",
            "2015-09-15-1",
            "日",
            "15 2015",
            "9999999",
            "２０１５",
            "2015-0９",
        ] {
            assert_eq!(PartialDate::parse(written), None, "{written}");
        }
    }

    #[test]
    fn compares_conservatively() {
        assert!(date("2014").surely_before(date("2015-01")));
        assert!(!date("2015").surely_before(date("2015-09")));
        assert!(!date("2015-09").surely_before(date("2015")));
        assert!(date("2015-09-15").surely_by(date("2015-09-15")));
        assert!(!date("2015-09").surely_by(date("2015-09-15")));
        assert!(date("2015").surely_by(date("2015")));
        assert_eq!(date("2016-02").last().to_string(), "2016-02-29");
    }

    #[test]
    fn as_of_is_a_day_or_publication() {
        assert_eq!("publication".parse(), Ok(AsOf::Publication));
        assert_eq!("2026-11-23".parse::<AsOf>().unwrap().to_string(), "2026-11-23");
        assert!("2026-11".parse::<AsOf>().is_err());
        assert!("2026-02-30".parse::<AsOf>().is_err());
    }
}
