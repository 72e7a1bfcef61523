//! Usual weeks as they are given and ended on the screen: to several people at once, from a date on.

use chrono::{NaiveDate, Weekday};
use domain::{
    attendance::DayStatus,
    ids::{PersonId, ShiftId, WindowId},
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Assignment, EndWeekCommand, HallWeeks, RosterRule, ShiftCommand, SlotForm, WeekCommand, WeekOutcome},
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::roster_editing::{Hall, december, november};
use crate::support::problem;

fn slot(due: &str, opens: &str, closes: &str) -> SlotForm {
    let [due, opens, closes] = [due, opens, closes].map(ToOwned::to_owned);
    SlotForm { due, opens, closes, grace: String::new() }
}

impl Hall {
    /// Gives a shift from Monday to Thursday.
    fn four_days(&self, shift: ShiftId, people: &[PersonId], from: NaiveDate) -> WeekCommand {
        WeekCommand {
            hall: self.world.hall.id,
            people: people.to_vec(),
            days: vec![shift.to_string(); 4],
            make_up: "Thu".to_owned(),
            window: String::new(),
            from: from.to_string(),
        }
    }

    async fn give(&self, command: WeekCommand) -> Result<WeekOutcome, Error> {
        self.world.services.roster().set_week(&self.supervisor, command).await
    }

    async fn end(&self, person: PersonId, last: NaiveDate) -> Result<WeekOutcome, Error> {
        let command = EndWeekCommand { hall: self.world.hall.id, person, last: last.to_string() };
        self.world.services.roster().end_week(&self.supervisor, command).await
    }

    async fn weeks_of_all(&self) -> HallWeeks {
        self.world.services.roster().hall_weeks(&self.supervisor, self.world.hall.id).await.unwrap()
    }

    async fn assigned(&self, caller: &Caller, date: NaiveDate) -> Assignment {
        let days = self.world.services.roster().my_days(caller, date, date).await.unwrap().days;
        days[0].duty.assignment.clone()
    }
}

#[db_test]
async fn two_are_given_a_week_that_ends_the_one_before(world: World) {
    let hall = Hall::new(world).await;
    let (me, people) = (hall.a.caller(&hall.world).await, [hall.a.id, hall.b.id]);
    let outcome = hall.give(hall.four_days(hall.day.id, &people, december(7))).await.unwrap();
    assert_eq!((outcome.applied, outcome.changed, outcome.unchanged), (true, 2, 0), "{outcome:?}");
    assert_eq!(outcome.from, december(7));
    let shift = |assignment: Assignment| matches!(assignment, Assignment::Shift(_));
    assert!(shift(hall.assigned(&me, december(4)).await), "the Friday before");
    assert!(shift(hall.assigned(&me, december(10)).await));
    assert_eq!(hall.assigned(&me, december(11)).await, Assignment::Rest, "the Friday after");
    let news = hall.world.services.roster().my_days(&me, december(7), december(7)).await.unwrap().news;
    assert_eq!(news.iter().flat_map(|news| &news.changes).map(|change| change.date).min(), Some(december(11)));

    let view = hall.weeks_of_all().await;
    let spans: Vec<_> = view.people[0].weeks.iter().map(|week| (week.from, week.to)).collect();
    assert_eq!(spans.len(), 2);
    assert_eq!((spans[0].1, spans[1]), (Some(december(6)), (december(7), None)));
    let week = &view.people[0].weeks[1];
    assert_eq!((week.days[3].as_deref(), &week.days[4], week.make_up), (Some("白班"), &None, Weekday::Thu));
    let again = hall.give(hall.four_days(hall.day.id, &people, december(7))).await.unwrap();
    assert_eq!((again.applied, again.changed, again.unchanged), (true, 0, 2));
}

