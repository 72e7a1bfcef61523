//! The code on the hall's screen: made, shown and judged. HMAC-SHA256 over the number of the thirty seconds,
//! with a secret of the hall's own, cut to six digits as RFC 4226 does.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        CODE_DIGITS, CODE_TRIES_S, CodeVerdict, HallCodeView, MAX_CODE_TRIES, code_shown_until, code_step, code_steps,
        read_code,
    },
    ids::{HallId, PersonId},
    problem::Problem,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::{Tx, repo::attendance as repo};
use subtle::ConstantTimeEq;

use super::Attendance;
use crate::{
    error::{Error, Result},
    org,
    secrets::hash_token,
};

const PURPOSE: &str = "attendance.hall_code";

/// A screen that asks all day is noted once in this time: a write every thirty seconds would tell nothing more.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(10);

/// A hall's secret. Derived from the program's key whenever it is needed, so that neither the database nor a
/// backup of it holds anything from which codes could be made.
pub(super) struct CodeMaker(Hmac<Sha256>);

impl CodeMaker {
    fn code(&self, step: i64) -> String {
        let mut mac = self.0.clone();
        mac.update(&step.to_be_bytes());
        let mac = mac.finalize().into_bytes();
        // Four bytes from where the last half byte points, as a positive number.
        let start = usize::from(mac.last().copied().unwrap_or_default() & 0x0f);
        let number = mac.iter().skip(start).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:0width$}", (number & 0x7fff_ffff) % 10_u32.pow(6), width = CODE_DIGITS)
    }

    /// What comes of a code that was sent at an instant. All steps are compared, and in constant time.
    pub(super) fn judge(&self, typed: &str, at: DateTime<Utc>) -> CodeVerdict {
        let Some(typed) = read_code(typed) else { return CodeVerdict::Wrong };
        let mut verdict = CodeVerdict::Wrong;
        for (step, found) in code_steps(at) {
            let same = bool::from(self.code(step).as_bytes().ct_eq(typed.as_bytes()));
            if same && verdict == CodeVerdict::Wrong {
                verdict = found;
            }
        }
        verdict
    }
}

impl Attendance {
    pub(super) fn code_maker(&self, hall: HallId) -> Result<CodeMaker> {
        let secret = self.0.id_number_key.mac(PURPOSE, hall.uuid().as_bytes())?;
        Ok(CodeMaker(Hmac::new_from_slice(&secret).map_err(Error::internal)?))
    }

    /// What a hall's screen shows. It is no person and has no session: the token in its link lets it read this
    /// and nothing else, until a supervisor ends it.
    pub async fn screen_code(&self, hall: HallId, token: &str) -> Result<HallCodeView> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let screen = repo::find_screen_by_token(db, &hash_token(token)).await?;
        let screen = screen.filter(|screen| screen.hall == hall).ok_or(Problem::NotFound)?;
        let hall_name = org::hall_name(db, hall).await?;
        if screen.seen_at.is_none_or(|seen| now - seen >= SEEN_EVERY) {
            let id = screen.id;
            let noted = self.0.db.write((), move |tx, ()| {
                Box::pin(async move { Ok::<_, Error>(repo::touch_screen(tx, id, now).await?) })
            });
            // The code is shown all the same: nothing about it depends on this.
            if let Err(error) = noted.await {
                tracing::error!(%error, "could not note that a screen is in use");
            }
        }
        let code = self.code_maker(hall)?.code(code_step(now));
        let address = format!("{}?code={code}", self.0.origin);
        Ok(HallCodeView { as_of: now, hall_name, address, code, until: code_shown_until(now) })
    }

    /// Forgets wrong codes that no longer count.
    pub(crate) async fn forget_tries(&self) -> Result<()> {
        let before = self.0.clock.now() - TimeDelta::days(1);
        self.0
            .db
            .write((), move |tx, ()| Box::pin(async move { Ok::<_, Error>(repo::remove_tries(tx, before).await?) }))
            .await
    }
}

/// A code's verdict with what the person has sent before: each slot takes one, and whoever was wrong too often
/// is not listened to for a while. The person's punches are locked, so of two at once one is first.
pub(super) async fn settle(
    tx: &Tx,
    person: PersonId,
    slot: (chrono::NaiveDate, i16),
    verdict: CodeVerdict,
    now: DateTime<Utc>,
) -> Result<CodeVerdict> {
    if !matches!(verdict, CodeVerdict::Accepted | CodeVerdict::Stale | CodeVerdict::Wrong) {
        return Ok(verdict);
    }
    let since = now - TimeDelta::seconds(CODE_TRIES_S);
    if repo::count_tries(tx, person, since).await? >= MAX_CODE_TRIES {
        return Ok(CodeVerdict::TooManyTries);
    }
    match verdict {
        CodeVerdict::Wrong => repo::create_try(tx, person, now).await?,
        CodeVerdict::Accepted if repo::has_used_code(tx, person, slot).await? => return Ok(CodeVerdict::Used),
        _ => {}
    }
    Ok(verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maker(secret: u8) -> CodeMaker {
        CodeMaker(Hmac::new_from_slice(&[secret; 32]).unwrap())
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, SHA-256: eight digits there, of which ours are the last six.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let maker = CodeMaker(Hmac::new_from_slice(b"12345678901234567890123456789012").unwrap());
        let cases = [(59, "119246"), (1_111_111_109, "084774"), (1_234_567_890, "819424"), (20_000_000_000, "737706")];
        for (seconds, code) in cases {
            assert_eq!(maker.code(code_step(at(seconds))), code);
        }
    }

    #[test]
    fn a_code_is_of_one_hall_and_of_its_time() {
        let (here, elsewhere, shown) = (maker(1), maker(2), at(1_800_000_000));
        let code = here.code(code_step(shown));
        assert_eq!(here.judge(&code, shown), CodeVerdict::Accepted);
        assert_eq!(here.judge(&code, shown + TimeDelta::seconds(30)), CodeVerdict::Accepted);
        assert_eq!(here.judge(&code, shown + TimeDelta::seconds(60)), CodeVerdict::Stale);
        assert_eq!(here.judge(&code, shown + TimeDelta::hours(1)), CodeVerdict::Wrong);
        assert_eq!(elsewhere.judge(&code, shown), CodeVerdict::Wrong);
        for typed in ["", "000", "abcdef"] {
            assert_eq!(here.judge(typed, shown), CodeVerdict::Wrong, "{typed}");
        }
    }
}
