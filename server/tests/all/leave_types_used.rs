//! What requests, counting and balances make of the versions of a kind of leave.

use chrono::NaiveDate;
use domain::{
    approvals::{ApprovalKind, DecideCommand, Level, RouteForm, StepForm, Subject, Verdict, read_routes},
    ids::{ApprovalId, DecisionId, LeaveId},
    leave::{
        AskCarryCommand, CountMode, LeaveCommand, LeaveError, LeaveFlag, LeaveKind, LeaveQuestion, PublishForm,
        SuddenCommand, held,
    },
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    approvals::days_off,
    leave_balances::{Hall, date},
    leave_types::Office,
    support::{problem, takes_back},
};

/// HR's office, who decides on everything, and a worker without a post.
struct House {
    office: Office,
    me: Caller,
}

impl House {
    async fn new(world: World) -> Self {
        let me = world.person("w001").hall_role(Role::Worker).create().await.caller(&world).await;
        let office = Office::new(world).await;
        let step = StepForm { level: Some(Level::Hr), quorum: None, hours: "8".to_owned() };
        let routes =
            read_routes(ApprovalKind::Leave, &[RouteForm { steps: vec![step], ..RouteForm::default() }]).unwrap();
        let approvals = office.world.services.approvals();
        approvals.set_routes(&office.hr, ApprovalKind::Leave, 0, routes).await.unwrap();
        Self { office, me }
    }

    async fn ask(&self, kind: LeaveKind, from: NaiveDate, to: NaiveDate) -> ApprovalId {
        let command = LeaveCommand { kind, from, to, ..days_off(25, 25) };
        self.office.leave().ask(&self.me, command).await.unwrap()
    }

    async fn grant(&self, id: ApprovalId) {
        let approvals = self.office.world.services.approvals();
        let version = approvals.view(&self.me, id).await.unwrap().row.version;
        let command = DecideCommand {
            id: DecisionId::new(),
            approval: id,
            version,
            verdict: Verdict::Agree,
            reason: None,
            seen: true,
        };
        approvals.decide(&self.office.hr, command).await.unwrap();
    }

    /// Half days that the ledger has of a request: reserved, taken.
    async fn booked(&self, id: ApprovalId) -> (i32, i32) {
        let db = self.office.world.db.read();
        let lines = store::repo::leave::list_request_lines(db, LeaveId::from_uuid(id.uuid())).await.unwrap();
        let parts = held(lines.iter().map(|record| &record.line));
        (parts.iter().map(|part| part.pending).sum(), parts.iter().map(|part| part.used).sum())
    }

    async fn flags(&self, id: ApprovalId) -> Vec<LeaveFlag> {
        let view = self.office.world.services.approvals().view(&self.office.hr, id).await.unwrap();
        let Subject::Leave(card) = view.row.subject else { panic!("no leave") };
        card.flags
    }
}

#[db_test]
async fn leave_that_begins_in_a_versions_time_is_counted_by_it(world: World) {
    let house = House::new(world).await;
    let kind = LeaveKind::Marriage;
    // Thursday to Monday each: three working days, five of the calendar.
    let before = house.ask(kind, date(2026, 11, 26), date(2026, 11, 30)).await;
    let waiting = house.ask(kind, date(2026, 12, 3), date(2026, 12, 7)).await;
    let granted = house.ask(kind, date(2026, 12, 10), date(2026, 12, 14)).await;
    let after = house.ask(kind, date(2026, 12, 24), date(2026, 12, 28)).await;
    house.grant(granted).await;
    let office = &house.office;
    let later = PublishForm { days: "10".to_owned(), ..office.form(kind, date(2026, 12, 21)).await };
    office.publish(later).await;
    let form = PublishForm { counts: CountMode::CalendarDays, ..office.form(kind, date(2026, 12, 1)).await };
    let change = office.leave().preview_version(&office.hr, &form).await.unwrap().change.unwrap();
    assert_eq!((change.in_review, change.granted, change.until), (1, 1, Some(date(2026, 12, 20))));
    office.publish(form).await;
    assert_eq!(house.booked(before).await, (6, 0), "began before");
    assert_eq!(house.booked(waiting).await, (10, 0));
    assert_eq!(house.booked(granted).await, (0, 10));
    assert_eq!(house.booked(after).await, (6, 0), "another version applies then");
    // Withdrawn, all that is held now goes back.
    let version = office.world.services.approvals().view(&house.me, waiting).await.unwrap().row.version;
    office.leave().withdraw(&house.me, takes_back(waiting, version)).await.unwrap();
    assert_eq!(house.booked(waiting).await, (0, 0));
}

#[db_test]
async fn leave_that_had_come_to_cost_nothing_is_counted_by_the_next_version(world: World) {
    let house = House::new(world).await;
    let (kind, office) = (LeaveKind::Marriage, &house.office);
    let counted = async |counts| {
        let form = PublishForm { counts, ..office.form(kind, date(2026, 12, 1)).await };
        office.publish(form).await;
    };
    counted(CountMode::CalendarDays).await;
    // Two weekends, which cost something by days of the calendar alone, and one that is taken back.
    let granted = house.ask(kind, date(2026, 12, 5), date(2026, 12, 6)).await;
    house.grant(granted).await;
    let waiting = house.ask(kind, date(2026, 12, 12), date(2026, 12, 13)).await;
    let withdrawn = house.ask(kind, date(2026, 12, 19), date(2026, 12, 20)).await;
    counted(CountMode::Workdays).await;
    assert_eq!((house.booked(granted).await, house.booked(waiting).await), ((0, 0), (0, 0)));
    let version = office.world.services.approvals().view(&house.me, withdrawn).await.unwrap().row.version;
    office.leave().withdraw(&house.me, takes_back(withdrawn, version)).await.unwrap();
    counted(CountMode::CalendarDays).await;
    assert_eq!((house.booked(granted).await, house.booked(waiting).await), ((0, 4), (4, 0)));
    assert_eq!(house.booked(withdrawn).await, (0, 0));
}

