//! The work of a question: how many are answered at once, when one is stopped, and how an answer reaches a reader who may be
//! slow.

use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::cli::CliError;
use interlocks_core::stop::{Stop, Stopped};

/// The most questions that wait for their turn.
const MOST_WAITING: usize = 64;
/// The longest time that a question waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The longest time that a reader may take nothing of an answer.
const SLOWEST_READER: Duration = Duration::from_secs(30);
/// The parts of an answer that wait for a reader, of 64 KiB each.
const PARTS: usize = 16;

/// The most threads of a question about few entities, and the most questions about all at once.
const MOST_OF_FEW: usize = 4;

/// The questions that are being answered and that wait. Those about all of the data have turns of their own, so that nobody who
/// looks up a company waits for them.
#[derive(Debug)]
pub struct Work {
    about_few: Turns,
    about_all: Turns,
    /// The longest time until the first part of an answer; none if it may take any.
    limit: Option<Duration>,
}

/// The turns of one kind of question.
#[derive(Debug)]
struct Turns {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// The threads of the questions that are not being answered: as many as there are turns.
    free: Arc<Mutex<Vec<ThreadPool>>>,
}

impl Turns {
    fn new(at_once: usize, threads: usize) -> Result<Turns, CliError> {
        let pool = || ThreadPoolBuilder::new().num_threads(threads).build().map_err(|_| CliError::Threads(threads));
        let free: Vec<ThreadPool> = std::iter::repeat_with(pool).take(at_once).collect::<Result<_, _>>()?;
        Ok(Turns {
            turns: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(MOST_WAITING + at_once)),
            free: Arc::new(Mutex::new(free)),
        })
    }
}

/// The turn of a question, until it is dropped: it has threads of its own, which nothing but this question stops.
#[derive(Debug)]
pub struct Turn {
    /// Always there until the turn is dropped.
    pool: Option<ThreadPool>,
    free: Arc<Mutex<Vec<ThreadPool>>>,
    // The permits are given back after the threads.
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Turn {
    /// Does work on the threads of the turn, until `stop` stops it.
    ///
    /// # Errors
    /// [`Stopped`] if it was stopped.
    pub fn run<T: Send>(&self, stop: &Stop, work: impl FnOnce() -> T + Send) -> Result<T, Stopped> {
        let Some(pool) = &self.pool else { return stop.run(work) };
        pool.broadcast(|_| stop.adopt());
        pool.install(|| stop.run(work))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).extend(self.pool.take());
    }
}

impl Work {
    /// Answers as many questions about few entities at once as there are threads, and half as many about all, up to four. A question
    /// without an answer after `limit` is stopped.
    ///
    /// # Errors
    /// [`CliError::Threads`] if the system does not give them.
    pub fn new(limit: Option<Duration>) -> Result<Work, CliError> {
        let threads = rayon::current_num_threads();
        Ok(Work {
            about_few: Turns::new(threads, threads.min(MOST_OF_FEW))?,
            about_all: Turns::new((threads / 2).clamp(1, MOST_OF_FEW), threads)?,
            limit,
        })
    }

    /// Waits for the turn of a question; `None` if too many wait, or for too long.
    pub async fn turn(&self, is_about_few: bool) -> Option<Turn> {
        let Turns { turns, places, free } = if is_about_few { &self.about_few } else { &self.about_all };
        let place = Arc::clone(places).try_acquire_owned().ok()?;
        let turn = tokio::time::timeout(LONGEST_WAIT, Arc::clone(turns).acquire_owned()).await.ok()?.ok()?;
        let pool = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Some(Turn { pool, free: Arc::clone(free), _turn: turn, _place: place })
    }

    /// Returns the switch of a question that begins now: it is stopped after the limit of time, or when the switch is dropped.
    pub fn switch(&self) -> Switch {
        let (stop, is_late) = (Stop::default(), Arc::new(AtomicBool::new(false)));
        let timer = self.limit.map(|limit| {
            let (stop, is_late) = (stop.clone(), Arc::clone(&is_late));
            tokio::spawn(async move {
                tokio::time::sleep(limit).await;
                is_late.store(true, Relaxed);
                stop.now();
            })
        });
        Switch { stop, is_late, timer, limit: self.limit.unwrap_or_default() }
    }
}

/// Stops a question whose reader has left, or that takes too long.
#[derive(Debug)]
pub struct Switch {
    stop: Stop,
    is_late: Arc<AtomicBool>,
    timer: Option<JoinHandle<()>>,
    limit: Duration,
}

impl Switch {
    /// Returns what stops the work.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Lets the question take any time from now on.
    fn is_in_time(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.abort();
        }
    }

    /// Returns the error for work that was stopped.
    pub fn error(&self) -> CliError {
        if self.is_late.load(Relaxed) { CliError::TooLong(self.limit.as_secs()) } else { CliError::Stopped }
    }
}

impl Drop for Switch {
    fn drop(&mut self) {
        self.is_in_time();
        self.stop.now();
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
    end: Option<oneshot::Receiver<Result<Result<(), CliError>, Stopped>>>,
    /// Stops the work when the reader leaves.
    _switch: Switch,
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
            Poll::Ready(Ok(Ok(Ok(())))) => {
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

/// Answers a question on threads of its own.
pub async fn answer(
    turn: Turn,
    mut switch: Switch,
    ask: impl FnOnce(Box<dyn Write + Send>) -> Result<(), CliError> + Send + 'static,
) -> Answered {
    let (sender, mut parts) = mpsc::channel(PARTS);
    let (done, end) = oneshot::channel();
    let out = ToReader { parts: sender, runtime: Handle::current() };
    let stop = switch.stop();
    tokio::task::spawn_blocking(move || {
        let result = turn.run(&stop, || ask(Box::new(out)));
        drop(turn);
        // Without a reader nobody wants to know.
        let _ = done.send(result);
    });
    match parts.recv().await {
        Some(first) => {
            switch.is_in_time();
            Answered::Body(Body::new(Answer { first: Some(first), parts, end: Some(end), _switch: switch }))
        }
        None => match end.await {
            Ok(Ok(Ok(()))) => Answered::Body(Body::empty()),
            Ok(Ok(Err(error))) => Answered::Failed(error),
            Ok(Err(Stopped)) => Answered::Failed(switch.error()),
            Err(_) => Answered::Lost,
        },
    }
}
