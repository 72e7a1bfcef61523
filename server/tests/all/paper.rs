//! Paper sign-in sheets: entered by one, confirmed by another.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    attendance::{
        AttendanceError, DayStatus, PaperAct, PaperActCommand, PaperBook, PaperCommand, PaperState, PunchSource,
        paper_key,
    },
    ids::{PaperSheetId, PersonId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::support::{on_paper, problem};

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn sheet(world: &World, times: &[(PersonId, i16, &str)]) -> PaperCommand {
    let times: BTreeMap<String, String> =
        times.iter().map(|(person, slot, time)| (paper_key(*person, *slot), (*time).to_owned())).collect();
    let (id, hall, reason) = (PaperSheetId::new(), world.hall.id, "上午停电".to_owned());
    PaperCommand { id, hall, date: monday(), reason, times }
}

struct Case {
    worker: Person,
    me: Caller,
    lead: (Person, Caller),
    supervisor: Caller,
}

async fn case(world: &World) -> Case {
    let [first, second, ..] = world.hall.desks[..] else { panic!("two desks") };
    let worker = world.person("w001").hall_role(Role::Worker).at(first, Side::A).create().await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).at(second, Side::A).create().await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(world).await;
    world.works(&day_shift(), &[(worker.id, None), (lead.id, None)]).await;
    let (me, caller) = (worker.caller(world).await, lead.caller(world).await);
    Case { worker, me, lead: (lead, caller), supervisor }
}

async fn book(world: &World, caller: &Caller) -> PaperBook {
    world.services.attendance().paper_book(caller, Some(world.hall.id), Some(monday())).await.unwrap()
}

#[db_test]
async fn two_people_make_it_count(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let (lead, lead_caller) = &case.lead;
    let names: Vec<String> = book(&world, lead_caller).await.rows.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["测试lead", "测试w001"], "the people of the zone who miss punches");
    let all = [(case.worker.id, 1, "08:20"), (case.worker.id, 2, "17:45"), (lead.id, 1, "08:10"), (lead.id, 2, "")];
    let command = sheet(&world, &all);
    attendance.enter_paper(lead_caller, command.clone()).await.unwrap();
    attendance.enter_paper(lead_caller, command.clone()).await.expect("sent twice, it is one sheet");
    let entered = book(&world, lead_caller).await.sheets;
    assert_eq!((entered.len(), entered[0].acts.as_slice()), (1, [PaperAct::Withdraw].as_slice()));
    let act = |caller: Caller, act, answer: Option<&str>| {
        let (attendance, command) = (attendance.clone(), on_paper(command.id, act, answer));
        async move { attendance.act_on_paper(&caller, command).await }
    };
    let own = act(lead_caller.clone(), PaperAct::Confirm, None).await;
    assert_eq!(problem(own), AttendanceError::SecondPerson.into(), "never the same person");
    let listed = act(case.me.clone(), PaperAct::Confirm, None).await;
    assert_eq!(problem(listed), Problem::Denied);
    let seen = book(&world, &case.supervisor).await.sheets;
    assert_eq!(seen[0].acts, [PaperAct::Confirm, PaperAct::Refuse]);
    let confirms = on_paper(command.id, PaperAct::Confirm, None);
    attendance.act_on_paper(&case.supervisor, confirms.clone()).await.unwrap();
    attendance.act_on_paper(&case.supervisor, confirms.clone()).await.expect("the same is done once");
    let other = PaperActCommand { answer: Some("x".to_owned()), ..confirms };
    assert_eq!(problem(attendance.act_on_paper(&case.supervisor, other).await), Problem::Conflict);
    let again = act(case.supervisor.clone(), PaperAct::Confirm, None).await;
    assert_eq!(problem(again), AttendanceError::Settled.into());
    let month = attendance.month(&case.me, None, monday()).await.unwrap();
    assert_eq!(month.days[22].result.as_ref().map(|day| day.status), Some(DayStatus::OnTime));
    assert!(month.punches.iter().all(|punch| punch.source == PunchSource::Paper && !punch.waits_for_decision()));
    assert_eq!(book(&world, lead_caller).await.sheets[0].state, PaperState::Confirmed);
}

#[db_test]
async fn somebody_who_stands_on_it_can_not_confirm_it(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = sheet(&world, &[(case.lead.0.id, 1, "08:10")]);
    attendance.enter_paper(&case.supervisor, command.clone()).await.unwrap();
    let listed = attendance.act_on_paper(&case.lead.1, on_paper(command.id, PaperAct::Confirm, None)).await;
    assert_eq!(problem(listed), AttendanceError::SecondPerson.into());
    let host = world.person("host").hall_role(Role::Host).create().await.caller(&world).await;
    let silent = attendance.act_on_paper(&host, on_paper(command.id, PaperAct::Refuse, None)).await;
    assert_eq!(problem(silent), Problem::field("answer", FieldReason::Required));
    attendance.act_on_paper(&host, on_paper(command.id, PaperAct::Refuse, Some("字迹不清"))).await.unwrap();
    assert!(attendance.month(&case.lead.1, None, monday()).await.unwrap().punches.is_empty());
}

#[db_test]
async fn wrong_lines_are_named_and_other_zones_are_not_reached(world: World) {
    let case = case(&world).await;
    let elsewhere = world.person("w009").hall_role(Role::Worker).create().await;
    world.works(&night_shift(), &[(elsewhere.id, None)]).await;
    let attendance = world.services.attendance();
    let key = |person, slot| format!("times[{}]", paper_key(person, slot));
    let cases = [
        (sheet(&world, &[(case.worker.id, 1, "12:00")]), key(case.worker.id, 1), FieldReason::OutOfRange),
        (sheet(&world, &[(case.worker.id, 7, "08:20")]), key(case.worker.id, 7), FieldReason::Unknown),
        (sheet(&world, &[(elsewhere.id, 1, "08:20")]), key(elsewhere.id, 1), FieldReason::Unknown),
        (sheet(&world, &[(case.worker.id, 1, "")]), "times".to_owned(), FieldReason::Required),
    ];
    for (command, field, reason) in cases {
        let Problem::Invalid(faults) = problem(attendance.enter_paper(&case.lead.1, command).await) else {
            panic!("{field}")
        };
        assert_eq!((faults[0].field.as_str(), faults[0].reason), (field.as_str(), reason));
    }
    let worker = attendance.enter_paper(&case.me, sheet(&world, &[(case.worker.id, 1, "08:20")])).await;
    assert_eq!(problem(worker), Problem::Denied);
}
