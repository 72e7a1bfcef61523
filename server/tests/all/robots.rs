//! Group robots speak: real platforms on this machine check what arrives.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    ids::{OpenShiftId, RobotId},
    leave::{AdjustCommand, Direction, LeaveKind},
    notices::{HallTopic, NoticeContent, QuietCommand, RobotCommand, RobotFault, RobotKind, RobotState, RobotView},
    org::Side,
    policy::Role,
    problem::Problem,
    roster::OfferCommand,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::{
    robot_platform::{Platform, SECRET},
    support::problem,
};

pub const TAKEN_NOT: &str = r#"{"errcode":40058,"errmsg":"invalid Request Parameter"}"#;

pub struct Hall {
    pub world: World,
    pub platform: Platform,
    pub worker: Person,
    pub supervisor: Caller,
}

impl Hall {
    pub async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        world.works(&day_shift(), &[(worker.id, None)]).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        Self { world, platform: Platform::start().await, worker, supervisor }
    }

    /// A robot with all there is to say, silent from 22:00 to 07:00.
    pub fn command(&self, name: &str, kind: RobotKind) -> RobotCommand {
        let topics: BTreeMap<String, bool> =
            HallTopic::ALL.iter().map(|topic| (topic.code().to_owned(), true)).collect();
        RobotCommand {
            id: None,
            version: 0,
            hall: self.world.hall.id,
            name: name.to_owned(),
            address: self.platform.address(kind),
            secret: if kind.can_sign() { SECRET.to_owned() } else { String::new() },
            topics,
            quiet: QuietCommand { on: true, from: "22:00".to_owned(), to: "07:00".to_owned() },
        }
    }

    pub async fn set(&self, command: RobotCommand) -> Result<RobotId, Error> {
        self.world.services.notices().set_robot(&self.supervisor, command).await
    }

    pub async fn robot(&self) -> RobotId {
        self.set(self.command("大厅群", RobotKind::DingTalk)).await.unwrap()
    }

    pub async fn view(&self) -> RobotView {
        let hall = self.world.hall.id;
        self.world.services.notices().robots(&self.supervisor, hall).await.unwrap().robots.remove(0)
    }

    /// Something of the whole hall that the supervisor does.
    pub async fn offer(&self, day: u32) {
        let date = NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        let roster = self.world.services.roster();
        let choices = roster.offer_choices(&self.supervisor, self.world.hall.id).await.unwrap();
        let (shift, window) = (choices.shifts[0].0, choices.windows[0].0);
        let command = OfferCommand { id: OpenShiftId::new(), hall: self.world.hall.id, date, shift, window };
        roster.offer_shift(&self.supervisor, command).await.unwrap();
    }

    pub async fn speak(&self) -> usize {
        self.world.services.notices().speak().await.unwrap()
    }

    async fn after(&self, seconds: i64) -> usize {
        self.world.clock.advance(TimeDelta::seconds(seconds));
        self.speak().await
    }

    pub async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        let page = self.world.services.notices().inbox(caller, None).await.unwrap();
        page.notices.into_iter().map(|notice| notice.content).collect()
    }
}

#[db_test]
async fn an_alarm_is_said_at_once_and_the_rest_waits_for_the_morning(world: World) {
    let hall = Hall::new(world).await;
    let quiet = QuietCommand { on: true, from: "08:00".to_owned(), to: "09:00".to_owned() };
    hall.set(RobotCommand { quiet, ..hall.command("大厅群", RobotKind::WeCom) }).await.unwrap();
    hall.offer(1).await;
    assert_eq!(hall.speak().await, 0, "in quiet hours");
    hall.world.clock.set("2026-11-24 08:35");
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(hall.speak().await, 1);
    let text = hall.platform.one();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[2]), (3, "【在岗】测试大厅", "http://localhost:3000/board"));
    assert!(lines[1].ends_with("空岗，请尽快处理"), "{text}");
    assert!(!text.contains("测试w001"), "nobody's name: {text}");
    hall.world.clock.set("2026-11-24 09:00");
    assert_eq!(hall.speak().await, 1);
    let text = hall.platform.one();
    assert!(text.contains("12月1日 白班") && text.contains("缺人"), "{text}");
}

