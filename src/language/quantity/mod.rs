//! Quantities: numbers with units, limits, ranges, tolerances and enumerations, as sets of values
//! in coherent SI units.

mod limit;
mod number;
mod rational;
mod set;
mod unit;

use std::cell::LazyCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::limit::Limit;
pub use self::rational::Rational;
pub use self::set::{Bound, Interval, QuantitySet, SetRelation};
pub use self::unit::{Comparability, Dimension, Unit};
use super::is_han;
use crate::model::Lang;

/// How a quantity is expressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityKind {
    /// One value: 5 mm.
    Value,
    /// A limit on one side: not more than 5 mm, 5 mm 以上.
    Limit,
    /// Two ends: 5 mm to 10 mm.
    Range,
    /// A value and what it may differ by, or the latter alone: 20 °C ± 2 °C.
    Tolerance,
    /// A list of values: 5 mm, 10 mm or 20 mm.
    Enumeration,
}

/// A quantity found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The whole expression, with its words of comparison.
    pub range: Range<usize>,
    /// The figures and units alone.
    pub figures: Range<usize>,
    /// How it is expressed.
    pub kind: QuantityKind,
    /// The values allowed, in the coherent SI unit of its dimension; `None` where a number is
    /// beyond range.
    pub set: Option<QuantitySet>,
    /// The unit; of plain numbers, the unit one.
    pub unit: Unit,
    /// Where the unit is written; `None` for a number without a unit.
    pub unit_range: Option<Range<usize>>,
    /// "about", 约, 左右: the value is not exact.
    pub approximate: bool,
    values: QuantitySet,
}

impl Quantity {
    /// How the values allowed here lie to those of `other`.
    #[must_use]
    pub fn relation(&self, other: &Self) -> SetRelation {
        match self.unit.dimension.comparability(&other.unit.dimension) {
            Comparability::Incompatible => SetRelation::Incompatible,
            Comparability::Undecided => SetRelation::NotComparable,
            Comparability::Same => match (&self.set, &other.set) {
                (Some(left), Some(right)) => left.relation(right),
                _ => SetRelation::NotComparable,
            },
        }
    }

    /// The same where its values are forbidden: what is left. "Shall not drive faster than
    /// 15 km/h" leaves all up to 15 km/h.
    #[must_use]
    pub fn prohibited(&self) -> Self {
        let left = |set: &QuantitySet| {
            let rest = set.complement();
            let magnitude = self.unit.never_negative && self.kind != QuantityKind::Tolerance;
            if magnitude { rest.from_zero() } else { rest }
        };
        Self { set: self.set.as_ref().map(left), values: left(&self.values), ..self.clone() }
    }

    /// The values allowed here and not by `other`: `(0.1, 0.15] mg/m³`, in the unit as written in
    /// `text`. None where there are none, or where the two cannot be set against each other.
    #[must_use]
    pub fn beyond(&self, other: &Self, text: &str) -> Option<String> {
        if self.unit.dimension.comparability(&other.unit.dimension) != Comparability::Same {
            return None;
        }
        let rest = self.set.as_ref()?.difference(other.set.as_ref()?);
        let values = self.in_own_unit(&rest).filter(|it| !it.is_empty())?;
        let unit = self.unit_range.clone().and_then(|range| text.get(range)).unwrap_or("");
        Some(format!("{values} {unit}").trim_end().to_owned())
    }

    /// The same with the end that it does not state taken from `other`, where that states one: who
    /// demands 26 °C or more says nothing about how warm it may be at most.
    #[must_use]
    pub fn completed_by(&self, other: &Self) -> Self {
        let whole = || -> Option<Self> {
            let comparable = self.unit.dimension.comparability(&other.unit.dimension);
            let ([own], [theirs]) =
                (self.set.as_ref()?.intervals(), other.set.as_ref()?.intervals())
            else {
                return None;
            };
            if comparable != Comparability::Same {
                return None;
            }
            let unstated = |bound: Bound| match bound {
                Bound::Unbounded => true,
                Bound::Closed(value) => self.unit.never_negative && value == Rational::ZERO,
                Bound::Open(_) => false,
            };
            let low = if unstated(own.low) { theirs.low } else { own.low };
            let high = if own.high == Bound::Unbounded { theirs.high } else { own.high };
            let set = QuantitySet::between(low, high);
            let values = self.in_own_unit(&set).filter(|it| !it.is_empty())?;
            Some(Self { set: Some(set), values, ..self.clone() })
        };
        whole().unwrap_or_else(|| self.clone())
    }

