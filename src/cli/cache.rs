//! Where what was read is kept between runs.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::store::cache::CacheSettings;

/// Flags of the cache.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct CacheArgs {
    /// Keep what was read of large inputs in this folder, for the next run; otherwise in that of the user's caches ‖ 将大量输入的读取结果保存在此文件夹，供下次运行使用；未给出时保存在用户缓存文件夹
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    cache: Option<PathBuf>,
    /// Read every file, and keep nothing ‖ 读取所有文件，不保存缓存
    #[arg(long)]
    no_cache: bool,
    /// Believe no file's size and time: hash every file ‖ 不凭文件大小与时间判断：对每个文件计算散列
    #[arg(long, conflicts_with = "no_cache")]
    verify_cache: bool,
}

/// Switches the cache off.
const NO_CACHE: &str = "CONSONANCE_NO_CACHE";
/// The folder of the cache.
const CACHE_DIR: &str = "CONSONANCE_CACHE_DIR";

impl CacheArgs {
    /// Where to keep what was read; `None` for nowhere. Flags come before the environment, and that
    /// before the configuration.
    pub(crate) fn settings(&self, config: &Config) -> Option<CacheSettings> {
        let named = self.cache.clone().or_else(|| variable(CACHE_DIR).map(PathBuf::from));
        let is_off = self.no_cache || self.cache.is_none() && variable(NO_CACHE).is_some();
        let is_off = is_off || named.is_none() && config.cache_off;
        if is_off {
            return None;
        }
        let named = named.or_else(|| config.cache.clone());
        // Who names a folder wants it used.
        let small = named.is_some();
        let folder = named.or_else(usual)?;
        Some(CacheSettings { folder, verify: self.verify_cache, small })
    }
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|it| !it.is_empty())
}

/// The folder of this program among the user's caches.
fn usual() -> Option<PathBuf> {
    let caches = if cfg!(windows) {
        variable("LOCALAPPDATA").map(PathBuf::from)
    } else {
        let home = || variable("HOME").map(PathBuf::from);
        let given = variable("XDG_CACHE_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
        given.or_else(|| {
            let below = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
            home().map(|it| it.join(below))
        })
    };
    caches.map(|it| it.join("consonance"))
}
