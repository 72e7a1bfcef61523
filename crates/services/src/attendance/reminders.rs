//! Reminders: of a shift that begins without a punch, and the next morning of punches that are missing.

use std::collections::BTreeMap;

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

use super::{Attendance, close::BATCH};
use crate::{
    error::{Error, Result},
    jobs::each,
    notices::Notices,
};

const SHIFT: &str = "shift";
const MISSING: &str = "missing";

/// How long it is known who was reminded: of nothing older is anybody reminded.
const KEPT: Days = Days::new(7);

/// Somebody to be reminded of their shift of a date.
#[derive(Clone)]
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
        let halls = repo::list_reminding(self.0.db.read()).await?;
        if halls.is_empty() {
            return Ok(());
        }
        let (now, calendar) = (self.0.clock.now(), self.calendar().current().await?);
        each(halls, |hall| self.remind_hall(&calendar, hall, now)).await
    }

    async fn remind_hall(&self, calendar: &WorkCalendar, hall: (HallId, i32), now: DateTime<Utc>) -> Result<()> {
        let mut begin = self.who_begins(calendar, hall, now).await?;
        begin.sort_by_key(|begins| begins.date);
        // In the minutes in which everybody clocks in: punches must not wait for a whole hall.
        let of_a_date = begin.chunk_by(|a, b| a.date == b.date);
        let batches: Vec<Vec<Begins>> =
            of_a_date.flat_map(|begin| begin.chunks(BATCH)).map(<[Begins]>::to_vec).collect();
        for batch in batches {
            self.0
                .db
                .write((self.clone(), batch), move |tx, (me, begin)| {
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
            let reminded = repo::list_reminded(db, &people, (date, SHIFT)).await?;
            people.retain(|person| {
                let soon = presence.begins_soon(*person, minutes).filter(|slot| slot.work_date == date);
                soon.is_none() || !reminded.contains_key(person)
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

    /// Tells some people whose shifts of one date begin.
    async fn tell_begins(&self, tx: &Tx, begin: &[Begins], now: DateTime<Utc>) -> Result<()> {
        let Some(date) = begin.first().map(|begins| begins.date) else { return Ok(()) };
        let people: Vec<(PersonId, Uuid)> = begin.iter().map(|begins| (begins.person, Uuid::now_v7())).collect();
        // Another server may have been faster.
        let new = repo::remind_once(tx, (date, SHIFT), &people, now).await?;
        let told = begin.iter().filter(|begins| new.contains(&begins.person)).map(|begins| {
            let content = NoticeContent::ShiftSoon { date, shift: begins.shift.clone(), due: begins.due };
            (begins.person, content)
        });
        Notices(self.0.clone()).tell(tx, told.collect()).await
    }

    /// Tells those whose day was just judged, who have missed to punch and who have not asked to correct that, the next
    /// morning. Until then it is dropped if it turns out otherwise ([`Self::miss_no_more`]).
    pub(super) async fn tell_missing(
        &self,
        tx: &Tx,
        judged: &[DayResultRecord],
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Some(at) = missing_told_at(date, now) else { return Ok(()) };
        let missing: Vec<&DayResultRecord> = judged.iter().filter(|judged| judged.result.missing > 0).collect();
        let people: Vec<PersonId> = missing.iter().map(|judged| judged.person).collect();
        let asked = repo::list_correcting(tx, &people, date).await?;
        let untold = people.into_iter().filter(|person| !asked.contains(person));
        let people: Vec<(PersonId, Uuid)> = untold.map(|person| (person, Uuid::now_v7())).collect();
        let new = repo::remind_once(tx, (date, MISSING), &people, now).await?;
        let ids: BTreeMap<PersonId, Uuid> = people.into_iter().filter(|(person, _)| new.contains(person)).collect();
        let told = missing.into_iter().filter_map(|judged| {
            let content = NoticeContent::PunchMissing { date, missing: judged.result.missing };
            Some((*ids.get(&judged.person)?, judged.person, content))
        });
        Notices(self.0.clone()).tell_each_later(tx, at, told.collect()).await
    }

    /// Some people are not told yet of punches that are missing: they have turned up since, or are asked to be
    /// corrected. Of what they were told already that changes nothing.
    pub(super) async fn miss_no_more(&self, tx: &Tx, people: &[PersonId], date: NaiveDate) -> Result<()> {
        let reminded = repo::list_reminded(tx, people, (date, MISSING)).await?;
        if reminded.is_empty() {
            return Ok(());
        }
        let about: Vec<Uuid> = reminded.into_values().collect();
        let untold = Notices(self.0.clone()).drop_held(tx, &about).await?;
        Ok(repo::remove_reminders_of(tx, &untold, (date, MISSING)).await?)
    }

    /// What somebody has asked to correct came to nothing: they are told of it after all.
    pub(super) async fn miss_again(&self, tx: &Tx, (person, date): (PersonId, NaiveDate)) -> Result<()> {
        let results = repo::find_results_on(tx, person, &[date]).await?;
        let judged: Vec<DayResultRecord> =
            results.into_iter().map(|result| DayResultRecord { person, result }).collect();
        self.tell_missing(tx, &judged, date, self.0.clock.now()).await
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
