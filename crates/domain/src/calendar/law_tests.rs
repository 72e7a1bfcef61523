//! Every day of the years that ship, against the table of the notices (国办发明电) and, for 2027, the formula of
//! 放假办法 article 2. The table is written here a second time, from the notices, and not read from the data.

use super::*;

struct Notice {
    year: i32,
    off: &'static str,
    make_up: &'static str,
    triple: &'static str,
}

const NOTICES: [Notice; 4] = [
    Notice {
        year: 2024,
        off: "1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/8-6/10 9/15-9/17 10/1-10/7",
        make_up: "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
        triple: "1/1 2/10 2/11 2/12 4/4 5/1 6/10 9/17 10/1 10/2 10/3",
    },
    Notice {
        year: 2025,
        off: "1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8",
        make_up: "1/26 2/8 4/27 9/28 10/11",
        triple: "1/1 1/28 1/29 1/30 1/31 4/4 5/1 5/2 5/31 10/1 10/2 10/3 10/6",
    },
    Notice {
        year: 2026,
        off: "1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7",
        make_up: "1/4 2/14 2/28 5/9 9/20 10/10",
        triple: "1/1 2/16 2/17 2/18 2/19 4/5 5/1 5/2 6/19 9/25 10/1 10/2 10/3",
    },
    // The notice is not out: the festivals alone.
    Notice {
        year: 2027,
        off: "1/1 2/5-2/8 4/5 5/1-5/2 6/9 9/15 10/1-10/3",
        make_up: "",
        triple: "1/1 2/5 2/6 2/7 2/8 4/5 5/1 5/2 6/9 9/15 10/1 10/2 10/3",
    },
];

/// `2/10-2/17 4/4` as days.
fn days(year: i32, text: &str) -> Vec<NaiveDate> {
    let day = |text: &str| {
        let (month, day) = text.split_once('/').unwrap();
        NaiveDate::from_ymd_opt(year, month.parse().unwrap(), day.parse().unwrap()).unwrap()
    };
    let range = |text: &str| {
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let to = day(to);
        day(from).iter_days().take_while(move |day| *day <= to)
    };
    text.split_whitespace().flat_map(range).collect()
}

#[test]
fn every_day_is_what_the_notice_says() {
    let calendar = WorkCalendar::built_in();
    for Notice { year, off, make_up, triple } in NOTICES {
        let (off, make_up, triple) = (days(year, off), days(year, make_up), days(year, triple));
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        for day in first.iter_days().take_while(|day| day.year() == year) {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            let works = make_up.contains(&day) || !(weekend || off.contains(&day));
            assert_eq!(calendar.is_workday(day), works, "{day}");
            assert_eq!(calendar.day_kind(day) == DayKind::MakeUpWorkday, make_up.contains(&day), "{day}");
            let percent = match (triple.contains(&day), works) {
                (true, _) => 300,
                (false, true) => 150,
                (false, false) => 200,
            };
            assert_eq!(calendar.overtime_class(day).percent(), percent, "{day}");
        }
    }
}

#[test]
fn a_make_up_day_lies_on_a_weekend_and_is_paid_as_any_working_day() {
    let calendar = WorkCalendar::built_in();
    for Notice { year, make_up, .. } in NOTICES {
        for day in days(year, make_up) {
            assert!(matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{day}");
            assert_eq!(calendar.overtime_class(day), OvertimeClass::Workday, "{day}");
        }
    }
}

#[test]
fn a_festival_on_a_weekend_is_made_up_for_on_a_working_day() {
    // 放假办法 6: Qingming of 2026 is a Sunday, so the Monday is off; work on it is 200 %, on the Sunday 300 %.
    let calendar = WorkCalendar::built_in();
    let [sunday, monday] = [5, 6].map(|day| NaiveDate::from_ymd_opt(2026, 4, day).unwrap());
    assert_eq!((calendar.is_workday(sunday), calendar.is_workday(monday)), (false, false));
    assert_eq!((calendar.overtime_class(sunday).percent(), calendar.overtime_class(monday).percent()), (300, 200));
}
