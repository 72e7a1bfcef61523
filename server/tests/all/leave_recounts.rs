//! A calendar year is published: leave that is open costs what it costs by that.

use chrono::NaiveDate;
use domain::{
    approvals::{DecideCommand, FlowState, Subject, Verdict},
    calendar::DateRange,
    ids::{ApprovalId, DecisionId, PersonId},
    leave::{AdjustCommand, Direction, LeaveCommand, LeaveFlag, LeaveKind, LeaveView, Measure, Shortfall},
    notices::NoticeContent,
    org::Side,
    policy::Role,
    roster::Half,
};
use services::Caller;
use testkit::{World, db_test};

use crate::support::takes_back;

/// B of the first window, so that nobody has to cover, with annual leave by HR's hand.
struct House {
    world: World,
    me: Caller,
    person: PersonId,
    lead: Caller,
    supervisor: Caller,
    hr: Caller,
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026")
}

/// 2026 as it is from November on, with some days off and some Saturdays worked besides.
fn year(off: &[&str], make_up: &[&str]) -> String {
    let off: Vec<String> = off.iter().map(|day| format!("{{ from = {day}, to = {day} }}")).collect();
    format!(
        "year = 2026\nstatus = \"published\"\nsource = \"补充通知\"\noff = [{}]\nmake_up = [{}]\nstatutory = []\n",
        off.join(", "),
        make_up.join(", ")
    )
}

impl House {
    async fn new(world: World, half_days: i32) -> Self {
        let worker = world.person("w002").hall_role(Role::Worker).at(world.hall.desks[0], Side::B).create().await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        let house = Self { me: worker.caller(&world).await, person: worker.id, lead, supervisor, hr, world };
        // So that what the law grants by itself is out of the way.
        house.adjust(half_days).await;
        house.jobs().await;
        house
    }

    async fn adjust(&self, half_days: i32) {
        let command = AdjustCommand {
            person: self.person,
            kind: LeaveKind::Childcare,
            direction: Direction::Add,
            half_days,
            expires_on: day(12, 31),
            reason: "按本市规定".to_owned(),
        };
        self.world.services.leave().adjust(&self.hr, command).await.unwrap();
    }

    async fn jobs(&self) {
        self.world.services.run_jobs().await.unwrap();
    }

    async fn ask(&self, kind: LeaveKind, from: NaiveDate, to: NaiveDate) -> ApprovalId {
        let command = LeaveCommand {
            id: ApprovalId::new(),
            version: None,
            kind,
            from,
            to,
            starts: Half::Morning,
            ends: Half::Afternoon,
            hours: domain::leave::HoursForm::default(),
            reason: "家中有事".to_owned(),
            cover: None,
            draft: false,
            photos: Vec::new(),
            delegation: domain::approvals::LeaveDelegation::default(),
            birth: domain::leave::BirthForm::default(),
            moves: None,
        };
        self.world.services.leave().ask(&self.me, command).await.unwrap()
    }

    async fn agree(&self, caller: &Caller, id: ApprovalId) {
        let version = self.world.services.approvals().view(caller, id).await.unwrap().row.version;
        let command = DecideCommand {
            id: DecisionId::new(),
            approval: id,
            version,
            verdict: Verdict::Agree,
            reason: None,
            seen: true,
        };
        self.world.services.approvals().decide(caller, command).await.unwrap();
    }

    async fn publish(&self, text: &str) {
        self.world.services.calendar().import_year_by_operator(text).await.unwrap();
        self.jobs().await;
    }

    /// How much leave importing the year with these days off beside those in force would have counted again.
    async fn would_recount(&self, off: &[&str]) -> u64 {
        let calendar = self.world.services.calendar();
        let mut year = calendar.current().await.unwrap().year(2026).unwrap().clone();
        let days = off.iter().map(|day| day.parse::<NaiveDate>().unwrap());
        year.off.extend(days.map(|day| DateRange { from: day, to: day }));
        calendar.preview_import(&self.hr, &year.text()).await.unwrap().change.expect("a sound year").leave
    }

    async fn view(&self, caller: &Caller, id: ApprovalId) -> LeaveView {
        self.world.services.leave().view(caller, id).await.unwrap()
    }

    /// Used, reserved and free half days of a kind.
    async fn account(&self, kind: LeaveKind) -> (i32, i32, i32) {
        let book = self.world.services.leave().leave_book(&self.me, None).await.unwrap();
        let kept = book.balances.iter().find(|kept| kept.kind == kind).expect("an account").balance;
        (kept.used, kept.pending, kept.free())
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        let inbox = self.world.services.notices().inbox(caller, None).await.unwrap();
        let about = |content: &NoticeContent| {
            matches!(content, NoticeContent::LeaveRecounted { .. } | NoticeContent::LeaveShort { .. })
        };
        inbox.notices.into_iter().map(|notice| notice.content).filter(about).collect()
    }
}

