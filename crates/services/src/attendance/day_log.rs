//! What the windows of a hall went through on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    attendance::{DayLog, LoggedAlarm, LoggedOuting, log_span},
    ids::{HallId, PersonId, PostId},
    policy::{Action, Place},
    time::hall_date,
};
use store::repo::{
    attendance::{self as repo, LoggedOutingRecord, LoggedVacancyRecord, OutingRecord},
    org::HallRecord,
};

use super::{
    Attendance,
    outings::{Shown, hide_reason},
    vacancies::taken_view,
};
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
    org::{post_places, reachable_hall, window_label},
};

impl Attendance {
    /// A day of a hall, today without a date: outings with who stood in, and the alarms of empty windows, over or not.
    /// Leads see the windows of their zone, as it is today.
    pub async fn day_log(&self, caller: &Caller, hall: HallId, date: Option<NaiveDate>) -> Result<DayLog> {
        let record = reachable_hall(self.0.db.read(), caller, Action::DayLogView, hall).await?;
        self.log_of((caller, Action::DayLogView), &record, date).await
    }

    /// The same of what the caller's roles for an action reach.
    pub(super) async fn log_of(
        &self,
        (caller, action): (&Caller, Action),
        hall: &HallRecord,
        date: Option<NaiveDate>,
    ) -> Result<DayLog> {
        let (db, now, scopes) = (self.0.db.read(), self.0.clock.now(), caller.actor.scopes(action));
        let today = hall_date(now);
        let date = date.unwrap_or(today);
        let span = log_span(date, today)?;
        let settings = repo::find_presence(db, hall.id).await?;
        let outings = repo::list_logged_outings(db, hall.id, &scopes, span).await?;
        let records: Vec<&OutingRecord> = outings.iter().map(|logged| &logged.outing).collect();
        let shown = Shown::of(db, &records, Some(settings.outing_wait_min)).await?;
        let outing = |logged: &LoggedOutingRecord| {
            let record = &logged.outing;
            let mut outing = shown.view(record, Vec::new(), now);
            let place = Place { zone: shown.zone(record), ..Place::hall(hall.agency, hall.id) };
            hide_reason(caller, &place.about(record.person), &mut outing.reason);
            LoggedOuting { outing, told_at: logged.told_at, passed_on_at: logged.passed_on_at }
        };
        let outings = outings.iter().map(outing).collect();
        let alarms = repo::list_logged_vacancies(db, hall.id, &scopes, span).await?;
        let posts: Vec<PostId> = alarms.iter().map(|logged| logged.alarm.post).collect();
        let places = post_places(db, &posts).await?;
        let takers: Vec<PersonId> = alarms.iter().filter_map(|logged| Some(logged.alarm.taken.as_ref()?.0)).collect();
        let names = if takers.is_empty() { HashMap::new() } else { names_of(db, &takers).await? };
        let alarm = |LoggedVacancyRecord { alarm, ended_at }| {
            let place = places.iter().find(|place| place.post.as_ref().is_some_and(|(post, _)| *post == alarm.post));
            LoggedAlarm {
                window: place.map(window_label).unwrap_or_default(),
                since: alarm.since,
                raised_at: alarm.raised_at,
                taken: alarm.taken.map(|taken| taken_view(taken, &names, &settings)),
                escalated_at: alarm.escalated_at,
                ended_at,
            }
        };
        Ok(DayLog {
            as_of: now,
            hall: hall.id,
            hall_name: hall.name.clone(),
            date,
            is_today: date == today,
            outings,
            alarms: alarms.into_iter().map(alarm).collect(),
        })
    }
}
