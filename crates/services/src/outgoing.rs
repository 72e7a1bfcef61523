//! Requests of ours to the outside: push services. The addresses come from browsers, so they are not to be trusted:
//! plain https to public addresses only, no redirects, short patience, and no look at what is answered but its
//! status. Otherwise whoever is signed in could have this server call on machines behind the firewall.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use domain::notices::DeliveryFault;
use reqwest::{
    Client, Proxy, Request,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use url::{Host, Url};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);

/// The way out.
pub struct Outgoing {
    client: Result<Client, String>,
    local: bool,
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

    /// Posts, and says what the answer means.
    ///
    /// # Errors
    /// Why it was not taken.
    pub(crate) async fn post(&self, request: http::Request<Vec<u8>>) -> Result<(), DeliveryFault> {
        let client = self.client.as_ref().map_err(|_| DeliveryFault::Unreachable)?;
        let request = Request::try_from(request).map_err(|_| DeliveryFault::Refused)?;
        let host = request.url().host_str().unwrap_or_default().to_owned();
        match client.execute(request).await {
            Ok(answer) => match DeliveryFault::of_status(answer.status().as_u16()) {
                Some(fault) => {
                    tracing::warn!(%host, status = answer.status().as_u16(), "a push service took no hint");
                    Err(fault)
                }
                None => Ok(()),
            },
            Err(error) => {
                // An endpoint is a secret of its browser's: the log has its host alone.
                let error = error.without_url();
                tracing::warn!(%host, %error, "a push service can't be reached");
                Err(DeliveryFault::Unreachable)
            }
        }
    }
}

fn client(proxy: Option<&Url>, local: bool) -> Result<Client, reqwest::Error> {
    // The database's connections have it already, or will.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let within = proxy.and_then(Url::host_str).map(ToOwned::to_owned);
    let client = Client::builder()
        .user_agent("zaigang")
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .redirect(Policy::none())
        .https_only(!local)
        .dns_resolver(PublicNames { local, within });
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
