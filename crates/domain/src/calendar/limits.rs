//! Time limits (民法典 200 to 203): the day on which one starts is not counted, one in months ends on the same
//! date. Which matters have one, and how long, is a table of the law; when it ends is a question of the calendar.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::WorkCalendar;
use crate::{coded::coded_enum, problem::Problem, time::check_years};

coded_enum! {
    /// A matter that the law sets a time for.
    pub enum Matter {
        /// Resigning: from the written notice on.
        Resignation = "resignation",
        /// The same in probation.
        ProbationResignation = "probation_resignation",
        /// The employer gives notice: from its receipt on. A month's pay may stand in its place.
        EmployerNotice = "employer_notice",
        /// Enrolling for social insurance: from the start of work on.
        SocialInsurance = "social_insurance",
        /// Handing over files and insurance: from the end of the contract on.
        LeavingTransfer = "leaving_transfer",
        /// The employer files a work injury: from the accident on.
        InjuryByEmployer = "injury_by_employer",
        /// The worker files it, or the family, or the union.
        InjuryByWorker = "injury_by_worker",
        /// It is decided whether it was one: from acceptance on.
        InjuryDecision = "injury_decision",
        /// The same where the facts are clear.
        ClearInjuryDecision = "clear_injury_decision",
        /// An appraisal of disability: from its acceptance on. It may take thirty days more.
        DisabilityAppraisal = "disability_appraisal",
        /// Objecting to an appraisal of disability: from its receipt on.
        InjuryObjection = "injury_objection",
        /// Mediation without agreement: from the application on.
        Mediation = "mediation",
        /// Applying for arbitration: from when one knew, or should have known.
        Arbitration = "arbitration",
        /// Its acceptance: from the application on.
        ArbitrationAcceptance = "arbitration_acceptance",
        /// The other side answers: from when it got the application.
        ArbitrationAnswer = "arbitration_answer",
        /// The award: from acceptance on. A complicated case may take fifteen days more.
        ArbitrationAward = "arbitration_award",
        /// Going to court: from the award on.
        Suit = "suit",
        /// The employer has a final award set aside.
        SetAside = "set_aside",
        /// Pay sheets are kept.
        PaySheets = "pay_sheets",
        /// Ended contracts are kept: from the end on.
        EndedContracts = "ended_contracts",
        /// Records of what personal data was assessed or shared are kept.
        DataRecords = "data_records",
    }
}

/// What the time is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// To do something until its last day.
    Act,
    /// It runs, and something has an end with it.
    Run,
    /// To keep something at least so long.
    Keep,
}

#[derive(Clone, Copy)]
enum Length {
    Days(u64),
    Months(u32),
}

impl Matter {
    const fn law(self) -> (Length, Sense, &'static str) {
        use Length::{Days, Months};
        use Sense::{Act, Keep, Run};
        match self {
            Self::Resignation => (Days(30), Run, "劳动合同法第37条"),
            Self::ProbationResignation => (Days(3), Run, "劳动合同法第37条"),
            Self::EmployerNotice => (Days(30), Run, "劳动合同法第40条"),
            Self::SocialInsurance => (Days(30), Act, "社会保险法第58条"),
            Self::LeavingTransfer => (Days(15), Act, "劳动合同法第50条"),
            Self::InjuryByEmployer => (Days(30), Act, "工伤保险条例第17条"),
            Self::InjuryByWorker => (Months(12), Act, "工伤保险条例第17条"),
            Self::InjuryDecision => (Days(60), Run, "工伤保险条例第20条"),
            Self::ClearInjuryDecision => (Days(15), Run, "工伤保险条例第20条"),
            Self::DisabilityAppraisal => (Days(60), Run, "工伤保险条例第25条"),
            Self::InjuryObjection => (Days(15), Act, "工伤保险条例第26条"),
            Self::Mediation => (Days(15), Run, "劳动争议调解仲裁法第14条"),
            Self::Arbitration => (Months(12), Act, "劳动争议调解仲裁法第27条"),
            Self::ArbitrationAcceptance => (Days(5), Run, "劳动争议调解仲裁法第29条"),
            Self::ArbitrationAnswer => (Days(10), Act, "劳动争议调解仲裁法第30条"),
            Self::ArbitrationAward => (Days(45), Run, "劳动争议调解仲裁法第43条"),
            Self::Suit => (Days(15), Act, "劳动争议调解仲裁法第50条"),
            Self::SetAside => (Days(30), Act, "劳动争议调解仲裁法第49条"),
            Self::PaySheets => (Months(24), Keep, "工资支付暂行规定第6条"),
            Self::EndedContracts => (Months(24), Keep, "劳动合同法第50条"),
            Self::DataRecords => (Months(36), Keep, "个人信息保护法第56条"),
        }
    }

    /// Days after the start on which it is good to be reminded.
    const fn reminders(self) -> &'static [u64] {
        match self {
            Self::SocialInsurance => &[7, 20, 28],
            _ => &[],
        }
    }
}

/// One limit with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Of what.
    pub matter: Matter,
    /// What it is for.
    pub sense: Sense,
    /// The day on which it starts, which is not counted.
    pub start: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// The day by which to act: the last working day up to it. That the law moves a limit which ends on a day off to
    /// the next working day (民法典 203) is nothing to lean on.
    pub act_by: NaiveDate,
    /// Days on which to look at it.
    pub reminders: Vec<NaiveDate>,
    /// Where it is written.
    pub article: String,
}

