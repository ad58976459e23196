//! What a server has logged.

use std::path::PathBuf;
use std::time::Duration;

use loadtests::Stopwatch;

use super::sight::PATIENCE;

const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The log of one server, from all its starts.
#[derive(Debug)]
pub(crate) struct Log(PathBuf);

impl Log {
    pub(crate) const fn of(file: PathBuf) -> Self {
        Self(file)
    }

    /// Lines with these words.
    pub(crate) fn lines(&self, words: &str) -> Vec<String> {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        let lines = text.lines().filter(|line| line.contains(words));
        lines.map(str::to_owned).collect()
    }

    /// Waits until the server has said this so often, and gives the lines.
    pub(crate) async fn until(&self, words: &str, times: usize) -> Vec<String> {
        let lines = || Some(self.lines(words)).filter(|lines| lines.len() >= times);
        until(lines).await.unwrap_or_else(|| {
            let said = self.lines("").join("\n");
            panic!("the server never said {words:?}:\n{said}")
        })
    }
}

/// Looks until there is something; none where nothing comes.
pub(crate) async fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let watch = Stopwatch::start();
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if watch.elapsed() > PATIENCE {
            return None;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
