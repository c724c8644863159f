//! Where a document is found: by key, by identifier, by work, by series.

use compact_str::CompactString;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::forms;
use super::life::Life;
use super::{NodeId, StandardId, WorkId};
use crate::identifier::{IdentifierId, IdentifierTable};
use crate::model::Standard;
use crate::source::{FileId, SourceMap};

/// Lists of standards, one a group, in two arrays.
#[derive(Debug, Default)]
struct Groups {
    starts: Vec<u32>,
    members: Vec<StandardId>,
}

impl Groups {
    /// `pairs` are (group, member); members come out in the order of `pairs` within their group.
    fn new(groups: usize, mut pairs: Vec<(u32, StandardId)>) -> Self {
        pairs.sort_by_key(|&(group, _)| group);
        pairs.dedup();
        let mut starts = vec![0_u32; groups + 1];
        for &(group, _) in &pairs {
            starts[group as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, members: pairs.into_iter().map(|(_, member)| member).collect() }
    }

    fn get(&self, group: usize) -> &[StandardId] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(&from), Some(&to)) => &self.members[from as usize..to as usize],
            _ => &[],
        }
    }
}

/// Where a document is found.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Standards by identifier, own identifiers before further ones.
    by_identifier: Groups,
    /// Work of each identifier of the table.
    work_of: Vec<WorkId>,
    /// Undated form of each work.
    works: IndexMap<CompactString, (), FxBuildHasher>,
    /// Standards by work, by rising date.
    by_work: Groups,
    /// Works with parts, each with the identifier of an edition, by series.
    series: FxHashMap<Box<str>, Vec<(WorkId, IdentifierId)>>,
    /// Standards by the key of a reference graph. A key holds within its file.
    keys: FxHashMap<FileId, FxHashMap<Box<str>, StandardId>>,
    /// Nodes of what is not in the corpus, by identifier.
    unknown: Vec<NodeId>,
}

impl Index {
    pub(super) fn build(
        sources: &SourceMap,
        standards: &[Standard],
        identifiers: &IdentifierTable,
        lives: &[Life],
    ) -> Self {
        let mut index = Self { unknown: vec![NodeId::NONE; identifiers.len()], ..Self::default() };
        for at in 0..identifiers.len() {
            let id = identifiers.at(at).unwrap_or(IdentifierId::NONE);
            let canonical = identifiers.canonical(id);
            let work = match identifiers.get(id) {
                Some(Ok(identifier)) => index.work_named(forms::undated(identifier)),
                _ => index.work_named(canonical),
            };
            index.work_of.push(work);
        }
        index.works.shrink_to_fit();
        let (mut own, mut further) = (Vec::new(), Vec::new());
        for (at, standard) in standards.iter().enumerate() {
            let id = StandardId(u32::try_from(at).unwrap_or(u32::MAX));
            if let Some(key) = &standard.key {
                let keys = index.keys.entry(key.span().file).or_default();
                keys.entry(key.get(sources).into()).or_insert(id);
            }
            let number = |id: IdentifierId| u32::try_from(id.index()).unwrap_or(u32::MAX);
            let named = standard.identity.iter().filter(|target| !target.identifier.is_none());
            own.extend(named.map(|target| (number(target.identifier), id)));
            let named = standard.other_identifiers.iter().filter(|it| !it.identifier.is_none());
            further.extend(named.map(|target| (number(target.identifier), id)));
        }
        own.append(&mut further);
        let mut works: Vec<(u32, StandardId)> =
            own.iter().map(|&(id, it)| (index.work_of[id as usize].0, it)).collect();
        works.sort_by_key(|&(work, it)| {
            let life = &lives[it.index()];
            (work, life.born().map(super::PartialDate::first), life.edition, it)
        });
        works.dedup();
        index.collect_series(&own, identifiers);
        index.by_identifier = Groups::new(identifiers.len(), own);
        index.by_work = Groups::new(index.works.len(), works);
        index
    }

    fn work_named(&mut self, name: &str) -> WorkId {
        let at = match self.works.get_index_of(name) {
            Some(at) => at,
            None => self.works.insert_full(name.into(), ()).0,
        };
        WorkId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    fn collect_series(&mut self, own: &[(u32, StandardId)], identifiers: &IdentifierTable) {
        for &(number, _) in own {
            let id = identifiers.at(number as usize).unwrap_or(IdentifierId::NONE);
            let Some(Ok(identifier)) = identifiers.get(id) else { continue };
            if identifier.parts.is_empty() {
                continue;
            }
            if let Some(series) = forms::series(identifier) {
                let works = self.series.entry(series.as_str().into()).or_default();
                works.push((self.work_of[number as usize], id));
            }
        }
        // each list is sorted on its own: the order of the map does not matter
        self.series.values_mut().for_each(|works| {
            works.sort_unstable();
            works.dedup_by_key(|&mut (work, _)| work);
        });
    }

    /// Standards with exactly this identifier.
    pub(super) fn editions(&self, id: IdentifierId) -> &[StandardId] {
        if id.is_none() { &[] } else { self.by_identifier.get(id.index()) }
    }

    /// The work that an identifier belongs to.
    pub(super) fn work_of(&self, id: IdentifierId) -> Option<WorkId> {
        if id.is_none() { None } else { self.work_of.get(id.index()).copied() }
    }

    /// The work with this undated form.
    pub(super) fn work(&self, name: &str) -> Option<WorkId> {
        let at = self.works.get_index_of(name)?;
        u32::try_from(at).ok().map(WorkId)
    }

    /// Undated form of a work.
    pub(super) fn work_name(&self, work: WorkId) -> &str {
        self.works.get_index(work.0 as usize).map_or("", |(name, ())| name)
    }

    /// How many works there are.
    pub(super) fn works(&self) -> u32 {
        u32::try_from(self.works.len()).unwrap_or(u32::MAX)
    }

    /// Standards of a work, by rising date.
    pub(super) fn editions_of(&self, work: WorkId) -> &[StandardId] {
        self.by_work.get(work.0 as usize)
    }

    /// Works that are parts of a series, each with the identifier of an edition.
    pub(super) fn parts(&self, series: &str) -> &[(WorkId, IdentifierId)] {
        self.series.get(series).map_or(&[], Vec::as_slice)
    }

    /// The standard with this key in a reference graph.
    pub(super) fn keyed(&self, file: FileId, key: &str) -> Option<StandardId> {
        self.keys.get(&file)?.get(key).copied()
    }

    /// The node of a document that is not in the corpus, if it has one yet.
    pub(super) fn unknown(&self, id: IdentifierId) -> Option<NodeId> {
        let node = *self.unknown.get(id.index())?;
        (node != NodeId::NONE).then_some(node)
    }

    /// Remembers the node of a document that is not in the corpus.
    pub(super) fn set_unknown(&mut self, id: IdentifierId, node: NodeId) {
        if id.index() >= self.unknown.len() && !id.is_none() {
            self.unknown.resize(id.index() + 1, NodeId::NONE);
        }
        if let Some(place) = self.unknown.get_mut(id.index()) {
            *place = node;
        }
    }
}
