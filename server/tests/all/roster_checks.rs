//! What publishing a roster asks: the law, the house, certificates; and what it makes new.

use domain::{
    attendance::DayStatus,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{
        Brush, DemandCommand, DraftRef, HoursPeriod, PermitCommand, ProtectionCommand, ProtectionKind, RosterError,
        RosterRule,
    },
};
use testkit::{World, db_test};

use crate::roster_editing::{Hall, cell, december, november, shift};
use crate::support::problem;

#[db_test]
async fn the_law_blocks_and_the_house_asks_why(world: World) {
    let hall = Hall::new(world).await;
    // 4 December is a Friday: with the weekend, seven days in a row and more.
    let weekend = [5, 6].map(|day| shift(hall.a.id, december(day), hall.day.id));
    let version = hall.paint(&hall.supervisor, 0, &weekend).await.unwrap();
    let review = hall.review().await;
    assert_eq!(review.findings[0].finding.rule, RosterRule::NoRestDay);
    assert_eq!(review.findings[0].basis.as_deref(), Some("劳动法 38"));
    assert_eq!(problem(hall.publish(&review, "忙").await), RosterError::Blocked.into());
    let roster = hall.world.services.roster();
    let version = roster.discard_roster_draft(&hall.supervisor, hall.draft(version)).await.unwrap().version;

    // The window needs one in the morning; both are off on the first.
    let window = hall.world.hall.desks[0].window;
    let demand = DemandCommand { hall: hall.world.hall.id, window, morning: 1, afternoon: 0 };
    roster.set_demand(&hall.supervisor, demand.clone()).await.unwrap();
    let off = [hall.a.id, hall.b.id].map(|person| cell(person, december(1), Brush::Rest));
    let state = roster.paint_roster(&hall.supervisor, hall.draft(version), off.to_vec()).await.unwrap();
    assert_eq!(state.uncovered.iter().map(|gap| (gap.date, gap.missing)).collect::<Vec<_>>(), [(december(1), 1)]);
    let review = hall.review().await;
    assert!(!review.is_blocked() && review.needs_reason(), "{:?}", review.findings);
    let silent = problem(hall.publish(&review, " ").await);
    assert_eq!(silent, Problem::field("reason", FieldReason::Required));
    hall.publish(&review, "盘点停办").await.unwrap();
    let too_many = DemandCommand { morning: 21, ..demand };
    let refused = roster.set_demand(&hall.supervisor, too_many).await;
    assert_eq!(problem(refused), Problem::field("morning", FieldReason::OutOfRange));
}

#[db_test]
async fn a_protected_person_is_not_given_nights_and_only_hr_knows_why(world: World) {
    let hall = Hall::new(world).await;
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let roster = hall.world.services.roster();
    let protection =
        |person| ProtectionCommand { person, kind: ProtectionKind::Nursing, from: december(1), to: december(31) };
    assert_eq!(problem(roster.record_protection(&hall.supervisor, protection(hall.a.id)).await), Problem::Denied);
    assert_eq!(problem(roster.record_protection(&hr, protection(hr.actor.person)).await), Problem::Denied);
    let backwards = ProtectionCommand { to: november(1), ..protection(hall.a.id) };
    let refused = problem(roster.record_protection(&hr, backwards).await);
    assert_eq!(refused, Problem::field("to", FieldReason::EndsBeforeStart));
    roster.record_protection(&hr, protection(hall.a.id)).await.unwrap();

    let night = [shift(hall.a.id, december(2), hall.night.id), cell(hall.a.id, december(3), Brush::Rest)];
    hall.paint(&hall.supervisor, 0, &night).await.unwrap();
    let review = hall.review().await;
    let private = review.findings.iter().find(|found| found.finding.rule == RosterRule::ProtectedNight).unwrap();
    assert_eq!(private.basis, None, "the article would tell why");
    assert_eq!(problem(hall.publish(&review, "").await), RosterError::Blocked.into());
    let seen = roster.review_roster(&hr, hall.world.hall.id, december(1)).await.unwrap();
    assert!(seen.findings.iter().any(|found| found.basis.as_deref() == Some("女职工劳动保护特别规定 6、9")));
    let sheet = roster.roster_sheet(&hall.supervisor, hall.world.hall.id, december(1)).await.unwrap();
    assert_eq!(sheet.rows.iter().map(|row| row.protected).collect::<Vec<_>>(), [true, false]);

    assert_eq!(problem(roster.terms(&hall.supervisor, hall.a.id).await), Problem::Denied);
    let own = roster.terms(&hall.a.caller(&hall.world).await, hall.a.id).await.unwrap();
    assert_eq!((own.protections.len(), own.editable), (1, false));
    let period = own.protections[0].id;
    roster.withdraw_protection(&hr, hall.a.id, period).await.unwrap();
    assert_eq!(problem(roster.withdraw_protection(&hr, hall.a.id, period).await), Problem::NotFound);
    assert!(!hall.rules().await.contains(&RosterRule::ProtectedNight));
}

