//! Documents that mapping sets name: by identifier, else by title or by the name of their file.
//!
//! A catalogue of controls often has no number, and a mapping collection refers to it by the title of
//! an entry in its back matter, or by the path or address of its file.

use rustc_hash::FxHashMap;

use super::build::plain_title;
use super::{Corpus, NodeId, StandardId};
use crate::model::Target;

/// Documents by title, by what stands before the colon of the title, and by file; `None` where several
/// have the name.
pub(super) type Frameworks = FxHashMap<String, Option<StandardId>>;

impl Corpus {
    /// The document that a side of a mapping set means, where it is in the corpus. `from` is the
    /// document that declares the set; none where the set stands alone.
    #[must_use]
    pub fn framework(&self, target: &Target, from: Option<StandardId>) -> Option<StandardId> {
        let resolution = self.resolve(target, from.unwrap_or(StandardId(u32::MAX)));
        let by_identifier: Option<NodeId> = resolution.single();
        by_identifier.and_then(|node| self.standard_of(node)).or_else(|| self.by_title(target))
    }

    pub(super) fn by_title(&self, target: &Target) -> Option<StandardId> {
        let written = target.written.get(&self.sources);
        let names = [file_name(written), Some(plain_title(written)), before_colon(written)];
        names.into_iter().flatten().find_map(|name| *self.frameworks.get(&name)?)
    }

    pub(super) fn collect_frameworks(&mut self) {
        let declared = self.standards.iter().any(|it| !it.mappings.is_empty());
        if self.mappings.is_empty() && !declared {
            return;
        }
        let mut frameworks = Frameworks::default();
        for (at, standard) in (0_u32..).zip(&self.standards) {
            let file = self.sources.file(standard.span.file);
            let titles = standard.title.iter().map(|(_, text)| text.get(&self.sources));
            let mut names: Vec<String> = titles
                .flat_map(|title| [Some(plain_title(title)), before_colon(title)])
                .chain([file_name(file.path())])
                .flatten()
                .filter(|name| !name.is_empty())
                .collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let found = frameworks.entry(name).or_insert(Some(StandardId(at)));
                if *found != Some(StandardId(at)) {
                    *found = None;
                }
            }
        }
        self.frameworks = frameworks;
    }
}

/// What a title says before its colon, as `EXAMPLE 1` of `EXAMPLE 1: A catalogue`.
fn before_colon(title: &str) -> Option<String> {
    title.split_once(": ").map(|(head, _)| plain_title(head))
}

/// The name of a file that a path or an address ends with.
fn file_name(written: &str) -> Option<String> {
    let written = written.split(['?', '#']).next().unwrap_or(written);
    let name = written.rsplit(['/', '\\']).next().unwrap_or(written).trim().to_lowercase();
    let known = [".json", ".xml", ".yaml", ".yml"].iter().any(|it| name.ends_with(it));
    // A slash is no part of any plain title.
    known.then(|| format!("/{name}"))
}
