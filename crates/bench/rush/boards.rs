//! A board held open, as the page does it: a nudge, a pause of about a second, and one reading for all that came.

use std::{collections::HashSet, net::SocketAddr, pin::pin, time::Duration};

use domain::{
    attendance::{BoardView, HolderState},
    ids::HallId,
};
use testkit::{
    group::{Group, number},
    http_client::{Broken, Connection, Events},
    load::Member,
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};

use crate::morning::{Answered, PATIENCE};

/// Between a nudge and the reading, and what chance takes off it; see `app/src/live.rs`.
const PAUSE: Duration = Duration::from_secs(1);
const LESS: Duration = Duration::from_millis(400);

/// What was seen on some boards.
#[derive(Default)]
pub(crate) struct Watched {
    /// How long each reading took.
    pub(crate) reads: Vec<Duration>,
    /// From the answer to a punch to the board that shows it.
    pub(crate) lags: Vec<Duration>,
    /// Confirmed punches that were not there at the end.
    pub(crate) unseen: usize,
    /// Readings that failed, streams that broke.
    pub(crate) errors: usize,
}

impl Watched {
    pub(crate) fn add(&mut self, other: Self) {
        self.reads.extend(other.reads);
        self.lags.extend(other.lags);
        self.unseen += other.unseen;
        self.errors += other.errors;
    }
}

/// What a board hears, and when it is to be read after that.
struct Nudges {
    events: Events,
    due: Option<Instant>,
}

impl Nudges {
    /// Waits for the next. What comes while a reading is due is told by that reading, too.
    async fn hear(&mut self) -> Result<(), Broken> {
        self.events.next().await?;
        self.due.get_or_insert_with(|| Instant::now() + PAUSE - LESS.mul_f64(rand::random()));
        Ok(())
    }
}

struct Board {
    connection: Connection,
    path: String,
    lead: Member,
    answered: Answered,
    shown: HashSet<usize>,
    watched: Watched,
}

/// Opens every lead's board and reads it once; they watch until they are told to stop.
pub(crate) async fn open(
    addr: SocketAddr,
    group: Group,
    answered: &Answered,
    stopping: &watch::Receiver<bool>,
) -> Vec<JoinHandle<Watched>> {
    let mut boards = Vec::new();
    for (n, (lead, hall)) in group.leads().into_iter().enumerate() {
        let mut board = Board::open(addr, lead, hall, answered.clone()).await.expect("a board");
        let events = Connection::open(addr).await.expect("the server listens");
        let events = events.events(&format!("/events/board/{hall}"), Some(&board.lead.token)).await.expect("a stream");
        board.read().await;
        boards.push(tokio::spawn(board.watch(events, group.on_board(n), stopping.clone())));
    }
    boards
}

impl Board {
    async fn open(addr: SocketAddr, lead: Member, hall: HallId, answered: Answered) -> Result<Self, Broken> {
        Ok(Self {
            connection: Connection::open(addr).await?,
            path: format!("/api/attendance/board?hall={hall}"),
            lead,
            answered,
            shown: HashSet::new(),
            watched: Watched::default(),
        })
    }

    async fn watch(
        mut self,
        events: Events,
        staff: std::ops::Range<usize>,
        mut stopping: watch::Receiver<bool>,
    ) -> Watched {
        let mut nudges = Nudges { events, due: None };
        let mut broken = false;
        while !broken {
            let due = nudges.due;
            tokio::select! {
                heard = nudges.hear() => broken = heard.is_err(),
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    nudges.due = None;
                    broken = self.read_on(&mut nudges).await.is_err();
                }
                _ = stopping.changed() => break,
            }
        }
        self.watched.errors += usize::from(broken);
        let confirmed = staff.filter(|n| self.answered[*n].get().is_some());
        self.watched.unseen = confirmed.filter(|n| !self.shown.contains(n)).count();
        self.watched
    }

    /// Reads the board. Meanwhile it goes on listening, as the page does: a pause begins when a change is heard, and
    /// not when a reading has ended.
    async fn read_on(&mut self, nudges: &mut Nudges) -> Result<(), Broken> {
        let mut reading = pin!(self.read());
        loop {
            tokio::select! {
                () = &mut reading => return Ok(()),
                heard = nudges.hear() => heard?,
            }
        }
    }

    /// Reads the board, and notes who is newly shown to be there.
    async fn read(&mut self) {
        let started = Instant::now();
        let answer = timeout(PATIENCE, self.connection.get(&self.path, Some(&self.lead.token))).await;
        let Ok(Ok(answer)) = answer else {
            self.watched.errors += 1;
            return;
        };
        let now = Instant::now();
        let Ok(board) = serde_json::from_slice::<BoardView>(&answer.body) else {
            self.watched.errors += 1;
            return;
        };
        self.watched.reads.push(now - started);
        let holders = board.zones.iter().flat_map(|zone| &zone.windows).flat_map(|window| &window.holders);
        for holder in holders.filter(|holder| holder.status.state == HolderState::OnPost) {
            let n = number(holder.person);
            if self.shown.insert(n) {
                // Shown before the phone had its answer: not behind at all.
                let answered = self.answered.get(n).and_then(|answered| answered.get());
                self.watched.lags.push(answered.map_or(Duration::ZERO, |at| now.saturating_duration_since(*at)));
            }
        }
    }
}
