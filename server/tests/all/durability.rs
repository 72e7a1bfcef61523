//! A punch that was confirmed is on disk, whatever happens to the server in the next instant.

use std::{
    collections::HashSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::ids::PunchId;
use store::{Db, DbOptions, repo::attendance::find_punch};
use tempfile::TempDir;
use testkit::{
    World,
    http_client::Connection,
    load::{Member, crowd, punch},
    program::Program,
};

const CONNECTIONS: usize = 64;

/// People for each connection; each punches once, since taps within a minute are one punch.
const CROWD: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_loses_no_confirmed_punch_sqlite() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("zaigang.db").display());
    let members = World::seed(&url, CROWD * CONNECTIONS, crowd).await;
    let mut program = Program::start(Path::new(env!("CARGO_BIN_EXE_zaigang")), folder.path(), &url).await;
    let answered = Arc::new(AtomicUsize::new(0));
    let groups: Vec<_> = members
        .chunks(CROWD)
        .map(|members| tokio::spawn(punch_until_it_breaks(program.addr, members.to_vec(), answered.clone())))
        .collect();
    // In the middle of it: some are answered, some are on the way, some wait in the queue.
    while answered.load(Ordering::Relaxed) < CROWD * CONNECTIONS / 3 {
        tokio::task::yield_now().await;
    }
    program.kill();
    let mut confirmed = HashSet::new();
    for group in groups {
        confirmed.extend(group.await.unwrap());
    }
    assert!(confirmed.len() >= CROWD * CONNECTIONS / 3, "{} confirmed", confirmed.len());
    assert!(confirmed.len() < CROWD * CONNECTIONS, "it was killed in the middle");
    let db = Db::open(&DbOptions::new(url)).await.unwrap();
    for id in &confirmed {
        assert!(find_punch(db.read(), *id).await.unwrap().is_some(), "lost {id} of {} confirmed", confirmed.len());
    }
}

async fn punch_until_it_breaks(
    addr: std::net::SocketAddr,
    members: Vec<Member>,
    answered: Arc<AtomicUsize>,
) -> Vec<PunchId> {
    let mut connection = Connection::open(addr).await.unwrap();
    let mut confirmed = Vec::new();
    for member in &members {
        match punch(&mut connection, member).await {
            Ok(id) => {
                confirmed.push(id);
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => break,
        }
    }
    confirmed
}
