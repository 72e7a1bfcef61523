//! What people are told, and what they say about it.

use std::time::Duration;

use chrono::NaiveDate;
use domain::{
    approvals::{ApprovalKind, FlowState, Verdict},
    ids::{ActId, ApprovalId, NoticeId},
    leave::{AdjustCommand, Direction, LeaveKind},
    notices::{AcknowledgeCommand, Notice, NoticeContent, NoticeReceipt},
    org::Side,
    policy::Role,
    problem::Problem,
    roster::{
        AcknowledgeRosterCommand, Brush, Compensation, DraftRef, PublishCommand, Stroke, SwapAct, SwapAnswer,
        SwapCommand,
    },
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::{
    overtime::{ask, decide, overtime},
    support::{has_read, problem, takes_note},
};

fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
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
        world.works(&night_shift(), &[]).await;
        let (first, second) = (a.caller(&world).await, b.caller(&world).await);
        Self { world, a, b, first, second, supervisor }
    }

    async fn inbox(&self, caller: &Caller) -> Vec<Notice> {
        self.world.services.notices().inbox(caller, None).await.unwrap().notices
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        self.inbox(caller).await.into_iter().map(|notice| notice.content).collect()
    }

    async fn unread(&self, caller: &Caller) -> u64 {
        self.world.services.notices().unread(caller).await.unwrap()
    }

    /// Gives the first worker a day off and publishes it.
    async fn publish(&self, day: u32) {
        let roster = self.world.services.roster();
        let hall = self.world.hall.id;
        let version = roster.review_roster(&self.supervisor, hall, december(1)).await.unwrap().version;
        let cell = Stroke { person: self.a.id, date: december(day), brush: Brush::Rest };
        let draft = DraftRef { hall, month: december(1), version };
        roster.paint_roster(&self.supervisor, draft, vec![cell]).await.unwrap();
        let review = roster.review_roster(&self.supervisor, hall, december(1)).await.unwrap();
        let reason = Some("调整".to_owned());
        let (version, lines) = (review.version, review.lines);
        let command = PublishCommand { hall, month: december(1), version, lines, reason };
        roster.publish_roster(&self.supervisor, command).await.unwrap();
    }

    /// Overtime of the first worker's that is asked for and rejected.
    async fn rejected(&self, day: u32) -> ApprovalId {
        let command = overtime(december(day), 60, Compensation::Pay);
        let asked = ask(&self.world, &self.first, command).await.unwrap();
        decide(&self.world, &self.supervisor, asked, Verdict::Reject).await.unwrap();
        asked
    }
}

/// What is told of overtime that was rejected.
fn told_rejected(request: ApprovalId) -> NoticeContent {
    NoticeContent::RequestSettled { what: ApprovalKind::Overtime, state: FlowState::Rejected, request }
}

#[db_test]
async fn a_published_roster_asks_for_a_receipt_that_is_given_once_in_either_place(world: World) {
    let hall = Hall::new(world).await;
    let (roster, notices) = (hall.world.services.roster(), hall.world.services.notices());
    hall.publish(1).await;
    let inbox = hall.inbox(&hall.first).await;
    assert_eq!(inbox[0].content, NoticeContent::RosterPublished { days: 1, first: december(1) });
    assert_eq!((inbox[0].receipt, inbox[0].read), (NoticeReceipt::Open, false));
    assert_eq!(hall.told(&hall.second).await, [], "their days did not change");
    // Here, and the roster asks no more.
    assert_eq!(problem(notices.acknowledge(&hall.second, has_read(inbox[0].id)).await), Problem::NotFound);
    let read = has_read(inbox[0].id);
    for command in [read, read, has_read(inbox[0].id)] {
        notices.acknowledge(&hall.first, command).await.unwrap();
    }
    let other = AcknowledgeCommand { notice: NoticeId::new(), ..read };
    assert_eq!(problem(notices.acknowledge(&hall.first, other).await), Problem::Conflict);
    let given = hall.inbox(&hall.first).await.remove(0);
    assert!(matches!(given.receipt, NoticeReceipt::Given(_)) && given.read);
    let news = roster.my_days(&hall.first, december(1), december(5)).await.unwrap().news;
    assert_eq!(news, []);
    // There, and the notice asks no more.
    hall.publish(2).await;
    let news = roster.my_days(&hall.first, december(1), december(5)).await.unwrap().news;
    let command = takes_note(vec![news[0].receipt]);
    for _ in 0..2 {
        let open = roster.acknowledge_roster(&hall.first, command.clone()).await.unwrap();
        assert_eq!(open, 1, "sent again, it is answered as the first time");
    }
    let other = AcknowledgeRosterCommand { receipts: Vec::new(), ..command };
    assert_eq!(problem(roster.acknowledge_roster(&hall.first, other).await), Problem::Conflict);
    assert!(matches!(hall.inbox(&hall.first).await[0].receipt, NoticeReceipt::Given(_)));
    assert_eq!(hall.unread(&hall.first).await, 0);
}

