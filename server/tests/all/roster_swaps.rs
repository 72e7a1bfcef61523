//! Two people agree to swap days: asking, answering, changing, taking back.

use chrono::{Days, NaiveDate};
use domain::{
    approvals::{FlowState, HopAct},
    ids::{ActId, ApprovalId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Consent, RosterError, SwapAct, SwapAnswer, SwapCommand, SwapRow},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::{overtime::inbox, support::problem};

pub fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
}

/// `w001` works on Tuesday the 1st and is off on Wednesday the 2nd; `w002` the other way round.
pub struct Pair {
    pub world: World,
    pub a: Person,
    pub b: Person,
    pub asker: Caller,
    pub partner: Caller,
    pub supervisor: Caller,
}

impl Pair {
    pub async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        world.works(&day_shift(), &[(a.id, None), (b.id, None)]).await;
        world.works(&night_shift(), &[]).await;
        let (asker, partner) = (a.caller(&world).await, b.caller(&world).await);
        let pair = Self { world, a, b, asker, partner, supervisor };
        pair.import("w001,2026-12-02,休\nw002,2026-12-01,休\n").await;
        pair
    }

    pub async fn import(&self, lines: &str) {
        let file = format!("工号,日期,班次\n{lines}").into_bytes();
        let roster = self.world.services.roster();
        let report = roster.import(&self.supervisor, self.world.hall.id, "a.csv", file, false).await.unwrap();
        assert!(report.applied, "{report:?}");
    }

    /// The lead of the zone in which both work.
    pub async fn lead(&self) -> Caller {
        let lead = self.world.person("lead").zone_role(Role::Lead, &self.world.hall);
        lead.create().await.caller(&self.world).await
    }

    pub fn command(&self) -> SwapCommand {
        SwapCommand {
            id: ApprovalId::new(),
            version: None,
            partner: self.b.id,
            give: december(1),
            take: december(2),
            reason: Some("接孩子".into()),
        }
    }

    pub async fn ask(&self) -> ApprovalId {
        self.world.services.roster().ask_swap(&self.asker, self.command()).await.unwrap()
    }

    pub async fn say(&self, caller: &Caller, swap: ApprovalId, version: i32, act: SwapAct) -> Result<(), Error> {
        let answer = SwapAnswer { id: ActId::new(), swap, version, act };
        self.world.services.roster().answer_swap(caller, answer).await
    }

    /// Asked and agreed.
    pub async fn agreed(&self) -> ApprovalId {
        let swap = self.ask().await;
        self.say(&self.partner, swap, 1, SwapAct::Agree).await.unwrap();
        swap
    }

    pub async fn mine(&self, caller: &Caller) -> SwapRow {
        self.world.services.roster().my_swaps(caller, None).await.unwrap().swaps.remove(0)
    }

    pub async fn stands(&self, caller: &Caller) -> (Consent, FlowState) {
        let standing = self.mine(caller).await.standing;
        (standing.consent, standing.state)
    }

    /// Whether somebody works on the 1st and on the 2nd.
    pub async fn works(&self, caller: &Caller) -> [bool; 2] {
        let view = self.world.services.roster().my_days(caller, december(1), december(2)).await.unwrap();
        [0, 1].map(|day: usize| view.days[day].duty.shift().is_some())
    }

    /// What happened to a swap, as one of the two reads it.
    pub async fn hops(&self, caller: &Caller, swap: ApprovalId) -> Vec<HopAct> {
        let view = self.world.services.roster().swap(caller, swap).await.unwrap();
        view.approval.hops.iter().map(|hop| hop.act).collect()
    }
}

