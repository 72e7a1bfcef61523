//! What is filled in, as it is typed.

use chrono::NaiveDate;
use domain::{
    leave::{LeaveChoices, LeaveKind, Period},
    roster::Half,
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
    pub(super) cover: RwSignal<String>,
}

impl Fields {
    /// As they were filled in before; for a new request, the whole of today.
    pub(super) fn new(choices: &LeaveChoices) -> Self {
        let whole = Period::whole(choices.today, choices.today);
        let so_far = choices.so_far.as_ref();
        let period = so_far.map_or(whole, |so_far| so_far.period);
        let kind = so_far.map(|so_far| so_far.kind).or(choices.kinds.first().copied());
        let cover = so_far.and_then(|so_far| so_far.cover);
        Self {
            kind: RwSignal::new(kind.map(|kind| kind.code().to_owned()).unwrap_or_default()),
            from: RwSignal::new(period.from.to_string()),
            to: RwSignal::new(period.to.to_string()),
            starts: RwSignal::new(period.starts.code().to_owned()),
            ends: RwSignal::new(period.ends.code().to_owned()),
            cover: RwSignal::new(cover.map(|person| person.to_string()).unwrap_or_default()),
        }
    }

    /// The days, once both dates are dates.
    pub(super) fn period(self) -> Option<Period> {
        let date = |field: RwSignal<String>| field.with(|text| text.parse::<NaiveDate>().ok());
        let half = |field: RwSignal<String>| field.with(|text| text.parse::<Half>().ok());
        Some(Period { from: date(self.from)?, to: date(self.to)?, starts: half(self.starts)?, ends: half(self.ends)? })
    }

    pub(super) fn kind(self) -> Option<LeaveKind> {
        self.kind.with(|code| code.parse().ok())
    }
}
