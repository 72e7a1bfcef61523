//! Copies (抄送): somebody is told of a request and may read it, without a say in it.

use std::collections::BTreeSet;

use domain::{
    approvals::{CopyView, FlowState, HopAct, InboxView, MAX_COPIES},
    ids::{ApprovalId, PersonId},
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::approvals::{self as repo, ApprovalRecord, CopyRecord},
};

use super::{Approvals, Hop, place_of, read::Names, rules::colleague};
use crate::{
    accounts::name_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
};

impl Approvals {
    /// Gives somebody of the same agency a copy of a request, by their 工号: for who asks, who decides on it or has,
    /// and who answers for the place. They are told, and may read it from then on, but no proof and no reason
    /// ([`domain::leave::Viewer::Copied`]).
    ///
    /// # Errors
    /// At `person`: nobody of the agency, oneself or who asks, who has left, who has one, or too many; not found,
    /// where the caller may not follow the request; denied to who has but a copy.
    pub async fn copy(&self, caller: &Caller, approval: ApprovalId, sign_in_name: &str) -> Result<()> {
        let (db, now) = (self.0.db.read(), self.now());
        let record = self.visible(db, caller, approval).await?;
        if !self.can_copy(db, caller, &record).await? {
            return Err(Problem::Denied.into());
        }
        let person = colleague(db, caller, ("person", sign_in_name), hall_date(now)).await?;
        if person == record.requester {
            return Err(Problem::field("person", FieldReason::SamePerson).into());
        }
        let copy = CopyRecord { approval, person, by: caller.actor.person, at: now };
        self.0
            .db
            .write((self.clone(), caller.clone(), record), move |tx, (me, caller, record)| {
                Box::pin(async move { me.give_copy(tx, caller, record, copy).await })
            })
            .await
    }

    async fn give_copy(&self, tx: &Tx, caller: &Caller, record: &ApprovalRecord, copy: CopyRecord) -> Result<()> {
        if repo::list_copies(tx, record.id).await?.len() >= MAX_COPIES {
            return Err(Problem::field("person", FieldReason::TooMany).into());
        }
        let given = repo::create_copy(tx, copy).await;
        given.map_err(|error| Error::unless_unique(error, Problem::field("person", FieldReason::Taken)))?;
        let mut hop = Hop::new(HopAct::Copied, Some(copy.by)).record(record, &[], copy.at);
        hop.to = vec![copy.person];
        repo::create_hop(tx, &hop).await?;
        let content = NoticeContent::RequestCopied { by: name_of(tx, copy.by).await?, request: record.id };
        Notices(self.0.clone()).by(copy.by).tell(tx, vec![(copy.person, content)]).await?;
        let subject = ("approval", record.id.uuid());
        let act = Act { action: "approvals.copy", subject, detail: format!("to {}", copy.person) };
        Ok(audit::record(tx, caller, copy.at, act).await?)
    }

    /// What the caller has copies of, newest first.
    pub async fn copied(&self, caller: &Caller, before: Option<ApprovalId>) -> Result<InboxView> {
        caller.check_own(Action::ApprovalView)?;
        let found =
            repo::list_copied(self.0.db.read(), caller.actor.person, before, super::read::PAGE.to_read()).await?;
        self.page(caller, found).await
    }

    /// Whether somebody who may follow a request can give copies of it.
    pub(super) async fn can_copy(
        &self,
        db: &impl Connection,
        caller: &Caller,
        record: &ApprovalRecord,
    ) -> Result<bool> {
        if record.flow.state == FlowState::Draft {
            return Ok(false);
        }
        Ok(caller.check(Action::ApprovalCopy, &place_of(record)).is_ok() || self.has_a_say(db, caller, record).await?)
    }

    /// Of which of some requests the caller has but a copy: no say, and nothing to do with the place.
    pub(crate) async fn only_copied(
        &self,
        db: &impl Connection,
        caller: &Caller,
        records: &[&ApprovalRecord],
    ) -> Result<BTreeSet<ApprovalId>> {
        let me = caller.actor.person;
        let elsewhere = records.iter().filter(|record| caller.check(Action::ApprovalView, &place_of(record)).is_err());
        let ids: Vec<ApprovalId> = elsewhere.map(|record| record.id).collect();
        let mut only: BTreeSet<ApprovalId> = repo::copied_of(db, me, &ids).await?.into_iter().collect();
        if only.is_empty() {
            return Ok(only);
        }
        let ids: Vec<ApprovalId> = only.iter().copied().collect();
        for id in repo::decided_of(db, me, &ids).await? {
            only.remove(&id);
        }
        let seats = repo::list_seats(db, &ids).await?;
        only.retain(|id| seats.get(id).is_none_or(|seats| seats.iter().all(|seat| seat.person != me)));
        Ok(only)
    }

    /// Who has a copy, with their names at hand.
    pub(super) fn copy_views(copies: &[CopyRecord], names: &Names) -> Vec<CopyView> {
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        copies.iter().map(|copy| CopyView { name: name(copy.person), by: name(copy.by), at: copy.at }).collect()
    }
}
