//! Sector schemes of the user's own, from files that the configuration or a plan names.

use std::path::{Path, PathBuf};

use super::{Scheme, Schemes, read};
use crate::bilingual;
use crate::corpus::Corpus;
use crate::model::StandardsSystem;
use crate::reader::Loaded;
use crate::source::{Encoding, Problem, ProblemCode, SourceFile, SourceMap};

impl Schemes {
    /// Reads a scheme and adds it; its key.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&mut self, file: &SourceFile, path: &Path) -> Result<String, Vec<Problem>> {
        match read::scheme(file) {
            (Some(scheme), _) => {
                let key = scheme.key.clone();
                self.add(scheme, path.to_owned());
                Ok(key)
            }
            (None, problems) => Err(problems),
        }
    }

    /// Reads the schemes that plans name by a path. What cannot be read is a problem of the run.
    pub fn read_plans(&mut self, loaded: &mut Loaded) {
        let mut wanted: Vec<(PathBuf, crate::source::Span)> = Vec::new();
        for system in &loaded.systems {
            if let (Some(path), Some(text)) = (path_of(system, &loaded.sources), &system.scheme)
                && self.at(&path).is_none()
                && !wanted.iter().any(|(known, _)| *known == path)
            {
                wanted.push((path, text.span()));
            }
        }
        for (path, span) in wanted {
            let shown = path.to_string_lossy().replace('\\', "/");
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    let make = |id| SourceFile::text_file(id, shown, Encoding::Utf8, text);
                    let id = loaded.sources.add(make);
                    if let Err(problems) = self.read(loaded.sources.file(id), &path) {
                        loaded.problems.extend(problems);
                    }
                }
                Err(error) => {
                    let message = bilingual!(
                        "the sector scheme {shown} cannot be read: {error}",
                        "无法读取部门分类 {shown}：{error}"
                    );
                    let help = bilingual!(
                        "name gats-w120, ics, or a file relative to this one",
                        "请写 gats-w120、ics，或相对于本文件的路径"
                    );
                    let problem = Problem::at(ProblemCode::Unreadable, span, message).help(help);
                    loaded.problems.push(problem);
                }
            }
        }
    }

    /// The scheme that a plan of the corpus is made for; none where it names one that is not there.
    #[must_use]
    pub fn of(&self, corpus: &Corpus, system: &StandardsSystem) -> Option<&Scheme> {
        let Some(text) = &system.scheme else { return Some(self.usual()) };
        match path_of(system, corpus.sources()) {
            Some(path) => self.at(&path),
            None => self.find(text.get(corpus.sources())),
        }
    }
}

/// The path that a plan names its scheme by, where it does: relative to its own file.
fn path_of(system: &StandardsSystem, sources: &SourceMap) -> Option<PathBuf> {
    let name = system.scheme.as_ref()?.get(sources).trim();
    let is_path = [".yaml", ".yml", ".json"].iter().any(|it| name.ends_with(it));
    let own = Path::new(sources.file(system.span.file).path());
    is_path.then(|| own.parent().unwrap_or(Path::new("")).join(name))
}
