//! The few right clauses that are worth comparing with a left one.

use rayon::prelude::*;

use super::space::{Index, Row, Space, product};

/// How many postings are read for one left clause before rarer features must do. Keeps the work
/// for a clause the same however large the other side is.
const BUDGET: usize = 8_192;

/// The right clauses nearest to one left clause, best first.
pub(crate) type Nearest = Vec<(u32, f32)>;

/// For every left row, its `limit` nearest right rows by cosine.
pub(crate) fn nearest(space: &Space, index: &Index, limit: usize) -> Vec<Nearest> {
    (0..space.left.len())
        .into_par_iter()
        .with_min_len(16)
        .map_init(
            || (vec![0.0f32; index.len()], Vec::new()),
            |(sums, found), left| nearest_to(left, space, index, limit, (sums, found)),
        )
        .collect()
}

/// `sums` comes and goes with zeros; `found` is room to work in.
fn nearest_to(
    left: usize,
    space: &Space,
    index: &Index,
    limit: usize,
    (sums, found): (&mut [f32], &mut Nearest),
) -> Nearest {
    let (places, weights) = space.left.row(left);
    // Rare features first: they say the most and cost the least. They stand at the ends of the
    // words and of the n-grams.
    let words = space.words(places);
    let (mut unread_words, mut unread) = (words, places.len());
    let mut read = 0;
    while unread_words > 0 || unread > words {
        let of = |at: usize| index.frequency(places[at]);
        let word = unread_words > 0 && (unread == words || of(unread_words - 1) <= of(unread - 1));
        let at = if word { unread_words - 1 } else { unread - 1 };
        let postings = index.postings(places[at]);
        if read > 0 && read + postings.len() > BUDGET {
            break;
        }
        read += postings.len();
        for (row, other) in postings {
            sums[*row as usize] += weights[at] * other;
        }
        if word {
            unread_words -= 1;
        } else {
            unread -= 1;
        }
    }
    let exact = unread_words == 0 && unread == words;
    let keep = if exact { limit } else { limit + limit / 2 };
    let mut least = 0.0;
    found.clear();
    for (row, sum) in (0u32..).zip(sums.iter_mut()) {
        let sum = std::mem::take(sum);
        if sum > least {
            found.push((row, sum));
            if found.len() >= keep * 4 {
                best(found, keep);
                least = found.last().map_or(0.0, |it| it.1);
            }
        }
    }
    if !exact {
        best(found, keep);
        for (row, sum) in found.iter_mut() {
            let row = space.right.row(*row as usize);
            for (start, end) in [(0, unread_words), (words, unread)] {
                if end > start {
                    let ours = (&places[start..end], &weights[start..end]);
                    *sum += product(ours, within(row, places[start], places[end - 1]));
                }
            }
        }
    }
    best(found, limit);
    found.clone()
}

/// The part of a row between two places, both included.
fn within<'a>((places, weights): Row<'a>, first: u32, last: u32) -> Row<'a> {
    let start = places.partition_point(|place| *place < first);
    let end = places.partition_point(|place| *place <= last);
    (&places[start..end], &weights[start..end])
}

/// Keeps the `limit` best, best first; equals by their order in the document.
pub(crate) fn best(found: &mut Nearest, limit: usize) {
    let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if found.len() > limit && limit > 0 {
        found.select_nth_unstable_by(limit - 1, order);
        found.truncate(limit);
    }
    found.sort_unstable_by(order);
}
