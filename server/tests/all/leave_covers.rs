//! Who covers whom: all posts that somebody holds, one's own window first, and a third who takes over.

use domain::{
    approvals::FlowState,
    ids::ApprovalId,
    leave::{CoverState, LeaveCommand, LeaveFlag, LeaveKind, LeaveQuestion, LeaveRequestError, Period},
    notices::NoticeContent,
    org::{HolderCommand, Side},
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Shift,
};
use store::repo::{leave::put_cover_state, org::lock_hall};
use testkit::{World, day_shift, db_test};

use crate::approvals::{days_off, november};
use crate::leave_requests::Window;
use crate::leave_sudden::{name, told};
use crate::support::{covers, problem, takes_back};

/// The day shift under another name, of which a hall has one.
fn shift(name: &str) -> Shift {
    Shift { name: name.to_owned(), ..day_shift() }
}

#[db_test]
async fn every_post_that_is_held_counts_on_all_days(world: World) {
    let window = Window::new(world).await;
    // w001 is A of the first window and B of the second, whose A is away from the 26th on.
    let [_, second] = window.world.hall.desks;
    let held = HolderCommand { post: second.post, side: Side::B, person: Some(window.a_person.id), from: november(24) };
    window.world.services.org().set_holder(&window.hr, held).await.unwrap();
    let y = window.world.person("w021").hall_role(Role::Worker).at(second, Side::A).create().await;
    window.world.works(&shift("二"), &[(y.id, None)]).await;
    let (hall, spare) = (window.world.hall.id, window.spare.actor.person);
    let certificate = (second.window, november(1), None);
    window.world.services.roster().certify(&window.hr, hall, spare, certificate).await.unwrap();
    let away = LeaveCommand { cover: Some(spare), ..days_off(26, 27) };
    window.ask(&y.caller(&window.world).await, away).await.unwrap();
    let both = window.ask(&window.a, window.covered(25, 26)).await;
    assert_eq!(problem(both), LeaveRequestError::PartnerAway.into(), "the second window would be empty on the 26th");
    window.ask(&window.a, window.covered(25, 25)).await.unwrap();
}

#[db_test]
async fn where_only_certified_people_serve_the_partner_needs_a_certificate_too(world: World) {
    let window = Window::new(world).await;
    let (hall, roster, leave) = (window.world.hall.id, window.world.services.roster(), window.world.services.leave());
    // Asked and promised before the hall required it.
    let before = window.ask(&window.a, window.covered(27, 27)).await.unwrap();
    leave.answer_cover(&window.b, covers(before, true)).await.unwrap();
    roster.require_certification(&window.hr, hall, true).await.unwrap();
    let refused = Problem::field("cover", FieldReason::NotAllowed);
    assert_eq!(problem(window.ask(&window.a, window.covered(25, 26)).await), refused);
    assert_eq!(problem(window.agree(&window.lead, before).await), LeaveRequestError::CoverTaken.into());
    let offered = leave.choices(&window.a, None).await.unwrap().covers;
    assert_eq!(offered.iter().map(|choice| choice.person).collect::<Vec<_>>(), [window.spare.actor.person]);
    // A certificate that ends within the leave is none for it.
    let desk = window.world.hall.desks[0];
    let certificate = (desk.window, november(1), Some(november(25)));
    roster.certify(&window.hr, hall, window.b_person.id, certificate).await.unwrap();
    assert_eq!(problem(window.ask(&window.a, window.covered(25, 26)).await), refused);
    window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    let certificate = (desk.window, november(26), None);
    roster.certify(&window.hr, hall, window.b_person.id, certificate).await.unwrap();
    window.agree(&window.lead, before).await.unwrap();
}

