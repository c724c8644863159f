//! `consonance init`: a project to start from.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::{CliError, Exit, Globals, output};
use crate::bilingual;
use crate::config::FILE_NAME;
use crate::source::Bilingual;

/// Write a consonance.yaml, and a first draft where there is none ‖ 写出 consonance.yaml；没有草案时另写一个示例
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// The folder of the project ‖ 项目文件夹
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let path = args.folder.join(FILE_NAME);
    let shown = path.display();
    if path.exists() {
        return Err(CliError::usage(bilingual!("{shown} is already there", "{shown} 已存在"))
            .help(bilingual!(
                "edit it; docs/configuration.md lists its keys",
                "请直接编辑；docs/configuration.md 列有所有键"
            )));
    }
    let draft = args.folder.join("drafts").join("t-example-1.yaml");
    let mut written = Vec::new();
    if !args.folder.join("drafts").exists() {
        write(&draft, globals.say(&self::draft()))?;
        written.push(draft);
    }
    write(&path, globals.say(&configuration(args.folder.join("corpus").exists())))?;
    written.insert(0, path);
    for path in &written {
        let path = path.display();
        globals.note(&bilingual!("wrote {path}", "已写出 {path}"));
    }
    globals.hint(&bilingual!("consonance check", "consonance check"));
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() {
        std::fs::create_dir_all(folder).map_err(|error| CliError::unwritable(folder, &error))?;
    }
    output::write_file(path, |out| out.write_all(text.as_bytes()))
        .map_err(|error| CliError::unwritable(path, &error))
}

fn configuration(has_corpus: bool) -> Bilingual {
    let mark = if has_corpus { "" } else { "# " };
    bilingual!(
        "# What `consonance check` works on; docs/configuration.md lists every key.\n\
         drafts: [drafts]\n\
         {mark}corpus: [corpus]        # other standards, in whose light the drafts are judged\n\
         # profile: gb             # iso, iec, gb, association, ietf, catalogue; else that of each publisher\n\
         # ignore: [IDN010]\n\
         # fail_on: warning        # error is the default\n",
        "# consonance check 检查的内容；所有键见 docs/configuration.md。\n\
         drafts: [drafts]\n\
         {mark}corpus: [corpus]        # 作为对照的其他标准\n\
         # profile: gb             # iso、iec、gb、association、ietf、catalogue；未指定时按各发布者\n\
         # ignore: [IDN010]\n\
         # fail_on: warning        # 默认为 error\n"
    )
}

fn draft() -> Bilingual {
    bilingual!(
        "# A standard as YAML; docs/definition-format.md lists every key.\n\
         standard: T/EXAMPLE 1-2026\n\
         title: {{en: Evaluation of services, zh: 服务评价}}\n\
         status: draft\n\
         references: {{normative: [], informative: []}}\n\
         terms: []\n\
         clauses:\n\
        \x20 - {{number: foreword, element: foreword, title: Foreword, text: Written by the working group.}}\n\
        \x20 - {{number: \"1\", title: Scope, text: This document specifies how services are evaluated.}}\n\
        \x20 - {{number: \"2\", title: Normative references, text: There are no normative references in this document.}}\n\
        \x20 - {{number: \"3\", title: Terms and definitions, text: No terms and definitions are listed in this document.}}\n\
        \x20 - {{number: \"4\", title: Evaluation, text: The evaluation shall be repeated every year.}}\n",
        "# 以 YAML 书写的标准；所有键见 docs/definition-format.md。\n\
         standard: T/EXAMPLE 1-2026\n\
         title: {{zh: 服务评价, en: Evaluation of services}}\n\
         status: draft\n\
         references: {{normative: [], informative: []}}\n\
         terms: []\n\
         clauses:\n\
        \x20 - {{number: 前言, element: foreword, title: 前言, text: 本文件由工作组起草。}}\n\
        \x20 - {{number: \"1\", title: 范围, text: 本文件规定了服务评价的方法。}}\n\
        \x20 - {{number: \"2\", title: 规范性引用文件, text: 本文件没有规范性引用文件。}}\n\
        \x20 - {{number: \"3\", title: 术语和定义, text: 本文件没有需要界定的术语和定义。}}\n\
        \x20 - {{number: \"4\", title: 评价, text: 评价应每年进行一次。}}\n"
    )
}
