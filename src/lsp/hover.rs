//! What is shown where the pointer rests.

use std::fmt::Write as _;

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};

use super::catalogue::is_over;
use super::document::Manner;
use super::naming::{self, Named, named_at};
use super::outline::{Outline, Spot, Step, outline};
use super::predicate::{self, Asked, JOINTS};
use super::view::View;
use crate::bilingual;
use crate::corpus::{Corpus, How, LinkKind, NodeId, StandardId};
use crate::fact::{Kind, word_in};
use crate::finding::waiver::Fault;
use crate::finding::{Confidence, Finding};
use crate::model::Degree;
use crate::report::{rule_url, source_line, terminal};
use crate::rule::Rule;
use crate::source::{Bilingual, Language, plural};

/// Characters of a clause that are shown.
const FIRST_WORDS: usize = 240;

/// What there is to be said of a place.
pub(super) fn hover(view: &View<'_>, offset: usize) -> Option<Hover> {
    let mut parts = Vec::new();
    let mut range = None;
    for finding in findings_at(view, offset) {
        range = range.or(Some(finding.span.range()));
        parts.push(of_finding(view, finding));
    }
    if let Some((own, text)) = code_at(view, offset) {
        range = range.or(Some(own));
        parts.push(text);
    } else if let Some(named) = named_at(view, offset) {
        range = range.or_else(|| Some(named.range.clone()));
        parts.extend(of_named(view, &named, offset));
    }
    if parts.is_empty() {
        let (own, text) = of_key(view, offset)?;
        range = Some(own);
        parts.push(text);
    }
    let value = parts.join("\n\n---\n\n");
    let contents = match view.client.markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value },
        false => MarkupContent { kind: MarkupKind::PlainText, value: plain(&value) },
    };
    let range = range.map(|it| view.range(it));
    Some(Hover { contents: Contents::MarkupContent(contents), range })
}

/// The findings at a byte of the text, the narrowest first.
pub(super) fn findings_at<'a>(view: &View<'a>, offset: usize) -> Vec<&'a Finding> {
    let (Some(checked), Some(file), true) = (view.checked, view.own_file(), view.is_current) else {
        return Vec::new();
    };
    let here = |it: &&Finding| (it.span.start as usize..=it.span.end as usize).contains(&offset);
    let mut found: Vec<&Finding> = checked.findings_in(file).filter(here).collect();
    found.sort_by_key(|it| it.span.len());
    // What is said of a whole document is not said again at each of its words.
    let narrowest = found.first().map_or(0, |it| it.span.len());
    found.retain(|it| it.span.len() <= narrowest.saturating_mul(8).max(200));
    found
}

fn of_finding(view: &View<'_>, finding: &Finding) -> String {
    let rule = view.checked.and_then(|it| it.rules.get(&finding.rule));
    let fault = Fault::from_code(&finding.rule);
    let severity = view.say(&terminal::severity_word(finding.severity));
    let mut text = head(&finding.rule, finding.title.get(view.language));
    let _ = write!(text, " — {severity}");
    if finding.confidence == Confidence::Heuristic {
        let _ = write!(text, ", {}", view.say(&bilingual!("heuristic", "启发式")));
    }
    let _ = write!(text, "\n\n{}", escape(finding.message.get(view.language)));
    let why = rule.map(|it| view.say(&it.why)).or_else(|| fault.map(|it| view.say(&it.why())));
    if let Some(why) = why {
        let _ = write!(text, "\n\n{}", escape(&why));
    }
    if let Some(help) = &finding.help {
        line(view, &mut text, &bilingual!("Help", "建议"), help.get(view.language));
    }
    end(view, &mut text, &finding.rule, &finding.source);
    text
}

fn of_rule(view: &View<'_>, rule: &Rule) -> String {
    let severity = view.say(&terminal::severity_word(rule.usual_severity()));
    let mut text = head(&rule.code, rule.title.get(view.language));
    let _ = write!(text, " — {severity}\n\n{}", escape(rule.why.get(view.language)));
    end(view, &mut text, &rule.code, &rule.sources);
    text
}

fn head(code: &str, title: &str) -> String {
    format!("**{code} {}**", escape(title))
}

