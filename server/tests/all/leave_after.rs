//! What follows once leave is granted: reminders, handover, being back, not coming back.

use chrono::NaiveDate;
use domain::{
    approvals::{DecideCommand, Subject, Verdict},
    attendance::PositionReport,
    attendance::PunchCommand,
    ids::{ActId, ApprovalId, DecisionId, HandoverItemId, PersonId, PunchId},
    leave::{
        HandoverCommand, HandoverPart, HandoverStep, LeaveCommand, LeaveRequestError, Period, ReturnCommand, Returned,
    },
    notices::NoticeContent,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::{Caller, Error};
use testkit::{World, day_shift, db_test};

use crate::approvals::{days_off, november};
use crate::support::{covers, problem};

struct Hall {
    world: World,
    a: Caller,
    b: Caller,
    b_id: PersonId,
    lead: Caller,
    supervisor: Caller,
    hr: Caller,
}

impl Hall {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        world.works(&day_shift(), &[(a.id, None), (b.id, None)]).await;
        Self { a: a.caller(&world).await, b: b.caller(&world).await, b_id: b.id, lead, supervisor, hr, world }
    }

    async fn ask(&self, command: LeaveCommand) -> ApprovalId {
        let command = LeaveCommand { cover: Some(self.b_id), ..command };
        let leave = self.world.services.leave();
        let id = leave.ask(&self.a, command).await.unwrap();
        leave.answer_cover(&self.b, covers(id, true)).await.unwrap();
        id
    }

    async fn granted(&self, command: LeaveCommand) -> ApprovalId {
        let id = self.ask(command).await;
        for who in [&self.lead, &self.supervisor, &self.hr] {
            let view = self.world.services.approvals().view(who, id).await.unwrap();
            if view.mine.is_some() {
                let (decision, version) = (DecisionId::new(), view.row.version);
                let verdict = Verdict::Agree;
                let command = DecideCommand { id: decision, approval: id, version, verdict, reason: None, seen: true };
                self.world.services.approvals().decide(who, command).await.unwrap();
            }
        }
        id
    }

    async fn jobs_at(&self, time: &str) {
        self.world.clock.set(time);
        self.world.services.run_jobs().await.unwrap();
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        let inbox = self.world.services.notices().inbox(caller, None).await.unwrap();
        let about = |content: &NoticeContent| {
            use NoticeContent::{HandoverOpen, LeaveBegins, Overstayed};
            matches!(content, LeaveBegins { .. } | HandoverOpen { .. } | Overstayed { .. })
        };
        inbox.notices.into_iter().map(|notice| notice.content).filter(about).collect()
    }

    async fn punch(&self, caller: &Caller, time: &str) {
        self.world.clock.set(time);
        let position = PositionReport::default();
        let command =
            PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
        self.world.services.attendance().punch(caller, command, None).await.unwrap();
    }

    async fn step(&self, caller: &Caller, command: HandoverCommand) -> Result<(), Error> {
        self.world.services.leave().hand_over_post(caller, command).await
    }

    async fn period(&self, id: ApprovalId) -> Period {
        let Subject::Leave(card) = self.world.services.leave().view(&self.a, id).await.unwrap().approval.row.subject
        else {
            panic!("no leave")
        };
        card.period
    }
}

fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
}

#[db_test]
async fn the_day_before_it_begins_both_are_reminded_once(world: World) {
    let hall = Hall::new(world).await;
    let id = hall.granted(days_off(25, 25)).await;
    hall.jobs_at("2026-11-24 08:40").await;
    assert!(hall.told(&hall.a).await.is_empty(), "too early in the day");
    for time in ["2026-11-24 09:05", "2026-11-24 11:00"] {
        hall.jobs_at(time).await;
    }
    let begins = |by: Option<&str>| NoticeContent::LeaveBegins {
        by: by.map(ToOwned::to_owned),
        from: november(25),
        hours: None,
        request: id,
    };
    assert_eq!(hall.told(&hall.a).await, [begins(None)]);
    assert_eq!(hall.told(&hall.b).await, [begins(Some("测试w001"))]);
    assert!(hall.told(&hall.lead).await.is_empty());
}

#[db_test]
async fn who_does_not_come_back_is_missed_and_who_does_is_not(world: World) {
    let hall = Hall::new(world).await;
    let id = hall.granted(days_off(25, 25)).await;
    let missed = |by: Option<&str>, day| NoticeContent::Overstayed {
        by: by.map(ToOwned::to_owned),
        date: november(day),
        request: id,
    };
    hall.jobs_at("2026-11-26 09:00").await;
    assert!(hall.told(&hall.lead).await.is_empty(), "half an hour late is not away");
    for time in ["2026-11-26 09:35", "2026-11-27 10:00"] {
        hall.jobs_at(time).await;
    }
    assert_eq!(hall.told(&hall.lead).await, [missed(Some("测试w001"), 26)]);
    assert_eq!(hall.told(&hall.a).await.first(), Some(&missed(None, 26)));
    assert!(hall.told(&hall.supervisor).await.is_empty(), "the nearest level is told");

    // Over a weekend, the first shift counts; a punch is enough.
    let next = hall.granted(days_off(27, 27)).await;
    hall.punch(&hall.a, "2026-11-30 08:20").await;
    hall.jobs_at("2026-11-30 12:00").await;
    assert_eq!(hall.told(&hall.lead).await.len(), 1);
    assert_eq!(hall.world.services.leave().view(&hall.a, next).await.unwrap().back_on, None);
}

