//! `interlocks serve`: a web page and an API over open data.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use clap::Args as ClapArgs;

use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::files::failed;
use super::message::message;
use super::opened::Opened;
use super::output_args::OutputArgs;
use super::signals;
use crate::serve::{App, Guard, Ledger, Work, listen, until_stopped};

/// How often the files of the data are looked at with `--watch`.
const EVERY: Duration = Duration::from_secs(2);

/// Open the data in a browser: a local web page, and an API for programs
///
/// The page and the API answer the questions of the other commands with the same rows. Nothing leaves the
/// machine: the server listens on this machine only, unless --address says otherwise. The API is at
/// /api/v1/, its description at /api/v1/openapi.json. Ctrl-C or SIGTERM ends the server.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The line 'listening on http://…' is printed once the server answers. Time options such as --at set what the
page begins with. With --address, a random token is printed as part of the address; requests without it
are refused. The connection is not encrypted, so use it in a network that you trust.

Examples:
  interlocks serve boards/ --open
  interlocks serve boards.ilk --port 8080 --watch
  curl 'http://127.0.0.1:8080/api/v1/pairs?company=netflix&certain=true'"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Listen at this port; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Listen at this address of the machine, which others may reach; needs the printed token
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Let the page add decisions on identity to FILE; it may be a file of --same
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Write nothing, not even with --decisions, which then are only shown
    #[arg(long)]
    read_only: bool,
    /// Stop a question that has no answer after so many seconds; 0 lets it take any time
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    time_limit: u64,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Read the data anew when its files change
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    args.output.refuse_format("serve")?;
    args.data.query()?;
    if args.data.data == Path::new("-") && args.watch {
        return Err(CliError::Usage("--watch looks at files, and standard input is none".to_owned()));
    }
    if let Some(file) = &args.decisions {
        args.data.refuse_to_overwrite_but_same(file)?;
    }
    let aside = args.data.without_files(args.decisions.as_deref());
    let opened = Opened::open(&aside, &args.output)?;
    let start = |source| CliError::Read { path: "the system".to_owned(), source };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(start)?;
    signals::leave_to_command();
    let done = runtime.block_on(serve(args, opened));
    // A question under way does not keep the process alive.
    runtime.shutdown_timeout(Duration::from_millis(100));
    done.map(|()| Outcome::Done)
}

/// Returns a limit of time; none for 0.
pub fn time_limit(seconds: u64) -> Option<Duration> {
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

fn no_random(error: getrandom::Error) -> CliError {
    CliError::Usage(format!("the system gives no random bytes for a token: {error}"))
}

async fn serve(args: &Args, opened: Opened) -> Result<(), CliError> {
    let stop = stopped()?;
    let listener = listen(SocketAddr::new(args.address, args.port)).await?;
    let address = listener
        .local_addr()
        .map_err(|source| CliError::Listen { address: (args.address, args.port).into(), source })?;
    let token = match args.address.is_loopback() {
        true => None,
        false => Some(Guard::random_token().map_err(no_random)?),
    };
    let secret = Guard::random_token().map_err(no_random)?;
    let ledger = args.decisions.clone().map(|file| Ledger::new(file, args.read_only, secret));
    let app = App::new(opened, Work::new(time_limit(args.time_limit))?, Guard::new(address, token.clone()), ledger);
    let mut page = format!("http://{address}");
    if let Some(token) = token {
        args.output
            .note("others can reach this server, and the connection is not encrypted; only who has the token may ask");
        // What follows # is not sent to the server, and the page removes it from its address.
        page.push_str(&format!("/#token={token}"));
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on {page}")
        .and_then(|()| out.flush())
        .map_err(|source| failed(Path::new("standard output"), source))?;
    drop(out);
    if args.open {
        open(&page);
    }
    if args.watch {
        tokio::spawn(watch(Arc::clone(&app)));
    }
    until_stopped(listener, app.router(), stop).await;
    Ok(())
}

/// Reads the data anew whenever it has changed.
async fn watch(app: Arc<App>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let app = Arc::clone(&app);
        match tokio::task::spawn_blocking(move || app.refresh()).await {
            Ok(Ok(true)) => message("the data has changed and was read anew"),
            Ok(Ok(false)) | Err(_) => {}
            Ok(Err(error)) => {
                message("the data has changed and cannot be read; the answers are from before:");
                error.messages().iter().for_each(|text| message(text));
            }
        }
    }
}

/// Ends when the process is told to stop.
#[cfg(unix)]
fn stopped() -> Result<impl Future<Output = ()>, CliError> {
    use tokio::signal::unix::{SignalKind, signal};
    let fail = |source| CliError::Read { path: "signals".to_owned(), source };
    let mut terminate = signal(SignalKind::terminate()).map_err(fail)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(fail)?;
    let mut hang_up = signal(SignalKind::hangup()).map_err(fail)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hang_up.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stopped() -> Result<impl Future<Output = ()>, CliError> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Opens an address in the browser. Without one, the address that was printed can be opened by hand.
fn open(page: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started =
        Command::new(program).arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        message("no browser could be started; open the address by hand");
    }
}
