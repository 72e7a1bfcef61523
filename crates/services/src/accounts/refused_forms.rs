//! What a person typed into a form that was sent without a script, or before its page woke up, and that was refused.
//! It waits here for the page that shows it again: sealed for the session, ten minutes, until another one is refused, and
//! gone with the session.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use store::repo::accounts as repo;

use super::Accounts;
use crate::{
    caller::Caller,
    error::{Error, Result},
};

/// The browser asks for the page at once; whoever comes later than this begins anew.
const KEPT_FOR: TimeDelta = TimeDelta::minutes(10);

/// What is never kept, as a part of a field's name: passwords, ID numbers, the digits that confirm a phone, tokens, and
/// by what a group robot is reached.
const SECRET: [&str; 7] = ["password", "id_number", "last4", "token", "secret", "address", "credential"];

/// The code of a hall's screen, which holds for half a minute, is of no use either: by the function and its field.
const HALL_CODE: (&str, &str) = ("/api/attendance/punch", "command[code]");

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedForm {
    /// The path of the page that it stands on.
    pub page: String,
    /// The path of the server function that refused it.
    pub function: String,
    /// Its fields with what stood in them, in their order.
    pub fields: Vec<(String, String)>,
}

impl Accounts {
    /// Keeps a refused form for the page that shows it again, without what is secret. The one before it goes. Nobody
    /// is asked whether they may: it is the session's own, and no other session gets it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn keep_refused_form(&self, caller: &Caller, form: RefusedForm) -> Result<()> {
        let (session, person) = (caller.session, caller.actor.person);
        let RefusedForm { page, function, mut fields } = form;
        fields.retain(|(name, _)| !is_secret(&function, name));
        let text = serde_json::to_vec(&RefusedForm { page, function, fields }).map_err(Error::internal)?;
        let sealed = self.0.id_number_key.seal_form(session, &text)?;
        let until = self.0.clock.now() + KEPT_FOR;
        self.0
            .db
            .write(sealed, move |tx, sealed| {
                Box::pin(async move {
                    Ok::<_, Error>(repo::keep_refused_form(tx, (session, person), sealed.clone(), until).await?)
                })
            })
            .await
    }

    /// The form that waits for the session, if it is of this page and function. It stays, so that the page can be loaded
    /// again: reading changes nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn refused_form(&self, caller: &Caller, page: &str, function: &str) -> Result<Option<RefusedForm>> {
        let (session, now) = (caller.session, self.0.clock.now());
        let Some(sealed) = repo::find_refused_form(self.0.db.read(), session, now).await? else { return Ok(None) };
        let text = self.0.id_number_key.open_form(session, &sealed)?;
        let form: RefusedForm = serde_json::from_slice(&text).map_err(Error::internal)?;
        Ok((form.page == page && form.function == function).then_some(form))
    }
}

fn is_secret(function: &str, name: &str) -> bool {
    (function, name) == HALL_CODE || SECRET.iter().any(|secret| name.contains(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_is_known_by_its_name() {
        for secret in [
            "password",
            "current_password",
            "new_password",
            "phone_last4",
            "token",
            "command[id_number]",
            "command[secret]",
            "command[address]",
        ] {
            assert!(is_secret("/api/x", secret), "{secret}");
        }
        for kept in ["command[reason]", "command[name]", "command[phone]", "name", "text", "command[code]"] {
            assert!(!is_secret("/api/x", kept), "{kept}");
        }
        assert!(is_secret("/api/attendance/punch", "command[code]"), "of a hall's screen");
    }
}
