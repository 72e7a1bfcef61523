//! Who is told: those for whom a request comes to wait, and who asked, once it is settled. Not at each step
//! in between: "agreed by the first" would read as approved.

use std::collections::BTreeSet;

use domain::{
    approvals::{FlowState, HopAct, Seat},
    ids::PersonId,
    notices::NoticeContent,
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord},
};

use super::{Approvals, Hop};
use crate::{accounts::name_of, error::Result, notices::Notices};

impl Approvals {
    /// To be called before the new seats are stored. A reminder tells those who know already once more.
    pub(super) async fn tell(&self, tx: &Tx, record: &ApprovalRecord, seats: &[Seat], hops: &[Hop]) -> Result<()> {
        let notices = Notices(self.0.clone());
        let request = record.id;
        if record.flow.state == FlowState::InReview {
            let reminded = hops.iter().any(|hop| hop.act == HopAct::Reminded);
            let known = repo::list_seats(tx, &[request]).await?.remove(&request).unwrap_or_default();
            let known: BTreeSet<PersonId> = known.iter().filter(|_| !reminded).map(|seat| seat.person).collect();
            let told: BTreeSet<PersonId> =
                seats.iter().map(|seat| seat.person).filter(|person| !known.contains(person)).collect();
            let by = name_of(tx, record.requester).await?;
            let waits = |person| (person, NoticeContent::RequestWaits { by: by.clone(), request });
            return notices.by(record.requester).tell(tx, told.into_iter().map(waits).collect()).await;
        }
        let by_others = hops.iter().any(|hop| hop.actor != Some(record.requester));
        let state = record.flow.state;
        let settled =
            matches!(state, FlowState::Approved | FlowState::Rejected | FlowState::Returned | FlowState::Expired);
        if settled && by_others {
            let content = NoticeContent::RequestSettled { what: record.kind, state, request };
            notices.tell(tx, vec![(record.requester, content)]).await?;
        }
        Ok(())
    }
}
