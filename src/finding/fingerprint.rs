//! Addresses of findings that survive line shifts and edits elsewhere.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::Finding;
use crate::source::SourceMap;

/// Gives every finding its fingerprint: rule, standard, clause, the words it points at (white space
/// folded) and, among equals, which one it is in the order of the document.
pub(crate) fn fingerprint(findings: &mut [Finding], sources: &SourceMap) {
    let mut seen: IndexMap<blake3::Hash, u32, FxBuildHasher> = IndexMap::default();
    for finding in findings {
        let mut hasher = blake3::Hasher::new();
        let mut part = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(&finding.rule);
        part(&finding.standard);
        part(finding.clause.as_deref().unwrap_or(""));
        let words: Vec<&str> = sources.slice(finding.span).split_whitespace().collect();
        part(&words.join(" "));
        let ordinal = seen.entry(hasher.finalize()).or_insert(0);
        *ordinal += 1;
        hasher.update(&ordinal.to_le_bytes());
        finding.fingerprint = hasher.finalize().to_hex()[..32].to_owned();
    }
}
