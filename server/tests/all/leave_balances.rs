//! What the law grants, what requests hold and take of it, and what HR does by hand.

use chrono::NaiveDate;
use domain::{
    calendar::{CalendarVersion, WorkCalendar},
    ids::{LeaveId, PersonId},
    leave::{
        AdjustCommand, Balance, Direction, LeaveBook, LeaveDay, LeaveError, LeaveKind, Period,
        annual::{Exclusion, Step},
    },
    policy::Role,
    roster::Compensation,
};
use services::{Caller, Error, Leave};
use store::Tx;
use testkit::{Person, World, db_test};

use crate::{
    overtime::{granted, overtime},
    overtime_worked::punch_here,
    support::problem,
};

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// What a request does to the ledger, each in a transaction of its own.
#[derive(Clone)]
pub enum Act {
    Hold(LeaveKind, Vec<LeaveDay>),
    Consume,
    Release(Option<NaiveDate>),
    Recount(LeaveKind, Vec<LeaveDay>),
}

pub struct Hall {
    pub world: World,
    pub worker: Person,
    pub me: Caller,
    pub hr: Caller,
}

impl Hall {
    /// Everybody was hired on 2026-01-01; this one began to work twelve years before.
    pub async fn new(world: World) -> Self {
        let worker = world.person("w001").hall_role(Role::Worker).create().await;
        began(&world, worker.id, date(2014, 1, 1)).await;
        world.services.run_jobs().await.unwrap();
        let me = worker.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        Self { world, worker, me, hr }
    }

    pub fn leave(&self) -> Leave {
        self.world.services.leave()
    }

    pub async fn book(&self) -> LeaveBook {
        self.leave().leave_book(&self.me, None).await.unwrap()
    }

    pub async fn balance(&self, kind: LeaveKind) -> Balance {
        let book = self.book().await;
        book.balances.iter().find(|kept| kept.kind == kind).map(|kept| kept.balance).unwrap_or_default()
    }

    pub async fn days(&self, kind: LeaveKind, from: NaiveDate, to: NaiveDate) -> Vec<LeaveDay> {
        let rule = self.leave().rule(self.world.db.read(), Some(self.world.hall.id), kind, from).await.unwrap();
        Period::whole(from, to).count(&rule, &WorkCalendar::built_in()).unwrap()
    }

    pub async fn act(&self, request: LeaveId, act: Act) -> Result<(), Error> {
        let context = (self.leave(), self.worker.id, act);
        let hall = self.world.hall.id;
        self.world
            .db
            .write(context, move |tx: &Tx, (leave, person, act)| {
                Box::pin(async move {
                    match act {
                        Act::Hold(kind, days) => {
                            let rule = leave.rule(tx, Some(hall), *kind, days[0].date).await?;
                            leave.hold(tx, *person, request, &rule, days).await
                        }
                        Act::Consume => leave.consume(tx, request).await,
                        Act::Release(from) => leave.release(tx, request, *from).await,
                        Act::Recount(kind, days) => {
                            let rule = leave.rule(tx, Some(hall), *kind, date(2026, 11, 1)).await?;
                            let cause = CalendarVersion { year: 2026, version: 2 };
                            leave.recount(tx, request, &rule, days, Some(cause)).await.map(drop)
                        }
                    }
                })
            })
            .await
    }

    pub fn adjustment(&self, change: i32) -> AdjustCommand {
        AdjustCommand {
            person: self.worker.id,
            kind: LeaveKind::Annual,
            direction: if change > 0 { Direction::Add } else { Direction::TakeOff },
            half_days: change.abs(),
            expires_on: date(2026, 12, 31),
            reason: "核对纸质台账".to_owned(),
        }
    }
}

/// Corrects where somebody's work began.
pub async fn began(world: &World, person: PersonId, from: NaiveDate) {
    world
        .db
        .write((), move |tx, ()| {
            Box::pin(async move {
                use store::repo::accounts::{find_person, update_person};
                let record = find_person(tx, person).await?.expect("the person");
                let record = store::repo::accounts::PersonRecord { service_from: Some(from), ..record };
                update_person(tx, record).await.map(|done| assert!(done))
            })
        })
        .await
        .expect("stored");
}

