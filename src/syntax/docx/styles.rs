//! Styles, with what they inherit.

use std::collections::HashMap;

use roxmltree::Document;

use super::{attribute, child, name, value};

/// What a paragraph style says here.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub(super) name: String,
    pub(super) outline: Option<u8>,
    pub(super) number_id: Option<String>,
    pub(super) level: Option<u8>,
    based_on: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Style,
}

impl Styles {
    pub(super) fn read(tree: &Document<'_>) -> Self {
        let mut styles = Self::default();
        for node in tree.root_element().children().filter(|it| name(*it) == "style") {
            if attribute(node, "type").is_some_and(|it| it != "paragraph") {
                continue;
            }
            let Some(id) = attribute(node, "styleId") else { continue };
            let properties = child(node, "pPr");
            let numbering = properties.and_then(|it| child(it, "numPr"));
            let style = Style {
                name: value(node, "name").unwrap_or(id).to_lowercase(),
                outline: properties
                    .and_then(|it| value(it, "outlineLvl"))
                    .and_then(|it| it.parse().ok()),
                number_id: numbering.and_then(|it| value(it, "numId")).map(str::to_owned),
                level: numbering.and_then(|it| value(it, "ilvl")).and_then(|it| it.parse().ok()),
                based_on: value(node, "basedOn").map(str::to_owned),
            };
            if attribute(node, "default") == Some("1") {
                styles.default = style.clone();
            }
            styles.by_id.insert(id.to_owned(), style);
        }
        let ids: Vec<String> = styles.by_id.keys().cloned().collect();
        let resolved: Vec<(String, Style)> =
            ids.into_iter().map(|id| (id.clone(), styles.inherited(&id))).collect();
        styles.by_id.extend(resolved);
        styles
    }

    /// A style with what it takes from those it is based on; circles end.
    fn inherited(&self, id: &str) -> Style {
        let Some(mut style) = self.by_id.get(id).cloned() else { return Style::default() };
        let mut base = style.based_on.clone();
        for _ in 0..64 {
            let Some(parent) = base.and_then(|it| self.by_id.get(&it)) else { break };
            style.outline = style.outline.or(parent.outline);
            if style.number_id.is_none() {
                style.number_id.clone_from(&parent.number_id);
                style.level = style.level.or(parent.level);
            }
            base = parent.based_on.clone();
        }
        style
    }

    pub(super) fn get(&self, id: &str) -> &Style {
        self.by_id.get(id).unwrap_or(&self.default)
    }
}
