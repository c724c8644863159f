//! Sparse vectors of features, and the inverted index over one side.
//!
//! Features are hashed to a fixed number of places, so that no table of strings is built: memory
//! grows with the text and with nothing else.

use std::hash::Hasher;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::fold::fold_into;
use super::list::{Item, List};
use super::token::{Channel, Scratch, Tokenizer};

/// What an occurrence in further text (notes, examples) counts against one in the text proper.
const FURTHER: f32 = 0.5;

/// Which fields of an item a vector is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fields {
    /// All of them.
    All,
    /// The title only.
    Title,
}

/// Places, rising, and weights of a row.
pub(crate) type Row<'a> = (&'a [u32], &'a [f32]);

/// Hashes of the features of an item, each once, and how often it has them.
type Counts = Vec<(u32, f32)>;

/// Rows of feature places and weights.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    starts: Vec<u32>,
    places: Vec<u32>,
    weights: Vec<f32>,
}

impl Rows {
    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Places and weights of a row.
    pub(crate) fn row(&self, index: usize) -> Row<'_> {
        let range = self.starts[index] as usize..self.starts[index + 1] as usize;
        (&self.places[range.clone()], &self.weights[range])
    }

    /// Joins rows that were made on their own.
    fn collect(rows: Vec<Counts>) -> Self {
        let total = rows.iter().map(Vec::len).sum();
        let mut all = Self {
            starts: Vec::with_capacity(rows.len() + 1),
            places: Vec::with_capacity(total),
            weights: Vec::with_capacity(total),
        };
        all.starts.push(0);
        for row in rows {
            all.places.extend(row.iter().map(|it| it.0));
            all.weights.extend(row.iter().map(|it| it.1));
            all.starts.push(index(all.places.len()));
        }
        all
    }
}

/// The two sides as vectors in one space, each of length 1 (or 0 where there is no text).
///
/// A place is a feature: words come first, n-grams after them, the more frequent before the rarer
/// among each. So a row, whose places rise, ends in what says the most.
#[derive(Debug)]
pub(crate) struct Space {
    /// Number of places.
    pub(crate) places: usize,
    /// Number of places of words.
    words: usize,
    /// Rows of the left side.
    pub(crate) left: Rows,
    /// Rows of the right side.
    pub(crate) right: Rows,
    /// How many rows of both sides have a feature there.
    frequency: Vec<u32>,
    /// From the hash of a feature to its place.
    place_of: Vec<u32>,
}

impl Space {
    /// Makes vectors of both sides.
    pub(crate) fn new(
        left: &List<'_>,
        right: &List<'_>,
        tokenizers: (&Tokenizer, &Tokenizer),
        fields: Fields,
    ) -> Self {
        let bytes: usize = left.items.iter().chain(&right.items).map(|it| size(it, fields)).sum();
        // One hash a byte of text keeps collisions rare; beyond half a million the vocabulary of a
        // language is spent.
        let half = bytes.next_power_of_two().clamp(1 << 12, 1 << 19);
        let left = count(left, tokenizers.0, fields, half);
        let right = count(right, tokenizers.1, fields, half);
        let mut by_hash = vec![0u32; half * 2];
        for (hash, _) in left.iter().chain(&right).flatten() {
            by_hash[*hash as usize] += 1;
        }
        let used = |range: std::ops::Range<usize>| {
            let mut used: Vec<usize> = range.filter(|hash| by_hash[*hash] > 0).collect();
            used.sort_by_key(|hash| std::cmp::Reverse(by_hash[*hash]));
            used
        };
        let mut order = used(0..half);
        let words = order.len();
        order.extend(used(half..half * 2));
        let frequency: Vec<u32> = order.iter().map(|hash| by_hash[*hash]).collect();
        let mut place_of = by_hash;
        place_of.fill(NOWHERE);
        for (place, hash) in order.iter().enumerate() {
            place_of[*hash] = index(place);
        }
        let rows = left.len() + right.len();
        let weights: Vec<f32> = frequency.iter().map(|it| idf(*it, rows)).collect();
        let weigh = |rows: &[Counts]| weigh(rows, &place_of, &weights, words);
        let (left, right) = (weigh(&left), weigh(&right));
        Self { places: order.len(), words, left, right, frequency, place_of }
    }

    /// Cosine of a left and a right row.
    pub(crate) fn cosine(&self, left: usize, right: usize) -> f32 {
        product(self.left.row(left), self.right.row(right))
    }

    /// How many of the places of a row are words: they come first.
    pub(crate) fn words(&self, places: &[u32]) -> usize {
        places.partition_point(|place| (*place as usize) < self.words)
    }

    /// The part of the cosine that words contribute: at most a half.
    pub(crate) fn words_cosine(&self, left: usize, right: usize) -> f32 {
        let words = |row: Row<'_>| -> usize { self.words(row.0) };
        let (a, b) = (self.left.row(left), self.right.row(right));
        let (ours, theirs) = (words(a), words(b));
        product((&a.0[..ours], &a.1[..ours]), (&b.0[..theirs], &b.1[..theirs]))
    }

    /// The inverse document frequency of the features at a place.
    pub(crate) fn idf(&self, place: u32) -> f32 {
        let frequency = self.frequency.get(place as usize).copied().unwrap_or(0);
        idf(frequency, self.left.len() + self.right.len())
    }