#[db_test]
async fn a_week_can_be_worked_at_a_window_that_is_nobodys_post(world: World) {
    let hall = Hall::new(world).await;
    let loose = hall.world.person("w003").hall_role(Role::Worker).create().await;
    let window = hall.world.hall.desks[1].window;
    let command = WeekCommand { window: window.to_string(), ..hall.four_days(hall.day.id, &[loose.id], november(25)) };
    assert!(hall.give(command).await.unwrap().applied);
    let me = loose.caller(&hall.world).await;
    let day = hall.world.services.roster().my_days(&me, november(25), november(25)).await.unwrap();
    assert!(day.days[0].window.as_deref().is_some_and(|window| window.starts_with("A0")), "{day:?}");
    let view = hall.weeks_of_all().await;
    let shown = view.people.iter().find(|person| person.person == loose.id).unwrap();
    assert!(shown.weeks[0].window.is_some() && shown.post.is_none());
}

#[db_test]
async fn past_days_stay_and_today_is_judged_by_the_new_week(world: World) {
    let hall = Hall::new(world).await;
    let me = hall.a.caller(&hall.world).await;
    let yesterday = hall.give(hall.four_days(hall.day.id, &[hall.a.id], november(23))).await;
    assert_eq!(problem(yesterday), Problem::field("from", FieldReason::OutOfRange));
    let days_off = WeekCommand { days: Vec::new(), ..hall.four_days(hall.day.id, &[hall.a.id], november(24)) };
    assert!(hall.give(days_off).await.unwrap().applied);
    assert_eq!(hall.assigned(&me, november(24)).await, Assignment::Rest);
    hall.world.clock.advance(chrono::TimeDelta::days(1));
    hall.world.services.run_jobs().await.unwrap();
    let attendance = hall.world.services.attendance();
    let month = attendance.month(&hall.supervisor, Some(hall.a.id), november(1)).await.unwrap();
    let status = |day: usize| month.days[day - 1].result.as_ref().map(|result| result.status);
    assert_eq!((status(23), status(24)), (Some(DayStatus::Absent), Some(DayStatus::Rest)));
}

#[db_test]
async fn a_week_that_breaks_the_law_is_given_to_nobody(world: World) {
    let hall = Hall::new(world).await;
    let every_day = WeekCommand {
        days: vec![hall.day.id.to_string(); 7],
        ..hall.four_days(hall.day.id, &[hall.a.id, hall.b.id], december(7))
    };
    let outcome = hall.give(every_day).await.unwrap();
    assert!(!outcome.applied);
    assert!(outcome.findings.iter().any(|found| found.finding.rule == RosterRule::NoRestDay), "{outcome:?}");
    assert!(hall.weeks_of_all().await.people.iter().all(|person| person.weeks.len() == 1));
}

#[db_test]
async fn a_week_whose_shifts_overlap_is_told_with_whose_and_when(world: World) {
    let hall = Hall::new(world).await;
    // The night lasts until six.
    let early = ShiftCommand {
        hall: hall.world.hall.id,
        replaces: None,
        from: String::new(),
        name: "早班".to_owned(),
        short: "早".to_owned(),
        slots: vec![slot("05:00", "04:30", "05:30"), slot("12:00", "11:30", "12:30")],
    };
    let roster = hall.world.services.roster();
    assert!(roster.save_shift(&hall.supervisor, early).await.unwrap().applied);
    let view = roster.hall_shifts(&hall.supervisor, hall.world.hall.id).await.unwrap();
    let early = view.shifts.iter().find(|row| row.shift.name == "早班").unwrap().shift.id;
    let week = WeekCommand {
        days: vec![hall.night.id.to_string(), early.to_string()],
        ..hall.four_days(hall.day.id, &[hall.a.id], december(7))
    };
    let outcome = hall.give(week).await.unwrap();
    assert!(!outcome.applied);
    let overlap = outcome.findings.iter().find(|found| found.finding.rule == RosterRule::Overlap).unwrap();
    assert!(overlap.name.is_some());
    assert_eq!((overlap.finding.from, overlap.finding.to), (december(7), december(8)));
    assert!(hall.weeks_of_all().await.people.iter().all(|person| person.weeks.len() == 1));
}

