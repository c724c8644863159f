//! The documents of an adoption chain in STS: which blocks describe them, and which parts are whose.

use roxmltree::Node;

use super::super::elements;
use crate::model::Element;
use crate::syntax::xml;

/// Whether an element is a block of metadata about a document.
pub(super) fn is_metadata(name: &str) -> bool {
    matches!(name, "iso-meta" | "reg-meta" | "nat-meta" | "std-meta" | "std-doc-meta")
}

/// The blocks of one front, outermost adopter first: national, regional, then the source.
pub(super) fn layers<'a, 'i>(blocks: &[Node<'a, 'i>]) -> Vec<Node<'a, 'i>> {
    // What holds for the whole file is no document of its own beside those that are described.
    let is_own = |it: &Node<'_, '_>| xml::name(*it) != "std-doc-meta";
    let any_own = blocks.iter().any(is_own);
    let mut sorted: Vec<_> = blocks.iter().copied().filter(|it| !any_own || is_own(it)).collect();
    sorted.sort_by_key(|it| level(*it));
    // Several blocks about one document (in two forms of metadata, or two languages) are one layer.
    sorted.dedup_by(|next, first| {
        let (own, other) = (dated(*first), dated(*next));
        own.is_some() && own == other
    });
    sorted
}

/// The dated reference of a block.
fn dated<'a>(block: Node<'a, '_>) -> Option<&'a str> {
    let is_dated = |it: &Node<'_, '_>| {
        matches!(it.attribute("type").or_else(|| it.attribute("std-ref-type")), Some("dated"))
    };
    xml::children(block, "std-ref").find(is_dated).and_then(|it| it.text()).map(str::trim)
}

/// Level of the body that issued a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    National,
    Regional,
    International,
    Unstated,
}

fn level(block: Node<'_, '_>) -> Level {
    match xml::name(block) {
        "nat-meta" => return Level::National,
        "reg-meta" => return Level::Regional,
        "iso-meta" => return Level::International,
        _ => {}
    }
    match block.attribute("std-meta-type").or_else(|| block.attribute("originator")) {
        Some("national" | "nat") => return Level::National,
        Some("regional" | "european" | "reg") => return Level::Regional,
        Some("international" | "int") => return Level::International,
        _ => {}
    }
    let Some(body) = originator(block) else { return Level::Unstated };
    match body.split(['/', '-', ' ']).next().unwrap_or("") {
        "ISO" | "IEC" | "ITU" => Level::International,
        "CEN" | "CENELEC" | "CLC" | "ETSI" | "EN" => Level::Regional,
        _ => Level::National,
    }
}

/// What parts of a file are told by to belong to one document of an adoption chain.
#[derive(Debug)]
pub(super) struct Origin<'a> {
    originator: Option<&'a str>,
    level: Level,
}

impl<'a> Origin<'a> {
    pub(super) fn of(block: Node<'a, '_>) -> Self {
        Self { originator: originator(block), level: level(block) }
    }
}

/// The document of a chain that a part of the front or back belongs to: that of its originator,
/// else the one that its heading speaks of (national foreword, Annex NA; European foreword,
/// endorsement notice, Annex ZA), else the innermost.
pub(super) fn layer_of(part: Node<'_, '_>, origins: &[Origin<'_>]) -> usize {
    let innermost = origins.len().saturating_sub(1);
    if let Some(own) = part.attribute("originator") {
        let is_its =
            |it: &Origin<'_>| it.originator.is_some_and(|it| it.eq_ignore_ascii_case(own.trim()));
        return origins.iter().position(is_its).unwrap_or(innermost);
    }
    let words = |name: &str| -> String {
        xml::child(part, name)
            .into_iter()
            .flat_map(|it| it.descendants().filter(Node::is_text))
            .filter_map(|it| it.text())
            .collect::<String>()
            .to_lowercase()
    };
    let (label, title) = (words("label"), words("title"));
    // `Annex NA`, `Anhang ZB (informativ)`, or the letters alone.
    let letters = label.split(['(', '（']).next().unwrap_or("").trim_end();
    let letters = letters.rsplit([' ', '\u{a0}']).next().unwrap_or("");
    let annex =
        |first: char| xml::name(part) == "app" && letters.len() >= 2 && letters.starts_with(first);
    let says = |words: &[&str]| words.iter().any(|it| title.contains(it));
    let of_level = if annex('n') || (says(NATIONAL) && !says(&["internation", "internacional"])) {
        Level::National
    } else if annex('z') || says(REGIONAL) {
        Level::Regional
    } else {
        match role_of_origin(part).or_else(|| foreword_of(part, &title)) {
            Some(level) => level,
            None => return innermost,
        }
    };
    origins.iter().position(|it| it.level == of_level).unwrap_or(innermost)
}

/// Words of a heading (in small letters) that say that its part is of the national document.
const NATIONAL: &[&str] = &[
    "national",
    "nacional",
    "nationaal",
    "nazionale",
    "národní",
    "krajow",
    "национальн",
    "国家前言",
];

/// Words of a heading that say that its part is of the regional document.
const REGIONAL: &[&str] =
    &["europ", "evrop", "европ", "endorsement", "anerkennung", "entérinement", "межгосударственн"];

/// The layer that a part's own attributes name: `specific-use="foreword.nat"`,
/// `sec-type="nat-foreword"`.
fn role_of_origin(part: Node<'_, '_>) -> Option<Level> {
    ["sec-type", "specific-use", "content-type"]
        .iter()
        .filter_map(|it| part.attribute(*it))
        .flat_map(|it| it.split(|c: char| !c.is_ascii_alphanumeric()))
        .find_map(|it| match it {
            "nat" | "national" => Some(Level::National),
            "reg" | "regional" | "european" => Some(Level::Regional),
            "int" | "international" => Some(Level::International),
            _ => None,
        })
}

/// The regional foreword where its heading is only `Foreword`: it speaks of CEN or CENELEC, and that
/// of ISO or IEC begins with its own body.
fn foreword_of(part: Node<'_, '_>, title: &str) -> Option<Level> {
    if elements::element_of(title) != Some(Element::Foreword) {
        return None;
    }
    let paragraph = part.descendants().find(|it| xml::name(*it) == "p")?;
    let words: String =
        paragraph.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
    let words = words.trim_start();
    if words.starts_with("ISO (") || words.starts_with("IEC (") {
        return Some(Level::International);
    }
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(|it| matches!(it, "CEN" | "CENELEC"))
        .then_some(Level::Regional)
}

/// The body that issued the document.
pub(super) fn originator<'a>(block: Node<'a, '_>) -> Option<&'a str> {
    block
        .attribute("originator")
        .or_else(|| {
            block.descendants().find(|it| xml::name(*it) == "originator").and_then(|it| it.text())
        })
        .map(str::trim)
        .filter(|it| !it.is_empty())
}
