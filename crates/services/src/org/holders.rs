use chrono::{Days, Months};
use domain::{
    ids::{HallId, PersonId, PostHolderId},
    org::{HolderCommand, OrgError},
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::{
    Tx,
    repo::org::{self as repo, HolderRecord},
};

use super::{Org, open_post, open_window};
use crate::{
    accounts,
    audit::Act,
    caller::Caller,
    error::{Error, Result},
};

impl Org {
    /// Names A or B of a post from a date on, at most a year from today either way, or leaves the side
    /// vacant. Whoever held it ends the day before; whoever was to hold it later does not begin. The person
    /// must be dispatched to the hall and can't be the other side as well ([`OrgError::SamePerson`]).
    pub async fn set_holder(&self, caller: &Caller, command: HolderCommand) -> Result<()> {
        let db = self.0.db.read();
        let hall = open_window(db, open_post(db, command.post).await?.window).await?.hall;
        let today = self.today();
        self.edit(caller, Action::OrgEdit, hall, command, move |tx, command| {
            Box::pin(async move {
                let year = Months::new(12);
                let near = today.checked_sub_months(year)..=today.checked_add_months(year);
                if !near.contains(&Some(command.from)) {
                    return Err(Problem::field("from", FieldReason::OutOfRange).into());
                }
                Ok(((), name_holder(tx, hall, *command).await?))
            })
        })
        .await
    }
}

/// Who starts and who ends is kept in the trail of the people.
async fn name_holder(tx: &Tx, hall: HallId, command: HolderCommand) -> Result<Vec<Act<'static>>> {
    let HolderCommand { post, side, person, from } = command;
    let rows = repo::list_post_holders(tx, post, from).await?;
    let (of_side, of_other): (Vec<_>, Vec<_>) = rows.iter().map(|row| row.holder).partition(|row| row.side == side);
    if person.is_some_and(|person| of_other.iter().any(|other| other.person == person)) {
        return Err(OrgError::SamePerson.into());
    }
    let new = match person {
        Some(person) => Some(holder(tx, hall, command, person).await?),
        None => None,
    };
    if of_side.len() == usize::from(new.is_some()) && of_side.iter().zip(new).all(|(old, new)| goes_on(*old, new)) {
        return Ok(Vec::new());
    }
    let post_record = open_post(tx, post).await?;
    let window = open_window(tx, post_record.window).await?;
    let place = format!("{} {} {}", window.code, post_record.name, side.letter());
    let last_day = from - Days::new(1);
    let ids: Vec<_> = of_side.iter().map(|old| old.id).collect();
    repo::end_holders(tx, &ids, last_day).await?;
    let ended =
        of_side.iter().map(|old| Act::about(old.person, "org.end_holder", format!("{place}, last day {last_day}")));
    let mut acts: Vec<_> = ended.collect();
    if let Some(new) = new {
        // Only when somebody else has just named a holder here.
        repo::create_holder(tx, new).await.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        acts.push(Act::about(new.person, "org.set_holder", format!("{place}, from {from}")));
    }
    Ok(acts)
}

/// The holder to store, once the person is known to work at the hall by then.
async fn holder(tx: &Tx, hall: HallId, command: HolderCommand, person: PersonId) -> Result<HolderRecord> {
    let record = accounts::lock_person(tx, person).await?;
    let wrong = |field, reason| Err(Problem::field(field, reason).into());
    if record.hall != Some(hall) {
        return wrong("person", FieldReason::Unknown);
    }
    if record.left_on.is_some_and(|last| last < command.from) {
        return wrong("person", FieldReason::Ended);
    }
    if command.from < record.hired_on {
        return wrong("from", FieldReason::OutOfRange);
    }
    let HolderCommand { post, side, from, .. } = command;
    Ok(HolderRecord { id: PostHolderId::new(), post, person, side, from, to: record.left_on })
}

/// Whether the new holder is the old one, who just stays.
fn goes_on(old: HolderRecord, new: HolderRecord) -> bool {
    old.person == new.person && old.from <= new.from && old.to == new.to
}
