//! Findings as diagnostics.

use std::path::Path;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, Message, Range, Uri,
};
use rustc_hash::FxHashSet;
use serde_json::json;

use super::catalogue::is_over;
use super::checked::Checked;
use super::view::View;
use crate::bilingual;
use crate::corpus::{Corpus, StandardId};
use crate::finding::waiver::Fault;
use crate::finding::{Finding, Severity, from_root};
use crate::report::rule_url;
use crate::source::{FileId, Problem, ProblemCode, SourceFile, Span};

/// Who says it.
const SOURCE: &str = "consonance";

/// What makes a diagnostic of a finding in a text.
pub(super) struct Diagnose<'v> {
    source: Option<&'v SourceFile>,
    /// Where it names documents that are withdrawn or replaced.
    over: FxHashSet<Span>,
}

impl<'v> Diagnose<'v> {
    pub(super) fn new(view: &View<'v>) -> Self {
        let corpus = view.checked.and_then(|it| it.corpus.as_ref());
        let (Some(corpus), Some(file)) = (corpus, view.own_file()) else {
            return Self { source: None, over: FxHashSet::default() };
        };
        let over = references_to_the_past(corpus, file).into_iter().collect();
        Self { source: Some(corpus.sources().file(file)), over }
    }

    pub(super) fn of(&self, view: &View<'_>, finding: &Finding) -> Option<Diagnostic> {
        Some(of_finding(view, finding, self.source?, &self.over))
    }
}

/// Everything that is wrong with the text, in the order in which `check` says it.
pub(super) fn diagnostics(view: &View<'_>) -> Vec<Diagnostic> {
    let Some(checked) = view.checked else { return Vec::new() };
    let mut all = troubles_in(view, checked, &view.document.path);
    if let (Some(corpus), Some(file)) = (&checked.corpus, view.own_file()) {
        let source = corpus.sources().file(file);
        let diagnose = Diagnose::new(view);
        let problems = corpus.problems().iter().filter(|it| concerns(it, source));
        let problems = problems.filter(|it| is_wanted(view, it));
        all.extend(problems.map(|it| of_problem(view, it, Some(source))));
        all.extend(checked.findings_in(file).filter_map(|it| diagnose.of(view, it)));
    }
    all
}

/// What is wrong with the configuration or a rule, where that is the text at `path`.
pub(super) fn troubles_in(view: &View<'_>, checked: &Checked, path: &Path) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for trouble in &checked.troubles {
        for problem in &trouble.problems {
            let file = problem.span.map(|span| trouble.sources.file(span.file));
            let shown = file.map(SourceFile::path).or(problem.path.as_deref());
            if shown.is_some_and(|it| from_root(Path::new(it)) == path) {
                all.push(of_problem(view, problem, file));
            }
        }
    }
    all
}

fn concerns(problem: &Problem, file: &SourceFile) -> bool {
    match (problem.span, &problem.path) {
        (Some(span), _) => span.file == file.id(),
        (None, Some(path)) => path == file.path(),
        (None, None) => false,
    }
}

/// A file that nobody calls a draft may be anything.
fn is_wanted(view: &View<'_>, problem: &Problem) -> bool {
    let is_alone = view.checked.is_some_and(|it| it.alone);
    !(is_alone && problem.code == ProblemCode::UnknownFormat)
}

fn of_problem(view: &View<'_>, problem: &Problem, file: Option<&SourceFile>) -> Diagnostic {
    let severity = match problem.code.is_failure() {
        true => DiagnosticSeverity::Error,
        false => DiagnosticSeverity::Information,
    };
    let range = match (problem.span, file) {
        (Some(span), Some(file)) => view.columns().range(file, span),
        _ => Range::default(),
    };
    let help = problem.help.as_ref().map(|it| view.say(it));
    Diagnostic {
        range,
        severity: Some(severity),
        code: Some(Code::String(problem.code.as_str().to_owned())),
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: message(view, problem.message.get(view.language), help.as_deref()),
        tags: None,
        related_information: None,
        data: None,
    }
}

fn of_finding(
    view: &View<'_>,
    finding: &Finding,
    file: &SourceFile,
    over: &FxHashSet<Span>,
) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
    };
    let mut tags = Vec::new();
    if over.contains(&finding.span) {
        tags.push(DiagnosticTag::Deprecated);
    }
    let idle = [Fault::Unused, Fault::Stale];
    if Fault::from_code(&finding.rule).is_some_and(|it| idle.contains(&it)) {
        tags.push(DiagnosticTag::Unnecessary);
    }
    let related = finding.related.iter().filter_map(|it| {
        let owner = match &it.clause {
            Some(clause) => format!("{}, {clause}: ", it.standard),
            None => format!("{}: ", it.standard),
        };
        let message = format!("{owner}{}", it.message.get(view.language));
        Some(DiagnosticRelatedInformation { location: view.location(it.span)?, message })
    });
    let related: Vec<DiagnosticRelatedInformation> = match view.client.related {
        true => related.collect(),
        false => Vec::new(),
    };
    let help = finding.help.as_ref().map(|it| view.say(it));
    Diagnostic {
        range: view.columns().range(file, finding.span),
        severity: Some(severity),
        code: Some(Code::String(finding.rule.clone())),
        code_description: Some(CodeDescription { href: Uri(rule_url(&finding.rule)) }),
        source: Some(SOURCE.to_owned()),
        message: message(view, finding.message.get(view.language), help.as_deref()),
        tags: (!tags.is_empty()).then_some(tags),
        related_information: (!related.is_empty()).then_some(related),
        data: Some(json!({
            "fingerprint": finding.fingerprint,
            "confidence": finding.confidence,
            "fix": finding.fix.as_ref().map(|it| if it.safe { "safe" } else { "suggestion" }),
        })),
    }
}

fn message(view: &View<'_>, words: &str, help: Option<&str>) -> Message {
    let label = view.say(&bilingual!("help: ", "建议："));
    Message::String(match help {
        Some(help) => format!("{words}\n{label}{help}"),
        None => words.to_owned(),
    })
}

/// Where a file names documents that are withdrawn or replaced.
fn references_to_the_past(corpus: &Corpus, file: FileId) -> Vec<Span> {
    let mut places = Vec::new();
    let own = corpus.ids().filter(|it| corpus.standard(*it).span.file == file);
    let own: Vec<StandardId> = own.collect();
    for id in own {
        let references = corpus.standard(id).references.iter().flatten();
        for (reference, resolution) in references.zip(corpus.references(id)) {
            let node = resolution.single();
            if node.is_some_and(|it| is_over(corpus.standing_for(it, id).status)) {
                places.push(reference.target.written.span());
                places.push(reference.span());
            }
        }
    }
    places
}
