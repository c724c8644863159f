//! Edition to edition: what became of every clause.
//!
//! The alignment says which clauses answer to each other; the sentences decide what that means. A
//! sentence found again word for word is the best witness, so a clause was split where its
//! sentences went to several clauses, and merged where sentences of several came together. A pair
//! that shares no sentence, even in other words, and has another title is not a revision but one
//! clause deleted and another added.

mod across;
mod editorial;
mod links;
mod pairing;
mod wording;

use crate::alignment::{Comparison, List, Options, fold};

pub use pairing::Aligned;
pub use wording::{Change, ChangeOf, Quote, Weight};

use super::passage::{Passages, PlacedSentence, Rarity};
use links::Links;

/// What became of a clause; several may hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// Nothing changed.
    Unchanged,
    /// Only what changes nothing: spelling, punctuation, numbers of clauses.
    Editorial,
    /// Other words, but of nothing that is required.
    Reworded,
    /// Words of what is required, recommended or permitted.
    Requirement,
    /// It answers to the other clause, and the words cannot be compared (other languages).
    NotCompared,
    /// It stands elsewhere.
    Moved,
    /// It bears another number at the same place.
    Renumbered,
    /// It bears another title.
    Retitled,
    /// Its text went to several clauses.
    Split,
    /// The text of several clauses came together.
    Merged,
    /// Nothing answers to it in the new edition.
    Deleted,
    /// Nothing answered to it in the old edition.
    Added,
}

impl Fate {
    /// Every fate, in the order in which it is told.
    pub const ALL: &'static [Self] = &[
        Self::Unchanged,
        Self::Editorial,
        Self::Reworded,
        Self::Requirement,
        Self::NotCompared,
        Self::Moved,
        Self::Renumbered,
        Self::Retitled,
        Self::Split,
        Self::Merged,
        Self::Deleted,
        Self::Added,
    ];

    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Editorial => "editorial",
            Self::Reworded => "reworded",
            Self::Requirement => "requirement",
            Self::NotCompared => "not_compared",
            Self::Moved => "moved",
            Self::Renumbered => "renumbered",
            Self::Retitled => "retitled",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Deleted => "deleted",
            Self::Added => "added",
        }
    }
}

/// Clauses of the old edition and what they became in the new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Old clauses, by their places in the list; none where the clause was added.
    pub old: Vec<usize>,
    /// New clauses; none where the clause was deleted.
    pub new: Vec<usize>,
    /// What became of them, in the order of [`Fate::ALL`].
    pub fates: Vec<Fate>,
    /// The best score among their pairs.
    pub score: Option<f32>,
    /// What differs, in the order of the text.
    pub changes: Vec<Change>,
    /// Their sentences side by side: places in both sides' sentences.
    pub sentences: Vec<Aligned>,
}

/// Two editions compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// What became of every clause: in the order of the old edition, what was added after the
    /// clause that it stands behind.
    pub rows: Vec<Row>,
    /// Whether words could be compared.
    pub one_language: bool,
}

impl Edition {
    /// How many rows have a fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.rows.iter().filter(|row| row.fates.contains(&fate)).count()
    }
}

/// What became of every clause of the old edition. `documents` holds the places in the new list
/// where a document starts: the text of one edition may have gone to several.
#[must_use]
pub fn edition(
    comparison: &Comparison<'_>,
    old: &Passages<'_>,
    new: &Passages<'_>,
    documents: &[usize],
    options: &Options,
) -> Edition {
    let one_language = comparison.languages.0 == comparison.languages.1;
    let rarity = Rarity::of([old, new]);
    let links =
        Links::find(comparison, (old, new), &rarity, one_language, documents.len() > 1, options);
    let mut rows: Vec<Row> = Vec::new();
    for group in &links.groups {
        rows.push(row(comparison, (old, new), &rarity, group, one_language, &links));
    }
    place(comparison, &mut rows, documents);
    let rows = in_order(rows, new.of_item.len(), documents);
    Edition { rows, one_language }
}

