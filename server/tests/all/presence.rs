//! The hall's code, witnesses, flags, and what a hall asks for.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{
    attendance::{
        AttendanceError, CodeVerdict, FencePolicy, FenceVerdict, HallCodeView, NoPosition, PositionReport,
        PresenceCommand, PresenceSettings, Proof, PunchCommand, PunchFlag, PunchReceipt, Reading, Sending,
        TimeEvidence, Verdict,
    },
    geo::{Datum, Position},
    ids::{DeviceId, HallId, PunchId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Clock, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::App;

/// A worker of the first window on the day shift, the lead of their zone, and a screen at the hall.
struct Morning {
    world: World,
    person: Person,
    me: Caller,
    lead: Caller,
    supervisor: Caller,
    key: String,
}

impl Morning {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let person = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        world.works(&day_shift(), &[(person.id, Some(desk.post))]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let me = person.caller(&world).await;
        let key = key_of(&world, &supervisor, world.hall.id).await;
        Self { world, person, me, lead, supervisor, key }
    }

    async fn shown(&self) -> HallCodeView {
        self.world.services.attendance().screen_code(self.world.hall.id, &self.key).await.unwrap()
    }

    async fn punch(&self, command: PunchCommand) -> PunchReceipt {
        self.world.services.attendance().punch(&self.me, command, None).await.unwrap()
    }

    async fn ask_for_proof(&self) {
        let settings = PresenceSettings { policy: FencePolicy::SecondProof, ..PresenceSettings::default() };
        let command = PresenceCommand { hall: self.world.hall.id, settings };
        self.world.services.attendance().set_presence(&self.supervisor, command).await.unwrap();
    }
}

/// The key in the link of a new screen.
async fn key_of(world: &World, supervisor: &Caller, hall: HallId) -> String {
    let link = world.services.attendance().make_screen(supervisor, hall, "一层入口电视").await.unwrap();
    let (page, key) = link.split_once("?key=").unwrap();
    assert!(page.ends_with(&format!("/kiosk/{hall}")), "{page}");
    key.to_owned()
}

fn with_code(position: PositionReport, code: &str) -> PunchCommand {
    let code = Some(code.to_owned());
    PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code }
}

fn nowhere(code: &str) -> PunchCommand {
    with_code(PositionReport::Missing(NoPosition::Denied), code)
}

fn without_code() -> PunchCommand {
    PunchCommand { code: None, ..nowhere("") }
}

/// So many hundred metres north of the hall, as near as ten metres.
fn north(hundreds: i32) -> PositionReport {
    let position = Position { lat_e7: 399_087_000 + hundreds * 9_000, lng_e7: 1_163_975_000 };
    PositionReport::Reading(Reading { position, datum: Datum::Wgs84, accuracy_m: 10, age_s: 0 })
}

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Problem(problem)) => problem,
        other => panic!("no problem: {other:?}"),
    }
}

const PROVED: FenceVerdict = FenceVerdict::Proved { proof: Proof::HallCode };

#[db_test]
async fn the_code_on_the_screen_proves_a_punch_without_a_position(world: World) {
    let morning = Morning::new(world).await;
    let shown = morning.shown().await;
    assert!(shown.address.ends_with(&format!("?code={}", shown.code)), "{}", shown.address);
    let receipt = morning.punch(nowhere(&format!(" {} ", shown.code))).await;
    assert_eq!((receipt.code, receipt.punch.place()), (Some(CodeVerdict::Accepted), PROVED));
    assert_eq!(receipt.punch.verdicts(), [Verdict::Normal]);
    let today = morning.world.services.attendance().today(&morning.me).await.unwrap();
    assert!(today.hall_code && !today.due.punch.unwrap().needs_review);
    let review = morning.world.services.attendance().review(&morning.lead, None).await.unwrap();
    assert_eq!(review.items, []);
}

