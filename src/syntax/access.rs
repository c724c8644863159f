//! Typed access to a [`Tree`]: every wrong type, unknown key, missing key and word outside a closed
//! list is recorded as a [`Problem`] with its place and a way out, and the rest is still read.
//!
//! ```
//! use consonance::source::{Encoding, SourceFile, FileId};
//! use consonance::syntax::{access::Access, yaml};
//!
//! let text = "title: A\nnumbr: 5.10\n";
//! let file = SourceFile::text_file(FileId::from_index(0), "a.yaml", Encoding::Utf8, text);
//! let parsed = yaml::parse(&file);
//! let access = Access::new(&parsed.tree);
//! let root = access.roots().next().unwrap();
//! let fields = root.fields(&["title", "number"]).unwrap();
//! assert_eq!(fields.get("title").unwrap().str(), Some("A"));
//! assert!(fields.get("number").is_none());
//! let problems = access.into_problems();
//! assert_eq!(problems[0].message.en, "unknown key \"numbr\"");
//! assert_eq!(problems[0].help.as_ref().unwrap().en, "did you mean \"number\"?");
//! ```

use std::cell::{Cell, RefCell};

use thin_vec::ThinVec;

use crate::bilingual;
use crate::source::{Bilingual, Problem, ProblemCode, Said, Span, Text};

use super::{NodeId, NodeKind, Tree, did_you_mean};

/// A tree, and what was found wrong with it while it was read.
#[derive(Debug)]
pub struct Access<'t> {
    tree: &'t Tree<'t>,
    problems: RefCell<Vec<Problem>>,
    /// Problems that were found and not kept: a large file in the wrong format has very many.
    dropped: Cell<usize>,
    #[cfg(test)]
    asked: RefCell<std::collections::BTreeSet<(String, String)>>,
}

/// Problems kept a file.
const MOST_PROBLEMS: usize = 1_000;

impl<'t> Access<'t> {
    /// Access to a tree.
    #[must_use]
    pub fn new(tree: &'t Tree<'t>) -> Self {
        Self {
            tree,
            problems: RefCell::default(),
            dropped: Cell::new(0),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    /// The tree.
    #[must_use]
    pub fn tree(&self) -> &'t Tree<'t> {
        self.tree
    }

    /// The root of every document that is not empty.
    pub fn roots(&self) -> impl Iterator<Item = Cursor<'_>> {
        self.tree.documents().iter().map(|it| self.cursor(it.root)).filter(|it| !it.is_null())
    }

    /// A node to read.
    #[must_use]
    pub fn cursor(&self, node: NodeId) -> Cursor<'_> {
        Cursor { access: self, node }
    }

    /// Records a problem.
    pub fn problem(&self, problem: Problem) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < MOST_PROBLEMS {
            problems.push(problem);
        } else {
            self.dropped.set(self.dropped.get() + 1);
        }
    }

    /// Counts a problem without keeping it, where enough were kept: saves finding words for it.
    fn is_full(&self) -> bool {
        let is_full = self.problems.borrow().len() >= MOST_PROBLEMS;
        if is_full {
            self.dropped.set(self.dropped.get() + 1);
        }
        is_full
    }

    /// Everything that was found wrong, in source order.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        // An alias is read as often as it is used: its problems are one.
        problems.sort_by(|a, b| {
            let place = |it: &Problem| it.span.map(|span| (span.start, span.end));
            (place(a), a.code, &a.message).cmp(&(place(b), b.code, &b.message))
        });
        problems.dedup();
        let dropped = self.dropped.get();
        if let (Some(last), 1..) = (problems.last(), dropped)
            && let Some(span) = last.span
        {
            problems.push(Problem::at(
                last.code,
                span,
                bilingual!(
                    "{dropped} further problems of this file are not shown",
                    "本文件另有 {dropped} 个问题未显示"
                ),
            ));
        }
        problems
    }

    #[cfg(test)]
    pub(crate) fn asked(&self) -> std::collections::BTreeSet<(String, String)> {
        self.asked.borrow().clone()
    }
}

/// One node of a tree, to be read as what it should be.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'c> {
    access: &'c Access<'c>,
    node: NodeId,
}

