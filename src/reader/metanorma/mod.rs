//! Metanorma: standards written in AsciiDoc, and its semantic XML.

mod adoc;
mod header;

pub(super) use adoc::MetanormaAdoc;
