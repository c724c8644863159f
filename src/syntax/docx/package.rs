//! The container of an Office file: parts by name, within limits. Nothing is ever written out.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::bilingual;
use crate::source::{Problem, ProblemCode};

/// A part may unpack to at most this many bytes.
const PART_LIMIT: u64 = 256 << 20;
/// More parts than this are refused.
const MOST_PARTS: usize = 20_000;

/// An open container.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    path: &'a str,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], path: &'a str) -> Result<Self, Box<Problem>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            Box::new(
                Problem::with_path(
                    ProblemCode::Syntax,
                    path,
                    bilingual!("the container is damaged: {error}", "文件容器已损坏：{error}"),
                )
                .help(bilingual!(
                    "open it in the program that made it and save it again",
                    "请用原程序打开并重新保存"
                )),
            )
        })?;
        if archive.len() > MOST_PARTS {
            return Err(Box::new(Problem::with_path(
                ProblemCode::Limit,
                path,
                bilingual!(
                    "the container holds more than {MOST_PARTS} parts",
                    "容器内的部件超过 {MOST_PARTS} 个"
                ),
            )));
        }
        Ok(Self { archive, path })
    }

    /// The part that the relationships name as the document.
    pub(super) fn main_part(&mut self) -> String {
        let relations = self.part("_rels/.rels").ok().flatten().unwrap_or_default();
        roxmltree::Document::parse(&relations)
            .ok()
            .and_then(|tree| {
                tree.descendants()
                    .find(|it| {
                        it.attribute("Type").is_some_and(|it| it.ends_with("/officeDocument"))
                    })
                    .and_then(|it| it.attribute("Target"))
                    .map(|it| it.trim_start_matches('/').to_owned())
            })
            .unwrap_or_else(|| "word/document.xml".to_owned())
    }

    /// The parts that a part is related to in a way (`styles`, `header`), in order.
    pub(super) fn related(&mut self, part: &str, kind: &str) -> Vec<String> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let relations = self.part(&format!("{folder}/_rels/{file}.rels")).ok().flatten();
        let relations = relations.unwrap_or_default();
        let Ok(tree) = roxmltree::Document::parse(&relations) else { return Vec::new() };
        let ending = format!("/{kind}");
        tree.descendants()
            .filter(|it| it.attribute("Type").is_some_and(|it| it.ends_with(&ending)))
            .filter(|it| it.attribute("TargetMode") != Some("External"))
            .filter_map(|it| it.attribute("Target"))
            .map(|target| match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("{folder}/{}", target.trim_start_matches("./")),
            })
            .collect()
    }

    /// The text of a part; `None` where there is none of the name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Box<Problem>> {
        let Ok(file) = self.archive.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        let problem = |code, message| Err(Box::new(Problem::with_path(code, self.path, message)));
        // What the container claims is not believed: reading stops at the limit.
        if let Err(error) = file.take(PART_LIMIT + 1).read_to_end(&mut bytes) {
            return problem(
                ProblemCode::Syntax,
                bilingual!(
                    "{name} inside the file is damaged: {error}",
                    "文件中的 {name} 已损坏：{error}"
                ),
            );
        }
        if bytes.len() as u64 > PART_LIMIT {
            let limit = PART_LIMIT >> 20;
            return problem(
                ProblemCode::Limit,
                bilingual!(
                    "{name} inside the file unpacks to more than {limit} MiB",
                    "文件中的 {name} 解压后超过 {limit} MiB"
                ),
            );
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => {
                // Some programs write UTF-16 parts.
                let (text, _, failed) = encoding_rs::UTF_16LE.decode(error.as_bytes());
                if failed {
                    return problem(
                        ProblemCode::Encoding,
                        bilingual!(
                            "{name} inside the file is not UTF-8",
                            "文件中的 {name} 不是 UTF-8"
                        ),
                    );
                }
                Ok(Some(text.into_owned()))
            }
        }
    }
}

/// Whether a container holds a part of this name.
#[must_use]
pub fn part(bytes: &[u8], name: &str) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name(name).is_some())
}
