use chrono::{DateTime, Utc};
use domain::{
    accounts::{AccountsError, INVITE_LIFE, InviteView, LIMIT_INVITE, check_password},
    ids::{InviteId, PersonId},
    policy::Action,
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::repo::accounts::{self as repo, InviteRecord, PersonRecord};

use super::{Accounts, SignedIn, people::person_record, sign_in::Entry};
use crate::{
    audit,
    caller::{Caller, Visitor},
    error::{Error, Result},
    secrets::{hash_password, hash_token, new_token},
};

impl Accounts {
    /// Invites a person: returns the link, which is stored nowhere, and its end. Earlier unused links of
    /// the same person stop working.
    pub async fn invite(&self, caller: &Caller, person: PersonId) -> Result<(String, DateTime<Utc>)> {
        let record = person_record(self.0.db.read(), person).await?;
        self.check_over(self.0.db.read(), caller, Action::PeopleInvite, &record).await?;
        self.create_invite(&record, Some(caller.actor.person), caller.visitor.clone()).await
    }

    /// The same from the command line, by whoever runs the server: how the first HR person gets in.
    pub async fn invite_by_operator(&self, sign_in_name: &str) -> Result<(String, DateTime<Utc>)> {
        let name = sign_in_name.to_lowercase();
        let record = repo::find_person_by_sign_in_name(self.0.db.read(), &name).await?.ok_or(Problem::NotFound)?;
        self.create_invite(&record, None, Visitor::operator()).await
    }

    async fn create_invite(
        &self,
        person: &PersonRecord,
        actor: Option<PersonId>,
        visitor: Visitor,
    ) -> Result<(String, DateTime<Utc>)> {
        let now = self.0.clock.now();
        let token = new_token();
        let invite = InviteRecord { id: InviteId::new(), person: person.id, expires_at: now + INVITE_LIFE };
        let (agency, hash) = (person.agency, hash_token(&token));
        self.0
            .db
            .write((visitor, hash), move |tx, (visitor, hash)| {
                Box::pin(async move {
                    repo::end_open_invites(tx, invite.person, now).await?;
                    repo::create_invite(tx, invite, hash.clone(), now).await?;
                    let act = audit::Act {
                        action: "accounts.invite",
                        subject: ("person", invite.person.uuid()),
                        detail: String::new(),
                    };
                    Ok::<_, Error>(audit::append(tx, agency, actor, visitor, now, act).await?)
                })
            })
            .await?;
        let link = self.0.origin.join(&format!("invite/{token}")).map_err(Error::internal)?;
        Ok((link.into(), invite.expires_at))
    }

    /// Whom an invitation is for. Anybody with the link may ask; it says no more than the name.
    pub async fn open_invite(&self, token: &str) -> Result<InviteView> {
        let (invite, person) = self.usable_invite(token).await?;
        Ok(InviteView { name: person.name, expires_at: invite.expires_at })
    }

    /// Uses an invitation to set a password, and signs in.
    pub async fn accept_with_password(
        &self,
        visitor: &Visitor,
        token: &str,
        phone_last4: &str,
        password: String,
    ) -> Result<SignedIn> {
        let (invite, person) = self.confirmed_invite(token, phone_last4).await?;
        check_password(&password, &person.name, &person.sign_in_name)
            .map_err(|reason| Problem::field("password", reason))?;
        let (now, hash) = (self.0.clock.now(), hash_password(password).await?);
        let context = (self.clone(), visitor.clone(), person.id, hash);
        self.0
            .db
            .write(context, move |tx, (me, visitor, person, hash)| {
                Box::pin(async move {
                    if !repo::use_invite(tx, invite.id, now).await? {
                        return Err(AccountsError::InviteInvalid.into());
                    }
                    repo::set_password(tx, *person, Some(hash.clone())).await?;
                    me.open_session(tx, visitor, *person, Entry::Invitation("password")).await
                })
            })
            .await
    }

    async fn usable_invite(&self, token: &str) -> Result<(InviteRecord, PersonRecord)> {
        let db = self.0.db.read();
        let invite = repo::find_invite(db, &hash_token(token), self.0.clock.now()).await?;
        let invite = invite.ok_or(AccountsError::InviteInvalid)?;
        // Whoever has given notice works until their last day, and may lose a phone before it.
        let today = hall_date(self.0.clock.now());
        let person = repo::find_person(db, invite.person).await?.filter(|person| !person.has_left(today));
        Ok((invite, person.ok_or(AccountsError::InviteInvalid)?))
    }

    /// The invitation, once the phone's last four digits are right. A forwarded link is of no use without
    /// them, and five wrong tries close it for a day.
    pub(super) async fn confirmed_invite(
        &self,
        token: &str,
        phone_last4: &str,
    ) -> Result<(InviteRecord, PersonRecord)> {
        let (invite, person) = self.usable_invite(token).await?;
        // Nobody's try, but a form that was sent too early.
        if phone_last4.len() != 4 || !phone_last4.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(Problem::field("phone_last4", FieldReason::Malformed).into());
        }
        let key = format!("invite:{}", invite.id);
        if !self.may_try(&[(&key, LIMIT_INVITE)]).await? {
            return Err(AccountsError::InviteClosed.into());
        }
        if !person.phone.ends_with(phone_last4) {
            return Err(AccountsError::PhoneMismatch.into());
        }
        // Who knows the digits may cancel their phone's question or try another password as often as they like.
        self.0
            .db
            .write(key, |tx, key| Box::pin(async move { Ok::<_, Error>(repo::forgive_try(tx, key).await?) }))
            .await?;
        Ok((invite, person))
    }
}
