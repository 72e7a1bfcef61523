//! One keep-alive HTTP connection, as light as can be: it shares the cores with what it measures.

use std::net::SocketAddr;

use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection to one server.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: Bytes,
}

/// The connection broke: the server is gone.
pub type Broken = Box<dyn std::error::Error + Send + Sync>;

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(addr: SocketAddr) -> Result<Self, Broken> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // Ends with the sender, or when the server goes away.
        tokio::spawn(connection);
        Ok(Self { sender, host: addr.to_string() })
    }

    /// Gets a page.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn get(&mut self, path: &str, session: Option<&str>) -> Result<Answer, Broken> {
        self.send(self.request("GET", path, session).body(Full::default())?).await
    }

    /// Posts a form, as our own pages do.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn post(&mut self, path: &str, session: Option<&str>, form: String) -> Result<Answer, Broken> {
        let request = self
            .request("POST", path, session)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Full::from(form))?;
        self.send(request).await
    }

    fn request(&self, method: &str, path: &str, session: Option<&str>) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        match session {
            Some(token) => request.header(header::COOKIE, format!("__Host-zaigang={token}")),
            None => request,
        }
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, Broken> {
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status().as_u16();
        Ok(Answer { status, body: response.into_body().collect().await?.to_bytes() })
    }
}
