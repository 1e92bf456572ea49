//! The work of a question: how many are answered at once, and how an answer reaches a reader who may be slow.

use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::cli::CliError;

/// The most questions that wait for their turn.
const MOST_WAITING: usize = 64;
/// The longest time that a question waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The longest time that a reader may take nothing of an answer.
const SLOWEST_READER: Duration = Duration::from_secs(30);
/// The parts of an answer that wait for a reader, of 64 KiB each.
const PARTS: usize = 16;

/// The questions that are being answered and that wait. Those about all of the data have turns of their own, so that nobody who
/// looks up a company waits for them.
#[derive(Debug)]
pub struct Work {
    about_few: Turns,
    about_all: Turns,
}

/// The turns of one kind of question.
#[derive(Debug)]
struct Turns {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Turns {
    fn new(at_once: usize) -> Turns {
        Turns { turns: Arc::new(Semaphore::new(at_once)), places: Arc::new(Semaphore::new(MOST_WAITING + at_once)) }
    }
}

impl Default for Work {
    /// As many questions about few entities at once as there are cores, and half as many about all.
    fn default() -> Work {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Work { about_few: Turns::new(cores), about_all: Turns::new((cores / 2).max(1)) }
    }
}

/// The turn of a question, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Work {
    /// Waits for the turn of a question; `None` if too many wait, or for too long.
    pub async fn turn(&self, is_about_few: bool) -> Option<Turn> {
        let Turns { turns, places } = if is_about_few { &self.about_few } else { &self.about_all };
        let place = Arc::clone(places).try_acquire_owned().ok()?;
        let turn = tokio::time::timeout(LONGEST_WAIT, Arc::clone(turns).acquire_owned()).await;
        Some(Turn { _turn: turn.ok()?.ok()?, _place: place })
    }
}

/// Writes parts of an answer to a reader. Fails if the reader is gone or takes nothing for too long.
#[derive(Debug)]
struct ToReader {
    parts: mpsc::Sender<Bytes>,
    runtime: Handle,
}

impl Write for ToReader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = async {
            let part = self.parts.send(Bytes::copy_from_slice(bytes));
            tokio::time::timeout(SLOWEST_READER, part).await
        };
        match self.runtime.block_on(sent) {
            Ok(Ok(())) => Ok(bytes.len()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An answer on its way. If it fails after its first part, the connection is cut, so that nobody takes a part for the whole.
struct Answer {
    first: Option<Bytes>,
    parts: mpsc::Receiver<Bytes>,
    end: Option<oneshot::Receiver<Result<(), CliError>>>,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        match self.parts.poll_recv(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Some(part)) => return Poll::Ready(Some(Ok(Frame::data(part)))),
            Poll::Ready(None) => {}
        }
        let Some(end) = self.end.as_mut() else { return Poll::Ready(None) };
        match Pin::new(end).poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(Ok(()))) => {
                self.end = None;
                Poll::Ready(None)
            }
            Poll::Ready(_) => {
                self.end = None;
                Poll::Ready(Some(Err(io::Error::other("the answer could not be finished"))))
            }
        }
    }
}

/// What became of a question.
pub enum Answered {
    /// The answer, as it is made.
    Body(Body),
    /// It failed before anything was written.
    Failed(CliError),
    /// It panicked.
    Lost,
}

/// Answers a question on a thread of its own.
pub async fn answer(
    turn: Turn,
    ask: impl FnOnce(Box<dyn Write + Send>) -> Result<(), CliError> + Send + 'static,
) -> Answered {
    let (sender, mut parts) = mpsc::channel(PARTS);
    let (done, end) = oneshot::channel();
    let out = ToReader { parts: sender, runtime: Handle::current() };
    tokio::task::spawn_blocking(move || {
        let result = ask(Box::new(out));
        drop(turn);
        // Without a reader nobody wants to know.
        let _ = done.send(result);
    });
    match parts.recv().await {
        Some(first) => Answered::Body(Body::new(Answer { first: Some(first), parts, end: Some(end) })),
        None => match end.await {
            Ok(Ok(())) => Answered::Body(Body::empty()),
            Ok(Err(error)) => Answered::Failed(error),
            Err(_) => Answered::Lost,
        },
    }
}
