//! Who is signed in. Decided by the server with the page and handed to the phone inside it: signing in
//! and out load a new page, so that no screen can outlive its person.

use domain::{
    accounts::MeView,
    policy::{Action, Place, Role, may},
};
use leptos::prelude::*;

#[derive(Clone)]
struct Session(Option<MeView>);

/// Makes the session known to all pages.
pub(crate) fn provide() {
    let me = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        return use_context::<crate::request::SignedInAs>().map(|signed_in| signed_in.0);
        #[cfg(not(feature = "ssr"))]
        None::<MeView>
    });
    let me = me.into_inner();
    #[cfg(feature = "hydrate")]
    if let Some(me) = &me {
        crate::wire::speak_for(me.actor.person);
    }
    provide_context(Session(me));
}

/// Whether 大字 is on: read off the document, which the server wrote.
pub fn large_text() -> bool {
    #[cfg(feature = "ssr")]
    return crate::preferences::ssr::large_text();
    #[cfg(not(feature = "ssr"))]
    document().document_element().is_some_and(|html| html.get_attribute("data-text").is_some())
}

/// The signed-in person, if any.
pub fn me() -> Option<MeView> {
    use_context::<Session>().and_then(|session| session.0)
}

/// Whether the signed-in person leads others: decides which tabs are shown.
pub fn leads() -> bool {
    me().is_some_and(|me| [Role::Lead, Role::Supervisor, Role::Hr, Role::Host].iter().any(|role| me.actor.has(*role)))
}

/// Whether the signed-in person may do something to others anywhere at all: decides what is offered.
pub fn may_anywhere(action: Action) -> bool {
    me().is_some_and(|me| !me.actor.scopes(action).is_empty())
}

/// Whether the signed-in person may do something to a thing at a place.
pub fn may_at(action: Action, place: &Place) -> bool {
    me().is_some_and(|me| may(&me.actor, action, place))
}
