//! Sending hints: taken in hand in one transaction, sent outside of any, and what became of them stored in another.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::{NoticeId, PersonId, SubscriptionId},
    notices::{DeliveryFault, DeliveryState, HINT_LIFE, Notice, UndeliveredHint},
    policy::Action,
    time::hall_date,
};
use futures::{StreamExt, stream};
use http::{HeaderValue, Request, header};
use serde_json::json;
use store::{
    Tx,
    repo::notices::{self as repo, LeasedDelivery, SubscriptionRecord},
};
use uuid::Uuid;
use web_push_native::{Auth, WebPushBuilder, p256::PublicKey};

use super::{Notices, hint_words};
use crate::{
    accounts::names_of,
    caller::Caller,
    error::{Error, Result},
};

/// Hints in one server's hand at a time, and how many of them it sends at once.
const BATCH: u64 = 40;
const AT_ONCE: usize = 8;

/// How long they are in its hand: the whole batch at its slowest takes half of it. Should the server die meanwhile
/// another sends them, perhaps once more; the phone shows the second in place of the first.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// How long what was sent, or not, can be looked up.
const KEPT: TimeDelta = TimeDelta::days(30);

/// How far back the list of what was not delivered goes, and how long it may be.
pub(super) const LISTED: (TimeDelta, u64) = (TimeDelta::days(7), 50);

/// What became of a try.
enum Outcome {
    Moot,
    Taken,
    NotTaken {
        fault: DeliveryFault,
        /// Not to be tried again for so long.
        wait: Option<TimeDelta>,
    },
}

