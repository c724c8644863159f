//! The findings that every output format is snapshotted with: made up, and chosen to be awkward.

use consonance::bilingual;
use consonance::finding::baseline::Entry;
use consonance::finding::{
    Confidence, Edit, Finding, Fix, Judged, NotCheckable, RelatedPlace, Section, Severity,
    SourceClause, Standing, Waiver,
};
use consonance::report::{Examined, Report, RuleCard};
use consonance::source::{
    Bilingual, Encoding, FileId, Problem, ProblemCode, SourceFile, SourceMap, Span,
};

const DRAFT: &str = "\
standard: T/EXAMPLE 101-2021
title: {zh: 会展服务通则, en: General principles for exhibition services}
references:
  normative:
    - GB/T 99901-2009
    - ISO 99902:2015
clauses:
  - number: \"5.2\"
    title: 空气质量
    text: 服务场所的 PM2.5 浓度不应大于 0.15 mg/m³，温度应保持在 18 ℃～26 ℃，并应符合所在地主管部门的规定，必要时由组织者与场馆方共同确定并记录在案。
  - number: \"5.3\"
    title: 噪声
    text: |
      The level shall not exceed 55 dB.
      A level of 60 dB may be allowed <at night> & on weekends, 100% of the time.
";

const CORPUS: &str = "\
standard: GB 99901-2019
title: {zh: 公共场所空气质量要求}
clauses:
  - number: \"4.2.1\"
    text: PM2.5 浓度不应大于 0.10 mg/m³。
---
standard: GB/T 99901-2009
status: withdrawn
dates: {withdrawn: 2019-01-01}
";

