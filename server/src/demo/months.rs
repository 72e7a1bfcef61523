//! Last month confirmed and locked, and this month's corrections under way; who lets their position be read.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use domain::{
    attendance::{CorrectedSlot, CorrectionCommand, MonthState, PaperCommand, month_over_at, paper_key},
    ids::{AcceptanceId, ApprovalId, PaperSheetId, PersonId, SessionId},
    policy::{Actor, Role},
    time::hall_date,
};
use services::{Caller, Services, Visitor};
use store::{
    DbErr, Tx,
    repo::attendance::{
        CloseRecord, NewDecision, NewPunch, create_acceptance, create_consent, create_decision, put_close,
    },
};

use super::{hall::DemoHall, people::DemoPerson};

/// Days after a month is over by which it is locked.
const LOCKED_AFTER: TimeDelta = TimeDelta::days(5);

/// Everybody but the newcomer has been asked, and has agreed.
pub(super) async fn consents(tx: &Tx, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    for person in staff.iter().filter(|person| person.grant.role != Role::Trainee) {
        create_consent(tx, person.record.id, true, now).await?;
    }
    Ok(())
}

/// Decides what was to be looked at last month, has everybody confirm it, and asks for its lock; the job then
/// writes its sheets. In the first days of a month the last one is still open.
pub(super) async fn close(
    tx: &Tx,
    hall: &DemoHall,
    staff: &[DemoPerson],
    punches: &[NewPunch],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let this = hall_date(now).format("%Y-%m-01").to_string().parse::<NaiveDate>().unwrap_or_default();
    let month = this.checked_sub_months(Months::new(1)).unwrap_or(this);
    let locked_at = month_over_at(month) + LOCKED_AFTER;
    let of = |role: Role| staff.iter().find(|person| person.grant.role == role).map(|person| person.record.id);
    let (Some(lead), Some(supervisor), Some(host), Some(hr)) =
        (of(Role::Lead), of(Role::Supervisor), of(Role::Host), of(Role::Hr))
    else {
        return Ok(());
    };
    if now < locked_at {
        return Ok(());
    }
    for punch in punches.iter().filter(|punch| punch.judgement.needs_review()) {
        let view = punch.view();
        if view.date() < this {
            let by = if punch.person == supervisor { lead } else { supervisor };
            let decision = NewDecision { punch: view.id, by, accepted: true, reason: None };
            create_decision(tx, &decision, view.at + TimeDelta::hours(20)).await?;
        }
    }
    let accepted_at = month_over_at(month) + TimeDelta::hours(3);
    let worked = |person: &&DemoPerson| person.grant.role != Role::Hr && person.record.hired_on < this;
    for person in staff.iter().filter(worked) {
        create_acceptance(tx, AcceptanceId::new(), (person.record.id, month), accepted_at).await?;
    }
    let record = CloseRecord {
        state: MonthState::Closing,
        version: 1,
        confirmed: Some((host, locked_at - TimeDelta::hours(2))),
        locked: Some((hr, locked_at)),
        ..CloseRecord::open(hall.hall, month)
    };
    put_close(tx, &record).await?;
    Ok(())
}

/// Two of the first zone ask for corrections, and their lead has typed in what a third has signed on paper; each
/// by the same use case as in earnest.
pub(super) async fn requests(services: &Services, staff: &[DemoPerson], now: DateTime<Utc>) -> anyhow::Result<()> {
    let attendance = services.attendance();
    let by_name = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name);
    let zone = ["w002", "w003", "w004", "w013", "w014", "w015", "w016"].into_iter().filter_map(by_name);
    let mut wanting: Vec<(PersonId, NaiveDate, i16, String)> = Vec::new();
    for person in zone {
        let caller = caller(person);
        for date in (1..=6).map(|back| hall_date(now) - Days::new(back)) {
            let form = attendance.correction_form(&caller, date).await?;
            let slot = form.slots.iter().find(|slot| form.open.contains(&slot.seq));
            if let Some(slot) = slot {
                let due = domain::time::hall_time(slot.due).format("%H:%M").to_string();
                wanting.push((person.record.id, date, slot.seq, due));
                break;
            }
        }
    }
    let mut wanting = wanting.into_iter();
    for (at, (person, date, slot, time)) in (0..).zip(wanting.by_ref().take(2)) {
        let Some(person) = staff.iter().find(|other| other.record.id == person) else { continue };
        let reason = "手机没电了，搭档可以证明".to_owned();
        let photo = services.photos().add(&caller(person), super::pictures::sheet(at)?, None).await?;
        let photos = vec![photo.id];
        let (id, slot) = (ApprovalId::new(), CorrectedSlot::Slot(slot));
        let command = CorrectionCommand { id, version: None, date, slot, time, reason, photos };
        attendance.ask_correction(&caller(person), command).await?;
    }
    if let (Some((person, date, slot, time)), Some(lead)) = (wanting.next(), by_name("lead")) {
        let times = [(paper_key(person, slot), time)].into();
        let (id, reason) = (PaperSheetId::new(), "下午停电半小时，纸质签到".to_owned());
        if let Some(hall) = lead.record.hall {
            attendance.enter_paper(&caller(lead), PaperCommand { id, hall, date, reason, times }).await?;
        }
    }
    Ok(())
}

/// The person as if signed in.
fn caller(person: &DemoPerson) -> Caller {
    let record = &person.record;
    let actor = Actor { person: record.id, agency: record.agency, hall: record.hall, grants: vec![person.grant] };
    Caller { actor, session: SessionId::new(), visitor: Visitor::default() }
}
