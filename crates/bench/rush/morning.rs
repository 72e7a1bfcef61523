//! Everybody clocks in within a minute, and every lead watches.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use domain::ids::PunchId;
use testkit::{
    figures::Times,
    group::{MORNING, Shelf},
    http_client::Connection,
    load::{Member, send_punch},
    program::Program,
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};

use crate::{
    Bench,
    boards::{self, Watched},
    line,
};

/// Keep-alive connections of the phones.
const CONNECTIONS: usize = 64;

/// One in so many opens the app before the rush, as many at once: no morning begins on a program and a database that were
/// started in the same moment.
const EARLY: usize = 20;

/// An answer that takes longer is an error.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What must be reached.
const P99: Duration = Duration::from_millis(300);
const BOARD_LAG: Duration = Duration::from_secs(2);
const MEMORY: u64 = 300_000_000;

/// When each of the staff was told that their punch is recorded.
pub(crate) type Answered = Arc<Vec<OnceLock<Instant>>>;

/// What the phones of some people saw.
#[derive(Default)]
struct Seen {
    punches: Vec<Duration>,
    reads: Vec<Duration>,
    errors: usize,
}

impl Seen {
    /// What all of some connections saw.
    async fn together(connections: Vec<JoinHandle<Self>>) -> Self {
        let mut all = Self::default();
        for connection in connections {
            let seen = connection.await.expect("a connection's task");
            all.punches.extend(seen.punches);
            all.reads.extend(seen.reads);
            all.errors += seen.errors;
        }
        all
    }
}

/// Runs it and prints the figures; says whether the promises hold.
pub(crate) async fn measure(bench: &Bench, shelf: &Shelf) -> bool {
    let group = bench.size.group;
    let url = shelf.database(group).await;
    let scratch = bench.scratch();
    let program = Program::start_at(bench.server(), scratch.path(), &url, MORNING).await;
    let answered: Answered = Arc::new((0..group.staff).map(|_| OnceLock::new()).collect());
    let (stop, stopping) = watch::channel(false);
    let boards = boards::open(program.addr, group, &answered, &stopping).await;
    let early = open_early(bench, program.addr).await;
    eprintln!("  {} boards are open, {} have opened the app; the rush begins", boards.len(), early.reads.len());
    let mut seen = clock_in(bench, program.addr, &answered).await;
    seen.errors += early.errors;
    // A board may be behind; for ever is what has to be found out.
    tokio::time::sleep(BOARD_LAG * 3).await;
    // All boards listen to it.
    stop.send(true).expect("open boards");
    let mut watched = Watched::default();
    for board in boards {
        watched.add(board.await.expect("a board's task"));
    }
    let memory = program.peak_memory();
    report(seen, watched, memory)
}

fn report(seen: Seen, watched: Watched, memory: u64) -> bool {
    let (punches, reads) = (Times::from_iter(seen.punches), Times::from_iter(seen.reads));
    let (lags, board_reads) = (Times::from_iter(watched.lags), Times::from_iter(watched.reads));
    let errors = seen.errors + watched.errors;
    let time = |time: Duration| format!("{time:.1?}");
    println!("  the rush: {} punches, {} board reads", punches.count(), board_reads.count());
    [
        line("errors", &errors.to_string(), Some(("none", errors == 0))),
        line("punch, median", &time(punches.median()), None),
        line("punch, p99", &time(punches.p99()), Some(("under 300 ms", punches.p99() < P99))),
        line("today read after it, median", &time(reads.median()), None),
        line("today read after it, p99", &time(reads.p99()), None),
        line("board read, median", &time(board_reads.median()), None),
        line("board behind a confirmed punch, median", &time(lags.median()), None),
        line("board behind, worst", &time(lags.worst()), Some(("at most 2 s", lags.worst() <= BOARD_LAG))),
        line("punches a board never showed", &watched.unseen.to_string(), Some(("none", watched.unseen == 0))),
        line("memory, peak", &format!("{} MB", memory / 1_000_000), Some(("under 300 MB", memory < MEMORY))),
    ]
    .iter()
    .all(|holds| *holds)
}

/// What the phones see of those who open the app early.
async fn open_early(bench: &Bench, addr: SocketAddr) -> Seen {
    let early: Vec<Member> = bench.size.group.staff().into_iter().step_by(EARLY).collect();
    let open = |some: &[Member]| tokio::spawn(open_each(addr, some.to_vec()));
    Seen::together(early.chunks(early.len().div_ceil(EARLY)).map(open).collect()).await
}

async fn open_each(addr: SocketAddr, people: Vec<Member>) -> Seen {
    let mut connection = Connection::open(addr).await.expect("the server listens");
    let mut seen = Seen::default();
    for member in people {
        read_today(&mut connection, addr, &member, &mut seen).await;
    }
    seen
}

/// Reads today, as the page does.
async fn read_today(connection: &mut Connection, addr: SocketAddr, member: &Member, seen: &mut Seen) {
    let started = Instant::now();
    match timeout(PATIENCE, connection.get("/api/attendance/today", Some(&member.token))).await {
        Ok(Ok(answer)) if answer.status == 200 => seen.reads.push(started.elapsed()),
        _ => {
            seen.errors += 1;
            *connection = Connection::open(addr).await.expect("the server listens");
        }
    }
}

async fn clock_in(bench: &Bench, addr: SocketAddr, answered: &Answered) -> Seen {
    let staff = bench.size.group.staff();
    let start = Instant::now() + Duration::from_millis(200);
    let pause = bench.size.minute / u32::try_from(staff.len().max(1)).unwrap_or(u32::MAX);
    // One after another through the halls, as they all open at the same time; 7919 is prime to every size.
    let order =
        (0..staff.len()).map(|n| (n * 7919 % staff.len(), start + pause * u32::try_from(n).unwrap_or_default()));
    let mut lines: Vec<Vec<(usize, Member, Instant)>> = vec![Vec::new(); CONNECTIONS];
    for (turn, (n, at)) in order.enumerate() {
        lines[turn % CONNECTIONS].push((n, staff[n].clone(), at));
    }
    Seen::together(lines.into_iter().map(|some| tokio::spawn(phones(addr, some, answered.clone()))).collect()).await
}

/// Each punches when it is their turn, and reads today again, as the page does. The time of a punch counts from
/// when it was due: one that has to wait for the one before it on this connection is slow, too.
async fn phones(addr: SocketAddr, people: Vec<(usize, Member, Instant)>, answered: Answered) -> Seen {
    let mut connection = Connection::open(addr).await.expect("the server listens");
    let mut seen = Seen::default();
    for (n, member, due) in people {
        sleep_until(due).await;
        match timeout(PATIENCE, send_punch(&mut connection, &member, PunchId::new())).await {
            Ok(Ok(answer)) if answer.status == 200 => {
                seen.punches.push(due.elapsed());
                // Everybody punches once.
                let _ = answered[n].set(Instant::now());
            }
            _ => {
                seen.errors += 1;
                connection = Connection::open(addr).await.expect("the server listens");
                continue;
            }
        }
        read_today(&mut connection, addr, &member, &mut seen).await;
    }
    seen
}
