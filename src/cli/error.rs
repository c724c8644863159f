//! What stops a command: a title, what led to it, and a way out.

use std::path::Path;

use super::Exit;
use crate::bilingual;
use crate::report::{Look, terminal};
use crate::source::{Bilingual, Language, Problem, ProblemCode, SourceMap};

/// Mistakes drawn without `-v`: whoever has more mends these first.
const SHOWN: usize = 10;

/// Why a command could not do its work. Everything about *input* that can be said at a place in a
/// text is a [`Problem`](crate::source::Problem) instead, and does not stop the run.
#[derive(Debug)]
pub(crate) struct CliError(Box<Parts>);

#[derive(Debug)]
struct Parts {
    title: Bilingual,
    cause: Option<String>,
    help: Option<Bilingual>,
    exit: Exit,
    /// Mistakes that can be pointed at: in a configuration or a rule.
    problems: Vec<Problem>,
    sources: SourceMap,
}

impl CliError {
    /// Wrong usage or configuration (exit 2).
    #[must_use]
    pub(crate) fn usage(title: Bilingual) -> Self {
        Self(Box::new(Parts {
            title,
            cause: None,
            help: None,
            exit: Exit::Usage,
            problems: Vec::new(),
            sources: SourceMap::new(),
        }))
    }

    /// Input that could not be read, where nothing else can be done (exit 3).
    #[must_use]
    pub(crate) fn unreadable(title: Bilingual) -> Self {
        let mut error = Self::usage(title);
        error.0.exit = Exit::Unreadable;
        error
    }

    /// Mistakes in a configuration or a rule, each drawn at its place (exit 2).
    #[must_use]
    pub(crate) fn problems(sources: SourceMap, problems: Vec<Problem>) -> Self {
        let mut error = Self::usage(Bilingual::default());
        error.0.sources = sources;
        error.0.problems = problems;
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

    /// What is wrong as problems, with the texts they point into: what is not said of a place is
    /// said of none.
    #[must_use]
    pub(crate) fn into_problems(self) -> (SourceMap, Vec<Problem>) {
        let Parts { title, cause, help, problems, sources, .. } = *self.0;
        if !problems.is_empty() {
            return (sources, problems);
        }
        let message = match cause {
            Some(cause) => {
                let (en, zh) = (title.en, title.zh);
                Bilingual::new(format!("{en}: {cause}"), format!("{zh}：{cause}"))
            }
            None => title,
        };
        let mut problem = Problem::with_path(ProblemCode::Unreadable, "", message);
        problem.help = help;
        (sources, vec![problem])
    }

    /// The code with which the process ends.
    #[must_use]
    pub(crate) fn exit(&self) -> Exit {
        self.0.exit
    }

    /// The lines for stderr: `error: …`, the cause, a blank line, `hint: …`; or the mistakes.
    #[must_use]
    pub(crate) fn render(&self, look: Look) -> String {
        if !self.0.problems.is_empty() {
            return self.render_problems(look);
        }
        let language = look.language;
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

    fn render_problems(&self, look: Look) -> String {
        let problems = &self.0.problems;
        let shown = if look.verbose > 0 { problems.len() } else { problems.len().min(SHOWN) };
        let drawn = problems[..shown].iter().map(|it| terminal::problem(it, &self.0.sources, look));
        let mut text = drawn.collect::<Vec<_>>().join("\n");
        let hidden = problems.len() - shown;
        if hidden > 0 {
            let more = bilingual!(
                "{hidden} more like these, -v shows all",
                "另有 {hidden} 处，-v 显示全部"
            );
            text.push_str(&format!("\n{}\n", more.get(look.language)));
        }
        text
    }
}
