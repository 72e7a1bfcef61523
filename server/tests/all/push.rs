//! Hints: a real push service on this machine checks and opens what arrives.

use chrono::NaiveDate;
use domain::{
    accounts::Language,
    leave::{AdjustCommand, Direction, LeaveKind},
    notices::{DeliveryFault, QuietCommand, SubscribeCommand},
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Compensation,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

pub mod push_service;

use push_service::{Browser, PushService};

use crate::offline_roster_acts::cancels;
use crate::overtime::{granted, overtime};
use crate::support::problem;

struct Hall {
    world: World,
    worker: Person,
    first: Caller,
    supervisor: Caller,
    service: PushService,
    phone: Browser,
}

impl Hall {
    /// A worker whose phone rings.
    async fn new(world: World) -> Self {
        let worker = world.person("w001").hall_role(Role::Worker).create().await;
        world.works(&day_shift(), &[(worker.id, None)]).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let first = worker.caller(&world).await;
        let hall = Self {
            world,
            worker,
            first,
            supervisor,
            service: PushService::start().await,
            phone: Browser::new("phone", 3),
        };
        hall.subscribe(&hall.first, &hall.phone).await.unwrap();
        hall
    }

    async fn subscribe(&self, caller: &Caller, browser: &Browser) -> Result<(), Error> {
        let command = browser.subscription(&self.service);
        self.world.services.notices().subscribe(caller, command, Language::ZhCn).await
    }

    /// Something that the worker is told: overtime was approved, and is off after all.
    async fn cancel(&self, day: u32) {
        let date = NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        let command = overtime(date, 60, Compensation::Pay);
        let asked = granted(&self.world, (&self.first, &self.supervisor), command).await;
        let roster = self.world.services.roster();
        roster.cancel_overtime(&self.supervisor, cancels(asked, 3, Some("停电"))).await.unwrap();
    }

    async fn deliver(&self) -> usize {
        self.world.services.notices().deliver().await.unwrap()
    }

    /// What the phone shows, one after the other.
    async fn shown(&self) -> Vec<serde_json::Value> {
        let key = self.world.services.notices().hints(&self.first).await.unwrap().server_key;
        self.service.arrived().into_iter().map(|posted| self.phone.open(&self.service, &key, posted)).collect()
    }
}

#[db_test]
async fn a_decision_rings_once_and_says_neither_who_nor_when(world: World) {
    let hall = Hall::new(world).await;
    hall.cancel(1).await;
    assert_eq!(hall.deliver().await, 1);
    assert_eq!(hall.deliver().await, 0, "once");
    let shown = hall.shown().await;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["web_push"], 8030);
    let hint = &shown[0]["notification"];
    assert_eq!((hint["title"].as_str(), hint["lang"].as_str()), (Some("加班取消了"), Some("zh-CN")));
    assert_eq!(hint["navigate"], "http://localhost:3000/roster/overtime");
    assert_eq!(shown[0]["app_badge"], 1);
    let device = hall.world.services.notices().hints(&hall.first).await.unwrap().devices.remove(0);
    assert!(device.current && device.sent_at.is_some() && device.failed.is_none());
    assert_eq!(device.name, "Chrome · Android");
}

#[db_test]
async fn what_is_confidential_says_only_that_there_is_something(world: World) {
    let hall = Hall::new(world).await;
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
    hall.deliver().await;
    let shown = hall.shown().await.remove(0);
    assert_eq!(shown["notification"]["title"], "您有一条新通知");
    assert_eq!(shown["notification"]["navigate"], "http://localhost:3000/notices");
}

#[db_test]
async fn what_was_read_before_does_not_ring(world: World) {
    let hall = Hall::new(world).await;
    hall.cancel(1).await;
    let notices = hall.world.services.notices();
    let newest = notices.inbox(&hall.first, None).await.unwrap().notices[0].id;
    notices.mark_read(&hall.first, newest).await.unwrap();
    assert_eq!(hall.deliver().await, 1);
    assert_eq!(hall.service.arrived().len(), 0);
    assert_eq!(hall.deliver().await, 0);
}

#[db_test]
async fn a_service_that_is_busy_is_asked_again_ever_later_and_at_last_given_up(world: World) {
    let hall = Hall::new(world).await;
    hall.service.answers(503);
    hall.cancel(1).await;
    hall.deliver().await;
    assert_eq!(hall.service.arrived().len(), 1);
    assert_eq!(hall.deliver().await, 0, "not at once");
    for seconds in [30, 120, 480, 1_920, 7_680] {
        hall.world.clock.advance(chrono::TimeDelta::seconds(seconds - 1));
        assert_eq!(hall.deliver().await, 0, "not after {seconds} s less one");
        hall.world.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(hall.deliver().await, 1, "after {seconds} s");
        assert_eq!(hall.service.arrived().len(), 1);
    }
    hall.world.clock.advance(chrono::TimeDelta::hours(8));
    assert_eq!(hall.deliver().await, 0, "given up");
    let notices = hall.world.services.notices();
    let device = notices.hints(&hall.first).await.unwrap().devices.remove(0);
    assert_eq!(device.failed.map(|(_, fault)| fault), Some(DeliveryFault::Busy));
    let found = notices.undelivered(&hall.supervisor).await.unwrap();
    assert_eq!((found.len(), found[0].name.as_str(), found[0].fault), (1, "测试w001", DeliveryFault::Busy));
    assert!(!found[0].read);
    assert_eq!(notices.undelivered(&hall.first).await.unwrap(), [], "it tells of nothing that they did");
    // What works again is not failing any more.
    hall.service.answers(201);
    hall.cancel(2).await;
    hall.deliver().await;
    assert_eq!(notices.hints(&hall.first).await.unwrap().devices[0].failed, None);
}

