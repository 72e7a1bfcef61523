//! Planning a month: drafts, what stands against them, publication, receipts.

use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId, ShiftId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{
        Assignment, Brush, DraftRef, Plan, PlanName, PublicationReview, PublishCommand, Published, RosterError,
        RosterRule, Shift, Stroke,
    },
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::support::{problem, takes_note};

pub fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
}

pub fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day of November")
}

/// `w001` and `w002` at the first window on the day shift, a night shift that can be given, a supervisor.
pub struct Hall {
    pub world: World,
    pub a: Person,
    pub b: Person,
    pub supervisor: Caller,
    pub day: Shift,
    pub night: Shift,
}

impl Hall {
    pub async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let (day, night) = (day_shift(), night_shift());
        world.works(&day, &[(a.id, None), (b.id, None)]).await;
        world.works(&night, &[]).await;
        Self { world, a, b, supervisor, day, night }
    }

    pub fn draft(&self, version: i32) -> DraftRef {
        DraftRef { hall: self.world.hall.id, month: december(1), version }
    }

    pub async fn paint(&self, caller: &Caller, version: i32, cells: &[Stroke]) -> Result<i32, Error> {
        let draft = self.draft(version);
        let state = self.world.services.roster().paint_roster(caller, draft, cells.to_vec()).await?;
        Ok(state.version)
    }

    pub async fn review(&self) -> PublicationReview {
        let roster = self.world.services.roster();
        roster.review_roster(&self.supervisor, self.world.hall.id, december(1)).await.unwrap()
    }

    pub async fn publish(&self, review: &PublicationReview, reason: &str) -> Result<Published, Error> {
        self.world.services.roster().publish_roster(&self.supervisor, command(review, reason)).await
    }

    pub async fn rules(&self) -> Vec<RosterRule> {
        self.review().await.findings.iter().map(|found| found.finding.rule).collect()
    }
}

pub fn command(review: &PublicationReview, reason: &str) -> PublishCommand {
    PublishCommand {
        hall: review.hall,
        month: review.month,
        version: review.version,
        lines: review.lines,
        reason: Some(reason.to_owned()),
    }
}

pub fn cell(person: PersonId, date: NaiveDate, brush: Brush) -> Stroke {
    Stroke { person, date, brush }
}

pub fn shift(person: PersonId, date: NaiveDate, shift: ShiftId) -> Stroke {
    cell(person, date, Brush::Shift(shift))
}

#[db_test]
async fn a_draft_survives_is_seen_by_editors_only_and_takes_effect_when_published(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    let cells = [cell(hall.a.id, december(1), Brush::Rest), shift(hall.a.id, december(5), hall.day.id)];
    assert_eq!(hall.paint(&hall.supervisor, 0, &cells).await.unwrap(), 1);
    let sheet = roster.roster_sheet(&hall.supervisor, hall.world.hall.id, december(9)).await.unwrap();
    assert_eq!((sheet.draft.version, sheet.draft.drafted, sheet.rows.len()), (1, 2, 2));
    let first = sheet.rows[0].cells[0];
    assert_eq!((first.published, first.draft), (Plan::Shift(hall.day.id), Some(Plan::Rest)));
    let me = hall.a.caller(&hall.world).await;
    let days = |caller: Caller| {
        let roster = hall.world.services.roster();
        async move { roster.my_days(&caller, december(1), december(5)).await.unwrap() }
    };
    assert!(days(me.clone()).await.days[0].duty.shift().is_some(), "a draft changes nothing");

    let review = hall.review().await;
    assert_eq!((review.people.len(), review.findings.len()), (1, 0), "{review:?}");
    let change = &review.people[0].changes[0];
    assert_eq!((change.from.clone(), change.to.clone()), (PlanName::Shift("白班".into()), PlanName::Rest));
    let published = hall.publish(&review, "").await.unwrap();
    assert_eq!((published.days, published.people), (2, 1));

    let view = days(me.clone()).await;
    assert_eq!(view.days[0].duty.assignment, Assignment::Rest);
    assert!(view.days[4].duty.shift().is_some());
    assert_eq!((view.news.len(), view.news[0].changes.len()), (1, 2));
    let sheet = roster.roster_sheet(&hall.supervisor, hall.world.hall.id, december(1)).await.unwrap();
    assert_eq!((sheet.draft.drafted, sheet.unacknowledged.len()), (0, 1));

    let receipt = view.news[0].receipt;
    let other = hall.b.caller(&hall.world).await;
    assert_eq!(roster.acknowledge_roster(&other, takes_note(vec![receipt])).await.unwrap(), 0, "only one's own");
    assert_eq!(roster.acknowledge_roster(&me, takes_note(vec![receipt])).await.unwrap(), 1);
    assert_eq!(days(me).await.news, []);
    let sheet = roster.roster_sheet(&hall.supervisor, hall.world.hall.id, december(1)).await.unwrap();
    assert_eq!(sheet.unacknowledged, []);
}

