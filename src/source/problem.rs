//! What could not be read, and why.

use serde::{Deserialize, Serialize};

use super::{Bilingual, Span};

/// The kind of a [`Problem`]; its code is what users see and filter on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProblemCode {
    /// The file or folder could not be opened or read.
    Unreadable,
    /// Larger than the size limit.
    TooLarge,
    /// The bytes are not text in any encoding that is read.
    Encoding,
    /// The text is not well-formed in its format.
    Syntax,
    /// Nested deeper, or expanded further, than the limits allow.
    Limit,
    /// A key or element that the format does not have.
    UnknownKey,
    /// A value of another type, or outside the allowed words.
    WrongType,
    /// A required key is absent.
    MissingKey,
    /// A key given twice.
    DuplicateKey,
    /// The format could not be recognised.
    UnknownFormat,
    /// An include or companion file that is missing, loops, or lies outside the allowed folder.
    Include,
    /// Read, but part of it was not understood; `import --check` lists these.
    NotUnderstood,
    /// An example of a rule that does not show what it should.
    Example,
}

impl ProblemCode {
    /// The stable code, as in messages and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "SRC001",
            Self::TooLarge => "SRC002",
            Self::Encoding => "SRC003",
            Self::Syntax => "SRC004",
            Self::Limit => "SRC005",
            Self::UnknownKey => "SRC006",
            Self::WrongType => "SRC007",
            Self::MissingKey => "SRC008",
            Self::DuplicateKey => "SRC009",
            Self::UnknownFormat => "SRC010",
            Self::Include => "SRC011",
            Self::NotUnderstood => "SRC012",
            Self::Example => "SRC013",
        }
    }

    /// Whether the problem means that input could not be read (exit code 3).
    #[must_use]
    pub fn is_failure(self) -> bool {
        !matches!(self, Self::NotUnderstood)
    }
}

/// One thing about the input that could not be read; the rest is still read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// What is wrong, in both languages.
    pub message: Bilingual,
    /// Where, when there is a text to point into.
    pub span: Option<Span>,
    /// The path as the user gave it, when there is no text.
    pub path: Option<String>,
    /// What to do about it.
    pub help: Option<Bilingual>,
}

impl Problem {
    /// A problem at a place in a text.
    #[must_use]
    pub fn at(code: ProblemCode, span: Span, message: Bilingual) -> Self {
        Self { code, message, span: Some(span), path: None, help: None }
    }

    /// A problem with a file that has no text to point into.
    #[must_use]
    pub fn with_path(code: ProblemCode, path: impl Into<String>, message: Bilingual) -> Self {
        Self { code, message, span: None, path: Some(path.into()), help: None }
    }

    /// The same, with a way out.
    #[must_use]
    pub fn help(mut self, help: Bilingual) -> Self {
        self.help = Some(help);
        self
    }
}
