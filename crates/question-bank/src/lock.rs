//! Locking a form, and proving later that nothing of it changed.

use std::collections::BTreeSet;

use lexicon::{Digest, FormItemId, OptionId};
use sha2::{Digest as _, Sha256};

use crate::chance::{Chance, Purpose};
use crate::locked::FORMAT;
use crate::{
    Form, FormFault, Item, ItemOption, LockedForm, LockedItem, LockedOption, LockedSection, Seed,
};

const DOMAIN: &[u8] = b"ambang form 1\0";

/// A locked form with its seal. The commitment is published before the exam, the nonce opened at
/// the audit: a bare hash would let a leak be proved and a key be guessed (design, Papers).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedForm {
    /// The form.
    pub form: LockedForm,
    /// Its canonical bytes (JSON, RFC 8785), as they are to be stored.
    pub bytes: Vec<u8>,
    /// 32 secret random bytes.
    pub nonce: [u8; 32],
    /// SHA-256(domain ‖ nonce ‖ canonical bytes).
    pub commitment: Digest,
}

/// Why a form was not locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// The form has faults.
    #[error("the form has {} faults", .0.len())]
    Faults(Vec<FormFault>),
    /// The form could not be written.
    #[error("the form cannot be written")]
    Write(#[from] serde_json::Error),
}

/// Why stored bytes are not the form that was locked.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Not a form, or written with fields that this build does not know.
    #[error("the bytes are not a locked form")]
    Unreadable(#[from] serde_json::Error),
    /// A format that this build does not read.
    #[error("the form has format {0}, which this build does not read")]
    UnknownFormat(u32),
    /// A form, but not in its canonical bytes.
    #[error("the bytes are not in canonical form")]
    NotCanonical,
    /// Bytes and nonce do not give the commitment.
    #[error("the form is not the one that the commitment was made for")]
    OtherForm,
}

/// Locks a form: gives every item and option a random id and seals the whole.
///
/// `nonce` and `ids` are fresh secret random bytes, independent of each other. The same form, nonce
/// and seed give the same bytes on every machine.
///
/// # Errors
/// [`LockError::Faults`] with every fault of the form.
pub fn lock(form: &Form, nonce: [u8; 32], ids: &Seed) -> Result<SealedForm, LockError> {
    let faults = form.faults();
    if !faults.is_empty() {
        return Err(LockError::Faults(faults));
    }
    let mut ids = Ids {
        chance: Chance::new(ids, Purpose::Ids),
        given: BTreeSet::new(),
    };
    let sections = form.sections.iter().map(|section| LockedSection {
        sub_test: section.sub_test.clone(),
        items: section
            .items
            .iter()
            .map(|place| {
                let blind = place
                    .blind
                    .as_ref()
                    .map(|item| Box::new(ids.item(item, None)));
                ids.item(&place.item, blind)
            })
            .collect(),
    });
    let form = LockedForm {
        format: FORMAT,
        sections: sections.collect(),
    };
    let bytes = serde_json_canonicalizer::to_vec(&form)?;
    let commitment = commitment(&nonce, &bytes);
    Ok(SealedForm {
        form,
        bytes,
        nonce,
        commitment,
    })
}

/// SHA-256(domain ‖ nonce ‖ canonical bytes), the domain being `ambang form 1` and a zero byte.
#[must_use]
pub fn commitment(nonce: &[u8; 32], bytes: &[u8]) -> Digest {
    let hash = Sha256::new()
        .chain_update(DOMAIN)
        .chain_update(nonce)
        .chain_update(bytes);
    Digest(hash.finalize().into())
}

/// Reads a locked form from its canonical bytes, byte for byte.
///
/// # Errors
/// [`SealError`], except [`SealError::OtherForm`].
pub fn open(bytes: &[u8]) -> Result<LockedForm, SealError> {
    let form: LockedForm = serde_json::from_slice(bytes)?;
    if form.format != FORMAT {
        return Err(SealError::UnknownFormat(form.format));
    }
    if serde_json_canonicalizer::to_vec(&form)? != bytes {
        return Err(SealError::NotCanonical);
    }
    Ok(form)
}

/// Reads a locked form and proves that the commitment was made for it.
///
/// # Errors
/// [`SealError`].
pub fn verify(bytes: &[u8], nonce: &[u8; 32], promised: &Digest) -> Result<LockedForm, SealError> {
    if commitment(nonce, bytes) != *promised {
        return Err(SealError::OtherForm);
    }
    open(bytes)
}

