//! Where the built site lies: wasm, JavaScript, styles, icons.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use app::Code;
use leptos::prelude::LeptosOptions;

/// What cargo-leptos names the app's files by.
const NAME: &str = "zaigang";

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

    /// The content hashes by what they are of, as cargo-leptos has listed them; none in a development build.
    ///
    /// # Errors
    /// Where the list is there and can't be read.
    pub fn hashes(&self) -> Result<HashMap<String, String>> {
        let Some(file) = &self.hashes else { return Ok(HashMap::new()) };
        let text = fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
        let hashed = text.lines().filter_map(|line| line.split_once(':'));
        Ok(hashed.map(|(of, hash)| (of.trim().to_owned(), hash.trim().to_owned())).collect())
    }

    /// Where browsers find the code of the app, and what each bundle of pages is made of.
    ///
    /// # Errors
    /// Where a list of the built site can't be read.
    pub fn code(&self) -> Result<Code> {
        let hashes = self.hashes()?;
        let named = |of: &str, name: &str, ending: &str| match hashes.get(of) {
            Some(hash) => format!("/pkg/{name}.{hash}.{ending}"),
            None => format!("/pkg/{name}.{ending}"),
        };
        let mut code =
            Code { script: named("js", NAME, "js"), wasm: named("wasm", NAME, "wasm"), bundles: HashMap::new() };
        if let (Some(manifest), Some(_)) = (hashes.get("manifest"), hashes.get("split")) {
            let file = self.dir.join(format!("pkg/__wasm_split_manifest.{manifest}.json"));
            let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
            let bundles: HashMap<String, Vec<String>> =
                serde_json::from_str(&text).with_context(|| format!("understand {}", file.display()))?;
            let loader = named("split", "__wasm_split", "js");
            let addresses = |chunks: Vec<String>| {
                let chunks = chunks.into_iter().map(|chunk| format!("/pkg/{chunk}.wasm"));
                std::iter::once(loader.clone()).chain(chunks).collect()
            };
            code.bundles = bundles.into_iter().map(|(bundle, chunks)| (bundle, addresses(chunks))).collect();
        }
        Ok(code)
    }

    /// The same as Leptos wants it.
    pub fn leptos_options(&self) -> LeptosOptions {
        let builder = LeptosOptions::builder()
            .output_name(NAME)
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
        // The files of the release before: their age counts from now, when they are replaced, for a server may run for
        // months.
        let list = dir.join("files.txt");
        for name in fs::read_to_string(&list).unwrap_or_default().lines() {
            if let Ok(file) = fs::File::options().write(true).open(dir.join(name)) {
                file.set_modified(SystemTime::now())?;
            }
        }
        for name in Files::iter() {
            let (target, file) = (dir.join(name.as_ref()), Files::get(&name));
            if let (Some(parent), Some(file)) = (target.parent(), file) {
                fs::create_dir_all(parent)?;
                fs::write(&target, file.data)?;
            }
        }
        fs::write(dir.join("hash.txt"), HASHES)?;
        fs::write(list, Files::iter().collect::<Vec<_>>().join("\n"))?;
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
