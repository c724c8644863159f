//! From similarity to score: a counterpart is what stands out on both sides.
//!
//! Some clauses look like everything (*Policy and procedures*), so a high similarity alone says
//! little. What counts is how much of a clause's similarity a pair takes for itself, seen from
//! either end: `share(l → r) = s(l, r)^p / Σ s(l, ·)^p`. The score is the geometric mean of both
//! shares, times how far the similarity rises over chance: what clauses of these two documents
//! have in common anyhow, which is much in one language and one trade, and little across
//! languages. So one threshold serves all.
//!
//! Where one side is much larger, few left clauses compete for a right one, its share tends to 1,
//! and the correction fades by itself.

use super::candidate::Nearest;

/// How sharply rivals are told apart: a rival at nine tenths of the similarity weighs a fifth.
const SHARPNESS: i32 = 16;

/// The counterpart at this rank is, for most clauses, none: its similarity is chance.
const CHANCE_RANK: usize = 10;

/// Scores in 0..1 for every candidate, best first, from their similarities.
pub(crate) fn scores(candidates: &[Nearest], rights: usize) -> Vec<Nearest> {
    let chance = f64::from(chance(candidates, rights));
    let raise = |similarity: f64| similarity.clamp(0.0, 1.0).powi(SHARPNESS);
    // Chance itself is a rival.
    let floor = raise(chance);
    let mut of_right = vec![floor; rights];
    for (right, similarity) in candidates.iter().flatten() {
        of_right[*right as usize] += raise(f64::from(*similarity));
    }
    candidates
        .iter()
        .map(|nearest| {
            let of_left: f64 =
                floor + nearest.iter().map(|(_, it)| raise(f64::from(*it))).sum::<f64>();
            let mut scored: Vec<(u32, f32, f32)> = nearest
                .iter()
                .map(|(right, similarity)| {
                    let s = f64::from(*similarity);
                    let own = raise(s);
                    if own <= 0.0 {
                        return (*right, 0.0, *similarity);
                    }
                    let shares = (own / of_left) * (own / of_right[*right as usize]);
                    // Never quite nothing: below chance, too, the likelier goes before.
                    let rise = ((s - chance) / (s * (1.0 - chance))).max(s / 50.0);
                    #[expect(clippy::cast_possible_truncation, reason = "a value in 0..1")]
                    let score = (shares.sqrt() * rise) as f32;
                    (*right, score.clamp(0.0, 1.0), *similarity)
                })
                .collect();
            scored.sort_unstable_by(|a, b| {
                b.1.total_cmp(&a.1).then(b.2.total_cmp(&a.2)).then(a.0.cmp(&b.0))
            });
            scored.into_iter().map(|(right, score, _)| (right, score)).collect()
        })
        .collect()
}

/// The similarity that two clauses of these documents have by chance: the median, over all left
/// clauses, of that of a low-ranking candidate.
fn chance(candidates: &[Nearest], rights: usize) -> f32 {
    let rank = (rights / 4).min(CHANCE_RANK);
    if rank < 3 || candidates.is_empty() {
        return 0.0;
    }
    let mut low: Vec<f32> = candidates
        .iter()
        .map(|nearest| {
            let mut all: Vec<f32> = nearest.iter().map(|(_, similarity)| *similarity).collect();
            all.sort_unstable_by(|a, b| b.total_cmp(a));
            all.get(rank - 1).copied().unwrap_or(0.0)
        })
        .collect();
    low.sort_unstable_by(f32::total_cmp);
    low[low.len() / 2].clamp(0.0, 0.9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_loses_to_a_true_counterpart() {
        // Right 0 looks like everything; right 1 only like left 1.
        let candidates =
            vec![vec![(0, 0.9), (1, 0.2)], vec![(0, 0.62), (1, 0.6)], vec![(0, 0.6), (1, 0.1)]];
        let scores = scores(&candidates, 2);
        assert_eq!(scores[0][0].0, 0);
        assert_eq!(scores[1][0].0, 1);
    }

    #[test]
    fn identical_and_alone_is_one() {
        assert!(scores(&[vec![(0, 1.0)]], 1)[0][0].1 > 0.999);
        assert_eq!(scores(&[vec![(0, 0.0)], vec![]], 1)[0], vec![(0, 0.0)]);
    }
}
