//! Setting group robots up: who may, what is refused, what is kept, and what stands in the trail.

use std::collections::BTreeMap;

use domain::{
    ids::RobotId,
    notices::{MAX_ROBOTS, QuietHours, RobotAct, RobotCommand, RobotFault, RobotKind, RobotState},
    policy::Role,
    problem::{FieldReason, Problem},
};
use sea_orm::{ConnectionTrait, Statement};
use store::repo::notices::{find_robot, list_robots};
use testkit::{World, db_test};

use crate::{
    robot_platform::{SECRET, TOKEN},
    robots::Hall,
    support::problem,
};

#[db_test]
async fn each_platform_takes_a_test_signed_as_it_wants_it(world: World) {
    let hall = Hall::new(world).await;
    let notices = hall.world.services.notices();
    for (name, kind) in [("一群", RobotKind::WeCom), ("二群", RobotKind::DingTalk), ("三群", RobotKind::Feishu)] {
        let robot = hall.set(hall.command(name, kind)).await.unwrap();
        assert_eq!(notices.test_robot(&hall.supervisor, robot).await.unwrap().1, None, "{kind:?}");
        let said = hall.platform.said();
        assert_eq!((said.len(), said[0].0), (1, kind));
        let expected = format!("【在岗】测试大厅\n这是一条测试消息。收到它，说明群机器人“{name}”已接通。");
        assert_eq!(said[0].1, expected);
    }
    let found = notices.robots(&hall.supervisor, hall.world.hall.id).await.unwrap();
    assert_eq!(found.hall_name, "测试大厅");
    for robot in found.robots {
        assert_eq!((robot.host.as_str(), robot.tail.as_str()), ("127.0.0.1", "4711"));
        assert_eq!((robot.signed, robot.set_by.as_str()), (robot.kind.can_sign(), "测试sup"));
        assert_eq!(robot.quiet, QuietHours::default());
        assert!(robot.sent_at.is_some() && robot.failed.is_none());
    }
}

#[db_test]
async fn a_test_says_what_the_platform_said(world: World) {
    let hall = Hall::new(world).await;
    let notices = hall.world.services.notices();
    let wrong = RobotCommand { secret: "SECwrong".to_owned(), ..hall.command("大厅群", RobotKind::DingTalk) };
    let robot = hall.set(wrong).await.unwrap();
    let (at, failure) = notices.test_robot(&hall.supervisor, robot).await.unwrap();
    let failure = failure.unwrap();
    assert_eq!((at, failure.fault), (hall.world.hall.id, RobotFault::Signature));
    assert_eq!(failure.answer, "310000 sign not match for …", "the token is not repeated");
    assert_eq!(hall.view().await.failed.unwrap().1, failure);
    // Once more at once would be too much.
    let (_, again) = notices.test_robot(&hall.supervisor, robot).await.unwrap();
    assert_eq!(again.unwrap().fault, RobotFault::TooFast);
    assert_eq!(hall.platform.said().len(), 1);
}

#[db_test]
async fn address_and_secret_are_sealed_kept_until_others_are_given_and_forgotten_at_the_end(world: World) {
    let hall = Hall::new(world).await;
    let robot = hall.robot().await;
    let db = hall.world.db.read();
    let stored = find_robot(db, robot).await.unwrap().unwrap().sealed;
    for secret in [TOKEN, SECRET] {
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    }
    // Another name alone.
    let kept = RobotCommand {
        id: Some(robot),
        version: 1,
        address: String::new(),
        secret: String::new(),
        topics: BTreeMap::from([("window_empty".to_owned(), true)]),
        ..hall.command("一楼群", RobotKind::DingTalk)
    };
    hall.set(kept.clone()).await.unwrap();
    let view = hall.view().await;
    assert_eq!((view.name.as_str(), view.version, view.topics.len(), view.signed), ("一楼群", 2, 1, true));
    assert_eq!(find_robot(db, robot).await.unwrap().unwrap().sealed, stored);
    assert_eq!(problem(hall.set(kept.clone()).await), Problem::Conflict, "somebody was faster");
    let alone = RobotCommand { version: 2, secret: "SECother".to_owned(), ..kept };
    assert_eq!(problem(hall.set(alone).await), Problem::field("address", FieldReason::Required));
    hall.offer(1).await;
    assert_eq!(hall.speak().await, 0, "not what its group wants to hear");

    let notices = hall.world.services.notices();
    notices.act_on_robot(&hall.supervisor, robot, RobotAct::Remove).await.unwrap();
    assert_eq!(list_robots(db, hall.world.hall.id).await.unwrap(), []);
    let sql = "SELECT COUNT(*) AS n FROM group_robot WHERE state = 'removed' AND length(sealed) = 0";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1);
    assert_eq!(problem(notices.test_robot(&hall.supervisor, robot).await), Problem::NotFound);
    // Its name is free again.
    hall.set(hall.command("一楼群", RobotKind::WeCom)).await.unwrap();
}

