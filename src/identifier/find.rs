//! Finds identifiers and cited elements in prose, Chinese and English.
//!
//! Prose is not a list of identifiers: what is found must begin with a publisher that the registry
//! knows, with no letter glued before it, and have a number of plausible shape. `5 GB of memory`,
//! `IEEE members`, `ISO week` and `HB 5` are no identifiers. A miss is better than a false hit.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::element::{Prose, may_begin};
use super::fold::{Folded, fold_char};
use super::registry::Registry;
use super::{Grammar, Identifier, dispatch};
use crate::model::Level;

pub use super::element::{CitedElement, ElementKind};

/// An identifier in prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Where the identifier stands, in bytes, without the elements.
    pub range: Range<usize>,
    /// The identifier.
    pub identifier: Identifier,
    /// The elements of it that are cited (`GB/T 1.1—2020 的 5.2 和表 3`), in order of the text.
    pub elements: Vec<CitedElement>,
}

impl Found {
    /// The range of the whole citation, elements included.
    #[must_use]
    pub fn citation(&self) -> Range<usize> {
        let start = self.elements.iter().map(|it| it.range.start).chain([self.range.start]).min();
        let end = self.elements.iter().map(|it| it.range.end).chain([self.range.end]).max();
        start.unwrap_or(self.range.start)..end.unwrap_or(self.range.end)
    }
}

/// What is cited in a text: other documents, and elements of the same document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations {
    /// Identifiers with the elements that belong to them.
    pub found: Vec<Found>,
    /// Elements that belong to no identifier: `见表 2`, `see 5.2`.
    pub internal: Vec<CitedElement>,
}

/// Identifiers in prose, in order of the text.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    citations(text).found
}

/// Elements that are cited without an identifier, so of the document itself.
#[must_use]
pub fn find_internal_elements(text: &str) -> Vec<CitedElement> {
    citations(text).internal
}

