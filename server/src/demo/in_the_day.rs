//! What happens beside punching: a screen at the entrance, notes about punches, and what rounds have found.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{LateAct, LateKind, OutingState, PatrolKind, PatrolWord, PunchFlag},
    ids::{ActId, KioskScreenId, OutingId, PatrolId, PatrolNoteId, PersonId, VacancyId},
    roster::SlotKind,
    time::{hall_date, hall_midnight},
};
use store::{
    DbErr, Tx,
    repo::attendance::{
        NewPunch, OutingRecord, PatrolDecisionRecord, PatrolRecord, ScreenRecord, VacancyRecord, create_flags,
        create_late_act, create_outing, create_patrol, create_patrol_decision, create_patrol_note, create_screen,
        create_vacancy, end_vacancy,
    },
};

use super::{hall::DemoHall, people::DemoPerson};

/// Screens, yesterday's outings and an empty window, and rounds of the last days: one explained and decided, one that waits for the
/// supervisor, one that the person can still explain.
pub(super) async fn create(tx: &Tx, hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name).map(|person| person.record.id);
    let (Some(inspector), Some(supervisor)) = (of("inspector"), of("supervisor")) else { return Ok(()) };
    // Its link was thrown away: a new one is made at the hall's page.
    let screen = ScreenRecord {
        id: KioskScreenId::new(),
        hall: hall.hall,
        name: "一层入口电视".to_owned(),
        token_hash: b"no token hashes to this".to_vec(),
        made_by: supervisor,
        made_at: now - TimeDelta::days(20),
        seen_at: Some(now - TimeDelta::minutes(3)),
    };
    create_screen(tx, &screen).await?;
    let windows: Vec<_> = hall.zones.iter().flat_map(|zone| &zone.windows).copied().collect();
    if let (Some((_, post)), Some(person), Some(cover)) = (windows.get(1), of("w002"), of("w014")) {
        let outing = over(hall, *post, (person, cover), now - TimeDelta::hours(22));
        create_outing(tx, &outing).await?;
        // The return was tapped in the basement.
        if let Some(made_at) = outing.back_at {
            let arrived_at = made_at + TimeDelta::minutes(26);
            let late = LateAct { kind: LateKind::Return, made_at, arrived_at, doubt: None };
            create_late_act(tx, (person, ActId::new().uuid()), outing.id.uuid(), &late).await?;
        }
    }
    if let (Some((_, post)), Some(lead)) = (windows.get(3), of("lead")) {
        empty_window(tx, hall, *post, lead, now - TimeDelta::hours(19)).await?;
    }
    let found = [
        ("w003", 2, PatrolKind::OffPost, 26),
        ("w006", 5, PatrolKind::Wandering, 25),
        ("w002", 1, PatrolKind::OffPost, 0),
    ];
    for (name, window, kind, hours_ago) in found {
        let (Some(person), Some((window, _))) = (of(name), windows.get(window)) else { continue };
        let found_at = match hours_ago {
            // Of today, whenever the demo starts.
            0 => (now - TimeDelta::minutes(12)).max(hall_midnight(hall_date(now))),
            hours => now - TimeDelta::hours(hours),
        };
        // One was written down where there is no network.
        let (in_the_basement, made_at) = (name == "w006", found_at + TimeDelta::minutes(2));
        let at = if in_the_basement { made_at + TimeDelta::minutes(32) } else { made_at };
        let late = LateAct { kind: LateKind::Patrol, made_at, arrived_at: at, doubt: None };
        let record = PatrolRecord {
            id: PatrolId::new(),
            hall: hall.hall,
            window: *window,
            person,
            kind,
            found_at,
            late: in_the_basement.then_some(late),
            note: "窗口无人，叫号屏显示有人等候".to_owned(),
            inspector,
            at,
        };
        create_patrol(tx, &record).await?;
        if hours_ago > 0 {
            let said_at = record.at + TimeDelta::minutes(40);
            let text = "去复印室取材料，已请搭档照看窗口".to_owned();
            let word = PatrolWord { at: said_at, late: None, text };
            create_patrol_note(tx, PatrolNoteId::new(), record.id, &word).await?;
        }
        if name == "w003" {
            let at = record.at + TimeDelta::hours(5);
            let reason = "监控显示搭档在岗，不属于脱岗".to_owned();
            let decision = PatrolDecisionRecord { by: supervisor, at, upheld: false, reason };
            create_patrol_decision(tx, record.id, &decision).await?;
        }
    }
    Ok(())
}

/// A window that was empty for some twenty minutes: the lead took it in hand.
async fn empty_window(
    tx: &Tx,
    hall: &DemoHall,
    post: domain::ids::PostId,
    lead: PersonId,
    since: DateTime<Utc>,
) -> Result<(), DbErr> {
    let after = |minutes| since + TimeDelta::minutes(minutes);
    let alarm = VacancyRecord {
        id: VacancyId::new(),
        hall: hall.hall,
        post,
        since,
        raised_at: after(5),
        escalated_at: None,
        taken: Some((lead, after(9), "已请导办到窗口".to_owned())),
    };
    create_vacancy(tx, &alarm).await?;
    end_vacancy(tx, alarm.id, after(22)).await
}

/// An outing with cover that is over.
fn over(
    hall: &DemoHall,
    post: domain::ids::PostId,
    (person, cover): (PersonId, PersonId),
    asked_at: DateTime<Utc>,
) -> OutingRecord {
    OutingRecord {
        id: OutingId::new(),
        hall: hall.hall,
        post,
        person,
        reason: "去档案室取材料".to_owned(),
        minutes: 15,
        state: OutingState::Back,
        version: 3,
        asked_at,
        cover: Some(cover),
        left_at: Some(asked_at + TimeDelta::minutes(1)),
        back_at: Some(asked_at + TimeDelta::minutes(14)),
    }
}

/// Somebody who is at the archive just now, while their partner stands in: if both are at work.
pub(super) async fn step_out(
    tx: &Tx,
    hall: &DemoHall,
    staff: &[DemoPerson],
    punches: &[NewPunch],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name);
    let (Some(person), Some(cover)) = (of("w008"), of("w020")) else { return Ok(()) };
    let Some((post, _)) = person.post else { return Ok(()) };
    let asked_at = now - TimeDelta::minutes(5);
    let at_work = |person: PersonId| {
        let own = punches.iter().filter(|punch| punch.person == person && hall_date(punch.at) == hall_date(now));
        own.max_by_key(|punch| punch.at).is_some_and(|last| last.slot_kind == Some(SlotKind::In) && last.at < asked_at)
    };
    let (person, cover) = (person.record.id, cover.record.id);
    if !at_work(person) || !at_work(cover) {
        return Ok(());
    }
    let outing = OutingRecord {
        minutes: 20,
        state: OutingState::Out,
        version: 2,
        back_at: None,
        ..over(hall, post, (person, cover), asked_at)
    };
    create_outing(tx, &outing).await
}

/// Two notes about the latest punches, for the lead to look at.
pub(super) async fn flag(tx: &Tx, staff: &[DemoPerson], punches: &[NewPunch]) -> Result<(), DbErr> {
    for (name, flag) in [("w003", PunchFlag::NewDevice), ("w016", PunchFlag::Travel)] {
        let person = staff.iter().find(|person| person.record.sign_in_name == name).map(|person| person.record.id);
        let last = punches.iter().filter(|punch| Some(punch.person) == person).max_by_key(|punch| punch.at);
        if let Some(punch) = last {
            create_flags(tx, &[(punch.command.id, &[flag])]).await?;
        }
    }
    Ok(())
}