#[db_test]
async fn a_code_one_step_old_holds_and_one_two_steps_old_does_not(world: World) {
    let morning = Morning::new(world).await;
    let code = morning.shown().await.code;
    morning.world.clock.advance(TimeDelta::seconds(60));
    let late = morning.punch(nowhere(&code)).await;
    assert_eq!((late.code, late.punch.lacks_proof()), (Some(CodeVerdict::Stale), true));
    let code = morning.shown().await.code;
    morning.world.clock.advance(TimeDelta::seconds(30));
    assert_eq!(morning.punch(nowhere(&code)).await.code, Some(CodeVerdict::Accepted));
}

#[db_test]
async fn another_halls_code_and_a_made_up_one_are_wrong_and_the_punch_is_kept(world: World) {
    let morning = Morning::new(world).await;
    let other = morning.world.another_hall("另一个大厅").await;
    let builder = morning.world.person("sup2").of(&other).hall_role(Role::Supervisor);
    let supervisor = builder.create().await.caller(&morning.world).await;
    let key = key_of(&morning.world, &supervisor, other.id).await;
    let attendance = morning.world.services.attendance();
    let theirs = attendance.screen_code(other.id, &key).await.unwrap().code;
    let ours = morning.shown().await.code;
    assert_ne!(theirs, ours);
    let receipt = morning.punch(nowhere(&theirs)).await;
    assert_eq!((receipt.code, receipt.repeated), (Some(CodeVerdict::Wrong), false));
    assert_eq!(attendance.today(&morning.me).await.unwrap().punches.len(), 1);
    // Wrong too often, even the right one is not looked at for a while.
    for _ in 0..4 {
        assert_eq!(morning.punch(nowhere("12345")).await.code, Some(CodeVerdict::Wrong));
    }
    assert_eq!(morning.punch(nowhere(&ours)).await.code, Some(CodeVerdict::TooManyTries));
    morning.world.clock.advance(TimeDelta::minutes(11));
    let fresh = morning.shown().await.code;
    assert_eq!(morning.punch(nowhere(&fresh)).await.code, Some(CodeVerdict::Accepted));
}

#[db_test]
async fn each_slot_takes_one_code_of_a_person(world: World) {
    let morning = Morning::new(world).await;
    let code = morning.shown().await.code;
    assert_eq!(morning.punch(nowhere(&code)).await.code, Some(CodeVerdict::Accepted));
    morning.world.clock.set("2026-11-24 17:31");
    let code = morning.shown().await.code;
    let left = morning.punch(nowhere(&code)).await;
    assert_eq!(left.code, Some(CodeVerdict::Accepted), "the departure is another slot");
    morning.world.clock.set("2026-11-24 17:40");
    let code = morning.shown().await.code;
    let again = morning.punch(nowhere(&code)).await;
    assert_eq!((again.code, again.punch.lacks_proof()), (Some(CodeVerdict::Used), true));
}

#[db_test]
async fn of_one_code_used_twice_at_once_one_counts(world: World) {
    let morning = Morning::new(world).await;
    morning.world.clock.set("2026-11-24 17:31");
    let code = morning.shown().await.code;
    let tries = (0..6).map(|_| {
        let (attendance, me) = (morning.world.services.attendance(), morning.me.clone());
        let command = nowhere(&code);
        tokio::spawn(async move { attendance.punch(&me, command, None).await.unwrap() })
    });
    let mut accepted = 0;
    for tried in tries.collect::<Vec<_>>() {
        accepted += i32::from(tried.await.unwrap().code == Some(CodeVerdict::Accepted));
    }
    assert_eq!(accepted, 1);
    let today = morning.world.services.attendance().today(&morning.me).await.unwrap();
    assert_eq!(today.punches.iter().filter(|punch| punch.place() == PROVED).count(), 1);
}