#[db_test]
async fn the_colleague_answers_first_and_then_it_is_submitted(world: World) {
    let pair = Pair::new(world).await;
    let roster = pair.world.services.roster();
    let choices = roster.swap_choices(&pair.asker, Some((december(1), december(2)))).await.unwrap();
    assert_eq!(choices.options.iter().map(|option| option.person).collect::<Vec<_>>(), [pair.b.id]);
    let swap = pair.ask().await;
    assert_eq!(pair.mine(&pair.partner).await.acts, [SwapAct::Agree, SwapAct::Decline]);
    assert_eq!(pair.mine(&pair.asker).await.acts, [SwapAct::Withdraw]);
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Asked, FlowState::Draft));
    assert_eq!(inbox(&pair.world, &pair.supervisor).await, [], "nothing to decide yet");
    assert_eq!(problem(pair.world.services.approvals().view(&pair.supervisor, swap).await), Problem::NotFound);
    assert_eq!(problem(pair.say(&pair.asker, swap, 1, SwapAct::Agree).await), Problem::NotFound);
    assert_eq!(problem(pair.say(&pair.partner, swap, 1, SwapAct::Withdraw).await), Problem::NotFound);
    assert_eq!(problem(pair.say(&pair.supervisor, swap, 1, SwapAct::Agree).await), Problem::NotFound);
    assert_eq!(problem(roster.swap(&pair.supervisor, swap).await), Problem::NotFound, "others follow it elsewhere");
    pair.say(&pair.partner, swap, 1, SwapAct::Agree).await.unwrap();
    assert_eq!(pair.works(&pair.asker).await, [true, false], "agreement alone changes nothing");
    assert_eq!(inbox(&pair.world, &pair.supervisor).await.len(), 1);
    let row = pair.mine(&pair.asker).await;
    assert_eq!((row.waits_for, row.due_at.is_some()), (vec!["测试sup".to_owned()], true));
    for caller in [&pair.asker, &pair.partner] {
        assert_eq!(pair.hops(caller, swap).await, [HopAct::Confirmed, HopAct::Submitted]);
    }
    assert_eq!(problem(pair.say(&pair.partner, swap, 1, SwapAct::Agree).await), Problem::Conflict);
    assert_eq!(problem(pair.say(&pair.partner, swap, 2, SwapAct::Agree).await), RosterError::Settled.into());
}

#[db_test]
async fn who_was_asked_can_say_no_until_it_is_decided(world: World) {
    let pair = Pair::new(world).await;
    let swap = pair.ask().await;
    pair.say(&pair.partner, swap, 1, SwapAct::Decline).await.unwrap();
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Declined, FlowState::Withdrawn));
    let swap = pair.agreed().await;
    assert_eq!(pair.mine(&pair.partner).await.acts, [SwapAct::Decline]);
    pair.say(&pair.partner, swap, 2, SwapAct::Decline).await.unwrap();
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Declined, FlowState::Withdrawn));
    assert_eq!(pair.hops(&pair.asker, swap).await, [HopAct::Confirmed, HopAct::Submitted, HopAct::Declined]);
    assert_eq!(inbox(&pair.world, &pair.supervisor).await, []);
    for caller in [&pair.asker, &pair.partner] {
        assert_eq!(pair.mine(caller).await.acts, []);
    }
    pair.ask().await;
}

#[db_test]
async fn what_is_changed_has_to_be_agreed_to_anew(world: World) {
    let pair = Pair::new(world).await;
    pair.import("w002,2026-12-03,休\nw001,2026-12-04,休\n").await;
    let roster = pair.world.services.roster();
    let swap = pair.agreed().await;
    assert_eq!(problem(roster.swap_to_change(&pair.partner, swap).await), RosterError::Settled.into());
    let asked = roster.swap_to_change(&pair.asker, swap).await.unwrap();
    assert_eq!((asked.version, asked.partner, asked.facts.give.0), (2, pair.b.id, december(1)));
    let base = || SwapCommand { id: swap, version: Some(2), give: december(3), take: december(4), ..pair.command() };
    let other = pair.world.person("w003").hall_role(Role::Worker).create().await;
    let another = SwapCommand { partner: other.id, ..base() };
    let refused = problem(roster.ask_swap(&pair.asker, another).await);
    assert_eq!(refused, Problem::field("partner", FieldReason::NotAllowed), "another colleague is another swap");
    assert_eq!(problem(roster.ask_swap(&pair.partner, base()).await), Problem::NotFound);
    let stale = SwapCommand { version: Some(1), ..base() };
    assert_eq!(problem(roster.ask_swap(&pair.asker, stale).await), Problem::Conflict);
    roster.ask_swap(&pair.asker, base()).await.unwrap();
    roster.ask_swap(&pair.asker, base()).await.expect("sent again, it is said once");
    let otherwise = SwapCommand { give: december(4), take: december(3), ..base() };
    assert_eq!(problem(roster.ask_swap(&pair.asker, otherwise).await), Problem::Conflict, "it has changed since");
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Asked, FlowState::Returned));
    assert_eq!(inbox(&pair.world, &pair.supervisor).await, [], "nobody decides meanwhile");
    // An answer to what was asked before is no answer to this.
    assert_eq!(problem(pair.say(&pair.partner, swap, 2, SwapAct::Agree).await), Problem::Conflict);
    pair.say(&pair.partner, swap, 3, SwapAct::Agree).await.unwrap();
    let row = inbox(&pair.world, &pair.supervisor).await.remove(0);
    let domain::approvals::Subject::Swap(card) = row.subject else { panic!("no swap") };
    assert_eq!((card.facts.give.0, card.facts.take.0), (december(3), december(4)));
}

