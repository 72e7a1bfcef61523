//! The month's close: everybody confirms, the hall confirms, HR locks; what comes later is an adjustment.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    approvals::Verdict,
    attendance::{
        AcceptMonthCommand, AdjustmentCause, AttendanceError, BlockKind, CorrectedSlot, CorrectionCommand,
        CorrectionFlag, DayStatus, MonthAct, MonthCloseView, MonthState, PositionReport, PunchCommand, RulesCommand,
    },
    ids::{ActId, ApprovalId, PunchId},
    org::Side,
    policy::Role,
    problem::Problem,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::{
    corrections::{card, inbox, say},
    support::{decides, problem},
};

fn november() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

struct Case {
    worker: Person,
    me: Caller,
    lead: Caller,
    host: Caller,
    hr: Caller,
}

/// One worker with the day shift, at noon of the second of December.
async fn case(world: &World) -> Case {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
    let host = world.person("host").hall_role(Role::Host).create().await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await;
    world.clock.set("2026-12-02 12:30");
    world.services.run_jobs().await.unwrap();
    Case {
        me: worker.caller(world).await,
        lead: lead.caller(world).await,
        host: host.caller(world).await,
        hr: hr.caller(world).await,
        worker,
    }
}

async fn close(world: &World, caller: &Caller) -> MonthCloseView {
    world.services.attendance().month_close(caller, Some(world.hall.id), november()).await.unwrap()
}

/// Does something about the month as it stands.
async fn act(world: &World, caller: &Caller, act: MonthAct) -> Result<(), Error> {
    let version =
        store::repo::attendance::find_close(world.db.read(), world.hall.id, november()).await.unwrap().version;
    world.services.attendance().act_on_month(caller, world.hall.id, november(), (version, act)).await
}

/// November as it stands, confirmed by who looks at it now.
pub fn confirms(world: &World) -> AcceptMonthCommand {
    AcceptMonthCommand { id: ActId::new(), month: november(), seen_at: world.services.clock().now() }
}

/// Everybody confirms, and HR's lock is carried out.
async fn lock(world: &World, case: &Case) {
    world.services.attendance().accept_month(&case.me, confirms(world)).await.unwrap();
    act(world, &case.host, MonthAct::Confirm).await.unwrap();
    act(world, &case.hr, MonthAct::Lock).await.unwrap();
    assert_eq!(close(world, &case.hr).await.state, MonthState::Closing);
    world.services.run_jobs().await.unwrap();
    assert_eq!(close(world, &case.hr).await.state, MonthState::Locked);
}

fn ask(day: u32, slot: i16, time: &str) -> CorrectionCommand {
    CorrectionCommand {
        id: ApprovalId::new(),
        version: None,
        date: self::day(day),
        slot: CorrectedSlot::Slot(slot),
        time: time.to_owned(),
        reason: "忘了打卡".to_owned(),
        photos: vec![],
    }
}