#[db_test]
async fn a_day_that_was_made_a_day_off_is_given_back_once(world: World) {
    let house = House::new(world, 8).await;
    let kind = LeaveKind::Childcare;
    // Monday to Wednesday, granted; the Monday after, still waiting.
    let granted = house.ask(kind, day(12, 7), day(12, 9)).await;
    for who in [&house.lead, &house.supervisor] {
        house.agree(who, granted).await;
    }
    let waiting = house.ask(kind, day(12, 14), day(12, 14)).await;
    let state = house.view(&house.me, granted).await.approval.row.state;
    assert_eq!((state, house.account(kind).await), (FlowState::Approved, (6, 2, 0)), "{state:?}");

    // Told beforehand: what lies between the first day that changes and the last.
    assert_eq!(house.would_recount(&["2026-12-09"]).await, 1);
    assert_eq!(house.would_recount(&["2026-12-09", "2026-12-14"]).await, 2);
    assert_eq!(house.would_recount(&["2026-12-22"]).await, 0);
    house.publish(&year(&["2026-12-09", "2026-12-14"], &[])).await;
    assert_eq!(house.account(kind).await, (4, 0, 4));
    let private = |was, now, request| NoticeContent::LeaveRecounted {
        leave: None,
        measure: Measure::HalfDays,
        was,
        now,
        request,
    };
    let mut told = house.told(&house.me).await;
    told.sort_by_key(|content| content.link() != format!("/leave/{granted}"));
    assert_eq!(told, [private(6, 4, granted), private(2, 0, waiting)]);
    let recounts = house.view(&house.me, granted).await.recounts;
    assert_eq!(recounts.iter().map(|recount| recount.change).collect::<Vec<_>>(), [-2]);
    assert_eq!(recounts[0].cause.year, 2026);

    // Once more, and by a version that says the same: nothing happens.
    house.jobs().await;
    house.publish(&year(&["2026-12-09", "2026-12-14"], &[])).await;
    assert_eq!(house.account(kind).await, (4, 0, 4));
    assert_eq!(house.told(&house.me).await.len(), 2);

    // Taken back by the State Council, it costs again; what was granted is taken, not only reserved.
    house.publish(&year(&[], &[])).await;
    assert_eq!(house.account(kind).await, (6, 2, 0));
    assert_eq!(house.told(&house.me).await.len(), 4);
    assert!(house.told(&house.hr).await.is_empty());
}

#[db_test]
async fn where_too_little_is_left_nothing_is_taken_and_people_are_told(world: World) {
    let house = House::new(world, 10).await;
    let kind = LeaveKind::Childcare;
    let request = house.ask(kind, day(12, 7), day(12, 12)).await;
    for _ in 0..2 {
        house.publish(&year(&[], &["2026-12-12"])).await;
    }
    assert_eq!(house.account(kind).await, (0, 10, 0));
    let view = house.view(&house.lead, request).await;
    let Some(Shortfall { wanted: 12, held: 10, .. }) = view.shortfall else { panic!("{:?}", view.shortfall) };
    let Subject::Leave(card) = view.approval.row.subject else { panic!("no leave") };
    assert!(card.flags.contains(&LeaveFlag::CalendarShort), "{:?}", card.flags);
    let own = [NoticeContent::LeaveShort { by: None, request }];
    let of = [NoticeContent::LeaveShort { by: Some("测试w002".to_owned()), request }];
    assert_eq!(house.told(&house.me).await, own, "told once, though two versions came");
    assert_eq!(house.told(&house.hr).await, of);
    assert!(house.told(&house.supervisor).await.is_empty());

    // HR adds the day: within the hour it is taken, and said.
    house.adjust(2).await;
    house.world.clock.advance(chrono::TimeDelta::hours(2));
    house.jobs().await;
    assert_eq!(house.account(kind).await, (0, 12, 0));
    assert_eq!(house.view(&house.me, request).await.shortfall, None);
    assert_eq!(house.told(&house.me).await.len(), 2);
}

#[db_test]
async fn leave_that_is_over_taken_back_or_counted_by_every_day_stays(world: World) {
    let house = House::new(world, 10).await;
    let kind = LeaveKind::Childcare;
    let over = house.ask(LeaveKind::Personal, day(11, 20), day(11, 20)).await;
    let back = house.ask(kind, day(12, 7), day(12, 7)).await;
    let version = house.view(&house.me, back).await.approval.row.version;
    house.world.services.leave().withdraw(&house.me, takes_back(back, version)).await.unwrap();
    let sick = house.ask(LeaveKind::Sick, day(12, 9), day(12, 11)).await;
    house.publish(&year(&["2026-11-20", "2026-12-07", "2026-12-10"], &[])).await;
    assert_eq!(house.account(kind).await, (0, 0, 10));
    for request in [over, back, sick] {
        assert!(house.view(&house.me, request).await.recounts.is_empty());
    }
    assert!(house.told(&house.me).await.is_empty());
}
