//! Migrations: the one way the schema changes. Each has its own names (`DeriveIden`), never entities, so
//! that an old migration keeps meaning what it meant. Expand in one release, contract in a later one.

use sea_orm_migration::prelude::*;

mod carried;
mod m0001_org;
mod m0002_accounts;
mod m0003_posts;
mod m0004_audit;
mod m0005_calendar;
mod m0006_roster;
mod m0007_attendance;
mod m0008_punch_notes;
mod m0009_jobs;
mod m0010_punch_decisions;
mod m0012_roster_editing;
mod m0013_corrections;
mod m0014_months;
mod m0015_presence;
mod m0016_in_the_day;
mod m0017_approvals;
mod m0018_leave_requests;
mod m0019_leave_ledger;
mod m0020_leave_profile;
mod m0021_notices;
mod m0022_hints;
mod m0023_overdue_passed_on;
mod m0024_photos;
mod m0025_leave_papers;
mod m0026_leave_recounts;
mod m0027_leave_after;
mod m0028_robots;
mod m0029_leave_rules;
mod m0030_corrections_approved;
mod m0031_leave_by_the_hour;
mod m0033_days_changed_by_more;
mod m0034_overtime_worked;
mod m0035_hall_choices;
mod m0036_covers_and_papers;
mod m0037_leave_counted_by;
mod m0038_approval_copies;
mod m0039_delegation_places;
mod m0040_rostered_posts;
mod m0041_overtime_approved;
mod m0042_swaps_approved;
mod m0043_late_acts;
mod m0044_leave_children;
mod m0045_leave_births;
mod m0046_leave_moves;
mod m0047_former_names;
mod m0048_punch_spots;
mod m0049_reported_late;
mod m0050_overtime_corrections;
mod m0051_day_log;
mod m0052_reminders;
mod m0053_drafted_posts;
mod m0054_refused_forms;
mod m0055_recorded_late;
mod m0056_roster_to_come;
mod m0057_year_end;
mod m0058_former_zones;

/// All migrations, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_org::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_posts::Migration),
            Box::new(m0004_audit::Migration),
            Box::new(m0005_calendar::Migration),
            Box::new(m0006_roster::Migration),
            Box::new(m0007_attendance::Migration),
            Box::new(m0008_punch_notes::Migration),
            Box::new(m0009_jobs::Migration),
            Box::new(m0010_punch_decisions::Migration),
            Box::new(m0012_roster_editing::Migration),
            Box::new(m0013_corrections::Migration),
            Box::new(m0014_months::Migration),
            Box::new(m0015_presence::Migration),
            Box::new(m0016_in_the_day::Migration),
            Box::new(m0017_approvals::Migration),
            Box::new(m0018_leave_requests::Migration),
            Box::new(m0019_leave_ledger::Migration),
            Box::new(m0020_leave_profile::Migration),
            Box::new(m0021_notices::Migration),
            Box::new(m0022_hints::Migration),
            Box::new(m0023_overdue_passed_on::Migration),
            Box::new(m0024_photos::Migration),
            Box::new(m0025_leave_papers::Migration),
            Box::new(m0026_leave_recounts::Migration),
            Box::new(m0027_leave_after::Migration),
            Box::new(m0028_robots::Migration),
            Box::new(m0029_leave_rules::Migration),
            Box::new(m0030_corrections_approved::Migration),
            Box::new(m0031_leave_by_the_hour::Migration),
            Box::new(m0033_days_changed_by_more::Migration),
            Box::new(m0034_overtime_worked::Migration),
            Box::new(m0035_hall_choices::Migration),
            Box::new(m0036_covers_and_papers::Migration),
            Box::new(m0037_leave_counted_by::Migration),
            Box::new(m0038_approval_copies::Migration),
            Box::new(m0039_delegation_places::Migration),
            Box::new(m0040_rostered_posts::Migration),
            Box::new(m0041_overtime_approved::Migration),
            Box::new(m0042_swaps_approved::Migration),
            Box::new(m0043_late_acts::Migration),
            Box::new(m0044_leave_children::Migration),
            Box::new(m0045_leave_births::Migration),
            Box::new(m0046_leave_moves::Migration),
            Box::new(m0047_former_names::Migration),
            Box::new(m0048_punch_spots::Migration),
            Box::new(m0049_reported_late::Migration),
            Box::new(m0050_overtime_corrections::Migration),
            Box::new(m0051_day_log::Migration),
            Box::new(m0052_reminders::Migration),
            Box::new(m0053_drafted_posts::Migration),
            Box::new(m0054_refused_forms::Migration),
            Box::new(m0055_recorded_late::Migration),
            Box::new(m0056_roster_to_come::Migration),
            Box::new(m0057_year_end::Migration),
            Box::new(m0058_former_zones::Migration),
        ]
    }
}

/// A column holding an [`crate::entity::Instant`].
fn instant<T: IntoIden>(column: T) -> ColumnDef {
    ColumnDef::new(column).big_integer().not_null().take()
}

/// A column holding an optional [`crate::entity::Instant`].
fn instant_null<T: IntoIden>(column: T) -> ColumnDef {
    ColumnDef::new(column).big_integer().null().take()
}

/// A foreign key from a column of the table being made; rows that are pointed to are never deleted.
fn references<C: IntoIden, T: IntoIden, I: IntoIden>(column: C, table: T, id: I) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to_tbl(table).to_col(id).on_delete(ForeignKeyAction::Restrict).take()
}
