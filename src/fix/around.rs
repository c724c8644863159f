//! What stands around the place of a fix, and so how the new words have to be written there.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::xml::Pieces;
use super::{Change, Refusal, quote};
use crate::finding::{Edit, Fix};
use crate::reader::{self, Writing};
use crate::source::{Encoding, FileId, SourceFile, SourceMap, Span, Text};
use crate::syntax::{self, InFlow, NodeId, NodeKind, Quoting, Tree};

/// Writes fixes as their files are written. Looks at each file once.
#[derive(Debug)]
pub struct Fixer<'a> {
    sources: &'a SourceMap,
    files: FxHashMap<FileId, Written<'a>>,
}

/// How a file is written.
#[derive(Debug)]
enum Written<'a> {
    /// YAML or JSON.
    Tree {
        tree: Tree<'a>,
        problems: usize,
        is_json: bool,
        in_flow: InFlow,
    },
    Xml(Pieces),
    /// Values with separators between them.
    Table,
    /// Words as they are.
    Plain,
    /// Cannot be changed.
    Not(Refusal),
}

impl<'a> Written<'a> {
    fn of(file: &'a SourceFile) -> Self {
        if file.encoding() == Encoding::Container {
            return Self::Not(Refusal::Container);
        }
        if file.path() == "-" {
            return Self::Not(Refusal::Stdin);
        }
        let extension = file.path().rsplit('.').next().unwrap_or("");
        let writing = match reader::recognise(file) {
            Some(reader) => reader.writing(file),
            None if file.text().trim_start().starts_with('<') => Writing::Xml,
            // Read as a list by the columns that a configuration names.
            None => match extension {
                "yaml" | "yml" | "json" => Writing::Tree,
                "csv" | "tsv" => Writing::Table,
                _ => Writing::Plain,
            },
        };
        match writing {
            Writing::Tree => {}
            Writing::Xml => return Self::Xml(Pieces::of(file.text())),
            Writing::Table => return Self::Table,
            Writing::Plain => return Self::Plain,
        }
        let syntax::Parsed { tree, problems } = syntax::parse(file);
        let in_flow = tree.in_flow();
        Self::Tree { tree, problems: problems.len(), is_json: syntax::is_json(file), in_flow }
    }
}

impl<'a> Fixer<'a> {
    /// For fixes of findings in these texts.
    #[must_use]
    pub fn new(sources: &'a SourceMap) -> Self {
        Self { sources, files: FxHashMap::default() }
    }

    /// The changes of a fix, by file.
    ///
    /// # Errors
    /// Where the words cannot be written at one of its places.
    pub fn changes(&mut self, fix: &Fix) -> Result<Vec<(FileId, Change)>, Refusal> {
        let sources = self.sources;
        fix.edits
            .iter()
            .map(|edit| {
                let file = sources.file(edit.span.file);
                let written = self.files.entry(edit.span.file).or_insert_with(|| Written::of(file));
                let text = fit(edit, fix.markup, file, written)?;
                Ok((edit.span.file, Change { range: edit.span.range(), text }))
            })
            .collect()
    }

    /// Whether the text of a file with the changes is read as before but for the new words.
    ///
    /// # Errors
    /// Where anything else would change.
    pub fn verify(&mut self, id: FileId, changes: &[Change], markup: bool) -> Result<(), Refusal> {
        let file = self.sources.file(id);
        let written = self.files.entry(id).or_insert_with(|| Written::of(file));
        let Written::Tree { tree, problems, .. } = written else { return Ok(()) };
        let mut text = file.text().to_owned();
        for change in changes.iter().rev() {
            text.replace_range(change.range.clone(), &change.text);
        }
        let new = SourceFile::text_file(id, file.path(), file.encoding(), text);
        let parsed = syntax::parse(&new);
        if parsed.problems.len() > *problems {
            return Err(Refusal::Structure);
        }
        if markup || same_but_for(tree, &parsed.tree, changes) {
            Ok(())
        } else {
            Err(Refusal::Structure)
        }
    }
}

/// Whether two trees have the same values, but for scalars in which something was changed.
fn same_but_for(old: &Tree<'_>, new: &Tree<'_>, changes: &[Change]) -> bool {
    // Taking a whole entry out moves what follows it: such changes are no part of a scalar.
    let in_scalars: Option<BTreeMap<NodeId, ()>> =
        changes.iter().map(|it| Some((old.scalar_around(it.range.clone())?, ()))).collect();
    let Some(changed) = in_scalars else { return true };
    old.len() == new.len()
        && old.nodes().zip(new.nodes()).all(|(a, b)| {
            old.kind(a) == new.kind(b) && (changed.contains_key(&a) || old.str(a) == new.str(b))
        })
}

