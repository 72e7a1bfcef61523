//! What the program does by itself, again and again. Every server asks; a lease lets one of them do it.

use chrono::TimeDelta;
use store::repo::jobs as repo;
use uuid::Uuid;

use crate::{
    Attendance, Core, Services,
    error::{Error, Result},
};

/// How long a server keeps a job in hand before another may take it over: it must have died. All jobs can
/// be run twice without harm.
const LEASE: TimeDelta = TimeDelta::minutes(10);

impl Services {
    /// Runs every job that is due and that no other server has in hand. To be called again and again; costs
    /// one short read a job while nothing is due.
    ///
    /// # Errors
    /// The first job's that failed; the others have run all the same, and it will be tried at the next call.
    pub async fn run_jobs(&self) -> Result<()> {
        let (attendance, accounts, roster) = (self.attendance(), self.accounts(), self.roster());
        let approvals = self.approvals();
        let done = [
            self.run_due("approvals.look_after", TimeDelta::minutes(1), approvals.look_after()).await,
            self.run_due("attendance.close_days", TimeDelta::minutes(5), attendance.close_days()).await,
            self.run_due("attendance.watch_posts", TimeDelta::minutes(1), attendance.watch_posts()).await,
            self.run_due("attendance.remind_of_shifts", TimeDelta::minutes(1), attendance.remind_of_shifts()).await,
            self.run_due("attendance.forget_reminders", TimeDelta::hours(1), attendance.forget_reminders()).await,
            self.run_due("attendance.forget_tries", TimeDelta::hours(1), attendance.forget_tries()).await,
            self.close_months(&attendance).await,
            self.run_due("attendance.erase_positions", TimeDelta::hours(1), attendance.erase_positions()).await,
            self.run_due("roster.give_up_overtime", TimeDelta::minutes(10), roster.give_up_overtime()).await,
            self.run_due("roster.give_up_swaps", TimeDelta::minutes(10), roster.give_up_swaps()).await,
            self.run_due("roster.pay_out_expired", TimeDelta::hours(1), roster.pay_out_expired()).await,
            self.recount_leave().await,
            self.run_due("leave.recount_short", TimeDelta::hours(1), self.leave().recount_short()).await,
            self.run_due("leave.watch", TimeDelta::minutes(10), self.leave().watch()).await,
            self.run_due("leave.grant_annual", TimeDelta::hours(1), self.leave().grant_annual()).await,
            self.run_due("leave.grant_childcare", TimeDelta::hours(1), self.leave().grant_childcare()).await,
            self.run_due("leave.chase_papers", TimeDelta::hours(1), self.leave().chase_papers()).await,
            self.run_due("photos.clear_out", TimeDelta::hours(1), self.photos().clear_out()).await,
            self.run_due("accounts.remove_expired", TimeDelta::hours(1), accounts.remove_expired()).await,
            self.run_due("notices.forget_hints", TimeDelta::hours(1), self.notices().forget_hints()).await,
        ];
        done.into_iter().collect()
    }

    /// Somebody waits for this one, so it is due whenever there is something to do.
    async fn close_months(&self, attendance: &Attendance) -> Result<()> {
        if !attendance.has_closing_months().await? {
            return Ok(());
        }
        self.run_due("attendance.close_months", TimeDelta::zero(), attendance.close_months()).await
    }

    /// So does whoever has leave in a year that was just published.
    async fn recount_leave(&self) -> Result<()> {
        let leave = self.leave();
        if !leave.has_recounts().await? {
            return Ok(());
        }
        self.run_due("leave.recount", TimeDelta::zero(), leave.recount_open()).await
    }

    /// Runs `work` if the job is due, and makes it due again after `every`.
    async fn run_due(
        &self,
        name: &'static str,
        every: TimeDelta,
        work: impl Future<Output = Result<()>>,
    ) -> Result<()> {
        let (core, holder) = (&self.0, Uuid::now_v7());
        if !repo::is_due(core.db.read(), name, core.clock.now()).await? || !lease(core, name, holder).await? {
            return Ok(());
        }
        let done = work.await;
        let now = core.clock.now();
        let due_at = if done.is_ok() { now + every } else { now };
        core.db
            .write((), move |tx, ()| {
                Box::pin(async move { Ok::<_, Error>(repo::release(tx, name, holder, due_at).await?) })
            })
            .await?;
        done
    }
}

/// Does some work for one thing after another; what fails keeps none of the others from its turn.
///
/// # Errors
/// The first that failed.
pub(crate) async fn each<T, W>(things: Vec<T>, mut work: impl FnMut(T) -> W) -> Result<()>
where
    W: Future<Output = Result<()>>,
{
    let mut done = Vec::with_capacity(things.len());
    for thing in things {
        done.push(work(thing).await);
    }
    done.into_iter().collect()
}

async fn lease(core: &Core, name: &'static str, holder: Uuid) -> Result<bool> {
    let now = core.clock.now();
    core.db
        .write((), move |tx, ()| {
            Box::pin(async move { Ok::<_, Error>(repo::lease(tx, name, holder, now, now + LEASE).await?) })
        })
        .await
}
