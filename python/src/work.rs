//! Work beside the interpreter: it goes on without the lock, and Ctrl-C ends the waiting for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use interlocks_core::stop::Stop;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::ThreadPool;

/// The time between two looks for Ctrl-C.
const LOOK: Duration = Duration::from_millis(20);

/// The most pools that wait for work.
const MOST_FREE: usize = 4;

/// The memory for the calls of a thread, as the main thread of a process has it.
const STACK: usize = 8 << 20;

/// The longest time that a fork waits for work.
const LONGEST_FORK: Duration = Duration::from_secs(10);

/// The gate before all work. It is closed while a process is forked: a fork has the locks of threads that it does not have.
pub(crate) static GATE: Gate =
    Gate { state: Mutex::new(GateState { running: 0, is_closed: false }), changed: Condvar::new() };

pub(crate) struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

struct GateState {
    running: usize,
    is_closed: bool,
}

/// Work that is being done, until it is dropped.
struct Running;

impl Gate {
    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins work, once the gate is open.
    fn enter(&self) -> Running {
        let state = self.changed.wait_while(self.state(), |state| state.is_closed);
        state.unwrap_or_else(PoisonError::into_inner).running += 1;
        Running
    }

    /// Closes the gate and waits until no work is done, or for too long.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let _ = self.changed.wait_timeout_while(state, LONGEST_FORK, |state| state.running > 0);
    }

    /// Opens the gate.
    pub(crate) fn open(&self) {
        self.state().is_closed = false;
        self.changed.notify_all();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = GATE.state();
        state.running = state.running.saturating_sub(1);
        drop(state);
        GATE.changed.notify_all();
    }
}

/// The pools of threads that have no work. Every question has one of its own: a pool that two share could make a thread that holds a
/// lock of one begin with the other.
struct Free {
    /// The process that made them. A fork has none of their threads.
    process: u32,
    pools: Vec<(usize, ThreadPool)>,
}

static FREE: Mutex<Free> = Mutex::new(Free { process: 0, pools: Vec::new() });

/// Returns a pool of so many threads; 0 is one per core.
fn pool(threads: usize) -> Result<ThreadPool, String> {
    // In a fork somebody who is gone may hold the lock.
    if let Ok(mut free) = FREE.try_lock() {
        let process = std::process::id();
        if free.process != process {
            // To end them would be to wait for threads that are gone.
            std::mem::forget(std::mem::take(&mut free.pools));
            free.process = process;
        }
        if let Some(at) = free.pools.iter().position(|(of, _)| *of == threads) {
            return Ok(free.pools.swap_remove(at).1);
        }
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK);
    pool.build().map_err(|error| format!("cannot start {threads} threads: {error}"))
}

fn give_back(threads: usize, pool: ThreadPool) {
    if let Ok(mut free) = FREE.try_lock()
        && free.process == std::process::id()
        && free.pools.len() < MOST_FREE
    {
        free.pools.push((threads, pool));
    }
}

/// Returns what a panic says.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("internal error, please report it: {}", text.unwrap_or("unknown"))
}

/// Does work on threads of its own, and waits for it without the lock of the interpreter.
///
/// # Errors
/// When a signal ends the waiting: then the work ends at its next step, or with the process.
pub(crate) fn work<T: Send + 'static>(
    py: Python<'_>,
    threads: usize,
    task: impl FnOnce(Stop) -> T + Send + 'static,
) -> PyResult<T> {
    let (sender, mut receiver) = mpsc::sync_channel(1);
    let stop = Stop::default();
    let stopped = stop.clone();
    let run = move || {
        let running = GATE.enter();
        let done = pool(threads).and_then(|pool| {
            pool.broadcast(|_| stopped.adopt());
            let task = || stopped.run(|| task(stopped.clone()));
            let done = pool.install(|| catch_unwind(AssertUnwindSafe(task)));
            give_back(threads, pool);
            done.map_err(|panic| said(&*panic))?.map_err(|_| "the work was stopped".to_owned())
        });
        drop(running);
        // Nobody may be waiting.
        let _ = sender.send(done);
    };
    std::thread::Builder::new().name("interlocks".to_owned()).spawn(run)?;
    loop {
        let waiting = &mut receiver;
        match py.detach(move || waiting.recv_timeout(LOOK)) {
            Ok(done) => return done.map_err(PyRuntimeError::new_err),
            Err(RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| stop.now())?,
            Err(RecvTimeoutError::Disconnected) => return Err(PyRuntimeError::new_err("the work was lost")),
        }
    }
}
