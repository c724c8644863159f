//! Blocks that stand inside others.

use crate::model::{Block, BlockKind};

/// The blocks from `from` on stand inside a block of `kind`: those of the kinds `turned` are what it
/// says.
pub(super) fn turn(blocks: &mut [Block], from: usize, turned: &[BlockKind], kind: BlockKind) {
    for block in blocks.iter_mut().skip(from) {
        if turned.contains(&block.kind) {
            block.kind = kind;
        }
    }
}

/// The blocks from `from` on stand inside an item of a list: its paragraphs are items at its depth.
pub(super) fn turn_into_items(blocks: &mut [Block], from: usize, depth: u8) {
    for block in blocks.iter_mut().skip(from) {
        if block.kind == BlockKind::Paragraph {
            block.kind = BlockKind::ListItem;
            block.depth = depth;
        }
    }
}