#[db_test]
async fn the_job_grants_a_year_once_and_follows_what_changes(world: World) {
    let hall = Hall::new(world).await;
    let granted = |granted| Balance { granted, left: granted, ..Balance::default() };
    assert_eq!(hall.balance(LeaveKind::Annual).await, granted(20));
    // Not due before an hour has passed; then it finds nothing to do.
    for at in ["2026-11-24 09:30", "2026-11-24 10:40"] {
        hall.world.clock.set(at);
        hall.world.services.run_jobs().await.unwrap();
        assert_eq!(hall.balance(LeaveKind::Annual).await, granted(20));
    }
    // A hall's papers show that work began four years later.
    began(&hall.world, hall.worker.id, date(2018, 1, 1)).await;
    hall.world.clock.set("2026-11-24 12:00");
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(hall.balance(LeaveKind::Annual).await, granted(10));
    let book = hall.book().await;
    assert_eq!((book.annual.entitlement.days, book.annual.granted), (5, 10));
    assert_eq!(book.annual.entitlement.steps.last(), Some(&Step::WholeYear { tier: 5 }));
    // The next year is there to be asked for, and not to be seen in the balance before it begins.
    hall.world.clock.set("2026-12-01 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let lots: Vec<i32> = hall.book().await.balances[0].lots.iter().map(|lot| lot.year).collect();
    assert_eq!(lots, [2026, 2027]);
    assert_eq!(hall.balance(LeaveKind::Annual).await, granted(10));
}

#[db_test]
async fn a_request_holds_takes_and_gives_back(world: World) {
    let hall = Hall::new(world).await;
    let (request, kind) = (LeaveId::new(), LeaveKind::Annual);
    // Over National Day: six working days, the Saturday among them.
    let days = hall.days(kind, date(2026, 9, 28), date(2026, 10, 10)).await;
    hall.act(request, Act::Hold(kind, days)).await.unwrap();
    let held = hall.balance(kind).await;
    assert_eq!((held.left, held.pending, held.free(), held.used), (20, 12, 8, 0));
    // What is pending can't be asked for twice.
    let more = hall.days(kind, date(2026, 11, 30), date(2026, 12, 4)).await;
    let refused = hall.act(LeaveId::new(), Act::Hold(kind, more.clone())).await;
    assert_eq!(problem(refused), LeaveError::NotEnough.into());
    for _ in 0..2 {
        hall.act(request, Act::Consume).await.unwrap();
        let taken = hall.balance(kind).await;
        assert_eq!((taken.left, taken.pending, taken.used), (8, 0, 12));
    }
    // Back on 9 October: that day and the Saturday go back.
    for _ in 0..2 {
        hall.act(request, Act::Release(Some(date(2026, 10, 9)))).await.unwrap();
        assert_eq!(hall.balance(kind).await.used, 8);
    }
    hall.act(request, Act::Release(None)).await.unwrap();
    assert_eq!(hall.balance(kind).await, Balance { granted: 20, left: 20, ..Balance::default() });
    hall.act(LeaveId::new(), Act::Hold(kind, more)).await.unwrap();
    // A request that the ledger knows nothing of.
    hall.act(LeaveId::new(), Act::Consume).await.unwrap();
}

#[db_test]
async fn two_requests_at_once_share_what_is_left(world: World) {
    let hall = Hall::new(world).await;
    let kind = LeaveKind::Annual;
    let first = hall.days(kind, date(2026, 11, 30), date(2026, 12, 9)).await;
    let second = hall.days(kind, date(2026, 12, 14), date(2026, 12, 23)).await;
    let (one, two) = tokio::join!(
        hall.act(LeaveId::new(), Act::Hold(kind, first)),
        hall.act(LeaveId::new(), Act::Hold(kind, second))
    );
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    assert_eq!(hall.balance(kind).await.pending, 16);
}

#[db_test]
async fn a_published_calendar_recounts_and_a_second_time_does_nothing(world: World) {
    let hall = Hall::new(world).await;
    let (request, kind) = (LeaveId::new(), LeaveKind::Annual);
    let days = hall.days(kind, date(2026, 11, 30), date(2026, 12, 4)).await;
    hall.act(request, Act::Hold(kind, days.clone())).await.unwrap();
    hall.act(request, Act::Consume).await.unwrap();
    // The Friday is a day off now, the Saturday is worked.
    let mut changed = days[..4].to_vec();
    changed.push(LeaveDay { date: date(2026, 12, 5), units: 2 });
    changed.push(LeaveDay { date: date(2026, 12, 6), units: 2 });
    for _ in 0..2 {
        hall.act(request, Act::Recount(kind, changed.clone())).await.unwrap();
        let taken = hall.balance(kind).await;
        assert_eq!((taken.used, taken.pending), (12, 0));
    }
    let too_many: Vec<LeaveDay> =
        date(2026, 11, 30).iter_days().take(11).map(|date| LeaveDay { date, units: 2 }).collect();
    let refused = hall.act(request, Act::Recount(kind, too_many)).await;
    assert_eq!(problem(refused), LeaveError::NotEnough.into());
    assert_eq!(hall.balance(kind).await.used, 12, "nothing was changed");
}

#[db_test]
async fn long_illness_takes_the_year_or_the_next_one(world: World) {
    let hall = Hall::new(world).await;
    began(&hall.world, hall.worker.id, date(2018, 6, 1)).await;
    let sick = hall.days(LeaveKind::Sick, date(2026, 8, 1), date(2026, 10, 4)).await;
    assert_eq!(sick.len(), 65);
    let ill = LeaveId::new();
    hall.act(ill, Act::Hold(LeaveKind::Sick, sick)).await.unwrap();
    hall.act(ill, Act::Consume).await.unwrap();
    hall.world.clock.set("2026-11-25 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let book = hall.book().await;
    let why = Exclusion::Sick { taken: 130, months: 2 };
    assert_eq!(book.annual.entitlement.steps.last(), Some(&Step::Excluded(why)));
    assert_eq!((book.annual.entitlement.days, hall.balance(LeaveKind::Annual).await.granted), (0, 0));
    let sick = book.sick.expect("a medical period runs");
    assert_eq!((sick.first, sick.taken, sick.period.months), (date(2026, 8, 1), 130, 3));
    // Given back, the year is there again; taken in March before the illness, it is the next year that goes.
    hall.act(ill, Act::Release(None)).await.unwrap();
    hall.world.clock.set("2026-11-25 11:00");
    hall.world.services.run_jobs().await.unwrap();
    let march = hall.days(LeaveKind::Annual, date(2026, 3, 2), date(2026, 3, 6)).await;
    let (leave, ill) = (LeaveId::new(), LeaveId::new());
    hall.act(leave, Act::Hold(LeaveKind::Annual, march)).await.unwrap();
    hall.act(leave, Act::Consume).await.unwrap();
    let sick = hall.days(LeaveKind::Sick, date(2026, 8, 1), date(2026, 10, 4)).await;
    hall.act(ill, Act::Hold(LeaveKind::Sick, sick)).await.unwrap();
    hall.act(ill, Act::Consume).await.unwrap();
    hall.world.clock.set("2027-01-04 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let book = hall.book().await;
    assert_eq!(book.annual.entitlement.steps.last(), Some(&Step::ExcludedBefore(why)));
    assert_eq!((book.annual.year, book.annual.entitlement.days), (2027, 0));
}

#[db_test]
async fn time_off_comes_from_the_overtime_ledger_and_is_never_lost(world: World) {
    let hall = Hall::new(world).await;
    let lead = hall.world.person("sup").hall_role(Role::Supervisor).create().await.caller(&hall.world).await;
    let roster = hall.world.services.roster();
    let command = overtime(date(2026, 11, 28), 240, Compensation::TimeOff);
    granted(&hall.world, (&hall.me, &lead), command).await;
    punch_here(&hall.world, &hall.me, &["2026-11-28 09:00", "2026-11-28 13:00"]).await;
    hall.world.clock.set("2026-11-30 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let kind = LeaveKind::Compensatory;
    assert_eq!(hall.balance(kind).await.left, 240);
    let day = |units| vec![LeaveDay { date: date(2026, 12, 1), units }];
    let refused = hall.act(LeaveId::new(), Act::Hold(kind, day(300))).await;
    assert_eq!(problem(refused), LeaveError::NotEnough.into());
    let request = LeaveId::new();
    hall.act(request, Act::Hold(kind, day(100))).await.unwrap();
    hall.act(request, Act::Consume).await.unwrap();
    // One source: the overtime page shows the same.
    assert_eq!(roster.overtime_book(&hall.me, None).await.unwrap().balance, 140);
    assert_eq!(hall.balance(kind).await.left, 140);
    // What has expired is paid, less what was taken; what comes back later is paid then.
    hall.world.clock.set("2027-05-29 09:00");
    hall.world.services.run_jobs().await.unwrap();
    let after = hall.balance(kind).await;
    assert_eq!((after.granted, after.used, after.expired, after.left), (100, 100, 0, 0));
    hall.act(request, Act::Release(None)).await.unwrap();
    let after = hall.balance(kind).await;
    assert_eq!((after.granted, after.used, after.left), (0, 0, 0));
    assert_eq!(roster.overtime_book(&hall.me, None).await.unwrap().lots, []);
}
