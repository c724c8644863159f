//! One integration binary: link time matters.

mod rfc;
mod shared_data;
