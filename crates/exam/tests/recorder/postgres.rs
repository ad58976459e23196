//! The cases for either engine, on PostgreSQL.

use crate::hall::Engine;
use crate::{claims, fleet, nodes, restored};

mod slow {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_fleet_on_postgres() {
        let engine = Engine::postgres();
        let ran = fleet::run_all(&engine).await;
        assert!(ran >= 15, "only {ran} cases ran");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn claims_on_postgres() {
        let engine = Engine::postgres();
        let ran = claims::run_all(&engine).await;
        assert!(ran >= 11, "only {ran} cases ran");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn races_of_nodes_on_postgres() {
        let engine = Engine::postgres();
        let ran = nodes::run_all(&engine).await;
        assert!(ran >= 11, "only {ran} cases ran");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_store_that_went_back_on_postgres() {
        let engine = Engine::postgres();
        let ran = restored::run_all(&engine).await;
        assert!(ran >= 6, "only {ran} cases ran");
    }
}