#[db_test]
async fn what_is_anybodys_own_is_never_said(world: World) {
    let hall = Hall::new(world).await;
    hall.robot().await;
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let command = AdjustCommand {
        person: hall.worker.id,
        kind: LeaveKind::Annual,
        direction: Direction::Add,
        half_days: 3,
        expires_on: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        reason: "家庭特殊情况".to_owned(),
    };
    hall.world.services.leave().adjust(&hr, command).await.unwrap();
    assert_eq!(hall.told(&hall.worker.caller(&hall.world).await).await, [NoticeContent::LeaveAdjusted]);
    assert_eq!(hall.speak().await, 0);
    assert_eq!(hall.platform.said(), []);
}

#[db_test]
async fn what_comes_up_together_is_one_message_and_a_robot_keeps_its_pace(world: World) {
    let hall = Hall::new(world).await;
    hall.robot().await;
    for day in 1..=3 {
        hall.offer(day).await;
    }
    assert_eq!(hall.speak().await, 1);
    let text = hall.platform.one();
    for day in ["12月1日", "12月2日", "12月3日"] {
        assert!(text.contains(day), "{text}");
    }
    hall.offer(4).await;
    assert_eq!(hall.speak().await, 0, "twenty a minute is what the platforms take");
    assert_eq!(hall.after(3).await, 0);
    assert_eq!(hall.after(1).await, 1);
    assert!(hall.platform.one().contains("12月4日"));
    // More than one message holds.
    for day in 5..=14 {
        hall.offer(day).await;
    }
    assert_eq!(hall.after(4).await, 1);
    assert_eq!(hall.platform.one().matches("12月").count(), 8);
    assert_eq!(hall.after(4).await, 1);
    assert_eq!(hall.platform.one().matches("12月").count(), 2);
    assert_eq!(hall.after(4).await, 0);
}

#[db_test]
async fn a_platform_that_has_had_too_much_is_left_alone_as_long_as_it_asks(world: World) {
    let hall = Hall::new(world).await;
    hall.robot().await;
    hall.platform.answers(429, Some(90), "");
    hall.offer(1).await;
    assert_eq!(hall.speak().await, 1);
    hall.platform.said();
    // Nor with anything else.
    hall.offer(2).await;
    assert_eq!(hall.after(89).await, 0);
    hall.platform.works();
    assert_eq!(hall.after(1).await, 1);
    let text = hall.platform.one();
    assert!(text.contains("12月1日") && text.contains("12月2日"), "{text}");
    assert_eq!(hall.view().await.failed, None);
    assert_eq!(hall.told(&hall.supervisor).await, [], "it arrived in the end");
}

#[db_test]
async fn what_does_not_arrive_is_seen_by_whoever_did_it_and_whoever_set_the_robot_up(world: World) {
    let hall = Hall::new(world).await;
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let notices = hall.world.services.notices();
    notices.set_robot(&hr, hall.command("大厅群", RobotKind::WeCom)).await.unwrap();
    hall.platform.answers(200, None, TAKEN_NOT);
    for (day, told) in [(1, 1), (2, 1)] {
        hall.offer(day).await;
        hall.after(4).await;
        hall.platform.one();
        let failed = NoticeContent::RobotFailed { robot: "大厅群".to_owned(), hall: hall.world.hall.id };
        assert_eq!(hall.told(&hr).await, vec![failed; told], "once");
    }
    let missed = NoticeContent::GroupMissed { robot: "大厅群".to_owned(), topic: HallTopic::ShiftOffered };
    assert_eq!(hall.told(&hall.supervisor).await, vec![missed; 2]);
    let (_, failure) = hall.view().await.failed.unwrap();
    assert_eq!((failure.fault, failure.answer.as_str()), (RobotFault::Refused, "40058 invalid Request Parameter"));
    let found = notices.undelivered_news(&hall.supervisor).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].robot.as_str(), found[0].topic), ("大厅群", HallTopic::ShiftOffered));
    let worker = hall.worker.caller(&hall.world).await;
    assert_eq!(problem(notices.undelivered_news(&worker).await), Problem::Denied);
    let foreign = hall.world.foreign().await;
    let elsewhere = hall.world.person("other").of(&foreign.hall).hall_role(Role::Supervisor).create().await;
    let elsewhere = elsewhere.caller(&hall.world).await;
    assert_eq!(notices.undelivered_news(&elsewhere).await.unwrap(), []);
    // It works again, and fails again: that is news.
    hall.platform.works();
    hall.offer(3).await;
    assert_eq!(hall.after(4).await, 1);
    hall.platform.answers(200, None, TAKEN_NOT);
    hall.offer(4).await;
    hall.after(4).await;
    assert_eq!(hall.told(&hr).await.len(), 2);
}