#[db_test]
async fn inside_the_fence_no_code_is_needed_or_used_up(world: World) {
    let morning = Morning::new(world).await;
    let code = morning.shown().await.code;
    let inside = morning.punch(with_code(north(0), &code)).await;
    assert_eq!((inside.code, inside.punch.flags), (None, vec![]));
    let elsewhere = morning.world.person("w002").hall_role(Role::Worker).create().await.caller(&morning.world).await;
    let attendance = morning.world.services.attendance();
    let far = attendance.punch(&elsewhere, with_code(north(9), &code), None).await.unwrap();
    assert_eq!((far.code, far.punch.flags), (Some(CodeVerdict::Accepted), vec![PunchFlag::CodeElsewhere]));
}

/// A phone that had no network takes the code along; it is judged by when the phone can show it was.
#[db_test]
async fn a_code_sent_later_is_judged_by_the_time_of_the_tap(world: World) {
    let morning = Morning::new(world).await;
    let attendance = morning.world.services.attendance();
    let ticket = attendance.ticket(&morning.me).unwrap();
    let ticket_at = morning.world.clock.now();
    morning.world.clock.advance(TimeDelta::minutes(2));
    let code = morning.shown().await.code;
    let tapped_at = morning.world.clock.now();
    let evidence = TimeEvidence { ticket, ticket_device_at: ticket_at, elapsed_ms: Some(120_000) };
    let honest = PunchCommand { device_at: Some(tapped_at), evidence: Some(evidence), ..nowhere(&code) };
    let doubtful = PunchCommand { id: PunchId::new(), evidence: None, ..honest.clone() };
    morning.world.clock.advance(TimeDelta::minutes(40));
    let sending = Some(Sending { device_at: morning.world.clock.now(), since_tap_ms: Some(40 * 60_000) });
    let kept = attendance.punch(&morning.me, honest.clone(), sending).await.unwrap();
    assert_eq!((kept.code, kept.punch.at), (Some(CodeVerdict::Accepted), tapped_at));
    let again = attendance.punch(&morning.me, honest, sending).await.unwrap();
    assert_eq!((again.code, again.repeated), (Some(CodeVerdict::Accepted), true), "sent again, answered as before");
    let other = morning.world.person("w002").hall_role(Role::Worker).create().await.caller(&morning.world).await;
    let doubtful = attendance.punch(&other, doubtful, sending).await.unwrap();
    assert_eq!((doubtful.code, doubtful.punch.lacks_proof()), (Some(CodeVerdict::TimeUnknown), true));
}

#[db_test]
async fn a_screens_link_shows_the_code_and_nothing_else_until_it_is_ended(world: World) {
    let morning = Morning::new(world).await;
    let attendance = morning.world.services.attendance();
    let hall = morning.world.hall.id;
    assert_eq!(problem(attendance.screen_code(hall, "x").await), Problem::NotFound);
    let other = morning.world.another_hall("另一个大厅").await;
    assert_eq!(problem(attendance.screen_code(other.id, &morning.key).await), Problem::NotFound);
    for outsider in [&morning.me, &morning.lead] {
        assert_eq!(problem(attendance.make_screen(outsider, hall, "电视").await), Problem::Denied);
    }
    morning.shown().await;
    let view = attendance.presence(&morning.supervisor, Some(hall)).await.unwrap();
    assert!(view.screens[0].seen_at.is_some());
    let blank = attendance.make_screen(&morning.supervisor, hall, " ").await;
    assert_eq!(problem(blank), Problem::field("name", FieldReason::Required));
    attendance.end_screen(&morning.supervisor, view.screens[0].id).await.unwrap();
    assert_eq!(problem(attendance.screen_code(hall, &morning.key).await), Problem::NotFound);
    assert!(!attendance.today(&morning.me).await.unwrap().hall_code);
}

