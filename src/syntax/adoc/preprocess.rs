//! Inclusion, conditions and attribute entries: what happens before blocks are seen.

use std::collections::BTreeMap;

use super::characters;
use super::condition::Condition;
use super::header::Header;
use super::include::{self, Inclusion, Selection};
use crate::bilingual;
use crate::source::{FileId, Problem, ProblemCode, SourceFile, Span, Text};
use crate::syntax::text_builder::TextBuilder;

/// Inclusions nested deeper than this are taken for a loop.
const INCLUDE_DEPTH: usize = 32;
/// More lines than this after inclusion are refused.
const LINE_LIMIT: usize = 4_000_000;
/// More inclusions than this are refused: files that include two files each soon are too many.
const INCLUDE_LIMIT: usize = 10_000;
/// Values of attributes are put into each other up to this many bytes.
const VALUE_LIMIT: usize = 1 << 16;

/// A line and the file it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The words, without the line end.
    pub text: &'a str,
    /// The file.
    pub file: FileId,
    /// Byte offset of its first byte.
    pub start: usize,
    /// How many levels an inclusion moves headings down.
    pub level_offset: i8,
}

impl Line<'_> {
    /// The span of a byte range of the line.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.start + range.start, self.start + range.end)
    }

    /// The span of the whole line.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// Nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// An attribute entry: its value and its place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The value, trimmed.
    pub value: String,
    /// Where the value stands.
    pub text: Text,
}

/// Finds the file that an inclusion names.
pub trait Resolver<'a> {
    /// The file that `written` names from within `from`, if it was loaded.
    fn resolve(&self, from: FileId, written: &str) -> Option<&'a SourceFile>;
}

/// Lines in reading order, and the attributes of the document.
#[derive(Debug, Default)]
pub struct Preprocessed<'a> {
    /// Lines.
    pub lines: Vec<Line<'a>>,
    /// Attributes by name, as the header and entries in the text leave them.
    pub attributes: BTreeMap<String, Entry>,
    /// What could not be included.
    pub problems: Vec<Problem>,
}

/// The paths that a text includes, as far as the attributes that it sets itself spell them out.
pub fn includes(text: &str) -> Vec<String> {
    let mut attributes: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let resolved =
            |value: &str| put_in(value, &|name| attributes.get(name).map(String::as_str));
        if let Some((name, value)) = entry_of(line) {
            let value = resolved(value.trim());
            attributes.insert(name.to_lowercase(), value);
        } else if let Some(inclusion) = Inclusion::of(line) {
            found.push(resolved(inclusion.path));
        }
    }
    found.retain(|path| !path.contains('{') && !path.contains("://"));
    found
}

/// Lines of a file with its inclusions put in, conditions decided, and comments and attribute
/// entries taken out.
pub fn preprocess<'a>(file: &'a SourceFile, resolver: &dyn Resolver<'a>) -> Preprocessed<'a> {
    let mut out = Preprocessed::default();
    let mut walk = Walk {
        resolver,
        out: &mut out,
        conditions: Vec::new(),
        verbatim: None,
        header: Header::default(),
        included: 0,
    };
    walk.file(file, 0, Selection::Whole, &mut vec![file.id()]);
    out
}

struct Walk<'w, 'a> {
    resolver: &'w dyn Resolver<'a>,
    out: &'w mut Preprocessed<'a>,
    /// Open conditions: whether each holds.
    conditions: Vec<bool>,
    /// What ends the verbatim block or the comment that is open.
    verbatim: Option<&'a str>,
    header: Header,
    /// How many inclusions were followed.
    included: usize,
}

