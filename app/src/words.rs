//! Words for what the domain decides, in the person's language.

use domain::{
    accounts::AccountsError,
    approvals::ApprovalsError,
    attendance::AttendanceError,
    leave::{Law, LeaveError, LeaveRequestError},
    org::OrgError,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::RosterError,
};

use leptos_i18n::I18nContext;

use crate::{
    error::{AppError, NotKept},
    i18n::{Locale, t_string, td_string},
};

/// What an error means and what to do about it.
pub fn error(i18n: I18nContext<Locale>, error: &AppError) -> String {
    match error {
        AppError::Problem(problem) => self::problem(i18n, problem).to_owned(),
        AppError::Internal(request) => t_string!(i18n, common.error_internal, request = request.as_str()),
        AppError::Unreachable => t_string!(i18n, common.error_unreachable).to_owned(),
        AppError::NotKept(NotKept::Full) => t_string!(i18n, outbox.not_kept_full).to_owned(),
        AppError::NotKept(NotKept::Unavailable) => t_string!(i18n, outbox.not_kept).to_owned(),
    }
}

fn problem(i18n: I18nContext<Locale>, problem: &Problem) -> &'static str {
    match problem {
        Problem::SignedOut => t_string!(i18n, common.error_signed_out),
        Problem::SomebodyElse => t_string!(i18n, outbox.error_somebody_else),
        Problem::TooLarge => t_string!(i18n, outbox.error_too_large),
        Problem::Denied => t_string!(i18n, common.error_denied),
        Problem::NotFound => t_string!(i18n, common.error_not_found),
        Problem::Conflict => t_string!(i18n, common.error_conflict),
        Problem::Invalid(_) => t_string!(i18n, common.error_invalid),
        Problem::Accounts(error) => match error {
            AccountsError::BadCredentials => t_string!(i18n, accounts.error_bad_credentials),
            AccountsError::TooManyTries => t_string!(i18n, accounts.error_too_many_tries),
            AccountsError::InviteClosed => t_string!(i18n, accounts.error_invite_closed),
            AccountsError::PasskeyRejected => t_string!(i18n, accounts.error_passkey_rejected),
            AccountsError::InviteInvalid => t_string!(i18n, accounts.error_invite_invalid),
            AccountsError::PhoneMismatch => t_string!(i18n, accounts.error_phone_mismatch),
            AccountsError::LastCredential => t_string!(i18n, accounts.error_last_credential),
        },
        Problem::Org(error) => match error {
            OrgError::SamePerson => t_string!(i18n, org.error_same_person),
            OrgError::InUse => t_string!(i18n, org.error_in_use),
        },
        Problem::Attendance(error) => attendance(i18n, *error),
        Problem::Approvals(error) => match error {
            ApprovalsError::Settled => t_string!(i18n, approvals.error_settled),
            ApprovalsError::NotYours => t_string!(i18n, approvals.error_not_yours),
            ApprovalsError::TooLateToUndo => t_string!(i18n, approvals.error_too_late),
            ApprovalsError::Flagged => t_string!(i18n, approvals.error_flagged),
            ApprovalsError::NobodyCanDecide => t_string!(i18n, approvals.error_nobody),
        },
        Problem::LeaveRequest(error) => match error {
            LeaveRequestError::PartnerAway => t_string!(i18n, leave.error_partner_away),
            LeaveRequestError::Covering => t_string!(i18n, leave.error_covering),
            LeaveRequestError::CoverUnconfirmed => t_string!(i18n, leave.error_cover_unconfirmed),
            LeaveRequestError::CoverTaken => t_string!(i18n, leave_cover.error_cover_taken),
            LeaveRequestError::NoPunch => t_string!(i18n, leave_cover.error_no_punch),
            LeaveRequestError::Begun => t_string!(i18n, leave_more.error_begun),
            LeaveRequestError::NotNow => t_string!(i18n, leave.error_not_now),
        },
        Problem::Leave(error) => match error {
            LeaveError::NothingToTake => t_string!(i18n, leave_balance.error_nothing),
            LeaveError::NotEnough => t_string!(i18n, leave_balance.error_not_enough),
            LeaveError::BelowTaken => t_string!(i18n, leave_balance.error_below_taken),
            LeaveError::NotKept => t_string!(i18n, leave_balance.error_not_kept),
            LeaveError::NothingLeft => t_string!(i18n, leave_year_end.error_nothing_left),
            LeaveError::CarriedAlready => t_string!(i18n, leave_balance.error_carried),
            LeaveError::NoCarry => t_string!(i18n, leave_types.error_no_carry),
            LeaveError::NothingChanged => t_string!(i18n, leave_types.error_nothing_changed),
        },
        Problem::Roster(error) => match error {
            RosterError::Blocked => t_string!(i18n, roster_edit.error_blocked),
            RosterError::NothingToPublish => t_string!(i18n, roster_edit.nothing_text),
            RosterError::Settled => t_string!(i18n, swap.error_settled),
            RosterError::NotFree => t_string!(i18n, swap.error_not_free),
            RosterError::DayOver => t_string!(i18n, overtime.error_day_over),
            RosterError::RosterMoved => t_string!(i18n, swap.error_moved),
            RosterError::ShiftInUse => t_string!(i18n, shifts.error_in_use),
            RosterError::ReplacementWaits => t_string!(i18n, shifts.error_waits),
            RosterError::AskedAlready => t_string!(i18n, swap.error_asked_already),
        },
    }
}

