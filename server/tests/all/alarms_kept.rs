//! An empty window stays somebody's matter: a word about it counts for a while, and a demand without a roster alarms.

use domain::{
    attendance::{PresenceCommand, PresenceSettings, TakeVacancyCommand, VacancyView},
    notices::NoticeContent,
    problem::Problem,
    roster::DemandCommand,
};
use services::Caller;
use testkit::{World, db_test};

use crate::in_the_day::Window;
use crate::support::{problem, takes};

impl Window {
    /// The alarms about a window, by its place on the board.
    async fn alarms_at(&self, caller: &Caller, nth: usize) -> Vec<VacancyView> {
        let board = self.world.services.attendance().board(caller, None).await.unwrap();
        board.zones[0].windows[nth].alarms.clone()
    }

    /// How often somebody was told of an empty window.
    async fn alarmed(&self, caller: &Caller) -> usize {
        let page = self.world.services.notices().inbox(caller, None).await.unwrap();
        page.notices.iter().filter(|notice| matches!(notice.content, NoticeContent::WindowEmpty { .. })).count()
    }

    async fn needs(&self, nth: usize, morning: i32, afternoon: i32) {
        let (hall, window) = (self.world.hall.id, self.world.hall.desks[nth].window);
        let demand = DemandCommand { hall, window, morning, afternoon };
        self.world.services.roster().set_demand(&self.supervisor, demand).await.unwrap();
    }
}

#[db_test]
async fn a_word_about_an_empty_window_counts_for_a_while_and_can_be_said_anew(world: World) {
    let window = Window::before_work(world).await;
    let attendance = window.world.services.attendance();
    window.watch("2026-11-24 08:35").await;
    window.world.clock.set("2026-11-24 08:41");
    let alarm = window.alarms_at(&window.lead, 0).await.remove(0);
    let command = takes(alarm.id, "已请机动人员到窗口");
    attendance.take_vacancy(&window.lead, command.clone()).await.unwrap();
    attendance.take_vacancy(&window.lead, command.clone()).await.expect("the same is taken once");
    let other = TakeVacancyCommand { note: "我去窗口".to_owned(), ..command };
    assert_eq!(problem(attendance.take_vacancy(&window.lead, other).await), Problem::Conflict);
    let taken = window.alarms_at(&window.lead, 0).await.remove(0).taken.unwrap();
    assert_eq!((taken.until - taken.at).num_minutes(), 10);
    // Ten minutes after the alarm, and nine after the word.
    window.watch("2026-11-24 08:50").await;
    assert_eq!(window.alarmed(&window.supervisor).await, 0);
    assert_eq!(problem(attendance.take_vacancy(&window.supervisor, takes(alarm.id, "x")).await), Problem::Conflict);
    for time in ["2026-11-24 08:51", "2026-11-24 08:53"] {
        window.watch(time).await;
        assert_eq!(window.alarmed(&window.supervisor).await, 1, "{time}");
    }
    attendance.take_vacancy(&window.supervisor, takes(alarm.id, "我去窗口")).await.unwrap();
    let taken = window.alarms_at(&window.lead, 0).await.remove(0).taken.unwrap();
    assert_eq!((taken.by.as_str(), taken.note.as_str()), ("测试sup", "我去窗口"));
    assert_eq!(problem(attendance.take_vacancy(&window.lead, takes(alarm.id, "x")).await), Problem::Conflict);
}

#[db_test]
async fn for_how_long_it_counts_is_the_halls_choice(world: World) {
    let window = Window::before_work(world).await;
    let attendance = window.world.services.attendance();
    let settings = PresenceSettings { taken_min: 30, ..PresenceSettings::default() };
    let command = PresenceCommand { hall: window.world.hall.id, settings };
    attendance.set_presence(&window.supervisor, command).await.unwrap();
    window.watch("2026-11-24 08:35").await;
    let alarm = window.alarms_at(&window.lead, 0).await.remove(0);
    attendance.take_vacancy(&window.lead, takes(alarm.id, "已请机动人员到窗口")).await.unwrap();
    window.watch("2026-11-24 09:04").await;
    assert_eq!(window.alarmed(&window.supervisor).await, 0);
    window.watch("2026-11-24 09:05").await;
    assert_eq!(window.alarmed(&window.supervisor).await, 1);
}

#[db_test]
async fn a_window_that_needs_somebody_alarms_though_nobody_is_rostered(world: World) {
    let window = Window::new(world).await;
    window.watch("2026-11-24 09:00").await;
    assert_eq!(window.alarms_at(&window.lead, 1).await, [], "nobody is needed there");
    window.needs(1, 1, 0).await;
    window.watch("2026-11-24 09:01").await;
    let alarms = window.alarms_at(&window.lead, 1).await;
    assert_eq!(alarms.len(), 1);
    assert_eq!((alarms[0].raised_at - alarms[0].since).num_minutes(), 31, "since the hall's first shift began");
    assert_eq!(window.alarmed(&window.lead).await, 1);
    window.watch("2026-11-24 09:11").await;
    assert_eq!(window.alarmed(&window.supervisor).await, 1);
    assert_eq!(window.alarms_at(&window.lead, 0).await, [], "the first window has its people");
    // In the afternoon it needs nobody.
    window.watch("2026-11-24 14:00").await;
    assert_eq!(window.alarms_at(&window.lead, 1).await, []);
}

#[db_test]
async fn a_demand_alarms_neither_before_work_nor_on_a_day_off(world: World) {
    let window = Window::before_work(world).await;
    window.needs(1, 1, 1).await;
    for time in ["2026-11-24 08:29", "2026-11-24 08:34", "2026-11-24 19:00", "2026-11-28 10:00"] {
        window.watch(time).await;
        assert_eq!(window.alarms_at(&window.lead, 1).await, [], "{time}");
    }
    window.watch("2026-11-30 08:36").await;
    assert_eq!(window.alarms_at(&window.lead, 1).await.len(), 1);
}
