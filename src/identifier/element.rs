//! Elements that a citation names: a clause, table, figure, annex, formula, section or note.

use std::ops::Range;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::initials::Initials;

/// What kind of element is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ElementKind {
    /// A clause, subclause, section or article by its number (条, 章).
    Clause,
    /// A table (表).
    Table,
    /// A figure (图).
    Figure,
    /// An annex or appendix (附录).
    Annex,
    /// A formula or equation (式, 公式).
    Formula,
    /// A note (注).
    Note,
    /// An example (示例).
    Example,
    /// A part of the same standard, called by its number only (第 2 部分).
    Part,
}

/// One cited element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedElement {
    /// Its kind.
    pub kind: ElementKind,
    /// Its number as the document writes it: `8.2.1`, `A.5.7`, `2`, `B`.
    pub number: CompactString,
    /// Last number of a range (`5.2 to 5.4`).
    pub to: Option<CompactString>,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// A cursor over text as written.
pub(super) struct Prose<'a> {
    pub(super) text: &'a str,
    pub(super) pos: usize,
}

/// English words for elements, singular; a plural `s`/`es` may follow.
const WORDS: &[(&str, ElementKind)] = &[
    ("subclause", ElementKind::Clause),
    ("sub-clause", ElementKind::Clause),
    ("clause", ElementKind::Clause),
    ("section", ElementKind::Clause),
    ("article", ElementKind::Clause),
    ("paragraph", ElementKind::Clause),
    ("chapter", ElementKind::Clause),
    ("table", ElementKind::Table),
    ("figure", ElementKind::Figure),
    ("fig.", ElementKind::Figure),
    ("annexe", ElementKind::Annex),
    ("annex", ElementKind::Annex),
    ("appendix", ElementKind::Annex),
    ("anhang", ElementKind::Annex),
    ("formula", ElementKind::Formula),
    ("equation", ElementKind::Formula),
    ("note", ElementKind::Note),
    ("example", ElementKind::Example),
    ("part", ElementKind::Part),
];
const INITIALS: Initials = Initials::of(WORDS);

/// Characters that may stand before 表, 图, 式, 注 where they mean an element and do not end another
/// word (代表, 地图, 形式, 关注).
const LEADS: &str = "见按如的中与和及或在由据照从合于用看对查至到，。、；：（(“《 　\u{a0},;:";

