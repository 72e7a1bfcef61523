//! `cargo xtask dist`: one file to copy to a server.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::{build, shell};

/// The build with `embed-site` reads `ZAIGANG_EMBED_SITE` (a folder) and `ZAIGANG_EMBED_HASHES` (a file): what to embed.
pub fn run(project: &Project) -> Result<()> {
    build::release(project)?;
    println!("building the binary with the site inside");
    let mut embedding = server(project);
    embedding.args(["--features", "embed-site"]);
    shell::run(embedding.env("ZAIGANG_EMBED_SITE", project.site()).env("ZAIGANG_EMBED_HASHES", project.hashes()))?;

    let folder = project.target.join("dist");
    fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
    let binary = folder.join("zaigang");
    fs::copy(project.binary(), &binary).with_context(|| format!("write {}", binary.display()))?;
    // Puts the binary without the site back where it was; cargo still has it.
    shell::run(&mut server(project))?;

    println!("{} ({} MB)", binary.display(), fs::metadata(&binary)?.len() / 1_000_000);
    if shell::probe("sha256sum", &["--version"]).is_some() {
        shell::run(Command::new("sha256sum").arg("zaigang").current_dir(&folder))?;
    }
    Ok(())
}

/// The server built as cargo-leptos does; `leptos` is compiled again whenever `LEPTOS_OUTPUT_NAME` differs.
fn server(project: &Project) -> Command {
    let mut build =
        project.cargo(&["build", "--release", "--package=server", "--bin=zaigang", "--no-default-features"]);
    build.env("LEPTOS_OUTPUT_NAME", "zaigang");
    build
}
