//! The one-to-one assignment of greatest total score, over candidate pairs only.
//!
//! Successive shortest paths with potentials (the sparse form of Jonker and Volgenant's method):
//! time and memory follow the number of candidates, not the product of the two sides.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::candidate::Nearest;

/// For every left item the right one assigned to it, if any. Scores are in 0..1; a score of 0 is
/// no pair.
pub(crate) fn assign(scores: &[Nearest], rights: usize) -> Vec<Option<usize>> {
    let cost = |score: f32| 1.0 - f64::from(score.clamp(0.0, 1.0));
    let mut row_of: Vec<Option<usize>> = vec![None; rights];
    let mut column_of: Vec<Option<usize>> = vec![None; scores.len()];
    let mut row_price = vec![0.0f64; scores.len()];
    let mut column_price = vec![0.0f64; rights];
    // State of one search, reset by the columns it touched.
    let mut distance = vec![f64::INFINITY; rights];
    let mut came_from = vec![usize::MAX; rights];
    let mut done = vec![false; rights];
    let mut touched: Vec<usize> = Vec::new();
    let mut settled: Vec<usize> = Vec::new();
    for start in 0..scores.len() {
        let mut heap: BinaryHeap<Reverse<(u64, usize)>> = BinaryHeap::new();
        // To leave a row without a partner costs 1.
        let mut leave = (f64::INFINITY, start);
        let mut end = None;
        let mut row = start;
        let mut so_far = 0.0f64;
        let total = loop {
            let alone = so_far + (1.0 - row_price[row]).max(0.0);
            if alone < leave.0 {
                leave = (alone, row);
            }
            for (column, score) in &scores[row] {
                let column = *column as usize;
                if *score <= 0.0 || done[column] {
                    continue;
                }
                let reduced = (cost(*score) - row_price[row] - column_price[column]).max(0.0);
                if so_far + reduced < distance[column] {
                    if distance[column].is_infinite() {
                        touched.push(column);
                    }
                    distance[column] = so_far + reduced;
                    came_from[column] = row;
                    // Bits of positive floats rise with their values.
                    heap.push(Reverse((distance[column].to_bits(), column)));
                }
            }
            let next = loop {
                match heap.pop() {
                    Some(Reverse((bits, column)))
                        if !done[column] && bits == distance[column].to_bits() =>
                    {
                        break Some(column);
                    }
                    Some(_) => {}
                    None => break None,
                }
            };
            let Some(column) = next.filter(|column| distance[*column] < leave.0) else {
                break leave.0;
            };
            match row_of[column] {
                None => {
                    end = Some(column);
                    break distance[column];
                }
                Some(taken) => {
                    done[column] = true;
                    settled.push(column);
                    so_far = distance[column];
                    row = taken;
                }
            }
        };
        row_price[start] += total;
        for column in settled.drain(..) {
            let saved = total - distance[column];
            if let Some(row) = row_of[column] {
                row_price[row] += saved;
            }
            column_price[column] -= saved;
            done[column] = false;
        }
        // Walk back: every row on the way takes the column it was reached over.
        let mut free = match end {
            Some(column) => Some(column),
            None => column_of[leave.1].take(),
        };
        if end.is_none() && leave.1 == start {
            free = None;
        }
        while let Some(column) = free {
            let row = came_from[column];
            row_of[column] = Some(row);
            free = column_of[row].replace(column);
            if row == start {
                break;
            }
        }
        for column in touched.drain(..) {
            distance[column] = f64::INFINITY;
            came_from[column] = usize::MAX;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(scores: &[Nearest], assigned: &[Option<usize>]) -> f32 {
        assigned
            .iter()
            .enumerate()
            .filter_map(|(row, column)| {
                scores[row].iter().find(|(to, _)| Some(*to as usize) == *column).map(|it| it.1)
            })
            .sum()
    }

    /// All assignments, one by one.
    fn best_by_trying(scores: &[Nearest], row: usize, used: &mut Vec<u32>) -> f32 {
        if row == scores.len() {
            return 0.0;
        }
        let mut best = best_by_trying(scores, row + 1, used);
        for (column, score) in &scores[row] {
            if !used.contains(column) {
                used.push(*column);
                best = best.max(score + best_by_trying(scores, row + 1, used));
                used.pop();
            }
        }
        best
    }

    #[test]
    fn the_whole_counts_more_than_the_first() {
        let scores = vec![vec![(0, 0.9), (1, 0.8)], vec![(0, 0.85)]];
        assert_eq!(assign(&scores, 2), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![]], 0), [None]);
    }

    proptest::proptest! {
        #[test]
        fn as_good_as_trying_all(table in proptest::collection::vec(
            proptest::collection::vec((0u32..5, 0.01f32..1.0), 0..5), 0..6)
        ) {
            let scores: Vec<Nearest> = table.into_iter().map(|mut row| {
                row.sort_by_key(|it| it.0);
                row.dedup_by_key(|it| it.0);
                row
            }).collect();
            let assigned = assign(&scores, 5);
            let mut columns: Vec<usize> = assigned.iter().flatten().copied().collect();
            columns.sort_unstable();
            let many = columns.len();
            columns.dedup();
            proptest::prop_assert_eq!(many, columns.len());
            let best = best_by_trying(&scores, 0, &mut Vec::new());
            proptest::prop_assert!((total(&scores, &assigned) - best).abs() < 1e-4,
                "{} instead of {best}", total(&scores, &assigned));
        }
    }
}
