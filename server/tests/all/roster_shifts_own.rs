//! Whoever changes a shift may be on the roster with it.

use domain::{
    org::Side,
    policy::Role,
    roster::{ShiftCommand, SlotForm},
};
use testkit::{World, db_test};

use crate::roster_editing::{Hall, december, shift};

#[db_test]
async fn own_published_days_wait_in_the_draft_for_somebody_else(world: World) {
    let hall = Hall::new(world).await;
    let (world, roster) = (&hall.world, hall.world.services.roster());
    let other = world.person("w003").hall_role(Role::Worker).hall_role(Role::Supervisor);
    let other = other.at(world.hall.desks[1], Side::A).create().await;
    hall.paint(&hall.supervisor, 0, &[shift(other.id, december(5), hall.day.id)]).await.unwrap();
    hall.publish(&hall.review().await, "").await.unwrap();
    let slot = |due: &str, opens: &str, closes: &str| SlotForm {
        due: due.to_owned(),
        opens: opens.to_owned(),
        closes: closes.to_owned(),
        grace: String::new(),
    };
    let later = ShiftCommand {
        hall: world.hall.id,
        replaces: Some(hall.day.id),
        from: String::new(),
        name: "白班".to_owned(),
        short: "白".to_owned(),
        slots: vec![slot("09:00", "08:00", "10:30"), slot("17:30", "16:00", "20:00")],
    };
    let outcome = roster.save_shift(&other.caller(world).await, later).await.unwrap();
    assert_eq!((outcome.applied, outcome.days), (true, 1), "{outcome:?}");
    let waits: Vec<_> = hall.review().await.people.iter().map(|person| person.person).collect();
    assert_eq!(waits, [other.id]);
}