impl Notices {
    /// Sends the hints that are due and in no other server's hand, a bounded number of them; returns how many those
    /// were. To be called again and again; costs one short read while nothing is due.
    pub async fn deliver(&self) -> Result<usize> {
        let (now, holder) = (self.0.clock.now(), Uuid::now_v7());
        if !repo::has_due_deliveries(self.0.db.read(), now).await? {
            return Ok(0);
        }
        let leased = self
            .0
            .db
            .write((), move |tx, ()| {
                Box::pin(
                    async move { Ok::<_, Error>(repo::lease_deliveries(tx, holder, (now, now + LEASE), BATCH).await?) },
                )
            })
            .await?;
        let count = leased.len();
        let letters = self.letters(leased, now).await?;
        let sending = letters.into_iter().map(|(delivery, letter)| async move {
            let outcome = match letter {
                None => Outcome::Moot,
                Some(Err(fault)) => Outcome::NotTaken { fault, wait: None },
                Some(Ok(letter)) => self.push(letter).await,
            };
            (delivery, outcome)
        });
        let outcomes: Vec<_> = stream::iter(sending).buffer_unordered(AT_ONCE).collect().await;
        let now = self.0.clock.now();
        self.0
            .db
            .write(outcomes, move |tx, outcomes| {
                Box::pin(async move {
                    for (delivery, outcome) in outcomes {
                        settle(tx, (*delivery, holder), outcome, now).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await?;
        Ok(count)
    }

    /// Hands a hint to its push service. What it answers beside its status is not looked at.
    async fn push(&self, letter: Request<Vec<u8>>) -> Outcome {
        match self.0.outgoing.send(letter, 0).await {
            Ok(answer) => match DeliveryFault::of_status(answer.status) {
                Some(fault) => Outcome::NotTaken { fault, wait: answer.wait },
                None => Outcome::Taken,
            },
            Err(fault) => Outcome::NotTaken { fault, wait: None },
        }
    }

    /// What is to be sent. Nothing, where the notice was read meanwhile or the device rings no more.
    async fn letters(
        &self,
        leased: Vec<LeasedDelivery>,
        now: DateTime<Utc>,
    ) -> Result<Vec<(LeasedDelivery, Option<Letter>)>> {
        let db = self.0.db.read();
        let ids: Vec<NoticeId> = leased.iter().map(|delivery| delivery.notice).collect();
        let notices = repo::find_notices(db, &ids).await?;
        let people: BTreeSet<PersonId> = notices.values().map(|(person, _)| *person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let devices = repo::list_subscriptions(db, &people, now).await?;
        let devices: HashMap<SubscriptionId, SubscriptionRecord> =
            devices.into_iter().map(|device| (device.id, device)).collect();
        let mut unread = HashMap::new();
        for person in people {
            unread.insert(person, repo::count_unread(db, person, now).await?);
        }
        let letter = |delivery: LeasedDelivery| {
            let device = devices.get(&delivery.subscription);
            let notice = notices.get(&delivery.notice).filter(|(_, notice)| !notice.read);
            let letter = notice.zip(device).map(|((person, notice), device)| {
                let unread = unread.get(person).copied().unwrap_or_default();
                self.letter(notice, device, unread)
            });
            (delivery, letter)
        };
        Ok(leased.into_iter().map(letter).collect())
    }

    /// A hint for a browser, sealed so that only that browser can read it. Its content is what browsers without a
    /// worker show by themselves (Declarative Web Push), and ours reads the same.
    fn letter(&self, notice: &Notice, device: &SubscriptionRecord, unread: u64) -> Letter {
        let kind = notice.content.kind();
        let route = if kind.is_confidential() { "/notices".to_owned() } else { notice.content.link() };
        let navigate = self.0.origin.join(&route).map_err(|_| DeliveryFault::Refused)?;
        let content = json!({
            "web_push": 8030,
            "notification": {
                "title": hint_words::line(kind, device.language),
                "lang": device.language.code(),
                "tag": kind.code(),
                "navigate": navigate,
            },
            "app_badge": unread,
        });
        let endpoint = self.0.outgoing.target(&device.endpoint).ok_or(DeliveryFault::Refused)?;
        let mut letter = seal(&endpoint, device, content.to_string()).ok_or(DeliveryFault::Refused)?;
        let urgency = if kind.is_urgent() { "high" } else { "normal" };
        let authorization = self.0.push_key.authorization(&endpoint, &self.0.origin);
        let authorization = HeaderValue::try_from(authorization).map_err(|_| DeliveryFault::Refused)?;
        letter.headers_mut().insert(header::AUTHORIZATION, authorization);
        letter.headers_mut().insert("urgency", HeaderValue::from_static(urgency));
        // A phone that was off rings once for all of a kind.
        letter.headers_mut().insert("topic", HeaderValue::from_static(kind.code()));
        Ok(letter)
    }

    /// Whose devices could not be rung in the last days, for whoever answers for them, and for whose act they were to
    /// be told of. Not what for.
    pub async fn undelivered(&self, caller: &Caller) -> Result<Vec<UndeliveredHint>> {
        caller.check_own(Action::UndeliveredView)?;
        let (scopes, me) = (caller.actor.scopes(Action::UndeliveredView), caller.actor.person);
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let (back, limit) = LISTED;
        let found = repo::list_undelivered(db, (&scopes, me), (now - back, hall_date(now)), limit).await?;
        let people: Vec<PersonId> = found.iter().map(|record| record.person).collect();
        let names = names_of(db, &people).await?;
        let view = |record: repo::UndeliveredRecord| UndeliveredHint {
            id: record.id,
            name: names.get(&record.person).cloned().unwrap_or_default(),
            device: (!scopes.is_empty()).then_some(record.device),
            mine: record.caused_by == Some(me),
            at: record.at,
            fault: record.fault,
            read: record.read,
        };
        Ok(found.into_iter().map(view).collect())
    }

    /// Housekeeping: forgets what was sent or said long ago, and devices that ring no more.
    pub(crate) async fn forget_hints(&self) -> Result<()> {
        let before = self.0.clock.now() - KEPT;
        self.0
            .db
            .write((), move |tx, ()| {
                Box::pin(async move {
                    repo::remove_old_hints(tx, before).await?;
                    Ok::<_, Error>(repo::remove_old_news(tx, before).await?)
                })
            })
            .await
    }
}

/// A request to a push service, or why there can be none.
type Letter = std::result::Result<Request<Vec<u8>>, DeliveryFault>;

/// Seals a content for a browser (RFC 8291); nothing when the browser's keys are none.
fn seal(endpoint: &url::Url, device: &SubscriptionRecord, content: String) -> Option<Request<Vec<u8>>> {
    let key = PublicKey::from_sec1_bytes(&device.public_key).ok()?;
    let secret: [u8; 16] = device.auth_secret.as_slice().try_into().ok()?;
    let life = HINT_LIFE.to_std().ok()?;
    let builder = WebPushBuilder::new(endpoint.as_str().parse().ok()?, key, Auth::from(secret));
    builder.with_valid_duration(life).build(content).ok()
}

/// Stores what became of a hint, and what that says about its device.
async fn settle(
    tx: &Tx,
    (delivery, holder): (LeasedDelivery, Uuid),
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<()> {
    let (ours, device) = ((delivery.id, holder), delivery.subscription);
    match *outcome {
        Outcome::Moot => repo::settle_delivery(tx, ours, (DeliveryState::Moot, None), now).await?,
        Outcome::Taken => {
            repo::settle_delivery(tx, ours, (DeliveryState::Sent, None), now).await?;
            repo::note_success(tx, device, now).await?;
        }
        Outcome::NotTaken { fault, wait } => {
            repo::note_failure(tx, device, fault, now).await?;
            match fault.next_try(delivery.tries, wait, now) {
                Some(again) => repo::retry_delivery(tx, ours, fault, again).await?,
                None => repo::settle_delivery(tx, ours, (DeliveryState::Failed, Some(fault)), now).await?,
            }
            if fault == DeliveryFault::Gone {
                repo::end_subscription(tx, device, now).await?;
            }
        }
    }
    Ok(())
}
