//! The shifts of a hall as they are set on the screen: made, replaced from tomorrow on, retired.

use chrono::NaiveDate;
use domain::{
    ids::{HallId, ShiftId},
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Plan, PlanName, RosterError, RosterRule, ShiftCommand, ShiftOutcome, SlotForm},
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::roster_editing::{Hall, december, november, shift};
use crate::support::problem;

/// A punch: due, from, to.
type Punch<'a> = (&'a str, &'a str, &'a str);

const LATE_DAY: [Punch<'_>; 2] = [("09:00", "08:00", "10:30"), ("17:30", "16:00", "20:00")];

fn form(hall: HallId, name: &str, replaces: Option<ShiftId>, punches: &[Punch<'_>]) -> ShiftCommand {
    let slot = |(due, opens, closes): &Punch<'_>| SlotForm {
        due: (*due).to_owned(),
        opens: (*opens).to_owned(),
        closes: (*closes).to_owned(),
        grace: String::new(),
    };
    let slots = punches.iter().map(slot).collect();
    ShiftCommand { hall, replaces, name: name.to_owned(), short: "班".to_owned(), slots }
}

impl Hall {
    async fn save(&self, name: &str, replaces: Option<ShiftId>, punches: &[Punch<'_>]) -> Result<ShiftOutcome, Error> {
        let command = form(self.world.hall.id, name, replaces, punches);
        self.world.services.roster().save_shift(&self.supervisor, command).await
    }

    /// The shifts in use, and those before.
    async fn shifts(&self) -> (Vec<String>, Vec<String>) {
        let view = self.world.services.roster().hall_shifts(&self.supervisor, self.world.hall.id).await.unwrap();
        let open = view.shifts.iter().map(|row| row.shift.with_times()).collect();
        (open, view.earlier.iter().map(|(shift, _)| shift.with_times()).collect())
    }

    /// When somebody's shift begins on a date, in minutes.
    async fn begins(&self, caller: &Caller, date: NaiveDate) -> Option<i32> {
        let days = self.world.services.roster().my_days(caller, date, date).await.unwrap().days;
        days[0].duty.shift().map(|shift| shift.slots[0].due)
    }
}

#[db_test]
async fn a_new_shift_can_be_painted_and_wrong_fields_are_named(world: World) {
    let hall = Hall::new(world).await;
    let taken = problem(hall.save("白班", None, &LATE_DAY).await);
    assert_eq!(taken, Problem::field("name", FieldReason::Taken));
    let wrong = [("09:00", "10:00", "10:30"), ("25:00", "16:00", "20:00")];
    let Problem::Invalid(faults) = problem(hall.save("", None, &wrong).await) else { panic!("stored") };
    let faults: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.reason)).collect();
    let expected = [
        ("slots[0].opens", FieldReason::OutOfRange),
        ("slots[1].due", FieldReason::Malformed),
        ("name", FieldReason::Required),
    ];
    assert_eq!(faults, expected);

    let night = [("23:00", "22:00", "00:30"), ("07:00", "06:00", "09:00")];
    let outcome = hall.save("晚班", None, &night).await.unwrap();
    assert_eq!((outcome.applied, outcome.people, outcome.days), (true, 0, 0));
    let view = hall.world.services.roster().hall_shifts(&hall.supervisor, hall.world.hall.id).await.unwrap();
    let late = view.shifts.iter().find(|row| row.shift.name == "晚班").unwrap();
    assert_eq!(late.shift.slots[1].due, 31 * 60, "on the next day");
    hall.paint(&hall.supervisor, 0, &[shift(hall.a.id, december(1), late.shift.id)]).await.unwrap();
}

#[db_test]
async fn a_changed_shift_holds_from_tomorrow_and_published_days_wait_in_the_draft(world: World) {
    let hall = Hall::new(world).await;
    let me = hall.a.caller(&hall.world).await;
    // Two Saturdays that are no part of the week: one published, one painted.
    hall.paint(&hall.supervisor, 0, &[shift(hall.a.id, december(5), hall.day.id)]).await.unwrap();
    hall.publish(&hall.review().await, "").await.unwrap();
    hall.paint(&hall.supervisor, 2, &[shift(hall.b.id, december(12), hall.day.id)]).await.unwrap();
    let told_before = news(&hall, &me).await;

    let outcome = hall.save("白班", Some(hall.day.id), &LATE_DAY).await.unwrap();
    assert_eq!((outcome.applied, outcome.people, outcome.days), (true, 2, 2), "{outcome:?}");
    assert_eq!(outcome.from, november(25));
    assert_eq!(hall.begins(&me, november(24)).await, Some(510), "today is what it was");
    assert_eq!(hall.begins(&me, november(25)).await, Some(540));
    assert_eq!(hall.begins(&me, december(5)).await, Some(510), "what is published is published anew or stays");
    let (open, earlier) = hall.shifts().await;
    assert!(open.contains(&"白班 09:00–17:30".to_owned()) && !open.contains(&"白班 08:30–17:30".to_owned()));
    assert_eq!(earlier, ["白班 08:30–17:30"]);
    let told = news(&hall, &me).await;
    let (from, to) = told.last().unwrap();
    assert!(told.len() > told_before.len());
    assert_eq!((from, to), (&named("白班 08:30–17:30"), &named("白班 09:00–17:30")));

    let review = hall.review().await;
    let days: Vec<_> = review.people.iter().map(|person| (person.person, person.changes[0].date)).collect();
    assert_eq!(days, [(hall.a.id, december(5)), (hall.b.id, december(12))]);
    assert_eq!(review.people[0].changes[0].to, named("白班 09:00–17:30"));
    hall.publish(&review, "").await.unwrap();
    assert_eq!(hall.begins(&me, december(5)).await, Some(540));
    let sheet = hall.world.services.roster().roster_sheet(&hall.supervisor, hall.world.hall.id, december(1)).await;
    assert_ne!(sheet.unwrap().rows[0].cells[4].published, Plan::Shift(hall.day.id));
    // Whoever had the old one open is told so.
    assert_eq!(problem(hall.save("白班", Some(hall.day.id), &LATE_DAY).await), Problem::Conflict);
}

