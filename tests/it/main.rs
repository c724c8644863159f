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
mod coverage;
mod coverage_face;
mod definitions;
mod docs;
mod docx;
mod docx_variants;
mod editions;
mod exchange_variants;
mod faults;
mod fixes;
mod fixtures;
mod formats;
mod graph;
mod hostile;
mod identifiers;
mod impact;
mod import;
mod kept_ways;
mod lists;
mod living;
mod lsp;
mod mappings;
mod matching;
mod metanorma;
mod metanorma_variants;
mod oscal;
mod packs;
mod pages;
mod prose;
mod provisions;
mod quantities;
mod read;
mod reader_variants;
mod report;
mod report_formats;
mod report_page;
mod report_terminal;
mod rfc;
mod rule_engine;
mod rules;
mod said;
mod sample;
mod settings;
mod shared_data;
mod sts;
mod sts_variants;
mod terms;
mod yaml;
