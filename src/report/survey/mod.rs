//! Harmonization gap reports: one [`Survey`](crate::survey::Survey) in, every format out. What is not
//! in the survey cannot be in a report.

pub mod html;
pub mod json;
pub mod markdown;
mod packing;
pub mod template;
pub mod xlsx;
