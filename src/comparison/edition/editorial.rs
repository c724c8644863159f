//! Words in the place of others that change nothing: what ISO/IEC Guide 21-1 and GB/T 1.2 count as
//! editorial, and what any revision of a text brings along.

use std::ops::Range;

use crate::comparison::content::stem;
use crate::language::is_han;

/// Words that carry no meaning of their own in a requirement.
const EMPTY: &[&str] = &[
    "the", "a", "an", "that", "which", "this", "these", "those", "such", "is", "are", "be", "been",
    "being", "was", "were", "of", "also", "then", "thus", "there", "it", "its", "s", "的", "了",
    "该", "其", "之", "所", "则", "即",
];

/// What a document calls itself.
const SELF: &[&str] = &[
    "document",
    "standard",
    "international",
    "national",
    "specification",
    "memo",
    "part",
    "technical",
    "report",
    "recommendation",
    "guide",
    "标",
    "准",
    "文",
    "件",
    "规",
    "范",
    "部",
    "分",
];

/// Words before the number of a clause or an asset.
const BEFORE_NUMBER: &[&str] = &[
    "section",
    "sections",
    "clause",
    "clauses",
    "subclause",
    "subclauses",
    "annex",
    "annexes",
    "appendix",
    "appendices",
    "table",
    "tables",
    "figure",
    "figures",
    "chapter",
    "chapters",
    "paragraph",
    "step",
    "note",
    "example",
    "formula",
    "formulae",
    "equation",
    "见",
    "第",
    "条",
    "章",
    "录",
    "表",
    "图",
    "式",
];

/// Whether the words of `old` in the place of those of `new` change nothing. Both are folded.
pub(super) fn is_editorial(
    (a, old): (&[String], &Range<usize>),
    (b, new): (&[String], &Range<usize>),
) -> bool {
    let full = |words: &[String]| -> Vec<String> {
        words.iter().filter(|it| !EMPTY.contains(&it.as_str())).map(|it| plain(it)).collect()
    };
    let (x, y) = (full(&a[old.clone()]), full(&b[new.clone()]));
    if x == y || x.concat() == y.concat() {
        return true;
    }
    // "Formula (B.1)" and "(B.1)", "see Clause 5" and "see 5".
    let labels = |words: &[String]| words.iter().all(|it| BEFORE_NUMBER.contains(&it.as_str()));
    if labels(&x) && labels(&y) && (x.is_empty() != y.is_empty()) {
        return is_cited(a, old.end) && is_cited(b, new.end);
    }
    names_itself((a, old), (b, new)) || {
        let (x, y) = (&a[old.clone()], &b[new.clone()]);
        are_numbers(x) && are_numbers(y) && cites(a, old.start) && cites(b, new.start)
    }
}

/// "This International Standard" and "this document" are one.
fn names_itself(
    (a, old): (&[String], &Range<usize>),
    (b, new): (&[String], &Range<usize>),
) -> bool {
    let own = |all: &[String], part: &Range<usize>| {
        let words = &all[part.clone()];
        let after_this =
            part.start > 0 && ["this", "present", "本"].contains(&all[part.start - 1].as_str());
        after_this && !words.is_empty() && words.iter().all(|it| SELF.contains(&it.as_str()))
    };
    own(a, old) && own(b, new)
}

fn are_numbers(words: &[String]) -> bool {
    let is_number = |it: &String| {
        let digits = it.trim_start_matches(|c: char| c.is_ascii_lowercase());
        it.len() - digits.len() <= 1
            && it.len() < 12
            && digits.bytes().all(|c| c.is_ascii_digit() || c == b'.')
    };
    !words.is_empty()
        && words
            .iter()
            .all(|it| is_number(it) || it == "and" || BEFORE_NUMBER.contains(&it.as_str()))
}

/// Whether what stands at `at` is a number or a label with one.
fn is_cited(words: &[String], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|it| it.chars().any(|c| c.is_ascii_digit()) || it.len() == 1 || is_label(it))
}

