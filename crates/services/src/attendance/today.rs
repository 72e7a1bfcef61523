use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::{
        DAYS_AHEAD, DayFacts, FencePolicy, HolderState, PlannedDay, PunchMark, TodayPost, TodayView, day_result,
        due_slot, holder_status,
    },
    ids::PersonId,
    policy::Action,
    problem::Problem,
    roster::Duty,
    time::{hall_date, hall_midnight},
};
use store::repo::attendance as repo;

use super::{Attendance, consent::consent_view, dates_around};
use crate::{
    caller::Caller,
    error::{Error, Result},
    leave::{back_question, leave_days},
    org::{Posts, window_label},
};

impl Attendance {
    /// My first screen: today's duty, what the button is for, what is punched so far; and the plan of the days ahead,
    /// for a phone that can't read on them.
    pub async fn today(&self, caller: &Caller) -> Result<TodayView> {
        caller.check_own(Action::AttendanceView)?;
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let ((from, to), (_, ahead)) = (dates_around(now), dates_around(now + DAYS_AHEAD));
        let judged_by = repo::find_punch_facts(db, &[me]).await?.remove(&me).ok_or(Problem::SignedOut)?;
        let calendar = self.calendar().of_versions(db, judged_by.calendar_versions).await?;
        let duties = self.roster().duties_of(db, &calendar, &[me], from, ahead).await?;
        let records = repo::list_punches(db, me, hall_midnight(from), hall_midnight(to + Days::new(1))).await?;
        let posts = Posts::of(db, &duties, from, ahead).await?;
        let duties = duties.get(&me).map(Vec::as_slice).unwrap_or_default();
        let leave = leave_days(db, &[me], from, ahead).await?;
        // The slot that opens next is said without a date: none of the days further ahead is meant.
        let around = &duties[..duties.partition_point(|duty| duty.date <= to)];
        let timetable = leave.timetable(me, around);
        let date = timetable.work_date_at(now);
        let duty = duties.iter().find(|duty| duty.date == date).cloned();
        let duty = duty.ok_or_else(|| Error::internal("the work-date lies outside the dates around now"))?;
        let marks: Vec<PunchMark> = records.iter().filter_map(repo::PunchRecord::mark).collect();
        let on_leave = leave.on(me, date);
        let facts = DayFacts {
            duty: &duty,
            timetable: &timetable,
            punches: &marks,
            on_leave: &on_leave,
            // What was worked is known when the day is over.
            overtime: None,
            calendar: calendar.stamp(date),
        };
        let post = today_post(&posts, me, &duty);
        let on_post = holder_status(&timetable, &marks, now).state == HolderState::OnPost;
        let (mut policy, mut hall_code, mut outings) = (FencePolicy::FlagOnly, false, None);
        if let Some(hall) = caller.actor.hall {
            (policy, hall_code) = (judged_by.presence.policy, repo::has_screens(db, hall).await?);
            if on_post {
                outings = Some(self.outings_at_work(caller, (hall, &judged_by.presence), post.is_some()).await?);
            }
        }
        let eve = date - Days::new(1);
        let planned = |duty: &Duty| PlannedDay {
            duty: duty.clone(),
            calendar: calendar.stamp(duty.date),
            post: today_post(&posts, me, duty),
            leave: leave.on(me, duty.date),
        };
        let plan = duties.iter().filter(|duty| duty.date >= eve).map(planned).collect();
        let days_before = [eve, date - Days::new(2)];
        let missing = |date: &NaiveDate| {
            let (duty, on_leave) = (duties.iter().find(|duty| duty.date == *date), leave.on(me, *date));
            let of_day = duty.map(|duty| DayFacts { duty, on_leave: &on_leave, ..facts });
            of_day.is_some_and(|facts| day_result(&facts, now).missing > 0)
        };
        let mut missed: Vec<NaiveDate> = days_before.into_iter().filter(missing).collect();
        if !missed.is_empty() {
            let asked = repo::list_corrections_of(db, me, from, date).await?;
            missed.retain(|date| asked.iter().all(|request| request.date != *date));
        }
        let back = if on_leave.is_half() {
            let punched: Vec<DateTime<Utc>> = marks.iter().map(|mark| mark.at).collect();
            back_question(db, me, date, &punched).await?
        } else {
            None
        };
        let shown = |record: &repo::PunchRecord| {
            record.view.judgement.work_date == Some(date) || hall_date(record.view.at) == hall_date(now)
        };
        Ok(TodayView {
            as_of: now,
            calendar: calendar.stamp(date),
            post,
            consent: consent_view(db, caller.actor.hall, judged_by.consent).await?,
            due: due_slot(&timetable, &marks, now),
            result: day_result(&facts, now),
            punches: records.into_iter().filter(shown).map(|record| record.view).collect(),
            policy,
            hall_code,
            outings,
            missed: missed.first().copied(),
            leave: on_leave,
            back,
            plan,
            duty,
        })
    }
}

fn today_post(posts: &Posts, person: PersonId, duty: &Duty) -> Option<TodayPost> {
    let id = posts.post_of(person, duty)?;
    let place = posts.place(id)?;
    let (_, name) = place.post.as_ref()?;
    Some(TodayPost {
        id,
        name: name.clone(),
        zone: place.zone_name.clone(),
        window: window_label(place),
        side: posts.own(id, person, duty.date).map(|held| held.side),
        partner: posts.partner(id, person, duty.date).map(|held| held.name.clone()),
    })
}
