//! Who decides on what, as HR sets and tries it.

use domain::{
    approvals::{
        ApprovalKind, ApprovalsError, DecideCommand, DelegateCommand, Level, RouteForm, Routes, StepForm, TryCommand,
        Verdict, Via, read_routes,
    },
    ids::DecisionId,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    approvals::{days_off, november},
    support::{App, problem},
};

const KIND: ApprovalKind = ApprovalKind::Leave;

struct House {
    world: World,
    worker: Caller,
    hr: Caller,
    session: String,
}

impl House {
    async fn new(world: World) -> Self {
        let worker = world.person("w002").hall_role(Role::Worker).at(world.hall.desks[0], Side::B).create().await;
        for (name, role) in [("sup", Role::Supervisor), ("host", Role::Host)] {
            world.person(name).hall_role(role).create().await;
        }
        world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await;
        let (worker, session) = (worker.caller(&world).await, hr.sign_in(&world).await.token);
        Self { worker, hr: hr.caller(&world).await, session, world }
    }

    async fn tried(&self, routes: &Routes, person: &str, days: &str) -> Vec<(Level, Vec<(String, Via)>)> {
        let command = attempt(person, days);
        let tried = self.world.services.approvals().try_routes(&self.hr, (KIND, routes), &command).await.unwrap();
        tried.into_iter().map(|step| (step.level, step.people)).collect()
    }
}

fn attempt(person: &str, amount: &str) -> TryCommand {
    TryCommand { person: person.to_owned(), amount: amount.to_owned(), subtype: "annual".to_owned() }
}

fn all_by(level: Level) -> Routes {
    let step = StepForm { level: Some(level), quorum: None, hours: "8".to_owned() };
    read_routes(KIND, &[RouteForm { steps: vec![step], ..RouteForm::default() }]).unwrap()
}

#[db_test]
async fn a_try_names_who_would_decide_and_stores_nothing(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let by_role = |name: &str| vec![(name.to_owned(), Via::Role)];
    let expected = [(Level::Lead, by_role("测试lead")), (Level::Supervisor, by_role("测试sup"))];
    assert_eq!(house.tried(&Routes::house(KIND), "w002", "2.5").await, expected);
    assert_eq!(house.tried(&Routes::house(KIND), "lead", "0.5").await, [(Level::Supervisor, by_role("测试sup"))]);
    // Nobody decides on their own: HR's goes down to who is left.
    let own = house.tried(&all_by(Level::Hr), "hr", "1").await;
    assert_eq!(own, [(Level::Hr, vec![("测试host".to_owned(), Via::Climbed)])]);
    assert_eq!(approvals.routes_view(&house.hr, KIND).await.unwrap().current.version, 0);

    house.world.foreign().await;
    let wrong = [("w002", "2.3", "amount", FieldReason::Malformed), ("w002", "0", "amount", FieldReason::Malformed)];
    let unknown = ["foreign", "nobody"].map(|name| (name, "1", "person", FieldReason::Unknown));
    for (person, days, field, reason) in wrong.into_iter().chain(unknown) {
        let tried = approvals.try_routes(&house.hr, (KIND, &Routes::house(KIND)), &attempt(person, days)).await;
        assert_eq!(problem(tried), Problem::field(field, reason), "{person} {days}");
    }
    let denied = approvals.try_routes(&house.worker, (KIND, &Routes::house(KIND)), &attempt("w002", "1")).await;
    assert_eq!(problem(denied), Problem::Denied);
}

#[db_test]
async fn a_version_holds_for_what_is_asked_after_it_and_all_are_kept(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let ask = async |day| house.world.services.leave().ask(&house.worker, days_off(day, day)).await.unwrap();
    let levels = async |id| -> Vec<Level> {
        let view = approvals.view(&house.worker, id).await.unwrap();
        view.steps.into_iter().map(|step| step.level).collect()
    };
    let before = ask(25).await;
    approvals.set_routes(&house.hr, KIND, 0, all_by(Level::Hr)).await.unwrap();
    let after = ask(26).await;
    assert_eq!((levels(before).await, levels(after).await), (vec![Level::Lead], vec![Level::Hr]));
    approvals.set_routes(&house.hr, KIND, 1, all_by(Level::Host)).await.unwrap();
    let view = approvals.routes_view(&house.hr, KIND).await.unwrap();
    let versions: Vec<i32> = view.earlier.iter().map(|known| known.version).collect();
    assert_eq!((view.current.version, versions), (2, vec![1, 0]));
    assert!(view.current.since.is_some() && view.earlier[1].since.is_none());
    assert_eq!(problem(approvals.routes_view(&house.worker, KIND).await), Problem::Denied);
}

