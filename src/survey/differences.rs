//! What differs between two clauses, in words; and which findings speak of it.

use super::excerpt::{head, visible};
use super::findings::Found;
use super::passage::texts;
use crate::bilingual;
use crate::fact::matching::{Difference, DifferenceKind, DocumentPair, Side};
use crate::fact::{Facts, Kind, Place, word_in};
use crate::finding::Finding;
use crate::language::{Modality, SetRelation};
use crate::source::{Bilingual, Language, Span};

/// Characters of the words that are quoted.
const QUOTED: usize = 80;

/// What differs, seen from the judged document.
pub(super) fn message(
    f: &Facts<'_>,
    documents: &DocumentPair,
    difference: &Difference,
) -> Bilingual {
    // As the text has them: in the file there may be markup between.
    let quoted = |side: &Side, member: Option<u32>, place: Option<Place>| {
        let span = place?.span;
        let found = member.into_iter().flat_map(|at| texts(f, side, at));
        let found = found.filter_map(|it| f.text(it).get(it.value_at(span)?)).next();
        let words = visible(found.unwrap_or_else(|| f.sources().slice(span)).trim());
        let cut = head(&words, QUOTED);
        let more = if cut.len() < words.len() { " …" } else { "" };
        Some(same(&format!("{cut}{more}")))
    };
    let words = || {
        let left = quoted(&documents.left, difference.left_member, difference.left);
        (left, quoted(&documents.right, difference.right_member, difference.right))
    };
    let values = || {
        (difference.left_value.as_deref().map(same), difference.right_value.as_deref().map(same))
    };
    match difference.kind {
        DifferenceKind::Modality => {
            let force = |it: &Option<Box<str>>| it.as_deref().map(force);
            let told = opposed((force(&difference.left_value), force(&difference.right_value)));
            under(&bilingual!("force", "能愿"), &told)
        }
        DifferenceKind::Quantity => {
            // As written: people read “not less than 16 ℃”, programs have the finding's evidence.
            let ((left, right), (ours, theirs)) = (words(), values());
            let told = opposed((left.or(ours), right.or(theirs)));
            match difference.set {
                Some(SetRelation::Subset) => {
                    under(&bilingual!("stricter limit", "限值更严"), &told)
                }
                Some(SetRelation::Superset) => {
                    under(&bilingual!("looser limit", "限值更宽"), &told)
                }
                Some(SetRelation::Disjoint) => {
                    under(&bilingual!("no value meets both", "没有值可同时满足"), &told)
                }
                _ => under(&bilingual!("limit", "限值"), &told),
            }
        }
        DifferenceKind::Condition => under(&bilingual!("condition", "条件"), &opposed(words())),
        DifferenceKind::Reference => {
            let (left, right) = (values(), words());
            let sides = (left.0.or(right.0), left.1.or(right.1));
            under(&bilingual!("document cited", "所引文件"), &opposed(sides))
        }
        DifferenceKind::Provision => under(&bilingual!("provision", "条款"), &opposed(words())),
        DifferenceKind::Wording => under(&bilingual!("wording", "文字"), &opposed(words())),
        DifferenceKind::Definition => under(&bilingual!("definition", "定义"), &opposed(words())),
        DifferenceKind::Missing => bilingual!("left out here", "本文件缺少该条"),
        DifferenceKind::Extra => bilingual!("added here", "本文件增加该条"),
    }
}

fn same(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}

/// The words for `REQ`, `PROH` …
fn force(word: &str) -> Bilingual {
    match Modality::from_word(word).map(Modality::as_str) {
        Some(word) => Bilingual::new(word_in(word, Language::En), word_in(word, Language::Zh)),
        None => same(word),
    }
}

/// `requirement here, recommendation in the source`.
fn opposed(sides: (Option<Bilingual>, Option<Bilingual>)) -> Bilingual {
    match sides {
        (Some(left), Some(right)) => Bilingual::new(
            format!("“{}” here, “{}” there", left.en, right.en),
            format!("本文件“{}”，对方“{}”", left.zh, right.zh),
        ),
        (Some(left), None) => Bilingual::new(
            format!("“{}” here, nothing there", left.en),
            format!("仅本文件有“{}”", left.zh),
        ),
        (None, Some(right)) => Bilingual::new(
            format!("“{}” there, nothing here", right.en),
            format!("仅对方有“{}”", right.zh),
        ),
        (None, None) => bilingual!("differs", "有差异"),
    }
}

fn under(label: &Bilingual, told: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{}: {}", label.en, told.en), format!("{}：{}", label.zh, told.zh))
}

/// The findings that speak of a difference: their place is that of the difference, and where they
/// show a place in the other document, it is that of the difference too.
pub(super) fn findings<'a>(
    f: &Facts<'_>,
    found: &Found<'a>,
    documents: &DocumentPair,
    difference: &Difference,
) -> Vec<&'a Finding> {
    let heading = |at: Option<u32>, left: bool| {
        let side = if left { &documents.left } else { &documents.right };
        at.map(|at| side.heading(f, at).span)
    };
    let adopted = || {
        let adoption = documents.adoption?;
        let adoptions = &f.standard(documents.left.doc).adopts;
        adoptions.get(adoption as usize).map(|it| it.source.written.span())
    };
    let left = difference.left.map(|it| it.span);
    let left = left.or_else(|| heading(difference.left_member, true)).or_else(adopted);
    let right = difference.right.map(|it| it.span);
    let right = right.or_else(|| heading(difference.right_member, false));
    let theirs = |span: Span| f.standard(documents.right.doc).span.file == span.file;
    found
        .of_kind(documents.left.doc, Kind::Difference)
        .filter(|it| Some(it.span) == left)
        .filter(|it| {
            let mut others = it.related.iter().filter(|it| theirs(it.span)).peekable();
            others.peek().is_none() || others.any(|it| Some(it.span) == right)
        })
        .collect()
}
