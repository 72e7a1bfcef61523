use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, FixedOffset};
use services::Services;
use tokio::{
    net::TcpListener,
    signal,
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    task::JoinHandle,
};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use super::{clock, say};
use crate::{
    boot,
    config::Config,
    demo,
    http::{self, State},
    site::Site,
};

/// How often the server looks whether a job is due.
const TICK: Duration = Duration::from_secs(30);

/// How often it looks for hints that are due, when nothing wakes it.
const LOOK: Duration = Duration::from_secs(15);

pub(super) async fn run(mut config: Config, demo: bool, start: Option<DateTime<FixedOffset>>) -> Result<()> {
    start_log(&config);
    let demo = if demo { Some(DemoPassword::of(&mut config)?) } else { None };
    let site = Site::find(config.site_dir.as_deref(), &config.data_dir)?;
    let listener = TcpListener::bind(config.addr).await.with_context(|| format!("can't listen on {}", config.addr))?;
    config.addr = listener.local_addr()?;
    if demo.is_some() {
        config.open_to_this_machine()?;
    }
    let services = boot::services(&config, boot::open_database(&config).await?, clock(start)).await?;
    if let Some(password) = demo {
        let made = demo::fill(&services, &password.text).await.context("could not make the demo hall")?;
        password.keep(&config, made)?;
        greet(&config, &password, made)?;
    }
    let (stop, stopping) = watch::channel(false);
    let app = http::router(State::new(services.clone(), config.clone(), site, http::install_metrics()?, stopping)?);
    tracing::info!(addr = %config.addr, "listening");
    let jobs = [
        tokio::spawn(tick(services.clone())),
        tokio::spawn(ring(services.clone())),
        tokio::spawn(speak(services.clone())),
    ];
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            asked_to_stop().await;
            tracing::info!("stopping");
            // Nobody listens when no board is open.
            let _ = stop.send(true);
        })
        .await?;
    jobs.iter().for_each(JoinHandle::abort);
    services.db().clone().close().await?;
    Ok(())
}

async fn tick(services: Services) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        if let Err(error) = services.run_jobs().await {
            tracing::error!(%error, "a job failed; it will be tried again");
        }
    }
}

/// Sends hints: as soon as somebody's inbox has changed, and what is to be tried again or has waited for a morning.
async fn ring(services: Services) {
    let mut news = services.inbox_changes();
    loop {
        match services.notices().deliver().await {
            // There may be more of them.
            Ok(sent) if sent > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "hints could not be sent; they will be tried again"),
        }
        until_news(&mut news).await;
    }
}

/// Has group robots speak: as soon as something has happened in a hall, and what is to be tried again or has waited.
/// Apart from the hints, so that a platform that is slow to answer holds up no phone.
async fn speak(services: Services) {
    let mut news = services.changes();
    loop {
        match services.notices().speak().await {
            Ok(spoken) if spoken > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "group robots could not speak; they will try again"),
        }
        until_news(&mut news).await;
    }
}

/// Waits for news, but not for long.
async fn until_news<T: Clone>(news: &mut broadcast::Receiver<T>) {
    let news = async {
        // One that lagged has missed some; looking is right then, too.
        if matches!(news.recv().await, Err(RecvError::Closed)) {
            std::future::pending::<()>().await;
        }
    };
    // Whichever comes first.
    let _ = tokio::time::timeout(LOOK, news).await;
}

/// Waits for Ctrl-C or the service manager. Requests in flight are then finished.
async fn asked_to_stop() {
    let interrupt = async { drop(signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

fn start_log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    if config.log_json {
        registry.with(tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr)).init();
    } else {
        registry.with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr)).init();
    }
}

/// The demo's one password.
struct DemoPassword {
    text: String,
    /// Whether it was chosen, and not made for the first start or kept from it.
    chosen: bool,
    /// Whether it is that of an earlier start.
    kept: bool,
}

impl DemoPassword {
    const FILE: &str = "demo-password";

    /// The chosen one, the one that the first start made, or a new one. Anybody who knows a demo name could sign in
    /// with it, so on an address that others can reach it must have been chosen.
    fn of(config: &mut Config) -> Result<Self> {
        if let Some(text) = config.demo_password.take().filter(|password| !password.is_empty()) {
            return Ok(Self { text, chosen: true, kept: false });
        }
        if !config.addr.ip().is_loopback() {
            bail!("the demo on {} needs a password of your choice: set ZAIGANG_DEMO_PASSWORD", config.addr);
        }
        match std::fs::read_to_string(config.data_dir.join(Self::FILE)) {
            Ok(text) => Ok(Self { text: text.trim().to_owned(), chosen: false, kept: true }),
            Err(_) => Ok(Self { text: format!("demo-{:08x}", rand::random::<u32>()), chosen: false, kept: false }),
        }
    }

    /// Keeps what was made up for the hall that was just made, so that the next start can print it, too.
    fn keep(&self, config: &Config, made: bool) -> Result<()> {
        let file = config.data_dir.join(Self::FILE);
        if !made || self.kept {
            return Ok(());
        }
        if self.chosen {
            // Of an earlier hall; it opens nothing any more.
            return if file.exists() { Ok(std::fs::remove_file(file)?) } else { Ok(()) };
        }
        boot::write_private(&file, &self.text).with_context(|| format!("can't write {}", file.display()))
    }
}

fn greet(config: &Config, password: &DemoPassword, made: bool) -> Result<()> {
    say("")?;
    say(format_args!("  在岗 · 演示大厅  {}", config.origin()?))?;
    say("  工号 worker lead supervisor hr host trainer inspector trainee，w001 … w036")?;
    if made || password.kept {
        say(format_args!("  密码 {}", password.text))?;
    } else {
        say("  密码同首次启动时设置的 ZAIGANG_DEMO_PASSWORD（数据库里已有演示大厅）")?;
    }
    say("")
}
