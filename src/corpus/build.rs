//! From standards to the graph.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::PartialDate;
use super::index::Index;
use super::life::Life;
use super::meaning::Meanings;
use super::resolve::Asking;
use super::{
    AsOf, Corpus, DeclaredBy, Duplicate, Graph, How, Link, LinkId, LinkKind, Node, NodeId,
    Resolution, StandardId, join,
};
use crate::identifier::{Identifier, IdentifierId};
use crate::model::{Map, MappingSet, Relation, Standard, Status, Target, Text};
use crate::reader::Loaded;

/// Standards whose references are resolved before their edges are made: bounds what lies between.
const BATCH: usize = 8192;

/// Standards that one task resolves the references of.
const TASK: usize = 256;

/// An edge to be made: from a standard to what it names.
struct Draft {
    from: StandardId,
    link: Link,
    named: Named,
}

/// What a document names.
enum Named {
    /// What its identifier means on the day.
    Meant(IdentifierId),
    /// Documents of the corpus.
    Found(Vec<NodeId>),
    /// Nothing in the corpus.
    Unknown(IdentifierId),
    /// A key that no node has.
    Dangling(Text),
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
            graph: Graph::default(),
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
        corpus.add_links(None, &Self::draft_replacements);
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
        let meanings = corpus.day().map(|day| Meanings::of(&corpus, Some(day)));
        corpus.add_links(meanings.as_ref(), &Self::draft_links);
        drop(meanings);
        corpus.add_from_other_end(LinkKind::Adopts(None), |standard| &standard.adopted_as);
        corpus.add_from_other_end(LinkKind::Amends, |standard| &standard.amended_by);
        corpus.add_from_other_end(LinkKind::PartOf, |standard| &standard.parts);
        corpus.add_mapping_sets();
        corpus.add_implied_adoptions();
        corpus.add_implied_amendments();
        corpus.add_withdrawn_elements();
        corpus.find_duplicates();
        corpus.graph.settle();
        corpus
    }

    fn add_works(&mut self) {
        self.work_nodes = vec![NodeId::NONE; self.index.works() as usize];
        for id in self.ids() {
            let Some(work) = self.work_of(id) else { continue };
            let mut node = self.work_nodes[work.0 as usize];
            if node == NodeId::NONE {
                node = self.graph.add_node(Node::Work(work));
                self.work_nodes[work.0 as usize] = node;
            }
            let link = Link {
                kind: LinkKind::EditionOf,
                declared: DeclaredBy::Corpus,
                how: How::Implied,
                index: 0,
            };
            self.graph.add_edge(id.node(), node, link);
        }
    }

    /// Resolves in parallel, makes the edges in the order of the standards.
    fn add_links<F>(&mut self, meanings: Option<&Meanings>, draft: &F)
    where
        F: Fn(&Self, StandardId, bool, &mut Vec<Draft>) + Sync,
    {
        let ids: Vec<StandardId> = self.ids().collect();
        for batch in ids.chunks(BATCH) {
            let corpus = &*self;
            let drafts: Vec<Vec<Draft>> = batch
                .par_chunks(TASK)
                .map(|ids| {
                    let mut drafts = Vec::new();
                    ids.iter().for_each(|&id| draft(corpus, id, meanings.is_some(), &mut drafts));
                    drafts
                })
                .collect();
            for draft in drafts.into_iter().flatten() {
                self.add_edges(draft, meanings);
            }
        }
    }

    fn add_edges(&mut self, draft: Draft, meanings: Option<&Meanings>) {
        let Draft { from, mut link, named } = draft;
        let own;
        let nodes = match named {
            Named::Found(nodes) => {
                own = nodes;
                own.as_slice()
            }
            Named::Meant(identifier) => {
                let (how, nodes) =
                    meanings.map_or((How::NotInCorpus, &[][..]), |it| it.get(identifier));
                link.how = how;
                if nodes.is_empty() {
                    own = vec![self.unknown_node(identifier, false)];
                    own.as_slice()
                } else {
                    nodes
                }
            }
            Named::Unknown(identifier) => {
                own = vec![self.unknown_node(identifier, false)];
                own.as_slice()
            }
            Named::Dangling(key) => {
                own = vec![self.dangling_node(key)];
                own.as_slice()
            }
        };
        for &node in nodes {
            self.graph.add_edge(from.node(), node, link);
        }
    }

    /// The node of a document that is not in the corpus.
    fn unknown_node(&mut self, identifier: IdentifierId, internal: bool) -> NodeId {
        if let Some(node) = self.index.unknown(identifier) {
            if let Some(Node::Unknown { internal: was, .. }) = self.graph.node_mut(node) {
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

    fn draft_replacements(&self, id: StandardId, _: bool, drafts: &mut Vec<Draft>) {
        let standard = &self.standards[id.index()];
        let asking = Asking { day: self.day_of(id), before: Some(id), ..Asking::default() };
        let draft = |(index, target)| self.draft(id, target, LinkKind::Replaces, index, asking);
        drafts.extend(numbered(&standard.replaces).map(draft));
    }

    /// Where `is_known`, what an identifier means on the day is looked up when the edge is made.
    fn draft_links(&self, id: StandardId, is_known: bool, drafts: &mut Vec<Draft>) {
        let standard = &self.standards[id.index()];
        let asking = Asking { day: self.day_of(id), ..Asking::default() };
        for (index, reference) in numbered(standard.references.iter().flatten()) {
            let all_parts = reference.details.as_ref().and_then(|details| details.all_parts);
            let (target, kind) = (&reference.target, LinkKind::Cites(reference.role));
            drafts.push(if is_known && all_parts.is_none() && !target.by_key {
                let link = Link { kind, declared: DeclaredBy::From, how: How::NotInCorpus, index };
                Draft { from: id, link, named: Named::Meant(target.identifier) }
            } else {
                let asking = Asking { all_parts: all_parts.map(|said| said.value), ..asking };
                self.draft(id, target, kind, index, asking)
            });
        }
        for (index, adoption) in numbered(&standard.adopts) {
            let kind = LinkKind::Adopts(adoption.degree.map(|said| said.value));
            drafts.push(self.draft(id, &adoption.source, kind, index, asking));
        }
        for (index, target) in numbered(&standard.amends) {
            drafts.push(self.draft(id, target, LinkKind::Amends, index, asking));
        }
        for (index, target) in numbered(&standard.part_of) {
            let draft = self.draft(id, target, LinkKind::PartOf, index, asking);
            // an edition is said to be part of its own undated work: that is no part
            let undated = matches!(draft.link.how, How::CurrentEdition | How::LatestEdition);
            let is_itself = matches!(&draft.named, Named::Found(nodes) if *nodes == [id.node()]);
            if !(undated && is_itself) {
                drafts.push(draft);
            }
        }
        for (index, set) in numbered(&standard.mappings) {
            let kind = LinkKind::Maps(common_relation(&set.maps));
            let mut draft = self.draft(id, &set.right, kind, index, asking);
            if !matches!(draft.named, Named::Found(_))
                && let Some(named) = self.by_title(&set.right)
            {
                draft.link.how = How::Title;
                draft.named = Named::Found(vec![named.node()]);
            }
            drafts.push(draft);
        }
    }

    fn draft(
        &self,
        from: StandardId,
        target: &Target,
        kind: LinkKind,
        index: u32,
        asking: Asking,
    ) -> Draft {
        let Resolution { how, nodes, .. } = self.resolve_as(target, asking);
        let link = Link { kind, declared: DeclaredBy::From, how, index };
        let named = match (nodes.is_empty(), target.by_key) {
            (false, _) => Named::Found(nodes),
            (true, true) => Named::Dangling(target.written.clone()),
            (true, false) => Named::Unknown(target.identifier),
        };
        Draft { from, link, named }
    }

    /// What a document says another does to it (`replaced_by`, `adopted_as` …): an edge from that
    /// other, unless it says so itself.
    fn add_from_other_end(&mut self, kind: LinkKind, list: fn(&Standard) -> &[Target]) {
        if self.standards.iter().all(|standard| list(standard).is_empty()) {
            return;
        }
        let mut forward: FxHashMap<(NodeId, NodeId), LinkId> = FxHashMap::default();
        for (id, edge) in self.graph.edges() {
            if edge.link.kind.word() == kind.word() {
                forward.entry((edge.from, edge.to)).or_insert(id);
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
                    if let Some(link) = said.and_then(|edge| self.graph.link_mut(edge))
                        && link.declared == DeclaredBy::From
                    {
                        link.declared = DeclaredBy::Both;
                        continue;
                    }
                    let declared = DeclaredBy::To;
                    let link = Link { kind, declared, how, index };
                    self.graph.add_edge(from, id.node(), link);
                }
            }
        }
    }

    fn collect_successors(&mut self) {
        let mut pairs: Vec<(NodeId, NodeId)> = self
            .graph
            .edges()
            .filter(|(_, edge)| edge.link.kind == LinkKind::Replaces)
            .map(|(_, edge)| (edge.to, edge.from))
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
                    self.graph.add_edge(from, to, Link { kind, declared, how, index });
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
        let said = self.graph.edges().filter(|(_, edge)| adopts(&edge.link));
        let mut said: FxHashSet<(NodeId, NodeId)> =
            said.map(|(_, edge)| (edge.from, edge.to)).collect();
        let mut at = 0;
        // unknown documents that are added here are looked at in their turn; every step takes one
        // layer off an identifier, so it ends
        while at < self.graph.node_count() {
            let node = NodeId::new(at);
            at += 1;
            let internal = match self.graph.node(node) {
                Some(&Node::Edition(id)) => self.standards[id.index()].key.is_some(),
                Some(&Node::Unknown { internal, .. }) => internal,
                _ => continue,
            };
            let Some(source) = self.identifier(node).and_then(|it| it.adopts.as_deref()) else {
                continue;
            };
            let source = source.clone();
            self.add_implied_adoption(node, source, internal, &mut said);
        }
    }

    fn add_implied_adoption(
        &mut self,
        node: NodeId,
        source: Identifier,
        internal: bool,
        said: &mut FxHashSet<(NodeId, NodeId)>,
    ) {
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
            if to == node || !said.insert((node, to)) {
                continue;
            }
            let (kind, declared) = (LinkKind::Adopts(None), implied(internal));
            let link = Link { kind, declared, how: How::Implied, index: 0 };
            self.graph.add_edge(node, to, link);
        }
    }

    /// `ISO 1:2015/Amd 1:2018` amends `ISO 1:2015`, also where it does not say so.
    fn add_implied_amendments(&mut self) {
        let amends = self.graph.edges().filter(|(_, edge)| edge.link.kind == LinkKind::Amends);
        let said: FxHashSet<NodeId> = amends.map(|(_, edge)| edge.from).collect();
        for id in self.ids() {
            let internal = self.standards[id.index()].key.is_some();
            let Some(identifier) = self.identifier(id.node()) else { continue };
            let Some(base) = super::forms::base(identifier) else { continue };
            let base = self.identifiers.find(base).map_or(&[][..], |it| self.index.editions(it));
            let Some(&base) = base.first() else { continue };
            if said.contains(&id.node()) {
                continue;
            }
            let (kind, declared) = (LinkKind::Amends, implied(internal));
            let link = Link { kind, declared, how: How::Implied, index: 0 };
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

fn adopts(link: &Link) -> bool {
    matches!(link.kind, LinkKind::Adopts(_))
}

/// Who says what an identifier implies.
fn implied(internal: bool) -> DeclaredBy {
    if internal { DeclaredBy::Corpus } else { DeclaredBy::Identifier }
}

/// The relation of a mapping set, where all its maps have one and the same.
fn common_relation(maps: &[Map]) -> Option<Relation> {
    let first = maps.first()?.relation?.value;
    maps.iter().all(|map| map.relation.is_some_and(|it| it.value == first)).then_some(first)
}
