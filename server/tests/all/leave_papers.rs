//! The papers that leave wants: handed in with it or later, for whose eyes, and what follows when none come.

use domain::{
    approvals::{DecideCommand, FlowState, Subject, Verdict},
    ids::{ApprovalId, DecisionId},
    leave::{
        LeaveAct, LeaveCard, LeaveCommand, LeaveFlag, LeaveKind, LeaveRequestError, LeaveView, PapersRuling,
        PapersState, RulePapersCommand, SuddenCommand,
    },
    notices::NoticeContent,
    photos::PhotoSubject,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test};

use crate::{
    approvals::{days_off, november},
    photos::png,
    support::{problem, takes_back},
};

/// Somebody without a window, so that nobody has to cover, and those above them.
struct House {
    world: World,
    person: Person,
    me: Caller,
    lead: Caller,
    hr: Caller,
}

impl House {
    async fn new(world: World) -> Self {
        let person = world.person("w001").hall_role(Role::Worker).create().await;
        let lead = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        world.works(&day_shift(), &[(person.id, None)]).await;
        Self { me: person.caller(&world).await, lead, hr, person, world }
    }

    async fn ask(&self, command: LeaveCommand) -> ApprovalId {
        self.world.services.leave().ask(&self.me, command).await.unwrap()
    }

