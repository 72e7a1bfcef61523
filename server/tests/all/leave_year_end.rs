//! Annual leave that is not taken in its year: carried over with the person's own consent, or done without in writing.

use axum::http::StatusCode;
use domain::{
    ids::WaiverId,
    leave::{
        AnswerCarryCommand, AskCarryCommand, CarryCommand, CarryState, LeaveError, LeaveKind, LotSource, SignedPaper,
        WaiverCommand,
    },
    notices::NoticeContent,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    leave_balances::{Hall, date},
    support::{App, problem},
};

fn signed() -> SignedPaper {
    SignedPaper { signed_on: date(2026, 12, 18), paper: " 同意书，存档案室 ".to_owned() }
}

fn answer(yes: bool) -> AnswerCarryCommand {
    AnswerCarryCommand { year: 2026, yes }
}

/// In the December of its year, with ten days left.
async fn december(world: World) -> (Hall, AskCarryCommand) {
    let hall = Hall::new(world).await;
    hall.world.clock.set("2026-12-20 09:00");
    let ask = AskCarryCommand { person: hall.worker.id, year: 2026 };
    (hall, ask)
}

/// How often somebody was told of something.
async fn told(hall: &Hall, caller: &Caller, what: &NoticeContent) -> usize {
    let inbox = hall.world.services.notices().inbox(caller, None).await.unwrap();
    inbox.notices.iter().filter(|notice| notice.content == *what).count()
}

/// What HR reads of the years that can be carried over.
async fn carries(hall: &Hall) -> Vec<(i32, i32, Option<CarryState>)> {
    let book = hall.leave().leave_book(&hall.hr, Some(hall.worker.id)).await.unwrap();
    book.carries.iter().map(|view| (view.year, view.half_days, view.state)).collect()
}

