//! What a document declares of its source in lists and tables: which national document stands for
//! which international one, which clause answers to which, and where it deviates and why
//! (GB/T 1.2-2020 and ISO/IEC Guide 21-1 ask for these in the foreword or in an annex).

use std::ops::Range;

use thin_vec::ThinVec;

use super::annotation;
use crate::identifier::{self, CitedElement, ElementKind};
use crate::model::{
    Adoption, Block, BlockKind, Clause, ClauseCorrespondence, Degree, Deviation, DeviationKind,
    Element, Reference, Said, Standard, Target,
};
use crate::source::{SourceFile, SourceMap, Span, Text};

/// The texts that places of a document point into.
#[derive(Clone, Copy, Debug)]
pub(in crate::reader) enum Texts<'a> {
    /// All in one file.
    File(&'a SourceFile),
    /// In a file and what it includes.
    Map(&'a SourceMap),
}

impl Texts<'_> {
    fn of<'t>(&'t self, text: &'t Text) -> &'t str {
        match self {
            Self::Map(map) => text.get(map),
            Self::File(file) => match text.owned() {
                Some(owned) => &owned.value,
                None => file.slice(text.span()),
            },
        }
    }
}

/// Fills in what forewords and annexes declare of the adopted document, and what is annotated
/// behind the references.
pub(in crate::reader) fn declare(standard: &mut Standard, texts: Texts<'_>) {
    stated_degree(standard, texts);
    for reference in standard.references.iter_mut().flatten() {
        annotated(reference, texts);
    }
    if standard.adopts.is_empty() {
        return;
    }
    let Found { counterparts, parts } = Found::of(standard, texts);
    for part in parts {
        let at = adopted(&standard.adopts, part.source.as_deref(), texts);
        let Some(adoption) = standard.adopts.get_mut(at) else { continue };
        if !part.deviations.is_empty() {
            adoption.deviations.get_or_insert_default().extend(part.deviations);
        }
        if !part.clause_map.is_empty() {
            adoption.clause_map.extend(part.clause_map);
            adoption.comparison_table.get_or_insert(Said::new(true, part.span));
        }
    }
    let Some(references) = &mut standard.references else { return };
    for pair in counterparts {
        pair.note(references, texts);
    }
}

/// Notes with the references of a text what a document around it declares to stand for them.
pub(in crate::reader) fn declare_counterparts(
    around: &Standard,
    text: &mut Standard,
    texts: Texts<'_>,
) {
    let Some(references) = &mut text.references else { return };
    for pair in Found::of(around, texts).counterparts {
        pair.note(references, texts);
    }
}

/// The degree of correspondence that the foreword states.
fn stated_degree(standard: &mut Standard, texts: Texts<'_>) {
    let Some(clauses) = &standard.clauses else { return };
    let forewords =
        clauses.iter().filter(|it| it.element.is_some_and(|it| it.value == Element::Foreword));
    let blocks = forewords.flat_map(|it| it.blocks.iter());
    for text in blocks.filter_map(|it| it.text.first()) {
        let words = texts.of(text);
        let Some((range, degree)) = super::stated_degree(words) else { continue };
        let said = Said::new(degree, text.span_of(range.clone()));
        let named = identifier::find(words)
            .into_iter()
            .find(|it| it.range.start >= range.end || it.range.end <= range.start);
        if standard.adopts.is_empty()
            && let Some(found) = named
        {
            let target = Target::named(text.part(found.range));
            standard.adopts.push(Adoption::of(target, text.span()));
        }
        if let Some(adoption) = standard.adopts.first_mut() {
            adoption.places.get_or_insert_default().foreword = Some(said);
            adoption.degree.get_or_insert(said);
        }
        return;
    }
}

/// `（ISO 99902:2012，IDT）` at the end of what an entry prints behind its number.
fn annotated(reference: &mut Reference, texts: Texts<'_>) {
    let Some(details) = &mut reference.details else { return };
    if details.annotated_degree.is_some() {
        return;
    }
    let Some((_, title)) = details.title.texts.first() else { return };
    let Some((source, place, degree)) = annotation(texts.of(title), 0) else { return };
    let said = Said::new(degree, title.span_of(place));
    let source = title.part(source);
    details.annotated_degree = Some(said);
    details.annotated_source = Some(Target::named(source));
}

