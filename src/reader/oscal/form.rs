//! One way of walking OSCAL in its three spellings.

use roxmltree::Node;

use crate::source::{SourceFile, Span, Text};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::{self, Inline};
use crate::syntax::{NodeId, NodeKind, Tree};

/// An object of OSCAL.
pub(super) trait Form: Copy {
    /// Where it stands.
    fn span(self) -> Span;
    /// A narrow place for the object: its id where it has one.
    fn place(self) -> Span {
        self.value("id").or_else(|| self.value("uuid")).map_or_else(|| self.span(), |it| it.span())
    }
    /// A single value: a member, an attribute, or the words of a child element.
    fn value(self, name: &str) -> Option<Text>;
    /// The same, as a string.
    fn string(self, name: &str) -> Option<String> {
        self.with(name, str::to_owned)
    }
    /// The same, looked at where it stands.
    fn with<T>(self, name: &str, look: impl FnOnce(&str) -> T) -> Option<T>;
    /// Whether a single value is this one.
    fn is(self, name: &str, value: &str) -> bool {
        self.with(name, |it| it == value).unwrap_or(false)
    }
    /// A single object.
    fn object(self, name: &str) -> Option<Self>;
    /// A list of objects: `plural` in JSON and YAML, repeated `singular` in XML.
    fn list(self, plural: &str, singular: &str) -> impl Iterator<Item = Self>;
    /// A list of values.
    fn values(self, plural: &str, singular: &str) -> Vec<Text>;
    /// The words of a part or resource: `prose` in JSON, its own markup in XML. `parameter` gives
    /// the words that stand for a parameter.
    fn prose(self, name: &str, parameter: &dyn Fn(&str) -> Option<String>) -> Vec<Text>;
    /// A value as a string.
    fn words(self, text: &Text) -> String;
}

/// An object in JSON or YAML.
#[derive(Clone, Copy)]
pub(super) struct InTree<'t> {
    tree: &'t Tree<'t>,
    node: NodeId,
}

impl<'t> InTree<'t> {
    pub(super) fn new(tree: &'t Tree<'t>, node: NodeId) -> Self {
        Self { tree, node }
    }

    fn get(self, name: &str) -> Option<Self> {
        (self.tree.kind(self.node) == NodeKind::Mapping)
            .then(|| self.tree.get(self.node, name))
            .flatten()
            .map(|node| Self { node, ..self })
    }
}

impl Form for InTree<'_> {
    fn span(self) -> Span {
        self.tree.span(self.node)
    }

    fn value(self, name: &str) -> Option<Text> {
        let node = self.get(name)?.node;
        (self.tree.kind(node) == NodeKind::Scalar).then(|| self.tree.text(node))
    }

    fn with<T>(self, name: &str, look: impl FnOnce(&str) -> T) -> Option<T> {
        let node = self.get(name)?.node;
        (self.tree.kind(node) == NodeKind::Scalar).then(|| look(self.tree.str(node)))
    }

    fn object(self, name: &str) -> Option<Self> {
        self.get(name).filter(|it| self.tree.kind(it.node) == NodeKind::Mapping)
    }

    fn list(self, plural: &str, _singular: &str) -> impl Iterator<Item = Self> {
        let tree = self.tree;
        let items = self.get(plural).map(|it| tree.items(it.node));
        items.into_iter().flatten().map(move |node| Self { tree, node })
    }

    fn values(self, plural: &str, _singular: &str) -> Vec<Text> {
        self.list(plural, "")
            .filter(|it| self.tree.kind(it.node) == NodeKind::Scalar)
            .map(|it| self.tree.text(it.node))
            .collect()
    }

    fn prose(self, name: &str, parameter: &dyn Fn(&str) -> Option<String>) -> Vec<Text> {
        let Some(node) = self.get(name).filter(|it| self.tree.kind(it.node) == NodeKind::Scalar)
        else {
            return Vec::new();
        };
        let text = self.tree.text(node.node);
        let words = self.tree.str(node.node);
        vec![with_parameters(&text, words, parameter)]
    }

    fn words(self, text: &Text) -> String {
        text.owned()
            .map_or_else(|| self.tree.source(text.span()).to_owned(), |it| it.value.to_string())
    }
}

/// The parameter that `{{ insert: param, ac-1_prm_1 }}` names, without its braces.
pub(super) fn parameter_in(insert: &str) -> &str {
    insert.trim().rsplit([',', ' ', ':']).next().unwrap_or("").trim()
}

