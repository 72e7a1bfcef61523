//! Requests of ours to the outside: push services, group robots. The addresses come from browsers and forms, so they
//! are not to be trusted: plain https to public addresses only, no redirects, short patience, and no longer look at
//! what is answered than is needed. Otherwise whoever is signed in could have this server call on machines behind the
//! firewall.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::notices::DeliveryFault;
use http::{HeaderMap, header};
use reqwest::{
    Client, ClientBuilder, Proxy, Request, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use url::{Host, Url};

use crate::clock;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);

/// The way out.
pub struct Outgoing {
    client: Result<Client, String>,
    local: bool,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Not to be asked again for so long (`Retry-After`).
    pub(crate) wait: Option<TimeDelta>,
    /// As much as was to be looked at.
    pub(crate) body: Vec<u8>,
}

impl Outgoing {
    /// Straight, or through an HTTP proxy. `local` also lets it reach this machine and its network, without TLS: for
    /// tests, and nowhere else.
    pub fn new(proxy: Option<&Url>, local: bool) -> Self {
        Self { client: client(proxy, local).map_err(|error| error.to_string()), local }
    }

    /// Whether anything can be sent at all.
    ///
    /// # Errors
    /// Why not: a computer without root certificates, a proxy's address that is none.
    pub fn check(&self) -> Result<(), &str> {
        self.client.as_ref().map(drop).map_err(String::as_str)
    }

    /// An address that may be sent to.
    pub(crate) fn target(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let named = match url.host()? {
            Host::Domain(_) => true,
            Host::Ipv4(_) | Host::Ipv6(_) => false,
        };
        let bare = url.username().is_empty() && url.password().is_none();
        let outside = url.scheme() == "https" && named;
        (bare && (outside || self.local)).then_some(url)
    }

    /// Whether it reaches this machine and its network, for tests.
    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    /// Sends a request, and looks at so many bytes of the answer's body at most.
    ///
    /// # Errors
    /// When there is no answer.
    pub(crate) async fn send(&self, request: http::Request<Vec<u8>>, look: usize) -> Result<Answer, DeliveryFault> {
        let client = self.client.as_ref().map_err(|_| DeliveryFault::Unreachable)?;
        let request = Request::try_from(request).map_err(|_| DeliveryFault::Refused)?;
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let response = client.execute(request).await.map_err(|error| {
            // An address is a secret of its browser's or group's: the log has its host alone.
            let error = error.without_url();
            tracing::warn!(%host, %error, "can't be reached");
            DeliveryFault::Unreachable
        })?;
        let status = response.status();
        if !status.is_success() {
            tracing::warn!(%host, status = status.as_u16(), "was not taken");
        }
        let wait = retry_after(response.headers(), clock::real_now());
        Ok(Answer { status: status.as_u16(), wait, body: body_of(response, look).await })
    }
}

/// The beginning of a body; what breaks off is what has come.
async fn body_of(mut response: Response, look: usize) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < look
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk);
    }
    body.truncate(look);
    body
}

/// How long whoever answered wants to be left alone (RFC 9110, section 10.2.3): seconds, or until a time by their
/// clock, which is a real one.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<TimeDelta> {
    let said = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = said.parse::<u32>() {
        return Some(TimeDelta::seconds(seconds.into()));
    }
    let until = DateTime::parse_from_rfc2822(said).ok()?.to_utc();
    Some((until - now).max(TimeDelta::zero()))
}

/// What every client of ours has: short patience, no redirects.
pub(crate) fn client_builder() -> ClientBuilder {
    // The database's connections have it already, or will.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().user_agent("zaigang").connect_timeout(CONNECT).timeout(ANSWER).redirect(Policy::none())
}

fn client(proxy: Option<&Url>, local: bool) -> Result<Client, reqwest::Error> {
    let within = proxy.and_then(Url::host_str).map(ToOwned::to_owned);
    let client = client_builder().https_only(!local).dns_resolver(PublicNames { local, within });
    match proxy {
        Some(proxy) => client.proxy(Proxy::all(proxy.as_str())?),
        None => client.no_proxy(),
    }
    .build()
}

/// Finds public addresses only, at the moment of connecting: a name that was public when it was looked at may lead
/// inside by then.
struct PublicNames {
    local: bool,
    /// The proxy's name: it may be inside.
    within: Option<String>,
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let any = self.local || self.within.as_deref() == Some(name.as_str());
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = found.into_iter().filter(|address| any || is_public(address.ip())).collect();
            if allowed.is_empty() {
                return Err("the name has no public address".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the open internet's (IANA's registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = a == 0 || a >= 240 || (a == 192 && b == 0 && c == 0) || (a == 198 && (18..20).contains(&b));
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || shared
        || special)
}

/// Only `2000::/3` is given out; of it, not what is for documentation, nor what carries an IPv4 address (6to4, Teredo).
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    let [first, second, ..] = address.segments();
    (0x2000..0x4000).contains(&first) && first != 0x2002 && !(first == 0x2001 && (second == 0 || second == 0x0db8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_by_name_is_a_target() {
        let outside = Outgoing::new(None, false);
        assert!(outside.target("https://fcm.googleapis.com/fcm/send/abc").is_some());
        for address in [
            "http://fcm.googleapis.com/x",
            "https://127.0.0.1/x",
            "https://2130706433/x",
            "https://[::1]/x",
            "https://u:p@push.example.com/x",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert!(outside.target(address).is_none(), "{address}");
        }
        assert!(Outgoing::new(None, true).target("http://127.0.0.1:9/x").is_some());
    }

    #[test]
    fn a_wish_to_be_left_alone_is_in_seconds_or_until_a_time() {
        let now = DateTime::from_timestamp(784_111_777, 0).unwrap();
        let wait = |said: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, said.parse().unwrap());
            retry_after(&headers, now).map(|wait| wait.num_seconds())
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:37 GMT"), Some(60));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0), "long past");
        for said in ["-5", "soon", "1e9", ""] {
            assert_eq!(wait(said), None, "{said}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn addresses_inside_are_not_public() {
        let inside = [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "198.18.0.1",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:db8::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["8.8.8.8", "114.114.114.114", "2400:3200::1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_found() {
        let names = |local| PublicNames { local, within: None };
        assert!(names(false).resolve("localhost".parse().unwrap()).await.is_err());
        assert!(names(true).resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
