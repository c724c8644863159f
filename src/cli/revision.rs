//! An earlier revision of the files, taken out of git into a folder of its own: the work tree is
//! neither touched nor looked at.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiff::civil::Date;
use tempfile::TempDir;

use super::CliError;
use crate::bilingual;
use crate::source::{Instead, from_root};

/// The files of a revision.
#[derive(Debug)]
pub(super) struct Revision {
    /// What stands for what.
    pub(super) instead: Instead,
    /// The day on which it was made.
    pub(super) date: Option<Date>,
    /// Links, which are not followed out of a revision.
    pub(super) links: usize,
    _folder: TempDir,
}

/// Bytes that the files of a revision may have together.
const ROOM: u64 = 4 << 30;

impl Revision {
    /// Takes what lies behind `paths` out of revision `name` of the repository around `folder`.
    ///
    /// # Errors
    /// Where git, the repository or the revision is not there.
    pub(super) fn take(name: &str, folder: &Path, paths: &[PathBuf]) -> Result<Self, CliError> {
        let git = Git { folder: from_root(folder) };
        let up = git.line(&["rev-parse", "--show-cdup"]).map_err(|cause| {
            if !is_there() {
                return no_git(name, cause);
            }
            CliError::usage(bilingual!(
                "`--since {name}` names a revision, and there is no git repository here",
                "--since {name} 指修订版，而此处没有 git 仓库"
            ))
            .cause(cause)
            .help(how())
        })?;
        let top = from_root(&git.folder.join(up));
        let wanted = format!("{name}^{{commit}}");
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted];
        let commit = git.line(&verify).map_err(|_| {
            CliError::usage(bilingual!(
                "`{name}` is neither a date nor a revision of this repository",
                "“{name}”既不是日期，也不是此仓库的修订版"
            ))
            .help(how())
        })?;
        let date = git.line(&["show", "-s", "--format=%cs", &commit]).ok();
        let date = date.and_then(|it| it.parse().ok());
        let failed = |cause: String| {
            CliError::unreadable(bilingual!(
                "the files of {name} cannot be taken out of git",
                "无法从 git 取出 {name} 的文件"
            ))
            .cause(cause)
        };
        let target = TempDir::with_prefix("consonance-").map_err(|it| failed(it.to_string()))?;
        let git = Git { folder: top.clone() };
        let found = git.list(&commit, &specs(&top, paths)).map_err(failed)?;
        let links = found.iter().filter(|it| it.is_link).count();
        let files: Vec<Blob> = found.into_iter().filter(|it| !it.is_link).collect();
        git.write(&files, target.path()).map_err(failed)?;
        let read = from_root(target.path());
        Ok(Self { instead: Instead { of: top, read }, date, links, _folder: target })
    }
}

/// Whether git can be asked anything.
fn is_there() -> bool {
    let mut command = Command::new("git");
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    !command.status().is_err_and(|it| it.kind() == ErrorKind::NotFound)
}

fn no_git(name: &str, cause: String) -> CliError {
    CliError::usage(bilingual!(
        "`--since {name}` names a revision, and the program git is not on the PATH",
        "--since {name} 指修订版，而 PATH 中没有 git 程序"
    ))
    .cause(cause)
    .help(bilingual!(
        "install git, or give a date (YYYY-MM-DD)",
        "请安装 git，或给出日期（YYYY-MM-DD）"
    ))
}

fn how() -> crate::source::Bilingual {
    bilingual!(
        "give a date (YYYY-MM-DD), or a tag, branch or commit of the repository that holds the files",
        "请给出日期（YYYY-MM-DD），或文件所在仓库的标签、分支或提交"
    )
}