impl<'a> Walk<'_, 'a> {
    /// The lines of a file that are asked for; the answer is which tags of it were not found.
    fn file(
        &mut self,
        file: &'a SourceFile,
        mut level_offset: i8,
        mut selection: Selection,
        stack: &mut Vec<FileId>,
    ) -> Vec<String> {
        let count = file.line_starts().len();
        let mut index = 0;
        while index < count {
            let mut line = line_of(file, index, level_offset);
            index += 1;
            if self.out.lines.len() >= LINE_LIMIT {
                self.full(&line);
                break;
            }
            if !selection.takes(index, line.text) {
                continue;
            }
            let words = line.text.trim_end();
            let is_comment = self.verbatim.is_some_and(|it| it.starts_with('/'));
            let was_verbatim = self.verbatim.is_some();
            if let Some(close) = self.verbatim {
                if words == close {
                    self.verbatim = None;
                }
                if is_comment {
                    continue;
                }
            }
            if self.condition(&line) || self.conditions.contains(&false) {
                continue;
            }
            if self.verbatim.is_none() && !was_verbatim {
                if let Some(close) = fence_end(words) {
                    self.verbatim = Some(close);
                    if close.starts_with('/') {
                        continue;
                    }
                } else if words.starts_with("//") && !words.starts_with("///") {
                    continue;
                }
            }
            if let Some(inclusion) = Inclusion::of(line.text) {
                self.include(&line, &inclusion, stack);
                continue;
            }
            // What is no directive by its backslash.
            if ["\\include::", "\\ifdef::", "\\ifndef::", "\\ifeval::", "\\endif::"]
                .iter()
                .any(|it| line.text.starts_with(it))
            {
                line = Line { text: &line.text[1..], start: line.start + 1, ..line };
            }
            if self.verbatim.is_none() {
                let in_header = !self.header.is_over();
                let entry = entry_of(line.text).or_else(|| assigned(line.text, in_header));
                if let Some((name, value)) = entry {
                    let value = self.value_of(file, &line, value, &mut index);
                    if name.trim_matches('!').eq_ignore_ascii_case("leveloffset") {
                        level_offset = match &value {
                            Some(value) if !name.contains('!') => {
                                include::level_offset(&value.value, level_offset)
                            }
                            _ => 0,
                        };
                    }
                    self.entry(name, value);
                    continue;
                }
                if self.header.takes(&line, &mut self.out.attributes) {
                    continue;
                }
            }
            self.out.lines.push(line);
        }
        selection.missing().into_iter().map(str::to_owned).collect()
    }

    fn include(&mut self, line: &Line<'a>, inclusion: &Inclusion<'_>, stack: &mut Vec<FileId>) {
        let path = self.substitute(inclusion.path);
        let mut problem = |message| {
            self.out.problems.push(Problem::at(ProblemCode::Include, line.whole(), message).help(
                bilingual!(
                    "put the file beside this one, inside the folder that is read",
                    "请将该文件放在所读文件夹之内"
                ),
            ));
        };
        let Some(file) = self.resolver.resolve(line.file, &path) else {
            if !inclusion.is_optional() {
                problem(bilingual!(
                    "the included file {path} was not found or may not be read",
                    "未找到或不可读取所包含的文件 {path}"
                ));
            }
            return;
        };
        if stack.contains(&file.id()) || stack.len() >= INCLUDE_DEPTH {
            problem(bilingual!(
                "{path} includes itself; it is not read again",
                "{path} 循环包含自身，不再读取"
            ));
            return;
        }
        self.included += 1;
        if self.included > INCLUDE_LIMIT {
            self.full(line);
            return;
        }
        stack.push(file.id());
        let offset = inclusion.level_offset(line.level_offset);
        let missing = self.file(file, offset, inclusion.selection(), stack);
        stack.pop();
        for tag in missing {
            self.out.problems.push(
                Problem::at(
                    ProblemCode::Include,
                    line.whole(),
                    bilingual!(
                        "{path} has no region tagged {tag}",
                        "{path} 中没有标记为 {tag} 的区域"
                    ),
                )
                .help(bilingual!(
                    "mark the lines with tag::{tag}[] and end::{tag}[], or name another tag",
                    "请用 tag::{tag}[] 与 end::{tag}[] 标出这些行，或改用其他标记"
                )),
            );
        }
        // An inclusion ends a line: text after it does not run on.
    }

    /// Says once that there is too much.
    fn full(&mut self, line: &Line<'a>) {
        if self.out.problems.iter().any(|it| it.code == ProblemCode::Limit) {
            return;
        }
        self.out.problems.push(
            Problem::at(
                ProblemCode::Limit,
                line.whole(),
                bilingual!(
                    "more than {INCLUDE_LIMIT} inclusions or {LINE_LIMIT} lines; the rest is left out",
                    "包含超过 {INCLUDE_LIMIT} 次或超过 {LINE_LIMIT} 行，其余略去"
                ),
            )
            .help(bilingual!(
                "include each file once",
                "每个文件只包含一次"
            )),
        );
    }

    /// Whether the line was a condition, which is done.
    fn condition(&mut self, line: &Line<'a>) -> bool {
        match Condition::of(line.text, &self.out.attributes) {
            None => return false,
            Some(Condition::Opens(holds)) => self.conditions.push(holds),
            Some(Condition::Closes) => {
                self.conditions.pop();
            }
            Some(Condition::Guards { holds, start, len }) => {
                if holds && !self.conditions.contains(&false) {
                    let text = &line.text[start..start + len];
                    let line = Line { text, start: line.start + start, ..*line };
                    match entry_of(text) {
                        Some((name, value)) => {
                            let value = value_at(&line, value);
                            let value = self.finish(value.as_str().to_owned(), value, &line);
                            self.entry(name, Some(value));
                        }
                        None => self.out.lines.push(line),
                    }
                }
            }
        }
        true
    }

    /// The value of an entry, with the lines on which it goes on.
    fn value_of(
        &self,
        file: &'a SourceFile,
        line: &Line<'a>,
        value: &'a str,
        index: &mut usize,
    ) -> Option<Entry> {
        let mut words = TextBuilder::new();
        let mut piece = value;
        let mut start = line.start + line.text.len() - value.len();
        loop {
            let (text, goes_on) = match piece.trim_end().strip_suffix(" \\") {
                Some(text) => (text.strip_suffix(" +").unwrap_or(text), true),
                None => match piece.trim_end().strip_suffix(" +") {
                    Some(text) => (text, true),
                    None => (piece.trim_end(), false),
                },
            };
            words.folded(text, start);
            if !goes_on || *index >= file.line_starts().len() {
                break;
            }
            let next = line_of(file, *index, 0);
            *index += 1;
            words.blank(next.start, next.start);
            piece = next.text;
            start = next.start;
        }
        Some(self.finish(words.as_str().to_owned(), words, line))
    }

    /// An entry with the attributes and characters in its value put in.
    fn finish(&self, written: String, words: TextBuilder, line: &Line<'_>) -> Entry {
        let value = characters::decode(&self.substitute(&written));
        let text = words.finish(line.span(line.text.len()..line.text.len()));
        let text =
            if value == written { text } else { Text::decoded(text.span(), value.as_str(), []) };
        Entry { value, text }
    }

    /// `:name: value`, `:!name:`, `:name!:`.
    fn entry(&mut self, name: &str, value: Option<Entry>) {
        let bare = name.trim_matches('!').to_lowercase();
        let value = value.filter(|_| !name.contains('!'));
        match value {
            None => {
                self.out.attributes.remove(&bare);
            }
            // In the header the last entry counts; one further down is for what follows it, which
            // matters for numbering switches only.
            Some(value) if self.header.is_over() => {
                self.out.attributes.entry(bare).or_insert(value);
            }
            Some(value) => {
                self.out.attributes.insert(bare, value);
            }
        }
    }

    fn substitute(&self, value: &str) -> String {
        substitute(value, &self.out.attributes)
    }
}

