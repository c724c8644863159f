//! Units of measurement: the table, and units as they are written.

use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Rational;

/// Number of base dimensions: the seven of the SI, then angle, information, count, calendar month,
/// currency, level.
const BASES: usize = 13;
/// Their letters in the table.
const LETTERS: &str = "LMTIKNJABCOXV";
const TIME: usize = 2;
const CALENDAR: usize = 10;

/// What kind of magnitude a unit measures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dimension {
    exponents: [i8; BASES],
    /// What tells it from others with the same exponents: a currency, what is counted.
    quality: CompactString,
}

/// Whether two dimensions can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparability {
    /// The same dimension.
    Same,
    /// Different dimensions.
    Incompatible,
    /// Not to be decided: two currencies, persons and pieces, months and days.
    Undecided,
}

impl Dimension {
    /// True for plain numbers, percentages and the like.
    #[must_use]
    pub fn is_dimensionless(&self) -> bool {
        self.exponents == [0; BASES]
    }

    /// Money, alone or per something.
    #[must_use]
    pub fn is_currency(&self) -> bool {
        self.exponents[11] != 0
    }

    /// Things counted: persons, pieces, times.
    #[must_use]
    pub fn is_count(&self) -> bool {
        self.exponents[9] != 0 && self.exponents.iter().filter(|each| **each != 0).count() == 1
    }

    /// A duration, in seconds or in calendar months.
    #[must_use]
    pub fn is_duration(&self) -> bool {
        self.is_only(TIME) || self.is_only(CALENDAR)
    }

    fn is_only(&self, base: usize) -> bool {
        self.exponents[base] == 1 && self.exponents.iter().filter(|each| **each != 0).count() == 1
    }

    /// Whether magnitudes of `self` can be set against those of `other`.
    #[must_use]
    pub fn comparability(&self, other: &Self) -> Comparability {
        if self.exponents == other.exponents {
            return if self.quality == other.quality {
                Comparability::Same
            } else {
                Comparability::Undecided
            };
        }
        // a month has 28 to 31 days; a bare number may count anything
        let durations = self.is_duration() && other.is_duration();
        let counted = self.is_bare_count() || other.is_bare_count();
        let number = self.is_dimensionless() && other.is_dimensionless();
        if durations || number || counted && (self.is_dimensionless() || other.is_dimensionless()) {
            return Comparability::Undecided;
        }
        Comparability::Incompatible
    }

    /// The same magnitude when what is counted is left out: m³/h, and m³/h per person. One language
    /// often counts in the unit what another says of the subject.
    #[must_use]
    pub fn is_same_but_count(&self, other: &Self) -> bool {
        let rest = |of: &Self| -> Vec<i8> {
            of.exponents.iter().enumerate().filter(|(at, _)| *at != 9).map(|it| *it.1).collect()
        };
        rest(self) == rest(other)
            && (self.is_currency() == other.is_currency())
            && (!self.is_currency() || self.quality == other.quality)
    }

    fn is_bare_count(&self) -> bool {
        self.is_only(9)
    }

    /// A dimension of things counted, named by a word of the text.
    pub(crate) fn count_of(what: &str) -> Self {
        let mut exponents = [0; BASES];
        exponents[9] = 1;
        Self { exponents, quality: CompactString::from(what) }
    }

    /// What tells it from others with the same exponents; empty for most.
    #[must_use]
    pub fn quality(&self) -> &str {
        &self.quality
    }

    fn combine(&mut self, other: &Self, power: i8) -> Option<()> {
        for (mine, theirs) in self.exponents.iter_mut().zip(other.exponents) {
            *mine = mine.checked_add(theirs.checked_mul(power)?)?;
        }
        if self.quality.is_empty() {
            self.quality = other.quality.clone();
        } else if !other.quality.is_empty() && self.quality != other.quality {
            self.quality = compact_str::format_compact!("{} {}", self.quality, other.quality);
        }
        Some(())
    }
}

/// A unit as written in a text, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// Canonical code (UCUM where the table has it).
    pub code: CompactString,
    /// Its dimension.
    pub dimension: Dimension,
    /// Factor to the coherent SI unit.
    pub factor: Rational,
    /// Added after the factor: temperatures only.
    pub offset: Rational,
    /// Its magnitudes are never negative.
    pub never_negative: bool,
}

