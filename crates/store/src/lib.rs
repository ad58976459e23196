//! The Store adapters.
