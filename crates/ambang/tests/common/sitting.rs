//! A sitting in which everybody is present and nothing happens but what the test does.

use std::path::Path;
use std::sync::Arc;

use loadtests::rehearsal::{Account, BlockTime, Demo, Plan, run};
use scoring::preset_text;

use super::sight::Sight;
use super::verdict::Verdict;

/// Minutes of the policy become tenths of seconds in everything but the block: log-in wave, polling.
const SPEED: u32 = 150;

/// How large the sitting is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) candidates: u32,
    /// Time of everybody.
    pub(crate) seconds: i64,
    /// Of so many pages the browser loses its storage in the middle.
    pub(crate) wiped: u32,
}

/// Plays a selection from import to signed list at `base`, and `trouble` beside it.
pub(crate) async fn play(
    base: &str,
    accounts: &[Account; 2],
    size: Size,
    sight: &Arc<Sight>,
    trouble: impl Future<Output = ()>,
) -> Result<Verdict, String> {
    let demo = Demo::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("demo"))?;
    let pictures = demo.pictures();
    let ms = size.seconds * 1_000 * i64::from(SPEED);
    let blocks = [BlockTime { ms, blind_ms: ms }];
    let plan = Plan {
        candidates: size.candidates,
        wiped: size.wiped,
        speed: SPEED,
        blocks: &blocks,
        policy: preset_text("cpns-2024").unwrap(),
        ..demo.plan(&pictures)
    };
    let rehearsed = run(base, accounts, &plan, Arc::clone(sight) as _);
    let trouble = async {
        trouble.await;
        Ok(())
    };
    let (rehearsed, ()) = tokio::try_join!(rehearsed, trouble)?;
    Ok(Verdict::new(rehearsed, size.candidates))
}
