//! Two people swap days, and a third decides.

use chrono::{Days, NaiveDate};
use domain::{
    ids::SwapId,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Assignment, ProtectionCommand, ProtectionKind, RosterError, SwapAct, SwapCommand, SwapState, SwapView},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::support::problem;

fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
}

/// `w001` works on Tuesday the 1st and is off on Wednesday the 2nd; `w002` the other way round.
struct Pair {
    world: World,
    a: Person,
    b: Person,
    asker: Caller,
    partner: Caller,
    supervisor: Caller,
}

impl Pair {
    async fn new(world: World) -> Self {
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

    async fn import(&self, lines: &str) {
        let file = format!("工号,日期,班次\n{lines}").into_bytes();
        let roster = self.world.services.roster();
        let report = roster.import(&self.supervisor, self.world.hall.id, "a.csv", file, false).await.unwrap();
        assert!(report.applied, "{report:?}");
    }

    fn command(&self) -> SwapCommand {
        SwapCommand {
            id: SwapId::new(),
            partner: self.b.id,
            give: december(1),
            take: december(2),
            reason: Some("接孩子".into()),
        }
    }

    async fn ask(&self) -> SwapId {
        self.world.services.roster().ask_swap(&self.asker, self.command()).await.unwrap()
    }

    async fn act(&self, caller: &Caller, swap: SwapId, version: i32, act: SwapAct) -> Result<(), Error> {
        let answer = (act == SwapAct::Reject).then(|| "人手不够".to_owned());
        self.world.services.roster().act_on_swap(caller, swap, version, act, answer).await
    }

    /// Asked and agreed.
    async fn agreed(&self) -> SwapId {
        let swap = self.ask().await;
        self.act(&self.partner, swap, 1, SwapAct::Agree).await.unwrap();
        swap
    }

    async fn mine(&self, caller: &Caller) -> SwapView {
        self.world.services.roster().my_swaps(caller).await.unwrap().remove(0)
    }

    /// Whether somebody works on the 1st and on the 2nd.
    async fn works(&self, caller: &Caller) -> [bool; 2] {
        let view = self.world.services.roster().my_days(caller, december(1), december(2)).await.unwrap();
        [0, 1].map(|day: usize| view.days[day].duty.shift().is_some())
    }
}

#[db_test]
async fn asked_agreed_approved_and_both_rosters_change(world: World) {
    let pair = Pair::new(world).await;
    let roster = pair.world.services.roster();
    let choices = roster.swap_choices(&pair.asker, Some((december(1), december(2)))).await.unwrap();
    assert_eq!(choices.options.iter().map(|option| option.person).collect::<Vec<_>>(), [pair.b.id]);
    let swap = pair.ask().await;
    assert_eq!(pair.mine(&pair.partner).await.acts, [SwapAct::Agree, SwapAct::Decline]);
    assert_eq!(pair.mine(&pair.asker).await.acts, [SwapAct::Withdraw]);
    assert_eq!(roster.swaps_to_decide(&pair.supervisor).await.unwrap(), []);
    pair.act(&pair.partner, swap, 1, SwapAct::Agree).await.unwrap();
    assert_eq!(pair.works(&pair.asker).await, [true, false], "agreement alone changes nothing");
    let waiting = roster.swaps_to_decide(&pair.supervisor).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].findings.len()), (1, 0));
    pair.act(&pair.supervisor, swap, 2, SwapAct::Approve).await.unwrap();
    assert_eq!((pair.works(&pair.asker).await, pair.works(&pair.partner).await), ([false, true], [true, false]));
    assert_eq!(pair.mine(&pair.asker).await.state, SwapState::Approved);
    for caller in [&pair.asker, &pair.partner] {
        let view = roster.my_days(caller, december(1), december(2)).await.unwrap();
        assert!(view.news.iter().any(|news| news.changes.len() == 2), "both are told");
    }
    let again = pair.act(&pair.supervisor, swap, 3, SwapAct::Approve).await;
    assert_eq!(problem(again), RosterError::Settled.into());
}

