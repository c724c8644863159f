//! One integration binary: link time matters.

mod shared_data;
