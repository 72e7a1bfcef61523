//! Why somebody clocked in outside all slots reaches their lead, and blocks nothing.

use domain::{attendance::Verdict, policy::Role, problem::Problem};
use testkit::{World, day_shift, db_test};

use crate::support::{command, here, looked_at, problem};

#[db_test]
async fn the_reason_for_a_punch_outside_all_slots_reaches_the_lead(world: World) {
    let worker =
        world.person("w001").hall_role(Role::Worker).at(world.hall.desks[0], domain::org::Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, None)]).await;
    let me = worker.caller(&world).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    world.clock.set("2026-11-24 06:10");
    let early = attendance.punch(&me, command(here(15)), None).await.unwrap().punch;
    assert_eq!(early.judgement.verdict, Verdict::TooEarly);
    assert!(attendance.review(&lead, None).await.unwrap().explained.is_empty(), "nothing was said yet");
    assert_eq!(problem(attendance.flags_seen(&lead, looked_at(early.id)).await), Problem::NotFound);

    world.clock.set("2026-11-24 06:12");
    let mut said = command(here(15));
    said.reason = Some("提前布置窗口".to_owned());
    let said = attendance.punch(&me, said, None).await.unwrap().punch;
    let review = attendance.review(&lead, None).await.unwrap();
    assert!(review.items.is_empty(), "there is nothing to decide");
    let told: Vec<_> = review.explained.iter().map(|one| (one.punch, one.verdict, one.reason.as_str())).collect();
    assert_eq!(told, [(said.id, Verdict::TooEarly, "提前布置窗口")]);
    assert!(attendance.review(&me, None).await.is_err(), "the person has nobody to look after");

    attendance.flags_seen(&lead, looked_at(said.id)).await.unwrap();
    assert!(attendance.review(&lead, None).await.unwrap().explained.is_empty());
}
