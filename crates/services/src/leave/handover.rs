//! What is handed over before a long leave: the list, and the word of each of the three.

use std::collections::BTreeMap;

use domain::{
    approvals::FlowState,
    ids::{ApprovalId, HandoverItemId, PersonId},
    leave::{
        CoverState, HandoverBrief, HandoverCommand, HandoverPart, HandoverSign, HandoverState, HandoverStep,
        HandoverView, LeaveRequestError, needs_handover,
    },
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::{
    Connection, Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, HandoverRecord, LeaveRequestRecord},
    },
};

use super::Leave;
use crate::{
    accounts::{name_of, names_of},
    approvals::{approval_of, hold, place_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

/// Who covers, once they have said that they do.
fn receiver(request: &LeaveRequestRecord) -> Option<PersonId> {
    request.cover.filter(|(_, state)| *state == CoverState::Confirmed).map(|(person, _)| person)
}

/// How far a list is.
pub(super) fn state_of(list: &HandoverRecord, request: &LeaveRequestRecord) -> HandoverState {
    let signed = |part| list.signs.contains_key(&part);
    HandoverState {
        items: list.items.len(),
        taken: list.items.iter().filter(|item| item.taken_at.is_some()).count(),
        has_receiver: receiver(request).is_some(),
        giver: signed(HandoverPart::Giver),
        receiver: signed(HandoverPart::Receiver),
        witness: signed(HandoverPart::Witness),
    }
}

/// In which part somebody has to do with a list; a stranger in none, and is told that there is none.
fn part_of(caller: &Caller, approval: &ApprovalRecord, request: &LeaveRequestRecord) -> Result<HandoverPart> {
    let me = caller.actor.person;
    if request.person == me {
        return Ok(HandoverPart::Giver);
    }
    if receiver(request) == Some(me) {
        return Ok(HandoverPart::Receiver);
    }
    let witness = caller.check(Action::LeaveWitness, &place_of(approval)).map(|()| HandoverPart::Witness);
    witness.map_err(|_| Problem::NotFound.into())
}

impl Leave {
    /// The list of a leave of a week or more: for whose it is, who covers, and who leads them.
    pub async fn handover(&self, caller: &Caller, id: ApprovalId) -> Result<HandoverView> {
        let db = self.0.db.read();
        let request = repo::find_leave_request(db, id).await?.ok_or(Problem::NotFound)?;
        let approval = approval_of(db, id).await?;
        let part = part_of(caller, &approval, &request)?;
        if !needs_handover(request.period) {
            return Err(Problem::NotFound.into());
        }
        let list = repo::find_handovers(db, &[id]).await?.remove(&id).unwrap_or_default();
        let open = FlowState::HOLDING.contains(&approval.flow.state);
        let state = state_of(&list, &request);
        let signers = list.signs.values().map(|(person, _)| *person);
        let people: Vec<PersonId> = signers.chain([request.person]).chain(receiver(&request)).collect();
        let names = names_of(db, &people).await?;
        let sign = |part: HandoverPart| {
            let given = list.signs.get(&part);
            let by = match part {
                HandoverPart::Giver => Some(request.person),
                HandoverPart::Receiver => receiver(&request),
                HandoverPart::Witness => given.map(|(person, _)| *person),
            };
            let name = by.and_then(|by| names.get(&by).cloned());
            HandoverSign { part, name, at: given.map(|(_, at)| *at) }
        };
        let parts = HandoverPart::ALL.iter().filter(|part| **part != HandoverPart::Receiver || state.has_receiver);
        Ok(HandoverView {
            request: id,
            name: names.get(&request.person).cloned().unwrap_or_default(),
            period: request.period,
            signs: parts.map(|part| sign(*part)).collect(),
            steps: if open { state.steps(part) } else { Vec::new() },
            items: list.items,
            next: HandoverItemId::new(),
        })
    }

    /// Adds an item, takes one, or confirms the list, whichever part the caller has. Whose turn it is then is
    /// told so. Sent again under the same id, it is done once.
    pub async fn hand_over_post(&self, caller: &Caller, command: HandoverCommand) -> Result<()> {
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), command.checked()?, sent);
        self.0
            .db
            .write(context, |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    let approval = hold(tx, command.request).await?;
                    sent.once(tx, me.0.clock.now(), Box::pin(me.step(tx, caller, &approval, command))).await
                })
            })
            .await
    }

    async fn step(&self, tx: &Tx, caller: &Caller, approval: &ApprovalRecord, command: &HandoverCommand) -> Result<()> {
        let (id, me, now) = (command.request, caller.actor.person, self.0.clock.now());
        let request = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        let part = part_of(caller, approval, &request)?;
        if !needs_handover(request.period) {
            return Err(Problem::NotFound.into());
        }
        // A list may be written from the time at which the leave is asked for.
        if !FlowState::HOLDING.contains(&approval.flow.state) {
            return Err(LeaveRequestError::NotNow.into());
        }
        let list = repo::find_handovers(tx, &[id]).await?.remove(&id).unwrap_or_default();
        let known = command.item.is_some_and(|item| list.items.iter().any(|old| old.id == item));
        if command.step == HandoverStep::Add && known {
            // The same form under another id, or another's item.
            return Err(Problem::Conflict.into());
        }
        state_of(&list, &request).check(part, command.step)?;
        let item = || command.item.ok_or(Problem::field("item", FieldReason::Required));
        match command.step {
            HandoverStep::Add => {
                let text = command.text.as_deref().unwrap_or_default();
                repo::add_handover_item(tx, id, (item()?, text), now).await?;
            }
            HandoverStep::Take => {
                if !repo::take_handover_item(tx, (id, item()?), me, now).await? {
                    return Err(LeaveRequestError::NotNow.into());
                }
            }
            HandoverStep::Sign => {
                let signed = repo::sign_handover(tx, id, (part, me), now).await;
                signed.map_err(|error| Error::unless_unique(error, LeaveRequestError::NotNow.into()))?;
                self.tell_next(tx, me, (approval, &request)).await?;
            }
        }
        let detail = format!("{} {}", part.code(), command.step.code());
        let act = Act { action: "leave.hand_over_post", subject: ("leave_request", id.uuid()), detail };
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Tells those whose word a list waits for now that somebody has given theirs.
    async fn tell_next(
        &self,
        tx: &Tx,
        signer: PersonId,
        (approval, request): (&ApprovalRecord, &LeaveRequestRecord),
    ) -> Result<()> {
        let list = repo::find_handovers(tx, &[request.id]).await?.remove(&request.id).unwrap_or_default();
        let people = match HandoverBrief::of(state_of(&list, request)).waits_for {
            Some(HandoverPart::Receiver) => receiver(request).into_iter().collect(),
            Some(HandoverPart::Witness) => self.superiors(tx, approval).await?,
            Some(HandoverPart::Giver) | None => Vec::new(),
        };
        let by = name_of(tx, request.person).await?;
        let open = NoticeContent::HandoverOpen { by, request: request.id };
        let told = people.into_iter().map(|person| (person, open.clone())).collect();
        self.notices().by(signer).tell(tx, told).await
    }

    /// How far the lists of some leave are that wants one.
    pub(super) async fn briefs(
        &self,
        db: &impl Connection,
        requests: &[&LeaveRequestRecord],
    ) -> Result<BTreeMap<ApprovalId, HandoverBrief>> {
        let long: Vec<&LeaveRequestRecord> =
            requests.iter().copied().filter(|request| needs_handover(request.period)).collect();
        let ids: Vec<ApprovalId> = long.iter().map(|request| request.id).collect();
        let lists = repo::find_handovers(db, &ids).await?;
        let none = HandoverRecord::default();
        let brief = |request: &LeaveRequestRecord| {
            let list = lists.get(&request.id).unwrap_or(&none);
            (request.id, HandoverBrief::of(state_of(list, request)))
        };
        Ok(long.into_iter().map(brief).collect())
    }
}