impl<'c> Cursor<'c> {
    /// The access it came from.
    #[must_use]
    pub fn access(self) -> &'c Access<'c> {
        self.access
    }

    /// The node.
    #[must_use]
    pub fn node(self) -> NodeId {
        self.node
    }

    fn tree(self) -> &'c Tree<'c> {
        self.access.tree
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        self.tree().kind(self.node)
    }

    /// Where it stands.
    #[must_use]
    pub fn span(self) -> Span {
        self.tree().span(self.node)
    }

    /// Says nothing: empty, `~` or `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.tree().is_null(self.node)
    }

    /// The value of a scalar, without complaint where it is none.
    #[must_use]
    pub fn str(self) -> Option<&'c str> {
        (self.kind() == NodeKind::Scalar).then(|| self.tree().str(self.node))
    }

    /// Records a problem with this node.
    pub fn problem(self, code: ProblemCode, message: Bilingual, help: Option<Bilingual>) {
        // What is missing was reported when it was lost.
        if self.kind() == NodeKind::Missing {
            return;
        }
        let mut problem = Problem::at(code, self.short_span(), message);
        problem.help = help;
        self.access.problem(problem);
    }

    /// The place to point at: a scalar itself, a collection at its first line.
    fn short_span(self) -> Span {
        let span = self.span();
        if self.kind() == NodeKind::Scalar {
            return span;
        }
        let text = self.tree().text.get(span.range()).unwrap_or("");
        span.within(0..text.find(['\n', '\r']).unwrap_or(text.len()))
    }

    /// Records that something else was expected here: `expected` completes "expected …, found a
    /// list".
    pub fn wrong_type(self, expected: &Bilingual, help: Option<Bilingual>) {
        let found = match self.kind() {
            NodeKind::Scalar if self.is_null() => bilingual!("nothing", "空值"),
            NodeKind::Scalar => {
                let value = shortened(self.tree().str(self.node));
                bilingual!("\"{value}\"", "“{value}”")
            }
            NodeKind::Sequence => bilingual!("a list", "列表"),
            NodeKind::Mapping => bilingual!("a mapping", "映射"),
            NodeKind::Missing => return,
        };
        let message = Bilingual::new(
            format!("expected {}, found {}", expected.en, found.en),
            format!("此处应为{}，而不是{}", expected.zh, found.zh),
        );
        self.problem(ProblemCode::WrongType, message, help);
    }

    /// A scalar as a text.
    #[must_use]
    pub fn text(self) -> Option<Text> {
        if self.kind() == NodeKind::Scalar {
            return Some(self.tree().text(self.node));
        }
        let help = bilingual!(
            "write the text behind the key; if it contains \": \" or starts with a bracket, put it in quotes",
            "请在键后写文字；若含“: ”或以括号开头，请加引号"
        );
        self.wrong_type(&bilingual!("a text", "文字"), Some(help));
        None
    }

    /// A word of a closed list.
    #[must_use]
    pub fn word<T>(self, words: &[&str], of: impl Fn(&str) -> Option<T>) -> Option<Said<T>> {
        let Some(written) = self.str() else {
            self.wrong_type(&bilingual!("a word", "一个词"), Some(one_of(words)));
            return None;
        };
        if let Some(value) = of(written) {
            return Some(Said::new(value, self.span()));
        }
        let help = match did_you_mean(written, words.iter().copied()) {
            Some(near) => bilingual!("did you mean \"{near}\"?", "是否应为“{near}”？"),
            None => one_of(words),
        };
        let shown = shortened(written);
        self.problem(
            ProblemCode::WrongType,
            bilingual!("\"{shown}\" is not a word that is known here", "“{shown}”不是此处可用的词"),
            Some(help),
        );
        None
    }

    /// `true` or `false`.
    #[must_use]
    pub fn bool(self) -> Option<Said<bool>> {
        let value = match self.str() {
            Some("true" | "True" | "TRUE") => true,
            Some("false" | "False" | "FALSE") => false,
            _ => {
                self.wrong_type(
                    &bilingual!("true or false", " true 或 false"),
                    Some(bilingual!(
                        "write true or false, without quotes",
                        "请写 true 或 false，不加引号"
                    )),
                );
                return None;
            }
        };
        Some(Said::new(value, self.span()))
    }

    /// A number, or any other type whose values can be read from a scalar.
    #[must_use]
    pub fn parse<T: std::str::FromStr>(self, expected: &Bilingual) -> Option<Said<T>> {
        match self.str().and_then(|value| value.parse().ok()) {
            Some(value) => Some(Said::new(value, self.span())),
            None => {
                self.wrong_type(expected, None);
                None
            }
        }
    }

    /// The items of a list.
    pub fn items(self) -> impl Iterator<Item = Cursor<'c>> {
        if self.kind() != NodeKind::Sequence {
            let help = bilingual!(
                "write one item a line behind \"- \", or [a, b]; [] is an empty list",
                "每项一行，以“- ”开头，或写作 [a, b]；[] 为空列表"
            );
            self.wrong_type(&bilingual!("a list", "列表"), Some(help));
        }
        self.tree().items(self.node).map(move |node| self.access.cursor(node))
    }

    /// The items of a list, or the one value that stands for a list of one.
    pub fn one_or_more(self) -> impl Iterator<Item = Cursor<'c>> {
        let alone = (self.kind() != NodeKind::Sequence).then_some(self);
        alone
            .into_iter()
            .chain(self.tree().items(self.node).map(move |node| self.access.cursor(node)))
    }

    /// What `read` makes of the items of a list, or of the one value that stands for a list of one.
    /// Room is made once: growing and giving back what is left over costs more than counting.
    #[must_use]
    pub fn read_all<T>(self, read: impl FnMut(Self) -> Option<T>) -> ThinVec<T> {
        let mut all = ThinVec::with_capacity(self.one_or_more().count());
        all.extend(self.one_or_more().filter_map(read));
        all
    }

    /// The entries of a mapping whose keys are all `known`. Merge keys (`<<`) are followed.
    #[must_use]
    pub fn fields(self, known: &[&str]) -> Option<Fields<'c>> {
        self.fields_of("", known.iter().copied())
    }

    /// The entries of a mapping of the named shape, whose keys are all `known`.
    #[must_use]
    pub fn fields_of<'k>(
        self,
        shape: &'static str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<Fields<'c>> {
        let fields = self.any_fields(shape)?;
        for &Entry { name: written, key, .. } in &fields.entries {
            let tree = self.tree();
            if tree.kind(key) == NodeKind::Scalar && known.clone().any(|each| each == written) {
                continue;
            }
            if self.access.is_full() {
                continue;
            }
            let cursor = self.access.cursor(key);
            if tree.kind(key) != NodeKind::Scalar {
                cursor.wrong_type(&bilingual!("a key", "键"), None);
                continue;
            }
            let help = match did_you_mean(written, known.clone()) {
                Some(near) => bilingual!("did you mean \"{near}\"?", "是否应为“{near}”？"),
                None => {
                    let mut list = known.clone().take(40).collect::<Vec<_>>();
                    list.sort_unstable();
                    let list = list.join(", ");
                    bilingual!("known here: {list}", "此处可用的键：{list}")
                }
            };
            let shown = shortened(written);
            cursor.problem(
                ProblemCode::UnknownKey,
                bilingual!("unknown key \"{shown}\"", "未知的键“{shown}”"),
                Some(help),
            );
        }
        Some(fields)
    }

    /// The entries of a mapping whose keys are not a closed list. Merge keys (`<<`) are followed.
    #[must_use]
    pub fn any_fields(self, shape: &'static str) -> Option<Fields<'c>> {
        if self.kind() != NodeKind::Mapping {
            let help = bilingual!("write key: value, one a line", "请写作“键: 值”，每行一个");
            self.wrong_type(&bilingual!("a mapping", "映射"), Some(help));
            return None;
        }
        let mut fields = Fields { cursor: self, shape, entries: Vec::with_capacity(8) };
        fields.collect(self.node, false);
        Some(fields)
    }
}

