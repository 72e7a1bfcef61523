//! Windows painted into a month: who works where on a date, not only what.

use domain::{
    ids::WindowId,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Brush, Plan, PlanName, RosterRule},
};
use testkit::{World, db_test};

use crate::roster_editing::{Hall, cell, december, shift};
use crate::support::problem;

#[db_test]
async fn somebody_is_sent_to_another_window_for_a_day(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let [own, other] = hall.world.hall.desks.map(|desk| desk.window);
    let at = |window| [cell(hall.a.id, december(1), Brush::Window(window))];
    let version = hall.paint(&hall.supervisor, 0, &at(other)).await.unwrap();
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    let (row, first) = (&sheet.rows[0], sheet.rows[0].cells[0]);
    assert_eq!((row.home, first.window, first.draft_window), (Some(own), Some(own), Some(other)));
    assert_eq!((first.published, first.draft), (Plan::Shift(hall.day.id), Some(Plan::Shift(hall.day.id))));
    assert_eq!(sheet.windows.iter().map(|at| at.code.as_str()).collect::<Vec<_>>(), ["A01", "A02"]);

    // Another shift is worked there too; a day off is spent nowhere, and one's own window is what is published.
    let night = [shift(hall.a.id, december(1), hall.night.id), cell(hall.a.id, december(2), Brush::Rest)];
    let version = hall.paint(&hall.supervisor, version, &night).await.unwrap();
    let off = [cell(hall.a.id, december(2), Brush::Window(other)), cell(hall.b.id, december(3), Brush::Window(own))];
    hall.paint(&hall.supervisor, version, &off).await.unwrap();
    let review = hall.review().await;
    let changes: Vec<_> = review.people.iter().flat_map(|person| &person.changes).collect();
    let named = |name: &str| PlanName::Shift(name.to_owned());
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert_eq!((&changes[0].from, &changes[0].to), (&named("白班 A01"), &named("夜班 A02")));
    assert_eq!(changes[1].to, PlanName::Rest);

    hall.publish(&review, "轮换").await.unwrap();
    let me = hall.a.caller(&hall.world).await;
    let days = roster.my_days(&me, december(1), december(2)).await.unwrap().days;
    assert!(days[0].window.as_deref().is_some_and(|window| window.starts_with("A02")), "{days:?}");
    assert_eq!(days[1].window, None);
}

#[db_test]
async fn a_window_is_one_of_the_hall_and_asks_for_its_certificate(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let [own, other] = hall.world.hall.desks.map(|desk| desk.window);
    let foreign = hall.world.foreign().await;
    let at = |window| [cell(hall.a.id, december(1), Brush::Window(window))];
    for unknown in [WindowId::new(), foreign.hall.desks[0].window] {
        let refused = problem(hall.paint(&hall.supervisor, 0, &at(unknown)).await);
        assert_eq!(refused, Problem::field("brush", FieldReason::Unknown));
    }
    let me = hall.a.caller(&hall.world).await;
    assert_eq!(problem(hall.paint(&me, 0, &at(other)).await), Problem::Denied);
    let lead = hall.world.person("lead").zone_role(Role::Lead, &hall.world.hall).create().await;
    let lead = lead.caller(&hall.world).await;
    let version = hall.paint(&lead, 0, &at(other)).await.unwrap();
    roster.require_certification(&hall.supervisor, id, true).await.unwrap();
    roster.certify(&hall.supervisor, id, hall.a.id, (own, december(1), None)).await.unwrap();
    assert_eq!(hall.rules().await, [RosterRule::NotCertified]);
    // What is taken back is what was published.
    hall.paint(&lead, version, &[cell(hall.a.id, december(1), Brush::Clear)]).await.unwrap();
    assert_eq!(hall.review().await.people, []);
}