/// What stands in the way of a punch, an outing or a patrol record.
pub fn attendance(i18n: I18nContext<Locale>, error: AttendanceError) -> &'static str {
    match error {
        AttendanceError::IdTaken => t_string!(i18n, attendance.error_id_taken),
        AttendanceError::Settled => t_string!(i18n, timesheet.error_settled),
        AttendanceError::TooLate => t_string!(i18n, timesheet.error_too_late),
        AttendanceError::NothingToCorrect => t_string!(i18n, timesheet.error_nothing),
        AttendanceError::NoneLeft => t_string!(i18n, timesheet.error_none_left),
        AttendanceError::AskedAlready => t_string!(i18n, timesheet.error_asked_already),
        AttendanceError::MonthNotOver => t_string!(i18n, timesheet.error_not_over),
        AttendanceError::MonthLocked => t_string!(i18n, timesheet.error_locked),
        AttendanceError::MonthBlocked => t_string!(i18n, timesheet.error_blocked),
        AttendanceError::SecondPerson => t_string!(i18n, timesheet.error_second_person),
        AttendanceError::NotOnPost => t_string!(i18n, inday.error_not_on_post),
        AttendanceError::OutAlready => t_string!(i18n, inday.error_out_already),
        AttendanceError::Covering => t_string!(i18n, inday.error_covering),
        AttendanceError::NeededAtOwn => t_string!(i18n, inday.error_needed_at_own),
        AttendanceError::OutingSettled => t_string!(i18n, inday.error_outing_settled),
        AttendanceError::PatrolTooLate => t_string!(i18n, inday.error_patrol_too_late),
        AttendanceError::PatrolSettled => t_string!(i18n, inday.error_patrol_settled),
        AttendanceError::PatrolUnheard => t_string!(i18n, inday.error_patrol_unheard),
        AttendanceError::WitnessTooLate => t_string!(i18n, presence.error_witness_too_late),
    }
}

/// Why a field is wrong and what to type instead.
pub fn reason(locale: Locale, reason: FieldReason) -> &'static str {
    match reason {
        FieldReason::Required => td_string!(locale, common.field_required),
        FieldReason::TooLong => td_string!(locale, common.field_too_long),
        FieldReason::TooShort => td_string!(locale, common.field_too_short),
        FieldReason::Malformed => td_string!(locale, common.field_malformed),
        FieldReason::OutOfRange => td_string!(locale, common.field_out_of_range),
        FieldReason::Taken => td_string!(locale, common.field_taken),
        FieldReason::Twice => td_string!(locale, common.field_twice),
        FieldReason::NoRows => td_string!(locale, common.field_no_rows),
        FieldReason::Unknown => td_string!(locale, common.field_unknown),
        FieldReason::Guessable => td_string!(locale, common.field_guessable),
        FieldReason::SamePerson => td_string!(locale, org.error_same_person),
        FieldReason::NoSuchDate => td_string!(locale, common.field_no_such_date),
        FieldReason::Checksum => td_string!(locale, common.field_checksum),
        FieldReason::TooYoung => td_string!(locale, common.field_too_young),
        FieldReason::Ended => td_string!(locale, common.field_ended),
        FieldReason::NotAllowed => td_string!(locale, common.field_not_allowed),
        FieldReason::NotAPhoto => td_string!(locale, photos.not_a_photo),
        FieldReason::TooLarge => td_string!(locale, photos.too_large),
        FieldReason::TooMany => td_string!(locale, photos.too_many),
        FieldReason::Overlaps => td_string!(locale, common.field_overlaps),
        FieldReason::NotByTheHour => td_string!(locale, leave_hours.error_not_by_the_hour),
        FieldReason::OneDay => td_string!(locale, leave_hours.error_one_day),
        FieldReason::EndsBeforeStart => td_string!(locale, common.field_ends_before_start),
        FieldReason::Law(law) => self::law(locale, law),
    }
}

/// A law that something would break, and what it says.
pub fn law(locale: Locale, law: Law) -> &'static str {
    match law {
        Law::Annual => td_string!(locale, leave_types.law_annual),
        Law::MedicalPeriod => td_string!(locale, leave_types.law_medical_period),
        Law::SickPay => td_string!(locale, leave_types.law_sick_pay),
        Law::Pay => td_string!(locale, leave_types.law_pay),
        Law::Overtime => td_string!(locale, leave_types.law_overtime),
        Law::Family => td_string!(locale, leave_types.law_family),
        Law::Maternity => td_string!(locale, leave_types.law_maternity),
        Law::Prenatal => td_string!(locale, leave_types.law_prenatal),
        Law::Nursing => td_string!(locale, leave_types.law_nursing),
        Law::Injury => td_string!(locale, leave_types.law_injury),
        Law::Civic => td_string!(locale, leave_types.law_civic),
        Law::Province => td_string!(locale, leave_types.law_province),
        Law::Privacy => td_string!(locale, leave_types.law_privacy),
    }
}

/// The same for the command line, which speaks the source language.
pub fn reason_zh(field: FieldReason) -> &'static str {
    reason(Locale::zh_CN, field)
}

/// A role's name.
pub fn role(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Worker => td_string!(locale, accounts.role_worker),
        Role::Trainee => td_string!(locale, accounts.role_trainee),
        Role::Lead => td_string!(locale, accounts.role_lead),
        Role::Supervisor => td_string!(locale, accounts.role_supervisor),
        Role::Hr => td_string!(locale, accounts.role_hr),
        Role::Host => td_string!(locale, accounts.role_host),
        Role::Trainer => td_string!(locale, accounts.role_trainer),
        Role::Inspector => td_string!(locale, accounts.role_inspector),
    }
}
