//! Shifts on offer, and overtime.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    approvals::{FlowState, Verdict},
    ids::{ActId, ApprovalId, OpenShiftId, ShiftId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{
        ClaimCommand, Compensation, OfferCommand, OpenShiftView, OvertimeCommand, ProtectionCommand, ProtectionKind,
        RosterError, Shift,
    },
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::{
    offline_roster_acts::{fills, withdraws},
    overtime::{self, overtime},
    overtime_worked::punch_here,
    support::{problem, takes_back},
};

/// Saturday 28 November 2026, on which nobody works by their pattern.
fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).expect("a date")
}

struct Hall {
    world: World,
    a: Person,
    b: Person,
    first: Caller,
    second: Caller,
    supervisor: Caller,
    shift: Shift,
}

impl Hall {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let shift = day_shift();
        world.works(&shift, &[(a.id, None), (b.id, None)]).await;
        let (first, second) = (a.caller(&world).await, b.caller(&world).await);
        Self { world, a, b, first, second, supervisor, shift }
    }

    fn command(&self) -> OfferCommand {
        let (hall, window) = (self.world.hall.id, self.world.hall.desks[1].window);
        OfferCommand { id: OpenShiftId::new(), hall, date: saturday(), shift: self.shift.id, window }
    }

    async fn offer(&self) -> OpenShiftId {
        self.world.services.roster().offer_shift(&self.supervisor, self.command()).await.unwrap()
    }

    async fn claim(&self, caller: &Caller, offer: OpenShiftId, claim: bool) -> Result<(), Error> {
        let command = ClaimCommand { id: ActId::new(), offer, claim };
        self.world.services.roster().claim_shift(caller, command).await
    }

    async fn fill(&self, caller: &Caller, offer: OpenShiftId, person: &Person) -> Result<(), Error> {
        self.world.services.roster().fill_shift(caller, fills(offer, person.id)).await
    }

    async fn open(&self, caller: &Caller) -> Vec<OpenShiftView> {
        self.world.services.roster().open_shifts(caller).await.unwrap()
    }

    async fn works_on_saturday(&self, caller: &Caller) -> Option<String> {
        let view = self.world.services.roster().my_days(caller, saturday(), saturday()).await.unwrap();
        view.days[0].duty.shift()?;
        view.days[0].window.clone()
    }

    fn overtime() -> OvertimeCommand {
        overtime(saturday(), 240, Compensation::TimeOff)
    }

    async fn ask(&self, command: OvertimeCommand) -> Result<ApprovalId, Error> {
        overtime::ask(&self.world, &self.first, command).await
    }

    async fn decide(&self, caller: &Caller, id: ApprovalId, verdict: Verdict) -> Result<(), Error> {
        overtime::decide(&self.world, caller, id, verdict).await.map(drop)
    }
}

#[db_test]
async fn offered_claimed_and_given_to_one(world: World) {
    let hall = Hall::new(world).await;
    let offer = hall.offer().await;
    let seen = hall.open(&hall.first).await;
    assert_eq!((seen.len(), seen[0].claimable, seen[0].claimed, seen[0].withdrawable), (1, true, false, false));
    hall.claim(&hall.first, offer, true).await.unwrap();
    assert_eq!(problem(hall.claim(&hall.first, offer, true).await), RosterError::AskedAlready.into());
    hall.claim(&hall.first, offer, false).await.unwrap();
    assert_eq!(problem(hall.claim(&hall.first, offer, false).await), Problem::NotFound);
    assert_eq!(
        problem(hall.fill(&hall.supervisor, offer, &hall.a).await),
        Problem::field("person", FieldReason::Unknown)
    );
    hall.claim(&hall.first, offer, true).await.unwrap();
    assert!(hall.open(&hall.second).await[0].claims.is_empty(), "who else wants it is the lead's to know");
    assert_eq!(hall.open(&hall.supervisor).await[0].claims[0].person, hall.a.id);
    assert_eq!(problem(hall.fill(&hall.first, offer, &hall.a).await), Problem::Denied);
    hall.fill(&hall.supervisor, offer, &hall.a).await.unwrap();
    assert!(hall.works_on_saturday(&hall.first).await.is_some_and(|window| window.starts_with("A02")));
    assert_eq!(hall.open(&hall.first).await, []);
    let lines = store::repo::audit::list_about(hall.world.db.read(), &[offer.uuid()], None, 10).await.unwrap();
    let claims = lines.iter().filter(|line| line.action == "roster.claim_shift").count();
    let taken_back = lines.iter().filter(|line| line.action == "roster.withdraw_claim").count();
    assert_eq!((claims, taken_back), (2, 1), "who claimed it and thought better of it is on record");
    assert_eq!(problem(hall.claim(&hall.second, offer, true).await), RosterError::Settled.into());
}

