//! Walking the tree of a rule, profile or configuration file: every unknown key, wrong type and
//! missing key is recorded with its place and a *did you mean*, and the rest is still read.

use super::matched::Matched;
use crate::bilingual;
use crate::source::{Bilingual, Problem, ProblemCode, Span};
use crate::syntax::{NodeId, NodeKind, Tree, did_you_mean};

/// A tree, and what is wrong with it.
pub(crate) struct Reading<'t, 'a> {
    pub(crate) tree: &'t Tree<'a>,
    pub(crate) problems: Vec<Problem>,
    /// A field was named that is read from documents set side by side.
    pub(crate) compares: bool,
    /// What the conditions of the rule look for in a text.
    pub(crate) matched: Matched,
    /// A built-in rule, which is known to be without fault.
    pub(crate) is_trusted: bool,
}

impl<'t, 'a> Reading<'t, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>) -> Self {
        Self {
            tree,
            problems: Vec::new(),
            compares: false,
            matched: Matched::default(),
            is_trusted: false,
        }
    }

    pub(crate) fn wrong(&mut self, code: ProblemCode, span: Span, message: Bilingual) {
        self.problems.push(Problem::at(code, span, message));
    }

    pub(crate) fn wrong_with_help(
        &mut self,
        code: ProblemCode,
        span: Span,
        message: Bilingual,
        help: Option<Bilingual>,
    ) {
        let mut problem = Problem::at(code, span, message);
        problem.help = help;
        self.problems.push(problem);
    }

    /// The node as a mapping, its keys checked against `known`.
    pub(crate) fn mapping(&mut self, node: NodeId, known: &[&str]) -> Option<NodeId> {
        if self.tree.kind(node) != NodeKind::Mapping {
            self.expected(node, &bilingual!("keys with values", "键值对"));
            return None;
        }
        let tree = self.tree;
        for (key, _) in tree.entries(node) {
            let name = tree.str(key);
            if !known.contains(&name) {
                self.unknown_key(key, known);
            }
        }
        Some(node)
    }

    pub(crate) fn unknown_key(&mut self, key: NodeId, known: &[&str]) {
        let name = self.tree.str(key);
        let help = suggestion(name, known.iter().copied());
        self.wrong_with_help(
            ProblemCode::UnknownKey,
            self.tree.span(key),
            bilingual!("unknown key `{name}`", "未知的键“{name}”"),
            help.or_else(|| {
                let list = known.join(", ");
                Some(bilingual!("known here: {list}", "此处可用：{list}"))
            }),
        );
    }

    /// Says that something else was expected at `node`.
    pub(crate) fn expected(&mut self, node: NodeId, what: &Bilingual) {
        let (en, zh) = match self.tree.kind(node) {
            NodeKind::Mapping => ("keys with values", "键值对"),
            NodeKind::Sequence => ("a list", "列表"),
            NodeKind::Scalar => ("a single value", "单个值"),
            // Its own problem was recorded.
            NodeKind::Missing => return,
        };
        self.wrong(
            ProblemCode::WrongType,
            self.tree.span(node),
            Bilingual {
                en: format!("expected {}, found {en}", what.en),
                zh: format!("应为{}，实为{zh}", what.zh),
            },
        );
    }

    /// The value under a required key.
    pub(crate) fn required(&mut self, map: NodeId, key: &str) -> Option<NodeId> {
        let value = self.tree.get(map, key);
        if value.is_none() {
            self.wrong(
                ProblemCode::MissingKey,
                self.head(map),
                bilingual!("missing key `{key}`", "缺少键“{key}”"),
            );
        }
        value
    }

    /// A short place that stands for a mapping: its first key.
    pub(crate) fn head(&self, map: NodeId) -> Span {
        self.tree
            .entries(map)
            .next()
            .map_or_else(|| self.tree.span(map), |(key, _)| self.tree.span(key))
    }

    /// The node as a scalar.
    pub(crate) fn scalar(&mut self, node: NodeId) -> Option<&'t str> {
        if self.tree.kind(node) != NodeKind::Scalar {
            self.expected(node, &bilingual!("a text", "文本"));
            return None;
        }
        Some(self.tree.str(node))
    }

    /// The node as the text that it is, not empty.
    pub(crate) fn text(&mut self, node: NodeId) -> Option<String> {
        let text = self.scalar(node)?;
        if text.trim().is_empty() {
            self.wrong(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!("expected a text, found nothing", "应为文本，实为空"),
            );
            return None;
        }
        Some(text.trim_end().to_owned())
    }

    /// The node as `true` or `false`.
    pub(crate) fn bool(&mut self, node: NodeId) -> Option<bool> {
        let text = self.scalar(node)?;
        match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.wrong(
                    ProblemCode::WrongType,
                    self.tree.span(node),
                    bilingual!(
                        "expected `true` or `false`, found `{text}`",
                        "应为 true 或 false，实为“{text}”"
                    ),
                );
                None
            }
        }
    }

    /// The node as a number.
    pub(crate) fn number(&mut self, node: NodeId) -> Option<f64> {
        let text = self.scalar(node)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!("expected a number, found `{text}`", "应为数字，实为“{text}”"),
            );
        }
        number
    }

    /// The node as a word of a closed list; gives its index.
    pub(crate) fn word(&mut self, node: NodeId, words: &[&str]) -> Option<usize> {
        let text = self.scalar(node)?;
        let found = words.iter().position(|word| *word == text);
        if found.is_none() {
            let help = suggestion(text, words.iter().copied());
            self.wrong_with_help(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!("`{text}` is not a word of this list", "“{text}”不在可用的词中"),
                help.or_else(|| {
                    let list = words.join(", ");
                    Some(bilingual!("one of: {list}", "可用：{list}"))
                }),
            );
        }
        found
    }

    /// The items of a list.
    pub(crate) fn list(&mut self, node: NodeId) -> Option<Vec<NodeId>> {
        if self.tree.kind(node) != NodeKind::Sequence {
            self.expected(node, &bilingual!("a list", "列表"));
            return None;
        }
        Some(self.tree.items(node).collect())
    }

    /// The node as a list of texts, each with its place.
    pub(crate) fn texts(&mut self, node: NodeId) -> Vec<(String, Span)> {
        let Some(items) = self.list(node) else { return Vec::new() };
        items
            .into_iter()
            .filter_map(|item| Some((self.text(item)?, self.tree.span(item))))
            .collect()
    }

    /// The node as a text in both languages.
    pub(crate) fn bilingual(&mut self, node: NodeId) -> Option<Bilingual> {
        let map = self.mapping(node, &["en", "zh"])?;
        let en = self.required(map, "en").and_then(|node| self.text(node));
        let zh = self.required(map, "zh").and_then(|node| self.text(node));
        Some(Bilingual { en: en?, zh: zh? })
    }
}

/// "did you mean", where a word is near.
pub(crate) fn suggestion<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<Bilingual> {
    let near = did_you_mean(word, candidates)?;
    Some(bilingual!("did you mean `{near}`?", "是否想写“{near}”？"))
}
