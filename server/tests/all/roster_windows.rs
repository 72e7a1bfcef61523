//! Windows painted into a month: who works where on a date, not only what.

use domain::{
    ids::WindowId,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Brush, DraftRef, Placing, Plan, PlanName, RosterError, RosterRule},
};
use testkit::{World, db_test};

use crate::roster_editing::{Hall, cell, december, november, shift};
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
    assert_eq!((row.home, first.window, first.placing), (Some(own), Some(own), Placing::At(other)));
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

#[db_test]
async fn who_was_sent_elsewhere_is_brought_back_to_their_own_post(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let [own, other] = hall.world.hall.desks.map(|desk| desk.window);
    // The reserve, who holds no post: nothing but the brush can say "nowhere in particular" again.
    let loose = hall.world.person("w003").hall_role(Role::Worker).create().await;
    let sent = [
        shift(loose.id, december(1), hall.day.id),
        cell(loose.id, december(1), Brush::Window(other)),
        cell(hall.a.id, december(1), Brush::Window(other)),
    ];
    hall.paint(&hall.supervisor, 0, &sent).await.unwrap();
    hall.publish(&hall.review().await, "").await.unwrap();
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    let row = sheet.rows.iter().find(|row| row.person == hall.a.id).unwrap();
    assert_eq!((row.home, row.cells[0].window, row.cells[0].own), (Some(own), Some(other), Some(own)));

    let back = [hall.a.id, loose.id].map(|person| cell(person, december(1), Brush::OwnPost));
    let version = hall.paint(&hall.supervisor, sheet.draft.version, &back).await.unwrap();
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    let placed: Vec<_> = sheet.rows.iter().map(|row| row.cells[0].placing).collect();
    assert_eq!(placed.iter().filter(|placing| **placing == Placing::Own).count(), 2, "{placed:?}");
    // On a day off there is nothing to bring back, and where nobody was sent nothing changes.
    let idle = [december(2), december(5)].map(|date| cell(hall.a.id, date, Brush::OwnPost));
    hall.paint(&hall.supervisor, version, &idle).await.unwrap();
    let review = hall.review().await;
    let changes: Vec<_> = review.people.iter().flat_map(|person| &person.changes).collect();
    assert_eq!(changes.len(), 2, "{changes:?}");
    let named = |name: &str| PlanName::Shift(name.to_owned());
    let of_a = review.people.iter().find(|person| person.person == hall.a.id).unwrap();
    assert_eq!((&of_a.changes[0].from, &of_a.changes[0].to), (&named("白班 A02"), &named("白班 A01")));
    hall.publish(&review, "").await.unwrap();
    for (person, window) in [(&hall.a, Some("A01")), (&loose, None)] {
        let caller = person.caller(&hall.world).await;
        let day = roster.my_days(&caller, december(1), december(1)).await.unwrap().days.remove(0);
        assert!(day.duty.shift().is_some());
        assert_eq!(day.window.as_deref().and_then(|label| label.get(..3)), window);
    }
}

#[db_test]
async fn a_week_is_copied_with_its_windows(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let [own, other] = hall.world.hall.desks.map(|desk| desk.window);
    // Published and drafted, and a day of the week after that says otherwise.
    hall.paint(&hall.supervisor, 0, &[cell(hall.a.id, december(7), Brush::Window(other))]).await.unwrap();
    hall.publish(&hall.review().await, "").await.unwrap();
    let drafted = [
        cell(hall.a.id, december(11), Brush::Window(other)),
        shift(hall.a.id, december(11), hall.night.id),
        cell(hall.a.id, december(16), Brush::Window(other)),
    ];
    let version = hall.paint(&hall.supervisor, 2, &drafted).await.unwrap();
    let copied = roster.copy_roster_week(&hall.supervisor, hall.draft(version), december(7)).await.unwrap();
    assert_eq!(copied.drafted, 3, "the 11th, and what the week after has of the 7th and the 11th");
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    let cells = &sheet.rows.iter().find(|row| row.person == hall.a.id).unwrap().cells;
    let of = |day: usize| (cells[day - 1].shown(), cells[day - 1].placing);
    assert_eq!(of(14), (Plan::Shift(hall.day.id), Placing::At(other)));
    assert_eq!(of(18), (Plan::Shift(hall.night.id), Placing::At(other)));
    assert_eq!((of(16), cells[15].draft), ((Plan::Shift(hall.day.id), Placing::Published), None));

    // What was in order last week is judged anew: the certificate ends between.
    roster.require_certification(&hall.supervisor, id, true).await.unwrap();
    roster.certify(&hall.supervisor, id, hall.a.id, (own, december(1), None)).await.unwrap();
    roster.certify(&hall.supervisor, id, hall.b.id, (own, december(1), None)).await.unwrap();
    roster.certify(&hall.supervisor, id, hall.a.id, (other, december(1), Some(december(13)))).await.unwrap();
    let findings = hall.review().await.findings;
    let uncertified: Vec<_> = findings
        .iter()
        .map(|found| &found.finding)
        .filter(|finding| finding.rule == RosterRule::NotCertified)
        .map(|finding| (finding.person, finding.from))
        .collect();
    assert_eq!(uncertified, [(Some(hall.a.id), december(14)), (Some(hall.a.id), december(18))]);
    assert_eq!(problem(hall.publish(&hall.review().await, "").await), RosterError::Blocked.into());
}

#[db_test]
async fn a_week_that_begins_in_the_month_before_is_copied_as_it_is_drafted_there(world: World) {
    let hall = Hall::new(world).await;
    let (roster, id) = (hall.world.services.roster(), hall.world.hall.id);
    let before = DraftRef { month: november(30), ..hall.draft(0) };
    let rest = vec![cell(hall.a.id, november(30), Brush::Rest)];
    roster.paint_roster(&hall.supervisor, before, rest).await.unwrap();
    let copied = roster.copy_roster_week(&hall.supervisor, hall.draft(0), november(30)).await.unwrap();
    assert_eq!(copied.drafted, 1);
    let sheet = roster.roster_sheet(&hall.supervisor, id, december(1)).await.unwrap();
    assert_eq!(sheet.rows[0].cells[6].draft, Some(Plan::Rest));
}
