//! Rules: YAML files that say what is wrong, and the engine that asks them about every fact.
//!
//! A rule is loaded ([`RuleSet`]), checked against the schema of facts, compiled to native
//! predicates ([`Pred`]) and run ([`check`]). What the file format is, `docs/rule-format.md` says.

mod ast;
mod check;
mod compile;
pub mod examples;
pub(crate) mod fields;
mod load;
mod matched;
mod pattern;
mod predicate;
mod profile;
mod schema;
mod set;
mod template;

pub use ast::{Cases, Example, FixRule, Life, PlacePath, Related, Report, Rule, RuleLanguage};
pub(crate) use check::joined;
pub use check::{
    Exception, Exceptions, Outcome, Policy, Share, Stats, check, check_on, with_facts,
};
pub(crate) use compile::operators;
pub use predicate::{Cmp, Item, ListTest, Path, Pred, Test, Verdict};
pub use profile::{
    Choice, Hierarchy, Profile, ProfileErrors, Profiles, Rank, check_selector, severity_in,
};
pub use schema::json_schema;
pub use set::{RuleErrors, RuleSet};
pub use template::{BilingualTemplate, Template};
