//! The program `zaigang`. Everything it does is in the library beside this file.

#![recursion_limit = "512"]

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use server::cli::Cli;

/// A clock-in is hundreds of small pieces of memory, handed between several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Pages are rendered on these threads too; with one or two a slow render would hold up all others.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(server::cli::run(Cli::parse())));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("zaigang: {error:#}");
            ExitCode::FAILURE
        }
    }
}
