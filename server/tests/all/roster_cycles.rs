//! A cycle of days is laid over a month.

use chrono::NaiveDate;
use domain::{
    ids::PersonId,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{DraftRef, Plan},
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test};

use crate::support::problem;

fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
}

/// Two people of the day shift, whose short name is `班`, from Monday to Friday.
struct Hall {
    world: World,
    a: Person,
    b: Person,
    lead: Caller,
    supervisor: Caller,
}

impl Hall {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        world.works(&day_shift(), &[(a.id, None), (b.id, None)]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        Self { world, a, b, lead, supervisor }
    }

    async fn lay(
        &self,
        caller: &Caller,
        version: i32,
        starts: &[(PersonId, u32)],
        typed: &str,
    ) -> services::Result<u32> {
        let draft = DraftRef { hall: self.world.hall.id, month: december(1), version };
        let starts = starts.iter().map(|(person, day)| (*person, december(*day))).collect();
        let laid = self.world.services.roster().lay_cycle(caller, draft, starts, typed.to_owned()).await?;
        Ok(laid.drafted)
    }

    /// What the draft shows for a person's last days of the month, from the 25th, which is a Friday.
    async fn last_week(&self, person: PersonId) -> String {
        let roster = self.world.services.roster();
        let sheet = roster.roster_sheet(&self.supervisor, self.world.hall.id, december(1)).await.unwrap();
        let row = sheet.rows.iter().find(|row| row.person == person).unwrap();
        let word = |plan| match plan {
            Plan::Shift(_) => '班',
            Plan::Rest => '休',
            Plan::Unscheduled => '-',
        };
        row.cells[24..].iter().map(|cell| word(cell.shown())).collect()
    }
}

#[db_test]
async fn it_runs_from_each_cell_to_the_end_of_the_month(world: World) {
    let hall = Hall::new(world).await;
    assert_eq!(hall.last_week(hall.a.id).await, "班休休班班班班");
    let (a, b) = (hall.a.id, hall.b.id);
    let drafted = hall.lay(&hall.lead, 0, &[(a, 25), (b, 26)], "班班休休").await.unwrap();
    assert_eq!(hall.last_week(a).await, "班班休休班班休");
    assert_eq!(hall.last_week(b).await, "班班班休休班班", "from its own date");
    // Only what differs from what is published: three days of a, four of b.
    assert_eq!(drafted, 7);
    // Laid anew it replaces what it covers.
    hall.lay(&hall.supervisor, 1, &[(a, 28)], "休").await.unwrap();
    assert_eq!(hall.last_week(a).await, "班班休休休休休");
}

#[db_test]
async fn what_is_no_cycle_or_nobodys_to_paint_is_refused_and_nothing_is_drafted(world: World) {
    let hall = Hall::new(world).await;
    let a = hall.a.id;
    for (typed, reason) in [("", FieldReason::Required), ("班早", FieldReason::Unknown)] {
        assert_eq!(problem(hall.lay(&hall.lead, 0, &[(a, 25)], typed).await), Problem::field("cycle", reason));
    }
    let stranger = hall.world.foreign().await.person.id;
    assert_eq!(problem(hall.lay(&hall.lead, 0, &[(stranger, 25)], "班休").await), Problem::Denied);
    let worker = hall.a.caller(&hall.world).await;
    assert_eq!(problem(hall.lay(&worker, 0, &[(hall.b.id, 25)], "班休").await), Problem::Denied);
    assert_eq!(problem(hall.lay(&hall.lead, 3, &[(a, 25)], "班休").await), Problem::Conflict);
    let roster = hall.world.services.roster();
    let draft = DraftRef { hall: hall.world.hall.id, month: december(1), version: 0 };
    let january = NaiveDate::from_ymd_opt(2027, 1, 5).unwrap();
    let beyond = roster.lay_cycle(&hall.lead, draft, vec![(a, january)], "班休".to_owned()).await;
    assert_eq!(problem(beyond), Problem::field("cells", FieldReason::OutOfRange));
    assert_eq!(hall.last_week(a).await, "班休休班班班班");
}