fn named(name: &str) -> PlanName {
    PlanName::Shift(name.to_owned())
}

/// From what to what somebody's days were changed, as they were told.
async fn news(hall: &Hall, caller: &Caller) -> Vec<(PlanName, PlanName)> {
    let view = hall.world.services.roster().my_days(caller, december(1), december(1)).await.unwrap();
    view.news.into_iter().flat_map(|news| news.changes).map(|change| (change.from, change.to)).collect()
}

#[db_test]
async fn a_change_that_breaks_the_law_is_not_stored(world: World) {
    let hall = Hall::new(world).await;
    let me = hall.a.caller(&hall.world).await;
    let twelve_hours = [("08:30", "07:30", "10:30"), ("20:30", "19:00", "22:00")];
    let outcome = hall.save("白班", Some(hall.day.id), &twelve_hours).await.unwrap();
    assert!(!outcome.applied);
    let rules: Vec<RosterRule> = outcome.findings.iter().map(|found| found.finding.rule).collect();
    assert!(rules.contains(&RosterRule::MonthOvertime), "{rules:?}");
    assert_eq!(hall.begins(&me, november(25)).await, Some(510));
    let (open, earlier) = hall.shifts().await;
    assert!(open.contains(&"白班 08:30–17:30".to_owned()) && earlier.is_empty(), "{open:?}");
    // Nobody works the night shift yet, so nothing speaks against it.
    let longer = [("20:00", "19:00", "21:00"), ("08:00", "07:00", "09:00")];
    assert!(hall.save("夜班", Some(hall.night.id), &longer).await.unwrap().applied);
}

#[db_test]
async fn a_shift_is_retired_when_nobody_is_to_work_it(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let in_use = Problem::from(RosterError::ShiftInUse);
    assert_eq!(problem(roster.retire_shift(&hall.supervisor, id, hall.day.id).await), in_use);
    let version = hall.paint(&hall.supervisor, 0, &[shift(hall.a.id, december(5), hall.night.id)]).await.unwrap();
    assert_eq!(problem(roster.retire_shift(&hall.supervisor, id, hall.night.id).await), in_use);
    let version = roster.discard_roster_draft(&hall.supervisor, hall.draft(version)).await.unwrap().version;
    roster.retire_shift(&hall.supervisor, id, hall.night.id).await.unwrap();
    assert_eq!(problem(roster.retire_shift(&hall.supervisor, id, hall.night.id).await), Problem::Conflict);
    let painted = hall.paint(&hall.supervisor, version, &[shift(hall.a.id, december(5), hall.night.id)]).await;
    assert_eq!(problem(painted), Problem::field("brush", FieldReason::Unknown));
    // Its name is free again.
    assert!(hall.save("夜班", None, &[("22:30", "21:30", "23:30")]).await.unwrap().applied);
    let lines = store::repo::audit::list_about(hall.world.db.read(), id.uuid(), None, 9).await.unwrap();
    let acts: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert!(acts.contains(&"roster.retire_shift") && acts.contains(&"roster.add_shift"), "{acts:?}");
}

#[db_test]
async fn shifts_are_set_by_supervisors_and_hr_of_the_hall(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id, night) = (hall.world.services.roster(), hall.world.hall.id, hall.night.id);
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    assert!(roster.save_shift(&hr, form(id, "早班", None, &LATE_DAY)).await.unwrap().applied);
    let lead = hall.world.person("lead").zone_role(Role::Lead, &hall.world.hall).create().await;
    let host = hall.world.person("host").hall_role(Role::Host).create().await;
    let other = hall.world.another_hall("另一大厅").await;
    let elsewhere = hall.world.person("sup2").of(&other).hall_role(Role::Supervisor).create().await;
    for person in [&hall.a, &lead, &host, &elsewhere] {
        let caller = person.caller(&hall.world).await;
        assert_eq!(problem(roster.hall_shifts(&caller, id).await), Problem::Denied);
        assert_eq!(problem(roster.save_shift(&caller, form(id, "中班", None, &LATE_DAY)).await), Problem::Denied);
        assert_eq!(problem(roster.retire_shift(&caller, id, night).await), Problem::Denied);
    }
    // A shift of another hall is none of this one's.
    let caller = elsewhere.caller(&hall.world).await;
    assert_eq!(problem(roster.retire_shift(&caller, other.id, night).await), Problem::Conflict);
}
