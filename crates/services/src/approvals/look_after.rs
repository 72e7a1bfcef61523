//! What time does to requests, and what roles that come and go do.

use std::collections::BTreeMap;

use domain::{
    approvals::{FlowState, HopAct},
    ids::{AgencyId, ApprovalId},
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord, InReview},
};

use super::{Approvals, Hop, Moment, hold};
use crate::error::{Error, Result};

impl Approvals {
    /// Reminds and lifts what was not decided in time, gives up what was sent back and not asked again, and
    /// finds others where somebody can no longer act. Run again, it finds nothing.
    pub(crate) async fn look_after(&self) -> Result<()> {
        for approval in repo::list_due(self.0.db.read(), self.now()).await? {
            self.0
                .db
                .write((self.clone(), self.moment().await?), move |tx, (me, moment)| {
                    Box::pin(async move { me.run_late(tx, moment, approval).await })
                })
                .await?;
        }
        self.reroute(InReview::Everywhere).await
    }

    async fn run_late(&self, tx: &Tx, moment: &Moment, approval: ApprovalId) -> Result<()> {
        let mut record = hold(tx, approval).await?;
        // Decided meanwhile.
        if record.due_at.is_none_or(|due_at| due_at > moment.now) {
            return Ok(());
        }
        let bench = self.bench(tx, &record).await?;
        let act = if record.flow.state == FlowState::InReview {
            let lifted = record.flow.run_late(&bench)?;
            lifted.map_or(HopAct::Reminded, |_| HopAct::Escalated)
        } else {
            record.flow.expire()?;
            HopAct::Expired
        };
        record.due_at = moment.due(&record.flow, self.hours_of(tx, record.hall).await?);
        let seats = record.flow.seats(&bench);
        self.save(tx, &record, &seats, vec![Hop::new(act, None)]).await
    }

    /// Puts the right people in the seats of requests that somebody has to decide: after a role or a delegation
    /// began or ended, or somebody has left. `which` says what the change can touch; the job looks at all, since
    /// days come and go without an act. Costs a few queries an agency, however many requests there are.
    pub(crate) async fn reroute(&self, which: InReview) -> Result<()> {
        let db = self.0.db.read();
        let records = repo::list_in_review(db, which).await?;
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let kept = repo::list_seats(db, &ids).await?;
        let mut agencies = BTreeMap::<AgencyId, Vec<&ApprovalRecord>>::new();
        for record in &records {
            agencies.entry(record.agency).or_default().push(record);
        }
        for (agency, records) in agencies {
            let house = self.house(db, agency, &records, false).await?;
            for record in records {
                let mut seats = record.flow.seats(&house.bench(record));
                seats.sort_unstable();
                if Some(&seats) != kept.get(&record.id) {
                    self.reseat(record).await?;
                }
            }
        }
        Ok(())
    }

    async fn reseat(&self, record: &ApprovalRecord) -> Result<()> {
        let approval = record.id;
        self.0
            .db
            .write(self.clone(), move |tx, me| {
                Box::pin(async move {
                    let record = hold(tx, approval).await?;
                    if record.flow.state == FlowState::InReview {
                        let seats = record.flow.seats(&me.bench(tx, &record).await?);
                        me.save(tx, &record, &seats, vec![Hop::new(HopAct::Rerouted, None)]).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}
