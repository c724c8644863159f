//! YAML, through granit-parser's events, into a [`Tree`]. The only module that knows that parser.
//!
//! Nothing is typed (`5.10` stays `5.10`, `NO` stays `NO`). A syntax error ends its document, not
//! the file: what was read before it is kept, and reading goes on with the next document.

mod message;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};
use rustc_hash::FxHashMap;

use crate::bilingual;
use crate::source::{Problem, ProblemCode, SourceFile, Span};

use super::align::Style;
use super::build::{Builder, Limits, too_deep};
use super::did_you_mean;
use super::tree::{Comment, NodeId, Parsed, Shape};

/// Reads every document of a file.
#[must_use]
pub fn parse(file: &SourceFile) -> Parsed<'_> {
    parse_within(file, Limits::default())
}

/// Reads every document of a file, within `limits`.
#[must_use]
pub fn parse_within(file: &SourceFile, limits: Limits) -> Parsed<'_> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        block_scalar_eof_without_line_feed: true,
        // Long comments are no attack: they are bounded by the file.
        max_buffered_comment_events: usize::MAX,
        // Our own limit, with its own message, comes first.
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
        // A key may be a long title; the limit only guards against quadratic look-ahead.
        simple_key_max_lookahead: 4096,
    };
    let mut parser = Parser::new_from_str_with_options(file.text(), options);
    let mut reader = Reader::new(file, limits);
    loop {
        match parser.next_event() {
            None | Some(Ok((Event::StreamEnd, _))) => break,
            Some(Ok((event, span))) => match reader.event(event, &span) {
                Flow::Next => {}
                Flow::NextDocument => {
                    if !reader.give_up_document(parser.proceed_next_document()) {
                        break;
                    }
                }
            },
            Some(Err(error)) => {
                reader.scan_error(&error);
                if !reader.give_up_document(parser.proceed_next_document()) {
                    break;
                }
            }
        }
    }
    reader.builder.finish()
}

enum Flow {
    Next,
    NextDocument,
}

#[derive(Clone, Copy)]
struct Anchor {
    node: NodeId,
    weight: u64,
    height: usize,
    closed: bool,
}

struct Reader<'a> {
    builder: Builder<'a>,
    anchors: FxHashMap<usize, Anchor>,
    /// Names of anchors of this document, for *did you mean*.
    names: Vec<String>,
    expanded: u64,
}

impl<'a> Reader<'a> {
    fn new(file: &'a SourceFile, limits: Limits) -> Self {
        Self {
            builder: Builder::new(file, limits),
            anchors: FxHashMap::default(),
            names: Vec::new(),
            expanded: 0,
        }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let start = span.start.byte_offset().unwrap_or(0);
        Span::new(self.builder.tree.file, start, span.end.byte_offset().unwrap_or(start))
    }

    fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) -> Flow {
        let span = self.span(at);
        if let Some(tag) = event.tag()
            && tag.is_custom()
            && tag.suffix() != "!"
        {
            let place = at.tag_span().map_or(span, |tag| self.span(&tag));
            let tag = tag.original();
            self.builder.problem(
                Problem::at(
                    ProblemCode::NotUnderstood,
                    place,
                    bilingual!("the tag {tag} means nothing here", "标签 {tag} 在此没有意义"),
                )
                .help(bilingual!(
                    "leave the tag out; the value is read without it",
                    "删去该标签；其值照常读取"
                )),
            );
        }
        match event {
            Event::Scalar(value, style, anchor, _) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                self.scalar(&value, style, anchor, span);
            }
            Event::SequenceStart(style, anchor, _) => {
                return self.start(Shape::Sequence, style, anchor, span);
            }
            Event::MappingStart(style, anchor, _) => {
                return self.start(Shape::Mapping, style, anchor, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(name) => {
                self.missing(span);
                let near = did_you_mean(&name, self.names.iter().map(String::as_str));
                let problem = Problem::at(
                    ProblemCode::Syntax,
                    span,
                    bilingual!(
                        "no anchor &{name} stands before the alias *{name}",
                        "别名 *{name} 之前没有锚点 &{name}"
                    ),
                );
                let help = match near {
                    Some(near) => bilingual!("did you mean *{near}?", "是否应为 *{near}？"),
                    None => bilingual!(
                        "set &{name} before the value that is meant, or put the text that starts with * in quotes",
                        "请在所指的值前写上 &{name}；若是以 * 开头的文字，请加引号"
                    ),
                };
                self.builder.problem(problem.help(help));
            }
            Event::Anchor(_, name) => self.names.push(name.into_owned()),
            Event::Comment(..) => self.builder.tree.comments.push(Comment { span }),
            Event::DocumentEnd => self.close_document(true),
            // `Event` may grow: whatever is no node, no comment and no end says nothing to a tree.
            _ => {}
        }
        Flow::Next
    }

    fn scalar(&mut self, value: &str, style: Style, anchor: usize, mut span: Span) {
        let range = span.range();
        let inner = if style.is_quoted() && range.len() >= 2 {
            range.start + 1..range.end - 1
        } else {
            range
        };
        let written = self.builder.tree.text.get(inner).unwrap_or("");
        let mut verbatim = written == value;
        match style {
            Style::Block => {
                // The span of a block runs over its last line break and the empty lines after it.
                span = span.within(0..written.trim_end_matches(['\n', '\r', ' ', '\t']).len());
                verbatim = false;
            }
            // An empty value comes as `~` with an empty span.
            Style::Plain => verbatim |= span.is_empty(),
            Style::Single | Style::Double => {}
        }
        let value = (!verbatim).then_some(value);
        let node = self.builder.push_scalar(Shape::Scalar(style), value, span);
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { node, weight: 1, height: 0, closed: true });
        }
    }

    fn missing(&mut self, span: Span) {
        self.builder.push(Shape::Missing, 0, span);
        self.builder.weigh(1, 0);
    }

    fn start(&mut self, shape: Shape, style: StructureStyle, anchor: usize, span: Span) -> Flow {
        let Some(node) = self.builder.start(shape, span) else {
            return Flow::NextDocument;
        };
        if let Some(open) = self.builder.open.last_mut() {
            open.anchor = anchor;
            open.flow_style = style == StructureStyle::Flow;
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { node, weight: 0, height: 0, closed: false });
        }
        Flow::Next
    }

    fn end(&mut self, span: Span) {
        let is_flow = self.builder.open.last().is_some_and(|open| open.flow_style);
        let Some(open) = self.builder.end(is_flow.then_some(span.end)) else { return };
        if open.anchor != 0 {
            let (weight, height) = (open.weight, open.height + 1);
            let anchor = Anchor { node: open.node, weight, height, closed: true };
            self.anchors.insert(open.anchor, anchor);
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        let Some(anchor) = self.anchors.get(&id).copied() else {
            return self.missing(span);
        };
        let written = self.builder.tree.text.get(span.range()).unwrap_or("*").to_owned();
        if !anchor.closed {
            self.missing(span);
            self.builder.problem(
                Problem::at(
                    ProblemCode::Limit,
                    span,
                    bilingual!(
                        "the alias {written} stands inside the value that it names: it would never end",
                        "别名 {written} 位于其所指的值之内：将无穷展开"
                    ),
                )
                .help(bilingual!("write out what is meant here", "请在此写出所指的内容")),
            );
            return;
        }
        if self.builder.open.len() + anchor.height > self.builder.limits.depth {
            self.missing(span);
            self.builder.problem(too_deep(span, self.builder.limits.depth));
            return;
        }
        let expanded = self.expanded.saturating_add(anchor.weight);
        if expanded > self.builder.limits.alias_nodes {
            self.missing(span);
            let limit = self.builder.limits.alias_nodes;
            // Once is enough: a bomb has many.
            if self.expanded <= limit {
                self.builder.problem(
                    Problem::at(
                        ProblemCode::Limit,
                        span,
                        bilingual!(
                            "with {written} the aliases of this file expand to more than {limit} values",
                            "展开 {written} 后，本文件的别名将超过 {limit} 个值"
                        ),
                    )
                    .help(bilingual!(
                        "use fewer aliases; this one and those after it are not read",
                        "请减少别名；此处及其后的别名不再读取"
                    )),
                );
            }
            self.expanded = u64::MAX;
            return;
        }
        self.expanded = expanded;
        self.builder.push(Shape::Alias, anchor.node.0, span);
        self.builder.weigh(anchor.weight, anchor.height);
    }

    fn close_document(&mut self, complete: bool) {
        self.builder.close_document(complete);
        self.anchors.clear();
        self.names.clear();
    }

    fn scan_error(&mut self, error: &ScanError) {
        let place = self.place_of(error);
        let (message, help) = message::of(error.kind());
        let code = match error.kind() {
            granit_parser::ErrorKind::RecursionLimitExceeded => ProblemCode::Limit,
            _ => ProblemCode::Syntax,
        };
        let problem = Problem::at(code, place, message);
        self.builder.problem(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
    }

    /// The character at which the parser stopped, or the place behind the last one.
    fn place_of(&self, error: &ScanError) -> Span {
        let text = self.builder.tree.text;
        let mut start = error.marker().byte_offset().unwrap_or(0).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let len = match text[start..].chars().next() {
            Some(c) if !matches!(c, '\n' | '\r') => c.len_utf8(),
            _ => 0,
        };
        Span::new(self.builder.tree.file, start, start + len)
    }

    /// Leaves the document; `true` where another one follows.
    fn give_up_document(&mut self, next: Result<bool, ScanError>) -> bool {
        self.close_document(false);
        if self.builder.problems.len() >= self.builder.limits.problems {
            return false;
        }
        match next {
            Ok(more) => more,
            Err(error) => {
                self.scan_error(&error);
                false
            }
        }
    }
}