fn line(view: &View<'_>, text: &mut String, label: &Bilingual, words: &str) {
    let colon = if view.language == Language::Zh { "：" } else { ": " };
    let label = label.get(view.language);
    let _ = write!(text, "\n\n{label}{colon}{}", escape(words));
}

/// What a rule rests on, and where more is to be read.
fn end(view: &View<'_>, text: &mut String, code: &str, source: &[crate::finding::SourceClause]) {
    if !source.is_empty() {
        line(view, text, &bilingual!("Source", "依据"), &view.say(&source_line(source)));
    }
    let _ = write!(text, "\n\n[{code}]({})", rule_url(code));
}

/// The code of a rule at a byte, where codes are written: in the configuration and in waivers.
fn code_at(view: &View<'_>, offset: usize) -> Option<(std::ops::Range<usize>, String)> {
    let file = view.document.file();
    let line = file.line_range(file.line_index(offset));
    let text = &file.text()[line.clone()];
    if view.document.manner() != Manner::Config && !text.contains("consonance:") {
        return None;
    }
    let at = offset - line.start;
    let is_code = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit();
    let start = text.get(..at)?.rfind(|it| !is_code(it)).map_or(0, |it| it + 1);
    let start = (start..=at).find(|it| text.is_char_boundary(*it))?;
    let end = text[at..].find(|it| !is_code(it)).map_or(text.len(), |it| at + it);
    let code = &text[start..end];
    let rule = view.checked?.rules.get(code)?;
    Some((line.start + start..line.start + end, of_rule(view, rule)))
}

/// What is named: documents and their clauses.
fn of_named(view: &View<'_>, named: &Named, offset: usize) -> Vec<String> {
    let Some(identifier) = &named.document else {
        let standards = view.document.standards();
        let own = standards.iter().find(|it| it.span.range().contains(&offset));
        let found = named.element.as_ref().zip(own.or(standards.first()));
        let sources = view.document.sources();
        let text = found.and_then(|((kind, number), standard)| {
            of_element(naming::element(standard, sources, *kind, number)?, sources, None)
        });
        return text.into_iter().collect();
    };
    let Some(corpus) = view.corpus() else { return Vec::new() };
    let Some(resolution) = naming::resolve(view, identifier, offset) else { return Vec::new() };
    let found = naming::standards(corpus, &resolution.nodes);
    if !naming::is_there(resolution.how, &found) {
        return vec![missing(view, corpus, named, &resolution.nodes, &resolution.others)];
    }
    if let (Some((kind, number)), [id]) = (&named.element, found.as_slice()) {
        let name = corpus.name(id.node());
        let element = naming::element(corpus.standard(*id), corpus.sources(), *kind, number);
        return vec![match element.and_then(|it| of_element(it, corpus.sources(), Some(&name))) {
            Some(text) => text,
            None => {
                let text = match corpus.standard(*id).clauses {
                    Some(_) => bilingual!("{name} has no {number}", "{name} 没有 {number}"),
                    None => bilingual!("the text of {name} is not available", "没有 {name} 的正文"),
                };
                format!(
                    "{}\n\n---\n\n{}",
                    escape(&view.say(&text)),
                    of_standard(view, corpus, *id, offset)
                )
            }
        }];
    }
    // A series has many parts.
    let shown = found.iter().take(6).map(|it| of_standard(view, corpus, *it, offset));
    let mut parts: Vec<String> = shown.collect();
    // That an identifier names its own document goes without saying.
    if resolution.how != How::Identifier
        && let [only] = parts.as_mut_slice()
    {
        let how = view.say(&resolution.how.explain());
        let _ = write!(only, "\n\n*{}*", escape(&how));
    }
    parts
}

fn of_element(
    element: naming::Element<'_>,
    sources: &crate::source::SourceMap,
    of: Option<&str>,
) -> Option<String> {
    let title = element.title.map_or("", |it| it.get(sources));
    let mut text = format!("**{} {}**", element.number.trim(), escape(title.trim()));
    if let Some(name) = of {
        let _ = write!(text, " — {name}");
    }
    if let Some(words) =
        element.text.map(|it| first_words(it.get(sources))).filter(|it| !it.is_empty())
    {
        let _ = write!(text, "\n\n> {}", escape(&words));
    }
    Some(text)
}

