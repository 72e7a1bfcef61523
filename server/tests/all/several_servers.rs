//! Two servers on one PostgreSQL behind a round-robin, as OPERATIONS describes: whichever of them answers,
//! it is one program; and it stays one when a server dies.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    ids::{PersonId, PunchId},
    policy::Role,
};
use store::{
    Db, DbOptions,
    repo::{
        attendance::{find_unjudged, list_punches},
        jobs,
    },
};
use tempfile::TempDir;
use testkit::{
    PASSWORD, World, day_shift,
    http_client::{Answer, Broken, Connection, Events},
    load::{Member, crowd, send_punch},
    program::Program,
};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

/// More than the servers' gathering of nudges and the way through the database ever take.
const SOON: Duration = Duration::from_secs(10);

/// After this long without a nudge there is none on its way.
const QUIET: Duration = Duration::from_secs(2);

/// The built program twice, and one address before both.
struct Pair {
    servers: [Program; 2],
    front: SocketAddr,
    _folder: TempDir,
}

impl Pair {
    async fn start(world: &World) -> Self {
        let folder = TempDir::new().unwrap();
        let binary = Path::new(env!("CARGO_BIN_EXE_zaigang"));
        let servers = [
            Program::start(binary, folder.path(), &world.url).await,
            Program::start(binary, folder.path(), &world.url).await,
        ];
        let front = round_robin(servers.each_ref().map(|server| server.addr)).await;
        Self { servers, front, _folder: folder }
    }

    fn addrs(&self) -> [SocketAddr; 2] {
        self.servers.each_ref().map(|server| server.addr)
    }
}

/// Hands every connection to the next server, and to the one after it where that does not answer.
async fn round_robin(servers: [SocketAddr; 2]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut turn = 0;
        while let Ok((mut phone, _)) = listener.accept().await {
            turn += 1;
            tokio::spawn(async move {
                for at in [turn, turn + 1] {
                    if let Ok(mut server) = TcpStream::connect(servers[at % servers.len()]).await {
                        // It ends when either side goes away.
                        let _ = tokio::io::copy_bidirectional(&mut phone, &mut server).await;
                        return;
                    }
                }
            });
        }
    });
    addr
}

/// A zone's lead; signed in over HTTP, for the real thing.
async fn lead(world: &World, addr: SocketAddr) -> String {
    world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
    let form = format!("name=lead&password={}", PASSWORD.replace(' ', "+"));
    let mut connection = Connection::open(addr).await.unwrap();
    let answer = connection.post("/api/accounts/sign-in", None, form).await.unwrap();
    let cookie = answer.headers.get("set-cookie").expect("a session cookie").to_str().unwrap();
    let (_, token) = cookie.split(';').next().unwrap().split_once('=').unwrap();
    token.to_owned()
}

async fn get(addr: SocketAddr, path: &str, session: &str) -> Answer {
    Connection::open(addr).await.unwrap().get(path, Some(session)).await.unwrap()
}

async fn open_board(world: &World, addr: SocketAddr, session: &str) -> Events {
    let path = format!("/events/board/{}", world.hall.id);
    Connection::open(addr).await.unwrap().events(&path, Some(session)).await.unwrap()
}

async fn hears(board: &mut Events) {
    let event = tokio::time::timeout(SOON, board.next()).await.expect("a nudge in time").unwrap();
    assert_eq!(event, "changed");
}

async fn punches_of(world: &World, person: PersonId) -> Vec<PunchId> {
    let punches = list_punches(world.db.read(), person, DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC).await;
    punches.unwrap().into_iter().map(|punch| punch.view.id).collect()
}