    /// A set of coherent SI values in the unit as written.
    fn in_own_unit(&self, set: &QuantitySet) -> Option<QuantitySet> {
        let factor = Rational::ONE.divided_by(self.unit.factor)?;
        set.scaled(factor, self.unit.offset.negated().times(factor)?)
    }

    /// The ends of what is allowed, in the unit as written, lowest first.
    #[must_use]
    pub fn ends(&self) -> Vec<Rational> {
        let mut ends: Vec<Rational> = Vec::new();
        for interval in self.values.intervals() {
            for bound in [interval.low, interval.high] {
                if let Bound::Closed(value) | Bound::Open(value) = bound
                    && ends.last() != Some(&value)
                {
                    ends.push(value);
                }
            }
        }
        ends
    }

    /// What is allowed, in words, English and Chinese; `text` is the one it was found in, whose
    /// figures and units are kept as they are written.
    #[must_use]
    pub fn in_words(&self, text: &str) -> (String, String) {
        let unit = self.unit_range.clone().and_then(|range| text.get(range)).unwrap_or("");
        let gap = if unit.is_empty() { "" } else { " " };
        let figures = text.get(self.figures.clone()).unwrap_or("").trim();
        let single = matches!(self.kind, QuantityKind::Limit | QuantityKind::Value);
        let value = |value: &Rational| {
            if single { figures.to_owned() } else { format!("{value}{gap}{unit}") }
        };
        let piece = |interval: &Interval| match (interval.low, interval.high) {
            (Bound::Closed(a), Bound::Closed(b)) if a == b => (value(&a), value(&a)),
            (low, high) => {
                let zero = |bound: &Bound| {
                    matches!(bound, Bound::Unbounded)
                        || self.unit.never_negative && *bound == Bound::Closed(Rational::ZERO)
                };
                match (low, high) {
                    (_, Bound::Closed(b)) if zero(&low) => {
                        (format!("up to {}", value(&b)), format!("不大于 {}", value(&b)))
                    }
                    (_, Bound::Open(b)) if zero(&low) => {
                        (format!("less than {}", value(&b)), format!("小于 {}", value(&b)))
                    }
                    (Bound::Closed(a), Bound::Unbounded) => {
                        (format!("{} or more", value(&a)), format!("不小于 {}", value(&a)))
                    }
                    (Bound::Open(a), Bound::Unbounded) => {
                        (format!("more than {}", value(&a)), format!("大于 {}", value(&a)))
                    }
                    (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => (
                        format!("{} to {}", value(&a), value(&b)),
                        format!("{}～{}", value(&a), value(&b)),
                    ),
                    _ => ("any value".to_owned(), "任意值".to_owned()),
                }
            }
        };
        let pieces: Vec<(String, String)> = self.values.intervals().iter().map(piece).collect();
        let (en, zh): (Vec<String>, Vec<String>) = pieces.into_iter().unzip();
        (en.join(" or "), zh.join(" 或 "))
    }

    /// The values in the unit as written, for people: `[0, 0.15] mg/m3`.
    #[must_use]
    pub fn display(&self) -> String {
        if &*self.unit.code == "1" {
            return self.values.to_string();
        }
        format!("{} {}", self.values, self.unit.code)
    }
}

/// One number with its unit, before limits and neighbours are looked at.
#[derive(Clone, Debug)]
struct Atom {
    range: Range<usize>,
    value: Rational,
    unit: Option<(Unit, Range<usize>)>,
    in_words: bool,
    /// Followed by a word that names what is counted.
    noun: Option<Range<usize>>,
}

/// The quantities of `text`, in order.
///
/// Numbers that name something (clauses, tables, identifiers, years) are left out, and so are
/// plain numbers without unit and limit. `lang` is not needed today; both languages are read.
#[must_use]
pub fn quantities(text: &str, lang: Lang) -> Vec<Quantity> {
    let _ = lang;
    let lower = LazyCell::new(|| text.to_ascii_lowercase());
    let atoms = atoms(text, &lower);
    if atoms.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Quantity> = Vec::new();
    let mut next = 0;
    while next < atoms.len() {
        let first = next;
        next += 1;
        let mut joints = Vec::new();
        while next < atoms.len() {
            let gap = &text[atoms[next - 1].range.end..atoms[next].range.start];
            let Some(joint) = joint(gap, &atoms[next - 1], &atoms[next]) else { break };
            joints.push(joint);
            next += 1;
        }
        let group = &atoms[first..next];
        let previous_end = first.checked_sub(1).map_or(0, |index| atoms[index].range.end);
        let following = atoms.get(next).map_or(text.len(), |atom| atom.range.start);
        found.extend(read_group(text, &lower, group, &joints, previous_end..following));
    }
    merge_limits(text, found)
}

/// Those of the quantities of a text whose figures begin in a range of it. Like all that is read of a
/// text they come in its order, with their words of comparison.
#[must_use]
pub fn quantities_in<'q>(all: &'q [Quantity], range: &Range<usize>) -> &'q [Quantity] {
    let from = all.partition_point(|it| it.figures.start < range.start);
    let rest = &all[from..];
    &rest[..rest.partition_point(|it| it.figures.start < range.end)]
}

