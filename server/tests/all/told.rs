//! Whoever has to do something about it hears of it, at once, and nobody else.

use chrono::NaiveDate;
use domain::{
    approvals::Verdict,
    attendance::{OutingAct, OutingCommand},
    ids::{ActId, ApprovalId, OpenShiftId, OutingId},
    notices::{NoticeContent, NoticeReceipt},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{ClaimCommand, Compensation, OfferCommand, Shift, SwapAct, SwapAnswer, SwapCommand},
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test};

use crate::in_the_day::{Window, does};
use crate::offline_roster_acts::{fills, withdraws};
use crate::overtime::{ask, decide, overtime};
use crate::support::{has_read, problem, rules_on, says};

fn claims(offer: OpenShiftId) -> ClaimCommand {
    ClaimCommand { id: ActId::new(), offer, claim: true }
}

async fn told(world: &World, caller: &Caller) -> Vec<NoticeContent> {
    let page = world.services.notices().inbox(caller, None).await.unwrap();
    page.notices.into_iter().map(|notice| notice.content).collect()
}

#[db_test]
async fn who_can_stand_in_is_asked_and_who_leaves_is_told(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let command = OutingCommand { id: OutingId::new(), minutes: 15, reason: "取材料".to_owned(), tap: None };
    attendance.ask_outing(&window.a, command.clone(), None).await.unwrap();
    attendance.ask_outing(&window.a, command.clone(), None).await.unwrap();
    let asked = told(&window.world, &window.b).await;
    let [NoticeContent::OutingAsked { by, window: at, minutes: 15 }] = asked.as_slice() else {
        panic!("once, though sent twice: {asked:?}")
    };
    assert!(by == "测试w001" && at.starts_with("A01"), "{asked:?}");
    let stored = serde_json::to_string(&asked).unwrap();
    assert!(!stored.contains("取材料"), "why is theirs to tell");
    for other in [&window.a, &window.lead, &window.supervisor, &window.inspector] {
        assert_eq!(told(&window.world, other).await, []);
    }
    // What is refused tells nobody.
    assert!(attendance.act_on_outing(&window.supervisor, does(command.id, 1, OutingAct::Cover), None).await.is_err());
    assert_eq!(told(&window.world, &window.a).await, []);
    attendance.act_on_outing(&window.b, does(command.id, 1, OutingAct::Cover), None).await.unwrap();
    let covered = NoticeContent::OutingCovered { by: "测试w002".to_owned() };
    assert_eq!(told(&window.world, &window.a).await, [covered]);
}

#[db_test]
async fn who_is_not_at_work_is_not_asked_to_stand_in(world: World) {
    let window = Window::before_work(world).await;
    window.punch(&window.a).await;
    let command = OutingCommand { id: OutingId::new(), minutes: 15, reason: "取材料".to_owned(), tap: None };
    window.world.services.attendance().ask_outing(&window.a, command, None).await.unwrap();
    assert_eq!(told(&window.world, &window.b).await, [], "B has not clocked in");
}

#[db_test]
async fn a_record_of_a_round_is_told_to_its_person_and_their_word_to_who_decides(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let id = attendance.record_patrol(&window.inspector, window.patrol(), None).await.unwrap();
    let found = NoticeContent::PatrolFound { record: id };
    assert_eq!(found.link(), format!("/patrol/{id}"));
    assert_eq!(told(&window.world, &window.a).await, [found]);
    assert_eq!(told(&window.world, &window.supervisor).await, [], "they decide when the person was heard");
    for text in ["去机关送材料，B 岗在窗口", "回执在桌上"] {
        attendance.explain_patrol(&window.a, says(id, text), None).await.unwrap();
    }
    let explained = NoticeContent::PatrolExplained { by: "测试w001".to_owned(), record: id };
    assert_eq!(told(&window.world, &window.supervisor).await, [explained], "the first time");
    attendance.decide_patrol(&window.supervisor, rules_on(id, false, 2, "有人顶岗")).await.unwrap();
    let decided = NoticeContent::PatrolDecided { upheld: false, record: id };
    assert_eq!(told(&window.world, &window.a).await[0], decided);
    for other in [&window.b, &window.lead, &window.inspector] {
        assert_eq!(told(&window.world, other).await, []);
    }
}

/// A and B of the first window with their lead.
struct Planned {
    world: World,
    a: Person,
    b: Person,
    first: Caller,
    second: Caller,
    lead: Caller,
    supervisor: Caller,
    shift: Shift,
}

fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

impl Planned {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let shift = day_shift();
        world.works(&shift, &[(a.id, None), (b.id, None)]).await;
        let (first, second) = (a.caller(&world).await, b.caller(&world).await);
        Self { world, a, b, first, second, lead, supervisor, shift }
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        told(&self.world, caller).await
    }
}

