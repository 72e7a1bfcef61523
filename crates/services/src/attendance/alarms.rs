//! Alarms: whom they reach, and who is out for longer than they asked for.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{OverdueStep, overdue_step},
    ids::{AgencyId, HallId, PersonId, PostId},
    notices::{HallNews, NoticeContent},
    policy::{Place, Role},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, OutingRecord, OverdueRecord},
};

use super::Attendance;
use crate::{
    accounts::{holders_of, name_of},
    audit::{self, Act},
    error::{Error, Result},
    jobs::each,
    notices::Notices,
    org::{hall_record, post_places, window_label},
};

/// Where an alarm is, and what people call the window.
pub(super) struct Spot {
    place: Place,
    pub(super) window: String,
}

impl Spot {
    pub(super) async fn of(db: &impl Connection, agency: AgencyId, hall: HallId, post: PostId) -> Result<Self> {
        let found = post_places(db, &[post]).await?;
        let zone = found.first().map(|place| place.zone);
        let window = found.first().map(window_label).unwrap_or_default();
        Ok(Self { place: Place { zone, ..Place::hall(agency, hall) }, window })
    }

    /// Who leads there now.
    pub(super) async fn leads(&self, db: &impl Connection, now: DateTime<Utc>) -> Result<Vec<PersonId>> {
        holders_of(db, Role::Lead, &self.place, hall_date(now)).await
    }

    pub(super) fn about(self, person: PersonId) -> Self {
        Self { place: self.place.about(person), ..self }
    }
}

impl Attendance {
    /// Tells the leads of a spot, or its supervisors; where there are no leads, the supervisors at once. Nobody is
    /// told about themselves. The hall's groups hear of it, too, but not whom it is about.
    pub(super) async fn alarm(
        &self,
        tx: &Tx,
        spot: &Spot,
        rung: Role,
        content: &NoticeContent,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let today = hall_date(now);
        let mut people = holders_of(tx, rung, &spot.place, today).await?;
        if people.is_empty() && rung == Role::Lead {
            people = holders_of(tx, Role::Supervisor, &spot.place, today).await?;
        }
        let told = people.into_iter().map(|person| (person, content.clone())).collect();
        let notices = Notices(self.0.clone());
        notices.tell(tx, told).await?;
        match (spot.place.hall, HallNews::of(content)) {
            (Some(hall), Some(news)) => notices.tell_groups(tx, hall, news, None).await,
            _ => Ok(()),
        }
    }

    /// Tells of who is out for longer than they asked for: the lead, and the supervisor when they stay out.
    pub(super) async fn note_overdue(&self, now: DateTime<Utc>) -> Result<()> {
        each(repo::list_overdue(self.0.db.read()).await?, |overdue| self.note_one_overdue(overdue, now)).await
    }

    async fn note_one_overdue(
        &self,
        OverdueRecord { outing, told_at }: OverdueRecord,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (db, hall) = (self.0.db.read(), outing.hall);
        let Some(due) = outing.left_at.map(|left| left + TimeDelta::minutes(outing.minutes.into())) else {
            return Ok(());
        };
        let settings = repo::find_presence(db, hall).await?;
        let Some(step) = overdue_step(due, told_at, &settings, now) else { return Ok(()) };
        let agency = hall_record(db, hall).await?.agency;
        self.0
            .db
            .write((self.clone(), outing), move |tx, (me, outing)| {
                Box::pin(async move { me.tell_overdue(tx, agency, outing, step, now).await })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn tell_overdue(
        &self,
        tx: &Tx,
        agency: AgencyId,
        outing: &OutingRecord,
        step: OverdueStep,
        now: DateTime<Utc>,
    ) -> Result<()> {
        // Another server may have been faster, or they may be back.
        if !repo::mark_overdue(tx, outing.id, step, now).await? {
            return Ok(());
        }
        let spot = Spot::of(tx, agency, outing.hall, outing.post).await?.about(outing.person);
        let by = name_of(tx, outing.person).await?;
        let content = NoticeContent::OutingOverdue { by, window: spot.window.clone() };
        let (rung, action) = match step {
            OverdueStep::Tell => (Role::Lead, "attendance.outing_overdue"),
            OverdueStep::PassOn => (Role::Supervisor, "attendance.pass_on_overdue"),
        };
        self.alarm(tx, &spot, rung, &content, now).await?;
        let act = Act::about(outing.person, action, outing.id.to_string());
        Ok::<_, Error>(audit::note(tx, agency, now, act).await?)
    }
}
