//! Where data goes: standard output, or a file that appears whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use crate::bilingual;
use crate::source::Bilingual;

/// The flag `-o`.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct OutputArgs {
    /// Write to this file instead of standard output ‖ 写入此文件，而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

impl OutputArgs {
    /// Whether data goes to standard output.
    #[must_use]
    pub(crate) fn is_stdout(&self) -> bool {
        self.output.as_deref().is_none_or(|path| path == Path::new("-"))
    }

    /// Writes what `write` gives. A reader that went away (`| head`) is no error: it has seen enough.
    ///
    /// # Errors
    /// When the file or standard output cannot be written.
    pub(crate) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        match self.output.as_deref().filter(|path| *path != Path::new("-")) {
            Some(path) => {
                write_file(path, write).map_err(|error| CliError::unwritable(path, &error))
            }
            None => write_stdout(write),
        }
    }
}

/// Writes to standard output; see [`OutputArgs::write`].
///
/// # Errors
/// When standard output cannot be written (a full disk behind `>`), but not when its reader went away.
pub(crate) fn write_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::usage(bilingual!("cannot write standard output", "无法写入标准输出"))
                .cause(error))
        }
        _ => Ok(()),
    }
}

/// Writes beside `path`, then renames: an interrupted run leaves the old file, never half a file.
///
/// # Errors
/// What the system says.
pub(crate) fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A device or pipe (`-o /dev/stdout`) cannot be renamed over.
    if std::fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        let mut out = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path)?);
        write(&mut out)?;
        return out.flush();
    }
    let mut file = tempfile::Builder::new().prefix(".consonance-").tempfile_in(folder)?;
    {
        let mut out = BufWriter::new(file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
    }
    keep_permissions(path, file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private; what replaces a file takes its permissions, and a new file the
/// ordinary ones.
fn keep_permissions(path: &Path, file: &std::fs::File) -> io::Result<()> {
    if let Ok(old) = std::fs::metadata(path) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            // Only the superuser may give a file away; for others the owner is the same anyway.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
        return file.set_permissions(old.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}

/// Says that a file which is there already was not written anew, since not everything could be read.
pub(crate) fn left(path: &Path) -> Bilingual {
    let shown = path.display();
    bilingual!(
        "{shown} is left as it was: not everything could be read",
        "{shown} 保持不变：有内容无法读取"
    )
}