/// Whether the adopted document is spoken of here: forewords, annexes, and what is called so.
fn may_declare(clause: &Clause, texts: Texts<'_>) -> bool {
    let by_element = clause.element.is_some_and(|it| {
        matches!(
            it.value,
            Element::Foreword | Element::Introduction | Element::Preliminary | Element::Annex
        )
    });
    by_element
        || clause.title.iter().any(|(_, title)| {
            let title = folded(texts.of(title));
            ["对照", "差异", "correspondence", "deviation", "technicaldifference", "modification"]
                .iter()
                .any(|word| title.contains(word))
        })
}

/// What one list or table declares.
struct Part {
    /// Key of the work that its head names.
    source: Option<String>,
    span: Span,
    deviations: ThinVec<Deviation>,
    clause_map: ThinVec<ClauseCorrespondence>,
}

/// A national document and the international one that it adopts.
struct Counterpart {
    national: Text,
    source: Text,
    /// Said in China; elsewhere the list only names the pairs.
    degree: Option<Said<Degree>>,
}

/// What a sentence announces of the list behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    /// National documents with the international ones that they adopt.
    Counterparts,
    /// Differences of this kind, perhaps with their reasons.
    Differences { kind: DeviationKind, with_reasons: bool },
}

#[derive(Default)]
struct Found {
    counterparts: Vec<Counterpart>,
    parts: Vec<Part>,
}

impl Found {
    fn of(standard: &Standard, texts: Texts<'_>) -> Self {
        let mut found = Self::default();
        let mut open: Vec<&Clause> = standard.clauses.iter().flatten().rev().collect();
        while let Some(clause) = open.pop() {
            if may_declare(clause, texts) {
                found.clause(clause, texts);
            }
            open.extend(clause.clauses.iter().rev());
        }
        found
    }

    fn clause(&mut self, clause: &Clause, texts: Texts<'_>) {
        let mut lead = None;
        let mut source = None;
        for block in &clause.blocks {
            let Some(text) = block.text.first() else { continue };
            let words = texts.of(text);
            if block.kind == BlockKind::Table {
                if lead == Some(Lead::Counterparts) {
                    let pairs = rows(words).filter_map(|row| pointed_row(text, words, &row));
                    self.counterparts.extend(pairs);
                }
                self.table(clause, block, text, texts);
                continue;
            }
            let item = item_of(block, words);
            match (item, lead) {
                (Some(from), Some(Lead::Counterparts)) => {
                    self.counterparts.extend(counterpart(text, words, from));
                }
                (Some(from), Some(Lead::Differences { kind, with_reasons })) => {
                    let deviation = difference(block, text, words, from, kind, with_reasons);
                    self.add(source.clone(), block.span, deviation);
                }
                _ => {
                    lead = announced(words);
                    source = work_in(words);
                    // One sentence may hold the list itself.
                    if lead == Some(Lead::Counterparts) {
                        self.counterparts.extend(counterpart(text, words, 0));
                    }
                }
            }
        }
    }

    fn add(&mut self, source: Option<String>, span: Span, deviation: Deviation) {
        match self.parts.last_mut() {
            Some(last) if last.source == source && last.clause_map.is_empty() => {
                last.deviations.push(deviation);
            }
            _ => self.parts.push(Part {
                source,
                span,
                deviations: [deviation].into_iter().collect(),
                clause_map: ThinVec::new(),
            }),
        }
    }

