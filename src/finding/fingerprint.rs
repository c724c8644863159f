//! Addresses of findings that survive line shifts and edits elsewhere.

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::Finding;
use crate::source::SourceMap;

/// Findings that are addressed at once: what their addresses are made of is not kept for all.
const AT_ONCE: usize = 4096;

/// Gives every finding its fingerprint: rule, standard, clause, the words it points at (white space
/// folded) and, among equals, which one it is in the order of the document.
pub(crate) fn fingerprint(findings: &mut [Finding], sources: &SourceMap) {
    let mut seen: IndexMap<blake3::Hash, u32, FxBuildHasher> = IndexMap::default();
    for some in findings.chunks_mut(AT_ONCE) {
        let addresses: Vec<(Vec<u8>, blake3::Hash)> = some
            .par_iter()
            .map(|finding| {
                let address = address(finding, sources);
                let hash = blake3::hash(&address);
                (address, hash)
            })
            .collect();
        let numbered: Vec<(Vec<u8>, u32)> = addresses
            .into_iter()
            .map(|(address, hash)| {
                let ordinal = seen.entry(hash).or_insert(0);
                *ordinal += 1;
                (address, *ordinal)
            })
            .collect();
        some.par_iter_mut().zip(numbered).for_each(|(finding, (mut address, ordinal))| {
            address.extend_from_slice(&ordinal.to_le_bytes());
            finding.fingerprint = blake3::hash(&address).to_hex()[..32].to_owned();
        });
    }
}

/// What a finding is known by, each part with its length before it.
fn address(finding: &Finding, sources: &SourceMap) -> Vec<u8> {
    let words = sources.slice(finding.span);
    let mut address = Vec::with_capacity(words.len() + 96);
    let mut part = |text: &str| {
        address.extend_from_slice(&(text.len() as u64).to_le_bytes());
        address.extend_from_slice(text.as_bytes());
    };
    part(&finding.rule);
    part(&finding.standard);
    part(finding.clause.as_deref().unwrap_or(""));
    let words: Vec<&str> = words.split_whitespace().collect();
    part(&words.join(" "));
    address
}
