//! The recorder against the real store: a clock that the test moves, a store that stops, fails and lies where the test
//! says so, and no sleeps. SQLite for all of it; what several processes do to each other on PostgreSQL as well.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests

/// Cases for either engine: on SQLite each is a test of its own; [`postgres`] runs them one after the other on a server.
macro_rules! cases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(&crate::hall::Engine::Sqlite).await;
                }
            )+
        }

        /// Runs them all; how many there were.
        pub(crate) async fn run_all(engine: &crate::hall::Engine) -> usize {
            let mut ran = 0;
            $(
                println!("case {}::{}", module_path!(), stringify!($name));
                $name(engine).await;
                ran += 1;
            )+
            ran
        }
    };
}

mod hall;

mod boards;
mod claims;
mod closer;
mod durable;
mod fleet;
mod interleaved;
mod nodes;
mod poison;
mod postgres;
mod queue;
mod raced;
mod readings;
mod repeats;
mod restored;
mod rooms;
mod upkeep;
mod uptime;
mod walkthrough;
