//! The release: server, wasm, styles and public files, hashed, split and compressed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::stamp::{self, Stamp};
use crate::{prereq, shell};

/// Builds the release unless it is what the sources say.
pub fn release(project: &Project) -> Result<()> {
    let stamp = stamp(project);
    if stamp.is_fresh()? {
        println!("the release in {} is up to date", project.binary().display());
        return Ok(());
    }
    let path = prereq::site_tools(project)?;
    println!("building the release: some minutes when cold");
    stamp.rebuild(|| {
        let flags = ["build", "--release", "--precompress", "--split"];
        // Its own backtrace would bury the compiler's error.
        shell::run(leptos(project, path).args(flags).env("RUST_BACKTRACE", "0"))
    })?;
    print_sizes(&project.site().join("pkg"))
}

/// cargo-leptos, building the site where the binary looks for it even if `CARGO_TARGET_DIR` is elsewhere.
pub fn leptos(project: &Project, path: OsString) -> Command {
    let mut command = project.command("cargo-leptos");
    // The program is looked up in this PATH, not in our own.
    command.env("PATH", path).env("LEPTOS_SITE_ROOT", project.site());
    command
}

fn stamp(project: &Project) -> Stamp {
    const INPUTS: [&str; 12] = [
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
        "end2end/package-lock.json", // the version of wasm-opt
        "app",
        "crates/domain",
        "crates/frontend",
        "crates/services",
        "crates/store",
        "style",
        "public",
    ];
    // Not the server's tests: they are its largest part, and change no release.
    const SERVER: [&str; 3] = ["server/Cargo.toml", "server/build.rs", "server/src"];
    Stamp {
        file: project.target.join("release/zaigang-stamp"),
        inputs: INPUTS.iter().chain(&SERVER).map(|input| project.root.join(input)).collect(),
        outputs: vec![project.binary(), project.hashes(), project.site()],
    }
}

/// What a browser loads, largest first, as it travels (brotli).
fn print_sizes(pkg: &Path) -> Result<()> {
    println!("\ncompressed  file");
    for (bytes, file) in compressed(pkg)? {
        println!("{:>7}.{} kB  {}", bytes / 1000, bytes % 1000 / 100, file.display());
    }
    Ok(())
}

fn compressed(pkg: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let mut sizes = Vec::new();
    for file in stamp::files(&[pkg.to_owned()])? {
        let name = file.with_extension("");
        let is_asset = ["wasm", "js", "css"].iter().any(|kind| name.extension().is_some_and(|found| found == *kind));
        if is_asset && file.extension().is_some_and(|kind| kind == "br") {
            let size = fs::metadata(&file).with_context(|| format!("size of {}", file.display()))?.len();
            sizes.push((size, name.strip_prefix(pkg)?.to_owned()));
        }
    }
    sizes.sort_by(|a, b| b.cmp(a));
    Ok(sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_of_brotli_files_largest_first() -> Result<()> {
        let pkg = std::env::temp_dir().join(format!("zaigang-sizes-{}", std::process::id()));
        fs::create_dir_all(&pkg)?;
        for (name, bytes) in [("a.css.br", 10), ("a.css.gz", 12), ("a.css", 30), ("b.wasm.br", 20), ("c.json.br", 99)] {
            fs::write(pkg.join(name), vec![0; bytes])?;
        }
        let sizes = compressed(&pkg)?;
        fs::remove_dir_all(&pkg)?;
        assert_eq!(sizes, [(20, PathBuf::from("b.wasm")), (10, PathBuf::from("a.css"))]);
        Ok(())
    }
}