#[db_test]
async fn a_robot_can_be_silenced_and_woken(world: World) {
    let hall = Hall::new(world).await;
    let robot = hall.robot().await;
    let notices = hall.world.services.notices();
    hall.offer(1).await;
    assert_eq!(notices.act_on_robot(&hall.supervisor, robot, RobotAct::Pause).await.unwrap(), hall.world.hall.id);
    hall.offer(2).await;
    assert_eq!(hall.speak().await, 0);
    let again = notices.act_on_robot(&hall.supervisor, robot, RobotAct::Pause).await;
    assert_eq!(problem(again), Problem::Conflict);
    notices.act_on_robot(&hall.supervisor, robot, RobotAct::Resume).await.unwrap();
    assert_eq!(hall.view().await.state, RobotState::Active);
    assert_eq!(hall.speak().await, 0, "what was not said then is not said now");
    hall.offer(3).await;
    assert_eq!(hall.speak().await, 1);
    assert!(hall.platform.one().contains("12月3日"));
}

#[db_test]
async fn what_is_no_robot_is_refused_by_its_field(world: World) {
    let hall = Hall::new(world).await;
    hall.robot().await;
    let right = hall.command("二群", RobotKind::DingTalk);
    let at = |address: String| RobotCommand { address, ..right.clone() };
    let cases = [
        (at(format!("{}/robot/send", hall.platform.origin)), "address", FieldReason::Malformed),
        (at(format!("{}/elsewhere?access_token={TOKEN}", hall.platform.origin)), "address", FieldReason::Malformed),
        (at("nonsense".to_owned()), "address", FieldReason::Malformed),
        (at(String::new()), "address", FieldReason::Required),
        (RobotCommand { name: "大厅群".to_owned(), ..right.clone() }, "name", FieldReason::Taken),
        (RobotCommand { name: String::new(), ..right.clone() }, "name", FieldReason::Required),
        (RobotCommand { topics: BTreeMap::new(), ..right.clone() }, "topics", FieldReason::Required),
        (
            RobotCommand { secret: SECRET.to_owned(), ..hall.command("二群", RobotKind::WeCom) },
            "secret",
            FieldReason::Malformed,
        ),
    ];
    for (command, field, reason) in cases {
        assert_eq!(problem(hall.set(command).await), Problem::field(field, reason));
    }
    for n in 1..MAX_ROBOTS {
        hall.set(hall.command(&format!("群{n}"), RobotKind::WeCom)).await.unwrap();
    }
    assert_eq!(problem(hall.set(right).await), Problem::field("name", FieldReason::TooMany));
}

#[db_test]
async fn only_who_answers_for_a_hall_sets_its_robots(world: World) {
    let hall = Hall::new(world).await;
    let robot = hall.robot().await;
    let (notices, command) = (hall.world.services.notices(), hall.command("二群", RobotKind::WeCom));
    let lead = hall.world.person("lead").zone_role(Role::Lead, &hall.world.hall).create().await;
    let host = hall.world.person("host").hall_role(Role::Host).create().await;
    for person in [&hall.worker, &lead, &host] {
        let caller = person.caller(&hall.world).await;
        assert_eq!(problem(notices.robots(&caller, hall.world.hall.id).await), Problem::Denied);
        assert_eq!(problem(notices.set_robot(&caller, command.clone()).await), Problem::Denied);
        assert_eq!(problem(notices.test_robot(&caller, robot).await), Problem::NotFound);
        let removed = notices.act_on_robot(&caller, robot, RobotAct::Remove).await;
        assert_eq!(problem(removed), Problem::NotFound);
    }
    let other = hall.world.another_hall("分厅").await;
    assert_eq!(problem(notices.robots(&hall.supervisor, other.id).await), Problem::Denied);
    // A robot of one hall can't be changed as if it were another's.
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let moved = RobotCommand { id: Some(robot), version: 1, hall: other.id, ..command.clone() };
    assert_eq!(problem(notices.set_robot(&hr, moved).await), Problem::NotFound);
    let unknown = RobotCommand { id: Some(RobotId::new()), version: 1, ..command.clone() };
    assert_eq!(problem(notices.set_robot(&hr, unknown).await), Problem::NotFound);
    notices.set_robot(&hr, RobotCommand { hall: other.id, ..command }).await.unwrap();
    assert_eq!(hall.platform.said(), []);
}

#[db_test]
async fn every_act_leaves_a_line_without_the_address(world: World) {
    let hall = Hall::new(world).await;
    let robot = hall.robot().await;
    let notices = hall.world.services.notices();
    notices.test_robot(&hall.supervisor, robot).await.unwrap();
    for act in [RobotAct::Pause, RobotAct::Resume, RobotAct::Remove] {
        notices.act_on_robot(&hall.supervisor, robot, act).await.unwrap();
    }
    let db = hall.world.db.read();
    let sql = "SELECT action, detail FROM audit_line WHERE subject_kind = 'robot' ORDER BY id";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let lines: Vec<(String, String)> =
        rows.iter().map(|row| (row.try_get("", "action").unwrap(), row.try_get("", "detail").unwrap())).collect();
    let actions: Vec<&str> = lines.iter().map(|(action, _)| action.as_str()).collect();
    let expected = ["add", "test", "pause", "resume", "remove"].map(|act| format!("notices.{act}_robot"));
    assert_eq!(actions, expected);
    assert_eq!(lines[1].1, "大厅群 127.0.0.1 …4711 taken");
    for (_, detail) in &lines {
        assert!(!detail.contains(TOKEN) && !detail.contains(SECRET), "{detail}");
    }
}