#[db_test]
async fn the_screens_page_needs_its_key_and_no_session(world: World) {
    let morning = Morning::new(world).await;
    let (hall, key) = (morning.world.hall.id, morning.key.clone());
    let code = morning.shown().await.code;
    let app = App::new(morning.world);
    let page = app.get(&format!("/kiosk/{hall}?key={key}"), None).await;
    assert_eq!(page.status, StatusCode::OK);
    let digits = format!("{} {}", &code[..3], &code[3..]);
    assert!(page.body.contains(&digits) && page.body.contains("<svg"), "{}", page.body);
    assert!(!page.body.contains("style=\""), "nothing that the content policy would stop");
    let stranger = app.get(&format!("/kiosk/{hall}?key=x"), None).await;
    assert!(!stranger.body.contains(&digits));
    let call = app.get(&format!("/api/attendance/hall-code?hall={hall}&key=x"), None).await;
    assert_eq!(call.status, StatusCode::NOT_FOUND);
}

#[db_test]
async fn a_lead_witnesses_on_the_day_and_never_themselves(world: World) {
    let morning = Morning::new(world).await;
    let attendance = morning.world.services.attendance();
    let punch = morning.punch(without_code()).await.punch;
    assert!(punch.lacks_proof());
    let stranger = morning.world.another_hall("另一个大厅").await;
    let builder = morning.world.person("lead2").of(&stranger).zone_role(Role::Lead, &stranger);
    let stranger = builder.create().await.caller(&morning.world).await;
    for outsider in [&stranger, &morning.me] {
        assert_eq!(problem(attendance.witness(outsider, punch.id).await), Problem::Denied);
    }
    assert!(attendance.review(&morning.lead, None).await.unwrap().items[0].may_witness);
    attendance.witness(&morning.lead, punch.id).await.unwrap();
    assert_eq!(problem(attendance.witness(&morning.supervisor, punch.id).await), Problem::Conflict);
    let today = attendance.today(&morning.me).await.unwrap();
    let witnessed = &today.punches[0];
    assert_eq!(witnessed.place(), FenceVerdict::Proved { proof: Proof::Witness });
    assert_eq!(witnessed.witness.as_ref().map(|witness| witness.by.as_str()), Some("测试lead"));
    assert!(!today.due.punch.unwrap().needs_review);
    assert_eq!(attendance.review(&morning.lead, None).await.unwrap().items, []);
    // The lead's own punch is for somebody else to witness.
    let own = attendance.punch(&morning.lead, without_code(), None).await.unwrap().punch;
    assert_eq!(problem(attendance.witness(&morning.lead, own.id).await), Problem::Denied);
    morning.world.clock.set("2026-11-25 08:00");
    let late = attendance.witness(&morning.supervisor, own.id).await;
    assert_eq!(problem(late), AttendanceError::WitnessTooLate.into());
}

#[db_test]
async fn of_two_witnesses_at_once_one_is_told(world: World) {
    let morning = Morning::new(world).await;
    let punch = morning.punch(without_code()).await.punch.id;
    let tries = [morning.lead.clone(), morning.supervisor.clone()].map(|caller| {
        let attendance = morning.world.services.attendance();
        tokio::spawn(async move { attendance.witness(&caller, punch).await.is_ok() })
    });
    let mut kept = 0;
    for tried in tries {
        kept += i32::from(tried.await.unwrap());
    }
    assert_eq!(kept, 1);
}

#[db_test]
async fn where_a_second_proof_is_asked_for_accepting_without_one_needs_a_reason(world: World) {
    let morning = Morning::new(world).await;
    let attendance = morning.world.services.attendance();
    morning.ask_for_proof().await;
    let punch = morning.punch(without_code()).await.punch.id;
    assert_eq!(attendance.today(&morning.me).await.unwrap().policy, FencePolicy::SecondProof);
    let bare = attendance.decide(&morning.lead, punch, true, " ").await;
    assert_eq!(problem(bare), Problem::field("reason", FieldReason::Required));
    attendance.decide(&morning.lead, punch, true, "当时在一楼搬设备").await.unwrap();
    let view = attendance.presence(&morning.supervisor, None).await.unwrap();
    assert_eq!(view.settings.policy, FencePolicy::SecondProof);
    let wild = PresenceSettings { travel_kmh: 0, ..PresenceSettings::default() };
    let wild = PresenceCommand { hall: morning.world.hall.id, settings: wild };
    let refused = attendance.set_presence(&morning.supervisor, wild).await;
    assert_eq!(problem(refused), Problem::field("travel_kmh", FieldReason::OutOfRange));
    let theirs = PresenceCommand { hall: morning.world.hall.id, settings: PresenceSettings::default() };
    assert_eq!(problem(attendance.set_presence(&morning.lead, theirs).await), Problem::Denied);
}