#[db_test]
async fn nobody_decides_their_own_and_a_lead_asks_the_supervisor(world: World) {
    let pair = Pair::new(world).await;
    let zone_lead = |name: &'static str| pair.world.person(name).zone_role(Role::Lead, &pair.world.hall);
    let lead = zone_lead("lead").create().await.caller(&pair.world).await;
    let swap = pair.agreed().await;
    for own in [&pair.asker, &pair.partner] {
        assert_eq!(problem(pair.act(own, swap, 2, SwapAct::Approve).await), Problem::Denied);
    }
    assert_eq!(problem(pair.act(&pair.supervisor, swap, 2, SwapAct::Agree).await), Problem::NotFound);
    assert_eq!(pair.world.services.roster().swaps_to_decide(&lead).await.unwrap().len(), 1);
    pair.act(&lead, swap, 2, SwapAct::Reject).await.unwrap();
    assert_eq!(pair.mine(&pair.asker).await.answer.as_deref(), Some("人手不够"));
    assert_eq!(pair.works(&pair.asker).await, [true, false]);

    // The second window's A is a lead, and swaps with its B.
    let desk = pair.world.hall.desks[1];
    let leading = zone_lead("w003").hall_role(Role::Worker).at(desk, Side::A).create().await;
    let other = pair.world.person("w004").hall_role(Role::Worker).at(desk, Side::B).create().await;
    pair.import("w003,2026-12-01,白班\nw003,2026-12-02,休\nw004,2026-12-01,休\nw004,2026-12-02,白班\n").await;
    let roster = pair.world.services.roster();
    let command = SwapCommand { partner: other.id, ..pair.command() };
    let swap = roster.ask_swap(&leading.caller(&pair.world).await, command).await.unwrap();
    pair.act(&other.caller(&pair.world).await, swap, 1, SwapAct::Agree).await.unwrap();
    assert_eq!(problem(pair.act(&lead, swap, 2, SwapAct::Approve).await), Problem::Denied);
    pair.act(&pair.supervisor, swap, 2, SwapAct::Approve).await.unwrap();
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
    let swap = pair.ask().await;
    assert_eq!(problem(roster.ask_swap(&pair.asker, base()).await), RosterError::AskedAlready.into());
    let silent = roster.act_on_swap(&pair.supervisor, swap, 1, SwapAct::Reject, None).await;
    assert_eq!(problem(silent), RosterError::Settled.into(), "not agreed yet");
    pair.act(&pair.partner, swap, 1, SwapAct::Agree).await.unwrap();
    let silent = roster.act_on_swap(&pair.supervisor, swap, 2, SwapAct::Reject, Some(" ".into())).await;
    assert_eq!(problem(silent), Problem::field("answer", FieldReason::Required));
    assert_eq!(problem(pair.act(&pair.supervisor, swap, 1, SwapAct::Approve).await), Problem::Conflict);
}

#[db_test]
async fn a_swap_expires_on_its_first_day_and_can_be_taken_back_before(world: World) {
    let pair = Pair::new(world).await;
    let swap = pair.agreed().await;
    pair.act(&pair.asker, swap, 2, SwapAct::Withdraw).await.unwrap();
    assert_eq!(pair.mine(&pair.partner).await.state, SwapState::Withdrawn);
    let swap = pair.agreed().await;
    pair.world.clock.set("2026-12-01 00:00");
    assert_eq!(pair.mine(&pair.asker).await.state, SwapState::Expired);
    let late = pair.act(&pair.supervisor, swap, 2, SwapAct::Approve).await;
    assert_eq!(problem(late), RosterError::Settled.into());
    assert_eq!(pair.works(&pair.asker).await, [true, false]);
}

#[db_test]
async fn the_law_is_asked_when_it_is_decided(world: World) {
    let pair = Pair::new(world).await;
    let hr = pair.world.person("hr").agency_role(Role::Hr).create().await.caller(&pair.world).await;
    pair.import("w002,2026-12-02,夜班\nw002,2026-12-03,休\nw001,2026-12-03,休\n").await;
    let protected = ProtectionCommand {
        person: pair.a.id,
        kind: ProtectionKind::LatePregnancy,
        from: december(1),
        to: december(31),
    };
    let roster = pair.world.services.roster();
    roster.record_protection(&hr, protected).await.unwrap();
    let swap = pair.agreed().await;
    let waiting = roster.swaps_to_decide(&pair.supervisor).await.unwrap();
    assert!(waiting[0].findings.iter().any(|found| found.finding.rule.is_hard()));
    assert!(waiting[0].findings.iter().all(|found| found.basis.is_none()), "why is HR's to know");
    let refused = pair.act(&pair.supervisor, swap, 2, SwapAct::Approve).await;
    assert_eq!(problem(refused), RosterError::Blocked.into());
    assert_eq!(pair.mine(&pair.asker).await.state, SwapState::Agreed);
}

#[db_test]
async fn of_two_who_decide_at_once_one_wins(world: World) {
    let pair = Pair::new(world).await;
    let second = pair.world.person("sup2").hall_role(Role::Supervisor).create().await.caller(&pair.world).await;
    let swap = pair.agreed().await;
    let (yes, no) = tokio::join!(
        pair.act(&pair.supervisor, swap, 2, SwapAct::Approve),
        pair.act(&second, swap, 2, SwapAct::Reject)
    );
    assert_ne!(yes.is_ok(), no.is_ok(), "{yes:?} {no:?}");
    let swapped = pair.works(&pair.asker).await == [false, true];
    assert_eq!(swapped, yes.is_ok());
    let lost = if yes.is_ok() { problem(no) } else { problem(yes) };
    assert_eq!(lost, Problem::Conflict);
}

#[db_test]
async fn two_shifts_of_one_date_change_places(world: World) {
    let pair = Pair::new(world).await;
    pair.import("w002,2026-12-10,夜班\nw002,2026-12-11,休\nw001,2026-12-11,休\n").await;
    let date = december(10);
    let roster = pair.world.services.roster();
    let command = SwapCommand { give: date, take: date, ..pair.command() };
    let swap = roster.ask_swap(&pair.asker, command).await.unwrap();
    pair.act(&pair.partner, swap, 1, SwapAct::Agree).await.unwrap();
    pair.act(&pair.supervisor, swap, 2, SwapAct::Approve).await.unwrap();
    let shift = |caller: Caller| {
        let roster = pair.world.services.roster();
        async move { roster.my_days(&caller, date, date).await.unwrap().days.remove(0).duty.assignment }
    };
    let name = |assignment: Assignment| match assignment {
        Assignment::Shift(shift) => shift.name,
        _ => String::new(),
    };
    assert_eq!(name(shift(pair.asker.clone()).await), "夜班");
    assert_eq!(name(shift(pair.partner.clone()).await), "白班");
}