/// The lead agrees to all that waits.
async fn agree_to_all(world: &World, case: &Case) {
    for row in inbox(world, &case.lead).await {
        say(world, &case.lead, &row, Verdict::Agree).await.unwrap();
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

#[db_test]
async fn what_is_open_blocks_the_lock_and_says_where(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    attendance.ask_correction(&case.me, ask(30, 1, "08:25")).await.unwrap();
    act(&world, &case.host, MonthAct::Confirm).await.unwrap();
    let blocked = act(&world, &case.hr, MonthAct::Lock).await;
    assert_eq!(problem(blocked), AttendanceError::MonthBlocked.into());
    let seen = close(&world, &case.hr).await;
    let kinds: Vec<(BlockKind, u64)> = seen.blocks.iter().map(|blocks| (blocks.kind, blocks.count)).collect();
    assert_eq!(kinds, [(BlockKind::OpenCorrection, 1), (BlockKind::Unconfirmed, 1)]);
    let first = &seen.blocks[0].first[0];
    assert_eq!((first.person.as_ref().map(|(id, _)| *id), first.date), (Some(case.worker.id), Some(day(30))));
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    assert_eq!(problem(act(&world, &supervisor, MonthAct::Lock).await), Problem::Denied, "only HR locks");
    let foreign = attendance.month_close(&case.me, Some(world.hall.id), november()).await;
    assert_eq!(problem(foreign), Problem::Denied);
}

#[db_test]
async fn a_month_that_is_not_over_is_not_confirmed(world: World) {
    let case = case(&world).await;
    world.clock.set("2026-12-01 11:00");
    let attendance = world.services.attendance();
    let early = attendance.accept_month(&case.me, confirms(&world)).await;
    assert_eq!(problem(early), AttendanceError::MonthNotOver.into());
    assert_eq!(problem(act(&world, &case.host, MonthAct::Confirm).await), AttendanceError::MonthNotOver.into());
    let standing = attendance.month(&case.me, None, november()).await.unwrap().standing;
    assert!(!standing.may_accept && standing.state == MonthState::Open);
}

#[db_test]
async fn a_change_lets_confirmations_lapse(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    attendance.accept_month(&case.me, confirms(&world)).await.unwrap();
    assert_eq!(problem(attendance.accept_month(&case.me, confirms(&world)).await), AttendanceError::Settled.into());
    act(&world, &case.host, MonthAct::Confirm).await.unwrap();
    attendance.ask_correction(&case.me, ask(30, 1, "08:25")).await.unwrap();
    agree_to_all(&world, &case).await;
    let seen = close(&world, &case.hr).await;
    assert_eq!(seen.blocks[0].kind, BlockKind::DayNotJudged, "till it is judged again it can't be locked");
    world.clock.advance(TimeDelta::minutes(6));
    world.services.run_jobs().await.unwrap();
    let standing = attendance.month(&case.me, None, november()).await.unwrap().standing;
    assert!(standing.lapsed && standing.may_accept, "{standing:?}");
    assert_eq!(close(&world, &case.hr).await.state, MonthState::Open);
    lock(&world, &case).await;
}

#[db_test]
async fn a_locked_month_never_changes_and_later_facts_are_adjustments(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    lock(&world, &case).await;
    let locked = attendance.month(&case.me, None, november()).await.unwrap();
    assert_eq!(locked.days[29].result.as_ref().map(|day| day.status), Some(DayStatus::Absent));
    assert_eq!(problem(attendance.accept_month(&case.me, confirms(&world)).await), AttendanceError::MonthLocked.into());
    for act_again in [MonthAct::Confirm, MonthAct::Lock] {
        let actor = if act_again == MonthAct::Lock { &case.hr } else { &case.host };
        assert_eq!(problem(act(&world, actor, act_again).await), AttendanceError::Settled.into());
    }
    for (slot, time) in [(1, "08:45"), (2, "17:40")] {
        attendance.ask_correction(&case.me, ask(30, slot, time)).await.unwrap();
    }
    let flags: Vec<_> = inbox(&world, &case.lead).await.iter().map(|row| card(row).flags.clone()).collect();
    assert_eq!(flags, [[CorrectionFlag::MonthLocked], [CorrectionFlag::MonthLocked]]);
    agree_to_all(&world, &case).await;
    // A roster that changes afterwards changes nothing either.
    let rest = domain::roster::RosterEntry { date: day(27), shift: None, post: None };
    let line = store::repo::roster::EntryRecord { person: case.worker.id, entry: rest, revision: 1 };
    let now = world.services.clock().now();
    world
        .db
        .write(line, move |tx, line| {
            Box::pin(async move { store::repo::roster::create_entries(tx, std::slice::from_ref(line), now).await })
        })
        .await
        .unwrap();
    world.clock.advance(TimeDelta::minutes(6));
    world.services.run_jobs().await.unwrap();
    let after = attendance.month(&case.me, None, november()).await.unwrap();
    assert_eq!((&after.days, after.totals), (&locked.days, locked.totals));
    let december = attendance.month(&case.me, None, NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()).await.unwrap();
    assert_eq!(december.adjustments, after.adjustments);
    let lines: Vec<_> = december.adjustments.iter().map(|line| line.adjustment).collect();
    let words: Vec<_> = lines.iter().map(|line| (line.before.status, line.after.status, line.cause)).collect();
    assert_eq!(
        words,
        [
            (DayStatus::Absent, DayStatus::MissingPunch, AdjustmentCause::Correction),
            (DayStatus::MissingPunch, DayStatus::Late, AdjustmentCause::Correction),
        ]
    );
    assert_eq!(lines[1].after.late_minutes, 15);
    assert!(december.adjustments.iter().all(|line| line.month == NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()));
}

#[db_test]
async fn an_undecided_punch_blocks_until_it_is_decided(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    world.clock.set("2026-11-30 08:20");
    let (id, position) = (PunchId::new(), PositionReport::default());
    let command = PunchCommand { id, device_at: None, evidence: None, position, reason: None, code: None };
    attendance.punch(&case.me, command, None).await.unwrap();
    world.clock.set("2026-12-02 12:40");
    world.services.run_jobs().await.unwrap();
    let kinds = |seen: &MonthCloseView| seen.blocks.iter().map(|blocks| blocks.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&close(&world, &case.hr).await), [BlockKind::UndecidedPunch, BlockKind::Unconfirmed]);
    attendance.decide(&case.lead, decides(id, true, "")).await.unwrap();
    world.clock.advance(TimeDelta::minutes(6));
    world.services.run_jobs().await.unwrap();
    assert_eq!(kinds(&close(&world, &case.hr).await), [BlockKind::Unconfirmed]);
}

#[db_test]
async fn a_large_hall_is_closed_some_people_at_a_time(world: World) {
    let case = case(&world).await;
    let mut people = Vec::new();
    for n in 0..120 {
        people.push((world.person(&format!("p{n:03}")).hall_role(Role::Worker).create().await.id, None));
    }
    world.works(&night_shift(), &people).await;
    let rules = RulesCommand {
        hall: world.hall.id,
        correction_limit: 3,
        correction_days: 7,
        confirmation_required: false,
        position_days: 90,
    };
    world.services.attendance().set_attendance_rules(&case.hr, rules).await.unwrap();
    world.clock.advance(TimeDelta::minutes(6));
    world.services.run_jobs().await.unwrap();
    world.services.attendance().accept_month(&case.me, confirms(&world)).await.unwrap();
    assert_eq!(looked_through(&world, &case).await, 121, "everybody, before somebody answers for it");
    act(&world, &case.host, MonthAct::Confirm).await.unwrap();
    act(&world, &case.hr, MonthAct::Lock).await.unwrap();
    let closing = close(&world, &case.hr).await;
    assert_eq!((closing.state, closing.people, closing.written), (MonthState::Closing, 121, 0));
    // Two servers at once write each sheet once.
    let (one, other) = tokio::join!(world.services.run_jobs(), world.services.run_jobs());
    one.and(other).unwrap();
    let closed = close(&world, &case.hr).await;
    assert_eq!((closed.state, closed.written), (MonthState::Locked, 121));
    let (id, first) = (people[119].0, november());
    let sheets = store::repo::attendance::find_sheets(world.db.read(), &[id], first).await.unwrap();
    let (hall, sheet) = &sheets[&id];
    assert_eq!((*hall, sheet.days.len(), sheet.totals.absent_days), (world.hall.id, 30, 21));
    assert_eq!(looked_through(&world, &case).await, 121, "and as it was locked");
}

/// Turns the pages of the list of everybody's month, as the host unit does; says how many people are on them.
async fn looked_through(world: &World, case: &Case) -> usize {
    let (attendance, hall) = (world.services.attendance(), world.hall.id);
    assert_eq!(problem(attendance.month_people(&case.me, hall, november(), None).await), Problem::Denied);
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = attendance.month_people(&case.host, hall, november(), after.as_deref()).await.unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(rows.is_sorted_by(|one, next| one.sign_in_name < next.sign_in_name), "each once, by 工号");
    assert!(rows.iter().all(|row| row.totals.shift_days == 21 && row.totals.absent_days == 21));
    let accepted: Vec<&str> = rows.iter().filter(|row| row.accepted).map(|row| row.sign_in_name.as_str()).collect();
    assert_eq!(accepted, ["w001"]);
    rows.len()
}

#[db_test]
async fn a_new_calendar_recounts_what_is_open_and_leaves_what_is_locked(world: World) {
    let case = case(&world).await;
    let (attendance, calendar) = (world.services.attendance(), world.services.calendar());
    let notice = |off: &str| {
        format!(
            "year = 2026\nstatus = \"published\"\nsource = \"补充通知\"\nmake_up = []\n\
             off = [{{ from = 2026-01-01, to = 2026-01-03 }}{off}]\n\
             statutory = [{{ date = 2026-01-01, festival = \"new_year\" }}]\n"
        )
    };
    calendar.import_year_by_operator(&notice(", { from = 2026-11-26, to = 2026-11-26 }")).await.unwrap();
    assert_eq!(close(&world, &case.hr).await.blocks[0].kind, BlockKind::DayNotJudged);
    world.clock.advance(TimeDelta::minutes(6));
    world.services.run_jobs().await.unwrap();
    let open = attendance.month(&case.me, None, november()).await.unwrap();
    let changed: Vec<_> = open.recounts.iter().map(|day| (day.date, day.before.status, day.after.status)).collect();
    assert_eq!(changed, [(day(26), DayStatus::Absent, DayStatus::Rest)], "it is told what has changed");
    lock(&world, &case).await;
    calendar.import_year_by_operator(&notice("")).await.unwrap();
    world.clock.advance(TimeDelta::minutes(6));
    world.services.run_jobs().await.unwrap();
    let locked = attendance.month(&case.me, None, november()).await.unwrap();
    assert_eq!((locked.days, locked.recounts, locked.totals), (open.days, open.recounts, open.totals));
    assert!(locked.adjustments.is_empty());
}