#[db_test]
async fn a_punch_in_leave_asks_whether_one_is_back_and_half_days_are_given_back(world: World) {
    let hall = Hall::new(world).await;
    let attendance = hall.world.services.attendance();
    let id = hall.granted(days_off(24, 26)).await;
    assert_eq!(attendance.today(&hall.a).await.unwrap().back, None, "nobody has clocked in");
    hall.punch(&hall.b, "2026-11-25 08:20").await;
    assert_eq!(attendance.today(&hall.b).await.unwrap().back, None, "not on leave");
    hall.punch(&hall.a, "2026-11-25 13:40").await;
    let question = attendance.today(&hall.a).await.unwrap().back.expect("a question");
    assert_eq!((question.request, question.back_on, question.half), (id, november(25), Half::Afternoon));
    assert_eq!(question.until, november(26));
    let command = ReturnCommand {
        id: ActId::new(),
        request: id,
        version: question.version,
        back_on: question.back_on,
        half: question.half,
    };
    let returned = hall.world.services.leave().come_back(&hall.a, command).await.unwrap();
    let rest = Period::halves((november(24), Half::Morning), (november(25), Half::Morning));
    assert_eq!((returned, hall.period(id).await), (Returned::Early(rest), rest));
    assert_eq!(attendance.today(&hall.a).await.unwrap().back, None, "answered");
}

#[db_test]
async fn a_week_is_handed_over_item_by_item_and_confirmed_by_three(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.world.services.leave();
    let id = hall.ask(LeaveCommand { from: december(7), to: december(13), ..days_off(25, 25) }).await;
    let step = |step, item| HandoverCommand { id: ActId::new(), request: id, step, item, text: None };
    let item = HandoverItemId::new();
    let add = HandoverCommand { text: Some("窗口印章一枚".to_owned()), ..step(HandoverStep::Add, Some(item)) };
    let empty = HandoverCommand { text: Some(" ".to_owned()), ..add.clone() };
    assert_eq!(problem(hall.step(&hall.a, empty).await), Problem::field("text", FieldReason::Required));
    let not_now = Problem::from(LeaveRequestError::NotNow);
    assert_eq!(problem(hall.step(&hall.a, step(HandoverStep::Sign, None)).await), not_now, "nothing to confirm");
    for _ in 0..2 {
        hall.step(&hall.a, add.clone()).await.unwrap();
    }
    assert_eq!(leave.handover(&hall.a, id).await.unwrap().items.len(), 1, "sent twice, it is one");
    assert_eq!(problem(hall.step(&hall.b, step(HandoverStep::Take, Some(item))).await), not_now);
    hall.step(&hall.a, step(HandoverStep::Sign, None)).await.unwrap();
    let other = HandoverCommand { text: Some("钥匙".to_owned()), ..add.clone() };
    assert_eq!(problem(hall.step(&hall.a, other).await), Problem::Conflict, "other words under its id");
    let late = HandoverCommand { id: ActId::new(), item: Some(HandoverItemId::new()), ..add };
    assert_eq!(problem(hall.step(&hall.a, late).await), not_now, "confirmed");
    let open = NoticeContent::HandoverOpen { by: "测试w001".to_owned(), request: id };
    assert_eq!(hall.told(&hall.b).await, std::slice::from_ref(&open));

    // Strangers, HR among them, are told that there is no such list; a lead has no part but the last.
    assert_eq!(problem(leave.handover(&hall.hr, id).await), Problem::NotFound);
    assert_eq!(problem(hall.step(&hall.lead, step(HandoverStep::Sign, None)).await), not_now);
    assert_eq!(problem(hall.step(&hall.b, step(HandoverStep::Sign, None)).await), not_now, "an item is open");
    let unknown = step(HandoverStep::Take, Some(HandoverItemId::new()));
    assert_eq!(problem(hall.step(&hall.b, unknown).await), not_now);
    hall.step(&hall.b, step(HandoverStep::Take, Some(item))).await.unwrap();
    hall.step(&hall.b, step(HandoverStep::Sign, None)).await.unwrap();
    assert_eq!(hall.told(&hall.lead).await, [open]);
    let brief = leave.view(&hall.lead, id).await.unwrap().handover.expect("a week wants one");
    assert_eq!((brief.items, brief.taken, brief.waits_for), (1, 1, Some(HandoverPart::Witness)));
    hall.step(&hall.lead, step(HandoverStep::Sign, None)).await.unwrap();
    let view = leave.handover(&hall.a, id).await.unwrap();
    assert!(view.steps.is_empty() && view.signs.iter().all(|sign| sign.at.is_some()), "{view:?}");
}

#[db_test]
async fn a_shorter_leave_wants_no_list_and_an_open_one_is_told_to_the_lead(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.world.services.leave();
    let short = hall.granted(days_off(25, 25)).await;
    assert_eq!(problem(leave.handover(&hall.a, short).await), Problem::NotFound);
    assert_eq!(leave.view(&hall.a, short).await.unwrap().handover, None);
    let id = hall.granted(LeaveCommand { from: december(7), to: december(13), ..days_off(25, 25) }).await;
    hall.jobs_at("2026-12-06 09:30").await;
    let open = NoticeContent::HandoverOpen { by: "测试w001".to_owned(), request: id };
    assert!(hall.told(&hall.lead).await.contains(&open));
}
