//! What rules rest on, in words.

use super::SourceClause;
use crate::source::Bilingual;

impl SourceClause {
    /// `GB/T 1.1-2020, 9.5.4.4`.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let document = chinese_name(&self.document);
        match &self.clause {
            Some(clause) => Bilingual::new(
                format!("{}, {clause}", self.document),
                format!("{document}，{}", chinese_clause(clause)),
            ),
            None => Bilingual::new(self.document.clone(), document),
        }
    }
}

/// The page about a rule.
#[must_use]
pub fn rule_url(code: &str) -> String {
    format!("{}/rules/{code}", env!("CARGO_PKG_HOMEPAGE"))
}

/// Of a name in two languages, `中文 (English)` or the other way round, the Chinese one.
fn chinese_name(document: &str) -> &str {
    let is_chinese = |text: &str| text.contains(|it: char| ('\u{4e00}'..='\u{9fff}').contains(&it));
    match document.strip_suffix(')').and_then(|it| it.split_once(" (")) {
        _ if document == "consonance policy" => "consonance 自定",
        Some((name, other)) if is_chinese(name) && !is_chinese(other) => name,
        Some((name, other)) if is_chinese(other) && !is_chinese(name) => other,
        _ => document,
    }
}

/// `Art 13` is `第 13 条`.
fn chinese_clause(clause: &str) -> String {
    match clause.strip_prefix("Art ") {
        Some(number) => format!("第 {number} 条"),
        None => clause.replace(" to ", "～"),
    }
}
