//! Where things are: the workspace, its target folder, and what is built there.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::shell;

pub struct Project {
    /// The workspace folder.
    pub root: PathBuf,
    /// `CARGO_TARGET_DIR` or what cargo makes of it.
    pub target: PathBuf,
    /// The workspace's own packages, without their dependencies.
    pub metadata: Metadata,
}

impl Project {
    pub fn locate() -> Result<Self> {
        let metadata = MetadataCommand::new().no_deps().exec().context("cargo metadata")?;
        Ok(Self {
            root: metadata.workspace_root.clone().into(),
            target: metadata.target_directory.clone().into(),
            metadata,
        })
    }

    /// A command that runs in the workspace folder. It does not see that cargo runs us: ring's build script is run
    /// anew when the package's name in the environment is another than before, and half of all crates with it, so
    /// that a build by hand would undo one of ours and the other way round.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        let names = env::vars_os().map(|(name, _)| name);
        for name in names.filter(|name| is_ours(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command
    }

    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(args);
        command
    }

    /// The release server; it finds [`Self::site`] and [`Self::hashes`] by its own place.
    pub fn binary(&self) -> PathBuf {
        self.target.join("release/zaigang")
    }

    /// What browsers load: wasm, scripts, styles, icons.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The hashes in the site's file names, as cargo-leptos writes them for the server.
    pub fn hashes(&self) -> PathBuf {
        self.target.join("release/hash.txt")
    }

    /// The version in Cargo.lock: wasm-bindgen's command line tool must be exactly the same.
    pub fn wasm_bindgen_version(&self) -> Result<String> {
        let metadata = MetadataCommand::new().current_dir(&self.root).exec().context("cargo metadata")?;
        metadata
            .packages
            .iter()
            .find(|package| package.name.as_str() == "wasm-bindgen")
            .map(|package| package.version.to_string())
            .context("wasm-bindgen is not in Cargo.lock")
    }

    /// The packages that `package` is built from, one a line, as `cargo tree` names them.
    pub fn tree(&self, package: &str, more: &[&str]) -> Result<String> {
        let mut command = self.cargo(&["tree", "--package", package, "--prefix", "none", "--format", "{p}"]);
        shell::stdout(command.args(more))
    }
}

/// Whether cargo sets a variable to tell a program about its own package.
fn is_ours(name: &str) -> bool {
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_does_not_see_our_own_package() -> Result<()> {
        assert!(env::var_os("CARGO_PKG_NAME").is_some(), "cargo runs this test");
        let command = Project::locate()?.cargo(&["build"]);
        let removed = |name: &str| command.get_envs().any(|(key, value)| key == name && value.is_none());
        assert!(removed("CARGO_PKG_NAME") && removed("CARGO_MANIFEST_DIR"));
        Ok(())
    }
}
