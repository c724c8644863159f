//! The words of the graph, for people.

use crate::bilingual;
use crate::fact::word_in;
use crate::source::{Bilingual, Language};

/// A word of the graph's JSON (a status, a role) in words.
pub(super) fn word(word: &'static str) -> Bilingual {
    match word {
        "unknown" => bilingual!("status not known", "状态未知"),
        "unstated" => bilingual!("role not stated", "未说明作用"),
        _ => Bilingual::new(word_in(word, Language::En), word_in(word, Language::Zh)),
    }
}

/// A kind of edge, as a person says it of the one document: it *cites* the other.
pub(super) fn kind(word: &'static str) -> Bilingual {
    match word {
        "cites" => bilingual!("cites", "引用"),
        "adopts" => bilingual!("adopts", "采用"),
        "replaces" => bilingual!("replaces", "代替"),
        "amends" => bilingual!("amends", "修改"),
        "part-of" => bilingual!("is part of", "属于"),
        "maps" => bilingual!("maps to", "映射到"),
        "edition-of" => bilingual!("is an edition of", "是其版本"),
        _ => Bilingual::new(word, word),
    }
}

/// The same from the other end: the other document is *cited by* it.
pub(super) fn kind_of_other(word: &'static str) -> Bilingual {
    match word {
        "cites" => bilingual!("cited by", "被引用"),
        "adopts" => bilingual!("adopted by", "被采用"),
        "replaces" => bilingual!("replaced by", "被代替"),
        "amends" => bilingual!("amended by", "被修改"),
        "part-of" => bilingual!("has the part", "包含部分"),
        "maps" => bilingual!("mapped from", "被映射"),
        "edition-of" => bilingual!("has the edition", "有版本"),
        _ => Bilingual::new(word, word),
    }
}
