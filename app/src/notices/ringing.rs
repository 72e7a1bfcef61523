//! The browser's half of hints: whether it can ring, asking for it, and saying so again whenever the app opens.

use crate::error::AppError;

/// Whether this browser can ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser finds out"))]
pub(super) enum Ability {
    /// Not looked yet: the page is not awake.
    Unknown,
    /// It has no such thing.
    Missing,
    /// An iPhone has it in an app on the home screen only.
    HomeScreenFirst,
    /// The person has said no to the browser, and only its settings can change that.
    Blocked,
    /// It can, once asked.
    Able,
}

/// Why it does not ring though it could.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser finds out"))]
pub(super) enum NotRinging {
    /// The person said no.
    Refused,
    /// The browser can't reach its push service: on the mainland that of Chrome on Android.
    NoService,
    /// Our server has not taken it.
    Server(AppError),
}

/// Renews what this phone has said, if it was this person who said it: browsers change their endpoints by
/// themselves, and a new session silences the old one's.
pub(crate) fn renew() {
    #[cfg(feature = "hydrate")]
    leptos::prelude::Effect::new(|_| {
        let Some(me) = crate::session::me() else { return };
        if browser::wanted_by() == Some(me.actor.person.to_string()) && browser::ability() == Ability::Able {
            leptos::task::spawn_local(async {
                // It is tried again when the app opens next, and the page of hints says how it stands.
                let _ = browser::renew().await;
            });
        }
    });
}

/// Whether this browser can ring.
pub(super) fn ability() -> Ability {
    #[cfg(feature = "hydrate")]
    return browser::ability();
    #[cfg(not(feature = "hydrate"))]
    Ability::Unknown
}

/// Asks the person, then the browser's push service, and tells our server.
pub(super) async fn turn_on(server_key: String) -> Result<(), NotRinging> {
    #[cfg(feature = "hydrate")]
    {
        browser::turn_on(&server_key).await?;
        browser::want(crate::session::me().map(|me| me.actor.person.to_string()));
        Ok(())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = server_key;
        Err(NotRinging::NoService)
    }
}

/// Does not say it again by itself.
pub(super) fn forget() {
    #[cfg(feature = "hydrate")]
    browser::want(None);
}

#[cfg(feature = "hydrate")]
mod browser {
    use domain::notices::SubscribeCommand;
    use leptos::prelude::window;
    use serde::Deserialize;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit,
        ServiceWorkerRegistration,
    };

    use super::{Ability, NotRinging};
    use crate::{
        notices::hints_api::{my_hints, subscribe},
        wire::from_text,
    };

    /// Whose hints this phone rings for, in its own storage: on a shared phone the next person has not asked.
    const WANTED_BY: &str = "zaigang.rings_for";

    pub(super) fn wanted_by() -> Option<String> {
        window().local_storage().ok()??.get_item(WANTED_BY).ok()?
    }

    pub(super) fn want(person: Option<String>) {
        // Without a storage it is asked for again after the next sign-in.
        let Ok(Some(storage)) = window().local_storage() else { return };
        let _ = match person {
            Some(person) => storage.set_item(WANTED_BY, &person),
            None => storage.remove_item(WANTED_BY),
        };
    }

    fn has(object: &JsValue, name: &str) -> bool {
        js_sys::Reflect::has(object, &name.into()).is_ok_and(|has| has)
    }

    pub(super) fn ability() -> Ability {
        let (window, navigator) = (window(), window().navigator());
        if !(has(&window, "Notification") && has(&window, "PushManager") && has(&navigator, "serviceWorker")) {
            let agent = navigator.user_agent().unwrap_or_default();
            let apple = ["iPhone", "iPad"].iter().any(|name| agent.contains(name));
            return if apple { Ability::HomeScreenFirst } else { Ability::Missing };
        }
        match Notification::permission() {
            NotificationPermission::Denied => Ability::Blocked,
            _ => Ability::Able,
        }
    }

    /// Must be called from a tap: browsers answer no other question.
    pub(super) async fn turn_on(server_key: &str) -> Result<(), NotRinging> {
        let asked = Notification::request_permission().map_err(|_| NotRinging::Refused)?;
        let answer = JsFuture::from(asked).await.map_err(|_| NotRinging::Refused)?;
        if answer.as_string().as_deref() != Some("granted") {
            return Err(NotRinging::Refused);
        }
        let pushes = push_manager().await?;
        let found = match ask(&pushes, server_key).await {
            Ok(found) => found,
            // It is bound to a key that this server has no more.
            Err(_) => {
                if let Some(old) = existing(&pushes).await {
                    drop(JsFuture::from(old.unsubscribe().map_err(no_service)?).await);
                }
                ask(&pushes, server_key).await?
            }
        };
        say(&found).await
    }

    pub(super) async fn renew() -> Result<(), NotRinging> {
        if Notification::permission() != NotificationPermission::Granted {
            return Ok(());
        }
        let pushes = push_manager().await?;
        match existing(&pushes).await {
            Some(found) => say(&found).await,
            None => {
                let key = my_hints().await.map_err(NotRinging::Server)?.server_key;
                say(&ask(&pushes, &key).await?).await
            }
        }
    }

    async fn push_manager() -> Result<PushManager, NotRinging> {
        let container = window().navigator().service_worker();
        // Where a private window has refused the worker, `ready` would never come.
        let registered = JsFuture::from(container.get_registration()).await.map_err(no_service)?;
        if registered.is_undefined() {
            return Err(NotRinging::NoService);
        }
        let ready = container.ready().map_err(no_service)?;
        let registration: ServiceWorkerRegistration = JsFuture::from(ready).await.map_err(no_service)?.unchecked_into();
        registration.push_manager().map_err(no_service)
    }

    async fn existing(pushes: &PushManager) -> Option<PushSubscription> {
        let found = JsFuture::from(pushes.get_subscription().ok()?).await.ok()?;
        found.dyn_into().ok()
    }

    async fn ask(pushes: &PushManager, server_key: &str) -> Result<PushSubscription, NotRinging> {
        let options = PushSubscriptionOptionsInit::new();
        options.set_user_visible_only(true);
        options.set_application_server_key_opt_str(Some(server_key));
        let asked = pushes.subscribe_with_options(&options).map_err(no_service)?;
        JsFuture::from(asked).await.map_err(no_service)?.dyn_into().map_err(no_service)
    }

    /// A subscription as browsers write it.
    #[derive(Deserialize)]
    struct Written {
        endpoint: String,
        keys: Keys,
    }

    #[derive(Deserialize)]
    struct Keys {
        p256dh: String,
        auth: String,
    }

    async fn say(found: &PushSubscription) -> Result<(), NotRinging> {
        let text = js_sys::JSON::stringify(found).map_err(no_service)?;
        let Written { endpoint, keys: Keys { p256dh, auth } } =
            from_text(&String::from(text)).map_err(|_| NotRinging::NoService)?;
        subscribe(SubscribeCommand { endpoint, p256dh, auth }).await.map_err(NotRinging::Server)
    }

    fn no_service(_: JsValue) -> NotRinging {
        NotRinging::NoService
    }
}