#[db_test]
async fn two_editors_conflict_and_nothing_is_lost(world: World) {
    let hall = Hall::new(world).await;
    let other = hall.world.person("sup2").hall_role(Role::Supervisor).create().await.caller(&hall.world).await;
    hall.paint(&hall.supervisor, 0, &[cell(hall.a.id, december(1), Brush::Rest)]).await.unwrap();
    let late = hall.paint(&other, 0, &[cell(hall.a.id, december(2), Brush::Rest)]).await;
    assert_eq!(problem(late), Problem::Conflict);
    assert_eq!(Problem::Conflict.status(), 409);
    let review = hall.review().await;
    hall.paint(&other, 1, &[cell(hall.a.id, december(2), Brush::Rest)]).await.unwrap();
    assert_eq!(problem(hall.publish(&review, "").await), Problem::Conflict, "the draft was reviewed as it was");
    let both = hall.review().await;
    assert_eq!(both.people[0].changes.len(), 2);
    // What is published elsewhere in between is noticed too.
    let file = "工号,日期,班次\nw001,2026-12-03,休\n".as_bytes().to_vec();
    let roster = hall.world.services.roster();
    roster.import(&hall.supervisor, hall.world.hall.id, "a.csv", file, false).await.unwrap();
    assert_eq!(problem(hall.publish(&both, "").await), Problem::Conflict);
    hall.publish(&hall.review().await, "").await.unwrap();
}

#[db_test]
async fn of_two_who_publish_at_once_one_wins(world: World) {
    let hall = Hall::new(world).await;
    hall.paint(&hall.supervisor, 0, &[cell(hall.a.id, december(1), Brush::Rest)]).await.unwrap();
    let review = hall.review().await;
    let (first, second) = tokio::join!(hall.publish(&review, ""), hall.publish(&review, ""));
    let (won, lost) = if first.is_ok() { (first, second) } else { (second, first) };
    assert_eq!(won.unwrap().days, 1);
    assert_eq!(problem(lost), Problem::Conflict);
    let me = hall.a.caller(&hall.world).await;
    let roster = hall.world.services.roster();
    assert_eq!(roster.my_days(&me, december(1), december(1)).await.unwrap().news.len(), 1, "told once");
}

