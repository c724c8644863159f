//! Adoptions: what documents declare, and what their texts show.

use serde::Serialize;

use super::findings::Found;
use super::index::Index;
use super::{StdRef, Words, successor_of};
use crate::bilingual;
use crate::corpus::{DeclaredBy, LinkKind, NodeId, StandardId};
use crate::fact::Facts;
use crate::fact::matching::{Alignment, DocumentPair};
use crate::finding::Section;
use crate::identifier::Identifier;
use crate::model::{Adoption, Degree, Status};

/// A declared adoption, verified as far as the texts allow.
#[derive(Clone, Debug, Serialize)]
pub struct AdoptionRow {
    /// The adopting document.
    pub standard: StdRef,
    /// The adopted document.
    pub source: Option<StdRef>,
    /// The adopted document as written.
    pub source_written: String,
    /// The declared degree.
    pub declared: Option<&'static str>,
    /// The degree that the texts show.
    pub computed: Option<&'static str>,
    /// How the texts stand to each other (ISO/IEC Guide 2).
    pub alignment: Option<&'static str>,
    /// The edition in force, where it is not the adopted one.
    pub latest_edition: Option<String>,
    /// Years from the publication of the adopted document to that of this one.
    pub lag_years: Option<f64>,
    /// What it comes to.
    pub state: &'static str,
    /// The same in words.
    pub state_label: Words,
    /// Why.
    pub reason: Option<Words>,
    /// Clauses with provisions of the adopted text, and how many of them this text has.
    pub requirements: Option<Requirements>,
    /// Technical differences.
    pub technical: Option<usize>,
    /// Those of them that no declared deviation covers.
    pub undeclared: Option<usize>,
    /// Declared deviations.
    pub deviations: usize,
    /// Findings about the adoption.
    pub findings: Vec<String>,
}

/// How many of the adopted clauses with provisions are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Requirements {
    /// All of them.
    pub total: usize,
    /// Those that the adopting text has.
    pub mapped: usize,
}

/// What an adoption comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Confirmed,
    Overclaimed,
    Underclaimed,
    OldEdition,
    SourceWithdrawn,
    NotCheckable,
    NoDegree,
}

impl State {
    fn key(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Overclaimed => "overclaimed",
            Self::Underclaimed => "underclaimed",
            Self::OldEdition => "old_edition",
            Self::SourceWithdrawn => "source_withdrawn",
            Self::NotCheckable => "not_checkable",
            Self::NoDegree => "no_degree",
        }
    }

    fn label(self) -> Words {
        match self {
            Self::Confirmed => bilingual!("confirmed", "已证实"),
            Self::Overclaimed => bilingual!("claims too much", "声明过高"),
            Self::Underclaimed => bilingual!("claims too little", "声明过低"),
            Self::OldEdition => bilingual!("old edition", "旧版本"),
            Self::SourceWithdrawn => bilingual!("source withdrawn", "来源已废止"),
            Self::NotCheckable => bilingual!("not checkable", "无法检查"),
            Self::NoDegree => bilingual!("no degree declared", "未声明程度"),
        }
    }
}

impl AdoptionRow {
    /// The words of [`state`](Self::state), the worst first.
    pub const STATES: &'static [&'static str] = &[
        "overclaimed",
        "source_withdrawn",
        "old_edition",
        "no_degree",
        "underclaimed",
        "not_checkable",
        "confirmed",
    ];
}

/// Every adoption of the judged documents.
pub(super) fn rows(f: &Facts<'_>, found: &Found<'_>, index: &mut Index) -> Vec<AdoptionRow> {
    let mut rows = Vec::new();
    for id in f.judged() {
        let own = &f.standard(id.0).adopts;
        for (at, adoption) in (0_u32..).zip(own) {
            rows.push(declared(f, found, index, *id, at, adoption));
        }
        let known: Vec<&Identifier> =
            own.iter().filter_map(|it| f.parsed(it.source.identifier)?.ok()).collect();
        let named = |source| {
            let own = f.corpus().identifier(source);
            own.is_some_and(|own| known.iter().any(|it| it.same_work(own)))
        };
        // What others say, or what a number such as `BS EN ISO 1` says.
        for (_, source, link) in f.corpus().links_from(id.node()) {
            let elsewhere = matches!(link.declared, DeclaredBy::To | DeclaredBy::Identifier);
            if let LinkKind::Adopts(degree) = link.kind
                && elsewhere
                && !link.is_internal()
                // The same document in another edition: a contradiction, which a rule tells.
                && !named(source)
            {
                rows.push(implied(f, index, *id, source, degree));
            }
        }
    }
    rows
}

