//! Inclusion, conditions and attribute entries: what happens before blocks are seen.

use std::collections::BTreeMap;

use crate::bilingual;
use crate::source::{FileId, Problem, ProblemCode, SourceFile, Span, Text};

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

/// The paths that a text includes, as written.
pub fn includes(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| include_of(line).map(|(path, _)| path.to_owned()))
        .filter(|path| !path.contains('{') && !path.contains("://"))
        .collect()
}

fn include_of(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("include::")?;
    let open = rest.rfind('[')?;
    let options = rest[open + 1..].trim_end().strip_suffix(']')?;
    Some((&rest[..open], options))
}

/// Lines of a file with its inclusions put in, conditions decided and attribute entries taken out.
pub fn preprocess<'a>(file: &'a SourceFile, resolver: &dyn Resolver<'a>) -> Preprocessed<'a> {
    let mut out = Preprocessed::default();
    let mut walk =
        Walk { resolver, out: &mut out, conditions: Vec::new(), verbatim: None, included: 0 };
    walk.file(file, 0, &mut vec![file.id()]);
    out
}

struct Walk<'w, 'a> {
    resolver: &'w dyn Resolver<'a>,
    out: &'w mut Preprocessed<'a>,
    /// Open conditions: whether each holds.
    conditions: Vec<bool>,
    /// The fence of the verbatim block that is open.
    verbatim: Option<&'a str>,
    /// How many inclusions were followed.
    included: usize,
}

impl<'a> Walk<'_, 'a> {
    fn file(&mut self, file: &'a SourceFile, level_offset: i8, stack: &mut Vec<FileId>) {
        let count = file.line_starts().len();
        let mut index = 0;
        while index < count {
            let range = file.line_range(index);
            let line = Line {
                text: &file.text()[range.clone()],
                file: file.id(),
                start: range.start,
                level_offset,
            };
            index += 1;
            if self.out.lines.len() >= LINE_LIMIT {
                self.full(&line);
                return;
            }
            if self.condition(&line) || self.conditions.contains(&false) {
                continue;
            }
            if let Some(fence) = self.verbatim {
                if line.text.trim_end() == fence {
                    self.verbatim = None;
                }
            } else if is_verbatim_fence(line.text.trim_end()) {
                self.verbatim = Some(line.text.trim_end());
            }
            if let Some((path, options)) = include_of(line.text) {
                self.include(&line, path, options, stack);
                continue;
            }
            if self.verbatim.is_none() && self.entry(&line) {
                continue;
            }
            self.out.lines.push(line);
        }
    }

    fn include(&mut self, line: &Line<'a>, written: &str, options: &str, stack: &mut Vec<FileId>) {
        let path = self.substitute(written);
        let mut problem = |message| {
            self.out.problems.push(Problem::at(ProblemCode::Include, line.whole(), message).help(
                bilingual!(
                    "put the file beside this one, inside the folder that is read",
                    "请将该文件放在所读文件夹之内"
                ),
            ));
        };
        let Some(file) = self.resolver.resolve(line.file, &path) else {
            if !options.contains("opts=optional") && !options.contains("%optional") {
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
        let offset = options
            .split(',')
            .find_map(|it| it.trim().strip_prefix("leveloffset="))
            .and_then(|it| it.trim_matches('"').parse::<i8>().ok())
            .unwrap_or(0);
        stack.push(file.id());
        self.file(file, line.level_offset.saturating_add(offset), stack);
        stack.pop();
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

    /// `ifdef`, `ifndef`, `ifeval` and `endif`: whether the line was one.
    fn condition(&mut self, line: &Line<'a>) -> bool {
        let text = line.text.trim_end();
        if let Some(rest) = text.strip_prefix("ifdef::").or_else(|| text.strip_prefix("ifndef::")) {
            let Some((names, inner)) = rest.split_once('[') else { return false };
            let any = names.contains(',');
            let mut defined =
                names.split([',', '+']).map(|it| self.out.attributes.contains_key(it.trim()));
            let holds = if any { defined.any(|it| it) } else { defined.all(|it| it) };
            let holds = holds == text.starts_with("ifdef");
            let inner = inner.trim_end_matches(']');
            if inner.is_empty() {
                self.conditions.push(holds);
            } else if holds && !self.conditions.contains(&false) {
                let start = line.text.find('[').map_or(0, |open| open + 1);
                let text = &line.text[start..start + inner.len()];
                self.out.lines.push(Line { text, start: line.start + start, ..*line });
            }
            return true;
        }
        if text.starts_with("ifeval::[") {
            self.conditions.push(true);
            return true;
        }
        if text.starts_with("endif::") {
            self.conditions.pop();
            return true;
        }
        false
    }

    /// `:name: value`, `:!name:`, `:name!:`: whether the line was one.
    fn entry(&mut self, line: &Line<'_>) -> bool {
        let Some(rest) = line.text.strip_prefix(':') else { return false };
        let Some(colon) = rest.find(':') else { return false };
        let name = &rest[..colon];
        let is_name = !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '!'));
        let after = &rest[colon + 1..];
        if !is_name || !(after.is_empty() || after.starts_with([' ', '\t'])) {
            return false;
        }
        let bare = name.trim_matches('!').to_lowercase();
        if name.contains('!') {
            self.out.attributes.remove(&bare);
            return true;
        }
        let value = after.trim();
        let start = line.text.len() - after.trim_start().len();
        let span = line.span(start..start + value.len());
        let resolved = self.substitute(value);
        let text = if resolved == value {
            Text::verbatim(span)
        } else {
            Text::decoded(span, resolved.as_str(), [])
        };
        // The header of a document counts; an entry further down is for what follows it, which
        // matters for numbering switches only.
        self.out.attributes.entry(bare).or_insert(Entry { value: resolved, text });
        true
    }

    fn substitute(&self, value: &str) -> String {
        substitute(value, &self.out.attributes)
    }
}

/// Puts the values of attributes in the place of `{name}`.
pub(super) fn substitute(value: &str, attributes: &BTreeMap<String, Entry>) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let tail = &rest[open..];
        match tail.find('}') {
            Some(close)
                if out.len() < VALUE_LIMIT
                    && attributes.contains_key(&tail[1..close].to_lowercase()) =>
            {
                out.push_str(&attributes[&tail[1..close].to_lowercase()].value);
                rest = &tail[close + 1..];
            }
            _ => {
                out.push('{');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `----`, `....`, `++++` or `////`, four or more.
pub(super) fn is_verbatim_fence(line: &str) -> bool {
    line.len() >= 4 && ['-', '.', '+', '/'].iter().any(|c| line.chars().all(|it| it == *c))
        || line.starts_with("```")
}
