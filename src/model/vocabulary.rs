//! The closed lists of words of the field.

use serde::{Deserialize, Serialize};

/// Declares a closed list: each value with its word in definitions and JSON.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal $(| $alias:literal)*),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in declared order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in declared order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word for this value.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value for a word or one of its accepted other spellings.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word $(| $alias)* => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// The language of a text.
    Lang {
        /// Not said.
        Unstated = "und",
        /// English.
        En = "en" | "eng",
        /// Chinese.
        Zh = "zh" | "zh-CN" | "zh-Hans" | "zho" | "chi",
        /// French.
        Fr = "fr" | "fra" | "fre",
        /// Russian.
        Ru = "ru" | "rus",
        /// Japanese.
        Ja = "ja" | "jpn",
        /// German.
        De = "de" | "deu" | "ger",
        /// Spanish.
        Es = "es" | "spa",
        /// Any other.
        Other = "other",
    }
}

words! {
    /// Where a standard stands in its life, on a given date.
    Status {
        /// Not yet published.
        Draft = "draft" | "草案",
        /// Published, not yet in force (即将实施).
        NotYetEffective = "published_not_effective" | "即将实施" | "未实施",
        /// In force (现行).
        Current = "current" | "现行" | "现行有效" | "已实施",
        /// Another document took its place (被代替).
        Replaced = "replaced" | "被代替",
        /// Withdrawn (废止, 作废).
        Withdrawn = "withdrawn" | "废止" | "已废止" | "作废" | "已作废",
        /// Reviewed and confirmed: in force (确认有效).
        Confirmed = "confirmed" | "确认有效",
        /// Not known.
        Unknown = "unknown",
    }
}

impl Status {
    /// In force: current or confirmed.
    #[must_use]
    pub fn is_current(self) -> bool {
        matches!(self, Self::Current | Self::Confirmed)
    }
}

words! {
    /// Degree of correspondence of a national document to its international source
    /// (ISO/IEC Guide 21-1; GB/T 1.2-2020). Only IDT and MOD are adoption.
    Degree {
        /// Identical.
        Idt = "IDT" | "idt" | "等同",
        /// Modified.
        Mod = "MOD" | "mod" | "修改",
        /// Not equivalent.
        Neq = "NEQ" | "neq" | "非等效",
    }
}

words! {
    /// Rank of the body that issued a document, from its identifier.
    Level {
        /// Worldwide: ISO, IEC, ITU.
        International = "international",
        /// Of a group of countries: EN, GOST (interstate).
        Regional = "regional",
        /// Of a country.
        National = "national",
        /// Of a sector within a country (行业标准).
        Sector = "sector",
        /// Of a province or city (地方标准).
        Local = "local",
        /// Of an association or consortium (团体标准).
        Association = "association",
        /// Of an enterprise (企业标准).
        Enterprise = "enterprise",
        /// Not known to the registry.
        Unknown = "unknown",
    }
}

words! {
    /// Whether a reference is indispensable or for information.
    ReferenceRole {
        /// Indispensable for the application of the document.
        Normative = "normative",
        /// For information (bibliography).
        Informative = "informative",
        /// In a list that says neither: an unsplit list, or a subdivision with a heading of its own.
        Unstated = "unstated",
    }
}

words! {
    /// The element of a document that a clause is.
    Element {
        /// 前言.
        Foreword = "foreword",
        /// 引言.
        Introduction = "introduction",
        /// 范围.
        Scope = "scope",
        /// 规范性引用文件.
        NormativeReferences = "references",
        /// 术语和定义.
        Terms = "terms",
        /// 符号和缩略语.
        Symbols = "symbols",
        /// A clause of the core of the document.
        Requirement = "requirement",
        /// A test or verification method (证实方法).
        Verification = "verification",
        /// Annex; its `normative` flag says which kind.
        Annex = "annex",
        /// 参考文献.
        Bibliography = "bibliography",
        /// Index.
        Index = "index",
        /// A part before the text: abstract, endorsement notice, national preface.
        Preliminary = "preliminary",
        /// Any other clause.
        Other = "other",
    }
}

