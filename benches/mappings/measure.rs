//! Accuracy of alignment against experts' mappings.
//!
//! Identifiers are replaced and both lists are shuffled, so that neither numbers nor order give
//! the answer away. Definitions:
//! - R@1: of the left items with at least one true counterpart, the share whose first-ranked
//!   candidate is a true one;
//! - MRR: the mean over the same items of one over the rank of the first true candidate (0 if none
//!   is among the candidates);
//! - F1: over pairs, by a threshold on the score: at the best threshold for the set, and, with
//!   precision and recall, at the threshold that is shipped; and over the pairs that an alignment
//!   keeps when no candidates are asked for.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use consonance::alignment::{Aligner, List, Options, Ranked, THRESHOLD};

/// Mapping sets that are aligned (`norm_conflict` is another task).
pub(crate) const SETS: &[&str] = &[
    "csf11_csf20",
    "80053r4_80053r5_withdrawn",
    "80053r4_80053r5",
    "asvs403_fr_en",
    "asvs403_es_en",
    "asvs403_zh-cn_en",
    "rgaa41_wcag22",
];

/// Two lists and what experts say of them.
pub(crate) struct Set {
    left: List<'static>,
    right: List<'static>,
    truth: Vec<(String, String)>,
}

/// Thresholds at which F1 is tried for calibration.
pub(crate) const STEPS: usize = 100;

/// Figures of one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// Share of left items ranked right.
    pub(crate) recall_at_1: f64,
    /// Mean reciprocal rank.
    pub(crate) mrr: f64,
    /// F1 at the best threshold.
    pub(crate) best_f1: f64,
    /// That threshold.
    pub(crate) best_threshold: f64,
    /// F1 at the shipped threshold.
    pub(crate) f1: f64,
    /// Precision at the shipped threshold.
    pub(crate) precision: f64,
    /// Recall at the shipped threshold.
    pub(crate) recall: f64,
    /// Precision of the pairs that an alignment keeps, where each clause goes to the counterparts
    /// that rivals leave it.
    pub(crate) kept_precision: f64,
    /// Recall of the same.
    pub(crate) kept_recall: f64,
    /// F1 of the same.
    pub(crate) kept_f1: f64,
    /// F1 at every hundredth.
    pub(crate) curve: Vec<f64>,
}

impl Set {
    /// The items of either side that `half` picks by their place, and the truth among them.
    pub(crate) fn part(&self, half: usize) -> Self {
        // A left item goes with what it answers to, so that no pair is torn.
        let mut part_of: HashMap<&str, usize> = HashMap::new();
        for (at, (left, right)) in self.truth.iter().enumerate() {
            let known = part_of.get(left.as_str()).or_else(|| part_of.get(right.as_str()));
            let part = known.copied().unwrap_or(at % 2);
            part_of.entry(left).or_insert(part);
            part_of.entry(right).or_insert(part);
        }
        let keep = |list: &List<'static>| List {
            items: list
                .items
                .iter()
                .enumerate()
                .filter(|(at, it)| part_of.get(&*it.id).copied().unwrap_or(at % 2) == half)
                .map(|(_, it)| consonance::alignment::Item { parent: None, ..it.clone() })
                .collect(),
            ..list.clone()
        };
        Self { left: keep(&self.left), right: keep(&self.right), truth: self.truth.clone() }
    }

    /// Reads `left.jsonl`, `right.jsonl` and `truth.jsonl` of a folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let list = |name: &str| List::from_json_lines(name, &text(name)).unwrap();
        let truth = text("truth.jsonl")
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| {
                let pair: serde_json::Value = serde_json::from_str(line).unwrap();
                let id = |key: &str| pair[key].as_str().unwrap().to_owned();
                (id("left"), id("right"))
            })
            .collect();
        Self { left: list("left.jsonl"), right: list("right.jsonl"), truth }
    }

    /// The same with the sides exchanged.
    pub(crate) fn reversed(&self) -> Self {
        Self {
            left: self.right.clone(),
            right: self.left.clone(),
            truth: self.truth.iter().map(|(left, right)| (right.clone(), left.clone())).collect(),
        }
    }

    /// Replaces identifiers, shuffles, aligns as `--candidates 50 --no-numbers` does, and judges.
    pub(crate) fn measure(&self, seed: u64) -> Figures {
        let (left, left_names) = shuffled(&self.left, seed);
        let (right, right_names) = shuffled(&self.right, seed.wrapping_add(1000));
        let options = Options { candidates: 50, numbers: false, ..Options::default() };
        self.judged(&left, &left_names, &right, &right_names, &options)
    }

    /// Leaves numbers and order as they are, and lets them count.
    pub(crate) fn measure_as_it_is(&self) -> Figures {
        let places = |list: &List<'_>| -> HashMap<String, usize> {
            list.items.iter().enumerate().map(|(at, it)| (it.id.to_string(), at)).collect()
        };
        let options = Options { candidates: 50, ..Options::default() };
        let names = (places(&self.left), places(&self.right));
        self.judged(&self.left, &names.0, &self.right, &names.1, &options)
    }

    fn judged(
        &self,
        left: &List<'_>,
        left_names: &HashMap<String, usize>,
        right: &List<'_>,
        right_names: &HashMap<String, usize>,
        options: &Options,
    ) -> Figures {
        let truth: HashSet<(usize, usize)> = self
            .truth
            .iter()
            .filter_map(|(l, r)| Some((*left_names.get(l)?, *right_names.get(r)?)))
            .collect();
        let aligner = Aligner::default();
        let mut figures = judge(&aligner.compare(left, right, options).ranked, &truth);
        let usual = Options { candidates: Options::default().candidates, ..options.clone() };
        let kept = aligner.compare(left, right, &usual).alignment(&usual).pairs;
        let hits = kept.iter().filter(|it| truth.contains(&(it.left, it.right))).count() as f64;
        figures.kept_precision = hits / kept.len().max(1) as f64;
        figures.kept_recall = hits / truth.len() as f64;
        figures.kept_f1 = 2.0 * hits / (kept.len() + truth.len()) as f64;
        figures
    }
}

