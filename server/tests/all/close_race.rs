//! A fact is on its way while its day is judged. On PostgreSQL neither sees what the other has not committed.

use std::{slice, sync::Arc, time::Duration};

use chrono::{NaiveDate, TimeDelta};
use domain::{
    attendance::{AdjustmentCause, DayStatus, FenceVerdict, Proof, PunchSource, Timetable, judge},
    ids::PersonId,
    org::Side,
    policy::Role,
    time::hall_midnight,
};
use store::{
    DbErr,
    repo::attendance::{NewPunch, create_punches, lock_punches_of, mark_stale},
};
use testkit::{World, day_shift, db_test};
use tokio::{sync::Notify, time::timeout};

use crate::support::{command, here};

/// How long the punch is on its way: longer than it takes to judge one person's day.
const ON_ITS_WAY: Duration = Duration::from_secs(1);

fn tuesday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

/// In time on Tuesday, arrived by now.
fn late_punch(world: &World, person: PersonId) -> NewPunch {
    let at = hall_midnight(tuesday()) + TimeDelta::minutes(500);
    NewPunch {
        person,
        hall: Some(world.hall.id),
        at,
        arrived_at: world.services.clock().now(),
        sent_device_at: None,
        source: PunchSource::App,
        command: command(here(15)),
        user_agent: String::new(),
        judgement: judge(&Timetable::default(), &[], at, FenceVerdict::Proved { proof: Proof::HallCode }, None),
        slot_kind: None,
        device: None,
        code: None,
        flags: Vec::new(),
    }
}

/// The day has no result yet that could be marked when the punch is stored, and has one when it is committed.
#[db_test]
async fn a_day_is_not_judged_past_a_late_punch_that_is_on_its_way(world: World) {
    let person = world.person("w001").hall_role(Role::Worker).at(world.hall.desks[0], Side::A).create().await;
    world.works(&day_shift(), &[(person.id, None)]).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    // The days before are judged: what is left is one day.
    world.services.run_jobs().await.unwrap();
    world.clock.set("2026-11-25 00:10");
    let (stored, judged) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (db, context) = (world.db.clone(), (late_punch(&world, person.id), stored.clone(), judged.clone()));
    let sending = tokio::spawn(async move {
        db.write(context, |tx, (punch, stored, judged)| {
            Box::pin(async move {
                lock_punches_of(tx, &[punch.person]).await?;
                create_punches(tx, slice::from_ref(punch)).await?;
                mark_stale(tx, &[punch.person], (tuesday(), tuesday()), AdjustmentCause::LatePunch).await?;
                stored.notify_one();
                // Who judges waits for this, so that it can't wait for them to the end.
                let _ = timeout(ON_ITS_WAY, judged.notified()).await;
                Ok::<_, DbErr>(())
            })
        })
        .await
    });
    stored.notified().await;
    world.services.run_jobs().await.unwrap();
    judged.notify_one();
    sending.await.unwrap().unwrap();

    world.clock.advance(TimeDelta::minutes(10));
    world.services.run_jobs().await.unwrap();
    let month = world.services.attendance().month(&supervisor, Some(person.id), tuesday()).await.unwrap();
    let result = month.days.iter().find(|day| day.duty.date == tuesday()).and_then(|day| day.result.clone()).unwrap();
    assert_eq!(result.status, DayStatus::MissingPunch, "they came in the morning");
}
