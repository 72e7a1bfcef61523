//! Which devices ring for a person, and when not.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    accounts::Language,
    ids::{PersonId, SubscriptionId},
    notices::{HintDevice, HintsView, MAX_ENDPOINT, QuietCommand, SubscribeCommand},
    policy::Action,
    problem::{FieldErrors, FieldReason, Problem},
};
use store::{
    Connection, Tx,
    repo::notices::{self as repo, NewDelivery, NewNotice, SubscriptionRecord},
};
use web_push_native::p256::PublicKey;

use super::Notices;
use crate::{
    accounts::device_label,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

/// Bytes of the secret that a browser shares (RFC 8291).
const AUTH_SECRET: usize = 16;

impl Notices {
    /// Writes a hint for each device of whom new notices are for, with the notices: what is rolled back rings
    /// nowhere, and no crash can lose it.
    pub(super) async fn hint(&self, tx: &Tx, new: &[NewNotice], at: DateTime<Utc>) -> Result<()> {
        let mut people: Vec<PersonId> = new.iter().map(|notice| notice.person).collect();
        people.sort_unstable();
        people.dedup();
        let devices = repo::list_subscriptions(tx, &people, at).await?;
        if devices.is_empty() {
            return Ok(());
        }
        let quiet = repo::list_quiet_hours(tx, &people).await?;
        let hint = |notice: &NewNotice, device: &SubscriptionRecord| {
            let quiet = quiet.get(&notice.person).copied().unwrap_or_default();
            let due_at = if notice.content.kind().is_urgent() { at } else { quiet.rings_at(at) };
            NewDelivery { notice: notice.id, subscription: device.id, due_at }
        };
        let theirs = |notice: &NewNotice| {
            let person = notice.person;
            devices.iter().filter(move |device| device.person == person)
        };
        let hints: Vec<NewDelivery> =
            new.iter().flat_map(|notice| theirs(notice).map(move |device| hint(notice, device))).collect();
        Ok(repo::create_deliveries(tx, &hints).await?)
    }

    /// When a hint of something that is not urgent and happens at an instant rings, for each of some people.
    pub(crate) async fn rings_at(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        at: DateTime<Utc>,
    ) -> Result<HashMap<PersonId, DateTime<Utc>>> {
        let quiet = repo::list_quiet_hours(db, people).await?;
        let rings = |person: &PersonId| (*person, quiet.get(person).copied().unwrap_or_default().rings_at(at));
        Ok(people.iter().map(rings).collect())
    }

    /// Which devices of the caller's ring, and when not.
    pub async fn hints(&self, caller: &Caller) -> Result<HintsView> {
        caller.check_own(Action::NoticeHints)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let devices = repo::list_subscriptions(db, &[me], self.0.clock.now()).await?;
        let device = |record: SubscriptionRecord| HintDevice {
            id: record.id,
            name: record.device,
            current: record.session == caller.session,
            since: record.created_at,
            sent_at: record.sent_at,
            failed: record.failed,
        };
        let quiet = repo::list_quiet_hours(db, &[me]).await?.remove(&me).unwrap_or_default();
        let devices = devices.into_iter().map(device).collect();
        Ok(HintsView { server_key: self.0.push_key.public(), devices, quiet })
    }

    /// Lets the browser of this session ring. To be said again whenever the app opens, since browsers change their
    /// endpoints by themselves; what is known already is not written again.
    ///
    /// # Errors
    /// [`Problem::Invalid`] when the endpoint is not one on the open internet, or a key is none.
    pub async fn subscribe(&self, caller: &Caller, command: SubscribeCommand, language: Language) -> Result<()> {
        caller.check_own(Action::NoticeHints)?;
        let now = self.0.clock.now();
        let record = self.checked(caller, command, language, now)?;
        let known = repo::find_subscription(self.0.db.read(), &record.endpoint).await?;
        if known.is_some_and(|known| says_the_same(&known, &record)) {
            return Ok(());
        }
        self.0
            .db
            .write((caller.clone(), record), move |tx, (caller, record)| {
                Box::pin(async move { bind(tx, caller, record, now).await })
            })
            .await
    }

    fn checked(
        &self,
        caller: &Caller,
        command: SubscribeCommand,
        language: Language,
        now: DateTime<Utc>,
    ) -> Result<SubscriptionRecord> {
        let mut errors = FieldErrors::default();
        let short = command.endpoint.len() <= usize::from(MAX_ENDPOINT);
        let endpoint = if short {
            self.0.outgoing.target(&command.endpoint).ok_or(FieldReason::NotAllowed)
        } else {
            Err(FieldReason::TooLong)
        };
        let endpoint = errors.take("endpoint", endpoint);
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
        let key = decode(&command.p256dh).ok().filter(|key| PublicKey::from_sec1_bytes(key).is_ok());
        let key = errors.take("p256dh", key.ok_or(FieldReason::Malformed));
        let secret = decode(&command.auth).ok().filter(|secret| secret.len() == AUTH_SECRET);
        let secret = errors.take("auth", secret.ok_or(FieldReason::Malformed));
        let (Some(endpoint), Some(public_key), Some(auth_secret)) = (endpoint, key, secret) else {
            return Err(Problem::from(errors).into());
        };
        Ok(SubscriptionRecord {
            id: SubscriptionId::new(),
            person: caller.actor.person,
            session: caller.session,
            endpoint: endpoint.into(),
            public_key,
            auth_secret,
            device: device_label(&caller.visitor.user_agent),
            language,
            created_at: now,
            sent_at: None,
            failed: None,
        })
    }

    /// Silences a device of the caller's.
    pub async fn unsubscribe(&self, caller: &Caller, subscription: SubscriptionId) -> Result<()> {
        caller.check_own(Action::NoticeHints)?;
        let now = self.0.clock.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let mine = repo::list_subscriptions(tx, &[caller.actor.person], now).await?;
                    if !mine.iter().any(|device| device.id == subscription) {
                        return Err(Problem::NotFound.into());
                    }
                    repo::end_subscription(tx, subscription, now).await?;
                    Ok::<_, Error>(audit::record(tx, caller, now, act("notices.unsubscribe", subscription)).await?)
                })
            })
            .await
    }

    /// Says when the caller wants no hints.
    ///
    /// # Errors
    /// [`Problem::Invalid`] when a time is none.
    pub async fn set_quiet_hours(&self, caller: &Caller, command: QuietCommand) -> Result<()> {
        caller.check_own(Action::NoticeHints)?;
        let (me, quiet) = (caller.actor.person, command.check()?);
        self.0
            .db
            .write((), move |tx, ()| {
                Box::pin(async move { Ok::<_, Error>(repo::set_quiet_hours(tx, me, quiet).await?) })
            })
            .await
    }
}

