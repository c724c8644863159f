//! Prints how well `compare` ranks annotated norm conflicts before the rest
//! (`../shared/data/mappings/norm_conflict`).
//!
//! `cargo bench --bench conflicts`; another file of `{"id", "a", "b", "label"}` a line can be named
//! behind `--`. "As shipped" ranks by the score of `compare`. "Cross-validated" learns the weights
//! anew, 10 times 5-fold, each pair judged by weights that have not seen it, nor any other pair that
//! was made from the same sentence: what the features are worth without the constants.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a tool")]
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a tool")]

use std::collections::BTreeMap;

use consonance::comparison::{Evidence, FEATURES, compare};

type Weights = [f64; FEATURES + 1];

struct Pair {
    /// The sentence that it was made from.
    group: String,
    kind: String,
    label: bool,
    score: f64,
    evidence: Evidence,
}

fn main() {
    let named = std::env::args().skip(1).find(|it| !it.starts_with('-'));
    let path = named.map_or_else(
        || {
            std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../shared/data/mappings/norm_conflict/pairs.jsonl")
        },
        Into::into,
    );
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {}", path.display());
        return;
    };
    let pairs: Vec<Pair> = text.lines().map(read).collect();
    let conflicts = pairs.iter().filter(|pair| pair.label).count();
    println!("{} pairs, {conflicts} conflicts", pairs.len());
    let said = |name: &str, scores: &[f64]| {
        let scored: Vec<(f64, bool)> =
            scores.iter().copied().zip(pairs.iter().map(|pair| pair.label)).collect();
        println!(
            "{name:<34} average precision {:.4}   AUC {:.4}",
            average_precision(scored.clone()),
            area_under_curve(&scored)
        );
    };
    let by = |score: &dyn Fn(&Pair) -> f64| pairs.iter().map(score).collect::<Vec<f64>>();
    said("shared words alone", &by(&|pair| pair.evidence.mutual_cover));
    said("as shipped", &by(&|pair| pair.score));
    let mut mean = vec![0.0; pairs.len()];
    let mut precisions = Vec::new();
    for seed in 0..10 {
        let scores = cross_validated(&pairs, seed);
        for (sum, score) in mean.iter_mut().zip(&scores) {
            *sum += score / 10.0;
        }
        precisions.push(average_precision(
            scores.into_iter().zip(pairs.iter().map(|p| p.label)).collect(),
        ));
    }
    let average = precisions.iter().sum::<f64>() / 10.0;
    let lowest = precisions.iter().copied().fold(f64::INFINITY, f64::min);
    println!(
        "cross-validated, 10 × 5 folds        average precision {average:.4} (lowest {lowest:.4})"
    );
    said("  mean score of the 10", &mean);
    println!("weights learnt on all: {:.2?}", learn(&pairs.iter().collect::<Vec<_>>()));
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for pair in &pairs {
        kinds.entry(&pair.kind).or_default().push(pair.score);
    }
    for (kind, scores) in kinds {
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        println!("  {kind:<20} {:>4} pairs, mean score {mean:.3}", scores.len());
    }
}

fn read(line: &str) -> Pair {
    let row: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = |key: &str| row[key].as_str().unwrap_or("").to_owned();
    let found = compare(&text("a"), &text("b"));
    Pair {
        group: text("id").trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_owned(),
        kind: text("type"),
        label: row["label"] == 1,
        score: found.conflict,
        evidence: found.evidence,
    }
}

/// Scores by weights learnt without the fold that a pair lies in.
fn cross_validated(pairs: &[Pair], seed: u64) -> Vec<f64> {
    let fold = |pair: &Pair| {
        let mut hash = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xcbf2_9ce4_8422_2325;
        for byte in pair.group.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        (hash ^ (hash >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 33
    };
    let mut scores = vec![0.0; pairs.len()];
    for held in 0..5 {
        let seen: Vec<&Pair> = pairs.iter().filter(|pair| fold(pair) % 5 != held).collect();
        let weights = learn(&seen);
        for (score, pair) in scores.iter_mut().zip(pairs) {
            if fold(pair) % 5 == held {
                *score = pair.evidence.score(&weights);
            }
        }
    }
    scores
}

/// A logistic model by Newton's method, with a light pull of the weights to nought.
fn learn(pairs: &[&Pair]) -> Weights {
    const PULL: f64 = 1.0;
    const SIZE: usize = FEATURES + 1;
    let mut weights: Weights = [0.0; SIZE];
    for _ in 0..30 {
        let mut slope = [0.0; SIZE];
        let mut curve = [[0.0; SIZE]; SIZE];
        for pair in pairs {
            let mut row = [1.0; SIZE];
            row[1..].copy_from_slice(&pair.evidence.features());
            let sum: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let guess = 1.0 / (1.0 + (-sum).exp());
            let error = f64::from(u8::from(pair.label)) - guess;
            for i in 0..SIZE {
                slope[i] += row[i] * error;
                for j in 0..SIZE {
                    curve[i][j] += row[i] * row[j] * guess * (1.0 - guess);
                }
            }
        }
        for i in 0..SIZE {
            let pull = if i == 0 { 1e-3 } else { PULL };
            slope[i] -= pull * weights[i];
            curve[i][i] += pull;
        }
        let step = solve(curve, slope);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    weights
}

/// Gauss elimination; the matrix is positive definite.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for i in 0..N {
        let pivot = matrix[i][i];
        for k in i + 1..N {
            let factor = matrix[k][i] / pivot;
            let upper = matrix[i];
            for (under, above) in matrix[k].iter_mut().zip(upper) {
                *under -= factor * above;
            }
            right[k] -= factor * right[i];
        }
    }
    for i in (0..N).rev() {
        let known: f64 = (i + 1..N).map(|j| matrix[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

/// Area under the precision-recall steps, best first; ties count as one step.
fn average_precision(mut scored: Vec<(f64, bool)>) -> f64 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = scored.iter().filter(|(_, conflict)| *conflict).count() as f64;
    let (mut hits, mut seen, mut sum) = (0.0, 0.0, 0.0);
    for tied in scored.chunk_by(|a, b| a.0 == b.0) {
        let new = tied.iter().filter(|(_, conflict)| *conflict).count() as f64;
        hits += new;
        seen += tied.len() as f64;
        sum += new / all * (hits / seen);
    }
    sum
}

/// How often a conflict stands before a pair that is none.
fn area_under_curve(scored: &[(f64, bool)]) -> f64 {
    let (mut won, mut games) = (0.0, 0.0);
    for (score, _) in scored.iter().filter(|(_, conflict)| *conflict) {
        for (other, _) in scored.iter().filter(|(_, conflict)| !conflict) {
            games += 1.0;
            won += match score.total_cmp(other) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    won / games
}
