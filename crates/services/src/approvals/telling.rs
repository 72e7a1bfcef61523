//! Who is told: those for whom a request comes to wait, and who asked and whom else it is about, once it is settled. Not
//! at each step in between: "agreed by the first" would read as approved.
//!
//! What a decision tells is held until it can be undone no more, and dropped if it is: nobody has "approved"
//! on their phone for what is not.

use std::collections::BTreeSet;

use domain::{
    approvals::{FlowState, HopAct, Seat, UNDO},
    ids::PersonId,
    notices::NoticeContent,
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord},
};

use super::{Approvals, Hop, decide::DECISIONS};
use crate::{accounts::name_of, error::Result, notices::Notices};

impl Approvals {
    /// To be called before the new seats are stored. A reminder tells those who know already once more.
    pub(super) async fn tell(&self, tx: &Tx, record: &ApprovalRecord, seats: &[Seat], hops: &[Hop]) -> Result<()> {
        let notices = Notices(self.0.clone());
        let request = record.id;
        // What was held of the step before is of no use now. Whom it was for does not know yet.
        let unheard: BTreeSet<PersonId> = notices.drop_held(tx, &[request.uuid()]).await?.into_iter().collect();
        let did = |act| hops.iter().any(|hop| hop.act == act);
        if did(HopAct::Undone) {
            // Those who are asked again were told when they were first asked.
            return Ok(());
        }
        let told = if record.flow.state == FlowState::InReview {
            let known = repo::list_seats(tx, &[request]).await?.remove(&request).unwrap_or_default();
            let known = known.iter().map(|seat| seat.person).filter(|person| !unheard.contains(person));
            let known: BTreeSet<PersonId> = known.filter(|_| !did(HopAct::Reminded)).collect();
            let told: BTreeSet<PersonId> =
                seats.iter().map(|seat| seat.person).filter(|person| !known.contains(person)).collect();
            let by = name_of(tx, record.requester).await?;
            let waits = |person| (person, NoticeContent::RequestWaits { by: by.clone(), request });
            told.into_iter().map(waits).collect()
        } else {
            let other = self.others(tx, &[record]).await?.remove(&request);
            Self::settled((record, other), hops)
        };
        // Somebody waits for the one; the other is the act of whoever settled it, or comes by itself.
        let by = if record.flow.state == FlowState::InReview {
            Some(record.requester)
        } else {
            hops.iter().find_map(|hop| hop.actor)
        };
        if hops.iter().any(|hop| DECISIONS.contains(&hop.act)) {
            return notices.tell_later(tx, (request.uuid(), self.now() + UNDO), (by, told)).await;
        }
        notices.by(by).tell(tx, told).await
    }

    /// What the requester is told of an end that others have put to it, or of what is theirs to change; and of the end,
    /// whom else it is about.
    fn settled((record, other): (&ApprovalRecord, Option<PersonId>), hops: &[Hop]) -> Vec<(PersonId, NoticeContent)> {
        let by_others = hops.iter().any(|hop| hop.actor != Some(record.requester));
        let (state, request) = (record.flow.state, record.id);
        let ends =
            matches!(state, FlowState::Approved | FlowState::Rejected | FlowState::Returned | FlowState::Expired);
        let content = NoticeContent::RequestSettled { what: record.kind, state, request };
        if !ends || !by_others {
            return Vec::new();
        }
        let other = other.filter(|_| state != FlowState::Returned);
        [record.requester].into_iter().chain(other).map(|person| (person, content.clone())).collect()
    }
}