#[db_test]
async fn a_week_ends_on_a_day(world: World) {
    let hall = Hall::new(world).await;
    let me = hall.a.caller(&hall.world).await;
    assert_eq!(problem(hall.end(hall.a.id, november(23)).await), Problem::field("last", FieldReason::OutOfRange));
    assert!(hall.end(hall.a.id, december(4)).await.unwrap().applied);
    assert!(matches!(hall.assigned(&me, december(4)).await, Assignment::Shift(_)));
    assert_eq!(hall.assigned(&me, december(7)).await, Assignment::Unscheduled);
    assert_eq!(problem(hall.end(hall.a.id, december(4)).await), Problem::NotFound, "it ends then already");
    assert_eq!(problem(hall.end(hall.a.id, december(5)).await), Problem::NotFound);
}

#[db_test]
async fn a_week_ends_with_what_only_goes_on_with_it(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let later = ShiftCommand {
        hall: hall.world.hall.id,
        replaces: Some(hall.day.id),
        from: "2026-12-15".to_owned(),
        name: "白班".to_owned(),
        short: "白".to_owned(),
        slots: vec![slot("09:00", "08:00", "10:30"), slot("17:30", "16:00", "20:00")],
    };
    assert!(roster.save_shift(&hall.supervisor, later).await.unwrap().applied);
    for (person, last) in [(&hall.a, december(4)), (&hall.b, december(14))] {
        assert!(hall.end(person.id, last).await.unwrap().applied, "{last}");
        let caller = person.caller(&hall.world).await;
        assert!(matches!(hall.assigned(&caller, last).await, Assignment::Shift(_)));
        assert_eq!(hall.assigned(&caller, december(15)).await, Assignment::Unscheduled);
        assert_eq!(problem(hall.end(person.id, last).await), Problem::NotFound, "it ends then already");
    }
    // Another that begins on that very day is one of its own.
    assert!(hall.give(hall.four_days(hall.day.id, &[hall.a.id], december(15))).await.unwrap().applied);
    let me = hall.a.caller(&hall.world).await;
    assert!(matches!(hall.assigned(&me, december(15)).await, Assignment::Shift(_)));
}

#[db_test]
async fn who_gives_weeks_to_whom(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let week = |people: &[PersonId]| hall.four_days(hall.day.id, people, december(7));
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    assert!(roster.set_week(&hr, week(&[hall.a.id])).await.unwrap().applied);
    let foreign = hall.world.foreign().await;
    let elsewhere = hall.world.another_hall("另一大厅").await;
    let sibling = hall.world.person("w009").of(&elsewhere).hall_role(Role::Worker).create().await;
    for stranger in [foreign.person.id, sibling.id] {
        let refused = hall.give(week(&[hall.a.id, stranger])).await;
        assert_eq!(problem(refused), Problem::field("people", FieldReason::NotAllowed));
        assert_eq!(problem(hall.end(stranger, december(4)).await), Problem::field("people", FieldReason::NotAllowed));
    }
    let unknown = WeekCommand { window: WindowId::new().to_string(), ..week(&[hall.a.id]) };
    assert_eq!(problem(hall.give(unknown).await), Problem::field("window", FieldReason::Unknown));
    let unknown = hall.four_days(ShiftId::new(), &[hall.a.id], december(7));
    let Problem::Invalid(faults) = problem(hall.give(unknown).await) else { panic!("given") };
    assert_eq!((faults[0].field.as_str(), faults[0].reason), ("days[0]", FieldReason::Unknown));
    let lead = hall.world.person("lead").zone_role(Role::Lead, &hall.world.hall).create().await;
    let other = hall.world.person("sup2").of(&elsewhere).hall_role(Role::Supervisor).create().await;
    for person in [&hall.a, &lead, &other] {
        let caller = person.caller(&hall.world).await;
        assert_eq!(problem(roster.hall_weeks(&caller, hall.world.hall.id).await), Problem::Denied);
        assert_eq!(problem(roster.set_week(&caller, week(&[hall.b.id])).await), Problem::Denied);
        let command = EndWeekCommand { hall: hall.world.hall.id, person: hall.b.id, last: "2026-12-04".to_owned() };
        assert_eq!(problem(roster.end_week(&caller, command).await), Problem::Denied);
    }
}
