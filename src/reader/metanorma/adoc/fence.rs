//! Fenced blocks: what they make of the blocks inside them.

use thin_vec::ThinVec;

use crate::model::{Asset, Block, BlockKind, Localised};
use crate::source::{SourceMap, Span, Text};
use crate::syntax::adoc::{self, Attributes};

/// A fenced block that is open: what it makes of the blocks inside it.
pub(super) struct Fence {
    kind: Option<BlockKind>,
    pub(super) is_dropped: bool,
    /// A class of requirements, or a test of one.
    is_model: bool,
    /// One of several definitions of a term.
    pub(super) is_definition: bool,
    pub(super) start: usize,
    anchor: Option<Text>,
    /// The identifier of a requirement.
    label: Option<Text>,
    pub(super) title: Localised,
    span: Option<Span>,
}

/// Blocks that put requirements in order, or test them, and require nothing themselves.
const MODEL: [&str; 8] = [
    "requirements_class",
    "recommendations_class",
    "permissions_class",
    "conformance_class",
    "requirement_class",
    "recommendation_class",
    "permission_class",
    "abstract_test",
];

/// What a requirement says of itself besides what it requires.
pub(super) const ABOUT_REQUIREMENTS: [&str; 12] = [
    "subject",
    "target",
    "obligation",
    "inherit",
    "indirect-dependency",
    "implements",
    "classification",
    "class",
    "type",
    "model",
    "tag",
    "key",
];

impl Fence {
    pub(super) fn of(sign: char, block: &adoc::Block<'_>) -> Self {
        let attributes: &Attributes = &block.attributes;
        let is = |word: &str| attributes.is(word);
        let is_model = MODEL.iter().any(|it| is(it));
        let kind = if is_model {
            None
        } else if ["requirement", "recommendation", "permission"].iter().any(|it| is(it)) {
            Some(BlockKind::Provision)
        } else if is("NOTE") {
            Some(BlockKind::Note)
        } else if ["WARNING", "CAUTION", "IMPORTANT", "TIP", "DANGER"].iter().any(|it| is(it)) {
            Some(BlockKind::Admonition)
        } else if sign == '_' {
            Some(BlockKind::Verbatim)
        } else if sign == '=' || is("example") {
            Some(BlockKind::Example)
        } else {
            None
        };
        // A sidebar by a reviewer is no text of the standard.
        let is_dropped = sign == '*' && (attributes.get("reviewer").is_some() || is("reviewer"));
        let anchor = attributes.id.as_ref().map(|(span, _)| Text::verbatim(*span));
        let span = block.span();
        let label = ["identifier", "label"]
            .iter()
            .find_map(|it| attributes.get(it))
            .filter(|_| is_model || kind == Some(BlockKind::Provision))
            .and_then(|it| Some(Text::decoded(span?, it, [])));
        let is_definition = is("definition");
        Self {
            kind,
            is_dropped,
            is_model,
            is_definition,
            start: 0,
            anchor,
            label,
            title: Localised::default(),
            span,
        }
    }

    /// A note or an example, which belong to the entry where they stand in one.
    pub(super) fn is_part_of_entry(&self) -> bool {
        matches!(self.kind, Some(BlockKind::Note | BlockKind::Example))
    }

    /// Takes the identifier out of the list of what a requirement says of itself, and leaves the
    /// rest of that list a list.
    pub(super) fn describe(
        &mut self,
        blocks: &mut ThinVec<Block>,
        sources: &SourceMap,
    ) -> Vec<bool> {
        let start = self.start.min(blocks.len());
        let name = |block: &Block| {
            block.title.first().map(|it| it.get(sources).trim().to_lowercase()).unwrap_or_default()
        };
        let is_label = |block: &Block| {
            block.kind == BlockKind::ListItem
                && matches!(name(block).as_str(), "identifier" | "label")
        };
        if let Some(at) = blocks.iter().skip(start).position(is_label).map(|at| start + at)
            && self.label.is_none()
            && blocks.len() > start + 1
        {
            self.label = blocks.remove(at).text.first().cloned();
        }
        blocks
            .iter()
            .map(|it| {
                it.kind == BlockKind::ListItem && ABOUT_REQUIREMENTS.contains(&name(it).as_str())
            })
            .collect()
    }

    /// Gives the blocks inside their kind, anchor and title. Figures in one fence are parts of one
    /// figure: the answer is how many numbers that saves.
    pub(super) fn apply(mut self, blocks: &mut ThinVec<Block>, sources: &SourceMap) -> usize {
        let is_about = match self.kind {
            Some(BlockKind::Provision) => self.describe(blocks, sources),
            _ if self.is_model => self.describe(blocks, sources),
            _ => Vec::new(),
        };
        let start = self.start.min(blocks.len());
        let figures = blocks[start..].iter().filter(|it| it.kind == BlockKind::Figure).count();
        if figures > 0 && (self.anchor.is_some() || !self.title.is_empty()) {
            let span = self.span.unwrap_or(blocks[start].span);
            let mut whole = Block::new(BlockKind::Figure, span, Localised::default());
            for block in blocks.iter_mut().skip(start) {
                if block.kind == BlockKind::Figure {
                    let number = block.number.take();
                    whole.number = whole.number.or(number);
                    block.within = Some(Asset::Figure);
                }
            }
            whole.anchor = self.anchor;
            whole.title = self.title;
            blocks.insert(start, whole);
            return figures - 1;
        }
        // The title of the whole, where the first item has a name of its own.
        if let (Some(kind), Some(first)) = (self.kind, blocks.get(start))
            && kind != BlockKind::Provision
            && !self.title.is_empty()
            && !first.title.is_empty()
        {
            let span = self.span.unwrap_or(first.span);
            blocks.insert(start, Block::new(kind, span, std::mem::take(&mut self.title)));
        }
        if let Some(first) = blocks.get_mut(start) {
            first.anchor = first.anchor.take().or(self.anchor);
            first.number = first.number.take().or(self.label);
            if first.title.is_empty() {
                first.title = self.title;
            }
        }
        if let Some(kind) = self.kind {
            for (index, block) in blocks.iter_mut().enumerate().skip(start) {
                if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
                    && !is_about.get(index).copied().unwrap_or(false)
                {
                    block.kind = kind;
                }
            }
        }
        0
    }
}
