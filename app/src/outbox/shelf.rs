//! The shelf itself: one `IndexedDB` store of JSON, opened anew for each use, since iOS drops connections of
//! apps in the background. Bound by hand: the kept crates either bring tokio into the phone's half or panic
//! when the storage is full.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PersonId;
use serde::Deserialize;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::{
    NotKept,
    alone::Alone,
    item::{Item, Unreadable},
    queue::{self, LEASE, Turn},
};
use crate::wire::from_text;

const DATABASE: &str = "zaigang";
const STORE: &str = "outbox";

type Result<T> = std::result::Result<T, NotKept>;

/// Puts a write behind all others; it is on the phone when this returns. What was refused and is said anew by it
/// goes.
pub(super) async fn add(item: &Item) -> Result<()> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    let there = shelf.contents().await?.items;
    let last = there.last().map_or(0, |last| last.seq);
    let done_with = |old: &&Item| old.person == item.person && old.refused.is_some() && item.write.replaces(&old.write);
    for old in there.iter().filter(done_with) {
        shelf.delete(&old.id.to_string()).await?;
    }
    shelf.put(&Item { seq: last.saturating_add(1), ..item.clone() }).await?;
    shelf.done().await
}

/// Everything that is there.
pub(super) struct Contents {
    /// In the order in which they were made.
    pub(super) items: Vec<Item>,
    /// What this release can't read.
    pub(super) unreadable: Vec<Unreadable>,
}

/// Everything.
pub(super) async fn all() -> Result<Contents> {
    Shelf::open(IdbTransactionMode::Readonly).await?.contents().await
}

/// What comes next on the shelf.
pub(super) enum Next {
    /// This one, in our hand now.
    Send(Box<Item>),
    /// One that is not to be had before then.
    Wait(TimeDelta),
    /// Nothing.
    Nothing,
}

/// Takes the person's next write in hand, beside what is about things in `passed`.
pub(super) async fn next(person: PersonId, now: DateTime<Utc>, alone: Alone, passed: &HashSet<Uuid>) -> Result<Next> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    let mut items = shelf.contents().await?.items;
    match queue::turn(&items, person, now, passed, alone == Alone::Surely) {
        Turn::Send(place) => {
            let item = Item { leased_until: Some(now + LEASE), ..items.swap_remove(place) };
            shelf.put(&item).await?;
            shelf.done().await?;
            Ok(Next::Send(Box::new(item)))
        }
        Turn::Wait(wait) => Ok(Next::Wait(wait)),
        Turn::Nothing => Ok(Next::Nothing),
    }
}

/// Changes a write, if it is still there.
pub(super) async fn change(id: Uuid, change: impl FnOnce(&mut Item)) -> Result<()> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    if let Some(mut item) = shelf.contents().await?.items.into_iter().find(|item| item.id == id) {
        change(&mut item);
        shelf.put(&item).await?;
    }
    shelf.done().await
}

/// Puts a write that was sent where its answer says: as `then` makes it, or off the shelf. Whether another has taken its
/// place under its id meanwhile: that stays as it is.
pub(super) async fn after(sent: &Item, then: impl FnOnce(Item) -> Option<Item>) -> Result<bool> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    let there = shelf.contents().await?.items.into_iter().find(|item| item.id == sent.id);
    let replaced = there.as_ref().is_some_and(|item| !item.is_the_one(sent));
    if let Some(item) = there.filter(|_| !replaced) {
        match then(item) {
            Some(item) => shelf.put(&item).await?,
            None => shelf.delete(&sent.id.to_string()).await?,
        }
    }
    shelf.done().await?;
    Ok(replaced)
}

/// Takes a write off.
pub(super) async fn remove(id: Uuid) -> Result<()> {
    remove_key(&id.to_string()).await
}

/// Takes off what lies under a key.
pub(super) async fn remove_key(key: &str) -> Result<()> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    shelf.delete(key).await?;
    shelf.done().await
}

/// What can be read of a write whatever its form.
#[derive(Deserialize)]
struct Whose {
    person: PersonId,
}