#[db_test]
async fn of_two_claimers_one_gets_it(world: World) {
    let hall = Hall::new(world).await;
    let other = hall.world.person("sup2").hall_role(Role::Supervisor).create().await.caller(&hall.world).await;
    let offer = hall.offer().await;
    let (one, two) = tokio::join!(hall.claim(&hall.first, offer, true), hall.claim(&hall.second, offer, true));
    one.unwrap();
    two.unwrap();
    let (one, two) = tokio::join!(hall.fill(&hall.supervisor, offer, &hall.a), hall.fill(&other, offer, &hall.b));
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    let works = [hall.works_on_saturday(&hall.first).await, hall.works_on_saturday(&hall.second).await];
    assert_eq!(works.map(|window| window.is_some()), [one.is_ok(), two.is_ok()]);
    let lost = if one.is_ok() { problem(two) } else { problem(one) };
    assert_eq!(lost, RosterError::Settled.into());
}

#[db_test]
async fn what_can_not_be_offered_or_claimed(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let foreign = hall.world.foreign().await;
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let cases = [
        (OfferCommand { date: today, ..hall.command() }, "date", FieldReason::OutOfRange),
        (OfferCommand { shift: ShiftId::new(), ..hall.command() }, "shift", FieldReason::Unknown),
        (OfferCommand { window: foreign.hall.desks[0].window, ..hall.command() }, "window", FieldReason::Unknown),
    ];
    for (command, field, reason) in cases {
        let refused = problem(roster.offer_shift(&hall.supervisor, command).await);
        assert_eq!(refused, Problem::field(field, reason));
    }
    assert_eq!(problem(roster.offer_shift(&hall.first, hall.command()).await), Problem::Denied);
    let monday = OfferCommand { date: saturday() + TimeDelta::days(2), ..hall.command() };
    let busy = roster.offer_shift(&hall.supervisor, monday).await.unwrap();
    assert_eq!(problem(hall.claim(&hall.first, busy, true).await), RosterError::NotFree.into());
    let stranger = foreign.person.caller(&hall.world).await;
    assert_eq!(problem(hall.claim(&stranger, busy, true).await), Problem::NotFound);
    roster.withdraw_offer(&hall.supervisor, withdraws(busy, 1)).await.unwrap();
    assert_eq!(problem(roster.withdraw_offer(&hall.supervisor, withdraws(busy, 2)).await), RosterError::Settled.into());
    let offer = hall.offer().await;
    hall.claim(&hall.first, offer, true).await.unwrap();
    hall.world.clock.set("2026-11-28 07:00");
    assert_eq!(problem(hall.fill(&hall.supervisor, offer, &hall.a).await), RosterError::Settled.into());
}

