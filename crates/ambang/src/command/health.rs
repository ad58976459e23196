//! `ambang health`: asks a server how it is, for whoever restarts servers and for who looks after them.

use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use serde_json::Value;

use crate::config::load;
use crate::tls;

/// The longest answer that is read.
const LEN_MAX: u64 = 64 * 1024;

/// Asks a server whether it is ready, by the address and over the TLS of the configuration. One line in words; the exit
/// status is 0 when it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Another server than that of the configuration
    #[arg(long, value_name = "HOST:PORT")]
    address: Option<SocketAddr>,
    /// Ask for no more than that the process answers
    #[arg(long)]
    alive: bool,
    /// Trust the server by the certificate of this CA (PEM), such as the site CA, and not because it is on this machine
    #[arg(long, value_name = "FILE", requires = "name")]
    ca: Option<PathBuf>,
    /// The name in the server's certificate
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// For how many seconds an answer is waited for
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=60))]
    timeout: u64,
}

pub(crate) fn run(config: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let config = load(config)?;
    let address = args.address.unwrap_or_else(|| reachable(config.listen));
    let speaks_tls = config.speaks_tls() || args.ca.is_some();
    if speaks_tls && args.ca.is_none() && !address.ip().is_loopback() && args.address.is_some() {
        bail!("a server on another machine is asked with --ca and --name only");
    }
    let path = if args.alive { "/healthz" } else { "/readyz" };
    let patience = Duration::from_secs(args.timeout);
    let asked = ask(address, path, patience, speaks_tls.then_some(args));
    let answer = asked.with_context(|| format!("no answer from {address}"))?;
    let (status, body) = split(&answer).with_context(|| {
        format!("what answers at {address} is no server of Ambang's, or speaks TLS and the configuration does not")
    })?;
    if status == 200 {
        println!("{}", body.trim());
        return Ok(());
    }
    bail!("not ready: {}", words(status, body))
}

/// Where a server that listens everywhere is found on its own machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn ask(
    address: SocketAddr,
    path: &str,
    patience: Duration,
    tls: Option<&Args>,
) -> anyhow::Result<String> {
    let stream = TcpStream::connect_timeout(&address, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    match tls {
        None => exchange(stream, &request),
        Some(args) => {
            let (trust, name) = trust(args, address)?;
            let session = ClientConnection::new(trust, name)?;
            exchange(StreamOwned::new(session, stream), &request)
        }
    }
}

fn exchange(mut stream: impl Read + Write, request: &str) -> anyhow::Result<String> {
    stream.write_all(request.as_bytes())?;
    stream.flush()?;
    let mut answer = Vec::new();
    let read = stream.take(LEN_MAX).read_to_end(&mut answer);
    // Some end without TLS's own good-bye; what came is whole if it has a status and a body.
    if let Err(error) = read
        && answer.is_empty()
    {
        return Err(error.into());
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// By the named CA; without one whoever listens at this machine's own address is believed.
fn trust(
    args: &Args,
    address: SocketAddr,
) -> anyhow::Result<(Arc<ClientConfig>, ServerName<'static>)> {
    let builder = ClientConfig::builder_with_provider(tls::provider())
        .with_safe_default_protocol_versions()
        .context("no protocol version")?;
    let (Some(ca), Some(name)) = (&args.ca, &args.name) else {
        let config = builder
            .dangerous()
            .with_custom_certificate_verifier(tls::own_machine())
            .with_no_client_auth();
        return Ok((Arc::new(config), ServerName::from(address.ip())));
    };
    let pem = fs::read(ca).with_context(|| format!("cannot read {}", ca.display()))?;
    let config = builder
        .with_root_certificates(tls::roots(&pem).with_context(|| ca.display().to_string())?)
        .with_no_client_auth();
    let name = ServerName::try_from(name.clone()).context("--name is no host name")?;
    Ok((Arc::new(config), name))
}

/// Status and body of an answer.
fn split(answer: &str) -> Option<(u16, &str)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?;
    Some((status.parse().ok()?, body))
}

/// What a problem says, without control characters: the line goes to terminals and logs.
fn words(status: u16, body: &str) -> String {
    let problem: Value = serde_json::from_str(body).unwrap_or_default();
    let text = |name: &str| problem.get(name).and_then(Value::as_str);
    let words = match (text("reason"), text("detail")) {
        (Some(reason), Some(detail)) => format!("{reason}: {detail}"),
        (None, Some(detail)) => detail.to_owned(),
        _ => format!("status {status}"),
    };
    words.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_told_in_a_line() {
        let ready = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nready";
        assert_eq!(split(ready), Some((200, "ready")));
        for other in ["", "HTTP/1.1 200", "SSH-2.0\r\n\r\n", "HTTP/1.1 2\r\n\r\n"] {
            assert_eq!(split(other), None, "{other}");
        }
        let body = r#"{"reason":"disk","detail":"full\nof it"}"#;
        assert_eq!(words(503, body), "disk: fullof it");
        assert_eq!(words(503, r#"{"detail":"no"}"#), "no");
        assert_eq!(words(502, "<html>"), "status 502");
    }

    #[test]
    fn a_server_that_listens_everywhere_is_found_here() {
        for (listen, found) in [
            ("0.0.0.0:8443", "127.0.0.1:8443"),
            ("[::]:8443", "[::1]:8443"),
            ("192.0.2.7:443", "192.0.2.7:443"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()), found.parse().unwrap());
        }
    }
}
