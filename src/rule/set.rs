//! All rules of a run: the built-in ones and those of further folders, which are the same thing.

use indexmap::IndexMap;
use memchr::memmem;
use rayon::prelude::*;

use super::ast::Rule;
use super::load;
use crate::bilingual;
use crate::source::{Encoding, Problem, ProblemCode, SourceFile, SourceMap};
use crate::syntax::did_you_mean;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The text of a rule up to its examples, which come last.
fn without_examples(text: &str) -> &str {
    let end = memmem::find(text.as_bytes(), b"\nexamples:").map_or(text.len(), |at| at + 1);
    &text[..end]
}

/// Rules, by code, with the texts that they were read from.
#[derive(Debug, Default)]
pub struct RuleSet {
    sources: SourceMap,
    rules: IndexMap<String, Rule>,
}

/// Rules that could not be loaded, and why.
#[derive(Debug)]
pub struct RuleErrors {
    /// The texts of the rules.
    pub sources: SourceMap,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
}

impl RuleSet {
    /// The built-in rules.
    ///
    /// # Errors
    /// Never in a build that passed its tests: says what is wrong with a rule, and where.
    pub fn built_in() -> Result<Self, RuleErrors> {
        Self::load([])
    }

    /// The built-in rules, and those of further files (path and text).
    ///
    /// # Errors
    /// Everything that is wrong with the rules, each with its place.
    pub fn load(further: impl IntoIterator<Item = (String, String)>) -> Result<Self, RuleErrors> {
        let embedded =
            EMBEDDED_RULES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self::from_files(embedded.chain(further))
    }

    /// The same to judge with: the built-in rules without their examples, and taken to be without
    /// fault, since most of the time of loading them goes into both.
    ///
    /// # Errors
    /// Everything that is wrong with the further rules, each with its place.
    pub fn to_judge(
        further: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, RuleErrors> {
        let embedded = EMBEDDED_RULES
            .iter()
            .map(|(path, text)| ((*path).to_owned(), without_examples(text).to_owned()));
        Self::from_texts(embedded.chain(further), EMBEDDED_RULES.len())
    }

    /// Only the rules of these files (path and text).
    ///
    /// # Errors
    /// Everything that is wrong with the rules, each with its place.
    pub fn from_files(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, RuleErrors> {
        Self::from_texts(files, 0)
    }

    /// The rules of these files, of which the first `trusted` are known to be without fault.
    fn from_texts(
        files: impl IntoIterator<Item = (String, String)>,
        trusted: usize,
    ) -> Result<Self, RuleErrors> {
        let mut sources = SourceMap::new();
        for (path, text) in files {
            sources.add(|id| SourceFile::text_file(id, path, Encoding::Utf8, text));
        }
        let mut rules: IndexMap<String, Rule> = IndexMap::new();
        let mut problems = Vec::new();
        let load = |(at, file): (usize, &SourceFile)| load::load(file, at < trusted);
        let loaded: Vec<_> = sources.files().par_iter().enumerate().map(load).collect();
        for rule in loaded {
            match rule {
                Ok(rule) => match rules.get(&rule.code) {
                    None => {
                        rules.insert(rule.code.clone(), rule);
                    }
                    Some(first) => {
                        let code = &rule.code;
                        let path = sources.file(first.span.file).path();
                        problems.push(
                            Problem::at(
                                ProblemCode::DuplicateKey,
                                rule.span,
                                bilingual!(
                                    "the code {code} is taken by {path}",
                                    "代码 {code} 已被 {path} 使用"
                                ),
                            )
                            .help(bilingual!(
                                "give this rule a code of its own",
                                "请为此规则另取代码"
                            )),
                        );
                    }
                },
                Err(mut wrong) => problems.append(&mut wrong),
            }
        }
        if !problems.is_empty() {
            return Err(RuleErrors { sources, problems });
        }
        rules.sort_keys();
        Ok(Self { sources, rules })
    }

    /// Every rule, by code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Rule> {
        self.rules.values()
    }

    /// The rule with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Rule> {
        self.rules.get(code)
    }

    /// The rule at this place of the order by code.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Rule> {
        self.rules.get_index(index).map(|(_, rule)| rule)
    }

    /// Number of rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules that `selector` names: a code (`REF007`) or the head of codes (`REF`); `ALL` is
    /// every rule.
    pub fn matching<'s>(&'s self, selector: &'s str) -> impl Iterator<Item = &'s Rule> {
        self.iter().filter(move |rule| {
            selector == "ALL"
                || rule.code == selector
                || (rule.code.starts_with(selector)
                    && selector.bytes().all(|b| b.is_ascii_uppercase())
                    && rule.code[selector.len()..].starts_with(|c: char| c.is_ascii_digit()))
        })
    }

    /// The code that was probably meant.
    #[must_use]
    pub fn nearest(&self, code: &str) -> Option<&str> {
        did_you_mean(&code.to_ascii_uppercase(), self.rules.keys().map(String::as_str))
    }

    /// The texts that the rules were read from.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The rule as its file has it.
    #[must_use]
    pub fn text_of(&self, rule: &Rule) -> &str {
        self.sources.slice(rule.span)
    }
}
