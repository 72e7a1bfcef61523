//! A person's particulars, checked the same way whether they come from the form or from a staff list.

use chrono::{Months, NaiveDate};

use crate::{
    formats::{
        DateError, IdNumber, IdNumberError, Mobile, MobileError, PersonName, PersonNameError, SignInName,
        SignInNameError, parse_date,
    },
    problem::FieldReason,
};

/// What is stored of a person, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// 工号.
    pub sign_in_name: SignInName,
    /// 姓名.
    pub name: PersonName,
    /// 手机.
    pub phone: Mobile,
    /// 身份证号; nothing leaves what is stored.
    pub id_number: Option<IdNumber>,
    /// 入职日期.
    pub hired_on: NaiveDate,
    /// 累计工作起始.
    pub service_from: Option<NaiveDate>,
    /// 连续工作起始.
    pub continuous_from: Option<NaiveDate>,
}

/// A 工号.
pub fn parse_sign_in_name(text: &str) -> Result<SignInName, FieldReason> {
    Ok(SignInName::parse(required(text)?)?)
}

/// A 姓名.
pub fn parse_name(text: &str) -> Result<PersonName, FieldReason> {
    let text = required(text)?;
    PersonName::parse(text).map_err(|error| match error {
        PersonNameError::Characters => FieldReason::Malformed,
        PersonNameError::Length if text.chars().count() > 20 => FieldReason::TooLong,
        PersonNameError::Length => FieldReason::TooShort,
    })
}

/// A 手机.
pub fn parse_phone(text: &str) -> Result<Mobile, FieldReason> {
    Ok(Mobile::parse(required(text)?)?)
}

/// A 身份证号, or nothing when left empty.
pub fn parse_id_number(text: &str, today: NaiveDate) -> Result<Option<IdNumber>, FieldReason> {
    let typed = required(text).ok();
    Ok(typed.map(|text| IdNumber::parse(text, today)).transpose()?)
}

/// A date of a file, or nothing when left empty.
pub fn parse_optional_date(text: &str) -> Result<Option<NaiveDate>, FieldReason> {
    let typed = required(text).ok();
    Ok(typed.map(parse_date).transpose()?)
}

/// An 入职日期, or the first or last day of something: from 1950, at most a year ahead, so that a slip in the
/// year is noticed.
pub fn check_day(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, FieldReason> {
    within(date, today.checked_add_months(Months::new(12)).unwrap_or(today))
}

/// A 累计工作起始, or nothing: from 1950, and not after the first day with this agency.
pub fn check_service_from(date: Option<NaiveDate>, hired_on: NaiveDate) -> Result<Option<NaiveDate>, FieldReason> {
    date.map(|date| within(date, hired_on)).transpose()
}

/// A 连续工作起始, or nothing: not before all work begins, and not after the first day with this agency.
pub fn check_continuous_from(
    date: Option<NaiveDate>,
    (service_from, hired_on): (Option<NaiveDate>, NaiveDate),
) -> Result<Option<NaiveDate>, FieldReason> {
    match (date, service_from) {
        (Some(date), Some(first)) if date < first => Err(FieldReason::OutOfRange),
        _ => check_service_from(date, hired_on),
    }
}

fn within(date: NaiveDate, last: NaiveDate) -> Result<NaiveDate, FieldReason> {
    let first = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap_or(NaiveDate::MIN);
    if (first..=last).contains(&date) { Ok(date) } else { Err(FieldReason::OutOfRange) }
}

fn required(text: &str) -> Result<&str, FieldReason> {
    let text = text.trim();
    if text.is_empty() { Err(FieldReason::Required) } else { Ok(text) }
}

impl From<SignInNameError> for FieldReason {
    fn from(error: SignInNameError) -> Self {
        match error {
            SignInNameError::Length => Self::TooLong,
            SignInNameError::Characters => Self::Malformed,
        }
    }
}

impl From<MobileError> for FieldReason {
    fn from(MobileError: MobileError) -> Self {
        Self::Malformed
    }
}

impl From<IdNumberError> for FieldReason {
    fn from(error: IdNumberError) -> Self {
        match error {
            IdNumberError::Length | IdNumberError::Characters => Self::Malformed,
            IdNumberError::BirthDate => Self::NoSuchDate,
            IdNumberError::Future => Self::OutOfRange,
            IdNumberError::TooYoung => Self::TooYoung,
            IdNumberError::Check => Self::Checksum,
        }
    }
}

impl From<DateError> for FieldReason {
    fn from(error: DateError) -> Self {
        match error {
            DateError::Malformed => Self::Malformed,
            DateError::NoSuchDay => Self::NoSuchDate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        parse_date(text).unwrap()
    }

    #[test]
    fn names_say_in_which_direction_they_are_wrong() {
        let cases = [
            ("", FieldReason::Required),
            ("王", FieldReason::TooShort),
            ("一二三四五六七八九十一二三四五六七八九十一", FieldReason::TooLong),
            ("张3", FieldReason::Malformed),
        ];
        for (name, reason) in cases {
            assert_eq!(parse_name(name), Err(reason), "{name}");
        }
    }

    #[test]
    fn an_id_number_may_be_missing_but_not_wrong() {
        let today = day("2026-11-24");
        assert_eq!(parse_id_number("  ", today), Ok(None));
        assert_eq!(parse_id_number("11010519491231002X", today).unwrap().unwrap().last4(), "002X");
        let cases = [
            ("110105491231002", FieldReason::Malformed),
            ("110105194902290023", FieldReason::NoSuchDate),
            ("110105202611250020", FieldReason::OutOfRange),
            ("110105201011250023", FieldReason::TooYoung),
            ("110105194912310021", FieldReason::Checksum),
        ];
        for (number, reason) in cases {
            assert_eq!(parse_id_number(number, today), Err(reason), "{number}");
        }
    }

    #[test]
    fn working_life_begins_before_the_job_does() {
        let (hired, today) = (day("2026-03-02"), day("2026-11-24"));
        assert_eq!(check_day(hired, today), Ok(hired));
        assert_eq!(check_day(day("2027-11-24"), today), Ok(day("2027-11-24")));
        assert_eq!(check_day(day("2027-11-25"), today), Err(FieldReason::OutOfRange));
        assert_eq!(check_day(day("1949-10-01"), today), Err(FieldReason::OutOfRange));
        assert_eq!(check_service_from(None, hired), Ok(None));
        assert_eq!(check_service_from(Some(hired), hired), Ok(Some(hired)));
        assert_eq!(check_service_from(Some(today), hired), Err(FieldReason::OutOfRange));
        let (began, between) = (Some(day("2014-07-01")), Some(day("2020-01-06")));
        assert_eq!(check_continuous_from(between, (began, hired)), Ok(between));
        assert_eq!(check_continuous_from(None, (began, hired)), Ok(None));
        assert_eq!(check_continuous_from(began, (between, hired)), Err(FieldReason::OutOfRange));
        assert_eq!(check_continuous_from(Some(today), (began, hired)), Err(FieldReason::OutOfRange));
    }
}
