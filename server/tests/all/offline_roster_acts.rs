//! Shifts given away, offers and overtime taken back without a network: the same is done once, other words under its id
//! are a conflict, and what comes too late is refused with its reason.

use chrono::NaiveDate;
use domain::{
    approvals::{FlowState, Verdict, WithdrawCommand},
    ids::{ActId, ApprovalId, OpenShiftId, PersonId},
    notices::NoticeContent,
    org::Side,
    policy::Role,
    problem::Problem,
    roster::{
        CancelOvertimeCommand, ClaimCommand, Compensation, FillCommand, OfferCommand, RosterError, WithdrawOfferCommand,
    },
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test};

use crate::{
    overtime::{ask, decide, granted, overtime},
    support::{problem, takes_back},
};

pub fn fills(offer: OpenShiftId, person: PersonId) -> FillCommand {
    FillCommand { id: ActId::new(), offer, version: 1, person }
}

pub fn withdraws(offer: OpenShiftId, version: i32) -> WithdrawOfferCommand {
    WithdrawOfferCommand { id: ActId::new(), offer, version }
}

pub fn cancels(overtime: ApprovalId, version: i32, reason: Option<&str>) -> CancelOvertimeCommand {
    CancelOvertimeCommand { id: ActId::new(), overtime, version, reason: reason.map(ToOwned::to_owned) }
}

/// Saturday 28 November 2026, on which nobody works by their pattern.
fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

struct Hall {
    world: World,
    a: Person,
    b: Person,
    first: Caller,
    second: Caller,
    supervisor: Caller,
}

impl Hall {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        world.works(&day_shift(), &[(a.id, None), (b.id, None)]).await;
        let (first, second) = (a.caller(&world).await, b.caller(&world).await);
        Self { world, a, b, first, second, supervisor }
    }

    /// A shift on offer that the callers have claimed.
    async fn offered(&self, claimed_by: &[&Caller]) -> OpenShiftId {
        let roster = self.world.services.roster();
        let (hall, window) = (self.world.hall.id, self.world.hall.desks[1].window);
        let shift = roster.offer_choices(&self.supervisor, hall).await.unwrap().shifts[0].0;
        let command = OfferCommand { id: OpenShiftId::new(), hall, date: saturday(), shift, window };
        let offer = roster.offer_shift(&self.supervisor, command).await.unwrap();
        for caller in claimed_by {
            let claim = ClaimCommand { id: ActId::new(), offer, claim: true };
            roster.claim_shift(caller, claim).await.unwrap();
        }
        offer
    }

    /// How often somebody was told something.
    async fn told(&self, caller: &Caller, what: impl Fn(&NoticeContent) -> bool) -> usize {
        let inbox = self.world.services.notices().inbox(caller, None).await.unwrap();
        inbox.notices.iter().filter(|notice| what(&notice.content)).count()
    }

    async fn state(&self, id: ApprovalId) -> (FlowState, i32) {
        let row = self.world.services.roster().overtime(&self.first, id).await.unwrap().approval.row;
        (row.state, row.version)
    }
}

#[db_test]
async fn a_shift_is_given_away_once(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let offer = hall.offered(&[&hall.first, &hall.second]).await;
    let command = fills(offer, hall.a.id);
    roster.fill_shift(&hall.supervisor, command.clone()).await.unwrap();
    roster.fill_shift(&hall.supervisor, command.clone()).await.expect("the same is done once");
    let other = FillCommand { person: hall.b.id, ..command.clone() };
    assert_eq!(problem(roster.fill_shift(&hall.supervisor, other).await), Problem::Conflict);
    let anew = fills(offer, hall.b.id);
    assert_eq!(problem(roster.fill_shift(&hall.supervisor, anew).await), RosterError::Settled.into());
    assert_eq!(problem(roster.fill_shift(&hall.first, command.clone()).await), Problem::Denied, "it is nobody else's");
    let given = |content: &NoticeContent| matches!(content, NoticeContent::ShiftGiven { .. });
    assert_eq!((hall.told(&hall.first, given).await, hall.told(&hall.second, given).await), (1, 0));
    // Even when its day has come, it is answered as then.
    hall.world.clock.set("2026-11-28 09:00");
    roster.fill_shift(&hall.supervisor, command).await.unwrap();
}

