//! Which clauses of two editions belong together: pairs of the alignment, held against sentences.

use rustc_hash::FxHashMap;

use super::pairing;
use super::sentences;
use crate::alignment::{Comparison, Options, fold};
use crate::comparison::passage::{Passages, PlacedSentence, Rarity};

/// Clauses that belong together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) old: Vec<usize>,
    pub(super) new: Vec<usize>,
    pub(super) score: Option<f32>,
}

/// What belongs together, and where sentences went.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) groups: Vec<Group>,
    /// Clauses by the sentences that only they have, of the old and of the new edition.
    homes: (FxHashMap<u64, usize>, FxHashMap<u64, usize>),
}

/// Words from which a sentence is known again in any clause.
const TELLING: usize = 6;
/// Share of the words of the smaller of two clauses that makes them counterparts.
const SHARE: f32 = 0.3;
/// The same for pairs that the alignment holds for the best and that bear one title.
const SHARE_OF_BEST: f32 = 0.2;
/// Words that a clause must have from a further one to count as split or merged.
const PART: f32 = 8.0;
/// Similarity of text that makes counterparts of clauses without any sentence in common.
const ALIKE: f32 = 0.5;

impl Links {
    pub(super) fn find(
        comparison: &Comparison<'_>,
        (old, new): (&Passages<'_>, &Passages<'_>),
        rarity: &Rarity,
        one_language: bool,
        several: bool,
        options: &Options,
    ) -> Self {
        let best = comparison.alignment(&Options { one_to_one: true, ..options.clone() });
        let all = comparison.alignment(options);
        let mut scores: FxHashMap<(usize, usize), f32> = FxHashMap::default();
        for pair in best.pairs.iter().chain(&all.pairs) {
            scores.insert((pair.left, pair.right), pair.score);
        }
        let homes = (homes(old), homes(new));
        if !one_language {
            let pairs = best.pairs.iter().map(|it| (it.left, it.right)).collect::<Vec<_>>();
            return Self { groups: groups(&pairs, &scores, old, new), homes };
        }
        let firsts: Vec<(usize, usize)> = best
            .pairs
            .iter()
            .filter(|pair| {
                let (a, _) = sentences(old, &[pair.left]);
                let (b, _) = sentences(new, &[pair.right]);
                let titles = same_title(comparison, pair.left, pair.right);
                let smaller = words(&a).min(words(&b));
                // A document has one abstract and one list of thanks, however they are worded.
                let untitled = !titles && has_no_title(comparison, pair.left, pair.right);
                if !several
                    && at_top(comparison, pair.left, pair.right)
                    && (titles || untitled && pair.evidence.text >= ALIKE / 2.0)
                {
                    return true;
                }
                if smaller < 4.0 {
                    return titles || pair.evidence.text >= ALIKE;
                }
                let shared = shared(&a, &b, rarity).into_iter().map(|it| it.1).sum::<f32>();
                titles && shared >= SHARE_OF_BEST * smaller
                    || shared >= SHARE * smaller && shared >= PART
                    || titles && pair.evidence.text >= ALIKE / 2.0
                    || pair.evidence.text >= ALIKE
            })
            .map(|pair| (pair.left, pair.right))
            .collect();
        let mut links = firsts.clone();
        let mut further: Vec<(usize, usize)> =
            all.pairs.iter().map(|it| (it.left, it.right)).collect();
        further.extend(carried(old, &homes.1));
        further.sort_unstable();
        further.dedup();
        further.retain(|it| !firsts.contains(it));
        links.extend(confirmed((old, new), rarity, &firsts, &further));
        Self { groups: groups(&links, &scores, old, new), homes }
    }

    /// The new clause that has an old sentence word for word.
    pub(super) fn new_home(&self, sentence: &PlacedSentence<'_>) -> Option<usize> {
        (sentence.weight() >= TELLING).then(|| self.homes.1.get(&sentence.letters).copied())?
    }

