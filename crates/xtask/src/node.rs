//! The npm side: wasm-opt for the site, Playwright and Lighthouse for the browser. Versions stand in end2end/package-lock.json.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::shell;
use crate::stamp::Stamp;

/// The browser of the end-to-end tests, as `end2end/fixtures/browser.ts` finds it.
pub fn chromium() -> PathBuf {
    named().unwrap_or_else(|| PathBuf::from("/usr/bin/chromium"))
}

/// The one of specs that need no windows.
pub fn light_chromium() -> PathBuf {
    named().unwrap_or_else(|| PathBuf::from("/usr/bin/chromium-headless-shell"))
}

fn named() -> Option<PathBuf> {
    env::var_os("CHROMIUM").map(PathBuf::from)
}

/// The folder of the installed packages' programs.
pub fn bin(project: &Project) -> PathBuf {
    project.root.join("end2end/node_modules/.bin")
}

/// Installs the locked packages, unless they are as the lock file says.
pub fn install(project: &Project) -> Result<()> {
    let folder = project.root.join("end2end");
    let modules = folder.join("node_modules");
    let stamp = Stamp {
        file: modules.join(".zaigang-stamp"),
        inputs: vec![folder.join("package.json"), folder.join("package-lock.json")],
        outputs: vec![modules.join(".package-lock.json")],
    };
    if stamp.is_fresh()? {
        return Ok(());
    }
    println!("installing the npm packages of end2end/package-lock.json");
    stamp.rebuild(|| shell::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder)))
}

/// Runs one of the packages' programs in end2end.
pub fn command(project: &Project, program: &str) -> Command {
    let mut command = Command::new(bin(project).join(program));
    command.current_dir(project.root.join("end2end"));
    command
}
