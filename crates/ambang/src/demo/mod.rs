//! The demo selection: an invented agency, its formations, and a bank of items with pictures.

pub(crate) mod command;
#[cfg(test)]
mod figures;
pub(crate) mod material;
mod people;
mod prepare;
