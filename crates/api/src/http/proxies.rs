//! Where a request comes from, when proxies stand between.
//!
//! Whoever connects may write any forwarding header, so only a trusted proxy's word counts, and of what it
//! passes on only the part that trusted proxies have added themselves: the rightmost.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HeaderName, X_FORWARDED_FOR};
use ipnet::IpNet;

/// Proxies whose word is taken, by address or network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// A proxy that cannot be trusted as it is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProxy {
    /// Neither an address nor a network.
    #[error("{0:?} is no address and no network such as \"10.0.0.0/8\"")]
    Unreadable(String),
    /// Everybody would be trusted, and with that every word of a stranger.
    #[error("{0:?} is everybody: name the proxies alone")]
    Everybody(String),
}

impl TrustedProxies {
    /// Reads addresses (`::1`) and networks (`10.0.0.0/8`).
    ///
    /// # Errors
    /// The first that is none, or that trusts everybody.
    pub fn parse<T: AsRef<str>>(texts: &[T]) -> Result<Self, BadProxy> {
        let parse = |text: &T| {
            let text = text.as_ref().trim();
            let address = text.parse::<IpAddr>().map(IpNet::from);
            let net = address
                .or_else(|_| text.parse::<IpNet>())
                .map_err(|_| BadProxy::Unreadable(text.to_owned()))?;
            if net.prefix_len() == 0 {
                return Err(BadProxy::Everybody(text.to_owned()));
            }
            Ok(net)
        };
        texts.iter().map(parse).collect::<Result<_, _>>().map(Self)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The address from which a request comes: the peer's, or, as long as that is a trusted proxy, the one that it
    /// names. Where both headers are there and disagree, one of them is the sender's own: then the peer's.
    pub(crate) fn sender(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip().to_canonical();
        if !self.trusts(peer) {
            return Some(peer);
        }
        let named = [
            self.behind(peer, &hops(request, &X_FORWARDED_FOR), bare),
            self.behind(peer, &hops(request, &FORWARDED), for_parameter),
        ];
        Some(match named {
            [Some(one), Some(other)] if one != other => peer,
            [one, other] => one.or(other).unwrap_or(peer),
        })
    }

    /// The first address from the right that is no trusted proxy; where a proxy says nothing readable, itself.
    fn behind(
        &self,
        peer: IpAddr,
        hops: &[String],
        read: fn(&str) -> Option<IpAddr>,
    ) -> Option<IpAddr> {
        let mut sender = None;
        for hop in hops.iter().rev() {
            if !self.trusts(sender.unwrap_or(peer)) {
                break;
            }
            match read(hop) {
                Some(address) => sender = Some(address),
                None => return Some(sender.unwrap_or(peer)),
            }
        }
        sender
    }
}

/// The elements of a list header over all its lines; one that is no text names nobody.
fn hops(request: &HttpRequest, name: &HeaderName) -> Vec<String> {
    let lines = request.headers().get_all(name);
    lines
        .flat_map(|line| line.to_str().unwrap_or("unreadable").split(','))
        .map(|hop| hop.trim().to_owned())
        .collect()
}

/// `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:4711`.
fn bare(text: &str) -> Option<IpAddr> {
    let inner = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = inner.unwrap_or(text).parse::<IpAddr>();
    let address = address.or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// The `for` of an element of `Forwarded` (RFC 7239): `for=203.0.113.7;proto=https`, `For="[2001:db8::7]:4711"`.
fn for_parameter(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, node) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    let node = node.trim();
    let quoted = node
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    bare(quoted.unwrap_or(node))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn sender(trusted: &[&str], peer: &str, headers: &[(&str, &str)]) -> String {
        let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
        for header in headers {
            request = request.append_header(*header);
        }
        let proxies = TrustedProxies::parse(trusted).unwrap();
        let sender = proxies.sender(&request.to_http_request());
        sender.unwrap().to_string()
    }

    const PROXY: &str = "10.0.0.5:4711";
    const STRANGER: &str = "198.51.100.9:4711";

    #[test]
    fn nobody_is_believed_unless_trusted() {
        let headers = [("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "for=1.2.3.4")];
        assert_eq!(sender(&[], PROXY, &headers), "10.0.0.5");
        assert_eq!(sender(&["10.0.0.0/8"], STRANGER, &headers), "198.51.100.9");
        assert_eq!(sender(&["10.0.0.6"], PROXY, &headers), "10.0.0.5");
    }

    #[test]
    fn the_rightmost_address_that_is_not_trusted_counts() {
        let trusted = ["10.0.0.0/8", "::1"];
        for (value, expected) in [
            ("203.0.113.7", "203.0.113.7"),
            ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
            (
                "1.2.3.4, 10.9.9.9, 203.0.113.7, 10.1.1.1,10.2.2.2",
                "203.0.113.7",
            ),
            ("203.0.113.7:9999", "203.0.113.7"),
            ("[2001:db8::7]:9999", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("10.3.3.3, 10.1.1.1", "10.3.3.3"),
            ("203.0.113.7, unknown", "10.0.0.5"),
            ("203.0.113.7, unknown, 10.1.1.1", "10.1.1.1"),
            ("203.0.113.7, ", "10.0.0.5"),
        ] {
            let found = sender(&trusted, PROXY, &[("X-Forwarded-For", value)]);
            assert_eq!(found, expected, "{value}");
        }
        let lines = [
            ("X-Forwarded-For", "1.2.3.4"),
            ("X-Forwarded-For", "203.0.113.7"),
        ];
        assert_eq!(sender(&trusted, PROXY, &lines), "203.0.113.7");
        assert_eq!(sender(&trusted, "[::1]:80", &lines), "203.0.113.7");
        assert_eq!(
            sender(&trusted, "[::ffff:10.0.0.5]:80", &lines),
            "203.0.113.7"
        );
        assert_eq!(sender(&trusted, PROXY, &[]), "10.0.0.5");
    }

    #[test]
    fn the_standard_header_is_read_too() {
        for (value, expected) in [
            ("for=203.0.113.7;proto=https;by=10.0.0.5", "203.0.113.7"),
            (
                "for=1.2.3.4, proto=https; For=\"[2001:db8::7]:4711\"",
                "2001:db8::7",
            ),
            ("for=1.2.3.4, for=_hidden", "10.0.0.5"),
            ("for=\"1.2.3.4, for=203.0.113.7", "203.0.113.7"),
            ("by=203.0.113.7", "10.0.0.5"),
        ] {
            let found = sender(&["10.0.0.0/8"], PROXY, &[("Forwarded", value)]);
            assert_eq!(found, expected, "{value}");
        }
    }

    /// Most proxies write one of the two and pass the other on as they got it.
    #[test]
    fn a_header_that_the_proxy_passes_on_does_not_help_its_sender() {
        let trusted = ["10.0.0.0/8"];
        let spoofed = [
            ("Forwarded", "for=1.2.3.4"),
            ("X-Forwarded-For", "203.0.113.7"),
        ];
        assert_eq!(sender(&trusted, PROXY, &spoofed), "10.0.0.5");
        let agreed = [
            ("Forwarded", "for=203.0.113.7"),
            ("X-Forwarded-For", "203.0.113.7"),
        ];
        assert_eq!(sender(&trusted, PROXY, &agreed), "203.0.113.7");
    }

    #[test]
    fn what_cannot_be_trusted_is_said() {
        let fault = |text: &str| TrustedProxies::parse(&[text]).unwrap_err();
        for text in ["", "proxy.example", "10.0.0.0/33", "10.0.0", "10.0.0.1:80"] {
            assert_eq!(fault(text), BadProxy::Unreadable(text.to_owned()));
        }
        for text in ["0.0.0.0/0", "::/0"] {
            assert_eq!(fault(text), BadProxy::Everybody(text.to_owned()));
        }
    }
}