#[db_test]
async fn a_platform_out_of_order_is_tried_again_until_nobody_needs_it(world: World) {
    let hall = Hall::new(world).await;
    hall.robot().await;
    hall.platform.answers(502, None, "<html>");
    hall.offer(1).await;
    assert_eq!(hall.speak().await, 1);
    for seconds in [30, 120, 480, 1_920, 7_680] {
        assert_eq!(hall.after(seconds - 1).await, 0, "not after {seconds} s less one");
        assert_eq!(hall.after(1).await, 1, "after {seconds} s");
    }
    assert_eq!(hall.after(30_000).await, 0, "given up");
    assert_eq!(hall.platform.said().len(), 6);
    let found = hall.world.services.notices().undelivered_news(&hall.supervisor).await.unwrap();
    assert_eq!((found.len(), found[0].fault), (1, RobotFault::Busy));
    // An alarm of yesterday is nobody's any more when the server was down meanwhile.
    hall.world.clock.set("2026-11-25 08:35");
    hall.world.services.run_jobs().await.unwrap();
    hall.platform.works();
    assert_eq!(hall.after(3_600).await, 1);
    assert_eq!(hall.platform.said(), []);
    assert_eq!(hall.world.services.notices().undelivered_news(&hall.supervisor).await.unwrap().len(), 1);
}

#[db_test]
async fn a_robot_that_is_gone_says_nothing_more_until_it_has_another_address(world: World) {
    let hall = Hall::new(world).await;
    let robot = hall.robot().await;
    hall.platform.answers(200, None, r#"{"errcode":300005,"errmsg":"token is not exist"}"#);
    hall.offer(1).await;
    hall.speak().await;
    hall.platform.one();
    assert_eq!(hall.view().await.state, RobotState::Dead);
    hall.offer(2).await;
    assert_eq!(hall.after(60).await, 0);
    let missed = NoticeContent::GroupMissed { robot: "大厅群".to_owned(), topic: HallTopic::ShiftOffered };
    assert_eq!(hall.told(&hall.supervisor).await.iter().filter(|told| **told == missed).count(), 2);
    hall.platform.works();
    let version = hall.view().await.version;
    hall.set(RobotCommand { id: Some(robot), version, ..hall.command("大厅群", RobotKind::Feishu) }).await.unwrap();
    let view = hall.view().await;
    assert_eq!((view.state, view.kind, view.failed), (RobotState::Active, RobotKind::Feishu, None));
    hall.offer(3).await;
    assert_eq!(hall.after(60).await, 1);
    let said = hall.platform.said();
    assert_eq!((said.len(), said[0].0), (1, RobotKind::Feishu));
}

#[db_test]
async fn of_two_servers_one_speaks(world: World) {
    let hall = Hall::new(world).await;
    for name in ["一群", "二群", "三群"] {
        hall.set(hall.command(name, RobotKind::WeCom)).await.unwrap();
    }
    hall.offer(1).await;
    let (here, there) = (hall.world.services.notices(), hall.world.services.notices());
    let (spoken, also) = tokio::join!(here.speak(), there.speak());
    assert_eq!(spoken.unwrap() + also.unwrap(), 3);
    assert_eq!(hall.platform.said().len(), 3);
}