/// What joins two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    PlusMinus,
    To,
    /// A hyphen: a range only where it makes sense as one.
    Hyphen,
    And,
    List,
}

fn joint(gap: &str, left: &Atom, right: &Atom) -> Option<Joint> {
    let trimmed = gap.trim_matches([' ', '\u{a0}', '\n']);
    let joint = match trimmed {
        "±" | "+/-" | "＋/－" | "）±" => Joint::PlusMinus,
        "~" | "～" | "〜" | "∼" | "—" | "–" | "至" | "到" | "to" | "...…" | "…" | "..." | "－"
        | "up to" | "⁓" | "−" => Joint::To,
        "-" => Joint::Hyphen,
        "and" | "和" | "与" => Joint::And,
        "," | "、" | "，" | "or" | "或" | ", or" | "或者" | ", and" | "及" | "/" | "以及" => {
            Joint::List
        }
        _ => return None,
    };
    // numbers that are written in words, or without any unit, do not make lists of their own
    if matches!(joint, Joint::List | Joint::And) {
        let unit = |atom: &Atom| atom.unit.is_some();
        let same = match (&left.unit, &right.unit) {
            (Some((a, _)), Some((b, _))) => a.dimension == b.dimension,
            // "10, 20 or 50 mm": the unit comes with the last
            (None, _) => true,
            (Some(_), None) => false,
        };
        if !same
            || right.in_words && !unit(right)
            || left.in_words && left.unit.is_none() && trimmed != "或" && trimmed != "or"
        {
            return None;
        }
        if matches!(trimmed, "，" | ", and") && left.unit.is_some() {
            return None;
        }
    }
    Some(joint)
}

/// Finds the numbers that can be quantities. `lower` is the text with small letters: most texts have
/// nothing that it is needed for.
fn atoms(text: &str, lower: &LazyCell<String, impl FnOnce() -> String>) -> Vec<Atom> {
    let mut found: Vec<Atom> = Vec::new();
    let bytes = text.as_bytes();
    let run = |from: usize, inside: fn(&u8) -> bool| {
        from + bytes[from..].iter().take_while(|b| inside(b)).count()
    };
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let number = if first.is_ascii_alphabetic() {
            number::word(text, at).filter(|_| starts_a_word(text, at))
        } else if first.is_ascii() {
            first.is_ascii_digit().then(|| number::at(text, at)).flatten()
        } else {
            let c = text[at..].chars().next().unwrap_or_default();
            if let Some(atom) = matches!(c, '百' | '千' | '万').then(|| part(text, at)).flatten()
            {
                at = atom.range.end;
                found.push(atom);
                continue;
            }
            if !number::may_begin_with(c) {
                at += c.len_utf8();
                continue;
            }
            number::at(text, at)
        };
        let Some(number) = number else {
            // the rest of a word or of a number that names something
            at = match first {
                b'0'..=b'9' => run(at + 1, |b| b.is_ascii_alphanumeric() || *b == b'.'),
                b'A'..=b'Z' | b'a'..=b'z' => run(at + 1, u8::is_ascii_alphanumeric),
                _ => at + text[at..].chars().next().map_or(1, char::len_utf8),
            };
            continue;
        };
        let end = number.range.end;
        let Some(mut atom) = atom(text, lower, number) else {
            at = end;
            continue;
        };
        // a sign or a currency that the number before has already taken
        if let Some(last) = found.last()
            && atom.range.start < last.range.end
        {
            atom.range.start = last.range.end;
            atom.unit = atom.unit.filter(|(_, at)| at.start >= last.range.end);
        }
        at = atom.range.end;
        found.push(atom);
    }
    found
}

