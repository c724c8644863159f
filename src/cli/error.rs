//! What stops a command: a title, what led to it, and a way out.

use std::path::Path;

use super::Exit;
use crate::bilingual;
use crate::source::{Bilingual, Language};

/// Why a command could not do its work. Everything about *input* that can be said at a place in a
/// text is a [`Problem`](crate::source::Problem) instead, and does not stop the run.
#[derive(Clone, Debug)]
pub(crate) struct CliError(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    title: Bilingual,
    cause: Option<String>,
    help: Option<Bilingual>,
    exit: Exit,
}

impl CliError {
    /// Wrong usage or configuration (exit 2).
    #[must_use]
    pub(crate) fn usage(title: Bilingual) -> Self {
        Self(Box::new(Parts { title, cause: None, help: None, exit: Exit::Usage }))
    }

    /// Input that could not be read, where nothing else can be done (exit 3).
    #[must_use]
    pub(crate) fn unreadable(title: Bilingual) -> Self {
        let mut error = Self::usage(title);
        error.0.exit = Exit::Unreadable;
        error
    }

    /// A file that could not be written (exit 2: the place was named by the user).
    #[must_use]
    pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::usage(bilingual!("cannot write {path}", "无法写入 {path}")).cause(error).help(
            bilingual!(
                "see that the folder exists, may be written and is not full",
                "请确认该文件夹存在、可写且未满"
            ),
        )
    }

    /// The same, with what the system or a library said (in its own language).
    #[must_use]
    pub(crate) fn cause(mut self, cause: impl std::fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// The same, with a way out.
    #[must_use]
    pub(crate) fn help(mut self, help: Bilingual) -> Self {
        self.0.help = Some(help);
        self
    }

    /// The code with which the process ends.
    #[must_use]
    pub(crate) fn exit(&self) -> Exit {
        self.0.exit
    }

    /// The lines for stderr, without colour: `error: …`, the cause, a blank line, `hint: …`.
    #[must_use]
    pub(crate) fn render(&self, language: Language) -> String {
        let (error, cause, hint) = match language {
            Language::En => ("error", "cause", "hint"),
            Language::Zh => ("错误", "原因", "提示"),
        };
        let mut lines = format!("{error}: {}\n", self.0.title.get(language));
        if let Some(text) = &self.0.cause {
            lines.push_str(&format!("  {cause}: {text}\n"));
        }
        if let Some(help) = &self.0.help {
            lines.push_str(&format!("\n{hint}: {}\n", help.get(language)));
        }
        lines
    }
}
