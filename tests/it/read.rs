//! One text through one reader, and what was read in words.

use consonance::model::Clause;
use consonance::reader::{READERS, Reading};
use consonance::source::{Encoding, SourceFile, SourceMap, Text};

/// Reads the first file, which has to be recognised, with the others at hand.
pub(crate) fn read_files(name: &str, files: &[(&str, &str)]) -> (SourceMap, Reading) {
    let mut sources = SourceMap::new();
    for (path, text) in files {
        sources.add(|id| SourceFile::text_file(id, *path, Encoding::Utf8, *text));
    }
    let reader = READERS.iter().find(|it| it.name() == name).unwrap();
    let main = &sources.files()[0];
    assert!(reader.recognises(main), "{} is not recognised as {name}", main.path());
    let reading = reader.read(main, &sources);
    (sources, reading)
}

pub(crate) fn get(text: Option<&Text>, sources: &SourceMap) -> String {
    text.map(|it| it.get(sources).to_owned()).unwrap_or_default()
}

/// Number and title of clauses, indented.
pub(crate) fn outline(clauses: &[Clause], sources: &SourceMap) -> Vec<String> {
    let mut lines = Vec::new();
    for clause in clauses {
        let title = get(clause.title.first(), sources);
        lines.push(format!("{} {title}", get(clause.number.as_ref(), sources)).trim().to_owned());
        lines.extend(outline(&clause.clauses, sources).into_iter().map(|it| format!("  {it}")));
    }
    lines
}