fn line_of(file: &SourceFile, index: usize, level_offset: i8) -> Line<'_> {
    let range = file.line_range(index);
    Line { text: &file.text()[range.clone()], file: file.id(), start: range.start, level_offset }
}

/// `:name:=value`, which is no entry by the letter and means one in a header.
fn assigned(line: &str, in_header: bool) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':').filter(|_| in_header)?.split_once(":=")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    is_name.then_some((name, value))
}

/// The value of an entry that stands in one line.
fn value_at(line: &Line<'_>, value: &str) -> TextBuilder {
    let mut words = TextBuilder::new();
    words.folded(value, line.start + line.text.len() - value.len());
    words
}

/// The name and the value of an attribute entry.
fn entry_of(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix(':')?;
    let (name, value) = rest.split_once(':')?;
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '!'));
    (is_name && (value.is_empty() || value.starts_with([' ', '\t']))).then_some((name, value))
}

/// Puts the values of attributes in the place of `{name}`.
pub(super) fn substitute(value: &str, attributes: &BTreeMap<String, Entry>) -> String {
    put_in(value, &|name| attributes.get(name).map(|it| it.value.as_str()))
}

fn put_in<'v>(value: &str, attribute: &dyn Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let tail = &rest[open..];
        let named = tail.find('}').filter(|_| out.len() < VALUE_LIMIT).and_then(|close| {
            let name = tail[1..close].to_lowercase();
            Some((attribute(&name).or_else(|| characters::intrinsic(&name))?, close))
        });
        match named {
            Some((value, close)) => {
                out.push_str(value);
                rest = &tail[close + 1..];
            }
            None => {
                out.push('{');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What ends the verbatim block that `----`, `....`, `++++`, `////` or three backticks open.
fn fence_end(line: &str) -> Option<&str> {
    let is_run = |sign: char| line.len() >= 4 && line.chars().all(|it| it == sign);
    if ['-', '.', '+', '/'].into_iter().any(is_run) {
        return Some(line);
    }
    line.starts_with("```").then_some("```")
}
