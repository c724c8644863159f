//! Numeric conflicts, against labelled pairs of sentences.

use std::collections::BTreeSet;

use consonance::comparison::{ConflictKind, DifferenceKind, compare};
use consonance::language::SetRelation;

#[test]
fn labelled_numeric_conflicts() {
    let (mut hit, mut miss, mut extra, mut count) = (0usize, 0usize, 0usize, 0usize);
    let mut dimensions = BTreeSet::new();
    for line in include_str!("../data/numeric-conflicts.tsv").lines() {
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [label, dimension, left, right] = fields[..] else { panic!("four fields: {line}") };
        dimensions.insert(dimension);
        count += 1;
        // either way round
        let found = [compare(left, right), compare(right, left)].map(|each| {
            each.kind == ConflictKind::Quantity
                && each.conflict >= 0.5
                && each.differences.iter().any(|difference| {
                    difference.kind == DifferenceKind::Quantity
                        && difference.relation == Some(SetRelation::Disjoint)
                })
        });
        assert_eq!(found[0], found[1], "the order of the texts matters: {line}");
        match (label == "1", found[0]) {
            (true, true) => hit += 1,
            (true, false) => miss += 1,
            (false, true) => extra += 1,
            (false, false) => {}
        }
        if (label == "1") != found[0] {
            eprintln!("{line}\n  {:?}", compare(left, right));
        }
    }
    let precision = hit as f64 / (hit + extra) as f64;
    let recall = hit as f64 / (hit + miss) as f64;
    eprintln!(
        "numeric conflicts: {count} pairs, {} dimensions, {hit} found, {miss} missed, {extra} false; precision {precision:.4}, recall {recall:.4}",
        dimensions.len()
    );
    assert!(count >= 150 && dimensions.len() >= 12);
    assert!(precision >= 0.98, "precision {precision:.4}");
    assert!(recall >= 0.95, "recall {recall:.4}");
}
