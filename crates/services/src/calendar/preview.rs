//! The years in force, and what importing one would change.

use std::sync::Arc;

use domain::{
    calendar::{CalendarYear, MAX_YEAR_TEXT, WorkCalendar, YearChange, YearPreview},
    ids::AgencyId,
    policy::{Action, Place},
    problem::{FieldReason, Problem},
};

use super::{Calendar, file::read_year};
use crate::{
    caller::Caller,
    error::{Error, Result},
    leave::Leave,
    org::all_halls,
};

/// The calendar is imported by HR.
pub(super) fn check_importer(caller: &Caller) -> Result<()> {
    Ok(caller.check(Action::CalendarImport, &Place::agency(caller.actor.agency))?)
}

impl Calendar {
    /// Every year that is known, in the version in force. For who may import one.
    pub async fn years(&self, caller: &Caller) -> Result<Vec<CalendarYear>> {
        check_importer(caller)?;
        Ok(self.current().await?.years().cloned().collect())
    }

    /// What importing a text would change, and what stands against it. For who may import it.
    pub async fn preview_import(&self, caller: &Caller, text: &str) -> Result<YearPreview> {
        check_importer(caller)?;
        match self.read_form(text).await {
            Ok((calendar, year)) => {
                let change = self.change(&calendar, year, caller.actor.agency).await?;
                Ok(YearPreview { faults: Vec::new(), change: Some(change) })
            }
            Err(Error::Problem(Problem::Invalid(faults))) => Ok(YearPreview { faults, change: None }),
            Err(error) => Err(error),
        }
    }

    async fn change(&self, calendar: &WorkCalendar, year: CalendarYear, agency: AgencyId) -> Result<YearChange> {
        let known = calendar.year(year.year);
        let same = known.is_some_and(|known| CalendarYear { version: year.version, ..known.clone() } == year);
        let days = calendar.changed_by(&year);
        let leave = match (days.first(), days.last()) {
            (Some(first), Some(last)) => {
                let (_, mut halls) = all_halls(self.0.db.read()).await?;
                halls.retain(|hall| hall.agency == agency);
                let halls: Vec<_> = halls.into_iter().map(|hall| hall.id).collect();
                Leave(self.0.clone()).count_to_recount(&halls, (first.date, last.date)).await?
            }
            _ => 0,
        };
        Ok(YearChange { year, same, days, leave })
    }

    /// The year that a form's text means, as its next version, beside the calendar in force. An address has to hold
    /// the text, so it may be no longer than [`MAX_YEAR_TEXT`]; how a browser ends its lines does not count.
    pub(super) async fn read_form(&self, text: &str) -> Result<(Arc<WorkCalendar>, CalendarYear)> {
        if text.chars().filter(|c| *c != '\r').count() > usize::from(MAX_YEAR_TEXT) {
            return Err(Problem::field("file", FieldReason::TooLong).into());
        }
        self.next_version(text).await
    }

    /// The same of a text of any length.
    pub(super) async fn next_version(&self, text: &str) -> Result<(Arc<WorkCalendar>, CalendarYear)> {
        let calendar = self.current().await?;
        let year = read_year(text, |year| calendar.year(year).map_or(1, |known| known.version + 1))?;
        Ok((calendar, year))
    }
}
