use domain::{
    calendar::{CalendarStatus, CalendarYear},
    ids::{CalendarVersionId, PersonId},
    notices::HallNews,
    problem::Problem,
};
use store::{
    Tx,
    repo::{calendar as repo, org::HallRecord},
};

use super::{Calendar, preview::check_importer};
use crate::{
    attendance::Attendance,
    audit,
    caller::{Caller, Visitor},
    error::{Error, Result},
    notices::Notices,
    org::all_halls,
};

/// In whose name an import stands in the audit trail.
struct Importer {
    actor: Option<PersonId>,
    visitor: Visitor,
}

impl Calendar {
    /// Imports a year from the text of a TOML or JSON file as its next version, which is the one that was `seen` when it
    /// was looked at. For HR.
    ///
    /// # Errors
    /// Every wrong field, by its path; [`Problem::Conflict`] where the next version is another by now.
    pub async fn import_year(&self, caller: &Caller, text: &str, seen: i32) -> Result<CalendarYear> {
        check_importer(caller)?;
        let (_, year) = self.read_form(text).await?;
        if seen != year.version {
            return Err(Problem::Conflict.into());
        }
        let (actor, visitor) = (Some(caller.actor.person), caller.visitor.clone());
        self.import(Importer { actor, visitor }, year).await
    }

    /// The same from the command line, by whoever runs the server.
    pub async fn import_year_by_operator(&self, text: &str) -> Result<CalendarYear> {
        let (_, year) = self.next_version(text).await?;
        self.import(Importer { actor: None, visitor: Visitor::operator() }, year).await
    }

    async fn import(&self, importer: Importer, year: CalendarYear) -> Result<CalendarYear> {
        let (id, now) = (CalendarVersionId::new(), self.0.clock.now());
        self.0
            .db
            .write((self.clone(), importer, year.clone()), move |tx, (me, importer, year)| {
                Box::pin(async move {
                    repo::create_version(tx, id, year, now).await.map_err(changed_meanwhile)?;
                    repo::hold_judging(tx).await?;
                    Attendance(me.0.clone()).reopen_year(tx, year.year).await?;
                    // A year has no agency: what it changes, it changes for all, and each has it in its trail.
                    let (agencies, halls) = all_halls(tx).await?;
                    me.tell_groups(tx, year, &halls).await?;
                    for agency in agencies.into_iter().map(|agency| agency.id) {
                        let act = audit::Act {
                            action: "calendar.import",
                            subject: ("agency", agency.uuid()),
                            detail: format!("{} version {}", year.year, year.version),
                        };
                        audit::append(tx, agency, importer.actor, &importer.visitor, now, act).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await?;
        Ok(year)
    }

    /// A year is everybody's: every hall's groups hear of it.
    async fn tell_groups(&self, tx: &Tx, year: &CalendarYear, halls: &[HallRecord]) -> Result<()> {
        let provisional = year.status == CalendarStatus::Provisional;
        let news = HallNews::CalendarChanged { year: year.year, version: year.version, provisional };
        let notices = Notices(self.0.clone());
        for hall in halls {
            notices.tell_groups(tx, hall.id, news.clone(), None).await?;
        }
        Ok(())
    }
}

/// Two imports of one year at once: the second must look at what the first has brought.
fn changed_meanwhile(error: store::DbErr) -> Error {
    if store::db::is_unique_violation(&error) { Problem::Conflict.into() } else { error.into() }
}
