use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::particulars::{
    Particulars, check_continuous_from, check_day, check_service_from, parse_id_number, parse_name, parse_phone,
    parse_sign_in_name,
};
use crate::{
    ids::{HallId, PersonId},
    policy::{Role, Scope},
    problem::{FieldErrors, FieldReason, Problem},
};

/// HR creates a person or corrects their particulars.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCommand {
    /// `None` to create.
    pub id: Option<PersonId>,
    /// The version that was shown; another one now means a conflict.
    pub version: i32,
    /// 工号.
    pub sign_in_name: String,
    /// 姓名.
    pub name: String,
    /// 手机.
    pub phone: String,
    /// 身份证号; empty leaves what is stored.
    pub id_number: String,
    /// The hall the person is dispatched to.
    pub hall: Option<HallId>,
    /// 入职日期.
    pub hired_on: NaiveDate,
    /// 累计工作起始: where counting of all working years begins (annual leave).
    pub service_from: Option<NaiveDate>,
    /// 连续工作起始: since when they have worked without a break, where that is later (annual leave).
    #[serde(default)]
    pub continuous_from: Option<NaiveDate>,
}

/// Phone and identity stay out of logs.
impl fmt::Debug for PersonCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonCommand")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("sign_in_name", &self.sign_in_name)
            .field("hall", &self.hall)
            .finish_non_exhaustive()
    }
}

impl PersonCommand {
    /// What is to be stored. `today` is the date at the hall.
    pub fn checked(&self, today: NaiveDate) -> Result<Particulars, Problem> {
        let mut errors = FieldErrors::default();
        let sign_in_name = errors.take("sign_in_name", parse_sign_in_name(&self.sign_in_name));
        let name = errors.take("name", parse_name(&self.name));
        let phone = errors.take("phone", parse_phone(&self.phone));
        let id_number = errors.take("id_number", parse_id_number(&self.id_number, today));
        let hired_on = errors.take("hired_on", check_day(self.hired_on, today));
        let service_from = errors.take("service_from", check_service_from(self.service_from, self.hired_on));
        let continuous_from = check_continuous_from(self.continuous_from, (self.service_from, self.hired_on));
        let continuous_from = errors.take("continuous_from", continuous_from);
        let who = (sign_in_name, name, phone, id_number);
        match (who, hired_on, service_from, continuous_from) {
            (
                (Some(sign_in_name), Some(name), Some(phone), Some(id_number)),
                Some(hired_on),
                Some(service_from),
                Some(continuous_from),
            ) => Ok(Particulars { sign_in_name, name, phone, id_number, hired_on, service_from, continuous_from }),
            _ => Err(errors.into()),
        }
    }
}

/// HR gives a role over a scope and a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointCommand {
    /// To whom.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive; open when absent.
    pub to: Option<NaiveDate>,
}

impl AppointCommand {
    /// Whether the period is one that somebody could mean. `today` is the date at the hall.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        check_day(self.from, today).map_err(|reason| Problem::field("from", reason))?;
        match self.to {
            Some(to) if to < self.from => Err(Problem::field("to", FieldReason::EndsBeforeStart)),
            // A fixed term is a few years at most; open ends have no date.
            Some(to) if to.years_since(self.from).is_none_or(|years| years >= 10) => {
                Err(Problem::field("to", FieldReason::OutOfRange))
            }
            _ => Ok(()),
        }
    }
}
