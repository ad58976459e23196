//! The PIN that lets a candidate log in.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use lexicon::{ApplicationId, SittingId};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Characters of a PIN.
pub const PIN_LEN: usize = 8;

/// 32 characters without 0/O and 1/I: 5 bits each, 40 bits a PIN.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The secret from which PINs are derived.
#[derive(Clone)]
pub struct PinKey([u8; 32]);

impl fmt::Debug for PinKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinKey(secret)")
    }
}

/// A PIN: eight characters of an alphabet without look-alikes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pin([u8; PIN_LEN]);

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(secret)")
    }
}

impl PinKey {
    /// A key of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The PIN of an application in a sitting. Only the issue number is stored, so a reprint is the same
    /// PIN, and a reissue (the number rises) another.
    #[must_use]
    pub fn pin(&self, sitting: SittingId, application: ApplicationId, issue: u16) -> Pin {
        let mut pin = [ALPHABET[0]; PIN_LEN];
        // HMAC takes keys of any length, so this branch is always taken.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) {
            mac.update(b"ambang/pin/1");
            mac.update(sitting.as_bytes());
            mac.update(application.as_bytes());
            mac.update(&issue.to_be_bytes());
            let digest = mac.finalize().into_bytes();
            for (character, byte) in pin.iter_mut().zip(digest) {
                *character = ALPHABET[usize::from(byte % 32)];
            }
        }
        Pin(pin)
    }
}

impl Pin {
    /// The characters, to be printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether what was typed is this PIN: case, blanks and hyphens do not matter. Takes the same time
    /// wherever it differs.
    #[must_use]
    pub fn matches(&self, typed: &str) -> bool {
        let mut characters = typed
            .bytes()
            .take(64)
            .filter(|byte| !matches!(byte, b' ' | b'-'))
            .map(|byte| byte.to_ascii_uppercase());
        let mut given = [0_u8; PIN_LEN];
        for slot in &mut given {
            *slot = characters.next().unwrap_or(0);
        }
        let surplus = characters.next().is_some();
        bool::from(self.0.ct_eq(&given)) && !surplus
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(issue: u16) -> Pin {
        let key = PinKey::new([7; 32]);
        key.pin(
            SittingId::from_bytes([1; 16]),
            ApplicationId::from_bytes([2; 16]),
            issue,
        )
    }

    #[test]
    fn a_reprint_is_the_same_pin_and_a_reissue_is_not() {
        assert_eq!(pin(1), pin(1));
        assert_ne!(pin(1), pin(2));
    }

    #[test]
    fn typing_is_forgiving_and_nothing_else() {
        let pin = pin(1);
        let text = pin.as_str().to_owned();
        let spaced = format!("{} {}", &text[..4], text[4..].to_lowercase());
        assert!(pin.matches(&text) && pin.matches(&spaced));
        assert!(!pin.matches(&text[..7]) && !pin.matches(&format!("{text}A")) && !pin.matches(""));
    }

    #[test]
    fn secrets_do_not_print() {
        assert!(!format!("{:?}", pin(1)).contains(pin(1).as_str()));
    }
}
