//! Saying something to a request without deciding: by who asks, and by those who may follow it.

use std::collections::BTreeSet;

use domain::{
    approvals::{FlowState, HopAct, MAX_APPROVAL_TEXT},
    ids::{ApprovalId, PersonId},
    notices::NoticeContent,
    problem::check_text,
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord},
};

use super::{Approvals, Hop};
use crate::{
    accounts::name_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
};

impl Approvals {
    /// Says something to a request; for who may follow it. The other side is told: who asks, those who can act
    /// now, and whoever has said something before.
    pub async fn comment(&self, caller: &Caller, approval: ApprovalId, text: Option<String>) -> Result<()> {
        let text = check_text("text", text, (MAX_APPROVAL_TEXT, true))?;
        let record = self.visible(self.0.db.read(), caller, approval).await?;
        self.0
            .db
            .write((self.clone(), caller.clone(), record, text), |tx, (me, caller, record, text)| {
                Box::pin(async move {
                    me.tell_of_comment(tx, caller, record).await?;
                    let hop = Hop { text: text.clone(), ..Hop::new(HopAct::Commented, Some(caller.actor.person)) };
                    repo::create_hop(tx, &hop.record(record, &[], me.now())).await?;
                    let subject = ("approval", record.id.uuid());
                    let act = Act { action: "approvals.comment", subject, detail: String::new() };
                    Ok::<_, Error>(audit::record(tx, caller, me.now(), act).await?)
                })
            })
            .await
    }

    async fn tell_of_comment(&self, tx: &Tx, caller: &Caller, record: &ApprovalRecord) -> Result<()> {
        let (request, me) = (record.id, caller.actor.person);
        // Whose it is: they follow it on a page of their own.
        let about: BTreeSet<PersonId> =
            self.others(tx, &[record]).await?.into_values().chain([record.requester]).collect();
        let mut others = about.clone();
        if record.flow.state != FlowState::Draft {
            let seats = repo::list_seats(tx, &[request]).await?.remove(&request).unwrap_or_default();
            others.extend(seats.iter().map(|seat| seat.person));
            let hops = repo::list_hops(tx, request).await?;
            others.extend(hops.iter().filter(|hop| hop.act == HopAct::Commented).filter_map(|hop| hop.actor));
        }
        others.remove(&me);
        let by = name_of(tx, me).await?;
        let content = |person| {
            let own = about.contains(&person).then_some(record.kind);
            (person, NoticeContent::RequestCommented { by: by.clone(), own, request })
        };
        Notices(self.0.clone()).by(me).tell(tx, others.into_iter().map(content).collect()).await
    }
}
