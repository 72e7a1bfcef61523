use crate::coded::coded_enum;
use serde::{Deserialize, Serialize};

coded_enum! {
    /// A festival of 全国年节及纪念日放假办法 (2024), article 2.
    pub enum Festival {
        /// 元旦.
        NewYear = "new_year",
        /// 春节: from 2025 on with 除夕.
        SpringFestival = "spring_festival",
        /// 清明节.
        Qingming = "qingming",
        /// 劳动节: from 2025 on two days.
        LabourDay = "labour_day",
        /// 端午节.
        DragonBoat = "dragon_boat",
        /// 中秋节.
        MidAutumn = "mid_autumn",
        /// 国庆节.
        NationalDay = "national_day",
        /// A single day by a special notice, as 2015-09-03 was.
        Special = "special",
    }
}

/// What the State Council calendar says of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "festival")]
pub enum DayKind {
    /// Worked: Monday to Friday.
    Workday,
    /// Worked: a Saturday or Sunday given in exchange for a longer holiday (调休上班). An ordinary
    /// working day, without overtime pay.
    MakeUpWorkday,
    /// Off: a Saturday or Sunday outside the holidays.
    RestDay,
    /// Off: a day of a holiday's break other than the statutory day itself, swapped or weekend.
    AdjustedRest,
    /// Off: the statutory holiday itself.
    StatutoryHoliday(Festival),
}

impl DayKind {
    /// Whether the day is worked.
    pub const fn is_workday(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpWorkday)
    }

    /// Whether it is a statutory holiday, or one of the days off around it.
    pub const fn is_holiday(self) -> bool {
        matches!(self, Self::StatutoryHoliday(_) | Self::AdjustedRest)
    }

    /// What overtime on such a day costs.
    pub const fn overtime_class(self) -> OvertimeClass {
        match self {
            Self::Workday | Self::MakeUpWorkday => OvertimeClass::Workday,
            Self::RestDay | Self::AdjustedRest => OvertimeClass::RestDay,
            Self::StatutoryHoliday(_) => OvertimeClass::Holiday,
        }
    }
}

coded_enum! {
    /// What overtime costs, by the day it is worked on (劳动法 44).
    pub enum OvertimeClass {
        /// 150 %: beyond the day's hours on a working day.
        Workday = "workday",
        /// 200 % on a day off, unless another day off is given for it.
        RestDay = "rest_day",
        /// 300 % on a statutory holiday, on top of the month's wage; can't be exchanged for time off.
        Holiday = "holiday",
    }
}

impl OvertimeClass {
    /// Percent of the hourly wage.
    pub const fn percent(self) -> i32 {
        match self {
            Self::Workday => 150,
            Self::RestDay => 200,
            Self::Holiday => 300,
        }
    }
}
