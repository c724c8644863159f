//! One integration binary: link time matters.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tests fail and speak aloud"
)]

mod align_face;
mod alignment;
mod bad_input;
mod baseline;
mod cache;
mod ci;
mod cli;
mod conflicts;
mod corpus;
mod definitions;
mod docs;
mod docx;
mod editions;
mod faults;
mod fixes;
mod fixtures;
mod formats;
mod graph;
mod hostile;
mod identifiers;
mod import;
mod lists;
mod living;
mod mappings;
mod matching;
mod metanorma;
mod oscal;
mod packs;
mod prose;
mod provisions;
mod quantities;
mod report_formats;
mod report_terminal;
mod rfc;
mod rule_engine;
mod rules;
mod sample;
mod settings;
mod shared_data;
mod sts;
mod terms;
mod yaml;
