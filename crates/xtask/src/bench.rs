//! `cargo xtask bench`: what the project promises in figures.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;

use crate::postgres::{DISK, Durability, Postgres};
use crate::prereq::{self, Need};
use crate::project::Project;
use crate::{build, node, shell};

mod performance;

/// The size that the promises are about.
const FULL: Rush = Rush { staff: 10_000, years: 3, seconds: 60, folder: None };

/// Before each line of figures among what Playwright prints.
const FIGURE: &str = "» ";

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Lighthouse scores and transferred bytes of the sign-in and today pages
    Page,
    /// How long the pages of leave take with 6,000 people and 500 requests in an inbox, on both databases
    Leave,
    /// Clock-ins a second, each durable before it is confirmed, on SQLite and PostgreSQL
    Punch,
    /// A hall group with years of history in the minute when everybody clocks in and leads watch; and whether
    /// latency grows with staff and years. Keeps the databases: some 25 GB at full size
    Rush(Rush),
}

#[derive(clap::Args, PartialEq, Eq)]
struct Rush {
    /// Window staff; a hundred at least
    #[arg(long, default_value_t = FULL.staff, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    staff: u32,
    /// Years of history of each
    #[arg(long, default_value_t = FULL.years, value_parser = clap::value_parser!(u32).range(0..=10))]
    years: u32,
    /// Within which everybody clocks in
    #[arg(long, default_value_t = FULL.seconds, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// Where the databases are kept; a folder that other accounts may enter if you are root
    #[arg(long)]
    folder: Option<PathBuf>,
}

pub fn run(project: &Project, args: &Args) -> Result<()> {
    match &args.what {
        What::Page => page(project),
        What::Leave => leave(project),
        What::Punch => punch(project),
        What::Rush(size) => rush(project, size),
    }
}

fn page(project: &Project) -> Result<()> {
    prereq::system(&[Need::Node, Need::Npm, Need::Browser, Need::ChineseFonts])?;
    build::release(project)?;
    node::install(project)?;
    let mut playwright = node::command(project, "playwright");
    playwright.args(["test", "--config", "bench/playwright.config.ts"]).env("ZAIGANG_BIN", project.binary());
    let mut figures = String::new();
    let status = shell::tee(&mut playwright, |line| {
        if let Some(figure) = line.strip_prefix(FIGURE) {
            figures.push_str(figure);
            figures.push('\n');
        }
    })?;
    if figures.is_empty() {
        bail!("the bench stopped before its end ({status})");
    }
    performance::record(project, "page", &project.root, &figures)?;
    Measured { text: figures, holds: status.success() }.verdict()
}

/// The bench reads what [`punch`] names, but for `PGBENCH`.
fn leave(project: &Project) -> Result<()> {
    prereq::system(&[Need::Postgres])?;
    build::release(project)?;
    let postgres = Postgres::start(Durability::Real)?;
    let folder = Path::new(DISK).join(format!("zaigang-bench-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("create {}", folder.display()))?;
    let measured = measure(project, "leave", &postgres, &folder, &[]);
    fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
    let measured = measured?;
    performance::record(project, "leave", &folder, &measured.text)?;
    measured.verdict()
}

/// The bench reads `BENCH_SERVER` (the release server), `TEST_DATABASE_URL` (a durable PostgreSQL), `PGBENCH`
/// (the program) and `BENCH_DIR` (for SQLite's files, on the same disk as PostgreSQL's).
fn punch(project: &Project) -> Result<()> {
    prereq::system(&[Need::Postgres])?;
    build::release(project)?;
    let postgres = Postgres::start(Durability::Real)?;
    let folder = Path::new(DISK).join(format!("zaigang-bench-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("create {}", folder.display()))?;
    let pgbench = postgres.pgbench();
    let measured = measure(project, "punch", &postgres, &folder, &[("PGBENCH", &pgbench.to_string_lossy())]);
    fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
    let measured = measured?;
    performance::record(project, "punch", &folder, &measured.text)?;
    measured.verdict()
}

/// The bench reads `BENCH_STAFF`, `BENCH_YEARS` and `BENCH_SECONDS` beside what [`punch`] names.
fn rush(project: &Project, size: &Rush) -> Result<()> {
    prereq::system(&[Need::Postgres])?;
    build::release(project)?;
    let folder = size.folder.clone().unwrap_or_else(|| Path::new(DISK).join("zaigang-bench"));
    fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
    println!("databases are kept in {}; delete it when you are done", folder.display());
    let postgres = Postgres::start_kept(&folder)?;
    let (staff, years, seconds) = (size.staff.to_string(), size.years.to_string(), size.seconds.to_string());
    let settings = [("BENCH_STAFF", &*staff), ("BENCH_YEARS", &*years), ("BENCH_SECONDS", &*seconds)];
    let measured = measure(project, "rush", &postgres, &folder, &settings)?;
    if *size == (Rush { folder: size.folder.clone(), ..FULL }) {
        performance::record(project, "rush", &folder, &measured.text)?;
    } else {
        println!("\na try: docs/PERFORMANCE.md keeps the figures of the full size");
    }
    measured.verdict()
}

/// What a bench printed, and whether the promises held.
struct Measured {
    text: String,
    holds: bool,
}

impl Measured {
    fn verdict(&self) -> Result<()> {
        if self.holds { Ok(()) } else { bail!("a promise does not hold") }
    }
}

/// Runs a bench to its end. One that stopped before has no figures.
fn measure(
    project: &Project,
    name: &str,
    postgres: &Postgres,
    folder: &Path,
    settings: &[(&str, &str)],
) -> Result<Measured> {
    // Built first: a bench that does not compile must not read as a promise that does not hold.
    let bench = ["bench", "--package", "bench", "--bench", name];
    shell::run(project.cargo(&bench).arg("--no-run"))?;
    let mut command = project.cargo(&bench);
    command
        .env("BENCH_SERVER", project.binary())
        .env("TEST_DATABASE_URL", postgres.url())
        .env("BENCH_DIR", folder)
        .envs(settings.iter().copied());
    let mut text = String::new();
    let status = shell::tee(&mut command, |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    match status.code() {
        Some(0) => Ok(Measured { text, holds: true }),
        Some(1) => Ok(Measured { text, holds: false }),
        _ => bail!("the bench stopped before its end ({status})"),
    }
}
