use chrono::NaiveDate;
use domain::{
    geo::Datum,
    ids::{PersonId, PostId},
    org::{FenceCommand, HallCommand, HolderCommand, OrgError, OrgUnit, PostCommand, Side, ZoneCommand},
    policy::{Grant, Role, Scope},
    problem::{FieldReason, Problem},
};

use crate::{
    Error,
    testing::{Office, caller},
};

/// A post at `A01`, and three people who hold nothing.
async fn staffed() -> (Office, PostId, [PersonId; 3]) {
    let office = Office::open().await;
    let rows = "工号,姓名,手机,入职日期\n\
                w001,张三,13800000011,2024-03-01\n\
                w002,李四,13800000012,2024-03-01\n\
                w003,王小五,13800000013,2026-12-01\n";
    let accounts = office.services.accounts();
    accounts.import_staff(&office.hr, office.hall, "staff.csv", rows.into(), false).await.unwrap();
    let post = PostCommand { id: None, window: office.windows[0], name: "受理员".to_owned() };
    let post = office.services.org().save_post(&office.hr, post).await.unwrap();
    let people = [office.person("w001").await.id, office.person("w002").await.id, office.person("w003").await.id];
    (office, post, people)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn set(office: &Office, post: PostId, side: Side, person: Option<PersonId>, from: &str) -> Result<(), Problem> {
    let command = HolderCommand { post, side, person, from: day(from) };
    office.services.org().set_holder(&office.hr, command).await.map_err(|error| match error {
        Error::Problem(problem) => problem,
        error => panic!("{error}"),
    })
}

#[tokio::test]
async fn a_new_holder_ends_the_earlier_one_the_day_before() {
    let (office, post, [first, second, third]) = staffed().await;
    set(&office, post, Side::A, Some(first), "2026-11-01").await.unwrap();
    set(&office, post, Side::B, Some(second), "2026-11-01").await.unwrap();
    set(&office, post, Side::A, Some(third), "2026-12-07").await.unwrap();
    let planned = [
        "A01 受理员 A 张三 2026-11-01..2026-12-06",
        "A01 受理员 A 王小五 2026-12-07..",
        "A01 受理员 B 李四 2026-11-01..",
    ];
    assert_eq!(office.holders().await, planned);
    // Naming the same person again is no change.
    set(&office, post, Side::A, Some(third), "2026-12-07").await.unwrap();
    assert_eq!(office.holders().await, planned);
    // A change of plan: who was to come does not, and the side is vacant from an earlier day on.
    set(&office, post, Side::A, None, "2026-12-01").await.unwrap();
    let vacant = ["A01 受理员 A 张三 2026-11-01..2026-11-30", "A01 受理员 B 李四 2026-11-01.."];
    assert_eq!(office.holders().await, vacant);

    let trail = office.services.accounts().audit_about(&office.hr, third, None).await.unwrap();
    let acts: Vec<_> = trail.lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(&acts[..2], ["org.end_holder", "org.set_holder"]);
    assert_eq!(trail.lines[0].actor.as_deref(), Some("钱人事"));
}

#[tokio::test]
async fn nobody_holds_both_sides_or_a_post_before_or_after_their_time() {
    let (office, post, [first, second, third]) = staffed().await;
    set(&office, post, Side::A, Some(first), "2026-11-01").await.unwrap();
    set(&office, post, Side::A, Some(second), "2026-12-01").await.unwrap();
    // The first is A until the end of November: no B before, but B after.
    assert_eq!(set(&office, post, Side::B, Some(first), "2026-11-30").await, Err(OrgError::SamePerson.into()));
    set(&office, post, Side::B, Some(first), "2026-12-01").await.unwrap();

    let wrong = |field, reason| Err(Problem::field(field, reason));
    assert_eq!(
        set(&office, post, Side::B, Some(third), "2026-11-24").await,
        wrong("from", FieldReason::OutOfRange),
        "not hired yet"
    );
    assert_eq!(set(&office, post, Side::B, None, "2042-11-24").await, wrong("from", FieldReason::OutOfRange));
    office.services.accounts().end_employment(&office.hr, third, day("2027-01-31")).await.unwrap();
    assert_eq!(set(&office, post, Side::B, Some(third), "2027-02-01").await, wrong("person", FieldReason::Ended));
    set(&office, post, Side::B, Some(third), "2027-01-01").await.unwrap();
    assert_eq!(office.holders().await[3], "A01 受理员 B 王小五 2027-01-01..2027-01-31");
}

#[tokio::test]
async fn what_is_in_use_stays_open_and_names_are_free_again_after_closing() {
    let (office, post, [first, ..]) = staffed().await;
    let org = office.services.org();
    let zone = org.hall(&office.hr, office.hall).await.unwrap().zones[0].clone();
    set(&office, post, Side::A, Some(first), "2026-11-24").await.unwrap();
    let units =
        [OrgUnit::Post(post), OrgUnit::Window(office.windows[0]), OrgUnit::Zone(zone.id), OrgUnit::Hall(office.hall)];
    for unit in units {
        let refused = org.close(&office.hr, unit).await;
        assert!(matches!(refused, Err(Error::Problem(Problem::Org(OrgError::InUse)))), "{unit:?}");
    }
    set(&office, post, Side::A, None, "2026-11-24").await.unwrap();
    let again = ZoneCommand { id: None, hall: office.hall, name: zone.name.clone(), position: 9 };
    let taken = org.save_zone(&office.hr, again.clone()).await;
    let Err(Error::Problem(problem)) = taken else { panic!("two open zones of one name") };
    assert_eq!(problem, Problem::field("name", FieldReason::Taken));
    for unit in [OrgUnit::Window(office.windows[0]), OrgUnit::Window(office.windows[1]), OrgUnit::Zone(zone.id)] {
        org.close(&office.hr, unit).await.unwrap();
    }
    org.save_zone(&office.hr, again).await.unwrap();
    let names: Vec<_> =
        org.hall(&office.hr, office.hall).await.unwrap().zones.into_iter().map(|zone| zone.name).collect();
    assert_eq!(names, ["不动产区", "综合区"]);
}

#[tokio::test]
async fn the_lead_of_a_zone_sees_the_zone_and_its_people_without_what_is_private() {
    let (office, post, [first, second, _]) = staffed().await;
    let (org, accounts) = (office.services.org(), office.services.accounts());
    set(&office, post, Side::A, Some(first), "2026-11-24").await.unwrap();
    set(&office, post, Side::B, Some(second), "2026-11-25").await.unwrap();
    let zones = org.hall(&office.hr, office.hall).await.unwrap().zones;
    let stranger = office.person("hr01").await;
    let lead = |zone| caller(&stranger, Grant { role: Role::Lead, scope: Scope::Zone(zone) });

    let view = org.hall(&lead(zones[0].id), office.hall).await.unwrap();
    assert_eq!((view.zones, view.fences), (vec![zones[0].clone()], vec![]));
    let page = accounts.list_people(&lead(zones[0].id), "", None).await.unwrap();
    let seen: Vec<_> = page.rows.iter().map(|row| (row.sign_in_name.as_str(), row.posts.concat())).collect();
    assert_eq!(seen, [("w001", "A01 · A".to_owned())], "who holds a post in the zone today");
    assert_eq!(accounts.person(&lead(zones[0].id), first).await.unwrap().private, None);
    assert!(accounts.person(&office.hr, first).await.unwrap().private.is_some());
    for (zone, person) in [(zones[1].id, first), (zones[0].id, second)] {
        let refused = accounts.person(&lead(zone), person).await;
        assert!(matches!(refused, Err(Error::Problem(Problem::Denied))));
    }

    let other = org.save_hall(&office.hr, HallCommand { id: None, name: "东区大厅".to_owned() }).await.unwrap();
    assert!(matches!(org.hall(&lead(zones[0].id), other).await, Err(Error::Problem(Problem::Denied))));
    assert_eq!(org.halls(&lead(zones[0].id)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_fence_is_replaced_by_a_new_one() {
    let office = Office::open().await;
    let org = office.services.org();
    let fence = |id, radius_m| FenceCommand {
        id,
        hall: office.hall,
        name: "主楼".to_owned(),
        lat: "39.9087".to_owned(),
        lng: "116.3975".to_owned(),
        datum: Datum::Wgs84,
        radius_m,
    };
    let old = org.set_fence(&office.hr, fence(None, 150)).await.unwrap();
    let new = org.set_fence(&office.hr, fence(Some(old), 200)).await.unwrap();
    let known: Vec<_> = org.fences(&office.hr, office.hall).await.unwrap();
    assert_eq!(known.iter().map(|fence| (fence.id, fence.radius_m)).collect::<Vec<_>>(), [(new, 200)]);
    let gone = org.set_fence(&office.hr, fence(Some(old), 300)).await;
    assert!(matches!(gone, Err(Error::Problem(Problem::NotFound))), "it was replaced already");
    org.remove_fence(&office.hr, new).await.unwrap();
    assert!(org.fences(&office.hr, office.hall).await.unwrap().is_empty());
}
