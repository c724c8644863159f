//! Puts the rules and profiles into the binary: one table of path and text each.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(env("CARGO_MANIFEST_DIR")?);
    let mut code = String::new();
    table(&root, "rules", "EMBEDDED_RULES", &mut code)?;
    table(&root, "data/profiles", "EMBEDDED_PROFILES", &mut code)?;
    std::fs::write(PathBuf::from(env("OUT_DIR")?).join("embedded.rs"), code)?;
    println!("cargo::rerun-if-changed=build.rs");
    let layout = ["src/model", "src/store", "src/source", "src/identifier"];
    println!("cargo::rustc-env=CONSONANCE_LAYOUT={:016x}", digest(&root, &layout)?);
    println!(
        "cargo::rustc-env=CONSONANCE_BUILD={:016x}",
        digest(&root, &["src", "rules", "data", "Cargo.lock"])?
    );
    Ok(())
}

/// A number that changes with some files and the files of some folders. What decides how a pack is laid out goes
/// into the one: a pack is only read by a program that would write the same bytes. Everything goes
/// into the other: what a cache holds is only believed by the program that would read the same.
fn digest(root: &Path, folders: &[&str]) -> std::io::Result<u64> {
    // FNV-1a, 64 bits: nobody attacks this number.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for folder in folders {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        for extension in ["rs", "yaml", "json", "txt", "tsv"] {
            collect(&root.join(folder), extension, &mut files)?;
        }
        files.extend(Some(root.join(folder)).filter(|it| it.is_file()));
        files.sort();
        for file in files {
            for byte in std::fs::read(file)?.into_iter().filter(|byte| *byte != b'\r') {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    Ok(hash)
}

fn env(name: &str) -> std::io::Result<String> {
    std::env::var(name).map_err(std::io::Error::other)
}

/// Every YAML file under `folder`, by path.
fn table(root: &Path, folder: &str, name: &str, code: &mut String) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={folder}");
    let mut files = Vec::new();
    collect(&root.join(folder), "yaml", &mut files)?;
    files.sort();
    let _ = writeln!(code, "/// Every file of `{folder}`: path and text.");
    let _ = writeln!(code, "#[allow(dead_code, reason = \"each table has its own reader\")]");
    let _ = writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let path = file.strip_prefix(root).map_err(std::io::Error::other)?;
        let path = path.to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "    ({path:?}, include_str!({:?})),", file.display().to_string());
    }
    code.push_str("];\n");
    Ok(())
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, files)?;
        } else if path.extension().is_some_and(|it| it == extension) {
            files.push(path);
        }
    }
    Ok(())
}
