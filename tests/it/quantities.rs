//! Quantities in text and numeric conflicts.
