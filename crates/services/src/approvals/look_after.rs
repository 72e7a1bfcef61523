//! What time does to requests, and what roles that come and go do.

use std::collections::BTreeMap;

use domain::{
    approvals::{FlowState, HopAct},
    ids::{AgencyId, ApprovalId},
    time::hall_date,
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord},
};

use super::{Approvals, Hop, Moment, bench::Ladder, hold};
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
        self.reroute().await
    }

    async fn run_late(&self, tx: &Tx, moment: &Moment, approval: ApprovalId) -> Result<()> {
        let mut record = hold(tx, approval).await?;
        // Decided meanwhile.
        if record.due_at.is_none_or(|due_at| due_at > moment.now) {
            return Ok(());
        }
        let act = if record.flow.state == FlowState::InReview {
            let lifted = record.flow.run_late()?;
            lifted.map_or(HopAct::Reminded, |_| HopAct::Escalated)
        } else {
            record.flow.expire()?;
            HopAct::Expired
        };
        record.due_at = moment.due(&record.flow);
        let bench = self.bench(tx, &record).await?;
        let seats = record.flow.seats(&bench);
        self.save(tx, &record, &seats, vec![Hop::new(act, None)]).await
    }

    /// Puts the right people in the seats of every request that somebody has to decide: after a role or a
    /// delegation began or ended, or somebody has left.
    pub(crate) async fn reroute(&self) -> Result<()> {
        let (db, today) = (self.0.db.read(), hall_date(self.now()));
        let records = repo::list_in_review(db).await?;
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let kept = repo::list_seats(db, &ids).await?;
        let mut ladders = BTreeMap::<AgencyId, Ladder>::new();
        for record in &records {
            let ladder = match ladders.entry(record.agency) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    new.insert(Ladder::of(db, record.agency, today).await?)
                }
            };
            let mut seats = record.flow.seats(&self.bench_on(db, ladder, record).await?);
            seats.sort_unstable();
            if Some(&seats) != kept.get(&record.id) {
                self.reseat(record).await?;
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
