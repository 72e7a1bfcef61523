//! Leaving the window, empty windows, rounds.

use chrono::TimeDelta;
use domain::{
    attendance::{
        AttendanceError, BoardWindow, CoverState, HolderState, OutingAct, OutingActCommand, OutingCommand, OutingState,
        PatrolCommand, PatrolKind, PositionReport, PunchCommand, Reading,
    },
    geo::{Datum, Position},
    ids::{ActId, OutingId, PatrolId, PunchId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::{problem, takes};

/// An act on a phone with a network.
pub fn does(outing: OutingId, version: i32, act: OutingAct) -> OutingActCommand {
    OutingActCommand { id: ActId::new(), outing, version, act, tap: None }
}

/// A and B of the first window, their lead, the supervisor and an inspector. Both are on the day shift and
/// have clocked in at 08:25.
pub struct Window {
    pub world: World,
    pub a: Caller,
    pub b: Caller,
    pub person: Person,
    pub lead: Caller,
    pub supervisor: Caller,
    pub inspector: Caller,
}

impl Window {
    pub async fn new(world: World) -> Self {
        let window = Self::before_work(world).await;
        window.punch(&window.a).await;
        window.punch(&window.b).await;
        window
    }

    pub async fn before_work(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        world.works(&day_shift(), &[(a.id, Some(desk.post)), (b.id, None)]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let inspector = world.person("insp").hall_role(Role::Inspector).create().await.caller(&world).await;
        Self { a: a.caller(&world).await, b: b.caller(&world).await, world, person: a, lead, supervisor, inspector }
    }

    pub async fn punch(&self, caller: &Caller) {
        let position = Position { lat_e7: 399_087_100, lng_e7: 1_163_975_000 };
        let reading = Reading { position, datum: Datum::Wgs84, accuracy_m: 15, age_s: 0 };
        let position = PositionReport::Reading(reading);
        let command =
            PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
        self.world.services.attendance().punch(caller, command, None).await.unwrap();
    }

    pub async fn ask(&self, caller: &Caller) -> Result<OutingId, Error> {
        let command = OutingCommand { id: OutingId::new(), reason: "取材料".to_owned(), minutes: 15, tap: None };
        let id = command.id;
        self.world.services.attendance().ask_outing(caller, command, None).await.map(|()| id)
    }

    pub async fn act(&self, caller: &Caller, outing: OutingId, version: i32, act: OutingAct) -> Result<(), Error> {
        let command = does(outing, version, act);
        self.world.services.attendance().act_on_outing(caller, command, None).await
    }

    pub async fn board(&self, caller: &Caller) -> BoardWindow {
        self.world.services.attendance().board(caller, None).await.unwrap().zones[0].windows[0].clone()
    }

    pub async fn watch(&self, at: &str) {
        self.world.clock.set(at);
        self.world.services.run_jobs().await.unwrap();
    }

    pub fn patrol(&self) -> PatrolCommand {
        PatrolCommand {
            id: PatrolId::new(),
            window: self.world.hall.desks[0].window,
            person: self.person.id,
            kind: PatrolKind::OffPost,
            minutes_ago: Some(5),
            note: "窗口无人，有群众等候".to_owned(),
            tap: None,
        }
    }
}

#[db_test]
async fn a_leaves_b_stands_in_and_a_comes_back(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    window.world.clock.set("2026-11-24 10:05");
    let before = attendance.outings(&window.a).await.unwrap();
    assert_eq!((before.hindrance, before.covers), (None, vec!["测试w002".to_owned()]));
    let outing = window.ask(&window.a).await.unwrap();
    let asked = attendance.outings(&window.b).await.unwrap();
    assert_eq!((asked.others[0].state, &asked.others[0].acts), (OutingState::Asked, &vec![OutingAct::Cover]));
    assert_eq!(window.board(&window.lead).await.holders[0].status.state, HolderState::OnPost, "still there");
    window.act(&window.b, outing, 1, OutingAct::Cover).await.unwrap();
    let board = window.board(&window.lead).await;
    assert_eq!((board.state, board.holders[0].status.state), (CoverState::OnPost, HolderState::Away));
    assert_eq!(board.holders[0].outing.as_ref().and_then(|outing| outing.cover.as_deref()), Some("测试w002"));
    assert_eq!(board.holders[1].covers.as_deref(), Some("测试w001"));
    let mine = attendance.outings(&window.a).await.unwrap().mine.unwrap();
    assert_eq!((mine.acts.as_slice(), mine.cover.as_deref()), ([OutingAct::Return].as_slice(), Some("测试w002")));
    // Who stands in can't leave as well: A and B are not away together.
    assert_eq!(problem(window.ask(&window.b).await), AttendanceError::Covering.into());
    assert_eq!(problem(window.ask(&window.a).await), AttendanceError::OutAlready.into());
    window.watch("2026-11-24 10:21").await;
    assert_eq!(window.board(&window.lead).await.holders[0].outing.as_ref().unwrap().minutes_over, Some(1));
    let review = attendance.review(&window.lead, None).await.unwrap();
    assert_eq!(review.overdue.iter().map(|outing| outing.id).collect::<Vec<_>>(), [outing]);
    window.act(&window.a, outing, 2, OutingAct::Return).await.unwrap();
    assert_eq!(window.board(&window.lead).await.holders[0].status.state, HolderState::OnPost);
    let over = attendance.outings(&window.a).await.unwrap();
    assert_eq!((over.mine, over.over[0].state), (None, OutingState::Back));
    assert_eq!(
        problem(window.act(&window.a, outing, 3, OutingAct::Return).await),
        AttendanceError::OutingSettled.into()
    );
}

#[db_test]
async fn of_two_who_stand_in_at_once_one_does(world: World) {
    let window = Window::new(world).await;
    let outing = window.ask(&window.a).await.unwrap();
    let tries = (0..6).map(|_| {
        let (attendance, b) = (window.world.services.attendance(), window.b.clone());
        tokio::spawn(async move { attendance.act_on_outing(&b, does(outing, 1, OutingAct::Cover), None).await })
    });
    let mut covered = 0;
    for tried in tries.collect::<Vec<_>>() {
        match tried.await.unwrap() {
            Ok(()) => covered += 1,
            other => {
                let told = problem(other);
                let known = [AttendanceError::OutingSettled, AttendanceError::Covering].map(Problem::from);
                assert!(known.contains(&told), "{told:?}");
            }
        }
    }
    assert_eq!(covered, 1);
    assert_eq!(window.board(&window.lead).await.holders[1].covers.as_deref(), Some("测试w001"));
}

/// Both of a pair ask, and each confirms the other's at the same moment: only one may leave.
#[db_test]
async fn a_and_b_do_not_leave_together(world: World) {
    let window = Window::new(world).await;
    let (first, second) = (window.ask(&window.a).await.unwrap(), window.ask(&window.b).await.unwrap());
    let tries = [(window.b.clone(), first), (window.a.clone(), second)].map(|(caller, outing)| {
        let attendance = window.world.services.attendance();
        let command = does(outing, 1, OutingAct::Cover);
        tokio::spawn(async move { attendance.act_on_outing(&caller, command, None).await.is_ok() })
    });
    let mut left = 0;
    for tried in tries {
        left += i32::from(tried.await.unwrap());
    }
    assert_eq!(left, 1);
    assert_eq!(window.board(&window.lead).await.state, CoverState::OnPost);
}

#[db_test]
async fn only_from_the_post_and_only_ones_own(world: World) {
    let window = Window::before_work(world).await;
    assert_eq!(problem(window.ask(&window.a).await), AttendanceError::NotOnPost.into());
    window.punch(&window.a).await;
    let attendance = window.world.services.attendance();
    let wrong = OutingCommand { id: OutingId::new(), reason: String::new(), minutes: 500, tap: None };
    let Problem::Invalid(faults) = problem(attendance.ask_outing(&window.a, wrong, None).await) else {
        panic!("no fields")
    };
    assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["reason", "minutes"]);
    let command = OutingCommand { id: OutingId::new(), reason: "取材料".to_owned(), minutes: 15, tap: None };
    attendance.ask_outing(&window.a, command.clone(), None).await.unwrap();
    attendance.ask_outing(&window.a, command.clone(), None).await.unwrap();
    // B has not clocked in, so can't stand in; others don't even know of it.
    let cover = |caller: &Caller| {
        let caller = caller.clone();
        let attendance = attendance.clone();
        async move { attendance.act_on_outing(&caller, does(command.id, 1, OutingAct::Cover), None).await }
    };
    assert_eq!(problem(cover(&window.b).await), AttendanceError::NotOnPost.into());
    assert_eq!(problem(cover(&window.a).await), Problem::Denied);
    assert_eq!(problem(cover(&window.supervisor).await), Problem::NotFound);
    for act in [OutingAct::Withdraw, OutingAct::LeaveUncovered, OutingAct::Return] {
        assert_eq!(problem(window.act(&window.b, command.id, 1, act).await), Problem::NotFound);
    }
    window.act(&window.a, command.id, 1, OutingAct::LeaveUncovered).await.unwrap();
    assert_eq!(window.board(&window.lead).await.state, CoverState::Away, "B is due later");
    // A punch says that one is back as well.
    window.world.clock.set("2026-11-24 17:31");
    window.punch(&window.a).await;
    assert_eq!(attendance.outings(&window.a).await.unwrap().mine, None);
}

#[db_test]
async fn a_request_that_nobody_answers_lapses(world: World) {
    let window = Window::new(world).await;
    let outing = window.ask(&window.a).await.unwrap();
    window.watch("2026-11-24 08:56").await;
    let late = window.act(&window.b, outing, 1, OutingAct::Cover).await;
    assert_eq!(problem(late), AttendanceError::OutingSettled.into());
    window.ask(&window.a).await.unwrap();
}

#[db_test]
async fn an_empty_window_is_told_to_the_lead_then_to_the_supervisor_and_ends_by_itself(world: World) {
    let window = Window::before_work(world).await;
    let attendance = window.world.services.attendance();
    window.watch("2026-11-24 08:34").await;
    assert_eq!(window.board(&window.lead).await.alarms, []);
    window.watch("2026-11-24 08:35").await;
    window.watch("2026-11-24 08:37").await;
    let told = window.board(&window.lead).await.alarms;
    assert_eq!(told.len(), 1, "once, however often it is looked at");
    assert_eq!((told[0].raised_at - told[0].since, told[0].escalated_at), (TimeDelta::minutes(5), None));
    assert_eq!(window.board(&window.supervisor).await.alarms, [], "not yet");
    window.watch("2026-11-24 08:46").await;
    let passed_on = window.board(&window.supervisor).await.alarms;
    assert_eq!(passed_on.len(), 1);
    for outsider in [&window.a, &window.inspector] {
        assert_eq!(problem(attendance.take_vacancy(outsider, takes(told[0].id, "x")).await), Problem::Denied);
    }
    let blank = attendance.take_vacancy(&window.lead, takes(told[0].id, " ")).await;
    assert_eq!(problem(blank), Problem::field("note", FieldReason::Required));
    attendance.take_vacancy(&window.lead, takes(told[0].id, "已请机动人员到窗口")).await.unwrap();
    assert_eq!(problem(attendance.take_vacancy(&window.supervisor, takes(told[0].id, "x")).await), Problem::Conflict);
    let taken = window.board(&window.supervisor).await.alarms.remove(0).taken.unwrap();
    assert_eq!((taken.by.as_str(), taken.note.as_str()), ("测试lead", "已请机动人员到窗口"));
    window.punch(&window.b).await;
    window.watch("2026-11-24 08:50").await;
    assert_eq!(window.board(&window.lead).await.alarms, []);
    // B leaves with nobody to stand in: empty again, since then.
    let outing = window.ask(&window.b).await.unwrap();
    window.act(&window.b, outing, 1, OutingAct::LeaveUncovered).await.unwrap();
    window.watch("2026-11-24 08:56").await;
    let again = window.board(&window.lead).await.alarms;
    assert_eq!(again.len(), 1);
    assert_ne!(again[0].id, told[0].id);
    assert_eq!(again[0].raised_at - again[0].since, TimeDelta::minutes(6));
    window.watch("2026-11-24 17:30").await;
    assert_eq!(window.board(&window.lead).await.alarms, [], "the shift is over");
}

#[db_test]
async fn taken_in_hand_it_is_not_passed_on_for_ten_minutes(world: World) {
    let window = Window::before_work(world).await;
    window.watch("2026-11-24 08:36").await;
    let alarm = window.board(&window.lead).await.alarms.remove(0);
    window.world.services.attendance().take_vacancy(&window.lead, takes(alarm.id, "我在窗口")).await.unwrap();
    window.watch("2026-11-24 08:45").await;
    assert_eq!(window.board(&window.supervisor).await.alarms, []);
    window.watch("2026-11-24 08:46").await;
    assert_eq!(window.board(&window.supervisor).await.alarms.len(), 1, "a word alone fills no window");
}

#[db_test]
async fn two_servers_that_watch_at_once_raise_one_alarm(world: World) {
    let window = Window::before_work(world).await;
    window.world.clock.set("2026-11-24 08:40");
    let watch = || {
        let services = window.world.services.clone();
        tokio::spawn(async move { services.run_jobs().await.unwrap() })
    };
    for watching in [watch(), watch()] {
        watching.await.unwrap();
    }
    assert_eq!(window.board(&window.lead).await.alarms.len(), 1);
}