#[db_test]
async fn who_is_asked_says_yes_by_themselves_and_the_rest_goes_over(world: World) {
    let (hall, ask) = december(world).await;
    let leave = hall.leave();
    assert_eq!(problem(leave.answer_carry(&hall.me, answer(true)).await), Problem::NotFound, "nobody has asked");
    assert_eq!(carries(&hall).await, [(2026, 20, None)]);
    leave.ask_carry(&hall.hr, ask).await.unwrap();
    leave.ask_carry(&hall.hr, ask).await.unwrap();
    assert_eq!(told(&hall, &hall.me, &NoticeContent::CarryAsked { year: 2026 }).await, 1, "asked once");
    assert_eq!(hall.book().await.carries[0].state, Some(CarryState::Asked));

    leave.answer_carry(&hall.me, answer(true)).await.unwrap();
    leave.answer_carry(&hall.me, answer(true)).await.unwrap();
    assert_eq!(problem(leave.answer_carry(&hall.me, answer(false)).await), Problem::Conflict, "it was done");
    let answered = NoticeContent::CarryAnswered { person: hall.worker.id, by: "测试w001".to_owned(), yes: true };
    assert_eq!(told(&hall, &hall.hr, &answered).await, 1);
    assert_eq!(carries(&hall).await, []);
    assert_eq!(problem(leave.ask_carry(&hall.hr, ask).await), LeaveError::CarriedAlready.into());

    hall.world.clock.set("2027-01-04 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let balance = hall.balance(LeaveKind::Annual).await;
    assert_eq!((balance.granted, balance.left, balance.expired), (40, 40, 0));
    // The carried days go first, and at the end of the year they are gone.
    hall.world.clock.set("2027-12-31 09:00");
    assert_eq!(hall.balance(LeaveKind::Annual).await.left, 40);
    hall.world.clock.set("2028-01-01 09:00");
    let book = hall.book().await;
    assert!(book.balances[0].lots.iter().all(|lot| lot.source != LotSource::Carried), "{book:?}");
}

#[db_test]
async fn a_no_leaves_all_as_it_was_and_can_be_asked_anew(world: World) {
    let (hall, ask) = december(world).await;
    let leave = hall.leave();
    leave.ask_carry(&hall.hr, ask).await.unwrap();
    leave.answer_carry(&hall.me, answer(false)).await.unwrap();
    assert_eq!(carries(&hall).await, [(2026, 20, Some(CarryState::Declined))]);
    assert!(hall.book().await.balances[0].lots.iter().all(|lot| lot.source != LotSource::Carried));
    leave.ask_carry(&hall.hr, ask).await.unwrap();
    assert_eq!(carries(&hall).await, [(2026, 20, Some(CarryState::Asked))]);
    // In the year after, what they say still counts.
    hall.world.clock.set("2027-02-01 09:00");
    leave.answer_carry(&hall.me, answer(true)).await.unwrap();
    let trail = hall.world.services.accounts().audit_about(&hall.hr, hall.worker.id, None).await.unwrap();
    let acts = ["leave.ask_carry", "leave.answer_carry"];
    assert!(acts.iter().all(|act| trail.lines.iter().any(|line| line.action == *act)), "{trail:?}");
}

#[db_test]
async fn hr_carries_over_by_a_paper_alone_and_once(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.leave();
    let command = || CarryCommand { person: hall.worker.id, year: 2026, signed: signed() };
    let early = problem(leave.carry_over(&hall.hr, command()).await);
    assert_eq!(early, Problem::field("year", FieldReason::OutOfRange), "not before December");
    hall.world.clock.set("2026-12-20 09:00");
    let unnamed = CarryCommand { signed: SignedPaper { paper: " ".to_owned(), ..signed() }, ..command() };
    let unnamed = problem(leave.carry_over(&hall.hr, unnamed).await);
    assert_eq!(unnamed, Problem::field("paper", FieldReason::Required));
    leave.carry_over(&hall.hr, command()).await.unwrap();
    assert_eq!(problem(leave.carry_over(&hall.hr, command()).await), LeaveError::CarriedAlready.into());
    assert_eq!(told(&hall, &hall.me, &NoticeContent::LeaveAdjusted).await, 1, "they see that it was done, once");
    let trail = hall.world.services.accounts().audit_about(&hall.hr, hall.worker.id, None).await.unwrap();
    let line = trail.lines.iter().find(|line| line.action == "leave.carry_over").expect("a line");
    assert_eq!(line.detail, "20 half days of 2026, signed 2026-12-18: 同意书，存档案室");
}

#[db_test]
async fn the_latest_paper_says_what_is_done_without(world: World) {
    let (hall, _) = december(world).await;
    let leave = hall.leave();
    let command = |half_days| WaiverCommand {
        id: WaiverId::new(),
        person: hall.worker.id,
        year: 2026,
        half_days,
        signed: signed(),
    };
    let before = hall.book().await;
    assert_eq!((before.unused.len(), before.unused[0].unpaid(), before.unused[0].waived()), (1, 20, 0));
    let first = command(6);
    leave.waive(&hall.hr, first.clone()).await.unwrap();
    leave.waive(&hall.hr, first).await.unwrap();
    let book = hall.book().await;
    let unused = &book.unused[0];
    assert_eq!((unused.unpaid(), unused.waived(), &book.balances), (20, 6, &before.balances), "no balance changes");
    assert_eq!(unused.waiver.as_ref().unwrap().signed.paper, "同意书，存档案室");
    assert_eq!(told(&hall, &hall.me, &NoticeContent::WaiverRecorded).await, 1);
    leave.waive(&hall.hr, command(120)).await.unwrap();
    assert_eq!(hall.book().await.unused[0].waived(), 20, "never more than is left");
    leave.waive(&hall.hr, command(0)).await.unwrap();
    assert_eq!(hall.book().await.unused[0].waiver, None, "taken back");
    let wrong = WaiverCommand { year: 2024, ..command(2) };
    assert_eq!(problem(leave.waive(&hall.hr, wrong).await), Problem::field("year", FieldReason::OutOfRange));
    let trail = hall.world.services.accounts().audit_about(&hall.hr, hall.worker.id, None).await.unwrap();
    assert_eq!(trail.lines.iter().filter(|line| line.action == "leave.waive").count(), 3);
}

#[db_test]
async fn nobody_says_it_for_somebody_else(world: World) {
    let (hall, ask) = december(world).await;
    let leave = hall.leave();
    let lead = hall.world.person("lead").hall_role(Role::Lead).create().await.caller(&hall.world).await;
    let waiver =
        WaiverCommand { id: WaiverId::new(), person: hall.worker.id, year: 2026, half_days: 2, signed: signed() };
    let paper = CarryCommand { person: hall.worker.id, year: 2026, signed: signed() };
    for caller in [&hall.me, &lead] {
        assert_eq!(problem(leave.ask_carry(caller, ask).await), Problem::Denied);
        assert_eq!(problem(leave.carry_over(caller, paper.clone()).await), Problem::Denied);
        assert_eq!(problem(leave.waive(caller, waiver.clone()).await), Problem::Denied);
    }
    leave.ask_carry(&hall.hr, ask).await.unwrap();
    for caller in [&hall.hr, &lead] {
        assert_eq!(problem(leave.answer_carry(caller, answer(true)).await), Problem::NotFound, "not theirs to answer");
    }
}

#[db_test]
async fn plain_forms_answer_and_name_the_wrong_field(world: World) {
    let (hall, ask) = december(world).await;
    hall.leave().ask_carry(&hall.hr, ask).await.unwrap();
    let (person, mine) = (hall.worker.id, hall.worker.sign_in(&hall.world).await.token);
    let hr = hall.world.person("hr2").agency_role(Role::Hr).create().await.sign_in(&hall.world).await.token;
    let app = App::new(hall.world);
    let done = app.post("/api/leave/carry/answer", Some(&mine), "command[year]=2026&command[yes]=true").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let waiver = format!(
        "command[id]={}&command[person]={person}&command[year]=2026&command[half_days]=2\
         &command[signed][signed_on]=2027-01-01&command[signed][paper]=x",
        WaiverId::new()
    );
    let refused = app.post("/api/leave/waive", Some(&hr), &waiver).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("signed_on"), "{}", refused.body);
    let done = app.post("/api/leave/waive", Some(&hr), &waiver.replace("2027-01-01", "2026-12-18")).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
}

#[db_test]
async fn what_has_expired_with_a_year_is_paid_in_the_next(world: World) {
    let (hall, _) = december(world).await;
    let leave = hall.leave();
    hall.world.clock.set("2027-01-08 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let years = async || -> Vec<(i32, i32, i32, i32)> {
        let book = hall.book().await;
        book.unused.iter().map(|of| (of.year, of.left, of.expired, of.waived())).collect()
    };
    assert_eq!(years().await, [(2027, 20, 0, 0), (2026, 0, 20, 0)]);
    let waiver =
        WaiverCommand { id: WaiverId::new(), person: hall.worker.id, year: 2026, half_days: 4, signed: signed() };
    leave.waive(&hall.hr, waiver).await.unwrap();
    assert_eq!(years().await, [(2027, 20, 0, 0), (2026, 0, 20, 4)], "of its own year");
    // Carried over, there is nothing to be paid of it.
    let command = CarryCommand { person: hall.worker.id, year: 2026, signed: signed() };
    leave.carry_over(&hall.hr, command).await.unwrap();
    assert_eq!(years().await, [(2027, 40, 0, 0)]);
    hall.world.clock.set("2028-01-08 09:00");
    assert!(!years().await.iter().any(|(year, ..)| *year == 2026), "paid long ago");
}
