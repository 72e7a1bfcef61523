//! Whose turn it is: the lead on duty, the next who is there, and nobody but whom a change touches.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    accounts::AppointCommand,
    approvals::{HopAct, HoursCommand, Level, Verdict, Via},
    leave::LeaveCommand,
    policy::{Role, Scope},
    problem::{FieldReason, Problem},
    roster::{Half, Shift},
};
use testkit::{Person, World, day_shift, db_test};

use crate::{
    approvals::{House, days_off, november},
    support::problem,
};

fn half(day: u32) -> LeaveCommand {
    LeaveCommand { ends: Half::Morning, ..days_off(day, day) }
}

/// A second lead of the zone, who is on duty today.
async fn second_lead(house: &House) -> Person {
    let second = house.world.person("lead2").zone_role(Role::Lead, &house.world.hall).create().await;
    let shift = Shift { name: "值班".to_owned(), ..day_shift() };
    house.world.works(&shift, &[(second.id, None)]).await;
    second
}

#[db_test]
async fn half_a_day_is_the_lead_on_dutys(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    // Nobody is on duty by the roster: the lead decides all the same.
    let early = house.ask(half(25)).await;
    assert_eq!(house.view(early).await.steps[0].level, Level::DutyLead);
    assert_eq!(approvals.view(&house.lead, early).await.unwrap().mine, Some(Via::Climbed));
    let second = second_lead(&house).await.caller(&house.world).await;
    let id = house.ask(half(26)).await;
    assert_eq!(house.view(id).await.row.waits_for, ["测试lead2"]);
    assert!(house.say(&house.lead, id, Verdict::Agree).await.is_err());
    // A whole day is any lead's.
    let day = house.ask(days_off(27, 27)).await;
    assert_eq!(house.view(day).await.row.waits_for.len(), 2);
    // What was asked before goes to who has come on duty, too, once the job has looked.
    house.world.services.run_jobs().await.unwrap();
    assert_eq!(house.view(early).await.row.waits_for, ["测试lead2"]);
    house.say(&second, id, Verdict::Agree).await.unwrap();
}

#[db_test]
async fn who_is_on_leave_is_not_on_duty(world: World) {
    let house = House::new(world).await;
    let second = second_lead(&house).await.caller(&house.world).await;
    let own = house.world.services.leave().ask(&second, days_off(24, 24)).await.unwrap();
    let version = house.world.services.approvals().view(&second, own).await.unwrap().row.version;
    house.decide(&house.supervisor, own, version, Verdict::Agree).await.unwrap();
    let id = house.ask(half(25)).await;
    assert_eq!(house.view(id).await.row.waits_for.len(), 2, "nobody is on duty, so both leads are asked");
}

#[db_test]
async fn an_empty_level_costs_no_round_of_its_own(world: World) {
    let house = House::new(world).await;
    let (accounts, services) = (house.world.services.accounts(), &house.world.services);
    // No lead: the supervisor is asked from the start, so the next to join is the hall's management.
    let roles = accounts.person(&house.hr, house.lead_person.id).await.unwrap().appointments;
    accounts.end_appointment(&house.hr, house.lead_person.id, roles[0].id, november(23)).await.unwrap();
    let id = house.ask(days_off(30, 30)).await;
    assert_eq!(house.view(id).await.row.waits_for, ["测试sup"]);
    for (time, waiting) in [("2026-11-24 14:01", 1), ("2026-11-25 10:01", 2)] {
        house.world.clock.set(time);
        services.run_jobs().await.unwrap();
        assert_eq!(house.view(id).await.row.waits_for.len(), waiting, "{time}");
    }
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::Reminded, HopAct::Escalated]);
    assert_eq!(house.inbox(&house.host).await, [id]);
    assert_eq!(house.inbox(&house.hr).await, []);
}

#[db_test]
async fn a_role_somewhere_else_touches_nothing_here(world: World) {
    let house = House::new(world).await;
    let other = house.world.another_hall("另一大厅").await;
    let id = house.ask(days_off(25, 25)).await;
    let appoint = |scope| AppointCommand { person: house.b.id, role: Role::Lead, scope, from: november(24), to: None };
    let accounts = house.world.services.accounts();
    accounts.appoint(&house.hr, appoint(Scope::Zone(other.zone))).await.unwrap();
    assert_eq!(house.acts(id).await, [HopAct::Submitted]);
    let new = house.world.person("lead3").create().await;
    let here = AppointCommand { person: new.id, ..appoint(Scope::Zone(house.world.hall.zone)) };
    accounts.appoint(&house.hr, here).await.unwrap();
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::Rerouted]);
    assert_eq!(house.view(id).await.row.waits_for.len(), 2);
}

#[db_test]
async fn time_for_it_runs_in_the_halls_own_hours(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let hall = house.world.hall.id;
    let due = async |id| hall_time(house.view(id).await.row.due_at.unwrap());
    // Asked at 08:25: four working hours of the house's day end after lunch.
    assert_eq!(due(house.ask(days_off(25, 25)).await).await, "11-24 14:00");
    let known = approvals.office_hours(&house.hr).await.unwrap();
    assert_eq!((known.len(), known[0].minutes, known[0].hours.pauses.as_str()), (1, 450, "12:00"));
    let through = HoursCommand {
        hall,
        opens: "09:00".to_owned(),
        pauses: String::new(),
        resumes: String::new(),
        closes: "17:00".to_owned(),
    };
    assert_eq!(problem(approvals.set_office_hours(&house.supervisor, through.clone()).await), Problem::Denied);
    let backwards = HoursCommand { closes: "08:00".to_owned(), ..through.clone() };
    let refused = problem(approvals.set_office_hours(&house.hr, backwards).await);
    assert_eq!(refused, Problem::field("closes", FieldReason::EndsBeforeStart));
    for _ in 0..2 {
        approvals.set_office_hours(&house.hr, through.clone()).await.unwrap();
    }
    assert_eq!(approvals.office_hours(&house.hr).await.unwrap()[0].minutes, 480);
    assert_eq!(due(house.ask(days_off(26, 26)).await).await, "11-24 13:00");
}

fn hall_time(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8)).format("%m-%d %H:%M").to_string()
}
