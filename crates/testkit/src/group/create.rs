use chrono::{TimeDelta, Weekday};
use domain::{
    geo::{Datum, Position},
    ids::{AgencyId, AppointmentId, FenceId, PatternId, PersonId, PostHolderId, SessionId},
    org::Side,
    policy::{Grant, Role, Scope},
    roster::{Shift, WeeklyPattern},
};
use sha2::{Digest, Sha256};
use store::{
    Db, DbErr, Tx,
    repo::{
        accounts::{AppointmentRecord, NewSession, PersonRecord, create_appointment, create_person, create_session},
        attendance::create_consent,
        org::{
            AgencyRecord, FenceRecord, HallRecord, HolderRecord, PostRecord, WindowRecord, ZoneRecord, create_agency,
            create_fence, create_hall, create_holder, create_post, create_window, create_zone,
        },
        roster::{create_patterns, create_shift},
    },
};

use super::{
    Group, HALL_ZONES, Kind, LEADS, ZONE_STAFF, hall, last_used, part, person, post, shift, token, window, zone,
};
use crate::shifts::day_shift;

/// People of one transaction.
const BATCH: usize = 500;

/// Writes all of a group but its history.
pub(super) async fn create(db: &Db, group: Group) {
    db.write(group, |tx, group| Box::pin(places(tx, *group))).await.expect("halls");
    let everybody: Vec<usize> = (0..group.staff + LEADS).collect();
    for some in everybody.chunks(BATCH) {
        db.write((group, some.to_vec()), |tx, (group, some)| Box::pin(people(tx, *group, some))).await.expect("people");
    }
}

fn agency() -> AgencyId {
    AgencyId::from_uuid(part(Kind::Agency, 0))
}

/// The day shift of a hall.
pub(super) fn shift_of(hall: usize) -> Shift {
    Shift { id: shift(hall), ..day_shift() }
}

async fn places(tx: &Tx, group: Group) -> Result<(), DbErr> {
    let opened_on = group.first_day();
    create_agency(tx, AgencyRecord { id: agency(), name: "集团派遣公司".to_owned() }).await?;
    for n in 0..group.halls() {
        let (id, name) = (hall(n), format!("第 {} 大厅", n + 1));
        create_hall(tx, HallRecord { id, agency: agency(), name, opened_on, closed_on: None }).await?;
        let fence = FenceRecord {
            id: FenceId::from_uuid(part(Kind::Fence, n)),
            hall: id,
            name: "大厅".to_owned(),
            centre: Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 },
            radius_m: 150,
            entered: Datum::Wgs84,
        };
        create_fence(tx, fence).await?;
        create_shift(tx, id, &shift_of(n)).await?;
    }
    for n in 0..group.zones() {
        let (id, hall, name) = (zone(n), hall(n / HALL_ZONES), format!("{} 区", n % HALL_ZONES + 1));
        let position = i32::try_from(n).unwrap_or_default();
        create_zone(tx, ZoneRecord { id, hall, name, position, opened_on, closed_on: None }).await?;
    }
    for n in 0..group.staff.div_ceil(2) {
        let (zone_number, code) = (n * 2 / ZONE_STAFF, format!("A{n:05}"));
        let record = WindowRecord {
            id: window(n),
            hall: hall(zone_number / HALL_ZONES),
            zone: zone(zone_number),
            name: format!("{code} 综合窗口"),
            code,
            opened_on,
            closed_on: None,
        };
        create_window(tx, record).await?;
        let name = "综合受理".to_owned();
        create_post(tx, PostRecord { id: post(n), window: window(n), name, opened_on, closed_on: None }).await?;
    }
    Ok(())
}

async fn people(tx: &Tx, group: Group, numbers: &[usize]) -> Result<(), DbErr> {
    let mut patterns = Vec::with_capacity(numbers.len());
    for n in numbers.iter().copied() {
        patterns.push(one(tx, group, n).await?);
    }
    create_patterns(tx, &patterns).await
}

/// A person with role, session and post; their week is left to the caller.
async fn one(tx: &Tx, group: Group, n: usize) -> Result<(PersonId, WeeklyPattern), DbErr> {
    let (from, now) = (group.first_day(), last_used());
    let lead = n.checked_sub(group.staff);
    let zone_number = lead.map_or(n / ZONE_STAFF, |lead| group.zone_of_lead(lead));
    let hall_number = zone_number / HALL_ZONES;
    let (role, scope) = match lead {
        Some(_) => (Role::Lead, Scope::Zone(zone(zone_number))),
        None => (Role::Worker, Scope::Hall(hall(hall_number))),
    };
    let record = PersonRecord {
        id: person(n),
        agency: agency(),
        hall: Some(hall(hall_number)),
        sign_in_name: format!("b{n}"),
        name: format!("员工{n}"),
        phone: "13800000000".to_owned(),
        id_number_sealed: None,
        id_last4: None,
        hired_on: from,
        service_from: None,
        continuous_from: None,
        left_on: None,
        password_hash: None,
        version: 0,
    };
    create_person(tx, record, now).await?;
    create_consent(tx, person(n), true, now).await?;
    let id = AppointmentId::from_uuid(part(Kind::Appointment, n));
    create_appointment(tx, AppointmentRecord { id, person: person(n), grant: Grant { role, scope }, from, to: None })
        .await?;
    let session = NewSession {
        id: SessionId::from_uuid(part(Kind::Session, n)),
        person: person(n),
        token_hash: Sha256::digest(token(n).as_bytes()).to_vec(),
        user_agent: "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile".to_owned(),
        address: "127.0.0.1".to_owned(),
        now,
        expires_at: now + TimeDelta::days(30),
    };
    create_session(tx, session).await?;
    let desk = lead.is_none().then(|| post(n / 2));
    if let Some(post) = desk {
        let side = if n.is_multiple_of(2) { Side::A } else { Side::B };
        let id = PostHolderId::from_uuid(part(Kind::Holder, n));
        create_holder(tx, HolderRecord { id, post, person: person(n), side, from, to: None }).await?;
    }
    let work = Some(shift(hall_number));
    let week = WeeklyPattern {
        id: PatternId::from_uuid(part(Kind::Pattern, n)),
        days: [work, work, work, work, work, None, None],
        make_up: Weekday::Mon,
        post: desk,
        from,
        to: None,
    };
    Ok((person(n), week))
}
