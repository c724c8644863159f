//! From similarity to score: a counterpart is what stands out on both sides.
//!
//! Some clauses look like everything (*Policy and procedures*), so a high similarity alone says
//! little. What counts is how much of a clause's similarity a pair takes for itself, seen from
//! either end: `share(l → r) = s(l, r)^p / Σ s(l, ·)^p`. The score is the geometric mean of both
//! shares, times the root of the similarity itself, so that a pair that has no rival and no
//! likeness either does not pass.
//!
//! Where one side is much larger, few left clauses compete for a right one, its share tends to 1,
//! and the correction fades by itself.

use super::candidate::Nearest;

/// How sharply rivals are told apart: at 8, a rival at nine tenths of the similarity weighs a
/// little under half.
const SHARPNESS: i32 = 8;

/// Scores in 0..1 for every candidate, best first, from their similarities.
pub(crate) fn scores(candidates: &[Nearest], rights: usize) -> Vec<Nearest> {
    let raise = |similarity: f32| f64::from(similarity.clamp(0.0, 1.0)).powi(SHARPNESS);
    let mut of_right = vec![0.0f64; rights];
    let mut best_of_right = vec![0.0f32; rights];
    for (right, similarity) in candidates.iter().flatten() {
        of_right[*right as usize] += raise(*similarity);
        let best = &mut best_of_right[*right as usize];
        *best = best.max(*similarity);
    }
    candidates
        .iter()
        .map(|nearest| {
            let of_left: f64 = nearest.iter().map(|(_, similarity)| raise(*similarity)).sum();
            let mut scored: Nearest = nearest
                .iter()
                .map(|(right, similarity)| {
                    let own = raise(*similarity);
                    if own <= 0.0 {
                        return (*right, 0.0);
                    }
                    let shares = (own / of_left) * (own / of_right[*right as usize]);
                    #[expect(clippy::cast_possible_truncation, reason = "a value in 0..1")]
                    let score = (shares.sqrt() * f64::from(*similarity).sqrt()) as f32;
                    (*right, score.clamp(0.0, 1.0))
                })
                .collect();
            super::candidate::best(&mut scored, usize::MAX);
            scored
        })
        .collect()
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