fn act(action: &'static str, id: SubscriptionId) -> Act<'static> {
    Act { action, subject: ("subscription", id.uuid()), detail: String::new() }
}

fn says_the_same(known: &SubscriptionRecord, said: &SubscriptionRecord) -> bool {
    let key = |record: &SubscriptionRecord| (record.public_key.clone(), record.auth_secret.clone());
    (known.person, known.session, known.language) == (said.person, said.session, said.language)
        && key(known) == key(said)
}

/// Stores what a browser says. It rings for one person, and a session has one endpoint: what either was bound to
/// before ends.
async fn bind(tx: &Tx, caller: &Caller, record: &SubscriptionRecord, now: DateTime<Utc>) -> Result<()> {
    let known = repo::find_subscription(tx, &record.endpoint).await?;
    let mine = repo::list_subscriptions(tx, &[record.person], now).await?;
    let replaced = mine.iter().filter(|old| old.session == record.session && old.endpoint != record.endpoint);
    for old in replaced {
        repo::end_subscription(tx, old.id, now).await?;
    }
    match known {
        Some(known) if known.person == record.person => {
            return Ok(repo::renew_subscription(tx, known.id, record).await?);
        }
        Some(anothers) => drop(repo::end_subscription(tx, anothers.id, now).await?),
        None => {}
    }
    // Twice at once: the other has said the same.
    repo::create_subscription(tx, record).await.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
    Ok(audit::record(tx, caller, now, act("notices.subscribe", record.id)).await?)
}
