//! The elements that a document has and has to have, and words of documents' maturity.

use super::super::{Facts, PROFILES, Reason};
use super::clause::element;
use crate::model::{DocumentFunction, Element, Lang};

/// Elements, as rules name them.
pub(super) const WORDS: &[&str] = &[
    "title",
    "foreword",
    "introduction",
    "scope",
    "references",
    "terms",
    "core",
    "annex",
    "bibliography",
];
const TITLE: usize = 0;
const FOREWORD: usize = 1;
const INTRODUCTION: usize = 2;
const SCOPE: usize = 3;
const REFERENCES: usize = 4;
const TERMS: usize = 5;
const CORE: usize = 6;
const ANNEX: usize = 7;
const BIBLIOGRAPHY: usize = 8;

/// Which elements of [`WORDS`] a document has. References and terms that the description gives apart
/// from the text count as theirs.
pub(super) fn present(f: &Facts<'_>, doc: u32) -> Result<[bool; 9], Reason> {
    let standard = f.standard(doc);
    if standard.clauses.is_none() {
        return Err(Reason::NoText { doc });
    }
    let mut has = [false; 9];
    has[TITLE] = standard.title.iter().any(|(_, text)| !f.text(text).trim().is_empty());
    has[REFERENCES] = standard.references.is_some();
    has[TERMS] = standard.terms.is_some();
    for row in f.clauses(doc).iter().filter(|row| row.depth == 1) {
        let at = match element(f, row) {
            Some(Element::Foreword) => FOREWORD,
            Some(Element::Introduction) => INTRODUCTION,
            Some(Element::Scope) => SCOPE,
            Some(Element::NormativeReferences) => REFERENCES,
            Some(Element::Terms) => TERMS,
            Some(Element::Annex) => ANNEX,
            Some(Element::Bibliography) => BIBLIOGRAPHY,
            Some(Element::Index | Element::Preliminary) => continue,
            _ if row.clause.number.is_none() => continue,
            _ => CORE,
        };
        has[at] = true;
    }
    // The terms are themselves the core of a vocabulary.
    let function = standard.details.as_deref().and_then(|it| it.function).map(|said| said.value);
    has[CORE] |= function == Some(DocumentFunction::Terminology) && has[TERMS];
    Ok(has)
}

/// Whether a document is an amendment or corrigendum: a list of changes, with the numbers of the
/// document that it changes.
pub(super) fn is_supplement(f: &Facts<'_>, doc: u32) -> bool {
    f.own_identifier(doc).is_some_and(|it| !it.supplements.is_empty())
}

/// Which elements of [`WORDS`] a document has to have and has not.
pub(super) fn missing(f: &Facts<'_>, doc: u32) -> Result<[bool; 9], Reason> {
    let mut missing = present(f, doc)?.map(|has| !has);
    for optional in [INTRODUCTION, ANNEX, BIBLIOGRAPHY] {
        missing[optional] = false;
    }
    // A text that is endorsed, or printed inside, brings these with it: what stands around it adds a
    // foreword. A list of changes has them in the document that it changes.
    let is_supplement = is_supplement(f, doc);
    if is_supplement || f.standard(doc).adopts.iter().any(|it| it.endorsed) {
        for taken_over in [INTRODUCTION, SCOPE, REFERENCES, TERMS, CORE] {
            missing[taken_over] = false;
        }
        missing[FOREWORD] &= !is_supplement;
    }
    let profile = PROFILES.get(usize::from(f.profile_index(doc))).copied();
    if !matches!(profile, Some("gb" | "association")) {
        missing[CORE] = false;
    }
    Ok(missing)
}

/// The function that a Chinese title tells by its last words (GB/T 1.1-2020).
pub(super) fn titled_function(f: &Facts<'_>, doc: u32) -> Option<DocumentFunction> {
    const ENDINGS: &[(&str, DocumentFunction)] = &[
        ("术语", DocumentFunction::Terminology),
        ("符号", DocumentFunction::Symbols),
        ("分类", DocumentFunction::Classification),
        ("试验方法", DocumentFunction::Test),
        ("规范", DocumentFunction::Specification),
        ("规程", DocumentFunction::Procedure),
        ("指南", DocumentFunction::Guideline),
    ];
    let title = f.standard(doc).title.in_lang(Lang::Zh).or(f.standard(doc).title.first())?;
    let title = f.text(title).trim();
    ENDINGS.iter().find(|(ending, _)| title.ends_with(ending)).map(|(_, function)| *function)
}

/// Maturity of an RFC (RFC 2026).
pub(super) const MATURITIES: &[&str] = &[
    "internet_standard",
    "draft_standard",
    "proposed_standard",
    "best_current_practice",
    "informational",
    "experimental",
    "historic",
];

/// The maturity that a source means, as an index of [`MATURITIES`].
pub(super) fn maturity(said: &str) -> Option<u8> {
    let said = said.trim().to_lowercase().replace([' ', '-'], "_");
    let at = match said.as_str() {
        "standard" | "std" | "full_standard" => 0,
        "bcp" => 3,
        "info" => 4,
        "exp" => 5,
        other => MATURITIES.iter().position(|word| *word == other)?,
    };
    u8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::{MATURITIES, maturity};

    #[test]
    fn maturities_are_read_in_any_spelling() {
        for (said, word) in [
            ("PROPOSED STANDARD", "proposed_standard"),
            ("bcp", "best_current_practice"),
            ("Internet Standard", "internet_standard"),
            ("informational", "informational"),
        ] {
            assert_eq!(maturity(said).map(|at| MATURITIES[usize::from(at)]), Some(word), "{said}");
        }
        assert_eq!(maturity("std track"), None);
    }
}
