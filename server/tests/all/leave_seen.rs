//! Who may know for what somebody is away.

use domain::{
    approvals::Subject,
    leave::{LeaveCard, LeaveCommand, LeaveFlag, LeaveKind},
    policy::Role,
};
use services::Caller;
use testkit::{World, db_test};

use crate::leave_requests::Window;

async fn seen(window: &Window, caller: &Caller, id: domain::ids::ApprovalId) -> LeaveCard {
    let view = window.world.services.leave().view(caller, id).await.unwrap();
    let Subject::Leave(card) = view.approval.row.subject else { panic!("no leave") };
    *card
}

#[db_test]
async fn the_host_reads_no_medical_kind_and_who_leads_reads_the_kind_alone(world: World) {
    let window = Window::new(world).await;
    let host = window.world.person("host").hall_role(Role::Host).create().await.caller(&window.world).await;
    let ill = LeaveCommand { kind: LeaveKind::Sick, reason: "手术".to_owned(), ..window.covered(25, 26) };
    let ill = window.ask(&window.a, ill).await.unwrap();
    let outside = seen(&window, &host, ill).await;
    assert_eq!((outside.kind, outside.reason, outside.papers, outside.left), (None, None, None, None));
    assert!(!outside.flags.iter().any(|flag| flag.tells_of_the_kind()), "{:?}", outside.flags);
    assert!(outside.flags.contains(&LeaveFlag::CoverUnconfirmed), "what is at the window is the host's matter");
    for leads in [&window.lead, &window.supervisor] {
        let card = seen(&window, leads, ill).await;
        assert_eq!((card.kind, card.reason, card.photos.len()), (Some(LeaveKind::Sick), None, 0));
        assert!(card.papers.is_some());
    }
    let all = seen(&window, &window.hr, ill).await;
    assert_eq!((all.kind, all.reason.as_deref()), (Some(LeaveKind::Sick), Some("手术")));
    assert_eq!(seen(&window, &window.a, ill).await.reason.as_deref(), Some("手术"));
    // What tells nothing of health or family is no secret.
    let plain = window.ask(&window.a, window.covered(30, 30)).await.unwrap();
    assert_eq!(seen(&window, &host, plain).await.kind, Some(LeaveKind::Personal));
}
