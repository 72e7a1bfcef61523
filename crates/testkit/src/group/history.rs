//! Some people's years as the program itself would have written them; [`super::spread`] gives them to all.

use chrono::{NaiveDate, TimeDelta, Timelike, Weekday};
use domain::{
    attendance::{
        DayFacts, Fence, FenceSettings, PositionReport, PunchCommand, PunchMark, PunchSource, Reading, SlotWindow,
        Timetable, day_result, fence_verdict, judge,
    },
    calendar::WorkCalendar,
    geo::{Datum, Position},
    ids::{FenceId, PatternId, PunchId},
    roster::{Duty, PersonRoster, Shifts, SlotKind, WeeklyPattern},
};
use store::{
    Db, DbErr,
    repo::attendance::{DayResultRecord, NewPunch, create_day_results, create_punches},
};

use super::{Group, HALL_ZONES, Kind, RUSH_DAY, ZONE_STAFF, create::shift_of, hall, id, part, person, rush_midnight};

/// People whose history is made day by day: the first of the staff.
pub(super) const MODELS: usize = 16;

/// Writes theirs.
pub(super) async fn create(db: &Db, group: Group) {
    for n in 0..MODELS.min(group.staff) {
        db.write(life(group, n), |tx, (punches, days)| {
            Box::pin(async move {
                create_punches(tx, punches).await?;
                create_day_results(tx, days, rush_midnight()).await?;
                Ok::<_, DbErr>(())
            })
        })
        .await
        .expect("a history");
    }
}

/// All punches of a person and what each day came to.
fn life(group: Group, n: usize) -> (Vec<NewPunch>, Vec<DayResultRecord>) {
    let (calendar, duties) = (WorkCalendar::built_in(), duties(group, n));
    let timetable = Timetable::new(&duties);
    let (mut punches, mut days) = (Vec::new(), Vec::new());
    for (duty, day) in duties.iter().zip(0..) {
        let mut marks: Vec<PunchMark> = Vec::new();
        for slot in timetable.slots_on(duty.date) {
            if let Some(punch) = punch(n, day, slot, &timetable, &marks) {
                let place = punch.judgement.place;
                marks.push(PunchMark { id: punch.command.id, at: punch.at, needs_review: place.needs_review() });
                punches.push(punch);
            }
        }
        let facts = DayFacts {
            duty,
            timetable: &timetable,
            punches: &marks,
            on_leave: &domain::leave::DayLeave::default(),
            overtime: None,
            calendar: calendar.stamp(duty.date),
        };
        days.push(DayResultRecord { person: person(n), result: day_result(&facts, rush_midnight()) });
    }
    (punches, days)
}

fn duties(group: Group, n: usize) -> Vec<Duty> {
    let shift = shift_of(n / ZONE_STAFF / HALL_ZONES);
    let work = Some(shift.id);
    let week = WeeklyPattern {
        id: PatternId::from_uuid(part(Kind::Pattern, n)),
        days: [work, work, work, work, work, None, None],
        make_up: Weekday::Mon,
        post: None,
        from: group.first_day(),
        to: None,
    };
    let roster = PersonRoster { entries: Vec::new(), patterns: vec![week] };
    let Some(last) = RUSH_DAY.pred_opt().filter(|last| *last >= group.first_day()) else { return Vec::new() };
    let shifts = Shifts::from([(shift.id, shift.into())]);
    roster.duties(group.first_day(), last, &WorkCalendar::built_in(), &shifts).expect("its own shift")
}

/// A person's punch for a slot: mostly in time, with the usual faults.
fn punch(n: usize, day: i64, slot: &SlotWindow, timetable: &Timetable, earlier: &[PunchMark]) -> Option<NewPunch> {
    let person_day = day * 7 + i64::try_from(n).unwrap_or_default() * 13;
    let minutes = match (slot.kind, person_day % 89) {
        (_, 0) => return None,
        (SlotKind::In, 1..4) => 1 + person_day % 20,
        (SlotKind::In, _) => -4 - person_day % 25,
        (SlotKind::Out, 1) => -3 - person_day % 20,
        (SlotKind::Out, _) => 1 + person_day % 20,
    };
    let at = (slot.due + TimeDelta::minutes(minutes)).with_second(0)?;
    // No phone gives the very same spot twice; these are within ten metres.
    let drift = i32::try_from(person_day % 997).unwrap_or_default();
    let position = Position { lat_e7: 399_087_100 + drift, lng_e7: 1_163_975_100 - drift };
    let reading = Reading { position, datum: Datum::Wgs84, accuracy_m: 12, age_s: 0 };
    let place = fence_verdict(&[fence(n)], Ok(reading), FenceSettings::default());
    let command = PunchCommand {
        id: PunchId::from_uuid(id(at.timestamp_millis(), Kind::Punch, n)),
        device_at: Some(at),
        evidence: None,
        position: PositionReport::Reading(reading),
        reason: None,
        code: None,
    };
    Some(NewPunch {
        person: person(n),
        hall: Some(hall(n / ZONE_STAFF / HALL_ZONES)),
        at,
        arrived_at: at,
        sent_device_at: None,
        source: PunchSource::App,
        command,
        user_agent: "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile".to_owned(),
        judgement: judge(timetable, earlier, at, place, None),
        slot_kind: Some(slot.kind),
        device: None,
        code: None,
        flags: Vec::new(),
    })
}

fn fence(n: usize) -> Fence {
    let id = FenceId::from_uuid(part(Kind::Fence, n / ZONE_STAFF / HALL_ZONES));
    Fence { id, centre: Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 }, radius_m: 150 }
}

/// The days of history, in stretches of about a month, each from its first day to before the next one's.
pub(super) fn stretches(group: Group) -> Vec<(NaiveDate, NaiveDate)> {
    let starts: Vec<NaiveDate> =
        group.first_day().iter_days().take_while(|date| *date < RUSH_DAY).step_by(30).collect();
    let ends = starts.iter().copied().skip(1).chain([RUSH_DAY]);
    starts.iter().copied().zip(ends).collect()
}
