//! Kinds of leave as settings: versions are published from a day on, above the law, by HR alone.

use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::{
    leave::{
        Law, LeaveError, LeaveKind, LeaveTypeView, ProfileCommand, Province, PublishForm, TermsField, VersionState,
    },
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Leave};
use testkit::{World, db_test};

use crate::{
    leave_balances::date,
    support::{App, problem},
};

const KIND: LeaveKind = LeaveKind::Bereavement;

pub struct Office {
    pub world: World,
    pub hr: Caller,
}

impl Office {
    pub async fn new(world: World) -> Self {
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        Self { world, hr }
    }

    pub fn leave(&self) -> Leave {
        self.world.services.leave()
    }

    pub async fn of(&self, kind: LeaveKind) -> LeaveTypeView {
        self.leave().leave_type(&self.hr, Some(self.world.hall.id), kind).await.unwrap()
    }

    /// What stands in the form, from a day on, to be changed.
    pub async fn form(&self, kind: LeaveKind, from: NaiveDate) -> PublishForm {
        let view = self.of(kind).await;
        let form = PublishForm::of(view.hall, view.latest, &view.rule.now, view.on);
        PublishForm { from: from.to_string(), source: "员工手册 12".to_owned(), ..form }
    }

    pub async fn days(&self, kind: LeaveKind, from: NaiveDate, days: &str) -> PublishForm {
        PublishForm { days: days.to_owned(), ..self.form(kind, from).await }
    }

    pub async fn publish(&self, form: PublishForm) -> i32 {
        self.leave().publish_version(&self.hr, form).await.unwrap()
    }

    /// Half days that a rule gives each time.
    async fn limit(&self, kind: LeaveKind, on: NaiveDate) -> Option<i32> {
        let hall = Some(self.world.hall.id);
        self.leave().rule(self.world.db.read(), hall, kind, on).await.unwrap().event_limit()
    }
}

#[db_test]
async fn a_version_applies_from_its_day_and_what_was_before_it_stays(world: World) {
    let office = Office::new(world).await;
    let december = date(2026, 12, 1);
    let form = office.days(KIND, december, "5").await;
    let looked = office.leave().preview_version(&office.hr, &form).await.unwrap();
    let change = looked.change.expect("nothing against it");
    assert_eq!(change.fields, [TermsField::Days, TermsField::Source]);
    assert_eq!((change.old.event_limit(), change.new.event_limit()), (Some(6), Some(10)));
    assert_eq!((change.in_review, change.granted, change.until), (0, 0, None));
    assert_eq!(office.of(KIND).await.latest, 0, "a look stores nothing");
    let worker = office.world.person("w001").hall_role(Role::Worker).create().await.caller(&office.world).await;
    assert_eq!(office.leave().leave_rules(&worker, None).await.unwrap().next, []);

    assert_eq!(office.publish(form).await, 1);
    assert_eq!((office.limit(KIND, date(2026, 11, 30)).await, office.limit(KIND, december).await), (Some(6), Some(10)));
    let view = office.of(KIND).await;
    assert_eq!(
        (view.rule.now.version, view.rule.next.map(|(from, rule)| (from, rule.version))),
        (0, Some((december, 1)))
    );
    let [first] = view.versions.as_slice() else { panic!("{:?}", view.versions) };
    assert_eq!((first.state, first.by.as_str(), first.until), (VersionState::Upcoming, "测试hr", None));

    office.world.clock.set("2026-12-02 09:00");
    assert_eq!(office.publish(office.days(KIND, date(2027, 1, 1), "7").await).await, 2);
    let view = office.of(KIND).await;
    let states: Vec<_> = view.versions.iter().map(|shown| (shown.state, shown.until)).collect();
    assert_eq!(states, [(VersionState::Upcoming, None), (VersionState::InForce, Some(date(2026, 12, 31)))]);
    assert_eq!(view.versions[1].version.terms.days, Some(5), "what was published is never changed");
    assert_eq!(office.limit(KIND, date(2026, 11, 30)).await, Some(6), "nor what was before it");

    let hall = office.world.hall.id;
    let lines = store::repo::audit::list_about(office.world.db.read(), &[hall.uuid()], None, 9).await.unwrap();
    let told: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(told, ["leave.publish_version", "leave.publish_version"]);
    assert!(lines[1].detail.starts_with("bereavement version 1 from 2026-12-01: days, source"), "{}", lines[1].detail);
}