impl Unit {
    /// The unit of plain numbers.
    #[must_use]
    pub fn one() -> Self {
        Self {
            code: CompactString::const_new("1"),
            dimension: Dimension::default(),
            factor: Rational::ONE,
            offset: Rational::ZERO,
            never_negative: false,
        }
    }

    /// A unit of things counted, named by a word of the text.
    pub(crate) fn counting(what: &str) -> Self {
        Self {
            code: compact_str::format_compact!("{{{what}}}"),
            dimension: Dimension::count_of(what),
            never_negative: true,
            ..Self::one()
        }
    }
}

/// What a written symbol or name stands for.
#[derive(Clone, Debug)]
struct Entry {
    unit: Unit,
    /// A name or a Chinese unit: no exponent is written behind it.
    is_symbol: bool,
}

/// The table with every prefixed form spelt out.
#[derive(Default)]
struct Table {
    entries: FxHashMap<CompactString, Entry>,
    /// Lengths in bytes of the keys that begin with a character, the longest first.
    lengths: FxHashMap<char, Vec<usize>>,
    /// Signs of dimensions named in the table, so that m·kg/s² has that of N.
    signs: FxHashMap<[i8; BASES], bool>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// Prefix symbol, English and Chinese names, power of ten.
const PREFIXES: &[(&str, &str, &str, i32)] = &[
    ("p", "pico", "皮", -12),
    ("n", "nano", "纳", -9),
    ("μ", "micro", "微", -6),
    ("µ", "micro", "微", -6),
    ("u", "micro", "微", -6),
    ("m", "milli", "毫", -3),
    ("c", "centi", "厘", -2),
    ("d", "deci", "分", -1),
    ("h", "hecto", "百", 2),
    ("k", "kilo", "千", 3),
    ("K", "kilo", "千", 3),
    ("M", "mega", "兆", 6),
    ("G", "giga", "吉", 9),
    ("T", "tera", "太", 12),
    ("P", "peta", "拍", 15),
];

impl Table {
    fn new() -> Self {
        let mut table = Self::default();
        for line in include_str!("../../../data/units.tsv").lines() {
            if !line.starts_with('#') && !line.is_empty() {
                table.row(line);
            }
        }
        table
    }

    /// Reads one row; a row that cannot be read is left out (a test reads them all).
    fn row(&mut self, line: &str) -> Option<()> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, symbols, prefixes, names, dimension, factor, offset, sign, quality] =
            columns[..]
        else {
            return None;
        };
        let mut exponents = [0i8; BASES];
        for part in dimension.split_whitespace() {
            let base = LETTERS.find(&part[..1])?;
            exponents[base] = part[1..].parse().ok()?;
        }
        let quality = if quality == "-" { "" } else { quality };
        let dimension = Dimension { exponents, quality: CompactString::from(quality) };
        let never_negative = sign == "+";
        if quality.is_empty() && !dimension.is_dimensionless() {
            self.signs.entry(exponents).or_insert(never_negative);
        }
        let unit = Unit {
            code: CompactString::from(code),
            dimension,
            factor: Rational::parse(factor)?,
            offset: Rational::parse(offset)?,
            never_negative,
        };
        let allowed: Vec<&str> = prefixes.split(',').filter(|each| *each != "-").collect();
        let length = exponents[0] == 1 && exponents.iter().filter(|each| **each != 0).count() == 1;
        for symbol in symbols.split('|').filter(|each| !each.is_empty()) {
            self.add(symbol, unit.clone(), true);
            for (prefix, _, _, power) in PREFIXES {
                if allowed.contains(prefix) {
                    let unit = prefixed(&unit, prefix, *power)?;
                    self.add(&format!("{prefix}{symbol}"), unit, true);
                }
            }
        }
        for name in names.split('|').filter(|each| !each.is_empty()) {
            let mut forms = vec![(name.to_owned(), unit.clone())];
            for (symbol, english, chinese, power) in PREFIXES {
                if allowed.contains(symbol) {
                    let word = if name.is_ascii() { english } else { chinese };
                    let unit = prefixed(&unit, symbol, *power)?;
                    forms.push((format!("{word}{name}"), unit));
                }
            }
            for (form, unit) in forms {
                if length {
                    let words =
                        if form.is_ascii() { ["square ", "cubic "] } else { ["平方", "立方"] };
                    for (word, power) in words.into_iter().zip([2, 3]) {
                        self.add(&format!("{word}{form}"), powered(&unit, power)?, false);
                    }
                }
                self.add(&form, unit, false);
            }
        }
        Some(())
    }

    fn add(&mut self, written: &str, unit: Unit, is_symbol: bool) {
        let Some(first) = written.chars().next() else { return };
        let lengths = self.lengths.entry(first).or_default();
        let at = lengths.partition_point(|length| *length > written.len());
        if lengths.get(at) != Some(&written.len()) {
            lengths.insert(at, written.len());
        }
        self.entries.entry(CompactString::from(written)).or_insert(Entry { unit, is_symbol });
    }
}

