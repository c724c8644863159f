//! The language server, through a scripted editor over standard input and output.

mod client;
mod editing;
mod findings;
mod knowing;
mod protocol;
