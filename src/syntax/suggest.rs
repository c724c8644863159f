//! "Did you mean": the nearest word of a list.

/// The word of `candidates` that `word` was probably meant to be.
///
/// Counts edits in characters, so that it holds for Chinese; case and the choice between `_`, `-`
/// and space do not count. The first of equally near words wins.
#[must_use]
pub fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // Nobody misspells a whole paragraph; and edit distance is quadratic.
    if word.len() > 100 {
        return None;
    }
    let fold = |text: &str| -> String {
        text.chars()
            .map(|c| if matches!(c, '-' | ' ') { '_' } else { c })
            .flat_map(char::to_lowercase)
            .collect()
    };
    let word = fold(word);
    let length = word.chars().count();
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        let folded = fold(candidate);
        let distance = strsim::osa_distance(&word, &folded);
        // One edit in a word of up to four characters, two up to eight, then a third of it; but
        // never all of it.
        let longest = length.max(folded.chars().count());
        let allowed = match longest {
            0..=4 => 1,
            5..=8 => 2,
            more => more / 3,
        };
        let near = distance <= allowed && distance < longest
            // A word that is the start of the right one: `norm` for `normative`.
            || length >= 3 && folded.starts_with(&word);
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn nearest_word_wins() {
        let keys = ["title", "terms", "clauses", "replaced_by", "replaces"];
        assert_eq!(did_you_mean("titel", keys), Some("title"));
        assert_eq!(did_you_mean("replaced-by", keys), Some("replaced_by"));
        assert_eq!(did_you_mean("Clause", keys), Some("clauses"));
        assert_eq!(did_you_mean("zzz", keys), None);
        assert_eq!(did_you_mean("规范性引用", ["规范性引用文件"]), Some("规范性引用文件"));
        assert_eq!(did_you_mean("甲", ["乙"]), None, "one wrong character of one is another word");
        assert_eq!(did_you_mean("", keys), None);
    }
}
