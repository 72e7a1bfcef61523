//! Granted leave as time goes on: who is told the day before, and who did not come back.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    approvals::{FlowState, Level},
    calendar::WorkCalendar,
    ids::{ApprovalId, PersonId},
    leave::{CoverState, LEAVE_BACK, Period, needs_handover},
    notices::NoticeContent,
    roster::Duty,
    time::{hall_date, hall_midnight},
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{Leave, leave_days};
use crate::{
    accounts::{name_of, names_of},
    approvals::hold,
    attendance::has_punched,
    error::Result,
};

/// Minute of the day at which the reminder for the next one goes out.
const REMIND_AT: i64 = 9 * 60;

/// How long after the first slot of the first shift somebody is missed: until then a sudden case may be
/// reported by phone (1.F2).
const MISSED_AFTER: TimeDelta = TimeDelta::minutes(60);

const BEGINS: &str = "begins";
const ENDED: &str = "ended";

/// Requests looked at together.
const BATCH: u64 = 200;

impl Leave {
    /// Reminds those whose leave begins tomorrow and who cover it, and says who has not come back. Run again,
    /// it tells nobody twice.
    pub(crate) async fn watch(&self) -> Result<()> {
        let now = self.0.clock.now();
        let today = hall_date(now);
        if (now - hall_midnight(today)).num_minutes() >= REMIND_AT {
            let tomorrow = today + Days::new(1);
            for request in self.untold((tomorrow, tomorrow), BEGINS).await? {
                if request.period.from == tomorrow {
                    self.remind(request.id).await?;
                }
            }
        }
        let calendar = self.calendar().current().await?;
        let ended = self.untold((today - LEAVE_BACK, today - Days::new(1)), ENDED).await?;
        for request in ended.into_iter().filter(|request| request.period.to < today) {
            if request.period.hours().is_some() {
                // There every day, and nobody to be missed after it.
                self.end(request.id, request.period.to, true).await?;
            } else if let Some((date, came)) = self.first_shift_after(&calendar, &request, now).await? {
                self.end(request.id, date, came).await?;
            }
        }
        Ok(())
    }

    /// Granted leave that touches some days and of which something was not told yet. That somebody has said when
    /// they are back changes nothing: it is their first shift that shows it.
    async fn untold(&self, days: (NaiveDate, NaiveDate), what: &'static str) -> Result<Vec<LeaveRequestRecord>> {
        let (db, mut found, mut after) = (self.0.db.read(), Vec::new(), None);
        loop {
            let page = repo::list_leave_page(db, days, &[FlowState::Approved], after, BATCH).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = Some(*last);
            let told = repo::list_told(db, &page, what).await?;
            let open: Vec<ApprovalId> = page.into_iter().filter(|id| !told.contains(id)).collect();
            found.extend(repo::find_leave_requests(db, &open).await?);
        }
    }

    async fn remind(&self, id: ApprovalId) -> Result<()> {
        self.0
            .db
            .write(self.clone(), move |tx, me| {
                Box::pin(async move {
                    let Some((approval, request)) = me.still_granted(tx, id, BEGINS).await? else { return Ok(()) };
                    let (from, hours) = (request.period.from, request.period.hours());
                    let begins = |by| NoticeContent::LeaveBegins { by, from, hours, request: id };
                    let mut told = vec![(request.person, begins(None))];
                    let by = name_of(tx, request.person).await?;
                    if let Some((cover, CoverState::Confirmed)) = request.cover {
                        told.push((cover, begins(Some(by.clone()))));
                    }
                    let list = repo::find_handovers(tx, &[id]).await?.remove(&id).unwrap_or_default();
                    if needs_handover(request.period) && !super::handover::state_of(&list, &request).is_done() {
                        let leads = me.superiors(tx, &approval).await?;
                        let open = NoticeContent::HandoverOpen { by, request: id };
                        told.extend(leads.into_iter().map(|lead| (lead, open.clone())));
                    }
                    me.notices().tell(tx, told).await
                })
            })
            .await
    }

    /// The day of the first shift after a leave once it should have begun for an hour, and whether they came.
    async fn first_shift_after(
        &self,
        calendar: &WorkCalendar,
        request: &LeaveRequestRecord,
        now: DateTime<Utc>,
    ) -> Result<Option<(NaiveDate, bool)>> {
        let (db, person, today) = (self.0.db.read(), request.person, hall_date(now));
        let from = request.period.to + Days::new(1);
        let duties = self.roster().duties_of(db, calendar, &[person], from, today).await?;
        let away = leave_days(db, &[person], from, today).await?;
        let mut shifts = duties.get(&person).into_iter().flatten().filter(|duty| !away.on(person, duty.date).is_half());
        let due = |duty: &Duty| Some(away.on(person, duty.date).free_from(duty.shift()?.slots.first()?.due));
        let first = shifts.find_map(|duty| Some((duty.date, due(duty)?)));
        let Some((date, due)) = first else { return Ok(None) };
        let came = has_punched(db, person, Period::whole(date, date), today).await?;
        let missed = hall_midnight(date) + TimeDelta::minutes(due.into()) + MISSED_AFTER;
        Ok((came || missed <= now).then_some((date, came)))
    }

    /// Notes how a leave has ended; tells its person and who leads them where nobody came.
    async fn end(&self, id: ApprovalId, date: NaiveDate, came: bool) -> Result<()> {
        self.0
            .db
            .write(self.clone(), move |tx, me| {
                Box::pin(async move {
                    let Some((approval, request)) = me.still_granted(tx, id, ENDED).await? else { return Ok(()) };
                    if came {
                        return Ok(());
                    }
                    let by = names_of(tx, &[request.person]).await?.remove(&request.person);
                    let stayed = |by| NoticeContent::Overstayed { by, date, request: id };
                    let leads = me.superiors(tx, &approval).await?.into_iter();
                    let told = leads.map(|lead| (lead, stayed(by.clone()))).chain([(request.person, stayed(None))]);
                    me.notices().tell(tx, told.collect()).await
                })
            })
            .await
    }

    /// A request, held, if it is still granted and this was not told by somebody else meanwhile.
    async fn still_granted(
        &self,
        tx: &Tx,
        id: ApprovalId,
        what: &'static str,
    ) -> Result<Option<(ApprovalRecord, LeaveRequestRecord)>> {
        let approval = hold(tx, id).await?;
        let request = repo::find_leave_request(tx, id).await?;
        let granted = approval.flow.state == FlowState::Approved;
        let Some(request) = request.filter(|_| granted) else { return Ok(None) };
        let first = repo::tell_once(tx, id, what, self.0.clock.now()).await?;
        Ok(first.then_some((approval, request)))
    }

    /// Who leads whoever asked: the nearest level of the house that has anybody.
    pub(super) async fn superiors(&self, tx: &Tx, approval: &ApprovalRecord) -> Result<Vec<PersonId>> {
        for level in Level::ALL {
            let people = self.approvals().on_level(tx, approval, *level).await?;
            if !people.is_empty() {
                return Ok(people);
            }
        }
        Ok(Vec::new())
    }
}
