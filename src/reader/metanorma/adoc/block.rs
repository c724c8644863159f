//! Blocks of text.

use thin_vec::ThinVec;

use super::Builder;
use crate::model::{Asset, Block, BlockKind, Lang, Localised};
use crate::source::{Span, Text};
use crate::syntax::adoc::{self, Mark};

impl Builder<'_> {
    pub(super) fn block(&mut self, block: &adoc::Block<'_>, annex: Option<&str>) -> ThinVec<Block> {
        let mut out = ThinVec::new();
        let Some(span) = block.span() else { return out };
        let kind = match &block.kind {
            adoc::BlockKind::Paragraph
                if block.attributes.is("example") || block.attributes.is("EXAMPLE") =>
            {
                BlockKind::Example
            }
            adoc::BlockKind::Paragraph if block.attributes.is("NOTE") => BlockKind::Note,
            adoc::BlockKind::Paragraph
                if ["requirement", "recommendation", "permission"]
                    .iter()
                    .any(|it| block.attributes.is(it)) =>
            {
                BlockKind::Provision
            }
            adoc::BlockKind::Paragraph => BlockKind::Paragraph,
            adoc::BlockKind::Admonition(label) => match label.as_str() {
                "NOTE" | "注" => BlockKind::Note,
                "EXAMPLE" | "示例" => BlockKind::Example,
                _ => BlockKind::Admonition,
            },
            adoc::BlockKind::ListItem(..) | adoc::BlockKind::Definition(_) => BlockKind::ListItem,
            adoc::BlockKind::Table => BlockKind::Table,
            adoc::BlockKind::Image => BlockKind::Figure,
            adoc::BlockKind::Stem => BlockKind::Formula,
            adoc::BlockKind::Verbatim => BlockKind::Verbatim,
            // A heading that begins no clause.
            adoc::BlockKind::Heading(_) => BlockKind::Paragraph,
            adoc::BlockKind::Open(_) | adoc::BlockKind::Close(_) => {
                return out;
            }
        };
        let mut footnotes = Vec::new();
        let mut found = match kind {
            BlockKind::Table => self.table(block, span, &mut footnotes),
            BlockKind::Figure => Block::new(kind, span, Localised::default()),
            BlockKind::Formula | BlockKind::Verbatim => Block::new(kind, span, verbatim(block)),
            _ => {
                let inline = self.inline(&block.lines);
                let citations = self.citations(&inline);
                footnotes.extend(inline.marks.iter().filter_map(|it| match it {
                    Mark::Footnote(text) => Some(text.clone()),
                    _ => None,
                }));
                let inner_anchor = inline.marks.iter().find_map(|it| match it {
                    Mark::Anchor(text) => Some(text.clone()),
                    _ => None,
                });
                let keywords = inline.marks.iter().filter_map(|it| match it {
                    Mark::Styled(role, text) if role == "bcp14" => Some(text.span()),
                    _ => None,
                });
                let keywords = keywords.collect();
                let text = if inline.builder.is_empty() {
                    Localised::default()
                } else {
                    Localised::one(self.lang, inline.builder.finish(span))
                };
                let mut made = Block::new(kind, span, text);
                made.citations = citations;
                made.anchor = inner_anchor;
                made.keywords = keywords;
                made
            }
        };
        if let adoc::BlockKind::ListItem(depth, _) | adoc::BlockKind::Definition(depth) = block.kind
        {
            found.depth = depth;
        }
        if let Some((id, label)) = &block.attributes.id {
            found.anchor = Some(Text::verbatim(*id));
            if kind == BlockKind::Formula {
                found.number = label.as_ref().map(|it| Text::decoded(*id, it.as_str(), []));
            }
        }
        if let Some((line, column)) = block.title {
            let title = self.inline(&[(line, column)]);
            if !title.builder.is_empty() {
                found.title = Localised::one(self.lang, title.builder.finish(line.whole()));
            }
        }
        let unnumbered = block.attributes.options.iter().any(|it| it.contains("unnumbered"));
        let count = match kind {
            BlockKind::Table => Some(&mut self.tables),
            BlockKind::Figure => Some(&mut self.figures),
            BlockKind::Formula => Some(&mut self.formulas),
            _ => None,
        };
        if let Some(count) = count.filter(|_| !unnumbered && found.number.is_none()) {
            *count += 1;
            let number =
                annex.map_or_else(|| count.to_string(), |letter| format!("{letter}.{count}"));
            found.number = Some(Text::decoded(span, number, []));
        }
        let within = match kind {
            BlockKind::Table => Some(Asset::Table),
            BlockKind::Figure => Some(Asset::Figure),
            _ => None,
        };
        if found.text.is_empty() && matches!(block.kind, adoc::BlockKind::Definition(_)) {
            // What the name stands for follows in blocks of its own.
            found.text = std::mem::take(&mut found.title);
        }
        if !found.text.is_empty() || matches!(kind, BlockKind::Table | BlockKind::Figure) {
            out.push(found);
        }
        for text in footnotes {
            if text.span().is_empty() {
                continue;
            }
            let mut note =
                Block::new(BlockKind::Footnote, text.span(), Localised::one(self.lang, text));
            note.within = within;
            out.push(note);
        }
        out
    }
}

pub(super) fn verbatim(block: &adoc::Block<'_>) -> Localised {
    let (Some((first, column)), Some((last, _))) = (block.lines.first(), block.lines.last()) else {
        return Localised::default();
    };
    if first.file != last.file {
        return Localised::default();
    }
    let span = Span::new(first.file, first.start + column, last.start + last.text.len());
    if span.is_empty() {
        Localised::default()
    } else {
        Localised::one(Lang::Unstated, Text::verbatim(span))
    }
}
