//! What a phone reads before it is asked for: the pages that people want where there is no network, and what they
//! read in turn. The service worker does it, once a day, and keeps what the server lets it keep.

/// Has it done, some time after the page is awake.
pub(crate) fn start() {
    #[cfg(feature = "hydrate")]
    crate::taking_over::when_awake(browser::start);
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use domain::{
        ids::{HallId, PersonId},
        policy::{Action, Place},
    };
    use leptos::{prelude::set_timeout, task::spawn_local};
    use wasm_bindgen::JsValue;

    use crate::{
        approvals, attendance,
        leave::request_api::OwnLeave,
        notices,
        org::api::Halls,
        roster::{
            api::{MyRoster, Span},
            overtime_api::ApprovedOvertime,
            requests_api::{OpenShifts, WhatToOffer},
            swap_api::{MySwaps, SwapOptions},
        },
        session, update,
        wire::address,
    };

    /// First comes what the page itself needs; and a hall's phones, which are all opened at half past eight, must
    /// not ask in the same second.
    const AFTER_S: f64 = 3.0;
    const WITHIN_S: f64 = 15.0;

    pub(super) fn start() {
        let Some(me) = session::me() else { return };
        let offers_at = |hall: &HallId| session::may_at(Action::ShiftOffer, &Place::hall(me.actor.agency, *hall));
        let (person, addresses) = (me.actor.person, addresses(me.actor.hall.filter(offers_at)));
        let after = Duration::from_secs_f64(AFTER_S + WITHIN_S * js_sys::Math::random());
        set_timeout(move || spawn_local(ask(person, addresses)), after);
    }

    /// The pages as they are opened, and the reads behind them as the app asks for them; `offers_at` is the hall at which
    /// they offer shifts.
    fn addresses(offers_at: Option<HallId>) -> Vec<String> {
        let mut pages = vec!["/roster", "/attendance", "/notices", "/outing", "/roster/swap", "/leave"];
        let mut reads = vec![
            address(&MyRoster { span: Span::Week, at: None }),
            address(&MySwaps { before: None }),
            address(&OpenShifts {}),
            address(&attendance::api::Month { person: None, month: None }),
            address(&notices::api::Inbox { after: None }),
            address(&attendance::day_api::Outings {}),
            address(&SwapOptions { give: None, take: None }),
            address(&OwnLeave { before: None }),
        ];
        if session::leads() {
            pages.push("/approvals");
            reads.push(address(&approvals::api::Inbox { after: None }));
        }
        if session::may_anywhere(Action::ShiftGive) {
            pages.push("/roster/requests");
            reads.push(address(&ApprovedOvertime {}));
        }
        if let Some(hall) = offers_at {
            reads.extend([address(&Halls {}), address(&WhatToOffer { hall })]);
        }
        if session::may_anywhere(Action::PunchDecide) {
            pages.push("/attendance/review");
            reads.push(address(&attendance::api::Review { after: None }));
        }
        if session::may_anywhere(Action::PatrolRecord) {
            pages.push("/patrol/new");
            reads.push(address(&attendance::day_api::PatrolForm { hall: None }));
        }
        pages.into_iter().map(str::to_owned).chain(reads.into_iter().flatten()).collect()
    }

    async fn ask(person: PersonId, addresses: Vec<String>) {
        let list: js_sys::Array = addresses.into_iter().map(JsValue::from).collect();
        let message = js_sys::Object::new();
        let fields: [(&str, JsValue); 3] =
            [("type", "READ_AHEAD".into()), ("person", person.to_string().into()), ("addresses", list.into())];
        for (name, value) in fields {
            let _ = js_sys::Reflect::set(&message, &name.into(), &value);
        }
        update::worker::tell(message.into()).await;
    }
}
