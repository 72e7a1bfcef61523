//! Overtime, asked for and changed before it is worked. Who decides is the approval's business.

use chrono::NaiveDate;
use domain::{
    approvals::{Amount, ApprovalKind, Holding},
    calendar::WorkCalendar,
    ids::{HallId, PersonId, ZoneId},
    policy::Action,
    problem::{FieldReason, Problem},
    roster::{OvertimeCommand, RosterError},
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, OvertimeRecord},
};

use super::Roster;
use crate::{
    approvals::{Filing, Moment, check_change},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{hold_hall, post_places, posts_held},
    received::Sent,
};

impl Roster {
    /// Asks for overtime, or changes what nobody has settled, which asks everybody anew. Only that of a day off can
    /// be made good with time off; the rest is paid. Refused where the law is against it, so that nobody waits for
    /// what can't be given. Sent again under the same id, it is asked or changed once; with other words under that id, or
    /// of that version, it is a conflict.
    pub async fn ask_overtime(&self, caller: &Caller, command: OvertimeCommand) -> Result<()> {
        caller.check_own(Action::OvertimeAsk)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let sent = Sent::of_request(caller.actor.person, (command.id, command.version), &command)?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, (command, sent, hall));
        self.0
            .db
            .write(context, |tx, (me, caller, moment, (command, sent, hall))| {
                Box::pin(async move {
                    sent.once(tx, moment.now, Box::pin(me.keep_overtime(tx, (caller, moment), command, *hall))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn keep_overtime(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        command: &OvertimeCommand,
        hall: HallId,
    ) -> Result<()> {
        let me = caller.actor.person;
        let class = moment.calendar.overtime_class(command.date);
        let filing = Filing {
            id: command.id,
            kind: ApprovalKind::Overtime,
            agency: caller.actor.agency,
            hall: Some(hall),
            zone: None,
            requester: me,
            amount: Amount::Minutes(command.minutes),
            subtype: class.code().to_owned(),
        };
        // The approval first, then the hall: whoever decides holds them in this order, too.
        let kept = self.approvals().keep(tx, &filing).await?;
        hold_hall(tx, hall).await?;
        let known = repo::find_overtime(tx, command.id).await?;
        check_change(&kept, me, command.version)?;
        if command.version.is_none() && known.is_some() {
            return Err(Problem::Conflict.into());
        }
        command.validate(moment.today(), class)?;
        let record = OvertimeRecord {
            id: command.id,
            person: me,
            hall,
            date: command.date,
            minutes: command.minutes,
            reason: command.reason.trim().to_owned(),
            compensation: command.compensation,
            asked_at: known.as_ref().map_or(moment.now, |known| known.asked_at),
            holding: Holding::Held,
        };
        self.check_law(tx, &record).await?;
        let stored = match known {
            Some(_) => repo::update_overtime(tx, &record).await,
            None => repo::create_overtime(tx, &record).await,
        };
        stored.map_err(|error| Error::unless_unique(error, Problem::field("date", FieldReason::Taken)))?;
        let zone = self.zone_on(tx, &moment.calendar, (me, command.date)).await?;
        self.approvals().submit(tx, moment, &Filing { zone, ..filing }, kept).await?;
        Ok(audit::record(tx, caller, moment.now, act("roster.ask_overtime", &record)).await?)
    }

    /// The zone whose lead knows what somebody does on a date: of the window where the roster has them, else of the
    /// one that they hold a post at, also on a day off.
    pub(crate) async fn zone_on(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        (person, date): (PersonId, NaiveDate),
    ) -> Result<Option<ZoneId>> {
        let duties = self.duties_of(db, calendar, &[person], date, date).await?;
        let mut post = duties.values().flatten().find_map(|duty| duty.post);
        if post.is_none() {
            post = posts_held(db, &[person], date, date).await?.first().map(|held| held.post);
        }
        let posts: Vec<_> = post.into_iter().collect();
        Ok(post_places(db, &posts).await?.first().map(|place| place.zone))
    }

    /// Refuses overtime that the law is against: that breaks a rule which is not broken, or not as badly, without
    /// it.
    pub(super) async fn check_law(&self, db: &impl Connection, record: &OvertimeRecord) -> Result<()> {
        let against = self.law_against(db, record).await?;
        if against.is_empty() { Ok(()) } else { Err(RosterError::Blocked.into()) }
    }
}

pub(super) fn act(action: &'static str, record: &OvertimeRecord) -> Act<'static> {
    Act::about(record.person, action, format!("{}, {} minutes", record.date, record.minutes))
}
