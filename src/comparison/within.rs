//! Two texts of one language compared, sentence by sentence.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::analysis::{Analysis, Sentence};
use super::text::{Class, TextDifference, TextDifferenceKind as Kind};
use super::text::{allow_the_same, force, is_conversion};
use super::token::same_but_print;
use crate::identifier::Identifier;
use crate::language::{Comparability, Modality, Quantity, SetRelation};

/// From this share of common words on, two sentences are one sentence changed.
const ALIKE: f64 = 0.5;
/// From this share of kept words on, the rest was exchanged on purpose; below, the sentence was
/// put in other words.
const KEPT: f64 = 0.6;
/// Words that may be exchanged at most.
const EXCHANGED: usize = 12;
/// Words in more sentences than this bring no two of them together.
const COMMON: usize = 60;

/// Which sentence answers to which: equal ones first, then the most alike. Each is used once.
#[must_use]
pub fn match_sentences(left: &[&Sentence], right: &[&Sentence], least: f64) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut taken = (vec![false; left.len()], vec![false; right.len()]);
    let whole = |it: &Sentence| it.meanings().collect::<Vec<u64>>();
    let mut equal: FxHashMap<Vec<u64>, Vec<usize>> = FxHashMap::default();
    for (at, sentence) in right.iter().enumerate().rev() {
        equal.entry(whole(sentence)).or_default().push(at);
    }
    for (at, sentence) in left.iter().enumerate() {
        if let Some(other) = equal.get_mut(&whole(sentence)).and_then(Vec::pop) {
            taken.0[at] = true;
            taken.1[other] = true;
            pairs.push((at, other));
        }
    }
    let sorted = |it: &Sentence| {
        let mut words: Vec<u64> = it.meanings().collect();
        words.sort_unstable();
        words
    };
    let mut posts: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut rights: Vec<Vec<u64>> = vec![Vec::new(); right.len()];
    for (at, sentence) in right.iter().enumerate().filter(|(at, _)| !taken.1[*at]) {
        let words = sorted(sentence);
        let mut once = words.clone();
        once.dedup();
        for word in once {
            posts.entry(word).or_default().push(at);
        }
        rights[at] = words;
    }
    let mut candidates = Vec::new();
    for (at, sentence) in left.iter().enumerate().filter(|(at, _)| !taken.0[*at]) {
        let words = sorted(sentence);
        let mut near: Vec<usize> = words
            .iter()
            .filter_map(|word| posts.get(word).filter(|it| it.len() <= COMMON))
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        for other in near {
            let share = share(&words, &rights[other]);
            if share >= least {
                candidates.push((share, at, other));
            }
        }
    }
    candidates.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2)))
            .then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
    });
    for (_, at, other) in candidates {
        if !taken.0[at] && !taken.1[other] {
            taken.0[at] = true;
            taken.1[other] = true;
            pairs.push((at, other));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The usual bar for sentences of one clause.
#[must_use]
pub fn match_near_sentences(left: &[&Sentence], right: &[&Sentence]) -> Vec<(usize, usize)> {
    match_sentences(left, right, ALIKE)
}

/// Common share of two sorted lists (Dice).
fn share(left: &[u64], right: &[u64]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    let share = 2.0 * common as f64 / (left.len() + right.len()).max(1) as f64;
    share
}

/// What differs between two sentences that answer to each other. `matters` says that words count
/// even where nothing binds: a scope, a definition.
#[must_use]
pub fn sentence_differences(
    (left, a): (&Analysis<'_>, &Sentence),
    (right, b): (&Analysis<'_>, &Sentence),
    matters: bool,
) -> Vec<TextDifference> {
    let same = a.tokens.len() == b.tokens.len()
        && a.tokens.iter().zip(&b.tokens).all(|(x, y)| x.print == y.print);
    if same {
        return Vec::new();
    }
    let mut found = Vec::new();
    // What is told already, or is the same in other words: not told again as a change of words.
    let mut told = Told::default();
    forces(a, b, &mut told, &mut found);
    of_quantities((left, a), (right, b), &mut told, &mut found);
    of_references(&a.cited, &b.cited, &mut told, &mut found);
    of_conditions(a, b, &mut told, &mut found);
    of_words((left, a), (right, b), matters, &told, &mut found);
    found
}

#[derive(Default)]
struct Told {
    left: Vec<Range<usize>>,
    right: Vec<Range<usize>>,
}

impl Told {
    fn add(&mut self, left: Option<&Range<usize>>, right: Option<&Range<usize>>) {
        self.left.extend(left.cloned());
        self.right.extend(right.cloned());
    }
}

fn overlaps(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    ranges.iter().any(|it| it.start < range.end && range.start < it.end)
}

fn forces(a: &Sentence, b: &Sentence, told: &mut Told, found: &mut Vec<TextDifference>) {
    let binding = |it: &Sentence| -> Vec<usize> {
        let all = it.provisions.iter().enumerate();
        all.filter(|(_, it)| it.modality != Modality::Statement).map(|it| it.0).collect()
    };
    let (p, q) = (binding(a), binding(b));
    for at in &p {
        told.left.push(a.provisions[*at].keyword.clone());
    }
    for at in &q {
        told.right.push(b.provisions[*at].keyword.clone());
    }
    let alike = |i: usize, j: usize| {
        let (x, y) = (&a.provisions[i], &b.provisions[j]);
        force(x.modality) == force(y.modality)
            || force(x.modality_beside(&a.quantities)) == force(y.modality_beside(&b.quantities))
    };
    let mut differ = |x: Option<usize>, y: Option<usize>| {
        let left = x.map(|at| &a.provisions[at]);
        let right = y.map(|at| &b.provisions[at]);
        // Which of two forces stands inside the other's subject is not always told rightly.
        let inside = |of: &Sentence, side: Option<&crate::language::Provision>| {
            let modality = side.map(|it| force(it.modality));
            of.embedded.iter().any(|it| Some(force(*it)) == modality)
        };
        if inside(a, right) || inside(b, left) {
            return;
        }
        let of = |side: Option<&crate::language::Provision>, whole: &Sentence| {
            side.map_or((whole.range.clone(), Modality::Statement), |it| {
                let words = if it.keyword.is_empty() { &it.sentence } else { &it.keyword };
                (words.clone(), it.modality)
            })
        };
        let (left, right) = (of(left, a), of(right, b));
        // Whether a sentence orders or tells is not always told rightly.
        let mood = [left.1, right.1];
        let doubtful = mood.contains(&Modality::Instruction) && mood.contains(&Modality::Statement);
        let class = if doubtful { Class::Unclear } else { Class::Technical };
        found.push(
            TextDifference::new(Kind::Modality, class)
                .left(left.0, left.1.as_str())
                .right(right.0, right.1.as_str()),
        );
    };
    if p.len() == q.len() {
        for (i, j) in p.iter().zip(&q).filter(|(i, j)| !alike(**i, **j)) {
            differ(Some(*i), Some(*j));
        }
        return;
    }
    // A force that only one side has, where the other only states; can and cannot bind nobody.
    if p.is_empty() && b.binds() {
        differ(None, q.first().copied());
    } else if q.is_empty() && a.binds() {
        differ(p.first().copied(), None);
    } else if !p.is_empty() && !q.is_empty() {
        let (few, many, swapped) = if p.len() < q.len() { (&p, &q, false) } else { (&q, &p, true) };
        let known = |x: usize, y: usize| if swapped { alike(y, x) } else { alike(x, y) };
        // The shorter list has to be found in the longer one, in order.
        let mut from = 0;
        let mut strange = None;
        for x in few {
            match many[from..].iter().position(|y| known(*x, *y)) {
                Some(at) => from += at + 1,
                None => strange = strange.or(Some(*x)),
            }
        }
        if let Some(x) = strange {
            let place = few.iter().position(|it| *it == x).unwrap_or(0);
            let other = many.get(place).copied();
            if swapped { differ(other, Some(x)) } else { differ(Some(x), other) }
        }
    }
}

fn of_quantities(
    (left, a): (&Analysis<'_>, &Sentence),
    (right, b): (&Analysis<'_>, &Sentence),
    told: &mut Told,
    found: &mut Vec<TextDifference>,
) {
    let mut theirs: Vec<usize> = (0..b.quantities.len()).collect();
    let mut ours = Vec::new();
    for (i, x) in a.quantities.iter().enumerate() {
        match theirs.iter().position(|j| allow_the_same(x, &b.quantities[*j])) {
            Some(at) => {
                let j = theirs.remove(at);
                told.add(Some(&x.range), Some(&b.quantities[j].range));
            }
            None => ours.push(i),
        }
    }
    let mut alone = Vec::new();
    for i in ours {
        let x = &a.quantities[i];
        let near = theirs.iter().position(|j| {
            x.unit.dimension.comparability(&b.quantities[*j].unit.dimension)
                != Comparability::Incompatible
        });
        let Some(at) = near else {
            alone.push(i);
            continue;
        };
        let y = &b.quantities[theirs.remove(at)];
        told.add(Some(&x.range), Some(&y.range));
        let relation = x.relation(y);
        if x.display() == y.display() || relation == SetRelation::Equal {
            continue;
        }
        let decided = !matches!(relation, SetRelation::NotComparable | SetRelation::Incompatible);
        let class = if decided { Class::Technical } else { Class::Unclear };
        let mut difference = TextDifference::new(Kind::Quantity, class)
            .left(x.range.clone(), x.display())
            .right(y.range.clone(), y.display());
        difference.set = Some(relation);
        found.push(difference);
    }
    // The same figures on the other side are the same quantity, read differently.
    let there =
        |figures: &Range<usize>, own: &Analysis<'_>, other: &Analysis<'_>, at: &Sentence| {
            let figures = super::token::meaning_of(own.words(figures));
            !figures.is_empty()
                && super::token::meaning_of(other.words(&at.range)).contains(&figures)
        };
    for i in alone {
        let x = &a.quantities[i];
        if !there(&x.figures, left, right, b) {
            told.add(Some(&x.range), None);
            let class = class_alone(x, &a.quantities);
            let one = TextDifference::new(Kind::Quantity, class);
            found.push(one.left(x.range.clone(), x.display()));
        }
    }
    for j in theirs {
        let y = &b.quantities[j];
        if !there(&y.figures, right, left, a) {
            told.add(None, Some(&y.range));
            let class = class_alone(y, &b.quantities);
            let one = TextDifference::new(Kind::Quantity, class);
            found.push(one.right(y.range.clone(), y.display()));
        }
    }
}

/// How to class a quantity that only one side has: a conversion of another informs.
fn class_alone(quantity: &Quantity, all: &[Quantity]) -> Class {
    let dimension = &quantity.unit.dimension;
    if is_conversion(quantity, all) {
        Class::Editorial
    } else if dimension.is_dimensionless() || dimension.is_count() {
        Class::Unclear
    } else {
        Class::Technical
    }
}

/// Documents that only one side cites; two that stand for each other in one difference.
pub(super) fn of_references(
    a: &[(Range<usize>, Identifier)],
    b: &[(Range<usize>, Identifier)],
    told_left: &mut impl Note,
    found: &mut Vec<TextDifference>,
) {
    let only = |own: &[(Range<usize>, Identifier)], other: &[(Range<usize>, Identifier)]| {
        let mut seen: Vec<&str> = Vec::new();
        let mut all: Vec<usize> = Vec::new();
        for (at, (_, each)) in own.iter().enumerate() {
            let name = each.canonical.as_str();
            if !seen.contains(&name) && !other.iter().any(|it| it.1.canonical == each.canonical) {
                seen.push(name);
                all.push(at);
            }
        }
        all
    };
    let (ours, mut theirs) = (only(a, b), only(b, a));
    let mut late = Vec::new();
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for i in ours {
        match theirs.iter().position(|j| a[i].1.same_work(&b[*j].1)) {
            Some(at) => pairs.push((Some(i), Some(theirs.remove(at)))),
            None => late.push(i),
        }
    }
    for i in late {
        let other = if theirs.is_empty() { None } else { Some(theirs.remove(0)) };
        pairs.push((Some(i), other));
    }
    pairs.extend(theirs.into_iter().map(|j| (None, Some(j))));
    for (i, j) in pairs {
        let mut difference = TextDifference::new(Kind::Reference, Class::Technical);
        if let Some((range, each)) = i.map(|i| &a[i]) {
            difference = difference.left(range.clone(), each.canonical.as_str());
        }
        if let Some((range, each)) = j.map(|j| &b[j]) {
            difference = difference.right(range.clone(), each.canonical.as_str());
        }
        told_left.note(difference.left.as_ref(), difference.right.as_ref());
        found.push(difference);
    }
}

/// Who keeps account of what has been told.
pub(super) trait Note {
    fn note(&mut self, left: Option<&Range<usize>>, right: Option<&Range<usize>>);
}

impl Note for Told {
    fn note(&mut self, left: Option<&Range<usize>>, right: Option<&Range<usize>>) {
        self.add(left, right);
    }
}

impl Note for () {
    fn note(&mut self, _: Option<&Range<usize>>, _: Option<&Range<usize>>) {}
}

fn of_conditions(a: &Sentence, b: &Sentence, told: &mut Told, found: &mut Vec<TextDifference>) {
    let first = |it: &Sentence| it.provisions.iter().find_map(|it| it.condition.clone());
    let inside = |it: &Sentence, range: &Range<usize>| -> Vec<u64> {
        let words = it.tokens.iter().filter(|token| !token.empty);
        words
            .filter(|token| token.range.start >= range.start && token.range.end <= range.end)
            .map(|token| token.meaning)
            .collect()
    };
    // A condition whose words the other sentence has too was only not read as one.
    let strange = |own: &Sentence, range: &Range<usize>, other: &Sentence| {
        let words = inside(own, range);
        let missing = words.iter().filter(|it| !other.meanings().any(|word| word == **it)).count();
        !words.is_empty() && missing * 2 > words.len()
    };
    let mut difference = TextDifference::new(Kind::Condition, Class::Technical);
    match (first(a), first(b)) {
        (Some(x), None) if strange(a, &x, b) && a.binds() => {
            difference.left = Some(x);
        }
        (None, Some(y)) if strange(b, &y, a) && b.binds() => {
            difference.right = Some(y);
        }
        _ => return,
    }
    told.add(difference.left.as_ref(), difference.right.as_ref());
    found.push(difference);
}

fn of_words(
    (left, a): (&Analysis<'_>, &Sentence),
    (right, b): (&Analysis<'_>, &Sentence),
    matters: bool,
    told: &Told,
    found: &mut Vec<TextDifference>,
) {
    let full = |it: &Sentence| -> Vec<usize> {
        (0..it.tokens.len()).filter(|at| !it.tokens[*at].empty).collect()
    };
    let (p, q) = (full(a), full(b));
    let meanings = |it: &Sentence, all: &[usize]| -> Vec<u64> {
        all.iter().map(|at| it.tokens[*at].meaning).collect()
    };
    let (x, y) = (meanings(a, &p), meanings(b, &q));
    let mut hull: (Option<Range<usize>>, Option<Range<usize>>) = (None, None);
    let mut print = None;
    let (mut kept, mut exchanged) = (0, 0);
    for change in similar::capture_diff_slices(similar::Algorithm::Myers, &x, &y) {
        let (_, old, new) = change.as_tag_tuple();
        if matches!(change, similar::DiffOp::Equal { .. }) {
            kept += old.len();
            continue;
        }
        let new_words =
            |it: &Sentence, all: &[usize], within: Range<usize>, told: &[Range<usize>]| {
                let words = all[within].iter().map(|at| &it.tokens[*at].range);
                words.filter(|range| !overlaps(told, range)).cloned().collect::<Vec<_>>()
            };
        let ours = new_words(a, &p, old, &told.left);
        let theirs = new_words(b, &q, new, &told.right);
        let span = |ranges: &[Range<usize>]| -> Option<Range<usize>> {
            Some(ranges.first()?.start..ranges.last()?.end)
        };
        let (old, new) = (span(&ours), span(&theirs));
        if let (Some(old), Some(new)) = (&old, &new)
            && same_but_print(left.words(old), right.words(new))
        {
            print.get_or_insert_with(|| (old.clone(), new.clone()));
            continue;
        }
        exchanged += ours.len().max(theirs.len());
        let grow = |hull: &mut Option<Range<usize>>, range: Option<Range<usize>>| {
            if let Some(range) = range {
                *hull = Some(match hull.take() {
                    Some(before) => before.start..range.end.max(before.end),
                    None => range,
                });
            }
        };
        grow(&mut hull.0, old);
        grow(&mut hull.1, new);
    }
    if exchanged == 0 {
        if found.is_empty() {
            let (old, new) = print.unwrap_or_else(|| (a.range.clone(), b.range.clone()));
            let mut difference = TextDifference::new(Kind::Wording, Class::Editorial);
            (difference.left, difference.right) = (Some(old), Some(new));
            found.push(difference);
        }
        return;
    }
    // Words that only moved, or took another ending, say nothing new.
    let stems = |it: &Sentence, told: &[Range<usize>]| -> Vec<u64> {
        let words = it.tokens.iter().filter(|it| !it.weak && !overlaps(told, &it.range));
        let mut stems: Vec<u64> = words.map(|it| it.stem).collect();
        stems.sort_unstable();
        stems
    };
    let only_moved = stems(a, &told.left) == stems(b, &told.right);
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    let share = kept as f64 / p.len().max(q.len()).max(1) as f64;
    let technical = (matters || a.binds() || b.binds())
        && !only_moved
        && share >= KEPT
        && exchanged <= EXCHANGED;
    let class = if technical { Class::Technical } else { Class::Unclear };
    let mut difference = TextDifference::new(Kind::Wording, class);
    (difference.left, difference.right) = hull;
    found.push(difference);
}
