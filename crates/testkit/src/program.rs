//! The built program as a process of its own, for what can't be seen from inside: being killed, being slow.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::http_client::Connection;

/// A running server; killed when dropped.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub addr: SocketAddr,
}

impl Program {
    /// Starts `binary serve` over a database, with all its files in `folder`, and waits until it answers.
    pub async fn start(binary: &Path, folder: &Path, database_url: &str) -> Self {
        Self::launch(binary, folder, database_url, &[], None).await
    }

    /// The same, telling all that it ever tells, into a file.
    pub async fn start_telling_all(binary: &Path, folder: &Path, database_url: &str, log: &Path) -> Self {
        Self::launch(binary, folder, database_url, &[], Some(log)).await
    }

    /// The same, with its clock starting at a time such as `2026-11-24T08:25:00+08:00`. A set clock comes with
    /// the demo, which leaves a database alone that has somebody in it; an empty one would be filled.
    pub async fn start_at(binary: &Path, folder: &Path, database_url: &str, clock: &str) -> Self {
        Self::launch(binary, folder, database_url, &["--demo", "--clock", clock], None).await
    }

    async fn launch(binary: &Path, folder: &Path, database_url: &str, flags: &[&str], log: Option<&Path>) -> Self {
        let addr = free_address();
        let site = site_of(binary, folder);
        let told = log.map(|file| File::create(file).expect("a log"));
        let child = Command::new(binary)
            .arg("serve")
            .args(flags)
            .env("ZAIGANG_ADDR", addr.to_string())
            .env("ZAIGANG_DATA_DIR", folder)
            .env("ZAIGANG_SITE_DIR", &site)
            .env("ZAIGANG_LOG", if log.is_some() { "trace" } else { "warn" })
            .env("DATABASE_URL", database_url)
            .stdout(Stdio::null())
            .stderr(told.map_or_else(Stdio::inherit, Stdio::from))
            .spawn()
            .expect("the program starts");
        let program = Self { child, addr };
        program.wait_until_healthy().await;
        program
    }

    async fn wait_until_healthy(&self) {
        let limit = Instant::now() + Duration::from_secs(30);
        while Instant::now() < limit {
            if let Ok(mut connection) = Connection::open(self.addr).await
                && connection.get("/healthz", None).await.is_ok_and(|answer| answer.status == 200)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server at {} did not become healthy", self.addr);
    }

    /// Ends it at once, as a power cut would: no handler runs, nothing is flushed.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Asks it to stop, as a service manager does, and waits until it has; whether it says that all went well.
    pub fn stop(&mut self) -> bool {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success(), "the program was still there");
        self.child.wait().expect("gone").success()
    }

    /// The most memory that it has held so far (peak resident set), in bytes.
    pub fn peak_memory(&self) -> u64 {
        let file = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(file).expect("the program runs, on Linux");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
        peak.trim().trim_end_matches(" kB").parse::<u64>().expect("kilobytes") * 1024
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already gone after `kill`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A loopback port that was free a moment ago.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

/// The site that was built with a program. What tests build has none and needs none: an empty one, then.
fn site_of(binary: &Path, folder: &Path) -> PathBuf {
    if binary.with_file_name("hash.txt").is_file() {
        return binary.with_file_name("../site");
    }
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("a site folder");
    site
}