words! {
    /// The function of a document (GB/T 1.1-2020).
    DocumentFunction {
        /// 术语.
        Terminology = "terminology" | "术语",
        /// 符号.
        Symbols = "symbols" | "符号",
        /// 分类.
        Classification = "classification" | "分类",
        /// 试验.
        Test = "test" | "试验",
        /// 规范.
        Specification = "specification" | "规范",
        /// 规程.
        Procedure = "procedure" | "规程",
        /// 指南.
        Guideline = "guideline" | "指南",
        /// Requirements for a management system.
        ManagementSystem = "management_system",
        /// Requirements for a product or service.
        Product = "product",
        /// Any other.
        Other = "other",
    }
}

words! {
    /// What a block of text is.
    BlockKind {
        /// A paragraph.
        Paragraph = "paragraph",
        /// An item of a list; its `number` is the label.
        ListItem = "list_item",
        /// A note.
        Note = "note",
        /// An example.
        Example = "example",
        /// A footnote, of the text, a table or a figure (see [`Block::within`](super::Block::within)).
        Footnote = "footnote",
        /// A table: text is its cells, one row a line, cells set apart by tabs.
        Table = "table",
        /// A figure.
        Figure = "figure",
        /// A formula.
        Formula = "formula",
        /// A warning or other admonition.
        Admonition = "admonition",
        /// A requirement, recommendation or permission set apart by markup.
        Provision = "provision",
        /// Source code or other verbatim text.
        Verbatim = "verbatim",
    }
}

words! {
    /// How a deviation from an adopted document was classed.
    DeviationKind {
        /// Changes what is required.
        Technical = "technical",
        /// Changes the order or numbering of clauses.
        Structural = "structural",
        /// Changes wording only.
        Editorial = "editorial",
    }
}

words! {
    /// How a designation of a concept may be used.
    DesignationStatus {
        /// The term to use.
        Preferred = "preferred",
        /// Also accepted.
        Admitted = "admitted",
        /// Not to be used.
        Deprecated = "deprecated",
    }
}

words! {
    /// Relation of one clause or control to another (the words of OSCAL mapping and NIST IR 8477).
    Relation {
        /// Word for word.
        Equal = "equal" | "equal-to",
        /// The same in meaning.
        Equivalent = "equivalent" | "equivalent-to",
        /// The left asks for less: everything it asks, the right asks too.
        Subset = "subset" | "subset-of",
        /// The left asks for more.
        Superset = "superset" | "superset-of",
        /// Each has something the other lacks.
        Intersects = "intersects" | "intersects-with",
        /// Nothing in common.
        None = "none" | "no-relationship",
    }
}

words! {
    /// Who says where a document binds.
    Jurisdiction {
        /// People's Republic of China.
        China = "CN",
        /// Members of CEN and CENELEC.
        Europe = "EU",
        /// No country: worldwide.
        World = "world",
        /// Any other; the written word is kept by the standard.
        Other = "other",
    }
}

/// An international harmonized stage code, e.g. `60.60` (ISO Guide 69 / ISO stage codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stage {
    /// Stage, 00 to 95.
    pub stage: u8,
    /// Substage, 00 to 99.
    pub substage: u8,
}

impl Stage {
    /// Reads `60.60`, `60`, or `6060`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = |digits: &str| {
            (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
                .then(|| digits.parse::<u8>().ok())
                .flatten()
        };
        let (stage, substage) = match text.len() {
            2 => (number(text)?, 0),
            4 => (number(text.get(..2)?)?, number(text.get(2..)?)?),
            5 if text.as_bytes()[2] == b'.' => (number(text.get(..2)?)?, number(text.get(3..)?)?),
            _ => return None,
        };
        Some(Self { stage, substage })
    }

    /// Where a document at this stage stands: before publication (60) it is a draft; at 90.93 it was
    /// confirmed at its review; only 95.99 ends it, while the ballot on withdrawal runs it is in force
    /// (international harmonized stage codes).
    #[must_use]
    pub fn status(self) -> Status {
        match (self.stage, self.substage) {
            (0..=59, _) => Status::Draft,
            (90, 93) => Status::Confirmed,
            (95, 99) => Status::Withdrawn,
            (60..=95, _) => Status::Current,
            _ => Status::Unknown,
        }
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}.{:02}", self.stage, self.substage)
    }
}
