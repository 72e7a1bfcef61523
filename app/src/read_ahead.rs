//! What a phone reads before it is asked for: the pages that people want where there is no network, and what they
//! read in turn. The service worker does it, once a day, and keeps what the server lets it keep.

/// Has it done, some time after the page is awake.
pub(crate) fn start() {
    #[cfg(feature = "hydrate")]
    leptos::prelude::Effect::new(|_| browser::start());
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use domain::{ids::PersonId, policy::Action};
    use leptos::{prelude::set_timeout, task::spawn_local};
    use wasm_bindgen::JsValue;

    use crate::{
        approvals, attendance, notices,
        roster::{
            api::{MyRoster, Span},
            requests_api::OpenShifts,
            swap_api::MySwaps,
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
        let judges = session::may_anywhere(Action::PunchDecide);
        let (person, addresses) = (me.actor.person, addresses(session::leads(), judges));
        let after = Duration::from_secs_f64(AFTER_S + WITHIN_S * js_sys::Math::random());
        set_timeout(move || spawn_local(ask(person, addresses)), after);
    }

    /// The pages as they are opened, and the reads behind them as the app asks for them.
    fn addresses(leads: bool, judges: bool) -> Vec<String> {
        let mut pages = vec!["/roster", "/attendance", "/notices", "/outing"];
        let mut reads = vec![
            address(&MyRoster { span: Span::Week, at: None }),
            address(&MySwaps {}),
            address(&OpenShifts {}),
            address(&attendance::api::Month { person: None, month: None }),
            address(&notices::api::Inbox { after: None }),
            address(&attendance::day_api::Outings {}),
        ];
        if leads {
            pages.push("/approvals");
            reads.push(address(&approvals::api::Inbox { after: None }));
        }
        if judges {
            pages.push("/attendance/review");
            reads.push(address(&attendance::api::Review { after: None }));
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
