//! The pictures in the README and in the manifest, taken of the demo as it is today.

use anyhow::Result;

use crate::prereq::{self, Need};
use crate::project::Project;
use crate::{build, node, shell};

/// Writes public/pictures and docs/img.
pub fn run(project: &Project) -> Result<()> {
    prereq::system(&[Need::Node, Need::Npm, Need::Browser, Need::ChineseFonts])?;
    build::release(project)?;
    node::install(project)?;
    let mut playwright = node::command(project, "playwright");
    playwright.args(["test", "--config", "pictures/playwright.config.ts"]);
    shell::run(playwright.env("ZAIGANG_BIN", project.binary()))
}
