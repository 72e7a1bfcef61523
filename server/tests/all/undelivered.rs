//! Whose act reached no phone is told so, and of nobody else's.

use domain::{
    accounts::Language,
    attendance::OutingCommand,
    ids::OutingId,
    notices::{DeliveryFault, NoticeContent},
};
use services::Caller;
use testkit::{World, db_test};

use crate::in_the_day::Window;
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
