//! The command line.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, FixedOffset};
use clap::{Args, Parser, Subcommand};
use services::{Clock, OffsetClock, SystemClock};

use crate::{boot, config::Config};

mod doctor;
mod import;
mod leave;
mod say;
mod serve;

use say::say;

/// 在岗 Zaigang: attendance and rosters for the dispatched window staff of government-service halls.
#[derive(Debug, Parser)]
#[command(name = "zaigang", version)]
pub struct Cli {
    /// The configuration file; `zaigang.toml` in the current folder if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(ServeArgs),
    /// Bring the database's schema up to date, and say so.
    Migrate,
    /// Read a list into the database.
    Import {
        #[command(subcommand)]
        what: import::What,
    },
    /// Print a year's workdays, days off, make-up days and 300 % days.
    Calendar {
        /// Such as 2026.
        year: i32,
    },
    /// Ask about leave.
    Leave {
        #[command(subcommand)]
        what: leave::What,
    },
    /// Make a one-time link for a person; how the first HR person gets in.
    Invite {
        /// 工号.
        sign_in_name: String,
    },
    /// Check configuration, database, clock, disk, photos, keys and the way to the outside, and say what to fix.
    Doctor {
        /// Make the keys that are missing first.
        #[arg(long)]
        init: bool,
    },
    /// Copy the database to a file while it is in use (SQLite).
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Fill an empty database with a hall that looks lived-in.
    #[arg(long)]
    demo: bool,
    /// With --demo: start the server's clock here, such as 2026-11-24T08:25:00+08:00.
    #[arg(long, requires = "demo")]
    clock: Option<DateTime<FixedOffset>>,
    /// Where to listen, instead of the configured address.
    #[arg(long)]
    addr: Option<std::net::SocketAddr>,
}

/// Runs a command.
///
/// # Errors
/// With what went wrong and what to do about it, for the person at the terminal.
pub async fn run(cli: Cli) -> Result<ExitCode> {
    let mut config = Config::load(cli.config.as_deref())?;
    match cli.command {
        Command::Serve(args) => {
            config.addr = args.addr.unwrap_or(config.addr);
            serve::run(config, args.demo, args.clock).await?;
        }
        Command::Migrate => {
            boot::open_database(&config).await?.close().await?;
            say("数据库结构已是最新。The schema is up to date.")?;
        }
        Command::Import { what } => return import::run(&config, what).await,
        Command::Calendar { year } => calendar(&config, year).await?,
        Command::Leave { what } => leave::run(&config, what).await?,
        Command::Invite { sign_in_name } => invite(&config, &sign_in_name).await?,
        Command::Doctor { init } => return doctor::run(&config, init).await,
        Command::Backup { file } => backup(&config, &file).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn clock(start: Option<DateTime<FixedOffset>>) -> Arc<dyn Clock> {
    match start {
        Some(start) => Arc::new(OffsetClock::starting_at(start.to_utc())),
        None => Arc::new(SystemClock),
    }
}

async fn open(config: &Config) -> Result<services::Services> {
    boot::services(config, boot::open_database(config).await?, clock(None)).await
}

async fn calendar(config: &Config, year: i32) -> Result<()> {
    let lines = open(config).await?.calendar().lines(year).await?;
    let Some(lines) = lines else {
        bail!("there is no calendar of {year}; import one with `zaigang import calendar FILE`")
    };
    for line in lines {
        say(line)?;
    }
    Ok(())
}

async fn invite(config: &Config, sign_in_name: &str) -> Result<()> {
    let services = open(config).await?;
    let invited = services.accounts().invite_by_operator(sign_in_name).await;
    let (url, expires_at) = invited.with_context(|| format!("could not invite {sign_in_name}"))?;
    say(url)?;
    say("72 小时内有效，只能用一次；打开后需输入本人手机号后四位。")?;
    let until = expires_at.to_rfc3339();
    say(format_args!("Valid until {until}, once; it asks for the last four digits of the person's phone."))
}

async fn backup(config: &Config, file: &std::path::Path) -> Result<()> {
    if file.exists() {
        bail!("{} exists; name a new file", file.display());
    }
    let name = file.to_str().context("the file's name must be plain text")?;
    let photos = config.photo_place()?;
    let database = boot::existing_database(config).await?;
    // Made first, for its owner alone: SQLite would let everybody on the machine read people's numbers in it.
    boot::write_private(file, "").with_context(|| format!("could not make {name}"))?;
    if let Err(error) = database.backup_sqlite(name).await {
        let _ = std::fs::remove_file(file);
        return Err(error).context("the backup failed");
    }
    say(format_args!(
        "已备份到 {name}。照片不在其中，请另外备份 {photos}。Backed up without the photos in {photos}; keep the ID number key \
         apart from both."
    ))
}
