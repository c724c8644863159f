//! One identifier as the `id` command shows it.

use serde::Serialize;

use super::{Identifier, parse};

/// The record of `id --format json`: what an identifier says, or why it is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum IdRecord {
    /// An identifier.
    Read(Box<ReadRecord>),
    /// None.
    Bad {
        /// As written.
        input: String,
        /// Always false.
        ok: bool,
        /// What is wrong.
        error: String,
        /// What is wrong, in Chinese.
        error_zh: String,
        /// Column of the first bad character, from 1.
        column: u32,
        /// What was probably meant.
        suggestion: Option<String>,
    },
}

/// What an identifier says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadRecord {
    /// As written.
    pub input: String,
    /// Always true.
    pub ok: bool,
    /// The family that read it.
    pub grammar: &'static str,
    /// Canonical form.
    pub canonical: String,
    /// First publisher.
    pub publisher: String,
    /// Further publishers.
    pub copublishers: Vec<String>,
    /// Type of document.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Number without parts.
    pub number: String,
    /// Parts.
    pub parts: Vec<String>,
    /// All parts.
    pub all_parts: bool,
    /// Year.
    pub year: Option<u16>,
    /// Edition or version.
    pub edition: Option<String>,
    /// Stage, if a draft.
    pub stage: Option<String>,
    /// Amendments and corrigenda.
    pub supplements: Vec<String>,
    /// Language version.
    pub language: Option<String>,
    /// Canonical form of what it adopts.
    pub adopts: Option<String>,
    /// Every adopted document in the chain, nearest first.
    pub chain: Vec<String>,
    /// Rank of the issuing body.
    pub level: &'static str,
    /// URN.
    pub urn: Option<String>,
    /// Canonical form of the work.
    pub work: String,
    /// A known publisher that an unknown one looks like.
    pub suggestion: Option<String>,
}

/// Reads `input` and describes what it is, or why it is nothing.
#[must_use]
pub fn describe(input: &str) -> IdRecord {
    match parse(input) {
        Ok(id) => IdRecord::Read(Box::new(record(input, &id))),
        Err(error) => IdRecord::Bad {
            input: input.to_owned(),
            ok: false,
            error: error.message.en.clone(),
            error_zh: error.message.zh.clone(),
            column: error.column,
            suggestion: error.suggestion,
        },
    }
}

fn record(input: &str, id: &Identifier) -> ReadRecord {
    let text = |it: &compact_str::CompactString| it.to_string();
    let mut chain = Vec::new();
    let mut next = id.adopts.as_deref();
    while let Some(adopted) = next {
        chain.push(adopted.canonical.to_string());
        next = adopted.adopts.as_deref();
    }
    ReadRecord {
        input: input.to_owned(),
        ok: true,
        grammar: id.grammar.as_str(),
        canonical: text(&id.canonical),
        publisher: text(&id.publisher),
        copublishers: id.copublishers.iter().map(text).collect(),
        kind: id.kind.as_ref().map(text),
        number: text(&id.number),
        parts: id.parts.iter().map(text).collect(),
        all_parts: id.all_parts,
        year: id.year,
        edition: id.edition.as_ref().map(ToString::to_string),
        stage: id.stage.as_ref().map(ToString::to_string),
        supplements: id.supplements.iter().map(text).collect(),
        language: id.language.as_ref().map(ToString::to_string),
        adopts: id.adopts.as_ref().map(|it| text(&it.canonical)),
        chain,
        level: id.level.as_str(),
        urn: id.urn().map(|it| it.to_string()),
        work: id.work_key().to_owned(),
        suggestion: super::did_you_mean(input),
    }
}
