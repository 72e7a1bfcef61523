//! One keep-alive HTTP connection, as light as can be: it shares the cores with what it measures.

use std::net::SocketAddr;

use http::{HeaderMap, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
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
    /// Headers.
    pub headers: HeaderMap,
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

    /// Opens a stream of server-sent events, which needs the whole connection.
    ///
    /// # Errors
    /// When the connection breaks, or the server refuses.
    pub async fn events(mut self, path: &str, session: Option<&str>) -> Result<Events, Broken> {
        let request = self.request("GET", path, session).body(Full::default())?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        if response.status() != 200 {
            return Err(format!("{path} answered {}", response.status()).into());
        }
        Ok(Events { _connection: self, body: response.into_body(), text: String::new() })
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
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, body: response.into_body().collect().await?.to_bytes() })
    }
}

/// An open stream of server-sent events.
pub struct Events {
    _connection: Connection,
    body: Incoming,
    text: String,
}

impl Events {
    /// The next event's name; comments that only keep the line open are passed over. Nothing is lost when the
    /// returned future is dropped.
    ///
    /// # Errors
    /// When the line breaks or the server ends it.
    pub async fn next(&mut self) -> Result<String, Broken> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let name =
                    event.lines().find_map(|line| line.strip_prefix("event:")).map(|name| name.trim().to_owned());
                match name {
                    Some(name) => return Ok(name),
                    None => continue,
                }
            }
            let frame = self.body.frame().await.ok_or("the server ended the stream")??;
            if let Some(data) = frame.data_ref() {
                self.text.push_str(std::str::from_utf8(data)?);
            }
        }
    }
}
