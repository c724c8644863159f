//! Entries of a reference list: `[anchor]  Authors, "Title", Series, date.`

use thin_vec::ThinVec;

use super::Draft;
use crate::model::{Lang, Localised, Reference, ReferenceRole, Target};
use crate::syntax::lines::Line;
use crate::syntax::xml::stands_for;

impl Draft<'_> {
    /// `[anchor]  Authors, "Title", Series, date.` — one or more in a run of lines.
    pub(super) fn entries(
        &self,
        lines: &[Line<'_>],
        role: ReferenceRole,
        references: &mut ThinVec<Reference>,
    ) {
        let starts: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.indent() <= 4 && line.text.trim_start().starts_with('['))
            .map(|(index, _)| index)
            .collect();
        if starts.is_empty() {
            // The entry goes on after a page break.
            if let Some(reference) = references.last_mut() {
                let text = self.folded(lines);
                let value = self.words(&text).to_owned();
                reference.set_span(reference.span().join(text.span()));
                if !is_series(self.words(&reference.target.written))
                    && let Some((range, written)) = series(&value)
                {
                    reference.set_target(Target::named(stands_for(text.span_of(range), written)));
                }
            }
            return;
        }
        for (position, &start) in starts.iter().enumerate() {
            let end = starts.get(position + 1).copied().unwrap_or(lines.len());
            let text = self.folded(&lines[start..end]);
            let value = self.words(&text).to_owned();
            let Some(close) = value.find(']') else { continue };
            let anchor = text.part(1..close);
            let rest = close + 1;
            let target = match series(&value[rest..]) {
                Some((range, written)) => Target::named(stands_for(
                    text.span_of(rest + range.start..rest + range.end),
                    written,
                )),
                None => Target::titled(
                    quoted(&value, rest).map_or_else(|| anchor.clone(), |range| text.part(range)),
                ),
            };
            let mut reference = Reference::new(target, role, text.span());
            let title = quoted(&value, rest);
            let details = reference.details_mut();
            details.anchor = Some(anchor);
            if let Some(range) = title {
                details.title = Localised::one(Lang::En, text.part(range));
            }
            references.push(reference);
        }
    }
}

fn quoted(value: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let open = from + value[from..].find('"')? + 1;
    let close = open + value[open..].find("\",").or_else(|| value[open..].find('"'))?;
    Some(open..close)
}

fn is_series(written: &str) -> bool {
    written.starts_with("RFC ") || written.starts_with("draft-")
}

/// The document that an entry names: an RFC, else an Internet-Draft, else any identifier whose
/// publisher is known.
fn series(value: &str) -> Option<(std::ops::Range<usize>, String)> {
    // The title may name other RFCs.
    let after_title = quoted(value, 0).map_or(0, |range| range.end);
    let tail = &value[after_title..];
    for series in ["RFC ", "BCP ", "STD ", "FYI "] {
        for (at, _) in tail.match_indices(series) {
            let digits = tail[at + series.len()..].bytes().take_while(u8::is_ascii_digit).count();
            let starts_word = !tail[..at].ends_with(|c: char| c.is_alphanumeric());
            if digits > 0 && starts_word {
                let number =
                    tail[at + series.len()..at + series.len() + digits].trim_start_matches('0');
                let range = after_title + at..after_title + at + series.len() + digits;
                return Some((range, format!("{series}{number}")));
            }
        }
    }
    if let Some(at) = tail.find("draft-") {
        let end = tail[at..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(tail.len() - at);
        return Some((after_title + at..after_title + at + end, tail[at..at + end].to_owned()));
    }
    tail.split(',').find_map(|piece| {
        let words = piece.trim().trim_end_matches('.');
        let known = crate::identifier::parse(words)
            .is_ok_and(|it| it.grammar != crate::identifier::Grammar::Open);
        let at = words.as_ptr() as usize - value.as_ptr() as usize;
        known.then(|| (at..at + words.len(), words.to_owned()))
    })
}
