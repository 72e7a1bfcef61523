use domain::{
    attendance::{AttendanceRules, ConsentView, LocationConsent, NoPosition, PositionReport, PunchCommand},
    ids::HallId,
    policy::Action,
};
use store::{Connection, repo::attendance as repo};

use super::Attendance;
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Attendance {
    /// What the caller has said to the reading of their position, and how long positions are kept.
    pub async fn location_consent(&self, caller: &Caller) -> Result<ConsentView> {
        caller.check_own(Action::LocationConsent)?;
        let db = self.0.db.read();
        consent_view(db, caller.actor.hall, repo::find_consent(db, caller.actor.person).await?).await
    }

    /// Keeps what the caller says now. Every yes and every no stays on record.
    pub async fn say_location_consent(&self, caller: &Caller, given: bool) -> Result<()> {
        caller.check_own(Action::LocationConsent)?;
        let (me, now) = (caller.actor.person, self.0.clock.now());
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    repo::create_consent(tx, me, given, now).await?;
                    let word = if given { "given" } else { "refused" };
                    let act = Act::about(me, "attendance.location_consent", word);
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }
}

/// What somebody has said, with how long their hall keeps positions.
pub(super) async fn consent_view(
    db: &impl Connection,
    hall: Option<HallId>,
    consent: LocationConsent,
) -> Result<ConsentView> {
    let rules = match hall {
        Some(hall) => repo::find_rules(db, hall).await?,
        None => AttendanceRules::default(),
    };
    Ok(ConsentView { consent, position_days: rules.position_days })
}

/// A punch as it may be kept: without a position unless the person has agreed to have it read.
pub(super) fn as_agreed(mut command: PunchCommand, consent: LocationConsent) -> PunchCommand {
    if !consent.allows() && matches!(command.position, PositionReport::Reading(_)) {
        command.position = PositionReport::Missing(NoPosition::NoConsent);
    }
    command
}

/// Whether a punch is the one that is stored. A position may have been dropped from either, if the person has
/// changed their mind between the two sends.
pub(super) fn same_punch(stored: &PunchCommand, sent: &PunchCommand) -> bool {
    let dropped = |command: &PunchCommand| command.position == PositionReport::Missing(NoPosition::NoConsent);
    if dropped(stored) || dropped(sent) {
        let placeless =
            |command: &PunchCommand| PunchCommand { position: PositionReport::default(), ..command.clone() };
        return placeless(stored) == placeless(sent);
    }
    stored == sent
}
