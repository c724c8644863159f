//! Which sentence of an old text answers to which of a new one.

use rustc_hash::FxHashMap;

use crate::alignment::longest_rising;
use crate::comparison::passage::{PlacedSentence, Rarity, Role};

/// A sentence of the one side beside that of the other, or alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aligned {
    /// Place in the old sentences.
    pub old: Option<usize>,
    /// Place in the new sentences.
    pub new: Option<usize>,
    /// Letter for letter the same, but for punctuation and case.
    pub same: bool,
    /// Breaks the order that the others keep.
    pub moved: bool,
}

/// Likeness from which sentences at the same place are one sentence in two wordings.
const NEAR: f32 = 0.4;
/// The same for sentences that stand elsewhere.
const FAR: f32 = 0.55;
/// Words from which a sentence is known again wherever it stands.
const TELLING: usize = 4;
/// Sentences that a word may stand in to lead from one to the other.
const COMMON: usize = 48;

/// Sets two texts side by side, sentence by sentence, in the order of the new one; sentences that
/// are gone stand where they stood.
pub(super) fn align(
    old: &[&PlacedSentence<'_>],
    new: &[&PlacedSentence<'_>],
    rarity: &Rarity,
) -> Vec<Aligned> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    let mut same = vec![false; old.len()];
    let keys =
        |side: &[&PlacedSentence<'_>]| side.iter().map(|it| it.letters).collect::<Vec<u64>>();
    let (a, b) = (keys(old), keys(new));
    for operation in similar::capture_diff_slices(similar::Algorithm::Myers, &a, &b) {
        if let similar::DiffOp::Equal { old_index, new_index, len } = operation {
            for at in 0..len {
                partner[old_index + at] = Some(new_index + at);
                taken[new_index + at] = true;
                same[old_index + at] = true;
            }
        }
    }
    elsewhere(old, new, &mut partner, &mut taken, &mut same);
    reworded(old, new, rarity, &mut partner, &mut taken);
    in_order(&partner, &same, new.len())
}

/// The same sentence at another place.
fn elsewhere(
    old: &[&PlacedSentence<'_>],
    new: &[&PlacedSentence<'_>],
    partner: &mut [Option<usize>],
    taken: &mut [bool],
    same: &mut [bool],
) {
    let mut waiting: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, sentence) in new.iter().enumerate().rev() {
        if !taken[at] && sentence.weight() >= TELLING {
            waiting.entry(sentence.letters).or_default().push(at);
        }
    }
    for (at, sentence) in old.iter().enumerate() {
        if partner[at].is_none()
            && let Some(to) = waiting.get_mut(&sentence.letters).and_then(Vec::pop)
        {
            partner[at] = Some(to);
            taken[to] = true;
            same[at] = true;
        }
    }
}

/// Sentences in other words: the likest first.
fn reworded(
    old: &[&PlacedSentence<'_>],
    new: &[&PlacedSentence<'_>],
    rarity: &Rarity,
    partner: &mut [Option<usize>],
    taken: &mut [bool],
) {
    let mut index: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, sentence) in new.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        let mut words = sentence.words.clone();
        words.sort_unstable();
        words.dedup();
        for word in words {
            index.entry(word).or_default().push(at);
        }
    }
    // Where order expects the counterpart: between those of the sentences before and after.
    let mut gaps = vec![0..new.len(); old.len()];
    let mut behind = 0;
    for (at, to) in partner.iter().enumerate() {
        gaps[at].start = behind;
        if let Some(to) = to {
            behind = to + 1;
        }
    }
    let mut before = new.len();
    for (at, to) in partner.iter().enumerate().rev() {
        gaps[at].end = before;
        if let Some(to) = to {
            before = *to;
        }
    }
    let mut candidates = Vec::new();
    for (at, sentence) in old.iter().enumerate().filter(|(at, _)| partner[*at].is_none()) {
        let mut near: Vec<usize> = sentence
            .words
            .iter()
            .filter_map(|word| index.get(word).filter(|it| it.len() <= COMMON))
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        for to in near {
            // What is a note here may be text there; a drawing is neither.
            let drawn = |role: Role| role == Role::Verbatim;
            if drawn(new[to].role) != drawn(sentence.role) {
                continue;
            }
            let likeness = rarity.likeness(&sentence.words, &new[to].words);
            let at_place = gaps[at].contains(&to);
            if likeness >= if at_place { NEAR } else { FAR } {
                let bonus = if at_place { 0.05 } else { 0.0 };
                candidates.push((likeness + bonus, at, to));
            }
        }
    }
    candidates.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
    for (_, at, to) in candidates {
        if partner[at].is_none() && !taken[to] {
            partner[at] = Some(to);
            taken[to] = true;
        }
    }
}

/// All sentences in the order of the new text.
fn in_order(partner: &[Option<usize>], same: &[bool], new: usize) -> Vec<Aligned> {
    let pairs: Vec<(usize, usize)> =
        partner.iter().enumerate().filter_map(|(at, to)| Some((at, (*to)?))).collect();
    let kept = longest_rising(&pairs);
    let mut of_new: Vec<Option<usize>> = vec![None; new];
    for (at, to) in &pairs {
        of_new[*to] = Some(*at);
    }
    let mut out = Vec::with_capacity(partner.len() + new);
    let (mut at, mut to) = (0, 0);
    for (next_old, next_new) in kept.iter().copied().chain([(partner.len(), new)]) {
        for old in (at..next_old).filter(|it| partner[*it].is_none()) {
            out.push(Aligned { old: Some(old), new: None, same: false, moved: false });
        }
        for (fresh, from) in of_new.iter().enumerate().take(next_new).skip(to) {
            out.push(Aligned {
                old: *from,
                new: Some(fresh),
                same: from.is_some_and(|it| same[it]),
                moved: from.is_some(),
            });
        }
        if next_old < partner.len() {
            let (old, new) = (Some(next_old), Some(next_new));
            out.push(Aligned { old, new, same: same[next_old], moved: false });
        }
        (at, to) = (next_old + 1, next_new + 1);
    }
    out
}
