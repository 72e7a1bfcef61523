//! Configuration: defaults < `zaigang.toml` < environment `ZAIGANG_*` < flags.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use url::Url;

mod photo_place;

pub use photo_place::PhotoPlace;

/// What an operator can set. Every key can be written in `zaigang.toml` or as `ZAIGANG_<KEY>`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub addr: SocketAddr,
    /// The address people open, such as `https://zaigang.example.cn`. Passkeys are bound to its host, so
    /// it must never change. Defaults to `http://localhost:<port>` on a loopback address.
    pub origin: Option<Url>,
    /// Where the database, keys and uploads live unless they are named.
    pub data_dir: PathBuf,
    /// `sqlite://path` or `postgres://…`; also read from `DATABASE_URL`.
    pub database_url: Option<String>,
    /// The folder of the sealed photos, `photos` in `data_dir` unless named; shared by all servers.
    pub photo_dir: Option<PathBuf>,
    /// The bucket of the sealed photos, if they are in no folder.
    pub photo_bucket: Option<String>,
    /// Its S3-compatible service, such as `https://minio.example.cn:9000`.
    pub photo_endpoint: Option<Url>,
    /// What the service calls the place where it is.
    pub photo_region: String,
    /// The id of the access key to the bucket.
    pub photo_key_id: Option<String>,
    /// The access key's secret.
    pub photo_secret: Option<String>,
    /// The built site; found beside the program unless named.
    pub site_dir: Option<PathBuf>,
    /// 64 hex digits that seal ID numbers, photos and robots' addresses; else a key file is made in `data_dir`.
    pub id_number_key: Option<String>,
    /// 64 hex digits: the private key by which push services know this server; else a key file is made in `data_dir`.
    /// Several servers on one database need the same.
    pub push_key: Option<String>,
    /// An HTTP proxy for requests of ours to push services and group robots, such as `http://proxy.example.cn:3128`.
    pub outgoing_proxy: Option<Url>,
    /// For tests: lets hints and group robots reach this machine and its network too, without TLS.
    pub outgoing_local: bool,
    /// Log as JSON, one object a line.
    pub log_json: bool,
    /// What to log, in `tracing`'s filter language.
    pub log: String,
    /// Lets a monitoring system read `/metrics` from another machine.
    pub metrics_token: Option<String>,
    /// Proxies before this server whose `X-Forwarded-For` is to be believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The demo's password for everybody.
    pub demo_password: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            origin: None,
            data_dir: PathBuf::from("data"),
            database_url: None,
            photo_dir: None,
            photo_bucket: None,
            photo_endpoint: None,
            photo_region: "us-east-1".to_owned(),
            photo_key_id: None,
            photo_secret: None,
            site_dir: None,
            id_number_key: None,
            push_key: None,
            outgoing_proxy: None,
            outgoing_local: false,
            log_json: false,
            log: "info,sqlx=warn,sea_orm_migration=warn".to_owned(),
            metrics_token: None,
            trusted_proxies: Vec::new(),
            demo_password: None,
        }
    }
}

/// Taken from the environment letter by letter: figment reads digits as a number, which loses leading zeros.
const SECRETS: [&str; 6] =
    ["id_number_key", "push_key", "photo_key_id", "photo_secret", "metrics_token", "demo_password"];

fn secrets(variable: impl Fn(&str) -> Option<String>) -> BTreeMap<&'static str, String> {
    let read = |key: &'static str| Some((key, variable(&format!("ZAIGANG_{}", key.to_uppercase()))?));
    SECRETS.into_iter().filter_map(read).collect()
}

