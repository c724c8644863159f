//! The elements of a document as mappings name them.

use rustc_hash::FxHashMap;

use crate::fact::terms::folded;
use crate::fact::{Facts, Part};
use crate::model::Element;

/// What a name leads to in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Found {
    /// A clause or control, and a piece of it where one is named (from 1; 0 for the whole).
    Clause(u32, u32),
    /// A control that the document withdraws.
    Withdrawn(u32),
}

/// The elements of one document, by folded name.
#[derive(Debug, Default)]
pub(crate) struct Elements {
    by_name: FxHashMap<String, Found>,
    /// Clauses that require something.
    pub(crate) requirements: Vec<u32>,
}

impl Elements {
    pub(crate) fn read(f: &Facts<'_>, doc: u32) -> Self {
        let mut elements = Self { requirements: requirements(f, doc), ..Self::default() };
        let rows = f.clauses(doc);
        // Numbers go before anchors, and clauses before their pieces.
        for (at, row) in (0_u32..).zip(rows) {
            if let Some(number) = &row.clause.number {
                elements.add(f.text(number), Found::Clause(at, 0));
            }
        }
        for (at, row) in (0_u32..).zip(rows) {
            if let Some(anchor) = &row.clause.anchor {
                elements.add(f.text(anchor), Found::Clause(at, 0));
            }
        }
        for (at, row) in (0_u32..).zip(rows) {
            for (piece, block) in (1_u32..).zip(&row.clause.blocks) {
                if let Some(anchor) = &block.anchor {
                    elements.add(f.text(anchor), Found::Clause(at, piece));
                }
            }
        }
        let withdrawn =
            f.standard(doc).details.as_deref().map_or(&[][..], |it| &it.withdrawn_items);
        for (at, item) in (0_u32..).zip(withdrawn) {
            elements.add(f.text(&item.id), Found::Withdrawn(at));
        }
        elements
    }

    fn add(&mut self, name: &str, found: Found) {
        let name = plain(name);
        if !name.is_empty() {
            self.by_name.entry(name).or_insert(found);
        }
    }

    /// What a name leads to.
    pub(crate) fn find(&self, name: &str) -> Option<Found> {
        self.by_name.get(&plain(name)).copied()
    }

    /// The name that one is probably a misspelling of: with the same figures, for another figure is
    /// another element and no slip of the pen.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let name = plain(name);
        if !name.contains(char::is_alphabetic) {
            return None;
        }
        let figures = |text: &str| -> Vec<String> {
            let pieces = text.split(|c: char| !c.is_ascii_digit());
            pieces.filter(|it| !it.is_empty()).map(str::to_owned).collect()
        };
        let wanted = figures(&name);
        #[expect(clippy::iter_over_hash_type, reason = "sorted before anybody chooses")]
        let mut near: Vec<&str> = {
            let mut near = Vec::new();
            for known in self.by_name.keys() {
                if figures(known) == wanted {
                    near.push(known.as_str());
                }
            }
            near
        };
        near.sort_unstable();
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let wanted = bare(&name);
        if let Some(same) = near.iter().find(|it| bare(it) == wanted) {
            return Some(same);
        }
        // Of codes such as AC and CM no letter is a slip of the pen either.
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        crate::syntax::did_you_mean(&name, near).filter(|_| letters > 4)
    }
}

/// The name of an element without what spelling adds: `AC-2 (3)`, `AC-02(03)` and `#ac-2.3` are one, and
/// so are `Clause 5.2` and `5.2`.
pub(crate) fn plain(name: &str) -> String {
    const WORDS: [&str; 9] =
        ["subclause", "clause", "section", "control", "annex", "附录", "条款", "第", "条"];
    let name = folded(name);
    let name = name.trim_start_matches('#').trim();
    let name = WORDS.iter().find_map(|it| name.strip_prefix(it)).unwrap_or(name);
    let name = name.trim_end_matches(['章', '条', '.', ' ']);
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' | '[' => out.push('.'),
            ')' | ']' | ' ' => {}
            // Zeros that only pad.
            '0'..='9' => {
                if out.ends_with('0')
                    && !out[..out.len() - 1].ends_with(|c: char| c.is_ascii_digit())
                {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Clauses that require something: a control does, and so does a clause with a requirement in its own
/// text, outside the parts that may not have any.
fn requirements(f: &Facts<'_>, doc: u32) -> Vec<u32> {
    let mut found: Vec<u32> = (0_u32..)
        .zip(f.clauses(doc))
        .filter(|(_, row)| {
            let said = row.clause.element.is_some_and(|it| it.value == Element::Requirement);
            said && (row.clause.clauses.is_empty() || !row.clause.blocks.is_empty())
        })
        .map(|(at, _)| at)
        .collect();
    let binding = f.provisions(doc).iter().filter(|it| {
        let placed = matches!(it.part, Part::Clause | Part::Table | Part::NormativeAnnex);
        placed && !it.provision.embedded && it.provision.modality.is_binding()
    });
    found.extend(binding.filter_map(|it| it.clause));
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn spellings_of_one_element_are_one() {
        for name in ["ac-2.3", "AC-2(3)", "AC-2 (3)", "#ac-2.3", "AC-02(03)", "Control AC-2 (3)"] {
            assert_eq!(plain(name), "ac-2.3", "{name}");
        }
        for name in ["5.2", "Clause 5.2", "第5.2条", "5.2."] {
            assert_eq!(plain(name), "5.2", "{name}");
        }
        assert_eq!(plain("5.10"), "5.10");
        assert_eq!(plain("Annex A"), "a");
        assert_ne!(plain("ac-20"), plain("ac-2"));
        assert_eq!(plain("ac-2_smt.a"), "ac-2_smt.a");
    }
}
