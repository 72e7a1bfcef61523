//! Somebody is named to cover after a leave was asked for: by whose leave it is, by who covers and can't any more,
//! or by who leads.

use domain::{
    approvals::FlowState,
    ids::{ApprovalId, PersonId},
    leave::{CoverChoice, CoverState, LeaveRequestError, NameCoverCommand, Period, check_cover},
    notices::NoticeContent,
    policy::Action,
    problem::Problem,
};
use store::{
    Connection, Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{Leave, gap::COVERED, request_facts::Whose};
use crate::{
    accounts::{name_of, names_of},
    approvals::{approval_of, place_of},
    audit::{self, Act},
    caller::Caller,
    error::Result,
    org::hold_hall,
    received::Sent,
};

impl Leave {
    /// Names who covers what is left of a leave that waits or is granted. Who is named is asked; of leave that is
    /// granted, whoever covers so far does until they say yes. Once the leave has begun, the word of who leads is
    /// enough, since nobody could be waited for. For strangers there is no such request. Sent again under the same id,
    /// it is done once.
    ///
    /// # Errors
    /// At `cover`: who is named is away then, can't do the work, or is needed elsewhere.
    pub async fn name_cover(&self, caller: &Caller, command: NameCoverCommand) -> Result<()> {
        let found = repo::find_leave_request(self.0.db.read(), command.request).await?.ok_or(Problem::NotFound)?;
        let (hall, sent) = (found.hall, Sent::new(caller.actor.person, command.id.uuid(), &command)?);
        self.0
            .db
            .write((self.clone(), caller.clone(), sent), move |tx, (me, caller, sent)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    sent.once(tx, me.0.clock.now(), Box::pin(me.named(tx, caller, command))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn named(&self, tx: &Tx, caller: &Caller, command: NameCoverCommand) -> Result<()> {
        let (id, cover, me) = (command.request, command.cover, caller.actor.person);
        let found = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        let approval = approval_of(tx, id).await?;
        if !names_cover(caller, &approval, &found) {
            return Err(Problem::NotFound.into());
        }
        let rest = self.still_covered(&approval, &found).ok_or(LeaveRequestError::NotNow)?;
        if found.cover == Some((cover, CoverState::Confirmed)) {
            return Ok(());
        }
        let whose = Whose { period: rest, ..Whose::from(&found) };
        let facts = self.facts(tx, (whose, found.hall), Some(cover)).await?;
        check_cover(&facts.rules, found.person, Some(cover), rest)?;
        let at_once = leads(caller, &approval) && found.period.from <= self.today();
        let by = name_of(tx, found.person).await?;
        let told = if at_once {
            NoticeContent::CoverAssigned { by, from: rest.from }
        } else {
            NoticeContent::CoverAsked { by, from: rest.from }
        };
        if at_once || approval.flow.state == FlowState::InReview {
            self.release_cover(tx, &found, (rest.from, Some(cover))).await?;
            repo::clear_next_cover(tx, id).await?;
            let state = if at_once { CoverState::Confirmed } else { CoverState::Asked };
            repo::put_cover(tx, id, (cover, state)).await?;
        } else {
            repo::put_next_cover(tx, id, (cover, me), self.0.clock.now()).await?;
        }
        self.notices().by(me).tell(tx, vec![(cover, told)]).await?;
        let act = Act::about(found.person, "leave.name_cover", format!("{id} {cover}"));
        Ok(audit::record(tx, caller, self.0.clock.now(), act).await?)
    }

    /// What is left to be covered of a leave, if anything can still be arranged.
    fn still_covered(&self, approval: &ApprovalRecord, found: &LeaveRequestRecord) -> Option<Period> {
        found.period.rest_from(self.today()).filter(|_| COVERED.contains(&approval.flow.state))
    }

    /// Whom the caller could name for a leave now; nobody where they can't name anybody.
    pub(super) async fn nameable(
        &self,
        db: &impl Connection,
        caller: &Caller,
        (approval, found): (&ApprovalRecord, &LeaveRequestRecord),
    ) -> Result<Vec<CoverChoice>> {
        let rest = self.still_covered(approval, found).filter(|_| names_cover(caller, approval, found));
        let Some(rest) = rest else { return Ok(Vec::new()) };
        let whose = Whose { period: rest, ..Whose::from(found) };
        let facts = self.facts(db, (whose, found.hall), None).await?;
        let confirmed = found.cover.filter(|(_, state)| *state == CoverState::Confirmed).map(|(person, _)| person);
        let free = |(person, _): &(PersonId, bool)| Some(*person) != confirmed && facts.rules.is_free(*person, rest);
        let candidates: Vec<(PersonId, bool)> = facts.candidates().into_iter().filter(free).collect();
        self.choices_of(db, candidates).await
    }

    /// People who could cover, with their names.
    pub(super) async fn choices_of(
        &self,
        db: &impl Connection,
        candidates: Vec<(PersonId, bool)>,
    ) -> Result<Vec<CoverChoice>> {
        let people: Vec<PersonId> = candidates.iter().map(|(person, _)| *person).collect();
        let names = names_of(db, &people).await?;
        let choice =
            |(person, holds): (PersonId, bool)| Some(CoverChoice { person, name: names.get(&person)?.clone(), holds });
        Ok(candidates.into_iter().filter_map(choice).collect())
    }

    /// Who is asked to take over at a leave, by name.
    pub(super) async fn next_cover(&self, db: &impl Connection, request: ApprovalId) -> Result<Option<String>> {
        match repo::find_next_covers(db, &[request]).await?.remove(&request) {
            Some(person) => Ok(Some(name_of(db, person).await?)),
            None => Ok(None),
        }
    }
}

fn leads(caller: &Caller, approval: &ApprovalRecord) -> bool {
    caller.check(Action::LeaveNameCover, &place_of(approval)).is_ok()
}

/// Whether somebody may name who covers: whose leave it is, who covers so far, who leads.
fn names_cover(caller: &Caller, approval: &ApprovalRecord, found: &LeaveRequestRecord) -> bool {
    let me = caller.actor.person;
    let own = found.person == me && caller.check_own(Action::LeaveAsk).is_ok();
    let covers = found.cover == Some((me, CoverState::Confirmed)) && caller.check_own(Action::LeaveCover).is_ok();
    own || covers || leads(caller, approval)
}