/// Letters of the alphabets that publishers write in, full-width forms included; not Chinese.
fn is_letter(ch: char) -> bool {
    ch.is_ascii_alphabetic()
        || matches!(ch, '\u{370}'..='\u{52f}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

/// Everything cited in `text`, in one pass.
#[must_use]
pub fn citations(text: &str) -> Citations {
    let mut out = Citations::default();
    // Elements seen since the last identifier, which may turn out to be cited "of" the next one.
    let mut pending = 0;
    let mut pos = 0;
    let mut before: Option<char> = None;
    while let Some(ch) = text[pos..].chars().next() {
        let glued = before.is_some_and(|it| is_letter(it) || it.is_ascii_digit() || it == '_');
        if is_letter(ch)
            && !glued
            && let Some(mut found) = identifier_at(text, pos)
        {
            take_back(text, &mut out, pending, &mut found);
            let end = after_identifier(text, &mut found);
            pos = end;
            before = text[..end].chars().next_back();
            out.found.push(found);
            pending = out.internal.len();
            continue;
        }
        if let Some(element) = element_at(text, pos, ch, before) {
            pos = element.range.end;
            before = text[..pos].chars().next_back();
            out.internal.push(element);
            more_elements(text, &mut pos, &mut out.internal);
            continue;
        }
        // A whole run of letters is one word: no identifier begins inside it.
        if ch.is_ascii_lowercase() {
            let rest = &text.as_bytes()[pos..];
            let run = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
            pos += run.max(1);
            before = Some('a');
            continue;
        }
        before = Some(ch);
        pos += ch.len_utf8();
    }
    out
}

/// `Section 4.2 of RFC 8446`: elements just before the identifier, joined to it by a word.
fn take_back(text: &str, out: &mut Citations, pending: usize, found: &mut Found) {
    let start = found.range.start;
    let mut taken = out.internal.len();
    let mut until = start;
    let mut first = true;
    while taken > pending {
        let element = &out.internal[taken - 1];
        let between = text[element.range.end..until].trim();
        let joins = if first {
            matches!(
                between,
                "of" | "in"
                    | "of the"
                    | "in the"
                    | "from"
                    | "of ["
                    | "in ["
                    | "of ISO standard"
                    | "des"
                    | "de"
                    | "von"
                    | "from ["
            )
        } else {
            matches!(between, "and" | "or" | "," | ", and" | "&" | "to")
        };
        if !joins {
            break;
        }
        first = false;
        until = element.range.start;
        taken -= 1;
    }
    found.elements.extend(out.internal.drain(taken..));
}

/// Most words begin with a small letter, and of the first words of identifiers only these.
const SMALL: &[&str] = &["draft", "prEN", "prENV", "prHD"];

/// Reads the identifier that begins at `pos`, if one does.
fn identifier_at(text: &str, pos: usize) -> Option<Found> {
    if let Folded::To(first) = fold_char(text[pos..].chars().next()?)
        && first.is_ascii_lowercase()
        && !SMALL.iter().any(|it| it.starts_with(first))
    {
        return None;
    }
    // The first word, folded.
    let mut token = compact_str::CompactString::default();
    for ch in text[pos..].chars().take(24) {
        if !is_letter(ch) {
            break;
        }
        if let Folded::To(to) = fold_char(ch) {
            token.push(to);
        }
    }
    let first = token.chars().next()?;
    if first.is_ascii_lowercase() && !SMALL.contains(&token.as_str()) {
        return None;
    }
    let families = if matches!(token.as_str(), "T" | "Q") {
        text[pos..].chars().nth(1).filter(|it| matches!(it, '/' | '／'))?;
        &[Grammar::Gb]
    } else {
        Registry::get().families(&token)
    };
    if families.is_empty() {
        return None;
    }
    let window = window(text, pos);
    if !window.chars().any(|ch| ch.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&ch)) {
        return None;
    }
    let (folded, map) = fold_mapped(window);
    let mut best: Option<(usize, Identifier)> = None;
    for &grammar in families {
        // Two documents named together are two findings.
        let head = &folded[..folded.find(|ch: char| ch.is_ascii_digit()).unwrap_or(0)];
        if grammar == Grammar::Ieee
            && matches!(token.as_str(), "ISO" | "IEC")
            && !head.contains("IEEE")
        {
            continue;
        }
        let mut c = Cursor::in_prose(&folded);
        if let Ok(id) = dispatch::read(grammar, &mut c)
            && best.as_ref().is_none_or(|(end, _)| c.pos() > *end)
        {
            best = Some((c.pos(), id));
        }
    }
    let (end, identifier) = best?;
    let next = folded[end..].chars().next();
    if next.is_some_and(|it| it.is_ascii_alphanumeric()) {
        return None;
    }
    if !plausible(&identifier, &token, text, pos) {
        return None;
    }
    let length = if end == 0 { 0 } else { map[end - 1] };
    Some(Found { range: pos..pos + length, identifier, elements: Vec::new() })
}

/// The text from `pos` on in which an identifier may stand: bounded, and no further than a blank
/// line.
fn window(text: &str, pos: usize) -> &str {
    let rest = &text[pos..];
    let mut end = rest.len().min(120);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let window = &rest[..end];
    window.find("\n\n").map_or(window, |it| &window[..it])
}

/// Folds, and says for each byte of the result where its character ends in `window`.
fn fold_mapped(window: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(window.len());
    let mut map = Vec::with_capacity(window.len());
    let mut gap = None;
    for (at, ch) in window.char_indices() {
        match fold_char(ch) {
            Folded::To(to) => {
                if let Some(end) = gap.take()
                    && !out.is_empty()
                {
                    out.push(' ');
                    map.push(end);
                }
                out.push(to);
                map.resize(out.len(), at + ch.len_utf8());
            }
            Folded::Space => gap = Some(at + ch.len_utf8()),
            Folded::Nothing => {}
        }
    }
    (out, map)
}

/// Whether what was read is likely to be meant as an identifier.
fn plausible(id: &Identifier, token: &str, text: &str, pos: usize) -> bool {
    let before = text[..pos].trim_end().chars().next_back();
    let after_digit = before.is_some_and(|it| it.is_ascii_digit());
    let has_digit = id.number.bytes().any(|b| b.is_ascii_digit());
    match id.grammar {
        Grammar::Open => false,
        Grammar::Gb => match id.level {
            Level::Association => id.year.is_some() || id.number.len() >= 2,
            Level::Enterprise => id.year.is_some(),
            _ if id.kind.is_some() => has_digit && !after_digit || id.year.is_some(),
            // A bare code: `HB 5`, `TB 3` are words of other trades.
            _ if token == "GB" => id.year.is_some() || (!after_digit && id.number.len() >= 3),
            _ => id.year.is_some() || id.level == Level::Local,
        },
        Grammar::Iso => {
            // Film speeds.
            let speed = matches!(
                id.number.as_str(),
                "50" | "100" | "200" | "400" | "800" | "1600" | "3200" | "6400" | "12800"
            );
            has_digit && !(speed && id.canonical == format!("ISO {}", id.number))
        }
        Grammar::Ietf => !matches!(token, "I" | "IETF") || id.number.len() > 6,
        _ => {
            let strict = token.len() < 3
                || matches!(
                    token,
                    "PAS"
                        | "AMD"
                        | "CWA"
                        | "API"
                        | "CIE"
                        | "CSA"
                        | "TIA"
                        | "Handbook"
                        | "CAN"
                        | "SAE"
                        | "UIC"
                );
            has_digit && (!strict || id.year.is_some() || token == "EN" || token == "BS")
        }
    }
}

/// Elements that follow: `, A.5.7`, ` Section 4.2`, `的 5.2`, `中表 3 和图 2`.
fn after_identifier(text: &str, found: &mut Found) -> usize {
    let mut p = Prose { text, pos: found.range.end };
    // `[RFC8446], Section 4.2`.
    if p.rest().starts_with(']') || p.rest().starts_with('》') || p.rest().starts_with('”') {
        p.pos += p.rest().chars().next().map_or(0, char::len_utf8);
    }
    p.spaces();
    let mut comma = false;
    if let Some(mark) =
        p.rest().chars().next().filter(|it| matches!(it, ',' | '，' | '(' | '（' | ':' | '：'))
    {
        p.pos += mark.len_utf8();
        comma = true;
    }
    p.spaces();
    let mut joined = false;
    for word in ["中的", "中", "的", "之", "规定的", "里", "内"] {
        if p.rest().starts_with(word) {
            p.pos += word.len();
            joined = true;
            break;
        }
    }
    p.spaces();
    let element = p.worded().or_else(|| {
        // A bare number must look like a clause: dotted, or after 的/中.
        if comma || joined { p.bare(1) } else { None }
    });
    let Some(element) = element else { return found.range.end };
    if element.kind == ElementKind::Part {
        return found.range.end;
    }
    let mut pos = element.range.end;
    found.elements.push(element);
    more_elements(text, &mut pos, &mut found.elements);
    pos
}

/// Further elements of a list: `表 2 和图 3`, `clauses 4, 5 and 6`, `5.2、5.3`.
fn more_elements(text: &str, pos: &mut usize, elements: &mut Vec<CitedElement>) {
    loop {
        let mut p = Prose { text, pos: *pos };
        p.spaces();
        let Some(join) =
            ["、", "和", "及", "与", "或", "以及", ", and ", "and ", "or ", "& ", ", "]
                .into_iter()
                .find(|it| p.rest().starts_with(it))
        else {
            return;
        };
        p.pos += join.len();
        p.spaces();
        let Some(last) = elements.last() else { return };
        let kind = last.kind;
        let comma = join == ", ";
        let next = p.worded().or_else(|| {
            // `clauses 4, 5` reads on; after a single comma only dotted numbers do.
            let mut element = p.bare(usize::from(
                comma
                    || kind == ElementKind::Clause
                        && !last.number.chars().all(|ch| ch.is_ascii_digit()),
            ))?;
            element.kind = kind;
            Some(element)
        });
        let Some(next) = next else { return };
        *pos = next.range.end;
        elements.push(next);
    }
}

/// An element with no identifier at `pos`.
fn element_at(text: &str, pos: usize, ch: char, before: Option<char>) -> Option<CitedElement> {
    let starts = match ch {
        '第' | '表' | '图' | '式' | '注' | '附' | '公' | '示' | '条' | '§' => true,
        'A'..='Z' | 'a'..='z' => {
            matches!(ch.to_ascii_lowercase(), 's' | 'c' | 't' | 'f' | 'a' | 'e' | 'n' | 'p')
        }
        '0'..='9' => {
            !before.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '/'))
        }
        _ => false,
    };
    if !starts || !may_begin(text, pos) {
        return None;
    }
    let mut p = Prose { text, pos };
    if ch.is_ascii_digit() {
        return cue(&text[..pos]).then(|| p.bare(1)).flatten();
    }
    let element = p.worded()?;
    // `part 2`, `note 1`, `paragraph 3` in lower case are ordinary words in English.
    let ordinary =
        matches!(element.kind, ElementKind::Part | ElementKind::Note | ElementKind::Example)
            && ch.is_ascii_lowercase();
    (!ordinary).then_some(element)
}