/// Random ids, none of them twice within the form.
struct Ids {
    chance: Chance,
    given: BTreeSet<u64>,
}

impl Ids {
    fn next(&mut self) -> u64 {
        loop {
            let id = self.chance.word();
            if self.given.insert(id) {
                return id;
            }
        }
    }

    fn item(&mut self, item: &Item, blind: Option<Box<LockedItem>>) -> LockedItem {
        let content = &item.content;
        LockedItem {
            id: FormItemId(self.next()),
            code: item.code.clone(),
            version: item.version,
            topic: content.topic.clone(),
            stem: content.stem.clone(),
            picture: content.picture.clone(),
            options: content
                .options
                .iter()
                .map(|option| self.option(option))
                .collect(),
            blind,
        }
    }

    fn option(&mut self, option: &ItemOption) -> LockedOption {
        LockedOption {
            id: OptionId(self.next()),
            text: option.text.clone(),
            picture: option.picture.clone(),
            points: option.points,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use proptest::prelude::*;

    fn sealed() -> SealedForm {
        lock(&samples::form(), [3; 32], &Seed([4; 32])).unwrap()
    }

    #[test]
    fn a_locked_form_verifies() {
        let sealed = sealed();
        let form = verify(&sealed.bytes, &sealed.nonce, &sealed.commitment).unwrap();
        assert_eq!(form, sealed.form);
    }

    #[test]
    fn the_commitment_of_the_sample_form_is_fixed() {
        assert_eq!(
            sealed().commitment.to_string(),
            "c795da34384ee7b56b94bdbe350179f78a92c7b08f6364304071cba0473ec0d5"
        );
    }

    #[test]
    fn ids_are_unique_and_follow_the_seed() {
        let ids = |sealed: &SealedForm| -> Vec<u64> {
            let items = sealed
                .form
                .sections
                .iter()
                .flat_map(|section| &section.items);
            let both = items.flat_map(|item| core::iter::once(item).chain(item.blind.as_deref()));
            both.flat_map(|item| {
                core::iter::once(item.id.0).chain(item.options.iter().map(|option| option.id.0))
            })
            .collect()
        };
        let first = ids(&sealed());
        assert_eq!(first.len(), 8 * 6);
        assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), first.len());
        let other = ids(&lock(&samples::form(), [3; 32], &Seed([5; 32])).unwrap());
        assert!(first.iter().all(|id| !other.contains(id)));
    }

    #[test]
    fn a_faulty_form_is_not_locked() {
        let empty = Form { sections: vec![] };
        let refused = lock(&empty, [3; 32], &Seed([4; 32]));
        assert!(matches!(refused, Err(LockError::Faults(faults)) if faults == [FormFault::Empty]));
    }

    #[test]
    fn only_canonical_bytes_of_a_known_format_open() {
        let sealed = sealed();
        let text = String::from_utf8(sealed.bytes).unwrap();
        let spaced = text.replacen(':', ": ", 1);
        assert!(matches!(
            open(spaced.as_bytes()),
            Err(SealError::NotCanonical)
        ));
        let newer = text.replacen("\"format\":1", "\"format\":2", 1);
        assert!(matches!(
            open(newer.as_bytes()),
            Err(SealError::UnknownFormat(2))
        ));
        let foreign = text.replacen("\"format\":1", "\"format\":1,\"more\":1", 1);
        assert!(matches!(
            open(foreign.as_bytes()),
            Err(SealError::Unreadable(_))
        ));
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_found(position: prop::sample::Index, flip in 1u8..) {
            let sealed = sealed();
            let mut bytes = sealed.bytes.clone();
            let at = position.index(bytes.len());
            bytes[at] ^= flip;
            let refused = verify(&bytes, &sealed.nonce, &sealed.commitment);
            prop_assert!(matches!(refused, Err(SealError::OtherForm)));
        }

        #[test]
        fn another_nonce_is_found(nonce: [u8; 32]) {
            let sealed = sealed();
            prop_assume!(nonce != sealed.nonce);
            prop_assert!(verify(&sealed.bytes, &nonce, &sealed.commitment).is_err());
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
            prop_assert!(open(&bytes).is_err());
        }
    }
}
