//! What reading YAML and reading JSON into a [`Tree`] have in common.

use rustc_hash::FxHashMap;

use crate::bilingual;
use crate::source::{Problem, ProblemCode, SourceFile, Span};

use super::tree::{CUT, DUPLICATE, Document, Node, NodeId, Parsed, Shape, Tree, VERBATIM};

/// How far a file may nest and expand.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Collections within collections, aliases followed.
    pub depth: usize,
    /// Nodes that aliases may add to those that are written.
    pub alias_nodes: u64,
    /// Problems after which a file is given up.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 100, alias_nodes: 1_000_000, problems: 1_000 }
    }
}

/// A collection that is not closed yet.
pub(super) struct Open {
    pub(super) node: NodeId,
    /// Nodes in it, aliases expanded.
    pub(super) weight: u64,
    /// Collections within it, aliases expanded.
    pub(super) height: usize,
    pub(super) anchor: usize,
    pub(super) flow_style: bool,
    /// End of the last child.
    pub(super) end: u32,
    /// Where in `Builder::keys` its keys start.
    pub(super) keys: usize,
    /// Children so far.
    pub(super) children: usize,
}

/// A tree in the making.
pub(super) struct Builder<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) tree: Tree<'a>,
    pub(super) limits: Limits,
    pub(super) problems: Vec<Problem>,
    pub(super) open: Vec<Open>,
    /// Keys of the open mappings, innermost last.
    keys: Vec<NodeId>,
    root: Option<NodeId>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: &'a SourceFile, limits: Limits) -> Self {
        let mut tree = Tree::empty(file);
        // About one node for 16 bytes in real files; growing twice costs more than guessing high.
        tree.nodes.reserve(file.text().len() / 16);
        Self {
            file,
            tree,
            limits,
            problems: Vec::new(),
            open: Vec::new(),
            keys: Vec::new(),
            root: None,
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        if self.problems.len() < self.limits.problems {
            self.problems.push(problem);
        }
    }

    /// Adds a node where the text stands.
    pub(super) fn push(&mut self, shape: Shape, payload: u32, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        self.tree.nodes.push(Node { start: span.start, end: span.end, payload, shape, flags: 0 });
        match self.open.last_mut() {
            Some(parent) => {
                let is_key = parent.children.is_multiple_of(2)
                    && self.tree.nodes[parent.node.index()].shape == Shape::Mapping;
                parent.children += 1;
                parent.end = parent.end.max(span.end);
                if is_key {
                    self.keys.push(id);
                }
            }
            None => {
                self.root.get_or_insert(id);
            }
        }
        id
    }

    /// Adds a scalar; `value` where it is not the bytes at the place.
    pub(super) fn push_scalar(&mut self, shape: Shape, value: Option<&str>, span: Span) -> NodeId {
        let payload = match value {
            None => VERBATIM,
            Some(value) => {
                self.tree.decoded.push(value.into());
                u32::try_from(self.tree.decoded.len() - 1).unwrap_or(VERBATIM)
            }
        };
        let node = self.push(shape, payload, span);
        self.weigh(1, 0);
        node
    }

    /// Opens a collection; `None` where that is too deep.
    pub(super) fn start(&mut self, shape: Shape, span: Span) -> Option<NodeId> {
        let depth = self.limits.depth;
        if self.open.len() >= depth {
            self.problem(too_deep(span, depth));
            return None;
        }
        let node = self.push(shape, 0, span);
        self.open.push(Open {
            node,
            weight: 1,
            height: 0,
            anchor: 0,
            flow_style: false,
            end: span.end,
            keys: self.keys.len(),
            children: 0,
        });
        Some(node)
    }

    /// Closes the innermost collection, at `end` or behind its last child.
    pub(super) fn end(&mut self, end: Option<u32>) -> Option<Open> {
        let open = self.open.pop()?;
        let end = end.unwrap_or(open.end);
        self.close(&open, end, false);
        if let Some(parent) = self.open.last_mut() {
            parent.end = parent.end.max(end);
        }
        self.weigh(open.weight, open.height + 1);
        Some(open)
    }

    /// Ends a document; what is still open was cut short.
    pub(super) fn close_document(&mut self, complete: bool) {
        while let Some(open) = self.open.pop() {
            let end = open.end;
            self.close(&open, end, true);
            if let Some(parent) = self.open.last_mut() {
                parent.end = parent.end.max(end);
            }
        }
        self.keys.clear();
        if let Some(root) = self.root.take() {
            self.tree.documents.push(Document { root, complete });
        }
    }

    pub(super) fn finish(mut self) -> Parsed<'a> {
        self.close_document(false);
        self.tree.nodes.shrink_to_fit();
        self.problems.sort_by_key(|problem| problem.span.map(|span| (span.start, span.end)));
        Parsed { tree: self.tree, problems: self.problems }
    }

    /// Tells the parent of a finished node how large it is.
    pub(super) fn weigh(&mut self, weight: u64, height: usize) {
        if let Some(parent) = self.open.last_mut() {
            parent.weight = parent.weight.saturating_add(weight);
            parent.height = parent.height.max(height);
        }
    }

    fn close(&mut self, open: &Open, end: u32, cut: bool) {
        self.duplicates(open.keys);
        let next = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        let node = &mut self.tree.nodes[open.node.index()];
        node.payload = next;
        node.end = end.max(node.start);
        if cut {
            node.flags |= CUT;
        }
    }

    /// Marks and reports the repeated ones of the keys from `from` on, and forgets them.
    fn duplicates(&mut self, from: usize) {
        let keys = &self.keys[from..];
        let mut repeated: Vec<(NodeId, NodeId)> = Vec::new();
        // Most mappings are small: comparing beats hashing there.
        let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
        let many = keys.len() > 12;
        for (index, &key) in keys.iter().enumerate() {
            if !matches!(self.tree.nodes[key.index()].shape, Shape::Scalar(_)) {
                continue;
            }
            let name = self.tree.str(key);
            let first = if many {
                *seen.entry(name).or_insert(key)
            } else {
                let mut before = keys[..index].iter().copied();
                before.find(|&other| self.is_scalar_key(other, name)).unwrap_or(key)
            };
            // `<<` may be given several times: each merges.
            if first != key && name != "<<" {
                repeated.push((key, first));
            }
        }
        self.keys.truncate(from);
        for (key, first) in repeated {
            self.tree.nodes[key.index()].flags |= DUPLICATE;
            if self.problems.len() >= self.limits.problems {
                continue;
            }
            let name = self.tree.str(key).to_owned();
            let span = self.tree.span(key);
            let line = self.file.line_index(self.tree.span(first).start as usize) + 1;
            self.problem(
                Problem::at(
                    ProblemCode::DuplicateKey,
                    span,
                    bilingual!(
                        "the key \"{name}\" was given before, on line {line}",
                        "键“{name}”已在第 {line} 行给出"
                    ),
                )
                .help(bilingual!(
                    "keep one of the two; until then only the first is read",
                    "请只保留其中一个；在此之前只读取第一个"
                )),
            );
        }
    }

    fn is_scalar_key(&self, key: NodeId, name: &str) -> bool {
        matches!(self.tree.nodes[key.index()].shape, Shape::Scalar(_)) && self.tree.is(key, name)
    }
}

pub(super) fn too_deep(span: Span, depth: usize) -> Problem {
    Problem::at(
        ProblemCode::Limit,
        span,
        bilingual!("nested deeper than {depth} levels", "嵌套超过 {depth} 层"),
    )
    .help(bilingual!(
        "flatten the document; what is deeper is not read",
        "请减少嵌套层数；更深的内容不再读取"
    ))
}
