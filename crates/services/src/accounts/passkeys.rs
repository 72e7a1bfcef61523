//! The two passkey ceremonies. The server's half of each is kept in the database, used once, five
//! minutes; so any server can answer the second request.

use domain::{
    accounts::{AccountsError, CHALLENGE_LIFE, LIMIT_PASSKEYS},
    ids::{ChallengeId, InviteId, PasskeyId, PersonId},
    policy::Action,
    time::hall_date,
};
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    repo::accounts::{self as repo, PasskeyRecord, PersonRecord},
};
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::{Accounts, SignedIn, people::person_record, sign_in::Entry, user_agent};
use crate::{
    audit,
    caller::{Caller, Visitor},
    error::{Error, Result},
};

/// The server's half of a ceremony under way.
#[derive(Serialize, Deserialize)]
enum Ceremony {
    SignIn(DiscoverableAuthentication),
    Register { person: PersonId, invite: Option<InviteId>, state: PasskeyRegistration },
}

impl Accounts {
    /// Starts a sign-in by passkey; the phone offers the passkeys it has for this site, so nobody types a name.
    /// Anybody may ask, and each question is a row for five minutes, so an address may ask only so often.
    pub async fn start_passkey_sign_in(&self, visitor: &Visitor) -> Result<(ChallengeId, RequestChallengeResponse)> {
        self.count_tries(&[(&format!("passkey:{}", visitor.address), LIMIT_PASSKEYS)]).await?;
        let (options, state) = self.0.webauthn.start_discoverable_authentication().map_err(Error::internal)?;
        Ok((self.keep(Ceremony::SignIn(state)).await?, options))
    }

