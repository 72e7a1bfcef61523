//! Whether a punch and the today page take longer as staff and years grow. All sizes run side by side and are
//! asked in turn, so that a moment's noise on the machine is every size's.

use std::{net::SocketAddr, time::Duration};

use domain::ids::PunchId;
use tempfile::TempDir;
use testkit::{
    figures::Times,
    group::{Group, MORNING, Shelf},
    http_client::Connection,
    load::{Member, send_punch},
    program::Program,
};
use tokio::time::Instant;

use crate::{Bench, line};

/// People who are measured, fewer than the smallest group has; a person's taps within a minute are one punch.
const PEOPLE: usize = 90;

/// How much longer the largest may take than the smallest.
const RATIO: f64 = 1.5;

const STAFF: [usize; 3] = [100, 1_000, 10_000];
const YEARS: [u32; 3] = [0, 1, 3];

/// A running server over a group, and what was measured there.
struct Point {
    group: Group,
    connection: Connection,
    punches: Vec<Duration>,
    reads: Vec<Duration>,
    _program: Program,
    _scratch: TempDir,
}

/// Runs it and prints the figures; says whether the promises hold.
pub(crate) async fn measure(bench: &Bench, shelf: &Shelf) -> bool {
    let full = bench.size.group;
    let staff = up_to(&STAFF, full.staff).map(|staff| Group { staff, ..full });
    let years = up_to(&YEARS, full.years).map(|years| Group { years, ..full });
    let (staff, years): (Vec<Group>, Vec<Group>) = (staff.collect(), years.collect());
    let mut points: Vec<Point> = Vec::new();
    for group in staff.iter().chain(&years) {
        if points.iter().all(|point| point.group != *group) {
            points.push(Point::start(bench, shelf, *group).await);
        }
    }
    eprintln!("  growth: {} sizes side by side", points.len());
    // The pages that will be needed come into memory, as they would by the minute before.
    for n in 0..PEOPLE {
        for point in &mut points {
            point.read(&point.member(n)).await;
        }
    }
    for n in 0..PEOPLE {
        for point in &mut points {
            let member = point.member(n);
            let punch = point.punch(&member).await;
            let read = point.read(&member).await;
            point.punches.push(punch);
            point.reads.push(read);
        }
    }
    println!("  growth: medians of {PEOPLE}, one after another");
    let by_staff = report(&points, &staff, |group| format!("{} staff", group.staff));
    let by_years = report(&points, &years, |group| format!("{} years", group.years));
    by_staff && by_years
}

/// The steps below a size, and the size itself.
fn up_to<N: Copy + PartialOrd>(steps: &[N], size: N) -> impl Iterator<Item = N> {
    steps.iter().copied().filter(move |step| *step < size).chain([size])
}

fn report(points: &[Point], groups: &[Group], name: impl Fn(Group) -> String) -> bool {
    let of = |times: fn(&Point) -> &Vec<Duration>| -> Vec<Duration> {
        let points = groups.iter().filter_map(|group| points.iter().find(|point| point.group == *group));
        points.map(|point| times(point).iter().copied().collect::<Times>().median()).collect()
    };
    let names: Vec<String> = groups.iter().map(|group| name(*group)).collect();
    let names = names.join(", ");
    [("punch", of(|point| &point.punches)), ("today read", of(|point| &point.reads))]
        .map(|(what, medians)| {
            let shown: Vec<String> = medians.iter().map(|median| format!("{median:.1?}")).collect();
            let ratio = medians.last().zip(medians.first()).map_or(1.0, |(last, first)| last.div_duration_f64(*first));
            let name = format!("{what} at {names}");
            println!("  {name:<46} {}", shown.join(", "));
            line("  the last beside the first", &format!("{ratio:.2}×"), Some(("at most 1.5×", ratio <= RATIO)))
        })
        .iter()
        .all(|holds| *holds)
}

impl Point {
    async fn start(bench: &Bench, shelf: &Shelf, group: Group) -> Self {
        let url = shelf.database(group).await;
        let scratch = bench.scratch();
        let program = Program::start_at(bench.server(), scratch.path(), &url, MORNING).await;
        let connection = connect(program.addr).await;
        let (punches, reads) = (Vec::new(), Vec::new());
        Self { group, connection, punches, reads, _program: program, _scratch: scratch }
    }

    /// The n-th of those who are measured, spread over the staff.
    fn member(&self, n: usize) -> Member {
        self.group.member(n * self.group.staff / PEOPLE)
    }

    async fn punch(&mut self, member: &Member) -> Duration {
        let started = Instant::now();
        let answer = send_punch(&mut self.connection, member, PunchId::new()).await.expect("the server answers");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        started.elapsed()
    }

    async fn read(&mut self, member: &Member) -> Duration {
        let started = Instant::now();
        let answer =
            self.connection.get("/api/attendance/today", Some(&member.token)).await.expect("the server answers");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        started.elapsed()
    }
}

async fn connect(addr: SocketAddr) -> Connection {
    Connection::open(addr).await.expect("the server listens")
}
