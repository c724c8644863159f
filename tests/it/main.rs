//! One integration binary: link time matters.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tests fail and speak aloud"
)]
mod rfc;
mod shared_data;
mod sts;