#[db_test]
async fn what_is_below_the_law_is_refused_with_the_law(world: World) {
    let office = Office::new(world).await;
    let december = date(2026, 12, 1);
    let unpaid = PublishForm { paid: false, ..office.form(LeaveKind::Sick, december).await };
    let open = PublishForm { private_proof: false, ..office.form(LeaveKind::Sick, december).await };
    let cases = [
        (office.days(LeaveKind::Maternity, december, "97").await, "days", Law::Maternity),
        (office.days(LeaveKind::Marriage, december, "0").await, "days", Law::Family),
        (office.days(LeaveKind::Annual, december, "4").await, "days", Law::Annual),
        (office.days(LeaveKind::Annual, december, "15").await, "days", Law::Annual),
        (unpaid, "paid", Law::SickPay),
        (open, "private_proof", Law::Privacy),
    ];
    for (form, field, law) in cases {
        let refused = Problem::field(field, FieldReason::Law(law));
        let looked = office.leave().preview_version(&office.hr, &form).await.unwrap();
        assert_eq!((Problem::Invalid(looked.faults), looked.change), (refused.clone(), None));
        assert_eq!(problem(office.leave().publish_version(&office.hr, form).await), refused);
    }
    // Shanghai's days are the floor once they are confirmed, from the day on which they are.
    let confirm = ProfileCommand {
        hall: office.world.hall.id,
        province: Some(Province::Shanghai),
        from: december,
        checked: true,
    };
    office.leave().confirm_province(&office.hr, confirm).await.unwrap();
    let before = office.days(LeaveKind::Maternity, date(2026, 11, 27), "120").await;
    assert_eq!(office.publish(before).await, 1, "not yet");
    let after = office.days(LeaveKind::Maternity, date(2026, 12, 2), "120").await;
    let refused = Problem::field("days", FieldReason::Law(Law::Province));
    assert_eq!(problem(office.leave().publish_version(&office.hr, after).await), refused);
    let raised = office.limit(LeaveKind::Maternity, december).await;
    assert_eq!(raised, Some(316), "raised by itself where the law came to give more");
}

#[db_test]
async fn hr_publishes_who_manages_reads_and_nobody_else(world: World) {
    let office = Office::new(world).await;
    let (world, hall) = (&office.world, office.world.hall.id);
    let leave = office.leave();
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(world).await;
    let form = office.days(KIND, date(2026, 12, 1), "5").await;
    assert_eq!(leave.leave_types(&supervisor, None).await.unwrap().rows.len(), LeaveKind::ALL.len());
    assert!(!leave.leave_type(&supervisor, None, KIND).await.unwrap().may_publish);
    assert!(office.of(KIND).await.may_publish);
    for (name, role) in [("w001", Role::Worker), ("host", Role::Host), ("insp", Role::Inspector)] {
        let other = world.person(name).hall_role(role).create().await.caller(world).await;
        assert_eq!(problem(leave.leave_types(&other, Some(hall)).await), Problem::Denied, "{name}");
        assert_eq!(problem(leave.leave_type(&other, Some(hall), KIND).await), Problem::Denied, "{name}");
    }
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(world).await;
    for other in [&supervisor, &lead] {
        assert_eq!(problem(leave.preview_version(other, &form).await), Problem::Denied);
        assert_eq!(problem(leave.publish_version(other, form.clone()).await), Problem::Denied);
    }
    let foreign = world.foreign().await;
    assert_eq!(problem(leave.leave_types(&office.hr, Some(foreign.hall.id)).await), Problem::Denied);
    let theirs = PublishForm { hall: foreign.hall.id, ..form };
    assert_eq!(problem(leave.publish_version(&office.hr, theirs).await), Problem::Denied);
}