/// `formulab`, `table5`: an anchor that names its kind.
fn is_label(word: &str) -> bool {
    ["formula", "clause", "table", "figure", "annex", "section"]
        .iter()
        .any(|it| word.strip_prefix(it).is_some_and(|rest| rest.len() == 1))
}

/// Whether a number at `at` is that of a clause: "see Sections 5.2, 5.3 and …".
fn cites(words: &[String], at: usize) -> bool {
    let between = ["and", "or", "to", "through", "和", "至", "及"];
    let word = words[..at].iter().rev().find(|it| {
        !it.chars().all(|c| c.is_ascii_digit() || c == '.') && !between.contains(&it.as_str())
    });
    word.is_some_and(|it| BEFORE_NUMBER.contains(&it.as_str()))
        || words.get(at).is_some_and(|it| BEFORE_NUMBER.contains(&it.as_str()))
        || cites_bare(words, at)
}

/// Whether a number at `at` is that of a clause although no word says so, as in "see 5.2", "as
/// specified in 5.2" and 按5.2的规定: it has several parts, and what stands before it sends there.
fn cites_bare(words: &[String], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map_or("", |it| words[it].as_str());
    let parts = words.get(at).is_some_and(|it| it.contains('.'));
    let sends = [
        "specified",
        "described",
        "given",
        "defined",
        "set",
        "listed",
        "required",
        "accordance",
        "according",
        "mentioned",
        "stated",
        "comply",
        "conform",
    ];
    let next = words.get(at + 1).map_or("", String::as_str);
    parts
        && (before(1) == "see"
            || ["in", "to", "with", "by", "out"].contains(&before(1))
                && (sends.contains(&before(2)) || sends.contains(&before(3)))
            || ["按", "照", "合", "据"].contains(&before(1)) && ["的", "中", "规"].contains(&next))
}

/// A word without that in which two spellings of it differ.
fn plain(word: &str) -> String {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', ".");
    }
    if word.chars().any(is_han) || word.len() < 5 {
        return word.to_owned();
    }
    let mut word = word.to_owned();
    for (british, american) in [
        ("isation", "ization"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("yse", "yze"),
        ("our", "or"),
        ("ogue", "og"),
        ("lled", "led"),
        ("lling", "ling"),
    ] {
        word = word.replace(british, american);
    }
    for (british, american) in [("ise", "ize"), ("tre", "ter"), ("ence", "ense")] {
        if let Some(start) = word.strip_suffix(british) {
            word = format!("{start}{american}");
        }
    }
    stem(&word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(a: &str, old: Range<usize>, b: &str, new: Range<usize>) -> bool {
        let cut = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        is_editorial((&cut(a), &old), (&cut(b), &new))
    }

    #[test]
    fn spelling_numbering_and_self_reference_change_nothing() {
        assert!(holds("the colour of", 1..2, "the color of", 1..2));
        assert!(holds("0,10 mg", 0..1, "0.10 mg", 0..1));
        assert!(holds("see clause 5.2", 2..3, "see clause 6.1.3", 2..3));
        assert!(holds("see 5.2", 1..2, "see 6.1", 1..2));
        assert!(holds("as specified in 5.2", 3..4, "as specified in 6.1", 3..4));
        assert!(holds("see sections 5.2 and 5.3", 4..5, "see sections 5.2 and 6", 4..5));
        assert!(holds("this international standard", 1..3, "this document", 1..2));
        assert!(holds("using formula b 1", 1..2, "using b 1", 1..1));
        assert!(holds("sub clause", 0..2, "subclause", 0..1));
    }

    #[test]
    fn meaning_does() {
        assert!(!holds("at least 5", 2..3, "at least 6", 2..3));
        assert!(!holds("a height of 5.2 m", 3..4, "a height of 6.1 m", 3..4));
        assert!(!holds("shall not be", 1..2, "shall be", 1..1));
        assert!(!holds("the standard shall", 1..2, "the document shall", 1..2));
        assert!(!holds("red doors", 0..1, "blue doors", 0..1));
        assert!(!holds("必须", 0..1, "", 0..0));
    }
}
