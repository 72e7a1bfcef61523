//! The calendar of a team, and granted leave in one's own.

use chrono::NaiveDate;
use domain::{
    approvals::{DecideCommand, Verdict},
    ids::{ApprovalId, DecisionId},
    leave::{Hours, HoursForm, LeaveCommand, LeaveKind, TeamView},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::{Caller, Error};
use testkit::{World, day_shift, db_test};

use crate::approvals::{days_off, november};
use crate::support::{covers, problem};

struct Team {
    world: World,
    a: Caller,
    b: Caller,
    lead: Caller,
    supervisor: Caller,
    hr: Caller,
    host: Caller,
}

impl Team {
    /// A and B at the first window; A alone at the second is in a zone of their own only by post.
    async fn new(world: World) -> Self {
        let [first, second] = world.hall.desks;
        let a = world.person("w001").hall_role(Role::Worker).at(first, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(first, Side::B).create().await;
        let other = world.person("w003").hall_role(Role::Worker).at(second, Side::A).create().await;
        world.works(&day_shift(), &[(a.id, None), (b.id, None), (other.id, None)]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        let host = world.person("host").hall_role(Role::Host).create().await.caller(&world).await;
        let (a, b) = (a.caller(&world).await, b.caller(&world).await);
        Self { world, a, b, lead, supervisor, hr, host }
    }

    async fn agree(&self, id: ApprovalId) {
        let version = self.world.services.approvals().view(&self.lead, id).await.unwrap().row.version;
        let command = DecideCommand {
            id: DecisionId::new(),
            approval: id,
            version,
            verdict: Verdict::Agree,
            reason: None,
            seen: true,
        };
        self.world.services.approvals().decide(&self.lead, command).await.unwrap();
    }

    async fn week(&self, caller: &Caller) -> Result<TeamView, Error> {
        self.world.services.leave().team(caller, None, (november(23), november(29))).await
    }

    async fn a_is_away(&self, kind: LeaveKind) -> ApprovalId {
        let leave = self.world.services.leave();
        let command = LeaveCommand { kind, cover: Some(self.b.actor.person), ..days_off(25, 25) };
        let id = leave.ask(&self.a, command).await.unwrap();
        leave.answer_cover(&self.b, covers(id, true)).await.unwrap();
        id
    }
}

/// Window, half and how many are missing on the third day of the week.
fn gaps(team: &TeamView) -> Vec<(String, Half, i32)> {
    team.gaps_on(2).map(|(window, half, missing)| (window.label.clone(), half, missing)).collect()
}

#[db_test]
async fn a_lead_sees_who_is_away_who_covers_and_what_is_left(world: World) {
    let team = Team::new(world).await;
    let id = team.a_is_away(LeaveKind::Personal).await;
    let seen = team.week(&team.lead).await.unwrap();
    assert_eq!((seen.days.len(), seen.windows.len(), seen.away.len()), (7, 2, 1));
    let away = &seen.away[0];
    assert_eq!((away.request, away.name.as_str(), away.side, away.granted), (id, "测试w001", Some(Side::A), false));
    assert_eq!(away.window.as_deref(), Some("A01 A01 综合窗口"));
    assert_eq!(away.cover.as_ref().map(|cover| cover.name.as_str()), Some("测试w002"));
    let cell = |view: &TeamView| view.windows[0].days[2][0].unwrap();
    assert_eq!((cell(&seen).there, cell(&seen).need), (2, 1), "not granted yet");

    team.agree(id).await;
    let seen = team.week(&team.lead).await.unwrap();
    assert!(seen.away[0].granted);
    assert_eq!((cell(&seen).there, gaps(&seen)), (1, Vec::new()));
    assert_eq!(seen.windows[0].days[5], [None, None], "nobody serves on a Saturday");

    // The second window has nobody but its A.
    let alone = team.world.services.leave();
    let other = team.world.person("w004").hall_role(Role::Worker).at(team.world.hall.desks[1], Side::B).create().await;
    let other = other.caller(&team.world).await;
    assert_eq!(problem(alone.team(&other, None, (november(23), november(29))).await), Problem::Denied);
}

#[db_test]
async fn what_it_is_for_is_shown_as_far_as_one_may_know(world: World) {
    let team = Team::new(world).await;
    team.a_is_away(LeaveKind::Sick).await;
    let plain = LeaveCommand { kind: LeaveKind::Personal, ..days_off(27, 27) };
    team.world.services.leave().ask(&team.b, plain).await.unwrap();
    let kinds = async |caller: &Caller| -> Vec<Option<LeaveKind>> {
        team.week(caller).await.unwrap().away.iter().map(|away| away.kind).collect()
    };
    let (sick, personal) = (Some(LeaveKind::Sick), Some(LeaveKind::Personal));
    assert_eq!(kinds(&team.hr).await, [sick, personal]);
    for leads in [&team.lead, &team.supervisor] {
        assert_eq!(kinds(leads).await, [sick, personal], "the kind, never the proof");
    }
    assert_eq!(kinds(&team.host).await, [None, None]);
}

#[db_test]
async fn nobody_sees_another_hall_or_too_much_at_once(world: World) {
    let team = Team::new(world).await;
    let foreign = team.world.foreign().await;
    let leave = team.world.services.leave();
    let week = (november(23), november(29));
    for who in [&team.lead, &team.supervisor, &team.hr, &team.host] {
        assert_eq!(problem(leave.team(who, Some(foreign.hall.id), week).await), Problem::Denied);
    }
    let other = team.world.another_hall("分大厅").await;
    assert_eq!(problem(leave.team(&team.lead, Some(other.id), week).await), Problem::Denied);
    assert!(leave.team(&team.hr, Some(other.id), week).await.unwrap().away.is_empty());
    assert_eq!(problem(team.week(&team.a).await), Problem::Denied);
    let long = (november(1), NaiveDate::from_ymd_opt(2027, 1, 1).unwrap());
    let wrong = Problem::field("to", FieldReason::OutOfRange);
    assert_eq!(problem(leave.team(&team.lead, None, long).await), wrong);
    assert_eq!(problem(leave.team(&team.lead, None, (week.1, week.0)).await), wrong);
}

#[db_test]
async fn granted_leave_is_in_ones_own_calendar_without_its_kind(world: World) {
    let team = Team::new(world).await;
    let id = team.a_is_away(LeaveKind::Sick).await;
    let roster = team.world.services.roster();
    let address = roster.create_feed(&team.a).await.unwrap();
    let token = address.rsplit('/').next().and_then(|name| name.strip_suffix(".ics")).unwrap().to_owned();
    let before = roster.feed(&token, domain::accounts::Language::ZhCn).await.unwrap();
    assert!(before.contains("UID:2026-11-25-") && !before.contains(&id.to_string()), "{before}");
    team.agree(id).await;
    let after = roster.feed(&token, domain::accounts::Language::ZhCn).await.unwrap();
    assert!(after.contains(&format!("UID:{id}")) && after.contains("SUMMARY:请假"), "{after}");
    assert!(after.contains("DTSTART;VALUE=DATE:20261125") && after.contains("DTEND;VALUE=DATE:20261126"), "{after}");
    assert!(!after.contains("UID:2026-11-25-"), "the shift of that day is gone");
    assert!(!after.contains("病"), "{after}");
}

#[db_test]
async fn ones_own_calendar_has_leave_as_far_ahead_as_it_can_be_asked_for(world: World) {
    let team = Team::new(world).await;
    let roster = team.world.services.roster();
    let day = |day| NaiveDate::from_ymd_opt(2027, 11, day).unwrap();
    // A Wednesday, 365 days ahead; and an hour of a Friday and of the Saturday after it.
    let whole = LeaveCommand { from: day(24), to: day(24), ..days_off(24, 24) };
    let hours = HoursForm::of(Hours { from: 16 * 60, to: 17 * 60 });
    let by_the_hour = LeaveCommand { kind: LeaveKind::Nursing, from: day(19), to: day(20), hours, ..days_off(24, 24) };
    for command in [&whole, &by_the_hour] {
        team.world.services.leave().ask(&team.b, command.clone()).await.unwrap();
        team.agree(command.id).await;
    }
    let address = roster.create_feed(&team.b).await.unwrap();
    let token = address.rsplit('/').next().and_then(|name| name.strip_suffix(".ics")).unwrap();
    let feed = roster.feed(token, domain::accounts::Language::ZhCn).await.unwrap();
    assert!(feed.contains(&format!("UID:{}", whole.id)) && feed.contains("DTSTART;VALUE=DATE:20271124"), "{feed}");
    let has = |date: &str| feed.contains(&format!("UID:{date}-{}", by_the_hour.id));
    assert_eq!(["2027-11-19", "2027-11-20"].map(has), [true, false], "{feed}");
    let shift = |date: &str| feed.contains(&format!("UID:{date}-{}", team.b.actor.person));
    assert!(shift("2027-01-25") && !shift("2027-01-26"), "the roster goes no further than before: {feed}");
}
