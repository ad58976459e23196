//! The Live adapters.
