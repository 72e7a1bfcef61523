use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    attendance::{TimeEvidence, TimeTicket},
    ids::PersonId,
    policy::Action,
};

use super::Attendance;
use crate::{caller::Caller, error::Result};

const PURPOSE: &str = "attendance.time_ticket";

impl Attendance {
    /// Tells the caller's phone what time it is, in a form that it can show later.
    pub fn ticket(&self, caller: &Caller) -> Result<TimeTicket> {
        caller.check_own(Action::Punch)?;
        let at = self.0.clock.now();
        let seal = self.0.id_number_key.mac(PURPOSE, words(caller.actor.person, at).as_bytes())?;
        Ok(TimeTicket { at, seal: BASE64_URL_SAFE_NO_PAD.encode(seal) })
    }

    /// What a phone knew of the time, if its ticket is ours and was given to this person.
    pub(super) fn trusted<'a>(
        &self,
        person: PersonId,
        evidence: Option<&'a TimeEvidence>,
    ) -> Result<Option<&'a TimeEvidence>> {
        let Some(evidence) = evidence else { return Ok(None) };
        let Ok(seal) = BASE64_URL_SAFE_NO_PAD.decode(&evidence.ticket.seal) else { return Ok(None) };
        let ours = self.0.id_number_key.is_mac(PURPOSE, words(person, evidence.ticket.at).as_bytes(), &seal)?;
        Ok(ours.then_some(evidence))
    }
}

/// What is sealed.
fn words(person: PersonId, at: DateTime<Utc>) -> String {
    format!("{person} {}", at.timestamp_millis())
}
