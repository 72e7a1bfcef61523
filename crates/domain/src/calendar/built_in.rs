//! The years that ship with the program. 2024 to 2026 from the State Council's notices; 2027 by the
//! formula of 放假办法 article 2 alone, since its notice is not out: weekends off, nothing swapped.

use chrono::NaiveDate;

use super::{CalendarStatus, CalendarYear, DateRange, Festival, StatutoryDay};
use Festival::{DragonBoat, LabourDay, MidAutumn, NationalDay, NewYear, Qingming, SpringFestival};

type MonthDay = (u32, u32);

struct Arrangement {
    year: i32,
    status: CalendarStatus,
    source: &'static str,
    off: &'static [(MonthDay, MonthDay)],
    make_up: &'static [MonthDay],
    statutory: &'static [(Festival, &'static [MonthDay])],
}

const ARRANGEMENTS: [Arrangement; 4] = [
    Arrangement {
        year: 2024,
        status: CalendarStatus::Published,
        source: "国办发明电〔2023〕7号",
        off: &[
            ((1, 1), (1, 1)),
            ((2, 10), (2, 17)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 8), (6, 10)),
            ((9, 15), (9, 17)),
            ((10, 1), (10, 7)),
        ],
        make_up: &[(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
        statutory: &[
            (NewYear, &[(1, 1)]),
            (SpringFestival, &[(2, 10), (2, 11), (2, 12)]),
            (Qingming, &[(4, 4)]),
            (LabourDay, &[(5, 1)]),
            (DragonBoat, &[(6, 10)]),
            (MidAutumn, &[(9, 17)]),
            (NationalDay, &[(10, 1), (10, 2), (10, 3)]),
        ],
    },
    Arrangement {
        year: 2025,
        status: CalendarStatus::Published,
        source: "国办发明电〔2024〕12号",
        off: &[
            ((1, 1), (1, 1)),
            ((1, 28), (2, 4)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((5, 31), (6, 2)),
            ((10, 1), (10, 8)),
        ],
        make_up: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
        statutory: &[
            (NewYear, &[(1, 1)]),
            (SpringFestival, &[(1, 28), (1, 29), (1, 30), (1, 31)]),
            (Qingming, &[(4, 4)]),
            (LabourDay, &[(5, 1), (5, 2)]),
            (DragonBoat, &[(5, 31)]),
            (NationalDay, &[(10, 1), (10, 2), (10, 3)]),
            (MidAutumn, &[(10, 6)]),
        ],
    },
    Arrangement {
        year: 2026,
        status: CalendarStatus::Published,
        source: "国办发明电〔2025〕7号",
        off: &[
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        make_up: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
        statutory: &[
            (NewYear, &[(1, 1)]),
            (SpringFestival, &[(2, 16), (2, 17), (2, 18), (2, 19)]),
            (Qingming, &[(4, 5)]),
            (LabourDay, &[(5, 1), (5, 2)]),
            (DragonBoat, &[(6, 19)]),
            (MidAutumn, &[(9, 25)]),
            (NationalDay, &[(10, 1), (10, 2), (10, 3)]),
        ],
    },
    Arrangement {
        year: 2027,
        status: CalendarStatus::Provisional,
        source: "全国年节及纪念日放假办法（2024修订）",
        off: &[
            ((1, 1), (1, 1)),
            ((2, 5), (2, 8)),
            ((4, 5), (4, 5)),
            ((5, 1), (5, 2)),
            ((6, 9), (6, 9)),
            ((9, 15), (9, 15)),
            ((10, 1), (10, 3)),
        ],
        make_up: &[],
        statutory: &[
            (NewYear, &[(1, 1)]),
            (SpringFestival, &[(2, 5), (2, 6), (2, 7), (2, 8)]),
            (Qingming, &[(4, 5)]),
            (LabourDay, &[(5, 1), (5, 2)]),
            (DragonBoat, &[(6, 9)]),
            (MidAutumn, &[(9, 15)]),
            (NationalDay, &[(10, 1), (10, 2), (10, 3)]),
        ],
    },
];

pub(super) fn years() -> Vec<CalendarYear> {
    ARRANGEMENTS.iter().map(Arrangement::calendar_year).collect()
}

impl Arrangement {
    fn calendar_year(&self) -> CalendarYear {
        // A date that doesn't exist would drop out here; the tests count every day of every year.
        let date = |&(month, day): &MonthDay| NaiveDate::from_ymd_opt(self.year, month, day);
        CalendarYear {
            year: self.year,
            version: 1,
            status: self.status,
            source: self.source.to_owned(),
            off: self
                .off
                .iter()
                .filter_map(|(from, to)| Some(DateRange { from: date(from)?, to: date(to)? }))
                .collect(),
            make_up: self.make_up.iter().filter_map(date).collect(),
            statutory: self
                .statutory
                .iter()
                .flat_map(|&(festival, days)| days.iter().map(move |day| (festival, day)))
                .filter_map(|(festival, day)| Some(StatutoryDay { date: date(day)?, festival }))
                .collect(),
        }
    }
}
