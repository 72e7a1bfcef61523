//! What a task needs that cargo does not bring: said, and installed where that is possible.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::{node, postgres, shell};

/// 0.3.11 wants a newer compiler than rust-toolchain.toml names.
const CARGO_LEPTOS: &str = "0.3.9";

/// Something of the operating system's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Browser,
    /// The same without what draws windows, for most of the browser's specs; only Debian has it apart.
    LightBrowser,
    ChineseFonts,
    Node,
    Npm,
    Postgres,
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::Browser => node::chromium().exists(),
            Self::LightBrowser => {
                node::light_chromium().exists() || Installer::of_this_system() != Some(Installer::Apt)
            }
            Self::ChineseFonts => shell::probe("fc-list", &[":lang=zh"]).is_some_and(|fonts| !fonts.is_empty()),
            Self::Node => shell::probe("node", &["--version"]).is_some(),
            Self::Npm => shell::probe("npm", &["--version"]).is_some(),
            Self::Postgres => postgres::programs().is_some(),
        }
    }
}

/// What installs packages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Installer {
    /// Debian and its relatives: the only one that is run by itself, and tested.
    Apt,
    /// Fedora.
    Dnf,
    /// Arch.
    Pacman,
    /// Alpine.
    Apk,
}

impl Installer {
    const ALL: [Self; 4] = [Self::Apt, Self::Dnf, Self::Pacman, Self::Apk];

    fn of_this_system() -> Option<Self> {
        Self::ALL.into_iter().find(|installer| shell::probe(installer.command().0, &["--version"]).is_some())
    }

    /// The program, and what stands before the packages' names.
    fn command(self) -> (&'static str, &'static str) {
        match self {
            Self::Apt => ("apt-get", "install --no-install-recommends"),
            Self::Dnf => ("dnf", "install"),
            Self::Pacman => ("pacman", "-S"),
            Self::Apk => ("apk", "add"),
        }
    }

    fn package(self, need: Need) -> &'static str {
        match (need, self) {
            (Need::Browser, _) => "chromium",
            (Need::LightBrowser, _) => "chromium-headless-shell",
            (Need::ChineseFonts, Self::Apt) => "fonts-noto-cjk",
            (Need::ChineseFonts, Self::Dnf) => "google-noto-sans-cjk-fonts",
            (Need::ChineseFonts, Self::Pacman) => "noto-fonts-cjk",
            (Need::ChineseFonts, Self::Apk) => "font-noto-cjk",
            (Need::Node, _) => "nodejs",
            (Need::Npm, Self::Dnf) => "nodejs-npm",
            (Need::Npm, _) => "npm",
            (Need::Postgres, Self::Dnf) => "postgresql-server",
            (Need::Postgres, _) => "postgresql",
        }
    }

    /// What to type for what is missing.
    fn line(self, missing: &[Need]) -> String {
        let (program, verb) = self.command();
        let packages: Vec<&str> = missing.iter().map(|need| self.package(*need)).collect();
        format!("sudo {program} {verb} {}", packages.join(" "))
    }
}

/// Installs what is missing of `needs` on Debian as root; elsewhere stops with the line that would.
pub fn system(needs: &[Need]) -> Result<()> {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(|need| Installer::Apt.package(*need)).collect::<Vec<_>>();
    let Some(installer) = Installer::of_this_system() else {
        bail!("missing, by their Debian names: {}. Install them and put their programs on PATH", names.join(" "));
    };
    if installer != Installer::Apt || shell::probe("id", &["-u"]).as_deref() != Some("0") {
        bail!("something is missing. Install it with:\n  {}", installer.line(&missing));
    }
    println!("missing: {}; installing with apt-get", names.join(" "));
    let apt = |args: &[&str]| shell::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(args));
    apt(&["update", "--quiet"])?;
    apt(&[&["install", "--yes", "--quiet", "--no-install-recommends"], names.as_slice()].concat())?;
    match needs.iter().find(|need| !need.is_met()) {
        Some(need) => bail!("{} is installed but its program was not found", installer.package(*need)),
        None => Ok(()),
    }
}

