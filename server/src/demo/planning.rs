//! Next month in planning, what windows need, and a shift on offer: what an editor finds on a working day.

use chrono::{DateTime, Datelike, Days, Utc, Weekday};
use domain::{
    calendar::last_of_month,
    ids::{CertificationId, DraftId, HoursPermitId, OpenShiftId, PersonId, ProtectionId, ReceiptId, WindowId},
    roster::{
        Certification, CoverageDemand, Half, HoursPeriod, HoursPermit, OpenState, Placing, PlanName, Protection,
        ProtectionKind, RosterChange,
    },
    time::hall_date,
};
use store::{
    DbErr, Tx,
    repo::roster::{
        CellRecord, DraftRecord, OfferRecord, ReceiptRecord, create_certification, create_claim, create_draft,
        create_offer, create_permit, create_protection, create_receipts, put_cells, put_demand,
    },
};

use super::{
    hall::{DemoHall, OPENED},
    people::DemoPerson,
    swaps,
};

/// Everything that the editor shows beyond published days. Nobody of the eight roles is in it, so that their
/// own screens stay as the roster alone makes them.
pub(super) async fn create(tx: &Tx, hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let windows: Vec<WindowId> = hall.zones.iter().flat_map(|zone| &zone.windows).map(|(window, _)| *window).collect();
    for window in windows {
        for half in Half::ALL {
            put_demand(tx, CoverageDemand { window, half: *half, people: 1 }).await?;
        }
    }
    let staff = Staff(staff);
    terms(tx, hall, now, staff).await?;
    draft(tx, hall, now, staff).await?;
    requests(tx, hall, now, staff).await?;
    news(tx, hall, now, staff).await
}

/// The demo's people, by 工号.
#[derive(Clone, Copy)]
struct Staff<'a>(&'a [DemoPerson]);

impl Staff<'_> {
    fn of(self, name: &str) -> Option<PersonId> {
        self.0.iter().find(|person| person.record.sign_in_name == name).map(|person| person.record.id)
    }
}

/// Somebody is protected, somebody's hours are added up over a quarter, and some are certified.
async fn terms(tx: &Tx, hall: &DemoHall, now: DateTime<Utc>, staff: Staff<'_>) -> Result<(), DbErr> {
    let today = hall_date(now);
    if let Some(person) = staff.of("w014") {
        let (from, to) = (today - Days::new(60), today + Days::new(120));
        let protection = Protection { id: ProtectionId::new(), kind: ProtectionKind::Nursing, from, to };
        create_protection(tx, person, &protection).await?;
    }
    if let Some(person) = staff.of("w036") {
        let (from, to) = (today - Days::new(200), today + Days::new(164));
        let permit = HoursPermit { id: HoursPermitId::new(), period: HoursPeriod::Quarter, from, to };
        create_permit(tx, person, &permit).await?;
    }
    let windows = hall.zones.iter().flat_map(|zone| &zone.windows).map(|(window, _)| *window);
    let held: Vec<(PersonId, WindowId)> =
        windows.zip(1..).filter_map(|(window, nth)| Some((staff.of(&format!("w{nth:03}"))?, window))).skip(1).collect();
    for (person, window) in held {
        let certification = Certification { id: CertificationId::new(), window, from: OPENED, to: None };
        create_certification(tx, person, &certification).await?;
    }
    Ok(())
}

/// A few days of next month, not published yet: the reserve takes the first Saturday.
async fn draft(tx: &Tx, hall: &DemoHall, now: DateTime<Utc>, staff: Staff<'_>) -> Result<(), DbErr> {
    let next = last_of_month(hall_date(now)) + Days::new(1);
    let saturday = next.iter_days().find(|date| date.weekday() == Weekday::Sat).unwrap_or(next);
    let monday = saturday + Days::new(2);
    let [_, early, ..] = &hall.shifts;
    let reserve = ["w026", "w027"].into_iter().filter_map(|name| staff.of(name));
    let cells = reserve.flat_map(|person| {
        [
            CellRecord { person, date: saturday, shift: Some(early.id), place: Placing::Published },
            CellRecord { person, date: monday, shift: None, place: Placing::Published },
        ]
    });
    let cells: Vec<CellRecord> = cells.collect();
    if let Some(editor) = staff.of("supervisor") {
        let draft = DraftRecord { id: DraftId::new(), version: 1, edited_by: editor, edited_at: now };
        create_draft(tx, hall.hall, next, draft).await?;
        put_cells(tx, draft.id, &cells).await?;
    }
    Ok(())
}

/// A shift on offer, which one has claimed.
async fn requests(tx: &Tx, hall: &DemoHall, now: DateTime<Utc>, staff: Staff<'_>) -> Result<(), DbErr> {
    let saturday = hall_date(now).iter_days().skip(1).find(|date| date.weekday() == Weekday::Sat);
    let (Some(date), Some(by), Some(post)) = (saturday, staff.of("supervisor"), hall.posts().first().copied()) else {
        return Ok(());
    };
    let [_, early, ..] = &hall.shifts;
    let offer = OfferRecord {
        id: OpenShiftId::new(),
        hall: hall.hall,
        date,
        shift: early.id,
        post,
        state: OpenState::Open,
        version: 1,
        by,
        at: now,
        filled_by: None,
    };
    create_offer(tx, offer).await?;
    if let Some(person) = staff.of("w031") {
        create_claim(tx, offer.id, person, now).await?;
    }
    Ok(())
}

/// A change that was not seen yet.
async fn news(tx: &Tx, hall: &DemoHall, now: DateTime<Utc>, staff: Staff<'_>) -> Result<(), DbErr> {
    let (Some(date), Some(person)) = (swaps::day(now), staff.of("w030")) else { return Ok(()) };
    let [_, early, middle, _] = &hall.shifts;
    let name = |shift: &domain::roster::Shift| PlanName::Shift(shift.name.clone());
    // By turns, a week each.
    let (early, middle) = if (date.ordinal() / 7) % 2 == 0 { (early, middle) } else { (middle, early) };
    let changes = vec![RosterChange { date, from: name(middle), to: name(early) }];
    create_receipts(tx, hall.hall, &[ReceiptRecord { id: ReceiptId::new(), person, changes }], now).await
}
