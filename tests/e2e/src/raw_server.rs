//! A server that reads a whole request and then does exactly what a test says, down to the byte.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What to do with one connection, once its request has been read whole.
#[derive(Debug, Clone)]
pub enum Play {
    /// Write these bytes and close.
    Answer(String),
    /// Close without a word.
    Close,
    /// Break the connection off with a reset.
    Reset,
    /// Say nothing and hold the line.
    Hang,
}

/// The server and the requests it has read.
#[derive(Debug)]
pub struct RawServer {
    /// Its address, for a client's base url.
    pub base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    /// Starts a server that plays `plays` one after another, the last one for ever.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(plays: Vec<Play>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        tokio::spawn(async move {
            let mut next = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let Some(play) = plays.get(next).or(plays.last()).cloned() else { return };
                next += 1;
                tokio::spawn(serve(stream, play, seen.clone()));
            }
        });
        Ok(Self { base_url, requests })
    }

    /// The requests so far, head and body, as text.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A whole HTTP answer with a body of this type.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> Play {
    let mut text = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    Play::Answer(format!("{text}\r\n{body}"))
}

async fn serve(mut stream: TcpStream, play: Play, seen: Arc<Mutex<Vec<String>>>) {
    let Ok(request) = read_request(&mut stream).await else { return };
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    match play {
        Play::Answer(text) => {
            // A client that has gone away is the test's business, not the server's.
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Play::Close => {}
        Play::Reset => {
            let _ = stream.set_zero_linger();
        }
        Play::Hang => std::future::pending::<()>().await,
    }
}

async fn read_request(stream: &mut TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend(buffer.iter().take(read));
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .and_then(|(_, value)| value.trim().parse().ok())
                .unwrap_or(0);
            if body.len() >= length {
                return Ok(text.into_owned());
            }
        }
    }
}
