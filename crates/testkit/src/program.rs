//! The built program as a process of its own, for what can't be seen from inside: being killed, being slow.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
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
        let addr = free_address();
        let site = folder.join("site");
        std::fs::create_dir_all(site.join("pkg")).expect("a site folder");
        let child = Command::new(binary)
            .arg("serve")
            .env("ZAIGANG_ADDR", addr.to_string())
            .env("ZAIGANG_DATA_DIR", folder)
            .env("ZAIGANG_SITE_DIR", &site)
            .env("ZAIGANG_LOG", "warn")
            .env("DATABASE_URL", database_url)
            .stdout(Stdio::null())
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

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
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
