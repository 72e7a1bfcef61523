//! What several benches measure by.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a bench that can't run has failed")]

use std::{
    net::SocketAddr,
    process::{Child, Command, ExitCode},
    time::Duration,
};

use sea_orm::{ConnectionTrait, Database};
use store::{Db, DbOptions};
use testkit::{figures::setting, http_client::Connection, program::free_address};
use url::Url;

/// The bare program that others are measured beside: it answers `hello` and does nothing else. It is the bench itself,
/// started again, so that it runs as a process of its own like the server.
pub struct Hello {
    /// Where it listens.
    pub addr: SocketAddr,
    child: Child,
}

impl Hello {
    /// Whether this process was started to be it.
    pub fn is_this() -> bool {
        std::env::args().any(|argument| argument == "--hello")
    }

    /// Starts it, and waits until it listens.
    pub async fn start() -> Self {
        let addr = free_address();
        let program = std::env::current_exe().expect("this program");
        let child = Command::new(program).arg("--hello").env("BENCH_HELLO", addr.to_string()).spawn().expect("hello");
        while Connection::open(addr).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { addr, child }
    }

    /// Answers until the process ends.
    pub async fn serve() -> ExitCode {
        let addr: SocketAddr = setting("BENCH_HELLO").parse().expect("an address");
        let listener = tokio::net::TcpListener::bind(addr).await.expect("a port");
        let app = axum::Router::new().route("/", axum::routing::get(|| async { "hello" }));
        axum::serve(listener, app).await.expect("serving");
        ExitCode::SUCCESS
    }

    /// Ends it.
    pub fn stop(mut self) {
        self.child.kill().expect("hello ends");
        self.child.wait().expect("hello has ended");
    }
}

/// A new database of a PostgreSQL server: its address.
pub async fn new_database(server: &str, name: &str) -> String {
    let admin = Database::connect(server).await.expect("PostgreSQL");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    admin.close().await.expect("closed");
    let mut url: Url = server.parse().expect("an address");
    url.set_path(name);
    let url = url.to_string();
    Db::open(&DbOptions::new(&url)).await.expect("a database").close().await.expect("closed");
    url
}
