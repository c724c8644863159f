//! How long adoption takes, and what a document adopts.

use super::super::{FactRef, Facts, Kind, Reason};
use super::adoption;
use super::standard::years_between;
use crate::corpus::{PartialDate, StandardId};
use crate::fact::lazy::is_national;
use crate::identifier::Identifier;
use crate::model::{Level, Status};

/// How many documents a standard adopts. An amendment or another edition of the same work does not
/// count again.
pub(super) fn sources(f: &Facts<'_>, doc: u32) -> usize {
    let mut works: Vec<&str> = Vec::new();
    for adoption in &f.standard(doc).adopts {
        let identifier = f.parsed(adoption.source.identifier).and_then(Result::ok);
        let work = identifier.map_or_else(|| f.written(&adoption.source), Identifier::work_key);
        if !works.contains(&work) {
            works.push(work);
        }
    }
    works.len()
}

/// The years of a lag, and the international document that waited.
pub(super) fn lag(f: &Facts<'_>, r: FactRef) -> Result<Option<(f64, u32)>, Reason> {
    match f.own_identifier(r.doc).map(|it| it.level) {
        Some(Level::International) if is_to_be_adopted(f, r.doc) => waiting(f, r),
        Some(Level::National | Level::Sector | Level::Regional) => {
            let adopts = f.standard(r.doc).adopts.len();
            if adopts == 0 {
                return Ok(None);
            }
            let mut longest: Option<(f64, u32)> = None;
            for index in 0..u32::try_from(adopts).unwrap_or(u32::MAX) {
                let source = adoption::source(f, FactRef::new(Kind::Adoption, r.doc, index));
                let Some(StandardId(source)) = source.and_then(|it| f.corpus().standard_of(it))
                else {
                    continue;
                };
                let Some(years) = f.years_between(source, r.doc) else { continue };
                if longest.is_none_or(|(most, _)| most < years) {
                    longest = Some((years, source));
                }
            }
            let unknown = Reason::Because {
                doc: r.doc,
                why: &(
                    "the dates of publication of it and of what it adopts are not both known",
                    "本文件与所采用文件的发布日期未全部给出",
                ),
            };
            longest.map(Some).ok_or(unknown)
        }
        _ => Ok(None),
    }
}

/// Whether national bodies adopt such documents: those of ISO, IEC and ITU.
fn is_to_be_adopted(f: &Facts<'_>, doc: u32) -> bool {
    f.own_identifier(doc)
        .is_some_and(|it| ["ISO", "IEC", "ITU"].iter().any(|body| it.publisher.starts_with(body)))
}

/// An international document that nobody adopts.
fn waiting(f: &Facts<'_>, r: FactRef) -> Result<Option<(f64, u32)>, Reason> {
    if !f.status(r.doc, r.doc).is_current() {
        return Ok(None);
    }
    if !f.lazy().has_national_adoptions(f) {
        return Err(Reason::Because {
            doc: r.doc,
            why: &("the corpus holds no national adoptions", "语料库中没有国家采用文件"),
        });
    }
    let id = StandardId(r.doc);
    let one = [id];
    let editions = f.corpus().work_of(id).map_or(one.as_slice(), |work| f.corpus().editions(work));
    let adopted = editions.iter().any(|edition| {
        let adopters = f.corpus().adopters(edition.node());
        adopters.into_iter().any(|(_, node)| {
            is_national(f, node)
                && f.corpus().standard_of(node).is_none_or(|it| {
                    !matches!(f.status(it.0, it.0), Status::Withdrawn | Status::Replaced)
                })
        })
    });
    if adopted {
        return Ok(None);
    }
    let published = f.standard(r.doc).dates.published.as_ref();
    let published = published.and_then(|text| PartialDate::parse(f.text(text)));
    let day = f.corpus().day_of(id);
    match published.zip(day) {
        Some((published, day)) => Ok(Some((years_between(published, day), r.doc))),
        None => Err(Reason::NotGiven { doc: r.doc, field: "published" }),
    }
}
