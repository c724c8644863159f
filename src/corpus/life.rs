//! The dates and words of a standard about its own life, read once.

use super::PartialDate;
use super::forms;
use crate::identifier::{Identifier, IdentifierTable};
use crate::model::{Standard, Status, Text};
use crate::source::SourceMap;

/// What a standard says about its own life.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Life {
    pub(super) published: Option<PartialDate>,
    pub(super) effective: Option<PartialDate>,
    pub(super) withdrawn: Option<PartialDate>,
    /// Year of the identifier: the date where no other is said.
    pub(super) year: Option<PartialDate>,
    /// Status as said, or as its stage says; never `Unknown`.
    pub(super) declared: Option<Status>,
    /// The status was read off the stage.
    pub(super) by_stage: bool,
    /// Number of the edition; 0 where none is said.
    pub(super) edition: u16,
    /// How much the description says: the better one of two stands for the document.
    pub(super) richness: u8,
}

impl Life {
    pub(super) fn of(
        standard: &Standard,
        sources: &SourceMap,
        identifiers: &IdentifierTable,
    ) -> Self {
        let date = |text: Option<&Text>| PartialDate::parse(text?.get(sources));
        let details = standard.details.as_deref();
        let said = standard.status.map(|said| said.value).filter(|&it| it != Status::Unknown);
        let staged = details.and_then(|it| it.stage).map(|stage| stage.value.status());
        let year = identifier_of(standard, identifiers)
            .and_then(forms::year)
            .and_then(PartialDate::of_year);
        // years after the year of its own identifier it was put online, or printed again
        let late = |it: &PartialDate| year.is_some_and(|year| it.year() > year.year() + 1);
        Self {
            published: date(standard.dates.published.as_ref()).filter(|it| !late(it)),
            effective: date(standard.dates.effective.as_ref()),
            withdrawn: date(standard.dates.withdrawn.as_deref()),
            year,
            declared: said.or(staged),
            by_stage: said.is_none() && staged.is_some(),
            edition: details.and_then(|it| it.edition.as_ref()).map_or(0, |text| {
                let text = text.get(sources).trim();
                let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
                text[..digits].parse().unwrap_or(0)
            }),
            richness: u8::from(standard.clauses.is_some()) * 4
                + u8::from(standard.references.is_some()) * 2
                + u8::from(said.or(staged).is_some()),
        }
    }

    /// When the edition came out, as well as it is known.
    pub(super) fn born(&self) -> Option<PartialDate> {
        self.published.or(self.year).or(self.effective)
    }

    /// Whether, as far as is known, it could stand in another's place on `day`.
    pub(super) fn in_force(&self, day: Option<PartialDate>) -> bool {
        let arrived = |date: Option<PartialDate>| match (date, day) {
            (Some(date), Some(day)) => Some(!day.surely_before(date)),
            _ => None,
        };
        match self.declared {
            Some(Status::Draft) => false,
            Some(Status::NotYetEffective) => arrived(self.effective).unwrap_or(false),
            _ => arrived(self.effective.or(self.published).or(self.year)).unwrap_or(true),
        }
    }
}

pub(super) fn identifier_of<'a>(
    standard: &Standard,
    identifiers: &'a IdentifierTable,
) -> Option<&'a Identifier> {
    identifiers.get(standard.identity.as_ref()?.identifier)?.ok()
}
