use domain::{
    accounts::{AccountsError, DeviceView, LIMIT_ACCOUNT, PasskeyView, SignInMethods, check_password},
    ids::{PasskeyId, PersonId, SessionId},
    policy::Action,
    problem::Problem,
};
use store::repo::accounts as repo;

use super::{
    Accounts,
    people::{person_record, place_of},
    user_agent,
};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
    secrets::{hash_password, verify_password},
};

impl Accounts {
    /// My signed-in devices, the current one first.
    pub async fn devices(&self, caller: &Caller) -> Result<Vec<DeviceView>> {
        caller.check_own(Action::DevicesManage)?;
        let sessions = repo::list_sessions(self.0.db.read(), caller.actor.person, self.0.clock.now()).await?;
        let mut devices: Vec<_> = sessions
            .into_iter()
            .map(|session| DeviceView {
                id: session.id,
                label: user_agent::label(&session.user_agent),
                signed_in_at: session.created_at,
                last_used_at: session.last_used_at,
                current: session.id == caller.session,
            })
            .collect();
        devices.sort_by_key(|device| !device.current);
        Ok(devices)
    }

    /// Ends one of my sessions; also how one signs out.
    pub async fn sign_out_device(&self, caller: &Caller, session: SessionId) -> Result<()> {
        caller.check_own(Action::DevicesManage)?;
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), session), move |tx, (caller, session)| {
                Box::pin(async move {
                    if !repo::end_session(tx, caller.actor.person, *session, now).await? {
                        return Err(Problem::NotFound.into());
                    }
                    let act = audit::Act {
                        action: "accounts.sign_out",
                        subject: ("session", session.uuid()),
                        detail: String::new(),
                    };
                    Ok(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// Ends all my sessions but this one; returns how many.
    pub async fn sign_out_others(&self, caller: &Caller) -> Result<u64> {
        caller.check_own(Action::DevicesManage)?;
        self.end_sessions(caller, caller.actor.person, Some(caller.session)).await
    }

    /// Ends all sessions of another person (lost phone).
    pub async fn sign_out_person(&self, caller: &Caller, person: PersonId) -> Result<u64> {
        let record = person_record(self.0.db.read(), person).await?;
        caller.check(Action::DevicesEnd, &place_of(&record))?;
        self.end_sessions(caller, person, None).await
    }

    async fn end_sessions(&self, caller: &Caller, person: PersonId, except: Option<SessionId>) -> Result<u64> {
        let now = self.0.clock.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let ended = repo::end_sessions(tx, person, except, now).await?;
                    let act = audit::Act {
                        action: "accounts.sign_out_all",
                        subject: ("person", person.uuid()),
                        detail: format!("{ended} sessions"),
                    };
                    audit::record(tx, caller, now, act).await?;
                    Ok::<_, Error>(ended)
                })
            })
            .await
    }

    /// My passkeys, and whether I have a password.
    pub async fn sign_in_methods(&self, caller: &Caller) -> Result<SignInMethods> {
        caller.check_own(Action::DevicesManage)?;
        let db = self.0.db.read();
        let passkeys = repo::find_passkeys(db, caller.actor.person).await?;
        let passkeys = passkeys
            .into_iter()
            .map(|passkey| PasskeyView {
                id: passkey.id,
                name: passkey.name,
                created_at: passkey.created_at,
                last_used_at: passkey.last_used_at,
            })
            .collect();
        let has_password = person_record(db, caller.actor.person).await?.password_hash.is_some();
        Ok(SignInMethods { passkeys, has_password })
    }

    /// Removes one of my passkeys, unless it is the last way to sign in.
    pub async fn remove_passkey(&self, caller: &Caller, passkey: PasskeyId) -> Result<()> {
        caller.check_own(Action::DevicesManage)?;
        let now = self.0.clock.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    // Held, or two removals at once would each leave the other's passkey as the last way in.
                    let person = repo::lock_person(tx, caller.actor.person).await?.ok_or(Problem::NotFound)?;
                    if !repo::remove_passkey(tx, person.id, passkey).await? {
                        return Err(Problem::NotFound.into());
                    }
                    if person.password_hash.is_none() && repo::count_passkeys(tx, person.id).await? == 0 {
                        return Err(AccountsError::LastCredential.into());
                    }
                    let act = audit::Act::about(person.id, "accounts.remove_passkey", "");
                    Ok(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// Sets my password, given the current one if there is one, and signs out my other devices.
    pub async fn change_password(&self, caller: &Caller, current: String, new: String) -> Result<()> {
        caller.check_own(Action::DevicesManage)?;
        let person = person_record(self.0.db.read(), caller.actor.person).await?;
        // Whoever finds a phone unlocked must not be able to try one password after the other.
        let key = format!("password:{}", person.sign_in_name);
        self.count_tries(&[(&key, LIMIT_ACCOUNT)]).await?;
        if person.password_hash.is_some() && !verify_password(current, person.password_hash.clone()).await? {
            return Err(AccountsError::BadCredentials.into());
        }
        check_password(&new, &person.name, &person.sign_in_name)
            .map_err(|reason| Problem::field("new_password", reason))?;
        let (now, hash) = (self.0.clock.now(), hash_password(new).await?);
        self.0
            .db
            .write((caller.clone(), hash, key), move |tx, (caller, hash, key)| {
                Box::pin(async move {
                    let person = caller.actor.person;
                    repo::clear_throttle(tx, key).await?;
                    repo::set_password(tx, person, Some(hash.clone())).await?;
                    repo::end_sessions(tx, person, Some(caller.session), now).await?;
                    let act = audit::Act {
                        action: "accounts.change_password",
                        subject: ("person", person.uuid()),
                        detail: String::new(),
                    };
                    Ok(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }
}
