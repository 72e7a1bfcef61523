//! The first screen says the same of going out as the page of it, though it mostly looks at less.

use domain::attendance::{OutingAct, OutingState, OutingsView};
use services::Caller;
use testkit::{World, db_test};

use crate::in_the_day::Window;

/// What both show: the page besides lists who could stand in, and the first screen need not.
async fn on_both(window: &Window, caller: &Caller) -> OutingsView {
    let attendance = window.world.services.attendance();
    let page = attendance.outings(caller).await.unwrap();
    let today = attendance.today(caller).await.unwrap().outings.expect("they have clocked in");
    let shown = |view: OutingsView| OutingsView { covers: Vec::new(), ..view };
    assert_eq!(shown(today.clone()), shown(page));
    today
}

#[db_test]
async fn today_says_of_outings_what_their_page_says(world: World) {
    let window = Window::new(world).await;
    window.world.clock.set("2026-11-24 10:05");
    for caller in [&window.a, &window.b] {
        let quiet = on_both(&window, caller).await;
        assert_eq!((quiet.hindrance, quiet.mine, quiet.others.len()), (None, None, 0));
    }
    let outing = window.ask(&window.a).await.unwrap();
    assert_eq!(on_both(&window, &window.a).await.mine.map(|mine| mine.state), Some(OutingState::Asked));
    assert_eq!(on_both(&window, &window.b).await.others[0].acts, [OutingAct::Cover]);
    window.act(&window.b, outing, 1, OutingAct::Cover).await.unwrap();
    on_both(&window, &window.b).await;
    window.world.clock.set("2026-11-24 10:12");
    window.act(&window.a, outing, 2, OutingAct::Return).await.unwrap();
    assert_eq!(on_both(&window, &window.a).await.over.len(), 1);
    assert_eq!(on_both(&window, &window.b).await.others.len(), 0);
}