#[db_test]
async fn one_window_is_not_left_to_fill_another(world: World) {
    let window = Window::new(world).await;
    let [_, second] = window.world.hall.desks;
    // The only one at the second window is certified for the first.
    let alone = window.world.person("w021").hall_role(Role::Worker).at(second, Side::A).create().await;
    window.world.works(&shift("二"), &[(alone.id, None)]).await;
    let (hall, first) = (window.world.hall.id, window.world.hall.desks[0]);
    let certificate = (first.window, november(1), None);
    window.world.services.roster().certify(&window.hr, hall, alone.id, certificate).await.unwrap();
    let by_them = || LeaveCommand { cover: Some(alone.id), ..days_off(25, 25) };
    let taken = Problem::field("cover", FieldReason::Overlaps);
    assert_eq!(problem(window.ask(&window.a, by_them()).await), taken);
    // With a B who stays, they can go over; not when that B is away, too.
    let stays = window.world.person("w022").hall_role(Role::Worker).at(second, Side::B).create().await;
    window.world.works(&shift("三"), &[(stays.id, None)]).await;
    let id = window.ask(&window.a, by_them()).await.unwrap();
    window.world.services.leave().answer_cover(&alone.caller(&window.world).await, covers(id, true)).await.unwrap();
    let ill = LeaveCommand { kind: LeaveKind::Sick, ..days_off(25, 25) };
    window.ask(&stays.caller(&window.world).await, ill).await.unwrap();
    assert_eq!(problem(window.agree(&window.lead, id).await), LeaveRequestError::CoverTaken.into());
}

#[db_test]
async fn b_needs_somebody_on_days_on_which_the_roster_has_no_a(world: World) {
    let window = Window::new(world).await;
    let (leave, spare) = (window.world.services.leave(), window.spare.actor.person);
    let one_day =
        |day| LeaveQuestion::of(ApprovalId::new(), LeaveKind::Personal, Period::whole(november(day), november(day)));
    // While A is there, B leaves no gap. Then A gets both days off.
    let before = window.ask(&window.b, days_off(27, 27)).await.unwrap();
    assert!(!leave.preview(&window.b, one_day(26)).await.unwrap().needs_cover);
    let file = "工号,日期,班次\nw001,2026-11-26,休\nw001,2026-11-27,休\nw001,2026-11-30,休\n".as_bytes().to_vec();
    let (roster, hall) = (window.world.services.roster(), window.world.hall.id);
    assert!(roster.import(&window.supervisor, hall, "a.csv", file, false).await.unwrap().applied);

    assert!(leave.preview(&window.b, one_day(26)).await.unwrap().needs_cover);
    let refused = Problem::field("cover", FieldReason::Required);
    assert_eq!(problem(window.ask(&window.b, days_off(25, 26)).await), refused);
    let unconfirmed: Problem = LeaveRequestError::CoverUnconfirmed.into();
    assert_eq!(problem(window.agree(&window.lead, before).await), unconfirmed, "asked while A was still there");
    assert_eq!(window.card(before).await.flags, [LeaveFlag::CoverUnconfirmed]);
    let by_spare = LeaveCommand { cover: Some(spare), ..days_off(26, 26) };
    let id = window.ask(&window.b, by_spare).await.unwrap();
    assert_eq!(problem(window.agree(&window.lead, id).await), unconfirmed);
    leave.answer_cover(&window.spare, covers(id, true)).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    window.ask(&window.b, days_off(25, 25)).await.unwrap();

    // What befalls B is never refused for it: who leads is told.
    let ill = LeaveCommand { kind: LeaveKind::Sick, ..days_off(30, 30) };
    let ill = window.ask(&window.b, ill).await.unwrap();
    let wanted = NoticeContent::CoverWanted { by: Some("测试w002".to_owned()), request: ill };
    assert!(told(&window, &window.lead).await.contains(&wanted));
}

