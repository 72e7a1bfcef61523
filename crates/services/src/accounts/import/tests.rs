use domain::{
    accounts::{StaffColumn, StaffImportChange, StaffImportReport},
    policy::{Grant, Role, Scope},
    problem::{FieldError, FieldReason, Problem},
};

use super::*;
use crate::testing::{FOUNDERS, Office, caller, empty, founding};

const HEADER: &str = "工号,姓名,手机,身份证号,岗位,窗口,A/B,组长,入职日期,累计工作起始\n";

/// Three people at two windows, the second of them lead of the zone.
const LIST: &str = "w001,张三,13800000011,11010519491231002X,受理员,A01,A,w002,2024-03-01,2015-07-01\n\
                    w002,李四,138 0000 0012,,受理员,A01,B岗,,2024/3/1,\n\
                    w003,王小五,+8613800000013,,咨询员,A02,a,w002,20260901,\n";

async fn import(office: &Office, rows: &str, dry_run: bool) -> Result<StaffImportReport> {
    let bytes = format!("{HEADER}{rows}").into_bytes();
    office.services.accounts().import_staff(&office.hr, office.hall, "staff.csv", bytes, dry_run).await
}

/// 工号 and changed columns.
fn changes(changes: &[StaffImportChange]) -> Vec<(&str, Vec<StaffColumn>)> {
    changes.iter().map(|change| (change.sign_in_name.as_str(), change.columns.clone())).collect()
}

