//! Rounds of inspectors: what they record, what the person says, who decides.

use domain::{
    attendance::{AttendanceError, DecidePatrolCommand, PatrolCommand, PatrolState},
    ids::PatrolId,
    policy::Role,
    problem::{FieldReason, Problem},
};
use testkit::{World, db_test, night_shift};

use crate::in_the_day::Window;
use crate::support::{problem, rules_on, says};

#[db_test]
async fn a_round_is_recorded_explained_and_decided_by_three_people(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    window.world.clock.set("2026-11-24 10:12");
    let choices = attendance.patrol_choices(&window.inspector, None).await.unwrap();
    let people: Vec<usize> = choices.windows.iter().map(|window| window.people.len()).collect();
    assert_eq!(people, [2, 0], "of all windows at once");
    let command = window.patrol();
    let id = attendance.record_patrol(&window.inspector, command.clone(), None).await.unwrap();
    assert_eq!(attendance.record_patrol(&window.inspector, command.clone(), None).await.unwrap(), id, "sent twice");
    let changed = PatrolCommand { note: "别的".to_owned(), ..command };
    assert_eq!(problem(attendance.record_patrol(&window.inspector, changed, None).await), Problem::Conflict);
    let mine = attendance.patrols(&window.a, None).await.unwrap().records;
    assert_eq!((mine.len(), mine[0].state, mine[0].may_explain), (1, PatrolState::Explaining, true));
    assert_eq!(attendance.patrols(&window.b, None).await.unwrap().records.len(), 0, "colleagues see nothing");
    let early = attendance.decide_patrol(&window.supervisor, rules_on(id, true, 0, "x")).await;
    assert_eq!(problem(early), AttendanceError::PatrolUnheard.into());
    let other = attendance.explain_patrol(&window.b, says(id, "x"), None).await;
    assert_eq!(problem(other), Problem::NotFound);
    let blank = attendance.explain_patrol(&window.a, says(id, " "), None).await;
    assert_eq!(problem(blank), Problem::field("text", FieldReason::Required));
    attendance.explain_patrol(&window.a, says(id, "去机关送材料，B 岗在窗口"), None).await.unwrap();
    for outsider in [&window.inspector, &window.lead, &window.a] {
        let decided = attendance.decide_patrol(outsider, rules_on(id, true, 1, "x")).await;
        assert_eq!(problem(decided), Problem::Denied);
    }
    assert!(attendance.patrol(&window.supervisor, id).await.unwrap().may_decide);
    let unread = attendance.decide_patrol(&window.supervisor, rules_on(id, false, 0, "有人顶岗")).await;
    assert_eq!(problem(unread), Problem::Conflict, "there is a word that was not read");
    let decision = rules_on(id, false, 1, "有人顶岗");
    attendance.decide_patrol(&window.supervisor, decision.clone()).await.unwrap();
    attendance.decide_patrol(&window.supervisor, decision.clone()).await.expect("sent twice");
    let other = attendance.decide_patrol(&window.supervisor, DecidePatrolCommand { upheld: true, ..decision }).await;
    assert_eq!(problem(other), Problem::Conflict, "other words under the same id");
    let again = attendance.decide_patrol(&window.supervisor, rules_on(id, true, 1, "x")).await;
    assert_eq!(problem(again), AttendanceError::PatrolSettled.into());
    let late = attendance.explain_patrol(&window.a, says(id, "还有"), None).await;
    assert_eq!(problem(late), AttendanceError::PatrolSettled.into());
    let decided = attendance.patrol(&window.a, id).await.unwrap();
    assert_eq!((decided.state, decided.decision.unwrap().reason.as_str()), (PatrolState::Dismissed, "有人顶岗"));
}

#[db_test]
async fn whoever_is_rostered_at_the_window_answers_for_it_too(world: World) {
    let window = Window::new(world).await;
    let (world, desk) = (&window.world, window.world.hall.desks[0]);
    let attendance = world.services.attendance();
    let guest = world.person("guest").hall_role(Role::Worker).create().await.id;
    let record = |id| PatrolCommand { id, person: guest, ..window.patrol() };
    let unknown = attendance.record_patrol(&window.inspector, record(PatrolId::new()), None).await;
    assert_eq!(problem(unknown), Problem::field("person", FieldReason::Unknown));
    world.works(&night_shift(), &[(guest, Some(desk.post))]).await;
    let choices = attendance.patrol_choices(&window.inspector, None).await.unwrap();
    let people = &choices.windows.iter().find(|of| of.window == desk.window).unwrap().people;
    assert_eq!(people.len(), 3);
    assert_eq!(people[2], (guest, "测试guest".to_owned()), "after who holds it");
    attendance.record_patrol(&window.inspector, record(PatrolId::new()), None).await.unwrap();
}

#[db_test]
async fn who_lets_the_day_pass_is_decided_without_a_word(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let id = attendance.record_patrol(&window.inspector, window.patrol(), None).await.unwrap();
    window.world.clock.set("2026-11-25 00:00");
    let late = attendance.explain_patrol(&window.a, says(id, "x"), None).await;
    assert_eq!(problem(late), AttendanceError::PatrolTooLate.into());
    attendance.decide_patrol(&window.supervisor, rules_on(id, true, 0, "未说明")).await.unwrap();
    assert_eq!(attendance.patrol(&window.inspector, id).await.unwrap().state, PatrolState::Upheld);
}

#[db_test]
async fn only_inspectors_record_and_nobody_about_themselves(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    for outsider in [&window.lead, &window.supervisor, &window.a] {
        assert_eq!(problem(attendance.record_patrol(outsider, window.patrol(), None).await), Problem::Denied);
    }
    let themselves = PatrolCommand { person: window.inspector.actor.person, ..window.patrol() };
    assert_eq!(problem(attendance.record_patrol(&window.inspector, themselves, None).await), Problem::Denied);
    let elsewhere = PatrolCommand { person: window.supervisor.actor.person, ..window.patrol() };
    let elsewhere = attendance.record_patrol(&window.inspector, elsewhere, None).await;
    assert_eq!(problem(elsewhere), Problem::field("person", FieldReason::Unknown));
    let old = PatrolCommand { minutes_ago: Some(-1), ..window.patrol() };
    let old = attendance.record_patrol(&window.inspector, old, None).await;
    assert_eq!(problem(old), Problem::field("minutes_ago", FieldReason::OutOfRange));
}

/// A supervisor who makes rounds as well does not decide on what they wrote.
#[db_test]
async fn nobody_decides_on_their_own_record(world: World) {
    let window = Window::new(world).await;
    let both = window.world.person("both").hall_role(Role::Inspector).hall_role(Role::Supervisor).create().await;
    let both = both.caller(&window.world).await;
    let attendance = window.world.services.attendance();
    let id = attendance.record_patrol(&both, window.patrol(), None).await.unwrap();
    attendance.explain_patrol(&window.a, says(id, "x"), None).await.unwrap();
    assert_eq!(problem(attendance.decide_patrol(&both, rules_on(id, true, 1, "x")).await), Problem::Denied);
    assert!(!attendance.patrol(&both, id).await.unwrap().may_decide);
    let tries = (0..2).map(|_| {
        let (attendance, supervisor) = (attendance.clone(), window.supervisor.clone());
        tokio::spawn(async move { attendance.decide_patrol(&supervisor, rules_on(id, true, 1, "属实")).await.is_ok() })
    });
    let mut decided = 0;
    for tried in tries.collect::<Vec<_>>() {
        decided += i32::from(tried.await.unwrap());
    }
    assert_eq!(decided, 1);
}
