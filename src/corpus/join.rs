//! Gives every named document its identifier.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::identifier::{IdentifierId, IdentifierTable};
use crate::model::{MappingSet, Standard, Target};
use crate::source::SourceMap;

/// Identifiers that are parsed before they are interned: bounds what lies between.
const BATCH: usize = 16_384;

/// Interns every target of the corpus, in the order of the sources.
///
/// What is written often is parsed once, and what is parsed is parsed in parallel; the table is
/// then filled in the order of first mention, so that it does not depend on the number of threads.
pub(super) fn join(
    sources: &SourceMap,
    standards: &mut [Standard],
    mappings: &mut [MappingSet],
) -> IdentifierTable {
    let mut distinct: FxHashMap<&str, u32> = FxHashMap::default();
    let mut written: Vec<&str> = Vec::new();
    let mut order: Vec<u32> = Vec::new();
    for standard in standards.iter() {
        each_target(standard, &mut |target| {
            note(target.written.get(sources), &mut distinct, &mut written, &mut order);
        });
    }
    for set in mappings.iter() {
        for target in [&set.left, &set.right].into_iter().filter(|target| !target.by_key) {
            note(target.written.get(sources), &mut distinct, &mut written, &mut order);
        }
    }
    let mut table = IdentifierTable::default();
    let mut ids: Vec<IdentifierId> = Vec::with_capacity(written.len());
    for batch in written.chunks(BATCH) {
        let parsed: Vec<_> = batch.par_iter().map(|text| crate::identifier::parse(text)).collect();
        let interned = batch.iter().zip(parsed);
        ids.extend(interned.map(|(text, parsed)| table.intern_parsed(text, parsed)));
    }
    table.shrink_to_fit();
    drop(distinct);

    let mut next = order.into_iter();
    let mut fill = |target: &mut Target| {
        if let Some(at) = next.next() {
            target.identifier = ids[at as usize];
        }
    };
    for standard in standards.iter_mut() {
        each_target_mut(standard, &mut fill);
    }
    for set in mappings.iter_mut() {
        for target in [&mut set.left, &mut set.right].into_iter().filter(|target| !target.by_key) {
            fill(target);
        }
    }
    table
}

fn note<'a>(
    text: &'a str,
    distinct: &mut FxHashMap<&'a str, u32>,
    written: &mut Vec<&'a str>,
    order: &mut Vec<u32>,
) {
    let next = u32::try_from(written.len()).unwrap_or(u32::MAX);
    let at = *distinct.entry(text).or_insert(next);
    if at == next {
        written.push(text);
    }
    order.push(at);
}

/// Every document that a standard names by identifier, in one fixed order, borrowed or mutably.
macro_rules! walker {
    ($name:ident, $iter:ident, $as_ref:ident $(, $mutable:ident)?) => {
        fn $name<'a>(standard: &'a $($mutable)? Standard, see: &mut impl FnMut(&'a $($mutable)? Target)) {
            let mut named = |target: &'a $($mutable)? Target| {
                if !target.by_key {
                    see(target);
                }
            };
            standard.identity.$iter().for_each(&mut named);
            standard.other_identifiers.$iter().for_each(&mut named);
            for reference in standard.references.$iter().flatten() {
                named(& $($mutable)? reference.target);
                if let Some(details) = reference.details.$as_ref() {
                    details.annotated_source.$iter().for_each(&mut named);
                    if let Some(pair) = details.counterpart.$as_ref() {
                        named(& $($mutable)? pair.0);
                    }
                }
            }
            for list in [
                & $($mutable)? standard.replaces,
                & $($mutable)? standard.replaced_by,
                & $($mutable)? standard.amends,
                & $($mutable)? standard.amended_by,
                & $($mutable)? standard.parts,
                & $($mutable)? standard.part_of,
                & $($mutable)? standard.adopted_as,
            ] {
                list.$iter().for_each(&mut named);
            }
            for adoption in standard.adopts.$iter() {
                named(& $($mutable)? adoption.source);
                adoption.amendments.$iter().for_each(&mut named);
            }
            for term in standard.terms.$iter().flatten() {
                if let Some((source, _)) = & $($mutable)? term.source {
                    named(source);
                }
            }
            for set in standard.mappings.$iter() {
                named(& $($mutable)? set.left);
                named(& $($mutable)? set.right);
            }
        }
    };
}

walker!(each_target, iter, as_deref);
walker!(each_target_mut, iter_mut, as_deref_mut, mut);
