//! One integration binary: link time matters.
#![expect(missing_docs, reason = "tests")]

mod shared_data;
