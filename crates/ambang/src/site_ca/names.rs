//! The names under which a server is reached: host names and addresses.

use core::fmt;
use core::str::FromStr;
use std::net::IpAddr;

use rcgen::{CidrSubnet, GeneralSubtree, SanType};
use rustls::pki_types::DnsName;

/// A host name in lower case, or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Host(String),
    Address(IpAddr),
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        let host = text.to_ascii_lowercase();
        let sound = DnsName::try_from(host.as_str()).is_ok() && !host.ends_with('.');
        // Otherwise a mistyped address would become a name.
        if !sound || host.contains('*') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Err(format!("{text:?} is no host name and no address"));
        }
        Ok(Self::Host(host))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => f.write_str(host),
            Self::Address(address) => address.fmt(f),
        }
    }
}

impl Name {
    /// As a certificate holds it.
    pub(super) fn san(&self) -> Result<SanType, rcgen::Error> {
        Ok(match self {
            Self::Host(host) => SanType::DnsName(host.as_str().try_into()?),
            Self::Address(address) => SanType::IpAddress(*address),
        })
    }

    /// As it stands in a link.
    pub(super) fn in_url(&self) -> String {
        match self {
            Self::Address(IpAddr::V6(address)) => format!("[{address}]"),
            other => other.to_string(),
        }
    }
}

/// What an authority for these names may sign. A kind of name of which nothing is permitted would be free, so an
/// authority for addresses alone gets a host that can never be.
pub(super) fn permitted(names: &[Name]) -> Vec<GeneralSubtree> {
    let mut subtrees: Vec<GeneralSubtree> = names
        .iter()
        .map(|name| match name {
            Name::Host(host) => GeneralSubtree::DnsName(host.clone()),
            Name::Address(address) => {
                let bits = if address.is_ipv4() { 32 } else { 128 };
                GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(*address, bits))
            }
        })
        .collect();
    if !names.iter().any(|name| matches!(name, Name::Host(_))) {
        subtrees.push(GeneralSubtree::DnsName("invalid".to_owned()));
    }
    subtrees
}

/// An authority for host names alone may sign no address at all.
pub(super) fn excluded(names: &[Name]) -> Vec<GeneralSubtree> {
    if names.iter().any(|name| matches!(name, Name::Address(_))) {
        return Vec::new();
    }
    let all = [
        CidrSubnet::from_v4_prefix([0; 4], 0),
        CidrSubnet::from_v6_prefix([0; 16], 0),
    ];
    all.into_iter().map(GeneralSubtree::IpAddress).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hosts_or_addresses() {
        let host: Name = "Exam.Local".parse().unwrap();
        assert_eq!(host, Name::Host("exam.local".to_owned()));
        assert!(matches!("10.0.0.5".parse(), Ok(Name::Address(_))));
        assert_eq!("fd00::5".parse::<Name>().unwrap().in_url(), "[fd00::5]");
        for wrong in [
            "",
            "*.local",
            "10.0.0",
            "exam local",
            "https://a",
            "a..b",
            "a.",
        ] {
            assert!(wrong.parse::<Name>().is_err(), "{wrong}");
        }
    }
}
