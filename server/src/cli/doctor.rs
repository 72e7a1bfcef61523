use std::{path::Path, process::ExitCode};

use anyhow::{Context, Result, ensure};

use super::say;
use crate::{boot, config::Config, site::Site};

/// Checks one thing after the other and prints a line each; the code says whether all are well.
pub(super) async fn run(config: &Config) -> Result<ExitCode> {
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
    report("clock", clock())?;
    match boot::existing_database(config).await {
        Ok(db) => {
            report("database", schema(&db).await)?;
            let services = boot::services(config, db, super::clock(None));
            report("keys", services.map(|_| "the ID number key can be read".to_owned()))?;
        }
        Err(error) => report("database", Err(error))?,
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A look only: bringing the schema up to date is the operator's step.
async fn schema(db: &store::Db) -> Result<String> {
    let pending = db.pending_migrations().await.context("it does not answer")?;
    ensure!(pending.is_empty(), "its schema lacks {}; run `zaigang migrate`", pending.join(", "));
    Ok(format!("{:?}, schema up to date", db.backend()))
}

fn writable(dir: &Path) -> Result<String> {
    std::fs::create_dir_all(dir)?;
    let probe = dir.join(".probe");
    std::fs::write(&probe, vec![0; 1024 * 1024])?;
    std::fs::remove_file(&probe)?;
    Ok(format!("{} can be written", dir.display()))
}

/// A server whose clock is before this program's release can't be right.
fn clock() -> Result<String> {
    let now = chrono::Utc::now();
    let released = chrono::DateTime::parse_from_rfc3339("2026-11-01T00:00:00Z")?;
    ensure!(now > released, "it shows {now}; set it, and keep it set by NTP");
    Ok(format!("{} at the hall", domain::time::hall_time(now).format("%Y-%m-%d %H:%M:%S")))
}