    /// The place of a feature, if either side has it; otherwise one where no row has anything.
    pub(crate) fn place(&self, channel: Channel, feature: &str) -> u32 {
        self.place_of[hash(channel, feature, self.place_of.len() / 2) as usize]
    }
}

/// The place of what no row has.
const NOWHERE: u32 = u32::MAX;

/// Dot product of two sparse rows whose places rise.
pub(crate) fn product((places, weights): Row<'_>, (others, other_weights): Row<'_>) -> f32 {
    let (mut a, mut b, mut sum) = (0, 0, 0.0);
    while a < places.len() && b < others.len() {
        let (x, y) = (places[a], others[b]);
        if x == y {
            sum += weights[a] * other_weights[b];
        }
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    sum
}

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn size(item: &Item<'_>, fields: Fields) -> usize {
    match fields {
        Fields::Title => item.title.len(),
        Fields::All => {
            let sum =
                |all: &[std::borrow::Cow<'_, str>]| all.iter().map(|it| it.len()).sum::<usize>();
            item.title.len() + sum(&item.text) + sum(&item.further)
        }
    }
}

/// The hash of a feature: of words in the lower half, of n-grams in the upper.
fn hash(channel: Channel, feature: &str, half: usize) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(feature.as_bytes());
    // FxHasher mixes upwards: the high bits are the good ones.
    let hash = (hasher.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (half - 1);
    index(match channel {
        Channel::Words => hash,
        Channel::Grams => half + hash,
    })
}

fn idf(frequency: u32, rows: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
    let (frequency, rows) = (frequency as f32, rows as f32);
    ((1.0 + rows) / (1.0 + frequency)).ln() + 1.0
}

/// Counts the features of every item.
fn count(list: &List<'_>, tokenizer: &Tokenizer, fields: Fields, half: usize) -> Vec<Counts> {
    struct Counter {
        counts: Vec<f32>,
        touched: Vec<u32>,
        scratch: Scratch,
        folded: String,
    }
    list.items
        .par_iter()
        .with_min_len(32)
        .map_init(
            || Counter {
                counts: vec![0.0; half * 2],
                touched: Vec::new(),
                scratch: Scratch::default(),
                folded: String::new(),
            },
            |counter, item| {
                let Counter { counts, touched, scratch, folded } = counter;
                let mut add = |text: &str, factor: f32| {
                    folded.clear();
                    fold_into(text, folded);
                    tokenizer.features(folded, scratch, &mut |channel, feature, weight| {
                        let at = hash(channel, feature, half);
                        let count = &mut counts[at as usize];
                        if *count == 0.0 {
                            touched.push(at);
                        }
                        *count += weight * factor;
                    });
                };
                add(&item.title, 1.0);
                if fields == Fields::All {
                    item.text.iter().for_each(|text| add(text, 1.0));
                    item.further.iter().for_each(|text| add(text, FURTHER));
                }
                touched
                    .drain(..)
                    .map(|at| {
                        let count = std::mem::take(&mut counts[at as usize]);
                        (at, if count > 1.0 { 1.0 + count.ln() } else { count })
                    })
                    .collect()
            },
        )
        .collect()
}

/// Weighs counts by rarity and brings either channel to half of the squared length.
fn weigh(rows: &[Counts], place_of: &[u32], rarity: &[f32], words: usize) -> Rows {
    let rows = rows
        .par_iter()
        .with_min_len(32)
        .map(|counts| {
            let mut row: Counts = counts
                .iter()
                .map(|(hash, count)| {
                    let place = place_of[*hash as usize];
                    (place, count * rarity[place as usize])
                })
                .collect();
            row.sort_unstable_by_key(|(place, _)| *place);
            let middle = row.partition_point(|(place, _)| (*place as usize) < words);
            let (of_words, of_grams) = row.split_at_mut(middle);
            for part in [of_words, of_grams] {
                let square: f32 = part.iter().map(|(_, weight)| weight * weight).sum();
                if square > 0.0 {
                    let scale = (0.5 / square).sqrt();
                    part.iter_mut().for_each(|(_, weight)| *weight *= scale);
                }
            }
            row
        })
        .collect();
    Rows::collect(rows)
}

/// For every place, the rows that have a feature there.
#[derive(Debug)]
pub(crate) struct Index {
    starts: Vec<u32>,
    postings: Vec<(u32, f32)>,
    len: usize,
}

impl Index {
    /// Inverts rows.
    pub(crate) fn new(rows: &Rows, places: usize) -> Self {
        let mut starts = vec![0u32; places + 1];
        for place in &rows.places {
            starts[*place as usize + 1] += 1;
        }
        for place in 0..places {
            starts[place + 1] += starts[place];
        }
        let mut next = starts.clone();
        let mut index =
            Self { starts, postings: vec![(0, 0.0); rows.places.len()], len: rows.len() };
        for row in 0..rows.len() {
            let (places, weights) = rows.row(row);
            for (place, weight) in places.iter().zip(weights) {
                let at = &mut next[*place as usize];
                index.postings[*at as usize] = (self::index(row), *weight);
                *at += 1;
            }
        }
        index
    }

    /// Number of rows that were inverted.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many rows have a feature at `place`.
    pub(crate) fn frequency(&self, place: u32) -> u32 {
        self.starts[place as usize + 1] - self.starts[place as usize]
    }

    /// The rows that have a feature at `place`, with its weight there.
    pub(crate) fn postings(&self, place: u32) -> &[(u32, f32)] {
        &self.postings
            [self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize]
    }
}