impl<'a> Prose<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, ch: char) -> bool {
        let hit = self.peek() == Some(ch);
        if hit {
            self.pos += ch.len_utf8();
        }
        hit
    }

    pub(super) fn spaces(&mut self) -> bool {
        let start = self.pos;
        while let Some(ch) = self.peek().filter(|it| it.is_whitespace()) {
            self.pos += ch.len_utf8();
        }
        self.pos > start
    }

    fn eat_str(&mut self, word: &str) -> bool {
        let hit = self.rest().starts_with(word);
        if hit {
            self.pos += word.len();
        }
        hit
    }

    fn digits(&mut self) -> usize {
        let start = self.pos;
        while self.peek().is_some_and(|it| it.is_ascii_digit()) {
            self.pos += 1;
        }
        self.pos - start
    }

    /// `5`, `5.2.1`, `A.5.7`, `B`: dots as `．` too. `min_dots` says how many are needed.
    fn number(&mut self, letter_alone: bool, min_dots: usize) -> Option<CompactString> {
        let start = self.pos;
        let mut out = CompactString::default();
        let lead = self.peek().filter(char::is_ascii_uppercase);
        if let Some(letter) = lead {
            out.push(letter);
            self.pos += 1;
            // Regional and national annexes: `ZA`, `NA`.
            if matches!(letter, 'N' | 'Z')
                && let Some(second) = self.peek().filter(char::is_ascii_uppercase)
            {
                out.push(second);
                self.pos += 1;
            }
        } else {
            let digits = self.digits();
            if digits == 0 || digits > 4 {
                self.pos = start;
                return None;
            }
            out.push_str(&self.text[start..self.pos]);
        }
        let mut dots = 0;
        loop {
            let before = self.pos;
            if !(self.eat('.') || self.eat('．')) {
                break;
            }
            let at = self.pos;
            let digits = self.digits();
            if digits == 0 || digits > 4 {
                self.pos = before;
                break;
            }
            out.push('.');
            out.push_str(&self.text[at..self.pos]);
            dots += 1;
        }
        let glued = self.peek().is_some_and(|it| it.is_ascii_alphanumeric());
        // A list letter may follow: `5.2 a)`, `5.2a)`.
        if glued || (lead.is_some() && dots == 0 && !letter_alone) || dots < min_dots {
            self.pos = start;
            return None;
        }
        Some(out)
    }

    /// `～5.4`, `至 5.4`, ` to 5.4`, `-5.4`.
    fn to(&mut self, letter_alone: bool, min_dots: usize) -> Option<CompactString> {
        let start = self.pos;
        let spaced = self.spaces();
        let word = ["～", "~", "至", "到", "–", "—"].iter().any(|it| self.eat_str(it))
            || (spaced && (self.eat_str("to ") || self.eat_str("through ")))
            || (!spaced && self.eat('-'));
        if word {
            self.spaces();
            if let Some(number) = self.number(letter_alone, min_dots) {
                return Some(number);
            }
        }
        self.pos = start;
        None
    }

    fn element(
        &mut self,
        kind: ElementKind,
        from: usize,
        letter_alone: bool,
        min_dots: usize,
    ) -> Option<CitedElement> {
        let bracket = kind == ElementKind::Formula && (self.eat('(') || self.eat('（'));
        let number = self.number(letter_alone, min_dots)?;
        if bracket && !(self.eat(')') || self.eat('）')) {
            return None;
        }
        let to = if bracket { None } else { self.to(letter_alone, min_dots) };
        Some(CitedElement { kind, number, to, range: from..self.pos })
    }

    /// An element with its word, here: `表 2`, `第 5 章`, `附录A`, `clause 5`, `§ 4.2`.
    pub(super) fn worded(&mut self) -> Option<CitedElement> {
        let start = self.pos;
        // a word of the one language begins with no sign of the other
        let found = if self.text.as_bytes().get(start).is_some_and(u8::is_ascii) {
            self.english()
        } else {
            self.chinese().or_else(|| {
                self.pos = start;
                self.english()
            })
        };
        if found.is_none() {
            self.pos = start;
        }
        found
    }

    fn chinese(&mut self) -> Option<CitedElement> {
        let from = self.pos;
        let kind = match self.peek()? {
            '第' => {
                self.eat('第');
                self.spaces();
                let mut element = self.element(ElementKind::Clause, from, false, 0)?;
                self.spaces();
                if self.eat_str("部分") {
                    element.kind = ElementKind::Part;
                } else if !(self.eat('章') || self.eat('条') || self.eat('节') || self.eat('款'))
                {
                    return None;
                }
                element.range.end = self.pos;
                return Some(element);
            }
            '表' => ElementKind::Table,
            '图' => ElementKind::Figure,
            '式' => ElementKind::Formula,
            '注' => ElementKind::Note,
            '附' if self.rest().starts_with("附录") => ElementKind::Annex,
            '公' if self.rest().starts_with("公式") => ElementKind::Formula,
            '示' if self.rest().starts_with("示例") => ElementKind::Example,
            '条' if self.rest().starts_with("条款") => ElementKind::Clause,
            '章' if self.rest().starts_with("章节") => ElementKind::Clause,
            _ => return None,
        };
        let word = if self.rest().starts_with(['附', '公', '示', '条', '章']) { 2 } else { 1 };
        for _ in 0..word {
            self.pos += self.peek().map_or(0, char::len_utf8);
        }
        self.spaces();
        if kind == ElementKind::Formula && word == 1 && !self.rest().starts_with(['(', '（']) {
            return None;
        }
        self.element(kind, from, kind == ElementKind::Annex, 0)
    }

    fn english(&mut self) -> Option<CitedElement> {
        let from = self.pos;
        if self.eat('§') {
            self.eat('§');
            self.spaces();
            return self.element(ElementKind::Clause, from, false, 0);
        }
        let rest = self.rest().as_bytes();
        let &[first, second, ..] = rest else { return None };
        if !INITIALS.has(first) {
            return None;
        }
        let start = [first, second].map(|it| it.to_ascii_lowercase());
        let &(word, kind) = WORDS.iter().find(|(word, _)| {
            word.as_bytes().starts_with(&start)
                && rest.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
        })?;
        self.pos += word.len();
        let _ = self.eat_str("es") || self.eat('s') || (word == "appendix" && self.eat_str("ces"));
        if !self.spaces() {
            return None;
        }
        let letter = matches!(kind, ElementKind::Annex);
        self.element(kind, from, letter, 0)
    }

    /// A bare clause number where the context says that one is meant.
    pub(super) fn bare(&mut self, min_dots: usize) -> Option<CitedElement> {
        let from = self.pos;
        let element = self.element(ElementKind::Clause, from, false, min_dots)?;
        // `5.2 mm`, `5.2 %`: a quantity.
        let mut after = Prose { text: self.text, pos: self.pos };
        let gap = after.spaces();
        let unit = after.rest();
        let quantity = unit.starts_with(['%', '‰', '°', '℃', 'µ', 'μ', 'Ω'])
            || (gap
                && unit.starts_with(|ch: char| ch.is_ascii_alphabetic())
                && UNITS.iter().any(|it| {
                    unit.starts_with(it)
                        && !unit[it.len()..].starts_with(|ch: char| ch.is_ascii_alphanumeric())
                }));
        // `802.11-OCB`: the beginning of a name.
        let is_begun = unit
            .strip_prefix('-')
            .filter(|_| !gap)
            .is_some_and(|it| it.starts_with(|ch: char| ch.is_ascii_alphanumeric()));
        (!quantity && !is_begun).then_some(element)
    }
}

/// Units after which a number is a quantity, not a clause.
const UNITS: &[&str] = &[
    "mm", "cm", "m", "km", "kg", "g", "mg", "s", "ms", "min", "h", "V", "kV", "A", "mA", "W", "kW",
    "Hz", "kHz", "MHz", "GHz", "Pa", "kPa", "MPa", "K", "N", "kN", "J", "L", "mL", "dB", "bit",
    "Mbit",
];

/// Whether an element word may begin at `at`: it is not the end of a longer word.
pub(super) fn may_begin(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].chars().next_back() else { return true };
    let Some(first) = text[at..].chars().next() else { return false };
    if matches!(first, '表' | '图' | '式' | '注') {
        return !before.is_alphanumeric() || LEADS.contains(before);
    }
    if first.is_ascii() {
        return !before.is_ascii_alphanumeric() && before != '-' && before != '_';
    }
    true
}
