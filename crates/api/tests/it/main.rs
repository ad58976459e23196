//! The whole server over real HTTP and a real store, seen by those who use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acts;
mod boards;
mod documents;
mod door;
mod events;
mod health;
mod leases;
mod malformed;
mod malformed_random;
mod methods;
mod metrics;
mod names;
mod openapi;
mod pages;
mod proxies;
mod roles;
mod routes;
mod secrets;
mod sessions;
mod uploads;
mod walkthrough;
mod why;
mod world;
