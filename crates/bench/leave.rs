//! `cargo xtask bench leave`: how long the pages of leave take at a hall group's size, on both databases, beside
//! what a bare program answers over the same loopback. One request after the other: the server's own time.

#![expect(clippy::expect_used, reason = "a bench that can't run has failed")]

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use bench::{Hello, new_database};
use chrono::{Days, NaiveDate};
use domain::{
    ids::{ApprovalId, SessionId},
    leave::{LeaveCommand, LeaveKind},
    policy::{Actor, Grant, Role, Scope},
    roster::Half,
    time::hall_date,
};
use services::Caller;
use testkit::{
    World,
    figures::{Times, setting},
    http_client::Connection,
    load::{Member, crowd_of_today, seat_in_pairs},
    program::Program,
    visitor,
};

/// People of the hall.
const STAFF: usize = 6_000;

/// Requests that wait for the one who decides.
const WAITING: usize = 500;

/// Times that each page is asked for, after some that warm up.
const ROUNDS: usize = 300;
const WARM_UP: usize = 20;

/// What must hold of every page: nobody sees one wait.
const P99: Duration = Duration::from_millis(100);

/// Who asks, and who decides: their sessions; and what one of them asks the other for.
#[derive(Clone)]
struct People {
    worker: String,
    decider: String,
    request: ApprovalId,
}

fn main() -> ExitCode {
    if Hello::is_this() {
        return runtime().block_on(Hello::serve());
    }
    runtime().block_on(run())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

async fn run() -> ExitCode {
    let server = PathBuf::from(setting("BENCH_SERVER"));
    let folder = tempfile::tempdir_in(setting("BENCH_DIR")).expect("a folder on the disk that is measured");
    println!("{STAFF} people, {WAITING} requests that wait for one of them, {ROUNDS} requests a page\n");
    report("bare axum hello", &measure_hello().await);
    let sqlite = format!("sqlite://{}", folder.path().join("leave.db").display());
    let mut holds = measure_pages("SQLite", &server, folder.path(), &sqlite).await;
    let postgres = new_database(&setting("TEST_DATABASE_URL"), "leave_pages").await;
    holds &= measure_pages("PostgreSQL", &server, folder.path(), &postgres).await;
    println!("\np99 of every page under {P99:?}: {}", if holds { "holds" } else { "DOES NOT HOLD" });
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn report(name: &str, times: &Times) {
    let (median, p99, worst) = (times.median(), times.p99(), times.worst());
    println!("{name:<44} median {median:>8.2?}  p99 {p99:>8.2?}  worst {worst:>8.2?}");
}

async fn measure_pages(database: &str, server: &Path, folder: &Path, url: &str) -> bool {
    let people = World::seed(url, STAFF, fill).await;
    let program = Program::start(server, folder, url).await;
    let mut holds = true;
    let one = |page: &str| (format!("{page}/{}", people.request), format!("{page}/{{id}}"));
    let list = |page: &str| (page.to_owned(), page.to_owned());
    let pages = [
        (list("/leave/new"), &people.worker),
        (list("/leave"), &people.worker),
        (one("/leave"), &people.worker),
        (list("/approvals"), &people.decider),
        (one("/approvals"), &people.decider),
        (list("/notices"), &people.decider),
        (list("/leave/team"), &people.decider),
    ];
    for ((page, name), session) in pages {
        let times = measure(program.addr, &page, Some(session)).await;
        report(&format!("{database}: GET {name}"), &times);
        holds &= times.p99() < P99;
    }
    holds
}

async fn measure(addr: SocketAddr, page: &str, session: Option<&str>) -> Times {
    let mut connection = Connection::open(addr).await.expect("the server listens");
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let started = Instant::now();
        let answer = connection.get(page, session).await.expect("the server answers");
        let took = started.elapsed();
        assert_eq!(answer.status, 200, "{page}");
        if round >= WARM_UP {
            times.push(took);
        }
    }
    Times::from_iter(times)
}

/// The people, one who decides, and what waits for them: of each pair at a window, A asks and B covers, every second
/// of them confirmed.
async fn fill(world: &World, size: usize) -> People {
    let members = crowd_of_today(world, size).await;
    let decider = world.person("decider").hall_role(Role::Supervisor).create().await;
    let decider = decider.sign_in(world).await.token;
    let from = workday(world).await;
    let seated = members.get(..2 * WAITING).expect("enough people");
    seat_in_pairs(world, seated).await;
    let requests: Vec<ApprovalId> = (0..WAITING).map(|_| ApprovalId::new()).collect();
    for ((nth, pair), id) in seated.chunks_exact(2).enumerate().zip(&requests) {
        let (member, partner) = (&pair[0], &pair[1]);
        let command = LeaveCommand {
            id: *id,
            version: None,
            kind: LeaveKind::Personal,
            from,
            to: from,
            starts: Half::Morning,
            ends: Half::Afternoon,
            hours: domain::leave::HoursForm::default(),
            reason: "家中有事".to_owned(),
            cover: Some(partner.person),
            draft: false,
            photos: Vec::new(),
            delegation: domain::approvals::LeaveDelegation::default(),
            birth: domain::leave::BirthForm::default(),
            moves: None,
        };
        let id = world.services.leave().ask(&caller(world, member), command).await.expect("asked");
        if nth % 2 == 0 {
            let yes = domain::leave::AnswerCoverCommand { id: domain::ids::ActId::new(), request: id, yes: true };
            world.services.leave().answer_cover(&caller(world, partner), yes).await.expect("answered");
        }
    }
    // On the first day everybody is given their leave of the year; pages are measured as they are on all others.
    world.services.run_jobs().await.expect("jobs");
    let worker = members.first().expect("a crowd").token.clone();
    People { worker, decider, request: *requests.first().expect("what the first of them asks for") }
}

fn caller(world: &World, member: &Member) -> Caller {
    let grants = vec![Grant { role: Role::Worker, scope: Scope::Hall(world.hall.id) }];
    let actor = Actor { person: member.person, agency: world.agency, hall: Some(world.hall.id), grants };
    Caller { actor, session: SessionId::new(), visitor: visitor() }
}

/// A working day some days from now.
async fn workday(world: &World) -> NaiveDate {
    let calendar = world.services.calendar().current().await.expect("a calendar");
    let from = hall_date(world.services.clock().now()) + Days::new(7);
    from.iter_days().find(|date| calendar.is_workday(*date)).expect("days go on")
}

async fn measure_hello() -> Times {
    let hello = Hello::start().await;
    let times = measure(hello.addr, "/", None).await;
    hello.stop();
    times
}
