//! All standards of one run, joined into one graph.
//!
//! [`Corpus::build`] interns every identifier, makes one node a standard (and one for each document
//! that is named and not there), and one edge for each thing that one document says of another. Which
//! edition a reference means, and where a document stands, is always asked as of a day
//! ([`AsOf`]): nothing here reads the clock.
//!
//! Every walk is iterative, so that a chain of a million references is only long.

mod build;
mod chain;
mod counts;
mod csr;
mod date;
mod element;
mod find;
pub(crate) mod forms;
mod framework;
mod graph;
mod impact;
mod index;
mod join;
mod life;
mod meaning;
mod node;
mod resolve;
mod standing;
#[cfg(test)]
mod tests;
mod view;

pub use chain::AdoptionStep;
pub use counts::Counts;
pub use csr::{Components, Csr, Reached};
pub use date::{AsOf, PartialDate};
pub use element::ElementNode;
pub use find::NotFound;
pub use graph::{Edge, Graph, LinkId, NodeId};
pub use impact::{Affected, Effect, Event, Impact};
pub use node::{DeclaredBy, Link, LinkKind, Node, StandardId, WorkId, is_public};
pub use resolve::{How, Resolution};
pub use standing::{Because, Standing};
pub use view::{Selection, View};

use crate::identifier::{Identifier, IdentifierId, IdentifierTable};
use crate::model::{MappingSet, Reference, Standard, StandardsSystem, Target, Text};
use crate::source::{FileId, Origin, Problem, SourceMap, Span};

/// All standards of one run, joined into one graph.
#[derive(Debug)]
pub struct Corpus {
    sources: SourceMap,
    standards: Vec<Standard>,
    mappings: Vec<MappingSet>,
    systems: Vec<StandardsSystem>,
    origins: Vec<Origin>,
    comments: Vec<Span>,
    skipped: Vec<FileId>,
    problems: Vec<Problem>,
    identifiers: IdentifierTable,
    as_of: AsOf,
    lives: Vec<life::Life>,
    index: index::Index,
    graph: Graph,
    /// Node of each work that has an edition here; `NodeId::NONE` for the others.
    work_nodes: Vec<NodeId>,
    dangling: Vec<Text>,
    /// Elements that are nodes: what editions withdraw, and where it went.
    elements: Vec<ElementNode>,
    /// How each of their edges is written.
    element_links: Vec<Text>,
    /// Documents that mapping sets may name otherwise than by identifier.
    frameworks: framework::Frameworks,
    /// Documents that replace each node: starts, then nodes.
    successor_starts: Vec<u32>,
    successor_nodes: Vec<NodeId>,
    /// Edition that an undated reference means on the as-of date, by work.
    current: Option<Vec<Option<(StandardId, How)>>>,
    duplicates: Vec<Duplicate>,
}

/// Several descriptions that bear one canonical identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The identifier.
    pub identifier: IdentifierId,
    /// The standards, in the order of the sources; the first is not always the one that a reference
    /// finds: that is the one that says most.
    pub standards: Vec<StandardId>,
    /// They say the same (title, status, dates, edition): only told twice.
    pub same_content: bool,
}