fn prefixed(unit: &Unit, prefix: &str, power: i32) -> Option<Unit> {
    let prefix = if matches!(prefix, "μ" | "µ") { "u" } else { prefix };
    Some(Unit {
        code: compact_str::format_compact!("{prefix}{}", unit.code),
        factor: unit.factor.times(Rational::power_of_ten(power)?)?,
        ..unit.clone()
    })
}

fn powered(unit: &Unit, power: i8) -> Option<Unit> {
    let mut dimension = Dimension::default();
    dimension.combine(&unit.dimension, power)?;
    Some(Unit {
        code: compact_str::format_compact!("{}{power}", unit.code),
        dimension,
        factor: unit.factor.power(power)?,
        ..unit.clone()
    })
}

/// The unit written at the start of `text`, and how many bytes it takes.
pub(crate) fn unit_at(text: &str) -> Option<(Unit, usize)> {
    let table = &*TABLE;
    let (first, power, mut end) = factor_at(table, text)?;
    // most units are one factor
    if power == 1 && joint(&text[end..]).is_none() {
        return Some((first, end));
    }
    let mut parts = vec![(first, power)];
    while let Some((divides, opens, skip)) = joint(&text[end..]) {
        let rest = &text[end + skip..];
        let Some((next, power, length)) = factor_at(table, rest) else { break };
        // a space joins only what carries an exponent: "mg L⁻¹", and "N m"
        let spaced = text[end..].starts_with(' ') && skip == 1;
        if spaced
            && power >= 0
            && !(parts.len() == 1 && &*parts[0].0.code == "N" && &*next.code == "m")
        {
            break;
        }
        parts.push((next, if divides { -power } else { power }));
        end += skip + length;
        if opens {
            // W/(m²·K): all in the brackets are below the line
            while let Some(skip) = text[end..]
                .chars()
                .next()
                .filter(|c| matches!(c, '·' | '⋅' | '.' | '*' | '•'))
                .map(char::len_utf8)
            {
                let Some((next, power, length)) = factor_at(table, &text[end + skip..]) else {
                    break;
                };
                parts.push((next, -power));
                end += skip + length;
            }
            if !text[end..].starts_with([')', '）']) {
                return None;
            }
            end += text[end..].chars().next().map_or(0, char::len_utf8);
        }
        if parts.len() >= 6 {
            break;
        }
    }
    if let [(unit, 1)] = &parts[..] {
        return Some((unit.clone(), end));
    }
    let mut whole = Unit { never_negative: true, code: CompactString::default(), ..Unit::one() };
    for (index, (part, power)) in parts.iter().enumerate() {
        whole.dimension.combine(&part.dimension, *power)?;
        whole.factor = whole.factor.times(part.factor.power(*power)?)?;
        whole.never_negative &= part.never_negative;
        if *power < 0 {
            whole.code.push('/');
        } else if index > 0 {
            whole.code.push('.');
        }
        whole.code.push_str(&part.code);
        if power.unsigned_abs() != 1 {
            whole.code.push_str(&power.unsigned_abs().to_string());
        }
    }
    if let Some(sign) = table.signs.get(&whole.dimension.exponents) {
        whole.never_negative = *sign;
    }
    Some((whole, end))
}

/// What joins two factors of a unit: whether it divides, whether it opens a bracket, its bytes.
fn joint(text: &str) -> Option<(bool, bool, usize)> {
    for (written, divides) in [
        ("·", false),
        ("⋅", false),
        ("•", false),
        (".", false),
        ("*", false),
        ("/", true),
        ("∕", true),
        ("／", true),
        ("每", true),
        (" per ", true),
        (" / ", true),
        (" ", false),
    ] {
        if let Some(rest) = text.strip_prefix(written) {
            let bracket = rest.chars().next().filter(|c| divides && matches!(c, '(' | '（'));
            let skip = written.len() + bracket.map_or(0, char::len_utf8);
            return Some((divides, bracket.is_some(), skip));
        }
    }
    None
}

