//! A keep-alive HTTP/1.1 connection that does as little as can be done: one buffer out, one in.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// More than any answer has.
const ANSWER_LEN_MAX: usize = 64 * 1024;
const HEADERS_MAX: usize = 32;

pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: vec![0; 8 * 1024],
            filled: 0,
        })
    }

    /// Sends a request and waits for its answer: status and body.
    pub(super) async fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.filled = 0;
        loop {
            if self.filled == self.buffer.len() {
                if self.filled >= ANSWER_LEN_MAX {
                    return Err(std::io::ErrorKind::InvalidData.into());
                }
                self.buffer.resize(2 * self.filled, 0);
            }
            let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
            let read = self.stream.read(room).await?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            self.filled += read;
            let seen = self.buffer.get(..self.filled).unwrap_or_default();
            if let Some((status, head, body)) = parse(seen)?
                && self.filled >= head + body
            {
                let body = self.buffer.get(head..head + body).unwrap_or_default();
                return Ok((status, body));
            }
        }
    }
}

/// Status, length of the head, length of the body; `None` while the head is not whole.
fn parse(bytes: &[u8]) -> std::io::Result<Option<(u16, usize, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut response = httparse::Response::new(&mut headers);
    let bad = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let httparse::Status::Complete(head) = response.parse(bytes).map_err(|_| bad())? else {
        return Ok(None);
    };
    let length = response
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .and_then(|header| core::str::from_utf8(header.value).ok()?.parse().ok())
        .ok_or_else(bad)?;
    let status = response.code.ok_or_else(bad)?;
    Ok(Some((status, head, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(parse(answer).unwrap(), Some((200, 38, 2)));
        assert_eq!(parse(&answer[..20]).unwrap(), None);
        assert!(parse(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