#[db_test]
async fn overtime_on_a_day_off_earns_time_off_that_is_paid_when_it_expires(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let id = hall.ask(Hall::overtime()).await.unwrap();
    assert_eq!(problem(hall.ask(Hall::overtime()).await), Problem::field("date", FieldReason::Taken));
    assert_eq!(problem(hall.decide(&hall.first, id, Verdict::Agree).await), Problem::Denied);
    assert_eq!(problem(roster.withdraw_overtime(&hall.second, takes_back(id, 2)).await), Problem::NotFound);
    let lead = hall.world.person("lead").zone_role(Role::Lead, &hall.world.hall).create().await;
    let lead = lead.caller(&hall.world).await;
    hall.decide(&lead, id, Verdict::Agree).await.unwrap();
    let book = roster.overtime_book(&hall.first, None).await.unwrap();
    assert_eq!((book.balance, book.lots.len()), (0, 0), "it is earned when it has been worked");
    assert_eq!((book.requests[0].state, book.requests[0].worked), (FlowState::Approved, None));
    punch_here(&hall.world, &hall.first, &["2026-11-28 09:00", "2026-11-28 13:10"]).await;
    hall.world.clock.set("2026-11-30 09:00");
    hall.world.services.run_jobs().await.unwrap();
    // Sessions outlive the days; the caller is the same.
    assert_eq!(roster.overtime_book(&hall.first, None).await.unwrap().balance, 240);
    hall.world.clock.set("2027-05-28 09:00");
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(roster.overtime_book(&hall.first, None).await.unwrap().balance, 240, "the last day");
    hall.world.clock.set("2027-05-29 09:00");
    hall.world.services.run_jobs().await.unwrap();
    hall.world.clock.advance(TimeDelta::hours(2));
    hall.world.services.run_jobs().await.unwrap();
    let book = roster.overtime_book(&hall.first, None).await.unwrap();
    assert_eq!((book.balance, book.lots.len()), (0, 0), "paid out, once");
}

#[db_test]
async fn overtime_that_the_law_forbids_is_refused(world: World) {
    let hall = Hall::new(world).await;
    let workday = OvertimeCommand { date: saturday() - TimeDelta::days(1), minutes: 120, ..Hall::overtime() };
    let refused = problem(hall.ask(workday.clone()).await);
    assert_eq!(refused, Problem::field("compensation", FieldReason::NotAllowed));
    let paid = OvertimeCommand { compensation: Compensation::Pay, ..workday };
    let too_long = OvertimeCommand { minutes: 181, ..paid.clone() };
    assert_eq!(problem(hall.ask(too_long).await), Problem::field("minutes", FieldReason::OutOfRange));
    let id = hall.ask(paid.clone()).await.unwrap();
    hall.decide(&hall.supervisor, id, Verdict::Reject).await.unwrap();
    let settled = problem(hall.decide(&hall.supervisor, id, Verdict::Agree).await);
    assert_eq!(settled, domain::approvals::ApprovalsError::Settled.into());

    let paid = OvertimeCommand { id: ApprovalId::new(), ..paid };
    let id = hall.ask(paid).await.unwrap();
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let protection = ProtectionCommand {
        person: hall.a.id,
        kind: ProtectionKind::Nursing,
        from: saturday() - TimeDelta::days(10),
        to: saturday() + TimeDelta::days(100),
    };
    hall.world.services.roster().record_protection(&hr, protection).await.unwrap();
    assert_eq!(problem(hall.decide(&hall.supervisor, id, Verdict::Agree).await), RosterError::Blocked.into());
    let book = hall.world.services.roster().overtime_book(&hall.first, None).await.unwrap();
    assert_eq!(book.requests[0].state, FlowState::InReview, "nothing of it was kept");
}

#[db_test]
async fn of_two_who_decide_overtime_at_once_one_wins(world: World) {
    let hall = Hall::new(world).await;
    let other = hall.world.person("sup2").hall_role(Role::Supervisor).create().await.caller(&hall.world).await;
    let id = hall.ask(Hall::overtime()).await.unwrap();
    let (yes, no) =
        tokio::join!(hall.decide(&hall.supervisor, id, Verdict::Agree), hall.decide(&other, id, Verdict::Reject));
    assert_ne!(yes.is_ok(), no.is_ok(), "{yes:?} {no:?}");
    let book = hall.world.services.roster().overtime_book(&hall.first, None).await.unwrap();
    assert_eq!(book.requests[0].state == FlowState::Approved, yes.is_ok());
}