#[db_test]
async fn a_swap_tells_the_colleague_then_who_asked_then_both_once_it_stands(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let file = "工号,日期,班次\nw001,2026-12-02,休\nw002,2026-12-01,休\n".as_bytes().to_vec();
    let id = hall.world.hall.id;
    assert!(roster.import(&hall.supervisor, id, "a.csv", file, false).await.unwrap().applied);
    let (give, take) = (december(1), december(2));
    let (partner, request) = (hall.b.id, ApprovalId::new());
    let command = SwapCommand { id: request, version: None, partner, give, take, reason: None };
    roster.ask_swap(&hall.first, command).await.unwrap();
    let asked = NoticeContent::SwapAsked { by: "测试w001".to_owned(), give, take, request: Some(request) };
    assert_eq!(asked.link(), format!("/roster/swap/{request}"));
    let of_file = |day| NoticeContent::RosterPublished { days: 1, first: day };
    assert_eq!(hall.told(&hall.second).await, [asked, of_file(give)]);
    let agrees = SwapAnswer { id: ActId::new(), swap: request, version: 1, act: SwapAct::Agree };
    roster.answer_swap(&hall.second, agrees).await.unwrap();
    let answered = NoticeContent::SwapAnswered { by: "测试w002".to_owned(), agreed: true, request: Some(request) };
    assert_eq!(hall.told(&hall.first).await, [answered, of_file(take)]);
    decide(&hall.world, &hall.supervisor, request, Verdict::Agree).await.unwrap();
    assert_eq!(hall.told(&hall.first).await.len(), 2, "it can still be undone");
    hall.world.clock.advance(chrono::TimeDelta::seconds(10));
    let decided = NoticeContent::RequestSettled { what: ApprovalKind::Swap, state: FlowState::Approved, request };
    assert_eq!(decided.link(), format!("/roster/swap/{request}"));
    for caller in [&hall.first, &hall.second] {
        assert_eq!(hall.told(caller).await[0], decided);
    }
    // What was refused tells nobody.
    let again = decide(&hall.world, &hall.supervisor, request, Verdict::Agree).await;
    assert!(again.is_err());
    assert_eq!(hall.told(&hall.first).await.len(), 3);
}

#[db_test]
async fn an_inbox_is_ones_own_read_up_to_a_notice_and_paged(world: World) {
    let hall = Hall::new(world).await;
    let notices = hall.world.services.notices();
    let mut rejected = Vec::new();
    for day in 1..=20 {
        rejected.push(hall.rejected(day).await);
        if day <= 12 {
            rejected.push(hall.rejected(day).await);
        }
    }
    // Not before it can be undone no more.
    assert_eq!(hall.unread(&hall.first).await, 0);
    hall.world.clock.advance(chrono::TimeDelta::seconds(10));
    let page = notices.inbox(&hall.first, None).await.unwrap();
    assert_eq!((page.notices.len(), page.unread), (30, 32));
    assert_eq!(page.notices[0].content, told_rejected(rejected[31]));
    let rest = notices.inbox(&hall.first, page.next).await.unwrap();
    assert_eq!((rest.notices.len(), rest.next), (2, None));
    let last = rest.notices[1].content.clone();
    assert_eq!(last, told_rejected(rejected[0]));
    notices.mark_read(&hall.first, rest.notices[0].id).await.unwrap();
    assert_eq!(hall.unread(&hall.first).await, 30);
    // Another's marks and receipts touch nothing of mine; a decision's notice asks for none.
    notices.mark_read(&hall.second, NoticeId::new()).await.unwrap();
    assert_eq!((hall.unread(&hall.first).await, hall.unread(&hall.second).await), (30, 0));
    let refused = notices.acknowledge(&hall.first, has_read(page.notices[0].id)).await;
    assert_eq!(problem(refused), Problem::NotFound);
    notices.mark_read(&hall.first, page.notices[0].id).await.unwrap();
    assert_eq!(hall.unread(&hall.first).await, 0);
}

#[db_test]
async fn an_open_inbox_hears_of_its_own_notices(world: World) {
    let hall = Hall::new(world).await;
    let mut changes = hall.world.services.inbox_changes();
    hall.publish(1).await;
    let heard = async { while changes.recv().await.expect("a nudge") != hall.a.id {} };
    tokio::time::timeout(Duration::from_secs(5), heard).await.expect("in time");
}

#[db_test]
async fn what_is_confidential_says_only_where_to_look(world: World) {
    let hall = Hall::new(world).await;
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let command = AdjustCommand {
        person: hall.a.id,
        kind: LeaveKind::Annual,
        direction: Direction::Add,
        half_days: 3,
        expires_on: december(31),
        reason: "家庭特殊情况".to_owned(),
    };
    hall.world.services.leave().adjust(&hr, command).await.unwrap();
    assert_eq!(hall.told(&hall.first).await, [NoticeContent::LeaveAdjusted]);
}
