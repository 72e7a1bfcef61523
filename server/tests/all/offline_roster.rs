//! Swaps and open shifts asked for, answered and claimed without a network: the same is done once, other words under
//! its id are a conflict, and what comes too late is refused with its reason.

use chrono::{Days, NaiveDate};
use domain::{
    approvals::FlowState,
    ids::{ActId, ApprovalId, OpenShiftId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{
        ClaimCommand, Compensation, OfferCommand, OvertimeCommand, RosterError, Shift, SwapAct, SwapAnswer, SwapCommand,
    },
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::{offline_roster_acts::fills, support::problem};

/// Two of a hall: the first is off on Friday the 27th, the second on Thursday the 26th.
struct Hall {
    world: World,
    b: Person,
    first: Caller,
    second: Caller,
    supervisor: Caller,
    shift: Shift,
}

fn day(of_november: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, of_november).expect("a day of November")
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
        let hall = Self { world, b, first, second, supervisor, shift };

        let file = "工号,日期,班次\nw001,2026-11-27,休\nw002,2026-11-26,休\n".to_owned().into_bytes();
        let roster = hall.world.services.roster();
        let report = roster.import(&hall.supervisor, hall.world.hall.id, "a.csv", file, false).await.unwrap();
        assert!(report.applied, "{report:?}");
        hall
    }

    fn swap(&self) -> SwapCommand {
        let reason = Some("接孩子".to_owned());
        SwapCommand { id: ApprovalId::new(), version: None, partner: self.b.id, give: day(26), take: day(27), reason }
    }

    async fn ask(&self, command: &SwapCommand) -> Result<ApprovalId, Error> {
        self.world.services.roster().ask_swap(&self.first, command.clone()).await
    }

    async fn answer(&self, caller: &Caller, command: &SwapAnswer) -> Result<(), Error> {
        self.world.services.roster().answer_swap(caller, command.clone()).await
    }

    async fn state(&self) -> Vec<(FlowState, i32)> {
        let swaps = self.world.services.roster().my_swaps(&self.first, None).await.unwrap().swaps;
        swaps.iter().map(|swap| (swap.standing.state, swap.version)).collect()
    }

    fn offer(&self) -> OfferCommand {
        let (hall, window) = (self.world.hall.id, self.world.hall.desks[1].window);
        OfferCommand { id: OpenShiftId::new(), hall, date: day(28), shift: self.shift.id, window }
    }

    async fn claim(&self, caller: &Caller, command: &ClaimCommand) -> Result<(), Error> {
        self.world.services.roster().claim_shift(caller, command.clone()).await
    }
}

fn agrees(swap: ApprovalId) -> SwapAnswer {
    SwapAnswer { id: ActId::new(), swap, version: 1, act: SwapAct::Agree }
}

#[db_test]
async fn a_swap_is_asked_and_answered_once(world: World) {
    let hall = Hall::new(world).await;
    let command = hall.swap();
    let swap = hall.ask(&command).await.unwrap();
    assert_eq!(swap, command.id);
    assert_eq!(hall.ask(&command).await.expect("the same is asked once"), swap);
    let other = SwapCommand { reason: Some("看病".to_owned()), ..command.clone() };
    assert_eq!(problem(hall.ask(&other).await), Problem::Conflict);
    assert_eq!(problem(hall.ask(&hall.swap()).await), RosterError::AskedAlready.into());
    let yes = agrees(swap);
    assert_eq!(problem(hall.answer(&hall.first, &yes).await), Problem::NotFound, "the other one answers");
    hall.answer(&hall.second, &yes).await.unwrap();
    hall.answer(&hall.second, &yes).await.expect("the same is answered once");
    let no = SwapAnswer { act: SwapAct::Decline, ..yes.clone() };
    assert_eq!(problem(hall.answer(&hall.second, &no).await), Problem::Conflict);
    assert_eq!(hall.state().await, [(FlowState::InReview, 2)]);
    // Even when its day has come, what was asked and answered before is answered as then.
    hall.world.clock.set("2026-11-26 09:00");
    assert_eq!(hall.ask(&command).await.unwrap(), swap);
    hall.answer(&hall.second, &yes).await.unwrap();
}