#[db_test]
async fn the_form_is_read_as_a_browser_sends_it_and_faults_are_named(world: World) {
    let house = House::new(world).await;
    let (session, hr) = (house.session.clone(), house.hr.clone());
    let services = house.world.services.clone();
    let app = App::new(house.world);
    let form = |hours: &str, publish: &str| {
        format!(
            "kind=leave&version=0&routes%5B0%5D%5Bup_to_days%5D=1.5&routes%5B0%5D%5Brequester%5D=\
             &routes%5B0%5D%5Bsubtypes%5D%5B%5D=sick&routes%5B0%5D%5Bsubtypes%5D%5B%5D=annual\
             &routes%5B0%5D%5Bsteps%5D%5B0%5D%5Blevel%5D=lead&routes%5B0%5D%5Bsteps%5D%5B0%5D%5Bquorum%5D=all\
             &routes%5B0%5D%5Bsteps%5D%5B0%5D%5Bhours%5D={hours}\
             &routes%5B0%5D%5Bsteps%5D%5B1%5D%5Blevel%5D=&routes%5B0%5D%5Bsteps%5D%5B1%5D%5Bquorum%5D=one\
             &routes%5B0%5D%5Bsteps%5D%5B1%5D%5Bhours%5D=\
             &routes%5B1%5D%5Bsteps%5D%5B0%5D%5Blevel%5D=hr&routes%5B1%5D%5Bsteps%5D%5B0%5D%5Bquorum%5D=one\
             &routes%5B1%5D%5Bsteps%5D%5B0%5D%5Bhours%5D=8\
             &attempt%5Bperson%5D=w002&attempt%5Bamount%5D=1&attempt%5Bsubtype%5D=annual{publish}"
        )
    };
    let path = "/api/approvals/routes/set";
    let wrong = app.post(path, Some(&session), &form("0", "&publish=true")).await;
    assert_eq!(wrong.status.as_u16(), 422, "{}", wrong.body);
    assert!(wrong.body.contains("routes[0].steps[0].hours"), "{}", wrong.body);
    let tried = app.post(path, Some(&session), &form("2.5", "")).await;
    assert!(tried.status.is_success() && tried.body.contains("测试lead"), "{} {}", tried.status, tried.body);
    let done = app.post(path, Some(&session), &form("2.5", "&publish=true")).await;
    assert!(done.status.is_success() || done.status.is_redirection(), "{} {}", done.status, done.body);
    let view = services.approvals().routes_view(&hr, KIND).await.unwrap();
    let route = &view.current.routes.routes[0];
    assert_eq!((view.current.version, route.up_to_half_days, route.steps[0].minutes), (1, Some(3), 150));
    assert_eq!(route.subtypes, ["sick", "annual"]);
}

#[db_test]
async fn of_two_at_once_one_decides_and_the_deputy_is_told_that_it_is_settled(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let lead = house.world.person("w101").zone_role(Role::Lead, &house.world.hall).create().await;
    let lead = lead.caller(&house.world).await;
    let deputy = house.world.person("w102").hall_role(Role::Worker).create().await.caller(&house.world).await;
    let delegate = DelegateCommand {
        deputy: "w102".to_owned(),
        kind: None,
        place: None,
        from: november(24),
        to: november(25),
        reason: "外出".to_owned(),
    };
    approvals.delegate(&lead, delegate).await.unwrap();
    let id = house.world.services.leave().ask(&house.worker, days_off(25, 25)).await.unwrap();
    let version = approvals.view(&deputy, id).await.unwrap().row.version;
    let agree = |caller: &Caller| {
        let command = DecideCommand {
            id: DecisionId::new(),
            approval: id,
            version,
            verdict: Verdict::Agree,
            reason: None,
            seen: true,
        };
        let (approvals, caller) = (approvals.clone(), caller.clone());
        async move { approvals.decide(&caller, command).await }
    };
    let (first, second) = tokio::join!(agree(&lead), agree(&deputy));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    let late = if first.is_ok() { problem(second) } else { problem(first) };
    assert_eq!(late, ApprovalsError::Settled.into());
}