#[db_test]
async fn the_form_and_the_card_follow_the_version_of_the_first_day(world: World) {
    let house = House::new(world).await;
    let office = &house.office;
    let kind = LeaveKind::Personal;
    let form = PublishForm {
        proof: true,
        proof_from: "2".to_owned(),
        proof_within: "2".to_owned(),
        notice: "3".to_owned(),
        sudden: false,
        unit: domain::leave::LeaveUnit::Day,
        ..office.form(kind, date(2026, 11, 24)).await
    };
    let half = LeaveCommand { starts: domain::roster::Half::Afternoon, ..days_off(26, 26) };
    let asked_before = office.leave().ask(&house.me, half.clone()).await.unwrap();
    office.publish(form).await;

    let choices = office.leave().choices(&house.me, None).await.unwrap();
    assert!(choices.proven.contains(&kind), "{choices:?}");
    let refused = office.leave().ask(&house.me, LeaveCommand { id: ApprovalId::new(), ..half }).await;
    assert_eq!(problem(refused), Problem::field("starts", FieldReason::NotAllowed), "whole days alone");
    let sudden = office.leave().report(&house.me, SuddenCommand { id: ApprovalId::new(), kind, tap: None }, None).await;
    assert_eq!(problem(sudden), Problem::field("kind", FieldReason::NotAllowed));
    let offered = office.leave().mine(&house.me, None).await.unwrap().sudden_kinds;
    assert!(!offered.contains(&kind) && offered.contains(&LeaveKind::Sick), "{offered:?}");
    let due = async |from, to| {
        let period = domain::leave::Period::whole(from, to);
        office
            .leave()
            .preview(&house.me, LeaveQuestion::of(ApprovalId::new(), kind, period))
            .await
            .unwrap()
            .papers_due_on
    };
    assert_eq!(due(date(2026, 11, 30), date(2026, 11, 30)).await, None);
    assert_eq!(due(date(2026, 11, 30), date(2026, 12, 1)).await, Some(date(2026, 12, 2)));
    // What was asked as half a day is granted as half a day.
    assert_eq!(house.booked(asked_before).await, (1, 0));
    house.grant(asked_before).await;
    assert_eq!(house.booked(asked_before).await, (0, 1));
    let short = house.ask(kind, date(2026, 11, 27), date(2026, 11, 27)).await;
    assert!(house.flags(short).await.is_empty(), "three working days ahead");
}

#[db_test]
async fn more_days_than_the_version_gives_are_flagged(world: World) {
    let house = House::new(world).await;
    let office = &house.office;
    let kind = LeaveKind::Bereavement;
    let (from, to) = (date(2026, 12, 1), date(2026, 12, 4));
    let id = house.ask(kind, from, to).await;
    assert!(house.flags(id).await.contains(&LeaveFlag::OverLimit), "four days of three");
    office.publish(office.days(kind, date(2026, 12, 1), "4").await).await;
    assert!(!house.flags(id).await.contains(&LeaveFlag::OverLimit));
}

#[db_test]
async fn paid_personal_leave_by_a_version_costs_the_years_annual_leave(world: World) {
    let house = House::new(world).await;
    let office = &house.office;
    crate::leave_balances::began(&office.world, house.me.actor.person, date(2014, 1, 1)).await;
    let paid = PublishForm { paid: true, ..office.form(LeaveKind::Personal, date(2026, 11, 30)).await };
    office.publish(paid).await;
    let entitled = async || {
        let book = office.leave().leave_book(&house.me, None).await.unwrap();
        book.annual.entitlement.days
    };
    // Four unpaid days before the version, then nineteen that are paid, then one more.
    for (from, to) in [((11, 24), (11, 27)), ((11, 30), (12, 24)), ((12, 25), (12, 25))] {
        let id = house.ask(LeaveKind::Personal, date(2026, from.0, from.1), date(2026, to.0, to.1)).await;
        house.grant(id).await;
    }
    office.world.clock.set("2026-12-24 18:00");
    assert_eq!(entitled().await, 10, "the unpaid days do not count, nor what is still to come");
    office.world.clock.set("2026-12-26 18:00");
    assert_eq!(entitled().await, 0, "条例 4: twenty days of paid personal leave");
}

#[db_test]
async fn a_version_may_end_the_carrying_over(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.leave();
    let view = leave.leave_type(&hall.hr, Some(hall.world.hall.id), LeaveKind::Annual).await.unwrap();
    let form = PublishForm::of(view.hall, view.latest, &view.rule.now, view.on);
    let form = PublishForm { carry: false, from: "2026-12-01".to_owned(), source: "员工手册 8".to_owned(), ..form };
    leave.publish_version(&hall.hr, form).await.unwrap();
    hall.world.clock.set("2026-12-20 09:00");
    let book = leave.leave_book(&hall.hr, Some(hall.worker.id)).await.unwrap();
    assert_eq!(book.carries, []);
    let command = AskCarryCommand { person: hall.worker.id, year: 2026 };
    assert_eq!(problem(leave.ask_carry(&hall.hr, command).await), LeaveError::NoCarry.into());
}