    async fn agree(&self, id: ApprovalId) {
        let version = self.view(&self.lead, id).await.approval.row.version;
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

    async fn view(&self, caller: &Caller, id: ApprovalId) -> LeaveView {
        self.world.services.leave().view(caller, id).await.unwrap()
    }

    async fn card(&self, caller: &Caller, id: ApprovalId) -> LeaveCard {
        let Subject::Leave(card) = self.view(caller, id).await.approval.row.subject else { panic!("no leave") };
        *card
    }

    async fn state(&self, id: ApprovalId) -> PapersState {
        self.card(&self.lead, id).await.papers.unwrap().state
    }

    async fn inbox(&self, caller: &Caller) -> Vec<NoticeContent> {
        let page = self.world.services.notices().inbox(caller, None).await.unwrap();
        page.notices.into_iter().map(|notice| notice.content).collect()
    }

    async fn views_of_proof(&self) -> usize {
        let page = self.world.services.accounts().audit_about(&self.hr, self.person.id, None).await.unwrap();
        page.lines.iter().filter(|line| line.action == "leave.view_proof").count()
    }
}

fn sick(day: u32) -> LeaveCommand {
    LeaveCommand { kind: LeaveKind::Sick, reason: "发烧".to_owned(), ..days_off(day, day) }
}

fn rule(id: ApprovalId, version: i32, ruling: PapersRuling) -> RulePapersCommand {
    RulePapersCommand { id, version, ruling, reason: "没有病假条".to_owned() }
}

#[db_test]
async fn a_sick_note_is_for_hr_alone_and_each_view_is_logged(world: World) {
    let house = House::new(world).await;
    let photos = house.world.services.photos();
    let note = photos.add(&house.me, png(20), None).await.unwrap();
    let id = house.ask(LeaveCommand { photos: vec![note.id], ..sick(25) }).await;
    let seen = house.card(&house.lead, id).await;
    let papers = seen.papers.unwrap();
    assert_eq!((papers.state, papers.photos, papers.private), (PapersState::HandedIn, 1, true));
    assert!(seen.photos.is_empty(), "that they have come, and no more");
    assert_eq!(problem(photos.open(&house.lead, note.id).await), Problem::NotFound);
    assert_eq!(house.card(&house.hr, id).await.photos.len(), 1);
    assert_eq!(house.views_of_proof().await, 0, "that there is one is no view of it");
    photos.open(&house.me, note.id).await.unwrap();
    photos.open(&house.hr, note.id).await.unwrap();
    photos.open(&house.hr, note.id).await.unwrap();
    assert_eq!(house.views_of_proof().await, 2);
    // Checked by who sees it; then it stays as it was checked.
    let leave = house.world.services.leave();
    assert_eq!(problem(leave.check_papers(&house.lead, id).await), Problem::Denied);
    assert!(!house.view(&house.lead, id).await.acts.contains(&LeaveAct::CheckPapers));
    assert!(house.view(&house.hr, id).await.acts.contains(&LeaveAct::CheckPapers));
    leave.check_papers(&house.hr, id).await.unwrap();
    assert_eq!(house.state(id).await, PapersState::Checked);
    assert_eq!(problem(photos.take_back(&house.me, note.id).await), LeaveRequestError::NotNow.into());
    let more = photos.add(&house.me, png(21), Some(PhotoSubject::Leave(id))).await;
    assert_eq!(problem(more), LeaveRequestError::NotNow.into());
}

#[db_test]
async fn what_is_not_private_is_seen_by_who_decides(world: World) {
    let house = House::new(world).await;
    let photos = house.world.services.photos();
    let id = house.ask(LeaveCommand { kind: LeaveKind::Official, ..days_off(25, 25) }).await;
    let summons = photos.add(&house.me, png(20), Some(PhotoSubject::Leave(id))).await.unwrap();
    assert_eq!(house.card(&house.lead, id).await.photos, std::slice::from_ref(&summons));
    photos.open(&house.lead, summons.id).await.unwrap();
    let colleague = house.world.person("w002").hall_role(Role::Worker).create().await.caller(&house.world).await;
    assert_eq!(problem(photos.open(&colleague, summons.id).await), Problem::NotFound);
    house.world.services.leave().check_papers(&house.lead, id).await.unwrap();
}

#[db_test]
async fn the_person_is_reminded_once_and_then_the_lead_is_told(world: World) {
    let house = House::new(world).await;
    // Asked for the day itself: due three working days later, on Friday.
    let id = house.ask(sick(24)).await;
    house.agree(id).await;
    let papers = house.card(&house.me, id).await.papers.unwrap();
    assert_eq!((papers.due_on, papers.state), (november(27), PapersState::Awaited));
    let about = |content: &NoticeContent| {
        matches!(
            content,
            NoticeContent::PapersDue { .. } | NoticeContent::PapersOverdue { .. } | NoticeContent::PapersMissing { .. }
        )
    };
    let mut told = Vec::new();
    for now in ["2026-11-25 09:00", "2026-11-26 07:30", "2026-11-26 08:40", "2026-11-27 09:00", "2026-11-28 09:00"] {
        house.world.clock.set(now);
        house.world.services.run_jobs().await.unwrap();
        let count = |inbox: Vec<NoticeContent>| inbox.iter().filter(|content| about(content)).count();
        told.push((count(house.inbox(&house.me).await), count(house.inbox(&house.lead).await)));
    }
    assert_eq!(told, [(0, 0), (0, 0), (1, 0), (1, 0), (2, 1)]);
    assert_eq!(house.state(id).await, PapersState::Overdue);
    house.world.clock.set("2026-11-29 09:00");
    house.world.services.run_jobs().await.unwrap();
    assert_eq!(house.inbox(&house.lead).await.iter().filter(|content| about(content)).count(), 1);
}

#[db_test]
async fn what_follows_from_missing_papers_is_for_the_lead_to_decide(world: World) {
    let house = House::new(world).await;
    let leave = house.world.services.leave();
    let (first, second) = (house.ask(sick(24)).await, house.ask(sick(25)).await);
    house.agree(first).await;
    house.agree(second).await;
    let version = house.view(&house.lead, first).await.approval.row.version;
    let early = leave.rule_papers(&house.lead, rule(first, version, PapersRuling::Unexcused)).await;
    assert_eq!(problem(early), LeaveRequestError::NotNow.into(), "there is still time");
    house.world.clock.set("2026-12-02 09:00");
    assert!(house.view(&house.lead, first).await.acts.contains(&LeaveAct::RulePapers));
    let own = leave.rule_papers(&house.me, rule(first, version, PapersRuling::Excused)).await;
    assert_eq!(problem(own), Problem::Denied);
    let silent = RulePapersCommand { reason: " ".to_owned(), ..rule(first, version, PapersRuling::Unexcused) };
    let silent = leave.rule_papers(&house.lead, silent).await;
    assert_eq!(problem(silent), Problem::field("reason", FieldReason::Required));
    let stale = leave.rule_papers(&house.lead, rule(first, version - 1, PapersRuling::Unexcused)).await;
    assert_eq!(problem(stale), Problem::Conflict);
    leave.rule_papers(&house.lead, rule(first, version, PapersRuling::Unexcused)).await.unwrap();
    let gone = house.view(&house.me, first).await;
    assert_eq!(gone.approval.row.state, FlowState::Cancelled);
    assert_eq!(gone.ruled.unwrap().reason, "没有病假条");
    assert_eq!(house.state(first).await, PapersState::Unexcused);
    let version = house.view(&house.lead, second).await.approval.row.version;
    leave.rule_papers(&house.lead, rule(second, version, PapersRuling::Excused)).await.unwrap();
    assert_eq!(house.view(&house.me, second).await.approval.row.state, FlowState::Approved);
    let again = leave.rule_papers(&house.lead, rule(second, version, PapersRuling::Unexcused)).await;
    assert_eq!(problem(again), LeaveRequestError::NotNow.into(), "once");
    let inbox = house.inbox(&house.me).await;
    for excused in [true, false] {
        let ruled = |content: &NoticeContent| matches!(content, NoticeContent::PapersRuled { excused: told, .. } if *told == excused);
        assert!(inbox.iter().any(ruled), "{excused}");
    }
}

#[db_test]
async fn asked_afterwards_the_days_of_grace_count_from_the_first_day(world: World) {
    let house = House::new(world).await;
    house.world.clock.set("2026-11-26 09:00");
    let inside = house.ask(sick(24)).await;
    assert_eq!(house.state(inside).await, PapersState::Awaited);
    assert!(!house.card(&house.lead, inside).await.flags.contains(&LeaveFlag::PapersLate));
    let outside = house.ask(sick(17)).await;
    assert_eq!(house.state(outside).await, PapersState::Overdue);
    assert!(house.card(&house.lead, outside).await.flags.contains(&LeaveFlag::PapersLate));
    // Late photos are handed in all the same; the day on which they came is known.
    house.world.services.photos().add(&house.me, png(20), Some(PhotoSubject::Leave(outside))).await.unwrap();
    house.world.services.photos().add(&house.me, png(21), Some(PhotoSubject::Leave(inside))).await.unwrap();
    for (id, late) in [(outside, true), (inside, false)] {
        for reader in [&house.me, &house.hr] {
            let papers = house.card(reader, id).await.papers.unwrap();
            assert_eq!((papers.state, papers.late), (PapersState::HandedIn, late));
        }
    }
}

#[db_test]
async fn a_sudden_case_that_nobody_explains_in_time_is_for_the_lead_to_decide(world: World) {
    let house = House::new(world).await;
    let leave = house.world.services.leave();
    let report = async || {
        let command = SuddenCommand { id: ApprovalId::new(), kind: LeaveKind::Personal, tap: None };
        leave.report(&house.me, command, None).await.unwrap()
    };
    // Until it is decided, the reason can be written into it, and nothing more is wanted.
    let told = report().await;
    let papers = house.card(&house.me, told).await.papers.unwrap();
    assert_eq!((papers.due_on, papers.state), (november(27), PapersState::Awaited));
    let version = house.view(&house.me, told).await.approval.row.version;
    house.ask(LeaveCommand { id: told, version: Some(version), ..days_off(24, 24) }).await;
    let card = house.card(&house.lead, told).await;
    assert!(card.flags.contains(&LeaveFlag::Sudden) && card.papers.is_none(), "{card:?}");
    let version = house.view(&house.me, told).await.approval.row.version;
    leave.withdraw(&house.me, takes_back(told, version)).await.unwrap();
    // After that, a photo of the note is.
    let handed_in = report().await;
    house.agree(handed_in).await;
    house.world.services.photos().add(&house.me, png(20), Some(PhotoSubject::Leave(handed_in))).await.unwrap();
    assert_eq!(house.state(handed_in).await, PapersState::HandedIn);
    house.world.clock.set("2026-11-25 08:25");
    let silent = report().await;
    house.agree(silent).await;
    house.world.clock.set("2026-12-01 09:00");
    house.world.services.run_jobs().await.unwrap();
    assert!(house.inbox(&house.me).await.contains(&NoticeContent::PapersOverdue { request: silent }));
    let version = house.view(&house.lead, silent).await.approval.row.version;
    leave.rule_papers(&house.lead, rule(silent, version, PapersRuling::Unexcused)).await.unwrap();
    assert_eq!(house.view(&house.me, silent).await.approval.row.state, FlowState::Cancelled);
    assert_eq!(house.state(silent).await, PapersState::Unexcused);
}
