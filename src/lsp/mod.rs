//! A language server: what `check` finds, and what the corpus knows, in an editor.
//!
//! One thread reads what the editor sends, one checks projects, and the one that calls [`serve`]
//! holds the texts and answers. Checks are made by a [`Checker`], which the command line brings:
//! it is the same check, so that an editor says what `consonance check` says.

mod actions;
mod catalogue;
mod checked;
mod complete;
mod document;
mod findings;
mod handshake;
mod hover;
mod naming;
mod navigate;
mod outline;
mod place;
mod predicate;
mod requests;
mod schema;
mod server;
mod session;
mod view;
mod wire;
mod worker;

pub(crate) use catalogue::Catalogue;
pub(crate) use checked::{Checked, Checker, Project, Task, Trouble};
pub(crate) use document::is_rule;
pub(crate) use server::{Ending, Settings, serve};