/// Whether no word goes on at `at`; Chinese goes without spaces.
fn starts_a_word(text: &str, at: usize) -> bool {
    let previous = text[..at].chars().next_back();
    !previous.is_some_and(|p| p.is_alphanumeric() && !is_han(p) || p == '_')
}

/// 百分之三: a percentage in words.
fn part(text: &str, at: usize) -> Option<Atom> {
    let (number, power) = number::part(text, at)?;
    let (unit, _) = unit::unit_at("%")?;
    Some(Atom {
        value: number.value.times(Rational::power_of_ten(power + 2)?)?,
        unit: Some((unit, at..at + "百分之".len())),
        range: number.range,
        in_words: false,
        noun: None,
    })
}

/// Words after which a number names something.
const NAMES: &[&str] = &[
    "clause",
    "clauses",
    "subclause",
    "section",
    "table",
    "tables",
    "figure",
    "figures",
    "annex",
    "part",
    "no.",
    "note",
    "example",
    "step",
    "equation",
    "formula",
    "chapter",
    "iso",
    "iec",
    "gb",
    "gb/t",
    "en",
    "rfc",
    "type",
    "class",
    "grade",
    "level",
    "version",
    "edition",
    "page",
    "item",
    "pm",
    "article",
    "vol.",
    "phase",
    "appendix",
    "method",
    "footnote",
    "itu-t",
    "ieee",
];

fn atom(text: &str, lower: &str, number: number::Number) -> Option<Atom> {
    let start = number.range.start;
    let previous = text[..start].chars().next_back();
    let mut range = number.range.clone();
    let mut value = number.value;
    let before = &text[..start];
    // part of a word, an identifier or a dotted number
    if let Some(p) = previous {
        let word = p.is_alphanumeric() && !is_han(p) || matches!(p, '_' | '.' | ':' | '#' | '@');
        let mut earlier = before.chars().rev().skip(1);
        let inside = matches!(p, '-' | '/' | '—' | '–')
            && earlier.next().is_some_and(|c| {
                c.is_alphanumeric() && !c.is_ascii_digit() && !is_han(c) && !after_unit(before)
            });
        let date = matches!(p, '-' | '/') && looks_dated(before);
        if word || inside || date || matches!(p, '第' | '表' | '图' | '式' | '录') {
            return None;
        }
    }
    let head = lower[..start].trim_end_matches([' ', '\u{a0}']);
    let word = head.rsplit([' ', '(', '（', '，', '。', '\n']).next().unwrap_or("");
    if NAMES.contains(&word)
        || head.ends_with(['表', '图', '第', '章', '条']) && head.len() < start
        || word.ends_with("gb/t")
    {
        return None;
    }
    if ["附录", "公式", "表", "图", "第", "见"].iter().any(|name| head.ends_with(name))
        && !number.in_words
    {
        return None;
    }
    // a sign: not between two numbers
    if let Some(sign @ ('-' | '−' | '－' | '–')) = previous {
        let outer = before[..start - sign.len_utf8()].chars().next_back();
        if outer.is_none_or(|c| {
            c.is_whitespace() && !spaced_range(before)
                || matches!(
                    c,
                    '(' | '（'
                        | '['
                        | '~'
                        | '～'
                        | '至'
                        | '到'
                        | '，'
                        | '：'
                        | '为'
                        | '于'
                        | '='
                        | '<'
                        | '>'
                        | '≥'
                        | '≤'
                )
                || is_han(c)
        }) {
            value = value.negated();
            range.start = start - sign.len_utf8();
        }
    }
    // below nought, in words
    let spoken = lower[..start].trim_end();
    if let Some(outer) = spoken.strip_suffix("零下").or_else(|| spoken.strip_suffix("minus"))
        && !outer.ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        value = value.negated();
        range.start = outer.len();
    }
    if let Some(symbol) = previous.filter(|c| matches!(c, '$' | '€' | '£' | '¥' | '￥')) {
        let from = start - symbol.len_utf8();
        let (unit, _) = unit::unit_at(&text[from..start])?;
        return Some(Atom {
            range: from..range.end,
            value,
            unit: Some((unit, from..start)),
            in_words: false,
            noun: None,
        });
    }
    let spent = before.trim_end();
    if let Some(code) = ["USD", "CNY", "EUR", "RMB", "GBP", "JPY", "HKD", "CHF"]
        .iter()
        .find(|code| spent.ends_with(**code))
    {
        let from = spent.len() - code.len();
        let (unit, _) = unit::unit_at(code)?;
        return Some(Atom {
            range: from..range.end,
            value,
            unit: Some((unit, from..from + code.len())),
            in_words: false,
            noun: None,
        });
    }
    let rest = &text[range.end..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']).len();
    let gap = if rest[gap..].starts_with('-')
        && rest[gap + 1..].starts_with(|c: char| c.is_ascii_alphabetic())
    {
        gap + 1
    } else {
        gap
    };
    let named = unit::unit_at(&rest[gap.min(rest.len())..]).or_else(|| {
        // names of units are written in any case: "5 Days"
        let low = lower.get(range.end + gap..)?;
        unit::unit_at(low).filter(|(_, length)| *length >= 3)
    });
    let mut unit = named
        .filter(|(unit, length)| believable(text, &range, gap, unit, *length, number.in_words))
        .map(|(unit, length)| (unit, range.end + gap..range.end + gap + length));
    // 0.10 mg/m3 of a thing counted: 5 个人 and 3 人次 are in the table
    if let Some((unit, at)) = &mut unit
        && &*unit.code == "1{item}"
        && text[at.end..].starts_with("工作日")
    {
        let (working, length) = unit::unit_at(&text[at.end..])?;
        *unit = working;
        at.end += length;
    }
    let noun = (unit.is_none())
        .then(|| {
            let low = lower.get(range.end..)?;
            let lead = low.len() - low.trim_start_matches(' ').len();
            let width = low[lead..].bytes().take_while(u8::is_ascii_alphabetic).count();
            (lead > 0 && width > 2).then(|| range.end + lead..range.end + lead + width)
        })
        .flatten();
    let end = unit.as_ref().map_or(range.end, |(_, at)| at.end);
    if unit.is_none()
        && text[end..].starts_with(|c: char| c.is_ascii_alphabetic())
        && !number.in_words
    {
        return None;
    }
    let in_words = number.in_words;
    Some(Atom { range: range.start..end, value, unit, in_words, noun })
}