fn declared(
    f: &Facts<'_>,
    found: &Found<'_>,
    index: &mut Index,
    id: StandardId,
    at: u32,
    adoption: &Adoption,
) -> AdoptionRow {
    let node = f.corpus().resolve(&adoption.source, id).nodes.first().copied();
    let written = f.written(&adoption.source).to_owned();
    let documents = f.matching().of_adoption(id.0, at);
    let verdict = documents.and_then(|it| Some((it, it.verdict(f)?)));
    let degree = adoption.degree.map(|it| it.value);
    let computed = verdict.and_then(|(it, verdict)| verdict.degree(it.one_language));
    let life = Life::of(f, id, node);
    let undeclared = verdict.map(|it| it.1.undeclared);
    let (state, reason) = if adoption.endorsed {
        endorsed(&life)
    } else {
        state(f, degree, computed, undeclared, documents, &life)
    };
    AdoptionRow {
        standard: index.of(id.node()),
        source: node.map(|node| index.of(node)),
        source_written: written,
        declared: degree.map(Degree::as_str),
        computed: computed.map(Degree::as_str),
        alignment: verdict
            .and_then(|(it, verdict)| verdict.alignment(it.one_language))
            .and_then(|it| Alignment::WORDS.get(it as usize).copied()),
        latest_edition: life.latest.clone(),
        lag_years: life.lag,
        state: state.key(),
        state_label: state.label(),
        reason,
        requirements: verdict.map(|(_, it)| Requirements { total: it.required, mapped: it.mapped }),
        technical: verdict.map(|it| it.1.technical),
        undeclared,
        deviations: adoption.deviations.as_ref().map_or(0, |it| it.len()),
        findings: findings(f, found, id.0, at, node),
    }
}

/// An adoption that the document itself does not declare.
fn implied(
    f: &Facts<'_>,
    index: &mut Index,
    id: StandardId,
    source: NodeId,
    degree: Option<Degree>,
) -> AdoptionRow {
    let life = Life::of(f, id, Some(source));
    let (state, reason) = ended(&life).unwrap_or_else(|| {
        let reason =
            bilingual!("only its number, or the adopted document, says so", "仅编号或来源文件表明");
        let state = if degree.is_some() { State::NotCheckable } else { State::NoDegree };
        (state, Some(reason))
    });
    AdoptionRow {
        standard: index.of(id.node()),
        source: Some(index.of(source)),
        source_written: f.corpus().name(source),
        declared: degree.map(Degree::as_str),
        computed: None,
        alignment: None,
        latest_edition: life.latest.clone(),
        lag_years: life.lag,
        state: state.key(),
        state_label: state.label(),
        reason,
        requirements: None,
        technical: None,
        undeclared: None,
        deviations: 0,
        findings: Vec::new(),
    }
}

/// Where the adopted document stands.
struct Life {
    status: Status,
    in_corpus: bool,
    latest: Option<String>,
    since: Option<String>,
    lag: Option<f64>,
}

impl Life {
    fn of(f: &Facts<'_>, id: StandardId, node: Option<NodeId>) -> Self {
        let corpus = f.corpus();
        let source = node.and_then(|node| corpus.standard_of(node));
        let (Some(node), Some(source)) = (node, source) else {
            let (status, in_corpus) = (Status::Unknown, false);
            return Self { status, in_corpus, latest: None, since: None, lag: None };
        };
        let standing = corpus.standing_for(node, id);
        let next = || successor_of(corpus, node, id, &standing);
        let ended = matches!(standing.status, Status::Replaced | Status::Withdrawn);
        let lag = f.years_between(source.0, id.0);
        Self {
            status: standing.status,
            in_corpus: true,
            latest: ended.then(next).flatten().map(|it| corpus.name(it)),
            since: standing.since.map(|it| it.to_string()),
            lag: lag.map(|it| (it * 10.0).round() / 10.0),
        }
    }
}

/// The state that the end of the source alone gives.
fn ended(life: &Life) -> Option<(State, Option<Words>)> {
    let since = life
        .since
        .as_ref()
        .map_or_else(Words::default, |since| bilingual!(" since {since}", "（{since} 起）"));
    match (life.status, &life.latest) {
        (Status::Replaced | Status::Withdrawn, Some(latest)) => {
            let reason = Words::new(
                format!("no longer in force{}; {latest} is in its place", since.en),
                format!("不再现行{}；现由 {latest} 代替", since.zh),
            );
            Some((State::OldEdition, Some(reason)))
        }
        (Status::Withdrawn, None) => {
            let reason = Words::new(
                format!("withdrawn{}, and nothing took its place", since.en),
                format!("已废止{}，无代替文件", since.zh),
            );
            Some((State::SourceWithdrawn, Some(reason)))
        }
        (Status::Replaced, None) => {
            let reason = bilingual!("replaced by a document not named", "已被代替，未知代替文件");
            Some((State::OldEdition, Some(reason)))
        }
        _ => None,
    }
}

/// What is endorsed as it stands has no text that could differ.
fn endorsed(life: &Life) -> (State, Option<Words>) {
    let reason = bilingual!("endorsed as it stands: there is one text", "直接认可：只有一个文本");
    ended(life).unwrap_or((State::Confirmed, Some(reason)))
}

