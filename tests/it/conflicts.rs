//! Conflicts between two sentences.

use consonance::comparison::{ConflictKind, compare};

use crate::shared_data::shared_data;

/// Area under the precision-recall steps, best first; ties in the order of the file.
fn average_precision(mut scored: Vec<(f64, bool)>) -> f64 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (rank, (_, conflict)) in scored.iter().enumerate() {
        if *conflict {
            hits += 1.0;
            sum += hits / (rank + 1) as f64;
        }
    }
    sum / hits
}

#[test]
fn annotated_norm_conflicts_rank_before_the_rest() {
    let Some(path) = shared_data("mappings/norm_conflict/pairs.jsonl") else { return };
    let mut scored = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        scored.push((compare(&text("a"), &text("b")).conflict, row["label"] == 1));
    }
    let precision = average_precision(scored.clone());
    eprintln!("norm conflicts: {} pairs, average precision {precision:.4}", scored.len());
    assert!(precision >= 0.72, "average precision {precision:.4}");
}

#[test]
fn the_same_text_is_no_conflict() {
    let same = compare("The lid shall close.", "The lid shall close.");
    assert!(same.conflict < 0.01 && same.differences.is_empty(), "{same:?}");
}

#[test]
fn kinds() {
    let kind = |a: &str, b: &str| compare(a, b).kind;
    assert_eq!(kind("The lid shall close.", "The lid shall not close."), ConflictKind::Modality);
    assert_eq!(kind("长度不应大于 3 m。", "长度不应小于 5 m。"), ConflictKind::Quantity);
    assert_eq!(kind("The lid shall be red.", "The lid shall be blue."), ConflictKind::Object);
}

proptest::proptest! {
    #[test]
    fn any_two_texts_are_compared_without_panic(a in "(\\PC|5 mm|shall|not|应|不|，){0,40}", b in "(\\PC|6 mm|shall|not|应|不|，){0,40}") {
        let found = compare(&a, &b);
        assert!((0.0..=1.0).contains(&found.conflict));
        for each in found.differences {
            assert!(each.left.is_none_or(|range| a.get(range).is_some()));
            assert!(each.right.is_none_or(|range| b.get(range).is_some()));
        }
    }
}
