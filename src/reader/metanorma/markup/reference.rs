//! Entries of bibliographies.

use roxmltree::Node;

use super::{Markup, primary};
use crate::model::{Localised, Reference, ReferenceRole, Target};
use crate::syntax::xml;

impl Markup<'_> {
    pub(super) fn reference(&self, item: Node<'_, '_>, role: ReferenceRole) -> Option<Reference> {
        if item.attribute("hidden") == Some("true") {
            return None;
        }
        let named = primary(item).and_then(|it| xml::text_of(self.file, it));
        let titles: Vec<_> = xml::children(item, "title").collect();
        let title = titles
            .iter()
            .find(|it| it.attribute("type") == Some("main"))
            .or_else(|| titles.first())
            .copied()
            .and_then(|it| self.text(it));
        let title = title.or_else(|| {
            // All that is printed: the identifier, then the title.
            let whole = xml::child(item, "formattedref").and_then(|it| self.text(it))?;
            let words = self.words(&whole);
            let number = named.as_ref().map_or("", |it| self.words(it));
            let rest = words.strip_prefix(number).unwrap_or(words).trim_start_matches([',', ' ']);
            (!rest.is_empty()).then(|| whole.part(words.len() - rest.len()..words.len()))
        });
        let written = named.or_else(|| title.clone())?;
        let mut reference = Reference::new(Target::named(written), role, self.span(item));
        let footnote = xml::children(item, "note").find_map(|it| self.text(it));
        let details = reference.details_mut();
        details.anchor = self.anchor(item);
        if let Some(title) = title {
            details.title = Localised::one(self.lang, title);
        }
        details.footnote = footnote;
        Some(reference)
    }
}
