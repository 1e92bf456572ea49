//! Work that can be stopped from outside: because the reader is gone, because it takes too long, or by Ctrl-C.
//!
//! Long loops call [`check`] once for each of their larger steps. It unwinds the thread if the work was stopped, and [`Stop::run`],
//! which began the work, returns [`Stopped`]. So no function between the two needs a result of its own, and none can forget to pass
//! it on; salsa, the engine of rust-analyzer, cancels its queries in this way. Work that nobody can stop pays for reading a variable of
//! the thread.
//!
//! The threads of a pool do not inherit such a variable, so work that is stopped has a pool of its own; see [`Stop::adopt`].

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

thread_local! {
    static CURRENT: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// A switch that stops work. Copies are the same switch.
///
/// ```
/// use interlocks_core::stop::{Stop, Stopped, check};
/// let stop = Stop::default();
/// assert_eq!(stop.run(|| 1 + 1), Ok(2));
/// let endless = stop.run(|| {
///     loop {
///         stop.now(); // Another thread would do this.
///         check();
///     }
/// });
/// assert_eq!(endless, Err(Stopped));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

/// The work was stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl Stop {
    /// Stops the work, at its next step.
    pub fn now(&self) {
        self.0.store(true, Relaxed);
    }

    /// Returns `true` if the work is to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Relaxed)
    }

    /// Lets this switch stop all that this thread does from now on, such as the thread of a pool.
    pub fn adopt(&self) {
        CURRENT.with_borrow_mut(|current| *current = Some(self.clone()));
    }

    /// Does work that this switch stops.
    ///
    /// # Errors
    /// [`Stopped`] if the work was stopped. A panic of another kind goes on.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        let before = CURRENT.replace(Some(self.clone()));
        let done = catch_unwind(AssertUnwindSafe(|| {
            check();
            work()
        }));
        CURRENT.set(before);
        done.or_else(|cause| if cause.is::<Stopped>() { Err(Stopped) } else { resume_unwind(cause) })
    }
}

/// Ends the work of this thread if it was stopped. Does nothing in work that cannot be stopped.
#[inline]
pub fn check() {
    let is_stopped = CURRENT.with_borrow(|current| current.as_ref().is_some_and(Stop::is_stopped));
    if is_stopped {
        // No message is printed: this is no fault.
        resume_unwind(Box::new(Stopped));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_of_others_is_not_stopped() {
        let (stop, other) = (Stop::default(), Stop::default());
        stop.now();
        assert_eq!(other.run(check), Ok(()));
        assert_eq!(other.run(|| stop.run(|| ())), Ok(Err(Stopped)));
        // What was begun within ends with what it was begun in.
        other.now();
        assert_eq!(other.run(|| unreachable!("it was stopped before")), Err::<(), _>(Stopped));
        check();
    }

    #[test]
    fn a_panic_stays_a_panic() {
        let stop = Stop::default();
        let caught = catch_unwind(AssertUnwindSafe(|| stop.run(|| resume_unwind(Box::new("a fault")))));
        assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"a fault"));
    }

    #[test]
    fn a_thread_that_adopted_it_stops() {
        let stop = Stop::default();
        stop.now();
        let thread = std::thread::spawn(move || {
            stop.adopt();
            check();
        });
        assert!(thread.join().unwrap_err().is::<Stopped>());
    }
}
