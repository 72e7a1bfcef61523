//! Use cases. Each one asks the permission table, loads, decides with `domain`, saves, leaves an audit
//! line and nudges open boards, in one transaction. Screens and commands call nothing below this.
#![warn(missing_docs)]

use std::sync::Arc;

use domain::{
    attendance::PunchReceipt,
    ids::{HallId, PersonId},
};
use store::{Db, repo::accounts::SessionHolder};
use tokio::sync::Semaphore;
use url::Url;
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::{attendance::Attempt, calendar::CalendarCache, photos::PhotoBench, roster::ShiftCache, together::Together};

pub mod accounts;
pub mod approvals;
pub mod attendance;
mod audit;
pub mod calendar;
mod caller;
mod clock;
mod document;
mod error;
mod export;
mod jobs;
pub mod leave;
pub mod notices;
pub mod org;
mod outgoing;
mod pages;
mod photos;
mod push_key;
mod received;
pub mod roster;
mod secrets;
mod table;
#[cfg(test)]
mod testing;
mod together;

pub use accounts::{Accounts, RefusedForm, SignedIn};
pub use approvals::Approvals;
pub use attendance::Attendance;
pub use calendar::Calendar;
pub use caller::{Caller, Visitor};
pub use clock::{Clock, OffsetClock, SystemClock};
pub use error::{Error, Result};
pub use export::Download;
pub use leave::Leave;
pub use notices::Notices;
pub use org::Org;
pub use outgoing::Outgoing;
pub use photos::{Bucket, PhotoShelf, Photos};
pub use push_key::{InvalidPushKey, PushKey};
pub use roster::Roster;
pub use secrets::{IdNumberKey, hash_password};

/// What the services stand on; handed over once, at boot.
pub struct Settings {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The address people open, such as `https://hall.example.cn`. Passkeys are bound to its host.
    pub origin: Url,
    /// The key that seals ID numbers, photos, robots' addresses and refused forms.
    pub id_number_key: IdNumberKey,
    /// The key by which push services know this server.
    pub push_key: PushKey,
    /// The way to them and to group robots.
    pub outgoing: Outgoing,
    /// Where sealed photos are kept.
    pub photo_shelf: PhotoShelf,
}

/// Boards that are read at once. One of SQLite's readers is left to those who clock in.
const BOARDS_AT_ONCE: usize = 3;

/// All use cases. Cheap to clone; one for the whole program.
#[derive(Clone)]
pub struct Services(Arc<Core>);

/// What every slice's service holds.
pub(crate) struct Core {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) origin: Url,
    pub(crate) webauthn: Webauthn,
    pub(crate) id_number_key: IdNumberKey,
    pub(crate) push_key: PushKey,
    pub(crate) outgoing: Outgoing,
    pub(crate) photo_shelf: PhotoShelf,
    pub(crate) photo_bench: PhotoBench,
    pub(crate) calendar_cache: CalendarCache,
    pub(crate) shift_cache: ShiftCache,
    /// Who is it, by the hash of a token; asked at every request.
    pub(crate) sessions: Together<Vec<u8>, Option<SessionHolder>>,
    pub(crate) punches: Together<Attempt, PunchReceipt>,
    /// Boards that are being read.
    pub(crate) boards: Semaphore,
}

impl Services {
    /// Checks the settings and builds the services.
    ///
    /// # Errors
    /// When passkeys can't be offered under the origin: it has no host name, or is plain http on a public one.
    pub fn new(settings: Settings) -> std::result::Result<Self, String> {
        let host = settings.origin.domain().ok_or("the origin must have a host name, not an address")?;
        let webauthn = WebauthnBuilder::new(host, &settings.origin)
            .map(|builder| builder.rp_name("在岗"))
            .and_then(WebauthnBuilder::build)
            .map_err(|error| format!("passkeys can't be offered under {}: {error}", settings.origin))?;
        Ok(Self(Arc::new(Core {
            db: settings.db,
            clock: settings.clock,
            origin: settings.origin,
            webauthn,
            id_number_key: settings.id_number_key,
            push_key: settings.push_key,
            outgoing: settings.outgoing,
            photo_shelf: settings.photo_shelf,
            photo_bench: PhotoBench::default(),
            calendar_cache: CalendarCache::default(),
            shift_cache: ShiftCache::default(),
            sessions: Together::new(1, |core, hashes| {
                Box::pin(async move { Accounts(core).session_holders(&hashes).await })
            }),
            punches: Together::new(3, |core, attempts| {
                Box::pin(async move { Attendance(core).punch_all(attempts).await })
            }),
            boards: Semaphore::new(BOARDS_AT_ONCE),
        })))
    }

    /// People, invitations, sign-in, devices.
    pub fn accounts(&self) -> Accounts {
        Accounts(self.0.clone())
    }

    /// Halls, zones, windows, posts, who holds them, fences.
    pub fn org(&self) -> Org {
        Org(self.0.clone())
    }

    /// The State Council calendar.
    pub fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    /// Shifts and who works them.
    pub fn roster(&self) -> Roster {
        Roster(self.0.clone())
    }

    /// Leave balances and rules; asking for leave, covering for it.
    pub fn leave(&self) -> Leave {
        Leave(self.0.clone())
    }

    /// Photos as evidence and proof.
    pub fn photos(&self) -> Photos {
        Photos(self.0.clone())
    }

    /// Inboxes.
    pub fn notices(&self) -> Notices {
        Notices(self.0.clone())
    }

    /// Punches, days, months, the board.
    pub fn attendance(&self) -> Attendance {
        Attendance(self.0.clone())
    }

    /// Requests on their way through approval.
    pub fn approvals(&self) -> Approvals {
        Approvals(self.0.clone())
    }

    /// The clock of this program; screens that need "now" take it from here.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// The database, for boot, health checks and backup.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Halls as they change, for open boards. A receiver that lags should read again.
    pub fn changes(&self) -> tokio::sync::broadcast::Receiver<HallId> {
        self.0.db.live().subscribe()
    }

    /// People whose inbox changes, for open pages. A receiver that lags should read again.
    pub fn inbox_changes(&self) -> tokio::sync::broadcast::Receiver<PersonId> {
        self.0.db.live().subscribe_people()
    }
}
