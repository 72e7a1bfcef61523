//! Whose act reached no phone is told so, and of nobody else's.

use domain::{
    accounts::Language,
    approvals::{UNDO, Verdict},
    attendance::OutingCommand,
    ids::OutingId,
    leave::{AdjustCommand, Direction, LeaveCommand, LeaveKind},
    notices::{DeliveryFault, NoticeContent},
    policy::Role,
};
use services::Caller;
use testkit::{World, db_test};

use crate::support::takes_back;

use crate::approvals::{days_off, november};
use crate::in_the_day::Window;
use crate::overtime::decide;
use crate::push::push_service::{Browser, PushService};

/// A asks B to stand in, and B's phone is gone.
async fn asked_in_vain(world: World) -> Window {
    let window = Window::new(world).await;
    let notices = window.world.services.notices();
    let service = PushService::start().await;
    let phone = Browser::new("phone", 3);
    notices.subscribe(&window.b, phone.subscription(&service), Language::ZhCn).await.unwrap();
    service.answers(410);
    let command = OutingCommand { id: OutingId::new(), minutes: 15, reason: "取材料".to_owned(), tap: None };
    window.world.services.attendance().ask_outing(&window.a, command, None).await.unwrap();
    assert_eq!(notices.deliver().await.unwrap(), 1);
    window
}

async fn count(window: &Window, caller: &Caller) -> u64 {
    window.world.services.notices().inbox(caller, None).await.unwrap().undelivered
}

#[db_test]
async fn who_asked_sees_whom_it_did_not_reach_and_nobody_else_at_the_windows_does(world: World) {
    let window = asked_in_vain(world).await;
    let notices = window.world.services.notices();
    let mine = notices.undelivered(&window.a).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!((mine[0].name.as_str(), mine[0].fault, mine[0].mine), ("测试w002", DeliveryFault::Gone, true));
    assert_eq!((mine[0].device.as_deref(), mine[0].read), (None, false), "what phones others have is theirs");
    for other in [&window.b, &window.lead, &window.inspector] {
        assert_eq!(notices.undelivered(other).await.unwrap(), []);
    }
    // Who answers for the hall sees it too, and that it is not their own.
    let hall = notices.undelivered(&window.supervisor).await.unwrap();
    assert_eq!((hall.len(), hall[0].mine, hall[0].device.is_some()), (1, false, true));
    assert_eq!((count(&window, &window.a).await, count(&window, &window.b).await), (1, 0));
}

#[db_test]
async fn once_it_was_read_in_the_app_nobody_has_to_call(world: World) {
    let window = asked_in_vain(world).await;
    let notices = window.world.services.notices();
    let inbox = notices.inbox(&window.b, None).await.unwrap();
    assert!(matches!(inbox.notices[0].content, NoticeContent::OutingAsked { .. }));
    notices.mark_read(&window.b, inbox.notices[0].id).await.unwrap();
    assert_eq!(count(&window, &window.a).await, 0);
    assert!(notices.undelivered(&window.a).await.unwrap()[0].read);
}

/// What somebody's phone is sent from now on arrives nowhere.
async fn loses_their_phone(window: &Window, caller: &Caller) {
    let service = PushService::start().await;
    let phone = Browser::new("phone", 3).subscription(&service);
    window.world.services.notices().subscribe(caller, phone, Language::ZhCn).await.unwrap();
    service.answers(410);
}

fn ill(day: u32) -> LeaveCommand {
    LeaveCommand { kind: LeaveKind::Sick, ..days_off(day, day) }
}

#[db_test]
async fn who_decides_sees_that_who_asked_was_not_reached(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    for (day, verdict) in [(25, Verdict::Agree), (26, Verdict::Reject), (27, Verdict::SendBack)] {
        let id = services.leave().ask(&window.a, ill(day)).await.unwrap();
        loses_their_phone(&window, &window.a).await;
        let before = count(&window, &window.lead).await;
        decide(&window.world, &window.lead, id, verdict).await.unwrap();
        assert_eq!(services.notices().deliver().await.unwrap(), 0, "it could still be undone");
        window.world.clock.advance(UNDO);
        assert_eq!(services.notices().deliver().await.unwrap(), 1, "{verdict:?}");
        assert_eq!(count(&window, &window.lead).await, before + 1, "{verdict:?}");
    }
    let seen = services.notices().undelivered(&window.lead).await.unwrap();
    assert!(seen.iter().all(|hint| hint.mine && hint.name == "测试w001" && hint.device.is_none()), "{seen:?}");
    for other in [&window.a, &window.b, &window.inspector] {
        assert_eq!(count(&window, other).await, 0);
    }
}

#[db_test]
async fn what_leave_tells_others_is_of_whoever_did_it(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    let hr = window.world.person("hr").agency_role(Role::Hr).create().await.caller(&window.world).await;
    // A colleague need not cover any more.
    let asked = LeaveCommand { cover: Some(window.b.actor.person), ..days_off(25, 25) };
    let id = services.leave().ask(&window.a, asked).await.unwrap();
    loses_their_phone(&window, &window.b).await;
    let version = services.leave().view(&window.a, id).await.unwrap().approval.row.version;
    services.leave().withdraw(&window.a, takes_back(id, version)).await.unwrap();
    assert_eq!((services.notices().deliver().await.unwrap(), count(&window, &window.a).await), (1, 1));
    // Nobody is at the window: the lead should know at once.
    loses_their_phone(&window, &window.lead).await;
    services.leave().ask(&window.a, ill(26)).await.unwrap();
    services.notices().deliver().await.unwrap();
    let unreached = services.notices().undelivered(&window.a).await.unwrap();
    assert!(unreached.iter().any(|hint| hint.name == "测试lead"), "{unreached:?}");
    // A balance was changed.
    loses_their_phone(&window, &window.a).await;
    let changed = AdjustCommand {
        person: window.person.id,
        kind: LeaveKind::Annual,
        direction: Direction::Add,
        half_days: 2,
        expires_on: november(30),
        reason: "核对纸质台账".to_owned(),
    };
    services.leave().adjust(&hr, changed).await.unwrap();
    assert_eq!((services.notices().deliver().await.unwrap(), count(&window, &hr).await), (1, 1));
}
