//! One pair, explained.

use std::io::{self, Write};

use serde_json::{Value, json as value};

use super::json::evidence;
use super::rounded;
use crate::alignment::{Comparison, Explanation, THRESHOLD};
use crate::bilingual;
use crate::report::Look;
use crate::report::paint::{Ink, paint};
use crate::report::wrap::{columns, wrap};
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
    let mut voices: Vec<(String, f32)> =
        ranked.evidence.named().map(|(name, score)| (say(voice(name)), score)).collect();
    voices.push((say(bilingual!("together", "合计")), ranked.similarity));
    let widest = voices.iter().map(|it| columns(&it.0)).max().unwrap_or(0);
    for (name, score) in voices {
        let fill = " ".repeat(widest - columns(&name));
        writeln!(out, "  {name}{fill}  {score:.2}  {}", bar(score))?;
    }
    let text = say(bilingual!(
        "The score is what the pair has beyond what other clauses on either side have with these two: a clause that resembles everything proves nothing.",
        "得分反映这对条款超出两侧其他条款的部分：与所有条款都相似的条款不能说明问题。"
    ));
    writeln!(out)?;
    for line in wrap(&text, look.width) {
        writeln!(out, "{}", paint(&line, Ink::Dim, look.color))?;
    }
    if !it.rivals.is_empty() {
        writeln!(
            out,
            "\n{}",
            say(bilingual!(
                "other clauses that {} could answer to: score, and evidence together",
                "{} 的其他可能对应：得分及证据合计",
                left.id
            ))
        )?;
        for rival in &it.rivals {
            let item = &comparison.right.items[rival.right];
            writeln!(
                out,
                "  {:.2}  {:.2}  {}",
                rival.score,
                rival.similarity,
                name(&item.id, &item.title)
            )?;
        }
    }
    shared(it, look, out)
}

/// What a voice listens to.
fn voice(name: &str) -> Bilingual {
    match name {
        "structure" => bilingual!("place in the document", "在文件中的位置"),
        "title" => bilingual!("titles", "标题"),
        "text" => bilingual!("words of the text", "文本用词"),
        "identifiers" => bilingual!("documents cited", "引用的文件"),
        "quantities" => bilingual!("quantities", "数值"),
        "terms" => bilingual!("terms, by glossary", "术语（经术语表）"),
        "modality" => bilingual!("force (shall, should)", "约束力（应、宜）"),
        _ => bilingual!("model of meaning", "语义模型"),
    }
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
        .map(|word| format!("{} {:.2}", word.word, word.share))
        .collect();
    let rows = [
        (
            bilingual!(
                "words in common (stems), and what each adds",
                "共有的词（词干）及各自的贡献"
            ),
            words,
        ),
        (bilingual!("rare words only on the left", "仅见于左侧的罕见词"), it.left_only.clone()),
        (bilingual!("rare words only on the right", "仅见于右侧的罕见词"), it.right_only.clone()),
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
