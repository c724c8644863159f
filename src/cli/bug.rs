//! A panic is a bug in consonance: it is said so, with how to report it, and ends with exit 70.

use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Mutex;

use super::Exit;
use crate::source::Language;

/// Where a bug can be reported.
pub(crate) const ISSUES: &str = concat!(env!("CARGO_PKG_HOMEPAGE"), "/issues");

/// Message and place of the last panic; the hook must not print by itself, because threads of a
/// parallel run would talk over each other.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work`; where it panics, says how to report that.
pub(crate) fn guard(language: Language, work: impl FnOnce() -> Exit) -> Exit {
    let standard = std::panic::take_hook();
    let verbose = std::env::var_os("RUST_BACKTRACE").is_some_and(|it| it != "0");
    std::panic::set_hook(Box::new(move |info| {
        note(info);
        if verbose {
            standard(info);
        }
    }));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        report(language);
        Exit::Bug
    })
}

fn note(info: &PanicHookInfo<'_>) {
    if let Ok(mut last) = LAST.lock() {
        last.get_or_insert_with(|| info.to_string());
    }
}

/// Says that there is a bug and how to report it.
pub(crate) fn report(language: Language) {
    let what = LAST.lock().ok().and_then(|mut last| last.take()).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let text = match language {
        Language::En => format!(
            "bug: consonance {version} stopped at a fault of its own\n  {what}\n\n\
             hint: please report it at {ISSUES} with the lines above, the command, and if you may the input; \
             RUST_BACKTRACE=1 shows more\n"
        ),
        Language::Zh => format!(
            "缺陷: consonance {version} 因自身错误而停止\n  {what}\n\n\
             提示: 请在 {ISSUES} 报告，附上以上各行、所用命令，并尽可能附上输入；RUST_BACKTRACE=1 可显示更多\n"
        ),
    };
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
