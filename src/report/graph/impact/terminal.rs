//! The impact for people at a terminal.

use std::io::{self, Write};

use super::duty::Urgency;
use super::plan::{Plan, owner_name};
use crate::bilingual;
use crate::corpus::{Corpus, Impact, NodeId};
use crate::report::graph::edge_facts;
use crate::report::graph::level::level_name;
use crate::source::{Bilingual, Language};

/// Steps of a way that are printed; of a longer one the middle is left out.
const SHOWN_STEPS: usize = 6;

/// Writes who is affected for people: first who depends directly, each with what it means, then who
/// depends on those, each with the way.
///
/// # Errors
/// What `out` says.
pub fn impact_terminal(
    corpus: &Corpus,
    impact: &Impact,
    successor: Option<&str>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let say = |text: Bilingual| text.get(language).to_owned();
    let plan = Plan::new(corpus, impact, successor);
    let colon = say(bilingual!(": ", "："));
    writeln!(out, "{}{colon}{}", say(plan.question()), say(plan.answer()))?;
    let (all, direct) = (impact.affected.len(), impact.direct());
    if all > 0 {
        sums(&plan, language, out)?;
        owners(&plan, language, out)?;
    }
    // parents stand before their children
    let mut roots: Vec<NodeId> = Vec::with_capacity(all);
    for affected in &impact.affected {
        roots.push(affected.parent.map_or(affected.on, |parent| roots[parent]));
    }
    let width = impact.affected[..direct]
        .iter()
        .map(|it| columns(&corpus.name(it.node)))
        .max()
        .unwrap_or(0)
        .min(40);
    for (at, affected) in impact.affected.iter().enumerate() {
        if at == 0 && affected.depth == 1 {
            writeln!(out, "\n{}", say(bilingual!("directly:", "直接：")))?;
        }
        if at == direct {
            writeln!(out, "\n{}", say(bilingual!("through others:", "经由其他文件：")))?;
        }
        let name = corpus.name(affected.node);
        if affected.depth == 1 {
            let pad = " ".repeat(width.saturating_sub(columns(&name)));
            let label = say(edge_facts(corpus, affected.link).words());
            writeln!(out, "  {name}{pad}  [{label}] {}", say(affected.effect.explain()))?;
            continue;
        }
        writeln!(out, "  {}", way(corpus, impact, at, roots[at], language))?;
    }
    Ok(())
}

/// How many, by level and by what is asked for.
fn sums(plan: &Plan<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let mut heads = vec![
        bilingual!("level", "层级"),
        bilingual!("affected", "受影响"),
        bilingual!("directly", "直接"),
    ];
    let sum = plan.sum();
    // what nobody is asked for takes no column
    let asked: Vec<Urgency> =
        Urgency::ALL.into_iter().filter(|&it| sum.asked[it as usize] > 0).collect();
    heads.extend(asked.iter().map(|it| it.explain()));
    let heads: Vec<&str> = heads.iter().map(|it| it.get(language)).collect();
    let names: Vec<String> =
        plan.levels.iter().map(|(level, _)| level_name(*level).get(language).to_owned()).collect();
    let first = names.iter().map(|it| columns(it)).chain([columns(heads[0])]).max().unwrap_or(0);
    let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(columns(text)));
    write!(out, "\n  {}{}", heads[0], pad(heads[0], first))?;
    for head in &heads[1..] {
        write!(out, "  {head}")?;
    }
    writeln!(out)?;
    for (name, (_, sum)) in names.iter().zip(&plan.levels) {
        write!(out, "  {name}{}", pad(name, first))?;
        let numbers = [sum.affected, sum.direct];
        let numbers = numbers.into_iter().chain(asked.iter().map(|&it| sum.asked[it as usize]));
        for (number, head) in numbers.zip(&heads[1..]) {
            let number = number.to_string();
            write!(out, "  {}{number}", pad(&number, columns(head)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Documents of one owner that are named under one thing to do.
const NAMED: usize = 4;

/// Who must act, and what each has to do.
fn owners(plan: &Plan<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let owners = plan.owners();
    if owners.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", bilingual!("who must act:", "须处理者：").get(language))?;
    for owner in owners {
        let name = owner_name(owner.name);
        writeln!(out, "  {} · {}", name.get(language), level_name(owner.level).get(language))?;
        for (duty, documents) in owner.duties {
            let named: Vec<String> = documents
                .iter()
                .take(NAMED)
                .map(|&at| plan.corpus.name(plan.impact.affected[at].node))
                .collect();
            let left = documents.len() - named.len();
            let more = match left {
                0 => String::new(),
                _ => bilingual!(", {left} more", "，另 {left} 项").get(language).to_owned(),
            };
            let todo = duty.explain(plan.successor);
            writeln!(out, "    {}", todo.get(language))?;
            writeln!(out, "      {}{more}", named.join(", "))?;
        }
    }
    Ok(())
}

/// The way from an affected document to that to which it happens, the middle of a long one left out.
fn way(corpus: &Corpus, impact: &Impact, at: usize, root: NodeId, language: Language) -> String {
    let mut names = Vec::new();
    let mut next = Some(at);
    while let Some(affected) = next.and_then(|at| impact.affected.get(at)) {
        if names.len() + 1 == SHOWN_STEPS && affected.depth > 1 {
            let left_out = affected.depth;
            let more = bilingual!("… {left_out} more …", "……另 {left_out} 项……");
            names.push(more.get(language).to_owned());
            break;
        }
        names.push(corpus.name(affected.node));
        next = affected.parent;
    }
    names.push(corpus.name(root));
    names.join(" → ")
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
