use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded_enum,
    ids::{AppointmentId, AuditId, HallId, PasskeyId, PersonId, SessionId},
    policy::{Actor, Grant, Role},
};

coded_enum! {
    /// A language of the screens.
    #[derive(Default)]
    pub enum Language {
        /// Simplified Chinese, the source language.
        #[default]
        ZhCn = "zh-CN",
        /// English.
        En = "en",
    }
}

/// The signed-in person, as every screen needs them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeView {
    /// Who, with the grants in force.
    pub actor: Actor,
    /// 姓名.
    pub name: String,
    /// 工号.
    pub sign_in_name: String,
    /// The hall's name, if dispatched.
    pub hall_name: Option<String>,
    /// Whether a password is set.
    pub has_password: bool,
}

/// A way to sign in that a person could choose when accepting an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    /// Whom it is for; shown so that a forwarded link is noticed.
    pub name: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// What HR hands over: the link is shown once, since only its hash is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteLink {
    /// The whole address to open on the phone.
    pub url: String,
    /// The same as an SVG QR code.
    pub qr_svg: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// A signed-in device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Its session.
    pub id: SessionId,
    /// Browser and system in words, from the user agent.
    pub label: String,
    /// First sign-in.
    pub signed_in_at: DateTime<Utc>,
    /// Last use, to within five minutes.
    pub last_used_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A registered passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// Its id.
    pub id: PasskeyId,
    /// The device's name.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used to sign in.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// How a person can sign in now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInMethods {
    /// Passkeys, newest first.
    pub passkeys: Vec<PasskeyView>,
    /// Whether a password is set.
    pub has_password: bool,
}

/// A line of the people list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// The person.
    pub id: PersonId,
    /// 姓名.
    pub name: String,
    /// 工号.
    pub sign_in_name: String,
    /// The posts held today, each as window code and side, such as `A03 · A`.
    pub posts: Vec<String>,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Whether the person has a way to sign in: has accepted an invitation.
    pub active: bool,
    /// Last working day, for those who have left.
    pub left_on: Option<NaiveDate>,
}

/// One page of the people list, in order of 工号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// At most 50.
    pub rows: Vec<PersonRow>,
    /// The key to ask the next page with.
    pub next: Option<String>,
}

/// A role in force or planned, with its period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentView {
    /// Its id.
    pub id: AppointmentId,
    /// Role and scope.
    pub grant: Grant,
    /// The scope in words.
    pub scope_name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: Option<NaiveDate>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// The person.
    pub id: PersonId,
    /// For the next edit.
    pub version: i32,
    /// 姓名.
    pub name: String,
    /// 工号.
    pub sign_in_name: String,
    /// The hall.
    pub hall: Option<HallId>,
    /// The hall's name.
    pub hall_name: Option<String>,
    /// The posts held today, each as window code and side, such as `A03 · A`.
    pub posts: Vec<String>,
    /// 入职日期.
    pub hired_on: NaiveDate,
    /// Last working day.
    pub left_on: Option<NaiveDate>,
    /// Roles, past ones included, newest first.
    pub appointments: Vec<AppointmentView>,
    /// What only those see who may edit the person.
    pub private: Option<PrivateView>,
}

/// What HR sees of a person beyond what their leads see.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateView {
    /// 手机.
    pub phone: String,
    /// Last four of the ID number, if one is stored.
    pub id_last4: Option<String>,
    /// 累计工作起始.
    pub service_from: Option<NaiveDate>,
    /// 连续工作起始.
    pub continuous_from: Option<NaiveDate>,
    /// Until when an unused invitation can be used.
    pub invited_until: Option<DateTime<Utc>>,
    /// Number of passkeys.
    pub passkeys: u32,
    /// Whether a password is set.
    pub has_password: bool,
}

/// Phone and identity stay out of logs.
impl fmt::Debug for PrivateView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateView").finish_non_exhaustive()
    }
}

/// A line of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// The line.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// 姓名 of who did it; nobody for what was done at the command line, or by the program itself.
    pub actor: Option<String>,
    /// What, as a stable word such as `accounts.invite`.
    pub action: String,
    /// More, in short plain words or numbers.
    pub detail: String,
    /// From where.
    pub address: String,
}

/// One page of the audit trail, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// At most 50.
    pub lines: Vec<AuditView>,
    /// The key to ask the next page with.
    pub next: Option<AuditId>,
}
