//! From standards to the graph.

use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::PartialDate;
use super::index::Index;
use super::life::Life;
use super::resolve::Asking;
use super::{
    AsOf, Corpus, DeclaredBy, Duplicate, How, Link, LinkId, LinkKind, Node, NodeId, Resolution,
    StandardId, join,
};
use crate::identifier::{Identifier, IdentifierId};
use crate::model::{Map, MappingSet, Relation, Standard, Status, Target, Text};
use crate::reader::Loaded;

/// Standards whose references are resolved before their edges are made: bounds what lies between.
const BATCH: usize = 8192;

/// An edge to be made: from a standard to what it names.
struct Draft {
    kind: LinkKind,
    how: How,
    index: u32,
    identifier: IdentifierId,
    key: Option<Text>,
    nodes: Vec<NodeId>,
}

impl Corpus {
    /// Joins what was loaded.
    #[must_use]
    pub fn build(loaded: Loaded, as_of: AsOf) -> Self {
        let Loaded {
            sources,
            formats: _,
            origins,
            mut standards,
            mut mappings,
            systems,
            comments,
            skipped,
            problems,
        } = loaded;
        let identifiers = join::join(&sources, &mut standards, &mut mappings);
        let lives: Vec<Life> =
            standards.par_iter().map(|it| Life::of(it, &sources, &identifiers)).collect();
        let index = Index::build(&sources, &standards, &identifiers, &lives);
        let mut corpus = Self {
            graph: DiGraph::with_capacity(standards.len(), 0),
            sources,
            standards: Vec::new(),
            mappings,
            systems,
            origins,
            comments,
            skipped,
            problems,
            identifiers,
            as_of,
            lives,
            index,
            work_nodes: Vec::new(),
            dangling: Vec::new(),
            elements: Vec::new(),
            element_links: Vec::new(),
            frameworks: super::framework::Frameworks::default(),
            successor_starts: Vec::new(),
            successor_nodes: Vec::new(),
            current: None,
            duplicates: Vec::new(),
        };
        corpus.standards = standards;
        for id in corpus.ids() {
            corpus.graph.add_node(Node::Edition(id));
        }
        corpus.add_works();
        // which edition is current depends on what replaces what, so replacements come first
        corpus.add_links(&|corpus, id| corpus.draft_replacements(id));
        corpus.add_from_other_end(LinkKind::Replaces, |standard| &standard.replaced_by);
        corpus.collect_successors();
        if let AsOf::Date(date) = as_of {
            let day = super::PartialDate::of_day(date);
            let works: Vec<u32> = (0..corpus.index.works()).collect();
            let current = works
                .par_iter()
                .map(|&work| corpus.find_current_edition(super::WorkId(work), day))
                .collect();
            corpus.current = Some(current);
        }
        corpus.collect_frameworks();
        corpus.add_links(&|corpus, id| corpus.draft_links(id));
        corpus.add_from_other_end(LinkKind::Adopts(None), |standard| &standard.adopted_as);
        corpus.add_from_other_end(LinkKind::Amends, |standard| &standard.amended_by);
        corpus.add_from_other_end(LinkKind::PartOf, |standard| &standard.parts);
        corpus.add_mapping_sets();
        corpus.add_implied_adoptions();
        corpus.add_implied_amendments();
        corpus.add_withdrawn_elements();
        corpus.find_duplicates();
        corpus.graph.shrink_to_fit();
        corpus
    }

    fn add_works(&mut self) {
        self.work_nodes = vec![NodeId::end(); self.index.works() as usize];
        for id in self.ids() {
            let Some(work) = self.work_of(id) else { continue };
            let mut node = self.work_nodes[work.0 as usize];
            if node == NodeId::end() {
                node = self.graph.add_node(Node::Work(work));
                self.work_nodes[work.0 as usize] = node;
            }
            let link = Link {
                kind: LinkKind::EditionOf,
                declared: DeclaredBy::Identifier,
                how: How::Implied,
                internal: true,
                index: 0,
            };
            self.graph.add_edge(id.node(), node, link);
        }
    }

    /// Resolves in parallel, makes the edges in the order of the standards.
    fn add_links<F>(&mut self, draft: &F)
    where
        F: Fn(&Self, StandardId) -> Vec<Draft> + Sync,
    {
        let ids: Vec<StandardId> = self.ids().collect();
        for batch in ids.chunks(BATCH) {
            let drafts: Vec<Vec<Draft>> = batch.par_iter().map(|&id| draft(self, id)).collect();
            for (&id, edges) in batch.iter().zip(drafts) {
                for edge in edges {
                    self.add_edge(id, edge);
                }
            }
        }
    }