/// Sentences of clauses, one after the other.
fn sentences<'p, 'a>(
    side: &'p Passages<'a>,
    items: &[usize],
) -> (Vec<&'p PlacedSentence<'a>>, Vec<usize>) {
    items
        .iter()
        .flat_map(|item| side.of_item.get(*item).cloned().unwrap_or_default())
        .filter_map(|at| Some((side.sentences.get(at)?, at)))
        .unzip()
}

fn row(
    comparison: &Comparison<'_>,
    (old, new): (&Passages<'_>, &Passages<'_>),
    rarity: &Rarity,
    group: &links::Group,
    one_language: bool,
    links: &Links,
) -> Row {
    let mut row = Row {
        old: group.old.clone(),
        new: group.new.clone(),
        fates: Vec::new(),
        score: group.score,
        changes: Vec::new(),
        sentences: Vec::new(),
    };
    match (row.old.as_slice(), row.new.as_slice()) {
        (_, []) => row.fates.push(Fate::Deleted),
        ([], _) => row.fates.push(Fate::Added),
        _ if !one_language => row.fates.push(Fate::NotCompared),
        (ours, theirs) => {
            let homes = Some(links);
            (row.sentences, row.changes) = side_by_side((old, new), rarity, ours, theirs, homes);
            let weight = row.changes.iter().map(|it| it.weight).max().unwrap_or_default();
            match weight {
                Weight::Same => {}
                Weight::Editorial => row.fates.push(Fate::Editorial),
                Weight::Text => row.fates.push(Fate::Reworded),
                Weight::Requirement => row.fates.push(Fate::Requirement),
            }
        }
    }
    if row.new.len() > 1 {
        row.fates.push(Fate::Split);
    }
    if row.old.len() > 1 {
        row.fates.push(Fate::Merged);
    }
    if let ([old], [new]) = (row.old.as_slice(), row.new.as_slice()) {
        let title = |list: &List<'_>, at: usize| -> String {
            fold(&list.items[at].title).chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let (a, b) = (title(comparison.left, *old), title(comparison.right, *new));
        if one_language && a != b && !(a.is_empty() || b.is_empty()) {
            row.fates.push(Fate::Retitled);
        }
    }
    row
}

/// Sets clauses of one language beside each other, sentence by sentence.
fn side_by_side(
    (old, new): (&Passages<'_>, &Passages<'_>),
    rarity: &Rarity,
    ours: &[usize],
    theirs: &[usize],
    links: Option<&Links>,
) -> (Vec<Aligned>, Vec<Change>) {
    let ((a, a_at), (b, b_at)) = (sentences(old, ours), sentences(new, theirs));
    let (mut aligned, mut found) = (Vec::new(), Vec::new());
    for pair in pairing::align(&a, &b, rarity) {
        let home = |sentence: &PlacedSentence<'_>, is_old: bool| match is_old {
            true => links?.new_home(sentence),
            false => links?.old_home(sentence),
        };
        let changes = match (pair.old.map(|it| a[it]), pair.new.map(|it| b[it])) {
            (Some(x), Some(y)) => wording::compare((x, old), (y, new)),
            (Some(x), None) => vec![wording::alone(x, true, home(x, true))],
            (None, Some(y)) => vec![wording::alone(y, false, home(y, false))],
            (None, None) => Vec::new(),
        };
        found.extend(changes);
        let (old, new) = (pair.old.map(|it| a_at[it]), pair.new.map(|it| b_at[it]));
        aligned.push(Aligned { old, new, ..pair });
    }
    (aligned, found)
}

/// Compares clauses of two documents that somebody or something has paired.
#[derive(Debug)]
pub struct Wording<'p, 'a> {
    left: &'p Passages<'a>,
    right: &'p Passages<'a>,
    rarity: Rarity,
}

impl<'p, 'a> Wording<'p, 'a> {
    /// Looks at the words of both sides.
    #[must_use]
    pub fn new(left: &'p Passages<'a>, right: &'p Passages<'a>) -> Self {
        Self { left, right, rarity: Rarity::of([left, right]) }
    }

