//! Works and editions: which identifiers name the same document at different times.

use super::{Grammar, Identifier};

impl Identifier {
    /// Canonical form of the work: no year, edition, stage or supplement. Equal for all editions.
    #[must_use]
    pub fn work_key(&self) -> &str {
        if self.work.is_empty() { &self.canonical } else { &self.work }
    }

    /// The work that this is an edition of: no year, edition, stage or supplements.
    #[must_use]
    pub fn undated(&self) -> Self {
        if self.grammar == Grammar::Open {
            return self.clone();
        }
        let mut work = self.clone();
        work.canonical = self.work_key().into();
        work.all_parts = false;
        work.year = None;
        work.edition = None;
        work.stage = None;
        work.supplements.clear();
        work.language = None;
        work.adopts = self.adopts.as_ref().map(|adopted| Box::new(adopted.undated()));
        work
    }

    /// Whether both are editions of one work.
    #[must_use]
    pub fn same_work(&self, other: &Self) -> bool {
        self.work_key() == other.work_key()
    }

    /// Whether it names one edition: by year, by version, or because such documents have one
    /// edition only (an RFC).
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.year.is_some()
            || self.edition.is_some()
            || (self.grammar == Grammar::Ietf
                && matches!(self.publisher.as_str(), "RFC" | "Internet-Draft"))
    }

    /// Whether this names `other` too: the same identifier, the work of which `other` is an
    /// edition, or all parts of which `other` is one.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        if self.canonical == other.canonical {
            return true;
        }
        if self.all_parts {
            return self.publisher == other.publisher
                && self.copublishers == other.copublishers
                && self.kind == other.kind
                && self.number == other.number
                && (self.year.is_none() || self.year == other.year)
                && other.parts.starts_with(&self.parts);
        }
        !self.is_dated()
            && self.stage.is_none()
            && self.supplements.is_empty()
            && self.same_work(other)
    }
}
