//! What the headings below "Terms and definitions" are: terms, groups of terms, lists of symbols.

use crate::model::Element;
use crate::reader::elements;
use crate::syntax::adoc::{Block, BlockKind};

/// What a heading below "Terms and definitions" is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Below {
    Term,
    /// Terms stand below it.
    Group,
    /// Symbols or abbreviated terms, in a list.
    Symbols,
    /// Text that is no entry.
    Text,
}

impl Below {
    /// `after` are the blocks that follow the heading, `words` the text of one.
    pub(super) fn of(
        heading: &str,
        block: &Block<'_>,
        level: u8,
        after: &[Block<'_>],
        words: &dyn Fn(&Block<'_>) -> String,
    ) -> Self {
        let is = |word: &str| block.attributes.is(word);
        if is("nonterm") {
            return Self::Text;
        }
        if is("symbols") || is("definitions") {
            return Self::Symbols;
        }
        let is_heading = |it: &Block<'_>| matches!(it.kind, BlockKind::Heading(_));
        let end = after.iter().position(is_heading).unwrap_or(after.len());
        let own = &after[..end];
        let has_children = after
            .get(end)
            .is_some_and(|it| matches!(it.kind, BlockKind::Heading(below) if below > level));
        if own.iter().any(|it| it.attributes.is("source") || names_a_concept(it)) {
            return Self::Term;
        }
        let first = own.first().filter(|it| it.kind == BlockKind::Paragraph).map(words);
        if let Some(titled) = Self::titled(heading) {
            return if first.is_some_and(|it| defines(&it, heading)) { Self::Term } else { titled };
        }
        let introduces = first.is_none_or(|it| is_introduction(&it));
        if has_children && introduces { Self::Group } else { Self::Term }
    }

    /// What the words of a heading say, where they name no concept.
    fn titled(heading: &str) -> Option<Self> {
        if let Some(element) = elements::element_of(heading) {
            return match element {
                Element::Symbols => Some(Self::Symbols),
                Element::Terms => Some(Self::Group),
                _ => None,
            };
        }
        let lower = heading.trim().to_lowercase();
        if ["terms defined", "terms from", "terms taken from"]
            .iter()
            .any(|it| lower.starts_with(it))
        {
            return Some(Self::Group);
        }
        const GENERAL: [&str; 9] = [
            "general",
            "overview",
            "总则",
            "通则",
            "概述",
            "一般规定",
            "一般要求",
            "généralités",
            "allgemeines",
        ];
        if GENERAL.contains(&lower.as_str()) {
            return Some(Self::Text);
        }
        let parts = lower.split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '、' | '和' | '与' | '及' | '/' | '&')
        });
        let mut found = None;
        for part in parts.filter(|it| !it.is_empty()) {
            match part {
                "term" | "terms" | "definition" | "definitions" | "terminology" | "concepts"
                | "术语" | "定义" | "概念" => found = found.or(Some(Self::Group)),
                "symbol" | "symbols" | "abbreviation" | "abbreviations" | "abbreviated"
                | "acronym" | "acronyms" | "initialisms" | "notation" | "notations" | "units"
                | "indices" | "subscripts" | "quantities" | "符号" | "缩略语" | "缩写"
                | "缩略词" | "缩略术语" | "略语" | "代号" | "记号" | "标记" | "单位" =>
                {
                    found = Some(Self::Symbols);
                }
                "and" | "or" | "of" | "for" | "general" | "list" | "common" | "basic" | "other"
                | "main" | "their" | "used" | "the" | "in" | "this" | "document" | "standard"
                | "一般" | "通用" | "基本" | "其他" => {}
                _ => return None,
            }
        }
        found
    }
}

/// Whether a block holds other names of the concept, so that the heading is the first.
fn names_a_concept(block: &Block<'_>) -> bool {
    block.kind == BlockKind::Paragraph
        && block.lines.iter().any(|(line, _)| {
            let text = line.text.trim_start();
            let rest = text.trim_start_matches('[');
            ["alt", "admitted", "preferred", "deprecated", "domain"].iter().any(|it| {
                rest.strip_prefix(it).is_some_and(|it| it.starts_with(":[") || it.starts_with("]#"))
            })
        })
}

/// Whether a paragraph introduces what follows, rather than say what a thing is.
fn is_introduction(words: &str) -> bool {
    let words = words.trim();
    let lower = words.to_lowercase();
    words.ends_with([':', '：'])
        || matches!(lower.trim_end_matches(['.', '。']), "none" | "void" | "无" | "not applicable")
        || [
            "purposes of this",
            "following",
            "apply.",
            "applies.",
            "in this document",
            "this document uses",
            "are used",
            "is divided",
            "are given in",
            "see also",
            "适用于",
            "下列",
            "以下",
            "本文件",
            "本标准",
        ]
        .iter()
        .any(|it| lower.contains(it))
}

/// Whether a paragraph defines what a heading names that could be the title of a list as well.
fn defines(words: &str, heading: &str) -> bool {
    let words = words.trim();
    if words.is_empty() || is_introduction(words) {
        return false;
    }
    let heading = heading.trim();
    let is_one_thing = !heading.contains([' ', '、', '和'])
        && !heading.to_lowercase().ends_with('s')
        && !heading.eq_ignore_ascii_case("general");
    let begins_low = words.starts_with(|c: char| !c.is_uppercase() && !c.is_ascii_digit());
    let is_sentence = words.ends_with(['.', '。']);
    (begins_low && !is_sentence) || (is_one_thing && heading.is_ascii())
}

/// Whether a heading further down than the first level begins terms and definitions.
pub(super) fn begins_terms(heading: &str) -> bool {
    let lower = heading.trim().to_lowercase();
    lower.starts_with("terms and definitions") || lower.starts_with("术语和定义")
}