/// `…5 mm-10 mm`: what stands before the hyphen is a unit after a number.
fn after_unit(before: &str) -> bool {
    let head = before.trim_end_matches(['-', '–', '—', '/']);
    let unit = head.bytes().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let digits = head[..head.len() - unit].trim_end();
    unit <= 4 && digits.ends_with(|c: char| c.is_ascii_digit())
}

/// `2021-05-`, `9001:2015-`: dates and identifiers.
fn looks_dated(before: &str) -> bool {
    let head = before.trim_end_matches(['-', '/']);
    let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    let outer = head[..head.len() - digits].chars().next_back();
    digits >= 4
        || digits > 0 && matches!(outer, Some('-' | '/' | ':')) && before.ends_with(['-', '/'])
}

fn spaced_range(before: &str) -> bool {
    let head = before.trim_end_matches(['-', '–', '−', '－', ' ']);
    head.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '℃' | '%' | 'C' | 'm'))
}

/// Whether nothing but a mark, or a word of measure, stands behind: then "in" is an inch.
fn stands_alone(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\u{a0}']);
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return true;
    }
    let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    matches!(
        word,
        "wide"
            | "long"
            | "high"
            | "thick"
            | "deep"
            | "tall"
            | "apart"
            | "or"
            | "and"
            | "to"
            | "x"
            | "by"
            | "minimum"
            | "maximum"
            | "min"
            | "max"
            | "above"
            | "below"
            | "from"
            | "diameter"
    )
}

