//! Uses of terms in text, and definitions compared.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::is_han;

/// One use of a designation in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermUse {
    /// Where it stands, inflection included.
    pub range: Range<usize>,
    /// Index of the designation among those the finder was made of.
    pub designation: usize,
}

/// Finds designations in texts: one automaton over all of them, the longest match from the left.
///
/// English designations match in any case, as whole words, with the endings of the plural and of
/// plain inflection; Chinese ones match as they stand.
#[derive(Debug)]
pub struct TermFinder {
    automaton: Option<AhoCorasick>,
    /// Designation of each pattern.
    of: Vec<usize>,
}

impl TermFinder {
    /// A finder for `designations`; empty ones are never found. Of two that are the same, the
    /// first is reported.
    pub fn new<'a>(designations: impl IntoIterator<Item = &'a str>) -> Self {
        let mut patterns: Vec<String> = Vec::new();
        let mut of = Vec::new();
        for (index, designation) in designations.into_iter().enumerate() {
            let plain = designation.trim().to_ascii_lowercase();
            if plain.is_empty() {
                continue;
            }
            for form in forms(&plain) {
                patterns.push(form);
                of.push(index);
            }
        }
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok();
        Self { automaton, of }
    }

    /// The uses in `text`, in order; they do not overlap.
    #[must_use]
    pub fn uses(&self, text: &str) -> Vec<TermUse> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let lower = text.to_ascii_lowercase();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(hit) =
            automaton.find(aho_corasick::Input::new(&lower).span(from..lower.len()))
        {
            let range = hit.range();
            if whole_words(&lower, &range) {
                from = range.end;
                found.push(TermUse { range, designation: self.of[hit.pattern().as_usize()] });
            } else {
                // a shorter designation may still begin inside: go on behind the first character
                from = range.start + lower[range.start..].chars().next().map_or(1, char::len_utf8);
            }
        }
        found
    }
}

/// The designation and its plain inflections.
fn forms(plain: &str) -> Vec<String> {
    let mut forms = vec![plain.to_owned()];
    if !plain.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return forms;
    }
    if let Some(stem) =
        plain.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
    {
        forms.push(format!("{stem}ies"));
    } else if plain.ends_with(['s', 'x', 'z']) || plain.ends_with("ch") || plain.ends_with("sh") {
        forms.push(format!("{plain}es"));
    } else {
        forms.push(format!("{plain}s"));
    }
    forms.push(format!("{plain}'s"));
    forms
}

/// Letters and digits do not run on beyond the match, except between Latin and Chinese script.
fn whole_words(text: &str, range: &Range<usize>) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_han(c);
    let runs = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(latin) && inner.is_some_and(latin)
    };
    let matched = &text[range.clone()];
    !runs(text[..range.start].chars().next_back(), matched.chars().next())
        && !runs(text[range.end..].chars().next(), matched.chars().next_back())
}

/// How two definitions of one concept lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefinitionRelation {
    /// The same words.
    Same,
    /// The same but for case, punctuation, width of characters, articles and the final stop.
    Editorial,
    /// Different words.
    Different,
}

/// Compares two definitions. Pointers to other entries, *paddy (3.1)*, are set in by some and left out
/// by others, and are no words of the definition.
#[must_use]
pub fn compare_definitions(left: &str, right: &str) -> DefinitionRelation {
    if left.trim() == right.trim() {
        DefinitionRelation::Same
    } else if normalised(left) == normalised(right) {
        DefinitionRelation::Editorial
    } else {
        DefinitionRelation::Different
    }
}

/// Length of a pointer to another entry that a text starts with: `(3.12)`, `（见 3.1）`, `(see 3.1)`, or
/// brackets left empty, or that repeat the words before them as an anchor, `gel state (gel_state)`.
fn pointer(text: &str, before: &str) -> usize {
    let Some(inner) = text.strip_prefix(['(', '（']) else { return 0 };
    let Some(close) = inner.find([')', '）']).filter(|at| *at < 64) else { return 0 };
    let words = inner[..close].trim();
    let number =
        ["see ", "见"].iter().find_map(|it| words.strip_prefix(it)).unwrap_or(words).trim();
    let dotted = |it: &str| it.contains('.') && it.chars().all(|c| c.is_ascii_digit() || c == '.');
    let repeats = || {
        let anchor = number.replace(['_', '-'], " ").to_lowercase();
        before.trim_end().ends_with(anchor.as_str())
    };
    if number.is_empty() || dotted(number) || repeats() {
        let open = text.len() - inner.len();
        return open + close + inner[close..].chars().next().map_or(0, char::len_utf8);
    }
    0
}

/// The words of a definition that carry its meaning, folded.
fn normalised(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let pointer = pointer(rest, &folded);
        if pointer > 0 {
            rest = &rest[pointer..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        if c.is_alphanumeric() || matches!(c, '<' | '>' | '=' | '±' | '%' | '°') {
            folded.extend(c.to_lowercase());
        } else if !is_han(folded.chars().next_back().unwrap_or('一')) {
            folded.push(' ');
        }
    }
    let words: Vec<&str> =
        folded.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the")).collect();
    words.join(" ").replace("programme", "program").replace("isation", "ization")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_designation_is_found_as_a_whole_word() {
        let finder = TermFinder::new(["audit", "audit evidence", "市场", "facility", "服务质量"]);
        let text = "Audits need audit evidence; auditors use facilities. 服务质量与市场。";
        let found: Vec<(&str, usize)> = finder
            .uses(text)
            .into_iter()
            .map(|each| (&text[each.range], each.designation))
            .collect();
        assert_eq!(
            found,
            [("Audits", 0), ("audit evidence", 1), ("facilities", 3), ("服务质量", 4), ("市场", 2)]
        );
    }

    #[test]
    fn definitions_differ_in_words_or_only_in_print() {
        use DefinitionRelation::{Different, Editorial, Same};
        assert_eq!(compare_definitions("degree of order", "degree of order "), Same);
        assert_eq!(compare_definitions("The degree of order.", "degree of order"), Editorial);
        assert_eq!(compare_definitions("顾客的感受。", "顾客的感受"), Editorial);
        assert_eq!(
            compare_definitions("husk of paddy (3.1) rice", "husk of paddy rice"),
            Editorial
        );
        assert_eq!(
            compare_definitions("the gel state (gel_state) of it", "gel state of it"),
            Editorial
        );
        assert_eq!(compare_definitions("大米（见 3.1）的外壳", "大米的外壳"), Editorial);
        assert_eq!(compare_definitions("limit (1.5 g) of it", "limit of it"), Different);
        assert_eq!(compare_definitions("degree of order", "degree of disorder"), Different);
    }

    proptest::proptest! {
        #[test]
        fn uses_lie_on_characters(words in proptest::collection::vec("\\PC{0,4}", 0..5), text in "\\PC{0,40}") {
            let finder = TermFinder::new(words.iter().map(String::as_str));
            for each in finder.uses(&text) {
                assert!(text.get(each.range).is_some());
            }
            let _ = compare_definitions(&text, words.first().map_or("", String::as_str));
        }
    }
}