    fn add_edge(&mut self, from: StandardId, edge: Draft) {
        let internal = false;
        let link = Link {
            kind: edge.kind,
            declared: DeclaredBy::From,
            how: edge.how,
            internal,
            index: edge.index,
        };
        if edge.nodes.is_empty() {
            let node = match edge.key {
                Some(key) => self.dangling_node(key),
                None => self.unknown_node(edge.identifier, internal),
            };
            self.graph.add_edge(from.node(), node, link);
        }
        for node in edge.nodes {
            self.graph.add_edge(from.node(), node, link);
        }
    }

    /// The node of a document that is not in the corpus.
    fn unknown_node(&mut self, identifier: IdentifierId, internal: bool) -> NodeId {
        if let Some(node) = self.index.unknown(identifier) {
            if let Some(Node::Unknown { internal: was, .. }) = self.graph.node_weight_mut(node) {
                *was &= internal;
            }
            return node;
        }
        let node = self.graph.add_node(Node::Unknown { identifier, internal });
        self.index.set_unknown(identifier, node);
        node
    }

    fn dangling_node(&mut self, key: Text) -> NodeId {
        let at = u32::try_from(self.dangling.len()).unwrap_or(u32::MAX);
        self.dangling.push(key);
        self.graph.add_node(Node::Dangling(at))
    }

    fn draft_replacements(&self, id: StandardId) -> Vec<Draft> {
        let standard = &self.standards[id.index()];
        let asking = Asking { day: self.day_of(id), before: Some(id), ..Asking::default() };
        let draft = |(index, target)| self.draft(target, LinkKind::Replaces, index, asking);
        numbered(&standard.replaces).map(draft).collect()
    }

    fn draft_links(&self, id: StandardId) -> Vec<Draft> {
        let standard = &self.standards[id.index()];
        let asking = Asking { day: self.day_of(id), ..Asking::default() };
        let mut drafts = Vec::new();
        for (index, reference) in numbered(standard.references.iter().flatten()) {
            let all_parts = reference.details.as_ref().and_then(|details| details.all_parts);
            let asking = Asking { all_parts: all_parts.map(|said| said.value), ..asking };
            drafts.push(self.draft(
                &reference.target,
                LinkKind::Cites(reference.role),
                index,
                asking,
            ));
        }
        for (index, adoption) in numbered(&standard.adopts) {
            let kind = LinkKind::Adopts(adoption.degree.map(|said| said.value));
            drafts.push(self.draft(&adoption.source, kind, index, asking));
        }
        for (index, target) in numbered(&standard.amends) {
            drafts.push(self.draft(target, LinkKind::Amends, index, asking));
        }
        for (index, target) in numbered(&standard.part_of) {
            let draft = self.draft(target, LinkKind::PartOf, index, asking);
            // an edition is said to be part of its own undated work: that is no part
            let undated = matches!(draft.how, How::CurrentEdition | How::LatestEdition);
            if !(undated && draft.nodes == [id.node()]) {
                drafts.push(draft);
            }
        }
        for (index, set) in numbered(&standard.mappings) {
            let kind = LinkKind::Maps(common_relation(&set.maps));
            let mut draft = self.draft(&set.right, kind, index, asking);
            if draft.nodes.is_empty()
                && let Some(id) = self.by_title(&set.right)
            {
                (draft.how, draft.nodes) = (How::Title, vec![id.node()]);
            }
            drafts.push(draft);
        }
        drafts
    }

    fn draft(&self, target: &Target, kind: LinkKind, index: u32, asking: Asking) -> Draft {
        let Resolution { how, nodes, .. } = self.resolve_as(target, asking);
        let key = target.by_key.then(|| target.written.clone());
        Draft { kind, how, index, identifier: target.identifier, key, nodes }
    }

    /// What a document says another does to it (`replaced_by`, `adopted_as` …): an edge from that
    /// other, unless it says so itself.
    fn add_from_other_end(&mut self, kind: LinkKind, list: fn(&Standard) -> &[Target]) {
        let mut forward: FxHashMap<(NodeId, NodeId), LinkId> = FxHashMap::default();
        for edge in self.graph.edge_references() {
            if edge.weight().kind.word() == kind.word() {
                forward.entry((edge.source(), edge.target())).or_insert(edge.id());
            }
        }
        for id in self.ids() {
            for at in 0..list(&self.standards[id.index()]).len() {
                let target = list(&self.standards[id.index()])[at].clone();
                let asking = Asking { day: self.day_of(id), ..Asking::default() };
                let (nodes, how) = self.nodes_of(&target, asking);
                let index = u32::try_from(at).unwrap_or(u32::MAX);
                for from in nodes {
                    let said = forward.get(&(from, id.node())).copied();
                    if let Some(link) = said.and_then(|edge| self.graph.edge_weight_mut(edge))
                        && link.declared == DeclaredBy::From
                    {
                        link.declared = DeclaredBy::Both;
                        continue;
                    }
                    let declared = DeclaredBy::To;
                    let link = Link { kind, declared, how, internal: false, index };
                    self.graph.add_edge(from, id.node(), link);
                }
            }
        }
    }

