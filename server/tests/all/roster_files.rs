//! Roster files are held against the law as a draft is, and whose days change is told.

use domain::{
    notices::NoticeContent,
    roster::{RosterImportReport, RosterRule},
};
use services::Caller;
use testkit::{World, db_test};

use crate::support::takes_note;

use crate::roster_editing::{Hall, december};

impl Hall {
    async fn days(&self, lines: &str) -> RosterImportReport {
        let file = format!("工号,日期,班次\n{lines}").into_bytes();
        let roster = self.world.services.roster();
        roster.import(&self.supervisor, self.world.hall.id, "排班.csv", file, false).await.unwrap()
    }

    async fn weeks(&self, rows: &str) -> RosterImportReport {
        let header = "工号,周一,周二,周三,周四,周五,周六,周日,起始日期";
        let file = format!("{header}\n{rows}").into_bytes();
        let roster = self.world.services.roster();
        roster.import_patterns(&self.supervisor, self.world.hall.id, "周.csv", file, false).await.unwrap()
    }

    async fn published(&self, caller: &Caller) -> Vec<(usize, chrono::NaiveDate)> {
        let inbox = self.world.services.notices().inbox(caller, None).await.unwrap();
        let told = inbox.notices.into_iter().filter_map(|notice| match notice.content {
            NoticeContent::RosterPublished { days, first } => Some((days, first)),
            _ => None,
        });
        told.collect()
    }
}

fn broken(report: &RosterImportReport) -> Vec<(u32, RosterRule)> {
    report.findings.iter().map(|row| (row.line, row.found.finding.rule)).collect()
}

#[db_test]
async fn a_file_of_days_that_breaks_the_law_is_refused_by_its_line(world: World) {
    let hall = Hall::new(world).await;
    // 5 and 6 December are a weekend between two weeks of work.
    let report = hall.days("w002,2026-12-01,休\nw001,2026-12-05,白班\nw001,2026-12-06,白班\n").await;
    assert!(report.errors.is_empty() && !report.applied);
    assert_eq!(broken(&report), [(3, RosterRule::NoRestDay), (3, RosterRule::MonthOvertime)]);
    assert_eq!(report.findings[0].found.basis.as_deref(), Some("劳动法 38"));
    let me = hall.a.caller(&hall.world).await;
    assert_eq!(hall.published(&me).await, []);
    let report = hall.days("w001,2026-12-05,白班\n").await;
    assert!(report.applied && report.findings.is_empty(), "Sunday is left: {report:?}");
}

#[db_test]
async fn whose_days_a_file_changes_is_told_and_asked_for_a_receipt(world: World) {
    let hall = Hall::new(world).await;
    let report = hall.days("w001,2026-12-01,休\nw001,2026-12-02,白班\nw002,2026-12-02,白班\n").await;
    assert!(report.applied, "{report:?}");
    let (me, other) = (hall.a.caller(&hall.world).await, hall.b.caller(&hall.world).await);
    assert_eq!(hall.published(&me).await, [(1, december(1))], "the second line says what the week says");
    assert_eq!(hall.published(&other).await, []);
    let roster = hall.world.services.roster();
    let news = roster.my_days(&me, december(1), december(5)).await.unwrap().news;
    assert_eq!(roster.acknowledge_roster(&me, takes_note(vec![news[0].receipt])).await.unwrap(), 1);
}

#[db_test]
async fn weeks_are_held_against_the_law_too(world: World) {
    let hall = Hall::new(world).await;
    let every_day = "w001,白班,白班,白班,白班,白班,白班,白班,2026-12-07\n";
    let report = hall.weeks(&format!("w002,白班,白班,白班,白班,休,,,2026-12-07\n{every_day}")).await;
    assert!(!report.applied);
    let rules = broken(&report);
    assert!(rules.contains(&(3, RosterRule::NoRestDay)), "{rules:?}");
    assert!(rules.iter().all(|(line, _)| *line == 3), "the other row is in order: {rules:?}");
    let report = hall.weeks("w002,白班,白班,白班,白班,休,,,2026-12-07\n").await;
    assert!(report.applied && report.findings.is_empty(), "{report:?}");
    let other = hall.b.caller(&hall.world).await;
    let told = hall.published(&other).await;
    assert!(told.len() == 1 && told[0].0 >= 3 && told[0].1 == december(11), "the Fridays of a month: {told:?}");
    let again = hall.weeks("w002,白班,白班,白班,白班,休,,,2026-12-07\n").await;
    assert_eq!((again.unchanged, hall.published(&other).await.len()), (1, 1));
}

#[db_test]
async fn what_was_wrong_before_is_not_held_against_a_file(world: World) {
    let hall = Hall::new(world).await;
    let now = hall.world.services.clock().now();
    let lines: Vec<_> = [5, 6]
        .into_iter()
        .map(|day| store::repo::roster::EntryRecord {
            person: hall.a.id,
            entry: domain::roster::RosterEntry { date: december(day), shift: Some(hall.day.id), post: None },
            revision: 1,
        })
        .collect();
    hall.world
        .db
        .write(lines, move |tx, lines| {
            Box::pin(async move { store::repo::roster::create_entries(tx, lines, now).await })
        })
        .await
        .unwrap();
    let report = hall.days("w001,2026-12-04,休\n").await;
    assert!(report.applied && report.findings.is_empty(), "it only gets better: {report:?}");
}
