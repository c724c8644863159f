//! One rule from one file.

use super::ast::{Example, FixRule, Life, Related, Report, Rule, RuleLanguage};
use super::fields::{Reading, suggestion};
use super::matched::Matched;
use crate::bilingual;
use crate::fact::Kind;
use crate::finding::{Confidence, Severity, SourceClause};
use crate::source::{Problem, ProblemCode, SourceFile};
use crate::syntax::{NodeId, yaml};

/// The keys of a rule.
pub(super) const KEYS: &[&str] = &[
    "code",
    "title",
    "since",
    "life",
    "confidence",
    "severity",
    "language",
    "source",
    "on",
    "where",
    "report",
    "fix",
    "why",
    "examples",
];

/// Reads the rule of a file, or says everything that is wrong with it. What is trusted is not looked
/// through for faults that only show when its patterns are compiled.
pub(super) fn load(file: &SourceFile, is_trusted: bool) -> Result<Rule, Vec<Problem>> {
    let parsed = yaml::parse(file);
    let mut problems = parsed.problems;
    let mut documents = parsed.tree.documents().iter();
    let Some(document) = documents.next() else {
        if problems.is_empty() {
            problems.push(Problem::at(
                ProblemCode::Syntax,
                file.whole(),
                bilingual!("no rule in this file", "此文件中没有规则"),
            ));
        }
        return Err(problems);
    };
    let mut reading = Reading { is_trusted, ..Reading::new(&parsed.tree) };
    if let Some(second) = documents.next() {
        reading.wrong(
            ProblemCode::Syntax,
            parsed.tree.span(second.root),
            bilingual!("one rule a file", "每个文件只能有一条规则"),
        );
    }
    let rule = reading.rule(document.root, family_of(file.path()));
    problems.append(&mut reading.problems);
    match rule {
        Some(rule) if problems.is_empty() => Ok(rule),
        _ => Err(problems),
    }
}

/// The folder of the file.
fn family_of(path: &str) -> String {
    let mut parts = path.rsplit('/');
    parts.next();
    parts.next().unwrap_or("").to_owned()
}

impl Reading<'_, '_> {
    fn rule(&mut self, root: NodeId, family: String) -> Option<Rule> {
        let map = self.mapping(root, KEYS)?;
        let code = self.required(map, "code").and_then(|node| self.code(node));
        let title = self.required(map, "title").and_then(|node| self.bilingual(node));
        let why = self.required(map, "why").and_then(|node| self.bilingual(node));
        let since = self.optional(map, "since", |it, node| it.text(node)).unwrap_or_default();
        let life = self
            .optional(map, "life", |it, node| {
                let index = it.word(node, Life::WORDS)?;
                Life::from_word(Life::WORDS[index])
            })
            .unwrap_or(Life::Stable);
        let confidence = self
            .optional(map, "confidence", |it, node| {
                let index = it.word(node, &["certain", "heuristic"])?;
                Some([Confidence::Certain, Confidence::Heuristic][index])
            })
            .unwrap_or(Confidence::Certain);
        let language = self
            .optional(map, "language", |it, node| {
                let index = it.word(node, &["en", "zh", "both"])?;
                Some([RuleLanguage::En, RuleLanguage::Zh, RuleLanguage::Both][index])
            })
            .unwrap_or(RuleLanguage::Both);
        let sources = self.optional(map, "source", Self::sources).unwrap_or_default();
        let (bad, good) = self.optional(map, "examples", Self::examples).unwrap_or_default();
        let on = self.required(map, "on").and_then(|node| self.kind_of_fact(node))?;
        let severity = self
            .required(map, "severity")
            .and_then(|node| self.cases(node, on, &mut |it, node| it.severity(node)));
        let filter = self.required(map, "where").and_then(|node| self.predicate(node, on));
        self.matched =
            filter.as_ref().map_or_else(Matched::default, |filter| Matched::of(on, filter));
        let report = self.required(map, "report").and_then(|node| self.report(node, on));
        let fix = self.optional(map, "fix", |it, node| it.fix(node, on));
        let compares =
            self.compares || matches!(on, Kind::Pair | Kind::Difference | Kind::Conflict);
        Some(Rule {
            code: code?,
            title: title?,
            since,
            life,
            confidence,
            severity: severity?,
            language,
            sources,
            on,
            compares,
            filter: filter?,
            report: report?,
            fix,
            why: why?,
            bad,
            good,
            family,
            span: self.tree.span(root),
        })
    }

    fn optional<T>(
        &mut self,
        map: NodeId,
        key: &str,
        read: impl FnOnce(&mut Self, NodeId) -> Option<T>,
    ) -> Option<T> {
        let node = self.tree.get(map, key)?;
        read(self, node)
    }