    /// A table of clauses, or of differences and their reasons.
    fn table(&mut self, clause: &Clause, block: &Block, text: &Text, texts: Texts<'_>) {
        let words = texts.of(text);
        let mut rows = rows(words);
        let Some(head) = rows.next() else { return };
        let columns = Columns::of(words, &head);
        let titles = clause.title.iter().chain(block.title.iter()).map(|(_, it)| texts.of(it));
        let about: String = titles.collect::<Vec<_>>().join(" ");
        let source = work_in(
            &words[head.first().map_or(0, |it| it.start)..head.last().map_or(0, |it| it.end)],
        )
        .or_else(|| work_in(&about));
        let cell = |row: &[Range<usize>], at: Option<usize>| {
            let range = row.get(at?)?.clone();
            said(&words[range.clone()]).then(|| text.part(range))
        };
        if let Some((source, national)) = european(words, &head) {
            for row in rows {
                self.counterparts.extend(listed(text, words, &row, source, national));
            }
            return;
        }
        let mut part = Part {
            source,
            span: block.span,
            deviations: ThinVec::new(),
            clause_map: ThinVec::new(),
        };
        if columns.difference.is_some() && (columns.own.is_some() || columns.source.is_some()) {
            let kind =
                kind_of(&format!("{about} {}", &words[head[0].start..head[head.len() - 1].end]));
            // A clause stands once for all its differences.
            let mut last: (Option<Text>, Option<Text>) = (None, None);
            for row in rows {
                let difference = cell(&row, columns.difference);
                let (own, source) = (cell(&row, columns.own), cell(&row, columns.source));
                if own.is_some() || source.is_some() {
                    last = (own, source);
                }
                if difference.is_none() && cell(&row, columns.reason).is_none() {
                    continue;
                }
                part.deviations.push(Deviation {
                    span: span_of_row(text, &row),
                    clause: last.0.clone(),
                    source: last.1.clone(),
                    kind: Some(Said::new(kind, text.span_of(head[0].clone()))),
                    difference,
                    reason: cell(&row, columns.reason),
                    margin_mark: None,
                    a_deviation: None,
                });
            }
        } else if let (Some(own), Some(source)) = (columns.own, columns.source) {
            for row in rows {
                let (clause, source) = (cell(&row, Some(own)), cell(&row, Some(source)));
                if clause.is_some() || source.is_some() {
                    let span = span_of_row(text, &row);
                    part.clause_map.push(ClauseCorrespondence { span, clause, source });
                }
            }
        }
        if !part.deviations.is_empty() || !part.clause_map.is_empty() {
            self.parts.push(part);
        }
    }
}

impl Counterpart {
    /// Notes the pair with the reference to either of the two.
    fn note(self, references: &mut [Reference], texts: Texts<'_>) {
        let key = |text: &Text| {
            identifier::parse(texts.of(text).trim()).ok().map(|it| it.work_key().to_owned())
        };
        let (national, source) = (key(&self.national), key(&self.source));
        for reference in references {
            let own = key(&reference.target.written);
            if own.is_none() {
                continue;
            }
            if own == national {
                let details = reference.details_mut();
                if let Some(degree) = self.degree
                    && details.annotated_degree.is_none()
                {
                    details.annotated_degree = Some(degree);
                    details.annotated_source = Some(Target::named(self.source.clone()));
                }
            } else if own == source {
                let details = reference.details_mut();
                if details.counterpart.is_none() {
                    let national = Target::named(self.national.clone());
                    details.counterpart = Some(Box::new((national, self.degree)));
                }
            }
        }
    }
}

/// Columns of a table of international publications and the European ones that answer to them
/// (Annex ZA of CENELEC): each a number and its year.
type Columned = (usize, Option<usize>);

fn european(words: &str, head: &[Range<usize>]) -> Option<(Columned, Columned)> {
    let names: Vec<String> = head.iter().map(|it| folded(&words[it.clone()])).collect();
    let source = names.iter().position(|it| it == "publication" || it == "publikation")?;
    let national = names.iter().position(|it| matches!(it.as_str(), "en/hd" | "en"))?;
    let year = |after: usize| {
        let next = names.get(after + 1)?;
        matches!(next.as_str(), "year" | "jahr" | "année").then_some(after + 1)
    };
    Some(((source, year(source)), (national, year(national))))
}

/// One row of such a table: numbers as they are cited, with their years.
fn listed(
    text: &Text,
    words: &str,
    row: &[Range<usize>],
    source: Columned,
    national: Columned,
) -> Option<Counterpart> {
    let cited = |(number, year): Columned| {
        let number = row.get(number)?.clone();
        let found = identifier::find(&words[number.clone()]).into_iter().next()?;
        let bare = number.start + found.range.start..number.start + found.range.end;
        let year = year.and_then(|at| row.get(at)).filter(|it| {
            let year = words[(*it).clone()].trim();
            year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit())
        });
        Some(match year {
            Some(year) if found.identifier.year.is_none() => {
                let written = format!("{}:{}", &words[bare.clone()], words[year.clone()].trim());
                let place = text.span_of(bare).join(text.span_of(year.clone()));
                Text::decoded(place, written, [])
            }
            _ => text.part(bare),
        })
    };
    Some(Counterpart { national: cited(national)?, source: cited(source)?, degree: None })
}

/// The adoption whose source has this key; the first where none has.
fn adopted(adoptions: &[Adoption], key: Option<&str>, texts: Texts<'_>) -> usize {
    let Some(key) = key else { return 0 };
    let of = |adoption: &Adoption| {
        identifier::parse(texts.of(&adoption.source.written).trim())
            .ok()
            .map(|it| it.work_key().to_owned())
    };
    adoptions.iter().position(|it| of(it).as_deref() == Some(key)).unwrap_or(0)
}

