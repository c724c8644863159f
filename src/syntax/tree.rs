//! The arena that YAML and JSON are read into.

use crate::source::{FileId, Problem, SourceFile, Span, Text};

use super::align::{self, Style};

/// A node of a [`Tree`]; valid only for the tree that gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A single value. Never typed here: `5.10` stays `5.10`, `NO` stays `NO`.
    Scalar,
    /// A list.
    Sequence,
    /// Keys with values.
    Mapping,
    /// An alias that could not be resolved (its problem was recorded), or a value that is lost to
    /// a syntax error.
    Missing,
}

/// What is stored a node: 16 bytes, in document order. A collection is followed by its children
/// and knows where they end, so that no list of children is needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Scalar: index of its decoded value, or [`VERBATIM`]. Collection: the node after its last
    /// descendant. Alias: the node it stands for.
    pub(super) payload: u32,
    pub(super) shape: Shape,
    pub(super) flags: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Scalar(Style),
    Sequence,
    Mapping,
    Alias,
    Missing,
}

/// The value is exactly the bytes in the source (within the quotes).
pub(super) const VERBATIM: u32 = u32::MAX;
/// The key was given before in the same mapping: not read again.
pub(super) const DUPLICATE: u8 = 1;
/// The collection was cut short by a syntax error: nothing can be said about what it lacks.
pub(super) const CUT: u8 = 2;

/// A comment, for waivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of its line.
    pub span: Span,
}

/// One document of a stream.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// Its root.
    pub root: NodeId,
    /// Read to its end: no syntax error cut it short.
    pub complete: bool,
}

/// A tree of a file, and what was wrong with the file.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// What could be read.
    pub tree: Tree<'a>,
    /// What could not, in source order.
    pub problems: Vec<Problem>,
}

/// All documents of one file.
#[derive(Debug)]
pub struct Tree<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) nodes: Vec<Node>,
    pub(super) decoded: Vec<Box<str>>,
    pub(super) documents: Vec<Document>,
    pub(super) comments: Vec<Comment>,
}

/// Nodes that stand between brackets: ranges of them, rising.
#[derive(Debug)]
pub struct InFlow(Vec<std::ops::Range<usize>>);

impl InFlow {
    /// Whether a node is one of them.
    #[must_use]
    pub fn has(&self, id: NodeId) -> bool {
        let next = self.0.partition_point(|it| it.start <= id.index());
        next.checked_sub(1).is_some_and(|at| self.0[at].contains(&id.index()))
    }
}