/// One factor: symbol with exponent, or name.
fn factor_at(table: &Table, text: &str) -> Option<(Unit, i8, usize)> {
    let lengths = table.lengths.get(&text.chars().next()?)?;
    for &end in lengths {
        let Some(entry) = text.get(..end).and_then(|written| table.entries.get(written)) else {
            continue;
        };
        let (power, length) = if entry.is_symbol { exponent(&text[end..]) } else { (1, 0) };
        let after = text[end + length..].chars().next();
        let last = text[..end].chars().next_back();
        let word = last.is_some_and(|c| c.is_ascii_alphabetic() || c == 'μ' || c == 'µ');
        let runs_on = word && after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
            || after.is_some_and(|c| matches!(c, '²' | '³'));
        if !runs_on {
            return Some((entry.unit.clone(), power, end + length));
        }
    }
    None
}

/// An exponent behind a symbol: `²`, `⁻¹`, `^2`, `^-1`, `2`, `-1`.
fn exponent(text: &str) -> (i8, usize) {
    let superscript = |c: char| "⁰¹²³⁴⁵⁶".chars().position(|each| each == c);
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    if let Some(power) = superscript(first) {
        return (i8::try_from(power).unwrap_or(1), first.len_utf8());
    }
    if matches!(first, '⁻' | '-' | '−' | '–') {
        if let Some(next) = chars.next() {
            let power = if first == '⁻' { superscript(next) } else { digit(next) };
            let more = chars.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
            if let (Some(power @ 1..=4), false) = (power, more) {
                return (-i8::try_from(power).unwrap_or(1), first.len_utf8() + next.len_utf8());
            }
        }
        return (1, 0);
    }
    if first == '^' {
        let rest = &text[1..];
        let (sign, rest) = match rest.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, rest),
        };
        if let Some(power) = rest.chars().next().and_then(digit) {
            let length = text.len() - rest.len() + 1;
            return (sign * i8::try_from(power).unwrap_or(1), length);
        }
        return (1, 0);
    }
    if let Some(power @ 2..=3) = digit(first) {
        let more = chars.next().is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || c == '.' && chars.next().is_some_and(|c| c.is_ascii_digit())
        });
        if !more {
            return (i8::try_from(power).unwrap_or(1), 1);
        }
    }
    (1, 0)
}

fn digit(c: char) -> Option<usize> {
    c.to_digit(10).and_then(|value| usize::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String, usize) {
        let (unit, length) = unit_at(text).unwrap_or_else(|| panic!("{text}"));
        (unit.code.to_string(), unit.factor.to_string(), length)
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let mut table = Table::default();
        for line in include_str!("../../../data/units.tsv").lines() {
            if !line.starts_with('#') && !line.is_empty() {
                assert!(table.row(line).is_some(), "{line}");
            }
        }
    }

    #[test]
    fn units_with_prefixes_and_exponents() {
        assert_eq!(read("mm wide"), ("mm".into(), "0.001".into(), 2));
        assert_eq!(read("mg/m³."), ("mg/m3".into(), "0.000001".into(), 6));
        assert_eq!(read("mg/m3"), ("mg/m3".into(), "0.000001".into(), 5));
        assert_eq!(read("毫克每立方米"), ("mg/m3".into(), "0.000001".into(), 18));
        assert_eq!(read("m⁻¹").1, "1");
        assert_eq!(read("mg L⁻¹").1, "0.001");
        assert_eq!(read("W/(m²·K)").2, "W/(m²·K)".len());
        assert_eq!(read("km/h").1, "5/18");
        assert_eq!(read("minutes").0, "min");
        assert_eq!(read("kWh").1, "3600000");
        assert!(unit_at("members").is_none());
        assert!(unit_at("mx").is_none());
    }

    #[test]
    fn dimensions_are_told_apart() {
        let dimension = |text: &str| unit_at(text).unwrap().0.dimension;
        let compare = |a: &str, b: &str| dimension(a).comparability(&dimension(b));
        assert_eq!(compare("mm", "km"), Comparability::Same);
        assert_eq!(compare("mm", "s"), Comparability::Incompatible);
        assert_eq!(compare("months", "days"), Comparability::Undecided);
        assert_eq!(compare("元", "USD"), Comparability::Undecided);
        assert_eq!(compare("人", "个"), Comparability::Undecided);
        assert_eq!(compare("N", "kg.m/s2"), Comparability::Same);
    }
}
