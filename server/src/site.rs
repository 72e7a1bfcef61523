//! Where the built site lies: wasm, JavaScript, styles, icons.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use leptos::prelude::LeptosOptions;

/// The site and the name list of its hashed files.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder that is served.
    pub dir: PathBuf,
    /// cargo-leptos's list of content hashes; there is none in a development build.
    pub hashes: Option<PathBuf>,
}

impl Site {
    /// Finds the site: as configured, embedded, or beside the program as cargo-leptos builds it. Never by
    /// the current folder.
    pub fn find(configured: Option<&Path>, data_dir: &Path) -> Result<Self> {
        let program = std::env::current_exe()?;
        let beside = program.parent().map(Path::to_path_buf).unwrap_or_default();
        let dir = match configured {
            Some(dir) => dir.to_path_buf(),
            None => match embedded::unpack(data_dir)? {
                Some(dir) => return Ok(Self { hashes: Some(dir.join("hash.txt")), dir }),
                None => beside.join("../site"),
            },
        };
        if !dir.join("pkg").is_dir() {
            bail!("the built site is not at {}; build it with `cargo xtask serve`, or set `site_dir`", dir.display());
        }
        let hashes = Some(beside.join("hash.txt")).filter(|file| file.is_file());
        Ok(Self { dir: dir.canonicalize()?, hashes })
    }

    /// The same as Leptos wants it.
    pub fn leptos_options(&self) -> LeptosOptions {
        let builder = LeptosOptions::builder()
            .output_name("zaigang")
            .site_root(self.dir.to_string_lossy().into_owned())
            .hash_files(self.hashes.is_some());
        match &self.hashes {
            // Leptos joins this to the program's folder; an absolute path stays what it is.
            Some(file) => builder.hash_file(file.to_string_lossy().into()).build(),
            None => builder.build(),
        }
    }
}

#[cfg(not(feature = "embed-site"))]
mod embedded {
    use std::path::{Path, PathBuf};

    #[expect(clippy::unnecessary_wraps, reason = "the other half, with an embedded site, can fail")]
    pub(super) fn unpack(_data_dir: &Path) -> anyhow::Result<Option<PathBuf>> {
        Ok(None)
    }
}

#[cfg(feature = "embed-site")]
mod embedded {
    use std::{
        fs,
        path::{Path, PathBuf},
        time::{Duration, SystemTime},
    };

    use anyhow::Result;
    use rust_embed::RustEmbed;

    /// The folder that `cargo xtask dist` has built.
    #[derive(RustEmbed)]
    #[folder = "$ZAIGANG_EMBED_SITE"]
    struct Files;

    /// Its list of content hashes; a new build changes this text, and so this program is built again.
    const HASHES: &str = include_str!(env!("ZAIGANG_EMBED_HASHES"));

    /// How long the hashed files of earlier releases stay, for phones that still run them.
    const KEEP: Duration = Duration::from_secs(60 * 60 * 24 * 30);

    /// Writes the embedded site to the data folder, where it is served like any other.
    pub(super) fn unpack(data_dir: &Path) -> Result<Option<PathBuf>> {
        let dir = data_dir.join("site");
        for name in Files::iter() {
            let (target, file) = (dir.join(name.as_ref()), Files::get(&name));
            if let (Some(parent), Some(file)) = (target.parent(), file) {
                fs::create_dir_all(parent)?;
                fs::write(&target, file.data)?;
            }
        }
        fs::write(dir.join("hash.txt"), HASHES)?;
        remove_old(&dir.join("pkg"))?;
        Ok(Some(dir.canonicalize()?))
    }

    fn remove_old(pkg: &Path) -> Result<()> {
        for entry in fs::read_dir(pkg)? {
            let entry = entry?;
            let age = SystemTime::now().duration_since(entry.metadata()?.modified()?);
            if age.is_ok_and(|age| age > KEEP) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}