#[db_test]
async fn two_who_publish_at_once_do_not_overwrite_each_other(world: World) {
    let office = Office::new(world).await;
    let december = date(2026, 12, 1);
    let (mine, theirs) = (office.days(KIND, december, "4").await, office.days(KIND, december, "5").await);
    let leave = office.leave();
    let (one, two) = tokio::join!(leave.publish_version(&office.hr, mine), leave.publish_version(&office.hr, theirs));
    let (done, refused) = if one.is_ok() { (one, two) } else { (two, one) };
    assert_eq!((done.unwrap(), problem(refused)), (1, Problem::Conflict));
    // The same day once more: the later one applies, the first stands as replaced.
    assert_eq!(office.publish(office.days(KIND, december, "6").await).await, 2);
    let states: Vec<_> = office.of(KIND).await.versions.into_iter().map(|shown| shown.state).collect();
    assert_eq!(states, [VersionState::Upcoming, VersionState::Replaced]);
    let same = office.days(KIND, date(2026, 12, 5), "6").await;
    assert_eq!(problem(leave.publish_version(&office.hr, same).await), LeaveError::NothingChanged.into());
    let past = office.days(KIND, date(2026, 11, 23), "6").await;
    let refused = Problem::field("from", FieldReason::OutOfRange);
    assert_eq!(problem(leave.publish_version(&office.hr, past).await), refused);
    let other = office.world.another_hall("二号大厅").await;
    let theirs = leave.leave_type(&office.hr, Some(other.id), KIND).await.unwrap();
    assert_eq!((theirs.latest, theirs.rule.next), (0, None), "each hall has its own");
}

#[db_test]
async fn pages_and_plain_forms_do_it_without_a_script(world: World) {
    let token = world.person("hr2").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    let hall = app.world.hall.id;
    let list = app.get(&format!("/leave/types?hall={hall}"), Some(&token)).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.body.contains("丧假") && list.body.contains("法定规则"), "{}", list.body);
    let fields = "from=2026-12-01&days=DAYS&counts=workdays&unit=day&paid=true&proof=true&proof_from=0.5\
                  &proof_within=5&private_proof=true&notice=0&sudden=true&source=%E6%89%8B%E5%86%8C";
    let look = async |days: &str| {
        let fields = fields.replace("DAYS", days);
        app.get(&format!("/leave/types/bereavement/new?hall={hall}&latest=0&{fields}"), Some(&token)).await.body
    };
    assert!(look("5").await.contains("每次最多 3 天 → 每次最多 5 天"));
    assert!(look("0").await.contains("(80)劳总薪字29号：婚假、丧假为 1 至 3 天"), "names the law");
    let fields = |days: &str| {
        let fields = fields.replace("DAYS", days);
        let fields: Vec<String> = fields
            .split('&')
            .filter_map(|field| field.split_once('='))
            .map(|(name, value)| format!("form[{name}]={value}"))
            .collect();
        format!("form[hall]={hall}&form[kind]=bereavement&form[latest]=0&{}", fields.join("&"))
    };
    let refused = app.post("/api/leave/types/publish", Some(&token), &fields("0")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("days") && refused.body.contains("family"), "{}", refused.body);
    let done = app.post("/api/leave/types/publish", Some(&token), &fields("5")).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let again = app.post("/api/leave/types/publish", Some(&token), &fields("6")).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    let page = app.get(&format!("/leave/types/bereavement?hall={hall}&published=1"), Some(&token)).await;
    assert!(page.body.contains("已发布第 1 版") && page.body.contains("未生效"), "{}", page.body);
    let nowhere = app.get("/leave/types/nonsense", Some(&token)).await;
    assert!(!nowhere.status.is_server_error(), "{}", nowhere.status);
}