async fn punch_at(addr: SocketAddr, member: &Member, id: PunchId) -> Answer {
    send_punch(&mut Connection::open(addr).await.unwrap(), member, id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_made_on_one_server_holds_and_ends_on_the_other_postgres() {
    let world = World::postgres().await;
    let pair = Pair::start(&world).await;
    let [one, other] = pair.addrs();
    let token = lead(&world, one).await;
    assert_eq!(get(other, "/api/attendance/board", &token).await.status, 200);
    // Through the front each of two connections meets another server.
    for _ in 0..2 {
        assert_eq!(get(pair.front, "/api/attendance/board", &token).await.status, 200);
    }
    let mut connection = Connection::open(other).await.unwrap();
    let signed_out = connection.post("/api/accounts/sign-out", Some(&token), String::new()).await.unwrap();
    assert!(signed_out.status < 400, "{signed_out:?}");
    assert_eq!(get(one, "/api/attendance/board", &token).await.status, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_on_one_server_hears_punches_made_on_the_other_postgres() {
    let world = World::postgres().await;
    let pair = Pair::start(&world).await;
    let [one, other] = pair.addrs();
    let members = crowd(&world, 2).await;
    let token = lead(&world, one).await;
    let (mut here, mut there) = (open_board(&world, one, &token).await, open_board(&world, other, &token).await);
    for (addr, member) in [one, other].into_iter().zip(&members) {
        assert_eq!(punch_at(addr, member, PunchId::new()).await.status, 200);
        hears(&mut here).await;
        hears(&mut there).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_punch_through_both_servers_is_one_postgres() {
    let world = World::postgres().await;
    let pair = Pair::start(&world).await;
    let [one, other] = pair.addrs();
    for member in crowd(&world, 20).await {
        let id = PunchId::new();
        let (first, second) = tokio::join!(punch_at(one, &member, id), punch_at(other, &member, id));
        assert_eq!((first.status, second.status), (200, 200));
        assert_eq!(punches_of(&world, member.person).await, [id]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_servers_one_does_a_job_and_another_takes_it_over_from_the_dead_postgres() {
    let world = World::postgres().await;
    let now = world.services.clock().now();
    let second = Db::open(&DbOptions::new(&world.url)).await.unwrap();
    let lease = |db: &Db, at: DateTime<Utc>| {
        let (db, holder) = (db.clone(), Uuid::now_v7());
        async move {
            db.write((), move |tx, ()| Box::pin(jobs::lease(tx, "a job", holder, at, at + TimeDelta::minutes(10))))
                .await
        }
    };
    for round in 0..20 {
        let at = now + TimeDelta::minutes(round * 11);
        // Nobody gives it back, as when its holder died: after the lease it is free again.
        let (here, there) = tokio::join!(lease(&world.db, at), lease(&second, at));
        assert_eq!([here.unwrap(), there.unwrap()].iter().filter(|leased| **leased).count(), 1, "round {round}");
        assert!(!lease(&second, at + TimeDelta::minutes(9)).await.unwrap(), "it is still in somebody's hand");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_that_close_days_at_once_judge_each_day_once_postgres() {
    let world = World::postgres().await;
    let members = crowd(&world, 30).await;
    let people: Vec<_> = members.iter().map(|member| (member.person, None)).collect();
    world.works(&day_shift(), &people).await;
    world.clock.set("2026-11-25 09:00");
    let second = world.another_server().await;
    let (here, there) = tokio::join!(world.services.run_jobs(), second.run_jobs());
    here.and(there).unwrap();
    let yesterday = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    assert_eq!(find_unjudged(world.db.read(), yesterday).await.unwrap(), []);
}

const CONNECTIONS: usize = 8;

/// People for each connection.
const CROWD: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_one_of_two_servers_dies_every_punch_is_there_once_postgres() {
    let world = World::postgres().await;
    let mut pair = Pair::start(&world).await;
    let mut members = crowd(&world, CROWD * CONNECTIONS + 1).await;
    let late = members.pop().unwrap();
    let token = lead(&world, pair.servers[1].addr).await;
    let mut board = open_board(&world, pair.servers[1].addr, &token).await;
    let (answered, broken) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let phones: Vec<_> = members
        .chunks(CROWD)
        .map(|some| tokio::spawn(punch_until_confirmed(pair.front, some.to_vec(), answered.clone(), broken.clone())))
        .collect();
    // In the middle of it: some are answered, some are on the way.
    while answered.load(Ordering::Relaxed) < members.len() / 3 {
        tokio::task::yield_now().await;
    }
    pair.servers[0].kill();
    let mut confirmed = Vec::new();
    for phone in phones {
        confirmed.extend(tokio::time::timeout(SOON * 6, phone).await.expect("all are confirmed in time").unwrap());
    }
    assert!(broken.load(Ordering::Relaxed) > 0, "it was killed in the middle");
    for (member, id) in &confirmed {
        assert_eq!(punches_of(&world, member.person).await, [*id]);
    }
    // What was confirmed by the dead server is known to the other; its sessions and boards go on.
    let (member, id) = &confirmed[0];
    assert_eq!(punch_at(pair.front, member, *id).await.status, 200);
    assert_eq!(punches_of(&world, member.person).await, [*id]);
    assert_eq!(get(pair.front, "/api/attendance/board", &token).await.status, 200);
    while let Ok(earlier) = tokio::time::timeout(QUIET, board.next()).await {
        earlier.unwrap();
    }
    assert_eq!(punch_at(pair.front, &late, PunchId::new()).await.status, 200);
    hears(&mut board).await;
}

/// As phones do it: no answer, so the same command again, till there is one.
async fn punch_until_confirmed(
    front: SocketAddr,
    members: Vec<Member>,
    answered: Arc<AtomicUsize>,
    broken: Arc<AtomicUsize>,
) -> Vec<(Member, PunchId)> {
    let mut line = None;
    let mut confirmed = Vec::new();
    for member in members {
        let id = PunchId::new();
        while let Err(error) = send_over(&mut line, front, &member, id).await {
            assert!(broken.fetch_add(1, Ordering::Relaxed) < 1000, "no server answers any more: {error}");
            line = None;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        answered.fetch_add(1, Ordering::Relaxed);
        confirmed.push((member, id));
    }
    confirmed
}

async fn send_over(
    line: &mut Option<Connection>,
    front: SocketAddr,
    member: &Member,
    id: PunchId,
) -> Result<(), Broken> {
    let connection = match line {
        Some(connection) => connection,
        None => line.insert(Connection::open(front).await?),
    };
    let answer = send_punch(connection, member, id).await?;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    Ok(())
}