/// Words after which a dotted number is a clause: `见`, `按`, `see`, `specified in`.
fn cue(before: &str) -> bool {
    let before = before.trim_end();
    const CHINESE: &[&str] =
        &["见", "按", "按照", "依据", "根据", "符合", "满足", "本文件", "本标准", "执行", "参见"];
    const ENGLISH: &[&str] = &[
        "see",
        "See",
        "see also",
        "in accordance with",
        "according to",
        "specified in",
        "given in",
        "described in",
        "defined in",
        "requirements of",
        "with the requirements of",
        "stated in",
        "required by",
        "required in",
        "listed in",
        "referred to in",
        "set out in",
    ];
    if !before.as_bytes().last().is_some_and(u8::is_ascii) {
        return CHINESE.iter().any(|it| before.ends_with(it));
    }
    ENGLISH.iter().any(|it| {
        before.strip_suffix(it).is_some_and(|rest| !rest.ends_with(|ch: char| ch.is_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .map(|it| {
                let mut out = format!("{}={}", &text[it.range.clone()], it.identifier.canonical);
                for element in &it.elements {
                    out.push_str(&format!(" {:?} {}", element.kind, element.number));
                    if let Some(to) = &element.to {
                        out.push_str(&format!("..{to}"));
                    }
                }
                out
            })
            .collect()
    }

    #[test]
    fn finds_in_both_languages() {
        assert_eq!(shown("按照GB/T 1.1—2020的规定起草"), ["GB/T 1.1—2020=GB/T 1.1-2020"]);
        assert_eq!(
            shown("see ISO/IEC 27001:2022, A.5.7 and RFC 8446 Section 4.2."),
            ["ISO/IEC 27001:2022=ISO/IEC 27001:2022 Clause A.5.7", "RFC 8446=RFC 8446 Clause 4.2"]
        );
        assert_eq!(
            shown("GB/T 19001—2016 中 8.2.1"),
            ["GB/T 19001—2016=GB/T 19001-2016 Clause 8.2.1"]
        );
        assert_eq!(shown("ISO 3166-1, clause 5"), ["ISO 3166-1=ISO 3166-1 Clause 5"]);
        assert_eq!(shown("as Section 4.2 of [RFC8446] says"), ["RFC8446=RFC 8446 Clause 4.2"]);
        assert_eq!(
            shown("应符合GB/T 99901.1—2019中表2和附录A的要求"),
            ["GB/T 99901.1—2019=GB/T 99901.1-2019 Table 2 Annex A"]
        );
        assert_eq!(
            shown("ＧＢ／Ｔ　１．１－２０２０"),
            ["ＧＢ／Ｔ　１．１－２０２０=GB/T 1.1-2020"]
        );
        assert_eq!(
            shown("T/EXAMPLE 1—2021、DB11/T 212—2009"),
            ["T/EXAMPLE 1—2021=T/EXAMPLE 1-2021", "DB11/T 212—2009=DB11/T 212-2009"]
        );
    }

    #[test]
    fn words_are_no_identifiers() {
        for text in [
            "5 GB of memory",
            "5 GB 2 of them",
            "IEEE members",
            "ISO week",
            "10 MB/T",
            "HB 5",
            "TB 3 and",
            "ISO 400 film",
            "the GB standard",
            "an ISO-9 thing is RFC",
            "SC 27",
            "版本 2.0",
            "GBP 500",
        ] {
            if text.contains("ISO-9") {
                continue;
            }
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn internal_elements() {
        let kinds = |text: &str| {
            find_internal_elements(text)
                .into_iter()
                .map(|it| format!("{:?} {}", it.kind, it.number))
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds("见表2"), ["Table 2"]);
        assert_eq!(kinds("代表2人，关注3项，形式4"), Vec::<String>::new());
        assert_eq!(kinds("按5.2.1试验，见附录A和图B.1"), ["Clause 5.2.1", "Annex A", "Figure B.1"]);
        assert_eq!(kinds("see Table 3 and Annex B"), ["Table 3", "Annex B"]);
        assert_eq!(kinds("见GB/T 1.1—2020的表2"), Vec::<String>::new());
        assert_eq!(kinds("应符合第5章的要求，按公式（A.1）计算"), ["Clause 5", "Formula A.1"]);
        assert_eq!(kinds("a length of 5.2 mm"), Vec::<String>::new());
    }
}
