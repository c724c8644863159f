//! Relations between documents, and their directions.

use thin_vec::thin_vec;

use super::words::{self, Meaning};
use super::{Own, content, first_of, primary};
use crate::bilingual;
use crate::model::{Adoption, Reference, ReferenceRole, Said, Standard, Target, Text};
use crate::source::ProblemCode;
use crate::syntax::NodeKind;
use crate::syntax::access::{Cursor, Fields};

/// The other document of a relation.
struct Other<'c> {
    written: Text,
    value: &'c str,
    /// Date of publication as written, where the relation has one.
    date: Option<&'c str>,
}

/// Reads one relation into `standard`.
pub(super) fn relation(cursor: Cursor<'_>, own: &Own<'_>, standard: &mut Standard) {
    if cursor.kind() != NodeKind::Mapping {
        not_understood(cursor, "");
        return;
    }
    let Some(fields) = cursor.any_fields("relaton relation") else { return };
    let Some(kind) = fields.get("type").and_then(content) else {
        not_understood(cursor, "");
        return;
    };
    let word = kind.str().unwrap_or("");
    let Some(meaning) = words::meaning(word) else {
        not_understood(kind, word);
        return;
    };
    if meaning == Meaning::Nothing {
        return;
    }
    let Some(other) = other(&fields) else {
        kind.problem(
            ProblemCode::NotUnderstood,
            bilingual!("the relation \"{word}\" names no document", "关系“{word}”未指明文件"),
            None,
        );
        return;
    };
    let description = fields.get("description").and_then(content).and_then(Cursor::str);
    let meaning = match meaning {
        Meaning::Updates => updates(own, &other, description),
        meaning => meaning,
    };
    if meaning == Meaning::Replaces && is_draft_of_next(own, &other) {
        kind.problem(
            ProblemCode::NotUnderstood,
            bilingual!(
                "a published document is said to replace a draft: it is the draft that will replace it",
                "已发布的文件被说成代替草案：应是草案将代替它"
            ),
            None,
        );
        return;
    }
    let span = cursor.span();
    let target = Target::named(other.written);
    match meaning {
        Meaning::Replaces => standard.replaces.push(target),
        Meaning::ReplacedBy => standard.replaced_by.push(target),
        Meaning::Amends => standard.amends.push(target),
        Meaning::AmendedBy => standard.amended_by.push(target),
        Meaning::PartOf => standard.part_of.push(target),
        Meaning::HasPart => standard.parts.push(target),
        Meaning::AdoptedAs => standard.adopted_as.push(target),
        Meaning::Adopts(degree) => {
            let mut adoption = Adoption::of(target, span);
            adoption.degree = degree.map(|degree| Said::new(degree, kind.span()));
            standard.adopts.push(adoption);
        }
        Meaning::Cites => {
            let reference = Reference::new(target, ReferenceRole::Informative, span);
            match &mut standard.references {
                Some(references) => references.push(reference),
                none => *none = Some(thin_vec![reference]),
            }
        }
        Meaning::Updates | Meaning::Nothing => {}
    }
}

fn not_understood(cursor: Cursor<'_>, word: &str) {
    let message = if word.is_empty() {
        bilingual!("a relation without a type", "没有类型的关系")
    } else {
        bilingual!("the relation \"{word}\" is not known", "未知的关系“{word}”")
    };
    cursor.problem(ProblemCode::NotUnderstood, message, None);
}

/// `bibitem` with its identifiers, or `target` in the short form.
fn other<'c>(relation: &Fields<'c>) -> Option<Other<'c>> {
    if let Some(target) = relation.get("target").and_then(content) {
        return named(target, None);
    }
    let item = relation.get("bibitem")?;
    if item.kind() == NodeKind::Scalar {
        return named(item, None);
    }
    let item = first_of(item)?.any_fields("relaton item")?;
    let identifiers = item.get("docid").or_else(|| item.get("docidentifier"));
    let name =
        identifiers.and_then(primary).or_else(|| item.get("formattedref").and_then(content))?;
    let date = item.get("date").and_then(|it| super::dates(it).into_iter().next());
    named(name, date.and_then(|(_, date)| date.str()))
}

fn named<'c>(cursor: Cursor<'c>, date: Option<&'c str>) -> Option<Other<'c>> {
    let value = cursor.str()?.trim();
    let written = cursor.text()?;
    (!value.is_empty()).then_some(Other { written, value, date })
}

/// What `updates` means. IEEE says it in a description. In the catalogues of ISO and IEC it points from
/// the old document to the new ("is revised by"). Catalogues that give every edition the same
/// identifier (Ecma) list all editions with each: their dates say it better. Elsewhere (IETF, CCSDS) the
/// document that updates is the later one, and what it updates stays: an amendment.
fn updates(own: &Own<'_>, other: &Other<'_>, description: Option<&str>) -> Meaning {
    if let Some(meaning) = description.and_then(words::described) {
        return meaning;
    }
    if own.is(other.value) {
        return Meaning::Nothing;
    }
    let later = is_later(own, other);
    match own.body.to_lowercase().as_str() {
        "iso" | "iec" if later != Some(false) => Meaning::ReplacedBy,
        _ if later == Some(true) => Meaning::ReplacedBy,
        _ => Meaning::Amends,
    }
}

/// Whether the other document is later, where years or dates tell.
fn is_later(own: &Own<'_>, other: &Other<'_>) -> Option<bool> {
    let identifier = crate::identifier::parse(other.value).ok();
    let dated = other.date.and_then(year);
    let others = identifier.as_ref().and_then(|it| it.year).or(dated)?;
    let owns = own.year?;
    if others != owns {
        return Some(others > owns);
    }
    let (theirs, ours) = (other.date?, own.date?);
    let comparable = theirs.len().min(ours.len());
    let (theirs, ours) = (theirs.get(..comparable)?, ours.get(..comparable)?);
    (theirs != ours).then(|| theirs > ours)
}

/// The year at the start of a date.
pub(super) fn year(date: &str) -> Option<u16> {
    date.get(..4)?.parse().ok()
}

/// ISO lists the project that will revise a document among those that it makes obsolete.
fn is_draft_of_next(own: &Own<'_>, other: &Other<'_>) -> bool {
    let is_draft = |text: &str| {
        crate::identifier::parse(text).is_ok_and(|it| it.stage.is_some() && it.year.is_none())
    };
    is_draft(other.value) && !own.identifiers.iter().any(|it| is_draft(it))
}
