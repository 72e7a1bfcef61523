use proptest::prelude::*;

use super::*;
use crate::roster::samples::{clock, date};

fn eight() -> DateTime<Utc> {
    clock(date(2026, 11, 24), 8, 0)
}

fn minutes(n: i64) -> TimeDelta {
    TimeDelta::minutes(n)
}

/// A morning: a ticket at 08:00, a tap 27 minutes later, sent `wait` minutes after that. The phone's clock is
/// off by `skew` throughout, set by `set_before` between ticket and tap and by `set_after` between tap and
/// sending; `same_page` tells how long the steady clock ran on.
#[derive(Clone, Copy, Debug)]
struct Morning {
    wait: i64,
    skew: i64,
    set_before: i64,
    set_after: i64,
    page_until: PageUntil,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PageUntil {
    Ticket,
    Tap,
    Sending,
}

const CALM: Morning = Morning { wait: 40, skew: 0, set_before: 0, set_after: 0, page_until: PageUntil::Sending };

impl Morning {
    fn claim(self, settings: ClaimSettings) -> Option<Claim> {
        let tapped = eight() + minutes(27);
        let arrived = tapped + minutes(self.wait);
        let device_at = tapped + minutes(self.skew + self.set_before);
        let evidence = TimeEvidence {
            ticket: TimeTicket { at: eight(), seal: String::new() },
            ticket_device_at: eight() + minutes(self.skew),
            elapsed_ms: (self.page_until >= PageUntil::Tap).then(|| minutes(27).num_milliseconds()),
        };
        let sending = Sending {
            device_at: arrived + minutes(self.skew + self.set_before + self.set_after),
            since_tap_ms: (self.page_until == PageUntil::Sending).then(|| minutes(self.wait).num_milliseconds()),
        };
        claim(Some(device_at), Some(&evidence), Some(sending), arrived, settings)
    }
}

fn told(morning: Morning) -> (Option<i64>, Option<ClaimDoubt>) {
    let claim = morning.claim(ClaimSettings::default());
    (claim.map(|claim| (claim.at - eight()).num_minutes()), claim.and_then(|claim| claim.doubt))
}

#[test]
fn an_honest_phone_is_believed_however_wrong_its_clock_is() {
    for skew in [0, -600, 47] {
        for page_until in [PageUntil::Ticket, PageUntil::Tap, PageUntil::Sending] {
            let morning = Morning { skew, page_until, ..CALM };
            assert_eq!(told(morning), (Some(27), None), "{skew}");
        }
    }
}

#[test]
fn a_clock_set_back_for_the_tap_is_found_out() {
    // Half an hour back before the tap, and forward again before sending.
    let trick = Morning { set_before: -30, set_after: 30, ..CALM };
    assert_eq!(told(trick), (Some(27), Some(ClaimDoubt::ClockChanged)), "the steady clock since the ticket tells");
    // Set back for good: the offset at sending is not that of the ticket.
    let left_back = Morning { set_before: -60, page_until: PageUntil::Ticket, ..CALM };
    assert_eq!(told(left_back).1, Some(ClaimDoubt::ClockChanged));
    // Before the ticket nothing can have been tapped.
    assert_eq!(told(left_back).0, Some(0));
    // Set between tap and sending only.
    let after = Morning { set_after: -30, page_until: PageUntil::Tap, ..CALM };
    assert_eq!(told(after), (Some(27), Some(ClaimDoubt::ClockChanged)));
}

#[test]
fn what_arrives_at_once_counts_on_arrival_whatever_the_clock_says() {
    for set_before in [-30, 0, 600] {
        let at_once = Morning { wait: 0, set_before, ..CALM };
        assert_eq!(told(at_once), (None, None), "{set_before}");
    }
    assert_eq!(claim(None, None, None, eight(), ClaimSettings::default()), None, "a plain form");
}

#[test]
fn what_arrives_late_or_without_a_ticket_waits_for_the_lead() {
    assert_eq!(told(Morning { wait: 13 * 60, ..CALM }), (Some(27), None));
    let after = |wait: i64, hours| too_late(eight(), eight() + minutes(wait), hours);
    assert_eq!((after(13 * 60, 12), after(12 * 60, 12)), (Some(ClaimDoubt::TooLate), None));
    assert_eq!((after(13 * 60, 24), after(61, 1)), (None, Some(ClaimDoubt::TooLate)));
    let week = Morning { wait: 8 * 24 * 60, ..CALM };
    assert_eq!(told(week), (Some(27), Some(ClaimDoubt::NoTicket)), "the ticket is too old");
    let arrived = eight() + minutes(30);
    let sending = Sending { device_at: eight() + minutes(90), since_tap_ms: None };
    let unproved = claim(Some(eight() + minutes(70)), None, Some(sending), arrived, ClaimSettings::default());
    assert_eq!(unproved, Some(Claim { at: eight() + minutes(10), doubt: Some(ClaimDoubt::NoTicket) }));
}

#[test]
fn numbers_that_make_no_sense_are_no_reason_to_fail() {
    let evidence = |elapsed_ms| TimeEvidence {
        ticket: TimeTicket { at: eight(), seal: String::new() },
        ticket_device_at: eight(),
        elapsed_ms,
    };
    let ends = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC];
    for (elapsed, since_tap_ms) in [(Some(i64::MAX), Some(i64::MIN)), (Some(-5), Some(i64::MAX)), (None, None)] {
        for (device_at, sent_at) in [(ends[0], ends[1]), (ends[1], ends[0]), (eight(), ends[0]), (ends[0], eight())] {
            let sending = Some(Sending { device_at: sent_at, since_tap_ms });
            for evidence in [Some(&evidence(elapsed)), None] {
                let arrived = eight() + minutes(30);
                let claim = claim(Some(device_at), evidence, sending, arrived, ClaimSettings::default());
                let believable = arrived - TimeDelta::days(366)..=arrived;
                assert!(claim.is_none_or(|it| it.doubt.is_some() && believable.contains(&it.at)), "{claim:?}");
            }
        }
    }
}