#[db_test]
async fn flags_are_told_to_the_lead_and_change_nothing(world: World) {
    let morning = Morning::new(world).await;
    let attendance = morning.world.services.attendance();
    let (old, new) = (DeviceId::new(), DeviceId::new());
    let on = |device| {
        let mut caller = morning.me.clone();
        caller.visitor.device = Some(device);
        caller
    };
    let here = || PunchCommand { position: north(0), ..without_code() };
    let first = attendance.punch(&on(old), here(), None).await.unwrap().punch;
    assert_eq!(first.flags, [], "a first phone is no new one");
    morning.world.clock.set("2026-11-24 17:35");
    let second = attendance.punch(&on(new), here(), None).await.unwrap().punch;
    assert_eq!(second.flags, [PunchFlag::NewDevice]);
    assert_eq!(second.verdicts(), [Verdict::Normal]);
    // 90 km within ten minutes.
    morning.world.clock.set("2026-11-24 17:45");
    let far = PunchCommand { position: north(900), ..without_code() };
    let far = attendance.punch(&on(new), far, None).await.unwrap().punch;
    assert_eq!(far.flags, [PunchFlag::Travel]);
    let review = attendance.review(&morning.lead, None).await.unwrap();
    assert_eq!(review.flagged.iter().map(|flagged| flagged.punch).collect::<Vec<_>>(), [far.id, second.id]);
    let board = attendance.board(&morning.lead, None).await.unwrap();
    assert_eq!(board.zones[0].windows[0].holders[0].flags, [PunchFlag::NewDevice, PunchFlag::Travel]);
    let inspector = morning.world.person("insp").hall_role(Role::Inspector).create().await.caller(&morning.world).await;
    let seen = attendance.board(&inspector, None).await.unwrap();
    assert_eq!(seen.zones[0].windows[0].holders[0].flags, [], "nobody else needs to know");
    attendance.flags_seen(&morning.lead, second.id).await.unwrap();
    assert_eq!(problem(attendance.flags_seen(&morning.supervisor, second.id).await), Problem::Conflict);
    assert_eq!(problem(attendance.flags_seen(&morning.supervisor, first.id).await), Problem::NotFound);
    assert_eq!(problem(attendance.flags_seen(&morning.me, far.id).await), Problem::Denied);
    assert_eq!(attendance.review(&morning.lead, None).await.unwrap().flagged.len(), 1);
}

#[db_test]
async fn the_same_spot_is_told_from_the_fifth_day_on(world: World) {
    let morning = Morning::new(world).await;
    let attendance = morning.world.services.attendance();
    let mut flags = Vec::new();
    for day in ["16", "17", "18", "19", "20"] {
        morning.world.clock.set(&format!("2026-11-{day} 08:20"));
        let command = PunchCommand { position: north(0), ..without_code() };
        flags = attendance.punch(&morning.me, command, None).await.unwrap().punch.flags;
    }
    assert_eq!(flags, [PunchFlag::SameCoordinates]);
    let month =
        attendance.month(&morning.me, None, chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()).await.unwrap();
    assert_eq!(month.punches.last().unwrap().flags, flags, "whom it is about sees it, too");
    assert_eq!(month.person, morning.person.id);
}
