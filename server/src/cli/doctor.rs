use std::{path::Path, process::ExitCode};

use anyhow::{Context, Result, anyhow, ensure};
use services::PushKey;

use super::say;
use crate::{
    boot::{self, KeyFile},
    config::{Config, PhotoPlace},
    site::Site,
};

/// Checks one thing after the other and prints a line each; the code says whether all are well. With `init` it makes
/// the keys that are missing.
pub(super) async fn run(config: &Config, init: bool) -> Result<ExitCode> {
    let mut well = true;
    let mut report = |name: &str, outcome: Result<String>| match outcome {
        Ok(detail) => say(format_args!("✓ {name}: {detail}")),
        Err(error) => {
            well = false;
            say(format_args!("✗ {name}: {error:#}"))
        }
    };
    report("origin", config.origin().map(|origin| origin.to_string()))?;
    let site = Site::find(config.site_dir.as_deref(), &config.data_dir);
    report("site", site.map(|site| site.dir.display().to_string()))?;
    report("data folder", writable(&config.data_dir))?;
    report("photos", photos(config).await)?;
    report("clock", clock())?;
    for file in [KeyFile::ID_NUMBERS, KeyFile::PUSH] {
        report(file.name, key(config, file, init))?;
    }
    let outgoing = boot::outgoing(config).check().map(|()| way_out(config)).map_err(|error| anyhow!("{error}"));
    report("push services and group robots", outgoing)?;
    match boot::existing_database(config).await {
        Ok(db) => {
            report("database", schema(&db).await)?;
            report("clock of the database", same_clock(&db).await)?;
            report("clock of the records", after_records(&db).await)?;
            let fits = boot::check_id_number_key(config, &db).await;
            report("ID numbers", fits.map(|()| "sealed with this key".to_owned()))?;
        }
        Err(error) => report("database", Err(error))?,
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A look only, unless asked: a key that appears by itself may be another than the one that was lost.
fn key(config: &Config, file: KeyFile, init: bool) -> Result<String> {
    if init && file.existing(config)?.is_none() {
        file.key(config)?;
        return Ok("made; back it up apart from the database".to_owned());
    }
    let key = file.existing(config)?.context("there is none; make it with `zaigang doctor --init`")?;
    if file.name == KeyFile::PUSH.name {
        let public = PushKey::new(key)?.public();
        return Ok(format!("can be read; its public half is {public}"));
    }
    Ok("can be read".to_owned())
}

fn way_out(config: &Config) -> String {
    match &config.outgoing_proxy {
        Some(proxy) => format!("by {proxy}"),
        None => "straight; they must be reachable by https".to_owned(),
    }
}

/// A look only: bringing the schema up to date is the operator's step.
async fn schema(db: &store::Db) -> Result<String> {
    let pending = db.pending_migrations().await.context("it does not answer")?;
    ensure!(pending.is_empty(), "its schema lacks {}; run `zaigang migrate`", pending.join(", "));
    Ok(format!("{:?}, schema up to date", db.backend()))
}

/// Below this, a day's punches and photos of a large hall could fill a disk before anybody looks.
const ROOM: u64 = 1024 * 1024 * 1024;

fn writable(dir: &Path) -> Result<String> {
    std::fs::create_dir_all(dir)?;
    let probe = dir.join(".probe");
    std::fs::write(&probe, vec![0; 1024 * 1024])?;
    std::fs::remove_file(&probe)?;
    let free = fs4::available_space(dir)?;
    let megabytes = free / (1024 * 1024);
    ensure!(free >= ROOM, "{} has {megabytes} MB left; make room, or name another folder", dir.display());
    Ok(format!("{} can be written, {megabytes} MB left", dir.display()))
}

async fn photos(config: &Config) -> Result<String> {
    let place = config.photo_place()?;
    let tried = boot::photo_shelf(&place)?.try_out().await;
    tried.map_err(|problem| anyhow!(problem)).with_context(|| place.to_string())?;
    match place {
        PhotoPlace::Folder(folder) => writable(&folder),
        PhotoPlace::Bucket(bucket) => Ok(format!("{bucket} takes them, gives them and erases them")),
    }
}

/// Two machines that disagree by more than the seconds of a question will disagree about who was late.
async fn same_clock(db: &store::Db) -> Result<String> {
    let Some(theirs) = db.now().await? else { return Ok("this machine's own".to_owned()) };
    let apart = (chrono::Utc::now() - theirs).num_seconds();
    ensure!(apart.abs() <= 5, "it is {apart} s apart from this machine's; keep both set by NTP");
    Ok("agrees with this machine's".to_owned())
}

/// What was written last was written before now. On SQLite nothing else shows that the clock was set back.
async fn after_records(db: &store::Db) -> Result<String> {
    let Some(last) = store::repo::audit::latest(db.read()).await? else {
        return Ok("nothing is recorded yet".to_owned());
    };
    let ahead = (last - chrono::Utc::now()).num_minutes();
    let written = domain::time::hall_time(last).format("%Y-%m-%d %H:%M");
    ensure!(
        ahead < 1,
        "the last record is of {written}, {ahead} min from now; set this machine's clock, and keep it set by NTP"
    );
    Ok(format!("the last is of {written}"))
}

/// A server whose clock is before this program's release can't be right.
fn clock() -> Result<String> {
    let now = chrono::Utc::now();
    let released = chrono::DateTime::parse_from_rfc3339("2026-11-01T00:00:00Z")?;
    ensure!(now > released, "it shows {now}; set it, and keep it set by NTP");
    Ok(format!("{} at the hall", domain::time::hall_time(now).format("%Y-%m-%d %H:%M:%S")))
}
