//! `cargo xtask test`: the same for a person at work and for CI.

mod summary;

use std::fs;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use summary::{Counts, Part, Summary};

use crate::postgres::{Durability, Postgres};
use crate::prereq::{self, Need};
use crate::project::Project;
use crate::{build, layers, node, permissions, shell};

/// Everything but the phone's half: `app` is built with `ssr`, which must never meet `hydrate`.
/// One selection for clippy and all tests, so that dependencies are compiled with one set of features.
const HOST: [&str; 3] = ["--workspace", "--exclude", "frontend"];
/// The phone's half, with `app` as it is in the browser.
const PHONE: [&str; 4] = ["--package", "frontend", "--target", "wasm32-unknown-unknown"];

#[derive(clap::Args)]
pub struct Args {
    /// Run one kind of test only; everything if left out
    kind: Option<Kind>,
    /// Part of the name of a test (unit, db) or of a spec file (browser)
    filter: Option<String>,
    /// Leave this out, and say so at the end
    #[arg(long, value_name = "WHAT")]
    without: Vec<Without>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Rules and small parts: no database, no network
    Unit,
    /// The whole server over a real database: SQLite, and a PostgreSQL started for the run
    Db,
    /// The app in Chromium, over the release build
    Browser,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Without {
    Postgres,
    Browser,
}

impl Args {
    fn wants(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|only| only == kind) && !(kind == Kind::Browser && self.leaves_out(Without::Browser))
    }

    fn leaves_out(&self, what: Without) -> bool {
        self.without.contains(&what)
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        if self.wants(Kind::Db) && !self.leaves_out(Without::Postgres) {
            needs.push(Need::Postgres);
        }
        if self.wants(Kind::Browser) {
            needs.extend([Need::Node, Need::Npm, Need::Browser, Need::LightBrowser, Need::ChineseFonts]);
        }
        needs
    }
}

pub fn run(project: &Project, args: &Args) -> Result<ExitCode> {
    prereq::rust(project)?;
    prereq::system(&args.needs())?;

    let mut summary = Summary::default();
    if args.kind.is_none() {
        checks(project, &mut summary);
    }
    if args.wants(Kind::Unit) {
        part(&mut summary, "unit tests", || unit(project, args.filter.as_deref()));
    }
    if args.wants(Kind::Db) {
        part(&mut summary, "database tests", || database(project, args));
    }
    if args.wants(Kind::Browser) {
        part(&mut summary, "browser tests", || browser(project, args.filter.as_deref()));
    }
    if args.leaves_out(Without::Postgres) {
        summary.left_out.push("database tests on PostgreSQL");
    }
    if args.leaves_out(Without::Browser) {
        summary.left_out.push("browser tests");
    }
    print!("\n{summary}");
    Ok(if summary.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs one part under its heading. A failure is kept for the summary: the other parts still run.
fn part(summary: &mut Summary, name: &'static str, work: impl FnOnce() -> Result<Counts>) {
    println!("\n== {name}");
    let start = Instant::now();
    let outcome = work();
    let took = start.elapsed();
    match &outcome {
        Ok(counts) if counts.failed == 0 => println!("== {name}: done in {}", shell::minutes(took)),
        Ok(_) => println!("== {name}: failed after {}", shell::minutes(took)),
        Err(error) => println!("== {name}: failed after {}: {error:#}", shell::minutes(took)),
    }
    summary.parts.push(Part { name, took, outcome });
}

fn checks(project: &Project, summary: &mut Summary) {
    let mut check = |name, work: &dyn Fn() -> Result<()>| {
        part(summary, name, || work().map(|()| Counts::CHECK));
    };
    let clippy =
        |selection: &[&str]| shell::run(project.cargo(&["clippy"]).args(selection).args(["--", "--deny", "warnings"]));
    check("formatting", &|| shell::run(&mut project.cargo(&["fmt", "--all", "--check"])));
    check("layers", &|| layers::check(project));
    check("clippy, server", &|| clippy(&[&HOST[..], &["--all-targets"]].concat()));
    check("clippy, phone", &|| clippy(&PHONE));
    check("permission table", &|| permissions::check(project));
}

fn unit(project: &Project, filter: Option<&str>) -> Result<Counts> {
    let mut counts = cargo_test(project.cargo(&["test", "--no-fail-fast", "--lib", "--bins"]).args(HOST).args(filter))?;
    counts.add(cargo_test(project.cargo(&["test", "--no-fail-fast", "--doc"]).args(HOST).args(filter))?);
    at_least_one(counts)
}

/// `#[db_test]` makes two tests of one body, and names them after their database.
fn database(project: &Project, args: &Args) -> Result<Counts> {
    let mut tests = project.cargo(&["test", "--no-fail-fast", "--test", "*"]);
    tests.args(HOST).args(&args.filter);
    if args.leaves_out(Without::Postgres) {
        return at_least_one(cargo_test(tests.args(["--", "--skip", "_postgres"]))?);
    }
    let postgres = Postgres::start(Durability::None)?;
    at_least_one(cargo_test(tests.env("TEST_DATABASE_URL", postgres.url()))?)
}

fn cargo_test(command: &mut Command) -> Result<Counts> {
    let mut counts = Counts::default();
    let status = shell::tee(command, |line| {
        counts.add(Counts::of_cargo_test(line).unwrap_or_default());
    })?;
    if !status.success() && counts.failed == 0 {
        bail!("cargo test stopped before its end ({status})");
    }
    Ok(counts)
}

fn browser(project: &Project, filter: Option<&str>) -> Result<Counts> {
    build::release(project)?;
    node::install(project)?;
    shell::run(node::command(project, "tsc").arg("--noEmit"))?;

    let report = project.root.join("end2end/test-results/report.json");
    // Of an earlier run: Playwright writes none if it can't start.
    fs::remove_file(&report).ok();
    let mut playwright = node::command(project, "playwright");
    playwright.arg("test").args(filter).env("ZAIGANG_BIN", project.binary());
    let status = playwright.status().context("could not start Playwright")?;
    let text = fs::read_to_string(&report).context("Playwright wrote no report")?;
    let counts = Counts::of_playwright(&text)?;
    if !status.success() && counts.failed == 0 {
        bail!("Playwright stopped before its end ({status})");
    }
    at_least_one(counts)
}

/// A filter that matches nothing, or a suite that is not found, must not read as a success.
fn at_least_one(counts: Counts) -> Result<Counts> {
    if counts.passed + counts.failed == 0 {
        bail!("no test ran");
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(kind: Option<Kind>, without: &[Without]) -> Args {
        Args { kind, filter: None, without: without.to_vec() }
    }

    #[test]
    fn a_full_run_needs_everything_and_a_part_only_its_own() {
        assert_eq!(args(None, &[]).needs().len(), 6);
        assert!(args(Some(Kind::Unit), &[]).needs().is_empty());
        assert!(args(Some(Kind::Db), &[]).needs() == [Need::Postgres]);
        assert!(args(None, &[Without::Postgres, Without::Browser]).needs().is_empty());
    }

    #[test]
    fn without_the_browser_the_rest_still_runs() {
        let args = args(None, &[Without::Browser]);
        assert!(!args.wants(Kind::Browser));
        assert!(args.wants(Kind::Unit) && args.wants(Kind::Db));
    }

    #[test]
    fn no_test_at_all_is_a_failure() {
        assert!(at_least_one(Counts::default()).is_err());
        assert!(at_least_one(Counts::CHECK).is_ok());
    }
}
