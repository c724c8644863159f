//! One rule for people: its text is its manual. The terminal page and the Markdown page have the
//! same parts, and both show what the rule really says about its bad example.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use crate::bilingual;
use crate::finding::waiver::Fault;
use crate::finding::{Confidence, Finding, Severity, SourceClause};
use crate::report::{self, Look, terminal};
use crate::rule::examples::{self, Expectation};
use crate::rule::{Example, Life, Profiles, Rule, RuleLanguage, RuleSet};
use crate::source::{Bilingual, FileId, Language};

/// A rule as `rules --format json` lists it.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    code: &'a str,
    title: Cow<'a, str>,
    family: &'a str,
    severity: Severity,
    confidence: Confidence,
    life: Life,
    since: &'a str,
    language: RuleLanguage,
    on: &'a str,
    source: Cow<'a, [SourceClause]>,
    why: Cow<'a, str>,
    fix: &'static str,
    url: String,
}

impl<'a> Entry<'a> {
    pub(super) fn new(rule: &'a Rule, language: Language) -> Self {
        Self {
            code: &rule.code,
            title: rule.title.get(language).into(),
            family: &rule.family,
            severity: rule.usual_severity(),
            confidence: rule.confidence,
            life: rule.life,
            since: &rule.since,
            language: rule.language,
            on: rule.on.name(),
            source: Cow::Borrowed(&rule.sources),
            why: rule.why.get(language).into(),
            fix: match &rule.fix {
                None => "none",
                Some(fix) if fix.is_safe() => "safe",
                Some(_) => "suggestion",
            },
            url: report::rule_url(&rule.code),
        }
    }

    /// What is wrong with a waiver or the baseline is found by no rule file, but listed like one.
    pub(super) fn of_fault(fault: Fault, language: Language) -> Self {
        Self {
            code: fault.code(),
            title: fault.title().get(language).to_owned().into(),
            family: "living",
            severity: Fault::SEVERITY,
            confidence: Confidence::Certain,
            life: Life::Stable,
            since: "0.1.0",
            language: RuleLanguage::Both,
            on: "waiver",
            source: Cow::Owned(vec![Fault::source()]),
            why: fault.why().get(language).to_owned().into(),
            fix: "none",
            url: report::rule_url(fault.code()),
        }
    }
}

/// The parts of a page.
pub(super) struct Page<'a> {
    rules: &'a RuleSet,
    rule: &'a Rule,
    /// What the first bad example gives.
    finding: Option<Finding>,
}

impl<'a> Page<'a> {
    pub(super) fn new(rules: &'a RuleSet, profiles: &Profiles, rule: &'a Rule) -> Self {
        let results = examples::run(rules, profiles, |it| it.code == rule.code);
        let bad =
            results.into_iter().find(|it| it.expectation == Expectation::Bad && it.index == 0);
        let finding = bad.and_then(|it| it.findings.into_iter().next());
        Self { rules, rule, finding: finding.map(|it| in_file(it, rule.span.file)) }
    }

    /// The finding of the bad example, as `check` would draw it.
    fn drawn(&self, look: Look) -> Option<String> {
        let finding = self.finding.as_ref()?;
        Some(terminal::finding(finding, self.rules.sources(), look))
    }

    fn example(&self, examples: &[Example]) -> Option<String> {
        let example = examples.first()?;
        let start = self.rules.sources().location(example.span).start.column as usize - 1;
        Some(dedent(self.rules.sources().slice(example.span), start))
    }

    /// The condition, as the rule's file has it.
    fn condition(&self) -> Option<String> {
        let text = self.rules.text_of(self.rule);
        let lines = text.lines().skip_while(|line| !line.starts_with("where:"));
        let (mut first, rest): (Vec<_>, Vec<_>) = {
            let mut lines = lines;
            (lines.next().into_iter().collect(), lines.collect())
        };
        let inline = first.pop()?.trim_start_matches("where:").trim().to_owned();
        if !inline.is_empty() {
            return Some(inline);
        }
        let block = rest
            .into_iter()
            .take_while(|line| line.is_empty() || line.starts_with([' ', '#', '-']));
        let block = block.collect::<Vec<_>>().join("\n");
        Some(dedent(&block, 2).trim().to_owned())
    }

