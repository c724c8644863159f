//! The impact as Markdown: for an issue, a pull request, the minutes of a meeting.

use std::io::{self, Write};

use super::duty::Urgency;
use super::plan::{Plan, owner_name};
use crate::bilingual;
use crate::corpus::{Corpus, Impact};
use crate::report::graph::level::level_name;
use crate::report::graph::{caption_of, edge_facts, node_facts, one_line, title_in, words};
use crate::report::markdown::escape;
use crate::source::{Bilingual, Language};

/// Documents of one level that are listed: a hosting site cuts longer pages off.
const LISTED: usize = 150;
/// Steps of a way that are written out; of a longer one the middle is left out.
const STEPS: usize = 6;

/// Writes who is affected as Markdown: how many and who must act first, then everything by level, folded.
///
/// # Errors
/// What `out` says.
pub fn impact_markdown(
    corpus: &Corpus,
    impact: &Impact,
    successor: Option<&str>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let plan = Plan::new(corpus, impact, successor);
    Sheet { plan: &plan, language, out }.write()
}

struct Sheet<'a, 'o> {
    plan: &'a Plan<'a>,
    language: Language,
    out: &'o mut dyn Write,
}

impl Sheet<'_, '_> {
    fn say(&self, text: &Bilingual) -> String {
        escape(text.get(self.language))
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        writeln!(self.out, "| {} |", cells.join(" | "))
    }

    fn head(&mut self, names: &[Bilingual], numbers_from: usize) -> io::Result<()> {
        let cells: Vec<String> = names.iter().map(|it| self.say(it)).collect();
        self.row(&cells)?;
        let rules: Vec<&str> =
            (0..cells.len()).map(|at| if at < numbers_from { "---" } else { "---:" }).collect();
        writeln!(self.out, "|{}|", rules.join("|"))
    }

    fn write(mut self) -> io::Result<()> {
        let question = capitalised(&self.say(&self.plan.question()));
        writeln!(self.out, "# {question}\n")?;
        let as_of = self.plan.corpus.as_of();
        let dated = self.say(&bilingual!("as of {as_of}", "截至 {as_of}"));
        let answer = self.say(&self.plan.answer());
        writeln!(self.out, "**{answer}** · {dated}")?;
        if self.plan.rows.is_empty() {
            return Ok(());
        }
        self.sums()?;
        self.owners()?;
        self.everything()
    }

    fn sums(&mut self) -> io::Result<()> {
        let mut names = vec![
            bilingual!("Level", "层级"),
            bilingual!("Affected", "受影响"),
            bilingual!("Directly", "直接"),
        ];
        names.extend(Urgency::ALL.iter().map(|it| {
            let words = it.explain();
            Bilingual::new(capitalised(&words.en), words.zh)
        }));
        writeln!(self.out)?;
        self.head(&names, 1)?;
        let plan = self.plan;
        let total = bilingual!("**all**", "**合计**").get(self.language).to_owned();
        let rows = plan.levels.iter().map(|(level, sum)| (self.say(&level_name(*level)), *sum));
        let rows: Vec<_> = rows.chain([(total, plan.sum())]).collect();
        for (name, sum) in rows {
            let mut cells = vec![name, sum.affected.to_string(), sum.direct.to_string()];
            cells.extend(sum.asked.iter().map(usize::to_string));
            self.row(&cells)?;
        }
        Ok(())
    }

    fn owners(&mut self) -> io::Result<()> {
        let plan = self.plan;
        let owners = plan.owners();
        let head = self.say(&bilingual!("Who must act", "须处理者"));
        writeln!(self.out, "\n## {head}\n")?;
        if owners.is_empty() {
            let nobody = self
                .say(&bilingual!("nobody has to act or to decide at once", "目前无人须处理或决定"));
            return writeln!(self.out, "{nobody}");
        }
        self.head(
            &[
                bilingual!("Level", "层级"),
                bilingual!("Owner", "归口单位"),
                bilingual!("What to do", "须做之事"),
                bilingual!("Documents", "文件"),
            ],
            4,
        )?;
        for owner in owners {
            for (duty, documents) in owner.duties {
                let mut names: Vec<String> = documents
                    .iter()
                    .take(LISTED)
                    .map(|&at| escape(&caption_of(plan.corpus, plan.impact.affected[at].node)))
                    .collect();
                if documents.len() > names.len() {
                    names.push(self.more(documents.len() - names.len()));
                }
                let cells = [
                    self.say(&level_name(owner.level)),
                    self.say(&owner_name(owner.name)),
                    self.say(&duty.explain(plan.successor)),
                    names.join(", "),
                ];
                self.row(&cells)?;
            }
        }
        Ok(())
    }

    fn more(&self, left: usize) -> String {
        self.say(&bilingual!(
            "{left} more: --format json has them all",
            "另有 {left} 项：--format json 给出全部"
        ))
    }

    /// Every level, its documents by distance, each with the way.
    fn everything(&mut self) -> io::Result<()> {
        let plan = self.plan;
        let head = self.say(&bilingual!("Everything that is affected", "全部受影响文件"));
        writeln!(self.out, "\n## {head}")?;
        for (level, sum) in &plan.levels {
            let (name, count) = (self.say(&level_name(*level)), sum.affected);
            writeln!(self.out, "\n<details><summary>{name} ({count})</summary>\n")?;
            self.head(
                &[
                    bilingual!("Steps", "步数"),
                    bilingual!("Document", "文件"),
                    bilingual!("Status", "状态"),
                    bilingual!("Relation", "关系"),
                    bilingual!("What to do", "须做之事"),
                    bilingual!("Way", "途径"),
                ],
                6,
            )?;
            let members = plan.rows.iter().enumerate().filter(|(_, row)| row.level == *level);
            for (at, row) in members.take(LISTED) {
                let affected = plan.impact.affected[at];
                let facts = node_facts(plan.corpus, affected.node);
                let mut name = escape(&caption_of(plan.corpus, affected.node));
                if let Some(title) = title_in(plan.corpus, affected.node, self.language)
                    && facts.id.is_some()
                {
                    name.push_str(&format!("<br>{}", escape(&one_line(title))));
                }
                let cells = [
                    affected.depth.to_string(),
                    name,
                    self.say(&words::word(facts.status)),
                    self.say(&edge_facts(plan.corpus, affected.link).words()),
                    self.say(&row.duty.explain(plan.successor)),
                    self.way(at),
                ];
                self.row(&cells)?;
            }
            if sum.affected > LISTED {
                let more = self.more(sum.affected - LISTED);
                writeln!(self.out, "\n{more}")?;
            }
            writeln!(self.out, "\n</details>")?;
        }
        Ok(())
    }

    /// The documents of the way behind this one, to that to which it happens.
    fn way(&self, at: usize) -> String {
        let impact = self.plan.impact;
        let name = |node| escape(&caption_of(self.plan.corpus, node));
        let mut names = Vec::new();
        let mut next = impact.affected.get(at).copied();
        while let Some(affected) = next {
            if names.len() == STEPS {
                let left = affected.depth;
                names.push(self.say(&bilingual!("… {left} more …", "……另 {left} 项……")));
                break;
            }
            names.push(name(affected.on));
            next = affected.parent.and_then(|parent| impact.affected.get(parent).copied());
        }
        names.join(" → ")
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
