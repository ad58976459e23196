//! `deploy/`, checked by the programs that it is written for: systemd, HAProxy, PostgreSQL, a shell. `cargo xtask test`
//! brings those from Debian's packages; what is missing is named. README.md there says what no test can check here.
#![cfg(test)]

mod balancer;
mod containers;
mod kubernetes;
mod place;
mod runbook;
mod scripts;
mod slow;
mod units;
mod yaml;
