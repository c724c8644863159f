//! Conflicts between two sentences.