    fn code(&mut self, node: NodeId) -> Option<String> {
        let text = self.text(node)?;
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let number = text[letters..].trim_start_matches('-');
        let good = letters >= 2
            && text.len() <= 16
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit());
        if !good {
            self.wrong(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!(
                    "`{text}` is no code: write capital letters and a number, as in `HOUSE001`",
                    "“{text}”不是规则代码：请写大写字母加数字，例如 HOUSE001"
                ),
            );
            return None;
        }
        Some(text)
    }

    fn severity(&mut self, node: NodeId) -> Option<Severity> {
        let index = self.word(node, &["error", "warning", "info"])?;
        Some([Severity::Error, Severity::Warning, Severity::Info][index])
    }

    fn sources(&mut self, node: NodeId) -> Option<Vec<SourceClause>> {
        let items = self.list(node)?;
        Some(
            items
                .into_iter()
                .filter_map(|item| {
                    let map = self.mapping(item, &["document", "clause"])?;
                    let document =
                        self.required(map, "document").and_then(|node| self.text(node))?;
                    let clause = self.optional(map, "clause", |it, node| it.text(node));
                    Some(SourceClause { document, clause })
                })
                .collect(),
        )
    }

    fn examples(&mut self, node: NodeId) -> Option<(Vec<Example>, Vec<Example>)> {
        let map = self.mapping(node, &["bad", "good"])?;
        let mut read = |key: &str| -> Vec<Example> {
            let Some(list) = self.tree.get(map, key) else { return Vec::new() };
            let items = self.list(list).unwrap_or_default();
            items
                .into_iter()
                .filter_map(|item| {
                    let map = self.mapping(item, super::examples::KEYS)?;
                    self.required(map, "standards")?;
                    Some(Example { span: self.tree.span(item) })
                })
                .collect()
        };
        Some((read("bad"), read("good")))
    }

    fn kind_of_fact(&mut self, node: NodeId) -> Option<Kind> {
        let name = self.scalar(node)?;
        let span = self.tree.span(node);
        let Some(kind) = Kind::from_name(name) else {
            let known = || Kind::ALL.iter().map(|kind| kind.name());
            let help = suggestion(name, known()).unwrap_or_else(|| {
                let list = known().collect::<Vec<_>>().join(", ");
                bilingual!("one of: {list}", "可用：{list}")
            });
            self.wrong_with_help(
                ProblemCode::WrongType,
                span,
                bilingual!("no kind of fact is called `{name}`", "没有名为“{name}”的事实类型"),
                Some(help),
            );
            return None;
        };
        Some(kind)
    }

    fn report(&mut self, node: NodeId, on: Kind) -> Option<Report> {
        let map = self.mapping(node, &["at", "label", "message", "related", "help", "evidence"])?;
        let at = self.required(map, "at").and_then(|node| self.place(node, on));
        let label = self.optional(map, "label", |it, node| {
            it.cases(node, on, &mut |it, node| it.bilingual_template(node, on))
        });
        let message = self
            .required(map, "message")
            .and_then(|node| self.cases(node, on, &mut |it, node| it.bilingual_template(node, on)));
        let related = self
            .optional(map, "related", |it, node| {
                let items = it.list(node)?;
                let related = items.into_iter().filter_map(|item| it.related(item, on)).collect();
                Some(related)
            })
            .unwrap_or_default();
        let help = self.optional(map, "help", |it, node| {
            it.cases(node, on, &mut |it, node| it.bilingual_template(node, on))
        });
        let evidence = self
            .optional(map, "evidence", |it, node| {
                let tree = it.tree;
                let mut evidence = Vec::new();
                for (key, value) in tree.entries(node) {
                    evidence.push((tree.str(key).to_owned(), it.template(value, on)?));
                }
                Some(evidence)
            })
            .unwrap_or_default();
        Some(Report { at: at?, label, message: message?, related, help, evidence })
    }

    fn related(&mut self, node: NodeId, on: Kind) -> Option<Related> {
        let map = self.mapping(node, &["at", "message"])?;
        let at = self.required(map, "at").and_then(|node| self.place(node, on));
        let message = self
            .required(map, "message")
            .and_then(|node| self.cases(node, on, &mut |it, node| it.bilingual_template(node, on)));
        Some(Related { at: at?, message: message? })
    }

    fn fix(&mut self, node: NodeId, on: Kind) -> Option<FixRule> {
        let map = self.mapping(node, &["safe", "markup", "when", "message", "at", "replace"])?;
        let safe = self.required(map, "safe").and_then(|node| self.bool(node));
        let message =
            self.required(map, "message").and_then(|node| self.bilingual_template(node, on));
        let at = self.required(map, "at").and_then(|node| self.place(node, on));
        let replace = self
            .required(map, "replace")
            .and_then(|node| self.cases(node, on, &mut |it, node| it.template(node, on)));
        let markup = self.optional(map, "markup", |it, node| it.bool(node)).unwrap_or(false);
        let when = match self.tree.get(map, "when") {
            Some(node) => Some(self.predicate(node, on)?),
            None => None,
        };
        Some(FixRule { safe: safe?, markup, when, message: message?, at: at?, replace: replace? })
    }
}
