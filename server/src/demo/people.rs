use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::{
    ids::{AppointmentId, PersonId, PostHolderId, PostId},
    org::Side,
    policy::{Grant, Role, Scope},
};
use store::{
    DbErr, Tx,
    repo::{
        accounts::{AppointmentRecord, PersonRecord, create_appointment, create_person},
        org::{HolderRecord, create_holder},
    },
};

use super::hall::{DemoHall, OPENED};

/// Made-up names: those of the eight roles first, then of w001 to w036.
const NAMES: [&str; 44] = [
    "张敏",
    "王建国",
    "陈立新",
    "刘芳",
    "赵志强",
    "孙晓梅",
    "周海燕",
    "吴昊",
    "李娜",
    "郑伟",
    "冯静",
    "褚明",
    "卫红",
    "蒋涛",
    "沈丽",
    "韩磊",
    "杨柳",
    "朱琳",
    "秦勇",
    "尤佳",
    "许晴",
    "何静",
    "吕刚",
    "施文",
    "孔洁",
    "曹阳",
    "严冬梅",
    "华强",
    "金燕",
    "魏超",
    "陶然",
    "姜珊",
    "戚薇",
    "谢军",
    "邹凯",
    "喻红",
    "柏杨",
    "窦娟",
    "章平",
    "云飞",
    "苏敏",
    "潘婷",
    "葛亮",
    "欧阳志远",
];

/// A person of the demo with their post and role.
#[derive(Clone)]
pub(super) struct DemoPerson {
    pub(super) record: PersonRecord,
    pub(super) grant: Grant,
    pub(super) post: Option<(PostId, Side)>,
}

/// `worker` holds the first window's post A; w002 to w012 hold A at the others, w013 to w024 hold B
/// everywhere, and w001 with w025 to w036 are the reserve and the guides.
pub(super) fn plan(hall: &DemoHall, password_hash: &str, now: DateTime<Utc>) -> Vec<DemoPerson> {
    let (whole, agency) = (Scope::Hall(hall.hall), Scope::Agency(hall.agency));
    let first_zone = hall.zones.first().map_or(whole, |zone| Scope::Zone(zone.id));
    let roles = [
        ("worker", Role::Worker, whole),
        ("lead", Role::Lead, first_zone),
        ("supervisor", Role::Supervisor, whole),
        ("hr", Role::Hr, agency),
        ("host", Role::Host, whole),
        ("trainer", Role::Trainer, whole),
        ("inspector", Role::Inspector, whole),
        ("trainee", Role::Trainee, whole),
    ];
    let named = roles.into_iter().map(|(name, role, scope)| (name.to_owned(), role, scope));
    let numbered = (1..=36).map(|n| (format!("w{n:03}"), Role::Worker, whole));
    let posts = hall.posts();
    let since = domain::time::hall_date(now);
    named
        .chain(numbered)
        .zip(NAMES)
        .zip(0_u32..)
        .map(|(((sign_in_name, role, scope), name), nth)| DemoPerson {
            post: post_of(&sign_in_name, &posts),
            grant: Grant { role, scope },
            record: PersonRecord {
                id: PersonId::new(),
                agency: hall.agency,
                hall: Some(hall.hall),
                sign_in_name,
                name: name.to_owned(),
                phone: format!("1390000{:04}", 1000 + nth * 37),
                id_number_sealed: None,
                id_last4: None,
                hired_on: hired_on(role, nth, since),
                service_from: Some(service_from(nth)),
                continuous_from: None,
                left_on: None,
                password_hash: Some(password_hash.to_owned()),
                version: 0,
            },
        })
        .collect()
}

fn hired_on(role: Role, nth: u32, since: NaiveDate) -> NaiveDate {
    if role == Role::Trainee { since - Days::new(10) } else { OPENED + Days::new(u64::from(nth) * 5) }
}

/// Some came from school, others after ten or twenty years at other employers: annual leave of every tier.
fn service_from(nth: u32) -> NaiveDate {
    let years = [11, 0, 21, 3, 9][nth as usize % 5];
    OPENED.checked_sub_months(Months::new(12 * years)).unwrap_or(OPENED)
}

fn post_of(sign_in_name: &str, posts: &[PostId]) -> Option<(PostId, Side)> {
    if sign_in_name == "worker" {
        return posts.first().map(|post| (*post, Side::A));
    }
    let number: usize = sign_in_name.strip_prefix('w')?.parse().ok()?;
    match number {
        2..=12 => posts.get(number - 1).map(|post| (*post, Side::A)),
        13..=24 => posts.get(number - 13).map(|post| (*post, Side::B)),
        _ => None,
    }
}

pub(super) async fn create(tx: &Tx, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    for person in staff {
        let (id, from) = (person.record.id, person.record.hired_on);
        create_person(tx, person.record.clone(), now).await?;
        let appointment = AppointmentId::new();
        let new = AppointmentRecord { id: appointment, person: id, grant: person.grant, from, to: None };
        create_appointment(tx, new).await?;
        if let Some((post, side)) = person.post {
            let holder = HolderRecord { id: PostHolderId::new(), post, person: id, side, from, to: None };
            create_holder(tx, holder).await?;
        }
    }
    Ok(())
}
