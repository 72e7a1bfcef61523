//! `cargo xtask bench`: what the project promises in figures.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::postgres::{DISK, Durability, Postgres};
use crate::prereq::{self, Need};
use crate::project::Project;
use crate::{build, node, shell};

#[derive(clap::Args)]
pub struct Args {
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Lighthouse scores and transferred bytes of the sign-in and today pages
    Page,
    /// Clock-ins a second, each durable before it is confirmed, on SQLite and PostgreSQL
    Punch,
}

pub fn run(project: &Project, args: &Args) -> Result<()> {
    match args.what {
        What::Page => page(project),
        What::Punch => punch(project),
    }
}

fn page(project: &Project) -> Result<()> {
    prereq::system(&[Need::Node, Need::Npm, Need::Browser, Need::ChineseFonts])?;
    build::release(project)?;
    node::install(project)?;
    let mut playwright = node::command(project, "playwright");
    playwright.args(["test", "--config", "bench/playwright.config.ts"]);
    shell::run(playwright.env("ZAIGANG_BIN", project.binary()))
}

/// The bench reads `BENCH_SERVER` (the release server), `TEST_DATABASE_URL` (a durable PostgreSQL), `PGBENCH`
/// (the program) and `BENCH_DIR` (for SQLite's files, on the same disk as PostgreSQL's).
fn punch(project: &Project) -> Result<()> {
    prereq::system(&[Need::Postgres])?;
    build::release(project)?;
    let postgres = Postgres::start(Durability::Real)?;
    let folder = Path::new(DISK).join(format!("zaigang-bench-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("create {}", folder.display()))?;
    let mut bench = project.cargo(&["bench", "--package", "server", "--bench", "punch"]);
    bench
        .env("BENCH_SERVER", project.binary())
        .env("TEST_DATABASE_URL", postgres.url())
        .env("PGBENCH", postgres.pgbench())
        .env("BENCH_DIR", &folder);
    let result = shell::run(&mut bench);
    fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
    result
}
