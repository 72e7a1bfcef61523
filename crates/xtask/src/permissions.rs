//! docs/PERMISSIONS.md, as `domain`'s table says it.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::shell;

#[derive(clap::Args)]
pub struct Args {
    /// Only compare: fails if the file is not what the table says
    #[arg(long)]
    check: bool,
}

pub fn run(project: &Project, args: &Args) -> Result<()> {
    if args.check {
        return check(project);
    }
    let file = project.root.join("docs/PERMISSIONS.md");
    fs::write(&file, generate(project)?).with_context(|| format!("write {}", file.display()))
}

pub fn check(project: &Project) -> Result<()> {
    let written = fs::read_to_string(project.root.join("docs/PERMISSIONS.md")).unwrap_or_default();
    if written != generate(project)? {
        bail!("docs/PERMISSIONS.md is not what the table says; run `cargo xtask permissions`");
    }
    Ok(())
}

fn generate(project: &Project) -> Result<String> {
    shell::stdout(&mut project.cargo(&["run", "--quiet", "--package", "domain", "--example", "permissions"]))
}
