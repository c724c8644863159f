//! Waivers: who took responsibility for leaving which finding, why, and until when.
//!
//! A waiver that waives nothing, has run out, or gives no reason is a finding itself, at its line.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{
    Confidence, Finding, Globs, Judged, Severity, SourceClause, Standing, Waiver, fingerprint,
};
use crate::bilingual;
use crate::identifier;
use crate::source::{Bilingual, FileId, SourceFile, SourceMap, Span};

/// A finding about a waiver: these are not about standards, so they are no rules of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing that it names was found.
    Unused,
    /// Its last day has passed.
    Expired,
    /// It has no reason, or cannot be understood.
    Unfounded,
    /// An entry of the baseline is no longer found.
    Stale,
}

impl Fault {
    /// Every fault, by code.
    pub const ALL: [Self; 4] = [Self::Unused, Self::Expired, Self::Unfounded, Self::Stale];

    /// The head of their codes.
    pub const FAMILY: &str = "WVR";

    /// How bad each of them is, unless the user says otherwise.
    pub const SEVERITY: Severity = Severity::Warning;

    /// The fixed code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unused => "WVR001",
            Self::Expired => "WVR002",
            Self::Unfounded => "WVR003",
            Self::Stale => "WVR004",
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
            Self::Unfounded => bilingual!("Unfounded waiver", "豁免不成立"),
            Self::Stale => bilingual!("Stale baseline", "基线中有过时的条目"),
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
                "Nobody can tell later whether a waiver without reason still holds, nor what is meant by a rule or a date that is none; so it waives nothing.",
                "没有理由的豁免日后无从判断是否仍然成立，不存在的规则或日期也无从理解，因此不起作用。"
            ),
            Self::Stale => bilingual!(
                "An entry for something that was mended would let it come back unseen.",
                "问题已改正而条目仍在，日后再次出现时便不会被发现。"
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
            Self::Stale => bilingual!(
                "take out what is gone with `consonance baseline --prune`",
                "请用 consonance baseline --prune 删去过时的条目"
            ),
        }
    }

    /// What it rests on.
    #[must_use]
    pub fn source() -> SourceClause {
        SourceClause { document: "consonance policy".to_owned(), clause: None }
    }

    pub(super) fn finding(self, span: Span, message: Bilingual) -> Finding {
        Finding {
            rule: self.code().to_owned(),
            title: self.title(),
            severity: Self::SEVERITY,
            confidence: Confidence::Certain,
            message,
            standard: String::new(),
            clause: None,
            span,
            label: None,
            related: Vec::new(),
            source: vec![Self::source()],
            help: Some(self.help()),
            fix: None,
            evidence: Vec::new(),
            fingerprint: String::new(),
        }
    }
}

/// What a waiver covers.
#[derive(Clone, Debug)]
pub enum Scope {
    /// Findings whose first byte lies here.
    Place(Span),
    /// What fits these words.
    Words(Words),
}

/// What a waiver in a configuration covers; an empty list fits everything.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Files.
    pub paths: Option<Globs>,
    /// Standards; one without a year stands for every edition.
    pub standards: Vec<String>,
    /// Numbers of clauses; their subclauses are covered too.
    pub clauses: Vec<String>,
}

