//! A bucket of an S3-compatible service, as a place for photos.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::{
    ClientOptions, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
    },
};
use reqwest::{Body, Client, Request};
use url::{Host, Url};

use crate::outgoing;

/// A bucket of an S3-compatible service, and how to get in. It has no `Debug`, so that no log gets the secret.
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Where the service is. If the host begins with the bucket's name, it is the bucket's own; else the name goes
    /// into the path.
    pub endpoint: Url,
    /// What the service calls the place where it is.
    pub region: String,
    /// Who asks.
    pub key_id: String,
    /// Signs what is asked; it is never sent itself.
    pub secret: String,
}

impl Bucket {
    /// Calls nobody yet.
    pub(super) fn open(&self) -> Result<AmazonS3, String> {
        let client = outgoing::client_builder().no_proxy().build().map_err(|error| error.to_string())?;
        AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_endpoint(self.endpoint.as_str().trim_end_matches('/'))
            .with_virtual_hosted_style_request(self.has_own_host())
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret)
            // Somebody waits for the photo.
            .with_retry(RetryConfig {
                max_retries: 2,
                retry_timeout: Duration::from_secs(20),
                ..RetryConfig::default()
            })
            // Not every service erases several at once.
            .with_disable_bulk_delete(true)
            .with_http_connector(OwnClient(client))
            .build()
            .map_err(|error| error.to_string())
    }

    fn has_own_host(&self) -> bool {
        let Some(Host::Domain(host)) = self.endpoint.host() else { return false };
        host.strip_prefix(self.name.as_str()).is_some_and(|rest| rest.starts_with('.'))
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.endpoint)
    }
}

/// `object_store` has a client of its own as well, but with HTTP/2, redirects and the environment's proxies.
#[derive(Clone, Debug)]
struct OwnClient(Client);

impl HttpConnector for OwnClient {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for OwnClient {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let request = Request::try_from(http::Request::from_parts(parts, body)).map_err(fault)?;
        let response: http::Response<Body> = self.0.execute(request).await.map_err(fault)?.into();
        Ok(response.map(|body| HttpResponseBody::new(body.map_err(fault))))
    }
}

/// Whatever broke off may be asked again: a photo is put, read and erased twice without harm.
fn fault(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() { HttpErrorKind::Timeout } else { HttpErrorKind::Request };
    HttpError::new(kind, error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_begins_with_the_name_is_the_buckets_own() {
        let own = |endpoint: &str| {
            let text = || "zaigang".to_owned();
            let endpoint = endpoint.parse().unwrap();
            Bucket { name: text(), endpoint, region: text(), key_id: text(), secret: text() }.has_own_host()
        };
        assert!(own("https://zaigang.oss-cn-hangzhou.aliyuncs.com"));
        for other in ["http://minio.example.cn:9000", "https://zaigang-s3.example.cn", "http://10.0.0.5:9000"] {
            assert!(!own(other), "{other}");
        }
    }
}
