//! What is filled in, as it is typed.

use chrono::NaiveDate;
use domain::{
    leave::{BirthForm, Extent, Hours, HoursForm, LeaveBy, LeaveChoices, LeaveKind, Period},
    roster::Half,
    time::minute_of,
};
use leptos::prelude::*;

/// The fields that the live text follows.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) kind: RwSignal<String>,
    pub(super) from: RwSignal<String>,
    pub(super) to: RwSignal<String>,
    pub(super) starts: RwSignal<String>,
    pub(super) ends: RwSignal<String>,
    pub(super) by: RwSignal<String>,
    pub(super) from_time: RwSignal<String>,
    pub(super) to_time: RwSignal<String>,
    pub(super) cover: RwSignal<String>,
    pub(super) what: RwSignal<String>,
    pub(super) difficult: RwSignal<String>,
    pub(super) children: RwSignal<String>,
}

impl Fields {
    /// As they were filled in before; for a new request, the whole of today.
    pub(super) fn new(choices: &LeaveChoices) -> Self {
        let whole = Period::whole(choices.today, choices.today);
        let so_far = choices.so_far.as_ref();
        let period = so_far.map_or(whole, |so_far| so_far.period);
        let kind = so_far.map(|so_far| so_far.kind).or(choices.kinds.first().copied());
        let cover = so_far.and_then(|so_far| so_far.cover);
        let (starts, ends) = match period.extent {
            Extent::Halves { starts, ends } => (starts, ends),
            Extent::Hours(_) => (Half::Morning, Half::Afternoon),
        };
        let birth = so_far.map(|so_far| so_far.birth).unwrap_or_default();
        let hours = period.hours().map_or_else(HoursForm::default, HoursForm::of);
        Self {
            kind: RwSignal::new(kind.map(|kind| kind.code().to_owned()).unwrap_or_default()),
            from: RwSignal::new(period.from.to_string()),
            to: RwSignal::new(period.to.to_string()),
            starts: RwSignal::new(starts.code().to_owned()),
            ends: RwSignal::new(ends.code().to_owned()),
            by: RwSignal::new(hours.by.code().to_owned()),
            from_time: RwSignal::new(hours.from),
            to_time: RwSignal::new(hours.to),
            cover: RwSignal::new(cover.map(|person| person.to_string()).unwrap_or_default()),
            what: RwSignal::new(birth.what.code().to_owned()),
            difficult: RwSignal::new(birth.difficult.to_string()),
            children: RwSignal::new(birth.children.to_string()),
        }
    }

    /// When, once dates are dates and, by the hour, times are times.
    pub(super) fn period(self) -> Option<Period> {
        let date = |field: RwSignal<String>| field.with(|text| text.parse::<NaiveDate>().ok());
        let half = |field: RwSignal<String>| field.with(|text| text.parse::<Half>().ok());
        let minute = |field: RwSignal<String>| field.with(|text| minute_of(text).ok().map(i32::from));
        let extent = match self.by() {
            LeaveBy::Days => Extent::Halves { starts: half(self.starts)?, ends: half(self.ends)? },
            LeaveBy::Hours => Extent::Hours(Hours { from: minute(self.from_time)?, to: minute(self.to_time)? }),
        };
        Some(Period { from: date(self.from)?, to: date(self.to)?, extent })
    }

    /// What maternity leave is taken for.
    pub(super) fn birth(self) -> BirthForm {
        BirthForm {
            what: self.what.with(|code| code.parse()).unwrap_or_default(),
            difficult: self.difficult.with(|text| text == "true"),
            children: self.children.with(|text| text.parse()).unwrap_or(1),
        }
    }

    /// By days or by the hour.
    pub(super) fn by(self) -> LeaveBy {
        self.by.with(|code| code.parse()).unwrap_or_default()
    }

    /// Lets fields that are not shown for what is chosen follow those that are: a kind that is not taken by the
    /// hour is by days, and hours are of the first day alone, but for nursing.
    pub(super) fn follow(self) {
        Effect::new(move |_| {
            let Some(kind) = self.kind() else { return };
            match self.by() {
                LeaveBy::Hours if !kind.is_by_the_hour() => self.by.set(LeaveBy::Days.code().to_owned()),
                LeaveBy::Hours if kind != LeaveKind::Nursing => self.to.set(self.from.get()),
                LeaveBy::Hours | LeaveBy::Days => {}
            }
        });
    }

    pub(super) fn kind(self) -> Option<LeaveKind> {
        self.kind.with(|code| code.parse().ok())
    }
}
