//! A year of the calendar has a new version: leave that is asked for or granted and not over costs what it
//! costs by that. What is too much goes back to its lots, what is missing is taken, and where the account
//! does not have it nothing is taken: the request is marked, and its person and HR are told.

use chrono::NaiveDate;
use domain::{
    approvals::{FlowState, Holding, Level},
    calendar::CalendarVersion,
    ids::{ApprovalId, HallId, LeaveId},
    leave::{LeaveError, LeaveRule, Shortfall, annual::year_span, cost, total},
    notices::NoticeContent,
    problem::Problem,
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::Leave;
use crate::{
    accounts::names_of,
    approvals::{Moment, hold},
    audit::{self, Act},
    error::{Error, Result},
};

/// Requests looked at together.
const BATCH: u64 = 200;

impl Leave {
    /// Whether open leave was not recounted yet by a year that is in force.
    pub(crate) async fn has_recounts(&self) -> Result<bool> {
        Ok(!self.versions_to_recount().await?.is_empty())
    }

    /// Those that came with the program are among them: a release can bring a year's notice, too.
    async fn versions_to_recount(&self) -> Result<Vec<CalendarVersion>> {
        let done = repo::list_recounted(self.0.db.read()).await?;
        let calendar = self.calendar().current().await?;
        Ok(calendar.versions().filter(|version| !done.contains(version)).collect())
    }

    /// Recounts open leave by every version that it was not recounted by. Each request is a transaction of its
    /// own; broken off and run again, it goes through all of them and changes only what is left to change.
    pub(crate) async fn recount_open(&self) -> Result<()> {
        for version in self.versions_to_recount().await? {
            self.recount_year(version).await?;
            let now = self.0.clock.now();
            self.0
                .db
                .write((), move |tx, ()| {
                    Box::pin(async move { Ok::<_, Error>(repo::mark_recounted(tx, version, now).await?) })
                })
                .await?;
        }
        Ok(())
    }

    /// How much leave of some halls would be counted again if the calendar of some days changed.
    pub(crate) async fn count_to_recount(&self, halls: &[HallId], (from, to): (NaiveDate, NaiveDate)) -> Result<u64> {
        let days = (from.max(self.today()), to);
        Ok(repo::count_leave_touching(self.0.db.read(), halls, days, &FlowState::HOLDING).await?)
    }

    async fn recount_year(&self, version: CalendarVersion) -> Result<()> {
        let Some((first, last)) = year_span(version.year) else { return Ok(()) };
        let days = (first.max(self.today()), last);
        let mut after = None;
        loop {
            let page = repo::list_leave_page(self.0.db.read(), days, &FlowState::HOLDING, after, BATCH).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(*last);
            for request in page {
                self.recount_request(request, version).await?;
            }
        }
    }

    /// Tries again where an account did not suffice: HR may have added to it since.
    pub(crate) async fn recount_short(&self) -> Result<()> {
        for (request, short) in repo::list_shortfalls(self.0.db.read()).await? {
            self.recount_request(request, short.cause).await?;
        }
        Ok(())
    }

    async fn recount_request(&self, request: ApprovalId, cause: CalendarVersion) -> Result<()> {
        let context = (self.clone(), self.approvals().moment().await?);
        self.0
            .db
            .write(context, move |tx, (me, moment)| {
                Box::pin(async move { me.recount_one(tx, moment, request, cause).await })
            })
            .await
    }

    async fn recount_one(&self, tx: &Tx, moment: &Moment, id: ApprovalId, cause: CalendarVersion) -> Result<()> {
        let approval = hold(tx, id).await?;
        let request = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        let holding = approval.flow.state.holding();
        if holding == Holding::Nothing {
            return Ok(repo::clear_shortfall(tx, id).await?);
        }
        if request.moves.is_some() && holding == Holding::Held {
            // Only what the older leave has not is reserved for it.
            return self.try_hold_beyond(tx, moment, &request).await;
        }
        let rule = self.rule(tx, Some(request.hall), request.kind, request.period.from).await?;
        let days = cost(request.period, &rule, (&*moment.calendar, &request.duty))?;
        let ledger = LeaveId::from_uuid(id.uuid());
        let was = self.booked_units(tx, ledger).await?;
        match self.recount(tx, ledger, &rule, &days, Some(cause)).await {
            Ok(changed) => {
                if holding == Holding::Given {
                    // A leave that had come to cost nothing has only reserved what it costs again.
                    self.consume(tx, ledger).await?;
                }
                repo::clear_shortfall(tx, id).await?;
                if changed {
                    self.hold_mover_anew(tx, moment, id).await?;
                    self.note_recount(tx, (&approval, &request, &rule), cause, (was, total(&days))).await?;
                }
                Ok(())
            }
            Err(Error::Problem(problem)) if problem == Problem::from(LeaveError::NotEnough) => {
                let short = Shortfall { wanted: total(&days), held: was, cause };
                self.note_shortfall(tx, (&approval, &request), short).await
            }
            Err(error) => Err(error),
        }
    }

    async fn note_recount(
        &self,
        tx: &Tx,
        (approval, request, rule): (&ApprovalRecord, &LeaveRequestRecord, &LeaveRule),
        cause: CalendarVersion,
        (was, now): (i32, i32),
    ) -> Result<()> {
        if was != now {
            let told = NoticeContent::LeaveRecounted {
                leave: Some(request.kind).filter(|_| !rule.private_proof),
                measure: request.kind.measure(),
                was,
                now,
                request: request.id,
            };
            self.notices().tell(tx, vec![(request.person, told)]).await?;
        }
        let detail = format!("{} version {}: {was} to {now}", cause.year, cause.version);
        self.note(tx, approval, ("leave.recount", detail)).await
    }

    /// Marks it and tells its person and HR, once for each change of what is missing.
    async fn note_shortfall(
        &self,
        tx: &Tx,
        (approval, request): (&ApprovalRecord, &LeaveRequestRecord),
        short: Shortfall,
    ) -> Result<()> {
        let known = repo::find_shortfalls(tx, &[request.id]).await?.remove(&request.id);
        if known.is_some_and(|known| (known.wanted, known.held) == (short.wanted, short.held)) {
            return Ok(());
        }
        repo::put_shortfall(tx, request.id, short, self.0.clock.now()).await?;
        let name = names_of(tx, &[request.person]).await?.remove(&request.person);
        let hr = self.approvals().on_level(tx, approval, Level::Hr).await?;
        let own = NoticeContent::LeaveShort { by: None, request: request.id };
        let of = NoticeContent::LeaveShort { by: name, request: request.id };
        let told = hr.into_iter().map(|person| (person, of.clone())).chain([(request.person, own)]);
        self.notices().tell(tx, told.collect()).await?;
        let detail = format!(
            "{} version {}: {} wanted, {} held",
            short.cause.year, short.cause.version, short.wanted, short.held
        );
        self.note(tx, approval, ("leave.recount_short", detail)).await
    }

    async fn note(&self, tx: &Tx, approval: &ApprovalRecord, (action, detail): (&str, String)) -> Result<()> {
        let act = Act { action, subject: ("leave_request", approval.id.uuid()), detail };
        Ok(audit::note(tx, approval.agency, self.0.clock.now(), act).await?)
    }
}
