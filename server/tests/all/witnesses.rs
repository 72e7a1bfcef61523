//! Who was seen at the window, and what is told to the lead without being a verdict.

use domain::{
    attendance::{
        AttendanceError, FencePolicy, FenceVerdict, FlagsSeenCommand, PresenceCommand, PresenceSettings, Proof,
        PunchCommand, PunchFlag, Verdict, WitnessCommand,
    },
    ids::{ActId, DeviceId, PunchId},
    policy::Role,
    problem::{FieldReason, Problem},
};
use testkit::{World, db_test};

use crate::support::{decides, looked_at, problem};

use crate::presence::{Morning, north, without_code};

/// A witness with a network.
fn saw(punch: PunchId) -> WitnessCommand {
    WitnessCommand { id: ActId::new(), punch, tap: None }
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
        assert_eq!(problem(attendance.witness(outsider, saw(punch.id), None).await), Problem::Denied);
    }
    assert!(attendance.review(&morning.lead, None).await.unwrap().items[0].may_witness);
    attendance.witness(&morning.lead, saw(punch.id), None).await.unwrap();
    assert_eq!(problem(attendance.witness(&morning.supervisor, saw(punch.id), None).await), Problem::Conflict);
    let today = attendance.today(&morning.me).await.unwrap();
    let witnessed = &today.punches[0];
    assert_eq!(witnessed.place(), FenceVerdict::Proved { proof: Proof::Witness });
    assert_eq!(witnessed.witness.as_ref().map(|witness| witness.by.as_str()), Some("测试lead"));
    assert!(!today.due.punch.unwrap().needs_review);
    assert_eq!(attendance.review(&morning.lead, None).await.unwrap().items, []);
    // The lead's own punch is for somebody else to witness.
    let own = attendance.punch(&morning.lead, without_code(), None).await.unwrap().punch;
    assert_eq!(problem(attendance.witness(&morning.lead, saw(own.id), None).await), Problem::Denied);
    morning.world.clock.set("2026-11-25 08:00");
    let late = attendance.witness(&morning.supervisor, saw(own.id), None).await;
    assert_eq!(problem(late), AttendanceError::WitnessTooLate.into());
}

#[db_test]
async fn of_two_witnesses_at_once_one_is_told(world: World) {
    let morning = Morning::new(world).await;
    let punch = morning.punch(without_code()).await.punch.id;
    let tries = [morning.lead.clone(), morning.supervisor.clone()].map(|caller| {
        let attendance = morning.world.services.attendance();
        tokio::spawn(async move { attendance.witness(&caller, saw(punch), None).await.is_ok() })
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
    let bare = attendance.decide(&morning.lead, decides(punch, true, " ")).await;
    assert_eq!(problem(bare), Problem::field("reason", FieldReason::Required));
    attendance.decide(&morning.lead, decides(punch, true, "当时在一楼搬设备")).await.unwrap();
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
    let looked = looked_at(second.id);
    attendance.flags_seen(&morning.lead, looked).await.unwrap();
    attendance.flags_seen(&morning.lead, looked).await.expect("the same is said once");
    let other = FlagsSeenCommand { punch: far.id, ..looked };
    assert_eq!(problem(attendance.flags_seen(&morning.lead, other).await), Problem::Conflict);
    assert_eq!(problem(attendance.flags_seen(&morning.supervisor, looked_at(second.id)).await), Problem::Conflict);
    assert_eq!(problem(attendance.flags_seen(&morning.supervisor, looked_at(first.id)).await), Problem::NotFound);
    assert_eq!(problem(attendance.flags_seen(&morning.me, looked_at(far.id)).await), Problem::Denied);
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
