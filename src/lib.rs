//! Standards alignment and compliance checking.
//!
//! `consonance` reads standards (national, association and international), joins them into one
//! graph of references, and says where they do not agree: gaps, conflicts and unharmonized
//! clauses, each pointing at the exact words in both texts.
//!
//! Data runs one way through the rooms below, top to bottom; no room imports a room that is
//! listed under it.

mod initials;

pub mod source;

pub mod syntax;

pub mod identifier;

pub mod model;

pub mod reader;

pub mod language;

pub mod corpus;

pub mod coverage;

pub mod alignment;

pub mod comparison;

pub mod fact;

pub mod finding;

pub mod fix;

pub mod rule;

pub mod survey;

pub mod report;

pub mod store;

pub mod export;

pub mod config;

mod lsp;

pub mod cli;