#[db_test]
async fn who_may_paint_whom(world: World) {
    let hall = Hall::new(world).await;
    let lead = hall.world.person("lead").hall_role(Role::Worker).zone_role(Role::Lead, &hall.world.hall);
    let lead = lead.at(hall.world.hall.desks[1], Side::A).create().await;
    let loose = hall.world.person("w003").hall_role(Role::Worker).create().await;
    let foreign = hall.world.foreign().await;
    let lead_caller = lead.caller(&hall.world).await;
    let rest = |person| [cell(person, december(1), Brush::Rest)];
    hall.paint(&lead_caller, 0, &rest(hall.a.id)).await.unwrap();
    for (who, person) in [("own row", lead.id), ("outside the zone", loose.id), ("foreign", foreign.person.id)] {
        assert_eq!(problem(hall.paint(&lead_caller, 1, &rest(person)).await), Problem::Denied, "{who}");
    }
    hall.paint(&hall.supervisor, 1, &rest(loose.id)).await.unwrap();
    let worker = hall.b.caller(&hall.world).await;
    assert_eq!(problem(hall.paint(&worker, 2, &rest(hall.a.id)).await), Problem::Denied);
    // A lead publishes what is of their zone, and leaves the rest of the draft.
    let roster = hall.world.services.roster();
    let review = roster.review_roster(&lead_caller, hall.world.hall.id, december(1)).await.unwrap();
    assert_eq!(review.people.iter().map(|person| person.person).collect::<Vec<_>>(), [hall.a.id]);
    roster.publish_roster(&lead_caller, command(&review, "")).await.unwrap();
    assert_eq!(hall.review().await.people.len(), 1);
}

#[db_test]
async fn cells_that_can_not_be_painted_are_refused_by_field(world: World) {
    let hall = Hall::new(world).await;
    let unknown = ShiftId::new();
    let cases = [
        (cell(hall.a.id, november(30), Brush::Rest), "cells", FieldReason::OutOfRange),
        (shift(hall.a.id, december(1), unknown), "brush", FieldReason::Unknown),
    ];
    for (stroke, field, reason) in cases {
        let refused = problem(hall.paint(&hall.supervisor, 0, &[stroke]).await);
        assert_eq!(refused, Problem::field(field, reason));
    }
    let roster = hall.world.services.roster();
    let far = DraftRef { month: NaiveDate::from_ymd_opt(2031, 1, 1).unwrap(), ..hall.draft(0) };
    let refused = roster.paint_roster(&hall.supervisor, far, vec![cell(hall.a.id, far.month, Brush::Rest)]).await;
    assert_eq!(problem(refused), Problem::field("month", FieldReason::OutOfRange));
    let nowhere = DraftRef { hall: HallId::new(), ..hall.draft(0) };
    let refused = roster.discard_roster_draft(&hall.supervisor, nowhere).await;
    assert_eq!(problem(refused), Problem::Denied);
    assert_eq!(problem(hall.publish(&hall.review().await, "").await), RosterError::NothingToPublish.into());
}

#[db_test]
async fn a_week_is_copied_and_a_draft_discarded(world: World) {
    let hall = Hall::new(world).await;
    let roster = hall.world.services.roster();
    // 7 to 13 December is a whole week.
    let week = [cell(hall.a.id, december(8), Brush::Rest), shift(hall.a.id, december(12), hall.day.id)];
    let version = hall.paint(&hall.supervisor, 0, &week).await.unwrap();
    let copied = roster.copy_roster_week(&hall.supervisor, hall.draft(version), december(7)).await.unwrap();
    assert_eq!(copied.drafted, 4);
    let sheet = roster.roster_sheet(&hall.supervisor, hall.world.hall.id, december(1)).await.unwrap();
    let shown = |day: usize| sheet.rows[0].cells[day - 1].shown();
    assert_eq!((shown(15), shown(19)), (Plan::Rest, Plan::Shift(hall.day.id)));
    let odd = roster.copy_roster_week(&hall.supervisor, hall.draft(copied.version), december(8)).await;
    assert_eq!(problem(odd), Problem::field("monday", FieldReason::Malformed));
    let gone = roster.discard_roster_draft(&hall.supervisor, hall.draft(copied.version)).await.unwrap();
    assert_eq!((gone.drafted, gone.version), (0, copied.version + 1));
    // A stroke that says what is published leaves no cell.
    let same = shift(hall.a.id, december(1), hall.day.id);
    hall.paint(&hall.supervisor, gone.version, &[same]).await.unwrap();
    assert_eq!(hall.review().await.people, []);
}