/// What to take: what was named, with the folder around a file for what it includes, and what tells
/// which files are ignored.
fn specs(top: &Path, paths: &[PathBuf]) -> Vec<String> {
    let mut specs: Vec<String> = Vec::new();
    let mut add = |path: &Path| {
        let parts = path.components().map(|it| it.as_os_str().to_string_lossy());
        let spec = parts.collect::<Vec<_>>().join("/");
        let spec = if spec.is_empty() { ".".to_owned() } else { spec };
        if !specs.contains(&spec) {
            specs.push(spec);
        }
    };
    for path in paths {
        let path = from_root(path);
        let Ok(inside) = path.strip_prefix(top) else { continue };
        let is_file = path.is_file() || (!path.exists() && inside.extension().is_some());
        let folder = if is_file { inside.parent().unwrap_or(Path::new("")) } else { inside };
        add(folder);
        for above in folder.ancestors().skip(1) {
            add(&above.join(".gitignore"));
            add(&above.join(".ignore"));
        }
    }
    specs
}

/// A file of a revision.
struct Blob {
    id: String,
    path: PathBuf,
    is_link: bool,
}

struct Git {
    folder: PathBuf,
}

impl Git {
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).stdin(Stdio::null());
        // Names are paths, not patterns.
        command.env("GIT_LITERAL_PATHSPECS", "1").env("GIT_OPTIONAL_LOCKS", "0");
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.command().args(arguments).output();
        let output = output.map_err(|error| format!("git: {error}"))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }

    fn line(&self, arguments: &[&str]) -> Result<String, String> {
        Ok(String::from_utf8_lossy(&self.run(arguments)?).trim().to_owned())
    }

    fn list(&self, commit: &str, specs: &[String]) -> Result<Vec<Blob>, String> {
        if specs.is_empty() {
            return Ok(Vec::new());
        }
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit, "--"];
        arguments.extend(specs.iter().map(String::as_str));
        let listed = self.run(&arguments)?;
        let mut blobs = Vec::new();
        for entry in listed.split(|it| *it == 0) {
            let Some(tab) = entry.iter().position(|it| *it == b'\t') else { continue };
            let head = String::from_utf8_lossy(&entry[..tab]);
            let mut words = head.split(' ');
            let (Some(mode), Some("blob"), Some(id)) = (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let path = PathBuf::from(String::from_utf8_lossy(&entry[tab + 1..]).into_owned());
            // What leads out of the folder is nothing that git would write.
            if path.components().all(|it| matches!(it, Component::Normal(_))) {
                blobs.push(Blob { id: id.to_owned(), path, is_link: mode == "120000" });
            }
        }
        Ok(blobs)
    }

    fn write(&self, blobs: &[Blob], folder: &Path) -> Result<(), String> {
        if blobs.is_empty() {
            return Ok(());
        }
        let mut command = self.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = command.stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|error| format!("git: {error}"))?;
        let written = copy(&mut child, blobs, folder);
        let ended = child.wait().map_err(|error| error.to_string())?;
        written?;
        if ended.success() { Ok(()) } else { Err(format!("git cat-file: {ended}")) }
    }
}

/// Asks for each file and writes the answer: git answers in the order of the questions.
fn copy(child: &mut Child, blobs: &[Blob], folder: &Path) -> Result<(), String> {
    let say = |error: std::io::Error| error.to_string();
    let ended = || "git cat-file".to_owned();
    let mut ask = child.stdin.take().ok_or_else(ended)?;
    let mut answers = BufReader::new(child.stdout.take().ok_or_else(ended)?);
    let mut room = ROOM;
    for blob in blobs {
        writeln!(ask, "{}", blob.id).and_then(|()| ask.flush()).map_err(say)?;
        let mut head = String::new();
        answers.read_line(&mut head).map_err(say)?;
        let size: Option<u64> = head.trim().rsplit(' ').next().and_then(|it| it.parse().ok());
        let size = size.ok_or_else(|| head.trim().to_owned())?;
        room = room.checked_sub(size).ok_or_else(|| format!("> {ROOM} bytes"))?;
        let path = folder.join(&blob.path);
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above).map_err(say)?;
        }
        let mut file = std::fs::File::create(&path).map_err(say)?;
        std::io::copy(&mut (&mut answers).take(size), &mut file).map_err(say)?;
        // Behind each file stands a line end.
        answers.read_exact(&mut [0]).map_err(say)?;
    }
    Ok(())
}
