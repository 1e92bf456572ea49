//! Signals that end the process.

use std::sync::atomic::{AtomicBool, Ordering};

/// `true` if a command ends by itself after a signal.
static LEFT_TO_COMMAND: AtomicBool = AtomicBool::new(false);

/// Leaves the end of the process after a signal to the command, which finishes what it is doing.
pub fn leave_to_command() {
    LEFT_TO_COMMAND.store(true, Ordering::SeqCst);
}

/// Removes temporary files when a signal ends the process. Signals that the process was told to ignore stay ignored.
#[cfg(unix)]
pub fn remove_temporary_files_on_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let ignored = ignored_signals();
    let handled: Vec<i32> = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !is_set(ignored, *signal)).collect();
    // Without a thread the signals keep their default action, and the next run removes the files.
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let Ok(mut signals) = Signals::new(handled) else { return };
        for signal in signals.forever().filter(|_| !LEFT_TO_COMMAND.load(Ordering::SeqCst)) {
            interlocks_core::store::remove_temporary_files();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

#[cfg(not(unix))]
pub fn remove_temporary_files_on_signals() {}

/// Returns the set of signals that are ignored, one bit per signal. Where it is not known, a hang-up counts as ignored,
/// because `nohup` sets that.
#[cfg(unix)]
fn ignored_signals() -> u64 {
    let hang_up = 1 << (signal_hook::consts::SIGHUP - 1);
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return hang_up };
    let set = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    set.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).unwrap_or(hang_up)
}

#[cfg(unix)]
fn is_set(signals: u64, signal: i32) -> bool {
    signals >> (signal - 1) & 1 == 1
}