impl Corpus {
    /// Every text that was read.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// Every standard, in the order of the sources.
    #[must_use]
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }

    /// One standard.
    ///
    /// # Panics
    /// When the id is another corpus's.
    #[must_use]
    pub fn standard(&self, id: StandardId) -> &Standard {
        &self.standards[id.index()]
    }

    /// Every standard's id, in the order of the sources.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = StandardId> + use<> {
        (0..u32::try_from(self.standards.len()).unwrap_or(u32::MAX)).map(StandardId)
    }

    /// Mapping sets that stand alone.
    #[must_use]
    pub fn mappings(&self) -> &[MappingSet] {
        &self.mappings
    }

    /// Plans of a standards system.
    #[must_use]
    pub fn systems(&self) -> &[StandardsSystem] {
        &self.systems
    }

    /// How each file was come by, in the order of the sources.
    #[must_use]
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// Comments that speak to consonance (waivers), in order.
    #[must_use]
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Files in a folder that are in none of the formats.
    #[must_use]
    pub fn skipped(&self) -> &[FileId] {
        &self.skipped
    }

    /// What could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// All identifiers.
    #[must_use]
    pub fn identifiers(&self) -> &IdentifierTable {
        &self.identifiers
    }

    /// The date on which the corpus is judged.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The graph. The node of standard *i* is node *i*; then come works, then unknown documents.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Identifiers that several standards bear, by first standard.
    #[must_use]
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// Keys of reference graphs that no node has.
    #[must_use]
    pub fn dangling_keys(&self) -> &[Text] {
        &self.dangling
    }

    /// The standard of a node, where it is in the corpus.
    #[must_use]
    pub fn standard_of(&self, node: NodeId) -> Option<StandardId> {
        match self.graph.node(node)? {
            Node::Edition(id) => Some(*id),
            _ => None,
        }
    }

    /// The identifier of a node as interned.
    #[must_use]
    pub fn identifier_id(&self, node: NodeId) -> Option<IdentifierId> {
        let id = match self.graph.node(node)? {
            Node::Edition(id) => self.standards[id.index()].identity.as_ref()?.identifier,
            Node::Unknown { identifier, .. } => *identifier,
            _ => return None,
        };
        (!id.is_none()).then_some(id)
    }

    /// The identifier of a node, where it has one that can be read.
    #[must_use]
    pub fn identifier(&self, node: NodeId) -> Option<&Identifier> {
        self.identifiers.get(self.identifier_id(node)?)?.ok()
    }

    /// What to call a node: its canonical identifier, else its title, else its key, else where it
    /// stands.
    #[must_use]
    pub fn name(&self, node: NodeId) -> String {
        match self.graph.node(node) {
            Some(&Node::Edition(id)) => {
                let standard = &self.standards[id.index()];
                if let Some(identifier) = self.identifier_id(node) {
                    return self.identifiers.canonical(identifier).to_owned();
                }
                let words = standard.title.first().or(standard.key.as_deref());
                match words.map(|text| text.get(&self.sources).trim()).filter(|it| !it.is_empty()) {
                    Some(words) => words.to_owned(),
                    None => {
                        let place = self.sources.location(standard.span);
                        format!("{}:{}", place.path, place.start.line)
                    }
                }
            }
            Some(&Node::Work(work)) => self.index.work_name(work).to_owned(),
            Some(&Node::Unknown { identifier, .. }) => {
                self.identifiers.canonical(identifier).to_owned()
            }
            Some(&Node::Element(at)) => {
                self.elements.get(at as usize).map_or_else(String::new, |it| {
                    let id = it.id.get(&self.sources);
                    // An address names a document outside, not an element of this one.
                    if id.contains("://") {
                        return id.to_owned();
                    }
                    format!("{}#{id}", self.name(it.standard.node()))
                })
            }
            Some(&Node::Dangling(at)) => self
                .dangling
                .get(at as usize)
                .map_or_else(String::new, |text| text.get(&self.sources).to_owned()),
            None => String::new(),
        }
    }

    /// The work of which a standard is an edition.
    #[must_use]
    pub fn work_of(&self, id: StandardId) -> Option<WorkId> {
        let identity = self.standards.get(id.index())?.identity.as_ref()?;
        self.index.work_of(identity.identifier)
    }

    /// The work that an identifier names, whether an edition of it is in the corpus or not.
    #[must_use]
    pub fn work_named(&self, id: IdentifierId) -> Option<WorkId> {
        self.index.work_of(id)
    }

    /// What to call a work: its undated identifier.
    #[must_use]
    pub fn work_name(&self, work: WorkId) -> &str {
        self.index.work_name(work)
    }

    /// The editions of a work, by rising date.
    #[must_use]
    pub fn editions(&self, work: WorkId) -> &[StandardId] {
        self.index.editions_of(work)
    }

    /// Standards that bear exactly this identifier.
    #[must_use]
    pub fn with_identifier(&self, id: IdentifierId) -> &[StandardId] {
        self.index.editions(id)
    }

    /// Whether an identifier names one edition of its document.
    #[must_use]
    pub fn is_dated(&self, id: IdentifierId) -> bool {
        matches!(self.identifiers.get(id), Some(Ok(identifier)) if forms::is_dated(identifier))
    }

    /// Edges from a node, in the order in which the document names the others.
    pub fn links_from(&self, node: NodeId) -> impl Iterator<Item = (LinkId, NodeId, &Link)> {
        self.graph.edges_from(node).map(|(id, edge)| (id, edge.to, &edge.link))
    }

    /// Edges to a node, by the documents that they come from.
    pub fn links_to(&self, node: NodeId) -> impl Iterator<Item = (LinkId, NodeId, &Link)> {
        self.graph.edges_to(node).map(|(id, edge)| (id, edge.from, &edge.link))
    }

    /// What each entry of a standard's reference list means, in the order of the list.
    #[must_use]
    pub fn references(&self, id: StandardId) -> Vec<Resolution> {
        let count = self.standards[id.index()].references.as_ref().map_or(0, |list| list.len());
        let mut resolutions: Vec<Resolution> = (0..count)
            .map(|_| Resolution { how: How::NotInCorpus, nodes: Vec::new(), others: Vec::new() })
            .collect();
        for (_, node, link) in self.links_from(id.node()) {
            if let LinkKind::Cites(_) = link.kind
                && let Some(resolution) = resolutions.get_mut(link.index as usize)
            {
                resolution.how = link.how;
                resolution.nodes.push(node);
            }
        }
        resolutions
    }

    /// The words by which one document names the other in an edge; `None` for a key and for what an
    /// identifier implies.
    #[must_use]
    pub fn written(&self, link: LinkId) -> Option<&str> {
        if let Some(edge) = self.graph.edge(link)
            && self.element(edge.from).is_some()
        {
            return self.element_relation(&edge.link);
        }
        let target = self.target_of(link)?;
        if !target.by_key {
            return Some(target.written.get(&self.sources));
        }
        let raw = self.reference_of(link)?.details.as_ref()?.raw.as_ref()?;
        Some(raw.get(&self.sources))
    }

    /// The place where an edge was declared.
    #[must_use]
    pub fn place_of_link(&self, link: LinkId) -> Option<Span> {
        self.target_of(link).map(|target| target.written.span())
    }

    /// The entry of a reference list behind an edge.
    #[must_use]
    pub fn reference_of(&self, id: LinkId) -> Option<&Reference> {
        let Edge { from, link, .. } = *self.graph.edge(id)?;
        let standard = &self.standards[self.standard_of(from)?.index()];
        match link.kind {
            LinkKind::Cites(_) => standard.references.as_ref()?.get(link.index as usize),
            _ => None,
        }
    }

    fn target_of(&self, id: LinkId) -> Option<&Target> {
        let Edge { from, to, link } = *self.graph.edge(id)?;
        let at = link.index as usize;
        let declared_by = |node| self.standard_of(node).map(|id| &self.standards[id.index()]);
        if matches!(link.declared, DeclaredBy::Identifier | DeclaredBy::Corpus) {
            return None;
        }
        if link.declared == DeclaredBy::To {
            let standard = declared_by(to)?;
            return match link.kind {
                LinkKind::Replaces => standard.replaced_by.get(at),
                LinkKind::Adopts(_) => standard.adopted_as.get(at),
                LinkKind::Amends => standard.amended_by.get(at),
                LinkKind::PartOf => standard.parts.get(at),
                _ => None,
            };
        }
        if link.declared == DeclaredBy::MappingSet {
            return self.mappings.get(at).map(|set| &set.right);
        }
        let standard = declared_by(from)?;
        match link.kind {
            LinkKind::Cites(_) => standard.references.as_ref()?.get(at).map(|it| &it.target),
            LinkKind::Adopts(_) => standard.adopts.get(at).map(|it| &it.source),
            LinkKind::Replaces => standard.replaces.get(at),
            LinkKind::Amends => standard.amends.get(at),
            LinkKind::PartOf => standard.part_of.get(at),
            LinkKind::Maps(_) => standard.mappings.get(at).map(|set| &set.right),
            LinkKind::EditionOf => None,
        }
    }

    /// Documents that are said to replace a node, each once, by rising node.
    #[must_use]
    pub fn successors(&self, node: NodeId) -> &[NodeId] {
        let at = node.index();
        match (self.successor_starts.get(at), self.successor_starts.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.successor_nodes[from as usize..to as usize],
            _ => &[],
        }
    }
}
