//! Metanorma: standards written in AsciiDoc, and its XML (semantic, or with the presentation added).

mod adoc;
mod header;
mod markup;
mod numbers;
mod placeholder;
mod places;

pub(super) use adoc::MetanormaAdoc;
pub(super) use markup::MetanormaXml;