fn work_in(words: &str) -> Option<String> {
    identifier::find(words).first().map(|it| it.identifier.work_key().to_owned())
}

/// Lower case, without white space: what headings and sentences are compared by.
fn folded(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Where the words of an item of a list begin; `None` for any other block.
fn item_of(block: &Block, words: &str) -> Option<usize> {
    let body = words.trim_start();
    let dashed = body.trim_start_matches(['—', '–', '-', '•', '·', '*']);
    let from = words.len() - dashed.trim_start().len();
    (block.kind == BlockKind::ListItem || dashed.len() < body.len()).then_some(from)
}

/// What a sentence that ends in a colon, or says "as follows", announces.
fn announced(words: &str) -> Option<Lead> {
    let folded = folded(words);
    let announces = folded.ends_with([':', '：'])
        || folded.contains("如下")
        || folded.contains("asfollows")
        || folded.contains("thefollowing");
    if !announces {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|it| folded.contains(it));
    if (has(&["一致性对应关系", "对应关系"])
        && has(&["我国文件", "国家标准", "我国标准", "国际文件", "国际标准"]))
        || (has(&["correspond"])
            && has(&["international"])
            && has(&[
                "chinesedocument",
                "nationaldocument",
                "nationalstandard",
                "chinesestandard",
                "standardscorrespondingto",
                "documentscorrespondingto",
            ]))
        || (has(&["entsprechende"])
            && has(&[
                "deutschennormen",
                "deutschendokumente",
                "nationalennormen",
                "nationalendokumente",
            ]))
    {
        return Some(Lead::Counterparts);
    }
    let with_reasons = has(&["原因", "理由", "reason"]);
    let kind = if has(&[
        "技术差异",
        "技术性差异",
        "technicaldifference",
        "technicaldeviation",
        "technicalmodification",
    ]) {
        DeviationKind::Technical
    } else if has(&["编辑性", "editorial"]) {
        DeviationKind::Editorial
    } else if has(&[
        "结构调整",
        "结构变化",
        "结构性",
        "structuralchange",
        "structuraldifference",
        "changesinstructure",
    ]) {
        DeviationKind::Structural
    } else {
        return None;
    };
    Some(Lead::Differences { kind, with_reasons })
}

/// `GB/T 99902—2016 服务术语（ISO 99902:2012，IDT）`.
fn counterpart(text: &Text, words: &str, from: usize) -> Option<Counterpart> {
    let Some((source, place, degree)) = annotation(words, from) else {
        return pointed(text, words, from);
    };
    let national = identifier::find(&words[from..]).into_iter().next()?;
    let national = from + national.range.start..from + national.range.end;
    (national.end <= source.start).then(|| Counterpart {
        national: text.part(national),
        source: text.part(source),
        degree: Some(Said::new(degree, text.span_of(place))),
    })
}

/// A row of a table whose cells say that.
fn pointed_row(text: &Text, words: &str, row: &[Range<usize>]) -> Option<Counterpart> {
    let (first, last) = (row.first()?, row.last()?);
    pointed(text, &words[..last.end], first.start)
}

/// `ISO 99902 siehe DIN ISO 99902`, `ISO 99902 see BS ISO 99902`: the source first.
fn pointed(text: &Text, words: &str, from: usize) -> Option<Counterpart> {
    let found = identifier::find(&words[from..]);
    let [source, national] = found.as_slice() else { return None };
    let between = words[from..].get(source.range.end..national.range.start)?.to_lowercase();
    let points = between
        .split(|c: char| !c.is_alphanumeric())
        .any(|it| matches!(it, "siehe" | "s" | "see" | "voir"));
    points.then(|| Counterpart {
        national: text.part(from + national.range.start..from + national.range.end),
        source: text.part(from + source.range.start..from + source.range.end),
        degree: None,
    })
}

/// Words behind which a reason follows.
const REASONS: &[&str] = &[
    "，以适应",
    "，以便",
    "，以符合",
    "，以满足",
    "，以与",
    "，以提高",
    "，以保证",
    "，以",
    "，因为",
    "，由于",
    "，因",
    "，便于",
    "，为了",
    "，为",
    "，目的是",
    "，原因是",
    "，这是因为",
    " in order to ",
    " so that ",
    " because ",
    " due to ",
    " to suit ",
    " to comply ",
    " to meet ",
    " since ",
    " for reasons ",
];

fn difference(
    block: &Block,
    text: &Text,
    words: &str,
    from: usize,
    kind: DeviationKind,
    with_reasons: bool,
) -> Deviation {
    let whole = from..words.trim_end().trim_end_matches(['；', ';']).len().max(from);
    let body = &words[whole.clone()];
    let clause = identifier::find_internal_elements(body)
        .into_iter()
        .find(|it| matches!(it.kind, ElementKind::Clause | ElementKind::Annex))
        .and_then(|it| number_place(body, &it))
        .map(|it| text.part(from + it.start..from + it.end));
    let lower = body.to_ascii_lowercase();
    let marked =
        REASONS.iter().filter_map(|it| lower.find(it).map(|at| at + it.len() - rest_of(it))).min();
    // Where reasons are announced and cannot be told apart, the whole sentence holds one.
    let reason = match marked {
        Some(at) => Some(text.part(whole.start + at..whole.end)),
        None => with_reasons.then(|| text.part(whole.clone())),
    };
    Deviation {
        span: block.span,
        clause,
        source: None,
        kind: Some(Said::new(kind, block.span)),
        difference: Some(text.part(whole)),
        reason,
        margin_mark: None,
        a_deviation: None,
    }
}

/// How much of a word that begins a reason belongs to it: all but the comma or blank before it.
fn rest_of(marker: &str) -> usize {
    marker.len() - marker.chars().next().map_or(0, char::len_utf8)
}

/// The number of a cited element, without the word for its kind.
fn number_place(words: &str, element: &CitedElement) -> Option<Range<usize>> {
    let at = element.range.start + words.get(element.range.clone())?.find(&*element.number)?;
    Some(at..at + element.number.len())
}

/// Which column of a table says what.
#[derive(Debug, Default, PartialEq, Eq)]
struct Columns {
    own: Option<usize>,
    source: Option<usize>,
    difference: Option<usize>,
    reason: Option<usize>,
}

impl Columns {
    fn of(words: &str, head: &[Range<usize>]) -> Self {
        let mut columns = Self::default();
        for (at, range) in head.iter().enumerate() {
            let written = &words[range.clone()];
            let name = folded(written);
            let has = |words: &[&str]| words.iter().any(|it| name.contains(it));
            let numbers = has(&[
                "章条",
                "结构编号",
                "条款",
                "编号",
                "条号",
                "clause",
                "structure",
                "section",
            ]);
            let ours = has(&[
                "本文件",
                "本标准",
                "本部分",
                "thisdocument",
                "thisstandard",
                "thispart",
                "national",
            ]);
            let theirs = has(&[
                "国际标准",
                "国际文件",
                "对应的",
                "source",
                "international",
                "original",
                "iso",
                "iec",
                "itu",
            ]) || !identifier::find(written).is_empty();
            let column =
                if has(&["原因", "理由", "reason", "explanation", "rationale", "justification"])
                {
                    &mut columns.reason
                } else if has(&["差异", "修改内容", "difference", "modification", "deviation"])
                {
                    &mut columns.difference
                } else if numbers && theirs && !ours {
                    &mut columns.source
                } else if numbers {
                    &mut columns.own
                } else {
                    continue;
                };
            column.get_or_insert(at);
        }
        columns
    }
}

/// Rows of a table as ranges of its cells, without the white space around them.
fn rows(words: &str) -> impl Iterator<Item = Vec<Range<usize>>> {
    let mut at = 0;
    words.split('\n').map(move |line| {
        let mut from = at;
        at += line.len() + 1;
        line.split('\t')
            .map(|cell| {
                let start = from + (cell.len() - cell.trim_start().len());
                from += cell.len() + 1;
                start..start + cell.trim().len()
            })
            .collect()
    })
}

/// A dash or the word for nothing says that there is no counterpart.
fn said(cell: &str) -> bool {
    !matches!(
        cell,
        "" | "—" | "——" | "–" | "-" | "--" | "/" | "无" | "none" | "None" | "n/a" | "N/A"
    )
}

fn span_of_row(text: &Text, row: &[Range<usize>]) -> Span {
    let start = row.first().map_or(0, |it| it.start);
    text.span_of(start..row.last().map_or(start, |it| it.end))
}

fn kind_of(about: &str) -> DeviationKind {
    let about = folded(about);
    if about.contains("编辑") || about.contains("editorial") {
        DeviationKind::Editorial
    } else if about.contains("结构") || about.contains("structural") {
        DeviationKind::Structural
    } else {
        DeviationKind::Technical
    }
}
