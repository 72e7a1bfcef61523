//! What comes next: by what a write is about, so that one which gets no answer holds back only its own.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PersonId;
use uuid::Uuid;

use super::Item;

/// How long a tab may take to send one write before another may.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(45);

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// This one is to be sent: its place in the list.
    Send(usize),
    /// Nothing can be had before then.
    Wait(TimeDelta),
    /// Nothing is left.
    Nothing,
}

/// The first write of a person that can be sent. `items` are in the order in which they were made; what is about
/// something in `passed` had its try. Writes about one thing never overtake each other; those about others go on.
/// `alone` says that no other tab can have one in hand.
pub(super) fn turn(items: &[Item], person: PersonId, now: DateTime<Utc>, passed: &HashSet<Uuid>, alone: bool) -> Turn {
    let mut held = HashSet::new();
    let mut soonest = None::<TimeDelta>;
    for (place, item) in items.iter().enumerate() {
        let about = item.write.about();
        if item.person != person || item.refused.is_some() || passed.contains(&about) || held.contains(&about) {
            continue;
        }
        let leased = item.leased_until.filter(|_| !alone);
        let wait = [item.held_until, leased].into_iter().flatten().map(|until| until - now).max();
        // A clock that is set back must not keep anything waiting for ever.
        match wait.filter(|wait| *wait > TimeDelta::zero() && *wait <= LEASE) {
            Some(wait) => {
                held.insert(about);
                soonest = Some(soonest.map_or(wait, |soonest| soonest.min(wait)));
            }
            None => return Turn::Send(place),
        }
    }
    soonest.map_or(Turn::Nothing, Turn::Wait)
}

#[cfg(test)]
mod tests {
    use domain::{
        attendance::{PositionReport, PunchCommand},
        ids::{PunchId, PunchNoteId},
    };

    use super::*;
    use crate::{error::AppError, outbox::Write};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_764_000_000, 0).unwrap_or_default()
    }

    fn item(person: PersonId, write: Write) -> Item {
        Item {
            id: Uuid::now_v7(),
            person,
            seq: 0,
            write,
            subject: None,
            made_at: now(),
            page: Uuid::nil(),
            steady_ms: 0,
            tries: 0,
            held_until: None,
            leased_until: None,
            refused: None,
        }
    }

    fn punch(id: PunchId) -> Write {
        let position = PositionReport::default();
        Write::Punch(PunchCommand { id, device_at: None, evidence: None, position, reason: None, code: None })
    }

    fn explain(punch: PunchId) -> Write {
        Write::Explain { note: PunchNoteId::new(), punch, reason: "没有信号".to_owned() }
    }

    fn next(items: &[Item], person: PersonId, passed: &[PunchId]) -> Turn {
        turn(items, person, now(), &passed.iter().map(|id| id.uuid()).collect(), false)
    }

    #[test]
    fn one_without_an_answer_holds_back_only_what_is_about_the_same() {
        let (me, first, second) = (PersonId::new(), PunchId::new(), PunchId::new());
        let items = [punch(first), explain(first), punch(second), explain(second)].map(|write| item(me, write));
        assert_eq!(next(&items, me, &[]), Turn::Send(0));
        assert_eq!(next(&items, me, &[first]), Turn::Send(2), "its explanation does not overtake it");
        assert_eq!(next(&items, me, &[first, second]), Turn::Nothing);
    }

    #[test]
    fn what_is_being_completed_or_in_another_tabs_hand_waits_and_the_rest_goes_on() {
        let (me, first, second) = (PersonId::new(), PunchId::new(), PunchId::new());
        let mut items = [punch(first), explain(first), punch(second)].map(|write| item(me, write));
        items[0].held_until = Some(now() + TimeDelta::seconds(9));
        assert_eq!(next(&items, me, &[]), Turn::Send(2));
        items[2].leased_until = Some(now() + TimeDelta::seconds(5));
        assert_eq!(next(&items, me, &[]), Turn::Wait(TimeDelta::seconds(5)));
        assert_eq!(turn(&items, me, now(), &HashSet::new(), true), Turn::Send(2), "nobody else is at it");
        items[2].leased_until = Some(now() + LEASE + TimeDelta::seconds(1));
        assert_eq!(next(&items, me, &[]), Turn::Send(2), "the clock was set back");
    }

    #[test]
    fn another_under_the_same_id_is_not_the_one_that_was_sent() {
        let (me, id) = (PersonId::new(), PunchId::new());
        let sent = item(me, punch(id));
        let in_hand = Item { leased_until: Some(now() + LEASE), tries: 2, ..sent.clone() };
        assert!(in_hand.is_the_one(&sent));
        assert!(!Item { seq: sent.seq + 1, ..sent.clone() }.is_the_one(&sent), "another change of one request");
        let anew = Item { made_at: now() + TimeDelta::seconds(1), ..sent.clone() };
        assert!(!anew.is_the_one(&sent), "the shelf was empty in between");
    }

    #[test]
    fn the_refused_and_what_is_anothers_are_left_alone() {
        let (me, other, id) = (PersonId::new(), PersonId::new(), PunchId::new());
        let mut items = [item(other, punch(PunchId::new())), item(me, punch(id)), item(me, explain(id))];
        items[1].refused = Some(AppError::Problem(domain::problem::Problem::Denied));
        assert_eq!(next(&items, me, &[]), Turn::Send(2));
        assert_eq!(next(&items, PersonId::new(), &[]), Turn::Nothing);
    }
}
