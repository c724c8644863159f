//! Terminological entries: number, term with its English equivalent, definition, notes, source.

use super::heading::{Heading, Role};
use super::{Builder, language_of};
use crate::identifier;
use crate::model::{Definition, Designation, DesignationStatus, Lang, Said, Target, TermEntry};
use crate::source::Text;

impl Builder<'_> {
    /// Reads the entry that starts at a paragraph, up to the next heading.
    pub(super) fn term(
        &mut self,
        number: Option<Text>,
        from: usize,
        headings: &[Heading],
    ) -> usize {
        let mut entry =
            TermEntry::at(self.span(from.min(self.paragraphs.len().saturating_sub(1))), number);
        let mut index = from;
        while index < self.paragraphs.len() {
            let heading = &headings[index];
            if heading.role == Role::Heading && index > from {
                break;
            }
            let text = self.paragraphs[index].text.clone();
            let start = heading.title_from.min(text.len());
            entry.span = entry.span.join(self.span(index));
            let words = self.words(index, start..text.len());
            let lang = language_of(&text);
            match heading.role {
                Role::Note => entry.notes.push((lang, words)),
                Role::Example => entry.examples.push((lang, words)),
                Role::Skip => {}
                _ if entry.designations.is_empty() => self.designations(index, start, &mut entry),
                _ if is_source(&text) => self.source(index, &mut entry),
                _ if is_deprecated(&text) => {
                    let at = text
                        .find(['：', ':'])
                        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
                    let words = self.words(index, at..text.len());
                    entry.designations.push(Designation {
                        lang,
                        text: words,
                        status: DesignationStatus::Deprecated,
                    });
                }
                // Further designations stand on lines of their own before the definition: short,
                // and in bold or with an equivalent; a sentence is the definition.
                _ if entry.definitions.is_empty() => {
                    entry.definitions.push(Definition { lang, text: words })
                }
                _ => entry.notes.push((lang, words)),
            }
            index += 1;
        }
        self.terms.push(entry);
        index
    }

    /// `营商环境 business environment`, `term; admitted`: designations by language.
    fn designations(&self, index: usize, from: usize, entry: &mut TermEntry) {
        let text = self.paragraphs[index].text.as_str();
        let mut at = from;
        for piece in text[from..].split([';', '；']) {
            let start = at;
            at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
            // Chinese first, the equivalent after it.
            let last_chinese = piece
                .char_indices()
                .rfind(|(_, c)| ('\u{4e00}'..='\u{9fff}').contains(c) || matches!(c, '）' | '〉'))
                .map(|(i, c)| i + c.len_utf8());
            let (chinese, rest) = match last_chinese {
                Some(end) => (0..end, end..piece.len()),
                None => (0..0, 0..piece.len()),
            };
            for (range, lang) in [(chinese, Lang::Zh), (rest, Lang::En)] {
                let words = &piece[range.clone()];
                let trimmed = words.trim_matches([' ', '\u{3000}', '\t', ',', '，', '、']);
                if trimmed.is_empty() {
                    continue;
                }
                let lead = words.find(trimmed).unwrap_or(0);
                let begin = start + range.start + lead;
                let status = if entry.designations.iter().any(|it| it.lang == lang) {
                    DesignationStatus::Admitted
                } else {
                    DesignationStatus::Preferred
                };
                entry.designations.push(Designation {
                    lang,
                    text: self.words(index, begin..begin + trimmed.len()),
                    status,
                });
            }
        }
    }

    /// `[来源：GB/T 19000—2016，3.1，有修改]`
    fn source(&self, index: usize, entry: &mut TermEntry) {
        let text = self.paragraphs[index].text.as_str();
        let Some(found) = identifier::find(text).into_iter().next() else { return };
        let modified = ["有修改", "modified", "Modified"]
            .iter()
            .find_map(|word| text.find(word).map(|at| at..at + word.len()));
        let target = Target::named(self.words(index, found.range.clone()));
        let rest = &text[found.range.end..];
        let start =
            found.range.end + rest.len() - rest.trim_start_matches([',', '，', ' ', '，']).len();
        let len = text[start..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
            .unwrap_or(text.len() - start);
        let element = (len > 0
            && text[start..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()))
        .then(|| self.words(index, start..start + len));
        entry.source = Some((target, element));
        entry.modified = Some(match modified {
            Some(range) => Said::new(true, self.words(index, range).span()),
            None => Said::new(false, self.span(index)),
        });
    }
}

fn is_source(text: &str) -> bool {
    let inner = text.trim_start_matches(['[', '［', '〔', '(']);
    inner.len() < text.len()
        && (inner.starts_with("来源")
            || inner.starts_with("SOURCE")
            || inner.starts_with("Source")
            || inner.starts_with("改写"))
}

fn is_deprecated(text: &str) -> bool {
    ["DEPRECATED:", "Deprecated:", "许用术语", "拒用术语", "被取代"]
        .iter()
        .any(|it| text.starts_with(it))
}
