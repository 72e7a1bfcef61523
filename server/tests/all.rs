//! Integration tests: the real router over a real database, SQLite and PostgreSQL.

#![recursion_limit = "512"]
#![expect(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

#[path = "all/accounts.rs"]
mod accounts;
#[path = "all/accounts_sessions.rs"]
mod accounts_sessions;
#[path = "all/alarms.rs"]
mod alarms;
#[path = "all/alarms_kept.rs"]
mod alarms_kept;
#[path = "all/anothers_page.rs"]
mod anothers_page;
#[path = "all/approval_copies.rs"]
mod approval_copies;
#[path = "all/approval_routes.rs"]
mod approval_routes;
#[path = "all/approval_seats.rs"]
mod approval_seats;
#[path = "all/approval_stand_ins.rs"]
mod approval_stand_ins;
#[path = "all/approval_undo.rs"]
mod approval_undo;
#[path = "all/approvals.rs"]
mod approvals;
#[path = "all/attendance.rs"]
mod attendance;
#[path = "all/board_places.rs"]
mod board_places;
#[path = "all/calendar.rs"]
mod calendar;
#[path = "all/calendar_race.rs"]
mod calendar_race;
#[path = "all/close_race.rs"]
mod close_race;
#[path = "all/close_taken_over.rs"]
mod close_taken_over;
#[path = "all/command_line.rs"]
mod command_line;
#[path = "all/corrections.rs"]
mod corrections;
#[path = "all/corrections_approved.rs"]
mod corrections_approved;
#[path = "all/corrections_carried_over.rs"]
mod corrections_carried_over;
#[path = "all/day_log.rs"]
mod day_log;
#[path = "all/durability.rs"]
mod durability;
#[path = "all/explained.rs"]
mod explained;
#[path = "all/former_names.rs"]
mod former_names;
#[path = "all/hall_audit.rs"]
mod hall_audit;
#[path = "all/hall_choices.rs"]
mod hall_choices;
#[path = "all/in_the_day.rs"]
mod in_the_day;
#[path = "all/input.rs"]
mod input;
#[path = "all/leave_after.rs"]
mod leave_after;
#[path = "all/leave_after_lock.rs"]
mod leave_after_lock;
#[path = "all/leave_ahead.rs"]
mod leave_ahead;
#[path = "all/leave_balance_acts.rs"]
mod leave_balance_acts;
#[path = "all/leave_balances.rs"]
mod leave_balances;
#[path = "all/leave_births.rs"]
mod leave_births;
#[path = "all/leave_children.rs"]
mod leave_children;
#[path = "all/leave_covers.rs"]
mod leave_covers;
#[path = "all/leave_hours.rs"]
mod leave_hours;
#[path = "all/leave_hours_days.rs"]
mod leave_hours_days;
#[path = "all/leave_moves.rs"]
mod leave_moves;
#[path = "all/leave_papers.rs"]
mod leave_papers;
#[path = "all/leave_papers_refused.rs"]
mod leave_papers_refused;
#[path = "all/leave_recounts.rs"]
mod leave_recounts;
#[path = "all/leave_requests.rs"]
mod leave_requests;
#[path = "all/leave_returns.rs"]
mod leave_returns;
#[path = "all/leave_seen.rs"]
mod leave_seen;
#[path = "all/leave_sudden.rs"]
mod leave_sudden;
#[path = "all/leave_taken.rs"]
mod leave_taken;
#[path = "all/leave_team.rs"]
mod leave_team;
#[path = "all/leave_types.rs"]
mod leave_types;
#[path = "all/leave_types_used.rs"]
mod leave_types_used;
#[path = "all/leave_year_end.rs"]
mod leave_year_end;
#[path = "all/month_blocks.rs"]
mod month_blocks;
#[path = "all/month_carried_over.rs"]
mod month_carried_over;
#[path = "all/month_files.rs"]
mod month_files;
#[path = "all/months.rs"]
mod months;
#[path = "all/notices.rs"]
mod notices;
#[path = "all/object_service.rs"]
mod object_service;
#[path = "all/offline.rs"]
mod offline;
#[path = "all/offline_leave.rs"]
mod offline_leave;
#[path = "all/offline_months.rs"]
mod offline_months;
#[path = "all/offline_outings.rs"]
mod offline_outings;
#[path = "all/offline_patrols.rs"]
mod offline_patrols;
#[path = "all/offline_roster.rs"]
mod offline_roster;
#[path = "all/offline_roster_acts.rs"]
mod offline_roster_acts;
#[path = "all/offline_witnesses.rs"]
mod offline_witnesses;
#[path = "all/overtime.rs"]
mod overtime;
#[path = "all/overtime_carried_over.rs"]
mod overtime_carried_over;
#[path = "all/overtime_corrections.rs"]
mod overtime_corrections;
#[path = "all/overtime_law.rs"]
mod overtime_law;
#[path = "all/overtime_worked.rs"]
mod overtime_worked;
#[path = "all/own_data.rs"]
mod own_data;
#[path = "all/own_requests.rs"]
mod own_requests;
#[path = "all/page_statuses.rs"]
mod page_statuses;
#[path = "all/paper.rs"]
mod paper;
#[path = "all/patrol.rs"]
mod patrol;
#[path = "all/permissions.rs"]
mod permissions;
#[path = "all/photo_bucket.rs"]
mod photo_bucket;
#[path = "all/photos.rs"]
mod photos;
#[path = "all/presence.rs"]
mod presence;
#[path = "all/punched_together.rs"]
mod punched_together;
#[path = "all/push.rs"]
mod push;
#[path = "all/refused_forms.rs"]
mod refused_forms;
#[path = "all/reminders.rs"]
mod reminders;
#[path = "all/robot_platform.rs"]
mod robot_platform;
#[path = "all/robots.rs"]
mod robots;
#[path = "all/robots_set.rs"]
mod robots_set;
#[path = "all/roster.rs"]
mod roster;
#[path = "all/roster_checks.rs"]
mod roster_checks;
#[path = "all/roster_cycles.rs"]
mod roster_cycles;
#[path = "all/roster_editing.rs"]
mod roster_editing;
#[path = "all/roster_files.rs"]
mod roster_files;
#[path = "all/roster_requests.rs"]
mod roster_requests;
#[path = "all/roster_shifts.rs"]
mod roster_shifts;
#[path = "all/roster_shifts_own.rs"]
mod roster_shifts_own;
#[path = "all/roster_swaps.rs"]
mod roster_swaps;
#[path = "all/roster_weeks.rs"]
mod roster_weeks;
#[path = "all/roster_windows.rs"]
mod roster_windows;
#[path = "all/route_editing.rs"]
mod route_editing;
#[path = "all/safety.rs"]
mod safety;
#[path = "all/secrets_in_logs.rs"]
mod secrets_in_logs;
#[path = "all/sent_again.rs"]
mod sent_again;
#[path = "all/several_servers.rs"]
mod several_servers;
#[path = "all/shared_commits.rs"]
mod shared_commits;
#[path = "all/standing_in.rs"]
mod standing_in;
#[path = "all/support.rs"]
mod support;
#[path = "all/swaps_approved.rs"]
mod swaps_approved;
#[path = "all/swaps_carried_over.rs"]
mod swaps_carried_over;
#[path = "all/today_ahead.rs"]
mod today_ahead;
#[path = "all/today_outings.rs"]
mod today_outings;
#[path = "all/told.rs"]
mod told;
#[path = "all/undelivered.rs"]
mod undelivered;
#[path = "all/witnesses.rs"]
mod witnesses;
