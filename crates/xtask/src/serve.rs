//! `cargo xtask serve`: the demo, built and started.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::{build, prereq};

#[derive(clap::Args)]
pub struct Args {
    /// Rebuild and reload on every change, unoptimised
    #[arg(long)]
    dev: bool,
    /// Listen on this port of 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

pub fn run(project: &Project, args: &Args) -> Result<()> {
    let address = format!("127.0.0.1:{}", args.port);
    let mut command = if args.dev {
        let mut watch = build::leptos(project, prereq::site_tools(project)?);
        watch.args(["watch", "--split", "--", "serve", "--demo"]);
        // File names change with their hashes only in a build, not when `watch` builds again.
        watch.env("LEPTOS_HASH_FILES", "false").env("LEPTOS_SITE_ADDR", &address);
        watch
    } else {
        build::release(project)?;
        let mut serve = project.command(&project.binary().to_string_lossy());
        serve.args(["serve", "--demo"]);
        serve
    };
    // From here on this process is the server: signals and the exit code are its own.
    let error = command.env("ZAIGANG_ADDR", address).exec();
    Err(error).context("could not start the server")
}
