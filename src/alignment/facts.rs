//! What a clause says that no language changes: cited identifiers, quantities, modality.

use compact_str::{CompactString, format_compact};

use super::fold::fold;
use crate::identifier;
use crate::language;
use crate::model::Lang;

/// Facts of a clause. Each list is sorted and without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Canonical forms of the standards it cites.
    pub identifiers: Vec<CompactString>,
    /// Numbers with the unit that follows them.
    pub quantities: Vec<CompactString>,
    /// Words for the modalities it uses, statements apart.
    pub modality: Vec<CompactString>,
}

impl Facts {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.identifiers.is_empty() && self.quantities.is_empty() && self.modality.is_empty()
    }

    /// Finds the facts of a text.
    pub(crate) fn find<'a>(texts: impl Iterator<Item = &'a str>, lang: Lang) -> Self {
        let mut facts = Self::default();
        for text in texts {
            let has_digit = text.bytes().any(|b| b.is_ascii_digit());
            if has_digit {
                let mut rest = String::with_capacity(text.len());
                let mut at = 0;
                for found in identifier::find(text) {
                    rest.push_str(&text[at..found.range.start]);
                    rest.push(' ');
                    at = found.range.end;
                    facts.identifiers.push(found.identifier.canonical.clone());
                }
                rest.push_str(&text[at..]);
                numbers(&fold(&rest), &mut facts.quantities);
            }
            for provision in language::provisions(text, lang) {
                if provision.modality != language::Modality::Statement {
                    facts.modality.push(CompactString::const_new(provision.modality.as_str()));
                }
            }
        }
        for list in [&mut facts.identifiers, &mut facts.quantities, &mut facts.modality] {
            list.sort_unstable();
            list.dedup();
        }
        facts
    }
}

/// Numbers of a folded text, each with the unit that follows. A number that hangs on letters
/// (`sha256`) or is part of a longer one (`1.2.3`) is a name.
fn numbers(folded: &str, out: &mut Vec<CompactString>) {
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let mut points = 0;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || (matches!(bytes[at], b'.' | b',')
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
        {
            points += usize::from(!bytes[at].is_ascii_digit());
            at += 1;
        }
        let glued = folded[..start]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '/' | '.' | '#'));
        if glued || points > 1 {
            continue;
        }
        let number = folded[start..at].replace(',', ".");
        let number = if number.contains('.') {
            number.trim_end_matches('0').trim_end_matches('.')
        } else {
            &number
        };
        let rest = folded[at..].strip_prefix(' ').unwrap_or(&folded[at..]);
        let unit: &str = {
            let end = rest
                .char_indices()
                .find(|(_, c)| {
                    !(c.is_ascii_alphabetic() || matches!(c, '%' | '°' | '℃' | 'μ' | '/' | '‰'))
                })
                .map_or(rest.len(), |(end, _)| end);
            rest.get(..end).filter(|unit| unit.chars().count() <= 5).unwrap_or("")
        };
        // Units that words of a language look like (`in`, `of`) are left out: the number stays.
        let unit = if matches!(
            unit,
            "of" | "in"
                | "to"
                | "and"
                | "or"
                | "the"
                | "is"
                | "de"
                | "et"
                | "a"
                | "y"
                | "o"
                | "for"
                | "with"
        ) {
            ""
        } else {
            unit
        };
        out.push(format_compact!("{number} {unit}"));
    }
}

/// How much of two sorted sets is common (Jaccard); nothing to say where either is empty.
#[must_use]
pub(crate) fn overlap(left: &[CompactString], right: &[CompactString]) -> Option<f32> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let common = left.iter().filter(|it| right.binary_search(it).is_ok()).count();
    let all = left.len() + right.len() - common;
    #[expect(clippy::cast_precision_loss, reason = "a handful of facts")]
    Some(common as f32 / all as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_survive_translation() {
        let en = Facts::find(
            ["It shall not exceed 0.10 mg/m3, see ISO 99901:2019."].into_iter(),
            Lang::En,
        );
        let zh = Facts::find(["不应大于 0.1 mg/m3，见 ISO 99901:2019。"].into_iter(), Lang::Zh);
        assert_eq!(en, zh);
        assert_eq!(en.quantities, ["0.1 mg/m"]);
    }

    #[test]
    fn names_are_no_quantities() {
        let facts =
            Facts::find(["Use SHA-256 or tls1.3 as in 4.2.1 for 12 bits"].into_iter(), Lang::En);
        assert_eq!(facts.quantities, ["12 bits"]);
    }

    #[test]
    fn overlap_needs_both() {
        let set =
            |words: &[&str]| words.iter().map(|it| CompactString::from(*it)).collect::<Vec<_>>();
        assert_eq!(overlap(&set(&["a"]), &[]), None);
        assert_eq!(overlap(&set(&["a", "b"]), &set(&["b", "c"])), Some(1.0 / 3.0));
    }
}
