//! Long answers, given out as fast as the reader takes them, but not to a reader who has gone to sleep: what an
//! answer holds in the server must come free again.

use std::time::Duration;

use actix_web::web::Bytes;
use exam::ExamError;
use futures::{Stream, StreamExt, stream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

type Chunk = Result<Bytes, ExamError>;

/// The chunks of `source`, one ahead of the reader. When the reader takes none for `stall`, the source is dropped
/// and the answer breaks off with an error, as it does when the source fails.
pub(crate) fn unless_stalled(
    source: impl Stream<Item = Chunk> + Send + 'static,
    stall: Duration,
) -> impl Stream<Item = Chunk> {
    let (sender, receiver) = channel(1);
    tokio::spawn(pump(source, sender, stall));
    stream::unfold(Some(receiver), take)
}

/// Ends with a message of its own: a channel that is merely closed has lost its source.
async fn pump(source: impl Stream<Item = Chunk>, sender: Sender<Option<Chunk>>, stall: Duration) {
    let mut source = std::pin::pin!(source);
    loop {
        let chunk = source.next().await;
        let over = !matches!(chunk, Some(Ok(_)));
        let sent = timeout(stall, sender.send(chunk)).await;
        if over || !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}

async fn take(
    receiver: Option<Receiver<Option<Chunk>>>,
) -> Option<(Chunk, Option<Receiver<Option<Chunk>>>)> {
    let mut receiver = receiver?;
    match receiver.recv().await {
        Some(Some(Ok(chunk))) => Some((Ok(chunk), Some(receiver))),
        Some(Some(Err(error))) => Some((Err(error), None)),
        Some(None) => None,
        None => Some((Err(ExamError::Unavailable), None)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const STALL: Duration = Duration::from_secs(60);

    fn chunk(text: &'static str) -> Chunk {
        Ok(Bytes::from_static(text.as_bytes()))
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_read_arrives_whole() {
        let source = stream::iter([chunk("a"), chunk("b"), chunk("c")]);
        let taken: Vec<Chunk> = unless_stalled(source, STALL).collect().await;
        let taken: Vec<Bytes> = taken.into_iter().map(Result::unwrap).collect();
        assert_eq!(taken, ["a", "b", "c"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_fails_breaks_the_answer() {
        let source = stream::iter([chunk("a"), Err(ExamError::Overloaded), chunk("c")]);
        let taken: Vec<Chunk> = unless_stalled(source, STALL).collect().await;
        assert!(matches!(&taken[..], [Ok(_), Err(ExamError::Overloaded)]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleeping_reader_loses_the_source() {
        let held = Arc::new(());
        let inside = Arc::clone(&held);
        let source = stream::repeat_with(move || {
            let _held = &inside;
            chunk("a")
        });
        let mut answer = Box::pin(unless_stalled(source, STALL));
        assert!(answer.next().await.unwrap().is_ok());
        tokio::time::sleep(STALL * 2).await;
        assert_eq!(Arc::strong_count(&held), 1, "the source is gone");
        let rest: Vec<Chunk> = answer.collect().await;
        assert!(matches!(rest.last(), Some(Err(ExamError::Unavailable))));
    }
}