fn judge(ranked: &[Vec<Ranked>], truth: &HashSet<(usize, usize)>) -> Figures {
    let with_truth: HashSet<usize> = truth.iter().map(|(left, _)| *left).collect();
    let (mut first, mut reciprocal) = (0usize, 0.0);
    let mut pairs: Vec<(f32, bool)> = Vec::new();
    for (left, candidates) in ranked.iter().enumerate() {
        pairs.extend(candidates.iter().map(|it| (it.score, truth.contains(&(left, it.right)))));
        if with_truth.contains(&left)
            && let Some(rank) = candidates.iter().position(|it| truth.contains(&(left, it.right)))
        {
            first += usize::from(rank == 0);
            reciprocal += 1.0 / (rank + 1) as f64;
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut figures = Figures {
        recall_at_1: first as f64 / with_truth.len() as f64,
        mrr: reciprocal / with_truth.len() as f64,
        ..Figures::default()
    };
    let f1 = |hits: usize, said: usize| 2.0 * hits as f64 / (said + truth.len()).max(1) as f64;
    figures.curve = vec![0.0; STEPS];
    let mut hits = 0;
    for (index, (score, hit)) in pairs.iter().enumerate() {
        hits += usize::from(*hit);
        let tied = pairs.get(index + 1).is_some_and(|(next, _)| next == score);
        if !tied && f1(hits, index + 1) > figures.best_f1 {
            figures.best_f1 = f1(hits, index + 1);
            figures.best_threshold = f64::from(*score);
        }
        for (step, value) in figures.curve.iter_mut().enumerate() {
            if *score >= step as f32 / STEPS as f32 {
                *value = f1(hits, index + 1);
            }
        }
        if *score >= THRESHOLD {
            figures.f1 = f1(hits, index + 1);
            figures.precision = hits as f64 / (index + 1) as f64;
            figures.recall = hits as f64 / truth.len() as f64;
        }
    }
    figures
}

/// The list in an order and with identifiers that only `seed` knows, and where each item went.
fn shuffled(list: &List<'static>, seed: u64) -> (List<'static>, HashMap<String, usize>) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1);
    let mut next = || {
        // xorshift64*
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    let mut order: Vec<usize> = (0..list.items.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, (next() % (at as u64 + 1)) as usize);
    }
    let mut out = List { name: list.name.clone(), ..List::default() };
    let mut names = HashMap::new();
    for (place, from) in order.into_iter().enumerate() {
        let mut item = list.items[from].clone();
        names.insert(item.id.to_string(), place);
        item.id = format!("x{place}").into();
        item.parent = None;
        out.items.push(item);
    }
    (out, names)
}
