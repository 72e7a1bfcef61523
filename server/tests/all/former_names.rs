//! A zone or window that is renamed keeps what it was called before, and its past days are told by that.

use chrono::NaiveDate;
use domain::{
    org::{FormerName, Side, WindowCommand, ZoneCommand},
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{World, day_shift, db_test};

use crate::support::problem;

fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

struct Hall {
    world: World,
    hr: Caller,
}

impl Hall {
    async fn new(world: World) -> Self {
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        Self { world, hr }
    }

    async fn call_window(&self, code: &str, name: &str) -> Result<(), Error> {
        let (id, zone) = (Some(self.world.hall.desks[0].window), self.world.hall.zone);
        let command = WindowCommand { id, zone, code: code.to_owned(), name: name.to_owned() };
        self.world.services.org().save_window(&self.hr, command).await.map(drop)
    }

    async fn call_zone(&self, name: &str) {
        let (id, hall) = (Some(self.world.hall.zone), self.world.hall.id);
        let command = ZoneCommand { id, hall, name: name.to_owned(), position: 1 };
        self.world.services.org().save_zone(&self.hr, command).await.unwrap();
    }

    /// The former names of the zone and of its first window.
    async fn former(&self) -> (Vec<(String, NaiveDate)>, Vec<(String, NaiveDate)>) {
        let zone = self.world.services.org().hall(&self.hr, self.world.hall.id).await.unwrap().zones.remove(0);
        let window = zone.windows.iter().find(|window| window.id == self.world.hall.desks[0].window).unwrap();
        let names = |former: &[FormerName]| former.iter().map(|name| (name.name.clone(), name.until)).collect();
        (names(&zone.former), names(&window.former))
    }

    /// Where the hall's roster of a date says that somebody works.
    async fn place_on(&self, day: u32) -> String {
        let view = self.world.services.roster().hall_day(&self.hr, self.world.hall.id, november(day)).await.unwrap();
        view.rows.into_iter().find_map(|row| row.place).unwrap()
    }
}

fn called(name: &str, until: u32) -> (String, NaiveDate) {
    (name.to_owned(), november(until))
}

#[db_test]
async fn what_it_was_called_is_kept_with_its_last_day(world: World) {
    let hall = Hall::new(world).await;
    assert_eq!(hall.former().await, (vec![], vec![]));
    hall.world.clock.set("2026-11-24 10:00");
    hall.call_window("A01", "社保综合").await.unwrap();
    hall.call_zone("社保区").await;
    // Saved without a change, or put right on the same day: no name of any day.
    hall.call_window("A01", "社保综合").await.unwrap();
    hall.call_window("A01", "社会保险").await.unwrap();
    let first = called("A01 A01 综合窗口", 23);
    assert_eq!(hall.former().await, (vec![called("一区", 23)], vec![first.clone()]));
    hall.world.clock.set("2026-11-26 00:10");
    hall.call_window("B07", "社会保险").await.unwrap();
    let second = called("A01 社会保险", 25);
    assert_eq!(hall.former().await.1, [second.clone(), first.clone()]);
    // A code that another window has changes nothing.
    assert_eq!(problem(hall.call_window("A02", "别的").await), Problem::field("code", FieldReason::Taken));
    assert_eq!(hall.former().await.1, [second, first.clone()]);
    // Called as before on the day on which that was changed, it went on.
    hall.call_window("A01", "社会保险").await.unwrap();
    assert_eq!(hall.former().await.1, [first]);
}

#[db_test]
async fn what_opened_today_had_no_name_before(world: World) {
    let hall = Hall::new(world).await;
    let org = hall.world.services.org();
    let command = |id, name: &str| ZoneCommand { id, hall: hall.world.hall.id, name: name.to_owned(), position: 2 };
    let zone = org.save_zone(&hall.hr, command(None, "便民区")).await.unwrap();
    org.save_zone(&hall.hr, command(Some(zone), "便民服务区")).await.unwrap();
    let zones = org.hall(&hall.hr, hall.world.hall.id).await.unwrap().zones;
    assert!(zones.iter().all(|zone| zone.former.is_empty()), "{zones:?}");
}

#[db_test]
async fn the_roster_of_a_past_day_calls_places_as_they_were_called(world: World) {
    let hall = Hall::new(world).await;
    let desk = hall.world.hall.desks[0];
    let worker = hall.world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    hall.world.works(&day_shift(), &[(worker.id, None)]).await;
    hall.world.clock.set("2026-11-25 10:00");
    hall.call_window("A01", "社保综合").await.unwrap();
    hall.call_zone("社保区").await;
    hall.world.clock.set("2026-11-27 10:00");
    hall.call_window("B07", "社保综合").await.unwrap();
    assert_eq!(hall.place_on(24).await, "一区 · A01 A01 综合窗口");
    for day in [25, 26] {
        assert_eq!(hall.place_on(day).await, "社保区 · A01 社保综合");
    }
    assert_eq!(hall.place_on(27).await, "社保区 · B07 社保综合");
}