    pub(super) fn terminal(&self, look: Look) -> String {
        let language = look.language;
        let bold =
            |text: &str| if look.color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() };
        let mut out =
            format!("{}\n", bold(&format!("{} {}", self.rule.code, self.rule.title.get(language))));
        let _ = writeln!(out, "{}\n", properties(self.rule).get(language));
        for line in report::wrap_text(self.rule.why.get(language), look.width) {
            let _ = writeln!(out, "{line}");
        }
        let source = report::source_line(&self.rule.sources);
        let mut part = |title: &Bilingual, text: &str| {
            let _ = writeln!(out, "\n{}", bold(title.get(language)));
            for line in text.lines() {
                let _ = writeln!(out, "  {line}");
            }
        };
        if !self.rule.sources.is_empty() {
            part(&bilingual!("source", "依据"), source.get(language));
        }
        if let Some(condition) = self.condition() {
            let title =
                bilingual!("finds each {} with", "针对每个 {}，条件为", self.rule.on.name());
            part(&title, &condition);
        }
        if let Some(bad) = self.example(&self.rule.bad) {
            part(&bilingual!("bad", "反例"), &bad);
        }
        let narrow = Look { width: look.width.saturating_sub(2), ..look };
        if let Some(drawn) = self.drawn(narrow) {
            part(&bilingual!("which gives", "会得到"), &drawn);
        }
        if let Some(good) = self.example(&self.rule.good) {
            part(&bilingual!("good", "正例"), &good);
        }
        out
    }

    /// A section of the rule reference.
    pub(super) fn markdown(&self, language: Language) -> String {
        let mut out = format!("### {} {}\n\n", self.rule.code, self.rule.title.get(language));
        let _ = writeln!(out, "*{}*\n", properties(self.rule).get(language));
        let _ = writeln!(out, "{}\n", self.rule.why.get(language));
        if !self.rule.sources.is_empty() {
            let label = bilingual!("Source", "依据");
            let source = report::source_line(&self.rule.sources);
            let _ = writeln!(out, "{}: {}\n", label.get(language), source.get(language));
        }
        let mut block = |title: &Bilingual, kind: &str, text: &str| {
            let _ =
                writeln!(out, "{}:\n\n```{kind}\n{}\n```\n", title.get(language), text.trim_end());
        };
        if let Some(condition) = self.condition() {
            let kind = self.rule.on.name();
            block(
                &bilingual!("Finds each `{kind}` with", "针对每个 `{kind}`，条件为"),
                "yaml",
                &condition,
            );
        }
        if let Some(bad) = self.example(&self.rule.bad) {
            block(&bilingual!("Bad", "反例"), "yaml", &bad);
        }
        let look = Look { language, color: false, width: 100, verbose: 0, quiet: 0 };
        if let Some(drawn) = self.drawn(look) {
            block(&bilingual!("which gives", "会得到"), "text", &drawn);
        }
        if let Some(good) = self.example(&self.rule.good) {
            block(&bilingual!("Good", "正例"), "yaml", &good);
        }
        out
    }
}

/// Examples are read from a copy of the rule's file: the places are the same, in another map.
fn in_file(mut finding: Finding, file: FileId) -> Finding {
    finding.span.file = file;
    finding.related.iter_mut().for_each(|it| it.span.file = file);
    finding
}

/// `error, certain, stable since 0.1.0, for Chinese documents, with a safe fix`.
fn properties(rule: &Rule) -> Bilingual {
    let mut parts = vec![
        terminal::severity_word(rule.usual_severity()),
        match rule.confidence {
            Confidence::Certain => bilingual!("certain", "确定"),
            Confidence::Heuristic => {
                bilingual!("heuristic (off unless selected)", "启发式（默认不启用）")
            }
        },
    ];
    let since = &rule.since;
    parts.push(match rule.life {
        Life::Preview => bilingual!("preview since {since}", "自 {since} 起试行"),
        Life::Stable => bilingual!("stable since {since}", "自 {since} 起稳定"),
        Life::Deprecated => bilingual!("deprecated", "已弃用"),
        Life::Removed => bilingual!("removed", "已移除"),
    });
    match rule.language {
        RuleLanguage::Both => {}
        RuleLanguage::En => parts.push(bilingual!("for English documents", "用于英文文件")),
        RuleLanguage::Zh => parts.push(bilingual!("for Chinese documents", "用于中文文件")),
    }
    match &rule.fix {
        None => {}
        Some(fix) if fix.is_safe() => parts.push(bilingual!("with a safe fix", "可安全修复")),
        Some(_) => parts.push(bilingual!("with a suggestion", "附修改建议")),
    }
    let join = |language, comma: &str| {
        parts.iter().map(|it| it.get(language)).collect::<Vec<_>>().join(comma)
    };
    Bilingual::new(join(Language::En, ", "), join(Language::Zh, "，"))
}

/// The lines without the first `indent` blanks of each; the first line may have lost them already.
fn dedent(text: &str, indent: usize) -> String {
    let cut = |line: &str| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line[blanks.min(indent)..].to_owned()
    };
    text.lines().map(cut).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::dedent;

    #[test]
    fn an_example_is_moved_to_the_left() {
        assert_eq!(
            dedent("standards:\n        - standard: A\n          title: B", 6),
            "standards:\n  - standard: A\n    title: B"
        );
    }
}
