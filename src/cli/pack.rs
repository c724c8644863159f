//! `consonance pack`: a corpus as one file that opens in milliseconds.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::progress::Bar;
use super::{CliError, Exit, Globals, output, project};
use crate::bilingual;
use crate::reader::LoadOptions;
use crate::report::{Look, terminal};
use crate::source::plural;
use crate::store;

/// Write a corpus as one file that opens in milliseconds; name it after --corpus ‖ 将语料库写成一个可快速打开的文件，供 --corpus 使用
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Files or folders with standards; otherwise what consonance.yaml names as corpus ‖ 含有标准的文件或文件夹；未给出时取 consonance.yaml 的 corpus
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The pack to write ‖ 要写出的数据包
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Read every file in this format, whatever it looks like ‖ 按此格式读取所有文件，不论其外观
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<String>,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let config = project::config(globals)?;
    let paths = if args.paths.is_empty() { &config.corpus } else { &args.paths };
    if paths.is_empty() {
        return Err(CliError::usage(bilingual!("nothing to pack", "没有可打包的内容")).help(
            bilingual!(
                "name files or folders with standards, or list them as corpus: in consonance.yaml",
                "请给出含有标准的文件或文件夹，或在 consonance.yaml 的 corpus: 中列出"
            ),
        ));
    }
    if let Some(name) = &args.input_format {
        project::check_format(name)?;
    }
    let bar = Bar::new(globals);
    let options = LoadOptions {
        input_format: args.input_format.as_deref(),
        lists: &config.lists,
        progress: &bar,
        ..LoadOptions::default()
    };
    let inputs = project::Inputs::of(paths)?;
    // What is packed already is packed anew, so that packs can be joined.
    let mut loaded = inputs.load(&options);
    inputs.packs.pull_all(&mut loaded);

    let look = Look { color: globals.color_stderr, ..globals.look() };
    let mut err = std::io::stderr().lock();
    let mut exit = Exit::Clean;
    for problem in &loaded.problems {
        let _ = writeln!(err, "{}", terminal::problem(problem, &loaded.sources, look));
        if problem.code.is_failure() {
            exit = Exit::Unreadable;
        }
    }
    drop(err);
    // A good one is not given up for one that lacks something.
    if exit == Exit::Unreadable && args.output.exists() {
        globals.note(&output::left(&args.output));
        return Ok(exit);
    }
    let mut packed = None;
    output::write_file(&args.output, |out| {
        packed = Some(store::write(&loaded, out)?);
        Ok(())
    })
    .map_err(|error| CliError::unwritable(&args.output, &error))?;
    if let Some(packed) = packed {
        let (standards, size) = (packed.standards, packed.bytes.div_ceil(1024));
        let shown = args.output.display();
        let noun = plural(standards, "standard", "standards");
        globals.note(&bilingual!(
            "wrote {shown}: {standards} {noun}, {size} KiB",
            "已写出 {shown}：{standards} 项标准，{size} KiB"
        ));
    }
    Ok(exit)
}
