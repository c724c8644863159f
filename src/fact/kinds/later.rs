//! Kinds that are named already and that nothing produces yet. A rule on one of them does not load:
//! better an error than a rule that never finds anything.

use super::super::{KindDef, Producer};

macro_rules! not_produced {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $en:literal, $zh:literal;)+) => {
        $($(#[$doc])*
        pub(crate) static $name: KindDef = KindDef {
            name: $word,
            en: concat!($en, " (not produced yet)"),
            zh: concat!($zh, "（尚未产生）"),
            fields: &[],
            places: &[],
            display: |_, _| "".into(),
            producer: Producer::NotProduced,
        };)+
    };
}

not_produced! {
    /// A cell of the standards system.
    CELL = "cell", "a cell of the standards system: sector and aspect", "标准体系单元：部门与方面";
}
