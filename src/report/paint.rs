//! The few colours that are used: the sixteen of every terminal, so that light and dark themes
//! both keep their contrast. No meaning rests on a colour alone.

use crate::finding::Severity;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Error,
    Warning,
    Info,
    Good,
    Bold,
    Dim,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Info => "1;36",
            Self::Good => "32",
            Self::Bold => "1",
            Self::Dim => "2",
        }
    }
}

impl From<Severity> for Ink {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }
}

/// `text` in `ink`, where colour is on.
pub(super) fn paint(text: &str, ink: Ink, color: bool) -> String {
    match color && !text.is_empty() {
        true => format!("\x1b[{}m{text}\x1b[0m", ink.code()),
        false => text.to_owned(),
    }
}