#[db_test]
async fn hours_are_added_up_by_permit_and_windows_ask_for_certificates(world: World) {
    let hall = Hall::new(world).await;
    let hr = hall.world.person("hr").agency_role(Role::Hr).create().await.caller(&hall.world).await;
    let roster = hall.world.services.roster();
    // The day shift is nine hours: 23 working days of December are 23 hours beyond the standard total.
    hall.paint(&hall.supervisor, 0, &[cell(hall.a.id, december(1), Brush::Rest)]).await.unwrap();
    assert_eq!(hall.rules().await, []);
    let permit = PermitCommand { person: hall.a.id, period: HoursPeriod::Month, from: december(1), to: december(31) };
    roster.record_permit(&hr, permit).await.unwrap();
    assert_eq!(hall.rules().await, [RosterRule::PeriodTotal]);
    let held = roster.terms(&hr, hall.a.id).await.unwrap().permits[0].id;
    roster.withdraw_permit(&hr, hall.a.id, held).await.unwrap();

    let (id, window) = (hall.world.hall.id, hall.world.hall.desks[0].window);
    roster.require_certification(&hall.supervisor, id, true).await.unwrap();
    assert!(hall.rules().await.contains(&RosterRule::NotCertified));
    roster.certify(&hall.supervisor, id, hall.a.id, (window, november(1), None)).await.unwrap();
    assert_eq!(hall.rules().await, []);
    let rules = roster.hall_rules(&hall.supervisor, id).await.unwrap();
    let certification = rules.windows[0].certified[0].1.id;
    roster.end_certification(&hall.supervisor, id, certification).await.unwrap();
    assert!(hall.rules().await.contains(&RosterRule::NotCertified));
    let me = hall.a.caller(&hall.world).await;
    assert_eq!(problem(roster.certify(&me, id, hall.a.id, (window, november(1), None)).await), Problem::Denied);
}

#[db_test]
async fn a_judged_day_is_judged_again_when_it_is_published_anew(world: World) {
    let hall = Hall::new(world).await;
    hall.world.services.run_jobs().await.unwrap();
    let roster = hall.world.services.roster();
    let draft = DraftRef { hall: hall.world.hall.id, month: november(1), version: 0 };
    let status = || async {
        let attendance = hall.world.services.attendance();
        let month = attendance.month(&hall.supervisor, Some(hall.a.id), november(1)).await.unwrap();
        month.days[22].result.as_ref().map(|day| day.status)
    };
    assert_eq!(status().await, Some(DayStatus::Absent));
    let rest = vec![cell(hall.a.id, november(23), Brush::Rest)];
    roster.paint_roster(&hall.supervisor, draft, rest).await.unwrap();
    let review = roster.review_roster(&hall.supervisor, hall.world.hall.id, november(1)).await.unwrap();
    hall.publish(&review, "").await.unwrap();
    assert_eq!(status().await, Some(DayStatus::Rest));
}
