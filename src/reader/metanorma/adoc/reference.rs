//! Entries of bibliographies.

use super::Builder;
use crate::identifier;
use crate::model::{Localised, Reference, ReferenceRole, Target};
use crate::source::{Segment, Span, Text};
use crate::syntax::adoc::{self, Mark};

/// Signs that stand between the identifier and the title of an entry.
const BETWEEN: [char; 8] = [',', '，', '.', '。', ';', ':', '：', '\u{a0}'];

impl Builder<'_> {
    /// An entry of a bibliography; false where the block is none.
    pub(super) fn entry(&mut self, block: &adoc::Block<'_>, role: ReferenceRole) -> bool {
        let is_item = matches!(block.kind, adoc::BlockKind::ListItem(..));
        let is_marked = block.lines.iter().any(|(line, _)| line.text.contains("[[["));
        if !is_item && !is_marked {
            return false;
        }
        let inline = self.inline(&block.lines);
        let Some(span) = block.span() else { return false };
        let mark = inline.marks.iter().find_map(|it| match it {
            Mark::Entry { anchor, identifier, span } => {
                Some((Some(anchor.clone()), identifier.clone(), *span))
            }
            _ => None,
        });
        let (anchor, identifier, place) = match mark {
            Some(mark) => mark,
            // An item of the list that names a standard without an anchor.
            None if is_item && starting_identifier(inline.builder.as_str()).is_some() => {
                (None, None, span)
            }
            None => return false,
        };
        let footnote = inline.marks.iter().find_map(|it| match it {
            Mark::Footnote(text) if !text.span().is_empty() => Some(text.clone()),
            _ => None,
        });
        let words = inline.builder.as_str().to_owned();
        let text = inline.builder.finish(span);
        // `[[[ref12,1]]]` numbers the entry: what it names is in its words.
        let identifier = identifier.filter(|it| {
            let words = it.get(self.sources);
            !words.chars().all(|c| c.is_ascii_digit() || matches!(c, '[' | ']' | ' '))
        });
        let start = words.len() - title_of(&words).len();
        let (target, title_at) = match (identifier, starting_identifier(&words)) {
            (Some(identifier), _) => (Target::named(identifier), start),
            (None, Some(range)) => {
                let rest = title_of(&words[range.end..]);
                (Target::named(text.part(range)), words.len() - rest.len())
            }
            (None, None) if start < words.len() => {
                (Target::named(self.rest_of(&text, start)), start)
            }
            (None, None) => (Target::named(anchor.clone().unwrap_or_else(|| text.clone())), start),
        };
        let mut reference = Reference::new(target, role, span.join(place));
        let details = reference.details_mut();
        details.anchor = anchor;
        details.footnote = footnote;
        if title_at < words.len() {
            details.title = Localised::one(self.lang, self.rest_of(&text, title_at));
        }
        self.references.push(reference);
        true
    }

    fn rest_of(&self, text: &Text, start: usize) -> Text {
        let words = text.get(self.sources);
        let rest = words.get(start..).unwrap_or("");
        let part = text.part(words.len() - rest.len()..words.len());
        if part.get(self.sources) == rest {
            return part;
        }
        // A blank stands for the end of a line: as many bytes, and others.
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let same = Segment { value: 0, source: part.span().start, len: number(rest.len()) };
        Text::decoded(part.span(), rest, [same])
    }
}

/// The words of an entry behind what stands between them and the identifier.
fn title_of(words: &str) -> &str {
    words.trim_start_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c))
}

/// The identifier with which the words of an entry begin.
fn starting_identifier(words: &str) -> Option<std::ops::Range<usize>> {
    let start = words.len() - title_of(words).len();
    let found = identifier::find(words).into_iter().next()?;
    (found.range.start == start).then_some(found.range)
}

impl Builder<'_> {
    /// An entry whose heading is its title and whose list says the rest: how many blocks that list
    /// has.
    pub(super) fn described_entry(
        &mut self,
        heading: &adoc::Block<'_>,
        after: &[adoc::Block<'_>],
        role: ReferenceRole,
    ) -> usize {
        let is_item = |it: &&adoc::Block<'_>| matches!(it.kind, adoc::BlockKind::Definition(_));
        let items: Vec<_> = after.iter().take_while(is_item).collect();
        let mut anchor = heading.attributes.id.as_ref().map(|(span, _)| Text::verbatim(*span));
        let mut identifier = None;
        let mut title = None;
        let mut parent = String::new();
        for item in &items {
            let Some(name) = item.title else { continue };
            let adoc::BlockKind::Definition(depth) = item.kind else { continue };
            let name = self.inline(&[name]).builder.as_str().trim().to_lowercase();
            let inline = self.inline(&item.lines);
            let Some(span) = item.span() else { continue };
            let value = (!inline.builder.is_empty()).then(|| inline.builder.finish(span));
            let path = if depth > 0 { format!("{parent}.{name}") } else { name };
            match path.as_str() {
                "id" => anchor = anchor.or(value),
                "docid" | "docid.id" | "docnumber" => identifier = identifier.or(value),
                "title" | "title.content" => title = title.or(value),
                _ => {}
            }
            if depth == 0 {
                parent = path;
            }
        }
        let Some(line) = heading.lines.first().map(|(line, _)| *line) else { return items.len() };
        let inline = self.inline(&heading.lines);
        if !inline.builder.is_empty() {
            title = Some(inline.builder.finish(line.whole()));
        }
        let target = match (identifier, &title) {
            (Some(identifier), _) => Target::named(identifier),
            (None, Some(title)) => Target::named(title.clone()),
            (None, None) => return items.len(),
        };
        let span = items.iter().filter_map(|it| it.span()).fold(line.whole(), Span::join);
        let mut reference = Reference::new(target, role, span);
        let details = reference.details_mut();
        details.anchor = anchor;
        if let Some(title) = title {
            details.title = Localised::one(self.lang, title);
        }
        self.references.push(reference);
        items.len()
    }
}