fn first_words(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(FIRST_WORDS) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

/// A document that is not in the corpus.
fn missing(
    view: &View<'_>,
    corpus: &Corpus,
    named: &Named,
    nodes: &[NodeId],
    others: &[StandardId],
) -> String {
    let identifier = named.document.as_ref();
    let name = identifier.map_or("", |it| it.canonical.as_str());
    let checked = view.checked;
    // Nothing cited it yet when the corpus was last looked through.
    if let Some(entry) = identifier.and_then(|it| checked?.catalogue.get(it)) {
        let status = word_in(entry.status.as_str(), view.language);
        return format!("**{name}** {}\n\n{status}", escape(entry.title(view.language)));
    }
    let mut text =
        format!("**{name}**\n\n{}", view.say(&bilingual!("not in the corpus", "不在语料库中")));
    if !others.is_empty() {
        let names: Vec<String> = others.iter().take(8).map(|it| corpus.name(it.node())).collect();
        line(view, &mut text, &bilingual!("Other editions", "其他版本"), &names.join(", "));
    }
    let successors: Vec<String> =
        nodes.iter().flat_map(|it| corpus.successors(*it)).map(|it| corpus.name(*it)).collect();
    if !successors.is_empty() {
        line(view, &mut text, &bilingual!("Replaced by", "代替文件"), &successors.join(", "));
    }
    text
}

/// A document of the corpus.
fn of_standard(view: &View<'_>, corpus: &Corpus, id: StandardId, offset: usize) -> String {
    let standard = corpus.standard(id);
    let sources = corpus.sources();
    let titles = standard.title.iter().map(|(_, text)| escape(text.get(sources).trim()));
    let name = corpus.name(id.node());
    let mut text = format!("**{}** {}", escape(&name), titles.collect::<Vec<_>>().join(" · "));
    let from = view.own_standard(offset).unwrap_or(id);
    let standing = corpus.standing_for(id.node(), from);
    let status = word_in(standing.status.as_str(), view.language);
    let day = corpus.day_of(from).map(|it| it.to_string()).unwrap_or_default();
    let reason = view.say(&standing.reason());
    let status = match is_over(standing.status) {
        true => format!("**{status}**"),
        false => status.to_owned(),
    };
    let _ = write!(
        text,
        "\n\n{}",
        view.say(&match day.is_empty() {
            true => bilingual!("{status}: {reason}", "{status}：{reason}"),
            false => bilingual!("{status} on {day}: {reason}", "{day} {status}：{reason}"),
        })
    );
    let successor = standing.successor.or_else(|| corpus.successors(id.node()).first().copied());
    if let Some(successor) = successor.filter(|it| *it != id.node()) {
        line(view, &mut text, &bilingual!("Replaced by", "代替文件"), &corpus.name(successor));
    }
    let facts = facts_of(view, corpus, id);
    if !facts.is_empty() {
        let _ = write!(text, "\n\n{}", facts.join(" · "));
    }
    let checked = view.checked;
    let open =
        checked.into_iter().flat_map(|it| &it.not_checkable).filter(|it| it.standard == name);
    for it in open.take(4) {
        let label = bilingual!("Not checkable", "无法检查");
        let words = format!("{} ({})", it.reason.get(view.language), it.rules.join(", "));
        line(view, &mut text, &label, &words);
    }
    text
}

/// Level, edition, dates, adoptions, and how often the document is cited.
fn facts_of(view: &View<'_>, corpus: &Corpus, id: StandardId) -> Vec<String> {
    let standard = corpus.standard(id);
    let sources = corpus.sources();
    let mut facts = Vec::new();
    let said = standard.details.as_ref().and_then(|it| it.level).map(|it| it.value);
    if let Some(level) = said.or_else(|| corpus.identifier(id.node()).map(|it| it.level)) {
        facts.push(word_in(level.as_str(), view.language).to_owned());
    }
    if let Some(edition) = standard.details.as_ref().and_then(|it| it.edition.as_ref()) {
        let edition = edition.get(sources);
        facts.push(view.say(&bilingual!("edition {edition}", "第 {edition} 版")));
    }
    let dates = &standard.dates;
    if let Some(day) = dates.published.as_ref().map(|it| it.get(sources)) {
        facts.push(view.say(&bilingual!("published {day}", "{day} 发布")));
    }
    if let Some(day) = dates.effective.as_ref().map(|it| it.get(sources)) {
        facts.push(view.say(&bilingual!("in force {day}", "{day} 实施")));
    }
    for step in corpus.adoptions(id.node()).into_iter().take(2) {
        let name = corpus.name(step.source) + &in_brackets(step.degree);
        facts.push(view.say(&bilingual!("adopts {name}", "采用 {name}")));
    }
    for (link, adopter) in corpus.adopters(id.node()).into_iter().take(3) {
        let degree = match corpus.graph().link(link).map(|it| it.kind) {
            Some(LinkKind::Adopts(degree)) => degree,
            _ => None,
        };
        let name = corpus.name(adopter) + &in_brackets(degree);
        facts.push(view.say(&bilingual!("adopted as {name}", "被采用为 {name}")));
    }
    let mut citing: Vec<NodeId> = corpus
        .links_to(id.node())
        .filter(|(_, _, link)| matches!(link.kind, LinkKind::Cites(_)))
        .map(|(_, from, _)| from)
        .collect();
    citing.sort_unstable();
    citing.dedup();
    if !citing.is_empty() {
        let count = citing.len();
        let noun = plural(count, "document", "documents");
        facts.push(view.say(&bilingual!("cited by {count} {noun}", "被 {count} 个文件引用")));
    }
    facts
}

fn in_brackets(degree: Option<Degree>) -> String {
    degree.map_or_else(String::new, |it| format!(" ({})", it.as_str()))
}

/// What a key is for.
fn of_key(view: &View<'_>, offset: usize) -> Option<(std::ops::Range<usize>, String)> {
    let at = outline(view.document.file(), offset);
    let Spot::Key { range, .. } = &at.spot else { return None };
    let key = view.document.text().get(range.clone())?.trim_matches(['"', '\'']);
    if key.is_empty() || !range.contains(&offset) && range.end != offset {
        return None;
    }
    let about = match view.document.manner() {
        Manner::Definition => view.schemas.definition.at(&at.steps, None).about(key)?.to_owned(),
        Manner::Config => view.schemas.config.at(&at.steps, None).about(key)?.to_owned(),
        Manner::Rule => of_rule_key(view, &at, key)?,
        Manner::Text => return None,
    };
    Some((range.clone(), format!("**{key}** — {}", escape(&about))))
}

fn of_rule_key(view: &View<'_>, at: &Outline, key: &str) -> Option<String> {
    let on = kind_of(view);
    if let Some(asked) = on.and_then(|it| predicate::asked(it, &at.steps)) {
        if let Some((_, en, zh)) = JOINTS.iter().find(|(word, ..)| *word == key) {
            return Some(if view.language == Language::Zh { *zh } else { *en }.to_owned());
        }
        return match asked {
            Asked::Fact(kind) => {
                Some(predicate::about(predicate::field(kind, key)?, view.language))
            }
            Asked::Value(_) => None,
        };
    }
    let said = view.schemas.rule.at(&at.steps, on.map(Kind::name));
    said.about(key).map(str::to_owned)
}

/// The kind of fact that the rule in the text is on.
pub(super) fn kind_of(view: &View<'_>) -> Option<Kind> {
    let word = view.document.text().lines().find_map(|it| it.strip_prefix("on:"))?;
    let word = word.split('#').next().unwrap_or(word).trim().trim_matches(['"', '\'']);
    Kind::from_name(word)
}

/// The word of a step, for tests of where one is.
pub(super) fn last_key(steps: &[Step]) -> Option<&str> {
    steps.iter().rev().find_map(|it| match it {
        Step::Key(key) => Some(key.as_str()),
        Step::Item => None,
    })
}

/// Words that are not to be taken as marks.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        if matches!(ch, '\\' | '*' | '_' | '`' | '<' | '[' | ']' | '#' | '~' | '|') {
            out.push('\\');
        }
        out.push(ch);
    }
    out
}

/// The words without marks.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text
        .replace("\n\n---\n\n", "\n\n")
        .replace("**", "")
        .chars()
        .collect::<Vec<_>>()
        .into_iter();
    while let Some(ch) = chars.next() {
        match ch {
            '\\' => out.extend(chars.next()),
            ch => out.push(ch),
        }
    }
    out
}
