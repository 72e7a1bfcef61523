//! What is sent under an id that was used before: the same is done once, other words are a conflict.

use std::collections::BTreeMap;

use domain::{
    attendance::{CorrectedSlot, CorrectionCommand, PaperCommand, paper_key},
    ids::{PaperSheetId, PunchNoteId},
    org::Side,
    policy::Role,
    problem::Problem,
};
use futures::future::join_all;
use services::Services;
use testkit::{World, day_shift, db_test};

use crate::{
    corrections::{ask, card, case, inbox, monday},
    support::{command, here, problem},
};

/// Sends the same several times at once, to two servers: connections that are lost while the first still runs.
async fn at_once<F>(world: &World, send: impl Fn(Services) -> F)
where
    F: Future<Output = services::Result<()>> + Send + 'static,
{
    let other = world.another_server().await;
    let sends = (0..8).map(|n| tokio::spawn(send(if n % 2 == 0 { world.services.clone() } else { other.clone() })));
    for answer in join_all(sends).await {
        answer.unwrap().expect("whoever comes second gets the answer of the first");
    }
}

#[db_test]
async fn sent_again_while_it_is_carried_out_it_is_done_once(world: World) {
    let case = case(&world).await;
    let asked = ask(1, "08:25");
    at_once(&world, |services| {
        let (me, asked) = (case.me.clone(), asked.clone());
        async move { services.attendance().ask_correction(&me, asked).await }
    })
    .await;
    let waiting = inbox(&world, &case.lead).await;
    assert_eq!(waiting.len(), 1);
    let changed = CorrectionCommand { version: Some(waiting[0].version), time: "08:20".to_owned(), ..asked };
    at_once(&world, |services| {
        let (me, changed) = (case.me.clone(), changed.clone());
        async move { services.attendance().ask_correction(&me, changed).await }
    })
    .await;
    assert_eq!(inbox(&world, &case.lead).await.len(), 1);
}

#[db_test]
async fn words_that_hold_nothing_are_said_once_too(world: World) {
    let case = case(&world).await;
    let punch = world.services.attendance().punch(&case.me, command(here(15)), None).await.unwrap().punch.id;
    for _ in 0..4 {
        let note = PunchNoteId::new();
        at_once(&world, |services| {
            let me = case.me.clone();
            async move { services.attendance().explain(&me, note, punch, "电梯停运").await }
        })
        .await;
    }
    let day = world.services.attendance().today(&case.me).await.unwrap();
    let shown = day.punches.iter().find(|shown| shown.id == punch).unwrap();
    assert_eq!(shown.reason.as_deref(), Some("电梯停运"));
}

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
