use chrono::TimeDelta;

use crate::policy::{Grant, Role};

/// How long an invitation can be used.
pub const INVITE_LIFE: TimeDelta = TimeDelta::hours(72);

/// How long a passkey challenge waits for its answer.
pub const CHALLENGE_LIFE: TimeDelta = TimeDelta::minutes(5);

/// How long a session lasts without use: 30 days, but 12 hours for anybody who holds an HR role, since
/// theirs opens other people's data.
pub fn session_idle(grants: &[Grant]) -> TimeDelta {
    if grants.iter().any(|grant| grant.role == Role::Hr) { TimeDelta::hours(12) } else { TimeDelta::days(30) }
}

/// At most `tries` in a `window`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Tries allowed.
    pub tries: u32,
    /// The fixed window they are counted in.
    pub window: TimeDelta,
}

/// Failed sign-ins of one account.
pub const LIMIT_ACCOUNT: Limit = Limit { tries: 6, window: TimeDelta::minutes(10) };

/// Failed sign-ins from one address. A whole hall may share one, so this is wide.
pub const LIMIT_ADDRESS: Limit = Limit { tries: 60, window: TimeDelta::minutes(10) };

/// Sign-ins by passkey begun from one address. The phone answers for whom, so nothing can be guessed; wide enough for
/// a hall that begins its morning behind one address.
pub const LIMIT_PASSKEYS: Limit = Limit { tries: 600, window: TimeDelta::minutes(10) };

/// Wrong phone digits on one invitation: 5 of 10,000 codes a day.
pub const LIMIT_INVITE: Limit = Limit { tries: 5, window: TimeDelta::hours(24) };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::AgencyId, policy::Scope};

    #[test]
    fn hr_sessions_are_short_whatever_else_they_are() {
        let scope = Scope::Agency(AgencyId::new());
        let worker = Grant { role: Role::Worker, scope };
        let hr = Grant { role: Role::Hr, scope };
        assert_eq!(session_idle(&[worker]), TimeDelta::days(30));
        assert_eq!(session_idle(&[worker, hr]), TimeDelta::hours(12));
        assert_eq!(session_idle(&[]), TimeDelta::days(30));
    }
}
