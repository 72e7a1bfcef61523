//! A hall or a part of it that is renamed keeps what it was called before, and a window that moves the zone where it
//! was: past days are told by these.

use chrono::NaiveDate;
use domain::{
    ids::ZoneId,
    org::{FormerName, HallCommand, HallView, PostCommand, Side, WindowCommand, WindowView, ZoneCommand},
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

    async fn call_post(&self, name: &str) {
        let desk = self.world.hall.desks[0];
        let command = PostCommand { id: Some(desk.post), window: desk.window, name: name.to_owned() };
        self.world.services.org().save_post(&self.hr, command).await.unwrap();
    }

    async fn call_hall(&self, name: &str) {
        let command = HallCommand { id: Some(self.world.hall.id), name: name.to_owned() };
        self.world.services.org().save_hall(&self.hr, command).await.unwrap();
    }

    async fn add_zone(&self, name: &str) -> ZoneId {
        let command = ZoneCommand { id: None, hall: self.world.hall.id, name: name.to_owned(), position: 2 };
        self.world.services.org().save_zone(&self.hr, command).await.unwrap()
    }

    /// Moves the first window, which keeps its names.
    async fn move_window(&self, zone: ZoneId) {
        let WindowView { id, code, name, .. } = self.window().await;
        let command = WindowCommand { id: Some(id), zone, code, name };
        self.world.services.org().save_window(&self.hr, command).await.unwrap();
    }

    async fn view(&self) -> HallView {
        self.world.services.org().hall(&self.hr, self.world.hall.id).await.unwrap()
    }

    /// The first window, in whatever zone.
    async fn window(&self) -> WindowView {
        let mut windows = self.view().await.zones.into_iter().flat_map(|zone| zone.windows);
        windows.find(|window| window.id == self.world.hall.desks[0].window).unwrap()
    }

    /// The former names of the zone and of its first window.
    async fn former(&self) -> (Vec<(String, NaiveDate)>, Vec<(String, NaiveDate)>) {
        (names(&self.view().await.zones[0].former), names(&self.window().await.former))
    }

    async fn former_zones(&self) -> Vec<(String, NaiveDate)> {
        names(&self.window().await.former_zones)
    }

    /// Where the hall's roster of a date says that people work, in its order.
    async fn places_on(&self, day: u32) -> Vec<String> {
        let view = self.world.services.roster().hall_day(&self.hr, self.world.hall.id, november(day)).await.unwrap();
        view.rows.into_iter().filter_map(|row| row.place).collect()
    }

    /// The first of these.
    async fn place_on(&self, day: u32) -> String {
        self.places_on(day).await.remove(0)
    }
}

fn names(former: &[FormerName]) -> Vec<(String, NaiveDate)> {
    former.iter().map(|name| (name.name.clone(), name.until)).collect()
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

#[db_test]
async fn halls_and_posts_keep_their_names_too(world: World) {
    let hall = Hall::new(world).await;
    for (day, name) in [(24, "综合岗"), (26, "咨询岗")] {
        hall.world.clock.set(&format!("2026-11-{day} 10:00"));
        // A slip that is put right on the same day.
        for name in ["写错了", name] {
            hall.call_post(name).await;
            hall.call_hall(&format!("{name}大厅")).await;
        }
    }
    assert_eq!(names(&hall.window().await.posts[0].former), [called("综合岗", 25), called("综合受理", 23)]);
    assert_eq!(names(&hall.view().await.former), [called("综合岗大厅", 25), called("测试大厅", 23)]);
    assert_eq!(hall.former().await, (vec![], vec![]), "the parts of it have names of their own");
    hall.call_post("综合岗").await;
    hall.call_hall("综合岗大厅").await;
    assert_eq!(names(&hall.window().await.posts[0].former), [called("综合受理", 23)]);
    assert_eq!(names(&hall.view().await.former), [called("测试大厅", 23)]);
}

#[db_test]
async fn a_window_that_moved_was_in_its_former_zone(world: World) {
    let hall = Hall::new(world).await;
    let mut workers = Vec::new();
    for (name, desk) in ["w001", "w002"].into_iter().zip(hall.world.hall.desks) {
        let worker = hall.world.person(name).hall_role(Role::Worker).at(desk, Side::A).create().await;
        workers.push((worker.id, None));
    }
    hall.world.works(&day_shift(), &workers).await;
    let lead = hall.world.person("lead").zone_role(Role::Lead, &hall.world.hall).create().await;
    hall.world.clock.set("2026-11-25 10:00");
    let next = hall.add_zone("二区").await;
    hall.move_window(next).await;
    hall.world.clock.set("2026-11-26 10:00");
    hall.call_zone("社保区").await;

    let (first, second) = ("A01 A01 综合窗口", "A02 A02 综合窗口");
    let at = |places: [(&str, &str); 2]| places.map(|(zone, window)| format!("{zone} · {window}"));
    assert_eq!(hall.places_on(24).await, at([("一区", first), ("一区", second)]));
    assert_eq!(hall.places_on(25).await, at([("一区", second), ("二区", first)]));
    assert_eq!(hall.places_on(26).await, at([("社保区", second), ("二区", first)]));
    assert_eq!(hall.former_zones().await, [called("社保区", 24)], "as the zone is called today");
    // Who sees the window goes by where it is today, for past days too.
    let lead = lead.caller(&hall.world).await;
    let theirs = hall.world.services.roster().hall_day(&lead, hall.world.hall.id, november(24)).await.unwrap();
    let theirs: Vec<_> = theirs.rows.into_iter().filter_map(|row| row.place).collect();
    assert_eq!(theirs, [format!("一区 · {second}")]);
}

#[db_test]
async fn a_move_that_is_taken_back_on_the_same_day_leaves_nothing(world: World) {
    let hall = Hall::new(world).await;
    let zone = hall.world.hall.zone;
    hall.world.clock.set("2026-11-24 10:00");
    let (next, third) = (hall.add_zone("二区").await, hall.add_zone("三区").await);
    for zone in [next, zone] {
        hall.move_window(zone).await;
    }
    assert!(hall.former_zones().await.is_empty());
    // Through a zone in which it was on no day.
    hall.world.clock.set("2026-11-26 10:00");
    for zone in [next, third] {
        hall.move_window(zone).await;
    }
    assert_eq!(hall.former_zones().await, [called("一区", 25)]);
    // What opened today was nowhere before.
    let command = |zone, id| WindowCommand { id, zone, code: "C01".to_owned(), name: "便民".to_owned() };
    let org = hall.world.services.org();
    let opened = org.save_window(&hall.hr, command(next, None)).await.unwrap();
    org.save_window(&hall.hr, command(zone, Some(opened))).await.unwrap();
    let view = hall.view().await;
    let mut windows = view.zones.iter().flat_map(|zone| &zone.windows);
    assert!(windows.find(|window| window.id == opened).unwrap().former_zones.is_empty());
}
