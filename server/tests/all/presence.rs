//! The hall's code, witnesses, flags, and what a hall asks for.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{
    attendance::{
        CodeVerdict, FencePolicy, FenceVerdict, HallCodeView, NoPosition, PositionReport, PresenceCommand,
        PresenceSettings, Proof, PunchCommand, PunchFlag, PunchReceipt, Reading, Sending, TimeEvidence, Verdict,
    },
    geo::{Datum, Position},
    ids::{HallId, PunchId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Clock};
use testkit::{Person, World, day_shift, db_test};

use crate::support::{App, problem};

/// A worker of the first window on the day shift, the lead of their zone, and a screen at the hall.
pub struct Morning {
    pub world: World,
    pub person: Person,
    pub me: Caller,
    pub lead: Caller,
    pub supervisor: Caller,
    pub key: String,
}

impl Morning {
    pub async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let person = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        world.works(&day_shift(), &[(person.id, Some(desk.post))]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let me = person.caller(&world).await;
        let key = key_of(&world, &supervisor, world.hall.id).await;
        Self { world, person, me, lead, supervisor, key }
    }

    pub async fn shown(&self) -> HallCodeView {
        self.world.services.attendance().screen_code(self.world.hall.id, &self.key).await.unwrap()
    }

    pub async fn punch(&self, command: PunchCommand) -> PunchReceipt {
        self.world.services.attendance().punch(&self.me, command, None).await.unwrap()
    }

    pub async fn ask_for_proof(&self) {
        let settings = PresenceSettings { policy: FencePolicy::SecondProof, ..PresenceSettings::default() };
        let command = PresenceCommand { hall: self.world.hall.id, settings };
        self.world.services.attendance().set_presence(&self.supervisor, command).await.unwrap();
    }
}

/// The key in the link of a new screen.
pub async fn key_of(world: &World, supervisor: &Caller, hall: HallId) -> String {
    let link = world.services.attendance().make_screen(supervisor, hall, "一层入口电视").await.unwrap();
    let (page, key) = link.split_once("?key=").unwrap();
    assert!(page.ends_with(&format!("/kiosk/{hall}")), "{page}");
    key.to_owned()
}

pub fn with_code(position: PositionReport, code: &str) -> PunchCommand {
    let code = Some(code.to_owned());
    PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code }
}

pub fn nowhere(code: &str) -> PunchCommand {
    with_code(PositionReport::Missing(NoPosition::Denied), code)
}

pub fn without_code() -> PunchCommand {
    PunchCommand { code: None, ..nowhere("") }
}

/// So many hundred metres north of the hall, as near as ten metres.
pub fn north(hundreds: i32) -> PositionReport {
    let position = Position { lat_e7: 399_087_000 + hundreds * 9_000, lng_e7: 1_163_975_000 };
    PositionReport::Reading(Reading { position, datum: Datum::Wgs84, accuracy_m: 10, age_s: 0 })
}

pub const PROVED: FenceVerdict = FenceVerdict::Proved { proof: Proof::HallCode };

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