impl<'a> Tree<'a> {
    pub(super) fn empty(file: &'a SourceFile) -> Self {
        Self {
            file: file.id(),
            text: file.text(),
            nodes: Vec::new(),
            decoded: Vec::new(),
            documents: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// The file it was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The words of the file at a span of it.
    #[must_use]
    pub fn source(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Its documents, in order.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Its comments, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// How many nodes it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True where the file held no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node itself, or the node that an alias stands for.
    fn resolve(&self, id: NodeId) -> (NodeId, &Node) {
        let node = &self.nodes[id.index()];
        if node.shape == Shape::Alias {
            // An alias names a node, never another alias.
            let target = NodeId(node.payload);
            return (target, &self.nodes[target.index()]);
        }
        (id, node)
    }

    /// What a node is; an alias is what it stands for.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> NodeKind {
        match self.resolve(id).1.shape {
            Shape::Scalar(_) => NodeKind::Scalar,
            Shape::Sequence => NodeKind::Sequence,
            Shape::Mapping => NodeKind::Mapping,
            Shape::Alias | Shape::Missing => NodeKind::Missing,
        }
    }

    /// Where a node stands, with its quotes; an alias at the place of the alias.
    #[must_use]
    pub fn span(&self, id: NodeId) -> Span {
        let node = &self.nodes[id.index()];
        Span { file: self.file, start: node.start, end: node.end }
    }

    /// Whether a syntax error cut the node short.
    #[must_use]
    pub fn is_cut(&self, id: NodeId) -> bool {
        self.resolve(id).1.flags & CUT != 0
    }

    /// The value of a scalar; empty for anything else.
    #[must_use]
    pub fn str(&self, id: NodeId) -> &str {
        let node = self.resolve(id).1;
        let Shape::Scalar(style) = node.shape else { return "" };
        match self.decoded.get(node.payload as usize) {
            Some(decoded) => decoded,
            None => self.text.get(self.inner(node, style)).unwrap_or(""),
        }
    }

    /// The bytes of a scalar without its quotes.
    fn inner(&self, node: &Node, style: Style) -> std::ops::Range<usize> {
        let (start, end) = (node.start as usize, node.end as usize);
        if style.is_quoted() && end >= start + 2 { start + 1..end - 1 } else { start..end }
    }

    /// A scalar as a text that knows its place; empty for anything else.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Text {
        let node = self.resolve(id).1;
        let Shape::Scalar(style) = node.shape else {
            return Text::decoded(self.span(id), "", []);
        };
        let range = self.inner(node, style);
        let span = Span::new(self.file, range.start, range.end);
        match self.decoded.get(node.payload as usize) {
            Some(value) => {
                let segments = align::segments(self.text, range, value, style);
                Text::decoded(span, value.clone(), segments)
            }
            None => Text::verbatim(span),
        }
    }

    /// A plain scalar that says nothing: empty, `~` or `null`.
    #[must_use]
    pub fn is_null(&self, id: NodeId) -> bool {
        let node = self.resolve(id).1;
        node.shape == Shape::Scalar(Style::Plain)
            && matches!(self.str(id), "" | "~" | "null" | "Null" | "NULL")
    }

    /// A scalar without quotes, so that `true` can be a boolean and `5` a number.
    #[must_use]
    pub fn is_plain(&self, id: NodeId) -> bool {
        self.resolve(id).1.shape == Shape::Scalar(Style::Plain)
    }

    /// Every node, in the order of the text; an alias where it stands.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<'a> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// The scalar that holds a byte range of the file, its quotes included.
    #[must_use]
    pub fn scalar_around(&self, range: std::ops::Range<usize>) -> Option<NodeId> {
        let after = self.nodes.partition_point(|it| it.start as usize <= range.start);
        let is_scalar = |at: &usize| matches!(self.nodes[*at].shape, Shape::Scalar(_));
        let at = (0..after).rev().find(is_scalar)?;
        let fits = range.end <= self.nodes[at].end as usize;
        fits.then(|| NodeId(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// How a scalar is written.
    #[must_use]
    pub fn quoting(&self, id: NodeId) -> Style {
        match self.resolve(id).1.shape {
            Shape::Scalar(style) => style,
            _ => Style::Plain,
        }
    }

    /// The nodes that stand between brackets, where commas end a value.
    #[must_use]
    pub fn in_flow(&self) -> InFlow {
        let mut outermost = Vec::new();
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let is_flow = matches!(node.shape, Shape::Sequence | Shape::Mapping)
                && self.text[node.start as usize..].starts_with(['[', '{']);
            let inside = at + 1..node.payload as usize;
            at += 1;
            if is_flow && !inside.is_empty() {
                at = inside.end;
                outermost.push(inside);
            }
        }
        InFlow(outermost)
    }

    /// The items of a sequence; none for anything else.
    #[must_use]
    pub fn items(&self, id: NodeId) -> Items<'_> {
        let (id, node) = self.resolve(id);
        match node.shape {
            Shape::Sequence => self.children(id, node),
            _ => self.no_children(),
        }
    }

    /// Keys and values of a mapping, in order; a repeated key only once, as first given. None for
    /// anything else. Merge keys are not expanded here.
    #[must_use]
    pub fn entries(&self, id: NodeId) -> Entries<'_> {
        let (id, node) = self.resolve(id);
        Entries(match node.shape {
            Shape::Mapping => self.children(id, node),
            _ => self.no_children(),
        })
    }

    /// The value under `key` in a mapping.
    #[must_use]
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        self.entries(id).find(|&(each, _)| self.is(each, key)).map(|(_, value)| value)
    }

    /// Whether a scalar has a value: most keys are told apart by their length alone.
    pub(super) fn is(&self, id: NodeId, value: &str) -> bool {
        let node = &self.nodes[id.index()];
        let Shape::Scalar(style) = node.shape else { return self.str(id) == value };
        if node.payload != VERBATIM {
            return self.str(id) == value;
        }
        let range = self.inner(node, style);
        range.len() == value.len() && self.text.as_bytes().get(range) == Some(value.as_bytes())
    }

    fn children(&self, id: NodeId, node: &Node) -> Items<'_> {
        Items { nodes: &self.nodes, at: id.0 + 1, end: node.payload }
    }

    fn no_children(&self) -> Items<'_> {
        Items { nodes: &self.nodes, at: 0, end: 0 }
    }
}

/// Items of a sequence.
#[derive(Clone, Debug)]
pub struct Items<'t> {
    nodes: &'t [Node],
    at: u32,
    end: u32,
}

impl Items<'_> {
    fn next_with_flags(&mut self) -> Option<(NodeId, u8)> {
        if self.at >= self.end {
            return None;
        }
        let id = NodeId(self.at);
        let node = &self.nodes[id.index()];
        self.at = match node.shape {
            Shape::Sequence | Shape::Mapping => node.payload,
            _ => self.at + 1,
        };
        Some((id, node.flags))
    }
}

impl Iterator for Items<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        self.next_with_flags().map(|(id, _)| id)
    }
}

/// Keys and values of a mapping.
#[derive(Clone, Debug)]
pub struct Entries<'t>(Items<'t>);

impl Iterator for Entries<'_> {
    type Item = (NodeId, NodeId);

    fn next(&mut self) -> Option<(NodeId, NodeId)> {
        loop {
            let (key, flags) = self.0.next_with_flags()?;
            let value = self.0.next()?;
            if flags & DUPLICATE == 0 {
                return Some((key, value));
            }
        }
    }
}
