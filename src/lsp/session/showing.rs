//! What a session shows without being asked.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use gen_lsp_types::Diagnostic;
use serde_json::{Value, json};

use super::super::checked::Project;
use super::super::findings;
use super::super::place::{path_of, uri_of};
use super::Session;
use crate::bilingual;
use crate::source::Bilingual;

impl<W: Write> Session<W> {
    /// Shows what a project's last check says of the texts that are open.
    pub(super) fn show(&mut self, project: &Project) -> io::Result<()> {
        self.show_troubles(project)?;
        if self.client.pulls {
            if self.client.refreshes {
                self.out.ask("workspace/diagnostic/refresh", &Value::Null)?;
            }
            return Ok(());
        }
        let own = self.homes.iter().filter(|(_, (_, home))| home == project);
        for path in own.map(|(path, _)| path.clone()).collect::<Vec<_>>() {
            // What has been typed since is checked next.
            let Some(view) = self.view(&path).filter(|it| it.is_current) else { continue };
            let diagnostics = findings::diagnostics(&view);
            let (uri, version) = (view.document.uri.clone(), view.document.version);
            self.publish(&uri, version, diagnostics)?;
        }
        Ok(())
    }

    /// Shows what is wrong with configuration and rules that are not open, and says what has no
    /// place.
    pub(super) fn show_troubles(&mut self, project: &Project) -> io::Result<()> {
        let Some(bench) = self.benches.get(project) else { return Ok(()) };
        let Some(checked) = &bench.checked else { return Ok(()) };
        let Some(view) = self.homes.iter().find(|(_, (_, home))| home == project) else {
            return Ok(());
        };
        let Some(view) = self.view(view.0) else { return Ok(()) };
        let mut paths: BTreeSet<PathBuf> = bench.troubled.clone();
        let mut aloud: Vec<Bilingual> = Vec::new();
        for trouble in &checked.troubles {
            let files = trouble.sources.files().iter();
            paths.extend(files.map(|it| crate::finding::from_root(Path::new(it.path()))));
            let no_place = trouble.problems.iter().filter(|it| it.span.is_none());
            aloud.extend(no_place.map(|it| it.message.clone()));
        }
        let mut troubled = BTreeSet::new();
        let mut publish = Vec::new();
        for path in paths.into_iter().filter(|it| !self.documents.contains_key(it)) {
            let diagnostics = findings::troubles_in(&view, checked, &path);
            if !diagnostics.is_empty() {
                troubled.insert(path.clone());
            }
            publish.push((uri_of(&path), diagnostics));
        }
        if checked.corpus.is_none() && !troubled.is_empty() {
            aloud.push(bilingual!(
                "the configuration or the rules cannot be used: nothing is checked until that is mended",
                "配置或规则无法使用：改正之前不作检查"
            ));
        }
        if let Some(bench) = self.benches.get_mut(project) {
            bench.troubled = troubled;
        }
        for (uri, diagnostics) in publish {
            self.publish(&uri, 0, diagnostics)?;
        }
        for words in aloud {
            self.say(1, &words)?;
        }
        Ok(())
    }

    /// Says something aloud, once.
    pub(super) fn say(&mut self, level: u8, words: &Bilingual) -> io::Result<()> {
        let message = words.get(self.language).to_owned();
        if !self.said.insert(message.clone()) {
            return Ok(());
        }
        self.out.notify("window/showMessage", &json!({"type": level, "message": message}))
    }

    pub(super) fn publish(
        &mut self,
        uri: &str,
        version: i32,
        all: Vec<Diagnostic>,
    ) -> io::Result<()> {
        let is_known = match self.shown.get(uri) {
            Some(shown) => *shown == (version, all.clone()),
            // Nothing need not be said of what nothing was said of.
            None => all.is_empty() && version == 0,
        };
        if is_known {
            return Ok(());
        }
        let mut params = json!({"uri": uri, "diagnostics": all});
        let is_open = path_of(uri).is_some_and(|it| self.documents.contains_key(&it));
        if is_open {
            params["version"] = version.into();
            self.shown.insert(uri.to_owned(), (version, all));
        } else if all.is_empty() {
            self.shown.remove(uri);
        } else {
            self.shown.insert(uri.to_owned(), (version, all));
        }
        self.out.notify("textDocument/publishDiagnostics", &params)
    }
}
