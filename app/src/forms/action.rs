//! Forms that work without a script, and what becomes of them with one.

use std::{marker::PhantomData, ops::Deref};

use leptos::{
    context::Provider,
    ev::SubmitEvent,
    form::form_data_from_event,
    html,
    prelude::*,
    server_fn::{ServerFn, client::Client, error::ServerFnUrlError, request::browser::BrowserRequest},
    web_sys::UrlSearchParams,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::AppError,
    kit::{SentLast, Typed},
    wire::{self, Write},
};

/// A server function whose arguments a form can hold.
pub trait Posted:
    ServerFn<
        Client: Client<AppError, Request = BrowserRequest>,
        Protocol = Write,
        Output: DeserializeOwned + Send + Sync + 'static,
        Error = AppError,
    > + 'static
{
}

impl<S> Posted for S where
    S: ServerFn<
            Client: Client<AppError, Request = BrowserRequest>,
            Protocol = Write,
            Output: DeserializeOwned + Send + Sync + 'static,
            Error = AppError,
        > + 'static
{
}

/// A server function that a form calls, and what it answered last.
///
/// Unlike Leptos's own of this name it is sent what the form holds as it is, without reading it into the
/// function's arguments first: the server does that, with a script or without, and says which field is wrong.
/// What is compiled per function is next to nothing.
pub struct ServerAction<S: Posted> {
    inner: Action<String, Result<S::Output, AppError>>,
    /// What the form that was sent last from this page is about; nothing where none was.
    sent: RwSignal<Option<About>>,
    function: PhantomData<fn() -> S>,
}

// Derived, they would ask it of the function, too.
impl<S: Posted> Clone for ServerAction<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Posted> Copy for ServerAction<S> {}

impl<S: Posted> Deref for ServerAction<S> {
    type Target = Action<String, Result<S::Output, AppError>>;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl<S: Posted> ServerAction<S> {
    /// Nothing sent yet; or, without a script, what the form of the page before was refused for.
    pub fn new() -> Self {
        let refused = refused_before(S::PATH).map(Err);
        let send = |body: &String| wire::post::<S::Client, S::Output>(S::url(), body.clone());
        Self { inner: Action::new_with_value(refused, send), sent: RwSignal::new(None), function: PhantomData }
    }

    /// Calls the function as a form with these fields would.
    pub fn call(self, arguments: &S)
    where
        S: Serialize,
    {
        match serde_qs::to_string(arguments) {
            Ok(body) => {
                self.inner.dispatch(body);
            }
            Err(error) => self.inner.value().set(Some(Err(AppError::Internal(error.to_string())))),
        }
    }
}

/// Without a script: what the form of the page before was refused for, which comes in the address.
pub fn refused_before(path: &str) -> Option<AppError> {
    let refused = use_context::<ServerActionError>().filter(|refused| refused.path() == path)?;
    Some(ServerFnUrlError::<AppError>::decode_err(refused.err()))
}

/// What a form is about: hidden fields, by name.
type About = Vec<(&'static str, String)>;

/// A form that calls a server function: posted by the browser before the script is there or without it, and
/// sent by the script from then on, so that the page stays. What was posted and refused stands in it again.
#[component]
pub fn ActionForm<S: Posted>(
    action: ServerAction<S>,
    #[prop(optional)] node_ref: Option<NodeRef<html::Form>>,
    /// Fields that are sent along unseen. What was typed comes back only into a form about the same, and what the script
    /// has sent is told there alone what is wrong with it: where a page has several that call one function, they say
    /// which it is, and where somebody else may have changed meanwhile what stands in the fields, the version says that
    /// it is the same still.
    #[prop(optional, into)]
    about: About,
    children: Children,
) -> impl IntoView {
    let inner = action.inner;
    posted_form(
        S::url(),
        about,
        Sender {
            last: action.sent,
            forget: Callback::new(move |()| inner.clear()),
            send: Callback::new(move |body| {
                inner.dispatch(body);
            }),
        },
        node_ref.unwrap_or_default(),
        children,
    )
}

/// The action of a form, without its type.
#[derive(Clone, Copy)]
struct Sender {
    /// What the form that was sent last from this page is about.
    last: RwSignal<Option<About>>,
    /// Forgets what was answered to it.
    forget: Callback<()>,
    send: Callback<String>,
}

impl Sender {
    /// Whether the last was a form about this, or there is none yet.
    fn was_about(self, about: &About) -> bool {
        self.last.with(|last| last.as_ref().is_none_or(|last| last == about))
    }

    /// Notes that the last is a form about this now. What was said of another one must not be said of it meanwhile.
    fn note(self, about: &About) {
        if self.last.with_untracked(|last| last.as_ref() != Some(about)) {
            self.forget.run(());
        }
        self.last.set(Some(about.clone()));
    }
}

fn posted_form(
    url: &'static str,
    about: About,
    sender: Sender,
    node_ref: NodeRef<html::Form>,
    children: Children,
) -> impl IntoView {
    let typed = typed_before(url, &about);
    let came_back = typed.is_some().then_some("");
    let hidden = about.iter().map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone()/> });
    let hidden = hidden.collect_view();
    let sent_last = {
        let about = about.clone();
        SentLast(Signal::derive(move || sender.was_about(&about)))
    };
    let on_submit = move |event: SubmitEvent| {
        sender.note(&about);
        if event.default_prevented() {
            return;
        }
        // Without its fields there is nothing better than the browser's own way.
        if let Some(body) = body_of(&event) {
            event.prevent_default();
            sender.send.run(body);
        }
    };
    view! {
        <Provider value=typed>
            <Provider value=sent_last>
                <form action=url method="post" node_ref=node_ref data-came-back=came_back on:submit=on_submit>
                    {hidden}
                    {children()}
                </form>
            </Provider>
        </Provider>
    }
}

/// What was typed into a form that calls the function at `url` and is about these fields, if it was posted, refused and
/// comes back with this page. For the kit's fields, which find it in the context.
pub fn typed_before(url: &str, about: &[(&'static str, String)]) -> Option<Typed> {
    #[cfg(feature = "ssr")]
    {
        let form = use_context::<services::RefusedForm>().filter(|form| form.function == url)?;
        let says = |(name, value): &(&'static str, String)| form.fields.iter().any(|(n, v)| n == name && v == value);
        about.iter().all(says).then_some(form.fields).map(Typed::new)
    }
    #[cfg(not(feature = "ssr"))]
    {
        let _ = (url, about);
        None
    }
}

/// What the form would post, the button that was pressed included.
pub(super) fn body_of(event: &SubmitEvent) -> Option<String> {
    let fields = form_data_from_event(event).ok()?;
    // Leptos adds the button that was pressed, also one that has no name.
    fields.delete("");
    let body = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    Some(String::from(body.to_string()))
}
