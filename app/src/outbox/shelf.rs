//! The shelf itself: one `IndexedDB` store of JSON, opened anew for each use, since iOS drops connections of
//! apps in the background. Bound by hand: the kept crates either bring tokio into the phone's half or panic
//! when the storage is full.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PersonId;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::{NotKept, alone::Alone, item::Item};
use crate::wire::from_text;

const DATABASE: &str = "zaigang";
const STORE: &str = "outbox";

/// How long a tab may take to send one write before another may.
const LEASE: TimeDelta = TimeDelta::seconds(45);

type Result<T> = std::result::Result<T, NotKept>;

/// Puts a write behind all others; it is on the phone when this returns.
pub(super) async fn add(item: &Item) -> Result<()> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    let last = shelf.items().await?.last().map_or(0, |last| last.seq);
    shelf.put(&Item { seq: last.saturating_add(1), ..item.clone() }).await?;
    shelf.done().await
}

/// Everything, in the order in which it was made.
pub(super) async fn all() -> Result<Vec<Item>> {
    Shelf::open(IdbTransactionMode::Readonly).await?.items().await
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

/// Takes the person's first write that waits in hand: only the first, since those behind must not overtake it.
pub(super) async fn next(person: PersonId, now: DateTime<Utc>, alone: Alone) -> Result<Next> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    let items = shelf.items().await?;
    let Some(mut item) = items.into_iter().find(|item| item.person == person && item.refused.is_none()) else {
        return Ok(Next::Nothing);
    };
    let leased = item.leased_until.filter(|_| alone == Alone::Perhaps);
    // A clock that is set back must not keep anything waiting for ever.
    let wait = [item.held_until, leased].into_iter().flatten().map(|until| until - now).max();
    if let Some(wait) = wait.filter(|wait| *wait > TimeDelta::zero() && *wait <= LEASE) {
        return Ok(Next::Wait(wait));
    }
    item.leased_until = Some(now + LEASE);
    shelf.put(&item).await?;
    shelf.done().await?;
    Ok(Next::Send(Box::new(item)))
}

/// Changes a write, if it is still there.
pub(super) async fn change(id: Uuid, change: impl FnOnce(&mut Item)) -> Result<()> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    if let Some(mut item) = shelf.items().await?.into_iter().find(|item| item.id == id) {
        change(&mut item);
        shelf.put(&item).await?;
    }
    shelf.done().await
}

/// Takes a write off.
pub(super) async fn remove(id: Uuid) -> Result<()> {
    let shelf = Shelf::open(IdbTransactionMode::Readwrite).await?;
    let request = shelf.store.delete(&id.to_string().into()).map_err(reason)?;
    answer(&request).await?;
    shelf.done().await
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

    async fn items(&self) -> Result<Vec<Item>> {
        let found = answer(&self.store.get_all().map_err(reason)?).await?;
        let texts = js_sys::Array::from(&found);
        // One that this release can't read is left where it is, for the one that can.
        let mut items: Vec<Item> = texts.iter().filter_map(|text| from_text(&text.as_string()?).ok()).collect();
        items.sort_by_key(|item| (item.seq, item.id));
        Ok(items)
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
