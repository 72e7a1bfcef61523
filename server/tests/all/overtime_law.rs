//! Overtime that was approved counts with what is rostered: in the week, in the period, and for who is protected.

use chrono::NaiveDate;
use domain::{
    approvals::Verdict,
    ids::ApprovalId,
    org::Side,
    policy::Role,
    roster::{Compensation, HoursPeriod, PermitCommand, ProtectionCommand, ProtectionKind, RosterError},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::{
    overtime::{ask, decide, overtime},
    support::problem,
};

fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

struct Hall {
    world: World,
    worker: Person,
    me: Caller,
    lead: Caller,
    hr: Caller,
}

impl Hall {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        let me = worker.caller(&world).await;
        Self { world, worker, me, lead, hr }
    }

    async fn works(&self) {
        self.world.works(&day_shift(), &[(self.worker.id, None)]).await;
    }

    async fn ask(&self, day: u32, minutes: i32) -> Result<ApprovalId, Error> {
        ask(&self.world, &self.me, overtime(november(day), minutes, Compensation::Pay)).await
    }

    async fn approve(&self, id: ApprovalId) -> Result<(), Error> {
        decide(&self.world, &self.lead, id, Verdict::Agree).await.map(drop)
    }

    async fn protect(&self, kind: ProtectionKind) {
        let person = self.worker.id;
        let protection = ProtectionCommand { person, kind, from: november(20), to: november(30) };
        self.world.services.roster().record_protection(&self.hr, protection).await.unwrap();
    }

    async fn permit(&self) {
        let (from, to) = (november(1), november(30));
        let permit = PermitCommand { person: self.worker.id, period: HoursPeriod::Month, from, to };
        self.world.services.roster().record_permit(&self.hr, permit).await.unwrap();
    }
}

#[db_test]
async fn both_days_of_a_weekend_leave_no_rest(world: World) {
    let hall = Hall::new(world).await;
    hall.works().await;
    let first = hall.ask(28, 120).await.unwrap();
    let second = hall.ask(29, 120).await.unwrap();
    hall.approve(first).await.unwrap();
    assert_eq!(problem(hall.approve(second).await), RosterError::Blocked.into());
    assert_eq!(problem(hall.ask(29, 60).await), RosterError::Blocked.into(), "nor can it be asked for any more");
    // Beside a shift, it makes no day of work that was none.
    let monday = hall.ask(30, 60).await.unwrap();
    hall.approve(monday).await.unwrap();
}

#[db_test]
async fn under_a_permit_the_total_of_the_period_bounds_it(world: World) {
    let hall = Hall::new(world).await;
    hall.permit().await;
    // Nothing is rostered: the standard total of November is 168 hours.
    for day in [25, 26, 27] {
        let asked = hall.ask(day, 180).await.unwrap();
        hall.approve(asked).await.unwrap();
    }
    hall.works().await;
    // Now 21 days of nine hours are: the total is passed, and anything more passes it further.
    assert_eq!(problem(hall.ask(30, 60).await), RosterError::Blocked.into());
}

#[db_test]
async fn who_is_protected_gets_none_by_standard_hours_or_under_a_permit(world: World) {
    let hall = Hall::new(world).await;
    let before = hall.ask(27, 60).await.unwrap();
    hall.protect(ProtectionKind::LatePregnancy).await;
    assert_eq!(problem(hall.approve(before).await), RosterError::Blocked.into());
    assert_eq!(problem(hall.ask(28, 60).await), RosterError::Blocked.into());
    hall.permit().await;
    assert_eq!(problem(hall.approve(before).await), RosterError::Blocked.into());
    assert_eq!(problem(hall.ask(28, 60).await), RosterError::Blocked.into());
}