/// Puts words in the place of `{{ insert: param, ac-1_prm_1 }}`, keeping every other byte's place.
fn with_parameters(text: &Text, words: &str, parameter: &dyn Fn(&str) -> Option<String>) -> Text {
    if !words.contains("{{") {
        return text.clone();
    }
    let mut builder = TextBuilder::new();
    let mut rest = 0;
    while let Some(open) = words[rest..].find("{{").map(|at| rest + at) {
        let Some(close) = words[open..].find("}}").map(|at| open + at + 2) else { break };
        builder.text(&text.part(rest..open), &words[rest..open]);
        let id = parameter_in(&words[open + 2..close - 2]);
        let place = text.span_of(open..close);
        let label = parameter(id).map_or_else(|| format!("[{id}]"), |it| format!("[{it}]"));
        builder.replaced(&label, place.start as usize, place.end as usize);
        rest = close;
    }
    builder.text(&text.part(rest..words.len()), &words[rest..]);
    builder.finish(text.span())
}

/// An object in XML.
#[derive(Clone, Copy)]
pub(super) struct InXml<'x, 'i> {
    file: &'x SourceFile,
    node: Node<'x, 'i>,
}

impl<'x, 'i> InXml<'x, 'i> {
    pub(super) fn new(file: &'x SourceFile, node: Node<'x, 'i>) -> Self {
        Self { file, node }
    }

    fn of(self, node: Node<'x, 'i>) -> Self {
        Self { node, ..self }
    }

    /// The words of an element, with those that `insert` gives in the place of parameters.
    fn words_of(self, node: Node<'x, 'i>, insert: &dyn Fn(&str) -> String) -> Option<Text> {
        let mut builder = xml::builder_for(node);
        xml::collect(&mut builder, self.file, node, &mut |builder, element| {
            if xml::name(element) != "insert" {
                return Inline::Enter;
            }
            let id = element.attribute("id-ref").or_else(|| element.attribute("param-id"));
            let range = element.range();
            builder.replaced(&insert(id.unwrap_or("")), range.start, range.end);
            Inline::Skip
        });
        (!builder.is_empty()).then(|| builder.finish(xml::span(self.file.id(), node)))
    }
}

impl Form for InXml<'_, '_> {
    fn span(self) -> Span {
        let range = self.node.range();
        // The start tag's name: an element's range is its whole content.
        Span::new(self.file.id(), range.start, range.end)
    }

    fn place(self) -> Span {
        self.value("id").map_or_else(
            || {
                Span::new(
                    self.file.id(),
                    self.node.range().start,
                    self.node.range().start + 1 + xml::name(self.node).len(),
                )
            },
            |it| it.span(),
        )
    }

    fn value(self, name: &str) -> Option<Text> {
        xml::attribute(self.file, self.node, name)
            .or_else(|| xml::child(self.node, name).and_then(|it| xml::text_of(self.file, it)))
    }

    fn with<T>(self, name: &str, look: impl FnOnce(&str) -> T) -> Option<T> {
        if let Some(attribute) = self.node.attribute(name) {
            return Some(look(attribute));
        }
        self.value(name).map(|it| look(&self.words(&it)))
    }

    fn object(self, name: &str) -> Option<Self> {
        xml::child(self.node, name).map(|it| self.of(it))
    }

    fn list(self, _plural: &str, singular: &str) -> impl Iterator<Item = Self> {
        self.node.children().filter(move |it| xml::name(*it) == singular).map(move |it| self.of(it))
    }

    fn values(self, _plural: &str, singular: &str) -> Vec<Text> {
        self.node
            .children()
            .filter(|it| xml::name(*it) == singular)
            .filter_map(|it| {
                // Parameters inside are named as JSON names them.
                self.words_of(it, &|id| format!("{{{{ insert: param, {id} }}}}"))
            })
            .collect()
    }

    fn prose(self, _name: &str, parameter: &dyn Fn(&str) -> Option<String>) -> Vec<Text> {
        let is_prose = |name: &str| {
            matches!(
                name,
                "p" | "ul"
                    | "ol"
                    | "pre"
                    | "table"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
                    | "blockquote"
                    | "img"
            )
        };
        self.node
            .children()
            .filter(|it| is_prose(xml::name(*it)))
            .filter_map(|it| {
                self.words_of(it, &|id| {
                    parameter(id).map_or_else(|| format!("[{id}]"), |it| format!("[{it}]"))
                })
            })
            .collect()
    }

    fn words(self, text: &Text) -> String {
        text.owned()
            .map_or_else(|| self.file.slice(text.span()).to_owned(), |it| it.value.to_string())
    }
}
