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
    pub(crate) fn row(&self, index: usize) -> (&[u32], &[f32]) {
        let range = self.starts[index] as usize..self.starts[index + 1] as usize;
        (&self.places[range.clone()], &self.weights[range])
    }

    /// Joins rows that were made on their own.
    fn collect(rows: Vec<(Vec<u32>, Vec<f32>)>) -> Self {
        let total = rows.iter().map(|(places, _)| places.len()).sum();
        let mut all = Self {
            starts: Vec::with_capacity(rows.len() + 1),
            places: Vec::with_capacity(total),
            weights: Vec::with_capacity(total),
        };
        all.starts.push(0);
        for (places, weights) in rows {
            all.places.extend_from_slice(&places);
            all.weights.extend_from_slice(&weights);
            all.starts.push(index(all.places.len()));
        }
        all
    }
}

/// The two sides as vectors in one space, each of length 1 (or 0 where there is no text).
#[derive(Debug)]
pub(crate) struct Space {
    /// Number of places; the lower half belongs to words, the upper to character n-grams.
    pub(crate) places: usize,
    /// Rows of the left side.
    pub(crate) left: Rows,
    /// Rows of the right side.
    pub(crate) right: Rows,
    /// How many rows of both sides have a feature there.
    frequency: Vec<u32>,
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
        // One place a byte of text keeps collisions rare; beyond a million the vocabulary of a
        // language is spent.
        let half = bytes.next_power_of_two().clamp(1 << 12, 1 << 20);
        let places = half * 2;
        let mut left = count(left, tokenizers.0, fields, half);
        let mut right = count(right, tokenizers.1, fields, half);
        let mut frequency = vec![0u32; places];
        for place in left.places.iter().chain(&right.places) {
            frequency[*place as usize] += 1;
        }
        let rows = left.len() + right.len();
        weigh(&mut left, &frequency, rows, half);
        weigh(&mut right, &frequency, rows, half);
        Self { places, left, right, frequency }
    }

    /// Cosine of a left and a right row.
    pub(crate) fn cosine(&self, left: usize, right: usize) -> f32 {
        product(self.left.row(left), self.right.row(right))
    }

    /// The part of the cosine that words contribute: at most a half.
    pub(crate) fn words_cosine(&self, left: usize, right: usize) -> f32 {
        let half = self.places / 2;
        let words = |(places, weights): (&'_ [u32], &'_ [f32])| {
            let end = places.partition_point(|place| (*place as usize) < half);
            (places[..end].to_vec(), weights[..end].to_vec())
        };
        let (a, b) = (words(self.left.row(left)), words(self.right.row(right)));
        product((&a.0, &a.1), (&b.0, &b.1))
    }

    /// The inverse document frequency of the features at a place.
    pub(crate) fn idf(&self, place: u32) -> f32 {
        idf(self.frequency[place as usize], self.left.len() + self.right.len())
    }

    /// The place of a feature.
    pub(crate) fn place(&self, channel: Channel, feature: &str) -> u32 {
        place(channel, feature, self.places / 2)
    }
}

/// Dot product of two sparse rows whose places rise.
fn product((places, weights): (&[u32], &[f32]), (others, other_weights): (&[u32], &[f32])) -> f32 {
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

/// Where a feature goes: words in the lower half, n-grams in the upper.
fn place(channel: Channel, feature: &str, half: usize) -> u32 {
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
fn count(list: &List<'_>, tokenizer: &Tokenizer, fields: Fields, half: usize) -> Rows {
    struct Counter {
        counts: Vec<f32>,
        touched: Vec<u32>,
        scratch: Scratch,
        folded: String,
    }
    let rows = list
        .items
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
                        let at = place(channel, feature, half);
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
                touched.sort_unstable();
                let weights = touched
                    .iter()
                    .map(|at| {
                        let count = std::mem::take(&mut counts[*at as usize]);
                        if count > 1.0 { 1.0 + count.ln() } else { count }
                    })
                    .collect();
                let places = touched.clone();
                touched.clear();
                (places, weights)
            },
        )
        .collect();
    Rows::collect(rows)
}

/// Weighs counts by rarity and brings either channel to half of the squared length.
fn weigh(rows: &mut Rows, frequency: &[u32], total: usize, half: usize) {
    let table: Vec<f32> = {
        let most = frequency.iter().copied().max().unwrap_or(0);
        (0..=most).map(|it| idf(it, total)).collect()
    };
    for row in 0..rows.len() {
        let range = rows.starts[row] as usize..rows.starts[row + 1] as usize;
        let places = &rows.places[range.clone()];
        let weights = &mut rows.weights[range];
        let words = places.partition_point(|place| (*place as usize) < half);
        let (word_weights, gram_weights) = weights.split_at_mut(words);
        for (places, weights) in
            [(&places[..words], word_weights), (&places[words..], gram_weights)]
        {
            let mut square = 0.0;
            for (place, weight) in places.iter().zip(weights.iter_mut()) {
                *weight *= table[frequency[*place as usize] as usize];
                square += *weight * *weight;
            }
            if square > 0.0 {
                let scale = (0.5 / square).sqrt();
                weights.iter_mut().for_each(|weight| *weight *= scale);
            }
        }
    }
}

/// For every place, the rows that have a feature there.
#[derive(Debug)]
pub(crate) struct Index {
    starts: Vec<u32>,
    rows: Vec<u32>,
    weights: Vec<f32>,
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
        let mut index = Self {
            starts,
            rows: vec![0; rows.places.len()],
            weights: vec![0.0; rows.places.len()],
            len: rows.len(),
        };
        for row in 0..rows.len() {
            let (places, weights) = rows.row(row);
            for (place, weight) in places.iter().zip(weights) {
                let at = &mut next[*place as usize];
                index.rows[*at as usize] = self::index(row);
                index.weights[*at as usize] = *weight;
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
    pub(crate) fn postings(&self, place: u32) -> (&[u32], &[f32]) {
        let range = self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize;
        (&self.rows[range.clone()], &self.weights[range])
    }
}
