//! The service worker: registered after the page is awake, updated only when the person says so.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{Banner, Button, ButtonKind, Tone},
};

/// Says that a new version waits, and starts it at a tap. It never reloads by itself: somebody may be in
/// the middle of a form.
#[component]
pub fn UpdateBanner() -> impl IntoView {
    let i18n = use_i18n();
    let ready = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    crate::taking_over::when_awake(move || worker::register(ready));
    view! {
        <Show when=move || ready.get()>
            <Banner tone=Tone::Info text=t_string!(i18n, common.update_ready)>
                <Button
                    label=t_string!(i18n, common.update_now)
                    kind=ButtonKind::Quiet
                    button_type="button"
                    on:click=move |_| {
                        #[cfg(feature = "hydrate")]
                        worker::start_new();
                    }
                />
            </Banner>
        </Show>
    }
}

#[cfg(feature = "hydrate")]
pub(crate) mod worker {
    use leptos::prelude::{RwSignal, Set, window};
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

    /// `navigator.serviceWorker` is missing in some in-app browsers and on plain http.
    fn container() -> Option<ServiceWorkerContainer> {
        let navigator = window().navigator();
        js_sys::Reflect::has(&navigator, &JsValue::from_str("serviceWorker"))
            .is_ok_and(|has| has)
            .then(|| navigator.service_worker())
            .filter(|container| !container.is_undefined())
    }

    /// Tells the worker something, once there is one in charge.
    pub(crate) async fn tell(message: JsValue) {
        let Some(ready) = container().and_then(|container| container.ready().ok()) else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        if let Some(active) = registration.active() {
            let _ = active.post_message(&message);
        }
    }

    pub(super) fn register(ready: RwSignal<bool>) {
        let Some(container) = container() else { return };
        spawn_local(async move {
            // A refusal (private window, in-app browser) costs installing and offline, nothing else.
            let Ok(registration) = JsFuture::from(container.register("/sw.js")).await else { return };
            let registration: ServiceWorkerRegistration = registration.unchecked_into();
            if registration.waiting().is_some() && container.controller().is_some() {
                ready.set(true);
            }
            watch(&container, &registration, ready);
        });
    }

    fn watch(container: &ServiceWorkerContainer, registration: &ServiceWorkerRegistration, ready: RwSignal<bool>) {
        let (found_in, container) = (registration.clone(), container.clone());
        let on_found = Closure::<dyn FnMut()>::new(move || {
            let Some(worker) = found_in.installing() else { return };
            let (changed, container) = (worker.clone(), container.clone());
            let on_change = Closure::<dyn FnMut()>::new(move || {
                // The very first worker has nothing to replace.
                if changed.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                    ready.set(true);
                }
            });
            worker.set_onstatechange(Some(on_change.as_ref().unchecked_ref()));
            on_change.forget();
        });
        registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
        on_found.forget();
    }

    /// Lets the waiting worker take over, then loads the page again under it. None waits any more where another tab has
    /// started it: then the page has only to be loaded.
    pub(super) fn start_new() {
        let Some(container) = container() else { return };
        let reload = Closure::<dyn FnMut()>::new(|| drop(window().location().reload()));
        container.set_oncontrollerchange(Some(reload.as_ref().unchecked_ref()));
        reload.forget();
        spawn_local(async move {
            let found = JsFuture::from(container.get_registration()).await.ok();
            let registration = found.and_then(|found| found.dyn_into::<ServiceWorkerRegistration>().ok());
            if let Some(waiting) = registration.and_then(|registration| registration.waiting()) {
                let message = js_sys::Object::new();
                let _ = js_sys::Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into());
                let _ = waiting.post_message(&message);
            } else {
                drop(window().location().reload());
            }
        });
    }
}
