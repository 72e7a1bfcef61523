//! What is sent under an id that was used before: the same is done once, other words are a conflict.

use std::collections::BTreeMap;

use domain::{
    attendance::{CorrectedSlot, CorrectionCommand, PaperCommand, paper_key},
    ids::PaperSheetId,
    org::Side,
    policy::Role,
    problem::Problem,
};
use testkit::{World, day_shift, db_test};

use crate::{
    corrections::{ask, card, case, inbox, monday},
    support::problem,
};

#[db_test]
async fn a_correction_with_other_words_under_the_same_id_is_a_conflict(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(1, "08:25");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    attendance.ask_correction(&case.me, command.clone()).await.expect("the same is asked once");
    for other in [
        CorrectionCommand { time: "08:10".to_owned(), ..command.clone() },
        CorrectionCommand { reason: "忘记了".to_owned(), ..command.clone() },
        CorrectionCommand { slot: CorrectedSlot::Slot(2), time: "17:40".to_owned(), ..command.clone() },
    ] {
        assert_eq!(problem(attendance.ask_correction(&case.me, other).await), Problem::Conflict);
    }
    let waiting = inbox(&world, &case.lead).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(card(&waiting[0]).reason, command.reason, "what was asked first stands");
}

#[db_test]
async fn what_was_refused_may_be_sent_anew_under_its_id(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let wrong = ask(1, "12:00");
    assert!(matches!(problem(attendance.ask_correction(&case.me, wrong.clone()).await), Problem::Invalid(_)));
    let mended = CorrectionCommand { time: "08:25".to_owned(), ..wrong };
    attendance.ask_correction(&case.me, mended).await.unwrap();
    assert_eq!(inbox(&world, &case.lead).await.len(), 1);
}

#[db_test]
async fn a_change_goes_under_the_id_of_what_it_changes(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(1, "08:25");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    let version = inbox(&world, &case.lead).await[0].version;
    let changed = CorrectionCommand { version: Some(version), time: "08:20".to_owned(), ..command.clone() };
    attendance.ask_correction(&case.me, changed.clone()).await.unwrap();
    attendance.ask_correction(&case.me, changed.clone()).await.expect("the same is changed once");
    let other = CorrectionCommand { time: "08:15".to_owned(), ..changed };
    assert_eq!(problem(attendance.ask_correction(&case.me, other).await), Problem::Conflict, "it was changed");
    attendance.ask_correction(&case.me, command).await.expect("what was sent first was answered");
}

#[db_test]
async fn a_paper_sheet_with_other_lines_under_the_same_id_is_a_conflict(world: World) {
    let [first, second, ..] = world.hall.desks[..] else { panic!("two desks") };
    let worker = world.person("w001").hall_role(Role::Worker).at(first, Side::A).create().await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).at(second, Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, None), (lead.id, None)]).await;
    let lead = lead.caller(&world).await;
    let times = |time: &str| BTreeMap::from([(paper_key(worker.id, 1), time.to_owned())]);
    let (id, hall, reason) = (PaperSheetId::new(), world.hall.id, "上午停电".to_owned());
    let command = PaperCommand { id, hall, date: monday(), reason, times: times("08:20") };
    let attendance = world.services.attendance();
    attendance.enter_paper(&lead, command.clone()).await.unwrap();
    attendance.enter_paper(&lead, command.clone()).await.expect("the same is one sheet");
    let other = PaperCommand { times: times("08:05"), ..command.clone() };
    assert_eq!(problem(attendance.enter_paper(&lead, other).await), Problem::Conflict);
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let anothers = attendance.enter_paper(&supervisor, command).await;
    assert_eq!(problem(anothers), Problem::Conflict, "an id is one person's");
    let book = attendance.paper_book(&lead, Some(hall), Some(monday())).await.unwrap();
    assert_eq!(book.sheets.len(), 1);
}