/// Whether the unit found behind a number can be meant.
fn believable(
    text: &str,
    number: &Range<usize>,
    gap: usize,
    unit: &Unit,
    length: usize,
    in_words: bool,
) -> bool {
    let at = number.end + gap;
    let written = &text[at..at + length];
    let after = &text[at + length..];
    let figures = &text[number.clone()];
    match written {
        // dates
        "年" => {
            let year = figures.len() == 4 && figures.bytes().all(|b| b.is_ascii_digit());
            !year && !after.starts_with(['版', '度', '级', '初', '底', '末'])
        }
        "月" => false,
        "日" => {
            !text[..number.start].trim_end().ends_with('月')
                && !after.starts_with(['期', '常', '用', '本', '光', '历'])
        }
        "天" => !after.starts_with(['然', '气', '线', '窗', '平']),
        "分" | "角" | "点" => false,
        "级" | "等" => {
            !in_words && !after.starts_with(['别', '标', '以', '级'])
                || after.starts_with("以上")
                || after.starts_with("以下")
        }
        "次" if in_words && figures == "一" => {
            text[..number.start].ends_with(['少', '多', '于', '每', '过', '隔'])
                || after.starts_with('以')
        }
        "次" => {
            !after.starts_with(['要', '级', '品', '氯', '序', '数']) || after.starts_with('数')
        }
        "方" => false,
        "A" | "a" if gap > 0 => !after.starts_with(|c: char| {
            c == ' ' && after[1..].starts_with(|c: char| c.is_ascii_alphabetic())
        }),
        // "in" is a word before another word: "5 in the hall"
        "in" if gap > 0 && !stands_alone(after) => false,
        "b" | "P" | "H" | "C" | "T" | "S" | "F" if gap > 0 && in_words => false,
        _ => {
            let short_symbol = length <= 2
                && written.is_ascii()
                && written.bytes().all(|b| b.is_ascii_alphabetic());
            if in_words && short_symbol {
                return false;
            }
            // 一个, 一种, 一项: an article rather than a number, except where a limit follows
            if in_words && figures == "一" && unit.dimension.is_count() {
                return text[..number.start].ends_with(['少', '多', '于', '每', '过', '隔'])
                    || after.starts_with('以');
            }
            true
        }
    }
}

