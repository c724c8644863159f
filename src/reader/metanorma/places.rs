//! How a text cites its own clauses, tables, figures and formulas, which are written as anchors.

use std::collections::BTreeMap;

use crate::model::{BlockKind, Clause, Element, Lang};
use crate::source::Text;

/// The words for each anchor: `Clause 5`, `5.2`, `Table 1`.
pub(super) fn places<'c>(
    clauses: &'c [Clause],
    lang: Lang,
    words: &dyn Fn(&'c Text) -> &'c str,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut add = |anchor: Option<&'c Text>, number: Option<&'c Text>, kind: &str| {
        if let (Some(anchor), Some(number)) = (anchor, number) {
            found.insert(words(anchor).trim().to_owned(), named(kind, words(number), lang));
        }
    };
    let mut stack: Vec<(&Clause, bool)> = clauses.iter().map(|it| (it, true)).collect();
    while let Some((clause, is_top)) = stack.pop() {
        let is_annex = clause.element.is_some_and(|it| it.value == Element::Annex);
        let kind = match (is_top, is_annex) {
            (true, true) => "annex",
            (true, false) => "clause",
            _ => "",
        };
        add(clause.anchor.as_ref(), clause.number.as_ref(), kind);
        for block in &clause.blocks {
            let kind = match block.kind {
                BlockKind::Table => "table",
                BlockKind::Figure => "figure",
                BlockKind::Formula => "formula",
                BlockKind::Provision | BlockKind::ListItem => "",
                _ => continue,
            };
            add(block.anchor.as_ref(), block.number.as_ref(), kind);
        }
        stack.extend(clause.clauses.iter().map(|it| (it, false)));
    }
    found
}

fn named(kind: &str, number: &str, lang: Lang) -> String {
    match (lang, kind) {
        (Lang::Zh, "clause") => format!("第{number}章"),
        (Lang::Zh, "annex") => format!("附录{number}"),
        (Lang::Zh, "table") => format!("表{number}"),
        (Lang::Zh, "figure") => format!("图{number}"),
        (Lang::Zh, "formula") => format!("式({number})"),
        (_, "clause") => format!("Clause {number}"),
        (_, "annex") => format!("Annex {number}"),
        (_, "table") => format!("Table {number}"),
        (_, "figure") => format!("Figure {number}"),
        (_, "formula") => format!("Formula ({number})"),
        _ => number.to_owned(),
    }
}