#[db_test]
async fn what_can_not_be_swapped_is_refused_by_field(world: World) {
    let pair = Pair::new(world).await;
    let roster = pair.world.services.roster();
    let foreign = pair.world.foreign().await;
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let base = || pair.command();
    let cases = [
        (SwapCommand { give: today, ..base() }, "give", FieldReason::OutOfRange),
        (SwapCommand { take: december(1) + Days::new(200), ..base() }, "take", FieldReason::OutOfRange),
        (SwapCommand { give: december(2), ..base() }, "give", FieldReason::Unknown),
        (SwapCommand { take: december(3), ..base() }, "partner", FieldReason::Overlaps),
        (SwapCommand { take: december(6), ..base() }, "take", FieldReason::Unknown),
        (SwapCommand { partner: pair.a.id, ..base() }, "partner", FieldReason::SamePerson),
        (SwapCommand { partner: foreign.person.id, ..base() }, "partner", FieldReason::NotAllowed),
        (SwapCommand { reason: Some("长".repeat(201)), ..base() }, "reason", FieldReason::TooLong),
    ];
    for (command, field, reason) in cases {
        let refused = problem(roster.ask_swap(&pair.asker, command.clone()).await);
        assert_eq!(refused, Problem::field(field, reason), "{command:?}");
    }
    pair.ask().await;
    assert_eq!(problem(roster.ask_swap(&pair.asker, base()).await), RosterError::AskedAlready.into());
}

#[db_test]
async fn a_swap_can_be_taken_back_and_is_given_up_on_its_first_day(world: World) {
    let pair = Pair::new(world).await;
    let swap = pair.agreed().await;
    pair.say(&pair.asker, swap, 2, SwapAct::Withdraw).await.unwrap();
    assert_eq!(pair.stands(&pair.partner).await, (Consent::Agreed, FlowState::Withdrawn));
    assert_eq!(inbox(&pair.world, &pair.supervisor).await, []);
    let swap = pair.agreed().await;
    pair.world.clock.set("2026-12-01 00:00");
    let late = crate::overtime::decide(&pair.world, &pair.supervisor, swap, domain::approvals::Verdict::Agree).await;
    assert_eq!(problem(late), RosterError::Settled.into());
    assert_eq!(problem(pair.say(&pair.asker, swap, 2, SwapAct::Withdraw).await), RosterError::Settled.into());
    pair.world.services.run_jobs().await.unwrap();
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Agreed, FlowState::Expired));
    for caller in [&pair.asker, &pair.partner] {
        let told = pair.world.services.notices().inbox(caller, None).await.unwrap().notices.remove(0).content;
        let (what, state) = (domain::approvals::ApprovalKind::Swap, FlowState::Expired);
        assert_eq!(told, domain::notices::NoticeContent::RequestSettled { what, state, request: swap });
    }
    assert_eq!(inbox(&pair.world, &pair.supervisor).await, []);
    assert_eq!(pair.works(&pair.asker).await, [true, false]);
}
