//! The words that a rule's regular expression found: `match`, in messages and as a place.

use std::borrow::Cow;
use std::ops::Range;

use super::pattern::Pattern;
use super::predicate::{Pred, Test};
use crate::fact::{FactRef, Facts, Get, Kind, Place, Value};

/// The field whose words a match is looked for in.
pub(super) const FIELD: &str = "text";

/// Its name, in messages and as a place.
pub(super) const NAME: &str = "match";

/// The regular expressions of a rule on the text of a sentence or provision.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matched(Box<[Pattern]>);

impl Matched {
    /// Those that `filter` asks of the text itself; what is denied matches nothing.
    pub(super) fn of(kind: Kind, filter: &Pred) -> Self {
        let mut patterns = Vec::new();
        if Facts::has_parts(kind) {
            collect(filter, &mut patterns);
        }
        Self(patterns.into())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first match from the left, and the text it stands in.
    fn find<'a>(&self, facts: &Facts<'a>, fact: FactRef) -> Option<(Cow<'a, str>, Range<usize>)> {
        let Get::One(get) = fact.kind.def().field(FIELD)?.get else { return None };
        let Value::Text(text) = get(facts, fact) else { return None };
        let found = self.0.iter().filter_map(|it| it.find(&text)).min_by_key(|it| it.start)?;
        Some((text, found))
    }

    /// The words.
    pub(super) fn words(&self, facts: &Facts<'_>, fact: FactRef) -> Option<String> {
        let (text, range) = self.find(facts, fact)?;
        text.get(range).map(|it| it.trim().to_owned())
    }

    /// Where they stand.
    pub(super) fn place(&self, facts: &Facts<'_>, fact: FactRef) -> Option<Place> {
        facts.place_of_part(fact, self.find(facts, fact)?.1)
    }
}

fn collect(pred: &Pred, patterns: &mut Vec<Pattern>) {
    match pred {
        Pred::All(preds) | Pred::Any(preds) => preds.iter().for_each(|it| collect(it, patterns)),
        Pred::One(path, test) if path.hops.is_empty() => {
            if path.field.is_some_and(|it| it.name == FIELD) {
                regexes(test, patterns);
            }
        }
        Pred::One(..) | Pred::Not(_) | Pred::Many(..) => {}
    }
}

fn regexes(test: &Test, patterns: &mut Vec<Pattern>) {
    match test {
        Test::Matches(pattern) => patterns.push(pattern.clone()),
        Test::All(tests) => tests.iter().for_each(|it| regexes(it, patterns)),
        _ => {}
    }
}