    /// The old clause that had a new sentence word for word.
    pub(super) fn old_home(&self, sentence: &PlacedSentence<'_>) -> Option<usize> {
        (sentence.weight() >= TELLING).then(|| self.homes.0.get(&sentence.letters).copied())?
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn words(sentences: &[&PlacedSentence<'_>]) -> f32 {
    sentences.iter().map(|it| it.weight()).sum::<usize>() as f32
}

fn same_title(comparison: &Comparison<'_>, left: usize, right: usize) -> bool {
    let plain =
        |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    let title = plain(&comparison.left.items[left].title);
    !title.is_empty() && title == plain(&comparison.right.items[right].title)
}

fn has_no_title(comparison: &Comparison<'_>, left: usize, right: usize) -> bool {
    let (a, b) = (&comparison.left.items[left], &comparison.right.items[right]);
    a.title.trim().is_empty() && b.title.trim().is_empty()
}

fn at_top(comparison: &Comparison<'_>, left: usize, right: usize) -> bool {
    let (a, b) = (&comparison.left.items[left], &comparison.right.items[right]);
    a.parent.is_none() && b.parent.is_none()
}

/// Clauses by the telling sentences that stand nowhere else on their side.
fn homes(side: &Passages<'_>) -> FxHashMap<u64, usize> {
    let mut homes: FxHashMap<u64, Option<usize>> = FxHashMap::default();
    for sentence in side.sentences.iter().filter(|it| it.weight() >= TELLING) {
        homes
            .entry(sentence.letters)
            .and_modify(|it| *it = it.filter(|item| *item == sentence.item))
            .or_insert(Some(sentence.item));
    }
    let mut single = FxHashMap::default();
    for sentence in &side.sentences {
        if let Some(Some(item)) = homes.get(&sentence.letters) {
            single.insert(sentence.letters, *item);
        }
    }
    single
}

/// Old clauses and the new clauses to which their sentences went word for word.
fn carried(old: &Passages<'_>, homes: &FxHashMap<u64, usize>) -> Vec<(usize, usize)> {
    let found = old.sentences.iter().filter(|it| it.weight() >= TELLING);
    found.filter_map(|it| Some((it.item, *homes.get(&it.letters)?))).collect()
}

/// By the place of the sentence on the right, the words that two texts share, and by pairs.
fn shared(
    a: &[&PlacedSentence<'_>],
    b: &[&PlacedSentence<'_>],
    rarity: &Rarity,
) -> Vec<((usize, usize), f32)> {
    pairing::align(a, b, rarity)
        .into_iter()
        .filter_map(|pair| {
            let (x, y) = (a[pair.old?], b[pair.new?]);
            #[expect(clippy::cast_precision_loss, reason = "a count of words")]
            let words = x.weight().min(y.weight()) as f32;
            let share = if pair.same { 1.0 } else { rarity.likeness(&x.words, &y.words) };
            Some(((x.item, y.item), words * share))
        })
        .collect()
}

/// Further pairs that sentences bear out: each sentence counts for the clause that has it best.
fn confirmed(
    (old, new): (&Passages<'_>, &Passages<'_>),
    rarity: &Rarity,
    firsts: &[(usize, usize)],
    further: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut of_left: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut of_right: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (left, right) in firsts.iter().chain(further) {
        of_left.entry(*left).or_default().push(*right);
        of_right.entry(*right).or_default().push(*left);
    }
    for (left, right) in further {
        let mut rivals = of_left.get(left).cloned().unwrap_or_default();
        rivals.sort_unstable();
        rivals.dedup();
        let mut owners = of_right.get(right).cloned().unwrap_or_default();
        owners.sort_unstable();
        owners.dedup();
        // What the clause shares with this one and no rival has better, from both sides.
        let mass = |ours: &[usize], theirs: &[usize]| -> f32 {
            let ((a, _), (b, _)) = (sentences(old, ours), sentences(new, theirs));
            shared(&a, &b, rarity)
                .into_iter()
                .filter(|(pair, _)| *pair == (*left, *right))
                .map(|it| it.1)
                .sum()
        };
        let both = mass(&[*left], &rivals).min(mass(&owners, &[*right]));
        let ((a, _), (b, _)) = (sentences(old, &[*left]), sentences(new, &[*right]));
        if both >= PART && both >= SHARE * words(&a).min(words(&b)) {
            found.push((*left, *right));
        }
    }
    found
}

/// Clauses joined by links, and those that nothing joins.
fn groups(
    links: &[(usize, usize)],
    scores: &FxHashMap<(usize, usize), f32>,
    old: &Passages<'_>,
    new: &Passages<'_>,
) -> Vec<Group> {
    let (lefts, rights) = (old.of_item.len(), new.of_item.len());
    let mut above: Vec<usize> = (0..lefts + rights).collect();
    fn root(above: &mut [usize], mut at: usize) -> usize {
        while above[at] != at {
            above[at] = above[above[at]];
            at = above[at];
        }
        at
    }
    for (left, right) in links {
        let (a, b) = (root(&mut above, *left), root(&mut above, lefts + right));
        above[a.max(b)] = a.min(b);
    }
    let mut place: FxHashMap<usize, usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    for at in 0..lefts + rights {
        let root = root(&mut above, at);
        let index = *place.entry(root).or_insert_with(|| {
            groups.push(Group { old: Vec::new(), new: Vec::new(), score: None });
            groups.len() - 1
        });
        if at < lefts {
            groups[index].old.push(at);
        } else {
            groups[index].new.push(at - lefts);
        }
    }
    for (left, right) in links {
        let root = root(&mut above, *left);
        let score = scores.get(&(*left, *right)).copied();
        if let Some(group) = place.get(&root).and_then(|it| groups.get_mut(*it)) {
            group.score = match (group.score, score) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            };
        }
    }
    groups
}