/// Reads a run of joined numbers as one quantity.
fn read_group(
    text: &str,
    lower: &str,
    group: &[Atom],
    joints: &[Joint],
    room: Range<usize>,
) -> Vec<Quantity> {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return Vec::new() };
    let figures = first.range.start..last.range.end;
    // a bracketed tolerance: (20 ± 2) °C
    let mut end = figures.end;
    let mut unit = last.unit.clone().or_else(|| first.unit.clone());
    let mut figures_start = figures.start;
    let open = text[..figures.start].trim_end().chars().next_back();
    if matches!(open, Some('(' | '（')) && text[end..].starts_with([')', '）']) && unit.is_none()
    {
        let close = end + text[end..].chars().next().map_or(0, char::len_utf8);
        let gap = text[close..].len() - text[close..].trim_start().len();
        if let Some((found, length)) = unit::unit_at(&text[close + gap..]) {
            unit = Some((found, close + gap..close + gap + length));
            end = close + gap + length;
            figures_start = text[..figures.start].trim_end().len() - open.map_or(0, char::len_utf8);
        }
    }
    let window_start = floor(lower, room.start.max(figures_start.saturating_sub(120)));
    let before = &lower[window_start.min(figures_start)..figures_start];
    // a clause ends what a comparison can reach
    let reach = before
        .rfind(['。', ';', '；', '\n'])
        .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
    let before = unbracketed(&before[reach..]);
    let base = window_start.min(figures_start) + reach;
    let behind = &lower[end..room.end.max(end)];
    let (ended, following) = (before.trim_end(), behind.trim_start());
    let between = joints.first() == Some(&Joint::And)
        && (["between", "介于", "在", "处于", "为"].iter().any(|word| ended.ends_with(word))
            || following.starts_with("之间")
            || following.starts_with("间"));
    let plain = |unit: &Option<(Unit, Range<usize>)>| {
        unit.as_ref().map_or_else(Unit::one, |(unit, _)| unit.clone())
    };
    let mut start = figures_start;
    let mut limit: Option<Limit> = None;
    let approximate =
        ["约", "大约", "about", "approximately", "approx.", "around", "circa", "nominally"]
            .iter()
            .any(|word| ended.ends_with(word))
            || following.starts_with("左右")
            || following.starts_with("上下");
    if let Some((found, at)) = limit::ending(before) {
        limit = Some(found);
        start = base + at;
    }
    let mut behind_end = end;
    if limit.is_none()
        && let Some((found, length)) = limit::beginning(behind)
    {
        behind_end = end + length;
        let (negated, at) = limit::negation(before, before.len());
        limit = Some(if negated { found.negated() } else { found });
        if negated {
            start = base + at;
        }
    }
    let value_in = |atom: &Atom| -> Option<Rational> {
        // every value in the unit of the whole
        match (&atom.unit, &unit) {
            (Some((own, _)), Some((whole, _))) if own != whole => {
                if own.dimension != whole.dimension {
                    return None;
                }
                atom.value
                    .times(own.factor)?
                    .plus(own.offset)?
                    .minus(whole.offset)?
                    .divided_by(whole.factor)
            }
            _ => Some(atom.value),
        }
    };
    let values: Option<Vec<Rational>> = group.iter().map(value_in).collect();
    let single = || -> Vec<Quantity> {
        group
            .iter()
            .flat_map(|atom| {
                if group.len() == 1 {
                    Vec::new()
                } else {
                    read_group(text, lower, std::slice::from_ref(atom), &[], room.start..room.end)
                }
            })
            .collect()
    };
    let mut of = plain(&unit);
    let (kind, values) = match (joints, values.as_deref()) {
        (_, None) => return single(),
        ([], Some([value])) => {
            let tolerance = ["±", "+/-"].iter().any(|sign| ended.ends_with(sign));
            if unit.is_none() && limit.is_none() && !tolerance {
                return Vec::new();
            }
            if tolerance {
                start = base + ended.rfind(['±', '+']).unwrap_or(before.len());
                // a deviation of a temperature is not a temperature
                of.offset = Rational::ZERO;
                let low = value.negated().min(*value);
                (
                    QuantityKind::Tolerance,
                    QuantitySet::between(Bound::Closed(low), Bound::Closed(low.negated())),
                )
            } else {
                let set = match limit {
                    None => QuantitySet::point(*value),
                    Some(Limit::AtMost) => QuantitySet::at_most(*value),
                    Some(Limit::Below) => {
                        QuantitySet::between(Bound::Unbounded, Bound::Open(*value))
                    }
                    Some(Limit::AtLeast) => QuantitySet::at_least(*value),
                    Some(Limit::Above) => {
                        QuantitySet::between(Bound::Open(*value), Bound::Unbounded)
                    }
                };
                (if limit.is_some() { QuantityKind::Limit } else { QuantityKind::Value }, set)
            }
        }
        ([Joint::PlusMinus], Some([middle, by])) => {
            let own = |atom: &Atom| atom.unit.as_ref().map(|(unit, _)| unit.clone());
            let (left, right) = (own(&group[0]), own(&group[1]));
            let relative =
                matches!((&left, &right), (Some(a), Some(b)) if a.dimension != b.dimension);
            let by = if relative { None } else { Some(raw_difference(&group[1], &of, *by)) };
            let Some(by) = by else { return single() };
            let (Some(low), Some(high)) = (middle.minus(by), middle.plus(by)) else {
                return single();
            };
            (QuantityKind::Tolerance, QuantitySet::between(Bound::Closed(low), Bound::Closed(high)))
        }
        ([Joint::To | Joint::Hyphen], Some([low, high])) | ([Joint::And], Some([low, high]))
            if !matches!(joints[0], Joint::And) || between =>
        {
            let hyphen = joints[0] == Joint::Hyphen;
            if low > high || hyphen && unit.is_none() && limit.is_none() {
                return single();
            }
            let mut set = QuantitySet::between(Bound::Closed(*low), Bound::Closed(*high));
            for word in
                ["between", "from", "in the range", "介于", "在", "从", "自", "within", "为"]
            {
                if let Some(rest) = ended.strip_suffix(word) {
                    start = base + rest.len();
                    let (negated, at) = limit::negation(rest, rest.len());
                    if negated {
                        start = base + at;
                        set = set.complement();
                    }
                    break;
                }
            }
            // "not exceeding 5 to 10": a limit on a range is read as the range
            (QuantityKind::Range, set)
        }
        (joints, Some(values))
            if joints.iter().all(|joint| matches!(joint, Joint::List | Joint::And)) =>
        {
            let Some(unit) = &unit else { return single() };
            // "5 mm and 10 mm" are two values unless an "or" or a list says that they are choices
            if joints.iter().all(|joint| *joint == Joint::And) || limit.is_some() {
                return group
                    .iter()
                    .flat_map(|atom| {
                        let mut atom = atom.clone();
                        atom.unit.get_or_insert_with(|| unit.clone());
                        let from = if atom.range.start == first.range.start {
                            room.start
                        } else {
                            atom.range.start
                        };
                        read_group(text, lower, &[atom], &[], from..room.end)
                    })
                    .collect();
            }
            let set = values
                .iter()
                .fold(QuantitySet::empty(), |set, value| set.union(&QuantitySet::point(*value)));
            (QuantityKind::Enumeration, set)
        }
        _ => return single(),
    };
    // a number without unit and without limit measures nothing
    let limited = kind == QuantityKind::Limit || kind == QuantityKind::Tolerance;
    if unit.is_none() && !limited {
        return Vec::new();
    }
    if unit.is_none()
        && kind == QuantityKind::Limit
        && let Some(noun) = &last.noun
    {
        let what = lower[noun.clone()].trim_end_matches('s');
        if !matches!(
            what,
            "of" | "the"
                | "and"
                | "for"
                | "from"
                | "when"
                | "if"
                | "in"
                | "per"
                | "unles"
                | "at"
                | "with"
                | "after"
                | "before"
                | "or"
                | "on"
                | "to"
        ) {
            of = Unit::counting(what);
        }
    }
    let never_negative = of.never_negative && kind != QuantityKind::Tolerance;
    let values = if never_negative { values.from_zero() } else { values };
    let set = values.scaled(of.factor, of.offset);
    vec![Quantity {
        range: start..behind_end,
        figures: figures_start..end,
        kind,
        set,
        unit: of,
        unit_range: unit.map(|(_, at)| at),
        approximate,
        values,
    }]
}