    fn collect_successors(&mut self) {
        let mut pairs: Vec<(NodeId, NodeId)> = self
            .graph
            .edge_references()
            .filter(|edge| edge.weight().kind == LinkKind::Replaces)
            .map(|edge| (edge.target(), edge.source()))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0_u32; self.graph.node_count() + 1];
        for (old, _) in &pairs {
            starts[old.index() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        self.successor_starts = starts;
        self.successor_nodes = pairs.into_iter().map(|(_, new)| new).collect();
    }

    /// Mapping sets that stand alone: an edge from the document of the left ends.
    fn add_mapping_sets(&mut self) {
        let day = match self.as_of {
            AsOf::Date(date) => super::PartialDate::of_day(date),
            AsOf::Publication => None,
        };
        let asking = Asking { day, ..Asking::default() };
        for at in 0..self.mappings.len() {
            let MappingSet { left, right, maps, .. } = &self.mappings[at];
            let kind = LinkKind::Maps(common_relation(maps));
            let (left, right) = (left.clone(), right.clone());
            let (from, _) = self.framework_nodes(&left, asking);
            let (to, how) = self.framework_nodes(&right, asking);
            let index = u32::try_from(at).unwrap_or(u32::MAX);
            for &from in &from {
                for &to in &to {
                    let declared = DeclaredBy::MappingSet;
                    self.graph.add_edge(
                        from,
                        to,
                        Link { kind, declared, how, internal: false, index },
                    );
                }
            }
        }
    }

    /// What a side of a mapping set means, with a node for it in any case.
    fn framework_nodes(&mut self, target: &Target, asking: Asking) -> (Vec<NodeId>, How) {
        if !self.resolve_as(target, asking).is_found()
            && let Some(id) = self.by_title(target)
        {
            return (vec![id.node()], How::Title);
        }
        self.nodes_of(target, asking)
    }

    /// What a target means, with a node for it in any case.
    fn nodes_of(&mut self, target: &Target, asking: Asking) -> (Vec<NodeId>, How) {
        let Resolution { how, nodes, .. } = self.resolve_as(target, asking);
        let nodes = match (nodes.is_empty(), target.by_key) {
            (false, _) => nodes,
            (true, true) => vec![self.dangling_node(target.written.clone())],
            (true, false) => vec![self.unknown_node(target.identifier, false)],
        };
        (nodes, how)
    }

    /// What identifiers themselves say: `BS EN ISO 1` adopts `EN ISO 1`, which adopts `ISO 1`. The
    /// documents between need not be in the corpus. In a reference graph, whose nodes are kept as they
    /// are, such edges are internal.
    fn add_implied_adoptions(&mut self) {
        let mut at = 0;
        // unknown documents that are added here are looked at in their turn; every step takes one
        // layer off an identifier, so it ends
        while at < self.graph.node_count() {
            let node = NodeId::new(at);
            at += 1;
            let internal = match self.graph.node_weight(node) {
                Some(&Node::Edition(id)) => self.standards[id.index()].key.is_some(),
                Some(&Node::Unknown { internal, .. }) => internal,
                _ => continue,
            };
            let Some(source) = self.identifier(node).and_then(|it| it.adopts.as_deref()) else {
                continue;
            };
            let source = source.clone();
            self.add_implied_adoption(node, source, internal);
        }
    }

    fn add_implied_adoption(&mut self, node: NodeId, source: Identifier, internal: bool) {
        let written = source.canonical.clone();
        let day = match self.standard_of(node) {
            Some(id) => self.day_of(id),
            None => match self.as_of {
                AsOf::Date(date) => super::PartialDate::of_day(date),
                AsOf::Publication => None,
            },
        };
        let id = self.identifiers.intern_parsed(&written, Ok(source));
        let resolution = match self.identifiers.get(id) {
            Some(Ok(identifier)) => {
                let undated = super::forms::undated(identifier);
                let work = self.index.work_of(id).or_else(|| self.index.work(undated));
                let asking = Asking { day, ..Asking::default() };
                self.resolve_identifier(identifier, self.index.editions(id), work, asking)
            }
            _ => return,
        };
        let nodes = match resolution.nodes.is_empty() {
            false => resolution.nodes,
            true => vec![self.unknown_node(id, internal)],
        };
        for to in nodes {
            let said = self.graph.edges_connecting(node, to);
            if to == node || said.into_iter().any(|it| it.weight().kind.word() == "adopts") {
                continue;
            }
            let link = Link {
                kind: LinkKind::Adopts(None),
                declared: DeclaredBy::Identifier,
                how: How::Implied,
                internal,
                index: 0,
            };
            self.graph.add_edge(node, to, link);
        }
    }

    /// `ISO 1:2015/Amd 1:2018` amends `ISO 1:2015`, also where it does not say so.
    fn add_implied_amendments(&mut self) {
        for id in self.ids() {
            let internal = self.standards[id.index()].key.is_some();
            let Some(identifier) = self.identifier(id.node()) else { continue };
            let Some(base) = super::forms::base(identifier) else { continue };
            let base = self.identifiers.find(base).map_or(&[][..], |it| self.index.editions(it));
            let Some(&base) = base.first() else { continue };
            let links = self.graph.edges(id.node());
            if links.into_iter().any(|edge| edge.weight().kind == LinkKind::Amends) {
                continue;
            }
            let kind = LinkKind::Amends;
            let (declared, how) = (DeclaredBy::Identifier, How::Implied);
            let link = Link { kind, declared, how, internal, index: 0 };
            self.graph.add_edge(id.node(), base.node(), link);
        }
    }

    /// Identifiers that several standards bear as their own. Editions that share an undated identifier
    /// and differ in edition or date are no duplicates.
    fn find_duplicates(&mut self) {
        let mut seen = FxHashSet::default();
        for id in self.ids() {
            let Some(identifier) = self.identifier_id(id.node()) else { continue };
            let bears_it = |it: &StandardId| self.identifier_id(it.node()) == Some(identifier);
            let bearers = self.index.editions(identifier);
            if bearers.len() < 2 || !seen.insert(identifier) {
                continue;
            }
            let mut standards: Vec<StandardId> = bearers.iter().copied().filter(bears_it).collect();
            standards.sort_unstable();
            if !self.is_dated(identifier) {
                self.keep_clashing_editions(&mut standards);
            }
            if standards.len() > 1 {
                let same = |&it: &StandardId| self.agree(it, standards[0]);
                let same_content = standards.iter().all(same);
                self.duplicates.push(Duplicate { identifier, standards, same_content });
            }
        }
    }

    /// Of standards with one undated identifier, keeps those that claim the same edition and date.
    fn keep_clashing_editions(&self, standards: &mut Vec<StandardId>) {
        let claim = |id: &StandardId| {
            let life = &self.lives[id.index()];
            (life.edition, life.published)
        };
        let mut claims: Vec<_> = standards.iter().map(claim).collect();
        claims.sort_unstable();
        let clashes = |it: &(u16, Option<super::PartialDate>)| {
            let from = claims.partition_point(|other| other < it);
            claims.get(from + 1) == Some(it)
        };
        standards.retain(|id| clashes(&claim(id)));
    }

    /// Whether nothing that both descriptions say differs: a catalogue entry and the text that it
    /// lists are two descriptions of one document.
    fn agree(&self, left: StandardId, right: StandardId) -> bool {
        let of = |id: StandardId| (&self.standards[id.index()], &self.lives[id.index()]);
        let ((left, left_life), (right, right_life)) = (of(left), of(right));
        fn differ<T: PartialEq>(left: Option<T>, right: Option<T>) -> bool {
            matches!((left, right), (Some(left), Some(right)) if left != right)
        }
        let dates = |left: Option<PartialDate>, right: Option<PartialDate>| matches!((left, right), (Some(left), Some(right)) if left.surely_before(right) || right.surely_before(left));
        let titles = left.title.iter().any(|(lang, text)| {
            right.title.in_lang(lang).is_some_and(|other| {
                plain_title(text.get(&self.sources)) != plain_title(other.get(&self.sources))
            })
        });
        // A word about status is of the day on which it was written: another description may
        // know more, but "withdrawn" and "draft" exclude each other.
        let is_draft = |life: &Life| life.declared.map(|it| it == Status::Draft);
        let count = |list: Option<usize>| list.filter(|it| *it > 0);
        !(titles
            || dates(left_life.published, right_life.published)
            || differ(is_draft(left_life), is_draft(right_life))
            || differ(
                count(left.clauses.as_ref().map(|it| it.len())),
                count(right.clauses.as_ref().map(|it| it.len())),
            )
            || differ(
                count(left.references.as_ref().map(|it| it.len())),
                count(right.references.as_ref().map(|it| it.len())),
            ))
    }
}

/// A title as far as spelling is concerned: letters and digits, without case.
pub(super) fn plain_title(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn numbered<'a, T: 'a>(
    list: impl IntoIterator<Item = &'a T>,
) -> impl Iterator<Item = (u32, &'a T)> {
    (0_u32..).zip(list)
}

/// The relation of a mapping set, where all its maps have one and the same.
fn common_relation(maps: &[Map]) -> Option<Relation> {
    let first = maps.first()?.relation?.value;
    maps.iter().all(|map| map.relation.is_some_and(|it| it.value == first)).then_some(first)
}
