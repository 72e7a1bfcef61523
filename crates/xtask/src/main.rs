//! The project's tasks: `cargo xtask --help`.

mod bench;
mod build;
mod dist;
mod layers;
mod node;
mod permissions;
mod pictures;
mod postgres;
mod prereq;
mod project;
mod serve;
mod shell;
mod stamp;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use project::Project;

/// Build, run and check Zaigang. Missing tools are installed on the way, and said.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Build the release and start the demo at <http://localhost:3000>
    Serve(serve::Args),
    /// Check everything: formatting, clippy, layers, unit, database and browser tests
    Test(test::Args),
    /// Measure the first view of the app (`page`), clock-ins a second (`punch`), pages of leave (`leave`) or a large
    /// group's morning (`rush`)
    Bench(bench::Args),
    /// Make one release binary with the site inside it, in <target>/dist
    Dist,
    /// Write docs/PERMISSIONS.md from the permission table
    Permissions(permissions::Args),
    /// Take the pictures of the README and the manifest anew, of the demo
    Pictures,
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    let project = Project::locate()?;
    match task {
        Task::Serve(args) => serve::run(&project, &args)?,
        Task::Test(args) => return test::run(&project, &args),
        Task::Bench(args) => bench::run(&project, &args)?,
        Task::Dist => dist::run(&project)?,
        Task::Permissions(args) => permissions::run(&project, &args)?,
        Task::Pictures => pictures::run(&project)?,
    }
    Ok(ExitCode::SUCCESS)
}