/// What stands before "thirty (30) days", for the figure in the brackets: without "thirty (".
fn unbracketed(before: &str) -> &str {
    let Some(head) = before.trim_end().strip_suffix(['(', '（']) else { return before };
    let head = head.trim_end();
    let start = head.rfind([' ', '\n']).map_or(0, |at| at + 1);
    let said = number::word(head, start).is_some_and(|number| number.range.end == head.len());
    if said { &head[..start] } else { before }
}

/// A deviation in the unit of the whole: its offset does not count.
fn raw_difference(atom: &Atom, whole: &Unit, value: Rational) -> Rational {
    match &atom.unit {
        Some((own, _)) if own != whole => atom
            .value
            .times(own.factor)
            .and_then(|value| value.divided_by(whole.factor))
            .unwrap_or(value),
        _ => atom.value,
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Joins a lower and an upper limit on the same thing: 大于 5 mm 且不大于 10 mm.
fn merge_limits(text: &str, found: Vec<Quantity>) -> Vec<Quantity> {
    let mut merged: Vec<Quantity> = Vec::with_capacity(found.len());
    for next in found {
        if let Some(last) = merged.last_mut()
            && last.kind == QuantityKind::Limit
            && next.kind == QuantityKind::Limit
            && next.range.start >= last.range.end
            && last.unit.dimension == next.unit.dimension
        {
            let gap = text[last.range.end..next.range.start].trim();
            let joined = matches!(
                gap,
                "" | "且"
                    | "，且"
                    | "和"
                    | "并且"
                    | "，但"
                    | "但"
                    | "，"
                    | "、"
                    | "and"
                    | "but"
                    | ", and"
                    | ", but"
                    | "并"
                    | "，并"
                    | "，而"
                    | "or"
                    | ","
            );
            let upper = |set: &QuantitySet| {
                set.intervals().last().is_some_and(|interval| interval.high != Bound::Unbounded)
            };
            if joined
                && let (Some(left), Some(right)) = (&last.set, &next.set)
                && upper(left) != upper(right)
                && gap != "or"
            {
                let both = left.intersection(right);
                if !both.is_empty() {
                    last.set = Some(both);
                    let factor = next.unit.factor.divided_by(last.unit.factor);
                    if let Some(values) =
                        factor.and_then(|factor| next.values.scaled(factor, Rational::ZERO))
                    {
                        last.values = last.values.intersection(&values);
                    }
                    last.kind = QuantityKind::Range;
                    last.range.end = next.range.end;
                    last.figures.end = next.figures.end;
                    continue;
                }
            }
        }
        merged.push(next);
    }
    merged
}

#[cfg(test)]
mod tests;