#[db_test]
async fn a_service_that_asks_to_wait_is_not_asked_before(world: World) {
    let hall = Hall::new(world).await;
    hall.service.asks_to_wait(600);
    hall.cancel(1).await;
    assert_eq!(hall.deliver().await, 1);
    hall.service.answers(201);
    hall.world.clock.advance(chrono::TimeDelta::seconds(599));
    assert_eq!(hall.deliver().await, 0, "our own pause would be over");
    hall.world.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(hall.deliver().await, 1);
    assert_eq!(hall.service.arrived().len(), 2);
}

#[db_test]
async fn a_device_that_is_gone_rings_no_more(world: World) {
    let hall = Hall::new(world).await;
    hall.service.answers(410);
    hall.cancel(1).await;
    hall.deliver().await;
    assert_eq!(hall.service.arrived().len(), 1);
    let notices = hall.world.services.notices();
    assert_eq!(notices.hints(&hall.first).await.unwrap().devices, []);
    assert_eq!(notices.undelivered(&hall.supervisor).await.unwrap()[0].fault, DeliveryFault::Gone);
    hall.cancel(2).await;
    assert_eq!(hall.deliver().await, 0);
}

#[db_test]
async fn signing_out_silences_a_phone_and_it_rings_for_one_person_at_a_time(world: World) {
    let hall = Hall::new(world).await;
    // Waits when they sign out.
    hall.cancel(1).await;
    hall.world.services.accounts().sign_out_device(&hall.first, hall.first.session).await.unwrap();
    hall.deliver().await;
    assert_eq!(hall.service.arrived().len(), 0);
    // The next person on the same phone.
    let other = hall.world.person("w002").hall_role(Role::Worker).create().await.caller(&hall.world).await;
    hall.subscribe(&other, &hall.phone).await.unwrap();
    let again = hall.worker.caller(&hall.world).await;
    let notices = hall.world.services.notices();
    assert_eq!(notices.hints(&again).await.unwrap().devices, []);
    assert_eq!(notices.hints(&other).await.unwrap().devices.len(), 1);
    // Said again, whenever the app opens, it is the same device.
    let device = notices.hints(&other).await.unwrap().devices.remove(0).id;
    hall.subscribe(&other, &hall.phone).await.unwrap();
    assert_eq!(notices.hints(&other).await.unwrap().devices[0].id, device);
    // The browser has a new endpoint: the old one rings no more.
    hall.subscribe(&other, &Browser::new("renewed", 4)).await.unwrap();
    let devices = notices.hints(&other).await.unwrap().devices;
    assert_eq!(devices.len(), 1);
    assert_ne!(devices[0].id, device);
    // Nobody turns off another's.
    assert_eq!(problem(notices.unsubscribe(&again, devices[0].id).await), Problem::NotFound);
    notices.unsubscribe(&other, devices[0].id).await.unwrap();
    assert_eq!(problem(notices.unsubscribe(&other, devices[0].id).await), Problem::NotFound);
}

#[db_test]
async fn what_is_no_subscription_is_refused_by_its_field(world: World) {
    let hall = Hall::new(world).await;
    let right = hall.phone.subscription(&hall.service);
    let long = format!("{}/push/{}", hall.service.origin, "x".repeat(1_000));
    let cases = [
        (SubscribeCommand { endpoint: "nonsense".to_owned(), ..right.clone() }, "endpoint", FieldReason::NotAllowed),
        (SubscribeCommand { endpoint: long, ..right.clone() }, "endpoint", FieldReason::TooLong),
        (SubscribeCommand { p256dh: "AAAA".to_owned(), ..right.clone() }, "p256dh", FieldReason::Malformed),
        (SubscribeCommand { auth: "AAAA".to_owned(), ..right }, "auth", FieldReason::Malformed),
    ];
    for (command, field, reason) in cases {
        let refused = hall.world.services.notices().subscribe(&hall.first, command, Language::En).await;
        assert_eq!(problem(refused), Problem::field(field, reason));
    }
}

#[db_test]
async fn quiet_hours_hold_a_hint_back_but_not_the_inbox(world: World) {
    let hall = Hall::new(world).await;
    let notices = hall.world.services.notices();
    hall.world.clock.set("2026-11-24 22:30");
    hall.cancel(1).await;
    assert_eq!(notices.unread(&hall.first).await.unwrap(), 1, "the inbox has it at once");
    assert_eq!(hall.deliver().await, 0);
    hall.world.clock.set("2026-11-25 06:59");
    assert_eq!(hall.deliver().await, 0);
    hall.world.clock.set("2026-11-25 07:00");
    assert_eq!(hall.deliver().await, 1);
    let none = QuietCommand { on: false, from: "22:00".to_owned(), to: "07:00".to_owned() };
    notices.set_quiet_hours(&hall.first, none).await.unwrap();
    hall.world.clock.set("2026-11-25 23:00");
    hall.cancel(2).await;
    assert_eq!(hall.deliver().await, 1);
    let wrong = QuietCommand { on: true, from: "25:00".to_owned(), to: "07:00".to_owned() };
    let refused = notices.set_quiet_hours(&hall.first, wrong).await;
    assert_eq!(problem(refused), Problem::field("from", FieldReason::Malformed));
}

#[db_test]
async fn of_two_servers_one_sends(world: World) {
    let hall = Hall::new(world).await;
    for day in 1..=5 {
        hall.cancel(day).await;
    }
    let (here, there) = (hall.world.services.notices(), hall.world.services.notices());
    let (sent, also) = tokio::join!(here.deliver(), there.deliver());
    assert_eq!(sent.unwrap() + also.unwrap(), 5);
    assert_eq!(hall.service.arrived().len(), 5);
}
