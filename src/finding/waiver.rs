//! Waivers: who took responsibility for leaving which finding, why, and until when.
//!
//! A waiver that waives nothing, has run out, or gives no reason is a finding itself, at its line.

use jiff::civil::Date;

use super::{Confidence, Finding, Judged, Severity, SourceClause, Standing, Waiver, fingerprint};
use crate::bilingual;
use crate::source::{Bilingual, SourceFile, SourceMap, Span};

/// A finding about a waiver: these are not about standards, so they are no rules of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing that it names was found.
    Unused,
    /// Its last day has passed.
    Expired,
    /// It has no reason, or cannot be understood.
    Unfounded,
}

impl Fault {
    /// Every fault, by code.
    pub const ALL: [Self; 3] = [Self::Unused, Self::Expired, Self::Unfounded];

    /// The fixed code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unused => "WVR001",
            Self::Expired => "WVR002",
            Self::Unfounded => "WVR003",
        }
    }

    /// The fault with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// What it is called.
    #[must_use]
    pub fn title(self) -> Bilingual {
        match self {
            Self::Unused => bilingual!("Unused waiver", "豁免未被用到"),
            Self::Expired => bilingual!("Expired waiver", "豁免已过期"),
            Self::Unfounded => bilingual!("Waiver without reason", "豁免缺少理由"),
        }
    }

    /// Why it is said.
    #[must_use]
    pub fn why(self) -> Bilingual {
        match self {
            Self::Unused => bilingual!(
                "A waiver for something that is no longer there will hide the next thing of its kind.",
                "所豁免的问题已不存在，这条豁免会掩盖今后的同类问题。"
            ),
            Self::Expired => bilingual!(
                "The finding was to be left only until that day; it counts again.",
                "该问题只允许保留到当日，现已重新计入。"
            ),
            Self::Unfounded => bilingual!(
                "Nobody can tell later whether a waiver without reason still holds, so it waives nothing.",
                "没有理由的豁免日后无从判断是否仍然成立，因此不起作用。"
            ),
        }
    }

    /// What to do.
    #[must_use]
    pub fn help(self) -> Bilingual {
        match self {
            Self::Unused => bilingual!("delete the waiver", "请删去这条豁免"),
            Self::Expired => bilingual!(
                "mend what it waived, or give it a new date",
                "请改正所豁免的问题，或另定日期"
            ),
            Self::Unfounded => bilingual!(
                "write `# consonance: allow REF007 -- reason`, with `until 2027-01-31` and `by NAME` before the dashes where wanted",
                "请写 # consonance: allow REF007 -- 理由；需要时在破折号前加 until 2027-01-31 与 by 姓名"
            ),
        }
    }

    fn finding(self, span: Span, message: Bilingual) -> Judged {
        Judged::from(Finding {
            rule: self.code().to_owned(),
            title: self.title(),
            severity: Severity::Warning,
            confidence: Confidence::Certain,
            message,
            standard: String::new(),
            clause: None,
            span,
            related: Vec::new(),
            source: vec![SourceClause { document: "consonance policy".to_owned(), clause: None }],
            help: Some(self.help()),
            fix: None,
            evidence: Vec::new(),
            fingerprint: String::new(),
        })
    }
}

/// What a waiver covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Findings whose first byte lies here.
    Place(Span),
    /// What fits these words; an absent one fits everything.
    Words {
        /// Canonical form of the standard.
        standard: Option<String>,
        /// Number of a clause; its subclauses are covered too.
        clause: Option<String>,
        /// Path of the file: a glob.
        path: Option<String>,
    },
}

/// A waiver as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Codes (`REF007`) or heads of codes (`REF`).
    pub rules: Vec<String>,
    /// What it covers.
    pub scope: Scope,
    /// Reason, owner, last day.
    pub waiver: Waiver,
    /// Where it stands.
    pub span: Span,
}

