//! The few right clauses that are worth comparing with a left one.

use rayon::prelude::*;

use super::space::{Index, Space};

/// How many postings are read for one left clause before rarer features must do. Keeps the work
/// for a clause the same however large the other side is.
const BUDGET: usize = 32_768;

/// The right clauses nearest to one left clause, best first.
pub(crate) type Nearest = Vec<(u32, f32)>;

/// For every left row, its `limit` nearest right rows by cosine.
pub(crate) fn nearest(space: &Space, index: &Index, limit: usize) -> Vec<Nearest> {
    struct Search {
        sums: Vec<f32>,
        touched: Vec<u32>,
        order: Vec<(u32, u32)>,
    }
    (0..space.left.len())
        .into_par_iter()
        .with_min_len(16)
        .map_init(
            || Search { sums: vec![0.0; index.len()], touched: Vec::new(), order: Vec::new() },
            |search, left| {
                let Search { sums, touched, order } = search;
                let (places, weights) = space.left.row(left);
                order.clear();
                order.extend((0u32..).zip(places).map(|(at, place)| (index.frequency(*place), at)));
                let total: usize = order.iter().map(|(frequency, _)| *frequency as usize).sum();
                let exact = total <= BUDGET;
                if !exact {
                    // Rare features first: they say the most and cost the least.
                    order.sort_unstable();
                }
                let mut read = 0;
                for (frequency, at) in order.iter() {
                    read += *frequency as usize;
                    if !exact && read > BUDGET && !touched.is_empty() {
                        break;
                    }
                    let weight = weights[*at as usize];
                    let (rows, other) = index.postings(places[*at as usize]);
                    for (row, other) in rows.iter().zip(other) {
                        let sum = &mut sums[*row as usize];
                        if *sum == 0.0 {
                            touched.push(*row);
                        }
                        *sum += weight * other;
                    }
                }
                let mut found: Nearest = touched
                    .drain(..)
                    .map(|row| (row, std::mem::take(&mut sums[row as usize])))
                    .collect();
                if exact {
                    best(&mut found, limit);
                    return found;
                }
                best(&mut found, limit + limit / 2);
                for (row, sum) in &mut found {
                    *sum = space.cosine(left, *row as usize);
                }
                best(&mut found, limit);
                found
            },
        )
        .collect()
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