#[db_test]
async fn a_swap_that_two_agree_on_is_told_to_their_lead(world: World) {
    let hall = Planned::new(world).await;
    let roster = hall.world.services.roster();
    let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    let file = "工号,日期,班次\nw001,2026-12-02,休\nw002,2026-12-01,休\n".as_bytes().to_vec();
    assert!(roster.import(&hall.supervisor, hall.world.hall.id, "a.csv", file, false).await.unwrap().applied);
    let ask = || async {
        let (id, partner, (give, take)) = (ApprovalId::new(), hall.b.id, (day(1), day(2)));
        let command = SwapCommand { id, version: None, partner, give, take, reason: None };
        roster.ask_swap(&hall.first, command).await.unwrap()
    };
    let answer = |swap, act| SwapAnswer { id: ActId::new(), swap, version: 1, act };
    let declined = ask().await;
    roster.answer_swap(&hall.second, answer(declined, SwapAct::Decline)).await.unwrap();
    assert_eq!(hall.told(&hall.lead).await, [], "nothing to decide");
    let request = ask().await;
    roster.answer_swap(&hall.second, answer(request, SwapAct::Agree)).await.unwrap();
    let waits = NoticeContent::RequestWaits { by: "测试w001".to_owned(), request };
    assert_eq!(hall.told(&hall.lead).await, [waits]);
    assert_eq!(hall.told(&hall.supervisor).await, [], "the lead is nearer");
}

#[db_test]
async fn overtime_that_is_asked_for_is_told_to_who_decides_and_a_leads_own_to_the_supervisor(world: World) {
    let hall = Planned::new(world).await;
    let command = || overtime(saturday(), 240, Compensation::Pay);
    let asked = ask(&hall.world, &hall.first, command()).await.unwrap();
    let waits = |by: &str, request| NoticeContent::RequestWaits { by: by.to_owned(), request };
    assert_eq!(hall.told(&hall.lead).await, [waits("测试w001", asked)]);
    let twice = problem(ask(&hall.world, &hall.first, command()).await);
    assert_eq!(twice, Problem::field("date", FieldReason::Taken));
    assert_eq!(hall.told(&hall.lead).await.len(), 1, "what was refused is not told");
    assert_eq!(hall.told(&hall.supervisor).await, []);
    decide(&hall.world, &hall.lead, asked, Verdict::Agree).await.unwrap();
    let desk = hall.world.hall.desks[1];
    let leading =
        hall.world.person("w003").zone_role(Role::Lead, &hall.world.hall).hall_role(Role::Worker).at(desk, Side::A);
    let leading = leading.create().await;
    let own = ask(&hall.world, &leading.caller(&hall.world).await, command()).await.unwrap();
    assert_eq!(hall.told(&hall.supervisor).await, [waits("测试w003", own)]);
    assert_eq!(hall.told(&hall.lead).await.len(), 1);
}

#[db_test]
async fn a_shift_on_offer_is_told_when_it_is_wanted_given_and_gone(world: World) {
    let hall = Planned::new(world).await;
    let roster = hall.world.services.roster();
    let offer = || async {
        let (id, window) = (hall.world.hall.id, hall.world.hall.desks[1].window);
        let command = OfferCommand { id: OpenShiftId::new(), hall: id, date: saturday(), shift: hall.shift.id, window };
        roster.offer_shift(&hall.supervisor, command).await.unwrap()
    };
    let first = offer().await;
    roster.claim_shift(&hall.first, claims(first)).await.unwrap();
    roster.claim_shift(&hall.second, claims(first)).await.unwrap();
    let claimed = |by: &str| NoticeContent::ShiftClaimed { by: by.to_owned(), date: saturday() };
    assert_eq!(hall.told(&hall.lead).await, [claimed("测试w002"), claimed("测试w001")]);
    roster.fill_shift(&hall.lead, fills(first, hall.a.id)).await.unwrap();
    let inbox = hall.world.services.notices().inbox(&hall.first, None).await.unwrap().notices;
    let NoticeContent::ShiftGiven { date, shift, window } = &inbox[0].content else { panic!("{inbox:?}") };
    assert_eq!((*date, shift.as_str()), (saturday(), hall.shift.name.as_str()));
    assert!(window.starts_with("A02"), "{window}");
    assert_eq!(inbox[0].receipt, NoticeReceipt::Open);
    let gone = NoticeContent::ShiftGone { date: saturday() };
    assert_eq!(hall.told(&hall.second).await, std::slice::from_ref(&gone));
    // Its receipt is the roster's.
    hall.world.services.notices().acknowledge(&hall.first, has_read(inbox[0].id)).await.unwrap();
    assert_eq!(roster.my_days(&hall.first, saturday(), saturday()).await.unwrap().news, []);
    let second = offer().await;
    roster.claim_shift(&hall.second, claims(second)).await.unwrap();
    roster.withdraw_offer(&hall.supervisor, withdraws(second, 1)).await.unwrap();
    assert_eq!(hall.told(&hall.second).await, [gone.clone(), gone]);
}
