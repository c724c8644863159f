//! One pair, explained.

use std::io::{self, Write};

use serde_json::{Value, json as value};

use super::json::evidence;
use super::rounded;
use crate::alignment::{Comparison, Explanation, THRESHOLD};
use crate::bilingual;
use crate::report::Look;
use crate::report::paint::{Ink, paint};
use crate::report::wrap::wrap;
use crate::source::Bilingual;

/// Shared words that are named.
const NAMED: usize = 15;

/// For people.
///
/// # Errors
/// What the writer says.
pub fn explain_terminal(
    comparison: &Comparison<'_>,
    it: &Explanation,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let say = |text: Bilingual| text.get(look.language).to_owned();
    let (left, right) = (&comparison.left.items[it.left], &comparison.right.items[it.right]);
    let name = |id: &str, title: &str| format!("{id}  {title}").trim_end().to_owned();
    let pair = format!("{}  ↔  {}", name(&left.id, &left.title), name(&right.id, &right.title));
    writeln!(out, "{}", paint(&pair, Ink::Bold, look.color))?;
    let Some((rank, ranked)) = &it.ranked else {
        let text = say(bilingual!(
            "not among the candidates of {}; similarity of text {:.2}",
            "不在 {} 的候选之中；文本相似度 {:.2}",
            left.id,
            it.text
        ));
        writeln!(out, "{text}")?;
        return shared(it, look, out);
    };
    let verdict = if ranked.score >= THRESHOLD {
        bilingual!("accepted", "接受")
    } else {
        bilingual!("not accepted", "不接受")
    };
    let (score, verdict) = (ranked.score, say(verdict));
    let line = say(bilingual!(
        "score {score:.3}, {verdict} (threshold {THRESHOLD:.2}), rank {rank} of the candidates",
        "得分 {score:.3}，{verdict}（阈值 {THRESHOLD:.2}），候选中排第 {rank}"
    ));
    writeln!(out, "{line}\n")?;
    for (name, score) in ranked.evidence.named() {
        writeln!(out, "  {name:<12} {score:.3}  {}", bar(score))?;
    }
    let similarity = ranked.similarity;
    let label = say(bilingual!("together", "合计"));
    writeln!(out, "  {label:<12} {similarity:.3}  {}", bar(similarity))?;
    if !it.rivals.is_empty() {
        writeln!(out, "\n{}", say(bilingual!("rivals on the right", "右侧的竞争者")))?;
        for rival in &it.rivals {
            let item = &comparison.right.items[rival.right];
            writeln!(
                out,
                "  {:.3}  ({:.3})  {}",
                rival.score,
                rival.similarity,
                name(&item.id, &item.title)
            )?;
        }
    }
    shared(it, look, out)
}

fn bar(score: f32) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
    let filled = (score.clamp(0.0, 1.0) * 20.0).round() as usize;
    format!("{}{}", "█".repeat(filled), "·".repeat(20 - filled))
}

fn shared(it: &Explanation, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let words: Vec<String> = it
        .shared
        .iter()
        .take(NAMED)
        .map(|word| format!("{} {:.3}", word.word, word.share))
        .collect();
    let rows = [
        (bilingual!("words in common", "共有的词"), words),
        (bilingual!("only on the left", "仅见于左侧"), it.left_only.clone()),
        (bilingual!("only on the right", "仅见于右侧"), it.right_only.clone()),
    ];
    for (label, words) in rows {
        if words.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", label.get(look.language))?;
        for line in wrap(&words.join(", "), look.width.saturating_sub(2)) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// For programs.
///
/// # Errors
/// What the writer says.
pub fn explain_json(
    comparison: &Comparison<'_>,
    it: &Explanation,
    out: &mut dyn Write,
) -> io::Result<()> {
    let right = |at: usize| &*comparison.right.items[at].id;
    let ranked = it.ranked.as_ref().map(|(rank, ranked)| {
        value!({
            "rank": rank,
            "score": rounded(ranked.score),
            "accepted": ranked.score >= THRESHOLD,
            "similarity": rounded(ranked.similarity),
            "evidence": evidence(&ranked.evidence),
        })
    });
    let rivals: Vec<Value> = it
        .rivals
        .iter()
        .map(|rival| {
            value!({"right": right(rival.right), "score": rounded(rival.score),
                "similarity": rounded(rival.similarity)})
        })
        .collect();
    let shared: Vec<Value> = it
        .shared
        .iter()
        .map(|word| {
            value!({"word": word.word, "share": rounded(word.share), "rarity": rounded(word.rarity)})
        })
        .collect();
    let whole = value!({
        "left": &*comparison.left.items[it.left].id,
        "right": right(it.right),
        "threshold": rounded(THRESHOLD),
        "ranked": ranked,
        "text": rounded(it.text),
        "rivals": rivals,
        "shared": shared,
        "left_only": it.left_only,
        "right_only": it.right_only,
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    out.write_all(b"\n")
}
