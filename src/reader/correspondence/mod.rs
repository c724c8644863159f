//! What the words of a foreword or cover say about adoption.

mod declared;

pub(super) use declared::{Texts, declare, declare_counterparts};

use std::ops::Range;

use crate::model::Degree;

/// Phrases that state a degree of correspondence, in the wording of GB/T 1.2, ISO/IEC Guide 21-1
/// and common practice.
const PHRASES: &[(&str, Degree)] = &[
    ("非等效采用", Degree::Neq),
    ("一致性程度为非等效", Degree::Neq),
    ("等同采用", Degree::Idt),
    ("等同于", Degree::Idt),
    ("一致性程度为等同", Degree::Idt),
    ("修改采用", Degree::Mod),
    ("一致性程度为修改", Degree::Mod),
    ("is identical to", Degree::Idt),
    ("is identical with", Degree::Idt),
    ("identical adoption of", Degree::Idt),
    ("identical adoption", Degree::Idt),
    ("is a modified adoption of", Degree::Mod),
    ("modified adoption of", Degree::Mod),
    ("is modified in relation to", Degree::Mod),
    ("is not equivalent to", Degree::Neq),
    ("not equivalent to", Degree::Neq),
    ("(idt)", Degree::Idt),
    (", idt)", Degree::Idt),
    ("，idt", Degree::Idt),
    ("(mod)", Degree::Mod),
    (", mod)", Degree::Mod),
    ("，mod", Degree::Mod),
    ("(neq)", Degree::Neq),
    (", neq)", Degree::Neq),
    ("，neq", Degree::Neq),
];

/// Where a text states a degree of correspondence, and which.
fn stated_degree(text: &str) -> Option<(Range<usize>, Degree)> {
    // ASCII folding keeps byte offsets.
    let folded = text.to_ascii_lowercase();
    PHRASES
        .iter()
        .filter_map(|(phrase, degree)| {
            folded.find(phrase).map(|at| (at..at + phrase.len(), *degree))
        })
        // At one place the longer phrase says more: 非等效采用 holds no 等同采用, but "not equivalent".
        .min_by_key(|(range, _)| (range.start, usize::MAX - range.len()))
}

/// A degree word of a header: `identical`, `IDT`, 等同.
pub(super) fn degree_word(word: &str) -> Option<Degree> {
    Some(match word.trim().to_lowercase().as_str() {
        "identical" | "idt" | "等同" => Degree::Idt,
        "equivalent" | "modified" | "mod" | "eqv" | "修改" => Degree::Mod,
        "nonequivalent" | "non-equivalent" | "not equivalent" | "notequivalent" | "neq"
        | "非等效" => Degree::Neq,
        _ => return None,
    })
}

/// `（ISO 9001:2015，IDT）` after an entry: the source, the place of the degree, the degree.
pub(super) fn annotation(text: &str, from: usize) -> Option<(Range<usize>, Range<usize>, Degree)> {
    let rest = text.get(from..)?;
    let open = from + rest.rfind(['(', '（', '[', '［'])?;
    let inner_start = open + text[open..].chars().next().map_or(1, char::len_utf8);
    let inner = text[inner_start..].split([')', '）', ']', '］']).next()?;
    let comma = inner.rfind([',', '，'])?;
    let word_start = inner_start + comma + inner[comma..].chars().next().map_or(1, char::len_utf8);
    let word = text[word_start..inner_start + inner.len()].trim();
    let degree = Degree::from_word(word)?;
    let start = word_start + text[word_start..].find(word)?;
    Some((
        inner_start..inner_start + inner[..comma].trim_end().len(),
        start..start + word.len(),
        degree,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_where_they_stand() {
        let text = "本文件使用翻译法等同采用 ISO 99901:2019。";
        let (range, degree) = stated_degree(text).unwrap();
        assert_eq!((&text[range], degree), ("等同采用", Degree::Idt));
        let text = "This document is a modified adoption of ISO 99901.";
        assert_eq!(stated_degree(text).unwrap().1, Degree::Mod);
        let text = "与 ISO 99901:2019 的一致性程度为非等效。";
        assert_eq!(stated_degree(text).unwrap().1, Degree::Neq);
        assert_eq!(stated_degree("The scope is unchanged."), None);
    }
}
