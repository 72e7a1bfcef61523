//! The shifts of a hall as they are set on the screen: made, replaced from tomorrow on, retired.

use chrono::NaiveDate;
use domain::{
    ids::{HallId, OpenShiftId, ShiftId},
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{
        HallShifts, OfferCommand, Plan, PlanName, RosterError, RosterRule, Shift, ShiftCommand, ShiftOutcome, SlotForm,
    },
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
    let (name, short, from) = (name.to_owned(), "班".to_owned(), String::new());
    ShiftCommand { hall, replaces, from, name, short, slots }
}

impl Hall {
    async fn save(&self, name: &str, replaces: Option<ShiftId>, punches: &[Punch<'_>]) -> Result<ShiftOutcome, Error> {
        let command = form(self.world.hall.id, name, replaces, punches);
        self.world.services.roster().save_shift(&self.supervisor, command).await
    }

    /// Puts later times in the place of the day shift from a day on.
    async fn change(&self, from: &str) -> Result<ShiftOutcome, Error> {
        let command = form(self.world.hall.id, "白班", Some(self.day.id), &LATE_DAY);
        let command = ShiftCommand { from: from.to_owned(), ..command };
        self.world.services.roster().save_shift(&self.supervisor, command).await
    }

    /// The shifts in use, and those before.
    async fn shifts(&self) -> (Vec<String>, Vec<String>) {
        let view = self.view().await;
        let open = view.shifts.iter().map(|row| row.shift.with_times()).collect();
        (open, view.earlier.iter().map(|(shift, _)| shift.with_times()).collect())
    }

    async fn view(&self) -> HallShifts {
        self.world.services.roster().hall_shifts(&self.supervisor, self.world.hall.id).await.unwrap()
    }

    /// What is to take the place of the day shift, and from when.
    async fn next(&self) -> Option<(Shift, NaiveDate)> {
        self.view().await.shifts.into_iter().find(|row| row.shift.id == self.day.id)?.next
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
    assert!(open.contains(&"白班 08:30–17:30".to_owned()) && earlier.is_empty(), "today it is in use: {open:?}");
    let (next, from) = hall.next().await.unwrap();
    assert_eq!((next.with_times().as_str(), from), ("白班 09:00–17:30", november(25)));
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
    // A second one has to wait for the first, or that is taken back.
    let waits = Problem::from(RosterError::ReplacementWaits);
    assert_eq!(problem(hall.save("白班", Some(hall.day.id), &LATE_DAY).await), waits);
    hall.world.clock.set("2026-11-25 08:00");
    let (open, earlier) = hall.shifts().await;
    assert!(open.contains(&"白班 09:00–17:30".to_owned()) && !open.contains(&"白班 08:30–17:30".to_owned()));
    assert_eq!(earlier, ["白班 08:30–17:30"]);
    // Whoever had the old one open is told so, and what has begun is not taken back.
    assert_eq!(problem(hall.save("白班", Some(hall.day.id), &LATE_DAY).await), Problem::Conflict);
    let begun = hall.world.services.roster().take_back_shift(&hall.supervisor, hall.world.hall.id, next.id).await;
    assert_eq!(problem(begun), Problem::Conflict);
}

#[db_test]
async fn a_shift_is_changed_from_a_day_to_come_whatever_is_planned_meanwhile(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let me = hall.a.caller(&hall.world).await;
    for day in ["2026-11-23", "2026-11-24", "2028-01-01"] {
        let refused = problem(hall.change(day).await);
        assert_eq!(refused, Problem::field("from", FieldReason::OutOfRange), "{day}");
    }
    let outcome = hall.change("2026-12-15").await.unwrap();
    assert_eq!((outcome.applied, outcome.people, outcome.from), (true, 2, december(15)));
    assert_eq!(hall.begins(&me, december(14)).await, Some(510));
    assert_eq!(hall.begins(&me, december(15)).await, Some(540));

    // A Saturday before it and one after it are painted with the same brush.
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    let (next, _) = hall.next().await.unwrap();
    assert!(sheet.brushes.contains(&hall.day.id) && !sheet.brushes.contains(&next.id));
    let saturdays = [december(12), december(19)].map(|date| shift(hall.a.id, date, hall.day.id));
    let version = hall.paint(&hall.supervisor, 0, &saturdays).await.unwrap();
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    let shown = |day: usize| sheet.rows[0].cells[day - 1].shown();
    assert_eq!((shown(12), shown(19)), (Plan::Shift(hall.day.id), Plan::Shift(next.id)));
    // So are a copied week, a file and an offer.
    roster.copy_roster_week(&hall.supervisor, hall.draft(version), december(7)).await.unwrap();
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    assert_eq!(sheet.rows[0].cells[18].draft, Some(Plan::Shift(next.id)));
    assert_eq!(sheet.rows[0].cells[15].draft, None, "the Wednesday is what the week says already");
    let file = "工号,日期,班次\nw002,2026-12-14,白班\nw002,2026-12-16,白班\n".as_bytes().to_vec();
    assert!(roster.import(&hall.supervisor, id, "a.csv", file, false).await.unwrap().applied);
    let other = hall.b.caller(&hall.world).await;
    assert_eq!(hall.begins(&other, december(14)).await, Some(510));
    assert_eq!(hall.begins(&other, december(16)).await, Some(540));
    // A week given meanwhile holds across the day.
    let weeks = "工号,周一,周二,周三,周四,周五,周六,周日,起始日期\nw001,白班,白班,白班,白班,休,,,2026-12-07\n";
    let weeks = roster.import_patterns(&hall.supervisor, id, "周.csv", weeks.as_bytes().to_vec(), false).await;
    assert!(weeks.unwrap().applied);
    let days = roster.my_days(&me, december(7), december(18)).await.unwrap().days;
    let due: Vec<_> = days.iter().map(|day| day.duty.shift().map(|shift| shift.slots[0].due)).collect();
    let (before, after) = (Some(510), Some(540));
    let expected = [before, before, before, before, None, None, None, before, after, after, after, None];
    assert_eq!(due, expected);
}

#[db_test]
async fn a_change_that_has_not_begun_is_taken_back(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let me = hall.a.caller(&hall.world).await;
    hall.paint(&hall.supervisor, 0, &[shift(hall.a.id, december(5), hall.day.id)]).await.unwrap();
    hall.publish(&hall.review().await, "").await.unwrap();
    assert_eq!(hall.change("2026-12-01").await.unwrap().days, 1);
    let (next, _) = hall.next().await.unwrap();
    let waits = Problem::from(RosterError::ReplacementWaits);
    assert_eq!(problem(roster.retire_shift(&hall.supervisor, id, hall.day.id).await), waits);
    assert_eq!(problem(hall.save("白班", None, &LATE_DAY).await), Problem::field("name", FieldReason::Taken));
    // Painted with the new one, which is drafted with the old one then.
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    hall.paint(&hall.supervisor, sheet.draft.version, &[shift(hall.b.id, december(12), next.id)]).await.unwrap();
    let told_before = news(&hall, &me).await.len();

    let worker = roster.take_back_shift(&me, id, next.id).await;
    assert_eq!(problem(worker), Problem::Denied);
    let outcome = roster.take_back_shift(&hall.supervisor, id, next.id).await.unwrap();
    assert_eq!((outcome.applied, outcome.people, outcome.days, outcome.from), (true, 2, 1, december(1)));
    assert_eq!((hall.next().await, hall.shifts().await.1), (None, Vec::new()), "it was never in use");
    assert_eq!(hall.begins(&me, december(1)).await, Some(510));
    assert!(news(&hall, &me).await.len() > told_before);
    let review = hall.review().await;
    let days: Vec<_> = review.people.iter().map(|person| (person.person, person.changes[0].date)).collect();
    assert_eq!(days, [(hall.b.id, december(12))], "the 5th says what is published");
    assert_eq!(problem(roster.take_back_shift(&hall.supervisor, id, next.id).await), Problem::Conflict);
    // The way is free again.
    assert!(hall.change("2026-12-02").await.unwrap().applied);
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
async fn what_is_on_offer_follows_and_comes_back(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let window = hall.world.hall.desks[1].window;
    for date in [november(28), december(5)] {
        let offer = OfferCommand { id: OpenShiftId::new(), hall: id, date, shift: hall.day.id, window };
        roster.offer_shift(&hall.supervisor, offer).await.unwrap();
    }
    let offered = || async {
        let offers = store::repo::roster::list_open_offers(hall.world.db.read(), &[id], november(24)).await.unwrap();
        offers.iter().map(|offer| (offer.date, offer.shift)).collect::<Vec<_>>()
    };
    hall.change("2026-12-01").await.unwrap();
    let (next, _) = hall.next().await.unwrap();
    assert_eq!(offered().await, [(november(28), hall.day.id), (december(5), next.id)]);
    let later = OfferCommand { id: OpenShiftId::new(), hall: id, date: december(12), shift: hall.day.id, window };
    roster.offer_shift(&hall.supervisor, later).await.unwrap();
    assert_eq!(offered().await[2], (december(12), next.id));
    roster.take_back_shift(&hall.supervisor, id, next.id).await.unwrap();
    assert!(offered().await.iter().all(|(_, shift)| *shift == hall.day.id));
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
    let lines = store::repo::audit::list_about(hall.world.db.read(), &[id.uuid()], None, 9).await.unwrap();
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