    /// Sentences side by side, and what differs. Across languages no sentences are paired: what
    /// differs is told by what no language changes.
    #[must_use]
    pub fn compare(&self, left: usize, right: usize) -> (Vec<Aligned>, Vec<Change>) {
        if self.left.lang == self.right.lang {
            let sides = (self.left, self.right);
            return side_by_side(sides, &self.rarity, &[left], &[right], None);
        }
        (Vec::new(), across::compare(self.left.of(left), self.right.of(right)))
    }
}

/// Says of clauses that have one counterpart whether they stand elsewhere or bear another number.
fn place(comparison: &Comparison<'_>, rows: &mut [Row], documents: &[usize]) {
    let (left, right) = (comparison.left, comparison.right);
    let mut row_of_old = vec![usize::MAX; left.items.len()];
    let mut row_of_new = vec![usize::MAX; right.items.len()];
    for (at, row) in rows.iter().enumerate() {
        row.old.iter().for_each(|it| row_of_old[*it] = at);
        row.new.iter().for_each(|it| row_of_new[*it] = at);
    }
    // Clauses that keep the order of their neighbours under one parent.
    let pairs: Vec<(usize, usize)> = {
        let mut all: Vec<(usize, usize)> =
            rows.iter().filter_map(|row| Some((*row.old.first()?, *row.new.first()?))).collect();
        all.sort_unstable();
        all
    };
    let kept: rustc_hash::FxHashSet<usize> =
        crate::alignment::longest_rising(&pairs).into_iter().map(|it| it.0).collect();
    for row in rows.iter_mut() {
        let ([old], [new]) = (row.old.as_slice(), row.new.as_slice()) else { continue };
        let (a, b) = (&left.items[*old], &right.items[*new]);
        let moved = match (a.parent, b.parent) {
            (Some(x), Some(y)) if row_of_old[x] != row_of_new[y] => true,
            (Some(_), None) | (None, Some(_)) => true,
            // The order of several documents is nobody's.
            _ => documents.len() < 2 && !kept.contains(old),
        };
        let number = |written: &str| -> Option<String> {
            let plain = written.trim().trim_end_matches('.');
            let last = plain.rsplit(", ").next().unwrap_or(plain);
            let starts = last.starts_with(|c: char| c.is_ascii_digit())
                || last.len() < 8
                    && last.starts_with(|c: char| c.is_ascii_uppercase())
                    && last[1..].chars().all(|c| c.is_ascii_digit() || c == '.');
            starts.then(|| last.to_owned())
        };
        if moved {
            row.fates.push(Fate::Moved);
        } else if let (Some(x), Some(y)) = (number(&a.id), number(&b.id))
            && x != y
        {
            row.fates.push(Fate::Renumbered);
        }
    }
    for row in rows {
        if row.fates.is_empty() {
            row.fates.push(Fate::Unchanged);
        }
        row.fates.sort_unstable();
    }
}

/// Rows in the order of the old edition; what was added follows the clause it stands behind.
fn in_order(rows: Vec<Row>, new_items: usize, documents: &[usize]) -> Vec<Row> {
    let (mut added, mut kept): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.old.is_empty());
    kept.sort_by_key(|row| row.old.first().copied());
    added.sort_by_key(|row| row.new.first().copied());
    let mut row_of_new: Vec<Option<usize>> = vec![None; new_items];
    for (at, row) in kept.iter().enumerate() {
        for new in &row.new {
            row_of_new[*new] = Some(at);
        }
    }
    // After which row each added one stands; at the start of a document, before all others.
    let mut behind: Vec<Vec<Row>> = (0..=kept.len()).map(|_| Vec::new()).collect();
    for row in added {
        let at = row.new.first().copied().unwrap_or_default();
        let start = documents.iter().rev().find(|it| **it <= at).copied().unwrap_or_default();
        let before = (start..at).rev().find_map(|it| row_of_new[it]);
        let slot = match before {
            Some(before) => before + 1,
            None if start == 0 => 0,
            None => kept.len(),
        };
        behind[slot].push(row);
    }
    let mut all = Vec::with_capacity(new_items);
    let mut behind = behind.into_iter();
    all.extend(behind.next().unwrap_or_default());
    for (row, after) in kept.into_iter().zip(behind) {
        all.push(row);
        all.extend(after);
    }
    all
}

#[cfg(test)]
mod tests;
