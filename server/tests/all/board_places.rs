//! The board counts people where the roster has them, not where they hold a post.

use chrono::NaiveDate;
use domain::{
    attendance::{BoardWindow, CoverState, HolderState},
    ids::PostHolderId,
    org::Side,
    policy::Role,
};
use services::Caller;
use store::repo::org::{HolderRecord, create_holder};
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::support::{command, here};

async fn windows(world: &World, lead: &Caller) -> Vec<BoardWindow> {
    let board = world.services.attendance().board(lead, Some(world.hall.id)).await.unwrap();
    board.zones.into_iter().flat_map(|zone| zone.windows).collect()
}

#[db_test]
async fn a_holder_who_works_at_another_window_counts_there(world: World) {
    let [first, second] = world.hall.desks;
    let holder = world.person("w001").hall_role(Role::Worker).at(first, Side::A).create().await;
    world.works(&day_shift(), &[(holder.id, Some(second.post))]).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let me = holder.caller(&world).await;
    world.services.attendance().punch(&me, command(here(15)), None).await.unwrap();

    let shown = windows(&world, &lead).await;
    assert_eq!(shown[0].state, CoverState::Vacant, "who holds it is not there");
    assert_eq!(shown[0].holders[0].elsewhere.as_deref(), Some("A02"));
    assert_eq!(shown[1].state, CoverState::OnPost, "somebody is there");
    let there = &shown[1].holders[0];
    assert_eq!((there.person, there.side, there.elsewhere.as_deref()), (holder.id, None, None));
    assert_eq!(there.status.state, HolderState::OnPost);
    assert_eq!(there.name, "测试w001");
}

#[db_test]
async fn somebody_rostered_who_holds_no_post_is_shown(world: World) {
    let [first, second] = world.hall.desks;
    let holder = world.person("w001").hall_role(Role::Worker).at(first, Side::A).create().await;
    let spare = world.person("w002").hall_role(Role::Worker).create().await;
    let shift = day_shift();
    world.works(&shift, &[(holder.id, Some(first.post)), (spare.id, Some(second.post))]).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;

    let shown = windows(&world, &lead).await;
    let sides = |window: &BoardWindow| window.holders.iter().map(|one| (one.person, one.side)).collect::<Vec<_>>();
    assert_eq!(sides(&shown[0]), [(holder.id, Some(Side::A))], "a holder at the own post is shown once");
    assert_eq!(sides(&shown[1]), [(spare.id, None)]);
    assert_eq!(shown[1].state, CoverState::Expected);

    world.clock.set("2026-11-28 09:00");
    let weekend = windows(&world, &lead).await;
    assert!(weekend[1].holders.is_empty(), "nobody is rostered on a Saturday");
}

/// Somebody who works nights and holds the first post until the 24th. Their roster names no post: only the term says
/// where they are.
async fn holder_until_tuesday(world: &World) -> Person {
    let holder = world.person("w001").hall_role(Role::Worker).create().await;
    world.works(&night_shift(), &[(holder.id, None)]).await;
    let november = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    let (from, to) = (november(2), Some(november(24)));
    let post = world.hall.desks[0].post;
    let term = HolderRecord { id: PostHolderId::new(), post, person: holder.id, side: Side::A, from, to };
    world.db.write(term, |tx, term| Box::pin(create_holder(tx, *term))).await.unwrap();
    holder
}

#[db_test]
async fn a_holder_is_shown_to_the_end_of_their_last_night(world: World) {
    let holder = holder_until_tuesday(&world).await;
    let (id, from) = (PostHolderId::new(), NaiveDate::from_ymd_opt(2026, 11, 25).unwrap());
    let post = world.hall.desks[1].post;
    let next = HolderRecord { id, post, person: holder.id, side: Side::A, from, to: None };
    world.db.write(next, |tx, next| Box::pin(create_holder(tx, *next))).await.unwrap();
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let me = holder.caller(&world).await;
    world.clock.set("2026-11-24 21:55");
    world.services.attendance().punch(&me, command(here(15)), None).await.unwrap();

    world.clock.set("2026-11-25 03:00");
    let by_night = windows(&world, &lead).await;
    let holders: Vec<_> = by_night[0].holders.iter().map(|one| (one.person, one.side, one.status.state)).collect();
    assert_eq!(holders, [(holder.id, Some(Side::A), HolderState::OnPost)]);
    assert_eq!(by_night[0].state, CoverState::OnPost);
    assert!(by_night[1].holders.is_empty(), "their next post is not theirs before the night is over");

    world.clock.set("2026-11-25 09:00");
    let by_day = windows(&world, &lead).await;
    assert!(by_day[0].holders.is_empty(), "the term is over with the shift");
    assert_eq!(by_day[1].holders[0].person, holder.id);
    world.clock.set("2026-11-25 22:30");
    assert!(windows(&world, &lead).await[0].holders.is_empty(), "the next night is not of the term");
}

#[db_test]
async fn an_alarm_of_a_last_night_stays_after_midnight(world: World) {
    holder_until_tuesday(&world).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    for (time, alarms) in [("2026-11-24 23:00", 1), ("2026-11-25 00:30", 1), ("2026-11-25 09:00", 0)] {
        world.clock.set(time);
        world.services.run_jobs().await.unwrap();
        assert_eq!(windows(&world, &lead).await[0].alarms.len(), alarms, "{time}");
    }
}