/// An open transaction on the store.
struct Shelf {
    database: IdbDatabase,
    store: IdbObjectStore,
    /// Resolves when what was written is on the phone.
    written: js_sys::Promise,
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl Shelf {
    async fn open(mode: IdbTransactionMode) -> Result<Self> {
        let open = factory().ok_or(NotKept::Unavailable)?.open_with_u32(DATABASE, 1).map_err(reason)?;
        let request = open.clone();
        let make = Closure::once_into_js(move || {
            let database = request.result().ok().and_then(|database| database.dyn_into::<IdbDatabase>().ok());
            // A failure here fails the opening, which is told.
            let _ = database.map(|database| database.create_object_store(STORE));
        });
        open.set_onupgradeneeded(Some(make.unchecked_ref()));
        let database: IdbDatabase = answer(&open).await?.unchecked_into();
        let transaction = database.transaction_with_str_and_mode(STORE, mode).map_err(reason)?;
        let store = transaction.object_store(STORE).map_err(reason)?;
        let written = completion(&transaction);
        Ok(Self { database, store, written })
    }

    async fn contents(&self) -> Result<Contents> {
        // Both in the order of the keys, in one transaction: they belong together one by one.
        let keys = answer(&self.store.get_all_keys().map_err(reason)?).await?;
        let texts = answer(&self.store.get_all().map_err(reason)?).await?;
        let (mut items, mut unreadable) = (Vec::<Item>::new(), Vec::new());
        for (key, text) in js_sys::Array::from(&keys).iter().zip(js_sys::Array::from(&texts).iter()) {
            let (key, text) = (key.as_string().unwrap_or_default(), text.as_string().unwrap_or_default());
            match from_text(&text) {
                Ok(item) => items.push(item),
                Err(_) => {
                    let person = from_text::<Whose>(&text).ok().map(|whose| whose.person);
                    unreadable.push(Unreadable { key, person, text });
                }
            }
        }
        items.sort_by_key(|item| (item.seq, item.id));
        Ok(Contents { items, unreadable })
    }

    async fn delete(&self, key: &str) -> Result<()> {
        let request = self.store.delete(&key.into()).map_err(reason)?;
        answer(&request).await.map(drop)
    }

    async fn put(&self, item: &Item) -> Result<()> {
        let text = serde_json::to_string(item).map_err(|_| NotKept::Unavailable)?;
        let request = self.store.put_with_key(&text.into(), &item.id.to_string().into()).map_err(reason)?;
        answer(&request).await.map(drop)
    }

    /// The transaction commits by itself when nothing more is asked of it.
    async fn done(self) -> Result<()> {
        JsFuture::from(self.written.clone()).await.map(drop).map_err(reason)
    }
}

fn factory() -> Option<IdbFactory> {
    leptos::prelude::window().indexed_db().ok().flatten()
}

/// A request's result.
async fn answer(request: &IdbRequest) -> Result<JsValue> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let (done, failed) = (request.clone(), request.clone());
        let on_success = Closure::once_into_js(move || {
            let _ = resolve.call1(&JsValue::NULL, &done.result().unwrap_or(JsValue::UNDEFINED));
        });
        let on_error = Closure::once_into_js(move || {
            let error = failed.error().ok().flatten();
            let _ = reject.call1(&JsValue::NULL, &error.map_or(JsValue::UNDEFINED, Into::into));
        });
        request.set_onsuccess(Some(on_success.unchecked_ref()));
        request.set_onerror(Some(on_error.unchecked_ref()));
    });
    JsFuture::from(promise).await.map_err(reason)
}

fn completion(transaction: &IdbTransaction) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, reject| {
        let failed = transaction.clone();
        let on_abort = Closure::once_into_js(move || {
            let error = failed.error();
            let _ = reject.call1(&JsValue::NULL, &error.map_or(JsValue::UNDEFINED, Into::into));
        });
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(on_abort.unchecked_ref()));
    })
}

fn reason(error: JsValue) -> NotKept {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => NotKept::Full,
        _ => NotKept::Unavailable,
    }
}