/// The new words as they have to be written at the place.
fn fit(
    edit: &Edit,
    markup: bool,
    file: &SourceFile,
    around: &Written<'_>,
) -> Result<String, Refusal> {
    let (range, new) = (edit.span.range(), edit.replacement.as_str());
    if file.text().get(range.clone()).is_none() {
        return Err(Refusal::Place);
    }
    if let Written::Not(refusal) = around {
        return Err(*refusal);
    }
    if markup {
        return Ok(new.to_owned());
    }
    match around {
        Written::Tree { tree, is_json, in_flow, .. } => {
            in_tree(tree, (*is_json, in_flow), edit.span, new)
        }
        Written::Xml(pieces) => pieces.write(file.text(), range, new),
        Written::Table => quote::in_csv(new).ok_or(Refusal::Place),
        Written::Plain | Written::Not(_) => Ok(new.to_owned()),
    }
}

fn in_tree(
    tree: &Tree<'_>,
    (is_json, in_flow): (bool, &InFlow),
    span: Span,
    new: &str,
) -> Result<String, Refusal> {
    let Some(node) = tree.scalar_around(span.range()) else {
        // Whole entries can be taken out; what is put in their place is markup.
        return if new.is_empty() { Ok(String::new()) } else { Err(Refusal::Markup) };
    };
    let (quoting, in_flow) = (tree.quoting(node), is_json || in_flow.has(node));
    let (outer, text) = (tree.span(node), tree.text(node));
    let is_key_or_value = tree.kind(node) == NodeKind::Scalar;
    if !is_key_or_value || (is_json && quoting != Quoting::Double) {
        return Err(Refusal::Place);
    }
    if span == outer {
        return quote::scalar(new, quoting, in_flow).ok_or(Refusal::Place);
    }
    let value = tree.str(node);
    let is_whole = span == text.span() && quoting != Quoting::Block;
    let range = match is_whole {
        true => 0..value.len(),
        false => value_range(&text, span).ok_or(Refusal::Place)?,
    };
    let (before, behind) = (value.get(..range.start), value.get(range.end..));
    let around = before.zip(behind).ok_or(Refusal::Place)?;
    let source = tree.source(outer);
    let cuts = |at: u32| splits_escape(source, at.saturating_sub(outer.start) as usize, quoting);
    if !is_whole && (cuts(span.start) || cuts(span.end)) {
        return Err(Refusal::Place);
    }
    // Blanks at the start of a line would be read as indentation.
    let at_line_start = around.0.is_empty() || around.0.ends_with('\n');
    let first = new.chars().chain(around.1.chars()).next();
    if quoting == Quoting::Block && at_line_start && first.is_some_and(char::is_whitespace) {
        return Err(Refusal::Place);
    }
    let new = quote::in_scalar(new, around, quoting, in_flow).ok_or(Refusal::Place)?;
    // A scalar that is left empty is read as nothing at all.
    if quoting == Quoting::Plain && format!("{}{new}{}", around.0, around.1).trim().is_empty() {
        return Err(Refusal::Place);
    }
    Ok(new)
}

/// Whether a place of a quoted scalar lies inside an escape: after the backslash, or between two
/// quotes that stand for one.
fn splits_escape(source: &str, at: usize, quoting: Quoting) -> bool {
    let mark = match quoting {
        Quoting::Double => b'\\',
        Quoting::Single => b'\'',
        Quoting::Plain | Quoting::Block => return false,
    };
    let before = source.as_bytes().get(1..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == mark).count() % 2 == 1
}

