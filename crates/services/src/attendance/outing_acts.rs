//! Asking to leave the window, standing in, coming back.

use domain::{
    attendance::{
        AttendanceError, LateKind, OUTING_ENDS, OutingAct, OutingActCommand, OutingCommand, OutingState, Sending,
    },
    calendar::WorkCalendar,
    ids::{HallId, PersonId},
    notices::NoticeContent,
    policy::{Action, Denied},
    problem::Problem,
};
use store::{
    Tx,
    repo::attendance::{self as repo, OutingRecord},
};

use super::{Attendance, late::Came, outings::state_at};
use crate::{
    accounts::name_of,
    audit,
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
    org::{hold_hall, post_places, window_label},
    received::Sent,
};

/// An ask as it came.
#[derive(Clone)]
struct Asked {
    command: OutingCommand,
    /// Trimmed.
    reason: String,
    came: Came,
    /// How late it may come, in hours.
    late_hours: i32,
}

impl Attendance {
    /// Asks to leave one's window for a while. Only from the post, and not while out or standing in for
    /// somebody. Those who know the post and are free are asked to stand in; whoever confirms first does. Sent again
    /// under the same id, it is asked once. What comes of one that arrives late is said at [`OutingCommand`].
    pub async fn ask_outing(&self, caller: &Caller, command: OutingCommand, sending: Option<Sending>) -> Result<()> {
        caller.check_own(Action::Outing)?;
        let (me, hall) = (caller.actor.person, caller.actor.hall.ok_or(AttendanceError::NotOnPost)?);
        let settings = repo::find_presence(self.0.db.read(), hall).await?;
        let reason = command.checked(settings.outing_max_min)?;
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let calendar = self.calendar().current().await?;
        let came = Came { tap: command.tap.clone(), sending };
        let asked = Asked { command, reason, came, late_hours: settings.late_claim_hours };
        let context = (self.clone(), caller.clone(), asked, sent, calendar);
        self.0
            .db
            .write(context, move |tx, (attendance, caller, asked, sent, calendar)| {
                Box::pin(async move {
                    // Everything about a hall's outings goes through this door, so that A and B of a post are
                    // not away together.
                    hold_hall(tx, hall).await?;
                    let now = attendance.0.clock.now();
                    sent.once(tx, now, attendance.record_ask(tx, calendar, (caller, hall), asked)).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn record_ask(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        (caller, hall): (&Caller, HallId),
        asked: &Asked,
    ) -> Result<()> {
        self.lapse(tx).await?;
        let (me, now, command) = (caller.actor.person, self.0.clock.now(), &asked.command);
        let late = self.late_act(me, LateKind::Ask, &asked.came, asked.late_hours)?;
        let asked_at = late.map_or(now, |late| late.counts_at());
        let post = self.post_now(tx, calendar, me, asked_at).await?.ok_or(AttendanceError::NotOnPost)?;
        // Who could stand in matters while there is something to stand in for.
        let free = if command.is_over(asked_at, now) {
            Vec::new()
        } else {
            let team = self.team(tx, calendar, (hall, post), me, now).await?;
            if let Some(hindrance) = team.leaving(me) {
                return Err(hindrance.into());
            }
            team.free_people()
        };
        let new = OutingRecord {
            id: command.id,
            hall,
            post,
            person: me,
            reason: asked.reason.clone(),
            minutes: command.minutes,
            state: OutingState::Asked,
            version: 1,
            asked_at,
            cover: None,
            left_at: None,
            back_at: None,
        };
        let kept = repo::create_outing(tx, &new).await;
        kept.map_err(|error| Error::unless_unique(error, AttendanceError::OutAlready.into()))?;
        if let Some(late) = late {
            repo::create_late_act(tx, (me, command.id.uuid()), command.id.uuid(), &late).await?;
        }
        self.tell_asked(tx, &new, free).await?;
        let act = audit::Act::about(me, "attendance.ask_outing", format!("{} min", command.minutes));
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Stands in for somebody who wants to leave, leaves without cover, comes back, or stays after all. Of two
    /// who stand in at the same moment one is told that it is settled. Sent again under the same id, it is done once.
    ///
    /// What its person did without a network counts when they did it, as far as the phone can show that, and then
    /// nothing has lapsed meanwhile; else on arrival ([`domain::attendance::LateAct`]).
    pub async fn act_on_outing(
        &self,
        caller: &Caller,
        command: OutingActCommand,
        sending: Option<Sending>,
    ) -> Result<()> {
        caller.check_own(Action::Outing)?;
        let found = repo::find_outing(self.0.db.read(), command.outing).await?.ok_or(Problem::NotFound)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let calendar = self.calendar().current().await?;
        let came = Came { tap: command.tap.clone(), sending };
        let context = (self.clone(), caller.clone(), (command, came), sent, calendar);
        self.0
            .db
            .write(context, move |tx, (me, caller, (command, came), sent, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, found.hall).await?;
                    sent.once(tx, me.0.clock.now(), me.settle_outing(tx, calendar, caller, (command, came))).await
                })
            })
            .await?;
        self.0.db.live().publish(found.hall);
        Ok(())
    }

    async fn settle_outing(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        caller: &Caller,
        (command, came): (&OutingActCommand, &Came),
    ) -> Result<()> {
        let outing = repo::find_outing(tx, command.outing).await?.ok_or(Problem::NotFound)?;
        let (me, now, act) = (caller.actor.person, self.0.clock.now(), command.act);
        let hindrance = self.hindrance(tx, calendar, me, &outing, act).await?;
        let settings = repo::find_presence(tx, outing.hall).await?;
        let late = match act.late() {
            Some(kind) => self.late_act(me, kind, came, settings.late_claim_hours)?,
            None => None,
        };
        let state = match late {
            Some(_) => outing.state.before_lapsing(outing.left_at.is_some()),
            None => state_at(&outing, settings.outing_wait_min, now),
        };
        let state = state.after(act)?;
        if !knows(&outing, command) {
            return Err(AttendanceError::OutingSettled.into());
        }
        if let Some(hindrance) = hindrance {
            return Err(hindrance.into());
        }
        // Nobody leaves before they ask, or is back before they left.
        let at = late.map_or(now, |late| late.counts_at()).max(outing.left_at.unwrap_or(outing.asked_at));
        let changed = OutingRecord {
            state,
            version: outing.version + 1,
            cover: if act == OutingAct::Cover { Some(me) } else { outing.cover },
            left_at: if state == OutingState::Out { Some(at) } else { outing.left_at },
            back_at: if state == OutingState::Back { Some(at) } else { outing.back_at },
            ..outing
        };
        let other = if act == OutingAct::Cover { AttendanceError::Covering } else { AttendanceError::OutAlready };
        let kept = repo::update_outing(tx, &changed).await;
        if !kept.map_err(|error| Error::unless_unique(error, other.into()))? {
            return Err(AttendanceError::OutingSettled.into());
        }
        if let Some(late) = late {
            repo::create_late_act(tx, (me, command.id.uuid()), changed.id.uuid(), &late).await?;
        }
        if act == OutingAct::Cover {
            let covered = NoticeContent::OutingCovered { by: name_of(tx, me).await? };
            Notices(self.0.clone()).by(me).tell(tx, vec![(changed.person, covered)]).await?;
        }
        let act = audit::Act::about(changed.person, "attendance.outing", format!("{} {}", changed.id, act.code()));
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Tells those who could stand in now.
    async fn tell_asked(&self, tx: &Tx, outing: &OutingRecord, free: Vec<PersonId>) -> Result<()> {
        if free.is_empty() {
            return Ok(());
        }
        let window = post_places(tx, &[outing.post]).await?.first().map(window_label).unwrap_or_default();
        let by = name_of(tx, outing.person).await?;
        let asked = NoticeContent::OutingAsked { by, window, minutes: outing.minutes };
        let told = free.into_iter().map(|person| (person, asked.clone())).collect();
        Notices(self.0.clone()).by(outing.person).tell(tx, told).await
    }

    /// Whether somebody may act on an outing at all, and if so what is in the way. Who has nothing to do with
    /// it is not told that it exists.
    async fn hindrance(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        me: PersonId,
        outing: &OutingRecord,
        act: OutingAct,
    ) -> Result<Option<AttendanceError>> {
        if act != OutingAct::Cover {
            return if outing.person == me { Ok(None) } else { Err(Problem::NotFound.into()) };
        }
        let team = self.team(tx, calendar, (outing.hall, outing.post), outing.person, self.0.clock.now()).await?;
        if outing.person == me {
            return Err(Denied.into());
        }
        team.hindrance(me)
    }

    /// Stores that what has waited or lasted too long has lapsed, so that it is in nobody's way.
    pub(super) async fn lapse(&self, tx: &Tx) -> Result<()> {
        let now = self.0.clock.now();
        Ok(repo::lapse_outings(tx, now, now - OUTING_ENDS).await?)
    }
}

/// Whether an act is about the outing as it is. A return is its person's alone, and lapsing is nobody's act: neither
/// can have been overlooked.
fn knows(outing: &OutingRecord, command: &OutingActCommand) -> bool {
    let lapsed = outing.state == OutingState::Lapsed && command.version + 1 == outing.version;
    command.act == OutingAct::Return || command.version == outing.version || lapsed
}
