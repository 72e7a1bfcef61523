//! My outing as this phone knows it: what the server said last, and what was done here since and is not sent yet.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        AttendanceError, OutingAct, OutingActCommand, OutingCommand, OutingState, OutingView, OutingsView, Tapped,
        reckoned,
    },
    ids::PersonId,
};
use leptos::prelude::*;

use crate::{
    outbox::{Item, Write, outbox},
    session,
};

/// What waits on the phone and has to do with going out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// In the order in which it was done.
    acts: Vec<Write>,
    /// Whether a punch waits: then the server does not know yet that its person is there.
    punched: bool,
}

impl Kept {
    /// Mine. Changes with what waits, not with how often it was tried.
    pub(super) fn mine() -> Memo<Self> {
        let outbox = outbox();
        Memo::new(move |_| Self::of(&outbox.waiting()))
    }

    fn of(items: &[Item]) -> Self {
        let waiting = || items.iter().map(|item| &item.write);
        let acts = waiting().filter(|write| matches!(write, Write::AskOuting(_) | Write::ActOnOuting(_))).cloned();
        Self { acts: acts.collect(), punched: waiting().any(|write| matches!(write, Write::Punch(_))) }
    }

    /// Whether nothing of it waits.
    pub(super) fn is_nothing(&self) -> bool {
        self.acts.is_empty()
    }

    /// What the server said, with all of it done.
    pub(super) fn done_to(&self, view: &OutingsView) -> OutingsView {
        let mut view = view.clone();
        if self.punched && view.hindrance == Some(AttendanceError::NotOnPost) && view.mine.is_none() {
            view.hindrance = None;
        }
        for write in &self.acts {
            match write {
                Write::AskOuting(command) => ask(&mut view, command),
                Write::ActOnOuting(command) => act(&mut view, command),
                _ => {}
            }
        }
        if !self.is_nothing()
            && let Some(now) = now()
        {
            view.as_of = view.as_of.max(now);
        }
        view
    }
}

fn ask(view: &mut OutingsView, command: &OutingCommand) {
    // Its answer may be read before it is off the shelf.
    if view.mine.is_some() || view.over.iter().any(|outing| outing.id == command.id) {
        return;
    }
    let asked_at = made(command.tap.as_ref(), view.as_of);
    view.hindrance = Some(AttendanceError::OutAlready);
    view.mine = Some(OutingView {
        id: command.id,
        person: session::me().map_or_else(PersonId::new, |me| me.actor.person),
        name: String::new(),
        window: String::new(),
        reason: command.reason.clone(),
        minutes: command.minutes,
        state: OutingState::Asked,
        version: 1,
        asked_at,
        left_at: None,
        back_at: None,
        cover: None,
        late: Vec::new(),
        acts: acts(OutingState::Asked),
    });
}

fn act(view: &mut OutingsView, command: &OutingActCommand) {
    if command.act == OutingAct::Cover {
        for other in view.others.iter_mut().filter(|other| other.id == command.outing) {
            other.acts.clear();
        }
        return;
    }
    let Some(mine) = view.mine.as_mut().filter(|mine| mine.id == command.outing) else { return };
    let Ok(state) = mine.state.after(command.act) else { return };
    let at = made(command.tap.as_ref(), view.as_of);
    mine.state = state;
    mine.version += 1;
    mine.acts = acts(state);
    match state {
        OutingState::Out => mine.left_at = Some(at),
        OutingState::Back => mine.back_at = Some(at),
        _ => {}
    }
    if !state.is_open()
        && let Some(mine) = view.mine.take()
    {
        view.over.insert(0, mine);
        view.hindrance = None;
    }
}

/// What its person can do next.
fn acts(state: OutingState) -> Vec<OutingAct> {
    let own = [OutingAct::LeaveUncovered, OutingAct::Return, OutingAct::Withdraw];
    own.into_iter().filter(|act| state.after(*act).is_ok()).collect()
}

fn made(tap: Option<&Tapped>, otherwise: DateTime<Utc>) -> DateTime<Utc> {
    tap.map_or(otherwise, |tap| reckoned(tap.device_at, tap.evidence.as_ref()))
}

/// The server's time, as far as the phone can tell.
fn now() -> Option<DateTime<Utc>> {
    #[cfg(feature = "hydrate")]
    return crate::outbox::hall_now(session::me()?.actor.person);
    #[cfg(not(feature = "hydrate"))]
    None
}

#[cfg(test)]
mod tests {
    use domain::ids::{ActId, OutingId};

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_764_000_000 + minutes * 60, 0).unwrap_or_default()
    }

    fn view() -> OutingsView {
        OutingsView {
            as_of: at(0),
            longest: 60,
            hindrance: None,
            mine: None,
            others: Vec::new(),
            covers: Vec::new(),
            over: Vec::new(),
        }
    }

    fn tap(minutes: i64) -> Tapped {
        Tapped { device_at: at(minutes), evidence: None }
    }

    fn did(outing: OutingId, version: i32, act: OutingAct, minutes: i64) -> Write {
        Write::ActOnOuting(OutingActCommand { id: ActId::new(), outing, version, act, tap: Some(tap(minutes)) })
    }

    #[test]
    fn asked_left_and_back_without_a_network() {
        let id = OutingId::new();
        let command = OutingCommand { id, reason: "取材料".to_owned(), minutes: 15, tap: Some(tap(5)) };
        let mut kept = Kept { acts: vec![Write::AskOuting(command)], punched: false };
        let asked = kept.done_to(&view());
        let mine = asked.mine.as_ref().map(|mine| (mine.asked_at, mine.version, mine.acts.clone()));
        assert_eq!(mine, Some((at(5), 1, vec![OutingAct::LeaveUncovered, OutingAct::Withdraw])));
        assert_eq!(asked.hindrance, Some(AttendanceError::OutAlready));
        kept.acts.push(did(id, 1, OutingAct::LeaveUncovered, 6));
        let left = kept.done_to(&view());
        let mine = left.mine.as_ref().map(|mine| (mine.left_at, mine.version, mine.acts.clone()));
        assert_eq!(mine, Some((Some(at(6)), 2, vec![OutingAct::Return])));
        kept.acts.push(did(id, 2, OutingAct::Return, 20));
        let back = kept.done_to(&view());
        assert_eq!((back.mine.is_none(), back.hindrance), (true, None));
        assert_eq!(back.over.first().map(|over| (over.state, over.back_at)), Some((OutingState::Back, Some(at(20)))));
        // The server has it by now; the shelf is not empty yet.
        assert_eq!(kept.done_to(&back).over.len(), 1);
    }

    #[test]
    fn who_has_punched_without_a_network_may_ask() {
        let there = OutingsView { hindrance: Some(AttendanceError::NotOnPost), ..view() };
        let punched = Kept { acts: Vec::new(), punched: true };
        assert_eq!(punched.done_to(&there).hindrance, None);
        assert_eq!(Kept::default().done_to(&there).hindrance, Some(AttendanceError::NotOnPost));
    }
}
