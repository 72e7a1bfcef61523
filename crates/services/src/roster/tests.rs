use chrono::{NaiveDate, Weekday};
use domain::{
    policy::{Grant, Role, Scope},
    problem::{FieldReason, Problem},
    roster::{RosterColumn, RosterDay, RosterImportReport, WeeklyPattern},
};
use store::repo::roster::find_patterns;

use crate::{Caller, Error, testing};

const SHIFTS: &str = r#"
    [[shift]]
    name = "白班"
    short = "白"
    slot = [
        { kind = "in", due = "08:30", opens = "07:30", closes = "10:00" },
        { kind = "out", due = "17:30", opens = "16:00", closes = "20:00" },
    ]
    [[shift]]
    name = "夜班"
    short = "夜"
    slot = [
        { kind = "in", due = "22:00", opens = "21:00", closes = "23:30" },
        { kind = "out", due = "+1 06:00", opens = "+1 05:00", closes = "+1 08:00" },
    ]
"#;
const STAFF: &str = "工号,姓名,手机,入职日期,岗位,窗口,A/B\n\
    w001,赵一,13800000002,2020-01-06,受理员,A01,A\nw002,孙二,13800000003,2020-01-06,受理员,A01,B\n";
const HEADER: &str = "工号,周一,周二,周三,周四,周五,周六,周日,起始日期,调休上班按,窗口\n";

/// A hall with two people and two shifts, on Tuesday 2026-11-24.
struct Office(testing::Office);

impl Office {
    async fn open() -> Self {
        let office = testing::Office::open().await;
        let accounts = office.services.accounts();
        let report = accounts.import_staff(&office.hr, office.hall, "staff.csv", STAFF.into(), false).await.unwrap();
        assert!(report.applied, "{report:?}");
        let report = office.services.roster().import_shifts(&office.hr, office.hall, SHIFTS).await.unwrap();
        assert_eq!(report.added, ["白班", "夜班"]);
        Self(office)
    }

    async fn patterns(&self, rows: &str) -> RosterImportReport {
        let (roster, file) = (self.0.services.roster(), format!("{HEADER}{rows}"));
        roster.import_patterns(&self.0.hr, self.0.hall, "weeks.csv", file.into(), false).await.unwrap()
    }

    async fn roster(&self, rows: &str) -> RosterImportReport {
        let (roster, file) = (self.0.services.roster(), format!("工号,日期,班次\n{rows}"));
        roster.import(&self.0.hr, self.0.hall, "days.csv", file.into(), false).await.unwrap()
    }

    async fn worker(&self, name: &str) -> Caller {
        let person = self.0.person(name).await;
        testing::caller(&person, Grant { role: Role::Worker, scope: Scope::Hall(self.0.hall) })
    }

    async fn days(&self, name: &str, from: &str, to: &str) -> Vec<RosterDay> {
        let caller = self.worker(name).await;
        self.0.services.roster().my_days(&caller, date(from), date(to)).await.unwrap().days
    }

    async fn patterns_of(&self, name: &str) -> Vec<WeeklyPattern> {
        let (db, person) = (self.0.services.db().read(), self.0.person(name).await.id);
        let found = find_patterns(db, &[person], date("2026-01-01"), date("2027-12-31")).await.unwrap();
        let mut patterns: Vec<_> = found.into_iter().map(|(_, pattern)| pattern).collect();
        patterns.sort_by_key(|pattern| pattern.from);
        patterns
    }