/// The parts of the Rust toolchain that `rust-toolchain.toml` names; rustup may have been told not to fetch them.
pub fn rust(project: &Project) -> Result<()> {
    let wasm = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
    let has_wasm = shell::stdout(project.command("rustc").args(wasm)).is_ok_and(|dir| Path::new(dir.trim()).exists());
    if !has_wasm {
        println!("missing: the compiler's wasm32-unknown-unknown target; adding it with rustup");
        shell::run(project.command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if shell::probe("cargo", &[subcommand, "--version"]).is_none() {
            println!("missing: {component}; adding it with rustup");
            shell::run(project.command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// `PATH` with everything that building the site takes: cargo-leptos, wasm-bindgen and wasm-opt.
/// Without them cargo-leptos would download programs from release pages.
pub fn site_tools(project: &Project) -> Result<OsString> {
    rust(project)?;
    system(&[Need::Node, Need::Npm])?;
    node::install(project)?;

    let tools = [
        Tool { package: "cargo-leptos", program: "cargo-leptos", version: CARGO_LEPTOS.to_owned(), locked: true },
        Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: project.wasm_bindgen_version()?,
            locked: false,
        },
    ];
    let mut path = vec![node::bin(project)];
    for tool in tools {
        path.extend(tool.ensure()?);
    }
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(env::join_paths(path)?)
}

/// A program that cargo installs.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// Whether its own lock file still builds.
    locked: bool,
}

impl Tool {
    /// The folder to put before `PATH`; none if `PATH` already has this version.
    /// A root of our own per version leaves the person's own cargo programs as they are.
    fn ensure(&self) -> Result<Option<PathBuf>> {
        if self.is_right(Path::new(self.program)) {
            return Ok(None);
        }
        let root = cache()?.join(format!("{}-{}", self.package, self.version));
        let bin = root.join("bin");
        if !self.is_right(&bin.join(self.program)) {
            self.install(&root)?;
        }
        Ok(Some(bin))
    }

    fn is_right(&self, program: &Path) -> bool {
        let says = shell::probe(&program.to_string_lossy(), &["--version"]);
        says.is_some_and(|says| says.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, root: &Path) -> Result<()> {
        let spec = format!("{}@{}", self.package, self.version);
        println!("missing: {spec}; installing it into {}", root.display());
        if shell::probe("cargo", &["binstall", "-V"]).is_some() {
            let mut prebuilt = Command::new("cargo");
            prebuilt.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"]).arg(root);
            if shell::run(prebuilt.arg(&spec)).is_ok() {
                return Ok(());
            }
            println!("no prebuilt {spec} to be had");
        }
        println!("building {spec}: some minutes on two cores, once");
        let mut build = Command::new("cargo");
        build.args(["install", &spec, "--debug", "--root"]).arg(root);
        if self.locked {
            build.arg("--locked");
        }
        // A build folder of its own: this one is thrown away.
        shell::run(build.env_remove("CARGO_TARGET_DIR"))
    }
}

/// Kept between checkouts and over `cargo clean`, since building these takes minutes.
fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME") {
        Some(dir) => PathBuf::from(dir),
        None => env::home_dir().context("no home folder for ~/.cache/zaigang")?.join(".cache"),
    };
    Ok(base.join("zaigang/tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_has_a_line_to_type_on_each_system() {
        let missing = [Need::ChineseFonts, Need::Npm, Need::Postgres];
        let lines = Installer::ALL.map(|installer| installer.line(&missing));
        assert_eq!(
            lines,
            [
                "sudo apt-get install --no-install-recommends fonts-noto-cjk npm postgresql",
                "sudo dnf install google-noto-sans-cjk-fonts nodejs-npm postgresql-server",
                "sudo pacman -S noto-fonts-cjk npm postgresql",
                "sudo apk add font-noto-cjk npm postgresql",
            ]
        );
    }

    #[test]
    fn a_tool_of_another_version_is_not_right() {
        let tool =
            |version: &str| Tool { package: "cargo", program: "cargo", version: version.to_owned(), locked: false };
        let ours = shell::probe("cargo", &["--version"]).unwrap_or_default();
        let version = ours.split_whitespace().nth(1).unwrap_or_default();
        assert!(tool(version).is_right(Path::new("cargo")), "{ours}");
        assert!(!tool("0.0.1").is_right(Path::new("cargo")));
        assert!(!tool(version).is_right(Path::new("/nowhere/cargo")));
    }
}
