//! From configuration to running services.

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context, Result, anyhow, bail};
use services::{Clock, IdNumberKey, PhotoShelf, Services, Settings};
use store::{Db, DbOptions};

use crate::config::Config;

/// Opens the database (making its folder) and brings the schema up to date.
pub async fn open_database(config: &Config) -> Result<Db> {
    let url = config.database_url();
    if let Some(file) = url.strip_prefix("sqlite://")
        && let Some(folder) = Path::new(file).parent()
    {
        fs::create_dir_all(folder).with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    let db = Db::open(&DbOptions::new(url)).await.context("can't open the database")?;
    db.migrate().await.context("can't bring the database's schema up to date")?;
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
    Db::open(&DbOptions::new(url)).await.context("can't open the database")
}

/// Builds the services.
pub fn services(config: &Config, db: Db, clock: Arc<dyn Clock>) -> Result<Services> {
    let settings = Settings {
        db,
        clock,
        origin: config.origin()?,
        id_number_key: id_number_key(config)?,
        photo_shelf: photo_shelf(config)?,
    };
    Services::new(settings).map_err(|problem| anyhow!(problem))
}

/// The folder of the sealed photos, made on first use.
fn photo_shelf(config: &Config) -> Result<PhotoShelf> {
    let folder = config.photo_dir();
    let opened = fs::create_dir_all(&folder).map_err(|error| error.to_string());
    let opened = opened.and_then(|()| PhotoShelf::folder(&folder)).map_err(|problem| anyhow!(problem));
    opened.with_context(|| format!("can't use {} for photos", folder.display()))
}

/// The key that seals ID numbers and photos: configured, or from a file that is made on first use.
fn id_number_key(config: &Config) -> Result<IdNumberKey> {
    let text = match &config.id_number_key {
        Some(text) => text.clone(),
        None => key_file(&config.data_dir.join("id-number.key"))?,
    };
    let bytes = parse_key(text.trim()).context("the ID number key must be 64 hex digits")?;
    Ok(IdNumberKey::new(bytes))
}

fn key_file(file: &Path) -> Result<String> {
    if !file.exists() {
        let key = to_hex(&IdNumberKey::generate());
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        write_private(file, &key).with_context(|| format!("can't write {}", file.display()))?;
        tracing::info!(file = %file.display(), "made a key for ID numbers; back it up apart from the database");
    }
    fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}

/// Writes a file that only its owner may read.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
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
    fn keys_are_64_hex_digits() {
        assert_eq!(parse_key(&"0f".repeat(32)).unwrap(), [15; 32]);
        assert!(parse_key("0f").is_err());
        assert!(parse_key(&"zz".repeat(32)).is_err());
    }
}
