use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    attendance::{ClaimDoubt, ClaimSettings, PunchCommand, PunchReceipt, Sending, claim},
    ids::{DeviceId, HallId, PersonId},
    policy::Action,
};

use super::Attendance;
use crate::{caller::Caller, error::Result};

/// A punch as it came in, before anything is read.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(super) person: PersonId,
    pub(super) hall: Option<HallId>,
    /// When it counts: on arrival, or as claimed by a phone that had no network.
    pub(super) at: DateTime<Utc>,
    pub(super) doubt: Option<ClaimDoubt>,
    pub(super) arrived_at: DateTime<Utc>,
    pub(super) sending: Option<Sending>,
    pub(super) command: PunchCommand,
    pub(super) user_agent: String,
    pub(super) device: Option<DeviceId>,
}

impl Attendance {
    /// Clocks the caller in or out; which of the two, and how it counts, the server's time decides, or for
    /// one made without a network the time that its phone can show. Never refused for being late, early,
    /// outside the fence or unrostered: that is what it is judged to be. Sent again under the same id, it is
    /// answered as the first time.
    pub async fn punch(
        &self,
        caller: &Caller,
        command: PunchCommand,
        sending: Option<Sending>,
    ) -> Result<PunchReceipt> {
        caller.check_own(Action::Punch)?;
        let command = normalised(command);
        command.validate()?;
        let attempt = self.attempt(caller, command, sending)?;
        self.0.punches.ask(&self.0, attempt).await
    }

    fn attempt(&self, caller: &Caller, command: PunchCommand, sending: Option<Sending>) -> Result<Attempt> {
        let (person, arrived_at) = (caller.actor.person, self.0.clock.now());
        let evidence = self.trusted(person, command.evidence.as_ref())?;
        let claim = claim(command.device_at, evidence, sending, arrived_at, ClaimSettings::default());
        let (at, doubt) = claim.map_or((arrived_at, None), |claim| (to_millis(claim.at), claim.doubt));
        Ok(Attempt {
            person,
            hall: caller.actor.hall,
            at,
            doubt,
            arrived_at,
            sending,
            command,
            user_agent: caller.visitor.user_agent.clone(),
            device: caller.visitor.device,
        })
    }

    /// Takes the punches that came in together: all of them, or none.
    pub(crate) async fn punch_all(&self, attempts: Vec<Attempt>) -> Result<Vec<PunchReceipt>> {
        let taps = self.taps(attempts).await?;
        let halls: Vec<Option<HallId>> = taps.iter().map(|tap| tap.attempt.hall).collect();
        let context = (self.clone(), taps);
        let receipts = self.0.db.write(context, |tx, (me, taps)| Box::pin(me.record_all(tx, taps))).await?;
        let new = receipts.iter().zip(halls).filter(|(receipt, _)| !receipt.repeated);
        for hall in new.filter_map(|(_, hall)| hall).collect::<BTreeSet<HallId>>() {
            self.0.db.live().publish(hall);
        }
        Ok(receipts)
    }
}

/// The command as it can be stored and compared: milliseconds, nothing that is empty.
fn normalised(mut command: PunchCommand) -> PunchCommand {
    command.device_at = command.device_at.map(to_millis);
    let trimmed = |text: Option<String>| {
        let text = text.map(|text| text.trim().to_owned());
        text.filter(|text| !text.is_empty())
    };
    command.reason = trimmed(command.reason);
    command.code = trimmed(command.code);
    command
}

pub(super) fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}
