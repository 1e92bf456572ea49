//! The binary: the command line of the library.

use std::process::ExitCode;

/// Large columns are allocated and freed often; this allocator keeps their memory.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(interlocks::cli::main(std::env::args_os().collect()))
}
