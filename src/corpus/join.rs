//! Gives every named document its identifier.

use std::hash::BuildHasher;

use compact_str::CompactString;
use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use crate::identifier::{IdentifierId, IdentifierTable};
use crate::model::{MappingSet, Standard, Target};
use crate::source::SourceMap;

/// Standards whose mentions one task collects.
const TASK: usize = 1024;

/// What is written is looked up in so many tables, each so small that it stays near, and each by a
/// task of its own.
const TABLES: usize = 64;

/// Identifiers that are parsed before they are interned: bounds what lies between.
const BATCH: usize = 16_384;

/// A mention of a document.
struct Mention {
    /// Its place among the mentions of its task.
    place: u32,
    /// A copy: the words lie all over the texts, and when a table looks for them they are far away.
    written: CompactString,
}

/// The mentions of one task, by the table that they belong to.
struct Mentions {
    count: usize,
    by_table: Vec<Vec<Mention>>,
}

impl Mentions {
    fn new() -> Self {
        Self { count: 0, by_table: (0..TABLES).map(|_| Vec::new()).collect() }
    }

    fn note(&mut self, written: &str) {
        let place = u32::try_from(self.count).unwrap_or(u32::MAX);
        self.by_table[table_of(written)].push(Mention { place, written: written.into() });
        self.count += 1;
    }
}

/// By bits of the hash that the table itself does not use: it takes the lowest and the highest.
fn table_of(written: &str) -> usize {
    (FxBuildHasher.hash_one(written) >> 40) as usize % TABLES
}

/// What one table holds.
struct Table {
    /// What was written, each once, with the task and the place of its first mention.
    distinct: IndexMap<CompactString, (u32, u32), FxBuildHasher>,
    /// Of each task, the entry of each of its mentions.
    entries: Vec<Vec<u32>>,
}

impl Table {
    fn new(tasks: &[Mentions], table: usize) -> Self {
        let mut distinct: IndexMap<CompactString, (u32, u32), FxBuildHasher> = IndexMap::default();
        let look_up = |(task, mentions): (u32, &Mentions)| {
            let mut entries = Vec::with_capacity(mentions.by_table[table].len());
            for Mention { place, written } in &mentions.by_table[table] {
                let known = distinct.get_index_of(written.as_str());
                let entry = known
                    .unwrap_or_else(|| distinct.insert_full(written.clone(), (task, *place)).0);
                entries.push(u32::try_from(entry).unwrap_or(u32::MAX));
            }
            entries
        };
        let entries = (0..).zip(tasks).map(look_up).collect();
        Self { distinct, entries }
    }
}

/// Interns every target of the corpus, in the order of the sources.
///
/// What is written often is parsed once. All is done in parallel but the filling of the table of
/// identifiers: that is done in the order of first mention, so that it does not depend on the number
/// of threads.
pub(super) fn join(
    sources: &SourceMap,
    standards: &mut [Standard],
    mappings: &mut [MappingSet],
) -> IdentifierTable {
    let mut tasks: Vec<Mentions> = standards
        .par_chunks(TASK)
        .map(|standards| {
            let mut mentions = Mentions::new();
            for standard in standards {
                each_target(standard, &mut |target| mentions.note(target.written.get(sources)));
            }
            mentions
        })
        .collect();
    let mut of_sets = Mentions::new();
    each_side(mappings).for_each(|target| of_sets.note(target.written.get(sources)));
    tasks.push(of_sets);
    let tables: Vec<Table> =
        (0..TABLES).into_par_iter().map(|table| Table::new(&tasks, table)).collect();

    // By first mention: the entries, and their places in that order.
    let mut first: Vec<(u32, u32, usize, usize)> = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let entries = table.distinct.values().enumerate();
        first.extend(entries.map(|(entry, &(task, place))| (task, place, at, entry)));
    }
    first.par_sort_unstable();
    let mut identifiers = IdentifierTable::default();
    let mut ids: Vec<Vec<IdentifierId>> =
        tables.iter().map(|it| vec![IdentifierId::NONE; it.distinct.len()]).collect();
    let written = |&(_, _, table, entry): &(u32, u32, usize, usize)| -> &str {
        tables[table].distinct.get_index(entry).map_or("", |(written, _)| written)
    };
    for batch in first.chunks(BATCH) {
        let parsed: Vec<_> =
            batch.par_iter().map(|it| crate::identifier::parse(written(it))).collect();
        for (it, parsed) in batch.iter().zip(parsed) {
            ids[it.2][it.3] = identifiers.intern_parsed(written(it), parsed);
        }
    }
    identifiers.shrink_to_fit();

    let of_task: Vec<Vec<IdentifierId>> = (0..tasks.len())
        .into_par_iter()
        .map(|task| {
            let mut named = vec![IdentifierId::NONE; tasks[task].count];
            for (at, table) in tables.iter().enumerate() {
                let mentions = tasks[task].by_table[at].iter().zip(&table.entries[task]);
                mentions
                    .for_each(|(it, &entry)| named[it.place as usize] = ids[at][entry as usize]);
            }
            named
        })
        .collect();
    drop((tables, tasks));
    let (of_sets, of_standards) = match of_task.split_last() {
        Some((of_sets, of_standards)) => (of_sets.as_slice(), of_standards),
        None => (&[][..], &[][..]),
    };
    standards.par_chunks_mut(TASK).zip(of_standards).for_each(|(standards, named)| {
        let mut named = named.iter();
        for standard in standards {
            each_target_mut(standard, &mut |target| fill(target, &mut named));
        }
    });
    let mut named = of_sets.iter();
    for set in mappings {
        for target in [&mut set.left, &mut set.right].into_iter().filter(|it| !it.by_key) {
            fill(target, &mut named);
        }
    }
    identifiers
}

/// The documents that mapping sets name by identifier.
fn each_side(mappings: &[MappingSet]) -> impl Iterator<Item = &Target> {
    mappings.iter().flat_map(|set| [&set.left, &set.right]).filter(|target| !target.by_key)
}

fn fill<'a>(target: &mut Target, named: &mut impl Iterator<Item = &'a IdentifierId>) {
    if let Some(&identifier) = named.next() {
        target.identifier = identifier;
    }
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