const BASELINE: &str = "\
version: 1
findings:
- {standard: \"T/EXAMPLE 101-2021\", rule: REF021, at: \"ISO 99903:2015\", fingerprint: \"REF021-bbbbbbbbbbbbbbbb\"}
";

/// The texts, with a Word file among them.
pub(crate) fn sources() -> SourceMap {
    let mut sources = SourceMap::new();
    sources.add(|id| SourceFile::text_file(id, "drafts/t-example-101.yaml", Encoding::Utf8, DRAFT));
    sources.add(|id| SourceFile::text_file(id, "corpus/gb, 99901:a.yaml", Encoding::Utf8, CORPUS));
    sources.add(|id| {
        let file = SourceFile::container(id, "drafts/notice.docx", *b"PK");
        file.render("Notice\nThe organiser must inform the visitors.\n".to_owned());
        file
    });
    sources
        .add(|id| SourceFile::text_file(id, "consonance-baseline.yaml", Encoding::Utf8, BASELINE));
    sources
}

fn at(sources: &SourceMap, file: usize, words: &str) -> Span {
    let file = sources.file(FileId::from_index(file));
    let start = file.text().find(words).expect("the words are in the text");
    Span::new(file.id(), start, start + words.len())
}

fn finding(
    rule: &str,
    severity: Severity,
    title: Bilingual,
    message: Bilingual,
    span: Span,
) -> Finding {
    Finding {
        rule: rule.to_owned(),
        title,
        severity,
        confidence: Confidence::Certain,
        message,
        standard: "T/EXAMPLE 101-2021".to_owned(),
        clause: None,
        span,
        label: None,
        related: Vec::new(),
        source: vec![SourceClause {
            document: "GB/T 1.1-2020".to_owned(),
            clause: Some("9.5.4.4".to_owned()),
        }],
        help: None,
        fix: None,
        evidence: Vec::new(),
        fingerprint: format!("{rule}-0123456789abcdef"),
    }
}

/// One finding of every kind that a format must get right.
pub(crate) fn report(sources: &SourceMap) -> Report<'_> {
    let withdrawn = Finding {
        related: vec![RelatedPlace {
            standard: "GB/T 99901-2009".to_owned(),
            clause: None,
            message: bilingual!("withdrawn here", "此处注明已废止"),
            span: at(sources, 1, "withdrawn\n").within(0..9),
        }],
        fix: Some(Fix {
            message: bilingual!("cite GB 99901-2019", "改引 GB 99901-2019"),
            safe: true,
            markup: false,
            edits: vec![Edit {
                span: at(sources, 0, "GB/T 99901-2009"),
                replacement: "GB 99901-2019".to_owned(),
            }],
        }),
        help: Some(bilingual!(
            "name the document that took its place, or drop the reference",
            "改引代替它的文件，或删去该引用"
        )),
        ..finding(
            "REF007",
            Severity::Error,
            bilingual!("Withdrawn target", "引用已废止的文件"),
            bilingual!(
                "T/EXAMPLE 101-2021 refers normatively to GB/T 99901-2009, withdrawn on 2019-01-01",
                "T/EXAMPLE 101-2021 规范性引用了已于 2019-01-01 废止的 GB/T 99901-2009"
            ),
            at(sources, 0, "GB/T 99901-2009"),
        )
    };
    let below = Finding {
        clause: Some("5.2".to_owned()),
        related: vec![RelatedPlace {
            standard: "GB 99901-2019".to_owned(),
            clause: Some("4.2.1".to_owned()),
            message: bilingual!(
                "limits to 0.10 mg/m³: (0.10, 0.15] meets the one and breaks the other",
                "限值为 0.10 mg/m³：(0.10, 0.15] 满足其一而违反另一"
            ),
            span: at(sources, 1, "不应大于 0.10 mg/m³"),
        }],
        source: vec![SourceClause {
            document: "Standardization Law of the PRC".to_owned(),
            clause: Some("Art 21".to_owned()),
        }],
        help: Some(bilingual!("tighten the limit, or take the clause out", "收紧限值，或删去该条")),
        evidence: vec![
            ("left".to_owned(), "[0, 0.15] mg/m3".to_owned()),
            ("right".to_owned(), "[0, 0.10] mg/m3".to_owned()),
            ("relation".to_owned(), "superset".to_owned()),
        ],
        ..finding(
            "CON012",
            Severity::Error,
            bilingual!("Below mandatory", "低于强制性标准"),
            bilingual!(
                "allows up to 0.15 mg/m³ where GB 99901-2019, 4.2.1 limits to 0.10 mg/m³",
                "允许至 0.15 mg/m³，而 GB 99901-2019 的 4.2.1 限值为 0.10 mg/m³"
            ),
            at(sources, 0, "不应大于 0.15 mg/m³"),
        )
    };
    let verb = Finding {
        confidence: Confidence::Heuristic,
        fix: Some(Fix {
            message: bilingual!("write `shall`", "改为“shall”"),
            safe: false,
            markup: false,
            edits: vec![Edit { span: at(sources, 2, "must"), replacement: "shall".to_owned() }],
        }),
        ..finding(
            "VRB004",
            Severity::Warning,
            bilingual!("Must for a requirement", "以 must 表示要求"),
            bilingual!(
                "`must` names a law or a fact, `shall` a requirement",
                "must 表示法律或事实，要求应使用 shall"
            ),
            at(sources, 2, "must"),
        )
    };
    let contradiction = Finding {
        clause: Some("5.3".to_owned()),
        source: Vec::new(),
        related: vec![RelatedPlace {
            standard: "T/EXAMPLE 101-2021".to_owned(),
            clause: Some("5.3".to_owned()),
            message: bilingual!("and allowed here", "此处却允许"),
            span: at(sources, 0, "60 dB may be allowed <at night>"),
        }],
        ..finding(
            "CON001",
            Severity::Warning,
            bilingual!("Contradiction in one clause", "同一条内自相矛盾"),
            bilingual!(
                "55 dB is the most, and 60 dB allowed: 100%\nof the time",
                "上限为 55 dB，却允许 60 dB：100%\n的时间"
            ),
            at(sources, 0, "shall not exceed 55 dB"),
        )
    };
    let undated = finding(
        "REF021",
        Severity::Info,
        bilingual!("Edition not the newest", "引用的不是最新版"),
        bilingual!("ISO 99902:2015 has a newer edition", "ISO 99902:2015 已有新版"),
        at(sources, 0, "ISO 99902:2015"),
    );
    let waived = Judged {
        finding: Finding { fingerprint: "REF021-fedcba9876543210".to_owned(), ..undated.clone() },
        standing: Standing::Waived(Waiver {
            reason: "the contract names this edition".to_owned(),
            owner: Some("Li".to_owned()),
            expires: Some("2027-01-01".to_owned()),
            span: None,
        }),
    };
    let baselined = Judged {
        finding: Finding { fingerprint: "REF021-aaaaaaaaaaaaaaaa".to_owned(), ..undated.clone() },
        standing: Standing::Baselined,
    };
    let rules = [&withdrawn, &below, &verb, &contradiction, &undated]
        .map(|it| RuleCard {
            code: it.rule.clone(),
            title: it.title.clone(),
            why: bilingual!(
                "a document that nobody maintains cannot be complied with",
                "无人维护的文件无法被遵守"
            ),
            help: it.help.clone(),
            source: it.source.clone(),
            severity: it.severity,
            section: Section::of_code(&it.rule).unwrap_or_default(),
        })
        .to_vec();
    let no_text = bilingual!("text not available", "没有文本");
    let mut report = Report {
        sources,
        as_of: "2026-11-23".to_owned(),
        findings: vec![
            withdrawn.into(),
            below.into(),
            verb.into(),
            contradiction.into(),
            undated.into(),
            waived,
            baselined,
        ],
        not_checkable: vec![
            NotCheckable {
                standard: "ISO 99902:2015".to_owned(),
                reason: no_text.clone().into(),
                rules: ["HAR002".to_owned(), "ADO010".to_owned()].into(),
            },
            NotCheckable {
                standard: "GB/T 99901-2009".to_owned(),
                reason: no_text.into(),
                rules: ["HAR002".to_owned()].into(),
            },
            NotCheckable {
                standard: "T/EXAMPLE 101-2021".to_owned(),
                reason: bilingual!("date of publication not known", "发布日期未知").into(),
                rules: ["IDN009".to_owned()].into(),
            },
        ],
        problems: vec![
            Problem::at(
                ProblemCode::UnknownKey,
                at(sources, 1, "dates"),
                bilingual!("unknown key `dates`", "未知的键 `dates`"),
            )
            .help(bilingual!("did you mean `date`?", "您是指 `date` 吗？")),
            Problem::with_path(
                ProblemCode::Unreadable,
                "drafts/gone.yaml",
                bilingual!("no such file", "没有此文件"),
            ),
        ],
        examined: Examined { standards: 2, clauses: 3, references: 2, files: 2 },
        judged: vec![FileId::from_index(0), FileId::from_index(2)],
        fail_on: Some(Severity::Warning),
        baseline: true,
        stale: vec![Entry {
            rule: "REF021".to_owned(),
            standard: "T/EXAMPLE 101-2021".to_owned(),
            clause: None,
            at: "ISO 99903:2015".to_owned(),
            fingerprint: "REF021-bbbbbbbbbbbbbbbb".to_owned(),
            span: Some(at(sources, 3, "- {standard").join(at(sources, 3, "}"))),
        }],
        rules,
    };
    report.sort();
    report
}
