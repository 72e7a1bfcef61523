use chrono::NaiveDate;
use domain::{
    geo::{Datum, Position},
    ids::{AgencyId, FenceId, HallId, PostId, ShiftId, WindowId, ZoneId},
    roster::{Shift, Slot, SlotKind},
};
use store::{
    DbErr, Tx,
    repo::{
        org::{
            AgencyRecord, FenceRecord, HallRecord, PostRecord, WindowRecord, ZoneRecord, create_agency, create_fence,
            create_hall, create_post, create_window, create_zone,
        },
        roster::create_shift,
    },
};

/// Since when the demo hall is open: before anything else in it.
pub(super) const OPENED: NaiveDate = match NaiveDate::from_ymd_opt(2024, 3, 1) {
    Some(date) => date,
    None => panic!("a date"),
};

const ZONES: [(&str, [(&str, &str); 4]); 3] = [
    ("综合服务区", [("A01", "综合受理"), ("A02", "户籍与出入境"), ("A03", "不动产登记"), ("A04", "公积金业务")]),
    ("社保医保区", [("B01", "社会保险综合"), ("B02", "养老待遇核定"), ("B03", "医保零星报销"), ("B04", "失业登记")]),
    ("企业服务区", [("C01", "企业设立登记"), ("C02", "变更与注销"), ("C03", "税务综合"), ("C04", "印章与发照")]),
];

/// The demo's ids, made before anything is stored.
#[derive(Clone)]
pub(super) struct DemoHall {
    pub(super) agency: AgencyId,
    pub(super) hall: HallId,
    pub(super) zones: Vec<DemoZone>,
    pub(super) fence: FenceRecord,
    /// 白班, 早班, 中班, 夜值.
    pub(super) shifts: [Shift; 4],
}

#[derive(Clone)]
pub(super) struct DemoZone {
    pub(super) id: ZoneId,
    pub(super) windows: Vec<(WindowId, PostId)>,
}

impl DemoHall {
    /// All posts in the order of their windows.
    pub(super) fn posts(&self) -> Vec<PostId> {
        self.zones.iter().flat_map(|zone| zone.windows.iter().map(|(_, post)| *post)).collect()
    }
}

pub(super) fn plan() -> DemoHall {
    let hall = HallId::new();
    let zone = || DemoZone { id: ZoneId::new(), windows: (0..4).map(|_| (WindowId::new(), PostId::new())).collect() };
    let fence = FenceRecord {
        id: FenceId::new(),
        hall,
        name: "主楼".to_owned(),
        centre: Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 },
        radius_m: 150,
        entered: Datum::Wgs84,
    };
    DemoHall { agency: AgencyId::new(), hall, zones: vec![zone(), zone(), zone()], fence, shifts: shifts() }
}

/// Slots as (kind, due, opens, closes), in minutes from midnight.
fn shift(name: &str, short: &str, slots: &[(SlotKind, i32, i32, i32)]) -> Shift {
    let slots =
        (1..).zip(slots).map(|(seq, &(kind, due, opens, closes))| Slot { seq, kind, due, opens, closes, grace: 0 });
    Shift { id: ShiftId::new(), name: name.to_owned(), short: short.to_owned(), slots: slots.collect() }
}

fn shifts() -> [Shift; 4] {
    let at = |hour: i32, minute: i32| hour * 60 + minute;
    [
        shift(
            "白班",
            "白",
            &[
                (SlotKind::In, at(8, 30), at(7, 30), at(10, 0)),
                (SlotKind::Out, at(12, 0), at(11, 0), at(12, 45)),
                (SlotKind::In, at(13, 30), at(12, 46), at(15, 0)),
                (SlotKind::Out, at(17, 30), at(16, 0), at(20, 0)),
            ],
        ),
        shift(
            "早班",
            "早",
            &[(SlotKind::In, at(8, 0), at(7, 0), at(10, 0)), (SlotKind::Out, at(15, 0), at(13, 0), at(18, 0))],
        ),
        shift(
            "中班",
            "中",
            &[(SlotKind::In, at(11, 0), at(10, 0), at(13, 0)), (SlotKind::Out, at(18, 0), at(16, 0), at(21, 0))],
        ),
        shift(
            "夜值",
            "夜",
            &[(SlotKind::In, at(18, 0), at(17, 0), at(20, 0)), (SlotKind::Out, at(32, 0), at(31, 0), at(34, 0))],
        ),
    ]
}

pub(super) async fn create(tx: &Tx, demo: &DemoHall) -> Result<(), DbErr> {
    create_agency(tx, AgencyRecord { id: demo.agency, name: "惠民人力资源服务有限公司".to_owned() }).await?;
    let (agency, name) = (demo.agency, "市政务服务中心".to_owned());
    create_hall(tx, HallRecord { id: demo.hall, agency, name, opened_on: OPENED, closed_on: None }).await?;
    for (position, (zone, (zone_name, windows))) in (1..).zip(demo.zones.iter().zip(ZONES)) {
        let record = ZoneRecord {
            id: zone.id,
            hall: demo.hall,
            name: zone_name.to_owned(),
            position,
            opened_on: OPENED,
            closed_on: None,
        };
        create_zone(tx, record).await?;
        for ((window, post), (code, name)) in zone.windows.iter().zip(windows) {
            let record = WindowRecord {
                id: *window,
                hall: demo.hall,
                zone: zone.id,
                code: code.to_owned(),
                name: name.to_owned(),
                opened_on: OPENED,
                closed_on: None,
            };
            create_window(tx, record).await?;
            let name = "综合受理员".to_owned();
            let record = PostRecord { id: *post, window: *window, name, opened_on: OPENED, closed_on: None };
            create_post(tx, record).await?;
        }
    }
    create_fence(tx, demo.fence.clone()).await?;
    for shift in &demo.shifts {
        create_shift(tx, demo.hall, shift).await?;
    }
    Ok(())
}