#[test]
fn a_phone_whose_clock_began_in_1970_is_not_sent_there() {
    let (tapped, arrived) = (DateTime::UNIX_EPOCH + minutes(3), eight() + minutes(30));
    let told = |since_tap_ms| {
        let sending = Sending { device_at: arrived, since_tap_ms };
        claim(Some(tapped), None, Some(sending), arrived, ClaimSettings::default())
    };
    let counts = |at| Some(Claim { at, doubt: Some(ClaimDoubt::NoTicket) });
    assert_eq!(
        told(Some(minutes(20).num_milliseconds())),
        counts(eight() + minutes(10)),
        "the steady clock is no wonder"
    );
    assert_eq!(told(None), counts(arrived), "without it the arrival counts, and is looked at");
}

fn any_morning() -> impl Strategy<Value = Morning> {
    let page = prop_oneof![Just(PageUntil::Ticket), Just(PageUntil::Tap), Just(PageUntil::Sending)];
    (0..1000i64, -900..900i64, -90..90i64, -90..90i64, page).prop_map(
        |(wait, skew, set_before, set_after, page_until)| Morning { wait, skew, set_before, set_after, page_until },
    )
}

proptest! {
    #[test]
    fn a_claim_lies_between_ticket_and_arrival(morning in any_morning()) {
        if let Some(claim) = morning.claim(ClaimSettings::default()) {
            prop_assert!(claim.at >= eight());
            prop_assert!(claim.at <= eight() + minutes(27 + morning.wait));
        }
    }

    #[test]
    fn setting_a_clock_back_on_one_page_never_makes_a_punch_earlier_unseen(morning in any_morning()) {
        let Some(claim) = morning.claim(ClaimSettings::default()) else { return Ok(()) };
        if morning.page_until >= PageUntil::Tap && claim.doubt.is_none() {
            prop_assert!(claim.at >= eight() + minutes(27));
        }
    }

    #[test]
    fn the_offset_of_a_clock_that_nobody_touches_changes_nothing(mut morning in any_morning()) {
        (morning.set_before, morning.set_after) = (0, 0);
        let right = Morning { skew: 0, ..morning };
        prop_assert_eq!(morning.claim(ClaimSettings::default()), right.claim(ClaimSettings::default()));
    }
}

#[test]
fn the_phone_shows_the_servers_time_as_far_as_it_knows_it() {
    let tapped = eight() + minutes(27);
    assert_eq!(reckoned(tapped, None), tapped, "without a ticket its own");
    let evidence = |elapsed| TimeEvidence {
        ticket: TimeTicket { at: eight(), seal: String::new() },
        ticket_device_at: eight() + minutes(180),
        elapsed_ms: Some(minutes(elapsed).num_milliseconds()),
    };
    assert_eq!(reckoned(tapped + minutes(180), Some(&evidence(27))), tapped, "three hours fast all along");
    assert_eq!(reckoned(eight(), Some(&evidence(27))), tapped, "set back since the ticket");
    assert_eq!(reckoned(eight(), Some(&evidence(-5))), eight(), "never before the ticket");
}
