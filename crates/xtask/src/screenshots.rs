//! `cargo xtask screenshots`: pictures of every screen in its main states, outside the repository.

use crate::browser;
use crate::step::target_dir;

/// Takes them into `screenshots` of the folder where cargo builds.
pub(crate) fn run() -> anyhow::Result<()> {
    browser::screenshots(&target_dir()?.join("screenshots"))
}
