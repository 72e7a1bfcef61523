//! What was done to a hall: its own lines and those of its parts, for who may read the trail.

use domain::{
    geo::Datum,
    org::{FenceCommand, HallCommand, PostCommand},
    policy::Role,
    problem::Problem,
};
use testkit::{World, db_test};

use crate::support::problem;

#[db_test]
async fn hr_alone_reads_what_was_done_to_a_hall_and_its_parts(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let (org, hall) = (world.services.org(), world.hall.id);
    let circle = FenceCommand {
        id: None,
        hall,
        name: "大门".to_owned(),
        lat: "39.9087".to_owned(),
        lng: "116.3975".to_owned(),
        datum: Datum::Wgs84,
        radius_m: 100,
    };
    let fence = org.set_fence(&supervisor, circle).await.unwrap();
    org.remove_fence(&supervisor, fence).await.unwrap();
    let post = PostCommand { id: None, window: world.hall.desks[0].window, name: "咨询岗".to_owned() };
    org.save_post(&hr, post).await.unwrap();
    org.save_hall(&hr, HallCommand { id: Some(hall), name: "新的名字".to_owned() }).await.unwrap();
    let other = org.save_hall(&hr, HallCommand { id: None, name: "另一个大厅".to_owned() }).await.unwrap();

    let page = org.audit(&hr, hall, None).await.unwrap();
    let acts: Vec<_> = page.lines.iter().map(|line| (line.action.as_str(), line.actor.as_deref())).collect();
    let (me, them) = (Some("测试hr"), Some("测试sup"));
    let done = [("org.change_hall", me), ("org.create_post", me), ("org.remove_fence", them), ("org.set_fence", them)];
    assert_eq!(&acts[..4], done, "also of what is closed");
    let theirs = org.audit(&hr, other, None).await.unwrap().lines;
    assert_eq!(theirs.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["org.create_hall"]);
    assert_eq!(problem(org.audit(&supervisor, hall, None).await), Problem::Denied);
}

#[db_test]
async fn a_halls_lines_go_on_where_the_page_before_ended(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let org = world.services.org();
    let hall = org.save_hall(&hr, HallCommand { id: None, name: "另一个大厅".to_owned() }).await.unwrap();
    for n in 1..=50 {
        org.save_hall(&hr, HallCommand { id: Some(hall), name: format!("大厅 {n}") }).await.unwrap();
    }
    let first = org.audit(&hr, hall, None).await.unwrap();
    assert_eq!(first.lines.iter().filter(|line| line.action == "org.change_hall").count(), 50);
    assert_eq!(first.next, Some(first.lines[49].id));
    let last = org.audit(&hr, hall, first.next).await.unwrap();
    assert_eq!(last.lines.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["org.create_hall"]);
    assert_eq!(last.next, None);
}
