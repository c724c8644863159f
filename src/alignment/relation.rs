//! How one clause stands to another: judged by how much of either is found in the other.

use super::list::Item;
use super::space::Space;
use crate::alignment::fold::fold_into;
use crate::model::Relation;

/// From this share on, a text is found whole in another.
const WHOLE: f32 = 0.8;
/// So much more of the one than of the other must be found to say which is the larger.
const LARGER: f32 = 0.25;
/// Cosine of texts that say the same.
const SAME: f32 = 0.75;
/// Cosine of texts that have nothing in common but words of the trade.
const NOTHING: f32 = 0.05;

/// The relation of a left to a right item. Across languages only likeness is known, not what the
/// one has and the other lacks.
pub(crate) fn relation(
    space: &Space,
    (left, left_item): (usize, &Item<'_>),
    (right, right_item): (usize, &Item<'_>),
    similarity: f32,
    one_language: bool,
) -> Relation {
    if one_language && !is_empty(left_item) && letters(left_item) == letters(right_item) {
        return Relation::Equal;
    }
    if similarity < NOTHING {
        return Relation::None;
    }
    if !one_language {
        // Translations seldom share more than half of their features.
        return if similarity >= SAME / 2.0 { Relation::Equivalent } else { Relation::Intersects };
    }
    let (of_left, of_right) = containment(space, left, right);
    if of_left >= WHOLE && of_right >= WHOLE
        || similarity >= SAME && (of_left - of_right).abs() < LARGER
    {
        Relation::Equivalent
    } else if of_left >= WHOLE || of_left - of_right >= LARGER {
        Relation::Subset
    } else if of_right >= WHOLE || of_right - of_left >= LARGER {
        Relation::Superset
    } else {
        Relation::Intersects
    }
}

fn is_empty(item: &Item<'_>) -> bool {
    item.title.trim().is_empty() && item.text.iter().all(|it| it.trim().is_empty())
}

/// Title and text without anything but letters and digits.
fn letters(item: &Item<'_>) -> String {
    let mut folded = String::new();
    fold_into(&item.title, &mut folded);
    item.text.iter().for_each(|text| fold_into(text, &mut folded));
    folded.retain(char::is_alphanumeric);
    folded
}

/// Shares of the words of the left and of the right row that the other has, by rarity.
fn containment(space: &Space, left: usize, right: usize) -> (f32, f32) {
    let (a, _) = space.left.row(left);
    let (b, _) = space.right.row(right);
    let (a, b) = (&a[..space.words(a)], &b[..space.words(b)]);
    let sum = |places: &[u32]| places.iter().map(|it| space.idf(*it)).sum::<f32>();
    let common: f32 =
        a.iter().filter(|it| b.binary_search(it).is_ok()).map(|it| space.idf(*it)).sum();
    let share = |all: f32| if all > 0.0 { common / all } else { 0.0 };
    (share(sum(a)), share(sum(b)))
}