    /// When a person's shifts begin, `-` on days without one.
    async fn due(&self, name: &str, from: &str, to: &str) -> Vec<String> {
        let days = self.days(name, from, to).await;
        let due = |day: &RosterDay| {
            day.duty.shift().map_or("-".to_owned(), |shift| format!("{} {}", shift.name, shift.slots[0].due))
        };
        days.iter().map(due).collect()
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn counts(report: &RosterImportReport) -> (u32, u32, u32) {
    assert!(report.applied, "{report:?}");
    (report.added, report.changed, report.unchanged)
}

fn faults(report: RosterImportReport) -> Vec<(u32, RosterColumn, FieldReason)> {
    assert!(!report.applied);
    report.errors.into_iter().map(|error| (error.line, error.column, error.reason)).collect()
}

fn fields<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(String, FieldReason)> {
    match result {
        Err(Error::Problem(Problem::Invalid(fields))) => {
            fields.into_iter().map(|fault| (fault.field, fault.reason)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_week_becomes_duties() {
    let office = Office::open().await;
    let report = office.patterns("w001,白班,白班,白班,白班,夜班,休,,2026-11-24,周五,A01\n").await;
    assert_eq!(counts(&report), (1, 0, 0));
    let due = office.due("w001", "2026-11-23", "2026-11-29").await;
    assert_eq!(due, ["-", "白班 510", "白班 510", "白班 510", "夜班 1320", "-", "-"]);
    let tuesday = &office.days("w001", "2026-11-24", "2026-11-24").await[0];
    assert!(tuesday.window.as_ref().is_some_and(|window| window.contains("A01")), "{tuesday:?}");
    let stored = office.patterns_of("w001").await;
    assert_eq!((stored.len(), stored[0].make_up), (1, Weekday::Fri));
}

#[tokio::test]
async fn a_new_week_ends_the_one_before_and_the_same_changes_nothing() {
    let office = Office::open().await;
    let first = "w001,白班,白班,白班,白班,白班,,,2026-11-24,,\n";
    let second = "w001,夜班,夜班,夜班,夜班,休,,,2026-12-07,,\n";
    assert_eq!(counts(&office.patterns(first).await), (1, 0, 0));
    assert_eq!(counts(&office.patterns(second).await), (1, 0, 0));
    assert_eq!(counts(&office.patterns(&format!("{second}{first}")).await), (0, 0, 2));
    assert_eq!(office.due("w001", "2026-12-04", "2026-12-07").await, ["白班 510", "-", "-", "夜班 1320"]);
    let stored = office.patterns_of("w001").await;
    let ends: Vec<_> = stored.iter().map(|pattern| (pattern.from, pattern.to)).collect();
    assert_eq!(ends, [(date("2026-11-24"), Some(date("2026-12-06"))), (date("2026-12-07"), None)]);
    // One that begins on the same day is corrected, and still ends.
    assert_eq!(counts(&office.patterns("w001,白班,白班,白班,白班,休,,,2026-11-24,,\n").await), (0, 1, 0));
    assert_eq!(office.due("w001", "2026-12-04", "2026-12-07").await, ["-", "-", "-", "夜班 1320"]);
}

#[tokio::test]
async fn every_bad_cell_is_named_and_nothing_is_written() {
    use FieldReason::{Malformed, NoSuchDate, OutOfRange, Overlaps, Required, Twice, Unknown};
    use RosterColumn::{Date, From, MakeUp, Monday, SignInName, Sunday, Wednesday, Window};
    let office = Office::open().await;
    let report = office
        .patterns(
            "w001,白班,,,,,,,2026-11-24,,\n\
             w404,早班,,,,,,中班,2026-02-30,周六,Z09\n\
             ,白班,,早班,,,,,,,\n\
             w001,夜班,,,,,,,2026-11-24,,\n\
             w002,白班,,,,,,,2026-01-05,,\n\
             w002,夜班,,,,,,,2029-01-01,,\n",
        )
        .await;
    let expected = [
        (3, SignInName, Unknown),
        (3, Monday, Unknown),
        (3, Sunday, Unknown),
        (3, From, NoSuchDate),
        (3, MakeUp, Malformed),
        (3, Window, Unknown),
        (4, SignInName, Required),
        (4, Wednesday, Unknown),
        (4, From, Required),
        (5, From, Twice),
        (6, From, OutOfRange),
        (7, From, OutOfRange),
    ];
    let mut found = faults(report);
    found.sort_unstable_by_key(|(line, column, _)| (*line, column.code()));
    let mut expected = expected.to_vec();
    expected.sort_unstable_by_key(|(line, column, _)| (*line, column.code()));
    assert_eq!(found, expected);
    assert_eq!(office.due("w001", "2026-11-30", "2026-11-30").await, ["-"]);
    // Until 06:00 by the published line, and from 05:00 by the week.
    office.roster("w002,2026-12-01,夜班\n").await;
    let early = SHIFTS.replace("白班", "早班").replace("08:30", "05:00").replace("07:30", "04:00");
    let early = early.split("[[shift]]\n    name = \"夜班\"").next().unwrap();
    office.0.services.roster().import_shifts(&office.0.hr, office.0.hall, early).await.unwrap();
    assert_eq!(faults(office.patterns("w002,,,早班,,,,,2026-11-24,,\n").await), [(2, From, Overlaps)]);
    let roster = office.0.services.roster();
    let file = "工号,周一\nw001,白班\n";
    let report = roster.import_patterns(&office.0.hr, office.0.hall, "weeks.csv", file.into(), true).await.unwrap();
    assert_eq!(report.errors.len(), 7, "{report:?}");
    assert!(report.errors.iter().all(|error| error.reason == Required && error.column != Date));
}

#[tokio::test]
async fn a_column_that_stands_twice_is_named() {
    let office = Office::open().await;
    let (roster, hr, hall) = (office.0.services.roster(), &office.0.hr, office.0.hall);
    let days = "工号,日期,班次,班次\nw001,2026-11-24,白班,夜班\n";
    let report = roster.import(hr, hall, "days.csv", days.into(), false).await.unwrap();
    assert_eq!(faults(report), [(1, RosterColumn::Shift, FieldReason::Twice)]);
    let days = "工号,日期,班次,备注,备注,周一,周一\nw001,2026-11-24,白班,,,,\n";
    let report = roster.import(hr, hall, "days.csv", days.into(), false).await.unwrap();
    let twice = report.errors.iter().any(|error| error.reason == FieldReason::Twice);
    assert!(!twice, "of what nobody reads there may be several");
    let weeks = format!("窗口,{HEADER}A01,w001,白班,,,,,,,2026-11-24,,A02\n");
    let report = roster.import_patterns(hr, hall, "weeks.csv", weeks.into(), false).await.unwrap();
    assert_eq!(faults(report), [(1, RosterColumn::Window, FieldReason::Twice)]);
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    let office = Office::open().await;
    let (roster, file) = (office.0.services.roster(), format!("{HEADER}w001,白班,,,,,,,2026-11-24,,\n"));
    let report = roster.import_patterns_by_operator("市民中心", "weeks.csv", file.into(), true).await.unwrap();
    assert_eq!((report.applied, report.added), (false, 1));
    assert_eq!(office.due("w001", "2026-11-30", "2026-11-30").await, ["-"]);
}

#[tokio::test]
async fn a_replaced_shift_holds_from_tomorrow() {
    let office = Office::open().await;
    let week = "w001,白班,白班,白班,白班,白班,,,2026-11-23,,\n";
    office.patterns(week).await;
    let lines = "w002,2026-11-24,白班\nw002,2026-11-25,白班\n";
    office.roster(lines).await;
    let roster = office.0.services.roster();
    let later = SHIFTS.replace("08:30", "09:00");
    let report = roster.import_shifts_by_operator("市民中心", &later).await.unwrap();
    assert_eq!((report.replaced, report.unchanged, report.patterns), (vec!["白班".into()], vec!["夜班".into()], 1));
    assert_eq!(office.due("w001", "2026-11-23", "2026-11-25").await, ["白班 510", "白班 510", "白班 540"]);
    assert_eq!(office.due("w002", "2026-11-24", "2026-11-25").await, ["白班 510", "白班 510"]);
    // What was worked by the old one stays, though its name now means the new one.
    assert_eq!(counts(&office.patterns(week).await), (0, 0, 1));
    assert_eq!(counts(&office.roster(lines).await), (0, 1, 1));
    assert_eq!(office.due("w002", "2026-11-24", "2026-11-25").await, ["白班 510", "白班 540"]);
    let again = roster.import_shifts(&office.0.hr, office.0.hall, &later).await.unwrap();
    assert_eq!((again.replaced.len(), again.unchanged.len(), again.patterns), (0, 2, 0));
}

#[tokio::test]
async fn a_replacement_that_overlaps_is_refused() {
    let office = Office::open().await;
    office.patterns("w001,夜班,白班,,,,,,2026-11-24,,\n").await;
    let early = SHIFTS.replace("08:30", "05:30").replace("07:30", "05:00");
    let roster = office.0.services.roster();
    let refused = roster.import_shifts(&office.0.hr, office.0.hall, &early).await;
    assert_eq!(fields(refused), [("白班.slot".to_owned(), FieldReason::Overlaps)]);
    assert_eq!(office.due("w001", "2026-12-01", "2026-12-01").await, ["白班 510"]);
}

#[tokio::test]
async fn who_may_not_and_halls_that_are_not_there_are_refused() {
    let office = Office::open().await;
    let (roster, worker, hall) = (office.0.services.roster(), office.worker("w001").await, office.0.hall);
    let denied = |error: Error| matches!(error, Error::Problem(Problem::Denied));
    assert!(denied(roster.import_shifts(&worker, hall, SHIFTS).await.unwrap_err()));
    assert!(denied(roster.import_patterns(&worker, hall, "a.csv", HEADER.into(), true).await.unwrap_err()));
    let unknown = [("hall".to_owned(), FieldReason::Unknown)];
    assert_eq!(fields(roster.import_shifts_by_operator("无此厅", SHIFTS).await), unknown);
    assert_eq!(fields(roster.import_by_operator("无此厅", "a.csv", HEADER.into(), true).await), unknown);
}