impl Limit {
    /// The limit of a matter that starts on a day.
    ///
    /// # Errors
    /// `start` out of range: before 2000 or after 2100.
    pub fn of(matter: Matter, start: NaiveDate, calendar: &WorkCalendar) -> Result<Self, Problem> {
        check_years("start", start)?;
        let (length, sense, article) = matter.law();
        let last = match length {
            Length::Days(days) => start + Days::new(days),
            // A month without the date ends on its last day.
            Length::Months(months) => start.checked_add_months(Months::new(months)).unwrap_or(start),
        };
        let back = last.iter_days().rev().take(30).find(|day| calendar.is_workday(*day));
        Ok(Self {
            matter,
            sense,
            start,
            last,
            act_by: back.unwrap_or(last),
            reminders: matter.reminders().iter().map(|days| start + Days::new(*days)).collect(),
            article: article.to_owned(),
        })
    }
}

/// The last day of a limit of so many working days; none of them is the start.
pub fn after_workdays(start: NaiveDate, workdays: i32, calendar: &WorkCalendar) -> NaiveDate {
    let wanted = usize::try_from(workdays).unwrap_or_default();
    let days = (start + Days::new(1)).iter_days().take(400).filter(|day| calendar.is_workday(*day));
    if wanted == 0 { start } else { days.take(wanted).last().unwrap_or(start) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{problem::FieldReason, roster::samples::date};

    fn limit(matter: Matter, start: NaiveDate) -> Limit {
        Limit::of(matter, start, &WorkCalendar::built_in()).unwrap()
    }

    #[test]
    fn each_limit_of_the_law_ends_on_its_day() {
        let cases = [
            (Matter::Resignation, date(2026, 11, 23), date(2026, 12, 23)),
            (Matter::ProbationResignation, date(2026, 11, 23), date(2026, 11, 26)),
            (Matter::EmployerNotice, date(2026, 11, 23), date(2026, 12, 23)),
            (Matter::SocialInsurance, date(2026, 11, 2), date(2026, 12, 2)),
            (Matter::LeavingTransfer, date(2026, 12, 23), date(2027, 1, 7)),
            (Matter::InjuryByEmployer, date(2026, 9, 3), date(2026, 10, 3)),
            (Matter::InjuryByWorker, date(2026, 9, 3), date(2027, 9, 3)),
            (Matter::InjuryDecision, date(2026, 9, 30), date(2026, 11, 29)),
            (Matter::ClearInjuryDecision, date(2026, 9, 30), date(2026, 10, 15)),
            (Matter::DisabilityAppraisal, date(2026, 11, 24), date(2027, 1, 23)),
            (Matter::InjuryObjection, date(2026, 11, 24), date(2026, 12, 9)),
            (Matter::Mediation, date(2026, 11, 24), date(2026, 12, 9)),
            (Matter::Arbitration, date(2026, 11, 24), date(2027, 11, 24)),
            (Matter::ArbitrationAcceptance, date(2026, 11, 24), date(2026, 11, 29)),
            (Matter::ArbitrationAnswer, date(2026, 11, 24), date(2026, 12, 4)),
            (Matter::ArbitrationAward, date(2026, 11, 29), date(2027, 1, 13)),
            (Matter::Suit, date(2026, 11, 24), date(2026, 12, 9)),
            (Matter::SetAside, date(2026, 11, 24), date(2026, 12, 24)),
            (Matter::PaySheets, date(2026, 11, 30), date(2028, 11, 30)),
            // A month that lacks the date ends on its last day.
            (Matter::EndedContracts, date(2024, 2, 29), date(2026, 2, 28)),
            (Matter::DataRecords, date(2026, 11, 24), date(2029, 11, 24)),
        ];
        for (matter, start, last) in cases {
            assert_eq!(limit(matter, start).last, last, "{matter:?}");
        }
        let tested: Vec<Matter> = cases.iter().map(|(matter, ..)| *matter).collect();
        assert_eq!(tested, Matter::ALL, "every matter");
    }

    #[test]
    fn one_that_ends_on_a_day_off_is_to_be_met_before_it() {
        // Day 30 is in the National Day break: the last working day before it is 30 September.
        let injury = limit(Matter::InjuryByEmployer, date(2026, 9, 3));
        assert_eq!((injury.sense, injury.act_by), (Sense::Act, date(2026, 9, 30)));
        assert_eq!(limit(Matter::SocialInsurance, date(2026, 11, 2)).act_by, date(2026, 12, 2));
    }

    #[test]
    fn insurance_is_reminded_of_three_times() {
        let insurance = limit(Matter::SocialInsurance, date(2026, 11, 2));
        assert_eq!(insurance.reminders, [date(2026, 11, 9), date(2026, 11, 22), date(2026, 11, 30)]);
        assert_eq!(limit(Matter::Suit, date(2026, 11, 2)).reminders, []);
    }

    #[test]
    fn a_start_that_nobody_means_is_named() {
        let far = Limit::of(Matter::Suit, date(1999, 12, 31), &WorkCalendar::built_in());
        assert_eq!(far, Err(Problem::field("start", FieldReason::OutOfRange)));
    }

    #[test]
    fn working_days_pass_over_holidays_and_count_make_up_days() {
        let calendar = WorkCalendar::built_in();
        assert_eq!(after_workdays(date(2026, 9, 30), 3, &calendar), date(2026, 10, 10));
        assert_eq!(after_workdays(date(2026, 11, 24), 3, &calendar), date(2026, 11, 27));
        assert_eq!(after_workdays(date(2026, 11, 24), 0, &calendar), date(2026, 11, 24));
    }
}