impl Words {
    fn cover(&self, finding: &Finding) -> bool {
        let own = finding.clause.as_deref().unwrap_or("");
        let is_in = |it: &String| {
            own.strip_prefix(it.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        (self.standards.is_empty() || self.standards.iter().any(|it| is_of(it, &finding.standard)))
            && (self.clauses.is_empty() || self.clauses.iter().any(is_in))
    }
}

/// Whether a standard as somebody wrote it is this one, or this one an edition of it.
fn is_of(written: &str, standard: &str) -> bool {
    if written == standard {
        return true;
    }
    let (Ok(written), Ok(standard)) = (identifier::parse(written), identifier::parse(standard))
    else {
        return false;
    };
    written.canonical == standard.canonical
        || (written.year.is_none() && written.work_key() == standard.work_key())
}

/// A waiver as somebody wrote it.
#[derive(Clone, Debug)]
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
    let (command, rest) = command(file.slice(comment))?;
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

/// The word behind `consonance:` in a comment, and what stands behind that.
fn command(comment: &str) -> Option<(&str, &str)> {
    let words = comment.trim_start_matches('#').trim_start();
    let rest = words.strip_prefix("consonance:")?.trim_start();
    Some(rest.split_once(char::is_whitespace).unwrap_or((rest, "")))
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

    fn covers(&self, finding: &Finding) -> bool {
        if !self.rules.iter().any(|it| names(it, &finding.rule)) {
            return false;
        }
        match &self.scope {
            Scope::Place(place) => {
                let (at, end) = (finding.span.start, place.end.max(place.start + 1));
                place.file == finding.span.file && (place.start..end).contains(&at)
            }
            Scope::Words(words) => words.cover(finding),
        }
    }

    /// Why the waiver cannot be believed: in a sentence, and in the words beside it.
    fn unfounded(&self, terms: &Terms<'_>) -> Option<(Bilingual, Bilingual)> {
        if self.rules.is_empty() {
            let comment = terms.sources.file(self.span.file).slice(self.span);
            if let Some((word, _)) = command(comment)
                && !["allow", "allow-file"].contains(&word)
            {
                let message = bilingual!(
                    "`{word}` means nothing here: write allow or allow-file",
                    "“{word}”在此没有意义：请写 allow 或 allow-file"
                );
                return Some((message, bilingual!("not understood", "未能识别")));
            }
            let message = bilingual!("this waiver names no rule", "这条豁免没有写明规则");
            return Some((message, bilingual!("waiver without rule", "豁免缺少规则")));
        }
        if let Some(code) = self.rules.iter().find(|it| !(terms.known)(it)) {
            let message = bilingual!("no rule is called `{code}`", "没有名为“{code}”的规则");
            return Some((message, bilingual!("waiver of an unknown rule", "豁免的规则不存在")));
        }
        if self.waiver.reason.is_empty() {
            let message = bilingual!("this waiver gives no reason", "这条豁免没有写明理由");
            return Some((message, bilingual!("waiver without reason", "豁免缺少理由")));
        }
        let until = self.waiver.expires.as_deref()?;
        until.parse::<Date>().is_err().then(|| {
            let message = bilingual!(
                "`{until}` is no date: write YYYY-MM-DD",
                "“{until}”不是日期：请写 YYYY-MM-DD"
            );
            (message, bilingual!("waiver until no date", "豁免期限不是日期"))
        })
    }

    /// Whether the last day lies before `day`; never where either is not known.
    fn has_run_out(&self, day: Option<Date>) -> bool {
        let last = self.waiver.expires.as_deref().and_then(|it| it.parse::<Date>().ok());
        last.zip(day).is_some_and(|(last, day)| last < day)
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

/// In the light of what waivers are judged.
pub struct Terms<'a> {
    /// The texts.
    pub sources: &'a SourceMap,
    /// The day of judgement, where it is the same for all.
    pub today: Option<Date>,
    /// The day on which the standard of a finding is judged, where it is known.
    pub day_of: &'a dyn Fn(&Finding) -> Option<Date>,
    /// Whether a selector names a rule.
    pub known: &'a dyn Fn(&str) -> bool,
    /// Whether such a rule was asked at all: without that, nothing is known of its waivers.
    pub ran: &'a dyn Fn(&str) -> bool,
    /// Whether everything was judged that a waiver of the configuration may be for.
    pub all_judged: bool,
}

impl std::fmt::Debug for Terms<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terms").field("today", &self.today).finish_non_exhaustive()
    }
}

/// Applies waivers, and adds what is wrong with them.
pub fn waive(findings: &mut Vec<Judged>, waivers: &[Written], terms: &Terms<'_>) {
    let mut wrong = Vec::new();
    for written in waivers {
        if let Some((message, label)) = written.unfounded(terms) {
            let finding = Fault::Unfounded.finding(written.span, message);
            wrong.push(Finding { label: Some(label), ..finding });
            continue;
        }
        let over = written.has_run_out(terms.today);
        let mut run_out = over;
        let mut used = false;
        let mut files = FxHashMap::<FileId, bool>::default();
        let paths = match &written.scope {
            Scope::Words(Words { paths: Some(paths), .. }) => Some(paths),
            _ => None,
        };
        for judged in findings.iter_mut().filter(|it| written.covers(&it.finding)) {
            let file = judged.finding.span.file;
            let fits = || paths.is_none_or(|it| it.fits(terms.sources.file(file).path()));
            if !*files.entry(file).or_insert_with(fits) {
                continue;
            }
            used = true;
            if over || written.has_run_out((terms.day_of)(&judged.finding)) {
                run_out = true;
            } else if judged.is_open() {
                judged.standing = Standing::Waived(written.waiver.clone());
            }
        }
        if run_out {
            let until = written.waiver.expires.as_deref().unwrap_or_default();
            let message = bilingual!("this waiver held until {until}", "这条豁免有效期至 {until}");
            wrong.push(Fault::Expired.finding(written.span, message));
        } else if !used
            && (terms.all_judged || matches!(written.scope, Scope::Place(_)))
            && written.rules.iter().all(|it| (terms.ran)(it))
        {
            let rules = written.rules.join(", ");
            let message = bilingual!(
                "nothing to waive: {rules} found nothing here",
                "没有可豁免的内容：{rules} 在此没有发现"
            );
            wrong.push(Fault::Unused.finding(written.span, message));
        }
    }
    fingerprint(&mut wrong, terms.sources);
    findings.extend(wrong.into_iter().map(Judged::from));
}

#[cfg(test)]
mod tests {
    use super::{Scope, in_comment, is_of};
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
    fn a_standard_without_a_year_stands_for_its_editions() {
        assert!(is_of("GB/T 99901", "GB/T 99901-2019"));
        assert!(is_of("GB/T 99901—2019", "GB/T 99901-2019"));
        assert!(!is_of("GB/T 99901-2009", "GB/T 99901-2019"));
        assert!(!is_of("GB/T 99901", "GB/T 99901.1-2019"));
        assert!(is_of("Draft of the group", "Draft of the group"));
    }
}
