use super::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn every_month_has_its_working_days() {
    let calendar = WorkCalendar::built_in();
    let months = [
        (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22], 251),
        (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23], 248),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], 248),
    ];
    for (year, expected, total) in months {
        let counted: Vec<i32> = (1..=12).map(|month| calendar.workdays_in_month(year, month)).collect();
        assert_eq!(counted, expected, "{year}");
        assert_eq!(calendar.workdays_between(date(year, 1, 1), date(year, 12, 31)), total, "{year}");
    }
}

#[test]
fn every_year_has_its_statutory_days() {
    let calendar = WorkCalendar::built_in();
    for (year, days) in [(2024, 11), (2025, 13), (2026, 13), (2027, 13)] {
        let triple = date(year, 1, 1)
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| calendar.overtime_class(*day) == OvertimeClass::Holiday);
        assert_eq!(triple.count(), days, "{year}");
    }
}

#[test]
fn built_in_years_are_sound() {
    let calendar = WorkCalendar::built_in();
    for year in 2024..=2027 {
        assert_eq!(calendar.year(year).unwrap().validate(), Ok(()), "{year}");
    }
    assert_eq!(calendar.stamp(date(2026, 5, 1)), CalendarStamp { version: 1, status: CalendarStatus::Published });
    assert_eq!(calendar.stamp(date(2027, 5, 1)), CalendarStamp { version: 1, status: CalendarStatus::Provisional });
}

#[test]
fn a_leave_over_national_day_costs_six_working_days() {
    let calendar = WorkCalendar::built_in();
    assert_eq!(calendar.workdays_between(date(2026, 9, 28), date(2026, 10, 10)), 6);
    assert_eq!(calendar.day_kind(date(2026, 10, 10)), DayKind::MakeUpWorkday);
    assert_eq!(calendar.workdays_between(date(2026, 10, 10), date(2026, 9, 28)), 0);
}

#[test]
fn days_have_their_kind_and_overtime_class() {
    let calendar = WorkCalendar::built_in();
    let cases = [
        (date(2026, 4, 5), DayKind::StatutoryHoliday(Festival::Qingming), 300),
        (date(2026, 4, 6), DayKind::AdjustedRest, 200),
        (date(2026, 4, 11), DayKind::RestDay, 200),
        (date(2026, 5, 9), DayKind::MakeUpWorkday, 150),
        (date(2026, 11, 24), DayKind::Workday, 150),
        (date(2025, 10, 6), DayKind::StatutoryHoliday(Festival::MidAutumn), 300),
        (date(2025, 10, 7), DayKind::AdjustedRest, 200),
        (date(2027, 2, 8), DayKind::StatutoryHoliday(Festival::SpringFestival), 300),
        // Nothing is known to be swapped in 2027, so the Tuesday after the festival is worked.
        (date(2027, 2, 9), DayKind::Workday, 150),
    ];
    for (day, kind, percent) in cases {
        assert_eq!(calendar.day_kind(day), kind, "{day}");
        assert_eq!(calendar.overtime_class(day).percent(), percent, "{day}");
    }
}

#[test]
fn a_year_without_data_has_plain_weeks_and_says_so() {
    let calendar = WorkCalendar::built_in();
    assert_eq!(calendar.day_kind(date(2031, 1, 1)), DayKind::Workday);
    assert_eq!(calendar.day_kind(date(2031, 1, 4)), DayKind::RestDay);
    assert_eq!(calendar.stamp(date(2031, 1, 1)), CalendarStamp { version: 0, status: CalendarStatus::Provisional });
    assert_eq!(render_year(&calendar, 2031), None);
}

#[test]
fn an_inserted_version_answers_instead_of_the_old_one() {
    let mut calendar = WorkCalendar::built_in();
    let mut year = calendar.year(2027).unwrap().clone();
    year.version = 2;
    year.off[1].to = date(2027, 2, 11);
    year.make_up.push(date(2027, 2, 20));
    assert_eq!(year.validate(), Ok(()));
    calendar.insert(year);
    assert_eq!(calendar.day_kind(date(2027, 2, 9)), DayKind::AdjustedRest);
    assert!(calendar.is_workday(date(2027, 2, 20)));
    assert_eq!(calendar.stamp(date(2027, 2, 9)).version, 2);
}

#[test]
fn faults_name_their_field() {
    let range = |from, to| DateRange { from, to };
    let year = CalendarYear {
        year: 2028,
        version: 0,
        status: CalendarStatus::Published,
        source: " ".into(),
        off: vec![range(date(2027, 12, 31), date(2028, 1, 2)), range(date(2028, 1, 2), date(2028, 1, 1))],
        make_up: vec![date(2028, 1, 2), date(2028, 1, 5), date(2028, 1, 8), date(2028, 1, 8)],
        statutory: vec![
            StatutoryDay { date: date(2028, 1, 1), festival: Festival::NewYear },
            StatutoryDay { date: date(2028, 1, 1), festival: Festival::NewYear },
            StatutoryDay { date: date(2028, 5, 1), festival: Festival::LabourDay },
        ],
    };
    let faults: Vec<String> = year.validate().unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "version: must be 1 or more",
            "source: must not be empty",
            "off[0].from: lies outside the year",
            "off[1].to: out of order or overlapping",
            "off[1].from: out of order or overlapping",
            "make_up[0]: lies in a break",
            "make_up[1]: is not a Saturday or Sunday",
            "make_up[3]: stands there twice",
            "statutory[1].date: stands there twice",
            "statutory[2].date: lies in no break",
        ]
    );
}

#[test]
fn a_year_survives_its_file_form() {
    let year = WorkCalendar::built_in().year(2026).unwrap().clone();
    let text = serde_json::to_string(&year).unwrap();
    assert!(text.contains(r#""status":"published""#) && text.contains(r#""2026-10-10""#));
    assert_eq!(serde_json::from_str::<CalendarYear>(&text).unwrap(), year);
    let typo = text.replace("make_up", "makeup");
    assert!(serde_json::from_str::<CalendarYear>(&typo).is_err());
}

#[test]
fn a_year_reads_as_text() {
    let lines = render_year(&WorkCalendar::built_in(), 2026).unwrap();
    assert_eq!(lines[0], "2026年工作日历（第1版，已公布）");
    assert_eq!(
        lines[3],
        " 2月  工作日 16 天  放假 2/15至2/23  调休上班 2/14（周六）、2/28（周六）  三倍工资 2/16春节、2/17春节、2/18春节、2/19春节"
    );
    assert_eq!(lines[4], " 3月  工作日 22 天");
    assert_eq!(
        lines[11],
        "10月  工作日 18 天  放假 10/1至10/7  调休上班 10/10（周六）  三倍工资 10/1国庆节、10/2国庆节、10/3国庆节"
    );
    assert_eq!(lines.last().unwrap(), "全年工作日 248 天，法定节假日 13 天");
    assert_eq!(lines.len(), 15);
}
