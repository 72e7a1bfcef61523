//! Asking to leave the window, standing in, coming back.

use domain::{
    attendance::{AttendanceError, OUTING_ENDS, OutingAct, OutingCommand, OutingState},
    calendar::WorkCalendar,
    ids::{OutingId, PersonId},
    notices::NoticeContent,
    policy::{Action, Denied},
    problem::Problem,
};
use store::{
    Tx,
    repo::attendance::{self as repo, OutingRecord},
};

use super::{Attendance, outings::state_at};
use crate::{
    accounts::name_of,
    audit,
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
    org::{hold_hall, post_places, window_label},
    received::Sent,
};

impl Attendance {
    /// Asks to leave one's window for a while. Only from the post, and not while out or standing in for
    /// somebody. Those who know the post and are free are asked to stand in; whoever confirms first does. Sent again
    /// under the same id, it is asked once.
    pub async fn ask_outing(&self, caller: &Caller, command: OutingCommand) -> Result<()> {
        caller.check_own(Action::Outing)?;
        let (me, hall) = (caller.actor.person, caller.actor.hall.ok_or(AttendanceError::NotOnPost)?);
        let longest = repo::find_presence(self.0.db.read(), hall).await?.outing_max_min;
        let reason = command.checked(longest)?;
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), caller.clone(), command, reason, sent, calendar);
        self.0
            .db
            .write(context, move |tx, (attendance, caller, command, reason, sent, calendar)| {
                Box::pin(async move {
                    // Everything about a hall's outings goes through this door, so that A and B of a post are
                    // not away together.
                    hold_hall(tx, hall).await?;
                    if sent.answered::<()>(tx).await?.is_some() {
                        return Ok(());
                    }
                    let now = attendance.0.clock.now();
                    attendance.lapse(tx).await?;
                    let post = attendance.post_now(tx, calendar, me, now).await?.ok_or(AttendanceError::NotOnPost)?;
                    let team = attendance.team(tx, calendar, (hall, post), me, now).await?;
                    if let Some(hindrance) = team.leaving(me) {
                        return Err(hindrance.into());
                    }
                    let new = OutingRecord {
                        id: command.id,
                        hall,
                        post,
                        person: me,
                        reason: reason.clone(),
                        minutes: command.minutes,
                        state: OutingState::Asked,
                        version: 1,
                        asked_at: now,
                        cover: None,
                        left_at: None,
                        back_at: None,
                    };
                    let kept = repo::create_outing(tx, &new).await;
                    kept.map_err(|error| Error::unless_unique(error, AttendanceError::OutAlready.into()))?;
                    attendance.tell_asked(tx, &new, team.free_people()).await?;
                    let act = audit::Act::about(me, "attendance.ask_outing", format!("{} min", command.minutes));
                    audit::record(tx, caller, now, act).await?;
                    sent.remember(tx, &(), now).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    /// Stands in for somebody who wants to leave, leaves without cover, comes back, or stays after all. Of two
    /// who stand in at the same moment one is told that it is settled.
    pub async fn act_on_outing(&self, caller: &Caller, id: OutingId, version: i32, act: OutingAct) -> Result<()> {
        caller.check_own(Action::Outing)?;
        let found = repo::find_outing(self.0.db.read(), id).await?.ok_or(Problem::NotFound)?;
        let calendar = self.calendar().current().await?;
        self.0
            .db
            .write((self.clone(), caller.clone(), calendar), move |tx, (me, caller, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, found.hall).await?;
                    let outing = repo::find_outing(tx, id).await?.ok_or(Problem::NotFound)?;
                    me.settle_outing(tx, calendar, caller, outing, (version, act)).await
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
        outing: OutingRecord,
        (version, act): (i32, OutingAct),
    ) -> Result<()> {
        let (me, now) = (caller.actor.person, self.0.clock.now());
        let hindrance = self.hindrance(tx, calendar, me, &outing, act).await?;
        let waits = repo::find_presence(tx, outing.hall).await?.outing_wait_min;
        let state = state_at(&outing, waits, now).after(act)?;
        if outing.version != version {
            return Err(AttendanceError::OutingSettled.into());
        }
        if let Some(hindrance) = hindrance {
            return Err(hindrance.into());
        }
        let changed = OutingRecord {
            state,
            version: version + 1,
            cover: if act == OutingAct::Cover { Some(me) } else { outing.cover },
            left_at: if state == OutingState::Out { Some(now) } else { outing.left_at },
            back_at: if state == OutingState::Back { Some(now) } else { outing.back_at },
            ..outing
        };
        let kept = repo::update_outing(tx, &changed).await;
        if !kept.map_err(|error| Error::unless_unique(error, AttendanceError::Covering.into()))? {
            return Err(AttendanceError::OutingSettled.into());
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
