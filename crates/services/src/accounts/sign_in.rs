use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use domain::{
    accounts::{AccountsError, LIMIT_ACCOUNT, LIMIT_ADDRESS, Limit, MeView, session_idle},
    formats::SignInName,
    ids::{PersonId, SessionId},
    policy::Actor,
    time::hall_date,
};
use store::{Tx, repo::accounts as repo};

use super::{Accounts, people::person_record};
use crate::{
    Core, audit,
    caller::{Caller, Visitor},
    error::Result,
    org,
    secrets::{hash_token, new_token, verify_password},
};

/// How old the recorded last use of a session may be before it is written again. A write for every
/// request would cost more than the request.
const TOUCH_AFTER: chrono::TimeDelta = chrono::TimeDelta::minutes(5);

/// A fresh session.
#[derive(Clone)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The cookie's value; stored nowhere but on the phone.
    pub token: String,
    /// How long the cookie should last.
    pub expires_at: DateTime<Utc>,
}

/// The token stays out of logs.
impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("person", &self.person).finish_non_exhaustive()
    }
}

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Who.
    pub caller: Caller,
    /// Whether the session's end has just moved on, and the cookie's should with it.
    pub renewed: bool,
}

/// How somebody came in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// With what they had: `password` or `passkey`.
    Known(&'static str),
    /// By an invitation, and what they made with it.
    Invitation(&'static str),
}

impl Accounts {
    /// Signs in with 工号 and password. Unknown name, wrong password, no password and a person who has
    /// left all get the same answer after the same work.
    pub async fn sign_in_with_password(&self, visitor: &Visitor, name: &str, password: String) -> Result<SignedIn> {
        let name = SignInName::parse(name).map_err(|_| AccountsError::BadCredentials)?;
        let account_key = format!("password:{}", name.as_str());
        let address_key = format!("address:{}", network_of(&visitor.address));
        self.count_tries(&[(&account_key, LIMIT_ACCOUNT), (&address_key, LIMIT_ADDRESS)]).await?;

        let now = self.0.clock.now();
        let found = repo::find_person_by_sign_in_name(self.0.db.read(), name.as_str()).await?;
        let person = found.filter(|person| !person.has_left(hall_date(now)));
        let stored = person.as_ref().and_then(|person| person.password_hash.clone());
        let matches = verify_password(password, stored).await?;
        let Some(person) = person.filter(|_| matches) else {
            return Err(AccountsError::BadCredentials.into());
        };
        let context = (self.clone(), visitor.clone(), person.id, account_key, address_key);
        self.0
            .db
            .write(context, |tx, (me, visitor, person, account, address)| {
                Box::pin(async move {
                    repo::clear_throttle(tx, account).await?;
                    repo::forgive_try(tx, address).await?;
                    me.open_session(tx, visitor, *person, Entry::Known("password")).await
                })
            })
            .await
    }

    /// Counts a try under some keys, and refuses one too many.
    pub(super) async fn count_tries(&self, keys: &[(&str, Limit)]) -> Result<()> {
        if self.may_try(keys).await? { Ok(()) } else { Err(AccountsError::TooManyTries.into()) }
    }

    /// Counts a try under some keys: of the account, of the address. Counted before anything is looked at, so
    /// that many tries at once can't slip through together.
    pub(super) async fn may_try(&self, keys: &[(&str, Limit)]) -> Result<bool> {
        let now = self.0.clock.now();
        let keys: Vec<(String, Limit)> = keys.iter().map(|(key, limit)| ((*key).to_owned(), *limit)).collect();
        self.0
            .db
            .write(keys, move |tx, keys| {
                Box::pin(async move {
                    let mut allowed = true;
                    for (key, limit) in keys {
                        allowed &= repo::count_try(tx, key, *limit, now).await?;
                    }
                    Ok::<_, crate::Error>(allowed)
                })
            })
            .await
    }

    /// Opens a session inside a transaction and notes it in the audit trail.
    pub(super) async fn open_session(
        &self,
        tx: &Tx,
        visitor: &Visitor,
        person: PersonId,
        how: Entry,
    ) -> Result<SignedIn> {
        let now = self.0.clock.now();
        let record = repo::find_person(tx, person).await?.ok_or(AccountsError::BadCredentials)?;
        let grants = repo::find_grants(tx, &[person], hall_date(now)).await?;
        let grants: Vec<_> = grants.into_iter().map(|(_, grant)| grant).collect();
        let expires_at = now + session_idle(&grants);
        let token = new_token();
        let session = repo::NewSession {
            id: SessionId::new(),
            person,
            token_hash: hash_token(&token),
            user_agent: visitor.user_agent.clone(),
            address: visitor.address.clone(),
            now,
            expires_at,
        };
        // An everyday sign-in is in the list of one's own devices; how an account came into somebody's hands is told of
        // the person.
        let act = match how {
            Entry::Invitation(way) => audit::Act::about(person, "accounts.accept_invite", way),
            Entry::Known(way) => audit::Act {
                action: "accounts.sign_in",
                subject: ("session", session.id.uuid()),
                detail: way.to_owned(),
            },
        };
        repo::create_session(tx, session).await?;
        audit::append(tx, record.agency, Some(person), visitor, now, act).await?;
        Ok(SignedIn { person, token, expires_at })
    }

    /// Who a session cookie belongs to; `None` when it is unknown, ended or too old. Notes the use.
    pub async fn admit(&self, token: &str, visitor: Visitor) -> Result<Option<Admitted>> {
        let now = self.0.clock.now();
        let today = hall_date(now);
        let Some(holder) = self.0.sessions.ask(&self.0, hash_token(token)).await? else { return Ok(None) };
        let repo::SessionHolder { session, person, grants } = holder;
        // By what they may today: whoever became HR after signing in has HR's hours.
        let unused = now - session.last_used_at;
        if person.has_left(today) || unused > session_idle(&grants) {
            return Ok(None);
        }
        let renewed = unused >= TOUCH_AFTER;
        if renewed {
            // Nobody waits for it: on the first clock-in of a morning it would be a second wait for the disk. Where it
            // is lost, the next request does it.
            tokio::spawn(note_use(self.0.clone(), session.id, now, now + session_idle(&grants)));
        }
        let actor = Actor { person: person.id, agency: person.agency, hall: person.hall, grants };
        Ok(Some(Admitted { caller: Caller { actor, session: session.id, visitor }, renewed }))
    }

    /// Whose some tokens are, by their hashes, in the order of these.
    pub(crate) async fn session_holders(&self, token_hashes: &[Vec<u8>]) -> Result<Vec<Option<repo::SessionHolder>>> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let found = repo::find_session_holders(db, token_hashes, now, hall_date(now)).await?;
        Ok(token_hashes.iter().map(|hash| found.get(hash).cloned()).collect())
    }

    /// What every screen needs to know of the signed-in person.
    pub async fn me(&self, caller: &Caller) -> Result<MeView> {
        let db = self.0.db.read();
        let person = person_record(db, caller.actor.person).await?;
        let hall_name = match person.hall {
            Some(hall) => Some(org::hall_name(db, hall).await?),
            None => None,
        };
        Ok(MeView {
            actor: caller.actor.clone(),
            name: person.name,
            sign_in_name: person.sign_in_name,
            hall_name,
            has_password: person.password_hash.is_some(),
        })
    }
}

/// Notes that a session was used, and until when it holds from now on.
async fn note_use(core: Arc<Core>, session: SessionId, now: DateTime<Utc>, expires_at: DateTime<Utc>) {
    let noted = core.db.write(session, move |tx, id| {
        Box::pin(async move { Ok::<_, crate::Error>(repo::touch_session(tx, *id, now, expires_at).await?) })
    });
    if let Err(error) = noted.await {
        tracing::warn!(%error, "could not note the use of a session");
    }
}

/// What is counted as one address: of IPv6 the /64, for whoever has one of its addresses has them all.
fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_address() {
        let one = network_of("2001:db8:1:2:3:4:5:6");
        assert_eq!(one, "2001:db8:1:2::");
        assert_eq!(one, network_of("2001:db8:1:2:ffff::1"));
        assert_ne!(one, network_of("2001:db8:1:3::1"));
        assert_eq!(network_of("192.0.2.7"), "192.0.2.7");
        assert_eq!(network_of(""), "");
    }
}