/// A closed list as a way out.
fn one_of(words: &[&str]) -> Bilingual {
    let list = words.join(", ");
    bilingual!("one of: {list}", "可用：{list}")
}

/// A value as it can be shown in a message.
fn shortened(value: &str) -> String {
    let mut shown = String::new();
    for (count, c) in value.chars().enumerate() {
        if count == 40 {
            shown.push('…');
            break;
        }
        shown.push(if c.is_control() { ' ' } else { c });
    }
    shown
}

/// The entries of one mapping.
#[derive(Clone, Debug)]
pub struct Fields<'c> {
    cursor: Cursor<'c>,
    shape: &'static str,
    entries: Vec<Entry<'c>>,
}

/// A key with its value. A reader asks for many keys that are not there: the name is at hand.
#[derive(Clone, Copy, Debug)]
struct Entry<'c> {
    name: &'c str,
    key: NodeId,
    value: NodeId,
}

impl<'c> Fields<'c> {
    /// Adds the entries of a mapping, and of those that it merges where it does not say itself.
    fn collect(&mut self, node: NodeId, merging: bool) {
        let tree = self.cursor.tree();
        let mut merged = Vec::new();
        for (key, value) in tree.entries(node) {
            let name = tree.str(key);
            if name == "<<" && tree.is_plain(key) {
                merged.push(value);
            } else if !merging || self.find(name).is_none() {
                // Within one mapping the tree has no repeated key: only a merge can repeat one.
                self.entries.push(Entry { name, key, value });
            }
        }
        for value in merged {
            match tree.kind(value) {
                NodeKind::Mapping => self.collect(value, true),
                NodeKind::Sequence => tree.items(value).for_each(|item| {
                    if tree.kind(item) == NodeKind::Mapping {
                        self.collect(item, true);
                    } else {
                        self.cannot_merge(item);
                    }
                }),
                _ => self.cannot_merge(value),
            }
        }
    }