/// The waiver in a comment; `None` where the comment is no waiver.
#[must_use]
pub fn in_comment(file: &SourceFile, comment: Span) -> Option<Written> {
    let words = file.slice(comment).trim_start_matches('#').trim_start();
    let rest = words.strip_prefix("consonance:")?.trim_start();
    let (command, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let whole_file = match command {
        "allow" => false,
        "allow-file" => true,
        _ => return Some(Written::empty(comment)),
    };
    let (head, reason) =
        ["--", "——", "—"].iter().find_map(|it| rest.split_once(it)).unwrap_or((rest, ""));
    let (head, owner) = keyword(head, "by");
    let (rules, expires) = keyword(head, "until");
    let codes = rules.split([',', ' ', '\t', '，', '、']).filter(|it| !it.is_empty());
    Some(Written {
        rules: codes.map(str::to_owned).collect(),
        scope: Scope::Place(if whole_file { file.whole() } else { covered(file, comment) }),
        waiver: Waiver {
            reason: reason.trim().to_owned(),
            owner: owner.map(str::to_owned),
            expires: expires.map(str::to_owned),
            span: Some(comment),
        },
        span: comment,
    })
}

/// What stands before ` word ` and what stands after it.
fn keyword<'t>(text: &'t str, word: &str) -> (&'t str, Option<&'t str>) {
    match text.split_once(&format!(" {word} ")) {
        Some((before, after)) => (before, Some(after.trim())),
        None => (text, None),
    }
}

/// Behind something, a comment speaks of its line; on a line of its own, of the entry that
/// follows with everything that is indented under it.
fn covered(file: &SourceFile, comment: Span) -> Span {
    let line = |index: usize| file.line_range(index);
    let words = |index: usize| &file.text()[line(index)];
    let indent = |text: &str| text.len() - text.trim_start().len();
    let at = file.line_index(comment.start as usize);
    if !file.text()[line(at).start..comment.start as usize].trim().is_empty() {
        return Span::new(file.id(), line(at).start, line(at).end);
    }
    let last = file.line_starts().len();
    let passed_over = |index: &usize| {
        let text = words(*index).trim_start();
        !text.is_empty() && !text.starts_with('#') && text != "---"
    };
    let Some(first) = (at + 1..last).find(passed_over) else { return comment };
    let own = indent(words(first));
    let is_item = |text: &str| text.trim_start() == "-" || text.trim_start().starts_with("- ");
    // Items of a list may stand at the indent of its key.
    let inside = |text: &str| {
        text.trim().is_empty()
            || indent(text) > own
            || (indent(text) == own && is_item(text) && !is_item(words(first)))
    };
    let end = (first + 1..last).take_while(|&it| inside(words(it))).last().unwrap_or(first);
    Span::new(file.id(), line(first).start, line(end).end)
}

impl Written {
    fn empty(span: Span) -> Self {
        let waiver = Waiver { reason: String::new(), owner: None, expires: None, span: Some(span) };
        Self { rules: Vec::new(), scope: Scope::Place(span), waiver, span }
    }

