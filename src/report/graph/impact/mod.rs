//! Who is affected when something happens to a document, and who must act: for people and for programs.

mod duty;
mod json;
mod markdown;
mod page;
mod plan;
mod terminal;

pub use json::impact_json;
pub use markdown::impact_markdown;
pub use page::impact_html;
pub use terminal::impact_terminal;
