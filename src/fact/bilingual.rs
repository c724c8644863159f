//! Provisions of a bilingual document that say the same in two languages.

use rustc_hash::FxHashMap;

use super::prose::{Prose, SentenceRow};
use crate::language::Modality;
use crate::model::Lang;

/// For each provision in Chinese its counterpart in English, and the reverse.
///
/// A paragraph that is given in both languages is taken sentence by sentence where both have as many,
/// else provision by provision where both have as many; otherwise nobody can tell which is which.
pub(super) fn counterparts(prose: &Prose) -> FxHashMap<u32, u32> {
    let mut pairs = FxHashMap::default();
    let mut by_text: Vec<&[SentenceRow]> = vec![&[]; prose.texts.len()];
    for group in prose.sentences.chunk_by(|left, right| left.text == right.text) {
        if let Some(slot) = group.first().and_then(|it| by_text.get_mut(it.text as usize)) {
            *slot = group;
        }
    }
    let same_block = |left: usize, right: usize| {
        let block = |at: usize| prose.texts[at].block().map(|(clause, block, _)| (clause, block));
        block(left).is_some() && block(left) == block(right)
    };
    let mut at = 0;
    while at < prose.texts.len() {
        let mut end = at + 1;
        while end < prose.texts.len() && same_block(at, end) {
            end += 1;
        }
        let of = |lang: Lang| (at..end).find(|each| prose.texts[*each].lang == lang);
        if let (Some(zh), Some(en)) = (of(Lang::Zh), of(Lang::En)) {
            pair(prose, by_text[zh], by_text[en], &mut pairs);
        }
        at = end;
    }
    pairs
}

fn pair(prose: &Prose, zh: &[SentenceRow], en: &[SentenceRow], pairs: &mut FxHashMap<u32, u32>) {
    let main = |sentences: &[SentenceRow]| -> Vec<u32> {
        let all = sentences.iter().flat_map(|it| it.provisions.clone());
        all.filter(|at| !prose.provisions[*at as usize].provision.embedded).collect()
    };
    let mut join = |left: &[u32], right: &[u32]| {
        if left.len() == right.len() {
            for (left, right) in left.iter().zip(right) {
                pairs.insert(*left, *right);
                pairs.insert(*right, *left);
            }
        }
    };
    if zh.len() == en.len() {
        for (zh, en) in zh.iter().zip(en) {
            join(&main(std::slice::from_ref(zh)), &main(std::slice::from_ref(en)));
        }
        return;
    }
    let modal = |sentences: &[SentenceRow]| -> Vec<u32> {
        let mut found = main(sentences);
        found.retain(|at| prose.provisions[*at as usize].provision.modality != Modality::Statement);
        found
    };
    join(&modal(zh), &modal(en));
}
