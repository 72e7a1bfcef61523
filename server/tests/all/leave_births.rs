//! Maternity leave by what happened: it moves the limit, and nobody but her and HR reads it.

use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::{
    approvals::Subject,
    ids::ApprovalId,
    leave::{
        Birth, BirthForm, BirthKind, LeaveCard, LeaveCommand, LeaveFlag, LeaveKind, LeaveQuestion, Period,
        ProfileCommand, Province,
    },
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    approvals::{days_off, november},
    leave_requests::Window,
    support::{App, problem},
};

/// Calendar days of maternity leave from the 30th on.
fn maternity(days: u64, birth: BirthForm) -> LeaveCommand {
    let from = november(30);
    LeaveCommand { kind: LeaveKind::Maternity, from, to: from + Days::new(days - 1), birth, ..days_off(30, 30) }
}

fn difficult_twins() -> BirthForm {
    BirthForm { difficult: true, children: 2, ..BirthForm::default() }
}

async fn card(window: &Window, caller: &Caller, id: ApprovalId) -> LeaveCard {
    let view = window.world.services.leave().view(caller, id).await.unwrap();
    let Subject::Leave(card) = view.approval.row.subject else { panic!("no leave") };
    *card
}

#[db_test]
async fn a_difficult_birth_and_twins_give_more_and_a_miscarriage_less(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let (hall, from) = (window.world.hall.id, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    let shanghai = ProfileCommand { hall, province: Some(Province::Shanghai), from, checked: true };
    leave.confirm_province(&window.hr, shanghai).await.unwrap();
    let early = BirthForm { what: BirthKind::EarlyMiscarriage, ..BirthForm::default() };
    for (days, birth, over) in [
        (158, BirthForm::default(), false),
        (159, BirthForm::default(), true),
        (188, difficult_twins(), false),
        (189, difficult_twins(), true),
        (15, early, false),
        (16, early, true),
    ] {
        let command = maternity(days, birth);
        let period = Period::whole(command.from, command.to);
        let question = LeaveQuestion::of(command.id, command.kind, period);
        let asked =
            leave.preview(&window.b, LeaveQuestion { birth: birth.of(command.kind), ..question }).await.unwrap();
        assert_eq!(asked.flags.contains(&LeaveFlag::OverLimit), over, "{days} {birth:?}");
        let told = asked.birth.unwrap();
        assert_eq!(told.until == command.to, !over);
        if birth.what == BirthKind::Birth {
            assert_eq!(told.base, 158, "with the province's part");
        }
    }
}

#[db_test]
async fn nobody_but_her_and_hr_reads_what_happened(world: World) {
    let window = Window::new(world).await;
    let id = window.ask(&window.b, maternity(128, difficult_twins())).await.unwrap();
    let happened = Birth::Birth { difficult: true, children: 2 };
    for reader in [&window.b, &window.hr] {
        let birth = card(&window, reader, id).await.birth.unwrap();
        assert_eq!((birth.birth, birth.days), (happened, 128));
    }
    for decider in [&window.lead, &window.supervisor] {
        let seen = card(&window, decider, id).await;
        assert_eq!((seen.kind, seen.birth), (Some(LeaveKind::Maternity), None));
        assert!(!seen.flags.contains(&LeaveFlag::OverLimit), "the limit follows what happened");
        let page = serde_json::to_string(&window.world.services.leave().view(decider, id).await.unwrap()).unwrap();
        assert!(!page.contains("difficult"), "{page}");
    }
    let so_far = window.world.services.leave().choices(&window.b, Some(id)).await.unwrap().so_far.unwrap();
    assert_eq!(so_far.birth, difficult_twins());
    let none = BirthForm { children: 0, ..BirthForm::default() };
    let refused = window.ask(&window.a, maternity(98, none)).await;
    assert_eq!(problem(refused), Problem::field("children", FieldReason::OutOfRange));
}

#[db_test]
async fn a_form_without_a_script_asks_it_too(world: World) {
    let window = Window::new(world).await;
    let (session, b, leave) =
        (window.b_person.sign_in(&window.world).await.token, window.b, window.world.services.leave());
    let app = App::new(window.world);
    let page = app.get("/leave/new", Some(&session)).await;
    assert!(page.body.contains("command[birth][what]") && page.body.contains("难产"), "{}", page.body);
    let id = ApprovalId::new();
    let form = format!(
        "command[id]={id}&command[kind]=maternity&command[from]=2026-11-30&command[to]=2027-03-22\
         &command[starts]=morning&command[ends]=afternoon&command[hours][by]=days&command[reason]=x&command[cover]=\
         &command[birth][what]=birth&command[birth][difficult]=true&command[birth][children]=1"
    );
    let asked = app.post("/api/leave/ask", Some(&session), &form).await;
    assert!(asked.status.is_success() || asked.status == StatusCode::SEE_OTHER, "{} {}", asked.status, asked.body);
    let Subject::Leave(card) = leave.view(&b, id).await.unwrap().approval.row.subject else { panic!("no leave") };
    assert_eq!(card.birth.map(|birth| birth.days), Some(113));
}
