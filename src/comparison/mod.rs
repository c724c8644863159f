//! Texts compared.
