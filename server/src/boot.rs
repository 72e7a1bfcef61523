//! From configuration to running services.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, anyhow, bail};
use services::{Clock, IdNumberKey, Outgoing, PhotoShelf, PushKey, Services, Settings};
use store::{Db, DbOptions};

use crate::config::{Config, PhotoPlace};

/// Opens the database (making its folder) and brings the schema up to date.
pub async fn open_database(config: &Config) -> Result<Db> {
    let url = config.database_url();
    if let Some(file) = url.strip_prefix("sqlite://")
        && let Some(folder) = Path::new(file).parent()
    {
        fs::create_dir_all(folder).with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    let db = Db::open(&DbOptions::new(url)).await.context("can't open the database")?;
    let steps = db.pending_migrations().await.context("can't see how old the database's schema is")?.len();
    db.migrate().await.context("can't bring the database's schema up to date")?;
    if steps > 0 {
        tracing::info!(steps, "the database's schema is up to date");
    }
    Ok(db)
}

/// Opens the database as it is: neither made nor migrated.
///
/// # Errors
/// When there is none, or it does not answer.
pub async fn existing_database(config: &Config) -> Result<Db> {
    let url = config.database_url();
    if let Some(file) = url.strip_prefix("sqlite://").and_then(|path| path.split('?').next())
        && !Path::new(file).exists()
    {
        bail!("there is no database {file}; make it with `zaigang migrate`");
    }
    Db::open(&DbOptions { connections: 2, ..DbOptions::new(url) }).await.context("can't open the database")
}

/// Builds the services.
///
/// # Errors
/// When the configuration does not hold, or the ID number key is not that of the database.
pub async fn services(config: &Config, db: Db, clock: Arc<dyn Clock>) -> Result<Services> {
    check_id_number_key(config, &db).await?;
    let settings = Settings {
        db,
        clock,
        origin: config.origin()?,
        id_number_key: IdNumberKey::new(KeyFile::ID_NUMBERS.key(config)?),
        push_key: PushKey::new(KeyFile::PUSH.key(config)?)?,
        outgoing: outgoing(config),
        photo_shelf: photo_shelf(&config.photo_place()?)?,
    };
    Services::new(settings).map_err(|problem| anyhow!(problem))
}

/// Looks before a key is made: a new one beside numbers that were sealed with another would hide that this is lost.
pub async fn check_id_number_key(config: &Config, db: &Db) -> Result<()> {
    let key = KeyFile::ID_NUMBERS.existing(config)?.unwrap_or_else(IdNumberKey::generate);
    if !IdNumberKey::new(key).fits(db).await? {
        let file = KeyFile::ID_NUMBERS.path(config);
        bail!(
            "the ID numbers in the database were sealed with another key than that of {}: put the right one there, or name \
             it in ZAIGANG_ID_NUMBER_KEY",
            file.display()
        );
    }
    Ok(())
}

/// The way to push services and group robots.
pub fn outgoing(config: &Config) -> Outgoing {
    Outgoing::new(config.outgoing_proxy.as_ref(), config.outgoing_local)
}

/// The place of the sealed photos. A folder is made on first use; a bucket must be there.
pub fn photo_shelf(place: &PhotoPlace) -> Result<PhotoShelf> {
    let opened = match place {
        PhotoPlace::Folder(folder) => {
            let made = fs::create_dir_all(folder).map_err(|error| error.to_string());
            made.and_then(|()| PhotoShelf::folder(folder))
        }
        PhotoPlace::Bucket(bucket) => PhotoShelf::bucket(bucket),
    };
    opened.map_err(|problem| anyhow!(problem)).with_context(|| format!("can't use {place} for photos"))
}

/// A key of 32 bytes that is configured, or kept in a file that is made on first use.
#[derive(Clone, Copy)]
pub struct KeyFile {
    /// What it is, for people.
    pub name: &'static str,
    file: &'static str,
    configured: fn(&Config) -> Option<&String>,
    generate: fn() -> [u8; 32],
}

impl KeyFile {
    /// Seals ID numbers.
    pub const ID_NUMBERS: Self = Self {
        name: "ID number key",
        file: "id-number.key",
        configured: |config| config.id_number_key.as_ref(),
        generate: IdNumberKey::generate,
    };

    /// Signs hints.
    pub const PUSH: Self = Self {
        name: "push key",
        file: "push.key",
        configured: |config| config.push_key.as_ref(),
        generate: PushKey::generate,
    };

    /// The key; its file is made where there is none.
    ///
    /// # Errors
    /// When what is configured or in the file is no key, or the file can't be read or made.
    pub fn key(self, config: &Config) -> Result<[u8; 32]> {
        match self.existing(config)? {
            Some(key) => Ok(key),
            None => {
                let (key, file) = ((self.generate)(), self.path(config));
                if let Some(folder) = file.parent() {
                    fs::create_dir_all(folder)?;
                }
                write_private(&file, &to_hex(&key)).with_context(|| format!("can't write {}", file.display()))?;
                tracing::info!(file = %file.display(), "made the {}; back it up apart from the database", self.name);
                Ok(key)
            }
        }
    }

    /// The key, if there is one.
    ///
    /// # Errors
    /// As [`KeyFile::key`].
    pub fn existing(self, config: &Config) -> Result<Option<[u8; 32]>> {
        let file = self.path(config);
        let text = match (self.configured)(config) {
            Some(text) => text.clone(),
            None if file.exists() => {
                fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?
            }
            None => return Ok(None),
        };
        parse_key(text.trim()).with_context(|| format!("the {} must be 64 hex digits", self.name)).map(Some)
    }

    fn path(self, config: &Config) -> PathBuf {
        config.data_dir.join(self.file)
    }
}

/// Writes a file that only its owner may read.
pub(crate) fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}

fn to_hex(key: &[u8]) -> String {
    key.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn parse_key(text: &str) -> Result<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        bail!("it has {} characters", text.len());
    }
    let mut key = [0; 32];
    for (byte, at) in key.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16)?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_only_where_none_is_configured() {
        let folder = tempfile::TempDir::new().unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        assert_eq!(KeyFile::PUSH.existing(&config).unwrap(), None);
        let made = KeyFile::PUSH.key(&config).unwrap();
        assert_eq!(KeyFile::PUSH.key(&config).unwrap(), made);
        assert_eq!(KeyFile::PUSH.existing(&config).unwrap(), Some(made));
        let configured = Config { push_key: Some("07".repeat(32)), ..config };
        assert_eq!(KeyFile::PUSH.key(&configured).unwrap(), [7; 32]);
    }

    #[test]
    fn keys_are_64_hex_digits() {
        assert_eq!(parse_key(&"0f".repeat(32)).unwrap(), [15; 32]);
        assert!(parse_key("0f").is_err());
        assert!(parse_key(&"zz".repeat(32)).is_err());
    }
}
