use chrono::NaiveDate;
use domain::{
    geo::{Datum, Position},
    ids::{AgencyId, FenceId, HallId, PostHolderId, PostId, WindowId, ZoneId},
    org::Side,
};
use store::{
    Db, DbErr, Tx,
    repo::org::{
        FenceRecord, HallRecord, HolderRecord, PostRecord, WindowRecord, ZoneRecord, create_fence, create_hall,
        create_holder, create_post, create_window, create_zone,
    },
};

/// When everything in a test's world began.
pub(crate) const OPENED: NaiveDate = match NaiveDate::from_ymd_opt(2026, 1, 1) {
    Some(date) => date,
    None => panic!("a date"),
};

/// A hall with one zone of two windows and a fence of 150 m around 39.9087 N 116.3975 E.
#[derive(Clone, Copy, Debug)]
pub struct Hall {
    /// The hall.
    pub id: HallId,
    /// Its zone.
    pub zone: ZoneId,
    /// Its windows' posts.
    pub desks: [Desk; 2],
}

/// A window with its one post.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The window.
    pub window: WindowId,
    /// Its post.
    pub post: PostId,
}

impl Hall {
    pub(crate) async fn create(db: &Db, agency: AgencyId, name: &str) -> Self {
        let desk = || Desk { window: WindowId::new(), post: PostId::new() };
        let hall = Self { id: HallId::new(), zone: ZoneId::new(), desks: [desk(), desk()] };
        db.write((hall, agency, name.to_owned()), |tx, (hall, agency, name)| {
            Box::pin(async move {
                let record =
                    HallRecord { id: hall.id, agency: *agency, name: name.clone(), opened_on: OPENED, closed_on: None };
                create_hall(tx, record).await?;
                let zone = ZoneRecord {
                    id: hall.zone,
                    hall: hall.id,
                    name: "一区".to_owned(),
                    position: 1,
                    opened_on: OPENED,
                    closed_on: None,
                };
                create_zone(tx, zone).await?;
                for (desk, code) in hall.desks.iter().zip(["A01", "A02"]) {
                    create_desk(tx, hall, *desk, code).await?;
                }
                let fence = FenceRecord {
                    id: FenceId::new(),
                    hall: hall.id,
                    name: "大厅".to_owned(),
                    centre: Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 },
                    radius_m: 150,
                    entered: Datum::Wgs84,
                };
                create_fence(tx, fence).await
            })
        })
        .await
        .expect("a hall");
        hall
    }
}

/// A window of a hall with one post.
pub(crate) async fn create_desk(tx: &Tx, hall: &Hall, desk: Desk, code: &str) -> Result<(), DbErr> {
    let window = WindowRecord {
        id: desk.window,
        hall: hall.id,
        zone: hall.zone,
        code: code.to_owned(),
        name: format!("{code} 综合窗口"),
        opened_on: OPENED,
        closed_on: None,
    };
    create_window(tx, window).await?;
    let post = PostRecord {
        id: desk.post,
        window: desk.window,
        name: "综合受理".to_owned(),
        opened_on: OPENED,
        closed_on: None,
    };
    create_post(tx, post).await
}

pub(crate) fn holder(desk: Desk, person: domain::ids::PersonId, side: Side) -> HolderRecord {
    HolderRecord { id: PostHolderId::new(), post: desk.post, person, side, from: OPENED, to: None }
}

pub(crate) async fn hold(db: &Db, record: HolderRecord) -> Result<(), DbErr> {
    db.write(record, |tx, record| Box::pin(create_holder(tx, *record))).await
}
