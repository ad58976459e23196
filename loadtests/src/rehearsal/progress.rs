//! Progress on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::staff::SittingView;

/// Who is told how far a rehearsal has come.
pub trait Progress: Send + Sync {
    /// A step begins.
    fn step(&self, name: &str);
    /// The sitting: candidates done of all, and answers acknowledged.
    fn sitting(&self, done: u64, of: u64, acknowledged: u64);
    /// The room as its proctor has just seen it.
    fn room(&self, _view: &SittingView) {}
    /// Everything is over.
    fn finish(&self);
    /// Whether the proctor may let a room go on that the server has paused by itself.
    fn may_resume(&self) -> bool {
        true
    }
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: &str) {}
    fn sitting(&self, _: u64, _: u64, _: u64) {}
    fn finish(&self) {}
}

/// A bar on standard error; nothing where that is no terminal.
#[derive(Clone, Debug)]
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar over the time of the sitting, `length_ms` altogether.
    #[must_use]
    pub fn new(length_ms: u64) -> Self {
        let bar = ProgressBar::new(length_ms / 1_000);
        if let Ok(style) = ProgressStyle::with_template("{elapsed_precise} {bar:30} {msg}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar }
    }
}

impl Progress for Bar {
    fn step(&self, name: &str) {
        self.bar.set_message(name.to_owned());
        self.bar.tick();
    }

    fn sitting(&self, done: u64, of: u64, acknowledged: u64) {
        let elapsed = self.bar.elapsed().as_secs();
        let length = self.bar.length().unwrap_or_default();
        self.bar.set_position(elapsed.min(length));
        self.bar.set_message(format!(
            "sitting: {done} of {of} done, {acknowledged} answers acknowledged"
        ));
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
