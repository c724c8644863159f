//! Elements that editions withdraw, and where their content went.
//!
//! Catalogues of controls keep what they withdrew, with links: *incorporated into* another control, or
//! *moved to* it. These become nodes of their own and edges between them, inside the one document.

use rustc_hash::FxHashMap;

use super::{Corpus, DeclaredBy, How, Link, LinkKind, Node, NodeId, StandardId};
use crate::model::{Clause, Relation, Standard, Status, Text, WithdrawnItem};
use crate::source::SourceMap;

/// An element of a document that is a node of the graph.
#[derive(Clone, Debug)]
pub struct ElementNode {
    /// The document.
    pub standard: StandardId,
    /// The element, as the document calls it.
    pub id: Text,
    /// Its title.
    pub title: Option<Text>,
    /// Withdrawn, current, or unknown where a link names what the document does not have.
    pub status: Status,
}

impl Corpus {
    /// An element that is a node.
    #[must_use]
    pub fn element(&self, node: NodeId) -> Option<&ElementNode> {
        match self.graph.node(node)? {
            Node::Element(at) => self.elements.get(*at as usize),
            _ => None,
        }
    }

    /// The elements of a document that go by this name, in any case.
    pub(super) fn elements_named(&self, standard: StandardId, id: &str) -> Vec<NodeId> {
        let named = |node: &NodeId| {
            self.element(*node).is_some_and(|it| {
                it.standard == standard && it.id.get(&self.sources).eq_ignore_ascii_case(id)
            })
        };
        self.graph.nodes().map(|(node, _)| node).filter(named).collect()
    }

    /// The relation as the document writes it: `incorporated-into`, `moved-to`.
    pub(super) fn element_relation(&self, link: &Link) -> Option<&str> {
        self.element_links.get(link.index as usize).map(|text| text.get(&self.sources))
    }

    pub(super) fn add_withdrawn_elements(&mut self) {
        for id in self.ids() {
            let standard = &self.standards[id.index()];
            let items = standard.details.as_deref().map_or(&[][..], |it| &it.withdrawn_items);
            if items.is_empty() {
                continue;
            }
            let items: Vec<WithdrawnItem> = items.to_vec();
            let mut clauses = titles(standard, &self.sources);
            let mut nodes: FxHashMap<String, NodeId> = FxHashMap::default();
            for item in &items {
                let name = folded(item.id.get(&self.sources));
                nodes.entry(name).or_insert_with(|| {
                    let (title, status) = (item.title.clone(), Status::Withdrawn);
                    self.add_element(ElementNode {
                        standard: id,
                        id: item.id.clone(),
                        title,
                        status,
                    })
                });
            }
            for item in &items {
                let Some(&from) = nodes.get(&folded(item.id.get(&self.sources))) else { continue };
                for (relation, target) in &item.links {
                    let name = folded(target.get(&self.sources));
                    let known = nodes.get(&name).copied();
                    let to = known.unwrap_or_else(|| {
                        let (title, status) = match clauses.remove(&name) {
                            Some(title) => (title, Status::Current),
                            None => (None, Status::Unknown),
                        };
                        let element =
                            ElementNode { standard: id, id: target.clone(), title, status };
                        self.add_element(element)
                    });
                    nodes.insert(name, to);
                    self.add_element_link(from, to, relation);
                }
            }
        }
    }

    fn add_element(&mut self, element: ElementNode) -> NodeId {
        let at = u32::try_from(self.elements.len()).unwrap_or(u32::MAX);
        self.elements.push(element);
        self.graph.add_node(Node::Element(at))
    }

    /// What was moved is the same elsewhere; what was incorporated is a part of what took it in.
    fn add_element_link(&mut self, from: NodeId, to: NodeId, relation: &Text) {
        let relates = match relation.get(&self.sources) {
            "moved-to" | "moved_to" => Some(Relation::Equal),
            "incorporated-into" | "incorporated_into" => Some(Relation::Subset),
            _ => return,
        };
        let index = u32::try_from(self.element_links.len()).unwrap_or(u32::MAX);
        self.element_links.push(relation.clone());
        let found = self.element(to).is_some_and(|it| it.status != Status::Unknown);
        let how = if found { How::Identifier } else { How::NoSuchKey };
        let (kind, declared) = (LinkKind::Maps(relates), DeclaredBy::From);
        self.graph.add_edge(from, to, Link { kind, declared, how, index });
    }
}

fn folded(name: &str) -> String {
    name.trim().trim_start_matches('#').to_lowercase()
}

/// The titles of all clauses by number and by anchor, without recursion.
fn titles(standard: &Standard, sources: &SourceMap) -> FxHashMap<String, Option<Text>> {
    let mut titles = FxHashMap::default();
    let mut open: Vec<&Clause> = standard.clauses.iter().flatten().collect();
    while let Some(clause) = open.pop() {
        for name in clause.anchor.iter().chain(&clause.number) {
            titles.insert(folded(name.get(sources)), clause.title.first().cloned());
        }
        open.extend(&clause.clauses);
    }
    titles
}