#[tokio::test]
async fn an_empty_database_begins_with_a_hall_and_its_hr() {
    let (services, folder) = empty().await;
    let accounts = services.accounts();
    let import = |target, dry_run| accounts.import_staff_by_operator(target, "hr.csv", FOUNDERS.into(), dry_run);
    for (target, field, reason) in [
        (OperatorImport { agency: None, ..founding() }, "agency", FieldReason::Required),
        (OperatorImport { hall: None, ..founding() }, "hall", FieldReason::Required),
        (OperatorImport { hr: None, ..founding() }, "hr", FieldReason::Required),
        (OperatorImport { hr: Some("hr02".to_owned()), ..founding() }, "hr", FieldReason::Unknown),
    ] {
        let Err(Error::Problem(Problem::Invalid(wrong))) = import(target, false).await else { panic!("{field}") };
        assert_eq!(wrong, [FieldError::new(field, reason)]);
    }
    assert_eq!(import(founding(), true).await.unwrap().created.len(), 1);
    assert!(org::all_halls(services.db().read()).await.unwrap().0.is_empty(), "a dry run makes nothing");

    assert!(import(founding(), false).await.unwrap().applied);
    let again = import(OperatorImport::default(), false).await.unwrap();
    assert_eq!((again.created.len(), again.unchanged), (0, 1), "with one hall there is none to name");
    assert!(accounts.invite_by_operator("hr01").await.is_ok());
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_dry_run_says_what_the_import_then_does_and_a_second_one_changes_nothing() {
    let office = Office::open().await;
    let dry = import(&office, LIST, true).await.unwrap();
    assert!(office.holders().await.is_empty());
    let report = import(&office, LIST, false).await.unwrap();
    assert_eq!(report, StaffImportReport { applied: true, ..dry });
    assert_eq!(changes(&report.created), ["w001", "w002", "w003"].map(|name| (name, vec![])));
    assert_eq!(report.posts, ["A01 受理员", "A02 咨询员"]);
    let held = ["A01 受理员 A 张三 2026-11-24..", "A01 受理员 B 李四 2026-11-24..", "A02 咨询员 A 王小五 2026-11-24.."];
    assert_eq!(office.holders().await, held);

    let again = import(&office, LIST, false).await.unwrap();
    assert_eq!(again, StaffImportReport { applied: true, unchanged: 3, ..StaffImportReport::default() });
    assert_eq!(office.holders().await, held);
    let roles = repo::find_appointments(office.services.db().read(), &[office.person("w002").await.id]).await.unwrap();
    let mut roles: Vec<_> = roles.iter().map(|role| role.grant.role).collect();
    roles.sort_unstable();
    assert_eq!(roles, [Role::Worker, Role::Lead], "both rows name the lead, who is appointed once");
}

#[tokio::test]
async fn an_import_changes_what_the_file_says_and_nothing_else() {
    let office = Office::open().await;
    import(&office, LIST, false).await.unwrap();
    // A and B change places, the third gets a new phone, a fourth takes the third's post.
    let report = import(
        &office,
        "w001,张三,13800000011,,受理员,A01,B,,2024-03-01,\n\
         w002,李四,13800000012,,受理员,A01,A,,2024-03-01,\n\
         w004,赵六,13800000014,,咨询员,A02,A,,2026-11-30,\n\
         w003,王小五,13900000013,,,,,,2026-09-01,\n",
        false,
    );
    let report = report.await.unwrap();
    let (post, side, phone) = (StaffColumn::Post, StaffColumn::Side, StaffColumn::Phone);
    let updated = vec![("w001", vec![side]), ("w002", vec![side]), ("w003", vec![phone, post])];
    assert_eq!(changes(&report.updated), updated);
    // Whoever is followed stays until the new one's first day.
    let held = [
        "A01 受理员 A 李四 2026-11-24..",
        "A01 受理员 B 张三 2026-11-24..",
        "A02 咨询员 A 王小五 2026-11-24..2026-11-29",
        "A02 咨询员 A 赵六 2026-11-30..",
    ];
    assert_eq!(office.holders().await, held);
    let person = office.person("w001").await;
    assert_eq!(person.id_last4.as_deref(), Some("002X"), "an empty cell leaves what is stored");
    assert_eq!(person.service_from.map(|day| day.to_string()).as_deref(), Some("2015-07-01"));
    assert_eq!(office.services.accounts().reveal_id_number(&office.hr, person.id).await.unwrap(), "11010519491231002X");
}

#[tokio::test]
async fn every_bad_cell_is_named_and_nothing_is_written() {
    use FieldReason::{
        Checksum, Ended, Malformed, NoSuchDate, NotAllowed, OutOfRange, Required, SamePerson, Taken, TooShort,
        TooYoung, Twice, Unknown,
    };
    use StaffColumn::{HiredOn, IdNumber, Lead, Name, Phone, Post, ServiceFrom, Side, SignInName, Window};

    let office = Office::open().await;
    import(&office, "w009,周九,13800000019,,,,,,2024-03-01,\n", false).await.unwrap();
    let left = office.person("w009").await.id;
    office.services.accounts().end_employment(&office.hr, left, "2026-10-31".parse().unwrap()).await.unwrap();

    let good = "w001,张三,13800000011,,受理员,A01,A,,2024-03-01,\n";
    let cases = [
        (",张三,13800000011,,,,,,2024-03-01,", vec![(SignInName, Required, "")]),
        (
            "w 1,张,1380000001,,,,,,2024-03-01,",
            vec![(SignInName, Malformed, "w 1"), (Name, TooShort, "张"), (Phone, Malformed, "1380000001")],
        ),
        ("w002,李四,13800000012,110105194912310021,,,,,2024-03-01,", vec![(IdNumber, Checksum, "")]),
        ("w002,李四,13800000012,110105194902290023,,,,,2024-03-01,", vec![(IdNumber, NoSuchDate, "")]),
        ("w002,李四,13800000012,110105201011250023,,,,,2024-03-01,", vec![(IdNumber, TooYoung, "")]),
        ("w002,李四,11010519491231002X,,,,,,2024-03-01,", vec![(Phone, Malformed, "")]),
        (
            "w002,李四,13800000012,,,,,,2024-02-30,2026-13-01",
            vec![(HiredOn, NoSuchDate, "2024-02-30"), (ServiceFrom, NoSuchDate, "2026-13-01")],
        ),
        ("w002,李四,13800000012,,,,,,去年,", vec![(HiredOn, Malformed, "去年")]),
        ("w002,李四,13800000012,,,,,,2042-03-01,", vec![(HiredOn, OutOfRange, "2042-03-01")]),
        ("w002,李四,13800000012,,,,,,2024-03-01,2024-03-02", vec![(ServiceFrom, OutOfRange, "2024-03-02")]),
        ("W001,李四,13800000012,,,,,,2024-03-01,", vec![(SignInName, Twice, "w001")]),
        (
            "w001,张三,13800000011,,受理员,A01,B,,2024-03-01,",
            vec![(SignInName, Twice, "w001"), (Side, SamePerson, "B")],
        ),
        ("w002,李四,13800000012,,受理员,A01,A,,2024-03-01,", vec![(Side, Taken, "A")]),
        ("w002,李四,13800000012,,受理员,Z99,A,,2024-03-01,", vec![(Window, Unknown, "Z99")]),
        ("w002,李四,13800000012,,受理员,,C,,2024-03-01,", vec![(Window, Required, ""), (Side, Malformed, "C")]),
        (
            "w002,李四,13800000012,,,,,w001,2024-03-01,",
            vec![(Post, Required, ""), (Window, Required, ""), (Side, Required, "")],
        ),
        ("w002,李四,13800000012,,受理员,A01,B,w777,2024-03-01,", vec![(Lead, Unknown, "w777")]),
        ("w002,李四,13800000012,,受理员,A01,B,w009,2024-03-01,", vec![(Lead, Ended, "w009")]),
        ("w002,李四,13800000012,,受理员,A01,B,hr01,2024-03-01,", vec![(Lead, NotAllowed, "hr01")]),
        ("w009,周九,13800000019,,,,,,2024-03-01,", vec![(SignInName, Ended, "w009")]),
        ("hr01,钱人事,13900000001,,,,,,2020-01-06,", vec![(SignInName, NotAllowed, "hr01")]),
    ];
    for (row, wrong) in cases {
        let report = import(&office, &format!("{good}{row}\n"), false).await.unwrap();
        let found: Vec<_> =
            report.errors.iter().map(|error| (error.line, error.column, error.reason, error.value.as_str())).collect();
        let wrong: Vec<_> = wrong.into_iter().map(|(column, reason, value)| (3, column, reason, value)).collect();
        assert_eq!(found, wrong, "{row}");
        assert_eq!(report, StaffImportReport { errors: report.errors.clone(), ..StaffImportReport::default() });
    }
    assert!(office.holders().await.is_empty());
    let page = office.services.accounts().list_people(&office.hr, "w0", None).await.unwrap();
    assert_eq!(page.rows.len(), 1, "none of the good rows beside bad ones were written");
}

#[tokio::test]
async fn columns_that_are_not_read_are_named() {
    let office = Office::open().await;
    let list = "备注,工号,姓名,手机,身份证号码,入职日期\n,w001,张三,13800000011,11010519491231002X,2024-03-01\n";
    let accounts = office.services.accounts();
    let report = accounts.import_staff(&office.hr, office.hall, "staff.csv", list.into(), true).await.unwrap();
    assert_eq!((report.created.len(), report.ignored), (1, vec!["备注".to_owned(), "身份证号码".to_owned()]));
}

#[tokio::test]
async fn an_id_number_stands_for_one_person() {
    let office = Office::open().await;
    let rows = "w001,张三,13800000011,11010519491231002X,,,,,2024-03-01,\n\
                w002,李四,13800000012,11010519491231002x,,,,,2024-03-01,\n";
    let report = import(&office, rows, true).await.unwrap();
    let found: Vec<_> = report.errors.iter().map(|error| (error.line, error.column, error.reason)).collect();
    assert_eq!(found, [(3, StaffColumn::IdNumber, FieldReason::Twice)]);
}

#[tokio::test]
async fn columns_that_must_be_there_are_missed_in_the_header() {
    let office = Office::open().await;
    let bytes = "工号,姓名,手机号\nw001,张三,13800000011\n".into();
    let report = office.services.accounts().import_staff(&office.hr, office.hall, "a.csv", bytes, true).await.unwrap();
    let found: Vec<_> = report.errors.iter().map(|error| (error.line, error.column, error.reason)).collect();
    let missing = [StaffColumn::Phone, StaffColumn::HiredOn].map(|column| (1, column, FieldReason::Required));
    assert_eq!(found, missing);
}

#[tokio::test]
async fn a_file_without_rows_says_so() {
    let office = Office::open().await;
    let accounts = office.services.accounts();
    for file in ["", "\n \n", HEADER, "工号,姓名\n"] {
        let refused = accounts.import_staff(&office.hr, office.hall, "staff.csv", file.into(), false).await;
        let Err(Error::Problem(Problem::Invalid(wrong))) = refused else { panic!("{file:?}") };
        assert_eq!(wrong, [FieldError::new("file", FieldReason::NoRows)]);
    }
}

#[tokio::test]
async fn a_column_that_stands_twice_is_named_and_one_that_nobody_reads_may() {
    let office = Office::open().await;
    let accounts = office.services.accounts();
    let import = |list: &'static str| accounts.import_staff(&office.hr, office.hall, "a.csv", list.into(), false);
    let list = "窗口,工号,姓名,手机,窗口,工号\nA01,w001,张三,13800000011,A02,w002\n";
    let report = import(list).await.unwrap();
    let found: Vec<_> =
        report.errors.iter().map(|error| (error.line, error.column, error.reason, error.value.as_str())).collect();
    let wrong = [
        (1, StaffColumn::SignInName, FieldReason::Twice, "工号"),
        (1, StaffColumn::Window, FieldReason::Twice, "窗口"),
        (1, StaffColumn::HiredOn, FieldReason::Required, ""),
    ];
    assert_eq!(found, wrong);
    assert!(!report.applied);

    let report = import("工号,姓名,手机,入职日期,备注,备注\nw001,张三,13800000011,2024-03-01,x,y\n").await.unwrap();
    assert_eq!((report.created.len(), report.ignored), (1, vec!["备注".to_owned()]));
}

#[tokio::test]
async fn a_wrong_header_is_told_rather_than_that_nobody_is_found_below_it() {
    let (services, folder) = empty().await;
    let list = FOUNDERS.replace("入职日期", "手机");
    let report = services.accounts().import_staff_by_operator(founding(), "hr.csv", list.into(), false).await.unwrap();
    let found: Vec<_> = report.errors.iter().map(|error| (error.column, error.reason)).collect();
    assert_eq!(found, [(StaffColumn::Phone, FieldReason::Twice), (StaffColumn::HiredOn, FieldReason::Required)]);
    assert!(org::all_halls(services.db().read()).await.unwrap().0.is_empty());
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_hall_takes_nobody_from_another_and_a_lead_imports_nothing() {
    let office = Office::open().await;
    import(&office, LIST, false).await.unwrap();
    let accounts = office.services.accounts();
    let other = domain::org::HallCommand { id: None, name: "东区大厅".to_owned() };
    let other = office.services.org().save_hall(&office.hr, other).await.unwrap();

    let row = format!("{HEADER}w001,张三,13800000011,,,,,,2024-03-01,\n").into_bytes();
    let hr = office.person("hr01").await;
    let there = caller(&hr, Grant { role: Role::Hr, scope: Scope::Hall(other) });
    let report = accounts.import_staff(&there, other, "staff.csv", row.clone(), false).await.unwrap();
    let found: Vec<_> = report.errors.iter().map(|error| (error.column, error.reason)).collect();
    assert_eq!(found, [(StaffColumn::SignInName, FieldReason::NotAllowed)]);

    let lead = caller(&office.person("w002").await, Grant { role: Role::Lead, scope: Scope::Hall(office.hall) });
    let refused = accounts.import_staff(&lead, office.hall, "staff.csv", row.clone(), true).await;
    assert!(matches!(refused, Err(Error::Problem(Problem::Denied))));

    // The agency's HR may; with the hall, the post in the old one is left.
    let report = accounts.import_staff(&office.hr, other, "staff.csv", row, false).await.unwrap();
    assert_eq!(changes(&report.updated), [("w001", vec![StaffColumn::Window])]);
    assert_eq!(office.holders().await, ["A01 受理员 B 李四 2026-11-24..", "A02 咨询员 A 王小五 2026-11-24.."]);
}