#[db_test]
async fn somebody_takes_over_and_who_covered_can_take_leave(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let (b, spare) = (window.b_person.id, window.spare.actor.person);
    let id = window.ask(&window.a, LeaveCommand { cover: Some(spare), ..days_off(26, 27) }).await.unwrap();
    leave.answer_cover(&window.spare, covers(id, true)).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    window.agree(&window.supervisor, id).await.unwrap();
    assert_eq!(problem(window.ask(&window.spare, days_off(27, 27)).await), LeaveRequestError::Covering.into());

    // Whoever covers asks; until the other says yes, it is still them.
    let listed = leave.mine(&window.spare, None).await.unwrap().covers;
    assert_eq!(listed[0].successors.iter().map(|choice| choice.person).collect::<Vec<_>>(), [b]);
    name(&window, &window.spare, id, b).await.unwrap();
    assert_eq!(window.card(id).await.cover.unwrap().person, spare);
    assert_eq!(leave.view(&window.a, id).await.unwrap().next_cover.as_deref(), Some("测试w002"));
    let asked = leave.mine(&window.b, None).await.unwrap().covers;
    assert_eq!((asked[0].takes_over, asked[0].state), (true, CoverState::Asked));
    leave.answer_cover(&window.b, covers(id, false)).await.unwrap();
    assert_eq!(leave.view(&window.a, id).await.unwrap().next_cover, None);
    assert_eq!(window.card(id).await.cover.unwrap().person, spare);

    name(&window, &window.a, id, b).await.unwrap();
    leave.answer_cover(&window.b, covers(id, true)).await.unwrap();
    let cover = window.card(id).await.cover.unwrap();
    assert_eq!((cover.person, cover.state), (b, CoverState::Confirmed));
    let released = NoticeContent::CoverReleased { by: "测试w001".to_owned(), from: november(26) };
    assert!(told(&window, &window.spare).await.contains(&released));
    assert_eq!(leave.mine(&window.spare, None).await.unwrap().covers, []);
    assert_eq!(problem(name(&window, &window.spare, id, b).await), Problem::NotFound, "no longer theirs");
    window.ask(&window.spare, days_off(27, 27)).await.unwrap();
}

#[db_test]
async fn who_covers_hears_when_it_comes_to_nothing(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let released = |day| NoticeContent::CoverReleased { by: "测试w001".to_owned(), from: november(day) };
    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    leave.withdraw(&window.a, takes_back(id, window.version(id).await)).await.unwrap();
    assert!(told(&window, &window.b).await.contains(&released(25)), "withdrawn");

    let id = window.ask(&window.a, window.covered(26, 26)).await.unwrap();
    let version = Some(window.version(id).await);
    let by_spare = LeaveCommand { id, version, cover: Some(window.spare.actor.person), ..days_off(26, 26) };
    window.ask(&window.a, by_spare).await.unwrap();
    assert!(told(&window, &window.b).await.contains(&released(26)), "somebody else is asked");

    let id = window.granted(30, 30).await;
    window.come_back(id, 30).await.unwrap();
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::Cancelled);
    assert!(told(&window, &window.b).await.contains(&released(30)), "given up");
}

#[db_test]
async fn a_no_that_comes_while_it_is_granted_counts(world: World) {
    let window = Window::new(world).await;
    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    window.world.services.leave().answer_cover(&window.b, covers(id, true)).await.unwrap();
    // The hall is held by who takes their word back, and let go only after the lead's yes has begun to wait for it.
    let (db, hall) = (window.world.db.clone(), window.world.hall.id);
    let taken_back = db.write((), move |tx, ()| {
        Box::pin(async move {
            lock_hall(tx, hall).await?;
            put_cover_state(tx, id, CoverState::Declined).await?;
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            Ok::<_, store::DbErr>(())
        })
    });
    let agreed = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        window.agree(&window.lead, id).await
    };
    let (declined, agreed) = tokio::join!(taken_back, agreed);
    declined.unwrap();
    assert_eq!(problem(agreed), LeaveRequestError::CoverUnconfirmed.into());
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::InReview);
}
