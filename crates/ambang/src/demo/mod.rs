//! The demo selection: an invented agency, its formations, and a bank of items with pictures.

#[cfg(test)]
mod figures;
