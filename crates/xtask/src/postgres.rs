//! A PostgreSQL of our own for one run: on a free port, in a temporary folder that is gone afterwards, or in one
//! that is kept.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::{Context, Result, bail};

use crate::shell;

/// Starts the server in the background, and ends it when its standard input does. We hold the other end
/// of that pipe, so even a killed task leaves neither a server nor a folder behind.
/// SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients.
const KEEPER: &str = r#"
folder=$1; afterwards=$2; shift 2
"$@" >"$folder/log" 2>&1 &
read -r _
kill -INT $!
wait
[ "$afterwards" = keep ] || rm -rf "$folder"
"#;

/// Temporary, but on a disk: /tmp may be memory, where a flush costs nothing.
pub const DISK: &str = "/var/tmp";

const NO_PROGRAMS: &str = "no initdb on PATH or in /usr/lib/postgresql";

const START_LIMIT: Duration = Duration::from_secs(30);

/// What happens to a confirmed commit when the power goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Lost: enough for tests, and much faster.
    None,
    /// Kept: for measuring, on [`DISK`].
    Real,
}

pub struct Postgres {
    keeper: Child,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    pub fn start(durability: Durability) -> Result<Self> {
        let account = Account::unprivileged()?;
        let base = match durability {
            Durability::None => env::temp_dir(),
            Durability::Real => PathBuf::from(DISK),
        };
        let folder = account.command(Path::new("mktemp"), &base).args(["-d", "zaigang-pg.XXXXXX"]).output()?;
        let folder = base.join(String::from_utf8(folder.stdout)?.trim());
        Self::start_in(&account, &folder, durability, "remove")
    }

    /// Starts one whose databases are still there the next time; durable. `parent` must be a folder that other
    /// accounts may enter, since PostgreSQL refuses to run as root.
    pub fn start_kept(parent: &Path) -> Result<Self> {
        let account = Account::unprivileged()?;
        let programs = programs().context(NO_PROGRAMS)?;
        let version = shell::stdout(Command::new(programs.join("initdb")).arg("--version"))?;
        let major = version.split_whitespace().nth(2).and_then(|version| version.split('.').next());
        // Another major version can't read the files.
        let folder = parent.join(format!("postgresql-{}", major.context("initdb does not say its version")?));
        fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        if let Account(Some((user, group))) = account {
            chown(&folder, Some(user), Some(group)).with_context(|| format!("hand over {}", folder.display()))?;
        }
        Self::start_in(&account, &folder, Durability::Real, "keep")
    }

    fn start_in(account: &Account, folder: &Path, durability: Durability, afterwards: &str) -> Result<Self> {
        let programs = programs().context(NO_PROGRAMS)?;
        let data = folder.join("data");
        if !data.join("PG_VERSION").exists() {
            let mut init = account.command(&programs.join("initdb"), folder);
            init.arg("--pgdata").arg(&data);
            init.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]);
            shell::stdout(&mut init)?;
        }

        let port = free_port()?;
        let mut keep = account.command(Path::new("sh"), folder);
        keep.args(["-c", KEEPER, "keeper"]).arg(folder).arg(afterwards).arg(programs.join("postgres"));
        keep.arg("-D").arg(&data).arg("-k").arg(folder).args(["-h", "127.0.0.1", "-p", &port.to_string(), "-N", "200"]);
        if durability == Durability::None {
            keep.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        }
        // A process group of its own: Ctrl-C is for us, and the closing pipe does the rest.
        let keeper = keep.stdin(Stdio::piped()).process_group(0).spawn().context("could not start PostgreSQL")?;
        let mut server = Self { keeper, programs, port };
        server.wait_until_ready(&folder.join("log"))?;
        Ok(server)
    }

    /// The maintenance database, in which tests create their own.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    pub fn pgbench(&self) -> PathBuf {
        self.programs.join("pgbench")
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result<()> {
        let ready = self.programs.join("pg_isready").to_string_lossy().into_owned();
        let port = self.port.to_string();
        let started = Instant::now();
        while shell::probe(&ready, &["-q", "-h", "127.0.0.1", "-p", &port]).is_none() {
            if started.elapsed() > START_LIMIT {
                bail!("PostgreSQL did not start:\n{}", fs::read_to_string(log).unwrap_or_default());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // `wait` closes the keeper's input first.
        if let Err(error) = self.keeper.wait() {
            eprintln!("PostgreSQL on port {} may still run: {error}", self.port);
        }
    }
}

/// The folder with initdb, postgres and pgbench: Debian keeps them off PATH, a folder a version.
pub fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let newest = versions.into_iter().rev().map(|(_, bin)| bin);
    let on_path = env::var_os("PATH").unwrap_or_default();
    newest.chain(env::split_paths(&on_path)).find(|bin| bin.join("initdb").exists())
}

/// Who runs the server: PostgreSQL refuses root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn unprivileged() -> Result<Self> {
        let id = |args: &[&str]| shell::probe("id", args).and_then(|id| id.parse::<u32>().ok());
        if id(&["-u"]) != Some(0) {
            return Ok(Self(None));
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| Some(Self(Some((id(&["-u", name])?, id(&["-g", name])?)))))
            .context("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("LC_ALL", "C");
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
