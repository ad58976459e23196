//! The browser UI and its embedding.
