//! Entries of bibliographies.

use super::Builder;
use crate::model::{Localised, Reference, ReferenceRole, Target};
use crate::syntax::adoc::{self, Mark};

impl Builder<'_> {
    /// An entry of a bibliography; false where the block is none.
    pub(super) fn entry(&mut self, block: &adoc::Block<'_>, role: ReferenceRole) -> bool {
        if !block.lines.iter().any(|(line, _)| line.text.contains("[[[")) {
            return false;
        }
        let inline = self.inline(&block.lines);
        let Some(span) = block.span() else { return false };
        let mut marks = inline.marks.iter();
        let Some(Mark::Entry { anchor, identifier, span: place }) =
            marks.find(|it| matches!(it, Mark::Entry { .. }))
        else {
            return false;
        };
        let (anchor, identifier, place) = (anchor.clone(), identifier.clone(), *place);
        let footnote = inline.marks.iter().find_map(|it| match it {
            Mark::Footnote(text) => Some(text.clone()),
            _ => None,
        });
        let words = inline.builder.as_str();
        let start = words.len() - words.trim_start_matches([',', ' ', '，']).len();
        let has_title = start < words.len();
        let text = inline.builder.finish(span);
        let title = has_title.then(|| {
            let end = text.get(self.sources).len();
            text.part(start.min(end)..end)
        });
        // `[[[ref12,1]]]` numbers the entry: what it names is its words.
        let numbered = identifier.as_ref().is_none_or(|it| {
            it.get(self.sources).chars().all(|c| c.is_ascii_digit() || matches!(c, '[' | ']' | ' '))
        });
        let written = match (identifier, &title) {
            (Some(identifier), _) if !numbered => identifier,
            (_, Some(title)) => title.clone(),
            (Some(identifier), None) => identifier,
            (None, None) => anchor.clone(),
        };
        let mut reference = Reference::new(Target::named(written), role, span.join(place));
        let details = reference.details_mut();
        details.anchor = Some(anchor);
        details.footnote = footnote;
        if let Some(title) = title {
            details.title = Localised::one(self.lang, title);
        }
        self.references.push(reference);
        true
    }
}