#[db_test]
async fn an_offer_is_taken_back_once_and_never_after_it_was_given_away(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let offer = hall.offered(&[&hall.first]).await;
    let command = withdraws(offer, 1);
    assert_eq!(problem(roster.withdraw_offer(&hall.first, command.clone()).await), Problem::Denied);
    roster.withdraw_offer(&hall.supervisor, command.clone()).await.unwrap();
    roster.withdraw_offer(&hall.supervisor, command.clone()).await.expect("the same is done once");
    let other = WithdrawOfferCommand { version: 2, ..command };
    assert_eq!(problem(roster.withdraw_offer(&hall.supervisor, other).await), Problem::Conflict);
    let gone = |content: &NoticeContent| matches!(content, NoticeContent::ShiftGone { .. });
    assert_eq!(hall.told(&hall.first, gone).await, 1);

    let offer = hall.offered(&[&hall.first]).await;
    let kept = withdraws(offer, 1);
    let stale = withdraws(offer, i32::MAX);
    assert_eq!(problem(roster.withdraw_offer(&hall.supervisor, stale).await), Problem::Conflict);
    roster.fill_shift(&hall.supervisor, fills(offer, hall.a.id)).await.unwrap();
    assert_eq!(problem(roster.withdraw_offer(&hall.supervisor, kept).await), RosterError::Settled.into());
}

#[db_test]
async fn overtime_is_taken_back_once(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let id = ask(&hall.world, &hall.first, overtime(saturday(), 60, Compensation::Pay)).await.unwrap();
    let command = takes_back(id, 2);
    assert_eq!(problem(roster.withdraw_overtime(&hall.second, command).await), Problem::NotFound);
    roster.withdraw_overtime(&hall.first, command).await.unwrap();
    let taken_back = hall.state(id).await;
    assert_eq!(taken_back.0, FlowState::Withdrawn);
    roster.withdraw_overtime(&hall.first, command).await.expect("the same is done once");
    assert_eq!(hall.state(id).await, taken_back);
    let other = WithdrawCommand { version: taken_back.1, ..command };
    assert_eq!(problem(roster.withdraw_overtime(&hall.first, other).await), Problem::Conflict);
    let anew = takes_back(id, taken_back.1);
    assert_eq!(problem(roster.withdraw_overtime(&hall.first, anew).await), RosterError::Settled.into());
}

#[db_test]
async fn overtime_taken_back_on_a_phone_is_refused_when_it_was_decided_meanwhile(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let id = ask(&hall.world, &hall.first, overtime(saturday(), 60, Compensation::Pay)).await.unwrap();
    let kept = takes_back(id, 2);
    decide(&hall.world, &hall.supervisor, id, Verdict::Agree).await.unwrap();
    assert_eq!(problem(roster.withdraw_overtime(&hall.first, kept).await), Problem::Conflict);
    assert_eq!(hall.state(id).await.0, FlowState::Approved);
}

#[db_test]
async fn approved_overtime_is_cancelled_once(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let whose = (&hall.first, &hall.supervisor);
    let id = granted(&hall.world, whose, overtime(saturday(), 60, Compensation::Pay)).await;
    let command = cancels(id, 3, Some("停电"));
    assert_eq!(problem(roster.cancel_overtime(&hall.first, command.clone()).await), Problem::Denied);
    roster.cancel_overtime(&hall.supervisor, command.clone()).await.unwrap();
    let cancelled = hall.state(id).await;
    assert_eq!(cancelled.0, FlowState::Cancelled);
    roster.cancel_overtime(&hall.supervisor, command.clone()).await.expect("the same is done once");
    assert_eq!(hall.state(id).await, cancelled);
    let off = |content: &NoticeContent| matches!(content, NoticeContent::OvertimeCancelled { .. });
    assert_eq!(hall.told(&hall.first, off).await, 1);
    let other = CancelOvertimeCommand { reason: Some("检修".to_owned()), ..command };
    assert_eq!(problem(roster.cancel_overtime(&hall.supervisor, other).await), Problem::Conflict);

    // Kept on a phone until its day was over.
    let id = granted(&hall.world, whose, overtime(saturday(), 60, Compensation::Pay)).await;
    let late = cancels(id, 3, Some("停电"));
    hall.world.clock.set("2026-11-29 09:00");
    assert_eq!(problem(roster.cancel_overtime(&hall.supervisor, late).await), RosterError::Settled.into());
}