fn state(
    f: &Facts<'_>,
    declared: Option<Degree>,
    computed: Option<Degree>,
    undeclared: Option<usize>,
    documents: Option<&DocumentPair>,
    life: &Life,
) -> (State, Option<Words>) {
    // A claim that is not true is worse than a claim about an old text.
    if let (Some(declared), Some(computed)) = (declared, computed)
        && declared < computed
    {
        let reason = bilingual!(
            "declared {declared}, the texts show {computed}",
            "声明 {declared}，文本显示 {computed}"
        );
        return (State::Overclaimed, Some(reason));
    }
    if let (Some(Degree::Mod), Some(count @ 1..)) = (declared, undeclared) {
        let (noun, verb) = if count == 1 { ("difference", "is") } else { ("differences", "are") };
        let reason = bilingual!(
            "MOD asks for listed deviations: {count} technical {noun} {verb} not listed",
            "修改采用应列出差异：有 {count} 项技术性差异未列出"
        );
        return (State::Overclaimed, Some(reason));
    }
    if let Some(ended) = ended(life) {
        return ended;
    }
    let Some(declared) = declared else {
        let reason =
            computed.map(|computed| bilingual!("the texts show {computed}", "文本显示 {computed}"));
        return (State::NoDegree, reason);
    };
    match computed {
        Some(computed) if computed < declared => {
            let reason = bilingual!(
                "declared {declared}, the texts show {computed}",
                "声明 {declared}，文本显示 {computed}"
            );
            (State::Underclaimed, Some(reason))
        }
        Some(_) => (State::Confirmed, None),
        None => (State::NotCheckable, Some(hindrance(f, documents, life))),
    }
}

/// Why the texts do not tell the degree.
fn hindrance(f: &Facts<'_>, documents: Option<&DocumentPair>, life: &Life) -> Words {
    match documents.and_then(|it| it.hindrance) {
        Some(reason) => {
            let (name, why) = f.explain(reason);
            Words::new(format!("{name}: {}", why.en), format!("{name}：{}", why.zh))
        }
        None if !life.in_corpus => {
            bilingual!("the source is not in the corpus", "来源不在语料库中")
        }
        None => bilingual!(
            "the texts are in different languages: no difference was found, which does not prove identity",
            "两文本语言不同：未发现差异，但不足以证明等同"
        ),
    }
}

/// The findings about an adoption: those that point into its declaration, or name its source, or,
/// where the document has no other adoption, all of the section.
fn findings(
    f: &Facts<'_>,
    found: &Found<'_>,
    doc: u32,
    at: u32,
    source: Option<NodeId>,
) -> Vec<String> {
    let all = &f.standard(doc).adopts;
    let source = source.and_then(|node| f.corpus().standard_of(node)).map(|id| id.0);
    let declaration = |span: crate::source::Span| {
        all.iter().position(|it| {
            it.span.file == span.file && it.span.start <= span.start && span.end <= it.span.end
        })
    };
    let own = found.in_section(doc, Section::Adoptions).filter(|it| {
        if let Some(place) = declaration(it.span) {
            return u32::try_from(place) == Ok(at);
        }
        let names = |it: &crate::finding::RelatedPlace| found.elsewhere(f, it);
        let named: Vec<u32> = it.related.iter().filter_map(names).filter(|it| *it != doc).collect();
        match named.as_slice() {
            [] => at == 0,
            named => all.len() == 1 || source.is_some_and(|it| named.contains(&it)),
        }
    });
    own.map(|it| it.fingerprint.clone()).collect()
}

/// An adoption without regard to the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) standard: StandardId,
    pub(super) source: Option<NodeId>,
    /// The texts tell the degree.
    pub(super) checked: bool,
    /// The degree that they tell is the declared one.
    pub(super) confirmed: bool,
}

/// Every adoption that the judged documents declare.
pub(super) fn claims(f: &Facts<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for id in f.judged() {
        for (at, adoption) in (0_u32..).zip(&f.standard(id.0).adopts) {
            let documents = f.matching().of_adoption(id.0, at);
            let verdict = documents.and_then(|it| Some((it, it.verdict(f)?)));
            let computed = verdict.and_then(|(it, verdict)| verdict.degree(it.one_language));
            let declared = adoption.degree.map(|it| it.value);
            let listed = verdict.is_none_or(|it| it.1.undeclared == 0);
            let kept = declared != Some(Degree::Mod) || listed;
            claims.push(Claim {
                standard: *id,
                source: f.corpus().resolve(&adoption.source, *id).nodes.first().copied(),
                checked: computed.is_some() || adoption.endorsed,
                confirmed: adoption.endorsed
                    || (computed.is_some() && declared == computed && kept),
            });
        }
    }
    claims
}