impl Config {
    /// Reads the configuration; `file` must exist if it is named.
    pub fn load(file: Option<&Path>) -> Result<Self> {
        if let Some(file) = file
            && !file.is_file()
        {
            bail!("there is no configuration file {}", file.display());
        }
        let file = file.unwrap_or(Path::new("zaigang.toml"));
        let mut figment = Figment::from(Serialized::defaults(Self::default())).merge(Toml::file(file));
        if let Some(url) = std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()) {
            figment = figment.merge(("database_url", url));
        }
        figment
            // Names used by the test and build tools, and by leptos, share the prefix.
            .merge(Env::prefixed("ZAIGANG_").ignore(&["bin", "test_postgres"]).ignore(&SECRETS))
            .merge(Serialized::defaults(secrets(|name| std::env::var(name).ok())))
            .extract()
            .context("the configuration is not valid")
    }

    /// The database's address.
    pub fn database_url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("zaigang.db").display()))
    }

    /// The address people open.
    ///
    /// # Errors
    /// When none is configured for a public address, it is an address without a name, or it is plain http on a public
    /// name: passkeys and secure cookies would not work there, and neither should a password be sent.
    pub fn origin(&self) -> Result<Url> {
        let Some(origin) = self.origin.clone() else {
            if !self.addr.ip().is_loopback() {
                bail!("set `origin` (ZAIGANG_ORIGIN) to the https address that people open");
            }
            return self.on_this_machine();
        };
        let Some(name) = origin.domain() else {
            bail!("`origin` is {origin}, but passkeys need a host name there, not an address")
        };
        match origin.scheme() {
            "https" => Ok(origin),
            "http" if name == "localhost" => Ok(origin),
            _ => bail!(
                "`origin` is {origin}, but a public name needs https: put a TLS proxy in front and name its address"
            ),
        }
    }

    /// Has a demo opened from this machine, if nothing else is configured, whatever it listens on: as in a container
    /// behind one of its ports.
    ///
    /// # Errors
    /// Never, in truth: any port makes an address.
    pub fn open_to_this_machine(&mut self) -> Result<()> {
        if self.origin.is_none() {
            self.origin = Some(self.on_this_machine()?);
        }
        Ok(())
    }

    fn on_this_machine(&self) -> Result<Url> {
        Ok(Url::parse(&format!("http://localhost:{}", self.addr.port()))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_may_listen_anywhere_and_is_opened_from_this_machine() {
        let mut config = Config { addr: "0.0.0.0:3100".parse().unwrap(), ..Config::default() };
        assert!(config.origin().is_err(), "not without a demo");
        config.open_to_this_machine().unwrap();
        assert_eq!(config.origin().unwrap().as_str(), "http://localhost:3100/");
        let named: Url = "https://demo.example.cn".parse().unwrap();
        let mut config = Config { origin: Some(named.clone()), ..config };
        config.open_to_this_machine().unwrap();
        assert_eq!(config.origin().unwrap(), named);
    }

    fn with_origin(origin: &str) -> Result<Url> {
        Config { origin: Some(origin.parse().unwrap()), ..Config::default() }.origin()
    }

    #[test]
    fn plain_http_is_refused_on_a_public_name() {
        assert!(with_origin("http://zaigang.example.cn").is_err());
        assert!(with_origin("https://zaigang.example.cn").is_ok());
        assert!(with_origin("http://localhost:8080").is_ok());
    }

    #[test]
    fn an_address_without_a_name_is_refused() {
        for origin in ["https://192.0.2.7", "https://[2001:db8::7]", "http://127.0.0.1:3000"] {
            assert!(with_origin(origin).unwrap_err().to_string().contains("host name"), "{origin}");
        }
    }

    #[test]
    fn a_secret_of_digits_stays_as_it_was_typed() {
        let given = secrets(|name| (name == "ZAIGANG_DEMO_PASSWORD").then(|| "0123456789".to_owned()));
        let config: Config = Figment::from(Serialized::defaults(Config::default()))
            .merge(Serialized::defaults(given))
            .extract()
            .unwrap();
        assert_eq!(config.demo_password.as_deref(), Some("0123456789"));
        assert_eq!(config.metrics_token, None);
    }

    #[test]
    fn a_public_address_needs_an_origin() {
        let config = Config { addr: "0.0.0.0:3000".parse().unwrap(), ..Config::default() };
        assert!(config.origin().is_err());
        assert_eq!(Config::default().origin().unwrap().as_str(), "http://localhost:3000/");
    }
}
