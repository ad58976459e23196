//! HTTP: routes, extractors, problems, tokens.
//!
//! A handler is a permission, extractors that parse, one use case and one view. The crate may not know of
//! SQL, Redis or files; what it needs of them stands behind `exam`'s ports.

mod candidate;
mod door;
mod health;
mod http;
mod look_ups;
mod metrics;
mod openapi;
mod pages;
mod public;
mod server;
mod staff;
mod streams;

pub use door::Door;
pub use http::{
    BadProxy, Problem, SeatToken, TokenKeys, TrustedProxies, problem_codes, request_id,
};
pub use openapi::openapi_json;
pub use server::{HttpSettings, Shared, Transport, configure, echo, serve, serve_on};
