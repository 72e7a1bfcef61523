//! The month's close: each person confirms theirs, the hall confirms all, HR locks.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::{
        AcceptMonthCommand, AttendanceError, AttendanceRules, BlockKind, MonthAct, MonthBlock, MonthBlocks,
        MonthCloseView, MonthStanding, MonthState, month_over_at,
    },
    calendar::last_of_month,
    ids::{AcceptanceId, HallId, PersonId},
    policy::Action,
    problem::Problem,
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, CloseRecord},
};

use super::{Attendance, month::bounds};
use crate::{
    accounts::{name_of, names_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    leave::open_leave,
    org::{default_hall, hall_name, hold_hall},
    received::Sent,
};

/// Of each kind of block, how many are named.
const NAMED: u64 = 20;

impl Attendance {
    /// Confirms a month of the caller's own, given by any date in it, once it is over. It holds until a day of
    /// it comes out differently; one that has since they looked was not what they confirm. Sent again under the same id,
    /// it is confirmed once.
    pub async fn accept_month(&self, caller: &Caller, command: AcceptMonthCommand) -> Result<()> {
        caller.check_own(Action::MonthAccept)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let (first, last) = bounds(command.month)?;
        let (now, me) = (self.0.clock.now(), caller.actor.person);
        if now < month_over_at(first) {
            return Err(AttendanceError::MonthNotOver.into());
        }
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        // What is to be judged again is, first: else their word would be kept for figures that nobody has seen, and
        // lapse when they come out.
        let mut stale: Vec<NaiveDate> = repo::find_stale_results(self.0.db.read(), &[me], first, last)
            .await?
            .iter()
            .map(|(day, _)| day.result.date)
            .collect();
        stale.dedup();
        for date in stale {
            self.close_day(date, vec![me], now).await?;
        }
        self.0
            .db
            .write((caller.clone(), sent), move |tx, (caller, sent)| {
                Box::pin(async move {
                    let kept = keep_acceptance(tx, caller, (hall, first), (command.seen_at, now));
                    sent.once(tx, now, kept).await
                })
            })
            .await
    }

    /// How a person's month stands.
    pub(super) async fn standing(
        &self,
        db: &impl Connection,
        caller: &Caller,
        (person, hall): (PersonId, Option<HallId>),
        first: NaiveDate,
    ) -> Result<MonthStanding> {
        let now = self.0.clock.now();
        let record = match hall {
            Some(hall) => Some(repo::find_close(db, hall, first).await?),
            None => None,
        };
        let state = record.map_or(MonthState::Open, |record| record.state);
        let accepted = repo::find_acceptance(db, person, first).await?;
        let confirmed = match record.and_then(|record| record.confirmed) {
            Some((by, at)) => Some((name_of(db, by).await?, at)),
            None => None,
        };
        let (accepted_at, lapsed) = match accepted {
            Some((at, false)) => (Some(at), false),
            Some((_, true)) => (None, true),
            None => (None, false),
        };
        let over_at = month_over_at(first);
        let rules = match hall {
            Some(hall) => repo::find_rules(db, hall).await?,
            None => AttendanceRules::default(),
        };
        let back = Days::new(u64::try_from(rules.correction_days).unwrap_or_default());
        let mine = caller.actor.person == person && hall.is_some();
        Ok(MonthStanding {
            state,
            over_at,
            may_accept: mine && state.is_open() && accepted_at.is_none() && now >= over_at,
            accepted_at,
            lapsed,
            correct_from: hall_date(now) - back,
            confirmed,
            locked_at: record
                .filter(|record| !record.state.is_open())
                .and_then(|record| record.locked)
                .map(|(_, at)| at),
        })
    }

    /// A hall's month: how it stands, and what keeps it from being locked.
    pub async fn month_close(&self, caller: &Caller, hall: Option<HallId>, month: NaiveDate) -> Result<MonthCloseView> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let (first, last) = bounds(month)?;
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::MonthView).await?,
        };
        let place = self.hall_place(db, hall).await?;
        caller.check(Action::MonthView, &place)?;
        let record = repo::find_close(db, hall, first).await?;
        let rules = repo::find_rules(db, hall).await?;
        let people = repo::count_rostered(db, hall, first, last).await?;
        let (unconfirmed, _) = repo::unaccepted(db, hall, (first, last), 0).await?;
        let by = [record.confirmed, record.locked].into_iter().flatten().map(|(by, _)| by);
        let names = names_of(db, &by.collect::<Vec<_>>()).await?;
        let by_whom = |settled: Option<(PersonId, DateTime<Utc>)>| {
            settled.map(|(by, at)| (names.get(&by).cloned().unwrap_or_default(), at))
        };
        let acts = match record.state {
            MonthState::Open if caller.check(Action::MonthConfirm, &place).is_ok() => vec![MonthAct::Confirm],
            MonthState::Confirmed if caller.check(Action::MonthLock, &place).is_ok() => vec![MonthAct::Lock],
            _ => Vec::new(),
        };
        let blocks = if record.state.is_open() { self.blocks(db, hall, first, rules).await? } else { Vec::new() };
        let written = if record.state.is_open() { 0 } else { repo::count_sheets(db, hall, first).await? };
        Ok(MonthCloseView {
            as_of: now,
            hall,
            hall_name: hall_name(db, hall).await?,
            month: first,
            state: record.state,
            version: record.version,
            people,
            accepted: people.saturating_sub(unconfirmed),
            confirmed: by_whom(record.confirmed),
            locked: by_whom(record.locked),
            written,
            blocks,
            acts,
        })
    }

    /// What keeps a month from being locked.
    async fn blocks(
        &self,
        db: &impl Connection,
        hall: HallId,
        first: NaiveDate,
        rules: AttendanceRules,
    ) -> Result<Vec<MonthBlocks>> {
        let span = (first, last_of_month(first));
        let mut blocks = Vec::new();
        if self.0.clock.now() < month_over_at(first) {
            blocks.push(MonthBlocks { kind: BlockKind::NotOver, count: 1, first: Vec::new() });
        }
        let on_days = [
            (BlockKind::DayNotJudged, repo::open_days(db, hall, span, NAMED).await?),
            (BlockKind::UndecidedPunch, repo::undecided_in(db, hall, span, NAMED).await?),
            (BlockKind::OpenCorrection, repo::open_corrections(db, hall, span, NAMED).await?),
            (BlockKind::OpenLeave, open_leave(db, hall, span, NAMED).await?),
        ];
        let people: Vec<PersonId> =
            on_days.iter().flat_map(|(_, (_, found))| found.iter().map(|(person, _)| *person)).collect();
        let names = names_of(db, &people).await?;
        let on_day = |(person, date): (PersonId, NaiveDate)| {
            let name = names.get(&person).cloned().unwrap_or_default();
            MonthBlock { person: Some((person, name)), date: Some(date) }
        };
        for (kind, (count, found)) in on_days.into_iter().filter(|(_, (count, _))| *count > 0) {
            blocks.push(MonthBlocks { kind, count, first: found.into_iter().map(on_day).collect() });
        }
        let papers = repo::open_papers(db, hall, span).await?;
        if !papers.is_empty() {
            let count = u64::try_from(papers.len()).unwrap_or(u64::MAX);
            let first = papers.into_iter().map(|date| MonthBlock { person: None, date: Some(date) }).collect();
            blocks.push(MonthBlocks { kind: BlockKind::OpenPaper, count, first });
        }
        if rules.confirmation_required {
            let (count, found) = repo::unaccepted(db, hall, span, NAMED).await?;
            if count > 0 {
                let first = found.into_iter().map(|person| MonthBlock { person: Some(person), date: None }).collect();
                blocks.push(MonthBlocks { kind: BlockKind::Unconfirmed, count, first });
            }
        }
        Ok(blocks)
    }

    /// Confirms a hall's month, or has it locked. The lock is refused while anything stands in its way; the
    /// sheets are then written by a job, and never change again.
    pub async fn act_on_month(
        &self,
        caller: &Caller,
        hall: HallId,
        month: NaiveDate,
        (version, act): (i32, MonthAct),
    ) -> Result<()> {
        let action = match act {
            MonthAct::Confirm => Action::MonthConfirm,
            MonthAct::Lock => Action::MonthLock,
        };
        caller.check(action, &self.hall_place(self.0.db.read(), hall).await?)?;
        let (first, _) = bounds(month)?;
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    me.change_month(tx, caller, repo::find_close(tx, hall, first).await?, (version, act)).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn change_month(
        &self,
        tx: &Tx,
        caller: &Caller,
        record: CloseRecord,
        (version, act): (i32, MonthAct),
    ) -> Result<()> {
        let (now, settled) = (self.0.clock.now(), (caller.actor.person, self.0.clock.now()));
        let state = record.state.after(act)?;
        if record.version != version {
            return Err(Problem::Conflict.into());
        }
        if now < month_over_at(record.month) {
            return Err(AttendanceError::MonthNotOver.into());
        }
        let changed = match act {
            MonthAct::Confirm => CloseRecord { confirmed: Some(settled), ..record },
            MonthAct::Lock => {
                let rules = repo::find_rules(tx, record.hall).await?;
                if !self.blocks(tx, record.hall, record.month, rules).await?.is_empty() {
                    return Err(AttendanceError::MonthBlocked.into());
                }
                CloseRecord { locked: Some(settled), ..record }
            }
        };
        let changed = CloseRecord { state, version: version + 1, ..changed };
        if !repo::put_close(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        let action = if act == MonthAct::Confirm { "attendance.confirm_month" } else { "attendance.lock_month" };
        let act = Act { action, subject: ("hall", record.hall.uuid()), detail: record.month.to_string() };
        Ok(audit::record(tx, caller, now, act).await?)
    }
}

/// Stores that somebody confirms a month, unless it was locked, or has changed since they looked at it.
async fn keep_acceptance(
    tx: &Tx,
    caller: &Caller,
    (hall, first): (HallId, NaiveDate),
    (seen_at, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    if !repo::find_close(tx, hall, first).await?.state.is_open() {
        return Err(AttendanceError::MonthLocked.into());
    }
    let me = caller.actor.person;
    let recounts = repo::list_recounts(tx, me, first, last_of_month(first)).await?;
    if recounts.iter().any(|recount| recount.at > seen_at) {
        return Err(Problem::Conflict.into());
    }
    let twice = |error| Error::unless_unique(error, AttendanceError::Settled.into());
    repo::create_acceptance(tx, AcceptanceId::new(), (me, first), now).await.map_err(twice)?;
    let act = Act::about(me, "attendance.accept_month", first.to_string());
    Ok(audit::record(tx, caller, now, act).await?)
}