    fn covers(&self, finding: &Finding, sources: &SourceMap) -> bool {
        if !self.rules.iter().any(|it| names(it, &finding.rule)) {
            return false;
        }
        match &self.scope {
            Scope::Place(place) => {
                let (at, end) = (finding.span.start, place.end.max(place.start + 1));
                place.file == finding.span.file && (place.start..end).contains(&at)
            }
            Scope::Words { standard, clause, path } => {
                let own = finding.clause.as_deref().unwrap_or("");
                let fits_clause = |it: &String| {
                    own.strip_prefix(it.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                };
                let shown = sources.file(finding.span.file).path();
                standard.as_ref().is_none_or(|it| *it == finding.standard)
                    && clause.as_ref().is_none_or(fits_clause)
                    && path.as_ref().is_none_or(|it| is_under(it, shown))
            }
        }
    }

    /// Why the waiver cannot be believed.
    fn fault(&self, today: Date, known: &dyn Fn(&str) -> bool) -> Option<(Fault, Bilingual)> {
        let unfounded = |message| Some((Fault::Unfounded, message));
        if self.rules.is_empty() {
            return unfounded(bilingual!("this waiver names no rule", "这条豁免没有写明规则"));
        }
        if let Some(code) = self.rules.iter().find(|it| !known(it)) {
            return unfounded(bilingual!("no rule is called `{code}`", "没有名为“{code}”的规则"));
        }
        if self.waiver.reason.is_empty() {
            return unfounded(bilingual!("this waiver gives no reason", "这条豁免没有写明理由"));
        }
        let until = self.waiver.expires.as_deref()?;
        match until.parse::<Date>() {
            Err(_) => unfounded(bilingual!(
                "`{until}` is no date: write YYYY-MM-DD",
                "“{until}”不是日期：请写 YYYY-MM-DD"
            )),
            Ok(day) if day < today => Some((
                Fault::Expired,
                bilingual!("this waiver held until {until}", "这条豁免有效期至 {until}"),
            )),
            Ok(_) => None,
        }
    }
}

/// Whether a selector names a code.
fn names(selector: &str, code: &str) -> bool {
    code == selector
        || (selector.bytes().all(|b| b.is_ascii_uppercase())
            && code.strip_prefix(selector).is_some_and(|rest| {
                rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
            }))
}

/// Whether a path fits a glob, or lies under the folder that it names. The syntax is that of
/// `.gitignore`, which the walk follows too.
#[must_use]
pub fn is_under(glob: &str, path: &str) -> bool {
    let mut builder = ignore::gitignore::GitignoreBuilder::new("");
    if builder.add_line(None, glob).is_err() {
        return false;
    }
    let path = path.trim_start_matches("./");
    let absolute = path.starts_with('/') || path.starts_with("..");
    builder.build().is_ok_and(|it| {
        !absolute && it.matched_path_or_any_parents(path, false).is_ignore() || path == glob
    })
}

/// Applies waivers, and adds what is wrong with them. `known` says whether a selector names a
/// rule; `ran` whether such a rule was asked at all: without that, nothing is known of its use.
pub fn waive(
    findings: &mut Vec<Judged>,
    waivers: &[Written],
    sources: &SourceMap,
    today: Date,
    known: &dyn Fn(&str) -> bool,
    ran: &dyn Fn(&str) -> bool,
) {
    let mut wrong = Vec::new();
    for written in waivers {
        if let Some((fault, message)) = written.fault(today, known) {
            wrong.push(fault.finding(written.span, message));
            continue;
        }
        let mut used = false;
        for judged in findings.iter_mut().filter(|it| written.covers(&it.finding, sources)) {
            used = true;
            if judged.is_open() {
                judged.standing = Standing::Waived(written.waiver.clone());
            }
        }
        if !used && written.rules.iter().all(|it| ran(it)) {
            let rules = written.rules.join(", ");
            let message = bilingual!(
                "nothing to waive: {rules} found nothing here",
                "没有可豁免的内容：{rules} 在此没有发现"
            );
            wrong.push(Fault::Unused.finding(written.span, message));
        }
    }
    let mut bare: Vec<Finding> = wrong.into_iter().map(|it| it.finding).collect();
    fingerprint(&mut bare, sources);
    findings.extend(bare.into_iter().map(Judged::from));
}

#[cfg(test)]
mod tests {
    use super::{Scope, in_comment, is_under};
    use crate::source::{Encoding, FileId, SourceFile, Span};

    fn covered(text: &str) -> String {
        let file = SourceFile::text_file(FileId::from_index(0), "x", Encoding::Utf8, text);
        let start = text.find('#').unwrap();
        let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
        let written = in_comment(&file, Span::new(file.id(), start, end)).unwrap();
        let Scope::Place(span) = written.scope else { panic!("no place") };
        file.slice(span).to_owned()
    }

    #[test]
    fn a_waiver_covers_its_line_or_the_next_entry() {
        let waiver = "# consonance: allow REF007 -- why";
        assert_eq!(covered(&format!("a: 1\nb: 2 {waiver}\nc: 3")), format!("b: 2 {waiver}"));
        assert_eq!(covered(&format!("{waiver}\n\nb:\n  - 1\n  - 2\nc: 3")), "b:\n  - 1\n  - 2");
        assert_eq!(covered(&format!("a:\n  {waiver}\n  - 1\n  - 2")), "  - 1");
        assert_eq!(covered(&format!("{waiver}\nb:\n- 1\n- 2\nc: 3")), "b:\n- 1\n- 2");
    }

    #[test]
    fn everything_is_read() {
        let text = "# consonance: allow REF007, STR until 2027-01-31 by A. Nother -- because -- so";
        let file = SourceFile::text_file(FileId::from_index(0), "x", Encoding::Utf8, text);
        let it = in_comment(&file, file.whole()).unwrap();
        assert_eq!(it.rules, ["REF007", "STR"]);
        assert_eq!(it.waiver.expires.as_deref(), Some("2027-01-31"));
        assert_eq!(it.waiver.owner.as_deref(), Some("A. Nother"));
        assert_eq!(it.waiver.reason, "because -- so");
    }

    #[test]
    fn globs_are_of_folders_and_files() {
        assert!(is_under("drafts/*.yaml", "drafts/a.yaml"));
        assert!(is_under("drafts", "drafts/b/a.yaml"));
        assert!(is_under("drafts/**", "./drafts/b/a.yaml"));
        assert!(!is_under("drafts/*.yaml", "other/a.yaml"));
    }
}