    /// Finishes it.
    pub async fn finish_passkey_sign_in(
        &self,
        visitor: &Visitor,
        challenge: ChallengeId,
        answer: PublicKeyCredential,
    ) -> Result<SignedIn> {
        let Ceremony::SignIn(state) = self.take(challenge).await? else {
            return Err(AccountsError::PasskeyRejected.into());
        };
        let rejected = |_| AccountsError::PasskeyRejected;
        let (_, credential_id) = self.0.webauthn.identify_discoverable_authentication(&answer).map_err(rejected)?;
        let stored = repo::find_passkey(self.0.db.read(), credential_id).await?;
        let stored = stored.ok_or(AccountsError::PasskeyRejected)?;
        let mut passkey: Passkey = serde_json::from_str(&stored.credential).map_err(Error::internal)?;
        let result =
            self.0.webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey).map_err(rejected)?;
        let now = self.0.clock.now();
        let person = person_record(self.0.db.read(), stored.person).await?;
        if person.has_left(hall_date(now)) {
            return Err(AccountsError::PasskeyRejected.into());
        }
        passkey.update_credential(&result);
        let credential = serde_json::to_string(&passkey).map_err(Error::internal)?;
        self.0
            .db
            .write((self.clone(), visitor.clone(), credential), move |tx, (me, visitor, credential)| {
                Box::pin(async move {
                    repo::update_passkey_use(tx, stored.id, credential.clone(), now).await?;
                    me.open_session(tx, visitor, person.id, Entry::Known("passkey")).await
                })
            })
            .await
    }

    /// Starts adding a passkey to my account.
    pub async fn start_passkey(&self, caller: &Caller) -> Result<(ChallengeId, CreationChallengeResponse)> {
        caller.check_own(Action::DevicesManage)?;
        let person = person_record(self.0.db.read(), caller.actor.person).await?;
        self.start_registration(&person, None).await
    }

    /// Finishes it; the passkey is named after the device.
    pub async fn finish_passkey(
        &self,
        caller: &Caller,
        challenge: ChallengeId,
        answer: RegisterPublicKeyCredential,
    ) -> Result<()> {
        caller.check_own(Action::DevicesManage)?;
        let (person, _, passkey) = self.registered(challenge, &answer).await?;
        if person != caller.actor.person {
            return Err(AccountsError::PasskeyRejected.into());
        }
        let now = self.0.clock.now();
        let record = self.passkey_record(person, &passkey, &caller.visitor)?;
        self.0
            .db
            .write((caller.clone(), record), move |tx, (caller, record)| {
                Box::pin(async move {
                    let act = audit::Act::about(record.person, "accounts.add_passkey", record.name.clone());
                    store_passkey(tx, record).await?;
                    Ok(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// Starts accepting an invitation with a passkey.
    pub async fn start_invite_passkey(
        &self,
        token: &str,
        phone_last4: &str,
    ) -> Result<(ChallengeId, CreationChallengeResponse)> {
        let (invite, person) = self.confirmed_invite(token, phone_last4).await?;
        self.start_registration(&person, Some(invite.id)).await
    }

    /// Finishes it: the invitation is used up and the person signed in.
    pub async fn finish_invite_passkey(
        &self,
        visitor: &Visitor,
        challenge: ChallengeId,
        answer: RegisterPublicKeyCredential,
    ) -> Result<SignedIn> {
        let (person, invite, passkey) = self.registered(challenge, &answer).await?;
        let invite = invite.ok_or(AccountsError::InviteInvalid)?;
        let now = self.0.clock.now();
        let record = self.passkey_record(person, &passkey, visitor)?;
        self.0
            .db
            .write((self.clone(), visitor.clone(), record), move |tx, (me, visitor, record)| {
                Box::pin(async move {
                    if !repo::use_invite(tx, invite, now).await? {
                        return Err(AccountsError::InviteInvalid.into());
                    }
                    store_passkey(tx, record).await?;
                    me.open_session(tx, visitor, record.person, Entry::Invitation("passkey")).await
                })
            })
            .await
    }

    async fn start_registration(
        &self,
        person: &PersonRecord,
        invite: Option<InviteId>,
    ) -> Result<(ChallengeId, CreationChallengeResponse)> {
        let known = repo::find_passkeys(self.0.db.read(), person.id).await?;
        let known = known.into_iter().map(|passkey| passkey.credential_id).collect();
        let (mut options, state) = self
            .0
            .webauthn
            .start_passkey_registration(person.id.uuid(), &person.sign_in_name, &person.name, Some(known))
            .map_err(Error::internal)?;
        // The library asks for no particular kind; signing in without a name needs a discoverable one.
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        let challenge = self.keep(Ceremony::Register { person: person.id, invite, state }).await?;
        Ok((challenge, options))
    }

    async fn registered(
        &self,
        challenge: ChallengeId,
        answer: &RegisterPublicKeyCredential,
    ) -> Result<(PersonId, Option<InviteId>, Passkey)> {
        let Ceremony::Register { person, invite, state } = self.take(challenge).await? else {
            return Err(AccountsError::PasskeyRejected.into());
        };
        let passkey = self.0.webauthn.finish_passkey_registration(answer, &state);
        Ok((person, invite, passkey.map_err(|_| AccountsError::PasskeyRejected)?))
    }

    fn passkey_record(&self, person: PersonId, passkey: &Passkey, visitor: &Visitor) -> Result<PasskeyRecord> {
        Ok(PasskeyRecord {
            id: PasskeyId::new(),
            person,
            credential_id: passkey.cred_id().clone(),
            credential: serde_json::to_string(passkey).map_err(Error::internal)?,
            name: user_agent::label(&visitor.user_agent),
            created_at: self.0.clock.now(),
            last_used_at: None,
        })
    }

    async fn keep(&self, ceremony: Ceremony) -> Result<ChallengeId> {
        let id = ChallengeId::new();
        let state = serde_json::to_string(&ceremony).map_err(Error::internal)?;
        let end = self.0.clock.now() + CHALLENGE_LIFE;
        self.0
            .db
            .write(state, move |tx, state| {
                Box::pin(async move { Ok::<_, Error>(repo::create_challenge(tx, id, state.clone(), end).await?) })
            })
            .await?;
        Ok(id)
    }

    async fn take(&self, id: ChallengeId) -> Result<Ceremony> {
        let now = self.0.clock.now();
        let state = self
            .0
            .db
            .write((), move |tx, ()| Box::pin(async move { Ok::<_, Error>(repo::take_challenge(tx, id, now).await?) }))
            .await?;
        let state = state.ok_or(AccountsError::PasskeyRejected)?;
        serde_json::from_str(&state).map_err(Error::internal)
    }
}

/// A credential id that is already known is somebody trying to register another's passkey.
async fn store_passkey(tx: &Tx, record: &PasskeyRecord) -> Result<()> {
    repo::create_passkey(tx, record.clone()).await.map_err(|error| {
        if store::db::is_unique_violation(&error) { AccountsError::PasskeyRejected.into() } else { error.into() }
    })
}