#[db_test]
async fn an_answer_that_comes_too_late_is_refused_with_its_reason(world: World) {
    let hall = Hall::new(world).await;
    let swap = hall.ask(&hall.swap()).await.unwrap();
    let yes = agrees(swap);
    // Taken back while the answer waited on the other's phone.
    let back = SwapAnswer { id: ActId::new(), swap, version: 1, act: SwapAct::Withdraw };
    hall.answer(&hall.first, &back).await.unwrap();
    assert_eq!(problem(hall.answer(&hall.second, &yes).await), Problem::Conflict);
    assert_eq!(hall.state().await, [(FlowState::Withdrawn, 2)]);
    let again = hall.ask(&hall.swap()).await.unwrap();
    let late_ask = hall.swap();
    hall.world.clock.set("2026-11-26 09:00");
    assert_eq!(problem(hall.answer(&hall.second, &agrees(again)).await), RosterError::Settled.into());
    assert_eq!(problem(hall.ask(&late_ask).await), Problem::field("give", FieldReason::OutOfRange));
    assert_eq!(problem(hall.answer(&hall.supervisor, &agrees(again)).await), Problem::NotFound, "neither of the two");
}

#[db_test]
async fn a_shift_is_offered_and_claimed_once(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let command = hall.offer();
    let offer = roster.offer_shift(&hall.supervisor, command.clone()).await.unwrap();
    assert_eq!(roster.offer_shift(&hall.supervisor, command.clone()).await.expect("the same once"), offer);
    let other = OfferCommand { date: command.date + Days::new(1), ..command.clone() };
    assert_eq!(problem(roster.offer_shift(&hall.supervisor, other).await), Problem::Conflict);
    assert_eq!(roster.open_shifts(&hall.supervisor).await.unwrap().len(), 1);
    let claim = ClaimCommand { id: ActId::new(), offer, claim: true };
    hall.claim(&hall.first, &claim).await.unwrap();
    hall.claim(&hall.first, &claim).await.expect("the same is claimed once");
    let back = ClaimCommand { claim: false, ..claim.clone() };
    assert_eq!(problem(hall.claim(&hall.first, &back).await), Problem::Conflict);
    assert_eq!(roster.open_shifts(&hall.supervisor).await.unwrap()[0].claims.len(), 1);
    let back = ClaimCommand { id: ActId::new(), ..back };
    hall.claim(&hall.first, &back).await.unwrap();
    hall.claim(&hall.first, &back).await.expect("it is taken back once");
    assert_eq!(roster.open_shifts(&hall.supervisor).await.unwrap()[0].claims, []);
}

#[db_test]
async fn overtime_is_asked_for_once_and_never_after_the_fact(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let reason = "年底盘点".to_owned();
    let compensation = Compensation::Pay;
    let command =
        OvertimeCommand { id: ApprovalId::new(), version: None, date: day(25), minutes: 120, reason, compensation };
    roster.ask_overtime(&hall.first, command.clone()).await.unwrap();
    roster.ask_overtime(&hall.first, command.clone()).await.expect("the same is asked once");
    let other = OvertimeCommand { minutes: 60, ..command.clone() };
    assert_eq!(problem(roster.ask_overtime(&hall.first, other).await), Problem::Conflict);
    assert_eq!(roster.overtime_book(&hall.first, None).await.unwrap().requests.len(), 1);
    hall.world.clock.set("2026-11-26 08:00");
    roster.ask_overtime(&hall.first, command.clone()).await.expect("what was answered is answered as then");
    let late = OvertimeCommand { id: ApprovalId::new(), ..command };
    let late = roster.ask_overtime(&hall.second, late).await;
    assert_eq!(problem(late), Problem::field("date", FieldReason::OutOfRange));
}

#[db_test]
async fn a_claim_that_comes_when_the_shift_is_gone_is_refused(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let offer = roster.offer_shift(&hall.supervisor, hall.offer()).await.unwrap();
    let claims = |claim| ClaimCommand { id: ActId::new(), offer, claim };
    let kept = claims(true);
    hall.claim(&hall.second, &claims(true)).await.unwrap();
    roster.fill_shift(&hall.supervisor, fills(offer, hall.b.id)).await.unwrap();
    assert_eq!(problem(hall.claim(&hall.first, &kept).await), RosterError::Settled.into());
    let late = hall.offer();
    hall.world.clock.set("2026-11-28 07:00");
    let late = roster.offer_shift(&hall.supervisor, late).await;
    assert_eq!(problem(late), Problem::field("date", FieldReason::OutOfRange));
}