    fn cannot_merge(&self, node: NodeId) {
        self.cursor.access.cursor(node).wrong_type(
            &bilingual!("a mapping to merge", "要合并的映射"),
            Some(bilingual!(
                "write <<: *name of an anchored mapping",
                "请写作 <<: *锚点名，锚点须在映射上"
            )),
        );
    }

    fn find(&self, name: &str) -> Option<&Entry<'c>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The mapping.
    #[must_use]
    pub fn cursor(&self) -> Cursor<'c> {
        self.cursor
    }

    /// Where the mapping stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.cursor.span()
    }

    /// The value under `key`; `None` where it is absent or says nothing.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Cursor<'c>> {
        #[cfg(test)]
        self.cursor.access.asked.borrow_mut().insert((self.shape.to_owned(), key.to_owned()));
        let value = self.cursor.access.cursor(self.find(key)?.value);
        (!value.is_null()).then_some(value)
    }

    /// The key itself, for its place.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<Cursor<'c>> {
        Some(self.cursor.access.cursor(self.find(key)?.key))
    }

    /// The value under `key`, whose absence is a problem.
    #[must_use]
    pub fn require(&self, key: &str) -> Option<Cursor<'c>> {
        let value = self.get(key);
        if value.is_none() && !self.cursor.tree().is_cut(self.cursor.node) {
            let span = match self.key(key).or_else(|| self.first_key()) {
                Some(place) => place.span(),
                None => self.cursor.short_span(),
            };
            self.cursor.access.problem(
                Problem::at(
                    ProblemCode::MissingKey,
                    span,
                    bilingual!("\"{key}\" is missing", "缺少“{key}”"),
                )
                .help(bilingual!("add {key}: with its value", "请加上“{key}:”及其值")),
            );
        }
        value
    }

    fn first_key(&self) -> Option<Cursor<'c>> {
        self.entries.first().map(|entry| self.cursor.access.cursor(entry.key))
    }

    /// All keys with their values, merged ones last.
    pub fn iter(&self) -> impl Iterator<Item = (Cursor<'c>, Cursor<'c>)> {
        let access = self.cursor.access;
        self.entries.iter().map(|it| (access.cursor(it.key), access.cursor(it.value)))
    }

    /// The shape that it is read as.
    #[must_use]
    pub fn shape(&self) -> &'static str {
        self.shape
    }
}
