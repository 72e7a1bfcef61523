//! Reminders: of a shift that begins without a punch, and the next morning of punches that are missing.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::missing_told_at,
    calendar::WorkCalendar,
    ids::{HallId, PersonId},
    notices::NoticeContent,
    roster::Duty,
    time::hall_date,
};
use store::{
    Tx,
    repo::attendance::{self as repo, DayResultRecord},
};
use uuid::Uuid;

use super::Attendance;
use crate::{
    error::{Error, Result},
    notices::Notices,
};

const SHIFT: &str = "shift";
const MISSING: &str = "missing";

/// How long it is known who was reminded: of nothing older is anybody reminded.
const KEPT: Days = Days::new(7);

/// Somebody to be reminded of their shift of a date.
struct Begins {
    person: PersonId,
    date: NaiveDate,
    due: DateTime<Utc>,
    shift: String,
}

impl Attendance {
    /// Reminds those whose shift begins soon and who have not clocked in, at the halls that want that. Run again, or by
    /// two servers at once, it reminds nobody twice.
    pub(crate) async fn remind_of_shifts(&self) -> Result<()> {
        let db = self.0.db.read();
        let halls = repo::list_reminding(db).await?;
        if halls.is_empty() {
            return Ok(());
        }
        let (now, calendar) = (self.0.clock.now(), self.calendar().current().await?);
        for (hall, minutes) in halls {
            let begin = self.who_begins(&calendar, (hall, minutes), now).await?;
            if begin.is_empty() {
                continue;
            }
            self.0
                .db
                .write((self.clone(), begin), move |tx, (me, begin)| {
                    Box::pin(async move { me.tell_begins(tx, begin, now).await })
                })
                .await?;
        }
        Ok(())
    }

    async fn who_begins(
        &self,
        calendar: &WorkCalendar,
        (hall, minutes): (HallId, i32),
        now: DateTime<Utc>,
    ) -> Result<Vec<Begins>> {
        let _turn = self.turn().await?;
        let (db, today) = (self.0.db.read(), hall_date(now));
        let mut people = self.roster().hall_people(db, hall, today).await?;
        let presence = self.presence_at(db, calendar, hall, &people, now).await?;
        // A hint that rings when the quiet hours are over is of no use once the shift has begun.
        let rings = Notices(self.0.clone()).rings_at(db, &people, now).await?;
        for date in [today, today + Days::new(1)] {
            let reminded = repo::list_reminded(db, &people, date, SHIFT).await?;
            people.retain(|person| {
                let soon = presence.begins_soon(*person, minutes).filter(|slot| slot.work_date == date);
                soon.is_none() || !reminded.contains(person)
            });
        }
        let begins = |person: PersonId| {
            let slot = presence.begins_soon(person, minutes)?;
            let of_day = |duty: &&Duty| duty.date == slot.work_date;
            let shift = presence.duties.get(&person)?.iter().find(of_day)?.shift()?.name.clone();
            let in_time = rings.get(&person).is_some_and(|rings| *rings < slot.due);
            in_time.then_some(Begins { person, date: slot.work_date, due: slot.due, shift })
        };
        Ok(people.into_iter().filter_map(begins).collect())
    }

    async fn tell_begins(&self, tx: &Tx, begin: &[Begins], now: DateTime<Utc>) -> Result<()> {
        let mut told = Vec::new();
        for Begins { person, date, due, shift } in begin {
            // Another server may have been faster.
            if repo::remind_once(tx, Uuid::now_v7(), (*person, *date), SHIFT, now).await? {
                told.push((*person, NoticeContent::ShiftSoon { date: *date, shift: shift.clone(), due: *due }));
            }
        }
        Notices(self.0.clone()).tell(tx, told).await
    }

    /// Tells those whose day was just judged, and who have missed to punch, the next morning. Until then it is dropped
    /// if it turns out otherwise ([`Self::miss_no_more`]).
    pub(super) async fn tell_missing(
        &self,
        tx: &Tx,
        judged: &[DayResultRecord],
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Some(at) = missing_told_at(date, now) else { return Ok(()) };
        for DayResultRecord { person, result } in judged.iter().filter(|judged| judged.result.missing > 0) {
            let id = Uuid::now_v7();
            if repo::remind_once(tx, id, (*person, date), MISSING, now).await? {
                let content = NoticeContent::PunchMissing { date, missing: result.missing };
                Notices(self.0.clone()).tell_later(tx, (id, at), (None, vec![(*person, content)])).await?;
            }
        }
        Ok(())
    }

    /// Nobody is told any more of punches that have turned up since, or that they have asked to correct.
    pub(super) async fn miss_no_more(&self, tx: &Tx, person: PersonId, date: NaiveDate) -> Result<()> {
        if let Some(id) = repo::find_reminder(tx, (person, date), MISSING).await? {
            Notices(self.0.clone()).drop_held(tx, id).await?;
        }
        Ok(())
    }

    /// Housekeeping: forgets who was reminded some days ago.
    pub(crate) async fn forget_reminders(&self) -> Result<()> {
        let before = hall_date(self.0.clock.now()) - KEPT;
        self.0
            .db
            .write((), move |tx, ()| Box::pin(async move { Ok::<_, Error>(repo::remove_reminders(tx, before).await?) }))
            .await
    }
}
