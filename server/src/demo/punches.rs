//! Two months of punches: mostly on time, with the faults that every hall has. Each is judged by the same
//! rules as a real one, so that the demo can't show what the program would not say.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{Fence, SlotWindow},
    attendance::{
        FenceSettings, NoPosition, PositionReport, PunchCommand, PunchMark, PunchSource, Reading, Timetable,
        fence_verdict, judge,
    },
    calendar::WorkCalendar,
    geo::{Datum, Position},
    ids::{PersonId, PunchId},
    policy::Role,
    roster::{Duty, Shifts, SlotKind},
    time::hall_date,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use store::repo::attendance::NewPunch;

use super::{hall::DemoHall, people::DemoPerson, rosters};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";

/// All punches before `now`, of everybody who works by a roster. This morning `worker` has yet to come.
pub(super) fn plan(hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<Vec<NewPunch>> {
    // The same demo every time: screenshots and tests depend on it.
    let mut chance = StdRng::seed_from_u64(20_261_124);
    let calendar = WorkCalendar::built_in();
    let shifts: Shifts = hall.shifts.iter().map(|shift| (shift.id, shift.clone().into())).collect();
    let (from, _) = rosters::span(now);
    let mut punches = Vec::new();
    for person in staff.iter().filter(|person| person.grant.role != Role::Hr) {
        let roster = rosters::of(hall, person, staff, now);
        let duties: Vec<Duty> = roster.duties(from, hall_date(now), &calendar, &shifts)?;
        let timetable = Timetable::new(&duties);
        let mut marks: Vec<PunchMark> = Vec::new();
        for duty in duties.iter().filter(|duty| duty.shift().is_some()) {
            let yet_to_come = person.record.sign_in_name == "worker" && duty.date == hall_date(now);
            if yet_to_come || chance.random_bool(0.008) {
                continue;
            }
            for slot in timetable.slots_on(duty.date) {
                if let Some(at) = when(slot, &mut chance).filter(|at| *at < now) {
                    let command = command(at, &mut chance);
                    let place = fence_verdict(&[fence(hall)], command.position.reading(), FenceSettings::default());
                    let judgement = judge(&timetable, &marks, at, place, None);
                    marks.push(PunchMark { id: command.id, at, needs_review: place.needs_review() });
                    punches.push(NewPunch {
                        person: person.record.id,
                        hall: person.record.hall,
                        at,
                        arrived_at: at,
                        sent_device_at: None,
                        source: PunchSource::App,
                        command,
                        user_agent: PHONE.to_owned(),
                        judgement,
                        slot_kind: Some(slot.kind),
                        device: None,
                        code: None,
                        flags: Vec::new(),
                    });
                }
            }
        }
    }
    Ok(punches)
}

/// Punches of somebody at the hall on a day off.
pub(super) fn day_off(hall: &DemoHall, person: PersonId, times: &[DateTime<Utc>]) -> Vec<NewPunch> {
    let punch = |at: &DateTime<Utc>| {
        let position = Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 };
        let reading = Reading { position, datum: Datum::Wgs84, accuracy_m: 20, age_s: 0 };
        let place = fence_verdict(&[fence(hall)], Ok(reading), FenceSettings::default());
        let command = PunchCommand {
            id: PunchId::new(),
            device_at: Some(*at),
            evidence: None,
            position: PositionReport::Reading(reading),
            reason: None,
            code: None,
        };
        NewPunch {
            person,
            hall: Some(hall.hall),
            at: *at,
            arrived_at: *at,
            sent_device_at: None,
            source: PunchSource::App,
            command,
            user_agent: PHONE.to_owned(),
            judgement: judge(&Timetable::default(), &[], *at, place, None),
            slot_kind: None,
            device: None,
            code: None,
            flags: Vec::new(),
        }
    };
    times.iter().map(punch).collect()
}

fn fence(hall: &DemoHall) -> Fence {
    Fence { id: hall.fence.id, centre: hall.fence.centre, radius_m: hall.fence.radius_m }
}

/// When somebody punches for a slot: some minutes before work and after it, now and then late, early or not at all.
fn when(slot: &SlotWindow, chance: &mut StdRng) -> Option<DateTime<Utc>> {
    let fate = chance.random_range(0..1000);
    let minutes = match (slot.kind, fate) {
        (_, 0..12) => return None,
        (SlotKind::In, 12..45) => chance.random_range(1..28),
        (SlotKind::In, _) => -chance.random_range(4..32),
        (SlotKind::Out, 12..24) => -chance.random_range(3..35),
        (SlotKind::Out, _) => chance.random_range(1..20),
    };
    Some(slot.due + TimeDelta::minutes(minutes) + TimeDelta::seconds(chance.random_range(0..60)))
}

fn command(at: DateTime<Utc>, chance: &mut StdRng) -> PunchCommand {
    let reading = |north: i32, east: i32, accuracy_m: i32| {
        PositionReport::Reading(Reading {
            position: Position { lat_e7: 399_087_000 + north, lng_e7: 1_163_975_000 + east },
            datum: Datum::Wgs84,
            accuracy_m,
            age_s: 0,
        })
    };
    let position = match chance.random_range(0..1000) {
        0..8 => PositionReport::Missing(NoPosition::Timeout),
        8..18 => reading(chance.random_range(30_000..60_000), 4_000, 25),
        _ => {
            reading(chance.random_range(-4_000..4_000), chance.random_range(-4_000..4_000), chance.random_range(8..40))
        }
    };
    let device_at = Some(at + TimeDelta::milliseconds(chance.random_range(-1500..1500)));
    PunchCommand { id: PunchId::new(), device_at, evidence: None, position, reason: None, code: None }
}
