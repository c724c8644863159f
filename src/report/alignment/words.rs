//! Differing words of two texts of one language.

use similar::{ChangeTag, TextDiff};

/// A stretch of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// The same in both.
    Same(String),
    /// Words of the left in the place of words of the right; either may be empty.
    Differs(String, String),
}

/// Compares word by word; a Chinese character is a word.
pub(super) fn compare(left: &str, right: &str) -> Vec<Stretch> {
    let diff = TextDiff::configure().diff_unicode_words(left, right);
    let mut out: Vec<Stretch> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (change.tag(), out.last_mut()) {
            (ChangeTag::Equal, Some(Stretch::Same(text))) => text.push_str(word),
            (ChangeTag::Equal, _) => out.push(Stretch::Same(word.to_owned())),
            (ChangeTag::Delete, Some(Stretch::Differs(text, _)))
            | (ChangeTag::Insert, Some(Stretch::Differs(_, text))) => text.push_str(word),
            (ChangeTag::Delete, _) => out.push(Stretch::Differs(word.to_owned(), String::new())),
            (ChangeTag::Insert, _) => out.push(Stretch::Differs(String::new(), word.to_owned())),
        }
    }
    join(out)
}

/// Differences with nothing but a space between them are one.
fn join(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut all = stretches.into_iter().peekable();
    while let Some(stretch) = all.next() {
        match (stretch, out.last_mut()) {
            (Stretch::Same(gap), Some(Stretch::Differs(left, right)))
                if gap.trim().is_empty() && matches!(all.peek(), Some(Stretch::Differs(..))) =>
            {
                left.push_str(&gap);
                right.push_str(&gap);
            }
            (Stretch::Differs(a, b), Some(Stretch::Differs(left, right))) => {
                left.push_str(&a);
                right.push_str(&b);
            }
            (stretch, _) => out.push(stretch),
        }
    }
    out
}

/// Share of the characters that both have, in 0..1: below a half, marks hide more than they show.
pub(super) fn common(stretches: &[Stretch]) -> f64 {
    let (mut same, mut all) = (0usize, 0usize);
    for stretch in stretches {
        match stretch {
            Stretch::Same(text) => {
                same += 2 * text.chars().count();
                all += 2 * text.chars().count();
            }
            Stretch::Differs(left, right) => all += left.chars().count() + right.chars().count(),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = same as f64 / all.max(1) as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_words_stand_out() {
        let found = compare("not exceed 0.15 mg/m3.", "not exceed 0.10 mg/m3.");
        assert_eq!(
            found,
            [
                Stretch::Same("not exceed ".into()),
                Stretch::Differs("0.15".into(), "0.10".into()),
                Stretch::Same(" mg/m3.".into())
            ]
        );
        let found = compare("浓度不应大于 5", "浓度不宜大于 5");
        assert_eq!(found[1], Stretch::Differs("应".into(), "宜".into()));
    }

    #[test]
    fn neighbours_are_one() {
        let found = compare("a red old house", "a blue new house");
        assert_eq!(found[1], Stretch::Differs("red old".into(), "blue new".into()));
    }
}