/// The range of the value that answers to a range of the source; none where one of its ends is
/// inside an escape or a line break.
fn value_range(text: &Text, span: Span) -> Option<Range<usize>> {
    let (start, end) = (span.start, span.end);
    let Some(owned) = text.owned() else {
        let from = text.span().start;
        return Some(start.checked_sub(from)? as usize..end.checked_sub(from)? as usize);
    };
    let starts = |it: &&crate::source::Segment| it.source <= start && start < it.source + it.len;
    let ends = |it: &&crate::source::Segment| it.source < end && end <= it.source + it.len;
    let touches = |it: &&crate::source::Segment| it.source <= start && start <= it.source + it.len;
    let mut segments = owned.segments.iter();
    if span.is_empty() {
        let it = segments.find(touches)?;
        let at = (it.value + (start - it.source)) as usize;
        return Some(at..at);
    }
    let first = owned.segments.iter().find(starts)?;
    let last = segments.rfind(ends)?;
    let from = (first.value + (start - first.source)) as usize;
    let to = (last.value + (end - last.source)) as usize;
    (from <= to).then_some(from..to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Fixer;
    use crate::bilingual;
    use crate::finding::{Edit, Fix};
    use crate::fix::{Refusal, apply};
    use crate::source::{Encoding, SourceFile, SourceMap};
    use crate::syntax::{self, NodeId, Tree};

    /// The value under `key` of the first document.
    fn node(tree: &Tree<'_>, key: &str) -> Option<NodeId> {
        tree.get(tree.documents().first()?.root, key)
    }

    /// What the value under `key` is when the range of it was replaced, or why it was not.
    fn replaced(
        text: &str,
        key: &str,
        range: std::ops::Range<usize>,
        new: &str,
    ) -> Result<String, Refusal> {
        let mut sources = SourceMap::new();
        let name = if text.starts_with('{') { "a.json" } else { "a.yaml" };
        let id = sources.add(|id| SourceFile::text_file(id, name, Encoding::Utf8, text));
        let file = sources.file(id);
        let parsed = syntax::parse(file);
        let span = parsed.tree.text(node(&parsed.tree, key).unwrap()).span_of(range);
        let edits = vec![Edit { span, replacement: new.to_owned() }];
        let fix = Fix { message: bilingual!("", ""), safe: true, markup: false, edits };
        let mut fixer = Fixer::new(&sources);
        let changes: Vec<_> = fixer.changes(&fix)?.into_iter().map(|(_, it)| it).collect();
        fixer.verify(id, &changes, false)?;
        let bytes = apply(text.as_bytes(), file, &changes)?;
        let (head, tail) = (span.start as usize, text.len() - span.end as usize);
        assert_eq!(&bytes[..head], &text.as_bytes()[..head]);
        assert_eq!(&bytes[bytes.len() - tail..], &text.as_bytes()[text.len() - tail..]);
        let new =
            SourceFile::text_file(id, name, Encoding::Utf8, String::from_utf8(bytes).unwrap());
        let parsed = syntax::parse(&new);
        assert!(parsed.problems.is_empty(), "{}", new.text());
        assert_eq!(parsed.tree.str(node(&parsed.tree, "b").unwrap()), "c");
        Ok(parsed.tree.str(node(&parsed.tree, key).unwrap()).to_owned())
    }

    #[test]
    fn words_are_written_as_their_place_is() {
        let of = |text: &str, range, new| replaced(text, "a", range, new);
        assert_eq!(of("a: it is\nb: c\n", 0..2, "x: y"), Err(Refusal::Place));
        assert_eq!(of("a: it is\nb: c\n", 0..5, "x: y").as_deref(), Ok("x: y"));
        assert_eq!(of("a: 'it is'\nb: c\n", 3..5, "isn't").as_deref(), Ok("it isn't"));
        assert_eq!(of("a: \"it \\u0069s\"\nb: c\n", 0..2, "\"x\"").as_deref(), Ok("\"x\" is"));
        assert_eq!(
            of("a: >\n  it\n  is\nb: c\n", 3..5, "was # so").as_deref(),
            Ok("it was # so\n")
        );
        assert_eq!(of("a: |\n  it\nb: c\n", 0..2, "x\ny"), Err(Refusal::Place));
        assert_eq!(
            of("{\"a\": \"it is\", \"b\": \"c\"}", 0..2, "\"\n\\").as_deref(),
            Ok("\"\n\\ is")
        );
        assert_eq!(of("{\"a\": 5, \"b\": \"c\"}", 0..1, "x"), Err(Refusal::Place));
    }

    proptest! {
        /// Whatever is put wherever: it is read as it is meant, or refused; and nothing else moves.
        #[test]
        fn what_is_written_is_what_is_read(
            value in "[a-z标 :#'\"{}\\[\\],\\\\-]{1,12}",
            new in "[A-Z新 :#'\"{}\\[\\],\\\\\n&*!|>%@-]{0,6}",
            from in 0.0_f64..1.0,
            to in 0.0_f64..1.0,
            style in 0..5_u8,
        ) {
            let written = match style {
                0 => value.clone(),
                1 => format!("'{}'", value.replace('\'', "''")),
                2 | 3 => serde_json::Value::from(value.as_str()).to_string(),
                _ => format!("|\n  {value}"),
            };
            let text = match style {
                3 => format!("{{\"a\": {written}, \"b\": \"c\"}}"),
                0 => format!("a: [{written}]\nb: c\n").replace(['[', ']'], ""),
                _ => format!("a: {written}\nb: c\n"),
            };
            let mut sources = SourceMap::new();
            let id = sources.add(|id| SourceFile::text_file(id, "a.yaml", Encoding::Utf8, text.as_str()));
            let parsed = syntax::parse(sources.file(id));
            let Some(at) = node(&parsed.tree, "a").filter(|_| parsed.problems.is_empty()) else {
                return Ok(());
            };
            let read = parsed.tree.str(at).to_owned();
            prop_assume!(node(&parsed.tree, "b").is_some() && !read.is_empty());
            let ends: Vec<usize> = read.char_indices().map(|(at, _)| at).chain([read.len()]).collect();
            let pick = |share: f64| ends[(share * ends.len() as f64) as usize];
            let range = pick(from.min(to))..pick(from.max(to));
            // Where the place is not exactly the range, the words beside it count too.
            let span = parsed.tree.text(at).span_of(range.clone());
            let exact = sources.slice(span) == &read[range.clone()]
                && super::value_range(&parsed.tree.text(at), span) == Some(range.clone());
            prop_assume!(exact);
            if let Ok(now) = replaced(&text, "a", range.clone(), &new) {
                let expected = format!("{}{new}{}", &read[..range.start], &read[range.end..]);
                prop_assert_eq!(now, expected, "{}", text);
            }
        }
    }
}
