//! People, invitations, passwords, passkeys, sessions: words and rules.

mod command;
mod error;
mod particulars;
mod password;
mod session;
mod staff_import;
mod view;

pub use command::{AppointCommand, PersonCommand};
pub use error::AccountsError;
pub use particulars::{
    Particulars, check_day, check_service_from, parse_id_number, parse_name, parse_optional_date, parse_phone,
    parse_sign_in_name,
};
pub use password::{PasswordRule, check_password};
pub use session::{
    CHALLENGE_LIFE, INVITE_LIFE, LIMIT_ACCOUNT, LIMIT_ADDRESS, LIMIT_INVITE, LIMIT_PASSKEYS, Limit, session_idle,
};
pub use staff_import::{StaffColumn, StaffImportChange, StaffImportError, StaffImportReport};
pub use view::{
    AppointmentView, AuditPage, AuditView, DeviceView, InviteLink, InviteView, Language, MeView, PasskeyView,
    PeoplePage, PersonRow, PersonView, PrivateView, SignInMethods,
};
