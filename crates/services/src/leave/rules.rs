//! Whose leave rules apply at a hall.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, LeaveProfileId},
    leave::{HalfDayFestival, LeaveKind, ProfileCommand, ProfileRule, ProfileView, Province, RulesView, has_half_day},
    policy::{Action, Place, may},
    problem::{FieldReason, Problem},
};
use store::repo::leave::{self as repo, ProfileRecord};

use super::{Leave, rule_book};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{default_hall, hall_agency, hall_name, hold_hall},
};

/// Days ahead or back from which a province's rules can be made to apply.
const REACH: Days = Days::new(366);

impl Leave {
    /// The rules of a hall on a day: one's own hall, or for HR any of theirs. `hall` left out is the own one.
    pub async fn leave_rules(&self, caller: &Caller, hall: Option<HallId>) -> Result<RulesView> {
        let (db, today) = (self.0.db.read(), self.today());
        let hall = match hall.or(caller.actor.hall) {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::LeaveRulesConfirm).await?,
        };
        let place = Place::hall(hall_agency(db, hall).await?, hall);
        let may_confirm = may(&caller.actor, Action::LeaveRulesConfirm, &place);
        if !may_confirm && caller.actor.hall != Some(hall) {
            return Err(Problem::Denied.into());
        }
        let book = rule_book(db, Some(hall)).await?;
        let calendar = self.calendar().current().await?;
        Ok(RulesView {
            hall,
            hall_name: hall_name(db, hall).await?,
            on: today,
            confirmed: book.confirmed(today),
            rules: book.rules(today),
            next: LeaveKind::ALL.iter().filter_map(|kind| book.next(*kind, today)).collect(),
            profiles: Province::ALL
                .iter()
                .flat_map(|province| ProfileRule::of(*province))
                .map(ProfileView::from)
                .collect(),
            half_days: half_days(&calendar, today),
            may_confirm,
        })
    }

    /// Makes a province's rules apply at a hall from a day on, after its sources were checked. Leave that is
    /// asked for already keeps what it was counted by.
    pub async fn confirm_province(&self, caller: &Caller, command: ProfileCommand) -> Result<()> {
        let hall = command.hall;
        let agency = hall_agency(self.0.db.read(), hall).await?;
        caller.check(Action::LeaveRulesConfirm, &Place::hall(agency, hall))?;
        let (now, today) = (self.0.clock.now(), self.today());
        if !command.checked {
            return Err(Problem::field("checked", FieldReason::Required).into());
        }
        if !(today - REACH..=today + REACH).contains(&command.from) {
            return Err(Problem::field("from", FieldReason::OutOfRange).into());
        }
        let (id, by) = (LeaveProfileId::new(), caller.actor.person);
        let record = ProfileRecord { id, hall, province: command.province, from: command.from, by };
        self.0
            .db
            .write((caller.clone(), record), move |tx, (caller, record)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    repo::create_profile(tx, record, now).await?;
                    let province = record.province.map_or("national", Province::code);
                    let detail = format!("{province} from {}", record.from);
                    let act = Act { action: "leave.confirm_province", subject: ("hall", hall.uuid()), detail };
                    audit::record(tx, caller, now, act).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}

/// The half days off from a day to the end of the next year.
fn half_days(calendar: &WorkCalendar, from: NaiveDate) -> Vec<(HalfDayFestival, NaiveDate)> {
    let days = from.iter_days().take_while(|date| date.year() <= from.year() + 1);
    days.filter_map(|date| Some((has_half_day(calendar, date)?, date))).collect()
}
